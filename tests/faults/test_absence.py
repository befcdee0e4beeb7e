"""A camera that does not answer is asked less and less often, not when others are, and at once when it is heard of."""

from collections.abc import Awaitable, Callable
from itertools import pairwise

from homeassistant.config_entries import SOURCE_DHCP
from homeassistant.core import HomeAssistant
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.setup import async_setup_component
import pytest

from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.protocol.absence import LONGEST
from tests.conftest import Simulate
from tests.ha import Clock, wait_for
from tests.simulator import Fault

from .hours import Hours
from .scenes import SCENES, Scene
from .trial import Trial

DAHUA = next(scene for scene in SCENES if scene.dialect == "dahua")


def pauses(trial: Trial, *, events: bool) -> list[float]:
    """Return the seconds between the times when the camera was asked, for its event stream or for anything else."""
    times = [each.at for each in trial.simulator.requests if each.target.startswith(DAHUA.events) is events]
    # What one poll asks comes within a moment.
    return [after - before for before, after in pairwise(times) if after - before > 1]


async def test_an_hour_of_two_that_are_dead(hass: HomeAssistant, clock: Clock, simulate: Simulate) -> None:
    """Who is asked when is left to chance: first as usual, then ever later; and as usual again once they are back."""
    hours = Hours(clock)
    cameras = [await simulate(DAHUA.kind, mac=f"02:00:00:00:00:{n:02x}") for n in range(2)]
    trials = [Trial(hass, clock, DAHUA, camera, hours=hours) for camera in cameras]
    for trial in trials:
        await trial.meet()
    await hours.rest(60)
    usual = [trial.interval for trial in trials]
    for trial in trials:
        trial.simulator.refuse["/"] = Fault(garbage=b"no HTTP")
        trial.simulator.cut_events()
    await hours.rest(31)
    for trial in trials:
        trial.simulator.requests.clear()
    await hours.rest(3600)
    # At the usual pace these were 360 polls, of two requests each.
    polls = [sum(not each.target.startswith(DAHUA.events) for each in trial.simulator.requests) for trial in trials]
    assert [40 < count < 130 for count in polls] == [True, True]
    assert [len(trial.simulator.requests) - count < 70 for trial, count in zip(trials, polls, strict=True)] == [
        True
    ] * 2
    for events in (False, True):
        one, other = (pauses(trial, events=events) for trial in trials)
        assert all(LONGEST / 2 - 1 <= pause <= LONGEST + 2 for pause in [*one[5:], *other[5:]])
        assert max(abs(a - b) for a, b in zip(one[5:], other[5:], strict=False)) > 3
        assert len(set(map(int, one[5:]))) > 5
    for trial in trials:
        trial.simulator.refuse.clear()
    await hours.until(lambda: all("unavailable" not in trial.shown(trial.number) for trial in trials), LONGEST + 2)
    await hours.until(lambda: [trial.interval for trial in trials] == usual, 60)
    await hours.rest(80)


async def by_event_stream(trial: Trial) -> None:
    """It is opened again."""
    trial.entry.runtime_data.stop_listening()
    trial.entry.runtime_data.listen()


async def by_picture(trial: Trial) -> None:
    """A picture is fetched."""
    coordinator = trial.entry.runtime_data
    source = coordinator.camera.streams()[0]
    assert await coordinator.command(lambda: coordinator.camera.snapshot(source))


async def by_update(trial: Trial) -> None:
    """The user asks for news."""
    assert await async_setup_component(trial.hass, "homeassistant", {})
    await trial.hass.services.async_call("homeassistant", "update_entity", {"entity_id": trial.number}, blocking=True)


async def by_lease(trial: Trial) -> None:
    """It has got an address, though the same."""
    mac = trial.simulator.mac.replace(":", "").replace("-", "").lower()
    lease = DhcpServiceInfo(ip=trial.simulator.host, hostname="cam7", macaddress=mac)
    result = await trial.hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_DHCP}, data=lease)
    assert result["reason"] == "already_configured"


@pytest.mark.parametrize("scene", [DAHUA], ids=lambda scene: scene.kind)
@pytest.mark.parametrize("sign", [by_event_stream, by_picture, by_update, by_lease])
async def test_signs_of_life(trial: Trial, scene: Scene, sign: Callable[[Trial], Awaitable[None]]) -> None:
    """A camera that is heard of is polled though its pause is not over: no time leaps here."""
    await trial.simulator.stop()
    for _ in range(6):
        await trial.poll()
    assert trial.interval > LONGEST / 2
    assert trial.shown(trial.number) == ["unavailable"]
    await trial.simulator.start()
    await sign(trial)
    await wait_for(lambda: trial.shown(trial.number) == [scene.brightness(trial.simulator)])
    assert trial.interval - 2 in {10, 30, 300}
