"""Pan, tilt, zoom and focus of a control camera (section 8)."""

from collections.abc import Mapping
from typing import Any

from .control_values import Check, NotAllowed, choice, integer

SPEED = integer(1, 100)
TOURS = 4
STOP = 255

PTZ_COMMANDS: dict[tuple[str, str], dict[str, Check]] = {
    ("ptzf_status", "lensreset"): {},
    ("pt_control", "setptmove"): {
        "pan": choice("right", "left", "stop"),
        "panspeed": SPEED,
        "tilt": choice("up", "down", "stop"),
        "tiltspeed": SPEED,
    },
    ("zf_control", "onepush"): {},
    ("zf_control", "setzfmove"): {
        "zoom": choice("in", "out", "stop"),
        "zoomspeed": SPEED,
        "focus": choice("in", "out", "stop"),
        "focusspeed": SPEED,
    },
    ("preset_control", "setpreset"): {"number": integer(1, 256)},
    ("preset_control", "gopreset"): {"number": integer(1, 256)},
    ("preset_control", "clearpreset"): {"number": integer(1, 256)},
    ("preset_control", "autopan"): {"number": integer(1, TOURS, STOP)},
    ("preset_control", "autopan_cw"): {"speed": integer(1, 100, STOP)},
    ("preset_control", "autopan_ccw"): {"speed": integer(1, 100, STOP)},
    ("preset_control", "tour"): {"number": integer(1, TOURS, STOP)},
}
CHECKS = {action: checks for (_, action), checks in PTZ_COMMANDS.items()}


class Head:
    """Which way it moves, where it was sent, what it was told: enough for a test to look at."""

    def __init__(self) -> None:
        self.moving: dict[str, tuple[str, int]] = {}
        self.presets: set[int] = set()
        self.preset: int | None = None
        self.running = ""
        self.done: list[str] = []

    def do(self, action: str, query: Mapping[str, str], most_presets: int) -> None:
        checks = CHECKS[action]
        if unknown := query.keys() - checks.keys():
            raise NotAllowed(f"unknown parameter {', '.join(sorted(unknown))}")
        values = {name: checks[name](value) for name, value in query.items()}
        if action in ("setptmove", "setzfmove"):
            self._move(values)
        elif action.endswith("preset"):
            self._preset(action, values, most_presets)
        elif checks:
            if not values:
                raise NotAllowed(f"missing parameter {', '.join(checks)}")
            self.running = "" if str(STOP) in values.values() else action
        self.done.append(" ".join((action, *(f"{name}={value}" for name, value in values.items()))))

    def _move(self, values: Mapping[str, str]) -> None:
        directions = {name: value for name, value in values.items() if not name.endswith("speed")}
        if not directions:
            raise NotAllowed("no direction")
        for name, value in directions.items():
            if value != "stop" and f"{name}speed" not in values:
                raise NotAllowed(f"missing parameter {name}speed")
        for name, value in directions.items():
            if value == "stop":
                self.moving.pop(name, None)
            else:
                self.moving[name] = value, int(values[f"{name}speed"])

    def _preset(self, action: str, values: Mapping[str, str], most: int) -> None:
        if "number" not in values or int(values["number"]) > most:
            raise NotAllowed(f"number is 1..{most}")
        number = int(values["number"])
        if action == "setpreset":
            self.presets.add(number)
        elif action == "clearpreset":
            self.presets.discard(number)
        else:
            self.preset = number

    def state(self) -> dict[str, Any]:
        return {
            "moving": {name: list(move) for name, move in self.moving.items()},
            "presets": sorted(self.presets),
            "preset": self.preset,
            "running": self.running,
            "done": self.done[-20:],
        }
