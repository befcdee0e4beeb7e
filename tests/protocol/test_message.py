"""The message dialect: its document's examples, and simulated boards over real sockets."""

from datetime import UTC, datetime, timedelta
import time
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.dialects.message import DIALECT
from custom_components.cgi_camera.protocol.dialects.message_alarms import alarms
from custom_components.cgi_camera.protocol.errors import AuthFailed, Invalid, Refused, Unsupported
from custom_components.cgi_camera.protocol.exchange import Answer, Place, Request
from custom_components.cgi_camera.protocol.features import DayNightMode, StorageState, TimeSource
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Change, Slot, StreamKind
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.recording import line_of
from custom_components.cgi_camera.protocol.schema import Document, Glimpse, Match
from custom_components.cgi_camera.protocol.writing import orders
from tests.conftest import Simulate
from tests.simulator import Fault

from .conftest import Clock, Connect, Meet
from .examples import Examples

EXAMPLES = Examples(DIALECT)
MOTION = Slot(1, f.MOTION)
INPUT = Slot(0, f.ALARM_INPUT, 1)
BRIGHTNESS = Slot(1, f.BRIGHTNESS)

# What the document prints no answer for: any answer of its form makes the rows known.
NAMES = {
    "image ImageInfo": "Hue Brightness Sharpness Saturation Contrast Denoise",
    "image OSDInfo": "TextOSDStatus TextOSDTitle TextOSDX TextOSDY",
    "camera BasicInfo": "DISSwitch WBMode WBRGain WBBGain",
    "camera ExposureInfo": "ICRSwitch ICRTimer ExposureMode ScenceSelect AGCMax HLCSwitch",
    "net SMTPInfo": "SMTPServerIP ToMail FromMail CcMail",
    "net FTPInfo": "FTPServerIP",
}
ANSWERS = {
    key: "<{0}>{1}</{0}>".format(key.split()[1], "".join(f"<{name}><int>1</int></{name}>" for name in names.split()))
    for key, names in NAMES.items()
}


@pytest.mark.parametrize("entry", EXAMPLES.entries("writes"))
def test_printed_requests(entry: dict[str, Any]) -> None:
    """Telling a camera the values of a printed request sends that request, or less of it."""
    printed = [e for e in EXAMPLES.index if e["endpoint"] == entry["endpoint"] and "values" in e]
    known = EXAMPLES.known(*printed[:1])
    if not printed:
        body = f"<Message>{ANSWERS[entry['endpoint']]}</Message>".encode()
        known.take(EXAMPLES.source(entry), DIALECT.decode(body), 0.0)
    path, query = EXAMPLES.spell(entry, known)
    assert (path, query.items() <= EXAMPLES.asked(entry)[1].items()) == (EXAMPLES.asked(entry)[0], True)
    assert len(query) > len(entry["writes"])


QUERY = b"""<Message><ImageInfo><Brightness><int>10 ... 90</int></Brightness><Hue><int></int></Hue>
<Contrast><int>strange</int></Contrast></ImageInfo></Message>"""


def test_ranges_follow_the_query() -> None:
    """Section 2.3.1.2, remarks 3 and 4: a range, nothing for read-only; the document's range for anything else."""
    known = Knowledge(DIALECT, 30)
    known.channels = (1,)
    known.take(Source(EXAMPLES.endpoints["image query"], 0), DIALECT.decode(QUERY), 0.0)
    image = f"<Message>{ANSWERS['image ImageInfo']}</Message>".encode()
    known.take(Source(EXAMPLES.endpoints["image ImageInfo"], 1), DIALECT.decode(image), 0.0)
    offers = {slot.feature: offered for slot, offered in known.capabilities.items()}
    assert (offers[f.BRIGHTNESS].minimum, offers[f.BRIGHTNESS].maximum) == (10, 90)
    assert (offers[f.HUE].writable, offers[f.BRIGHTNESS].writable) == (False, True)
    assert (offers[f.CONTRAST].minimum, offers[f.CONTRAST].maximum) == (0, 255)
    assert offers[f.SATURATION].maximum == 255


@pytest.mark.parametrize(
    ("told", "choices"),
    [
        ("1, 2", ("night", "day")),
        ("7", ("external", "night", "day", "auto")),
        ("0 ... 3", ("external", "night", "day", "auto")),
    ],
)
def test_choices_follow_the_query(told: str, choices: tuple[str, ...]) -> None:
    """Those of the documented words that the camera lists."""
    known = Knowledge(DIALECT, 30)
    query = f"<Message><ExposureInfo><ICRSwitch><int>{told}</int></ICRSwitch></ExposureInfo></Message>"
    known.take(Source(EXAMPLES.endpoints["camera query"], 0), DIALECT.decode(query.encode()), 0.0)
    body = f"<Message>{ANSWERS['camera ExposureInfo']}</Message>".encode()
    known.take(Source(EXAMPLES.endpoints["camera ExposureInfo"], 1), DIALECT.decode(body), 0.0)
    assert known.capabilities[Slot(1, f.DAY_NIGHT_MODE)].choices == choices


