"""From changes to set requests. Pure functions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import Invalid, Unsupported
from .exchange import Request
from .knowledge import Knowledge
from .model import AnyChange, AnySlot, Capability, Domain, Feature, Slot
from .reading import NO_DOCUMENT, Row, Source


@dataclass(slots=True)
class Order:
    """The set request for one endpoint, with the values that its slots are to have.

    `adjusted`: other settings have to change along.
    """

    source: Source
    number: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    values: dict[AnySlot, Any] = field(default_factory=dict)
    adjusted: bool = False

    def request(self, known: Knowledge) -> Request:
        """Return the request to send."""
        template = self.source.endpoint.set
        if template is None:
            raise Unsupported(f"{self.source.endpoint.key} cannot be set")
        return template.at(replace(known.place(self.source), number=self.number)).plus(self.texts)


def orders(known: Knowledge, changes: Iterable[AnyChange], channel: int) -> list[Order]:
    """Group changes by endpoint, each with its companions.

    Raise Unsupported for a slot that the camera does not have or cannot set, Invalid for a value that it would refuse.
    """
    found: dict[tuple[Source, int], Order] = {}
    for change in changes:
        slot: AnySlot = Slot(channel, change.feature, change.number)
        row = known.rows.get(slot)
        offered = known.capabilities.get(slot)
        if row is None or offered is None or not offered.writable:
            raise Unsupported(f"{slot} cannot be set")
        _check(slot, change, offered)
        number = row.place.number if _one_by_one(row) else 0
        order = found.setdefault((row.source, number), Order(row.source, number))
        try:
            _spell(order, known, row, row.field.converter.write(change.value, _current(order, known, row)))
        except ValueError as err:
            raise Invalid(f"{slot}: {err}") from None
        order.texts.update(row.field.also(change.value))
        _adjust(order, known, row)
        order.values[slot] = change.value
        for companion in _companions(known, row):
            if _names(known, companion)[0] not in order.texts:
                _spell(order, known, companion, _current(order, known, companion) or companion.field.default)
    return list(found.values())


def _one_by_one(row: Row) -> bool:
    template = row.source.endpoint.set
    return template is not None and "{n" in "".join((template.path, *template.query.values()))


def _adjust(order: Order, known: Knowledge, row: Row) -> None:
    """Let other settings give way to a value, unless they are told, too."""
    if row.field.adjust:
        document = {**_document(known, row.source), **order.written}
        text = order.texts[_names(known, row)[0]]
        for name, other in row.field.adjust(
            text, document, known.ranges(row.source, row.place.channel), row.place
        ).items():
            order.texts.setdefault(name, other)
            order.adjusted = True


def _companions(known: Knowledge, row: Row) -> Iterator[Row]:
    """Yield the rows of the same endpoint that go along, be their slots bound to another endpoint or not."""
    found: set[Feature[Any]] = set()
    for field_ in row.source.endpoint.fields:
        if field_.feature in row.field.companions and field_.feature not in found:
            companion = Row(row.source, field_, row.place)
            if field_.default or companion.path in _document(known, row.source):
                found.add(field_.feature)
                yield companion


def _check(slot: AnySlot, change: AnyChange, offered: Capability) -> None:
    if not change.feature.accepts(change.value):
        raise Invalid(f"{slot} takes no {type(change.value).__name__}")
    domain = Domain(offered.minimum, offered.maximum, offered.step, offered.choices)
    if refusal := domain.refusal(change.value):
        raise Invalid(f"{slot}: {refusal}")


def _names(known: Knowledge, row: Row) -> tuple[str, ...]:
    """Return the names of a row's parameters in a set request: one for each part of its text."""
    first = row.place.fill(row.field.write) if row.field.write else _parameter(known, row, row.field.path)
    return first, *(_parameter(known, row, path) for path in row.field.rest)


def _parameter(known: Knowledge, row: Row, path: str) -> str:
    return known.dialect.parameter(row.place.fill(path))


def _current(order: Order, known: Knowledge, row: Row) -> str:
    """Return the text that stands at the camera, or that this very order is about to put there."""
    names = _names(known, row)
    if all(name in order.texts for name in names):
        return " ".join(order.texts[name] for name in names)
    return row.text(_document(known, row.source)) or ""


def _document(known: Knowledge, source: Source) -> Mapping[str, str]:
    return known.documents.get(source, NO_DOCUMENT)


def _spell(order: Order, known: Knowledge, row: Row, text: str) -> None:
    names = _names(known, row)
    parts = text.split(" ", len(names) - 1)
    order.texts.update(zip(names, parts, strict=True))
    order.written.update(zip(row.paths, parts, strict=True))


def paths_of(order: Order, known: Knowledge) -> Iterator[str]:
    """Yield the paths at which an order's values are read."""
    for slot in order.values:
        yield from known.rows[slot].paths
