"""What becomes of the dahua dialect in Home Assistant: channels that come and go, names from the camera, commands."""

from collections import Counter
from typing import Any

from homeassistant.components.camera import async_get_image
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.conftest import Add, Simulate
from tests.ha import Clock, call, entity, pass_time, reload, state
from tests.simulator import Fault
from tests.test_services import act

CAMERA, RECORDER = "dahua-camera", "dahua-recorder"
SLOW = 301
"""Seconds after which settings are read anew."""


def devices(hass: HomeAssistant, entry: MockConfigEntry) -> set[str | None]:
    """Return the names of an entry's devices."""
    return {device.name for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)}


def keys(hass: HomeAssistant, entry: MockConfigEntry) -> set[str]:
    """Return the keys of all entities of an entry."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return {each.unique_id.removeprefix(f"{entry.unique_id}_") for each in entities}


# A recorder


async def test_channels_come_and_go(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A camera that is added to a recorder has its device and entities soon, one that is removed has none any more."""
    simulator = await simulate(RECORDER, name="Recorder", empty=[4])
    entry = await add(simulator)
    assert devices(hass, entry) == {"Recorder", "Driveway", "Garden", "Back door"}
    assert not any(key.startswith("4_") for key in keys(hass, entry))
    simulator.plug(4, "Shed")
    await pass_time(hass, SLOW, clock)
    assert devices(hass, entry) == {"Recorder", "Driveway", "Garden", "Back door", "Shed"}
    assert state(hass, entity(hass, entry, Platform.NUMBER, "4_brightness")).state == "50"
    simulator.plug(2, there=False)
    await pass_time(hass, SLOW, clock)
    assert devices(hass, entry) == {"Recorder", "Driveway", "Back door", "Shed"}
    assert not any(key.startswith("2_") for key in keys(hass, entry))
    assert state(hass, entity(hass, entry, Platform.NUMBER, "3_brightness")).state == "50"
    simulator.requests.clear()
    await pass_time(hass, SLOW, clock)
    # Nothing is set up again while nothing changes.
    assert not [request for request in simulator.requests if request.path.endswith("magicBox.cgi")]


