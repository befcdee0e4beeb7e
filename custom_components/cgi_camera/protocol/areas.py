"""Parts of a picture, in one form for every camera: grids of blocks, and rectangles."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self, override

_ON = frozenset("#xX1")
_OFF = frozenset(".-0")
_TOLERANCE = 0.001
"""Percent by which rounding may put an edge outside."""


def _cell(told: str | bool) -> bool:
    if isinstance(told, bool):
        return told
    if told in _ON or told in _OFF:
        return told in _ON
    raise ValueError(f"{told!r} stands for no block; write # for one that counts and . for one that does not")


@dataclass(frozen=True, slots=True)
class Grid:
    """Which blocks of a picture count: rows from the top, each from the left.

    Raise ValueError if there are none, or if the rows differ in length.
    """

    cells: tuple[tuple[bool, ...], ...]

    def __post_init__(self) -> None:
        """Check the form."""
        if not self.cells or not self.cells[0]:
            raise ValueError("no blocks")
        if len({len(row) for row in self.cells}) > 1:
            raise ValueError("the rows differ in length")

    @classmethod
    def of(cls, rows: Iterable[Iterable[str | bool]]) -> Self:
        """Make a grid of texts (`..##..`; x or 1 will do for #, - or 0 for .) or of lists of booleans, a row each."""
        return cls(tuple(tuple(map(_cell, row)) for row in rows))

    @classmethod
    def filled(cls, rows: int, columns: int, *, on: bool) -> Self:
        """Make a grid in which all blocks count, or none."""
        return cls(((on,) * columns,) * rows)

    @property
    def size(self) -> tuple[int, int]:
        """The numbers of rows and columns."""
        return len(self.cells), len(self.cells[0])

    def lines(self) -> list[str]:
        """Return a text of `#` and `.` a row."""
        return ["".join("#" if cell else "." for cell in row) for row in self.cells]

    @override
    def __str__(self) -> str:
        """Write the rows in one line, a slash between them."""
        return "/".join(self.lines())


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of a picture, all in percent of its width or height: where it begins, and how far it reaches.

    One without an extent covers nothing. Raise ValueError if it reaches outside the picture.
    """

    left: float
    top: float
    width: float
    height: float

    def __post_init__(self) -> None:
        """Check that it lies inside."""
        for start, extent in ((self.left, self.width), (self.top, self.height)):
            # So put that what is no number lies outside, too.
            if not (start >= 0 and extent >= 0 and start + extent <= 100 + _TOLERANCE):
                raise ValueError(f"{self} reaches outside the picture")

    @property
    def empty(self) -> bool:
        """Whether it covers nothing."""
        return not (self.width and self.height)

    @override
    def __str__(self) -> str:
        """Write the four numbers with commas between them."""
        return f"{self.left:g},{self.top:g},{self.width:g},{self.height:g}"


NOTHING = Rectangle(0, 0, 0, 0)
