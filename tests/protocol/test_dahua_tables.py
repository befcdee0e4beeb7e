"""Tables of the dahua dialect: what a stream can be, what is forgotten at once, and whose time it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.dialects.dahua import DIALECT
from custom_components.cgi_camera.protocol.dialects.dahua_encode import size_of
from custom_components.cgi_camera.protocol.errors import Invalid
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Capability, Change, Slot
from custom_components.cgi_camera.protocol.reading import Source
from tests.conftest import Simulate
from tests.simulator import Fault

from .conftest import Clock, Connect, Meet

CAMERA = "dahua-camera"
RECORDER = "dahua-recorder"
ENDPOINTS = {endpoint.key: endpoint for endpoint in DIALECT.endpoints}


# What a stream can be


def known(**bodies: str) -> Knowledge:
    """Return what answers tell, by endpoint; those of a channel are told of the first."""
    knowledge = Knowledge(DIALECT, 30)
    knowledge.channels = (1,)
    for key, body in bodies.items():
        endpoint = ENDPOINTS[key]
        knowledge.take(Source(endpoint, int(endpoint.per_channel)), DIALECT.decode(body.encode()), 0.0)
    return knowledge


ENCODE = """table.Encode[0].MainFormat[0].Video.Compression=H.264
table.Encode[0].MainFormat[0].Video.Width=704
table.Encode[0].MainFormat[0].Video.Height=576
table.Encode[0].MainFormat[0].Video.FPS=18.000000
table.Encode[0].MainFormat[0].Video.BitRate=4096
table.Encode[0].MainFormat[0].Video.GOP=250"""
CAPS = """{head}.Video.BitRateOptions=448,2560
{head}.Video.CompressionTypes=H.264,MJPG
{head}.Video.FPSMax=25
{head}.Video.ResolutionTypes=1080P,D1,1280x720,Unheard"""


def offered(knowledge: Knowledge, feature: Any) -> Capability:
    """Return what can be done with the main stream."""
    return knowledge.capabilities[Slot(1, feature, 1)]


@pytest.mark.parametrize("head", ["caps[0].MainFormat[0]", "caps.MainFormat[0]", "headMain"])
def test_capabilities_of_a_stream(head: str) -> None:
    """Keys with an index, without one or as printed: the stream can be what they say, and what it is."""
    knowledge = known(getConfigCaps=CAPS.format(head=head), Encode=ENCODE)
    assert offered(knowledge, f.STREAM_CODEC).choices == ("H.264", "MJPG")
    assert offered(knowledge, f.STREAM_RESOLUTION).choices == ("1920x1080", "704x576", "1280x720")
    bit_rate, frame_rate = offered(knowledge, f.STREAM_BIT_RATE), offered(knowledge, f.STREAM_FRAME_RATE)
    assert (bit_rate.minimum, bit_rate.maximum) == (448, 2560)
    assert frame_rate.maximum == 25
    # More than the document has, since the camera has it.
    assert offered(knowledge, f.STREAM_KEY_FRAME_INTERVAL).maximum == 250


def test_stream_without_capabilities() -> None:
    """What a camera does not say that a stream can be is shown, and not for us to set."""
    knowledge = known(Encode=ENCODE)
    features = (f.STREAM_CODEC, f.STREAM_RESOLUTION, f.STREAM_BIT_RATE)
    assert not any(offered(knowledge, feature).writable for feature in features)
    assert offered(knowledge, f.STREAM_FRAME_RATE).writable


@pytest.mark.parametrize(
    ("name", "pal", "ntsc"),
    [
        ("D1", "704x576", "704x480"),
        ("CIF", "352x288", "352x240"),
        ("1080P", "1920x1080", "1920x1080"),
        ("2688x1520", "2688x1520", "2688x1520"),
        (" 720 ", "1280x720", "1280x720"),
        ("1_3M", "1280x960", "1280x960"),
        ("Huge", "", ""),
    ],
)
def test_sizes(name: str, pal: str, ntsc: str) -> None:
    """Names of resolutions measure what the document says, some by the video standard."""
    assert (size_of(name, ntsc=False), size_of(name, ntsc=True)) == (pal, ntsc)


async def test_standard_decides(meet: Meet) -> None:
    """With another video standard a stream can be of other sizes, without waiting for the next reading of all."""
    _, camera = await meet(CAMERA)
    slot = Slot(1, f.STREAM_RESOLUTION, 2)
    assert "352x288" in camera.capabilities[slot].choices
    await camera.write(Change(f.TV_SYSTEM, f.TvSystem.NTSC))
    await camera.read([slot])
    assert "352x240" in camera.capabilities[slot].choices
    assert "352x288" not in camera.capabilities[slot].choices


@pytest.mark.parametrize("caps", ["indexed", "plain", "printed"])
@pytest.mark.parametrize("of_all", [True, False])
async def test_capabilities_of_a_recorder(meet: Meet, caps: str, of_all: bool) -> None:
    """Whatever the keys, and of whatever channels an answer tells, each channel's streams have their choices."""
    _, camera = await meet(RECORDER, caps=caps, caps_of_all=of_all)
    for channel in camera.channels:
        assert len(camera.capabilities[Slot(channel, f.STREAM_CODEC, 1)].choices) > 1
        assert camera.capabilities[Slot(channel, f.STREAM_BIT_RATE, 2)].writable


# What is forgotten at once


