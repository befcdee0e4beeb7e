"""Answers of the dahua dialect to documents (Amcrest HTTP API, section 3.4 and every table)."""

from collections.abc import Callable
import re

from ..codecs import Texts, key_value
from ..converters import whole
from ..schema import Document

_TABLE = re.compile(rb"[\s\xef\xbb\xbf]*table\.\s*(\w+)")
_LAMP = re.compile(r"(table\.lighting_v2(?:\[\d+\]){3})\.(.+)")
_RULE = re.compile(r"(table\.videoanalyserule\[\d+\]\[(\d{1,9})\])\.enable")
_TYPE = re.compile(r"(table\.videoanalyserule\[\d+\])\[\d+\]\.type")
_SECRET = re.compile(r".*\.(?:username|password|keys\[\d+\])")


def _lamps(document: Texts) -> Texts:
    """Name the rows of Lighting_V2 by their light: `…[0].infraredlight.mode` stands beside `…[0].mode`.

    A white light that can flicker, as door stations have, is a `whitelightstate`.
    """
    found = [(lamp[1], lamp[2], text) for path, text in document.items() if (lamp := _LAMP.fullmatch(path))]
    kinds = {head: text.casefold() for head, name, text in found if name == "lighttype"}
    for head, name, _ in found:
        if name == "state" and kinds.get(head) == "whitelight":
            kinds[head] = "whitelightstate"
    return document | {f"{head}.{kinds[head]}.{name}": text for head, name, text in found if head in kinds}


def _rules(document: Texts) -> Texts:
    """Number the rules by their `Id`, which stays when one before them is deleted; else by where they stand.

    What the rules of a channel watch for is marked: `table.videoanalyserule[0].crosslinedetection` is true.
    """
    for head, index in [found.groups() for found in map(_RULE.fullmatch, document) if found]:
        document[f"{head}.number"] = str(whole(document.get(f"{head}.id", "")) or int(index) + 1)
    kinds = [(found[1], kind) for path, kind in document.items() if (found := _TYPE.fullmatch(path))]
    return document | {f"{head}.{kind.casefold()}": "true" for head, kind in kinds}


def _without_secrets(document: Texts) -> Texts:
    """Forget at once what nobody should be shown."""
    return {path: text for path, text in document.items() if not _SECRET.fullmatch(path)}


_SHAPES: dict[bytes, Callable[[Texts], Texts]] = {
    b"lighting_v2": _lamps,
    b"videoanalyserule": _rules,
    **dict.fromkeys((b"alarmserver", b"ddns", b"email", b"nas", b"remotedevice", b"wlan"), _without_secrets),
}


def decode(body: bytes) -> Document:
    """Read `key=value` lines; raise Refused for an error in them and BadAnswer for what is no answer.

    Tables of recorders have thousands of lines, so that each is looked at once.
    """
    document = key_value(body, comments=False)
    name = _TABLE.match(body)
    shape = _SHAPES.get(name[1].lower()) if name else None
    return shape(document) if shape else document


def confirms(body: bytes) -> bool:
    """Tell whether an answer says that something was done: `OK`, with something behind it at most."""
    return body.strip(b"\xef\xbb\xbf\0 \t\r\n")[:2].upper() == b"OK"
