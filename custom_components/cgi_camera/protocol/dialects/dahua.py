"""The dahua dialect: tables of key=value lines behind HTTP authentication (Amcrest HTTP API)."""

from collections.abc import Iterator, Mapping
import re

from .. import features as f
from ..codecs import text_of
from ..converters import TEXT, whole
from ..exchange import Answer, Request
from ..login import ChallengeLogin
from ..model import AnyReading, Feature, Reading, Slot, StreamKind
from ..schema import Dialect, Document, Field, Glimpse, Match, Sign, Stream
from .dahua_alarms import ALARMS
from .dahua_caps import CAPABILITIES
from .dahua_detection import DETECTION
from .dahua_documents import confirms, decode
from .dahua_encode import ENCODE
from .dahua_events import PUSH
from .dahua_light import COAXIAL, LIGHT
from .dahua_media import RECORDINGS
from .dahua_options import OPTIONS
from .dahua_overlay import OVERLAY, TITLES
from .dahua_picture import FOCUS, PICTURE, PICTURE_ACTIONS, WIPER, WIPER_ACTIONS
from .dahua_ptz import MOVEMENT, MOVEMENT_ACTIONS, PTZ
from .dahua_recording import RECORDING
from .dahua_rows import asked, parameter, table
from .dahua_sensors import DOOR_ACTIONS, DOORS, PEOPLE
from .dahua_sound import SOUND
from .dahua_system import NETWORK, SYSTEM, SYSTEM_ACTIONS
from .dahua_thermal import THERMAL, THERMAL_ACTIONS
from .dahua_values import named

_TYPE = re.compile(r"type\s*=\s*[^\s=<>][^=<>\r\n]*")
_REFUSAL = re.compile(r"\s*Error\s+ErrorID\s*=\s*\d+\s*,\s*Detail\s*=", re.IGNORECASE)
_REALM = re.compile(r'realm\s*=\s*"?\s*(Login to |DH_|Device_CGI|AMC)', re.IGNORECASE)


def _match(answer: Answer) -> Match:
    """Without an account a device answers with a challenge (section 3.5), or tells its type where it asks for none."""
    text = text_of(answer.body)
    if answer.status == 401:
        fits = any("digest " in challenge.casefold() or _REALM.search(challenge) for challenge in answer.challenges)
        return Match.MAYBE if fits or _REFUSAL.match(text) else Match.NO
    if answer.status == 200 and _TYPE.fullmatch(text.strip()):
        return Match.YES
    return Match.MAYBE if answer.status in (200, 400) and _REFUSAL.match(text) else Match.NO


def _told(feature: Feature[str], text: str) -> Iterator[AnyReading]:
    if text:
        yield Reading(Slot(0, feature), text)


