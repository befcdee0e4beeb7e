"""Every setting of the dahua dialect, written through Home Assistant: the exact request, and the state after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
import pytest

from custom_components.cgi_camera.platforms import platform_of
from tests.conftest import Add, Simulate
from tests.ha import entity_of, state
from tests.test_writes import put, shown

type Value = bool | float | str

SET = ("/cgi-bin/configManager.cgi", {"action": "setConfig"})
# A camera with everything at once, whose pictures follow the settings of the night.
FULL: dict[str, Any] = {
    **dict.fromkeys(("ptz", "people", "thermal", "white_light", "siren", "lighting_v2"), True),
    **dict.fromkeys(("sound", "lens_mask", "ring", "floodlight"), True),
    "overlays": 2,
    "rule_ids": (4, 7, 9),
    "capabilities": {"ReferenceLevel": "true", "FlashAdjust": "true"},
}


@dataclass(frozen=True)
class Write:
    """One setting by the key of its slot, the value as a user gives it, and what the request says."""

    key: str
    value: Value
    query: Mapping[str, str]


def write(key: str, value: Value, **query: str) -> list[Write]:
    """Return one write."""
    return [Write(key, value, query)]


def on(**names: str) -> list[Write]:
    """Return writes that turn something on, by key and parameter."""
    return [Write(key, True, {name: "true"}) for key, name in names.items()]


def off(**names: str) -> list[Write]:
    """Return writes that turn something off, by key and parameter."""
    return [Write(key, False, {name: "false"}) for key, name in names.items()]


def each(value: Value, **names: str) -> list[Write]:
    """Return writes of one value, by key and parameter."""
    return [Write(key, value, {name: str(value)}) for key, name in names.items()]


def word(value: Value, text: str, **names: str) -> list[Write]:
    """Return writes of one choice, by key and parameter."""
    return [Write(key, value, {name: text}) for key, name in names.items()]


def under(head: str, *writes: Iterable[Write]) -> list[Write]:
    """Put the beginning of a parameter's name before all of them."""
    return [
        replace(each_, query={f"{head}{name}": text for name, text in each_.query.items()})
        for some in writes
        for each_ in some
    ]


def stream(number: int, codec: str, size: str, rate: int) -> list[Write]:
    """Return writes to a stream."""
    width, _, height = size.partition("x")
    return [
        *word(codec, codec, **{f"stream_codec_{number}": "Video.Compression"}),
        Write(f"stream_resolution_{number}", size, {"Video.Width": width, "Video.Height": height}),
        *each(12, **{f"stream_frame_rate_{number}": "Video.FPS"}),
        *each(rate, **{f"stream_bit_rate_{number}": "Video.BitRate"}),
        *word("vbr", "VBR", **{f"stream_rate_control_{number}": "Video.BitRateControl"}),
        *each(100, **{f"stream_key_frame_interval_{number}": "Video.GOP"}),
        *word("best", "6", **{f"stream_quality_{number}": "Video.Quality"}),
        *word("high", "High", **{f"stream_profile_{number}": "Video.Profile"}),
        *off(**{f"stream_enabled_{number}": "VideoEnable"}),
    ]


OPTION_NUMBERS = {
    "gain": "Gain",
    "gain_min": "GainMin",
    "gain_max": "GainMax",
    "red_gain": "GainRed",
    "green_gain": "GainGreen",
    "blue_gain": "GainBlue",
    "highlight_level": "GlareInhibition",
    "exposure_level": "ReferenceLevel",
    "wdr_level": "WideDynamicRange",
}


def options(head: str, times: str = "") -> list[Write]:
    """Return writes of what day, night and normal times have alike."""
    plain = [
        *each(2, backlight_level="Backlight"),
        *word("night", "2", day_night_mode="DayNightColor"),
        *word("gain", "1", exposure_mode="ExposureMode"),
        *each(17, exposure_grade="ExposureSpeed"),
        *each(0.5, shortest_exposure="ExposureValue1"),
        *each(80, longest_exposure="ExposureValue2"),
        *on(flip="Flip", mirror="Mirror"),
        *word("counterclockwise", "2", rotation="Rotate90"),
        *off(auto_gain="GainAuto", auto_iris="IrisAuto"),
        *each(77, **OPTION_NUMBERS),
        *write("wdr", False, WideDynamicRange="0"),
        *write("wdr", True, WideDynamicRange="50"),
        *word("sunny", "Sunny", white_balance="WhiteBalance"),
        *word("hz_60", "2", anti_flicker_mode="AntiFlicker"),
    ]
    return [replace(each_, key=f"{times}{each_.key}") for each_ in under(f"{head}.", plain)]


