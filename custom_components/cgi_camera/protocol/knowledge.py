"""What the engine knows of one camera: documents, where each slot stands in them, capabilities, state."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from . import features as f
from .alarms import Alarms, Raised
from .clock import CameraClock, ClockWatch, Local
from .exchange import Place, Request
from .model import AnyReading, AnySlot, Capability, Identity, Offers, Reading, Slot, State
from .pushed import Pushed
from .reading import Answers, Row, Source, capability, fixed, reading, rows, told_of
from .repeats import Basis, Outcomes, Taken
from .schema import Dialect, Document, Glimpse

EVERYTHING = "*"
"""Stands for all endpoints."""


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
        self.state = State()
        self.capabilities = Offers()
        self.channels: tuple[int, ...] = (0,)
        self.roster: tuple[str, ...] = ()
        self.documents: dict[Source, Document] = {}
        self.rows: dict[AnySlot, Row] = {}
        self.sources: dict[AnySlot, Source] = {}
        self.raised = Raised()
        self._who_it_is = [Source(each, 0) for each in dialect.endpoints if each.key in dialect.identity]
        self._listed: dict[Source, set[AnySlot]] = {}
        self._outcomes = Outcomes()
        self._ranging: dict[Source, tuple[int, list[Source]]] = {}
        self.bindings = 0
        self._clock = CameraClock(local)
        self.watch = ClockWatch()
        self.alarms = Alarms(self.state, self.capabilities, lambda: self.channels)
        self.pushed = Pushed(self)

    def value(self, feature: Any, channel: int = 0, number: int = 0) -> Any:
        """Return a feature's value at a channel, else at the device; None where neither is known."""
        value = self.state.get(Slot(channel, feature, number))
        return self.state.get(Slot(0, feature, number)) if value is None else value

    def text(self, feature: Any) -> str:
        """Return a text of the device, empty where it is unknown."""
        return self.value(feature) or ""

    def now(self) -> datetime:
        """Return the camera's local time, without a zone; ours where it does not tell its own."""
        return self._clock.now()

    def due(self) -> datetime:
        """Return the time that it is at the camera by our clock and its time zone; our local time where it has none."""
        return self._clock.due(self.text(f.TIME_ZONE), summer_time=bool(self.value(f.DAYLIGHT_SAVING)))

    def zone(self) -> tzinfo:
        """Return the time zone of the camera's clock."""
        return self._clock.zone(summer_time=bool(self.value(f.DAYLIGHT_SAVING)))

    def place(self, source: Source) -> Place:
        """Return where a source's request is made."""
        utc = int((datetime.now(UTC) + self._clock.lead).timestamp())
        return Place(channel=source.channel, now=self.now(), utc=utc, due=self.due())

    def filled(self, template: Request, source: Source, number: int = 0) -> Request:
        """Fill a source's request. What time it is, which few requests tell, is not worked out for the others."""
        return template.at(replace(self.place(source), number=number)) if template.open else template

    def take(self, source: Source, document: Document, as_of: float) -> set[AnySlot]:
        """Take an answer that was asked for at `as_of` (monotonic seconds); return the slots that changed."""
        profiles = [self.state.get(Slot(channel, f.PROFILE)) for channel in self.channels]
        # All that it is read by, where neither the time nor the answer before has a say.
        basis = document, self._behind_ranges(source), self.channels, profiles
        if taken := self._outcomes.find(source, basis, self.bindings):
            self.documents[source] = taken.document
            return self._follow_profiles(self.apply(taken.readings, as_of), as_of)
        return self._take(source, document, basis, as_of)

    def _take(self, source: Source, document: Document, basis: Basis, as_of: float) -> set[AnySlot]:
        """Read an answer row by row."""
        endpoint, offers = source.endpoint, self.capabilities.changes
        previous = self.documents.get(source)
        self.documents[source] = document
        shown: set[str] = set()
        found: list[AnyReading] = []
        listed: set[AnySlot] = set()
        ranges = {channel: told_of(channel, basis[1]) for channel in (source.channel, *self.channels)}
        for slot, row in rows(source, document, self.places()):
            told = ranges[slot.channel]
            offered = capability(row, document, told)
            if offered is None or not self._binds(slot, row):
                continue
            self.rows[slot] = row
            if row.listed:
                listed.add(slot)
            self.capabilities[slot] = self.pushed.mark(slot, self._permitted(source, offered))
            if (read := reading(slot, row, document, told)) is not None:
                found.append(read)
            if row.field.presence:
                shown.add(row.path)
        if shown:
            self.documents[source] = {path: text for path, text in document.items() if path not in shown}
        if endpoint.derive:
            glimpse = Glimpse(document, previous, self.place(source), self.channels, self.hold, ranges[source.channel])
            found.extend(self._derived(source, endpoint.derive(glimpse)))
        tells_time = self._set_clock(found)
        gone = self._gone(source, listed)
        lasting = not (tells_time or endpoint.derive)
        came = Taken(basis, self.bindings, self.documents[source], tuple(found)) if lasting else None
        self._outcomes.keep(source, came, values_only=self.capabilities.changes == offers)
        changed = self._follow_profiles(self.apply(found, as_of), as_of) | gone
        return changed | self._compare_clock(source, as_of) if tells_time else changed

    def apply(self, readings: Iterable[AnyReading], as_of: float) -> set[AnySlot]:
        """Take values that were true at `as_of`, be the camera asked or not; return the slots that changed."""
        changed = self.state.apply(map(self.raised.over, readings) if self.raised else readings, as_of)
        return changed | self.alarms.notice(changed) if changed else changed

    def settle_channels(self) -> None:
        """Take the channels that the identity documents tell of, and which endpoints tell of them later."""
        self.channels = self.dialect.channels(self._identities())
        self.roster = self.dialect.roster(self._identities())

    def channels_told(self) -> tuple[int, ...] | None:
        """Return the channels that there are by now; None where nothing tells them."""
        documents = self._identities() if self.roster else {}
        return self.dialect.channels(documents) if documents and all(map(documents.get, self.roster)) else None

    def _identities(self) -> dict[str, Document]:
        known = self.documents
        return {source.endpoint.key: known[source] for source in self._who_it_is if source in known}

    def places(self) -> tuple[Place, ...]:
        """Return where the channels' rows are filled in, each with the picture profile in use."""
        return tuple(
            Place(channel=channel, profile=self.state.get(Slot(channel, f.PROFILE)) or 0) for channel in self.channels
        )

    def _gone(self, source: Source, listed: set[AnySlot]) -> set[AnySlot]:
        """Forget what a list does not hold any more."""
        gone = self._listed.get(source, set()) - listed
        self._listed[source] = listed
        self.bindings += len(gone)
        for slot in gone:
            self.rows.pop(slot, None)
            self.state.drop(slot)
            if slot.feature.internal:
                # No entity asks what it can do.
                self.capabilities.withdraw(slot)
        return gone

    def _follow_profiles(self, changed: set[AnySlot], as_of: float) -> set[AnySlot]:
        """Read what stands in the rows of another picture profile now."""
        if any(slot.feature is f.PROFILE for slot in changed):
            for source, document in list(self.documents.items()):
                if any("{profile}" in field.path for field in source.endpoint.fields):
                    changed |= self.take(source, document, as_of)
        return changed

    def _binds(self, slot: AnySlot, row: Row) -> bool:
        """Tell whether a row gives a slot its value: of several, the first in the table that the camera answers."""
        bound = self.rows.get(slot)
        if bound and bound.field is row.field and bound.source == row.source:
            return True
        if bound and self._rank(bound) > self._rank(row):
            self.state.drop(slot)
        elif bound or self.sources.get(slot, row.source) != row.source:
            return False
        self.bindings += 1
        if not row.field.presence:
            self.sources[slot] = row.source
        return True

    def _rank(self, row: Row) -> tuple[int, int]:
        endpoint = row.source.endpoint
        return self.dialect.endpoints.index(endpoint), endpoint.fields.index(row.field)

    def _derived(self, source: Source, readings: Iterable[AnyReading]) -> Iterator[AnyReading]:
        """Yield what is derived from an answer, up to what cannot be read."""
        with suppress(ValueError, LookupError, ArithmeticError):
            for read in readings:
                if self.sources.setdefault(read.slot, source) == source:
                    if read.slot not in self.capabilities:
                        self.capabilities[read.slot] = self.pushed.mark(read.slot, Capability())
                    yield read

    def _permitted(self, source: Source, offered: Capability) -> Capability:
        """Leave of what the camera offers what the account was known at the start not to be refused."""
        refused = EVERYTHING in self._never_set or source.endpoint.key in self._never_set
        return replace(offered, writable=False) if refused else offered

    def has(self, source: Source) -> bool:
        """Tell whether the camera has an endpoint, by its ranges: one for all channels, if any of them has it."""
        channels = (source.channel,) if source.channel else (0, *self.channels)
        return any(source.endpoint.offered(self.ranges(source, channel)) for channel in channels)

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

    def ranges(self, source: Source, channel: int) -> Document:
        """Return what tells the ranges of a source's values at a channel, and what must be known for its request.

        What each channel tells for itself is all told of the device.
        """
        return told_of(channel, self._behind_ranges(source))

    def _behind_ranges(self, source: Source) -> Answers:
        """Return the answers that `ranges` are made of."""
        if not (source.endpoint.needs or source.endpoint.ranges):
            return []
        known, found = self._ranging.get(source, (0, []))
        if known != len(self.documents):
            keys = {*source.endpoint.needs, source.endpoint.ranges}
            found = [other for other in self.documents if other.endpoint.key in keys]
            self._ranging[source] = len(self.documents), found
        return [(other, self.documents[other]) for other in found]

    def _set_clock(self, readings: Iterable[AnyReading]) -> bool:
        """Learn what time it is at the camera, and tell whether that was told."""
        told = [read.value for read in readings if read.slot.feature is f.CLOCK and read.value]
        for moment in told:
            self._clock.learn(moment)
        return bool(told)

    def _compare_clock(self, source: Source, as_of: float) -> set[AnySlot]:
        """Tell how many seconds the clock is fast: in the camera's own time zone, or in ours where it tells none."""
        fast = self._clock.lead or self.now() - self.due()
        offset = Reading(Slot(0, f.CLOCK_OFFSET), self.watch.note(fast, as_of))
        return self.state.apply(self._derived(source, [offset]), as_of)

    def assume(self, source: Source, document: Document, told: Mapping[AnySlot, Any], as_of: float) -> set[AnySlot]:
        """Take what was told to an endpoint that cannot be asked: values, and the texts of their companions."""
        self.documents[source] = document
        bound = [(slot, row) for slot, row in self.rows.items() if row.source == source and slot not in told]
        found = [Reading(slot, value) for slot, value in told.items()]
        ranges = {slot.channel: self.ranges(source, slot.channel) for slot, _ in bound}
        found += [read for slot, row in bound if (read := reading(slot, row, document, ranges[slot.channel]))]
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
