"""The camera's clock: how wrong it is, and since when."""

from datetime import timedelta
from typing import Final

from .schema import HOURLY

TOLERANCE: Final = 60
"""Seconds by which a clock may be fast or slow."""


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
