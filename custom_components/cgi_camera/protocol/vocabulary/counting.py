"""People who come and go."""

from ..model import Feature

PEOPLE_ENTERED = Feature("people_entered", int)
PEOPLE_EXITED = Feature("people_exited", int)
PEOPLE_ENTERED_TODAY = Feature("people_entered_today", int)
PEOPLE_EXITED_TODAY = Feature("people_exited_today", int)
