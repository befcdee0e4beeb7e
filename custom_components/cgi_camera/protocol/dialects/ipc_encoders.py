"""Video and audio encoders of the ipc dialect; what they take depends on how they are set (sections 3.9 to 3.12)."""

from collections.abc import Mapping

from .. import features as f
from ..converters import BIT, FLOAT, INT, TEXT, fallback, span
from ..exchange import Place, Request
from ..model import ABSENT, Domain
from ..schema import ONCE, Adjust, Document, DomainSource, Endpoint, Field
from .ipc_values import PERCENT, RATE_CONTROL, STREAM_PROFILE, settings

_MOST = 32
_READ_ONLY = Domain(writable=False)
_VIDEO = "videoencoder/getcapabilities"
_AUDIO = "audioencoder/getcapabilities"


def _equals(ranges: Document, path: str, child: str = "") -> dict[str, str]:
    """Return the paths of equal elements by their text, or by that of a child."""
    found = {}
    for index in range(_MOST):
        here = f"{path}[{index}]" if index else path
        if (text := ranges.get(f"{here}/{child}" if child else here)) is None:
            break
        found[text] = here
    return found


def _codecs(ranges: Document, place: Place) -> dict[str, str]:
    return _equals(ranges, f"video_capabilities/stream{place.number}/encode_mode", "name")


def _resolutions(ranges: Document, place: Place, codec: str) -> dict[str, str]:
    return _equals(ranges, f"{_codecs(ranges, place)[codec]}/resolution", "name")


def _current(document: Document, place: Place, name: str) -> str:
    return document[f"videoencoder/stream{place.number}/{name}"]


def _limits(ranges: Document, path: str) -> tuple[int, int]:
    low, _, high = ranges[path].partition("-")
    return int(low), int(high)


def _choices(texts: Mapping[str, str]) -> Domain:
    return Domain(choices=tuple(texts)) if texts else _READ_ONLY


def _codec_domain(document: Document, ranges: Document, place: Place) -> Domain:
    return _choices(_codecs(ranges, place))


def _resolution_domain(document: Document, ranges: Document, place: Place) -> Domain:
    return _choices(_resolutions(ranges, place, _current(document, place, "encode_mode")))


def _rate_domain(name: str) -> DomainSource:
    """Return what finds the range of a rate, at the codec and resolution that are set."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        sizes = _resolutions(ranges, place, _current(document, place, "encode_mode"))
        return span(*_limits(ranges, f"{sizes[_current(document, place, 'resolution')]}/{name}_range"))

    return fallback(find, _READ_ONLY)


def _make_room(changed: str) -> Adjust:
    """Return what takes resolution and rates into the range that a new codec or resolution has."""

    def adjust(text: str, document: Document, ranges: Document, place: Place) -> dict[str, str]:
        found: dict[str, str] = {}
        try:
            codec = text if changed == "encode_mode" else _current(document, place, "encode_mode")
            size = text if changed == "resolution" else _current(document, place, "resolution")
            sizes = _resolutions(ranges, place, codec)
            if size not in sizes:
                found["resolution"] = size = next(iter(sizes))
            for name in ("framerate", "bitrate"):
                low, high = _limits(ranges, f"{sizes[size]}/{name}_range")
                now = int(float(_current(document, place, name)))
                if not low <= now <= high:
                    found[name] = str(min(max(now, low), high))
        except LookupError, ValueError, ArithmeticError, StopIteration:
            return {}
        return found

    return adjust


def _profile(stream: int) -> Field[f.StreamProfile]:
    """Return the profile of a stream, if there is such a stream."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        return STREAM_PROFILE.domain if f"videoencoder/stream{stream}/encode_mode" in ranges else ABSENT

    return Field(
        f.STREAM_PROFILE,
        f"profile{stream}",
        STREAM_PROFILE,
        find,
        write="AdvanceEncodeConfig/profile",
        number=str(stream),
        set=Request(f"/cgi-bin/videoencoder/stream{stream}"),
    )


def _audio_codecs(ranges: Document) -> dict[str, str]:
    return _equals(ranges, "audio_capabilities/encode_type", "name")


def _sample_rates(ranges: Document, codec: str) -> dict[str, str]:
    return _equals(ranges, f"{_audio_codecs(ranges)[codec]}/samplerate", "name")


def _bit_rates(ranges: Document, codec: str, sample_rate: str) -> dict[str, str]:
    return _equals(ranges, f"{_sample_rates(ranges, codec)[sample_rate]}/bitrate")


def _audio_codec_domain(document: Document, ranges: Document, place: Place) -> Domain:
    return _choices(_audio_codecs(ranges))


def _sample_rate_domain(document: Document, ranges: Document, place: Place) -> Domain:
    return _choices(_sample_rates(ranges, document["audioencoder/encode_type"]))


