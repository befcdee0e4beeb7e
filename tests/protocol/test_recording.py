"""Recordings hold nothing private, and everything else byte for byte."""

import asyncio
import json
from pathlib import Path
import re
import time

import aiohttp
from hypothesis import given, settings, strategies as st
import pytest

from custom_components.cgi_camera.protocol.anonymous import anonymous
from custom_components.cgi_camera.protocol.errors import ConnectionFailed
from custom_components.cgi_camera.protocol.exchange import PASSWORD, USERNAME, Answer, Request
from custom_components.cgi_camera.protocol.model import Identity
from custom_components.cgi_camera.protocol.recording import Recording, line_of, record
from tests.conftest import Simulate
from tests.protocol.conftest import Connect
from tests.simulator import Fault

FIXTURES = Path(__file__).parent.parent / "fixtures"
OWN: dict[str, str] = {
    "serial": "4X7C5A1ZAG21L3F",
    "mac": "f0:00:00:29:06:9f",
    "name": "Müller & Söhne",
    "host": "cam.home.arpa",
    "password": "Hunter2",
}
PRIVATE = "s3cret"


@pytest.mark.parametrize(
    "text",
    [
        # IPC HTTP CGI
        "<uid>s3cret</uid>",
        "<uid>\n s3cret</uid>",
        '<user name="s3cret" privilege="User" enable="Enable"/>',
        '<user privilege="User" name="s3cret"/>',
        '<user username="s3cret" newpasswd="s3cret"/>',
        '<RtmpConfig Enable="1" Streamid="s3cret" Type="1"/>',
        '<info kernel="Linux" sn="s3cret" oem="MC400L"/>',
        "<info sn='s3cret'/>",
        "Set UserPassword=s3cret ok",
        "<fault><value>/cgi-bin/getuid?username=s3cret&amp;password=s3cret</value></fault>",
        # Control CGI
        "passwd = s3cret\r\nid = 3\r\n",
        "stream1.address = rtsp://s3cret:s3cret@192.0.2.1:554/stream1\r\n",
        "url=/cgi-bin/a.cgi?id=s3cret&passwd=s3cret",
        # Amcrest HTTP API
        "table.PPPoE.Password=s3cret\r\n",
        "table.PPPoE.UserName=s3cret and a blank\n",
        "table.DDNS[0].Password=s3cret\r",
        "table.Email.Password=s3cret==&?\"'<>",
        "table.WLan.eth2.Keys[0]=s3cret\r\ntable.WLan.eth2.Keys[3]=s3cret",
        "table.WLan.eth2.SSID=s3cret",
        "wlanDevice[0].SSID=s3cret 13098 Internet",
        "table.NAS[0].UserName =“s3cret”",
        "user.Name=s3cret\r\nuser.Memo=s3cret 's account",
        "users[0].Name=s3cret\r\nusers[0].Memo=s3cret",
        "users[0].name=s3cret",
        "records [0].Password =s3cret\r\nrecords [0].CardNo =s3cret\r\nrecords [0].UserID =s3cret",
        "sn=s3cret",
        "serialNumber= s3cret",
        "sysInfo.SerialNumber = s3cret",
        "deviceInfo[0].SerialNo=s3cret",
        "pwdOld=s3cret&pwd=s3cret",
        'data={"UserID" : "s3cret", "CardNo" : "s3cret"}',
        # Message HTTP API
        "<SMTPInfo><SMTPPassword><string>s3cret</string></SMTPPassword></SMTPInfo>",
        "<SMTPUsername>\n<string>s3cret</string></SMTPUsername>",
        "<FTPPassword>s3cret</FTPPassword>",
        "<Password type='x'><![CDATA[s3cret]]></Password>",
        "<KcDdnsUser><string>s3cret</string></KcDdnsUser>",
        "<KcDdnsPasswd><string>s3cret</string></KcDdnsPasswd>",
        "<TutkUid><string>s3cret</string></TutkUid>",
        "<ElvisionUUID><string>s3cret</string></ElvisionUUID>",
        "<GoolinkID><string>s3cret</string></GoolinkID>",
        "<DDNSUserName><string>s3cret</string></DDNSUserName><DDNSPassword><string>s3cret</string></DDNSPassword>",
        "<SSID><string>s3cret</string></SSID><password><string>s3cret</string></password>",
        "<SerialNum><string>s3cret</string></SerialNum>",
        "<UserList><UserName><string>s3cret</string></UserName></UserList>",
        # More spellings
        "PskKey=s3cret\nwep_key=s3cret\nFtpPass = s3cret\nAccessToken=s3cret\n",
        "http://s3cret:x@host/",
    ],
)
def test_secrets_are_gone(text: str) -> None:
    """In every spelling of the four documents' answers."""
    hidden = anonymous(text.encode()).decode()
    assert PRIVATE not in hidden
    assert anonymous(hidden.encode()).decode() == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ('<network macaddr="F0-00-00-29-06-9F"/>', '<network macaddr="02-00-00-00-00-01"/>'),
        ("mac = f0:00:00:29:06:9f\r\n", "mac = 02:00:00:00:00:01\r\n"),
        ("HostName=F0000029069F.quickddns.com", "HostName=host.example.com"),
        ("Hello F0000029069f!", "Hello 020000000001!"),
        ("f000.0029.069f F0_00_00_29_06_9F", "0200.0000.0001 02_00_00_00_00_01"),
        ("F0%3A00%3a00%3A29%3A06%3A9F", "02%3A00%3a00%3A00%3A00%3A01"),
        ("F0 00 00 29 06 9F", "02 00 00 00 00 01"),
        # MACs of others
        ("wlanDevice[0].BSSID=28:2c:b2:5c:de:36", "wlanDevice[0].BSSID=REDACTED"),
        ("table.Network.eth0.PhysicalAddress=9002a9d77133", "table.Network.eth0.PhysicalAddress=020000000001"),
        ("gateway at 28-2C-B2-5C-DE-36.", "gateway at 02-00-00-00-00-01."),
        ("<Mac><string>52:3e:42:02:bc:20</string></Mac>", "<Mac><string>02:00:00:00:00:01</string></Mac>"),
        # Serial number
        ("realm Login to 4x7c5a1zag21l3f", "realm Login to 000000000000000"),
        ("table.General.MachineName=4X7C5A1ZAG21L3F", "table.General.MachineName=000000000000000"),
        # Addresses
        ('<net ip="192.168.0.10" mask="255.255.255.0"/>', '<net ip="192.0.2.1" mask="255.255.255.0"/>'),
        ("users[0].ip=10.43.2.16", "users[0].ip=192.0.2.1"),
        ("10.0.0.1-10.0.0.9;", "192.0.2.1-192.0.2.1;"),
        ("stream1.address = rtsp://192.168.1.30:554/stream1", "stream1.address = rtsp://192.0.2.1:554/stream1"),
        ('<?xml version="1.0"?><time ntpaddr="10.1.1.1"/>', '<?xml version="1.0"?><time ntpaddr="192.0.2.1"/>'),
        ("eth0.IPv6=fe80::f200:ff:fe29:69f/64", "eth0.IPv6=2001:db8::1/64"),
        ("eth0.IPv6=fd00:1:2:3:4:5:6:7", "eth0.IPv6=2001:db8::1"),
        ("address = http://CAM.home.arpa/a", "address = http://host.example.com/a"),
        # Host and mail names
        ('<time ntpaddr="ntp.home.arpa"/>', '<time ntpaddr="host.example.com"/>'),
        ("table.DDNS[0].HostName=me.dyndns.org", "table.DDNS[0].HostName=host.example.com"),
        ("<DDNSDomain><string>me.dyndns.org</string>", "<DDNSDomain><string>host.example.com</string>"),
        ("table.Email.Receivers[0]=x.y+z@tttt.co.uk\r\n", "table.Email.Receivers[0]=someone@example.com\r\n"),
        ("<FromMail><string>ipc@domain.com</string>", "<FromMail><string>someone@example.com</string>"),
        # The password, as a word of its own where it is short
        ("memo=hunter2;\nnote=my hunter2 hunter22", "memo=REDACTED;\nnote=my REDACTED hunter22"),
        # The name that people gave, where it is the whole of a text
        ("table.General.MachineName=Müller & Söhne\r\n", "table.General.MachineName=REDACTED\r\n"),
        ('<osd title_utf8="Müller &amp; Söhne"/>', '<osd title_utf8="REDACTED"/>'),
        ("<Title><string>Müller &amp; Söhne</string></Title>", "<Title><string>REDACTED</string></Title>"),
    ],
)  # fmt: skip
def test_what_tells_one_camera_from_another(text: str, hidden: str) -> None:
    """Is replaced by something of the same kind."""
    told = anonymous(text.encode(), **OWN).decode()
    assert told == hidden
    assert anonymous(told.encode(), **OWN).decode() == told


