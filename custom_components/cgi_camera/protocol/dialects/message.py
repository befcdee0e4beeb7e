"""The message dialect: groups of elements in a <Message>, each with a query for its ranges (Message HTTP API 3.1)."""

from collections.abc import Mapping

from .. import features as f
from ..codecs import message_xml, text_of
from ..converters import BIT, FLOAT, INT, TEXT, span
from ..exchange import Answer, Request
from ..model import StreamKind
from ..schema import (
    ALARM,
    ONCE,
    SETTINGS,
    STATUS,
    Action,
    AnyField,
    ChallengeLogin,
    Dialect,
    Endpoint,
    Field,
    Match,
    Sign,
    Stream,
)
from .message_alarms import alarms
from .message_values import (
    CODEC,
    DAY_NIGHT,
    MOST_TRIED,
    MOVES,
    RELAY,
    TIME_SOURCE,
    ZONE,
    channels,
    clock,
    number,
    one_of,
    queried,
    setting,
)

_BYTE = span(0, 255)


def _match(answer: Answer) -> Match:
    """Without digest log-in the camera tells who it is; with it, a 401 is all that a stranger sees."""
    if answer.status == 401:
        return Match.MAYBE if answer.challenges else Match.NO
    text = text_of(answer.body).casefold()
    return Match.YES if answer.status == 200 and "<message>" in text and "<deviceinfo>" in text else Match.NO


def _group(
    cgi: str,
    group: str,
    *fields: AnyField,
    key: str = "",
    channel: bool = True,
    period: float = SETTINGS,
    more: Mapping[str, str] | None = None,
) -> Endpoint:
    """Return the endpoint of one group, which is set with its own name in the query; `more` goes into a set only."""
    query = {"Channel": "{ch}", "Group": group} if channel else {"Group": group}
    return Endpoint(
        key=key or f"{cgi} {group}",
        read=Request(f"/cgi/{cgi}_get", query),
        set=Request(f"/cgi/{cgi}_set", {**query, **(more or {})}),
        fields=fields,
        per_channel=channel,
        period=period,
        ranges=f"{cgi} query",
    )


_QUERIES = tuple(
    Endpoint(key=f"{cgi} query", read=Request(f"/cgi/{cgi}_query", {"Group": "All"}), period=ONCE)
    for cgi in ("sys", "image", "audio", "camera", "alarm")
)

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

# Not every query tells how many channels there are; one that is not there is refused (section 2.3.1.3, code 401).
_CHANNELS = tuple(
    Endpoint(
        key=f"channel {channel}",
        read=Request("/cgi/major_stream_get", {"Channel": str(channel), "Group": "StreamInfo"}),
        period=ONCE,
    )
    for channel in range(2, MOST_TRIED + 1)
)


def _stream(name: str, count: int) -> Endpoint:
    return Endpoint(
        key=f"{name}_stream",
        read=Request(f"/cgi/{name}_stream_get", {"Channel": "{ch}", "Group": "StreamInfo"}),
        per_channel=True,
        fields=(
            Field(f.STREAM_RESOLUTION, "StreamInfo/Resolution", TEXT, number=str(count)),
            Field(f.STREAM_CODEC, "StreamInfo/Payload", CODEC, number=str(count)),
            Field(f.STREAM_FRAME_RATE, "StreamInfo/FrameRate", FLOAT, number=str(count)),
            Field(f.STREAM_BIT_RATE, "StreamInfo/BitRate", INT, number=str(count)),
        ),
    )


_PICTURE = (
    _group(
        "image",
        "ImageInfo",
        number(f.BRIGHTNESS, "ImageInfo/Brightness", _BYTE),
        number(f.CONTRAST, "ImageInfo/Contrast", _BYTE),
        number(f.SATURATION, "ImageInfo/Saturation", _BYTE),
        number(f.SHARPNESS, "ImageInfo/Sharpness", _BYTE),
        number(f.HUE, "ImageInfo/Hue", _BYTE),
    ),
    _group(
        "image",
        "OSDInfo",
        setting(f.OSD, "OSDInfo/TextOSDStatus", BIT),
        setting(f.OSD_TITLE, "OSDInfo/TextOSDTitle", TEXT),
    ),
    _group(
        "camera",
        "BasicInfo",
        setting(f.FLIP, "BasicInfo/MirrorVer", BIT),
        setting(f.MIRROR, "BasicInfo/MirrorHor", BIT),
        setting(f.WDR, "BasicInfo/WDRSwitch", BIT),
        number(f.WDR_LEVEL, "BasicInfo/WDRLevel", _BYTE),
    ),
    _group("camera", "ExposureInfo", one_of(f.DAY_NIGHT_MODE, "ExposureInfo/ICRSwitch", DAY_NIGHT)),
)

