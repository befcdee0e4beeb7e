"""Captures, encoders and where their streams are, in the control dialect (Control CGI 1.20, sections 4.5 and 4.8)."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from .. import features as f
from ..converters import ENABLE, FLOAT, INT, TEXT, both_flips
from ..errors import Invalid
from ..exchange import Place
from ..model import AnyReading, Domain, Feature, Reading, Slot
from ..schema import Adjust, AnyField, Document, Endpoint, Field, Glimpse
from .control_ranges import (
    NUMBERS,
    bit_rates,
    captures,
    codecs,
    frame_rates,
    key_frames,
    key_frames_at,
    possible,
    qualities,
    qualities_of,
    rates_at,
    sizes,
)
from .control_rows import do, told
from .control_values import CAPTURE, CODEC, MJPEG, RATE_CONTROL, SIZE, YES

_USUAL = {True: 50, False: 4000}
"""Quality of MJPEG and bit rate of others as the table of section 4.5 prints them."""


def told_apart(document: Document) -> Document:
    """Give the two meanings of `quality` paths of their own: a bit rate, or for MJPEG a quality (section 4.5)."""
    found = dict(document)
    for number in NUMBERS:
        at = f"encoder{number}"
        if quality := document.get(f"{at}.quality"):
            still = CODEC.read(document.get(f"{at}.codec", "")) == MJPEG
            found[f"{at}.{'jpeg' if still else 'bitrate'}"] = quality
            found[f"{at}.still"] = "yes" if still else "no"
    return found


def _void(glimpse: Glimpse) -> Iterable[AnyReading]:
    """Make unknown what a stream has not since its codec was changed."""
    moving: dict[str, Feature[Any]] = {
        "bitrate": f.STREAM_BIT_RATE,
        "keyframe": f.STREAM_KEY_FRAME_INTERVAL,
        "ratectrl": f.STREAM_RATE_CONTROL,
    }
    still: dict[str, Feature[Any]] = {"jpeg": f.STREAM_JPEG_QUALITY}
    for number in NUMBERS:
        at = f"encoder{number}"
        gone = moving if glimpse.document.get(f"{at}.still") == "yes" else still
        for name, feature in gone.items():
            if f"{at}.{name}" in (glimpse.previous or {}) or f"{at}.{name}" in glimpse.document:
                yield Reading(Slot(0, feature, number), None)


def _within(domain: Domain, text: str) -> str:
    """Return a number, or the nearest one in a range."""
    low, high = domain.minimum or 0, domain.maximum or 0
    allowed = [float(choice) for choice in domain.choices] or [min(max(float(text), low), high)]
    return f"{min(allowed, key=lambda number: abs(number - float(text))):g}"


def _fit(number: int, document: Document, ranges: Document) -> dict[str, str]:
    """Return frame rate and key-frame interval of a stream where they have to change to what its size allows."""
    at = f"encoder{number}"
    found = {}
    with suppress(LookupError, ValueError):
        size = document[f"{document[f'{at}.source']}.size"]
        found[f"{at}.framerate"] = rate = _within(rates_at(ranges, size), document[f"{at}.framerate"])
        if CODEC.read(document[f"{at}.codec"]) != MJPEG:
            found[f"{at}.keyframe"] = _within(key_frames_at(ranges, rate), document[f"{at}.keyframe"])
    return {name: text for name, text in found.items() if text != document.get(name)}


def _other_codec(number: int) -> Adjust:
    """Return what brings a capture that a new codec can have, and a bit rate or a quality in place of the other."""
    at = f"encoder{number}"

    def adjust(text: str, document: Document, ranges: Document, place: Place) -> dict[str, str]:
        found: dict[str, str] = {}
        codec = CODEC.read(text)
        fitting = [capture for each, capture in _pairs(ranges, number) if each == codec]
        if fitting and CAPTURE.read(document.get(f"{at}.source", "")) not in fitting:
            found[f"{at}.source"] = CAPTURE.write(fitting[0], "")
        still = codec == MJPEG
        if document.get(f"{at}.still") == ("no" if still else "yes"):
            found[f"{at}.quality"] = _within(qualities_of(ranges, codec), str(_USUAL[still]))
        return found | (_fit(number, {**document, **found}, ranges) if f"{at}.source" in found else {})

    return adjust


def _other_capture(number: int) -> Adjust:
    """Return what brings a codec that a stream can have with a new capture, and the rates of its size."""
    at = f"encoder{number}"

    def adjust(text: str, document: Document, ranges: Document, place: Place) -> dict[str, str]:
        codec = CODEC.read(document.get(f"{at}.codec", ""))
        fitting = [each for each, capture in _pairs(ranges, number) if capture == CAPTURE.read(text)]
        if not fitting or codec in fitting:
            return _fit(number, document, ranges)
        spelt = CODEC.write(fitting[0], "")
        document = {**document, f"{at}.codec": spelt}
        brought = _other_codec(number)(spelt, document, ranges, place)
        return {f"{at}.codec": spelt, **brought, **_fit(number, document, ranges)}

    return adjust


def _other_size(number: int) -> Adjust:
    """Return what takes the rates of the stream of the same number into the range of a new size, if it has it."""

    def adjust(text: str, document: Document, ranges: Document, place: Place) -> dict[str, str]:
        own = document.get(f"encoder{number}.source") == f"capture{number}"
        return _fit(number, document, ranges) if own else {}

    return adjust


def _other_rate(number: int) -> Adjust:
    return lambda text, document, ranges, place: _fit(number, document, ranges)


def _pairs(ranges: Document, number: int) -> list[tuple[str, str]]:
    return possible(ranges, number) if f"stream{number}" in ranges else []


def _only(number: int, *, still: bool) -> Adjust:
    """Return what refuses a value that means nothing with the codec that a stream has."""

    def adjust(text: str, document: Document, ranges: Document, place: Place) -> dict[str, str]:
        codec = CODEC.read(document.get(f"encoder{number}.codec", ""))
        if (codec == MJPEG) is not still:
            raise Invalid(f"stream {number} is {codec}")
        return {}

    return adjust


def _of(number: int, *rows: AnyField) -> tuple[AnyField, ...]:
    """Return rows as those of a capture or encoder, which are set by its number."""
    return tuple(replace(row, number=str(number), set=do("videoset", f"setvideo{number}")) for row in rows)


def _capture(number: int) -> tuple[AnyField, ...]:
    at = f"capture{number}"
    return _of(
        number,
        Field(f.CAPTURE_ENABLED, f"{at}.enable", ENABLE),
        Field(f.CAPTURE_RESOLUTION, f"{at}.size", SIZE, sizes(number), adjust=_other_size(number)),
    )


def _encoder(number: int) -> tuple[AnyField, ...]:
    at = f"encoder{number}"
    quality, moving, still = f"{at}.quality", _only(number, still=False), _only(number, still=True)
    return _of(
        number,
        Field(f.STREAM_ENABLED, f"{at}.enable", ENABLE),
        Field(f.STREAM_CAPTURE, f"{at}.source", CAPTURE, captures(number), adjust=_other_capture(number)),
        Field(f.STREAM_CODEC, f"{at}.codec", CODEC, codecs(number), adjust=_other_codec(number)),
        Field(f.STREAM_FRAME_RATE, f"{at}.framerate", FLOAT, frame_rates(number), adjust=_other_rate(number)),
        Field(f.STREAM_BIT_RATE, f"{at}.bitrate", INT, bit_rates(number), write=quality, adjust=moving),
        Field(f.STREAM_JPEG_QUALITY, f"{at}.jpeg", INT, qualities, write=quality, adjust=still),
        Field(f.STREAM_KEY_FRAME_INTERVAL, f"{at}.keyframe", INT, key_frames(number), adjust=moving),
        Field(f.STREAM_RATE_CONTROL, f"{at}.ratectrl", RATE_CONTROL, adjust=moving),
    )


def _connection(number: int) -> Iterator[AnyField]:
    at, own = f"stream{number}", str(number)
    yield Field(f.STREAM_ADDRESS, f"{at}.address", TEXT, number=own)
    yield Field(f.STREAM_CODEC, f"{at}.codec", CODEC, number=own)
    yield Field(f.STREAM_RESOLUTION, f"{at}.size", TEXT, number=own)


STREAMS = (
    told("capabilityvideo", "getCapabilitiesVideoAll"),
    # Set by the number of an encoder; what belongs to none goes along with the one of the same number, or the first.
    Endpoint(
        key="videoset",
        read=do("videoset", "getvideo"),
        set=do("videoset", "setvideo1"),
        ranges="capabilityvideo",
        fields=(
            Field(f.FLIP, "videoflip", both_flips(mirror=False)),
            Field(f.MIRROR, "videoflip", both_flips(mirror=True)),
            *(row for number in NUMBERS for row in _capture(number)),
            *(row for number in NUMBERS for row in _encoder(number)),
            Field(f.REBOOT_NEEDED, "need_reboot", YES, write=""),
            Field(f.MAXIMUM_RESOLUTION, "max_video_size", TEXT, write=""),
        ),
        derive=_void,
    ),
    # A stream that is off is left out.
    Endpoint(
        key="connectinfo",
        read=do("connectinfo", "getconnect", stream="all"),
        fields=tuple(row for number in NUMBERS for row in _connection(number)),
    ),
)
