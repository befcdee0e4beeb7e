"""JPEG and Motion JPEG of a control camera (section 7)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp import web

from .control_values import NotAllowed, choice, integer
from .picture import draw

if TYPE_CHECKING:
    from .control import ControlCamera

CHECKS = {"source": choice("input1"), "refresh": integer(0, 300)}


def picture(camera: ControlCamera) -> bytes:
    """What the camera sees now, with its settings at work."""
    low, high = camera.model.colour_range
    colour, effect = camera.pages["setcolor"], camera.pages["seteffect"]
    share = {name: (int(colour[name]) - low) / (high - low) for name in ("bright", "contrast", "saturation")}
    flip = camera.pages["setvideo"]["videoflip"]
    return draw(
        camera.pages["setservername"]["servername"],
        camera.now(),
        size=camera.picture_size,
        brightness=share["bright"],
        contrast=share["contrast"],
        saturation=0.0 if effect["monoimg"] == "enable" else share["saturation"],
        text=camera.pages["setosd"]["osdstatus"] == "enable",
        flip=flip in ("flip", "both"),
        mirror=flip in ("mirror", "both"),
    )


async def images(
    camera: ControlCamera, request: web.Request, path: str, query: Mapping[str, str]
) -> web.StreamResponse:
    if path.endswith("/jpeg.cgi"):
        if query:
            raise NotAllowed(f"unknown parameter {', '.join(query)}")
        return web.Response(body=picture(camera), content_type="image/jpeg")
    if unknown := query.keys() - CHECKS.keys():
        raise NotAllowed(f"unknown parameter {', '.join(sorted(unknown))}")
    values = {name: CHECKS[name](value) for name, value in query.items()}
    rate = 10 / (1 + int(values.get("refresh", "0")))
    return await camera.mjpeg(request, lambda: picture(camera), boundary="image_boundary_at", rate=rate)
