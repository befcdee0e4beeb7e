"""What no camera should send: printed answers with something changed, made-up ones at the tables' own paths, streams of
such parts in pieces of any size. Whatever comes, the engine may say BadAnswer or Refused and nothing else.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
import json
import random
from typing import Any

from yarl import URL

from custom_components.cgi_camera.protocol.auth import Challenger, Credentials
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.codecs import path_of
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.errors import BadAnswer, CameraError, Refused
from custom_components.cgi_camera.protocol.exchange import Answer, Place, Request
from custom_components.cgi_camera.protocol.link import _read
from custom_components.cgi_camera.protocol.media import Search, Span
from custom_components.cgi_camera.protocol.model import AnySlot, Capability, Change
from custom_components.cgi_camera.protocol.parts import PartReader
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.schema import Dialect, Document, Endpoint
from custom_components.cgi_camera.protocol.transport import Transport
from custom_components.cgi_camera.protocol.writing import orders

from .examples import FIXTURES, Examples

TEXTS = (
    *("", " ", "0", "1", "2", "7", "-1", "255", "65535", "99999999999", "9" * 400, "9" * 5000, "-" + "9" * 400),
    *("1.5", "1e9", "1e400", "-1e400", "nan", "inf", "0x1F", "1_000", "²", "٣", "+5", "1 2", "1,2", "1;2"),
    *("true", "false", "on", "off", "enable", "Yes", "auto", "none", "H.264", "MJPEG", "H.264@1;MJPEG@2"),
    *("capture1", "1x1", "0x0", "9999x9999", "1920x1080", "24x18", "8x6", "22x18", "640x480;1x", "1920*1080"),
    *("1080P", "VGA", "1970-01-01 00:00:00", "2024-02-30 25:61:61", "2026-1-2 3:4:5", "99999-1-1 1:1:1"),
    *("0-0-0-0", "1-2-3-4", "January 1, 2026 10:00:00", "1 1, 99999 1:1:1", "20260102030405", "23:59:60"),
    *("GMT+05:30", "GMT-99:99", "UTC", "min:1;max:30fps", "fix:60fps@all", "min:0;max:999999999@All"),
    *("1 ... 255", "0...99999999999", "5 ... 1", "a, b", "1,2,99999999", "{", "}", "{n}", "{ch", "%s", "%n"),
    *("\0", "\x7f", "é", "浙A1", "\ud83d\ude00", "<a/>", "&amp;", "&#0;", "00-11-22-33-44-55"),
    *("00:11:22:33:44:5g", "ff" * 60, "3" * 24, "////", "/" * 18, "0000" * 18, ";;;;", "[0]", "a" * 300),
    *("/mnt/dvr/2026-01-01/a.mp4", "/../../etc/passwd", "//host/x", "rtsp://u:p@h/1", "Error", "OK", "#12345678"),
    *("Coil",),
)
"""Texts that stand where a camera would tell a value."""
_PIECES = (
    *(b"<", b">", b"/>", b"</", b'"', b"'", b"&", b"&amp;", b"&#0;", b"<!--", b"-->", b"<![CDATA[", b"]]>"),
    *(b"<?xml ?>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"=", b";", b"\r\n", b"\n", b"\n\n", b" ", b"\t", b"\0"),
    *(b"\xff", b"\xef\xbb\xbf", b"[", b"]", b"[0]", b"[A]\n", b"{", b"}", b"table.", b".", b"/", b"*", b" * c"),
    *(b"Error", b"error: ", b"OK", b"--", b"--myboundary\r\n", b"Code=", b"action=Start", b";index=-1"),
    *(b";data={", b"HTTP/1.1 200 OK\r\n", b"Content-Length: 3\r\n", b"Heartbeat", b"9" * 20, b"9" * 5000, b"-"),
    *(b"<fault>", b"<reason>", b'<result code="501">', b"<Message>"),
)
_HEADS = (
    *(b"", b"a=", b"error x", b"[a", b"<fault><reason>x", b"<Message><a>", b"Code=a;action=Start;index=0;data={"),
    *(b"--",),
)
_UNITS = (
    *(b" ", b"\n", b"\r\n", b"a", b"1", b"<", b"<a>", b"<a/>", b"</a>", b"&lt;", b"<reason>", b"<fault>"),
    *(b"<info ", b"[a]\n", b"]", b"a=b\n", b"a\n", b"=", b"; ", b" *", b"a: b\r\n", b"--a\r\n", b"Code="),
    *(b"Code=a;action=;", b"{}\n", b"}\n", b"\xff", b"\xc4\xe3", b"min:1", b"/a", b"motion1 = on\n"),
    *(b"x" * 300 + b"\n",),
)
_CHALLENGES = (
    'Digest realm="Login to 1", qop="auth,auth-int", nonce="1", opaque="", stale="FALSE"',
    "Digest realm=x,nonce=,algorithm=SHA-256-sess",
    'Basic realm="Device_CGI", Digest realm="a",qop=auth,nonce="b"',
    "Bearer x",
)
_EVENTS = ("VideoMotion", "CrossLineDetection", "_DoTalkAction_", "AccessControl", "DoorStatus", "MDResult", "X")
_TOLD = (
    *("Name", "Object", "Objects", "ObjectType", "ObjectID", "Action", "Status", "Type", "CardNo", "UserID", "Method"),
    *("Direction", "RegionName", "RuleID"),
)
_VALUES = (None, True, -1, 10**30, 1.5, [], [{}], [1, "a"], "Human", "Open", "Invite")
_LISTED = (
    *("FilePath", "StartTime", "EndTime", "Length", "Duration", "VideoStream", "Events[0]", "Flags[0]"),
    *("start_time", "filesize", "record_mode"),
)
_CAMERA = URL("http://192.0.2.1")


def mangled(rng: random.Random, body: bytes, other: bytes = b"") -> bytes:
    """Return an answer with a few bytes or words changed, left out or told twice, or with another in it."""
    changed = bytearray(body)
    for _ in range(rng.randint(0, 6)):
        start = rng.randint(0, len(changed))
        end = min(len(changed), start + rng.choice((0, 1, 4, 16, 200)))
        match rng.randrange(7):
            case 0:
                changed[start:end] = b""
            case 1:
                changed[start:start] = changed[start:end] * rng.randint(1, 3)
            case 2:
                changed[start:end] = rng.choice(_PIECES)
            case 3:
                changed[start:end] = rng.choice(TEXTS).encode("utf-8", "replace")
            case 4:
                changed[start:end] = rng.randbytes(end - start)
            case 5:
                del changed[start:]
            case _:
                changed[start:start] = other[: rng.randint(0, len(other))]
    return bytes(changed)


def pieces(rng: random.Random, stream: bytes) -> Iterator[bytes]:
    """Cut a stream anywhere."""
    most = rng.choice((2, 10, 100, 2000))
    while stream:
        size = rng.randint(1, most)
        yield stream[:size]
        stream = stream[size:]


def swollen(size: int) -> Iterator[bytes]:
    """Yield bodies of about a size that begin like an answer and go on with the same for ever."""
    for head in _HEADS:
        for unit in _UNITS:
            yield head + unit * (size // len(unit))


def digest(dialect: Dialect, body: bytes, piece: int = 1448) -> None:
    """Have everything that reads bytes read a body: as an answer, and in pieces as an event stream."""
    readers: list[Callable[[bytes], object]] = [dialect.decode, *(bundle.split for bundle in dialect.bundles)]
    readers.append(lambda told: dialect.sign.match(Answer(200, "text/xml", told)))
    for reader in readers:
        with suppress(BadAnswer, Refused):
            reader(body)
    if push := dialect.push:
        parts = PartReader(push.complete)
        for start in range(0, len(body), piece):
            for text in parts.feed(body[start : start + piece]):
                _read(push, text)
        _read(push, body.decode("latin-1"))


class Session:
    """One camera of a dialect that answers nonsense, some of it to one question after the other."""

    def __init__(self, rng: random.Random, dialect: Dialect) -> None:
        """Know nothing yet of a camera with as many channels as may be."""
        self.rng = rng
        self.dialect = dialect
        self.camera = Camera(Transport(None, _CAMERA, dialect.login, Credentials("admin", "pass")), dialect)  # type: ignore[arg-type]
        self.known = self.camera._known
        self.known.channels = rng.choice(((0,), (1, 2)))
        self.bodies = BODIES[dialect.name]

    async def step(self) -> str:
        """Send one thing and return what it was."""
        kinds: list[Callable[[], Awaitable[None]]] = [self.answer, self.told, self.told, self.recordings, self.sign]
        if self.dialect.bundles:
            kinds.append(self.bundle)
        if self.dialect.push:
            kinds.extend((self.stream, self.signals))
        kind = self.rng.choice(kinds)
        with suppress(BadAnswer, Refused):
            await kind()
        return kind.__name__

    def _body(self) -> bytes:
        return mangled(self.rng, self.rng.choice(self.bodies), self.rng.choice(self.bodies))

    def _source(self) -> Source:
        endpoint = self.rng.choice(self.dialect.endpoints)
        return Source(endpoint, self.rng.choice(self.known.channels) if endpoint.per_channel else 0)

    async def answer(self) -> None:
        """Answer an endpoint with any answer of the dialect, mangled."""
        source = self._source()
        self.known.take(source, self.dialect.decode(self._body()), 0.0)

    async def told(self) -> None:
        """Answer an endpoint with odd texts at the paths that its rows look at, then set something."""
        source = self._source()
        document = self._document(source.endpoint)
        if (printed := PRINTED[self.dialect.name].get(source.endpoint.key)) and self.rng.random() < 0.8:
            document = {path: document.get(path, text) for path, text in self.rng.choice(printed).items()}
            for path in self.rng.sample(list(document), min(len(document), self.rng.randint(0, 3))):
                document[path] = self.rng.choice(TEXTS)
        self.known.take(source, document, self.rng.random())
        if self.rng.random() < 0.2:
            self.known.settle_channels()
            self.known.channels = self.known.channels[:4]
        if offers := list(self.known.capabilities.items()):
            self._set(*self.rng.choice(offers))

    def _document(self, endpoint: Endpoint) -> dict[str, str]:
        rng = self.rng
        places = [Place(channel=rng.randint(0, 2), number=n + 1, index=n, line=n + 1) for n in range(rng.randint(1, 3))]
        templates = [
            path for field in endpoint.fields for path in (field.path, field.presence, field.number, *field.parts)
        ]
        texts = rng.sample(TEXTS, 6)
        found = {
            path_of(place.fill(template)): rng.choice(texts)
            for template in templates
            if template and rng.random() < 0.8
            for place in places
        }
        for document in rng.sample(list(self.known.documents.values()), min(len(self.known.documents), 2)):
            found |= dict.fromkeys(rng.sample(list(document), min(len(document), 3)), rng.choice(texts))
        return found

    def _set(self, slot: AnySlot, offered: Capability) -> None:
        """Spell a value as if somebody wanted it set."""
        kind: Any = slot.feature.kind
        value: Any = None
        if kind is bool:
            value = self.rng.random() < 0.5
        elif issubclass(kind, int | float):
            value = kind(self.rng.choice((offered.minimum, offered.maximum, 3)) or 0)
        elif offered.choices:
            value = kind(self.rng.choice(offered.choices))
        elif kind is str:
            value = self.rng.choice(TEXTS)
        if value is None or not offered.writable:
            return
        with suppress(CameraError):
            for order in orders(self.known, [Change(slot.feature, value, slot.number)], slot.channel):
                order.request(self.known)

    async def bundle(self) -> None:
        """Answer the request that stands for several."""
        self.rng.choice(self.dialect.bundles).split(self._body())

    async def sign(self) -> None:
        """Answer who asks without an account, and challenge who does."""
        status = self.rng.choice((200, 400, 401, 404))
        challenges = tuple(mangled(self.rng, c.encode()).decode("latin-1") for c in self.rng.sample(_CHALLENGES, 2))
        self.dialect.sign.match(Answer(status, "text/plain", self._body(), challenges))
        self.dialect.confirms(self._body())
        challenger = Challenger(Credentials("admin", "pass"))
        challenger.sign("GET", "/")
        challenger.challenged(challenges)
        challenger.sign("GET", "/x?y=[0]")

    async def recordings(self) -> None:
        """Answer a search for recordings."""
        if (recordings := self.dialect.recordings) is None:
            return
        left = 4

        async def ask(request: Request) -> Mapping[str, str]:
            nonlocal left
            left -= 1
            if left < 0:
                raise Refused("enough")
            return self.dialect.decode(self._body()) if self.rng.random() < 0.3 else self._listed()

        day = Span(datetime(2026, 1, 1), datetime(2026, 1, 2))  # noqa: DTZ001
        async for clips in recordings.find(ask, Search(1, day, self.camera.archive.wall)):
            for clip in clips:
                recordings.files(clip)

    def _listed(self) -> dict[str, str]:
        heads = ("items[0].", "items[1].", "recordqueryinfo/items/", "recordsearch/record[2]/", "")
        found = {
            path_of(f"{head}{name}"): self.rng.choice(TEXTS) for head in self.rng.sample(heads, 2) for name in _LISTED
        }
        return found | {"result": "1", "found": self.rng.choice(TEXTS), "items[0].filepath": "/mnt/[M].dav"}

    async def stream(self) -> None:
        """Push mangled parts in pieces."""
        stream = b"".join(self.rng.choice(STREAMS[self.dialect.name]) for _ in range(self.rng.randint(1, 5)))
        self._push(mangled(self.rng, stream, self._body()))

    async def signals(self) -> None:
        """Push parts that can be read, with any data."""
        parts = []
        for _ in range(self.rng.randint(1, 4)):
            event = self.rng.choice(self.dialect.push.events) if self.dialect.push else None
            code = self.rng.choice((event.code if event else "X", self.rng.choice(_EVENTS)))
            action = self.rng.choice(("Start", "Stop", "Pulse", "State"))
            text = f"Code={code};action={action};index={self.rng.choice(TEXTS)};data={json.dumps(self._data(0))}"
            parts.append(f"--myboundary\r\nContent-Type: text/plain\r\n\r\n{text}\r\n\r\n")
        self._push("".join(parts).encode("utf-8", "replace"))

    def _data(self, depth: int) -> Any:
        rng = self.rng
        if depth < 3 and rng.random() < 0.6:
            names = [
                "Name",
                "Object",
                "Objects",
                "ObjectType",
                "ObjectID",
                "Action",
                "Status",
                "Type",
                "CardNo",
                "UserID",
                "Method",
                "Direction",
                "Region",
            ]
            return {name: self._data(depth + 1) for name in rng.sample(names, rng.randint(0, 6))}
        return rng.choice((*_VALUES, rng.choice(TEXTS)))

    def _push(self, stream: bytes) -> None:
        push, listener = self.dialect.push, self.camera._listener
        assert push is not None
        reader = PartReader(push.complete)
        for piece in pieces(self.rng, stream):
            for text in reader.feed(piece):
                for signal in _read(push, text):
                    listener._hear(signal, lambda changed: None, lambda occurrence: None, news=self.rng.random() < 0.5)
        listener.close()


def _bodies(name: str) -> list[bytes]:
    """Return the answers that a document prints, and those of devices."""
    folder = FIXTURES / name
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    files = dict.fromkeys(entry["file"] for entry in index if "file" in entry)
    return [(folder / file).read_bytes() for file in files]


def _streams(name: str) -> list[bytes]:
    folder = FIXTURES / name
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    printed = [(folder / entry["file"]).read_bytes() for entry in index if "signals" in entry]
    data = '{\r\n "Name" : "a;b",\r\n "Object" : { "ObjectType" : "Human" }\r\n}'
    event = f"Code=CrossLineDetection;action=Start;index=0;data={data}"
    part = f"--myboundary\r\nContent-Type: text/plain\r\nContent-Length:{len(event)}\r\n\r\n{event}\r\n\r\n"
    beat = "--myboundary\r\nContent-Type: text/plain\r\nContent-Length:9\r\n\r\nHeartbeat\r\n\r\n"
    lines = "--myboundary\nContent-Type: text/plain\n\nmotion1 = on\nalarmin1 = off\n"
    return [*printed, part.encode(), beat.encode(), lines.encode()]


def _printed(dialect: Dialect) -> dict[str, list[Document]]:
    """Return the documents of printed answers by endpoint, those that are no refusals."""
    examples = Examples(dialect)
    found: dict[str, list[Document]] = {}
    for entry in examples.index:
        if "file" in entry and entry["endpoint"] in examples.endpoints:
            with suppress(Refused, BadAnswer):
                found.setdefault(entry["endpoint"], []).append(examples.decode(entry, examples.body(entry)))
    return found


PRINTED = {name: _printed(dialect) for name, dialect in DIALECTS.items()}
BODIES = {name: _bodies(name) for name in DIALECTS}
STREAMS = {name: _streams(name) for name in DIALECTS}


async def run(rng: random.Random, dialect: str, steps: int) -> Session:
    """Have a camera answer nonsense a number of times."""
    session = Session(rng, DIALECTS[dialect])
    for _ in range(steps):
        await session.step()
    return session
