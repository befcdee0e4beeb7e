"""Setting cameras up for alarm mails, and undoing it: the options, the camera, and what is remembered between."""

import asyncio
from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, section
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera import mail_setup
from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import Clock, becomes, entry_of, pass_time, set_up, wait_for
from tests.mails import free_port
from tests.simulator import Fault
from tests.test_alarm_mails import listening, mails, motion_of

MEANT = {"video": {}, "alarms": {"alarm_hold": 30}, "ptz": {"preset_count": 0}}
"""Options of other things."""
NO = b'<?xml version="1.0"?><Message><result code="400">not today</result></Message>'


@pytest.fixture
def port(socket_enabled: None) -> int:
    """A port for mails."""
    return free_port()


def directed(port: int, **changes: Any) -> dict[str, Any]:
    """Return options with which the camera is set up, too."""
    return mails(port, set_up_camera=True, server="127.0.0.1", **changes)


def smtp(simulator: Any) -> tuple[str, str, str]:
    """Return what a message board mails to, and from whom."""
    row = simulator.row("net", "SMTPInfo")
    return row["SMTPServerIP"], row["SMTPPort"], row["FromMail"]


def switches(simulator: Any) -> list[str]:
    """Return which areas and inputs of a message board are mailed of."""
    areas = [simulator.row("alarm", "MDAccessInfo", 1, area)["MM"] for area in range(1, 5)]
    return [*areas, simulator.row("alarm", "IOAccessInfo", 0, 1)["IM1"]]


async def settled(hass: HomeAssistant) -> None:
    """Wait for what goes on in the background."""
    await hass.async_block_till_done(wait_background_tasks=True)


