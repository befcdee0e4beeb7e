"""From what a camera offers to entities."""

import dataclasses
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera.entity import Found, follow
from custom_components.cgi_camera.platforms import platform_of
from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.converters import INT, span
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.model import Capability, Feature, Slot
from custom_components.cgi_camera.protocol.schema import Dialect, Field
from tests.conftest import Add, Simulate
from tests.ha import KINDS, Clock, call, entity_of, named, pass_time, set_up, state, toy_entry
from tests.protocol.server import Server, text
from tests.protocol.toy import Toy


class Word(StrEnum):
    """A choice."""

    ONE = "one"


@pytest.mark.parametrize(
    ("kind", "readable", "writable"),
    [
        (bool, Platform.BINARY_SENSOR, Platform.SWITCH),
        (int, Platform.SENSOR, Platform.NUMBER),
        (float, Platform.SENSOR, Platform.NUMBER),
        (Word, Platform.SENSOR, Platform.SELECT),
        (str, Platform.SENSOR, Platform.TEXT),
        (time, Platform.SENSOR, Platform.TIME),
        (datetime, Platform.SENSOR, Platform.SENSOR),
    ],
)
def test_platform(kind: type, readable: Platform, writable: Platform) -> None:
    """The type of a value and whether it can be set decide; what is internal is no entity."""
    slot: Slot[Any] = Slot(0, Feature("x", kind))
    assert platform_of(slot, Capability()) is readable
    assert platform_of(slot, Capability(writable=True)) is writable
    assert platform_of(Slot(0, Feature("x", kind, internal=True)), Capability(writable=True)) is None


def test_platform_of_choices() -> None:
    """A text with choices is a select."""
    assert platform_of(Slot(0, f.TIME_ZONE), Capability(writable=True, choices=("a",))) is Platform.SELECT


WARMTH = Feature("warmth", int)


def with_warmth(dialect: Dialect) -> Dialect:
    """Add a made-up feature to a dialect: one row, where the brightness stands."""
    endpoint = next(e for e in dialect.endpoints if any(row.feature is f.BRIGHTNESS for row in e.fields))
    row = next(row for row in endpoint.fields if row.feature is f.BRIGHTNESS)
    made = Field(WARMTH, row.path, INT, span(0, 100), write=row.write)
    changed = dataclasses.replace(endpoint, fields=(*endpoint.fields, made))
    return dataclasses.replace(dialect, endpoints=tuple(changed if e is endpoint else e for e in dialect.endpoints))


@pytest.mark.parametrize("kind", KINDS)
async def test_new_feature(
    hass: HomeAssistant, simulate: Simulate, add: Add, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line of vocabulary and one row make an entity that works."""
    name = kind.partition("-")[0]
    monkeypatch.setitem(DIALECTS, name, with_warmth(DIALECTS[name]))
    entry = await add(await simulate(kind))
    brightness = named(hass, entry, Platform.NUMBER, "brightness")[0]
    warmth = named(hass, entry, Platform.NUMBER, "warmth")[0]
    assert state(hass, warmth).state == state(hass, brightness).state
    await call(hass, Platform.NUMBER, "set_value", warmth, value=33)
    assert state(hass, warmth).state == state(hass, brightness).state == "33"


async def test_found_later(hass: HomeAssistant, toy: Toy, toy_server: Server, clock: Clock) -> None:
    """What a camera was too busy to tell at first becomes entities without a restart."""
    toy.bodies["/picture"] = text("", 503)
    entry = await set_up(hass, toy_entry(toy_server))
    assert named(hass, entry, Platform.NUMBER, "brightness") == []
    del toy.bodies["/picture"]
    await pass_time(hass, 31, clock)
    numbers = named(hass, entry, Platform.NUMBER, "brightness")
    assert [state(hass, number).state for number in numbers] == ["60", "40"]


async def test_looked_through_when_more_is_offered(
    hass: HomeAssistant, toy: Toy, toy_server: Server, clock: Clock
) -> None:
    """What there is to add is not made out again at polls that bring other values only."""
    toy.bodies["/picture"] = text("", 503)
    entry = await set_up(hass, toy_entry(toy_server))
    relay = entity_of(hass, entry, Platform.SWITCH, Slot(0, f.RELAY, 1))
    looked: list[int] = []

    def found() -> list[Found]:
        looked.append(1)
        return []

    def add(new_entities: object, update_before_add: bool = False, *, config_subentry_id: str | None = None) -> None:
        """Add nothing."""

    follow(entry, add, Platform.SENSOR, found)
    assert len(looked) == 1
    before = state(hass, relay).state
    toy.texts["/relays"]["relay[0]"] = "1"
    await pass_time(hass, 31, clock)
    assert state(hass, relay).state != before
    assert len(looked) == 1
    del toy.bodies["/picture"]
    await pass_time(hass, 31, clock)
    assert len(looked) == 2


async def test_unique_ids(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """An id is the camera's, the channel where there is one, and the key: never the integration or the platform."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), toy_camera.entry_id)
    ids = {e.unique_id.removeprefix("02:00:00:ab:cd:ef_") for e in entities}
    assert ids >= {"1_brightness", "2_brightness", "relay_2", "reboot", "1_stream_main", "event_link"}
    assert [e for e in entities if e.domain in e.unique_id.split("_") or "cgi" in e.unique_id] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("all_enabled")
async def test_numbers_stand_in_names(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """No two entities of a device share a name."""
    entry = await add(await simulate(kind))
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    names = [(e.device_id, e.domain, e.original_name) for e in entities]
    assert sorted({name for name in names if names.count(name) > 1}, key=str) == []


async def test_only_what_changed_is_written(hass: HomeAssistant, toy: Toy, toy_camera: MockConfigEntry) -> None:
    """A poll that brings nothing new writes no state."""
    entry = toy_camera
    slot = Slot(1, f.BRIGHTNESS)
    number = entity_of(hass, entry, Platform.NUMBER, slot)
    await entry.runtime_data.async_refresh()
    before = state(hass, number).last_reported
    await entry.runtime_data.async_refresh()
    assert state(hass, number).last_reported == before
    toy.texts["/picture"]["b0"] = "61"
    entry.runtime_data.camera.expire([slot])
    await entry.runtime_data.async_refresh()
    assert state(hass, number).state == "61"
