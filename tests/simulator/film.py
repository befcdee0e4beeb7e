"""A small real film, made without a codec: H.264 of raw macroblocks, as MP4 and as the DAV of Dahua devices.

Every picture is a key picture of I_PCM macroblocks (ITU-T H.264, 7.3.5), so nothing has to be predicted or
transformed. The DAV container is in no vendor's document; this is what free players read.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
import io
from struct import pack

from PIL import Image

from .picture import draw

SIZE = (160, 90)
FRAMES = 10
RATE = 5
BLOCK = 16
ROWS, COLUMNS = -(-SIZE[1] // BLOCK), -(-SIZE[0] // BLOCK)


class Bits:
    """Bits in the order of the standard."""

    def __init__(self) -> None:
        self.text = ""

    def fixed(self, value: int, length: int) -> Bits:
        self.text += f"{value:0{length}b}"
        return self

    def golomb(self, *values: int) -> Bits:
        """Unsigned Exp-Golomb codes; zero is the same for signed ones."""
        for value in values:
            code = f"{value + 1:b}"
            self.text += "0" * (len(code) - 1) + code
        return self

    def aligned(self) -> bytes:
        text = self.text + "0" * (-len(self.text) % 8)
        return int(text, 2).to_bytes(len(text) // 8) if text else b""

    def ended(self) -> bytes:
        return self.fixed(1, 1).aligned()


def _nal(kind: int, payload: bytes) -> bytes:
    """Put in the bytes that keep a start code from appearing within."""
    escaped = bytearray()
    zeros = 0
    for byte in payload:
        if zeros >= 2 and byte <= 3:
            escaped.append(3)
            zeros = 0
        escaped.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes([kind]) + bytes(escaped)


@cache
def parameters() -> tuple[bytes, bytes]:
    """The sequence and picture parameter sets: baseline, no prediction across pictures."""
    sequence = Bits().fixed(66, 8).fixed(0xC0, 8).fixed(30, 8).golomb(0, 0, 2, 0).fixed(0, 1)
    sequence.golomb(COLUMNS - 1, ROWS - 1).fixed(0b111, 3).golomb(0, 0, 0, (ROWS * BLOCK - SIZE[1]) // 2).fixed(0, 1)
    picture = Bits().golomb(0, 0).fixed(0, 2).golomb(0, 0, 0).fixed(0, 3).golomb(0, 0, 0).fixed(0b100, 3)
    return _nal(0x67, sequence.ended()), _nal(0x68, picture.ended())


def _slice(picture: Image.Image, number: int) -> bytes:
    canvas = Image.new("YCbCr", (COLUMNS * BLOCK, ROWS * BLOCK))
    canvas.paste(picture.convert("YCbCr"))
    luma, *chroma = canvas.split()
    planes = [(luma, BLOCK), *((plane.resize((COLUMNS * 8, ROWS * 8)), BLOCK // 2) for plane in chroma)]
    head = Bits().golomb(0, 7, 0).fixed(0, 4).golomb(number % 2).fixed(0, 2).golomb(0, 1)
    data = bytearray()
    for row in range(ROWS):
        for column in range(COLUMNS):
            # 25 is I_PCM; its samples begin at a whole byte.
            data += head.golomb(25).aligned()
            head = Bits()
            for plane, side in planes:
                left, top = column * side, row * side
                data += plane.crop((left, top, left + side, top + side)).tobytes()
    return _nal(0x65, bytes(data) + Bits().ended())


@cache
def pictures() -> tuple[bytes, ...]:
    """Two seconds of the test picture, a slice each."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    drawn = (draw("recording", start + timedelta(seconds=n / RATE), size=SIZE) for n in range(FRAMES))
    return tuple(_slice(Image.open(io.BytesIO(jpeg)), n) for n, jpeg in enumerate(drawn))


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return pack(">I4s", 8 + len(body), kind) + body


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(kind, pack(">I", flags), *parts)


MATRIX = pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def _sample_table(sizes: list[int], offset: int) -> bytes:
    width, height = SIZE
    sequence, picture = parameters()
    config = _box(
        b"avcC",
        bytes([1, *sequence[1:4], 0xFF, 0xE1]),
        pack(">H", len(sequence)) + sequence,
        pack(">BH", 1, len(picture)) + picture,
    )
    entry = _box(
        b"avc1",
        pack(">6xH16xHHIII", 1, width, height, 0x480000, 0x480000, 0),
        pack(">H32xHh", 1, 24, -1),
        config,
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
    """Two seconds as MP4."""
    samples = [pack(">I", len(picture)) + picture for picture in pictures()]
    sizes = [len(sample) for sample in samples]
    kind = _box(b"ftyp", b"isom", pack(">I", 512), b"isomiso2avc1mp41")
    # The movie box says where the pictures begin, and its length does not depend on what it says.
    offset = len(kind) + len(_movie(sizes, 0)) + 8
    return kind + _movie(sizes, offset) + _box(b"mdat", *samples)


def dav_frame(kind: int, number: int, when: datetime, extra: bytes, data: bytes) -> bytes:
    date = ((when.year - 2000) << 26) | (when.month << 22) | (when.day << 17)
    date |= (when.hour << 12) | (when.minute << 6) | when.second
    length = 24 + len(extra) + len(data) + 8
    milliseconds = number * 1000 // RATE % 65535
    head = pack("<4sBBBBIIIHBB", b"DHAV", kind, 0, 0, 0, number, length, date, milliseconds, len(extra), 0)
    return head + extra + data + pack("<4sI", b"dhav", length)


def dav(start: datetime, *, sound: bool = True) -> bytes:
    """Two seconds as DAV, with silence as G.711 where there is sound."""
    frames = []
    for number, picture in enumerate(pictures()):
        when = start + timedelta(seconds=number // RATE)
        stream = b"".join(b"\0\0\0\1" + nal for nal in (*parameters(), picture))
        extra = pack("<BBBB", 0x81, 0, 2, RATE) + pack("<B3xHH", 0x82, *SIZE)
        frames.append(dav_frame(0xFD, number, when, extra, stream))
        if sound:
            frames.append(dav_frame(0xF0, number, when, pack("<BBBB", 0x83, 1, 0x0E, 2), b"\xd5" * (8000 // RATE)))
    return b"".join(frames)