async def asked(hass: HomeAssistant, entry: MockConfigEntry) -> ConfigFlowResult:
    """Open the options."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert (result["type"], result["step_id"], result["errors"]) == (FlowResultType.FORM, "init", {})
    return result


async def told(
    hass: HomeAssistant, flow: ConfigFlowResult, port: int, *, receives: bool = True, **changes: Any
) -> ConfigFlowResult:
    """Send the options."""
    result = await hass.config_entries.options.async_configure(
        flow["flow_id"],
        {**MEANT, "alarm_mails": {**mails(port, **changes), "receive_mails": receives}},
    )
    await settled(hass)
    return result


def fields(flow: ConfigFlowResult) -> dict[str, Any]:
    """Return the fields of the section, each with what it proposes."""
    schema = flow["data_schema"]
    assert schema
    within = schema.schema["alarm_mails"]
    assert isinstance(within, section)
    return {str(key): (key.description or {}).get("suggested_value") for key in within.schema.schema}


# The options


async def test_options(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """Turned on, the camera is set up and its alarms come; turned off, all is as it was."""
    simulator = await simulate("message")
    entry = await add(simulator)
    before = smtp(simulator), switches(simulator)
    result = await told(hass, await asked(hass, entry), port=port, set_up_camera=True, server=" 127.0.0.1 ")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options["mails_server"] == "127.0.0.1"
    assert smtp(simulator) == ("127.0.0.1", str(port), "ipc@domain.com")
    assert switches(simulator) == ["1"] * 5
    simulator.raise_alarm("motion")
    await becomes(hass, motion_of(hass, entry), "on")
    (mail,) = await simulator.postman.settled()
    assert mail.status == "sent"
    result = await told(hass, await asked(hass, entry), receives=False, port=port, set_up_camera=True)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert (smtp(simulator), switches(simulator)) == before
    assert "mail_settings" not in entry.data
    assert port not in listening()


@pytest.mark.parametrize(
    ("kind", "pushes"), [("ipc-1.0.1", False), ("control", True), ("dahua-camera", True), ("message", False)]
)
async def test_only_what_a_camera_has_is_asked(
    hass: HomeAssistant, simulate: Simulate, add: Add, kind: str, *, pushes: bool
) -> None:
    """Those that push have no alarm mails, those that mail no event stream."""
    entry = await add(await simulate(kind))
    schema = (await asked(hass, entry))["data_schema"]
    assert schema
    assert ("alarm_mails" in schema.schema) is not pushes
    assert ("events" in schema.schema["alarms"].schema.schema) is pushes


async def test_one_receiver_is_proposed(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """What another camera sends to suits this one, too; what was said before stays."""
    entry = await add(await simulate("message"))
    assert set(fields(await asked(hass, entry)).values()) == {None}
    other = await simulate("ipc-1.0.10", mac="02-00-00-00-00-02")
    await set_up(hass, entry_of(other, options=mails(port, sender="a@b.example")))
    proposed = {key: value for key, value in fields(await asked(hass, entry)).items() if value is not None}
    assert proposed == {"mails_address": "127.0.0.1", "mails_port": port}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"address": "front.example"}, "invalid_listen_address"),
        ({"address": "192.0.2.1"}, "address_not_here"),
        ({"server": "front.example"}, "invalid_server_address"),
        ({"server": "::1"}, "invalid_server_address"),
    ],
)
async def test_wrong_options(
    hass: HomeAssistant, simulate: Simulate, add: Add, port: int, *, changes: dict[str, Any], error: str
) -> None:
    """They can be put right in the same form."""
    entry = await add(await simulate("message"))
    flow = await asked(hass, entry)
    result = await told(hass, flow, port=port, **changes)
    assert (result["type"], result["errors"]) == (FlowResultType.FORM, {"alarm_mails": error})
    assert fields(result)["mails_port"] == port
    assert (await told(hass, flow, port=port))["type"] is FlowResultType.CREATE_ENTRY
    assert port in listening()


async def test_busy_port(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """Is noticed before it is chosen; our own is none."""
    entry = await add(await simulate("message"))
    squatter = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", port)
    flow = await asked(hass, entry)
    assert (await told(hass, flow, port=port))["errors"] == {"alarm_mails": "port_in_use"}
    squatter.close()
    assert (await told(hass, flow, port=port))["type"] is FlowResultType.CREATE_ENTRY
    assert (await told(hass, await asked(hass, entry), port=port))["type"] is FlowResultType.CREATE_ENTRY
    assert port in listening()


async def test_other_options_while_the_port_is_busy(
    hass: HomeAssistant, simulate: Simulate, add: Add, port: int
) -> None:
    """Can be set; that mails cannot be received is said elsewhere."""
    squatter = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", port)
    entry = await add(await simulate("message"), options=mails(port))
    result = await told(hass, await asked(hass, entry), port=port, sender="a@b.example")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    squatter.close()


async def test_cameras_behind_one_address_need_senders(
    hass: HomeAssistant, simulate: Simulate, add: Add, port: int
) -> None:
    """Without, nobody could tell whose mail it is."""
    entry = await add(await simulate("message"))
    other = await simulate("ipc-1.0.10", mac="02-00-00-00-00-02")
    await set_up(hass, entry_of(other, options=mails(port, sender="other@home.example")))
    flow = await asked(hass, entry)
    assert (await told(hass, flow, port=port, sender="Other@home.example"))["errors"] == {
        "alarm_mails": "sender_needed"
    }
    assert (await told(hass, flow, port=port))["type"] is FlowResultType.CREATE_ENTRY


# At the camera


async def test_ipc(hass: HomeAssistant, simulate: Simulate, port: int) -> None:
    """Its event storage is set; where it mails to, it can be told on its own page only."""
    simulator = await simulate("ipc-1.0.10", mail={"host": "127.0.0.1", "port": port})
    bits = simulator.values["setEventStorage"]
    bits["trigger_capture"] = "0"
    before = dict(bits)
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    assert bits == {**before, "trigger_capture": "1", "capture_email_upload": "1"}
    simulator.raise_alarm("motion")
    await becomes(hass, motion_of(hass, entry), "on")
    hass.config_entries.async_update_entry(entry, options={})
    await hass.config_entries.async_reload(entry.entry_id)
    await settled(hass)
    assert bits == before


async def test_what_is_right_already_is_left_alone(hass: HomeAssistant, simulate: Simulate, port: int) -> None:
    """Nothing is written twice, and what was not changed is not undone."""
    simulator = await simulate("message")
    simulator.row("net", "SMTPInfo").update(SMTPServerIP="127.0.0.1", SMTPPort=str(port))
    for area in range(1, 5):
        simulator.row("alarm", "MDAccessInfo", 1, area)["MM"] = "1"
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    written = [each.target for each in simulator.requests if "_set" in each.path]
    assert [target for target in written if "SMTPInfo" in target or "MDAccessInfo" in target] == []
    assert [each["key"] for each in entry.data["mail_settings"]] == ["alarm_input_mail"]
    simulator.requests.clear()
    await hass.config_entries.async_reload(entry.entry_id)
    await settled(hass)
    assert [each.target for each in simulator.requests if "_set" in each.path] == []
    await hass.config_entries.async_remove(entry.entry_id)
    await settled(hass)
    assert (smtp(simulator)[0], switches(simulator)) == ("127.0.0.1", ["1", "1", "1", "1", "0"])


async def test_sender_and_port_change(hass: HomeAssistant, simulate: Simulate, port: int) -> None:
    """The camera follows the options; what it was at first is not forgotten over that."""
    simulator = await simulate("message")
    before = smtp(simulator)
    entry = await set_up(hass, entry_of(simulator, options=directed(port, sender="front@home.example")))
    await settled(hass)
    assert smtp(simulator) == ("127.0.0.1", str(port), "front@home.example")
    hass.config_entries.async_update_entry(entry, options=directed(other := free_port()))
    await hass.config_entries.async_reload(entry.entry_id)
    await settled(hass)
    assert smtp(simulator) == ("127.0.0.1", str(other), before[2])
    hass.config_entries.async_update_entry(entry, options=mails(other))
    await hass.config_entries.async_reload(entry.entry_id)
    await settled(hass)
    assert smtp(simulator) == before


async def test_own_address(hass: HomeAssistant, simulate: Simulate, port: int) -> None:
    """Without a word about it, the camera is told where it sees Home Assistant."""
    for options in (mails(port, set_up_camera=True, address="0.0.0.0"), mails(port, set_up_camera=True)):
        simulator = await simulate("message")
        entry = await set_up(hass, entry_of(simulator, options=options))
        await settled(hass)
        assert smtp(simulator)[0] not in {"0.0.0.0", ""}
        await hass.config_entries.async_remove(entry.entry_id)
        await settled(hass)
        assert smtp(simulator)[0] == "0.0.0.0"


async def test_what_the_owner_changed_stays(hass: HomeAssistant, simulate: Simulate, port: int) -> None:
    """Only what is still as we made it is undone."""
    simulator = await simulate("message")
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    simulator.row("net", "SMTPInfo")["SMTPServerIP"] = "192.0.2.25"
    await hass.config_entries.async_remove(entry.entry_id)
    await settled(hass)
    assert smtp(simulator)[:2] == ("192.0.2.25", "25")
    assert switches(simulator) == ["0"] * 5


async def test_camera_away_when_turned_on(
    hass: HomeAssistant, simulate: Simulate, port: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is set up when it answers again, but not asked at every poll."""
    simulator = await simulate("message")
    simulator.refuse["/cgi/alarm_set"] = Fault(status=503)
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    assert switches(simulator) == ["0"] * 5
    simulator.refuse.clear()
    await pass_time(hass, 31, clock)
    assert switches(simulator) == ["0"] * 5
    monkeypatch.setattr(mail_setup, "RETRY", 0)
    await pass_time(hass, 31, clock)
    await settled(hass)
    assert switches(simulator) == ["1"] * 5
    assert len(entry.data["mail_settings"]) == 7


