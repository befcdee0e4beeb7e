"""The texts and icons: complete for everything that a camera may offer."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
import struct
from typing import Any

from homeassistant.data_entry_flow import section
import pytest

from custom_components.cgi_camera import PLATFORMS, forms
from custom_components.cgi_camera.faults import _TEXTS
from custom_components.cgi_camera.issues import ISSUES
from custom_components.cgi_camera.repairs import REPAIRS

FOLDER = Path(forms.__file__).parent
TEXTS: dict[str, Any] = json.loads((FOLDER / "translations" / "en.json").read_text())
ICONS: dict[str, Any] = json.loads((FOLDER / "icons.json").read_text())


DETAILS = {"ptz_preset_number": {"most"}, "ptz_range": {"axis", "least", "most"}, "wrong_grid": {"rows", "columns"}}
"""What errors of a camera tell besides its name, where it is not its own reason."""


STEPS = (
    (TEXTS["config"]["step"]["user"], forms.CAMERA_SCHEMA),
    (TEXTS["config"]["step"]["discovery_confirm"], forms.DISCOVERED_SCHEMA),
    (TEXTS["config"]["step"]["reconfigure"], forms.KNOWN_CAMERA_SCHEMA),
    (TEXTS["config"]["step"]["reauth_confirm"], forms.ACCOUNT_SCHEMA),
    (TEXTS["options"]["step"]["init"], forms.options_schema(push=True, mails=True)),
)


@pytest.mark.parametrize(("step", "schema"), STEPS)
def test_every_field_is_named_and_explained(step: dict[str, Any], schema: Any) -> None:
    """Each field of each form and of its sections has a name and a description, and no other has one."""
    sections = {str(key): value.schema for key, value in schema.schema.items() if isinstance(value, section)}
    fields = {str(key) for key in schema.schema} - set(sections)
    assert set(step.get("data", {})) == set(step.get("data_description", {})) == fields
    assert set(step.get("sections", {})) == set(sections)
    for name, part in sections.items():
        texts = step["sections"][name]
        assert texts["name"]
        assert set(texts["data"]) == set(texts["data_description"]) == {str(key) for key in part.schema}


def test_options_have_one_section() -> None:
    """An option is kept by its name alone."""
    names = [str(key) for fields in forms.OPTIONS.values() for key in fields]
    assert len(names) == len(set(names))


NOT_OF_A_CAMERA = {
    "cannot_receive_mails": {"address", "port", "reason"},
    "mail_settings_left": {"camera", "reason", "settings"},
}
"""Issues of what cameras share and of those that are gone, and what stands in their texts."""


@pytest.mark.parametrize("key", NOT_OF_A_CAMERA)
def test_issues_of_no_camera(key: str) -> None:
    """Title and description name nothing but what is told, and together all of it."""
    texts = TEXTS["issues"][key]
    assert set(re.findall(r"{(\w+)}", texts["description"] + texts["title"])) == NOT_OF_A_CAMERA[key]


def test_every_issue_has_texts() -> None:
    """Each repair issue says what is wrong and what to do; what can be mended from here has a form for it."""
    assert set(TEXTS["issues"]) == {issue.key for issue in ISSUES} | set(NOT_OF_A_CAMERA)
    assert set(REPAIRS) == {issue.key for issue in ISSUES if issue.fixable}
    for issue in ISSUES:
        texts = TEXTS["issues"][issue.key]
        assert ("fix_flow" in texts, "description" in texts) == (issue.fixable, not issue.fixable)
        told = set(re.findall(r"{(\w+)}", json.dumps(texts)))
        assert "camera" in told
        assert told <= {"camera", "address", "minutes", "reason"}


OTHERS = {
    "another_camera": {"camera", "address"},
    "file_exists": {"filename"},
    "file_failed": {"filename", "reason"},
    "invalid_hex": set(),
    "no_mp4": {"filename"},
    "not_set_up": {"camera"},
    "not_there": set(),
    "nothing_to_set": set(),
    "path_not_allowed": {"filename"},
}
"""Errors that no camera has to do with, and what stands in their texts."""


def test_every_issue_is_documented() -> None:
    """The link to more about an issue leads to a heading, and no heading is left over."""
    headings = re.findall(r"^## (.+)$", (FOLDER.parent.parent / "docs" / "repairs.md").read_text(), re.MULTILINE)
    assert {heading.casefold().replace(" ", "_") for heading in headings} == {
        *(issue.key for issue in ISSUES),
        *NOT_OF_A_CAMERA,
    }


def texts_under(texts: Any, key: str) -> set[str]:
    """Return the texts of all errors, or of all ends, of flows."""
    parts = texts.items() if isinstance(texts, dict) else ()
    return {text for name, part in parts for text in (part.values() if name == key else texts_under(part, key))}


@pytest.mark.parametrize(("page", "parts"), [("troubleshooting", ("config", "options")), ("repairs", ("issues",))])
def test_every_error_of_a_flow_is_documented(page: str, parts: tuple[str, ...]) -> None:
    """Each has one row in a table, that begins with its words and says what to do, and no row is left over."""
    table = (FOLDER.parent.parent / "docs" / f"{page}.md").read_text()
    rows = re.findall(r"^\| \*(.+?)\* \|(?: .+ \|)? (\S.+) \|$", table, re.MULTILINE)
    told = {text for part in parts for key in ("error", "abort") for text in texts_under(TEXTS[part], key)}
    assert {text: sum(text.startswith(words) for words, _ in rows) for text in told} == dict.fromkeys(told, 1)
    assert [words for words, _ in rows if not any(text.startswith(words) for text in told)] == []


def test_every_fault_has_a_text() -> None:
    """Each error that a user may see is translated, with the camera's own reason."""
    for key in {key for _, key in _TEXTS} | set(DETAILS) | set(OTHERS):
        placeholders = set(re.findall(r"{(\w+)}", TEXTS["exceptions"][key]["message"]))
        assert placeholders == OTHERS.get(key, {"camera", *DETAILS.get(key, {"reason"})})


