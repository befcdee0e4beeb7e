"""Picture, texts on it, streams and sound of the message dialect (Message HTTP API 3.1, sections 3.2 to 3.4, 3.8)."""

from collections.abc import Iterator

from .. import features as f
from ..converters import BIT, FLOAT, INT, TEXT, numbers, span
from ..exchange import Request
from ..schema import Action, AnyField, Field
from .message_ranges import UNTOLD, at_this_size, number, one_of, queried, resolutions, setting, shown
from .message_rows import group
from .message_values import (
    CODEC,
    CODECS,
    COLORS,
    DAY_NIGHT,
    EXPOSURE,
    GAIN,
    GAIN_LIMIT,
    KILOHERTZ,
    METERING,
    QUALITY,
    RATE_CONTROL,
    SCENE,
    SHUTTER,
    TV_SYSTEM,
    WHITE_BALANCE,
)

_BYTE = span(0, 255)
_PLACE = span(0, 99)
_SIZE = span(1, 8)

_IMAGE = group(
    "image",
    "ImageInfo",
    number(f.BRIGHTNESS, "ImageInfo/Brightness", _BYTE),
    number(f.CONTRAST, "ImageInfo/Contrast", _BYTE),
    number(f.SATURATION, "ImageInfo/Saturation", _BYTE),
    number(f.SHARPNESS, "ImageInfo/Sharpness", _BYTE),
    number(f.HUE, "ImageInfo/Hue", _BYTE),
    number(f.DENOISE, "ImageInfo/Denoise", _BYTE),
    number(f.GAMMA, "ImageInfo/Gamma", UNTOLD),
    one_of(f.TV_SYSTEM, "ImageInfo/Format", TV_SYSTEM),
)

_OSD = group(
    "image",
    "OSDInfo",
    setting(f.OSD, "OSDInfo/TextOSDStatus", BIT),
    setting(f.OSD_TITLE, "OSDInfo/TextOSDTitle", TEXT),
    number(f.OSD_X, "OSDInfo/TextOSDX", _PLACE),
    number(f.OSD_Y, "OSDInfo/TextOSDY", _PLACE),
    number(f.OSD_SIZE, "OSDInfo/TextOSDSize", _SIZE),
    setting(f.USER_OSD, "OSDInfo/TextOSDStatus{n}", BIT),
    setting(f.USER_OSD_TITLE, "OSDInfo/TextOSDTitle{n}", TEXT),
    number(f.USER_OSD_X, "OSDInfo/TextOSDX{n}", _PLACE),
    number(f.USER_OSD_Y, "OSDInfo/TextOSDY{n}", _PLACE),
    number(f.USER_OSD_SIZE, "OSDInfo/TextOSDSize{n}", _SIZE),
    setting(f.MULTIPLE_OSD, "OSDInfo/MultipleOSDStatus", BIT),
    number(f.MULTIPLE_OSD_X, "OSDInfo/MultipleOSDX", _PLACE),
    number(f.MULTIPLE_OSD_Y, "OSDInfo/MultipleOSDY", _PLACE),
    number(f.MULTIPLE_OSD_SIZE, "OSDInfo/MultipleOSDSize", _SIZE),
    setting(f.DATE_OSD, "OSDInfo/DateOSDStatus", BIT),
    number(f.DATE_OSD_X, "OSDInfo/DateOSDX", _PLACE),
    number(f.DATE_OSD_Y, "OSDInfo/DateOSDY", _PLACE),
    # In the URL of a set only, without its values (section 3.3.2.2).
    number(f.DATE_OSD_FORMAT, "OSDInfo/DateFormat", UNTOLD),
    setting(f.TIME_OSD, "OSDInfo/TimeOSDStatus", BIT),
    number(f.TIME_OSD_X, "OSDInfo/TimeOSDX", _PLACE),
    number(f.TIME_OSD_Y, "OSDInfo/TimeOSDY", _PLACE),
    number(f.TIME_OSD_SIZE, "OSDInfo/TimeOSDSize", _SIZE),
)

_BASIC = group(
    "camera",
    "BasicInfo",
    setting(f.FLIP, "BasicInfo/MirrorVer", BIT),
    setting(f.MIRROR, "BasicInfo/MirrorHor", BIT),
    setting(f.WDR, "BasicInfo/WDRSwitch", BIT),
    number(f.WDR_LEVEL, "BasicInfo/WDRLevel", _BYTE),
    setting(f.ANTI_FALSE_COLOR, "BasicInfo/AFCSwitch", BIT),
    setting(f.DEFOG, "BasicInfo/AFGSwitch", BIT),
    setting(f.LENS_SHADING_CORRECTION, "BasicInfo/LSCSwitch", BIT),
    setting(f.LENS_DISTORTION_CORRECTION, "BasicInfo/LDCSwitch", BIT),
    number(f.LENS_DISTORTION_LEVEL, "BasicInfo/LDCLevel", _BYTE),
    setting(f.STABILIZER, "BasicInfo/DISSwitch", BIT),
    one_of(f.WHITE_BALANCE, "BasicInfo/WBMode", WHITE_BALANCE),
    number(f.RED_GAIN, "BasicInfo/WBRGain", _BYTE),
    number(f.BLUE_GAIN, "BasicInfo/WBBGain", _BYTE),
)

