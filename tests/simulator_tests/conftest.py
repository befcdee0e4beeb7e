"""Fixtures for the simulators' own tests: real sockets, one client session."""

from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
import pytest

from tests.simulator import SimulatedCamera

type Starter = Callable[[SimulatedCamera], Awaitable[SimulatedCamera]]


@pytest.fixture(autouse=True)
def real_sockets(socket_enabled: None) -> None:
    """Simulators are spoken to through real sockets."""


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession(connector=TCPConnector(force_close=True), cookie_jar=DummyCookieJar()) as client:
        yield client


@pytest.fixture
async def started() -> AsyncIterator[Starter]:
    """Start a simulator; it is stopped when the test ends."""
    running: list[SimulatedCamera] = []

    async def start(camera: SimulatedCamera) -> SimulatedCamera:
        await camera.start()
        running.append(camera)
        return camera

    yield start
    for camera in running:
        await camera.stop()
