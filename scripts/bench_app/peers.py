"""Who is measured: our integration, Home Assistant's own amcrest integration, and nothing but aiohttp."""

import asyncio
from collections.abc import Iterator
import time
from typing import Any, Protocol

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import entity_registry as er
from yarl import URL

from .house import House, engine_at_the_loops_pace
from .loop import fast

type Camera = dict[str, Any]

SERVED = {
    "binary_sensors": ["motion_detected", "audio_detected", "crossline_detected", "online"],
    "sensors": ["ptz_preset", "sdcard"],
    "switches": ["privacy_mode"],
}
"""All that the amcrest integration has, beside its camera."""
AT_ONCE = 2


def entry_of(camera: Camera, domain: str, data: dict[str, Any]) -> ConfigEntry[Any]:
    """Return a config entry for a camera, as a user's flow makes it."""
    return ConfigEntry(
        data=data,
        discovery_keys={},  # type: ignore[arg-type]
        domain=domain,
        minor_version=1,
        options={},
        source="user",
        subentries_data=(),
        title=camera["name"],
        unique_id=camera["mac"],
        version=1,
    )


class Peer(Protocol):
    """One of those that are measured."""

    async def set_up(self) -> None:
        """Set all cameras up."""

    def motion(self, position: int) -> str:
        """Return the entity that tells of a camera's movement."""

    async def command(self, position: int, on: bool) -> None:
        """Switch a camera's motion detection."""

    def shown(self, position: int) -> tuple[str, str | None]:
        """Return the entity that shows whether it is on, and in which attribute."""


class Ours:
    """The integration as it is after it was added."""

    def __init__(self, house: House, cameras: list[Camera]) -> None:
        """Know the cameras."""
        self.house = house
        self.cameras = cameras
        self._named: dict[tuple[int, str, str], str] = {}
        engine_at_the_loops_pace()

    async def set_up(self) -> None:
        """Add all entries at once."""
        await asyncio.gather(*map(self._add, self.cameras))

    async def _add(self, camera: Camera) -> None:
        data = {name: camera[name] for name in ("host", "port", "username", "password", "dialect")}
        entry = entry_of(camera, "cgi_camera", {**data, "ssl": False, "verify_ssl": True})
        await self.house.hass.config_entries.async_add(entry)

    async def unload(self) -> None:
        """Let go of all cameras."""
        entries = self.house.hass.config_entries
        await asyncio.gather(*(entries.async_unload(entry.entry_id) for entry in entries.async_entries("cgi_camera")))

    async def set_up_again(self) -> None:
        """Set up all cameras at once, as they are known."""
        entries = self.house.hass.config_entries
        await asyncio.gather(*(entries.async_setup(entry.entry_id) for entry in entries.async_entries("cgi_camera")))

    def registered(self) -> list[list[tuple[Any, ...]]]:
        """Return the domain, id, name and state of every camera's entities; None for a state of those disabled."""
        registry, states = er.async_get(self.house.hass), self.house.hass.states
        told = []
        for camera in self.cameras:
            entry = self.house.hass.config_entries.async_entry_for_domain_unique_id("cgi_camera", camera["mac"])
            assert entry
            told.append(
                [
                    (
                        e.domain,
                        e.unique_id,
                        e.original_name,
                        state.state if (state := states.get(e.entity_id)) else None,
                    )
                    for e in er.async_entries_for_config_entry(registry, entry.entry_id)
                ]
            )
        return told

    def entities(self, position: int) -> Iterator[er.RegistryEntry]:
        """Return a camera's entities that are not disabled."""
        registry = er.async_get(self.house.hass)
        entry = self.house.hass.config_entries.async_entry_for_domain_unique_id(
            "cgi_camera", self.cameras[position]["mac"]
        )
        assert entry
        return (each for each in er.async_entries_for_config_entry(registry, entry.entry_id) if not each.disabled_by)

    def _entity(self, position: int, domain: str, key: str) -> str:
        """Return an entity, looked for once: to find it among all is no part of a command."""
        if (place := (position, domain, key)) not in self._named:
            found = (e.entity_id for e in self.entities(position) if (e.domain, e.translation_key) == (domain, key))
            self._named[place] = next(found)
        return self._named[place]

    def motion(self, position: int) -> str:
        """Return the binary sensor."""
        return self._entity(position, "binary_sensor", "motion")

    async def command(self, position: int, on: bool) -> None:
        """Turn the switch."""
        data = {"entity_id": self.shown(position)[0]}
        await self.house.hass.services.async_call("switch", "turn_on" if on else "turn_off", data, blocking=True)

    def shown(self, position: int) -> tuple[str, str | None]:
        """Return the switch."""
        return self._entity(position, "switch", "motion_detection"), None


