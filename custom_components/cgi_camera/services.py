"""Actions on camera entities: what takes more than a press of a button or a value."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from homeassistant.components.camera.const import DOMAIN as CAMERA_DOMAIN
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers import service

from . import areas
from .const import DOMAIN
from .protocol import features as f
from .protocol.model import Command

if TYPE_CHECKING:
    import probatio as vol

    from .camera import CameraStream
else:
    # Home Assistant resolves this name to the library whose types its own signatures name.
    import voluptuous as vol

ATTR_DESTINATION: Final = "destination"

type Run = Callable[[CameraStream, ServiceCall], Coroutine[Any, Any, ServiceResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAction:
    """One action: its name, what it takes, and what it does with a camera entity."""

    name: str
    run: Run
    fields: Mapping[Any, Any] = field(default_factory=dict)
    response: SupportsResponse = SupportsResponse.NONE


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
    EntityAction(
        name="get_motion_area",
        run=areas.get_motion_area,
        fields=areas.GET_MOTION_AREA,
        response=SupportsResponse.ONLY,
    ),
    EntityAction(name="get_privacy_masks", run=areas.get_privacy_masks, response=SupportsResponse.ONLY),
    EntityAction(name="set_motion_area", run=areas.set_motion_area, fields=areas.SET_MOTION_AREA),
    EntityAction(name="set_privacy_mask", run=areas.set_privacy_mask, fields=areas.SET_PRIVACY_MASK),
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
