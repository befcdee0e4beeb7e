"""Settings with a list of choices."""

from typing import Any, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraEntity, follow_slots
from .protocol.model import Slot

PARALLEL_UPDATES = 0

DEFAULT = SelectEntityDescription(key="", entity_category=EntityCategory.CONFIG)


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the choices that the camera offers."""
    follow_slots(entry, async_add_entities, Platform.SELECT, CameraSelect)


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
