"""What happens at a camera, handed on to Home Assistant: to its bus, and to the entities whose moment it is."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from .allowance import Allowance
from .const import DOMAIN
from .protocol.events import NO_DETAIL, Detail, Occurrence
from .protocol.model import AnySlot

if TYPE_CHECKING:
    from .coordinator import CameraCoordinator

EVENT: Final = f"{DOMAIN}_event"

_SHOWN: Final = ("rule", "region", "target", "direction", "method", "user", "card", "plate")

type Happened = Callable[[str, Mapping[str, str]], None]

BURST: Final = 100.0
"""Events with codes that no table knows that are told in a row; some cameras tell of every picture they take."""
REFILL: Final = 10.0
"""How many more of them are told each second."""
_FRESH: Final = 60.0
"""Seconds in which an entity that is new is told what happened before it was there."""


def attributes(detail: Detail) -> dict[str, str]:
    """Return what an alarm tells besides that it is one, as state attributes; only what there is."""
    if detail == NO_DETAIL:
        return {}
    return {name: str(value) for name in _SHOWN if (value := getattr(detail, name))}


class Occurrences:
    """Hands on what happens at one camera; `strange` limits the codes that no table knows."""

    def __init__(self, hass: HomeAssistant, coordinator: CameraCoordinator) -> None:
        """Hand on to whoever follows a moment."""
        self._hass = hass
        self._coordinator = coordinator
        self._followers: dict[AnySlot, Happened] = {}
        self._missed: dict[AnySlot, tuple[float, str, Mapping[str, str]]] = {}
        self.strange = Allowance(BURST, REFILL)

    @callback
    def __call__(self, occurrence: Occurrence) -> None:
        """Take one occurrence."""
        if occurrence.known or self.strange.take(self._hass.loop.time()):
            self._hass.bus.async_fire(EVENT, self._data(occurrence))
        for moment in occurrence.moments:
            told = str(moment.value), attributes(occurrence.detail)
            if follower := self._followers.get(moment.slot):
                follower(*told)
            else:
                self._missed[moment.slot] = (self._hass.loop.time(), *told)

    @callback
    def follow(self, slot: AnySlot, happened: Happened) -> CALLBACK_TYPE:
        """Be told of a moment from now on, and of one that made the slot known just now."""
        self._followers[slot] = happened
        if (missed := self._missed.pop(slot, None)) and self._hass.loop.time() - missed[0] < _FRESH:
            happened(*missed[1:])

        @callback
        def leave() -> None:
            del self._followers[slot]

        return leave

    def _data(self, occurrence: Occurrence) -> dict[str, Any]:
        entry = self._coordinator.config_entry
        device = self._coordinator.device(occurrence.channel)
        return {
            ATTR_DEVICE_ID: device.id if device else None,
            "entry_id": entry.entry_id,
            "channel": occurrence.channel,
            "code": occurrence.code,
            "action": occurrence.action.value,
            "index": occurrence.index,
            "time": occurrence.time.isoformat(),
            "data": occurrence.data,
            **attributes(occurrence.detail),
        }
