"""The nouns in which a dialect's movement is written: heads that pan and tilt, lenses that zoom and focus."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from . import features as f
from .exchange import Request
from .model import Command, Feature


class Axis(StrEnum):
    """What a camera may be able to move."""

    PAN = "pan"
    TILT = "tilt"
    ZOOM = "zoom"
    FOCUS = "focus"
    IRIS = "iris"


@dataclass(frozen=True, slots=True)
class Move:
    """A movement that goes on until it is stopped: a share of full speed for each axis, from -1 to 1.

    Above 0 is right, up, in, far and open; 0 stands still.
    """

    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0
    focus: float = 0.0
    iris: float = 0.0

    def __getitem__(self, axis: Axis) -> float:
        """Return an axis' share of full speed."""
        share: float = getattr(self, axis)
        return share

    @property
    def axes(self) -> frozenset[Axis]:
        """What moves."""
        return frozenset(axis for axis in Axis if self[axis])

    def only(self, axes: Mapping[Axis, object] | frozenset[Axis]) -> Move:
        """Return the part of the movement that these axes have."""
        return Move(**{axis: self[axis] for axis in self.axes if axis in axes})

    def times(self, factor: float) -> Move:
        """Return the same movement, faster or slower."""
        return Move(**{axis: self[axis] * factor for axis in self.axes})


STILL: Final = Move()


@dataclass(frozen=True, slots=True)
class Position:
    """Where a head looks: pan and tilt in degrees, zoom in the camera's own steps; None where it is not told."""

    pan: float | None = None
    tilt: float | None = None
    zoom: float | None = None

    def __getitem__(self, axis: Axis) -> float | None:
        """Return where an axis stands; only pan, tilt and zoom have a place."""
        place: float | None = getattr(self, axis)
        return place

    def within(self, other: Position) -> Position:
        """Return the position with what it leaves out as in another one."""
        return replace(other, **{axis: self[axis] for axis in PLACES if self[axis] is not None})


PLACES: Final = (Axis.PAN, Axis.TILT, Axis.ZOOM)
"""The axes that have a position."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the picture, in shares of its width and height from the upper left corner: 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, eq=False)
class Drive:
    """Axes that move by one request, and stop by one; each axis with the feature that tells that the camera has it.

    `start` gets the movement of these axes and the one that it replaces. `stop` gets the movement that is to end. Where
    several drives stop by the same request, it stops all of them. One with `joint` is for movements that it accepts
    only: those that need several other drives at once.
    """

    axes: Mapping[Axis, Feature[Any]]
    start: Callable[[Move, Move], Request]
    stop: Callable[[Move], Request]
    joint: Callable[[Move], bool] | None = None


def parts(drives: Iterable[Drive], move: Move) -> dict[Drive, Move]:
    """Share a movement out among drives, those first that are named first."""
    shares = {}
    for drive in drives:
        part = move.only(drive.axes)
        if part.axes and (drive.joint is None or drive.joint(part)):
            shares[drive] = part
            move = move.only(move.axes - part.axes)
    return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How a dialect moves heads. Requests are templates that name the channel, and `{n}` the number of a preset.

    `presets` and `position` are the keys of the endpoints that list and tell them. `title` is the parameter that `save`
    takes a preset's title in, empty where there are none. `most_presets` is the highest number where the camera does
    not tell its own. `ranges` are those of `absolute`, which needs all of them where `whole`; `onward` is a
    relative movement for cameras that do not tell where they are, and goes one way only. `extend` and `shorten` get a
    tour's number and a preset's. `pan_round` gets the direction (clockwise or not) and the share of full speed, 0 to
    end it.
    """

    drives: tuple[Drive, ...]
    save: Request
    title: str = ""
    delete: Request | None = None
    presets: str = ""
    most_presets: int = 255
    position: str = ""
    absolute: Callable[[Position], Request] | None = None
    whole: bool = False
    ranges: Mapping[Axis, tuple[float, float]] = field(default_factory=dict)
    onward: Callable[[Position], Request] | None = None
    area: Callable[[Area], Request] | None = None
    extend: Callable[[int, int], Request] | None = None
    shorten: Callable[[int, int], Request] | None = None
    pan_round: Callable[[bool, float], Request] | None = None


def speed(share: float, least: int, most: int) -> str:
    """Spell a share of full speed in a dialect's steps; the slowest is still a movement."""
    return str(max(least, round(abs(share) * most)))


def way[W](share: float, back: W, forth: W) -> W:
    """Choose between two directions."""
    return forth if share > 0 else back


_HALF: Final = 0.5
NUDGES: Final[Mapping[Command, Move]] = {
    f.MOVE_UP: Move(tilt=_HALF),
    f.MOVE_DOWN: Move(tilt=-_HALF),
    f.MOVE_LEFT: Move(pan=-_HALF),
    f.MOVE_RIGHT: Move(pan=_HALF),
    f.ZOOM_IN: Move(zoom=_HALF),
    f.ZOOM_OUT: Move(zoom=-_HALF),
    f.FOCUS_NEAR: Move(focus=-_HALF),
    f.FOCUS_FAR: Move(focus=_HALF),
    f.OPEN_IRIS: Move(iris=_HALF),
    f.CLOSE_IRIS: Move(iris=-_HALF),
}
"""What a button moves, at half speed."""
