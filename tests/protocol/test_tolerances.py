"""What cameras get wrong and must work all the same: one line for each, named by what it is about.

The first table goes over the wire: whole cameras whose firmware writes in an odd way must tell the same as the plain
one. The second holds single answers, as documents misprint them and as real devices send them. How event streams are
framed stands in `test_parts`, what goes wrong in connections and log-ins in `test_transport`.
"""

from dataclasses import dataclass
from typing import Any

from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.errors import Busy, Refused, Unsupported
from custom_components.cgi_camera.protocol.exchange import Request
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import AnySlot, Change
from custom_components.cgi_camera.protocol.reading import Source
from tests.ha import KINDS
from tests.simulator import Fault

from .conftest import Meet
from .server import talking, text

XML = ("ipc-1.0.1", "ipc-1.0.10", "message")
PLAIN = ("control", "dahua-camera", "dahua-recorder")

RUNNING = {f.CLOCK, f.CLOCK_OFFSET, f.UPTIME, f.MEMORY_FREE}
"""What is another at every look."""


def told(camera: Any) -> dict[AnySlot, Any]:
    """Return all that a camera tells and offers, but for what changes by itself and the ports of a test."""
    aside = RUNNING | {f.HTTP_PORT, f.IP_ADDRESS}
    offers = camera.capabilities
    return {slot: (offers[slot], camera.state.get(slot)) for slot in offers if slot.feature not in aside}


HABITS = [
    ("a byte order mark", {"bom": True}, KINDS),
    ("lines that end in CRLF", {"newline": "\r\n"}, KINDS),
    ("lines that end in LF", {"newline": "\n"}, KINDS),
    ("text/html around everything", {"content_type": "text/html"}, KINDS),
    ("application/octet-stream around everything", {"content_type": "application/octet-stream"}, KINDS),
    ("no content type worth the name", {"content_type": "text/xml; charset=utf8; x"}, KINDS),
    ("Latin-1 where UTF-8 was promised", {"encoding": "latin-1"}, KINDS),
    ("tags in capitals", {"tags": "upper"}, XML),
    ("tags in small letters", {"tags": "lower"}, XML),
    ("tags in any case", {"tags": "odd"}, XML),
]


@pytest.mark.parametrize(
    ("kind", "habits"),
    [pytest.param(kind, habits, id=f"{kind}: {name}") for name, habits, kinds in HABITS for kind in kinds],
)
async def test_habit(meet: Meet, kind: str, habits: dict[str, Any]) -> None:
    """A camera whose firmware writes like this tells and offers the same, and takes the same."""
    _, plain = await meet(kind)
    simulator, odd = await meet(kind, habits=habits)
    assert told(odd) == told(plain)
    assert odd.identity == plain.identity
    slot = next(slot for slot in odd.capabilities if slot.feature is f.BRIGHTNESS)
    await odd.write(Change(f.BRIGHTNESS, 77), channel=slot.channel)
    assert odd.state.get(slot) == 77
    # It refuses as it answers.
    simulator.read_only = True
    with pytest.raises(Refused):
        await odd.write(Change(f.CONTRAST, 78), channel=slot.channel)


@pytest.mark.parametrize(("encoding", "name"), [("gb2312", "大门"), ("latin-1", "Hintertür"), ("utf-8", "门 ü")])
async def test_names_in_any_encoding(meet: Meet, encoding: str, name: str) -> None:
    """GB2312 or Latin-1 where UTF-8 was promised."""
    simulator, camera = await meet("ipc-1.0.10", habits={"encoding": encoding})
    simulator.values["osd"]["title_utf8"] = name
    slot = next(slot for slot in camera.capabilities if slot.feature is f.OSD_TITLE)
    camera.expire([slot])
    await camera.refresh([slot])
    assert camera.state.get(slot) == name


@dataclass(frozen=True)
class Line:
    """One answer to one endpoint, and what it is read to by slot."""

    about: str
    dialect: str
    endpoint: str
    body: str
    values: dict[str, Any]


