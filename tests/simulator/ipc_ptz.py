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
    """What moves, until it is stopped; presets keep the place they were added at."""

    def __init__(self, camera: IpcCamera) -> None:
        self.camera = camera
        self.mover = Mover(camera.seconds, AXES)
        self.places: dict[int, dict[str, float]] = {}

    def do(self, operation: str, params: Values) -> None:
        if operation.endswith("_preset"):
            self._preset(operation, int(params[operation]))
            return
        if operation == "stop":
            self.camera.moving.clear()
            self.mover.stop()
            return
        # Nothing but a stop ends a movement: there is no time in the list.
        self.camera.moving.update(params)
        if operation == "move_x":
            speed = float(params.get("speed", "5"))
            self.mover.move(pan=int(params["move_x"]) * speed, tilt=int(params["move_y"]) * speed)
        else:
            self.mover.move(**{operation: float(params[operation])})

    def _preset(self, operation: str, number: int) -> None:
        if operation == "add_preset":
            self.camera.presets.add(number)
            self.places[number] = self.mover.place()
        elif operation == "delete_preset":
            self.camera.presets.discard(number)
            self.places.pop(number, None)
        else:
            self.camera.preset = number
            self.camera.moving.clear()
            self.mover.go(self.places.get(number, {}))

    def state(self) -> dict[str, Any]:
        return {"place": self.mover.place(), "moving": self.mover.moving()}


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
