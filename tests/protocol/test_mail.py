"""Reading alarm mails, and what they mean."""

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from email.message import EmailMessage
import time

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.cgi_camera.protocol import features as f, mail
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.dialects.mail_words import mails
from custom_components.cgi_camera.protocol.events import EventAction, Signal
from custom_components.cgi_camera.protocol.mail import BadMail, Letter, read
from custom_components.cgi_camera.protocol.model import Slot

from .ear import Ear
from .toy import DIALECT, INPUT_1, LINK, MOTION, RELAY_2, Scene, playing

JPEG = b"\xff\xd8\xff\xe0 a picture"
PNG = b"\x89PNG\r\n\x1a\n a picture"
LAST = Slot(1, f.LAST_ALARM)


def written(*attached: tuple[bytes, str], subject: str = "Motion", text: str = "Moved", **headers: str) -> bytes:
    """Write a mail as a well-behaved camera would."""
    message = EmailMessage()
    for name, value in {"From": "Front <Cam@Home.example>", "Subject": subject, **headers}.items():
        message[name] = value
    message.set_content(text)
    for content, kind in attached:
        message.add_attachment(content, *kind.split("/"), filename="a.jpg")
    return message.as_bytes()


# Reading


def test_read() -> None:
    """Sender, subject, text and picture are found; the picture is not in what is logged of it."""
    letter = read(written((JPEG, "image/jpeg"), (PNG, "image/png")))
    assert letter == Letter("cam@home.example", "Motion", "Moved\n", JPEG)
    assert letter.picture_type == "image/jpeg"
    assert "picture" not in repr(letter)


@pytest.mark.parametrize(
    ("kind", "content", "picture", "shown"),
    [
        ("image/png", PNG, PNG, "image/png"),
        # What it is said to be does not count.
        ("application/octet-stream", JPEG, JPEG, "image/jpeg"),
        ("video/mp4", b"\0\0\0\x18ftyp", None, ""),
        ("image/jpeg", b"<script>alert(1)</script>", None, ""),
        ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", None, ""),
        ("image/jpeg", b"\xff\xd8\xff" + bytes(mail.MOST_PICTURE), None, ""),
        (
            "image/jpeg",
            b"\xff\xd8\xff" + bytes(mail.MOST_PICTURE - 3),
            b"\xff\xd8\xff" + bytes(5 * 2**20 - 3),
            "image/jpeg",
        ),
    ],
    ids=["png", "unnamed", "video", "script", "svg", "too large", "large"],
)
def test_pictures(kind: str, content: bytes, picture: bytes | None, shown: str) -> None:
    """Only JPEG and PNG are pictures, and only as large as is good for us."""
    letter = read(written((content, kind)))
    assert (letter.picture, letter.picture_type) == (picture, shown)


def test_a_picture_alone() -> None:
    """Needs no text beside it."""
    head = b"Subject: x\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert read(head + b64encode(JPEG)) == Letter(subject="x", picture=JPEG)


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        ("移动侦测".encode(), "移动侦测"),
        ("移动侦测".encode("gb2312"), "移动侦测"),
        (b"Mouvement d\xe9tect\xff", "Mouvement détectÿ"),
        (b"=?gb2312?b?" + b64encode("移动".encode("gb2312")) + b"?= 1", "移动 1"),
        (b"=?utf-8?q?Bewegung_=C3=BC?=", "Bewegung ü"),
        (b"=?rot13?q?Zbgvba?=", "Zbgvba"),
        (b"=?utf-8?q?=FF=FE?=", "ÿþ"),
        (b"=?koi8-r?b?A?=", "=?koi8-r?b?A?="),
        (b"two\r\n lines", "two lines"),
        (b"x" * 5000, "x" * 200),
        (b"", ""),
    ],
)
def test_subjects(head: bytes, subject: str) -> None:
    """They come in all character sets, told or not."""
    assert read(b"Subject: " + head + b"\r\n\r\n").subject == subject


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Content-Type: text/html\n\n<p>Alarm<br>input 2</p>", "Alarm input 2"),
        (b"Content-Type: text/plain; charset=gb2312\n\n" + "输入".encode("gb2312"), "输入"),
        (b"Content-Type: text/plain; charset=nonsense\n\nplain", "plain"),
        (b"Content-Type: text/plain; charset*=utf-8''gb2312\n\nplain", "plain"),
        (b"Content-Type: nonsense\n\nplain", "plain"),
        (b"\n" + b"x" * 10_000, "x" * 4000),
        (b"no mail at all", "no mail at all"),
        (b"", ""),
    ],
)
def test_texts(data: bytes, text: str) -> None:
    """Plain text or a web page, in whatever character set, cut at some length."""
    assert " ".join(read(data).text.split()) == text


