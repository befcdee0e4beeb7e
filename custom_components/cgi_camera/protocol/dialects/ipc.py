"""The ipc dialect: session number in every request, attribute XML in every answer (IPC HTTP CGI 1.0.1 and 1.0.10)."""

import re

from .. import features as f
from ..codecs import attribute_xml, text_of
from ..converters import BIT, FLOAT, INT, TEXT, span
from ..exchange import PASSWORD, USERNAME, Answer, Request
from ..model import StreamKind
from ..schema import (
    ALARM,
    ONCE,
    STATUS,
    Action,
    AnyField,
    Dialect,
    Document,
    Endpoint,
    Field,
    Match,
    Sign,
    Stream,
    UidLogin,
)
from .ipc_alarms import alarms
from .ipc_values import IR_CUT, LAMP_MODE, MOMENT, RELAY, ZONE, ir_cut_time

_BYTE = span(0, 255)
_PERCENT = span(1, 100)

_OWN = re.compile(r"<info\s[^>]*\bmac_address\s*=|<fault>\s*<value>\s*/cgi-bin/getinfo\s*</value>")


def _match(answer: Answer) -> Match:
    """Without a session 1.0.10 tells model and MAC, 1.0.1 refuses with a fault that names the path (section 3.3)."""
    return Match.YES if answer.status in (200, 400) and _OWN.search(text_of(answer.body)) else Match.NO


def _decode(body: bytes) -> Document:
    """Read XML; of a picture only that it is one."""
    return {"picture": "1"} if body.startswith(b"\xff\xd8") else attribute_xml(body)


def _settings(name: str, *fields: AnyField) -> Endpoint:
    """Return an endpoint that is read without parameters, and set at the same path with some (section 1)."""
    return Endpoint(key=name, read=Request(f"/cgi-bin/{name}"), set=Request(f"/cgi-bin/{name}"), fields=fields)


_IDENTITY = (
    Endpoint(
        key="getinfo",
        read=Request("/cgi-bin/getinfo"),
        period=ONCE,
        fields=(
            Field(f.MAC, "info/mac_address", TEXT),
            Field(f.SERIAL, "info/sn", TEXT),
            Field(f.MODEL, "info/oem", TEXT),
            # `filesystem` holds the model where the document prints it; only the kernel tells a version and its day.
            Field(f.FIRMWARE, "info/kernel", TEXT),
        ),
    ),
    Endpoint(
        key="network",
        read=Request("/cgi-bin/network"),
        period=ONCE,
        fields=(Field(f.MAC, "network/macaddr", TEXT),),
    ),
    Endpoint(
        key="getmodel",
        read=Request("/cgi-bin/getmodel"),
        period=ONCE,
        set=Request("/cgi-bin/setDeviceName"),
        fields=(
            Field(f.MODEL, "model", TEXT, write=""),
            Field(f.DEVICE_NAME, "model", TEXT, write="deviceName"),
        ),
    ),
    Endpoint(
        key="getcapabilities",
        read=Request("/cgi-bin/getcapabilities"),
        period=ONCE,
        fields=(Field(f.PTZ, "capabilities/ptz", BIT),),
    ),
)

_PICTURE = (
    _settings(
        "image",
        Field(f.BRIGHTNESS, "image/brightness", INT, _BYTE),
        Field(f.CONTRAST, "image/contrast", INT, _BYTE),
        Field(f.SATURATION, "image/saturation", INT, _BYTE),
        Field(f.SHARPNESS, "image/sharpness", INT, _BYTE),
    ),
    _settings(
        "set_wdr",
        Field(f.WDR, "capture/wdrmode", BIT, write="enable", companions=(f.WDR_LEVEL,)),
        Field(f.WDR_LEVEL, "capture/wdrvalue", INT, _BYTE, write="wdr_value", companions=(f.WDR,)),
    ),
    _settings(
        "set_flip",
        Field(f.FLIP, "capture/vertical_flip", BIT, companions=(f.MIRROR,)),
        Field(f.MIRROR, "capture/horizon_flip", BIT, companions=(f.FLIP,)),
    ),
    Endpoint(
        key="set_ircut",
        read=Request("/cgi-bin/set_ircut"),
        set=Request("/cgi-bin/set_ircut"),
        write_only=True,
        fields=(Field(f.IR_CUT_MODE, "ircutmode", IR_CUT, also=ir_cut_time),),
    ),
)

_LIGHT = (
    Endpoint(
        key="set_led",
        read=Request("/cgi-bin/set_led"),
        set=Request("/cgi-bin/set_led", {"ledmode": "1"}),
        write_only=True,
        fields=(
            Field(f.INFRARED, "ledstatus", BIT, companions=(f.INFRARED_BRIGHTNESS,), default="1"),
            Field(
                f.INFRARED_BRIGHTNESS,
                "brightness",
                INT,
                span(0, 100),
                companions=(f.INFRARED,),
                default="50",
            ),
        ),
    ),
    _settings(
        "setBrightness_InfraredLamp",
        Field(
            f.INFRARED_BRIGHTNESS,
            "capture/brightness",
            INT,
            _BYTE,
            write="setbrightness",
            companions=(f.INFRARED_LAMP_MODE,),
        ),
        Field(
            f.INFRARED_LAMP_MODE,
            "capture/led_mode",
            LAMP_MODE,
            write="infrared_lamp",
            companions=(f.INFRARED_BRIGHTNESS,),
        ),
    ),
)

