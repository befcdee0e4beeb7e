"""What the tests of the Home Assistant side share."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
import time
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
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
    assert entry.state is state
    return entry


def entity(hass: HomeAssistant, entry: MockConfigEntry, platform: Platform, key: str) -> str:
    """Return the id of an entity by the key of its slot, as in `brightness`, `relay_2`, `3_brightness`."""
    found = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{entry.unique_id}_{key}")
    assert found, f"no {platform} {key}"
    return found


def entity_of(hass: HomeAssistant, entry: MockConfigEntry, platform: Platform, slot: AnySlot) -> str:
    """Return the id of a slot's entity."""
    return entity(hass, entry, platform, f"{slot.channel}_{slot.key}" if slot.channel else slot.key)


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
    await hass.async_block_till_done(wait_background_tasks=False)
