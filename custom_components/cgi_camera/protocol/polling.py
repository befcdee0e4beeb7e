"""In which order polls are made, and what one that fails means for the others."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from .errors import ConnectionFailed
from .model import AnySlot

type Poll = Callable[[], Awaitable[set[AnySlot]]]
"""Reads something and returns the slots that changed."""


async def in_turn(todo: Iterable[Poll]) -> set[AnySlot]:
    """Poll: one after the other until the camera shows life, then side by side.

    One that cannot be reached does not disturb the others; two in a row before any has answered mean that the
    camera is gone.
    """
    changed: set[AnySlot] = set()
    pending = list(todo)
    failed = False
    while pending:
        try:
            changed |= await pending.pop(0)()
            break
        except ConnectionFailed:
            if failed or not pending:
                raise
            failed = True
    return changed | await side_by_side(pending)


async def side_by_side(todo: Iterable[Poll]) -> set[AnySlot]:
    """Poll all at once; what cannot be reached does not disturb the others. Raise what else went wrong."""
    changed: set[AnySlot] = set()
    results = await asyncio.gather(*(poll() for poll in todo), return_exceptions=True)
    for result in results:
        if isinstance(result, set):
            changed |= result
        elif not isinstance(result, ConnectionFailed):
            raise result
    return changed