_SOUND = _settings(
    "audioencoder",
    Field(f.AUDIO, "audioencoder/enable", BIT),
    Field(f.INPUT_VOLUME, "audioencoder/input_volume", INT, _PERCENT),
    Field(f.OUTPUT_VOLUME, "audioencoder/output_volume", INT, _PERCENT),
)

_ALARMS = (
    _settings(
        "motion",
        Field(f.MOTION_DETECTION, "motion/enable", BIT),
        Field(f.MOTION_SENSITIVITY, "motion/sensitivity", INT, _PERCENT),
        Field(f.MOTION_THRESHOLD, "motion/alarmthreshold", INT, _PERCENT),
    ),
    Endpoint(
        key="getRelayStatus",
        read=Request("/cgi-bin/getRelayStatus"),
        set=Request("/cgi-bin/setRelayStatus"),
        period=STATUS,
        fields=(Field(f.RELAY, "relaystatus", RELAY, write="status", number="1"),),
    ),
    Endpoint(
        key="get_record_query",
        read=Request("/cgi-bin/get_record_query", {"year": "{now.year}", "month": "{now.month}", "day": "{now.day}"}),
        period=ALARM,
        needs=("time",),
        derive=alarms,
    ),
)

_TEXT_AND_TIME = (
    _settings(
        "osd",
        Field(f.OSD, "osd/enable", BIT),
        Field(f.OSD_TITLE, "osd/title_utf8", TEXT),
    ),
    _settings(
        "time",
        Field(f.CLOCK, "time/current_time", MOMENT, write=""),
        Field(f.TIME_ZONE, "time/timezone", ZONE),
    ),
)

_STREAMS = (
    Endpoint(
        key="videoencoder",
        read=Request("/cgi-bin/videoencoder"),
        fields=(
            Field(f.STREAM_CODEC, "videoencoder/stream{n}/encode_mode", TEXT),
            Field(f.STREAM_RESOLUTION, "videoencoder/stream{n}/resolution", TEXT),
            Field(f.STREAM_FRAME_RATE, "videoencoder/stream{n}/framerate", FLOAT),
            Field(f.STREAM_BIT_RATE, "videoencoder/stream{n}/bitrate", INT),
        ),
    ),
    # The printed answer holds no ports (section 3.31), only the request.
    Endpoint(
        key="set_service_port",
        read=Request("/cgi-bin/set_service_port"),
        period=ONCE,
        fields=(Field(f.RTSP_PORT, "mediastreamconfig/streamaccess/rtspport", INT),),
    ),
)


def _snapshot(stream: int) -> Request:
    """Return the request for a picture: 1 is the main stream here, 0 the sub stream (section 3.19)."""
    return Request("/cgi-bin/snapshot.cgi", {"stream": str(stream), "username": USERNAME, "password": PASSWORD})


_SNAPSHOT = Endpoint(key="snapshot.cgi", read=_snapshot(0), period=ONCE, fields=(Field(f.SNAPSHOT, "picture", BIT),))

DIALECT = Dialect(
    name="ipc",
    title="IPC modules (OEM)",
    login=UidLogin(
        Request("/cgi-bin/getuid", {"username": USERNAME, "password": PASSWORD}),
        path="uid",
        parameter="uid",
        expired="uid error",
        wrong="password error",
    ),
    sign=Sign(Request("/cgi-bin/getinfo"), _match),
    decode=_decode,
    endpoints=(*_IDENTITY, *_PICTURE, *_LIGHT, _SOUND, *_ALARMS, *_TEXT_AND_TIME, *_STREAMS, _SNAPSHOT),
    identity=("getinfo", "network", "getmodel"),
    actions=(
        Action(f.REBOOT, Request("/cgi-bin/reboot")),
        Action(f.GOTO_PRESET, Request("/cgi-bin/ptz_ctrl", {"call_preset": "{n}"}), needs=f.PTZ, numbered=True),
    ),
    # The document names no stream addresses; these are what scripts for these modules use.
    streams=(
        Stream(kind=StreamKind.MAIN, number=1, rtsp="/stream0", snapshot=_snapshot(1), snapshot_needs=f.SNAPSHOT),
        Stream(
            kind=StreamKind.SUB,
            number=2,
            rtsp="/stream1",
            snapshot=_snapshot(0),
            needs=f.STREAM_CODEC,
            snapshot_needs=f.SNAPSHOT,
        ),
        Stream(kind=StreamKind.THIRD, number=3, rtsp="/stream2", needs=f.STREAM_CODEC),
    ),
)
