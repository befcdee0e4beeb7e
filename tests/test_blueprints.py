"""The blueprints: loaded and run by Home Assistant, with what they do seen at simulated cameras."""

from datetime import timedelta
from functools import partial
from pathlib import Path
import shutil
from typing import Any

from homeassistant.components.automation import DATA_COMPONENT
from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.components.blueprint.schemas import BLUEPRINT_SCHEMA
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED, Platform
from homeassistant.core import CoreState, HomeAssistant, ServiceCall
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util, yaml as yaml_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed, async_mock_service

from tests.conftest import Add, Simulate
from tests.ha import Clock, becomes, call, entity, main_of, named, pass_time, state, wait_for
from tests.simulator import Fault

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"
FOLDER = BLUEPRINTS / "automation" / "cgi_camera"
NAMES = ("night_by_sun", "notify_with_picture", "preset_when_door_opens", "record_while_away")
JPEG = b"\xff\xd8"
OURS = "automation.ours"
PAUSES = ("Keep quiet for a while", "Look on for a while", "Somebody may have left for a moment only")


@pytest.fixture
async def house(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Let Home Assistant have its configuration in a folder of its own, with our blueprints."""
    shutil.copytree(BLUEPRINTS, tmp_path / "blueprints")
    hass.config.config_dir = str(tmp_path)
    hass.config.media_dirs = {"local": str(tmp_path / "media")}
    hass.config.allowlist_external_dirs = {str(tmp_path / "media")}
    assert await async_setup_component(hass, "homeassistant", {})
    return tmp_path


def start(hass: HomeAssistant) -> None:
    """Have Home Assistant started."""
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)


async def automate(hass: HomeAssistant, name: str, **inputs: Any) -> None:
    """Make an automation of a blueprint, as a user does who fills in these inputs."""
    use = {"path": f"cgi_camera/{name}.yaml", "input": inputs}
    assert await async_setup_component(hass, AUTOMATION, {AUTOMATION: {"alias": "Ours", "use_blueprint": use}})
    await hass.async_block_till_done()
    assert state(hass, OURS).state == "on"


def runs(hass: HomeAssistant) -> bool:
    """Tell whether the automation is about something, be it a pause."""
    return bool(state(hass, OURS).attributes["current"])


def pauses(hass: HomeAssistant) -> bool:
    """Tell whether the automation waits for a time to pass. Requests that are under way would not survive it."""
    script = hass.data[DATA_COMPONENT].get_entity(OURS).action_script
    return script.runs == 1 and script.last_action in PAUSES


async def pause(hass: HomeAssistant, seconds: float) -> None:
    """Let the pause of the automation pass, and wait until it has done what comes then."""
    await wait_for(lambda: pauses(hass))
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
    await wait_for(lambda: not runs(hass))


def test_all_are_tested() -> None:
    """Every blueprint is one of those below."""
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_form(name: str) -> None:
    """A blueprint says what it is, where it comes from and what it needs, and explains every input."""
    path = FOLDER / f"{name}.yaml"
    found = Blueprint(
        yaml_util.load_yaml_dict(path), path=path.name, expected_domain=AUTOMATION, schema=BLUEPRINT_SCHEMA
    )
    assert found.validate() is None
    about = found.metadata
    assert about["source_url"].endswith(f"/blueprints/automation/cgi_camera/{path.name}")
    assert about["homeassistant"] == {"min_version": "2026.10.0"}
    assert all(each["name"] and each["selector"] for each in found.inputs.values())
    assert about["description"]


# Notify with a picture


@pytest.fixture
def told(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what a phone is told."""
    return async_mock_service(hass, "notify", "phone")


async def front_door(hass: HomeAssistant, house: Path, entry: MockConfigEntry, *alarms: str, **more: Any) -> None:
    """Be told of alarms of a camera."""
    await automate(
        hass,
        "notify_with_picture",
        alarms=list(alarms),
        camera=main_of(hass, entry),
        notify_action="notify.phone",
        media_folder=str(house / "media"),
        **more,
    )


async def test_picture_of_motion(
    hass: HomeAssistant, house: Path, simulate: Simulate, add: Add, told: list[ServiceCall]
) -> None:
    """Motion sends a picture that the camera took then; what follows at once is the same, what comes later is not."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    motion = entity(hass, entry, Platform.BINARY_SENSOR, "1_motion")
    await becomes(hass, motion, "off")
    await front_door(hass, house, entry, motion)
    await wait_for(lambda: simulator.streams)
    simulator.requests.clear()
    simulator.raise_alarm("motion")
    await wait_for(lambda: told)
    assert [r.path for r in simulator.requests if "snapshot" in r.path] == ["/cgi-bin/snapshot.cgi"]
    (call_,) = told
    assert call_.data["title"] == state(hass, main_of(hass, entry)).name
    assert call_.data["message"] == state(hass, motion).name
    image = call_.data["data"]["image"]
    assert image.startswith("/media/local/cgi_camera/")
    picture = house / "media" / image.removeprefix("/media/local/")
    assert picture.read_bytes().startswith(JPEG)
    for on in (False, True, False):
        simulator.raise_alarm("motion", on=on)
        await becomes(hass, motion, "on" if on else "off")
    await pause(hass, 31)
    simulator.raise_alarm("motion")
    await wait_for(lambda: len(told) > 1)
    await pause(hass, 31)
    assert len(told) == 2


async def test_picture_of_a_visitor(  # noqa: PLR0917
    hass: HomeAssistant, house: Path, simulate: Simulate, add: Add, told: list[ServiceCall], clock: Clock
) -> None:
    """A ring has no state, and is told with words of one's own; a camera that takes no picture tells all the same."""
    simulator = await simulate("dahua-doorbell")
    entry = await add(simulator)
    bell = entity(hass, entry, Platform.EVENT, "1_doorbell_rung")
    hass.states.async_set("input_boolean.away", "on")
    only_if = [{"condition": "state", "entity_id": "input_boolean.away", "state": "on"}]
    await front_door(hass, house, entry, bell, message="Somebody rings", only_if=only_if, pause=5)
    await wait_for(lambda: simulator.streams)
    simulator.refuse["/cgi-bin/snapshot.cgi"] = Fault(status=503)
    rings: list[Any] = []
    async_track_state_change_event(hass, bell, rings.append)
    for away, waits in (("on", True), ("off", False), ("on", True)):
        hass.states.async_set("input_boolean.away", away)
        simulator.press()
        await wait_for(rings.copy)
        await wait_for(partial(lambda waits: pauses(hass) is waits, waits))
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=6))
        await wait_for(lambda: not runs(hass))
        simulator.hang_up()
        clock.ahead += 6
        rings.clear()
    assert [each.data["message"] for each in told] == ["Somebody rings"] * 2


