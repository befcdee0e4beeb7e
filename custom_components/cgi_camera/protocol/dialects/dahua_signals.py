"""What the parts of a dahua event stream say (Amcrest HTTP API, section 4.9.17), and what their data mean.

The document prints no data but those of MDResult; the names here are those that devices use, misspelt as they are.
"""

from collections.abc import Callable, Iterator, Mapping
import json
import re
from typing import Any

from ..events import Detail, EventAction, Signal
from ..features import Access, AccessMethod, Detection, Direction, Target
from ..tidy import last_four, text

_EVENT = re.compile(
    r"Code\s*+=\s*+(?P<code>[^;\s=]++)\s*+;\s*+action\s*+=\s*+(?P<action>[^;\s]++)\s*+"
    r"(?:;\s*+index\s*+=\s*+(?P<index>-?\d{1,9})\s*+)?+(?P<rest>;.*)?",
    re.DOTALL,
)
_DATA = re.compile(r";\s*data\s*=\s*(.*)", re.DOTALL)
_ACTIONS = {action.value: action for action in EventAction}


def signals(part: str) -> Iterator[Signal]:
    """Read one part: `Code=…;action=…;index=…;data=…`, whose data may hold anything and may be cut."""
    event = _EVENT.search(part)
    if event is None or (action := _ACTIONS.get(event["action"].casefold())) is None:
        return
    index = max(int(event["index"]) + 1, 0) if event["index"] else 0
    yield Signal(event["code"], action, index, _data(event["rest"] or ""))


def _data(rest: str) -> dict[str, Any]:
    """Read an object, or a bare text (of MDResult, section 4.9.17); what is cut tells nothing."""
    found = _DATA.match(rest)
    told = found.group(1).strip() if found else ""
    if told and told[0] not in '{["':
        return {"value": told}
    try:
        data = json.loads(told) if told else {}
    except ValueError, RecursionError:
        return {}
    return data if isinstance(data, dict) else {"value": data}


def complete(part: str) -> bool:
    """Tell whether a part that no boundary has ended yet is all there."""
    if part.strip() == "Heartbeat":
        return True
    event = _EVENT.fullmatch(part.lstrip())
    if event is None or event["action"].casefold() not in _ACTIONS:
        return False
    if event["rest"] is None:
        return event["index"] is not None or part.endswith("\n")
    data = _DATA.match(event["rest"])
    told = data.group(1).strip() if data else ""
    # Behind an object may stand a boundary without dashes, of which the next line is not there yet.
    return told != "" and (told[0] != "{" or told[-1] == "}") and part.count("{") == part.count("}")


# What the data mean