_EXPOSURE = group(
    "camera",
    "ExposureInfo",
    one_of(f.DAY_NIGHT_MODE, "ExposureInfo/ICRSwitch", DAY_NIGHT),
    number(f.DAY_NIGHT_DELAY, "ExposureInfo/ICRTimer", numbers((0, 0), (3, 3), (5, 5), (10, 10))),
    number(f.NIGHT_THRESHOLD, "ExposureInfo/ICRC2BThr", _BYTE),
    number(f.DAY_THRESHOLD, "ExposureInfo/ICRB2CThr", _BYTE),
    setting(f.IR_CUT, "ExposureInfo/ICREnable", BIT),
    one_of(f.EXPOSURE_MODE, "ExposureInfo/ExposureMode", EXPOSURE),
    one_of(f.SCENE, "ExposureInfo/ScenceSelect", SCENE),
    one_of(f.GAIN_LIMIT, "ExposureInfo/AGCMax", GAIN_LIMIT),
    one_of(f.MANUAL_GAIN, "ExposureInfo/AGCManual", GAIN),
    one_of(f.SHUTTER_LIMIT, "ExposureInfo/ShutterMax", SHUTTER),
    one_of(f.MANUAL_SHUTTER, "ExposureInfo/ShutterManual", SHUTTER),
    # In no table, but real boards tell it.
    shown(f.SLOW_SHUTTER, "ExposureInfo/SlowShutter", INT),
    setting(f.BACKLIGHT_COMPENSATION, "ExposureInfo/BLCSwitch", BIT),
    number(f.BACKLIGHT_LEVEL, "ExposureInfo/BLCLevel", span(0, 240)),
    one_of(f.METERING, "ExposureInfo/HLCSwitch", METERING),
    number(f.EXPOSURE_LEVEL, "ExposureInfo/ELCLevel", _BYTE),
    one_of(f.COLOR_MODE, "ExposureInfo/ColorMode", COLORS),
)

PICTURE = (_IMAGE, _OSD, _BASIC, _EXPOSURE)

SOUND = group(
    "audio",
    "AudioInfo",
    setting(f.AUDIO, "AudioInfo/AudioEnable", BIT),
    number(f.INPUT_VOLUME, "AudioInfo/AudioVolume", span(0, 9)),
    # So named where a get is printed (section 3.4.1).
    Field(f.INPUT_VOLUME, "AudioInfo/Volume", INT, queried("AudioInfo/AudioVolume", span(0, 9)), write="AudioVolume"),
    one_of(f.AUDIO_CODEC, "AudioInfo/AudioCodec", CODECS),
    one_of(f.AUDIO_SAMPLE_RATE, "AudioInfo/SampleRate", KILOHERTZ),
)


def _picture(own: str) -> Iterator[AnyField]:
    """Yield what every stream has, MJPEG too."""
    yield Field(f.STREAM_RESOLUTION, "StreamInfo/Resolution", TEXT, resolutions, number=own)
    yield Field(f.STREAM_FRAME_RATE, "StreamInfo/FrameRate", FLOAT, at_this_size("FrameRate", UNTOLD), number=own)
    quality = at_this_size("VideoQuality", QUALITY.domain, QUALITY)
    yield Field(f.STREAM_QUALITY, "StreamInfo/VideoQuality", QUALITY, quality, number=own)


def _coding(own: str) -> Iterator[AnyField]:
    """Yield what a stream has whose pictures build on each other."""
    codec = at_this_size("Payload", CODEC.domain, CODEC)
    yield Field(f.STREAM_CODEC, "StreamInfo/Payload", CODEC, codec, number=own)
    control = at_this_size("BitType", RATE_CONTROL.domain, RATE_CONTROL)
    yield Field(f.STREAM_RATE_CONTROL, "StreamInfo/BitType", RATE_CONTROL, control, number=own)
    yield Field(f.STREAM_BIT_RATE, "StreamInfo/BitRate", INT, at_this_size("BitRate", UNTOLD), number=own)
    yield Field(f.STREAM_KEY_FRAME_INTERVAL, "StreamInfo/IPRate", INT, at_this_size("IPRate", UNTOLD), number=own)
    yield setting(f.STREAM_RATE_CUT, "StreamInfo/StreamRateCut", BIT, number=own)


STREAMS = (
    group("major_stream", "StreamInfo", *_picture("1"), *_coding("1"), key="major_stream"),
    group("minor_stream", "StreamInfo", *_picture("2"), *_coding("2"), key="minor_stream"),
    group("mjpeg", "StreamInfo", *_picture("3"), key="mjpeg"),
)

PICTURE_ACTIONS = (
    Action(
        f.RESET_PICTURE,
        Request("/cgi/camera_set", {"Channel": "{ch}", "Group": "ResetInfo"}),
        per_channel=True,
        beside=f.EXPOSURE_MODE,
    ),
)
