"""Alarms of the message dialect, which pushes none over HTTP: derived from its recordings."""

from collections.abc import Iterable

from .. import features as f
from ..model import AnyReading, Reading, Slot
from ..schema import Document, Glimpse

_STARTS = "starttime"
# The document does not print what a search answers (section 3.5.1): any of these names, any of these words.
_KINDS = ("type", "recordtype", "kind", "event", "filename")
_MOTION = ("md", "motion")
_ALARM_INPUT = ("io", "sensor", "alarm")
_RUNNING = 3
"""Seconds by which the end of a running clip may lag behind the camera's clock."""


def _kind(document: Document, item: str) -> str:
    """Return the words that may name a clip's kind."""
    return " ".join(document.get(item + name, "") for name in _KINDS).casefold()


def _is(kind: str, words: tuple[str, ...]) -> bool:
    parts = kind.replace("_", " ").replace("/", " ").replace(".", " ").split()
    return any(part in words for part in parts)


def alarms(glimpse: Glimpse) -> Iterable[AnyReading]:
    """Derive alarms from the clips of the last hour, the only trace that they leave (section 3.5.1).

    An alarm is on while its clip runs or grows, and until `hold` seconds after its start.
    """
    document, previous, now = glimpse.document, glimpse.previous, glimpse.place.utc
    motion = alarm = False
    for path in [path for path in document if path.endswith(_STARTS)]:
        item = path.removesuffix(_STARTS)
        try:
            start = int(document[path])
            end = int(document.get(f"{item}endtime", start))
        except ValueError:
            continue
        grown = (
            previous is not None and previous.get(path) == document[path] and previous.get(f"{item}endtime") != str(end)
        )
        if grown or end >= now - _RUNNING or start >= now - glimpse.hold:
            kind = _kind(document, item)
            motion = motion or _is(kind, _MOTION)
            alarm = alarm or _is(kind, _ALARM_INPUT)
    channel = glimpse.place.channel
    yield Reading(Slot(channel, f.MOTION), motion)
    if channel == 1:
        yield Reading(Slot(0, f.ALARM_INPUT, 1), alarm)
