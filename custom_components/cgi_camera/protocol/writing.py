"""From changes to set requests. Pure functions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import Invalid, Unsupported
from .exchange import Request
from .knowledge import Knowledge
from .model import AnyChange, AnySlot, Capability, Domain, Slot
from .reading import NO_DOCUMENT, Row, Source

type Key = tuple[Source, Request, int]


@dataclass(slots=True)
class Order:
    """One set request for an endpoint, with the values that its slots are to have."""

    source: Source
    template: Request
    number: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    values: dict[AnySlot, Any] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What tells it from the other requests of one write."""
        return self.source, self.template, self.number

    def request(self, known: Knowledge) -> Request:
        """Return the request to send."""
        return self.template.at(replace(known.place(self.source), number=self.number)).plus(self.texts)


def orders(known: Knowledge, changes: Iterable[AnyChange], channel: int) -> list[Order]:
    """Group changes by endpoint and the request that sets them, each with its companions.

    Raise Unsupported for a slot that the camera does not have or cannot set, Invalid for a value that it would refuse.
    """
    found: dict[Key, Order] = {}
    for change in changes:
        slot: AnySlot = Slot(channel, change.feature, change.number)
        row = known.rows.get(slot)
        offered = known.capabilities.get(slot)
        if row is None or row.set is None or offered is None or not offered.writable:
            raise Unsupported(f"{slot} cannot be set")
        _check(slot, change, offered)
        order = Order(row.source, row.set, row.place.number if _one_by_one(row.set) else 0)
        order = found.setdefault(order.key, order)
        _spell(order, known, row, row.field.converter.write(change.value, _current(order, known, row)))
        order.texts.update(row.field.also(change.value))
        _adjust(order, known, row)
        order.values[slot] = change.value
        for companion in _companions(known, row):
            if _name(known, companion) not in order.texts:
                _spell(order, known, companion, _current(order, known, companion) or companion.field.default)
    return list(found.values())


def _one_by_one(template: Request) -> bool:
    return "{n" in "".join((template.path, *template.query.values()))


def _adjust(order: Order, known: Knowledge, row: Row) -> None:
    """Let other settings give way to a value, unless they are told, too."""
    if row.field.adjust:
        document = {**_document(known, row.source), **order.written}
        for name, text in row.field.adjust(
            order.texts[_name(known, row)], document, known.ranges(row.source), row.place
        ).items():
            order.texts.setdefault(name, text)


def _companions(known: Knowledge, row: Row) -> Iterator[Row]:
    """Yield the rows of the same endpoint that go along, be their slots bound to another endpoint or not."""
    for field_ in row.source.endpoint.fields:
        if field_.feature in row.field.companions:
            companion = Row(row.source, field_, row.place)
            if field_.default or companion.path in _document(known, row.source):
                yield companion


def _check(slot: AnySlot, change: AnyChange, offered: Capability) -> None:
    if not change.feature.accepts(change.value):
        raise Invalid(f"{slot} takes no {type(change.value).__name__}")
    domain = Domain(offered.minimum, offered.maximum, offered.step, offered.choices)
    if refusal := domain.refusal(change.value):
        raise Invalid(f"{slot}: {refusal}")


def _name(known: Knowledge, row: Row) -> str:
    """Return the name of a row's parameter in a set request."""
    if row.field.write:
        return row.place.fill(row.field.write)
    return known.dialect.parameter(row.place.fill(row.field.path))


def _current(order: Order, known: Knowledge, row: Row) -> str:
    """Return the text that stands at the camera, or that this very order is about to put there."""
    name = _name(known, row)
    if name in order.texts:
        return order.texts[name]
    return _document(known, row.source).get(row.path, "")


def _document(known: Knowledge, source: Source) -> Mapping[str, str]:
    return known.documents.get(source, NO_DOCUMENT)


def _spell(order: Order, known: Knowledge, row: Row, text: str) -> None:
    order.texts[_name(known, row)] = text
    order.written[row.path] = text


def paths_of(order: Order, known: Knowledge) -> Iterator[str]:
    """Yield the paths at which an order's values are read."""
    for slot in order.values:
        yield known.rows[slot].path
