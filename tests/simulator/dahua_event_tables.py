"""Detection, alarm, record and storage tables of a Dahua device (Amcrest HTTP API 4.8, 4.9, 4.11, 8.1)."""

from .control_values import choice, integer, matching, text
from .dahua_hardware import Hardware
from .dahua_tables import BOOL, MASKED_SECTION, NAME, PERCENT, SECTION, Entries, Rows, under, week

LATCH = integer(10, 300)
FLAG = integer(0, 1)
# A recorder lists every channel it could have, and all 24 sections of a day (4.9.1).
SLOTS, SECTIONS = 32, 24
RULES = (
    "CrossLineDetection",
    "CrossRegionDetection",
    "LeftDetection",
    "TakenAwayDetection",
    "VideoAbnormalDetection",
    "FaceDetection",
    "AudioMutation",
    "AudioAnomaly",
    "VideoUnFocus",
    "WanderDetection",
    "RioterDetection",
    "ParkingDetection",
    "MoveDetection",
    "NumberStat",
)
RULE_NAMES = {"CrossLineDetection": "line1", "CrossRegionDetection": "area1", "LeftDetection": "left1"}
# 8.1.3: what a rule of another kind stores of it, it does not use.
DURATIONS = {"RioterDetection": integer(10, 300), "ParkingDetection": integer(6, 300)}


def handler(hardware: Hardware, head: str) -> Entries:
    """What an event sets off: the same rows under each table that has events (4.9.1)."""
    slots = SLOTS if hardware.recorder else 1
    rows: Rows = {f"AlarmOutChannels[{n}]": ("0", FLAG) for n in range(hardware.outputs)}
    rows |= {
        "AlarmOutEnable": ("false", BOOL),
        "AlarmOutLatch": ("10", LATCH),
        "BeepEnable": ("false", BOOL),
        "Dejitter": ("5", integer(0, 255)),
        "Delay": ("0", integer(0, 300)),
        "ExAlarmOutChannels[0]": ("0", integer(0, 255)),
        "ExAlarmOutEnable": ("false", BOOL),
        "FlashEnable": ("false", BOOL),
        "FlashLatch": ("10", LATCH),
        "LogEnable": ("true", BOOL),
        "MailEnable": ("false", BOOL),
        "MessageEnable": ("false", BOOL),
    }
    for n in range(slots):
        rows[f"PtzLink[{n}][0]"] = ("None", choice("None", "Preset", "Tour", "Pattern"))
        rows[f"PtzLink[{n}][1]"] = ("1", integer(0, 255))
    rows["PtzLinkEnable"] = ("false", BOOL)
    rows |= {f"RecordChannels[{n}]": ("0", FLAG) for n in range(slots)}
    rows |= {"RecordEnable": ("true", BOOL), "RecordLatch": ("10", LATCH)}
    rows |= {f"SnapshotChannels[{n}]": ("0", FLAG) for n in range(slots)}
    rows |= {
        "SnapshotEnable": ("false", BOOL),
        "SnapshotPeriod": ("3", integer(0, 255)),
        "SnapshotTimes": ("0", integer(0, 65535)),
    }
    entries = under(f"{head}.EventHandler", rows)
    entries |= week(
        f"{head}.EventHandler.TimeSection",
        SECTION,
        "1 00:00:00-23:59:59",
        "0 00:00:00-23:59:59",
        SECTIONS if hardware.recorder else 6,
    )
    entries[f"{head}.EventHandler.TipEnable"] = ("false", BOOL)
    entries[f"{head}.EventHandler.VoiceEnable"] = ("false", BOOL)
    return entries


