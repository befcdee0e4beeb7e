"""Streams of the dahua dialect: what they are and what they can be (Amcrest HTTP API, sections 4.5.1 to 4.5.6)."""

from collections.abc import Iterator

from .. import features as f
from ..codecs import path_of
from ..converters import FLOAT, INT, TEXT, span, whole
from ..exchange import Place
from ..model import AnyReading, Domain, Reading, Slot
from ..schema import AnyField, Converter, Document, DomainSource, Field, Glimpse
from .dahua_caps import Lacking, unless
from .dahua_rows import asked, shown, switch, table
from .dahua_values import SWITCH
from .dahua_words import RATE_CONTROL, STREAM_PROFILE, STREAM_QUALITY

READ_ONLY = Domain(writable=False)

# What the names of resolutions measure (section 4.5.4, appendix B), where they do not say so themselves.
_SIZES = {
    "qfhd": "3840x2160",
    "1080p": "1920x1080",
    "1080": "1920x1080",
    "720p": "1280x720",
    "720": "1280x720",
    "uxga": "1600x1200",
    "wuxga": "1920x1200",
    "wsxga": "1600x1024",
    "sxga+": "1400x1050",
    "sxga": "1280x1024",
    "wxga": "1280x800",
    "wxga2": "1280x768",
    "wxga3": "1280x854",
    "wxga4": "1366x768",
    "xvga": "1024x768",
    "dvga": "960x640",
    "fwvga": "854x480",
    "wvga": "800x480",
    "svga": "800x592",
    "svga1": "800x600",
    "svcd": "480x480",
    "vga": "640x480",
    "nhd": "640x360",
    "qvga": "320x240",
    "qqvga": "160x128",
    "nd1": "240x192",
    "dv720p": "960x720",
    "1_3m": "1280x960",
    "2_5m": "1872x1408",
    "3m": "2048x1536",
    "5m": "3744x1408",
    "5_0m": "2432x2048",
    "5_1m": "2560x1920",
    "1_2m": "1216x1024",
}
# Those that the video standard decides about: width, height in PAL and in NTSC.
_BY_STANDARD = {
    "d1": (704, 576, 480),
    "hd1": (352, 576, 480),
    "bcif": (704, 288, 240),
    "2cif": (704, 288, 240),
    "cif": (352, 288, 240),
    "qcif": (176, 144, 120),
    "960h": (960, 576, 480),
}


def size_of(name: str, *, ntsc: bool) -> str:
    """Return what a resolution measures, as in `1920x1080`; empty for a name that is in no list."""
    word = "".join(name.split()).casefold()
    if word in _BY_STANDARD:
        wide, *high = _BY_STANDARD[word]
        return f"{wide}x{high[ntsc]}"
    width, _, height = word.partition("x")
    return word if width.isdecimal() and height.isdecimal() else _SIZES.get(word, "")


def _told(ranges: Document, place: Place, stream: str, name: str) -> str:
    """Return a capability of a stream: keys have an index or none, or the heads that the document prints."""
    printed = f"head{stream.partition('Format')[0]}"
    heads = (f"caps[{place.channel - 1}].{stream}", f"caps.{stream}", printed, f"caps[0].{stream}")
    return next((text for head in heads if (text := ranges.get(f"{head}.{name}".casefold()))), "")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _listed(stream: str, name: str, path: str) -> DomainSource:
    """Offer what a camera lists, and what it uses; what it does not list is not for us to set."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        words = _words(_told(ranges, place, stream, name))
        current = document.get(place.fill(path).casefold(), "").strip()
        return Domain(choices=tuple(dict.fromkeys((*words, current)))) if words else READ_ONLY

    return find


def _sizes(stream: str, head: str) -> DomainSource:
    def find(document: Document, ranges: Document, place: Place) -> Domain:
        ntsc = ranges.get("table.videostandard", "").strip().upper() == "NTSC"
        names = _words(_told(ranges, place, stream, "Video.ResolutionTypes"))
        found = [size for name in names if (size := size_of(name, ntsc=ntsc))]
        here = place.fill(head).casefold()
        current = "x".join(document[f"{here}.video.{side}"].strip() for side in ("width", "height"))
        return Domain(choices=tuple(dict.fromkeys((*found, current)))) if found else READ_ONLY

    return find


def _bit_rates(stream: str) -> DomainSource:
    def find(document: Document, ranges: Document, place: Place) -> Domain:
        rates = [int(rate) for rate in _words(_told(ranges, place, stream, "Video.BitRateOptions"))]
        return span(min(rates), max(rates)) if rates else READ_ONLY

    return find


def _frame_rates(stream: str) -> DomainSource:
    """Return up to what the camera tells, else up to 30: below 1 a frame takes seconds."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        told = _told(ranges, place, stream, "Video.FPSMax")
        return Domain(0.2, float(told) if told else 30, 0.1)

    return find


