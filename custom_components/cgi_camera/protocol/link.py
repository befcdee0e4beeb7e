"""Keeps a camera's event stream open."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from enum import Enum, auto
import random

from .errors import AuthFailed, Busy, CameraError, Refused, Unsupported
from .events import Push, Signal
from .exchange import Request
from .parts import PartReader
from .transport import Transport

_FIRST = 1.0
_LONGEST = 120.0


class Link(Enum):
    """What became of the event stream."""

    UP = auto()
    DOWN = auto()
    REJECTED = auto()
    ABSENT = auto()


async def signals(transport: Transport, push: Push) -> AsyncIterator[Signal | Link]:
    """Yield what an event stream tells, with UP after each connect and DOWN after each loss.

    Ends with ABSENT where the camera refuses it from the start.

    Reconnects with jittered pauses that grow while streams end without having told anything: some cameras answer 200
    and close. REJECTED means that the account was refused: the pause then is the longest, so as not to lock it.
    """
    pause = _FIRST
    ever = False
    while True:
        heard = False
        try:
            async for item in _connected(transport, push):
                ever = ever or item is Link.UP
                heard = heard or isinstance(item, Signal)
                yield item
            yield Link.DOWN
        except AuthFailed:
            pause = _LONGEST
            yield Link.REJECTED
        except CameraError as err:
            if isinstance(err, Refused) and not isinstance(err, Busy) and not ever:
                yield Link.ABSENT
                return
            yield Link.DOWN
        pause = _FIRST if heard else min(pause * 2, _LONGEST)
        await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311


async def _connected(transport: Transport, push: Push) -> AsyncIterator[Signal | Link]:
    """Yield one connection's signals; ask in another way where the camera refuses the first."""
    *ways, last = push.requests
    for request in ways:
        try:
            async for item in _stream(transport, push, request):
                yield item
            return
        except Unsupported:
            raise
        except Refused:
            continue
    async for item in _stream(transport, push, last):
        yield item


async def _stream(transport: Transport, push: Push, request: Request) -> AsyncIterator[Signal | Link]:
    async with transport.stream(request, idle=push.idle) as response:
        yield Link.UP
        parts = PartReader(push.complete)
        async for chunk in response.content.iter_any():
            for text in parts.feed(chunk):
                for signal in _read(push, text):
                    yield signal


def _read(push: Push, text: str) -> Iterable[Signal]:
    """Read one part; one that makes no sense says nothing."""
    try:
        return list(push.signals(text))
    except ValueError, LookupError, TypeError, AttributeError, RecursionError:
        return ()
