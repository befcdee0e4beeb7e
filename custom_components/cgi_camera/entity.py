"""What all entities share: the slot they show, the platform and the device they belong to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache, partial
from string import digits
from typing import Any, NamedTuple, override

from homeassistant.const import STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import RestoreEntity
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import CameraConfigEntry, CameraCoordinator
from .defaults import DISABLED
from .occurrences import attributes
from .platforms import platform_of, platform_of_command
from .protocol import features as f
from .protocol.model import AnyChange, AnySlot, Capability, Change, Slot


def unique_id(coordinator: CameraCoordinator, channel: int, key: str) -> str:
    """Return the id of an entity: the camera's own, the channel where there is one, and what it is."""
    return "_".join([coordinator.unique_id, *([str(channel)] if channel else []), key])


class ChannelEntity(CoordinatorEntity[CameraCoordinator]):
    """An entity of a camera or of a recorder's channel."""

    _attr_has_entity_name = True
    _shown: object = None

    def __init__(self, coordinator: CameraCoordinator, channel: int, key: str, slots: Iterable[AnySlot] | None) -> None:
        """Belong to a channel; `slots` are what must be polled for this entity, None where all news matter."""
        super().__init__(coordinator, slots)
        self.channel = channel
        self._attr_unique_id = unique_id(coordinator, channel, key)
        # Told so, Home Assistant does not look for it again: a recorder has thousands of entities.
        self.device_entry = coordinator.device(channel)

    @callback
    def _show(self, *shown: object) -> None:
        """Write the state if there is anything new in what it is made of."""
        if shown != self._shown:
            self._shown = shown
            self.async_write_ha_state()


@lru_cache
def _placeholders(number: str, label: str) -> Mapping[str, str]:
    """Return what stands in names; most are the same for all entities."""
    return {"number": number, "label": label}


class CameraEntity[T](ChannelEntity, RestoreEntity):
    """An entity that shows one slot and, where it can be set, sets it."""

    def __init__(self, coordinator: CameraCoordinator, slot: Slot[T], *parts: AnySlot) -> None:
        """Show a slot, and those that are part of it."""
        super().__init__(coordinator, slot.channel, slot.key, (slot, *parts))
        self.parts = parts
        self.slot = slot
        self._restored: T | None = None
        self._attr_translation_key = slot.feature.key
        self._attr_translation_placeholders = _placeholders(str(slot.number or 1), self._label())
        self._attr_assumed_state = self.offered.assumed
        self._attr_entity_registry_enabled_default = slot.feature.key not in DISABLED

    def _label(self) -> str:
        """Return what the camera calls this one of several, else its number."""
        label = self.slot.feature.label
        named = label and self.coordinator.camera.state.get(Slot(self.slot.channel, label, self.slot.number))
        return named or str(self.slot.number or 1)

    @property
    def offered(self) -> Capability:
        """What the camera offers for the slot."""
        return self.coordinator.camera.capabilities[self.slot]

    @property
    def reported(self) -> T | None:
        """The value as the camera told it, or what it was last where that is all there is to know."""
        value = self.coordinator.camera.state.get(self.slot)
        return self._restored if value is None and (self.offered.assumed or self.offered.kept) else value

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str]:
        return attributes(self.coordinator.camera.detail(self.slot))

    @property
    @override
    def available(self) -> bool:
        """Whether the camera can be asked, or tells by itself."""
        if super().available:
            return True
        return (self.offered.pushed or self.offered.kept) and self.coordinator.camera.linked

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        if (self.offered.assumed or self.offered.kept) and (last := await self.async_get_last_state()):
            self._restore(last.state)

    def _restore(self, state: str) -> None:
        """Take the value that a state stood for."""
        kind = self.slot.feature.kind
        make: Any = kind
        if state in (STATE_UNAVAILABLE, STATE_UNKNOWN):
            return
        if kind is bool:
            self._restored = make(state == STATE_ON)
            return
        with suppress(ValueError):
            if kind is int:
                self._restored = make(float(state))
            else:
                self._restored = make.fromisoformat(state) if kind is datetime else make(state)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state if there is anything new in it."""
        camera = self.coordinator.camera
        parts = self.parts and [(camera.state.get(part), camera.capabilities.get(part)) for part in self.parts]
        self._show(self.available, self.reported, self.offered, camera.detail(self.slot), parts)

    async def tell(self, value: T, *parts: AnyChange) -> None:
        """Have the camera take a value, and those of parts; the state follows from its answer."""
        change = Change(self.slot.feature, value, self.slot.number)
        await self.coordinator.write(change, *parts, channel=self.slot.channel)


class CameraToggle(CameraEntity[bool]):
    """An entity that turns something on and off."""

    @property
    def is_on(self) -> bool | None:
        """Whether it is on."""
        return self.reported

    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on."""
        await self.tell(True)

    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        await self.tell(False)


