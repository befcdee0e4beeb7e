"""Adding cameras, and changing what is known about them."""

from functools import partial
from typing import Any
from unittest.mock import patch

from aiohttp import web
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData, section
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera import config_flow
from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.forms import InvalidAddress, address_of
from tests.conftest import Add, Simulate
from tests.ha import KINDS, TOY_ID, entry_of
from tests.protocol.server import Server, serving
from tests.protocol.toy import Toy
from tests.simulator import Fault, SimulatedCamera

CONNECTION = {"ssl": False, "verify_ssl": True}


def told(simulator: SimulatedCamera, **changes: Any) -> dict[str, Any]:
    """Return what a user types for a simulated camera."""
    return {
        "host": simulator.host,
        "port": simulator.port,
        "username": simulator.username,
        "password": simulator.password,
        "connection": CONNECTION,
        **changes,
    }


async def begin(hass: HomeAssistant) -> ConfigFlowResult:
    """Open the form."""
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert (result["type"], result["step_id"], result["errors"]) == (FlowResultType.FORM, "user", {})
    return result


async def answer(hass: HomeAssistant, flow: ConfigFlowResult, user_input: dict[str, Any]) -> ConfigFlowResult:
    """Send a form, and wait for what follows from it."""
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], user_input)
    await hass.async_block_till_done()
    return result


@pytest.mark.parametrize("kind", KINDS)
async def test_add(hass: HomeAssistant, simulate: Simulate, kind: str) -> None:
    """Each kind of camera is found out, named and added."""
    simulator = await simulate(kind)
    result = await answer(hass, await begin(hass), told(simulator))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"]
    assert result["result"].unique_id == simulator.mac.replace("-", ":").lower()
    assert dict(result["data"]) == dict(entry_of(simulator).data)
    assert result["result"].state is ConfigEntryState.LOADED


async def test_title_is_the_name_of_the_camera(hass: HomeAssistant, simulate: Simulate) -> None:
    """A camera that has a name is called by it."""
    simulator = await simulate("dahua-camera", name="Porch")
    result = await answer(hass, await begin(hass), told(simulator))
    assert result["title"] == "Porch"


@pytest.mark.parametrize("kind", KINDS)
async def test_wrong_account_is_tried_once(hass: HomeAssistant, simulate: Simulate, kind: str) -> None:
    """A wrong password costs one log-in and can be put right in the same form."""
    simulator = await simulate(kind, **({"digest": True} if kind == "message" else {}))
    flow = await begin(hass)
    simulator.requests.clear()
    result = await answer(hass, flow, told(simulator, password="wrong"))
    assert (result["type"], result["errors"]) == (FlowResultType.FORM, {"base": "invalid_auth"})
    with_account = [r for r in simulator.requests if "Authorization" in r.headers or "wrong" in r.query.values()]
    assert len(with_account) == 1
    result = await answer(hass, flow, told(simulator))
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("kind", KINDS)
async def test_no_password(hass: HomeAssistant, simulate: Simulate, kind: str) -> None:
    """Cameras are sold without a password: whoever has one leaves the field empty."""
    simulator = await simulate(kind, password="")
    given = {key: value for key, value in told(simulator).items() if key != "password"}
    result = await answer(hass, await begin(hass), given)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["password"] == ""


async def test_nobody_there(hass: HomeAssistant, simulate: Simulate) -> None:
    """A camera that is away can be waited for."""
    simulator = await simulate("ipc-1.0.10")
    await simulator.stop()
    flow = await begin(hass)
    result = await answer(hass, flow, told(simulator))
    assert result["errors"] == {"base": "cannot_connect"}
    assert result["description_placeholders"]
    assert result["description_placeholders"]["reason"]
    await simulator.start()
    result = await answer(hass, flow, told(simulator))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_locked_account(hass: HomeAssistant, simulate: Simulate) -> None:
    """A locked account is told from a wrong one."""
    simulator = await simulate("dahua-camera")
    flow = await begin(hass)
    for _ in range(simulator.login.lock_login_times):
        await answer(hass, flow, told(simulator, password="wrong"))
    result = await answer(hass, flow, told(simulator))
    assert result["errors"] == {"base": "account_locked"}
    simulator.advance(simulator.login.lock_seconds + 1)
    result = await answer(hass, flow, told(simulator))
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.usefixtures("socket_enabled")
async def test_something_else_answers(hass: HomeAssistant, simulate: Simulate) -> None:
    """A web server that is no camera is named as such, and never sees the account."""

    async def router(request: web.Request) -> web.Response:
        return web.Response(text="<html><title>Router</title></html>", content_type="text/html")

    simulator = await simulate("message")
    flow = await begin(hass)
    async with serving(router) as server:
        result = await answer(hass, flow, told(simulator, port=server.base.port))
        assert result["errors"] == {"base": "not_supported"}
        assert [t for t in server.targets if simulator.password in t] == []
    result = await answer(hass, flow, told(simulator))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_unexpected_error(hass: HomeAssistant, simulate: Simulate, caplog: pytest.LogCaptureFixture) -> None:
    """What nobody thought of is logged, without the password, and can be tried again."""
    simulator = await simulate("control")
    flow = await begin(hass)
    with patch.object(config_flow, "probe", side_effect=RuntimeError("oops")):
        result = await answer(hass, flow, told(simulator, password="very secret"))
    assert result["errors"] == {"base": "unknown"}
    assert "oops" in caplog.text
    assert "very secret" not in caplog.text
    caplog.clear()
    result = await answer(hass, flow, told(simulator))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_camera_without_identity(hass: HomeAssistant, toy: Toy, toy_server: Server) -> None:
    """A camera that could not be told from others is not added."""
    typed = {
        "host": toy_server.base.host,
        "port": toy_server.base.port,
        "username": "a",
        "password": "b",
        "connection": CONNECTION,
    }
    toy.texts["/who"]["mac"] = "00-00-00-00-00-00"
    flow = await begin(hass)
    result = await answer(hass, flow, typed)
    assert result["errors"] == {"base": "no_identity"}
    toy.texts["/who"]["mac"] = "02-00-00-AB-CD-EF"
    result = await answer(hass, flow, typed)
    assert result["title"] == "T1"
    assert result["result"].unique_id == TOY_ID


