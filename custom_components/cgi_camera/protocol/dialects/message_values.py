"""How the message dialect spells values, and how its queries tell ranges."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
import re
from typing import Any

from .. import features as f
from ..codecs import path_of
from ..converters import INT, boolean, choice, zone
from ..exchange import Place
from ..features import DayNightMode, TimeSource
from ..model import ANY, AnyReading, Domain, Feature, Reading, Slot
from ..schema import Converter, Document, DomainSource, Field, Glimpse

_RANGE = re.compile(r"^\s*(-?\d+)\s*\.\.\.+\s*(-?\d+)\s*$")
_CHANNEL = re.compile(r"(?:.*/)?channel(?:\[\d+\])?")
MOST_CHANNELS = 64
MOST_TRIED = 4


def queried[T](path: str, otherwise: Domain, converter: Converter[T] | None = None) -> DomainSource:
    """Return a source that takes the range or the choices from the query, else the documented ones.

    An element that is empty in a query can be read only (section 2.3.1.2, remark 4).
    """

    def find(_: Document, ranges: Document, __: Place) -> Domain:
        told = ranges.get(path_of(path))
        if told is None:
            return otherwise
        if not told:
            return replace(otherwise, writable=False)
        if limits := _RANGE.match(told):
            return replace(otherwise, minimum=float(limits.group(1)), maximum=float(limits.group(2)))
        return replace(otherwise, choices=_choices(told, converter)) if converter else otherwise

    return find


def _choices[T](told: str, converter: Converter[T]) -> tuple[str, ...]:
    """Return those of the listed words that the converter knows, in its own order."""
    words = set()
    for word in told.split(","):
        try:
            words.add(str(converter.read(word)))
        except ValueError:
            continue
    return tuple(known for known in converter.domain.choices if known in words) or converter.domain.choices


def number(feature: Feature[int], path: str, otherwise: Domain) -> Field[int]:
    """Return a row for a number within a queried range."""
    return Field(feature, path, INT, queried(path, otherwise))


def setting[T](feature: Feature[T], path: str, converter: Converter[T], *, number: str = "") -> Field[T]:
    """Return a row for anything else that the query may call read-only."""
    return Field(feature, path, converter, queried(path, ANY), number=number)


def one_of[T](
    feature: Feature[T], path: str, converter: Converter[T], *, companions: tuple[Feature[Any], ...] = ()
) -> Field[T]:
    """Return a row for a choice, of which the query may name fewer."""
    return Field(feature, path, converter, queried(path, converter.domain, converter), companions=companions)


DAY_NIGHT = choice({"0": DayNightMode.EXTERNAL, "1": DayNightMode.NIGHT, "2": DayNightMode.DAY, "3": DayNightMode.AUTO})
TIME_SOURCE = choice({"0": TimeSource.MANUAL, "1": TimeSource.NTP})
CODEC = choice({"0": "H.264", "1": "H.265"})
MOVES = Converter[bool](bool, lambda value, _: "")
"""A camera that tells its speeds has a drive."""

# 1 opens all alarm outputs, 2 closes them; 0 is none (section 3.13.4).
RELAY = Converter[bool](lambda text: boolean("0" if text.strip() == "2" else text), lambda value, _: "12"[not value])

# Minutes east of Greenwich, as section 3.1.4 lists them.
_WEST = (-720, -660, -600, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60)
_EAST = (0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 570, 600, 660, 720, 780)
ZONE = choice({str(minutes): zone(minutes) for minutes in (*_WEST, *_EAST)})


def clock(glimpse: Glimpse) -> Iterable[AnyReading]:
    """Make the camera's time of day from its UTC seconds and its zone (section 3.1.1).

    The answer to a set tells no seconds: those read before it are past, and the clock runs on as known.
    """
    told = glimpse.document.get("timeinfo/cameratime", "")
    known = glimpse.previous is not None and glimpse.previous.get("timeinfo/cameratime") == told
    try:
        moment = datetime.fromtimestamp(glimpse.place.utc if known else int(told), UTC)
        east = timezone(timedelta(minutes=int(glimpse.document.get("timeinfo/timezone", "0"))))
    except ValueError, OverflowError, OSError:
        return []
    return [Reading(Slot(0, f.CLOCK), moment.astimezone(east))]


def channels(documents: Mapping[str, Document]) -> tuple[int, ...]:
    """Count the channels: those of the range that the query tells, and those that answer by their own number.

    Some firmware answers for channel 1 whatever is asked. The number stands in the group, beside it or nowhere.
    """
    told = _numbers(documents.get("image query", {}))
    found = set(range(1, min(max(told, default=1), MOST_CHANNELS) + 1)) | {1}
    tried = range(2, MOST_TRIED + 1)
    found.update(number for number in tried if _numbers(documents.get(f"channel {number}", {})) == {number})
    return tuple(sorted(found))


def _numbers(document: Document) -> set[int]:
    texts = (text for path, text in document.items() if _CHANNEL.fullmatch(path))
    return {int(number) for text in texts for number in re.findall(r"\d+", text)}
