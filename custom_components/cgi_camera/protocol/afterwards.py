"""What can wait until alarms are told: it is done when no more of them come, and never long after."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

type Act = Callable[[], None]

_QUIET: Final = 2
"""Turns of the event loop without more: what a socket brings in one is heard in the next."""
_SLICE: Final = 0.0003
"""Seconds of work in a row, before it is seen whether alarms came meanwhile."""
_PATIENCE: Final = 0.005
"""Seconds that an act waits at most, come what may."""


class Afterwards:
    """Does acts in the order in which they were handed over; what waits already is not done twice.

    Share one among cameras, so that none's acts stand between the alarms of others. Sets no timers.
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._waiting: OrderedDict[Act, float] = OrderedDict()
        self._quiet = 0
        self._called = False

    def __call__(self, act: Act) -> None:
        """Do something afterwards. Call it from the event loop."""
        loop = asyncio.get_running_loop()
        self._quiet = 0
        self._waiting.setdefault(act, loop.time())
        if not self._called:
            self._called = True
            loop.call_soon(self._turn, loop)

    def drop(self, act: Act) -> None:
        """Do something no more."""
        self._waiting.pop(act, None)

    def now(self) -> None:
        """Do at once whatever waits. What fails is told to the event loop, and not to whom something else ends."""
        while self._waiting:
            act, _ = self._waiting.popitem(last=False)
            try:
                act()
            except Exception as err:  # noqa: BLE001
                told = {"message": "What waited for the end of alarms has failed", "exception": err}
                asyncio.get_running_loop().call_exception_handler(told)

    def _turn(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait on while there is news, unless that takes too long; else do some of what waits."""
        self._called = False
        quiet, self._quiet = self._quiet >= _QUIET, self._quiet + 1
        began = loop.time()
        try:
            while self._waiting:
                act, since = next(iter(self._waiting.items()))
                due = began - since >= _PATIENCE
                if not due and (not quiet or loop.time() - began >= _SLICE):
                    break
                del self._waiting[act]
                act()
                self._quiet = 0
        finally:
            if self._waiting and not self._called:
                self._called = True
                loop.call_soon(self._turn, loop)