async def test_camera_away_when_turned_off(
    hass: HomeAssistant, simulate: Simulate, port: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is set back when it answers again, after a restart, too."""
    monkeypatch.setattr(mail_setup, "RETRY", 0)
    simulator = await simulate("message")
    before = smtp(simulator), switches(simulator)
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    await simulator.stop()
    hass.config_entries.async_update_entry(entry, options={})
    await hass.config_entries.async_reload(entry.entry_id)
    await settled(hass)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    await simulator.start()
    simulator.refuse["/cgi/net_set"] = Fault(drop=True)
    await hass.config_entries.async_reload(entry.entry_id)
    await settled(hass)
    assert entry.data["mail_settings"]
    simulator.refuse.clear()
    await pass_time(hass, 31, clock)
    await settled(hass)
    assert (smtp(simulator), switches(simulator)) == before
    assert "mail_settings" not in entry.data


async def test_camera_busy_for_long(
    hass: HomeAssistant, simulate: Simulate, port: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Being set up or back is told to the user when it came to nothing twice, until it has worked."""
    monkeypatch.setattr(mail_setup, "RETRY", 0)
    issue_registry = ir.async_get(hass)
    simulator = await simulate("message")
    entry = await set_up(hass, entry_of(simulator, options=mails(port)))
    for options, key in ((directed(port), "mail_setup_refused"), ({}, "mail_settings_left")):
        simulator.refuse["/cgi/net_set"] = Fault(status=503)
        hass.config_entries.async_update_entry(entry, options=options)
        await hass.config_entries.async_reload(entry.entry_id)
        await settled(hass)
        assert not issue_registry.async_get_issue(DOMAIN, f"{key}_{entry.entry_id}")
        for _ in range(2):
            await pass_time(hass, 31, clock)
            await settled(hass)
        issue = issue_registry.async_get_issue(DOMAIN, f"{key}_{entry.entry_id}")
        assert issue
        assert "503" in (issue.translation_placeholders or {})["reason"]
        simulator.refuse.clear()
        await pass_time(hass, 31, clock)
        await settled(hass)
        assert not issue_registry.async_get_issue(DOMAIN, f"{key}_{entry.entry_id}")


async def test_removed(hass: HomeAssistant, simulate: Simulate, port: int) -> None:
    """A camera that is removed is left as it was found."""
    simulator = await simulate("message")
    before = smtp(simulator), switches(simulator)
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    assert (smtp(simulator), switches(simulator)) != before
    await hass.config_entries.async_remove(entry.entry_id)
    await settled(hass)
    assert (smtp(simulator), switches(simulator)) == before


async def test_removed_while_away(
    hass: HomeAssistant,
    simulate: Simulate,
    issue_registry: ir.IssueRegistry,
    monkeypatch: pytest.MonkeyPatch,
    *,
    port: int,
) -> None:
    """It is tried again; until then an issue tells what is to be set back."""
    monkeypatch.setattr(mail_setup, "PAUSES", [0, *[0.05] * 100])
    simulator = await simulate("message")
    before = smtp(simulator), switches(simulator)
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    await simulator.stop()
    await hass.config_entries.async_remove(entry.entry_id)
    await wait_for(lambda: issue_registry.async_get_issue(DOMAIN, f"mail_settings_left_{entry.entry_id}"))
    issue = issue_registry.async_get_issue(DOMAIN, f"mail_settings_left_{entry.entry_id}")
    assert issue
    assert issue.is_persistent
    assert "mail server: 0.0.0.0" in (issue.translation_placeholders or {})["settings"]
    await simulator.start()
    await settled(hass)
    assert (smtp(simulator), switches(simulator)) == before
    assert not issue_registry.async_get_issue(DOMAIN, issue.issue_id)


async def test_removed_for_good(
    hass: HomeAssistant,
    simulate: Simulate,
    issue_registry: ir.IssueRegistry,
    monkeypatch: pytest.MonkeyPatch,
    *,
    port: int,
) -> None:
    """Some time it is given up; the issue stays."""
    monkeypatch.setattr(mail_setup, "PAUSES", [0, 0, 0])
    simulator = await simulate("message")
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    await simulator.stop()
    await hass.config_entries.async_remove(entry.entry_id)
    await settled(hass)
    assert issue_registry.async_get_issue(DOMAIN, f"mail_settings_left_{entry.entry_id}")


async def test_removed_with_a_wrong_account(
    hass: HomeAssistant, simulate: Simulate, port: int, issue_registry: ir.IssueRegistry
) -> None:
    """An account that is refused is tried once: these cameras lock it."""
    simulator = await simulate("ipc-1.0.10")
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    simulator.password = "another"
    simulator.expire_sessions()
    assert await hass.config_entries.async_unload(entry.entry_id)
    simulator.requests.clear()
    await hass.config_entries.async_remove(entry.entry_id)
    await settled(hass)
    assert len(simulator.requests) == 1
    assert issue_registry.async_get_issue(DOMAIN, f"mail_settings_left_{entry.entry_id}")


@pytest.mark.parametrize(
    ("forbidden", "is_told"), [("/cgi/net_set", True), ("/cgi/net_get?Group=SMTPInfo", False)], ids=["set", "get"]
)
async def test_refused(
    hass: HomeAssistant,
    simulate: Simulate,
    port: int,
    issue_registry: ir.IssueRegistry,
    *,
    forbidden: str,
    is_told: bool,
) -> None:
    """What the camera does not take is told until mails are turned off, what it has not is not; the rest is set."""
    simulator = await simulate("message")
    entry = await set_up(hass, entry_of(simulator, options=mails(port)))
    simulator.refuse[forbidden] = Fault(status=200, body=NO)
    hass.config_entries.async_update_entry(entry, options=directed(port))
    await hass.config_entries.async_reload(entry.entry_id)
    await settled(hass)
    before = smtp(simulator)
    issue = issue_registry.async_get_issue(DOMAIN, f"mail_setup_refused_{entry.entry_id}")
    assert smtp(simulator) == before
    assert switches(simulator) == ["1"] * 5
    simulator.refuse.clear()
    hass.config_entries.async_update_entry(entry, options={})
    await hass.config_entries.async_reload(entry.entry_id)
    await settled(hass)
    assert bool(issue) is is_told
    assert not issue_registry.async_get_issue(DOMAIN, f"mail_setup_refused_{entry.entry_id}")


async def test_undo_refused(
    hass: HomeAssistant, simulate: Simulate, port: int, issue_registry: ir.IssueRegistry
) -> None:
    """It is said what the user has to set back himself; it is not tried for ever."""
    simulator = await simulate("message")
    entry = await set_up(hass, entry_of(simulator, options=directed(port)))
    await settled(hass)
    simulator.refuse["/cgi/net_set"] = Fault(status=200, body=NO)
    hass.config_entries.async_update_entry(entry, options={})
    await hass.config_entries.async_reload(entry.entry_id)
    await settled(hass)
    issue = issue_registry.async_get_issue(DOMAIN, f"mail_settings_left_{entry.entry_id}")
    assert issue
    placeholders = issue.translation_placeholders or {}
    assert placeholders["settings"] == "mail server: 0.0.0.0, mail port: 25"
    assert "not today" in placeholders["reason"]
    assert switches(simulator) == ["0"] * 5
    assert "mail_settings" not in entry.data
