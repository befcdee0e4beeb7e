"""Pan, tilt and zoom of the ipc dialect (IPC HTTP CGI 1.0.1 and 1.0.10, section 3.15)."""

from collections.abc import Callable

from .. import features as f
from ..exchange import Request
from ..movement import Axis, Drive, Move, Movement, speed, way
from ..schema import Action


def _order(**query: str) -> Request:
    return Request("/cgi-bin/ptz_ctrl", query)


def _sign(share: float) -> str:
    return "0" if share == 0 else way(share, "-1", "1")


def _head(move: Move, before: Move) -> Request:
    """Both axes have one speed."""
    fastest = max(abs(move.pan), abs(move.tilt))
    return _order(move_x=_sign(move.pan), move_y=_sign(move.tilt), speed=speed(fastest, 1, 10))


def _lens(name: Axis, back: str, forth: str) -> Callable[[Move, Move], Request]:
    return lambda move, before: _order(**{name: way(move[name], back, forth)})


def _stop(move: Move) -> Request:
    return _order(stop="1")


MOVEMENT = Movement(
    drives=(
        Drive({Axis.PAN: f.PTZ, Axis.TILT: f.PTZ}, _head, _stop),
        Drive({Axis.ZOOM: f.PTZ}, _lens(Axis.ZOOM, "-1", "1"), _stop),
        Drive({Axis.FOCUS: f.PTZ}, _lens(Axis.FOCUS, "1", "-1"), _stop),
        Drive({Axis.IRIS: f.PTZ}, _lens(Axis.IRIS, "-1", "1"), _stop),
    ),
    save=_order(add_preset="{n}"),
    delete=_order(delete_preset="{n}"),
)
"""Presets cannot be listed, and the document does not say how many there are."""

MOVEMENT_ACTIONS = (Action(f.GOTO_PRESET, _order(call_preset="{n}"), needs=f.PTZ, numbered=True, moves=True),)
