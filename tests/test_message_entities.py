"""What becomes of the message dialect in Home Assistant: what is enabled, commands, and how many requests it costs."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from tests.conftest import Add, Simulate
from tests.ha import Clock, call, entity, entry_of, poll_for, set_up, state

AT_START = 47
IN_AN_HOUR = 1120


@pytest.mark.parametrize(
    ("platform", "key", "disabled"),
    [
        (Platform.BUTTON, "1_format_storage", True),
        (Platform.BUTTON, "factory_reset", True),
        (Platform.BUTTON, "1_run_pattern_4", True),
        (Platform.BUTTON, "reboot", False),
        (Platform.SWITCH, "1_defog", True),
        (Platform.SWITCH, "1_recording", False),
        (Platform.SENSOR, "1_storage_state", False),
        (Platform.SENSOR, "wifi_signal", True),
        (Platform.SENSOR, "http_port", True),
        (Platform.TEXT, "ntp_server", False),
        (Platform.NUMBER, "1_denoise", False),
        (Platform.SELECT, "1_white_balance", False),
    ],
)
async def test_enabled(
    hass: HomeAssistant, simulate: Simulate, add: Add, platform: Platform, key: str, *, disabled: bool
) -> None:
    """What is rarely used or does harm by a slip of the hand is disabled at first."""
    entry = await add(await simulate("message"))
    registered = er.async_get(hass).async_get(entity(hass, entry, platform, key))
    assert registered
    assert registered.disabled is disabled


@pytest.mark.usefixtures("all_enabled")
async def test_counted_commands(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Patterns have a button each, named by their number."""
    simulator = await simulate("message")
    entry = await add(simulator)
    button = entity(hass, entry, Platform.BUTTON, "1_run_pattern_4")
    assert state(hass, button).attributes["friendly_name"].endswith("Run pattern 4")
    await call(hass, Platform.BUTTON, "press", button)
    assert simulator.requests[-1].query == {
        "Channel": "1",
        "Group": "PTZCtrlInfo",
        "PatternNumber": "4",
        "Pattern": "2",
    }


@pytest.mark.usefixtures("all_enabled")
async def test_requests(hass: HomeAssistant, simulate: Simulate, clock: Clock) -> None:
    """With everything enabled: each endpoint once at the start; settings every five minutes, the rest more often."""
    simulator = await simulate("message")
    entry = await set_up(hass, entry_of(simulator))
    asked = [request.target for request in simulator.requests]
    assert len(set(asked)) == len(asked) == AT_START
    simulator.requests.clear()
    await poll_for(entry, clock, 600)
    assert 0 < len(simulator.requests) * 6 <= IN_AN_HOUR
    images = [r for r in simulator.requests if r.path == "/cgi/image_get" and r.query["Group"] == "ImageInfo"]
    assert len(images) == 2
