"""What passes large things on: our views, and a bare proxy beside them. And what a large table costs."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
import re
import statistics
import sys
import time
from typing import Any

import aiohttp
from aiohttp import web
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import entity_registry as er
from yarl import URL

from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.media import Span

from .house import House

TABLE_BYTES = 100_000
_LINE = re.compile(r"^([^=\r\n]+)=([^\r\n]*)", re.MULTILINE)


class Gates:
    """Addresses at which a recording and moving pictures of one camera are to be had, with the token each needs."""

    def __init__(self, house: House, camera: dict[str, Any]) -> None:
        """Know the camera."""
        self._house = house
        self._camera = camera
        self._session = aiohttp.ClientSession()
        self._account = aiohttp.DigestAuthMiddleware(camera["username"], camera["password"])
        self._runner = web.AppRunner(web.Application(), access_log=None)
        self.addresses: dict[str, tuple[str, str]] = {}

    async def open(self) -> None:
        """Find the recording, let a client in, start the bare proxy."""
        hass = self._house.hass
        user = await hass.auth.async_create_system_user("Bench", group_ids=["system-admin"])
        token = hass.auth.async_create_access_token(await hass.auth.async_create_refresh_token(user))
        entry = hass.config_entries.async_entries("cgi_camera")[0]
        today = datetime.now(UTC).date()
        archive = entry.runtime_data.camera.archive
        channel = archive.channels[0]
        clip = [clip async for page in archive.pages(channel, Span.of(today)) for clip in page][-1]
        ours = f"http://127.0.0.1:{self._house.port}"
        moving = await self._enabled(entry)
        clip_path = f"/cgi-bin/RPC_Loadfile{clip.file}"
        app = web.Application()
        app.add_routes(
            [
                web.get("/clip", self._proxy(clip_path)),
                web.get("/mjpeg", self._proxy("/cgi-bin/mjpg/video.cgi?channel=1&subtype=1")),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        bare = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.addresses = {
            "clip ours": (f"{ours}/api/cgi_camera/recordings/{entry.entry_id}/{channel}/{clip.id}", token),
            "clip floor": (f"{bare}/clip", ""),
            "mjpeg ours": (f"{ours}/api/camera_proxy_stream/{moving}", token),
            "mjpeg floor": (f"{bare}/mjpeg", ""),
        }

    async def _enabled(self, entry: ConfigEntry[Any]) -> str:
        """Enable the stream that has moving pictures, and return its entity."""
        hass = self._house.hass
        registry = er.async_get(hass)
        entities = er.async_entries_for_config_entry(registry, entry.entry_id)
        found = next(entity.entity_id for entity in entities if entity.unique_id.endswith("_stream_sub"))
        registry.async_update_entity(found, disabled_by=None)
        await hass.config_entries.async_reload(entry.entry_id)
        return found

    def _proxy(self, path: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        url = URL(f"http://{self._camera['host']}:{self._camera['port']}{path}", encoded=True)

        async def passed(request: web.Request) -> web.StreamResponse:
            timeout = aiohttp.ClientTimeout(total=None)
            async with self._session.get(url, middlewares=(self._account,), timeout=timeout) as response:
                answer = web.StreamResponse(headers={"Content-Type": response.headers["Content-Type"]})
                await answer.prepare(request)
                with suppress(ConnectionError):
                    async for chunk in response.content.iter_any():
                        await answer.write(chunk)
                return answer

        return passed

    async def rate(self, url: str, token: str, amount: int) -> float:
        """Have another process read an address; return MiB a second."""
        command = (sys.executable, "-m", "scripts.bench_app.client", url, str(amount))
        client = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.PIPE
        )
        told, _ = await client.communicate(token.encode())
        return float(told)

    async def close(self) -> None:
        """End."""
        await self._runner.cleanup()
        await self._session.close()


def decoding(runs: int) -> dict[str, list[float]]:
    """Return the milliseconds of each run, decoded by the dialect and split by an expression."""
    head = "table.MotionDetect[{ch}]."
    rows = [f"{head}MotionDetectWindow[{w}].Region[{r}]=4194303" for w in range(4) for r in range(18)]
    rows += [f"{head}EventHandler.TimeSection[{d}][{n}]=0 00:00:00-24:00:00" for d in range(7) for n in range(6)]
    rows += [f"{head}Enable=true", f"{head}Level=3", f"{head}EventHandler.MailEnable=false"]
    text = ""
    channel = 0
    while len(text) < TABLE_BYTES:
        text += "".join(f"{row.replace('{ch}', str(channel))}\r\n" for row in rows)
        channel += 1
    body = text[: text.rfind("\r\n", 0, TABLE_BYTES) + 2].encode()
    decode = DIALECTS["dahua"].decode
    found: dict[str, list[float]] = {"ours": [], "floor": []}
    for _ in range(runs):
        found["ours"].append(_time(lambda: decode(body)))
        found["floor"].append(_time(lambda: dict(_LINE.findall(body.decode()))))
    return found


def _time(work: Callable[[], object]) -> float:
    times = []
    for _ in range(15):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
