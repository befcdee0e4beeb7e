"""What goes on while a fault strikes, what comes of it, and that all is well when it is over."""

from collections.abc import Awaitable, Callable
import inspect
from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.exceptions import HomeAssistantError

from custom_components.cgi_camera.const import DOMAIN

from .table import Outcome, Phase, Trouble
from .trial import Trial

_REQUEST = 16
"""Seconds that one request takes at most."""
_ERRORS = {
    "cannot_connect": Outcome.CANNOT_CONNECT,
    "not_supported": Outcome.NOT_SUPPORTED,
    "no_identity": Outcome.NO_IDENTITY,
    "account_locked": Outcome.LOCKED_FORM,
}
MOST_BYTES = 20 * 1024 * 1024
"""Bytes of an endless answer that may be on their way until nobody takes any more: 8 MiB and what sockets hold."""


class Strike:
    """A fault while it strikes one camera."""

    def __init__(self, trial: Trial, trouble: Trouble) -> None:
        """Nothing has happened yet."""
        self.trial = trial
        self.trouble = trouble
        self._fault: Any = None

    async def begin(self, prefix: str) -> None:
        """Strike at the requests that begin so, or at the camera."""
        camera = self.trial.simulator
        if self.trouble.make:
            self._fault = camera.refuse[prefix] = self.trouble.make()
        elif inspect.isawaitable(begun := self.trouble.begin(camera)):
            await begun

    def hasten(self) -> None:
        """Let what comes byte by byte come so soon that a line is a matter of seconds."""
        if self._fault and self._fault.drip:
            self._fault.drip = 0.01

    async def end(self) -> None:
        """Let all be well."""
        camera = self.trial.simulator
        if self._fault:
            assert self._fault.struck
            assert self._fault.sent <= self._fault.struck * MOST_BYTES
        elif inspect.isawaitable(ended := self.trouble.end(camera)):
            await ended
        camera.refuse.clear()
        if self.trial.entry.state is ConfigEntryState.LOADED and self.account.refused:
            self.trial.hours.skip(301)

    @property
    def account(self) -> Any:
        """What the camera thinks of the account."""
        return self.trial.entry.runtime_data.camera.transport.account


async def _add(trial: Trial) -> Outcome:
    """Add the camera, which is there already."""
    simulator, flows = trial.simulator, trial.hass.config_entries.flow
    data = {name: getattr(simulator, name) for name in ("host", "port", "username", "password")}
    told = {**data, "connection": {"ssl": False, "verify_ssl": True}}
    began = trial.hours.now()
    with trial.hours.flow():
        result: Any = await flows.async_init(DOMAIN, context={"source": SOURCE_USER}, data=told)
        await trial.hass.async_block_till_done()
    assert trial.hours.now() - began < 5 * _REQUEST
    if result["type"] == "abort":
        assert result["reason"] == "already_configured"
        return Outcome.NO_HARM
    if result["type"] == "create_entry":
        await trial.hass.config_entries.async_remove(result["result"].entry_id)
        return Outcome.HALF_KNOWN
    flows.async_abort(result["flow_id"])
    return _ERRORS[result["errors"]["base"]]


async def add(strike: Strike) -> Outcome:
    """Add the camera while everything fails, and when it is over."""
    await strike.begin("/")
    seen = await _add(strike.trial)
    await strike.end()
    assert await _add(strike.trial) is Outcome.NO_HARM
    return seen


async def start(strike: Strike) -> Outcome:
    """Set the camera up while everything fails; it is well for Home Assistant's next try."""
    trial = strike.trial
    await strike.begin("/")
    spent = await trial.again()
    assert spent < 4 * _REQUEST
    reason = trial.entry.error_reason_translation_key
    loaded = trial.entry.state is ConfigEntryState.LOADED
    assert loaded or trial.entry.state is ConfigEntryState.SETUP_RETRY, trial.entry.state
    await strike.end()
    if reason == "account_locked":
        trial.hours.skip(301)
    await trial.hours.until(lambda: trial.shown(trial.number) != ["unavailable"], 30)
    return Outcome.NO_HARM if loaded else Outcome.LEFT_ALONE if reason == "account_locked" else Outcome.RETRIED


