"""Captures and encoders of the control dialect: what can be set follows what is set, and gives way to it."""

from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.dialects.control import DIALECT
from custom_components.cgi_camera.protocol.errors import Invalid
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Capability, Change, Feature, Slot
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.writing import orders
from tests.simulator import Fault

from .conftest import Meet
from .examples import Examples

EXAMPLES = Examples(DIALECT)
CONTROL = "/cgi-bin/control/"
VIDEO = """videoflip = normal
capture1.enable = enable
capture1.size = {one}
capture2.enable = enable
capture2.size = {two}
encoder1.enable = enable
encoder1.source = capture1
encoder1.codec = h264
encoder1.framerate = {rate}
encoder1.quality = 4000
encoder1.keyframe = {key}
encoder1.ratectrl = vbr
encoder2.enable = enable
encoder2.source = capture2
encoder2.codec = {codec}
encoder2.framerate = 30
encoder2.quality = {quality}
encoder2.keyframe = 30
encoder2.ratectrl = vbr
max_video_size = 1280x1024
"""
USUAL = {"one": "1280x720", "two": "640x480", "rate": "30", "key": "30", "codec": "h264", "quality": "512"}


def known(camera: str = "", ranges: str = "", **video: str) -> Knowledge:
    """Return what a camera tells: its capabilities as printed for one with 1, 2 or 3 megapixels or as given."""
    found = Knowledge(DIALECT, 30)
    printed = EXAMPLES.folder / f"capabilityvideo_{camera}.txt"
    told = ranges.encode() or (printed.read_bytes() if camera else b"")
    found.take(Source(EXAMPLES.endpoints["capabilityvideo"], 0), DIALECT.decode(told), 0.0)
    body = VIDEO.format(**USUAL | video).encode()
    found.take(Source(EXAMPLES.endpoints["videoset"], 0), DIALECT.decode(body), 0.0)
    return found


def offered(knowledge: Knowledge, feature: Feature[Any], number: int) -> Capability:
    """Return what is offered for a capture or stream."""
    return knowledge.capabilities[Slot(0, feature, number)]


def span(capability: Capability) -> tuple[float | None, float | None]:
    """Return the ends of a range."""
    return capability.minimum, capability.maximum


def sent(knowledge: Knowledge, *changes: Change[Any]) -> dict[str, str]:
    """Return the parameters that changes make, but for the action."""
    (order,) = orders(knowledge, changes, 0)
    query = dict(order.request(knowledge).query)
    del query["action"]
    return query


@pytest.mark.parametrize(
    ("size", "allowed", "refused"),
    [
        ("1280x720", [5, 30, 45, 60], [4, 31, 44, 59, 61]),
        ("1280x1024", [5, 30, 45], [46, 60]),
        ("640x480", [5, 30, 45, 60], [120]),
    ],
)
def test_frame_rates_of_a_size(size: str, allowed: list[float], refused: list[float]) -> None:
    """Annex B1.1, camera with 1 megapixel: two fixed rates above the range, one of them at smaller sizes only."""
    knowledge = known("1m", one=size)
    for rate in allowed:
        assert sent(knowledge, Change(f.STREAM_FRAME_RATE, float(rate), 1))["encoder1.framerate"] == str(rate)
    for rate in refused:
        with pytest.raises(Invalid, match=r"is none of 5 to 30, 45"):
            sent(knowledge, Change(f.STREAM_FRAME_RATE, float(rate), 1))


@pytest.mark.parametrize(("rate", "most"), [("30", 60), ("45", 90), ("60", 120), ("31", 60)])
def test_key_frames_of_a_frame_rate(rate: str, most: int) -> None:
    """Annex B1.1: twice the rate; where the camera has none for it, the document's."""
    assert offered(known("1m", rate=rate), f.STREAM_KEY_FRAME_INTERVAL, 1).maximum == most


