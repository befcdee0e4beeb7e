"""Alarms of the ipc dialect, which pushes none: derived from its recordings."""

from collections.abc import Iterable
from datetime import timedelta

from .. import features as f
from ..model import AnyReading, Reading, Slot
from ..schema import Document, Glimpse
from .ipc_values import moment

_MOTION = "4"
_ALARM_INPUT = "8"
_LONGEST = timedelta(minutes=30)
"""The longest recording a camera makes in one file (section 3.23)."""


def _recordings(document: Document) -> dict[str, tuple[str, str, str]]:
    """Return kind, size and start of every recording by its path."""
    found = {}
    for path, file in document.items():
        if path.endswith("/filepath"):
            item = path.removesuffix("filepath")
            kind, size, start = (document.get(item + name, "") for name in ("record_mode", "filesize", "start_time"))
            found[file] = kind, size, start
    return found


def alarms(glimpse: Glimpse) -> Iterable[AnyReading]:
    """Derive alarms from the recordings of today, the only trace that they leave (section 3.20).

    An alarm is on while its recording grows, when a new one has appeared, and until `hold` seconds after its start.
    """
    before = None if glimpse.previous is None else _recordings(glimpse.previous)
    hold = timedelta(seconds=glimpse.hold)
    active = set()
    for file, (kind, size, start) in _recordings(glimpse.document).items():
        try:
            age = abs(glimpse.place.now - moment(start))
        except ValueError:
            continue
        grown = before is not None and file in before and before[file][1] != size
        appeared = before is not None and file not in before and age < _LONGEST + hold
        if grown or appeared or age < hold:
            active.add(kind)
    return (
        Reading(Slot(0, f.MOTION), _MOTION in active),
        Reading(Slot(0, f.ALARM_INPUT, 1), _ALARM_INPUT in active),
    )
