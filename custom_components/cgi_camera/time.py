"""Times of day that can be set."""

from datetime import time
from typing import override

from homeassistant.components.time import TimeEntity, TimeEntityDescription
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry
from .entity import CameraEntity, follow_slots

PARALLEL_UPDATES = 0

DEFAULT = TimeEntityDescription(key="", entity_category=EntityCategory.CONFIG)


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the times of day that the camera takes."""
    follow_slots(entry, async_add_entities, Platform.TIME, CameraTime)


class CameraTime(CameraEntity[time], TimeEntity):
    """A time of day that the camera takes."""

    entity_description = DEFAULT

    @property
    @override
    def native_value(self) -> time | None:
        return self.reported

    @override
    async def async_set_value(self, value: time) -> None:
        await self.tell(value)
