"""A command line over the protocol package, without Home Assistant. See `scripts/camera --help`."""

import argparse
import asyncio
from datetime import datetime, time
from enum import StrEnum
import getpass
import json
import math
import os
from pathlib import Path
import sys
from typing import TYPE_CHECKING, Any

import aiohttp

# Last, since the folder has modules named like some of Python's own.
sys.path.append(str(Path(__file__).resolve().parent.parent / "custom_components" / "cgi_camera"))

from protocol import features as f
from protocol.areas import Grid, Rectangle
from protocol.auth import Credentials
from protocol.converters import boolean
from protocol.errors import AuthFailed, CameraError
from protocol.model import AnySlot, Capability, Change, Command
from protocol.movement import NUDGES
from protocol.probe import log_in, probe
from protocol.ptz import NUDGE
from protocol.recording import Recording, record
from protocol.rtsp import find

if TYPE_CHECKING:
    from collections.abc import Callable

    from protocol.camera import Camera
    from protocol.events import Occurrence

_COMMANDS = {value.key: value for value in vars(f).values() if isinstance(value, Command)}
_HELP = (
    ("probe", "tell what answers at an address; no password needed", ""),
    ("show", "everything the camera offers, with value, range and whether it can be set", ""),
    ("set", "set values: brightness=60 2/flip=on relay_1=off", "key=value"),
    ("press", "do something: reboot, goto_preset=3, 2/goto_preset=1", "action"),
    ("watch", "print alarms and events as they come, until Ctrl-C", ""),
    ("snapshot", "save a picture", "file"),
    ("record", "save every answer, without what is private, to report a new model", "folder"),
)
_EXAMPLES = """examples:
  scripts/camera probe 192.0.2.7
  scripts/camera show 192.0.2.7 --user admin
  scripts/camera set 192.0.2.7 brightness=60 infrared=off
  scripts/camera record 192.0.2.7 my-camera

Names of values are those that `show` lists, where they belong to a channel with its number before them: 1/brightness.
A motion area is a row of blocks after the other from the top: ..##/####. Masks lie at left,top,width,height in percent.
The password is taken from CGI_CAMERA_PASSWORD in the environment, else it is asked for."""


