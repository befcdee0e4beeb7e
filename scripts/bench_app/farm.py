"""The camera side, in a process of its own: simulated cameras and what they saw, steered by JSON at a socket."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
import json
import logging
import os
from pathlib import Path
import sys
import time
from types import SimpleNamespace
from typing import Any

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

from tests.simulator import MODELS, SimulatedCamera, clock, dahua_device, faults, streams

from .loop import fast, run

FRAME = b"\xff\xd8" + bytes(60_000) + b"\xff\xd9"
BLOCK = b"\0\0\0\x18ftypmp42" + bytes(64 * 1024 - 12)
CLIP_BYTES = 8192 * len(BLOCK)
_sent: list[tuple[int, float]] = []
_bytes = 0


class _Sizes(AbstractAccessLogger):
    """Counts the bytes of answers."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Count one answer."""
        global _bytes  # noqa: PLW0603
        _bytes += response.body_length


async def _put(request: web.Request, response: web.StreamResponse, data: bytes, *, events: bool = False) -> None:
    """Write to a stream; when an alarm reaches the socket is noted."""
    if events and b"VideoMotion" in data:
        port = request.transport.get_extra_info("sockname")[1] if request.transport else 0
        _sent.append((port, time.monotonic()))
    await faults.put(request, response, data, events=events)


async def _mjpeg(
    self: SimulatedCamera, request: web.Request, frame: object, *, boundary: str, rate: float = 0
) -> web.StreamResponse:
    """Send pictures as fast as they are taken."""
    part = (
        f"--{boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(FRAME)}\r\n\r\n".encode() + FRAME + b"\r\n"
    )
    response = web.StreamResponse(headers={"Content-Type": f"multipart/x-mixed-replace; boundary={boundary}"})
    await response.prepare(request)
    with suppress(ConnectionError):
        while True:
            await response.write(part)
    return response


