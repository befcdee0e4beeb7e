"""How a simulated camera hands out a file: whole or in part, at once, slowly, or not to the end."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from .faults import STRUCK, put
from .wire import UnframedResponse


@dataclass(slots=True)
class Delivery:
    """``ranges``: Range is understood. ``counted``: the length is told. ``pause``: seconds between two pieces.

    ``hold_after`` keeps the rest back until ``go`` is set, ``cut_after`` drops the connection, both after so many
    bytes. ``open`` and ``busiest`` count the files that are and ever were under way together, ``sent`` all bytes.
    """

    ranges: bool = True
    counted: bool = True
    piece: int = 16384
    pause: float = 0.0
    hold_after: int | None = None
    cut_after: int | None = None
    go: asyncio.Event = field(default_factory=asyncio.Event)
    open: int = 0
    busiest: int = 0
    sent: int = 0

    async def send(
        self, request: web.Request, data: bytes, content_type: str, *, copies: int = 1
    ) -> web.StreamResponse:
        """Answer with a file, which is ``data`` several times over."""
        size = len(data) * copies
        first, last = 0, size
        status = 200
        struck = request.get(STRUCK)
        content_type = (struck and struck.fault.content_type) or content_type
        headers = {"Content-Type": content_type, **({"Accept-Ranges": "bytes"} if self.ranges else {})}
        wanted = request.http_range
        if self.ranges and (wanted.start, wanted.stop) != (None, None):
            first, last, _ = wanted.indices(size)
            if first >= size:
                return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})
            status = 206
            headers["Content-Range"] = f"bytes {first}-{last - 1}/{size}"
        response = web.StreamResponse(status=status) if self.counted else UnframedResponse(status=status)
        response.headers.update(headers)
        if self.counted:
            response.content_length = last - first
        else:
            response.force_close()
        await response.prepare(request)
        if request.method == "HEAD":
            return response
        self.open += 1
        self.busiest = max(self.busiest, self.open)
        try:
            await self._write(request, response, data, first, last)
        except ConnectionError:
            pass
        finally:
            self.open -= 1
        return response

    async def _write(
        self, request: web.Request, response: web.StreamResponse, data: bytes, first: int, last: int
    ) -> None:
        done = 0
        for at in range(first, last, self.piece):
            end = min(at + self.piece, last)
            if self.cut_after is not None and done + end - at > self.cut_after:
                end = at + self.cut_after - done
            begin = at % len(data)
            piece = data[begin : begin + end - at]
            while len(piece) < end - at:
                piece += data[: end - at - len(piece)]
            await put(request, response, piece)
            done += len(piece)
            self.sent += len(piece)
            if self.cut_after is not None and done >= self.cut_after:
                # What was written must be out before the connection goes.
                await asyncio.sleep(0.02)
                if request.transport is not None:
                    request.transport.abort()
                raise ConnectionError
            if self.pause:
                await asyncio.sleep(self.pause)
            while self.hold_after is not None and done >= self.hold_after and not self.go.is_set():
                if request.transport is None or request.transport.is_closing():
                    raise ConnectionError
                await asyncio.sleep(0.005)
