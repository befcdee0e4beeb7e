"""The nouns in which a dialect's event stream is written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from .exchange import Request
from .model import Feature


class By(Enum):
    """What the index of a signal counts."""

    CHANNEL = auto()
    NUMBER = auto()
    DEVICE = auto()


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing told by an event stream. `on` is None for a pulse; `index` counts from 1, 0 where there is none."""

    code: str
    on: bool | None
    index: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Which feature a signal's code sets. Where the present state cannot be asked, `needs` tells whether it exists."""

    code: str
    feature: Feature[bool]
    by: By = By.CHANNEL
    needs: Feature[Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """The event stream of a dialect.

    `requests` are tried in turn while the camera refuses them. `signals` reads one part; `complete` tells whether the
    text of an unfinished part can be read already. `idle` is the longest silence in seconds, None where silence is
    normal. Rows that tell a pushed feature tell its present state after every connect.
    """

    requests: tuple[Request, ...]
    events: tuple[Event, ...]
    signals: Callable[[str], Iterable[Signal]]
    complete: Callable[[str], bool]
    idle: float | None = None
