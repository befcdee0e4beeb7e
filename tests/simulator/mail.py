"""Alarm mails: a camera is an SMTP client of the simplest sort (RFC 5321), and sometimes of a bad one."""

import asyncio
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
import ssl
import time
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """Where mails go and who they are from; what a camera is told in its settings."""

    host: str
    port: int = 25
    sender: str = "ipc@domain.com"
    recipients: tuple[str, ...] = ("test@domain.com",)
    username: str = ""
    password: str = ""
    tls: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "recipients", tuple(self.recipients))


@dataclass(slots=True)
class MailHabits:
    """How this firmware writes mails, and how a hostile one would; each can be changed while the camera runs.

    ``greeting``: "EHLO", "HELO" or empty for none. ``pipelined``: everything at once, without waiting for answers.
    ``bare_lf``: lines end as they must not. ``raw_charset``: subject and text are sent in it and do not say so.
    ``broken_mime``: the parts never end. ``picture`` off: text only. ``padding``: so many bytes of a second
    attachment. ``long_header``: a header line of so many bytes. ``sender``, ``recipients``: others than are set.
    ``copies``: so many mails for one alarm. ``pause``: seconds between lines. ``cut_after``: bytes of the mail after
    which the connection is dropped. ``endless``: the mail never ends. ``first``: bytes sent before anything else.
    ``quits`` off: gone as soon as the mail was taken. ``source``: the address that the connection comes from.
    """

    greeting: str = "EHLO"
    pipelined: bool = False
    bare_lf: bool = False
    raw_charset: str = ""
    broken_mime: bool = False
    picture: bool = True
    padding: int = 0
    long_header: int = 0
    sender: str = ""
    recipients: tuple[str, ...] = ()
    copies: int = 1
    pause: float = 0.0
    cut_after: int | None = None
    endless: bool = False
    first: str = ""
    quits: bool = True
    source: str = ""


@dataclass(slots=True)
class Mail:
    """One mail and what became of it; ``ended`` is the moment of its last byte."""

    subject: str
    sender: str
    recipients: tuple[str, ...]
    status: str = "waiting"
    ended: float = 0.0
    answers: tuple[str, ...] = ()


class Refused(Exception):
    """The server did not take it."""


