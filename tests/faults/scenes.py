"""One camera of each dialect, and where a fault strikes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A simulated camera whose brightness is asked for by `question` and set by `order`: how these requests begin.

    `events` is how that for the event stream begins, empty where there is none. `brightness` tells what the camera has.
    """

    kind: str
    question: str
    order: str
    brightness: Callable[[Any], str]
    events: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def dialect(self) -> str:
        """The name of the dialect."""
        return self.kind.partition("-")[0]


SCENES: tuple[Scene, ...] = (
    Scene(
        kind="ipc-1.0.10",
        question="/cgi-bin/image",
        order="/cgi-bin/image",
        brightness=lambda camera: camera.values["image"]["brightness"],
    ),
    Scene(
        kind="control",
        question="/cgi-bin/control/camcolor.cgi",
        order="/cgi-bin/control/camcolor.cgi",
        events="/cgi-bin/control/requestevent.cgi",
        brightness=lambda camera: camera.pages["setcolor"]["bright"],
    ),
    Scene(
        kind="dahua-camera",
        question="/cgi-bin/configManager.cgi?action=getConfig&name=VideoColor",
        order="/cgi-bin/configManager.cgi?action=setConfig",
        events="/cgi-bin/eventManager.cgi?action=attach",
        brightness=lambda camera: camera.config["VideoColor[0][0].Brightness"],
    ),
    Scene(
        kind="message",
        question="/cgi/image_get?Channel=1&Group=ImageInfo",
        order="/cgi/image_set",
        options={"digest": True},
        brightness=lambda camera: camera.row("image", "ImageInfo", 1)["Brightness"],
    ),
)