@pytest.mark.parametrize("host", ["", "http://", "a b", "ftp://{host}:{port}", "[::1", "http://{host}:99999"])
async def test_no_address(hass: HomeAssistant, simulate: Simulate, host: str) -> None:
    """What is no address is said to be none, and nothing is asked."""
    simulator = await simulate("ipc-1.0.10")
    flow = await begin(hass)
    typed = host.format(host=simulator.host, port=simulator.port)
    result = await answer(hass, flow, told(simulator, host=typed))
    assert result["errors"] == {"host": "invalid_host"}
    assert simulator.requests == []
    result = await answer(hass, flow, told(simulator))
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("host", "port", "ssl", "expected"),
    [
        ("cam", None, False, ("cam", None, False)),
        (" cam ", 8080, True, ("cam", 8080, True)),
        ("10.0.0.5:8080", None, False, ("10.0.0.5", 8080, False)),
        ("10.0.0.5:8080", 81, False, ("10.0.0.5", 8080, False)),
        ("https://cam/", None, False, ("cam", None, True)),
        ("https://cam:8443/doc/page.asp?a=b#c", None, False, ("cam", 8443, True)),
        ("http://admin:secret@cam:81/", None, True, ("cam", 81, True)),
        ("http://cam", 8080, False, ("cam", 8080, False)),
        ("fe80::1", None, False, ("fe80::1", None, False)),
        ("[fe80::1]:81", None, False, ("fe80::1", 81, False)),
    ],
)
def test_address(host: str, port: int | None, ssl: bool, expected: tuple[str, int | None, bool]) -> None:
    """An address is taken in every form in which people copy it."""
    typed: dict[str, Any] = {"host": host, "connection": {"ssl": ssl}} | ({"port": port} if port else {})
    assert address_of(typed) == expected


def test_invalid_address() -> None:
    """A port out of range is noticed."""
    with pytest.raises(InvalidAddress):
        address_of({"host": "cam:99999", "connection": {"ssl": False}})


async def test_port_is_checked(hass: HomeAssistant) -> None:
    """A port that cannot exist is refused by the form."""
    flow = await begin(hass)
    with pytest.raises(InvalidData):
        await answer(
            hass,
            flow,
            {"host": "cam", "port": 70000, "username": "a", "password": "b", "connection": CONNECTION},
        )


async def test_add_again(hass: HomeAssistant, simulate: Simulate) -> None:
    """A camera that is there already is not added twice; its new address and account are taken over.

    What the former account might not do is not held against the new one.
    """
    simulator = await simulate("message")
    entry = entry_of(simulator, host="127.0.0.9", port=9, username="viewer", read_only=["*"])
    entry.add_to_hass(hass)
    result = await answer(hass, await begin(hass), told(simulator))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert (entry.data["host"], entry.data["port"]) == (simulator.host, simulator.port)
    assert (entry.data["username"], entry.data["read_only"]) == (simulator.username, [])
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1


