"""What the actions on parts of the picture do: where motion counts, and what is hidden."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType
import probatio as vol

from .actions import ATTR_ENABLED, ATTR_NUMBER, between, mistake, whole
from .protocol import features as f
from .protocol.areas import NOTHING, Grid, Rectangle
from .protocol.model import AnyChange, Change, Feature, Slot

if TYPE_CHECKING:
    from .camera import CameraStream

ATTR_ROWS: Final = "rows"
EDGES: Final = ("left", "top")
EXTENTS: Final = ("width", "height")

_COUNT: Final = whole(1)
_EDGE: Final = between(0, 100)
_EXTENT: Final = vol.All(vol.Coerce(float), vol.Range(min=0, max=100, min_included=False))

GET_MOTION_AREA: Final[Mapping[Any, Any]] = {vol.Optional(ATTR_NUMBER): _COUNT}
SET_MOTION_AREA: Final[Mapping[Any, Any]] = {
    vol.Optional(ATTR_NUMBER): _COUNT,
    vol.Required(ATTR_ROWS): vol.All(cv.ensure_list, [cv.string]),
}
SET_PRIVACY_MASK: Final[Mapping[Any, Any]] = {
    vol.Required(ATTR_NUMBER): _COUNT,
    vol.Optional(ATTR_ENABLED, default=True): cv.boolean,
    **{vol.Inclusive(name, "rectangle"): _EDGE for name in EDGES},
    **{vol.Inclusive(name, "rectangle"): _EXTENT for name in EXTENTS},
}


async def get_motion_area(entity: CameraStream, call: ServiceCall) -> ServiceResponse:
    """Tell which blocks of the picture the camera watches; `grid` is null if it tells nothing readable."""
    slot = _slot(entity, f.MOTION_AREA, call.data.get(ATTR_NUMBER))
    camera = entity.coordinator.camera
    await entity.coordinator.read(slot)
    grid = camera.state.get(slot)
    rows, columns = grid.size if grid else next(iter(camera.capabilities[slot].grids), (None, None))
    return {
        ATTR_NUMBER: slot.number or 1,
        "numbers": [other.number or 1 for other in _slots(entity, f.MOTION_AREA)],
        ATTR_ROWS: rows,
        "columns": columns,
        "grid": list(grid.lines()) if grid else None,
    }


async def set_motion_area(entity: CameraStream, call: ServiceCall) -> ServiceResponse:
    """Have the camera watch some blocks of the picture, all or none."""
    slot = _slot(entity, f.MOTION_AREA, call.data.get(ATTR_NUMBER))
    # How many blocks there are may have changed.
    await entity.coordinator.read(slot)
    area = _grid(entity, slot, call.data[ATTR_ROWS])
    await entity.coordinator.write(Change(f.MOTION_AREA, area, slot.number), channel=slot.channel)
    return None


async def get_privacy_masks(entity: CameraStream, call: ServiceCall) -> ServiceResponse:
    """Tell where the masks are, and which of them hide something; null stands for what the camera does not tell."""
    areas = _slots(entity, f.PRIVACY_MASK_AREA)
    if not areas:
        raise _nothing(entity, f.PRIVACY_MASK_AREA)
    switches = [slot for slot in map(_switch, areas) if slot in entity.coordinator.camera.capabilities]
    await entity.coordinator.read(*areas, *switches)
    return {"masks": [_mask(entity, slot) for slot in areas]}


def _mask(entity: CameraStream, slot: Slot[Rectangle]) -> JsonObjectType:
    camera = entity.coordinator.camera
    area = camera.state.get(slot)
    enabled = camera.state.get(_switch(slot))
    if _switch(slot) not in camera.capabilities and area:
        enabled = not area.empty
    found: JsonObjectType = {ATTR_NUMBER: slot.number or 1, ATTR_ENABLED: enabled}
    return found | {name: getattr(area, name, None) for name in EDGES + EXTENTS}


async def set_privacy_mask(entity: CameraStream, call: ServiceCall) -> ServiceResponse:
    """Place a mask, and turn it on or off; one that has no switch is off where it covers nothing."""
    slot = _slot(entity, f.PRIVACY_MASK_AREA, call.data[ATTR_NUMBER])
    enabled, area = call.data[ATTR_ENABLED], _rectangle(entity, call.data)
    changes: list[AnyChange] = []
    if _switch(slot) in entity.coordinator.camera.capabilities:
        changes.append(Change(f.PRIVACY_MASK, enabled, slot.number))
    elif not enabled:
        area = NOTHING
    elif area is None:
        raise mistake(entity, "mask_without_place")
    if area:
        changes.append(Change(f.PRIVACY_MASK_AREA, area, slot.number))
    # What a percent is may have changed with the resolution.
    await entity.coordinator.read(slot)
    await entity.coordinator.write(*changes, channel=slot.channel)
    return None


def _rectangle(entity: CameraStream, data: Mapping[str, Any]) -> Rectangle | None:
    if EDGES[0] not in data:
        return None
    try:
        return Rectangle(*(data[name] for name in EDGES + EXTENTS))
    except ValueError as err:
        raise mistake(entity, "mask_outside") from err


def _grid(entity: CameraStream, slot: Slot[Grid], rows: list[str]) -> Grid:
    if rows not in (["all"], ["none"]):
        try:
            return Grid.of(rows)
        except ValueError as err:
            raise mistake(entity, "no_grid") from err
    sizes = entity.coordinator.camera.capabilities[slot].grids
    if not sizes:
        raise mistake(entity, "unknown_grid")
    return Grid.filled(*sizes[0], on=rows == ["all"])


# Which of them


def _slots[T](entity: CameraStream, feature: Feature[T]) -> list[Slot[T]]:
    offers = entity.coordinator.camera.capabilities
    found = (slot for slot in offers if slot.feature is feature and slot.channel == entity.channel)
    return sorted(found, key=lambda slot: slot.number)


def _slot[T](entity: CameraStream, feature: Feature[T], number: int | None) -> Slot[T]:
    """Return the slot with a number, without one the first; where there is just one, its number is 1."""
    slots = {slot.number or 1: slot for slot in _slots(entity, feature)}
    if not slots:
        raise _nothing(entity, feature)
    if (chosen := number or next(iter(slots))) not in slots:
        raise mistake(entity, "no_such_number", number=number, numbers=", ".join(map(str, slots)))
    return slots[chosen]


def _switch(area: Slot[Rectangle]) -> Slot[bool]:
    return Slot(area.channel, f.PRIVACY_MASK, area.number)


def _nothing(entity: CameraStream, feature: Feature[Any]) -> ServiceValidationError:
    return mistake(entity, "no_motion_area" if feature is f.MOTION_AREA else "no_privacy_masks")
