"""The message dialect, after Message HTTP API 3.1."""

from collections.abc import Callable, Iterable
from functools import partial
import re
from typing import Any, Literal
from xml.sax.saxutils import escape

from aiohttp import web

from .base import SimulatedCamera, parse_query
from .files import Delivery
from .film import film
from .message_clips import Clips
from .message_login import Login
from .message_mail import mail_alarm
from .message_pictures import pictures
from .message_ptz import Head
from .message_special import GETTERS, SETTERS
from .message_tables import groups
from .message_values import TEXTS, WRONG_NAME, WRONG_VALUE, Group, Parameter, Refused, Row, Values
from .wire import USER

PICTURE = re.compile(r"/(jpgimage|mjpgstreamreq)/(\d+)/image\.jpg")
STREAM = re.compile(r"/(\d+)/h264(major|minor)")
CGI = re.compile(r"/cgi/(\w+)_(get|set|query)")


type Place = tuple[str, str, int, int]  # cgi, group, channel or 0, key or 0


class MessageCamera(SimulatedCamera):
    """XML messages with typed elements; application errors come within an HTTP 200.

    ``lacks`` names a cgi ("wifi"), a group ("image/OSDInfo"), an element ("Gamma") or that of one group
    ("OSDInfo.DateOSDX"). ``missing``: elements it takes and does not answer; ``absent``: as ``lacks``, groups only;
    ``renamed``: elements by another name. ``channel_placement``: Channel stands "inside" its group, "beside" it or is
    "absent". ``strings_only``: numbers in string elements. ``recorded``: with something on its card, ``hands_out``: at
    the paths that a search names.
    """

    kind = "message"

    def __init__(
        self,
        *,
        channels: int = 1,
        inputs: int = 1,
        outputs: int = 1,
        digest: bool = False,
        basic: bool = False,
        channel_placement: Literal["inside", "beside", "absent"] = "inside",
        ptz: bool = True,
        wifi: bool = True,
        sd_card: bool = True,
        recorded: bool = False,
        hands_out: bool = False,
        slow_shutter: bool = False,
        missing: Iterable[str] = (),
        tells: Iterable[str] = (),
        absent: Iterable[str] = (),
        renamed: dict[str, str] | None = None,
        lower_case: bool = False,
        strings_only: bool = False,
        bom: bool = False,
        serial: str = "5509560FBF2D",
        mac: str = "52:3e:42:02:bc:20",
        **keywords: Any,
    ) -> None:
        super().__init__(serial=serial, mac=mac, **keywords)
        self.channels = channels
        self.inputs = inputs
        self.initial_digest = digest or basic
        self.channel_placement = channel_placement
        self.ptz = ptz
        self.sd_card = sd_card
        self.hands_out = hands_out  # no document says how a recording is fetched; here, at the path that a search names
        self.slow_shutter = slow_shutter
        self.missing = set(missing)  # elements it does not answer though it takes them
        self.tells = set(tells)  # elements that it answers though no answer is printed with them
        self.absent = {*absent, *self.lacks}  # "cgi/Group" this firmware answers 501 to
        self.renamed = renamed or {}
        self.habits.tags = self.habits.tags or ("lower" if lower_case else "")
        self.habits.bom |= bom
        self.strings_only = strings_only
        self.login = Login(super().accounts(), basic=basic)
        self.groups = groups(inputs, outputs)
        if not ptz:
            del self.groups["ptz"]
        if not wifi:
            del self.groups["wifi"]
        self.clips = Clips(self)
        self.delivery = Delivery()
        self.ptz_log: list[Values] = []
        self.restore()
        if recorded:
            self.clips.record_something()

    def restore(self) -> None:
        """Set everything as it left the factory."""
        self.values: dict[Place, Values] = {}
        self.presets: dict[int, dict[int, str]] = {n + 1: {} for n in range(self.channels)}
        # By channel: what was set going and not stopped, where it was sent, and the presets of each tour.
        self.moving: dict[int, Values] = {n + 1: {} for n in range(self.channels)}
        self.preset: dict[int, int] = {}
        self.tours: dict[int, dict[int, list[int]]] = {n + 1: {} for n in range(self.channels)}
        self.heads = {n + 1: Head(self.seconds) for n in range(self.channels)}
        self.row("sys", "DeviceInfo")["SerialNum"] = self.serial
        self.row("sys", "DeviceInfo")["Mac"] = self.mac
        self.row("net", "DigestLoginInfo")["AuthenticationEnable"] = str(int(self.initial_digest))
        for number in range(1, self.channels + 1):
            self.row("netport", "NetPortInfo", number)["RtspPort"] = str(self.rtsp_port)

    def row(self, cgi: str, name: str, channel: int = 0, key: int = 0) -> Values:
        """The values of one group, made with their first values where not touched yet."""
        place = (cgi, name, channel, key)
        if place not in self.values:
            named = self.groups[cgi][name].named(key)
            self.values[place] = {n: p.initial for n, p in named.items()}
        return self.values[place]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path, _, raw_query = request.raw_path.partition("?")
        if self.row("net", "DigestLoginInfo")["AuthenticationEnable"] == "1":
            refusal = self.login.refusal(request)
            if refusal is not None:
                return refusal
        if found := PICTURE.fullmatch(path):
            return await pictures(self, request, found[1], int(found[2]))
        if self.hands_out and path in self.clips.paths():
            return await self.delivery.send(request, film(), "application/octet-stream")
        params = parse_query(raw_query)
        if request.method == "POST":
            params |= parse_query((await request.text()).strip())
        found = CGI.fullmatch(path)
        if found is None or request.method not in ("GET", "POST") or not self._serves(found[1]):
            return web.Response(status=404, text="404 File Not Found", content_type="text/html")
        writes = found[2] == "set" or found[1] == "rs485"
        if writes and not self.may_write(request.get(USER, self.username)):
            return self.login.challenge()
        return self._message(found[1], found[2], params)

    def _serves(self, cgi: str) -> bool:
        # A camera without a feature still knows its cgi, and answers 501.
        return cgi in self.groups or cgi in ("ptz", "wifi")

    def _message(self, cgi: str, verb: str, params: Values) -> web.Response:
        try:
            rows = self._ask(cgi, verb, params)
            result, told = 200, TEXTS[200]
        except Refused as refused:
            rows, result, told = [], refused.code, refused.text
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            "<Message>",
            f'<Header class="{cgi}_{verb}"></Header>',
            f'<result code="{result}">{escape(told)}</result>',
            *(line for row in rows for line in self._lines(row)),
            "</Message>",
        ]
        return web.Response(body="".join(f"{line}\n" for line in lines).encode(), headers={"Content-Type": "text/html"})

    def _lines(self, row: Row) -> Iterable[str]:
        number = "" if row.channel is None else f"<Channel><int>{row.channel}</int></Channel>"
        if number and self.channel_placement == "beside":
            yield number
        yield f"<{row.group}>"
        if number and self.channel_placement == "inside":
            yield number
        for name, kind, value in row.elements:
            if {name, f"{row.group}.{name}"} & (self.missing | self.lacks):
                continue
            shown, kind_shown = self.renamed.get(name, name), "string" if self.strings_only else kind
            yield f"<{shown}><{kind_shown}>{escape(value)}</{kind_shown}></{shown}>"
        yield f"</{row.group}>"

    def _ask(self, cgi: str, verb: str, params: Values) -> list[Row]:
        known = self.groups.get(cgi)
        if known is None:
            raise Refused(501)
        channel = self._channel(params.pop("Channel", None))
        # netport_query and wifi_query are printed without a group (3.10.3, 3.12.4).
        name = params.pop("Group", "All" if verb == "query" else None)
        if name is None:
            raise Refused(402, WRONG_NAME)
        if verb == "query":
            return self._query(cgi, name, params)
        if {cgi, f"{cgi}/{name}"} & self.absent:
            raise Refused(501)
        special = (GETTERS if verb == "get" else SETTERS).get((cgi, name))
        group = known.get(name)
        if special is None and (group is None or not (group.get if verb == "get" else group.set)):
            raise Refused(501)
        if channel is None and (group is None or group.channel) and cgi != "user" and name != "HotspotList":
            raise Refused(401)
        if special is not None:
            return special(self, channel or 1, params)
        assert group is not None
        rows = self.get_rows if verb == "get" else self.set_rows
        return rows(cgi, group, channel or 1, params)

    def _channel(self, said: str | None) -> int | None:
        if said is None:
            return None
        if not said.isdecimal() or not 1 <= int(said) <= self.channels:
            raise Refused(401)
        return int(said)

    def key(self, group: Group, params: Values, *, required: bool) -> int | None:
        """Which row of a group with several; 0 where it has but one, None for all."""
        if not group.key:
            return 0
        said = params.pop(group.key, None)
        if said is None:
            if required:
                raise Refused(402, WRONG_NAME)
            return None
        if not said.isdecimal() or not 1 <= int(said) <= group.keys:
            raise Refused(402, WRONG_VALUE)
        return int(said)

    def get_rows(self, cgi: str, group: Group, channel: int, params: Values) -> list[Row]:
        key = self.key(group, params, required=False)
        if params:
            raise Refused(402, WRONG_NAME)
        rows = []
        for number in range(1, group.keys + 1) if key is None else [key]:
            values = self.row(cgi, group.name, channel if group.channel else 0, number)
            elements = [(n, p.type, values[n]) for n, p in group.named(number).items() if p.got or n in self.tells]
            if group.key:
                elements.insert(0, (group.key, "int", str(number)))
            if self.slow_shutter and group.name == "ExposureInfo":
                elements.append(("SlowShutter", "int", "0"))
            rows.append(Row(group.name, channel if group.channel else None, elements))
        return rows

    def set_rows(self, cgi: str, group: Group, channel: int, params: Values) -> list[Row]:
        """Keep the values and answer those that were set, as the examples do."""
        key = self.key(group, params, required=True) or 0
        named = group.named(key)
        for name in group.required:
            if name != group.key and name not in params:
                raise Refused(402, WRONG_NAME)
        params = {group.alias(name, key): value for name, value in params.items()}
        if not params and group.parameters:
            raise Refused(402, WRONG_NAME)
        if self.lacks & {*params, *(f"{group.name}.{name}" for name in params)}:
            raise Refused(402, WRONG_NAME)
        new = self.checked(named, params)
        self.row(cgi, group.name, channel if group.channel else 0, key).update(new)
        elements = [(name, named[name].type, value) for name, value in new.items()]
        if group.key:
            elements.insert(0, (group.key, "int", str(key)))
        return [Row(group.name, channel if group.channel else None, elements)]

    @staticmethod
    def checked(named: dict[str, Parameter], params: Values) -> Values:
        if not set(params) <= set(named):
            raise Refused(402, WRONG_NAME)
        return {name: named[name].keep(value) for name, value in params.items()}

    def _query(self, cgi: str, name: str, params: Values) -> list[Row]:
        if params:
            raise Refused(402, WRONG_NAME)
        asked = [
            g
            for g in self.groups[cgi].values()
            if g.query and name in ("All", g.name) and not {cgi, f"{cgi}/{g.name}"} & self.absent
        ]
        if not asked:
            raise Refused(501)
        return [row for group in asked for row in self._ranges(group)]

    def _ranges(self, group: Group) -> Iterable[Row]:
        key = max(min(group.keys, 1), 0)
        told = [
            (name, p.type, p.allowed.told() if p.allowed is not None else "")
            for name, p in group.named(key).items()
            if p.queried
        ]
        if group.key:
            told.insert(0, (group.key, "int", "1" if group.keys == 1 else f"1 ... {group.keys}"))
        channel = self.channels if group.channel else None
        rates = any(name == "BitRate" for name, _, _ in told)
        if group.name != "StreamInfo" or not rates:
            yield Row(group.name, channel, told)
            return
        # One group a resolution (2.3.1.2, 3.2.1.3); MJPEG lists them in one element instead.
        for resolution in told[0][2].split(", "):
            yield Row(group.name, channel, [("Resolution", "string", resolution), *told[1:]])

    def alarm_changed(self, kind: str, on: bool, channel: int, data: dict[str, Any]) -> None:
        self.clips.alarm(kind, on, channel)
        if on:
            mail_alarm(self, kind, channel)

    def expire_sessions(self) -> None:
        self.login.forget()

    def locked_answer(self, request: web.Request) -> web.Response | None:
        """The refusal of every password, without a challenge to try another."""
        return web.Response(status=401, text="401 Unauthorized") if "Authorization" in request.headers else None

    def accounts(self) -> dict[str, str]:
        return self.login.users

    def rtsp_protected(self) -> bool:
        return self.row("net", "DigestLoginInfo")["AuthenticationEnable"] == "1"

    def rtsp_realm(self) -> str:
        return self.login.realm

    def rtsp_media(self, target: str) -> str | None:
        """The paths that owners of such boards use; no document names them."""
        found = STREAM.fullmatch("/1/h264major" if target == "/mpeg4" else target)
        if found is None or not 1 <= int(found[1]) <= self.channels:
            return None
        return "H265" if self.row(f"{found[2]}_stream", "StreamInfo", int(found[1]))["Payload"] == "1" else "H264"

    @property
    def relay(self) -> bool:
        return any(self.row("alarm", "IOAccessInfo", 0, n + 1)[f"IA{n + 1}"] == "1" for n in range(self.inputs))

    def settings(self) -> dict[str, Any]:
        relay = self.relay
        named = {f"{cgi}/{name}/{channel}/{key}": row for (cgi, name, channel, key), row in self.values.items()}
        return {
            **named,
            "relay": relay,
            "presets": self.presets,
            "moving": self.moving,
            "preset": self.preset,
            "tours": self.tours,
            "heads": {str(channel): head.state() for channel, head in self.heads.items()},
            "ptz": self.ptz_log[-10:],
            "clips": self.clips.listing(),
        }


KINDS: dict[str, Callable[..., SimulatedCamera]] = {"message": partial(MessageCamera)}
