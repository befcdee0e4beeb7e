"""Every setting of the control dialect, written through Home Assistant: the exact request, and the state after it."""

from dataclasses import dataclass, field
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
import pytest

from custom_components.cgi_camera.platforms import platform_of
from tests.conftest import Add, Simulate
from tests.ha import entity, state
from tests.test_writes import named, put, shown

type Value = bool | float | str

MODEL = {
    "alarm_inputs": 2,
    "alarm_outputs": 2,
    "captures": 3,
    "hue": True,
    "lpr": True,
    "newer": True,
}
"""A camera that has everything; what it shows in some modes only is told by `Write.before`."""


@dataclass(frozen=True)
class Write:
    """One setting by the key of its slot, the value as a user gives it, and the request that it makes.

    `before` are texts, by page and name, that the camera has at first.
    """

    key: str
    value: Value
    cgi: str
    action: str
    query: dict[str, str]
    before: dict[str, dict[str, str]] = field(default_factory=dict)


def write(key: str, value: Value, cgi: str, what: str, /, **query: str) -> Write:
    """Return a write to a CGI, `what` being the action behind its `set`."""
    return Write(key, value, cgi, f"set{what}", query)


def dotted(key: str, value: Value, cgi: str, what: str, query: dict[str, str], **before: dict[str, str]) -> Write:
    """Return a write whose parameters hold a dot, or to a camera in another mode than at first."""
    return Write(key, value, cgi, f"set{what}", query, before)


def percents(cgi: str, what: str, **names: str) -> list[Write]:
    """Return writes of a number from 1 to 100, by key and parameter."""
    return [write(key, 77, cgi, what, **{name: "77"}) for key, name in names.items()]


def turned(on: bool, cgi: str, what: str, **names: str) -> list[Write]:
    """Return writes that turn something on or off, by key and parameter."""
    return [write(key, on, cgi, what, **{name: "enable" if on else "disable"}) for key, name in names.items()]


COLOURS = {
    "brightness": "bright",
    "contrast": "contrast",
    "saturation": "saturation",
    "sharpness": "sharp",
    "edge_enhancement": "edge",
    "hue": "hue",
}
DAY_NIGHT = {"interval": "5", "ptn": "500", "ptd": "270"}
LPR = {"setdaynight": {"daynightmode": "lpr"}}
USER = {"setshutterspd": {"shutmode": "user"}}
ROLL = {"setshutterspd": {"shutmode": "suppressroll"}}
LIT = {"setwdr": {"mode": "compensation"}}


def alarm_input(number: int) -> list[Write]:
    """Return the writes to one alarm input."""
    at, what = f"alarmin{number}", f"alarmin{number}"
    return [
        dotted(f"alarm_input_enabled_{number}", False, "alarmin", what, {f"{at}.enable": "disable"}),
        dotted(f"alarm_input_name_{number}", "door & 1", "alarmin", what, {f"{at}.name": "door & 1"}),
        dotted(f"alarm_input_type_{number}", "normally_closed", "alarmin", what, {f"{at}.type": "nc"}),
    ]


def alarm_output(number: int) -> list[Write]:
    """Return the writes to one alarm output."""
    at, what = f"alarmout{number}", f"alarmout{number}"
    return [
        dotted(f"relay_{number}", True, "ctrl_alarmout", "alarmout", {at: "on"}),
        dotted(f"alarm_output_enabled_{number}", False, "alarmout", what, {f"{at}.enable": "disable"}),
        dotted(f"relay_name_{number}", "gate", "alarmout", what, {f"{at}.name": "gate"}),
        dotted(f"motion_alarm_output_{number}", True, "alarmout", what, {f"{at}.link": "1"}),
        dotted(f"input_alarm_output_{number}", True, "alarmout", what, {f"{at}.link": "2"}),
        dotted(f"tamper_alarm_output_{number}", True, "alarmout", what, {f"{at}.link": "4"}),
        dotted(f"alarm_output_continuous_{number}", True, "alarmout", what, {f"{at}.time": "1"}),
        dotted(f"alarm_output_duration_{number}", 180, "alarmout", what, {f"{at}.time": "180"}),
    ]


def mask(number: int) -> list[Write]:
    """Return the writes to one privacy mask, but for its place, which an action sets."""
    what, on = f"privacy{number}", {"privacy.enable": "enable", "allstatus": "enable"}
    return [
        dotted(f"privacy_mask_{number}", True, "privacy", what, on),
        dotted(f"privacy_mask_color_{number}", 8, "privacy", what, {"privacy.color": "8"}),
    ]


