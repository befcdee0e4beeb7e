"""Pan, tilt, zoom and presets of the ipc dialect (3.15)."""

from typing import TYPE_CHECKING, Any

from .ipc_values import Numbers, Refused, Values
from .movement import Axis, Mover

if TYPE_CHECKING:
    from .ipc import IpcCamera

# Only the combinations of the list of URLs: what begins one, and what may come with it.
OPERATIONS = {
    "stop": (("1",), ()),
    "move_x": (("-1", "0", "1"), ("move_y", "speed")),
    "zoom": (("1", "-1"), ()),
    "focus": (("1", "-1"), ()),
    "iris": (("1", "-1"), ()),
    "call_preset": (None, ()),
    "add_preset": (None, ()),
    "delete_preset": (None, ()),
}
# No document says how fast or how far; degrees, times and per cent.
AXES = {
    "pan": Axis(0, 360, wraps=True),
    "tilt": Axis(-15, 90),
    "zoom": Axis(1, 30, start=1),
    "focus": Axis(0, 100, start=50),
    "iris": Axis(0, 100, start=50),
}


class Head:
    """What moves; presets keep the place they were added at."""

    def __init__(self, camera: IpcCamera) -> None:
        self.mover = Mover(camera.seconds, AXES)
        self.presets: dict[int, dict[str, float]] = {}
        self.preset: int | None = None

    def do(self, operation: str, params: Values) -> None:
        if operation.endswith("_preset"):
            self._preset(operation, int(params[operation]))
        elif operation == "stop":
            self.mover.stop()
        elif operation == "move_x":
            speed = float(params.get("speed", "5"))
            self.mover.move(pan=int(params["move_x"]) * speed, tilt=int(params["move_y"]) * speed)
        else:
            self.mover.move(**{operation: float(params[operation])})

    def _preset(self, operation: str, number: int) -> None:
        if operation == "add_preset":
            self.presets[number] = self.mover.place()
        elif operation == "delete_preset":
            self.presets.pop(number, None)
        elif number in self.presets:
            self.mover.go(self.presets[number])
            self.preset = number

    def state(self) -> dict[str, Any]:
        return {"place": self.mover.place(), "moving": self.mover.moving(), "preset": self.preset}


def ptz_ctrl(camera: IpcCamera, params: Values, uid: str | None) -> str:
    operation = next((name for name in OPERATIONS if name in params), None)
    if operation is None:
        raise Refused("error, parse parameters")
    values, others = OPERATIONS[operation]
    camera.expect(params, operation, *others)
    if values is None and Numbers(1, 255).keep(params[operation]) is None:
        raise Refused(f"{operation} range: 1-255")
    if values is not None and params[operation] not in values:
        raise Refused(f"{operation} range: {','.join(values)}")
    if operation == "move_x":
        if params.get("move_y") not in ("-1", "0", "1"):
            raise Refused("move_y range: -1,0,1")
        if Numbers(1, 10).keep(params.get("speed", "5")) is None:
            raise Refused("speed range: 1-10")
    camera.head.do(operation, params)
    camera.ptz_log.append(params)
    return "<ptz_ctrl>true</ptz_ctrl>"
