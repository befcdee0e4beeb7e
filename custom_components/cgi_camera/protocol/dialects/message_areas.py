"""The motion area of the message dialect (Message HTTP API 3.1, sections 3.13.1.2, 3.13.2.2 and 3.13.4)."""

from ..areas import Grid
from ..converters import bits, number_of
from ..exchange import Place
from ..model import Domain
from ..schema import Converter, Document
from .message_ranges import UNTOLD

_ROWS, _COLUMNS = 18, 22
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:;"
_MOST = 4
"""Digits that a row needs, six blocks each."""


def _row(text: str) -> tuple[bool, ...]:
    """Read a row whose first digit holds the leftmost six blocks: `;f` is the leftmost ten."""
    if not 1 <= len(text) <= _MOST:
        raise ValueError(text)
    return bits(sum(_DIGITS.index(digit) << 6 * place for place, digit in enumerate(text)), _COLUMNS)


def _spell(row: tuple[bool, ...]) -> str:
    number = number_of(row)
    digits = [_DIGITS[number >> 6 * place & 63] for place in range(_MOST)]
    return "".join(digits).rstrip("0") or "0"


def _read(text: str) -> Grid:
    """Read rows with slashes between them, with one at the end or not, or of four digits each as a get is printed."""
    text = text.strip()
    if "/" in text:
        rows = text.removesuffix("/").split("/")
    else:
        rows = [text[start : start + _MOST] for start in range(0, len(text), _MOST)]
    if len(rows) != _ROWS:
        raise ValueError(text)
    return Grid(tuple(map(_row, rows)))


LINES = Converter(_read, lambda grid, _: "/".join(map(_spell, grid.cells)))


def area_size(_: Document, ranges: Document, __: Place) -> Domain:
    """Return the documented size; the query tells no range, it may only call the area read-only."""
    return UNTOLD if ranges.get("mdinfo/mdarea") == "" else Domain(grids=((_ROWS, _COLUMNS),))
