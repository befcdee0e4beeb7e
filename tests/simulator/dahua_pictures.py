"""What a Dahua device shows: its picture, and which stream is behind an RTSP path (4.1)."""

import re
from typing import TYPE_CHECKING

from .control_values import NotAllowed
from .dahua_media import moment
from .picture import draw
from .wire import parse_query

if TYPE_CHECKING:
    from .dahua_device import DahuaDevice

CODECS = {"H.264": "H264", "H.265": "H265", "MJPG": "JPEG"}


def picture(device: DahuaDevice, channel: int) -> bytes:
    """What the camera of a channel (from 1) sees now, with its settings at work."""
    c, config = channel - 1, device.config
    if config.values.get(f"LeLensMask[{c}].Enable") == "true":
        return draw("", device.now(), size=device.picture_size, brightness=0.0, text=False)
    share = {name: int(config[f"VideoColor[{c}][0].{name}"]) / 100 for name in ("Brightness", "Contrast")}
    grey = config[f"VideoInOptions[{c}].DayNightColor"] == "2"
    return draw(
        config[f"ChannelTitle[{c}].Name"],
        device.now(),
        size=device.picture_size,
        brightness=share["Brightness"],
        contrast=share["Contrast"],
        saturation=0.0 if grey else int(config[f"VideoColor[{c}][0].Saturation"]) / 100,
        text=config[f"VideoWidget[{c}].ChannelTitle.EncodeBlend"] == "true",
        flip=config[f"VideoInOptions[{c}].Flip"] == "true",
        mirror=config[f"VideoInOptions[{c}].Mirror"] == "true",
    )


def stream_behind(device: DahuaDevice, target: str) -> str | None:
    """The codec of a live stream, a playback or a file; None where there is none."""
    path, _, raw_query = target.partition("?")
    query = parse_query(raw_query)
    if path == "/cam/realmonitor":
        return _live(device, query.get("channel", "1"), query.get("subtype", "0"))
    if path == "/cam/playback":
        return _played(device, query)
    return "H264" if device.disk.behind("/" + path.lstrip("/")) else None


def _live(device: DahuaDevice, channel: str, subtype: str) -> str | None:
    if not (channel.isdecimal() and subtype.isdecimal()):
        return None
    kind = "MainFormat[0]" if subtype == "0" else f"ExtraFormat[{int(subtype) - 1}]"
    head = f"Encode[{int(channel) - 1}].{kind}"
    if int(channel) not in device.slots.fitted or device.config.values.get(f"{head}.VideoEnable") != "true":
        return None
    return CODECS[device.config[f"{head}.Video.Compression"]]


def _played(device: DahuaDevice, query: dict[str, str]) -> str | None:
    try:
        first, last = (moment(_written(query.get(name, ""))) for name in ("starttime", "endtime"))
    except NotAllowed:
        return None
    channel = query.get("channel", "1")
    return "H264" if channel.isdecimal() and device.disk.within(int(channel), first, last) else None


def _written(value: str) -> str:
    """``2012_09_15_12_37_05`` as the other CGIs write it."""
    return re.sub(r"^(\d+)_(\d+)_(\d+)_(\d+)_(\d+)_(\d+)$", r"\1-\2-\3 \4:\5:\6", value)
