"""Pan, tilt and zoom of the message dialect (Message HTTP API 3.1, section 3.6)."""

from collections.abc import Iterator
from functools import partial

from .. import features as f
from ..converters import FLOAT, INT, TEXT, span
from ..exchange import Request
from ..model import Command, Feature
from ..movement import Axis, Drive, Move, Movement, Position, speed, way
from ..schema import STATUS, Action, AnyField, Converter, Endpoint, Field
from .message_rows import group
from .message_values import BAUD_RATE, MOVES, POSITIONING, PTZ_PROTOCOL

_SPEEDS: tuple[tuple[Feature[int], str, str, tuple[int, int]], ...] = (
    (f.PAN_SPEED, "PanSpeed", "pan_speed", (1, 8)),
    (f.TILT_SPEED, "TiltSpeed", "tilt_speed", (1, 8)),
    (f.ZOOM_SPEED, "ZoomSpeed", "zoom_speed", (0, 2)),
    (f.FOCUS_SPEED, "FocusSpeed", "focus_speed", (0, 2)),
)
_MOST = 4
"""Patterns, auto pans and tours that a drive has (section 3.6.4)."""
_DEGREES = Converter[float](lambda text: FLOAT.read(text) / 100, lambda value, _: str(round(value * 100)))


def _speeds() -> Iterator[AnyField]:
    """Yield the speeds, which are named once by the table and once by the printed answer (section 3.6.1.1)."""
    for feature, name, printed, limits in _SPEEDS:
        for path in (name, printed):
            yield Field(feature, f"SpeedInfo/{path}", INT, span(*limits), write=name)


HEADS = (
    group(
        "ptz",
        "SpeedInfo",
        *(Field(f.PTZ, f"SpeedInfo/{name}", MOVES) for name in ("PanSpeed", "pan_speed")),
        *_speeds(),
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
    # The document does not print the answer; the names are those of the request (section 3.6.4).
    Endpoint(
        key="ptz PTZCtrlInfo",
        read=Request("/cgi/ptz_get", {"Channel": "{ch}", "Group": "PTZCtrlInfo"}),
        per_channel=True,
        period=STATUS,
        fields=(
            Field(f.PAN_POSITION, "PTZCtrlInfo/Pan", _DEGREES),
            Field(f.TILT_POSITION, "PTZCtrlInfo/Tilt", _DEGREES),
            Field(f.PTZ_ZOOM_POSITION, "PTZCtrlInfo/ZoomPosition", FLOAT),
        ),
    ),
    group(
        "ptz",
        "ProtocolInfo",
        Field(f.PTZ_ADDRESS, "ProtocolInfo/CamAddr", INT, span(1, 255)),
        Field(f.PTZ_PROTOCOL, "ProtocolInfo/ProtocolType", PTZ_PROTOCOL),
        Field(f.PTZ_BAUD_RATE, "ProtocolInfo/BaudRate", BAUD_RATE),
        Field(f.PTZ_POSITIONING, "ProtocolInfo/Protocol3D", POSITIONING),
        Field(f.PTZ_USER_MODE, "ProtocolInfo/UserMode", INT, span(0, 3)),
    ),
)


def _told(group_: str = "PTZCtrlInfo", **query: str) -> Request:
    return Request("/cgi/ptz_set", {"Channel": "{ch}", "Group": group_, **query})


_DIRECTIONS = {(0, 1): 1, (0, -1): 2, (-1, 0): 3, (1, 0): 4, (-1, 1): 5, (-1, -1): 6, (1, 1): 7, (1, -1): 8}


def _sign(share: float) -> int:
    return (share > 0) - (share < 0)


def _head(move: Move, before: Move) -> Request:
    """Both speeds are always told, as the examples do (section 3.6.2.2)."""
    return _told(
        Direction=str(_DIRECTIONS[_sign(move.pan), _sign(move.tilt)]),
        PanSpeed=speed(move.pan or move.tilt, 1, 63),
        TiltSpeed=speed(move.tilt or move.pan, 1, 63),
    )


def _stop(move: Move) -> Request:
    return _told(Stop="0")


def _lens(axis: Axis, name: str, back: str, forth: str) -> Drive:
    """Return a drive of the lens, which has one speed."""
    return Drive({axis: f.PTZ}, lambda move, before: _told(**{name: way(move[axis], back, forth)}), _stop)


def _place(model: str, place: Position) -> Request:
    """Spell a position, or a way to go on, in hundredths of a degree (section 3.6.2.8)."""
    places = {"Pan": (place.pan, 100), "Tilt": (place.tilt, 100), "ZoomPosition": (place.zoom, 1)}
    told = {name: str(round(value * scale)) for name, (value, scale) in places.items() if value is not None}
    return _told(Model=model, **told)


MOVEMENT = Movement(
    drives=(
        Drive({Axis.PAN: f.PTZ, Axis.TILT: f.PTZ}, _head, _stop),
        _lens(Axis.ZOOM, "Zoom", "0", "1"),
        _lens(Axis.FOCUS, "Focus", "1", "0"),
        _lens(Axis.IRIS, "Iris", "0", "1"),
    ),
    # The document knows no way to delete presets.
    save=_told(PresetNumber="{n}", Preset="0"),
    title="PresetTitle",
    presets="ptz PresetNameInfo",
    position="ptz PTZCtrlInfo",
    absolute=partial(_place, "0"),
    ranges={Axis.PAN: (0, 360), Axis.TILT: (0, 360), Axis.ZOOM: (0, 65535)},
    onward=partial(_place, "1"),
    extend=lambda tour, preset: _told("TourInfo", TourNum=str(tour), PresetNumber=str(preset)),
)


def _do(
    command: Command,
    *,
    counted: bool = False,
    name: str = "PTZCtrlInfo",
    moves: bool = False,
    undo: Command | None = None,
    **query: str,
) -> Action:
    count = _MOST if counted else 0
    return Action(command, _told(name, **query), f.PTZ, per_channel=True, count=count, moves=moves, undo=undo)


MOVEMENT_ACTIONS = (
    Action(
        f.GOTO_PRESET,
        _told(PresetNumber="{n}", Preset="1"),
        needs=f.PTZ,
        per_channel=True,
        numbered=True,
        moves=True,
    ),
    _do(f.AUTO_SCAN, moves=True, AutoScan="1"),
    _do(f.BEGIN_PATTERN, counted=True, PatternNumber="{n}", Pattern="0"),
    _do(f.END_PATTERN, counted=True, PatternNumber="{n}", Pattern="1"),
    _do(f.RUN_PATTERN, counted=True, moves=True, PatternNumber="{n}", Pattern="2"),
    _do(f.BEGIN_AUTO_PAN, counted=True, AutoPanNumber="{n}", AutoPan="0"),
    _do(f.END_AUTO_PAN, counted=True, AutoPanNumber="{n}", AutoPan="1"),
    _do(f.RUN_AUTO_PAN, counted=True, moves=True, AutoPanNumber="{n}", AutoPan="2"),
    _do(f.START_TOUR, counted=True, moves=True, undo=f.STOP_TOUR, name="TourInfo", TourNum="{n}", TourAct="1"),
    _do(f.STOP_TOUR, counted=True, moves=True, name="TourInfo", TourNum="{n}", TourAct="0"),
)
