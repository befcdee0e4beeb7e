"""Moments that matter: somebody rings, crosses a line, opens a door."""

from collections.abc import Mapping
from enum import StrEnum
from typing import override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.components.event.const import EventDeviceClass
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraEntity, follow_slots
from .protocol import features as f
from .protocol.model import Slot

PARALLEL_UPDATES = 0

DEFAULT = EventEntityDescription(key="")
DESCRIPTIONS = {
    description.key: description
    for description in (
        EventEntityDescription(key=f.DOORBELL_RUNG.key, device_class=EventDeviceClass.DOORBELL),
        EventEntityDescription(key=f.MOTION_DETECTED.key, device_class=EventDeviceClass.MOTION),
        EventEntityDescription(key=f.LINE_CROSSED.key, device_class=EventDeviceClass.MOTION),
        EventEntityDescription(key=f.AREA_CROSSED.key, device_class=EventDeviceClass.MOTION),
    )
}


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the moments that the camera tells of."""
    follow_slots(entry, async_add_entities, Platform.EVENT, CameraEvent)


class CameraEvent(CameraEntity[StrEnum], EventEntity):
    """Something that happens."""

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[StrEnum]) -> None:
        """Stand for a momentary slot."""
        super().__init__(coordinator, slot)
        self.entity_description = DESCRIPTIONS.get(slot.feature.key, DEFAULT)
        self._attr_event_types = [member.value for member in slot.feature.kind]

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.occurrences.follow(self.slot, self._happened))

    @callback
    def _happened(self, kind: str, told: Mapping[str, str]) -> None:
        """Tell that it has happened."""
        self._trigger_event(kind, dict(told))
        self.async_write_ha_state()
