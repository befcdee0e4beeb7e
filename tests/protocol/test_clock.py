"""How wrong a camera's clock is, whatever its dialect, and what it costs to know."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.model import Slot
from custom_components.cgi_camera.protocol.schema import HOURLY
from tests.protocol.conftest import Meet
from tests.protocol.toy import Clock

KINDS = ("ipc-1.0.1", "ipc-1.0.10", "control", "dahua-camera", "dahua-recorder", "message")
BRIGHTNESS = Slot(1, f.BRIGHTNESS)
OFFSET = Slot(0, f.CLOCK_OFFSET)
TELLS_TIME = ("/cgi-bin/time", "serverdate.cgi", "getCurrentTime", "TimeInfo")


@pytest.mark.parametrize("kind", KINDS)
async def test_offset(meet: Meet, kind: str) -> None:
    """Every camera that tells its time is compared with our clock."""
    simulator, camera = await meet(kind)
    before = camera.state.get(OFFSET)
    assert before is not None
    simulator.set_clock(datetime.now(UTC) + timedelta(seconds=1000))
    assert OFFSET in await camera.read([OFFSET])
    assert camera.state.get(OFFSET) == pytest.approx(before + 1000, abs=3)


@pytest.mark.parametrize("kind", ["ipc-1.0.10", "dahua-camera", "message"])
async def test_offset_in_the_zone_of_the_camera(meet: Meet, kind: str) -> None:
    """Where a camera tells its time zone, its distance from ours is no error."""
    _, camera = await meet(kind)
    assert camera.value(f.TIME_ZONE)
    assert camera.state.get(OFFSET) == pytest.approx(0, abs=3)


@pytest.mark.parametrize("kind", KINDS)
async def test_wrong_since(meet: Meet, kind: str) -> None:
    """A clock is wrong from the first time that it was seen to be, until it is seen to be right."""
    clock = Clock()
    simulator, camera = await meet(kind, engine={"clock": clock})
    told = camera.state.get(OFFSET)
    assert told is not None
    right = datetime.now(UTC) - timedelta(seconds=told)
    simulator.set_clock(right)
    await camera.read([OFFSET])
    assert camera.clock_wrong_for == 0
    simulator.set_clock(right - timedelta(seconds=70))
    for wrong_for in (0, 4000):
        clock.now += wrong_for
        await camera.read([OFFSET])
        assert camera.clock_wrong_for == wrong_for
    simulator.set_clock(right + timedelta(seconds=30))
    await camera.read([OFFSET])
    assert camera.clock_wrong_for == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_clock_is_read_once_an_hour(meet: Meet, kind: str) -> None:
    """Even where nobody wants to see it, so that a wrong one is noticed."""
    clock = Clock()
    simulator, camera = await meet(kind, engine={"clock": clock})

    async def asked_after(seconds: float) -> int:
        simulator.requests.clear()
        clock.now += seconds
        await camera.refresh([])
        return sum(any(text in request.target for text in TELLS_TIME) for request in simulator.requests)

    assert [await asked_after(seconds) for seconds in (HOURLY - 1, 1, 1, HOURLY)] == [0, 1, 0, 1]
