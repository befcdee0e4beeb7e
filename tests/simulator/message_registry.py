"""Where the message dialect's special groups say what they answer to."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .message_values import WRONG_NAME, Parameter, Refused, Row, Span, Values

if TYPE_CHECKING:
    from .message import MessageCamera

type Special = Callable[[MessageCamera, int, Values], list[Row]]

GETTERS: dict[tuple[str, str], Special] = {}
SETTERS: dict[tuple[str, str], Special] = {}


def getter(cgi: str, group: str) -> Callable[[Special], Special]:
    def register(special: Special) -> Special:
        GETTERS[cgi, group] = special
        return special

    return register


def setter(cgi: str, group: str) -> Callable[[Special], Special]:
    def register(special: Special) -> Special:
        SETTERS[cgi, group] = special
        return special

    return register


def told(group: str, channel: int | None, *elements: tuple[str, str, str]) -> Row:
    return Row(group, channel, list(elements))


def nothing_else(params: Values) -> None:
    if params:
        raise Refused(402, WRONG_NAME)


def kept(params: Values, name: str, allowed: Span) -> int:
    if name not in params:
        raise Refused(402, WRONG_NAME)
    return int(Parameter(name, "int", "", allowed).keep(params.pop(name)))
