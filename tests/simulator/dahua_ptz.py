"""Pan, tilt, zoom and presets of a Dahua device (4.10.3 to 4.10.9)."""

from collections.abc import Callable, Mapping
from typing import Any

from .control_values import Check, NotAllowed, integer, number

ANY = integer(0, 255)
SPEED = integer(1, 8)
BOTH_WAYS = integer(-8, 8)
PLAIN = (ANY, ANY, ANY)
STRAIGHT = (ANY, SPEED, ANY)
SLANTED = (SPEED, SPEED, ANY)


def commands(presets: int, tours: int = 7, patterns: int = 5) -> dict[str, tuple[Check, ...]]:
    """The codes of 4.10.7 with the checks of arg1, arg2 and arg3."""
    preset = (ANY, integer(1, presets), ANY)
    tour = (integer(0, tours), ANY, ANY)
    pattern = (integer(1, patterns), ANY, ANY)
    aux = (integer(1, 8), ANY, ANY)
    plain = (
        "ZoomWide ZoomTele FocusNear FocusFar IrisLarge IrisSmall AutoPanOn AutoPanOff SetLeftLimit SetRightLimit "
        "AutoScanOn AutoScanOff AlarmSearch Menu Exit Enter MenuUp MenuDown MenuLeft MenuRight Reset PositionReset"
    )
    return {
        **dict.fromkeys(plain.split(), PLAIN),
        **dict.fromkeys(("Up", "Down", "Left", "Right"), STRAIGHT),
        **dict.fromkeys(("LeftUp", "RightUp", "LeftDown", "RightDown"), SLANTED),
        **dict.fromkeys(("GotoPreset", "SetPreset", "ClearPreset"), preset),
        **dict.fromkeys(("StartTour", "StopTour", "ClearTour"), tour),
        **dict.fromkeys(("AddTour", "DelTour"), (integer(0, tours), integer(1, presets), ANY)),
        **dict.fromkeys(("SetPatternBegin", "SetPatternEnd", "StartPattern", "StopPattern", "ClearPattern"), pattern),
        **dict.fromkeys(("AuxOn", "AuxOff"), aux),
        "LightController": (ANY, ANY, integer(0, 1)),
        "Position": (number(-8192, 8192), number(-8192, 8192), number(-128, 128)),
        "PositionABS": (number(0, 360), number(0, 90), number(0, 128)),
        "Continuously": (BOTH_WAYS, BOTH_WAYS, BOTH_WAYS),
    }


# Degrees a second at speed 1, by code: pan, tilt, zoom.
WAYS = {
    "Up": (0, 1, 0),
    "Down": (0, -1, 0),
    "Left": (-1, 0, 0),
    "Right": (1, 0, 0),
    "LeftUp": (-1, 1, 0),
    "RightUp": (1, 1, 0),
    "LeftDown": (-1, -1, 0),
    "RightDown": (1, -1, 0),
    "ZoomTele": (0, 0, 1),
    "ZoomWide": (0, 0, -1),
}

LENS = ("FocusNear", "FocusFar", "IrisLarge", "IrisSmall")

type Place = tuple[float, float, float]


def bounded(pan: float, tilt: float, zoom: float) -> Place:
    return pan % 360, min(max(tilt, 0.0), 90.0), min(max(zoom, 1.0), 128.0)


