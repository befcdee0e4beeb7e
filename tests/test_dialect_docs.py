"""The generated documents: up to date, and complete."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from custom_components.cgi_camera.protocol.dialects import DIALECTS

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "dialects"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def load() -> Any:
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("dialect_docs", ROOT / "scripts" / "dialect_docs.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DOCS = load()


@pytest.mark.parametrize("name", NAMES)
def test_up_to_date(name: str) -> None:
    """The document says what tables and inventory say; what is missing in either is an error."""
    assert (FOLDER / f"{name}.md").read_text(encoding="utf-8") == DOCS.document(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_document_has_a_dialect(name: str) -> None:
    """No inventory is left over."""
    assert name in DIALECTS


def faults(change: Any) -> list[str]:
    """Return what is wrong with the inventory of the ipc dialect after a change to it."""
    _, entries = DOCS.inventory("ipc")
    found: list[str] = DOCS.match(DIALECTS["ipc"], change(entries))
    return found


def entry(entries: list[Any], path: str) -> Any:
    """Return an endpoint's entry."""
    return next(each for each in entries if each.path == f"/cgi-bin/{path}")


def test_row_without_inventory() -> None:
    """A row that the inventory does not name is found, and so is a request."""
    assert faults(lambda entries: entries) == []
    found = faults(lambda entries: [each for each in entries if each.path != "/cgi-bin/image"])
    assert "image: brightness at image/brightness stands in no inventory" in found
    assert "/cgi-bin/image (part of the request) stands in no inventory" in found


def test_name_without_row() -> None:
    """A documented name with neither row nor reason is found."""

    def add(entries: list[Any]) -> list[Any]:
        image = entry(entries, "image")
        image.names = (*image.names, "gamma")
        return entries

    assert faults(add) == ["/cgi-bin/image: gamma has neither row nor reason"]


def test_reason_for_a_row() -> None:
    """A reason to leave out what is not left out, or not there, is found."""

    def excuse(entries: list[Any]) -> list[Any]:
        entry(entries, "image").left_out = {"blc": "too bright", "flc": "unheard of"}
        return entries

    assert faults(excuse) == [
        "/cgi-bin/image: flc has a reason and is no name of it",
        "/cgi-bin/image: blc has a row and a reason to be left out",
    ]


def test_endpoint_without_reason() -> None:
    """An endpoint without names needs a reason."""

    def silence(entries: list[Any]) -> list[Any]:
        entry(entries, "keep_alive").reason = ""
        return entries

    assert faults(silence) == ["/cgi-bin/keep_alive names nothing and gives no reason"]


def test_request_by_value() -> None:
    """A request that is told by one value of a parameter is known, and missed where nothing sends it."""
    _, entries = DOCS.inventory("control")
    assert DOCS.match(DIALECTS["control"], entries) == []
    _, entries = DOCS.inventory("control")
    language = next(each for each in entries if each.path.endswith("/language.cgi"))
    language.names = (*language.names, "action=getlangs")
    inputs = next(each for each in entries if each.path.endswith("/alarmin.cgi"))
    inputs.names = tuple(name for name in inputs.names if name != "alarmin#.type")
    found = DOCS.match(DIALECTS["control"], entries)
    assert "/cgi-bin/control/language.cgi: action=getlangs has neither row nor reason" in found
    assert [fault for fault in found if "alarm_input_type" in fault] == [
        f"alarmin{n}: alarm_input_type at alarmin{n}.type stands in no inventory" for n in (1, 2, 3, 4)
    ]
    assert language.uses["action=setlang"]


def test_stale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document that says something else fails the check, and is written anew."""
    (tmp_path / "ipc.toml").write_bytes((FOLDER / "ipc.toml").read_bytes())
    (tmp_path / "ipc.md").write_text("old", encoding="utf-8")
    monkeypatch.setattr(DOCS, "FOLDER", tmp_path)
    monkeypatch.setattr("sys.argv", ["dialect_docs", "--check"])
    assert DOCS.main() == 1
    assert "ipc.md is stale" in capsys.readouterr().err
    monkeypatch.setattr("sys.argv", ["dialect_docs"])
    assert DOCS.main() == 0
    monkeypatch.setattr("sys.argv", ["dialect_docs", "--check"])
    assert DOCS.main() == 0


def test_gap_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An inventory with a gap fails and names it."""
    text = (FOLDER / "ipc.toml").read_text(encoding="utf-8").replace('"brightness", "contrast",', '"contrast",')
    (tmp_path / "ipc.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(DOCS, "FOLDER", tmp_path)
    monkeypatch.setattr("sys.argv", ["dialect_docs", "--check"])
    assert DOCS.main() == 1
    assert "brightness at image/brightness stands in no inventory" in capsys.readouterr().err


def test_endpoints_by_their_query() -> None:
    """Where one path stands for many endpoints, each has its own names; what is read by another query is not found."""
    _, entries = DOCS.inventory("dahua")
    assert DOCS.match(DIALECTS["dahua"], entries) == []
    (encode,) = (each for each in entries if each.path.endswith("?name=Encode"))
    encode.path = encode.path.replace("Encode", "Snap")
    found = DOCS.match(DIALECTS["dahua"], entries)
    assert "Encode: audio at table.Encode[{ch0}].MainFormat[0].AudioEnable stands in no inventory" in found
    assert not [fault for fault in found if fault.startswith("Snap")]
