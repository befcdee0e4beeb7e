"""Numbers."""

from copy import deepcopy

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.conftest import Add, Simulate
from tests.ha import KINDS, call, entity, named, reload, set_up, state, toy_entry
from tests.protocol.server import Server
from tests.protocol.toy import Toy
from tests.simulator import Fault


async def put(hass: HomeAssistant, number: str, value: float) -> None:
    """Set a number as a user does."""
    await call(hass, Platform.NUMBER, "set_value", number, value=value)


@pytest.mark.parametrize("kind", KINDS)
async def test_write(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A number that is set reaches the camera, which tells it from then on."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    number = named(hass, entry, Platform.NUMBER, "brightness")[0]
    before = deepcopy(simulator.settings())
    await put(hass, number, 61)
    assert state(hass, number).state == "61"
    assert simulator.settings() != before
    await reload(hass, entry)
    assert state(hass, number).state == "61"
    registered = er.async_get(hass).async_get(number)
    assert registered
    assert registered.entity_category == "config"


@pytest.mark.parametrize("kind", KINDS)
async def test_refused(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A refused write is an error with the camera's reason, and the number keeps the true value."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    number = named(hass, entry, Platform.NUMBER, "contrast")[0]
    before = state(hass, number).state
    simulator.refuse["/"] = Fault(status=500)
    with pytest.raises(HomeAssistantError, match="HTTP 500") as caught:
        await put(hass, number, 44)
    assert caught.value.translation_key == "busy"
    simulator.refuse.clear()
    assert state(hass, number).state == before
    await reload(hass, entry)
    assert state(hass, number).state == before


async def test_camera_has_the_last_word(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """What a camera makes of a value is what the number shows: this one takes 7 at most, whatever it says."""
    number = entity(hass, toy_camera, Platform.NUMBER, "1_wdr_level")
    await put(hass, number, 9)
    assert state(hass, number).state == "7"


async def test_range(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """Each channel has its own range, and what lies outside is not sent."""
    attributes = [state(hass, entity(hass, toy_camera, Platform.NUMBER, f"{n}_brightness")).attributes for n in (1, 2)]
    assert [(a["min"], a["max"], a["step"]) for a in attributes] == [(0, 100, 1), (0, 50, 1)]
    with pytest.raises(ServiceValidationError):
        await put(hass, entity(hass, toy_camera, Platform.NUMBER, "2_brightness"), 51)


async def test_range_that_nobody_tells(hass: HomeAssistant, toy: Toy, toy_server: Server) -> None:
    """Without a range Home Assistant's own is used."""
    del toy.texts["/limits"]
    entry = await set_up(hass, toy_entry(toy_server))
    attributes = state(hass, entity(hass, entry, Platform.NUMBER, "1_brightness")).attributes
    assert (attributes["min"], attributes["max"]) == (0, 100)
