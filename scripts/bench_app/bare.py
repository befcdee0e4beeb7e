"""The floor with Home Assistant's plainest entities: what the same answers and as many entities cost at the least."""

import asyncio
from datetime import timedelta
import logging
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import EntityPlatform

from .house import House
from .peers import Camera, Floor, entry_of

type Registered = tuple[str, str, str | None, str | None]
"""Domain, unique id and name of an entity, and its state if it is enabled."""

DOMAIN = "bare"
_LOGGER = logging.getLogger(__name__)
MOTION, SWITCH = "binary_sensor", "switch"


class BareEntity(Entity):
    """Has a state."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, registered: Registered, device: dr.DeviceEntry, set_: Any) -> None:
        """Have the state, the name and the id of another."""
        _, self._attr_unique_id, self._attr_name, state = registered
        self._attr_state = state
        self._attr_entity_registry_enabled_default = state is not None
        self.device_entry = device
        self._set = set_

    def tell(self, on: bool) -> None:
        """Show something else."""
        self._attr_state = "on" if on else "off"
        self.async_write_ha_state()

    async def async_turn_on(self) -> None:
        """Turn the camera's motion detection on."""
        await self._set(True)
        self.tell(True)

    async def async_turn_off(self) -> None:
        """Turn it off."""
        await self._set(False)
        self.tell(False)


class Bare(Floor):
    """Sends what ours sends, and has as many entities, which have the states of ours from the start."""

    def __init__(
        self, house: House, cameras: list[Camera], targets: list[list[str]], registered: list[list[Registered]]
    ) -> None:
        """Know what to ask of each camera, and which entities it has."""
        super().__init__(house, cameras, targets)
        self.registered = registered
        self.entries: list[ConfigEntry[Any]] = []
        self.platforms: list[EntityPlatform] = []
        self.told: dict[tuple[int, str], BareEntity] = {}

    @override
    async def set_up(self) -> None:
        """Register devices, then ask and add."""
        hass = self.house.hass
        for camera in self.cameras:
            entry = entry_of(camera, DOMAIN, {})
            # There is no integration behind it that could be set up.
            hass.config_entries._entries[entry.entry_id] = entry  # noqa: SLF001
            self.entries.append(entry)
        await super().set_up()

    @override
    async def _all(self, position: int) -> None:
        await super()._all(position)
        entry, hass = self.entries[position], self.house.hass
        device = dr.async_get(hass).async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={(DOMAIN, self.cameras[position]["mac"])},
            name=self.cameras[position]["name"],
        )

        async def set_(on: bool) -> None:
            await self.set(position, on)

        entities: dict[str, list[BareEntity]] = {}
        for registered in self.registered[position]:
            entity = BareEntity(registered, device, set_)
            entities.setdefault(registered[0], []).append(entity)
            if entity.unique_id in {self._id(position, "motion"), self._id(position, "motion_detection")}:
                self.told[position, registered[0]] = entity
        for domain, added in entities.items():
            platform = EntityPlatform(
                hass=hass,
                logger=_LOGGER,
                domain=domain,
                platform_name=DOMAIN,
                platform=None,
                scan_interval=timedelta(minutes=1),
                entity_namespace=None,
            )
            platform.config_entry = entry
            self.platforms.append(platform)
            await platform.async_add_entities(added)

    def _id(self, position: int, key: str) -> str:
        return f"{self.cameras[position]['mac']}_1_{key}"

    async def unload(self) -> None:
        """Let go of all entities."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*(platform.async_reset() for platform in self.platforms))
        self.platforms.clear()
        self.tasks.clear()

    async def set_up_again(self) -> None:
        """Ask and add once more; those that are disabled need not be added again."""
        self.registered = [[each for each in one if each[3] is not None] for one in self.registered]
        await super().set_up()

    @override
    def alarm(self, position: int, on: bool) -> None:
        """Have the entity show it."""
        self.told[position, MOTION].tell(on)

    @override
    def motion(self, position: int) -> str:
        """Return the binary sensor."""
        return self.told[position, MOTION].entity_id

    @override
    async def command(self, position: int, on: bool) -> None:
        """Turn the switch."""
        data = {"entity_id": self.shown(position)[0]}
        await self.house.hass.services.async_call("switch", "turn_on" if on else "turn_off", data, blocking=True)

    @override
    def shown(self, position: int) -> tuple[str, str | None]:
        """Return the switch."""
        return self.told[position, SWITCH].entity_id, None
