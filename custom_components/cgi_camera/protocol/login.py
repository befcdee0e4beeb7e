"""The ways in which cameras know an account."""

from collections.abc import Mapping
from dataclasses import dataclass

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
