"""The kinds of device of the dahua dialect (Amcrest HTTP API)."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from .dahua_device import DahuaDevice
from .dahua_doorbell import DahuaDoorbell

__all__ = ["KINDS", "MODELS", "DahuaCamera", "DahuaDevice", "DahuaDoorbell", "DahuaRecorder"]


class DahuaCamera(DahuaDevice):
    """One channel."""

    kind = "dahua-camera"


class DahuaRecorder(DahuaDevice):
    """Four channels behind one address, one disk, one event stream."""

    kind = "dahua-recorder"
    hardware_of_kind: ClassVar[dict[str, Any]] = {
        "channels": 4,
        "recorder": True,
        "inputs": 4,
        "outputs": 2,
        "extra_streams": 1,
    }
    device_type = "31"
    update_serial = "DH-NVR5232-4KS3/I"
    device_class = "NVR"
    version = "4.001.0000000.6.R"
    build = "2021-11-08"

    @classmethod
    def channel_names(cls, channels: int) -> list[str]:
        usual = ["Driveway", "Garden", "Back door", "Workshop"]
        return (usual + super().channel_names(channels)[len(usual) :])[:channels]


KINDS = {kind.kind: kind for kind in (DahuaCamera, DahuaRecorder)}
# Ready-made devices beyond the two kinds; everything about them can also be said in options.
MODELS: dict[str, Callable[..., DahuaDevice]] = {
    "dahua-doorbell": DahuaDoorbell,
    "dahua-dome": partial(DahuaCamera, ptz=True, presets=255, wiper=True, device_type="SD6CE225U-HNI", name="Dome"),
    "dahua-thermal": partial(
        DahuaCamera, thermal=True, names=["Thermal", "Visible"], device_type="TPC-BF5421", name="Thermal camera"
    ),
    "dahua-lights": partial(
        DahuaCamera,
        lighting_v2=True,
        lights=("WhiteLight", "InfraredLight"),
        white_light=True,
        siren=True,
        lens_mask=True,
        device_type="IPC-HFW3849T1-AS-PV",
        name="Floodlight",
    ),
    "dahua-big-recorder": partial(DahuaRecorder, channels=32, empty=[30, 31, 32], name="Big recorder"),
}