def capture(number: int, size: str) -> list[Write]:
    """Return the writes to one capture."""
    at, what = f"capture{number}", f"video{number}"
    return [
        dotted(f"capture_enabled_{number}", False, "videoset", what, {f"{at}.enable": "disable"}),
        dotted(f"capture_resolution_{number}", size, "videoset", what, {f"{at}.size": size}),
    ]


def encoder(number: int) -> list[Write]:
    """Return the writes to one stream that is not MJPEG."""
    at, what = f"encoder{number}", f"video{number}"
    moving = {"setvideo": {f"{at}.codec": "h264", f"{at}.quality": "512"}}
    return [
        dotted(f"stream_enabled_{number}", False, "videoset", what, {f"{at}.enable": "disable"}),
        dotted(f"stream_frame_rate_{number}", 12, "videoset", what, {f"{at}.framerate": "12"}),
        dotted(f"stream_bit_rate_{number}", 900, "videoset", what, {f"{at}.quality": "900"}, **moving),
        dotted(f"stream_key_frame_interval_{number}", 60, "videoset", what, {f"{at}.keyframe": "60"}, **moving),
        dotted(f"stream_rate_control_{number}", "cbr", "videoset", what, {f"{at}.ratectrl": "cbr"}, **moving),
    ]


def recording(key: str, value: Value, name: str, text: str) -> Write:
    """Return a write to the recording on events."""
    return dotted(key, value, "recordevent", "recevent", {f"record.{name}": text})


def motion(key: str, value: Value, name: str, text: str) -> Write:
    """Return a write to the motion detection."""
    return dotted(key, value, "motion", "motion1", {f"motion1.{name}": text})