_SOUND = _group(
    "audio",
    "AudioInfo",
    setting(f.AUDIO, "AudioInfo/AudioEnable", BIT),
    number(f.INPUT_VOLUME, "AudioInfo/AudioVolume", span(0, 9)),
    # So named where a get is printed (section 3.4.1).
    Field(f.INPUT_VOLUME, "AudioInfo/Volume", INT, queried("AudioInfo/AudioVolume", span(0, 9)), write="AudioVolume"),
)

_TIME = Endpoint(
    key="sys TimeInfo",
    read=Request("/cgi/sys_get", {"Group": "TimeInfo"}),
    set=Request("/cgi/sys_set", {"Group": "TimeInfo"}),
    ranges="sys query",
    fields=(
        one_of(f.TIME_SOURCE, "TimeInfo/TimeMethod", TIME_SOURCE),
        # The method must be sent with everything else of the group (section 3.1.2.3).
        one_of(f.TIME_ZONE, "TimeInfo/TimeZone", ZONE, companions=(f.TIME_SOURCE,)),
    ),
    derive=clock,
)

_ALARMS = (
    _group(
        "alarm",
        "MDInfo",
        setting(f.MOTION_DETECTION, "MDInfo/MDEnable", BIT),
        number(f.MOTION_SENSITIVITY, "MDInfo/MDSensitivity", span(1, 100)),
    ),
    _group(
        "alarm",
        "IOAccessInfo",
        *(setting(f.RELAY, f"IOAccessInfo/{name}", RELAY, number="1") for name in ("IA1", "IA")),
        channel=False,
        period=STATUS,
        more={"IOTrigNum": "1"},
    ),
    Endpoint(
        key="record RecordSearch",
        # Until a minute ahead: the camera tells its time in whole seconds, and a recording may begin within this one.
        read=Request(
            "/cgi/record_get",
            {"Channel": "{ch}", "Group": "RecordSearch", "StartTime": "{since}", "EndTime": "{until}"},
        ),
        per_channel=True,
        period=ALARM,
        needs=("sys TimeInfo",),
        derive=alarms,
    ),
)

_PTZ = (
    Endpoint(
        key="ptz SpeedInfo",
        read=Request("/cgi/ptz_get", {"Channel": "{ch}", "Group": "SpeedInfo"}),
        per_channel=True,
        period=ONCE,
        # Named once by the printed answer and once by the table (sections 3.6.1.1 and 3.6.4).
        fields=tuple(Field(f.PTZ, f"SpeedInfo/{name}", MOVES) for name in ("PanSpeed", "pan_speed")),
    ),
    Endpoint(
        key="ptz PresetNameInfo",
        read=Request("/cgi/ptz_get", {"Channel": "{ch}", "Group": "PresetNameInfo"}),
        per_channel=True,
        # The document does not print the answer: a group for each preset, or all presets in one group.
        fields=(
            Field(f.PRESET, "PresetNameInfo{at}/PresetTitle", TEXT, number="PresetNameInfo{at}/PresetNumber"),
            Field(f.PRESET, "PresetNameInfo/PresetTitle{at}", TEXT, number="PresetNameInfo/PresetNumber{at}"),
            Field(f.PTZ, "PresetNameInfo/PresetNumber", MOVES),
        ),
    ),
)

_PORTS = Endpoint(
    key="netport",
    read=Request("/cgi/netport_get", {"Channel": "1", "Group": "NetPortInfo"}),
    period=ONCE,
    fields=(Field(f.RTSP_PORT, "NetPortInfo/RtspPort", INT),),
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
        *_QUERIES,
        *_PICTURE,
        _SOUND,
        _TIME,
        *_ALARMS,
        *_PTZ,
        _stream("major", 1),
        _stream("minor", 2),
        _PORTS,
    ),
    identity=(_DEVICE.key, "image query", *(endpoint.key for endpoint in _CHANNELS)),
    channels=channels,
    actions=(
        # 0 is a reboot without a reset (section 3.1.4).
        Action(f.REBOOT, Request("/cgi/sys_set", {"Group": "SystemInfo", "ResetFlag": "0", "IPkeep": "1"})),
        Action(
            f.GOTO_PRESET,
            Request(
                "/cgi/ptz_set",
                {"Channel": "{ch}", "Group": "PTZCtrlInfo", "PresetNumber": "{n}", "Preset": "1"},
            ),
            needs=f.PTZ,
            per_channel=True,
            numbered=True,
        ),
    ),
    # The document names no stream addresses; these are what the boards serve.
    streams=(
        Stream(
            kind=StreamKind.MAIN,
            number=1,
            rtsp="/{ch}/h264major",
            snapshot=Request("/jpgimage/{ch}/image.jpg"),
            mjpeg=Request("/mjpgstreamreq/{ch}/image.jpg"),
        ),
        Stream(kind=StreamKind.SUB, number=2, rtsp="/{ch}/h264minor", needs=f.STREAM_RESOLUTION),
    ),
)
