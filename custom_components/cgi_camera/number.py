"""Settings with a range."""

from typing import Any, override

from homeassistant.components.number import NumberDeviceClass, NumberEntity, NumberEntityDescription
from homeassistant.const import EntityCategory, Platform, UnitOfDataRate
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import CameraEntity, follow_slots
from .protocol import features as f
from .protocol.model import Slot
from .units import UNITS

PARALLEL_UPDATES = 0

DEFAULT = NumberEntityDescription(key="", entity_category=EntityCategory.CONFIG)
DESCRIPTIONS = {
    description.key: description
    for description in (
        NumberEntityDescription(
            key=f.STREAM_BIT_RATE.key,
            entity_category=EntityCategory.CONFIG,
            device_class=NumberDeviceClass.DATA_RATE,
            native_unit_of_measurement=UnitOfDataRate.KILOBITS_PER_SECOND,
        ),
        NumberEntityDescription(
            key=f.STREAM_FRAME_RATE.key,
            entity_category=EntityCategory.CONFIG,
            native_unit_of_measurement="fps",
        ),
        *(
            NumberEntityDescription(
                key=key,
                entity_category=EntityCategory.CONFIG,
                device_class=NumberDeviceClass(device_class),
                native_unit_of_measurement=unit,
            )
            for key, (device_class, unit) in UNITS.items()
        ),
    )
}


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the numbers that the camera takes."""
    follow_slots(entry, async_add_entities, Platform.NUMBER, CameraNumber)


class CameraNumber(CameraEntity[float], NumberEntity):
    """A number that the camera takes."""

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[float]) -> None:
        """Show a slot."""
        super().__init__(coordinator, slot)
        self._kind: Any = slot.feature.kind
        self.entity_description = DESCRIPTIONS.get(slot.feature.key, DEFAULT)

    @property
    @override
    def native_value(self) -> float | None:
        return self.reported

    @property
    @override
    def native_min_value(self) -> float:
        minimum = self.offered.minimum
        return super().native_min_value if minimum is None else minimum

    @property
    @override
    def native_max_value(self) -> float:
        maximum = self.offered.maximum
        return super().native_max_value if maximum is None else maximum

    @property
    @override
    def native_step(self) -> float:
        return self.offered.step

    @override
    async def async_set_native_value(self, value: float) -> None:
        await self.tell(self._kind(value))
