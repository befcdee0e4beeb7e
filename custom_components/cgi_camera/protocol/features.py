"""The vocabulary: what cameras can report or be told, in the field's own words."""

from datetime import datetime
from enum import StrEnum

from .model import Command, Feature

# Identity and layout, for the engine itself
MAC = Feature("mac", str, internal=True)
SERIAL = Feature("serial", str, internal=True)
MODEL = Feature("model", str, internal=True)
FIRMWARE = Feature("firmware", str, internal=True)
HARDWARE = Feature("hardware", str, internal=True)
VENDOR = Feature("vendor", str, internal=True)
CHANNEL_NAME = Feature("channel_name", str, internal=True)
CLOCK = Feature("clock", datetime, internal=True)
RTSP_PORT = Feature("rtsp_port", int, internal=True)
STREAM_ADDRESS = Feature("stream_address", str, internal=True)
STREAM = Feature("stream", bool, internal=True)
PTZ = Feature("ptz", bool, internal=True)
PRESET = Feature("preset", str, internal=True)
PRESET_COUNT = Feature("preset_count", int, internal=True)
SNAPSHOT = Feature("snapshot", bool, internal=True)

# Picture
BRIGHTNESS = Feature("brightness", int)
CONTRAST = Feature("contrast", int)
SATURATION = Feature("saturation", int)
SHARPNESS = Feature("sharpness", int)
HUE = Feature("hue", int)
WDR = Feature("wdr", bool)
WDR_LEVEL = Feature("wdr_level", int)


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


WDR_MODE = Feature("wdr_mode", WdrMode)
WDR_STRENGTH = Feature("wdr_strength", WdrStrength)
WDR_COMPENSATION = Feature("wdr_compensation", LightSide)
FLIP = Feature("flip", bool)
MIRROR = Feature("mirror", bool)


class DayNightMode(StrEnum):
    """When the picture is in colour."""

    AUTO = "auto"
    DAY = "day"
    NIGHT = "night"
    EXTERNAL = "external"
    LPR = "lpr"


DAY_NIGHT_MODE = Feature("day_night_mode", DayNightMode)
DAY_NIGHT_LEVEL = Feature("day_night_level", int)
DAY_NIGHT_DELAY = Feature("day_night_delay", int)
DAY_THRESHOLD = Feature("day_threshold", int)
NIGHT_THRESHOLD = Feature("night_threshold", int)


class IrCutMode(StrEnum):
    """How the infrared-cut filter moves. The document numbers the modes without naming them, save the manual one."""

    MODE_0 = "mode_0"
    MODE_1 = "mode_1"
    MODE_2 = "mode_2"
    MANUAL_DAY = "manual_day"
    MANUAL_NIGHT = "manual_night"
    MODE_4 = "mode_4"
    MODE_5 = "mode_5"


IR_CUT_MODE = Feature("ir_cut_mode", IrCutMode)

# Light
INFRARED = Feature("infrared", bool)
INFRARED_BRIGHTNESS = Feature("infrared_brightness", int)


class InfraredLampMode(StrEnum):
    """Which lamps a camera with two kinds of them uses."""

    INFRARED = "infrared"
    WHITE = "white"
    INFRARED_THEN_WHITE = "infrared_then_white"
    WHITE_THEN_INFRARED = "white_then_infrared"


INFRARED_LAMP_MODE = Feature("infrared_lamp_mode", InfraredLampMode)


class InfraredMode(StrEnum):
    """When the infrared lamp shines."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"
    FORCED = "forced"
    SMART = "smart"
    ZOOM = "zoom"


INFRARED_MODE = Feature("infrared_mode", InfraredMode)

# Sound
AUDIO = Feature("audio", bool)
AUDIO_OUTPUT = Feature("audio_output", bool)
INPUT_VOLUME = Feature("input_volume", int)
OUTPUT_VOLUME = Feature("output_volume", int)

# Alarms and outputs
MOTION_DETECTION = Feature("motion_detection", bool)
MOTION_SENSITIVITY = Feature("motion_sensitivity", int)
MOTION_THRESHOLD = Feature("motion_threshold", int)
ALARM_INPUT_ENABLED = Feature("alarm_input_enabled", bool)
RELAY = Feature("relay", bool)
MOTION = Feature("motion", bool)
ALARM_INPUT = Feature("alarm_input", bool)
ALARM_OUTPUT = Feature("alarm_output", bool)
TAMPER_DETECTION = Feature("tamper_detection", bool)
TAMPER = Feature("tamper", bool)
VIDEO_LOSS = Feature("video_loss", bool)
EVENT_LINK = Feature("event_link", bool)

# Text and time
OSD_TITLE = Feature("osd_title", str)
OSD = Feature("osd", bool)
DEVICE_NAME = Feature("device_name", str)
TIME_ZONE = Feature("time_zone", str)


class TimeSource(StrEnum):
    """Where the camera's clock is set from."""

    MANUAL = "manual"
    NTP = "ntp"
    P2P = "p2p"


TIME_SOURCE = Feature("time_source", TimeSource)

# Streams, counted from 1 (main)
STREAM_CODEC = Feature("stream_codec", str)
STREAM_RESOLUTION = Feature("stream_resolution", str)
STREAM_FRAME_RATE = Feature("stream_frame_rate", float)
STREAM_BIT_RATE = Feature("stream_bit_rate", int)

# Commands
REBOOT = Command("reboot")
GOTO_PRESET = Command("goto_preset")
