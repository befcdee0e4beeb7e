"""What becomes of the control dialect in Home Assistant: what is enabled, units, commands, and requests in figures."""

from datetime import datetime
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest

from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import Clock, call, entity, entry_of, poll_for, set_up, state, wait_for
from tests.simulator import Fault

CONTROL = "/cgi-bin/control/"
EVERYTHING: dict[str, Any] = {"model": {"newer": True, "lpr": True, "hue": True, "captures": 3}}


@pytest.mark.parametrize(
    ("platform", "key", "disabled"),
    [
        (Platform.BUTTON, "factory_reset", True),
        (Platform.BUTTON, "factory_reset_keep_network", True),
        (Platform.BUTTON, "set_clock", False),
        (Platform.SWITCH, "negative", True),
        (Platform.SWITCH, "recording_on_event", False),
        (Platform.SWITCH, "motion_alarm_output_1", True),
        (Platform.SWITCH, "stream_enabled_1", True),
        (Platform.NUMBER, "edge_enhancement", False),
        (Platform.NUMBER, "night_brightness", True),
        (Platform.NUMBER, "stream_bit_rate_1", False),
        (Platform.SELECT, "white_balance", False),
        (Platform.SELECT, "capture_resolution_1", False),
        (Platform.SELECT, "language", True),
        (Platform.TEXT, "rtp_ports", True),
        (Platform.SENSOR, "ip_address", True),
        (Platform.BINARY_SENSOR, "reboot_needed", False),
    ],
)
async def test_enabled(
    hass: HomeAssistant, simulate: Simulate, add: Add, platform: Platform, key: str, *, disabled: bool
) -> None:
    """What is set once if ever, or does harm by a slip of the hand, is disabled at first."""
    entry = await add(await simulate("control"))
    registered = er.async_get(hass).async_get(entity(hass, entry, platform, key))
    assert registered
    assert registered.disabled is disabled


@pytest.mark.parametrize("options", [{}, EVERYTHING], ids=["usual", "everything"])
async def test_every_state_is_known(hass: HomeAssistant, simulate: Simulate, add: Add, options: dict[str, Any]) -> None:
    """Whatever is enabled at first has a state, but for buttons and what an event tells first."""
    entry = await add(await simulate("control", **options), options={"events": False})
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    pushed = {"motion", "motion_detected", "tamper", "alarm_input", "relay", "last_alarm"}
    shown = [e for e in entities if not e.disabled and e.domain != Platform.BUTTON and e.translation_key not in pushed]
    assert len(shown) > 50
    assert [e.entity_id for e in shown if state(hass, e.entity_id).state in ("unknown", "unavailable")] == []


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("alarm_output_duration_1", "s"),
        ("pre_record", "s"),
        ("post_record", "s"),
        ("rtsp_time_limit", "s"),
        ("recording_file_size", "kB"),
        ("stream_bit_rate_1", "kbit/s"),
        ("stream_frame_rate_1", "fps"),
    ],
)
async def test_units(hass: HomeAssistant, simulate: Simulate, add: Add, key: str, unit: str) -> None:
    """Durations, sizes and rates are shown as such."""
    entry = await add(await simulate("control"))
    number = state(hass, entity(hass, entry, Platform.NUMBER, key))
    assert number.attributes["unit_of_measurement"] == unit


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(
    ("key", "action"), [("factory_reset", "setfactory"), ("factory_reset_keep_network", "setfactoryexip")]
)
async def test_factory_reset(hass: HomeAssistant, simulate: Simulate, add: Add, key: str, action: str) -> None:
    """Both resets are one press."""
    simulator = await simulate("control")
    entry = await add(simulator)
    await call(hass, Platform.BUTTON, "press", entity(hass, entry, Platform.BUTTON, key))
    (request,) = [r for r in simulator.requests if r.path == f"{CONTROL}reboot.cgi"]
    assert request.query["action"] == action


