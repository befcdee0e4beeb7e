"""What every simulated camera shares: the server, the hooks of the dialects, the troubles."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import unquote

from aiohttp import web
from yarl import URL

from .clock import Clock
from .faults import OFF, STRUCK, Fault, Faults, Struck, deliver, drop, instead
from .habits import Habits
from .listening import shut
from .mail import Account, MailHabits, Postman
from .rtsp import RtspHabits, RtspServer
from .streams import Streaming
from .wire import LoggedRequest, OpenStream, parse_query

__all__ = ["Fault", "LoggedRequest", "OpenStream", "SimulatedCamera", "parse_query"]


class SimulatedCamera(Clock, Streaming):
    """A stateful camera on a real socket. Dialects override ``answer`` and the hooks.

    ``rtsp_port`` is what the camera says of its RTSP server. ``rtsp`` (true, or the keywords of RtspHabits) runs one
    there, or on a free port where none is named. ``read_only``: the account may look and change nothing; ``viewer``
    names a second account that may not either. ``habits``: keywords of Habits. ``lacks``: what this firmware does not
    have: a path ("/cgi-bin/set_led"), or what the dialect has names for. ``mail_habits``: keywords of MailHabits.
    """

    kind: str = ""
    server_header: ClassVar[str] = "httpd"
    # Records whose fields are keywords too: those of a mapping by its keyword, or flat.
    records: ClassVar[tuple[tuple[str, type], ...]] = (
        ("habits", Habits),
        ("rtsp", RtspHabits),
        ("mail_habits", MailHabits),
    )

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        username: str = "admin",
        password: str = "pass1234",
        read_only: bool = False,
        viewer: str = "",
        viewer_password: str = "look1234",
        rtsp_port: int | None = None,
        rtsp: bool | Mapping[str, Any] = False,
        habits: Mapping[str, Any] | None = None,
        lacks: Iterable[str] = (),
        mail_habits: Mapping[str, Any] | None = None,
        name: str = "Simulated camera",
        mac: str = "F0:00:00:29:06:9F",
        serial: str = "EF0000000029069F",
    ) -> None:
        Clock.__init__(self)
        Streaming.__init__(self)
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.read_only = read_only
        self.viewer = viewer
        self.viewer_password = viewer_password
        self.rtsp: RtspServer | None = None
        if rtsp is not False:
            self.rtsp = RtspServer(self, host, rtsp_port or 0, {} if rtsp is True else rtsp)
            rtsp_port = rtsp_port or self.rtsp.port
        self.rtsp_port = 554 if rtsp_port is None else rtsp_port
        self.habits = Habits(**(habits or {}))
        self.lacks = set(lacks)
        self.postman = Postman(mail_habits or {})
        self.name = name
        self.mac = mac
        self.serial = serial
        self.requests: list[LoggedRequest] = []
        self.refuse: Faults = Faults()
        self.alarms: dict[tuple[str, int], bool] = {}
        # How long it is away, and how long after it is back it answers nothing but this status.
        self.reboot_seconds = 0.2
        self.booting_seconds = 0.0
        self.booting_status = 503
        self._ready_at = 0.0
        self._locked_until = 0.0
        self._runner: web.AppRunner | None = None
        self._reboot: asyncio.Task[None] | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        raise NotImplementedError

    def alarm_changed(self, kind: str, on: bool, channel: int, data: dict[str, Any]) -> None:
        """An alarm came or went."""

    def expire_sessions(self) -> None:
        """Sessions and nonces are no longer good."""

    def forget_sessions(self) -> None:
        """What does not survive a reboot."""
        self.expire_sessions()

    def locked_answer(self, request: web.Request) -> web.Response | None:
        """What a locked account is told; None where the request needs none."""
        return None

    def settings(self) -> dict[str, Any]:
        """The dialect's current settings, JSON-able."""
        return {}

    def accounts(self) -> Mapping[str, str]:
        """Who may in, with passwords."""
        return {self.username: self.password} | ({self.viewer: self.viewer_password} if self.viewer else {})

    def may_write(self, username: str) -> bool:
        return username != self.viewer if username != self.username else not self.read_only

    def rtsp_open(self) -> bool:
        """Whether the RTSP server is switched on."""
        return True

    def rtsp_protected(self) -> bool:
        """Whether it wants an account."""
        return True

    def rtsp_realm(self) -> str:
        return self.name

    def rtsp_media(self, target: str) -> str | None:
        """The codec of the stream behind a path and query, as SDP spells it; None where there is no stream."""
        return None

    @property
    def url(self) -> URL:
        return URL.build(scheme="http", host=self.host, port=self.port)

    async def start(self) -> None:
        app = web.Application(client_max_size=8 * 1024**2)
        app[OFF] = asyncio.Event()
        app.router.add_route("*", "/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, reuse_address=True)
        await site.start()
        if self.port == 0:
            self.port = self._runner.addresses[0][1]
        if self.rtsp is not None:
            await self.rtsp.start()
        self._booted = self.seconds()

    async def stop(self) -> None:
        if self._reboot is not None and self._reboot is not asyncio.current_task():
            self._reboot.cancel()
            with suppress(asyncio.CancelledError):
                await self._reboot
            self._reboot = None
        await self.postman.stop()
        await self._close()

    async def _close(self) -> None:
        runner, self._runner = self._runner, None
        if runner is None:
            return
        if self.rtsp is not None:
            await self.rtsp.stop()
        runner.app[OFF].set()
        await shut(runner)
        for stream in list(self.streams):
            stream.cut()
        if runner.server is not None:
            for connection in runner.server.connections:
                if connection.transport is not None:
                    connection.transport.abort()
        await runner.cleanup()

    def reboot(self, answered_after: float = 0.02) -> None:
        """Go down once the answer to the running request is out, and come back."""
        if self._reboot is None or self._reboot.done():
            self._reboot = asyncio.create_task(self._go_down_and_up(answered_after))

    async def _go_down_and_up(self, answered_after: float) -> None:
        await asyncio.sleep(answered_after)
        await self._close()
        self.forget_sessions()
        await asyncio.sleep(self.reboot_seconds)
        await self.start()
        self._ready_at = self.seconds() + self.booting_seconds

    def lock(self, seconds: float) -> None:
        """The account is locked for a while, whatever the password."""
        self._locked_until = self.seconds() + seconds
        self.expire_sessions()

    def raise_alarm(self, kind: str, on: bool = True, *, channel: int = 1, **data: Any) -> None:
        self.alarms[kind, channel] = on
        self.alarm_changed(kind, on, channel, data)

    def mail_alarm(self, account: Account | None, alarm: str, picture: bytes | None) -> None:
        """Tell of an alarm by mail, where there is somebody to tell."""
        if account is not None:
            text = f"{alarm}\n\nDevice: {self.name}\nTime: {self.now():%Y-%m-%d %H:%M:%S}\n"
            self.postman.post(account, f"{alarm} - {self.name}", text, picture, self.now())

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        target = request.raw_path
        raw_path, _, raw_query = target.partition("?")
        logged = LoggedRequest(
            method=request.method,
            path=unquote(raw_path),
            query=parse_query(raw_query),
            target=target,
            at=asyncio.get_running_loop().time(),
            body=await request.read(),
            headers=dict(request.headers),
        )
        self.requests.append(logged)
        fault = self.refuse.strike(target, self.seconds())
        if fault is not None:
            await asyncio.sleep(fault.delay)
            if fault.expire:
                self.expire_sessions()
            request[STRUCK] = Struck(fault)
            if (answer := await instead(request, fault)) is not None:
                logged.status = answer.status if fault.status is not None or fault.redirect or fault.huge else 0
                return answer
        logged.status = 200
        response = await self._judge(request, logged)
        self.habits.rewrite(response)
        logged.status = response.status
        if not response.prepared:
            response.headers.setdefault("Server", self.server_header)
        struck = request.get(STRUCK)
        if struck is not None and isinstance(response, web.Response):
            response = await deliver(request, response, struck)
            logged.status = 0 if struck.dropped else logged.status
        return response

    async def _judge(self, request: web.Request, logged: LoggedRequest) -> web.StreamResponse:
        if self.seconds() < self._ready_at:
            return web.Response(status=self.booting_status, text="starting")
        if logged.path in self.lacks:
            return web.Response(status=404, text="404 Not Found")
        locked = self.locked_answer(request) if self.seconds() < self._locked_until else None
        return locked or await self.answer(request)

    @staticmethod
    def drop(request: web.Request) -> web.Response:
        return drop(request)

    def snapshot_state(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "name": self.name,
            "mac": self.mac,
            "serial": self.serial,
            "now": self.now().isoformat(),
            "uptime": round(self.uptime(), 3),
            "alarms": {f"{kind}:{channel}": on for (kind, channel), on in self.alarms.items()},
            "streams": len(self.streams),
            "settings": self.settings(),
        }
