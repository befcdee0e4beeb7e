"""How the ipc dialect spells what is neither number nor switch."""

from datetime import datetime
import re

from ..converters import boolean, choice, span
from ..exchange import Request
from ..features import (
    AlarmInputType,
    InfraredLampMode,
    IrCutMode,
    OsdColor,
    OsdFontSize,
    OsdPlacement,
    RateControl,
    RecordedStream,
    RtmpMode,
    ShutterMode,
    StreamProfile,
    TimeSource,
    TvSystem,
)
from ..model import Domain
from ..schema import AnyField, Converter, Document, Endpoint

BYTE = span(0, 255)
PERCENT = span(1, 100)


def settings(name: str, *fields: AnyField) -> Endpoint:
    """Return an endpoint that is read without parameters, and set at the same path with some (section 1)."""
    return Endpoint(key=name, read=Request(f"/cgi-bin/{name}"), set=Request(f"/cgi-bin/{name}"), fields=fields)


_SPOKEN = re.compile(r"\b(\w++)\s*+=\s*+(\w++)")
_STORED = {
    "recordconfig/schedulerecord": "enable",
    "recordconfig/motiondetectrecord": "trigger",
    "recordconfig/motiondetectcapture": "trigger",
}


def told_apart(document: Document) -> Document:
    """Give what an answer tells between the lines a path of its own.

    The shutter's four values come in one sentence (section 3.44). Whether anything is recorded is set by one parameter
    and told by two, for each place that it is stored at (sections 3.23 and 3.24).
    """
    found = dict(document)
    for name, value in _SPOKEN.findall(document.get("setshutterspeed", "")):
        found[f"setshutterspeed/{name.casefold()}"] = value
    for path, name in _STORED.items():
        stores = [document[at] for store in ("localstore", "remotestore") if (at := f"{path}/{store}") in document]
        if stores:
            found[f"{path}/{name}"] = "1" if "1" in stores else "0"
    return found


# East and west of Greenwich, as section 3.8 lists them.
_EAST = """00:00 01:00 02:00 03:00 03:30 04:00 04:30 05:00 05:30 05:45 06:00 06:30 07:00 08:00 09:00 09:30 10:00 11:00
    12:00 13:00"""
_WEST = "01:00 02:00 03:00 03:30 04:00 04:30 05:00 06:00 07:00 08:00 09:00 10:00 11:00 12:00"
ZONE = choice(
    {f"GMT+{offset}": f"UTC+{offset}" for offset in _EAST.split()}
    | {f"GMT-{offset}": f"UTC-{offset}" for offset in _WEST.split()}
)


def moment(text: str) -> datetime:
    """Read a time of day at the camera, with or without leading zeros. Raise ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007


MOMENT = Converter(moment, lambda value, _: f"{value:%Y-%m-%d %H:%M:%S}")

# Read as `status=1`, after a set as `set status=1` (sections 3.43 and 3.44).
RELAY = Converter[bool](lambda text: boolean(text.rpartition("=")[2]), lambda value, _: "1" if value else "0")

LAMP_MODE = choice(
    {
        "0": InfraredLampMode.INFRARED,
        "1": InfraredLampMode.WHITE,
        "2": InfraredLampMode.INFRARED_THEN_WHITE,
        "3": InfraredLampMode.WHITE_THEN_INFRARED,
    }
)

_IR_CUT_MODES = {
    IrCutMode.MODE_0: "0",
    IrCutMode.MODE_1: "1",
    IrCutMode.MODE_2: "2",
    IrCutMode.MANUAL_DAY: "3",
    IrCutMode.MANUAL_NIGHT: "3",
    IrCutMode.MODE_4: "4",
    IrCutMode.MODE_5: "5",
}
IR_CUT = Converter(IrCutMode, lambda value, _: _IR_CUT_MODES[value], Domain(choices=tuple(IrCutMode)))


def ir_cut_time(mode: IrCutMode) -> dict[str, str]:
    """Return the parameter that the manual mode wants besides its number (section 3.37)."""
    return {
        IrCutMode.MANUAL_DAY: {"time": "day"},
        IrCutMode.MANUAL_NIGHT: {"time": "night"},
    }.get(mode, {})


TV_SYSTEM = choice({"50": TvSystem.PAL, "60": TvSystem.NTSC})
SHUTTER_MODE = choice({"0": ShutterMode.AUTO, "1": ShutterMode.MANUAL})
CONTACT = choice({"0": AlarmInputType.NORMALLY_CLOSED, "1": AlarmInputType.NORMALLY_OPEN})
STREAM_PROFILE = choice({"0": StreamProfile.DEFAULT, "1": StreamProfile.BASELINE})
RATE_CONTROL = choice({"CBR": RateControl.CBR, "VBR": RateControl.VBR})
RTMP_MODE = choice({"0": RtmpMode.STANDARD, "1": RtmpMode.COMPATIBLE})
# The same two streams are counted from 0 and from 1 (sections 3.22 to 3.24).
RTMP_STREAM = choice({"0": RecordedStream.MAIN, "1": RecordedStream.SUB})
SCHEDULE_STREAM = choice({"0": RecordedStream.MAIN, "1": RecordedStream.SUB, "2": RecordedStream.BOTH})
EVENT_STREAM = choice({"1": RecordedStream.MAIN, "2": RecordedStream.SUB})
FILE_LENGTH = choice({minutes: minutes for minutes in ("2", "5", "10", "20", "30")})

# The options are in capitals, yet the printed requests and answers have "ntp" (section 3.8).
TIME_SOURCE = choice({"MANUAL": TimeSource.MANUAL, "ntp": TimeSource.NTP, "P2P": TimeSource.P2P})

OSD_COLOR = choice(
    {
        "0": OsdColor.BLACK_ON_WHITE,
        "1": OsdColor.WHITE_ON_BLACK,
        "2": OsdColor.BLACK_OUTLINED,
        "3": OsdColor.WHITE_OUTLINED,
    }
)
OSD_FONT_SIZE = choice({"0": OsdFontSize.SMALL, "1": OsdFontSize.MEDIUM, "2": OsdFontSize.LARGE})
OSD_PLACEMENT = choice({"0": OsdPlacement.DIRECTION, "1": OsdPlacement.COORDINATES})

_TIME_FORMATS = (
    "yyyy-mm-dd hh:mm:ss",
    "yyyy/mm/dd hh:mm:ss",
    "yy-mm-dd hh:mm:ss",
    "yy/mm/dd hh:mm:ss",
    "hh:mm:ss dd/mm/yyyy",
    "hh:mm:ss dd-mm-yyyy",
    "hh:mm:ss mm/dd/yyyy",
    "hh:mm:ss mm-dd-yyyy",
    "mm/dd/yyyy hh:mm:ss",
    "mm-dd-yyyy hh:mm:ss",
)
# Told with a blank, set with an underscore in its place (section 3.13).
TIME_FORMAT = choice({text.replace(" ", "_"): text for text in _TIME_FORMATS} | {text: text for text in _TIME_FORMATS})


def _uptime(text: str) -> int:
    """Read days, hours, minutes and seconds (section 3.25)."""
    days, hours, minutes, seconds = (int(part) for part in text.split("-"))
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


UPTIME = Converter[int](_uptime, lambda value, _: str(value))
KILOBYTES = Converter[int](lambda text: int(text.split()[0]), lambda value, _: str(value))
