"""A small real MP4 with H.264 that every browser plays, made without a codec, as long as a file is wanted."""

from datetime import UTC, datetime, timedelta
from functools import cache
import io
from struct import pack

from PIL import Image

from .h264 import CONSTRAINTS, LEVEL, PROFILE, key_frame, parameters
from .picture import draw

SIZE = (128, 80)
FRAMES = 10
RATE = 5


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return pack(">I4s", 8 + len(body), kind) + body


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(kind, pack(">I", flags), *parts)


MATRIX = pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def _sample_table(sizes: list[int], offset: int) -> bytes:
    width, height = SIZE
    sequence, picture = parameters(width, height)
    entry = _box(
        b"avc1",
        pack(">6xH16xHHIII", 1, width, height, 0x480000, 0x480000, 0),
        pack(">H32sHh", 1, b"", 24, -1),
        _box(
            b"avcC",
            pack(">BBBBBBH", 1, PROFILE, CONSTRAINTS, LEVEL, 0xFF, 0xE1, len(sequence)),
            sequence,
            pack(">BH", 1, len(picture)),
            picture,
        ),
    )
    return _box(
        b"stbl",
        _full(b"stsd", pack(">I", 1), entry),
        _full(b"stts", pack(">III", 1, len(sizes), 1)),
        _full(b"stsc", pack(">IIII", 1, 1, len(sizes), 1)),
        _full(b"stsz", pack(">II", 0, len(sizes)), pack(f">{len(sizes)}I", *sizes)),
        _full(b"stco", pack(">II", 1, offset)),
    )


def _movie(sizes: list[int], offset: int) -> bytes:
    length = len(sizes)
    handler = _full(b"hdlr", pack(">I4s12x", 0, b"vide"), b"video\0")
    data = _box(b"dinf", _full(b"dref", pack(">I", 1), _full(b"url ", flags=1)))
    media = _box(
        b"mdia",
        _full(b"mdhd", pack(">IIIIHH", 0, 0, RATE, length, 0x55C4, 0)),
        handler,
        _box(b"minf", _full(b"vmhd", bytes(8), flags=1), data, _sample_table(sizes, offset)),
    )
    track = _full(
        b"tkhd",
        pack(">IIIII8xhhhH", 0, 0, 1, 0, length, 0, 0, 0, 0),
        MATRIX,
        pack(">II", SIZE[0] << 16, SIZE[1] << 16),
        flags=3,
    )
    head = _full(b"mvhd", pack(">IIIIIH10x", 0, 0, RATE, length, 0x10000, 0x100), MATRIX, bytes(24), pack(">I", 2))
    return _box(b"moov", head, _box(b"trak", track, media))


@cache
def film() -> bytes:
    """Two seconds of the test picture."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    frames = []
    for n in range(FRAMES):
        image = Image.open(io.BytesIO(draw("clip", start + timedelta(seconds=n / RATE), size=SIZE, quality=95)))
        frame = key_frame(image, n)
        frames.append(pack(">I", len(frame)) + frame)
    sizes = [len(frame) for frame in frames]
    kind = _box(b"ftyp", b"isom", pack(">I", 512), b"isomiso2avc1mp41")
    # The movie box says where the pictures begin, and its length does not depend on what it says.
    offset = len(kind) + len(_movie(sizes, 0)) + 8
    return kind + _movie(sizes, offset) + _box(b"mdat", *frames)


def film_part(size: int, first: int, last: int) -> bytes:
    """Bytes of the film made up to ``size`` with a free box, from ``first`` to before ``last``."""
    data = film()
    if size > len(data):
        data += pack(">I4s", size - len(data), b"free")
    return data[first : min(last, size)] + bytes(max(0, min(last, size) - max(first, len(data))))