@pytest.mark.parametrize("at", [501, 200])
async def test_exposure_without_a_query(at: int, simulate: Simulate, connect: Connect) -> None:
    """The document's numbers count where the camera tells none: 0, 3, 5 and 10 seconds, limits of the gain from 2x."""
    simulator = await simulate("message")
    body = b"<Message><status><int>0</int></status><ExposureInfo></ExposureInfo></Message>"
    simulator.refuse["/cgi/camera_query"] = Fault(status=at, body=body, content_type="text/xml")
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    for seconds in (0, 3, 5, 10):
        await camera.write(Change(f.DAY_NIGHT_DELAY, seconds), channel=1)
        assert simulator.row("camera", "ExposureInfo", 1)["ICRTimer"] == str(seconds)
    gains = [f"{2**step}x" for step in range(7)]
    assert camera.capabilities[Slot(1, f.GAIN_LIMIT)].choices == tuple(gains[1:])
    assert camera.capabilities[Slot(1, f.MANUAL_GAIN)].choices == tuple(gains)
    simulator.requests.clear()
    for change in (*(Change(f.DAY_NIGHT_DELAY, seconds) for seconds in (1, 4, 9, 11)), Change(f.GAIN_LIMIT, "1x")):
        with pytest.raises(Invalid):
            await camera.write(change, channel=1)
    assert simulator.requests == []
    await camera.write(Change(f.GAIN_LIMIT, "2x"), Change(f.MANUAL_GAIN, "1x"), channel=1)
    row = simulator.row("camera", "ExposureInfo", 1)
    assert (row["AGCMax"], row["AGCManual"]) == ("2", "1")


@pytest.mark.parametrize(
    ("status", "body", "challenges", "match"),
    [
        (200, "<Message><DeviceInfo></DeviceInfo></Message>", (), Match.YES),
        (401, "", ('Digest realm="x", nonce="1"',), Match.MAYBE),
        (401, "", (), Match.NO),
        (200, "<html>Router</html>", (), Match.NO),
        (404, "<Message><DeviceInfo></DeviceInfo></Message>", (), Match.NO),
    ],
)
def test_sign(status: int, body: str, challenges: tuple[str, ...], match: Match) -> None:
    """A message that tells a device is one; a 401 may be."""
    assert DIALECT.sign.match(Answer(status, "text/html", body.encode(), challenges)) is match


@pytest.mark.parametrize(
    ("endpoint", "channel", "body", "values"),
    [
        ("sys DeviceInfo", 0, "<DeviceInfo><Firmware><string>V1</string></Firmware></DeviceInfo>", {"firmware": "V1"}),
        (
            "ptz SpeedInfo",
            1,
            "<SpeedInfo><pan_speed><int>6</int></pan_speed></SpeedInfo>",
            {"1/ptz": True, "1/pan_speed": 6},
        ),
        ("audio AudioInfo", 1, "<AudioInfo><Volume><int>3</int></Volume></AudioInfo>", {"1/input_volume": 3}),
        (
            "ptz PresetNameInfo",
            1,
            (
                "<PresetNameInfo><PresetNumber>3</PresetNumber><PresetTitle>Gate</PresetTitle>"
                "<PresetNumber>9</PresetNumber><PresetTitle>Yard</PresetTitle></PresetNameInfo>"
            ),
            {"1/preset_3": "Gate", "1/preset_9": "Yard", "1/ptz": True},
        ),
    ],
)
def test_other_names(endpoint: str, channel: int, body: str, values: dict[str, Any]) -> None:
    """The document prints many an answer without naming its elements: its tables' words or its texts' may do."""
    known = Knowledge(DIALECT, 30)
    known.take(
        Source(EXAMPLES.endpoints[endpoint], channel), DIALECT.decode(f"<Message>{body}</Message>".encode()), 0.0
    )
    assert {str(slot): known.state.get(slot) for slot in known.state} == values


def test_volume_is_set_by_its_other_name() -> None:
    """Where it is read as printed, too (section 3.4.2)."""
    known = Knowledge(DIALECT, 30)
    known.channels = (1,)
    body = b"<Message><AudioInfo><Volume><int>3</int></Volume></AudioInfo></Message>"
    known.take(Source(EXAMPLES.endpoints["audio AudioInfo"], 1), DIALECT.decode(body), 0.0)
    (order,) = orders(known, [Change(f.INPUT_VOLUME, 5)], 1)
    assert order.request(known).query == {"Channel": "1", "Group": "AudioInfo", "AudioVolume": "5"}


def test_queries_limit_zone_and_relay() -> None:
    """Fewer zones than the document lists, and outputs that can only be read."""
    known = Knowledge(DIALECT, 30)
    answers = {
        "sys query": "<TimeInfo><TimeZone><int>0, 480</int></TimeZone></TimeInfo>",
        "sys TimeInfo": "<TimeInfo><TimeZone><int>480</int></TimeZone></TimeInfo>",
        "alarm query": "<IOAccessInfo><IA1><int></int></IA1></IOAccessInfo>",
        "alarm IOAccessInfo": "<IOAccessInfo><IA1><int>1</int></IA1></IOAccessInfo>",
    }
    for endpoint, body in answers.items():
        known.take(Source(EXAMPLES.endpoints[endpoint], 0), DIALECT.decode(f"<Message>{body}</Message>".encode()), 0.0)
    assert known.capabilities[Slot(0, f.TIME_ZONE)].choices == ("UTC+00:00", "UTC+08:00")
    assert known.capabilities[Slot(0, f.RELAY, 1)].writable is False
    assert known.state.get(Slot(0, f.RELAY, 1)) is True


