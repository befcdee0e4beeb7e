"""The texts and icons: complete for everything that a camera may offer."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import pytest

from custom_components.cgi_camera import PLATFORMS, config_flow
from custom_components.cgi_camera.faults import _TEXTS

FOLDER = Path(config_flow.__file__).parent
TEXTS: dict[str, Any] = json.loads((FOLDER / "translations" / "en.json").read_text())
ICONS: dict[str, Any] = json.loads((FOLDER / "icons.json").read_text())


DETAILS = {"wrong_grid": {"rows", "columns"}}
"""What errors of a camera tell besides its name, where it is not its own reason."""


def keys_of(schema: Any) -> Iterator[str]:
    """Return the names of a form's fields, those in sections by their section."""
    return (str(key) for key in schema.schema)


SECTIONS = {"connection": {"ssl", "verify_ssl"}, "alarm_mails": set(keys_of(config_flow.MAILS_SCHEMA))}
"""The fields of the sections of forms."""


@pytest.mark.parametrize(
    ("step", "schema"),
    [
        (TEXTS["config"]["step"]["user"], config_flow.CAMERA_SCHEMA),
        (TEXTS["config"]["step"]["reconfigure"], config_flow.CAMERA_SCHEMA),
        (TEXTS["config"]["step"]["reauth_confirm"], config_flow.ACCOUNT_SCHEMA),
        (TEXTS["options"]["step"]["init"], config_flow.OPTIONS_SCHEMA),
    ],
)
def test_every_field_is_named_and_explained(step: dict[str, Any], schema: Any) -> None:
    """Each field of each form has a name and a description."""
    fields = set(keys_of(schema)) - {"connection"}
    assert set(step["data"]) == set(step["data_description"]) == fields
    for name, section in step.get("sections", {}).items():
        assert set(section["data"]) == set(section["data_description"]) == SECTIONS[name]


OTHERS = {
    "another_camera": {"camera", "address"},
    "file_exists": {"filename"},
    "file_failed": {"filename", "reason"},
    "invalid_hex": set(),
    "nothing_to_set": set(),
    "path_not_allowed": {"filename"},
}
"""Errors that no camera has to do with, and what stands in their texts."""


def test_every_fault_has_a_text() -> None:
    """Each error that a user may see is translated, with the camera's own reason."""
    assert {key for _, key in _TEXTS} | set(OTHERS) == set(TEXTS["exceptions"])
    for key, text in TEXTS["exceptions"].items():
        placeholders = set(re.findall(r"{(\w+)}", text["message"]))
        assert placeholders == OTHERS.get(key, {"camera", *DETAILS.get(key, {"reason"})})


ISSUES = {
    "cannot_receive_mails": {"address", "port", "reason"},
    "mail_settings_left": {"camera", "reason", "settings"},
    "mail_setup_refused": {"camera", "reason"},
}
"""What stands in the texts of issues about alarm mails."""


@pytest.mark.parametrize("key", ISSUES)
def test_issues_have_texts(key: str) -> None:
    """Title and description name nothing but what is told, and the description all of it."""
    texts = TEXTS["issues"][key]
    assert set(re.findall(r"{(\w+)}", texts["title"])) <= ISSUES[key]
    assert set(re.findall(r"{(\w+)}", texts["description"] + texts["title"])) == ISSUES[key]


def test_icons_belong_to_names() -> None:
    """No icon is left over, and platforms are those that exist."""
    assert set(TEXTS["entity"]) == set(PLATFORMS)
    for platform, icons in ICONS["entity"].items():
        assert set(icons) <= set(TEXTS["entity"][platform])