def ipc(about: str, endpoint: str, body: str, **values: Any) -> Line:
    """Return a line of the ipc dialect."""
    return Line(about, "ipc", endpoint, body, values)


def control(about: str, endpoint: str, body: str, **values: Any) -> Line:
    """Return a line of the control dialect."""
    return Line(about, "control", endpoint, body, values)


def dahua(about: str, endpoint: str, body: str, **values: Any) -> Line:
    """Return a line of the dahua dialect."""
    return Line(about, "dahua", endpoint, body, values)


def message(about: str, endpoint: str, body: str, **values: Any) -> Line:
    """Return a line of the message dialect, from the groups of an answer."""
    return Line(about, "message", endpoint, f"<Message><result code='200'>ok</result>{body}</Message>", values)


TRUE = ("1", "true", "TRUE", "enable", "Enabled", "on", "ON", "Yes")
FALSE = ("0", "false", "False", "disable", "disabled", "off", "Off", "no")
GROUP = "<ImageInfo><Hue><int>3</int></Hue><Gamma><int>2</int></Gamma></ImageInfo>"

LINES = [
    # Order
    ipc("attributes in another order", "image", '<image sharpness="2" brightness="1"/>', brightness=1, sharpness=2),
    message(
        "elements in another order",
        "image ImageInfo",
        "<ImageInfo><Gamma><int>2</int></Gamma><Hue><int>3</int></Hue></ImageInfo>",
        hue=3,
        gamma=2,
    ),
    control("lines in another order", "camcolor", "sharp = 2\nbright = 1\n", brightness=1, sharpness=2),
    # Blanks
    ipc("stray blanks in values", "image", '<image brightness=" 1 " contrast="2 "/>', brightness=1, contrast=2),
    ipc("stray blanks around names", "image", '<image  brightness = "1"\n contrast= "2" />', brightness=1, contrast=2),
    ipc(
        "a paired element in place of a closed one",
        "set_wdr",
        '<Capture WDRMode="1" WDRValue="5"></Capture>',
        wdr=True,
        wdr_level=5,
    ),
    control("key = value", "camcolor", "bright = 1\ncontrast = 2", brightness=1, contrast=2),
    control("key=value", "camcolor", "bright=1\ncontrast=2", brightness=1, contrast=2),
    control("tabs and blanks", "camcolor", "\tbright\t=  1 \r\n contrast =2\t", brightness=1, contrast=2),
    control("a comment behind a value", "camcolor", "bright = 1   * 1 to 100\n", brightness=1),
    control("an empty line between lines", "camcolor", "\r\n\r\nbright = 1\r\n\r\ncontrast = 2\r\n", contrast=2),
    dahua(
        "presets. presets [0] .Index, as printed",
        "getPresets",
        "presets. presets [0] .Index=3\npresets. presets [0] .Name= Gate \n",
        preset_3="Gate",
    ),
    dahua("presets[0].Index, as sent", "getPresets", "presets[0].Index=3\npresets[0].Name=Gate", preset_3="Gate"),
    # Spelling
    ipc("govlength", "videoencoder", '<videoencoder><stream1 govlength="9"/></videoencoder>', gop=9),
    ipc("govlenth", "videoencoder", '<videoencoder><stream1 govlenth="9"/></videoencoder>', gop=9),
    control("audioin", "audioset", "audioin = enable\naudioout = disable", audio=True, audio_output=False),
    control("audioinenable", "audioset", "audioinenable = enable\naudiooutenable = disable", audio_output=False),
    control("texton", "osd", "texton = enable", title_osd=True),
    control("tsxton", "osd", "tsxton = disable", title_osd=False),
    ipc("names in another case", "set_wdr", '<CAPTURE wdrmode="1" WDRVALUE="5"/>', wdr=True, wdr_level=5),
    control("keys in another case", "camcolor", "Bright = 1\nCONTRAST = 2", brightness=1, contrast=2),
    message("tags in another case", "image ImageInfo", GROUP.lower(), hue=3, gamma=2),
    message("tags in capitals", "image ImageInfo", GROUP.replace("Hue", "HUE"), hue=3, gamma=2),
    # Truth
    *(ipc(f"{word} for true", "audioencoder", f'<audioencoder enable="{word}"/>', audio=True) for word in TRUE),
    *(ipc(f"{word} for false", "audioencoder", f'<audioencoder enable="{word}"/>', audio=False) for word in FALSE),
    *(control(f"{word} for true", "camwdr", f"wdrstatus = {word}", wdr=True) for word in TRUE),
    *(control(f"{word} for false", "camwdr", f"wdrstatus = {word}", wdr=False) for word in FALSE),
    *(
        dahua(f"{word} for true", "BlindDetect", f"table.BlindDetect[0].Enable={word}", tamper_detection=True)
        for word in TRUE
    ),
    *(
        dahua(f"{word} for false", "BlindDetect", f"table.BlindDetect[0].Enable={word}", tamper_detection=False)
        for word in FALSE
    ),
    *(
        message(
            f"{word} for {value}",
            "camera BasicInfo",
            f"<BasicInfo><WDRSwitch>{word}</WDRSwitch></BasicInfo>",
            wdr=value,
        )
        for words, value in ((TRUE, True), (FALSE, False))
        for word in words
    ),
    # Numbers
    message(
        "a number in a string element",
        "image ImageInfo",
        "<ImageInfo><Hue><string>3</string></Hue><Gamma><string> 2 </string></Gamma></ImageInfo>",
        hue=3,
        gamma=2,
    ),
    message("a number without a type", "image ImageInfo", "<ImageInfo><Hue>3</Hue></ImageInfo>", hue=3),
    message(
        "a number of a type in capitals", "image ImageInfo", "<ImageInfo><Hue><INT>3</INT></Hue></ImageInfo>", hue=3
    ),
    dahua("FPS=15.000000", "Encode", "table.Encode[0].MainFormat[0].Video.FPS=15.000000", stream_frame_rate_1=15.0),
    ipc("a number with a point", "image", '<image brightness="128.0"/>', brightness=128),
    control("a number with leading zeros", "camcolor", "bright = 007", brightness=7),
    ipc("unreadable text makes its own value unknown", "image", '<image brightness="x" contrast="2"/>', contrast=2),
    # Extra and missing
    message(
        "SlowShutter in ExposureInfo",
        "camera ExposureInfo",
        "<ExposureInfo><SlowShutter><int>0</int></SlowShutter><BLCLevel><int>1</int></BLCLevel></ExposureInfo>",
        slow_shutter=0,
        backlight_level=1,
    ),
    message(
        "an element that nobody knows",
        "image ImageInfo",
        "<ImageInfo><Hue><int>3</int></Hue><Mood><float>0.5</float></Mood><Empty/></ImageInfo><More/>",
        hue=3,
    ),
    ipc("an attribute that nobody knows", "image", '<image brightness="1" mood="0.5"/>', brightness=1),
    ipc("attributes that are left out", "image", '<image contrast="2"/>', contrast=2),
    ipc(
        "the dash of a byte order mark inside",
        "image",
        '\ufeff<?xml version="1.0"?>\n<image contrast="2"/>',
        contrast=2,
    ),
    ipc("no XML line", "image", '<image contrast="2"/>', contrast=2),
    ipc("an XML line of another encoding", "image", '<?xml version="1.0" encoding="GB2312"?><image hlc="2"/>', hlc=2),
    Line(
        "the last tag missing, as printed",
        "message",
        "image ImageInfo",
        f"<Message><result code='200'>ok</result>{GROUP}",
        {"hue": 3, "gamma": 2},
    ),
    # Channel
    message(
        "Channel inside the group",
        "image ImageInfo",
        f"<ImageInfo><Channel><int>1</int></Channel>{GROUP[11:]}",
        hue=3,
        gamma=2,
    ),
    message("Channel beside the group", "image ImageInfo", f"<Channel><int>1</int></Channel>{GROUP}", hue=3, gamma=2),
    message("no Channel", "image ImageInfo", GROUP, hue=3, gamma=2),
    # Identity
    ipc("MAC with dashes", "network", '<network macaddr="F0-00-00-29-06-9F"/>', mac="F0-00-00-29-06-9F"),
    dahua("one Version line", "getSoftwareVersion", "version=2.8,build:2020-06-05", firmware="2.8 (2020-06-05)"),
    dahua("two version lines", "getSoftwareVersion", "version=2.8\nBuildDate=2020-06-05", firmware="2.8 (2020-06-05)"),
    dahua("deviceType=31", "getSystemInfo", "deviceType=31\nupdateSerial=NVR5232-EI", model="NVR5232-EI"),
    dahua("deviceType=IP Camera", "getSystemInfo", "deviceType=IP Camera\nupdateSerial=HFW1", model="HFW1"),
    dahua("no deviceType", "getSystemInfo", "updateSerial=HFW1\nserialNumber=A1", model="HFW1", serial="A1"),
    dahua("type= in a single read", "getDeviceType", "type=HFW1\r\n", model="HFW1"),
    dahua("sn= in a single read", "getSerialNo", "sn=A1\r\n", serial="A1"),
    dahua("name= in a single read", "getMachineName", "name=Gate\r\n", device_name="Gate"),
    # Sections
    dahua(
        "ModeExtra1 beside Mode",
        "VideoInDayNight",
        "table.VideoInDayNight[0][0].ModeExtra=x\ntable.VideoInDayNight[0][0].Mode=Color",
        day_night_mode="day",
    ),
    dahua(
        "no VideoInDayNight, but DayNightColor",
        "VideoInOptions",
        "table.VideoInOptions[0].DayNightColor=2",
        day_night_mode="night",
    ),
    dahua("a unit of time without zeros", "getCurrentTime", "result = 2011-7-3 21:02:32", clock="2011-07-03 21:02:32"),
    dahua("a value that holds a colon and an equals sign", "getVendor", "vendor=a:b=c", vendor="a:b=c"),
]

