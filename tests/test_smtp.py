"""The receiver of alarm mails, by itself: whom it lets in, and what it takes."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
import logging
import re

import pytest

from custom_components.cgi_camera import mail_receiver, smtp
from custom_components.cgi_camera.mail_receiver import Mailbox, Receiver, address_of
from custom_components.cgi_camera.protocol.mail import MOST_BYTES, Letter, read
from tests.ha import wait_for
from tests.mails import JPEG, Client, connected, free_port, post
from tests.simulator_tests.smtp import listening

pytestmark = pytest.mark.usefixtures("socket_enabled")


async def nowhere(host: str) -> Iterable[str]:
    """Find no address."""
    raise OSError("no such name")


class Box:
    """A camera's mailbox, and what came."""

    def __init__(self, host: str = "127.0.0.1", sender: str = "", *, takes: bool = True) -> None:
        """Take mails from an address and a sender."""
        self.mails: list[bytes] = []
        self.takes = takes
        self.box = Mailbox(host=host, sender=sender, deliver=self._deliver)

    def _deliver(self, data: bytes) -> bool:
        self.mails.append(data)
        return self.takes

    @property
    def letters(self) -> list[Letter]:
        """What came, read."""
        return [read(each) for each in self.mails]


@asynccontextmanager
async def receiving(*boxes: Box, look_up: mail_receiver.LookUp = nowhere) -> AsyncIterator[Receiver]:
    """Receive mails for cameras."""
    receiver = Receiver("127.0.0.1", free_port(), look_up)
    receiver.boxes += [each.box for each in boxes]
    await receiver.open()
    try:
        yield receiver
    finally:
        receiver.close()
        await wait_for(lambda: not receiver.sessions)


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged of mails and connections."""
    return [each.getMessage() for each in caplog.records if each.name == "custom_components.cgi_camera"]


# What is taken


@pytest.mark.parametrize(
    "habits",
    [
        {},
        {"greeting": "HELO"},
        {"greeting": ""},
        {"pipelined": True},
        {"bare_lf": True},
        {"bare_lf": True, "pipelined": True},
        {"raw_charset": "gb2312"},
        {"broken_mime": True},
        {"long_header": 30_000},
        {"padding": 2_000_000},
        {"quits": False},
        {"recipients": ("a@b.example", "c@d.example")},
    ],
    ids=str,
)
async def test_mails_of_all_sorts_of_cameras(habits: dict[str, object]) -> None:
    """Firmware does not know its manners; the mail is taken all the same, with its picture."""
    box = Box()
    async with receiving(box) as receiver:
        await post(receiver.port, "Motion 移动", **habits)
        (letter,) = box.letters
        assert (letter.subject, letter.picture) == ("Motion 移动", JPEG)


@pytest.mark.parametrize("secrets", [{"username": "me", "password": "hunter2"}])
async def test_an_account_is_taken_unseen(caplog: pytest.LogCaptureFixture, secrets: dict[str, str]) -> None:
    """A camera that insists on it may send one. It is not asked for, and nothing of the mail is logged."""
    caplog.set_level(logging.DEBUG)
    box = Box()
    async with receiving(box) as receiver:
        (mail,) = await post(receiver.port, "Motion hunter2", text="the password is hunter2", account=secrets)
        assert mail.status == "sent"
        async with connected(receiver.port) as client:
            await client.ask()
            client.writer.write(b"EHLO me\r\n")
            told = await client.ask()
            assert told == "250 HELP"
            assert (
                await client.ask("AUTH PLAIN " + b64encode(b"\0me\0hunter2").decode())
                == "235 2.7.0 Authentication successful"
            )
            assert (await client.ask("hunter2 hunter2"))[:3] == "500"
            assert (await client.ask("MAIL FROM:(hunter2"))[:3] == "553"
    assert len(box.mails) == 1
    shown = "\n".join(f"{each.getMessage()} {each.args}" for each in caplog.records if each.name != "asyncio")
    assert "hunter2" not in shown
    assert b64encode(b"hunter2").decode() not in shown
    assert not [each for each in caplog.records if each.name == "mail.log"]
    assert ours(caplog) == ["A mail from 127.0.0.1 was not taken: 500"]


async def test_others_may_log(caplog: pytest.LogCaptureFixture) -> None:
    """The library is kept silent about our mails only."""
    async with receiving():
        logging.getLogger("mail.log").warning("of another server")
    assert "of another server" in caplog.text


async def test_nothing_is_offered_that_is_not_there() -> None:
    """No encryption, no accounts; whoever asks for them hears no."""
    async with receiving(Box()) as receiver, connected(receiver.port) as client:
        assert await client.ask() == "220 home-assistant ready"
        client.writer.write(b"EHLO me\r\nSTARTTLS\r\n")
        lines = [(await client.reader.readuntil(b"\n")).decode().strip() for _ in range(5)]
        assert lines == [
            "250-home-assistant",
            f"250-SIZE {MOST_BYTES}",
            "250-8BITMIME",
            "250 HELP",
            "454 TLS not available",
        ]


async def test_several_mails_on_one_connection() -> None:
    """Each is one."""
    box = Box()
    async with receiving(box) as receiver, connected(receiver.port) as client:
        await client.ask()
        for number in range(3):
            await client.ask("MAIL FROM:<cam@home.example>")
            await client.ask("RCPT TO:<me@home.example>")
            assert (await client.ask("DATA"))[:3] == "354"
            client.writer.write(b"X: " + b"x" * 60_000 + b"\r\n" + (b"y" * 70 + b"\r\n") * 50_000)
            assert await client.ask(f"\r\nSubject: {number}\r\n..\r\n.") == "250 2.0.0 Taken"
        assert len(box.mails) == 3
        assert box.mails[2].endswith(b"Subject: 2\r\n.\r\n")


# Who is let in


async def test_a_stranger_is_not_talked_to(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is even said to an address that is no camera's."""
    caplog.set_level(logging.DEBUG, "custom_components.cgi_camera")
    box = Box()
    async with receiving(box) as receiver:
        async with connected(receiver.port, "127.0.0.9") as client:
            assert await client.closed() == b""
        await post(receiver.port, source="127.0.0.9")
    assert box.mails == []
    assert ours(caplog) == ["A connection from 127.0.0.9 was closed: not from a camera that is known here"] * 2