@pytest.mark.parametrize(
    ("camera", "sizes", "most"),
    [
        ("1m", ("1280x1024", "1280x960", "1280x720", "1024x768"), 6000),
        ("2m", ("1920x1080", "1280x1024", "1280x960", "1280x720", "1024x768"), 9000),
        (
            "3m",
            ("2048x1536", "1600x1200", "1920x1080", "1280x1024", "1280x960", "1280x720", "1024x768"),
            12000,
        ),
    ],
)
def test_printed_capabilities(camera: str, sizes: tuple[str, ...], most: int) -> None:
    """Annex B1.1: each camera offers its own."""
    knowledge = known(camera)
    assert offered(knowledge, f.CAPTURE_RESOLUTION, 1).choices == sizes
    smaller = ("1024x768", "854x480", "640x480", "320x240", "not used")
    assert offered(knowledge, f.CAPTURE_RESOLUTION, 2).choices == smaller
    assert span(offered(knowledge, f.STREAM_BIT_RATE, 1)) == (64, most)
    assert not offered(knowledge, f.STREAM_CODEC, 1).writable
    assert not offered(knowledge, f.STREAM_CAPTURE, 1).writable
    assert offered(knowledge, f.STREAM_CODEC, 2).choices == ("H.264", "MPEG4", "MJPEG")
    assert offered(knowledge, f.STREAM_CAPTURE, 2).choices == ("1", "2")
    still = known(camera, codec="mjpeg", quality="50")
    assert span(offered(still, f.STREAM_JPEG_QUALITY, 2)) == (5, 80)


def test_no_capabilities() -> None:
    """Section 4.5: firmware without annex B takes what the document says, up to its largest size."""
    knowledge = known()
    first = ("1280x1024", "1280x960", "1280x720", "1024x768", "854x480", "640x480", "320x240")
    assert offered(knowledge, f.CAPTURE_RESOLUTION, 1).choices == first
    assert offered(knowledge, f.CAPTURE_RESOLUTION, 2).choices == (*first, "not used")
    assert span(offered(knowledge, f.STREAM_FRAME_RATE, 1)) == (1, 30)
    assert span(offered(knowledge, f.STREAM_KEY_FRAME_INTERVAL, 1)) == (10, 60)
    assert span(offered(knowledge, f.STREAM_BIT_RATE, 1)) == (64, 12000)
    assert offered(knowledge, f.STREAM_CODEC, 1).choices == ("H.264", "MPEG4", "MJPEG")
    assert not offered(knowledge, f.STREAM_CAPTURE, 1).writable
    assert offered(knowledge, f.STREAM_CAPTURE, 2).choices == ("1", "2", "3")
    still = known(codec="mjpeg", quality="50")
    assert span(offered(still, f.STREAM_JPEG_QUALITY, 2)) == (5, 95)
    assert sent(knowledge, Change(f.STREAM_CODEC, "MJPEG", 2)) == {"encoder2.codec": "mjpeg", "encoder2.quality": "50"}
    assert sent(still, Change(f.STREAM_CODEC, "H.264", 2)) == {"encoder2.codec": "h264", "encoder2.quality": "4000"}


@pytest.mark.parametrize(
    ("video", "change", "query"),
    [
        # What no capability rules out is left alone.
        ({"rate": "60"}, Change(f.CAPTURE_RESOLUTION, "1024x768", 1), {"capture1.size": "1024x768"}),
        ({"rate": "fast"}, Change(f.CAPTURE_RESOLUTION, "1024x768", 1), {"capture1.size": "1024x768"}),
        ({}, Change(f.STREAM_CAPTURE, "1", 2), {"encoder2.source": "capture1"}),
    ],
)
def test_nothing_to_fit(video: dict[str, str], change: Change[Any], query: dict[str, str]) -> None:
    """Where the camera tells no rates, a change changes nothing else."""
    assert sent(known(**video), change) == query


