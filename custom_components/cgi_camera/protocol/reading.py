"""From documents to readings and capabilities: the rows of a table at work. Pure functions."""

from collections.abc import Iterator
import dataclasses
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count, takewhile
from typing import Any, NamedTuple

from .codecs import path_of
from .exchange import Place, Request
from .model import AnyReading, AnySlot, Capability, Reading, Slot
from .schema import AnyField, Document, Endpoint

NO_DOCUMENT: Document = {}
_MOST = 512
_LINE = "\0"
"""Stands where the number of a line goes."""


class Source(NamedTuple):
    """One endpoint for one channel; channel 0 where one request serves all."""

    endpoint: Endpoint
    channel: int

    @property
    def name(self) -> str:
        """What the endpoint is called, with the channel before it where it has one."""
        return f"{self.channel}/{self.endpoint.key}".removeprefix("0/")

    @property
    def place(self) -> Place:
        """Where the endpoint's own templates are filled."""
        return Place(channel=self.channel)


type Answers = list[tuple[Source, Document]]


@dataclass(slots=True, eq=False)
class Row:
    """A field at one place: where a slot's value comes from and goes to.

    `path` is where its text stands in the source's document, or the first of several; `presence` is the path that shows
    that it is there. Where it is `listed`, the answer holds as many as there are; else it is about `slot`.
    """

    source: Source
    field: AnyField
    place: Place
    path: str = dataclasses.field(init=False)
    presence: str = dataclasses.field(init=False)
    listed: bool = dataclasses.field(init=False)
    slot: AnySlot = dataclasses.field(init=False)
    has_lines: bool = dataclasses.field(init=False)
    _paths: tuple[str, ...] = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        """Fill the templates once: the rows of a document are the same at every reading."""
        template = self.field.path
        self._paths = tuple(_filled(each, self.place) for each in self.templates)
        self.path = self._paths[0].replace(_LINE, str(int("{line}" in template)))
        self.presence = path_of(self.place.fill(self.field.presence)) if self.field.presence else self.path
        self.listed = lists(self.field)
        self.slot = Slot(self.place.channel, self.field.feature, fixed(self.field))
        self.has_lines = bool(self.field.parts) or "{line" in template

    @property
    def set(self) -> Request | None:
        """The template of the request that sets it."""
        return self.field.set or self.source.endpoint.set

    @property
    def writable(self) -> bool:
        """Tell whether the table knows how to set it."""
        return self.set is not None and self.field.write != ""

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
            (template, self.place if line == 1 else replace(self.place, line=line))
            for template in self.templates
            for line in (lines if "{line" in template else (1,))
        ]

    def spots_in(self, document: Document) -> list[tuple[str, Place]]:
        """Return what `spots` does for as many texts as a document has."""
        return self.spots(sum(len(paths) for paths in self._paths_in(document)) if self.has_lines else 1)

    def text(self, document: Document, ranges: Document) -> str:
        """Return the text that spells the value, a line for each path; an empty line is absent."""
        if not self.has_lines:
            return document.get(self.path, ranges.get(self.path, ""))
        return "\n".join(
            document.get(path, ranges.get(path, "")) for paths in self._paths_in(document) for path in paths
        )

    def _paths_in(self, document: Document) -> Iterator[list[str]]:
        for template, path in zip(self.templates, self._paths, strict=True):
            yield _lines(template, path, document)


def lists(field: AnyField) -> bool:
    """Tell whether an answer holds as many of a field as there are, be it none."""
    return any(name in field.path for name in ("{n", "{i}", "{at}"))


def paths_in(template: str, place: Place, document: Document) -> list[str]:
    """Return the paths that a template stands for: one with `{line}` or `{line0}` for as many as a document has."""
    return _lines(template, _filled(template, place), document)


def _filled(template: str, place: Place) -> str:
    """Return a path in which only the number of a line is open."""
    return path_of(place.fill(template.replace("{line0}", _LINE).replace("{line}", _LINE)))


def _lines(template: str, path: str, document: Document) -> list[str]:
    if _LINE not in path:
        return [path]
    paths = (path.replace(_LINE, str(line)) for line in count(int("{line}" in template)))
    return list(takewhile(document.__contains__, paths))


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


def fixed(field: AnyField) -> int:
    """Return the number that a field has by itself: a literal, or none."""
    return int(field.number) if field.number.isdigit() else 0


def _listed(first: Row, document: Document) -> Iterator[tuple[AnySlot, Row]]:
    for index in range(_MOST):
        row = _nth(first, index)
        at = path_of(row.place.fill(first.field.number)) if first.field.number else ""
        if row.presence not in document:
            if at and at in document:
                # One that is there without this trait, which others have.
                continue
            return
        number = index + 1
        if at:
            try:
                number = int(document[at])
            except KeyError, ValueError:
                continue
        yield Slot(row.place.channel, first.field.feature, number), row


@lru_cache(maxsize=4096)
def _nth(first: Row, index: int) -> Row:
    return Row(first.source, first.field, replace(first.place, number=index + 1, index=index))


def told_of(channel: int, answers: Answers) -> Document:
    """Return what answers tell of a channel, of the device what they tell of any: what was asked first counts."""
    told: Document = NO_DOCUMENT
    for source, document in answers:
        if source.channel in (channel, 0) or channel == 0:
            told = {**document, **told} if told else document
    return told


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
        except LookupError, ValueError, ArithmeticError:
            domain = None
    found = domain or row.field.converter.domain
    if not found.offered:
        return None
    writable = row.writable and found.writable
    return _offered(
        writable,
        found.minimum,
        found.maximum,
        found.step,
        found.choices or row.field.converter.domain.choices,
        assumed=row.source.endpoint.write_only,
        grids=found.grids,
    )


# Most are like many others, of this camera and of others.
_offered = lru_cache(maxsize=1024, typed=True)(Capability)
