"""What a Dahua device says about itself (4.5.13, 4.6.10 to 4.6.19, 4.9.18, 4.11.1, 8.1.1)."""

from .dahua_event_tables import RULES
from .dahua_hardware import Hardware, Wording


def video_input_caps(hardware: Hardware, wording: Wording) -> list[str]:
    yes, no = "true", "false"
    moved = yes if hardware.ptz else no
    rows = {
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
    head = "caps. " if wording.caps_blank else "caps."
    return [f"{head}{name}={value}" for name, value in rows.items()]


EVENT_CAPS = [
    f"caps.{name}Enable=true"
    for name in (
        "AlarmOut",
        "Beep",
        "Dejitter",
        "MMS",
        "Mail",
        "MonitorTour",
        "PtzLink",
        "Record",
        "Snapshot",
        "TimeSection",
        "Tip",
    )
]

RECORD_CAPS = [
    "caps.MaxPreRecordTime=30",
    "caps.PacketLengthRange[0]=1",
    "caps.PacketLengthRange[1]=60",
    "caps.PacketSizeRange[0]=131072",
    "caps.PacketSizeRange[1]=2097152",
    "caps.SupportExtraRecordMode=true",
    "caps.SupportHoliday=true",
    "caps.SupportPacketType[0]=Time",
    "caps.SupportPacketType[1]=Size",
    "caps.SupportResumeTransmit=false",
]

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