def motion(hardware: Hardware, channel: int) -> Entries:
    head = f"MotionDetect[{channel}]"
    if hardware.motion_level:
        return armed(hardware, head) | {f"{head}.Level": ("3", integer(1, 6))}
    entries: Entries = {
        f"{head}.DetectVersion": ("V3.0", choice("V3.0")),
        f"{head}.Enable": ("true", BOOL),
    }
    entries |= handler(hardware, head)
    for window in range(4):
        rows: Rows = {"Id": (str(window), integer(0, 3)), "Name": (f"Region{window + 1}", text(31))}
        # 18 lines of 22 blocks, a bit a block.
        region = "0" if window else "4194303"
        rows |= {f"Region[{line}]": (region, integer(0, 0x3FFFFF)) for line in range(18)}
        rows |= {"Sensitive": ("60", PERCENT), "Threshold": ("5", PERCENT)}
        corners = ("0", "0", "0", "0") if window else ("0", "0", "8191", "8191")
        rows |= {f"Window[{n}]": (corner, integer(0, 8191)) for n, corner in enumerate(corners)}
        entries |= under(f"{head}.MotionDetectWindow[{window}]", rows)
    entries[f"{head}.OsdTwinkleEnable"] = ("false", BOOL)
    entries[f"{head}.PirMotionLevel"] = ("3", integer(0, 10))
    return entries


def armed(hardware: Hardware, head: str, enable: str = "true", **more: str) -> Entries:
    entries: Entries = {f"{head}.Enable": (enable, BOOL)} | handler(hardware, head)
    return entries | {f"{head}.{name}": (value, integer(1, 99)) for name, value in more.items()}


def rules(hardware: Hardware, channel: int) -> Entries:
    entries: Entries = {}
    for n, kind in enumerate(hardware.rules):
        name = RULE_NAMES.get(kind, f"rule{n + 1}")
        head = f"VideoAnalyseRule[{channel}][{n}]"
        rows: Rows = {f"Config.DetectLine[{p}][{axis}]": ("1000", integer(0, 8191)) for p in (0, 1) for axis in (0, 1)}
        if kind == "CrossLineDetection":
            rows["Config.Direction"] = ("Both", choice("LeftToRight", "RightToLeft", "Both"))
        else:
            rows = {
                f"Config.DetectRegion[{p}][{axis}]": ("1000", integer(0, 8191)) for p in range(3) for axis in (0, 1)
            }
            # A rule stores what rules of other kinds have, too.
            rows["Config.MinDuration"] = ("10", DURATIONS.get(kind, integer(1, 600)))
        if kind in ("RioterDetection", "MoveDetection"):
            rows["Config.Sensitivity"] = ("5", integer(1, 10))
        if kind == "NumberStat":
            limits = ("EnterThreshold", "ExitThreshold", "InsideThreshold")
            rows |= {f"Config.{limit}": ("0", integer(0, 100_000_000)) for limit in limits}
        for limit, value in (("MaxSize", "8191"), ("MinSize", "0")):
            rows |= {f"Config.SizeFilter.{limit}[{axis}]": (value, integer(0, 8191)) for axis in (0, 1)}
        rows["Enable"] = ("false", BOOL)
        if n < len(hardware.rule_ids):
            rows["Id"] = (str(hardware.rule_ids[n]), None)
        entries |= under(head, rows)
        entries |= handler(hardware, head)
        entries |= under(head, {"Name": (name, NAME), "Type": (kind, choice(*RULES))})
    return entries


def smart(hardware: Hardware, channel: int) -> Entries:
    return under(
        f"SmartMotionDetect[{channel}]",
        {
            "Enable": ("true", BOOL),
            "ObjectTypes.Human": ("true", BOOL),
            "ObjectTypes.Vehicle": ("false", BOOL),
            "Sensitivity": ("Middle", choice("Low", "Middle", "High")),
        },
    )


