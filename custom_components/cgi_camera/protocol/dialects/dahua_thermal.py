"""Thermal cameras of the dahua dialect, as far as they answer (Amcrest HTTP API, section 10)."""

from collections.abc import Iterator
from dataclasses import replace

from .. import features as f
from ..codecs import path_of
from ..converters import TEXT, span
from ..exchange import Place, Request
from ..model import AnyReading, Domain, Reading, Slot
from ..schema import STATUS, Action, AnyField, Document, DomainSource, Field, Glimpse
from .dahua_encode import READ_ONLY
from .dahua_rows import asked, decimal, number, shown, switch, table, word
from .dahua_words import TEMPERATURE_UNIT, THERMAL_MODE, THERMOMETRY_CONDITION

_HEAT = "HeatImagingThermometry"
_PICTURE = "ThermographyOptions[{ch0}][0]"
_RULE = "ThermometryRule[{ch0}][{n0}]"
_OWN = f"{_RULE}.LocalParameters"
_HUNDRED = Domain(0, 100, 0.1)
_WARM = Domain(-40, 2000, 0.1)


def _thermal(glimpse: Glimpse) -> Iterator[AnyReading]:
    if glimpse.document:
        yield Reading(Slot(0, f.THERMAL), True)


def _celsius(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Tell the temperature in the middle of the picture (section 10.2.5), whatever unit the device is set to."""
    try:
        value = float(glimpse.document["tempinfo.temperaver"])
    except LookupError, ValueError:
        return
    settings = glimpse.ranges
    unit = settings.get(f"table.{_HEAT.casefold()}.temperatureunit") or settings.get("table.temperatureunit", "")
    celsius = (value - 32) / 1.8 if unit.strip() == "Fahrenheit" else value
    yield Reading(Slot(glimpse.place.channel, f.TEMPERATURE), round(celsius, 1))


def _metered(cap: str, otherwise: Domain) -> DomainSource:
    """Return the range that the device tells for a way to measure (section 10.2.1)."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        head = f"caps.meterinfo.{cap}".casefold()
        least, most = (ranges.get(f"{head}.{limit}", "") for limit in ("min", "max"))
        return replace(otherwise, minimum=float(least), maximum=float(most)) if least and most else otherwise

    return find


def _isotherm(document: Document, ranges: Document, place: Place) -> Domain:
    """Return between which temperatures colors can be spread (section 10.2.1)."""
    least, most = (ranges.get(f"caps.isotherm.{limit}", "") for limit in ("mintemp", "maxtemp"))
    return replace(_WARM, minimum=float(least), maximum=float(most)) if least and most else _WARM


def _limits(cap: str) -> DomainSource:
    """Return the range that the device tells for its picture (section 10.1.1)."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        least, most, step = (ranges.get(f"caps.{cap}.{limit}".casefold(), "") for limit in ("min", "max", "step"))
        return Domain(float(least), float(most), float(step or 1)) if least and most else READ_ONLY

    return find


def _colors(document: Document, ranges: Document, place: Place) -> Domain:
    """Offer the ways to color that the device lists, and the one that it uses."""
    listed = [text for path, text in ranges.items() if path.startswith("caps.presetcolorization")]
    current = document[path_of(place.fill(f"table.{_PICTURE}.Colorization"))]
    return Domain(choices=tuple(dict.fromkeys((*listed, current)))) if listed else READ_ONLY


# As documented, for a device that does not list its own (section 10.1.2).
_REGIONS = ("Full Screen", "Sky", "Ground", "Horizontal", "Center 75%", "Center 50%", "Center 25%", "Custom")


def _regions(document: Document, ranges: Document, place: Place) -> Domain:
    """Offer the parts of the picture that the device lists, and the one that it uses."""
    listed = [text for path, text in ranges.items() if path.startswith("caps.presetroimodes")] or _REGIONS
    current = document[path_of(place.fill(f"table.{_PICTURE}.OptimizedRegion.Type"))]
    return Domain(choices=tuple(dict.fromkeys((*listed, current))))


def _heat(*fields: AnyField) -> Iterator[AnyField]:
    """Yield rows of the one table that is printed without its name, too (section 10.2.2)."""
    for field in fields:
        name = field.path.removeprefix("table.")
        for head in (f"table.{_HEAT}.", "table."):
            yield replace(field, path=f"{head}{name}", write=f"{_HEAT}.{name}")


# Whatever else there is, it is asked of what answers this.
_CAPABILITIES = asked("RadiometryManager", "getCaps", key="radiometry caps", derive=_thermal)

THERMAL = (
    _CAPABILITIES,
    asked("ThermographyManager", "getCaps", key="thermography caps", per_channel=True, follows=_CAPABILITIES.key),
    table(
        _HEAT,
        *_heat(
            switch(f.TEMPERATURE_MEASUREMENT, "TemperEnable"),
            word(f.TEMPERATURE_UNIT, "TemperatureUnit", TEMPERATURE_UNIT),
            switch(f.HOT_SPOT, "HotSpotFollow"),
            switch(f.ISOTHERM, "Isotherm.Enable"),
            switch(f.TEMPERATURE_COLOR_BAR, "Isotherm.ColorBarDisplay"),
            decimal(f.ISOTHERM_MIN, "Isotherm.MinValue", _isotherm),
            decimal(f.ISOTHERM_MAX, "Isotherm.MaxValue", _isotherm),
            decimal(f.EMISSIVITY, "ObjectEmissivity", _metered("ObjectEmissivity", Domain(0, 100, 0.01))),
            decimal(f.OBJECT_DISTANCE, "ObjectDistance", _metered("ObjectDistanceMeter", _HUNDRED)),
            decimal(f.REFLECTED_TEMPERATURE, "ReflectedTemperature", _metered("ReflectedTemperature", _HUNDRED)),
            decimal(f.AIR_TEMPERATURE, "AtmosphericTemperature", _metered("AtmosphericTemperature", _HUNDRED)),
            number(f.AIR_HUMIDITY, "RelativeHumidity", _metered("RelativeHumidity", span(0, 100))),
        ),
        ranges=_CAPABILITIES.key,
        follows=_CAPABILITIES.key,
    ),
    table(
        "HeatImagingTemper", switch(f.TEMPERATURE_ALARM, "HeatImagingTemper[{ch0}].Enable"), follows=_CAPABILITIES.key
    ),
    table(
        "ThermographyOptions",
        Field(f.THERMAL_COLORS, f"table.{_PICTURE}.Colorization", TEXT, _colors),
        word(f.THERMAL_MODE, f"{_PICTURE}.Mode", THERMAL_MODE),
        number(f.THERMAL_HIGH_SHARE, f"{_PICTURE}.Auto.LHROI"),
        number(f.THERMAL_LOW_SHARE, f"{_PICTURE}.Auto.HLROI"),
        switch(f.THERMAL_REGION_ENABLED, f"{_PICTURE}.OptimizedRegion.Enable"),
        Field(f.THERMAL_REGION, f"table.{_PICTURE}.OptimizedRegion.Type", TEXT, _regions),
        number(f.THERMAL_ZOOM, f"{_PICTURE}.EZoom", _limits("EZoom")),
        number(f.THERMAL_OPTIMIZER, f"{_PICTURE}.SmartOptimizer", _limits("SmartOptimizer")),
        number(f.THERMAL_GAIN, f"{_PICTURE}.Agc", _limits("Agc")),
        number(f.THERMAL_GAIN_MAX, f"{_PICTURE}.AgcMaxGain", _limits("AgcMaxGain")),
        number(f.THERMAL_PLATEAU, f"{_PICTURE}.AgcPlateau", _limits("AgcPlateau")),
        ranges="thermography caps",
        follows=_CAPABILITIES.key,
    ),
    table(
        "ThermometryRule",
        shown(f.THERMOMETRY_RULE_NAME, f"{_RULE}.Name", TEXT),
        switch(f.THERMOMETRY_RULE, f"{_RULE}.Enable"),
        switch(f.THERMOMETRY_ALARM, f"{_RULE}.AlarmSetting[0].Enable"),
        decimal(f.THERMOMETRY_THRESHOLD, f"{_RULE}.AlarmSetting[0].Threshold", _WARM),
        word(f.THERMOMETRY_CONDITION, f"{_RULE}.AlarmSetting[0].AlarmCondition", THERMOMETRY_CONDITION),
        switch(f.THERMOMETRY_OWN_PARAMETERS, f"{_OWN}.Enable"),
        decimal(f.THERMOMETRY_EMISSIVITY, f"{_OWN}.ObjectEmissivity", Domain(0, 1, 0.01)),
        decimal(f.THERMOMETRY_DISTANCE, f"{_OWN}.ObjectDistance", _metered("ObjectDistanceMeter", _HUNDRED)),
        decimal(
            f.THERMOMETRY_REFLECTED_TEMPERATURE,
            f"{_OWN}.ReflectedTemp",
            _metered("ReflectedTemperature", _HUNDRED),
        ),
        ranges=_CAPABILITIES.key,
        follows=_CAPABILITIES.key,
    ),
    asked(
        "RadiometryManager",
        "getRandomPointTemper",
        more={"coordinate[0]": "4096", "coordinate[1]": "4096"},
        period=STATUS,
        per_channel=True,
        needs=(_HEAT,),
        derive=_celsius,
        follows=_CAPABILITIES.key,
    ),
)

THERMAL_ACTIONS = (
    Action(
        f.FLAT_FIELD_CORRECTION,
        Request("/cgi-bin/ThermographyManager.cgi", {"action": "doFFC", "channel": "{ch}"}),
        needs=f.THERMAL,
        per_channel=True,
    ),
)
