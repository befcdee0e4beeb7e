"""Sensors: what can only be read."""

import dataclasses
from datetime import UTC, datetime

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
from tests.ha import entity, set_up, state, toy_entry
from tests.protocol.server import Server
from tests.protocol.toy import DIALECT, Toy

LAST_ALARM = Feature("last_alarm", datetime)


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
            Field(LAST_ALARM, "last", Converter(datetime.fromisoformat, lambda value, _: value.isoformat())),
        ),
    )
    changed = dataclasses.replace(DIALECT, endpoints=(*DIALECT.endpoints, told))
    monkeypatch.setitem(DIALECTS, "toy", changed)
    toy.texts["/told"] = {"mode": "1", "size": "1920x1080", "rate": "4096", "last": "2026-11-20T10:00:00+00:00"}
    entry = await set_up(hass, toy_entry(toy_server))
    shown = {
        key: state(hass, entity(hass, entry, Platform.SENSOR, key))
        for key in ("day_night_mode", "stream_resolution_1", "stream_bit_rate_1", "last_alarm")
    }
    assert shown["day_night_mode"].state == "day"
    assert shown["day_night_mode"].attributes["options"] == ["auto", "day", "night", "external", "lpr"]
    assert shown["stream_resolution_1"].state == "1920x1080"
    assert shown["stream_resolution_1"].name == "Toy Stream 1 resolution"
    assert shown["stream_bit_rate_1"].state == "4096"
    assert shown["stream_bit_rate_1"].attributes["unit_of_measurement"] == "kbit/s"
    assert shown["last_alarm"].state == datetime(2026, 11, 20, 10, tzinfo=UTC).isoformat()
    assert shown["last_alarm"].attributes["device_class"] == "timestamp"
