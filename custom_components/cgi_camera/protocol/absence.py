"""How often a camera is asked that does not answer: less and less often, and not when others are."""

import random
from typing import Final

LONGEST: Final = 120.0
"""Seconds between two polls of a camera that is away, at most; on average they are three quarters of that."""
_DOUBLED: Final = 8
"""How often the pause is doubled; more would be longer than the longest."""


def jittered(pause: float) -> float:
    """Return a random part of a pause, for cameras that went together not to be asked together."""
    return pause * random.uniform(0.5, 1)  # noqa: S311


class Absence:
    """Counts the polls in a row that a camera has not answered."""

    def __init__(self) -> None:
        """Take it for present."""
        self._missed = 0
        self._share = 1.0

    def end(self) -> None:
        """Learn that the camera has answered, or is about to: it is asked at the usual pace."""
        self._missed = 0

    def miss(self) -> None:
        """Learn that the camera does not answer at all."""
        self._missed += 1
        self._share = jittered(1)

    def pause(self, usual: float) -> float:
        """Return the seconds until the camera is asked again: after the first miss as usual, then doubled each time."""
        if self._missed < 2:
            return usual
        return max(usual, min(usual * 2.0 ** min(self._missed - 1, _DOUBLED), LONGEST) * self._share)