def test_answer_to_a_set_tells_no_time() -> None:
    """The seconds read before a set are past: the clock runs on, in its new zone."""
    time = EXAMPLES.endpoints["sys TimeInfo"]
    told = {"timeinfo/cameratime": "1488005407", "timeinfo/timezone": "480"}
    assert time.derive
    (first,) = time.derive(Glimpse(told, None, Place(), (1,), 30, {}))
    assert str(first.value) == "2017-02-25 14:50:07+08:00"
    later = Place(utc=1488005407 + 200)
    (second,) = time.derive(Glimpse({**told, "timeinfo/timezone": "60"}, told, later, (1,), 30, {}))
    assert str(second.value) == "2017-02-25 07:53:27+01:00"


@pytest.mark.parametrize("method", ["0", "1"])
async def test_set_clock(method: str, meet: Meet) -> None:
    """The clock is set by hand; a time server that was on is on again afterwards (section 3.1.2.3)."""
    simulator, camera = await meet("message")
    row = simulator.row("sys", "TimeInfo")
    row["TimeMethod"], row["NTPServerIP"] = method, "192.168.1.2"
    slot = Slot(0, f.TIME_SOURCE)
    camera.expire([slot])
    await camera.refresh([slot])
    simulator.requests.clear()
    simulator.advance(-5000)
    await camera.act(f.SET_CLOCK)
    asked = [
        (r.path.rpartition("_")[2], {k: v for k, v in r.query.items() if k != "Group"}) for r in simulator.requests
    ]
    moment = asked[0][1].pop("CameraTime")
    assert abs(int(moment) - time.time()) < 5
    back = [("set", {"TimeMethod": "1", "NTPServerIP": "192.168.1.2"})]
    assert asked == [("set", {"TimeMethod": "0"}), ("get", {}), *back[: int(method)]]
    assert row["TimeMethod"] == method
    assert camera.value(f.TIME_SOURCE) is (f.TimeSource.MANUAL, f.TimeSource.NTP)[int(method)]
    assert abs(simulator.now().timestamp() - time.time()) < 5


ONES = (
    "brightness contrast saturation sharpness hue denoise gamma tv_system flip mirror wdr wdr_level "
    "anti_false_color defog lens_shading_correction lens_distortion_correction lens_distortion_level stabilizer "
    "white_balance red_gain blue_gain day_night_mode day_night_delay day_threshold night_threshold ir_cut "
    "exposure_mode scene gain_limit manual_gain shutter_limit manual_shutter backlight_compensation backlight_level "
    "metering exposure_level color_mode osd osd_title osd_x osd_y osd_size multiple_osd multiple_osd_x "
    "multiple_osd_y multiple_osd_size date_osd date_osd_x date_osd_y date_osd_format time_osd time_osd_x time_osd_y "
    "time_osd_size audio input_volume audio_codec audio_sample_rate motion_detection motion_sensitivity motion "
    "motion_area recording recording_loop recording_on_event recording_stream recording_length storage_state "
    "storage_total storage_used storage_write_protected"
)
DRIVE = (
    "pan_speed tilt_speed zoom_speed focus_speed ptz_address ptz_protocol ptz_baud_rate ptz_positioning ptz_user_mode "
    "pan_position tilt_position ptz_zoom_position"
)
MANY = {
    "stream_resolution stream_frame_rate stream_quality": 3,
    "stream_codec stream_bit_rate stream_rate_control stream_key_frame_interval stream_rate_cut": 2,
    "user_osd user_osd_title user_osd_x user_osd_y user_osd_size": 4,
    "motion_area_output motion_area_all_outputs motion_area_mail motion_area_ftp motion_area_tcp motion_area_record": 4,
}
DEVICE_ONES = (
    "firmware clock_offset time_source time_zone daylight_saving ntp_server uptime factory_reset_done alarm_access "
    "ip_address subnet_mask gateway dhcp auto_dns mail_server mail_port mail_ssl mail_ssl_port mail_from mail_to "
    "mail_login mail_snapshot ftp_server ftp_port ftp_path ftp_snapshot_count ftp_snapshot_interval digest_login "
    "kaicong tutk ddns ddns_service ddns_server ddns_port ddns_domain onvif protocol_hk protocol_xm protocol_topsee "
    "protocol_zw protocol_zeno http_port video_port rtsp_service_port onvif_port record_port wifi wifi_network "
    "wifi_signal wifi_channel wifi_standard wifi_auto_rate wifi_mode"
)
DEVICE_MANY = {
    "relay alarm_input alarm_input_type alarm_input_output alarm_input_mail alarm_input_ftp alarm_input_tcp "
    "alarm_input_record": 1,
    "dns_server": 2,
    "alarm_server": 3,
    "alarm_schedule alarm_schedule_start alarm_schedule_end alarm_schedule_second_start alarm_schedule_second_end": 7,
}


def keys(ones: str, many: dict[str, int]) -> set[str]:
    """Return the keys of slots, of which there are so many."""
    counted = ((key, most) for names, most in many.items() for key in names.split())
    return {*ones.split(), *(f"{key}_{number}" for key, most in counted for number in range(1, most + 1))}


SLOTS = keys(ONES, MANY)
DEVICE_SLOTS = keys(DEVICE_ONES, DEVICE_MANY)
VARIANTS: list[dict[str, Any]] = [
    {},
    {"digest": True},
    {"basic": True},
    {"channel_placement": "beside"},
    {"channel_placement": "absent"},
    {"bom": True},
    {"lower_case": True},
    {"strings_only": True},
    {"ptz": False},
]


