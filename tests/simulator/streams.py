"""Answers that stay open: events and moving pictures."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from .faults import STRUCK, put
from .wire import OpenStream, UnframedResponse


def _now() -> float:
    return asyncio.get_running_loop().time()


class Streaming:
    """The open streams of a camera."""

    def __init__(self) -> None:
        self.streams: set[OpenStream] = set()

    def inject(self, data: bytes) -> None:
        """Put something of no sense into the open event streams."""
        for stream in self.streams:
            if stream.events:
                stream.send(data)

    def cut_events(self) -> None:
        for stream in [stream for stream in self.streams if stream.events]:
            stream.cut()

    async def stream(
        self,
        request: web.Request,
        content_type: str,
        *,
        events: bool = True,
        topics: object = None,
        first: bytes = b"",
        every: float | None = None,
        part: Callable[[], bytes] = bytes,
        headers: dict[str, str] | None = None,
    ) -> web.StreamResponse:
        """Hold an answer open: ``first``, what is sent to it, and ``part()`` ``every`` seconds."""
        struck = request.get(STRUCK)
        response = UnframedResponse(headers=headers)
        response.headers["Content-Type"] = (struck and struck.fault.content_type) or content_type
        response.force_close()
        await response.prepare(request)
        opened = OpenStream(request, events=events, topics=topics)
        ends = _now() + struck.fault.closes_after if struck and struck.fault.closes_after else None
        self.streams.add(opened)
        try:
            data: bytes | None = first
            while data is not None:
                if data:
                    await put(request, response, data, events=events)
                    # What is sent in pieces shall come in pieces, also to a client of the same event loop.
                    await asyncio.sleep(0)
                    await asyncio.sleep(0)
                data = await self._next(opened, every, part, ends)
        except ConnectionError:
            pass
        finally:
            self.streams.discard(opened)
        return response

    @staticmethod
    async def _next(
        opened: OpenStream, every: float | None, part: Callable[[], bytes], ends: float | None
    ) -> bytes | None:
        """What goes out next; None where the stream is over."""
        left = None if ends is None else max(ends - _now(), 0.0)
        try:
            return await opened.next(min((wait for wait in (every, left) if wait is not None), default=None))
        except TimeoutError:
            return None if ends is not None and _now() >= ends else part()

    async def mjpeg(
        self, request: web.Request, frame: Callable[[], bytes], *, boundary: str, rate: float = 10.0
    ) -> web.StreamResponse:
        """Motion JPEG until the client leaves."""

        def part() -> bytes:
            picture = frame()
            head = f"--{boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            return head.encode() + picture + b"\r\n"

        return await self.stream(
            request,
            f"multipart/x-mixed-replace; boundary={boundary}",
            events=False,
            first=part(),
            every=1 / rate,
            part=part,
        )
