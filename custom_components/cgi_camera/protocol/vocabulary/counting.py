"""People and doors."""

from enum import StrEnum

from ..model import Feature


class DoorState(StrEnum):
    """What a door contact says."""

    OPEN = "open"
    CLOSED = "closed"
    FORCED = "forced"


PEOPLE_ENTERED = Feature("people_entered", int)
PEOPLE_EXITED = Feature("people_exited", int)
PEOPLE_ENTERED_TODAY = Feature("people_entered_today", int)
PEOPLE_EXITED_TODAY = Feature("people_exited_today", int)
DOOR_STATE = Feature("door_state", DoorState)