@pytest.mark.parametrize("options", VARIANTS, ids=str)
async def test_discover(options: dict[str, Any], meet: Meet) -> None:
    """Whatever the log-in and the form of the answers, all is there and has a value."""
    _, camera = await meet("message", **options)
    assert camera.identity.unique_id == "52:3e:42:02:bc:20"
    assert (camera.identity.model, camera.identity.serial) == ("V6202IR-AR0237", "5509560FBF2D")
    offered = {slot for slot in camera.capabilities if not slot.feature.internal}
    drive = keys(DRIVE, {}) if options.get("ptz", True) else set()
    assert {slot.key for slot in offered if slot.channel} == SLOTS | drive | {"last_alarm"}
    assert {slot.key for slot in offered if not slot.channel} == DEVICE_SLOTS
    assert [slot.key for slot in offered if camera.state.get(slot) is None] == ["last_alarm"]
    assert camera.channels == (1,)


async def test_what_is_not_there(meet: Meet) -> None:
    """Groups and elements that a board lacks are no entities, and are not asked for again."""
    simulator, camera = await meet("message", absent=("audio/AudioInfo",), missing=("Hue",), sd_card=False)
    keys = {slot.key for slot in camera.capabilities}
    assert not keys & {"audio", "input_volume", "hue"}
    await camera.refresh(camera.capabilities)
    assert not any("audio" in request.path for request in simulator.requests)


async def test_channels(meet: Meet) -> None:
    """Those that answer by their own number."""
    _, camera = await meet("message", channels=3)
    assert camera.channels == (1, 2, 3)
    assert camera.state.get(Slot(3, f.BRIGHTNESS)) == 128
    assert len([stream for stream in camera.streams() if stream.kind is StreamKind.MAIN]) == 3
    await camera.write(Change(f.BRIGHTNESS, 7), channel=3)
    assert (camera.state.get(Slot(3, f.BRIGHTNESS)), camera.state.get(BRIGHTNESS)) == (7, 128)
    _, other = await meet("message", channels=3, channel_placement="absent")
    assert other.channels == (1,)


@pytest.mark.parametrize("placement", ["inside", "beside"])
async def test_queried_channels(placement: str, meet: Meet) -> None:
    """The query tells how many there are, be they more than are tried."""
    _, camera = await meet("message", channels=6, channel_placement=placement)
    assert camera.channels == (1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("query", "answers", "count"),
    [
        ("<A><Channel><int>1 ... 8</int></Channel></A>", {}, 8),
        ("<A><Channel><int>1, 2</int></Channel></A>", {}, 2),
        ("<Channel><int>1</int></Channel><A/><Channel><int>2</int></Channel><A/>", {}, 2),
        ("<A><Channel><int></int></Channel></A>", {}, 1),
        ("<A/>", {2: "<Channel><int>2</int></Channel>", 3: "<Channel><int>3</int></Channel>"}, 3),
        ("<A/>", {2: "<Channel><int>1</int></Channel>", 3: "<StreamInfo/>"}, 1),
    ],
)
def test_counted_channels(query: str, answers: dict[int, str], count: int) -> None:
    """A range, a list or a group each in the query; without it those that answer by their own number."""
    documents = {"image query": DIALECT.decode(f"<Message>{query}</Message>".encode())}
    for channel, body in answers.items():
        documents[f"channel {channel}"] = DIALECT.decode(f"<Message>{body}</Message>".encode())
    assert DIALECT.channels(documents) == tuple(range(1, count + 1))


async def test_odd_refusals_of_channels(simulate: Simulate, connect: Connect) -> None:
    """A channel that is not there is refused in a way of the camera's own: with a page, or with nothing."""
    simulator = await simulate("message")
    simulator.refuse["/cgi/major_stream_get?Channel=2"] = Fault(status=400, body=b"<html>Bad Request</html>")
    simulator.refuse["/cgi/major_stream_get?Channel=3"] = Fault(status=200, body=b"")
    camera = connect(simulator)
    await camera.identify()
    assert camera.channels == (1,)


@pytest.mark.parametrize("option", ["digest", "basic"])
async def test_wrong_password(option: str, simulate: Simulate, connect: Connect) -> None:
    """It is tried once."""
    simulator = await simulate("message", **{option: True})
    with pytest.raises(AuthFailed):
        await connect(simulator, password="wrong").identify()
    assert len(simulator.requests) == 2


@pytest.mark.parametrize("option", ["digest", "basic"])
async def test_no_password(option: str, simulate: Simulate, connect: Connect) -> None:
    """Boards are sold with an empty one."""
    simulator = await simulate("message", password="", **{option: True})
    assert (await connect(simulator).identify()).mac


