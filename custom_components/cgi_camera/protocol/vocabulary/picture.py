"""The picture: colours, exposure, day and night."""

from datetime import time
from enum import StrEnum

from ..areas import Rectangle
from ..model import Feature


class WdrMode(StrEnum):
    """How a camera copes with light and shade in one picture."""

    DIGITAL = "digital"
    COMPENSATION = "compensation"


class WdrStrength(StrEnum):
    """How much the digital mode does."""

    STEP_1 = "step_1"
    STEP_2 = "step_2"
    STEP_3 = "step_3"
    STEP_4 = "step_4"
    STEP_5 = "step_5"


class LightSide(StrEnum):
    """Which side the light comes from that is compensated."""

    FRONT = "front"
    BACK = "back"


class DayNightMode(StrEnum):
    """When the picture is in colour."""

    AUTO = "auto"
    DAY = "day"
    NIGHT = "night"
    EXTERNAL = "external"
    LPR = "lpr"


class IrCutMode(StrEnum):
    """How the infrared-cut filter moves. The document numbers the modes without naming them, save the manual one."""

    MODE_0 = "mode_0"
    MODE_1 = "mode_1"
    MODE_2 = "mode_2"
    MANUAL_DAY = "manual_day"
    MANUAL_NIGHT = "manual_night"
    MODE_4 = "mode_4"
    MODE_5 = "mode_5"


class TvSystem(StrEnum):
    """Which mains frequency and picture rate the camera is made for."""

    PAL = "pal"
    NTSC = "ntsc"


class WhiteBalance(StrEnum):
    """Who balances the colours, or for which light."""

    AUTO = "auto"
    MANUAL = "manual"
    DISABLED = "disabled"
    CUSTOM = "custom"
    SUNNY = "sunny"
    CLOUDY = "cloudy"
    HOME = "home"
    OFFICE = "office"
    NIGHT = "night"
    OUTDOOR = "outdoor"
    INDOOR = "indoor"
    ATW = "atw"
    AUTO_OUTDOOR = "auto_outdoor"
    COLOR_TEMPERATURE = "color_temperature"
    DATUM = "datum"
    FLUORESCENT = "fluorescent"


class ColorMode(StrEnum):
    """The taste of the colours."""

    COLORFUL = "colorful"
    STANDARD = "standard"
    COLD = "cold"


class ExposureMode(StrEnum):
    """What the exposure leaves to the camera."""

    AUTO = "auto"
    SHUTTER = "shutter"
    MANUAL = "manual"
    GAIN = "gain"


class Scene(StrEnum):
    """Where the automatic exposure expects to be."""

    OUTDOOR = "outdoor"
    INDOOR = "indoor"


class Metering(StrEnum):
    """Which part of the picture the exposure follows."""

    INFRARED = "infrared"
    CENTER = "center"
    AVERAGE = "average"
    AREA = "area"


class ShutterMode(StrEnum):
    """Who sets the shutter's speed."""

    AUTO = "auto"
    MANUAL = "manual"
    ANTI_FLICKER = "anti_flicker"


class FlickerSuppression(StrEnum):
    """How firmly the shutter keeps to the mains frequency."""

    WEAK = "weak"
    STRONG = "strong"


class Rotation(StrEnum):
    """How the picture is turned."""

    NONE = "none"
    CLOCKWISE = "clockwise"
    COUNTERCLOCKWISE = "counterclockwise"


class AntiFlickerMode(StrEnum):
    """Against which light's flicker the exposure works."""

    OUTDOOR = "outdoor"
    HZ_50 = "hz_50"
    HZ_60 = "hz_60"


class VideoProfile(StrEnum):
    """Which set of picture settings is used."""

    DAY = "day"
    NIGHT = "night"
    NORMAL = "normal"


class ProfileSwitching(StrEnum):
    """Who chooses the set of picture settings."""

    OFF = "off"
    SCHEDULE = "schedule"
    CAMERA = "camera"


class NightSwitching(StrEnum):
    """When the settings for the night are used."""

    DAY = "day"
    BRIGHTNESS = "brightness"
    TIME = "time"
    NIGHT = "night"
    NORMAL = "normal"


class PictureOptions(StrEnum):
    """Which settings are used for the time being."""

    DAY = "day"
    NIGHT = "night"
    NORMAL = "normal"
    AUTO = "auto"


