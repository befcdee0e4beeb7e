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
        self._of: dict[AnySlot, tuple[CALLBACK_TYPE, ...]] = {}
        self._of_all: dict[CALLBACK_TYPE, None] = {}
        self._slots: frozenset[AnySlot] | None = None

    @property
    def slots(self) -> frozenset[AnySlot]:
        """What is shown; the same object as long as nobody comes or goes."""
        if self._slots is None:
            self._slots = frozenset(slot for slot, updates in self._of.items() if updates)
        return self._slots

    def add(self, update: CALLBACK_TYPE, slots: Iterable[AnySlot] | None) -> None:
        """Wake somebody for slots from now on, None for all news."""
        self._slots = None
        if slots is None:
            self._of_all[update] = None
            return
        for slot in slots:
            self._of[slot] = (*self._of.get(slot, ()), update)

    def remove(self, update: CALLBACK_TYPE, slots: Iterable[AnySlot] | None) -> None:
        """Wake somebody no more."""
        self._slots = None
        self._afterwards.drop(update)
        self._of_all.pop(update, None)
        for slot in slots or ():
            self._of[slot] = tuple(other for other in self._of[slot] if other != update)

    def wake(self, changed: Iterable[AnySlot]) -> None:
        """Wake at once those that show what has changed, then those for whom all news matter."""
        showing = dict.fromkeys(update for slot in changed for update in self._of.get(slot, ()))
        for update in (*showing, *self._of_all):
            update()

    def tell(self, changed: Iterable[AnySlot]) -> None:
        """Wake those that show what has changed: at once where it is an alarm, else afterwards."""
        first = dict.fromkeys(u for slot in changed if slot.feature.alarm for u in self._of.get(slot, ()))
        for update in first:
            update()
        for slot in changed:
            for update in () if slot.feature.alarm else self._of.get(slot, ()):
                if update not in first:
                    self._afterwards(update)
