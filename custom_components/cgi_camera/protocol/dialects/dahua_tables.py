"""Configuration tables of the dahua dialect, each read as a whole (Amcrest HTTP API, sections 4 and 5)."""

from .. import features as f
from ..converters import FLOAT, INT, TEXT, span
from ..exchange import Request
from ..model import Feature
from ..schema import SETTINGS, STATUS, AnyField, Endpoint, Field
from .dahua_areas import MASKS, MOTION_AREAS
from .dahua_values import (
    BACKLIGHT_WDR,
    DAY_NIGHT,
    DAY_NIGHT_COLOR,
    LIGHT_MODE,
    RELAY,
    SWITCH,
    TIME_SOURCE,
    WDR,
    ZONE,
    sharpness,
    zones,
)

_PERCENT = span(0, 100)
_LIGHTS = ("MiddleLight", "NearLight", "FarLight")


def table(name: str, *fields: AnyField, period: float = SETTINGS) -> Endpoint:
    """Return the endpoint of a table; a set names what it changes and nothing else."""
    return Endpoint(
        key=name,
        read=Request("/cgi-bin/configManager.cgi", {"action": "getConfig", "name": name}),
        set=Request("/cgi-bin/configManager.cgi", {"action": "setConfig"}),
        fields=fields,
        period=period,
    )


def parameter(path: str) -> str:
    """Return the name under which a set request knows a path."""
    return path.removeprefix("table.")


def _number(feature: Feature[int], path: str) -> AnyField:
    return Field(feature, f"table.{path}", INT, _PERCENT)


def _switch(feature: Feature[bool], path: str) -> AnyField:
    return Field(feature, f"table.{path}", SWITCH)


_COLOR = "VideoColor[{ch0}][0]"
_OPTIONS = "VideoInOptions[{ch0}]"
_BACKLIGHT = "VideoInBacklight[{ch0}][0]"

_PICTURE = (
    table(
        "VideoColor",
        _number(f.BRIGHTNESS, f"{_COLOR}.Brightness"),
        _number(f.CONTRAST, f"{_COLOR}.Contrast"),
        _number(f.SATURATION, f"{_COLOR}.Saturation"),
        _number(f.HUE, f"{_COLOR}.Hue"),
    ),
    table("VideoInSharpness", Field(f.SHARPNESS, "table.VideoInSharpness[{ch0}][0].Sharpness", INT, sharpness)),
    # Newer firmware than the document's keeps these two apart from VideoInOptions.
    table("VideoInDayNight", Field(f.DAY_NIGHT_MODE, "table.VideoInDayNight[{ch0}][0].Mode", DAY_NIGHT)),
    table(
        "VideoInBacklight",
        Field(f.WDR, f"table.{_BACKLIGHT}.Mode", BACKLIGHT_WDR),
        _number(f.WDR_LEVEL, f"{_BACKLIGHT}.WideDynamicRange"),
    ),
    table(
        "VideoInOptions",
        _switch(f.FLIP, f"{_OPTIONS}.Flip"),
        _switch(f.MIRROR, f"{_OPTIONS}.Mirror"),
        Field(f.DAY_NIGHT_MODE, f"table.{_OPTIONS}.DayNightColor", DAY_NIGHT_COLOR),
        Field(f.WDR, f"table.{_OPTIONS}.WideDynamicRange", WDR),
        _number(f.WDR_LEVEL, f"{_OPTIONS}.WideDynamicRange"),
        _switch(f.INFRARED, f"{_OPTIONS}.InfraRed"),
    ),
)

_LAMP = "Lighting[{ch0}][0]"


def _lamps(row: int) -> tuple[AnyField, ...]:
    """Return the fields of one row of Lighting_V2, there if the row is the infrared lamp's."""
    head = f"Lighting_V2[{{ch0}}][0][{row}]"
    found = f"table.{head}.InfraredLight"
    return (
        Field(f.INFRARED_MODE, f"{found}.Mode", LIGHT_MODE, write=f"{head}.Mode"),
        *(
            Field(f.INFRARED_BRIGHTNESS, f"{found}.{light}[0].Light", INT, _PERCENT, write=f"{head}.{light}[0].Light")
            for light in _LIGHTS
        ),
    )


# Neither is in the document: the second is the older one.
_LIGHT = (
    table("Lighting_V2", *(field for row in range(4) for field in _lamps(row))),
    table(
        "Lighting",
        Field(f.INFRARED_MODE, f"table.{_LAMP}.Mode", LIGHT_MODE),
        *(_number(f.INFRARED_BRIGHTNESS, f"{_LAMP}.{light}[0].Light") for light in _LIGHTS),
    ),
)

_WINDOW = "MotionDetect[{ch0}].MotionDetectWindow[0]"
_DETECTION = (
    table(
        "MotionDetect",
        _switch(f.MOTION_DETECTION, "MotionDetect[{ch0}].Enable"),
        _number(f.MOTION_SENSITIVITY, f"{_WINDOW}.Sensitive"),
        _number(f.MOTION_THRESHOLD, f"{_WINDOW}.Threshold"),
        *MOTION_AREAS,
    ),
    table("BlindDetect", _switch(f.TAMPER_DETECTION, "BlindDetect[{ch0}].Enable")),
    table("Alarm", _switch(f.ALARM_INPUT_ENABLED, "Alarm[{n0}].Enable")),
    table("AlarmOut", Field(f.RELAY, "table.AlarmOut[{n0}].Mode", RELAY), period=STATUS),
)

# Not in the document either; where a device has them they are lists by audio channel.
_SOUND = (
    table("AudioInputVolume", _number(f.INPUT_VOLUME, "AudioInputVolume[0]")),
    table("AudioOutputVolume", _number(f.OUTPUT_VOLUME, "AudioOutputVolume[0]")),
)


def _stream(number: int, format_: str) -> tuple[AnyField, ...]:
    """Return a stream's read-only fields. The further rows of MainFormat are the same stream during alarms."""
    head, count = f"table.Encode[{{ch0}}].{format_}.Video", str(number)
    return (
        Field(f.STREAM_CODEC, f"{head}.Compression", TEXT, write="", number=count),
        Field(f.STREAM_RESOLUTION, f"{head}.resolution", TEXT, write="", number=count),
        Field(f.STREAM_RESOLUTION, f"{head}.CustomResolutionName", TEXT, write="", number=count),
        Field(f.STREAM_FRAME_RATE, f"{head}.FPS", FLOAT, write="", number=count),
        Field(f.STREAM_BIT_RATE, f"{head}.BitRate", INT, write="", number=count),
    )


_ENCODE = table(
    "Encode",
    _switch(f.AUDIO, "Encode[{ch0}].MainFormat[0].AudioEnable"),
    *_stream(1, "MainFormat[0]"),
    *_stream(2, "ExtraFormat[0]"),
    *_stream(3, "ExtraFormat[1]"),
)

_SYSTEM = (
    table("VideoWidget", _switch(f.OSD, "VideoWidget[{ch0}].ChannelTitle.EncodeBlend"), *MASKS),
    table(
        "NTP",
        Field(f.TIME_ZONE, "table.NTP.TimeZone", ZONE, zones),
        Field(f.TIME_SOURCE, "table.NTP.Enable", TIME_SOURCE),
    ),
    table("RTSP", Field(f.RTSP_PORT, "table.RTSP.Port", INT, write="")),
)

TABLES = (*_PICTURE, *_LIGHT, *_DETECTION, *_SOUND, _ENCODE, *_SYSTEM)
