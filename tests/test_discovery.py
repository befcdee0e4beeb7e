"""Cameras that are discovered, and those that have moved."""

from functools import partial
from pathlib import Path
import re
from typing import Any

from aiohttp import web
from homeassistant.config_entries import (
    SOURCE_DHCP,
    SOURCE_IGNORE,
    SOURCE_SSDP,
    ConfigEntryDisabler,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.helpers.service_info.ssdp import SsdpServiceInfo
from homeassistant.loader import async_get_dhcp, async_get_ssdp
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import pytest_socket

from custom_components.cgi_camera import config_flow
from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.protocol.probe import probe
from tests.conftest import Add, Simulate
from tests.ha import KINDS, Clock, entry_of, pass_time, set_up, wait_for
from tests.protocol.server import serving
from tests.simulator import Fault, SimulatedCamera

DOCUMENT = Path(__file__).parent.parent / "docs" / "discovery.md"
OLD, NEW = "127.0.0.1", "127.0.0.2"


@pytest.fixture(autouse=True)
def _two_addresses(socket_enabled: None) -> None:
    """Let tests reach a second address of the loopback."""
    pytest_socket.socket_allow_hosts([OLD, NEW])


def usual_port(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Make a port the one at which what was discovered is looked for, as only 80 is else."""
    monkeypatch.setattr(config_flow, "probe", partial(probe, port=port))


def lease(simulator: SimulatedCamera, host: str = OLD, **changes: Any) -> DhcpServiceInfo:
    """Return what Home Assistant hears when a camera gets an address."""
    mac = re.sub("[:-]", "", simulator.mac).lower()
    return DhcpServiceInfo(**{"ip": host, "hostname": "cam7", "macaddress": mac, **changes})


def notice(simulator: SimulatedCamera, host: str = OLD, **changes: Any) -> SsdpServiceInfo:
    """Return what Home Assistant hears when a camera announces itself."""
    told = {
        "ssdp_usn": f"uuid:device_3_0-{simulator.serial}::upnp:rootdevice",
        "ssdp_st": "upnp:rootdevice",
        "ssdp_udn": f"uuid:device_3_0-{simulator.serial}",
        "ssdp_location": f"http://{host}:49152/upnp_device_desc.xml",
        "upnp": {},
    }
    return SsdpServiceInfo(**told | changes)  # type: ignore[arg-type]


async def hear(hass: HomeAssistant, told: DhcpServiceInfo | SsdpServiceInfo) -> ConfigFlowResult:
    """Tell the integration what was discovered."""
    source = SOURCE_DHCP if isinstance(told, DhcpServiceInfo) else SOURCE_SSDP
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": source}, data=told)
    await hass.async_block_till_done()
    return result


def end(result: ConfigFlowResult) -> tuple[FlowResultType, str | None]:
    """Return how a flow has ended."""
    return result["type"], result.get("reason")


def aborted(reason: str) -> tuple[FlowResultType, str]:
    """Return how a flow ends that is given up."""
    return FlowResultType.ABORT, reason


# New ones


@pytest.mark.parametrize("kind", KINDS)
async def test_new_camera(hass: HomeAssistant, simulate: Simulate, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """A camera is recognized without the account, named, and added once the right account is typed."""
    simulator = await simulate(kind, **({"digest": True} if kind == "message" else {}))
    usual_port(monkeypatch, simulator.port)
    form = await hear(hass, lease(simulator))
    assert (form["type"], form["step_id"], form["errors"]) == (FlowResultType.FORM, "discovery_confirm", {})
    about = form["description_placeholders"]
    assert about
    assert about["kind"]
    assert about["address"] == str(simulator.url.origin())
    flow = hass.config_entries.flow.async_progress()[0]
    assert flow["context"]["title_placeholders"] == {"name": f"{about['camera']} ({OLD})"}
    answer = partial(hass.config_entries.flow.async_configure, form["flow_id"])
    assert [r for r in simulator.requests if "Authorization" in r.headers] == []

    form = await answer({"username": simulator.username, "password": "wrong", "connection": {"verify_ssl": True}})
    assert form.get("errors") == {"base": "invalid_auth"}
    account = {"username": simulator.username, "password": simulator.password}
    result = await answer({**account, "connection": {"verify_ssl": False}})
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    expected = entry_of(simulator, verify_ssl=False)
    assert (result["result"].unique_id, dict(result["data"])) == (expected.unique_id, dict(expected.data))
    assert result["result"].state is ConfigEntryState.LOADED


async def test_name_of_what_was_discovered(
    hass: HomeAssistant, simulate: Simulate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A camera is called by its model where it tells that to everybody, else by its name in the network."""
    names = []
    for kind, told in (("ipc-1.0.10", {}), ("dahua-camera", {}), ("dahua-camera", {"hostname": ""})):
        simulator = await simulate(kind)
        usual_port(monkeypatch, simulator.port)
        form = await hear(hass, lease(simulator, **told))
        names.append((form.get("description_placeholders") or {})["camera"])
        hass.config_entries.flow.async_abort(form["flow_id"])
    assert names == ["MC400L", "cam7", "Dahua, Amcrest, Lorex"]


async def test_announced_camera(hass: HomeAssistant, simulate: Simulate, monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera that announces itself is added with its own id."""
    simulator = await simulate("dahua-camera")
    usual_port(monkeypatch, simulator.port)
    form = await hear(hass, notice(simulator))
    assert form.get("step_id") == "discovery_confirm"
    account = {"username": simulator.username, "password": simulator.password, "connection": {"verify_ssl": True}}
    result = await hass.config_entries.flow.async_configure(form["flow_id"], account)
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == entry_of(simulator).unique_id
    simulator.requests.clear()
    for told in (lease(simulator), notice(simulator)):
        assert end(await hear(hass, told)) == aborted("already_configured")


@pytest.mark.parametrize("changes", [{"ssdp_location": None}, {"ssdp_udn": None}])
async def test_senseless_announcement(hass: HomeAssistant, simulate: Simulate, changes: dict[str, None]) -> None:
    """What tells neither address nor serial number is nothing."""
    told = notice(await simulate("dahua-camera"), **changes)
    assert end(await hear(hass, told)) == aborted("not_supported")


async def test_no_camera(hass: HomeAssistant, simulate: Simulate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other things of the same makers, and what does not answer, are not offered."""

    async def alarm_panel(request: web.Request) -> web.Response:
        return web.Response(text="<html>", content_type="text/html")

    simulator = await simulate("ipc-1.0.10")
    async with serving(alarm_panel) as server:
        usual_port(monkeypatch, server.base.port or 0)
        assert end(await hear(hass, lease(simulator))) == aborted("not_supported")
    assert end(await hear(hass, lease(simulator))) == aborted("cannot_connect")
    assert hass.config_entries.flow.async_progress() == []


async def test_unexpected_error(
    hass: HomeAssistant, simulate: Simulate, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody thought of is logged, and the camera is found the next time."""
    simulator = await simulate("control")

    async def oops(*_: Any, **__: Any) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(config_flow, "probe", oops)
    assert end(await hear(hass, lease(simulator))) == aborted("unknown")
    assert "oops" in caplog.text
    caplog.clear()
    usual_port(monkeypatch, simulator.port)
    assert (await hear(hass, lease(simulator))).get("step_id") == "discovery_confirm"


async def test_twice(hass: HomeAssistant, simulate: Simulate, monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera is offered once, whatever of it is discovered."""
    simulator = await simulate("dahua-camera")
    usual_port(monkeypatch, simulator.port)
    assert (await hear(hass, lease(simulator))).get("step_id") == "discovery_confirm"
    for told in (lease(simulator), lease(simulator, macaddress="aabbccddeeff"), notice(simulator)):
        assert end(await hear(hass, told)) == aborted("already_in_progress")
    assert len(hass.config_entries.flow.async_progress()) == 1


async def test_ignored(hass: HomeAssistant, simulate: Simulate) -> None:
    """What the user does not want is not looked at again."""
    simulator = await simulate("dahua-camera")
    for unique_id in (entry_of(simulator).unique_id, simulator.serial):
        MockConfigEntry(domain=DOMAIN, unique_id=unique_id, source=SOURCE_IGNORE).add_to_hass(hass)
    for told in (lease(simulator), notice(simulator)):
        assert end(await hear(hass, told)) == aborted("already_configured")
    assert simulator.requests == []


async def test_gone_before_the_account_was_typed(
    hass: HomeAssistant, simulate: Simulate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account is not sent to what has got the camera's address meanwhile."""
    simulator = await simulate("control")
    usual_port(monkeypatch, simulator.port)
    form = await hear(hass, lease(simulator))
    simulator.refuse["/"] = Fault(status=200, body=b"<html>Router</html>", content_type="text/html")
    simulator.requests.clear()
    account = {"username": simulator.username, "password": simulator.password, "connection": {"verify_ssl": True}}
    form = await hass.config_entries.flow.async_configure(form["flow_id"], account)
    assert form.get("errors") == {"base": "not_supported"}
    assert [r for r in simulator.requests if simulator.password in r.target] == []


# Known ones


async def test_where_it_was(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A known camera at its known address is not asked."""
    simulator = await simulate("dahua-camera")
    await add(simulator, options={"events": False})
    for told in (lease(simulator), lease(simulator, macaddress="aabbccddeeff"), notice(simulator)):
        assert end(await hear(hass, told)) == aborted("already_configured")
    assert simulator.requests == []


async def move(simulator: SimulatedCamera, host: str = NEW) -> None:
    """Give a camera another address."""
    await simulator.stop()
    simulator.host = host
    await simulator.start()


@pytest.mark.parametrize("kind", KINDS)
async def test_moved(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A camera that has got another address is followed there, and its account not sent before."""
    simulator = await simulate(kind)
    entry = await add(simulator, options={"events": False})
    await move(simulator)
    simulator.requests.clear()
    assert end(await hear(hass, lease(simulator, NEW))) == aborted("already_configured")
    await wait_for(lambda: entry.state is ConfigEntryState.LOADED)
    assert entry.data == {**entry_of(simulator).data, "host": NEW}
    assert "Authorization" not in simulator.requests[0].headers
    assert simulator.password not in simulator.requests[0].target


async def test_moved_while_away(hass: HomeAssistant, simulate: Simulate) -> None:
    """A camera that could not be set up is followed, too, by its serial number as well."""
    simulator = await simulate("dahua-camera")
    entry = await set_up(hass, entry_of(simulator))
    await hass.config_entries.async_unload(entry.entry_id)
    await simulator.stop()
    await set_up(hass, entry, ConfigEntryState.SETUP_RETRY)
    await move(simulator)
    assert end(await hear(hass, notice(simulator, NEW))) == aborted("already_configured")
    await wait_for(lambda: entry.state is ConfigEntryState.LOADED)
    assert entry.data["host"] == NEW


async def test_back_where_it_was(hass: HomeAssistant, simulate: Simulate) -> None:
    """A camera that was away is set up as soon as it is heard of."""
    simulator = await simulate("dahua-camera")
    await simulator.stop()
    entry = await set_up(hass, entry_of(simulator), ConfigEntryState.SETUP_RETRY)
    await simulator.start()
    assert end(await hear(hass, lease(simulator))) == aborted("already_configured")
    await wait_for(lambda: entry.state is ConfigEntryState.LOADED)


async def test_two_addresses(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera that still answers where it was is left there."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options={"events": False})
    other = await simulate("dahua-camera", host=NEW, port=simulator.port)
    assert end(await hear(hass, lease(simulator, NEW))) == aborted("already_configured")
    assert entry.data["host"] == OLD
    assert other.requests == []


async def test_addresses_exchanged(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera is followed also when another with the same account has got its address."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options={"events": False})
    await move(simulator)
    await simulate("dahua-camera", mac="F0:00:00:29:06:01", host=OLD, port=simulator.port)
    assert end(await hear(hass, lease(simulator, NEW))) == aborted("already_configured")
    await wait_for(lambda: entry.state is ConfigEntryState.LOADED)
    assert entry.data["host"] == NEW


async def test_account_refused_where_it_was(hass: HomeAssistant, simulate: Simulate, clock: Clock) -> None:
    """Where the account is known to be refused nobody asks with it; the camera is followed all the same."""
    simulator = await simulate("dahua-camera")
    entry = await set_up(hass, entry_of(simulator, options={"events": False}))
    port = simulator.port
    await move(simulator)
    other = await simulate("dahua-camera", password="other", host=OLD, port=port)
    for seconds in (301, 31):
        await pass_time(hass, seconds, clock)
    assert entry.runtime_data.rejected
    other.requests.clear()
    await hear(hass, lease(simulator, NEW))
    await wait_for(lambda: entry.state is ConfigEntryState.LOADED and entry.data["host"] == NEW)
    assert other.requests == []


@pytest.mark.parametrize(
    ("there", "options"), [("ipc-1.0.10", {}), ("ipc-1.0.10", {"mac": "F0:00:00:29:06:01"}), ("", {})]
)
async def test_something_else_is_there(
    hass: HomeAssistant, simulate: Simulate, add: Add, there: str, options: dict[str, Any]
) -> None:
    """An address at which there is a camera of another kind, another camera, or none is not taken over."""
    simulator = await simulate("control" if not options else "ipc-1.0.10")
    entry = await add(simulator, options={"events": False})
    await simulator.stop()
    others = [await simulate(kind, host=NEW, port=simulator.port, **options) for kind in there.split()]
    assert end(await hear(hass, lease(simulator, NEW))) == aborted("already_configured")
    assert entry.data["host"] == OLD
    assert [r for other in others for r in other.requests if simulator.password in r.target] == []


async def test_name_is_kept(hass: HomeAssistant, simulate: Simulate) -> None:
    """An address that the user has given by name is left as it is."""
    simulator = await simulate("dahua-camera")
    entry = entry_of(simulator, host="camera.local")
    entry.add_to_hass(hass)
    assert end(await hear(hass, lease(simulator))) == aborted("already_configured")
    assert entry.data["host"] == "camera.local"
    assert simulator.requests == []


async def test_disabled(hass: HomeAssistant, simulate: Simulate) -> None:
    """A disabled camera is followed, and stays disabled."""
    simulator = await simulate("dahua-camera", host=NEW)
    entry = entry_of(simulator, host=OLD)
    entry.disabled_by = ConfigEntryDisabler.USER
    entry.add_to_hass(hass)
    assert end(await hear(hass, lease(simulator, NEW))) == aborted("already_configured")
    assert (entry.data["host"], entry.state) == (NEW, ConfigEntryState.NOT_LOADED)


# What Home Assistant listens for


async def test_documented(hass: HomeAssistant) -> None:
    """Every pattern stands in the documentation, and no other."""
    text = DOCUMENT.read_text(encoding="utf-8")
    matchers = [matcher for matcher in await async_get_dhcp(hass) if matcher["domain"] == DOMAIN]
    prefixes = {matcher["macaddress"][:6] for matcher in matchers if "macaddress" in matcher}
    assert prefixes == set(re.findall(r"`([0-9A-F]{6})`", text))
    assert [matcher for matcher in matchers if "registered_devices" in matcher]
    assert [matcher for matcher in matchers if "hostname" in matcher] == []
    servers = {matcher["server"] for matcher in (await async_get_ssdp(hass))[DOMAIN]}
    assert servers == set(re.findall(r"`(Linux[^`]*)`", text))