def test_names_in_other_encodings() -> None:
    """Firmware writes GB2312 and Latin-1, too."""
    assert anonymous("name=前门\r\n".encode("gb2312"), name="前门") == b"name=REDACTED\r\n"
    assert anonymous("name=Tür\r\n".encode("latin-1"), name="Tür") == b"name=REDACTED\r\n"


HARMLESS = (
    "table.VideoInOptions[0].Brightness=50",
    "table.All.Id=3",
    "users[0].Id=1",
    "KeyID=0",
    "table.WLan.eth2.KeyType=Hex",
    "caps.PasswordStrength=2",
    "table.CloudUpgrade.Enable=true",
    "updateSerial=IPC-HDW5830R-Z",
    "updateSerialCloudUpgrade=IPC-HDW5830R-Z:07:01:08:70:52:00",
    "version=2.8.0.12,build:2020-01-01",
    'softwareVersion = "V1.04.10.3"',
    "TimeSection[0][0]=1 00:00:00-23:59:59",
    "deviceType=31",
    "encoder1.keyframe = 30",
    "record.streamid = stream1",
    "mode = user",
    "userred = 50",
    "multicastvideoip = 239.249.119.123",
    "dns=0.0.0.0",
    "netmask = 255.255.240.0",
    "Basic settings = fine",
    "name=auto",
    "table.DigestAuth=Digest only",
    "caps.SmtpPassSupport=1",
    "AlarmBypass=true",
    "title = 12:30",
    'ntpaddr="pool.ntp.org"',
    "width=640 height=480",
    "a\0b",
    "",
)


