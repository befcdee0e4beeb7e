"""A second, small server through which a simulated camera is steered from outside."""

from dataclasses import asdict
from typing import Any

from aiohttp import web

from .base import Fault, SimulatedCamera


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

    async def _add_fault(self, request: web.Request) -> web.Response:
        query = request.query
        garbage = query.get("garbage")
        self.camera.refuse[query["path"]] = Fault(
            status=int(query["status"]) if "status" in query else None,
            body=query.get("body", "").encode() or await request.read(),
            delay=float(query.get("delay", "0")),
            drop=_flag(query.get("drop", "0")),
            garbage=None if garbage is None else garbage.encode(),
            times=int(query["times"]) if "times" in query else None,
        )
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
        changes: dict[str, Any] = dict(request.query)
        for name, kind in (("status", int), ("delay", float), ("drop", _flag), ("schemes", _words), ("paths", _words)):
            if name in changes:
                setattr(server.habits, name, kind(changes.pop(name)))
        if changes:
            raise web.HTTPBadRequest(text=f"unknown: {', '.join(changes)}")
        return web.json_response(server.state())


def _flag(value: str) -> bool:
    return value not in ("0", "false", "off", "")


def _words(value: str) -> tuple[str, ...]:
    return tuple(word for word in value.split(",") if word)
