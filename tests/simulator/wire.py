"""What passes between a simulated camera and its clients: the log, open streams."""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import unquote

from aiohttp import web

# Who the dialect found to be asking.
USER = web.RequestKey("user", str)


@dataclass(slots=True)
class LoggedRequest:
    """One request as it came in; status is 0 until answered and stays 0 when dropped."""

    method: str
    path: str
    query: dict[str, str]
    target: str
    at: float
    status: int = 0
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def parse_query(raw: str) -> dict[str, str]:
    """Split a query as camera firmware does: %XX is decoded, a plus stays a plus."""
    pairs = (part.partition("=") for part in raw.split("&") if part)
    return {unquote(key): unquote(value) for key, _, value in pairs}


class UnframedResponse(web.StreamResponse):
    """Body until the connection closes: cameras neither chunk nor count their streams."""

    _length_check = False


class OpenStream:
    """One multipart answer that stays open; ``topics`` is whatever the client asked for."""

    def __init__(self, request: web.Request, *, events: bool, topics: object) -> None:
        self.request = request
        self.events = events
        self.topics = topics
        self._pending: asyncio.Queue[bytes | None] = asyncio.Queue()

    def send(self, data: bytes) -> None:
        self._pending.put_nowait(data)

    def end(self) -> None:
        """Close in order, after everything sent so far."""
        self._pending.put_nowait(None)

    def cut(self) -> None:
        """Drop the TCP connection at once."""
        if self.request.transport is not None:
            self.request.transport.abort()
        self._pending.put_nowait(None)

    async def next(self, wait: float | None) -> bytes | None:
        async with asyncio.timeout(wait):
            return await self._pending.get()
