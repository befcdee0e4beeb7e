"""A small web server whose answers a test writes down, for what no simulated camera does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import hashlib
from urllib.parse import unquote

import aiohttp
from aiohttp import web
from yarl import URL

from custom_components.cgi_camera.protocol.auth import Credentials
from custom_components.cgi_camera.protocol.login import ChallengeLogin, Login
from custom_components.cgi_camera.protocol.transport import Transport
from tests.simulator.listening import shut

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ACCOUNT = Credentials("admin", 'pa"ss:w\\rd&=#')


@dataclass(slots=True)
class Server:
    """Answers each request with `handler` and remembers the raw targets in order."""

    handler: Handler
    base: URL = field(default_factory=URL)
    targets: list[str] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Count and pass on."""
        assert isinstance(request, web.Request)
        self.targets.append(request.raw_path)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            return await self.handler(request)
        finally:
            self._now -= 1


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[Server]:
    """Serve on a free port of the loopback."""
    server = Server(handler)
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = runner.addresses[0]
    server.base = URL.build(scheme="http", host=address[0], port=address[1])
    try:
        yield server
    finally:
        await shut(runner)
        await runner.cleanup()


@asynccontextmanager
async def talking(
    handler: Handler, login: Login | None = None, credentials: Credentials = ACCOUNT
) -> AsyncIterator[tuple[Transport, Server]]:
    """Serve, with a transport that talks to it."""
    async with serving(handler) as server, aiohttp.ClientSession() as session:
        yield Transport(session, server.base, login or ChallengeLogin(), credentials), server


def text(body: str, status: int = 200) -> web.Response:
    """Answer a plain text."""
    return web.Response(text=body, status=status)


class DigestGate:
    """Lets digest-signed requests through as strictly as the strictest device: counts must grow by one."""

    def __init__(self, *, challenge: str = 'Digest realm="R", qop="auth", nonce="{nonce}", opaque="o"') -> None:
        """Ask with this challenge."""
        self.challenge = challenge
        self.nonce = 0
        self.count = 0
        self.wrong = 0

    def renew(self) -> None:
        """Forget the nonce, as a reboot does."""
        self.nonce += 1
        self.count = 0

    def refuse(self, *before: str) -> web.Response:
        """Challenge with a new nonce."""
        self.renew()
        response = web.Response(status=401)
        for header in (*before, self.challenge.format(nonce=self.nonce)):
            response.headers.add("WWW-Authenticate", header)
        return response

    def passes(self, request: web.Request) -> bool:
        """Check a signature."""
        header = request.headers.get("Authorization", "")
        if not header.startswith("Digest "):
            return False
        fields = {
            name.strip(): value.strip().strip('"').replace('\\"', '"').replace("\\\\", "\\")
            for name, _, value in (item.partition("=") for item in header[7:].split(", "))
        }
        count = int(fields.get("nc", "1"), 16)
        if fields["nonce"] != str(self.nonce) or ("nc" in fields and count != self.count + 1):
            return False
        self.count = count
        if fields["uri"] != request.raw_path or f"={ACCOUNT.password}" in unquote(request.raw_path):
            return False

        def digest(*words: str) -> str:
            return hashlib.md5(":".join(words).encode()).hexdigest()

        secret = digest(ACCOUNT.username, "R", ACCOUNT.password)
        target = digest("GET", request.raw_path)
        middle = (fields["nonce"], fields["nc"], fields["cnonce"], "auth") if "nc" in fields else (fields["nonce"],)
        good = digest(secret, *middle, target) == fields["response"]
        self.wrong += not good
        return good


async def never() -> None:
    """Wait until cancelled."""
    await asyncio.Event().wait()
