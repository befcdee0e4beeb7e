"""Reads a camera's endpoints: which, when, and what a failure means for the others."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable

from .errors import AuthFailed, BadAnswer, Busy, CameraError, ConnectionFailed, Refused, Unsupported
from .exchange import Request
from .knowledge import Knowledge
from .login import QueryLogin
from .model import AnySlot
from .reading import Source
from .schema import ALARM, STATUS, Document
from .transport import Transport

type Poll = Callable[[Source], Awaitable[set[AnySlot]]]

_PATIENCE = 3
"""Failures in a row after which the values of an endpoint are unknown."""
_NEVER = float("inf")


class Reader:
    """Keeps the time and the outcome of every endpoint's last reading."""

    def __init__(self, transport: Transport, known: Knowledge, clock: Callable[[], float]) -> None:
        """Read over a transport into what is known; `clock` gives monotonic seconds."""
        self._transport = transport
        self._known = known
        self._clock = clock
        self._endpoints = {endpoint.key: endpoint for endpoint in known.dialect.endpoints}
        self._early = {name for each in known.dialect.endpoints for name in (each.ranges, *each.needs)}
        self._read_at: dict[Source, float] = {}
        self._failures: dict[Source, int] = {}
        self._locks: dict[Source, asyncio.Lock] = defaultdict(asyncio.Lock)

    def lock(self, source: Source) -> asyncio.Lock:
        """Return what keeps readings and writings of one endpoint apart."""
        return self._locks[source]

    def outcomes(self) -> dict[str, str]:
        """Tell of every endpoint what came of its last reading, by its key with the channel before it."""
        names = {source: f"{source.channel}/{source.endpoint.key}".removeprefix("0/") for source in self._sources()}
        return {name: self._outcome(source) for source, name in names.items()}

    def _outcome(self, source: Source) -> str:
        if failures := self._failures.get(source):
            return f"failed {failures} times"
        return "read" if source in self._known.documents else "refused" if source in self._read_at else "not asked"

    async def ask(self, request: Request) -> Document:
        """Send one request and decode its answer. Raise any CameraError, its text free of secrets."""
        answer = await self._transport.send(request)
        if answer.status == 204:
            return {}
        try:
            document = self._known.dialect.decode(answer.body)
        except CameraError as err:
            raise self._transport.discreet(err) from None
        if answer.status != 200:
            raise Refused(f"HTTP {answer.status}")
        return document

    async def read(self, source: Source) -> set[AnySlot]:
        """Read one endpoint now; hold its lock. Return the slots that changed."""
        began = self._clock()
        document = await self._document(source)
        self._read_at[source] = began
        self._failures.pop(source, None)
        return self._known.take(source, document, began)

    async def _document(self, source: Source) -> Document:
        try:
            return await self.ask(source.endpoint.read.at(self._known.place(source)))
        except Refused as err:
            if source.endpoint.none_if_refused and not isinstance(err, Unsupported | Busy):
                return {}
            raise

    async def poll(self, source: Source) -> set[AnySlot]:
        """Read one endpoint under its lock."""
        async with self.lock(source):
            return await self.read(source)

    async def identify(self) -> None:
        """Read the identity endpoints; the first must answer."""
        login = self._known.dialect.login
        for position, key in enumerate(self._known.dialect.identity):
            try:
                await self.poll(Source(self._endpoints[key], 0))
            except Busy:
                # Without this answer it might look like another camera.
                raise
            except (Refused, BadAnswer) as err:
                if position:
                    self._read_at[Source(self._endpoints[key], 0)] = _NEVER
                elif isinstance(login, QueryLogin) and not isinstance(err, Unsupported | BadAnswer):
                    raise AuthFailed(str(err)) from None
                else:
                    raise
        documents = {source.endpoint.key: document for source, document in self._known.documents.items()}
        self._known.channels = self._known.dialect.channels(documents)
        # Read before the channels were known, so that their values were not seen.
        for source, document in list(self._known.documents.items()):
            self._known.take(source, document, self._read_at[source])

    async def _check_account(self) -> None:
        """Raise AuthFailed if the camera refuses even what it never refuses to a known account."""
        try:
            await self.ask(self._endpoints[self._known.dialect.identity[0]].read)
        except Unsupported, Busy:
            return
        except Refused as err:
            raise AuthFailed(str(err)) from None

    async def discover(self) -> None:
        """Read everything once, first what the rest needs."""
        for stage in (True, False):
            todo = [source for source in self._unread() if (source.endpoint.key in self._early) is stage]
            await self._all(todo, self._explore)

    def _unread(self) -> list[Source]:
        """Return what was never read, without what the camera is known not to have."""
        unread = [source for source in self._sources() if source not in self._read_at]
        return [source for source in unread if source.endpoint.offered(self._known.ranges(source))]

    def _sources(self) -> list[Source]:
        return [
            Source(endpoint, channel)
            for endpoint in self._known.dialect.endpoints
            for channel in (self._known.channels if endpoint.per_channel else (0,))
        ]

    async def _explore(self, source: Source) -> set[AnySlot]:
        """Read for the first time: what is refused with the camera's own error is not there."""
        try:
            return await self.poll(source)
        except (Busy, BadAnswer, ConnectionFailed) as err:
            self._failures[source] = 1
            if isinstance(err, ConnectionFailed):
                raise
        except Refused as err:
            self._read_at[source] = _NEVER
            if source.endpoint.write_only and not isinstance(err, Unsupported):
                return self._known.take(source, {}, self._clock())
        return set()

    async def refresh(self, slots: Iterable[AnySlot], *, linked: bool) -> set[AnySlot]:
        """Read what the slots need and is due, each endpoint once.

        Where nothing is due and no event stream shows that the camera lives, the endpoint read longest ago is read.
        """
        wanted = self._wanted(slots, linked=linked)
        due = self._early_first(filter(self._due, wanted))
        if not due and wanted and not linked:
            due = [min(wanted, key=lambda source: self._read_at[source])]
        return await self._all(due, self._attempt)

    async def read_now(self, slots: Iterable[AnySlot]) -> set[AnySlot]:
        """Read what the slots need, due or not, each endpoint once. Raise any CameraError."""
        changed: set[AnySlot] = set()
        behind = self._behind(slots)
        for source in self._early_first(source for source in self._sources() if source in behind):
            changed |= await self.poll(source)
        return changed

    def _early_first(self, sources: Iterable[Source]) -> list[Source]:
        return sorted(sources, key=lambda source: source.endpoint.key not in self._early)

    def interval(self, slots: Iterable[AnySlot], *, linked: bool) -> float:
        """Return the seconds until the next refresh makes sense."""
        periods = [
            STATUS if self._failures.get(source) else source.endpoint.period
            for source in self._wanted(slots, linked=linked)
        ]
        return max(ALARM, min(periods, default=STATUS) if linked else min([*periods, STATUS]))

    def expire(self, slots: Iterable[AnySlot]) -> None:
        """Make slots due at the next refresh."""
        for source in self._wanted(slots, linked=False):
            self._read_at[source] = -_NEVER

    def _wanted(self, slots: Iterable[AnySlot], *, linked: bool) -> list[Source]:
        """Return the sources of slots in table order, without those that the open event stream keeps current."""
        offers = self._known.capabilities
        wanted = self._behind(slot for slot in slots if not (linked and slot in offers and offers[slot].pushed))
        return [source for source in self._sources() if source in {*wanted, *self._unread()}]

    def _behind(self, slots: Iterable[AnySlot]) -> set[Source]:
        """Return the sources of slots, as far as they can be asked, and what those need."""
        found: set[Source] = set()
        for source in filter(None, map(self._known.sources.get, slots)):
            found.update(Source(self._endpoints[name], 0) for name in source.endpoint.needs)
            if not source.endpoint.write_only:
                found.add(source)
        return found

    def _due(self, source: Source) -> bool:
        if self._failures.get(source) or source not in self._read_at:
            return True
        return self._clock() - self._read_at[source] >= source.endpoint.period - 1

    async def _all(self, todo: Collection[Source], poll: Poll) -> set[AnySlot]:
        """Poll sources: one after the other until the camera shows life, then side by side.

        One that cannot be reached does not disturb the others; two in a row before any has answered mean that the
        camera is gone.
        """
        changed: set[AnySlot] = set()
        pending = list(todo)
        failed = False
        while pending:
            try:
                changed |= await poll(pending.pop(0))
                break
            except ConnectionFailed:
                if failed or not pending:
                    raise
                failed = True
        results = await asyncio.gather(*(poll(source) for source in pending), return_exceptions=True)
        for result in results:
            if isinstance(result, set):
                changed |= result
            elif not isinstance(result, ConnectionFailed):
                raise result
        return changed

    async def _attempt(self, source: Source) -> set[AnySlot]:
        """Poll again: a failure keeps the values for a while, garbage makes them unknown at once."""
        try:
            return await self.poll(source)
        except AuthFailed:
            raise
        except CameraError as err:
            self._failures[source] = self._failures.get(source, 0) + 1
            if isinstance(err, Refused) and isinstance(self._known.dialect.login, QueryLogin):
                await self._check_account()
            changed: set[AnySlot] = set()
            if self._failures[source] >= _PATIENCE or isinstance(err, BadAnswer):
                changed = self._known.forget(self._known.slots_of(source), self._clock())
            if isinstance(err, ConnectionFailed):
                raise
            return changed
