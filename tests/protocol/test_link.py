"""The event stream kept open, over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol import link
from custom_components.cgi_camera.protocol.events import EventAction, Signal
from custom_components.cgi_camera.protocol.link import Link, pause_after, signals
from custom_components.cgi_camera.protocol.transport import Transport

from .server import talking
from .toy import DIALECT

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_pauses() -> None:
    """A stream that closes each second is asked for ever less often, one that lasts is at once."""
    pauses = [0.5]
    while len(pauses) < 12:
        pauses.append(pause_after(pauses[-1], 1.0))
    assert pauses == [0.5, 1, 2, 4, 8, 16, 32, 64, 120, 120, 120, 120]
    assert (pause_after(2, 19), pause_after(2, 20), pause_after(120, 1200)) == (4, 1, 1)


async def test_streams_that_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty answer is a failure, however often it comes; so is one that says a word and ends."""
    monkeypatch.setattr(link, "_FIRST", 0.001)
    monkeypatch.setattr(link, "LONGEST", 0.02)
    pauses: list[float] = []

    def spy(pause: float, lasted: float) -> float:
        pauses.append(pause_after(pause, 0 * lasted))
        return pauses[-1]

    monkeypatch.setattr(link, "pause_after", spy)

    async def handler(request: web.Request) -> web.StreamResponse:
        word = b"--b\r\n\r\nmotion=on@1\r\n" if len(pauses) % 2 else b""
        return web.Response(body=word, headers={"Content-Type": "multipart/x-mixed-replace; boundary=b"})

    assert DIALECT.push
    async with talking(handler) as (transport, _), asyncio.timeout(10):
        stream = signals(transport, DIALECT.push)
        ups = 0
        async for item in stream:
            ups += item is Link.UP
            if ups == 8:
                break
        await stream.aclose()  # type: ignore[attr-defined]
    assert pauses == [0.001, 0.002, 0.004, 0.008, 0.016, 0.02, 0.02]


@dataclass
class Speaker:
    """A camera that sends what a test tells it, None to hang up."""

    queues: list[asyncio.Queue[str | None]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request for the event stream."""
        response = web.StreamResponse(headers={"Content-Type": "multipart/x-mixed-replace; boundary=b"})
        await response.prepare(request)
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.queues.append(queue)
        with suppress(ConnectionError):
            while (text := await queue.get()) is not None:
                await response.write(f"--b\r\n\r\n{text}\r\n".encode())
        return response


@pytest.fixture
async def speaker() -> Speaker:
    """Return a camera that nobody listens to yet."""
    return Speaker()


@pytest.fixture
async def heard(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncIterator[Signal | Link]]:
    """Listen to it, expecting heartbeats."""
    assert DIALECT.push
    monkeypatch.setattr(link, "_FIRST", 0.001)
    push = replace(DIALECT.push, idle=0.1, heartbeat="beat")
    async with talking(speaker.handle) as (transport, _), asyncio.timeout(10):
        assert isinstance(transport, Transport)
        stream = signals(transport, push)
        yield stream
        await stream.aclose()  # type: ignore[attr-defined]


async def test_silence_after_heartbeats(speaker: Speaker, heard: AsyncIterator[Signal | Link]) -> None:
    """Is a dead stream, each time."""
    for connection in range(2):
        assert await anext(heard) is Link.UP
        speaker.queues[connection].put_nowait("beat")
        assert await anext(heard) is Link.BEAT
        assert await anext(heard) is Link.DOWN


async def test_silence_of_a_camera_without_heartbeats(speaker: Speaker, heard: AsyncIterator[Signal | Link]) -> None:
    """Is taken for a dead stream once, and then for what it is."""
    assert [await anext(heard), await anext(heard), await anext(heard)] == [Link.UP, Link.DOWN, Link.UP]
    waiting = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0.3)
    speaker.queues[1].put_nowait("motion=on@1")
    assert await waiting == Signal("motion", EventAction.START, 1)
    # Lost, and heard to beat after all.
    speaker.queues[1].put_nowait(None)
    assert [await anext(heard), await anext(heard)] == [Link.DOWN, Link.UP]
    speaker.queues[2].put_nowait("beat")
    assert await anext(heard) is Link.BEAT
    speaker.queues[2].put_nowait(None)
    assert [await anext(heard), await anext(heard), await anext(heard)] == [Link.DOWN, Link.UP, Link.DOWN]


async def test_a_stream_that_ends_soon_is_watched_all_the_same(
    speaker: Speaker, heard: AsyncIterator[Signal | Link]
) -> None:
    """It did not last long enough to tell whether there are heartbeats."""
    assert await anext(heard) is Link.UP
    speaker.queues[0].put_nowait(None)
    assert [await anext(heard), await anext(heard), await anext(heard)] == [Link.DOWN, Link.UP, Link.DOWN]
