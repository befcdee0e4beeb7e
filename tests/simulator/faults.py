"""Ways to misbehave, for requests whose path (or whole target) begins as named, while the camera runs."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
import re
from urllib.parse import unquote

from aiohttp import web

from .bombs import bomb
from .wire import UnframedResponse

CHUNK = 65536
OFF = web.AppKey("off", asyncio.Event)
"""Set when the camera is switched off: what hangs lets go."""
# Only content as good as none: a body of blanks breaks no format at once.
FILLER = b" "


@dataclass(slots=True)
class Fault:
    """One way; several can be said together where they do not exclude each other.

    Instead of the right answer: ``hang`` never answers, ``drop`` closes the connection without a word, ``garbage`` is
    put on the wire raw, ``redirect`` sends to the same target there, ``huge`` streams so many bytes that nobody holds,
    ``bomb`` answers XML with entities that explode ("laughs", "quadratic") or that reach for a file ("external"),
    ``status`` answers by HTTP with ``body``, ``headers`` and ``content_type``.

    The right answer, but: ``delay`` seconds late; with sessions and nonces expired before it is judged (``expire``);
    as another ``content_type``; ``truncate``: only so many bytes of it, properly ended; ``cut_after`` so many bytes of
    it the connection is dropped (both: half of it where it is short); ``drip``: a byte each so many seconds, and never
    an end; ``split`` into pieces of so many bytes. Event streams besides: ``silent``: open and nothing comes;
    ``closes_after`` seconds; ``no_length``: without Content-Length lines; ``newline``: lines end in that.

    ``times`` and ``seconds`` limit how often and how long it strikes; without them it does until removed. ``struck``
    counts how often it did, ``sent`` the bytes of ``huge`` that somebody took.
    """

    status: int | None = None
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    hang: bool = False
    drop: bool = False
    garbage: bytes | None = None
    redirect: str = ""
    huge: int = 0
    bomb: str = ""
    expire: bool = False
    truncate: int | None = None
    cut_after: int | None = None
    drip: float = 0.0
    split: int = 0
    silent: bool = False
    closes_after: float = 0.0
    no_length: bool = False
    newline: str = ""
    times: int | None = None
    seconds: float | None = None
    struck: int = 0
    sent: int = 0
    until: float | None = None

    def over(self, now: float) -> bool:
        """Whether its time is up; the time begins with the first strike."""
        if self.seconds is not None and self.until is None:
            self.until = now + self.seconds
        return self.until is not None and now >= self.until

    def altered(self, data: bytes, *, events: bool = False) -> bytes:
        """What is sent for these bytes of the right answer."""
        if self.silent and events:
            return b""
        if self.no_length and events:
            data = re.sub(rb"(?i)content-length:[^\r\n]*\r?\n", b"", data)
        if self.newline and events:
            data = data.replace(b"\r\n", b"\n").replace(b"\n", self.newline.encode())
        return data

    def pieces(self, data: bytes) -> Iterator[bytes]:
        size = 1 if self.drip else self.split or max(len(data), 1)
        for start in range(0, len(data), size):
            yield data[start : start + size]

    @property
    def alters_body(self) -> bool:
        return self.truncate is not None or self.cut_after is not None or bool(self.drip or self.split)


@dataclass(slots=True)
class Struck:
    """A fault at work on one request: how much of the answer went out, how much may, and whether it was dropped."""

    fault: Fault
    sent: int = 0
    limit: int | None = None
    dropped: bool = False

    def __post_init__(self) -> None:
        self.limit = self.fault.cut_after


STRUCK = web.RequestKey("struck", Struck)

# One of each, by the names that a matrix of faults would have; the times are short, for tests.
CATALOGUE: dict[str, Callable[[], Fault]] = {
    "slow": lambda: Fault(delay=0.2),
    "hang": lambda: Fault(hang=True),
    "drop": lambda: Fault(drop=True),
    "drop mid-body": lambda: Fault(cut_after=20),
    "garbage": lambda: Fault(garbage=bytes(range(256)) * 4),
    "garbage body": lambda: Fault(status=200, body=bytes(range(256)) * 4),
    "empty": lambda: Fault(status=200),
    "truncated": lambda: Fault(truncate=60),
    "wrong content type": lambda: Fault(content_type="application/octet-stream"),
    "huge": lambda: Fault(huge=200 * 1024**2),
    "drip": lambda: Fault(drip=0.01),
    "500": lambda: Fault(status=500, body=b"Internal Server Error"),
    "503": lambda: Fault(status=503, body=b"Service Unavailable"),
    "one 401": lambda: Fault(status=401, body=b"Unauthorized", times=1),
    "expired": lambda: Fault(expire=True, times=1),
    "redirect to another host": lambda: Fault(redirect="http://127.0.0.9:9"),
    "redirect to https": lambda: Fault(redirect="https://127.0.0.1:9"),
    "bomb": lambda: Fault(bomb="laughs"),
    "quadratic bomb": lambda: Fault(bomb="quadratic"),
    "external entity": lambda: Fault(bomb="external"),
    "split": lambda: Fault(split=1),
    "without length": lambda: Fault(no_length=True),
    "line feeds": lambda: Fault(newline="\n"),
    "silent": lambda: Fault(silent=True),
    "closed each second": lambda: Fault(closes_after=1.0),
}


class Faults(dict[str, Fault]):
    """Faults by the beginning they strike at; of several the longest is meant."""

    def strike(self, target: str, now: float) -> Fault | None:
        """The fault for a request, counted."""
        readable = unquote(target)
        for prefix in sorted(self, key=len, reverse=True):
            if not (target.startswith(prefix) or readable.startswith(prefix)):
                continue
            fault = self[prefix]
            if fault.over(now):
                del self[prefix]
                continue
            fault.struck += 1
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    del self[prefix]
            return fault
        return None


def drop(request: web.Request) -> web.Response:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def instead(request: web.Request, fault: Fault) -> web.StreamResponse | None:
    """What comes in place of the right answer; None where that is wanted."""
    if fault.hang:
        await gone(request)
        return drop(request)
    if fault.status is not None:
        content_type = fault.content_type or "text/plain"
        response = web.Response(status=fault.status, body=fault.body, headers=fault.headers)
        response.headers["Content-Type"] = content_type
        return response
    if fault.garbage is not None and request.transport is not None:
        request.transport.write(fault.garbage)
        request.transport.close()
        return web.Response()
    if fault.drop or fault.garbage is not None:
        return drop(request)
    if fault.redirect:
        return web.Response(status=302, headers={"Location": fault.redirect + request.raw_path})
    return await _flood(request, fault) if fault.huge else None


async def gone(request: web.Request) -> None:
    """Until the client has had enough, of which nothing tells, or until the camera is switched off."""
    off = request.app[OFF]
    while request.transport is not None and not request.transport.is_closing() and not off.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(off.wait(), 0.25)


async def _flood(request: web.Request, fault: Fault) -> web.StreamResponse:
    response = UnframedResponse() if fault.no_length else web.StreamResponse()
    response.headers["Content-Type"] = fault.content_type or "text/plain"
    if not fault.no_length:
        response.content_length = fault.huge
    response.force_close()
    await response.prepare(request)
    left = fault.huge
    try:
        while left > 0:
            await response.write((fault.body if left == fault.huge else b"").ljust(min(CHUNK, left), FILLER))
            left -= CHUNK
            fault.sent += CHUNK
    except ConnectionError:
        pass
    return response


async def deliver(request: web.Request, response: web.Response, struck: Struck) -> web.StreamResponse:
    """Send the right answer in the fault's way; what it cuts off is half of the answer at most."""
    fault = struck.fault
    body = response.body if isinstance(response.body, bytes) else b""
    if fault.bomb:
        body = bomb(fault.bomb, body)
    if fault.truncate is not None:
        body = body[: min(fault.truncate, len(body) // 2)]
    if not (fault.alters_body or fault.bomb):
        if fault.content_type:
            response.headers["Content-Type"] = fault.content_type
        return response
    altered = UnframedResponse(status=response.status) if fault.drip else web.StreamResponse(status=response.status)
    altered.headers.update({name: value for name, value in response.headers.items() if name != "Content-Length"})
    altered.headers["Content-Type"] = fault.content_type or response.headers.get("Content-Type", "text/plain")
    if fault.drip:
        altered.force_close()
    else:
        altered.content_length = len(body)
    if struck.limit is not None:
        struck.limit = min(struck.limit, len(body) // 2)
    try:
        await altered.prepare(request)
        await put(request, altered, body)
        while fault.drip and request.transport is not None and not request.transport.is_closing():
            await put(request, altered, FILLER)
    except ConnectionError:
        struck.dropped = True
    return altered


async def put(request: web.Request, response: web.StreamResponse, data: bytes, *, events: bool = False) -> None:
    """Write some of an answer, in the way of the fault that strikes the request, if one does."""
    struck = request.get(STRUCK)
    if struck is None:
        await response.write(data)
        return
    fault = struck.fault
    for piece in fault.pieces(fault.altered(data, events=events)):
        if struck.limit is not None and struck.sent + len(piece) > struck.limit:
            await response.write(piece[: struck.limit - struck.sent])
            # What was written must leave before the connection does.
            await asyncio.sleep(0.02)
            drop(request)
            raise ConnectionResetError("cut")
        await response.write(piece)
        struck.sent += len(piece)
        if fault.drip or fault.split:
            await asyncio.sleep(fault.drip or 0.001)
