"""The ipc dialect: session number in every request, attribute XML in every answer (IPC HTTP CGI 1.0.1 and 1.0.10)."""

import re

from .. import features as f
from ..codecs import attribute_xml, text_of
from ..converters import BIT, TEXT
from ..exchange import PASSWORD, USERNAME, Answer, Request
from ..login import Authority, UidLogin
from ..model import StreamKind
from ..schema import ONCE, Action, Dialect, Document, Endpoint, Field, Match, Sign, Stream
from .ipc_areas import MASKS
from .ipc_encoders import ENCODERS
from .ipc_media import RECORDINGS
from .ipc_network import NETWORK, SERVICES
from .ipc_picture import LIGHT, PICTURE
from .ipc_ptz import MOVEMENT, MOVEMENT_ACTIONS
from .ipc_recording import ALARMS, RECORDING
from .ipc_text import SET_CLOCK, TEXTS, TIME, TIME_KEPT
from .ipc_values import told_apart
from .mail_words import mails

_OWN = re.compile(r"<info\s[^<>]*\bmac_address\s*=|<fault>\s*<value>\s*/cgi-bin/getinfo\s*</value>")


def _match(answer: Answer) -> Match:
    """Without a session 1.0.10 tells model and MAC, 1.0.1 refuses with a fault that names the path (section 3.3)."""
    return Match.YES if answer.status in (200, 400) and _OWN.search(text_of(answer.body)) else Match.NO


def _decode(body: bytes) -> Document:
    """Read XML; of a picture only that it is one."""
    return {"picture": "1"} if body.startswith(b"\xff\xd8") else told_apart(attribute_xml(body))


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
    NETWORK,
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


def _snapshot(stream: int) -> Request:
    """Return the request for a picture: 1 is the main stream here, 0 the sub stream (section 3.19)."""
    return Request("/cgi-bin/snapshot.cgi", {"stream": str(stream), "username": USERNAME, "password": PASSWORD})


def _upload(place: int) -> Request:
    """Return the request for a picture of the main stream that the camera keeps or sends itself (section 3.19)."""
    return _snapshot(1).plus({"upload": str(place)})


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
    # A plain user can only view the configuration (section 3.18); how he is refused is not printed.
    authority=Authority(whole=True),
    sign=Sign(Request("/cgi-bin/getinfo"), _match),
    decode=_decode,
    endpoints=(
        *_IDENTITY,
        *PICTURE,
        *LIGHT,
        *ENCODERS,
        MASKS,
        *ALARMS,
        *RECORDING,
        *TEXTS,
        TIME,
        *SERVICES,
        _SNAPSHOT,
    ),
    identity=("getinfo", "network", "getmodel"),
    actions=(
        Action(f.REBOOT, Request("/cgi-bin/reboot")),
        Action(f.SET_CLOCK, SET_CLOCK, keeps=TIME_KEPT),
        Action(f.FACTORY_RESET, Request("/cgi-bin/factory_reset")),
        # Came with the same revision as getmodel, 1.0.2.
        Action(
            f.FACTORY_RESET_KEEP_NETWORK,
            Request("/cgi-bin/factory_reset", {"retain_network": "1"}),
            beside=f.DEVICE_NAME,
        ),
        # Came with the same revision as the ONVIF settings, 1.0.10.
        Action(f.MANUAL_ALARM, Request("/cgi-bin/setManualInputAlarm"), beside=f.ONVIF_AUTHENTICATION),
        Action(f.UPLOAD_SNAPSHOT_SD_CARD, _upload(0), beside=f.SNAPSHOT),
        Action(f.UPLOAD_SNAPSHOT_FTP, _upload(1), beside=f.SNAPSHOT),
        Action(f.UPLOAD_SNAPSHOT_EMAIL, _upload(2), beside=f.SNAPSHOT),
        Action(f.UPLOAD_SNAPSHOT_NFS, _upload(3), beside=f.SNAPSHOT),
        *MOVEMENT_ACTIONS,
    ),
    mails=mails(f.MOTION_DETECTION, f.ALARM_INPUT_TYPE),
    recordings=RECORDINGS,
    movement=MOVEMENT,
    # The document names no stream addresses; these are what scripts for these modules use.
    streams=(
        Stream(
            kind=StreamKind.MAIN,
            number=1,
            rtsp=("/stream0", "/video1"),
            snapshot=_snapshot(1),
            snapshot_needs=f.SNAPSHOT,
        ),
        Stream(
            kind=StreamKind.SUB,
            number=2,
            rtsp=("/stream1", "/video2"),
            snapshot=_snapshot(0),
            needs=f.STREAM_CODEC,
            snapshot_needs=f.SNAPSHOT,
        ),
        Stream(kind=StreamKind.THIRD, number=3, rtsp=("/stream2", "/video3"), needs=f.STREAM_CODEC),
    ),
)
