"""Which commands a camera offers, and the requests for them. Pure functions."""

from collections.abc import Iterator
import time

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


def actions(known: Knowledge, channel: int) -> Iterator[Action]:
    """Yield what a channel (0: the device) can do, without what needs the number of a preset."""
    for action in known.dialect.actions:
        here = action.per_channel is bool(channel) or known.channels == (0,)
        if here and not action.numbered and offers(known, action, channel):
            yield action


def order(known: Knowledge, command: Command, channel: int, number: int) -> tuple[Action, Request]:
    """Return the action by which a camera does what is commanded, and its request.

    Raise Unsupported where it does not, Invalid for a number that it does not have.
    """
    action = next((a for a in known.dialect.actions if a.command is command and offers(known, a, channel)), None)
    if action is None:
        raise Unsupported(f"{command.key} is not offered")
    if (most := count(known, action, channel)) and not 1 <= number <= most:
        raise Invalid(f"{command.key} has numbers from 1 to {most}")
    place = Place(channel, number, now=known.now(), due=known.due(), epoch=int(time.time()))
    return action, action.request.at(place)


def presets(known: Knowledge, channel: int, counted: int) -> dict[int, str]:
    """Return the presets of a channel by number: those that the camera lists, else as many as are `counted`."""
    slots = [slot for slot in known.state if slot.feature is f.PRESET and slot.channel == channel]
    listed = {slot.number: known.state.get(slot) or "" for slot in slots}
    if listed or (known.lists(f.PRESET) and not counted):
        return dict(sorted(listed.items()))
    if not any(a.command is f.GOTO_PRESET and offers(known, a, channel) for a in known.dialect.actions):
        return {}
    return dict.fromkeys(range(1, (counted or known.value(f.PRESET_COUNT, channel) or 0) + 1), "")
