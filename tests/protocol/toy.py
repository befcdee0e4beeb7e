"""A made-up dialect and its camera, small enough to see the engine at work."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from aiohttp import web

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.codecs import key_value
from custom_components.cgi_camera.protocol.converters import BIT, INT, TEXT, choice, span
from custom_components.cgi_camera.protocol.events import By, Event, EventAction, Push, Signal
from custom_components.cgi_camera.protocol.exchange import Request
from custom_components.cgi_camera.protocol.login import ChallengeLogin
from custom_components.cgi_camera.protocol.model import Reading, Slot, StreamKind
from custom_components.cgi_camera.protocol.schema import (
    ALARM,
    ONCE,
    STATUS,
    Action,
    Dialect,
    Endpoint,
    Field,
    Glimpse,
    Match,
    Sign,
    Stream,
)

from .server import Server, talking, text

BRIGHTNESS = Slot(1, f.BRIGHTNESS)
CONTRAST = Slot(1, f.CONTRAST)
WDR = Slot(1, f.WDR)
WDR_LEVEL = Slot(1, f.WDR_LEVEL)
RELAY_2 = Slot(0, f.RELAY, 2)
MOTION = Slot(1, f.MOTION)
INPUT_1 = Slot(0, f.ALARM_INPUT, 1)
TAMPER = Slot(1, f.TAMPER)
INFRARED = Slot(0, f.INFRARED)
INFRARED_BRIGHTNESS = Slot(0, f.INFRARED_BRIGHTNESS)
LINK = Slot(0, f.EVENT_LINK)


def _moving(glimpse: Glimpse) -> Iterable[Reading[bool]]:
    listed = set(glimpse.document.values())
    return [Reading(Slot(channel, f.MOTION), str(channel - 1) in listed) for channel in glimpse.channels]


def _signals(part: str) -> Iterable[Signal]:
    for line in part.split():
        code, _, rest = line.partition("=")
        state, _, index = rest.partition("@")
        action = {"on": EventAction.START, "off": EventAction.STOP}.get(state, EventAction.PULSE)
        yield Signal(code, action, int(index or 0))


DIALECT = Dialect(
    name="toy",
    title="Toy",
    login=ChallengeLogin(),
    sign=Sign(Request("/who"), lambda answer: Match.YES if b"mac" in answer.body else Match.NO),
    decode=key_value,
    identity=("who", "nothing"),
    channels=lambda documents: tuple(range(1, int(documents["who"].get("channels", "1")) + 1)),
    parameter=lambda path: path,
    endpoints=(
        Endpoint(
            key="who",
            read=Request("/who"),
            period=ONCE,
            fields=(Field(f.MAC, "mac", TEXT), Field(f.MODEL, "model", TEXT), Field(f.PTZ, "ptz", BIT)),
        ),
        Endpoint(key="nothing", read=Request("/nothing"), period=ONCE, fields=(Field(f.SERIAL, "sn", TEXT),)),
        Endpoint(key="limits", read=Request("/limits"), period=ONCE),
        Endpoint(
            key="picture",
            read=Request("/picture"),
            set=Request("/picture", {"action": "set"}),
            ranges="limits",
            fields=(
                Field(
                    f.BRIGHTNESS,
                    "b{ch0}",
                    INT,
                    domain=lambda _, ranges, place: span(0, float(ranges[f"b{place.channel}"])),
                ),
                Field(f.CONTRAST, "c{ch0}", INT, write=""),
            ),
        ),
        Endpoint(
            key="wdr",
            read=Request("/wdr", {"channel": "{ch}"}),
            set=Request("/setwdr", {"channel": "{ch}"}),
            per_channel=True,
            fields=(
                Field(f.WDR, "mode", BIT, write="enable", companions=(f.WDR_LEVEL,)),
                Field(f.WDR_LEVEL, "value", INT, span(0, 9), write="level{ch}"),
            ),
        ),
        Endpoint(
            key="relays",
            read=Request("/relays"),
            set=Request("/relays"),
            period=STATUS,
            fields=(Field(f.RELAY, "relay[{n0}]", BIT), Field(f.PRESET, "name[{i}]", TEXT, number="number[{i}]")),
        ),
        Endpoint(key="wdr2", read=Request("/wdr2"), fields=(Field(f.WDR, "mode{ch}", BIT),)),
        Endpoint(
            key="lamp",
            read=Request("/lamp"),
            set=Request("/lamp", {"kind": "1"}),
            write_only=True,
            fields=(
                Field(f.INFRARED, "on", BIT, companions=(f.INFRARED_BRIGHTNESS,), default="1"),
                Field(f.INFRARED_BRIGHTNESS, "level", INT, span(0, 100), companions=(f.INFRARED,), default="50"),
            ),
        ),
        Endpoint(key="moving", read=Request("/moving"), period=ALARM, derive=_moving),
        Endpoint(
            key="mode",
            read=Request("/mode", {"day": "{now.day}"}),
            set=Request("/mode"),
            fields=(Field(f.INFRARED_MODE, "mode", choice({"a": f.InfraredMode.AUTO, "0": f.InfraredMode.OFF})),),
        ),
    ),
    actions=(
        Action(f.REBOOT, Request("/reboot")),
        Action(f.GOTO_PRESET, Request("/goto", {"ch": "{ch}", "n": "{n}"}), f.PTZ, per_channel=True, numbered=True),
    ),
    streams=(
        Stream(
            kind=StreamKind.MAIN,
            number=1,
            rtsp=("/live?ch={ch}&q=1", "/one"),
            snapshot=Request("/jpeg", {"ch": "{ch}"}),
        ),
        Stream(kind=StreamKind.SUB, number=2, rtsp=("/sub{ch}",), mjpeg=Request("/mjpeg"), needs=f.STREAM_CODEC),
    ),
    push=Push(
        requests=(Request("/events", {"codes": "some"}), Request("/events", {"codes": "all"})),
        events=(
            Event("motion", f.MOTION),
            Event("input", f.ALARM_INPUT, By.NUMBER, f.RELAY),
            Event("tamper", f.TAMPER, needs=f.BRIGHTNESS),
            Event("face", f.FACE, brief=True),
            Event("ring", f.DOORBELL_RUNG, By.DEVICE, kind=lambda detail, signal: f.Ring.RING),
        ),
        signals=_signals,
        complete=lambda part: part.endswith("\n"),
    ),
)


@dataclass
class Toy:
    """The toy camera: settings that a test writes, and event streams that it feeds."""

    texts: dict[str, dict[str, str]] = field(
        default_factory=lambda: {
            "/who": {"mac": "02-00-00-AB-CD-EF", "model": "T1", "ptz": "1", "channels": "2"},
            "/limits": {"b1": "100", "b2": "50"},
            "/picture": {"b0": "60", "b1": "40", "c0": "5", "c1": "6"},
            "/wdr?channel=1": {"mode": "0", "value": "3"},
            "/relays": {"relay[0]": "0", "relay[1]": "1", "name[0]": "Door", "number[0]": "7", "name[1]": "x"},
            "/wdr2": {"mode1": "1", "mode2": "1"},
            "/moving": {"channels[0]": "1"},
            "/reboot": {},
            "/goto?ch=1&n=7": {},
        }
    )
    bodies: dict[str, web.Response] = field(default_factory=dict)
    streams: list[asyncio.Queue[bytes | None]] = field(default_factory=list)
    refuse_codes: str = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        if request.path == "/events":
            return await self._events(request)
        if request.path in self.bodies:
            body = self.bodies[request.path]
            return web.Response(status=body.status, body=body.body, content_type=body.content_type)
        key = request.path_qs
        if request.path == "/picture" and request.query.get("action") == "set":
            self.texts["/picture"].update({k: v for k, v in request.query.items() if k != "action"})
            return text("OK")
        if request.path == "/setwdr":
            values = self.texts[f"/wdr?channel={request.query['channel']}"]
            values |= {"mode": request.query["enable"]} if "enable" in request.query else {}
            values |= {"value": str(min(int(request.query.get("level1", values["value"])), 7))}
            return text("\n".join(f"{k} = {v}" for k, v in values.items()))
        if request.path == "/lamp":
            return text("OK" if {"kind", "on", "level"} <= set(request.query) else "Error: no parameter level")
        if request.path == "/mode":
            key = "/mode"
        if key not in self.texts:
            return text("no such thing", 404)
        return text("".join(f"{k}={v}\r\n" for k, v in self.texts[key].items()))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if request.query["codes"] in self.refuse_codes:
            return text("Error\r\nBad Request!\r\n", 400)
        response = web.StreamResponse(headers={"Content-Type": "multipart/x-mixed-replace; boundary=b"})
        await response.prepare(request)
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.streams.append(queue)
        with suppress(ConnectionError):
            while (data := await queue.get()) is not None:
                await response.write(data)
        return response

    def push(self, line: str) -> None:
        """Send a part to every event stream."""
        for stream in self.streams:
            stream.put_nowait(f"--b\r\n\r\n{line}\r\n".encode())

    def cut(self) -> None:
        """Close every event stream."""
        while self.streams:
            self.streams.pop().put_nowait(None)


@dataclass
class Clock:
    """Monotonic seconds that a test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@dataclass
class Scene:
    """A toy camera and the engine that talks to it."""

    toy: Toy
    server: Server
    camera: Camera
    clock: Clock

    def asked(self) -> list[str]:
        """Return what was asked since the last call."""
        targets = self.server.targets[:]
        self.server.targets.clear()
        return targets


@asynccontextmanager
async def playing(
    toy: Toy | None = None, *, dialect: Dialect = DIALECT, hold: float = 30, presets: int = 0
) -> AsyncIterator[Scene]:
    """Set the scene; nothing is asked yet."""
    toy = toy or Toy()
    clock = Clock()
    async with talking(toy.handle) as (transport, server):
        camera = Camera(transport, dialect, hold=hold, presets=presets, clock=clock)
        try:
            yield Scene(toy, server, camera, clock)
        finally:
            camera.close()
            toy.cut()
