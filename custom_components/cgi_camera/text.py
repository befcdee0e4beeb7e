"""Texts that can be set."""

from typing import override

from homeassistant.components.text import TextEntity, TextEntityDescription
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry
from .entity import CameraEntity, follow_slots

PARALLEL_UPDATES = 0

DEFAULT = TextEntityDescription(key="", entity_category=EntityCategory.CONFIG)


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the texts that the camera takes."""
    follow_slots(entry, async_add_entities, Platform.TEXT, CameraText)


class CameraText(CameraEntity[str], TextEntity):
    """A text that the camera takes."""

    entity_description = DEFAULT

    @property
    @override
    def native_value(self) -> str | None:
        return self.reported

    @property
    @override
    def native_max(self) -> int:
        maximum = self.offered.maximum
        return MAX_LENGTH_STATE_STATE if maximum is None else int(maximum)

    @override
    async def async_set_value(self, value: str) -> None:
        await self.tell(value)
