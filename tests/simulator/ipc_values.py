"""What a parameter of the ipc dialect may hold, and the tables that are made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address
import re
from typing import Protocol

PARSE = "error, parse parameters"


def zone_offset(zone: str) -> timedelta:
    """``GMT+05:45`` as a difference to UTC."""
    hours, minutes = zone[4:].split(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if zone[3] == "-" else offset


class Refused(Exception):
    """A fault: the reason, and the path where it is not the request's own."""

    def __init__(self, reason: str, path: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path


class Failed(Exception):
    """An error that is told in a body of its own, not in a fault (3.43)."""


class Allowed(Protocol):
    """Says how the camera keeps a value it is sent, or None where it refuses it."""

    def keep(self, value: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Numbers:
    low: int
    high: int
    also: tuple[int, ...] = ()

    def keep(self, value: str) -> str | None:
        if re.fullmatch(r"-?\d{1,9}", value) is None:
            return None
        number = int(value)
        inside = self.low <= number <= self.high or number in self.also
        return str(number) if inside else None


@dataclass(frozen=True, slots=True)
class Options:
    values: tuple[str, ...]

    def keep(self, value: str) -> str | None:
        return value if value in self.values else None


@dataclass(frozen=True, slots=True)
class Text:
    longest: int = 128
    empty: bool = True

    def keep(self, value: str) -> str | None:
        return value if len(value.encode()) <= self.longest and (value or self.empty) else None


@dataclass(frozen=True, slots=True)
class Matching:
    pattern: str

    def keep(self, value: str) -> str | None:
        return value if re.fullmatch(self.pattern, value) else None


@dataclass(frozen=True, slots=True)
class Blocks:
    """So many blocks, eight to a byte in hexadecimal digits; "the extra bit is filled in 0" (3.16)."""

    count: int

    def keep(self, value: str) -> str | None:
        size = (self.count + 7) // 8
        if re.fullmatch(rf"[0-9a-fA-F]{{{size * 2}}}", value) is None:
            return None
        # Not said is which end of a byte comes first; the lowest bit, as in the other dialects.
        blocks = int.from_bytes(bytes.fromhex(value), "little") & (1 << self.count) - 1
        return blocks.to_bytes(size, "little").hex()


class Address:
    def keep(self, value: str) -> str | None:
        try:
            return str(IPv4Address(value))
        except ValueError:
            return None


SWITCH = Options(("0", "1"))


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter: its name in a request, first value, range and the fault's reason."""

    name: str
    initial: str
    allowed: Allowed
    reason: str
    newer: bool = False  # only in the document of 1.0.10


type Values = dict[str, str]
type Element = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Table:
    """One endpoint that reads without parameters and sets with them."""

    path: str
    settings: tuple[Setting, ...]
    element: str = ""
    # Attribute in the answer -> parameter in the request, where the two differ.
    attributes: dict[str, str] | None = None
    paired: bool = False  # printed as <a></a> rather than <a/>
    render: Callable[[Element, Values], str] | None = None
    index: Setting | None = None
    check: Callable[[Values], str | None] | None = None
    write_only: bool = False
    required: tuple[str, ...] = ()
    fault_path: str = ""
    by_password: bool = False

    def answer(self, element: Element, values: Values) -> str:
        if self.render is not None:
            return self.render(element, values)
        names = self.attributes or {setting.name: setting.name for setting in self.settings}
        shown = {name: values[key] for name, key in names.items() if key in values}
        return element(self.element, shown, self.paired)


def switch(name: str, initial: str = "0", reason: str = "{}: 0 or 1", newer: bool = False) -> Setting:
    return Setting(name, initial, SWITCH, reason.format(name), newer)


def numbers(
    name: str, initial: int, low: int, high: int, reason: str = "{} range: {}-{}", *, newer: bool = False
) -> Setting:
    return Setting(name, str(initial), Numbers(low, high), reason.format(name, low, high), newer)


def tilde(name: str, initial: int, low: int, high: int) -> Setting:
    return numbers(name, initial, low, high, "{}: {} ~ {}")
