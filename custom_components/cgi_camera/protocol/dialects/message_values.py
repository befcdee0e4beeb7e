"""How the message dialect spells values, and what it tells in no row."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta, timezone
import re

from .. import features as f
from ..converters import boolean, choice, zone
from ..features import (
    AlarmAccess,
    AlarmInputType,
    ColorMode,
    DayNightMode,
    DdnsService,
    ExposureMode,
    Metering,
    PtzPositioning,
    PtzProtocol,
    RateControl,
    RecordedStream,
    Scene,
    StorageState,
    StreamQuality,
    TimeSource,
    TvSystem,
    WhiteBalance,
)
from ..model import AnyReading, Reading, Slot
from ..schema import Converter, Document, Glimpse

_CHANNEL = re.compile(r"(?:.*/)?channel(?:\[\d+\])?")
MOST_CHANNELS = 64
MOST_TRIED = 4


DAY_NIGHT = choice({"0": DayNightMode.EXTERNAL, "1": DayNightMode.NIGHT, "2": DayNightMode.DAY, "3": DayNightMode.AUTO})
TIME_SOURCE = choice({"0": TimeSource.MANUAL, "1": TimeSource.NTP})
CODEC = choice({"0": "H.264", "1": "H.265"})
TV_SYSTEM = choice({"0": TvSystem.PAL, "1": TvSystem.NTSC})
WHITE_BALANCE = choice({"0": WhiteBalance.AUTO, "1": WhiteBalance.MANUAL})
COLORS = choice({"0": ColorMode.COLORFUL, "1": ColorMode.STANDARD, "2": ColorMode.COLD})
EXPOSURE = choice({"0": ExposureMode.AUTO, "1": ExposureMode.SHUTTER, "2": ExposureMode.MANUAL})
SCENE = choice({"0": Scene.OUTDOOR, "1": Scene.INDOOR})
# Called HLCSwitch, with two values in one column of its table and four in the next (section 3.8.5).
METERING = choice({"0": Metering.INFRARED, "1": Metering.CENTER, "2": Metering.AVERAGE, "3": Metering.AREA})
RATE_CONTROL = choice({"0": RateControl.VBR, "1": RateControl.CBR})
QUALITY = choice({str(level): quality for level, quality in enumerate(StreamQuality)})
CODECS = choice({codec: codec for codec in ("G711U", "G711A", "PCM", "G726", "AAC")})
RECORDED = choice({"0": RecordedStream.MAIN, "1": RecordedStream.SUB})
STORAGE = choice({str(code): state for code, state in enumerate(StorageState)})
CONTACT = choice({"0": AlarmInputType.NORMALLY_OPEN, "1": AlarmInputType.NORMALLY_CLOSED})
ACCESS = choice({"0": AlarmAccess.NETWORK, "1": AlarmAccess.LOCAL})
DDNS = choice({"0": DdnsService.CAMANYWHERE, "1": DdnsService.QDNS, "2": DdnsService.DYNDNS, "3": DdnsService.NOIP})
PTZ_PROTOCOL = choice({"0": PtzProtocol.PELCO_D, "1": PtzProtocol.PELCO_P, "2": PtzProtocol.SAMSUNG})
POSITIONING = choice({"0": PtzPositioning.PELCO_DH, "1": PtzPositioning.PELCO_HK})
BAUD_RATE = choice({str(code): rate for code, rate in enumerate(("2400", "4800", "9600", "19200", "38400"))})
HARDWARE = choice({"0": "old", "1": "new"})


def _time_of_day(text: str) -> time:
    """Read hours and minutes, each in a line of its own."""
    hours, minutes = map(int, text.split("\n"))
    return time(hours, minutes)


TIME_OF_DAY = Converter[time](_time_of_day, lambda value, _: f"{value.hour}\n{value.minute}")


def _whole(text: str) -> str:
    return str(int(text))


SHUTTER = Converter[str](lambda text: f"1/{_whole(text)}", lambda value, _: value.removeprefix("1/"))
"""Fractions of a second, told by what is below the line."""
GAIN = choice({str(2**step): f"{2**step}x" for step in range(7)})
GAIN_LIMIT = choice({str(2**step): f"{2**step}x" for step in range(1, 7)})
KILOHERTZ = Converter[str](lambda text: f"{_whole(text)} kHz", lambda value, _: value.removesuffix(" kHz"))


def _signal(text: str) -> int:
    """Read a percentage or decibels; what is printed beside it is neither (section 3.12.1)."""
    if not -127 <= (level := int(text)) <= 100:
        raise ValueError(text)
    return level


SIGNAL = Converter[int](_signal, lambda value, _: str(value))
MOVES = Converter[bool](bool, lambda value, _: "")
"""A camera that tells its speeds has a drive."""

# 1 opens all alarm outputs, 2 closes them; 0 is none (section 3.13.4).
RELAY = Converter[bool](lambda text: boolean("0" if text.strip() == "2" else text), lambda value, _: "12"[not value])

# Minutes east of Greenwich, as section 3.1.4 lists them.
_WEST = (-720, -660, -600, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60)
_EAST = (0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 570, 600, 660, 720, 780)
ZONE = choice({str(minutes): zone(minutes) for minutes in (*_WEST, *_EAST)})


def clock(glimpse: Glimpse) -> Iterable[AnyReading]:
    """Make the camera's time of day from its UTC seconds and its zone (section 3.1.1).

    The answer to a set tells no seconds: those read before it are past, and the clock runs on as known.
    """
    told = glimpse.document.get("timeinfo/cameratime", "")
    known = glimpse.previous is not None and glimpse.previous.get("timeinfo/cameratime") == told
    try:
        moment = datetime.fromtimestamp(glimpse.place.utc if known else int(told), UTC)
        east = timezone(timedelta(minutes=int(glimpse.document.get("timeinfo/timezone", "0"))))
    except ValueError, OverflowError, OSError:
        return []
    return [Reading(Slot(0, f.CLOCK), moment.astimezone(east))]


def channels(documents: Mapping[str, Document]) -> tuple[int, ...]:
    """Count the channels: those of the range that the query tells, and those that answer by their own number.

    Some firmware answers for channel 1 whatever is asked. The number stands in the group, beside it or nowhere.
    """
    told = _numbers(documents.get("image query", {}))
    found = set(range(1, min(max(told, default=1), MOST_CHANNELS) + 1)) | {1}
    tried = range(2, MOST_TRIED + 1)
    found.update(number for number in tried if _numbers(documents.get(f"channel {number}", {})) == {number})
    return tuple(sorted(found))


def _numbers(document: Document) -> set[int]:
    texts = (text for path, text in document.items() if _CHANNEL.fullmatch(path))
    return {int(number) for text in texts for number in re.findall(r"\d{1,9}", text)}
