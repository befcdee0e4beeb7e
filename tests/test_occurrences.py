"""What happens at a camera, on Home Assistant's bus."""

import json

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.cgi_camera import occurrences
from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.model import Slot
from tests.conftest import Add, Simulate
from tests.ha import becomes, entity, wait_for
from tests.protocol.toy import Toy

EVENT = "cgi_camera_event"


async def test_event_of_a_channel(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """It names the channel's device, and carries all that the camera told but its secrets."""
    simulator = await simulate("dahua-recorder")
    entry = await add(simulator)
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "on")
    events = async_capture_events(hass, EVENT)
    data = {
        "Name": "Drive",
        "Object": {"ObjectType": "Vehicle", "Speed": 12.5},
        "UserID": "101",
        "CardNo": "0123456789",
        "Password": "4711",
        "Url": f"ftp://admin:{simulator.password}@192.0.2.1/a.jpg",
        "Text": f"{simulator.password}!",
    }
    simulator.raise_alarm("CrossLineDetection", channel=3, data=data)
    await wait_for(lambda: events)
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    told = dict(events[0].data)
    assert told.pop("time")
    assert told == {
        "device_id": next(device.id for device in devices if device.name == "Back door"),
        "entry_id": entry.entry_id,
        "channel": 3,
        "code": "CrossLineDetection",
        "action": "start",
        "index": 3,
        "rule": "Drive",
        "target": "vehicle",
        "data": {
            **data,
            "CardNo": "6789",
            "Password": "**REDACTED**",
            "Url": "ftp://**REDACTED**@192.0.2.1/a.jpg",
            "Text": "**REDACTED**!",
        },
    }
    assert simulator.password not in json.dumps(told)


async def test_event_of_the_device(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Codes that no row knows are told, too; what a channel does not have is the recorder's."""
    simulator = await simulate("dahua-recorder")
    entry = await add(simulator)
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "on")
    events = async_capture_events(hass, EVENT)
    simulator.send_event("NetAbort", "Start", 0)
    simulator.send_event("Unheard", "State", None, {"a": [1, None, True]})
    await wait_for(lambda: len(events) == 2)
    (recorder,) = (
        device
        for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
        if device.via_device_id is None
    )
    shown = [
        (e.data["device_id"], e.data["channel"], e.data["action"], e.data["index"], e.data["data"]) for e in events
    ]
    assert shown == [(recorder.id, 0, "start", 1, {}), (recorder.id, 0, "state", 0, {"a": [1, None, True]})]


async def test_control_event(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Cameras that only tell how things are make events of what changes."""
    simulator = await simulate("control")
    entry = await add(simulator)
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "alarm_input_1"), "off")
    events = async_capture_events(hass, EVENT)
    simulator.raise_alarm("alarm_input")
    simulator.raise_alarm("alarm_input", False)
    await wait_for(lambda: len(events) == 2)
    assert [(e.data["code"], e.data["action"], e.data["index"]) for e in events] == [
        ("alarmin", "start", 1),
        ("alarmin", "stop", 1),
    ]


async def test_chatter(
    hass: HomeAssistant, toy: Toy, toy_camera: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Codes that no row knows do not fill the database; what a row knows is told always."""
    monkeypatch.setattr(toy_camera.runtime_data.occurrences.strange, "refill", 0.0)
    await becomes(hass, entity(hass, toy_camera, Platform.BINARY_SENSOR, "event_link"), "on")
    events = async_capture_events(hass, EVENT)
    toy.push(" ".join(["frame=pulse@1"] * 300))
    toy.push(" ".join(["motion=on@1 motion=off@1"] * 150))
    await wait_for(lambda: [e.data["code"] for e in events].count("motion") == 300)
    assert [e.data["code"] for e in events].count("frame") == occurrences.BURST


async def test_only_who_is_concerned_is_told(hass: HomeAssistant, toy: Toy, toy_camera: MockConfigEntry) -> None:
    """A push wakes those who show its slots, as does the stream's loss; all are told where there is more to show."""
    await becomes(hass, entity(hass, toy_camera, Platform.BINARY_SENSOR, "event_link"), "on")
    coordinator = toy_camera.runtime_data
    told: list[str] = []
    leave = [
        coordinator.async_add_listener(lambda: told.append("motion"), (Slot(1, f.MOTION), Slot(1, f.LAST_ALARM))),
        coordinator.async_add_listener(lambda: told.append("brightness"), (Slot(1, f.BRIGHTNESS),)),
        coordinator.async_add_listener(lambda: told.append("all")),
    ]
    events = async_capture_events(hass, EVENT)
    toy.push("motion=on@1 motion=off@1 unheard=on@1")
    await wait_for(lambda: len(events) == 3)
    assert told == ["motion", "motion"]
    told.clear()
    toy.push("face=on@2")
    await wait_for(lambda: len(events) == 4)
    assert told == ["motion", "brightness", "all"]
    told.clear()
    toy.cut()
    await wait_for(lambda: not coordinator.camera.linked)
    assert set(told) == {"motion", "all"}
    for each in leave:
        each()
    told.clear()
    coordinator.async_update_listeners()
    coordinator.pushed({Slot(1, f.MOTION)})
    assert told == []