class Postman:
    """Sends one camera's mails, one connection each, without keeping the camera waiting."""

    def __init__(self, habits: Mapping[str, Any]) -> None:
        self.habits = MailHabits(**habits)
        self.mails: list[Mail] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def post(self, account: Account, subject: str, text: str, picture: bytes | None, now: datetime) -> None:
        """Send soon; the answer is in ``mails``."""
        habits = self.habits
        account = replace(
            account,
            sender=habits.sender or account.sender,
            recipients=tuple(habits.recipients) or account.recipients,
        )
        message = self._written(account, subject, text, picture, now)
        for _ in range(habits.copies):
            mail = Mail(subject, account.sender, account.recipients)
            self.mails.append(mail)
            task = asyncio.get_running_loop().create_task(self._deliver(account, mail, message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def settled(self) -> list[Mail]:
        """Wait until nothing is under way."""
        while self._tasks:
            # Unlike gather, this lets those that are done already be discarded.
            await asyncio.wait(self._tasks)
        return self.mails

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await self.settled()

    def _written(self, account: Account, subject: str, text: str, picture: bytes | None, now: datetime) -> bytes:
        habits = self.habits
        message = EmailMessage()
        message["From"] = account.sender
        message["To"] = ", ".join(account.recipients)
        message["Date"] = format_datetime(now)
        if not habits.raw_charset:
            message["Subject"] = subject
        if habits.long_header:
            message["X-Camera"] = "x"
        message.set_content(text)
        if picture is not None and habits.picture:
            message.add_attachment(picture, "image", "jpeg", filename=f"{now:%Y%m%d%H%M%S}.jpg")
        if habits.padding:
            message.add_attachment(bytes(habits.padding), "application", "octet-stream", filename="log.bin")
        data = message.as_bytes().replace(b"\r\n", b"\n")
        if habits.long_header:
            data = data.replace(b"X-Camera: x", b"X-Camera: " + b"x" * habits.long_header)
        if habits.raw_charset:
            written = f"Subject: {subject}\n".encode(habits.raw_charset, "replace") + data
            data = written.replace(text.encode(), text.encode(habits.raw_charset, "replace"))
        if habits.broken_mime and (boundary := message.get_boundary()):
            data = data.replace(f"--{boundary}--".encode(), b"")
        # A line that begins with a dot gets one more (4.5.2).
        return data.replace(b"\n.", b"\n..")

    async def _deliver(self, account: Account, mail: Mail, message: bytes) -> None:
        try:
            await _Delivery(self.habits, account, mail).run(message)
            mail.status = "sent"
        except (OSError, asyncio.IncompleteReadError, Refused) as error:
            mail.status = f"{type(error).__name__}: {error}"
        except asyncio.CancelledError:
            mail.status = "cancelled"
            raise


class _Delivery:
    """One connection to the server."""

    def __init__(self, habits: MailHabits, account: Account, mail: Mail) -> None:
        self.habits = habits
        self.account = account
        self.mail = mail

    async def run(self, message: bytes) -> None:
        context = None
        if self.account.tls:
            # Cameras know no authorities.
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        source = (self.habits.source, 0) if self.habits.source else None
        self.reader, self.writer = await asyncio.open_connection(
            self.account.host, self.account.port, ssl=context, local_addr=source
        )
        try:
            await self._talk(message)
        finally:
            self.writer.close()

    async def _talk(self, message: bytes) -> None:
        commands = list(self._commands())
        if self.habits.first:
            await self._send(self.habits.first.encode("latin-1"))
        if self.habits.pipelined:
            await self._send(b"".join(f"{command}\r\n".encode() for command, _ in commands))
        await self._expect("2")
        for command, expected in commands:
            if not self.habits.pipelined:
                await self._send(f"{command}\r\n".encode())
            await self._expect(expected)
        await self._body(message)
        await self._expect("2")
        if self.habits.quits:
            await self._send(b"QUIT\r\n")
            await self._expect("2")

    def _commands(self) -> Iterator[tuple[str, str]]:
        """Each with the digit that its answer must begin with."""
        account = self.account
        if self.habits.greeting:
            yield f"{self.habits.greeting} localhost", "2"
        if account.username:
            yield "AUTH LOGIN", "3"
            yield b64encode(account.username.encode()).decode(), "3"
            yield b64encode(account.password.encode()).decode(), "2"
        yield f"MAIL FROM:<{account.sender}>", "2"
        for recipient in account.recipients:
            yield f"RCPT TO:<{recipient}>", "2"
        yield "DATA", "3"

    async def _body(self, message: bytes) -> None:
        end = b"\n" if self.habits.bare_lf else b"\r\n"
        lines = message.removesuffix(b"\n").split(b"\n")
        sent = 0
        while True:
            for line in lines:
                data = line + end
                limit = self.habits.cut_after
                if limit is not None and sent + len(data) > limit:
                    self.writer.write(data[: limit - sent])
                    self.writer.transport.abort()
                    raise Refused("cut")
                await self._send(data)
                sent += len(data)
            if not self.habits.endless:
                break
        await self._send(b"." + end)
        self.mail.ended = time.monotonic()

    async def _send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()
        if self.habits.pause:
            await asyncio.sleep(self.habits.pause)

    async def _expect(self, digit: str) -> None:
        """Read an answer, of one line or more."""
        while True:
            line = (await self.reader.readuntil(b"\n")).decode("latin-1").strip()
            if line[3:4] != "-":
                break
        self.mail.answers += (line,)
        if not line.startswith(digit):
            raise Refused(line)
