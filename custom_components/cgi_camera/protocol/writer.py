"""Tells a camera what it is to be set to, and sees what became of it."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from .errors import Forbidden
from .knowledge import Knowledge
from .model import AnyChange, AnySlot, Change, Feature, Slot
from .reader import Reader
from .writing import Order, orders


class Writer:
    """Sends set requests; the camera's answers decide the state."""

    def __init__(self, reader: Reader, known: Knowledge, clock: Callable[[], float]) -> None:
        """Write to the camera that a reader reads; `clock` gives monotonic seconds."""
        self._reader = reader
        self._known = known
        self._clock = clock

    async def write(self, changes: Collection[AnyChange], channel: int) -> set[AnySlot]:
        """Set values; return the slots that changed. Raise as `Camera.write` does."""
        changed: set[AnySlot] = set()
        for key in [order.key for order in orders(self._known, changes, channel)]:
            async with self._reader.lock(key[0]):
                # Companions have the values that another write may have set meanwhile.
                now = {order.key: order for order in orders(self._known, changes, channel)}
                changed |= await self._place(now[key])
        return changed

    async def _place(self, order: Order) -> set[AnySlot]:
        """Send a set request; its answer tells the effective values, else they are read."""
        source = order.source
        try:
            echo = await self._reader.tell(order.request(self._known))
        except Forbidden:
            self._known.forbid(source)
            raise
        now = self._clock()
        before = self._known.documents.get(source, {})
        if source.endpoint.write_only:
            return self._known.assume(source, {**before, **order.written}, order.values, now)
        if order.paths <= echo.keys():
            return self._known.take(source, {**before, **echo}, now)
        return await self._reader.read(source)

    def settings(self, features: Iterable[Feature[Any]], channel: int) -> list[AnyChange]:
        """Return what would set features to what they are now, as far as they can be set."""
        slots = [Slot(channel, feature) for feature in features]
        known = self._known
        return [
            Change(slot.feature, known.state.get(slot))
            for slot in slots
            if known.state.get(slot) is not None and known.capabilities[slot].writable
        ]

    async def put_back(self, before: Collection[AnyChange], channel: int) -> set[AnySlot]:
        """Let settings be what they were before a command that may have upset them; return the slots that changed."""
        slots = [Slot(channel, change.feature) for change in before]
        changed: set[AnySlot] = set()
        for source in dict.fromkeys(self._known.sources[slot] for slot in slots):
            changed |= await self._reader.poll(source)
        if not changed.isdisjoint(slots):
            changed |= await self.write(before, channel)
        return changed
