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
        *(
            BinarySensorEntityDescription(key=feature.key, device_class=BinarySensorDeviceClass.MOTION)
            for feature in (f.MOTION, f.LINE_CROSSING, f.AREA_CROSSING, f.HUMAN, f.VEHICLE, f.PIR)
        ),
        *(
            BinarySensorEntityDescription(key=feature.key)
            for feature in (
                *(f.ALARM_INPUT, f.LEFT_OBJECT, f.MISSING_OBJECT, f.FACE, f.LOITERING, f.CROWD, f.PARKING),
                *(f.FAST_MOVING, f.PEOPLE_COUNT, f.DOORBELL, f.PRIVACY_MODE),
            )
        ),
        *(
            BinarySensorEntityDescription(key=feature.key, device_class=BinarySensorDeviceClass.SOUND)
            for feature in (f.LOUDNESS_CHANGE, f.ABNORMAL_SOUND)
        ),
        *(
            BinarySensorEntityDescription(key=feature.key, device_class=BinarySensorDeviceClass.TAMPER)
            for feature in (f.TAMPER, f.SCENE_CHANGE)
        ),
        *(
            BinarySensorEntityDescription(key=feature.key, device_class=BinarySensorDeviceClass.PROBLEM)
            for feature in (f.VIDEO_LOSS, f.ABNORMAL_PICTURE, f.DEFOCUS)
        ),
        *(
            BinarySensorEntityDescription(
                key=feature.key,
                device_class=BinarySensorDeviceClass.PROBLEM,
                entity_category=EntityCategory.DIAGNOSTIC,
            )
            for feature in (
                *(f.STORAGE_MISSING, f.STORAGE_FAILURE, f.STORAGE_LOW),
                *(f.NETWORK_ABORT, f.IP_CONFLICT, f.LOGIN_FAILURE, f.DISK_PROBLEM, f.REBOOT_NEEDED),
            )
        ),
        BinarySensorEntityDescription(key=f.HEAT.key, device_class=BinarySensorDeviceClass.HEAT),
        BinarySensorEntityDescription(key=f.FIRE.key, device_class=BinarySensorDeviceClass.SAFETY),
        BinarySensorEntityDescription(key=f.DOOR.key, device_class=BinarySensorDeviceClass.DOOR),
        BinarySensorEntityDescription(
            key=f.PTZ_MOVING.key,
            device_class=BinarySensorDeviceClass.MOVING,
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
