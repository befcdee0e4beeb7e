"""Actions: what they send, and what they say where a camera cannot do it."""

from pathlib import Path
import re
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util.yaml import parse_yaml
import probatio as vol
import pytest
import yaml

from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.services import ACTIONS
from tests.conftest import Add, Simulate
from tests.ha import KINDS, entity, main_of, named, state
from tests.simulator import Fault
from tests.test_architecture import INTEGRATION
from tests.test_translations import ICONS, TEXTS

DOCUMENT = (Path(__file__).parent.parent / "docs" / "actions.md").read_text(encoding="utf-8")


async def act(hass: HomeAssistant, name: str, camera: str, **data: Any) -> None:
    """Call an action of ours on a camera entity."""
    await hass.services.async_call(DOMAIN, name, {"entity_id": camera, **data}, blocking=True)


async def ask(hass: HomeAssistant, name: str, camera: str, **data: Any) -> Any:
    """Call an action of ours on a camera entity and return its response."""
    told = await hass.services.async_call(
        DOMAIN, name, {"entity_id": camera, **data}, blocking=True, return_response=True
    )
    assert told
    return told[camera]


FORMS = parse_yaml((INTEGRATION / "services.yaml").read_text(encoding="utf-8"))


def test_no_form_is_left_over() -> None:
    """Every form belongs to an action."""
    assert set(FORMS) == {action.name for action in ACTIONS}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_is_explained(action: Any) -> None:
    """An action has a form with its fields, texts for itself and each of them, and an icon."""
    texts = TEXTS["services"][action.name]
    assert set(FORMS[action.name].get("fields", {})) == {str(field) for field in action.fields}
    assert {"name", "description"} <= texts.keys()
    assert set(texts.get("fields", {})) == {str(field) for field in action.fields}
    assert ICONS["services"][action.name]["service"]


def test_every_action_is_documented() -> None:
    """Each has its section, in the order of their names."""
    sections = re.findall(r"^## `(.+)`$", DOCUMENT, re.MULTILINE)
    assert sections == sorted(f"{DOMAIN}.{action.name}" for action in ACTIONS)


@pytest.mark.parametrize("example", re.findall(r"```yaml\n((?:#.*\n)?action: [^`]*)```", DOCUMENT))
def test_examples_are_right(example: str) -> None:
    """What the document shows of one action is what that takes."""
    told = yaml.safe_load(example)
    assert told["target"]["entity_id"].startswith("camera.")
    (action,) = [each for each in ACTIONS if told["action"] == f"{DOMAIN}.{each.name}"]
    vol.Schema(dict(action.fields))(told.get("data", {}))


@pytest.mark.parametrize(("destination", "upload"), [("sd_card", "0"), ("email", "2")])
async def test_upload_snapshot(
    hass: HomeAssistant, simulate: Simulate, add: Add, destination: str, upload: str
) -> None:
    """A picture goes where the user says."""
    simulator = await simulate("ipc-1.0.10")
    entry = await add(simulator)
    await act(hass, "upload_snapshot", entity(hass, entry, Platform.CAMERA, "stream_main"), destination=destination)
    (request,) = [r for r in simulator.requests if r.path == "/cgi-bin/snapshot.cgi"]
    assert request.query["upload"] == upload


@pytest.mark.parametrize(("destination", "reason"), [("ftp", "Ftp not deploy"), ("nfs", "NFS Server not mounted")])
async def test_upload_that_the_camera_refuses(
    hass: HomeAssistant, simulate: Simulate, add: Add, destination: str, reason: str
) -> None:
    """The camera's own reason reaches the user."""
    simulator = await simulate("ipc-1.0.10")
    entry = await add(simulator)
    with pytest.raises(HomeAssistantError) as told:
        await act(hass, "upload_snapshot", entity(hass, entry, Platform.CAMERA, "stream_main"), destination=destination)
    assert told.value.translation_placeholders == {"camera": "Front", "reason": reason}


