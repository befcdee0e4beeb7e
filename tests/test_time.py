"""Times of day."""

from homeassistant.const import STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
import pytest

from tests.conftest import Add, Simulate
from tests.ha import Clock, call, entity, pass_time, state

pytestmark = pytest.mark.usefixtures("all_enabled")


async def test_hours_and_minutes(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A time that stands in two values is read and set as one, to the minute; nonsense makes it unknown."""
    simulator = await simulate("message")
    row = simulator.row("alarm", "ScheduleInfo")
    row |= {"end1H": "8", "end1M": "5"}
    entry = await add(simulator)
    end = entity(hass, entry, Platform.TIME, "alarm_schedule_end_2")
    assert state(hass, end).state == "08:05:00"
    assert state(hass, end).attributes["friendly_name"].endswith("Alarm schedule, day 2, end")
    await call(hass, Platform.TIME, "set_value", end, time="23:59:59")
    assert (row["end1H"], row["end1M"]) == ("23", "59")
    assert state(hass, end).state == "23:59:00"
    row["end1M"] = "60"
    await pass_time(hass, 301, clock)
    assert state(hass, end).state == STATE_UNKNOWN


async def test_read_only(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """For an account that may only look it is a sensor."""
    simulator = await simulate("message")
    simulator.row("alarm", "ScheduleInfo").update(start8H="7", start8M="30")
    entry = await add(simulator, read_only=["alarm ScheduleInfo"])
    start = entity(hass, entry, Platform.SENSOR, "alarm_schedule_second_start_1")
    assert state(hass, start).state == "07:30"
