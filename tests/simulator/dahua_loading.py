"""Downloads of a Dahua device (4.11.6, 4.11.7)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp import web

from .dahua_pictures import picture

if TYPE_CHECKING:
    from .dahua_device import DahuaDevice


async def load(device: DahuaDevice, request: web.Request, path: str) -> web.StreamResponse:
    recording = device.disk.behind(path)
    if recording is None:
        return device.text("Error\r\nNot Found!\r\n", 404)
    return await _send(device, request, *device.disk.content(recording, picture(device, recording.channel)))


async def load_between(device: DahuaDevice, request: web.Request, query: Mapping[str, str]) -> web.StreamResponse:
    return await _send(device, request, device.disk.between(query, device.hardware.channels))


async def _send(device: DahuaDevice, request: web.Request, data: bytes, copies: int = 1) -> web.StreamResponse:
    with device.not_busy():
        return await device.delivery.send(request, data, "Application/octet-stream", copies=copies)
