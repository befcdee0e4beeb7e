"""Thermography and radiometry of a Dahua device (10.1, 10.2): the first channel is the thermal one."""

from typing import TYPE_CHECKING

from .control_values import NotAllowed, choice, integer, number
from .dahua_endpoint import ANYTHING, OK, Answer, Endpoint, Endpoints, Query
from .dahua_hardware import Hardware
from .dahua_tables import BOOL, BYTE, COORDINATE, NAME, PERCENT, Entries, Rows, under

if TYPE_CHECKING:
    from .dahua_device import DahuaDevice

COLOURS = ("White Hot", "Black Hot", "Fusion", "Rainbow", "Ironbow1", "Ironbow2", "Sepia", "IceFire")
REGIONS = ("Full Screen", "Sky", "Ground", "Horizontal", "Center 75%", "Center 50%", "Center 25%", "Custom")
MODES = ("Indoor", "Outdoor", "Default")
# Name, type, and how much warmer than the rest it is there.
RULES = (("Boiler", "Spot", 0.0), ("Area1", "Area", 4.5))
METERS = (
    "ObjectEmissivity",
    "ObjectDistanceMeter",
    "ReflectedTemperature",
    "RelativeHumidity",
    "AtmosphericTemperature",
)
RESULTS = choice("Value", "Max", "Min", "Aver", "Std", "Mid", "ISO")


def options(head: str) -> Entries:
    rows: Rows = {
        "Agc": ("10", BYTE),
        "AgcMaxGain": ("10", BYTE),
        "AgcPlateau": ("10", PERCENT),
        "Auto.HLROI": ("95", PERCENT),
        "Auto.HighToLow": ("12", integer(0, 2**31)),
        "Auto.LHROI": ("15", PERCENT),
        "Auto.LowToHigh": ("13", integer(0, 2**31)),
        "Colorization": ("White Hot", choice(*COLOURS)),
        "EZoom": ("0", integer(0, 24)),
        "Mode": ("Auto", choice("HighTemperature", "LowTemperature", "Auto")),
        "OptimizedRegion.Enable": ("true", BOOL),
        **{f"OptimizedRegion.Regions[0][{n}]": ("0", COORDINATE) for n in range(4)},
        "OptimizedRegion.Type": ("Custom", choice(*REGIONS)),
        "SmartOptimizer": ("10", PERCENT),
    }
    return under(head, rows)


def thermometry() -> Entries:
    rows: Rows = {
        "AtmosphericTemperature": ("20", number(0, 100)),
        "HotSpotFollow": ("true", BOOL),
        "Isotherm.ColorBarDisplay": ("true", BOOL),
        "Isotherm.Enable": ("true", BOOL),
        "Isotherm.MaxValue": ("50", number(-20, 327)),
        "Isotherm.MinValue": ("0", number(-20, 327)),
        "ObjectDistance": ("100", number(0, 100)),
        "ObjectEmissivity": ("1", number(0, 100)),
        "ReflectedTemperature": ("20", number(0, 100)),
        "RelativeHumidity": ("50", PERCENT),
        "TemperEnable": ("true", BOOL),
        "TemperatureUnit": ("Centigrade", choice("Centigrade", "Fahrenheit")),
    }
    return under("HeatImagingThermometry", rows)


def rule(head: str, n: int) -> Entries:
    name, kind, _ = RULES[n]
    rows: Rows = {
        "AlarmSetting[0].AlarmCondition": ("Above", choice("Below", "Match", "Above")),
        "AlarmSetting[0].Duration": ("30", integer(0, 65535)),
        "AlarmSetting[0].Enable": ("true", BOOL),
        "AlarmSetting[0].Hysteresis": ("0.1", number(0, 100)),
        "AlarmSetting[0].Id": (str(n), integer(0, 65535)),
        "AlarmSetting[0].Result": ("Max" if n else "Value", RESULTS),
        "AlarmSetting[0].Threshold": ("60.0", number(-20, 327)),
        "Enable": ("true", BOOL),
        "LocalParameters.Enable": ("true", BOOL),
        "LocalParameters.ObjectDistance": ("0.95", number(0, 100)),
        "LocalParameters.ObjectEmissivity": ("0.95", number(0, 1)),
        "LocalParameters.ReflectedTemp": ("0", number(0, 100)),
        **{f"MeterRegion.Coordinates[0][{axis}]": ("0", integer(0, 8191)) for axis in (0, 1)},
        "Name": (name, NAME),
        "PresetId": ("0", integer(0, 255)),
        "RuleId": (str(n), integer(0, 8)),
        "T": ("3", integer(1, 65535)),
        "Type": (kind, choice("Spot", "Line", "Area")),
    }
    return under(head, rows)


def thermal_tables(hardware: Hardware) -> Entries:
    if not hardware.thermal:
        return {}
    entries = thermometry() | options("ThermographyOptions[0][0]")
    for n in range(len(RULES)):
        entries |= rule(f"ThermometryRule[0][{n}]", n)
    return entries


