"""What a camera's answers do not tell, though they told it before, or should."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from .errors import BadAnswer
from .knowledge import Knowledge
from .model import AnySlot
from .reading import NO_DOCUMENT, Source, lists
from .schema import Document

PATIENCE: Final = 3
"""Times in a row after which something is believed to be gone."""


class Omissions:
    """Compares the answers of one camera with those before. Does no I/O."""

    def __init__(self, known: Knowledge) -> None:
        """Nothing was left out so far."""
        self._known = known
        self._silences: Counter[Source] = Counter()
        self._left_out: dict[Source, dict[AnySlot, int]] = {}

    def speechless(self, source: Source, document: Document) -> bool:
        """Tell whether an answer without a word is to be asked for again: firmware answers so what it does not have.

        That is believed after a few times. A list may be empty.
        """
        fields = source.endpoint.fields
        if document or source.endpoint.none_if_refused or not fields or any(map(lists, fields)):
            return False
        self._silences[source] += 1
        return self._silences[source] < PATIENCE

    def gone(self, source: Source, document: Document) -> list[AnySlot]:
        """Return the slots that an endpoint has left out of its answers for so long that they are unknown.

        Raise BadAnswer if it tells nothing of what it told before.
        """
        before = self._left_out.pop(source, {})
        if times := {slot: before.get(slot, 0) + 1 for slot in self._missing(source, document, known=not before)}:
            self._left_out[source] = times
        return [slot for slot, n in times.items() if n >= PATIENCE]

    def _missing(self, source: Source, document: Document, *, known: bool) -> Iterable[AnySlot]:
        """Yield the slots that an answer should tell; `known`: the one before left nothing out."""
        before = self._known.documents.get(source, NO_DOCUMENT)
        if source.endpoint.none_if_refused or (known and (before is document or before.keys() <= document.keys())):
            return ()
        plain = {
            slot: row
            for slot, row in self._known.rows.items()
            if row.source == source and not (row.listed or row.field.presence)
        }
        missing = [slot for slot, row in plain.items() if row.path not in document]
        if missing and len(missing) == len(plain):
            raise BadAnswer("it tells nothing of what it told before")
        return missing
