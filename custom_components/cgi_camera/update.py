"""The firmware that a camera has. None of the dialects tells whether there is a newer one, or installs it."""

from contextlib import suppress
from typing import override

from homeassistant.components.update import UpdateEntity
from homeassistant.components.update.const import UpdateDeviceClass
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraEntity, follow_slots
from .protocol.model import Slot

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

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[str]) -> None:
        """Show a slot."""
        super().__init__(coordinator, slot)
        self._answered = True

    @property
    @override
    def installed_version(self) -> str | None:
        return self.reported

    @property
    @override
    def latest_version(self) -> str | None:
        return self.reported

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Ask anew when the camera has been away: it may have been updated."""
        answers = self.coordinator.last_update_success
        if answers and not self._answered:
            self.coordinator.config_entry.async_create_background_task(
                self.hass, self._look(), f"firmware of {self.coordinator.name}"
            )
        self._answered = answers
        super()._handle_coordinator_update()

    async def _look(self) -> None:
        with suppress(HomeAssistantError):
            await self.coordinator.read(self.slot)