BRIGHTNESS = Feature("brightness", int)
CONTRAST = Feature("contrast", int)
SATURATION = Feature("saturation", int)
SHARPNESS = Feature("sharpness", int)
HUE = Feature("hue", int)
WDR = Feature("wdr", bool)
WDR_LEVEL = Feature("wdr_level", int)
WDR_MODE = Feature("wdr_mode", WdrMode)
WDR_STRENGTH = Feature("wdr_strength", WdrStrength)
WDR_COMPENSATION = Feature("wdr_compensation", LightSide)
FLIP = Feature("flip", bool)
MIRROR = Feature("mirror", bool)
DAY_NIGHT_MODE = Feature("day_night_mode", DayNightMode)
DAY_NIGHT_LEVEL = Feature("day_night_level", int)
DAY_NIGHT_DELAY = Feature("day_night_delay", int)
DAY_THRESHOLD = Feature("day_threshold", int)
NIGHT_THRESHOLD = Feature("night_threshold", int)
IR_CUT_MODE = Feature("ir_cut_mode", IrCutMode)
DENOISE = Feature("denoise", int)
GAMMA = Feature("gamma", int)
TV_SYSTEM = Feature("tv_system", TvSystem)
ANTI_FALSE_COLOR = Feature("anti_false_color", bool)
DEFOG = Feature("defog", bool)
LENS_SHADING_CORRECTION = Feature("lens_shading_correction", bool)
LENS_DISTORTION_CORRECTION = Feature("lens_distortion_correction", bool)
LENS_DISTORTION_LEVEL = Feature("lens_distortion_level", int)
STABILIZER = Feature("stabilizer", bool)
WHITE_BALANCE = Feature("white_balance", WhiteBalance)
RED_GAIN = Feature("red_gain", int)
BLUE_GAIN = Feature("blue_gain", int)
COLOR_MODE = Feature("color_mode", ColorMode)
EXPOSURE_MODE = Feature("exposure_mode", ExposureMode)
SCENE = Feature("scene", Scene)
GAIN_LIMIT = Feature("gain_limit", str)
MANUAL_GAIN = Feature("manual_gain", str)
SHUTTER_LIMIT = Feature("shutter_limit", str)
MANUAL_SHUTTER = Feature("manual_shutter", str)
SLOW_SHUTTER = Feature("slow_shutter", int)
EXPOSURE_LEVEL = Feature("exposure_level", int)
BACKLIGHT_COMPENSATION = Feature("backlight_compensation", bool)
BACKLIGHT_LEVEL = Feature("backlight_level", int)
METERING = Feature("metering", Metering)
IR_CUT = Feature("ir_cut", bool)
HIGHLIGHT_LEVEL = Feature("highlight_level", int)
NOISE_REDUCTION_2D = Feature("noise_reduction_2d", int)
NOISE_REDUCTION_3D = Feature("noise_reduction_3d", int)
ANTI_FLICKER = Feature("anti_flicker", bool)
DAY_SHUTTER_MODE = Feature("day_shutter_mode", ShutterMode)
DAY_SHUTTER_SPEED = Feature("day_shutter_speed", int)
NIGHT_SHUTTER_MODE = Feature("night_shutter_mode", ShutterMode)
NIGHT_SHUTTER_SPEED = Feature("night_shutter_speed", int)
SHARPNESS_LEVEL = Feature("sharpness_level", int)
AUTO_GAIN = Feature("auto_gain", bool)
GAIN = Feature("gain", int)
GAIN_MIN = Feature("gain_min", int)
GAIN_MAX = Feature("gain_max", int)
GREEN_GAIN = Feature("green_gain", int)
AUTO_IRIS = Feature("auto_iris", bool)
EXPOSURE_GRADE = Feature("exposure_grade", int)
SHORTEST_EXPOSURE = Feature("shortest_exposure", float)
LONGEST_EXPOSURE = Feature("longest_exposure", float)
ROTATION = Feature("rotation", Rotation)
ANTI_FLICKER_MODE = Feature("anti_flicker_mode", AntiFlickerMode)
SMART_INFRARED = Feature("smart_infrared", bool)
VIDEO_PROFILE = Feature("video_profile", VideoProfile)
VIDEO_PROFILE_SWITCHING = Feature("video_profile_switching", ProfileSwitching)
NIGHT_SWITCHING = Feature("night_switching", NightSwitching)
PICTURE_OPTIONS = Feature("picture_options", PictureOptions)
NIGHT_BEGIN = Feature("night_begin", time)
NIGHT_END = Feature("night_end", time)
EDGE_ENHANCEMENT = Feature("edge_enhancement", int)
NIGHT_BRIGHTNESS = Feature("night_brightness", int)
NIGHT_CONTRAST = Feature("night_contrast", int)
NIGHT_SATURATION = Feature("night_saturation", int)
NIGHT_SHARPNESS = Feature("night_sharpness", int)
NIGHT_EDGE_ENHANCEMENT = Feature("night_edge_enhancement", int)
NIGHT_HUE = Feature("night_hue", int)
LPR_DAY_SHUTTER = Feature("lpr_day_shutter", str)
LPR_NIGHT_SHUTTER = Feature("lpr_night_shutter", str)
COLOR_BAR = Feature("color_bar", bool)
MONOCHROME = Feature("monochrome", bool)
NEGATIVE = Feature("negative", bool)
SLOW_SHUTTER_ENABLED = Feature("slow_shutter_enabled", bool)
SHUTTER_MODE = Feature("shutter_mode", ShutterMode)
FLICKER_SUPPRESSION = Feature("flicker_suppression", FlickerSuppression)
MINIMUM_SHUTTER = Feature("minimum_shutter", str)
NOISE_REDUCTION = Feature("noise_reduction", bool)
DEFOG_LEVEL = Feature("defog_level", int)
TV_OUTPUT = Feature("tv_output", bool)
PRIVACY_MASK = Feature("privacy_mask", bool)
PRIVACY_MASK_AREA = Feature("privacy_mask_area", Rectangle)
PRIVACY_MASK_COLOR = Feature("privacy_mask_color", int)
