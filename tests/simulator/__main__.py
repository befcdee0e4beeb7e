"""Run one simulated camera: ``python -m tests.simulator KIND --port 8080``.

It says where it listens and runs until it is interrupted. Everything that a kind can be made with is told by --options
and given as --option KEY=VALUE, values as JSON: --option 'lacks=["set_led"]' --option 'rtsp=true'. With --control a
second server lets it be steered while it runs: alarms, faults, reboots, its log (docs/simulator.md).
"""

import argparse
import asyncio
from collections.abc import Sequence
import json
import signal
from typing import Any

from . import MODELS
from .control_port import ControlPort
from .options import described


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulator", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=sorted(MODELS))
    parser.add_argument("--options", action="store_true", help="tell what the kind can be made with, and end")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--control", type=int, help="port of the control server; 0 takes a free one")
    parser.add_argument("--user", dest="username")
    parser.add_argument("--password")
    parser.add_argument("--rtsp-port", type=int)
    parser.add_argument("--name")
    parser.add_argument("--mac")
    parser.add_argument("--serial")
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a keyword of the kind; the value is read as JSON where it is JSON",
    )
    return parser.parse_args(arguments)


def keywords(options: argparse.Namespace) -> dict[str, Any]:
    """What the kind is made with: only what was said on the command line."""
    named = ("host", "port", "username", "password", "rtsp_port", "name", "mac", "serial")
    found = {key: getattr(options, key) for key in named if getattr(options, key) is not None}
    for option in options.option:
        key, _, value = option.partition("=")
        try:
            found[key] = json.loads(value)
        except json.JSONDecodeError:
            found[key] = value
    return found


async def run(options: argparse.Namespace) -> None:
    camera = MODELS[options.kind](**keywords(options))
    await camera.start()
    control = None
    if options.control is not None:
        control = ControlPort(camera, host=options.host, port=options.control)
        await control.start()
    streams = "" if camera.rtsp is None else f", RTSP on port {camera.rtsp.port}"
    steered = "" if control is None else f", control on port {control.port}"
    print(f"{options.kind} at {camera.url}{streams}{steered}", flush=True)
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, done.set)
    await done.wait()
    if control is not None:
        await control.stop()
    await camera.stop()


def main() -> None:
    options = parse_arguments()
    if options.options:
        print(described(MODELS[options.kind]))
    else:
        asyncio.run(run(options))


if __name__ == "__main__":
    main()
