"""Alarms of the dahua dialect: the event stream, and what tells the present state (Amcrest HTTP API, section 4.9)."""

from collections.abc import Callable, Iterable, Iterator
import json
import re
from typing import Any

from .. import features as f
from ..events import By, Event, Push, Signal
from ..exchange import Request
from ..model import AnyReading, Feature, Reading, Slot
from ..schema import ALARM, ONCE, Document, Endpoint, Glimpse

_EVENT = re.compile(
    r"Code\s*=\s*(?P<code>[^;]+?)\s*;\s*action\s*=\s*(?P<action>[^;\s]+)\s*"
    r"(?:;\s*index\s*=\s*(?P<index>\d+)\s*)?(?P<rest>;.*)?",
    re.DOTALL,
)
_DATA = re.compile(r";\s*data\s*=\s*(.*)", re.DOTALL)
_ACTIONS = {"start": True, "stop": False, "pulse": None}
_CODES = ("VideoMotion", "AlarmLocal", "VideoBlind", "VideoLoss", "AlarmOutput")


def signals(text: str) -> Iterator[Signal]:
    """Read one part: `Code=…;action=…;index=…;data=…`, whose data may hold anything and may be cut."""
    event = _EVENT.search(text)
    if event is None or (action := event["action"].casefold()) not in _ACTIONS:
        return
    index = int(event["index"]) + 1 if event["index"] else 0
    yield Signal(event["code"], _ACTIONS[action], index, _data(event["rest"] or ""))


def _data(rest: str) -> dict[str, Any]:
    found = _DATA.match(rest)
    try:
        data = json.loads(found.group(1)) if found else {}
    except ValueError, RecursionError:
        return {}
    return data if isinstance(data, dict) else {}


def complete(text: str) -> bool:
    """Tell whether a part that no boundary has ended yet is all there."""
    if text.strip() == "Heartbeat":
        return True
    event = _EVENT.fullmatch(text.lstrip())
    if event is None or event["action"].casefold() not in {*_ACTIONS, "state"}:
        return False
    if event["rest"] is None:
        return event["index"] is not None or text.endswith("\n")
    data = _DATA.match(event["rest"])
    return data is not None and data.group(1).strip() != "" and text.count("{") == text.count("}")


def _attach(codes: Iterable[str]) -> Request:
    """Ask for heartbeats: without them a dead stream and a quiet one look alike."""
    query = {"action": "attach", "codes": f"[{','.join(codes)}]", "heartbeat": "5"}
    return Request("/cgi-bin/eventManager.cgi", query)


PUSH = Push(
    # Some models refuse longer lists of codes.
    requests=(_attach(_CODES), _attach(["All"])),
    events=(
        Event("VideoMotion", f.MOTION, needs=f.MOTION_DETECTION),
        Event("VideoBlind", f.TAMPER, needs=f.TAMPER_DETECTION),
        Event("VideoLoss", f.VIDEO_LOSS),
        Event("AlarmLocal", f.ALARM_INPUT, By.NUMBER, needs=f.ALARM_INPUT_ENABLED),
        Event("AlarmOutput", f.ALARM_OUTPUT, By.NUMBER, needs=f.RELAY),
    ),
    signals=signals,
    complete=complete,
    idle=60,
)


def _channels(feature: Feature[bool]) -> Callable[[Glimpse], Iterable[AnyReading]]:
    """Return what reads the channels at which an event goes on, counted from 0 (section 4.9.16)."""

    def derive(glimpse: Glimpse) -> Iterator[AnyReading]:
        active = {text for path, text in glimpse.document.items() if path.startswith("channels[")}
        for channel in glimpse.channels:
            yield Reading(Slot(channel, feature), str(channel - 1) in active)

    return derive


def _indexes(code: str, feature: Feature[bool]) -> Endpoint:
    return Endpoint(
        key=f"getEventIndexes {code}",
        read=Request("/cgi-bin/eventManager.cgi", {"action": "getEventIndexes", "code": code}),
        period=ALARM,
        # Several models refuse the question when there is nothing to tell.
        none_if_refused=True,
        derive=_channels(feature),
    )


def _result(document: Document) -> int | None:
    text = document.get("result", "")
    return int(text) if text.isdecimal() else None


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


ALARMS = (
    _indexes("VideoMotion", f.MOTION),
    _indexes("VideoBlind", f.TAMPER),
    _indexes("VideoLoss", f.VIDEO_LOSS),
    *_alarm("In", f.ALARM_INPUT),
    *_alarm("Out", f.ALARM_OUTPUT),
)
