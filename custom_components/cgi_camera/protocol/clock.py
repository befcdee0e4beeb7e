"""The camera's clock: how wrong it is, and since when."""

from datetime import timedelta
from typing import Final

TOLERANCE: Final = 60
"""Seconds by which a clock may be fast or slow."""


class ClockWatch:
    """Remembers since when a clock has been wrong."""

    def __init__(self) -> None:
        """Know nothing of the clock yet."""
        self._since: float | None = None

    def note(self, fast: timedelta, as_of: float) -> int:
        """Take how fast the clock was at `as_of` (monotonic seconds), and return that in whole seconds."""
        seconds = round(fast.total_seconds())
        if abs(seconds) <= TOLERANCE:
            self._since = None
        elif self._since is None:
            self._since = as_of
        return seconds

    def wrong_for(self, now: float) -> float:
        """Return for how many seconds the clock has been wrong by `now`; 0 while it is right."""
        return 0.0 if self._since is None else now - self._since