def test_rates_of_another_capture() -> None:
    """A stream that takes a larger capture has to do with its rates; one of MJPEG has no key frames."""
    fast = {"two": "640x480", "one": "1280x1024"}
    told = (EXAMPLES.folder / "capabilityvideo_1m.txt").read_text().replace("min:5fps;max:30fps@VideoSizeAll\n", "")
    for codec, query in (
        ({"codec": "h264"}, {"encoder2.framerate": "45"}),
        ({"codec": "mjpeg", "quality": "50"}, {"encoder2.framerate": "45"}),
    ):
        knowledge = known(ranges=told, **fast, **codec)
        assert sent(knowledge, Change(f.STREAM_CAPTURE, "1", 2)) == {"encoder2.source": "capture1", **query}


@pytest.mark.parametrize("line", ["nothing", "fix:fps@640x480", "min:x;max:y@VideoSizeAll"])
def test_senseless_capabilities(line: str) -> None:
    """What cannot be read does not keep the rest from being offered."""
    bit_rates = f"[Capabilities Bitrate]\nBitrateAll = {line}\nH.264BitrateSupported = BitrateAll\n"
    knowledge = known(ranges=f"[Capabilities Framerate]\n{line}\n[Capabilities KeyFrame]\n{line}\n{bit_rates}")
    assert span(offered(knowledge, f.STREAM_FRAME_RATE, 1)) == (1, 30)
    assert span(offered(knowledge, f.STREAM_KEY_FRAME_INTERVAL, 1)) == (10, 60)
    assert span(offered(knowledge, f.STREAM_BIT_RATE, 1)) == (64, 12000)


def test_bit_rate_of_a_codec() -> None:
    """Annex B1.6: a codec may have a range of its own."""
    ranges = (EXAMPLES.folder / "capabilityvideo_bitrate.txt").read_text()
    assert offered(known(ranges=ranges), f.STREAM_BIT_RATE, 2).maximum == 9000
    assert offered(known(ranges=ranges, codec="mpeg"), f.STREAM_BIT_RATE, 2).maximum == 6000


def test_other_codec() -> None:
    """A codec that needs a quality in place of a bit rate brings a usual one, within the range."""
    knowledge = known("2m")
    assert sent(knowledge, Change(f.STREAM_CODEC, "MPEG4", 2)) == {"encoder2.codec": "mpeg"}
    assert sent(knowledge, Change(f.STREAM_CODEC, "MJPEG", 2)) == {"encoder2.codec": "mjpeg", "encoder2.quality": "50"}
    still = known(ranges="[Q]\nJPEGQualitySupported = min:60;max:80\nH.264BitrateSupported = min:64;max:2000")
    assert sent(still, Change(f.STREAM_CODEC, "MJPEG", 2))["encoder2.quality"] == "60"
    both = (Change(f.STREAM_CODEC, "MJPEG", 2), Change(f.STREAM_FRAME_RATE, 5.0, 2))
    assert sent(knowledge, *both)["encoder2.framerate"] == "5"


def test_codec_of_another_capture() -> None:
    """A codec that the capture does not have brings another capture, and a capture another codec."""
    ranges = "[Capabilities Video Stream]\nstream2 = H264@Capture1;MPEG4@Capture1;MJPEG@Capture2\n"
    knowledge = known(ranges=ranges)
    assert sent(knowledge, Change(f.STREAM_CODEC, "MPEG4", 2)) == {
        "encoder2.codec": "mpeg",
        "encoder2.source": "capture1",
    }
    rates = "[Capabilities Framerate]\nmin:1fps;max:20fps@1280x720\n"
    slower = known(ranges=ranges + rates)
    assert sent(slower, Change(f.STREAM_CODEC, "MPEG4", 2))["encoder2.framerate"] == "20"
    still = known(ranges=ranges, codec="mjpeg", quality="50")
    assert sent(still, Change(f.STREAM_CAPTURE, "1", 2)) == {
        "encoder2.source": "capture1",
        "encoder2.codec": "h264",
        "encoder2.quality": "4000",
    }


