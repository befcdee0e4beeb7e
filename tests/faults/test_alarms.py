"""No alarm is lost while a camera can tell of it, and none stays on that is over."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from tests.conftest import Simulate
from tests.ha import Clock, wait_for
from tests.mails import free_port, post
from tests.simulator import Fault
from tests.test_alarm_mails import mailing, mails

from .scenes import SCENES, Scene
from .trial import Trial

PUSHING = [scene for scene in SCENES if scene.events]
MAILING = [scene for scene in SCENES if not scene.events]
named = {"ids": lambda each: getattr(each, "kind", getattr(each, "__name__", None))}


class States:
    """The states that an alarm has had, each once in a row; details may change by themselves."""

    def __init__(self, hass: HomeAssistant, entity_id: str) -> None:
        """Note them from now on."""
        self.seen: list[str] = []
        async_track_state_change_event(hass, entity_id, self._note)

    @callback
    def _note(self, event: Event[EventStateChangedData]) -> None:
        assert event.data["new_state"]
        self.seen.extend({event.data["new_state"].state} - set(self.seen[-1:]))


async def linked(trial: Trial, alarm: str) -> None:
    """Wait until the event stream is open, where there is one, and the alarm is as said."""
    expected = ["on" if trial.link else "", alarm]
    await trial.hours.until(lambda: trial.shown(trial.link, trial.motion) == expected, 310)


@pytest.mark.parametrize("scene", PUSHING, **named)
async def test_none_is_lost(trial: Trial) -> None:
    """Five hundred changes while the link is up: each is a state of its own, in order."""
    await linked(trial, "off")
    states = States(trial.hass, trial.motion)
    for n in range(500):
        trial.simulator.raise_alarm("motion", n % 2 == 0)
    await trial.hours.until(lambda: len(states.seen) >= 500, 60)
    assert states.seen == ["on", "off"] * 250


async def started(simulate: Simulate, scene: Scene, port: int, **options: Any) -> Any:
    """Start a camera; it mails its alarms where its dialect cannot push them."""
    start = partial(simulate, scene.kind) if scene.events else partial(mailing, simulate, scene.kind, port)
    return await start(**scene.options, **options)


async def mailer(
    hass: HomeAssistant, clock: Clock, simulate: Simulate, scene: Scene, port: int, **options: Any
) -> Trial:
    """Set a camera up with its mails taken."""
    trial = Trial(hass, clock, scene, await started(simulate, scene, port), **mails(port), **options)
    await trial.meet()
    return trial


@pytest.mark.timeout(60)
@pytest.mark.parametrize("scene", SCENES, **named)
async def test_at_once(
    hass: HomeAssistant, clock: Clock, simulate: Simulate, monkeypatch: pytest.MonkeyPatch, scene: Scene
) -> None:
    """From the camera's last byte to the state no timer is waited for: the clock stands still, so that none is due."""
    port = free_port()
    trial = await mailer(hass, clock, simulate, scene, port)
    await linked(trial, "off")
    on, loop = asyncio.Event(), asyncio.get_running_loop()
    async_track_state_change_event(hass, trial.motion, callback(lambda event: on.set()))
    with monkeypatch.context() as patch:
        now = loop.time()
        patch.setattr(loop, "time", lambda: now)
        await tell(trial, port)
        await on.wait()
        assert trial.shown(trial.motion) == ["on"]
    await trial.hours.rest(80)


async def tell(trial: Trial, port: int) -> None:
    """Let the camera tell of an alarm in the way that its dialect has."""
    if trial.scene.events:
        trial.simulator.raise_alarm("motion")
    else:
        await post(port)


async def cut(trial: Trial, on: bool) -> None:
    """Lose the event stream for a moment."""
    trial.simulator.cut_events()
    trial.simulator.raise_alarm("motion", on)


async def closed(trial: Trial, on: bool) -> None:
    """Lose the event stream and find its endpoint gone for a while."""
    trial.simulator.refuse[trial.scene.events] = Fault(drop=True, seconds=20)
    await cut(trial, on)
    await trial.hours.rest(20)
    trial.simulator.refuse.clear()


async def rebooted(trial: Trial, on: bool) -> None:
    """Lose all connections and sessions."""
    trial.simulator.reboot_seconds = 40.0
    trial.simulator.reboot()
    await trial.hours.rest(20)
    trial.simulator.raise_alarm("motion", on)
    await trial.hours.rest(30)


