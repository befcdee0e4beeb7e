"""Makes what a camera tells of an event fit for others: JSON that any reader takes, small, and without secrets."""

from collections.abc import Callable, Mapping
from functools import lru_cache
import math
import re
from typing import Any

from .redact import HIDDEN

_LONGEST = 256
_DEEPEST = 6
_BUDGET = 8000
_SECRET = re.compile(r"pass|pwd|secret|token|credential|private|qr_?code|finger_?print(?!_?id)", re.IGNORECASE)
_NUMBER = (int, float)
_CARD = re.compile(r"card_?(?:no|number|id|sn|uid)\b", re.IGNORECASE)


def text(value: object, limit: int = _LONGEST) -> str:
    """Return one value as a text that can be written anywhere, cut at a length; empty for what is no single value."""
    told = (value if isinstance(value, str) else str(value) if isinstance(value, _NUMBER) else "")[:limit]
    return told if told.isascii() else told.encode("utf-8", errors="replace").decode("utf-8")


def last_four(number: object) -> str:
    """Return the end of a card's number, which tells cards apart but opens no door."""
    digits = text(number).strip()
    return digits[-4:] if len(digits) > 4 else ""


@lru_cache(1024)
def _cover(key: str) -> Callable[[object], str] | None:
    """Return what is shown of a value by whose name it is private; None for others."""
    if _CARD.search(key):
        return last_four
    return (lambda value: HIDDEN) if _SECRET.search(key) else None


class _Copy:
    """A copy in the making: `left` is how many characters it may still hold."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        self._hide = hide
        self._left = _BUDGET

    def _spend(self, cost: int) -> bool:
        self._left -= cost
        return self._left >= 0

    def value(self, given: Any, depth: int) -> Any:
        match given:
            case str():
                cut = text(self._hide(given))
                return cut if self._spend(len(cut)) else ""
            case bool() | None:
                return given
            case int():
                return given if abs(given) < 2**53 else text(given)
            case float():
                return given if math.isfinite(given) else None
            case list():
                return [self.value(e, depth + 1) for e in given if self._spend(8)] if depth < _DEEPEST else []
            case Mapping():
                return self.members(given, depth + 1) if depth < _DEEPEST else {}
        return ""

    def members(self, given: Mapping[str, Any], depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, each in given.items():
            key = text(name, 64)
            if not self._spend(len(key) + 8):
                break
            cover = _cover(key) if each else None
            found[key] = cover(each) if cover else self.value(each, depth)
        return found


def tidy(data: Mapping[str, Any], hide: Callable[[str], str]) -> dict[str, Any]:
    """Return a copy of an event's data without passwords, fingerprints, codes and the numbers of cards.

    `hide` takes our own account out of a text. Long texts are cut; what is left over when the whole has some 8,000
    characters is dropped, as is what lies deeper than six levels.
    """
    return _Copy(hide).members(data, 0)
