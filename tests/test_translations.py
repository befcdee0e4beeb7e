"""The texts and icons: complete for everything that a camera may offer."""

import json
from pathlib import Path
import re
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


DETAILS = {"wrong_grid": {"rows", "columns"}}
"""What errors of a camera tell besides its name, where it is not its own reason."""


STEPS = (
    (TEXTS["config"]["step"]["user"], forms.CAMERA_SCHEMA),
    (TEXTS["config"]["step"]["discovery_confirm"], forms.DISCOVERED_SCHEMA),
    (TEXTS["config"]["step"]["reconfigure"], forms.KNOWN_CAMERA_SCHEMA),
    (TEXTS["config"]["step"]["reauth_confirm"], forms.ACCOUNT_SCHEMA),
    (TEXTS["options"]["step"]["init"], forms.options_schema(mails=True)),
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


def test_every_fault_has_a_text() -> None:
    """Each error that a user may see is translated, with the camera's own reason."""
    for key in {key for _, key in _TEXTS} | set(DETAILS) | set(OTHERS):
        placeholders = set(re.findall(r"{(\w+)}", TEXTS["exceptions"][key]["message"]))
        assert placeholders == OTHERS.get(key, {"camera", *DETAILS.get(key, {"reason"})})


def test_no_text_is_left_over() -> None:
    """Each text of an error is that of one which somebody raises."""
    sources = "".join(path.read_text() for path in FOLDER.glob("*.py"))
    assert {key for key in TEXTS["exceptions"] if f'"{key}"' not in sources} == set()


def test_icons_belong_to_names() -> None:
    """No icon is left over, and platforms are those that exist."""
    assert set(TEXTS["entity"]) == set(PLATFORMS)
    for platform, icons in ICONS["entity"].items():
        assert set(icons) <= set(TEXTS["entity"][platform])