WRITES = [
    write("device_name", "a & b +", "servername", "servername", servername="a & b +"),
    write("language", "Persian", "language", "lang", language="persian"),
    write("dns_server_1", "9.9.9.9", "dnsset", "dns", firstdns="9.9.9.9"),
    write("dns_server_2", "1.1.1.1", "dnsset", "dns", seconddns="1.1.1.1"),
    *alarm_input(1),
    *alarm_input(2),
    *alarm_output(1),
    *alarm_output(2),
    motion("motion_detection", False, "enable", "disable"),
    motion("motion_name", "yard", "name", "yard"),
    motion("motion_sensitivity", 5, "level", "5"),
    motion("motion_duration", 180, "duration", "180"),
    recording("recording_on_event", False, "status", "disable"),
    recording("recording_stream", "third", "streamid", "stream3"),
    recording("motion_recording", False, "link", "2"),
    recording("input_recording", False, "link", "1"),
    recording("tamper_recording", True, "link", "7"),
    recording("recording_ftp", False, "save", "0"),
    recording("recording_email", True, "save", "3"),
    recording("pre_record", 0, "timeprev", "0"),
    recording("post_record", 30, "timenext", "30"),
    recording("recording_file_size", 10240, "maxsize", "10240"),
    dotted("tamper_detection", False, "shock", "shock", {"shock.enable": "disable"}),
    dotted("tamper_sensitivity", 9, "shock", "shock", {"shock.level": "9"}),
    write("day_night_mode", "lpr", "camdaynight", "daynight", mode="lpr", **DAY_NIGHT),
    write("day_night_delay", 200, "camdaynight", "daynight", interval="200"),
    write("night_threshold", 990, "camdaynight", "daynight", ptn="990", ptd="270"),
    write("day_threshold", 1, "camdaynight", "daynight", ptd="1", ptn="500"),
    write("infrared", False, "camdaynight", "daynight", irlink="disable"),
    dotted("lpr_day_shutter", "1/15 (50 Hz: 1/12.5)", "camdaynight", "daynight", {"lprdayspeed": "1"}, **LPR),
    dotted("lpr_night_shutter", "Automatic", "camdaynight", "daynight", {"lprnightspeed": "10"}, **LPR),
    *percents("camcolor", "color", **COLOURS),
    *percents("camcolor", "ncolor", **{f"night_{key}": name for key, name in COLOURS.items()}),
    write("white_balance", "fluorescent", "camwhitebal", "wb", mode="fluorescent"),
    write("red_gain", 1, "camwhitebal", "wb", mode="user", userred="1", userblue="50"),
    write("blue_gain", 100, "camwhitebal", "wb", mode="user", userred="50", userblue="100"),
    write("wdr", False, "camwdr", "wdr", wdrstatus="disable", mode="dwdr", dwdrmode="step1"),
    write(
        "wdr_mode",
        "compensation",
        "camwdr",
        "wdr",
        wdrstatus="enable",
        mode="compensation",
        compensationmode="front",
        dwdrmode="step1",
    ),
    write("wdr_strength", "step_5", "camwdr", "wdr", wdrstatus="enable", mode="dwdr", dwdrmode="step5"),
    dotted(
        "wdr_compensation",
        "back",
        "camwdr",
        "wdr",
        {"wdrstatus": "enable", "mode": "compensation", "compensationmode": "back"},
        **LIT,
    ),
    *turned(True, "cameffect", "effect", color_bar="colorbar", monochrome="monoimg", negative="negative"),
    write("slow_shutter_enabled", False, "camslowshut", "slowsh", slowshutstatus="disable", slowshutter="2"),
    write("slow_shutter", 14, "camslowshut", "slowsh", slowshutstatus="enable", slowshutter="14"),
    write("shutter_mode", "manual", "camshutspeed", "shutterspd", shutmode="user", shutspeed="3", agcvalue="50"),
    write(
        "shutter_limit",
        "1/30 (50 Hz: 1/25)",
        "camshutspeed",
        "shutterspd",
        shutmode="auto",
        maxexposure="1",
    ),
    dotted(
        "flicker_suppression",
        "strong",
        "camshutspeed",
        "shutterspd",
        {"shutmode": "suppressroll", "suppress": "strong"},
        **ROLL,
    ),
    dotted(
        "manual_shutter",
        "1/9000 (50 Hz: 1/8000)",
        "camshutspeed",
        "shutterspd",
        {"shutmode": "user", "shutspeed": "9", "agcvalue": "60"},
        **USER,
    ),
    dotted(
        "gain", 100, "camshutspeed", "shutterspd", {"shutmode": "user", "shutspeed": "3", "agcvalue": "100"}, **USER
    ),
    *turned(False, "camdnr", "dnr", noise_reduction="dnrstatus"),
    *percents("camdnr", "dnr", denoise="dnrlevel"),
    *turned(True, "camdefog", "defog", defog="defogstatus"),
    *percents("camdefog", "defog", defog_level="defoglevel"),
    *turned(
        False,
        "osd",
        "osd",
        osd="osdstatus",
        title_osd="texton",
        date_osd="dateon",
        time_osd="timeon",
        event_osd="eventon",
        event_osd_day_night="eventdnon",
        event_osd_motion="eventmdon",
        event_osd_alarm_input="eventsenson",
        event_osd_relay="eventrelayon",
        event_osd_tamper="eventshock",
    ),
    write("osd_title", "Gate & 1 +", "osd", "osd", textstr="Gate & 1 +"),
    write("date_osd_order", "month_day_year", "osd", "osd", datetype="mm-dd-yyyy"),
    write("osd_font_size", "small", "osd", "osd", osdsize="small"),
    *(write for number in range(1, 7) for write in mask(number)),
    *turned(False, "tvout", "tvout", tv_output="tvoutstatus"),
    write("tv_system", "pal", "tvout", "tvout", tvtype="pal"),
    write("flip", True, "videoset", "video1", videoflip="flip"),
    write("mirror", True, "videoset", "video1", videoflip="mirror"),
    *capture(1, "1280x720"),
    *capture(2, "854x480"),
    *capture(3, "640x480"),
    dotted("capture_resolution_2", "not used", "videoset", "video2", {"capture2.size": "nouse"}),
    *encoder(1),
    *encoder(2),
    *encoder(3),
    dotted("stream_capture_2", "1", "videoset", "video2", {"encoder2.source": "capture1"}),
    dotted("stream_capture_3", "3", "videoset", "video3", {"encoder3.source": "capture3"}),
    dotted("stream_codec_2", "H.264", "videoset", "video2", {"encoder2.codec": "h264"}),
    dotted("stream_codec_2", "MJPEG", "videoset", "video2", {"encoder2.codec": "mjpeg", "encoder2.quality": "50"}),
    dotted("stream_codec_3", "MPEG4", "videoset", "video3", {"encoder3.codec": "mpeg", "encoder3.quality": "4000"}),
    dotted("stream_jpeg_quality_3", 95, "videoset", "video3", {"encoder3.quality": "95"}),
    dotted(
        "stream_jpeg_quality_2",
        5,
        "videoset",
        "video2",
        {"encoder2.quality": "5"},
        setvideo={"encoder2.codec": "mjpeg", "encoder2.quality": "50"},
    ),
    *turned(False, "audioset", "audio", audio="audioinenable"),
    *turned(True, "audioset", "audio", audio_output="audiooutenable"),
    *percents("audioset", "audio", input_volume="audioingain", output_volume="audiooutgain"),
    write("audio_sample_rate", "16000", "audioset", "audio", audiosampling="16000"),
    write("rtp_ports", "6000,6099", "rtspset", "rtsp", rtpport="6000,6099"),
    write("rtsp_time_limit", 60, "rtspset", "rtsp", rtsptimelimit="60"),
    *turned(False, "rtspset", "rtsp", rtcp="rtcpenable", rtsp_authentication="authorityenable"),
    *turned(True, "rtspset", "rtsp", multicast="multicastenable"),
    write("multicast_ttl", 128, "rtspset", "rtsp", multicastttl="128"),
    write("multicast_video_address", "239.1.1.1", "rtspset", "rtsp", multicastvideoip="239.1.1.1"),
    write("multicast_video_port", 3000, "rtspset", "rtsp", multicastvideoport="3000"),
    write("multicast_audio_address", "239.1.1.2", "rtspset", "rtsp", multicastaudioip="239.1.1.2"),
    write("multicast_audio_port", 60000, "rtspset", "rtsp", multicastaudioport="60000"),
    *turned(False, "ptzf_status", "ptzstatus", pan_tilt="ptstatus", zoom_focus="zfstatus"),
]


