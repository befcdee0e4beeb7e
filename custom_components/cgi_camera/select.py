"""Settings with a list of choices, and presets to go to."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraEntity, ChannelEntity, Found, follow, follow_slots
from .protocol import features as f
from .protocol.model import Slot

PARALLEL_UPDATES = 0

DEFAULT = SelectEntityDescription(key="", entity_category=EntityCategory.CONFIG)


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the choices that the camera offers, and the presets of each channel."""
    follow_slots(entry, async_add_entities, Platform.SELECT, CameraSelect)
    coordinator = entry.runtime_data
    camera = coordinator.camera

    def found() -> Iterator[Found]:
        for channel in filter(camera.presets, camera.channels):
            yield Found(channel, f.PRESET.key, partial(PresetSelect, coordinator, channel))

    follow(entry, async_add_entities, Platform.SELECT, found)


class CameraSelect(CameraEntity[str], SelectEntity):
    """A choice that the camera offers."""

    entity_description = DEFAULT

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[str]) -> None:
        """Show a slot."""
        super().__init__(coordinator, slot)
        self._kind: Any = slot.feature.kind

    @property
    @override
    def options(self) -> list[str]:
        return [str(choice) for choice in self.offered.choices or self._kind]

    @property
    @override
    def current_option(self) -> str | None:
        return None if self.reported is None else str(self.reported)

    @override
    async def async_select_option(self, option: str) -> None:
        await self.tell(self._kind(option))


class PresetSelect(ChannelEntity, SelectEntity):
    """The presets of a channel by their names. Shows the present one where the camera tells it."""

    _attr_translation_key = f.PRESET.key

    def __init__(self, coordinator: CameraCoordinator, channel: int) -> None:
        """Offer the presets of a channel."""
        slots = (slot for slot in coordinator.camera.capabilities if slot.channel == channel)
        context = tuple(slot for slot in slots if slot.feature in (f.PRESET, f.CURRENT_PRESET))
        super().__init__(coordinator, channel, f.PRESET.key, context)

    def _names(self) -> dict[int, str]:
        """Return what each preset is called: its name, with the number where it has none or another has the same."""
        presets = self.coordinator.camera.presets(self.channel)
        names = Counter(presets.values())
        return {
            number: name if name and names[name] == 1 else f"{name} {number}".strip()
            for number, name in presets.items()
        }

    @property
    @override
    def options(self) -> list[str]:
        return list(self._names().values())

    @property
    @override
    def current_option(self) -> str | None:
        number = self.coordinator.camera.value(f.CURRENT_PRESET, self.channel)
        return self._names().get(number or 0)

    @override
    async def async_select_option(self, option: str) -> None:
        number = next(number for number, name in self._names().items() if name == option)
        await self.coordinator.act(f.GOTO_PRESET, channel=self.channel, number=number)
