"""From documents to readings and capabilities: the rows of a table at work. Pure functions."""

from collections.abc import Iterator
import dataclasses
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from .codecs import path_of
from .exchange import Place
from .model import AnyReading, AnySlot, Capability, Reading, Slot
from .schema import AnyField, Document, Endpoint

NO_DOCUMENT: Document = {}
_MOST = 512


@dataclass(frozen=True, slots=True)
class Source:
    """One endpoint for one channel; channel 0 where one request serves all."""

    endpoint: Endpoint
    channel: int

    @property
    def place(self) -> Place:
        """Where the endpoint's own templates are filled."""
        return Place(channel=self.channel)


@dataclass(slots=True, eq=False)
class Row:
    """A field at one place: where a slot's value comes from and goes to.

    `paths` are where its text stands in the source's document, in parts where `rest` says so; `presence` is the path
    that shows that it is there. Where it is `listed`, the answer holds as many as there are; else it is about `slot`.
    """

    source: Source
    field: AnyField
    place: Place
    paths: tuple[str, ...] = dataclasses.field(init=False)
    presence: str = dataclasses.field(init=False)
    listed: bool = dataclasses.field(init=False)
    slot: AnySlot = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        """Fill the templates once: the rows of a document are the same at every reading."""
        template = self.field.path
        self.paths = tuple(path_of(self.place.fill(each)) for each in (template, *self.field.rest))
        self.presence = path_of(self.place.fill(self.field.presence or template))
        self.listed = any(name in template for name in ("{n", "{i}", "{at}"))
        number = int(self.field.number) if self.field.number.isdigit() else 0
        self.slot = Slot(self.place.channel, self.field.feature, number)

    @property
    def path(self) -> str:
        """The path in the source's document, or its first."""
        return self.paths[0]

    @property
    def writable(self) -> bool:
        """Tell whether the table knows how to set it."""
        return self.source.endpoint.set is not None and self.field.write != ""

    def text(self, document: Document) -> str | None:
        """Return what stands there; None where it, or a part of it, is absent."""
        if len(self.paths) == 1:
            return document.get(self.paths[0])
        parts = [document.get(path) for path in self.paths]
        return None if None in parts else " ".join(filter(None, parts))


def rows(source: Source, document: Document, places: tuple[Place, ...]) -> Iterator[tuple[AnySlot, Row]]:
    """Yield every slot that a document tells, or could tell if the endpoint is write-only.

    `places` are those of the camera's channels.
    """
    for row in _candidates(source, places):
        if source.endpoint.write_only:
            yield row.slot, row
        elif row.listed:
            yield from _listed(row, document)
        elif row.presence in document:
            yield row.slot, row


@lru_cache(maxsize=512)
def _candidates(source: Source, places: tuple[Place, ...]) -> tuple[Row, ...]:
    """Return the rows of a source, of its lists the first."""
    return tuple(Row(source, each, place) for each in source.endpoint.fields for place in _places(source, each, places))


def _places(source: Source, each: AnyField, places: tuple[Place, ...]) -> Iterator[Place]:
    if "{ch" in each.path and not source.endpoint.per_channel:
        yield from places
    else:
        yield next((place for place in places if place.channel == source.channel), source.place)


def _listed(first: Row, document: Document) -> Iterator[tuple[AnySlot, Row]]:
    for index in range(_MOST):
        row = _nth(first, index)
        if row.presence not in document:
            return
        number = index + 1
        if first.field.number:
            try:
                number = int(document[path_of(row.place.fill(first.field.number))])
            except KeyError, ValueError:
                continue
        yield Slot(row.place.channel, first.field.feature, number), row


@lru_cache(maxsize=4096)
def _nth(first: Row, index: int) -> Row:
    return Row(first.source, first.field, replace(first.place, number=index + 1, index=index))


def reading(slot: AnySlot, row: Row, document: Document) -> AnyReading | None:
    """Read one row; None where the path is absent, an unknown value where the text cannot be read."""
    text = row.text(document)
    if text is None:
        return None
    try:
        value: Any = row.field.converter.read(text)
    except ValueError, ArithmeticError, LookupError:
        value = None
    return Reading(slot, value)


def capability(row: Row, document: Document, ranges: Document) -> Capability:
    """Tell what the camera takes for a slot."""
    domain = row.field.domain
    if callable(domain):
        try:
            domain = domain(document, ranges, row.place)
        except KeyError, ValueError:
            domain = None
    found = domain or row.field.converter.domain
    writable = row.writable and found.writable
    return Capability(
        writable,
        found.minimum,
        found.maximum,
        found.step,
        found.choices or row.field.converter.domain.choices,
        assumed=row.source.endpoint.write_only,
    )