HANDLERS = {"Snapshot": "SnapshotEnable", "Mail": "MailEnable", "Output": "AlarmOutEnable"}


def handler(recording: str, snapshot: str, mail: str, alarm_output: str) -> list[Write]:
    """Return writes of what an event sets off."""
    return under(
        "EventHandler.",
        off(**{recording: "RecordEnable"}),
        on(**{snapshot: "SnapshotEnable", mail: "MailEnable", alarm_output: "AlarmOutEnable"}),
    )


def linked(event: str, number: str = "") -> list[Write]:
    """Return writes of what else an event of the document sets off, and how long."""
    numbers = {
        "recording_time": ("RecordLatch", 300),
        "alarm_output_time": ("AlarmOutLatch", 300),
        "dejitter": ("Dejitter", 255),
        "snapshot_interval": ("SnapshotPeriod", 255),
        "snapshot_count": ("SnapshotTimes", 65535),
    }
    return under(
        "EventHandler.",
        on(**{f"{event}_beep{number}": "BeepEnable", f"{event}_ptz{number}": "PtzLinkEnable"}),
        *(each(most, **{f"{event}_{what}{number}": name}) for what, (name, most) in numbers.items()),
    )


def trouble(name: str) -> list[Write]:
    """Return writes of what is done about a trouble, first whether it is an alarm."""
    more = {f"{name}_mail": "MailEnable", f"{name}_beep": "BeepEnable", f"{name}_alarm_output": "AlarmOutEnable"}
    toggle = on if name == "login_failure" else off
    return [*toggle(**{f"{name}_alarm": "Enable"}), *under("EventHandler.", on(**more))]


def color(key: str, part: str) -> list[Write]:
    """Return a write of a color, which is told with all of its parts."""
    return [Write(key, "#01fe8040", {f"{part}[{n}]": text for n, text in enumerate(("1", "254", "128", "64"))})]


def corner(x: str, y: str) -> list[Write]:
    """Return writes of a place: both corners, which are one."""

    def at(left: str, top: str) -> dict[str, str]:
        return {"Rect[0]": left, "Rect[2]": left, "Rect[1]": top, "Rect[3]": top}

    return [Write(x, 33, at("33", "8191")), Write(y, 44, at("33", "44"))]


RULES = {4: 0, 7: 1, 9: 2}

