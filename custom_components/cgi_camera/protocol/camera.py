"""The engine: one camera, what it offers, what state it is in, and everything that can be done with it."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
import time

import aiohttp

from . import actions, features as f
from .afterwards import Afterwards
from .archive import Archive
from .clock import Local
from .errors import Unsupported
from .events import Detail
from .exchange import Place
from .knowledge import Knowledge
from .listening import Listener, Occurred, Publish
from .mail import Letter
from .model import AnyChange, AnySlot, Command, Feature, Identity, Offers, Reading, Slot, State, StreamSource
from .ptz import Ptz
from .pushed import LINK
from .reader import Reader
from .schema import Dialect, Stream
from .serial import SerialLine
from .streams import Streams
from .transport import Transport
from .writer import Writer


class Camera:
    """One camera or recorder.

    `hold` is how long, in seconds, an alarm without an end stays on. `presets` is the number of PTZ presets to offer
    where the camera lists none. `read_only` is what an earlier `read_only` told of the same account. `clock` gives
    monotonic seconds, `local` the time of day where the camera is. `afterwards` does what can wait until alarms are
    told; share one among cameras that are listened to at the same time.
    """

    def __init__(
        self,
        transport: Transport,
        dialect: Dialect,
        *,
        hold: float = 30.0,
        presets: int = 0,
        read_only: Iterable[str] = (),
        clock: Callable[[], float] = time.monotonic,
        local: Local = datetime.now,
        afterwards: Afterwards | None = None,
    ) -> None:
        """Speak a dialect over a transport; nothing is sent yet."""
        self.transport = transport
        self.dialect = dialect
        self._known = Knowledge(dialect, hold, read_only, local)
        self._reader = Reader(transport, self._known, clock)
        self.ptz = Ptz(self._known, self._reader)
        self.failing = self._reader.failing
        self._writer = Writer(self._reader, self._known, clock)
        self.serial = SerialLine(self._reader, self._known)
        self.archive = Archive(self._reader, transport, self._known)
        self._presets = presets
        self.streams = Streams(self._known, transport.base).sources
        self._clock = clock
        self.afterwards = Afterwards() if afterwards is None else afterwards
        self._listener = Listener(transport, self._known, self._reader, clock, self.afterwards)

    @property
    def state(self) -> State:
        """The last known values."""
        return self._known.state

    @property
    def capabilities(self) -> Offers:
        """What the camera offers, by slot."""
        return self._known.capabilities

    @property
    def channels(self) -> tuple[int, ...]:
        """The channels, (0,) where the camera is its only one."""
        return self._known.channels

    @property
    def channels_told(self) -> tuple[int, ...] | None:
        """The channels that a recorder says there are by now, which may be others than those it was met with."""
        return self._known.channels_told()

    @property
    def read_only(self) -> frozenset[str]:
        """The keys of the endpoints that the account has turned out to be allowed to read only."""
        return frozenset(self._known.read_only)

    @property
    def linked(self) -> bool:
        """Whether the event stream is open."""
        return self.state.get(LINK) is True

    @property
    def refuses_push(self) -> bool:
        """Whether the camera has turned out to have no event stream for us, though its dialect has one."""
        return self._known.pushed.lost

    @property
    def clock_wrong_for(self) -> float:
        """For how many seconds the camera's clock has been more than a minute off; 0 while it is right or unknown."""
        return self._known.watch.wrong_for(self._clock())

    @property
    def identity(self) -> Identity:
        """Who the camera is, as far as it has told."""
        return self._known.identity()

    def value[T](self, feature: Feature[T], channel: int = 0, number: int = 0) -> T | None:
        """Return a feature's value at a channel, else at the device; None where it is unknown."""
        value: T | None = self._known.value(feature, channel, number)
        return value

    # Getting to know it

    async def identify(self) -> Identity:
        """Log in and ask who the camera is.

        Raise AuthFailed, ConnectionFailed or BadAnswer, or Refused if it is no such camera after all.
        """
        await self._reader.identify()
        return self.identity

    async def discover(self) -> None:
        """Find out what the camera offers by reading everything once. Call `identify` first.

        What it refuses with its own error is not there and is never asked again; what failed is tried again later.
        Raise ConnectionFailed if it is gone, AuthFailed if it does not know the account.
        """
        await self._reader.discover()
        self._known.pushed.offer_all()
        if self.dialect.push:
            self._known.apply([Reading(LINK, False)], self._clock())
        self.state.take()

    async def refresh(self, slots: Iterable[AnySlot]) -> set[AnySlot]:
        """Read what the slots need and is due, each endpoint once; return the slots that changed.

        An endpoint that fails keeps its values for a while, then they are unknown; the others do not notice. Raise
        ConnectionFailed if the camera does not answer at all, AuthFailed if it does not know the account any more.
        """
        wanted = frozenset(slots)
        if self._known.watch.due(self._clock()):
            wanted |= {Slot(0, f.CLOCK_OFFSET)}
        await self._reader.refresh(wanted, linked=self.linked)
        self.heard()
        return self.state.take()

    async def read(self, slots: Iterable[AnySlot]) -> set[AnySlot]:
        """Read slots anew, each endpoint once, and return the slots that changed; what cannot be asked stays as told.

        Raise Refused or BadAnswer, ConnectionFailed or AuthFailed.
        """
        return await self._reader.read_now(slots)

    def interval(self, slots: Iterable[AnySlot]) -> float:
        """Return the seconds until the next `refresh` makes sense, ever more while the camera does not answer."""
        return self._reader.interval(slots, linked=self.linked)

    def heard(self) -> None:
        """Learn that the camera is there, or will be in a moment: it is asked at the usual pace again."""
        self._reader.absence.end()

    def expire(self, slots: Iterable[AnySlot]) -> None:
        """Make slots due at the next `refresh`."""
        self._reader.expire(self._known.alarms.sources(slots))

    def outcomes(self) -> dict[str, str]:
        """Tell of every endpoint, by its key with the channel before it, whether it was read, refused or failed."""
        return self._reader.outcomes()

    # Telling it

    async def write(self, *changes: AnyChange, channel: int = 0) -> set[AnySlot]:
        """Set values and return the slots that changed, as the camera tells it.

        Nothing is sent if a slot cannot be set (Unsupported) or would be refused (Invalid). Raise Forbidden if the
        account may only read it, Refused with the camera's reason, Ignored if it said yes and kept what was there,
        ConnectionFailed or AuthFailed.
        """
        return await self._writer.write(changes, channel)

    async def act(self, command: Command, *, channel: int = 0, number: int = 0) -> set[AnySlot]:
        """Make the camera do something once; return the slots that changed by it.

        Raise Unsupported if it is not offered, Invalid if its number is not, Forbidden if the account may not do it,
        Refused with the camera's reason, ConnectionFailed or AuthFailed.
        """
        if await self.ptz.act(command, channel):
            return set()
        action, request = actions.order(self._known, command, channel, number)
        if action.moves:
            undo = actions.order(self._known, action.undo, channel, number)[1] if action.undo else None
            await self.ptz.take(request, channel, undo)
            return set()
        before = self._writer.settings(action.keeps, channel)
        await self._reader.tell(request)
        return await self._writer.put_back(before, channel)

    def commands(self, channel: int) -> list[Command]:
        """Return what a channel (0: the device) can be asked to do, without what needs a number."""
        return [*actions.single(self._known, channel), *self.ptz.commands(channel)]

    def counted(self, channel: int) -> list[tuple[Command, int]]:
        """Return the commands of which a channel has several, each with its number."""
        return actions.counted(self._known, channel)

    def presets(self, channel: int) -> dict[int, str]:
        """Return the PTZ presets of a channel by number; names are empty where the camera has none."""
        slots = [slot for slot in self.state if slot.feature is f.PRESET and slot.channel == channel]
        listed = {slot.number: self.state.get(slot) or "" for slot in slots}
        if listed or (self._known.lists(f.PRESET) and not self._presets):
            return dict(sorted(listed.items()))
        if actions.find(self._known, f.GOTO_PRESET, channel) is None:
            return {}
        return dict.fromkeys(range(1, (self._presets or self.value(f.PRESET_COUNT, channel) or 0) + 1), "")

    # Seeing it

    async def snapshot(self, source: StreamSource) -> bytes:
        """Return a JPEG. Raise Unsupported if the stream has none, or as `Transport.picture` does."""
        stream = self._stream(source)
        request = (len(self.channels) == 1 and stream.snapshot_alone) or stream.snapshot
        if request is None:
            raise Unsupported("this stream has no snapshot")
        return await self._reader.picture(request.at(Place(source.channel, source.number)))

    def mjpeg(self, source: StreamSource) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """Open the endless MJPEG answer of a stream. Raise Unsupported if it has none."""
        stream = self._stream(source)
        if stream.mjpeg is None:
            raise Unsupported("this stream has no MJPEG")
        return self.transport.stream(stream.mjpeg.at(Place(source.channel, source.number)), idle=20)

    def _stream(self, source: StreamSource) -> Stream:
        return next(stream for stream in self.dialect.streams if stream.kind is source.kind)

    # Hearing from it

    async def listen(self, publish: Publish, occurred: Occurred = lambda occurrence: None) -> None:
        """Take what the event stream pushes until cancelled: publish the slots that changed, and hand on what occurred.

        Each signal is published by itself, in the order told. Returns if the camera has no event stream. While the
        stream is away its slots are unknown, and `refresh` reads those that can be asked; after every connect the
        present state is read.
        """
        await self._listener.listen(publish, occurred)

    def expect_mails(self) -> set[AnySlot]:
        """Offer the alarms that the camera tells of by mail, as far as it has them; return the slots that changed.

        Call `discover` first. What nobody asks for is off while no mail tells of it.
        """
        self._known.pushed.expect(self.dialect.mails.events if self.dialect.mails else ())
        self._known.pushed.offer_all()
        return self._rest()

    def _rest(self) -> set[AnySlot]:
        """Let what only mails tell be off while they do not."""
        return self._known.apply(self._known.pushed.resting(), self._clock())

    def take_mail(
        self,
        letter: Letter,
        publish: Publish,
        occurred: Occurred = lambda occurrence: None,
        about: Callable[[int], None] = lambda channel: None,
    ) -> None:
        """Take an alarm mail as `listen` takes signals, after `about` was told its channel, 0 for the device.

        The alarm is on for `hold` seconds, and longer where the camera says so when asked.
        """
        if mails := self.dialect.mails:
            self._listener.hear(mails.signal(letter), publish, occurred, about)

    @property
    def beats(self) -> bool:
        """Whether heartbeats show that the event stream is alive; if not, its silence tells nothing."""
        return self._listener.beats

    def detail(self, slot: AnySlot) -> Detail:
        """Return what the event stream told about a slot last, besides its value."""
        return self._listener.detail(slot)

    def recall(self, key: str) -> None:
        """Offer a slot that an event stream told of in former times, by its key with the channel, as in `3_face`."""
        self._known.pushed.recall(key)
        self._rest()

    def close(self) -> set[AnySlot]:
        """Stop believing what the event stream told, and let go of all timers. Return the slots that changed."""
        return self._listener.close()
