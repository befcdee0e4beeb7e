"""Simulated cameras, and the engine connected to them."""

from collections.abc import AsyncIterator, Awaitable
import time
from typing import Any, Protocol

import aiohttp
import pytest

from custom_components.cgi_camera.protocol.auth import Credentials
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.transport import Transport
from tests.conftest import Simulate
from tests.simulator import SimulatedCamera


class Connect(Protocol):
    """Return a camera that talks to a simulated one; nothing is sent yet."""

    def __call__(self, simulator: SimulatedCamera, **options: Any) -> Camera: ...


class Meet(Protocol):
    """Start a simulated camera, let the engine identify and discover it, and empty the simulator's log."""

    def __call__(self, kind: str, **options: Any) -> Awaitable[tuple[Any, Camera]]: ...


@pytest.fixture
async def connect(socket_enabled: None) -> AsyncIterator[Connect]:
    """Connect to simulated cameras. Options are those of `Camera`, and `password` for another than the right one."""
    made: list[Camera] = []
    async with aiohttp.ClientSession() as session:

        def camera(simulator: SimulatedCamera, *, password: str | None = None, **options: Any) -> Camera:
            dialect = DIALECTS[simulator.kind.partition("-")[0]]
            account = Credentials(simulator.username, simulator.password if password is None else password)
            transport = Transport(session, simulator.url, dialect.login, account)
            made.append(Camera(transport, dialect, **options))
            return made[-1]

        yield camera
        for each in made:
            each.close()
            await each.ptz.close()


@pytest.fixture
def meet(simulate: Simulate, connect: Connect) -> Meet:
    """Meet simulated cameras; `engine` holds the options of `Camera`, all others are the simulator's."""

    async def known(kind: str, *, engine: dict[str, Any] | None = None, **options: Any) -> tuple[Any, Camera]:
        simulator = await simulate(kind, **options)
        camera = connect(simulator, **(engine or {}))
        await camera.identify()
        await camera.discover()
        simulator.requests.clear()
        return simulator, camera

    return known


class Clock:
    """Monotonic seconds that a test can put forward."""

    def __init__(self) -> None:
        """Run like everybody's clock."""
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def clock() -> Clock:
    """Give the engine a clock to put forward: `engine={"clock": clock}`."""
    return Clock()
