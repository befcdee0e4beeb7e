"""The words that a user may choose from, in the field's own terms."""

from enum import StrEnum


class WdrMode(StrEnum):
    """How a camera copes with light and shade in one picture."""

    DIGITAL = "digital"
    COMPENSATION = "compensation"


class WdrStrength(StrEnum):
    """How much the digital mode does."""

    STEP_1 = "step_1"
    STEP_2 = "step_2"
    STEP_3 = "step_3"
    STEP_4 = "step_4"
    STEP_5 = "step_5"


class LightSide(StrEnum):
    """Which side the light comes from that is compensated."""

    FRONT = "front"
    BACK = "back"


class DayNightMode(StrEnum):
    """When the picture is in colour."""

    AUTO = "auto"
    DAY = "day"
    NIGHT = "night"
    EXTERNAL = "external"
    LPR = "lpr"


class IrCutMode(StrEnum):
    """How the infrared-cut filter moves. The document numbers the modes without naming them, save the manual one."""

    MODE_0 = "mode_0"
    MODE_1 = "mode_1"
    MODE_2 = "mode_2"
    MANUAL_DAY = "manual_day"
    MANUAL_NIGHT = "manual_night"
    MODE_4 = "mode_4"
    MODE_5 = "mode_5"


class TvSystem(StrEnum):
    """Which mains frequency and picture rate the camera is made for."""

    PAL = "pal"
    NTSC = "ntsc"


class WhiteBalance(StrEnum):
    """Who balances the colours."""

    AUTO = "auto"
    MANUAL = "manual"


class ColorMode(StrEnum):
    """The taste of the colours."""

    COLORFUL = "colorful"
    STANDARD = "standard"
    COLD = "cold"


class ExposureMode(StrEnum):
    """What the exposure leaves to the camera."""

    AUTO = "auto"
    SHUTTER = "shutter"
    MANUAL = "manual"


class Scene(StrEnum):
    """Where the automatic exposure expects to be."""

    OUTDOOR = "outdoor"
    INDOOR = "indoor"


class Metering(StrEnum):
    """Which part of the picture the exposure follows."""

    INFRARED = "infrared"
    CENTER = "center"
    AVERAGE = "average"
    AREA = "area"


class InfraredLampMode(StrEnum):
    """Which lamps a camera with two kinds of them uses."""

    INFRARED = "infrared"
    WHITE = "white"
    INFRARED_THEN_WHITE = "infrared_then_white"
    WHITE_THEN_INFRARED = "white_then_infrared"


class InfraredMode(StrEnum):
    """When the infrared lamp shines."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"
    FORCED = "forced"
    SMART = "smart"
    ZOOM = "zoom"


class AlarmInputType(StrEnum):
    """How the contact at an alarm input rests."""

    NORMALLY_OPEN = "normally_open"
    NORMALLY_CLOSED = "normally_closed"


class AlarmAccess(StrEnum):
    """Where alarms are handled."""

    NETWORK = "network"
    LOCAL = "local"


class TimeSource(StrEnum):
    """Where the camera's clock is set from."""

    MANUAL = "manual"
    NTP = "ntp"
    P2P = "p2p"


class RateControl(StrEnum):
    """Whether a stream holds its bit rate."""

    VBR = "vbr"
    CBR = "cbr"


class StreamQuality(StrEnum):
    """How much detail a stream keeps."""

    LOWEST = "lowest"
    LOW = "low"
    AVERAGE = "average"
    HIGH = "high"
    HIGHEST = "highest"


class RecordedStream(StrEnum):
    """Which stream is recorded."""

    MAIN = "main"
    SUB = "sub"
    BOTH = "both"


class StorageState(StrEnum):
    """What has become of the memory card."""

    OFF = "off"
    ON = "on"
    REMOVED = "removed"
    FORMATTING = "formatting"
    MOUNTED = "mounted"
    UNMOUNTED = "unmounted"
    WRITE_PROTECTED = "write_protected"
    UNINITIALIZED = "uninitialized"
    MOUNTING = "mounting"
    UNMOUNTING = "unmounting"


class DdnsService(StrEnum):
    """Who keeps the camera's name."""

    CAMANYWHERE = "camanywhere"
    QDNS = "qdns"
    DYNDNS = "dyndns"
    NOIP = "noip"


class PtzProtocol(StrEnum):
    """What the drive speaks."""

    PELCO_D = "pelco_d"
    PELCO_P = "pelco_p"
    SAMSUNG = "samsung"


class PtzPositioning(StrEnum):
    """How the drive is told to bring a part of the picture to its middle."""

    PELCO_DH = "pelco_dh"
    PELCO_HK = "pelco_hk"


class ShutterMode(StrEnum):
    """Who sets the shutter's speed."""

    AUTO = "auto"
    MANUAL = "manual"


class OsdColor(StrEnum):
    """Text and background of the on-screen display."""

    BLACK_ON_WHITE = "black_on_white"
    WHITE_ON_BLACK = "white_on_black"
    BLACK_OUTLINED = "black_outlined"
    WHITE_OUTLINED = "white_outlined"


class OsdFontSize(StrEnum):
    """How large on-screen text is."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class OsdPlacement(StrEnum):
    """What the position of on-screen text counts."""

    DIRECTION = "direction"
    COORDINATES = "coordinates"


class RtmpMode(StrEnum):
    """How strictly the RTMP protocol is followed."""

    STANDARD = "standard"
    COMPATIBLE = "compatible"
