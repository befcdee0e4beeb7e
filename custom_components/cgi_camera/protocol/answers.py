"""What HTTP answers and failures mean, whatever the dialect."""

from collections.abc import Mapping
import errno
import os
import re
from typing import Final

import aiohttp
from yarl import URL

from .codecs import text_of
from .errors import (
    AccountLocked,
    AuthFailed,
    Busy,
    ConnectionFailed,
    CutOff,
    Forbidden,
    Redirected,
    Refused,
    TooLong,
    Unsupported,
    Untrusted,
)
from .exchange import Answer
from .redact import redact

SETTINGS_LIMIT: Final = 8 * 1024 * 1024
"""The longest answer to anything but a picture, in bytes. Tables of recorders with many channels take a few MiB."""

_LOCKED = re.compile("lock|authorization failed", re.IGNORECASE)


def locked(reason: str) -> bool:
    """Tell whether a refusal speaks of a locked account."""
    return bool(_LOCKED.search(reason))


async def get(
    session: aiohttp.ClientSession, url: URL, headers: Mapping[str, str], timeout: aiohttp.ClientTimeout
) -> aiohttp.ClientResponse:
    """Open an answer; raise ConnectionFailed or what else `failed` makes of it. Redirects are answers, too."""
    try:
        return await session.get(url, headers=headers, timeout=timeout, allow_redirects=False)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as err:
        raise failed(err) from None


async def read(response: aiohttp.ClientResponse, limit: int) -> Answer:
    """Read a body of up to `limit` bytes. Raise TooLong for a longer one, and what aiohttp raises."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_any():
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            response.close()
            raise TooLong(f"answer over {limit} bytes")
    return Answer(
        response.status,
        response.content_type,
        b"".join(chunks),
        tuple(response.headers.getall("WWW-Authenticate", [])),
        response.headers.get("Location", ""),
    )


def checked(answer: Answer) -> Answer:
    """Raise the error that a status stands for."""
    status = answer.status
    if 300 <= status < 400:
        raise Redirected(_whereabouts(answer.location))
    if status == 401:
        raise AuthFailed("HTTP 401")
    if status == 403:
        reason = text_of(answer.body[:1024])
        raise AccountLocked(line(reason)) if locked(reason) else Forbidden(line(reason) or "HTTP 403")
    if status in (404, 405, 501):
        raise Unsupported(f"HTTP {status}")
    if status >= 500:
        raise Busy(f"HTTP {status}")
    return answer


def unopened(answer: Answer) -> Refused:
    """Return the error that an answer in place of a stream stands for. An empty one may be a stream the next time."""
    reason = line(text_of(answer.body))
    return (
        Busy("an empty answer") if answer.status == 200 and not reason else Refused(reason or f"HTTP {answer.status}")
    )


def _whereabouts(location: str) -> str:
    """Name where a redirect leads, without its query, which may carry what was asked."""
    try:
        url = URL(location)
        return str(url.origin()) if url.absolute else url.path
    except ValueError:
        return "nowhere"


async def rejection(response: aiohttp.ClientResponse) -> AuthFailed | ConnectionFailed:
    """Return the error that a final 401 stands for."""
    asked = "WWW-Authenticate" in response.headers
    try:
        return rejected(text_of((await read(response, SETTINGS_LIMIT)).body), asked=asked)
    except (aiohttp.ClientError, TimeoutError, OSError) as err:
        return failed(err)
    finally:
        response.close()


def rejected(reason: str, *, asked: bool = True) -> AuthFailed:
    """Tell a wrong account from a locked one. A 401 that asks for no log-in leaves only the latter."""
    if locked(reason) or not asked:
        return AccountLocked(line(reason) or "no log-in is accepted")
    return AuthFailed(line(reason) or "wrong user name or password")


def line(text: str) -> str:
    """Make one short line of a camera's words, without secrets that have a name."""
    return redact(" ".join(text.split())[:120])


def failed(err: BaseException) -> ConnectionFailed:
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
