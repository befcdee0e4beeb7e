"""What all devices of the dahua dialect share: log-in, CGIs, tables, streams (Amcrest HTTP API)."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import unquote

from aiohttp import web

from .base import OpenStream, parse_query
from .control_values import NotAllowed, integer
from .dahua_alarms import AlarmingDevice
from .dahua_cgi import all_endpoints
from .dahua_config import Config, all_tables
from .dahua_configure import configure
from .dahua_events import Framing, asked
from .dahua_hardware import Hardware, Manners, Wording, picked
from .dahua_loading import load, load_between
from .dahua_login import Gate, Login
from .dahua_media import Disk
from .dahua_pictures import picture, stream_behind
from .dahua_ptz import Head
from .dahua_slots import Slots
from .dahua_tables import Entries, lamps
from .dahua_thermal import hot
from .files import Delivery
from .wire import USER

# What an account of the group "user" must not do: it may watch and replay (4.12.4).
WRITING = {
    *(("configManager", action) for action in ("setConfig", "restore", "restoreExcept")),
    ("magicBox", "reboot"),
    ("global", "setCurrentTime"),
    *(("ptz", action) for action in ("start", "stop")),
    ("ptzBase", "moveDirectly"),
    *(("devVideoInput", action) for action in ("adjustFocus", "adjustFocusContinuously", "autoFocus")),
    *(("rainBrush", action) for action in ("moveContinuously", "stopMove", "moveOnce")),
    ("coaxialControlIO", "control"),
    *(("accessControl", action) for action in ("openDoor", "closeDoor")),
    *(("ThermographyManager", action) for action in ("doFFC", "enableShutter", "fixFocus")),
    *(("VideoTalkPeer", action) for action in ("invite", "cancel", "answer", "refuse", "hangup")),
}
# Special answers that are no row of dahua_cgi.
SPECIAL = {"snapshot", "mjpg/video", "configManager", "eventManager", "storageDevice", "mediaFileFind", "loadfile"}


class DahuaDevice(AlarmingDevice):
    """Keywords are those of Hardware, Wording, Manners and Login, and ``framing`` with those of Framing.

    ``lacks`` names tables or rows of them ("Lighting_V2", "VideoInOptions.InfraRed" for every channel), a CGI
    ("coaxialControlIO") or an action of one ("ptz.getStatus"). Writes of keys that begin as one of ``reverted`` are
    answered OK and lost; "key=value" loses that value alone.
    """

    records = (
        ("", Hardware),
        ("", Wording),
        ("", Manners),
        ("", Login),
        ("framing", Framing),
        *AlarmingDevice.records,
    )
    hardware_of_kind: ClassVar[dict[str, Any]] = {}
    device_type = "IPC-HDW5831R-ZE"
    update_serial = "IPC-HDW5830R-Z"
    device_class = "IPC"
    vendor = "Dahua"
    version = "2.800.0000016.0.R"
    build = "2020-06-05"

    def __init__(
        self,
        *,
        framing: Mapping[str, Any] | None = None,
        basic_first: bool = False,
        reverted: Iterable[str] = (),
        without_snapshot: Iterable[int] = (),
        picture_size: tuple[int, int] = (640, 360),
        find_page: int = 100,
        travel_seconds: float = 0.0,
        device_type: str | None = None,
        update_serial: str | None = None,
        **options: Any,
    ) -> None:
        self.hardware = self._hardware(options)
        self.wording = picked(Wording, options)
        self.manners = picked(Manners, options)
        self.login = picked(Login, options, scheme="basic_first" if basic_first else "digest")
        super().__init__(**{"name": "Simulated Dahua", "serial": "4X7C5A1ZAG21L3F", **options})
        self.framing = Framing(**(framing or {}))
        self.without_snapshot = set(without_snapshot)
        self.picture_size = picture_size
        self.device_type = self.device_type if device_type is None else device_type
        self.update_serial = self.update_serial if update_serial is None else update_serial
        self.config = Config(self._tables(), reverted, self.lacks)
        self.slots = Slots(self.hardware, self.wording, self.config)
        self.gate = Gate(self.login, f"Login to {self.serial}", self.accounts, self.seconds)
        heads = range(self.hardware.channels)
        self.heads = [Head(self.hardware.presets, self.seconds, travel_seconds) for _ in heads]
        self.disk = Disk(recorder=self.hardware.recorder, page=find_page)
        # The document knows no Range.
        self.delivery = Delivery(ranges=False)
        self._record_something()
        self.timers: dict[str, float] = {}
        self.people = {
            way: {"Today": 3, "Total": total, "TotalInTimeSection": 0}
            for way, total in (("Entered", 14), ("Exited", 32))
        }
        self.temperature = 27.5
        # Where the motors of each channel's lens stand.
        self.lens: dict[int, dict[str, float]] = {}
        # How many requests were ever under way together, event streams not counted.
        self.busiest = 0
        self._busy = 0
        self._held: dict[OpenStream, list[bytes]] = {}
        self._shutting: dict[int, asyncio.TimerHandle] = {}
        self._told = self._all_active()
        self.endpoints = {key: one for key, one in all_endpoints(self).items() if ".".join(key) not in self.lacks}
        self._cgis = ({cgi for cgi, _ in self.endpoints} | SPECIAL) - self.lacks

    def _tables(self) -> Entries:
        return all_tables(
            self.hardware,
            self.wording,
            name=self.name,
            mac=self.mac,
            host=self.host if self.host[:1].isdigit() else "192.168.1.108",
            rtsp_port=self.rtsp_port,
            lock_times=self.login.lock_login_times,
            lock_seconds=self.login.lock_seconds,
        )

    @classmethod
    def _hardware(cls, options: dict[str, Any]) -> Hardware:
        names = options.pop("names", None)
        channels = options.setdefault("channels", len(names) if names else cls.hardware_of_kind.get("channels", 1))
        names = names or cls.channel_names(channels)
        if len(names) != channels:
            raise ValueError("one name a channel")
        return picked(Hardware, options, **{**cls.hardware_of_kind, "names": tuple(names)})

    @classmethod
    def channel_names(cls, channels: int) -> list[str]:
        return [f"CAM{n}" for n in range(1, channels + 1)]

    def _record_something(self) -> None:
        """A regular clip, a motion clip and its picture for each channel, within the last hours."""
        hour = self.now().replace(minute=0, second=0) - timedelta(hours=2)
        for channel in range(1, self.hardware.channels + 1):
            self.disk.add(hour, 480, channel=channel)
            motion = hour + timedelta(minutes=20)
            self.disk.add(motion, 34, channel=channel, event="VideoMotion")
            self.disk.add(motion, 0, channel=channel, kind="jpg", event="VideoMotion")

    def expire_sessions(self) -> None:
        self.gate.forget()

    def locked_answer(self, request: web.Request) -> web.Response | None:
        return self.gate.refused_for_good() if "Authorization" in request.headers else None

    def forget_sessions(self) -> None:
        super().forget_sessions()
        self.timers.clear()
        self._held.clear()
        self._told = self._all_active()

    # -- requests

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path = unquote(request.raw_path.partition("?")[0])
        if self.manners.redirect:
            return web.Response(status=302, headers={"Location": f"{self.manners.redirect}{request.raw_path}"})
        if not self.manners.cgi_enabled or not path.startswith("/cgi-bin/"):
            return self.text("Error\r\nNot Found!\r\n", 404)
        if self._busy >= self.manners.most_at_once > 0:
            return self.drop(request)
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        try:
            response = self._refusal(request) or await self._answer(request, path)
        except NotAllowed:
            response = self.bad_request()
        finally:
            self._busy -= 1
        if isinstance(response, web.Response):
            self._send_off(response)
        return response

    def _send_off(self, response: web.Response) -> None:
        if self.manners.odd_headers:
            response.headers["Set-Cookie"] = "secure; HttpOnly"
            for name, odd in (("Content-Type", "Content-type"), ("Content-Length", "CONTENT-LENGTH")):
                value = response.headers.pop(name, None) or str(response.content_length)
                response.headers[odd] = value
        if self.manners.connection_close:
            response.force_close()

    def _refusal(self, request: web.Request) -> web.Response | None:
        general = self.config
        enabled = general["General.LockLoginEnable"] == "true"
        times = int(general["General.LockLoginTimes"]) if enabled else 10**9
        locks = self.gate.locks
        refusal = self.gate.refusal(request, times, float(general["General.LoginFailLockTime"]))
        if self.gate.locks > locks and general["LoginFailureAlarm.Enable"] == "true":
            data = {"Address": request.remote, "Name": self.username, "Type": "CGI"}
            self.send_event("LoginFailure", "Pulse", 0, data)
        return refusal

    async def _answer(self, request: web.Request, path: str) -> web.StreamResponse:
        raw_query = request.raw_path.partition("?")[2]
        query = parse_query(raw_query)
        if path.startswith("/cgi-bin/RPC_Loadfile/") and self.hardware.storage:
            return await load(self, request, path.removeprefix("/cgi-bin/RPC_Loadfile"))
        cgi = path.removeprefix("/cgi-bin/").removesuffix(".cgi")
        if not path.endswith(".cgi") or cgi not in self._cgis:
            return self.text("Error\r\nNot Found!\r\n", self.wording.missing_status)
        if request.method != "GET":
            raise NotAllowed("GET only")
        if cgi == "snapshot":
            return self._snapshot(query)
        if cgi == "mjpg/video":
            return await self._mjpg(request, query)
        action = query.pop("action", "")
        if (cgi, action) in WRITING and not self.may_write(request[USER]):
            return self.text("Authority:check failure.\r\n", 403)
        if cgi == "configManager":
            return configure(self, action, [pair for pair in raw_query.split("&") if pair])
        if (cgi, action) == ("loadfile", "startLoad") and self.hardware.storage:
            return await load_between(self, request, query)
        if (cgi, action) == ("eventManager", "attach"):
            return await self._attach(request, query)
        return self._act(cgi, action, query)

    def _act(self, cgi: str, action: str, query: dict[str, str]) -> web.StreamResponse:
        finding = cgi == "mediaFileFind" and self.hardware.storage
        if finding and action == "findFile":
            # An error is how it says that there is nothing.
            return self.lines(["OK"]) if self.disk.find(query, self.hardware.channels) else self.bad_request()
        endpoint = self.endpoints.get((cgi, action))
        if endpoint is None and finding:
            return self.lines(["Error", "ErrorID=2, Detail=Invalid Request!"])
        if endpoint is None:
            raise NotAllowed("no such action")
        answer = endpoint(query)
        return self.lines(answer) if isinstance(answer, list) else answer

    # -- answers

    @staticmethod
    def text(body: str, status: int = 200) -> web.Response:
        return web.Response(status=status, body=body.encode(), headers={"Content-Type": "text/plain;charset=utf-8"})

    def lines(self, lines: Iterable[str]) -> web.Response:
        return self.text("".join(f"{line}{self.wording.newline}" for line in lines))

    def bad_request(self) -> web.Response:
        return self.text("Error\r\nBad Request!\r\n", 400)

    # -- streams and pictures

    async def _attach(self, request: web.Request, query: dict[str, str]) -> web.StreamResponse:
        if not self.manners.events_enabled:
            return self.text("") if self.manners.no_events == "empty" else self._no_events()
        codes = asked(query.pop("codes", ""))
        every = integer(1, 60)
        beats = {name: float(every(value)) for name, value in query.items() if name in ("heartbeat", "keepalive")}
        if codes is None or len(beats) != len(query):
            raise NotAllowed("codes are not written right, or an unknown parameter")
        if self.manners.max_codes is not None and len(codes) > self.manners.max_codes:
            return self.text("Error\r\nBad Request!\r\n", self.manners.max_codes_status)
        with self.not_busy():
            return await self.stream(
                request,
                f"multipart/x-mixed-replace; boundary={self.framing.declared}",
                topics=codes,
                every=beats["heartbeat"] * self.manners.heartbeat_scale if "heartbeat" in beats else None,
                part=lambda: self.framing.part("Heartbeat"),
                headers={
                    "Cache-Control": "no-cache",
                    "Pragma": "no-cache",
                    "Expires": "Thu, 01 Dec 2099 16:00:00 GMT",
                },
            )

    @contextmanager
    def not_busy(self) -> Iterator[None]:
        """What stays open is no request under way."""
        self._busy -= 1
        try:
            yield
        finally:
            self._busy += 1

    def _no_events(self) -> web.Response:
        status = int(self.manners.no_events)
        return self.text(f"Error\r\n{'Not Implemented' if status == 501 else 'Not Found'}!\r\n", status)

    def _channel(self, query: Mapping[str, str], *others: str) -> int:
        if query.keys() - {"channel", *others}:
            raise NotAllowed("unknown parameter")
        return int(self.slots.number(query.get("channel", "1")))

    def _snapshot(self, query: Mapping[str, str]) -> web.Response:
        channel = self._channel(query)
        if channel in self.without_snapshot:
            raise NotAllowed("no snapshot of this channel")
        body = picture(self, channel)
        if self.manners.odd_comment:
            body = body[:2] + b"\xff\xfe\x00\x40dahua" + body[2:]
        return web.Response(body=body + self.manners.snapshot_tail.encode(), content_type="image/jpeg")

    async def _mjpg(self, request: web.Request, query: Mapping[str, str]) -> web.StreamResponse:
        channel = self._channel(query, "subtype")
        integer(0, self.hardware.extra_streams)(query.get("subtype", "0"))
        with self.not_busy():
            return await self.mjpeg(request, lambda: picture(self, channel), boundary="myboundary")

    def rtsp_open(self) -> bool:
        return self.config["RTSP.Enable"] == "true"

    def rtsp_realm(self) -> str:
        return self.gate.realm

    def rtsp_media(self, target: str) -> str | None:
        return stream_behind(self, target)

    def set_temperature(self, degrees: float) -> None:
        """What a thermal camera sees, in degrees Celsius; a rule's limit raises or ends the alarm."""
        self.temperature = degrees
        self.raise_alarm("HeatImagingTemper", on=hot(self))

    def talk(self, action: str) -> None:
        """Take part in a call, where somebody can ring."""

    def settings(self) -> dict[str, Any]:
        return {
            "config": self.config.values,
            "active": sorted(f"{code}:{index}" for code, index in self._all_active()),
            "ptz": [head.state() for head in self.heads] if self.hardware.ptz else [],
            "finders": len(self.disk.finders),
            "busiest": self.busiest,
            "fitted": sorted(self.slots.fitted),
            "lit": [name for name in ("WhiteLight", "Speaker") if self.lit(name)] + lamps(self.config.values),
        }
