"""The firmware that a camera has. None of the dialects tells whether there is a newer one, or installs it."""

from typing import override

from homeassistant.components.update import UpdateEntity
from homeassistant.components.update.const import UpdateDeviceClass
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry
from .entity import CameraEntity, follow_slots

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the firmware of the camera."""
    follow_slots(entry, async_add_entities, Platform.UPDATE, CameraUpdate)


class CameraUpdate(CameraEntity[str], UpdateEntity):
    """What firmware is installed."""

    _attr_device_class = UpdateDeviceClass.FIRMWARE
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    @property
    @override
    def installed_version(self) -> str | None:
        return self.reported

    @property
    @override
    def latest_version(self) -> str | None:
        return self.reported
