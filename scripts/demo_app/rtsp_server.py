"""H.264 over RTSP for the simulated cameras. Run by Debian's python3, whose packages GStreamer's are.

Arguments: one JSON object a camera, with name, user, password and, for each path, size, label, font size and colours.
Prints one line a camera, its name and its port.
"""

import json
import signal
import sys
from typing import Any

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

FRAMES_PER_SECOND = 12


def picture(stream: dict[str, Any]) -> str:
    """Return the description of a pipeline: a ball before a ground of its own colours, name and time on top."""
    width, height = stream["size"]
    size = f"width={width},height={height},framerate={FRAMES_PER_SECOND}/1"
    above, below = stream["colours"]
    ground = (
        f"videotestsrc is-live=true pattern=gradient background-color={above} foreground-color={below} "
        f"! video/x-raw,format=AYUV,{size} ! scene."
    )
    ball = (
        "videotestsrc is-live=true pattern=ball background-color=0x00ffffff "
        f"foreground-color=0xffffffff ! video/x-raw,format=AYUV,{size} ! scene."
    )
    steps = ["compositor name=scene background=black", f"video/x-raw,{size}"]
    if Gst.ElementFactory.find("clockoverlay"):
        label = f"{stream['label']}   H.264 {width}x{height}   %H:%M:%S".replace('"', "")
        steps.append(
            f'clockoverlay time-format="{label}" halignment=left valignment=top shaded-background=true '
            f'font-desc="Sans, {stream["font"]}"'
        )
    steps += [
        "videoconvert",
        "video/x-raw,format=I420",
        f"x264enc tune=zerolatency speed-preset=ultrafast bitrate=900 key-int-max={FRAMES_PER_SECOND * 2}",
        "rtph264pay name=pay0 pt=96 config-interval=1",
    ]
    return f"( {' ! '.join(steps)} {ground} {ball} )"


class Streams(GstRtspServer.RTSPMediaFactory):  # type: ignore[misc]
    """One path of a camera; which stream is meant may stand in the query."""

    def __init__(self, camera: dict[str, Any]) -> None:
        super().__init__()
        self.camera = camera
        self.set_shared(True)

    def do_create_element(self, url: Any) -> Any:
        target = url.abspath + (f"?{url.query}" if url.query else "")
        streams = self.camera["streams"]
        # A player adds the track to the end of the address, be it a path or a query.
        meant = [stream for path, stream in streams.items() if target.startswith(path)] or list(streams.values())
        return Gst.parse_launch(picture(meant[0]))


def serve(camera: dict[str, Any]) -> Any:
    """Start the server of one camera on a free port and return it."""
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    factory = Streams(camera)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth = GstRtspServer.RTSPAuth()
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(camera["user"], camera["password"]), token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_role("viewer")
    permissions.add_permission_for_role("viewer", "media.factory.access", True)
    permissions.add_permission_for_role("viewer", "media.factory.construct", True)
    factory.set_permissions(permissions)
    for path in {target.partition("?")[0] for target in camera["streams"]}:
        server.get_mount_points().add_factory(path, factory)
    server.attach(None)
    print(camera["name"], server.get_bound_port(), sep="\t", flush=True)
    return server


def main() -> None:
    Gst.init(None)
    servers = [serve(json.loads(camera)) for camera in sys.argv[1:]]
    loop = GLib.MainLoop()
    for number in (signal.SIGINT, signal.SIGTERM):
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, number, loop.quit)
    loop.run()
    del servers


if __name__ == "__main__":
    main()
