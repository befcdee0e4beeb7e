"""A small SMTP server for the cameras' mails to come to."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Letter:
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    account: tuple[str, str] | None = None
    data: bytes = b""

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.data, policy=default)
        assert isinstance(message, EmailMessage)
        return message


class SmtpServer:
    """Takes everything; ``refuses`` a command by its word, with a 550."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses = refuses
        self.letters: list[Letter] = []
        self.commands: list[str] = []
        self.peers: list[str] = []
        self.broken = asyncio.Event()
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.peers.append(writer.get_extra_info("peername")[0])
        try:
            await _Talk(self, reader, writer).run()
        except ConnectionError, asyncio.IncompleteReadError:
            self.broken.set()
        finally:
            writer.close()


class _Talk:
    """One connection."""

    def __init__(self, server: SmtpServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server = server
        self.reader = reader
        self.writer = writer
        self.letter = Letter()

    async def run(self) -> None:
        self.say("220 mail.example")
        command = ""
        while command != "QUIT":
            command = await self.line()
            self.server.commands.append(command)
            if self.server.refuses and command.startswith(self.server.refuses):
                self.say("550 no")
            else:
                self.say(await self.answer(command))

    async def line(self) -> str:
        return (await self.reader.readuntil(b"\n")).decode("latin-1").strip()

    def say(self, text: str) -> None:
        self.writer.write(f"{text}\r\n".encode())

    async def answer(self, command: str) -> str:
        word, _, rest = command.partition(" ")
        if word == "AUTH":
            self.say("334 VXNlcm5hbWU6")
            name = b64decode(await self.line()).decode()
            self.say("334 UGFzc3dvcmQ6")
            self.letter.account = (name, b64decode(await self.line()).decode())
            return "235 in"
        if word == "DATA":
            self.say("354 go on")
            lines = []
            while (data := await self.reader.readuntil(b"\n")) not in (b".\r\n", b".\n"):
                lines.append(data[1:] if data.startswith(b".") else data)
            self.letter.data = b"".join(lines)
            self.server.letters.append(self.letter)
            self.letter = Letter()
            return "250 taken"
        if rest.startswith("FROM:"):
            self.letter.sender = rest[6:-1]
        elif rest.startswith("TO:"):
            self.letter.recipients.append(rest[4:-1])
        return {"EHLO": "250-mail.example\r\n250 AUTH LOGIN", "QUIT": "221 bye"}.get(word, "250 fine")


@asynccontextmanager
async def listening(refuses: str = "") -> AsyncIterator[SmtpServer]:
    box = SmtpServer(refuses)
    server = await asyncio.start_server(box.serve, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        server.abort_clients()
        await server.wait_closed()
