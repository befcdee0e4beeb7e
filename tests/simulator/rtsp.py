"""The RTSP side of a simulated camera: says what is there, and plays nothing (RFC 2326)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
import secrets
import socket
from typing import Any, Protocol
from urllib.parse import unquote

from .authorization import basic, expected, fields
from .listening import accept_no_more

TEXTS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    500: "Internal Server Error",
    501: "Not Implemented",
    503: "Service Unavailable",
    505: "RTSP Version not supported",
}
PUBLIC = "OPTIONS, DESCRIBE, GET_PARAMETER, TEARDOWN"
# Known, and not for this server.
PLAYING = {"SETUP", "PLAY", "PAUSE", "RECORD", "ANNOUNCE", "SET_PARAMETER", "REDIRECT"}
FORMATS = {"H264": 96, "H265": 98, "MP4V-ES": 97, "JPEG": 26}
LONGEST_HEAD = 16384


class Served(Protocol):
    """What the server asks its camera."""

    name: str

    def accounts(self) -> Mapping[str, str]: ...

    def rtsp_open(self) -> bool: ...

    def rtsp_protected(self) -> bool: ...

    def rtsp_realm(self) -> str: ...

    def rtsp_media(self, target: str) -> str | None: ...


@dataclass(slots=True)
class RtspRequest:
    """One request as it came in; ``target`` is path and query, status 0 is no answer."""

    method: str
    uri: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0


@dataclass(slots=True)
class RtspHabits:
    """How this firmware's RTSP behaves; each can be changed while it runs.

    ``port``: where it really listens, for a camera that tells another. ``schemes``: the challenges in their order;
    none for a stream that is open to all. ``paths``: other ones than the dialect's. ``delay``: seconds before each
    answer. ``status``: what every request draws. ``drop``: the connection is closed without a word.
    """

    port: int | None = None
    schemes: tuple[str, ...] = ("Digest",)
    paths: tuple[str, ...] | None = None
    delay: float = 0.0
    status: int = 0
    drop: bool = False

    def __post_init__(self) -> None:
        self.schemes = tuple(self.schemes)
        self.paths = None if self.paths is None else tuple(self.paths)


class RtspServer:
    """OPTIONS and DESCRIBE, with the same accounts as the camera's HTTP side."""

    def __init__(self, camera: Served, host: str, port: int, options: Mapping[str, Any]) -> None:
        self.camera = camera
        self.habits = RtspHabits(**options)
        self.requests: list[RtspRequest] = []
        self.nonces: set[str] = set()
        self._host = host
        self._server: asyncio.Server | None = None
        # Taken at once, so that the camera's tables can tell a port that was picked.
        self._socket: socket.socket | None = self._bind(port if self.habits.port is None else self.habits.port)
        self.port: int = self._socket.getsockname()[1]

    def _bind(self, port: int) -> socket.socket:
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((self._host, port))
        return bound

    async def start(self) -> None:
        bound, self._socket = self._socket or self._bind(self.port), None
        self._server = await asyncio.start_server(self._serve, sock=bound, limit=LONGEST_HEAD)

    async def stop(self) -> None:
        server, self._server = self._server, None
        self.nonces.clear()
        if server is not None:
            await accept_no_more(server)
            server.close()
            server.abort_clients()
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while self.camera.rtsp_open() and (answer := await self._answer_to(reader)):
                writer.write(answer)
                await writer.drain()
        except ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError:
            pass
        finally:
            writer.close()

    async def _answer_to(self, reader: asyncio.StreamReader) -> bytes:
        """The answer to the next request; empty where the connection is dropped instead."""
        request = self._parse(await reader.readuntil(b"\r\n\r\n"))
        self.requests.append(request)
        length = request.headers.get("content-length", "")
        await reader.readexactly(int(length) if length.isdecimal() else 0)
        await asyncio.sleep(self.habits.delay)
        return b"" if self.habits.drop else self._answer(request)

    @staticmethod
    def _parse(head: bytes) -> RtspRequest:
        first, *rest = head.decode("latin-1").split("\r\n")
        method, _, uri_and_version = first.partition(" ")
        uri, _, version = uri_and_version.rpartition(" ")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        headers.pop("", None)
        target = uri
        if "://" in uri:
            target = "/" + uri.partition("://")[2].partition("/")[2]
        return RtspRequest(method, uri, target, {**headers, ":version": version})

    def _answer(self, request: RtspRequest) -> bytes:
        request.status, headers, body = self._judge(request)
        lines = [f"RTSP/1.0 {request.status} {TEXTS.get(request.status, 'Refused')}"]
        if cseq := request.headers.get("cseq"):
            lines.append(f"CSeq: {cseq}")
        lines += headers
        if body:
            lines += ["Content-Type: application/sdp", f"Content-Length: {len(body)}"]
        return "\r\n".join((*lines, "", body)).encode()

    def _judge(self, request: RtspRequest) -> tuple[int, list[str], str]:
        version = request.headers.pop(":version")
        if not version.startswith("RTSP/") or "cseq" not in request.headers:
            return 400, [], ""
        if version != "RTSP/1.0":
            return 505, [], ""
        if self.habits.status:
            return self.habits.status, [], ""
        if request.method in ("OPTIONS", "GET_PARAMETER", "TEARDOWN"):
            return 200, [f"Public: {PUBLIC}"], ""
        if request.method in PLAYING:
            return 405, [f"Allow: {PUBLIC}"], ""
        if request.method != "DESCRIBE":
            return 501, [], ""
        if self.habits.schemes and self.camera.rtsp_protected() and not self._allowed(request):
            return 401, self._challenges(), ""
        codec = self._media(request.target)
        if codec is None:
            return 404, [], ""
        return 200, [f"Content-Base: {request.uri.rstrip('/')}/"], self._description(codec)

    def _media(self, target: str) -> str | None:
        if self.habits.paths is None:
            return self.camera.rtsp_media(unquote(target))
        return "H264" if unquote(target) in self.habits.paths else None

    def _challenges(self) -> list[str]:
        nonce = secrets.token_hex(16)
        self.nonces.add(nonce)
        realm = self.camera.rtsp_realm()
        told = {"Digest": f'Digest realm="{realm}", nonce="{nonce}"', "Basic": f'Basic realm="{realm}"'}
        return [f"WWW-Authenticate: {told[scheme]}" for scheme in self.habits.schemes]

    def _allowed(self, request: RtspRequest) -> bool:
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        accounts = self.camera.accounts()
        if scheme.capitalize() not in self.habits.schemes:
            return False
        if scheme.lower() == "basic":
            given = basic(rest)
            return given is not None and accounts.get(given[0]) == given[1]
        said = fields(rest)
        password = accounts.get(said.get("username", ""))
        return (
            password is not None
            and said.get("realm") == self.camera.rtsp_realm()
            and said.get("nonce") in self.nonces
            and said.get("uri") == request.uri
            and said.get("response") == expected(said, request.method, password)
        )

    def _description(self, codec: str) -> str:
        number = FORMATS[codec]
        lines = ["v=0", "o=- 1 1 IN IP4 0.0.0.0", f"s={self.camera.name}", "c=IN IP4 0.0.0.0", "t=0 0", "a=control:*"]
        lines += [f"m=video 0 RTP/AVP {number}", f"a=rtpmap:{number} {codec}/90000", "a=control:trackID=0"]
        return "".join(f"{line}\r\n" for line in lines)

    def state(self) -> dict[str, Any]:
        return {"port": self.port, "requests": [[row.method, row.target, row.status] for row in self.requests]}
