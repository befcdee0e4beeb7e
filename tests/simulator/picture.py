"""The picture a simulated camera sees: colour bars, a bouncing ball, name and time."""

from datetime import datetime
import io
from math import pi, sin

from PIL import Image, ImageDraw, ImageEnhance, ImageFont

BARS = ("#c0c0c0", "#c0c000", "#00c0c0", "#00c000", "#c000c0", "#c00000", "#0000c0", "#101010")


def _bounce(position: float, length: int, margin: int) -> int:
    """A coordinate that runs to and fro between both margins."""
    span = max(length - 2 * margin, 1)
    travelled = position % (2 * span)
    return margin + int(min(travelled, 2 * span - travelled))


def draw(
    name: str,
    when: datetime,
    *,
    size: tuple[int, int] = (640, 360),
    brightness: float = 0.5,
    contrast: float = 0.5,
    saturation: float = 0.5,
    text: bool = True,
    flip: bool = False,
    mirror: bool = False,
    quality: int = 75,
) -> bytes:
    """One JPEG. The three factors run from 0 to 1; a half leaves the picture as it is."""
    width, height = size
    image = Image.new("RGB", size)
    canvas = ImageDraw.Draw(image)
    for number, colour in enumerate(BARS):
        left = width * number // len(BARS)
        canvas.rectangle((left, 0, width * (number + 1) // len(BARS), height), fill=colour)
    moment = when.timestamp()
    radius = max(height // 10, 4)
    x = _bounce(moment * width / 4, width, radius)
    y = height - radius - int(abs(sin(moment * pi)) * (height - 2 * radius))
    canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill="white", outline="black")
    for factor, enhance in (
        (brightness, ImageEnhance.Brightness),
        (contrast, ImageEnhance.Contrast),
        (saturation, ImageEnhance.Color),
    ):
        if abs(factor - 0.5) > 0.01:
            image = enhance(image).enhance(factor * 2)
    if flip:
        image = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    if mirror:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if text:
        _label(image, f"{name}  {when:%Y-%m-%d %H:%M:%S}")
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality)
    return target.getvalue()


def _label(image: Image.Image, label: str) -> None:
    canvas = ImageDraw.Draw(image)
    font = ImageFont.load_default(max(image.height // 20, 8))
    # The built-in font knows Latin letters only.
    label = label.encode("latin-1", "replace").decode("latin-1")
    box = canvas.textbbox((8, 6), label, font=font)
    canvas.rectangle((box[0] - 4, box[1] - 3, box[2] + 4, box[3] + 3), fill="black")
    canvas.text((8, 6), label, fill="white", font=font)
