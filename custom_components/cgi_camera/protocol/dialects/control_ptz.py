"""Pan, tilt, zoom and focus of the control dialect (Control CGI 1.20, section 8 and annex B3)."""

from collections.abc import Iterator, Mapping

from .. import features as f
from ..converters import ENABLE
from ..exchange import Request
from ..model import Command, Feature
from ..movement import Axis, Drive, Move, Movement, speed, way
from ..schema import ONCE, Action, Endpoint, Field
from .control_values import COUNT

_END = "255"
"""Where a number or a speed is expected: stop (section 8.4)."""


def _order(cgi: str, action: str, **query: str) -> Request:
    return Request(f"/cgi-bin/control/{cgi}.cgi", {"action": action, **query})


def _preset(action: str, **query: str) -> Request:
    return _order("preset_control", action, **query)


CAPABILITIES = Endpoint(
    key="capabilityptz",
    read=_order("capabilityptz", "getPTZ"),
    period=ONCE,
    fields=(
        Field(f.PTZ, "pansupported", ENABLE),
        Field(f.CAN_PAN, "pansupported", ENABLE),
        Field(f.CAN_TILT, "tiltsupported", ENABLE),
        Field(f.CAN_ZOOM, "zoomsupported", ENABLE),
        Field(f.CAN_FOCUS, "focussupported", ENABLE),
        Field(f.CAN_AUTO_FOCUS, "autofocussupported", ENABLE),
        Field(f.CAN_PAN_ROUND, "autopancwsupported", ENABLE),
        Field(f.PRESET_COUNT, "presetsupported", COUNT),
        Field(f.AUTO_PAN_COUNT, "autopansupported", COUNT),
        Field(f.TOUR_COUNT, "toursupported", COUNT),
    ),
)

STATUS = Endpoint(
    key="ptzf_status",
    read=_order("ptzf_status", "getptzstatus"),
    set=_order("ptzf_status", "setptzstatus"),
    fields=(Field(f.PAN_TILT, "ptstatus", ENABLE), Field(f.ZOOM_FOCUS, "zfstatus", ENABLE)),
)

_WAYS: Mapping[Axis, tuple[str, str]] = {
    Axis.PAN: ("left", "right"),
    Axis.TILT: ("down", "up"),
    Axis.ZOOM: ("out", "in"),
    # The document does not say which of the two is near (section 8.3).
    Axis.FOCUS: ("in", "out"),
}


def _spell(axes: Mapping[Axis, object], move: Move, before: Move) -> Iterator[tuple[str, str]]:
    """Tell each axis that is to move, and each that moved so far to stop."""
    for axis in axes:
        if move[axis]:
            yield axis, way(move[axis], *_WAYS[axis])
            yield f"{axis}speed", speed(move[axis], 1, 100)
        elif before[axis]:
            yield axis, "stop"


def _drive(cgi: str, action: str, axes: Mapping[Axis, Feature[bool]]) -> Drive:
    def start(move: Move, before: Move) -> Request:
        return _order(cgi, action, **dict(_spell(axes, move, before)))

    def stop(move: Move) -> Request:
        return _order(cgi, action, **dict(_spell(axes, Move(), move)))

    return Drive(axes, start, stop)


def _pan_round(clockwise: bool, share: float) -> Request:
    return _preset("autopan_cw" if clockwise else "autopan_ccw", speed=speed(share, 1, 100) if share else _END)


MOVEMENT = Movement(
    drives=(
        _drive("pt_control", "setptmove", {Axis.PAN: f.CAN_PAN, Axis.TILT: f.CAN_TILT}),
        _drive("zf_control", "setzfmove", {Axis.ZOOM: f.CAN_ZOOM, Axis.FOCUS: f.CAN_FOCUS}),
    ),
    save=_preset("setpreset", number="{n}"),
    delete=_preset("clearpreset", number="{n}"),
    most_presets=256,
    pan_round=_pan_round,
)


def _counted(command: Command, action: str, count: Feature[int], undo: Command) -> Action:
    return Action(command, _preset(action, number="{n}"), needs=count, count=count, moves=True, undo=undo)


MOVEMENT_ACTIONS = (
    Action(f.GOTO_PRESET, _preset("gopreset", number="{n}"), needs=f.PRESET_COUNT, numbered=True, moves=True),
    _counted(f.RUN_AUTO_PAN, "autopan", f.AUTO_PAN_COUNT, f.STOP_AUTO_PAN),
    Action(f.STOP_AUTO_PAN, _preset("autopan", number=_END), needs=f.AUTO_PAN_COUNT, moves=True),
    _counted(f.START_TOUR, "tour", f.TOUR_COUNT, f.STOP_TOURS),
    Action(f.STOP_TOURS, _preset("tour", number=_END), needs=f.TOUR_COUNT, moves=True),
    Action(f.AUTO_FOCUS, _order("zf_control", "onepush"), needs=f.CAN_AUTO_FOCUS, moves=True),
    Action(f.LENS_RESET, _order("ptzf_status", "lensreset"), needs=f.CAN_ZOOM, moves=True),
)
