"""Where a camera head is: a move runs until it is stopped, and the place follows from the time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high``; one that ``wraps`` goes round."""

    low: float
    high: float
    start: float = 0.0
    wraps: bool = False

    def bounded(self, value: float) -> float:
        if self.wraps:
            return self.low + (value - self.low) % (self.high - self.low)
        return min(max(value, self.low), self.high)


class Mover:
    """Axes by name, each with its place and its speed in units a second."""

    def __init__(self, seconds: Callable[[], float], axes: Mapping[str, Axis]) -> None:
        self._seconds = seconds
        self._axes = axes
        self._place = {name: axis.start for name, axis in axes.items()}
        self._speed: dict[str, float] = {}
        self._since = seconds()

    def place(self) -> dict[str, float]:
        now = self._seconds()
        for name, speed in list(self._speed.items()):
            axis = self._axes[name]
            self._place[name] = axis.bounded(self._place[name] + speed * (now - self._since))
            if not axis.wraps and self._place[name] in (axis.low, axis.high):
                # Against the stop it moves no more, unless it is on its way back.
                ends = self._place[name] == (axis.high if speed > 0 else axis.low)
                self._speed = {key: value for key, value in self._speed.items() if not (ends and key == name)}
        self._since = now
        return {name: round(value, 3) for name, value in self._place.items()}

    def move(self, **speeds: float) -> None:
        """New speeds of these axes; the others go on as they are."""
        self.place()
        self._speed = {name: speed for name, speed in (self._speed | speeds).items() if speed}

    def stop(self) -> None:
        self.place()
        self._speed.clear()

    def go(self, place: Mapping[str, float]) -> None:
        """Be there at once; what moved stops."""
        self.stop()
        for name, value in place.items():
            self._place[name] = self._axes[name].bounded(value)

    def moving(self) -> dict[str, float]:
        self.place()
        return dict(self._speed)
