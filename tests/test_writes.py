"""Every setting of a camera, written through Home Assistant: the exact request, and the state that follows it."""

from dataclasses import dataclass
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
import pytest

from custom_components.cgi_camera.platforms import platform_of
from tests.conftest import Add, Simulate
from tests.ha import call, entity, state

NEWER = "ipc-1.0.10"


@dataclass(frozen=True)
class Write:
    """One setting by the key of its slot, the value as a user gives it, and the request that it makes."""

    key: str
    value: bool | float | str
    path: str
    query: dict[str, str]
    kind: str = NEWER


def ipc(key: str, value: bool | float | str, path: str, /, **query: str) -> Write:
    """Return a write to a camera of the ipc dialect."""
    return Write(key, value, f"/cgi-bin/{path}", query)


NTP = {"ntpaddr": "pool.ntp.org", "port": "123", "update_method": "ntp"}
SHUTTER = {"dayShutterMode": "0", "dayShutterSpeed": "100", "nightShutterMode": "0", "nightShutterSpeed": "100"}

IPC = [
    ipc("brightness", 200, "image", brightness="200"),
    ipc("contrast", 0, "image", contrast="0"),
    ipc("saturation", 255, "image", saturation="255"),
    ipc("sharpness", 1, "image", sharpness="1"),
    ipc("highlight_level", 2, "image", hlc="2"),
    ipc("backlight_level", 3, "image", blc="3"),
    ipc("noise_reduction_2d", 4, "image", nr2d="4"),
    ipc("noise_reduction_3d", 5, "image", nr3d="5"),
    ipc("tv_system", "ntsc", "image", tvsystem="60"),
    ipc("anti_flicker", True, "image", antificker="1"),
    ipc("wdr", False, "set_wdr", enable="0", wdr_value="53"),
    ipc("wdr_level", 99, "set_wdr", enable="1", wdr_value="99"),
    ipc("flip", True, "set_flip", vertical_flip="1", horizon_flip="0"),
    ipc("mirror", True, "set_flip", vertical_flip="0", horizon_flip="1"),
    ipc("ir_cut_mode", "manual_night", "set_ircut", ircutmode="3", time="night"),
    ipc("ir_cut_mode", "mode_4", "set_ircut", ircutmode="4"),
    ipc("day_shutter_mode", "manual", "setShutterSpeed", **SHUTTER | {"dayShutterMode": "1"}),
    ipc("day_shutter_speed", 10, "setShutterSpeed", **SHUTTER | {"dayShutterSpeed": "10"}),
    ipc("night_shutter_mode", "manual", "setShutterSpeed", **SHUTTER | {"nightShutterMode": "1"}),
    ipc("night_shutter_speed", 10000, "setShutterSpeed", **SHUTTER | {"nightShutterSpeed": "10000"}),
    ipc("infrared", True, "set_led", ledmode="1", ledstatus="1", brightness="50"),
    ipc("infrared_brightness", 7, "set_led", ledmode="1", ledstatus="1", brightness="7"),
    ipc("white_light", True, "set_led", ledmode="2", ledstatus="1", brightness="50"),
    ipc(
        "infrared_lamp_mode",
        "white_then_infrared",
        "setBrightness_InfraredLamp",
        infrared_lamp="3",
        setbrightness="191",
    ),
    ipc("audio", False, "audioencoder", enable="0"),
    ipc("audio_codec", "G.711A", "audioencoder", encode_type="G.711A"),
    ipc("audio_codec", "AAC", "audioencoder", encode_type="AAC", samplerate="16000", bitrate="16000"),
    ipc("audio_sample_rate", "8000", "audioencoder", samplerate="8000"),
    ipc("audio_bit_rate", "64000", "audioencoder", bitrate="64000"),
    ipc("input_volume", 100, "audioencoder", input_volume="100"),
    ipc("output_volume", 1, "audioencoder", output_volume="1"),
    ipc("amplifier", False, "audioencoder", amplify="0"),
    ipc("stream_codec_1", "H264", "videoencoder/stream1", encode_mode="H264"),
    ipc("stream_codec_2", "H264", "videoencoder/stream2", encode_mode="H264"),
    ipc("stream_codec_3", "H264", "videoencoder/stream3", encode_mode="H264"),
    *(
        ipc(f"stream_profile_{n}", "baseline", f"videoencoder/stream{n}", **{"AdvanceEncodeConfig/profile": "1"})
        for n in (1, 2, 3)
    ),
    ipc("stream_resolution_1", "2592X1944", "videoencoder/stream1", resolution="2592X1944", framerate="15"),
    ipc("stream_resolution_2", "VGA", "videoencoder/stream2", resolution="VGA"),
    ipc("stream_resolution_3", "CIF", "videoencoder/stream3", resolution="CIF"),
    *(
        ipc(f"{key}_{number}", value, f"videoencoder/stream{number}", **{name: text})
        for number in (1, 2, 3)
        for key, value, name, text in (
            ("stream_frame_rate", 12, "framerate", "12"),
            ("stream_bit_rate", 900, "bitrate", "900"),
            ("stream_rate_control", "vbr", "bitrate_control", "VBR"),
            ("stream_key_frame_interval", 30, "govlength", "30"),
        )
    ),
    ipc("stream_enabled_1", False, "set_start_codec", stream0_enable="0"),
    ipc("stream_enabled_2", False, "set_start_codec", stream1_enable="0"),
    ipc("motion_detection", False, "motion", enable="0"),
    ipc("motion_sensitivity", 33, "motion", sensitivity="33"),
    ipc("motion_threshold", 44, "motion", alarmthreshold="44"),
    ipc("night_motion_detection", False, "motion", enable_nighttime="0"),
    ipc("night_motion_sensitivity", 55, "motion", night_sensitivity="55"),
    ipc("night_motion_threshold", 66, "motion", night_alarmthreshold="66"),
    *(
        ipc(
            f"alarm_input_type_{number}",
            "normally_closed",
            "setAlarmState",
            position=str(number - 1),
            logicalstate="0",
        )
        for number in (1, 2, 3, 4)
    ),
    ipc("relay_1", True, "setRelayStatus", status="1"),
    ipc("recording", False, "setScheduleStorage", enable="0"),
    ipc("recording_stream", "both", "setScheduleStorage", stream="2"),
    ipc("recording_file_length", "30", "setScheduleStorage", recordFileSize="30"),
    ipc("scheduled_snapshots", False, "setScheduleStorage", JpegInterval="0"),
    ipc("local_storage", False, "setScheduleStorage", localEnable="0"),
    ipc("network_storage", True, "setScheduleStorage", remoteEnable="1"),
    ipc("motion_recording", False, "setEventStorage", trigger_recording="0"),
    ipc("motion_recording_stream", "sub", "setEventStorage", stream="2"),
    ipc("motion_recording_ftp", True, "setEventStorage", record_ftp_upload="1"),
    ipc("motion_recording_email", True, "setEventStorage", record_email_upload="1"),
    ipc("motion_snapshot", False, "setEventStorage", trigger_capture="0"),
    ipc("motion_snapshot_ftp", False, "setEventStorage", capture_ftp_upload="0"),
    ipc("motion_snapshot_email", True, "setEventStorage", capture_email_upload="1"),
    ipc("motion_alarm_output", False, "setEventStorage", capture_motionDetectAlarm="0"),
    ipc("osd", False, "osd", enable="0"),
    ipc("osd_title", "Tür & Tor + 你好", "osd", title_utf8="Tür & Tor + 你好"),
    ipc("osd_color", "white_outlined", "osd", color="3"),
    ipc("osd_font_size", "large", "osd", fontsize="2"),
    ipc("osd_placement", "direction", "osd", title_pos_type="0"),
    ipc("osd_x", 100, "osd", title_pos_x="100"),
    ipc("osd_y", 50, "osd", title_pos_y="50"),
    ipc("osd_resolution", True, "osd", show_res_bit="1"),
    ipc("osd_bit_rate", True, "osd", show_res_bit="2"),
    ipc("time_osd_placement", "direction", "osd", time_pos_type="0"),
    ipc("time_osd_x", 99, "osd", time_pos_x="99"),
    ipc("time_osd_y", 98, "osd", time_pos_y="98"),
    ipc("osd_weekday", False, "osd", show_week="0"),
    ipc("time_osd_format", "hh:mm:ss dd-mm-yyyy", "osd", time_format="hh:mm:ss_dd-mm-yyyy"),
    *(
        ipc(f"user_osd{key}_{number}", value, "userosd", title_index=str(number - 1), **{name: text})
        for number in (1, 2, 3, 4, 5)
        for key, value, name, text in (
            ("", True, "enable", "1"),
            ("_title", f"Gate {number}", "title_utf8", f"Gate {number}"),
            ("_color", "0xff0000", "color", "0xff0000"),
            ("_font_size", "small", "fontsize", "0"),
            ("_placement", "direction", "title_pos_type", "0"),
            ("_x", 77, "title_pos_x", "77"),
            ("_y", 78, "title_pos_y", "78"),
        )
    ),
    ipc("time_zone", "UTC-03:30", "time", timezone="GMT-03:30"),
    ipc("time_source", "p2p", "time", **NTP | {"update_method": "P2P"}),
    ipc("ntp_server", "ntp.example", "time", **NTP | {"ntpaddr": "ntp.example"}),
    ipc("ntp_port", 1234, "time", **NTP | {"port": "1234"}),
    ipc("ntp_interval", 3600, "time", **NTP | {"update_period": "3600"}),
    ipc("device_name", "Yard", "setDeviceName", deviceName="Yard"),
    ipc("dns_server_1", "9.9.9.9", "network", dns1="9.9.9.9"),
    ipc("dns_server_2", "1.1.1.1", "network", dns2="1.1.1.1"),
    ipc("rtmp", True, "rtmp", enable="1"),
    ipc("rtmp_server", "192.168.2.125", "rtmp", server="192.168.2.125"),
    ipc("rtmp_port", 98, "rtmp", port="98"),
    ipc("rtmp_application", "live6", "rtmp", appname="live6"),
    ipc("rtmp_stream", "sub", "rtmp", streamno="1"),
    ipc("rtmp_mode", "standard", "rtmp", type="0"),
    ipc("rtsp_authentication", False, "rtsp", rtsp_auth="0"),
    ipc("onvif_authentication", False, "onvif", onvif_auth="0"),
]
# Told only while the network storage is on.
IPC_REMOTE = [
    ipc("nfs_server", "192.168.2.9", "setScheduleStorage", remote_nfs_server="192.168.2.9"),
    ipc("nfs_path", "/video", "setScheduleStorage", nfs_server_path="/video"),
]
# What the older level has: these endpoints, in some of which the newer one has more.
OLDER_PATHS = {
    *(f"/cgi-bin/{path}" for path in ("image", "audioencoder", "motion", "osd", "time", "network")),
    *(f"/cgi-bin/videoencoder/stream{number}" for number in (1, 2)),
}
ADDED = {"highlight_level", "backlight_level", "noise_reduction_2d", "noise_reduction_3d"}
ADDED |= {"stream_profile_1", "stream_profile_2", "tv_system", "anti_flicker", "ntp_interval"}
OLDER = {write.key: write for write in IPC if write.path in OLDER_PATHS and write.key not in ADDED}
WITHOUT_NOISE = [
    ipc("noise_reduction_2d", 9, "set_noise_reduction", y_2D_value="9", y_3D_value="128"),
    ipc("noise_reduction_3d", 9, "set_noise_reduction", y_2D_value="128", y_3D_value="9"),
]
WITHOUT_LED = [ipc("infrared_brightness", 9, "setBrightness_InfraredLamp", setbrightness="9", infrared_lamp="1")]


