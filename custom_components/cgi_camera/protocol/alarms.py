"""Alarms, whoever told of them: when each channel had its last, and what holds while one lasts."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final

from . import features as f
from .model import AnyReading, AnySlot, Capability, Reading, Slot, State

_FOR_GOOD: Final = float("inf")
"""The stamp of what no reading of the camera can contradict."""


class Alarms:
    """Watches the alarm features of a camera; `channels` tells which channels it has."""

    def __init__(
        self, state: State, capabilities: dict[AnySlot, Capability], channels: Callable[[], tuple[int, ...]]
    ) -> None:
        """Watch a state; the times stand in it, too."""
        self._state = state
        self._capabilities = capabilities
        self._channels = channels
        self._quiet: set[AnySlot] = set()

    def offer(self, slots: Iterable[AnySlot]) -> None:
        """Offer the times that belong to slots: one a channel, and one for the device where that is not its channel."""
        for slot in [slot for slot in slots if slot.feature.alarm]:
            self._capabilities.setdefault(self._time_of(slot), Capability(kept=True))

    def _time_of(self, slot: AnySlot) -> Slot[datetime]:
        channels = self._channels()
        return Slot(channels[0] if len(channels) == 1 else slot.channel, f.LAST_ALARM)

    def notice(self, changed: Iterable[AnySlot]) -> set[AnySlot]:
        """Take the time of alarms that began among changed slots; what was not known before may be no news."""
        began = [slot for slot in changed if slot.feature.alarm and self._begins(slot)]
        return self.happened(began) if began else set()

    def _begins(self, slot: AnySlot) -> bool:
        value, quiet = self._state.get(slot), slot in self._quiet
        if value is False:
            self._quiet.add(slot)
        elif value:
            self._quiet.discard(slot)
        return value is True and quiet

    def happened(self, slots: Iterable[AnySlot], noted: Iterable[AnySlot] = ()) -> set[AnySlot]:
        """Take the time of alarms that happen right now, be they on already or not; return the slots that changed.

        Those among `noted` have it already.
        """
        times = {self._time_of(slot) for slot in slots}.difference(noted)
        if not times:
            return set()
        now = datetime.now(UTC)
        return self._state.apply([Reading(time, now) for time in times], _FOR_GOOD)

    def sources(self, slots: Iterable[AnySlot]) -> set[AnySlot]:
        """Return slots, and with a time of alarms the alarms that it comes from."""
        wanted = set(slots)
        if times := {slot for slot in wanted if slot.feature is f.LAST_ALARM}:
            wanted |= {slot for slot in self._capabilities if slot.feature.alarm and self._time_of(slot) in times}
        return wanted


class Raised:
    """Slots that are on since the camera told of an alarm that has no end, whatever it says meanwhile when asked."""

    def __init__(self) -> None:
        """Begin with none."""
        self._beneath: dict[AnySlot, Any] = {}

    def __bool__(self) -> bool:
        """Tell whether any slot is kept on."""
        return bool(self._beneath)

    def __contains__(self, slot: AnySlot) -> bool:
        """Tell whether a slot is kept on."""
        return slot in self._beneath

    def begin(self, slot: AnySlot, value: object) -> None:
        """Keep a slot on from now on; its value is what the camera said last when asked."""
        self._beneath.setdefault(slot, value)

    def end(self, slot: AnySlot) -> Any:
        """Keep a slot on no longer, and return what the camera said last; False for one that was not kept."""
        return self._beneath.pop(slot, False)

    def over(self, read: AnyReading) -> AnyReading:
        """Return what a reading makes of its slot: nothing, as long as that is kept on."""
        if read.slot not in self._beneath:
            return read
        self._beneath[read.slot] = read.value
        return Reading(read.slot, True)
