"""How a firmware writes its answers, whatever the dialect."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import re

from aiohttp import web


def odd(tag: str) -> str:
    return "".join(letter.upper() if n % 2 else letter.lower() for n, letter in enumerate(tag))


TAGS: Mapping[str, Callable[[str], str]] = {"lower": str.lower, "upper": str.upper, "odd": odd}


@dataclass(slots=True)
class Habits:
    """What is done to every text answer; each can be changed while the camera runs.

    ``bom``: a byte order mark before it. ``newline``: how its lines end. ``encoding``: what it is written in, though
    it says UTF-8 (``latin-1``, ``gb2312``). ``tags``: XML tags in ``lower``, ``upper`` or ``odd`` case.
    ``content_type``: another one than the document's.
    """

    bom: bool = False
    newline: str = ""
    encoding: str = "utf-8"
    tags: str = ""
    content_type: str = ""

    def __post_init__(self) -> None:
        if self.tags and self.tags not in TAGS:
            raise ValueError(f"tags are {', '.join(TAGS)}")
        "".encode(self.encoding)

    def rewrite(self, response: web.StreamResponse) -> None:
        if response.prepared or not isinstance(response, web.Response) or not isinstance(response.body, bytes):
            return
        if not (response.content_type.startswith("text/") or response.content_type.endswith("xml")):
            return
        response.body = self.written(response.body)
        if self.content_type:
            response.headers["Content-Type"] = self.content_type

    def written(self, body: bytes) -> bytes:
        text = body.decode()
        if self.tags and text.startswith("<"):
            text = re.sub(r"(</?)(\w+)", lambda tag: tag[1] + TAGS[self.tags](tag[2]), text)
        if self.newline:
            text = text.replace("\r\n", "\n").replace("\n", self.newline)
        return (b"\xef\xbb\xbf" if self.bom and body else b"") + text.encode(self.encoding, "replace")
