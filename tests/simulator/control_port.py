"""A second, small server through which a simulated camera is steered from outside."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
import json
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from aiohttp import web

from .base import SimulatedCamera
from .faults import CATALOGUE, Fault
from .rtsp import RtspHabits


class ControlPort:
    """``POST`` alarm, cut, advance, fault; ``GET`` state, log, mails; rtsp both ways."""

    def __init__(self, camera: SimulatedCamera, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.camera = camera
        self.host = host
        self.port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.add_routes(
            [
                web.post("/alarm", self._alarm),
                web.post("/cut", self._cut),
                web.post("/advance", self._advance),
                web.post("/jump", self._jump),
                web.post("/lock", self._lock),
                web.post("/expire", self._expire),
                web.post("/reboot", self._reboot),
                web.post("/inject", self._inject),
                web.post("/fault", self._add_fault),
                web.delete("/fault", self._remove_fault),
                web.get("/state", self._state),
                web.get("/log", self._log),
                web.get("/mails", self._mails),
                web.get("/rtsp", self._rtsp),
                web.post("/rtsp", self._rtsp),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _alarm(self, request: web.Request) -> web.Response:
        query: dict[str, Any] = dict(request.query)
        kind = query.pop("kind", None)
        if kind is None:
            raise web.HTTPBadRequest(text="kind is missing")
        on = _flag(query.pop("on", "1"))
        channel = int(query.pop("channel", "1"))
        self.camera.raise_alarm(kind, on, channel=channel, **query)
        return web.json_response({"kind": kind, "on": on, "channel": channel})

    async def _cut(self, request: web.Request) -> web.Response:
        self.camera.cut_events()
        return web.json_response({"cut": True})

    async def _advance(self, request: web.Request) -> web.Response:
        self.camera.advance(float(request.query["seconds"]))
        return web.json_response({"now": self.camera.now().isoformat()})

    async def _jump(self, request: web.Request) -> web.Response:
        self.camera.jump(float(request.query["seconds"]))
        return web.json_response({"now": self.camera.now().isoformat()})

    async def _lock(self, request: web.Request) -> web.Response:
        self.camera.lock(float(request.query["seconds"]))
        return web.json_response({"locked": True})

    async def _expire(self, request: web.Request) -> web.Response:
        self.camera.expire_sessions()
        return web.json_response({"expired": True})

    async def _reboot(self, request: web.Request) -> web.Response:
        """Away for ``seconds``; after that it answers ``status`` alone for the seconds of ``booting``."""
        camera, query = self.camera, request.query
        camera.reboot_seconds = float(query.get("seconds", camera.reboot_seconds))
        camera.booting_seconds = float(query.get("booting", camera.booting_seconds))
        camera.booting_status = int(query.get("status", camera.booting_status))
        camera.reboot()
        return web.json_response({"rebooting": True})

    async def _inject(self, request: web.Request) -> web.Response:
        self.camera.inject(await request.read())
        return web.json_response({"injected": True})

    async def _add_fault(self, request: web.Request) -> web.Response:
        """``path`` and a ``name`` of the catalogue, or the keywords of Fault; a body sent along is the answer's."""
        query = dict(request.query)
        path = query.pop("path", "/")
        try:
            if "name" in query:
                fault = replace(CATALOGUE[query.pop("name")](), **_typed(Fault, query))
            else:
                fault = Fault(**_typed(Fault, query))
        except (KeyError, ValueError, TypeError) as error:
            raise web.HTTPBadRequest(text=f"no such fault: {error}") from error
        fault.body = await request.read() or fault.body
        self.camera.refuse[path] = fault
        return web.json_response({"faults": sorted(self.camera.refuse)})

    async def _remove_fault(self, request: web.Request) -> web.Response:
        path = request.query.get("path")
        if path is None:
            self.camera.refuse.clear()
        else:
            self.camera.refuse.pop(path, None)
        return web.json_response({"faults": sorted(self.camera.refuse)})

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self.camera.snapshot_state())

    async def _log(self, request: web.Request) -> web.Response:
        rows = [asdict(row) for row in self.camera.requests]
        for row in rows:
            row["body"] = row["body"].decode("latin-1")
        return web.json_response(rows)

    async def _mails(self, request: web.Request) -> web.Response:
        return web.json_response([asdict(mail) for mail in self.camera.postman.mails])

    async def _rtsp(self, request: web.Request) -> web.Response:
        """Keywords of RtspHabits to change; the answer is what was asked so far."""
        server = self.camera.rtsp
        if server is None:
            raise web.HTTPNotFound(text="this camera runs without RTSP")
        try:
            changes = _typed(RtspHabits, request.query)
        except KeyError as error:
            raise web.HTTPBadRequest(text=f"unknown: {error}") from error
        for name, value in changes.items():
            setattr(server.habits, name, value)
        return web.json_response(server.state())


def _flag(value: str) -> bool:
    return value not in ("0", "false", "off", "")


def _words(value: str) -> tuple[str, ...]:
    return tuple(word for word in value.split(",") if word)


READERS: dict[type, Callable[[str], Any]] = {
    bool: _flag,
    bytes: str.encode,
    tuple: _words,
    Mapping: json.loads,
}


def _typed(kind: type, query: Mapping[str, str]) -> dict[str, Any]:
    """Keywords of a record from the texts of a query."""
    hints = get_type_hints(kind)
    typed = {}
    for name, value in query.items():
        # Of "int | None" the first is meant.
        hint = get_args(hints[name])[0] if get_origin(hints[name]) is UnionType else hints[name]
        plain = get_origin(hint) or hint
        typed[name] = READERS.get(plain, plain)(value)
    return typed
