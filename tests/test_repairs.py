"""Repair issues: there while something is wrong, gone when it is over, and mended where that can be done from here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.protocol.account import LOCKED_PAUSE
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from tests.conftest import Add, Simulate
from tests.ha import Clock, entry_of, pass_time, reload, set_up, wait_for
from tests.simulator import Fault, SimulatedCamera

FIX = "/api/repairs/issues/fix"
LOCKED = Fault(status=403, body=b"Account locked")
EVENTS = "/cgi-bin/eventManager.cgi"
QUIET = {"events": False, "rtsp_path": "/live"}
"""Neither an event stream nor video, so that nothing can be wrong with them."""


@pytest.fixture(autouse=True)
async def _repairs(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "repairs", {})


def issues(hass: HomeAssistant) -> set[str]:
    """Return which issues there are, without the camera's id."""
    found = [issue for (domain, _), issue in ir.async_get(hass).issues.items() if domain == DOMAIN]
    assert [issue.issue_id for issue in found if not issue.active] == []
    return {str(issue.translation_key) for issue in found}


class Fixing:
    """A browser that mends issues."""

    def __init__(self, hass: HomeAssistant, hass_client: ClientSessionGenerator) -> None:
        """Sit down."""
        self._hass = hass
        self._client = hass_client
        self._flow = ""

    async def begin(self, key: str, entry: MockConfigEntry) -> dict[str, Any]:
        """Open an issue's form."""
        result = await self._post(FIX, {"handler": DOMAIN, "issue_id": f"{key}_{entry.entry_id}"})
        self._flow = result["flow_id"]
        return result

    async def submit(self, **told: str) -> dict[str, Any]:
        """Send the form."""
        return await self._post(f"{FIX}/{self._flow}", told)

    async def _post(self, url: str, told: dict[str, str]) -> dict[str, Any]:
        client = await self._client()
        response = await client.post(url, json=told)
        assert response.status == 200, await response.text()
        result: dict[str, Any] = await response.json()
        await self._hass.async_block_till_done()
        return result


