"""The page that compares this integration with others tells the truth about this one."""

from pathlib import Path
import re

import yaml

from custom_components.cgi_camera.protocol.dialects.dahua import DIALECT
from custom_components.cgi_camera.protocol.dialects.dahua_events import EVENTS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "comparison.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| |")
]
SERVICES = yaml.safe_load((ROOT / "custom_components" / "cgi_camera" / "services.yaml").read_text())


def test_what_is_named_is_there() -> None:
    """Features, commands and actions have these names."""
    known = {field.feature.key for endpoint in DIALECT.endpoints for field in endpoint.fields}
    known |= {event.feature.key for event in EVENTS} | {action.command.key for action in DIALECT.actions}
    known |= {f"cgi_camera.{service}" for service in SERVICES} | {"cgi_camera_event"}
    named = {name for _, ours, *_ in ROWS for name in re.findall(r"`([\w.]+)`", ours)}
    assert len(named) > 80
    assert named - known == set()


def test_no_gap_without_a_reason() -> None:
    """Where one of the others has something that is not here, a note says why."""
    notes = set(re.findall(r"^(\d)\. ", PAGE, re.MULTILINE))
    gaps = [row for row in ROWS if row[1].startswith("\N{EN DASH}")]
    assert gaps
    assert all(re.search(r"\((\d)\)", row[1])[1] in notes for row in gaps)  # type: ignore[index]
    assert set(re.findall(r"\((\d)\)", PAGE)) == notes
    assert all(len(row) == 5 and all(row) for row in ROWS)