def analyse_global(channel: int) -> Entries:
    scenes = choice("Normal", "Indoor", "ATM", "Traffic", "FaceDetection", "NumberStat", "HeatMap", "VideoDiagnosis")
    clock = matching(r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}")
    return under(
        f"VideoAnalyseGlobal[{channel}]",
        {
            "Scene.Depth": ("Far", choice("Normal", "Far", "Middle", "Near")),
            "Scene.PtzPresetId": ("0", integer(0, 255)),
            "Scene.Type": ("Normal", scenes),
            "TimePeriod.Day[0]": ("8:00:00", clock),
            "TimePeriod.Day[1]": ("20:00:00", clock),
            "TimePeriod.Night[0]": ("20:00:00", clock),
            "TimePeriod.Night[1]": ("8:00:00", clock),
        },
    )


def recording(channel: int) -> Entries:
    modes = integer(0, 2)
    entries: Entries = {f"Record[{channel}].PreRecord": ("6", integer(0, 300))}
    entries |= week(f"Record[{channel}].TimeSection", MASKED_SECTION, "6 00:00:00-23:59:59", "0 00:00:00-23:59:59")
    entries |= under(
        f"RecordMode[{channel}]", {"Mode": ("0", modes), "ModeExtra1": ("2", modes), "ModeExtra2": ("2", modes)}
    )
    entries[f"Snap[{channel}].HolidayEnable"] = ("false", BOOL)
    return entries | week(f"Snap[{channel}].TimeSection", MASKED_SECTION, "6 00:00:00-23:59:59", "0 00:00:00-23:59:59")


def ptz(channel: int) -> Entries:
    return under(
        f"Ptz[{channel}]",
        {
            "Address": ("8", integer(0, 255)),
            "Attribute[0]": (
                "115200",
                choice("1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200"),
            ),
            "Attribute[1]": ("8", integer(4, 8)),
            "Attribute[2]": ("Even", choice("Even", "Mark", "None", "Odd", "Space")),
            "Attribute[3]": ("1", choice("1", "1.5", "2")),
            "Homing[0]": ("0", integer(-1, 255)),
            "Homing[1]": ("30", integer(0, 65535)),
            "NumberInMatrixs": ("0", None),
            "ProtocolName": ("NONE", choice("NONE", "DH-SD1", "Pelco")),
        },
    )


def event_tables(hardware: Hardware) -> Entries:
    entries: Entries = {}
    for channel in range(hardware.channels):
        entries |= motion(hardware, channel)
        entries |= armed(hardware, f"LossDetect[{channel}]")
        blind = f"BlindDetect[{channel}]"
        entries |= armed(hardware, blind) | {f"{blind}.Level": ("3", integer(1, 6))}
        entries |= recording(channel)
        if hardware.smart:
            entries |= rules(hardware, channel) | smart(hardware, channel) | analyse_global(channel)
        if hardware.ptz:
            entries |= ptz(channel)
        linkage = f"DisableLinkage[{channel}]" if hardware.recorder else "DisableLinkage"
        entries[f"{linkage}.Enable"] = ("false", BOOL)
    for n in range(hardware.inputs):
        entries |= armed(hardware, f"Alarm[{n}]")
        entries |= under(f"Alarm[{n}]", {"Name": (f"Door{n + 1}", NAME), "SensorType": ("NC", choice("NC", "NO"))})
    for n in range(hardware.outputs):
        entries |= under(f"AlarmOut[{n}]", {"Mode": ("0", integer(0, 2)), "Name": (f"port{n + 1}", NAME)})
    for table in ("StorageNotExist", "StorageFailure", "NetAbort", "IPConflict"):
        entries |= armed(hardware, table)
    entries |= armed(hardware, "StorageLowSpace", LowerLimit="10")
    entries |= armed(hardware, "LoginFailureAlarm", "false")
    for channel in range(hardware.channels) if hardware.thermal else ():
        entries |= armed(hardware, f"HeatImagingTemper[{channel}]")
    if hardware.people:
        stat: Rows = dict.fromkeys(("EncodeBlend", "ShowEnterNum", "ShowExitNum"), ("true", BOOL))
        entries |= under("VideoWidgetNumberStat[0]", stat | {"TextAlign": ("0", choice("0", "2"))})
    return entries