@pytest.mark.parametrize("line", HARMLESS)
def test_what_is_not_private_stays(line: str) -> None:
    """Byte for byte, with every end of line."""
    for end in ("", "\r\n", "\n", " "):
        body = (line + end).encode()
        assert anonymous(body, **OWN) == body


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(HARMLESS).map(str.encode),
            # Numbers, words, marks and bytes that are no text, with nothing that any address is made of.
            st.lists(
                st.one_of(
                    st.sampled_from([b"brightness", b"enable", b"<image ", b"/>", b"=", b'"', b" ", b"\t", b"[0]"]),
                    st.integers(0, 65535).map(lambda number: str(number).encode()),
                    st.sampled_from([b"\xff", b"\xc3\xa4", b"\0", b"\xef\xbb\xbf", b"&amp;", b"'"]),
                ),
                max_size=12,
            ).map(b"".join),
        ),
        max_size=12,
    ),
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
)
def test_bodies_without_private_parts_are_unchanged(lines: list[bytes], end: bytes) -> None:
    """Whatever stands beside whatever."""
    body = end.join(lines)
    assert anonymous(body, **OWN) == body


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_twice_is_once(body: bytes) -> None:
    """Whatever a body holds, and nothing breaks on it."""
    once = anonymous(body, **OWN)
    assert anonymous(once, **OWN) == once


