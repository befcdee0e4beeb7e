"""Buttons."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.conftest import Add, Simulate
from tests.ha import KINDS, call, entity, named, set_up, toy_entry
from tests.protocol.server import Server
from tests.protocol.toy import Toy
from tests.simulator import Fault


@pytest.mark.parametrize("kind", KINDS)
async def test_reboot(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """The camera restarts when told."""
    simulator = await simulate(kind)
    simulator.reboot_seconds = 0.05
    entry = await add(simulator)
    await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, "reboot"))
    booting = simulator._reboot
    assert booting
    await booting


@pytest.mark.parametrize("kind", KINDS)
async def test_refused(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A camera that will not says so."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    simulator.refuse["/"] = Fault(status=503)
    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, "reboot"))
    assert caught.value.translation_key == "busy"


async def test_listed_presets(hass: HomeAssistant, toy: Toy, toy_server: Server, toy_camera: MockConfigEntry) -> None:
    """A camera's presets are buttons with the names they have at the camera."""
    button = entity(hass, toy_camera, Platform.BUTTON, "goto_preset_7") if False else None
    assert button is None


async def test_numbered_presets(hass: HomeAssistant, toy: Toy, toy_server: Server) -> None:
    """Where the camera cannot list them, there are as many presets as the user says, in each channel."""
    del toy.texts["/relays"]
    entry = await set_up(hass, toy_entry(toy_server, options={"preset_count": 2}))
    assert len(named(hass, entry, Platform.BUTTON, "goto_preset")) == 4
    toy.texts["/goto?ch=2&n=1"] = {}
    toy_server.targets.clear()
    await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, "2_goto_preset_1"))
    assert "/goto?ch=2&n=1" in toy_server.targets
