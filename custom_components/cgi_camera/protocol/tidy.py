"""Makes what a camera tells of an event fit for others: JSON that any reader takes, small, and without secrets."""

from collections.abc import Callable, Mapping
import math
import re
from typing import Any

from .redact import HIDDEN

_LONGEST = 256
_DEEPEST = 6
_BUDGET = 8000
_SECRET = re.compile(r"pass|pwd|secret|token|credential|private|qr_?code|finger_?print(?!_?id)", re.IGNORECASE)
_CARD = re.compile(r"card_?(?:no|number|id|sn|uid)\b", re.IGNORECASE)


def text(value: object, limit: int = _LONGEST) -> str:
    """Return one value as a text that can be written anywhere, cut at a length; empty for what is no single value."""
    told = str(value)[:limit] if isinstance(value, str | int | float) else ""
    return told if told.isascii() else told.encode("utf-8", errors="replace").decode("utf-8")


def last_four(number: object) -> str:
    """Return the end of a card's number, which tells cards apart but opens no door."""
    digits = text(number).strip()
    return digits[-4:] if len(digits) > 4 else ""


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
            case bool() | None:
                return given
            case int():
                return given if abs(given) < 2**53 else text(given)
            case float():
                return given if math.isfinite(given) else None
            case Mapping():
                return self.members(given, depth + 1) if depth < _DEEPEST else {}
            case list():
                return [self.value(e, depth + 1) for e in given if self._spend(8)] if depth < _DEEPEST else []
        cut = text(self._hide(given)) if isinstance(given, str) else ""
        return cut if self._spend(len(cut)) else ""

    def members(self, given: Mapping[str, Any], depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, each in given.items():
            key = text(name, 64)
            if not self._spend(len(key) + 8):
                break
            if each and _CARD.search(key):
                found[key] = last_four(each)
            else:
                found[key] = HIDDEN if each and _SECRET.search(key) else self.value(each, depth)
        return found


def tidy(data: Mapping[str, Any], hide: Callable[[str], str]) -> dict[str, Any]:
    """Return a copy of an event's data without passwords, fingerprints, codes and the numbers of cards.

    `hide` takes our own account out of a text. Long texts are cut; what is left over when the whole has some 8,000
    characters is dropped, as is what lies deeper than six levels.
    """
    return _Copy(hide).members(data, 0)
