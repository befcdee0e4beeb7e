"""The words of the dahua dialect for what is chosen from a list."""

from .. import features as f
from ..converters import choice
from ..schema import Converter


def _counted[E: str](*members: E, first: int = 0) -> Converter[E]:
    """Return a converter of numbers that count what people choose from."""
    return choice({str(number): member for number, member in enumerate(members, first)})


def _same(*words: str) -> Converter[str]:
    """Return a converter of words that everybody knows as they are."""
    return choice({word: word for word in words})


# Printed as 0, 1, 2 in one place and as false in another (section 4.5.20).
DAY_NIGHT_COLOR = choice(
    {
        "0": f.DayNightMode.DAY,
        "1": f.DayNightMode.AUTO,
        "2": f.DayNightMode.NIGHT,
        "false": f.DayNightMode.DAY,
        "true": f.DayNightMode.AUTO,
    }
)
# `Auto` is what some firmware calls `Brightness`.
DAY_NIGHT = choice(
    {
        "Color": f.DayNightMode.DAY,
        "Brightness": f.DayNightMode.AUTO,
        "Auto": f.DayNightMode.AUTO,
        "BlackWhite": f.DayNightMode.NIGHT,
    }
)
EXPOSURE_MODE = choice(
    {
        "0": f.ExposureMode.AUTO,
        "1": f.ExposureMode.GAIN,
        "2": f.ExposureMode.SHUTTER,
        "4": f.ExposureMode.MANUAL,
    }
)
WHITE_BALANCE = choice(
    {
        "Disable": f.WhiteBalance.DISABLED,
        "Auto": f.WhiteBalance.AUTO,
        "Custom": f.WhiteBalance.CUSTOM,
        "Sunny": f.WhiteBalance.SUNNY,
        "Cloudy": f.WhiteBalance.CLOUDY,
        "Home": f.WhiteBalance.HOME,
        "Office": f.WhiteBalance.OFFICE,
        "Night": f.WhiteBalance.NIGHT,
        "Outdoor": f.WhiteBalance.OUTDOOR,
        # Of some devices only.
        "CustomColorTemperature": f.WhiteBalance.COLOR_TEMPERATURE,
        "Indoor": f.WhiteBalance.INDOOR,
        "ATW": f.WhiteBalance.ATW,
        "Manual": f.WhiteBalance.MANUAL,
        "AutoOutdoor": f.WhiteBalance.AUTO_OUTDOOR,
        "ManualDatum": f.WhiteBalance.DATUM,
    }
)
COMMON_BALANCES = (
    f.WhiteBalance.AUTO,
    f.WhiteBalance.DISABLED,
    f.WhiteBalance.CUSTOM,
    f.WhiteBalance.SUNNY,
    f.WhiteBalance.CLOUDY,
    f.WhiteBalance.HOME,
    f.WhiteBalance.OFFICE,
    f.WhiteBalance.NIGHT,
    f.WhiteBalance.OUTDOOR,
)
ROTATION = _counted(f.Rotation.NONE, f.Rotation.CLOCKWISE, f.Rotation.COUNTERCLOCKWISE)
ANTI_FLICKER = _counted(f.AntiFlickerMode.OUTDOOR, f.AntiFlickerMode.HZ_50, f.AntiFlickerMode.HZ_60)
NIGHT_SWITCHING = _counted(
    f.NightSwitching.DAY,
    f.NightSwitching.BRIGHTNESS,
    f.NightSwitching.TIME,
    f.NightSwitching.NIGHT,
    f.NightSwitching.NORMAL,
)
FLASH_MODE = _counted(f.FlashMode.OFF, f.FlashMode.ON, f.FlashMode.AUTO)
FLASH_TRIGGER = _counted(f.FlashTrigger.LOW, f.FlashTrigger.HIGH, f.FlashTrigger.RISING, f.FlashTrigger.FALLING)
PICTURE_OPTIONS = _counted(f.PictureOptions.DAY, f.PictureOptions.NIGHT, f.PictureOptions.NORMAL, f.PictureOptions.AUTO)

# Section 5.1.4 counts normal, day, night in some places; real cameras count so.
VIDEO_PROFILE = _counted(f.VideoProfile.DAY, f.VideoProfile.NIGHT, f.VideoProfile.NORMAL)
# What models with two lights have in their place, while the mode is 4.
VIDEO_PROFILE_NAME = choice(
    {"Day": f.VideoProfile.DAY, "Night": f.VideoProfile.NIGHT, "General": f.VideoProfile.NORMAL}
)
PROFILE_SWITCHING = choice(
    {"0": f.ProfileSwitching.OFF, "1": f.ProfileSwitching.SCHEDULE, "4": f.ProfileSwitching.CAMERA}
)

FOCUS_MODE = _counted(f.FocusMode.AUTO, f.FocusMode.SEMI_AUTO, f.FocusMode.MANUAL, first=2)
FOCUS_LIMIT = _same("100", "1000", "2000", "3000", "5000")
FOCUS_LIMIT_MODE = choice({"Manual": f.FocusLimitMode.MANUAL, "Auto": f.FocusLimitMode.AUTO})
FOCUS_SENSITIVITY = _counted(f.FocusSensitivity.HIGH, f.FocusSensitivity.DEFAULT, f.FocusSensitivity.LOW)
IR_CORRECTION = _counted(f.IrCorrection.OFF, f.IrCorrection.ON, f.IrCorrection.AUTO)

