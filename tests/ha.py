"""What the tests of the Home Assistant side share."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
import time
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er, restore_state
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.protocol.model import AnySlot
from tests.protocol.server import Server
from tests.simulator import SimulatedCamera

KINDS = ("ipc-1.0.1", "ipc-1.0.10", "control", "dahua-camera", "dahua-recorder", "message")
TOY_ID = "02:00:00:ab:cd:ef"


class Clock:
    """Monotonic seconds that a test can put forward."""

    def __init__(self) -> None:
        """Run like everybody's clock."""
        self.ahead = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return time.monotonic() + self.ahead


def entry_of(simulator: SimulatedCamera, *, options: dict[str, Any] | None = None, **data: Any) -> MockConfigEntry:
    """Return the entry that the config flow would make for a simulated camera."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Front",
        unique_id=simulator.mac.replace("-", ":").lower(),
        options=options or {},
        data={
            "host": simulator.host,
            "port": simulator.port,
            "ssl": False,
            "verify_ssl": True,
            "username": simulator.username,
            "password": simulator.password,
            "dialect": simulator.kind.partition("-")[0],
            **data,
        },
    )


def toy_entry(server: Server, *, options: dict[str, Any] | None = None) -> MockConfigEntry:
    """Return the entry of the made-up camera."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Toy",
        unique_id=TOY_ID,
        options=options or {},
        data={
            "host": server.base.host,
            "port": server.base.port,
            "ssl": False,
            "verify_ssl": True,
            "username": "admin",
            "password": "pass1234",
            "dialect": "toy",
        },
    )


async def set_up(
    hass: HomeAssistant, entry: MockConfigEntry, state: ConfigEntryState = ConfigEntryState.LOADED
) -> MockConfigEntry:
    """Add an entry and set it up, with this outcome."""
    if hass.config_entries.async_get_entry(entry.entry_id) is None:
        entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is state, entry.reason
    return entry


def entity(hass: HomeAssistant, entry: MockConfigEntry, platform: Platform, key: str) -> str:
    """Return the id of an entity by the key of its slot, as in `brightness`, `relay_2`, `3_brightness`."""
    found = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{entry.unique_id}_{key}")
    assert found, f"no {platform} {key}"
    return found


def entity_of(hass: HomeAssistant, entry: MockConfigEntry, platform: Platform, slot: AnySlot) -> str:
    """Return the id of a slot's entity."""
    return entity(hass, entry, platform, f"{slot.channel}_{slot.key}" if slot.channel else slot.key)


def main_of(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Return the main picture, a recorder's of its first channel."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return next(e.entity_id for e in entities if e.unique_id.endswith("_stream_main"))


def state(hass: HomeAssistant, entity_id: str) -> State:
    """Return the state of an entity."""
    found = hass.states.get(entity_id)
    assert found, f"{entity_id} has no state"
    return found


async def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something is true that real sockets decide about."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


async def pass_time(hass: HomeAssistant, seconds: float, clock: Clock | None = None) -> None:
    """Let time pass for Home Assistant, and for the engine where a clock is given."""
    if clock:
        clock.ahead += seconds
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        # Wait for the poll that began just now, which runs in the background, as the event stream does for ever.
        async with entry.runtime_data._debounced_refresh.async_lock():
            pass
    await hass.async_block_till_done()


async def poll_for(entry: MockConfigEntry, clock: Clock, seconds: float) -> None:
    """Let a camera be polled for some time, as often as the coordinator means to."""
    coordinator, begin = entry.runtime_data, clock.ahead
    while clock.ahead < begin + seconds:
        assert coordinator.update_interval
        clock.ahead += coordinator.update_interval.total_seconds()
        await coordinator.async_refresh()


async def poll_until(hass: HomeAssistant, clock: Clock, condition: Callable[[], object], rounds: int = 120) -> None:
    """Let time pass in steps of a poll until something is true."""
    for _ in range(rounds):
        if condition():
            return
        await pass_time(hass, 11, clock)
        await asyncio.sleep(0.05)
    assert condition()


async def restore(
    hass: HomeAssistant, stored: dict[str, Any], *states: State, extra: dict[str, dict[str, Any]] | None = None
) -> None:
    """Let Home Assistant find states in its storage as if it had stopped with them; `extra` is what else was kept."""
    seen = dt_util.utcnow().isoformat()
    kept = extra or {}
    data = [{"state": s.as_dict(), "extra_data": kept.get(s.entity_id), "last_seen": seen} for s in states]
    stored[restore_state.STORAGE_KEY] = {"version": restore_state.STORAGE_VERSION, "data": data}
    hass.data.pop(restore_state.DATA_RESTORE_STATE, None)
    await restore_state.async_load(hass)


def named(hass: HomeAssistant, entry: MockConfigEntry, platform: Platform, key: str) -> list[str]:
    """Return the ids of the entities that show a feature, in all channels and numbers."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return [e.entity_id for e in entities if e.domain == platform and e.translation_key == key]


async def call(hass: HomeAssistant, platform: Platform, service: str, entity_id: str, **data: Any) -> None:
    """Call a service of an entity and wait for it."""
    await hass.services.async_call(platform, service, {"entity_id": entity_id, **data}, blocking=True)


async def reload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set an entry up again, so that everything is read anew."""
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()


def disable_all_but(hass: HomeAssistant, entry: MockConfigEntry, *kept: str) -> None:
    """Disable all entities of an entry but some."""
    registry = er.async_get(hass)
    for each in er.async_entries_for_config_entry(registry, entry.entry_id):
        if each.entity_id not in kept:
            registry.async_update_entity(each.entity_id, disabled_by=er.RegistryEntryDisabler.USER)


async def becomes(hass: HomeAssistant, entity_id: str, value: str) -> None:
    """Wait until an entity has a state."""
    await wait_for(lambda: state(hass, entity_id).state == value)
    # What else there is to tell of it comes right after.
    await asyncio.sleep(0)
