"""Hours of an event loop, which pass in no time."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
import time
from typing import Any

from tests.ha import Clock

_LULL = 0.002
"""Real seconds without an event after which nobody has anything to do but to wait for a timer."""


class Hours:
    """Leaps to the next timer as soon as nobody has anything to do, so that the real time-outs can be waited for.

    What passes over sockets within the loop takes no time by it. The engine's clock goes along; where a test puts that
    forward by itself, everything is due, and yet no stream has been silent.
    """

    def __init__(self, clock: Clock) -> None:
        """Take over the clock of the running loop; time leaps only within `flow`."""
        loop: Any = asyncio.get_running_loop()
        self._loop = loop
        self._clock = clock
        self._ahead = clock.ahead
        self._select = loop._selector.select
        self._flows = False
        loop._selector.select = self._wait
        # A leap is no slow callback.
        loop.slow_callback_duration = float("inf")
        loop.time = self.now

    def now(self) -> float:
        """Return the time, in seconds."""
        return time.monotonic() + self._ahead

    def _wait(self, timeout: float | None = None) -> Any:
        lull = _LULL if timeout is None else min(timeout, _LULL)
        events = self._select(lull if self._flows else timeout)
        if self._flows and not events and timeout is not None and not self._threads_work():
            self.skip(timeout - lull)
        return events

    def skip(self, seconds: float) -> None:
        """Let so much time have passed at once."""
        self._ahead += seconds
        self._clock.ahead += seconds

    def _threads_work(self) -> bool:
        """Tell whether a thread has something to do, which takes its time whatever the loop's clock says."""
        executor = self._loop._default_executor
        return executor is not None and executor._idle_semaphore._value < len(executor._threads)

    @contextmanager
    def flow(self) -> Iterator[None]:
        """Let time leap."""
        self._flows = True
        try:
            yield
        finally:
            self._flows = False

    async def rest(self, seconds: float) -> None:
        """Let time pass."""
        with self.flow():
            await asyncio.sleep(seconds)

    async def until(self, condition: Callable[[], object], most: float) -> float:
        """Let time pass until something is true, and return how long that took. Not more than that many seconds."""
        began = self.now()
        with self.flow():
            while not condition():
                assert self.now() - began < most
                await asyncio.sleep(1)
        return self.now() - began
