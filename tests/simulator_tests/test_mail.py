"""Alarm mails of the ipc and message cameras, and the bad mails they can be made to send."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from aiohttp import ClientSession
import pytest
from yarl import URL

from tests.simulator import KINDS
from tests.simulator.control_port import ControlPort

from .conftest import Starter
from .smtp import SmtpServer, listening


@pytest.fixture
async def box() -> AsyncIterator[SmtpServer]:
    async with listening() as box:
        yield box


type Make = Callable[..., Awaitable[Any]]


@pytest.fixture
def ipc(started: Starter, box: SmtpServer) -> Make:
    async def make(**options: Any) -> Any:
        mail = {"host": "127.0.0.1", "port": box.port, "sender": "cam@home.example", **options.pop("mail", {})}
        camera: Any = await started(KINDS["ipc-1.0.10"](mail=mail, **options))
        camera.values["setEventStorage"]["capture_email_upload"] = "1"
        return camera

    return make


@pytest.fixture
def message(started: Starter, session: ClientSession, box: SmtpServer) -> Make:
    async def make(*settings: str, **options: Any) -> Any:
        camera: Any = await started(KINDS["message"](**options))
        for one in (f"net_set?Group=SMTPInfo&SMTPServerIP=127.0.0.1&SMTPPort={box.port}", *settings):
            async with session.get(URL(f"{camera.url}".rstrip("/") + f"/cgi/{one}")) as answer:
                assert 'code="200"' in await answer.text()
        return camera

    return make


MOTION = "alarm_set?Channel=1&Group=MDAccessInfo&MDArea=2&MM=1"
INPUT = "alarm_set?Group=IOAccessInfo&IOTrigNum=1&IM1=1"


async def test_motion_is_mailed_with_a_picture(message: Make, box: SmtpServer) -> None:
    camera = await message(MOTION, "net_set?Group=SMTPInfo&FromMail=cam@home.example&ToMail=a@home.example")
    camera.raise_alarm("motion")
    camera.raise_alarm("motion", on=False)
    (mail,) = await camera.postman.settled()
    (letter,) = box.letters
    assert (mail.status, mail.ended > 0) == ("sent", True)
    assert (letter.sender, letter.recipients) == ("cam@home.example", ["a@home.example"])
    assert letter.message["Subject"] == "Motion Detection Alarm: Channel 1 - Simulated camera"
    text, picture = letter.message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert "Device: Simulated camera" in text.get_content()
    assert picture.get_content_type() == "image/jpeg"
    assert picture.get_content().startswith(b"\xff\xd8")
    assert picture.get_filename().endswith(".jpg")
    assert letter.data.endswith(b"\r\n")


async def test_a_mail_may_come_from_another_address(message: Make, box: SmtpServer) -> None:
    camera = await message(MOTION, mail_habits={"source": "127.0.0.2"})
    camera.raise_alarm("motion")
    await camera.postman.settled()
    assert box.peers == ["127.0.0.2"]


async def test_an_input_is_mailed(message: Make, box: SmtpServer) -> None:
    camera = await message(
        INPUT,
        "net_set?Group=SMTPInfo&SMTPAuth=1&SMTPUsername=me&SMTPPassword=secret&CcMail=b@home.example",
        "net_set?Group=SMTPInfo&SMTPSnapShot=0",
    )
    camera.raise_alarm("alarm_input")
    camera.raise_alarm("motion")
    camera.raise_alarm("tamper")
    await camera.postman.settled()
    (letter,) = box.letters
    assert letter.account == ("me", "secret")
    assert letter.recipients == ["test@domain.com", "b@home.example"]
    assert letter.message["Subject"].startswith("IO Alarm: Input 1")
    assert letter.message.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("settings", "alarm", "channel"),
    [
        ([], "motion", 1),
        ([INPUT], "motion", 1),
        ([MOTION], "alarm_input", 1),
        ([MOTION, "alarm_set?Channel=1&Group=MDInfo&MDEnable=0"], "motion", 1),
        ([INPUT], "alarm_input", 2),
        ([MOTION, "net_set?Group=SMTPInfo&SMTPServerIP=0.0.0.0"], "motion", 1),
    ],
)
async def test_message_cameras_mail_what_they_are_told_to(
    message: Make, box: SmtpServer, settings: list[str], alarm: str, channel: int
) -> None:
    camera = await message(*settings)
    camera.raise_alarm(alarm, channel=channel)
    assert await camera.postman.settled() == []


async def test_ipc_cameras_mail_by_their_event_storage(ipc: Make, box: SmtpServer, session: ClientSession) -> None:
    camera = await ipc(mail={"recipients": ["a@home.example", "b@home.example"], "username": "u", "password": "p"})
    camera.raise_alarm("motion")
    camera.raise_alarm("alarm_input")
    await camera.postman.settled()
    subjects = [letter.message["Subject"] for letter in box.letters]
    assert sorted(subjects) == ["IO Input Alarm - Simulated camera", "Motion Detection Alarm - Simulated camera"]
    assert box.letters[0].account == ("u", "p")
    assert box.letters[0].recipients == ["a@home.example", "b@home.example"]
    for path, changes in (
        ("setEventStorage", {"capture_email_upload": "0"}),
        ("setEventStorage", {"capture_email_upload": "1", "trigger_capture": "0"}),
        ("motion", {"enable": "0"}),
    ):
        camera.values[path].update(changes)
        camera.raise_alarm("motion")
    await camera.postman.settled()
    assert len(box.letters) == 2
    camera.values["motion"]["enable"] = "1"
    camera.values["setEventStorage"]["record_email_upload"] = "1"
    camera.raise_alarm("motion")
    query = "stream=0&upload=2&username=admin&password=pass1234"
    async with session.get(URL(f"{camera.url}".rstrip("/") + f"/cgi-bin/snapshot.cgi?{query}")) as answer:
        assert answer.status == 200
    await camera.postman.settled()
    assert len(box.letters) == 4


async def test_an_old_ipc_camera_mails_nothing(started: Starter, box: SmtpServer) -> None:
    camera: Any = await started(KINDS["ipc-1.0.1"](mail={"host": "127.0.0.1", "port": box.port}))
    camera.raise_alarm("motion")
    assert await camera.postman.settled() == []


@pytest.mark.parametrize("refuses", ["MAIL", "RCPT", "DATA", "EHLO", "AUTH"])
async def test_a_refusal_is_noted(started: Starter, refuses: str) -> None:
    async with listening(refuses) as box:
        mail = {"host": "127.0.0.1", "port": box.port, "username": "u"}
        camera: Any = await started(KINDS["ipc-1.0.10"](mail=mail))
        camera.values["setEventStorage"]["capture_email_upload"] = "1"
        camera.raise_alarm("motion")
        (mail,) = await camera.postman.settled()
    assert mail.status == "Refused: 550 no"
    assert box.letters == []


async def test_nobody_listens(started: Starter) -> None:
    async with listening() as box:
        port = box.port
    camera: Any = await started(KINDS["ipc-1.0.10"](mail={"host": "127.0.0.1", "port": port}))
    camera.values["setEventStorage"]["capture_email_upload"] = "1"
    camera.raise_alarm("motion")
    (mail,) = await camera.postman.settled()
    assert mail.status.startswith("ConnectionRefusedError")


# -- bad mails


async def mailed(ipc: Make, box: SmtpServer, **habits: Any) -> Any:
    camera = await ipc(mail_habits=habits)
    camera.raise_alarm("motion")
    await camera.postman.settled()
    return camera


@pytest.mark.parametrize("habits", [{"greeting": "HELO"}, {"greeting": ""}, {"pipelined": True}, {"quits": False}])
async def test_ways_to_talk(ipc: Make, box: SmtpServer, habits: dict[str, Any]) -> None:
    camera = await mailed(ipc, box, **habits)
    assert [mail.status for mail in camera.postman.mails] == ["sent"]
    assert box.letters[0].message["Subject"].startswith("Motion")
    assert (box.commands[0].split(" ")[0] or "MAIL") == (habits.get("greeting", "EHLO") or "MAIL")
    assert ("QUIT" in box.commands) is habits.get("quits", True)


async def test_forged_and_relayed(ipc: Make, box: SmtpServer) -> None:
    await mailed(ipc, box, sender="president@elsewhere.example", recipients=["victim@elsewhere.example"], copies=20)
    assert len(box.letters) == 20
    assert box.letters[0].sender == "president@elsewhere.example"
    assert box.letters[0].recipients == ["victim@elsewhere.example"]


async def test_odd_contents(ipc: Make, box: SmtpServer) -> None:
    camera = await ipc(name="Tür", mail_habits={"raw_charset": "latin-1", "long_header": 50_000, "bare_lf": True})
    camera.raise_alarm("motion")
    await camera.postman.settled()
    data = box.letters[0].data
    assert data.startswith("Subject: Motion Detection Alarm - Tür\n".encode("latin-1"))
    assert b"x" * 50_000 in data
    assert b"\r\n" not in data
    camera.postman.habits.raw_charset = ""
    camera.postman.habits.broken_mime = True
    camera.raise_alarm("motion")
    await camera.postman.settled()
    boundary = box.letters[1].message.get_boundary()
    assert f"--{boundary}--".encode() not in box.letters[1].data
    camera.postman.habits.picture = False
    camera.raise_alarm("motion")
    await camera.postman.settled()
    assert box.letters[2].message.get_content_type() == "text/plain"


async def test_a_huge_mail(ipc: Make, box: SmtpServer) -> None:
    await mailed(ipc, box, padding=3_000_000)
    assert len(box.letters[0].data) > 4_000_000


async def test_garbage_first(ipc: Make, box: SmtpServer) -> None:
    camera = await mailed(ipc, box, first="\x00\xff\xfe\r\n")
    assert box.commands[0] == "\x00\xff\xfe"
    assert camera.postman.mails[0].status != "waiting"


async def test_cut_and_slow_and_without_end(ipc: Make, box: SmtpServer) -> None:
    camera = await mailed(ipc, box, cut_after=500)
    assert camera.postman.mails[0].status == "Refused: cut"
    await box.broken.wait()
    assert box.letters == []
    camera.postman.habits.cut_after = None
    camera.postman.habits.pause = 0.001
    camera.postman.habits.picture = False
    camera.raise_alarm("motion")
    await camera.postman.settled()
    assert len(box.letters) == 1
    camera.postman.habits.endless = True
    camera.raise_alarm("motion")
    await asyncio.sleep(0.05)
    await camera.stop()
    assert camera.postman.mails[-1].status == "cancelled"
    assert len(box.letters) == 1


async def test_mails_are_told_by_the_control_port(ipc: Make, box: SmtpServer, session: ClientSession) -> None:
    camera = await mailed(ipc, box)
    control = ControlPort(camera)
    await control.start()
    try:
        async with session.get(f"http://127.0.0.1:{control.port}/mails") as answer:
            (mail,) = await answer.json()
    finally:
        await control.stop()
    assert (mail["status"], mail["sender"]) == ("sent", "cam@home.example")
    assert mail["answers"][-1] == "221 bye"
