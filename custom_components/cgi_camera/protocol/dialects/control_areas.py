"""Motion areas and privacy masks of the control dialect (Control CGI 1.20, sections 2.3 and 4.3)."""

import re

from .. import features as f
from ..areas import Grid, Rectangle
from ..converters import ENABLE, INT, bits, number_of, percent, span, units
from ..exchange import Place
from ..model import Domain
from ..schema import Converter, Document, Endpoint, Field
from .control_rows import one_of_several
from .control_values import all_too

# Columns by rows on the wire. Without a size the blocks are those of the old division.
_OLD, _NEW = "8x6", "24x18"
_SIZES = {_OLD: (6, 8), _NEW: (18, 24)}
_SPELT = {size: name for name, size in _SIZES.items()}


def _read(text: str) -> Grid:
    *lines, told = text.split("\n")
    rows, columns = _SIZES[told or _OLD]
    # Lines that are left over are of the finer division, read before.
    if len(lines) < rows:
        raise ValueError(text)
    return Grid(tuple(bits(int(line), columns) for line in lines[:rows]))


def _write(grid: Grid, current: str) -> str:
    told = current.rpartition("\n")[2]
    return "\n".join([*(str(number_of(row)) for row in grid.cells), _SPELT[grid.size] if told else ""])


LINES = Converter(_read, _write)


def _sizes(document: Document, ranges: Document, place: Place) -> Domain:
    """Offer both divisions where the camera tells which it has now, else the old one."""
    now = _SIZES[document.get("motion1.size", _OLD)]
    both = sorted(_SIZES.values(), key=lambda size: size != now)
    return Domain(grids=tuple(both) if "motion1.size" in document else (now,))


MOTION_AREA = Field(f.MOTION_AREA, "motion1.area{line}", LINES, _sizes, parts=("motion1.size",))

_PICTURE = (320, 240)
_MASKS = 16
"""A camera has 6 or 16."""


def _placed(text: str) -> Rectangle:
    x, y, width, height = map(int, text.split("\n"))
    return percent(x, y, width, height, of=_PICTURE)


def _place(area: Rectangle) -> str:
    """Spell a rectangle, which cannot be smaller than one unit; "end" is its extent."""
    x, y, width, height = units(area, of=_PICTURE)
    x, y = min(x, _PICTURE[0] - 1), min(y, _PICTURE[1] - 1)
    return f"{x}\n{y}\n{max(width, 1)}\n{max(height, 1)}"


PLACED = Converter[Rectangle](_placed, lambda area, _: _place(area))

_NUMBERED = re.compile(r"^privacy\d+")


def parameter(path: str) -> str:
    """Return a path's name in a set request: the number of a mask stands in its action and not here (section 4.3)."""
    return _NUMBERED.sub("privacy", path)


def _mask(number: int) -> Endpoint:
    """Return the endpoint of one mask."""
    head, count = f"privacy{number}", str(number)
    return one_of_several(
        "privacy",
        number,
        Field(f.PRIVACY_MASK, f"{head}.enable", ENABLE, number=count, also=all_too),
        Field(
            f.PRIVACY_MASK_AREA,
            f"{head}.startx",
            PLACED,
            number=count,
            parts=(f"{head}.starty", f"{head}.endx", f"{head}.endy"),
        ),
        Field(f.PRIVACY_MASK_COLOR, f"{head}.color", INT, span(1, 8), number=count),
    )


MASKS = tuple(map(_mask, range(1, _MASKS + 1)))
