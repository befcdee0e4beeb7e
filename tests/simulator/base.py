"""What every simulated camera shares: the server, its clock, its faults, its streams."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
import time
from typing import Any, ClassVar
from urllib.parse import unquote

from aiohttp import web
from yarl import URL

from .habits import Habits
from .mail import Account, Postman
from .rtsp import RtspServer
from .wire import Fault, LoggedRequest, OpenStream, UnframedResponse, parse_query

__all__ = ["Fault", "LoggedRequest", "OpenStream", "SimulatedCamera", "UnframedResponse", "parse_query"]


class SimulatedCamera:
    """A stateful camera on a real socket. Dialects override ``answer`` and the hooks.

    ``rtsp_port`` is what the camera says of its RTSP server. ``rtsp`` (true, or the keywords of RtspHabits) runs one
    there, or on a free port where none is named. ``read_only``: the account may look and change nothing; ``viewer``
    names a second account that may not either. ``habits``: keywords of Habits. ``lacks``: what this firmware does not
    have: a path ("/cgi-bin/set_led"), or what the dialect has names for. ``mail_habits``: keywords of MailHabits.
    """

    kind: str = ""
    server_header: ClassVar[str] = "httpd"

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
        self.refuse: dict[str, Fault] = {}
        self.streams: set[OpenStream] = set()
        self.alarms: dict[tuple[str, int], bool] = {}
        self.reboot_seconds = 0.2
        self._clock_offset = 0.0
        self._advanced = 0.0
        self._booted = self.seconds()
        self._runner: web.AppRunner | None = None
        self._reboot: asyncio.Task[None] | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        raise NotImplementedError

    def alarm_changed(self, kind: str, on: bool, channel: int, data: dict[str, Any]) -> None:
        """An alarm came or went."""

    def forget_sessions(self) -> None:
        """Sessions and nonces do not survive a reboot."""

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
        for site in list(runner.sites):
            await site.stop()
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

    def seconds(self) -> float:
        """Seconds of the camera's steady clock: sessions, lock-outs, uptime."""
        return time.monotonic() + self._advanced

    def now(self) -> datetime:
        """The camera's own idea of the time, in UTC."""
        return datetime.fromtimestamp(time.time() + self._clock_offset, UTC)

    def uptime(self) -> float:
        return self.seconds() - self._booted

    def advance(self, seconds: float) -> None:
        self._advanced += seconds
        self._clock_offset += seconds

    def set_clock(self, when: datetime) -> None:
        """A client set the time; sessions and uptime do not notice."""
        self._clock_offset = when.timestamp() - time.time()

    def raise_alarm(self, kind: str, on: bool = True, *, channel: int = 1, **data: Any) -> None:
        self.alarms[kind, channel] = on
        self.alarm_changed(kind, on, channel, data)

    def mail_alarm(self, account: Account | None, alarm: str, picture: bytes | None) -> None:
        """Tell of an alarm by mail, where there is somebody to tell."""
        if account is not None:
            text = f"{alarm}\n\nDevice: {self.name}\nTime: {self.now():%Y-%m-%d %H:%M:%S}\n"
            self.postman.post(account, f"{alarm} - {self.name}", text, picture, self.now())

    def inject(self, data: bytes) -> None:
        """Put something of no sense into the open event streams."""
        for stream in self.streams:
            if stream.events:
                stream.send(data)

    def cut_events(self) -> None:
        for stream in [stream for stream in self.streams if stream.events]:
            stream.cut()

    async def stream(
        self,
        request: web.Request,
        content_type: str,
        *,
        events: bool = True,
        topics: object = None,
        first: bytes = b"",
        every: float | None = None,
        part: Callable[[], bytes] = bytes,
        headers: dict[str, str] | None = None,
    ) -> web.StreamResponse:
        """Hold an answer open: ``first``, what is sent to it, and ``part()`` ``every`` seconds."""
        response = UnframedResponse(headers=headers)
        response.headers["Content-Type"] = content_type
        response.force_close()
        await response.prepare(request)
        opened = OpenStream(request, events=events, topics=topics)
        self.streams.add(opened)
        try:
            data: bytes | None = first
            while data is not None:
                if data:
                    await response.write(data)
                try:
                    data = await opened.next(every)
                except TimeoutError:
                    data = part()
        except ConnectionError:
            pass
        finally:
            self.streams.discard(opened)
        return response

    async def mjpeg(
        self, request: web.Request, frame: Callable[[], bytes], *, boundary: str, rate: float = 10.0
    ) -> web.StreamResponse:
        """Motion JPEG until the client leaves."""

        def part() -> bytes:
            picture = frame()
            head = f"--{boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            return head.encode() + picture + b"\r\n"

        return await self.stream(
            request,
            f"multipart/x-mixed-replace; boundary={boundary}",
            events=False,
            first=part(),
            every=1 / rate,
            part=part,
        )

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        target = request.raw_path
        raw_path, _, raw_query = target.partition("?")
        logged = LoggedRequest(
            method=request.method,
            path=unquote(raw_path),
            query=parse_query(raw_query),
            target=target,
            at=time.monotonic(),
            body=await request.read(),
            headers=dict(request.headers),
        )
        self.requests.append(logged)
        fault = self._fault_for(target)
        if fault is not None:
            if fault.delay:
                await asyncio.sleep(fault.delay)
            refused = self._refuse(request, fault)
            if refused is not None:
                logged.status = refused.status if fault.status is not None else 0
                return refused
        logged.status = 200
        if logged.path in self.lacks:
            response: web.StreamResponse = web.Response(status=404, text="404 Not Found")
        else:
            response = await self.answer(request)
        self.habits.rewrite(response)
        logged.status = response.status
        if not response.prepared:
            response.headers.setdefault("Server", self.server_header)
        return response

    @staticmethod
    def drop(request: web.Request) -> web.Response:
        """Close the connection without a word."""
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _fault_for(self, target: str) -> Fault | None:
        readable = unquote(target)
        found = [p for p in self.refuse if target.startswith(p) or readable.startswith(p)]
        if not found:
            return None
        prefix = max(found, key=len)
        fault = self.refuse[prefix]
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                del self.refuse[prefix]
        return fault

    @staticmethod
    def _refuse(request: web.Request, fault: Fault) -> web.Response | None:
        if fault.status is not None:
            return web.Response(status=fault.status, body=fault.body, content_type=fault.content_type)
        if fault.garbage is None and not fault.drop:
            return None
        if request.transport is not None:
            if fault.garbage is not None:
                request.transport.write(fault.garbage)
                request.transport.close()
            else:
                request.transport.abort()
        return web.Response()

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
