"""What is asked, when, and what happens when it does not work."""

from collections import Counter
from functools import partial
import logging

from homeassistant.components.camera import async_get_image
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.cgi_camera.connection import session_for
from custom_components.cgi_camera.coordinator import CameraCoordinator
from custom_components.cgi_camera.faults import for_user
from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.account import LOCKED_PAUSE
from custom_components.cgi_camera.protocol.errors import AccountLocked, BadAnswer, CameraError, Invalid, Unsupported
from custom_components.cgi_camera.protocol.model import Change, Slot
from tests.conftest import Add, Simulate
from tests.ha import (
    KINDS,
    Clock,
    becomes,
    call,
    disable_all_but,
    entity,
    named,
    pass_time,
    reload,
    set_up,
    state,
    toy_entry,
)
from tests.protocol.server import Server
from tests.protocol.toy import Toy
from tests.simulator import Fault, LoggedRequest

TWO = ((Platform.NUMBER, "brightness"), (Platform.SWITCH, "motion_detection"))
GET_CONFIG = "/cgi-bin/configManager.cgi?action=getConfig&name="
# What brightness and motion detection need.
NEEDED = {
    "ipc-1.0.1": ["/cgi-bin/image", "/cgi-bin/motion"],
    "ipc-1.0.10": ["/cgi-bin/image", "/cgi-bin/motion"],
    "control": ["/cgi-bin/control/camcolor.cgi?action=getcolor", "/cgi-bin/control/motion.cgi?action=getmotion1"],
    # The picture profile in use says in which row the brightness stands.
    "dahua-camera": [f"{GET_CONFIG}{table}" for table in ("VideoInMode", "VideoColor", "MotionDetect")],
    # Which cameras are plugged in is looked after as well.
    "dahua-recorder": [f"{GET_CONFIG}{table}" for table in ("RemoteDevice", "VideoColor", "MotionDetect")],
    "message": ["/cgi/image_get?Channel=1&Group=ImageInfo", "/cgi/alarm_get?Channel=1&Group=MDInfo"],
}
ACCOUNT = {"uid", "id", "passwd"}


def shown(request: LoggedRequest) -> str:
    """Return path and query of a request without the account."""
    query = "&".join(f"{name}={value}" for name, value in request.query.items() if name not in ACCOUNT)
    return f"{request.path}?{query}" if query else request.path


@pytest.mark.parametrize("kind", KINDS)
async def test_only_what_enabled_entities_need(
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, kind: str
) -> None:
    """With all but two entities disabled a refresh sends the requests that these two need, and no other."""
    simulator = await simulate(kind)
    entry = await add(simulator, options={"events": False})
    kept = [named(hass, entry, platform, key)[0] for platform, key in TWO]
    disable_all_but(hass, entry, *kept)
    await reload(hass, entry)
    simulator.requests.clear()
    await pass_time(hass, 31, clock)
    simulator.requests.clear()
    await pass_time(hass, 301, clock)
    assert Counter(shown(request) for request in simulator.requests) == Counter(NEEDED[kind])
    assert [state(hass, each).state for each in kept] != ["unavailable", "unavailable"]


def spoken(caplog: pytest.LogCaptureFixture) -> list[int]:
    """Return the levels of what the integration has logged."""
    ours = [r for r in caplog.records if r.name == "custom_components.cgi_camera" and r.levelno >= logging.INFO]
    return [record.levelno for record in ours]


