"""Moving what a camera can move: heads, lenses, presets. Whatever is set going comes to an end."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from . import features as f
from .errors import AuthFailed, Busy, CameraError, Invalid, OutOfRange, Unsupported, WrongPreset
from .exchange import Place, Request
from .head import Head
from .knowledge import Knowledge
from .model import AnySlot, Command, Feature
from .movement import NUDGES, PLACES, Area, Axis, Drive, Move, Movement, Position, parts
from .reader import Reader
from .reading import Source

LONGEST: Final = 120.0
"""Seconds after which a movement ends that nobody has stopped."""
NUDGE: Final = 0.5
"""Seconds that one press of a button moves."""
_CLOSING: Final = 8.0

_POSITIONS: Final[Mapping[Axis, Feature[float]]] = {
    Axis.PAN: f.PAN_POSITION,
    Axis.TILT: f.TILT_POSITION,
    Axis.ZOOM: f.PTZ_ZOOM_POSITION,
}


def _sum(here: float | None, by: float | None, limits: tuple[float, float] | None, axis: Axis) -> float | None:
    """Go on from where an axis stands, round and round or to the end of its range."""
    if here is None or not by:
        return here
    there = (here + by) % 360 if axis is Axis.PAN else here + by
    return min(max(there, limits[0]), limits[1]) if limits else there


class Ptz:
    """The heads of one camera, one a channel.

    `on_move` is told the channel whose head begins to go somewhere, `on_runaway` the channel and the reason when one
    could not be stopped at the end of its time.
    """

    def __init__(self, known: Knowledge, reader: Reader) -> None:
        """Move what is known of; nothing is sent yet."""
        self.on_move: Callable[[int], None] = lambda channel: None
        self.on_runaway: Callable[[int, CameraError], None] = lambda channel, err: None
        self._known = known
        self._reader = reader
        self._heads: dict[int, Head] = {}
        self._closed = False

    # What there is

    @property
    def movement(self) -> Movement:
        """How the dialect moves. Raise Unsupported if it does not know how."""
        if self._known.dialect.movement is None:
            raise Unsupported("this camera cannot be moved")
        return self._known.dialect.movement

    @property
    def _drives(self) -> tuple[Drive, ...]:
        movement = self._known.dialect.movement
        return movement.drives if movement else ()

    def axes(self, channel: int = 0) -> frozenset[Axis]:
        """Return what a channel can move."""
        offered = (item for drive in self._drives for item in drive.axes.items())
        return frozenset(axis for axis, feature in offered if self._known.value(feature, channel))

    def commands(self, channel: int) -> list[Command]:
        """Return what a channel's head can be asked to do once: short moves, and to stop."""
        axes = self.axes(channel) if channel in self._known.channels else frozenset()
        nudges = [command for command, move in NUDGES.items() if move.axes <= axes]
        return [*nudges, f.PTZ_STOP] if nudges else []

    def most_presets(self, channel: int = 0) -> int:
        """Return the highest number that a preset can have."""
        return self._known.value(f.PRESET_COUNT, channel) or self.movement.most_presets

    def lists_presets(self, channel: int = 0) -> bool:
        """Tell whether the camera can say which presets there are."""
        return self._source(self.movement.presets, channel) is not None

    def pans_round(self, channel: int = 0) -> bool:
        """Tell whether it can pan round and round in a direction of our choice."""
        return self.movement.pan_round is not None and bool(self._known.value(f.CAN_PAN_ROUND, channel))

    def moving(self, channel: int = 0) -> bool:
        """Tell whether a movement of ours goes on, or the camera says that its head moves."""
        head = self._heads.get(channel)
        return (head is not None and head.moving) or self._known.value(f.PTZ_MOVING, channel) is True

    def position(self, channel: int = 0) -> Position:
        """Return where a head looked when the camera was asked last."""
        known = {axis: self._known.value(feature, channel) for axis, feature in _POSITIONS.items()}
        return Position(**known)

    def place_slots(self, channel: int) -> frozenset[AnySlot]:
        """Return what is told of a head's place."""
        movement = self._known.dialect.movement
        source = self._source(movement.position, channel) if movement else None
        return frozenset(self._known.slots_of(source)) if source else frozenset()

    # Moving

    async def move(self, move: Move, *, channel: int = 0, seconds: float = LONGEST) -> None:
        """Move for so many seconds, in place of what moved before.

        Raise Unsupported for an axis that the camera does not have, Refused with the camera's reason, ConnectionFailed
        or AuthFailed; a movement that may have begun all the same is stopped.
        """
        axes = self.axes(channel)
        if missing := move.axes - axes:
            raise Unsupported(f"no {', '.join(sorted(missing))}")
        if self._closed:
            raise Busy("nobody would be there to stop it")
        await self._head(channel).start(move, seconds)
        self.on_move(channel)

    async def stop(self, *, channel: int = 0) -> None:
        """Stop what moves. Failures are tried again a few times; raise the last one as `move` does."""
        axes = self.axes(channel)
        if not axes:
            raise Unsupported("this camera cannot be moved")
        whole = Move(**dict.fromkeys(axes, 1.0))
        otherwise = parts((drive for drive in self._drives if drive.joint is None), whole)
        await self._head(channel).stop(otherwise)
        self.on_move(channel)

    async def act(self, command: Command, channel: int) -> bool:
        """Do what a button stands for, if it is one of ours. Raise as `move` does."""
        if command is f.PTZ_STOP:
            await self.stop(channel=channel)
        elif command in NUDGES:
            await self.move(NUDGES[command], channel=channel, seconds=NUDGE)
        else:
            return False
        return True

    async def take(self, request: Request, channel: int, undo: Request | None = None) -> None:
        """Send what takes the head somewhere, once a running movement has ended.

        `undo` ends what it began, when something newer takes its place or it is told to stop. Raise Refused,
        ConnectionFailed or AuthFailed.
        """
        await self._head(channel).take(request, undo)
        self.on_move(channel)

    async def absolute(self, place: Position, *, channel: int = 0) -> None:
        """Look in a direction; what it leaves out stays as it is.

        Raise Unsupported if the camera cannot, OutOfRange, Invalid where it wants what was left out and does not tell
        where it is, or as `take` does.
        """
        movement = self.movement
        if movement.absolute is None or not self.axes(channel):
            raise Unsupported("no positions")
        for axis, (least, most) in movement.ranges.items():
            told = place[axis]
            if told is not None and not least <= told <= most:
                raise OutOfRange(axis, least, most)
        if movement.whole and any(place[axis] is None for axis in PLACES):
            place = place.within(await self._here(channel))
        await self.take(movement.absolute(place).at(Place(channel)), channel)

    async def relative(self, by: Position, *, channel: int = 0) -> None:
        """Turn by so many degrees and steps from where the head looks now. Raise as `absolute` does.

        Cameras that do not tell where they look can be told to go on, not back, if at all.
        """
        movement = self.movement
        if movement.absolute is None or not self.axes(channel):
            raise Unsupported("no positions")
        try:
            here = await self._here(channel)
        except Invalid:
            if movement.onward is None or any((by[axis] or 0) < 0 for axis in PLACES):
                raise
            await self.take(movement.onward(by).at(Place(channel)), channel)
            return
        there = {axis: _sum(here[axis], by[axis], movement.ranges.get(axis), axis) for axis in PLACES}
        await self.take(movement.absolute(Position(**there)).at(Place(channel)), channel)

    async def _here(self, channel: int) -> Position:
        """Ask where the head looks. Raise Invalid if the camera does not tell, or why it cannot be asked now."""
        if source := self._source(self.movement.position, channel):
            await self._reader.poll(source)
            here = self.position(channel)
            if all(here[axis] is not None for axis in PLACES):
                return here
        raise Invalid("the camera does not tell where it looks")

    async def look_at(self, area: Area, *, channel: int = 0) -> None:
        """Let a part of the picture fill it. Raise Unsupported if the camera cannot, or as `take` does."""
        if self.movement.area is None or not self.axes(channel):
            raise Unsupported("no parts of the picture")
        await self.take(self.movement.area(area).at(Place(channel)), channel)

    async def pan_round(self, *, clockwise: bool, share: float, channel: int = 0) -> None:
        """Pan round and round. Raise Unsupported if the camera cannot, or as `take` does."""
        if self.movement.pan_round is None or not self.pans_round(channel):
            raise Unsupported("no auto pan with a direction")
        begin, end = (self.movement.pan_round(clockwise, speed).at(Place(channel)) for speed in (share, 0))
        await self.take(begin, channel, end)

    # Presets and tours

    async def set_preset(self, number: int, title: str = "", *, channel: int = 0) -> set[AnySlot]:
        """Keep where the head looks as a preset, and return the slots that changed.

        Raise Unsupported if the camera has no presets or no titles, WrongPreset for a number that it does not have, or
        as `take` does.
        """
        movement = self._check_preset(number, channel)
        if title and not movement.title:
            raise Unsupported("no titles of presets")
        await self._head(channel).halt()
        more = {movement.title: title} if title else {}
        await self._send(movement.save.at(Place(channel, number)).plus(more))
        return await self.list_presets(channel)

    async def delete_preset(self, number: int, *, channel: int = 0) -> set[AnySlot]:
        """Delete a preset, and return the slots that changed. Raise as `set_preset` does."""
        movement = self._check_preset(number, channel)
        if movement.delete is None:
            raise Unsupported("no way to delete presets")
        await self._send(movement.delete.at(Place(channel, number)))
        return await self.list_presets(channel)

    def _check_preset(self, number: int, channel: int) -> Movement:
        if not self.axes(channel):
            raise Unsupported("this camera cannot be moved")
        if not 1 <= number <= self.most_presets(channel):
            raise WrongPreset(self.most_presets(channel))
        return self.movement

    async def list_presets(self, channel: int = 0) -> set[AnySlot]:
        """Read the list of presets, where the camera has one, and return the slots that changed. Raise AuthFailed."""
        return await self._read(self.movement.presets, channel)

    async def locate(self, channel: int = 0) -> set[AnySlot]:
        """Read where the head looks, where the camera tells, and return the slots that changed. Raise AuthFailed."""
        return await self._read(self.movement.position, channel)

    async def change_tour(self, tour: int, preset: int, *, add: bool, channel: int = 0) -> None:
        """Put a preset into a tour, or take it out. Raise Unsupported if the camera cannot, or as `move` does."""
        change = self.movement.extend if add else self.movement.shorten
        if change is None or not self.axes(channel):
            raise Unsupported("no tours that can be changed so")
        self._check_preset(preset, channel)
        await self._send(change(tour, preset).at(Place(channel)))

    # Together with the rest of the camera

    async def close(self) -> None:
        """Stop every head that we have moved, and move none any more. Takes some seconds at most; raises nothing."""
        self._closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING):
                await asyncio.gather(*(head.close() for head in self._heads.values()))

    def _head(self, channel: int) -> Head:
        if channel not in self._heads:
            place = Place(channel)
            self._heads[channel] = Head(self._drives, place, self._send, lambda err: self.on_runaway(channel, err))
        return self._heads[channel]

    async def _send(self, request: Request) -> None:
        await self._reader.tell(request, urgent=True)

    def _source(self, key: str, channel: int) -> Source | None:
        answered = (source for source in self._known.documents if source.channel == channel)
        return next((source for source in answered if source.endpoint.key == key), None)

    async def _read(self, key: str, channel: int) -> set[AnySlot]:
        """Read an endpoint that the camera has answered before; nothing changes if it does not answer now.

        Raise AuthFailed: trying again with a wrong account would lock it.
        """
        source = self._source(key, channel)
        if source is None:
            return set()
        try:
            return await self._reader.poll(source)
        except AuthFailed:
            raise
        except CameraError:
            return set()
