"""Alarm mails: what a camera sends to say that something happened, read in bounded time whatever it holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import parseaddr
import re
from typing import Any, Final, override

from .events import Event, EventAction, Signal

MOST_BYTES: Final = 15 * 2**19
"""The largest mail: a picture of 5 MiB as it is written in a mail, and some text."""
MOST_PICTURE: Final = 5 * 2**20
"""The largest picture, in bytes."""
HARMLESS: Final = "mail"
"""The code of a mail that tells of no alarm."""
MOST_LINES: Final = 125_000
"""The most lines of a mail; a picture of 5 MiB in lines of 60 characters has fewer."""

_MOST_HEAD = 2**16
_LONGEST_HEADER = 2000
_DEEPEST = 4
_MOST_PARTS = 64
_LONGEST_SUBJECT = 200
_LONGEST_TEXT = 4000
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_CHARSETS = re.compile(r"utf-?8|us-ascii|iso-?8859-\d+|latin-?1|windows-125\d|gb2312|gbk|gb18030|big5|koi8-r|euc-kr")
_GUESSES = ("utf-8", "gb18030")
_TAG = re.compile(r"<[^<>]*>")


class _Bounded(Compat32):
    """Cuts headers, also those of parts, before the parser looks for parameters in them."""

    @override
    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


class BadMail(ValueError):
    """No mail that a camera would send. The text says why, without anything out of the mail."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An alarm mail: who it says it is from, its subject and its text, both cut, and its first picture."""

    sender: str = ""
    subject: str = ""
    text: str = ""
    picture: bytes | None = field(default=None, repr=False)

    @property
    def picture_type(self) -> str:
        """The picture's media type, as its first bytes tell it; empty without one."""
        return _kind_of(self.picture or b"")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in which an alarm is told of, and what in a mail counts its channels or inputs, as group 1."""

    code: str
    words: re.Pattern[str]
    number: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mails:
    """How the cameras of a dialect tell of alarms by mail.

    `wordings` are tried in turn, on the subject and then on the text. What none of them fits is no alarm where
    `harmless` fits both together, else the first of them: a camera that mails has something to tell. Each code means to
    `events` that something happened just now, which has no end.
    """

    events: tuple[Event, ...]
    wordings: tuple[Wording, ...]
    harmless: re.Pattern[str]

    def signal(self, letter: Letter) -> Signal:
        """Return what a mail tells; with the code `mail` where that is no alarm."""
        texts = (letter.subject, letter.text)
        told: dict[str, Any] = {"subject": letter.subject, "picture": letter.picture is not None}
        wording = next((each for text in texts for each in self.wordings if each.words.search(text)), None)
        if wording is None and self.harmless.search("\n".join(texts)):
            return Signal(HARMLESS, EventAction.PULSE, 0, told)
        wording = wording or self.wordings[0]
        number = next((int(found[1]) for text in texts if (found := wording.number.search(text))), 0)
        return Signal(wording.code, EventAction.PULSE, number, told)


def read(data: bytes) -> Letter:
    """Read a mail as it was sent. Raise BadMail for one that no camera would send."""
    _check(data)
    try:
        message = BytesParser(policy=_Bounded()).parsebytes(data)
        return Letter(
            sender=parseaddr(_header(message, "from"))[1].casefold(),
            subject=_header(message, "subject"),
            text=next(_texts(message), ""),
            picture=next(_pictures(message), None),
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as err:
        raise BadMail(f"unreadable ({type(err).__name__})") from None


def _check(data: bytes) -> None:
    """Refuse what would keep the parser busy: its time grows with lines times depth, its memory with parts."""
    if len(data) > MOST_BYTES:
        raise BadMail("too large")
    ends = [at for end in (b"\n\n", b"\n\r\n") if (at := data.find(end)) >= 0]
    if min(ends, default=len(data)) > _MOST_HEAD:
        raise BadMail("its header is too long")
    if data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES:
        raise BadMail("too many lines")
    if data.count(b"\n--") + data.count(b"\r--") > _MOST_PARTS:
        raise BadMail("too many parts")
    small = data.lower()
    if small.count(b"multipart/") > _DEEPEST or small.count(b"message/") > _DEEPEST:
        raise BadMail("parts in parts in parts")


def _header(message: Message, name: str) -> str:
    """Return a header's text, in whatever character set it stands there, on one line."""
    raw = next((str(value) for key, value in message.raw_items() if key.casefold() == name), "")
    # Cut where it stands: encoded words take more room than what they say.
    cut = _in_some_charset(raw[: 4 * _LONGEST_SUBJECT].encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(cut)
    except HeaderParseError:
        pieces = [(cut, None)]
    text = "".join(piece if isinstance(piece, str) else _in_some_charset(piece, charset) for piece, charset in pieces)
    return " ".join(text.split())[:_LONGEST_SUBJECT]


def _in_some_charset(data: bytes, told: str | None = None) -> str:
    """Decode bytes; many cameras do not say how, or say what is not so."""
    known = told and _CHARSETS.fullmatch(told.casefold().replace("_", "-"))
    for charset in (told, *_GUESSES) if told and known else _GUESSES:
        try:
            return data.decode(charset)
        except UnicodeDecodeError, LookupError:
            continue
    return data.decode("latin-1")


def _texts(message: Message) -> Iterator[str]:
    """Yield the texts, plain ones first."""
    for kind, plain in (("text/plain", True), ("text/html", False)):
        for part in message.walk():
            if part.get_content_type() == kind and (data := _content(part)[:_LONGEST_TEXT]):
                charset = part.get_param("charset")
                text = _in_some_charset(data, charset if isinstance(charset, str) else None)
                yield text if plain else _TAG.sub(" ", text)


def _pictures(message: Message) -> Iterator[bytes]:
    for part in message.walk():
        if part.get_content_maintype() not in {"text", "multipart", "message"}:
            data = _content(part)
            if _kind_of(data) and len(data) <= MOST_PICTURE:
                yield data


def _kind_of(data: bytes) -> str:
    return next((kind for magic, kind in _PICTURES.items() if data.startswith(magic)), "")


def _content(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
