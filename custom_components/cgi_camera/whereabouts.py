"""Where cameras are: which of ours is meant by what was discovered, and whether it has moved there."""

from contextlib import suppress
from ipaddress import ip_address

from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_PORT, CONF_SSL, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .connection import base_of, session_for
from .const import CONF_DIALECT, DOMAIN
from .coordinator import LOGGER, CameraConfigEntry, CameraCoordinator
from .protocol.camera import Camera
from .protocol.dialects import DIALECTS
from .protocol.errors import CameraError
from .protocol.probe import probe


@callback
def unique_id_of(hass: HomeAssistant, serial: str) -> str | None:
    """Return the unique id of the camera that has a serial number, if we have it."""
    registry = dr.async_get(hass)
    for entry in hass.config_entries.async_entries(DOMAIN, include_ignore=False):
        devices = dr.async_entries_for_config_entry(registry, entry.entry_id)
        if any(device.serial_number == serial for device in devices):
            return entry.unique_id
    return None


@callback
def is_well_at(hass: HomeAssistant, host: str) -> bool:
    """Tell whether a camera of ours is well at an address, whatever else it has there: another MAC perhaps."""
    loaded: list[CameraConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    return any(entry.data[CONF_HOST] == host and entry.runtime_data.last_update_success for entry in loaded)


@callback
def heard_of(entry: CameraConfigEntry) -> None:
    """Poll a camera that was away and is where it was; Home Assistant sees to one that was away at the start."""
    if entry.state is ConfigEntryState.LOADED:
        entry.runtime_data.heard()


async def has_moved(hass: HomeAssistant, entry: CameraConfigEntry, host: str) -> bool:
    """Tell whether a camera is gone from its address, and one of its kind is where it is said to be now.

    An address that is a name is the user's, and follows by itself. Nothing secret is sent to the new address.
    """
    old = "" if entry.source == SOURCE_IGNORE else entry.data[CONF_HOST]
    if old == host or not _is_ip(old):
        return False
    if entry.state is ConfigEntryState.LOADED and await _is_there(entry.runtime_data):
        return False
    session = session_for(hass, verify_ssl=entry.data[CONF_VERIFY_SSL])
    try:
        found = await probe(session, host, port=entry.data[CONF_PORT], ssl=entry.data[CONF_SSL])
    except CameraError as err:
        LOGGER.debug("%s is not at %s: %s", entry.title, host, err)
        return False
    in_the_same_way = found.base.with_host(old) == base_of(entry)
    is_its_kind = DIALECTS[entry.data[CONF_DIALECT]] in found.dialects
    return in_the_same_way and is_its_kind and found.identity.unique_id in {"", entry.unique_id}


def _is_ip(host: str) -> bool:
    with suppress(ValueError):
        return bool(ip_address(host))
    return False


async def _is_there(coordinator: CameraCoordinator) -> bool:
    """Ask who answers where a camera was: after a change of addresses it may be another, with the same account."""
    camera = coordinator.camera
    if coordinator.rejected or coordinator.locked:
        return False
    try:
        identity = await Camera(camera.transport, camera.dialect).identify()
    except CameraError:
        return False
    return identity.unique_id == coordinator.unique_id
