"""How the control dialect spells what is neither number nor switch."""

from collections.abc import Iterable
from datetime import datetime
import re

from ..converters import boolean, choice, span, switch
from ..events import EventAction, Signal
from ..exchange import Place
from ..features import (
    AlarmInputType,
    DateOrder,
    DayNightMode,
    FlickerSuppression,
    LightSide,
    OsdFontSize,
    RateControl,
    RecordedStream,
    ShutterMode,
    TvSystem,
    WdrMode,
    WdrStrength,
    WhiteBalance,
)
from ..model import Domain
from ..schema import Converter, Document, DomainSource
from .control_rows import supported

PERCENT = span(1, 100)
NAME = Domain(maximum=10)
"""Names have ten characters at most, English ones (sections 1.1 and 4.2)."""

YES = switch("yes", "no")
LANGUAGE = choice({word: word.capitalize() for word in ("english", "korean", "polish", "russian", "persian")})
CONTACT = choice({"no": AlarmInputType.NORMALLY_OPEN, "nc": AlarmInputType.NORMALLY_CLOSED})
RECORDED = choice({"stream1": RecordedStream.MAIN, "stream2": RecordedStream.SUB, "stream3": RecordedStream.THIRD})
RATE_CONTROL = choice({control.value: control for control in RateControl})
TV_SYSTEM = choice({system.value: system for system in TvSystem})
OSD_SIZE = choice({"big": OsdFontSize.LARGE, "small": OsdFontSize.SMALL})
DATE_ORDER = choice(
    {
        "yyyy-mm-dd": DateOrder.YEAR_MONTH_DAY,
        "dd-mm-yyyy": DateOrder.DAY_MONTH_YEAR,
        "mm-dd-yyyy": DateOrder.MONTH_DAY_YEAR,
    }
)
_LIGHTS = (WhiteBalance.AUTO, WhiteBalance.INDOOR, WhiteBalance.OUTDOOR, WhiteBalance.FLUORESCENT)
WHITE_BALANCE = choice({light.value: light for light in _LIGHTS} | {"user": WhiteBalance.MANUAL})
SHUTTER_MODE = choice({"auto": ShutterMode.AUTO, "suppressroll": ShutterMode.ANTI_FLICKER, "user": ShutterMode.MANUAL})
# Spelt so in section 3.7.
FLICKER = choice(
    {"week": FlickerSuppression.WEAK, "weak": FlickerSuppression.WEAK, "strong": FlickerSuppression.STRONG}
)


def _exposures(at_60: str, at_50: str, *more: str) -> Converter[str]:
    """Return the choice between numbered times, which depend on the mains frequency."""
    pairs = zip(at_60.split(), at_50.split(), strict=True)
    words = [f"1/{fast} (50 Hz: 1/{slow})" for fast, slow in pairs]
    return choice({str(number): word for number, word in enumerate([*words, *more], 1)})


_SPEEDS = ("15 30 60 120 240 480 960 4800 9000", "12.5 25 50 100 200 400 800 4000 8000")
SHUTTER_SPEED = _exposures(*_SPEEDS)
LPR_SHUTTER = _exposures(*_SPEEDS, "Automatic")
SHUTTER_LIMIT = _exposures("30 60 120 180 240", "25 50 100 150 200", "Automatic")

MJPEG = "MJPEG"
_CODECS = {"h264": "H.264", "mpeg": "MPEG4", "mjpeg": MJPEG}
_ALIASES = {"mpeg4": "MPEG4", "jpeg": MJPEG, "h.264": "H.264"} | _CODECS
# Shown as the capabilities list them (annex B1.3); one that the document does not know, as it is told.
CODEC = Converter[str](
    lambda text: _ALIASES.get(text.strip().casefold(), text.strip()),
    lambda value, _: {shown: word for word, shown in _CODECS.items()}.get(value, value),
    Domain(choices=tuple(_CODECS.values())),
)
CAPTURE = Converter[str](
    lambda text: text.strip().casefold().removeprefix("capture"), lambda value, _: f"capture{value}"
)
_UNUSED = "not used"
SIZE = Converter[str](
    lambda text: _UNUSED if text == "nouse" else text.strip(), lambda value, _: "nouse" if value == _UNUSED else value
)