def main() -> int:
    """Parse the command line and run one command. Return the exit status."""
    arguments = _parser().parse_args()
    try:
        return asyncio.run(_run(arguments))
    except CameraError as err:
        print(f"{arguments.host}: {type(err).__name__}: {err}", file=sys.stderr)
    except EOFError:
        print("no password: put it into CGI_CAMERA_PASSWORD", file=sys.stderr)
    except (ValueError, OSError) as err:
        print(err, file=sys.stderr)
    except KeyboardInterrupt:
        return 0 if arguments.command == "watch" else 130
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/camera",
        description="Talk to a camera without Home Assistant.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(user="admin", password=None, port=None, https=False, insecure=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text, more in _HELP:
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("host", metavar="HOST", help="name or address")
        if more:
            several = "+" if name == "set" else None
            command.add_argument(more.partition("=")[0], metavar=more.upper(), nargs=several)
        _add_options(command)
    _add_options(parser)
    return parser


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Add what may stand before or behind the command."""
    options = parser.add_argument_group("connection", argument_default=argparse.SUPPRESS)
    options.add_argument("--port", type=int, help="default: 80, then 443")
    options.add_argument("--https", action="store_true", help="try https first")
    options.add_argument("--insecure", action="store_true", help="do not verify the certificate")
    options.add_argument("--user", help="default: admin")
    options.add_argument("--password", help="seen by everybody on this machine: better use CGI_CAMERA_PASSWORD")


async def _run(arguments: argparse.Namespace) -> int:
    connector = aiohttp.TCPConnector(ssl=not arguments.insecure)
    async with aiohttp.ClientSession(connector=connector) as session:
        found = await probe(session, arguments.host, port=arguments.port, ssl=arguments.https)
        if arguments.command == "probe":
            print(f"{found.base} speaks {' or '.join(f'{d.name} ({d.title})' for d in found.dialects)}")
            return 0
        password = arguments.password or os.environ.get("CGI_CAMERA_PASSWORD") or getpass.getpass()
        camera = await log_in(session, found, Credentials(arguments.user, password))
        try:
            if arguments.command == "record":
                await _record(camera, arguments, session)
            else:
                await camera.discover()
                command: Callable[[Camera, argparse.Namespace], Any] = globals()[f"_{arguments.command}"]
                await command(camera, arguments)
        finally:
            camera.close()
    return 0


def _spell(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "on" if value else "off"
    return value.isoformat(" ", "seconds") if isinstance(value, datetime) else str(value)


def _range(offered: Capability) -> str:
    if offered.choices:
        return " | ".join(offered.choices)
    if offered.grids:
        return " | ".join(f"{rows} rows of {columns}" for rows, columns in offered.grids)
    if offered.minimum is not None and offered.maximum is not None:
        return f"{offered.minimum:g} … {offered.maximum:g}"
    return ""


async def _show(camera: Camera, _: argparse.Namespace) -> None:
    identity = camera.identity
    print(f"{identity.vendor} {identity.model} {identity.name}".strip(), f"({camera.dialect.name})")
    facts = {"MAC": identity.mac, "serial number": identity.serial, "firmware": identity.firmware}
    print(", ".join(f"{name} {value or 'unknown'}" for name, value in facts.items()))
    refusal = ""
    for stream in camera.streams():
        try:
            address = refusal or await find(stream.addresses, camera.transport.credentials)
        except CameraError as err:
            address = f"no RTSP ({err})"
            refusal = address if isinstance(err, AuthFailed) else ""
        print(f"stream {stream.channel}/{stream.kind}: {address}")
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
    for text in arguments.key:
        name, equals, value = text.partition("=")
        slot = next((slot for slot in camera.capabilities if str(slot) == name and not slot.feature.internal), None)
        if slot is None:
            raise ValueError(f"{name} is not offered; `scripts/camera show` lists what is")
        if not equals:
            raise ValueError(f"{name}: to which value? Write {name}=VALUE")
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
        if kind is time:
            return time.fromisoformat(text)
        if kind is Grid:
            return Grid.of(text.split("/"))
        if kind is Rectangle:
            left, top, width, height = map(float, text.split(","))
            return Rectangle(left, top, width, height)
        value = kind(text) if issubclass(kind, int | float | StrEnum) else text
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(text)
    except ValueError:
        raise ValueError(f"{slot} takes no {text!r}") from None
    return value


async def _press(camera: Camera, arguments: argparse.Namespace) -> None:
    place, _, action = arguments.action.rpartition("/")
    name, _, number = action.partition("=")
    if name not in _COMMANDS:
        raise ValueError(f"{name} is none of {', '.join(_COMMANDS)}")
    if not (place + number).isdecimal() and place + number:
        raise ValueError(f"{arguments.action}: channel and number are counted from 1, as in 2/goto_preset=3")
    await camera.act(_COMMANDS[name], channel=int(place or 0), number=int(number or 0))
    if _COMMANDS[name] in NUDGES:
        await asyncio.sleep(NUDGE)
    await camera.ptz.close()
    print("done")


async def _watch(camera: Camera, _: argparse.Namespace) -> None:
    def say(words: str) -> None:
        print(f"{datetime.now():%H:%M:%S.%f} {words}", flush=True)  # noqa: DTZ005

    def publish(changed: set[AnySlot]) -> None:
        for slot in sorted(changed, key=str):
            say(f"{slot} {_spell(camera.state.get(slot))}")

    def occurred(event: Occurrence) -> None:
        say(f"event {event.code} {event.action} index {event.index} {json.dumps(event.data) if event.data else ''}")

    offers = camera.capabilities.items()
    alarms = [s for s, offered in offers if (offered.pushed and not s.feature.momentary) or s.feature.alarm]
    if not alarms:
        raise ValueError("the camera has no alarms")
    publish(set(alarms))

    async def poll() -> None:
        while True:
            await asyncio.sleep(camera.interval(alarms))
            publish(await camera.refresh(alarms))

    await asyncio.gather(camera.listen(publish, occurred), poll())


async def _snapshot(camera: Camera, arguments: argparse.Namespace) -> None:
    source = next((stream for stream in camera.streams() if stream.snapshot), None)
    if source is None:
        raise ValueError("the camera has no snapshot")
    picture = await camera.snapshot(source)
    await asyncio.to_thread(Path(arguments.file).write_bytes, picture)
    print(f"{arguments.file}: {len(picture)} bytes")


async def _record(camera: Camera, arguments: argparse.Namespace, session: aiohttp.ClientSession) -> None:
    recording = Recording()
    again = await record(camera, session, recording)
    folder = Path(arguments.folder)
    host, password = camera.transport.base.host or "", camera.transport.credentials.password
    count = await asyncio.to_thread(recording.save, folder, again.identity, host, password)
    print(f"{folder}: {count} answers; look them through before you publish them")


if __name__ == "__main__":
    sys.exit(main())
