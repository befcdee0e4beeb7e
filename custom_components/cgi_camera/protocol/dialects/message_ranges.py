"""How the queries of the message dialect tell what a setting takes (Message HTTP API 3.1, section 2.3.1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import gcd
import re
from typing import Any, ClassVar

from ..codecs import path_of
from ..converters import INT
from ..exchange import Place
from ..model import ANY, Domain, Feature
from ..schema import Converter, Document, DomainSource, Field

_RANGE = re.compile(r"^\s*(-?\d+)\s*\.\.\.+\s*(-?\d+)\s*$")
_LIST = re.compile(r"^\s*\d+(\s*,\s*\d+)+\s*$")
_MOST_WORDS = 64
_SIZE = "streaminfo{at}/resolution"

UNTOLD = Domain(writable=False)
"""For what the document gives no range: it can be set only where the query tells one."""


def limited[T](told: str | None, otherwise: Domain, converter: Converter[T] | None = None) -> Domain:
    """Return the range or the choices that a query tells, else the documented ones.

    An element that is empty in a query can be read only (section 2.3.1.2, remark 4).
    """
    if told is None:
        return otherwise
    if not told:
        return replace(otherwise, writable=False)
    limits = _RANGE.match(told)
    if converter:
        words = _words(limits) if limits else told.split(",")
        choices = _choices(words, converter)
        return replace(otherwise, choices=choices, writable=True) if choices else otherwise
    if limits:
        return replace(otherwise, minimum=float(limits[1]), maximum=float(limits[2]), writable=True)
    return _numbers(told) if _LIST.match(told) else otherwise


def _words(limits: re.Match[str]) -> Iterable[str]:
    """Return the words of a range, of which a sane query has a few."""
    low, high = int(limits[1]), int(limits[2])
    return map(str, range(low, min(high, low + _MOST_WORDS) + 1))


def _choices[T](told: Iterable[str], converter: Converter[T]) -> tuple[str, ...]:
    """Return those of the listed words that the converter knows, in its own order if it has one."""
    words = []
    for word in told:
        try:
            words.append(str(converter.read(word)))
        except ValueError:
            continue
    known = converter.domain.choices
    return tuple(word for word in known if word in words) or known if known else tuple(dict.fromkeys(words))


def _numbers(told: str) -> Domain:
    """Return the domain of numbers that are listed one by one: no other is taken."""
    numbers = sorted({int(word) for word in told.split(",")})
    step = gcd(*(high - low for low, high in pairwise(numbers))) or 1
    return Domain(numbers[0], numbers[-1], step, tuple(str(number) for number in numbers))


def queried[T](path: str, otherwise: Domain, converter: Converter[T] | None = None) -> DomainSource:
    """Return a source that looks the path up in the query."""

    def find(_: Document, ranges: Document, place: Place) -> Domain:
        return limited(ranges.get(path_of(place.fill(path))), otherwise, converter)

    return find


@dataclass(frozen=True, slots=True)
class _Settable:
    """A source for what has no range and no choices."""

    path: str
    chooses: ClassVar[bool] = False

    def __call__(self, _: Document, ranges: Document, place: Place) -> Domain:
        return UNTOLD if ranges.get(path_of(place.fill(self.path))) == "" else ANY


def settable(path: str) -> DomainSource:
    """Return a source for what has no range: the query may only call it read-only."""
    return _Settable(path)


def _groups(ranges: Document) -> Iterator[tuple[Place, list[str]]]:
    """Yield the groups of a stream's query, each for one or more resolutions (section 3.2.1.3)."""
    for index in range(len(ranges)):
        place = Place(index=index)
        if (told := ranges.get(place.fill(_SIZE))) is None:
            return
        yield place, [word.strip() for word in told.split(",") if word.strip()]


def resolutions(_: Document, ranges: Document, __: Place) -> Domain:
    """Return all resolutions that the query tells: they can only be read where it tells none."""
    words = tuple(dict.fromkeys(word for _, words in _groups(ranges) for word in words))
    return Domain(choices=words) if words else UNTOLD


def at_this_size[T](name: str, otherwise: Domain, converter: Converter[T] | None = None) -> DomainSource:
    """Return a source that takes what the query tells for the resolution that the stream has now."""

    def find(document: Document, ranges: Document, _: Place) -> Domain:
        size = document.get(Place().fill(_SIZE), "")
        here = next((place for place, words in _groups(ranges) if size in words), Place())
        return limited(ranges.get(path_of(here.fill(f"StreamInfo{{at}}/{name}"))), otherwise, converter)

    return find


def number(
    feature: Feature[int],
    path: str,
    otherwise: Domain,
    *,
    number: str = "",
    write: str | None = None,
    companions: tuple[Feature[Any], ...] = (),
) -> Field[int]:
    """Return a row for a number within a queried range."""
    return Field(feature, path, INT, queried(path, otherwise), write=write, number=number, companions=companions)


def setting[T](
    feature: Feature[T],
    path: str,
    converter: Converter[T],
    *,
    number: str = "",
    write: str | None = None,
    companions: tuple[Feature[Any], ...] = (),
) -> Field[T]:
    """Return a row for anything else that the query may call read-only."""
    return Field(feature, path, converter, settable(path), number=number, write=write, companions=companions)


def one_of[T](
    feature: Feature[T],
    path: str,
    converter: Converter[T],
    *,
    number: str = "",
    companions: tuple[Feature[Any], ...] = (),
) -> Field[T]:
    """Return a row for a choice, of which the query may name fewer; without a documented list it must name them."""
    source = queried(path, converter.domain if converter.domain.choices else UNTOLD, converter)
    return Field(feature, path, converter, source, number=number, companions=companions)


def shown[T](feature: Feature[T], path: str, converter: Converter[T], *, number: str = "") -> Field[T]:
    """Return a row for what is only shown."""
    return Field(feature, path, converter, write="", number=number)
