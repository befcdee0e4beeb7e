"""Motion, alarm inputs, and what an alarm sets off, in the message dialect (Message HTTP API 3.1, section 3.13)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from typing import Any

from .. import features as f
from ..converters import BIT, INT, span
from ..model import Feature
from ..schema import STATUS, AnyField, Field
from .message_areas import LINES, area_size
from .message_ranges import number, one_of, queried, settable, setting
from .message_rows import group
from .message_values import ACCESS, CONTACT, RELAY, TIME_OF_DAY

_INPUTS = 2
"""Alarm inputs that a board has at most (section 3.13.4)."""

_LINKS: tuple[tuple[Feature[bool], tuple[str, ...]], ...] = (
    # IOij is input i and output j in the table; with one output the request is printed with IOi (section 3.13.2.4).
    (f.ALARM_INPUT_OUTPUT, ("IO{0}1", "IO{0}")),
    (f.ALARM_INPUT_SECOND_OUTPUT, ("IO{0}2",)),
    (f.ALARM_INPUT_MAIL, ("IM{0}",)),
    (f.ALARM_INPUT_FTP, ("IF{0}",)),
    (f.ALARM_INPUT_TCP, ("IT{0}",)),
    (f.ALARM_INPUT_RECORD, ("IS{0}",)),
)


# Printed where a get is not, for one area after the other (sections 3.13.2.5 and 3.13.4).
_AREA_LINKS: tuple[tuple[Feature[bool], tuple[str, ...]], ...] = (
    (f.MOTION_AREA_OUTPUT, ("MO1", "MO")),
    (f.MOTION_AREA_MAIL, ("MM",)),
    (f.MOTION_AREA_FTP, ("MF",)),
    (f.MOTION_AREA_TCP, ("MT",)),
    (f.MOTION_AREA_RECORD, ("MS",)),
    (f.MOTION_AREA_ALL_OUTPUTS, ("MA",)),
)


def _of_input(count: int) -> Callable[[bool], Mapping[str, str]]:
    return lambda value: {"IOTrigNum": str(count)}


def _links() -> Iterator[AnyField]:
    """Yield the rows of each input: in a group of its own or all in one, the names tell them apart."""
    for count in range(1, _INPUTS + 1):
        groups = ("IOAccessInfo", f"IOAccessInfo[{count - 1}]")[:count]
        for feature, names in _LINKS:
            for name in (name.format(count) for name in names):
                source = settable(f"IOAccessInfo/{name}")
                for place in groups:
                    yield Field(feature, f"{place}/{name}", BIT, source, number=str(count), also=_of_input(count))


# A day's second period is eight up: Monday is 1 and 9, in the only example (section 3.13.2.6).
_HOURS: tuple[tuple[Feature[time], str, int], ...] = (
    (f.ALARM_SCHEDULE_START, "start", 0),
    (f.ALARM_SCHEDULE_END, "end", 0),
    (f.ALARM_SCHEDULE_SECOND_START, "start", 8),
    (f.ALARM_SCHEDULE_SECOND_END, "end", 8),
)


def _schedule() -> Iterator[AnyField]:
    """Yield the two periods of each day, of which Sunday is 0 (section 3.13.1.4); a day is told as a whole."""
    whole: tuple[Feature[Any], ...] = (f.ALARM_SCHEDULE, *(feature for feature, *_ in _HOURS))
    for day in range(7):
        count = str(day + 1)
        yield setting(f.ALARM_SCHEDULE, f"ScheduleInfo/enable{day}", BIT, number=count, companions=whole)
        for feature, name, later in _HOURS:
            at = f"ScheduleInfo/{name}{day + later}"
            hours, minutes = f"{at}H", f"{at}M"
            source = settable(hours)
            yield Field(feature, hours, TIME_OF_DAY, source, companions=whole, number=count, parts=(minutes,))


ALARMS = (
    group(
        "alarm",
        "MDInfo",
        setting(f.MOTION_DETECTION, "MDInfo/MDEnable", BIT),
        number(f.MOTION_SENSITIVITY, "MDInfo/MDSensitivity", span(1, 100)),
        Field(f.MOTION_AREA, "MDInfo/MDArea", LINES, area_size),
    ),
    group(
        "alarm",
        "MDAccessInfo",
        *(
            Field(
                feature,
                f"MDAccessInfo{{at}}/{name}",
                BIT,
                settable(f"MDAccessInfo/{name}"),
                number="MDAccessInfo{at}/MDArea",
                companions=(f.MOTION_AREA_NUMBER,),
            )
            for feature, names in _AREA_LINKS
            for name in names
        ),
        Field(f.MOTION_AREA_NUMBER, "MDAccessInfo{at}/MDArea", INT, number="MDAccessInfo{at}/MDArea"),
    ),
    group(
        "alarm",
        "IOTrigInfo",
        Field(
            f.ALARM_INPUT_TYPE,
            "IOTrigInfo{at}/IOTrig",
            CONTACT,
            queried("IOTrigInfo/IOTrig", CONTACT.domain, CONTACT),
            number="IOTrigInfo{at}/IOTrigNum",
            companions=(f.ALARM_INPUT_NUMBER,),
        ),
        Field(f.ALARM_INPUT_NUMBER, "IOTrigInfo{at}/IOTrigNum", INT, number="IOTrigInfo{at}/IOTrigNum"),
        channel=False,
    ),
    group(
        "alarm",
        "IOAccessInfo",
        *(setting(f.RELAY, f"IOAccessInfo/{name}", RELAY, number="1") for name in ("IA1", "IA")),
        *_links(),
        channel=False,
        period=STATUS,
        more={"IOTrigNum": "1"},
    ),
    group(
        "alarm", "AccessScopeInfo", one_of(f.ALARM_ACCESS, "AccessScopeInfo/AlarmAccessScope", ACCESS), channel=False
    ),
    group(
        "alarm",
        "ScheduleInfo",
        *_schedule(),
        # A channel is named in a set only (section 3.13.2.6).
        channel=False,
        more={"Channel": "1"},
    ),
)