async def test_addresses_tell_cameras_apart() -> None:
    """Each camera's mails are its own, whatever they say."""
    one, other = Box(), Box("127.0.0.2")
    async with receiving(one, other) as receiver:
        await post(receiver.port, "one")
        await post(receiver.port, "other", source="127.0.0.2")
        await post(receiver.port, "again", source="127.0.0.2")
    assert [each.subject for each in one.letters] == ["one"]
    assert [each.subject for each in other.letters] == ["other", "again"]


async def test_senders_tell_cameras_apart(caplog: pytest.LogCaptureFixture) -> None:
    """Behind one address, a camera is who it says it is; what is of no other is of the only one without a name."""
    caplog.set_level(logging.DEBUG, "custom_components.cgi_camera")
    one, other, nameless = Box(sender="one@home.example"), Box(sender="other@home.example"), Box()
    async with receiving(one, other, nameless) as receiver:
        await post(receiver.port, sender="One@Home.example")
        await post(receiver.port, sender="other@home.example")
        await post(receiver.port, sender="third@home.example")
        assert [len(each.mails) for each in (one, other, nameless)] == [1, 1, 1]
        receiver.boxes.append(Box().box)
        (mail,) = await post(receiver.port, sender="third@home.example")
        assert mail.answers[-1] == "550 5.7.1 Not from a camera that is known here"
        assert len(nameless.mails) == 1
    assert ours(caplog) == ["A mail from 127.0.0.1 was not taken: not from a camera that is known here"]


async def test_a_wrong_sender() -> None:
    """A camera that is to have a sender has that one."""
    box = Box(sender="cam@home.example")
    async with receiving(box) as receiver:
        (mail,) = await post(receiver.port, sender="other@home.example")
        assert mail.answers[-1][:3] == "550"
        await post(receiver.port, sender="CAM@home.example")
    assert len(box.mails) == 1


async def test_names_are_looked_up_when_they_are_needed() -> None:
    """A camera that is known by name is let in from where that leads; strangers do not make us ask again and again."""
    asked: list[str] = []

    async def look_up(host: str) -> Iterable[str]:
        asked.append(host)
        await asyncio.sleep(0)
        return ["127.0.0.2", "nonsense"]

    box = Box("front.example")
    async with receiving(box, look_up=look_up) as receiver:
        mails = await asyncio.gather(
            post(receiver.port, source="127.0.0.2"), post(receiver.port, source="127.0.0.3"), post(receiver.port)
        )
        assert [mail.status == "sent" for (mail,) in mails] == [True, False, False]
        await post(receiver.port)
        await post(receiver.port, source="127.0.0.2")
        assert (len(box.mails), asked) == (2, ["front.example"])


async def test_a_name_that_is_not_found() -> None:
    """Nobody is let in for it, until it is."""
    box = Box("front.example")
    async with receiving(box) as receiver:
        (mail,) = await post(receiver.port)
        assert (mail.status == "sent", box.mails) == (False, [])