async def test_sync_clock(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The clock of a camera that can be told the time is set."""
    simulator = await simulate("ipc-1.0.10")
    simulator.advance(5000)
    entry = await add(simulator)
    await act(hass, "sync_clock", entity(hass, entry, Platform.CAMERA, "stream_main"))
    (request,) = [r for r in simulator.requests if r.query.get("update_method") == "MANUAL"]
    assert request.path == "/cgi-bin/time"


async def test_action_that_a_camera_does_not_know(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """It is said so, and nothing is sent."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    with pytest.raises(ServiceValidationError) as told:
        await act(hass, "upload_snapshot", entity(hass, entry, Platform.CAMERA, "1_stream_main"), destination="ftp")
    assert told.value.translation_key == "unsupported"
    assert not [r for r in simulator.requests if r.path.endswith("snapshot.cgi")]


async def test_sync_clock_keeps_the_time_server(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Where setting the clock turns the time server off, it is on again afterwards, and its entity says so."""
    simulator = await simulate("message")
    row = simulator.row("sys", "TimeInfo")
    row["TimeMethod"] = "1"
    entry = await add(simulator)
    simulator.advance(5000)
    await act(hass, "sync_clock", entity(hass, entry, Platform.CAMERA, "1_stream_main"))
    told = [r.query["TimeMethod"] for r in simulator.requests if r.path == "/cgi/sys_set"]
    assert (told, row["TimeMethod"]) == (["0", "1"], "1")
    assert state(hass, entity(hass, entry, Platform.SELECT, "time_source")).state == "ntp"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("all_enabled")
async def test_osd_title(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """Every kind of camera shows a title, and hides it again."""
    entry = await add(await simulate(kind))
    camera = main_of(hass, entry)
    title, shown = (named(hass, entry, platform, key)[0] for platform, key in OSD)
    await act(hass, "set_osd_text", camera, text="Hello", enabled=False)
    assert (state(hass, title).state, state(hass, shown).state) == ("Hello", "off")
    await act(hass, "set_osd_text", camera, enabled=True)
    assert (state(hass, title).state, state(hass, shown).state) == ("Hello", "on")
    await act(hass, "set_osd_text", camera, text="Again")
    assert (state(hass, title).state, state(hass, shown).state) == ("Again", "on")


OSD = ((Platform.TEXT, "osd_title"), (Platform.SWITCH, "osd"))


@pytest.mark.parametrize(("kind", "prefix"), [("ipc-1.0.10", ""), ("message", "1_")])
@pytest.mark.usefixtures("all_enabled")
async def test_further_osd_text(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str, prefix: str) -> None:
    """Further texts have numbers."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    await act(hass, "set_osd_text", main_of(hass, entry), text="Tor", number=3, enabled=True)
    assert len([request for request in simulator.requests if "uid=" not in request.path]) == 1
    assert state(hass, entity(hass, entry, Platform.TEXT, f"{prefix}user_osd_title_3")).state == "Tor"
    assert state(hass, entity(hass, entry, Platform.SWITCH, f"{prefix}user_osd_3")).state == "on"


@pytest.mark.parametrize(
    ("kind", "data", "key"),
    [
        ("control", {}, "nothing_to_set"),
        ("control", {"number": 1}, "nothing_to_set"),
        ("control", {"text": "longer than ten"}, "invalid_value"),
        ("control", {"text": "Tor", "number": 1}, "unsupported"),
        ("message", {"text": "Tor", "number": 9}, "unsupported"),
    ],
)
async def test_osd_text_that_cannot_be(  # noqa: PLR0917
    hass: HomeAssistant, simulate: Simulate, add: Add, kind: str, data: dict[str, Any], key: str
) -> None:
    """What is wrong is said, and nothing is sent."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    with pytest.raises(ServiceValidationError) as told:
        await act(hass, "set_osd_text", main_of(hass, entry), **data)
    assert told.value.translation_key == key
    assert not [request for request in simulator.requests if "osd" in request.target.casefold()]


async def test_serial(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Bytes or a text go to the serial line; what comes back is told to those who ask for it."""
    simulator = await simulate("message")
    entry = await add(simulator)
    camera = main_of(hass, entry)
    await act(hass, "send_serial", camera, data="12 34 56 78 90 AB cd ef")
    assert (simulator.requests[-1].path, simulator.requests[-1].query) == (
        "/cgi/rs485_set",
        {"Channel": "1", "Group": "RS485Data", "Data": "1234567890abcdef"},
    )
    assert await ask(hass, "send_serial", camera) == {
        "data": "12 34 56 78 90 ab cd ef",
        "text": "\x124Vx\ufffd\ufffd\ufffd\ufffd",
    }
    assert simulator.requests[-1].query == {"Channel": "1", "Group": "RS485Data"}
    assert await ask(hass, "send_serial", camera, text="Tür") == {"data": "54 c3 bc 72", "text": "Tür"}
    assert (simulator.requests[-1].path, simulator.requests[-1].query["Data"]) == ("/cgi/rs485_get", "54c3bc72")


@pytest.mark.parametrize(
    ("kind", "data", "key"),
    [
        ("message", {}, "nothing_to_set"),
        ("message", {"data": "123"}, "invalid_hex"),
        ("message", {"data": "0xzz"}, "invalid_hex"),
        ("dahua-camera", {"data": "12"}, "unsupported"),
    ],
)
async def test_serial_mistakes(  # noqa: PLR0917
    hass: HomeAssistant, simulate: Simulate, add: Add, kind: str, data: dict[str, Any], key: str
) -> None:
    """What is wrong is said, and nothing is sent."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    with pytest.raises(ServiceValidationError) as told:
        await act(hass, "send_serial", main_of(hass, entry), **data)
    assert told.value.translation_key == key
    assert not [request for request in simulator.requests if "rs485" in request.path]


async def test_serial_answers_nonsense(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """What came cannot be told; what was sent was sent all the same."""
    simulator = await simulate("message")
    entry = await add(simulator)
    body = b"<Message><result code='200'/><RS485Data><Data><string>sent</string></Data></RS485Data></Message>"
    simulator.refuse["/cgi/rs485"] = Fault(200, body)
    camera = main_of(hass, entry)
    await act(hass, "send_serial", camera, data="12")
    with pytest.raises(HomeAssistantError) as told:
        await ask(hass, "send_serial", camera, data="12")
    assert told.value.translation_key == "bad_answer"


async def test_no_serial_line(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A board without a serial line says so."""
    simulator = await simulate("message", absent=("rs485/RS485Data",))
    entry = await add(simulator)
    with pytest.raises(ServiceValidationError) as told:
        await ask(hass, "send_serial", main_of(hass, entry))
    assert told.value.translation_key == "unsupported"