@pytest.mark.parametrize("piece", ["12:34:", "1.2.", "a@", "<user ", "&user", 'x="a ', "password = ", "ab/+", "\n"])
def test_long_bodies_take_no_longer_than_short_ones(piece: str) -> None:
    """A megabyte of anything is done in seconds."""
    began = time.monotonic()
    anonymous(piece.encode() * (100_000 // len(piece)), **OWN)
    assert time.monotonic() - began < 3


PRINTED = re.compile(
    r"http|mac|\bsn|serial|ipaddr|gateway|dns|address|server|uid|user|passw|mail|ssid|host|domain|name|realm|memo",
    re.IGNORECASE,
)


DOCUMENTED = [
    str(path.relative_to(FIXTURES)) for path in sorted(FIXTURES.rglob("*")) if path.is_file() and path.suffix != ".json"
]


@pytest.mark.parametrize("name", DOCUMENTED)
def test_documented_answers_keep_their_settings(name: str) -> None:
    """Of the answers that the documents print, only what is named as an address or a secret changes."""
    body = (FIXTURES / name).read_bytes().decode("latin-1")
    told = anonymous(body.encode("latin-1")).decode("latin-1")
    marks = r"([\s\"'<>])"
    before, after = re.split(marks, body), re.split(marks, told)
    assert len(before) == len(after)
    for position, (old, new) in enumerate(zip(before, after, strict=True)):
        assert old == new or PRINTED.search("".join(before[max(0, position - 8) : position + 1])), old


def answer(body: bytes, content_type: str = "text/plain", status: int = 200, *challenges: str) -> Answer:
    """Return an answer."""
    return Answer(status, content_type, body, challenges)


IDENTITY = Identity(
    mac="f0:00:00:29:06:9f", serial="4X7C5A1ZAG21L3F", model="MC400L", firmware="2.8.0.12", vendor="OEM", name="MC400L"
)


def test_entries() -> None:
    """One for each request, the last answer, without the account, in the order of asking."""
    recording = Recording()
    recording(Request("/a", {"b": "1", "id": USERNAME, "passwd": PASSWORD}), answer(b"x=1"))
    recording(Request("/x", {"uid": "7"}), answer(b"\xef\xbb\xbf <image/>", "text/xml", 400))
    recording(Request("/a", {"b": "1"}), answer(b"x=2"))
    entries = recording.entries(IDENTITY)
    assert [entry for entry, _ in entries] == [
        {
            "file": "001.txt",
            "request": "/a?b=1",
            "status": 200,
            "content_type": "text/plain",
            "source": "OEM MC400L 2.8.0.12",
        },
        {
            "file": "002.xml",
            "request": "/x?uid=REDACTED",
            "status": 400,
            "content_type": "text/xml",
            "source": "OEM MC400L 2.8.0.12",
        },
    ]
    assert [body for _, body in entries] == [b"x=2", b"\xef\xbb\xbf <image/>"]


def test_a_model_is_no_secret_though_it_is_the_name() -> None:
    """IPC HTTP CGI has one CGI for both."""
    recording = Recording()
    recording(Request("/cgi-bin/getmodel"), answer(b"<model>MC400L</model>\nname=MC400L"))
    assert recording.entries(IDENTITY)[0][1] == b"<model>MC400L</model>\nname=MC400L"


@pytest.mark.parametrize("content_type", ["image/jpeg", "text/html"])
def test_pictures_are_left_out(content_type: str) -> None:
    """All that is kept is that there was one."""
    recording = Recording()
    recording(Request("/snapshot.cgi"), answer(b"\xff\xd8 somebody at home \xff\xd9", content_type))
    ((entry, body),) = recording.entries(IDENTITY)
    assert (entry["file"], entry["content_type"], body) == ("001.jpg", content_type, b"\xff\xd8\xff\xd9")


def test_what_a_stranger_is_told() -> None:
    """Is kept beside what an account is told, with the way in which the camera asks for one."""
    recording = Recording()
    request = Request("/cgi-bin/magicBox.cgi")
    asked = 'Digest realm="Login to 4X7C5A1ZAG21L3F", qop="auth", nonce="17f3", opaque="9a206a55e9"'
    hashed = 'Digest realm="DH_00408CA5EA04", algorithm=MD5'
    recording(request, answer(b"no", "text/plain", 401, asked, hashed), stranger=True)
    recording(request, answer(b"yes"))
    (stranger, _), (friend, _) = recording.entries(IDENTITY)
    assert (stranger["account"], stranger["status"]) == (False, 401)
    assert stranger["challenges"] == [
        'Digest realm="Login to 000000000000000", qop="auth", nonce="0", opaque="0"',
        'Digest realm="DH_000000000000", algorithm=MD5',
    ]
    assert "account" not in friend


async def test_record(simulate: Simulate, connect: Connect) -> None:
    """Several may record at a time; then nobody looks on any more."""
    camera = connect(await simulate("message", digest=True))
    first, second = Recording(), Recording()
    async with aiohttp.ClientSession() as session:
        met = await asyncio.gather(record(camera, session, first), record(camera, session, second))
    assert {again.identity.unique_id for again in met} == {"52:3e:42:02:bc:20"}
    assert first.answers.keys() == second.answers.keys()
    assert camera.transport.observers == []


async def test_record_a_camera_that_goes(simulate: Simulate, connect: Connect) -> None:
    """What it said before is kept."""
    simulator = await simulate("ipc-1.0.10")
    simulator.refuse["/cgi-bin/getmodel"] = Fault(drop=True)
    camera, recording = connect(simulator), Recording()
    async with aiohttp.ClientSession() as session:
        with pytest.raises(ConnectionFailed):
            await record(camera, session, recording)
    assert ("/cgi-bin/getinfo", False) in recording.answers
    assert camera.transport.observers == []


def test_requests_in_other_scripts() -> None:
    """Stay what they are."""
    recording = Recording()
    recording(Request("/a", {"title": "前门"}), answer(b""))
    assert recording.entries(Identity())[0][0]["request"] == "/a?title=前门"
    assert line_of(Request("/a")) == "/a"


def test_save(tmp_path: Path) -> None:
    """A folder of raw files and an index, which is made where it is missing."""
    recording = Recording()
    recording(Request("/a"), answer(b"host=192.168.1.7\r\n"))
    assert recording.save(tmp_path / "new" / "model", IDENTITY, "192.168.1.7") == 1
    folder = tmp_path / "new" / "model"
    (entry,) = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert (folder / entry["file"]).read_bytes() == b"host=192.0.2.1\r\n"