WRITES: dict[str, list[Write]] = {
    "General": write("device_name", "Yard", **{"General.MachineName": "Yard"}),
    "ChannelTitle": write("osd_title", "Tür & Tor + #1", **{"ChannelTitle[0].Name": "Tür & Tor + #1"}),
    "VideoInMode": under(
        "VideoInMode[0].",
        word("schedule", "1", video_profile_switching="Mode"),
        word("day", "Day", video_profile="ConfigEx"),
    ),
    "VideoColor": under(
        "VideoColor[0][1].",
        each(99, brightness="Brightness", contrast="Contrast", saturation="Saturation", hue="Hue"),
    ),
    "VideoInDayNight": word("night", "BlackWhite", day_night_mode="VideoInDayNight[0][1].Mode"),
    "VideoInSharpness": under("VideoInSharpness[0][1].", each(15, sharpness="Sharpness", sharpness_level="Level")),
    "VideoInFocus": under(
        "VideoInFocus[0][1].",
        word("auto", "2", focus_mode="Mode"),
        each("3000", focus_limit="FocusLimit"),
        word("auto", "Auto", focus_limit_mode="FocusLimitSelectMode"),
        word("low", "2", focus_sensitivity="Sensitivity"),
        word("on", "1", ir_correction="IRCorrection"),
    ),
    "VideoInZoom": under("VideoInZoom[0][1].", off(digital_zoom="DigitalZoom"), each(0, zoom_speed="Speed")),
    "VideoInOptions": [
        *(each_ for each_ in options("VideoInOptions[0]") if each_.key != "day_night_mode"),
        *under("VideoInOptions[0].", on(infrared="InfraRed", smart_infrared="SmartIRExposure")),
        *under(
            "VideoInOptions[0].FlashControl.",
            word("auto", "2", flash_mode="Mode"),
            word("falling", "3", flash_trigger="Pole"),
            [Write("flash_duration", 960, {"Value": "15"})],
            each(100, flash_threshold="PreValue"),
        ),
        *options("VideoInOptions[0].NightOptions", "night_"),
        *under(
            "VideoInOptions[0].NightOptions.",
            each(1, night_threshold="BrightnessThreshold"),
            word("time", "2", night_switching="SwitchMode"),
            word("auto", "3", picture_options="Profile"),
            write("night_begin", "18:30:05", SunsetHour="18", SunsetMinute="30", SunsetSecond="5"),
            write("night_end", "06:00:00", SunriseHour="6", SunriseMinute="0", SunriseSecond="0"),
        ),
        *options("VideoInOptions[0].NormalOptions", "normal_"),
    ],
    "LightingScheme": word("smart", "AIMode", lighting_scheme="LightingScheme[0][1].LightingMode"),
    "Lighting_V2": under(
        "Lighting_V2[0][1]",
        word("zoom", "ZoomPrio", infrared_mode="[0].Mode"),
        each(5, infrared_brightness="[0].MiddleLight[0].Light"),
        word("off", "Off", white_light_mode="[1].Mode"),
    ),
    "LightGlobal": off(indicator_light="LightGlobal[0].Enable"),
    "FloodLightMode": word("pir", "4", flood_light_mode="FloodLightMode.Mode"),
    "LeLensMask": on(privacy_mode="LeLensMask[0].Enable"),
    "Encode": [
        *under(
            "Encode[0].MainFormat[0].",
            off(audio="AudioEnable"),
            word("PCM", "PCM", audio_codec="Audio.Compression"),
            stream(1, "H.265", "1280x1024", 8192),
        ),
        *under("Encode[0].ExtraFormat[0].", off(stream_audio_2="AudioEnable"), stream(2, "MJPG", "640x480", 80)),
        *under("Encode[0].ExtraFormat[1].", off(stream_audio_3="AudioEnable"), stream(3, "MJPG", "352x288", 2048)),
    ],
    "VideoEncodeROI": on(track_regions="VideoEncodeROI[0].DynamicTrack"),
    "MotionDetect": under(
        "MotionDetect[0].",
        off(motion_detection="Enable"),
        *(
            under(
                f"MotionDetectWindow[{n}].",
                each(33, **{f"motion_area_sensitivity_{n + 1}" if n else "motion_sensitivity": "Sensitive"}),
                each(44, **{f"motion_area_threshold_{n + 1}" if n else "motion_threshold": "Threshold"}),
            )
            for n in range(4)
        ),
        handler("motion_recording", "motion_snapshot", "motion_mail", "motion_alarm_outputs"),
        linked("motion"),
    ),
    "BlindDetect": under(
        "BlindDetect[0].",
        off(tamper_detection="Enable"),
        each(6, tamper_sensitivity="Level"),
        handler("tamper_recording", "tamper_snapshot", "tamper_mail", "tamper_alarm_outputs"),
        linked("tamper"),
    ),
    "LossDetect": under(
        "LossDetect[0].",
        off(video_loss_detection="Enable"),
        handler("video_loss_recording", "video_loss_snapshot", "video_loss_mail", "video_loss_alarm_output"),
        linked("video_loss"),
    ),
    "VideoAnalyseRule": [
        *(
            each_
            for rule, index in RULES.items()
            for each_ in under(
                f"VideoAnalyseRule[0][{index}].",
                on(**{f"rule_{rule}": "Enable"}),
                handler(*(f"rule_{what}_{rule}" for what in ("recording", "snapshot", "mail", "alarm_output"))),
            )
        ),
        *word("right_to_left", "RightToLeft", rule_direction_4="VideoAnalyseRule[0][0].Config.Direction"),
        *each(600, rule_duration_9="VideoAnalyseRule[0][2].Config.MinDuration"),
    ],
    "SmartMotionDetect": under(
        "SmartMotionDetect[0].",
        off(smart_motion_detection="Enable", human_detection="ObjectTypes.Human"),
        on(vehicle_detection="ObjectTypes.Vehicle"),
        word("high", "High", smart_motion_sensitivity="Sensitivity"),
    ),
    "AudioDetect": under(
        "AudioDetect[0].",
        on(audio_mutation_detection="MutationDetect", audio_anomaly_detection="AnomalyDetect"),
        each(7, audio_threshold="MutationThreold"),
    ),
    "DisableLinkage": on(disarmed="DisableLinkage.Enable"),
    "DisableEventNotify": [Write("event_notifications", False, {"DisableEventNotify.Enable": "true"})],
    "Alarm": under(
        "Alarm[0].",
        off(alarm_input_enabled_1="Enable"),
        each("Gate", alarm_input_name_1="Name"),
        word("normally_open", "NO", alarm_input_type_1="SensorType"),
        handler("alarm_input_record_1", "alarm_input_snapshot_1", "alarm_input_mail_1", "alarm_input_output_1"),
        linked("alarm_input", "_1"),
    ),
    "AlarmOut": under(
        "AlarmOut[0].",
        word("off", "2", relay_mode_1="Mode"),
        [Write("relay_1", True, {"Mode": "1"}), Write("relay_1", False, {"Mode": "0"})],
        each("Lamp", relay_name_1="Name"),
    ),
    "StorageNotExist": under("StorageNotExist.", trouble("storage_missing")),
    "StorageFailure": under("StorageFailure.", trouble("storage_failure")),
    "StorageLowSpace": under("StorageLowSpace.", trouble("storage_low")),
    "NetAbort": under("NetAbort.", trouble("network_loss")),
    "IPConflict": under("IPConflict.", trouble("ip_conflict")),
    "LoginFailureAlarm": under("LoginFailureAlarm.", trouble("login_failure")),
    "AudioInputVolume": each(1, input_volume="AudioInputVolume[0]"),
    "AudioOutputVolume": each(2, output_volume="AudioOutputVolume[0]"),
    "VideoWidget": under(
        "VideoWidget[0].",
        on(**{f"privacy_mask_{n + 1}": f"Covers[{n}].EncodeBlend" for n in range(4)}),
        under("ChannelTitle.", off(osd="EncodeBlend"), corner("osd_x", "osd_y"), color("osd_text_color", "FrontColor")),
        under("ChannelTitle.", color("osd_back_color", "BackColor")),
        under("TimeTitle.", off(time_osd="EncodeBlend"), on(osd_weekday="ShowWeek")),
        under("TimeTitle.", corner("time_osd_x", "time_osd_y"), color("time_osd_text_color", "FrontColor")),
        under("TimeTitle.", color("time_osd_back_color", "BackColor")),
        *(
            under(
                f"CustomTitle[{n}].",
                on(**{f"user_osd_{n + 1}": "EncodeBlend"}),
                each("21 °C|Yard", **{f"user_osd_title_{n + 1}": "Text"}),
                corner(f"user_osd_x_{n + 1}", f"user_osd_y_{n + 1}"),
            )
            for n in (0, 1)
        ),
        *(
            under(
                f"UserDefinedTitle[{n}].",
                on(**{f"extra_osd_{n + 1}": "EncodeBlend"}),
                each("a #1 + b", **{f"extra_osd_title_{n + 1}": "Text"}),
            )
            for n in (0, 1)
        ),
    ),
    "VideoWidgetNumberStat": under(
        "VideoWidgetNumberStat[0].",
        off(people_osd="EncodeBlend", people_osd_entered="ShowEnterNum", people_osd_exited="ShowExitNum"),
        word("right", "2", people_osd_alignment="TextAlign"),
    ),
    "RecordMode": under(
        "RecordMode[0].",
        word("manual", "1", record_mode="Mode"),
        word("auto", "0", extra_record_mode_1="ModeExtra1", extra_record_mode_2="ModeExtra2"),
    ),
    "Record": each(30, pre_record="Record[0].PreRecord"),
    "Snap": on(holiday_snapshots="Snap[0].HolidayEnable"),
    "MediaGlobal": word("sub", "ExtraFormat", snapshot_stream="MediaGlobal.SnapFormatAs"),
    "StorageGroup": off(recording_loop="StorageGroup[0].OverWrite"),
    "NAS": under(
        "NAS[0].",
        on(network_storage="Enable"),
        word("smb", "SMB", nas_protocol="Protocol"),
        each("nas.example", ftp_server="Address"),
        each(445, ftp_port="Port"),
        each("cameras/front", ftp_path="Directory"),
    ),
    "Network": under(
        "Network.eth0.", each("10.1.2.1", dns_server_1="DnsServers[0]"), each("10.1.2.2", dns_server_2="DnsServers[1]")
    ),
    "NTP": under(
        "NTP.",
        word("UTC+05:45", "9", time_zone="TimeZone"),
        word("ntp", "true", time_source="Enable"),
        each("pool.example", ntp_server="Address"),
        each(1123, ntp_port="Port"),
        [Write("ntp_interval", 7200, {"UpdatePeriod": "120"})],
    ),
    "Locales": under(
        "Locales.", on(daylight_saving="DSTEnable"), each("dd-MM-yyyy hh:mm:ss", time_osd_format="TimeFormat")
    ),
    "VideoStandard": word("ntsc", "NTSC", tv_system="VideoStandard"),
    "AutoMaintain": under(
        "AutoMaintain.",
        word("daily", "7", auto_restart_day="AutoRebootDay"),
        write("auto_restart_time", "03:07:00", AutoRebootHour="3", AutoRebootMinute="7"),
    ),
    "UserGlobal": on(onvif_authentication="UserGlobal.OnvifLoginCheck"),
    "Telnet": on(telnet="Telnet.Enable"),
    "UPnP": on(upnp="UPnP.Enable"),
    "Email": under(
        "Email.",
        on(mail_service="Enable", mail_ssl="SslEnable", mail_report="HealthReport.Enable"),
        off(mail_snapshot="AttachEnable"),
        [Write("mail_login", False, {"Anonymous": "true"})],
        each("smtp.example", mail_server="Address"),
        each(465, mail_port="Port"),
        each("a@example.com", mail_from="SendAddress", mail_to="Receivers[0]", mail_recipient_2="Receivers[1]"),
        each("b@example.com", mail_recipient_3="Receivers[2]"),
        each("Front door", mail_title="Title"),
        each(1440, mail_report_interval="HealthReport.Interval"),
    ),
    "DDNS": under(
        "DDNS[0].",
        on(ddns="Enable"),
        word("noip", "NO-IP DDNS", ddns_service="Protocol"),
        each("dyn.example", ddns_server="Address"),
        each("me.example", ddns_domain="HostName"),
        each(81, ddns_port="Port"),
        each(60, ddns_interval="KeepAlive"),
    ),
    "AlarmServer": under(
        "AlarmServer.",
        on(alarm_server_enabled="Enable"),
        each("10.1.2.3", alarm_server_1="Address"),
        each(9999, alarm_server_port="Port"),
    ),
    "Ptz": under(
        "Ptz[0].",
        each(255, ptz_address="Address"),
        each("9600", ptz_baud_rate="Attribute[0]"),
        each("7", ptz_data_bits="Attribute[1]"),
        word("odd", "Odd", ptz_parity="Attribute[2]"),
        each("1.5", ptz_stop_bits="Attribute[3]"),
        each(-1, ptz_idle_preset="Homing[0]"),
        each(600, ptz_idle_time="Homing[1]"),
    ),
    "HeatImagingThermometry": under(
        "HeatImagingThermometry.",
        off(temperature_measurement="TemperEnable", hot_spot="HotSpotFollow", isotherm="Isotherm.Enable"),
        off(temperature_color_bar="Isotherm.ColorBarDisplay"),
        each(-5.5, isotherm_min="Isotherm.MinValue"),
        each(99.5, isotherm_max="Isotherm.MaxValue"),
        each(0.95, emissivity="ObjectEmissivity"),
        each(20.3, object_distance="ObjectDistance"),
        each(21.5, reflected_temperature="ReflectedTemperature", air_temperature="AtmosphericTemperature"),
        each(60, air_humidity="RelativeHumidity"),
        word("fahrenheit", "Fahrenheit", temperature_unit="TemperatureUnit"),
    ),
    "HeatImagingTemper": off(temperature_alarm="HeatImagingTemper[0].Enable"),
    "ThermographyOptions": under(
        "ThermographyOptions[0][0].",
        each("Ironbow2", thermal_colors="Colorization"),
        word("high", "HighTemperature", thermal_mode="Mode"),
        each(100, thermal_high_share="Auto.LHROI", thermal_low_share="Auto.HLROI"),
        off(thermal_region_enabled="OptimizedRegion.Enable"),
        each("Center 75%", thermal_region="OptimizedRegion.Type"),
        each(24, thermal_zoom="EZoom"),
        each(95, thermal_optimizer="SmartOptimizer", thermal_plateau="AgcPlateau"),
        each(250, thermal_gain="Agc", thermal_gain_max="AgcMaxGain"),
    ),
    "ThermometryRule": [
        each_
        for n in (0, 1)
        for each_ in under(
            f"ThermometryRule[0][{n}].",
            off(**{f"thermometry_rule_{n + 1}": "Enable", f"thermometry_alarm_{n + 1}": "AlarmSetting[0].Enable"}),
            each(60.5, **{f"thermometry_threshold_{n + 1}": "AlarmSetting[0].Threshold"}),
            word("below", "Below", **{f"thermometry_condition_{n + 1}": "AlarmSetting[0].AlarmCondition"}),
            under(
                "LocalParameters.",
                off(**{f"thermometry_own_parameters_{n + 1}": "Enable"}),
                each(0.97, **{f"thermometry_emissivity_{n + 1}": "ObjectEmissivity"}),
                each(12.5, **{f"thermometry_distance_{n + 1}": "ObjectDistance"}),
                each(21.5, **{f"thermometry_reflected_temperature_{n + 1}": "ReflectedTemp"}),
            ),
        )
    ],
}


