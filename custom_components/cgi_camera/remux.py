"""The DAV files of Dahua devices as MP4, which browsers play: the same video in another container, on its way.

PyAV, which Home Assistant's stream component brings, does it in a thread; between it and the camera, and between it and
the browser, only a few pieces wait at a time.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, cast

from .protocol.errors import BadAnswer, CameraError

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream, Packet, VideoStream
    from av.container import InputContainer, OutputContainer

AVAILABLE: Final = find_spec("av") is not None

_PROBE: Final = {"probesize": "1000000", "analyzeduration": "1000000"}
_FRAGMENTS: Final = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
_PIECE: Final = 128 * 1024
_WAITING: Final = 4
_GAP: Final = 10_000
"""Milliseconds without pictures, as between two recordings, that are not waited for."""
_STEP: Final = 40
_LAYOUTS: Final = {1: "mono", 2: "stereo"}


def is_dav(head: bytes) -> bool:
    """Tell by its first bytes whether a file is a DAV, whatever it is called."""
    return head.startswith((b"DHAV", b"DAHUA"))


async def remuxed(dav: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """Yield an MP4 of fragments. Raise BadAnswer for what is no film, and what the source raises."""
    loop = asyncio.get_running_loop()
    ends = _Ends(loop, dav)
    work = loop.run_in_executor(None, ends.work)
    try:
        while piece := await ends.pieces.get():
            yield piece
        await work
    finally:
        ends.stop()
        with suppress(CameraError):
            await asyncio.shield(work)
        # The source is not to be closed while the last piece is being waited for.
        async with ends.reading:
            pass


class _Ends:
    """The two ends of the thread's work: a file to read from and one to write to. Neither can be rewound."""

    def __init__(self, loop: asyncio.AbstractEventLoop, dav: AsyncIterator[bytes]) -> None:
        """Prepare to read a film whose pieces come on a loop."""
        self.pieces: asyncio.Queue[bytes] = asyncio.Queue(_WAITING)
        self.reading = asyncio.Lock()
        self._loop = loop
        self._dav = dav
        self._left = b""
        self._stopped = False
        self._waiting: Future[Any] | None = None
        self._failure: CameraError | None = None

    def stop(self) -> None:
        """Wake the thread and let it end. Called on the loop."""
        self._stopped = True
        if self._waiting:
            self._waiting.cancel()

    def work(self) -> None:
        """Make the film. Raise BadAnswer, or what the source raised."""
        from av import FFmpegError  # noqa: PLC0415

        try:
            _copy(self)
        except (FFmpegError, CancelledError, ValueError) as err:
            if not self._stopped:
                raise self._failure or BadAnswer("no film that can be read") from err
        finally:
            with suppress(CancelledError, RuntimeError):
                self._on_loop(self.pieces.put(b""))

    def _on_loop[T](self, work: Coroutine[Any, Any, T]) -> T:
        self._waiting = waiting = asyncio.run_coroutine_threadsafe(work, self._loop)
        if self._stopped:
            waiting.cancel()
        return waiting.result()

    async def _next(self) -> bytes:
        async with self.reading:
            return await anext(self._dav, b"")

    def read(self, size: int) -> bytes:
        """Return the next bytes, none at the end."""
        if not self._left:
            try:
                self._left = self._on_loop(self._next())
            except CameraError as err:
                self._failure = err
                raise
        piece, self._left = self._left[:size], self._left[size:]
        return piece

    def write(self, piece: bytes) -> int:
        """Hand a piece on."""
        self._on_loop(self.pieces.put(bytes(piece)))
        return len(piece)


def _copy(ends: _Ends) -> None:
    import av  # noqa: PLC0415

    with (
        av.open(ends, "r", format="dhav", container_options=_PROBE, buffer_size=_PIECE) as dav,
        av.open(ends, "w", format="mp4", container_options=_FRAGMENTS, buffer_size=_PIECE) as mp4,
    ):
        if not dav.streams.video:
            raise ValueError
        _Film(dav, mp4).copy()


class _Film:
    """One film from container to container."""

    def __init__(self, dav: InputContainer, mp4: OutputContainer) -> None:
        """Lay out the streams: the video as it is, sound as AAC, since MP4 has no place for what cameras send."""
        self._dav = dav
        self._mp4 = mp4
        self._video = dav.streams.video[0]
        self._copied: VideoStream = mp4.add_stream_from_template(self._video)
        self._sound: AudioStream | None = None
        if self._video.codec_context.name == "hevc":
            # The name by which all browsers know it.
            self._copied.codec_context.codec_tag = "hvc1"
        if dav.streams.audio and (layout := _LAYOUTS.get(dav.streams.audio[0].codec_context.layout.nb_channels)):
            self._sound = mp4.add_stream("aac", rate=dav.streams.audio[0].rate)
            self._sound.layout = layout
        self._shift: int | None = None
        self._last = -1

    def copy(self) -> None:
        """Copy until the end; sound that cannot be read is left out."""
        for packet in self._dav.demux():
            if packet.size and packet.stream is self._video:
                self._copy_picture(packet)
            elif packet.size and self._sound and self._shift is not None:
                self._copy_sound(packet, self._sound, self._shift)
        if self._sound:
            self._mp4.mux(self._sound.encode(None))

    def _copy_picture(self, packet: Packet[Any]) -> None:
        """Put a picture where it belongs in time, which begins at zero and never leaps or runs backwards."""
        told = packet.dts if packet.dts is not None else packet.pts or 0
        shift = told - self._last - _STEP if self._shift is None else self._shift
        if not self._last < told - shift <= self._last + _GAP:
            shift = told - self._last - _STEP
        late = (packet.pts if packet.pts is not None else told) - told
        self._shift = shift
        self._last = told - shift
        packet.dts, packet.pts = self._last, self._last + max(late, 0)
        packet.stream = self._copied
        self._mp4.mux(packet)

    def _copy_sound(self, packet: Packet[Any], sound: AudioStream, shift: int) -> None:
        from av import FFmpegError  # noqa: PLC0415

        with suppress(FFmpegError):
            for frame in cast("list[AudioFrame]", packet.decode()):
                frame.pts = max((packet.pts or 0) - shift, 0)
                # What the encoder puts before the beginning would move everything behind it.
                self._mp4.mux([encoded for encoded in sound.encode(frame) if (encoded.pts or 0) >= 0])