async def set_up(strike: Strike) -> Outcome:
    """Set the camera up while one endpoint fails; the others do not notice."""
    trial = strike.trial
    before = trial.shown(trial.number, trial.switch)
    await strike.begin(trial.scene.question)
    assert await trial.again() < 8 * _REQUEST
    seen = trial.shown(trial.number, trial.switch)
    assert seen[1] == before[1]
    await strike.end()
    await trial.hours.until(lambda: trial.shown(trial.number, trial.switch) == before, trial.interval)
    return Outcome.NO_HARM if seen == before else Outcome.LATER


async def _poll(strike: Strike, prefix: str) -> list[list[str]]:
    """Poll three times; return what is shown before and after each."""
    trial = strike.trial
    seen = [trial.shown(trial.number, trial.switch)]
    await strike.begin(prefix)
    for _ in range(3):
        assert await trial.poll() < 4 * _REQUEST
        seen.append(trial.shown(trial.number, trial.switch))
    return seen


async def _recover(strike: Strike, before: list[str]) -> None:
    """Be back within one poll."""
    trial = strike.trial
    await strike.end()
    camera = trial.entry.runtime_data.camera
    well = lambda: trial.shown(trial.number, trial.switch) == before and not camera.failing()  # noqa: E731
    await trial.hours.until(well, trial.interval)


async def poll(strike: Strike) -> Outcome:
    """Poll while everything fails."""
    before, first, _, third = await _poll(strike, "/")
    locked = strike.account.refused
    await _recover(strike, before)
    if "unavailable" in first:
        assert third == ["unavailable"] * 2
        return Outcome.LEFT_ALONE if locked else Outcome.UNAVAILABLE
    return _kept(before, first, third)


async def poll_one(strike: Strike) -> Outcome:
    """Poll while one endpoint fails; the others do not notice."""
    before, first, second, third = await _poll(strike, strike.trial.scene.question)
    assert {states[1] for states in (first, second, third)} == {before[1]}
    await _recover(strike, before)
    return _kept(before, first, third)


def _kept(before: list[str], first: list[str], third: list[str]) -> Outcome:
    if third == before:
        return Outcome.NO_HARM
    assert "unknown" in third
    return Outcome.KEPT if first == before else Outcome.UNKNOWN


async def write(strike: Strike) -> Outcome:
    """Set the brightness while that fails; what is shown then is what the camera has."""
    trial, new = strike.trial, 41
    await strike.begin(trial.scene.order)
    began = trial.hours.now()
    seen = Outcome.NO_HARM
    try:
        await trial.set_brightness(new)
    except HomeAssistantError:
        seen = Outcome.LEFT_ALONE if strike.account.refused else Outcome.FAILED
    assert trial.hours.now() - began < 2 * _REQUEST
    await strike.end()

    def told() -> bool:
        return trial.shown(trial.number) == [trial.scene.brightness(trial.simulator)]

    await trial.hours.until(told, trial.interval)
    await trial.set_brightness(new + 2)
    assert told()
    assert trial.shown(trial.number) == [str(new + 2)]
    return seen


async def events(strike: Strike) -> Outcome:
    """Lose the event stream while it fails; an alarm that ends meanwhile does not stay on."""
    trial = strike.trial
    # The pauses between connections remember what was before.
    await trial.again()
    await trial.hours.until(lambda: trial.shown(trial.link, trial.motion) == ["on", "off"], 30)
    await strike.begin(trial.scene.events)
    strike.hasten()
    trial.simulator.cut_events()
    trial.simulator.requests.clear()
    await trial.hours.rest(2)
    trial.simulator.raise_alarm("motion")
    await trial.hours.rest(strike.trouble.lasts)
    opened = len([each for each in trial.simulator.requests if each.target.startswith(trial.scene.events)])
    locked, linked, alarm = strike.account.refused, trial.shown(trial.link) == ["on"], trial.shown(trial.motion)
    await strike.end()
    trial.simulator.raise_alarm("motion", False)
    trial.simulator.cut_events()
    await trial.hours.until(lambda: trial.shown(trial.link, trial.motion) == ["on", "off"], 310)
    for _ in range(2):
        await trial.hours.rest(trial.interval)
    if locked:
        return Outcome.LEFT_ALONE
    if opened > 3 or not linked:
        return Outcome.LOST
    return Outcome.NO_HARM if alarm == ["on"] else Outcome.MUTE


RUN: dict[Phase, Callable[[Strike], Awaitable[Outcome]]] = {
    Phase.PROBE: add,
    Phase.START: start,
    Phase.SET_UP: set_up,
    Phase.AWAY: poll,
    Phase.POLL: poll_one,
    Phase.WRITE: write,
    Phase.EVENTS: events,
}
