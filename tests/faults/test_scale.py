"""One camera that misbehaves is nobody else's business."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Simulate
from tests.ha import Clock, entry_of, set_up
from tests.simulator import Fault

from .hours import Hours


async def test_dead_one_of_many(hass: HomeAssistant, clock: Clock, simulate: Simulate) -> None:
    """It hangs in the middle of its poll; the others are polled before that has ended, each as ever."""
    cameras = [await simulate("control", mac=f"02:00:00:00:00:{n:02x}") for n in range(12)]
    entries = [entry_of(camera, options={"events": False}) for camera in cameras]
    hours = Hours(clock)
    for entry in entries:
        await set_up(hass, entry)
    dead, *others = cameras
    dead.refuse["/"] = Fault(hang=True)
    for camera in cameras:
        camera.requests.clear()
    clock.ahead += 301
    polls = [entry.runtime_data.async_refresh() for entry in entries]
    tasks = [hass.async_create_task(poll) for poll in polls]
    # No time passes here: what waits for the dead one would wait for ever.
    for task in tasks[1:]:
        await task
    assert not tasks[0].done()
    asked = [len(camera.requests) for camera in others]
    assert min(asked) == max(asked) > 5
    assert len(dead.requests) <= 2
    with hours.flow():
        await tasks[0]
    assert [entry.runtime_data.last_update_success for entry in entries] == [False, *[True] * len(others)]
    await hours.rest(80)


async def test_start_while_all_are_away(hass: HomeAssistant, clock: Clock, simulate: Simulate) -> None:
    """Costs each of them one request and the time of one, all at once; then Home Assistant tries again by itself."""
    cameras = [await simulate("dahua-camera", mac=f"02:00:00:00:00:{n:02x}") for n in range(12)]
    hours = Hours(clock)
    entries = [entry_of(camera) for camera in cameras]
    for camera, entry in zip(cameras, entries, strict=True):
        camera.refuse["/"] = Fault(hang=True)
        entry.add_to_hass(hass)
    began = hours.now()
    with hours.flow():
        assert await async_setup_component(hass, DOMAIN, {})
    assert hours.now() - began < 20
    assert {entry.state for entry in entries} == {ConfigEntryState.SETUP_RETRY}
    assert {len(camera.requests) for camera in cameras} == {1}
    for entry in entries:
        await hass.config_entries.async_unload(entry.entry_id)
    await hours.rest(80)