def test_parts_without_an_end() -> None:
    """Are read as far as they go."""
    data = written((JPEG, "image/jpeg"))
    letter = read(data[: data.rindex(b"--=")])
    assert (letter.text, letter.picture) == ("Moved\n", JPEG)


NEST = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\n" * 2 + b"x" * mail.MOST_BYTES, "too large"),
        (b"X-Camera: " + b"x" * 70_000 + b"\r\n\r\nx", "header"),
        (b"a: b\n" * 20_000, "header"),
        (b"a: b\n\n" + b"\n" * 300_000, "lines"),
        (b"a: b\n\n" + b"\r" * 300_000, "lines"),
        (NEST + b"--b\n" * 100, "too many parts"),
        (NEST * 200, "too many parts"),
        (NEST * 5, "parts in parts"),
        (b"Content-Type: message/rfc822\n\n" * 900, "parts in parts"),
    ],
    ids=["large", "long", "headers", "lines", "returns", "parts", "nested parts", "nested", "messages"],
)
def test_bombs(data: bytes, reason: str) -> None:
    """What would keep the parser busy is not read; the reason holds nothing of it."""
    with pytest.raises(BadMail, match=reason) as caught:
        read(data)
    assert "x" * 9 not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        NEST * 4 + b"\n" + b"-a\n" * 240_000,
        NEST + b"a: b\n" * 240_000,
        NEST + b"Content-Type: text/plain; " + b";" * 7_000_000,
        NEST + b"Content-Type: text/plain; " + b'";' * 3_500_000,
        NEST + b"Content-Type: text/plain; " + b"a*0=x;" * 1_000_000,
        b"Content-Type: image/jpeg\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + b"M!\n" * 120_000,
        b"Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n" + b"=A!=" * 1_800_000,
        b"Content-Type: image/jpeg\nContent-Transfer-Encoding: quoted-printable\n\n" + b"==" * 3_500_000,
        b"From: " + b"(" * 60_000 + b"\n\n",
        b"Subject: " + b"=?" * 30_000 + b"\n\n",
        b"Content-Type: text/html\n\n" + b"<" * 7_000_000,
    ],
    ids=["lines", "headers", "semicolons", "quotes", "continued", "uu", "base64", "quoted", "from", "subject", "html"],
)
def test_what_is_within_the_limits_is_read_soon(data: bytes) -> None:
    """The worst that we could think of costs a second of one core, not minutes."""
    began = time.thread_time()
    read(data)
    assert time.thread_time() - began < 10