async def away(trial: Trial, on: bool, seconds: float = 0) -> None:
    """Find nothing there for so long that all is unavailable."""
    trial.simulator.cut_events()
    await trial.simulator.stop()
    trial.simulator.raise_alarm("motion", on)
    await trial.hours.until(lambda: trial.shown(trial.motion) == ["unavailable"], 310)
    await trial.hours.rest(seconds)
    trial.simulator.advance(seconds)
    await trial.simulator.start()


@pytest.mark.parametrize("lose", [cut, closed, rebooted, away], **named)
@pytest.mark.parametrize("scene", PUSHING, **named)
async def test_after_a_reconnect(trial: Trial, lose: Callable[[Trial, bool], Awaitable[None]]) -> None:
    """The state is what the camera says then: what began meanwhile is on, what ended is off and was not on again."""
    await linked(trial, "off")
    for before, after in ((False, True), (True, True), (True, False), (False, False)):
        assert trial.shown(trial.motion) == ["on" if before else "off"]
        states = States(trial.hass, trial.motion)
        await lose(trial, after)
        await linked(trial, "on" if after else "off")
        assert after or "on" not in states.seen
        assert trial.simulator.alarms["motion", 1] is after


@pytest.mark.parametrize("scene", MAILING, **named)
async def test_back_and_clear(trial: Trial) -> None:
    """An alarm that is known by its recording is off soon after the camera came back; that it grew is seen once."""
    trial.simulator.raise_alarm("motion")
    await linked(trial, "on")
    states = States(trial.hass, trial.motion)
    # After more than an hour its clock is asked for, which went on by itself.
    await away(trial, on=False, seconds=4000)
    await trial.hours.until(lambda: states.seen[-1] in {"on", "off"}, 310)
    await trial.hours.until(lambda: states.seen[-1] == "off", trial.interval)
    assert [each for each in states.seen if each != "on"] == ["unavailable", "off"]


@pytest.mark.parametrize("scene", MAILING, **named)
async def test_no_mail_is_lost(hass: HomeAssistant, clock: Clock, simulate: Simulate, scene: Scene) -> None:
    """Ten alarms, as many as are taken in a row: each is told, and the sensor is on."""
    trial = await mailer(hass, clock, simulate, scene, free_port())
    events = async_capture_events(hass, "cgi_camera_event")
    for n in range(10):
        trial.simulator.raise_alarm("motion")
        trial.simulator.raise_alarm("motion", False)
        sent = await trial.simulator.postman.settled()
        await wait_for(lambda n=n: len(events) > n)
    assert ([each.status for each in sent], len(events)) == (["sent"] * 10, 10)
    assert trial.shown(trial.motion) == ["on"]
    await trial.hours.rest(80)


@pytest.mark.parametrize("scene", MAILING, **named)
async def test_what_a_mail_told_does_not_outlast_its_camera(
    hass: HomeAssistant, clock: Clock, simulate: Simulate, scene: Scene
) -> None:
    """It would be on for an hour; but the camera went away and came back clear."""
    port = free_port()
    trial = await mailer(hass, clock, simulate, scene, port, alarm_hold=3600)
    await post(port)
    await wait_for(lambda: trial.shown(trial.motion) == ["on"])
    await trial.hours.rest(60)
    assert trial.shown(trial.motion) == ["on"]
    states = States(trial.hass, trial.motion)
    await away(trial, on=False)
    await linked(trial, "off")
    assert states.seen == ["unavailable", "off"]
    await trial.hours.rest(80)


@pytest.mark.parametrize("scene", MAILING, **named)
async def test_a_mail_is_a_sign_of_life(hass: HomeAssistant, clock: Clock, simulate: Simulate, scene: Scene) -> None:
    """A camera that was away is polled though its pause is not over, and the alarm is on."""
    port = free_port()
    trial = await mailer(hass, clock, simulate, scene, port)
    await trial.simulator.stop()
    for _ in range(6):
        await trial.poll()
    assert trial.interval > 60
    await trial.simulator.start()
    await post(port)
    await wait_for(lambda: trial.shown(trial.motion) == ["on"])
    await trial.hours.rest(80)
