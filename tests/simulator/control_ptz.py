"""Pan, tilt, zoom and focus of a control camera (section 8)."""

from collections.abc import Callable, Mapping
from typing import Any

from .control_values import Check, NotAllowed, choice, integer
from .movement import Axis, Mover

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
# No document says how fast or how far; degrees, times and per cent.
AXES = {"pan": Axis(0, 360, wraps=True), "tilt": Axis(-90, 90), "zoom": Axis(1, 36, start=1), "focus": Axis(0, 100)}
SIGNS = {"right": 1, "left": -1, "up": 1, "down": -1, "in": 1, "out": -1}
CHECKS = {action: checks for (_, action), checks in PTZ_COMMANDS.items()}


class Head:
    """Which way it moves, where it was sent, what it was told: enough for a test to look at."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self.mover = Mover(seconds, AXES)
        self.places: dict[int, dict[str, float]] = {}
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
            if action.startswith("autopan_"):
                way = 1 if action == "autopan_cw" else -1
                self.mover.move(pan=way * int(values["speed"]) / 10 if self.running else 0.0)
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
        self.running = ""
        speeds = {name: SIGNS[way] * speed / 10 for name, (way, speed) in self.moving.items()}
        self.mover.move(**dict.fromkeys(directions, 0.0) | speeds)

    def _preset(self, action: str, values: Mapping[str, str], most: int) -> None:
        if "number" not in values or int(values["number"]) > most:
            raise NotAllowed(f"number is 1..{most}")
        number = int(values["number"])
        if action == "setpreset":
            self.presets.add(number)
            self.places[number] = self.mover.place()
        elif action == "clearpreset":
            self.presets.discard(number)
        else:
            self.preset = number
            if number in self.places:
                self.moving.clear()
                self.mover.go(self.places[number])

    def state(self) -> dict[str, Any]:
        return {
            "place": self.mover.place(),
            "moving": {name: list(move) for name, move in self.moving.items()},
            "presets": sorted(self.presets),
            "preset": self.preset,
            "running": self.running,
            "done": self.done[-20:],
        }