class Found(NamedTuple):
    """Something that there is to be an entity for: what its id is made of, and the way to make it."""

    channel: int
    key: str
    make: Callable[[], Entity]


type Name = tuple[int, str]
"""Channel and key of something that was found."""


@callback
def follow(
    entry: CameraConfigEntry,
    add: AddConfigEntryEntitiesCallback,
    platform: Platform,
    found: Callable[[], Iterable[Found]],
    *,
    gone: Callable[[], Iterable[Name]] = tuple,
) -> None:
    """Add an entity for everything that is found, now and whenever the camera turns out to offer more.

    `gone` tells whose entities were removed since it was asked last: they may come again. Neither is asked unless what
    is offered has changed, or something that no entity shows and that commands may depend on. What is registered as
    disabled is not added again at each start: Home Assistant starts the entry anew when it is enabled.
    """
    known: set[Name] = set()
    coordinator = entry.runtime_data
    seen = -1

    @callback
    def check() -> None:
        nonlocal seen
        offered = coordinator.camera.capabilities.changes
        if seen == offered and not any(slot.feature.internal for slot in coordinator.data or ()):
            return
        seen = offered
        known.difference_update(gone())
        if fresh := [each for each in found() if each[:2] not in known]:
            known.update(each[:2] for each in fresh)
            add([each.make() for each in fresh if not _sleeps(coordinator, platform, *each[:2])])

    check()
    entry.async_on_unload(coordinator.async_add_listener(check))


def _sleeps(coordinator: CameraCoordinator, platform: Platform, channel: int, key: str) -> bool:
    """Tell whether an entity is known, and disabled."""
    registry = er.async_get(coordinator.hass)
    entity_id = registry.async_get_entity_id(platform, DOMAIN, unique_id(coordinator, channel, key))
    entry = entity_id and registry.async_get(entity_id)
    return bool(entry and entry.disabled)


@callback
def follow_slots(
    entry: CameraConfigEntry,
    add: AddConfigEntryEntitiesCallback,
    platform: Platform,
    make: Callable[[CameraCoordinator, Any], Entity],
) -> None:
    """Add an entity for every slot that belongs to a platform."""
    coordinator = entry.runtime_data

    def found() -> Iterator[Found]:
        for slot in coordinator.placement.on(platform):
            yield Found(slot.channel, slot.key, partial(make, coordinator, slot))

    follow(entry, add, platform, found)


# What the entity registry remembers


@callback
def recall(hass: HomeAssistant, entry: CameraConfigEntry) -> None:
    """Offer again what was not found but told of by the event stream once: the registry remembers it."""
    coordinator = entry.runtime_data
    for entity in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id):
        if entity.domain in {Platform.BINARY_SENSOR, Platform.EVENT}:
            coordinator.camera.recall(entity.unique_id.removeprefix(f"{coordinator.unique_id}_"))


@callback
def remove_stale(hass: HomeAssistant, entry: CameraConfigEntry) -> None:
    """Remove entities whose slot belongs to another platform now, and those of presets and the like that are gone."""
    coordinator = entry.runtime_data
    camera = coordinator.camera
    platforms = {
        unique_id(coordinator, slot.channel, slot.key): platform_of(slot, offered)
        for slot, offered in camera.capabilities.items()
    }
    for channel in dict.fromkeys((0, *camera.channels)):
        for command, number in camera.counted(channel):
            own = unique_id(coordinator, channel, f"{command.key}_{number}")
            platforms[own] = platform_of_command(command)
    listed: dict[str, set[str]] = {}
    found = [(slot.channel, slot.feature.key, slot.number) for slot in camera.capabilities if slot.feature.label]
    found += [(channel, f.GOTO_PRESET.key, n) for channel in camera.channels for n in camera.presets(channel)]
    for channel, key, number in found:
        listed.setdefault(unique_id(coordinator, channel, f"{key}_"), set()).add(str(number))
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        prefix = entity.unique_id.rstrip(digits)
        known = listed.get(prefix)
        gone = known and entity.unique_id.removeprefix(prefix) not in known
        if gone or platforms.get(entity.unique_id, entity.domain) != entity.domain:
            registry.async_remove(entity.entity_id)
