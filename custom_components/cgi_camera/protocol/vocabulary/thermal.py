"""Thermal pictures, and temperatures in them."""

from enum import StrEnum

from ..model import Feature


class TemperatureUnit(StrEnum):
    """In what temperatures are told."""

    CELSIUS = "celsius"
    FAHRENHEIT = "fahrenheit"


class ThermalMode(StrEnum):
    """Which range of temperatures the sensor is made for."""

    HIGH = "high"
    LOW = "low"
    AUTO = "auto"


class ThermometryCondition(StrEnum):
    """How a temperature stands to the threshold when it is an alarm."""

    BELOW = "below"
    MATCH = "match"
    ABOVE = "above"


THERMAL = Feature("thermal", bool, internal=True)
TEMPERATURE = Feature("temperature", float)
TEMPERATURE_UNIT = Feature("temperature_unit", TemperatureUnit)
TEMPERATURE_MEASUREMENT = Feature("temperature_measurement", bool)
TEMPERATURE_ALARM = Feature("temperature_alarm", bool)
HOT_SPOT = Feature("hot_spot", bool)
TEMPERATURE_COLOR_BAR = Feature("temperature_color_bar", bool)
ISOTHERM = Feature("isotherm", bool)
ISOTHERM_MIN = Feature("isotherm_min", float)
ISOTHERM_MAX = Feature("isotherm_max", float)
EMISSIVITY = Feature("emissivity", float)
OBJECT_DISTANCE = Feature("object_distance", float)
REFLECTED_TEMPERATURE = Feature("reflected_temperature", float)
AIR_TEMPERATURE = Feature("air_temperature", float)
AIR_HUMIDITY = Feature("air_humidity", int)
THERMAL_COLORS = Feature("thermal_colors", str)
THERMAL_MODE = Feature("thermal_mode", ThermalMode)
THERMAL_ZOOM = Feature("thermal_zoom", int)
THERMAL_OPTIMIZER = Feature("thermal_optimizer", int)
THERMAL_GAIN = Feature("thermal_gain", int)
THERMAL_GAIN_MAX = Feature("thermal_gain_max", int)
THERMAL_PLATEAU = Feature("thermal_plateau", int)
THERMAL_REGION = Feature("thermal_region", str)
THERMAL_REGION_ENABLED = Feature("thermal_region_enabled", bool)
THERMAL_HIGH_SHARE = Feature("thermal_high_share", int)
THERMAL_LOW_SHARE = Feature("thermal_low_share", int)
THERMOMETRY_RULE_NAME = Feature("thermometry_rule_name", str, internal=True)
THERMOMETRY_RULE = Feature("thermometry_rule", bool, label=THERMOMETRY_RULE_NAME)
THERMOMETRY_ALARM = Feature("thermometry_alarm", bool, label=THERMOMETRY_RULE_NAME)
THERMOMETRY_THRESHOLD = Feature("thermometry_threshold", float, label=THERMOMETRY_RULE_NAME)
THERMOMETRY_CONDITION = Feature("thermometry_condition", ThermometryCondition, label=THERMOMETRY_RULE_NAME)
THERMOMETRY_OWN_PARAMETERS = Feature("thermometry_own_parameters", bool, label=THERMOMETRY_RULE_NAME)
THERMOMETRY_EMISSIVITY = Feature("thermometry_emissivity", float, label=THERMOMETRY_RULE_NAME)
THERMOMETRY_DISTANCE = Feature("thermometry_distance", float, label=THERMOMETRY_RULE_NAME)
THERMOMETRY_REFLECTED_TEMPERATURE = Feature("thermometry_reflected_temperature", float, label=THERMOMETRY_RULE_NAME)
