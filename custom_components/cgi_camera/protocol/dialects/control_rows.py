"""How an endpoint of the control dialect is asked: one CGI, and an action for each thing to do with it."""

from collections.abc import Mapping
from dataclasses import replace

from ..converters import whole
from ..exchange import Place, Request
from ..model import ABSENT, ANY, Domain
from ..schema import ONCE, Adjust, AnyField, Document, DomainSource, Endpoint


def do(cgi: str, action: str, **query: str) -> Request:
    """Return the request for an action."""
    return Request(f"/cgi-bin/control/{cgi}.cgi", {"action": action, **query})


def told(cgi: str, action: str, *fields: AnyField, key: str = "") -> Endpoint:
    """Return an endpoint that is read once and never set."""
    return Endpoint(key=key or cgi, read=do(cgi, action), fields=fields, period=ONCE)


def settings(cgi: str, what: str, *fields: AnyField, key: str = "", ranges: str = "") -> Endpoint:
    """Return an endpoint that is read by `get…` and set by `set…`."""
    return Endpoint(key=key or cgi, read=do(cgi, f"get{what}"), set=do(cgi, f"set{what}"), fields=fields, ranges=ranges)


def one_of_several(cgi: str, number: int, *fields: AnyField) -> Endpoint:
    """Return the settings of one thing of several, which have actions of their own; the first tells how many."""

    def offered(first: Document) -> bool:
        return number == 1 or number <= (whole(first.get("maxno", "")) or 0)

    own = settings(cgi, f"{cgi}{number}", *fields, key=f"{cgi}{number}", ranges=f"{cgi}1")
    return replace(own, offered=offered)


def supported(name: str, domain: Domain = ANY) -> DomainSource:
    """Return a source for what is there unless the capabilities say `No` (annex B)."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        return ABSENT if ranges.get(name, "").casefold() == "no" else domain

    return find


def bring(needs: Mapping[str, Mapping[str, str]]) -> Adjust:
    """Return what adds the parameters that a mode must be set with, each with a text for where none is known."""

    def adjust(text: str, document: Document, ranges: Document, place: Place) -> dict[str, str]:
        return {name: document.get(name) or otherwise for name, otherwise in needs.get(text, {}).items()}

    return adjust
