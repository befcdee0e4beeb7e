"""What the camera does once: commands, and PTZ presets to go to."""

from collections.abc import Iterator
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.components.button.const import ButtonDeviceClass
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .defaults import DISABLED
from .entity import ChannelEntity, follow
from .platforms import platform_of_command
from .protocol import features as f
from .protocol.model import Command, Slot

PARALLEL_UPDATES = 0

DEFAULT = ButtonEntityDescription(key="", entity_category=EntityCategory.CONFIG)
DESCRIPTIONS = {
    description.key: description
    for description in (
        ButtonEntityDescription(
            key=f.REBOOT.key, device_class=ButtonDeviceClass.RESTART, entity_category=EntityCategory.CONFIG
        ),
        ButtonEntityDescription(key=f.GOTO_PRESET.key),
        # No settings, and for dashboards.
        *(ButtonEntityDescription(key=command.key) for command in (f.HANG_UP, f.WIPE)),
    )
}

_ENOUGH = 8
"""Presets without a name that are enabled by default: some cameras count 256."""

type Push = tuple[int, Command, int]
"""Channel, command and number (of a preset) of one button."""


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add a button for every command and every preset."""
    coordinator = entry.runtime_data
    camera = coordinator.camera

    def found() -> Iterator[Push]:
        for channel in dict.fromkeys((0, *camera.channels)):
            for command in camera.commands(channel):
                yield channel, command, 0
            for command, number in camera.counted(channel):
                if platform_of_command(command) is Platform.BUTTON:
                    yield channel, command, number
        for channel in camera.channels:
            for number in camera.presets(channel):
                yield channel, f.GOTO_PRESET, number

    follow(entry, async_add_entities, found, lambda push: CameraButton(coordinator, *push))


class CameraButton(ChannelEntity, ButtonEntity):
    """Makes the camera do something once."""

    def __init__(self, coordinator: CameraCoordinator, channel: int, command: Command, number: int) -> None:
        """Stand for a command, or for a preset by its number."""
        preset = Slot(channel, f.PRESET, number)
        listed = command is f.GOTO_PRESET and preset in coordinator.camera.capabilities
        key = f"{command.key}_{number}" if number else command.key
        super().__init__(coordinator, channel, key, (preset,) if listed else ())
        self.entity_description = DESCRIPTIONS.get(command.key, DEFAULT)
        self._attr_translation_key = command.key
        self._attr_entity_registry_enabled_default = command.key not in DISABLED
        self._command = command
        self._number = number
        if number:
            name = coordinator.camera.presets(channel).get(number) if command is f.GOTO_PRESET else None
            self._attr_translation_placeholders = {"name": name or str(number)}
            if command is f.GOTO_PRESET:
                self._attr_entity_registry_enabled_default = bool(name) or number <= _ENOUGH

    @override
    async def async_press(self) -> None:
        await self.coordinator.act(self._command, channel=self.channel, number=self._number)
