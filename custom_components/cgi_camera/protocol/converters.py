"""Converters and domains that more than one dialect uses."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
import math

from .areas import Rectangle
from .exchange import Place
from .model import Domain
from .schema import Converter, Document, DomainSource

_TRUE = frozenset({"1", "true", "enable", "enabled", "on", "yes"})
_FALSE = frozenset({"0", "false", "disable", "disabled", "off", "no"})


def boolean(text: str) -> bool:
    """Read any of the spellings that cameras have for true and false. Raise ValueError for another word."""
    word = text.strip().casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(text)


def switch(on: str, off: str) -> Converter[bool]:
    """Return a converter that reads any spelling and writes these two."""
    return Converter(boolean, lambda value, _: on if value else off)


BIT = switch("1", "0")
ENABLE = switch("enable", "disable")
ON_OFF = switch("on", "off")


def whole(text: str) -> int | None:
    """Read a number without a sign; None for anything else, and for one that is longer than any camera's."""
    return int(text) if len(text) <= 15 and text.isdecimal() else None


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _decimal(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


INT: Converter[int] = Converter(lambda text: int(_number(text)), lambda value, _: str(int(value)))
FLOAT: Converter[float] = Converter(_number, lambda value, _: _decimal(value))
TEXT: Converter[str] = Converter(str.strip, lambda value, _: value)


def choice[E: str](words: Mapping[str, E]) -> Converter[E]:
    """Return a converter between wire words (any case is read) and what people choose from: enum members or texts.

    Of several words for one choice the first is written.
    """
    members = {wire.casefold(): member for wire, member in words.items()}
    wires = {member: wire for wire, member in reversed(tuple(words.items()))}

    def read(text: str) -> E:
        try:
            return members[text.strip().casefold()]
        except KeyError:
            raise ValueError(text) from None

    return Converter(read, lambda value, _: wires[value], Domain(choices=tuple(dict.fromkeys(words.values()))))


def flag(bit: int) -> Converter[bool]:
    """Return one of the switches that a number is made of."""

    def write(value: bool, current: str) -> str:
        others = int(current or "0") & ~bit
        return str(others | bit if value else others)

    return Converter(lambda text: bool(int(text) & bit), write)


def both_flips(*, mirror: bool) -> Converter[bool]:
    """Return one of the two switches hidden in normal / mirror / flip / both (Control CGI 1.20, section 4.5)."""
    own, other = ("mirror", "flip") if mirror else ("flip", "mirror")

    def read(text: str) -> bool:
        word = text.strip().casefold()
        if word not in {"normal", "mirror", "flip", "both"}:
            raise ValueError(text)
        return word in {own, "both"}

    def write(value: bool, current: str) -> str:
        others = current.strip().casefold() in {other, "both"}
        return {(True, True): "both", (True, False): own, (False, True): other}.get((value, others), "normal")

    return Converter(read, write)


def span(minimum: float, maximum: float, step: float = 1) -> Domain:
    """Return a range, both ends included."""
    return Domain(minimum, maximum, step)


def numbers(*spans: tuple[int, int]) -> Domain:
    """Return the numbers in any of some ranges, both ends included."""
    found = sorted({number for low, high in spans for number in range(low, high + 1)})
    gaps = len(found) <= found[-1] - found[0]
    return Domain(found[0], found[-1], choices=tuple(map(str, found)) if gaps else ())


def zone(minutes: int) -> str:
    """Spell an offset from UTC the neutral way: `UTC+05:30`."""
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours:02}:{rest:02}"


def fallback(source: DomainSource, otherwise: Domain) -> DomainSource:
    """Return a source that uses the documented domain where the camera does not tell its own."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        try:
            return source(document, ranges, place)
        except LookupError, ValueError, ArithmeticError:
            return otherwise

    return find


@lru_cache(maxsize=1024)
def bits(number: int, columns: int) -> tuple[bool, ...]:
    """Read a row of blocks from a number, the leftmost from its lowest bit. Raise ValueError if it has more of them."""
    if not 0 <= number < 1 << columns:
        raise ValueError(number)
    return tuple(bool(number >> column & 1) for column in range(columns))


def number_of(row: Iterable[bool]) -> int:
    """Return the number whose bits are a row of blocks, the leftmost in the lowest."""
    return sum(block << column for column, block in enumerate(row))


def percent(x: int, y: int, width: int, height: int, *, of: tuple[int, int]) -> Rectangle:
    """Return a rectangle that is told in units of a picture so wide and high.

    Four decimals make the way back exact for pictures of a hundred thousand units. Raise ValueError if it reaches
    outside.
    """
    wide, high = of
    shares = x / wide, y / high, width / wide, height / high
    return Rectangle(*(round(share * 100, 4) for share in shares))


def units(area: Rectangle, *, of: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return x, y, width and height of a rectangle in units of a picture so wide and high; its edges are rounded."""

    def edges(start: float, extent: float, most: int) -> tuple[int, int]:
        first = round(start * most / 100)
        return first, min(round((start + extent) * most / 100), most) - first

    (x, width), (y, height) = edges(area.left, area.width, of[0]), edges(area.top, area.height, of[1])
    return x, y, width, height
