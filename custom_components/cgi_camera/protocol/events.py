"""The nouns in which a dialect's event stream is written, and what becomes of what it tells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Any

from .exchange import Request
from .model import AnyReading, Feature
from .vocabulary.events import AccessMethod, Direction, Target


class By(Enum):
    """What the index of a signal counts."""

    CHANNEL = auto()
    NUMBER = auto()
    DEVICE = auto()


class EventAction(StrEnum):
    """What became of the thing that a signal is about: it began, ended, happened, or is told as it is."""

    START = "start"
    STOP = "stop"
    PULSE = "pulse"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing told by an event stream. `index` counts from 1, 0 where there is none; `data` is the camera's own."""

    code: str
    action: EventAction
    index: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Detail:
    """What a signal tells about an alarm besides that it is one; empty where it does not.

    `rule` and `region` are names that people gave, `thing` is the camera's number for what it sees, `user` who opened a
    door, `card` the last four characters of the card's number: enough to tell cards apart, too little to open a door.
    `plate` is the license plate of a car, as the camera spells it.
    """

    rule: str = ""
    thing: str = ""
    region: str = ""
    target: Target | None = None
    direction: Direction | None = None
    method: AccessMethod | None = None
    user: str = ""
    card: str = ""
    plate: str = ""


NO_DETAIL = Detail()


@dataclass(frozen=True, slots=True)
class Event:
    """What a signal's code means: it turns a feature on and off, or is a moment of a momentary one.

    It is there where `needs` was read, where an answer holds the path `shown` (a template), or once a signal tells that
    it began; the last not where `reveals` is false, since the code means other things at other cameras. `means` finds
    the action where the signal's own does not say it, None where the signal says nothing to this row. `detail` reads
    the data where there are any, `kind` finds the way in which a moment happened. Codes with the same `cause` begin
    and end one thing.
    `brief`: it is off while nothing is told, and need not be asked. `sure`: every change is told, so it is not polled.
    `settles` are the seconds in which a moment told again, in whatever words, is the same one.
    """

    code: str
    feature: Feature[Any]
    by: By = By.CHANNEL
    needs: Feature[Any] | None = None
    shown: str = ""
    means: Callable[[Signal], EventAction | None] = lambda signal: signal.action
    detail: Callable[[Signal], Detail] = lambda signal: NO_DETAIL
    kind: Callable[[Detail, Signal], StrEnum] | None = None
    cause: str = ""
    brief: bool = False
    sure: bool = True
    reveals: bool = True
    settles: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """The event stream of a dialect.

    `requests` are tried in turn while the camera refuses them. `signals` reads one part; `complete` tells whether the
    text of an unfinished part can be read already. `idle` is the longest silence in seconds, None where silence is
    normal; `heartbeat` is the text of a part that breaks it. Rows that tell a pushed feature tell its present state
    after every connect. `repeats`: parts tell how things are, changed or not, and the first after a connect no news.
    """

    requests: tuple[Request, ...]
    events: tuple[Event, ...]
    signals: Callable[[str], Iterable[Signal]]
    complete: Callable[[str], bool]
    idle: float | None = None
    heartbeat: str = ""
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One thing that happened, be its code known to a row or not.

    `channel` is 0 where it is about the whole device; `index` counts what the code counts (channels, inputs, outputs,
    doors) from 1, 0 where the camera does not tell. `time` is when it was heard, in UTC. `data` is the camera's own,
    without secrets and not larger than a few thousand characters. `moments` are those of momentary features. `known`:
    a row knows the code.
    """

    channel: int
    code: str
    action: EventAction
    index: int
    time: datetime
    data: Mapping[str, Any]
    detail: Detail
    moments: tuple[AnyReading, ...] = ()
    known: bool = True
