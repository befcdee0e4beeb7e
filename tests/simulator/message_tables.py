"""The groups of the message dialect (Message HTTP API 3.1): names, types, ranges.

Element names are the parameter names of the document's tables; its printed returns name
them in prose only. What no table names is marked.
"""

from .message_tables_net import NET, NET_PORT, WIFI, alarm
from .message_values import (
    Choice,
    Group,
    Parameter,
    address,
    choice,
    fixed,
    span,
    switch,
    text,
)

EAST = (0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 570, 600, 660, 720, 780)
WEST = (-720, -660, -600, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60)

SYS = (
    Group("HardwareV", (switch("HwdVersion", 1),), channel=False),
    # Reset, the names of EapilInfo and SoftwareVersion, Mac, UpTime are in no table.
    Group("FactoryCheck", (fixed("Reset", "int", "0"),), channel=False, set=False),
    Group(
        "DeviceInfo",
        (
            fixed("DeviceID", "string", "V6202IR-AR0237"),
            fixed("SoftwareVersion", "string", "V1.04.10-161208"),
            text("SerialNum", "5509560FBF2D", pattern="[0-9a-fA-F]{12}"),
            fixed("Mac", "string"),
        ),
        channel=False,
    ),
    Group(
        "EapilInfo",
        (
            *(fixed(name, "int", "0") for name in ("centerLX", "centerLY", "centerRX", "centerRY")),
            fixed("GoolinkID", "string", "by019e253e"),
            fixed("ElvisionUUID", "string", "abcd"),
        ),
        channel=False,
        set=False,
    ),
    Group(
        "TimeInfo",
        (
            switch("TimeMethod", 0),
            span("CameraTime", 1, 1, 2147483647),
            fixed("UpTime", "int"),
            switch("DaylightEnable", 0),
            choice("TimeZone", 480, *WEST, *EAST),
            address("NTPServerIP", "192.168.1.100"),
        ),
        channel=False,
        required=("TimeMethod",),
    ),
    Group("SystemInfo", (switch("ResetFlag"), switch("IPkeep"), switch("Aging")), channel=False, get=False),
    *(Group(name, channel=False, get=False, query=False) for name in ("Reboot", "RmTemplate", "RmSerialnum")),
)

RATES = (3, 5, 10, 15, 20, 25, 30)
INTERVALS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 100, 120)
MAJOR = ("1920x1080", "1280x960", "1280x720", "720x576", "720x480", "640x480")
MINOR = ("720x576", "720x480", "640x480", "352x288")


def _stream(resolutions: tuple[str, ...], resolution: str, rate: int) -> Group:
    return Group(
        "StreamInfo",
        (
            Parameter("Resolution", "string", resolution, Choice(resolutions)),
            span("BitRate", 512, 256, 10000),
            switch("BitType", 0),
            choice("FrameRate", rate, *RATES),
            choice("IPRate", 50, *INTERVALS),
            switch("Payload", 0),
            # The printed query has one "0, 1" too few for both (3.2.1.3).
            Parameter("StreamRateCut", "int", "0", Choice(("0", "1")), queried=False),
            span("VideoQuality", 2, 0, 4),
            Parameter("ForceIframe", "int", "", Choice(("", "1")), got=False, queried=False),
        ),
    )


MJPEG = Group(
    "StreamInfo",
    (
        Parameter("Resolution", "string", "1280x720", Choice(("1280x720", "CLOSED"))),
        choice("FrameRate", 5, 1, 2, 3, 4, 5),
        span("VideoQuality", 2, 0, 4),
    ),
)


def _text_osd(number: str, initial: int) -> tuple[Parameter, ...]:
    return (
        switch(f"TextOSDStatus{number}", initial),
        text(f"TextOSDTitle{number}", "IPC" if initial else ""),
        span(f"TextOSDX{number}", 2, 0, 99),
        span(f"TextOSDY{number}", 2, 0, 99),
        span(f"TextOSDSize{number}", 2, 1, 8),
    )


IMAGE = (
    Group(
        "ImageInfo",
        (
            switch("Format", 0),
            *(
                span(name, 128, 0, 255)
                for name in ("Hue", "Brightness", "Sharpness", "Saturation", "Contrast", "Denoise")
            ),
            # The table's range is lost; the example sets 4 (3.3.2.1).
            span("Gamma", 4, 0, 4),
        ),
    ),
    Group(
        "OSDInfo",
        (
            *_text_osd("", 1),
            *(row for number in "1234" for row in _text_osd(number, 0)),
            switch("MultipleOSDStatus"),
            span("MultipleOSDX", 2, 0, 99),
            span("MultipleOSDY", 50, 0, 99),
            span("MultipleOSDSize", 2, 1, 8),
            switch("DateOSDStatus", 1),
            # In the URL only, without a range (3.3.2.2).
            span("DateFormat", 0, 0, 2),
            span("DateOSDX", 60, 0, 99),
            span("DateOSDY", 2, 0, 99),
            switch("TimeOSDStatus", 1),
            span("TimeOSDX", 80, 0, 99),
            span("TimeOSDY", 2, 0, 99),
            span("TimeOSDSize", 2, 1, 8),
        ),
    ),
)

AUDIO = Group(
    "AudioInfo",
    (
        Parameter("AudioCodec", "string", "G711U", Choice(("G711U", "G711A", "PCM", "G726", "AAC"))),
        switch("AudioEnable", 0),
        span("AudioVolume", 0, 0, 9),
        choice("SampleRate", 8, 8, 16, 44),
    ),
)

