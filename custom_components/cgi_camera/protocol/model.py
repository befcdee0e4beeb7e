"""The values that pass between a camera and its users."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple, override


# Each is its own, so that a recorder's thousands of slots are found fast.
@dataclass(frozen=True, slots=True, eq=False)
class Feature[T]:
    """One thing that cameras can report or be told, whatever their dialect.

    `key` is its name everywhere outside the wire. `kind` is the type of its value: bool, int, float, str, time,
    datetime, a StrEnum, or a part of the picture. `internal` features serve the engine itself and are nobody's entity.
    `label` is the feature that names each one of several, where the camera does so. `alarm`: that it turns true is what
    a camera watches for. `momentary`: it happens and has no state; its values are the ways in which it can happen.
    `part_of` is the feature that this one is a trait of, as brightness is of a lamp; they are set at one endpoint.
    """

    key: str
    kind: type[T]
    internal: bool = False
    label: Feature[str] | None = None
    alarm: bool = False
    momentary: bool = False
    part_of: Feature[bool] | None = None

    def accepts(self, value: T) -> bool:
        """Tell whether a value has the feature's type."""
        if self.kind is int or self.kind is float:
            return isinstance(value, int | float) and not isinstance(value, bool)
        return isinstance(value, self.kind)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that cameras can be asked to do once.

    `changes` is the feature that tells what has become of it, where there is one.
    """

    key: str
    changes: Feature[bool] | None = None


class Slot[T](NamedTuple):
    """The address of one value; a tuple, since it is looked up at every turn.

    `channel` 0 is the device itself, 1…n its channels. `number` counts things of a kind from 1 (relay, alarm input,
    stream, preset); 0 where there is just one.
    """

    channel: int
    feature: Feature[T]
    number: int = 0

    @property
    def key(self) -> str:
        """The feature's key, with the number where there is one."""
        return f"{self.feature.key}_{self.number}" if self.number else self.feature.key

    @override
    def __str__(self) -> str:
        """Name the slot as people type it: `brightness`, `relay_2`, `3/brightness`."""
        return f"{self.channel}/{self.key}" if self.channel else self.key


type AnySlot = Slot[Any]


