"""The control dialect: the account in every query, `key = value` lines in every answer (Control CGI 1.20)."""

import re

from .. import features as f
from ..codecs import text_of
from ..converters import ENABLE, FLOAT, INT, ON_OFF, TEXT, both_flips, span
from ..events import By, Event, Push
from ..exchange import PASSWORD, USERNAME, Answer, Request
from ..login import Authority, QueryLogin
from ..model import Domain, StreamKind
from ..schema import ONCE, SETTINGS, Action, AnyField, Dialect, Endpoint, Field, Match, Sign, Stream
from .control_areas import MASKS, MOTION_AREA, parameter
from .control_values import (
    COUNT,
    DAY_NIGHT,
    MOMENT,
    WDR_COMPENSATION,
    WDR_MODE,
    WDR_STRENGTH,
    all_too,
    bit_rates,
    colour,
    complete,
    decode,
    signals,
    wdr_light,
)

_PERCENT = span(1, 100)
_THRESHOLD = span(1, 990)
_SHORT = Domain(maximum=10)
"""Names have ten characters at most, English ones (sections 1.1 and 4.2)."""

_OWN = re.compile(r"\s*(?:Error\s*:(?!.*not found)|mac\s*=\s*[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\s*$)", re.IGNORECASE)


def _match(answer: Answer) -> Match:
    """Without an account it refuses in plain text with status 200, unless it tells its MAC all the same (1.3)."""
    plain = answer.status == 200 and answer.content_type == "text/plain"
    return Match.YES if plain and _OWN.match(text_of(answer.body)) else Match.NO


def _do(cgi: str, action: str, **query: str) -> Request:
    return Request(f"/cgi-bin/control/{cgi}.cgi", {"action": action, **query})


def _told(cgi: str, action: str, *fields: AnyField, key: str = "") -> Endpoint:
    """Return an endpoint that is read once and never set."""
    return Endpoint(key=key or cgi, read=_do(cgi, action), fields=fields, period=ONCE)


def _settings(cgi: str, what: str, *fields: AnyField, key: str = "", ranges: str = "") -> Endpoint:
    """Return an endpoint that is read by `get…` and set by `set…`."""
    return Endpoint(
        key=key or cgi, read=_do(cgi, f"get{what}"), set=_do(cgi, f"set{what}"), fields=fields, ranges=ranges
    )


_IDENTITY = (
    _told("servermac", "getmac", Field(f.MAC, "mac", TEXT)),
    _settings("servername", "servername", Field(f.DEVICE_NAME, "servername", TEXT, _SHORT)),
    # Both since V1.22, which names the actions only.
    _told("servermodel", "getservermodel", Field(f.MODEL, "servermodel", TEXT), Field(f.MODEL, "model", TEXT)),
    _told(
        "versioninfo",
        "getversioninfo",
        Field(f.FIRMWARE, "version", TEXT),
        Field(f.FIRMWARE, "versioninfo", TEXT),
        Field(f.FIRMWARE, "firmware", TEXT),
    ),
    _told("serverdate", "getdate", Field(f.CLOCK, "serverdate", MOMENT)),
)

_PICTURE = (
    _told("camcolor", "getCapabilitiesImage", key="capabilitiesimage"),
    _settings(
        "camcolor",
        "color",
        Field(f.BRIGHTNESS, "bright", INT, colour("brightness")),
        Field(f.CONTRAST, "contrast", INT, colour("contrast")),
        Field(f.SATURATION, "saturation", INT, colour("saturation")),
        Field(f.SHARPNESS, "sharp", INT, colour("sharpness")),
        Field(f.HUE, "hue", INT, colour("hue")),
        ranges="capabilitiesimage",
    ),
    _settings(
        "camwdr",
        "wdr",
        Field(
            f.WDR,
            "wdrstatus",
            ENABLE,
            companions=(f.WDR_MODE, f.WDR_STRENGTH, f.WDR_COMPENSATION),
        ),
        Field(f.WDR_MODE, "mode", WDR_MODE, companions=(f.WDR, f.WDR_STRENGTH), also=wdr_light),
        Field(
            f.WDR_STRENGTH,
            "dwdrmode",
            WDR_STRENGTH,
            companions=(f.WDR,),
            default="step1",
            also=lambda value: {"mode": "dwdr"},
        ),
        Field(
            f.WDR_COMPENSATION,
            "compensationmode",
            WDR_COMPENSATION,
            companions=(f.WDR,),
            also=lambda value: {"mode": "compensation"},
        ),
    ),
)

_DAY_AND_NIGHT = (f.DAY_NIGHT_LEVEL, f.DAY_NIGHT_DELAY, f.NIGHT_THRESHOLD, f.DAY_THRESHOLD)

_LIGHT = _settings(
    "camdaynight",
    "daynight",
    Field(f.DAY_NIGHT_MODE, "daynightmode", DAY_NIGHT, write="mode", companions=_DAY_AND_NIGHT),
    # Older firmware has a level (annex A3.2) where newer has a delay and two thresholds.
    Field(f.DAY_NIGHT_LEVEL, "autolevel", INT, _PERCENT),
    Field(f.DAY_NIGHT_DELAY, "interval", INT, span(1, 200)),
    Field(f.NIGHT_THRESHOLD, "ptn", INT, _THRESHOLD, companions=(f.DAY_THRESHOLD,)),
    Field(f.DAY_THRESHOLD, "ptd", INT, _THRESHOLD, companions=(f.NIGHT_THRESHOLD,)),
    Field(f.INFRARED, "irlink", ENABLE),
)

