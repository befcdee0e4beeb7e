"""What a signal means to the slots that it is about."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from .events import NO_DETAIL, Detail, Event, EventAction, Signal
from .model import AnySlot
from .pushed import REMEMBERED, Subject

if TYPE_CHECKING:
    from .knowledge import Knowledge

type Details = dict[Callable[[Signal], Detail], Detail]


class Cause(NamedTuple):
    """What keeps a slot on: a code or what codes have in common, and what the data tell apart."""

    what: str
    rule: str
    thing: str
    target: str


class Heard(NamedTuple):
    """What a signal means to one slot."""

    event: Event
    slot: AnySlot
    action: EventAction
    cause: Cause
    detail: Detail


class Meanings:
    """Finds out what signals mean to what is known of one camera."""

    def __init__(self, known: Knowledge) -> None:
        """Know the slots that there are."""
        self._known = known
        self._plain: dict[tuple[str, int, EventAction], tuple[Subject, int, list[Heard]]] = {}

    def of(self, signal: Signal, changed: set[AnySlot]) -> list[Heard]:
        """Return what a signal means, row by row; what shows for the first time that a slot is there changes it."""
        subject = self._known.pushed.subject(signal.code, signal.index)
        if signal.data or not subject.rows:
            return self._find(signal, subject, changed)
        # Without data it means the same each time, as long as the camera offers the same.
        key, offered = (signal.code, signal.index, signal.action), self._known.capabilities
        plain = self._plain.get(key)
        if plain and plain[0] is subject and plain[1] == offered.changes:
            return plain[2]
        heard = self._find(signal, subject, changed)
        if len(self._plain) > REMEMBERED:
            self._plain.clear()
        self._plain[key] = subject, offered.changes, heard
        return heard

    def _find(self, signal: Signal, subject: Subject, changed: set[AnySlot]) -> list[Heard]:
        details: Details = {}
        return [found for row in subject.rows if (found := self._meaning(*row, signal, changed, details))]

    def _meaning(
        self, event: Event, slot: AnySlot, signal: Signal, changed: set[AnySlot], details: Details
    ) -> Heard | None:
        action = event.means(signal)
        if action is None or action is EventAction.STATE:
            return None
        if slot not in self._known.capabilities:
            if action is EventAction.STOP or not event.reveals:
                return None
            self._known.pushed.offer(slot)
            changed.add(slot)
        detail = details.get(event.detail) if signal.data else NO_DETAIL
        if detail is None:
            detail = details[event.detail] = event.detail(signal)
        cause = Cause(event.cause or signal.code, detail.rule, detail.thing, detail.target or "")
        return Heard(event, slot, action, cause, detail)
