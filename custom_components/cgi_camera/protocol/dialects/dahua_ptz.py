"""Pan, tilt and zoom of the dahua dialect, and the line to a drive (Amcrest HTTP API, section 4.10).

Channels count from 0 where a head is told to move, and from 1 where presets and positions are read.
"""

from collections.abc import Callable, Iterable, Iterator

from .. import features as f
from ..converters import FLOAT, INT, TEXT, span
from ..exchange import Request
from ..model import AnyReading, Command, Feature, Reading, Slot
from ..movement import Area, Axis, Drive, Move, Movement, Position, speed, way
from ..schema import ONCE, SETTINGS, STATUS, Action, AnyField, Converter, Endpoint, Field, Glimpse
from .dahua_rows import number, shown, table, word
from .dahua_values import POSITIVE
from .dahua_words import BAUD_RATE, DATA_BITS, PARITY, STOP_BITS

_FASTEST = 8
_SCREEN = 8192
"""Width and height of the picture as moveDirectly counts it (section 4.10.9)."""


def _told(
    action: str,
    *fields: AnyField,
    key: str = "",
    period: float = ONCE,
    derive: Callable[[Glimpse], Iterable[AnyReading]] | None = None,
) -> Endpoint:
    return Endpoint(
        key=key or action,
        read=Request("/cgi-bin/ptz.cgi", {"action": action, "channel": "{ch}"}),
        fields=fields,
        period=period,
        per_channel=True,
        derive=derive,
    )


def _part(index: int) -> Converter[float]:
    """Read one of three numbers in a row, as section 4.10.8 prints them."""
    return Converter(lambda text: FLOAT.read(text.split(",")[index]), lambda value, _: "")


def _place(feature: Feature[float], index: int) -> Iterator[AnyField]:
    """Yield where an axis stands: devices misspell it, the document prints all three in a row."""
    yield Field(feature, f"status.Postion[{index}]", FLOAT)
    yield Field(feature, f"status.Position[{index}]", FLOAT)
    yield Field(feature, "status.Position", _part(index))


