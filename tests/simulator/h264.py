"""H.264 as simple as it gets: every picture a key frame, every block its bare samples (I_PCM, ITU-T H.264 7.3.5)."""

from PIL import Image

PROFILE, CONSTRAINTS, LEVEL = 66, 0xC0, 30
BLOCK = 16


class Bits:
    """Bits in their order, closed as the standard closes them."""

    def __init__(self) -> None:
        self._text = ""

    def u(self, value: int, count: int) -> Bits:
        self._text += f"{value:0{count}b}"
        return self

    def ue(self, *values: int) -> Bits:
        """Exponential Golomb codes."""
        for value in values:
            code = f"{value + 1:b}"
            self._text += "0" * (len(code) - 1) + code
        return self

    def aligned(self) -> bytes:
        text = self._text + "0" * (-len(self._text) % 8)
        return int(text or "0", 2).to_bytes(len(text) // 8)

    def closed(self) -> bytes:
        return self.u(1, 1).aligned()


def unit(header: int, payload: bytes) -> bytes:
    """A NAL unit, with what keeps its bytes from looking like a start code."""
    data = bytearray([header])
    zeros = 0
    for byte in payload:
        if zeros == 2 and byte <= 3:
            data.append(3)
            zeros = 0
        data.append(byte)
        zeros = 0 if byte else zeros + 1
    return bytes(data)


def parameters(width: int, height: int) -> tuple[bytes, bytes]:
    """Sequence and picture parameter set; both measures are multiples of 16."""
    head = Bits().u(PROFILE, 8).u(CONSTRAINTS, 8).u(LEVEL, 8)
    # Set 0, frame numbers of 4 bits, pictures in their order, one reference, no gaps.
    head.ue(0, 0, 2, 1).u(0, 1).ue(width // BLOCK - 1, height // BLOCK - 1).u(0b1100, 4)
    # Set 0 of sequence 0, no CABAC, one slice group, no weights, the filter can be switched off.
    picture = Bits().ue(0, 0).u(0, 2).ue(0, 0, 0).u(0, 3).ue(0, 0, 0).u(0b100, 3)
    return unit(0x67, head.closed()), unit(0x68, picture.closed())


def key_frame(image: Image.Image, number: int) -> bytes:
    """One picture as one slice."""
    width, height = image.size
    luma, *chroma = image.convert("YCbCr").split()
    planes = [(luma, BLOCK)] + [(plane.resize((width // 2, height // 2)), BLOCK // 2) for plane in chroma]
    # All of it intra, picture set 0, frame 0, identity in turn, nothing kept longer, no change of quality, no filter.
    head = Bits().ue(0, 7, 0).u(0, 4).ue(number % 2).u(0, 2).ue(0, 1)
    payload = b""
    for top in range(0, height, BLOCK):
        for left in range(0, width, BLOCK):
            payload += head.ue(25).aligned()
            head = Bits()
            for plane, side in planes:
                x, y = left * side // BLOCK, top * side // BLOCK
                payload += plane.crop((x, y, x + side, y + side)).tobytes()
    return unit(0x65, payload + b"\x80")
