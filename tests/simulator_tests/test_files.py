"""The films that simulated cameras hold, and the ways in which they hand them out."""

import asyncio
from datetime import UTC, datetime
import io
from typing import Any

from aiohttp import ClientPayloadError, ClientSession
import av
import pytest
from yarl import URL

from tests.simulator.dahua import DahuaCamera
from tests.simulator.film import FRAMES, SIZE, dav, film
from tests.simulator.ipc import IpcCamera
from tests.simulator.message import MessageCamera

from .conftest import Starter

MIDNIGHT = datetime(2024, 5, 2, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(("made", "form"), [(film(), "mp4"), (dav(MIDNIGHT), "dhav")], ids=["mp4", "dav"])
def test_film_is_real(made: bytes, form: str) -> None:
    """A player shows every picture, without any hint of what it is."""
    with av.open(io.BytesIO(made)) as container:
        assert form in container.format.name
        frames = list(container.decode(video=0))
        assert {(frame.width, frame.height) for frame in frames} == {SIZE}
    assert len(frames) == FRAMES
    first, *_, last = (frame.time for frame in frames)
    assert first is not None
    assert last is not None
    assert last - first == pytest.approx(1.8)


def test_dav_has_sound() -> None:
    """Silence, as G.711; without sound there is no stream for it."""
    with av.open(io.BytesIO(dav(MIDNIGHT))) as container:
        (stream,) = container.streams.audio
        assert (stream.codec_context.name, stream.rate) == ("pcm_alaw", 8000)
    with av.open(io.BytesIO(dav(MIDNIGHT, sound=False))) as container:
        assert not container.streams.audio


@pytest.fixture
async def ipc(started: Starter) -> IpcCamera:
    """A camera with recordings."""
    camera = IpcCamera(recorded=True)
    await started(camera)
    return camera


def first_of(camera: IpcCamera) -> URL:
    """Return the address of the camera's first recording."""
    return URL(f"{camera.url.origin()}/playback{camera.recordings.items[0].path}")


async def test_ranges(ipc: IpcCamera, session: ClientSession) -> None:
    """A range across copies of the film, from the end, and none at all where the camera knows none."""
    ipc.recordings.copies = 3
    size = len(film())

    async def get(wanted: str) -> tuple[int, bytes]:
        async with session.get(first_of(ipc), headers={"Range": f"bytes={wanted}"}) as answer:
            return answer.status, await answer.read()

    assert await get(f"{size - 2}-{size + 7}") == (206, film()[-2:] + film()[:8])
    assert await get("-4") == (206, film()[-4:])
    assert (await get(f"{3 * size}-"))[0] == 416
    ipc.delivery.ranges = False
    assert await get("0-1") == (200, film() * 3)


async def test_uncounted(ipc: IpcCamera, session: ClientSession) -> None:
    """A body without a length ends with the connection."""
    ipc.delivery.counted = False
    async with session.get(first_of(ipc)) as answer:
        assert answer.content_length is None
        assert await answer.read() == film()


async def test_cut(ipc: IpcCamera, session: ClientSession) -> None:
    """The connection is lost after so many bytes."""
    ipc.delivery.cut_after = 20_000
    async with session.get(first_of(ipc)) as answer:
        assert await answer.content.readexactly(20_000) == film()[:20_000]
        with pytest.raises(ClientPayloadError):
            await answer.read()


async def test_held(ipc: IpcCamera, session: ClientSession) -> None:
    """The rest is held back until it is let go; a client that leaves ends it."""
    ipc.delivery.hold_after = ipc.delivery.piece
    ipc.delivery.pause = 0.001
    async with session.get(first_of(ipc)) as answer:
        assert await answer.content.readexactly(ipc.delivery.piece) == film()[: ipc.delivery.piece]
        async with session.get(first_of(ipc)) as other:
            await other.content.readexactly(1)
            assert (ipc.delivery.open, ipc.delivery.busiest) == (2, 2)
        ipc.delivery.go.set()
        assert len(await answer.read()) == len(film()) - ipc.delivery.piece
    async with asyncio.timeout(5):
        while ipc.delivery.open:  # noqa: ASYNC110
            await asyncio.sleep(0.002)


async def test_held_client_leaves(ipc: IpcCamera, session: ClientSession) -> None:
    """What waits for nobody ends."""
    ipc.delivery.hold_after = 1
    async with session.get(first_of(ipc)) as answer:
        await answer.content.readexactly(1)
    async with asyncio.timeout(5):
        while ipc.delivery.open:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
    assert ipc.delivery.sent == ipc.delivery.piece


async def test_message_hands_out_nothing_by_itself(started: Starter, session: ClientSession) -> None:
    """The document says nothing about files; a camera may answer at their paths all the same."""

    async def get(**options: Any) -> int:
        camera = MessageCamera(recorded=True, **options)
        await started(camera)
        path = camera.clips.path(camera.clips.items[0])
        async with session.get(f"{camera.url.origin()}{path}") as answer:
            return answer.status

    assert await get() == 404
    assert await get(hands_out=True) == 200


async def test_film_between_times(started: Starter, session: ClientSession) -> None:
    """loadfile.cgi puts the recordings of a time together, main stream unless told otherwise (4.11.7)."""
    camera = DahuaCamera(scheme="basic")
    await started(camera)
    camera.disk.files.clear()
    camera.disk.add(MIDNIGHT, 60)
    camera.disk.add(MIDNIGHT, 60, stream="Extra1")
    camera.disk.add(MIDNIGHT.replace(hour=22), 60)

    async def load(start: str, end: str, **more: str) -> tuple[int, bytes]:
        query = {"action": "startLoad", "channel": "1", "startTime": start, "endTime": end, **more}
        url = URL(f"{camera.url.origin()}/cgi-bin/loadfile.cgi").with_query(query)
        url = URL(str(url).replace("+", "%20"), encoded=True)
        headers = {"Authorization": "Basic YWRtaW46cGFzczEyMzQ="}
        async with session.get(url, headers=headers) as answer:
            return answer.status, await answer.read()

    whole = dav(MIDNIGHT)
    assert await load("2024-5-2 22:0:0", "2024-05-03 00:00:30") == (200, dav(MIDNIGHT.replace(hour=22)) + whole)
    assert await load("2024-05-03 00:00:00", "2024-05-03 00:00:30", subtype="1") == (200, whole)
    assert (await load("2024-05-03 01:00:00", "2024-05-03 02:00:00"))[0] == 400
    assert (await load("2024-05-03 00:00:00", "2024-05-03 00:00:30", speed="2"))[0] == 400