async def test_reauth(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A changed password is asked for, tried once each time, and taken."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options={"events": False})
    simulator.password = "new"
    flow = await entry.start_reauth_flow(hass)
    assert (flow["step_id"], flow["errors"]) == ("reauth_confirm", {})
    simulator.requests.clear()
    result = await answer(hass, flow, {"username": "admin", "password": "wrong"})
    assert result["errors"] == {"base": "invalid_auth"}
    assert len([r for r in simulator.requests if "Authorization" in r.headers]) == 1
    result = await answer(hass, flow, {"username": "admin", "password": "new"})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    assert entry.data["password"] == "new"
    assert entry.state is ConfigEntryState.LOADED


async def test_reauth_where_no_camera_is(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The account is not sent to what has got the camera's address."""
    simulator = await simulate("control")
    entry = await add(simulator, options={"events": False})
    flow = await entry.start_reauth_flow(hass)
    simulator.requests.clear()
    simulator.refuse["/"] = Fault(status=200, body=b"<html>Router</html>", content_type="text/html")
    result = await answer(hass, flow, {"username": "admin", "password": "unheard"})
    assert result["errors"] == {"base": "not_supported"}
    assert [r for r in simulator.requests if "unheard" in r.target] == []
    simulator.refuse.clear()
    result = await answer(hass, flow, {"username": simulator.username, "password": simulator.password})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")


async def test_reauth_at_another_camera(hass: HomeAssistant, simulate: Simulate) -> None:
    """The account of another camera that has got the address is not taken."""
    simulator = await simulate("control")
    entry = MockConfigEntry(domain=DOMAIN, unique_id="02:00:00:00:00:01", data=dict(entry_of(simulator).data))
    entry.add_to_hass(hass)
    flow = await entry.start_reauth_flow(hass)
    result = await answer(hass, flow, {"username": simulator.username, "password": simulator.password})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "another_camera")


async def test_reconfigure(hass: HomeAssistant, simulate: Simulate) -> None:
    """The address can be changed, also after an error."""
    simulator = await simulate("ipc-1.0.10")
    entry = entry_of(simulator, port=9)
    entry.add_to_hass(hass)
    flow = await entry.start_reconfigure_flow(hass)
    assert flow["step_id"] == "reconfigure"
    result = await answer(hass, flow, told(simulator, port=1))
    assert result["errors"] == {"base": "cannot_connect"}
    result = await answer(hass, flow, told(simulator))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert dict(entry.data) == {**entry_of(simulator).data, "read_only": []}
    assert entry.state is ConfigEntryState.LOADED


async def test_reconfigure_with_the_known_password(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The password is not shown, and stays as it is where none is typed."""
    simulator = await simulate("ipc-1.0.10")
    entry = await add(simulator, verify_ssl=False)
    flow = await entry.start_reconfigure_flow(hass)
    filled = {"host": simulator.host, "port": simulator.port, "username": "admin", "ssl": False, "verify_ssl": False}
    assert suggested(flow["data_schema"]) == filled
    simulator.port += 1
    await simulator.stop()
    await simulator.start()
    typed = told(simulator, connection={"ssl": False, "verify_ssl": False})
    del typed["password"]
    result = await answer(hass, flow, typed)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert dict(entry.data) == {**entry_of(simulator, verify_ssl=False).data, "read_only": []}
    assert entry.state is ConfigEntryState.LOADED


async def test_reconfigure_to_another_camera(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The address of another camera is not taken."""
    entry = await add(await simulate("ipc-1.0.10"))
    other = await simulate("ipc-1.0.1", mac="F0:00:00:29:06:01")
    result = await answer(hass, await entry.start_reconfigure_flow(hass), told(other))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "another_camera")
    assert entry.data["port"] != other.port


def options(**changes: Any) -> dict[str, dict[str, Any]]:
    """Return what a user sets as options, by section."""
    return {"video": {}, "alarms": {"alarm_hold": 60, "events": False}, "ptz": {"preset_count": 3}} | changes


async def test_options(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """Options are checked, kept, and take effect at once."""
    flow = await hass.config_entries.options.async_init(toy_camera.entry_id)
    send = partial(hass.config_entries.options.async_configure, flow["flow_id"])
    result = await send(options(video={"rtsp_path": "live"}))
    assert result["errors"] == {"video": "invalid_rtsp_path"}
    before = toy_camera.runtime_data
    result = await send(options(video={"rtsp_path": " /live "}))
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    kept = {"preset_count": 3, "alarm_hold": 60, "events": False}
    assert dict(toy_camera.options) == {**kept, "rtsp_path": "/live"}
    assert toy_camera.runtime_data is not before
    flow = await hass.config_entries.options.async_init(toy_camera.entry_id)
    assert suggested(flow["data_schema"]) == {**kept, "rtsp_path": "/live"}
    await hass.config_entries.options.async_configure(flow["flow_id"], options())
    assert dict(toy_camera.options) == {**kept, "rtsp_path": ""}


def suggested(schema: Any) -> dict[str, Any]:
    """Return what a form is filled with, in all its sections."""
    found: dict[str, Any] = {}
    for key, value in schema.schema.items():
        found |= suggested(value.schema) if isinstance(value, section) else {}
        found |= {str(key): key.description["suggested_value"]} if key.description else {}
    return found


@pytest.mark.usefixtures("socket_enabled")
async def test_busy_camera(hass: HomeAssistant, simulate: Simulate) -> None:
    """A camera that is starting up can be waited for."""
    simulator = await simulate("dahua-camera")
    flow = await begin(hass)
    simulator.refuse["/cgi-bin/magicBox.cgi?action=getSystemInfo"] = Fault(status=503)
    result = await answer(hass, flow, told(simulator))
    assert result["errors"] == {"base": "cannot_connect"}
    simulator.refuse.clear()
    result = await answer(hass, flow, told(simulator))
    assert result["type"] is FlowResultType.CREATE_ENTRY