def mistakes() -> Iterator[tuple[str, set[str]]]:
    """Return the key of each text of a mistake of the user's, and what is told with it."""
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="mistake"), args=[_, what], keywords=told):
                    keys = {each.value for each in ast.walk(what) if isinstance(each, ast.Constant)}
                    yield from ((str(key), {str(keyword.arg) for keyword in told}) for key in sorted(keys, key=str))


MISTAKES = list(mistakes())


@pytest.mark.parametrize(("key", "told"), MISTAKES)
def test_every_mistake_has_a_text(key: str, told: set[str]) -> None:
    """What an action says that was called in a wrong way is translated, and made of what is told with it."""
    placeholders = set(re.findall(r"{(\w+)}", TEXTS["exceptions"][key]["message"]))
    assert told <= placeholders <= {"camera", *told}


def test_no_text_is_left_over() -> None:
    """Each text of an error is that of one which somebody raises."""
    sources = "".join(path.read_text() for path in FOLDER.glob("*.py"))
    assert {key for key in TEXTS["exceptions"] if f'"{key}"' not in sources} == set()


def test_icons_belong_to_names() -> None:
    """No icon is left over, and platforms are those that exist."""
    assert set(TEXTS["entity"]) == set(PLATFORMS)
    for platform, icons in ICONS["entity"].items():
        assert set(icons) <= set(TEXTS["entity"][platform])


# Other languages

LANGUAGES = ("de", "en", "es", "fr", "it", "ko", "nl", "pl", "pt-BR", "ru", "zh-Hans")


def texts_of(language: str) -> dict[str, str]:
    """Return the texts of a language by the paths of their keys."""

    def flat(texts: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
        for key, text in texts.items():
            match text:
                case dict():
                    yield from flat(text, f"{path}{key}.")
                case _:
                    yield f"{path}{key}", text

    told: dict[str, Any] = json.loads((FOLDER / "translations" / f"{language}.json").read_text())
    return dict(flat(told, ""))


def placeholders_of(texts: dict[str, str]) -> dict[str, list[str]]:
    """Return the placeholders of each text."""
    return {key: sorted(set(re.findall(r"{(\w+)}", text))) for key, text in texts.items()}


def test_languages() -> None:
    """There are as many as promised, and no more."""
    assert sorted(path.stem for path in (FOLDER / "translations").iterdir()) == list(LANGUAGES)


@pytest.mark.parametrize("language", sorted(path.stem for path in (FOLDER / "translations").glob("*.json")))
def test_language_is_complete(language: str) -> None:
    """Each has every text of the English one with the same placeholders, and none more; none is empty."""
    texts = texts_of(language)
    assert placeholders_of(texts) == placeholders_of(texts_of("en"))
    assert all(text.strip() for text in texts.values())


@pytest.mark.parametrize("shade", ["", "dark_"])
@pytest.mark.parametrize(("name", "short"), [("icon", 256), ("icon@2x", 512), ("logo", 128), ("logo@2x", 256)])
def test_brand(shade: str, name: str, short: int) -> None:
    """The pictures have the sizes that Home Assistant asks of brands, of an icon both sides."""
    head = (FOLDER / "brand" / f"{shade}{name}.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", head[16:])
    assert height == short
    assert (width == height) is name.startswith("icon")
