"""Moments: somebody rings, crosses a line, opens a door."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from math import inf
from typing import Any

from homeassistant.const import EVENT_STATE_CHANGED, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_mock_service,
)

from custom_components.cgi_camera.protocol import afterwards
from tests.conftest import Add, Simulate
from tests.ha import becomes, entity, named, reload, state, wait_for
from tests.protocol.toy import Toy

RULE = {"Name": "Drive", "Direction": "LeftToRight", "Object": {"ObjectID": 7, "ObjectType": "Human"}}


async def linked(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Wait until the camera is listened to."""
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "on")


async def test_doorbell(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A door station has a doorbell that Home Assistant knows as one, from the start."""
    simulator = await simulate("dahua-camera", doors=1)
    entry = await add(simulator)
    bell = entity(hass, entry, Platform.EVENT, "1_doorbell_rung")
    await linked(hass, entry)
    before = state(hass, bell)
    assert (before.state, before.attributes["device_class"]) == ("unknown", "doorbell")
    assert before.attributes["event_types"] == ["ring"]
    for code in ("CallNoAnswered", "Invite", "PhoneCallDetect"):
        simulator.send_event(code, "Start", 0)
    await wait_for(lambda: state(hass, bell).attributes["event_type"] == "ring")
    rung = state(hass, bell)
    assert dt_util.parse_datetime(rung.state) > dt_util.utcnow() - timedelta(minutes=1)  # type: ignore[operator]
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "1_doorbell"), "on")
    simulator.send_event("Unheard", "Pulse", 0)
    events = async_capture_events(hass, "cgi_camera_event")
    await wait_for(lambda: events)
    assert state(hass, bell).state == rung.state


async def test_doorbell_in_an_automation(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The trigger for doorbells finds it."""
    simulator = await simulate("dahua-camera", doors=1)
    entry = await add(simulator)
    bell = entity(hass, entry, Platform.EVENT, "1_doorbell_rung")
    await linked(hass, entry)
    calls = async_mock_service(hass, "test", "automation")
    automation = {
        "triggers": {"trigger": "doorbell.rang", "target": {"entity_id": bell}},
        "actions": {"action": "test.automation"},
    }
    assert await async_setup_component(hass, "doorbell", {})
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hass.async_block_till_done()
    simulator.send_event("Invite", "Pulse", 0)
    await wait_for(lambda: calls)
    assert len(calls) == 1


async def test_crossed_line(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Who crossed it is the kind of event; rule and direction are its attributes, and the binary sensor's."""
    simulator = await simulate("dahua-recorder")
    entry = await add(simulator)
    line = entity(hass, entry, Platform.EVENT, "2_line_crossed")
    alarm = entity(hass, entry, Platform.BINARY_SENSOR, "2_line_crossing")
    await linked(hass, entry)
    assert state(hass, alarm).state == "off"
    assert "rule" not in state(hass, alarm).attributes
    simulator.raise_alarm("CrossLineDetection", channel=2, data=RULE)
    await becomes(hass, alarm, "on")
    told = {"rule": "Drive", "target": "human", "direction": "left_to_right"}
    assert state(hass, alarm).attributes.items() >= told.items()
    assert state(hass, line).attributes.items() >= {"event_type": "human", **told}.items()
    assert state(hass, line).attributes["event_types"] == ["triggered", "human", "vehicle"]
    assert state(hass, line).attributes["device_class"] == "motion"
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "2_human"), "on")
    first = state(hass, line).state
    simulator.raise_alarm("CrossLineDetection", False, channel=2)
    await becomes(hass, alarm, "off")
    assert state(hass, alarm).attributes["rule"] == "Drive"
    assert state(hass, line).state == first
    assert state(hass, entity(hass, entry, Platform.EVENT, "1_line_crossed")).state == "unknown"


