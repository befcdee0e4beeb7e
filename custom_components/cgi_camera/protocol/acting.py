"""Which commands a camera offers. Pure functions."""

from collections.abc import Iterator

from . import features as f
from .errors import Invalid, Unsupported
from .exchange import Place, Request
from .knowledge import Knowledge
from .model import Command
from .schema import Action


def offers(known: Knowledge, action: Action, channel: int) -> bool:
    """Tell whether a camera has an action, as far as its channel goes."""
    if action.beside and not any(slot.feature is action.beside for slot in known.capabilities):
        return False
    return action.needs is None or known.value(action.needs, channel) not in (None, False, 0)


def count(known: Knowledge, action: Action, channel: int) -> int:
    """Return how many there are of an action's kind; 0 where it has no number."""
    return action.count if isinstance(action.count, int) else known.value(action.count, channel) or 0


def find(known: Knowledge, command: Command, channel: int) -> Action:
    """Return the action by which a camera does what is commanded. Raise Unsupported where it does not."""
    for action in known.dialect.actions:
        if action.command is command and offers(known, action, channel):
            return action
    raise Unsupported(f"{command.key} is not offered")


def request(known: Knowledge, action: Action, channel: int, number: int) -> Request:
    """Return the request that makes a camera do something. Raise Invalid for a number that it does not have."""
    most = count(known, action, channel)
    if most and not 1 <= number <= most:
        raise Invalid(f"{action.command.key} has numbers from 1 to {most}")
    return action.request.at(Place(channel, number, now=known.now(), due=known.due()))


def actions(known: Knowledge, channel: int) -> Iterator[Action]:
    """Yield what a channel (0: the device) can do, without what needs the number of a preset."""
    for action in known.dialect.actions:
        here = action.per_channel is bool(channel) or known.channels == (0,)
        if here and not action.numbered and offers(known, action, channel):
            yield action


def presets(known: Knowledge, channel: int, counted: int) -> dict[int, str]:
    """Return the presets of a channel by number: those that the camera lists, else as many as are `counted`."""
    slots = [slot for slot in known.state if slot.feature is f.PRESET and slot.channel == channel]
    listed = {slot.number: known.state.get(slot) or "" for slot in slots}
    if listed or (known.lists(f.PRESET) and not counted):
        return dict(sorted(listed.items()))
    if not any(a.command is f.GOTO_PRESET and offers(known, a, channel) for a in known.dialect.actions):
        return {}
    return dict.fromkeys(range(1, (counted or known.value(f.PRESET_COUNT, channel) or 0) + 1), "")