WRITES: list[tuple[Change[Any], int, str, dict[str, str]]] = [
    (Change(f.BRIGHTNESS, 200), 1, "image", {"Group": "ImageInfo", "Brightness": "200"}),
    (Change(f.CONTRAST, 0), 1, "image", {"Group": "ImageInfo", "Contrast": "0"}),
    (Change(f.SATURATION, 255), 1, "image", {"Group": "ImageInfo", "Saturation": "255"}),
    (Change(f.SHARPNESS, 1), 1, "image", {"Group": "ImageInfo", "Sharpness": "1"}),
    (Change(f.HUE, 2), 1, "image", {"Group": "ImageInfo", "Hue": "2"}),
    (Change(f.OSD, False), 1, "image", {"Group": "OSDInfo", "TextOSDStatus": "0"}),
    (Change(f.OSD_TITLE, "Tür <1> & 你好"), 1, "image", {"Group": "OSDInfo", "TextOSDTitle": "Tür <1> & 你好"}),
    (Change(f.FLIP, True), 1, "camera", {"Group": "BasicInfo", "MirrorVer": "1"}),
    (Change(f.MIRROR, True), 1, "camera", {"Group": "BasicInfo", "MirrorHor": "1"}),
    (Change(f.WDR, True), 1, "camera", {"Group": "BasicInfo", "WDRSwitch": "1"}),
    (Change(f.WDR_LEVEL, 77), 1, "camera", {"Group": "BasicInfo", "WDRLevel": "77"}),
    *(
        (Change(f.DAY_NIGHT_MODE, mode), 1, "camera", {"Group": "ExposureInfo", "ICRSwitch": text})
        for mode, text in zip(
            (DayNightMode.EXTERNAL, DayNightMode.NIGHT, DayNightMode.DAY, DayNightMode.AUTO), "0123", strict=True
        )
    ),
    (Change(f.AUDIO, True), 1, "audio", {"Group": "AudioInfo", "AudioEnable": "1"}),
    (Change(f.INPUT_VOLUME, 9), 1, "audio", {"Group": "AudioInfo", "AudioVolume": "9"}),
    (Change(f.MOTION_DETECTION, False), 1, "alarm", {"Group": "MDInfo", "MDEnable": "0"}),
    (Change(f.MOTION_SENSITIVITY, 33), 1, "alarm", {"Group": "MDInfo", "MDSensitivity": "33"}),
    (Change(f.TIME_ZONE, "UTC-03:30"), 0, "sys", {"Group": "TimeInfo", "TimeZone": "-210", "TimeMethod": "0"}),
    (Change(f.TIME_SOURCE, TimeSource.NTP), 0, "sys", {"Group": "TimeInfo", "TimeMethod": "1"}),
    (Change(f.RELAY, True, 1), 0, "alarm", {"Group": "IOAccessInfo", "IOTrigNum": "1", "IA1": "1"}),
    (Change(f.RELAY, False, 1), 0, "alarm", {"Group": "IOAccessInfo", "IOTrigNum": "1", "IA1": "2"}),
]


async def test_write(meet: Meet) -> None:
    """Every setting is sent in one exact request, and the state follows the echo of it."""
    simulator, camera = await meet("message")
    for change, channel, cgi, query in WRITES:
        simulator.requests.clear()
        await camera.write(change, channel=channel)
        (request,) = simulator.requests
        assert request.path == f"/cgi/{cgi}_set"
        assert request.query == query | ({"Channel": str(channel)} if channel else {})
        assert camera.state.get(Slot(channel, change.feature, change.number)) == change.value


async def test_refused_write(meet: Meet) -> None:
    """The true value stays, with the camera's reason; what is out of range is not sent."""
    simulator, camera = await meet("message")
    body = b'<Message><result code="402">Invalid parameter value.</result></Message>'
    simulator.refuse["/cgi/image_set"] = Fault(status=200, body=body)
    with pytest.raises(Refused, match=r"^Invalid parameter value\.$"):
        await camera.write(Change(f.BRIGHTNESS, 1), channel=1)
    assert camera.state.get(BRIGHTNESS) == 128
    simulator.requests.clear()
    with pytest.raises(Invalid):
        await camera.write(Change(f.BRIGHTNESS, 256), channel=1)
    assert not simulator.requests


async def test_streams(meet: Meet) -> None:
    """The port is the camera's; pictures and MJPEG are the main stream's."""
    _, camera = await meet("message", rtsp_port=8554)
    main, sub = camera.streams()
    assert (main.addresses[0], sub.addresses[0]) == (
        "rtsp://127.0.0.1:8554/1/h264major",
        "rtsp://127.0.0.1:8554/1/h264minor",
    )
    assert (await camera.snapshot(main))[:2] == b"\xff\xd8"
    async with camera.mjpeg(main) as response:
        assert b"\xff\xd8" in await response.content.read(4096)


async def test_listed_presets(simulate: Simulate, connect: Connect) -> None:
    """With their titles."""
    simulator = await simulate("message")
    camera = connect(simulator)
    for number, title in ((3, "Door"), (7, "Gate & Tür")):
        query = {"Channel": "1", "Group": "PTZCtrlInfo", "Preset": "0", "PresetNumber": str(number)}
        await camera.transport.send(Request("/cgi/ptz_set", {**query, "PresetTitle": title}))
    await camera.identify()
    await camera.discover()
    assert camera.presets(1) == {3: "Door", 7: "Gate & Tür"}


async def test_presets(meet: Meet) -> None:
    """As many as the options say where the camera lists none; there is none without a drive."""
    _, camera = await meet("message")
    assert camera.presets(1) == {}
    simulator, camera = await meet("message", engine={"presets": 2})
    assert camera.presets(1) == {1: "", 2: ""}
    await camera.act(f.GOTO_PRESET, channel=1, number=2)
    assert simulator.requests[-1].query == {
        "Channel": "1",
        "Group": "PTZCtrlInfo",
        "PresetNumber": "2",
        "Preset": "1",
    }
    _, fixed = await meet("message", ptz=False, engine={"presets": 2})
    assert fixed.presets(1) == {}
    with pytest.raises(Unsupported):
        await fixed.act(f.GOTO_PRESET, channel=1, number=1)


