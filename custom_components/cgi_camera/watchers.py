"""Who shows what: a push wakes those entities whose value has changed, and no others."""

from collections.abc import Iterable

from homeassistant.core import CALLBACK_TYPE

from .protocol.afterwards import Afterwards
from .protocol.model import AnySlot


class Watchers:
    """The updates of entities by the slots that they show."""

    def __init__(self, afterwards: Afterwards) -> None:
        """Begin with none."""
        self._afterwards = afterwards
        self._first: dict[AnySlot, tuple[CALLBACK_TYPE, ...]] = {}
        self._then: dict[AnySlot, tuple[CALLBACK_TYPE, ...]] = {}

    def _of(self, slot: AnySlot) -> dict[AnySlot, tuple[CALLBACK_TYPE, ...]]:
        return self._first if slot.feature.alarm else self._then

    def add(self, update: CALLBACK_TYPE, slots: Iterable[AnySlot]) -> None:
        """Wake somebody for slots from now on."""
        for slot in slots:
            self._of(slot)[slot] = (*self._of(slot).get(slot, ()), update)

    def remove(self, update: CALLBACK_TYPE, slots: Iterable[AnySlot]) -> None:
        """Wake somebody no more."""
        self._afterwards.drop(update)
        for slot in slots:
            self._of(slot)[slot] = tuple(other for other in self._of(slot)[slot] if other != update)

    def tell(self, changed: Iterable[AnySlot]) -> None:
        """Wake those that show what has changed: at once where it is an alarm, else afterwards."""
        first = dict.fromkeys(update for slot in changed for update in self._first.get(slot, ()))
        for update in first:
            update()
        for slot in changed:
            for update in self._then.get(slot, ()):
                if update not in first:
                    self._afterwards(update)