async def test_no_picture_of_a_return(  # noqa: PLR0917
    hass: HomeAssistant, house: Path, simulate: Simulate, add: Add, told: list[ServiceCall], clock: Clock
) -> None:
    """A camera that comes back is no alarm, be it on then."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    motion = entity(hass, entry, Platform.BINARY_SENSOR, "1_motion")
    await front_door(hass, house, entry, motion)
    await simulator.stop()
    await pass_time(hass, 301, clock)
    await becomes(hass, motion, "unavailable")
    await simulator.start()
    simulator.raise_alarm("motion")
    await pass_time(hass, 301, clock)
    await becomes(hass, motion, "on")
    await hass.async_block_till_done()
    assert told == []


# Look at a door


def looked(simulator: Any) -> list[str]:
    """Return the presets that the camera was sent to."""
    return [request.query["PresetNumber"] for request in simulator.requests if "PresetNumber" in request.query]


async def test_look_at_the_door(hass: HomeAssistant, house: Path, simulate: Simulate, add: Add) -> None:
    """The camera looks at the doors as long as one is open and a while longer, then where it looked before."""
    simulator = await simulate("message")
    simulator.presets[1] = {3: "Gate", 5: "Yard"}
    entry = await add(simulator)
    gate, yard = (entity(hass, entry, Platform.BUTTON, f"1_goto_preset_{number}") for number in (3, 5))
    doors = ["binary_sensor.door", "binary_sensor.window"]
    for door in doors:
        hass.states.async_set(door, "off")
    await automate(hass, "preset_when_door_opens", doors=doors, preset=gate, back=yard, wait=10)
    hass.states.async_set(doors[0], "on")
    await wait_for(lambda: looked(simulator) == ["3"])
    hass.states.async_set(doors[1], "on")
    await wait_for(lambda: looked(simulator) == ["3", "3"])
    hass.states.async_set(doors[0], "off")
    await wait_for(lambda: runs(hass))
    assert not pauses(hass)
    hass.states.async_set(doors[1], "off")
    await pause(hass, 11)
    assert looked(simulator) == ["3", "3", "5"]
    hass.states.async_set(doors[0], "on")
    await wait_for(lambda: looked(simulator)[3:] == ["3"])
    hass.states.async_set(doors[0], "off")
    hass.states.async_set(doors[0], "on")
    await wait_for(lambda: looked(simulator)[3:] == ["3", "3"])
    hass.states.async_set(doors[0], "off")
    await pause(hass, 11)
    assert looked(simulator)[3:] == ["3", "3", "5"]


# Day and night


def sun(hass: HomeAssistant, elevation: float) -> None:
    """Move the sun."""
    hass.states.async_set("sun.sun", "above_horizon", {"elevation": elevation})


MODES = {
    "ipc-1.0.10": ("ir_cut_mode", "manual_day", "manual_night"),
    "control": ("day_night_mode", "day", "night"),
    "dahua-camera": ("1_infrared_mode", "off", "on"),
    "message": ("1_day_night_mode", "day", "night"),
}
LAMPS = {"ipc-1.0.10": ["infrared"], "control": ["infrared"], "dahua-camera": [], "message": []}


@pytest.mark.parametrize("kind", MODES)
async def test_night_falls(hass: HomeAssistant, house: Path, simulate: Simulate, add: Add, kind: str) -> None:
    """What every dialect has for it is set when the sun goes down, and when it is up again."""
    entry = await add(await simulate(kind))
    key, day, night = MODES[kind]
    mode = entity(hass, entry, Platform.SELECT, key)
    lamps = [entity(hass, entry, Platform.SWITCH, lamp) for lamp in LAMPS[kind]]
    sun(hass, 5)
    await automate(hass, "night_by_sun", lamps=lamps, modes=[mode])
    for elevation, lit, wanted in ((-4, "on", night), (2, "off", day), (-3.5, "on", night)):
        sun(hass, elevation)
        await becomes(hass, mode, wanted)
        await hass.async_block_till_done()
        assert [state(hass, lamp).state for lamp in lamps] == [lit] * len(lamps)


async def test_white_light_at_night(hass: HomeAssistant, house: Path, simulate: Simulate, add: Add) -> None:
    """A lamp may be a light; Home Assistant that starts at night sets it, and modes without these options stay."""
    simulator = await simulate("dahua-camera", lighting_v2=True)
    entry = await add(simulator)
    light = entity(hass, entry, Platform.LIGHT, "1_white_light")
    scheme = entity(hass, entry, Platform.SELECT, "1_lighting_scheme")
    sun(hass, -20)
    hass.set_state(CoreState.starting)
    await automate(hass, "night_by_sun", lamps=[light], modes=[scheme], night_options=["moonlight"])
    start(hass)
    await becomes(hass, light, "on")
    assert simulator.config.values["Lighting_V2[0][1][1].Mode"] == "Manual"
    await wait_for(lambda: not runs(hass))
    assert state(hass, scheme).state == "white"


async def test_night_fell_meanwhile(
    hass: HomeAssistant, house: Path, simulate: Simulate, add: Add, clock: Clock
) -> None:
    """A camera that was away at sunset is set when it is back."""
    simulator = await simulate("control")
    entry = await add(simulator)
    mode = entity(hass, entry, Platform.SELECT, "day_night_mode")
    sun(hass, 5)
    await automate(hass, "night_by_sun", modes=[mode])
    await simulator.stop()
    await pass_time(hass, 301, clock)
    await becomes(hass, mode, "unavailable")
    sun(hass, -10)
    await hass.async_block_till_done()
    await simulator.start()
    await pass_time(hass, 301, clock)
    await becomes(hass, mode, "night")


# While nobody is home


PEOPLE = ["person.ann", "person.ben"]
RECORDINGS = {
    "ipc-1.0.10": "recording",
    "control": "recording_on_event",
    "message": "1_recording",
}


@pytest.mark.parametrize("kind", RECORDINGS)
async def test_recordings(hass: HomeAssistant, house: Path, simulate: Simulate, add: Add, kind: str) -> None:
    """The last who leaves turns recording on after a while, the first who comes home turns it off."""
    entry = await add(await simulate(kind))
    recording = entity(hass, entry, Platform.SWITCH, RECORDINGS[kind])
    await call(hass, Platform.SWITCH, "turn_off", recording)
    for person in PEOPLE:
        hass.states.async_set(person, "home")
    await automate(hass, "record_while_away", people=PEOPLE, recordings=[recording], wait=60)
    hass.states.async_set(PEOPLE[0], "not_home")
    await wait_for(lambda: not runs(hass))
    assert state(hass, recording).state == "off"
    hass.states.async_set(PEOPLE[1], "Work")
    await wait_for(lambda: pauses(hass))
    assert state(hass, recording).state == "off"
    await pause(hass, 61)
    assert state(hass, recording).state == "on"
    hass.states.async_set(PEOPLE[0], "home")
    await becomes(hass, recording, "off")


async def test_record_modes(hass: HomeAssistant, house: Path, simulate: Simulate, add: Add) -> None:
    """All channels of a recorder record; somebody who is nowhere may be home."""
    simulator = await simulate("dahua-recorder")
    entry = await add(simulator)
    modes = named(hass, entry, Platform.SELECT, "record_mode")
    assert len(modes) > 1
    for person in PEOPLE:
        hass.states.async_set(person, "not_home")
    hass.set_state(CoreState.starting)
    await automate(hass, "record_while_away", people=PEOPLE, modes=modes, home_option="off")
    start(hass)
    for mode in modes:
        await becomes(hass, mode, "manual")
    assert {simulator.config.values[f"RecordMode[{n}].Mode"] for n in range(len(modes))} == {"1"}
    hass.states.async_set(PEOPLE[1], "unknown")
    for mode in modes:
        await becomes(hass, mode, "off")