def test_other_size() -> None:
    """A size that allows fewer pictures brings the nearest rate and interval, for the stream of the same number."""
    knowledge = known("1m", rate="60", key="120")
    assert sent(knowledge, Change(f.CAPTURE_RESOLUTION, "1280x1024", 1)) == {
        "capture1.size": "1280x1024",
        "encoder1.framerate": "45",
        "encoder1.keyframe": "90",
    }
    assert sent(knowledge, Change(f.CAPTURE_RESOLUTION, "1024x768", 1)) == {"capture1.size": "1024x768"}
    assert sent(knowledge, Change(f.CAPTURE_RESOLUTION, "320x240", 2)) == {"capture2.size": "320x240"}
    assert sent(knowledge, Change(f.STREAM_FRAME_RATE, 30.0, 1)) == {
        "encoder1.framerate": "30",
        "encoder1.keyframe": "60",
    }


MOVING, STILL = {"codec": "h264", "quality": "70"}, {"codec": "mjpeg", "quality": "70"}


@pytest.mark.parametrize(
    ("change", "with_it", "without", "codec", "other"),
    [
        (Change(f.STREAM_BIT_RATE, 900, 2), MOVING, STILL, "H.264", "MJPEG"),
        (Change(f.STREAM_KEY_FRAME_INTERVAL, 20, 2), MOVING, STILL, "H.264", "MJPEG"),
        (Change(f.STREAM_RATE_CONTROL, f.RateControl.CBR, 2), MOVING, STILL, "H.264", "MJPEG"),
        (Change(f.STREAM_JPEG_QUALITY, 50, 2), STILL, MOVING, "MJPEG", "H.264"),
    ],
)
def test_meaningless(
    change: Change[Any], with_it: dict[str, str], without: dict[str, str], codec: str, other: str
) -> None:
    """What a codec does not have is not sent, unless the codec is changed along with it."""
    knowledge = known("2m", **with_it)
    assert sent(knowledge, change)
    body = VIDEO.format(**USUAL | without).encode()
    knowledge.take(Source(EXAMPLES.endpoints["videoset"], 0), DIALECT.decode(body), 1.0)
    with pytest.raises(Invalid, match=f"stream 2 is {other}"):
        sent(knowledge, change)
    assert sent(knowledge, Change(f.STREAM_CODEC, codec, 2), change)["encoder2.codec"] == with_it["codec"]


async def test_unknown_codec(meet: Meet) -> None:
    """One that the document does not have is shown as it is told."""
    simulator, camera = await meet("control")
    body = VIDEO.format(**USUAL | {"codec": "h265"}).encode()
    simulator.refuse[f"{CONTROL}videoset.cgi"] = Fault(status=200, body=body, content_type="text/plain")
    camera.expire([Slot(0, f.FLIP)])
    await camera.refresh([Slot(0, f.FLIP)])
    assert camera.value(f.STREAM_CODEC, number=2) == "h265"
    assert camera.value(f.STREAM_BIT_RATE, number=2) == 512


async def test_capabilities_follow(meet: Meet) -> None:
    """At a real camera, ranges change with what is set, and what became meaningless is unknown."""
    _, camera = await meet("control", model={"megapixel": 3})
    rate, quality = Slot(0, f.STREAM_BIT_RATE, 2), Slot(0, f.STREAM_JPEG_QUALITY, 2)
    assert quality not in camera.capabilities
    await camera.write(Change(f.STREAM_CODEC, "MJPEG", 2))
    assert (camera.state.get(rate), camera.state.get(quality)) == (None, 50)
    assert span(camera.capabilities[quality]) == (5, 95)
    await camera.write(Change(f.STREAM_CODEC, "H.264", 2))
    assert (camera.state.get(rate), camera.state.get(quality)) == (4000, None)
    assert camera.value(f.STREAM_KEY_FRAME_INTERVAL, number=2) == 30
    await camera.write(Change(f.CAPTURE_RESOLUTION, "1024x768", 1))
    assert camera.value(f.REBOOT_NEEDED) is True
