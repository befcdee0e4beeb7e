"""The message dialect: groups of elements in a <Message>, each with a query for its ranges (Message HTTP API 3.1)."""

from .. import features as f
from ..codecs import message_xml, text_of
from ..converters import TEXT
from ..exchange import Answer, Request
from ..login import ChallengeLogin
from ..model import StreamKind
from ..schema import ONCE, Dialect, Endpoint, Field, Match, Sign, Stream
from .mail_words import mails
from .message_inputs import ALARMS
from .message_media import RECORDINGS
from .message_network import NETWORK
from .message_picture import PICTURE, PICTURE_ACTIONS, SOUND, STREAMS
from .message_ptz import HEADS, MOVEMENT, MOVEMENT_ACTIONS
from .message_rows import QUERIES
from .message_storage import STORAGE_ACTIONS, STORED
from .message_system import SERIAL, SYSTEM, SYSTEM_ACTIONS
from .message_values import MOST_TRIED, channels


def _match(answer: Answer) -> Match:
    """Without digest log-in the camera tells who it is; with it, a 401 is all that a stranger sees."""
    if answer.status == 401:
        return Match.MAYBE if answer.challenges else Match.NO
    text = text_of(answer.body).casefold()
    return Match.YES if answer.status == 200 and "<message>" in text and "<deviceinfo>" in text else Match.NO


_DEVICE = Endpoint(
    key="sys DeviceInfo",
    read=Request("/cgi/sys_get", {"Group": "DeviceInfo"}),
    period=ONCE,
    fields=(
        Field(f.MODEL, "DeviceInfo/DeviceID", TEXT),
        # The document prints these values without the names of their elements (section 3.1.1).
        *(
            Field(f.FIRMWARE, f"DeviceInfo/{name}", TEXT)
            for name in ("SoftwareVersion", "SoftVersion", "Version", "Firmware")
        ),
        *(Field(f.SERIAL, f"DeviceInfo/{name}", TEXT) for name in ("SerialNum", "SerialNumber")),
        *(Field(f.MAC, f"DeviceInfo/{name}", TEXT) for name in ("Mac", "MacAddress")),
    ),
)

# Not every query tells how many channels there are; one that is not there is refused (section 2.3.1.3, code 401), and
# those after it are not there, either.
_CHANNELS = tuple(
    Endpoint(
        key=f"channel {channel}",
        read=Request("/cgi/major_stream_get", {"Channel": str(channel), "Group": "StreamInfo"}),
        period=ONCE,
        follows=f"channel {channel - 1}" if channel > 2 else "",
    )
    for channel in range(2, MOST_TRIED + 1)
)


DIALECT = Dialect(
    name="message",
    title="Hankvision boards",
    login=ChallengeLogin(),
    sign=Sign(_DEVICE.read, _match),
    decode=message_xml,
    endpoints=(
        _DEVICE,
        *_CHANNELS,
        *QUERIES,
        *PICTURE,
        SOUND,
        *SYSTEM,
        *ALARMS,
        *STORED,
        *HEADS,
        *STREAMS,
        *NETWORK,
    ),
    identity=(_DEVICE.key, "image query", *(endpoint.key for endpoint in _CHANNELS)),
    channels=channels,
    actions=(*SYSTEM_ACTIONS, *PICTURE_ACTIONS, *STORAGE_ACTIONS, *MOVEMENT_ACTIONS),
    recordings=RECORDINGS,
    movement=MOVEMENT,
    serial=SERIAL,
    mails=mails(f.MOTION_DETECTION, f.ALARM_INPUT_MAIL),
    # The document names no stream addresses; these are what the boards serve.
    streams=(
        Stream(
            kind=StreamKind.MAIN,
            number=1,
            rtsp=("/{ch}/h264major", "/mpeg4"),
            snapshot=Request("/jpgimage/{ch}/image.jpg"),
            mjpeg=Request("/mjpgstreamreq/{ch}/image.jpg"),
        ),
        Stream(kind=StreamKind.SUB, number=2, rtsp=("/{ch}/h264minor",), needs=f.STREAM_RESOLUTION),
    ),
)
