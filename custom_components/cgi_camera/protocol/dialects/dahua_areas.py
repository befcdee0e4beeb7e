"""Motion areas and privacy masks of the dahua dialect (Amcrest HTTP API, sections 4.5.12 and 4.8.1)."""

from .. import features as f
from ..areas import Grid, Rectangle
from ..converters import bits, number_of, percent, units
from ..exchange import Place
from ..model import Domain
from ..reading import paths_in
from ..schema import AnyField, Converter, Document, DomainSource, Field
from .dahua_caps import cover
from .dahua_values import SWITCH

_COLUMNS = 22
_PICTURE = (8191, 8191)
"""Corners count so, whatever the resolution."""


def _read(text: str) -> Grid:
    return Grid(tuple(bits(int(line), _COLUMNS) for line in text.split("\n")))


# A number a line, the leftmost block in its lowest bit: 3 is "the left two blocks".
LINES = Converter(_read, lambda grid, _: "\n".join(str(number_of(row)) for row in grid.cells))


def _corners(area: Rectangle) -> str:
    x, y, width, height = units(area, of=_PICTURE)
    return f"{x}\n{y}\n{x + width}\n{y + height}"


def _between(text: str) -> Rectangle:
    left, top, right, bottom = map(int, text.split("\n"))
    return percent(left, top, right - left, bottom - top, of=_PICTURE)


CORNERS = Converter[Rectangle](_between, lambda area, _: _corners(area))


def _size(path: str) -> DomainSource:
    def find(document: Document, ranges: Document, place: Place) -> Domain:
        lines = [document[line] for line in paths_in(path, place, document)]
        # A device that has more blocks than documented would lose some.
        wider = any(line.isdecimal() and int(line) >> _COLUMNS for line in lines)
        return Domain(writable=not wider, grids=((len(lines), _COLUMNS),))

    return find


def _motion_area(head: str, number: str = "") -> AnyField:
    path = f"table.{head}.Region[{{line0}}]"
    # Without this the device takes a region for one of the old form (section 4.8.1).
    version = {"MotionDetect[{ch0}].DetectVersion": "V3.0"}
    return Field(f.MOTION_AREA, path, LINES, _size(path), number=number, also=lambda grid: version)


MOTION_AREAS = (
    _motion_area("MotionDetect[{ch0}].MotionDetectWindow[{n0}]"),
    # The only one of a device without windows.
    _motion_area("MotionDetect[{ch0}]", number="1"),
)

_COVER = "table.VideoWidget[{ch0}].Covers[{n0}]"
MASKS = (
    cover(Field(f.PRIVACY_MASK, f"{_COVER}.EncodeBlend", SWITCH)),
    cover(
        Field(
            f.PRIVACY_MASK_AREA,
            f"{_COVER}.Rect[0]",
            CORNERS,
            parts=tuple(f"{_COVER}.Rect[{corner}]" for corner in (1, 2, 3)),
        )
    ),
)
