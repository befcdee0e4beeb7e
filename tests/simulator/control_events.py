"""The event push of a control camera (5.1), in the shapes that firmware gives it."""

from collections.abc import Mapping
from dataclasses import dataclass

BOUNDARY = "eventlist"
# What a client may ask for, and how the lines of each begin.
EVENT_TYPES = {
    "alarmin": ("alarmin",),
    "alarmout": ("alarmout",),
    "motion": ("motion",),
    "videotamper": ("videotamper",),
    "all": ("alarmin", "alarmout", "motion", "videotamper"),
}
ALARMS = {"motion": "motion", "alarm_input": "alarmin", "alarm_output": "alarmout", "tamper": "videotamper"}


@dataclass(frozen=True, slots=True)
class Framing:
    """How parts are put on the wire.

    ``length``: right, absent, short or long. ``as_printed``: the document's own form, with the blank line
    between the two headers and none before the data. ``dashes``: whether ``--`` precedes the boundary.
    """

    dashes: bool = True
    length: str = "right"
    newline: str = "\r\n"
    as_printed: bool = False

    def part(self, lines: Mapping[str, bool]) -> bytes:
        new = self.newline
        data = "".join(f"{key} = {'on' if on else 'off'}{new}" for key, on in lines.items())
        blank = new if self.as_printed else ""
        head = f"{self.delimiter}{new}Content-type: text/plain{new}{blank}"
        if self.length != "absent":
            wrong = {"short": -5, "long": 7}.get(self.length, 0)
            head += f"Content-Length: {len(data) + wrong}{new}"
        if not self.as_printed:
            head += new
        return (head + data).encode()

    @property
    def delimiter(self) -> str:
        return f"--{BOUNDARY}" if self.dashes else BOUNDARY


def wanted(lines: Mapping[str, bool], event_type: str) -> dict[str, bool]:
    return {key: on for key, on in lines.items() if key.rstrip("0123456789") in EVENT_TYPES[event_type]}
