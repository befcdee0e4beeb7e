"""Reads a camera's endpoints: which, when, and what a failure means for the others."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from itertools import groupby

from .answers import rejected
from .asking import Asker
from .bundles import Bundles
from .errors import AuthFailed, BadAnswer, Busy, CameraError, ConnectionFailed, Refused, Unsupported
from .knowledge import Knowledge
from .login import QueryLogin
from .model import AnySlot
from .needs import Needs
from .omissions import PATIENCE, Omissions
from .polling import in_turn, side_by_side
from .reading import NO_DOCUMENT, Source
from .repeats import Repeats
from .schema import ALARM, ONCE, SETTINGS, STATUS, Bundle, Document
from .stages import Stage, Stages
from .transport import Transport

_NEVER = float("inf")


class Reader(Asker):
    """Keeps the time and the outcome of every endpoint's last reading."""

    def __init__(self, transport: Transport, known: Knowledge, clock: Callable[[], float]) -> None:
        """Read over a transport into what is known; `clock` gives monotonic seconds."""
        super().__init__(transport, known)
        self._clock = clock
        self._repeats = Repeats(known.dialect.decode)
        self._bundles = Bundles(known)
        self._needs = Needs(known)
        self._endpoints = {endpoint.key: endpoint for endpoint in known.dialect.endpoints}
        self._stages = Stages(known.dialect)
        self._absent: set[str] = set()
        self._listed: tuple[tuple[int, ...] | None, list[Source]] = None, []
        self._read_at: dict[Source, float] = {}
        self._failures: dict[Source, int] = {}
        self._omissions = Omissions(known)
        self._last: list[Source] = []
        self._locks: dict[Source, asyncio.Lock] = defaultdict(asyncio.Lock)

    def lock(self, source: Source) -> asyncio.Lock:
        """Return what keeps readings and writings of one endpoint apart."""
        return self._locks[source]

    def outcomes(self) -> dict[str, str]:
        """Tell of every endpoint what came of its last reading, by its key with the channel before it."""
        return {source.name: self._outcome(source) for source in self._sources()}

    def failing(self) -> set[str]:
        """Return the names of those wanted last that have failed for so long that their values are unknown."""
        return {source.name for source in self._last if self._failures.get(source, 0) >= PATIENCE}

    def _outcome(self, source: Source) -> str:
        if failures := self._failures.get(source):
            return f"failed {failures} times"
        return "read" if source in self._known.documents else "refused" if source in self._read_at else "not asked"

    async def read(self, source: Source) -> set[AnySlot]:
        """Read one endpoint now; hold its lock. Return the slots that changed."""
        began = self._clock()
        return self._take(source, await self._document(source), began)

    def _take(self, source: Source, document: Document, began: float) -> set[AnySlot]:
        """Take an answer that was asked for at `began`, and start counting its period.

        Raise BadAnswer where it tells nothing of what the endpoint told before.
        """
        gone = self._omissions.gone(source, document)
        self._failures.pop(source, None)
        self._read_at[source] = began
        if self._omissions.speechless(source, document):
            del self._read_at[source]
        changed = self._known.take(source, document, began)
        return changed | self._known.forget(gone, self._clock()) if gone else changed

    async def _document(self, source: Source) -> Document:
        try:
            request = self._known.filled(source.endpoint.read, source)
            return await self.answer(request, self._repeats.decoder(source))
        except Refused as err:
            if source.endpoint.none_if_refused and not isinstance(err, Unsupported | Busy):
                return {}
            raise

    async def renew(self, slot: AnySlot) -> None:
        """Read what tells a slot, unless that was done lately. A failure leaves it as it is."""
        source = self._known.sources.get(slot)
        if source and self._clock() - self._read_at.get(source, -_NEVER) >= SETTINGS:
            with suppress(CameraError):
                await self.poll(source)

    def refused(self, key: str) -> bool:
        """Tell whether the camera has said that there is no such endpoint."""
        return {at for source, at in self._read_at.items() if source.endpoint.key == key} == {_NEVER}

    async def poll(self, source: Source) -> set[AnySlot]:
        """Read one endpoint under its lock."""
        async with self.lock(source):
            return await self.read(source)

    async def identify(self) -> None:
        """Read the identity endpoints; the first must answer."""
        login = self._known.dialect.login
        for position, key in enumerate(self._known.dialect.identity):
            source = Source(self._endpoints[key], 0)
            if not self._worth_asking(source):
                continue
            try:
                await self.poll(source)
            except Busy:
                # Without this answer it might look like another camera.
                raise
            except (Refused, BadAnswer) as err:
                if position:
                    self._read_at[source] = _NEVER
                elif isinstance(login, QueryLogin) and not isinstance(err, Unsupported | BadAnswer):
                    raise self._transport.account.refuse(rejected(str(err))) from None
                else:
                    raise
        self._known.settle_channels()
        # Read before the channels were known, so that their values were not seen.
        for source, document in list(self._known.documents.items()):
            self._known.take(source, document, self._read_at.get(source, 0.0))

    async def discover(self) -> None:
        """Read everything once, in the order in which one needs the other."""
        for _, stage in groupby(sorted(self._sources(), key=self._stage), self._stage):
            await in_turn((partial(self._explore, source) for source in self._unread(stage)), self.life)

    def _stage(self, source: Source) -> Stage:
        return self._stages.of(source, self._known.channels)

    def _unread(self, sources: Iterable[Source]) -> list[Source]:
        """Return what was never read, without what the camera is known not to have and what others tell already."""
        return [source for source in sources if source not in self._read_at and self._worth_asking(source)]

    def _worth_asking(self, source: Source) -> bool:
        endpoint, known = source.endpoint, self._known
        if endpoint.follows and not self._answered(endpoint.follows):
            return False
        absent = endpoint.write_only and endpoint.read.path in self._absent
        if absent or (endpoint.unless and known.value(endpoint.unless)):
            return False
        return known.has(source) and not known.tells(source)

    def _answered(self, key: str) -> bool:
        return any(Source(self._endpoints[key], at) in self._known.documents for at in (0, *self._known.channels))

    def _sources(self) -> list[Source]:
        if self._listed[0] != (channels := self._known.channels):
            endpoints = self._known.dialect.endpoints
            found = [
                Source(each, channel) for each in endpoints for channel in (channels if each.per_channel else (0,))
            ]
            self._listed = channels, found
        return self._listed[1]

    async def _explore(self, source: Source) -> None:
        """Read for the first time: what is refused with the camera's own error is not there."""
        if source.endpoint.write_only and source.endpoint.follows:
            self._read_at[source] = _NEVER
            self._known.take(source, {}, self._clock())
            return
        try:
            await self.poll(source)
        except (Busy, BadAnswer, ConnectionFailed) as err:
            self._failures[source] = 1
            if isinstance(err, ConnectionFailed):
                raise
        except Refused as err:
            self._read_at[source] = _NEVER
            self._failures.pop(source, None)
            if isinstance(err, Unsupported):
                self._absent.add(source.endpoint.read.path)
                if source.endpoint.per_channel:
                    self._read_at |= {each: _NEVER for each in self._sources() if each.endpoint is source.endpoint}
            elif source.endpoint.write_only:
                self._known.take(source, {}, self._clock())

    async def refresh(self, slots: Iterable[AnySlot], *, linked: bool) -> None:
        """Read what the slots need and is due, each endpoint once, or as one of a bundle.

        Where nothing is due and no event stream shows that the camera lives, the endpoint read longest ago is read.
        """
        self._last = wanted = self._wanted(slots, linked=linked)
        due = sorted(self._early_first(filter(self._due, wanted)), key=lambda source: self._failures.get(source, 0) > 0)
        if not due and wanted and not linked:
            due = [min(wanted, key=lambda source: self._read_at[source])]
        bundles = list(self._bundles.worth(due))
        bundled = {source for _, sources in bundles for source in sources}
        single = [partial(self._attempt, source) for source in due if source not in bundled]
        await in_turn([*single, *(partial(self._bundle, *each) for each in bundles)], self.life)

    async def read_now(self, slots: Iterable[AnySlot]) -> set[AnySlot]:
        """Read what the slots need, due or not, each endpoint once. Raise any CameraError."""
        changed: set[AnySlot] = set()
        behind = self._needs.behind(slots)
        for source in self._early_first(source for source in self._sources() if source in behind):
            changed |= await self.poll(source)
        return changed

    def _early_first(self, sources: Iterable[Source]) -> list[Source]:
        return sorted(sources, key=self._stages.waits)

    def interval(self, slots: Iterable[AnySlot], *, linked: bool) -> float:
        """Return the seconds until the next refresh makes sense."""
        failing, needed = self._failures, self._needs.of(frozenset(slots), self._failures, linked=linked)
        # What was wanted at the last refresh for being new, and did not answer, is still wanted.
        wanted = needed.union(source for source in self._last if source not in self._read_at)
        periods = [min(each.endpoint.period, STATUS if failing.get(each) else ONCE) for each in wanted]
        usual = max(ALARM, min(periods, default=STATUS) if linked else min([*periods, STATUS]))
        return self.absence.pause(usual)

    def expire(self, slots: Iterable[AnySlot]) -> None:
        """Make slots due at the next refresh."""
        for source in self._needs.behind(slots):
            self._read_at[source] = -_NEVER

    def _wanted(self, slots: Iterable[AnySlot], *, linked: bool) -> list[Source]:
        """Return the sources of slots in table order, without those that the open event stream keeps current."""
        needed = self._needs.of(frozenset(slots), self._failures, linked=linked)
        wanted = needed.union(self._unread(self._sources()))
        return [source for source in self._sources() if source in wanted]

    def _due(self, source: Source) -> bool:
        if self._failures.get(source) or source not in self._read_at:
            return True
        return self._clock() - self._read_at[source] >= source.endpoint.period - 1

    async def _attempt(self, source: Source) -> None:
        """Poll again: a failure keeps the values for a while, garbage makes them unknown at once."""
        if source.endpoint.write_only:
            return await self._explore(source)
        try:
            await self.poll(source)
        except AuthFailed:
            raise
        except CameraError as err:
            self._fail(source, err)
            if isinstance(err, Refused):
                await self.check_account()
            if isinstance(err, ConnectionFailed):
                raise

    def miss(self, source: Source, err: CameraError) -> set[AnySlot]:
        """Learn that an endpoint could not be read whose former values mean nothing; return the slots that changed."""
        changed = self._known.forget(self._known.slots_of(source), self._clock())
        self._fail(source, err)
        return changed

    def _fail(self, source: Source, err: CameraError) -> None:
        """Count a failure; make what has failed for long, or makes no sense, unknown."""
        self._failures[source] = self._failures.get(source, 0) + 1
        if self._failures[source] >= PATIENCE or isinstance(err, BadAnswer):
            self._known.forget(self._known.slots_of(source), self._clock())

    async def _bundle(self, bundle: Bundle, sources: list[Source]) -> None:
        """Ask a bundle in place of its endpoints, then those of them that it shows to have changed.

        A firmware that does not have it is not asked again, nor is one whose answer makes no sense.
        """
        began = self._clock()
        try:
            told = await self.answer(bundle.request, bundle.split)
        except ConnectionFailed as err:
            for source in sources:
                self._fail(source, err)
            raise
        except (Refused, BadAnswer) as err:
            if isinstance(err, Refused) and not isinstance(err, Unsupported):
                await self.check_account()
            if not isinstance(err, Busy):
                self._bundles.drop(bundle)
            await side_by_side(partial(self._attempt, source) for source in sources)
            return
        parts = {source: told.get(source.endpoint.key, NO_DOCUMENT) for source in sources}
        others = [source for source, part in parts.items() if not self._bundles.unchanged(source, part)]
        for source in (source for source in sources if source not in others):
            self._take(source, self._known.documents[source], began)
        await side_by_side(partial(self._attempt, source) for source in others)
        for source in others:
            if not self._failures.get(source):
                self._bundles.compare(bundle, source, parts[source])
