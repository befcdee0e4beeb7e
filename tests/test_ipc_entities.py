"""What becomes of the ipc dialect in Home Assistant: units, what is enabled, and how many requests it costs."""

from collections import Counter

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from tests.conftest import Add, Simulate
from tests.ha import Clock, call, entity, entry_of, set_up, state

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
        (Platform.SWITCH, "white_light", False),
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
@pytest.mark.parametrize(("kind", "at_start", "in_an_hour"), [("ipc-1.0.1", 43, 250), (NEWER, 43, 1100)])
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
    coordinator, begin = entry.runtime_data, clock.ahead
    while clock.ahead < begin + 600:
        assert coordinator.update_interval
        clock.ahead += coordinator.update_interval.total_seconds()
        await coordinator.async_refresh()
    assert 0 < len(simulator.requests) * 6 <= in_an_hour
    assert Counter(request.path for request in simulator.requests)["/cgi-bin/image"] in {1, 2, 3}
