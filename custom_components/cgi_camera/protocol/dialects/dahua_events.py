"""What the event stream of a dahua device tells (Amcrest HTTP API, section 4.9.17)."""

from collections.abc import Iterable, Iterator

from .. import features as f
from ..events import By, Event, EventAction, Push
from ..exchange import Request
from ..model import Feature
from .dahua_signals import (
    Means,
    access,
    always,
    calls,
    complete,
    detection,
    entered,
    infrared,
    only,
    passed,
    readable,
    seen,
    signals,
    told,
)

_START, _STOP, _PULSE = EventAction.START, EventAction.STOP, EventAction.PULSE

# Types of rules (section 8.1.3), each the code of its event.
_RULES = {
    "CrossLineDetection": f.LINE_CROSSING,
    "CrossRegionDetection": f.AREA_CROSSING,
    "LeftDetection": f.LEFT_OBJECT,
    "TakenAwayDetection": f.MISSING_OBJECT,
    "VideoAbnormalDetection": f.ABNORMAL_PICTURE,
    "FaceDetection": f.FACE,
    "AudioMutation": f.LOUDNESS_CHANGE,
    "AudioAnomaly": f.ABNORMAL_SOUND,
    "VideoUnFocus": f.DEFOCUS,
    "WanderDetection": f.LOITERING,
    "RioterDetection": f.CROWD,
    "ParkingDetection": f.PARKING,
    "MoveDetection": f.FAST_MOVING,
    "NumberStat": f.PEOPLE_COUNT,
    # Not in the document: what newer devices call some of these.
    "CrowdDetection": f.CROWD,
    "ObjectPlacementDetection": f.LEFT_OBJECT,
    "ObjectRemovalDetection": f.MISSING_OBJECT,
}
_MOMENTS = {"CrossLineDetection": f.LINE_CROSSED, "CrossRegionDetection": f.AREA_CROSSED}
# What is wrong with the device itself, each with the table that arms it (sections 4.9.10 to 4.9.15).
_TROUBLES = {
    "StorageNotExist": (f.STORAGE_MISSING, "StorageNotExist"),
    "StorageFailure": (f.STORAGE_FAILURE, "StorageFailure"),
    "StorageLowSpace": (f.STORAGE_LOW, "StorageLowSpace"),
    "NetAbort": (f.NETWORK_ABORT, "NetAbort"),
    "IPConflict": (f.IP_CONFLICT, "IPConflict"),
    "LoginFailure": (f.LOGIN_FAILURE, "LoginFailureAlarm"),
}


def _classed(code: str) -> Iterator[Event]:
    """Yield the rows of humans and vehicles that another code tells of: recorders often know them in no other way."""
    for feature, target in ((f.HUMAN, f.Target.HUMAN), (f.VEHICLE, f.Target.VEHICLE)):
        yield Event(code, feature, means=only(target), detail=seen, brief=True)


def _analysed() -> Iterator[Event]:
    """Yield the rows of what rules of the video analysis report."""
    for code, feature in _RULES.items():
        shown = f"table.VideoAnalyseRule[{{ch0}}].{code}"
        yield Event(code, feature, shown=shown, detail=seen, brief=True)
        if code in _MOMENTS:
            yield Event(code, _MOMENTS[code], shown=shown, detail=seen, kind=detection)
            yield from _classed(code)


def _smart(name: str, feature: Feature[bool], kind: f.Detection) -> tuple[Event, ...]:
    """Return the rows of motion that the camera has recognized; not in the document."""
    code, shown = f"SmartMotion{name}", f"table.SmartMotionDetect[{{ch0}}].ObjectTypes.{name}"
    return (
        Event(code, feature, shown=shown, detail=seen, brief=True),
        Event(code, f.MOTION_DETECTED, detail=seen, kind=lambda detail, signal: kind),
    )


_TALK = "table.VideoTalkPhoneGeneral.AutoRecordEnable"
_SETTLES = 5.0
"""Seconds in which a door station tells of one ring in several ways."""


def _called(code: str, means: Means = calls, *, reveals: bool = True) -> Event:
    """Return the row of a code that a door station uses for a call; not in the document."""
    return Event(code, f.DOORBELL, means=means, shown=_TALK, brief=True, cause="call", reveals=reveals)


