"""The rows of the dahua dialect: tables of the configuration, and what else is asked (Amcrest HTTP API, section 4)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..converters import FLOAT, INT, TEXT, span
from ..exchange import Request
from ..model import AnyReading, Domain, Feature
from ..schema import ONCE, SETTINGS, AnyField, Converter, DomainSource, Endpoint, Field, Glimpse
from .dahua_values import SWITCH

PERCENT = span(0, 100)
_NAME = Domain(maximum=63)

type Derive = Callable[[Glimpse], Iterable[AnyReading]]


def table(
    name: str,
    *fields: AnyField,
    period: float = SETTINGS,
    derive: Derive | None = None,
    **others: Any,
) -> Endpoint:
    """Return the endpoint of a table; a set names what it changes and nothing else."""
    return Endpoint(
        key=name,
        read=Request("/cgi-bin/configManager.cgi", {"action": "getConfig", "name": name}),
        set=Request("/cgi-bin/configManager.cgi", {"action": "setConfig"}),
        fields=fields,
        period=period,
        derive=derive,
        **others,
    )


def parameter(path: str) -> str:
    """Return the name under which a set request knows a path."""
    return path.removeprefix("table.")


def asked(
    cgi: str,
    action: str,
    *fields: AnyField,
    key: str = "",
    more: Mapping[str, str] | None = None,
    period: float = ONCE,
    per_channel: bool = False,
    derive: Derive | None = None,
    **others: Any,
) -> Endpoint:
    """Return an endpoint that is no table, named by its action; one that is asked for each channel names it last."""
    query = {"action": action, **(more or {}), **({"channel": "{ch}"} if per_channel else {})}
    return Endpoint(
        key=key or action,
        read=Request(f"/cgi-bin/{cgi}.cgi", query),
        fields=fields,
        period=period,
        per_channel=per_channel,
        derive=derive,
        **others,
    )


def number(feature: Feature[int], path: str, domain: Domain | DomainSource = PERCENT) -> AnyField:
    """Return a whole number, from 0 to 100 unless something else is said."""
    return Field(feature, f"table.{path}", INT, domain)


def decimal(feature: Feature[float], path: str, domain: Domain | DomainSource) -> AnyField:
    """Return a number that need not be whole."""
    return Field(feature, f"table.{path}", FLOAT, domain)


def switch(feature: Feature[bool], path: str, converter: Converter[bool] = SWITCH) -> AnyField:
    """Return something that is on or off."""
    return Field(feature, f"table.{path}", converter)


def word[T](feature: Feature[T], path: str, converter: Converter[T]) -> AnyField:
    """Return one of several words, or anything else that a converter reads."""
    return Field(feature, f"table.{path}", converter)


def text(feature: Feature[str], path: str, domain: Domain | DomainSource = _NAME) -> AnyField:
    """Return a text."""
    return Field(feature, f"table.{path}", TEXT, domain)


def shown[T](feature: Feature[T], path: str, converter: Converter[T], number: str = "") -> AnyField:
    """Return what is not for us to set."""
    return Field(feature, f"table.{path}", converter, write="", number=number)
