"""JPEG and Motion JPEG of the message dialect (Message HTTP API 3.1, 3.15)."""

import re
from typing import TYPE_CHECKING

from aiohttp import web

from .picture import draw

if TYPE_CHECKING:
    from .message import MessageCamera

SIZE = re.compile(r"(\d+)x(\d+)")


async def pictures(camera: MessageCamera, request: web.Request, kind: str, channel: int) -> web.StreamResponse:
    if not 1 <= channel <= camera.channels:
        return web.Response(status=404, text="404 File Not Found", content_type="text/html")
    if kind == "jpgimage":
        return web.Response(body=picture(camera, channel), content_type="image/jpeg")
    row = camera.row("mjpeg", "StreamInfo", channel)
    if row["Resolution"] == "CLOSED":
        return web.Response(status=503, text="503 Service Unavailable", content_type="text/html")
    return await camera.mjpeg(
        request, lambda: picture(camera, channel), boundary="myboundary", rate=float(row["FrameRate"])
    )


def picture(camera: MessageCamera, channel: int) -> bytes:
    """What the camera sees now, with the image settings at work."""
    image = camera.row("image", "ImageInfo", channel)
    osd = camera.row("image", "OSDInfo", channel)
    basic = camera.row("camera", "BasicInfo", channel)
    size = SIZE.fullmatch(camera.row("mjpeg", "StreamInfo", channel)["Resolution"])
    return draw(
        osd["TextOSDTitle"],
        camera.now(),
        size=(int(size[1]) // 2, int(size[2]) // 2) if size else (640, 360),
        brightness=int(image["Brightness"]) / 255,
        contrast=int(image["Contrast"]) / 255,
        saturation=int(image["Saturation"]) / 255,
        text=osd["TextOSDStatus"] == "1",
        flip=basic["MirrorVer"] == "1",
        mirror=basic["MirrorHor"] == "1",
    )
