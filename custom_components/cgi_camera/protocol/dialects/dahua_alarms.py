"""What tells the present state of a dahua device's alarms, and which it has (Amcrest HTTP API, section 4.9)."""

from collections.abc import Callable, Iterable, Iterator

from .. import features as f
from ..converters import whole
from ..exchange import Request
from ..model import AnyReading, Feature, Reading, Slot
from ..schema import ALARM, ONCE, STATUS, Document, Endpoint, Glimpse
from .dahua_rows import table


def _channels(feature: Feature[bool]) -> Callable[[Glimpse], Iterable[AnyReading]]:
    """Return what reads the channels at which an event goes on, counted from 0 (section 4.9.16)."""

    def derive(glimpse: Glimpse) -> Iterator[AnyReading]:
        active = {text for path, text in glimpse.document.items() if path.startswith("channels[")}
        for channel in glimpse.channels:
            yield Reading(Slot(channel, feature), str(channel - 1) in active)

    return derive


def _device(feature: Feature[bool]) -> Callable[[Glimpse], Iterable[AnyReading]]:
    """Return what reads whether an event of the device goes on, where the table that arms it shows that it can."""

    def derive(glimpse: Glimpse) -> Iterator[AnyReading]:
        if glimpse.ranges:
            yield Reading(Slot(0, feature), any(path.startswith("channels[") for path in glimpse.document))

    return derive


def _indexes(
    code: str, derive: Callable[[Glimpse], Iterable[AnyReading]], ranges: str = "", period: float = ALARM
) -> Endpoint:
    return Endpoint(
        key=f"getEventIndexes {code}",
        read=Request("/cgi-bin/eventManager.cgi", {"action": "getEventIndexes", "code": code}),
        period=period,
        # Several models refuse the question when there is nothing to tell.
        none_if_refused=True,
        ranges=ranges,
        derive=derive,
    )


def _result(document: Document) -> int | None:
    return whole(document.get("result", ""))


def _bits(feature: Feature[bool]) -> Callable[[Glimpse], Iterable[AnyReading]]:
    """Return what reads a bit for each input or output (sections 4.9.6 and 4.9.7)."""

    def derive(glimpse: Glimpse) -> Iterator[AnyReading]:
        if "result" not in glimpse.document:
            return
        state = _result(glimpse.document)
        for number in range(1, max(_result(glimpse.ranges) or 0, (state or 0).bit_length()) + 1):
            yield Reading(Slot(0, feature, number), None if state is None else bool(state >> (number - 1) & 1))

    return derive


def _alarm(way: str, feature: Feature[bool]) -> tuple[Endpoint, ...]:
    slots, state = f"get{way}Slots", f"get{way}State"
    return (
        Endpoint(key=slots, read=Request("/cgi-bin/alarm.cgi", {"action": slots}), period=ONCE),
        Endpoint(
            key=state,
            read=Request("/cgi-bin/alarm.cgi", {"action": state}),
            period=ALARM,
            ranges=slots,
            derive=_bits(feature),
        ),
    )


# Of these a device can be asked (section 4.9.16); each has the name of the table that arms it.
_STORAGE = (
    ("StorageNotExist", f.STORAGE_MISSING),
    ("StorageFailure", f.STORAGE_FAILURE),
    ("StorageLowSpace", f.STORAGE_LOW),
)

# Read once: a door station is a device that has it.
_TALK = table("VideoTalkPhoneGeneral", period=ONCE)

ALARMS = (
    _TALK,
    _indexes("VideoMotion", _channels(f.MOTION)),
    _indexes("VideoBlind", _channels(f.TAMPER)),
    _indexes("VideoLoss", _channels(f.VIDEO_LOSS)),
    *(_indexes(name, _device(feature), name, STATUS) for name, feature in _STORAGE),
    *_alarm("In", f.ALARM_INPUT),
    *_alarm("Out", f.ALARM_OUTPUT),
)
