"""A camera of each dialect, ready for trouble."""

from collections.abc import AsyncIterator
import logging

from homeassistant.core import HomeAssistant
import pytest

from tests.conftest import Simulate
from tests.ha import Clock

from .scenes import Scene
from .trial import Trial


@pytest.fixture
async def trial(  # noqa: PLR0917
    hass: HomeAssistant,
    clock: Clock,
    simulate: Simulate,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
    scene: Scene,
) -> AsyncIterator[Trial]:
    """Set a camera up."""
    caplog.set_level(logging.INFO)
    trial = Trial(hass, clock, scene, await simulate(scene.kind, **scene.options))
    await trial.meet()
    await trial.listen()
    caplog.clear()
    trial.simulator.requests.clear()
    yield trial
    trial.simulator.refuse.clear()
    # As long as the camera's side keeps an idle connection.
    await trial.hours.rest(80)