async def test_reboot(meet: Meet) -> None:
    """It is asked for without a reset."""
    simulator, camera = await meet("message")
    await camera.act(f.REBOOT)
    assert simulator.requests[-1].query == {"Group": "SystemInfo", "ResetFlag": "0", "IPkeep": "1"}


async def test_alarms(meet: Meet, clock: Clock) -> None:
    """On while a clip runs, off when it ended and the hold is over."""
    simulator, camera = await meet("message", engine={"clock": clock, "hold": 5})
    for kind, slot in (("motion", MOTION), ("alarm_input", INPUT)):
        simulator.raise_alarm(kind)
        clock.ahead += 10
        assert slot in await camera.refresh([slot])
        assert camera.state.get(slot) is True
        simulator.raise_alarm(kind, on=False)
        simulator.advance(60)
        camera.expire([Slot(0, f.CLOCK)])
        for _ in range(2):  # It may have grown until a moment after the last look.
            clock.ahead += 10
            await camera.refresh([slot])
        assert camera.state.get(slot) is False


NOW = 1_500_000_000
LOCAL = datetime.fromtimestamp(NOW, UTC).replace(tzinfo=None)


def clips(*items: dict[str, object]) -> str:
    """Spell the answer to a search, a group for each recording."""
    groups = ("".join(f"<{name}>{text}</{name}>" for name, text in item.items()) for item in items)
    return "".join(f"<RecordSearch>{group}</RecordSearch>" for group in groups)


def clip(kind: object = "MD", start: int = 100, end: int = 8, **more: object) -> dict[str, object]:
    """Return a recording that began and ended so many seconds ago."""
    return {"StartTime": NOW - start, "EndTime": NOW - end, "Type": kind, **more}


OLD = clip(start=900, end=800)
LOOKS: list[tuple[str, str | None, str, tuple[bool, bool]]] = [
    ("nothing", None, "", (False, False)),
    ("nothing again", "", "", (False, False)),
    ("long ago", None, clips(OLD), (False, False)),
    ("just begun", None, clips(clip(start=3, end=3)), (True, False)),
    ("ends now", None, clips(clip(end=0)), (True, False)),
    ("ended", None, clips(clip()), (False, False)),
    ("has grown", clips(clip(end=18)), clips(clip()), (True, False)),
    ("has grown behind a newer one", clips(clip(end=18)), clips(clip("Schedule", 5, 1), clip()), (True, False)),
    ("has not grown", clips(clip()), clips(clip()), (False, False)),
    ("listed when finished", clips(OLD), clips(OLD, clip()), (True, False)),
    ("listed late", clips(OLD), clips(OLD, clip(end=70)), (False, False)),
    ("window moved", clips(OLD, clip()), clips(clip()), (False, False)),
    ("no end yet", clips(clip()), clips(clip(start=300) | {"EndTime": 0}), (True, False)),
    ("no end for hours", clips(clip()), clips(clip(start=7200) | {"EndTime": ""}), (False, False)),
    ("planned end", None, clips(clip(end=-400)), (True, False)),
    ("input", None, clips(clip("IO", 3, 3)), (False, True)),
    ("both", None, clips(clip("IO", 3, 3), clip("MD", 4, 4)), (True, True)),
    ("other words", None, clips(clip("Motion Detect", 3), clip("AlarmIn", 4)), (True, True)),
    ("one word", None, clips(clip("MotionDetect", 3)), (True, False)),
    ("schedule", None, clips(clip("Schedule", 3), clip("Manual", 4)), (False, False)),
    ("number and file", None, clips(clip(3, 3, FileName="/mnt/sd/alarm/1_MD.mp4")), (True, False)),
    ("type of file", None, clips({"FileType": "mp4", **clip(start=3)}), (True, False)),
    (
        "other names",
        None,
        f"<List><File><BeginTime>{NOW - 3}</BeginTime><Event>md</Event></File></List>",
        (True, False),
    ),
    (
        "one group",
        None,
        (
            f"<A><StartTime>{NOW - 999}</StartTime><EndTime>{NOW - 900}</EndTime><Type>MD</Type>"
            f"<StartTime>{NOW - 5}</StartTime><EndTime>{NOW - 1}</EndTime><Type>IO</Type></A>"
        ),
        (False, True),
    ),
    (
        "numbered",
        None,
        (
            f"<A><StartTime1>{NOW - 999}</StartTime1><Type1>MD</Type1>"
            f"<StartTime2>{NOW - 5}</StartTime2><Type2>IO</Type2></A>"
        ),
        (False, True),
    ),
    ("local time", None, clips({"StartTime": LOCAL - timedelta(seconds=5), "Type": "MD"}), (True, False)),
    ("slashes", None, clips({"StartTime": f"{LOCAL:%Y/%m/%d %H:%M:%S}", "Type": "MD"}), (True, False)),
    ("unreadable", None, clips({"StartTime": "soon", "Type": "MD"}), (False, False)),
    ("echo of the request", None, f"<A><StartTime>{NOW - 5}</StartTime><EndTime>{NOW}</EndTime></A>", (False, False)),
]