@pytest.mark.parametrize("kind", KINDS)
async def test_camera_goes_and_comes(  # noqa: PLR0917
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A camera that is gone makes its entities unavailable, says so once, and once that it is back."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    number = named(hass, entry, Platform.NUMBER, "brightness")[0]
    await simulator.stop()
    caplog.clear()
    for _ in range(3):
        await pass_time(hass, 301, clock)
        assert state(hass, number).state == "unavailable"
    assert spoken(caplog) == [logging.ERROR]
    assert simulator.password not in caplog.text
    caplog.clear()
    await simulator.start()
    await pass_time(hass, 301, clock)
    assert state(hass, number).state.isdigit()
    assert spoken(caplog) == [logging.INFO]


async def test_event_stream_that_is_cut_is_not_logged(
    hass: HomeAssistant, simulate: Simulate, add: Add, caplog: pytest.LogCaptureFixture
) -> None:
    """The camera is still there, and the sensor says what is not."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    link = entity(hass, entry, Platform.BINARY_SENSOR, "event_link")
    await becomes(hass, link, "on")
    caplog.clear()
    simulator.cut_events()
    await becomes(hass, link, "off")
    assert spoken(caplog) == []


async def test_wrong_account_later(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A changed password asks the user; from then on nothing is asked of the camera, by nobody."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    number = named(hass, entry, Platform.NUMBER, "brightness")[0]
    picture = next(e for e in hass.states.async_entity_ids("camera"))
    simulator.password = "new"
    simulator.forget_sessions()
    simulator.cut_events()
    await pass_time(hass, 301, clock)
    assert state(hass, number).state == "unavailable"
    assert [flow["context"]["source"] for flow in hass.config_entries.flow.async_progress()] == [SOURCE_REAUTH]
    simulator.requests.clear()
    await pass_time(hass, 3600, clock)
    with pytest.raises(HomeAssistantError) as caught:
        await async_get_image(hass, picture)
    assert caught.value.translation_key == "invalid_auth"
    assert simulator.requests == []


async def test_account_refused_in_a_command(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A command that shows that the account is refused makes the next poll early."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options={"events": False})
    switch = named(hass, entry, Platform.SWITCH, "motion_detection")[0]
    simulator.password = "new"
    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, Platform.SWITCH, "turn_on", switch)
    assert caught.value.translation_key == "invalid_auth"
    assert state(hass, switch).state == "unavailable"


async def test_refused_while_it_starts(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A camera that starts up refuses the account, too: once is not enough to ask the user."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options={"events": False})
    number = named(hass, entry, Platform.NUMBER, "brightness")[0]
    right = simulator.password
    for _ in range(3):
        await simulator.stop()
        await pass_time(hass, 301, clock)
        simulator.password = "another"
        await simulator.start()
        await pass_time(hass, 31, clock)
        assert state(hass, number).state == "unavailable"
        simulator.password = right
        await pass_time(hass, 31, clock)
        assert state(hass, number).state.isdigit()
    assert hass.config_entries.flow.async_progress() == []


async def test_locked_later(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A locked account is left alone for a while, and the user is not asked for another."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options={"events": False})
    number = named(hass, entry, Platform.NUMBER, "brightness")[0]
    simulator.refuse["/"] = Fault(status=403, body=b"Account locked")
    await pass_time(hass, 301, clock)
    assert state(hass, number).state == "unavailable"
    simulator.refuse.clear()
    simulator.requests.clear()
    await pass_time(hass, LOCKED_PAUSE - 2, clock)
    assert simulator.requests == []
    await pass_time(hass, LOCKED_PAUSE + 2, clock)
    assert state(hass, number).state.isdigit()
    assert hass.config_entries.flow.async_progress() == []


async def test_chatty_camera_is_polled(hass: HomeAssistant, toy: Toy, toy_server: Server, clock: Clock) -> None:
    """Pushes do not put the next poll off."""
    entry = await set_up(hass, toy_entry(toy_server))
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "event_link"), "on")
    number = entity(hass, entry, Platform.NUMBER, "1_brightness")
    await pass_time(hass, 31, clock)
    toy.texts["/picture"]["b0"] = "1"
    clock.ahead += 301
    alarm = entity(hass, entry, Platform.BINARY_SENSOR, "1_motion")
    for on in ("on", "off", "on"):
        toy.push(f"motion={on}@1")
        await becomes(hass, alarm, on)
    await pass_time(hass, 31)
    assert state(hass, number).state == "1"


async def test_silent_stream_of_a_dead_camera(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """An event stream without a heartbeat does not keep a camera alive that answers nothing else."""
    simulator = await simulate("control")
    entry = await add(simulator)
    link = entity(hass, entry, Platform.BINARY_SENSOR, "event_link")
    alarm = named(hass, entry, Platform.BINARY_SENSOR, "motion")[0]
    await becomes(hass, link, "on")
    simulator.refuse["/"] = Fault(drop=True)
    await pass_time(hass, 301, clock)
    await becomes(hass, alarm, "unavailable")
    assert not entry.runtime_data.camera.linked
    simulator.refuse.clear()
    await pass_time(hass, 301, clock)
    await becomes(hass, link, "on")
    await becomes(hass, alarm, "off")


def test_words_for_errors() -> None:
    """What the user asked for wrongly is told from what the camera does wrong, each with its reason."""
    for err, kind, key in (
        (Unsupported("x"), ServiceValidationError, "unsupported"),
        (Invalid("x"), ServiceValidationError, "invalid_value"),
        (BadAnswer("x"), HomeAssistantError, "bad_answer"),
        (AccountLocked("x"), HomeAssistantError, "account_locked"),
        (CameraError("x"), HomeAssistantError, "camera_error"),
    ):
        fault = for_user(err, "Front")
        assert (type(fault), fault.translation_key) == (kind, key)
        assert fault.translation_placeholders == {"camera": "Front", "reason": "x"}


async def test_old_ciphers_only_without_verification(hass: HomeAssistant) -> None:
    """The session that does not verify is another one."""
    assert session_for(hass, verify_ssl=True) is session_for(hass, verify_ssl=True)
    assert session_for(hass, verify_ssl=False) is not session_for(hass, verify_ssl=True)


async def test_a_poll_wakes_only_those_to_whom_it_matters(
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock
) -> None:
    """An entity hears of its slots, whoever names none of every poll, and all that the camera is gone."""
    simulator = await simulate("control")
    entry = await add(simulator)
    coordinator: CameraCoordinator = entry.runtime_data
    heard: list[str] = []
    own, other = Slot(0, f.BRIGHTNESS), Slot(0, f.CONTRAST)
    for name, context in (("own", (own,)), ("other", (other,)), ("all", None)):
        entry.async_on_unload(coordinator.async_add_listener(partial(heard.append, name), context))
    await pass_time(hass, 301, clock)
    heard.clear()
    await coordinator.write(Change(f.BRIGHTNESS, 33), channel=0)
    assert heard == ["own", "all"]
    heard.clear()
    await simulator.stop()
    await pass_time(hass, 301, clock)
    assert sorted(heard) == ["all", "other", "own"]
