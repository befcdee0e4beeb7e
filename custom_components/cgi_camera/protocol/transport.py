"""One camera's HTTP: session, log-in, pace, limits, errors. Knows no dialect and keeps secrets out of every error."""

import asyncio
from asyncio.trsock import TransportSocket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
import errno
import os
import re
import socket
from typing import Final
from urllib.parse import quote

import aiohttp
from yarl import URL

from .auth import Challenger, Credentials
from .codecs import attribute_xml, text_of
from .errors import (
    AccountLocked,
    AuthFailed,
    BadAnswer,
    Busy,
    ConnectionFailed,
    CutOff,
    Redirected,
    Refused,
    Unsupported,
    Untrusted,
)
from .exchange import PASSWORD, USERNAME, Answer, Request
from .redact import redact
from .schema import Login, QueryLogin, UidLogin

SETTINGS_LIMIT: Final = 1024 * 1024
PICTURE_LIMIT: Final = 20 * 1024 * 1024
CONNECT: Final = 10.0
TOTAL: Final = 15.0
AT_ONCE: Final = 2

_LOCKED = re.compile("lock|authorization failed", re.IGNORECASE)

type Observer = Callable[[Request, Answer], None]


def address(base: URL, request: Request) -> URL:
    """Spell a request as it goes over the wire: a blank as %20, brackets and + escaped, nothing left to guess."""
    query = "&".join(f"{quote(k, safe='')}={quote(v, safe=':/')}" for k, v in request.query.items())
    return URL(f"{base.origin()}{request.path}{'?' if query else ''}{query}", encoded=True)


class Transport:
    """Sends requests to one camera, two at a time and one of them a picture at most.

    Redirects are answers, never followed. `observer` sees every answer, with the request as it was before the account
    was put in.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: URL,
        login: Login,
        credentials: Credentials,
    ) -> None:
        """Use a session (it decides on certificates) for a camera at `base`: scheme, host and port."""
        self.base = base.origin()
        self.credentials = credentials
        self.observer: Observer | None = None
        self._session = session
        self._login = login
        self._challenger = Challenger(credentials)
        self._uid = ""
        self._login_lock = asyncio.Lock()
        self._pace = asyncio.Semaphore(AT_ONCE)
        self._picture = asyncio.Lock()

    def __repr__(self) -> str:
        """Name the camera's address only."""
        return f"Transport({self.base})"

    async def send(self, request: Request, *, limit: int = SETTINGS_LIMIT) -> Answer:
        """Ask the camera and return its answer, which has status 200 or 400.

        Raise ConnectionFailed, AuthFailed, AccountLocked, Unsupported (404, 501), Busy (other 5xx), Refused (403) or
        BadAnswer (a body over `limit` bytes).
        """
        async with self._pace:
            answer = await self._exchange(await self._sign(request), limit)
            if self._expired(answer):
                await self._log_in(self._uid)
                answer = await self._exchange(await self._sign(request), limit)
                if self._expired(answer):
                    raise AuthFailed("the camera forgets its session at once")
        if self.observer:
            self.observer(request, answer)
        return _checked(answer)

    async def picture(self, request: Request) -> bytes:
        """Fetch a JPEG. Raise as `send` does, and BadAnswer for anything but a picture."""
        async with self._picture:
            answer = await self.send(request, limit=PICTURE_LIMIT)
        if answer.status != 200 or not answer.body.startswith(b"\xff\xd8"):
            raise BadAnswer("no picture")
        return answer.body

    @asynccontextmanager
    async def stream(self, request: Request, *, idle: float | None = None) -> AsyncIterator[aiohttp.ClientResponse]:
        """Open an endless answer; `idle` is the longest silence allowed, in seconds, None where it means nothing.

        Raise as `send` does.
        """
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, sock_read=idle)
        try:
            async with asyncio.timeout(TOTAL):
                response = await self._open(await self._sign(request), timeout)
        except TimeoutError as err:
            raise _failed(err) from None
        try:
            finite_text = response.content_type == "text/plain" and response.content_length is not None
            if response.status != 200 or finite_text:
                answer = _checked(await _answer(response, SETTINGS_LIMIT))
                raise Refused(_line(text_of(answer.body)) or f"HTTP {answer.status}")
            if idle is None:
                _keep_alive(response)
            yield response
        except (aiohttp.ClientError, TimeoutError, OSError) as err:
            raise _failed(err) from None
        finally:
            response.close()

    async def _exchange(self, signed: Request, limit: int) -> Answer:
        timeout = aiohttp.ClientTimeout(total=TOTAL, sock_connect=CONNECT)
        response = await self._open(signed, timeout)
        try:
            async with response:
                return await _answer(response, limit)
        except (aiohttp.ClientError, TimeoutError, OSError) as err:
            raise _failed(err) from None

    async def _open(self, signed: Request, timeout: aiohttp.ClientTimeout) -> aiohttp.ClientResponse:
        """Send a request, meeting a challenge at most once."""
        url = address(self.base, signed)
        while True:
            async with self._challenger.order():
                signature = self._challenger.sign(url)
                headers = {"Authorization": signature.header} if signature.header else {}
                try:
                    response = await self._session.get(url, headers=headers, timeout=timeout, allow_redirects=False)
                except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as err:
                    raise _failed(err) from None
                if response.status != 401:
                    return response
                challenges = response.headers.getall("WWW-Authenticate", [])
                again = bool(challenges) and self._challenger.challenged(challenges, signature)
            if not again:
                reason = await _answer(response, SETTINGS_LIMIT)
                raise _rejected(text_of(reason.body), asked=bool(challenges))
            response.release()

    async def _sign(self, request: Request) -> Request:
        """Put the account into a request where the dialect wants it there."""
        account = {USERNAME: self.credentials.username, PASSWORD: self.credentials.password}
        own = {name: account.get(value, value) for name, value in request.query.items()}
        match self._login:
            case QueryLogin(query):
                own = {name: account.get(value, value) for name, value in query.items()} | own
            case UidLogin() as login if not account.keys() & set(request.query.values()):
                if not self._uid:
                    await self._log_in("")
                own[login.parameter] = self._uid
        return Request(request.path, own)

    def _expired(self, answer: Answer) -> bool:
        match self._login:
            case UidLogin() as login:
                return login.expired.encode() in answer.body[:1024] and b"<reason>" in answer.body[:1024]
        return False

    async def _log_in(self, stale: str) -> None:
        """Get a session number, unless somebody else has replaced the stale one meanwhile."""
        async with self._login_lock:
            if not isinstance(self._login, UidLogin) or self._uid != stale:
                return
            self._uid = ""
            answer = await self._exchange(await self._sign(self._login.request), SETTINGS_LIMIT)
            try:
                self._uid = attribute_xml(_checked(answer).body).get(self._login.path, "")
            except Refused as err:
                raise _rejected(str(err)) from None
            if not self._uid:
                raise BadAnswer("log-in without a session number")


