"""What a parameter of the message dialect may hold, and how a query tells it."""

from dataclasses import dataclass
from ipaddress import IPv4Address
import re
from typing import NamedTuple, Protocol

# Six areas a digit, the leftmost in the lowest bit (3.13.2.2).
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:;"
ROWS, COLUMNS = 18, 22

TEXTS = {
    200: "Successfully",
    401: "Invalid Channel number.",
    501: "Feature does not support by server.",
    502: "Feature supported by server but not available in current mode.",
    503: "Server failed.",
}
WRONG_VALUE = "Invalid parameter value."
WRONG_NAME = "Invalid parameter name."

type Values = dict[str, str]


class Refused(Exception):
    """An application error: told in the body of an HTTP 200 (2.2, 2.3.1.3)."""

    def __init__(self, code: int, text: str | None = None) -> None:
        self.code = code
        self.text = TEXTS[code] if text is None else text
        super().__init__(self.text)


class Allowed(Protocol):
    """Keeps or refuses a value, and tells its range in a query."""

    def keep(self, value: str) -> str | None: ...

    def told(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Span:
    low: int
    high: int

    def keep(self, value: str) -> str | None:
        if re.fullmatch(r"-?\d{1,10}", value) is None:
            return None
        return str(int(value)) if self.low <= int(value) <= self.high else None

    def told(self) -> str:
        return f"{self.low} ... {self.high}"


@dataclass(frozen=True, slots=True)
class Choice:
    values: tuple[str, ...]

    def keep(self, value: str) -> str | None:
        return value if value in self.values else None

    def told(self) -> str:
        return ", ".join(value for value in self.values if value)


@dataclass(frozen=True, slots=True)
class Text:
    longest: int = 64
    pattern: str = r".*"

    def keep(self, value: str) -> str | None:
        fits = len(value.encode()) <= self.longest and re.fullmatch(self.pattern, value)
        return value if fits else None

    def told(self) -> str:
        return "valid string"


class Address:
    def keep(self, value: str) -> str | None:
        try:
            return str(IPv4Address(value))
        except ValueError:
            return None

    def told(self) -> str:
        return "valid string"


class Area:
    """18 lines of up to four digits; the examples end with a delimiter, the rule does not."""

    def keep(self, value: str) -> str | None:
        lines = value.removesuffix("/").split("/")
        if len(lines) != ROWS:
            return None
        return value if all(self.columns(line) is not None for line in lines) else None

    @staticmethod
    def columns(line: str) -> int | None:
        """The bits of one line, the leftmost area lowest; None where it is none."""
        if not 1 <= len(line) <= 4 or any(digit not in DIGITS for digit in line):
            return None
        bits = sum(DIGITS.index(digit) << 6 * place for place, digit in enumerate(line))
        return bits if bits < 1 << COLUMNS else None

    def told(self) -> str:
        return "string"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One element: its name, type, first value and range; without a range it is read only."""

    name: str
    type: str
    initial: str
    allowed: Allowed | None = None
    got: bool = True
    queried: bool = True

    def keep(self, value: str) -> str:
        if self.allowed is None:
            raise Refused(402, WRONG_NAME)
        kept = self.allowed.keep(value)
        if kept is None:
            raise Refused(402, WRONG_VALUE)
        return kept


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a cgi. ``key`` names the parameter that chooses one of ``keys`` rows."""

    name: str
    parameters: tuple[Parameter, ...] = ()
    channel: bool = True
    get: bool = True
    set: bool = True
    query: bool = True
    required: tuple[str, ...] = ()
    key: str = ""
    keys: int = 0
    # Another spelling the document uses in its URLs or examples -> the table's name.
    aliases: tuple[tuple[str, str], ...] = ()

    def named(self, key: int) -> dict[str, Parameter]:
        """The parameters by the name they bear in row ``key``."""
        return {p.name.replace("{i}", str(key)): p for p in self.parameters}

    def alias(self, name: str, key: int) -> str:
        for other, meant in self.aliases:
            if name == other.replace("{i}", str(key)):
                return meant.replace("{i}", str(key))
        return name


class Row(NamedTuple):
    """One group of an answer."""

    group: str
    channel: int | None
    elements: list[tuple[str, str, str]]  # name, type, value


def span(name: str, initial: int, low: int, high: int) -> Parameter:
    return Parameter(name, "int", str(initial), Span(low, high))


def choice(name: str, initial: int, *values: int) -> Parameter:
    return Parameter(name, "int", str(initial), Choice(tuple(map(str, values))))


def switch(name: str, initial: int = 0) -> Parameter:
    return choice(name, initial, 0, 1)


def text(name: str, initial: str = "", *, got: bool = True, longest: int = 64, pattern: str = ".*") -> Parameter:
    return Parameter(name, "string", initial, Text(longest, pattern), got)


def address(name: str, initial: str = "0.0.0.0") -> Parameter:
    return Parameter(name, "string", initial, Address())


def fixed(name: str, type_: str, initial: str = "") -> Parameter:
    """One that can only be read."""
    return Parameter(name, type_, initial)
