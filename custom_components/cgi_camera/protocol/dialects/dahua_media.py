"""Recordings of the dahua dialect (Amcrest HTTP API, sections 4.11.5 to 4.11.7)."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
import re
from typing import Final
from urllib.parse import quote

from ..converters import whole
from ..errors import BadAnswer, Busy, CameraError, ConnectionFailed, Forbidden, NoStorage, Refused, Unsupported
from ..exchange import Request
from ..media import Ask, Clip, ClipKind, Recordings, Search, Span, surely
from ..model import StreamKind
from .dahua_values import MOMENT

_FINDER: Final = "/cgi-bin/mediaFileFind.cgi"
_COUNT: Final = 100
"""The most items that one answer may hold."""
_STREAMS: Final = {
    "main": StreamKind.MAIN,
    "extra1": StreamKind.SUB,
    "extra2": StreamKind.THIRD,
    "extra3": StreamKind.FOURTH,
}
_SUBTYPES: Final = {kind: str(subtype) for subtype, kind in enumerate(_STREAMS.values())}
_FLAGS: Final = {"timing": ClipKind.SCHEDULE, "manual": ClipKind.MANUAL}
# What stands in a file's name, for firmware that tells neither events nor flags.
_LETTERS: Final = {"M": ClipKind.MOTION, "A": ClipKind.ALARM, "R": ClipKind.SCHEDULE}
_LETTER: Final = re.compile(r"\[([A-Z])\]")
_ITEM: Final = re.compile(r"items\[(\d+)\]\.(.+)")


@asynccontextmanager
async def _finder(ask: Ask) -> AsyncIterator[dict[str, str]]:
    """Create a finder; close and destroy it whatever happens, also to one whose number we did not wait for."""
    creating = asyncio.ensure_future(_create(ask))
    try:
        yield {"object": await asyncio.shield(creating)}
    finally:
        await surely(_dispose(ask, creating))


async def _create(ask: Ask) -> str:
    try:
        document = await ask(Request(_FINDER, {"action": "factory.create"}))
    except Unsupported, Busy, Forbidden:
        raise
    except Refused as err:
        raise NoStorage(str(err)) from None
    if not (number := document.get("result", "")):
        raise BadAnswer("a finder without a number")
    return number


async def _dispose(ask: Ask, creating: asyncio.Future[str]) -> None:
    with suppress(CameraError):
        number = await creating
        for action in ("close", "destroy"):
            await _try(ask, action, number) or await _try(ask, action, number)


async def _try(ask: Ask, action: str, number: str) -> bool:
    """Do something to a finder, and tell whether the device has answered; it may be busy."""
    try:
        await ask(Request(_FINDER, {"action": action, "object": number}))
    except Busy, BadAnswer, ConnectionFailed:
        return False
    except CameraError:
        pass
    return True


def _condition(search: Search) -> dict[str, str]:
    types = ("jpg",) if search.pictures else ("dav", "mp4")
    return {
        "condition.Channel": str(search.channel or 1),
        "condition.StartTime": MOMENT.write(search.span.start, ""),
        "condition.EndTime": MOMENT.write(search.span.end, ""),
        **{f"condition.Types[{position}]": name for position, name in enumerate(types)},
    }


async def _find(ask: Ask, search: Search) -> AsyncGenerator[Sequence[Clip]]:
    """List with a finder of our own. Only `found=0` or an error is the end, a short page is none."""
    async with _finder(ask) as finder:
        if await _answer(ask, {"action": "findFile", **finder, **_condition(search)}) is None:
            return
        while True:
            document = await _answer(ask, {"action": "findNextFile", **finder, "count": str(_COUNT)})
            if not document or document.get("found", "0") == "0":
                return
            yield list(_clips(document, search.channel))


async def _answer(ask: Ask, query: Mapping[str, str]) -> Mapping[str, str] | None:
    """Return the answer, None where the device says that there is nothing (more): it calls that an error."""
    try:
        return await ask(Request(_FINDER, query))
    except Unsupported, Busy, Forbidden:
        raise
    except Refused:
        return None


def _clips(document: Mapping[str, str], channel: int) -> Iterator[Clip]:
    """Read the items that are there, which may be fewer than `found` says."""
    items: dict[str, dict[str, str]] = {}
    for path, text in document.items():
        if found := _ITEM.fullmatch(path):
            items.setdefault(found[1], {})[found[2]] = text
    for item in items.values():
        file = item.get("filepath", "")
        try:
            start = MOMENT.read(item.get("starttime", ""))
        except ValueError:
            continue
        if not file.startswith("/") or ".." in file.split("/") or not file.isprintable():
            continue
        size = whole(item.get("length", ""))
        stream = _STREAMS.get(item.get("videostream", "").casefold(), StreamKind.MAIN)
        yield Clip(channel, start, _end(item, start), _kind(item), size, stream, file)


def _end(item: Mapping[str, str], start: datetime) -> datetime | None:
    with suppress(ValueError):
        return max(MOMENT.read(item.get("endtime", "")), start)
    with suppress(OverflowError):
        duration = whole(item.get("duration", ""))
        return None if duration is None else start + timedelta(seconds=duration)
    return None


def _kind(item: Mapping[str, str]) -> ClipKind:
    """Tell why something was recorded: by its events, else its flags, else its name."""
    events = [text.casefold() for path, text in item.items() if path.startswith("events[") and text]
    if events:
        return ClipKind.MOTION if any("motion" in event for event in events) else ClipKind.ALARM
    for path, text in item.items():
        if path.startswith("flags[") and (kind := _FLAGS.get(text.casefold())):
            return kind
    letters = _LETTER.findall(item["filepath"])
    return next((_LETTERS[letter] for letter in letters if letter in _LETTERS), ClipKind.OTHER)


def _files(clip: Clip) -> tuple[Request, ...]:
    """Return the request for the file, and for its time where a device knows no names."""
    named = Request(f"/cgi-bin/RPC_Loadfile{quote(clip.file, safe='/@:')}")
    if clip.end is None or clip.end <= clip.start:
        return (named,)
    return named, _between(clip.channel, Span(clip.start, clip.end), clip.stream)


def _between(channel: int, span: Span, stream: StreamKind) -> Request:
    query = {"action": "startLoad", "channel": str(channel or 1)}
    query |= {"startTime": MOMENT.write(span.start, ""), "endTime": MOMENT.write(span.end, "")}
    return Request("/cgi-bin/loadfile.cgi", query | {"subtype": _SUBTYPES[stream]})


RECORDINGS = Recordings(
    kinds=(ClipKind.MOTION, ClipKind.ALARM, ClipKind.SCHEDULE, ClipKind.MANUAL, ClipKind.OTHER),
    find=_find,
    files=_files,
    between=_between,
    pictures=True,
)
