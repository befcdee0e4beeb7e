"""What the log tells of parts of a camera that do not work, while the rest does: once, and once when they do again."""

import logging
from typing import Final

LOGGER: Final = logging.getLogger(__package__)
STREAM: Final = "event stream"


class News:
    """Tells what is new since it was told last. Of a camera that is away Home Assistant's coordinator tells."""

    def __init__(self, camera: str) -> None:
        """Tell of a camera by its name."""
        self._camera = camera
        self._told: set[str] = set()
        self._polls = 0

    def tell(self, failing: set[str], *, linked: bool) -> None:
        """Take which endpoints fail now, and whether the event stream is as it should be.

        A short cut is no news, nor is a short connection: it must be so twice in a row.
        """
        lost = STREAM in self._told
        self._polls = self._polls + 1 if linked is lost else 0
        if self._polls > 1:
            lost, self._polls = not lost, 0
        found = failing | ({STREAM} if lost else set())
        if fresh := found - self._told:
            LOGGER.warning("%s fails in part, what that tells is unknown: %s", self._camera, ", ".join(sorted(fresh)))
        if back := self._told - found:
            LOGGER.info("%s works again: %s", self._camera, ", ".join(sorted(back)))
        self._told = found
