"""How the dahua dialect spells what is neither number nor switch, and how its answers become documents."""

from collections.abc import Mapping
from datetime import datetime
import re

from ..codecs import key_value
from ..converters import boolean, choice, span, zone
from ..errors import BadAnswer
from ..exchange import Place
from ..features import DayNightMode, InfraredMode, TimeSource
from ..model import Domain
from ..schema import Converter, Document

_LIGHT = re.compile(r"(table\.lighting_v2(?:\[\d+\]){3})\.lighttype")
_RULE = re.compile(r"(table\.videoanalyserule\[\d+\])\[\d+\]\.type")


def decode(body: bytes) -> Document:
    """Read `key=value` lines.

    Rows of Lighting_V2 are found by the light they are for: `…[0].infraredlight.mode` stands beside `…[0].mode`; rules
    of the video analysis by their type: `table.videoanalyserule[0].crosslinedetection` is true where there is one.
    """
    if body.lstrip().startswith(b"<"):
        raise BadAnswer("a web page")
    document = key_value(body, comments=False)
    lights = {found[1]: light for path, light in document.items() if (found := _LIGHT.fullmatch(path))}
    for head, light in lights.items():
        own = {path.removeprefix(head): text for path, text in document.items() if path.startswith(f"{head}.")}
        document |= {f"{head}.{light.casefold()}{rest}": text for rest, text in own.items()}
    rules = [(found[1], kind) for path, kind in document.items() if (found := _RULE.fullmatch(path))]
    return document | {f"{head}.{kind.casefold()}": "true" for head, kind in rules}


def _moment(text: str) -> datetime:
    """Read a local time, with or without leading zeros (section 4.6.2)."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007


MOMENT = Converter(_moment, lambda value, _: f"{value:%Y-%m-%d %H:%M:%S}")

# The document does not say what the numbers mean (section 4.7.10); these are the vendor's SDK's, in minutes.
_OFFSETS = (
    *(0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 570, 600, 660, 720, 780),
    *(-60, -120, -180, -210, -240, -300, -360, -420, -480, -540, -600, -660, -720),
)
_LATER_OFFSETS = (-270, 630, 840, -570, 510, 525, 765)
"""Numbers that only newer firmware knows."""
ZONE = choice({str(number): zone(offset) for number, offset in enumerate((*_OFFSETS, *_LATER_OFFSETS))})


def zones(document: Document, ranges: Document, place: Place) -> Domain:
    """Offer the numbers that every firmware knows, and the later ones to a camera that uses one of them."""
    later = int(document["table.ntp.timezone"]) >= len(_OFFSETS)
    return Domain(choices=tuple(zone(offset) for offset in (*_OFFSETS, *(_LATER_OFFSETS if later else ()))))


TIME_SOURCE = choice({"false": TimeSource.MANUAL, "true": TimeSource.NTP})


def sharpness(document: Document, ranges: Document, place: Place) -> Domain:
    """Return 0 to 15 (section 5.1.3), or 0 to 100 where a value shows that the firmware counts so."""
    told = (text for path, text in document.items() if path.endswith((".sharpness", "].level")))
    return span(0, 100) if any(int(text) > 15 for text in told if text.isdecimal()) else span(0, 15)


# Printed as 0, 1, 2 in one place and as false in another (section 4.5.20).
DAY_NIGHT_COLOR = choice(
    {
        "0": DayNightMode.DAY,
        "1": DayNightMode.AUTO,
        "2": DayNightMode.NIGHT,
        "false": DayNightMode.DAY,
        "true": DayNightMode.AUTO,
    }
)
# `Auto` is what some firmware calls `Brightness`.
DAY_NIGHT = choice(
    {
        "Color": DayNightMode.DAY,
        "Brightness": DayNightMode.AUTO,
        "Auto": DayNightMode.AUTO,
        "BlackWhite": DayNightMode.NIGHT,
    }
)

# Door stations say `On` for `Manual`.
LIGHT_MODE = choice(
    {
        "Auto": InfraredMode.AUTO,
        "Manual": InfraredMode.ON,
        "On": InfraredMode.ON,
        "Off": InfraredMode.OFF,
        "ForceOn": InfraredMode.FORCED,
        "SmartLight": InfraredMode.SMART,
        "ZoomPrio": InfraredMode.ZOOM,
    }
)

_WDR_LEVEL = "50"
# 0 is off, everything else the strength. Turning it on keeps a strength that is there.
WDR = Converter[bool](
    lambda text: int(text) > 0,
    lambda value, current: (current if current not in ("", "0") else _WDR_LEVEL) if value else "0",
)
# Newer firmware: one table for all kinds of backlight.
BACKLIGHT_WDR = Converter[bool](
    lambda text: text.strip().casefold() == "widedynamic",
    lambda value, _: "WideDynamic" if value else "Off",
)

# 1 is on, 2 off; 0 leaves the output to alarms (section 4.9.3).
RELAY = Converter[bool](lambda text: int(text) == 1, lambda value, _: "1" if value else "0")

# The document prints the words of a lock (section 11.1.2); what is broken open is open.
DOOR = Converter[bool](
    lambda text: {"close": False, "open": True, "break": True}[text.strip().casefold()],
    lambda value, _: "Open" if value else "Close",
)

POSITIVE = Converter[bool](lambda text: int(text) > 0, lambda value, _: str(int(value)))
SWITCH = Converter(boolean, lambda value, _: "true" if value else "false")


def named(texts: Mapping[str, str], *paths: str) -> str:
    """Return the first text that is a name and no code: some models call themselves 31 or IP Camera."""
    for path in paths:
        text = texts.get(path, "").strip()
        if text and not text.isdigit() and text.casefold() != "ip camera":
            return text
    return ""
