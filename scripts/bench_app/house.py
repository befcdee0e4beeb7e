"""A Home Assistant with nothing in it but what is measured, at any speed of time."""

import asyncio
from functools import partial
import logging
from pathlib import Path
import socket
import threading
import time
from typing import Any

from homeassistant import auth, bootstrap, loader
from homeassistant.config_entries import ConfigEntries
from homeassistant.core import CoreState, HomeAssistant, callback
from homeassistant.helpers import event
from homeassistant.setup import async_setup_component

from .loop import fast

UNTOLD = {"unknown", "unavailable"}
_LENT = ("SyncWorker", "ImportExecutor", "asyncio")
QUIET = 1.5
"""Seconds without a state that becomes known after which all are."""


class House:
    """A Home Assistant, and how its states come to be known."""

    def __init__(self, folder: Path) -> None:
        """Have a folder for its storage."""
        self.folder = folder
        self.hass: HomeAssistant
        self.known: dict[str, float] = {}
        self.port = 0

    async def start(self) -> None:
        """Start it, with a web server at a free port."""
        loop = fast()
        wall = time.time() - loop.time()
        event.time_tracker_timestamp = lambda: wall + loop.time()  # type: ignore[attr-defined]
        self.hass = hass = HomeAssistant(str(self.folder))
        hass.config.skip_pip = True
        hass.config_entries = ConfigEntries(hass, {})
        loader.async_setup(hass)
        await loader.async_get_custom_components(hass)
        await bootstrap.async_load_base_functionality(hass)
        hass.auth = await auth.auth_manager_from_config(hass, [], [])
        hass.set_state(CoreState.running)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        await self.component("http", {"server_host": ["127.0.0.1"], "server_port": self.port})
        await hass.http.start()
        # The peer's integration wants one to be there, and plays nothing here.
        player = self.folder / "ffmpeg"
        player.write_text("#!/bin/sh\necho ffmpeg version 7.1.1\n", encoding="ascii")
        player.chmod(0o755)
        await self.component("ffmpeg", {"ffmpeg_bin": str(player)})
        for name in ("camera", "sensor", "binary_sensor", "switch", "number", "select", "button", "event"):
            await self.component(name)
        logging.getLogger("homeassistant").setLevel(logging.ERROR)

    async def component(self, name: str, config: Any = None) -> None:
        """Set an integration up by YAML."""
        if not await async_setup_component(self.hass, name, {name: {} if config is None else config}):
            raise RuntimeError(f"{name} cannot be set up")

    async def load(self, domain: str) -> None:
        """Import an integration: that costs what it costs, however many cameras there are."""
        integration = await loader.async_get_integration(self.hass, domain)
        await integration.async_get_component()
        await integration.async_get_platforms(("binary_sensor", "camera", "sensor", "switch"))
        module = integration.get_component()
        await integration.async_get_platforms(getattr(module, "PLATFORMS", ()))

    def watch(self) -> None:
        """Note when each state becomes known."""
        self.hass.bus.async_listen("state_changed", self._changed)

    @callback
    def _changed(self, changed: Any) -> None:
        new = changed.data["new_state"]
        if new and new.state not in UNTOLD:
            self.known.setdefault(new.entity_id, time.monotonic())

    async def settle(self, began: float) -> float:
        """Wait until no more states become known, and return the seconds that it took until the last did."""
        while time.monotonic() < max([began, *self.known.values()]) + QUIET or not self.known:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return max(self.known.values()) - began


def engine_at_the_loops_pace() -> None:
    """Let our engine count the seconds of the loop, which may pass faster than others."""
    import custom_components.cgi_camera.connection as ours  # noqa: PLC0415

    ours.Camera = partial(ours.Camera, clock=fast().time)  # type: ignore[misc, assignment]


def memory() -> float:
    """Return the MiB that belong to this process alone."""
    with Path("/proc/self/smaps_rollup").open(encoding="ascii") as lines:
        kilobytes = sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return kilobytes / 1024


def threads() -> int:
    """Return how many threads there are, but for those that Home Assistant lends to everybody."""
    return sum(not thread.name.startswith(_LENT) for thread in threading.enumerate())
