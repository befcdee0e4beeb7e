"""Tells a camera what it is to be set to, and sees what became of it."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from .errors import BadAnswer, ConnectionFailed, Forbidden, Ignored
from .knowledge import Knowledge
from .model import AnyChange, AnySlot, Change, Feature, Slot
from .reader import Reader
from .reading import Source
from .writing import Key, Order, orders


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
        known = self._known
        now, documents = self._orders(changes, channel), dict(known.documents)
        for key in list(now):
            async with self._reader.lock(key[0]):
                if known.documents != documents:
                    # Companions have the values that another write may have set meanwhile.
                    now, documents = self._orders(changes, channel), dict(known.documents)
                changed |= await self._place(now[key])
            if now[key].adjusted:
                changed |= await self._read_adjusted(key[0])
        return changed

    def _orders(self, changes: Collection[AnyChange], channel: int) -> dict[Key, Order]:
        return {order.key: order for order in orders(self._known, changes, channel)}

    async def _place(self, order: Order) -> set[AnySlot]:
        """Send a set request; its answer tells the effective values, else they are read."""
        source = order.source
        try:
            echo = await self._reader.tell(order.request(self._known), confirmed=True)
        except Forbidden:
            self._known.forbid(source)
            raise
        except ConnectionFailed, BadAnswer:
            # It may have been done all the same.
            self._reader.expire(order.values)
            raise
        now = self._clock()
        before = self._known.documents.get(source, {})
        if source.endpoint.write_only:
            return self._known.assume(source, {**before, **order.written}, order.values, now)
        if order.paths <= echo.keys():
            return self._known.take(source, {**before, **echo}, now)
        if source.endpoint.settles:
            self._reader.expire(order.values)
            return self._known.take(source, {**before, **order.written}, now)
        values = {slot: self._known.state.get(slot) for slot in order.values}
        changed = await self._reader.read(source)
        there = self._known.documents[source]
        if any(there.get(path) != order.written[path] for path in order.paths):
            for slot, value in order.values.items():
                kept = self._known.state.get(slot)
                if kept is not None and kept == values[slot] != value:
                    raise Ignored(f"{slot} is still {kept}")
        return changed

    async def _read_adjusted(self, source: Source) -> set[AnySlot]:
        """Read what tells a source's ranges where it is a setting that changed along."""
        changed: set[AnySlot] = set()
        for other in list(self._known.documents):
            if other.endpoint.key == source.endpoint.ranges and other.endpoint.set:
                changed |= await self._reader.poll(other)
        return changed

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
