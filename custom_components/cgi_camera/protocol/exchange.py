"""What goes to a camera and comes back: requests, their templates, answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import override
from urllib.parse import quote

from yarl import URL


@dataclass(frozen=True, slots=True)
class Place:
    """What a template can name: `{ch}` `{ch0}` channel from 1 and from 0, `{n}` `{n0}` number likewise, `{i}` position
    in a list from 0, `{at}` the same as an index that is empty for the first, `{line}` `{line0}` the line of a value
    that has several, `{profile}` the picture profile that the channel uses, `{now}` the camera's local time, `{due}`
    what that should be, `{since}` and `{until}` the seconds since 1970 by the camera's clock, an hour ago and in a
    minute, `{epoch}` by ours now.
    """

    channel: int = 0
    number: int = 0
    index: int = 0
    profile: int = 0
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    utc: int = 0
    due: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    epoch: int = 0
    line: int = 1

    def fill(self, template: str) -> str:
        """Put the names' values into a template."""
        if "{" not in template:
            return template
        return template.format(
            ch=self.channel,
            ch0=self.channel - 1,
            n=self.number,
            n0=self.number - 1,
            i=self.index,
            at=f"[{self.index}]" if self.index else "",
            profile=self.profile,
            line=self.line,
            line0=self.line - 1,
            now=self.now,
            due=self.due,
            epoch=self.epoch,
            since=self.utc - 3600,
            until=self.utc + 60,
        )


USERNAME = "\0username"
PASSWORD = "\0password"  # noqa: S105
"""Stand in a request's query where the account goes; only the transport puts it there."""


@dataclass(frozen=True, slots=True)
class Request:
    """A GET request to one camera; the query in the order it is sent.

    `bare`: the document prints it without the session number that every other request carries.
    """

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    bare: bool = False

    @override
    def __hash__(self) -> int:
        """Let requests be told apart in sets and keys."""
        return hash((self.path, frozenset(self.query.items())))

    @property
    def open(self) -> bool:
        """Whether there is a template in it."""
        return "{" in "".join((self.path, *self.query, *self.query.values()))

    def at(self, place: Place) -> Request:
        """Fill the templates in path and query."""
        if not self.open:
            return self
        query = {place.fill(k): place.fill(v) for k, v in self.query.items()}
        return Request(place.fill(self.path), query, self.bare)

    def plus(self, more: Mapping[str, str]) -> Request:
        """Return the request with more parameters."""
        return Request(self.path, {**self.query, **more}, self.bare)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a camera returned."""

    status: int
    content_type: str
    body: bytes
    challenges: tuple[str, ...] = ()
    location: str = ""


def _quoted(text: str, safe: str) -> str:
    return text if text.isascii() and text.isalnum() else quote(text, safe=safe)


def address(origin: URL, request: Request) -> URL:
    """Spell a request as it goes over the wire: a blank as %20, brackets and + escaped, nothing left to guess."""
    query = "&".join([f"{_quoted(k, '')}={_quoted(v, ':/')}" for k, v in request.query.items()])
    return URL(f"{origin}{request.path}{'?' if query else ''}{query}", encoded=True)
