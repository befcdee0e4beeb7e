"""People and doors in the dahua dialect (Amcrest HTTP API, sections 8.3, 11.1 and 12.1)."""

from .. import features as f
from ..converters import INT
from ..exchange import Request
from ..model import Command, Feature, Reading, Slot
from ..schema import ALARM, STATUS, Action, Endpoint, Field
from .dahua_rows import Derive, asked
from .dahua_values import DOOR

_SUMMARY = "summary"


def _answered(feature: Feature[bool], number: int = 0) -> Derive:
    """Return what tells that a CGI is there."""
    return lambda glimpse: [Reading(Slot(0, feature, number), True)] if glimpse.document else []


PEOPLE = asked(
    "videoStatServer",
    "getSummary",
    Field(f.PEOPLE_ENTERED, f"{_SUMMARY}.EnteredSubtotal.Total", INT),
    Field(f.PEOPLE_EXITED, f"{_SUMMARY}.ExitedSubtotal.Total", INT),
    Field(f.PEOPLE_ENTERED_TODAY, f"{_SUMMARY}.EnteredSubtotal.Today", INT),
    Field(f.PEOPLE_EXITED_TODAY, f"{_SUMMARY}.ExitedSubtotal.Today", INT),
    period=STATUS,
    per_channel=True,
    derive=_answered(f.PEOPLE),
)

_DOORS = 2


def _door(door: int) -> Endpoint:
    """Return a door's contact: doors have numbers of their own, whatever the channels."""
    return asked(
        "accessControl",
        "getDoorStatus",
        Field(f.DOOR, "Info.status", DOOR, number=str(door)),
        key=f"getDoorStatus {door}",
        more={"channel": str(door)},
        period=ALARM,
        derive=_answered(f.DOORS, door),
        follows="" if door == 1 else "getDoorStatus 1",
    )


DOORS = tuple(_door(door) for door in range(1, _DOORS + 1))


def _turn(command: Command, action: str) -> Action:
    """Return what opens or locks a door, as somebody at a distance."""
    query = {"action": action, "channel": "{n}", "UserID": "101", "Type": "Remote"}
    return Action(command, Request("/cgi-bin/accessControl.cgi", query), needs=f.DOORS, count=_DOORS)


DOOR_ACTIONS = (
    _turn(f.OPEN_DOOR, "openDoor"),
    # Beyond the document, as real devices have it: a door that is left open is locked again.
    _turn(f.CLOSE_DOOR, "closeDoor"),
    Action(f.HANG_UP, Request("/cgi-bin/VideoTalkPeer.cgi", {"action": "hangup"}), beside=f.DOORS),
)
