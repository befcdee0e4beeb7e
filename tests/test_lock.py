"""Doors that a camera opens."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import becomes, call, entity, entry_of, named, set_up, state, wait_for
from tests.simulator import Fault

CGI = "/cgi-bin/accessControl.cgi"


@pytest.mark.parametrize("events", [True, False])
async def test_unlock_and_lock(hass: HomeAssistant, simulate: Simulate, add: Add, *, events: bool) -> None:
    """Each door is opened and locked in one request, and is what the camera says of it."""
    simulator = await simulate("dahua-camera", doors=2)
    entry = await add(simulator, options={"events": events})
    locks = named(hass, entry, Platform.LOCK, "open_door")
    assert [state(hass, lock).state for lock in locks] == ["locked", "locked"]
    assert [state(hass, lock).name.rpartition(" ")[2] for lock in locks] == ["1", "2"]
    for service, action, shown in (("unlock", "openDoor", "unlocked"), ("lock", "closeDoor", "locked")):
        simulator.requests.clear()
        await call(hass, Platform.LOCK, service, locks[1])
        (request,) = [r for r in simulator.requests if r.query.get("action") == action]
        assert (request.target, request.status) == (f"{CGI}?action={action}&channel=2&UserID=101&Type=Remote", 200)
        await becomes(hass, locks[1], shown)
        assert state(hass, locks[0]).state == "locked"


async def test_door_falls_shut(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Whoever opens and closes the door, the lock knows, and so does its contact."""
    simulator = await simulate("dahua-doorbell")
    entry = await add(simulator)
    lock = entity(hass, entry, Platform.LOCK, "open_door_1")
    contact = entity(hass, entry, Platform.BINARY_SENSOR, "door_1")
    await wait_for(lambda: simulator.streams)
    simulator.show_card("0123456789")
    await becomes(hass, lock, "unlocked")
    assert state(hass, contact).state == "on"
    simulator.shut_door(1)
    await becomes(hass, lock, "locked")
    assert state(hass, contact).state == "off"


async def test_refused(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Firmware that opens doors and does not lock them says so; the state is the true one."""
    simulator = await simulate("dahua-doorbell", lacks=("accessControl.closeDoor",))
    entry = await add(simulator)
    lock = entity(hass, entry, Platform.LOCK, "open_door_1")
    await call(hass, Platform.LOCK, "unlock", lock)
    with pytest.raises(HomeAssistantError):
        await call(hass, Platform.LOCK, "lock", lock)
    assert state(hass, lock).state == "unlocked"


async def test_opened_and_not_asked(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A door that is open is no failure, should the camera be too busy to tell."""
    simulator = await simulate("dahua-doorbell")
    entry = await add(simulator, options={"events": False})
    simulator.refuse[f"{CGI}?action=getDoorStatus&channel=1"] = Fault(status=503)
    await call(hass, Platform.LOCK, "unlock", entity(hass, entry, Platform.LOCK, "open_door_1"))
    assert simulator.lit("Door1")


async def test_replaces_the_button(hass: HomeAssistant, simulate: Simulate) -> None:
    """The button of former versions goes; a camera without doors has no lock."""
    simulator = await simulate("dahua-doorbell")
    entry = entry_of(simulator)
    entry.add_to_hass(hass)
    registry = er.async_get(hass)
    old = f"{entry.unique_id}_open_door_1"
    registry.async_get_or_create(Platform.BUTTON, DOMAIN, old, config_entry=entry)
    await set_up(hass, entry)
    assert registry.async_get_entity_id(Platform.BUTTON, DOMAIN, old) is None
    assert registry.async_get_entity_id(Platform.LOCK, DOMAIN, old)
    plain = await set_up(hass, entry_of(await simulate("dahua-camera", mac="02:00:00:00:00:77", serial="X7")))
    assert named(hass, plain, Platform.LOCK, "open_door") == []