# Written at one camera, one table after the other.
TOPICS: dict[str, tuple[str, ...]] = {
    "Picture": (
        "General",
        "ChannelTitle",
        "VideoColor",
        "VideoInSharpness",
        "VideoInDayNight",
        "VideoInFocus",
        "VideoInZoom",
        "VideoEncodeROI",
        "VideoStandard",
        # Last, since it decides which rows the others are about.
        "VideoInMode",
    ),
    "Options": ("VideoInOptions",),
    "Lamps and sound": (
        "LightingScheme",
        "Lighting_V2",
        "LightGlobal",
        "FloodLightMode",
        "LeLensMask",
        "AudioInputVolume",
        "AudioOutputVolume",
        "AudioDetect",
    ),
    "Streams": ("Encode",),
    "Detection": (
        "MotionDetect",
        "BlindDetect",
        "LossDetect",
        "VideoAnalyseRule",
        "SmartMotionDetect",
        "DisableLinkage",
        "DisableEventNotify",
        "Alarm",
        "AlarmOut",
    ),
    "Troubles": (
        "StorageNotExist",
        "StorageFailure",
        "StorageLowSpace",
        "NetAbort",
        "IPConflict",
        "LoginFailureAlarm",
    ),
    "Titles": (
        "VideoWidget",
        "VideoWidgetNumberStat",
    ),
    "Recording": (
        "RecordMode",
        "Record",
        "Snap",
        "MediaGlobal",
        "StorageGroup",
        "NAS",
    ),
    "System": (
        "Network",
        "NTP",
        "Locales",
        "AutoMaintain",
        "UserGlobal",
        "Telnet",
        "UPnP",
        "Email",
        "DDNS",
        "AlarmServer",
        "Ptz",
    ),
    "Thermal": (
        "HeatImagingThermometry",
        "HeatImagingTemper",
        "ThermographyOptions",
        "ThermometryRule",
    ),
}


