"""What the engine knows of one camera: documents, where each slot stands in them, capabilities, state."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from . import features as f
from .alarms import Alarms
from .clock import ClockWatch
from .exchange import Place
from .model import AnyReading, AnySlot, Capability, Identity, Reading, Slot, State
from .pushed import Pushed
from .reading import NO_DOCUMENT, Row, Source, capability, fixed, reading, rows
from .schema import Dialect, Document, Glimpse

EVERYTHING = "*"
"""Stands for all endpoints."""
_QUARTER = timedelta(minutes=15)
_WRONG = timedelta(minutes=20)
"""How wrong a clock may be before it is rather one of another zone."""
_DAY = timedelta(hours=23)

type Local = Callable[[], datetime]


class Knowledge:
    """Takes documents and signals, and remembers what they told. Does no I/O."""

    def __init__(
        self, dialect: Dialect, hold: float, read_only: Iterable[str] = (), local: Local = datetime.now
    ) -> None:
        """Know nothing but the dialect's tables, which endpoints the account may only read, and the time there."""
        self.dialect = dialect
        self.hold = hold
        self.read_only = set(read_only)
        self._never_set = frozenset(read_only)
        self._local = local
        self.state = State()
        self.capabilities: dict[AnySlot, Capability] = {}
        self.channels: tuple[int, ...] = (0,)
        self.documents: dict[Source, Document] = {}
        self.rows: dict[AnySlot, Row] = {}
        self.sources: dict[AnySlot, Source] = {}
        self.clock = ClockWatch()
        self.alarms = Alarms(self.state, self.capabilities, lambda: self.channels)
        self.pushed = Pushed(self)
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
            return self._local().replace(tzinfo=None)
        return datetime.now(UTC).replace(tzinfo=None) + self._offset

    def due(self) -> datetime:
        """Return the time that it is at the camera by our clock and its time zone; our local time where it has none."""
        try:
            return datetime.now(datetime.strptime(self.text(f.TIME_ZONE), "UTC%z").tzinfo).replace(tzinfo=None)
        except ValueError:
            return self._local().replace(tzinfo=None)

    def zone(self) -> tzinfo:
        """Return the time zone of the camera's clock: ours, with its summer time, where that fits, else a fixed one.

        Clocks that are wrong by minutes fit, and those that leave summer time out of what they tell; one that is not
        set at all, or not told, is taken to be ours.
        """
        now = self._local()
        home = now.tzinfo or UTC
        here, summer = now.utcoffset() or timedelta(), now.dst() or timedelta()
        offset = here if self._offset is None else self._offset
        if self.value(f.DAYLIGHT_SAVING) and abs(offset + summer - here) < _WRONG:
            return home
        if abs(offset - here) < _WRONG or abs(offset - here) > _DAY:
            return home
        return timezone(round(offset / _QUARTER) * _QUARTER)

    def place(self, source: Source) -> Place:
        """Return where a source's request is made."""
        utc = int((datetime.now(UTC) + self._lead).timestamp())
        return Place(channel=source.channel, now=self.now(), utc=utc, due=self.due())

    def take(self, source: Source, document: Document, as_of: float) -> set[AnySlot]:
        """Take an answer that was asked for at `as_of` (monotonic seconds); return the slots that changed."""
        endpoint = source.endpoint
        previous = self.documents.get(source)
        self.documents[source] = kept = dict(document)
        found: list[AnyReading] = []
        ranges = self.ranges(source)
        for slot, row in rows(source, document, self.channels):
            offered = capability(row, document, ranges)
            if offered is None or not self._binds(slot, row):
                continue
            self.rows[slot] = row
            self.capabilities[slot] = self.pushed.mark(slot, self._permitted(source, offered))
            if (read := reading(slot, row, document, ranges)) is not None:
                found.append(read)
            if row.field.presence:
                kept.pop(row.path, None)
        if endpoint.derive:
            glimpse = Glimpse(document, previous, self.place(source), self.channels, self.hold, ranges)
            found.extend(self._derived(source, endpoint.derive(glimpse)))
        tells_time = self._set_clock(found)
        changed = self.apply(found, as_of)
        return changed | self._compare_clock(source, as_of) if tells_time else changed

    def apply(self, readings: Iterable[AnyReading], as_of: float) -> set[AnySlot]:
        """Take values that were true at `as_of`, be the camera asked or not; return the slots that changed."""
        changed = self.state.apply(readings, as_of)
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
                self.capabilities.setdefault(read.slot, self.pushed.mark(read.slot, Capability()))
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

    def _set_clock(self, readings: Iterable[AnyReading]) -> bool:
        """Learn how far the camera's clock is from ours, and tell whether that was told."""
        now = datetime.now(UTC)
        told = [read.value for read in readings if read.slot.feature is f.CLOCK and read.value]
        for moment in told:
            self._offset = moment.replace(tzinfo=None) - now.replace(tzinfo=None)
            self._lead = moment - now if moment.tzinfo else timedelta()
        return bool(told)

    def _compare_clock(self, source: Source, as_of: float) -> set[AnySlot]:
        """Tell how many seconds the clock is fast: in the camera's own time zone, or in ours where it tells none."""
        fast = self._lead or self.now() - self.due()
        offset = Reading(Slot(0, f.CLOCK_OFFSET), self.clock.note(fast, as_of))
        return self.state.apply(self._derived(source, [offset]), as_of)

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
