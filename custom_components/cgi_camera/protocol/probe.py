"""Finds out which dialect answers at an address, without credentials, then logs in once."""

from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp
from yarl import URL

from .auth import Credentials
from .camera import Camera
from .dialects import DIALECTS
from .errors import BadAnswer, Busy, CameraError, ConnectionFailed, Refused
from .schema import Answer, Dialect, Match
from .transport import Transport, knock


class NotSupported(CameraError):
    """Something answers, but no camera whose dialect we speak."""


@dataclass(frozen=True, slots=True)
class Found:
    """What answers at an address: the dialects that it may speak, the likeliest first, and where."""

    base: URL
    dialects: tuple[Dialect, ...]

    @property
    def dialect(self) -> Dialect:
        """The likeliest dialect."""
        return self.dialects[0]


async def probe(session: aiohttp.ClientSession, host: str, *, port: int | None = None, ssl: bool = False) -> Found:
    """Ask an address who it is: as told, then with the other of http and https.

    Raise ConnectionFailed if nothing answers, NotSupported if something else does. Sends no credentials.
    """
    failure: ConnectionFailed | None = None
    foreign: NotSupported | None = None
    candidates = list(_candidates(host, port, ssl=ssl))
    for base in candidates:
        try:
            return await _ask(session, base, candidates)
        except ConnectionFailed as err:
            failure = failure or err
        except NotSupported as err:
            foreign = foreign or err
    raise foreign or failure or ConnectionFailed("no answer")


def _candidates(host: str, port: int | None, *, ssl: bool) -> Iterator[URL]:
    for scheme in ("https", "http") if ssl else ("http", "https"):
        yield URL.build(scheme=scheme, host=host, port=port)


async def _ask(session: aiohttp.ClientSession, base: URL, candidates: list[URL]) -> Found:
    possible: list[Dialect] = []
    answered = False
    for dialect in DIALECTS.values():
        try:
            answer = await knock(session, base, dialect.sign.request)
        except ConnectionFailed:
            if not answered:
                raise
            continue
        except BadAnswer:
            continue
        answered = True
        _follow(base, answer, candidates)
        match dialect.sign.match(answer):
            case Match.YES:
                return Found(base, (dialect,))
            case Match.MAYBE:
                possible.append(dialect)
    if possible:
        return Found(base, tuple(possible))
    raise NotSupported("what answers there is no camera of a known kind")


def _follow(base: URL, answer: Answer, candidates: list[URL]) -> None:
    """Remember the https address of the same host that a camera redirects to."""
    if not 300 <= answer.status < 400:
        return
    try:
        target = base.join(URL(answer.location))
    except ValueError:
        return
    if target.scheme == "https" and target.host == base.host and target.origin() not in candidates:
        candidates.append(target.origin())


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
