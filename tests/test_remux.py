"""DAV files made into MP4 on their way."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from fractions import Fraction
import io
from struct import pack

import av
import pytest

from custom_components.cgi_camera import remux
from custom_components.cgi_camera.protocol.errors import BadAnswer, CutOff
from tests.simulator.film import FRAMES, RATE, dav, dav_frame

START = datetime(2024, 5, 2, 12, tzinfo=UTC)


async def pieces(film: bytes, size: int = 50_000) -> AsyncGenerator[bytes]:
    """Hand a film out in pieces."""
    for at in range(0, len(film), size):
        await asyncio.sleep(0)
        yield film[at : at + size]


async def made(film: bytes) -> io.BytesIO:
    """Return what a film is made into."""
    async with aclosing(remux.remuxed(pieces(film))) as mp4:
        return io.BytesIO(b"".join([piece async for piece in mp4]))


def times(mp4: io.BytesIO) -> list[float]:
    """Return when each picture is shown."""
    with av.open(mp4) as container:
        return [frame.time or 0.0 for frame in container.decode(video=0)]


async def test_pictures_and_sound() -> None:
    """Every picture at its time, the same bytes; sound as long as the film."""
    mp4 = await made(dav(START))
    assert times(mp4) == pytest.approx([n / RATE for n in range(FRAMES)])
    mp4.seek(0)
    with av.open(mp4) as container:
        (sound,) = container.streams.audio
        assert (sound.codec_context.name, sound.rate, sound.layout.name) == ("aac", 8000, "mono")
        heard = sum(frame.samples for frame in container.decode(audio=0))
    assert heard == pytest.approx(16_000, abs=2048)


async def test_without_sound() -> None:
    """A film without sound stays without."""
    with av.open(await made(dav(START, sound=False))) as container:
        assert not container.streams.audio


@pytest.mark.parametrize("hours", [5, -5])
async def test_leaps(hours: int) -> None:
    """Where time leaps, as between two recordings and when a clock is set, the film goes on."""
    mp4 = await made(dav(START) + dav(START + timedelta(hours=hours)))
    shown = times(mp4)
    assert len(shown) == 2 * FRAMES
    assert shown == sorted(shown)
    assert shown[-1] < 4


async def test_sound_that_cannot_be_read() -> None:
    """Broken sound costs the sound, not the film."""
    broken = dav_frame(0xF0, 0, START, pack("<BBBB", 0x83, 1, 0x1A, 2), b"\xff\xf1nonsense" * 20)
    mp4 = await made(dav(START, sound=False)[:60_000] + broken + dav(START, sound=False))
    assert len(times(mp4)) >= FRAMES


async def test_sound_of_many_channels() -> None:
    """Sound in a form that nobody knows is left out."""
    strange = dav_frame(0xF0, 0, START, pack("<BBBB", 0x83, 5, 0x0E, 2), b"\xd5" * 1600)
    with av.open(await made(strange + dav(START, sound=False))) as container:
        assert not container.streams.audio


async def test_hevc() -> None:
    """H.265 gets the name by which every browser knows it."""
    encoder = av.CodecContext.create("libx265", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 160, 96, "yuv420p"
    encoder.time_base = Fraction(1, RATE)
    encoder.options = {"log-level": "none"}
    frames = []
    for number in range(FRAMES):
        frame = av.VideoFrame(160, 96, "yuv420p")
        frame.pts = number
        frames.append(frame)
    packets = [packet for frame in (*frames, None) for packet in encoder.encode(frame)]
    extra = pack("<BBBB", 0x81, 0, 0x0C, RATE) + pack("<B3xHH", 0x82, 160, 96)
    film = b"".join(
        dav_frame(0xFD if packet.is_keyframe else 0xFC, n, START + timedelta(seconds=n // RATE), extra, bytes(packet))
        for n, packet in enumerate(packets)
    )
    mp4 = await made(film)
    assert b"hvc1" in mp4.getvalue()
    assert len(times(mp4)) == FRAMES


SOUND = dav_frame(0xF0, 0, START, pack("<BBBB", 0x83, 1, 0x0E, 2), b"\xd5" * 1600)


@pytest.mark.parametrize("film", [b"DHAV" + bytes(3000), b"", SOUND], ids=["zeros", "nothing", "sound"])
async def test_no_film(film: bytes) -> None:
    """What holds no pictures is no film."""
    with pytest.raises(BadAnswer):
        await made(film)


@pytest.mark.parametrize("after", [0, 1, 4])
async def test_source_fails(after: int) -> None:
    """What happens to the source is told as it is."""

    async def failing() -> AsyncGenerator[bytes]:
        left = after
        async for piece in pieces(dav(START)):
            if not left:
                raise CutOff("the connection was closed")
            left -= 1
            yield piece

    with pytest.raises(CutOff):
        async for _ in remux.remuxed(failing()):
            pass


@pytest.mark.parametrize("taken", [1, 3])
async def test_leaving(taken: int) -> None:
    """Whoever stops taking the film ends it, and the thread, wherever that stands."""
    ended = asyncio.Event()

    async def endless() -> AsyncGenerator[bytes]:
        try:
            while True:
                async for piece in pieces(dav(START)):
                    yield piece
        finally:
            ended.set()

    async with aclosing(endless()) as source, aclosing(remux.remuxed(source)) as mp4:
        for _ in range(taken):
            assert await anext(mp4)
    assert ended.is_set()


@pytest.mark.parametrize("wait", [lambda film: film[:0], lambda film: film], ids=["before", "amid"])
async def test_cancelled(wait: Callable[[bytes], bytes]) -> None:
    """So does whoever is cancelled while waiting for a camera that has fallen silent."""
    silent = asyncio.Event()

    async def source() -> AsyncGenerator[bytes]:
        async for piece in pieces(wait(dav(START) * 6)):
            yield piece
        silent.set()
        await asyncio.Event().wait()

    async def take() -> None:
        async with aclosing(remux.remuxed(source())) as mp4:
            async for _ in mp4:
                pass

    taking = asyncio.create_task(take())
    await silent.wait()
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking


@pytest.mark.parametrize(("head", "is_one"), [(b"DHAV\xfd", True), (b"DAHUA\0", True), (b"\0\0\0\x18ftyp", False)])
def test_known_by_its_beginning(head: bytes, is_one: bool) -> None:
    """The first bytes tell what a file is."""
    assert remux.is_dav(head) is is_one
