"""The ways in which cameras know an account."""

from collections.abc import Mapping
from dataclasses import dataclass
import re

from .exchange import Request


@dataclass(frozen=True, slots=True)
class UidLogin:
    """A log-in request returns a session number that goes into every query and dies when unused.

    `expired` is the text by which the camera refuses a dead one, `wrong` by which it refuses the account.
    """

    request: Request
    path: str
    parameter: str
    expired: str
    wrong: str


@dataclass(frozen=True, slots=True)
class QueryLogin:
    """The account stands in the query of every request; a refused first request means a wrong account."""

    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChallengeLogin:
    """HTTP authentication as the camera asks for it: digest, else basic, else none."""


type Login = UidLogin | QueryLogin | ChallengeLogin


@dataclass(frozen=True, slots=True)
class Authority:
    """What an account may do, which shows when it does what it may not.

    `refusal` finds that in the camera's words; HTTP 403 means it everywhere, and so does a 401 of a camera that goes on
    answering questions. `whole`: who may not set one thing may set nothing; otherwise each endpoint has its own rights.
    """

    refusal: re.Pattern[str] = re.compile(
        r"\b(permissions?|privileges?|authority|not authori[sz]ed|access denied|forbidden|administrators?)\b",
        re.IGNORECASE,
    )
    whole: bool = False


BY_ENDPOINT = Authority()
"""Rights that are given one by one."""
