"""Moving cameras: actions, buttons, presets and places, through Home Assistant."""

import logging
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STOP, STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
import probatio as vol
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera import movement
from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.protocol.movement import NUDGES
from custom_components.cgi_camera.services_ptz import DIRECTIONS
from tests.conftest import Add, Simulate
from tests.ha import Clock, call, entity, named, pass_time, reload, state, wait_for
from tests.heads import (
    CONTROL,
    DAHUA,
    EVERY,
    GOING,
    HALT,
    IPC,
    MESSAGE,
    Asked,
    control,
    dahua,
    ipc,
    message,
    sent,
)
from tests.simulator import Fault
from tests.test_translations import TEXTS


def own(entry: MockConfigEntry, name: str) -> str:
    """Return the key of an entity of the first channel."""
    channel = entry.runtime_data.camera.channels[0]
    return f"{channel}_{name}" if channel else name


async def act(hass: HomeAssistant, name: str, entry: MockConfigEntry, **data: Any) -> None:
    """Call an action of ours on the main camera entity of the first channel."""
    camera = entity(hass, entry, Platform.CAMERA, own(entry, "stream_main"))
    await hass.services.async_call(DOMAIN, name, {"entity_id": camera, **data}, blocking=True)


async def refused(hass: HomeAssistant, name: str, entry: MockConfigEntry, **data: Any) -> dict[str, str]:
    """Return key and placeholders of what an action says that cannot be done; everything in its text is told."""
    with pytest.raises(ServiceValidationError) as told:
        await act(hass, name, entry, **data)
    assert told.value.translation_key
    placeholders = dict(told.value.translation_placeholders or {})
    TEXTS["exceptions"][told.value.translation_key]["message"].format(**placeholders)
    assert placeholders.pop("camera") == "Front"
    return {"key": told.value.translation_key, **placeholders}


# Moving

MOVES: dict[str, list[tuple[dict[str, Any], list[Asked]]]] = {
    IPC: [
        ({"direction": "up_left"}, [ipc(move_x="-1", move_y="1", speed="5")]),
        ({"direction": "right", "speed": 100}, [ipc(move_x="1", move_y="0", speed="10")]),
        ({"tilt": -30}, [ipc(move_x="0", move_y="-1", speed="3")]),
        ({"direction": "focus_near"}, [ipc(focus="1")]),
        ({"direction": "iris_close"}, [ipc(iris="-1")]),
    ],
    CONTROL: [
        (
            {"pan": -100, "tilt": 50, "speed": 50},
            [control("pt_control", "setptmove", pan="left", panspeed="50", tilt="up", tiltspeed="25")],
        ),
        ({"direction": "zoom_out"}, [control("zf_control", "setzfmove", zoom="out", zoomspeed="50")]),
    ],
    DAHUA: [
        ({"direction": "down_right", "speed": 10}, [dahua("RightDown", "1", "1")]),
        ({"zoom": 100}, [dahua("ZoomTele")]),
    ],
    MESSAGE: [
        ({"direction": "left", "speed": 100}, [message(Direction="3", PanSpeed="63", TiltSpeed="63")]),
        ({"focus": 100}, [message(Focus="0")]),
    ],
}


