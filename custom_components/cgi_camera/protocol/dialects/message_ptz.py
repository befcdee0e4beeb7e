"""Pan, tilt and zoom of the message dialect (Message HTTP API 3.1, section 3.6)."""

from collections.abc import Iterator

from .. import features as f
from ..converters import INT, TEXT, span
from ..exchange import Request
from ..model import Command, Feature
from ..schema import Action, AnyField, Endpoint, Field
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


def _speeds() -> Iterator[AnyField]:
    """Yield the speeds, which are named once by the table and once by the printed answer (section 3.6.1.1)."""
    for feature, name, printed, limits in _SPEEDS:
        for path in (name, printed):
            yield Field(feature, f"SpeedInfo/{path}", INT, span(*limits), write=name)


MOVEMENT = (
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


def _order(command: Command, *, counted: bool = False, name: str = "PTZCtrlInfo", **query: str) -> Action:
    request = Request("/cgi/ptz_set", {"Channel": "{ch}", "Group": name, **query})
    return Action(command, request, needs=f.PTZ, per_channel=True, count=_MOST if counted else 0)


MOVEMENT_ACTIONS = (
    Action(
        f.GOTO_PRESET,
        Request("/cgi/ptz_set", {"Channel": "{ch}", "Group": "PTZCtrlInfo", "PresetNumber": "{n}", "Preset": "1"}),
        needs=f.PTZ,
        per_channel=True,
        numbered=True,
    ),
    _order(f.PTZ_STOP, Stop="0"),
    _order(f.AUTO_SCAN, AutoScan="1"),
    _order(f.BEGIN_PATTERN, counted=True, PatternNumber="{n}", Pattern="0"),
    _order(f.END_PATTERN, counted=True, PatternNumber="{n}", Pattern="1"),
    _order(f.RUN_PATTERN, counted=True, PatternNumber="{n}", Pattern="2"),
    _order(f.BEGIN_AUTO_PAN, counted=True, AutoPanNumber="{n}", AutoPan="0"),
    _order(f.END_AUTO_PAN, counted=True, AutoPanNumber="{n}", AutoPan="1"),
    _order(f.RUN_AUTO_PAN, counted=True, AutoPanNumber="{n}", AutoPan="2"),
    _order(f.START_TOUR, counted=True, name="TourInfo", TourNum="{n}", TourAct="1"),
    _order(f.STOP_TOUR, counted=True, name="TourInfo", TourNum="{n}", TourAct="0"),
)
