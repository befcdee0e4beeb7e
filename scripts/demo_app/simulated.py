"""The simulated cameras and their RTSP servers as processes."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
import os
from pathlib import Path
import re
import sys
from typing import Any

import aiohttp
from yarl import URL

from .cameras import DemoCamera
from .errors import DemoFailed
from .processes import first_line, running

DEBIAN_PYTHON = Path("/usr/bin/python3")
PACKAGES = (
    "gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base gstreamer1.0-plugins-good "
    "gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-x libturbojpeg0"
)
# clockoverlay, of gstreamer1.0-x, may be missing: the picture is then without name and time. With libturbojpeg0
# Home Assistant draws stills of the video, for a camera without snapshots.
NEEDED = """
import gi
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer
Gst.init(None)
missing = [n for n in ("videotestsrc", "compositor", "x264enc", "rtph264pay") if not Gst.ElementFactory.find(n)]
raise SystemExit(f"no {', '.join(missing)}" if missing else 0)
"""
READY = re.compile(r" at (?P<url>http://\S+?), control on port (?P<control>\d+)$")


@dataclass(frozen=True)
class Simulated:
    """A simulated camera that runs."""

    camera: DemoCamera
    url: URL
    control: URL
    process: asyncio.subprocess.Process

    async def mails(self, session: aiohttp.ClientSession) -> list[dict[str, Any]]:
        """Return what it has mailed, and what became of that."""
        async with session.get(self.control / "mails") as answer:
            found: list[dict[str, Any]] = await answer.json()
            return found

    async def alarm(self, session: aiohttp.ClientSession, kind: str, on: bool, channel: int = 1) -> None:
        """Let something move before it, or come to rest."""
        query = {"kind": kind, "on": str(int(on)), "channel": str(channel)}
        async with session.post(self.control / "alarm", params=query) as answer:
            answer.raise_for_status()


async def has_gstreamer() -> bool:
    """Tell whether Debian's python3 finds all that the RTSP server needs."""
    if not os.access(DEBIAN_PYTHON, os.X_OK):
        return False
    process = await asyncio.create_subprocess_exec(
        DEBIAN_PYTHON, "-c", NEEDED, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(30):
            return await process.wait() == 0
    except TimeoutError:
        process.kill()
        await process.wait()
        return False


async def start_rtsp(stack: AsyncExitStack, cameras: Sequence[DemoCamera], logs: Path) -> dict[str, int]:
    """Serve H.264 for every camera; return the ports by the cameras' names."""
    log = logs / "rtsp.log"
    command: list[str | Path] = [
        DEBIAN_PYTHON,
        Path(__file__).with_name("rtsp_server.py"),
        *(c.rtsp_argument() for c in cameras),
    ]
    process = await stack.enter_async_context(running(command, log, read_output=True))
    lines = [await first_line(process, "the RTSP server", log) for _ in cameras]
    return {name: int(port) for name, port in (line.split("\t") for line in lines)}


async def start_cameras(
    stack: AsyncExitStack, cameras: Sequence[DemoCamera], rtsp_ports: dict[str, int], mail_port: int, logs: Path
) -> list[Simulated]:
    """Start every simulator and wait until each says where it listens."""
    started = []
    for camera in cameras:
        log = logs / f"{camera.kind}.log"
        command = [sys.executable, "-m", "tests.simulator", *camera.arguments(rtsp_ports.get(camera.name), mail_port)]
        process = await stack.enter_async_context(running(command, log, read_output=True))
        started.append((camera, process, log))
    return [await _ready(*one) for one in started]


async def _ready(camera: DemoCamera, process: asyncio.subprocess.Process, log: Path) -> Simulated:
    line = await first_line(process, f"the simulated {camera.kind}", log)
    if (found := READY.search(line)) is None:
        raise DemoFailed(f"the simulated {camera.kind} said {line!r}")
    control = URL.build(scheme="http", host="127.0.0.1", port=int(found["control"]))
    return Simulated(camera, URL(found["url"]), control, process)
