"""What cameras see, hear and notice by themselves, and moments that matter."""

from datetime import datetime
from enum import StrEnum

from ..model import Feature


class Target(StrEnum):
    """What set an alarm off."""

    HUMAN = "human"
    VEHICLE = "vehicle"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Which way something crossed a line or an area's edge."""

    LEFT_TO_RIGHT = "left_to_right"
    RIGHT_TO_LEFT = "right_to_left"
    ENTER = "enter"
    LEAVE = "leave"
    BOTH = "both"


class AccessMethod(StrEnum):
    """How a door was opened."""

    PASSWORD = "password"  # noqa: S105
    CARD = "card"
    CARD_AND_PASSWORD = "card_and_password"  # noqa: S105
    REMOTE = "remote"
    BUTTON = "button"
    FINGERPRINT = "fingerprint"
    SEVERAL = "several"
    KEY = "key"
    DURESS = "duress"


class Detection(StrEnum):
    """How something was detected: with or without knowing what it is."""

    TRIGGERED = "triggered"
    HUMAN = "human"
    VEHICLE = "vehicle"


class Ring(StrEnum):
    """What a doorbell does."""

    RING = "ring"


class Access(StrEnum):
    """What came of the wish to open a door."""

    GRANTED = "granted"
    DENIED = "denied"


class Card(StrEnum):
    """What became of a card."""

    READ = "read"


class Plate(StrEnum):
    """What became of the license plate of a car that passed."""

    READ = "read"


LAST_ALARM = Feature("last_alarm", datetime)

LINE_CROSSING = Feature("line_crossing", bool, alarm=True)
AREA_CROSSING = Feature("area_crossing", bool, alarm=True)
LEFT_OBJECT = Feature("left_object", bool, alarm=True)
MISSING_OBJECT = Feature("missing_object", bool, alarm=True)
ABNORMAL_PICTURE = Feature("abnormal_picture", bool, alarm=True)
SCENE_CHANGE = Feature("scene_change", bool, alarm=True)
DEFOCUS = Feature("defocus", bool, alarm=True)
FACE = Feature("face", bool, alarm=True)
LOUDNESS_CHANGE = Feature("loudness_change", bool, alarm=True)
ABNORMAL_SOUND = Feature("abnormal_sound", bool, alarm=True)
LOITERING = Feature("loitering", bool, alarm=True)
CROWD = Feature("crowd", bool, alarm=True)
PARKING = Feature("parking", bool, alarm=True)
FAST_MOVING = Feature("fast_moving", bool, alarm=True)
PEOPLE_COUNT = Feature("people_count", bool, alarm=True)
HUMAN = Feature("human", bool, alarm=True)
VEHICLE = Feature("vehicle", bool, alarm=True)
PIR = Feature("pir", bool, alarm=True)
HEAT = Feature("heat", bool, alarm=True)
FIRE = Feature("fire", bool, alarm=True)
STORAGE_MISSING = Feature("storage_missing", bool)
STORAGE_FAILURE = Feature("storage_failure", bool)
STORAGE_LOW = Feature("storage_low", bool)
NETWORK_ABORT = Feature("network_abort", bool)
IP_CONFLICT = Feature("ip_conflict", bool)
LOGIN_FAILURE = Feature("login_failure", bool)
PRIVACY_MODE = Feature("privacy_mode", bool)
DOOR = Feature("door", bool)
DOORBELL = Feature("doorbell", bool)

MOTION_DETECTED = Feature("motion_detected", Detection, momentary=True)
LINE_CROSSED = Feature("line_crossed", Detection, momentary=True)
AREA_CROSSED = Feature("area_crossed", Detection, momentary=True)
DOORBELL_RUNG = Feature("doorbell_rung", Ring, momentary=True)
DOOR_ACCESS = Feature("door_access", Access, momentary=True)
CARD_READ = Feature("card_read", Card, momentary=True)
PLATE_READ = Feature("plate_read", Plate, momentary=True)