async def knock(session: aiohttp.ClientSession, base: URL, request: Request) -> Answer:
    """Ask without an account, and return whatever comes, whatever its status.

    Raise ConnectionFailed, or BadAnswer for an endless body.
    """
    timeout = aiohttp.ClientTimeout(total=TOTAL / 2, sock_connect=CONNECT / 2)
    try:
        async with session.get(address(base, request), timeout=timeout, allow_redirects=False) as response:
            return await _answer(response, SETTINGS_LIMIT)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as err:
        raise _failed(err) from None


async def _answer(response: aiohttp.ClientResponse, limit: int) -> Answer:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            response.close()
            raise BadAnswer(f"answer over {limit} bytes")
    return Answer(
        response.status,
        response.content_type,
        bytes(body),
        tuple(response.headers.getall("WWW-Authenticate", [])),
        response.headers.get("Location", ""),
    )


def _checked(answer: Answer) -> Answer:
    """Raise the error that a status stands for."""
    status = answer.status
    if 300 <= status < 400:
        raise Redirected(redact(answer.location))
    if status == 401:
        raise AuthFailed("HTTP 401")
    if status == 403:
        reason = text_of(answer.body[:1024])
        raise AccountLocked(_line(reason)) if _LOCKED.search(reason) else Refused(_line(reason) or "HTTP 403")
    if status in (404, 405, 501):
        raise Unsupported(f"HTTP {status}")
    if status >= 500:
        raise Busy(f"HTTP {status}")
    return answer


def _keep_alive(response: aiohttp.ClientResponse) -> None:
    """Let the system notice within a minute that the other end is gone, where silence tells nothing."""
    wire = response.connection and response.connection.transport
    if wire and isinstance(link := wire.get_extra_info("socket"), TransportSocket):
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
            if hasattr(socket, option):
                link.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def _rejected(reason: str, *, asked: bool = True) -> AuthFailed:
    """Tell a wrong account from a locked one. A 401 that asks for no log-in leaves only the latter."""
    if _LOCKED.search(reason) or not asked:
        return AccountLocked(_line(reason) or "no log-in is accepted")
    return AuthFailed(_line(reason) or "wrong user name or password")


def _line(text: str) -> str:
    return redact(" ".join(text.split())[:120])


def _failed(err: BaseException) -> ConnectionFailed:
    """Say what happened to a connection, without the address: it may hold a session or an account."""
    if isinstance(err, TimeoutError):
        return ConnectionFailed("no answer in time")
    if isinstance(err, aiohttp.ClientConnectorCertificateError):
        return Untrusted("the certificate cannot be verified")
    if isinstance(err, aiohttp.ClientSSLError):
        return ConnectionFailed("no TLS that both sides know")
    if isinstance(err, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError | ConnectionResetError):
        return CutOff("the connection was closed")
    if isinstance(err, OSError) and err.errno and err.errno > 0:
        kind = CutOff if err.errno == errno.ECONNRESET else ConnectionFailed
        return kind(os.strerror(err.errno).lower())
    return ConnectionFailed(type(err).__name__)
