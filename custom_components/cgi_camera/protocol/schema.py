"""The nouns that dialect tables are written in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from .events import Push
from .exchange import Answer, Place, Request
from .login import BY_ENDPOINT, Authority, Login
from .mail import Mails
from .media import Recordings
from .model import ANY, AnyReading, Command, Domain, Feature, StreamKind
from .movement import Movement

type Document = Mapping[str, str]
"""An answer: text by path. Paths are case-folded and free of blanks, see `codecs`."""

STATUS = 30.0
"""Seconds between two readings of what changes by itself."""
ALARM = 10.0
"""Seconds between two readings of what stands in for a pushed alarm."""
SETTINGS = 300.0
"""Seconds between two readings of what only people change."""
HOURLY = 3600.0
"""Seconds between two readings of what hardly ever changes."""
ONCE = float("inf")
"""Read at discovery only."""


@dataclass(frozen=True, slots=True)
class Converter[T]:
    """Between wire text and value.

    `read` raises ValueError for what it cannot read. `write` gets the value and the text that stands at the camera
    now, for texts that hold more than one value.
    """

    read: Callable[[str], T]
    write: Callable[[T, str], str]
    domain: Domain = ANY


type DomainSource = Callable[[Document, Document, Place], Domain]
"""Finds a field's domain in its own document and in the endpoint's `ranges` document."""


@dataclass(frozen=True, slots=True, eq=False)
class Field[T]:
    """Where a feature stands in an endpoint's answer, and how it is spelt.

    `path` is a template. With `{ch}` or `{ch0}` it stands for all channels, with `{n}`, `{n0}`, `{i}` or `{at}` for as
    many numbers as the answer holds; `number` then is the path of the number itself where the list is not in order.
    Without them `number` may be a literal, for the only one of its kind.
    `write` is the name in a set request where it differs from the read (a template too), "" where it cannot be set.
    `parts` are the paths of further texts that spell the value, as for a rectangle or a time of day. The converter gets
    all of them as the lines of one text, that of `path` first, and writes them so: a part that is absent is an empty
    line, and what is written as an empty line is not sent. A part may stand in the `ranges` document, to be read only.
    One of the paths may hold `{line}` or `{line0}`: it stands for as many lines as the answer has, or the value.
    `companions` are features of the endpoint that must be sent along, with the values they have; `default` is the wire
    text to send for this field as a companion while nobody knows its value. `also` gives the further parameters that
    spell a value where one does not do, `adjust` those of other settings that the new value does not leave room for.
    `set` is the request that sets it where that is not the endpoint's.
    `presence` is a template like `path`, for what only events and the answer to a set tell: not the value stands there,
    but whether the camera has the thing at all.
    """

    feature: Feature[T]
    path: str
    converter: Converter[T]
    domain: Domain | DomainSource | None = None
    write: str | None = None
    companions: tuple[Feature[Any], ...] = ()
    number: str = ""
    default: str = ""
    also: Callable[[T], Mapping[str, str]] = lambda value: {}
    adjust: Adjust | None = None
    presence: str = ""
    parts: tuple[str, ...] = ()
    set: Request | None = None


type AnyField = Field[Any]

type Adjust = Callable[[str, Document, Document, Place], Mapping[str, str]]
"""Finds the parameters that have to change along with a value: from its wire text, the document, `ranges`, where.

Raises Invalid for a value that means nothing as the other settings stand.
"""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a `derive` function sees: this answer, the one before (None at first), where and when, and the endpoint's
    `ranges` document.
    """

    document: Document
    previous: Document | None
    place: Place
    channels: tuple[int, ...]
    hold: float
    ranges: Document


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Endpoint:
    """One CGI that is read as a whole, and set through `set` where it can be.

    `set`, its own or a field's, names `{n}` where each number is set in a request of its own. `period` is the time
    between two readings. `per_channel`: one request a channel. `ranges` names the endpoint that tells ranges and
    choices, `needs` those that must be known for the request or to understand the answer. `offered` tells from their
    documents whether this camera has it; what it has not is not asked for. `follows` names the endpoint without which
    it is not there, either; where that is there, one that is write-only is, too, and is not asked. `unless` is a
    feature with which it is not asked. `write_only`: it cannot be read, and is there if it refuses an empty request
    with its own fault. `derive` gives readings that stand at no path. `none_if_refused`: a refusal means that there is
    nothing to tell now. `settles`: what it is told takes a while, so that it counts as done, and is read at the next
    poll.
    """

    key: str
    read: Request
    fields: tuple[AnyField, ...] = ()
    set: Request | None = None
    period: float = SETTINGS
    per_channel: bool = False
    ranges: str = ""
    needs: tuple[str, ...] = ()
    write_only: bool = False
    derive: Callable[[Glimpse], Iterable[AnyReading]] | None = None
    none_if_refused: bool = False
    offered: Callable[[Document], bool] = lambda ranges: True
    follows: str = ""
    unless: Feature[Any] | None = None
    settles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundle:
    """One request that is answered with what several endpoints tell, in words of its own perhaps.

    It tells whether anything has changed since those endpoints were read, for less than reading them all again; what
    has changed is read from its endpoint. `covers` are their keys, none of them asked for each channel. `split` makes a
    document for each out of the answer; it raises as `Dialect.decode` does.
    """

    request: Request
    covers: tuple[str, ...]
    split: Callable[[bytes], Mapping[str, Document]]


