"""Listens to a camera: sets slots by what its event stream tells, and hands every occurrence on."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from .afterwards import Afterwards
from .errors import CameraError
from .events import NO_DETAIL, Detail, EventAction, Occurrence, Signal
from .knowledge import Knowledge
from .link import Link, signals
from .meanings import Cause, Heard, Meanings
from .model import AnyReading, AnySlot, Reading
from .pushed import LINK, REMEMBERED
from .reader import Reader
from .reading import Source
from .tidy import text, tidy
from .transport import Transport

type Publish = Callable[[set[AnySlot]], None]
type Occurred = Callable[[Occurrence], None]

_MOST: Final = 32
"""How many causes of one slot are remembered; no camera has as many rules that fire at once."""


class Listener:
    """One camera's event stream, as long as somebody listens."""

    def __init__(
        self,
        transport: Transport,
        known: Knowledge,
        reader: Reader,
        clock: Callable[[], float],
        afterwards: Afterwards,
    ) -> None:
        """Listen over a transport into what is known; `clock` gives monotonic seconds."""
        self._transport = transport
        self._known = known
        self._reader = reader
        self._clock = clock
        self._afterwards = afterwards
        self._meanings = Meanings(known)
        self._causes: dict[AnySlot, dict[Cause, asyncio.TimerHandle | None]] = {}
        self._details: dict[AnySlot, Detail] = {}
        self._moments: dict[AnyReading, float] = {}
        self._told: dict[tuple[str, int], EventAction] = {}
        self._reading: asyncio.Task[None] | None = None
        self._open = False
        self.beats = False

    def detail(self, slot: AnySlot) -> Detail:
        """Return what the last signal told about a slot besides its value."""
        return self._details.get(slot, NO_DETAIL)

    async def listen(self, publish: Publish, occurred: Occurred) -> None:
        """Follow the event stream until cancelled; return if the camera has none."""
        push = self._known.dialect.push
        if push is None:
            return
        try:
            async for item in signals(self._transport, push, self._reader.vouch):
                if isinstance(item, Signal):
                    self._hear(item, publish, occurred, news=not push.repeats or self._differs(item))
                else:
                    self._follow(item, publish)
        finally:
            self.close()

    # The stream's coming and going

    def _follow(self, link: Link, publish: Publish) -> None:
        if link is Link.BEAT:
            self.beats = True
            return
        changed = self.close()
        if link is Link.UP:
            self._open = True
            # Alarms are heard meanwhile; what is read then was true before, and overwrites nothing.
            self._reading = asyncio.create_task(self._read_present(publish))
        elif link is Link.ABSENT:
            changed |= self._known.pushed.lose()
        if changed:
            publish(changed)

    async def _read_present(self, publish: Publish) -> None:
        """Find out what is going on; from then on the event stream is believed."""
        self._known.pushed.offer_all()
        changed = self._known.apply([Reading(slot, False) for slot in self._resting()], self._clock())
        pushed = self._known.pushed.slots()
        sources = dict.fromkeys(self._known.sources[slot] for slot in pushed if slot in self._known.sources)
        for read in await asyncio.gather(*map(self._poll, sources)):
            changed |= read
        self._reading = None
        publish(changed | self._set({LINK: True}))

    def _resting(self) -> Iterable[AnySlot]:
        """Return the slots that are off while nothing is told of them."""
        brief = {event.feature for events in self._known.pushed.rows.values() for event in events if event.brief}
        unasked = [slot for slot in self._known.pushed.slots() if slot not in self._known.sources]
        return [slot for slot in unasked if slot.feature in brief and not self._causes.get(slot)]

    async def _poll(self, source: Source) -> set[AnySlot]:
        try:
            return await self._reader.poll(source)
        except CameraError as err:
            return self._reader.miss(source, err)

    def close(self) -> set[AnySlot]:
        """Stop believing what the event stream told, and let go of all timers. Return the slots that changed.

        What waits to be told is told before.
        """
        self._afterwards.now()
        if self._reading:
            self._reading.cancel()
            self._reading = None
        for causes in self._causes.values():
            for timer in filter(None, causes.values()):
                timer.cancel()
        held = [slot for slot, causes in self._causes.items() if causes and not slot.feature.momentary]
        for memory in (self._causes, self._details, self._told):
            memory.clear()
        self.beats = False
        if not self._open:
            return self._set(dict.fromkeys(held, False))
        self._open = False
        pushed = self._known.pushed.slots()
        self._reader.expire(pushed)
        return self._set({LINK: False}) | self._known.forget(pushed, self._clock())

    # What it tells

    def hear(self, signal: Signal, publish: Publish, occurred: Occurred, about: Callable[[int], None]) -> None:
        """Take a signal that came on another way than the event stream, after `about` was told its channel, or 0.

        A channel or number that is not told, or that the camera does not have, is the first.
        """
        pushed = self._known.pushed
        if signal.code in pushed.rows and not (signal.index and pushed.subject(signal.code, signal.index).rows):
            signal = replace(signal, index=1)
        about(pushed.subject(signal.code, signal.index).channel)
        self._hear(signal, publish, occurred, news=True)

    def _hear(self, signal: Signal, publish: Publish, occurred: Occurred, *, news: bool) -> None:
        changed: set[AnySlot] = set()
        turned: list[Heard] = []
        began: list[AnySlot] = []
        moments: list[AnyReading] = []
        heard = self._meanings.of(signal, changed)
        # Some cameras tell after a connect what had begun before; that it is on was read then.
        again = any(each.action is EventAction.START and self._was_on(each.slot) for each in heard)
        for each in heard:
            fresh = self._keep(each, publish) and news and not again
            if each.slot.feature.momentary:
                moments.extend(self._moment(each, signal) if fresh else ())
                continue
            turned.append(each)
            if fresh and each.slot.feature.alarm:
                began.append(each.slot)
        changed |= self._turn(turned)
        changed |= self._known.alarms.happened(began, changed)
        if changed:
            publish(changed)
        if news:
            time = datetime.now(UTC)
            self._afterwards(lambda: occurred(self._occurrence(signal, heard, moments, time)))

    def _differs(self, signal: Signal) -> bool:
        """Tell whether something became different from what the camera has told since the connect."""
        key = signal.code, signal.index
        before = self._told.pop(key, None)
        self._told[key] = signal.action
        if len(self._told) > REMEMBERED:
            del self._told[next(iter(self._told))]
        return before not in {None, signal.action}

    def _was_on(self, slot: AnySlot) -> bool:
        return self._known.state.get(slot) is True and not self._causes.get(slot)

    def _keep(self, heard: Heard, publish: Publish) -> bool:
        """Remember what keeps a slot on, or forget it; return whether something began."""
        slot, cause = heard.slot, heard.cause
        causes = self._causes.setdefault(slot, {})
        if heard.action is EventAction.STOP:
            ended = [each for each in causes if each[:2] == cause[:2]]
            self._forget(causes, ended or [each for each in causes if each.what == cause.what])
            return False
        if heard.action is EventAction.PULSE and slot.feature.momentary:
            return True
        fresh = heard.action is EventAction.PULSE or cause not in causes
        self._forget(causes, [cause, *list(causes)[: max(len(causes) - _MOST, 0)]])
        causes[cause] = None
        if heard.action is EventAction.PULSE:
            loop = asyncio.get_running_loop()
            causes[cause] = loop.call_later(self._known.hold, self._release, slot, cause, publish)
        return fresh

    @staticmethod
    def _forget(causes: dict[Cause, asyncio.TimerHandle | None], ended: Iterable[Cause]) -> None:
        for cause in ended:
            if timer := causes.pop(cause, None):
                timer.cancel()

    def _release(self, slot: AnySlot, cause: Cause, publish: Publish) -> None:
        """End a pulse."""
        self._causes[slot].pop(cause)
        if not self._causes[slot]:
            publish(self._set({slot: False}))

    def _turn(self, turned: Iterable[Heard]) -> set[AnySlot]:
        """Turn slots on or off."""
        changed = self._set({each.slot: bool(self._causes[each.slot]) for each in turned})
        for each in turned:
            if each.action is not EventAction.STOP and self.detail(each.slot) != each.detail:
                self._details[each.slot] = each.detail
                changed.add(each.slot)
        return changed

    def _moment(self, heard: Heard, signal: Signal) -> Iterable[AnyReading]:
        """Yield the moment that has come, unless it was told already in other words."""
        if heard.event.kind:
            moment: AnyReading = Reading(heard.slot, heard.event.kind(heard.detail, signal))
            now = self._clock()
            if not heard.event.settles or now - self._moments.get(moment, float("-inf")) >= heard.event.settles:
                self._moments[moment] = now
                yield moment

    def _set(self, values: Mapping[AnySlot, bool]) -> set[AnySlot]:
        known, now = self._known, self._clock()
        asked = set() if self._open else values.keys() & known.sources.keys()
        changed = known.apply([Reading(slot, value) for slot, value in values.items() if slot not in asked], now)
        # It is asked for meanwhile; what the camera says to that is true again when the alarm's time is over.
        for slot in asked:
            if not values[slot]:
                changed |= known.apply([Reading(slot, known.raised.end(slot))], now)
                continue
            said = known.state.get(slot)
            if slot not in known.raised:
                changed |= known.apply([Reading(slot, True)], now)
            known.raised.begin(slot, said)
        return changed

    def _occurrence(self, signal: Signal, heard: list[Heard], moments: list[AnyReading], time: datetime) -> Occurrence:
        return Occurrence(
            channel=self._known.pushed.subject(signal.code, signal.index).channel,
            code=text(signal.code, 64),
            action=signal.action,
            index=signal.index,
            time=time,
            data=tidy(signal.data, self._transport.hide),
            detail=next((each.detail for each in heard if each.detail != NO_DETAIL), NO_DETAIL),
            moments=tuple(moments),
            known=signal.code in self._known.pushed.rows,
        )