def _rung(code: str, means: Means = calls, *, reveals: bool = True) -> tuple[Event, ...]:
    """Return the rows of a code by which a call begins."""
    return (
        _called(code, means, reveals=reveals),
        Event(
            code,
            f.DOORBELL_RUNG,
            means=means,
            shown=_TALK,
            kind=lambda detail, signal: f.Ring.RING,
            reveals=reveals,
            settles=_SETTLES,
        ),
    )


_CALLS = (
    *_rung("CallNoAnswered"),
    *_rung("PhoneCallDetect"),
    *_rung("Invite"),
    *_rung("_DoTalkAction_", told("Action", {"invite": _PULSE, "hangup": _STOP})),
    *_rung("BackKeyLight", told("State", {"1": _PULSE, "2": _PULSE})),
    # Recorders may mean a camera's alarm input by it.
    *_rung("AlarmIPC", reveals=False),
    *(_called(code, always(_STOP)) for code in ("IgnoreInvite", "PassiveHungup", "HungupPhone")),
)

_DOORS = (
    Event(
        "DoorStatus",
        f.DOOR,
        By.NUMBER,
        means=told("Status", {"open": _START, "break": _START, "close": _STOP}),
    ),
    Event("AccessControl", f.DOOR_ACCESS, By.NUMBER, shown="Info.status", detail=entered, kind=access),
    Event(
        "DoorCard",
        f.CARD_READ,
        By.NUMBER,
        detail=entered,
        kind=lambda detail, signal: f.Card.READ,
    ),
)

EVENTS = (
    Event("VideoMotion", f.MOTION, needs=f.MOTION_DETECTION, detail=seen),
    Event("VideoMotion", f.MOTION_DETECTED, needs=f.MOTION_DETECTION, detail=seen, kind=detection),
    *_classed("VideoMotion"),
    *_smart("Human", f.HUMAN, f.Detection.HUMAN),
    *_smart("Vehicle", f.VEHICLE, f.Detection.VEHICLE),
    *_analysed(),
    Event("VideoBlind", f.TAMPER, needs=f.TAMPER_DETECTION),
    Event("VideoLoss", f.VIDEO_LOSS),
    Event("SceneChange", f.SCENE_CHANGE, brief=True),
    Event("HeatImagingTemper", f.HEAT, shown="table.HeatImagingTemper[{ch0}].Enable", brief=True),
    Event("FireWarning", f.FIRE, brief=True),
    Event("AudioIntensity", f.LOUDNESS_CHANGE, brief=True),
    Event("TrafficJunction", f.PLATE_READ, means=readable, detail=passed, kind=lambda detail, signal: f.Plate.READ),
    Event("ProfileAlarmTransmit", f.PIR, means=infrared, brief=True),
    Event("AlarmLocal", f.ALARM_INPUT, By.NUMBER, needs=f.ALARM_INPUT_ENABLED),
    Event("AlarmOutput", f.ALARM_OUTPUT, By.NUMBER, needs=f.RELAY),
    *(
        Event(code, feature, By.DEVICE, shown=f"table.{name}.Enable", brief=True)
        for code, (feature, name) in _TROUBLES.items()
    ),
    *_CALLS,
    *_DOORS,
    # Not every device with a lens mask tells of it.
    Event("LensMaskOpen", f.PRIVACY_MODE, means=always(_START), cause="lens mask", sure=False),
    Event("LensMaskClose", f.PRIVACY_MODE, means=always(_STOP), cause="lens mask", sure=False),
)


def _attach(codes: Iterable[str]) -> Request:
    """Ask for heartbeats: without them a dead stream and a quiet one look alike."""
    query = {"action": "attach", "codes": f"[{','.join(codes)}]", "heartbeat": "5"}
    return Request("/cgi-bin/eventManager.cgi", query)


PUSH = Push(
    # Models differ in how many codes they take at once, few take all of these; so everything is asked for.
    requests=(_attach(["All"]), _attach(["VideoMotion", "AlarmLocal", "VideoBlind", "VideoLoss", "AlarmOutput"])),
    events=EVENTS,
    signals=signals,
    complete=complete,
    idle=60,
    heartbeat="Heartbeat",
)
