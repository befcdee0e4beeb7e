"""What a camera can be asked to do, by what is known of it."""

from collections.abc import Iterable
import time

from .errors import Invalid, Unsupported
from .exchange import Place, Request
from .knowledge import Knowledge
from .model import Command
from .schema import Action


def find(known: Knowledge, command: Command, channel: int) -> Action | None:
    """Return the action behind a command; None where the camera does not offer it."""
    return next((a for a in known.dialect.actions if a.command is command and _offers(known, a, channel)), None)


def order(known: Knowledge, command: Command, channel: int, number: int) -> tuple[Action, Request]:
    """Return the action behind a command, and its request.

    Raise Unsupported where the camera does not offer it, Invalid for a number that it does not have.
    """
    action = find(known, command, channel)
    if action is None:
        raise Unsupported(f"{command.key} is not offered")
    if (most := _count(known, action, channel)) and not 1 <= number <= most:
        raise Invalid(f"{command.key} has numbers from 1 to {most}")
    place = Place(channel, number, now=known.now(), due=known.due(), epoch=int(time.time()))
    return action, action.request.at(place)


def single(known: Knowledge, channel: int) -> list[Command]:
    """Return what a channel (0: the device) can be asked to do, without what needs a number."""
    return [action.command for action in _offered(known, channel) if not action.count]


def counted(known: Knowledge, channel: int) -> list[tuple[Command, int]]:
    """Return the commands of which a channel has several, each with its number."""
    return [
        (action.command, number)
        for action in _offered(known, channel)
        for number in range(1, _count(known, action, channel) + 1)
        if _met(known, action, channel, (0, number))
    ]


def _offered(known: Knowledge, channel: int) -> list[Action]:
    offered = [a for a in known.dialect.actions if not a.numbered and _offers(known, a, channel)]
    return [a for a in offered if a.per_channel is bool(channel) or known.channels == (0,)]


def _offers(known: Knowledge, action: Action, channel: int) -> bool:
    if action.beside:
        here = [slot for slot in known.capabilities if slot.feature is action.beside]
        if not any(slot.channel == channel or not (slot.channel and channel) for slot in here):
            return False
    return _met(known, action, channel, range(_count(known, action, channel) + 1))


def _count(known: Knowledge, action: Action, channel: int) -> int:
    """Return how many there are of an action's kind; 0 where it has no number."""
    return action.count if isinstance(action.count, int) else known.value(action.count, channel) or 0


def _met(known: Knowledge, action: Action, channel: int, numbers: Iterable[int]) -> bool:
    """Tell whether the feature that an action needs is there, for one of several at least."""
    needs = action.needs
    return needs is None or any(known.value(needs, channel, number) not in (None, False, 0) for number in numbers)