@dataclass(frozen=True, slots=True)
class Action:
    """One request that makes a camera do something.

    Offered where the feature `needs` is true or was read at all, where there are several for each that it has; without
    one, always. `beside` is a feature that every
    firmware with the action has, too: offered where the camera has that, whatever its value. `count` is how many there
    are of its kind, which have numbers from 1, or the feature that tells it. `keeps` are settings that it upsets, and
    that are put back. One that `moves` a head ends its running movement first and does not wait behind other requests;
    `undo` is the command that ends what it began.
    """

    command: Command
    request: Request
    needs: Feature[Any] | None = None
    per_channel: bool = False
    numbered: bool = False
    beside: Feature[Any] | None = None
    count: int | Feature[int] = 0
    moves: bool = False
    undo: Command | None = None
    keeps: tuple[Feature[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Serial:
    """The serial line of a channel: bytes go to it and come from it as hexadecimal digits.

    `send` takes them in `parameter`. `exchange` also reads what comes back, which is told at `path`, and may have
    nothing to send.
    """

    send: Request
    exchange: Request
    parameter: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One picture source a channel; there where `needs` was read. `rtsp` are path and query of the addresses at which
    it may be served, the likeliest first; what names no channel is for a camera with one.

    Where not every firmware has snapshots, `snapshot_needs` was read if this one does. `snapshot_alone` is the snapshot
    of a camera with one channel, where it is asked for in another way.
    """

    kind: StreamKind
    number: int
    rtsp: tuple[str, ...] = ()
    snapshot: Request | None = None
    snapshot_alone: Request | None = None
    mjpeg: Request | None = None
    needs: Feature[Any] | None = None
    snapshot_needs: Feature[Any] | None = None


class Match(Enum):
    """How surely an answer comes from a dialect."""

    NO = auto()
    MAYBE = auto()
    YES = auto()


@dataclass(frozen=True, slots=True)
class Sign:
    """How a dialect is told without credentials: a request and what its answer means."""

    request: Request
    match: Callable[[Answer], Match]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """All there is to know about a family of cameras.

    `identity` names the endpoints that tell who it is, read right after the log-in; the first of them must answer.
    `channels` counts the channels from the identity documents, (0,) where a camera is its only channel; `roster` names
    those endpoints, from the same documents, that tell of channels that come and go later.
    `parameter` makes the name in a set request from a field's path. `confirms` tells whether the answer to a set
    request says that it was done. `authority` tells an account that may only look.
    `movement` is how heads are moved.
    """

    name: str
    title: str
    login: Login
    sign: Sign
    decode: Callable[[bytes], Document]
    endpoints: tuple[Endpoint, ...]
    identity: tuple[str, ...]
    actions: tuple[Action, ...] = ()
    streams: tuple[Stream, ...] = ()
    push: Push | None = None
    mails: Mails | None = None
    movement: Movement | None = None
    recordings: Recordings | None = None
    bundles: tuple[Bundle, ...] = ()
    serial: Serial | None = None
    channels: Callable[[Mapping[str, Document]], tuple[int, ...]] = lambda documents: (0,)
    roster: Callable[[Mapping[str, Document]], tuple[str, ...]] = lambda documents: ()
    parameter: Callable[[str], str] = lambda path: path.rpartition("/")[2]
    authority: Authority = BY_ENDPOINT
    confirms: Callable[[bytes], bool] = lambda body: True
