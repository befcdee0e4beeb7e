"""CGI Camera: network cameras and recorders with an HTTP CGI interface."""

from functools import partial

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.typing import ConfigType

from . import accounts
from .const import DOMAIN
from .coordinator import CameraConfigEntry, CameraCoordinator
from .devices import follow_devices, is_present, register_devices, remove_gone_channels
from .entity import recall, remove_stale
from .image import remove_traces
from .issues import check_issues, follow_entries
from .mail_setup import MailSetup, undo_removed
from .movement import follow_heads
from .services import async_setup_services
from .views import async_setup_views

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CAMERA,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.LIGHT,
    Platform.LOCK,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SIREN,
    Platform.SWITCH,
    Platform.TEXT,
    Platform.TIME,
    Platform.UPDATE,
]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Offer actions and recordings, whether there are cameras or not."""
    async_setup_services(hass)
    async_setup_views(hass)
    follow_entries(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: CameraConfigEntry) -> bool:
    """Get to know the camera, then offer what it has."""
    coordinator = CameraCoordinator(hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    entry.async_on_unload(coordinator.stop_listening)
    if coordinator.mails:
        coordinator.camera.expect_mails()
    register_devices(hass, entry)
    remove_gone_channels(hass, entry)
    follow_devices(hass, entry)
    follow_heads(hass, entry)
    recall(hass, entry)
    remove_stale(hass, entry)
    remove_traces(hass, entry)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    coordinator.listen()
    if coordinator.mails:
        await coordinator.mails.receive()
    MailSetup(coordinator).begin()
    entry.async_on_unload(coordinator.async_add_listener(partial(check_issues, coordinator)))
    check_issues(coordinator)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: CameraConfigEntry) -> bool:
    """Let go of the camera, and leave nothing moving."""
    # What happened just now is told while there are entities for it.
    entry.runtime_data.camera.afterwards.now()
    if unloaded := await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        await entry.runtime_data.camera.ptz.close()
    return unloaded


async def async_remove_entry(hass: HomeAssistant, entry: CameraConfigEntry) -> None:
    """Leave the camera as it was found, and keep nothing of it."""
    accounts.take(hass, entry)
    undo_removed(hass, entry)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: CameraConfigEntry, device: dr.AnyDeviceEntry
) -> bool:
    """Let the user remove a channel that the recorder does not have any more."""
    # Of a camera that does not answer nobody knows what it has.
    known = entry.state is ConfigEntryState.LOADED
    return known and isinstance(device, dr.DeviceEntry) and not is_present(entry.runtime_data, device)
