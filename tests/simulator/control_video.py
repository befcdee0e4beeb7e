"""Streams of a control camera: the video page and the capabilities it follows from (4.5, annex B)."""

from collections.abc import Callable, Mapping

from .control_tables import ON_OFF, Model, Page, Row, Values, numbered
from .control_values import NotAllowed, choice, integer

CAPTURE1 = {
    1: "1280x1024;1280x960;1280x720;1024x768",
    2: "1920x1080;1280x1024;1280x960;1280x720;1024x768",
    3: "2048x1536;1600x1200;1920x1080;1280x1024;1280x960;1280x720;1024x768",
}
CAPTURE2 = "1024x768;854x480;640x480;320x240"
MAX_BIT_RATE = {1: 6000, 2: 9000, 3: 12000}
MAX_FRAME_RATE = {1: 60, 2: 30, 3: 30}
CODECS = {"h264": "H264", "mpeg": "MPEG4", "mjpeg": "MJPEG"}
NAMED = {"h264": "h264", "mpeg": "mpeg4", "mjpeg": "mjpeg"}
CAPTURE3 = "640x480;320x240"
JPEG_QUALITY = (5, 95)
KEY_FRAME = (5, 60)


def streams(model: Model) -> dict[int, str]:
    captures = {2: numbered(model.captures), 3: numbered(model.captures)[1 if model.megapixel == 3 else 0 :]}
    return {1: "H264@Capture1"} | {
        n: ";".join(f"{codec}@Capture{capture}" for codec in CODECS.values() for capture in possible)
        for n, possible in captures.items()
    }


def largest(model: Model) -> str:
    return CAPTURE1[model.megapixel].partition(";")[0]


def video(model: Model) -> Page:
    first = CAPTURE1[model.megapixel].split(";")
    second = (*CAPTURE2.split(";"), "nouse")
    rows = [
        Row("videoflip", choice("normal", "mirror", "flip", "both"), "normal"),
        Row("capture1.enable", ON_OFF, "enable"),
        Row("capture1.size", choice(*first), first[0]),
        Row("capture2.enable", ON_OFF, "enable"),
        Row("capture2.size", choice(*second), "640x480"),
    ]
    if model.captures == 3:
        rows.append(Row("capture3.enable", ON_OFF, "enable"))
        rows.append(Row("capture3.size", choice(*CAPTURE3.split(";"), "nouse"), "320x240"))
    starts = {1: ("capture1", "h264", "4000"), 2: ("capture2", "mpeg", "512"), 3: ("capture2", "mjpeg", "50")}
    for n, (source, codec, quality) in starts.items():
        possible = [entry.split("@") for entry in streams(model)[n].split(";")]
        codecs = [code for code, name in CODECS.items() if name in {entry[0] for entry in possible}]
        sources = sorted({entry[1].lower() for entry in possible})
        key = f"encoder{n}"
        rows += [
            Row(f"{key}.enable", ON_OFF, "enable", number=n),
            Row(f"{key}.source", choice(*sources), source, number=n),
            Row(f"{key}.codec", choice(*codecs), codec, number=n),
            Row(f"{key}.framerate", integer(1, MAX_FRAME_RATE[model.megapixel]), "30", number=n),
            Row(f"{key}.quality", integer(5, MAX_BIT_RATE[model.megapixel]), quality, number=n),
            Row(f"{key}.keyframe", integer(*KEY_FRAME), "30", number=n, shown=moving(n)),
            Row(f"{key}.ratectrl", choice("cbr", "vbr"), "vbr", number=n, shown=moving(n)),
        ]
    rows += [
        Row("need_reboot", None, "no", comment="yes/no. if yes, it is applied after reboot."),
        Row("max_video_size", None, largest(model)),
    ]
    return Page("videoset", "getvideo", "setvideo", tuple(rows), (1, 2, 3), whole=True, rule=quality_of_codec)


def moving(n: int) -> Callable[[Values], bool]:
    """Key frames and rate control are a matter of H.264 and MPEG-4 only."""
    return lambda values: values[f"encoder{n}.codec"] != "mjpeg"


def quality_of_codec(values: dict[str, str], given: Values) -> None:
    """``quality`` is a bit rate or a Q value, as the codec has it; a new codec brings its own where none is given."""
    for n in numbered(3):
        codec, quality = f"encoder{n}.codec", f"encoder{n}.quality"
        low, high = JPEG_QUALITY if values[codec] == "mjpeg" else (64, max(MAX_BIT_RATE.values()))
        if low <= int(values[quality]) <= high:
            continue
        if quality in given:
            raise NotAllowed(f"{quality} is {low}..{high} for {values[codec]}")
        values[quality] = "50" if values[codec] == "mjpeg" else "512"


def connections(values: Values, sizes: Mapping[str, str], host: str, port: int) -> list[tuple[str, str]]:
    """Where the streams are (section 4.8)."""
    lines = []
    for n in numbered(3):
        if values[f"encoder{n}.enable"] == "enable":
            lines += [
                (f"stream{n}.codec", NAMED[values[f"encoder{n}.codec"]]),
                (f"stream{n}.size", sizes[values[f"encoder{n}.source"]]),
                (f"stream{n}.address", f"rtsp://{host}:{port}/stream{n}"),
            ]
    return lines


