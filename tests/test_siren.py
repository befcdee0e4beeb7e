"""Sirens."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest

from tests.conftest import Add, Simulate
from tests.ha import Clock, call, entity, named, pass_time, state


@pytest.mark.usefixtures("all_enabled")
async def test_siren(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """It wails until it is turned off, or until the camera thinks that it was enough; there is no switch beside it."""
    simulator = await simulate("dahua-camera", siren=True)
    entry = await add(simulator, options={"events": False})
    siren = entity(hass, entry, Platform.SIREN, "1_siren")
    assert named(hass, entry, Platform.SWITCH, "siren") == []
    for turn in ("on", "off", "on"):
        await call(hass, Platform.SIREN, f"turn_{turn}", siren)
        assert (state(hass, siren).state, simulator.lit("Speaker")) == (turn, turn == "on")
    simulator.advance(20)
    await pass_time(hass, 31, clock)
    assert state(hass, siren).state == "off"


@pytest.mark.usefixtures("all_enabled")
async def test_no_siren(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera answers also where there is none, and says so when it is turned on."""
    entry = await add(await simulate("dahua-camera"), options={"events": False})
    siren = entity(hass, entry, Platform.SIREN, "1_siren")
    with pytest.raises(HomeAssistantError):
        await call(hass, Platform.SIREN, "turn_on", siren)
    assert state(hass, siren).state == "off"


async def test_disabled_at_first(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """As every camera seems to have one, it waits until somebody wants it."""
    entry = await add(await simulate("dahua-camera"))
    found = er.async_get(hass).async_get(entity(hass, entry, Platform.SIREN, "1_siren"))
    assert found
    assert found.disabled_by is er.RegistryEntryDisabler.INTEGRATION
