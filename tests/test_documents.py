"""The documents: all of them stand in the README, and no link leads nowhere."""

from fnmatch import fnmatch
from pathlib import Path
import re

import pytest

from custom_components.cgi_camera import PLATFORMS

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = (ROOT / "README.md", *DOCS)
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)|^\[[^\]]+\]: (?!https?:)(\S+)()$", re.MULTILINE)


def links(page: Path) -> list[tuple[Path, str]]:
    """Return the files that a page leads to, and the headings in them."""
    found = [(one or other, heading) for one, heading, other, _ in LINK.findall(page.read_text())]
    return [((page.parent / name).resolve() if name else page, heading) for name, heading in found]


def headings(page: Path) -> set[str]:
    """Return what GitHub calls the headings of a page."""
    named = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", name.casefold()).strip().replace(" ", "-") for name in named}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading that it has."""
    told = links(page)
    assert [str(target) for target, _ in told if not target.exists()] == []
    assert [(target.name, name) for target, name in told if name and name not in headings(target)] == []


def test_every_module_has_a_room() -> None:
    """The page on the architecture names each module but the platforms, and none that is not there."""
    integration = ROOT / "custom_components" / "cgi_camera"
    page = (ROOT / "docs" / "architecture.md").read_text()
    named = [name.rpartition("/")[2] for name in re.findall(r"`([\w/*]+\.py)`", page)]
    modules = {path.name for folder in (integration, integration / "protocol") for path in folder.glob("*.py")}
    rooms = {name for name in modules for pattern in named if fnmatch(name, pattern)}
    assert modules - rooms - {f"{platform}.py" for platform in PLATFORMS} == {"__init__.py"}
    assert [pattern for pattern in named if not any(fnmatch(name, pattern) for name in modules)] == []


def test_every_document_is_listed() -> None:
    """Whoever reads the README finds it."""
    assert {page.resolve() for page in DOCS} - {target for target, _ in links(ROOT / "README.md")} == set()
