"""How the control dialect spells what is neither number nor switch."""

from collections.abc import Iterable
from datetime import datetime
import re

from .. import features as f
from ..codecs import key_value
from ..converters import boolean, choice, span
from ..events import EventAction, Signal
from ..exchange import Place
from ..features import DayNightMode, LightSide, WdrMode, WdrStrength
from ..model import AnyReading, Domain, Reading, Slot
from ..schema import Converter, Document, DomainSource, Glimpse


def decode(body: bytes) -> Document:
    """Read lines; where the switch over all alarms of a kind is off, none is armed whatever its own says (2.1, 2.3)."""
    document = key_value(body)
    if document.get("allstatus", "").casefold() != "disable":
        return document
    return {path: "disable" if path.endswith(".enable") else text for path, text in document.items()}


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


def _moment(text: str) -> datetime:
    """Read `<month> <day>, <year> <hour>:<minute>:<second>` (section 1.2), the month as a name or a number."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    month, *rest = found.groups()
    day, year, hour, minute, second = map(int, rest)
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].casefold()) + 1
    return datetime(year, number, day, hour, minute, second)  # noqa: DTZ001


MOMENT = Converter(_moment, lambda value, _: f"{value:%B %d, %Y %H:%M:%S}")


def _count(text: str) -> int:
    return int(text) if text.isdigit() else int(boolean(text))


COUNT = Converter(_count, lambda value, _: str(value))
"""Read from `No` or a number (annex B3.2), where B3.1 may have `Yes`."""


_PERCENT = span(1, 100)
_RANGE = re.compile(r"min\s*:\s*(\d+)\s*;\s*max\s*:\s*(\d+)")


def colour(name: str) -> DomainSource:
    """Return a range as getCapabilitiesImage tells it (section 3.2), the documented one where it does not.

    What is not supported cannot be set.
    """

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        told = ranges.get(f"imageenhancevaluerange/{name}", "")
        found = _RANGE.search(told)
        domain = span(int(found[1]), int(found[2])) if found else _PERCENT
        supported = ranges.get(name, "").casefold() != "no"
        return domain if supported else Domain(writable=False)

    return find


def bit_rates(glimpse: Glimpse) -> Iterable[AnyReading]:
    """Read `quality` as a bit rate, which it is for all codecs but MJPEG (section 4.5)."""
    for number in (1, 2, 3):
        slot = Slot(0, f.STREAM_BIT_RATE, number)
        quality = glimpse.document.get(f"encoder{number}.quality", "")
        if glimpse.document.get(f"encoder{number}.codec") in {"mjpeg", "jpeg"}:
            if glimpse.previous:
                yield Reading(slot, None)
        elif quality.isdigit():
            yield Reading(slot, int(quality))


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
