"""Sensors: what can only be read."""

import dataclasses
from datetime import UTC, datetime, timedelta

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.converters import INT, TEXT, choice
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.exchange import Request
from custom_components.cgi_camera.protocol.model import Feature
from custom_components.cgi_camera.protocol.schema import Converter, Endpoint, Field
from tests.conftest import Add, Simulate
from tests.ha import (
    Clock,
    becomes,
    call,
    entity,
    named,
    pass_time,
    poll_until,
    reload,
    set_up,
    state,
    toy_entry,
    wait_for,
)
from tests.protocol.server import Server
from tests.protocol.toy import DIALECT, Toy

LAST_TIME = Feature("last_time", datetime)


async def test_read_only_number(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """What is a number at one camera is a diagnostic sensor where it cannot be set."""
    sensor = entity(hass, toy_camera, Platform.SENSOR, "1_contrast")
    registered = er.async_get(hass).async_get(sensor)
    assert registered
    assert (registered.entity_category, registered.original_name) == ("diagnostic", "Contrast")
    assert state(hass, sensor).state == "5"


async def test_every_kind_of_value(
    hass: HomeAssistant, toy: Toy, toy_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words, texts, numbers with a unit and times are shown as what they are."""
    told = Endpoint(
        key="told",
        read=Request("/told"),
        fields=(
            Field(f.DAY_NIGHT_MODE, "mode", choice({"0": f.DayNightMode.AUTO, "1": f.DayNightMode.DAY})),
            Field(f.STREAM_RESOLUTION, "size", TEXT, number="1"),
            Field(f.STREAM_BIT_RATE, "rate", INT, number="1"),
            Field(LAST_TIME, "last", Converter(datetime.fromisoformat, lambda value, _: value.isoformat())),
        ),
    )
    changed = dataclasses.replace(DIALECT, endpoints=(*DIALECT.endpoints, told))
    monkeypatch.setitem(DIALECTS, "toy", changed)
    toy.texts["/told"] = {"mode": "1", "size": "1920x1080", "rate": "4096", "last": "2026-11-20T10:00:00+00:00"}
    entry = await set_up(hass, toy_entry(toy_server))
    shown = {
        key: state(hass, entity(hass, entry, Platform.SENSOR, key))
        for key in ("day_night_mode", "stream_resolution_1", "stream_bit_rate_1", "last_time")
    }
    assert shown["day_night_mode"].state == "day"
    assert shown["day_night_mode"].attributes["options"] == ["auto", "day", "night", "external", "lpr"]
    assert shown["stream_resolution_1"].state == "1920x1080"
    assert shown["stream_resolution_1"].name == "Toy Stream 1 resolution"
    assert shown["stream_bit_rate_1"].state == "4096"
    assert shown["stream_bit_rate_1"].attributes["unit_of_measurement"] == "kbit/s"
    assert shown["last_time"].state == datetime(2026, 11, 20, 10, tzinfo=UTC).isoformat()
    assert shown["last_time"].attributes["device_class"] == "timestamp"


@pytest.mark.parametrize("kind", ["ipc-1.0.10", "message"])
async def test_last_alarm_where_it_is_asked_for(
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, kind: str
) -> None:
    """It is known though the alarm's own entity is disabled."""
    simulator = await simulate(kind)
    entry = await add(simulator, options={"alarm_hold": 1})
    for switch in named(hass, entry, Platform.SWITCH, "motion_detection"):
        await call(hass, Platform.SWITCH, "turn_on", switch)
    (last,) = named(hass, entry, Platform.SENSOR, "last_alarm")
    for alarm in (
        *named(hass, entry, Platform.BINARY_SENSOR, "motion"),
        *named(hass, entry, Platform.BINARY_SENSOR, "alarm_input"),
    ):
        er.async_get(hass).async_update_entity(alarm, disabled_by=er.RegistryEntryDisabler.USER)
    assert state(hass, last).state == "unknown"
    simulator.raise_alarm("motion")
    await poll_until(hass, clock, lambda: state(hass, last).state != "unknown")
    assert datetime.fromisoformat(state(hass, last).state).tzinfo


@pytest.mark.parametrize(
    ("kind", "alarm"), [("control", "alarm_input"), ("dahua-camera", "motion"), ("dahua-camera", "FaceDetection")]
)
async def test_last_alarm_where_it_is_pushed(
    hass: HomeAssistant, simulate: Simulate, add: Add, kind: str, alarm: str
) -> None:
    """It is known at once, of a camera's only channel as of the camera, and after a restart."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    (last,) = named(hass, entry, Platform.SENSOR, "last_alarm")
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "on")
    assert state(hass, last).state == "unknown"
    simulator.raise_alarm(alarm)
    await wait_for(lambda: state(hass, last).state != "unknown")
    told = state(hass, last).state
    assert state(hass, last).attributes["device_class"] == "timestamp"
    await reload(hass, entry)
    assert state(hass, last).state == told


async def test_last_alarm_of_channels(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A recorder has one for each channel, and one for its inputs."""
    simulator = await simulate("dahua-recorder")
    entry = await add(simulator)
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "on")
    assert len(named(hass, entry, Platform.SENSOR, "last_alarm")) == 5
    simulator.raise_alarm("VideoBlind", channel=2)
    simulator.raise_alarm("alarm_input", channel=2)
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "alarm_input_2"), "on")
    keys = ("last_alarm", "1_last_alarm", "2_last_alarm", "3_last_alarm", "4_last_alarm")
    known = [key for key in keys if state(hass, entity(hass, entry, Platform.SENSOR, key)).state != "unknown"]
    assert known == ["last_alarm", "2_last_alarm"]


@pytest.mark.parametrize("kind", ["ipc-1.0.10", "message"])
async def test_uptime(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, kind: str) -> None:
    """It is when the camera started, which stays the same while it runs, and is another after a restart."""
    simulator = await simulate(kind)
    simulator.advance(timedelta(days=2).total_seconds())
    entry = await add(simulator)
    (uptime,) = named(hass, entry, Platform.SENSOR, "uptime")
    assert state(hass, uptime).attributes["device_class"] == "uptime"
    told = state(hass, uptime).state
    begin = datetime.fromisoformat(told)
    assert timedelta(days=2) <= datetime.now(UTC) - begin < timedelta(days=3)
    simulator.advance(20)
    await pass_time(hass, 400, clock)
    assert state(hass, uptime).state == told
    await simulator.stop()
    await simulator.start()
    await pass_time(hass, 400, clock)
    await pass_time(hass, 400, clock)
    assert datetime.fromisoformat(state(hass, uptime).state) - begin >= timedelta(days=2)
