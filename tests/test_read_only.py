"""Accounts that may look and not touch."""

from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import KINDS, call, entity, named, reload, state

WRITING = {Platform.LIGHT, Platform.NUMBER, Platform.SELECT, Platform.SIREN, Platform.SWITCH, Platform.TEXT}
WHOLE = ("ipc-1.0.1", "ipc-1.0.10", "control")
"""Where one refusal stands for all."""


def platforms(hass: HomeAssistant, entry: MockConfigEntry) -> set[str]:
    """Return the platforms that an entry has entities of."""
    return {e.domain for e in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("all_enabled")
async def test_becomes_sensors(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """The first refusal says what to do; nothing is sent again, and after the next start there are sensors."""
    simulator = await simulate(kind, read_only=True)
    entry = await add(simulator)
    number = named(hass, entry, Platform.NUMBER, "brightness")[0]
    before = float(state(hass, number).state)
    with pytest.raises(HomeAssistantError, match="Reconfigure") as refused:
        await call(hass, Platform.NUMBER, "set_value", number, value=before + 1)
    assert refused.value.translation_key == "forbidden"
    sent = len(simulator.requests)
    with pytest.raises(HomeAssistantError, match="Reconfigure"):
        await call(hass, Platform.NUMBER, "set_value", number, value=before + 1)
    assert len(simulator.requests) == sent
    assert float(state(hass, number).state) == before
    await reload(hass, entry)
    sensor, *_ = named(hass, entry, Platform.SENSOR, "brightness")
    assert float(state(hass, sensor).state) == before
    assert named(hass, entry, Platform.NUMBER, "brightness") == []
    assert bool(platforms(hass, entry) & WRITING) is (kind not in WHOLE)
    simulator.read_only = False
    await reconfigure(hass, entry)
    number = named(hass, entry, Platform.NUMBER, "brightness")[0]
    await call(hass, Platform.NUMBER, "set_value", number, value=before + 1)
    assert float(state(hass, number).state) == before + 1
    assert named(hass, entry, Platform.SENSOR, "brightness") == []


async def reconfigure(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Enter the account anew, as a user does."""
    context = {"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id}
    form = await hass.config_entries.flow.async_init(DOMAIN, context=context)
    account = {key: entry.data[key] for key in ("host", "port", "username", "password")}
    connection = {"ssl": False, "verify_ssl": True}
    done = await hass.config_entries.flow.async_configure(form["flow_id"], {**account, "connection": connection})
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    await hass.async_block_till_done()


async def test_button(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """What the account may not do is told, too, and not held against its settings."""
    simulator = await simulate("ipc-1.0.10", read_only=True)
    entry = await add(simulator)
    with pytest.raises(HomeAssistantError, match="no permission") as refused:
        await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, "reboot"))
    assert refused.value.translation_key == "forbidden"
    assert "read_only" not in entry.data