async def check(
    hass: HomeAssistant, entry: Any, simulator: Any, case: Write, request: tuple[str, dict[str, str]] = SET
) -> None:
    """Write one setting: one request as it should be, accepted, and the state follows."""
    path, query = request
    offers = entry.runtime_data.camera.capabilities
    slot = min((slot for slot in offers if slot.key == case.key.rpartition("/")[2]), key=lambda s: str(s) != case.key)
    platform = platform_of(slot, offers[slot])
    assert platform, case.key
    entity_id = entity_of(hass, entry, platform, slot)
    simulator.requests.clear()
    await put(hass, entity_id, case.value)
    sent = simulator.requests[0]
    assert (sent.path, sent.query, sent.status) == (path, {**query, **case.query}, 200), case.key
    told = state(hass, entity_id).state
    assert (float(told) == case.value) if platform is Platform.NUMBER else (told == shown(case.value)), case.key


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("topic", TOPICS)
async def test_write(hass: HomeAssistant, simulate: Simulate, add: Add, topic: str) -> None:
    """Every setting of a table reaches the camera in exactly one accepted request, and the table is read once then."""
    simulator = await simulate("dahua-camera", **FULL)
    entry = await add(simulator, options={"events": False})
    for table in TOPICS[topic]:
        for case in WRITES[table]:
            await check(hass, entry, simulator, case)
            assert [request.query for request in simulator.requests[1:]] == [{"action": "getConfig", "name": table}]


