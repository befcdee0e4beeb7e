"""Heads in Home Assistant: they come to rest when it ends, and sensors follow them while they move."""

import asyncio
from typing import Final

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError

from .const import DOMAIN
from .coordinator import LOGGER, CameraConfigEntry
from .protocol.errors import CameraError

STEP: Final = 1.0
"""Seconds between two readings of a moving head's place."""
_ALIKE: Final = 2
"""Readings in a row that show a head at rest."""
_MOST: Final = 150
"""Readings after which nobody looks any more: auto pan and tours go on for ever."""


@callback
def follow_heads(hass: HomeAssistant, entry: CameraConfigEntry) -> None:
    """Read a head's place often while it moves, if an entity shows it, and stop all heads when Home Assistant stops."""
    coordinator = entry.runtime_data
    ptz = coordinator.camera.ptz
    watches: dict[int, asyncio.Task[None]] = {}

    @callback
    def moved(channel: int) -> None:
        watched = channel in watches and not watches[channel].done()
        if not watched and coordinator.shows(ptz.place_slots(channel)):
            watches[channel] = entry.async_create_background_task(
                hass, _watch(entry, channel), f"{DOMAIN} head of {coordinator.name}"
            )

    @callback
    def ran_away(channel: int, err: CameraError) -> None:
        LOGGER.warning("%s: what moved could not be stopped: %s", coordinator.name, err)

    async def stop(event: Event) -> None:
        await ptz.close()

    ptz.on_move = moved
    ptz.on_runaway = ran_away
    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop))


async def _watch(entry: CameraConfigEntry, channel: int) -> None:
    coordinator = entry.runtime_data
    ptz = coordinator.camera.ptz
    alike = 0
    for _ in range(_MOST):
        await asyncio.sleep(STEP)
        before = ptz.position(channel)
        try:
            await coordinator.change(lambda: ptz.locate(channel))
        except HomeAssistantError:
            return
        alike = 0 if ptz.moving(channel) or ptz.position(channel) != before else alike + 1
        if alike == _ALIKE:
            return
