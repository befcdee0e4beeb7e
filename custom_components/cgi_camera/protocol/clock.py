"""What time it is at a camera, what time it should be there, and since when it is wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from .schema import HOURLY

TOLERANCE: Final = 60
"""Seconds by which a clock may be fast or slow."""
_HOUR = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)
_WRONG = timedelta(minutes=20)
"""How wrong a clock may be before it is rather one of another zone."""
_DAY = timedelta(hours=23)

type Local = Callable[[], datetime]


@lru_cache(64)
def _zone_of(text: str) -> tzinfo | None:
    """Read a zone as in `UTC+01:00`."""
    try:
        return datetime.strptime(text, "UTC%z").tzinfo
    except ValueError:
        return None


class CameraClock:
    """Goes as the camera's does, as far as the camera tells it."""

    def __init__(self, local: Local) -> None:
        """Know nothing but our own time, which `local` gives with or without its zone."""
        self._local = local
        self._offset: timedelta | None = None
        self.lead = timedelta()

    def learn(self, told: datetime) -> None:
        """Learn how far the camera's clock is from ours; how wrong it is, its `lead`, only where it tells its zone."""
        now = datetime.now(UTC)
        self._offset = told.replace(tzinfo=None) - now.replace(tzinfo=None)
        self.lead = told - now if told.tzinfo else timedelta()

    def now(self) -> datetime:
        """Return the camera's local time, without a zone; ours where it does not tell its own."""
        if self._offset is None:
            return self._local().replace(tzinfo=None)
        return datetime.now(UTC).replace(tzinfo=None) + self._offset

    def due(self, zone: str, *, summer_time: bool) -> datetime:
        """Return the time that it is at the camera by our clock and its zone, as in `UTC+01:00`; ours without one.

        A zone does not tell summer time: a camera that knows it and is an hour ahead has it now.
        """
        if (there := _zone_of(zone)) is None:
            return self._local().replace(tzinfo=None)
        due = datetime.now(there).replace(tzinfo=None)
        ahead = self.now() - due if self._offset is not None and summer_time else timedelta()
        return due + _HOUR if abs(ahead - _HOUR) < _HOUR / 2 else due

    def zone(self, *, summer_time: bool) -> tzinfo:
        """Return the time zone of the camera's clock: ours, with its summer time, where that fits, else a fixed one.

        Clocks that are wrong by minutes fit, and those that leave summer time out of what they tell; one that is not
        set at all, or not told, is taken to be ours.
        """
        now = self._local()
        home = now.tzinfo or UTC
        here, summer = now.utcoffset() or timedelta(), now.dst() or timedelta()
        offset = here if self._offset is None else self._offset
        if summer_time and abs(offset + summer - here) < _WRONG:
            return home
        if abs(offset - here) < _WRONG or abs(offset - here) > _DAY:
            return home
        return timezone(round(offset / _QUARTER) * _QUARTER)


class ClockWatch:
    """Remembers since when a clock has been wrong, and when to look again. Times are monotonic seconds."""

    def __init__(self) -> None:
        """Know nothing of the clock yet."""
        self._asked: float | None = None
        self._since: float | None = None

    def due(self, now: float) -> bool:
        """Tell once an hour, of a camera that has told its time, to read that again: nobody else may want it."""
        due = self._asked is not None and now - self._asked >= HOURLY
        self._asked = now if due else self._asked
        return due

    def note(self, fast: timedelta, as_of: float) -> int:
        """Take how fast the clock was at `as_of`, and return that in whole seconds."""
        self._asked = as_of
        seconds = round(fast.total_seconds())
        if abs(seconds) <= TOLERANCE:
            self._since = None
        elif self._since is None:
            self._since = as_of
        return seconds

    def wrong_for(self, now: float) -> float:
        """Return for how many seconds the clock has been wrong by `now`; 0 while it is right."""
        return 0.0 if self._since is None else now - self._since