def _objects(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what may tell of something seen: the data, and the objects that they hold."""
    objects = [data]
    for name in ("Object", "Objects", "object"):
        if found := data.get(name):
            told = found if isinstance(found, list) else [found]
            objects += [each for each in told if isinstance(each, Mapping)]
    return objects


_TYPES = {
    "human": Target.HUMAN,
    "humanface": Target.HUMAN,
    "face": Target.HUMAN,
    "vehicle": Target.VEHICLE,
    "motor": Target.VEHICLE,
    "nonmotor": Target.VEHICLE,
}
_MARKS = {"HumamID": Target.HUMAN, "HumanID": Target.HUMAN, "VehicleID": Target.VEHICLE}
_NUMBERS = ("ObjectID", "Id", "ID", *_MARKS, "EventID")


def _target(data: Mapping[str, Any]) -> Target | None:
    """Find out what was seen, from the type of an object or from the name of its number."""
    found: Target | None = None
    for each in _objects(data) if data else ():
        if kind := each.get("ObjectType"):
            told = _TYPES.get(text(kind).casefold(), Target.UNKNOWN)
        elif mark := next((mark for mark in _MARKS if mark in each), None):
            told = _MARKS[mark]
        else:
            continue
        if told is not Target.UNKNOWN:
            return told
        found = told
    return found


def _thing(data: Mapping[str, Any]) -> str:
    first, *objects = _objects(data)
    for each in (*objects, first):
        for name in _NUMBERS:
            if name in each:
                return text(each[name], 32)
    return ""


_DIRECTIONS = {member.value.replace("_", ""): member for member in Direction}


def _name(told: object) -> str:
    return ", ".join(map(text, told))[:64] if isinstance(told, list) else text(told, 64)


def seen(signal: Signal) -> Detail:
    """Read the data of motion, and of what a rule of the video analysis reports."""
    data = signal.data
    return Detail(
        rule=_name(data.get("Name") or data.get("RuleName")),
        thing=_thing(data),
        region=_name(data.get("RegionName")),
        target=_target(data),
        direction=_DIRECTIONS.get(text(data.get("Direction")).casefold()),
    )


# Of the records of cards (section 12.4.1).
_METHODS = {
    "0": AccessMethod.PASSWORD,
    "1": AccessMethod.CARD,
    "2": AccessMethod.CARD_AND_PASSWORD,
    "3": AccessMethod.CARD_AND_PASSWORD,
    "4": AccessMethod.REMOTE,
    "5": AccessMethod.BUTTON,
    "6": AccessMethod.FINGERPRINT,
    "7": AccessMethod.SEVERAL,
    "8": AccessMethod.SEVERAL,
    "9": AccessMethod.SEVERAL,
    "11": AccessMethod.SEVERAL,
    "12": AccessMethod.KEY,
    "13": AccessMethod.DURESS,
}


def entered(signal: Signal) -> Detail:
    """Read the data of who opens a door, and how."""
    data = signal.data
    return Detail(
        method=_METHODS.get(text(data.get("Method"))),
        user=_name(data.get("UserID")),
        card=last_four(data.get("CardNo") or ""),
    )


_UNREAD = {"", "unknown", "unlicensed", "none", "null"}


def _plate(data: Mapping[str, Any]) -> str:
    """Find the plate of a car (section 4.4.3), or of an object that is one."""
    objects = [each for each in _objects(data) if text(each.get("ObjectType")).casefold() == "plate"]
    car = data.get("TrafficCar")
    told = [text(each.get("Text"), 32) for each in objects]
    told += [text(car.get("PlateNumber"), 32)] if isinstance(car, Mapping) else []
    return next((plate for plate in map(str.strip, told) if plate.casefold() not in _UNREAD), "")


def passed(signal: Signal) -> Detail:
    """Read the data of a car that has passed."""
    return Detail(plate=_plate(signal.data), target=Target.VEHICLE)


def readable(signal: Signal) -> EventAction | None:
    """Return the meaning of a car that has passed: nothing, where its plate could not be read."""
    return EventAction.PULSE if _plate(signal.data) and signal.action is not EventAction.STOP else None


_DETECTIONS: Mapping[Target | None, Detection] = {Target.HUMAN: Detection.HUMAN, Target.VEHICLE: Detection.VEHICLE}


def detection(detail: Detail, signal: Signal) -> Detection:
    """Tell whether a human or a vehicle was detected."""
    return _DETECTIONS.get(detail.target, Detection.TRIGGERED)


def access(detail: Detail, signal: Signal) -> Access:
    """Tell whether a door was opened (section 12.4.1: `Status` 0 is a failure)."""
    return Access.DENIED if text(signal.data.get("Status")) == "0" else Access.GRANTED


# What a signal means where its action does not say it

type Means = Callable[[Signal], EventAction | None]


def calls(signal: Signal) -> EventAction:
    """Return the meaning of a call: it may begin without ever ending."""
    return EventAction.STOP if signal.action is EventAction.STOP else EventAction.PULSE


def always(action: EventAction) -> Means:
    """Return the meaning of a code that says it by itself."""
    return lambda signal: action


def only(target: Target) -> Means:
    """Return the meaning of a code to what watches for one kind of object: an end may not tell what it is about."""

    def means(signal: Signal) -> EventAction | None:
        return signal.action if signal.action is EventAction.STOP or _target(signal.data) is target else None

    return means


def infrared(signal: Signal) -> EventAction | None:
    """Return the meaning of an alarm that may name its sensor (section 12.6.1), which need not be an infrared one."""
    sensor = text(signal.data.get("SenseMethod")).casefold()
    return signal.action if "infrared" in sensor or not sensor else None


def told(name: str, meanings: Mapping[str, EventAction]) -> Means:
    """Return the meaning of a code that says it in one word of its data; other words mean nothing."""
    return lambda signal: meanings.get(text(signal.data.get(name)).casefold())
