"""Finds out which dialect answers at an address, without credentials, then logs in once."""

from contextlib import suppress
from dataclasses import dataclass
import re

import aiohttp
from yarl import URL

from .auth import Credentials
from .camera import Camera
from .dialects import DIALECTS
from .errors import BadAnswer, Busy, CameraError, ConnectionFailed, CutOff, Refused, Untrusted
from .exchange import Answer, Request
from .knowledge import Knowledge
from .model import NOBODY, Identity
from .reading import Source
from .schema import Dialect, Match
from .stranger import knock
from .transport import Transport

_OTHERS = re.compile(
    r"(?i)realm=\"?[^\"]*\b(router|gateway|modem|access point|switch|printer|nas|tp-?link|netgear|d-?link|asus|linksys"
    r"|fritz|zyxel|draytek|mikrotik|ubiquiti|synology|qnap|axis|hikvision|ip camera\(|foscam|vivotek|panasonic|tomcat)"
)
"""Realms by which other devices ask for a log-in."""


class NotSupported(CameraError):
    """Something answers, but no camera whose dialect we speak."""


@dataclass(frozen=True, slots=True)
class Found:
    """What answers at an address: the dialects that it may speak, the likeliest first, and where.

    `identity` is as much as it tells to everybody, mostly nothing.
    """

    base: URL
    dialects: tuple[Dialect, ...]
    identity: Identity = NOBODY

    @property
    def dialect(self) -> Dialect:
        """The likeliest dialect."""
        return self.dialects[0]


async def probe(session: aiohttp.ClientSession, host: str, *, port: int | None = None, ssl: bool = False) -> Found:
    """Ask an address who it is: as told, then with the other of http and https.

    Raise ConnectionFailed if nothing answers (Untrusted if what answers may be another than it says), NotSupported if
    something else does. Sends no credentials.
    """
    failures: list[ConnectionFailed] = []
    foreign: NotSupported | None = None
    candidates = [URL.build(scheme=scheme, host=host, port=port) for scheme in _schemes(ssl=ssl)]
    for base in candidates:
        try:
            return await _ask(session, base, candidates)
        except ConnectionFailed as err:
            if ssl and isinstance(err, Untrusted):
                # Who asks for encryption must not be led to send an account without.
                raise
            failures.append(err)
        except NotSupported as err:
            foreign = foreign or err
    raise foreign or max(failures, key=lambda err: isinstance(err, Untrusted))


def _schemes(*, ssl: bool) -> tuple[str, str]:
    return ("https", "http") if ssl else ("http", "https")


class _Door:
    """An address where one 401 that asks for nothing is taken for a mistake, as it is no answer to a stranger."""

    def __init__(self, session: aiohttp.ClientSession, base: URL) -> None:
        """Nothing is sent yet."""
        self._session = session
        self._base = base
        self._again = True

    async def knock(self, request: Request) -> Answer:
        """Do what `stranger.knock` does."""
        answer = await knock(self._session, self._base, request)
        if self._again and answer.status == 401 and not answer.challenges:
            self._again = False
            return await knock(self._session, self._base, request)
        return answer


async def _ask(session: aiohttp.ClientSession, base: URL, candidates: list[URL]) -> Found:
    """Ask for the signs of every dialect in turn, until one is sure."""
    possible: list[Dialect] = []
    moved = answered = False
    statuses: set[int] = set()
    door = _Door(session, base)
    for dialect in DIALECTS.values():
        try:
            answer = await door.knock(dialect.sign.request)
        except CutOff:
            # Some servers close on a path that they do not know.
            continue
        except ConnectionFailed:
            if not answered:
                raise
            continue
        except BadAnswer:
            answered = True
            continue
        answered = True
        moved = _follow(base, answer, candidates) or moved
        statuses.add(answer.status)
        match dialect.sign.match(answer):
            case Match.YES:
                return Found(base, (dialect,), _told(dialect, answer))
            case Match.MAYBE if not _of_others(answer):
                possible.append(dialect)
    if possible:
        return Found(base, tuple(possible))
    if moved or not answered:
        raise ConnectionFailed("it answers only with redirects" if moved else "the connection was closed")
    raise _nobody(statuses)


def _told(dialect: Dialect, answer: Answer) -> Identity:
    """Return who it is, as far as the answer tells that by which a dialect is known."""
    known = Knowledge(dialect, 0)
    with suppress(CameraError):
        document = dialect.decode(answer.body)
        for endpoint in dialect.endpoints:
            if endpoint.read == dialect.sign.request:
                known.take(Source(endpoint, 0), document, 0)
    return known.identity()


def _nobody(statuses: set[int]) -> CameraError:
    """Tell a device that cannot answer yet, as when it starts up, from one that will never be a camera."""
    if statuses & {500, 502, 503, 504}:
        return ConnectionFailed("it cannot answer yet")
    return NotSupported("what answers there is no camera of a known kind")


def _of_others(answer: Answer) -> bool:
    """Tell whether a device of another kind asks for a log-in: by name, or in a way that no camera has."""
    ways = {challenge.strip().partition(" ")[0].casefold() for challenge in answer.challenges}
    return bool(ways) and (ways.isdisjoint({"digest", "basic"}) or any(map(_OTHERS.search, answer.challenges)))


def _follow(base: URL, answer: Answer, candidates: list[URL]) -> bool:
    """Remember the https address of the same host that a camera redirects to, and tell whether it does."""
    if not 300 <= answer.status < 400:
        return False
    try:
        target = base.join(URL(answer.location)).origin()
    except ValueError:
        return False
    if target.scheme != "https" or target.host != base.host or target == base:
        return False
    if target not in candidates:
        candidates.append(target)
    return True


async def log_in(
    session: aiohttp.ClientSession, found: Found, credentials: Credentials, *, hold: float = 30.0, presets: int = 0
) -> Camera:
    """Log in at what was found and return the camera, identified.

    Where only the log-in can tell the dialect, the dialects are tried with the same account; a wrong one is used once.
    Raise AuthFailed, AccountLocked, ConnectionFailed, Busy while it starts up, or NotSupported if it is none of them.
    """
    for dialect in found.dialects:
        camera = Camera(Transport(session, found.base, dialect.login, credentials), dialect, hold=hold, presets=presets)
        try:
            await camera.identify()
        except Busy:
            raise
        except Refused, BadAnswer:
            continue
        return camera
    raise NotSupported("what answers there is no camera of a known kind")
