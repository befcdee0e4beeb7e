"""A camera in Home Assistant that goes through a lot."""

import logging
import re
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from tests.ha import Clock, call, disable_all_but, entry_of, named, set_up
from tests.simulator import SimulatedCamera

from .hours import Hours
from .scenes import Scene

_NOISE = ("aiohttp.server", "homeassistant.components.camera.img_util")
"""Loggers of the camera's side, and of what the machine does not have."""


_UP = re.compile("recovered|works again")


class Trial:
    """A simulated camera, set up with a few entities: a number, a switch, and an alarm where it has one."""

    def __init__(
        self,
        hass: HomeAssistant,
        clock: Clock,
        scene: Scene,
        simulator: SimulatedCamera,
        hours: Hours | None = None,
        **options: Any,
    ) -> None:
        """Nothing is set up yet. The camera is of any dialect, with what only that has."""
        self.hass = hass
        self.clock = clock
        self.scene = scene
        self.simulator: Any = simulator
        self.hours = hours or Hours(clock)
        self.entry = entry_of(simulator, options=options)
        self.number = self.switch = self.motion = self.link = ""

    async def meet(self) -> None:
        """Set the camera up, and leave only the entities that are looked at."""
        await set_up(self.hass, self.entry)
        self.number = named(self.hass, self.entry, Platform.NUMBER, "brightness")[0]
        self.switch = named(self.hass, self.entry, Platform.SWITCH, "motion_detection")[0]
        self.motion = named(self.hass, self.entry, Platform.BINARY_SENSOR, "motion")[0]
        self.link = next(iter(named(self.hass, self.entry, Platform.BINARY_SENSOR, "event_link")), "")
        disable_all_but(self.hass, self.entry, self.number, self.switch, self.motion, self.link)
        with self.hours.flow():
            await call(self.hass, Platform.SWITCH, "turn_on", self.switch)
        await self.again()
        assert self.entry.state is ConfigEntryState.LOADED

    async def again(self) -> float:
        """Set the camera up anew; return how many seconds that took."""
        began = self.hours.now()
        with self.hours.flow():
            await self.hass.config_entries.async_reload(self.entry.entry_id)
            await self.hass.async_block_till_done()
        return self.hours.now() - began

    async def listen(self) -> None:
        """Wait until the event stream is open, where there is one."""
        await self.hours.until(lambda: not self.link or self.shown(self.link) == ["on"], 125)

    async def poll(self) -> float:
        """Have everything polled that is shown; return how many seconds that took."""
        self.clock.ahead += 301
        began = self.hours.now()
        with self.hours.flow():
            await self.entry.runtime_data.async_refresh()
            await self.hass.async_block_till_done()
        return self.hours.now() - began

    async def set_brightness(self, value: int) -> None:
        """Call the action that sets it."""
        with self.hours.flow():
            await call(self.hass, Platform.NUMBER, "set_value", self.number, value=value)

    def shown(self, *entities: str) -> list[str]:
        """Return the states of entities, empty where there is none."""
        states = [self.hass.states.get(each) for each in entities]
        return [each.state if each else "" for each in states]

    @property
    def interval(self) -> float:
        """The seconds from one poll to the next."""
        interval = self.entry.runtime_data.update_interval
        assert interval
        return interval.total_seconds() + 2

    @property
    def reauth(self) -> int:
        """How many times the user is asked for the account."""
        return len(self.hass.config_entries.flow.async_progress())

    def forget_entities(self) -> None:
        """Make the registry forget what it knows, as on the first day."""
        registry = er.async_get(self.hass)
        for each in er.async_entries_for_config_entry(registry, self.entry.entry_id):
            registry.async_remove(each.entity_id)


def spoken(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the levels of what the integration has logged, and forget it; there must be no traceback from anybody."""
    records = [each for each in caplog.records if each.name not in _NOISE]
    caplog.clear()
    assert [each for each in records if each.exc_info and each.levelno > logging.DEBUG] == []
    assert [each for each in records if "Traceback" in each.getMessage()] == []
    ours = [each for each in records if each.name == "custom_components.cgi_camera"]
    others = [each for each in records if each not in ours and each.levelno >= logging.WARNING]
    assert [each.getMessage() for each in others] == []
    told = [each for each in ours if each.levelno > logging.INFO or _UP.search(each.getMessage())]
    return [each.levelname for each in told]
