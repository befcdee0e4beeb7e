"""Streams, counted from 1 (main)."""

from enum import StrEnum

from ..model import Feature


class RateControl(StrEnum):
    """Whether a stream holds its bit rate."""

    VBR = "vbr"
    CBR = "cbr"


class StreamQuality(StrEnum):
    """How much detail a stream keeps."""

    LOWEST = "lowest"
    LOW = "low"
    AVERAGE = "average"
    HIGH = "high"
    HIGHEST = "highest"
    BEST = "best"


class StreamProfile(StrEnum):
    """Which profile of H.264 a stream keeps to; the default is the camera's own choice."""

    DEFAULT = "default"
    BASELINE = "baseline"
    MAIN = "main"
    EXTENDED = "extended"
    HIGH = "high"


STREAM_CODEC = Feature("stream_codec", str)
STREAM_RESOLUTION = Feature("stream_resolution", str)
STREAM_FRAME_RATE = Feature("stream_frame_rate", float)
STREAM_BIT_RATE = Feature("stream_bit_rate", int)
STREAM_RATE_CONTROL = Feature("stream_rate_control", RateControl)
STREAM_KEY_FRAME_INTERVAL = Feature("stream_key_frame_interval", int)
STREAM_QUALITY = Feature("stream_quality", StreamQuality)
STREAM_RATE_CUT = Feature("stream_rate_cut", bool)
STREAM_ENABLED = Feature("stream_enabled", bool)
STREAM_PROFILE = Feature("stream_profile", StreamProfile)
STREAM_AUDIO = Feature("stream_audio", bool)
TRACK_REGIONS = Feature("track_regions", bool)
STREAM_CAPTURE = Feature("stream_capture", str)
STREAM_JPEG_QUALITY = Feature("stream_jpeg_quality", int)
CAPTURE_ENABLED = Feature("capture_enabled", bool)
CAPTURE_RESOLUTION = Feature("capture_resolution", str)
MAXIMUM_RESOLUTION = Feature("maximum_resolution", str)