def named(write: Write) -> str:
    """Name a case in the report."""
    return f"{write.key}={write.value}"


async def put(hass: HomeAssistant, entity_id: str, value: bool | float | str) -> None:
    """Set an entity as a user does."""
    domain = Platform(entity_id.partition(".")[0])
    if domain in {Platform.LIGHT, Platform.SIREN, Platform.SWITCH}:
        await call(hass, domain, "turn_on" if value else "turn_off", entity_id)
    elif domain is Platform.SELECT:
        await call(hass, domain, "select_option", entity_id, option=value)
    elif domain is Platform.TIME:
        await call(hass, domain, "set_value", entity_id, time=value)
    else:
        await call(hass, domain, "set_value", entity_id, value=value)


def shown(value: bool | float | str) -> str:
    """Return the state that a value makes."""
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


async def check(hass: HomeAssistant, simulator: Any, entry: Any, write: Write) -> None:
    """Write one setting: one request as it should be, accepted, and the state follows."""
    offers = entry.runtime_data.camera.capabilities
    slot = next(slot for slot in offers if slot.key == write.key)
    domain = platform_of(slot, offers[slot])
    assert domain is not None
    entity_id = entity(hass, entry, domain, write.key)
    simulator.requests.clear()
    await put(hass, entity_id, write.value)
    sent = simulator.requests[0]
    assert (sent.path, sent.query) == (write.path, write.query | {"uid": sent.query["uid"]})
    assert sent.status == 200
    told = state(hass, entity_id).state
    assert (float(told) == write.value) if domain is Platform.NUMBER else (told == shown(write.value))


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("write", IPC, ids=named)
async def test_write(hass: HomeAssistant, simulate: Simulate, add: Add, write: Write) -> None:
    """Every setting of the ipc dialect reaches a fresh camera in exactly this request."""
    simulator = await simulate(write.kind, streams=3)
    await check(hass, simulator, await add(simulator), write)


