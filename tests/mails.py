"""What the tests of alarm mails share."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
import socket
from typing import Any

from tests.simulator.mail import Account, Mail, Postman
from tests.simulator.picture import draw

JPEG = draw("alarm", datetime(2026, 1, 2, tzinfo=UTC))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def post(
    port: int,
    subject: str = "Motion Detection Alarm: Channel 1",
    *,
    sender: str = "cam@home.example",
    picture: bytes | None = JPEG,
    text: str = "Moved",
    account: dict[str, Any] | None = None,
    **habits: Any,
) -> list[Mail]:
    """Send a mail as a camera does; return what became of it."""
    postman = Postman(habits)
    postman.post(
        Account("127.0.0.1", port, sender, **(account or {})), subject, text, picture, datetime(2026, 1, 2, tzinfo=UTC)
    )
    return await postman.settled()


class Client:
    """A bare connection to a mail server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk over a connection."""
        self.reader = reader
        self.writer = writer

    async def ask(self, line: str | bytes = b"") -> str:
        """Send a line and return the last line of the answer; without one, return what comes anyway."""
        if line:
            self.writer.write((line.encode() if isinstance(line, str) else line) + b"\r\n")
        while True:
            answer = (await self.reader.readuntil(b"\n")).decode().strip()
            if answer[3:4] != "-":
                return answer

    async def closed(self) -> bytes:
        """Wait until the server hangs up; return what it sent before."""
        try:
            async with asyncio.timeout(20):
                return await self.reader.read()
        except ConnectionError:
            return b""


@asynccontextmanager
async def connected(port: int, source: str = "127.0.0.1") -> AsyncIterator[Client]:
    """Connect to a mail server."""
    client = Client(*await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0)))
    try:
        yield client
    finally:
        client.writer.transport.abort()
