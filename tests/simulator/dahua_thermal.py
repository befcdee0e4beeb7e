"""Thermal cameras of the Dahua kind (Amcrest HTTP API 10): their tables and what they can do."""

from .control_values import choice, integer, number, text
from .dahua_hardware import Hardware
from .dahua_tables import BOOL, COORDINATE, PERCENT, Entries, Rows, under

COLORS = ("White Hot", "Black Hot", "Ironbow2", "IceFire")
REGIONS = ("Full Screen", "Sky", "Ground", "Horizontal", "Center 75%", "Center 50%", "Center 25%", "Custom")
LIMITS = {
    "Brightness": (0, 100, 1),
    "Sharpness": (0, 100, 5),
    "EZoom": (0, 24, 1),
    "ThermographyGamma": (-8, 8, 1),
    "SmartOptimizer": (0, 100, 5),
    "Agc": (0, 255, 5),
    "AgcMaxGain": (0, 255, 5),
    "AgcPlateau": (0, 100, 5),
}
METERS = (
    "ObjectEmissivity",
    "ObjectDistanceMeter",
    "ReflectedTemperature",
    "RelativeHumidity",
    "AtmosphericTemperature",
)
WARMTH = number(-20, 327)

PICTURE_CAPS = [
    "caps.PresetModes=Indoor",
    *(
        f"caps.{name}.{limit}={value}"
        for name, values in LIMITS.items()
        for limit, value in zip(("Min", "Max", "Step"), values, strict=True)
    ),
    *(f"caps.PresetColorization[{n}]={name}" for n, name in enumerate(COLORS)),
    *(f"caps.PresetROIModes[{n}]={name}" for n, name in enumerate(REGIONS)),
]
METER_CAPS = [
    "caps.TotalNum.MaxNum=8",
    "caps.TotalNum.Spot.MaxSpots=8",
    "caps.MeterInfo.Type[0]=Spot",
    "caps.MeterInfo.Type[1]=Area",
    *(
        f"caps.MeterInfo.{name}.{limit}={value}"
        for name in METERS
        for limit, value in (("Max", 100), ("Min", 0), ("Default", 0), ("Step", 1))
    ),
    "caps.Statistics.MinPeriod=60",
    "caps.Isotherm.MaxTemp=327.0",
    "caps.Isotherm.MinTemp=-20.0",
]


def options(channel: int) -> Entries:
    rows: Rows = {
        "Agc": ("10", integer(0, 255)),
        "AgcMaxGain": ("10", integer(0, 255)),
        "AgcPlateau": ("10", PERCENT),
        "Auto.HLROI": ("95", PERCENT),
        "Auto.HighToLow": ("12", integer(0, 1000)),
        "Auto.LHROI": ("15", PERCENT),
        "Auto.LowToHigh": ("13", integer(0, 1000)),
        "Colorization": ("White Hot", choice(*COLORS)),
        "EZoom": ("0", integer(0, 24)),
        "Mode": ("Auto", choice("HighTemperature", "LowTemperature", "Auto")),
        "OptimizedRegion.Enable": ("true", BOOL),
        **{f"OptimizedRegion.Regions[0][{n}]": ("0", COORDINATE) for n in range(4)},
        "OptimizedRegion.Type": ("Custom", choice(*REGIONS)),
        "SmartOptimizer": ("10", PERCENT),
    }
    return under(f"ThermographyOptions[{channel}][0]", rows)


def rule(channel: int) -> Entries:
    rows: Rows = {
        "AlarmSetting[0].AlarmCondition": ("Above", choice("Below", "Match", "Above")),
        "AlarmSetting[0].Duration": ("30", integer(0, 1000)),
        "AlarmSetting[0].Enable": ("true", BOOL),
        "AlarmSetting[0].Hysteresis": ("0.1", number(0, 100)),
        "AlarmSetting[0].Id": ("0", integer(0, 65535)),
        "AlarmSetting[0].Result": ("Max", choice("Max", "Min", "Aver")),
        "AlarmSetting[0].Threshold": ("20.0", WARMTH),
        "Enable": ("true", BOOL),
        "LocalParameters.Enable": ("true", BOOL),
        "LocalParameters.ObjectEmissivity": ("0.95", number(0, 1)),
        "Name": ("Boiler", text(63)),
        "PresetId": ("0", integer(0, 256)),
        "RuleId": ("0", integer(0, 8)),
        "T": ("3", integer(1, 3600)),
        "Type": ("Spot", choice("Spot", "Line", "Area")),
    }
    return under(f"ThermometryRule[{channel}][0]", rows)


def measuring() -> Entries:
    rows: Rows = {
        "AtmosphericTemperature": ("20", number(0, 100)),
        "HotSpotFollow": ("true", BOOL),
        "Isotherm.ColorBarDisplay": ("true", BOOL),
        "Isotherm.Enable": ("true", BOOL),
        "Isotherm.MaxValue": ("50", WARMTH),
        "Isotherm.MinValue": ("0", WARMTH),
        "ObjectDistance": ("100", number(0, 100)),
        "ObjectEmissivity": ("1", number(0, 100)),
        "ReflectedTemperature": ("20", number(0, 100)),
        "RelativeHumidity": ("50", PERCENT),
        "TemperEnable": ("true", BOOL),
        "TemperatureUnit": ("Centigrade", choice("Centigrade", "Fahrenheit")),
    }
    return under("HeatImagingThermometry", rows)


def thermal_tables(hardware: Hardware) -> Entries:
    if not hardware.thermal:
        return {}
    entries = measuring()
    for channel in range(hardware.channels):
        entries |= options(channel) | rule(channel)
    return entries