async def coaxial(hass: HomeAssistant, entry: Any, simulator: Any) -> None:
    """Turn siren and warning light on and off."""
    base = {"action": "control", "channel": "1"}
    for kind, key in (("1", "warning_light"), ("2", "siren")):
        for value, text in ((True, "1"), (False, "2")):
            case = Write(key, value, {"info[0].Type": kind, "info[0].IO": text})
            await check(hass, entry, simulator, case, ("/cgi-bin/coaxialControlIO.cgi", base))
            assert simulator.lit({"1": "WhiteLight", "2": "Speaker"}[kind]) is value


async def lens(hass: HomeAssistant, entry: Any, simulator: Any) -> None:
    """Move zoom and focus: both are told, and count as reached."""
    base = {"action": "adjustFocus", "channel": "1"}
    for case in (
        Write("focus_position", 0.25, {"focus": "0.25", "zoom": "0.5"}),
        Write("zoom_position", 1.0, {"focus": "0.25", "zoom": "1"}),
    ):
        await check(hass, entry, simulator, case, ("/cgi-bin/devVideoInput.cgi", base))
        assert len(simulator.requests) == 1


async def white_light(hass: HomeAssistant, entry: Any, simulator: Any) -> None:
    """Turn a camera's white light on, for which it has to be let use it, and off."""
    scheme, mode = "LightingScheme[0][1].LightingMode", "Lighting_V2[0][1][1].Mode"
    light = Write("1/white_light", True, {mode: "Manual", scheme: "WhiteMode"})
    await check(hass, entry, simulator, light)
    assert [request.query["name"] for request in simulator.requests[1:]] == ["Lighting_V2", "LightingScheme"]
    await check(hass, entry, simulator, replace(light, value=False, query={mode: "Off"}))
    again = replace(light, query={mode: "Manual"})
    await check(hass, entry, simulator, again)


