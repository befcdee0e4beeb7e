"""In which order polls are made, and what one that fails means for the others."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from .errors import CameraError, ConnectionFailed

type Poll = Callable[[], Awaitable[object]]
"""Reads something; what changed by it is found in the state."""

_WORKERS: Final = 4
"""Polls that are under way at once: as many as keep a camera busy that takes two requests at a time."""
_ENOUGH: Final = 4
"""Polls without an answer after which the rest waits for the next time: each may have cost the whole time-out."""


async def in_turn(todo: Iterable[Poll], life: Callable[[], Awaitable[None]]) -> None:
    """Poll: one first, to see whether the camera is there, then the others side by side.

    Where that one cannot be reached, `life` decides: it raises ConnectionFailed if the camera is gone.
    """
    pending = deque(todo)
    if pending:
        try:
            await pending.popleft()()
        except ConnectionFailed:
            await life()
    await side_by_side(pending)


async def side_by_side(todo: Iterable[Poll]) -> None:
    """Poll some at once; what cannot be reached does not disturb the others, and if it is much, ends this round.

    Raise what else went wrong; what has not begun by then is not asked.
    """
    pending = deque(todo)
    silent = 0

    async def work() -> None:
        nonlocal silent
        while pending and silent < _ENOUGH:
            try:
                await pending.popleft()()
            except ConnectionFailed:
                silent += 1
            except CameraError:
                pending.clear()
                raise

    results = await asyncio.gather(*(work() for _ in range(min(_WORKERS, len(pending)))), return_exceptions=True)
    for result in results:
        if result is not None:
            raise result