def video_capabilities(model: Model, *, everything: bool) -> dict[str, list[str]]:
    """The sections of annex B1. The single commands write H.264 where the whole one writes H264."""
    dot = "H264" if everything else "H.264"
    size = largest(model)
    rate = MAX_FRAME_RATE[model.megapixel]
    low_key, high_key = KEY_FRAME
    return {
        "Video": [
            f"MaxVideosize{dot} = {size}",
            f"MaxVideosizeMJPEG = {size}",
            f"MaxVideosizeMPEG4 = {'1920x1080' if model.megapixel == 3 else size}",
        ],
        "Video Stream": [
            "StreamMethod = RTPUDP;RTPTCP;RTPHTTP",
            "MaxStreamSupported = 3",
            *(f"stream{n} = {codecs}" for n, codecs in streams(model).items()),
            "EventStreamSupport = OnvifMetadata",
        ],
        "VideoCodec": [
            "MaxVideoCodecsize = 3",
            "VideoCodecSupported = H.264;MPEG4;MJPEG",
            f"Codec{dot}Maxuse = {2 if model.megapixel == 3 else 3}",
            "CodecMPEG4Maxuse = 2",
            "CodecMJPEGMaxuse = 2",
        ],
        "Resolution": [
            f"VideoSizeAll = {CAPTURE1[model.megapixel]};{CAPTURE2.partition(';')[2]}",
            f"CaptureMaxsize = {model.captures}",
            f"Capture1 = {CAPTURE1[model.megapixel]}",
            f"Capture2 = {CAPTURE2}",
            *[f"Capture3 = {CAPTURE3}"][: model.captures - 2],
        ],
        "Framerate": [f"MaxFramerate = {rate}", f"min:1fps;max:{rate}fps@VideoSizeAll"],
        "KeyFrame": [f"min:{low_key};max:{high_key}@min:1fps;max:{rate}fps"],
        "Bitrate": [
            f"BitrateAll = min:64kbps;max:{MAX_BIT_RATE[model.megapixel]}kbps",
            "JPEGBitrateSupported = Not_Support",
            "MPEG4BitrateSupported = BitrateAll",
            "H.264BitrateSupported = BitrateAll",
        ],
        "Quality": [
            f"JPEGQualitySupported = min:{JPEG_QUALITY[0]};max:{JPEG_QUALITY[1]}",
            "MPEG4QualitySupported = Not_Support",
            "H.264QualitySupported = Not_Support",
        ],
    }


VIDEO_ACTIONS = {
    "getVideo": ("Video", "Video Stream"),
    "getVideoCodec": ("VideoCodec",),
    "getResolution": ("Resolution",),
    "getFramerate": ("Framerate", "KeyFrame"),
    "getBitrate": ("Bitrate",),
    "getQuality": ("Quality",),
}

AUDIO_CAPABILITIES = {
    "Audio": [
        "AudioInputSupported = Yes",
        "AudioOutputSupported = Yes",
        "AudioUploadStream = RTSP",
        "AudioDownloadStream = RTSP",
    ],
    "AudioCodec": [
        "MaxAudioInputChannel = 1",
        "AudioInputCodecSupported = G.711",
        "MaxAudioOutputChannel = 1",
        "AudioOutputCodecSupported = G.711",
    ],
}
G711 = ["SamplingAll = 8K;16K", "SamplingFreq = min:8K;max:16K"]


def section(name: str, lines: list[str]) -> list[str]:
    return [f"[{name}]", *lines]


def capability_video(model: Model, action: str) -> list[str]:
    whole = action == "getCapabilitiesVideoAll"
    sections = video_capabilities(model, everything=whole)
    names = tuple(sections) if whole else VIDEO_ACTIONS[action]
    return [line for name in names for line in section(f"Capabilities {name}", sections[name])]


def capability_audio(model: Model, action: str) -> list[str]:
    whole = action == "getCapabilitiesAudioAll"
    names = tuple(AUDIO_CAPABILITIES) if whole else (action.removeprefix("get"),)
    lines = [line for name in names for line in section(f"Capabilities {name}", AUDIO_CAPABILITIES[name])]
    if "AudioCodec" in names:
        lines += section("Codec G.711" if whole else "CodecInfo G.711", G711)
        lines.append(f"Compress = {'ulaw;alaw' if model.alaw else 'ulaw'}")
    return lines


def capability_ptz(model: Model, action: str) -> list[str]:
    yes = "Yes" if model.ptz else "No"
    presets = str(model.presets) if model.ptz else "No"
    tours = "4" if model.ptz else "No"
    single = {
        "PanSupported": yes,
        "TiltSupported": yes,
        "ZoomSupported": yes,
        "FocusSupported": yes,
        "EndlessPanSupported": yes,
        "AutoFocusSupported": yes,
        "PresetSupported": presets,
        "AutopanSupported": tours,
        "AutopancwSupported": yes,
        "TourSupported": tours,
    }
    # B3.1 lists fewer, in its own order.
    whole = ("Pan", "Tilt", "Zoom", "Focus", "Autopan", "Preset", "Tour")
    names = [f"{name}Supported" for name in whole] if action == "getCapabilitiesPTZAll" else list(single)
    return section("Capabilities PTZ", [f"{name} = {single[name]}" for name in names])


def capability_image(model: Model) -> list[str]:
    low, high = model.colour_range
    have = {"edgeenhance": model.edge, "hue": model.hue}
    names = ("brightness", "contrast", "saturation", "sharpness", "edgeenhance", "hue")
    supported = [f"{name} = {'Yes' if have.get(name, True) else 'No'}" for name in names]
    ranges = [f"{name} = min:{low};max:{high};default:{(low + high) // 2}" for name in names]
    return section("ImageEnhanceSupported", supported) + section("ImageEnhanceValuerange", ranges)
