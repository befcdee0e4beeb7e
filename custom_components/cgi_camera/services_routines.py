"""Actions that let a camera's head move by itself: tours, patterns, auto pan and auto scan."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import ServiceCall
import probatio as vol

from .actions import ATTR_NUMBER, EntityAction, between, mistake, whole
from .protocol import features as f
from .protocol.model import Command
from .services_ptz import ATTR_DIRECTION, ATTR_PRESET, ATTR_SPEED, USUAL_SPEED, head_of, number_of

if TYPE_CHECKING:
    from .camera import CameraStream

ATTR_COMMAND: Final = "command"

# By action and what it is told: the first of these that the camera has.
_ROUTINES: Final[Mapping[str, Mapping[str, tuple[Command, ...]]]] = {
    "ptz_tour": {
        "start": (f.START_TOUR,),
        "stop": (f.STOP_TOUR, f.STOP_TOURS),
        "clear": (f.CLEAR_TOUR,),
    },
    "ptz_pattern": {
        "start": (f.RUN_PATTERN,),
        "stop": (f.STOP_PATTERN,),
        "begin": (f.BEGIN_PATTERN,),
        "end": (f.END_PATTERN,),
        "clear": (f.CLEAR_PATTERN,),
    },
    "ptz_auto_pan": {
        "start": (f.AUTO_PAN, f.RUN_AUTO_PAN),
        "stop": (f.STOP_AUTO_PAN,),
        "begin": (f.BEGIN_AUTO_PAN,),
        "end": (f.END_AUTO_PAN,),
    },
    "ptz_auto_scan": {
        "start": (f.AUTO_SCAN,),
        "stop": (f.STOP_AUTO_SCAN,),
        "begin": (f.SET_LEFT_LIMIT,),
        "end": (f.SET_RIGHT_LIMIT,),
    },
}


def _numbers(entity: CameraStream, command: Command) -> int | None:
    """Return how many there are of a command's kind at a camera: 0 without numbers, None if it does not have it."""
    camera = entity.coordinator.camera
    if command in camera.commands(entity.channel):
        return 0
    counted = [number for each, number in camera.counted(entity.channel) if each is command]
    return max(counted, default=None)


def _offered(entity: CameraStream, action: str) -> list[str]:
    """Return what a camera can be told of an action's kind."""
    movement = entity.coordinator.camera.ptz.movement
    found = [
        told
        for told, commands in _ROUTINES[action].items()
        if any(_numbers(entity, command) is not None for command in commands)
    ]
    if "start" in found and "stop" not in found:
        # Stops with the head.
        found.append("stop")
    if action == "ptz_tour" and found:
        found += ["add"] if movement.extend else []
        found += ["remove"] if movement.shorten else []
    return found


def _check(entity: CameraStream, call: ServiceCall) -> str:
    """Return what is to be done. Raise ServiceValidationError if the camera cannot."""
    told: str = call.data[ATTR_COMMAND]
    offered = _offered(entity, call.service)
    if told not in offered:
        raise mistake(entity, "ptz_no_command", command=told, commands=", ".join(offered) or "-")
    return told


async def _routine(entity: CameraStream, call: ServiceCall) -> None:
    """Do the first of an action's commands that the camera has."""
    ptz = head_of(entity)
    told = _check(entity, call)
    for command in _ROUTINES[call.service].get(told, ()):
        most = _numbers(entity, command)
        if most is None or (most and told == "stop" and ATTR_NUMBER not in call.data):
            continue
        number = call.data.get(ATTR_NUMBER, 1)
        if most and number > most:
            raise mistake(entity, "ptz_number", most=most)
        await entity.coordinator.act(command, channel=entity.channel, number=number if most else 0)
        return
    # Whatever we have started, and the head.
    await entity.coordinator.command(lambda: ptz.stop(channel=entity.channel))


async def _tour(entity: CameraStream, call: ServiceCall) -> None:
    ptz = head_of(entity)
    if (told := _check(entity, call)) not in ("add", "remove"):
        await _routine(entity, call)
        return
    if ATTR_PRESET not in call.data:
        raise mistake(entity, "ptz_tour_preset")
    tour, preset = call.data.get(ATTR_NUMBER, 1), await number_of(entity, ptz, call.data[ATTR_PRESET].strip())
    await entity.coordinator.command(lambda: ptz.change_tour(tour, preset, add=told == "add", channel=entity.channel))


async def _auto_pan(entity: CameraStream, call: ServiceCall) -> None:
    ptz = head_of(entity)
    if call.data[ATTR_COMMAND] != "start" or ATTR_DIRECTION not in call.data:
        await _routine(entity, call)
        return
    if not ptz.pans_round(entity.channel):
        raise mistake(entity, "ptz_no_direction")
    clockwise = call.data[ATTR_DIRECTION] == "clockwise"
    share = call.data.get(ATTR_SPEED, USUAL_SPEED) / 100
    await entity.coordinator.command(lambda: ptz.pan_round(clockwise=clockwise, share=share, channel=entity.channel))


def _command(action: str, *more: str) -> dict[Any, Any]:
    return {vol.Required(ATTR_COMMAND): vol.In([*_ROUTINES[action], *more])}


_NUMBER: Final = {vol.Optional(ATTR_NUMBER): whole(1, 256)}


ROUTINE_ACTIONS: Final = (
    EntityAction(
        name="ptz_tour",
        run=_tour,
        fields={**_command("ptz_tour", "add", "remove"), **_NUMBER, vol.Optional(ATTR_PRESET): vol.Coerce(str)},
    ),
    EntityAction(name="ptz_pattern", run=_routine, fields={**_command("ptz_pattern"), **_NUMBER}),
    EntityAction(
        name="ptz_auto_pan",
        run=_auto_pan,
        fields={
            **_command("ptz_auto_pan"),
            **_NUMBER,
            vol.Optional(ATTR_DIRECTION): vol.In(["clockwise", "counterclockwise"]),
            vol.Optional(ATTR_SPEED): between(1, 100),
        },
    ),
    EntityAction(name="ptz_auto_scan", run=_routine, fields=_command("ptz_auto_scan")),
)
