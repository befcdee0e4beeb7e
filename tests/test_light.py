"""Lamps."""

from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import Clock, call, entity, entry_of, pass_time, reload, restore, set_up, state
from tests.simulator import Fault
from tests.test_writes_dahua import LAMPS

IPC, DAHUA = "ipc-1.0.10", "dahua-camera"
BOTH: dict[str, Any] = {"lighting_v2": True, "lights": ("InfraredLight", "WhiteLight")}
LEVEL, MODE = "Lighting_V2[0][1][1].MiddleLight[0].Light", "Lighting_V2[0][1][1].Mode"
SCHEME = "LightingScheme[0][1].LightingMode"


def sent(simulator: Any, *ignored: str) -> list[dict[str, str]]:
    """Return the parameters of all set requests, and forget them."""
    kept = {"action", "uid", "channel", *ignored}
    asked = [r for r in simulator.requests if not r.query.get("action", "").startswith(("get", "attach"))]
    simulator.requests.clear()
    return [{name: text for name, text in r.query.items() if name not in kept} for r in asked]


@pytest.mark.parametrize("lamp", LAMPS)
async def test_brightness(hass: HomeAssistant, simulate: Simulate, add: Add, lamp: str) -> None:
    """One entity turns a lamp on and off and dims it, each time in one request; the state is what the camera says."""
    simulator = await simulate(DAHUA, **BOTH, lamp=lamp)
    level = LEVEL.replace("MiddleLight", lamp)
    entry = await add(simulator, options={"events": False})
    light = entity(hass, entry, Platform.LIGHT, "1_white_light")
    shown = state(hass, light)
    assert (shown.state, shown.attributes["supported_color_modes"]) == ("off", ["brightness"])
    simulator.requests.clear()
    await call(hass, Platform.LIGHT, "turn_on", light, brightness=128)
    assert sent(simulator) == [{MODE: "Manual", level: "50", SCHEME: "WhiteMode"}]
    shown = state(hass, light)
    assert (shown.state, shown.attributes["brightness"], shown.attributes["color_mode"]) == ("on", 128, "brightness")
    await call(hass, Platform.LIGHT, "turn_on", light, brightness_pct=100)
    assert sent(simulator) == [{MODE: "Manual", level: "100"}]
    assert state(hass, light).attributes["brightness"] == 255
    await call(hass, Platform.LIGHT, "turn_on", light, brightness=1)
    assert sent(simulator) == [{MODE: "Manual", level: "1"}]
    assert state(hass, light).attributes["brightness"] == 3
    await call(hass, Platform.LIGHT, "turn_off", light)
    assert sent(simulator) == [{MODE: "Off"}]
    assert state(hass, light).state == "off"
    await call(hass, Platform.LIGHT, "turn_on", light)
    assert sent(simulator) == [{MODE: "Manual"}]


