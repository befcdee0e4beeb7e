"""Answers that are the same as before, byte for byte: most of them, at a camera that nobody touches.

What people switch goes back and forth, so that of every endpoint the last two are known.
"""

from collections.abc import Callable
from typing import NamedTuple

from .model import AnyReading
from .reading import Answers, Source
from .schema import Document


class Decoded(NamedTuple):
    """An answer, and what was read of it. Bodies are many times as long, so only what tells them apart is kept."""

    body: tuple[int, int]
    document: Document
    before: Decoded | None = None


class Repeats:
    """Decodes what the endpoints of one camera answer, and a repeated answer only once."""

    def __init__(self, decode: Callable[[bytes], Document]) -> None:
        """Decode as a dialect does."""
        self._decode = decode
        self._last: dict[Source, Decoded] = {}

    def decoder(self, source: Source) -> Callable[[bytes], Document]:
        """Return what decodes an endpoint's answers. It raises as `Dialect.decode` does."""

        def decode(body: bytes) -> Document:
            last, known = self._last.get(source), (len(body), hash(body))
            if last and last.body == known:
                return last.document
            before = last and last._replace(before=None)
            if last and last.before and last.before.body == known:
                document = last.before.document
            else:
                document = self._decode(body)
            self._last[source] = Decoded(known, document, before)
            return document

        return decode


type Basis = tuple[Document, Answers, tuple[int, ...], list[int | None]]
"""What an answer is read by: itself, the answers that tell its ranges, the channels and their profiles."""


class Taken(NamedTuple):
    """What came of an answer: the same one comes to the same as long as its rows are bound to the same slots.

    `before` is the one before, where the two differ in values and nothing else.
    """

    basis: Basis
    bindings: int
    document: Document
    readings: tuple[AnyReading, ...]
    before: Taken | None = None


class Outcomes:
    """What came of the answers of one camera."""

    def __init__(self) -> None:
        """Know of none."""
        self._last: dict[Source, Taken] = {}

    def find(self, source: Source, basis: Basis, bindings: int) -> Taken | None:
        """Return what came of an answer that was read by the same things; it is the last one now."""
        last = self._last.get(source)
        if last is None or last.bindings != bindings:
            return None
        if last.basis == basis:
            return last
        before = last.before
        if before is None or before.basis != basis:
            return None
        self._last[source] = before._replace(before=last._replace(before=None))
        return before

    def keep(self, source: Source, taken: Taken | None, *, values_only: bool) -> None:
        """Remember what came of an answer, None where the same one may come to something else the next time.

        `values_only`: it has changed nothing of what is offered.
        """
        last = self._last.pop(source, None)
        if taken and last and values_only and last.bindings == taken.bindings:
            taken = taken._replace(before=last._replace(before=None))
        if taken:
            self._last[source] = taken
