"""Reads the parts of a push stream as cameras really send them.

`aiohttp.MultipartReader` hands a part over only when the next boundary arrives, and stumbles over most of what firmware
does: boundaries other than declared, missing blank lines, wrong lengths, LF for CRLF. So parts are found by their
boundary lines and are handed over as soon as their text can be read.
"""

from collections.abc import Callable
import re

_LINE = (
    rb"(?:--[ \t]*(?:[\w.'()+,/:=?-]+[ \t]*(?=\r?\n)|[\w.]+--(?=\r?\n|$))"
    # Some leave the dashes out; then the header below tells that it is none of the text.
    rb"|[\w.-]+[ \t]*(?=\r?\n(?i:content-\w+)[ \t]*:)"
    # Some recorders repeat the head of their answer in place of a boundary.
    rb"|HTTP/1\.[01] \d+[^\r\n]*(?=\r?\n))"
)
_FIRST = re.compile(_LINE)
# Beginning with one byte, it leaps from line to line.
_BOUNDARY = re.compile(rb"\n" + _LINE)
_HEAD = re.compile(
    rb"(?:[\r\n]*+(?:(?i:content-length)[ \t]{0,8}:[ \t]{0,64}<?(\d{1,9})[^\n]{0,1024}\n"
    rb"|[A-Za-z][A-Za-z-]{0,63}[ \t]{0,8}:[^\n]{0,1024}\n))*+[\r\n]*+"
)
"""Headers and the blank lines among them; what the last length says."""
_MAXIMUM = 256 * 1024
_LINE_LENGTH = 256
"""The longest line that may be a boundary or repeat the head of an answer."""
_MANY = 8
"""How many chunks that hold whole parts are remembered."""
_PATIENCE = 1024 * 1024
"""How many bytes of one unfinished part are looked at in vain, those looked at before among them."""


class PartReader:
    """Turns chunks of a multipart body into the texts of its parts.

    `complete` tells whether an unfinished part's text can be read already; a part never waits longer than that for its
    boundary, unless it came in so many pieces that looking at it with each would take too long. Text over 256 KiB
    without a boundary is dropped. Nothing is searched again with the next chunk but what may be a boundary cut in two.
    """

    def __init__(self, complete: Callable[[str], bool]) -> None:
        """Start before the first byte."""
        self._complete = complete
        self._buffer = bytearray()
        self._text = 0
        self._known: dict[bytes, list[str]] = {}
        self._begin()

    def _begin(self, text: int = 0) -> None:
        """Begin a part at a position of the buffer."""
        self._text = text
        self._length = -1
        self._looked = 0

    @property
    def _between(self) -> bool:
        """Whether nothing of what came before has a say in what comes next."""
        return not self._buffer and self._length < 0 and not self._looked

    def feed(self, chunk: bytes) -> list[str]:
        """Take a chunk and return the texts that became readable."""
        between = self._between
        if between and (known := self._known.get(chunk)):
            return known
        texts = self._read(chunk)
        if between and self._between and len(chunk) <= _LINE_LENGTH:
            # Heartbeats are always the same, and so are many alarms.
            if len(self._known) >= _MANY:
                self._known.clear()
            self._known[chunk] = texts
        return texts

    def _read(self, chunk: bytes) -> list[str]:
        # What was searched before holds no boundary but one that was cut, with the header that may belong to it.
        least = max(len(self._buffer) - _LINE_LENGTH, 0)
        line = self._buffer.rfind(b"\n", least)
        start = max(self._buffer.rfind(b"\n", least, max(line, 0)), least)
        self._buffer += chunk
        texts = []
        while boundary := (None if start else _FIRST.match(self._buffer)) or _BOUNDARY.search(self._buffer, start):
            self._skip_head()
            texts.append(self._until(boundary.start()))
            start = boundary.end()
            self._begin(start)
        self._skip_head()
        early = self._early()
        texts.append(early)
        if early or len(self._buffer) > _MAXIMUM:
            self._buffer.clear()
            self._begin()
        else:
            del self._buffer[: self._text]
            self._text = 0
        return [text for text in texts if text]

    def _skip_head(self) -> None:
        """Move to where a part's text begins, as far as the lines before it are there."""
        if head := _HEAD.match(self._buffer, self._text):
            self._length = int(head[1]) if head[1] else self._length
            self._text = head.end()

    def _until(self, end: int) -> str:
        """Return the text before a position; empty where there is none."""
        text = self._buffer[self._text : end].decode("utf-8", errors="replace")
        return text.strip("\r\n") if text.strip() else ""

    def _early(self) -> str:
        """Return the text of an unfinished part if it can be read already, else nothing."""
        length = len(self._buffer) - self._text
        if not (self._buffer.endswith(b"\n") or length == self._length) or self._looked > _PATIENCE:
            return ""
        self._looked += length
        text = self._buffer[self._text :].decode("utf-8", errors="replace")
        return text.strip("\r\n") if text.strip() and self._complete(text) else ""
