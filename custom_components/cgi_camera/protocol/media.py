"""What is recorded at a camera: the nouns in which dialects say how to list it and how to fetch it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
import hashlib
from pathlib import PurePosixPath
from typing import Any, Final

from .answers import SETTINGS_LIMIT
from .exchange import Request
from .model import StreamKind


class ClipKind(StrEnum):
    """Why something was recorded."""

    MOTION = "motion"
    ALARM = "alarm"
    SCHEDULE = "schedule"
    MANUAL = "manual"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording. Times are the camera's own, without a zone; `end` and `size` (bytes) are None where untold.

    `file` is the camera's name for it and nobody else's business; `id` stands for it outside.
    """

    channel: int
    start: datetime
    end: datetime | None
    kind: ClipKind
    size: int | None = None
    stream: StreamKind = StreamKind.MAIN
    file: str = field(default="", repr=False)

    @property
    def id(self) -> str:
        """A name that tells when it began, and from which nobody can tell the file."""
        told = f"{self.file}\n{self.kind}\n{self.stream}"
        return f"{self.start:%Y%m%dT%H%M%S}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    @property
    def form(self) -> str:
        """The container that the file's name promises: mp4, dav, jpg; empty where it does not say."""
        return PurePosixPath(self.file).suffix.removeprefix(".").casefold()


@dataclass(frozen=True, slots=True)
class Span:
    """A time by the camera's clock: from `start` until just before `end`, both in whole seconds and without a zone."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, first: date, last: date | None = None) -> Span:
        """Return a day, or all days from the first to the last."""
        return cls(datetime.combine(first, time()), datetime.combine((last or first) + timedelta(days=1), time()))

    def __contains__(self, moment: datetime) -> bool:
        """Tell whether a moment lies within."""
        return self.start <= moment < self.end

    def days(self) -> Iterator[Span]:
        """Yield the part of the span that belongs to each day."""
        start = self.start
        while start < self.end:
            end = min(datetime.combine(start.date() + timedelta(days=1), time()), self.end)
            yield Span(start, end)
            start = end

    def halves(self) -> tuple[Span, ...]:
        """Return both halves; nothing for a span of a second, which has none."""
        middle = self.start + timedelta(seconds=(self.end - self.start) // timedelta(seconds=2))
        return (Span(self.start, middle), Span(middle, self.end)) if self.start < middle else ()


@dataclass(frozen=True, slots=True)
class Wall:
    """A camera's clock on the wall, for dialects that tell recordings by seconds since 1970."""

    zone: tzinfo

    def local(self, seconds: int) -> datetime:
        """Return the camera's local time. Raise ValueError or OverflowError for no time at all."""
        return datetime.fromtimestamp(seconds, UTC).astimezone(self.zone).replace(tzinfo=None)

    def instant(self, local: datetime) -> datetime:
        """Return a moment with its zone."""
        return local.replace(tzinfo=self.zone)

    def seconds(self, local: datetime) -> int:
        """Return the seconds since 1970."""
        return int(self.instant(local).timestamp())


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for in one channel (0 where the camera is its only one): clips, or the pictures taken beside them.

    What lies outside may be found, too; `kind` spares the camera work where it can tell kinds apart itself.
    """

    channel: int
    span: Span
    wall: Wall
    kind: ClipKind | None = None
    pictures: bool = False


DIVIDED: Final = 96 * 1024
"""The limit of lists that can be asked for in parts: to read more at once would keep everything else waiting."""

type Ask = Callable[[Request], Awaitable[Mapping[str, str]]]
"""Sends one request and returns its answer as a document. Raises any CameraError, TooLong for an answer over the limit
of a list.
"""
type Find = Callable[[Ask, Search], AsyncGenerator[Sequence[Clip]]]
"""Yields what is found, a page with every answer that tells some. Whatever it opens at the camera, it closes."""


_ending: set[asyncio.Task[None]] = set()


async def surely(work: Coroutine[Any, Any, None]) -> None:
    """Do something to its end, even if whoever waits for it is cancelled."""
    task = asyncio.create_task(work)
    _ending.add(task)
    task.add_done_callback(_ending.discard)
    await asyncio.shield(task)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recordings:
    """How a dialect lists and hands out what is recorded.

    `kinds` are those that it tells apart. `endpoint` is the one that a firmware without recordings refuses. `files` are
    the requests for a clip's bytes, tried in turn while the camera refuses them, none where it names no file; `between`
    is the request for whatever was recorded in a span. `pictures`: it takes some beside its clips. `unsure`: nothing
    says that files are really handed out. `limit` is the longest list that is taken as one answer, in bytes.
    """

    kinds: tuple[ClipKind, ...]
    find: Find
    files: Callable[[Clip], tuple[Request, ...]]
    between: Callable[[int, Span, StreamKind], Request] | None = None
    endpoint: str = ""
    pictures: bool = False
    unsure: bool = False
    limit: int = SETTINGS_LIMIT


async def _nothing(ask: Ask, search: Search) -> AsyncGenerator[Sequence[Clip]]:
    """Find nothing."""
    pages: tuple[Sequence[Clip], ...] = ()
    for page in pages:
        yield page


NOTHING = Recordings(kinds=(), find=_nothing, files=lambda clip: ())
"""Of a dialect that knows no recordings."""
