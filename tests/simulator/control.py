"""A camera of the control dialect (Control CGI 1.20)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from .base import SimulatedCamera, parse_query
from .control_commands import UNIFIED, Handler, section, taking
from .control_events import ALARMS, BOUNDARY, EVENT_TYPES, Framing, wanted
from .control_pages import Pages, all_pages
from .control_pictures import images
from .control_ptz import PTZ_COMMANDS, Head
from .control_system_tables import CLOCK_PARAMETERS
from .control_tables import Model, Row, numbered
from .control_values import NotAllowed, choice
from .control_video import (
    VIDEO_ACTIONS,
    capability_audio,
    capability_image,
    capability_ptz,
    capability_video,
    connections,
)
from .wire import USER

CONTROL, IMAGE = "/cgi-bin/control/", "/cgi-bin/image/"
PTZ_CGIS = {"ptzf_status", "pt_control", "zf_control", "preset_control"}


class ControlCamera(SimulatedCamera):
    """``model`` is what it was built with; ``newer`` adds what V1.22 of the document has.

    ``lacks`` names a cgi ("camwdr"), an action of one ("camcolor.getncolor") or a value ("edge"). ``comments``: as the
    document prints them behind values; ``blanks``: around the equals sign; ``misspelt_osd``: tsxton, before 1.17.
    """

    kind = "control"
    records = (("model", Model), ("framing", Framing), *SimulatedCamera.records)

    def __init__(
        self,
        *,
        framing: Mapping[str, Any] | None = None,
        comments: bool = False,
        blanks: bool = True,
        misspelt_osd: bool = False,
        date_format: str = "%B %d, %Y %H:%M:%S",
        picture_size: tuple[int, int] = (640, 360),
        model: Mapping[str, Any] | None = None,
        ptz: bool = False,
        **common: Any,
    ) -> None:
        super().__init__(**{"name": "welcome", **common})
        self.model = Model(**{"ptz": ptz, **(model or {})})
        self.framing = Framing(**(framing or {}))
        self.comments = comments
        self.separator = " = " if blanks else "="
        self.date_format = date_format
        self.picture_size = picture_size
        self.head = Head(self.seconds)
        self.relays = dict.fromkeys(range(1, self.model.alarm_outputs + 1), False)
        pages = all_pages(self.model, name=self.name, port=80, rtsp_port=self.rtsp_port, misspelt_osd=misspelt_osd)
        self.pages = Pages(pages, self.lacks)
        self._sizes = self._capture_sizes()
        self._told = self.event_lines()
        self._commands = self._all_commands()

    # -- events

    def event_lines(self) -> dict[str, bool]:
        """What each alarm line reads now; a detection that is off reports nothing."""
        lines = {}
        link = 0
        for name, page, bit, count in (
            ("motion", "setmotion", 1, 1),
            ("alarmin", "setalarmin", 2, self.model.alarm_inputs),
        ):
            armed = self.pages[page]
            for n in range(1, count + 1):
                on = armed["allstatus"] == armed[f"{name}{n}.enable"] == "enable" and self._raised(name, n)
                lines[f"{name}{n}"] = on
                link |= bit if on else 0
        if self.model.shock:
            shaken = self.pages["setshock"]["shock.enable"] == "enable" and self._raised("videotamper", 1)
            lines["videotamper"] = shaken
            link |= 4 if shaken else 0
        out = self.pages["setalarmout"]
        for n, on in self.relays.items():
            linked = out["allstatus"] == out[f"alarmout{n}.enable"] == "enable" and link & int(out[f"alarmout{n}.link"])
            lines[f"alarmout{n}"] = on or bool(linked)
        order = ("alarmin", "alarmout", "motion", "videotamper")
        return dict(sorted(lines.items(), key=lambda line: order.index(line[0].rstrip("0123456789"))))

    def _raised(self, name: str, n: int) -> bool:
        return any(on for (kind, channel), on in self.alarms.items() if ALARMS.get(kind, kind) == name and channel == n)

    def alarm_changed(self, kind: str, on: bool, channel: int, data: dict[str, Any]) -> None:
        if ALARMS.get(kind) == "alarmout" and channel in self.relays:
            self.relays[channel] = on
        self.tell()

    def tell(self) -> None:
        """Send the lines that changed to whoever asked for them."""
        lines = self.event_lines()
        changed = {key: on for key, on in lines.items() if self._told.get(key) != on}
        self._told = lines
        for stream in self.streams:
            if stream.events and (part := wanted(changed, str(stream.topics))):
                stream.send(self.framing.part(part))

    # -- requests

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path, _, raw_query = request.raw_path.partition("?")
        query = parse_query(raw_query)
        if not self._known(path):
            return web.Response(status=404, text="Not Found")
        if request.method != "GET":
            return web.Response(status=405, text="Method Not Allowed")
        user, password = query.pop("id", ""), query.pop("passwd", "")
        if not user or self.accounts().get(user) != password:
            return self.error("authentication failed")
        request[USER] = user
        try:
            if path.startswith(IMAGE):
                return await images(self, request, path, query)
            return await self._control(request, path.removeprefix(CONTROL).removesuffix(".cgi"), query)
        except NotAllowed as error:
            return self.error(str(error))

    def _known(self, path: str) -> bool:
        if path in (f"{IMAGE}jpeg.cgi", f"{IMAGE}mjpeg.cgi", f"{CONTROL}requestevent.cgi"):
            return path.rpartition("/")[2].removesuffix(".cgi") not in self.lacks
        cgi = path.removeprefix(CONTROL).removesuffix(".cgi")
        known = {known for known, _ in (*self.pages.actions, *self._commands)} | PTZ_CGIS
        return path == f"{CONTROL}{cgi}.cgi" and cgi in known - self.lacks

    async def _control(self, request: web.Request, cgi: str, query: dict[str, str]) -> web.StreamResponse:
        if self.pages["setapi"]["apictrlstatus"] == "disable" and cgi != "httpapi":
            raise NotAllowed("http api is disabled")
        if cgi in PTZ_CGIS and not self.model.ptz:
            raise NotAllowed("not supported")
        action = query.pop("action", "")
        if f"{cgi}.{action}" in self.lacks:
            raise NotAllowed(f"unknown action {action}")
        if cgi == "requestevent":
            return await self._events(request, action, query)
        if (found := self.pages.actions.get((cgi, action))) is not None:
            page, n, writes = found
            if not writes:
                return self.page(self.pages.read(page, n, query))
            self._only_for_writers(request)
            self.pages.write(page, n, query)
            self._after_write(page.set)
            return self.page(self.pages.rows(page.set, 0 if page.whole else n))
        command = self._commands.get((cgi, action))
        if command is None:
            raise NotAllowed(f"unknown action {action}")
        if not action.startswith("get"):
            self._only_for_writers(request)
        return command(request, query)

    def _only_for_writers(self, request: web.Request) -> None:
        """Since 1.03 administrators alone control; how it is refused is not printed."""
        if not self.may_write(request[USER]):
            raise NotAllowed("permission denied")

    def _after_write(self, page: str) -> None:
        if page == "setvideo":
            waiting = self._capture_sizes() != self._sizes
            self.pages[page]["need_reboot"] = "yes" if waiting else "no"
        self.tell()

    def _capture_sizes(self) -> dict[str, str]:
        video = self.pages["setvideo"]
        return {f"capture{n}": video[f"capture{n}.size"] for n in numbered(self.model.captures)}

    # -- answers

    @staticmethod
    def error(description: str) -> web.Response:
        return web.Response(body=f"Error: {description}\r\n".encode(), content_type="text/plain")

    @staticmethod
    def lines(lines: Iterable[str]) -> web.Response:
        body = "".join(f"{line}\r\n" for line in lines)
        return web.Response(body=body.encode(), content_type="text/plain")

    def row_lines(self, rows: Iterable[tuple[Row, str]]) -> list[str]:
        lines = []
        for row, value in rows:
            tail = f"          * {row.comment}" if self.comments and row.comment else ""
            lines.append(f"{row.key}{self.separator}{value}{tail}")
        return lines

    def page(self, rows: Iterable[tuple[Row, str]]) -> web.Response:
        return self.lines(self.row_lines(rows))

    def pairs(self, *pairs: tuple[str, str]) -> web.Response:
        return self.lines(f"{key}{self.separator}{value}" for key, value in pairs)

    # -- commands that are no settings

    def _all_commands(self) -> dict[tuple[str, str], Handler]:
        commands: dict[tuple[str, str], Handler] = {
            ("servermac", "getmac"): taking({}, lambda r, q: self.pairs(("mac", self.mac))),
            ("serverdate", "getdate"): taking({}, lambda r, q: self._date()),
            ("serverdate", "setdate"): taking(CLOCK_PARAMETERS, self._set_date, optional=("second",)),
            ("connectinfo", "getconnect"): taking({"stream": choice("all")}, self._connections),
            ("videoset", "getmaxsize"): taking(
                {}, lambda r, q: self.pairs(("max_video_size", self.pages["setvideo"]["max_video_size"]))
            ),
            ("ctrl_alarmout", "setalarmout"): self._set_relay,
            ("camcolor", "getCapabilitiesImage"): self._telling(capability_image(self.model)),
        }
        for action in ("setreboot", "setfactory", "setfactoryexip"):
            commands["reboot", action] = taking({}, self._rebooting(action))
        for action in UNIFIED:
            commands[f"serverinfo{action[-1]}", action] = taking({}, self._unified(action))
        for action in ("getCapabilitiesVideoAll", *VIDEO_ACTIONS):
            commands["capabilityvideo", action] = self._telling(capability_video(self.model, action))
        for action in ("getCapabilitiesAudioAll", "getAudio", "getAudioCodec"):
            commands["capabilityaudio", action] = self._telling(capability_audio(self.model, action))
        for action in ("getCapabilitiesPTZAll", "getPTZ"):
            commands["capabilityptz", action] = self._telling(capability_ptz(self.model, action))
        if self.model.newer:
            model = f"SIM-{self.model.megapixel}M"
            commands["servermodel", "getservermodel"] = taking({}, lambda r, q: self.pairs(("servermodel", model)))
            commands["versioninfo", "getversioninfo"] = taking({}, lambda r, q: self.pairs(("version", "1.22")))
        for key in PTZ_COMMANDS:
            commands[key] = self._ptz(key)
        return commands

    def _telling(self, lines: list[str]) -> Handler:
        return taking({}, lambda request, query: self.lines(lines))

    def _date(self) -> web.Response:
        return self.pairs(("serverdate", self.now().strftime(self.date_format)))

    def _set_date(self, request: web.Request, query: Mapping[str, str]) -> web.Response:
        try:
            year, month, day, hour, minute = (int(query[name]) for name in CLOCK_PARAMETERS if name != "second")
            when = datetime(year, month, day, hour, minute, int(query.get("second", "0")), tzinfo=UTC)
        except ValueError as error:
            raise NotAllowed(str(error)) from error
        self.set_clock(when)
        return self._date()

    def _connections(self, request: web.Request, query: Mapping[str, str]) -> web.Response:
        port = int(self.pages["setrtsp"]["rtspport"])
        host = request.url.host or self.host
        return self.pairs(*connections(self.pages["setvideo"], self._sizes, host, port))

    def _set_relay(self, request: web.Request, query: Mapping[str, str]) -> web.Response:
        checks = {f"alarmout{n}": n for n in self.relays}
        if len(query) != 1 or not query.keys() <= checks.keys():
            raise NotAllowed("unknown parameter")
        ((name, value),) = query.items()
        self.relays[checks[name]] = choice("on", "off")(value) == "on"
        self.tell()
        return self.pairs((name, value))

    def _rebooting(self, action: str) -> Handler:
        word = {"setreboot": "reboot", "setfactory": "factoryset", "setfactoryexip": "factorysetexip"}[action]

        def handler(request: web.Request, query: Mapping[str, str]) -> web.Response:
            if action != "setreboot":
                self.pages.reset(keep=("setip", "setdns", "setwebport") if action == "setfactoryexip" else ())
            self.reboot()
            return self.pairs((word, "rebooting"))

        return handler

    def forget_sessions(self) -> None:
        super().forget_sessions()
        self._sizes = self._capture_sizes()
        self.pages["setvideo"]["need_reboot"] = "no"
        self.relays = dict.fromkeys(self.relays, False)
        self._told = self.event_lines()

    def _unified(self, action: str) -> Handler:
        def handler(request: web.Request, query: Mapping[str, str]) -> web.Response:
            lines = []
            if action == "getsysinfo1":
                date = self.now().strftime(self.date_format)
                lines += ["[ServerName]", f"servername = {self.pages['setservername']['servername']}"]
                lines += ["[ServerDate]", f"serverdate = {date}", "[ServerMac]", f"mac = {self.mac}"]
            for title, page in UNIFIED[action]:
                if self.pages.pages[page].cgi in self.lacks:
                    continue
                rows = section(self.pages, title, page, whole=self.model.whole_unified)
                lines += [f"[{title}]", *self.row_lines(row for row in rows if row[0].key not in self.lacks)]
            return self.lines(lines)

        return handler

    def _ptz(self, key: tuple[str, str]) -> Handler:
        def handler(request: web.Request, query: Mapping[str, str]) -> web.Response:
            self.head.do(key[1], query, self.model.presets)
            # Section 8: no message on success.
            return web.Response(body=b"", content_type="text/plain")

        return handler

    # -- streams and pictures

    async def _events(self, request: web.Request, action: str, query: Mapping[str, str]) -> web.StreamResponse:
        if action != "getevent" or query.keys() != {"eventtype"} or query["eventtype"] not in EVENT_TYPES:
            raise NotAllowed("unknown event request")
        kind = query["eventtype"]
        if kind == "videotamper" and not self.model.shock:
            raise NotAllowed("not supported")
        first = self.framing.part(wanted(self.event_lines(), kind))
        content_type = f"multipart/x-mixed-replace; boundary={BOUNDARY}"
        return await self.stream(request, content_type, topics=kind, first=first)

    def locked_answer(self, request: web.Request) -> web.Response | None:
        return self.error("account locked")

    def rtsp_protected(self) -> bool:
        return self.pages["setrtsp"]["authorityenable"] == "enable"

    def rtsp_media(self, target: str) -> str | None:
        """Section 4.8; the parts of an encoder that is off are not there."""
        video = self.pages["setvideo"]
        n = target.removeprefix("/stream")
        if f"/stream{n}" != target or video.get(f"encoder{n}.enable") != "enable":
            return None
        return {"h264": "H264", "mpeg": "MP4V-ES", "mjpeg": "JPEG"}[video[f"encoder{n}.codec"]]

    def settings(self) -> dict[str, Any]:
        return {
            "pages": self.pages.values,
            "relays": {str(n): on for n, on in self.relays.items()},
            "events": self.event_lines(),
            "ptz": self.head.state(),
        }


KINDS = {ControlCamera.kind: ControlCamera}
