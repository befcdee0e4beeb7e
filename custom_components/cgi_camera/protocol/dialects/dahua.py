"""The dahua dialect: tables of key=value lines behind HTTP authentication (Amcrest HTTP API)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
import re

from .. import features as f
from ..codecs import text_of
from ..converters import INT, TEXT
from ..exchange import Answer, Request
from ..login import ChallengeLogin
from ..model import AnyReading, Feature, Reading, Slot, StreamKind
from ..schema import ONCE, Action, AnyField, Dialect, Document, Endpoint, Field, Glimpse, Match, Sign, Stream
from .dahua_alarms import ALARMS
from .dahua_events import PUSH
from .dahua_tables import TABLES, parameter, table
from .dahua_values import MOMENT, POSITIVE, decode, named

_TYPE = re.compile(r"\s*type\s*=\s*[^\s=<>][^=<>\r\n]*\s*")
_REFUSAL = re.compile(r"\s*Error\s+ErrorID\s*=\s*\d+\s*,\s*Detail\s*=", re.IGNORECASE)
_REALM = re.compile(r'realm\s*=\s*"?\s*(Login to |DH_|Device_CGI|AMC)', re.IGNORECASE)


def _match(answer: Answer) -> Match:
    """Without an account a device answers with a challenge (section 3.5), or tells its type where it asks for none."""
    text = text_of(answer.body)
    if answer.status == 401:
        fits = any("digest " in challenge.casefold() or _REALM.search(challenge) for challenge in answer.challenges)
        return Match.MAYBE if fits or _REFUSAL.match(text) else Match.NO
    if answer.status == 200 and _TYPE.fullmatch(text):
        return Match.YES
    return Match.MAYBE if answer.status in (200, 400) and _REFUSAL.match(text) else Match.NO


def _asked(
    cgi: str,
    action: str,
    *fields: AnyField,
    key: str = "",
    more: Mapping[str, str] | None = None,
    per_channel: bool = False,
    derive: Callable[[Glimpse], Iterable[AnyReading]] | None = None,
) -> Endpoint:
    """Return an endpoint that is read once, named by its action."""
    return Endpoint(
        key=key or action,
        read=Request(f"/cgi-bin/{cgi}.cgi", {"action": action, **(more or {})}),
        fields=fields,
        period=ONCE,
        per_channel=per_channel,
        derive=derive,
    )


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


def _mac(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Read the address of the default interface, else of the first that has one (section 4.7.2)."""
    network = glimpse.document
    own = network.get(f"table.network.{network.get('table.network.defaultinterface', '').casefold()}.physicaladdress")
    others = (text for path, text in network.items() if path.endswith(".physicaladdress"))
    return _told(f.MAC, own or next(others, ""))


_CHANNEL = re.compile(r"table\.channeltitle\[(\d+)\]\.name")


def _channels(documents: Mapping[str, Document]) -> tuple[int, ...]:
    """Count the channels: a recorder's are those that have a title, a camera's those that it can take pictures of."""

    def count(key: str, path: str) -> int:
        text = documents.get(key, {}).get(path, "")
        return int(text) if text.isdigit() else 0

    titles = documents.get("ChannelTitle", {})
    titled = sorted(int(found[1]) + 1 for path in titles if (found := _CHANNEL.fullmatch(path)))
    inputs = count("getCollect", "result")
    remote = count("MaxRemoteInputChannels", "table.maxremoteinputchannels")
    if titled and (remote or not inputs):
        return tuple(titled)
    return tuple(range(1, max(inputs, remote, 1) + 1))


_IDENTITY = (
    _asked(
        "magicBox",
        "getSystemInfo",
        Field(f.SERIAL, "serialNumber", TEXT),
        Field(f.HARDWARE, "hardwareVersion", TEXT),
        derive=_model,
    ),
    _asked("magicBox", "getSerialNo", Field(f.SERIAL, "sn", TEXT)),
    _asked("magicBox", "getDeviceType", derive=_model),
    _asked("magicBox", "getSoftwareVersion", derive=_version),
    _asked("magicBox", "getVendor", Field(f.VENDOR, "vendor", TEXT)),
    table("General", Field(f.DEVICE_NAME, "table.General.MachineName", TEXT)),
    _asked("magicBox", "getMachineName", Field(f.DEVICE_NAME, "name", TEXT)),
    Endpoint(
        key="Network",
        read=Request("/cgi-bin/configManager.cgi", {"action": "getConfig", "name": "Network"}),
        period=ONCE,
        derive=_mac,
    ),
    table(
        "ChannelTitle",
        Field(f.CHANNEL_NAME, "table.ChannelTitle[{ch0}].Name", TEXT, write=""),
        Field(f.OSD_TITLE, "table.ChannelTitle[{ch0}].Name", TEXT),
    ),
    _asked("devVideoInput", "getCollect"),
    _asked(
        "magicBox",
        "getProductDefinition",
        key="MaxRemoteInputChannels",
        more={"name": "MaxRemoteInputChannels"},
    ),
)

_CLOCK = _asked("global", "getCurrentTime", Field(f.CLOCK, "result", MOMENT))

_PTZ = (
    _asked(
        "ptz",
        "getCurrentProtocolCaps",
        Field(f.PTZ, "caps.PresetMax", POSITIVE),
        Field(f.PRESET_COUNT, "caps.PresetMax", INT),
        more={"channel": "{ch}"},
        per_channel=True,
    ),
    _asked(
        "ptz",
        "getPresets",
        Field(f.PRESET, "presets[{i}].Name", TEXT, number="presets[{i}].Index"),
        # As section 4.10.5 prints it.
        Field(f.PRESET, "presets.presets[{i}].Name", TEXT, number="presets.presets[{i}].Index"),
        more={"channel": "{ch}"},
        per_channel=True,
        derive=lambda glimpse: [Reading(Slot(glimpse.place.channel, f.PTZ), True)] if glimpse.document else [],
    ),
)


def _extra_streams(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Tell which streams there are, of those that Encode lists (section 4.5.1)."""
    count = glimpse.document.get("table.maxextrastream", "")
    for number in range(1, int(count) + 2) if count.isdecimal() else ():
        yield Reading(Slot(0, f.STREAM, number), True)


_EXTRA_STREAMS = _asked(
    "magicBox",
    "getProductDefinition",
    key="MaxExtraStream",
    more={"name": "MaxExtraStream"},
    derive=_extra_streams,
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
    endpoints=(*_IDENTITY, _CLOCK, _EXTRA_STREAMS, *TABLES, *ALARMS, *_PTZ),
    identity=tuple(endpoint.key for endpoint in _IDENTITY),
    actions=(
        Action(f.REBOOT, Request("/cgi-bin/magicBox.cgi", {"action": "reboot"})),
        # The channel counts from 0 here, and from 1 where presets are listed.
        Action(
            f.GOTO_PRESET,
            Request(
                "/cgi-bin/ptz.cgi",
                {
                    "action": "start",
                    "channel": "{ch0}",
                    "code": "GotoPreset",
                    "arg1": "0",
                    "arg2": "{n}",
                    "arg3": "0",
                },
            ),
            needs=f.PTZ,
            per_channel=True,
            numbered=True,
        ),
    ),
    # MJPEG is a format of the extra streams only, on most devices.
    streams=(
        _stream(StreamKind.MAIN, 1, 0, None),
        _stream(StreamKind.SUB, 2, 1, f.STREAM_CODEC),
        _stream(StreamKind.THIRD, 3, 2, f.STREAM),
    ),
    push=PUSH,
    channels=_channels,
    parameter=parameter,
)