SHORT = {"gop": "stream_key_frame_interval_1", "hlc": "highlight_level"}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.dialect}: {line.about}")
def test_answer(line: Line) -> None:
    """An answer in an odd form is read to what it means."""
    dialect = DIALECTS[line.dialect]
    endpoint = next(each for each in dialect.endpoints if each.key == line.endpoint)
    known = Knowledge(dialect, 30)
    known.channels = (1,) if line.dialect in {"dahua", "message"} else (0,)
    known.take(Source(endpoint, 1 if endpoint.per_channel else 0), dialect.decode(line.body.encode()), 0.0)
    values = {slot.key: known.state.get(slot) for slot in known.state}
    assert {key: str(values[SHORT.get(key, key)]) for key in line.values} == {
        key: str(value) for key, value in line.values.items()
    }


@pytest.mark.parametrize("mac", ["F0-00-00-29-06-9F", "f0:00:00:29:06:9f", "F00000 29069F", "f000.0029.069f"])
def test_mac(mac: str) -> None:
    """MAC with dashes, colons, dots or nothing in between."""
    known = Knowledge(DIALECTS["ipc"], 30)
    endpoint = next(each for each in known.dialect.endpoints if each.key == "network")
    known.take(Source(endpoint, 0), {"network/macaddr": mac}, 0.0)
    assert known.identity().mac == "f0:00:00:29:06:9f"


