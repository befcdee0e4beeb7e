"""Lamps: whether they shine and, where the camera has that, how brightly."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.components.light import LightEntity
from homeassistant.components.light.const import ATTR_BRIGHTNESS, ColorMode
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import ExtraStoredData, RestoredExtraData
from homeassistant.util.color import brightness_to_value, value_to_brightness

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraToggle, follow_slots
from .protocol import features as f
from .protocol.model import AnyChange, Capability, Change, Feature, Slot

PARALLEL_UPDATES = 0

_BRIGHTNESS: Final[Mapping[Feature[bool], Feature[int]]] = {
    each.part_of: each for each in vars(f).values() if isinstance(each, Feature) and each.part_of
}
"""Which feature tells how brightly a lamp shines."""


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the lamps of the camera."""
    follow_slots(entry, async_add_entities, Platform.LIGHT, CameraLight)


class CameraLight(CameraToggle, LightEntity):
    """A lamp."""

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[bool]) -> None:
        """Show a slot, and that of its brightness where the camera has one."""
        feature = _BRIGHTNESS.get(slot.feature)
        part = Slot(slot.channel, feature, slot.number) if feature else None
        self._part = part if part in coordinator.camera.capabilities else None
        super().__init__(coordinator, slot, *([self._part] if self._part else []))
        self._attr_color_mode = ColorMode.BRIGHTNESS if self._part else ColorMode.ONOFF
        self._attr_supported_color_modes = {self._attr_color_mode}
        # What cannot be asked may not be there, either.
        self._attr_entity_registry_enabled_default &= not self.offered.assumed
        self._last: int | None = None

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        if self.offered.assumed and (stored := await self.async_get_last_extra_data()):
            self._last = stored.as_dict().get(ATTR_BRIGHTNESS)

    @property
    @override
    def extra_restore_state_data(self) -> ExtraStoredData:
        return RestoredExtraData({ATTR_BRIGHTNESS: self._level})

    @property
    def _level(self) -> int | None:
        """How brightly it shines or would shine, in the camera's own measure."""
        told = self.coordinator.camera.state.get(self._part) if self._part else None
        return self._last if told is None else told

    @property
    def _range(self) -> tuple[float, float]:
        """The levels at which there is light, from the least to the most."""
        offers = self.coordinator.camera.capabilities
        offered = offers[self._part] if self._part else Capability()
        return max(offered.minimum or 0, 1), offered.maximum or 100

    @property
    @override
    def is_on(self) -> bool | None:
        return self.reported and self._level != 0

    @property
    @override
    def brightness(self) -> int | None:
        return None if self._level is None else value_to_brightness(self._range, self._level)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self.tell(True, *self._shining(kwargs.get(ATTR_BRIGHTNESS)))

    def _shining(self, brightness: int | None) -> list[AnyChange]:
        """Return how brightly it is to shine, if that is asked for, or is not known to the camera, or is not at all."""
        if self._part is None:
            return []
        least, most = self._range
        if brightness is not None:
            level = max(least, round(brightness_to_value(self._range, brightness)))
        elif self._level == self.coordinator.camera.state.get(self._part) != 0:
            return []
        else:
            level = self._level or most
        return [Change(self._part.feature, int(level), self._part.number)]
