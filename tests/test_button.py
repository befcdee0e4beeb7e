"""Buttons."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest

from tests.conftest import Add, Simulate
from tests.ha import KINDS, Clock, call, entity, named, pass_time, reload, set_up, state, toy_entry
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


async def test_listed_presets(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A camera's presets are buttons by the names that they have there; new ones appear by themselves."""
    simulator = await simulate("message")
    simulator.presets[1] = {3: "Gate"}
    entry = await add(simulator)
    (gate,) = named(hass, entry, Platform.BUTTON, "goto_preset")
    assert state(hass, gate).name.endswith("Preset Gate")
    await call(hass, Platform.BUTTON, "press", gate)
    assert simulator.ptz_log
    simulator.presets[1][5] = "Yard"
    await pass_time(hass, 301, clock)
    await hass.async_block_till_done()
    buttons = named(hass, entry, Platform.BUTTON, "goto_preset")
    assert [state(hass, each).name.rpartition(" ")[2] for each in buttons] == ["Gate", "Yard"]


async def test_numbered_presets(hass: HomeAssistant, toy: Toy, toy_server: Server) -> None:
    """Where the camera cannot list them, there are as many presets as the user says, in each channel."""
    del toy.texts["/relays"]
    entry = await set_up(hass, toy_entry(toy_server, options={"preset_count": 2}))
    assert len(named(hass, entry, Platform.BUTTON, "goto_preset")) == 4
    toy.texts["/goto?ch=2&n=1"] = {}
    toy_server.targets.clear()
    await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, "2_goto_preset_1"))
    assert "/goto?ch=2&n=1" in toy_server.targets


async def test_counted_presets(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """As many as the options say, the first eight enabled; fewer later leave none behind."""
    entry = await add(await simulate("ipc-1.0.10", ptz=True), options={"preset_count": 12})
    registry = er.async_get(hass)

    def numbers(*, disabled: bool) -> list[int]:
        every = er.async_entries_for_config_entry(registry, entry.entry_id)
        presets = [each for each in every if each.translation_key == "goto_preset" and each.disabled is disabled]
        return sorted(int(each.unique_id.rpartition("_")[2]) for each in presets)

    assert (numbers(disabled=False), numbers(disabled=True)) == ([*range(1, 9)], [9, 10, 11, 12])
    hass.config_entries.async_update_entry(entry, options={"preset_count": 2})
    await reload(hass, entry)
    assert (numbers(disabled=False), numbers(disabled=True)) == ([1, 2], [])