async def test_a_name_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Does not keep anybody waiting for ever; those who gave up are forgotten."""
    monkeypatch.setattr(mail_receiver, "LOOK_UP_SECONDS", 0.1)
    ever = asyncio.Event()

    async def look_up(host: str) -> Iterable[str]:
        await ever.wait()
        return ()

    async with (
        receiving(Box("front.example"), look_up=look_up) as receiver,
        connected(receiver.port) as client,
        connected(receiver.port) as other,
    ):
        await wait_for(lambda: len(receiver._waiting) == 2)
        other.writer.transport.abort()
        assert await client.closed() == b""


async def test_closing_while_names_are_looked_up() -> None:
    """Lets go of those who wait."""
    ever = asyncio.Event()

    async def look_up(host: str) -> Iterable[str]:
        await ever.wait()
        return ()

    async with receiving(Box("front.example"), look_up=look_up) as receiver, connected(receiver.port) as client:
        await wait_for(lambda: receiver._waiting)
        receiver.close()
        assert await client.closed() == b""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("camera.local", "None"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    """One camera has one address, however it is written."""
    assert str(address_of(text)) == address


# What is not taken


@pytest.mark.parametrize(
    ("habits", "answer"),
    [
        ({"padding": 8_000_000}, ""),
        ({"endless": True}, ""),
        ({"long_header": 100_000}, "500"),
        ({"cut_after": 3000}, ""),
        ({"recipients": tuple(f"{n}@home.example" for n in range(7))}, "452"),
        ({"recipients": ("user%victim.example@home.example",)}, "551"),
        ({"recipients": ("victim.example!user@home.example",)}, "551"),
        ({"first": "GET / HTTP/1.1\r\nHost: camera\r\n\r\n" * 5}, "500"),
    ],
    ids=["large", "endless", "line", "cut", "recipients", "percent", "bang", "http"],
)
async def test_hostile_mails(caplog: pytest.LogCaptureFixture, habits: dict[str, object], answer: str) -> None:
    """They come to nothing, with one line in the log, and the next good one is taken."""
    caplog.set_level(logging.DEBUG)
    box = Box()
    async with receiving(box) as receiver:
        (mail,) = await post(receiver.port, **habits)
        assert mail.status != "sent"
        assert "".join(mail.answers[-1:])[:3] == answer or not answer
        await wait_for(lambda: not receiver.sessions)
        assert box.mails == []
        assert len(ours(caplog)) == 1
        (mail,) = await post(receiver.port)
        assert mail.status == "sent"


async def test_a_line_without_an_end() -> None:
    """Is not collected."""
    box = Box()
    async with receiving(box) as receiver, connected(receiver.port) as client:
        await client.ask()
        for line in ("MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>", "DATA"):
            await client.ask(line)
        client.writer.write(b"x" * (MOST_BYTES + 100_000))
        assert await client.closed() == b""
    assert box.mails == []


async def test_much_at_once() -> None:
    """An address has room for two of the largest mails that are not finished, and no more."""
    async with receiving(Box()) as receiver, AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(connected(receiver.port)) for _ in range(3)]
        for client in clients:
            await client.ask()
            for line in ("MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>", "DATA"):
                await client.ask(line)
            client.writer.write((b"x" * 1000 + b"\r\n") * 6000)
        closed = [asyncio.create_task(client.closed()) for client in clients]
        await asyncio.wait(closed, return_when=asyncio.FIRST_COMPLETED)
        assert receiver.sessions
        receiver.close()
        await asyncio.gather(*closed)


async def test_a_camera_that_is_removed_during_its_mail() -> None:
    """Gets no more."""
    box = Box()
    async with receiving(box) as receiver, connected(receiver.port) as client:
        await client.ask()
        for line in ("MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>", "DATA"):
            await client.ask(line)
        receiver.boxes.clear()
        assert (await client.ask("\r\n."))[:3] == "451"
    assert box.mails == []


async def test_lines_without_number() -> None:
    """Are not counted out in full."""
    box = Box()
    async with receiving(box) as receiver, connected(receiver.port) as client:
        await client.ask()
        for line in ("MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>", "DATA"):
            await client.ask(line)
        client.writer.write(b"x\n" * 300_000)
        assert await client.closed() == b""
    assert box.mails == []


async def test_nothing_is_passed_on() -> None:
    """A mail for somebody else is taken as an alarm, and reaches nobody."""
    box = Box()
    async with listening() as victim, receiving(box) as receiver:
        for recipient in (f"user@[127.0.0.1]:{victim.port}", "user@[127.0.0.1]", "user@localhost"):
            await post(receiver.port, recipients=(recipient,))
        assert (victim.peers, victim.commands) == ([], [])
    assert box.mails


async def test_a_flood() -> None:
    """So many mails are taken in a row, more are not; nothing else suffers."""
    flooding, calm = Box(), Box("127.0.0.2")
    async with receiving(flooding, calm) as receiver:
        for _ in range(12):
            (last,) = await post(receiver.port)
        assert last.answers[-1] == "450 4.7.1 Too many mails, wait"
        await post(receiver.port, source="127.0.0.2")
    assert (len(flooding.mails), len(calm.mails)) == (mail_receiver.BURST, 1)


def test_a_flood_passes() -> None:
    """By and by, mails are taken again."""
    box = Box().box
    assert [box.allowance.take(100.0) for _ in range(11)] == [True] * 10 + [False]
    assert [box.allowance.take(104.0) for _ in range(2)] == [True, False]
    assert [box.allowance.take(1000.0) for _ in range(11)] == [True] * 10 + [False]


async def test_who_is_behind_takes_no_more() -> None:
    """The camera may try again."""
    async with receiving(Box(takes=False)) as receiver:
        (mail,) = await post(receiver.port)
        assert mail.answers[-1] == "451 4.3.2 Too many mails at once"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9"], ids=["camera", "stranger"])
async def test_a_thousand_connections(host: str) -> None:
    """Few are held, the others closed at once."""
    async with receiving(Box(host)) as receiver, AsyncExitStack() as stack:
        held = 4 * (host == "127.0.0.1")
        clients = [await stack.enter_async_context(connected(receiver.port)) for _ in range(1000)]
        closed = [asyncio.create_task(client.closed()) for client in clients]
        await wait_for(lambda: sum(each.done() for each in closed) >= 1000 - held)
        assert len(receiver.sessions) == held
        assert {each.result() for each in closed if each.done()} == {b""}
        receiver.close()
        await asyncio.gather(*closed)


async def test_many_cameras_at_once() -> None:
    """The whole has its limit, too."""
    boxes = [Box(f"127.0.0.{number}") for number in range(1, 12)]
    async with receiving(*boxes) as receiver, AsyncExitStack() as stack:
        hosts = [box.box.host for box in boxes for _ in range(4)]
        clients = [await stack.enter_async_context(connected(receiver.port, host)) for host in hosts]
        closed = [asyncio.create_task(client.closed()) for client in clients]
        await wait_for(lambda: sum(each.done() for each in closed) >= len(clients) - mail_receiver.MOST_SESSIONS)
        assert len(receiver.sessions) == mail_receiver.MOST_SESSIONS
        receiver.close()
        await asyncio.gather(*closed)


@pytest.mark.parametrize("said", [b"", b"MAIL FROM:<a@b.example>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n", b"EH"])
async def test_one_that_says_nothing(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    """Is not waited for."""
    caplog.set_level(logging.DEBUG, "custom_components.cgi_camera")
    monkeypatch.setattr(smtp, "COMMAND_SECONDS", 0.2)
    async with receiving(Box()) as receiver, connected(receiver.port) as client:
        client.writer.write(said)
        await client.closed()
        await wait_for(lambda: not receiver.sessions)
    assert ours(caplog) == ["A mail from 127.0.0.1 was not taken: it took too long"]


async def test_one_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection has its time, whatever is said on it."""
    monkeypatch.setattr(smtp, "SESSION_SECONDS", 0.3)
    monkeypatch.setattr(smtp, "MOST_CALLS", 1_000_000)
    async with receiving(Box()) as receiver, connected(receiver.port) as client:
        saying = asyncio.create_task(say_for_ever(client, b"NOOP\r\n"))
        await client.ask()
        assert await client.ask() == "250 OK"
        await client.closed()
        await wait_for(lambda: not receiver.sessions)
        await saying


