"""Switches."""

from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.conftest import Add, Simulate
from tests.ha import KINDS, TOY_ID, becomes, call, entity, named, reload, restore, set_up, state, toy_entry
from tests.protocol.server import Server, text
from tests.protocol.toy import Toy
from tests.simulator import Fault


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        *[(kind, "motion_detection") for kind in KINDS],
        *[(kind, key) for kind in KINDS if kind not in {"ipc-1.0.1", "dahua-recorder"} for key in ("relay", "wdr")],
        ("dahua-recorder", "relay"),
    ],
)
async def test_on_and_off(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str, key: str) -> None:
    """A switch turns the camera's setting on and off, and says what the camera says."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    switch = named(hass, entry, Platform.SWITCH, key)[0]
    for turn in ("on", "off", "on"):
        await call(hass, Platform.SWITCH, f"turn_{turn}", switch)
        assert state(hass, switch).state == turn
    await reload(hass, entry)
    await becomes(hass, switch, "on")


@pytest.mark.parametrize("kind", KINDS)
async def test_refused(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A refused write is an error, and the switch keeps the true value."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    switch = named(hass, entry, Platform.SWITCH, "motion_detection")[0]
    before = state(hass, switch).state
    simulator.refuse["/"] = Fault(status=403, body=b"you may not")
    with pytest.raises(HomeAssistantError, match="you may not") as caught:
        await call(hass, Platform.SWITCH, "toggle", switch)
    assert caught.value.translation_key == "forbidden"
    assert state(hass, switch).state == before


async def test_categories(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """What people use every day stands first, settings stand among the settings."""
    registry = er.async_get(hass)
    relay = registry.async_get(entity(hass, toy_camera, Platform.SWITCH, "relay_2"))
    assert relay
    assert (relay.entity_category, relay.original_name) == (None, "Relay 2")


async def test_write_only(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """What cannot be asked is marked as assumed, and is unknown until it was set."""
    switch = entity(hass, toy_camera, Platform.SWITCH, "infrared")
    assert state(hass, switch).state == "unknown"
    assert state(hass, switch).attributes["assumed_state"] is True
    await call(hass, Platform.SWITCH, "turn_off", switch)
    assert state(hass, switch).state == "off"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [(("on", "70"), ("on", "70")), (("off", "70.0"), ("off", "70")), (("unavailable", "x"), ("unknown", "unknown"))],
)
async def test_write_only_is_restored(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    toy_server: Server,
    stored: tuple[str, str],
    shown: tuple[str, str],
) -> None:
    """What cannot be asked is as it was when Home Assistant stopped."""
    entry = toy_entry(toy_server)
    entry.add_to_hass(hass)
    registry = er.async_get(hass)
    switch = registry.async_get_or_create("switch", "cgi_camera", f"{TOY_ID}_infrared", config_entry=entry)
    number = registry.async_get_or_create("number", "cgi_camera", f"{TOY_ID}_infrared_brightness", config_entry=entry)
    await restore(hass, hass_storage, State(switch.entity_id, stored[0]), State(number.entity_id, stored[1]))
    await set_up(hass, entry)
    assert (state(hass, switch.entity_id).state, state(hass, number.entity_id).state) == shown
    await call(hass, Platform.SWITCH, "turn_on", switch.entity_id)
    assert state(hass, switch.entity_id).state == "on"


async def test_write_only_refused(hass: HomeAssistant, toy: Toy, toy_camera: MockConfigEntry) -> None:
    """A refusal in the answer's text is passed on."""
    toy.bodies["/lamp"] = text("Error: lamp is hot")
    with pytest.raises(HomeAssistantError, match="lamp is hot"):
        await call(hass, Platform.SWITCH, "turn_on", entity(hass, toy_camera, Platform.SWITCH, "infrared"))
