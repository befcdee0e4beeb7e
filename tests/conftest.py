"""Fixtures that every test gets."""

from collections.abc import AsyncIterator, Awaitable, Iterator
from functools import partial
from typing import Any, Protocol
from unittest.mock import PropertyMock, patch

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

# Imported before Home Assistant looks for it: the test package brings a custom_components of its own, which would win.
import custom_components.cgi_camera
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from tests.ha import Clock, entry_of, set_up, toy_entry
from tests.media import Browser, browsing
from tests.protocol.server import Server, serving
from tests.protocol.toy import DIALECT, Toy
from tests.simulator import MODELS, SimulatedCamera

# Steps of a walk through a running Home Assistant, which `scripts/test --browser` takes.
collect_ignore = ["browser"]


@pytest.fixture(autouse=True)
def _custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant find the integration, in the tests that start a Home Assistant."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


class Simulate(Protocol):
    """Start a simulated camera of a kind; it is stopped when the test ends."""

    def __call__(self, kind: str, **options: Any) -> Awaitable[Any]: ...


@pytest.fixture
async def simulate(socket_enabled: None) -> AsyncIterator[Simulate]:
    """Start simulated cameras."""
    running: list[SimulatedCamera] = []

    async def start(kind: str, **options: Any) -> SimulatedCamera:
        simulator = MODELS[kind](**options)
        await simulator.start()
        running.append(simulator)
        return simulator

    yield start
    for simulator in running:
        await simulator.stop()


class Add(Protocol):
    """Add a simulated camera to Home Assistant and set it up; the simulator's log is then empty."""

    def __call__(self, simulator: SimulatedCamera, **changes: Any) -> Awaitable[MockConfigEntry]: ...


@pytest.fixture
def add(hass: HomeAssistant) -> Add:
    """Add simulated cameras; `options` are the entry's, everything else is its data."""

    async def known(simulator: SimulatedCamera, **changes: Any) -> MockConfigEntry:
        entry = await set_up(hass, entry_of(simulator, **changes))
        simulator.requests.clear()
        return entry

    return known


@pytest.fixture
def all_enabled() -> Iterator[None]:
    """Enable every entity, also those that are off at first."""
    with patch("homeassistant.helpers.entity.Entity.entity_registry_enabled_default", PropertyMock(return_value=True)):
        yield


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let the engine see the time that the test sets."""
    clock = Clock()
    monkeypatch.setattr(custom_components.cgi_camera.connection, "Camera", partial(Camera, clock=clock))
    return clock


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Toy:
    """Let the integration know the made-up dialect, and nothing else."""
    for name in tuple(DIALECTS):
        monkeypatch.delitem(DIALECTS, name)
    monkeypatch.setitem(DIALECTS, "toy", DIALECT)
    return Toy()


@pytest.fixture
async def toy_server(toy: Toy, socket_enabled: None) -> AsyncIterator[Server]:
    """Serve the made-up camera."""
    async with serving(toy.handle) as server:
        yield server
        toy.cut()


@pytest.fixture
async def toy_camera(hass: HomeAssistant, toy_server: Server) -> MockConfigEntry:
    """Set the made-up camera up."""
    entry = await set_up(hass, toy_entry(toy_server))
    toy_server.targets.clear()
    return entry


@pytest.fixture
async def browser(hass: HomeAssistant, socket_enabled: None, hass_access_token: str) -> AsyncIterator[Browser]:
    """Log a browser in."""
    async with browsing(hass, hass_access_token) as browser:
        yield browser
