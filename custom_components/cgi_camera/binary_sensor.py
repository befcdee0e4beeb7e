"""Alarms, and other things that are on or off and cannot be set."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity, BinarySensorEntityDescription
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraEntity, follow_slots
from .protocol import features as f
from .protocol.model import Slot

PARALLEL_UPDATES = 0

DEFAULT = BinarySensorEntityDescription(key="", entity_category=EntityCategory.DIAGNOSTIC)
DESCRIPTIONS = {
    description.key: description
    for description in (
        BinarySensorEntityDescription(key=f.MOTION.key, device_class=BinarySensorDeviceClass.MOTION),
        BinarySensorEntityDescription(key=f.ALARM_INPUT.key),
        BinarySensorEntityDescription(key=f.TAMPER.key, device_class=BinarySensorDeviceClass.TAMPER),
        BinarySensorEntityDescription(key=f.VIDEO_LOSS.key, device_class=BinarySensorDeviceClass.PROBLEM),
        BinarySensorEntityDescription(
            key=f.DISK_PROBLEM.key,
            device_class=BinarySensorDeviceClass.PROBLEM,
            entity_category=EntityCategory.DIAGNOSTIC,
        ),
        BinarySensorEntityDescription(
            key=f.EVENT_LINK.key,
            device_class=BinarySensorDeviceClass.CONNECTIVITY,
            entity_category=EntityCategory.DIAGNOSTIC,
        ),
    )
}


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the alarms and states of the camera."""
    follow_slots(entry, async_add_entities, Platform.BINARY_SENSOR, CameraBinarySensor)


class CameraBinarySensor(CameraEntity[bool], BinarySensorEntity):
    """Something that is on or off."""

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[bool]) -> None:
        """Show a slot."""
        super().__init__(coordinator, slot)
        self.entity_description = DESCRIPTIONS.get(slot.feature.key, DEFAULT)

    @property
    @override
    def is_on(self) -> bool | None:
        return self.reported
