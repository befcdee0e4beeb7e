"""One camera's HTTP: session, log-in, pace, limits, errors. Knows no dialect and keeps secrets out of every error."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Final, override
from urllib.parse import quote

import aiohttp
from yarl import URL

from .answers import SETTINGS_LIMIT, checked, failed, locked, read, rejected, rejection, unopened
from .auth import Challenger, Credentials, Signature, turn
from .codecs import attribute_xml, text_of
from .download import Download, asking_for
from .errors import AuthFailed, BadAnswer, Busy, CameraError, Refused
from .exchange import PASSWORD, USERNAME, Answer, Request
from .login import Login, QueryLogin, UidLogin
from .redact import HIDDEN, redact
from .sockets import keep_alive

PICTURE_LIMIT: Final = 20 * 1024 * 1024
CONNECT: Final = 10.0
TOTAL: Final = 15.0
AT_ONCE: Final = 2
URGENT_TOTAL: Final = 5.0
PATIENCE: Final = 0.2
"""Seconds that an urgent request waits for its turn before it goes beside the others."""
IDLE: Final = 30.0
"""Seconds without a byte of a recording after which it is given up. Disks that sleep take long to begin."""

type Observer = Callable[[Request, Answer], None]


def address(base: URL, request: Request) -> URL:
    """Spell a request as it goes over the wire: a blank as %20, brackets and + escaped, nothing left to guess."""
    query = "&".join(f"{quote(k, safe='')}={quote(v, safe=':/')}" for k, v in request.query.items())
    return URL(f"{base.origin()}{request.path}{'?' if query else ''}{query}", encoded=True)


class Transport:
    """Sends requests to one camera, two at a time and one of them a picture at most. Recordings have two places of
    their own.

    An urgent one waits for its turn only a moment, so that a head can be stopped while the camera is slow with others.
    Redirects are answers, never followed. `observers` see every answer, with the request as it was before the account
    was put in. `counts` tells how many requests were answered, and how many ended in which error.
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
        self.observers: list[Observer] = []
        self.counts: Counter[str] = Counter()
        self._session = session
        self._login = login
        self._challenger = Challenger(credentials)
        self._uid = ""
        self._tries = 0
        self._refusal: AuthFailed | None = None
        self._login_lock = asyncio.Lock()
        self._pace = asyncio.Semaphore(AT_ONCE)
        self._picture = asyncio.Lock()
        self._places = asyncio.Semaphore(AT_ONCE)
        # With a nonce of its own: requests of one nonce wait for each other's answers, and a recording begins late.
        self._downloader = Challenger(credentials)

    @override
    def __repr__(self) -> str:
        """Name the camera's address only."""
        return f"Transport({self.base})"

    async def send(self, request: Request, *, limit: int = SETTINGS_LIMIT, urgent: bool = False) -> Answer:
        """Ask the camera and return its answer, which has status 200 or 400.

        An `urgent` request has less time, too.

        Raise ConnectionFailed, AuthFailed, AccountLocked, Unsupported (404, 501), Busy (other 5xx), Forbidden (403) or
        BadAnswer (a body over `limit` bytes).
        """
        tries = self._tries
        try:
            async with turn(self._pace, PATIENCE if urgent else None):
                answer = await self._exchange(await self._sign(request, tries), limit, urgent=urgent)
                if self._expired(answer):
                    await self._log_in(self._uid, tries)
                    answer = await self._exchange(await self._sign(request, tries), limit, urgent=urgent)
                    if self._expired(answer):
                        raise AuthFailed("the camera forgets its session at once")
            for observer in self.observers:
                observer(request, answer)
            checked(answer)
        except CameraError as err:
            self.counts[type(err).__name__] += 1
            raise self.discreet(err) from None
        self.counts["answered"] += 1
        return answer

    def discreet(self, err: CameraError) -> CameraError:
        """Take what is secret out of an error's text, which may be the camera's own words."""
        err.args = (self.hide(str(err)),)
        return err

    def hide(self, text: str) -> str:
        """Take what is secret out of a text that came from the camera; one that is nothing but our user name, too."""
        if text == self.credentials.username:
            return HIDDEN
        text = redact(text)
        for secret in (self.credentials.password, self._uid):
            if len(secret) > 2:
                text = text.replace(secret, HIDDEN).replace(quote(secret, safe=""), HIDDEN)
        return text

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
                response = await self._open(await self._sign(request, self._tries), timeout, self._challenger)
        except TimeoutError as err:
            raise failed(err) from None
        except CameraError as err:
            raise self.discreet(err) from None
        try:
            finite_text = response.content_type == "text/plain" and response.content_length is not None
            if response.status != 200 or finite_text:
                raise unopened(checked(await read(response, SETTINGS_LIMIT)))
            if idle is None:
                keep_alive(response)
            yield response
        except (aiohttp.ClientError, TimeoutError, OSError) as err:
            raise failed(err) from None
        except CameraError as err:
            raise self.discreet(err) from None
        finally:
            response.close()

    @asynccontextmanager
    async def download(self, request: Request, part: slice | None = None) -> AsyncIterator[Download]:
        """Open a recording, or the bytes of a slice of it. The connection closes with the context.

        Raise as `send` does, and Busy where two others take long.
        """
        try:
            async with asyncio.timeout(TOTAL):
                await self._places.acquire()
        except TimeoutError:
            raise Busy("other recordings are under way") from None
        try:
            response = await self._begin(request, part)
            try:
                yield Download(response, part)
            finally:
                response.close()
        except CameraError as err:
            raise self.discreet(err) from None
        finally:
            self._places.release()

    async def _begin(self, request: Request, part: slice | None) -> aiohttp.ClientResponse:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, sock_read=IDLE)
        headers = asking_for(part)
        tries = self._tries
        again = True
        while True:
            response = await self._open(await self._sign(request, tries), timeout, self._downloader, headers)
            if response.status in (200, 206, 416):
                return response
            try:
                answer = await read(response, SETTINGS_LIMIT)
            except (aiohttp.ClientError, TimeoutError, OSError) as err:
                raise failed(err) from None
            if request.bare or not again or not self._expired(answer):
                raise unopened(checked(answer))
            await self._log_in(self._uid, tries)
            again = False

    async def _exchange(self, signed: Request, limit: int, *, urgent: bool = False) -> Answer:
        timeout = aiohttp.ClientTimeout(total=URGENT_TOTAL if urgent else TOTAL, sock_connect=CONNECT)
        response = await self._open(signed, timeout, self._challenger, patience=PATIENCE if urgent else None)
        try:
            async with response:
                return await read(response, limit)
        except (aiohttp.ClientError, TimeoutError, OSError) as err:
            raise failed(err) from None

    async def _open(
        self,
        signed: Request,
        timeout: aiohttp.ClientTimeout,
        challenger: Challenger,
        more: Mapping[str, str] = MappingProxyType({}),
        *,
        patience: float | None = None,
    ) -> aiohttp.ClientResponse:
        """Send a request, meeting a challenge at most once; `more` are headers."""
        url = address(self.base, signed)
        while True:
            async with challenger.order(patience):
                signature = challenger.sign("GET", url.raw_path_qs)
                headers = {**more, **({"Authorization": signature.header} if signature.header else {})}
                try:
                    response = await self._session.get(url, headers=headers, timeout=timeout, allow_redirects=False)
                except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as err:
                    raise failed(err) from None
                if response.status != 401 or _challenged(response, signature, challenger):
                    break
            response.release()
        if response.status == 401:
            raise await rejection(response)
        return response

    async def _sign(self, request: Request, tries: int) -> Request:
        """Put the account into a request where the dialect wants it there."""
        account = {USERNAME: self.credentials.username, PASSWORD: self.credentials.password}
        own = {name: account.get(value, value) for name, value in request.query.items()}
        match self._login:
            case QueryLogin(query):
                own = {name: account.get(value, value) for name, value in query.items()} | own
            case UidLogin() as login if not request.bare and not account.keys() & set(request.query.values()):
                if not self._uid:
                    await self._log_in("", tries)
                own[login.parameter] = self._uid
        return Request(request.path, own)

    def _expired(self, answer: Answer) -> bool:
        match self._login:
            case UidLogin() as login:
                text = text_of(answer.body[:1024]).casefold()
                return login.expired in text and "<reason>" in text
        return False

    async def _log_in(self, stale: str, tries: int) -> None:
        """Get a session number, unless somebody else has replaced the stale one meanwhile.

        `tries` is the number of log-ins made when the request began: if one was refused since, it is not tried again.
        """
        async with self._login_lock:
            if not isinstance(self._login, UidLogin) or self._uid not in {stale, ""}:
                return
            if self._refusal and self._tries > tries:
                raise AuthFailed(str(self._refusal))
            self._uid, self._refusal = "", None
            answer = checked(await self._exchange(await self._sign(self._login.request, tries), SETTINGS_LIMIT))
            self._tries += 1
            try:
                self._uid = attribute_xml(answer.body).get(self._login.path, "")
            except Refused as err:
                if self._login.wrong in str(err).casefold() or locked(str(err)):
                    self._refusal = rejected(str(err))
                    raise self._refusal from None
                raise
            if not self._uid:
                raise BadAnswer("log-in without a session number")


def _challenged(response: aiohttp.ClientResponse, signature: Signature, challenger: Challenger) -> bool:
    """Take a 401, and tell whether it is the last word."""
    challenges = response.headers.getall("WWW-Authenticate", [])
    try:
        return not challenges or not challenger.challenged(challenges, signature)
    except CameraError:
        response.close()
        raise


async def knock(session: aiohttp.ClientSession, base: URL, request: Request) -> Answer:
    """Ask without an account, and return whatever comes, whatever its status.

    Raise ConnectionFailed, or BadAnswer for an endless body.
    """
    timeout = aiohttp.ClientTimeout(total=TOTAL / 2, sock_connect=CONNECT / 2)
    try:
        async with session.get(address(base, request), timeout=timeout, allow_redirects=False) as response:
            return await read(response, SETTINGS_LIMIT)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as err:
        raise failed(err) from None
