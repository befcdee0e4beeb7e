"""Reads the parts of a push stream as cameras really send them.

`aiohttp.MultipartReader` hands a part over only when the next boundary arrives, and stumbles over most of what firmware
does: boundaries other than declared, missing blank lines, wrong lengths, LF for CRLF. So parts are found by their
boundary lines and are handed over as soon as their text can be read.
"""

from collections.abc import Callable, Iterator
import re

_LINE = rb"(?:^|\r?\n)(?:%s)(?=\r?\n%s)"
_BOUNDARY = re.compile(
    rb"|".join(
        (
            _LINE % (rb"--[ \t]*[\w.'()+,/:=?-]+[ \t]*", b""),
            _LINE % (rb"--[ \t]*[\w.]+--", b"|$"),
            # Some leave the dashes out; then the header below tells that it is none of the text.
            _LINE % (rb"[\w.-]+[ \t]*", rb"(?i:content-\w+)[ \t]*:"),
            # Some recorders repeat the head of their answer in place of a boundary.
            _LINE % (rb"HTTP/1\.[01] \d+[^\r\n]*", b""),
        )
    )
)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z-]*[ \t]*:[^\n]*\r?\n")
_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*<?(\d+)", re.IGNORECASE)
_MAXIMUM = 256 * 1024
_LINE_LENGTH = 256
"""The longest line that may be a boundary or repeat the head of an answer."""


class PartReader:
    """Turns chunks of a multipart body into the texts of its parts.

    `complete` tells whether an unfinished part's text can be read already; a part never waits longer than that for its
    boundary. Text over 256 KiB without a boundary is dropped.
    """

    def __init__(self, complete: Callable[[str], bool]) -> None:
        """Start before the first byte."""
        self._complete = complete
        self._buffer = b""

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Take a chunk and yield the texts that became readable."""
        # What was searched before holds no boundary but one that was cut.
        start = max(len(self._buffer) - _LINE_LENGTH, 0)
        self._buffer += chunk
        while boundary := _BOUNDARY.search(self._buffer, start):
            yield from self._text(self._buffer[: boundary.start()], finished=True)
            self._buffer = self._buffer[boundary.end() :]
            start = 0
        early = list(self._text(self._buffer, finished=False))
        if early or len(self._buffer) > _MAXIMUM:
            self._buffer = b""
        yield from early

    def _text(self, part: bytes, *, finished: bool) -> Iterator[str]:
        length = None
        part = part.lstrip(b"\r\n")
        while header := _HEADER.match(part):
            if found := _LENGTH.match(header.group()):
                length = int(found.group(1))
            part = part[header.end() :].lstrip(b"\r\n")
        if not finished and not part.endswith(b"\n") and len(part) != length:
            return
        text = part.decode("utf-8", errors="replace")
        if text.strip() and (finished or self._complete(text)):
            yield text.strip("\r\n")