@pytest.fixture
def fixing(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Fixing:
    """Return a browser."""
    return Fixing(hass, hass_client)


# Account


async def test_locked_at_the_start(hass: HomeAssistant, simulate: Simulate) -> None:
    """A lock is told when the camera is set up, and over when it is."""
    simulator = await simulate("dahua-camera")
    simulator.refuse["/"] = LOCKED
    entry = await set_up(hass, entry_of(simulator), ConfigEntryState.SETUP_RETRY)
    assert issues(hass) == {"account_locked"}
    await hass.config_entries.async_reload(entry.entry_id)
    assert issues(hass) == {"account_locked"}
    simulator.refuse.clear()
    hass.config_entries.async_update_entry(entry, data={**entry.data, "verify_ssl": False})
    await hass.config_entries.async_reload(entry.entry_id)
    assert (entry.state, issues(hass)) == (ConfigEntryState.LOADED, set())


async def test_lock_of_a_camera_that_is_given_up(hass: HomeAssistant, simulate: Simulate) -> None:
    """Nothing is left of a camera that was never set up, be it disabled or removed."""
    simulator = await simulate("dahua-camera")
    simulator.refuse["/"] = LOCKED
    entry = await set_up(hass, entry_of(simulator), ConfigEntryState.SETUP_RETRY)
    await hass.config_entries.async_unload(entry.entry_id)
    assert issues(hass) == set()
    await hass.config_entries.async_setup(entry.entry_id)
    assert issues(hass) == {"account_locked"}
    await hass.config_entries.async_remove(entry.entry_id)
    assert issues(hass) == set()


async def test_locked_later(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A lock is told when it happens, also of a camera that was away before, and over when it is."""
    simulator = await simulate("dahua-camera")
    await add(simulator, options=QUIET)
    assert issues(hass) == set()
    simulator.refuse["/"] = Fault(drop=True)
    await pass_time(hass, 301, clock)
    assert issues(hass) == set()
    simulator.refuse["/"] = LOCKED
    await pass_time(hass, 301, clock)
    assert issues(hass) == {"account_locked"}
    simulator.refuse.clear()
    await pass_time(hass, LOCKED_PAUSE + 2, clock)
    assert issues(hass) == set()


async def test_wrong_password_is_no_lock(hass: HomeAssistant, simulate: Simulate) -> None:
    """What the user is asked for anyway is no issue."""
    simulator = await simulate("dahua-camera")
    await set_up(hass, entry_of(simulator, password="wrong"), ConfigEntryState.SETUP_ERROR)
    assert issues(hass) == set()


@pytest.mark.parametrize(
    ("username", "password", "known"),
    [
        ("admin", "admin", True),
        ("Admin", "123456", True),
        ("viewer", "", True),
        ("viewer", "123456", False),
        ("admin", "pass1234", False),
    ],
)
async def test_password_that_everybody_knows(  # noqa: PLR0917
    hass: HomeAssistant, simulate: Simulate, add: Add, username: str, password: str, known: bool
) -> None:
    """The password from the factory, or none."""
    entry = await add(await simulate("ipc-1.0.10", username=username, password=password))
    assert issues(hass) == ({"default_password"} if known else set())
    await hass.config_entries.async_unload(entry.entry_id)
    assert issues(hass) == set()


async def test_new_password(
    hass: HomeAssistant, simulate: Simulate, add: Add, fixing: Fixing, hass_ws_client: WebSocketGenerator
) -> None:
    """The issue leads to the form that takes the new one."""
    simulator = await simulate("control", username="admin", password="admin")
    entry = await add(simulator)
    form = await fixing.begin("default_password", entry)
    assert form["description_placeholders"]["address"] == str(simulator.url.origin())
    simulator.password = "much better"
    result = await fixing.submit()
    assert result["type"] == "create_entry"
    kind, flow_id = result["next_flow"]
    assert kind == "config_flow"
    told = {
        "host": simulator.host,
        "port": simulator.port,
        "username": "admin",
        "password": "much better",
        "connection": {"ssl": False, "verify_ssl": True},
    }
    end = await hass.config_entries.flow.async_configure(flow_id, told)
    await hass.async_block_till_done()
    assert end.get("reason") == "reconfigure_successful", end
    assert (entry.state, issues(hass)) == (ConfigEntryState.LOADED, set())


async def test_old_password_after_all(
    hass: HomeAssistant, simulate: Simulate, add: Add, fixing: Fixing, clock: Clock
) -> None:
    """Who closes the form is told again."""
    entry = await add(await simulate("ipc-1.0.10", password="admin"), options=QUIET)
    await fixing.begin("default_password", entry)
    result = await fixing.submit()
    hass.config_entries.flow.async_abort(result["next_flow"][1])
    assert issues(hass) == set()
    await pass_time(hass, 301, clock)
    assert issues(hass) == {"default_password"}


# Clock


async def a_day_wrong(
    hass: HomeAssistant, simulator: SimulatedCamera, clock: Clock, east: timedelta = timedelta()
) -> None:
    """Put a camera's clock forward by five minutes, and let a day pass."""
    simulator.set_clock(datetime.now(UTC) + east + timedelta(minutes=5, seconds=1))
    await pass_time(hass, 3601, clock)
    assert issues(hass) == set()
    await pass_time(hass, 23 * 3600, clock)
    assert issues(hass) == set()
    await pass_time(hass, 3601, clock)


async def test_wrong_clock(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, fixing: Fixing) -> None:
    """A clock that is wrong for a day is told, and set when the user wants it, also at the second try."""
    simulator = await simulate("ipc-1.0.10")
    entry = await add(simulator, options=QUIET)
    await a_day_wrong(hass, simulator, clock)
    assert issues(hass) == {"clock_wrong"}
    form = await fixing.begin("clock_wrong", entry)
    assert (form["step_id"], form["description_placeholders"]["minutes"]) == ("confirm", "5")
    simulator.refuse["/cgi-bin/time"] = Fault(status=503)
    form = await fixing.submit()
    assert form["errors"] == {"base": "cannot_set"}
    assert form["description_placeholders"]["reason"]
    simulator.refuse["/cgi-bin/time"] = Fault(status=200, body=b"<time/>", times=1)
    form = await fixing.submit()
    assert form["errors"] == {"base": "still_wrong"}
    simulator.refuse.clear()
    result = await fixing.submit()
    assert result["type"] == "create_entry"
    assert simulator.now().timestamp() == pytest.approx(datetime.now(UTC).timestamp(), abs=5)
    await pass_time(hass, 301, clock)
    assert issues(hass) == set()


async def test_clock_that_mends_itself(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A clock that is right again is told no more."""
    simulator = await simulate("ipc-1.0.10")
    await add(simulator, options=QUIET)
    await a_day_wrong(hass, simulator, clock)
    assert issues(hass) == {"clock_wrong"}
    simulator.set_clock(datetime.now(UTC))
    await pass_time(hass, 3601, clock)
    assert issues(hass) == set()


async def test_clock_of_a_camera_that_is_gone(
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, fixing: Fixing
) -> None:
    """Nothing can be set at a camera that is not set up."""
    simulator = await simulate("ipc-1.0.10")
    entry = await add(simulator, options=QUIET)
    await a_day_wrong(hass, simulator, clock)
    await fixing.begin("clock_wrong", entry)
    await hass.config_entries.async_unload(entry.entry_id)
    result = await fixing.submit()
    assert (result["type"], result["reason"]) == ("abort", "not_loaded")


async def test_clock_that_cannot_be_set(
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user is told what to do at the camera, here at one that knows no time zone."""
    monkeypatch.setitem(DIALECTS, "control", replace(DIALECTS["control"], actions=()))
    simulator = await simulate("control")
    here = dt_util.now().utcoffset() or timedelta()
    simulator.set_clock(datetime.now(UTC) + here)
    await add(simulator, options=QUIET)
    await a_day_wrong(hass, simulator, clock, here)
    assert issues(hass) == {"clock_wrong_by_hand"}


# Events


async def refused(hass: HomeAssistant, simulator: SimulatedCamera, add: Add) -> MockConfigEntry:
    """Set a camera up that refuses its event stream."""
    simulator.refuse[EVENTS] = Fault(status=403, body=b"Forbidden")
    entry = await add(simulator)
    await wait_for(lambda: issues(hass) == {"events_refused"})
    return entry


async def test_events_after_all(hass: HomeAssistant, simulate: Simulate, add: Add, fixing: Fixing) -> None:
    """A camera that refused its event stream is asked again when the user has changed that."""
    simulator = await simulate("dahua-camera")
    entry = await refused(hass, simulator, add)
    menu = await fixing.begin("events_refused", entry)
    assert (menu["type"], menu["menu_options"]) == ("menu", ["try_again", "do_without"])
    await fixing.submit(next_step_id="try_again")
    await wait_for(lambda: issues(hass) == {"events_refused"})
    simulator.refuse.clear()
    await fixing.begin("events_refused", entry)
    await fixing.submit(next_step_id="try_again")
    await wait_for(lambda: entry.runtime_data.camera.linked)
    assert issues(hass) == set()


async def test_without_events(hass: HomeAssistant, simulate: Simulate, add: Add, fixing: Fixing) -> None:
    """Who does without is not told again, and the camera not asked."""
    simulator = await simulate("dahua-camera")
    entry = await refused(hass, simulator, add)
    await fixing.begin("events_refused", entry)
    simulator.requests.clear()
    await fixing.submit(next_step_id="do_without")
    assert (entry.state, entry.options["events"]) == (ConfigEntryState.LOADED, False)
    assert issues(hass) == set()
    assert [r for r in simulator.requests if "attach" in r.target] == []


# Video


async def look_again(hass: HomeAssistant, clock: Clock) -> None:
    """Let time pass in which video is looked for again, and the camera polled."""
    searches = [entry.runtime_data.rtsp for entry in hass.config_entries.async_entries(DOMAIN)]
    for _ in range(4):
        await pass_time(hass, 301, clock)
        await wait_for(lambda: all(search._task.done() for search in searches))


async def test_no_video(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, fixing: Fixing) -> None:
    """Video that is not found at the second look is told, until it is found."""
    simulator = await simulate("message", rtsp={"paths": []})
    entry = await add(simulator)
    await wait_for(lambda: entry.runtime_data.rtsp.outcomes and entry.runtime_data.rtsp._task.done())
    assert issues(hass) == set()
    await look_again(hass, clock)
    assert issues(hass) == {"streams_missing"}
    menu = await fixing.begin("streams_missing", entry)
    assert menu["menu_options"] == ["try_again", "enter_path"]
    simulator.rtsp.habits.paths = None
    await fixing.submit(next_step_id="try_again")
    await wait_for(lambda: entry.data.get("streams"))
    assert issues(hass) == set()


async def test_path_of_the_video(
    hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, fixing: Fixing
) -> None:
    """Where the user knows the path, the options take it."""
    entry = await add(await simulate("message", rtsp={"paths": []}))
    await look_again(hass, clock)
    assert issues(hass) == {"streams_missing"}
    await fixing.begin("streams_missing", entry)
    result = await fixing.submit(next_step_id="enter_path")
    kind, flow_id = result["next_flow"]
    assert kind == "options_flow"
    others = {"alarms": {"alarm_hold": 30}, "ptz": {"preset_count": 0}, "alarm_mails": {}}
    await hass.config_entries.options.async_configure(flow_id, {"video": {"rtsp_path": "/mine"}, **others})
    await hass.async_block_till_done()
    assert (entry.state, entry.options["rtsp_path"]) == (ConfigEntryState.LOADED, "/mine")
    await pass_time(hass, 301, clock)
    assert issues(hass) == set()


async def test_video_of_a_camera_that_is_away(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """Nothing new is told of a camera that does not answer, and nothing forgotten."""
    simulator = await simulate("message", rtsp={"paths": []})
    await add(simulator)
    simulator.refuse["/"] = Fault(drop=True)
    for _ in range(3):
        await pass_time(hass, 301, clock)
    assert issues(hass) == set()
    simulator.refuse.clear()
    await pass_time(hass, 301, clock)
    await look_again(hass, clock)
    assert issues(hass) == {"streams_missing"}
    simulator.refuse["/"] = Fault(drop=True)
    await pass_time(hass, 301, clock)
    assert issues(hass) == {"streams_missing"}


async def test_video_refused(hass: HomeAssistant, simulate: Simulate, add: Add, fixing: Fixing) -> None:
    """An account that may not watch is told at once, and tried again only when the user has changed that."""
    simulator = await simulate("message", rtsp={"status": 401})
    entry = await add(simulator)
    await wait_for(lambda: issues(hass) == {"streams_refused"})
    simulator.rtsp.habits.status = 0
    await fixing.begin("streams_refused", entry)
    await fixing.submit(next_step_id="try_again")
    await wait_for(lambda: entry.data.get("streams"))
    assert issues(hass) == set()


# All


async def test_ignored(hass: HomeAssistant, simulate: Simulate, add: Add, hass_ws_client: WebSocketGenerator) -> None:
    """What the user ignores stays ignored when the camera is set up again, and is gone with the camera."""
    entry = await add(await simulate("ipc-1.0.10", password="admin"))
    client = await hass_ws_client()
    told = {"domain": DOMAIN, "issue_id": f"default_password_{entry.entry_id}", "ignore": True}
    await client.send_json_auto_id({"type": "repairs/ignore_issue", **told})
    assert (await client.receive_json())["success"]
    await reload(hass, entry)
    issue = ir.async_get(hass).async_get_issue(DOMAIN, told["issue_id"])
    assert issue
    assert issue.dismissed_version
    await hass.config_entries.async_remove(entry.entry_id)
    assert issues(hass) == set()


async def test_ignored_before_it_is_found_again(
    hass: HomeAssistant, simulate: Simulate, add: Add, hass_ws_client: WebSocketGenerator
) -> None:
    """What shows only a while after a reload stays ignored meanwhile and then, and is gone with the camera."""
    simulator = await simulate("dahua-camera")
    entry = await refused(hass, simulator, add)
    client = await hass_ws_client()
    told = {"domain": DOMAIN, "issue_id": f"events_refused_{entry.entry_id}", "ignore": True}
    await client.send_json_auto_id({"type": "repairs/ignore_issue", **told})
    assert (await client.receive_json())["success"]
    await reload(hass, entry)
    ignored = ir.async_get(hass).async_get_issue(DOMAIN, told["issue_id"])
    assert ignored
    assert ignored.dismissed_version
    await wait_for(lambda: "events_refused" in entry.runtime_data.issues)
    again = ir.async_get(hass).async_get_issue(DOMAIN, told["issue_id"])
    assert again
    assert again.dismissed_version
    await hass.config_entries.async_remove(entry.entry_id)
    assert issues(hass) == set()


async def test_issue_of_a_camera_that_is_gone(
    hass: HomeAssistant, simulate: Simulate, add: Add, fixing: Fixing
) -> None:
    """An issue that belongs to no camera can be closed."""
    entry = await add(await simulate("ipc-1.0.10"))
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"clock_wrong_{entry.entry_id}",
        data={"entry_id": "gone", "issue": "clock_wrong"},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key="clock_wrong",
    )
    assert (await fixing.begin("clock_wrong", entry))["step_id"] == "confirm"
    assert (await fixing.submit())["type"] == "create_entry"
    assert issues(hass) == set()
