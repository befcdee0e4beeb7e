"""An event loop whose clock can run faster than everybody's, so that an hour of timers passes in minutes."""

import asyncio
from collections.abc import Coroutine
import selectors
import time
from typing import Any


class _Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    """Waits for the real share of a compressed time."""

    speed = 1.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait."""
        return super().select(timeout and timeout / self.speed)  # type: ignore[no-any-return]


class FastLoop(asyncio.SelectorEventLoop):
    """A loop with a speed."""

    def __init__(self) -> None:
        """Begin at the speed of real time."""
        self._began = self._told = time.monotonic()
        self._fast = _Selector()
        super().__init__(self._fast)

    def time(self) -> float:
        """Return the compressed time."""
        return self._told + (time.monotonic() - self._began) * self._fast.speed

    def run_at(self, speed: float) -> None:
        """Let time pass so many times as fast from now on."""
        self._told, self._began = self.time(), time.monotonic()
        self._fast.speed = speed


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end in such a loop."""
    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main)


def fast() -> FastLoop:
    """Return the running loop."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, FastLoop)
    return loop
