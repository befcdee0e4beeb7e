"""snapshot.cgi of the ipc dialect (IPC HTTP CGI 1.0.10, 3.19)."""

from typing import TYPE_CHECKING

from aiohttp import web

from .ipc_values import Refused, Values
from .picture import draw

if TYPE_CHECKING:
    from .ipc import IpcCamera

# Sub stream, main stream.
SIZES = ((480, 360), (1280, 720))


def picture(camera: IpcCamera, stream: int) -> bytes:
    """What the camera sees now, with the image settings at work."""
    image, osd, flip = (camera.values[path] for path in ("image", "osd", "set_flip"))
    return draw(
        osd["title_utf8"],
        camera.local_now(),
        size=SIZES[stream],
        brightness=int(image["brightness"]) / 255,
        contrast=int(image["contrast"]) / 255,
        saturation=int(image["saturation"]) / 255,
        text=osd["enable"] == "1",
        flip=flip["vertical_flip"] == "1",
        mirror=flip["horizon_flip"] == "1",
    )


def snapshot(camera: IpcCamera, query: Values) -> str | web.Response:
    """The JPEG itself, as devices answer, or with ``upload`` the XML the document prints."""
    uid = None
    if "uid" in query:
        uid = camera.authorize(query)
    elif camera.values["onvif"]["onvif_auth"] == "1" or "username" in query:
        camera.check_password(query)
    camera.expect(query, "uid", "username", "password", "stream", "upload")
    stream = query.get("stream", "0")
    if stream not in ("0", "1"):
        raise Refused("stream 0 or 1")
    upload = query.get("upload")
    if upload is None:
        camera.renew(uid)
        return web.Response(body=picture(camera, int(stream)), content_type="image/jpeg")
    if upload not in ("0", "1", "2", "3"):
        raise Refused("upload 0 or 1 or 2 or 3")
    if upload == "0" and not camera.sd_card:
        raise Refused("sd not mount")
    if upload == "1":
        raise Refused("Ftp not deploy")
    if upload == "3":
        raise Refused("NFS Server not mounted")
    if upload == "2":
        camera.mail_alarm(camera.mail, "Snapshot", picture(camera, int(stream)))
    camera.renew(uid)
    return "<upload>OK</upload>"