@dataclass(frozen=True)
class Refusal:
    """A way to say no: to what, with which status and body, and what it is to be taken for."""

    about: str
    kind: str
    status: int
    body: bytes
    error: type[Refused] = Refused
    reason: str = "why not"


SETS = {
    "ipc-1.0.10": "/cgi-bin/image",
    "control": "/cgi-bin/control/camcolor.cgi",
    "dahua-camera": "/cgi-bin/configManager.cgi?action=setConfig",
    "message": "/cgi/image_set",
}
RESULT = b"<Message><result code='%d'>why not</result></Message>"
REFUSALS = [
    Refusal("a fault with 200", "ipc-1.0.10", 200, b"<fault><value>x</value><reason>why not</reason></fault>"),
    Refusal("a fault with 400", "ipc-1.0.10", 400, b"<fault><reason> why not </reason></fault>"),
    Refusal("a fault in capitals", "ipc-1.0.10", 200, b"<FAULT><REASON>why not</REASON></FAULT>"),
    Refusal("a fault without an end", "ipc-1.0.10", 400, b"<fault><reason>why not</reason>"),
    Refusal("Error: with 200", "control", 200, b"Error: why not"),
    Refusal("Error : with blanks", "control", 200, b"\r\n Error : why not \r\n"),
    Refusal("Error and Detail with 200", "dahua-camera", 200, b"Error\r\nErrorID=2, Detail=why not"),
    Refusal("Error: with 400", "dahua-camera", 400, b"Error: Error -1 why not"),
    Refusal("Bad Request!", "dahua-camera", 400, b"Error\r\nBad Request!\r\n", reason="Bad Request!"),
    Refusal("501", "dahua-camera", 501, b"", Unsupported, "HTTP 501"),
    Refusal("a result of 402", "message", 200, RESULT % 402),
    Refusal("a result in capitals", "message", 200, b"<MESSAGE><RESULT CODE='402'>why not</RESULT></MESSAGE>"),
    Refusal("a result of 501", "message", 200, RESULT % 501, Unsupported),
    Refusal("a result of 503", "message", 200, RESULT % 503, Busy),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: f"{refusal.kind}: {refusal.about}")
