"""Pictures: one entity for every stream."""

from typing import Final, override

from aiohttp import web
from homeassistant.components.camera import Camera
from homeassistant.components.camera.const import CameraEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_aiohttp_proxy_stream
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from yarl import URL

from .const import CONF_RTSP_PATH
from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import ChannelEntity, follow
from .protocol.errors import CameraError
from .protocol.model import StreamKind, StreamSource
from .protocol.streams import with_account

PARALLEL_UPDATES = 0

RTSP_PORT: Final = 554


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the streams of the camera."""
    coordinator = entry.runtime_data

    def make(key: tuple[int, StreamKind]) -> CameraStream:
        return CameraStream(coordinator, _sources(coordinator)[key])

    follow(entry, async_add_entities, lambda: _sources(coordinator), make)


def _sources(coordinator: CameraCoordinator) -> dict[tuple[int, StreamKind], StreamSource]:
    return {(source.channel, source.kind): source for source in coordinator.camera.streams()}


class CameraStream(ChannelEntity, Camera):
    """One stream of a camera or channel."""

    def __init__(self, coordinator: CameraCoordinator, source: StreamSource) -> None:
        """Show a stream."""
        Camera.__init__(self)
        super().__init__(coordinator, source.channel, f"stream_{source.kind}", ())
        self._key = (source.channel, source.kind)
        self._still = self._still_of(source)
        is_main = source.kind is StreamKind.MAIN
        if is_main:
            self._attr_name = None
        else:
            self._attr_translation_key = f"stream_{source.kind}"
        self._attr_entity_registry_enabled_default = is_main
        self._attr_brand = coordinator.camera.identity.vendor or coordinator.camera.dialect.title
        self._attr_model = coordinator.camera.identity.model or None
        if self._rtsp():
            self._attr_supported_features = CameraEntityFeature.STREAM

    def _still_of(self, source: StreamSource) -> StreamSource | None:
        """Return the stream that snapshots come from: this one, else the main one of its channel."""
        main = _sources(self.coordinator).get((source.channel, StreamKind.MAIN), source)
        return next((candidate for candidate in (source, main) if candidate.snapshot), None)

    @property
    def kind(self) -> StreamKind:
        """The stream's role."""
        return self._key[1]

    @property
    def _source(self) -> StreamSource | None:
        """The source as the camera describes it now."""
        return _sources(self.coordinator).get(self._key)

    def _rtsp(self) -> str:
        """Return the address without account: the camera's own, or the path that the user gave for main streams."""
        source = self._source
        address = source.rtsp if source else ""
        path: str = self.coordinator.config_entry.options.get(CONF_RTSP_PATH, "")
        channel, kind = self._key
        if not path or kind is not StreamKind.MAIN:
            return address
        path = path.replace("{channel}", str(channel or 1))
        if not path.startswith("/"):
            return path
        port = URL(address).port if address else RTSP_PORT
        host = URL.build(scheme="rtsp", host=self.coordinator.camera.transport.base.host or "", port=port)
        return f"{host}{path}"

    @property
    @override
    def use_stream_for_stills(self) -> bool:
        return self._still is None

    @override
    async def stream_source(self) -> str | None:
        address = self._rtsp()
        transport = self.coordinator.camera.transport
        return with_account(address, transport.base, transport.credentials) if address else None

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
                return await async_aiohttp_proxy_stream(self.hass, request, response.content, content_type)
        except CameraError:
            return None
