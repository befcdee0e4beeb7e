"""Actions: what they send, and what they say where a camera cannot do it."""

from pathlib import Path
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import yaml
import pytest

from custom_components.cgi_camera import services
from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.services import ACTIONS
from tests.conftest import Add, Simulate
from tests.ha import entity
from tests.test_translations import ICONS, TEXTS

FORMS: dict[str, Any] = yaml.load_yaml_dict(str(Path(services.__file__).with_name("services.yaml")))


async def act(hass: HomeAssistant, name: str, camera: str, **data: Any) -> None:
    """Call an action of ours on a camera entity."""
    await hass.services.async_call(DOMAIN, name, {"entity_id": camera, **data}, blocking=True)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_is_explained(action: Any) -> None:
    """An action has texts for itself and each of its fields, and an icon."""
    texts = TEXTS["services"][action.name]
    assert {"name", "description"} <= texts.keys()
    assert set(texts.get("fields", {})) == {str(field) for field in action.fields}
    assert ICONS["services"][action.name]["service"]
    shown = FORMS[action.name]
    assert set(shown.get("fields", {})) == {str(field) for field in action.fields}
    assert shown["target"] == {"entity": {"integration": DOMAIN, "domain": "camera"}}


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
