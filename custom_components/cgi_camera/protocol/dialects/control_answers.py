"""Answers of the control dialect, one by one and bundled (Control CGI 1.20, annex A)."""

from collections.abc import Mapping
from itertools import batched
import re

from ..codecs import key_value, path_of, text_of
from ..schema import Bundle, Document
from .control_rows import do
from .control_streams import told_apart


def decode(body: bytes) -> Document:
    """Read lines; where the switch over all alarms of a kind is off, none is armed whatever its own says (2.1, 2.3)."""
    document = told_apart(key_value(body))
    if document.get("allstatus", "").casefold() != "disable":
        return document
    return {path: "disable" if path.endswith(".enable") else text for path, text in document.items()}


_SECTION = re.compile(r"^[ \t]*+\[(.*)\][ \t\r]*$", re.MULTILINE)
_INPUTS = ("alarmin1", "alarmin2", "alarmin3", "alarmin4")
_PARTS = {
    "servername": ("servername",),
    "colorinfo": ("camcolor",),
    "videoinfo": ("videoset",),
    "audioinfo": ("audioset",),
    "rtspinfo": ("rtspset",),
    "alarmmotion": ("motion",),
    # Spelt so in annex A2.
    "alarmiput": _INPUTS,
    "alarminput": _INPUTS,
    "alarmoutput": ("alarmout",),
    "eventrecord": ("recordevent",),
    "camdnf": ("camdaynight",),
    "camcolor": ("camcolor",),
    "camwhitebalance": ("camwhitebal",),
    "camwdr": ("camwdr",),
    "cameffect": ("cameffect",),
    "camslowshutter": ("camslowshut",),
    "camshutterspeed": ("camshutspeed",),
}
"""The endpoints that tell what a section tells. Date and MAC are left out: the one always differs, the other never."""


def split(body: bytes) -> Mapping[str, Document]:
    """Return the document of each endpoint that an answer of annex A has a section for."""
    decode(body)
    found: dict[str, Document] = {}
    _, *sections = _SECTION.split(text_of(body))
    for name, lines in batched(sections, 2, strict=True):
        found |= dict.fromkeys(_PARTS.get(path_of(name), ()), decode(lines.encode()))
    return found


def _unified(number: int, *sections: str) -> Bundle:
    covers = tuple(key for section in sections for key in _PARTS[section])
    return Bundle(request=do(f"serverinfo{number}", f"getsysinfo{number}"), covers=covers, split=split)


BUNDLES = (
    _unified(1, "servername", "colorinfo", "videoinfo", "audioinfo", "rtspinfo"),
    _unified(2, "alarmmotion", "alarminput", "alarmoutput", "eventrecord"),
    _unified(3, "camdnf", "camcolor", "camwhitebalance", "camwdr", "cameffect", "camslowshutter", "camshutterspeed"),
)