def caps() -> list[str]:
    ranges = {
        "Brightness": (0, 100, 1),
        "Sharpness": (0, 100, 5),
        "EZoom": (0, 24, 1),
        "ThermographyGamma": (-8, 8, 1),
        "SmartOptimizer": (0, 100, 5),
        "Agc": (0, 255, 5),
        "AgcMaxGain": (0, 255, 5),
        "AgcPlateau": (0, 100, 5),
    }
    lines = [f"caps.PresetModes={','.join(MODES)}"]
    for name, (low, high, step) in ranges.items():
        lines += [f"caps.{name}.Max={high}", f"caps.{name}.Min={low}", f"caps.{name}.Step={step}"]
    lines += [f"caps.PresetColorization[{n}]={colour}" for n, colour in enumerate(COLOURS)]
    return lines + [f"caps.PresetROIModes[{n}]={region}" for n, region in enumerate(REGIONS)]


RADIOMETRY_CAPS = [
    "caps.TotalNum.MaxNum=8",
    "caps.TotalNum.Spot.MaxSpots=8",
    "caps.TotalNum.Line.MaxLines=1",
    "caps.TotalNum.Area.MaxAreas=8",
    "caps.TemperPresets.MaxPresets=256",
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
SYSTEM = ("SerialNumber=11111111123", "SoftwareVersion=2.2", "FirmwareVersion=3.3", "LibVersion=4.4")


def hot(device: DahuaDevice) -> bool:
    """Whether a rule's limit is passed, as the alarm of 10.2.4 has it."""
    for n in range(len(RULES)):
        head = f"ThermometryRule[0][{n}]"
        alarm = f"{head}.AlarmSetting[0]"
        if device.config[f"{head}.Enable"] != "true" or device.config[f"{alarm}.Enable"] != "true":
            continue
        away = measured(device, n) - float(device.config[f"{alarm}.Threshold"])
        condition = device.config[f"{alarm}.AlarmCondition"]
        if {"Above": away > 0, "Below": away < 0, "Match": away == 0}[condition]:
            return True
    return False


def measured(device: DahuaDevice, n: int) -> float:
    """What a rule measures, in the unit that is set."""
    degrees = device.temperature + RULES[n][2]
    fahrenheit = device.config["HeatImagingThermometry.TemperatureUnit"] == "Fahrenheit"
    return round(degrees * 1.8 + 32 if fahrenheit else degrees, 1)


def thermal_endpoints(device: DahuaDevice) -> Endpoints:
    if not device.hardware.thermal:
        return {}
    thermal = {"channel": integer(1, 1)}

    def temperature(query: Query) -> Answer:
        conditions = {name.removeprefix("condition."): value for name, value in query.items()}
        for n, (_, kind, _) in enumerate(RULES):
            head = f"ThermometryRule[0][{n}]"
            asked = {name: conditions.get(name) for name in ("PresetId", "RuleId", "Type", "Name")}
            if asked == {name: device.config[f"{head}.{name}"] for name in asked}:
                value = measured(device, n)
                more = [f"TempInfo.TemperMax={value + 1}", f"TempInfo.TemperMin={value - 1}"] if kind != "Spot" else []
                return [f"TempInfo.Type={kind}", f"TempInfo.TemperAver={value}", *more]
        raise NotAllowed("no such rule")

    def preset(query: Query) -> Answer:
        lines = ["Brightness=50", "Sharpness=50", "EZoom=12", "ThermographyGamma=0", "Colorization=White Hot"]
        return [f"presetInfo.{line}" for line in lines]

    def region(query: Query) -> Answer:
        rows = device.config.under("ThermographyOptions[0][0].OptimizedRegion")
        return [f"optimizedRegion.{key.partition('Region.')[2]}={value}" for key, value in rows.items()]

    point = {**thermal, "coordinate[0]": COORDINATE, "coordinate[1]": COORDINATE}
    # The example writes "channel" where the table has "Channel" (10.2.6).
    rule_of = dict.fromkeys(("condition.PresetId", "condition.RuleId", "condition.Type", "condition.Name"), ANYTHING)
    channels = dict.fromkeys(("condition.channel", "condition.Channel"), integer(1, 1))
    link = dict.fromkeys(("linkVideoChannel[0]", "linkVideoChannel[1]"), integer(1, device.hardware.channels))
    return {
        ("RadiometryManager", "getCaps"): Endpoint(lambda query: RADIOMETRY_CAPS, {}, thermal),
        ("RadiometryManager", "getRandomPointTemper"): Endpoint(
            lambda query: ["TempInfo.Type=Spot", f"TempInfo.TemperAver={measured(device, 0)}"], point
        ),
        ("RadiometryManager", "getTemper"): Endpoint(temperature, rule_of, channels),
        ("ThermographyManager", "getCaps"): Endpoint(lambda query: caps(), thermal),
        ("ThermographyManager", "getExternSystemInfo"): Endpoint(
            lambda query: [f"sysInfo.{line}" for line in SYSTEM], thermal
        ),
        ("ThermographyManager", "getPresetParam"): Endpoint(preset, {**thermal, "mode": choice(*MODES)}),
        ("ThermographyManager", "getOptimizedRegion"): Endpoint(region, thermal),
        ("ThermographyManager", "doFFC"): Endpoint(lambda query: OK, thermal),
        ("ThermographyManager", "fixFocus"): Endpoint(lambda query: OK, link, {"speed": number(0, 1)}),
        ("ThermographyManager", "enableShutter"): Endpoint(
            lambda query: OK, {**thermal, "enable": choice("true", "false")}
        ),
    }