# Door stations say `On` for `Manual`.
LIGHT_MODE = choice(
    {
        "Auto": f.InfraredMode.AUTO,
        "Manual": f.InfraredMode.ON,
        "On": f.InfraredMode.ON,
        "Off": f.InfraredMode.OFF,
        "ForceOn": f.InfraredMode.FORCED,
        "SmartLight": f.InfraredMode.SMART,
        "ZoomPrio": f.InfraredMode.ZOOM,
    }
)
LIGHTING_SCHEME = choice(
    {
        "AIMode": f.LightingScheme.SMART,
        "InfraredMode": f.LightingScheme.INFRARED,
        "WhiteMode": f.LightingScheme.WHITE,
    }
)
FLOOD_LIGHT_MODE = _counted(
    f.FloodLightMode.MOTION, f.FloodLightMode.MANUAL, f.FloodLightMode.SCHEDULE, f.FloodLightMode.PIR, first=1
)

RATE_CONTROL = choice({"CBR": f.RateControl.CBR, "VBR": f.RateControl.VBR})
# 1 is worst and 6 best (section 4.5.5).
STREAM_QUALITY = _counted(
    f.StreamQuality.LOWEST,
    f.StreamQuality.LOW,
    f.StreamQuality.AVERAGE,
    f.StreamQuality.HIGH,
    f.StreamQuality.HIGHEST,
    f.StreamQuality.BEST,
    first=1,
)
STREAM_PROFILE = choice(
    {
        "Baseline": f.StreamProfile.BASELINE,
        "Main": f.StreamProfile.MAIN,
        "Extended": f.StreamProfile.EXTENDED,
        "High": f.StreamProfile.HIGH,
    }
)
SNAPSHOT_STREAM = choice({"MainFormat": f.RecordedStream.MAIN, "ExtraFormat": f.RecordedStream.SUB})
TEXT_ALIGNMENT = choice({"0": f.TextAlignment.LEFT, "2": f.TextAlignment.RIGHT})
TV_SYSTEM = choice({"PAL": f.TvSystem.PAL, "NTSC": f.TvSystem.NTSC})

RELAY_MODE = _counted(f.RelayMode.AUTO, f.RelayMode.ON, f.RelayMode.OFF)
SENSOR_TYPE = choice({"NC": f.AlarmInputType.NORMALLY_CLOSED, "NO": f.AlarmInputType.NORMALLY_OPEN})
SMART_SENSITIVITY = choice(
    {"Low": f.SmartSensitivity.LOW, "Middle": f.SmartSensitivity.MIDDLE, "High": f.SmartSensitivity.HIGH}
)
RULE_DIRECTION = choice(
    {
        "LeftToRight": f.RuleDirection.LEFT_TO_RIGHT,
        "RightToLeft": f.RuleDirection.RIGHT_TO_LEFT,
        "Both": f.RuleDirection.BOTH,
    }
)

RECORD_MODE = _counted(f.RecordMode.AUTO, f.RecordMode.MANUAL, f.RecordMode.OFF)
NAS_PROTOCOL = choice({"FTP": f.NasProtocol.FTP, "SMB": f.NasProtocol.SMB})

RESTART_DAY = _counted(
    f.RestartDay.NEVER,
    f.RestartDay.SUNDAY,
    f.RestartDay.MONDAY,
    f.RestartDay.TUESDAY,
    f.RestartDay.WEDNESDAY,
    f.RestartDay.THURSDAY,
    f.RestartDay.FRIDAY,
    f.RestartDay.SATURDAY,
    f.RestartDay.DAILY,
    first=-1,
)
DDNS_SERVICE = choice(
    {
        "NO-IP DDNS": f.DdnsService.NOIP,
        "Dyndns DDNS": f.DdnsService.DYNDNS,
        "Private DDNS": f.DdnsService.PRIVATE,
        "DHDDNS": f.DdnsService.DHDDNS,
        "QUICK DDNS": f.DdnsService.QUICK,
    }
)

BAUD_RATE = _same("1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200")
DATA_BITS = _same("4", "5", "6", "7", "8")
STOP_BITS = _same("1", "1.5", "2")
PARITY = choice(
    {
        "Even": f.Parity.EVEN,
        "Mark": f.Parity.MARK,
        "None": f.Parity.NONE,
        "Odd": f.Parity.ODD,
        "Space": f.Parity.SPACE,
    }
)

TEMPERATURE_UNIT = choice({"Centigrade": f.TemperatureUnit.CELSIUS, "Fahrenheit": f.TemperatureUnit.FAHRENHEIT})
THERMAL_MODE = choice(
    {
        "HighTemperature": f.ThermalMode.HIGH,
        "LowTemperature": f.ThermalMode.LOW,
        "Auto": f.ThermalMode.AUTO,
    }
)
THERMOMETRY_CONDITION = choice(
    {
        "Below": f.ThermometryCondition.BELOW,
        "Match": f.ThermometryCondition.MATCH,
        "Above": f.ThermometryCondition.ABOVE,
    }
)