@dataclass(frozen=True, slots=True)
class Domain:
    """The values a camera takes: a range with a step, or a list of choices (in the feature's own terms).

    For texts `maximum` is the length. `grids` are the sizes that a grid may have, in rows and columns, first the one
    that it has now; without them nobody knows. `offered` is false where the camera does not have the thing, whatever it
    tells.
    """

    minimum: float | None = None
    maximum: float | None = None
    step: float = 1
    choices: tuple[str, ...] = ()
    writable: bool = True
    grids: tuple[tuple[int, int], ...] = ()
    offered: bool = True

    def refusal(self, value: object) -> str | None:
        """Say why a value lies outside, or None."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            if self.choices and f"{value:g}" not in self.choices:
                return f"{value:g} is none of {', '.join(_in_short(self.choices))}"
            if self.minimum is not None and value < self.minimum:
                return f"{value:g} is below {self.minimum:g}"
            if self.maximum is not None and value > self.maximum:
                return f"{value:g} is above {self.maximum:g}"
        elif self.choices and value not in self.choices:
            return f"{value} is none of {', '.join(self.choices)}"
        if isinstance(value, str) and self.maximum is not None and len(value) > self.maximum:
            return f"longer than {self.maximum:g} characters"
        return None


def _in_short(numbers: Iterable[str]) -> Iterator[str]:
    """Yield numbers in ascending order, of more than two that follow on one another the first and the last."""
    for _, run in groupby(enumerate(map(float, numbers)), key=lambda item: item[1] - item[0]):
        texts = [f"{number:g}" for _, number in run]
        yield from [f"{texts[0]} to {texts[-1]}"] if len(texts) > 2 else texts


ANY = Domain()
"""The domain of what takes every value of its type."""
ABSENT = Domain(offered=False)
"""The domain of what a camera says that it does not have."""


@dataclass(frozen=True, slots=True)
class Capability:
    """What a camera offers for one slot.

    `assumed`: it can be told but not asked, so its state is what was told last. `pushed`: changes arrive by
    themselves while the event link is up. `kept`: what it was last is still true when the engine starts anew.
    """

    writable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    step: float = 1
    choices: tuple[str, ...] = ()
    assumed: bool = False
    pushed: bool = False
    kept: bool = False
    grids: tuple[tuple[int, int], ...] = ()


class Offers(dict[AnySlot, Capability]):
    """What a camera offers by slot; `changes` counts what came, went or became different."""

    changes = 0

    @override
    def __setitem__(self, slot: AnySlot, offered: Capability) -> None:
        """Offer a slot; one that is offered so already is no change."""
        before = self.get(slot)
        # Most are the same object: looked at first, that spares the comparison of all that they say.
        if before is not offered and before != offered:
            self.changes += 1
            super().__setitem__(slot, offered)

    @override
    def setdefault(self, slot: AnySlot, offered: Capability) -> Capability:
        """Offer a slot unless it is offered in any way."""
        if slot not in self:
            self[slot] = offered
        return self[slot]

    def withdraw(self, slot: AnySlot) -> None:
        """Offer a slot no more."""
        if self.pop(slot, None):
            self.changes += 1


class Reading[T](NamedTuple):
    """A value as a camera gave it; None where it gave something unreadable."""

    slot: Slot[T]
    value: T | None


type AnyReading = Reading[Any]


@dataclass(frozen=True, slots=True)
class Change[T]:
    """A value that a camera is to take."""

    feature: Feature[T]
    value: T
    number: int = 0


type AnyChange = Change[Any]


class State:
    """The last known value of every slot, each with the time it was asked for; `changes` counts those that changed."""

    def __init__(self) -> None:
        """Start knowing nothing."""
        self._values: dict[AnySlot, tuple[Any, float]] = {}
        self.changes = 0
        self._changed: set[AnySlot] = set()

    def __iter__(self) -> Iterator[AnySlot]:
        """Iterate over all slots that were ever read."""
        return iter(self._values)

    def __contains__(self, slot: AnySlot) -> bool:
        """Tell whether a slot was ever read."""
        return slot in self._values

    def get[T](self, slot: Slot[T]) -> T | None:
        """Return the value of a slot, None while it is unknown."""
        value: T | None = self._values.get(slot, (None, 0.0))[0]
        return value

    def drop(self, slot: AnySlot) -> None:
        """Forget a slot and when it was read."""
        if self._values.pop(slot, None):
            self.changes += 1

    def apply(self, readings: Iterable[AnyReading], as_of: float) -> set[AnySlot]:
        """Take readings that were true at `as_of` (monotonic seconds) and return the slots that changed.

        Older readings never overwrite newer ones, so a poll that began before a write cannot undo it.
        """
        changed: set[AnySlot] = set()
        for reading in readings:
            value, stamp = self._values.get(reading.slot, (None, float("-inf")))
            if as_of < stamp:
                continue
            self._values[reading.slot] = (reading.value, as_of)
            if reading.value != value:
                changed.add(reading.slot)
        self._changed |= changed
        self.changes += len(changed)
        return changed

    def take(self) -> set[AnySlot]:
        """Return the slots that changed since this was asked last, also those whose change went with a failure."""
        taken, self._changed = self._changed, set()
        return taken


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a camera is. Empty strings where it does not tell."""

    mac: str = ""
    serial: str = ""
    model: str = ""
    firmware: str = ""
    hardware: str = ""
    vendor: str = ""
    name: str = ""

    @property
    def unique_id(self) -> str:
        """The MAC in lower case with colons, else the serial number; empty where neither is told."""
        return self.mac or self.serial

    def is_other(self, unique_id: str) -> bool:
        """Tell whether this is surely not the camera that had this id. Half an answer, or none, proves nothing."""
        told = self.mac if ":" in unique_id else self.serial
        return not unique_id.startswith(told)


NOBODY = Identity()
"""A camera that tells nothing of who it is."""


class StreamKind(StrEnum):
    """A stream's role."""

    MAIN = "main"
    SUB = "sub"
    THIRD = "third"
    FOURTH = "fourth"


@dataclass(frozen=True, slots=True)
class StreamSource:
    """One picture source of a channel.

    `number` counts the channel's streams from 1, as the slots of its settings do.
    `addresses` are where it may be served by RTSP, without credentials and the likeliest first; none where the camera
    has no RTSP. `snapshot` and `mjpeg` tell whether the stream has its own.
    """

    channel: int
    kind: StreamKind
    number: int
    addresses: tuple[str, ...] = ()
    snapshot: bool = False
    mjpeg: bool = False