@pytest.mark.parametrize(
    ("table", "secret"),
    [
        ("RemoteDevice", "uuid:System_CONFIG_NETCAMERA_INFO_0.Password"),
        ("RemoteDevice", "uuid:System_CONFIG_NETCAMERA_INFO_0.UserName"),
        ("Email", "Password"),
        ("NAS[0]", "Password"),
        ("DDNS[0]", "Password"),
        ("AlarmServer", "UserName"),
        ("WLan.eth2", "Keys[0]"),
    ],
)
def test_secrets(table: str, secret: str) -> None:
    """Passwords, keys and whose they are do not get further than the decoder."""
    document = DIALECT.decode(f"table.{table}.{secret}=hunter2\r\ntable.{table}.Enable=true\r\n".encode())
    assert "hunter2" not in document.values()
    assert list(document.values()) == ["true"]


# Colors

FRONT = "VideoWidget[0].TimeTitle.FrontColor"


@pytest.mark.parametrize(("given", "sent"), [("#ff8000", "255 128 0 40"), ("FF800001", "255 128 0 1")])
async def test_colors(meet: Meet, given: str, sent: str) -> None:
    """A color keeps how transparent it is unless something is said of it."""
    simulator, camera = await meet(CAMERA)
    simulator.config.values[f"{FRONT}[3]"] = "40"
    await camera.read([Slot(1, f.TIME_OSD_TEXT_COLOR)])
    simulator.requests.clear()
    await camera.write(Change(f.TIME_OSD_TEXT_COLOR, given), channel=1)
    parts = {f"{FRONT}[{n}]": text for n, text in enumerate(sent.split())}
    assert simulator.requests[0].query == {"action": "setConfig", **parts}


@pytest.mark.parametrize("given", ["red", "#fff", "", "#12345g"])
async def test_no_colors(meet: Meet, given: str) -> None:
    """What is no color is refused before it is sent, with a word on how to spell one."""
    simulator, camera = await meet(CAMERA)
    with pytest.raises(Invalid, match="#rrggbb"):
        await camera.write(Change(f.TIME_OSD_TEXT_COLOR, given), channel=1)
    assert not simulator.requests


# The clock


@pytest.mark.parametrize(
    ("summer", "wrong", "expected"),
    [
        (False, 0, 0),
        (False, 5000, 0),
        # The country's rule says it, and the zone does not: the clock is an hour ahead, and right.
        (True, 3600, 3600),
        (True, 3570, 3600),
        (True, 0, 0),
        (True, 7200, 0),
    ],
)
def test_what_time_it_should_be(summer: bool, wrong: int, expected: int) -> None:
    """By our clock and the camera's zone; an hour more where the camera knows summer time and has it now."""
    here = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=8)
    told = known(
        NTP="table.NTP.TimeZone=13",
        Locales=f"table.Locales.DSTEnable={str(summer).lower()}",
        getCurrentTime=f"result={here + timedelta(seconds=wrong):%Y-%m-%d %H:%M:%S}",
    )
    assert abs(told.due() - here - timedelta(seconds=expected)) < timedelta(seconds=5)
    assert abs((told.state.get(Slot(0, f.CLOCK_OFFSET)) or 0) - (wrong - expected)) < 5


# Identity


@pytest.mark.parametrize(
    ("told", "further"),
    [
        ("serialNumber=4X7C\r\ndeviceType=IPC-HDW\r\n", set()),
        ("serialNumber=4X7C\r\ndeviceType=31\r\n", {"getDeviceType"}),
        ("processor=ST7108\r\n", {"getDeviceType", "getSerialNo"}),
    ],
)
async def test_identity(simulate: Simulate, connect: Connect, told: str, further: set[str]) -> None:
    """What one answer tells of a device is asked of no other, and what it does not tell is."""
    simulator = await simulate(CAMERA, serial="4X7C")
    simulator.refuse["/cgi-bin/magicBox.cgi?action=getSystemInfo"] = Fault(status=200, body=told.encode())
    identity = await connect(simulator).identify()
    assert identity.serial == "4X7C"
    assert identity.model
    asked = {request.query["action"] for request in simulator.requests}
    assert asked & {"getDeviceType", "getSerialNo"} == further


# What is large

LARGE = [("MotionDetect", "Enable", f.MOTION_DETECTION), ("VideoInOptions", "Flip", f.FLIP)]


async def test_a_big_recorder(meet: Meet, clock: Clock) -> None:
    """A table of some hundred kilobytes is read once for all channels, and each channel finds its own in it."""
    simulator, camera = await meet("dahua-big-recorder", engine={"clock": clock})
    assert camera.channels == tuple(range(1, 30))
    for table, name, feature in LARGE:
        assert sum(len(f"table.{key}={text}\r\n") for key, text in simulator.config.under(table).items()) > 100_000
        slots = [Slot(channel, feature) for channel in camera.channels]
        before = [camera.state.get(slot) for slot in slots]
        simulator.config.values[f"{table}[28].{name}"] = str(not before[-1]).lower()
        simulator.requests.clear()
        clock.ahead += 301
        assert await camera.refresh(slots) == {slots[-1]}
        asked = [request.query.get("name") for request in simulator.requests if request.status == 200]
        assert sorted(filter(None, asked)) == sorted({table, "RemoteDevice", *asked} - {None})
        assert len(asked) <= 3
        assert [camera.state.get(slot) for slot in slots] == [*before[:-1], not before[-1]]