async def test_refusal(meet: Meet, refusal: Refusal) -> None:
    """HTTP 200 with an error body, HTTP 400 with a fault, and how they are spelt: a refusal, with its reason."""
    simulator, camera = await meet(refusal.kind)
    slot = next(slot for slot in camera.capabilities if slot.feature is f.BRIGHTNESS)
    simulator.refuse[SETS[refusal.kind]] = Fault(refusal.status, refusal.body, content_type="text/html")
    with pytest.raises(refusal.error) as raised:
        await camera.write(Change(f.BRIGHTNESS, 77), channel=slot.channel)
    assert raised.type is refusal.error
    assert refusal.reason in str(raised.value)


async def test_dead_session_in_capitals(meet: Meet) -> None:
    """A session that has died is told in capitals, too."""
    simulator, camera = await meet("ipc-1.0.10", habits={"tags": "upper"})
    simulator.sessions.clear()
    await camera.write(Change(f.BRIGHTNESS, 77))
    assert [request.path for request in simulator.requests] == ["/cgi-bin/image", "/cgi-bin/getuid", "/cgi-bin/image"]


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("line", ['<?xml version="1.0" encoding="UTF-8"?>\n', ""])
@pytest.mark.parametrize("tag", ["uid", "UID"])
async def test_session_with_or_without_xml_line(line: str, tag: str) -> None:
    """The session number of an ipc module comes with or without the XML line."""

    async def handler(request: web.Request) -> web.Response:
        return text(f"{line}<{tag}>ab12</{tag}>" if request.path == "/cgi-bin/getuid" else "<ok/>")

    async with talking(handler, DIALECTS["ipc"].login) as (transport, server):
        await transport.send(Request("/cgi-bin/image"))
        assert server.targets[-1] == "/cgi-bin/image?uid=ab12"


@pytest.mark.parametrize("kind", ["control", "dahua-camera", "message"])
async def test_empty_answer_to_a_command(meet: Meet, kind: str) -> None:
    """A command that is answered with nothing was done."""
    simulator, camera = await meet(kind)
    simulator.refuse["/cgi"] = Fault(status=204 if kind == "message" else 200)
    await camera.act(f.REBOOT)
    assert len(simulator.requests) == 1
