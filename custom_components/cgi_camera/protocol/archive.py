"""What is recorded at one camera: listed page by page, fetched as streams."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
import re
from typing import Final

from . import features as f
from .download import Download
from .errors import Busy, NoClip, NoStorage, Refused, Unsupported
from .exchange import Request
from .knowledge import Knowledge
from .media import NOTHING, Clip, ClipKind, Search, Span, Wall
from .model import Slot, StreamKind
from .reader import Reader
from .transport import Transport

PAGES: Final = 40
"""Pages that are read for one list at most."""
_SCANNED: Final = 1500
"""Clips after which the rest of the days is not looked through."""
_REMEMBERED: Final = 4096
_ID = re.compile(r"(\d{8}T\d{6})-[0-9a-f]{16}")
_AROUND: Final = timedelta(seconds=1)
_GONE: Final = frozenset({f.StorageState.OFF, f.StorageState.REMOVED, f.StorageState.UNINITIALIZED})


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found; `complete` tells whether that is all there is."""

    clips: tuple[Clip, ...]
    complete: bool


class Archive:
    """The recordings of one camera. All times are the camera's own."""

    def __init__(self, reader: Reader, transport: Transport, known: Knowledge) -> None:
        """List over a reader and fetch over a transport."""
        self._recordings = known.dialect.recordings or NOTHING
        self._ask = partial(reader.ask, limit=self._recordings.limit)
        self._reader = reader
        self._transport = transport
        self._known = known
        self._seen: dict[tuple[int, str], Clip] = {}

    @property
    def kinds(self) -> tuple[ClipKind, ...]:
        """The kinds of recordings that the camera tells apart."""
        return self._recordings.kinds

    @property
    def channels(self) -> tuple[int, ...]:
        """The channels that may have recordings, (0,) where the camera is its only one."""
        return self._known.channels

    @property
    def offered(self) -> bool:
        """Whether the camera knows recordings at all; nothing else here makes sense otherwise."""
        return self._recordings is not NOTHING and not self._reader.refused(self._recordings.endpoint)

    @property
    def wall(self) -> Wall:
        """The camera's clock: in our own time zone, with its summer time, where that fits, else in a fixed one."""
        return Wall(self._known.zone())

    async def today(self) -> date:
        """Return the day that it is at the camera. Asks for its clock unless that was done lately."""
        await self._reader.renew(Slot(0, f.CLOCK))
        return self._known.now().date()

    # Listing

    async def pages(self, channel: int, span: Span, kind: ClipKind | None = None) -> AsyncGenerator[tuple[Clip, ...]]:
        """Yield the clips that began within a span, a page for every answer of the camera; pages may be empty.

        Close the iterator (`aclosing`), so that nothing stays open at the camera. Raise as `Reader.ask` does, NoStorage
        where there is nothing to record on.
        """
        search = Search(channel, span, self.wall, kind)
        async with aclosing(self._recordings.find(self._ask, search)) as pages:
            async for page in pages:
                clips = tuple(clip for clip in page if clip.start in span and kind in (None, clip.kind))
                self._remember(clips)
                yield clips

    async def find(
        self, channel: int, span: Span, kind: ClipKind | None = None, *, limit: int, pages: int = PAGES
    ) -> Found:
        """Return up to `limit` clips that began within a span, in the camera's order, from so many pages at most.

        Raise as `pages` does.
        """
        clips: list[Clip] = []
        async with aclosing(self.pages(channel, span, kind)) as answers:
            async for page in answers:
                clips += page
                pages -= 1
                if len(clips) > limit or not pages:
                    return Found(tuple(clips[:limit]), complete=False)
        return Found(tuple(clips), complete=True)

    async def days(self, channel: int, first: date, last: date) -> list[date]:
        """Return the days with clips.

        Where there are so many clips that looking through all of them takes too long, the days behind those are taken
        to have some. Raise as `pages` does.
        """
        found = await self.find(channel, Span.of(first, last), limit=_SCANNED)
        days = {clip.start.date() for clip in found.clips}
        if not found.complete:
            seen = max(days, default=first)
            days.update(seen + timedelta(days=ahead) for ahead in range((last - seen).days + 1))
        elif not days:
            await self._check_storage(channel)
        return sorted(days)

    async def _check_storage(self, channel: int) -> None:
        """Raise NoStorage where the camera says that it has nothing to record on."""
        for slot in (Slot(0, f.SD_CARD, 1), Slot(channel, f.STORAGE_STATE)):
            await self._reader.renew(slot)
        local = self._known.value(f.SD_CARD, number=1) is False and not self._known.value(f.NETWORK_STORAGE)
        if local or self._known.value(f.STORAGE_STATE, channel) in _GONE:
            raise NoStorage("no memory card")

    async def pictures(self, channel: int, span: Span) -> tuple[Clip, ...]:
        """Return the pictures that were taken in a span, the first hundreds of them; none where there never are."""
        if not self._recordings.pictures:
            return ()
        search = Search(channel, span, self.wall, pictures=True)
        pictures: list[Clip] = []
        async with aclosing(self._recordings.find(self._ask, search)) as pages:
            left = 3
            async for page in pages:
                pictures += page
                left -= 1
                if not left:
                    break
        self._remember(pictures)
        return tuple(pictures)

    def _remember(self, clips: Collection[Clip]) -> None:
        for clip in clips:
            self._seen.pop((clip.channel, clip.id), None)
            self._seen[clip.channel, clip.id] = clip
        while len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]

    async def clip(self, channel: int, clip_id: str) -> Clip:
        """Return a clip or picture by its id: one that was listed, else the camera is asked once more.

        Raise NoClip if there is none, and as `pages` does.
        """
        if (seen := self._seen.get((channel, clip_id))) is not None:
            return seen
        if channel not in self.channels or (told := _ID.fullmatch(clip_id)) is None:
            raise NoClip("no such recording")
        try:
            start = datetime.strptime(told[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007
            around = Span(start - _AROUND, start + _AROUND)
        except ValueError, OverflowError:
            raise NoClip("no such recording") from None
        await self.find(channel, around, limit=_REMEMBERED)
        if (channel, clip_id) not in self._seen:
            await self.pictures(channel, around)
        try:
            return self._seen[channel, clip_id]
        except KeyError:
            raise NoClip("no such recording") from None

    # Fetching

    def fetchable(self, clip: Clip) -> bool:
        """Tell whether the camera says how to get at a clip."""
        return bool(self._recordings.files(clip))

    async def check(self, clip: Clip) -> None:
        """Make sure that a clip can be fetched, where nothing but the camera itself can tell. Raise as `open` does."""
        if self._recordings.unsure:
            async with self.open(clip):
                pass

    @asynccontextmanager
    async def open(self, clip: Clip, part: slice | None = None) -> AsyncIterator[Download]:
        """Open a clip as a stream of bytes, or the bytes of a slice of it.

        Raise NoClip if the camera does not hand it out, and as `Transport.download` does.
        """
        requests = self._recordings.files(clip)
        if not requests:
            raise NoClip("the camera does not hand out its recordings")
        async with AsyncExitStack() as stack:
            failure: Refused | None = None
            for request in requests:
                # Only what the list tells of this very file can be held against it.
                size = clip.size if request is requests[0] else None
                try:
                    download = await stack.enter_async_context(self._fetch(request, part, size))
                except Busy:
                    raise
                except Refused as err:
                    failure = failure or err
                else:
                    yield download
                    return
            raise NoClip("the camera does not hand it out") if isinstance(failure, Unsupported) else failure or NoClip()

    def open_span(self, channel: int, span: Span, stream: StreamKind) -> AbstractAsyncContextManager[Download]:
        """Open whatever was recorded within a span. Raise as `open` does."""
        if self._recordings.between is None:
            raise Unsupported("the camera hands out whole recordings only")
        return self._fetch(self._recordings.between(channel, span, stream))

    @asynccontextmanager
    async def _fetch(
        self, request: Request, part: slice | None = None, size: int | None = None
    ) -> AsyncIterator[Download]:
        async with self._transport.download(request, part) as download:
            download.expect(size)
            if not download.unsatisfiable:
                await download.begin()
            yield download