@pytest.mark.parametrize(("before", "after", "on"), [pytest.param(*look[1:], id=look[0]) for look in LOOKS])
def test_recordings(before: str | None, after: str, on: tuple[bool, bool]) -> None:
    """The form of the answer is not printed (section 3.5.1): any that tells start, end and kind will do."""

    def decoded(body: str) -> Document:
        return DIALECT.decode(f'<Message><result code="200"/>{body}</Message>'.encode())

    previous = None if before is None else decoded(before)
    glimpse = Glimpse(decoded(after), previous, Place(channel=1, now=LOCAL, utc=NOW), (1,), 30, {})
    found = {read.slot: read.value for read in alarms(glimpse)}
    assert found == dict(zip((MOTION, INPUT), on, strict=True))


def test_an_input_belongs_to_the_device() -> None:
    """So only the first channel tells it."""
    glimpse = Glimpse({}, None, Place(channel=2, now=LOCAL, utc=NOW), (1, 2), 30, {})
    assert [read.slot for read in alarms(glimpse)] == [Slot(2, f.MOTION)]


async def test_nothing_found(meet: Meet, clock: Clock) -> None:
    """A search without a result may be answered with nothing at all (section 2.2, code 204)."""
    simulator, camera = await meet("message", engine={"clock": clock})
    assert (camera.state.get(MOTION), camera.state.get(INPUT)) == (False, False)
    simulator.raise_alarm("motion")
    clock.ahead += 10
    await camera.refresh([MOTION])
    assert camera.state.get(MOTION) is True
    simulator.refuse["/cgi/record_get"] = Fault(status=204)
    clock.ahead += 10
    await camera.refresh([MOTION])
    assert camera.state.get(MOTION) is False


def test_printed_commands() -> None:
    """Requests that no setting spells are those of sections 3.5.1, 3.6.2.5, example 2, 3.15.1 and 3.15.2."""
    here = Place(channel=1, number=1, utc=1516171270)
    search = EXAMPLES.endpoints["record RecordSearch"].read.at(here)
    assert line_of(search) == ("/cgi/record_get?Channel=1&Group=RecordSearch&StartTime=1516167670&EndTime=1516171330")
    goto = next(action.request for action in DIALECT.actions if action.command is f.GOTO_PRESET)
    assert line_of(goto.at(here)) == "/cgi/ptz_set?Channel=1&Group=PTZCtrlInfo&PresetNumber=1&Preset=1"
    main = DIALECT.streams[0]
    assert main.snapshot
    assert main.mjpeg
    assert line_of(main.snapshot.at(here)) == "/jpgimage/1/image.jpg"
    assert line_of(main.mjpeg.at(here)) == "/mjpgstreamreq/1/image.jpg"


async def test_one_refresh_asks_for_what_two_slots_need(meet: Meet, clock: Clock) -> None:
    """And for nothing else."""
    simulator, camera = await meet("message", engine={"clock": clock})
    clock.ahead += 400
    await camera.refresh([BRIGHTNESS, Slot(1, f.AUDIO)])
    assert [(r.path, r.query) for r in simulator.requests] == [
        ("/cgi/image_get", {"Channel": "1", "Group": "ImageInfo"}),
        ("/cgi/audio_get", {"Channel": "1", "Group": "AudioInfo"}),
    ]


STREAM_QUERY = b"""<Message>
<StreamInfo><Resolution>1920x1080</Resolution><BitRate>256 ... 10000</BitRate><FrameRate>5, 10, 15</FrameRate>
<Payload>1</Payload></StreamInfo>
<StreamInfo><Resolution>640x480, 352x288</Resolution><BitRate>64 ... 512</BitRate><FrameRate>1 ... 30</FrameRate>
<Payload>0, 1</Payload></StreamInfo></Message>"""
STREAM = "<Message><StreamInfo><Resolution>{}</Resolution>{}</StreamInfo></Message>"
STREAM_REST = "<BitRate>300</BitRate><FrameRate>5</FrameRate><Payload>1</Payload>"


def test_stream_ranges_follow_the_resolution() -> None:
    """A query tells them once for each resolution (section 3.2.1.3); a change of that changes them at once."""
    known = Knowledge(DIALECT, 30)
    known.channels = (1,)
    source = Source(EXAMPLES.endpoints["major_stream"], 1)

    def offers(resolution: str) -> tuple[Any, ...]:
        known.take(source, DIALECT.decode(STREAM.format(resolution, STREAM_REST).encode()), 0.0)
        rate = known.capabilities[Slot(1, f.STREAM_FRAME_RATE, 1)]
        bits = known.capabilities[Slot(1, f.STREAM_BIT_RATE, 1)]
        codec = known.capabilities[Slot(1, f.STREAM_CODEC, 1)]
        return rate.minimum, rate.maximum, rate.step, bits.minimum, bits.maximum, bits.writable, codec.choices

    assert offers("640x480")[5] is False
    known.take(Source(EXAMPLES.endpoints["major_stream query"], 0), DIALECT.decode(STREAM_QUERY), 0.0)
    assert offers("1920x1080") == (5, 15, 5, 256, 10000, True, ("H.265",))
    assert offers("352x288") == (1, 30, 1, 64, 512, True, ("H.264", "H.265"))
    sizes = known.capabilities[Slot(1, f.STREAM_RESOLUTION, 1)].choices
    assert sizes == ("1920x1080", "640x480", "352x288")


