"""Actions that move a camera's head and lens."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import ServiceCall
import probatio as vol

from .actions import ATTR_NUMBER, EntityAction, between, mistake, whole
from .protocol import features as f
from .protocol.movement import PLACES, Area, Axis, Move, Position
from .protocol.ptz import LONGEST, Ptz

if TYPE_CHECKING:
    from .camera import CameraStream

ATTR_DIRECTION: Final = "direction"
ATTR_DURATION: Final = "duration"
ATTR_PRESET: Final = "preset"
ATTR_SPEED: Final = "speed"
ATTR_TITLE: Final = "title"

DIRECTIONS: Final[Mapping[str, Move]] = {
    "up": Move(tilt=1),
    "down": Move(tilt=-1),
    "left": Move(pan=-1),
    "right": Move(pan=1),
    "up_left": Move(pan=-1, tilt=1),
    "up_right": Move(pan=1, tilt=1),
    "down_left": Move(pan=-1, tilt=-1),
    "down_right": Move(pan=1, tilt=-1),
    "zoom_in": Move(zoom=1),
    "zoom_out": Move(zoom=-1),
    "focus_near": Move(focus=-1),
    "focus_far": Move(focus=1),
    "iris_open": Move(iris=1),
    "iris_close": Move(iris=-1),
}
_LONGEST_WISH: Final = 600
USUAL_SPEED: Final = 50


def head_of(entity: CameraStream) -> Ptz:
    """Return what moves the camera of an entity. Raise ServiceValidationError if nothing does."""
    ptz = entity.coordinator.camera.ptz
    if not ptz.axes(entity.channel):
        raise mistake(entity, "ptz_none")
    return ptz


# Moving


def _move_of(entity: CameraStream, data: Mapping[str, Any]) -> Move:
    """Return what is asked for: a direction, or shares of full speed for axes, and how fast in all."""
    shares = {axis: data[axis] / 100 for axis in Axis if data.get(axis)}
    if (ATTR_DIRECTION in data) is bool(shares):
        raise mistake(entity, "ptz_what")
    if shares:
        return Move(**shares).times(data.get(ATTR_SPEED, 100) / 100)
    return DIRECTIONS[data[ATTR_DIRECTION]].times(data.get(ATTR_SPEED, USUAL_SPEED) / 100)


async def _move(entity: CameraStream, call: ServiceCall) -> None:
    ptz = head_of(entity)
    move = _move_of(entity, call.data)
    axes = ptz.axes(entity.channel)
    if missing := move.axes - axes:
        raise mistake(entity, "ptz_no_axis", axis=", ".join(sorted(missing)), axes=", ".join(sorted(axes)))
    seconds = call.data.get(ATTR_DURATION, LONGEST)
    await entity.coordinator.command(lambda: ptz.move(move, channel=entity.channel, seconds=seconds))


async def _stop(entity: CameraStream, call: ServiceCall) -> None:
    ptz = head_of(entity)
    await entity.coordinator.command(lambda: ptz.stop(channel=entity.channel))


# Presets


def _find(entity: CameraStream, ptz: Ptz, wanted: str) -> int:
    """Return the number of a preset by its number or name; 0 if there is none."""
    presets = entity.coordinator.camera.presets(entity.channel)
    named = {name.casefold(): number for number, name in reversed(presets.items()) if name}
    if number := named.get(wanted.casefold()):
        return number
    number = int(wanted) if wanted.isdecimal() else 0
    known = number in presets if ptz.lists_presets(entity.channel) else number <= ptz.most_presets(entity.channel)
    return number if known else 0


async def number_of(entity: CameraStream, ptz: Ptz, wanted: str) -> int:
    """Return the number of a preset, which somebody may have set at the camera just now."""
    number = _find(entity, ptz, wanted)
    if not number:
        await entity.coordinator.change(lambda: ptz.list_presets(entity.channel))
        number = _find(entity, ptz, wanted)
    if not number:
        presets = entity.coordinator.camera.presets(entity.channel)
        listed = ", ".join(f"{number} {name}".strip() for number, name in presets.items()) or "-"
        raise mistake(entity, "ptz_no_preset", preset=wanted, presets=listed)
    return number


async def _goto_preset(entity: CameraStream, call: ServiceCall) -> None:
    number = await number_of(entity, head_of(entity), call.data[ATTR_PRESET].strip())
    await entity.coordinator.act(f.GOTO_PRESET, channel=entity.channel, number=number)


async def _set_preset(entity: CameraStream, call: ServiceCall) -> None:
    ptz = head_of(entity)
    number, title = call.data[ATTR_NUMBER], call.data.get(ATTR_TITLE, "").strip()
    if title and not ptz.movement.title:
        raise mistake(entity, "ptz_no_titles")
    await entity.coordinator.change(lambda: ptz.set_preset(number, title, channel=entity.channel))


async def _delete_preset(entity: CameraStream, call: ServiceCall) -> None:
    ptz = head_of(entity)
    if ptz.movement.delete is None:
        raise mistake(entity, "ptz_no_deletion")
    number = await number_of(entity, ptz, call.data[ATTR_PRESET].strip())
    await entity.coordinator.change(lambda: ptz.delete_preset(number, channel=entity.channel))


# Positions


def _place_of(entity: CameraStream, ptz: Ptz, data: Mapping[str, Any]) -> Position:
    if ptz.movement.absolute is None:
        raise mistake(entity, "ptz_no_positions")
    place = {axis: data[axis] for axis in PLACES if axis in data}
    if not place:
        raise mistake(entity, "ptz_where")
    return Position(**place)


async def _absolute(entity: CameraStream, call: ServiceCall) -> None:
    ptz = head_of(entity)
    place = _place_of(entity, ptz, call.data)
    await entity.coordinator.command(lambda: ptz.absolute(place, channel=entity.channel))


async def _relative(entity: CameraStream, call: ServiceCall) -> None:
    ptz = head_of(entity)
    place = _place_of(entity, ptz, call.data)
    await entity.coordinator.command(lambda: ptz.relative(place, channel=entity.channel))


async def _look_at(entity: CameraStream, call: ServiceCall) -> None:
    ptz = head_of(entity)
    if ptz.movement.area is None:
        raise mistake(entity, "ptz_no_area")
    area = Area(**{edge: call.data[edge] / 100 for edge in ("left", "top", "right", "bottom")})
    if area.left >= area.right or area.top >= area.bottom:
        raise mistake(entity, "ptz_empty_area")
    await entity.coordinator.command(lambda: ptz.look_at(area, channel=entity.channel))


_PRESET: Final = {vol.Required(ATTR_PRESET): vol.Coerce(str)}
_TURN: Final = {
    vol.Optional(Axis.PAN.value): between(-360, 360),
    vol.Optional(Axis.TILT.value): between(-360, 360),
    vol.Optional(Axis.ZOOM.value): between(-65535, 65535),
}


PTZ_ACTIONS: Final = (
    EntityAction(
        name="ptz_move",
        run=_move,
        fields={
            vol.Optional(ATTR_DIRECTION): vol.In(DIRECTIONS),
            **{vol.Optional(axis.value): between(-100, 100) for axis in Axis},
            vol.Optional(ATTR_SPEED): between(1, 100),
            vol.Optional(ATTR_DURATION): between(0.1, _LONGEST_WISH),
        },
    ),
    EntityAction(name="ptz_stop", run=_stop),
    EntityAction(name="ptz_goto_preset", run=_goto_preset, fields=_PRESET),
    EntityAction(
        name="ptz_set_preset",
        run=_set_preset,
        fields={vol.Required(ATTR_NUMBER): whole(1, 256), vol.Optional(ATTR_TITLE): str},
    ),
    EntityAction(name="ptz_delete_preset", run=_delete_preset, fields=_PRESET),
    EntityAction(name="ptz_absolute", run=_absolute, fields=_TURN),
    EntityAction(name="ptz_relative", run=_relative, fields=_TURN),
    EntityAction(
        name="ptz_look_at",
        run=_look_at,
        fields={vol.Required(edge): between(0, 100) for edge in ("left", "top", "right", "bottom")},
    ),
)