def _bit_rate_domain(document: Document, ranges: Document, place: Place) -> Domain:
    codec, sample_rate = document["audioencoder/encode_type"], document["audioencoder/samplerate"]
    return _choices(_bit_rates(ranges, codec, sample_rate))


def _tune(changed: str) -> Adjust:
    """Return what takes sample and bit rate to those that a new codec or sample rate has."""

    def adjust(text: str, document: Document, ranges: Document, place: Place) -> dict[str, str]:
        try:
            codec = text if changed == "encode_type" else document["audioencoder/encode_type"]
            sample_rate = text if changed == "samplerate" else document["audioencoder/samplerate"]
            rates = _sample_rates(ranges, codec)
            if sample_rate not in rates:
                sample_rate = next(iter(rates))
            bits = _bit_rates(ranges, codec, sample_rate)
            bit_rate = document["audioencoder/bitrate"]
            found = {"samplerate": sample_rate, "bitrate": bit_rate if bit_rate in bits else next(iter(bits))}
        except LookupError, StopIteration:
            return {}
        return {name: value for name, value in found.items() if value != document[f"audioencoder/{name}"]}

    return adjust


ENCODERS = (
    Endpoint(key=_VIDEO, read=Request(f"/cgi-bin/{_VIDEO}"), period=ONCE),
    Endpoint(
        key="videoencoder",
        read=Request("/cgi-bin/videoencoder"),
        set=Request("/cgi-bin/videoencoder/stream{n}"),
        ranges=_VIDEO,
        fields=(
            Field(
                f.STREAM_CODEC,
                "videoencoder/stream{n}/encode_mode",
                TEXT,
                _codec_domain,
                adjust=_make_room("encode_mode"),
            ),
            Field(
                f.STREAM_RESOLUTION,
                "videoencoder/stream{n}/resolution",
                TEXT,
                fallback(_resolution_domain, _READ_ONLY),
                adjust=_make_room("resolution"),
            ),
            Field(f.STREAM_FRAME_RATE, "videoencoder/stream{n}/framerate", FLOAT, _rate_domain("framerate")),
            Field(f.STREAM_BIT_RATE, "videoencoder/stream{n}/bitrate", INT, _rate_domain("bitrate")),
            Field(f.STREAM_RATE_CONTROL, "videoencoder/stream{n}/bitrate_control", RATE_CONTROL),
            # Spelt either way, and without a range (section 3.10).
            Field(f.STREAM_KEY_FRAME_INTERVAL, "videoencoder/stream{n}/govlength", INT, span(1, 1000)),
            Field(
                f.STREAM_KEY_FRAME_INTERVAL,
                "videoencoder/stream{n}/govlenth",
                INT,
                span(1, 1000),
                write="govlength",
            ),
        ),
    ),
    # No answer holds it (section 3.10). Firmware that has the newest settings has this, too.
    Endpoint(
        key="videoencoder?profile",
        read=Request("/cgi-bin/videoencoder"),
        write_only=True,
        follows="rtsp",
        ranges="videoencoder",
        fields=tuple(_profile(stream) for stream in (1, 2, 3)),
    ),
    # Told as streams 1 and 2, set as 0 and 1 (section 3.29).
    settings(
        "set_start_codec",
        Field(
            f.STREAM_ENABLED,
            "encode/encodeconfig{at}/enable",
            BIT,
            write="stream{n0}_enable",
            number="encode/encodeconfig{at}/stream",
        ),
    ),
    Endpoint(key=_AUDIO, read=Request(f"/cgi-bin/{_AUDIO}"), period=ONCE),
    Endpoint(
        key="audioencoder",
        read=Request("/cgi-bin/audioencoder"),
        set=Request("/cgi-bin/audioencoder"),
        ranges=_AUDIO,
        fields=(
            Field(f.AUDIO, "audioencoder/enable", BIT),
            Field(
                f.AUDIO_CODEC,
                "audioencoder/encode_type",
                TEXT,
                _audio_codec_domain,
                adjust=_tune("encode_type"),
            ),
            Field(
                f.AUDIO_SAMPLE_RATE,
                "audioencoder/samplerate",
                TEXT,
                fallback(_sample_rate_domain, _READ_ONLY),
                adjust=_tune("samplerate"),
            ),
            Field(f.AUDIO_BIT_RATE, "audioencoder/bitrate", TEXT, fallback(_bit_rate_domain, _READ_ONLY)),
            Field(f.INPUT_VOLUME, "audioencoder/input_volume", INT, PERCENT),
            Field(f.OUTPUT_VOLUME, "audioencoder/output_volume", INT, PERCENT),
            Field(f.AMPLIFIER, "audioencoder/amplify", BIT),
        ),
    ),
)
