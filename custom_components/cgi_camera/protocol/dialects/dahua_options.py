"""VideoInOptions: what day, night and normal times have alike, and when they change (Amcrest HTTP API, 4.5.20)."""

from typing import Any

from .. import features as f
from ..model import Domain
from ..schema import AnyField, Converter, Field
from .dahua_caps import CAPABILITIES, allowed, backlights, balances, custom_balance, exposures
from .dahua_rows import decimal, number, switch, table, word
from .dahua_values import HOUR_MINUTE_SECOND
from .dahua_words import (
    ANTI_FLICKER,
    DAY_NIGHT_COLOR,
    EXPOSURE_MODE,
    FLASH_MODE,
    FLASH_TRIGGER,
    NIGHT_SWITCHING,
    PICTURE_OPTIONS,
    ROTATION,
    WHITE_BALANCE,
)

_HEAD = "VideoInOptions[{ch0}]"
_NIGHT = f"{_HEAD}.NightOptions"
_FLASH = f"{_HEAD}.FlashControl"
_MILLISECONDS = Domain(0, 80, 0.1)

_STEP = 64
"""Microseconds of one unit of a flash."""
_FLASH_STEPS = Converter[int](lambda text: int(text) * _STEP, lambda value, _: str(value // _STEP))

_WDR_LEVEL = "50"
# 0 is off, everything else the strength. Turning it on keeps a strength that is there.
_WDR = Converter[bool](
    lambda text: int(text) > 0,
    lambda value, current: (current if current not in ("", "0") else _WDR_LEVEL) if value else "0",
)


def _options(head: str, times: str = "") -> tuple[AnyField, ...]:
    """Return what there is for the day, whose features have plain names, and for other times."""

    def of(name: str) -> Any:
        return getattr(f, f"{times}{name}")

    own = (
        custom_balance(number(of("RED_GAIN"), f"{head}.GainRed")),
        custom_balance(number(of("GREEN_GAIN"), f"{head}.GainGreen")),
        custom_balance(number(of("BLUE_GAIN"), f"{head}.GainBlue")),
    )
    balance = f"{head}.WhiteBalance"
    return (
        allowed(number(of("BACKLIGHT_LEVEL"), f"{head}.Backlight", backlights), "Backlight"),
        allowed(word(of("DAY_NIGHT_MODE"), f"{head}.DayNightColor", DAY_NIGHT_COLOR), "DayNightColor"),
        allowed(word(of("EXPOSURE_MODE"), f"{head}.ExposureMode", EXPOSURE_MODE), "Exposure"),
        allowed(number(of("EXPOSURE_GRADE"), f"{head}.ExposureSpeed", exposures), "Exposure"),
        allowed(decimal(of("SHORTEST_EXPOSURE"), f"{head}.ExposureValue1", _MILLISECONDS), "Exposure"),
        allowed(decimal(of("LONGEST_EXPOSURE"), f"{head}.ExposureValue2", _MILLISECONDS), "Exposure"),
        allowed(switch(of("FLIP"), f"{head}.Flip"), "Flip"),
        allowed(switch(of("MIRROR"), f"{head}.Mirror"), "Mirror"),
        allowed(word(of("ROTATION"), f"{head}.Rotate90", ROTATION), "Rotate90"),
        allowed(switch(of("AUTO_GAIN"), f"{head}.GainAuto"), "GainAuto"),
        allowed(number(of("GAIN"), f"{head}.Gain"), "Gain"),
        allowed(number(of("GAIN_MIN"), f"{head}.GainMin"), "Gain"),
        allowed(number(of("GAIN_MAX"), f"{head}.GainMax"), "Gain"),
        *own,
        allowed(number(of("HIGHLIGHT_LEVEL"), f"{head}.GlareInhibition"), "GlareInhibition"),
        allowed(switch(of("AUTO_IRIS"), f"{head}.IrisAuto"), "IrisAuto"),
        allowed(number(of("EXPOSURE_LEVEL"), f"{head}.ReferenceLevel"), "ReferenceLevel"),
        allowed(Field(of("WHITE_BALANCE"), f"table.{balance}", WHITE_BALANCE, balances(balance)), "WhiteBalance"),
        allowed(switch(of("WDR"), f"{head}.WideDynamicRange", _WDR), "WideDynamicRange"),
        allowed(number(of("WDR_LEVEL"), f"{head}.WideDynamicRange"), "WideDynamicRange"),
        word(of("ANTI_FLICKER_MODE"), f"{head}.AntiFlicker", ANTI_FLICKER),
    )


def _clock(feature: Any, name: str) -> AnyField:
    hour, minute, second = (f"table.{_NIGHT}.{name}{part}" for part in ("Hour", "Minute", "Second"))
    return Field(feature, hour, HOUR_MINUTE_SECOND, parts=(minute, second))


def _at_night(*fields: AnyField) -> tuple[AnyField, ...]:
    return tuple(allowed(field, "NightOptions") for field in fields)


OPTIONS = table(
    "VideoInOptions",
    *_options(_HEAD),
    allowed(switch(f.INFRARED, f"{_HEAD}.InfraRed"), "InfraRed"),
    switch(f.SMART_INFRARED, f"{_HEAD}.SmartIRExposure"),
    *(
        allowed(field, "FlashAdjust")
        for field in (
            word(f.FLASH_MODE, f"{_FLASH}.Mode", FLASH_MODE),
            word(f.FLASH_TRIGGER, f"{_FLASH}.Pole", FLASH_TRIGGER),
            Field(f.FLASH_DURATION, f"table.{_FLASH}.Value", _FLASH_STEPS, Domain(0, 15 * _STEP, _STEP)),
            number(f.FLASH_THRESHOLD, f"{_FLASH}.PreValue"),
        )
    ),
    *_at_night(
        *_options(_NIGHT, "NIGHT_"),
        number(f.NIGHT_THRESHOLD, f"{_NIGHT}.BrightnessThreshold"),
        word(f.NIGHT_SWITCHING, f"{_NIGHT}.SwitchMode", NIGHT_SWITCHING),
        word(f.PICTURE_OPTIONS, f"{_NIGHT}.Profile", PICTURE_OPTIONS),
        _clock(f.NIGHT_BEGIN, "Sunset"),
        _clock(f.NIGHT_END, "Sunrise"),
    ),
    *_options(f"{_HEAD}.NormalOptions", "NORMAL_"),
    ranges=CAPABILITIES.key,
)
