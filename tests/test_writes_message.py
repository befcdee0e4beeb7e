"""Every setting of the message dialect, written through Home Assistant: the exact request, and the state after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
import pytest

from custom_components.cgi_camera.platforms import platform_of
from tests.conftest import Add, Simulate
from tests.ha import entity_of, state
from tests.test_writes import put, shown

type Value = bool | float | str
type Place = tuple[str, str, bool]
"""The cgi, the group, and whether each channel has its own."""


@dataclass(frozen=True)
class Write:
    """One setting by the key of its slot, the value as a user gives it, and what the request says besides the group."""

    key: str
    value: Value
    query: dict[str, str]


def write(key: str, value: Value, /, **query: str) -> Write:
    """Return a write."""
    return Write(key, value, query)


def bits(**names: str) -> list[Write]:
    """Return writes that turn something on, by key and parameter."""
    return [write(key, True, **{name: "1"}) for key, name in names.items()]


def numbers(value: int, **names: str) -> list[Write]:
    """Return writes of one number, by key and parameter."""
    return [write(key, value, **{name: str(value)}) for key, name in names.items()]


def texts(value: str, **names: str) -> list[Write]:
    """Return writes of one text, by key and parameter."""
    return [write(key, value, **{name: value}) for key, name in names.items()]


def stream(number: int, rate: int) -> list[Write]:
    """Return writes to one of the two real streams."""
    return [
        write(f"stream_resolution_{number}", "720x576", Resolution="720x576"),
        write(f"stream_frame_rate_{number}", rate, FrameRate=str(rate)),
        write(f"stream_bit_rate_{number}", 900, BitRate="900"),
        write(f"stream_codec_{number}", "H.265", Payload="1"),
        write(f"stream_rate_control_{number}", "cbr", BitType="1"),
        write(f"stream_key_frame_interval_{number}", 120, IPRate="120"),
        write(f"stream_quality_{number}", "highest", VideoQuality="4"),
        write(f"stream_rate_cut_{number}", True, StreamRateCut="1"),
    ]


INPUT_BITS = {"output": "IO{0}1", "mail": "IM{0}", "ftp": "IF{0}", "tcp": "IT{0}", "record": "IS{0}"}
AREA_BITS = {"output": "MO1", "mail": "MM", "ftp": "MF", "tcp": "MT", "all_outputs": "MA"}


def schedule(day: int) -> Iterator[Write]:
    """Yield what is set for a day, one after the other: each time the whole day is told."""
    told = {f"{name}{n}{unit}": "0" for n in (day, day + 8) for name in ("start", "end") for unit in "HM"}
    told |= {"Channel": "1", f"enable{day}": "1"}
    yield write(f"alarm_schedule_{day + 1}", True, **told)
    for hour, (key, name) in enumerate(
        (
            ("start", f"start{day}"),
            ("end", f"end{day}"),
            ("second_start", f"start{day + 8}"),
            ("second_end", f"end{day + 8}"),
        ),
        8,
    ):
        told |= {f"{name}H": str(hour), f"{name}M": "59"}
        yield write(f"alarm_schedule_{key}_{day + 1}", f"{hour:02}:59:00", **told)


WRITES: dict[Place, list[Write]] = {
    ("image", "ImageInfo", True): [
        *numbers(
            200,
            brightness="Brightness",
            contrast="Contrast",
            saturation="Saturation",
            sharpness="Sharpness",
            hue="Hue",
            denoise="Denoise",
        ),
        write("gamma", 2, Gamma="2"),
        write("tv_system", "ntsc", Format="1"),
    ],
    ("image", "OSDInfo", True): [
        write("osd", False, TextOSDStatus="0"),
        write("osd_title", "Tür & Tor + 1", TextOSDTitle="Tür & Tor + 1"),
        *bits(multiple_osd="MultipleOSDStatus", **{f"user_osd_{n}": f"TextOSDStatus{n}" for n in range(1, 5)}),
        *texts("Gate", **{f"user_osd_title_{n}": f"TextOSDTitle{n}" for n in range(1, 5)}),
        *numbers(
            33,
            osd_x="TextOSDX",
            osd_y="TextOSDY",
            multiple_osd_x="MultipleOSDX",
            multiple_osd_y="MultipleOSDY",
            date_osd_x="DateOSDX",
            date_osd_y="DateOSDY",
            time_osd_x="TimeOSDX",
            time_osd_y="TimeOSDY",
            **{f"user_osd_{axis}_{n}": f"TextOSD{axis.upper()}{n}" for n in range(1, 5) for axis in "xy"},
        ),
        *numbers(
            8,
            osd_size="TextOSDSize",
            multiple_osd_size="MultipleOSDSize",
            time_osd_size="TimeOSDSize",
            **{f"user_osd_size_{n}": f"TextOSDSize{n}" for n in range(1, 5)},
        ),
        write("date_osd", False, DateOSDStatus="0"),
        write("date_osd_format", 2, DateFormat="2"),
        write("time_osd", False, TimeOSDStatus="0"),
    ],
    ("camera", "BasicInfo", True): [
        *bits(
            flip="MirrorVer",
            mirror="MirrorHor",
            wdr="WDRSwitch",
            anti_false_color="AFCSwitch",
            defog="AFGSwitch",
            lens_shading_correction="LSCSwitch",
            lens_distortion_correction="LDCSwitch",
            stabilizer="DISSwitch",
        ),
        *numbers(99, wdr_level="WDRLevel", lens_distortion_level="LDCLevel", red_gain="WBRGain", blue_gain="WBBGain"),
        write("white_balance", "manual", WBMode="1"),
    ],
    ("camera", "ExposureInfo", True): [
        write("day_night_mode", "night", ICRSwitch="1"),
        write("day_night_delay", 10, ICRTimer="10"),
        *numbers(77, night_threshold="ICRC2BThr", day_threshold="ICRB2CThr", exposure_level="ELCLevel"),
        write("ir_cut", False, ICREnable="0"),
        write("exposure_mode", "manual", ExposureMode="2"),
        write("scene", "indoor", ScenceSelect="1"),
        write("gain_limit", "64x", AGCMax="64"),
        write("manual_gain", "2x", AGCManual="2"),
        write("shutter_limit", "1/8000", ShutterMax="8000"),
        write("manual_shutter", "1/25", ShutterManual="25"),
        write("backlight_compensation", True, BLCSwitch="1"),
        write("backlight_level", 240, BLCLevel="240"),
        write("metering", "area", HLCSwitch="3"),
        write("color_mode", "cold", ColorMode="2"),
    ],
    ("audio", "AudioInfo", True): [
        write("audio", True, AudioEnable="1"),
        write("input_volume", 9, AudioVolume="9"),
        write("audio_codec", "AAC", AudioCodec="AAC"),
        write("audio_sample_rate", "44 kHz", SampleRate="44"),
    ],
    ("major_stream", "StreamInfo", True): stream(1, 30),
    ("minor_stream", "StreamInfo", True): stream(2, 15),
    ("mjpeg", "StreamInfo", True): [
        write("stream_resolution_3", "CLOSED", Resolution="CLOSED"),
        write("stream_frame_rate_3", 1, FrameRate="1"),
        write("stream_quality_3", "lowest", VideoQuality="0"),
    ],
    ("sys", "TimeInfo", False): [
        write("time_zone", "UTC-03:30", TimeZone="-210", TimeMethod="0"),
        write("daylight_saving", True, DaylightEnable="1", TimeMethod="0"),
        write("ntp_server", "192.168.1.2", NTPServerIP="192.168.1.2", TimeMethod="0"),
        write("time_source", "ntp", TimeMethod="1"),
    ],
    ("record", "RecordControl", True): [
        write("recording", True, Mode="1"),
        write("recording_loop", False, Loop="0"),
        write("recording_on_event", True, Event="1"),
        write("recording_stream", "main", StreamType="0"),
        write("recording_length", 3600, Lenght="3600"),
    ],
    ("ptz", "SpeedInfo", True): [
        *numbers(8, pan_speed="PanSpeed", tilt_speed="TiltSpeed"),
        *numbers(0, zoom_speed="ZoomSpeed", focus_speed="FocusSpeed"),
    ],
    ("ptz", "ProtocolInfo", True): [
        write("ptz_address", 255, CamAddr="255"),
        write("ptz_protocol", "samsung", ProtocolType="2"),
        write("ptz_baud_rate", "38400", BaudRate="4"),
        write("ptz_positioning", "pelco_hk", Protocol3D="1"),
        write("ptz_user_mode", 3, UserMode="3"),
    ],
    ("alarm", "MDInfo", True): [
        write("motion_detection", False, MDEnable="0"),
        write("motion_sensitivity", 33, MDSensitivity="33"),
    ],
    ("alarm", "MDAccessInfo", True): [
        *(
            write(f"motion_area_{what}_{area}", True, MDArea=str(area), **{name: "1"})
            for area in range(1, 5)
            for what, name in AREA_BITS.items()
        ),
        *(write(f"motion_area_record_{area}", False, MDArea=str(area), MS="0") for area in range(1, 5)),
    ],
    ("alarm", "IOTrigInfo", False): [
        write(f"alarm_input_type_{n}", "normally_open", IOTrigNum=str(n), IOTrig="0") for n in (1, 2)
    ],
    ("alarm", "IOAccessInfo", False): [
        write("relay_1", True, IOTrigNum="1", IA1="1"),
        *(
            write(f"alarm_input_{what}_{n}", True, IOTrigNum=str(n), **{name.format(n): "1"})
            for n in (1, 2)
            for what, name in INPUT_BITS.items()
        ),
    ],
    ("alarm", "AccessScopeInfo", False): [write("alarm_access", "local", AlarmAccessScope="1")],
    ("alarm", "ScheduleInfo", False): [case for day in range(7) for case in schedule(day)],
    ("net", "AddressInfo", False): [
        write("auto_dns", False, AutoDNSEnable="0"),
        *texts("9.9.9.9", dns_server_1="DNSServer", dns_server_2="DNSServer2"),
    ],
    ("net", "AlarmServerInfo", False): texts(
        "192.168.1.9",
        alarm_server_1="AlarmServerIP",
        alarm_server_2="AlarmServerIP1",
        alarm_server_3="AlarmServerIP2",
    ),
    ("net", "SMTPInfo", False): [
        *texts("192.168.1.8", mail_server="SMTPServerIP"),
        *texts("a@example.com", mail_from="FromMail", mail_to="ToMail"),
        *numbers(2525, mail_port="SMTPPort", mail_ssl_port="SMTPSSLPort"),
        *bits(mail_ssl="SMTPUseSSL"),
        write("mail_snapshot", False, SMTPSnapShot="0"),
    ],
    ("net", "FTPInfo", False): [
        *texts("192.168.1.7", ftp_server="FTPServerIP"),
        *texts("/pictures", ftp_path="FTPPath"),
        *numbers(2121, ftp_port="FTPPort"),
        *numbers(10, ftp_snapshot_count="FTPCount", ftp_snapshot_interval="FTPInterval"),
    ],
    ("net", "KaiCong", False): bits(kaicong="KcDdnsEnable", tutk="TutkEnable"),
    ("net", "DDNSInfo", False): [
        *bits(ddns="DDNSEnable"),
        write("ddns_service", "noip", DDNSType="3"),
        *texts("example.com", ddns_server="DDNSServerAddr", ddns_domain="DDNSDomain"),
        *numbers(8080, ddns_port="DDNSServerPort"),
    ],
    ("netport", "NetPortInfo", True): numbers(
        65535, video_port="VideoPort", onvif_port="OnvifPort", record_port="RecordPort"
    ),
    ("net", "NetProtocolInfo", False): [
        write("onvif", False, ONVIF="0"),
        *bits(**{f"protocol_{name.lower()}": name for name in ("HK", "XM", "TOPSEE", "ZW", "ZENO")}),
    ],
}


# Boards that tell more than the document prints, have two outputs, or are told with the names of the examples.
OTHERS: list[tuple[dict[str, Any], Place, list[Write]]] = [
    ({"tells": ["CcMail"]}, ("net", "SMTPInfo", False), texts("b@example.com", mail_cc="CcMail")),
    ({"tells": ["FTPFilename"]}, ("net", "FTPInfo", False), texts("a.jpg", ftp_file_name="FTPFilename")),
    (
        {"inputs": 2, "outputs": 2},
        ("alarm", "IOAccessInfo", False),
        [write(f"alarm_input_second_output_{n}", True, IOTrigNum=str(n), **{f"IO{n}2": "1"}) for n in (1, 2)],
    ),
    (
        {"renamed": {"IA1": "IA", "IO11": "IO1"}},
        ("alarm", "IOAccessInfo", False),
        [write("relay_1", True, IOTrigNum="1", IA="1"), write("alarm_input_output_1", True, IOTrigNum="1", IO1="1")],
    ),
    (
        {"renamed": {"MO1": "MO"}},
        ("alarm", "MDAccessInfo", True),
        [write("motion_area_output_2", True, MDArea="2", MO="1")],
    ),
]


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("place", WRITES, ids=lambda place: " ".join(place[:2]))
async def test_write(hass: HomeAssistant, simulate: Simulate, add: Add, place: Place) -> None:
    """Every setting of a group reaches the camera in exactly one accepted request, and the state follows."""
    await check(hass, await add(simulator := await simulate("message", inputs=2)), simulator, place, WRITES[place])


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(("options", "place", "cases"), OTHERS, ids=lambda each: str(each)[:40])
async def test_write_to_other_firmware(  # noqa: PLR0917
    hass: HomeAssistant, simulate: Simulate, add: Add, options: dict[str, Any], place: Place, cases: list[Write]
) -> None:
    """Where firmware tells a setting in another way, it is set so."""
    await check(hass, await add(simulator := await simulate("message", **options)), simulator, place, cases)


async def check(hass: HomeAssistant, entry: Any, simulator: Any, place: Place, cases: list[Write]) -> None:
    """Write settings of one group."""
    cgi, group, per_channel = place
    offers = entry.runtime_data.camera.capabilities
    slots = {slot.key: slot for slot in offers}
    for case in cases:
        slot = slots[case.key]
        platform = platform_of(slot, offers[slot])
        assert platform, case.key
        entity_id = entity_of(hass, entry, platform, slot)
        simulator.requests.clear()
        await put(hass, entity_id, case.value)
        sent = simulator.requests[0]
        channel = {"Channel": "1"} if per_channel else {}
        assert (sent.path, sent.query) == (f"/cgi/{cgi}_set", {**channel, "Group": group, **case.query})
        assert all(request.path == f"/cgi/{cgi}_get" for request in simulator.requests[1:])
        told = state(hass, entity_id).state
        assert (float(told) == case.value) if platform is Platform.NUMBER else (told == shown(case.value)), case.key


@pytest.mark.usefixtures("all_enabled")
async def test_nothing_is_left_out(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Every slot that can be set has its case above."""
    simulator = await simulate("message", inputs=2)
    entry = await add(simulator)
    offers = entry.runtime_data.camera.capabilities
    writable = {slot.key for slot, offered in offers.items() if offered.writable and platform_of(slot, offered)}
    assert {case.key for cases in WRITES.values() for case in cases} == writable