def _dhcp(text: str) -> bool:
    return {"dhcp": True, "static": False}[text.strip().casefold()]


DHCP = Converter(_dhcp, lambda value, _: "dhcp" if value else "static")


def _seconds(text: str) -> int:
    """Read a time that ends. Raise ValueError for 1, which stands for one that does not (section 2.2)."""
    if (number := int(text)) == 1:
        raise ValueError(text)
    return number


SECONDS = Converter(_seconds, lambda value, _: str(value), span(5, 180))
CONTINUOUS = Converter[bool](
    lambda text: int(text) == 1, lambda value, current: "1" if value else current if current not in {"", "1"} else "5"
)
DAY_NIGHT = choice({mode.value: mode for mode in (*DayNightMode,) if mode is not DayNightMode.EXTERNAL})
WDR_MODE = choice({"dwdr": WdrMode.DIGITAL, "compensation": WdrMode.COMPENSATION})
WDR_STRENGTH = choice({f"step{number}": step for number, step in enumerate(WdrStrength, 1)})
WDR_COMPENSATION = choice({side.value: side for side in LightSide})


def wdr_light(mode: WdrMode) -> dict[str, str]:
    """Return the parameter that compensation wants besides its name; the camera tells it in that mode only (3.4)."""
    return {"compensationmode": "front"} if mode is WdrMode.COMPENSATION else {}


def all_too(value: bool) -> dict[str, str]:
    """Return the switch over all alarms of a kind, without which a single one does nothing (sections 2.1 and 2.3)."""
    return {"allstatus": "enable"} if value else {}


_DATE = re.compile(r"([A-Za-z]+|\d+)\.?\s+(\d+)\s*,\s*(\d+)\s+(\d+):(\d+):(\d+)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def moment(text: str) -> datetime:
    """Read `<month> <day>, <year> <hour>:<minute>:<second>` (section 1.2), the month as a name or a number."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    month, *rest = found.groups()
    day, year, hour, minute, second = map(int, rest)
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].casefold()) + 1
    return datetime(year, number, day, hour, minute, second)  # noqa: DTZ001


MOMENT = Converter(moment, lambda value, _: f"{value:%B %d, %Y %H:%M:%S}")


def _count(text: str) -> int:
    return int(text) if text.isdigit() else int(boolean(text))


COUNT = Converter(_count, lambda value, _: str(value))
"""Read from `No` or a number (annex B3.2), where B3.1 may have `Yes`."""


_RANGE = re.compile(r"min\s*:\s*(\d+)\s*;\s*max\s*:\s*(\d+)")


def colour(name: str) -> DomainSource:
    """Return a range as getCapabilitiesImage tells it (section 3.2), the documented one where it does not."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        told = ranges.get(f"imageenhancevaluerange/{name}", "")
        found = _RANGE.search(told)
        domain = span(int(found[1]), int(found[2])) if found else PERCENT
        return supported(name, domain)(document, ranges, place)

    return find


_LINE = re.compile(r"([a-z]+)(\d*)\s*=\s*(on|off)\b.*", re.IGNORECASE)


def signals(text: str) -> Iterable[Signal]:
    """Read `motion1 = on` lines; anything else in a part says nothing (section 5.1)."""
    for line in text.splitlines():
        if found := _LINE.fullmatch(line.strip()):
            code, number, word = found.groups()
            action = EventAction.START if boolean(word) else EventAction.STOP
            yield Signal(code.casefold(), action, int(number or 0))


def complete(text: str) -> bool:
    """Tell whether the last line is one that can be read."""
    return bool(_LINE.fullmatch(text.strip().rpartition("\n")[2].strip()))
