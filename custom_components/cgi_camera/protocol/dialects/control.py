"""The control dialect: the account in every query, `key = value` lines in every answer (Control CGI 1.20)."""

import re

from .. import features as f
from ..codecs import text_of
from ..events import By, Event, Push
from ..exchange import PASSWORD, USERNAME, Answer, Request
from ..login import Authority, QueryLogin
from ..model import StreamKind
from ..schema import Dialect, Match, Sign, Stream
from .control_alarms import ALARMS
from .control_answers import BUNDLES, decode
from .control_areas import MASKS, parameter
from .control_picture import PICTURE, TEXTS
from .control_ptz import CAPABILITIES, MOVEMENT, MOVEMENT_ACTIONS, STATUS
from .control_rows import do
from .control_streams import STREAMS
from .control_system import IDENTITY, RTSP, SOUND, SYSTEM, SYSTEM_ACTIONS
from .control_values import complete, signals

_MAC = r"mac\s*=\s*[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\s*$"
_OWN = re.compile(rf"\s*(?:Error\s*:(?!.*not found)|{_MAC})", re.IGNORECASE)
_SURELY = re.compile(
    rf"\s*(?:Error\s*:[^\r\n]*\b(?:auth|account|log.?in|passw|user)[^\r\n]*\s*$|{_MAC})", re.IGNORECASE
)


def _match(answer: Answer) -> Match:
    """Without an account it refuses in plain text with status 200, unless it tells its MAC all the same (1.3).

    The account will stand in the address of whoever answers so: of a wrong type, or of none, the words must be right.
    """
    own = {"text/plain": _OWN, "application/octet-stream": _SURELY}.get(answer.content_type)
    return Match.YES if own and answer.status == 200 and own.match(text_of(answer.body)) else Match.NO


DIALECT = Dialect(
    name="control",
    title="Hucoms (Control CGI)",
    login=QueryLogin({"id": USERNAME, "passwd": PASSWORD}),
    # Only administrators control, says the entry of 1.03 in its records; how others are refused is not printed.
    authority=Authority(whole=True),
    sign=Sign(do("servermac", "getmac"), _match),
    decode=decode,
    endpoints=(*IDENTITY, *SYSTEM, *PICTURE, *MASKS, *SOUND, *ALARMS, TEXTS, *STREAMS, RTSP, CAPABILITIES, STATUS),
    identity=("servermac", "servername", "servermodel", "versioninfo"),
    bundles=BUNDLES,
    actions=(
        *SYSTEM_ACTIONS,
        *MOVEMENT_ACTIONS,
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
        requests=(do("requestevent", "getevent", eventtype="all"),),
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
    movement=MOVEMENT,
    parameter=parameter,
)
