"""Keeps a camera's event stream open."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from enum import Enum, auto

from .absence import LONGEST, jittered
from .errors import AuthFailed, Busy, CameraError, Refused, Unsupported
from .events import Push, Signal
from .exchange import Request
from .parts import PartReader
from .transport import Transport

_FIRST = 1.0
_WORTH = 10.0
"""How many times as long as the pause before it a connection must last to be worth the next one so soon."""


class Link(Enum):
    """What became of the event stream."""

    UP = auto()
    BEAT = auto()
    DOWN = auto()
    REJECTED = auto()
    ABSENT = auto()


type Check = Callable[[CameraError], Awaitable[None]]


def pause_after(pause: float, lasted: float) -> float:
    """Return the seconds before the next connection: as many again while streams end soon, told they anything or not.

    A camera that closes its stream each second is asked ever less often; one that closes it now and then, at once.
    """
    return _FIRST if lasted >= pause * _WORTH else min(pause * 2, LONGEST)


async def _trust(err: CameraError) -> None:
    """Take a refusal for what it is: of the account, if it says so."""
    if isinstance(err, AuthFailed):
        raise err


async def signals(transport: Transport, push: Push, check: Check = _trust) -> AsyncIterator[Signal | Link]:
    """Yield what an event stream tells, with UP after each connect, BEAT at each heartbeat and DOWN after each loss.

    Ends with ABSENT where the camera refuses it from the start. Reconnects with jittered pauses. REJECTED means that
    the account was refused: the pause then is the longest, so as not to lock it. `check` raises AuthFailed where a
    refusal means the account. A camera that was asked for heartbeats and sends none is silent by nature: its silence is
    no loss then.
    """
    clock = asyncio.get_running_loop().time
    pause, idle, ever, again = _FIRST / 2, push.idle, False, False
    while True:
        up, beats = float("inf"), False
        try:
            async for item in _connected(transport, push, idle):
                if item is Link.UP:
                    up, ever, again = clock(), True, False
                beats = beats or item is Link.BEAT
                yield item
            yield Link.DOWN
        except CameraError as err:
            fate = await _fate(err, check, ever=ever, again=again)
            again = fate is None
            if fate is None:
                continue
            yield fate
            if fate is Link.ABSENT:
                return
            pause = LONGEST if fate is Link.REJECTED else pause
        lasted = max(clock() - up, 0.0)
        if beats:
            idle = push.idle
        elif push.heartbeat and idle and lasted >= idle:
            idle = None
        pause = pause_after(pause, lasted)
        await asyncio.sleep(jittered(pause))


async def _fate(err: CameraError, check: Check, *, ever: bool, again: bool) -> Link | None:
    """Tell what an error means to the event stream, None where it is to be opened again at once: a nonce was old."""
    refused = isinstance(err, Refused) and not isinstance(err, Busy)
    if not refused and not isinstance(err, AuthFailed):
        return Link.DOWN
    try:
        await check(err)
    except AuthFailed:
        return Link.REJECTED
    except CameraError:
        return Link.DOWN
    if isinstance(err, AuthFailed):
        return Link.REJECTED if again else None
    return Link.DOWN if ever else Link.ABSENT


async def _connected(transport: Transport, push: Push, idle: float | None) -> AsyncIterator[Signal | Link]:
    """Yield one connection's signals; ask in another way where the camera refuses the first."""
    *ways, last = push.requests
    for request in ways:
        try:
            async for item in _stream(transport, push, request, idle):
                yield item
            return
        except Unsupported:
            raise
        except Refused:
            continue
    async for item in _stream(transport, push, last, idle):
        yield item


async def _stream(
    transport: Transport, push: Push, request: Request, idle: float | None
) -> AsyncIterator[Signal | Link]:
    async with transport.stream(request, idle=idle) as response:
        yield Link.UP
        parts = PartReader(push.complete)
        async for chunk in response.content.iter_any():
            for text in parts.feed(chunk):
                if push.heartbeat and text.strip() == push.heartbeat:
                    yield Link.BEAT
                    continue
                for signal in _read(push, text):
                    yield signal


def _read(push: Push, text: str) -> Iterable[Signal]:
    """Read one part; one that makes no sense says nothing."""
    try:
        return list(push.signals(text))
    except ValueError, LookupError, TypeError, AttributeError, RecursionError:
        return ()