def _key_frames(path: str) -> DomainSource:
    """Return 1 to 100, or more where the camera itself has more."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        return span(1, max(100, int(document[place.fill(path).casefold()])))

    return find


def _size(text: str) -> str:
    width, height = text.split()
    return f"{width}x{height}"


_SIZE = Converter[str](_size, lambda value, _: "\n".join(value.split("x")))


def _fields(number: int, stream: str) -> tuple[AnyField, ...]:
    """Return what a stream has. The further rows of MainFormat are the same stream during alarms."""
    head, count = f"table.Encode[{{ch0}}].{stream}", str(number)
    video = f"{head}.Video"
    codec, interval = f"{video}.Compression", f"{video}.GOP"
    return (
        Field(f.STREAM_CODEC, codec, TEXT, _listed(stream, "Video.CompressionTypes", codec), number=count),
        Field(
            f.STREAM_RESOLUTION,
            f"{video}.Width",
            _SIZE,
            _sizes(stream, head),
            number=count,
            parts=(f"{video}.Height",),
        ),
        Field(f.STREAM_RESOLUTION, f"{video}.resolution", TEXT, write="", number=count),
        Field(f.STREAM_RESOLUTION, f"{video}.CustomResolutionName", TEXT, write="", number=count),
        Field(f.STREAM_FRAME_RATE, f"{video}.FPS", FLOAT, _frame_rates(stream), number=count),
        Field(f.STREAM_BIT_RATE, f"{video}.BitRate", INT, _bit_rates(stream), number=count),
        Field(f.STREAM_RATE_CONTROL, f"{video}.BitRateControl", RATE_CONTROL, number=count),
        Field(f.STREAM_KEY_FRAME_INTERVAL, interval, INT, _key_frames(interval), number=count),
        Field(f.STREAM_QUALITY, f"{video}.Quality", STREAM_QUALITY, number=count),
        Field(f.STREAM_PROFILE, f"{video}.Profile", STREAM_PROFILE, number=count),
        Field(f.STREAM_ENABLED, f"{head}.VideoEnable", SWITCH, number=count),
    )


def _audio(number: int, stream: str) -> AnyField:
    return Field(f.STREAM_AUDIO, f"table.Encode[{{ch0}}].{stream}.AudioEnable", SWITCH, number=str(number))


def _beyond(number: int) -> Lacking:
    """Return what tells that a stream is not there, which Encode may list all the same (section 4.5.1)."""

    def lacking(document: Document, ranges: Document, place: Place) -> bool:
        return 0 < (whole(ranges.get(path_of(f"table.{_EXTRA}"), "")) or 0) < number - 1

    return lacking


def _stream(number: int, stream: str) -> tuple[AnyField, ...]:
    """Return a stream's fields, if there is such a stream."""
    return tuple(unless(field, _beyond(number)) for field in _fields(number, stream))


def _extra(extra: int) -> tuple[AnyField, ...]:
    """Return the fields of a further stream, which are counted from 0."""
    stream = f"ExtraFormat[{extra}]"
    return *_stream(extra + 2, stream), unless(_audio(extra + 2, stream), _beyond(extra + 2))


_MAIN = "Encode[{ch0}].MainFormat[0]"
_AUDIO_CODEC = f"table.{_MAIN}.Audio.Compression"
_STANDARD = "VideoStandard"
_EXTRA = "MaxExtraStream"
_MOST_EXTRA = 8


def _extra_streams(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Tell which streams there are, of those that Encode lists (section 4.5.1)."""
    count = whole(glimpse.document.get("table.maxextrastream", ""))
    for number in range(1, min(count, _MOST_EXTRA) + 2) if count is not None else ():
        yield Reading(Slot(0, f.STREAM, number), True)


ENCODE = (
    asked(
        "magicBox",
        "getProductDefinition",
        key=_EXTRA,
        more={"name": _EXTRA},
        derive=_extra_streams,
    ),
    asked("encode", "getConfigCaps", per_channel=True),
    table(
        "Encode",
        switch(f.AUDIO, f"{_MAIN}.AudioEnable"),
        Field(f.AUDIO_CODEC, _AUDIO_CODEC, TEXT, _listed("MainFormat[0]", "Audio.CompressionTypes", _AUDIO_CODEC)),
        # No answer tells which there are.
        shown(f.AUDIO_SAMPLE_RATE, f"{_MAIN}.Audio.Frequency", TEXT),
        shown(f.AUDIO_BIT_RATE, f"{_MAIN}.Audio.Bitrate", TEXT),
        *_stream(1, "MainFormat[0]"),
        *(field for extra in range(3) for field in _extra(extra)),
        ranges="getConfigCaps",
        needs=(_STANDARD, _EXTRA),
    ),
    table("VideoEncodeROI", switch(f.TRACK_REGIONS, "VideoEncodeROI[{ch0}].DynamicTrack")),
)
