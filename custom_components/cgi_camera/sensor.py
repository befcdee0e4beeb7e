"""What can be read and not set, other than on and off."""

from datetime import datetime, time
from enum import StrEnum
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorEntityDescription
from homeassistant.const import EntityCategory, Platform, UnitOfDataRate, UnitOfInformation, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraEntity, follow_slots
from .protocol import features as f
from .protocol.model import Slot

PARALLEL_UPDATES = 0

DEFAULT = SensorEntityDescription(key="", entity_category=EntityCategory.DIAGNOSTIC)
DESCRIPTIONS = {
    description.key: description
    for description in (
        SensorEntityDescription(key=f.LAST_ALARM.key),
        SensorEntityDescription(
            key=f.STREAM_BIT_RATE.key,
            entity_category=EntityCategory.DIAGNOSTIC,
            device_class=SensorDeviceClass.DATA_RATE,
            native_unit_of_measurement=UnitOfDataRate.KILOBITS_PER_SECOND,
        ),
        SensorEntityDescription(
            key=f.STREAM_FRAME_RATE.key,
            entity_category=EntityCategory.DIAGNOSTIC,
            native_unit_of_measurement="fps",
            suggested_display_precision=0,
        ),
        SensorEntityDescription(
            key=f.UPTIME.key,
            entity_category=EntityCategory.DIAGNOSTIC,
            device_class=SensorDeviceClass.DURATION,
            native_unit_of_measurement=UnitOfTime.SECONDS,
            suggested_unit_of_measurement=UnitOfTime.DAYS,
        ),
        SensorEntityDescription(
            key=f.CLOCK_OFFSET.key,
            entity_category=EntityCategory.DIAGNOSTIC,
            device_class=SensorDeviceClass.DURATION,
            native_unit_of_measurement=UnitOfTime.SECONDS,
        ),
        *(
            SensorEntityDescription(
                key=memory.key,
                entity_category=EntityCategory.DIAGNOSTIC,
                device_class=SensorDeviceClass.DATA_SIZE,
                native_unit_of_measurement=UnitOfInformation.KILOBYTES,
                suggested_unit_of_measurement=UnitOfInformation.MEGABYTES,
            )
            for memory in (f.MEMORY_TOTAL, f.MEMORY_FREE)
        ),
    )
}


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add what the camera tells."""
    follow_slots(entry, async_add_entities, Platform.SENSOR, CameraSensor)


class CameraSensor(CameraEntity[Any], SensorEntity):
    """Something that the camera tells."""

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[Any]) -> None:
        """Show a slot."""
        super().__init__(coordinator, slot)
        self.entity_description = DESCRIPTIONS.get(slot.feature.key, DEFAULT)
        kind = slot.feature.kind
        if issubclass(kind, StrEnum):
            self._attr_device_class = SensorDeviceClass.ENUM
            self._attr_options = [member.value for member in kind]
        elif issubclass(kind, datetime):
            self._attr_device_class = SensorDeviceClass.TIMESTAMP

    @property
    @override
    def native_value(self) -> str | float | datetime | None:
        value = self.reported
        shown: str | float | datetime | None = f"{value:%H:%M}" if isinstance(value, time) else value
        return shown
