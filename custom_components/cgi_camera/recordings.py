"""Recordings by the names that they have in Home Assistant: which camera, which channel, which clip."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from . import remux
from .const import DOMAIN
from .coordinator import CameraConfigEntry, CameraCoordinator
from .protocol.archive import Archive
from .protocol.errors import Busy, CameraError, ConnectionFailed, NoClip
from .protocol.media import Clip

VIEW_URL: Final = "/api/cgi_camera/recordings/{entry_id}/{channel}/{clip_id}"
CLIP: Final = "clip"

MP4: Final = "video/mp4"
JPEG: Final = "image/jpeg"
UNPLAYABLE: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Source:
    """One channel of a camera that has recordings."""

    coordinator: CameraCoordinator
    archive: Archive
    channel: int

    @property
    def entry_id(self) -> str:
        """The id of the camera's entry, by which its recordings are known."""
        return self.coordinator.config_entry.entry_id

    def identifier(self, *more: str) -> str:
        """Return the name of something in the channel, within the media source."""
        return "/".join((self.entry_id, str(self.channel), *more))

    def media_id(self, clip: Clip) -> str:
        """Return the name of a clip everywhere in Home Assistant."""
        return f"media-source://{DOMAIN}/{self.identifier(CLIP, clip.id)}"

    def url(self, clip: Clip) -> str:
        """Return the address in Home Assistant at which a clip or picture is found. Only with a log-in it is."""
        return VIEW_URL.format(entry_id=self.entry_id, channel=self.channel, clip_id=clip.id)

    def title(self, hass: HomeAssistant) -> str:
        """Return what the user calls the channel."""
        device = self.coordinator.device(self.channel)
        return (device and (device.name_by_user or device.name)) or self.coordinator.name

    async def ask[R, E: HomeAssistantError](self, kind: type[E], run: Callable[[], Awaitable[R]]) -> R:
        """Ask the camera for something. Raise a translated exception of a kind if that does not work."""
        try:
            return await self.coordinator.command(run)
        except HomeAssistantError as err:
            raise kind(
                translation_domain=err.translation_domain,
                translation_key=err.translation_key,
                translation_placeholders=err.translation_placeholders,
            ) from err


def cameras(hass: HomeAssistant) -> list[Source]:
    """Return the cameras that have recordings, each for its channel 0: itself."""
    entries: list[CameraConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    coordinators = [entry.runtime_data for entry in entries]
    return [Source(each, each.camera.archive, 0) for each in coordinators if each.camera.archive.offered]


def source(hass: HomeAssistant, entry_id: str, channel: str) -> Source:
    """Return a channel by its camera's entry. Raise ConnectionFailed if that is not set up, NoClip if it is unknown."""
    entry: CameraConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.domain != DOMAIN:
        raise NoClip("no such camera")
    if entry not in hass.config_entries.async_loaded_entries(DOMAIN):
        raise ConnectionFailed(f"{entry.title} is not set up")
    archive = entry.runtime_data.camera.archive
    if not archive.offered or channel not in {str(known) for known in archive.channels}:
        raise NoClip("no such channel")
    return Source(entry.runtime_data, archive, int(channel))


def source_told[E: HomeAssistantError](hass: HomeAssistant, kind: type[E], entry_id: str, channel: str) -> Source:
    """Return a channel by its camera's entry. Raise a translated exception of a kind if there is none."""
    try:
        return source(hass, entry_id, channel)
    except NoClip as err:
        raise not_there(kind) from err
    except CameraError as err:
        entry = hass.config_entries.async_get_entry(entry_id)
        camera = entry.title if entry else entry_id
        raise kind(
            translation_domain=DOMAIN, translation_key="not_set_up", translation_placeholders={"camera": camera}
        ) from err


def not_there[E: HomeAssistantError](kind: type[E]) -> E:
    """Return a translated exception of a kind for what the media browser does not have, or no more."""
    return kind(translation_domain=DOMAIN, translation_key="not_there")


def content_type(clip: Clip) -> str:
    """Return what a clip is by the time it reaches a browser."""
    if clip.form in ("jpg", "jpeg"):
        return JPEG
    return UNPLAYABLE if clip.form == "dav" and not remux.AVAILABLE else MP4


def status_of(err: CameraError) -> HTTPStatus:
    """Return how HTTP says what went wrong."""
    if isinstance(err, NoClip):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.SERVICE_UNAVAILABLE if isinstance(err, Busy) else HTTPStatus.BAD_GATEWAY