_SOUND = _settings(
    "audioset",
    "audio",
    # Read under names other than written (section 4.6).
    Field(f.AUDIO, "audioin", ENABLE, write="audioinenable"),
    Field(f.AUDIO, "audioinenable", ENABLE),
    Field(f.AUDIO_OUTPUT, "audioout", ENABLE, write="audiooutenable"),
    Field(f.AUDIO_OUTPUT, "audiooutenable", ENABLE),
    Field(f.INPUT_VOLUME, "audioingain", INT, _PERCENT),
    Field(f.OUTPUT_VOLUME, "audiooutgain", INT, _PERCENT),
)


def _alarm_input(number: int) -> Endpoint:
    """Return the settings of one alarm input; each has actions of its own (section 2.1)."""
    armed = Field(f.ALARM_INPUT_ENABLED, f"alarmin{number}.enable", ENABLE, number=str(number), also=all_too)
    return _settings("alarmin", f"alarmin{number}", armed, key=f"alarmin{number}")


_ALARMS = (
    _settings(
        "motion",
        "motion1",
        Field(f.MOTION_DETECTION, "motion1.enable", ENABLE, also=all_too),
        Field(f.MOTION_SENSITIVITY, "motion1.level", INT, span(1, 5)),
        MOTION_AREA,
    ),
    _settings("shock", "shock", Field(f.TAMPER_DETECTION, "shock.enable", ENABLE)),
    # The document knows one input only; what a camera with more answers is in its own `maxno`.
    *map(_alarm_input, (1, 2, 3, 4)),
    # Whether a relay is closed is told by events and in the answer to a set, nowhere else (sections 5.1 and 6.1).
    Endpoint(
        key="alarmout",
        read=_do("alarmout", "getalarmout0"),
        set=_do("ctrl_alarmout", "setalarmout"),
        period=ONCE,
        fields=(Field(f.RELAY, "alarmout{n}", ON_OFF, presence="alarmout{n}.enable"),),
    ),
)

_TEXT = _settings(
    "osd",
    "osd",
    Field(f.OSD, "osdstatus", ENABLE),
    Field(f.OSD_TITLE, "textstr", TEXT, _SHORT),
)

_NUMBERS = (1, 2, 3)

_STREAMS = (
    # Set by the number of an encoder; the flip is for all (section 4.5).
    Endpoint(
        key="videoset",
        read=_do("videoset", "getvideo"),
        set=_do("videoset", "setvideo1"),
        fields=(
            Field(f.FLIP, "videoflip", both_flips(mirror=False)),
            Field(f.MIRROR, "videoflip", both_flips(mirror=True)),
            *(Field(f.STREAM_FRAME_RATE, f"encoder{n}.framerate", FLOAT, write="", number=str(n)) for n in _NUMBERS),
        ),
        derive=bit_rates,
    ),
    # A stream that is off is left out.
    Endpoint(
        key="connectinfo",
        read=_do("connectinfo", "getconnect", stream="all"),
        period=SETTINGS,
        fields=(
            *(Field(f.STREAM_ADDRESS, f"stream{n}.address", TEXT, number=str(n)) for n in _NUMBERS),
            *(Field(f.STREAM_CODEC, f"stream{n}.codec", TEXT, number=str(n)) for n in _NUMBERS),
            *(Field(f.STREAM_RESOLUTION, f"stream{n}.size", TEXT, number=str(n)) for n in _NUMBERS),
        ),
    ),
    _told("rtspset", "getrtsp", Field(f.RTSP_PORT, "rtspport", INT)),
)

_HEAD = _told(
    "capabilityptz",
    "getPTZ",
    Field(f.PTZ, "pansupported", ENABLE),
    Field(f.PRESET_COUNT, "presetsupported", COUNT),
)

DIALECT = Dialect(
    name="control",
    title="Hucoms (Control CGI)",
    login=QueryLogin({"id": USERNAME, "passwd": PASSWORD}),
    # Only administrators control, says the entry of 1.03 in its records; how others are refused is not printed.
    authority=Authority(whole=True),
    sign=Sign(_do("servermac", "getmac"), _match),
    decode=decode,
    endpoints=(*_IDENTITY, *_PICTURE, *MASKS, _LIGHT, _SOUND, *_ALARMS, _TEXT, *_STREAMS, _HEAD),
    identity=("servermac", "servername", "servermodel", "versioninfo"),
    actions=(
        Action(f.REBOOT, _do("reboot", "setreboot")),
        Action(f.GOTO_PRESET, _do("preset_control", "gopreset", number="{n}"), needs=f.PRESET_COUNT, numbered=True),
    ),
    streams=(
        Stream(
            kind=StreamKind.MAIN,
            number=1,
            rtsp=("/stream1",),
            snapshot=Request("/cgi-bin/image/jpeg.cgi"),
            mjpeg=Request("/cgi-bin/image/mjpeg.cgi"),
        ),
        Stream(kind=StreamKind.SUB, number=2, needs=f.STREAM_ADDRESS),
        Stream(kind=StreamKind.THIRD, number=3, needs=f.STREAM_ADDRESS),
    ),
    push=Push(
        requests=(_do("requestevent", "getevent", eventtype="all"),),
        events=(
            Event("motion", f.MOTION, needs=f.MOTION_DETECTION),
            Event(
                "motion",
                f.MOTION_DETECTED,
                needs=f.MOTION_DETECTION,
                kind=lambda detail, signal: f.Detection.TRIGGERED,
            ),
            Event("videotamper", f.TAMPER, By.DEVICE, needs=f.TAMPER_DETECTION),
            Event("alarmin", f.ALARM_INPUT, By.NUMBER, needs=f.ALARM_INPUT_ENABLED),
            Event("alarmout", f.RELAY, By.NUMBER),
        ),
        signals=signals,
        complete=complete,
        repeats=True,
    ),
    parameter=parameter,
)
