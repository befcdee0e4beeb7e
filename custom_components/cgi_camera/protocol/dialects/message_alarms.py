"""Alarms of the message dialect, which pushes none over HTTP: derived from its recordings."""

from collections.abc import Iterable
from datetime import datetime

from .. import features as f
from ..exchange import Place
from ..media import ClipKind
from ..model import AnyReading, Reading, Slot
from ..schema import Glimpse
from .message_media import Item, items

_LONGEST = 3600
"""Seconds of the longest recording (section 3.5.4)."""
_LATE = 30
"""Seconds, besides the hold, after which the first sight of a finished recording tells no alarm any more."""
_JUST = 3
"""Seconds by which the end of a running recording may differ from the camera's clock."""


def _since(moment: str, place: Place) -> float:
    """Return the seconds since a moment, be it told in seconds since 1970 or in local time. Raise ValueError."""
    if moment.isdigit():
        return place.utc - int(moment)
    return (place.now - datetime.fromisoformat(moment.replace("/", "-")).replace(tzinfo=None)).total_seconds()


def _shows(item: Item, before: dict[str, str | None] | None, place: Place, hold: float) -> bool:
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
    told: list[tuple[Slot[bool], ClipKind]] = [(Slot(channel, f.MOTION), ClipKind.MOTION)]
    if channel == 1:
        told.append((Slot(0, f.ALARM_INPUT, 1), ClipKind.ALARM))
    for slot, kind in told:
        before = None
        if glimpse.previous is not None:
            before = {item.start: item.end for item in items(glimpse.previous) if item.kind is kind}
        shown = (item for item in items(glimpse.document) if item.kind is kind)
        yield Reading(slot, any(_shows(item, before, glimpse.place, glimpse.hold) for item in shown))
