"""Downloads of a Dahua device (4.11.6, 4.11.7)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp import web

from .control_values import NotAllowed, integer
from .dahua_media import content, moment
from .dahua_pictures import picture
from .downloads import File, pattern, send

if TYPE_CHECKING:
    from .dahua_device import DahuaDevice


async def load(device: DahuaDevice, request: web.Request, path: str) -> web.StreamResponse:
    recording = device.disk.behind(path)
    if recording is None:
        return device.text("Error\r\nNot Found!\r\n", 404)
    if recording.kind == "jpg":
        return web.Response(body=picture(device, recording.channel), content_type="application/octet-stream")
    return await _download(device, request, content(recording))


async def load_between(device: DahuaDevice, request: web.Request, query: Mapping[str, str]) -> web.StreamResponse:
    """4.11.7: what was recorded within a span, in one piece."""
    if missing := {"channel", "startTime", "endTime"} ^ query.keys() - {"subtype"}:
        raise NotAllowed(f"{', '.join(sorted(missing))} missing or unknown")
    integer(0, device.hardware.extra_streams)(query.get("subtype", "0"))
    channel = int(device.slots.number(query["channel"]))
    files = device.disk.between(channel, moment(query["startTime"]), moment(query["endTime"]))
    size = sum(file.size for file in files if file.kind != "jpg")
    if not size:
        raise NotAllowed("nothing recorded")
    return await _download(device, request, pattern("DHAV between ", size, "Application/octet-stream"))


async def _download(device: DahuaDevice, request: web.Request, file: File) -> web.StreamResponse:
    with device.not_busy():
        return await send(request, file, ranges=device.manners.ranges)