@pytest.mark.parametrize("kind", ["control", "dahua-camera"])
async def test_what_is_on_at_the_start(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """Is no event, and neither is what was on before a connection was lost; the next time is one."""
    simulator = await simulate(kind)
    simulator.raise_alarm("motion")
    entry = await add(simulator)
    motion = named(hass, entry, Platform.EVENT, "motion_detected")[0]
    alarm = named(hass, entry, Platform.BINARY_SENSOR, "motion")[0]
    await becomes(hass, alarm, "on")
    simulator.cut_events()
    await becomes(hass, alarm, "unknown")
    await becomes(hass, alarm, "on")
    assert state(hass, motion).state == "unknown"
    simulator.raise_alarm("motion", False)
    await becomes(hass, alarm, "off")
    simulator.raise_alarm("motion")
    await wait_for(lambda: state(hass, motion).attributes["event_type"] == "triggered")


async def test_on_and_off_at_once(hass: HomeAssistant, toy: Toy, toy_camera: MockConfigEntry) -> None:
    """Both are seen, in this order."""
    await linked(hass, toy_camera)
    alarm = entity(hass, toy_camera, Platform.BINARY_SENSOR, "1_motion")
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    toy.push("motion=on@1 motion=off@1 motion=on@1 motion=off@1")
    await wait_for(lambda: len([each for each in changes if each.data["entity_id"] == alarm]) == 4)
    told = [each.data["new_state"].state for each in changes if each.data["entity_id"] == alarm]
    assert told == ["on", "off", "on", "off"]


async def test_first_ring(hass: HomeAssistant, toy: Toy, toy_camera: MockConfigEntry) -> None:
    """A bell that shows by ringing has rung when its entity is there, and is there after a restart without ringing."""
    await linked(hass, toy_camera)
    registry = er.async_get(hass)
    toy.push("ring=pulse face=on@1 face=off@1")
    await wait_for(lambda: named(hass, toy_camera, Platform.EVENT, "doorbell_rung"))
    bell = entity(hass, toy_camera, Platform.EVENT, "doorbell_rung")
    face = entity(hass, toy_camera, Platform.BINARY_SENSOR, "1_face")
    await wait_for(lambda: hass.states.get(bell) and state(hass, bell).attributes["event_type"] == "ring")
    rung = state(hass, bell).state
    await becomes(hass, face, "off")
    assert registry.async_get_entity_id(Platform.BINARY_SENSOR, "cgi_camera", "02:00:00:ab:cd:ef_2_face") is None
    await reload(hass, toy_camera)
    await becomes(hass, face, "off")
    assert state(hass, bell).state == rung


async def test_disabled_moment(hass: HomeAssistant, toy: Toy, toy_camera: MockConfigEntry) -> None:
    """Nobody is told of it, then or when it is enabled after a while."""
    await linked(hass, toy_camera)
    toy.push("ring=pulse")
    await wait_for(lambda: named(hass, toy_camera, Platform.EVENT, "doorbell_rung"))
    bell = entity(hass, toy_camera, Platform.EVENT, "doorbell_rung")
    er.async_get(hass).async_update_entity(bell, disabled_by=er.RegistryEntryDisabler.USER)
    await wait_for(lambda: hass.states.get(bell) is None)
    events = async_capture_events(hass, "cgi_camera_event")
    toy.push("ring=pulse")
    await wait_for(lambda: events)
    assert hass.states.get(bell) is None


async def unloaded(hass: HomeAssistant, entry: MockConfigEntry, simulator: Any) -> None:
    """Let go of the camera."""
    await hass.config_entries.async_unload(entry.entry_id)


async def lost(hass: HomeAssistant, entry: MockConfigEntry, simulator: Any) -> None:
    """Lose the event stream."""
    simulator.cut_events()
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "off")


@pytest.mark.parametrize("end", [unloaded, lost])
async def test_what_waits_to_be_told_is_told_before_the_end(
    hass: HomeAssistant,
    simulate: Simulate,
    add: Add,
    monkeypatch: pytest.MonkeyPatch,
    end: Callable[[HomeAssistant, MockConfigEntry, Any], Awaitable[None]],
) -> None:
    """The alarm is told at once, the rest when it is quiet, which it never is here; it is told once all the same."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    await linked(hass, entry)
    motion, last, moment = (
        entity(hass, entry, platform, f"1_{key}")
        for platform, key in (
            (Platform.BINARY_SENSOR, "motion"),
            (Platform.SENSOR, "last_alarm"),
            (Platform.EVENT, "motion_detected"),
        )
    )
    monkeypatch.setattr(afterwards, "_QUIET", inf)
    monkeypatch.setattr(afterwards, "_PATIENCE", inf)
    changes, events = (async_capture_events(hass, kind) for kind in (EVENT_STATE_CHANGED, "cgi_camera_event"))

    def told() -> list[str]:
        return [e.data["entity_id"] for e in changes if e.data["new_state"].state not in ("unavailable", "unknown")]

    simulator.raise_alarm("motion")
    await becomes(hass, motion, "on")
    assert (told(), events) == ([motion], [])
    await end(hass, entry, simulator)
    assert ([each for each in told() if each in (motion, last, moment)], len(events)) == ([motion, last, moment], 1)
