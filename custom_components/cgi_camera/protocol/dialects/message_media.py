"""Recordings of the message dialect (Message HTTP API 3.1, section 3.5.1).

The document prints neither what a search answers nor how a file is fetched. So the elements of a recording are known by
what their names hold, and a file is asked for at the path that the camera gives it, if it gives one.
"""

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
import re
from typing import Final
from urllib.parse import quote

from ..converters import whole
from ..errors import TooLong
from ..exchange import Request
from ..media import DIVIDED, Ask, Clip, ClipKind, Recordings, Search, Wall

# The elements of one recording stand in a group of their own, or have a number of their own in a common one.
_ELEMENT = re.compile(r"(?P<group>(?:.*/)?)(?P<name>[^/]*?)(?P<number>\d*(?:\[\d+\])?)")
_NAMES = (
    ("start", re.compile(r"(?:start|begin)(?:time)?")),
    ("end", re.compile(r"(?:end|stop)(?:time)?")),
    ("size", re.compile(r".*size|.*bytes")),
    ("cause", re.compile(r".*type|kind|event|alarm|trigger|reason")),
    ("file", re.compile(r".*(?:file|name|path|url).*")),
)
_WORDS: Final = {
    ClipKind.MOTION: {"md", "move", "motion", "motiondetect", "motiondetection"},
    ClipKind.ALARM: {"io", "di", "alarm", "alarmin", "alarminput", "input", "ioalarm", "sensor"},
    ClipKind.SCHEDULE: {"schedule", "scheduled", "sch", "plan", "time", "timing", "timer", "regular", "normal"},
    ClipKind.MANUAL: {"manual", "hand", "man"},
}
_FILM: Final = re.compile(r"(?:/[\w.@:+=\[\]() -]+)+\.(?:mp4|mov|avi|mkv|h26[45]|26[45]|dav)", re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """One recording, in the camera's own texts; `end` is None where no element tells it."""

    start: str = ""
    end: str | None = None
    size: str = ""
    cause: str = ""
    file: str = ""

    @property
    def kind(self) -> ClipKind:
        """What made it, by the words of its cause or else of its file's name."""
        for text in (self.cause, self.file):
            words = set(re.findall(r"[a-z]+", text.casefold()))
            for kind, known in _WORDS.items():
                if words & known:
                    return kind
        return ClipKind.OTHER


def items(document: Mapping[str, str]) -> Iterator[Item]:
    """Return the recordings that an answer tells."""
    found: dict[tuple[str, str], Item] = {}
    for path, text in document.items():
        if element := _ELEMENT.fullmatch(path):
            item = found.setdefault((element["group"], element["number"]), Item())
            for attribute, names in _NAMES:
                if names.fullmatch(element["name"]):
                    setattr(item, attribute, f"{getattr(item, attribute) or ''} {text}".strip())
                    break
    return (item for item in found.values() if item.start)


async def _find(ask: Ask, search: Search) -> AsyncGenerator[Sequence[Clip]]:
    """Ask for the whole time, and for shorter ones where that is too much."""
    spans = [search.span]
    while spans:
        span = spans.pop(0)
        first, last = (search.wall.seconds(moment) for moment in (span.start, span.end))
        query = {"Channel": str(search.channel or 1), "Group": "RecordSearch"}
        query |= {"StartTime": str(max(first, 0)), "EndTime": str(max(last - 1, 0))}
        try:
            document = await ask(Request("/cgi/record_get", query))
        except TooLong:
            if not (halves := span.halves()):
                raise
            spans[:0] = halves
        else:
            # Those that began before are found again, in the part of the time that they began in.
            clips = (_clip(item, search) for item in items(document))
            yield [clip for clip in clips if clip and clip.start in span]


def _moment(text: str, wall: Wall) -> datetime:
    """Read seconds since 1970, or local time. Raise ValueError or OverflowError."""
    if (seconds := whole(text)) is not None:
        return wall.local(seconds)
    return datetime.fromisoformat(text.replace("/", "-")).replace(tzinfo=None)


def _clip(item: Item, search: Search) -> Clip | None:
    try:
        start = _moment(item.start, search.wall)
        end = None if item.end in (None, "", "0") else max(_moment(item.end or "", search.wall), start)
    except ValueError, OverflowError, OSError:
        return None
    return Clip(search.channel, start, end, item.kind, whole(item.size), file=item.file)


def _files(clip: Clip) -> tuple[Request, ...]:
    named = _FILM.fullmatch(clip.file) and ".." not in clip.file
    return (Request(quote(clip.file)),) if named else ()


RECORDINGS = Recordings(
    kinds=(ClipKind.MOTION, ClipKind.ALARM, ClipKind.SCHEDULE, ClipKind.MANUAL, ClipKind.OTHER),
    find=_find,
    files=_files,
    endpoint="record RecordSearch",
    unsure=True,
    limit=DIVIDED,
)
