"""The page about what cameras do: each line names tests that are there."""

from pathlib import Path
import re

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "quirks.md").read_text()
ROWS = [row for row in PAGE.splitlines() if row.startswith("| ") and not row.startswith("| What ")]
NAMED = re.compile(r"(simulator )?`(test_\w+\.py)::(test_\w+)`")


def test_every_line_has_a_test() -> None:
    """No habit is listed that nothing holds."""
    assert len(ROWS) > 50
    assert [row for row in ROWS if not NAMED.search(row.rsplit("|", 2)[1])] == []


def test_the_tests_are_there() -> None:
    """Under the names by which they are listed."""
    named = {found.groups() for found in NAMED.finditer(PAGE)}
    missing = []
    for simulator, file, name in sorted(named, key=str):
        folders = [TESTS / "simulator_tests"] if simulator else [TESTS / "protocol", TESTS]
        texts = [(folder / file).read_text() for folder in folders if (folder / file).exists()]
        missing += [] if any(f"def {name}(" in text for text in texts) else [f"{file}::{name}"]
    assert missing == []