def test_what_the_parser_stumbles_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a bad mail, like everything else that is none."""
    monkeypatch.setattr(mail, "parseaddr", lambda text: ())
    with pytest.raises(BadMail, match="unreadable"):
        read(b"\n\n")


_LINE = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [
            *(b"Content-Type: multipart/mixed; boundary=b", b'Content-Type: multipart/digest; boundary="b', b"--b"),
            *(b"--b--", b"", b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: base64", b"begin 644 x"),
            *(
                b"Content-Transfer-Encoding: x-uuencode",
                b"Content-Type: text/plain; charset=",
                b"Subject: =?utf-8?b?/=?=",
            ),
            *(b"Content-Type: image/jpeg; name*0*=''", b"From: <<@", b" continued", b"/9j/4A==", b"Content-Type: /"),
        ]
    ),
)


@given(st.lists(_LINE, max_size=30), st.sampled_from([b"\n", b"\r\n", b"\r"]))
@settings(max_examples=300, deadline=None)
def test_anything_is_read_or_refused(lines: list[bytes], end: bytes) -> None:
    """Nothing but BadMail comes out, and never more than there was."""
    try:
        letter = read(end.join(lines))
    except BadMail:
        return
    assert letter.picture is None or letter.picture_type


# Meaning

MAILING = ("ipc", "message")


@pytest.mark.parametrize("dialect", MAILING)
@pytest.mark.parametrize(
    ("subject", "text", "code", "number"),
    [
        ("Motion Detection Alarm: Channel 2 - Front", "", "mail_motion", 2),
        ("IO Alarm: Input 2 - Front", "", "mail_alarm_input", 2),
        ("IO Input Alarm", "", "mail_alarm_input", 0),
        ("IO2 ALARM", "", "mail_alarm_input", 2),
        ("Alarm", "Event: motion detected\nTime: 2026-01-02 03:04:05\nChannel: 3", "mail_motion", 3),
        ("Alarm from IPC", "Alarm input 1", "mail_alarm_input", 1),
        ("Motion snapshot", "", "mail_motion", 0),
        ("移动侦测 通道3", "", "mail_motion", 3),
        ("外部报警 输入2", "", "mail_alarm_input", 2),
        ("报警", "", "mail_motion", 0),
        ("Channel 2026-01-02", "", "mail_motion", 0),
        ("Channel 12:30", "", "mail_motion", 0),
        ("Sensor 3.", "", "mail_alarm_input", 3),
        ("", "", "mail_motion", 0),
        ("IPCAM", "a picture", "mail_motion", 0),
        ("Test mail", "", "mail", 0),
        ("Snapshot - Front", "Snapshot", "mail", 0),
        ("Snapshot", "of the alarm", "mail_motion", 0),
    ],
)
def test_meaning(dialect: str, subject: str, text: str, code: str, number: int) -> None:
    """Words decide, those of the subject first; whatever else a camera mails is movement, a test is nothing."""
    told = DIALECTS[dialect].mails
    assert told
    signal = told.signal(Letter(subject=subject, text=text, picture=b"x"))
    assert signal == Signal(code, EventAction.PULSE, number, {"subject": subject, "picture": True})


def test_who_mails() -> None:
    """Dialects that push have no need of mails."""
    assert {name for name, dialect in DIALECTS.items() if dialect.mails} == {*MAILING}


# What becomes of it

MAILED = replace(DIALECT, mails=mails(f.BRIGHTNESS, f.RELAY))


@asynccontextmanager
async def mailed(hold: float = 30, *, push: bool = False) -> AsyncIterator[tuple[Scene, Ear]]:
    """Set the scene with a camera that mails."""
    async with playing(hold=hold, dialect=replace(MAILED, push=MAILED.push if push else None)) as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        yield scene, Ear(scene.camera)


def come(scene: Scene, ear: Ear, subject: str) -> int:
    """Let a mail come."""
    channels: list[int] = []
    scene.camera.take_mail(Letter(subject=subject), ear.publish, ear.occurred, channels.append)
    return channels[0]


@pytest.mark.usefixtures("socket_enabled")
async def test_mail_raises_an_alarm() -> None:
    """It is on for the hold time, what is asked meanwhile does not matter, and then is what was said last."""
    async with mailed(hold=0.2) as (scene, ear):
        assert scene.camera.state.get(MOTION) is False
        assert scene.camera.expect_mails() == {INPUT_1, INPUT_1._replace(number=2)}
        assert come(scene, ear, "Motion, channel 1") == 1
        assert set(ear.published) == {(MOTION, True), (LAST, scene.camera.state.get(LAST))}
        occurrence = await ear.heard("mail_motion")
        assert (occurrence.code, occurrence.action, occurrence.channel, occurrence.index) == (
            "mail_motion",
            "pulse",
            1,
            1,
        )
        assert dict(occurrence.data) == {"subject": "Motion, channel 1", "picture": False}
        assert ear.moments() == [("1/motion_detected", "triggered")]
        await scene.camera.read([MOTION])
        assert scene.camera.state.get(MOTION) is True
        await ear.becomes(MOTION, True, False)


@pytest.mark.usefixtures("socket_enabled")
async def test_an_alarm_that_goes_on() -> None:
    """What the camera says when asked is believed when the mail's time is over; there is no gap."""
    async with mailed(hold=0.1) as (scene, ear):
        come(scene, ear, "Motion")
        scene.toy.texts["/moving"] = {"channels[0]": "0"}
        await scene.camera.read([MOTION])
        await ear.wait(lambda: not scene.camera._listener._causes[MOTION])
        assert ear.values(MOTION) == [True]
        scene.toy.texts["/moving"] = {}
        await scene.camera.read([MOTION])
        assert scene.camera.state.get(MOTION) is False


