"""What the dahua dialect watches for, and what it does then (Amcrest HTTP API, sections 4.8, 4.9 and 8.1.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .. import features as f
from ..codecs import path_of
from ..converters import INT, TEXT, span
from ..exchange import Place
from ..model import ABSENT, Domain, Feature
from ..schema import STATUS, AnyField, Document, Endpoint, Field
from .dahua_areas import MOTION_AREAS
from .dahua_caps import EVENT_CAPABILITIES, allowed
from .dahua_rows import PERCENT, number, shown, switch, table, text, word
from .dahua_values import INVERTED, RELAY
from .dahua_words import RELAY_MODE, RULE_DIRECTION, SENSOR_TYPE, SMART_SENSITIVITY

_MOTION = "MotionDetect[{ch0}]"
_LATCH = span(10, 300)
_RULE = "VideoAnalyseRule[{ch0}][{i}]"
_AUDIO = "AudioDetect[{ch0}]"
_SMART = "SmartMotionDetect[{ch0}]"


def _set_off(feature: Feature[bool], head: str, name: str) -> AnyField:
    """Return whether an event sets something off, where the device can (section 4.9.18)."""
    return allowed(switch(feature, f"{head}.EventHandler.{name}"), name)


def handled(
    head: str,
    recording: Feature[bool],
    snapshot: Feature[bool],
    mail: Feature[bool],
    alarm_output: Feature[bool],
) -> tuple[AnyField, ...]:
    """Return what an event sets off (section 4.9.1)."""
    return (
        _set_off(recording, head, "RecordEnable"),
        _set_off(snapshot, head, "SnapshotEnable"),
        _set_off(mail, head, "MailEnable"),
        _set_off(alarm_output, head, "AlarmOutEnable"),
    )


def _linked(head: str, event: str) -> tuple[AnyField, ...]:
    """Return what else the events of the document set off, and how long (section 4.9.1)."""

    def of(name: str) -> Any:
        return getattr(f, f"{event}_{name}")

    handler = f"{head}.EventHandler"
    return (
        _set_off(of("BEEP"), head, "BeepEnable"),
        _set_off(of("PTZ"), head, "PtzLinkEnable"),
        allowed(number(of("RECORDING_TIME"), f"{handler}.RecordLatch", _LATCH), "RecordEnable"),
        allowed(number(of("ALARM_OUTPUT_TIME"), f"{handler}.AlarmOutLatch", _LATCH), "AlarmOutEnable"),
        allowed(number(of("DEJITTER"), f"{handler}.Dejitter", span(0, 255)), "DejitterEnable"),
        allowed(number(of("SNAPSHOT_INTERVAL"), f"{handler}.SnapshotPeriod", span(0, 255)), "SnapshotEnable"),
        allowed(number(of("SNAPSHOT_COUNT"), f"{handler}.SnapshotTimes", span(0, 65535)), "SnapshotEnable"),
    )


def _area(index: int) -> tuple[AnyField, ...]:
    """Return a further detection window; the first has plain names."""
    head = f"{_MOTION}.MotionDetectWindow[{index}]"
    rows = (
        number(f.MOTION_AREA_SENSITIVITY, f"{head}.Sensitive"),
        number(f.MOTION_AREA_THRESHOLD, f"{head}.Threshold"),
    )
    return tuple(replace(row, number=str(index + 1)) for row in rows)


_WHILE = span(1, 600)
# The document does not name the unit; these are seconds.
_DURATIONS = {
    "leftdetection": _WHILE,
    "takenawaydetection": _WHILE,
    "wanderdetection": _WHILE,
    "rioterdetection": span(10, 300),
    "parkingdetection": span(6, 300),
}
_SENSITIVITIES = dict.fromkeys(("rioterdetection", "movedetection"), span(1, 10))
_COUNTS = {"numberstat": span(0, 100_000_000)}


@dataclass(frozen=True, slots=True)
class _ByKind:
    """The source of a domain that differs by the kind of rule; rules of other kinds store a value in vain."""

    spans: Mapping[str, Domain]

    def __call__(self, document: Document, ranges: Document, place: Place) -> Domain:
        kind = document.get(path_of(place.fill(f"table.{_RULE}.Type")), "")
        return self.spans.get(kind.strip().casefold(), ABSENT)


def _config(feature: Feature[int], name: str, spans: Mapping[str, Domain]) -> AnyField:
    return number(feature, f"{_RULE}.Config.{name}", _ByKind(spans))


_DETECTION = (
    table(
        "MotionDetect",
        switch(f.MOTION_DETECTION, f"{_MOTION}.Enable"),
        number(f.MOTION_SENSITIVITY, f"{_MOTION}.MotionDetectWindow[0].Sensitive"),
        # Older firmware than the document's.
        number(f.MOTION_SENSITIVITY, f"{_MOTION}.Level", span(1, 6)),
        number(f.MOTION_THRESHOLD, f"{_MOTION}.MotionDetectWindow[0].Threshold"),
        *(field for index in (1, 2, 3) for field in _area(index)),
        *MOTION_AREAS,
        *handled(_MOTION, f.MOTION_RECORDING, f.MOTION_SNAPSHOT, f.MOTION_MAIL, f.MOTION_ALARM_OUTPUTS),
        *_linked(_MOTION, "MOTION"),
        ranges=EVENT_CAPABILITIES.key,
    ),
    table(
        "BlindDetect",
        switch(f.TAMPER_DETECTION, "BlindDetect[{ch0}].Enable"),
        number(f.TAMPER_SENSITIVITY, "BlindDetect[{ch0}].Level", span(1, 6)),
        *handled(
            "BlindDetect[{ch0}]",
            f.TAMPER_RECORDING,
            f.TAMPER_SNAPSHOT,
            f.TAMPER_MAIL,
            f.TAMPER_ALARM_OUTPUTS,
        ),
        *_linked("BlindDetect[{ch0}]", "TAMPER"),
        ranges=EVENT_CAPABILITIES.key,
    ),
    table(
        "LossDetect",
        switch(f.VIDEO_LOSS_DETECTION, "LossDetect[{ch0}].Enable"),
        *handled(
            "LossDetect[{ch0}]",
            f.VIDEO_LOSS_RECORDING,
            f.VIDEO_LOSS_SNAPSHOT,
            f.VIDEO_LOSS_MAIL,
            f.VIDEO_LOSS_ALARM_OUTPUT,
        ),
        *_linked("LossDetect[{ch0}]", "VIDEO_LOSS"),
        ranges=EVENT_CAPABILITIES.key,
    ),
    table(
        "VideoAnalyseRule",
        shown(f.RULE_NAME, f"{_RULE}.Name", TEXT, f"table.{_RULE}.number"),
        *(
            replace(row, number=f"table.{_RULE}.number")
            for row in (
                switch(f.RULE, f"{_RULE}.Enable"),
                word(f.RULE_DIRECTION, f"{_RULE}.Config.Direction", RULE_DIRECTION),
                _config(f.RULE_DURATION, "MinDuration", _DURATIONS),
                _config(f.RULE_SENSITIVITY, "Sensitivity", _SENSITIVITIES),
                _config(f.RULE_ENTERED_LIMIT, "EnterThreshold", _COUNTS),
                _config(f.RULE_EXITED_LIMIT, "ExitThreshold", _COUNTS),
                _config(f.RULE_INSIDE_LIMIT, "InsideThreshold", _COUNTS),
                *handled(_RULE, f.RULE_RECORDING, f.RULE_SNAPSHOT, f.RULE_MAIL, f.RULE_ALARM_OUTPUT),
            )
        ),
        ranges=EVENT_CAPABILITIES.key,
    ),
    # The rest is beyond the document.
    table(
        "SmartMotionDetect",
        switch(f.SMART_MOTION_DETECTION, f"{_SMART}.Enable"),
        switch(f.HUMAN_DETECTION, f"{_SMART}.ObjectTypes.Human"),
        switch(f.VEHICLE_DETECTION, f"{_SMART}.ObjectTypes.Vehicle"),
        word(f.SMART_MOTION_SENSITIVITY, f"{_SMART}.Sensitivity", SMART_SENSITIVITY),
    ),
    table(
        "AudioDetect",
        switch(f.AUDIO_MUTATION_DETECTION, f"{_AUDIO}.MutationDetect"),
        switch(f.AUDIO_ANOMALY_DETECTION, f"{_AUDIO}.AnomalyDetect"),
        # Firmware spells it so.
        Field(f.AUDIO_THRESHOLD, f"table.{_AUDIO}.MutationThreold", INT, PERCENT),
    ),
    table(
        "DisableLinkage",
        *(switch(f.DISARMED, f"DisableLinkage{index}.Enable") for index in ("[{ch0}]", "")),
    ),
    table(
        "DisableEventNotify",
        *(switch(f.EVENT_NOTIFICATIONS, f"DisableEventNotify{index}.Enable", INVERTED) for index in ("[{ch0}]", "")),
    ),
)

_INPUT = "Alarm[{n0}]"
_OUTPUT = "AlarmOut[{n0}]"

_CONTACTS = (
    table(
        "Alarm",
        switch(f.ALARM_INPUT_ENABLED, f"{_INPUT}.Enable"),
        text(f.ALARM_INPUT_NAME, f"{_INPUT}.Name"),
        word(f.ALARM_INPUT_TYPE, f"{_INPUT}.SensorType", SENSOR_TYPE),
        *handled(
            _INPUT,
            f.ALARM_INPUT_RECORD,
            f.ALARM_INPUT_SNAPSHOT,
            f.ALARM_INPUT_MAIL,
            f.ALARM_INPUT_OUTPUT,
        ),
        *_linked(_INPUT, "ALARM_INPUT"),
        ranges=EVENT_CAPABILITIES.key,
    ),
    table(
        "AlarmOut",
        Field(f.RELAY, f"table.{_OUTPUT}.Mode", RELAY),
        word(f.RELAY_MODE, f"{_OUTPUT}.Mode", RELAY_MODE),
        text(f.RELAY_NAME, f"{_OUTPUT}.Name"),
        period=STATUS,
    ),
)


def _trouble(name: str, alarm: Feature[bool], *reactions: Feature[bool]) -> Endpoint:
    """Return the table of a trouble of the device itself: whether it is an alarm, and what it sets off."""
    enables = zip(reactions, ("MailEnable", "BeepEnable", "AlarmOutEnable"), strict=True)
    return table(
        name,
        switch(alarm, f"{name}.Enable"),
        *(_set_off(each, name, enable) for each, enable in enables),
        ranges=EVENT_CAPABILITIES.key,
    )


_TROUBLES = (
    _trouble(
        "StorageNotExist",
        f.STORAGE_MISSING_ALARM,
        f.STORAGE_MISSING_MAIL,
        f.STORAGE_MISSING_BEEP,
        f.STORAGE_MISSING_ALARM_OUTPUT,
    ),
    _trouble(
        "StorageFailure",
        f.STORAGE_FAILURE_ALARM,
        f.STORAGE_FAILURE_MAIL,
        f.STORAGE_FAILURE_BEEP,
        f.STORAGE_FAILURE_ALARM_OUTPUT,
    ),
    _trouble(
        "StorageLowSpace",
        f.STORAGE_LOW_ALARM,
        f.STORAGE_LOW_MAIL,
        f.STORAGE_LOW_BEEP,
        f.STORAGE_LOW_ALARM_OUTPUT,
    ),
    _trouble(
        "NetAbort",
        f.NETWORK_LOSS_ALARM,
        f.NETWORK_LOSS_MAIL,
        f.NETWORK_LOSS_BEEP,
        f.NETWORK_LOSS_ALARM_OUTPUT,
    ),
    _trouble(
        "IPConflict",
        f.IP_CONFLICT_ALARM,
        f.IP_CONFLICT_MAIL,
        f.IP_CONFLICT_BEEP,
        f.IP_CONFLICT_ALARM_OUTPUT,
    ),
    _trouble(
        "LoginFailureAlarm",
        f.LOGIN_FAILURE_ALARM,
        f.LOGIN_FAILURE_MAIL,
        f.LOGIN_FAILURE_BEEP,
        f.LOGIN_FAILURE_ALARM_OUTPUT,
    ),
)

DETECTION = (EVENT_CAPABILITIES, *_DETECTION, *_CONTACTS, *_TROUBLES)