RECORD = (
    Group(
        "RecordControl",
        (
            switch("Loop", 1),
            switch("Mode", 0),
            switch("StreamType", 1),
            switch("Event", 0),
            span("Lenght", 600, 10, 3600),  # so spelt throughout
        ),
    ),
    Group(
        "RecordDevice",
        (
            # Four values printed without names (3.5.1).
            fixed("TotalSpace", "int", "30436"),
            fixed("UsedSpace", "int", "1024"),
            fixed("Status", "int", "4"),
            fixed("WriteProtect", "int", "0"),
            Parameter("Operate", "int", "", Choice(("0", "1", "2")), got=False),
        ),
        query=False,
        aliases=(("OperateRate", "Operate"),),
    ),
)

PTZ_CONTROL = (
    choice("Stop", 0, 0),
    span("Direction", 1, 1, 8),
    span("PanSpeed", 6, 0, 63),
    span("TiltSpeed", 6, 0, 63),
    *(switch(name) for name in ("Iris", "Zoom", "Focus")),
    choice("AutoScan", 1, 1),
    switch("Preset"),
    span("PresetNumber", 1, 1, 255),
    text("PresetTitle"),
    choice("Pattern", 0, 0, 1, 2),
    span("PatternNumber", 1, 1, 4),
    choice("AutoPan", 0, 0, 1, 2),
    span("AutoPanNumber", 1, 1, 4),
    switch("Model"),
    span("Pan", 0, 0, 36000),
    span("Tilt", 0, 0, 36000),
    span("ZoomPosition", 0, 0, 65535),
)

PTZ = (
    Group("PTZCtrlInfo", PTZ_CONTROL),
    Group(
        "SpeedInfo",
        (
            span("PanSpeed", 6, 1, 8),
            span("TiltSpeed", 6, 1, 8),
            span("ZoomSpeed", 2, 0, 2),
            span("FocusSpeed", 2, 0, 2),
        ),
        query=False,
    ),
    Group(
        "PresetNameInfo",
        (span("PresetNumber", 1, 1, 255), text("PresetTitle")),
        query=False,
        required=("PresetNumber",),
    ),
    Group("TourInfo", (span("TourNum", 1, 1, 4), switch("TourAct"), span("PresetNumber", 1, 1, 255)), query=False),
    Group(
        "ProtocolInfo",
        (
            span("CamAddr", 1, 1, 255),
            span("ProtocolType", 0, 0, 2),
            span("BaudRate", 2, 0, 4),
            switch("Protocol3D"),
            span("UserMode", 0, 0, 3),
        ),
        query=False,
    ),
)

RS485 = Group("RS485Data", (text("Data", longest=512, pattern="([0-9a-fA-F]{2})+"),), query=False)

GAINS = (2, 4, 8, 16, 32, 64)
SHUTTERS = (25, 30, 50, 60, 100, 120, 240, 480, 500, 1000, 2000, 4000, 8000)

CAMERA = (
    Group(
        "BasicInfo",
        (
            switch("MirrorHor"),
            switch("MirrorVer"),
            switch("WDRSwitch"),
            span("WDRLevel", 128, 0, 255),
            *(switch(f"{name}Switch") for name in ("AFC", "AFG", "LSC", "LDC", "DIS")),
            switch("WBMode"),
            span("WBRGain", 128, 0, 255),
            span("WBBGain", 128, 0, 255),
            span("LDCLevel", 128, 0, 255),
        ),
    ),
    Group(
        "ExposureInfo",
        (
            choice("ExposureMode", 0, 0, 1, 2),
            switch("ScenceSelect"),  # so spelt
            choice("AGCMax", 16, *GAINS),
            choice("AGCManual", 1, 1, *GAINS),
            choice("ShutterMax", 25, *SHUTTERS),
            choice("ShutterManual", 100, *SHUTTERS),
            choice("ICRSwitch", 3, 0, 1, 2, 3),
            switch("ICREnable", 1),
            choice("ICRTimer", 5, 0, 3, 5, 10),
            span("ICRC2BThr", 60, 0, 255),
            span("ICRB2CThr", 120, 0, 255),
            switch("BLCSwitch"),
            choice("ColorMode", 0, 0, 1, 2),
            span("BLCLevel", 1, 0, 240),
            # "0, 1" in one column, four meanings in the next (3.8.5).
            choice("HLCSwitch", 0, 0, 1, 2, 3),
            span("ELCLevel", 128, 0, 255),
        ),
        aliases=(("BLCLLevel", "BLCLevel"),),
    ),
    Group("ResetInfo", get=False),
)


def groups(inputs: int, outputs: int) -> dict[str, dict[str, Group]]:
    """Every cgi with its groups by name."""
    listed: dict[str, tuple[Group, ...]] = {
        "sys": SYS,
        "major_stream": (_stream(MAJOR, "1920x1080", 20),),
        "minor_stream": (_stream(MINOR, "640x480", 25),),
        "mjpeg": (MJPEG,),
        "image": IMAGE,
        "audio": (AUDIO,),
        "record": RECORD,
        "ptz": PTZ,
        "rs485": (RS485,),
        "camera": CAMERA,
        "net": NET,
        "netport": (NET_PORT,),
        "wifi": (WIFI,),
        "alarm": alarm(inputs, outputs),
        "user": (),
    }
    return {cgi: {group.name: group for group in rows} for cgi, rows in listed.items()}