class Amcrest:
    """Home Assistant's own integration with all its entities, at its own intervals."""

    def __init__(self, house: House, cameras: list[Camera]) -> None:
        """Know the cameras."""
        self.house = house
        self.cameras = cameras

    async def set_up(self) -> None:
        """Set up from YAML, as it has to be."""
        account = ("host", "port", "username", "password", "name")
        devices = [{**{name: camera[name] for name in account}, **SERVED} for camera in self.cameras]
        await self.house.component("amcrest", devices)

    def motion(self, position: int) -> str:
        """Return the binary sensor."""
        return f"binary_sensor.camera_{position}_motion_detected"

    async def command(self, position: int, on: bool) -> None:
        """Ask its camera to."""
        service = "enable_motion_detection" if on else "disable_motion_detection"
        data = {"entity_id": f"camera.camera_{position}"}
        await self.house.hass.services.async_call("camera", service, data, blocking=True)

    def shown(self, position: int) -> tuple[str, str | None]:
        """Return its camera."""
        return f"camera.camera_{position}", "motion_detection"


class Floor:
    """Sends what ours sends, reads the answers and does nothing with them; sets a state by what a stream tells."""

    def __init__(self, house: House, cameras: list[Camera], targets: list[list[str]]) -> None:
        """Know what to ask of each camera."""
        self.house = house
        self.cameras = cameras
        self.targets = targets
        self.tasks: list[asyncio.Task[None]] = []
        self.session = aiohttp.ClientSession()
        self.accounts = [aiohttp.DigestAuthMiddleware(c["username"], c["password"]) for c in cameras]

    async def get(self, position: int, target: str) -> bytes:
        """Ask one camera."""
        camera = self.cameras[position]
        url = URL(f"http://{camera['host']}:{camera['port']}{target}", encoded=True)
        async with self.session.get(url, middlewares=(self.accounts[position],)) as response:
            return await response.read()

    async def set_up(self) -> None:
        """Ask everything once, two at a time, then listen."""
        await asyncio.gather(*map(self._all, range(len(self.cameras))))
        for position in range(len(self.cameras)):
            self.tasks.append(asyncio.create_task(self._listen(position)))

    async def _all(self, position: int) -> None:
        left = iter([target for target in self.targets[position] if "attach" not in target])
        # The first alone, so that the others know how to sign.
        await self.get(position, next(left))

        async def work() -> None:
            for target in left:
                await self.get(position, target)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        self.house.known[str(position)] = time.monotonic()

    async def _listen(self, position: int) -> None:
        camera = self.cameras[position]
        target = next(target for target in self.targets[position] if "attach" in target)
        url = URL(f"http://{camera['host']}:{camera['port']}{target}", encoded=True)
        timeout = aiohttp.ClientTimeout(total=None)
        async with self.session.get(url, middlewares=(self.accounts[position],), timeout=timeout) as response:
            async for chunk in response.content.iter_any():
                for part in chunk.split(b"--myboundary"):
                    if b"Code=VideoMotion;" in part:
                        on = b"action=Start" in part
                        self.alarm(position, on)

    def alarm(self, position: int, on: bool) -> None:
        """Set a state."""
        self.house.hass.states.async_set(self.motion(position), "on" if on else "off")

    async def replay(self, schedule: list[list[tuple[float, str]]], seconds: float) -> None:
        """Ask what ours asked, at the times at which it did, until so many seconds are over."""
        loop = fast()
        began = loop.time()

        async def one(position: int) -> None:
            for at, target in schedule[position]:
                await asyncio.sleep(max(began + at - loop.time(), 0))
                await self.get(position, target)

        await asyncio.gather(*map(one, range(len(self.cameras))))
        await asyncio.sleep(max(began + seconds - loop.time(), 0))

    def motion(self, position: int) -> str:
        """Return the state that is set."""
        return f"binary_sensor.floor_{position}"

    async def command(self, position: int, on: bool) -> None:
        """Set, read back, set the state."""
        await self.set(position, on)
        self.house.hass.states.async_set(f"switch.floor_{position}", "on" if on else "off")

    async def set(self, position: int, on: bool) -> None:
        """Set and read back."""
        told = "true" if on else "false"
        await self.get(position, f"/cgi-bin/configManager.cgi?action=setConfig&MotionDetect%5B0%5D.Enable={told}")
        body = await self.get(position, "/cgi-bin/configManager.cgi?action=getConfig&name=MotionDetect")
        assert f"Enable={told}".encode() in body

    def shown(self, position: int) -> tuple[str, str | None]:
        """Return the state that is set."""
        return f"switch.floor_{position}", None

    async def close(self) -> None:
        """Let go."""
        for task in self.tasks:
            task.cancel()
        await self.session.close()
