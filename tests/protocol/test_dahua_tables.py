"""Tables of the dahua dialect: what a stream can be, what is forgotten at once, and whose time it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.dialects.dahua import DIALECT
from custom_components.cgi_camera.protocol.dialects.dahua_encode import size_of
from custom_components.cgi_camera.protocol.errors import Invalid
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Capability, Change, Domain, Slot
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


# What a device says that it lacks

OPTIONS = ("", "night_", "normal_")
DENIALS = [
    ("Backlight", "0", [f"{times}backlight_level" for times in OPTIONS]),
    ("DayNightColor", "false", ["day_night_mode", "night_day_night_mode", "normal_day_night_mode"]),
    (
        "Exposure",
        "0",
        [
            f"{times}{what}"
            for times in OPTIONS
            for what in ("exposure_mode", "exposure_grade", "shortest_exposure", "longest_exposure")
        ],
    ),
    ("FlashAdjust", "false", ["flash_mode", "flash_trigger", "flash_duration", "flash_threshold"]),
    ("Flip", "false", [f"{times}flip" for times in OPTIONS]),
    ("Mirror", "false", [f"{times}mirror" for times in OPTIONS]),
    ("Rotate90", "False", [f"{times}rotation" for times in OPTIONS]),
    ("Gain", "false", [f"{times}{what}" for times in OPTIONS for what in ("gain", "gain_min", "gain_max")]),
    ("GainAuto", "false", [f"{times}auto_gain" for times in OPTIONS]),
    ("GlareInhibition", "0", [f"{times}highlight_level" for times in OPTIONS]),
    ("InfraRed", "false", ["infrared"]),
    ("IrisAuto", "false", [f"{times}auto_iris" for times in OPTIONS]),
    ("ReferenceLevel", "false", [f"{times}exposure_level" for times in OPTIONS]),
    (
        "WhiteBalance",
        "0",
        [f"{times}{what}" for times in OPTIONS for what in ("white_balance", "red_gain", "green_gain", "blue_gain")],
    ),
    ("WideDynamicRange", "0", [f"{times}{what}" for times in OPTIONS for what in ("wdr", "wdr_level")]),
    ("SetColor", "false", ["brightness", "contrast", "saturation", "hue"]),
    ("CoverType", "0", [f"{what}_{n}" for n in range(1, 5) for what in ("privacy_mask", "privacy_mask_area")]),
    ("CoverCount", "3", ["privacy_mask_4", "privacy_mask_area_4"]),
]
WITH_ALL = {"ReferenceLevel": "true", "FlashAdjust": "true"}


def at_first_channel(camera: Any) -> set[str]:
    """Return what the first channel has."""
    return {slot.key for slot in camera.capabilities if slot.channel == 1}


@pytest.mark.parametrize(("cap", "text", "keys"), DENIALS)
async def test_denied_settings(meet: Meet, cap: str, text: str, keys: list[str]) -> None:
    """A setting that stands in a table is not there where the capabilities say that the camera lacks it."""
    _, whole = await meet(CAMERA, capabilities=WITH_ALL)
    _, camera = await meet(CAMERA, capabilities={**WITH_ALL, cap: text})
    assert at_first_channel(whole) - at_first_channel(camera) == set(keys)


async def test_no_settings_of_the_night(meet: Meet) -> None:
    """Without options for the night there is none of them, and nothing that says when it is night."""
    _, camera = await meet(CAMERA, capabilities={**WITH_ALL, "NightOptions": "false"})
    told = at_first_channel(camera)
    assert not {key for key in told if key.startswith("night_") or key == "picture_options"}
    assert {"flip", "normal_flip"} <= told


async def test_each_channel_has_its_own_capabilities(meet: Meet) -> None:
    """What one camera of a recorder lacks, the others have."""
    _, camera = await meet(RECORDER, capabilities={"2.Mirror": "false"})
    assert [channel for channel in camera.channels if Slot(channel, f.MIRROR) in camera.capabilities] == [1, 3, 4]


@pytest.mark.parametrize("others", [("2", "3", "4"), ("1", "3", "4")])
async def test_motors_of_each_channel(meet: Meet, others: tuple[str, ...]) -> None:
    """What the lens of one camera of a recorder can, the others do not have, whichever of them it is."""
    caps = {f"{channel}.ElectricFocus": "false" for channel in others}
    _, camera = await meet(RECORDER, ptz=True, capabilities=caps)
    for feature in (f.FOCUS_MODE, f.ZOOM_SPEED, f.FOCUS_POSITION):
        found = {str(channel) for channel in camera.channels if Slot(channel, feature) in camera.capabilities}
        assert found == {"1", "2", "3", "4"} - set(others)


HANDLED = {
    "RecordEnable": ("_recording", "input_record", "_recording_time"),
    "SnapshotEnable": (
        *("motion_snapshot", "tamper_snapshot", "loss_snapshot", "rule_snapshot", "input_snapshot"),
        *("_snapshot_interval", "_snapshot_count"),
    ),
    "MailEnable": ("_mail",),
    "BeepEnable": ("_beep",),
    "AlarmOutEnable": ("_alarm_outputs", "_alarm_output", "input_output", "_alarm_output_time"),
    "PtzLinkEnable": ("_ptz",),
    "DejitterEnable": ("_dejitter",),
}


@pytest.mark.parametrize("cap", HANDLED)
async def test_events_set_off_what_there_is(meet: Meet, cap: str) -> None:
    """What a device cannot do at an event is offered for none."""
    _, whole = await meet(CAMERA)
    _, camera = await meet(CAMERA, capabilities={cap: "false"})
    gone = {slot.key.rstrip("_1234") for slot in whole.capabilities.keys() - camera.capabilities.keys()}
    assert gone
    assert all(key.endswith(HANDLED[cap]) for key in gone)
    assert not {slot for slot in camera.capabilities if slot.key.rstrip("_1234").endswith(HANDLED[cap])}


async def test_no_modes_of_extra_recordings(meet: Meet) -> None:
    """A device that records its main stream only has no modes of the others."""
    _, camera = await meet(CAMERA, capabilities={"SupportExtraRecordMode": "false"})
    told = at_first_channel(camera)
    assert "record_mode" in told
    assert not {key for key in told if key.startswith("extra_record_mode")}


EXPOSURE = "table.VideoInOptions[0].ExposureSpeed=0"


@pytest.mark.parametrize(
    ("caps", "taken", "refused"),
    [
        ("", (0, 15, 16, 17), (18,)),
        ("caps.Exposure=6", (5, 6, 7), (8,)),
        ("caps.Exposure=6\ncaps.CustomManualExposure=false", (5, 6), (7,)),
        ("caps.Exposure=6\ncaps.LimitedAutoExposure=false", (5, 7), (6, 8)),
        ("caps.Exposure=6\ncaps.LimitedAutoExposure=false\ncaps.CustomManualExposure=false", (0, 5), (6, 7)),
    ],
)
def test_grades_of_exposure(caps: str, taken: tuple[int, ...], refused: tuple[int, ...]) -> None:
    """The last two grades are there only for a camera that has a limit, and a time of one's own."""
    offer = known(**{"video input caps": caps, "VideoInOptions": EXPOSURE}).capabilities[Slot(1, f.EXPOSURE_GRADE)]
    domain = Domain(offer.minimum, offer.maximum, offer.step, offer.choices)
    assert [grade for grade in (*taken, *refused) if domain.refusal(grade) is None] == list(taken)


