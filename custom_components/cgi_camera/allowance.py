"""How much of something a camera may send: so much in a row, then no more than so much each second."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Allowance:
    """`burst` in a row, and `refill` more of them each second."""

    burst: float
    refill: float
    _left: float = field(init=False)
    _filled: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        """Be full."""
        self._left = self.burst

    def take(self, now: float) -> bool:
        """Count one at `now` (monotonic seconds); tell whether it is not one too many."""
        self._left = min(self.burst, self._left + (now - self._filled) * self.refill)
        self._filled = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
