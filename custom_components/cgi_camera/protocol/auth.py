"""Digest and basic authentication, as cameras ask for them over HTTP and RTSP.

aiohttp's own digest middleware reads only the first challenge header and gives up when basic stands before digest,
prefers `auth-int`, and lets requests with one nonce overtake each other, which some firmware answers with a 401.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
import hashlib
import secrets
from urllib.request import parse_http_list, parse_keqv_list

import aiohttp

from .errors import BadAnswer

_HASHES = {"md5": hashlib.md5, "sha": hashlib.sha1, "sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """An account at a camera. Has no repr, so that it cannot reach a log."""

    username: str
    password: str


@dataclass(frozen=True, slots=True, repr=False)
class Signature:
    """What one request was authorised with; `final` if its refusal means a wrong account."""

    header: str
    final: bool

    @property
    def headers(self) -> dict[str, str]:
        """What a request is sent with."""
        return {"Authorization": self.header} if self.header else {}


@dataclass(slots=True, repr=False)
class _Digest:
    """A challenge that is being met. Has no repr, since it comes to hold what stands for the password."""

    realm: str
    nonce: str
    algorithm: str
    qop: str
    opaque: str
    stale: bool = False
    count: int = 0
    _secret: str = ""
    _begin: str = ""
    _end: str = ""

    def header(self, credentials: Credentials, method: str, target: str) -> str:
        """Sign a request and count it."""
        self.count += 1
        if not self._secret:
            self._prepare(credentials)
        cnonce, count, secret = secrets.token_hex(8), f"{self.count:08x}", self._secret
        if self.algorithm.casefold().endswith("-sess"):
            secret = self._hashed(f"{secret}:{self.nonce}:{cnonce}")
        asked = self._hashed(f"{method}:{target}")
        begin = f'{self._begin}, uri="{_escape(target)}"'
        if not self.qop:
            return f'{begin}, response="{self._hashed(f"{secret}:{self.nonce}:{asked}")}"{self._end}'
        response = self._hashed(f"{secret}:{self.nonce}:{count}:{cnonce}:auth:{asked}")
        return f'{begin}, response="{response}", cnonce="{cnonce}"{self._end}, qop=auth, nc={count}'

    def _prepare(self, credentials: Credentials) -> None:
        """Work out what is the same for all requests of one nonce."""
        account = {"username": credentials.username, "realm": self.realm, "nonce": self.nonce}
        self._secret = self._hashed(f"{credentials.username}:{self.realm}:{credentials.password}")
        self._begin = "Digest " + ", ".join(f'{name}="{_escape(value)}"' for name, value in account.items())
        opaque = f', opaque="{_escape(self.opaque)}"' if self.opaque else ""
        # Some models reject quotes around this one, and around qop and nc.
        self._end = f"{opaque}, algorithm={self.algorithm}"

    def _hashed(self, text: str) -> str:
        return _HASHES[self.algorithm.casefold().removesuffix("-sess")](text.encode()).hexdigest()


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


class Challenger:
    """Answers one camera's challenges, and signs ahead while it knows how."""

    def __init__(self, credentials: Credentials) -> None:
        """Know an account and no challenge yet."""
        self._lock = asyncio.Lock()
        self._credentials = credentials
        self._digest: _Digest | None = None
        self._basic = False

    def order(self, patience: float | None = None) -> AbstractAsyncContextManager[None]:
        """Hold this from signing until the answer's head is there: it keeps the requests of one nonce in order.

        After so many seconds of `patience` it goes on all the same: what was sent before will have arrived.
        """
        return turn(self._lock, patience) if self._digest else nullcontext()

    def sign(self, method: str, target: str) -> Signature:
        """Return what authorises the next request; `target` as it stands in the request line."""
        if self._digest:
            header = self._digest.header(self._credentials, method, target)
            return Signature(header, final=self._digest.count == 1)
        if self._basic:
            account = self._credentials
            return Signature(aiohttp.encode_basic_auth(account.username, account.password), final=True)
        return Signature("", final=False)

    @property
    def stale(self) -> bool:
        """Whether the last challenge says that only the nonce before it was refused."""
        return self._digest is not None and self._digest.stale

    def forget(self) -> None:
        """Forget how the camera wanted to be asked: it has been away, or does not know itself."""
        self._digest, self._basic = None, False

    def challenged(self, challenges: Sequence[str]) -> None:
        """Take the challenges of a 401. Raise BadAnswer where no account can meet any of them."""
        offers = _offers(challenges)
        if digest := next((o for o in offers if o.qop in {"", "auth"} and _known(o.algorithm)), None):
            self._digest, self._basic = digest, False
        elif any(challenge.strip().casefold().startswith("basic") for challenge in challenges):
            self._digest, self._basic = None, True
        else:
            raise BadAnswer("asks for a log-in in a way nobody can answer")


def turn(taken: asyncio.Lock | asyncio.Semaphore, patience: float | None) -> AbstractAsyncContextManager[None]:
    """Wait for a turn and hold it, but do without one after so many seconds of `patience`."""
    return taken if patience is None else _impatient(taken, patience)


@asynccontextmanager
async def _impatient(taken: asyncio.Lock | asyncio.Semaphore, patience: float) -> AsyncIterator[None]:
    held = False
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                held = await taken.acquire()
        yield
    finally:
        if held:
            taken.release()


def _known(algorithm: str) -> bool:
    return algorithm.casefold().removesuffix("-sess") in _HASHES


def _offers(challenges: Iterable[str]) -> list[_Digest]:
    """Read the digest challenges; several may share one header."""
    offers = []
    for challenge in challenges:
        scheme = challenge.casefold().find("digest ")
        if scheme < 0:
            continue
        pairs = [item for item in parse_http_list(challenge[scheme + 7 :]) if item.partition("=")[2].strip()]
        values = {name.strip().casefold(): value for name, value in parse_keqv_list(pairs).items()}
        qops = [qop.strip() for qop in values.get("qop", "").split(",")]
        offers.append(
            _Digest(
                realm=values.get("realm", ""),
                nonce=values.get("nonce", ""),
                algorithm=values.get("algorithm", "MD5"),
                qop="auth" if "auth" in qops else qops[0],
                opaque=values.get("opaque", ""),
                stale=values.get("stale", "").casefold() == "true",
            )
        )
    return offers