async def test_dark_lamp(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A lamp that is on and does not shine is off; turned on, it shines fully."""
    simulator = await simulate(DAHUA, **BOTH)
    simulator.config.values[LEVEL] = "0"
    simulator.config.values[MODE] = "Manual"
    entry = await add(simulator, options={"events": False})
    light = entity(hass, entry, Platform.LIGHT, "1_white_light")
    assert state(hass, light).state == "off"
    simulator.requests.clear()
    await call(hass, Platform.LIGHT, "turn_on", light)
    assert sent(simulator, SCHEME) == [{MODE: "Manual", LEVEL: "100"}]
    assert (state(hass, light).state, state(hass, light).attributes["brightness"]) == ("on", 255)
    simulator.config.values[LEVEL] = "20"
    await pass_time(hass, 301, clock)
    assert state(hass, light).attributes["brightness"] == 51


async def test_nothing_is_offered_twice(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """What became the lamp's is no switch and no number any more; its further modes are a select, disabled at first."""
    simulator = await simulate(DAHUA, **BOTH)
    entry = entry_of(simulator)
    entry.add_to_hass(hass)
    registry = er.async_get(hass)
    for platform, key in ((Platform.SWITCH, "1_white_light"), (Platform.NUMBER, "1_white_light_brightness")):
        registry.async_get_or_create(platform, DOMAIN, f"{entry.unique_id}_{key}", config_entry=entry)
    await set_up(hass, entry)
    ids = {e.unique_id.rpartition("_1_")[2]: e for e in er.async_entries_for_config_entry(registry, entry.entry_id)}
    assert {key: ids[key].domain for key in ids if "white_light" in key} == {
        "white_light": "light",
        "white_light_mode": "select",
    }
    assert ids["white_light"].disabled_by is None
    assert ids["white_light_mode"].disabled_by is er.RegistryEntryDisabler.INTEGRATION


@pytest.mark.usefixtures("all_enabled")
async def test_no_brightness(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A lamp without levels is on or off, and goes off by itself where the camera does that."""
    simulator = await simulate(DAHUA, white_light=True)
    entry = await add(simulator, options={"events": False})
    light = entity(hass, entry, Platform.LIGHT, "1_warning_light")
    await call(hass, Platform.LIGHT, "turn_on", light)
    shown = state(hass, light)
    assert (shown.state, shown.attributes["color_mode"]) == ("on", "onoff")
    assert simulator.lit("WhiteLight")
    simulator.advance(20)
    await pass_time(hass, 31, clock)
    assert state(hass, light).state == "off"


async def test_flash_light(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The document's own lamp, which belongs to the device."""
    simulator = await simulate(DAHUA, white_light=True)
    entry = await add(simulator, options={"events": False})
    light = entity(hass, entry, Platform.LIGHT, "white_light")
    simulator.requests.clear()
    await call(hass, Platform.LIGHT, "turn_on", light, brightness=255)
    assert sent(simulator) == [{"FlashLight.Enable": "true", "FlashLight.Brightness": "100"}]
    assert state(hass, light).state == "on"


async def test_refused(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A refusal is told, and the lamp is as it was."""
    simulator = await simulate(DAHUA, **BOTH)
    entry = await add(simulator, options={"events": False})
    light = entity(hass, entry, Platform.LIGHT, "1_white_light")
    simulator.refuse["/cgi-bin/configManager.cgi"] = Fault(status=403, body=b"you may not")
    with pytest.raises(HomeAssistantError, match="you may not"):
        await call(hass, Platform.LIGHT, "turn_on", light, brightness=9)
    assert state(hass, light).state == "off"


async def test_may_only_look(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """An account without rights sees whether the lamp shines, and how brightly."""
    simulator = await simulate(DAHUA, **BOTH)
    entry = await add(simulator, read_only=["Lighting_V2"])
    assert state(hass, entity(hass, entry, Platform.BINARY_SENSOR, "1_white_light")).state == "off"
    assert float(state(hass, entity(hass, entry, Platform.SENSOR, "1_white_light_brightness")).state) >= 0


@pytest.mark.usefixtures("all_enabled")
async def test_write_only(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A lamp that cannot be asked is assumed to be what it was told."""
    simulator = await simulate(IPC)
    entry = await add(simulator)
    light = entity(hass, entry, Platform.LIGHT, "white_light")
    assert (state(hass, light).state, state(hass, light).attributes["assumed_state"]) == ("unknown", True)
    await call(hass, Platform.LIGHT, "turn_on", light, brightness=26)
    assert sent(simulator) == [{"ledmode": "2", "ledstatus": "1", "brightness": "10"}]
    assert (state(hass, light).state, state(hass, light).attributes["brightness"]) == ("on", 26)
    await call(hass, Platform.LIGHT, "turn_off", light)
    assert sent(simulator) == [{"ledmode": "2", "ledstatus": "0", "brightness": "10"}]
    await call(hass, Platform.LIGHT, "turn_on", light)
    assert sent(simulator) == [{"ledmode": "2", "ledstatus": "1", "brightness": "10"}]


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("before", ["on", "off"])
async def test_write_only_is_restored(
    hass: HomeAssistant, hass_storage: dict[str, Any], simulate: Simulate, before: str
) -> None:
    """It is as it was when Home Assistant stopped, and shines as brightly as then, be it off meanwhile."""
    simulator = await simulate(IPC)
    entry = entry_of(simulator)
    entry.add_to_hass(hass)
    registered = er.async_get(hass).async_get_or_create(
        Platform.LIGHT, DOMAIN, f"{entry.unique_id}_white_light", config_entry=entry
    )
    light = registered.entity_id
    await restore(hass, hass_storage, State(light, before), extra={light: {"brightness": 33}})
    await set_up(hass, entry)
    assert state(hass, light).state == before
    simulator.requests.clear()
    await call(hass, Platform.LIGHT, "turn_on", light)
    assert sent(simulator) == [{"ledmode": "2", "ledstatus": "1", "brightness": "33"}]
    await reload(hass, entry)
    assert state(hass, light).attributes["brightness"] == 84


async def test_a_lamp_that_may_not_be_there(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """What is only told and never asked waits until somebody wants it."""
    entry: MockConfigEntry = await add(await simulate(IPC))
    registry = er.async_get(hass)
    found = registry.async_get(entity(hass, entry, Platform.LIGHT, "white_light"))
    assert found
    assert found.disabled_by is er.RegistryEntryDisabler.INTEGRATION
