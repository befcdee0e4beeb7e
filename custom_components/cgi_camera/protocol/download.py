"""A recording on its way from the camera, in whole or in part, never in memory as a whole."""

from collections.abc import AsyncGenerator
import re
from typing import Final

import aiohttp

from .answers import failed, line
from .codecs import text_of
from .errors import CutOff, Refused

_CONTENT_RANGE = re.compile(r"bytes\s+(\d+)-(\d+)/(\d+|\*)", re.IGNORECASE)
_WORDS: Final = 64
"""Bytes by which words are told from a film."""
_FEW: Final = 8
"""Bytes that tell nothing: the names of some containers are letters."""


def asking_for(part: slice | None) -> dict[str, str]:
    """Return the headers that ask for a file, or for the bytes of a slice of it."""
    # Of a compressed answer nobody could tell a part.
    headers = {"Accept-Encoding": "identity"}
    if part is not None:
        last = "" if part.stop is None else part.stop - 1
        headers["Range"] = f"bytes={part.start}" if part.start < 0 else f"bytes={part.start}-{last}"
    return headers


class Download:
    """The open answer to a request for a file, or for the bytes of a slice of it.

    `first` is the position of the first byte to come, `length` how many do, `total` the size of the file; the latter
    two are None where the camera does not tell. `part` tells whether it is one: a camera that knows no ranges and no
    length sends everything. `unsatisfiable`: the file ends before the slice begins.
    """

    def __init__(self, response: aiohttp.ClientResponse, wanted: slice | None) -> None:
        """Read the answer's head."""
        self._response = response
        self._head: bytes | None = None
        self._skip = 0
        self._least: int | None = None
        self.content_type = response.content_type
        self.length = self.total = response.content_length
        self.first = 0
        self.part = False
        self.unsatisfiable = response.status == 416
        if self.unsatisfiable:
            self.total = None
        elif wanted is not None:
            self._cut(wanted)

    def _cut(self, wanted: slice) -> None:
        """Find out where the bytes to come stand, and which of them are wanted."""
        if told := _CONTENT_RANGE.fullmatch(self._response.headers.get("Content-Range", "").strip()):
            self.part = True
            self.first, last = int(told[1]), int(told[2])
            self.length = last + 1 - self.first
            self.total = None if told[3] == "*" else int(told[3])
        elif self.total is not None:
            self.first, last, _ = wanted.indices(self.total)
            self.part = True
            self._skip, self.length = self.first, max(last - self.first, 0)
            self.unsatisfiable = not self.length

    def expect(self, size: int | None) -> None:
        """Take the size that the camera's list tells for one that the answer does not."""
        if self.length is None:
            self._least = size

    async def begin(self) -> bytes:
        """Return the first bytes. Raise Refused where they are the words of a refusal, or as `__aiter__` does."""
        if self._head is None:
            self._head = b""
            while len(self._head) < _WORDS and (piece := await self._next()):
                self._head += piece
        start = self._head[:_WORDS]
        told = self.first == self._skip and (not self.part or len(start) > _FEW)
        if told and all(32 <= byte < 127 or byte in b"\t\r\n" for byte in start):
            raise Refused(line(text_of(self._head)) or "an empty recording")
        return self._head

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        """Yield the wanted bytes. Raise CutOff if they end too soon, ConnectionFailed if they fail to come."""
        done = 0
        chunk, self._head = self._head or await self._next(), None
        while chunk:
            chunk, self._skip = chunk[self._skip :], max(self._skip - len(chunk), 0)
            if self.length is not None:
                chunk = chunk[: self.length - done]
            if chunk:
                done += len(chunk)
                yield chunk
            if done == self.length:
                return
            chunk = await self._next()
        if done < (self.length or self._least or 0):
            raise CutOff("the connection was closed")

    async def _next(self) -> bytes:
        try:
            return await self._response.content.readany()
        except (aiohttp.ClientError, TimeoutError, OSError) as err:
            raise failed(err) from None
