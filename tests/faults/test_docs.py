"""The page on reliability says what the matrix is tested against."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_up_to_date() -> None:
    """Otherwise `scripts/reliability_docs` must be run."""
    spec = importlib.util.spec_from_file_location("reliability_docs", ROOT / "scripts" / "reliability_docs.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8") == module.document()
