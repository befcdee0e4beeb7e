"""Actions on camera entities: finding recordings, and keeping them."""

from contextlib import AbstractAsyncContextManager, aclosing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import probatio as vol

from . import remux
from .actions import mistake, whole
from .const import DOMAIN
from .faults import for_user
from .files import keep
from .protocol.download import Download
from .protocol.errors import AuthFailed, CameraError
from .protocol.media import Clip, ClipKind, Span
from .recordings import CLIP, Source

if TYPE_CHECKING:
    from .camera import CameraStream

ATTR_START: Final = "start"
ATTR_END: Final = "end"
ATTR_KIND: Final = "kind"
ATTR_LIMIT: Final = "limit"
ATTR_MEDIA_CONTENT_ID: Final = "media_content_id"
ATTR_FILENAME: Final = "filename"
ATTR_OVERWRITE: Final = "overwrite"

DOWNLOAD_RECORDING: Final = {
    vol.Optional(ATTR_MEDIA_CONTENT_ID): cv.string,
    vol.Optional(ATTR_START): cv.datetime,
    vol.Optional(ATTR_END): cv.datetime,
    vol.Required(ATTR_FILENAME): cv.string,
    vol.Optional(ATTR_OVERWRITE, default=False): cv.boolean,
}
FIND_RECORDINGS: Final = {
    vol.Required(ATTR_START): cv.datetime,
    vol.Required(ATTR_END): cv.datetime,
    vol.Optional(ATTR_KIND): vol.In([kind.value for kind in ClipKind]),
    vol.Optional(ATTR_LIMIT, default=100): whole(1, 1000),
}


def _source(entity: CameraStream) -> Source:
    """Return where an entity's recordings are. Raise ServiceValidationError if the camera has none.

    Raise HomeAssistantError while the camera refuses the account.
    """
    if entity.coordinator.rejected:
        raise for_user(AuthFailed(), entity.coordinator.name)
    archive = entity.coordinator.camera.archive
    if not archive.offered:
        raise mistake(entity, "no_recordings")
    return Source(entity.coordinator, archive, entity.channel)


def _span(entity: CameraStream, call: ServiceCall, source: Source) -> Span:
    """Return a time of ours by the camera's clock. Raise ServiceValidationError if it ends before it begins."""
    start, end = (_local(call.data[name], source) for name in (ATTR_START, ATTR_END))
    if not start < end:
        raise mistake(entity, "time_reversed")
    return Span(start, end)


def _local(moment: datetime, source: Source) -> datetime:
    """Return a moment of ours, without a zone that of Home Assistant, by the camera's clock in whole seconds."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt_util.get_default_time_zone())
    return moment.astimezone(source.archive.wall.zone).replace(microsecond=0, tzinfo=None)


async def find_recordings(entity: CameraStream, call: ServiceCall) -> ServiceResponse:
    """Return what was recorded within a time."""
    source = _source(entity)
    span = _span(entity, call, source)
    kind = ClipKind(call.data[ATTR_KIND]) if ATTR_KIND in call.data else None
    found = await source.coordinator.command(
        lambda: source.archive.find(source.channel, span, kind, limit=call.data[ATTR_LIMIT])
    )
    return {"recordings": [_told(clip, source) for clip in found.clips], "complete": found.complete}


def _told(clip: Clip, source: Source) -> dict[str, Any]:
    wall = source.archive.wall
    return {
        "media_content_id": source.media_id(clip),
        "kind": clip.kind.value,
        "stream": clip.stream.value,
        "start": wall.instant(clip.start).isoformat(),
        "end": wall.instant(clip.end).isoformat() if clip.end else None,
        "duration": round((clip.end - clip.start).total_seconds()) if clip.end else None,
        "size": clip.size,
        "can_play": source.archive.fetchable(clip),
    }


async def download_recording(entity: CameraStream, call: ServiceCall) -> ServiceResponse:
    """Save a recording, or all of a time, as a file."""
    path = Path(call.data[ATTR_FILENAME])
    await _check(entity.hass, path, overwrite=call.data[ATTR_OVERWRITE])
    try:
        opened = await _open(entity, call)
        async with opened as download:
            size = await _save(entity.hass, path, download, overwrite=call.data[ATTR_OVERWRITE])
    except CameraError as err:
        raise await entity.coordinator.explained(err) from err
    except FileExistsError as err:
        raise _file_fault(ServiceValidationError, "file_exists", path) from err
    except OSError as err:
        raise _file_fault(HomeAssistantError, "file_failed", path, err.strerror or type(err).__name__) from err
    return {"filename": str(path), "size": size}


async def _check(hass: HomeAssistant, path: Path, *, overwrite: bool) -> None:
    """Raise ServiceValidationError for a file that must not be written."""
    if not path.is_absolute() or not await hass.async_add_executor_job(hass.config.is_allowed_path, str(path)):
        raise _file_fault(ServiceValidationError, "path_not_allowed", path)
    if not overwrite and await hass.async_add_executor_job(path.exists):
        raise _file_fault(ServiceValidationError, "file_exists", path)


def _file_fault[E: HomeAssistantError](kind: type[E], key: str, path: Path, reason: str = "") -> E:
    placeholders = {"filename": str(path), "reason": reason}
    return kind(translation_domain=DOMAIN, translation_key=key, translation_placeholders=placeholders)


async def _open(entity: CameraStream, call: ServiceCall) -> AbstractAsyncContextManager[Download]:
    """Return the opening of what is asked for: a clip, or a time. Raise CameraError."""
    source = _source(entity)
    if ATTR_MEDIA_CONTENT_ID in call.data:
        clip_id = _clip_id(entity, call.data[ATTR_MEDIA_CONTENT_ID], source)
        clip = await source.coordinator.command(lambda: source.archive.clip(source.channel, clip_id))
        return source.archive.open(clip)
    if ATTR_START not in call.data or ATTR_END not in call.data:
        raise mistake(entity, "recording_what")
    return source.archive.open_span(source.channel, _span(entity, call, source), entity.kind)


def _clip_id(entity: CameraStream, told: str, source: Source) -> str:
    """Return the clip that a media id names, or that is named by itself.

    Raise ServiceValidationError for one of another camera.
    """
    head, _, clip_id = told.rpartition("/")
    if head and head != f"media-source://{DOMAIN}/{source.identifier(CLIP)}":
        raise mistake(entity, "recording_elsewhere")
    return clip_id


async def _save(hass: HomeAssistant, path: Path, download: Download, *, overwrite: bool) -> int:
    """Save as the camera keeps it, or as MP4 where the name asks for that."""
    remade = path.suffix.casefold() == ".mp4" and remux.is_dav(await download.begin())
    if remade and not remux.AVAILABLE:
        raise _file_fault(ServiceValidationError, "no_mp4", path)
    async with aclosing(aiter(download)) as pieces:
        if not remade:
            return await keep(hass, path, pieces, overwrite=overwrite)
        async with aclosing(remux.remuxed(pieces)) as film:
            return await keep(hass, path, film, overwrite=overwrite)