async def flash_light(hass: HomeAssistant, entry: Any, simulator: Any) -> None:
    """Turn the document's own white light on and off."""
    for value, text in ((True, "true"), (False, "false")):
        await check(hass, entry, simulator, Write("white_light", value, {"FlashLight.Enable": text}))


async def language(hass: HomeAssistant, entry: Any, simulator: Any) -> None:
    """Choose another language, with which the camera starts anew: it is not asked at once whether it has it."""
    simulator.reboot_seconds = 0.01
    case = Write("language", "French", {"Language": "French"})
    await check(hass, entry, simulator, case)
    assert len(simulator.requests) == 1
    await simulator._reboot


SPECIAL = {
    "coaxial": (coaxial, {"warning_light", "siren"}),
    "lens": (lens, {"focus_position", "zoom_position"}),
    "white light": (white_light, {"1/white_light"}),
    "flash light": (flash_light, {"white_light"}),
    "language": (language, {"language"}),
}


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("name", SPECIAL)
async def test_special_write(hass: HomeAssistant, simulate: Simulate, add: Add, name: str) -> None:
    """What is set in another way, or with something else beside it."""
    simulator = await simulate("dahua-camera", **FULL)
    await SPECIAL[name][0](hass, await add(simulator, options={"events": False}), simulator)


