"""What comes of each fault in each phase of a camera's life: tested by test_matrix, told in docs/reliability.md."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tests.simulator.faults import CATALOGUE, Fault


class Phase(StrEnum):
    """What goes on, and what is struck: one endpoint, or all that the camera answers."""

    PROBE = "adding it"
    START = "start"
    SET_UP = "start, one endpoint"
    AWAY = "poll"
    POLL = "poll, one endpoint"
    WRITE = "write"
    EVENTS = "event stream"


class Outcome(StrEnum):
    """What the user sees."""

    NO_HARM = "no harm"
    # Adding it.
    CANNOT_CONNECT = "form: cannot connect"
    NOT_SUPPORTED = "form: no such camera"
    HALF_KNOWN = "added by what it told"
    NO_IDENTITY = "form: tells no identity"
    LOCKED_FORM = "form: account locked"
    # At a start.
    RETRIED = "tried again by Home Assistant"
    LATER = "its entities come with the first poll after it"
    # At a poll.
    KEPT = "values kept, unknown after three polls"
    UNKNOWN = "unknown at once"
    UNAVAILABLE = "all unavailable"
    LEFT_ALONE = "account locked: left alone until that is over"
    # At a write.
    FAILED = "error; the state is what the camera has"
    # At the event stream.
    MUTE = "nothing is told until it is opened anew"
    LOST = "alarms asked for or unknown, connected again"


class Where(StrEnum):
    """What a fault can strike."""

    ANSWERS = "answers"
    STREAMS = "event streams"
    CAMERA = "the whole camera"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One fault: `make` for one that strikes requests, `begin` and `end` for what happens to the whole camera.

    `outcomes` are by phase, `other` those of single dialects. `lasts` is for how many seconds it strikes event streams.
    """

    where: Where
    outcomes: dict[Phase, Outcome]
    other: dict[tuple[Phase, str], Outcome]
    make: Callable[[], Fault] | None = None
    begin: Callable[[Any], Any] = lambda camera: None
    end: Callable[[Any], Any] = lambda camera: None
    lasts: float = 100


LINES: Final = ("control", "dahua")
"""Dialects whose answers are lines of text, of which half are as good as all."""
DIALECTS: Final = ("ipc", "control", "dahua", "message")


def _outcomes(names: str) -> dict[Phase, Outcome]:
    """Return the outcomes of these names, one for each phase; `-` where it cannot strike."""
    return {phase: Outcome[name] for phase, name in zip(Phase, names.split(), strict=True) if name != "-"}


def _slower(fault: Fault) -> Fault:
    """Let a drip drip slowly, for the loop's hours to pass quickly."""
    fault.drip = 1.0
    return fault


HARMLESS = _outcomes("NO_HARM NO_HARM NO_HARM NO_HARM NO_HARM NO_HARM NO_HARM")
SILENT = _outcomes("CANNOT_CONNECT RETRIED LATER UNAVAILABLE KEPT FAILED LOST")
SENSELESS = _outcomes("NOT_SUPPORTED RETRIED LATER UNKNOWN UNKNOWN FAILED LOST")
UNREADABLE = {**SENSELESS, Phase.EVENTS: Outcome.NO_HARM}
"""Faults that strike no stream."""
BUSY = _outcomes("CANNOT_CONNECT RETRIED LATER KEPT KEPT FAILED LOST")
MOVED = {**SILENT, Phase.PROBE: Outcome.NOT_SUPPORTED}

HALVED = {
    (Phase.PROBE, "control"): Outcome.NO_IDENTITY,
    (Phase.PROBE, "dahua"): Outcome.HALF_KNOWN,
    **{(phase, each): Outcome.NO_HARM for phase in (Phase.SET_UP, Phase.POLL, Phase.WRITE) for each in LINES},
    (Phase.AWAY, "control"): Outcome.NO_HARM,
    (Phase.AWAY, "dahua"): Outcome.UNKNOWN,
}
"""Half an answer is an answer where answers are lines; what is left out three times is unknown."""

_SPECIAL: Final[dict[str, tuple[dict[Phase, Outcome], dict[tuple[Phase, str], Outcome]]]] = {
    "slow": (HARMLESS, {}),
    **dict.fromkeys(("wrong content type", "one 401", "expired"), (HARMLESS, {})),
    "drip": ({**SILENT, Phase.EVENTS: Outcome.NO_HARM}, {}),
    "500": (BUSY, {}),
    "503": (BUSY, {}),
    "redirect to another host": (MOVED, {}),
    "redirect to https": (SILENT, {}),
    "truncated": (UNREADABLE, HALVED),
    **dict.fromkeys(("garbage body", "empty", "huge"), (SENSELESS, {})),
    **dict.fromkeys(("bomb", "quadratic bomb", "external entity"), (UNREADABLE, {})),
}
_MUTE_NOT = {(Phase.EVENTS, "dahua"): Outcome.NO_HARM}
"""What was silent is opened once more, and what is read then is true."""
_STREAMS: Final = {
    "split": Outcome.NO_HARM,
    "without length": Outcome.NO_HARM,
    "line feeds": Outcome.NO_HARM,
    "silent": Outcome.MUTE,
    "closed each second": Outcome.LOST,
}


def _reboot(camera: Any) -> None:
    camera.reboot_seconds = 60.0
    camera.reboot()


TROUBLES: Final[dict[str, Trouble]] = {
    name: Trouble(
        where=Where.STREAMS if name in _STREAMS else Where.ANSWERS,
        outcomes=({Phase.EVENTS: _STREAMS[name]} if name in _STREAMS else _SPECIAL.get(name, (SILENT, {}))[0]),
        other=_MUTE_NOT if name == "silent" else _SPECIAL.get(name, (SILENT, {}))[1],
        make=(lambda: _slower(CATALOGUE["drip"]())) if name == "drip" else make,
        lasts=7200 if name == "silent" else 100,
    )
    for name, make in CATALOGUE.items()
} | {
    "gone": Trouble(
        where=Where.CAMERA,
        outcomes=_outcomes("CANNOT_CONNECT RETRIED - UNAVAILABLE - FAILED LOST"),
        other={},
        begin=lambda camera: camera.stop(),
        end=lambda camera: camera.start(),
    ),
    "clock jumps": Trouble(
        where=Where.CAMERA,
        outcomes=_outcomes("NO_HARM NO_HARM - NO_HARM - NO_HARM NO_HARM"),
        other={},
        begin=lambda camera: camera.jump(86400 * 400),
        end=lambda camera: camera.jump(-86400 * 400),
    ),
    "account locked": Trouble(
        where=Where.CAMERA,
        outcomes=_outcomes("LOCKED_FORM LEFT_ALONE - LEFT_ALONE - LEFT_ALONE LEFT_ALONE"),
        other={},
        begin=lambda camera: camera.lock(3600),
        end=lambda camera: camera.lock(0),
    ),
}


def outcome(name: str, dialect: str, phase: Phase) -> Outcome | str:
    """Return what comes of a fault, or the reason why the combination cannot exist."""
    trouble = TROUBLES[name]
    if phase is Phase.EVENTS and dialect in ("ipc", "message"):
        return "the dialect has no event stream"
    if trouble.where is Where.STREAMS and phase is not Phase.EVENTS:
        return "strikes event streams"
    if phase not in trouble.outcomes:
        return "strikes the whole camera"
    return trouble.other.get((phase, dialect), trouble.outcomes[phase])