@EVERY
async def test_move(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A direction goes at half speed, axes at their own; until it is told to stop."""
    simulator = await simulate(kind, ptz=True)
    entry = await add(simulator)
    for data, requests in MOVES[kind]:
        await act(hass, "ptz_move", entry, **data)
        assert sent(simulator) == requests
        assert GOING[kind](simulator)
        await act(hass, "ptz_stop", entry)
        assert not GOING[kind](simulator)
        sent(simulator)


async def test_directions(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Each is one that a camera knows."""
    simulator = await simulate(IPC)
    entry = await add(simulator)
    for direction in DIRECTIONS:
        await act(hass, "ptz_move", entry, direction=direction)
        assert simulator.moving
        await act(hass, "ptz_stop", entry)


@EVERY
async def test_duration(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """It ends when its time is up, not before."""
    simulator = await simulate(kind, ptz=True)
    entry = await add(simulator)
    await act(hass, "ptz_move", entry, direction="right", duration=20)
    await pass_time(hass, 15)
    assert GOING[kind](simulator)
    await pass_time(hass, 25)
    await wait_for(lambda: not GOING[kind](simulator))


async def test_duration_of_a_newer_movement(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """It counts from then, and the older one's is void."""
    simulator = await simulate(IPC)
    entry = await add(simulator)
    await act(hass, "ptz_move", entry, direction="right", duration=10)
    await act(hass, "ptz_move", entry, direction="up", duration=30)
    await pass_time(hass, 15)
    assert simulator.moving["move_y"] == "1"
    await pass_time(hass, 35)
    await wait_for(lambda: not simulator.moving)


async def test_forgotten_movement(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Two minutes are enough."""
    simulator = await simulate(MESSAGE)
    entry = await add(simulator)
    await act(hass, "ptz_move", entry, direction="right")
    await pass_time(hass, 110)
    assert simulator.moving[1]
    await pass_time(hass, 125)
    await wait_for(lambda: not simulator.moving[1])


@EVERY
async def test_unload(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """An entry that is unloaded leaves nothing moving."""
    simulator = await simulate(kind, ptz=True)
    entry = await add(simulator)
    await act(hass, "ptz_move", entry, direction="right")
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert not GOING[kind](simulator)


@EVERY
async def test_removal(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A camera that is removed does not go on moving."""
    simulator = await simulate(kind, ptz=True)
    entry = await add(simulator)
    await act(hass, "ptz_move", entry, direction="right")
    await hass.config_entries.async_remove(entry.entry_id)
    assert not GOING[kind](simulator)
    assert not hass.config_entries.async_entries(DOMAIN)


@EVERY
async def test_home_assistant_stops(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """Nothing moves when nobody is there to stop it, and nothing is set going any more."""
    simulator = await simulate(kind, ptz=True)
    entry = await add(simulator)
    await act(hass, "ptz_move", entry, direction="right")
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    assert not GOING[kind](simulator)
    with pytest.raises(HomeAssistantError) as told:
        await act(hass, "ptz_move", entry, direction="right")
    assert told.value.translation_key == "busy"


async def test_stop_that_fails(
    hass: HomeAssistant, simulate: Simulate, add: Add, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried again while Home Assistant goes on; if nothing helps, one line says so."""
    simulator = await simulate(IPC)
    entry = await add(simulator)
    simulator.refuse["/cgi-bin/ptz_ctrl?stop"] = Fault(status=503)
    caplog.set_level(logging.WARNING)

    def tries() -> int:
        return sum("stop" in request.query and request.status != 200 for request in simulator.requests)

    await act(hass, "ptz_move", entry, direction="right", duration=5)
    for count, seconds in enumerate((6, 1, 2, 3), 1):
        await pass_time(hass, seconds)
        await wait_for(lambda count=count: tries() == count)
    await wait_for(lambda: "could not be stopped" in caplog.text)
    ours = [record.getMessage() for record in caplog.records if record.name == "custom_components.cgi_camera"]
    assert [line for line in ours if "HTTP 503" in line] == ["Front: what moved could not be stopped: HTTP 503"]
    simulator.refuse.clear()
    await act(hass, "ptz_stop", entry)
    assert not simulator.moving


async def test_stop_overtakes_slow_polls(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A camera that takes its time over settings is stopped all the same."""
    simulator = await simulate(MESSAGE, digest=True)
    entry = await add(simulator)
    await act(hass, "ptz_move", entry, direction="right")
    polls = ("/cgi/image_get", "/cgi/camera_get", "/cgi/audio_get", "/cgi/sys_get")
    simulator.refuse |= {poll: Fault(delay=0.5) for poll in polls}
    sent(simulator)
    clock.ahead += 400
    poll = hass.async_create_task(entry.runtime_data.async_refresh())
    await wait_for(lambda: any(request.path in polls for request in simulator.requests))
    await act(hass, "ptz_stop", entry)
    assert not simulator.moving[1]
    slow = [request for request in simulator.requests if request.path in polls]
    assert any(request.status == 0 for request in slow), "all polls had their answers"
    simulator.refuse.clear()
    await poll


# What cannot be done


@EVERY
async def test_camera_without_a_head(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """No action does anything, each says why; there is neither button nor select."""
    simulator = await simulate(kind, ptz=False)
    entry = await add(simulator, options={"preset_count": 3})
    for name, data in (
        ("ptz_move", {"direction": "up"}),
        ("ptz_stop", {}),
        ("ptz_goto_preset", {"preset": "1"}),
        ("ptz_set_preset", {"number": 1}),
        ("ptz_delete_preset", {"preset": "1"}),
        ("ptz_absolute", {"pan": 1}),
        ("ptz_relative", {"pan": 1}),
        ("ptz_look_at", {"left": 0, "top": 0, "right": 10, "bottom": 10}),
        ("ptz_tour", {"command": "start"}),
        ("ptz_pattern", {"command": "start"}),
        ("ptz_auto_pan", {"command": "start", "direction": "clockwise"}),
        ("ptz_auto_scan", {"command": "start"}),
    ):
        assert await refused(hass, name, entry, **data) == {"key": "ptz_none"}
    assert not sent(simulator)
    registry = er.async_get(hass)
    keys = {each.translation_key for each in er.async_entries_for_config_entry(registry, entry.entry_id)}
    assert not keys & {"preset", "goto_preset", "ptz_stop", "pan_position", *(command.key for command in NUDGES)}


NO_PRESET = {"key": "ptz_no_preset", "preset": "9", "presets": "1 preset1, 2 preset2"}
MISTAKES: dict[str, list[tuple[str, dict[str, Any], dict[str, str]]]] = {
    IPC: [
        ("ptz_move", {}, {"key": "ptz_what"}),
        ("ptz_move", {"pan": 0, "speed": 30}, {"key": "ptz_what"}),
        ("ptz_move", {"direction": "up", "pan": 3}, {"key": "ptz_what"}),
        ("ptz_set_preset", {"number": 1, "title": "Gate"}, {"key": "ptz_no_titles"}),
        ("ptz_absolute", {"pan": 1}, {"key": "ptz_no_positions"}),
        ("ptz_tour", {"command": "start"}, {"key": "ptz_no_command", "command": "start", "commands": "-"}),
        ("ptz_pattern", {"command": "stop"}, {"key": "ptz_no_command", "command": "stop", "commands": "-"}),
    ],
    CONTROL: [
        (
            "ptz_move",
            {"direction": "iris_open"},
            {"key": "ptz_no_axis", "axis": "iris", "axes": "focus, pan, tilt, zoom"},
        ),
        (
            "ptz_set_preset",
            {"number": 129},
            {"key": "ptz_preset_number", "most": "128", "reason": "presets have numbers from 1 to 128"},
        ),
        ("ptz_goto_preset", {"preset": "0"}, {"key": "ptz_no_preset", "preset": "0", "presets": "1, 2"}),
        ("ptz_relative", {"pan": 1}, {"key": "ptz_no_positions"}),
        (
            "ptz_auto_pan",
            {"command": "begin"},
            {"key": "ptz_no_command", "command": "begin", "commands": "start, stop"},
        ),
    ],
    DAHUA: [
        (
            "ptz_goto_preset",
            {"preset": "9"},
            NO_PRESET,
        ),
        ("ptz_goto_preset", {"preset": "Gate"}, NO_PRESET | {"preset": "Gate"}),
        ("ptz_delete_preset", {"preset": 9}, NO_PRESET),
        ("ptz_absolute", {}, {"key": "ptz_where"}),
        ("ptz_relative", {}, {"key": "ptz_where"}),
        (
            "ptz_absolute",
            {"tilt": 91},
            {
                "key": "ptz_range",
                "axis": "tilt",
                "least": "0",
                "most": "90",
                "reason": "tilt must be between 0 and 90",
            },
        ),
        ("ptz_look_at", {"left": 10, "top": 0, "right": 10, "bottom": 10}, {"key": "ptz_empty_area"}),
        ("ptz_tour", {"command": "start", "number": 8}, {"key": "ptz_number", "most": "7"}),
        ("ptz_tour", {"command": "add"}, {"key": "ptz_tour_preset"}),
        ("ptz_auto_pan", {"command": "start", "direction": "clockwise"}, {"key": "ptz_no_direction"}),
    ],
    MESSAGE: [
        ("ptz_goto_preset", {"preset": "1"}, {"key": "ptz_no_preset", "preset": "1", "presets": "-"}),
        ("ptz_delete_preset", {"preset": "1"}, {"key": "ptz_no_deletion"}),
        ("ptz_look_at", {"left": 0, "top": 0, "right": 10, "bottom": 10}, {"key": "ptz_no_area"}),
        (
            "ptz_tour",
            {"command": "remove", "preset": "1"},
            {"key": "ptz_no_command", "command": "remove", "commands": "start, stop, add"},
        ),
    ],
}


@EVERY
async def test_mistakes(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """Each says what to do, and nothing is sent but the question which presets there are."""
    simulator = await simulate(kind, ptz=True)
    entry = await add(simulator, options={"preset_count": 2 * (kind == CONTROL)})
    for name, data, told in MISTAKES[kind]:
        assert await refused(hass, name, entry, **data) == told
    asked = {query.get("action", query.get("Group")) for _, query in sent(simulator)}
    assert asked <= {"getPresets", "PresetNameInfo"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ptz_move", {"direction": "sideways"}),
        ("ptz_move", {"direction": "up", "speed": 0}),
        ("ptz_move", {"direction": "up", "speed": 101}),
        ("ptz_move", {"pan": -101}),
        ("ptz_move", {"direction": "up", "duration": 0}),
        ("ptz_move", {"direction": "up", "duration": 601}),
        ("ptz_set_preset", {"number": 0}),
        ("ptz_goto_preset", {}),
        ("ptz_pattern", {"command": "dance"}),
        ("ptz_look_at", {"left": 0, "top": 0, "right": 101, "bottom": 10}),
    ],
)
async def test_values_that_no_camera_takes(
    hass: HomeAssistant, simulate: Simulate, add: Add, name: str, data: dict[str, Any]
) -> None:
    """Home Assistant refuses them."""
    entry = await add(await simulate(IPC))
    with pytest.raises(vol.Invalid):
        await act(hass, name, entry, **data)


async def test_position_that_the_camera_does_not_tell(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The reason is told."""
    simulator = await simulate(MESSAGE, missing=("Pan",))
    entry = await add(simulator)
    told = await refused(hass, "ptz_relative", entry, pan=-10)
    assert told == {"key": "invalid_value", "reason": "the camera does not tell where it looks"}


# Presets, places and routines by action

DONE: dict[str, list[tuple[str, dict[str, Any], Asked]]] = {
    IPC: [
        ("ptz_goto_preset", {"preset": "200"}, ipc(call_preset="200")),
        ("ptz_set_preset", {"number": 4}, ipc(add_preset="4")),
        ("ptz_delete_preset", {"preset": "4"}, ipc(delete_preset="4")),
    ],
    CONTROL: [
        ("ptz_goto_preset", {"preset": 3}, control("preset_control", "gopreset", number="3")),
        ("ptz_tour", {"command": "start", "number": 2}, control("preset_control", "tour", number="2")),
        ("ptz_tour", {"command": "stop"}, control("preset_control", "tour", number="255")),
        ("ptz_auto_pan", {"command": "start"}, control("preset_control", "autopan", number="1")),
        ("ptz_auto_pan", {"command": "stop"}, control("preset_control", "autopan", number="255")),
        (
            "ptz_auto_pan",
            {"command": "start", "direction": "clockwise"},
            control("preset_control", "autopan_cw", speed="50"),
        ),
        (
            "ptz_auto_pan",
            {"command": "start", "direction": "counterclockwise", "speed": 7},
            control("preset_control", "autopan_ccw", speed="7"),
        ),
    ],
    DAHUA: [
        ("ptz_goto_preset", {"preset": " PRESET2 "}, dahua("GotoPreset", "0", "2")),
        ("ptz_delete_preset", {"preset": "preset1"}, dahua("ClearPreset", "0", "1")),
        ("ptz_absolute", {"pan": 10.5, "tilt": 20, "zoom": 3}, dahua("PositionABS", "10.5", "20", "3")),
        (
            "ptz_look_at",
            {"left": 0, "top": 25, "right": 50, "bottom": 100},
            (
                "/cgi-bin/ptzBase.cgi",
                {
                    "action": "moveDirectly",
                    "channel": "1",
                    "startPoint[0]": "0",
                    "startPoint[1]": "2048",
                    "endPoint[0]": "4096",
                    "endPoint[1]": "8192",
                },
            ),
        ),
        ("ptz_tour", {"command": "start"}, dahua("StartTour", "1")),
        ("ptz_tour", {"command": "stop", "number": 3}, dahua("StopTour", "3")),
        ("ptz_tour", {"command": "clear"}, dahua("ClearTour", "1")),
        ("ptz_tour", {"command": "add", "number": 2, "preset": "preset2"}, dahua("AddTour", "2", "2")),
        ("ptz_tour", {"command": "remove", "preset": 2}, dahua("DelTour", "1", "2")),
        ("ptz_pattern", {"command": "begin", "number": 5}, dahua("SetPatternBegin", "5")),
        ("ptz_pattern", {"command": "end", "number": 5}, dahua("SetPatternEnd", "5")),
        ("ptz_pattern", {"command": "start", "number": 5}, dahua("StartPattern", "5")),
        ("ptz_pattern", {"command": "clear"}, dahua("ClearPattern", "1")),
        ("ptz_auto_pan", {"command": "start"}, dahua("AutoPanOn")),
        ("ptz_auto_pan", {"command": "stop"}, dahua("AutoPanOff")),
        ("ptz_auto_scan", {"command": "start"}, dahua("AutoScanOn")),
        ("ptz_auto_scan", {"command": "begin"}, dahua("SetLeftLimit")),
        ("ptz_auto_scan", {"command": "end"}, dahua("SetRightLimit")),
    ],
    MESSAGE: [
        ("ptz_goto_preset", {"preset": "Gate"}, message(PresetNumber="3", Preset="1")),
        ("ptz_goto_preset", {"preset": "3"}, message(PresetNumber="3", Preset="1")),
        (
            "ptz_set_preset",
            {"number": 4, "title": "Yard"},
            message(PresetNumber="4", Preset="0", PresetTitle="Yard"),
        ),
        ("ptz_absolute", {"tilt": 20}, message(Model="0", Tilt="2000")),
        (
            "ptz_tour",
            {"command": "add", "number": 2, "preset": "gate"},
            message("TourInfo", TourNum="2", PresetNumber="3"),
        ),
        ("ptz_pattern", {"command": "start"}, message(PatternNumber="1", Pattern="2")),
        ("ptz_pattern", {"command": "stop"}, HALT),
        ("ptz_auto_pan", {"command": "begin", "number": 4}, message(AutoPanNumber="4", AutoPan="0")),
        ("ptz_auto_pan", {"command": "end"}, message(AutoPanNumber="1", AutoPan="1")),
        ("ptz_auto_pan", {"command": "start", "number": 4}, message(AutoPanNumber="4", AutoPan="2")),
        ("ptz_auto_scan", {"command": "start"}, message(AutoScan="1")),
        ("ptz_auto_scan", {"command": "stop"}, HALT),
    ],
}


@EVERY
async def test_actions(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """Each sends exactly this, and the camera accepts it."""
    simulator = await simulate(kind, ptz=True)
    simulator.presets = {1: {3: "Gate"}} if kind == MESSAGE else set()
    entry = await add(simulator)
    for name, data, request in DONE[kind]:
        await act(hass, name, entry, **data)
        assert {logged.status for logged in simulator.requests} == {200}
        # What went on by itself ends first.
        assert request in sent(simulator)[:2]


async def test_stop_of_what_was_started(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Without a number the tour stops that was started, whichever that was."""
    simulator = await simulate(DAHUA, ptz=True)
    entry = await add(simulator)
    await act(hass, "ptz_tour", entry, command="start", number=5)
    sent(simulator)
    await act(hass, "ptz_tour", entry, command="stop")
    assert dahua("StopTour", "5") in sent(simulator)


async def test_relative(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera turns from where it looks now."""
    simulator = await simulate(DAHUA, ptz=True)
    entry = await add(simulator)
    simulator.heads[0].place = (350.0, 20.0, 2.0)
    await act(hass, "ptz_relative", entry, pan=20, tilt=-5)
    assert simulator.heads[0].place == (10.0, 15.0, 2.0)


async def test_preset_that_was_set_at_the_camera(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """It is found though nobody has told us."""
    simulator = await simulate(MESSAGE)
    entry = await add(simulator)
    simulator.presets[1] = {9: "Shed"}
    await act(hass, "ptz_goto_preset", entry, preset="shed")
    assert simulator.preset == {1: 9}
    assert state(hass, entity(hass, entry, Platform.SELECT, "1_preset")).attributes["options"] == ["Shed"]


# Entities


async def test_preset_entities_follow(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Presets that are set, renamed and deleted come, change and go, without a restart."""
    simulator = await simulate(MESSAGE)
    entry = await add(simulator)
    assert not named(hass, entry, Platform.BUTTON, "goto_preset")
    await act(hass, "ptz_set_preset", entry, number=3, title="Gate")
    await hass.async_block_till_done()
    button = entity(hass, entry, Platform.BUTTON, "1_goto_preset_3")
    select = entity(hass, entry, Platform.SELECT, "1_preset")
    assert state(hass, button).name == "Front Preset Gate"
    assert state(hass, select).attributes["options"] == ["Gate"]
    await act(hass, "ptz_set_preset", entry, number=3, title="Yard")
    await act(hass, "ptz_set_preset", entry, number=4, title="Yard")
    await act(hass, "ptz_set_preset", entry, number=5)
    await hass.async_block_till_done()
    assert state(hass, button).name == "Front Preset Yard"
    assert state(hass, select).attributes["options"] == ["Yard 3", "Yard 4", "Preset5"]
    assert state(hass, select).state == STATE_UNKNOWN
    await call(hass, Platform.SELECT, "select_option", select, option="Yard 4")
    assert simulator.preset == {1: 4}


async def test_deleted_presets_are_no_buttons(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A button goes with its preset, and comes back with it."""
    simulator = await simulate(DAHUA, ptz=True)
    entry = await add(simulator)
    button = entity(hass, entry, Platform.BUTTON, "1_goto_preset_2")
    await act(hass, "ptz_delete_preset", entry, preset="2")
    await hass.async_block_till_done()
    assert hass.states.get(button) is None
    assert len(named(hass, entry, Platform.BUTTON, "goto_preset")) == 1
    await act(hass, "ptz_set_preset", entry, number=2)
    await hass.async_block_till_done()
    again = entity(hass, entry, Platform.BUTTON, "1_goto_preset_2")
    await call(hass, Platform.BUTTON, "press", again)
    assert simulator.heads[0].preset == 2
    await reload(hass, entry)
    assert len(named(hass, entry, Platform.BUTTON, "goto_preset")) == 2


async def test_counted_presets_in_the_select(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Where the camera cannot list them, they are numbers."""
    simulator = await simulate(IPC)
    entry = await add(simulator, options={"preset_count": 3})
    select = entity(hass, entry, Platform.SELECT, "preset")
    assert state(hass, select).attributes["options"] == ["1", "2", "3"]
    await call(hass, Platform.SELECT, "select_option", select, option="3")
    assert sent(simulator) == [ipc(call_preset="3")]
    assert state(hass, select).state == STATE_UNKNOWN


async def test_present_preset(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """It is shown where the camera tells it, soon after the head got there, and not when it has left."""
    simulator = await simulate(DAHUA, ptz=True)
    entry = await add(simulator)
    select = entity(hass, entry, Platform.SELECT, "1_preset")
    assert state(hass, select).state == STATE_UNKNOWN
    await call(hass, Platform.SELECT, "select_option", select, option="preset2")
    await pass_time(hass, 1.1)
    await wait_for(lambda: state(hass, select).state == "preset2")
    await act(hass, "ptz_move", entry, direction="left")
    simulator.advance(1)
    await pass_time(hass, 1.1)
    await wait_for(lambda: state(hass, select).state == STATE_UNKNOWN)
    await act(hass, "ptz_stop", entry)


@pytest.mark.usefixtures("all_enabled")
@EVERY
async def test_direction_buttons(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A press moves a little, and the stop button stops."""
    simulator = await simulate(kind, ptz=True)
    entry = await add(simulator)
    button = entity(hass, entry, Platform.BUTTON, own(entry, "move_left"))
    await call(hass, Platform.BUTTON, "press", button)
    assert GOING[kind](simulator)
    await pass_time(hass, 0.6)
    await wait_for(lambda: not GOING[kind](simulator))
    await call(hass, Platform.BUTTON, "press", button)
    await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, own(entry, "ptz_stop")))
    assert not GOING[kind](simulator)


@EVERY
async def test_direction_buttons_are_disabled(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """They are there for who wants them, but for axes that the camera does not have."""
    entry = await add(await simulate(kind, ptz=True))
    registry = er.async_get(hass)
    entries = er.async_entries_for_config_entry(registry, entry.entry_id)
    found = {each.translation_key: each.disabled for each in entries if each.domain == Platform.BUTTON}
    wanted = {command.key for command in NUDGES} - ({"open_iris", "close_iris"} if kind == CONTROL else set())
    assert {key: disabled for key, disabled in found.items() if key in wanted} == dict.fromkeys(wanted, True)
    assert wanted | {"open_iris", "close_iris"} & set(found) == wanted


def looks(simulator: Any) -> int:
    """Count how often a camera was asked where its head looks."""
    return sum(request.query.get("action") == "getStatus" for request in simulator.requests)


@pytest.mark.usefixtures("all_enabled")
async def test_place(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Sensors show where a head looks, follow it closely while it moves, and leave the camera alone at rest."""
    simulator = await simulate(DAHUA, ptz=True)
    entry = await add(simulator)
    pan, moving = (
        entity(hass, entry, Platform.SENSOR, "1_pan_position"),
        entity(hass, entry, Platform.BINARY_SENSOR, "1_ptz_moving"),
    )
    assert (state(hass, pan).state, state(hass, moving).state) == ("0.0", "off")
    assert state(hass, pan).attributes["unit_of_measurement"] == "°"
    await act(hass, "ptz_move", entry, direction="right", speed=100)
    simulator.advance(2)
    await pass_time(hass, 1.1)
    await wait_for(lambda: state(hass, moving).state == "on")
    assert float(state(hass, pan).state) > 15
    await act(hass, "ptz_stop", entry)
    # One that shows where it came to rest, two that show that it rests.
    for count in (2, 3, 4):
        await pass_time(hass, 1.1)
        await wait_for(lambda count=count: looks(simulator) == count)
    await wait_for(lambda: state(hass, moving).state == "off")
    place = float(state(hass, pan).state)
    assert place == pytest.approx(simulator.heads[0].place[0], abs=0.01)
    await pass_time(hass, 1.1)
    await hass.async_block_till_done()
    assert looks(simulator) == 4


async def test_place_that_nobody_wants(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Is not asked for."""
    simulator = await simulate(MESSAGE)
    entry = await add(simulator)
    await act(hass, "ptz_absolute", entry, pan=10)
    await pass_time(hass, 1.1)
    await hass.async_block_till_done()
    assert sent(simulator) == [message(Model="0", Pan="1000")]


@pytest.mark.usefixtures("all_enabled")
async def test_place_of_a_head_that_never_rests(
    hass: HomeAssistant, simulate: Simulate, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is followed for a while, then polled as everything else is."""
    monkeypatch.setattr(movement, "_MOST", 2)
    simulator = await simulate(DAHUA, ptz=True)
    entry = await add(simulator)
    await act(hass, "ptz_move", entry, direction="right")

    for count in (1, 2):
        await pass_time(hass, 1.1)
        await wait_for(lambda count=count: looks(simulator) == count)
    await pass_time(hass, 1.1)
    await act(hass, "ptz_stop", entry)
    assert looks(simulator) == 2


@pytest.mark.usefixtures("all_enabled")
async def test_account_that_is_refused_while_a_head_moves(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Nobody looks again, so that the account is not locked."""
    simulator = await simulate(DAHUA, ptz=True)
    entry = await add(simulator, options={"events": False})
    await act(hass, "ptz_move", entry, direction="right")
    simulator.password = "another"
    simulator.forget_sessions()
    sent(simulator)
    for _ in range(4):
        await pass_time(hass, 1.1)
        await hass.async_block_till_done()
    await wait_for(lambda: simulator.requests)
    assert len(sent(simulator)) <= 2
    await hass.config_entries.async_unload(entry.entry_id)


@pytest.mark.usefixtures("all_enabled")
async def test_autofocus(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Buttons of a control camera's lens."""
    simulator = await simulate(CONTROL, ptz=True)
    entry = await add(simulator)
    for button in ("auto_focus", "lens_reset"):
        await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, button))
    assert simulator.head.done == ["onepush", "lensreset"]
    switch = entity(hass, entry, Platform.SWITCH, "zoom_focus")
    await call(hass, Platform.SWITCH, "turn_off", switch)
    assert state(hass, switch).state == "off"
