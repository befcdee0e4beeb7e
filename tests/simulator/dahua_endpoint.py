"""One action of a CGI of a Dahua device: what it takes and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from .control_values import Check, NotAllowed, text

OK = ["OK"]
ANYTHING = text(4096)

type Query = dict[str, str]
type Answer = list[str] | web.StreamResponse


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One action of a CGI; parameters beyond these are refused."""

    answer: Callable[[Query], Answer]
    needs: Mapping[str, Check] = field(default_factory=dict)
    takes: Mapping[str, Check] = field(default_factory=dict)

    def __call__(self, query: Query) -> Answer:
        known = {**self.needs, **self.takes}
        if unknown := query.keys() - known.keys():
            raise NotAllowed(f"unknown parameter {', '.join(sorted(unknown))}")
        if missing := self.needs.keys() - query.keys():
            raise NotAllowed(f"missing parameter {', '.join(sorted(missing))}")
        return self.answer({name: known[name](value) for name, value in query.items()})


def says(*lines: str) -> Endpoint:
    return Endpoint(lambda query: list(lines))


type Endpoints = dict[tuple[str, str], Endpoint]
