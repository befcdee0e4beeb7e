"""Choices."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from tests.conftest import Add, Simulate
from tests.ha import KINDS, call, entity, named, reload, set_up, state, toy_entry
from tests.protocol.server import Server
from tests.protocol.toy import Toy


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "control"])
async def test_time_zone(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """The time zone can be chosen from what the camera knows."""
    entry = await add(await simulate(kind))
    select = named(hass, entry, Platform.SELECT, "time_zone")[0]
    options = state(hass, select).attributes["options"]
    assert state(hass, select).state in options
    chosen = next(option for option in options if option != state(hass, select).state)
    await call(hass, Platform.SELECT, "select_option", select, option=chosen)
    assert state(hass, select).state == chosen
    await reload(hass, entry)
    assert state(hass, select).state == chosen


@pytest.mark.parametrize("kind", ["control", "dahua-camera", "message"])
async def test_day_night_mode(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """The words of the vocabulary are the choices, whatever the camera calls them."""
    entry = await add(await simulate(kind))
    select = named(hass, entry, Platform.SELECT, "day_night_mode")[0]
    assert set(state(hass, select).attributes["options"]) <= {"auto", "day", "night", "external", "lpr"}
    for mode in ("night", "day"):
        await call(hass, Platform.SELECT, "select_option", select, option=mode)
        assert state(hass, select).state == mode


async def test_unknown_word(hass: HomeAssistant, toy: Toy, toy_server: Server) -> None:
    """A word that no document knows is no choice, and the others still are."""
    toy.texts["/mode"] = {"mode": "z"}
    entry = await set_up(hass, toy_entry(toy_server))
    select = entity(hass, entry, Platform.SELECT, "infrared_mode")
    assert state(hass, select).state == "unknown"
    assert state(hass, select).attributes["options"] == ["auto", "off"]
    with pytest.raises(ServiceValidationError):
        await call(hass, Platform.SELECT, "select_option", select, option="zoom")
