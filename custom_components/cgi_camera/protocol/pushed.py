"""Which slots the event stream of a camera tells of, as far as the camera has shown."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from . import features as f
from .codecs import path_of
from .events import By, Event
from .exchange import Place
from .model import AnyReading, AnySlot, Capability, Feature, Reading, Slot

if TYPE_CHECKING:
    from .knowledge import Knowledge

LINK: Final = Slot(0, f.EVENT_LINK)
_MOST: Final = 64
"""The highest number of an input, output or door that a signal is believed."""
REMEMBERED: Final = 512
"""How many codes and indexes are remembered."""


class Subject(NamedTuple):
    """What a code with an index is about: a channel or, where it is 0, the device; rows, each with its slot."""

    channel: int
    rows: tuple[tuple[Event, AnySlot], ...]


class Pushed:
    """The events of a dialect, applied to what is known of one camera. Does no I/O."""

    def __init__(self, known: Knowledge) -> None:
        """Offer among the capabilities of what is known."""
        self._known = known
        self._capabilities = known.capabilities
        push = known.dialect.push
        self._events = push.events if push else ()
        self._elsewhere: set[Feature[Any]] = set()
        mails = known.dialect.mails
        self.rows: dict[str, list[Event]] = {}
        for event in (*self._events, *(mails.events if mails else ())):
            self.rows.setdefault(event.code, []).append(event)
        self._subjects: dict[tuple[str, int], Subject] = {}
        self._channels = known.channels
        self._told = {event.feature for event in self._events if event.sure}
        self.lost = False

    def expect(self, events: Iterable[Event]) -> None:
        """Take what is told on another way, too, which keeps nothing current."""
        self._elsewhere = {event.feature for event in events}
        self._events = tuple(dict.fromkeys((*self._events, *events)))

    def resting(self) -> list[AnyReading]:
        """Return that what is told on another way only, and has not been, is off."""
        told = {slot for slot in self._capabilities if slot.feature in self._elsewhere and not slot.feature.momentary}
        return [Reading(slot, False) for slot in told - self._known.sources.keys() - set(self._known.state)]

    def mark(self, slot: AnySlot, offered: Capability) -> Capability:
        """Return a capability that knows whether the event stream keeps its slot current."""
        return replace(offered, pushed=True) if slot.feature in self._told else offered

    def slots(self) -> list[AnySlot]:
        """Return the slots that the event stream keeps current."""
        return [slot for slot, offered in self._capabilities.items() if offered.pushed]

    def offer_all(self) -> None:
        """Offer what only the event stream tells, as far as answers show that it is there, and times of alarms."""
        if self._known.dialect.push:
            self._capabilities.setdefault(LINK, Capability())
        for event in self._events:
            for slot in self._slots_of(event):
                self.offer(slot)
        self._known.alarms.offer(list(self._capabilities))

    def offer(self, slot: AnySlot) -> None:
        """Offer what only the event stream tells, unless the camera is known to have it."""
        if slot not in self._capabilities:
            self._capabilities[slot] = Capability(pushed=True)
            self._known.alarms.offer([slot])

    def _slots_of(self, event: Event) -> Iterator[AnySlot]:
        if event.shown:
            yield from self._shown(event)
        state = self._known.state
        for slot in list(state) if event.needs else ():
            if slot.feature is event.needs and state.get(slot) is not None:
                number = slot.number if event.by is By.NUMBER else 0
                yield Slot(slot.channel if event.by is By.CHANNEL else 0, event.feature, number)

    def _shown(self, event: Event) -> Iterator[AnySlot]:
        """Yield the slots of an event that stand in any answer at the path which shows them."""
        numbers = range(1, _MOST + 1) if event.by is By.NUMBER and "{n" in event.shown else (1,)
        for channel in self._known.channels if event.by is By.CHANNEL else (0,):
            for number in numbers:
                path = path_of(Place(channel=channel, number=number).fill(event.shown))
                if not any(path in document for document in self._known.documents.values()):
                    break
                yield Slot(channel, event.feature, number if event.by is By.NUMBER else 0)

    def subject(self, code: str, index: int) -> Subject:
        """Return what a signal with an index from 1 is about, as far as the camera has such things."""
        if code not in self.rows:
            # It may be as long as a camera likes, and no two the same.
            return Subject(self._channel_of((), index), ())
        if self._channels is not self._known.channels or len(self._subjects) > REMEMBERED:
            self._channels = self._known.channels
            self._subjects.clear()
        key = code, index
        found = self._subjects.get(key)
        if found is None:
            events = self.rows[code]
            rows = tuple((event, slot) for event in events if (slot := self._slot_of(event, index)))
            found = self._subjects[key] = Subject(self._channel_of(events, index), rows)
        return found

    def _slot_of(self, event: Event, index: int) -> AnySlot | None:
        if event.by is By.DEVICE:
            return Slot(0, event.feature)
        if event.by is By.NUMBER:
            return Slot(0, event.feature, index or 1) if index <= _MOST else None
        channel = 0 if self._known.channels == (0,) else index or 1
        return Slot(channel, event.feature) if channel in self._known.channels else None

    def _channel_of(self, events: Iterable[Event], index: int) -> int:
        channels = self._known.channels
        if any(event.by is not By.CHANNEL for event in events):
            return 0
        if len(channels) == 1:
            return channels[0]
        return index if index in channels else 0

    def recall(self, key: str) -> None:
        """Offer what an event stream has told of once, by its key with the channel before it, as in `3_face`."""
        for event in self._events:
            head, name, number = key.partition(event.feature.key)
            channel, count = head.removesuffix("_") or "0", number.removeprefix("_") or "0"
            if name and channel.isdecimal() and count.isdecimal():
                slot = Slot(int(channel), event.feature, int(count))
                if slot == self._slot_of(event, int(count) if event.by is By.NUMBER else int(channel)):
                    self.offer(slot)

    def lose(self) -> set[AnySlot]:
        """Learn that the camera has no event stream: what only that tells is what it was told last.

        Return the slots that are kept current no more.
        """
        self.lost = True
        slots = self.slots()
        for slot in slots:
            untold = slot in self._known.rows and slot not in self._known.sources
            self._capabilities[slot] = replace(self._capabilities[slot], pushed=False, assumed=untold)
        return {LINK, *slots}
