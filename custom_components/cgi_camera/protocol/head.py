"""One moving head: what moves, until when, and that it comes to rest whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from .errors import AuthFailed, Busy, CameraError, Forbidden, Refused
from .exchange import Place, Request
from .movement import STILL, Drive, Move, parts

type Send = Callable[[Request], Awaitable[object]]

PAUSES: Final = (0.0, 0.5, 1.0, 2.0)
"""Seconds before each try to stop; there is none after the last."""


class Head:
    """Moves the drives of one channel.

    A newer order replaces older ones, also those that still wait to be sent: what they have moved is its business.
    """

    def __init__(
        self, drives: tuple[Drive, ...], place: Place, send: Send, lost: Callable[[CameraError], None]
    ) -> None:
        """Move drives at a place; `lost` is told when they could not be stopped at the end of their time."""
        self._drives = drives
        self._place = place
        self._send = send
        self._lost = lost
        self._lock = asyncio.Lock()
        self._running: dict[Drive, Move] = {}
        self._undo: Request | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._order = 0

    @property
    def moving(self) -> bool:
        """Whether a movement of ours goes on."""
        return bool(self._running)

    async def start(self, move: Move, seconds: float) -> None:
        """Move, for so many seconds. Raise CameraError if the camera does not take it: then everything stops."""
        with self._order_of_ours() as order:
            async with self._lock:
                if order == self._order:
                    await self._leave_off()
                    await self._change(move)
                if order == self._order:
                    self._arm(seconds)

    async def take(self, request: Request, undo: Request | None = None) -> None:
        """Send what moves the head in another way, once a running movement has ended; `undo` ends it if it goes on.

        Raise CameraError.
        """
        with self._order_of_ours() as order:
            async with self._lock:
                await self._halt(self._running)
                if order == self._order:
                    await self._leave_off(request)
                    # It may arrive though its answer does not.
                    self._undo = undo
                    try:
                        await self._send(request)
                    except Refused:
                        self._undo = None
                        raise

    async def halt(self) -> None:
        """Stop what we have moved, where it is. Raise CameraError."""
        with self._order_of_ours():
            async with self._lock:
                await self._halt(self._running)

    async def stop(self, otherwise: Mapping[Drive, Move]) -> None:
        """Stop what moves, else what may have been moved by others, and end what the head does by itself.

        Failures are tried again a few times; raise the last one's CameraError.
        """
        # Goes on if nobody waits for the end.
        if failure := await asyncio.shield(self._keep(self._rest(self._supersede(), otherwise))):
            raise failure

    async def close(self) -> None:
        """Stop what we have moved, and wait for it. Raises nothing; `lost` is told."""
        if self._lock.locked() or self._running:
            await asyncio.shield(self._keep(self._rest_in_time(self._supersede())))

    async def _change(self, move: Move) -> None:
        """Stop the drives that are to stand still, then move the others: those that move already without a pause."""
        shares = parts(self._drives, move)
        await self._halt({drive: part for drive, part in self._running.items() if drive not in shares})
        for drive, part in shares.items():
            before = self._running.get(drive, STILL)
            # It may arrive though its answer does not.
            self._running[drive] = part
            await self._send(drive.start(part, before).at(self._place))

    async def _halt(self, running: Mapping[Drive, Move]) -> None:
        """Send each different request to stop once."""
        sent: list[Request] = []
        for drive, part in tuple(running.items()):
            request = drive.stop(part).at(self._place)
            if request not in sent:
                await self._send(request)
                sent.append(request)
            self._running.pop(drive, None)

    async def _leave_off(self, request: Request | None = None) -> None:
        """End what the head does by itself, if a request does not do that anyway. Raise CameraError if it may go on."""
        if self._undo and self._undo != request:
            try:
                await self._send(self._undo)
            except Busy, Forbidden:
                raise
            except Refused:
                # It has ended long ago.
                pass
        self._undo = None

    # Who gives the orders, and the end of a movement

    def _supersede(self) -> int:
        """Give a new order: older ones that wait are void, and so is the end that was planned."""
        self._disarm()
        self._order += 1
        return self._order

    @contextmanager
    def _order_of_ours(self) -> Iterator[int]:
        """Give a new order; if it fails, or nobody waits for it any more, everything stops."""
        order = self._supersede()
        try:
            yield order
        except BaseException:
            if order == self._order and (self._running or self._lock.locked()):
                self._arm(0)
            raise

    def _disarm(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _arm(self, seconds: float) -> None:
        self._disarm()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._end)

    def _end(self) -> None:
        self._keep(self._rest_in_time(self._supersede()))

    def _keep[R](self, doing: Coroutine[Any, Any, R]) -> asyncio.Task[R]:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _rest_in_time(self, order: int) -> None:
        if failure := await self._rest(order, {}):
            self._lost(failure)

    async def _rest(self, order: int, otherwise: Mapping[Drive, Move]) -> CameraError | None:
        """Stop, trying again while nobody gives a newer order; return what kept it from working."""
        failure: CameraError | None = None
        for pause in PAUSES:
            await asyncio.sleep(pause)
            async with self._lock:
                if order != self._order:
                    return None
                try:
                    await self._halt(self._running or otherwise)
                    await self._leave_off()
                    return None
                except CameraError as err:
                    failure = err
            if isinstance(failure, AuthFailed | Forbidden):
                break
        self._running.clear()
        return failure
