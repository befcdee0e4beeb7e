"""Who may know whom, and how long a file or function may grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "cgi_camera"
PROTOCOL = INTEGRATION / "protocol"
SIMULATOR = ROOT / "tests" / "simulator"
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(source: str | bytes, package: list[str]) -> Iterator[str]:
    """The absolute name of everything that a module of this package imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = [*base, *([node.module] if node.module else [])]
            yield from (".".join([*start, alias.name]) for alias in node.names)


def strangers(path: Path, *, home: Path, unwanted: set[str]) -> list[str]:
    """The imports of a module that are unwanted or leave the folder it lives in."""
    ours = ".".join(home.relative_to(ROOT).parts)
    first_party = ("custom_components", "tests", "scripts", "protocol")
    return [
        name
        for name in imported(path.read_bytes(), list(path.relative_to(ROOT).parent.parts))
        if name.split(".")[0] in unwanted
        or (name.split(".")[0] in first_party and name != ours and not name.startswith(f"{ours}."))
    ]


@pytest.mark.parametrize("path", sources(PROTOCOL), ids=named)
def test_protocol_knows_no_home_assistant(path: Path) -> None:
    assert strangers(path, home=PROTOCOL, unwanted={"homeassistant", "voluptuous", "probatio"}) == []


@pytest.mark.parametrize("path", sources(SIMULATOR), ids=named)
def test_simulator_knows_no_protocol(path: Path) -> None:
    assert strangers(path, home=SIMULATOR, unwanted={"homeassistant"}) == []


@pytest.mark.parametrize("path", sources(INTEGRATION), ids=named)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) < LONGEST_FILE


@pytest.mark.parametrize("path", sources(INTEGRATION), ids=named)
def test_functions_stay_short(path: Path) -> None:
    lengths = {
        f"{node.name} (line {node.lineno})": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length >= LONGEST_FUNCTION} == {}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import homeassistant.core", "homeassistant.core"),
        ("from ..schema import Field", "custom_components.cgi_camera.protocol.schema.Field"),
        ("from ... import coordinator", "custom_components.cgi_camera.coordinator"),
        ("def late():\n    from ...const import DOMAIN", "custom_components.cgi_camera.const.DOMAIN"),
    ],
)
def test_relative_imports_are_resolved(source: str, name: str) -> None:
    assert list(imported(source, ["custom_components", "cgi_camera", "protocol", "dialects"])) == [name]
