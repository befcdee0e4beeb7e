"""What a camera can be asked to do, by what is known of it."""

from collections.abc import Iterable

from .knowledge import Knowledge
from .model import Command
from .schema import Action


def find(known: Knowledge, command: Command, channel: int) -> Action | None:
    """Return the action behind a command; None where the camera does not offer it."""
    return next((a for a in known.dialect.actions if a.command is command and _offers(known, a, channel)), None)


def single(known: Knowledge, channel: int) -> list[Command]:
    """Return what a channel (0: the device) can be asked to do, without what needs a number."""
    return [action.command for action in _offered(known, channel) if not action.count]


def counted(known: Knowledge, channel: int) -> list[tuple[Command, int]]:
    """Return the commands of which a channel has several, each with its number."""
    return [
        (action.command, number)
        for action in _offered(known, channel)
        for number in range(1, action.count + 1)
        if _met(known, action, channel, (0, number))
    ]


def _offered(known: Knowledge, channel: int) -> list[Action]:
    offered = [a for a in known.dialect.actions if not a.numbered and _offers(known, a, channel)]
    return [a for a in offered if a.per_channel is bool(channel) or known.channels == (0,)]


def _offers(known: Knowledge, action: Action, channel: int) -> bool:
    here = [slot for slot in known.capabilities if slot.feature is action.beside]
    if action.beside and not any(slot.channel == channel or not (slot.channel and channel) for slot in here):
        return False
    return _met(known, action, channel, range(action.count + 1))


def _met(known: Knowledge, action: Action, channel: int, numbers: Iterable[int]) -> bool:
    """Tell whether the feature that an action needs is there, for one of several at least."""
    needs = action.needs
    return needs is None or any(known.value(needs, channel, number) not in (None, False, 0) for number in numbers)
