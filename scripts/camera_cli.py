"""A command line over the protocol package, without Home Assistant. See `scripts/camera --help`."""

import argparse
import asyncio
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
import getpass
import os
from pathlib import Path
import sys
from typing import TYPE_CHECKING, Any

import aiohttp

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "custom_components" / "cgi_camera"))

from protocol import features as f
from protocol.auth import Credentials
from protocol.converters import boolean
from protocol.errors import CameraError
from protocol.model import AnySlot, Capability, Change, Command
from protocol.probe import Found, log_in, probe
from protocol.recording import Recording

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from protocol.camera import Camera

_COMMANDS = {value.key: value for value in vars(f).values() if isinstance(value, Command)}


def main() -> int:
    """Parse the command line and run one command. Return the exit status."""
    arguments = _parser().parse_args()
    try:
        return asyncio.run(_run(arguments))
    except CameraError as err:
        print(f"{arguments.host}: {type(err).__name__}: {err}", file=sys.stderr)
    except ValueError as err:
        print(err, file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/camera", description="Talk to a camera without Home Assistant.")
    parser.add_argument("--user", default="admin")
    parser.add_argument("--password", help="default: CGI_CAMERA_PASSWORD from the environment, else asked for")
    parser.add_argument("--port", type=int)
    parser.add_argument("--https", action="store_true")
    parser.add_argument("--insecure", action="store_true", help="do not verify the certificate")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text, more in (
        ("probe", "tell what answers at an address; no password needed", ()),
        ("show", "everything the camera offers, with value, range and whether it can be set", ()),
        ("set", "set values: brightness=60 2/flip=on relay_1=off", ("changes",)),
        ("press", "do something: reboot, goto_preset=3, 2/goto_preset=1", ("action",)),
        ("watch", "print alarms as they come", ()),
        ("snapshot", "save a picture", ("file",)),
        ("record", "save every answer, without what is private, as a report of a new model", ("folder",)),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("host")
        for argument in more:
            command.add_argument(argument, nargs="+" if argument == "changes" else None)
    return parser


async def _run(arguments: argparse.Namespace) -> int:
    connector = aiohttp.TCPConnector(ssl=not arguments.insecure)
    async with aiohttp.ClientSession(connector=connector) as session:
        found = await probe(session, arguments.host, port=arguments.port, ssl=arguments.https)
        if arguments.command == "probe":
            print(f"{found.base} speaks {' or '.join(f'{d.name} ({d.title})' for d in found.dialects)}")
            return 0
        async with _camera(session, found, arguments) as camera:
            command: Callable[[Camera, argparse.Namespace], Any] = globals()[f"_{arguments.command}"]
            await command(camera, arguments)
    return 0


@asynccontextmanager
async def _camera(session: aiohttp.ClientSession, found: Found, arguments: argparse.Namespace) -> AsyncIterator[Camera]:
    password = arguments.password or os.environ.get("CGI_CAMERA_PASSWORD") or getpass.getpass()
    camera = await log_in(session, found, Credentials(arguments.user, password))
    recording = Recording()
    if arguments.command == "record":
        camera.transport.observer = arguments.recording = recording
        camera = await _again(session, camera, recording)
    await camera.discover()
    try:
        yield camera
    finally:
        camera.close()


async def _again(session: aiohttp.ClientSession, camera: Camera, recording: Recording) -> Camera:
    """Return the camera as if met for the first time, with everything it says recorded."""
    again = type(camera)(camera.transport, camera.dialect)
    again.transport.observer = recording
    await again.identify()
    return again


def _spell(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "on" if value else "off"
    return value.isoformat(" ", "seconds") if isinstance(value, datetime) else str(value)


def _range(offered: Capability) -> str:
    if offered.choices:
        return " | ".join(offered.choices)
    if offered.minimum is not None and offered.maximum is not None:
        return f"{offered.minimum:g} … {offered.maximum:g}"
    return ""


async def _show(camera: Camera, _: argparse.Namespace) -> None:
    identity = camera.identity
    print(f"{identity.vendor} {identity.model} {identity.name}".strip(), f"({camera.dialect.name})")
    facts = {"MAC": identity.mac, "serial number": identity.serial, "firmware": identity.firmware}
    print(", ".join(f"{name} {value or 'unknown'}" for name, value in facts.items()))
    for stream in camera.streams():
        print(f"stream {stream.channel}/{stream.kind}: {stream.rtsp or 'no RTSP'}")
    offers = sorted(camera.capabilities.items(), key=lambda item: (item[0].channel, item[0].key))
    width = max((len(str(slot)) for slot, _ in offers), default=0)
    for slot, offered in offers:
        if not slot.feature.internal:
            mark = "set" if offered.writable else "push" if offered.pushed else "read"
            print(f"{slot!s:{width}}  {mark:4}  {_spell(camera.state.get(slot)):20}  {_range(offered)}".rstrip())
    for channel in dict.fromkeys((0, *camera.channels)):
        prefix = f"{channel}/" if channel else ""
        actions = [command.key for command in camera.commands(channel)]
        actions += [f"{f.GOTO_PRESET.key}={n} {name}".strip() for n, name in camera.presets(channel).items()]
        for action in actions:
            print(f"{prefix}{action}  press")


async def _set(camera: Camera, arguments: argparse.Namespace) -> None:
    by_channel: dict[int, list[Change[Any]]] = {}
    slots: list[AnySlot] = []
    for text in arguments.changes:
        name, _, value = text.partition("=")
        slot = next((slot for slot in camera.capabilities if str(slot) == name), None)
        if slot is None:
            raise ValueError(f"{name} is not offered; `scripts/camera show` lists what is")
        slots.append(slot)
        by_channel.setdefault(slot.channel, []).append(Change(slot.feature, _value(slot, value), slot.number))
    for channel, changes in by_channel.items():
        await camera.write(*changes, channel=channel)
    for slot in slots:
        print(f"{slot} = {_spell(camera.state.get(slot))}")


def _value(slot: AnySlot, text: str) -> Any:
    kind = slot.feature.kind
    try:
        if kind is bool:
            return boolean(text)
        return kind(text) if issubclass(kind, int | float | StrEnum) else text
    except ValueError:
        raise ValueError(f"{slot} takes no {text!r}") from None


async def _press(camera: Camera, arguments: argparse.Namespace) -> None:
    place, _, action = arguments.action.rpartition("/")
    name, _, number = action.partition("=")
    if name not in _COMMANDS:
        raise ValueError(f"{name} is none of {', '.join(_COMMANDS)}")
    await camera.act(_COMMANDS[name], channel=int(place or 0), number=int(number or 0))
    print("done")


async def _watch(camera: Camera, _: argparse.Namespace) -> None:
    def publish(changed: set[AnySlot]) -> None:
        for slot in sorted(changed, key=str):
            print(f"{datetime.now():%H:%M:%S.%f} {slot} {_spell(camera.state.get(slot))}", flush=True)  # noqa: DTZ005

    alarms = [slot for slot in camera.capabilities if slot.feature in (f.MOTION, f.ALARM_INPUT, f.TAMPER, f.VIDEO_LOSS)]
    publish(set(alarms))
    listener = asyncio.create_task(camera.listen(publish))
    try:
        while True:
            await asyncio.sleep(camera.interval(alarms))
            publish(await camera.refresh(alarms))
    finally:
        listener.cancel()


async def _snapshot(camera: Camera, arguments: argparse.Namespace) -> None:
    source = next((stream for stream in camera.streams() if stream.snapshot), None)
    if source is None:
        raise ValueError("the camera has no snapshot")
    picture = await camera.snapshot(source)
    await asyncio.to_thread(Path(arguments.file).write_bytes, picture)
    print(f"{arguments.file}: {len(picture)} bytes")


async def _record(camera: Camera, arguments: argparse.Namespace) -> None:
    folder = Path(arguments.folder)
    host = camera.transport.base.host or ""
    count = await asyncio.to_thread(arguments.recording.save, folder, camera.identity, host)
    print(f"{folder}: {count} answers; look them through before you publish them")


if __name__ == "__main__":
    sys.exit(main())