@pytest.mark.parametrize("titles", ["named", "blank", "absent"])
async def test_empty_slots(
    hass: HomeAssistant, simulate: Simulate, add: Add, titles: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A slot without a camera is no channel and no error; the numbers of the others stay theirs."""
    simulator = await simulate(RECORDER, name="Recorder", empty=[1, 3], empty_titles=titles)
    entry = await add(simulator)
    assert devices(hass, entry) == {"Recorder", "Garden", "Workshop"}
    await call(hass, Platform.NUMBER, "set_value", entity(hass, entry, Platform.NUMBER, "4_brightness"), value=61)
    assert simulator.config["VideoColor[3][0].Brightness"] == "61"
    assert "custom_components.cgi_camera" not in {record.name for record in caplog.records if record.levelno >= 30}


async def test_channel_without_a_picture(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A channel that has no snapshot now says so itself, and the others have theirs."""
    simulator = await simulate(RECORDER)
    entry = await add(simulator)
    simulator.refuse["/cgi-bin/snapshot.cgi?channel=3"] = Fault(status=404)
    with pytest.raises(HomeAssistantError):
        await async_get_image(hass, entity(hass, entry, Platform.CAMERA, "3_stream_main"))
    picture = await async_get_image(hass, entity(hass, entry, Platform.CAMERA, "2_stream_main"))
    assert picture.content.startswith(b"\xff\xd8")


@pytest.mark.parametrize(("kind", "options"), [(CAMERA, {}), (CAMERA, {"storage": False}), (RECORDER, {"empty": [2]})])
@pytest.mark.usefixtures("all_enabled")
async def test_refused_once(  # noqa: PLR0917
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, kind: str, options: dict[str, Any]
) -> None:
    """What a device does not have, an SD card for one, is asked for once, and never again; no more is amiss."""
    simulator = await simulate(kind, **options)
    entry = await add(simulator)
    await reload(hass, entry)
    refused = Counter(request.target for request in simulator.requests if request.status in (400, 404, 501))
    assert refused
    assert set(refused.values()) == {1}
    simulator.requests.clear()
    for _ in range(3):
        await pass_time(hass, SLOW, clock)
    assert not [request.target for request in simulator.requests if request.status != 200]
    assert entry.runtime_data.last_update_success
    assert ("disk_state_1" in keys(hass, entry)) is options.get("storage", True)


# Names


@pytest.mark.usefixtures("all_enabled")
async def test_rules_by_their_names(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A rule's switch is called as the rule is, comes when the rule is made, and is gone when it is deleted."""
    simulator = await simulate(CAMERA)
    entry = await add(simulator)
    rule = entity(hass, entry, Platform.SWITCH, "1_rule_1")
    named = simulator.config["VideoAnalyseRule[0][0].Name"]
    assert state(hass, rule).name == f"Simulated Dahua Rule {named}"
    await call(hass, Platform.SWITCH, "turn_on", rule)
    (request,) = [r for r in simulator.requests if r.query["action"] == "setConfig"]
    assert request.query == {"action": "setConfig", "VideoAnalyseRule[0][0].Enable": "true"}
    there = simulator.config.hides
    simulator.config.hides = lambda key: key.startswith("VideoAnalyseRule[0][2]")
    await pass_time(hass, SLOW, clock)
    assert state(hass, entity(hass, entry, Platform.SWITCH, "1_rule_3")).state == "unknown"
    await reload(hass, entry)
    assert {"1_rule_1", "1_rule_2"} <= keys(hass, entry)
    assert "1_rule_3" not in keys(hass, entry)
    simulator.config.hides = there
    await pass_time(hass, SLOW, clock)
    assert "1_rule_3" in keys(hass, entry)


# Writes


async def test_write_that_is_lost(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera that says OK and changes nothing is told of, and the entity shows what is true."""
    simulator = await simulate(CAMERA, reverted=["MotionDetect[0].Enable=true"])
    simulator.config.values["MotionDetect[0].Enable"] = "true"
    entry = await add(simulator)
    switch = entity(hass, entry, Platform.SWITCH, "1_motion_detection")
    await call(hass, Platform.SWITCH, "turn_off", switch)
    assert state(hass, switch).state == "off"
    with pytest.raises(HomeAssistantError) as told:
        await call(hass, Platform.SWITCH, "turn_on", switch)
    assert told.value.translation_key == "ignored"
    assert state(hass, switch).state == "off"


@pytest.mark.parametrize(("body", "key"), [(b"", "refused"), (b"Error\r\n", "refused"), (b"Done", "bad_answer")])
async def test_write_without_confirmation(
    hass: HomeAssistant, simulate: Simulate, add: Add, body: bytes, key: str
) -> None:
    """An answer without OK is a failure, whatever its status."""
    simulator = await simulate(CAMERA)
    entry = await add(simulator)
    simulator.refuse["/cgi-bin/configManager.cgi?action=setConfig"] = Fault(status=200, body=body)
    with pytest.raises(HomeAssistantError) as told:
        await call(hass, Platform.NUMBER, "set_value", entity(hass, entry, Platform.NUMBER, "1_hue"), value=61)
    assert told.value.translation_key == key


# Commands


@pytest.mark.usefixtures("all_enabled")
async def test_sync_clock(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """The clock is set to the time of the camera's own zone; how wrong it was is told until then."""
    simulator = await simulate(CAMERA)
    simulator.jump(5000)
    entry = await add(simulator)
    offset = entity(hass, entry, Platform.SENSOR, "clock_offset")
    assert abs(float(state(hass, offset).state) - 5000) < 3
    await act(hass, "sync_clock", entity(hass, entry, Platform.CAMERA, "1_stream_main"))
    (request,) = [r for r in simulator.requests if r.query.get("action") == "setCurrentTime"]
    assert request.path == "/cgi-bin/global.cgi"
    assert request.query.keys() == {"action", "time"}
    await pass_time(hass, SLOW, clock)
    assert abs(float(state(hass, offset).state)) < 3


COMMANDS = [
    ({}, "reboot", "/cgi-bin/magicBox.cgi?action=reboot"),
    ({"doors": 1}, "hang_up", "/cgi-bin/VideoTalkPeer.cgi?action=hangup"),
    ({"wiper": True}, "1_wipe", "/cgi-bin/rainBrush.cgi?action=moveOnce&channel=1"),
    ({"wiper": True}, "1_start_wiper", "/cgi-bin/rainBrush.cgi?action=moveContinuously&interval=5&channel=1"),
    ({"wiper": True}, "1_stop_wiper", "/cgi-bin/rainBrush.cgi?action=stopMove&channel=1"),
    ({"ptz": True}, "1_auto_focus", "/cgi-bin/devVideoInput.cgi?action=autoFocus&channel=1"),
    ({"ptz": True}, "1_lens_reset", "/cgi-bin/devVideoInput.cgi?action=adjustFocus&focus=-1&zoom=-1&channel=1"),
    ({"thermal": True}, "1_flat_field_correction", "/cgi-bin/ThermographyManager.cgi?action=doFFC&channel=1"),
    (
        {},
        "reset_picture",
        "/cgi-bin/configManager.cgi?action=restore&names%5B0%5D=VideoColor&names%5B1%5D=VideoInOptions",
    ),
]


@pytest.mark.parametrize(("options", "key", "target"), COMMANDS, ids=[key for _, key, _ in COMMANDS])
@pytest.mark.usefixtures("all_enabled")
async def test_commands(  # noqa: PLR0917
    hass: HomeAssistant, simulate: Simulate, add: Add, options: dict[str, Any], key: str, target: str
) -> None:
    """A button sends one request, and the camera takes it."""
    simulator = await simulate(CAMERA, **options)
    entry = await add(simulator)
    await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, key))
    (request,) = [r for r in simulator.requests if not r.query.get("action", "").startswith(("get", "attach"))]
    assert (request.target, request.status) == (target, 200)


@pytest.mark.usefixtures("all_enabled")
async def test_no_commands_of_others(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A plain camera has no doors, wiper, motors or heat."""
    entry = await add(await simulate(CAMERA))
    found = {each.removeprefix("1_") for each in keys(hass, entry)}
    assert not found & {"open_door_1", "hang_up", "wipe", "auto_focus", "focus_position", "temperature"}


# Units


@pytest.mark.usefixtures("all_enabled")
async def test_units(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Sizes, durations, temperatures and counts are shown as such."""
    entry = await add(await simulate(CAMERA, thermal=True, people=True))
    expected = {
        (Platform.SENSOR, "disk_size_1"): ("data_size", "GB", None),
        (Platform.SENSOR, "disk_used_share_1"): (None, "%", "measurement"),
        (Platform.SENSOR, "1_temperature"): ("temperature", "°C", "measurement"),
        (Platform.SENSOR, "1_people_entered"): (None, None, "total_increasing"),
        (Platform.SENSOR, "recording_days"): ("duration", "d", None),
        (Platform.SENSOR, "disk_used_1"): ("data_size", "GB", "measurement"),
        (Platform.NUMBER, "1_longest_exposure"): ("duration", "ms", None),
        (Platform.NUMBER, "1_motion_recording_time"): ("duration", "s", None),
        (Platform.NUMBER, "air_humidity"): ("humidity", "%", None),
        (Platform.BINARY_SENSOR, "disk_problem_1"): ("problem", None, None),
    }
    found = {each: state(hass, entity(hass, entry, *each)).attributes for each in expected}
    names = ("device_class", "unit_of_measurement", "state_class")
    assert {each: tuple(map(attributes.get, names)) for each, attributes in found.items()} == expected


async def test_enabled_by_default(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """What people use is enabled, what is set once if ever waits for those who look for it."""
    entry = await add(await simulate(CAMERA, siren=True, doors=1))
    registry = er.async_get(hass)
    for platform, key, enabled in (
        (Platform.NUMBER, "1_brightness", True),
        (Platform.SELECT, "1_stream_codec_1", True),
        (Platform.SELECT, "1_record_mode", True),
        (Platform.SWITCH, "1_rule_1", True),
        (Platform.SWITCH, "1_smart_motion_detection", True),
        (Platform.SENSOR, "disk_state_1", True),
        (Platform.LOCK, "open_door_1", True),
        (Platform.NUMBER, "1_night_gain", False),
        (Platform.SWITCH, "telnet", False),
        (Platform.TEXT, "mail_server", False),
    ):
        found = registry.async_get(entity(hass, entry, platform, key))
        assert found
        assert (found.disabled_by is None) is enabled, key
