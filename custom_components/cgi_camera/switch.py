"""What can be turned on and off."""

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraToggle, follow_slots
from .protocol import features as f
from .protocol.model import Slot

PARALLEL_UPDATES = 0

DEFAULT = SwitchEntityDescription(key="", entity_category=EntityCategory.CONFIG)
DESCRIPTIONS = {
    feature.key: SwitchEntityDescription(key=feature.key)
    for feature in (
        *(f.INFRARED, f.RECORDING, f.RELAY, f.WDR),
        *(f.DISARMED, f.PRIVACY_MODE),
    )
}


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the switches of the camera."""
    follow_slots(entry, async_add_entities, Platform.SWITCH, CameraSwitch)


class CameraSwitch(CameraToggle, SwitchEntity):
    """Something that can be turned on and off."""

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[bool]) -> None:
        """Show a slot."""
        super().__init__(coordinator, slot)
        self.entity_description = DESCRIPTIONS.get(slot.feature.key, DEFAULT)