class Head:
    """One moving camera head: a move runs until it is stopped.

    ``travel_seconds`` is how long it takes to a preset or a position; by default it is there at once.
    """

    def __init__(self, presets: int, seconds: Callable[[], float], travel_seconds: float = 0.0) -> None:
        self.commands = commands(presets)
        self.seconds = seconds
        self.travel_seconds = travel_seconds
        self.places: dict[int, Place] = {1: (0.0, 0.0, 1.0), 2: (91.6, 2.6, 1.0)}
        self.tours: dict[int, list[int]] = {}
        self.place: Place = (0.0, 0.0, 1.0)
        self.preset = 0
        self.running: str = ""
        self.way: Place = (0.0, 0.0, 0.0)
        self.since = 0.0
        self.until = float("inf")
        self.done: list[str] = []

    def do(self, action: str, code: str, arguments: list[str]) -> None:
        checks = self.commands.get(code)
        if checks is None or len(arguments) < 3:
            raise NotAllowed(f"no PTZ code {code}, or arguments missing")
        if action == "stop":
            checks = (number(-8192, 8192),) * 3
        values = [float(check(value)) for check, value in zip(checks, arguments, strict=False)]
        self.settle()
        self.done.append(" ".join((action, code, *arguments)))
        if action == "stop":
            self.running = ""
        elif code in WAYS or code == "Continuously":
            self._move(code, values, arguments)
        elif code.endswith(("Preset", "ABS")) or code == "Position":
            self._go(code, values)
        elif code.endswith("Tour"):
            self._tour(code, int(values[0]), int(values[1]))
        elif code.startswith("Start") or code.endswith("On") or code in LENS:
            self.running, self.way = code, (0.0, 0.0, 0.0)
        elif code.startswith("Stop") or code.endswith("Off"):
            self.running = ""

    def _move(self, code: str, values: list[float], arguments: list[str]) -> None:
        speed = max(values[0], values[1], 1.0)
        x, y, z = WAYS.get(code, (0, 0, 0))
        self.way = (values[0], values[1], values[2]) if code == "Continuously" else (x * speed, y * speed, z * 1.0)
        self.since = self.seconds()
        timed = code == "Continuously" and len(arguments) > 3
        self.until = self.since + float(arguments[3]) if timed else float("inf")
        self.running = code if any(self.way) else ""

    def _go(self, code: str, values: list[float]) -> None:
        preset = int(values[1])
        if code == "SetPreset":
            self.places[preset] = self.place
        elif code == "ClearPreset":
            self.places.pop(preset, None)
        elif code == "PositionABS":
            self._travel(code, (values[0], values[1], values[2]), 0)
        elif code == "Position":
            pan, tilt, zoom = (old + by for old, by in zip(self.place, values, strict=True))
            self._travel(code, bounded(pan, tilt, zoom), 0)
        elif preset in self.places:
            self._travel(code, self.places[preset], preset)

    def _travel(self, code: str, goal: Place, preset: int) -> None:
        self.running = ""
        if not self.travel_seconds:
            self.place, self.preset = goal, preset
            return
        pan, tilt, zoom = ((new - old) / self.travel_seconds for new, old in zip(goal, self.place, strict=True))
        self.way, self.since = (pan, tilt, zoom), self.seconds()
        self.until = self.since + self.travel_seconds
        self.running, self.preset = code, preset

    def _tour(self, code: str, tour: int, preset: int) -> None:
        if code == "AddTour":
            self.tours.setdefault(tour, []).append(preset)
        elif code == "ClearTour":
            self.tours.pop(tour, None)
        elif code == "DelTour" and preset in self.tours.get(tour, ()):
            self.tours[tour].remove(preset)
        elif code in ("StartTour", "StopTour"):
            self.running, self.way = (f"Tour {tour}" if code == "StartTour" else ""), (0.0, 0.0, 0.0)

    def settle(self) -> None:
        """Move on by the time that went by."""
        now = self.seconds()
        if self.running and any(self.way):
            passed = min(now, self.until) - self.since
            pan, tilt, zoom = (old + way * passed for old, way in zip(self.place, self.way, strict=True))
            self.place = bounded(pan, tilt, zoom)
            self.since = min(now, self.until)
            if not self.running.startswith("GotoPreset"):
                self.preset = 0
            if now >= self.until:
                self.running = ""

    def status(self, utc: int, *, printed: bool) -> list[str]:
        self.settle()
        moving = "Moving" if any(self.way[:2]) and self.running else "Idle"
        zooming = "Moving" if self.way[2] and self.running else "Idle"
        if printed:
            place = ",".join(f"{value:g}" for value in self.place)
            return [
                f"status.UTC={utc}",
                f"status.MoveStatus={moving}",
                f"status.ZoomStatus={zooming}",
                f"status.PresetID={self.preset}",
                f"status.Position={place}",
            ]
        return [
            f"status.Action={'Preset' if self.preset else 'None'}",
            f"status.MoveStatus={moving}",
            "status.PTS=0",
            # Spelt so by the devices.
            *(f"status.Postion[{n}]={value:.6f}" for n, value in enumerate(self.place)),
            f"status.PresetID={self.preset}",
            "status.Sequence=0",
            f"status.UTC={utc}",
            f"status.ZoomStatus={zooming}",
        ]

    def presets(self, *, printed: bool) -> list[str]:
        lines = []
        for n, preset in enumerate(sorted(self.places)):
            head = f"presets. presets [{n}] ." if printed else f"presets[{n}]."
            lines += [f"{head}Index={preset}", f"{head}Name{' = ' if printed else '='}preset{preset}"]
        return lines

    def tour_lines(self, *, printed: bool) -> list[str]:
        head = "tours. tours" if printed else "tours"
        return [
            line
            for n, tour in enumerate(sorted(self.tours))
            for line in (f"{head}[{n}].Index={tour}", f"{head}[{n}].Name=tour{tour}")
        ]

    def state(self) -> dict[str, Any]:
        self.settle()
        return {
            "place": list(self.place),
            "running": self.running,
            "preset": self.preset,
            "presets": sorted(self.places),
            "tours": self.tours,
            "done": self.done[-20:],
        }


def caps(presets: int) -> list[str]:
    return [
        "caps.AlarmLen=0",
        "caps.AuxMax=8",
        "caps.AuxMin=1",
        "caps.CamAddrMax=255",
        "caps.CamAddrMin=1",
        "caps.Interval=200",
        "caps.Menu=false",
        "caps.MonAddrMax=255",
        "caps.MonAddrMin=0",
        "caps.Name=DH-SD1",
        "caps.PanSpeedMax=255",
        "caps.PanSpeedMin=1",
        "caps.PatternMax=5",
        "caps.PatternMin=1",
        f"caps.PresetMax={presets}",
        "caps.PresetMin=1",
        "caps.TileSpeedMax=255",
        "caps.TileSpeedMin=1",
        "caps.TourMax=7",
        "caps.TourMin=0",
        "caps.Type=1",
    ]


def inside(query: Mapping[str, str], names: tuple[str, ...]) -> None:
    """Screen coordinates of moveDirectly and of windows: 0 to 8192."""
    check = integer(0, 8192)
    for name in names:
        if name not in query:
            raise NotAllowed(f"{name} is missing")
        check(query[name])