async def say_for_ever(client: Client, data: bytes) -> None:
    """Go on until the server hangs up."""
    while not client.writer.is_closing():
        client.writer.write(data)
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("line", ["NOOP", "RSET", "VRFY a@b.example", "HELP", "AUTH LOGIN =", "nonsense", "\udcff"])
async def test_commands_without_end(line: str) -> None:
    """Have one."""
    async with receiving(Box()) as receiver, connected(receiver.port) as client:
        client.writer.write((line + "\r\n").encode("utf-8", "surrogateescape") * 200 + b"QUIT\r\n")
        told = await client.closed()
        assert len(re.findall(rb"\n", told)) < 250


async def test_what_the_library_stumbles_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is answered like everything that makes no sense, and tells nothing of us."""
    box = Box()

    def broken(data: bytes) -> bool:
        raise ZeroDivisionError("secret")

    box.box.deliver = broken
    async with receiving(box) as receiver:
        (mail,) = await post(receiver.port)
        assert mail.answers[-1] == "500 5.5.2 Not understood"


async def test_closing_in_the_middle_of_a_mail() -> None:
    """Leaves nothing behind."""
    async with receiving(Box()) as receiver, connected(receiver.port) as client:
        await client.ask()
        await client.ask("MAIL FROM:<a@b.example>")
        assert receiver.listening
        receiver.close()
        assert not receiver.listening
        assert await client.closed() == b""
        await wait_for(lambda: not receiver.sessions)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", receiver.port)
