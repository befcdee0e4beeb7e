"""Doors that the camera opens, and of which it knows whether they are closed."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any, override

from homeassistant.components.lock import LockEntity
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraEntity, Found, follow, unique_id
from .platforms import platform_of_command
from .protocol import features as f
from .protocol.model import Command, Slot

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the doors that can be opened."""
    coordinator = entry.runtime_data
    camera = coordinator.camera

    def found() -> Iterator[Found]:
        for channel in dict.fromkeys((0, *camera.channels)):
            for command, number in camera.counted(channel):
                slot = Slot(channel, f.DOOR, number)
                if platform_of_command(command) is Platform.LOCK and slot in camera.capabilities:
                    yield Found(channel, key_of(slot), partial(CameraLock, coordinator, slot))

    follow(entry, async_add_entities, Platform.LOCK, found)


def key_of(door: Slot[bool]) -> str:
    """Return what the id of a lock is made of: the command that it gives."""
    return f"{f.OPEN_DOOR.key}_{door.number}"


class CameraLock(CameraEntity[bool], LockEntity):
    """A door: locked while it is closed."""

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[bool]) -> None:
        """Show a door by its contact."""
        super().__init__(coordinator, slot)
        self._attr_translation_key = f.OPEN_DOOR.key
        self._attr_unique_id = unique_id(coordinator, slot.channel, key_of(slot))

    @property
    @override
    def is_locked(self) -> bool | None:
        return None if self.reported is None else not self.reported

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        await self._do(f.OPEN_DOOR)

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        await self._do(f.CLOSE_DOOR)

    async def _do(self, command: Command) -> None:
        """Turn the lock, and see what has become of the door."""
        await self.coordinator.act(command, channel=self.channel, number=self.slot.number)
        with suppress(HomeAssistantError):
            await self.coordinator.read(self.slot)