VARIANTS: list[tuple[dict[str, Any], list[Write]]] = [
    ({"missing": ("nr2d", "nr3d")}, WITHOUT_NOISE),
    ({"absent": ("set_led",)}, WITHOUT_LED),
    ({"gov_attribute": "govlength"}, [ipc("stream_key_frame_interval_1", 9, "videoencoder/stream1", govlength="9")]),
]


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(("firmware", "writes"), VARIANTS)
async def test_write_to_other_firmware(
    hass: HomeAssistant, simulate: Simulate, add: Add, firmware: dict[str, Any], writes: list[Write]
) -> None:
    """Where firmware tells a setting elsewhere, it is set there."""
    for write in writes:
        simulator = await simulate(write.kind, **firmware)
        entry = await add(simulator)
        await check(hass, simulator, entry, write)
        await hass.config_entries.async_remove(entry.entry_id)


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("write", IPC_REMOTE, ids=named)
async def test_write_network_storage(hass: HomeAssistant, simulate: Simulate, add: Add, write: Write) -> None:
    """The address of a network storage takes effect while that is on."""
    simulator = await simulate(write.kind)
    simulator.values["setScheduleStorage"]["remoteEnable"] = "1"
    await check(hass, simulator, await add(simulator), write)


@pytest.mark.usefixtures("all_enabled")
async def test_nothing_is_left_out(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Every slot that can be set has its case above."""
    simulator = await simulate(NEWER, streams=3)
    entry = await add(simulator)
    offers = entry.runtime_data.camera.capabilities
    writable = {slot.key for slot, offered in offers.items() if offered.writable and platform_of(slot, offered)}
    assert {write.key for write in IPC + IPC_REMOTE} == writable


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("write", OLDER.values(), ids=named)
async def test_write_to_the_older_level(hass: HomeAssistant, simulate: Simulate, add: Add, write: Write) -> None:
    """What the older level has, too, it takes in the same request."""
    simulator = await simulate("ipc-1.0.1")
    await check(hass, simulator, await add(simulator), write)


@pytest.mark.usefixtures("all_enabled")
async def test_nothing_of_the_older_level_is_left_out(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Every slot that can be set there has its case above."""
    entry = await add(await simulate("ipc-1.0.1"))
    offers = entry.runtime_data.camera.capabilities
    writable = {slot.key for slot, offered in offers.items() if offered.writable and platform_of(slot, offered)}
    assert set(OLDER) == writable