def _model(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Where the type is a code, the name is that of the firmware to update with."""
    return _told(f.MODEL, named(glimpse.document, "devicetype", "updateserial", "type"))


def _version(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Read version and day of the build, in one line (section 4.6.16) or in two."""
    version, _, build = glimpse.document.get("version", "").partition(",build:")
    build = build or glimpse.document.get("builddate", "")
    return _told(f.FIRMWARE, f"{version} ({build})" if version and build else version)


_TITLE = re.compile(r"table\.channeltitle\[(\d{1,3})\]\.name")
_SLOT = re.compile(r"table\.remotedevice\..*_(\d{1,3})\.enable")

_MOST_CHANNELS = 256


def _channels(documents: Mapping[str, Document]) -> tuple[int, ...]:
    """Count the channels: a camera's are those that it can take pictures of, a recorder's those that have a title.

    A recorder lists all that it could have; at which of them there is a camera its RemoteDevice tells.
    """

    def count(key: str, path: str) -> int:
        return min(whole(documents.get(key, {}).get(path, "")) or 0, _MOST_CHANNELS)

    titles = documents.get("ChannelTitle", {})
    titled = sorted(int(found[1]) + 1 for path in titles if (found := _TITLE.fullmatch(path)))
    inputs = count("getCollect", "result")
    remote = count("MaxRemoteInputChannels", "table.maxremoteinputchannels")
    listed = titled if titled and (remote or not inputs) else list(range(1, max(inputs, remote, 1) + 1))
    slots = _slots(documents)
    # Where it has inputs of its own, those are in no slot.
    unlisted = not slots or remote < len(listed)
    return tuple(channel for channel in listed if slots.get(channel, unlisted))


def _slots(documents: Mapping[str, Document]) -> dict[int, bool]:
    """Return whether there is a camera in each slot, by channel."""
    told = documents.get("RemoteDevice", {}).items()
    return {int(slot[1]) + 1: text == "true" for path, text in told if (slot := _SLOT.fullmatch(path))}


def _roster(documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Return what tells of cameras that are added to a recorder, or removed from it."""
    if _slots(documents):
        return ("RemoteDevice",)
    return ("ChannelTitle",) if len(_channels(documents)) > 1 and documents.get("ChannelTitle") else ()


_IDENTITY = (
    asked(
        "magicBox",
        "getSystemInfo",
        Field(f.SERIAL, "serialNumber", TEXT),
        Field(f.HARDWARE, "hardwareVersion", TEXT),
        derive=_model,
    ),
    asked("magicBox", "getSerialNo", Field(f.SERIAL, "sn", TEXT)),
    asked("magicBox", "getDeviceType", derive=_model, unless=f.MODEL),
    asked("magicBox", "getSoftwareVersion", derive=_version),
    asked("magicBox", "getVendor", Field(f.VENDOR, "vendor", TEXT)),
    table("General", Field(f.DEVICE_NAME, "table.General.MachineName", TEXT)),
    asked("magicBox", "getMachineName", Field(f.DEVICE_NAME, "name", TEXT)),
    NETWORK,
    TITLES,
    asked("devVideoInput", "getCollect"),
    asked(
        "magicBox",
        "getProductDefinition",
        key="MaxRemoteInputChannels",
        more={"name": "MaxRemoteInputChannels"},
    ),
    # Beyond the document: which slots of a recorder hold a camera.
    table("RemoteDevice"),
)


def _stream(kind: StreamKind, number: int, subtype: int, needs: Feature[str] | Feature[bool] | None) -> Stream:
    query = {"channel": "{ch}", "subtype": str(subtype)}
    return Stream(
        kind=kind,
        number=number,
        rtsp=(f"/cam/realmonitor?channel={{ch}}&subtype={subtype}",),
        snapshot=Request("/cgi-bin/snapshot.cgi", {"channel": "{ch}"}),
        # Cameras differ in whether their only channel is 0 or 1 here.
        snapshot_alone=Request("/cgi-bin/snapshot.cgi"),
        mjpeg=Request("/cgi-bin/mjpg/video.cgi", query) if subtype else None,
        needs=needs,
    )


DIALECT = Dialect(
    name="dahua",
    title="Dahua, Amcrest, Lorex",
    login=ChallengeLogin(),
    sign=Sign(Request("/cgi-bin/magicBox.cgi", {"action": "getDeviceType"}), _match),
    decode=decode,
    endpoints=(
        *_IDENTITY,
        *ENCODE,
        *PICTURE,
        CAPABILITIES,
        OPTIONS,
        FOCUS,
        *LIGHT,
        COAXIAL,
        *DETECTION,
        *SOUND,
        *OVERLAY,
        *RECORDING,
        *SYSTEM,
        *ALARMS,
        *PTZ,
        WIPER,
        PEOPLE,
        *DOORS,
        *THERMAL,
    ),
    identity=tuple(endpoint.key for endpoint in _IDENTITY),
    actions=(
        *SYSTEM_ACTIONS,
        *PICTURE_ACTIONS,
        *WIPER_ACTIONS,
        *MOVEMENT_ACTIONS,
        *DOOR_ACTIONS,
        *THERMAL_ACTIONS,
    ),
    # MJPEG is a format of the extra streams only, on most devices.
    streams=(
        _stream(StreamKind.MAIN, 1, 0, None),
        _stream(StreamKind.SUB, 2, 1, f.STREAM_CODEC),
        _stream(StreamKind.THIRD, 3, 2, f.STREAM),
        _stream(StreamKind.FOURTH, 4, 3, f.STREAM),
    ),
    push=PUSH,
    recordings=RECORDINGS,
    movement=MOVEMENT,
    channels=_channels,
    roster=_roster,
    parameter=parameter,
    confirms=confirms,
)
