"""What a dahua device says that it can do: tables hold settings in vain, too (Amcrest HTTP API, 4.5.13 and 4.9.18)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from .. import features as f
from ..codecs import path_of
from ..converters import numbers, span, whole
from ..exchange import Place
from ..model import ABSENT, Domain
from ..schema import AnyField, Document, DomainSource, Field
from .dahua_rows import asked
from .dahua_values import SWITCH
from .dahua_words import COMMON_BALANCES, WHITE_BALANCE

# The channels of a recorder are cameras of different kinds.
CAPABILITIES = asked(
    "devVideoInput",
    "getCaps",
    Field(f.ELECTRIC_FOCUS, "caps.ElectricFocus", SWITCH),
    key="video input caps",
    per_channel=True,
)

# What an event can set off.
EVENT_CAPABILITIES = asked("eventManager", "getCaps", key="event caps")

_BACKLIGHTS = 2
_EXPOSURES = 16
"""How many grades there are where a camera does not say: those that are printed."""
_AUTOMATIC, _PREDEFINED = 1, 2
"""White balance that is only automatic; one that has others, but none of one's own."""


def _told(ranges: Document, cap: str) -> str:
    return ranges.get(path_of(f"caps.{cap}"), "").strip().casefold()


def _lacks(ranges: Document, *caps: str) -> bool:
    """Tell whether a camera denies any of some capabilities. What it does not name proves nothing."""
    return any(_told(ranges, cap) in ("false", "0") for cap in caps)


type Lacking = Callable[[Document, Document, Place], bool]
"""Tells from a field's own document and that of its ranges whether the device lacks it."""


@dataclass(frozen=True, slots=True)
class _Unless:
    """The source of a domain, for what a camera may say that it lacks."""

    lacking: Lacking
    own: Domain | DomainSource

    def __call__(self, document: Document, ranges: Document, place: Place) -> Domain:
        if self.lacking(document, ranges, place):
            return ABSENT
        return self.own(document, ranges, place) if callable(self.own) else self.own


def unless(field: AnyField, lacking: Lacking) -> AnyField:
    """Return a field that is not there where something tells that the device lacks it."""
    return replace(field, domain=_Unless(lacking, field.domain or field.converter.domain))


def allowed(field: AnyField, *caps: str) -> AnyField:
    """Return a field that is not there where one of some capabilities is denied."""
    return unless(field, lambda document, ranges, place: _lacks(ranges, *caps))


def custom_balance(field: AnyField) -> AnyField:
    """Return a field that is of use only with a white balance of one's own."""

    def lacking(document: Document, ranges: Document, place: Place) -> bool:
        return _lacks(ranges, "WhiteBalance") or whole(_told(ranges, "WhiteBalance")) in (_AUTOMATIC, _PREDEFINED)

    return unless(field, lacking)


def cover(field: AnyField) -> AnyField:
    """Return a field of one of several covers: there are as many as the camera says, however many the table holds."""

    def lacking(document: Document, ranges: Document, place: Place) -> bool:
        most = whole(_told(ranges, "CoverCount"))
        return _lacks(ranges, "CoverType") or (most is not None and place.number > most)

    return unless(field, lacking)


def backlights(document: Document, ranges: Document, place: Place) -> Domain:
    """Return the grades of backlight compensation, 0 for none."""
    most = whole(_told(ranges, "Backlight"))
    return span(0, _BACKLIGHTS if most is None else most)


def exposures(document: Document, ranges: Document, place: Place) -> Domain:
    """Return 0 for automatic and the grades by hand, of which two need a capability each (section 4.5.20).

    The last grade is automatic within limits, the one after it a time of one's own.
    """
    told = whole(_told(ranges, "Exposure"))
    last = _EXPOSURES if told is None else told
    limited = (last, last) if not _lacks(ranges, "LimitedAutoExposure") else (0, 0)
    custom = (last + 1, last + 1) if not _lacks(ranges, "CustomManualExposure") else (0, 0)
    return numbers((0, last - 1), limited, custom)


def balances(path: str) -> DomainSource:
    """Offer the words that all devices know, as far as this one has them, and the one that it uses."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        current = WHITE_BALANCE.read(document[path_of(place.fill(f"table.{path}"))])
        most = whole(_told(ranges, "WhiteBalance"))
        words = COMMON_BALANCES if most != _AUTOMATIC else (f.WhiteBalance.AUTO, f.WhiteBalance.DISABLED)
        lacking = {f.WhiteBalance.CUSTOM} if most == _PREDEFINED else set()
        return Domain(choices=tuple(dict.fromkeys((*(each for each in words if each not in lacking), current))))

    return find
