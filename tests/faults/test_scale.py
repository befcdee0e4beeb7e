"""One camera that misbehaves is nobody else's business."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Simulate
from tests.ha import Clock, entry_of, named, set_up, state
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


async def test_no_alarm_is_lost(hass: HomeAssistant, clock: Clock, simulate: Simulate) -> None:
    """Five hundred changes while the link is up: each is a state of its own, in order."""
    camera = await simulate("dahua-camera")
    entry: MockConfigEntry = await set_up(hass, entry_of(camera))
    hours = Hours(clock)
    alarm = named(hass, entry, Platform.BINARY_SENSOR, "motion")[0]
    link = named(hass, entry, Platform.BINARY_SENSOR, "event_link")[0]
    await hours.until(lambda: [state(hass, each).state for each in (link, alarm)] == ["on", "off"], 30)
    seen: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        """Note what became different; details may change by themselves."""
        assert event.data["new_state"]
        seen.extend({event.data["new_state"].state} - set(seen[-1:]))

    async_track_state_change_event(hass, alarm, note)
    for n in range(500):
        camera.raise_alarm("motion", n % 2 == 0)
    await hours.until(lambda: len(seen) >= 500, 60)
    assert seen == ["on", "off"] * 250
