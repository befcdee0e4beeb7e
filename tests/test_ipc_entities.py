"""What becomes of the ipc dialect in Home Assistant: units, what is enabled, and how many requests it costs."""

from collections import Counter

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.cgi_camera.platforms import platform_of
from custom_components.cgi_camera.protocol.movement import NUDGES
from tests.conftest import Add, Simulate
from tests.ha import Clock, call, entity, entry_of, poll_for, set_up, state, wait_for

NEWER = "ipc-1.0.10"


@pytest.mark.usefixtures("all_enabled")
async def test_units(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Durations and sizes are shown as such."""
    simulator = await simulate(NEWER)
    entry = await add(simulator)
    memory = state(hass, entity(hass, entry, Platform.SENSOR, "memory_free"))
    assert (memory.attributes["device_class"], memory.attributes["unit_of_measurement"]) == ("data_size", "MB")
    assert float(memory.state) == pytest.approx(24.384)
    offset = state(hass, entity(hass, entry, Platform.SENSOR, "clock_offset"))
    assert (offset.attributes["device_class"], offset.attributes["unit_of_measurement"]) == ("duration", "s")
    interval = state(hass, entity(hass, entry, Platform.NUMBER, "ntp_interval"))
    assert (interval.state, interval.attributes["unit_of_measurement"]) == ("60", "s")


async def test_enabled_by_default(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """What people use is enabled, what hardly anybody touches waits for those who look for it."""
    simulator = await simulate(NEWER)
    entry = await add(simulator)
    registry = er.async_get(hass)
    for platform, key, enabled in (
        (Platform.NUMBER, "brightness", True),
        (Platform.SELECT, "stream_codec_1", True),
        (Platform.TEXT, "ntp_server", True),
        (Platform.LIGHT, "white_light", False),
        (Platform.SWITCH, "rtmp", False),
        (Platform.SENSOR, "ip_address", False),
        (Platform.BUTTON, "set_clock", True),
        (Platform.BUTTON, "factory_reset", False),
    ):
        found = registry.async_get(entity(hass, entry, platform, key))
        assert found
        assert (found.disabled_by is None) is enabled, key


@pytest.mark.usefixtures("all_enabled")
async def test_range_follows(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A number's range changes with the codec that is chosen."""
    simulator = await simulate(NEWER)
    entry = await add(simulator)
    bit_rate = entity(hass, entry, Platform.NUMBER, "stream_bit_rate_1")
    assert state(hass, bit_rate).attributes["max"] == 4000
    codec = entity(hass, entry, Platform.SELECT, "stream_codec_1")
    await call(hass, Platform.SELECT, "select_option", codec, option="H264")
    assert state(hass, bit_rate).attributes["max"] == 6000


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("kind", ["ipc-1.0.1", NEWER])
async def test_ranges_follow_resolution_and_codec(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """Bit rate and frame rate take what codec and resolution leave them; a rate that is too high gives way (3.9)."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    codec, resolution = (entity(hass, entry, Platform.SELECT, f"stream_{what}_1") for what in ("codec", "resolution"))
    rates = [entity(hass, entry, Platform.NUMBER, f"stream_{what}_1") for what in ("frame_rate", "bit_rate")]

    def ranges() -> list[tuple[float, float]]:
        return [(state(hass, rate).attributes["min"], state(hass, rate).attributes["max"]) for rate in rates]

    assert state(hass, resolution).attributes["options"] == ["2592X1944", "1080P"]
    assert ranges() == [(1, 30), (500, 4000)]
    await call(hass, Platform.SELECT, "select_option", resolution, option="2592X1944")
    assert ranges() == [(1, 15), (500, 6000)]
    assert float(state(hass, rates[0]).state) == 15
    await call(hass, Platform.SELECT, "select_option", codec, option="H264")
    assert ranges() == [(1, 15), (500, 8000)]
    await call(hass, Platform.NUMBER, "set_value", rates[1], value=8000)
    with pytest.raises(ServiceValidationError):
        await call(hass, Platform.NUMBER, "set_value", rates[0], value=16)
    await call(hass, Platform.SELECT, "select_option", resolution, option="1080P")
    assert ranges() == [(1, 30), (500, 6000)]
    assert float(state(hass, rates[1]).state) == 6000
    assert (
        simulator.video.streams["stream1"] | {"framerate": "15", "bitrate": "6000"}
        == simulator.video.streams["stream1"]
    )


KNOWN_TO_1_0_1 = {
    *("getuid", "keep_alive", "getinfo", "getcapabilities", "reboot", "factory_reset", "network", "time"),
    *("videoencoder/getcapabilities", "videoencoder", "audioencoder/getcapabilities", "audioencoder"),
    *("osd", "image", "ptz_ctrl", "motion"),
}
"""The interface list of IPC HTTP CGI 1.0.1, section 2."""


@pytest.mark.usefixtures("all_enabled")
async def test_older_firmware_offers_nothing_that_it_lacks(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Every entity of a 1.0.1 camera stands on an endpoint of its document, and every button does something."""
    simulator = await simulate("ipc-1.0.1")
    entry = await add(simulator)
    known, camera = entry.runtime_data.camera._known, entry.runtime_data.camera
    paths = {known.sources[slot].endpoint.read.path.removeprefix("/cgi-bin/") for slot in camera.capabilities}
    assert paths <= KNOWN_TO_1_0_1
    assert len(er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)) == len(
        [slot for slot, offered in camera.capabilities.items() if platform_of(slot, offered)]
        + camera.commands(0)
        + camera.streams()
    )
    commands = {"reboot": "reboot", "set_clock": "time", "factory_reset": "factory_reset"}
    commands |= dict.fromkeys([*(command.key for command in NUDGES), "ptz_stop"], "ptz_ctrl")
    assert {command.key for command in camera.commands(0)} == set(commands)
    for command, path in commands.items():
        simulator.requests.clear()
        await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, command))
        assert [r.status for r in simulator.requests if r.path == f"/cgi-bin/{path}"][-1] == 200
        await wait_for(lambda: simulator._reboot is None or simulator._reboot.done())


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(("kind", "at_start", "in_an_hour"), [("ipc-1.0.1", 34, 150), (NEWER, 37, 800)])
async def test_requests(
    hass: HomeAssistant, simulate: Simulate, clock: Clock, *, kind: str, at_start: int, in_an_hour: int
) -> None:
    """Set-up asks each endpoint once; settings are asked every five minutes, alarms every ten seconds."""
    simulator = await simulate(kind)
    entry = await set_up(hass, entry_of(simulator))
    asked = Counter(request.target.partition("uid=")[0] for request in simulator.requests)
    assert [target for target, times in asked.items() if times > 1] == []
    assert len(simulator.requests) == at_start
    simulator.requests.clear()
    await poll_for(entry, clock, 600)
    assert 0 < len(simulator.requests) * 6 <= in_an_hour
    assert Counter(request.path for request in simulator.requests)["/cgi-bin/image"] in {1, 2, 3}
