"""Setting cameras up, and letting go of them."""

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera import async_remove_config_entry_device
from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import KINDS, TOY_ID, call, entity, entry_of, set_up, state, toy_entry, wait_for
from tests.protocol.server import Server
from tests.protocol.toy import Toy
from tests.simulator import Fault


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("all_enabled")
async def test_every_entity_has_a_state(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """Every kind of camera comes up with all platforms it should have, and every entity available."""
    entry = await add(await simulate(kind))
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert {e.domain for e in entities} >= {"camera", "switch", "number", "select", "text", "button"}
    # The older level of ipc has no way to tell an alarm.
    assert any(e.translation_key == "motion" for e in entities) is (kind != "ipc-1.0.1")
    states = {e.entity_id: hass.states.get(e.entity_id) for e in entities}
    assert [name for name, now in states.items() if now is None or now.state == "unavailable"] == []
    assert [e.entity_id for e in entities if e.translation_key and not e.original_name] == []


async def test_device_says_who_it_is(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The device carries what the camera tells of itself."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, str(entry.unique_id)), entry.entry_id)
    assert device
    assert device.connections == {("mac", entry.unique_id)}
    assert (device.serial_number, device.via_device_id) == (simulator.serial, None)
    assert device.manufacturer
    assert device.model
    assert device.sw_version
    assert device.configuration_url == str(simulator.url.origin())


@pytest.mark.usefixtures("all_enabled")
async def test_device_is_renamed(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera that gets another name is shown by it at once, as are the channels of a recorder."""
    entry = await add(await simulate("dahua-recorder"))
    for key, channel in (("device_name", ""), ("2_osd_title", "_2")):
        name = f"New {key}"
        await call(hass, Platform.TEXT, "set_value", entity(hass, entry, Platform.TEXT, key), value=name)
        own = (DOMAIN, f"{entry.unique_id}{channel}")
        device = dr.async_get(hass).async_get_device_by_identifier(own, entry.entry_id)
        assert device
        assert device.name == name


async def test_channels_of_a_recorder_are_devices(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Each channel is a device behind the recorder and has the channel's entities."""
    entry = await add(await simulate("dahua-recorder"))
    registry = dr.async_get(hass)
    main = registry.async_get_device_by_identifier((DOMAIN, str(entry.unique_id)), entry.entry_id)
    assert main
    names = {}
    for channel in range(1, 5):
        device = registry.async_get_device_by_identifier((DOMAIN, f"{entry.unique_id}_{channel}"), entry.entry_id)
        assert device
        assert device.via_device_id == main.id
        names[channel] = device.name
        picture = er.async_get(hass).async_get(entity(hass, entry, Platform.CAMERA, f"{channel}_stream_main"))
        assert picture
        assert picture.device_id == device.id
    assert names == {1: "Driveway", 2: "Garden", 3: "Back door", 4: "Workshop"}


async def test_unnamed_channels(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """A channel without a name is named by its number."""
    names = {d.name for d in dr.async_entries_for_config_entry(dr.async_get(hass), toy_camera.entry_id)}
    assert names == {"Toy", "Toy channel 1", "Toy channel 2"}


async def test_unload_closes_everything(hass: HomeAssistant, toy: Toy, toy_camera: MockConfigEntry) -> None:
    """After unloading nothing is open and nothing is asked."""
    await wait_for(lambda: toy.streams)
    camera = toy_camera.runtime_data.camera
    toy.push("motion=pulse@1")
    await wait_for(lambda: camera._listener._causes)
    assert await hass.config_entries.async_unload(toy_camera.entry_id)
    await hass.async_block_till_done()
    assert toy_camera.state is ConfigEntryState.NOT_LOADED
    assert camera._listener._causes == {}


async def test_camera_is_away(hass: HomeAssistant, simulate: Simulate) -> None:
    """A camera that cannot be reached is tried again later."""
    simulator = await simulate("control")
    entry = entry_of(simulator)
    await simulator.stop()
    await set_up(hass, entry, ConfigEntryState.SETUP_RETRY)
    assert entry.error_reason_translation_key == "cannot_connect"
    await simulator.start()
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED


async def test_wrong_account(hass: HomeAssistant, simulate: Simulate) -> None:
    """A refused account asks for another one at once, after a single log-in."""
    simulator = await simulate("dahua-camera")
    await set_up(hass, entry_of(simulator, password="wrong"), ConfigEntryState.SETUP_ERROR)
    flows = hass.config_entries.flow.async_progress()
    assert [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]
    assert len([r for r in simulator.requests if "Authorization" in r.headers]) == 1


async def test_locked_account_is_left_alone(hass: HomeAssistant, simulate: Simulate) -> None:
    """While the account is locked nothing is asked; another account is tried."""
    simulator = await simulate("dahua-camera")
    simulator.refuse["/"] = Fault(status=403, body=b"Error\r\nAccount is locked")
    entry = await set_up(hass, entry_of(simulator), ConfigEntryState.SETUP_RETRY)
    assert entry.error_reason_translation_key == "account_locked"
    simulator.requests.clear()
    simulator.refuse.clear()
    await hass.config_entries.async_reload(entry.entry_id)
    assert (entry.state, simulator.requests) == (ConfigEntryState.SETUP_RETRY, [])
    hass.config_entries.async_update_entry(entry, data={**entry.data, "verify_ssl": False})
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED


async def test_another_camera_at_the_address(hass: HomeAssistant, simulate: Simulate) -> None:
    """A camera with another MAC is not taken for ours."""
    entry = entry_of(await simulate("ipc-1.0.10"))
    other = MockConfigEntry(domain=DOMAIN, title="Front", unique_id="02:00:00:00:00:01", data=dict(entry.data))
    await set_up(hass, other, ConfigEntryState.SETUP_ERROR)
    assert other.error_reason_translation_key == "another_camera"


async def test_no_camera_any_more(hass: HomeAssistant, simulate: Simulate) -> None:
    """An answer that makes no sense is tried again later."""
    simulator = await simulate("message")
    simulator.refuse["/"] = Fault(status=200, body=b"<html>Welcome</html>", content_type="text/html")
    entry = await set_up(hass, entry_of(simulator), ConfigEntryState.SETUP_RETRY)
    assert entry.error_reason_translation_key == "bad_answer"


async def test_moved_slot_leaves_its_old_platform(hass: HomeAssistant, toy_server: Server) -> None:
    """What was a number and can only be read now is a sensor, and no stale number remains."""
    entry = toy_entry(toy_server)
    entry.add_to_hass(hass)
    registry = er.async_get(hass)
    stale = registry.async_get_or_create("number", DOMAIN, f"{TOY_ID}_1_contrast", config_entry=entry)
    kept = registry.async_get_or_create("number", DOMAIN, f"{TOY_ID}_1_hue", config_entry=entry)
    await set_up(hass, entry)
    assert registry.async_get(stale.entity_id) is None
    assert registry.async_get(kept.entity_id)
    assert state(hass, entity(hass, entry, Platform.SENSOR, "1_contrast")).state == "5"


@pytest.mark.parametrize(("channel", "removable"), [("", False), ("_1", False), ("_3", True)])
async def test_channel_that_is_gone_can_be_removed(
    hass: HomeAssistant,
    toy_camera: MockConfigEntry,
    channel: str,
    removable: bool,
) -> None:
    """Only a channel that the recorder does not have any more can be removed."""
    registry = dr.async_get(hass)
    device = registry.async_get_or_create(
        config_entry_id=toy_camera.entry_id, identifiers={(DOMAIN, f"{TOY_ID}{channel}")}
    )
    assert await async_remove_config_entry_device(hass, toy_camera, device) is removable


async def test_channel_of_a_recorder_that_is_away(hass: HomeAssistant, simulate: Simulate) -> None:
    """Nothing is removed of a recorder that cannot be asked."""
    simulator = await simulate("dahua-recorder")
    await simulator.stop()
    entry = await set_up(hass, entry_of(simulator), ConfigEntryState.SETUP_RETRY)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(DOMAIN, f"{entry.unique_id}_9")}
    )
    assert await async_remove_config_entry_device(hass, entry, device) is False
