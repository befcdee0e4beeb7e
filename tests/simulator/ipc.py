"""The ipc dialect at both firmware levels, after IPC HTTP CGI 1.0.1 and 1.0.10."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
import secrets
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web

from .base import SimulatedCamera, parse_query
from .files import Delivery
from .ipc_encoders import AudioEncoder, VideoEncoder
from .ipc_ptz import Head
from .ipc_recordings import Recordings
from .ipc_snapshot import picture, snapshot
from .ipc_system import ACTIONS, HANDLERS, QUERIES
from .ipc_tables import PLAIN
from .ipc_tables_newer import NEWER, mask_error
from .ipc_values import PARSE, Failed, Refused, Setting, Table, Values, zone_offset
from .mail import Account

PREFIX = "/cgi-bin/"
SESSION_SECONDS = 60.0
CREDENTIALS = ("uid", "username", "password")
MAILED = {"motion": "Motion Detection Alarm", "alarm_input": "IO Input Alarm"}
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


class IpcCamera(SimulatedCamera):
    """Session ids in every request, XML attributes in every answer, faults with HTTP 400.

    ``lacks`` names endpoints ("set_led"), attributes ("hlc") or attributes of one element ("network.port"). ``mail``:
    keywords of Account; no document tells where a camera is told that, so it cannot be set. ``missing``: attributes it
    takes and does not answer; ``absent``: as ``lacks``, endpoints only. ``gov_attribute``: "govlength" or "govlenth".
    ``recorded``: with something on its card.
    """

    records = (("mail", Account), *SimulatedCamera.records)

    def __init__(
        self,
        *,
        level: str = "1.0.10",
        model: str = "MC400L",
        missing: Iterable[str] = (),
        absent: Iterable[str] = (),
        ptz: bool = True,
        sd_card: bool = True,
        recorded: bool = False,
        has_relay: bool = True,
        streams: int = 2,
        gov_attribute: str | None = None,
        tells_ports: bool = False,
        legacy_content_type: bool = False,
        bom: bool = False,
        crlf: bool = False,
        stray_spaces: bool = False,
        mail: Mapping[str, Any] | None = None,
        **keywords: Any,
    ) -> None:
        super().__init__(**keywords)
        self.kind = f"ipc-{level}"
        self.level = level
        self.newer = level != "1.0.1"
        self.model = model
        self.missing = set(missing)  # attributes it does not answer though it takes them
        self.absent = set(absent)  # endpoints this firmware answers 404 to, without /cgi-bin/
        self.ptz = ptz
        self.sd_card = sd_card
        self.has_relay = has_relay
        self.gov_attribute = gov_attribute or ("govlenth" if self.newer else "govlength")
        self.tells_ports = tells_ports
        self.habits.bom |= bom
        self.habits.newline = self.habits.newline or ("\r\n" if crlf else "")
        self.habits.content_type = self.habits.content_type or ("text/html" if legacy_content_type else "")
        self.stray_spaces = stray_spaces
        self.stream_count = streams
        self.mail = None if mail is None else Account(**mail)
        self.sessions: dict[str, tuple[float, float]] = {}
        self.owners: dict[str, str] = {}
        self.tables = {table.path: table for table in (*PLAIN, *(NEWER if self.newer else ()))}
        self.recordings = Recordings(self)
        self.delivery = Delivery()
        self.ptz_log: list[Values] = []
        self.presets: set[int] = set()
        self.preset: int | None = None
        # What was set going and not stopped, by parameter.
        self.moving: Values = {}
        self.head = Head(self)
        self.restore()
        if recorded and self.newer:
            self.recordings.record_something()
        self.absent |= {name for name in self.lacks if name == "snapshot.cgi" or self._knows(name)}

    def restore(self, keep_network: bool = False) -> None:
        """Set everything as it left the factory."""
        network = self.values["network"] if keep_network else None
        self.values: dict[str, Values] = {}
        for table in self.tables.values():
            self.values[table.path] = {s.name: s.initial for s in self.settings_of(table)}
        if network is not None:
            self.values["network"] = network
        self.indexed: dict[tuple[str, str], Values] = {}
        self.video = VideoEncoder(self.stream_count)
        self.audio = AudioEncoder()
        self.clock: Values = {
            "timezone": "GMT+08:00",
            "update_method": "ntp",
            "ntpaddr": "pool.ntp.org",
            "port": "123",
        }
        if self.newer:
            self.clock["update_period"] = "60"
            self.values["set_service_port"]["rtspport"] = str(self.rtsp_port)
        self.relay = "0"

    def settings_of(self, table: Table) -> list[Setting]:
        return [s for s in table.settings if self.newer or not s.newer]

    def local_now(self) -> datetime:
        """The camera's wall clock, without zone."""
        return self.now().replace(tzinfo=None) + zone_offset(self.clock["timezone"])

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path, _, raw_query = request.raw_path.partition("?")
        query = parse_query(raw_query)
        query.pop("timestamp", None)  # the vendor's own page adds it against caches
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=404, text="404 Not Found")
        if self.newer and path.startswith("/playback/"):
            return await self.recordings.serve(request, path.removeprefix("/playback"))
        if self.newer and path.startswith(f"{PREFIX}snapshot.cgi") and "snapshot.cgi" not in self.absent:
            # Without a stream the document writes the parameters behind "&" (3.19).
            query |= parse_query(path.removeprefix(f"{PREFIX}snapshot.cgi"))
            return self._safely("/cgi-bin/snapshot", partial(snapshot, self, query))
        if not path.startswith(PREFIX) or not self._knows(name := path.removeprefix(PREFIX)):
            return web.Response(status=404, text="404 Not Found")
        return self._safely(path, partial(self._run, name, query))

    def _knows(self, name: str) -> bool:
        if name in self.absent:
            return False
        if name == "getuid" or name in self.tables or self.video.knows(name):
            return True
        if name == "ptz_ctrl" and not self.ptz:
            return False
        handler = HANDLERS.get(name)
        return handler is not None and (self.newer or not handler.newer)

    def _safely(self, path: str, run: Callable[[], str | web.Response]) -> web.Response:
        try:
            result = run()
        except Refused as refused:
            value = refused.path or path
            fault = f"<fault>\n<value>{escape(value)}</value>\n<reason>{escape(refused.reason)}</reason>\n</fault>"
            return self._xml(fault, 400)
        except Failed as failed:
            return self._xml(str(failed), 400)
        return self._xml(result, 200) if isinstance(result, str) else result

    def _xml(self, body: str, status: int) -> web.Response:
        return web.Response(status=status, body=(XML + body).encode(), headers={"Content-Type": "text/xml"})

    def _run(self, name: str, query: Values) -> str:
        if name == "getuid":
            return self._log_in(query)
        if name == "getinfo" and self.newer and "uid" not in query:
            self.expect(query)
            return self.element("info", {"oem": self.model, "mac_address": self.mac})
        table = self.tables.get(name)
        uid = self.authorize(query, by_password=self._takes_password(name, table))
        params = {key: value for key, value in query.items() if key not in CREDENTIALS}
        writes = name in ACTIONS or (params and name not in QUERIES)
        if writes and not self.may_write(self.user_of(uid, query)):
            # The document says that a plain user may only look (3.18), not how it is told.
            raise Refused("no permission")
        if table is not None:
            body = self._table(table, params)
        elif self.video.knows(name):
            body = self.video.answer(self, name, params)
        else:
            body = HANDLERS[name].answer(self, params, uid)
        self.renew(uid)
        return body

    @staticmethod
    def _takes_password(name: str, table: Table | None) -> bool:
        return name == "get_record_query" or (table is not None and table.by_password)

    def _log_in(self, query: Values) -> str:
        if not query:
            raise Refused(PARSE)
        self.check_password(query)
        self.expect(query, "username", "password")
        uid = secrets.token_hex(4)
        self.owners[uid] = query["username"]
        self.sessions[uid] = (self.seconds() + SESSION_SECONDS, SESSION_SECONDS)
        return f"<uid>{uid}</uid>"

    def check_password(self, query: Values) -> None:
        for name in ("username", "password"):
            if name not in query:
                raise Refused(f"error, parse {name}")
        if self.accounts().get(query["username"]) != query["password"]:
            raise Refused("password error")

    def user_of(self, uid: str | None, query: Values) -> str:
        return query.get("username", "") if uid is None else self.owners[uid]

    def authorize(self, query: Values, *, by_password: bool = False) -> str | None:
        """The uid of the request, or None where name and password were taken instead."""
        if not query:
            raise Refused(PARSE)
        uid = query.get("uid")
        if uid is None and by_password and "username" in query:
            self.check_password(query)
            return None
        if uid is None:
            raise Refused("error, parse uid")
        ends, _ = self.sessions.get(uid, (0.0, 0.0))
        if self.seconds() >= ends:
            self.sessions.pop(uid, None)
            self.owners.pop(uid, None)
            raise Refused("uid error")
        return uid

    def renew(self, uid: str | None) -> None:
        if uid is not None and uid in self.sessions:
            _, valid = self.sessions[uid]
            self.sessions[uid] = (self.seconds() + valid, valid)

    def expire_sessions(self) -> None:
        self.sessions.clear()
        self.owners.clear()

    def locked_answer(self, request: web.Request) -> web.Response | None:
        """No document knows of a lock; a firmware with one has no other way to say it than a fault."""

        def refuse() -> str:
            raise Refused("user locked")

        named = request.path == f"{PREFIX}getuid" or "password" in request.query
        return self._safely(request.path, refuse) if named else None

    def _table(self, table: Table, params: Values) -> str:
        fault_path = f"{PREFIX}{table.fault_path}" if table.fault_path else None
        for name in table.required:
            if name not in params:
                raise Refused(f"not find param {name}", fault_path)
        values = self.values[table.path]
        extra: Values = {}
        if table.index is not None:
            position = self.keep(table.index, params.pop(table.index.name, table.index.initial))
            extra[table.index.name] = position
            values = self.indexed.setdefault((table.path, position), dict(values))
        settings = {s.name: s for s in self.settings_of(table)}
        self.expect(params, *settings)
        new = {name: self.keep(settings[name], v, fault_path) for name, v in params.items()}
        first = {s.name: s.initial for s in table.settings} if table.write_only else values
        if table.check is not None and (reason := table.check(first | new)):
            raise Refused(reason, fault_path)
        if table.path == "set_privacy_zone" and (reason := mask_error(new, values, self.video.size("stream1"))):
            raise Refused(reason)
        values.update(new)
        if table.path == "network":
            extra["macaddr"] = self.mac.replace(":", "-")
        if table.path == "set_service_port" and self.tells_ports:
            extra["tells_ports"] = "1"
        return table.answer(self.element, values | extra)

    @staticmethod
    def keep(setting: Setting, value: str, fault_path: str | None = None) -> str:
        kept = setting.allowed.keep(value)
        if kept is None:
            raise Refused(setting.reason, fault_path)
        return kept

    def expect(self, params: Values, *names: str) -> None:
        """A parameter the document does not name, or the firmware does not know, cannot be parsed."""
        if not set(params) <= set(names) - self.lacks:
            raise Refused(PARSE)

    def rtsp_open(self) -> bool:
        return not self.newer or self.values["set_service_port"]["enable_rtsp"] == "1"

    def rtsp_protected(self) -> bool:
        return not self.newer or self.values["rtsp"]["rtsp_auth"] == "1"

    def rtsp_media(self, target: str) -> str | None:
        """``/stream0`` and ``/video1`` are what scripts use; no document names a path. The others count on."""
        for n, values in enumerate(self.video.streams.values()):
            if target in (f"/stream{n}", f"/video{n + 1}"):
                on = self.values["set_start_codec"].get(f"stream{n}_enable", "1") if self.newer else "1"
                return values["encode_mode"] if on == "1" else None
        return None

    def element(self, name: str, values: Values, paired: bool = False) -> str:
        """One XML element with its attributes, less those this firmware lacks."""
        space = " " if self.stray_spaces else ""
        hidden = self.missing | self.lacks
        shown = "".join(
            f" {key}={quoteattr(value + space)}" for key, value in values.items() if not hidden & {key, f"{name}.{key}"}
        )
        return f"<{name}{shown}></{name}>" if paired else f"<{name}{shown}/>"

    def alarm_changed(self, kind: str, on: bool, channel: int, data: dict[str, Any]) -> None:
        self.recordings.alarm(kind, on)
        if on and (alarm := MAILED.get(kind)) and self._mails(kind):
            self.mail_alarm(self.mail, alarm, picture(self, 1))

    def _mails(self, kind: str) -> bool:
        """3.24 knows motion only; an input is mailed by the same bits."""
        if not self.newer or (kind == "motion" and self.values["motion"]["enable"] != "1"):
            return False
        bits = self.values["setEventStorage"]
        captured = bits["trigger_capture"] == bits["capture_email_upload"] == "1"
        return captured or bits["trigger_recording"] == bits["record_email_upload"] == "1"

    def settings(self) -> dict[str, Any]:
        return {
            **self.values,
            "time": self.clock,
            "videoencoder": self.video.streams,
            "audioencoder": self.audio.values,
            "indexed": {f"{path}/{index}": v for (path, index), v in self.indexed.items()},
            "relay": self.relay,
            "sessions": len(self.sessions),
            "ptz": self.ptz_log[-10:],
            "moving": self.moving,
            "presets": sorted(self.presets),
            "preset": self.preset,
            "head": self.head.state(),
            "recordings": self.recordings.listing(),
        }


KINDS: dict[str, Callable[..., SimulatedCamera]] = {
    "ipc-1.0.1": partial(IpcCamera, level="1.0.1"),
    "ipc-1.0.10": partial(IpcCamera, level="1.0.10"),
}
