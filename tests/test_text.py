"""Texts."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from tests.conftest import Add, Simulate
from tests.ha import KINDS, call, named, reload, state


@pytest.mark.parametrize("kind", KINDS)
async def test_on_screen_title(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A title with blanks and signs arrives as it was written."""
    entry = await add(await simulate(kind))
    title = named(hass, entry, Platform.TEXT, "osd_title")[0]
    await call(hass, Platform.TEXT, "set_value", title, value="Gate #2")
    assert state(hass, title).state == "Gate #2"
    await reload(hass, entry)
    assert state(hass, title).state == "Gate #2"


async def test_too_long(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A text that no state can hold is not sent."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    title = named(hass, entry, Platform.TEXT, "osd_title")[0]
    with pytest.raises((ServiceValidationError, ValueError)):
        await call(hass, Platform.TEXT, "set_value", title, value="x" * 300)