async def test_numbers_listed_one_by_one(meet: Meet) -> None:
    """No other is sent."""
    simulator, camera = await meet("message")
    for change in (Change(f.DAY_NIGHT_DELAY, 4), Change(f.STREAM_FRAME_RATE, 7.0, 1)):
        with pytest.raises(Invalid, match="is none of"):
            await camera.write(change, channel=1)
    assert not simulator.requests


async def test_resolution_is_followed(meet: Meet) -> None:
    """A new resolution is taken, and everything else of the stream is still there."""
    _, camera = await meet("message")
    await camera.write(Change(f.STREAM_RESOLUTION, "720x576", 1), channel=1)
    assert camera.state.get(Slot(1, f.STREAM_RESOLUTION, 1)) == "720x576"
    assert camera.capabilities[Slot(1, f.STREAM_BIT_RATE, 1)].maximum == 10000


PTZ = {"Channel": "1", "Group": "PTZCtrlInfo"}
TOUR = {"Channel": "1", "Group": "TourInfo", "TourNum": "4"}
CARD = {"Channel": "1", "Group": "RecordDevice"}
COMMANDS: list[tuple[Any, int, int, str, dict[str, str]]] = [
    (f.PTZ_STOP, 1, 0, "ptz", PTZ | {"Stop": "0"}),
    (f.AUTO_SCAN, 1, 0, "ptz", PTZ | {"AutoScan": "1"}),
    (f.BEGIN_PATTERN, 1, 1, "ptz", PTZ | {"PatternNumber": "1", "Pattern": "0"}),
    (f.END_PATTERN, 1, 1, "ptz", PTZ | {"PatternNumber": "1", "Pattern": "1"}),
    (f.RUN_PATTERN, 1, 4, "ptz", PTZ | {"PatternNumber": "4", "Pattern": "2"}),
    (f.BEGIN_AUTO_PAN, 1, 1, "ptz", PTZ | {"AutoPanNumber": "1", "AutoPan": "0"}),
    (f.END_AUTO_PAN, 1, 1, "ptz", PTZ | {"AutoPanNumber": "1", "AutoPan": "1"}),
    (f.RUN_AUTO_PAN, 1, 4, "ptz", PTZ | {"AutoPanNumber": "4", "AutoPan": "2"}),
    (f.START_TOUR, 1, 4, "ptz", TOUR | {"TourAct": "1"}),
    (f.STOP_TOUR, 1, 4, "ptz", TOUR | {"TourAct": "0"}),
    (f.UNMOUNT_STORAGE, 1, 0, "record", CARD | {"Operate": "0"}),
    (f.MOUNT_STORAGE, 1, 0, "record", CARD | {"Operate": "1"}),
    (f.FORMAT_STORAGE, 1, 0, "record", CARD | {"Operate": "2"}),
    (f.RESET_PICTURE, 1, 0, "camera", {"Channel": "1", "Group": "ResetInfo"}),
    (f.FACTORY_RESET, 0, 0, "sys", {"Group": "SystemInfo", "ResetFlag": "1", "IPkeep": "0"}),
    (f.FACTORY_RESET_KEEP_NETWORK, 0, 0, "sys", {"Group": "SystemInfo", "ResetFlag": "1", "IPkeep": "1"}),
]


@pytest.mark.parametrize("order", COMMANDS)
async def test_commands(meet: Meet, order: tuple[Any, int, int, str, dict[str, str]]) -> None:
    """Each is offered and accepted, in this very request."""
    command, channel, number, cgi, query = order
    simulator, camera = await meet("message")
    offered = [*((each, 0) for each in camera.commands(channel)), *camera.counted(channel)]
    assert (command, number) in offered
    await camera.act(command, channel=channel, number=number)
    (request,) = simulator.requests
    assert (request.path, request.query) == (f"/cgi/{cgi}_set", query)


async def test_no_drive_and_no_card(meet: Meet) -> None:
    """Nothing that moves is offered without a drive; a card that is missing says so."""
    _, camera = await meet("message", ptz=False, sd_card=False, wifi=False)
    assert camera.counted(1) == []
    assert f.PTZ_STOP not in camera.commands(1)
    assert camera.state.get(Slot(1, f.STORAGE_STATE)) is StorageState.UNINITIALIZED
    assert Slot(0, f.WIFI) not in camera.capabilities


async def test_slow_shutter(meet: Meet) -> None:
    """In no table, but real boards tell it: it is shown."""
    _, camera = await meet("message", slow_shutter=True)
    slot = Slot(1, f.SLOW_SHUTTER)
    assert (camera.state.get(slot), camera.capabilities[slot].writable) == (0, False)


@pytest.mark.parametrize(("text", "level"), [("70", 70), ("-61", -61), ("808663348", None)])
def test_signal(text: str, level: int | None) -> None:
    """What section 3.12.1 prints is neither a percentage nor decibels."""
    known = Knowledge(DIALECT, 30)
    body = f"<Message><WifiInfo><Signal><int>{text}</int></Signal></WifiInfo></Message>"
    known.take(Source(EXAMPLES.endpoints["wifi"], 0), DIALECT.decode(body.encode()), 0.0)
    assert known.state.get(Slot(0, f.WIFI_SIGNAL)) == level
