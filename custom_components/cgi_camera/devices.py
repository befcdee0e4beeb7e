"""The camera and a recorder's channels as devices."""

from contextlib import suppress

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import CONNECTION_NETWORK_MAC, DeviceEntry

from .const import DOMAIN
from .coordinator import CameraConfigEntry, CameraCoordinator
from .protocol import features as f
from .protocol.model import Slot


@callback
def register_devices(hass: HomeAssistant, entry: CameraConfigEntry) -> None:
    """Register the camera, and a recorder's channels behind it."""
    coordinator = entry.runtime_data
    camera = coordinator.camera
    identity = camera.identity
    name = identity.name or entry.title
    maker = identity.vendor or camera.dialect.title
    registry = dr.async_get(hass)
    main = registry.async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={coordinator.identifier(0)},
        connections={(CONNECTION_NETWORK_MAC, identity.mac)} if identity.mac else set(),
        name=name,
        manufacturer=maker,
        model=identity.model or None,
        serial_number=identity.serial or None,
        sw_version=identity.firmware or None,
        hw_version=identity.hardware or None,
        configuration_url=str(camera.transport.base),
    )
    for channel in camera.channels if len(camera.channels) > 1 else ():
        told = camera.value(f.CHANNEL_NAME, channel)
        unnamed = {
            "translation_key": "channel",
            "translation_placeholders": {"device": name, "number": str(channel)},
        }
        registry.async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={coordinator.identifier(channel)},
            manufacturer=maker,
            via_device_id=main.id,
            **({"name": told} if told else unnamed),
        )


@callback
def remove_gone_channels(hass: HomeAssistant, entry: CameraConfigEntry) -> None:
    """Remove the devices of channels that a recorder surely does not have any more, with their entities."""
    coordinator = entry.runtime_data
    registry = dr.async_get(hass)
    if coordinator.camera.channels_told is None:
        return
    for device in dr.async_entries_for_config_entry(registry, entry.entry_id):
        if not is_present(coordinator, device):
            registry.async_remove_device(device.id)


@callback
def follow_devices(hass: HomeAssistant, entry: CameraConfigEntry) -> None:
    """Rename devices when the camera or a recorder's channels are renamed, and follow the camera's firmware.

    A camera that has been away may have been updated: it is asked then, whatever entities there are.
    """
    coordinator = entry.runtime_data
    answered = True

    @callback
    def check() -> None:
        nonlocal answered
        back = coordinator.last_update_success and not answered
        answered = coordinator.last_update_success
        if back:
            entry.async_create_background_task(hass, _ask_firmware(coordinator), f"{DOMAIN} firmware of {entry.title}")
        if any(slot.feature in {f.CHANNEL_NAME, f.DEVICE_NAME, f.FIRMWARE} for slot in coordinator.data or ()):
            register_devices(hass, entry)

    entry.async_on_unload(coordinator.async_add_listener(check))


async def _ask_firmware(coordinator: CameraCoordinator) -> None:
    with suppress(HomeAssistantError):
        await coordinator.read(Slot(0, f.FIRMWARE))


def is_present(coordinator: CameraCoordinator, device: DeviceEntry) -> bool:
    """Tell whether a device is the camera or one of the channels that it has now."""
    present = {coordinator.identifier(channel) for channel in (0, *coordinator.camera.channels)}
    return bool(device.identifiers & present)
