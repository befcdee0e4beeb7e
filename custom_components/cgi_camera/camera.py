"""Pictures: one entity for every stream."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, override

from aiohttp import web
from homeassistant.components.camera import Camera
from homeassistant.components.camera.const import CameraEntityFeature
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_aiohttp_proxy_stream
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from yarl import URL

from .const import CONF_RTSP_PATH
from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import ChannelEntity, Found, follow
from .protocol import features as f
from .protocol.errors import CameraError
from .protocol.model import Change, StreamKind, StreamSource
from .protocol.rtsp import PORT
from .protocol.streams import with_account

if TYPE_CHECKING:
    from homeassistant.components.stream import Stream

PARALLEL_UPDATES = 0

_PIECE = 256 * 1024
"""The longest piece of moving pictures that is passed on at once: as much as is read at once."""


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the streams of the camera."""
    coordinator = entry.runtime_data

    def found() -> Iterator[Found]:
        for source in coordinator.rtsp.sources().values():
            yield Found(source.channel, key_of(source), partial(CameraStream, coordinator, source))

    follow(entry, async_add_entities, Platform.CAMERA, found)


def key_of(source: StreamSource) -> str:
    """Return what the id of a stream's entity is made of."""
    return f"stream_{source.kind}"


class CameraStream(ChannelEntity, Camera):
    """One stream of a camera or channel."""

    def __init__(self, coordinator: CameraCoordinator, source: StreamSource) -> None:
        """Show a stream."""
        Camera.__init__(self)
        super().__init__(coordinator, source.channel, key_of(source), None)
        self._key = (source.channel, source.kind)
        self._still = self._still_of(source)
        self._address = ""
        is_main = source.kind is StreamKind.MAIN
        if is_main:
            self._attr_name = None
        else:
            self._attr_translation_key = key_of(source)
        self._attr_entity_registry_enabled_default = is_main
        self._attr_brand = coordinator.camera.identity.vendor or coordinator.camera.dialect.title
        self._attr_model = coordinator.camera.identity.model or None
        self._follow_address()

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        if not self._told_address():
            self.async_on_remove(self.coordinator.rtsp.want(self._key))

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Look for the stream where it has moved, and write the state if there is anything new in it."""
        self.coordinator.rtsp.check(self._key)
        self._follow_address()
        # All else that its state tells is Home Assistant's, which writes that itself.
        self._show(self.available, self._address, self.motion_detection_enabled)

    def _follow_address(self) -> None:
        """Offer a stream as soon as it is known where there is one, and move to where it has moved."""
        address = self._told_address() or self.coordinator.rtsp.address(self._key)
        self._attr_supported_features = CameraEntityFeature.STREAM if address else CameraEntityFeature(0)
        if self.stream and address not in {self._address, ""}:
            self.stream.update_source(self._with_account(address))
        self._address = address

    def _still_of(self, source: StreamSource) -> StreamSource | None:
        """Return the stream that snapshots come from: this one, else the main one of its channel."""
        main = self.coordinator.rtsp.sources().get((source.channel, StreamKind.MAIN), source)
        return next((candidate for candidate in (source, main) if candidate.snapshot), None)

    @property
    def kind(self) -> StreamKind:
        """The stream's role."""
        return self._key[1]

    @property
    def _source(self) -> StreamSource | None:
        """The source as the camera describes it now."""
        return self.coordinator.rtsp.sources().get(self._key)

    def _told_address(self) -> str:
        """Return the address, without account, that the user's path makes; it is for main streams."""
        path: str = self.coordinator.config_entry.options.get(CONF_RTSP_PATH, "")
        channel, kind = self._key
        if not path or kind is not StreamKind.MAIN:
            return ""
        path = path.replace("{channel}", str(channel or 1))
        if not path.startswith("/"):
            return path
        usual = next(iter(self._source.addresses if self._source else ()), "")
        port = URL(usual).port if usual else PORT
        host = URL.build(scheme="rtsp", host=self.coordinator.camera.transport.base.host or "", port=port)
        return f"{host}{path}"

    def _with_account(self, address: str) -> str:
        transport = self.coordinator.camera.transport
        return with_account(address, transport.base, transport.credentials)

    @property
    @override
    def use_stream_for_stills(self) -> bool:
        return self._still is None

    @override
    async def stream_source(self) -> str | None:
        if not self._address:
            return None
        self.coordinator.rtsp.doubt(self._key)
        return self._with_account(self._address)

    @override
    async def async_create_stream(self) -> Stream | None:
        stream = await super().async_create_stream()
        if stream:
            stream.set_update_callback(self._follow_stream)
        return stream

    @callback
    def _follow_stream(self) -> None:
        """Look for the stream where it might be now when its video stops."""
        if self.stream and not self.stream.available:
            self.coordinator.rtsp.doubt(self._key)
        self.async_write_ha_state()

    @property
    @override
    def motion_detection_enabled(self) -> bool:
        """Whether the camera looks for motion, as far as that is known: its switch may be disabled."""
        return self.coordinator.camera.value(f.MOTION_DETECTION, self._key[0]) is True

    @override
    async def async_enable_motion_detection(self) -> None:
        await self.coordinator.write(Change(f.MOTION_DETECTION, True), channel=self._key[0])

    @override
    async def async_disable_motion_detection(self) -> None:
        await self.coordinator.write(Change(f.MOTION_DETECTION, False), channel=self._key[0])

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        if (still := self._still) is None:
            return None
        return await self.coordinator.command(lambda: self.coordinator.camera.snapshot(still))

    @override
    async def handle_async_mjpeg_stream(self, request: web.Request) -> web.StreamResponse | None:
        """Pass the camera's own MJPEG on, if it has any; else repeat snapshots."""
        source = self._source
        if source is None or not source.mjpeg or self.coordinator.rejected:
            return await super().handle_async_mjpeg_stream(request)
        try:
            async with self.coordinator.camera.mjpeg(source) as response:
                content_type = response.headers.get("Content-Type")
                return await async_aiohttp_proxy_stream(self.hass, request, response.content, content_type, _PIECE)
        except CameraError:
            return None
