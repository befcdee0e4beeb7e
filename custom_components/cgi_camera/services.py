"""Actions on camera entities: what takes more than a press of a button or a value."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from homeassistant.components.camera.const import DOMAIN as CAMERA_DOMAIN
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, service
import probatio as vol

from . import areas, services_recordings as recordings
from .actions import ATTR_ENABLED, ATTR_NUMBER, EntityAction, whole
from .const import DOMAIN
from .protocol import features as f
from .protocol.model import AnyChange, Change, Command
from .services_ptz import PTZ_ACTIONS
from .services_routines import ROUTINE_ACTIONS

if TYPE_CHECKING:
    from .camera import CameraStream

ATTR_DATA: Final = "data"
ATTR_DESTINATION: Final = "destination"
ATTR_TEXT: Final = "text"

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


async def _set_osd_text(entity: CameraStream, call: ServiceCall) -> None:
    """Write the title on the picture or, by its number, one of the further texts; turn it on or off."""
    number: int = call.data.get(ATTR_NUMBER, 0)
    text, shown = (f.USER_OSD_TITLE, f.USER_OSD) if number else (f.OSD_TITLE, f.OSD)
    changes: list[AnyChange] = []
    if ATTR_TEXT in call.data:
        changes.append(Change(text, call.data[ATTR_TEXT], number))
    if ATTR_ENABLED in call.data:
        changes.append(Change(shown, call.data[ATTR_ENABLED], number))
    if not changes:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="nothing_to_set")
    await entity.coordinator.write(*changes, channel=entity.channel)


async def _send_serial(entity: CameraStream, call: ServiceCall) -> ServiceResponse:
    """Pass bytes on to the serial line, and tell what came back if that is wanted."""
    try:
        data = bytes.fromhex(call.data.get(ATTR_DATA, "")) + call.data.get(ATTR_TEXT, "").encode()
    except ValueError as err:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="invalid_hex") from err
    line, channel = entity.coordinator.camera.serial, entity.channel
    if call.return_response:
        told = await entity.coordinator.command(lambda: line.exchange(data, channel=channel))
        return {ATTR_DATA: told.hex(" "), ATTR_TEXT: told.decode(errors="replace")}
    if not data:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="nothing_to_set")
    await entity.coordinator.command(lambda: line.send(data, channel=channel))
    return None


ACTIONS: Final = (
    EntityAction(
        name="download_recording",
        run=recordings.download_recording,
        fields=recordings.DOWNLOAD_RECORDING,
        response=SupportsResponse.OPTIONAL,
    ),
    EntityAction(
        name="find_recordings",
        run=recordings.find_recordings,
        fields=recordings.FIND_RECORDINGS,
        response=SupportsResponse.ONLY,
    ),
    EntityAction(
        name="get_motion_area",
        run=areas.get_motion_area,
        fields=areas.GET_MOTION_AREA,
        response=SupportsResponse.ONLY,
    ),
    EntityAction(name="get_privacy_masks", run=areas.get_privacy_masks, response=SupportsResponse.ONLY),
    EntityAction(
        name="send_serial",
        run=_send_serial,
        fields={vol.Exclusive(ATTR_DATA, "bytes"): cv.string, vol.Exclusive(ATTR_TEXT, "bytes"): cv.string},
        response=SupportsResponse.OPTIONAL,
    ),
    EntityAction(name="set_motion_area", run=areas.set_motion_area, fields=areas.SET_MOTION_AREA),
    EntityAction(
        name="set_osd_text",
        run=_set_osd_text,
        fields={
            vol.Optional(ATTR_TEXT): cv.string,
            vol.Optional(ATTR_NUMBER): whole(1),
            vol.Optional(ATTR_ENABLED): cv.boolean,
        },
    ),
    EntityAction(name="set_privacy_mask", run=areas.set_privacy_mask, fields=areas.SET_PRIVACY_MASK),
    EntityAction(name="sync_clock", run=_sync_clock),
    EntityAction(
        name="upload_snapshot", run=_upload_snapshot, fields={vol.Required(ATTR_DESTINATION): vol.In(DESTINATIONS)}
    ),
    *PTZ_ACTIONS,
    *ROUTINE_ACTIONS,
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
