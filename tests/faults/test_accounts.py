"""A wrong or changed password costs a log-in or two, then there is silence; a camera is never locked by us."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from homeassistant.config_entries import ConfigEntryState
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.cgi_camera.protocol.account import LOCKED_PAUSE, REFUSED_PAUSE
from tests.simulator import Fault

from .scenes import SCENES
from .trial import Trial, spoken

# A dahua device that locks as early as its settings allow.
STRICT = tuple(
    replace(scene, options={**scene.options, "lock_login_times": 3}) if scene.dialect == "dahua" else scene
    for scene in SCENES
)
scenes = pytest.mark.parametrize("scene", STRICT, ids=lambda scene: scene.kind)


def wrong_log_ins(trial: Trial) -> int:
    """Count the log-ins with a password that is wrong now, in whatever way the camera wants it."""
    right = trial.simulator.password
    told = [
        {**r.query, "password": r.query.get("password", r.query.get("passwd", right))} for r in trial.simulator.requests
    ]
    by_query = sum(query["password"] != right for query in told)
    return by_query + sum("Authorization" in r.headers and r.status == 401 for r in trial.simulator.requests)


async def change_password(trial: Trial, new: str = "new-one-77") -> None:
    """Let somebody change it at the camera; who is logged in is not any more."""
    trial.simulator.password = new
    if trial.scene.dialect == "message":
        trial.simulator.login.users["admin"] = new
    if trial.scene.dialect == "ipc":
        trial.simulator.expire_sessions()
    trial.simulator.requests.clear()


async def by_polling(trial: Trial) -> None:
    """Find out by a poll."""
    await trial.poll()


async def by_setting(trial: Trial) -> None:
    """Find out by an action."""
    with pytest.raises(HomeAssistantError):
        await trial.set_brightness(33)


async def by_looking(trial: Trial) -> None:
    """Find out by a picture."""
    coordinator = trial.entry.runtime_data
    main = coordinator.camera.streams()[0]
    with trial.hours.flow(), pytest.raises(HomeAssistantError) as caught:
        await coordinator.command(lambda: coordinator.camera.snapshot(main))
    assert caught.value.translation_key == "invalid_auth"


async def by_listening(trial: Trial) -> None:
    """Find out when the event stream is opened again, where there is one."""
    trial.simulator.cut_events()


@scenes
@pytest.mark.parametrize("find_out", [by_polling, by_setting, by_looking, by_listening])
async def test_changed_password(trial: Trial, find_out: Callable[[Trial], Awaitable[None]]) -> None:
    """Whoever finds out: two log-ins, the user is asked once, and then nothing is sent for hours."""
    await trial.hours.until(lambda: not trial.link or trial.shown(trial.link) == ["on"], 10)
    await change_password(trial)
    await find_out(trial)
    await trial.hours.until(lambda: trial.reauth, 301)
    assert 1 <= wrong_log_ins(trial) <= 2
    assert trial.shown(trial.number, trial.switch, trial.motion) == ["unavailable"] * 3
    trial.simulator.requests.clear()
    await by_looking(trial)
    await trial.hours.rest(7200)
    assert (trial.simulator.requests, trial.reauth) == ([], 1)


@scenes
async def test_wrong_password_from_the_start(trial: Trial) -> None:
    """One log-in, and the user is asked."""
    await change_password(trial)
    trial.simulator.requests.clear()
    await trial.again()
    assert (trial.entry.state, trial.reauth, wrong_log_ins(trial)) == (ConfigEntryState.SETUP_ERROR, 1, 1)
    trial.simulator.requests.clear()
    await trial.hours.rest(7200)
    assert (trial.simulator.requests, trial.reauth) == ([], 1)


# How each dialect refuses an account in its own words.
REFUSALS: dict[str, Callable[[Trial], Fault]] = {
    "ipc": lambda trial: Fault(status=400, body=b"<fault><reason>password error</reason></fault>", times=1),
    "control": lambda trial: Fault(status=200, body=b"Error: authentication failed\r\n", times=1),
    "dahua": lambda trial: Fault(status=401, headers=trial.simulator.gate._challenge().headers, times=1),
    "message": lambda trial: Fault(status=401, headers=trial.simulator.login.challenge().headers, times=1),
}


@scenes
@pytest.mark.parametrize("struck", ["/", "/cgi-bin/getuid"])
async def test_refused_by_mistake(trial: Trial, struck: str, caplog: pytest.LogCaptureFixture) -> None:
    """A camera that refuses the right account once is asked again at once, and nobody notices."""
    if trial.scene.dialect == "ipc":
        trial.simulator.expire_sessions()
    trial.simulator.refuse[struck] = REFUSALS[trial.scene.dialect](trial)
    await trial.poll()
    assert "unavailable" not in trial.shown(trial.number, trial.switch)
    assert (trial.reauth, spoken(caplog)) == (0, [])


@scenes
@pytest.mark.parametrize("comes_up", [True, False])
async def test_refused_while_starting_up(trial: Trial, comes_up: bool) -> None:
    """A camera that was away may refuse the right account for a while: it is tried once more, after a pause."""
    trial.simulator.cut_events()
    await trial.simulator.stop()
    await trial.poll()
    await trial.simulator.start()
    right, account = trial.simulator.password, trial.entry.runtime_data.camera.transport.account
    await change_password(trial)
    await trial.hours.until(lambda: account.refused, 400)
    first = wrong_log_ins(trial)
    assert (trial.reauth, trial.shown(trial.number)) == (0, ["unavailable"])
    trial.simulator.requests.clear()
    if comes_up:
        await change_password(trial, right)
    await trial.hours.until(lambda: trial.reauth or trial.shown(trial.number) != ["unavailable"], 2 * REFUSED_PAUSE + 5)
    assert trial.reauth == (not comes_up)
    # Where every request carries the account, what is refused is asked twice.
    assert first + wrong_log_ins(trial) * (not comes_up) <= (4 if trial.scene.dialect == "control" else 2)


@scenes
async def test_locked_account(trial: Trial, caplog: pytest.LogCaptureFixture) -> None:
    """It is left alone, ever longer while it stays locked; the user is told, and asked for nothing."""
    trial.simulator.cut_events()
    trial.simulator.lock(2000)
    account = trial.entry.runtime_data.camera.transport.account
    await trial.hours.until(lambda: account.refused, 301)
    for pause in (LOCKED_PAUSE, 2 * LOCKED_PAUSE):
        trial.simulator.requests.clear()
        await trial.hours.rest(pause - 30)
        assert trial.simulator.requests == []
        assert trial.shown(trial.number) == ["unavailable"]
        await trial.hours.until(lambda: trial.simulator.requests and account.refused, 90)
    trial.simulator.lock(0)
    await trial.hours.until(lambda: trial.shown(trial.number) != ["unavailable"], 4 * LOCKED_PAUSE)
    assert (trial.reauth, spoken(caplog)) == (0, ["ERROR", "INFO"])
