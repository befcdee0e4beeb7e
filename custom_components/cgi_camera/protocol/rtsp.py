"""Whether a camera serves a stream at an address: one DESCRIBE, and nothing is played (RFC 2326, section 10.2).

To open the video instead, as players do, would cost a camera one of its few sessions and seconds of work for every
address that is tried.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
import re
from typing import Final

from yarl import URL

from .answers import failed, locked
from .auth import Challenger, Credentials
from .errors import AccountLocked, AuthFailed, BadAnswer, Busy, CameraError, ConnectionFailed, CutOff, Unsupported

PORT: Final = 554
PATIENCE: Final = 5.0
"""Seconds that one address may take."""
_HEAD = 64
"""The most lines before the description."""
_LINE = 8 * 1024
_BODY = 64 * 1024

_STATUS = re.compile(r"RTSP/\d\.\d\s+(\d{3})\b\s*(.*)", re.IGNORECASE)
_VIDEO = re.compile(rb"^m=video\b", re.MULTILINE)
_GONE = frozenset({400, 404, 405, 406, 451, 454, 501, 551})
"""No such stream, whatever the word for it."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    reason: str
    challenges: tuple[str, ...]
    body: bytes


async def find(addresses: Iterable[str], credentials: Credentials) -> str:
    """Return the first address at which there is video.

    Raise AuthFailed at the first that refuses the account, so that it is not locked. Otherwise Unsupported, Busy or
    BadAnswer if the camera answered at all, ConnectionFailed if it did not.
    """
    shut: set[int] = set()
    failure: CameraError = Unsupported("no RTSP address is known")
    for address in addresses:
        port = URL(address, encoded=True).port or PORT
        if port in shut:
            continue
        try:
            await describe(address, credentials)
        except AuthFailed:
            raise
        except ConnectionFailed as err:
            shut.add(port)
            failure = err
        except CameraError as err:
            failure = err
        else:
            return address
    raise failure


async def describe(address: str, credentials: Credentials) -> None:
    """Return if there is video at an address, which holds no account.

    Raise AuthFailed, AccountLocked, ConnectionFailed, Unsupported (no such stream), Busy (5xx) or BadAnswer.
    """
    url = URL(address, encoded=True)
    if not (address.isascii() and address.isprintable()) or " " in address:
        raise Unsupported("no address that can be asked for")
    challenger = Challenger(credentials)
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await _ask(url, challenger)
    except (TimeoutError, OSError) as err:
        raise failed(err) from None
    except (EOFError, ValueError) as err:
        raise (CutOff("the connection was closed") if isinstance(err, EOFError) else BadAnswer("no RTSP")) from None
    _check(answer)


def _check(answer: _Answer) -> None:
    if answer.status in _GONE:
        raise Unsupported(f"RTSP {answer.status}")
    if answer.status == 403:
        raise AuthFailed("RTSP 403")
    if answer.status >= 500 or answer.status == 453:
        raise Busy(f"RTSP {answer.status}")
    if answer.status != 200 or not _VIDEO.search(answer.body):
        raise BadAnswer(f"RTSP {answer.status} without video")


async def _ask(url: URL, challenger: Challenger) -> _Answer:
    """Describe an address, and again with the account if the camera asks for it."""
    connection = _Connection(url)
    try:
        while True:
            signature = challenger.sign("DESCRIBE", str(url))
            answer = await connection.ask(signature.header)
            if answer.status != 401:
                return answer
            if locked(answer.reason):
                raise AccountLocked(answer.reason)
            if not answer.challenges or signature.final:
                raise AuthFailed("RTSP 401")
            challenger.challenged(answer.challenges)
    finally:
        connection.close()


class _Connection:
    """One connection; a camera may close it after every answer."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._count = 0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, authorization: str) -> _Answer:
        fresh = self._streams is None
        try:
            return await self._exchange(authorization)
        except EOFError, ConnectionError:
            if fresh:
                raise
        self.close()
        return await self._exchange(authorization)

    async def _exchange(self, authorization: str) -> _Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._url.host, self._url.port or PORT, limit=_LINE)
        reader, writer = self._streams
        self._count += 1
        lines = [
            f"DESCRIBE {self._url} RTSP/1.0",
            f"CSeq: {self._count}",
            "User-Agent: CGI Camera",
            "Accept: application/sdp",
            *([f"Authorization: {authorization}"] if authorization else []),
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        await writer.drain()
        return await _read(reader)

    def close(self) -> None:
        if self._streams:
            self._streams[1].transport.abort()
        self._streams = None


async def _read(reader: asyncio.StreamReader) -> _Answer:
    """Read an answer. Raise EOFError for one that is cut, ValueError for what is none or too long."""
    status = _STATUS.match(await _line(reader))
    if status is None:
        raise ValueError("no status")
    challenges: list[str] = []
    length = 0
    for _ in range(_HEAD):
        line = await _line(reader)
        if not line:
            break
        name, _, value = line.partition(":")
        match name.strip().casefold():
            case "www-authenticate":
                challenges.append(value.strip())
            case "content-length":
                length = int(value)
    else:
        raise ValueError("no end of the head")
    if not 0 <= length <= _BODY:
        raise ValueError("too long")
    body = await reader.readexactly(length)
    return _Answer(int(status[1]), status[2].strip(), tuple(challenges), body.replace(b"\r", b"\n"))


async def _line(reader: asyncio.StreamReader) -> str:
    line = await reader.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return line.decode("latin-1").strip()
