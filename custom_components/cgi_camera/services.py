"""Actions on camera entities: what takes more than a press of a button or a value."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from homeassistant.components.camera.const import DOMAIN as CAMERA_DOMAIN
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.helpers import service

from .actions import EntityAction
from .const import DOMAIN
from .protocol import features as f
from .protocol.model import Command
from .services_recordings import ACTIONS as RECORDING_ACTIONS

if TYPE_CHECKING:
    import probatio as vol

    from .camera import CameraStream
else:
    # Home Assistant resolves this name to the library whose types its own signatures name.
    import voluptuous as vol

ATTR_DESTINATION: Final = "destination"

DESTINATIONS: Final[Mapping[str, Command]] = {
    "sd_card": f.UPLOAD_SNAPSHOT_SD_CARD,
    "ftp": f.UPLOAD_SNAPSHOT_FTP,
    "email": f.UPLOAD_SNAPSHOT_EMAIL,
    "nfs": f.UPLOAD_SNAPSHOT_NFS,
}


async def _sync_clock(entity: CameraStream, call: ServiceCall) -> None:
    await entity.coordinator.act(f.SET_CLOCK, channel=0)


async def _upload_snapshot(entity: CameraStream, call: ServiceCall) -> None:
    await entity.coordinator.act(DESTINATIONS[call.data[ATTR_DESTINATION]], channel=entity.channel)


ACTIONS: Final = (
    *RECORDING_ACTIONS,
    EntityAction(name="sync_clock", run=_sync_clock),
    EntityAction(
        name="upload_snapshot", run=_upload_snapshot, fields={vol.Required(ATTR_DESTINATION): vol.In(DESTINATIONS)}
    ),
)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register all actions."""
    for action in ACTIONS:
        service.async_register_platform_entity_service(
            hass,
            DOMAIN,
            action.name,
            entity_domain=CAMERA_DOMAIN,
            schema=dict(action.fields),
            func=action.run,
            supports_response=action.response,
        )
