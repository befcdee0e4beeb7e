"""What captures and encoders of the control dialect take, by the camera's capabilities (Control CGI 1.20, annex B1)."""

from collections.abc import Iterable, Iterator
import re

from ..converters import fallback, numbers, span
from ..exchange import Place
from ..model import Domain
from ..schema import Document, DomainSource
from .control_values import CAPTURE, CODEC, MJPEG, SIZE

NUMBERS = (1, 2, 3)
"""The captures and encoders of the document; a camera may have fewer."""

_LIMITS = re.compile(r"min\s*+[:;]\s*+(\d{1,9})[^;@]*+;\s*+max\s*+:\s*+(\d{1,9})|fix\s*+:\s*+(\d{1,9})", re.IGNORECASE)
_SIZES = """4000x3000 4096x2160 3840x2160 2560x1920 2560x1600 2048x1536 1600x1200 1920x1080 1280x1024 1280x960 1280x720
    1024x768 854x480 640x480 320x240"""
_READ_ONLY = Domain(writable=False)


def _limits(text: str) -> tuple[int, int]:
    """Read `min:5;max:30fps` or `fix:60fps`. Raise ValueError for anything else."""
    if not (found := _LIMITS.match(text.strip())):
        raise ValueError(text)
    low, high, fixed = found.groups()
    return int(low or fixed), int(high or fixed)


def _lines(ranges: Document, section: str) -> Iterator[tuple[str, str]]:
    """Yield the two halves of the lines of a section, what holds and where (annex B1.5)."""
    for number in range(1, len(ranges) + 1):
        if (line := ranges.get(f"{section}/{number}")) is None:
            return
        what, _, where = line.partition("@")
        yield what, where


def _choices(texts: Iterable[str]) -> Domain:
    """Return a choice; a single one is none."""
    found = tuple(dict.fromkeys(texts))
    return Domain(choices=found, writable=len(found) > 1)


def possible(ranges: Document, number: int) -> list[tuple[str, str]]:
    """Return the codecs of a stream, each with a capture that it can have (B1.2). Raise KeyError if that is untold."""
    pairs = (word.partition("@") for word in ranges[f"stream{number}"].split(";") if "@" in word)
    return [(CODEC.read(codec), CAPTURE.read(capture)) for codec, _, capture in pairs]


def codecs(number: int) -> DomainSource:
    """Return a source for the codecs of a stream."""
    return fallback(lambda _, ranges, __: _choices(codec for codec, _ in possible(ranges, number)), CODEC.domain)


def captures(number: int) -> DomainSource:
    """Return a source for the captures that a stream can be made of: the first of one only (section 4.5)."""
    otherwise = _choices(map(str, NUMBERS)) if number > 1 else _READ_ONLY
    return fallback(lambda _, ranges, __: _choices(capture for _, capture in possible(ranges, number)), otherwise)


def sizes(number: int) -> DomainSource:
    """Return a source for the sizes of a capture. All but the first can be out of use (section 4.5)."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        told = ranges.get(f"capture{number}")
        found = told.split(";") if told else _documented(document["max_video_size"])
        return _choices(SIZE.read(size) for size in (*found, *["nouse"][: number - 1]))

    return fallback(find, _READ_ONLY)


def _documented(largest: str) -> list[str]:
    """Return the sizes of section 4.5 up to the largest that the camera has. Raise ValueError if that is none."""
    return [size for size in _SIZES.split() if _area(size) <= _area(largest)]


def _area(size: str) -> int:
    width, _, height = size.partition("x")
    return int(width) * int(height)


def rates_at(ranges: Document, size: str) -> Domain:
    """Return the frame rates at a size. Raise ValueError if they are not told."""
    told = _lines(ranges, "capabilitiesframerate")
    found = [_limits(rates) for rates, at in told if at.casefold() == "videosizeall" or size in at.split(";")]
    if not found:
        raise ValueError(size)
    return numbers(*found)


def frame_rates(number: int) -> DomainSource:
    """Return a source for the frame rates of a stream, at the size of its capture; up to 30 says section 4.5."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        return rates_at(ranges, document[f"{document[f'encoder{number}.source']}.size"])

    return fallback(find, span(1, 30))


def key_frames_at(ranges: Document, rate: str) -> Domain:
    """Return the key-frame intervals at a frame rate. Raise ValueError if they are not told."""
    for intervals, rates in _lines(ranges, "capabilitieskeyframe"):
        low, high = _limits(rates)
        if low <= float(rate) <= high:
            return span(*_limits(intervals))
    raise ValueError(rate)


def key_frames(number: int) -> DomainSource:
    """Return a source for the key-frame intervals of a stream, at its frame rate; 10 to 60 says section 4.5."""
    return fallback(
        lambda document, ranges, _: key_frames_at(ranges, document[f"encoder{number}.framerate"]), span(10, 60)
    )


def qualities_of(ranges: Document, codec: str) -> Domain:
    """Return what `quality` may be: kilobits per second, or for MJPEG a quality (section 4.5, B1.6 and B1.7)."""
    still = codec == MJPEG
    told = ranges.get("jpegqualitysupported" if still else f"{codec.casefold()}bitratesupported", "")
    try:
        return span(*_limits(ranges["bitrateall"] if told.casefold() == "bitrateall" else told))
    except LookupError, ValueError:
        return span(5, 95) if still else span(64, 12000)


def bit_rates(number: int) -> DomainSource:
    """Return a source for the bit rate of a stream, in kilobits per second; that of H.264 while it has none."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        codec = CODEC.read(document[f"encoder{number}.codec"])
        return qualities_of(ranges, "H.264" if codec == MJPEG else codec)

    return find


def qualities(_: Document, ranges: Document, __: Place) -> Domain:
    """Return the qualities of MJPEG."""
    return qualities_of(ranges, MJPEG)
