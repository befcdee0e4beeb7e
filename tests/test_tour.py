"""docs/tour.md and its pictures, which `scripts/test --browser --update-images` takes."""

from pathlib import Path
import re

from PIL import Image

DOCS = Path(__file__).parent.parent / "docs"
PICTURES = DOCS / "images" / "tour"
SHOWN = re.findall(r"!\[(.+?)\]\((.+?)\)", (DOCS / "tour.md").read_text(encoding="utf-8"))
WALK = Path(__file__).with_name("browser") / "test_tour.py"


def test_every_picture_is_shown() -> None:
    """None is missing, and none is left over."""
    assert sorted(DOCS / path for _, path in SHOWN) == sorted(PICTURES.iterdir())


def test_pictures_are_taken_on_the_walk() -> None:
    """The walk still takes each of them."""
    taken = re.findall(r'picture\(f?"([a-z-]+)', WALK.read_text(encoding="utf-8"))
    assert {path.stem for path in PICTURES.iterdir() if path.stem not in taken} == {
        f"{kind}-{name}" for kind in ("recording", "recordings") for name in ("driveway", "garden", "workshop")
    }


def test_pictures_are_small() -> None:
    """A page of the documents loads quickly, and every picture is a whole page of the browser."""
    assert {Image.open(path).size for path in PICTURES.iterdir()} == {(1280, 800)}
    assert [path.name for path in PICTURES.iterdir() if path.stat().st_size > 150_000] == []
