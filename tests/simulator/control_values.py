"""What a camera takes as a value: checks that give the stored text or refuse it."""

from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address
import re

type Check = Callable[[str], str]


class NotAllowed(ValueError):
    """A camera would not take this."""


def choice(*words: str, fold: bool = False) -> Check:
    """One of the words; ``fold`` where the camera does not mind capitals."""

    def check(value: str) -> str:
        found = value.lower() if fold else value
        if found not in words:
            raise NotAllowed(f"{value!r} is none of {', '.join(words)}")
        return found

    return check


def integer(low: int, high: int, *others: int) -> Check:
    """A whole number within the limits, or one of the others."""

    def check(value: str) -> str:
        if re.fullmatch(r"-?[0-9]{1,10}", value) is None:
            raise NotAllowed(f"{value!r} is no number")
        number = int(value)
        if not low <= number <= high and number not in others:
            raise NotAllowed(f"{number} is not in {low}..{high}")
        return str(number)

    return check


def number(low: float, high: float) -> Check:
    """A number with or without decimals; stored as it was written."""

    def check(value: str) -> str:
        if re.fullmatch(r"-?[0-9]{1,10}(\.[0-9]{1,10})?", value) is None:
            raise NotAllowed(f"{value!r} is no number")
        if not low <= float(value) <= high:
            raise NotAllowed(f"{value} is not in {low}..{high}")
        return value

    return check


def text(longest: int, *, english: bool = False, empty: bool = True) -> Check:
    def check(value: str) -> str:
        if len(value) > longest or (not value and not empty):
            raise NotAllowed(f"{len(value)} characters")
        if english and not (value.isascii() and value.isprintable()):
            raise NotAllowed("English only")
        return value

    return check


def matching(pattern: str) -> Check:
    def check(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise NotAllowed(f"{value!r} is not written right")
        return value

    return check


def address(*, multicast: bool = False) -> Check:
    """A dotted IPv4 address; of class D where it is for multicast."""

    def check(value: str) -> str:
        try:
            found = IPv4Address(value)
        except AddressValueError as error:
            raise NotAllowed(f"{value!r} is no address") from error
        if multicast and not found.is_multicast:
            raise NotAllowed(f"{value} is no class D address")
        return value

    return check