@pytest.mark.usefixtures("socket_enabled")
async def test_what_cannot_be_asked() -> None:
    """It is off until a mail tells of it, and after; one that was not expected shows by its mail."""
    async with mailed(hold=0.1) as (scene, ear):
        scene.camera.expect_mails()
        assert scene.camera.state.get(INPUT_1) is False
        assert come(scene, ear, "Alarm input 5") == 0
        five = INPUT_1._replace(number=5)
        await ear.becomes(five, True, False)
        assert scene.camera.state.get(INPUT_1._replace(number=2)) is False
        scene.camera.recall("alarm_input_9")
        assert INPUT_1._replace(number=9) in scene.camera.capabilities


@pytest.mark.usefixtures("socket_enabled")
async def test_channels_that_are_not_there() -> None:
    """An alarm is not lost for a number that cannot be."""
    async with mailed() as (scene, ear):
        assert [come(scene, ear, f"Motion, channel {number}") for number in (2, 7)] == [2, 1]
        await ear.wait(lambda: len(ear.occurrences) == 2)
        assert [each.channel for each in ear.occurrences] == [2, 1]
        assert come(scene, ear, "Test") == 0
        await ear.wait(lambda: len(ear.occurrences) == 3)
        assert (ear.occurrences[-1].code, ear.occurrences[-1].known) == ("mail", False)


@pytest.mark.usefixtures("socket_enabled")
async def test_closing_ends_what_mails_began() -> None:
    """Nobody would end it."""
    async with mailed() as (scene, ear):
        scene.camera.expect_mails()
        come(scene, ear, "Motion")
        come(scene, ear, "Alarm input 1")
        assert scene.camera.close() == {MOTION, INPUT_1}
        assert (scene.camera.state.get(MOTION), scene.camera.state.get(INPUT_1)) == (False, False)
        scene.toy.texts["/moving"] = {"channels[0]": "0"}
        await scene.camera.read([MOTION])
        assert scene.camera.state.get(MOTION) is True


@pytest.mark.usefixtures("socket_enabled")
async def test_a_dialect_without_mails() -> None:
    """Takes none."""
    async with playing() as scene:
        ear = Ear(scene.camera)
        scene.camera.take_mail(Letter(subject="Motion"), ear.publish, ear.occurred)
        assert scene.camera.expect_mails() == set()
        assert (ear.published, ear.occurrences) == ([], [])


@pytest.mark.usefixtures("socket_enabled")
async def test_mails_beside_an_event_stream() -> None:
    """Both tell of the same alarms."""
    async with mailed(push=True) as (scene, ear):
        scene.camera.expect_mails()
        assert {INPUT_1, RELAY_2, LINK} <= scene.camera.capabilities.keys()
        come(scene, ear, "Motion")
        assert ear.values(MOTION) == [True]
