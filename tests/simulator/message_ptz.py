"""Pan, tilt, zoom, presets and tours of the message dialect (3.6)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .message_registry import getter, nothing_else, setter, told
from .message_values import WRONG_NAME, WRONG_VALUE, Refused, Row, Values
from .movement import Axis, Mover

if TYPE_CHECKING:
    from .message import MessageCamera

# The example writes the word, the table the number (3.6.2.2).
DIRECTIONS = ("up", "down", "left", "right", "upleft", "downleft", "upright", "downright")
# What cannot be said without the other.
PAIRS = (
    ("Preset", "PresetNumber"),
    ("PresetNumber", "Preset"),
    ("PresetTitle", "Preset"),
    ("Pattern", "PatternNumber"),
    ("PatternNumber", "Pattern"),
    ("AutoPan", "AutoPanNumber"),
    ("AutoPanNumber", "AutoPan"),
    ("Pan", "Model"),
    ("Tilt", "Model"),
    ("ZoomPosition", "Model"),
    ("PanSpeed", "Direction"),
    ("TiltSpeed", "Direction"),
)


WAYS = ((0, 1), (0, -1), (-1, 0), (1, 0), (-1, 1), (-1, -1), (1, 1), (1, -1))
# Hundredths of a degree; no document says how fast a speed is.
AXES = {
    "Pan": Axis(0, 36000, wraps=True),
    "Tilt": Axis(0, 36000),
    "ZoomPosition": Axis(0, 65535),
    "Focus": Axis(0, 100, start=50),
    "Iris": Axis(0, 100, start=50),
}
SPEEDS = {"ZoomPosition": 2000.0, "Focus": 10.0, "Iris": 10.0}


class Head:
    """The moving head of one channel; presets keep the place they were set at."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self.mover = Mover(seconds, AXES)
        self.places: dict[int, dict[str, float]] = {}
        self.preset: int | None = None
        self.running = ""

    def do(self, new: Values) -> None:
        if "Stop" in new:
            self.mover.stop()
            self.running = ""
        if "Direction" in new:
            pan, tilt = WAYS[int(new["Direction"]) - 1]
            speeds = (100.0 * max(int(new.get(name, "6")), 1) for name in ("PanSpeed", "TiltSpeed"))
            self.mover.move(Pan=pan * next(speeds), Tilt=tilt * next(speeds))
        for name, axis in (("Zoom", "ZoomPosition"), ("Focus", "Focus"), ("Iris", "Iris")):
            if name in new:
                self.mover.move(**{axis: SPEEDS[axis] if new[name] == "1" else -SPEEDS[axis]})
        if "Preset" in new:
            self._preset(int(new["PresetNumber"]), sets=new["Preset"] == "0")
        for name in ("Pattern", "AutoPan"):
            if new.get(name) == "2":
                self.running = f"{name} {new[f'{name}Number']}"
        if "AutoScan" in new:
            self.running = "AutoScan"
        if "Model" in new:
            self._position(new)

    def _preset(self, number: int, *, sets: bool) -> None:
        if sets:
            self.places[number] = self.mover.place()
        else:
            self.preset = number
            if number in self.places:
                self.mover.go(self.places[number])

    def _position(self, new: Values) -> None:
        place = self.mover.place()
        start = place if new["Model"] == "1" else dict.fromkeys(place, 0.0)
        self.mover.go({name: start[name] + float(new[name]) for name in AXES if name in new})

    def position(self) -> Values:
        place = self.mover.place()
        return {name: str(int(place[name])) for name in ("Pan", "Tilt", "ZoomPosition")}

    def state(self) -> dict[str, Any]:
        moving = self.mover.moving()
        return {"place": self.mover.place(), "moving": moving, "preset": self.preset, "running": self.running}


@getter("ptz", "PTZCtrlInfo")
def get_position(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    nothing_else(params)
    elements = [(name, "int", value) for name, value in camera.heads[channel].position().items()]
    return [told("PTZCtrlInfo", channel, *elements)]


@setter("ptz", "PTZCtrlInfo")
def set_ptz(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    if params.get("Direction") in DIRECTIONS:
        params["Direction"] = str(DIRECTIONS.index(params["Direction"]) + 1)
    if not params or any(name in params and other not in params for name, other in PAIRS):
        raise Refused(402, WRONG_NAME)
    named = camera.groups["ptz"]["PTZCtrlInfo"].named(0)
    new = camera.checked(named, params)
    if new.get("Preset") == "0":
        number = int(new["PresetNumber"])
        camera.presets[channel][number] = new.get("PresetTitle", f"Preset{number}")
    camera.heads[channel].do(new)
    camera.ptz_log.append({"Channel": str(channel), **new})
    return [told("PTZCtrlInfo", channel, *((n, named[n].type, v) for n, v in new.items()))]


@setter("ptz", "TourInfo")
def set_tour(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """What TourAct means is not told (3.6.4); here 1 runs the tour."""
    rows = camera.set_rows("ptz", camera.groups["ptz"]["TourInfo"], channel, params)
    if "TourAct" in params:
        number = camera.row("ptz", "TourInfo", channel)["TourNum"]
        camera.heads[channel].running = f"Tour {number}" if params["TourAct"] == "1" else ""
    return rows


@getter("ptz", "PresetNameInfo")
def get_presets(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """One group a preset, as queries repeat groups; the answer is not printed (3.6.1.1)."""
    nothing_else(params)
    return [
        told("PresetNameInfo", channel, ("PresetNumber", "int", str(number)), ("PresetTitle", "string", title))
        for number, title in sorted(camera.presets[channel].items())
    ]


@setter("ptz", "PresetNameInfo")
def name_preset(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    rows = camera.set_rows("ptz", camera.groups["ptz"]["PresetNameInfo"], channel, params)
    number = int(params["PresetNumber"])
    if number not in camera.presets[channel]:
        raise Refused(402, WRONG_VALUE)
    camera.presets[channel][number] = params.get("PresetTitle", "")
    return rows
