"""The firmware."""

from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import Clock, entity, named, pass_time, state, wait_for
from tests.simulator import Fault

WITH = {
    "ipc-1.0.10": "Linux",
    "dahua-camera": "2.800.0000016.0.R (2020-06-05)",
    "dahua-recorder": "",
    "dahua-doorbell": "4.700.0000000.0.R (2023-05-17)",
    "message": "",
}


def firmware_of(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Return the firmware that the device of a camera shows."""
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, entry.unique_id), entry.entry_id)
    assert device
    return device.sw_version or ""


@pytest.mark.parametrize("kind", WITH)
async def test_firmware(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """What is installed is shown; no camera tells of anything newer, and nothing can be installed."""
    entry = await add(await simulate(kind))
    (update,) = named(hass, entry, Platform.UPDATE, "firmware")
    shown = state(hass, update)
    installed = entry.runtime_data.camera.identity.firmware
    assert installed.startswith(WITH[kind])
    assert (shown.state, shown.attributes["installed_version"]) == ("off", installed)
    assert (shown.attributes["supported_features"], shown.attributes["device_class"]) == (0, "firmware")


async def test_no_firmware(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera that does not tell has no such entity."""
    assert named(hass, await add(await simulate("control")), Platform.UPDATE, "firmware") == []


@pytest.mark.parametrize("events", [True, False])
async def test_camera_was_updated(
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, *, events: bool
) -> None:
    """When the camera comes back it is asked, once, and its device shows the new firmware, too."""
    simulator: Any = await simulate("dahua-doorbell")
    entry = await add(simulator, options={"events": events})
    update = entity(hass, entry, Platform.UPDATE, "firmware")
    await simulator.stop()
    await pass_time(hass, 301, clock)
    assert state(hass, update).state == "unavailable"
    simulator.version = "4.800.0000000.0.R"
    await simulator.start()
    simulator.requests.clear()
    await pass_time(hass, 301, clock)
    await wait_for(lambda: state(hass, update).attributes.get("installed_version", "").startswith("4.800"))
    assert firmware_of(hass, entry).startswith("4.800")
    await pass_time(hass, 301, clock)
    assert len([r for r in simulator.requests if r.query.get("action") == "getSoftwareVersion"]) == 1


async def test_device_without_the_entity(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """The device shows the firmware that the camera comes back with, also where nobody wants the entity."""
    simulator: Any = await simulate("dahua-doorbell")
    entry = await add(simulator)
    disabled = entity(hass, entry, Platform.UPDATE, "firmware")
    er.async_get(hass).async_update_entity(disabled, disabled_by=er.RegistryEntryDisabler.USER)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    await simulator.stop()
    await pass_time(hass, 301, clock)
    simulator.version = "4.800.0000000.0.R"
    await simulator.start()
    await pass_time(hass, 301, clock)
    await wait_for(lambda: firmware_of(hass, entry).startswith("4.800"))
    assert hass.states.get(disabled) is None


async def test_busy_when_it_comes_back(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A camera that does not tell then has the firmware that is known."""
    simulator = await simulate("dahua-doorbell")
    entry = await add(simulator, options={"events": False})
    update = entity(hass, entry, Platform.UPDATE, "firmware")
    before = state(hass, update).attributes["installed_version"]
    await simulator.stop()
    await pass_time(hass, 301, clock)
    simulator.refuse["/cgi-bin/magicBox.cgi?action=getSoftwareVersion"] = Fault(status=503)
    await simulator.start()
    simulator.requests.clear()
    await pass_time(hass, 301, clock)
    await wait_for(lambda: [r for r in simulator.requests if r.query.get("action") == "getSoftwareVersion"])
    assert state(hass, update).attributes["installed_version"] == before