async def test_set_clock(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The camera has no time zone: its clock is set to the time of day where Home Assistant is."""
    await hass.config.async_set_time_zone("Asia/Kathmandu")
    simulator = await simulate("control")
    entry = await add(simulator)
    camera = entity(hass, entry, Platform.CAMERA, "stream_main")
    before = dt_util.now().replace(microsecond=0, tzinfo=None)
    await hass.services.async_call(DOMAIN, "sync_clock", {"entity_id": camera}, blocking=True)
    after = dt_util.now().replace(tzinfo=None)
    (request,) = [r for r in simulator.requests if r.query["action"] == "setdate"]
    parts = ("year", "month", "day", "hour", "minute", "second")
    assert before <= datetime(*(int(request.query[part]) for part in parts)) <= after  # noqa: DTZ001
    assert request.status == 200


@pytest.mark.usefixtures("all_enabled")
async def test_clock_offset(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """How fast the clock is, is told by Home Assistant's own."""
    await hass.config.async_set_time_zone("UTC")
    simulator = await simulate("control")
    simulator.advance(7200)
    entry = await add(simulator)
    offset = state(hass, entity(hass, entry, Platform.SENSOR, "clock_offset"))
    assert round(float(offset.state) / 60) == 120
    assert offset.attributes["unit_of_measurement"] == "s"


async def test_ranges_follow(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """When a codec is chosen, what it has appears with its own range, and what it does not have is unknown."""
    entry = await add(await simulate("control"))
    codec = entity(hass, entry, Platform.SELECT, "stream_codec_2")
    rate = entity(hass, entry, Platform.NUMBER, "stream_bit_rate_2")
    assert state(hass, rate).attributes["max"] == 9000
    await call(hass, Platform.SELECT, "select_option", codec, option="MJPEG")
    await hass.async_block_till_done()
    quality = entity(hass, entry, Platform.NUMBER, "stream_jpeg_quality_2")
    assert (state(hass, quality).state, state(hass, quality).attributes["max"]) == ("50", 95)
    assert state(hass, rate).state == "unknown"
    with pytest.raises(ServiceValidationError) as told:
        await call(hass, Platform.NUMBER, "set_value", rate, value=900)
    assert told.value.translation_placeholders == {"camera": "Front", "reason": "stream 2 is MJPEG"}
    await call(hass, Platform.SELECT, "select_option", codec, option="H.264")
    assert state(hass, rate).state == "4000"
    assert state(hass, quality).state == "unknown"


async def test_gap_in_a_range(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """What lies between 0 and the shortest time limit is refused with a reason, before it is sent."""
    simulator = await simulate("control")
    entry = await add(simulator)
    er.async_get(hass).async_update_entity(entity(hass, entry, Platform.NUMBER, "rtsp_time_limit"), disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    simulator.requests.clear()
    with pytest.raises(ServiceValidationError) as told:
        await call(
            hass, Platform.NUMBER, "set_value", entity(hass, entry, Platform.NUMBER, "rtsp_time_limit"), value=30
        )
    assert told.value.translation_placeholders == {
        "camera": "Front",
        "reason": "rtsp_time_limit: 30 is none of 0, 60 to 300",
    }
    assert not [r for r in simulator.requests if r.path.endswith("rtspset.cgi")]


AT_START = 40


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(
    ("whole", "refused", "in_ten_minutes"),
    [(True, {}, 40), (False, {}, 50), (False, {f"{CONTROL}serverinfo": Fault(status=404)}, 64)],
    ids=["all in one", "as printed", "one by one"],
)
async def test_requests(
    hass: HomeAssistant,
    simulate: Simulate,
    clock: Clock,
    *,
    whole: bool,
    refused: dict[str, Fault],
    in_ten_minutes: int,
) -> None:
    """Set-up asks each endpoint once; unified commands then spare a good part of what polling everything costs."""
    options = {**EVERYTHING, "model": {**EVERYTHING["model"], "whole_unified": whole}}
    simulator = await simulate("control", **options)
    simulator.refuse |= refused
    entry = await set_up(hass, entry_of(simulator))
    asked = [request.target for request in simulator.requests if not request.path.endswith("requestevent.cgi")]
    assert len(set(asked)) == len(asked) == AT_START
    await wait_for(lambda: entry.runtime_data.camera.linked)
    await poll_for(entry, clock, 300)
    simulator.requests.clear()
    await poll_for(entry, clock, 600)
    assert len(simulator.requests) == in_ten_minutes
