"""Motion area and privacy masks of the ipc dialect (IPC HTTP CGI 1.0.10, sections 3.16 and 3.32)."""

import re

from .. import features as f
from ..areas import Grid, Rectangle
from ..converters import bits, number_of, percent, units
from ..exchange import Place, Request
from ..model import Domain
from ..schema import Converter, Document, Endpoint, Field

_SIZE = re.compile(r"\s*([1-9]\d{0,3})\s*[xX*]\s*([1-9]\d{0,3})\s*")


def _pair(text: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[1]), int(found[2])


def _bytes(rows: int, columns: int) -> int:
    return (rows * columns + 7) // 8


def _read(text: str) -> Grid:
    """Read blocks that follow each other without a break at the end of a row.

    Eight fill a byte "bit by bit", the document does not say from which end: devices begin with the lowest.
    """
    digits, told = text.split("\n")
    columns, rows = _pair(told)
    data = bytes.fromhex(digits)
    if len(data) != _bytes(rows, columns):
        raise ValueError(text)
    # What is left over of the last byte says nothing.
    blocks, row = int.from_bytes(data, "little"), (1 << columns) - 1
    return Grid(tuple(bits(blocks >> number * columns & row, columns) for number in range(rows)))


def _write(grid: Grid, current: str) -> str:
    rows, columns = grid.size
    blocks = number_of(block for row in grid.cells for block in row)
    return f"{blocks.to_bytes(_bytes(rows, columns), 'little').hex()}\n{columns}x{rows}"


BLOCKS = Converter(_read, _write)


def _size(document: Document, ranges: Document, place: Place) -> Domain:
    columns, rows = _pair(document["motion/blockcount"])
    return Domain(grids=((rows, columns),))


MOTION_AREA = Field(f.MOTION_AREA, "motion/areavalue", BLOCKS, _size, parts=("motion/blockcount",))

_NAMED = {
    "qcif": (176, 144),
    "qvga": (320, 240),
    "cif": (352, 288),
    "vga": (640, 480),
    "d1": (704, 576),
    "720p": (1280, 720),
    "960p": (1280, 960),
    "1080p": (1920, 1080),
}
_MAIN = "videoencoder/stream1/resolution"


def _pixels(resolution: str) -> tuple[int, int]:
    """Return width and height of a resolution as the encoder calls it. Raise ValueError for one that nobody knows."""
    return _NAMED.get(resolution.strip().casefold()) or _pair(resolution)


def _placed(text: str) -> Rectangle:
    *told, resolution = text.split("\n")
    x, y, width, height = map(int, told)
    return percent(x, y, width, height, of=_pixels(resolution))


def _place(area: Rectangle, current: str) -> str:
    """Spell a rectangle in pixels of the main stream, which a refusal names; the document tells no unit."""
    sides = units(area, of=_pixels(current.rpartition("\n")[2]))
    return "\n".join([*map(str, sides), ""])


PLACED = Converter(_placed, _place)


def _known(document: Document, ranges: Document, place: Place) -> Domain:
    """Take no mask while the size of the picture is unknown."""
    try:
        _pixels(ranges[_MAIN])
    except LookupError, ValueError:
        return Domain(writable=False)
    return Domain()


# Asked without parameters it answers as after a set, and tells no mask.
MASKS = Endpoint(
    key="set_privacy_zone",
    read=Request("/cgi-bin/set_privacy_zone"),
    set=Request("/cgi-bin/set_privacy_zone"),
    write_only=True,
    ranges="videoencoder",
    needs=("videoencoder",),
    fields=tuple(
        Field(
            f.PRIVACY_MASK_AREA,
            f"Mask{number}xPos",
            PLACED,
            _known,
            number=str(number),
            parts=(f"Mask{number}yPos", f"Mask{number}width", f"Mask{number}Height", _MAIN),
        )
        for number in (1, 2, 3, 4)
    ),
)