LAMPS = ("NearLight", "MiddleLight", "FarLight")
VARIANTS: list[tuple[dict[str, Any], list[Write]]] = [
    # A door station has no VideoInDayNight, and no Lighting_V2 here.
    (
        {"doors": 1},
        [
            *word("night", "2", day_night_mode="VideoInOptions[0].DayNightColor"),
            *word("normal", "2", video_profile="VideoInMode[0].Config[0]"),
            # In the profile that is used now.
            *each(3, brightness="VideoColor[0][2].Brightness"),
            *word("smart", "SmartLight", infrared_mode="Lighting[0][2].Mode"),
            *each(4, infrared_brightness="Lighting[0][2].MiddleLight[0].Light"),
        ],
    ),
    (
        {"backlight_table": True},
        [
            *write("wdr", True, **{"VideoInBacklight[0][0].Mode": "WideDynamic"}),
            *each(60, wdr_level="VideoInBacklight[0][0].WideDynamicRange"),
            *write("wdr", False, **{"VideoInBacklight[0][0].Mode": "Off"}),
        ],
    ),
    (
        {"lighting_v2": True, "strobe": True},
        [
            *write(
                "white_light",
                True,
                **{"Lighting_V2[0][1][1].Mode": "ForceOn", "LightingScheme[0][1].LightingMode": "WhiteMode"},
            ),
            *word(True, "Flicker", white_light_flicker="Lighting_V2[0][1][1].State"),
            *word(False, "On", white_light_flicker="Lighting_V2[0][1][1].State"),
            *word("off", "Off", white_light_mode="Lighting_V2[0][1][1].Mode"),
        ],
    ),
    (
        {"extra_streams": 3},
        under("Encode[0].ExtraFormat[2].", off(stream_audio_4="AudioEnable"), stream(4, "MJPG", "352x288", 2048)),
    ),
    (
        {"rules": ("WanderDetection", "RioterDetection", "ParkingDetection", "NumberStat")},
        under(
            "VideoAnalyseRule[0]",
            each(600, rule_duration_1="[0].Config.MinDuration"),
            each(300, rule_duration_2="[1].Config.MinDuration"),
            each(6, rule_duration_3="[2].Config.MinDuration"),
            each(10, rule_sensitivity_2="[1].Config.Sensitivity"),
            each(100_000_000, rule_entered_limit_4="[3].Config.EnterThreshold"),
            each(1, rule_exited_limit_4="[3].Config.ExitThreshold"),
            each(12, rule_inside_limit_4="[3].Config.InsideThreshold"),
        ),
    ),
    ({"motion_level": True}, each(6, motion_sensitivity="MotionDetect[0].Level")),
    (
        {"recorder": True},
        [
            *on(disarmed="DisableLinkage[0].Enable"),
            Write("event_notifications", False, {"DisableEventNotify[0].Enable": "true"}),
        ],
    ),
    *(({"lamp": lamp}, each(5, infrared_brightness=f"Lighting[0][0].{lamp}[0].Light")) for lamp in LAMPS),
    *(
        (
            {"lamp": lamp, "lighting_v2": True},
            each(5, infrared_brightness=f"Lighting_V2[0][1][0].{lamp}[0].Light"),
        )
        for lamp in LAMPS
    ),
]


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(("firmware", "writes"), VARIANTS)
async def test_write_to_other_firmware(
    hass: HomeAssistant, simulate: Simulate, add: Add, firmware: dict[str, Any], writes: list[Write]
) -> None:
    """Where firmware tells a setting elsewhere, it is set there."""
    simulator = await simulate("dahua-camera", **firmware)
    entry = await add(simulator, options={"events": False})
    for case in writes:
        await check(hass, entry, simulator, case)


@pytest.mark.usefixtures("all_enabled")
async def test_nothing_is_left_out(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Every slot that can be set has its case above."""
    simulator = await simulate("dahua-camera", **FULL)
    entry = await add(simulator)
    offers = entry.runtime_data.camera.capabilities
    writable = {slot for slot, offered in offers.items() if offered.writable and platform_of(slot, offered)}
    written = {case.key for cases in WRITES.values() for case in cases} | set().union(*(k for _, k in SPECIAL.values()))
    assert {str(slot) for slot in writable if not {str(slot), slot.key} & written} == set()
    assert written - {str(slot) for slot in writable} - {slot.key for slot in writable} == set()
    assert {table for tables in TOPICS.values() for table in tables} == set(WRITES)