COMMON = {"auto", "disabled", "custom", "sunny", "cloudy", "home", "office", "night", "outdoor"}
BALANCE = """table.VideoInOptions[0].WhiteBalance=Night
table.VideoInOptions[0].GainRed=50"""


@pytest.mark.parametrize(
    ("caps", "choices", "gains"),
    [
        ("caps.WhiteBalance=1", {"auto", "disabled", "night"}, False),
        ("caps.WhiteBalance=2", COMMON - {"custom"}, False),
        ("caps.WhiteBalance=3", COMMON, True),
        ("caps.Flip=true", COMMON, True),
    ],
)
def test_kinds_of_white_balance(caps: str, choices: set[str], gains: bool) -> None:
    """What a camera cannot balance is no choice, save for what it uses; its own gains need its own balance."""
    knowledge = known(**{"video input caps": caps, "VideoInOptions": BALANCE})
    assert set(knowledge.capabilities[Slot(1, f.WHITE_BALANCE)].choices) == choices
    assert (Slot(1, f.RED_GAIN) in knowledge.capabilities) is gains


RULE = """table.VideoAnalyseRule[0][0].Name=rule
table.VideoAnalyseRule[0][0].Type={kind}
table.VideoAnalyseRule[0][0].Enable=true
table.VideoAnalyseRule[0][0].Config.MinDuration=30
table.VideoAnalyseRule[0][0].Config.Sensitivity=5
table.VideoAnalyseRule[0][0].Config.EnterThreshold=0
table.VideoAnalyseRule[0][0].Config.ExitThreshold=0
table.VideoAnalyseRule[0][0].Config.InsideThreshold=0"""
LIMITS = {f"rule_{way}_limit_1": (0, 100_000_000) for way in ("entered", "exited", "inside")}


@pytest.mark.parametrize(
    ("kind", "ranges"),
    [
        ("CrossLineDetection", {}),
        ("CrossRegionDetection", {}),
        ("LeftDetection", {"rule_duration_1": (1, 600)}),
        ("TakenAwayDetection", {"rule_duration_1": (1, 600)}),
        ("WanderDetection", {"rule_duration_1": (1, 600)}),
        ("RioterDetection", {"rule_duration_1": (10, 300), "rule_sensitivity_1": (1, 10)}),
        ("ParkingDetection", {"rule_duration_1": (6, 300)}),
        ("MoveDetection", {"rule_sensitivity_1": (1, 10)}),
        ("NumberStat", LIMITS),
        ("Something newer", {}),
    ],
)
def test_settings_of_a_rule(kind: str, ranges: dict[str, tuple[int, int]]) -> None:
    """Each kind of rule has its own, in its own range, whatever else is stored with it."""
    offers = known(VideoAnalyseRule=RULE.format(kind=kind)).capabilities
    told = {slot.key: (offer.minimum, offer.maximum) for slot, offer in offers.items() if offer.maximum is not None}
    assert told == ranges


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
