"""How the dahua dialect spells times, zones and numbers that are on or off."""

from collections.abc import Mapping
from datetime import datetime, time
import re

from ..converters import boolean, choice, span, zone
from ..exchange import Place
from ..features import TimeSource
from ..model import Domain
from ..schema import Converter, Document


def _moment(text: str) -> datetime:
    """Read a local time, with or without leading zeros (section 4.6.2)."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007


MOMENT = Converter(_moment, lambda value, _: f"{value:%Y-%m-%d %H:%M:%S}")


def _of_day(text: str) -> time:
    hour, minute, second = map(int, (*text.split(), "0")[:3])
    return time(hour, minute, second)


# In parts.
HOUR_MINUTE = Converter(_of_day, lambda value, _: f"{value.hour}\n{value.minute}")
HOUR_MINUTE_SECOND = Converter(_of_day, lambda value, _: f"{value.hour}\n{value.minute}\n{value.second}")

# The document does not say what the numbers mean (section 4.7.10); these are the vendor's SDK's, in minutes.
_OFFSETS = (
    *(0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 570, 600, 660, 720, 780),
    *(-60, -120, -180, -210, -240, -300, -360, -420, -480, -540, -600, -660, -720),
)
_LATER_OFFSETS = (-270, 630, 840, -570, 510, 525, 765)
"""Numbers that only newer firmware knows."""
_ALL_OFFSETS = (*_OFFSETS, *_LATER_OFFSETS)
ZONE = choice({str(number): zone(offset) for number, offset in enumerate(_ALL_OFFSETS)})


def zones(document: Document, ranges: Document, place: Place) -> Domain:
    """Offer the numbers that every firmware knows, and the later ones to a camera that uses one of them."""
    later = int(document["table.ntp.timezone"]) >= len(_OFFSETS)
    return Domain(choices=tuple(zone(offset) for offset in (*_OFFSETS, *(_LATER_OFFSETS if later else ()))))


TIME_SOURCE = choice({"false": TimeSource.MANUAL, "true": TimeSource.NTP})

# Told in minutes.
NTP_MINUTES = Converter[int](lambda text: int(text) * 60, lambda value, _: str(value // 60))

_FORMATS = tuple(
    f"{date} {clock}"
    for clock in ("HH:mm:ss", "hh:mm:ss")
    for date in ("yyyy-MM-dd", "MM-dd-yyyy", "dd-MM-yyyy", "yyyy-MMMM-dd", "MMMM-dd-yyyy", "dd-MMMM-yyyy")
)


def time_formats(document: Document, ranges: Document, place: Place) -> Domain:
    """Offer usual forms of those that can be put together (section 4.6.4), and the one that is used."""
    return Domain(choices=tuple(dict.fromkeys((document["table.locales.timeformat"], *_FORMATS))))


def languages(document: Document, ranges: Document, place: Place) -> Domain:
    """Offer those that the camera lists (section 4.6.5)."""
    found = tuple(filter(None, (each.strip() for each in ranges.get("languages", "").split(","))))
    return Domain(choices=found, writable=bool(found))


# 1 is on, 2 off; 0 leaves the output to alarms (section 4.9.3).
RELAY = Converter[bool](lambda text: int(text) == 1, lambda value, _: "1" if value else "0")

# The document prints the words of a lock (section 11.1.2); what is broken open is open.
DOOR = Converter[bool](
    lambda text: {"close": False, "open": True, "break": True}[text.strip().casefold()],
    lambda value, _: "Open" if value else "Close",
)

POSITIVE = Converter[bool](lambda text: int(text) > 0, lambda value, _: str(int(value)))
SWITCH = Converter(boolean, lambda value, _: "true" if value else "false")
INVERTED = Converter(lambda text: not boolean(text), lambda value, _: "false" if value else "true")

_COLOR = re.compile("#?([0-9a-fA-F]{6})([0-9a-fA-F]{2})?")


def _color(text: str) -> str:
    """Read red, green, blue and how transparent (section 4.5.12)."""
    parts = [int(part) for part in text.split()]
    if len(parts) < 3 or not all(0 <= part <= 255 for part in parts):
        raise ValueError(text)
    return "#" + "".join(f"{part:02x}" for part in parts)


def _color_parts(value: str, current: str) -> str:
    """Spell a color; where nothing is said of it, it stays as transparent as it is."""
    found = _COLOR.fullmatch(value.strip())
    if found is None:
        raise ValueError("a color is spelt #rrggbb")
    alpha = current.rpartition("\n")[2]
    return "\n".join([*(str(part) for part in bytes.fromhex(found[1])), str(int(found[2], 16)) if found[2] else alpha])


COLOR = Converter(_color, _color_parts)
# The corner stands twice, since the document wants it so (section 4.5.12).
CORNER = Converter[int](lambda text: int(text.split()[0]), lambda value, _: f"{value}\n{value}")
COORDINATE = span(0, 8191)


def named(texts: Mapping[str, str], *paths: str) -> str:
    """Return the first text that is a name and no code: some models call themselves 31 or IP Camera."""
    for path in paths:
        text = texts.get(path, "").strip()
        if text and not text.isdigit() and text.casefold() != "ip camera":
            return text
    return ""
