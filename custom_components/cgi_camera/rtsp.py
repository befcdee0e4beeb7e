"""Where the streams of a camera are served: looked for in the background, and remembered in the config entry."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
import logging
from typing import TYPE_CHECKING, Final

from homeassistant.core import CALLBACK_TYPE, HassJob, callback
from homeassistant.helpers.event import async_call_later

from .const import CONF_STREAMS, DOMAIN
from .protocol.errors import AuthFailed, Busy, CameraError, ConnectionFailed
from .protocol.model import StreamKind, StreamSource
from .protocol.rtsp import find

if TYPE_CHECKING:
    from .coordinator import CameraCoordinator

LOGGER: Final = logging.getLogger(__package__)

PAUSES: Final = (60, 600, 3600)
"""Seconds after which it is looked again for what was not found; then not until the camera has been away, or says
something new."""

type StreamKey = tuple[int, StreamKind]
"""Channel and role of a stream."""


class Outcome(StrEnum):
    """What came of looking for a stream."""

    FOUND = "found"
    MISSING = "missing"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


class StreamSearch:
    """Looks for the streams that entities want, one after the other.

    `outcomes` tells what came of it; the coordinator's listeners hear when something has changed.
    """

    def __init__(self, coordinator: CameraCoordinator) -> None:
        """Belong to a camera; nothing is sent yet."""
        self.outcomes: dict[StreamKey, Outcome] = {}
        self._coordinator = coordinator
        self._told: list[StreamSource] = []
        self._sources: dict[StreamKey, StreamSource] = {}
        self._wanted: set[StreamKey] = set()
        self._pending: dict[StreamKey, None] = {}
        self._tried: dict[StreamKey, tuple[str, ...]] = {}
        self._task: asyncio.Task[None] | None = None
        self._timer: CALLBACK_TYPE | None = None
        self._round = 0
        self._vain: Counter[StreamKey] = Counter()
        self._away: set[StreamKey] = set()

    def sources(self) -> dict[StreamKey, StreamSource]:
        """Return the streams of the camera."""
        told = self._coordinator.camera.streams()
        if told is not self._told:
            self._told, self._sources = told, {(source.channel, source.kind): source for source in told}
        return self._sources

    def address(self, key: StreamKey) -> str:
        """Return where a stream was found, without account; empty while that is not known."""
        source = self.sources().get(key)
        told: str = self._coordinator.config_entry.data.get(CONF_STREAMS, {}).get(_name(key), "")
        return told if source and told in source.addresses else ""

    @property
    def refused(self) -> bool:
        """Whether the account was refused, after which nothing is looked for any more."""
        return Outcome.REFUSED in self.outcomes.values()

    @property
    def missing(self) -> bool:
        """Whether a stream that the camera should have was looked for more than once, and not found."""
        sources = self.sources()
        lost = [key for key in self._wanted if self._vain[key] > 1 and not self.address(key)]
        return not self.refused and any(key in sources and sources[key].addresses for key in lost)

    @callback
    def want(self, key: StreamKey) -> Callable[[], None]:
        """Look for a stream unless it is known, until the returned function is called."""
        self._wanted.add(key)
        self.check(key)

        @callback
        def leave() -> None:
            self._wanted.discard(key)
            self._pending.pop(key, None)
            if not self._wanted:
                self._stop()

        return leave

    @callback
    def check(self, key: StreamKey) -> None:
        """Look for a stream where the camera says something new of where it is, or has been away."""
        if not self._coordinator.last_update_success:
            self._away.add(key)
            return
        source, back = self.sources().get(key), key in self._away
        self._away.discard(key)
        if key not in self._wanted or source is None or self.address(key):
            return
        if back or self._tried.get(key) != source.addresses:
            self._round = 0
            self._look(key)

    @callback
    def doubt(self, key: StreamKey) -> None:
        """Make sure that a stream is still where it was found."""
        if key in self._wanted:
            self._look(key)

    def _look(self, key: StreamKey) -> None:
        if self.refused or self._coordinator.camera.transport.account.refused:
            # Asking again might lock the account.
            return
        self._pending[key] = None
        if self._task is None or self._task.done():
            self._task = self._coordinator.config_entry.async_create_background_task(
                self._coordinator.hass, self._run(), f"{DOMAIN} streams of {self._coordinator.name}"
            )

    async def _run(self) -> None:
        before = self._state()
        while self._pending:
            key = next(iter(self._pending))
            await self._try(key)
            self._pending.pop(key, None)
        if self._state() != before:
            self._coordinator.async_update_listeners()
        self._try_later()

    def _state(self) -> tuple[object, object]:
        return dict(self.outcomes), self._coordinator.config_entry.data.get(CONF_STREAMS)

    async def _try(self, key: StreamKey) -> None:
        source, known = self.sources().get(key), self.address(key)
        if source is None:
            return
        self._tried[key] = source.addresses
        addresses = sorted(source.addresses, key=lambda address: address != known)
        try:
            found = await find(addresses, self._coordinator.camera.transport.credentials)
        except (ConnectionFailed, Busy) as err:
            # It may come back where it was.
            self._note(key, Outcome.UNREACHABLE, known, str(err))
        except AuthFailed as err:
            self._pending.clear()
            # A rebooting camera refuses the right account, too.
            self._note(key, Outcome.REFUSED, known, str(err))
        except CameraError as err:
            self._note(key, Outcome.MISSING, "", str(err))
        else:
            self._note(key, Outcome.FOUND, found, found)

    def _note(self, key: StreamKey, outcome: Outcome, address: str, reason: str) -> None:
        """Remember what came of looking for a stream."""
        LOGGER.debug("%s: RTSP stream %s is %s: %s", self._coordinator.name, _name(key), outcome, reason)
        self.outcomes[key] = outcome
        self._vain[key] = 0 if outcome is Outcome.FOUND else self._vain[key] + 1
        entry = self._coordinator.config_entry
        names = {_name(each) for each in self.sources()} - {_name(key)}
        kept = {name: told for name, told in entry.data.get(CONF_STREAMS, {}).items() if name in names}
        streams = kept | ({_name(key): address} if address else {})
        if streams != entry.data.get(CONF_STREAMS, {}):
            self._coordinator.hass.config_entries.async_update_entry(entry, data={**entry.data, CONF_STREAMS: streams})

    def _try_later(self) -> None:
        lost = [key for key in self._wanted if key in self.outcomes and not self.address(key)]
        if not lost or self._timer or self._round >= len(PAUSES) or self.refused:
            return

        @callback
        def again(now: datetime) -> None:
            self._timer = None
            for key in self._wanted:
                if not self.address(key):
                    self._look(key)

        job = HassJob(again, cancel_on_shutdown=True)
        self._timer = async_call_later(self._coordinator.hass, PAUSES[self._round], job)
        self._round += 1

    def _stop(self) -> None:
        if self._timer:
            self._timer()
            self._timer = None
        if self._task:
            self._task.cancel()


def _name(key: StreamKey) -> str:
    return f"{key[0]}_{key[1]}"
