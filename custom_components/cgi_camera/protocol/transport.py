"""One camera's HTTP: session, log-in, pace, limits, errors. Knows no dialect and keeps secrets out of every error."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
import time
from types import MappingProxyType
from typing import Final, override
from urllib.parse import quote

import aiohttp
from yarl import URL

from .account import Account, LogIn
from .answers import SETTINGS_LIMIT, checked, failed, get, locked, read, rejected, unopened
from .auth import Challenger, Credentials, Signature, turn
from .codecs import attribute_xml, text_of
from .download import Download, asking_for
from .errors import AccountLocked, AuthFailed, BadAnswer, Busy, CameraError, Refused
from .exchange import PASSWORD, USERNAME, Answer, Request, address
from .login import ChallengeLogin, Login, QueryLogin, UidLogin
from .redact import HIDDEN, redact
from .sockets import keep_alive, within

PICTURE_LIMIT: Final = 20 * 1024 * 1024
TOTAL: Final = 15.0
AT_ONCE: Final = 2
URGENT_TOTAL: Final = 5.0
PATIENCE: Final = 0.2
"""Seconds that an urgent request waits for its turn before it goes beside the others."""
IDLE: Final = 30.0
"""Seconds without a byte of a recording after which it is given up. Disks that sleep take long to begin."""

type Observer = Callable[[Request, Answer], None]


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
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use a session (it decides on certificates) for a camera at `base`, by a clock of monotonic seconds."""
        self.base = base.origin()
        self.credentials = credentials
        self.observers: list[Observer] = []
        self.counts: Counter[str] = Counter()
        self.account = Account(clock)
        self._session = session
        self._login = login
        self._challenger = Challenger(credentials)
        self._uid = ""
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

    async def send(
        self, request: Request, *, limit: int = SETTINGS_LIMIT, rights: bool = False, urgent: bool = False
    ) -> Answer:
        """Ask the camera and return its answer, which has status 200 or 400.

        `rights`: the account may be known and still not allowed to do this, so that a refusal is not its last word.
        An `urgent` request has less time, too.

        Raise ConnectionFailed, AuthFailed, AccountLocked, Unsupported (404, 501), Busy (other 5xx), Forbidden (403) or
        BadAnswer (a body over `limit` bytes).
        """
        try:
            async with turn(self._pace, PATIENCE if urgent else None):
                answer = await self._exchange(await self._sign(request), limit, rights=rights, urgent=urgent)
                if self._expired(answer):
                    await self._log_in(self._uid)
                    answer = await self._exchange(await self._sign(request), limit, rights=rights, urgent=urgent)
                    if self._expired(answer):
                        raise self.account.puzzled("the camera forgets its session at once")
            for observer in self.observers:
                observer(request, answer)
            self._checked(answer)
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
            await self._suspect(text_of(answer.body[:1024]))
            raise BadAnswer("no picture")
        return answer.body

    async def _suspect(self, words: str) -> None:
        """Log in anew where the words are about the account. Raise AuthFailed if it is refused then, too."""
        login = self._login
        if isinstance(login, UidLogin) and (login.wrong in words.casefold() or locked(words)):
            self.account.doubt()
            await self._log_in(self._uid)

    @asynccontextmanager
    async def stream(self, request: Request, *, idle: float | None = None) -> AsyncIterator[aiohttp.ClientResponse]:
        """Open an endless answer; `idle` is the longest silence allowed, in seconds, None where it means nothing.

        Raise as `send` does.
        """
        try:
            async with asyncio.timeout(TOTAL):
                signed = await self._sign(request)
                response = await self._open(signed, within(None, idle), self._challenger, rights=True)
        except TimeoutError as err:
            raise failed(err) from None
        except CameraError as err:
            raise self.discreet(err) from None
        try:
            finite_text = response.content_type == "text/plain" and response.content_length is not None
            if response.status != 200 or finite_text:
                raise unopened(self._checked(await read(response, SETTINGS_LIMIT)))
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
        timeout, headers = within(None, IDLE), asking_for(part)
        again = True
        while True:
            response = await self._open(await self._sign(request), timeout, self._downloader, headers)
            if response.status in (200, 206, 416):
                return response
            try:
                answer = await read(response, SETTINGS_LIMIT)
            except (aiohttp.ClientError, TimeoutError, OSError) as err:
                raise failed(err) from None
            if request.bare or not again or not self._expired(answer):
                raise unopened(self._checked(answer))
            await self._log_in(self._uid)
            again = False

    def _checked(self, answer: Answer) -> Answer:
        """Raise the error that a status stands for, and remember a locked account."""
        try:
            return checked(answer)
        except AccountLocked as err:
            raise self.account.refuse(err) from None

    async def _exchange(self, signed: Request, limit: int, *, rights: bool = False, urgent: bool = False) -> Answer:
        timeout = within(URGENT_TOTAL if urgent else TOTAL)
        patience = PATIENCE if urgent else None
        response = await self._open(signed, timeout, self._challenger, rights=rights, patience=patience)
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
        rights: bool = False,
        patience: float | None = None,
    ) -> aiohttp.ClientResponse:
        """Send a request, with the account once the camera asks for it; `more` are headers."""
        url = address(self.base, signed)
        log_in = LogIn(self.account, challenger, rights=rights)
        while True:
            async with challenger.order(patience):
                # A new nonce is for the request that was refused with the old one: some firmware takes each nonce once.
                signature: Signature | None = None
                while signature is None or signature.header:
                    self.account.check()
                    signature = challenger.sign("GET", url.raw_path_qs)
                    response = await get(self._session, url, {**more, **signature.headers}, timeout)
                    if response.status != 401:
                        if signature.header:
                            self.account.accept()
                        return response
                    if error := await log_in.met(response, signature):
                        raise error

    async def _sign(self, request: Request) -> Request:
        """Put the account into a request where the dialect wants it there."""
        account = {USERNAME: self.credentials.username, PASSWORD: self.credentials.password}
        named = not account.keys().isdisjoint(request.query.values())
        if isinstance(self._login, ChallengeLogin) and not named:
            return request
        own = {name: account.get(value, value) for name, value in request.query.items()}
        match self._login:
            case QueryLogin(query):
                own = {name: account.get(value, value) for name, value in query.items()} | own
            case UidLogin() as login if not request.bare and not named:
                if not self._uid:
                    await self._log_in("")
                own[login.parameter] = self._uid
        return Request(request.path, own)

    def _expired(self, answer: Answer) -> bool:
        match self._login:
            case UidLogin() as login:
                text = text_of(answer.body[:1024]).casefold()
                return login.expired in text and "<reason>" in text
        return False

    async def _log_in(self, stale: str) -> None:
        """Get a session number, unless somebody else has replaced the stale one meanwhile."""
        async with self._login_lock:
            if not isinstance(self._login, UidLogin) or self._uid not in {stale, ""}:
                return
            self._uid = ""
            while not self._uid:
                answer = self._checked(await self._exchange(await self._sign(self._login.request), SETTINGS_LIMIT))
                try:
                    self._uid = attribute_xml(answer.body).get(self._login.path, "")
                except Refused as err:
                    if self._login.wrong not in str(err).casefold() and not locked(str(err)):
                        raise
                    self._refused(rejected(str(err)))
                    continue
                if not self._uid:
                    raise BadAnswer("log-in without a session number")
            self.account.accept()

    def _refused(self, err: AuthFailed) -> None:
        """Raise the refusal of a log-in, unless the camera took the account before: then it may be a mistake, once."""
        if isinstance(err, AccountLocked) or not self.account.accepted:
            raise self.account.refuse(err) from None
        self.account.doubt()

    def been_away(self) -> None:
        """Learn that the camera does not answer."""
        self.account.been_away()
        for challenger in (self._challenger, self._downloader):
            challenger.forget()
