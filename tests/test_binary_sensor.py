"""Alarms."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.conftest import Add, Simulate
from tests.ha import Clock, becomes, call, entity, named, pass_time, poll_until, state
from tests.protocol.toy import Toy

POLLED = ("ipc-1.0.10", "message")
PUSHED = ("control", "dahua-camera", "dahua-recorder")


async def watched(hass: HomeAssistant, entry: MockConfigEntry, key: str) -> str:
    """Return the entity of an alarm, with the detection turned on that it needs."""
    for switch in named(hass, entry, Platform.SWITCH, "motion_detection"):
        await call(hass, Platform.SWITCH, "turn_on", switch)
    return named(hass, entry, Platform.BINARY_SENSOR, key)[0]


@pytest.mark.parametrize("camera", [(kind, key) for kind in POLLED for key in ("motion", "alarm_input")], ids="-".join)
async def test_polled_alarm(
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, camera: tuple[str, str]
) -> None:
    """Where alarms are not pushed they are found in what the camera records."""
    kind, key = camera
    simulator = await simulate(kind)
    entry = await add(simulator, options={"alarm_hold": 1})
    alarm = await watched(hass, entry, key)
    assert state(hass, alarm).state == "off"
    simulator.raise_alarm(key)
    await poll_until(hass, clock, lambda: state(hass, alarm).state == "on")
    simulator.raise_alarm(key, False)
    await poll_until(hass, clock, lambda: state(hass, alarm).state == "off")


@pytest.mark.parametrize("kind", PUSHED)
@pytest.mark.parametrize("key", ["motion", "alarm_input", "tamper"])
async def test_pushed_alarm(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str, key: str) -> None:
    """A pushed alarm is there at once, and after the event stream was cut, too."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    alarm = await watched(hass, entry, key)
    link = entity(hass, entry, Platform.BINARY_SENSOR, "event_link")
    await becomes(hass, link, "on")
    await becomes(hass, alarm, "off")
    for on in (True, False):
        simulator.raise_alarm(key, on)
        await becomes(hass, alarm, "on" if on else "off")
    simulator.cut_events()
    await becomes(hass, link, "off")
    assert state(hass, alarm).state == "unknown"
    await becomes(hass, link, "on")
    await becomes(hass, alarm, "off")
    for on in (True, False):
        simulator.raise_alarm(key, on)
        await becomes(hass, alarm, "on" if on else "off")


@pytest.mark.parametrize("kind", PUSHED)
async def test_alarm_while_the_stream_is_away(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """What happened while the event stream was cut is read after the connect, not assumed."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    alarm = await watched(hass, entry, "motion")
    await becomes(hass, alarm, "off")
    simulator.cut_events()
    simulator.raise_alarm("motion")
    await becomes(hass, alarm, "on")
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "on")
    assert state(hass, alarm).state == "on"


async def test_events_turned_off(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """Without an event stream alarms are asked for where the camera can be asked."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options={"events": False})
    alarm = await watched(hass, entry, "motion")
    simulator.raise_alarm("motion")
    await poll_until(hass, clock, lambda: state(hass, alarm).state == "on")
    assert simulator.streams == set()


async def test_pulse_is_held(hass: HomeAssistant, toy: Toy, toy_camera: MockConfigEntry) -> None:
    """An alarm without an end stays on for the hold time."""
    alarm = entity(hass, toy_camera, Platform.BINARY_SENSOR, "1_tamper")
    await becomes(hass, entity(hass, toy_camera, Platform.BINARY_SENSOR, "event_link"), "on")
    toy.push("tamper=pulse@1")
    await becomes(hass, alarm, "on")
    await pass_time(hass, 31)
    assert state(hass, alarm).state == "off"


async def test_categories(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """Alarms stand first, the connection among the diagnostics."""
    registry = er.async_get(hass)
    motion = registry.async_get(entity(hass, toy_camera, Platform.BINARY_SENSOR, "1_motion"))
    link = registry.async_get(entity(hass, toy_camera, Platform.BINARY_SENSOR, "event_link"))
    assert motion
    assert link
    assert (motion.entity_category, motion.original_device_class) == (None, "motion")
    assert (link.entity_category, link.original_device_class) == ("diagnostic", "connectivity")


async def test_no_alarm_stays_on_while_the_account_is_asked_for(
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock
) -> None:
    """The event stream is closed then, so that nobody would hear of the alarm's end."""
    simulator = await simulate("control")
    entry = await add(simulator)
    alarm = await watched(hass, entry, "motion")
    await becomes(hass, alarm, "off")
    simulator.raise_alarm("motion")
    await becomes(hass, alarm, "on")
    simulator.password = "new"
    await pass_time(hass, 301, clock)
    await pass_time(hass, 301, clock)
    assert entry.runtime_data.rejected
    assert state(hass, alarm).state == "unavailable"
