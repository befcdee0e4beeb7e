"""What the camera does once: commands, and PTZ presets to go to."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.components.button.const import ButtonDeviceClass
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import CameraConfigEntry, CameraCoordinator
from .defaults import DISABLED
from .entity import ChannelEntity, Found, Name, follow, unique_id
from .platforms import platform_of_command
from .protocol import features as f
from .protocol.model import Command, Slot
from .protocol.movement import NUDGES

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
        *(
            ButtonEntityDescription(key=command.key)
            for command in (f.AUTO_FOCUS, f.HANG_UP, f.PTZ_STOP, f.WIPE, *NUDGES)
        ),
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

    def pushes() -> Iterator[Push]:
        for channel in dict.fromkeys((0, *camera.channels)):
            for command in camera.commands(channel):
                yield channel, command, 0
            for command, number in camera.counted(channel):
                if platform_of_command(command) is Platform.BUTTON:
                    yield channel, command, number
        for channel in camera.channels:
            for number in camera.presets(channel):
                yield channel, f.GOTO_PRESET, number

    def found() -> Iterator[Found]:
        for push in pushes():
            yield Found(*name_of(*push), partial(CameraButton, coordinator, *push))

    follow(entry, async_add_entities, Platform.BUTTON, found, gone=gone_presets(hass, coordinator))


def name_of(channel: int, command: Command, number: int) -> Name:
    """Return what the id of a button is made of."""
    return channel, f"{command.key}_{number}" if number else command.key


def gone_presets(hass: HomeAssistant, coordinator: CameraCoordinator) -> Callable[[], set[Name]]:
    """Return what removes the buttons of presets that the camera does not list any more, and tells which."""
    listed: set[Name] = set()

    def gone() -> set[Name]:
        slots = (slot for slot in coordinator.camera.capabilities if slot.feature is f.PRESET)
        now = {name_of(slot.channel, f.GOTO_PRESET, slot.number) for slot in slots}
        lost = listed - now
        listed.clear()
        listed.update(now)
        registry = er.async_get(hass)
        for name in lost:
            own = unique_id(coordinator, *name)
            if entity_id := registry.async_get_entity_id(Platform.BUTTON, DOMAIN, own):
                registry.async_remove(entity_id)
        return lost

    return gone


class CameraButton(ChannelEntity, ButtonEntity):
    """Makes the camera do something once."""

    def __init__(self, coordinator: CameraCoordinator, channel: int, command: Command, number: int) -> None:
        """Stand for a command, or for a preset by its number."""
        preset = Slot(channel, f.PRESET, number)
        listed = command is f.GOTO_PRESET and preset in coordinator.camera.capabilities
        super().__init__(coordinator, *name_of(channel, command, number), (preset,) if listed else ())
        self._command = command
        self._number = number
        self.entity_description = DESCRIPTIONS.get(command.key, DEFAULT)
        self._attr_translation_key = command.key
        self._attr_entity_registry_enabled_default = command.key not in DISABLED
        if number:
            self._attr_translation_placeholders = {"name": self._preset_name() or str(number)}
        if command is f.GOTO_PRESET:
            self._attr_entity_registry_enabled_default = bool(self._preset_name()) or number <= _ENOUGH

    def _preset_name(self) -> str:
        """Return the name of the preset that this button stands for, empty where there is none."""
        presets = self.coordinator.camera.presets(self.channel) if self._command is f.GOTO_PRESET else {}
        return presets.get(self._number, "")

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Follow the name of the preset."""
        if self._number:
            placeholders = {"name": self._preset_name() or str(self._number)}
            if placeholders != self._attr_translation_placeholders:
                self._attr_translation_placeholders = placeholders
                # Home Assistant keeps what it made of the old ones.
                vars(self).pop("name", None)
        super()._handle_coordinator_update()

    @override
    async def async_press(self) -> None:
        await self.coordinator.act(self._command, channel=self.channel, number=self._number)
