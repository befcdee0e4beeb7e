"""Cameras, recorders and door stations of the dahua dialect (Amcrest HTTP API)."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import unquote

from aiohttp import web

from .base import OpenStream, parse_query
from .control_values import NotAllowed, integer
from .dahua_alarms import AlarmingDevice
from .dahua_cgi import all_endpoints
from .dahua_config import Config, all_tables
from .dahua_events import Framing, asked
from .dahua_extra_tables import SLOT
from .dahua_hardware import Hardware, Wording
from .dahua_login import Gate, Login
from .dahua_media import Disk
from .dahua_ptz import Head
from .picture import draw

# Special answers that are no row of dahua_cgi.
SPECIAL = {"snapshot", "mjpg/video", "configManager", "eventManager", "storageDevice", "mediaFileFind"}


def picked[T](kind: type[T], options: dict[str, Any], **fixed: Any) -> T:
    """Take the keywords of a record out of the options."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{**fixed, **{name: options.pop(name) for name in names & options.keys()}})


class DahuaDevice(AlarmingDevice):
    """Keywords are those of Hardware, Wording and Login, and ``framing`` with those of Framing."""

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
        connection_close: bool = False,
        odd_headers: bool = False,
        cgi_enabled: bool = True,
        events_enabled: bool = True,
        max_codes: int | None = None,
        max_codes_status: int = 400,
        heartbeat_scale: float = 1.0,
        local_without_index: bool = False,
        reverted: Iterable[str] = (),
        without_snapshot: Iterable[int] = (),
        snapshot_tail: str = "",
        picture_size: tuple[int, int] = (640, 360),
        find_page: int = 100,
        redirect: str = "",
        device_type: str | None = None,
        update_serial: str | None = None,
        **options: Any,
    ) -> None:
        self.hardware = self._hardware(options)
        self.wording = picked(Wording, options)
        self.login = picked(Login, options, scheme="basic_first" if basic_first else "digest")
        super().__init__(**{"name": "Simulated Dahua", "serial": "4X7C5A1ZAG21L3F", **options})
        self.framing = Framing(**(framing or {}))
        self.connection_close = connection_close
        self.odd_headers = odd_headers
        self.cgi_enabled = cgi_enabled
        self.events_enabled = events_enabled
        self.max_codes = max_codes
        self.max_codes_status = max_codes_status
        self.heartbeat_scale = heartbeat_scale
        self.local_without_index = local_without_index
        self.without_snapshot = set(without_snapshot)
        self.snapshot_tail = snapshot_tail.encode()
        self.picture_size = picture_size
        self.redirect = redirect
        self.device_type = self.device_type if device_type is None else device_type
        self.update_serial = self.update_serial if update_serial is None else update_serial
        self.config = Config(
            all_tables(
                self.hardware,
                self.wording,
                name=self.name,
                mac=self.mac,
                host=self.host if self.host[:1].isdigit() else "192.168.1.108",
                rtsp_port=self.rtsp_port,
                lock_times=self.login.lock_login_times,
                lock_seconds=self.login.lock_seconds,
            ),
            reverted,
        )
        self.gate = Gate(self.login, f"Login to {self.serial}", lambda: (self.username, self.password), self.seconds)
        self.heads = [Head(self.hardware.presets, self.seconds) for _ in range(self.hardware.channels)]
        self.disk = Disk(recorder=self.hardware.recorder, page=find_page)
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
        self._told = self._all_active()
        self.endpoints = all_endpoints(self)
        self._cgis = {cgi for cgi, _ in self.endpoints} | SPECIAL

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
            self.disk.add(hour, 480, channel=channel, size=65536)
            motion = hour + timedelta(minutes=20)
            self.disk.add(motion, 34, channel=channel, event="VideoMotion", size=40000)
            self.disk.add(motion, 0, channel=channel, kind="jpg", event="VideoMotion")

    def forget_sessions(self) -> None:
        self.gate.forget()
        self.timers.clear()
        self._held.clear()
        self._told = self._all_active()

    # -- requests

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path = unquote(request.raw_path.partition("?")[0])
        if self.redirect:
            return web.Response(status=302, headers={"Location": f"{self.redirect}{request.raw_path}"})
        if not self.cgi_enabled or not path.startswith("/cgi-bin/"):
            return self.text("Error\r\nNot Found!\r\n", 404)
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        try:
            response = self._refusal(request) or await self._answer(request, path)
        except NotAllowed:
            response = self.bad_request()
        finally:
            self._busy -= 1
        if not response.prepared:
            if self.odd_headers:
                response.headers["Set-Cookie"] = "secure; HttpOnly"
            if self.connection_close:
                response.force_close()
        return response

    def _refusal(self, request: web.Request) -> web.Response | None:
        general = self.config
        enabled = general["General.LockLoginEnable"] == "true"
        times = int(general["General.LockLoginTimes"]) if enabled else 10**9
        locked_before = self.gate.locked(request.remote or "")
        refusal = self.gate.refusal(request, times, float(general["General.LoginFailLockTime"]))
        newly = not locked_before and self.gate.locked(request.remote or "")
        if newly and general["LoginFailureAlarm.Enable"] == "true":
            data = {"Address": request.remote, "Name": self.username, "Type": "CGI"}
            self.send_event("LoginFailure", "Pulse", 0, data)
        return refusal

    async def _answer(self, request: web.Request, path: str) -> web.StreamResponse:
        raw_query = request.raw_path.partition("?")[2]
        query = parse_query(raw_query)
        if path.startswith("/cgi-bin/RPC_Loadfile/") and self.hardware.storage:
            return self._load(path.removeprefix("/cgi-bin/RPC_Loadfile"))
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
        if cgi == "configManager":
            return self._configure(action, [pair for pair in raw_query.split("&") if pair])
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

    # -- configuration

    def _configure(self, action: str, pairs: list[str]) -> web.Response:
        given = [(unquote(key), unquote(value)) for key, _, value in (pair.partition("=") for pair in pairs)]
        given = [(key, value) for key, value in given if key != "action"]
        if action == "getConfig":
            return self._read_config(given)
        if action == "setConfig":
            # A parameter twice over is as wrong as an unknown one.
            if len({key for key, _ in given}) != len(given):
                raise NotAllowed("a parameter twice")
            self._config_changed(self.config.write(dict(given)))
            return self.lines(["OK"])
        if action in ("restore", "restoreExcept") and all(key == f"names[{n}]" for n, (key, _) in enumerate(given)):
            self.config.restore((name for _, name in given), others=action == "restoreExcept")
            self.tell()
            return self.lines(["OK"])
        raise NotAllowed("no such action")

    def _read_config(self, given: list[tuple[str, str]]) -> web.Response:
        if not given or any(key != "name" or not value for key, value in given):
            raise NotAllowed("no name")
        lines = []
        for _, name in given:
            found = self.config.under(name)
            if not found and self.wording.unknown == "empty":
                return self.text("")
            if not found:
                return self.text(f"Error: Error -1 getting param in name={name}\r\n", int(self.wording.unknown))
            lines += [f"table.{key}={value}" for key, value in found.items()]
        return self.lines(lines)

    def plug(self, channel: int, *, there: bool) -> None:
        """Add a camera to a recorder's slot, or remove it."""
        self.config.values[f"{SLOT.format(channel - 1)}.Enable"] = "true" if there else "false"

    def _config_changed(self, changed: dict[str, str]) -> None:
        self.tell()
        if "Language" in changed:
            # 4.6.6: it reboots by itself.
            self.reboot()

    # -- streams and pictures

    async def _attach(self, request: web.Request, query: dict[str, str]) -> web.StreamResponse:
        if not self.events_enabled:
            return self.text("Error\r\nNot Implemented!\r\n", 501)
        codes = asked(query.pop("codes", ""))
        every = integer(1, 60)
        beats = {name: float(every(value)) for name, value in query.items() if name in ("heartbeat", "keepalive")}
        if codes is None or len(beats) != len(query):
            raise NotAllowed("codes are not written right, or an unknown parameter")
        if self.max_codes is not None and len(codes) > self.max_codes:
            return self.text("Error\r\nBad Request!\r\n", self.max_codes_status)
        self._busy -= 1
        try:
            return await self.stream(
                request,
                f"multipart/x-mixed-replace; boundary={self.framing.declared}",
                topics=codes,
                every=beats["heartbeat"] * self.heartbeat_scale if "heartbeat" in beats else None,
                part=lambda: self.framing.part("Heartbeat"),
                headers={
                    "Cache-Control": "no-cache",
                    "Pragma": "no-cache",
                    "Expires": "Thu, 01 Dec 2099 16:00:00 GMT",
                },
            )
        finally:
            self._busy += 1

    def picture(self, channel: int) -> bytes:
        c = channel - 1
        share = {name: int(self.config[f"VideoColor[{c}][0].{name}"]) / 100 for name in ("Brightness", "Contrast")}
        grey = self.config[f"VideoInOptions[{c}].DayNightColor"] == "2"
        return draw(
            self.config[f"ChannelTitle[{c}].Name"],
            self.now(),
            size=self.picture_size,
            brightness=share["Brightness"],
            contrast=share["Contrast"],
            saturation=0.0 if grey else int(self.config[f"VideoColor[{c}][0].Saturation"]) / 100,
            text=self.config[f"VideoWidget[{c}].ChannelTitle.EncodeBlend"] == "true",
            flip=self.config[f"VideoInOptions[{c}].Flip"] == "true",
            mirror=self.config[f"VideoInOptions[{c}].Mirror"] == "true",
        )

    def _channel(self, query: Mapping[str, str], *others: str) -> int:
        if query.keys() - {"channel", *others}:
            raise NotAllowed("unknown parameter")
        return int(integer(1, self.hardware.channels)(query.get("channel", "1")))

    def _snapshot(self, query: Mapping[str, str]) -> web.Response:
        channel = self._channel(query)
        if channel in self.without_snapshot:
            raise NotAllowed("no snapshot of this channel")
        return web.Response(body=self.picture(channel) + self.snapshot_tail, content_type="image/jpeg")

    async def _mjpg(self, request: web.Request, query: Mapping[str, str]) -> web.StreamResponse:
        channel = self._channel(query, "subtype")
        integer(0, self.hardware.extra_streams)(query.get("subtype", "0"))
        self._busy -= 1
        try:
            return await self.mjpeg(request, lambda: self.picture(channel), boundary="myboundary")
        finally:
            self._busy += 1

    def _load(self, path: str) -> web.Response:
        for recording in self.disk.files:
            if recording.path == path:
                body = self.disk.content(recording, self.picture(recording.channel))
                return web.Response(body=body, headers={"Content-Type": "Application/octet-stream"})
        return self.text("Error\r\nNot Found!\r\n", 404)

    def settings(self) -> dict[str, Any]:
        return {
            "config": self.config.values,
            "active": sorted(f"{code}:{index}" for code, index in self._all_active()),
            "ptz": [head.state() for head in self.heads] if self.hardware.ptz else [],
            "finders": len(self.disk.finders),
            "busiest": self.busiest,
        }


class DahuaCamera(DahuaDevice):
    """One channel; with ``doors=1`` a door station."""

    kind = "dahua-camera"


class DahuaRecorder(DahuaDevice):
    """Four channels behind one address, one disk, one event stream."""

    kind = "dahua-recorder"
    hardware_of_kind: ClassVar[dict[str, Any]] = {
        "channels": 4,
        "recorder": True,
        "inputs": 4,
        "outputs": 2,
        "extra_streams": 1,
    }
    device_type = "31"
    update_serial = "DH-NVR5232-4KS3/I"
    device_class = "NVR"
    version = "4.001.0000000.6.R"
    build = "2021-11-08"

    @classmethod
    def channel_names(cls, channels: int) -> list[str]:
        usual = ["Driveway", "Garden", "Back door", "Workshop"]
        return (usual + super().channel_names(channels)[len(usual) :])[:channels]


KINDS = {kind.kind: kind for kind in (DahuaCamera, DahuaRecorder)}
