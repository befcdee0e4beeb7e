"""What docs/events.md says is true, and its automations work."""

import logging
from pathlib import Path
import re
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service
import yaml

from custom_components.cgi_camera.occurrences import attributes
from custom_components.cgi_camera.protocol.dialects.control import DIALECT as CONTROL
from custom_components.cgi_camera.protocol.dialects.dahua_events import EVENTS
from custom_components.cgi_camera.protocol.events import Detail
from custom_components.cgi_camera.protocol.features import AccessMethod, Direction, Target
from tests.conftest import Add, Simulate
from tests.ha import becomes, entity, wait_for
from tests.test_translations import TEXTS

TEXT = (Path(__file__).parent.parent / "docs" / "events.md").read_text(encoding="utf-8")
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)]
AUTOMATIONS = [item for block in BLOCKS for item in block.get("automation", [])]


def rows() -> dict[str, tuple[str, str]]:
    """Return the two columns of every code in the table of codes."""
    table = TEXT.partition("| Code |")[2].partition("\n\n")[0]
    found = {}
    for line in table.splitlines()[2:]:
        codes, sensor, event = (cell.strip() for cell in line.strip("|").split("|"))
        found |= dict.fromkeys(re.findall(r"`(\w+)`", codes), (sensor, event))
    return found


def test_every_code_is_documented() -> None:
    """With the names of its entities."""
    table = rows()
    assert set(table) == {event.code for event in EVENTS}
    for event in EVENTS:
        platform, column = ("event", 1) if event.feature.momentary else ("binary_sensor", 0)
        name = TEXTS["entity"][platform][event.feature.key]["name"].replace("{number}", "").strip()
        assert name.split()[0] in table[event.code][column], event.code
    assert CONTROL.push
    assert all(f"`{event.code}`" in TEXT for event in CONTROL.push.events)


def test_every_attribute_is_documented() -> None:
    """With its values."""
    detail = Detail("a", "7", "b", Target.HUMAN, Direction.BOTH, AccessMethod.KEY, "c", "d", "e")
    told = attributes(detail)
    assert set(told) == set(
        re.findall(r"^\| `(\w+)` \|", TEXT.partition("## Attributes")[2].partition("##")[0], re.MULTILINE)
    )
    assert all(f"`{member}`" in TEXT for kind in (Target, Direction, AccessMethod) for member in kind)


async def set_up(hass: HomeAssistant, *automations: Any) -> None:
    """Set automations up, with what they call."""
    for component in ("doorbell", "event"):
        assert await async_setup_component(hass, component, {})
    assert await async_setup_component(hass, "automation", {"automation": list(automations)})
    await hass.async_block_till_done()


async def test_automations_are_valid(hass: HomeAssistant, caplog: pytest.LogCaptureFixture) -> None:
    """Home Assistant takes all of them."""
    await set_up(hass, *AUTOMATIONS)
    assert len(AUTOMATIONS) == 7
    assert [state.state for state in hass.states.async_all("automation")] == ["on"] * 7
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"}, blocking=True)


async def test_automations_work(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Those about codes, with what a door station sends."""
    simulator = await simulate("dahua-camera", doors=1)
    entry = await add(simulator)
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "on")
    calls = async_mock_service(hass, "notify", "notify")
    meant = ("New recording", "Ann is home", "Gate for our cars")
    await set_up(hass, *(item for item in AUTOMATIONS if item["alias"] in meant))
    simulator.send_event("NewFile", "Pulse", 0, {"File": "/mnt/sd/a.mp4"})
    simulator.send_event("AccessControl", "Pulse", 0, {"CardNo": "0123456789", "Status": 0})
    simulator.send_event("AccessControl", "Pulse", 0, {"CardNo": "0123450000", "Status": 1})
    simulator.send_event("AccessControl", "Pulse", 0, {"CardNo": "0123456789", "Status": 1})
    for plate in ("X 1", "", "B AB 123"):
        simulator.send_event("TrafficJunction", "Pulse", 0, {"TrafficCar": {"PlateNumber": plate}})
    await wait_for(lambda: len(calls) == 3)
    assert [call.data["message"] for call in calls] == ["/mnt/sd/a.mp4", "Ann is home", "B AB 123 is at the gate"]


async def test_person_on_the_drive(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """With the entity that a recorder's channel of this name has."""
    simulator = await simulate("dahua-recorder")
    entry = await add(simulator)
    assert entity(hass, entry, Platform.EVENT, "1_line_crossed") == "event.driveway_line_crossed"
    assert entity(hass, entry, Platform.BINARY_SENSOR, "1_human") == "binary_sensor.driveway_person"
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "on")
    calls = async_mock_service(hass, "notify", "notify")
    await set_up(hass, *(item for item in AUTOMATIONS if item["alias"] == "Person on the drive"))
    for kind in ("Vehicle", "Human"):
        data = {"Name": f"{kind} rule", "Object": {"ObjectType": kind}}
        simulator.raise_alarm("CrossLineDetection", data=data)
        simulator.raise_alarm("CrossLineDetection", False)
    await wait_for(lambda: calls)
    assert [call.data["message"].strip() for call in calls] == ["Somebody crosses Human rule"]
