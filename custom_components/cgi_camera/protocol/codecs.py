"""Bytes to documents: `key = value` lines, attribute XML, `<Message>` XML.

A document is a dict of texts by path. Paths are case-folded and hold no blanks, since firmware spells them as it likes.
Decoders raise Refused (Unsupported, Busy) where the camera hid an error in its answer and BadAnswer for what is no
answer at all.
"""

from codecs import BOM_UTF8
from functools import lru_cache
import re
from sys import intern
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict

from .errors import BadAnswer, Busy, Refused, Unsupported

type Texts = dict[str, str]

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_FAULT = re.compile(r"<fault\b", re.IGNORECASE)
_REASON = re.compile("<reason>", re.IGNORECASE)
_REASON_END = re.compile("</reason>", re.IGNORECASE)
_COMMENT = re.compile(r"\s\*")


def text_of(body: bytes) -> str:
    """Decode what should be UTF-8 and may be GB2312 or Latin-1, with or without byte order mark."""
    try:
        # The codec for it, `utf-8-sig`, is written in Python.
        return body.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("gb2312")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def path_of(name: str) -> str:
    """Normalise a path the way documents spell theirs: the same object each time, since all cameras have the same."""
    return _usual(name) if len(name) <= _USUAL else _normal(name)


def _normal(name: str) -> str:
    return intern("".join(name.split()).casefold())


_usual = lru_cache(maxsize=16384)(_normal)
_USUAL = 128
"""The longest names worth remembering."""


_TAG = re.compile(r"<(/?)[A-Za-z][^<>]*?(/?)>")
_DEEPEST = 40
_LONGEST_PATH = 512
_MOST_PATHS = 32


def _check_depth(text: str) -> None:
    """Raise BadAnswer for what is nested deeper than any camera has reason to."""
    depth = 0
    for tag in _TAG.finditer(text):
        depth += -1 if tag[1] else not tag[2]
        if depth > _DEEPEST:
            raise BadAnswer("XML nested too deeply")


def _parse_xml(text: str) -> dict[str, Any]:
    _check_depth(text)
    try:
        tree = xmltodict.parse(_DECLARATION.sub("", text.strip("\0 \t\r\n")), attr_prefix="", cdata_key="")
    except (ExpatError, ValueError) as err:
        raise BadAnswer("no readable XML") from err
    return dict(tree)


class _Flat:
    """Trees of dicts and lists as texts by path; the first of several equal elements has no index.

    Long names around many small elements would fill the memory: paths may be so many times as long as the answer.
    """

    def __init__(self, size: int) -> None:
        self.texts: Texts = {}
        self._left = _MOST_PATHS * size

    def write(self, node: Any, path: str) -> None:
        """Write a node at a path. Raise BadAnswer where the paths get too long."""
        self._left -= len(path)
        if len(path) > _LONGEST_PATH or self._left < 0:
            raise BadAnswer("XML with too long names")
        if isinstance(node, dict):
            for name, child in node.items():
                self.write(child, f"{path}/{name}" if path and name else path or name)
        elif isinstance(node, list):
            for index, child in enumerate(node):
                self.write(child, f"{path}[{index}]" if index else path)
        else:
            self.texts[path_of(path)] = (node or "").strip()


def attribute_xml(body: bytes) -> Texts:
    """Decode `<image brightness="128"/>` to `image/brightness` (IPC HTTP CGI, section 1).

    A `<fault>` becomes Refused with its reason, even where its end is missing as the document prints it.
    """
    text = text_of(body)
    if _FAULT.search(text):
        reason = _REASON.search(text)
        end = reason and _REASON_END.search(text, reason.end())
        raise Refused(text[reason.end() : end.start()].strip() if reason and end else "fault without reason")
    flat = _Flat(len(text))
    flat.write(_parse_xml(text), "")
    return flat.texts


_MESSAGE = re.compile(r"<(message)\b", re.IGNORECASE)
_MESSAGE_ERRORS = {"501": Unsupported, "502": Busy, "503": Busy}


def message_xml(body: bytes) -> Texts:
    """Decode `<ImageInfo><Hue><int>1</int></Hue></ImageInfo>` to `imageinfo/hue` (Message HTTP API 3.1, section 2.3.1).

    A `<result>` other than 2xx becomes Refused with its description. The last tag may be missing, as in the printed
    answer to a set.
    """
    text = text_of(body).rstrip("\0 \t\r\n")
    if (root := _MESSAGE.search(text)) and (end := f"</{root[1]}>") not in text:
        text += end
    message = next((v for k, v in _parse_xml(text).items() if k.casefold() == "message"), None)
    if not isinstance(message, dict):
        raise BadAnswer("no <Message>")
    flat = _Flat(len(text))
    for name, group in message.items():
        if name.casefold() == "result":
            result = {key.casefold(): text for key, text in group.items()} if isinstance(group, dict) else {"": group}
            code = str(result.get("code", "200"))
            if not code.startswith("2"):
                raise _MESSAGE_ERRORS.get(code, Refused)(result.get("") or f"code {code}")
        elif name.casefold() != "header":
            flat.write(_without_types(group), name)
    return flat.texts


def _without_types(node: Any) -> Any:
    """Drop the element that names a value's type."""
    if isinstance(node, list):
        return [_without_types(child) for child in node]
    if isinstance(node, dict):
        if len(node) == 1 and (kind := next(iter(node))).casefold() in {"int", "string", "float", "bool"}:
            return node[kind]
        return {name: _without_types(child) for name, child in node.items()}
    return node


_ERROR = re.compile(r"\s*error\b\s*+:?\s*+(?:ErrorID=\d++,\s*+Detail=)?", re.IGNORECASE)
_LONGEST_SECTION = 64
_SHORT = 32
"""Texts up to this length are words, numbers and times that stand in many answers; they are kept once."""


_PAGE = re.compile(r"[\s\0]*<")
# The first of the four stands alone, so that the search for it leaps over text.
_BYTES = re.compile(r"[\x01-\x08\x0e-\x1f][\x01-\x08\x0e-\x1f]{3}")


def key_value(body: bytes, *, comments: bool = True) -> Texts:
    """Decode `key = value` lines, with or without blanks (Control CGI 1.20; Amcrest HTTP API, section 4).

    `[Section]` lines of Control CGI put `section/` before the keys that were told already; the lines of a section that
    have no key are numbered in it: `section/1`. With `comments`, a
    ` * comment` behind a value is no part of it. Text that begins with `Error` becomes Refused with the rest of it; a
    bare `OK` is an empty document.
    """
    text = text_of(body)
    if _PAGE.match(text) or _BYTES.search(text):
        raise BadAnswer("no lines of text")
    if error := _ERROR.match(text):
        raise Refused(" ".join(text[error.end() :].split()) or "refused without a reason")
    texts: Texts = {}
    section = ""
    keyless = 0
    lines = [line.strip("\0 \t") for line in text.splitlines()]
    for line in filter(None, lines):
        if line.startswith("[") and line.endswith("]"):
            section, keyless = path_of(line[1:-1])[:_LONGEST_SECTION], 0
            continue
        key, equals, value = line.partition("=")
        if not equals:
            keyless += 1
            if section:
                texts[f"{section}/{keyless}"] = line
            continue
        path = path_of(key)
        if section and path in texts:
            path = f"{section}/{path}"
        value = (_COMMENT.split(value, 1)[0] if comments else value).strip()
        texts[path] = intern(value) if len(value) <= _SHORT else value
    if not texts and any(lines) and text.strip().casefold() != "ok":
        raise BadAnswer("neither key=value lines nor OK")
    return texts