async def camera(simulate: Simulate, before: dict[str, dict[str, str]] | None = None, **model: Any) -> Any:
    """Start a camera that has everything, with some texts of its own."""
    simulator = await simulate("control", ptz=True, model=MODEL | model)
    for page, texts in (before or {}).items():
        simulator.pages[page].update(texts)
    return simulator


# Cameras that had less, or have what the document says they have not now.
OTHERS: list[tuple[dict[str, Any], Write]] = [
    ({"day_night_level": True}, write("day_night_level", 7, "camdaynight", "daynight", autolevel="7")),
    (
        {"day_night_level": True},
        write("day_night_mode", "night", "camdaynight", "daynight", mode="night", autolevel="50"),
    ),
    ({"alaw": True}, write("audio_codec", "alaw", "audioset", "audio", audiocodec="alaw")),
]


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("write", WRITES, ids=named)
async def test_write(hass: HomeAssistant, simulate: Simulate, add: Add, write: Write) -> None:
    """Every setting reaches the camera in exactly one request, is accepted, and the state follows its answer."""
    await check(hass, await add(simulator := await camera(simulate, write.before)), simulator, write)


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(("model", "write"), OTHERS)
async def test_write_to_other_models(
    hass: HomeAssistant, simulate: Simulate, add: Add, model: dict[str, Any], write: Write
) -> None:
    """What only some cameras have is set there."""
    await check(hass, await add(simulator := await camera(simulate, **model)), simulator, write)


async def check(hass: HomeAssistant, entry: Any, simulator: Any, write: Write) -> None:
    """Write one setting."""
    offers = entry.runtime_data.camera.capabilities
    slot = next(slot for slot in offers if slot.key == write.key)
    platform = platform_of(slot, offers[slot])
    assert platform
    entity_id = entity(hass, entry, platform, write.key)
    simulator.requests.clear()
    await put(hass, entity_id, write.value)
    sent = [request for request in simulator.requests if not request.path.endswith("requestevent.cgi")]
    account = {"id": "admin", "passwd": "pass1234", "action": write.action}
    assert [(r.path, r.query) for r in sent] == [(f"/cgi-bin/control/{write.cgi}.cgi", account | write.query)]
    told = state(hass, entity_id).state
    assert (float(told) == write.value) if platform is Platform.NUMBER else (told == shown(write.value))


@pytest.mark.usefixtures("all_enabled")
async def test_nothing_is_left_out(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Every slot that can be set, in any mode, has its case above."""
    simulator = await camera(simulate, LPR | LIT)
    entry = await add(simulator)
    offers = entry.runtime_data.camera.capabilities
    for mode, codec, quality in (("user", "h264", "512"), ("suppressroll", "mjpeg", "50"), ("auto", "mpeg", "512")):
        simulator.pages["setshutterspd"]["shutmode"] = mode
        for number in (2, 3):
            simulator.pages["setvideo"].update({f"encoder{number}.codec": codec, f"encoder{number}.quality": quality})
        simulator.pages["setwdr"]["mode"] = "dwdr"
        entry.runtime_data.camera.expire(offers)
        await entry.runtime_data.async_refresh()
    writable = {slot.key for slot, offered in offers.items() if offered.writable and platform_of(slot, offered)}
    assert {write.key for write in WRITES} == writable
