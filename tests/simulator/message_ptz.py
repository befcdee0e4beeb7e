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


ENDLESS = ("Direction", "PanSpeed", "TiltSpeed", "Iris", "Zoom", "Focus", "AutoScan")


class Head:
    """The moving head of one channel; presets keep the place they were set at."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self.mover = Mover(seconds, AXES)
        self.places: dict[int, dict[str, float]] = {}

    def do(self, new: Values) -> None:
        if "Stop" in new:
            self.mover.stop()
        if "Direction" in new:
            pan, tilt = WAYS[int(new["Direction"]) - 1]
            speeds = (100.0 * max(int(new.get(name, "6")), 1) for name in ("PanSpeed", "TiltSpeed"))
            self.mover.move(Pan=pan * next(speeds), Tilt=tilt * next(speeds))
        for name, axis in (("Zoom", "ZoomPosition"), ("Focus", "Focus"), ("Iris", "Iris")):
            if name in new:
                self.mover.move(**{axis: SPEEDS[axis] if new[name] == "1" else -SPEEDS[axis]})
        if "Preset" in new:
            self._preset(int(new["PresetNumber"]), sets=new["Preset"] == "0")
        if "Model" in new:
            self._position(new)

    def _preset(self, number: int, *, sets: bool) -> None:
        if sets:
            self.places[number] = self.mover.place()
        else:
            self.mover.go(self.places.get(number, {}))

    def _position(self, new: Values) -> None:
        place = self.mover.place()
        start = place if new["Model"] == "1" else dict.fromkeys(place, 0.0)
        self.mover.go({name: start[name] + float(new[name]) for name in AXES if name in new})

    def position(self) -> Values:
        place = self.mover.place()
        return {name: str(int(place[name])) for name in ("Pan", "Tilt", "ZoomPosition")}

    def state(self) -> dict[str, Any]:
        return {"place": self.mover.place(), "moving": self.mover.moving()}


def _set_going(camera: MessageCamera, channel: int, new: Values) -> None:
    """Only "Stop" ends what is set going (3.6.4), and what takes the head elsewhere."""
    moving = camera.moving[channel]
    if "Stop" in new or "Model" in new or new.get("Preset") == "1":
        moving.clear()
    if new.get("Preset") == "1":
        camera.preset[channel] = int(new["PresetNumber"])
    moving.update({name: value for name, value in new.items() if name in ENDLESS})
    for name in ("Pattern", "AutoPan"):
        if new.get(name) == "2":
            moving[name] = new[f"{name}Number"]


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
    _set_going(camera, channel, new)
    camera.ptz_log.append({"Channel": str(channel), **new})
    return [told("PTZCtrlInfo", channel, *((n, named[n].type, v) for n, v in new.items()))]


@setter("ptz", "TourInfo")
def set_tour(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """The section gives names and ranges only (3.6.4): a preset is added, an act starts or stops."""
    if "TourNum" not in params or len(params) == 1:
        raise Refused(402, WRONG_NAME)
    rows = camera.set_rows("ptz", camera.groups["ptz"]["TourInfo"], channel, params)
    if "PresetNumber" in params:
        camera.tours[channel].setdefault(int(params["TourNum"]), []).append(int(params["PresetNumber"]))
    if params.get("TourAct") == "1":
        camera.moving[channel]["Tour"] = params["TourNum"]
    elif params.get("TourAct") == "0":
        camera.moving[channel].pop("Tour", None)
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
