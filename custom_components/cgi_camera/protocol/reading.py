"""From documents to readings and capabilities: the rows of a table at work. Pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import Any

from .codecs import path_of
from .exchange import Place, Request
from .model import AnyReading, AnySlot, Capability, Reading, Slot
from .schema import AnyField, Document, Endpoint

NO_DOCUMENT: Document = {}
_MOST = 512
_LINE = "\0"
"""Stands where the number of a line goes."""


@dataclass(frozen=True, slots=True)
class Source:
    """One endpoint for one channel; channel 0 where one request serves all."""

    endpoint: Endpoint
    channel: int

    @property
    def place(self) -> Place:
        """Where the endpoint's own templates are filled."""
        return Place(channel=self.channel)


@dataclass(frozen=True, slots=True)
class Row:
    """A field at one place: where a slot's value comes from and goes to."""

    source: Source
    field: AnyField
    place: Place

    @property
    def path(self) -> str:
        """The path in the source's document."""
        return path_of(self.place.fill(self.field.path))

    @property
    def set(self) -> Request | None:
        """The template of the request that sets it."""
        return self.field.set or self.source.endpoint.set

    @property
    def writable(self) -> bool:
        """Tell whether the table knows how to set it."""
        return self.set is not None and self.field.write != ""

    @property
    def has_lines(self) -> bool:
        """Tell whether several texts spell the value."""
        return bool(self.field.parts) or "{line" in self.field.path

    @property
    def templates(self) -> tuple[str, ...]:
        """All paths that spell the value, as they stand in the table."""
        return self.field.path, *self.field.parts

    def spots(self, texts: int) -> list[tuple[str, Place]]:
        """Return the templates of the value's texts, each with where it is filled.

        `texts` is how many there are in all: a template with `{line}` stands for those that the others leave.
        """
        lines = range(1, texts - len(self.field.parts) + 1)
        return [
            (template, replace(self.place, line=line))
            for template in self.templates
            for line in (lines if "{line" in template else (1,))
        ]

    def spots_in(self, document: Document) -> list[tuple[str, Place]]:
        """Return what `spots` does for as many texts as a document has."""
        return self.spots(sum(len(paths_in(template, self.place, document)) for template in self.templates))

    def text(self, document: Document, ranges: Document) -> str:
        """Return the text that spells the value, a line for each path; an empty line is absent."""
        paths = (path for template in self.templates for path in paths_in(template, self.place, document))
        return "\n".join(document.get(path, ranges.get(path, "")) for path in paths)


def paths_in(template: str, place: Place, document: Document) -> list[str]:
    """Return the paths that a template stands for: one with `{line}` or `{line0}` for as many as a document has."""
    if "{line" not in template:
        return [path_of(place.fill(template))]
    # Filled once: a recorder tells thousands of lines.
    path = path_of(place.fill(template.replace("{line0}", _LINE).replace("{line}", _LINE)))
    paths = (path.replace(_LINE, str(line)) for line in count(int("{line}" in template)))
    return list(takewhile(document.__contains__, paths))


def rows(source: Source, document: Document, channels: tuple[int, ...]) -> Iterator[tuple[AnySlot, Row]]:
    """Yield every slot that a document tells, or could tell if the endpoint is write-only."""
    for field in source.endpoint.fields:
        for place in _places(source, field, channels):
            if source.endpoint.write_only:
                yield Slot(place.channel, field.feature, fixed(field)), Row(source, field, place)
            elif "{n" in field.path or "{i}" in field.path or "{at}" in field.path:
                yield from _listed(source, field, place, document)
            elif path_of(place.fill(field.presence or field.path)) in document:
                yield Slot(place.channel, field.feature, fixed(field)), Row(source, field, place)


def _places(source: Source, field: AnyField, channels: tuple[int, ...]) -> Iterator[Place]:
    if "{ch" in field.path and not source.endpoint.per_channel:
        for channel in channels:
            yield Place(channel=channel)
    else:
        yield Place(channel=source.channel)


def fixed(field: AnyField) -> int:
    """Return the number that a field has by itself: a literal, or none."""
    return int(field.number) if field.number.isdigit() else 0


def _listed(source: Source, field: AnyField, place: Place, document: Document) -> Iterator[tuple[AnySlot, Row]]:
    for index in range(_MOST):
        here = Place(channel=place.channel, number=index + 1, index=index)
        if path_of(here.fill(field.presence or field.path)) not in document:
            return
        number = index + 1
        if field.number:
            try:
                number = int(document[path_of(here.fill(field.number))])
            except KeyError, ValueError:
                continue
        yield Slot(place.channel, field.feature, number), Row(source, field, here)


def reading(slot: AnySlot, row: Row, document: Document, ranges: Document) -> AnyReading | None:
    """Read one row; None where the path is absent, an unknown value where the text cannot be read."""
    if row.path not in document:
        return None
    try:
        value: Any = row.field.converter.read(row.text(document, ranges))
    except ValueError, ArithmeticError, LookupError:
        value = None
    return Reading(slot, value)


def capability(row: Row, document: Document, ranges: Document) -> Capability | None:
    """Tell what the camera takes for a slot; None where it does not have the thing."""
    domain = row.field.domain
    if callable(domain):
        try:
            domain = domain(document, ranges, row.place)
        except KeyError, ValueError:
            domain = None
    found = domain or row.field.converter.domain
    if not found.offered:
        return None
    writable = row.writable and found.writable
    return Capability(
        writable,
        found.minimum,
        found.maximum,
        found.step,
        found.choices or row.field.converter.domain.choices,
        assumed=row.source.endpoint.write_only,
        grids=found.grids,
    )
