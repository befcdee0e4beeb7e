"""Run the demo."""

import argparse
import asyncio
from contextlib import AsyncExitStack
import signal
import socket
import sys
import time

import aiohttp

from . import checks
from .adding import introduce, wishes_of
from .cameras import CAMERAS, DemoCamera
from .checks import Cameras
from .client import HomeAssistant
from .dashboard import lay_out
from .entities import counted
from .errors import DemoFailed
from .installation import onboard, start
from .processes import ROOT, free_port
from .simulated import PACKAGES, Simulated, has_gstreamer, start_cameras, start_rtsp

LOGS = ROOT / ".demo"
MOVING, BETWEEN = 8, 12


def say(text: str) -> None:
    print(f"demo: {text}", flush=True)


def main() -> int:
    """Run until Ctrl-C, or once. Return the exit status."""
    arguments = _parser().parse_args()
    try:
        return asyncio.run(_run(arguments))
    except asyncio.CancelledError:
        say("stopped")
        return 1 if arguments.once else 0
    except (DemoFailed, aiohttp.ClientError, TimeoutError) as err:
        print(f"demo: {str(err) or type(err).__name__}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/demo", description="Show simulated cameras of every dialect in a real Home Assistant."
    )
    parser.add_argument("--once", action="store_true", help="add the cameras, check what they show, print a table, end")
    parser.add_argument(
        "--port",
        type=int,
        choices=range(1, 65536),
        metavar="N",
        default=8123,
        help="where Home Assistant listens (default: 8123)",
    )
    parser.add_argument(
        "--only",
        action="append",
        metavar="KIND",
        choices=[camera.kind for camera in CAMERAS],
        help="show this kind of camera alone; may be said again. " + ", ".join(camera.kind for camera in CAMERAS),
    )
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is none of 1 to 65535")


def _stop_on_signals() -> None:
    """End on Ctrl-C and SIGTERM by way of every finally; a second one does not hurry."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    asked: list[int] = []

    def stop(number: int) -> None:
        if not asked and task is not None:
            say("stopping")
            task.cancel()
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop, number)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise DemoFailed(f"port {port} is taken: end what listens there, or name another with --port") from None


async def _run(arguments: argparse.Namespace) -> int:
    _stop_on_signals()
    _require_free(arguments.port)
    LOGS.mkdir(exist_ok=True)
    for old in LOGS.glob("*.log"):
        old.unlink()
    began = time.monotonic()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        live = await has_gstreamer()
        chosen = [camera for camera in CAMERAS if not arguments.only or camera.kind in arguments.only]
        ports = await _serve_video(stack, chosen) if live else {}
        if not live:
            say("no H.264 without GStreamer, so pictures only. On Debian: apt install " + PACKAGES)
        mail_port = free_port()
        simulated = await _simulate(stack, chosen, ports, mail_port)
        home = await start(stack, session, arguments.port, LOGS)
        say("Home Assistant answers")
        await onboard(stack, home)
        say("onboarding done, logged in")
        cameras = await _add(home, simulated, ports, mail_port)
        path = await lay_out(home, cameras, live=live)
        say(f"dashboard laid out, after {time.monotonic() - began:.0f} s in all")
        if arguments.once:
            return await _check(home, session, cameras, live=live)
        _print_table(cameras)
        say(f"open {home.base}{path} (no login); Ctrl-C stops everything")
        await _live(home, session, cameras)
    return 0


async def _serve_video(stack: AsyncExitStack, chosen: list[DemoCamera]) -> dict[str, int]:
    ports = await start_rtsp(stack, chosen, LOGS)
    say("H.264 over RTSP from GStreamer")
    return ports


async def _simulate(
    stack: AsyncExitStack, chosen: list[DemoCamera], ports: dict[str, int], mail_port: int
) -> list[Simulated]:
    simulated = await start_cameras(stack, chosen, ports, mail_port, LOGS)
    for one in simulated:
        rtsp = f", RTSP on port {ports[one.camera.name]}" if ports else ""
        say(f"simulated {one.camera.kind} camera {one.camera.name!r} at {one.url}{rtsp}")
    return simulated


async def _add(home: HomeAssistant, simulated: list[Simulated], ports: dict[str, int], mail_port: int) -> Cameras:
    entries = []
    for one in simulated:
        entries.append(await introduce(home, one, ports, mail_port))
        say(f"{one.camera.name} added through the config flow")
        if wishes := wishes_of(one, ports, mail_port):
            say(f"  options: {', '.join(f'{key} {value}' for key, value in wishes.items())}")
    found = await checks.settled(home, entries)
    return [(one, found[entry]) for one, entry in zip(simulated, entries, strict=True)]


def _print_table(cameras: Cameras) -> None:
    rows = [("Camera", "Simulator", "Dialect", "Enabled entities by platform", "Disabled")]
    for simulated, devices in cameras:
        enabled = checks.enabled(devices)
        disabled = sum(len(device.entities) for device in devices) - len(enabled)
        camera = simulated.camera
        rows.append((camera.name, camera.kind, camera.dialect, f"{len(enabled)}: {counted(enabled)}", str(disabled)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), flush=True)


async def _check(home: HomeAssistant, session: aiohttp.ClientSession, cameras: Cameras, *, live: bool) -> int:
    faults: list[str] = []
    delays: dict[str, float] = {}
    async for name, found in checks.everything(home, session, cameras, delays, live=live):
        say(f"{name}: {'NO' if found else 'yes'}")
        for fault in found:
            say(f"  {fault}")
        faults += found
    for name, delay in delays.items():
        say(f"{name} had motion on {delay * 1000:.0f} ms after the last byte of its mail")
    _print_table(cameras)
    idle = [e for _, devices in cameras for e in checks.enabled(devices) if e.state == "unknown"]
    say(f"unknown until pressed or until something happens: {counted(idle) or 'none'}")
    say(f"{len(faults)} faults" if faults else "all is well")
    return 1 if faults else 0


async def _live(home: HomeAssistant, session: aiohttp.ClientSession, cameras: Cameras) -> None:
    """Let something move before one camera after the other, until a process ends or the demo is stopped."""
    for _, devices in cameras:
        await checks.watch_for_motion(home, devices)
    move = asyncio.create_task(_move(session, cameras))
    processes = {f"the simulated {one.camera.kind}": one.process for one, _ in cameras}
    processes["Home Assistant"] = home.process
    tasks = [move, *(asyncio.create_task(_ends(name, process)) for name, process in processes.items())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        done.pop().result()
    finally:
        for task in tasks:
            task.cancel()


async def _ends(name: str, process: asyncio.subprocess.Process) -> None:
    raise DemoFailed(f"{name} ended by itself with {await process.wait()}")


async def _move(session: aiohttp.ClientSession, cameras: Cameras) -> None:
    places = [(one, channel) for one, _ in cameras for channel in range(1, one.camera.channels + 1)]
    while True:
        for one, channel in places:
            await one.alarm(session, "motion", True, channel)
            await asyncio.sleep(MOVING)
            await one.alarm(session, "motion", False, channel)
            await asyncio.sleep(BETWEEN - MOVING)


if __name__ == "__main__":
    sys.exit(main())
