"""Lamps and sound."""

from enum import StrEnum

from ..model import Feature


class InfraredLampMode(StrEnum):
    """Which lamps a camera with two kinds of them uses."""

    INFRARED = "infrared"
    WHITE = "white"
    INFRARED_THEN_WHITE = "infrared_then_white"
    WHITE_THEN_INFRARED = "white_then_infrared"


class InfraredMode(StrEnum):
    """When the infrared lamp shines."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"
    FORCED = "forced"
    SMART = "smart"
    ZOOM = "zoom"


class LightingScheme(StrEnum):
    """Which lamps a camera with two kinds of them uses."""

    SMART = "smart"
    INFRARED = "infrared"
    WHITE = "white"


class FloodLightMode(StrEnum):
    """What turns a floodlight on."""

    MOTION = "motion"
    MANUAL = "manual"
    SCHEDULE = "schedule"
    PIR = "pir"


class FlashMode(StrEnum):
    """When a flash that is in time with the pictures fires."""

    OFF = "off"
    ON = "on"
    AUTO = "auto"


class FlashTrigger(StrEnum):
    """Which signal fires a flash."""

    LOW = "low"
    HIGH = "high"
    RISING = "rising"
    FALLING = "falling"


INFRARED = Feature("infrared", bool)
INFRARED_BRIGHTNESS = Feature("infrared_brightness", int)
INFRARED_LAMP_MODE = Feature("infrared_lamp_mode", InfraredLampMode)
INFRARED_MODE = Feature("infrared_mode", InfraredMode)
FLASH_MODE = Feature("flash_mode", FlashMode)
FLASH_TRIGGER = Feature("flash_trigger", FlashTrigger)
FLASH_DURATION = Feature("flash_duration", int)
FLASH_THRESHOLD = Feature("flash_threshold", int)
AUDIO = Feature("audio", bool)
AUDIO_OUTPUT = Feature("audio_output", bool)
INPUT_VOLUME = Feature("input_volume", int)
OUTPUT_VOLUME = Feature("output_volume", int)
AUDIO_CODEC = Feature("audio_codec", str)
AUDIO_SAMPLE_RATE = Feature("audio_sample_rate", str)
WHITE_LIGHT = Feature("white_light", bool)
WHITE_LIGHT_BRIGHTNESS = Feature("white_light_brightness", int, part_of=WHITE_LIGHT)
AMPLIFIER = Feature("amplifier", bool)
AUDIO_BIT_RATE = Feature("audio_bit_rate", str)
WHITE_LIGHT_MODE = Feature("white_light_mode", InfraredMode)
WHITE_LIGHT_FLICKER = Feature("white_light_flicker", bool)
LIGHTING_SCHEME = Feature("lighting_scheme", LightingScheme)
FLOOD_LIGHT_MODE = Feature("flood_light_mode", FloodLightMode)
INDICATOR_LIGHT = Feature("indicator_light", bool)
WARNING_LIGHT = Feature("warning_light", bool)
SIREN = Feature("siren", bool)