def _moving(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Tell that the head or its lens moves, where the device tells of either."""
    words = [glimpse.document.get(f"status.{what}status", "").casefold() for what in ("move", "zoom")]
    if any(words):
        yield Reading(Slot(glimpse.place.channel, f.PTZ_MOVING), "moving" in words)


def _listed(glimpse: Glimpse) -> Iterator[AnyReading]:
    """What has presets has a head."""
    if glimpse.document:
        yield Reading(Slot(glimpse.place.channel, f.PTZ), True)


_PORT = "Ptz[{ch0}]"

PTZ = (
    table(
        "Ptz",
        number(f.PTZ_ADDRESS, f"{_PORT}.Address", span(0, 255)),
        word(f.PTZ_BAUD_RATE, f"{_PORT}.Attribute[0]", BAUD_RATE),
        word(f.PTZ_DATA_BITS, f"{_PORT}.Attribute[1]", DATA_BITS),
        word(f.PTZ_PARITY, f"{_PORT}.Attribute[2]", PARITY),
        word(f.PTZ_STOP_BITS, f"{_PORT}.Attribute[3]", STOP_BITS),
        # -1 is none.
        number(f.PTZ_IDLE_PRESET, f"{_PORT}.Homing[0]", span(-1, 255)),
        number(f.PTZ_IDLE_TIME, f"{_PORT}.Homing[1]", span(0, 65535)),
        # The list of those that there are is not supported, says the document (section 4.10.3).
        shown(f.PTZ_DRIVER, f"{_PORT}.ProtocolName", TEXT),
    ),
    _told(
        "getCurrentProtocolCaps",
        Field(f.PTZ, "caps.PresetMax", POSITIVE),
        Field(f.PRESET_COUNT, "caps.PresetMax", INT),
        Field(f.TOUR_COUNT, "caps.TourMax", INT),
        Field(f.PATTERN_COUNT, "caps.PatternMax", INT),
        Field(f.AUX_COUNT, "caps.AuxMax", INT),
    ),
    _told(
        "getPresets",
        Field(f.PRESET, "presets[{i}].Name", TEXT, number="presets[{i}].Index"),
        # As section 4.10.5 prints it.
        Field(f.PRESET, "presets.presets[{i}].Name", TEXT, number="presets.presets[{i}].Index"),
        period=SETTINGS,
        derive=_listed,
    ),
    _told(
        "getStatus",
        *_place(f.PAN_POSITION, 0),
        *_place(f.TILT_POSITION, 1),
        *_place(f.PTZ_ZOOM_POSITION, 2),
        Field(f.CURRENT_PRESET, "status.PresetID", INT),
        key="ptz getStatus",
        period=STATUS,
        derive=_moving,
    ),
)


def _order(code: str, *arguments: object, action: str = "start") -> Request:
    query = {"action": action, "channel": "{ch0}", "code": code}
    texts = [*map(str, arguments), "0", "0", "0"]
    return Request("/cgi-bin/ptz.cgi", {**query, **{f"arg{n}": text for n, text in enumerate(texts[:3], 1)}})


def _head(move: Move, action: str) -> Request:
    """Vertical before horizontal speed where both axes move, behind a 0 where one does (section 4.10.7)."""
    sideways = way(move.pan, "Left", "Right") if move.pan else ""
    upward = way(move.tilt, "Down", "Up") if move.tilt else ""
    tilt, pan = speed(move.tilt, 1, _FASTEST), speed(move.pan, 1, _FASTEST)
    if sideways and upward:
        return _order(sideways + upward, tilt, pan, action=action)
    return _order(sideways or upward, 0, pan if sideways else tilt, action=action)


def _drive(axis: Axis, back: str, forth: str) -> Drive:
    def order(move: Move, action: str) -> Request:
        return _order(way(move[axis], back, forth), action=action)

    return Drive({axis: f.PTZ}, lambda move, before: order(move, "start"), lambda move: order(move, "stop"))


def _signed(share: float) -> str:
    return f"{'-' if share < 0 else ''}{speed(share, 1, _FASTEST)}" if share else "0"


def _joint(move: Move, action: str) -> Request:
    """Head and lens at once: of two codes the second may replace the first."""
    return _order("Continuously", *(_signed(share) for share in (move.pan, move.tilt, move.zoom)), action=action)


def _absolute(place: Position) -> Request:
    return _order("PositionABS", *(FLOAT.write(place[axis] or 0, "") for axis in (Axis.PAN, Axis.TILT, Axis.ZOOM)))


def _area(area: Area) -> Request:
    corners = {
        "startPoint[0]": area.left,
        "startPoint[1]": area.top,
        "endPoint[0]": area.right,
        "endPoint[1]": area.bottom,
    }
    query = {"action": "moveDirectly", "channel": "{ch}"}
    return Request("/cgi-bin/ptzBase.cgi", {**query, **{k: str(round(v * _SCREEN)) for k, v in corners.items()}})


MOVEMENT = Movement(
    drives=(
        Drive(
            {Axis.PAN: f.PTZ, Axis.TILT: f.PTZ, Axis.ZOOM: f.PTZ},
            lambda move, before: _joint(move, "start"),
            lambda move: _joint(move, "stop"),
            joint=lambda move: bool(move.zoom and (move.pan or move.tilt)),
        ),
        Drive(
            {Axis.PAN: f.PTZ, Axis.TILT: f.PTZ},
            lambda move, before: _head(move, "start"),
            lambda move: _head(move, "stop"),
        ),
        _drive(Axis.ZOOM, "ZoomWide", "ZoomTele"),
        _drive(Axis.FOCUS, "FocusNear", "FocusFar"),
        _drive(Axis.IRIS, "IrisSmall", "IrisLarge"),
    ),
    save=_order("SetPreset", 0, "{n}"),
    delete=_order("ClearPreset", 0, "{n}"),
    presets="getPresets",
    position="ptz getStatus",
    absolute=_absolute,
    whole=True,
    ranges={Axis.PAN: (0, 360), Axis.TILT: (0, 90), Axis.ZOOM: (0, 128)},
    area=_area,
    extend=lambda tour, preset: _order("AddTour", tour, preset),
    shorten=lambda tour, preset: _order("DelTour", tour, preset),
)


def _do(
    command: Command, code: str, *, of: Feature[int] | None = None, moves: bool = False, undo: Command | None = None
) -> Action:
    """Return what a head does once; `of` tells how many there are of its kind."""
    request = _order(code, "{n}") if of else _order(code)
    return Action(command, request, needs=of or f.PTZ, per_channel=True, count=of or 0, moves=moves, undo=undo)


MOVEMENT_ACTIONS = (
    Action(f.GOTO_PRESET, _order("GotoPreset", 0, "{n}"), needs=f.PTZ, per_channel=True, numbered=True, moves=True),
    _do(f.START_TOUR, "StartTour", of=f.TOUR_COUNT, moves=True, undo=f.STOP_TOUR),
    _do(f.STOP_TOUR, "StopTour", of=f.TOUR_COUNT, moves=True),
    _do(f.CLEAR_TOUR, "ClearTour", of=f.TOUR_COUNT),
    _do(f.RUN_PATTERN, "StartPattern", of=f.PATTERN_COUNT, moves=True, undo=f.STOP_PATTERN),
    _do(f.STOP_PATTERN, "StopPattern", of=f.PATTERN_COUNT, moves=True),
    _do(f.BEGIN_PATTERN, "SetPatternBegin", of=f.PATTERN_COUNT),
    _do(f.END_PATTERN, "SetPatternEnd", of=f.PATTERN_COUNT),
    _do(f.CLEAR_PATTERN, "ClearPattern", of=f.PATTERN_COUNT),
    _do(f.AUTO_PAN, "AutoPanOn", moves=True, undo=f.STOP_AUTO_PAN),
    _do(f.STOP_AUTO_PAN, "AutoPanOff", moves=True),
    _do(f.AUTO_SCAN, "AutoScanOn", moves=True, undo=f.STOP_AUTO_SCAN),
    _do(f.STOP_AUTO_SCAN, "AutoScanOff", moves=True),
    _do(f.SET_LEFT_LIMIT, "SetLeftLimit"),
    _do(f.SET_RIGHT_LIMIT, "SetRightLimit"),
    _do(f.AUX_ON, "AuxOn", of=f.AUX_COUNT),
    _do(f.AUX_OFF, "AuxOff", of=f.AUX_COUNT),
)
