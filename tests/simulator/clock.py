"""The two clocks of a camera: a steady one, and what it takes for the time of day."""

from datetime import UTC, datetime
import time


class Clock:
    """Both run by themselves, and can be put forward."""

    def __init__(self) -> None:
        self._clock_offset = 0.0
        self._advanced = 0.0
        self._booted = self.seconds()

    def seconds(self) -> float:
        """Seconds of the camera's steady clock: sessions, lock-outs, uptime."""
        return time.monotonic() + self._advanced

    def now(self) -> datetime:
        """The camera's own idea of the time, in UTC."""
        return datetime.fromtimestamp(time.time() + self._clock_offset, UTC)

    def uptime(self) -> float:
        return self.seconds() - self._booted

    def advance(self, seconds: float) -> None:
        """Time goes by: sessions age, the clock moves."""
        self._advanced += seconds
        self._clock_offset += seconds

    def jump(self, seconds: float) -> None:
        """The time of day leaps, forward or back; sessions and uptime do not notice."""
        self._clock_offset += seconds

    def set_clock(self, when: datetime) -> None:
        """A client set the time; sessions and uptime do not notice."""
        self._clock_offset = when.timestamp() - time.time()
