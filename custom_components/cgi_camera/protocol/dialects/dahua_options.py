"""VideoInOptions: what day, night and normal times have alike, and when they change (Amcrest HTTP API, 4.5.20)."""

from typing import Any

from .. import features as f
from ..codecs import path_of
from ..converters import span
from ..exchange import Place
from ..model import Domain
from ..schema import AnyField, Converter, Document, DomainSource, Field
from .dahua_rows import asked, decimal, number, switch, table, word
from .dahua_values import HOUR_MINUTE_SECOND, SWITCH
from .dahua_words import (
    ANTI_FLICKER,
    COMMON_BALANCES,
    DAY_NIGHT_COLOR,
    EXPOSURE_MODE,
    NIGHT_SWITCHING,
    PICTURE_OPTIONS,
    ROTATION,
    WHITE_BALANCE,
)

_HEAD = "VideoInOptions[{ch0}]"
_NIGHT = f"{_HEAD}.NightOptions"
_MILLISECONDS = Domain(0, 80, 0.1)

_WDR_LEVEL = "50"
# 0 is off, everything else the strength. Turning it on keeps a strength that is there.
_WDR = Converter[bool](
    lambda text: int(text) > 0,
    lambda value, current: (current if current not in ("", "0") else _WDR_LEVEL) if value else "0",
)

# Of the first channel only: a recorder has many, and what they differ in they refuse.
CAPABILITIES = asked(
    "devVideoInput",
    "getCaps",
    Field(f.ELECTRIC_FOCUS, "caps.ElectricFocus", SWITCH),
    key="video input caps",
    more={"channel": "1"},
)


def _graded(cap: str, otherwise: int, beyond: int = 0) -> DomainSource:
    """Return as many grades as the capabilities tell (section 4.5.13)."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        told = ranges.get(f"caps.{cap}", "")
        return span(0, (int(told) if told.isdecimal() else otherwise) + beyond)

    return find


def _balances(path: str) -> DomainSource:
    """Offer the words that all devices know, and the one that this one uses."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        current = WHITE_BALANCE.read(document[path_of(place.fill(f"table.{path}"))])
        return Domain(choices=tuple(dict.fromkeys((*COMMON_BALANCES, current))))

    return find


def _options(head: str, times: str = "") -> tuple[AnyField, ...]:
    """Return what there is for the day, whose features have plain names, and for other times."""

    def of(name: str) -> Any:
        return getattr(f, f"{times}{name}")

    return (
        number(of("BACKLIGHT_LEVEL"), f"{head}.Backlight", _graded("backlight", 2)),
        word(of("DAY_NIGHT_MODE"), f"{head}.DayNightColor", DAY_NIGHT_COLOR),
        word(of("EXPOSURE_MODE"), f"{head}.ExposureMode", EXPOSURE_MODE),
        number(of("EXPOSURE_GRADE"), f"{head}.ExposureSpeed", _graded("exposure", 16, beyond=1)),
        decimal(of("SHORTEST_EXPOSURE"), f"{head}.ExposureValue1", _MILLISECONDS),
        decimal(of("LONGEST_EXPOSURE"), f"{head}.ExposureValue2", _MILLISECONDS),
        switch(of("FLIP"), f"{head}.Flip"),
        switch(of("MIRROR"), f"{head}.Mirror"),
        word(of("ROTATION"), f"{head}.Rotate90", ROTATION),
        switch(of("AUTO_GAIN"), f"{head}.GainAuto"),
        number(of("GAIN"), f"{head}.Gain"),
        number(of("GAIN_MIN"), f"{head}.GainMin"),
        number(of("GAIN_MAX"), f"{head}.GainMax"),
        number(of("RED_GAIN"), f"{head}.GainRed"),
        number(of("GREEN_GAIN"), f"{head}.GainGreen"),
        number(of("BLUE_GAIN"), f"{head}.GainBlue"),
        number(of("HIGHLIGHT_LEVEL"), f"{head}.GlareInhibition"),
        switch(of("AUTO_IRIS"), f"{head}.IrisAuto"),
        number(of("EXPOSURE_LEVEL"), f"{head}.ReferenceLevel"),
        Field(of("WHITE_BALANCE"), f"table.{head}.WhiteBalance", WHITE_BALANCE, _balances(f"{head}.WhiteBalance")),
        switch(of("WDR"), f"{head}.WideDynamicRange", _WDR),
        number(of("WDR_LEVEL"), f"{head}.WideDynamicRange"),
        word(of("ANTI_FLICKER_MODE"), f"{head}.AntiFlicker", ANTI_FLICKER),
    )


def _clock(feature: Any, name: str) -> AnyField:
    hour, minute, second = (f"table.{_NIGHT}.{name}{part}" for part in ("Hour", "Minute", "Second"))
    return Field(feature, hour, HOUR_MINUTE_SECOND, parts=(minute, second))


OPTIONS = table(
    "VideoInOptions",
    *_options(_HEAD),
    switch(f.INFRARED, f"{_HEAD}.InfraRed"),
    switch(f.SMART_INFRARED, f"{_HEAD}.SmartIRExposure"),
    *_options(_NIGHT, "NIGHT_"),
    number(f.NIGHT_THRESHOLD, f"{_NIGHT}.BrightnessThreshold"),
    word(f.NIGHT_SWITCHING, f"{_NIGHT}.SwitchMode", NIGHT_SWITCHING),
    word(f.PICTURE_OPTIONS, f"{_NIGHT}.Profile", PICTURE_OPTIONS),
    _clock(f.NIGHT_BEGIN, "Sunset"),
    _clock(f.NIGHT_END, "Sunrise"),
    *_options(f"{_HEAD}.NormalOptions", "NORMAL_"),
    ranges=CAPABILITIES.key,
)