async def _load(device: SimulatedCamera, request: web.Request, path: str) -> web.StreamResponse:
    """Send a recording as fast as it is taken."""
    response = web.StreamResponse(headers={"Content-Type": "video/mp4", "Content-Length": str(CLIP_BYTES)})
    await response.prepare(request)
    with suppress(ConnectionError):
        for _ in range(CLIP_BYTES // len(BLOCK)):
            await response.write(BLOCK)
    return response


class Farm:
    """Cameras, and commands for them by name."""

    def __init__(self) -> None:
        """Have no cameras yet."""
        self.cameras: list[SimulatedCamera] = []
        self.done = asyncio.Event()

    async def start(self, kinds: list[str], options: dict[str, Any]) -> list[dict[str, Any]]:
        """Start more cameras, and tell how to reach them."""
        first = len(self.cameras)
        for position, kind in enumerate(kinds, first):
            mac = f"02:00:00:00:{position >> 8:02X}:{position & 255:02X}"
            camera = MODELS[kind](mac=mac, serial=f"SIM{position:06}", name=f"Camera {position}", **options)
            await camera.start()
            self.cameras.append(camera)
        return [
            {
                "host": camera.host,
                "port": camera.port,
                "mac": camera.mac.replace("-", ":").lower(),
                "serial": camera.serial,
                "username": camera.username,
                "password": camera.password,
                "dialect": camera.kind.partition("-")[0],
                "name": camera.name,
            }
            for camera in self.cameras[first:]
        ]

    async def seen(self) -> dict[str, Any]:
        """Tell what was asked since the last time: requests, refused log-ins, bytes, targets by camera."""
        global _bytes  # noqa: PLW0603
        targets = [[request.target for request in camera.requests if request.status != 401] for camera in self.cameras]
        refused = sum(request.status == 401 for camera in self.cameras for request in camera.requests)
        times = [[request.at for request in camera.requests if request.status != 401] for camera in self.cameras]
        told = {"requests": sum(map(len, targets)), "refused": refused, "bytes": _bytes}
        for camera in self.cameras:
            camera.requests.clear()
        _bytes = 0
        return told | {"targets": targets, "times": times}

    async def count(self) -> int:
        """Tell how many requests there were since the last time, and forget them."""
        count = sum(len(camera.requests) for camera in self.cameras)
        for camera in self.cameras:
            camera.requests.clear()
        return count

    async def alarm(self, cameras: list[int], on: bool) -> None:
        """Let something move before cameras, or come to rest."""
        for position in cameras:
            self.cameras[position].raise_alarm("motion", on)

    async def burst(self, camera: int, rate: int, seconds: float) -> None:
        """Raise and end an alarm so many times a second."""
        loop = asyncio.get_running_loop()
        began, told = loop.time(), 0
        while told < rate * seconds:
            while told < min((loop.time() - began) * rate, rate * seconds):
                told += 1
                self.cameras[camera].raise_alarm("motion", told % 2 == 1)
            await asyncio.sleep(0.0005)

    async def sent(self) -> list[tuple[int, float]]:
        """Tell when alarms reached the socket, by port, since the last time."""
        told = _sent[:]
        _sent.clear()
        return told

    async def flap(self, cameras: list[int], seconds: float) -> None:
        """Let cameras reboot."""
        for position in cameras:
            self.cameras[position].reboot_seconds = seconds
            self.cameras[position].reboot()

    async def record(self, camera: int) -> None:
        """Put a large recording on a camera's disk."""
        disk: Any = self.cameras[camera]
        start = datetime.now(UTC).replace(hour=0, minute=0, second=1, microsecond=0)
        disk.disk.add(start, 60, kind="mp4", size=CLIP_BYTES)

    async def speed(self, speed: float) -> None:
        """Let time pass so many times as fast."""
        fast().run_at(speed)

    async def usage(self) -> float:
        """Tell the seconds of processor time used."""
        return time.process_time()

    async def stop(self) -> None:
        """End."""
        self.done.set()


async def _serve(path: str) -> None:
    farm = Farm()
    loop = fast()
    clock.time = SimpleNamespace(monotonic=loop.time, time=time.time)  # type: ignore[assignment]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            order = json.loads(line)
            act: Callable[..., Awaitable[Any]] = getattr(farm, order.pop("do"))
            writer.write(json.dumps(await act(**order)).encode() + b"\n")
            await writer.drain()

    server = await asyncio.start_unix_server(answer, path, limit=2**26)
    Path(f"{path}.ready").touch()  # noqa: ASYNC240
    parent = os.getppid()
    while not farm.done.is_set() and os.getppid() == parent:
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                await farm.done.wait()
    server.close()


class Caller:
    """Calls a farm from another process."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Use a connection."""
        self._reader = reader
        self._writer = writer
        self._order = asyncio.Lock()

    @classmethod
    async def connect(cls, path: str) -> Caller:
        """Reach the farm at a socket."""
        return cls(*await asyncio.open_unix_connection(path, limit=2**26))

    async def __call__(self, do: str, **values: Any) -> Any:
        """Give an order and return the answer."""
        async with self._order:
            self._writer.write(json.dumps({"do": do, **values}).encode() + b"\n")
            return json.loads(await self._reader.readline())


def main(path: str) -> None:
    """Serve."""
    logging.basicConfig(level=logging.ERROR)
    logging.getLogger("aiohttp.access").setLevel(logging.INFO)
    logging.getLogger("aiohttp.access").handlers = [logging.NullHandler()]
    logging.getLogger("aiohttp.access").propagate = False
    runner = web.AppRunner

    def counting(app: web.Application, **options: Any) -> web.AppRunner:
        options["access_log"] = logging.getLogger("aiohttp.access")
        return runner(app, access_log_class=_Sizes, **options)

    web.AppRunner = counting  # type: ignore[assignment, misc]
    streams.put = _put
    dahua_device.load = _load  # type: ignore[assignment]
    SimulatedCamera.mjpeg = _mjpeg  # type: ignore[method-assign]
    run(_serve(path))


if __name__ == "__main__":
    main(sys.argv[1])
