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
        self._slots: frozenset[AnySlot] | None = None

    @property
    def slots(self) -> frozenset[AnySlot]:
        """What is shown; the same object as long as nobody comes or goes."""
        if self._slots is None:
            self._slots = frozenset(slot for slot, updates in self._of.items() if updates)
        return self._slots

    def add(self, update: CALLBACK_TYPE, slots: Iterable[AnySlot]) -> None:
        """Wake somebody for slots from now on."""
        self._slots = None
        for slot in slots:
            self._of[slot] = (*self._of.get(slot, ()), update)

    def remove(self, update: CALLBACK_TYPE, slots: Iterable[AnySlot]) -> None:
        """Wake somebody no more."""
        self._slots = None
        self._afterwards.drop(update)
        for slot in slots:
            self._of[slot] = tuple(other for other in self._of[slot] if other != update)

    def tell(self, changed: Iterable[AnySlot]) -> None:
        """Wake those that show what has changed: at once where it is an alarm, else afterwards."""
        first = dict.fromkeys(u for slot in changed if slot.feature.alarm for u in self._of.get(slot, ()))
        for update in first:
            update()
        for slot in changed:
            for update in () if slot.feature.alarm else self._of.get(slot, ()):
                if update not in first:
                    self._afterwards(update)
