"""From changes to set requests. Pure functions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .areas import Grid
from .codecs import path_of
from .errors import Forbidden, Invalid, Unsupported, WrongSize
from .exchange import Place, Request
from .knowledge import Knowledge
from .model import AnyChange, AnySlot, Capability, Domain, Feature, Slot
from .reading import NO_DOCUMENT, Row, Source, fixed

type Key = tuple[Source, Request, int]


@dataclass(slots=True)
class Order:
    """One set request for an endpoint, with the values that its slots are to have and the paths they are read at.

    `adjusted`: other settings have to change along.
    """

    source: Source
    template: Request
    number: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    values: dict[AnySlot, Any] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)
    adjusted: bool = False

    @property
    def key(self) -> Key:
        """What tells it from the other requests of one write."""
        return self.source, self.template, self.number

    def request(self, known: Knowledge) -> Request:
        """Return the request to send."""
        return known.filled(self.template, self.source, self.number).plus(self.texts)


def orders(known: Knowledge, changes: Iterable[AnyChange], channel: int) -> list[Order]:
    """Group changes by endpoint and the request that sets them, each with its companions.

    Raise Unsupported for a slot that the camera does not have or cannot set, Forbidden for one that the account may
    only read, Invalid for a value that the camera would refuse.
    """
    found: dict[Key, Order] = {}
    for change in changes:
        slot: AnySlot = Slot(channel, change.feature, change.number)
        row = known.rows.get(slot)
        offered = known.capabilities.get(slot)
        if row is None or row.set is None or offered is None or not offered.writable:
            raise Unsupported(f"{slot} cannot be set")
        if not known.may_set(row.source):
            raise Forbidden("the account was refused before")
        _check(slot, change, offered)
        order = Order(row.source, row.set, row.place.number if _one_by_one(row.set) else 0)
        order = found.setdefault(order.key, order)
        try:
            text = row.field.converter.write(change.value, _current(order, known, row))
            order.paths |= _spell(order, known, row, text)
        except ValueError as err:
            raise Invalid(f"{slot}: {err}") from None
        order.texts.update({row.place.fill(name): text for name, text in row.field.also(change.value).items()})
        _adjust(order, known, row)
        order.values[slot] = change.value
        for companion in _companions(known, row):
            if _first_name(known, companion) not in order.texts:
                _spell(order, known, companion, _current(order, known, companion) or companion.field.default)
    return list(found.values())


def _one_by_one(template: Request) -> bool:
    return "{n" in "".join((template.path, *template.query.values()))


def _adjust(order: Order, known: Knowledge, row: Row) -> None:
    """Let other settings give way to a value, unless they are told, too."""
    if row.field.adjust:
        document = {**_document(known, row.source), **order.written}
        text, ranges = order.texts[_first_name(known, row)], known.ranges(row.source, row.place.channel)
        for name, other in row.field.adjust(text, document, ranges, row.place).items():
            order.texts.setdefault(name, other)
            order.adjusted = True


def _companions(known: Knowledge, row: Row) -> Iterator[Row]:
    """Yield the rows of the same endpoint that go along, be their slots bound to another endpoint or not."""
    found: set[Feature[Any]] = set()
    for field_ in row.source.endpoint.fields:
        wanted = field_.feature in row.field.companions and fixed(field_) in {0, fixed(row.field)}
        if wanted and field_.feature not in found:
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
    if isinstance(change.value, Grid) and change.value.size not in offered.grids:
        if not offered.grids:
            raise Unsupported(f"how many blocks {slot} has is unknown")
        raise WrongSize(*offered.grids[0])


def _name(known: Knowledge, row: Row, template: str, place: Place) -> str:
    """Return the name of a parameter in a set request."""
    if row.field.write and template == row.field.path:
        return place.fill(row.field.write)
    return known.dialect.parameter(place.fill(template))


def _first_name(known: Knowledge, row: Row) -> str:
    return _name(known, row, row.field.path, row.place)


def _current(order: Order, known: Knowledge, row: Row) -> str:
    """Return the text that stands at the camera, or that this very order is about to put there."""
    document, ranges = _document(known, row.source), known.ranges(row.source, row.place.channel)

    def line(template: str, place: Place) -> str:
        path = path_of(place.fill(template))
        name = _name(known, row, template, place)
        return order.texts[name] if name in order.texts else document.get(path, ranges.get(path, ""))

    return "\n".join(line(*spot) for spot in row.spots_in(document))


def _document(known: Knowledge, source: Source) -> Mapping[str, str]:
    return known.documents.get(source, NO_DOCUMENT)


def _spell(order: Order, known: Knowledge, row: Row, text: str) -> set[str]:
    """Put a text into an order, each of its lines where it belongs, and return their paths."""
    lines = text.split("\n") if row.has_lines else [text]
    paths = set()
    for (template, place), line in zip(row.spots(len(lines)), lines, strict=True):
        if line or not row.has_lines:
            paths.add(path := path_of(place.fill(template)))
            order.texts[_name(known, row, template, place)] = order.written[path] = line
    return paths
