"""What can be read and not set, other than on and off."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorEntityDescription, SensorStateClass
from homeassistant.const import (
    DEGREE,
    PERCENTAGE,
    EntityCategory,
    Platform,
    UnitOfDataRate,
    UnitOfInformation,
    UnitOfTemperature,
    UnitOfTime,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraEntity, follow_slots
from .protocol import features as f
from .protocol.model import Slot
from .units import UNITS

PARALLEL_UPDATES = 0

DEFAULT = SensorEntityDescription(key="", entity_category=EntityCategory.DIAGNOSTIC)
DESCRIPTIONS = {
    description.key: description
    for description in (
        SensorEntityDescription(key=f.LAST_ALARM.key),
        *(
            SensorEntityDescription(
                key=key,
                entity_category=EntityCategory.DIAGNOSTIC,
                device_class=SensorDeviceClass(device_class),
                native_unit_of_measurement=unit,
            )
            for key, (device_class, unit) in UNITS.items()
        ),
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
            key=f.UPTIME.key, entity_category=EntityCategory.DIAGNOSTIC, device_class=SensorDeviceClass.UPTIME
        ),
        SensorEntityDescription(
            key=f.CLOCK_OFFSET.key,
            entity_category=EntityCategory.DIAGNOSTIC,
            device_class=SensorDeviceClass.DURATION,
            native_unit_of_measurement=UnitOfTime.SECONDS,
            suggested_display_precision=0,
        ),
        *(
            SensorEntityDescription(
                key=place.key,
                entity_category=EntityCategory.DIAGNOSTIC,
                state_class=SensorStateClass.MEASUREMENT,
                native_unit_of_measurement=unit,
                suggested_display_precision=1,
            )
            # Zoom is in the camera's own steps.
            for place, unit in ((f.PAN_POSITION, DEGREE), (f.TILT_POSITION, DEGREE), (f.PTZ_ZOOM_POSITION, None))
        ),
        *(
            SensorEntityDescription(
                key=memory.key,
                entity_category=EntityCategory.DIAGNOSTIC,
                device_class=SensorDeviceClass.DATA_SIZE,
                state_class=changes,
                native_unit_of_measurement=UnitOfInformation.KILOBYTES,
                suggested_unit_of_measurement=UnitOfInformation.MEGABYTES,
                suggested_display_precision=0,
            )
            for memory, changes in ((f.MEMORY_TOTAL, None), (f.MEMORY_FREE, SensorStateClass.MEASUREMENT))
        ),
        *(
            SensorEntityDescription(
                key=disk.key,
                entity_category=EntityCategory.DIAGNOSTIC,
                device_class=SensorDeviceClass.DATA_SIZE,
                state_class=changes,
                native_unit_of_measurement=UnitOfInformation.BYTES,
                suggested_unit_of_measurement=UnitOfInformation.GIGABYTES,
                suggested_display_precision=1,
            )
            for disk, changes in ((f.DISK_SIZE, None), (f.DISK_USED, SensorStateClass.MEASUREMENT))
        ),
        # In percent or decibels, as the camera likes.
        SensorEntityDescription(
            key=f.WIFI_SIGNAL.key,
            entity_category=EntityCategory.DIAGNOSTIC,
            state_class=SensorStateClass.MEASUREMENT,
        ),
        SensorEntityDescription(
            key=f.DISK_USED_SHARE.key,
            entity_category=EntityCategory.DIAGNOSTIC,
            state_class=SensorStateClass.MEASUREMENT,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=1,
        ),
        SensorEntityDescription(
            key=f.TEMPERATURE.key,
            device_class=SensorDeviceClass.TEMPERATURE,
            state_class=SensorStateClass.MEASUREMENT,
            native_unit_of_measurement=UnitOfTemperature.CELSIUS,
            suggested_display_precision=1,
        ),
        *(
            SensorEntityDescription(key=people.key, state_class=SensorStateClass.TOTAL_INCREASING)
            for people in (f.PEOPLE_ENTERED, f.PEOPLE_EXITED, f.PEOPLE_ENTERED_TODAY, f.PEOPLE_EXITED_TODAY)
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
        self._runs_for: int | None = None
        self._begin: datetime | None = None
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
        if isinstance(value, time):
            return value.isoformat("seconds" if value.second else "minutes")
        if self.entity_description.device_class is SensorDeviceClass.UPTIME:
            return self._begin_of(value)
        shown: str | float | datetime | None = value
        return shown

    def _begin_of(self, seconds: int | None) -> datetime | None:
        """Return when a camera started that tells how long it runs; that is true only when it tells it anew."""
        if seconds != self._runs_for:
            self._runs_for = seconds
            self._begin = None if seconds is None else dt_util.utcnow() - timedelta(seconds=seconds)
        return self._begin
