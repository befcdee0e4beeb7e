"""Streams of a Dahua device: the Encode table and the capabilities it follows from (4.5.3 to 4.5.5)."""

from collections.abc import Mapping

from .control_values import Check, NotAllowed, choice, integer, matching, number
from .dahua_hardware import Hardware, Wording
from .dahua_tables import BOOL, Entries, Rows, under

MAIN = ("2048x1536", "1080P", "SXGA", "1280x960", "720P", "D1", "CIF")
EXTRA = ("D1", "VGA", "CIF")
NAMED = {"1080P": "1920x1080", "SXGA": "1280x1024", "720P": "1280x720", "VGA": "640x480"}
BY_STANDARD = {"PAL": {"D1": "704x576", "CIF": "352x288"}, "NTSC": {"D1": "704x480", "CIF": "352x240"}}
BIT_RATES = {"MainFormat": (448, 8192), "ExtraFormat": (80, 2048), "SnapFormat": (448, 8192)}
CODECS = {
    "MainFormat": ("H.264", "H.265", "MJPG"),
    "ExtraFormat": ("H.264", "MJPG"),
    "SnapFormat": ("H.264", "MJPG"),
}
AUDIO = ("G.711A", "G.711Mu", "PCM")
FPS_MAX = {"PAL": 25, "NTSC": 30}


def sizes(kind: str, standard: str) -> dict[str, str]:
    """Resolution names of a stream and what they measure under this video standard."""
    names = EXTRA if kind == "ExtraFormat" else MAIN
    return {name: {**NAMED, **BY_STANDARD[standard]}.get(name, name) for name in names}


def fps(wording: Wording) -> Check:
    check = number(0.2, 30)
    return (lambda value: f"{float(check(value)):.6f}") if wording.fps_decimals else check


def stream(kind: str, wording: Wording) -> Rows:
    extra = kind == "ExtraFormat"
    rate = fps(wording)
    width, height = ("704", "576") if extra else ("1920", "1080")
    return {
        "Audio.Bitrate": ("64", integer(8, 192)),
        "Audio.Channels[0]": ("0", None),
        "Audio.Compression": ("G.711A", choice(*AUDIO)),
        "Audio.Depth": ("16", integer(8, 32)),
        "Audio.Frequency": ("8000", choice("8000", "16000")),
        "Audio.Mode": ("0", integer(0, 7)),
        "Audio.Pack": ("DHAV", None),
        "AudioEnable": ("true", BOOL),
        "Video.BitRate": ("512" if extra else "4096", integer(*BIT_RATES[kind])),
        "Video.BitRateControl": ("CBR", choice("CBR", "VBR")),
        "Video.Compression": ("H.264", choice(*CODECS[kind])),
        "Video.CustomResolutionName": ("D1" if extra else "1080P", None),
        "Video.FPS": (rate("25"), rate),
        "Video.GOP": ("50", integer(1, 100)),
        "Video.Height": (height, integer(1, 4096)),
        "Video.Pack": ("DHAV", None),
        "Video.Profile": ("Main", choice("Baseline", "Main", "Extended", "High")),
        "Video.Quality": ("4", integer(1, 6)),
        "Video.QualityRange": ("6", None),
        "Video.SVCTLayer": ("1", integer(1, 4)),
        "Video.Width": (width, integer(1, 4096)),
        "Video.resolution": (f"{width}x{height}", matching("[0-9]{2,4}x[0-9]{2,4}")),
        "VideoEnable": ("true", BOOL),
    }


def encode_tables(hardware: Hardware, wording: Wording) -> Entries:
    counts = {"ExtraFormat": hardware.extra_streams, "MainFormat": 4, "SnapFormat": 3}
    entries: Entries = {}
    for channel in range(hardware.channels):
        for kind, count in counts.items():
            rows = stream(kind, wording)
            for n in range(count):
                entries |= under(f"Encode[{channel}].{kind}[{n}]", rows)
    return entries


def fit(values: dict[str, str], given: Mapping[str, str]) -> None:
    """A resolution counts as a whole, and the rate must be one the video standard has."""
    standard = values["VideoStandard"]
    for head in {key.partition(".Video.")[0] for key in given if key.startswith("Encode[") and ".Video." in key}:
        video = f"{head}.Video."
        kind = head.rpartition(".")[2].partition("[")[0]
        if f"{video}resolution" in given:
            values[f"{video}Width"], _, values[f"{video}Height"] = given[f"{video}resolution"].partition("x")
        size = f"{values[f'{video}Width']}x{values[f'{video}Height']}"
        names = {measured: name for name, measured in sizes(kind, standard).items()}
        if size not in names and given.keys() & {f"{video}Width", f"{video}Height", f"{video}resolution"}:
            raise NotAllowed(f"{size} is no size of this stream")
        values[f"{video}resolution"] = size
        values[f"{video}CustomResolutionName"] = names.get(size, size)
        if float(values[f"{video}FPS"]) > FPS_MAX[standard] and f"{video}FPS" in given:
            raise NotAllowed(f"FPS is at most {FPS_MAX[standard]}")


def config_caps(hardware: Hardware, wording: Wording, channel: int, standard: str) -> list[str]:
    channels = range(hardware.channels) if wording.caps_of_all else range(channel, channel + 1)
    lines: list[str] = []
    for one in channels:
        for kind, count in (("ExtraFormat", hardware.extra_streams), ("MainFormat", 4), ("SnapFormat", 3)):
            low, high = BIT_RATES[kind]
            rows = {
                "Audio.CompressionTypes": ",".join(AUDIO),
                "Video.BitRateOptions": f"{low},{high}",
                "Video.CompressionTypes": ",".join(CODECS[kind]),
                "Video.FPSMax": str(FPS_MAX[standard]),
                "Video.ResolutionTypes": ",".join(sizes(kind, standard)),
            }
            if kind == "SnapFormat":
                rows = {name: rows[name] for name in ("Video.CompressionTypes", "Video.ResolutionTypes")}
            if wording.caps == "printed":
                heads = [f"head{kind.removesuffix('Format')}"]
            else:
                index = f"[{one}]" if wording.caps == "indexed" else ""
                heads = [f"caps{index}.{kind}[{n}]" for n in range(count)]
            lines += [f"{head}.{name}={value}" for head in heads for name, value in rows.items()]
    return lines


def encode_caps(hardware: Hardware) -> list[str]:
    lines = ["caps.PlaybackCompressSplitNumList[0]=1", "caps.PreviewMode=SplitSnap"]
    for channel in range(hardware.channels):
        head = f"caps.VideoEncodeDevices[{channel}]"
        lines += [
            f"{head}.CoverAreaPercent=100",
            f"{head}.CoverCount=4",
            f"{head}.LadenBitrate=162201600",
            f"{head}.MaxExtraStream={hardware.extra_streams}",
            f"{head}.SupportIndividualResolution=true",
            f"{head}.TitleCount=4",
        ]
    return lines
