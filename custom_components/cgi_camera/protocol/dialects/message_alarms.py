"""Alarms of the message dialect, which pushes none over HTTP: derived from its recordings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
import re

from .. import features as f
from ..exchange import Place
from ..model import AnyReading, Reading, Slot
from ..schema import Document, Glimpse

_LONGEST = 3600
"""Seconds of the longest recording (section 3.5.4)."""
_LATE = 30
"""Seconds, besides the hold, after which the first sight of a finished recording tells no alarm any more."""
_JUST = 3
"""Seconds by which the end of a running recording may differ from the camera's clock."""

# The document does not print what a search answers (section 3.5.1): the elements of one recording stand in a group of
# their own, or have a number of their own in a common one.
_ELEMENT = re.compile(r"(?P<group>(?:.*/)?)(?P<name>[^/]*?)(?P<number>\d*(?:\[\d+\])?)")
_START = re.compile(r"(?:start|begin)(?:time)?")
_END = re.compile(r"(?:end|stop)(?:time)?")
_KIND = re.compile(r".*type|kind|event|alarm|trigger|reason")
_FILE = re.compile(r".*(?:file|name|path|url).*")

_MOTION = frozenset({"md", "move", "motion", "motiondetect", "motiondetection"})
_INPUT = frozenset({"io", "di", "alarm", "alarmin", "alarminput", "input", "ioalarm", "sensor"})


@dataclass(slots=True)
class _Recording:
    """One recording, in the camera's own texts; `end` is None where no element tells it."""

    start: str = ""
    end: str | None = None
    kind: str = ""
    file: str = ""

    @property
    def cause(self) -> frozenset[str]:
        """The words for what made it, which stand in its kind or else in its file's name; none for another cause."""
        for text in (self.kind, self.file):
            words = set(re.findall(r"[a-z]+", text.casefold()))
            for cause in (_MOTION, _INPUT):
                if words & cause:
                    return cause
        return frozenset()


def _recordings(document: Document, cause: frozenset[str]) -> Iterator[_Recording]:
    items: dict[tuple[str, str], _Recording] = {}
    for path, text in document.items():
        if found := _ELEMENT.fullmatch(path):
            item = items.setdefault((found["group"], found["number"]), _Recording())
            for attribute, names in (("start", _START), ("end", _END), ("kind", _KIND), ("file", _FILE)):
                if names.fullmatch(found["name"]):
                    setattr(item, attribute, f"{getattr(item, attribute) or ''} {text}".strip())
                    break
    return (item for item in items.values() if item.start and item.cause == cause)


def _since(moment: str, place: Place) -> float:
    """Return the seconds since a moment, be it told in seconds since 1970 or in local time. Raise ValueError."""
    if moment.isdigit():
        return place.utc - int(moment)
    return (place.now - datetime.fromisoformat(moment.replace("/", "-")).replace(tzinfo=None)).total_seconds()


def _shows(item: _Recording, before: dict[str, str | None] | None, place: Place, hold: float) -> bool:
    """Tell whether a recording means that its alarm is on; `before` are the ends by start of the last look."""
    try:
        start = _since(item.start, place)
        end = None if item.end in ("", "0") else _since(item.end or item.start, place)
    except ValueError:
        return False
    if abs(start) < hold:
        return True
    if end is None or end < -_JUST:
        return abs(start) < _LONGEST
    if before is None:
        return end <= _JUST
    return before[item.start] != item.end if item.start in before else end < hold + _LATE


def alarms(glimpse: Glimpse) -> Iterable[AnyReading]:
    """Derive alarms from the recordings of the last hour, the only trace that they leave (section 3.5.1).

    An alarm is on while its recording grows, when a new one has appeared, and until `hold` seconds after its start.
    """
    channel = glimpse.place.channel
    told: list[tuple[Slot[bool], frozenset[str]]] = [(Slot(channel, f.MOTION), _MOTION)]
    if channel == 1:
        told.append((Slot(0, f.ALARM_INPUT, 1), _INPUT))
    for slot, cause in told:
        before = None
        if glimpse.previous is not None:
            before = {item.start: item.end for item in _recordings(glimpse.previous, cause)}
        items = _recordings(glimpse.document, cause)
        yield Reading(slot, any(_shows(item, before, glimpse.place, glimpse.hold) for item in items))
