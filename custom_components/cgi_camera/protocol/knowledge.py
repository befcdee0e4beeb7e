"""What the engine knows of one camera: documents, where each slot stands in them, capabilities, state."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from . import features as f
from .alarms import Alarms, Raised
from .codecs import path_of
from .events import By, Event
from .exchange import Place
from .model import AnyReading, AnySlot, Capability, Identity, Reading, Slot, State
from .reading import NO_DOCUMENT, Row, Source, capability, fixed, reading, rows
from .schema import Dialect, Document, Glimpse

LINK: Final = Slot(0, f.EVENT_LINK)
_MOST = 64
"""The highest number of an input, output or door that a signal is believed."""
EVERYTHING = "*"
"""Stands for all endpoints."""


class Knowledge:
    """Takes documents and signals, and remembers what they told. Does no I/O."""

    def __init__(self, dialect: Dialect, hold: float, read_only: Iterable[str] = ()) -> None:
        """Know nothing but the dialect's tables, and which endpoints the account may only read."""
        self.dialect = dialect
        self.hold = hold
        self.read_only = set(read_only)
        self._never_set = frozenset(read_only)
        self.state = State()
        self.capabilities: dict[AnySlot, Capability] = {}
        self.channels: tuple[int, ...] = (0,)
        self.documents: dict[Source, Document] = {}
        self.rows: dict[AnySlot, Row] = {}
        self.sources: dict[AnySlot, Source] = {}
        self.mailed = False
        self.raised = Raised()
        self.alarms = Alarms(self.state, self.capabilities, lambda: self.channels)
        self._offset: timedelta | None = None
        self._lead = timedelta()

    def value(self, feature: Any, channel: int = 0, number: int = 0) -> Any:
        """Return a feature's value at a channel, else at the device; None where neither is known."""
        value = self.state.get(Slot(channel, feature, number))
        return self.state.get(Slot(0, feature, number)) if value is None else value

    def text(self, feature: Any) -> str:
        """Return a text of the device, empty where it is unknown."""
        return self.value(feature) or ""

    def now(self) -> datetime:
        """Return the camera's local time, without a zone; ours where it does not tell its own."""
        if self._offset is None:
            return datetime.now()  # noqa: DTZ005
        return datetime.now(UTC).replace(tzinfo=None) + self._offset

    def due(self) -> datetime:
        """Return the time that it is at the camera by our clock and its time zone; our local time where it has none."""
        try:
            return datetime.now(datetime.strptime(self.text(f.TIME_ZONE), "UTC%z").tzinfo).replace(tzinfo=None)
        except ValueError:
            return datetime.now()  # noqa: DTZ005

    def place(self, source: Source) -> Place:
        """Return where a source's request is made."""
        return Place(channel=source.channel, now=self.now(), utc=int((datetime.now(UTC) + self._lead).timestamp()))

    def take(self, source: Source, document: Document, as_of: float) -> set[AnySlot]:
        """Take an answer that was asked for at `as_of` (monotonic seconds); return the slots that changed."""
        endpoint = source.endpoint
        previous = self.documents.get(source)
        self.documents[source] = kept = dict(document)
        found: list[AnyReading] = []
        ranges = self.ranges(source)
        for slot, row in rows(source, document, self.channels):
            if not self._binds(slot, row):
                continue
            self.rows[slot] = row
            offered = self._permitted(source, capability(row, document, ranges))
            self.capabilities[slot] = self._pushed(slot, offered)
            if (read := reading(slot, row, document, ranges)) is not None:
                found.append(read)
            if row.field.presence:
                kept.pop(row.path, None)
        if endpoint.derive:
            glimpse = Glimpse(document, previous, self.place(source), self.channels, self.hold, ranges)
            found.extend(self._derived(source, endpoint.derive(glimpse)))
        self._set_clock(found)
        return self.apply(found, as_of)

    def apply(self, readings: Iterable[AnyReading], as_of: float) -> set[AnySlot]:
        """Take values that were true at `as_of`, be the camera asked or not; return the slots that changed."""
        changed = self.state.apply(map(self.raised.over, readings), as_of)
        return changed | self.alarms.notice(changed)

    def _binds(self, slot: AnySlot, row: Row) -> bool:
        """Tell whether a row gives a slot its value: of several, the first in the table that the camera answers."""
        bound = self.rows.get(slot)
        if bound and bound.field is row.field and bound.source == row.source:
            return True
        if bound and self._rank(bound) > self._rank(row):
            self.state.drop(slot)
        elif bound or slot in self.sources:
            return False
        if not row.field.presence:
            self.sources[slot] = row.source
        return True

    def _rank(self, row: Row) -> tuple[int, int]:
        endpoint = row.source.endpoint
        return self.dialect.endpoints.index(endpoint), endpoint.fields.index(row.field)

    def _derived(self, source: Source, readings: Iterable[AnyReading]) -> Iterator[AnyReading]:
        for read in readings:
            if self.sources.setdefault(read.slot, source) == source:
                self.capabilities.setdefault(read.slot, self._pushed(read.slot, Capability()))
                yield read

    def _permitted(self, source: Source, offered: Capability) -> Capability:
        """Leave of what the camera offers what the account was known at the start not to be refused."""
        refused = not self._never_set.isdisjoint({EVERYTHING, source.endpoint.key})
        return replace(offered, writable=False) if refused else offered

    def tells(self, source: Source) -> bool:
        """Tell whether all that an endpoint could tell has its value from endpoints that stand before it.

        For lists, and for what tells of channels or derives something, that cannot be known without asking.
        """
        endpoint = source.endpoint
        if endpoint.derive or not endpoint.fields or any("{" in field.path for field in endpoint.fields):
            return False
        slots = [Slot(source.channel, field.feature, fixed(field)) for field in endpoint.fields]
        return all(self.sources.get(slot, source) != source for slot in slots)

    def may_set(self, source: Source) -> bool:
        """Tell whether nothing speaks against the account setting an endpoint."""
        return self.read_only.isdisjoint({EVERYTHING, source.endpoint.key})

    def forbid(self, source: Source) -> None:
        """Learn that the account may only read an endpoint. What it offers stays as it is until the next start."""
        self.read_only.add(EVERYTHING if self.dialect.authority.whole else source.endpoint.key)

    def ranges(self, source: Source) -> Document:
        """Return the document that tells the ranges of a source's values."""
        key = source.endpoint.ranges
        for other, document in self.documents.items():
            if other.endpoint.key == key and other.channel in (source.channel, 0):
                return document
        return NO_DOCUMENT

    def _set_clock(self, readings: Iterable[AnyReading]) -> None:
        """Learn how far the camera's clock is from ours; how wrong it is only where it tells its zone, too."""
        now = datetime.now(UTC)
        for read in readings:
            if read.slot.feature is f.CLOCK and isinstance(read.value, datetime):
                self._offset = read.value.replace(tzinfo=None) - now.replace(tzinfo=None)
                self._lead = read.value - now if read.value.tzinfo else timedelta()

    def assume(self, source: Source, document: Document, told: Mapping[AnySlot, Any], as_of: float) -> set[AnySlot]:
        """Take what was told to an endpoint that cannot be asked: values, and the texts of their companions."""
        self.documents[source] = document
        bound = [(slot, row) for slot, row in self.rows.items() if row.source == source and slot not in told]
        found = [Reading(slot, value) for slot, value in told.items()]
        ranges = self.ranges(source)
        found += [read for slot, row in bound if (read := reading(slot, row, document, ranges)) is not None]
        return self.apply(found, as_of)

    def lists(self, feature: Any) -> bool:
        """Tell whether the camera has answered an endpoint that lists a feature, be the list empty."""
        return any(field.feature is feature for source in self.documents for field in source.endpoint.fields)

    def forget(self, slots: Iterable[AnySlot], as_of: float) -> set[AnySlot]:
        """Make slots unknown."""
        return self.apply([Reading(slot, None) for slot in slots], as_of)

    def slots_of(self, source: Source) -> list[AnySlot]:
        """Return the slots whose values come from a source."""
        return [slot for slot, origin in self.sources.items() if origin == source]

    # Events

    def _pushed(self, slot: AnySlot, offered: Capability) -> Capability:
        push = self.dialect.push
        pushed = push is not None and any(event.feature is slot.feature and event.sure for event in push.events)
        return replace(offered, pushed=pushed)

    def add_events(self) -> None:
        """Offer what only the event stream tells, as far as answers show that it is there, and times of alarms."""
        if self.dialect.push:
            self.capabilities.setdefault(LINK, Capability())
        for event in self.events():
            for slot in self._slots_of_event(event):
                self.offer(slot)
        self.alarms.offer(list(self.capabilities))

    def events(self) -> tuple[Event, ...]:
        """Return the rows of all that may be told by the camera itself, by mail only where mails are taken."""
        push, mails = self.dialect.push, self.dialect.mails
        return (*(push.events if push else ()), *(mails.events if mails and self.mailed else ()))

    def offer(self, slot: AnySlot) -> None:
        """Offer what only the event stream tells, unless the camera is known to have it."""
        if slot not in self.capabilities:
            self.capabilities[slot] = Capability(pushed=True)
            self.alarms.offer([slot])

    def _slots_of_event(self, event: Event) -> Iterator[AnySlot]:
        if event.shown:
            yield from self._shown(event)
        for slot in list(self.state) if event.needs else ():
            if slot.feature is event.needs and self.state.get(slot) is not None:
                number = slot.number if event.by is By.NUMBER else 0
                yield Slot(slot.channel if event.by is By.CHANNEL else 0, event.feature, number)

    def _shown(self, event: Event) -> Iterator[AnySlot]:
        """Yield the slots of an event that stand in any answer at the path which shows them."""
        numbers = range(1, _MOST + 1) if event.by is By.NUMBER and "{n" in event.shown else (1,)
        for channel in self.channels if event.by is By.CHANNEL else (0,):
            for number in numbers:
                path = path_of(Place(channel=channel, number=number).fill(event.shown))
                if not any(path in document for document in self.documents.values()):
                    break
                yield Slot(channel, event.feature, number if event.by is By.NUMBER else 0)

    def slot_of_signal(self, event: Event, index: int) -> AnySlot | None:
        """Return what a signal with an index from 1 is about, None where the camera has no such thing."""
        if event.by is By.DEVICE:
            return Slot(0, event.feature)
        if event.by is By.NUMBER:
            return Slot(0, event.feature, index or 1) if index <= _MOST else None
        channel = 0 if self.channels == (0,) else index or 1
        return Slot(channel, event.feature) if channel in self.channels else None

    def channel_of(self, events: Iterable[Event], index: int) -> int:
        """Return the channel that a signal is about, 0 where it is about none of them."""
        if any(event.by is not By.CHANNEL for event in events):
            return 0
        if len(self.channels) == 1:
            return self.channels[0]
        return index if index in self.channels else 0

    def recall(self, key: str) -> None:
        """Offer what an event stream has told of once, by its key with the channel before it, as in `3_face`."""
        for event in self.events():
            head, name, number = key.partition(event.feature.key)
            channel, count = head.removesuffix("_") or "0", number.removeprefix("_") or "0"
            if name and channel.isdecimal() and count.isdecimal():
                slot = Slot(int(channel), event.feature, int(count))
                if slot == self.slot_of_signal(event, int(count) if event.by is By.NUMBER else int(channel)):
                    self.offer(slot)

    def unpush(self) -> None:
        """Learn that the camera has no event stream: what only that tells is what it was told last."""
        for slot in self.pushed_slots():
            untold = slot in self.rows and slot not in self.sources
            self.capabilities[slot] = replace(self.capabilities[slot], pushed=False, assumed=untold)

    def pushed_slots(self) -> list[AnySlot]:
        """Return the slots that the event stream keeps current."""
        return [slot for slot, offered in self.capabilities.items() if offered.pushed]

    def identity(self) -> Identity:
        """Return who the camera says it is."""
        mac = "".join(c for c in self.text(f.MAC).lower() if c in "0123456789abcdef")
        return Identity(
            mac=":".join(mac[i : i + 2] for i in range(0, 12, 2)) if len(mac) == 12 and int(mac, 16) else "",
            serial=self.text(f.SERIAL),
            model=self.text(f.MODEL),
            firmware=self.text(f.FIRMWARE),
            hardware=self.text(f.HARDWARE),
            vendor=self.text(f.VENDOR),
            name=self.text(f.DEVICE_NAME),
        )
