"""What a Dahua device says about itself (4.5.13, 4.6.10 to 4.6.19, 4.9.18, 4.11.1, 8.1.1)."""

from collections.abc import Mapping
import re

from .dahua_event_tables import RULES
from .dahua_hardware import Hardware, Wording


def video_inputs(hardware: Hardware) -> dict[str, str]:
    yes, no = "true", "false"
    moved = yes if hardware.ptz else no
    return {
        "AutoSyncPhase": no,
        "Backlight": "2",
        "BrightnessCompensation": yes,
        "CoverCount": "4",
        "CoverType": "1",
        "CustomManualExposure": yes,
        "DayNightColor": yes,
        "ElectricFocus": moved,
        "Exposure": "16",
        "ExposureMode": "31",
        "FlashAdjust": no,
        "Flip": yes,
        "Gain": yes,
        "GainAuto": yes,
        "GlareInhibition": "1",
        "InfraRed": yes if hardware.infrared else no,
        "Iris": yes,
        "IrisAuto": yes,
        "LimitedAutoExposure": yes,
        "MaxExposureTime": "300",
        "MaxHeight": "1080",
        "MaxWidth": "1920",
        "MinExposureTime": "1",
        "Mirror": yes,
        "NightOptions": yes,
        "ReferenceLevel": no,
        "Rotate90": yes,
        "SetColor": yes,
        "SignalFormats": "Inside",
        "TitleCount": "4",
        "VideoInDenoise.2D.LevelRange[0]": "0",
        "VideoInDenoise.2D.LevelRange[1]": "100",
        "VideoInDenoise.2D.Support": yes,
        "WhiteBalance": "3",
        "WideDynamicRange": "1",
    }


EVENTS = (
    *("AlarmOut", "Beep", "Dejitter", "MMS", "Mail", "MonitorTour"),
    *("PtzLink", "Record", "Snapshot", "TimeSection", "Tip"),
)
EVENT_CAPS = {f"{name}Enable": "true" for name in EVENTS}
RECORD_CAPS = {
    "MaxPreRecordTime": "30",
    "PacketLengthRange[0]": "1",
    "PacketLengthRange[1]": "60",
    "PacketSizeRange[0]": "131072",
    "PacketSizeRange[1]": "2097152",
    "SupportExtraRecordMode": "true",
    "SupportHoliday": "true",
    "SupportPacketType[0]": "Time",
    "SupportPacketType[1]": "Size",
    "SupportResumeTransmit": "false",
}


def told(hardware: Hardware, usual: Mapping[str, str], channel: int = 0) -> dict[str, str]:
    """Capabilities as this device has them: the usual ones, or what it was built with."""
    own = hardware.capabilities
    return {name: own.get(f"{channel}.{name}", own.get(name, value)) for name, value in usual.items()}


def lines(caps: Mapping[str, str], wording: Wording) -> list[str]:
    head = "caps. " if wording.caps_blank else "caps."
    return [f"{head}{name}={value}" for name, value in caps.items()]


# What of VideoInOptions a capability of another name is about (4.5.13, 4.5.20).
ABOUT = {
    **dict.fromkeys(("ExposureMode", "ExposureSpeed", "ExposureValue1", "ExposureValue2"), "Exposure"),
    **dict.fromkeys((f"FlashControl.{name}" for name in ("Mode", "Pole", "PreValue", "Value")), "FlashAdjust"),
    **dict.fromkeys(("GainMin", "GainMax"), "Gain"),
    **dict.fromkeys(("GainRed", "GainGreen", "GainBlue"), "WhiteBalance"),
}
HANDLER = re.compile(r".*\.EventHandler\.(\w+)")
CHANNEL = re.compile(
    r"(VideoInOptions|VideoColor|VideoInDayNight|VideoInBacklight|VideoInFocus|VideoInZoom|VideoWidget|RecordMode)\[(\d+)\](.*)"
)
WHOLE = {
    "VideoColor": "SetColor",
    "VideoInFocus": "ElectricFocus",
    "VideoInZoom": "ElectricFocus",
    "VideoInDayNight": "DayNightColor",
    "VideoInBacklight": "WideDynamicRange",
}


def lacking(caps: Mapping[str, str]) -> set[str]:
    return {name for name, value in caps.items() if value in ("false", "0")}


class Denials:
    """Which rows of tables are about what the device says that it lacks."""

    def __init__(self, hardware: Hardware) -> None:
        self._inputs = [told(hardware, video_inputs(hardware), n + 1) for n in range(hardware.channels)]
        self._lacks = [lacking(caps) for caps in self._inputs]
        self._events = lacking(told(hardware, EVENT_CAPS))
        self._records = lacking(told(hardware, RECORD_CAPS))

    def __call__(self, key: str) -> bool:
        if found := HANDLER.fullmatch(key):
            name = found[1].removesuffix("Latch").removesuffix("Enable")
            return f"{name}Enable" in self._events
        found = CHANNEL.fullmatch(key)
        return found is not None and self._at(found[1], int(found[2]), found[3])

    def _at(self, table: str, channel: int, rest: str) -> bool:
        lacks = self._lacks[channel]
        if table == "RecordMode":
            return "SupportExtraRecordMode" in self._records and ".ModeExtra" in rest
        if table == "VideoWidget":
            cover = re.match(r"\.Covers\[(\d+)\]", rest)
            most = int(self._inputs[channel]["CoverCount"])
            return cover is not None and ("CoverType" in lacks or int(cover[1]) >= most)
        if table in WHOLE:
            return WHOLE[table] in lacks
        name = rest.removeprefix(".").removeprefix("NightOptions.").removeprefix("NormalOptions.")
        return ABOUT.get(name, name) in lacks or ("NightOptions" in lacks and rest.startswith(".NightOptions"))


ANALYSE_CAPS = [
    "caps.ComplexSizeFilter=false",
    "caps.MaxModules=1",
    "caps.MaxRules=10",
    *(f"caps.SupportedRules[{n}]={rule}" for n, rule in enumerate(RULES[:4])),
    "caps.SupportedScene[0]=Normal",
]


def software(wording: Wording, version: str, build: str) -> list[str]:
    if wording.version_lines == 2:
        return [f"version={version}", f"BuildDate={build}"]
    return [f"version={version},build:{build}"]


def system_info(device_type: str, update_serial: str, serial: str, device_class: str) -> list[str]:
    lines = [f"deviceType={device_type}"] if device_type else []
    lines += ["hardwareVersion=1.00"] if device_class != "VTO" else []
    lines += ["processor=S3LM", f"serialNumber={serial}"]
    if update_serial:
        lines += [f"updateSerial={update_serial}", f"updateSerialCloudUpgrade={update_serial}:07:01:08:70:52:00"]
    return lines
