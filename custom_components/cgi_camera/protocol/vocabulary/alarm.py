"""Alarms, what sets them off and what they set off; inputs and outputs."""

from datetime import time
from enum import StrEnum

from ..areas import Grid
from ..model import Feature


class AlarmInputType(StrEnum):
    """How the contact at an alarm input rests."""

    NORMALLY_OPEN = "normally_open"
    NORMALLY_CLOSED = "normally_closed"


class AlarmAccess(StrEnum):
    """Where alarms are handled."""

    NETWORK = "network"
    LOCAL = "local"


class RelayMode(StrEnum):
    """Who drives an output."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class SmartSensitivity(StrEnum):
    """How readily people and vehicles are seen."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class RuleDirection(StrEnum):
    """In which direction a line is crossed."""

    LEFT_TO_RIGHT = "left_to_right"
    RIGHT_TO_LEFT = "right_to_left"
    BOTH = "both"


MOTION_DETECTION = Feature("motion_detection", bool)
MOTION_SENSITIVITY = Feature("motion_sensitivity", int)
MOTION_THRESHOLD = Feature("motion_threshold", int)
MOTION_AREA = Feature("motion_area", Grid)
ALARM_INPUT_ENABLED = Feature("alarm_input_enabled", bool)
RELAY = Feature("relay", bool)
MOTION = Feature("motion", bool, alarm=True)
ALARM_INPUT = Feature("alarm_input", bool, alarm=True)
ALARM_OUTPUT = Feature("alarm_output", bool)
TAMPER_DETECTION = Feature("tamper_detection", bool)
TAMPER = Feature("tamper", bool, alarm=True)
VIDEO_LOSS = Feature("video_loss", bool, alarm=True)
EVENT_LINK = Feature("event_link", bool)
ALARM_INPUT_OUTPUT = Feature("alarm_input_output", bool)
ALARM_INPUT_SECOND_OUTPUT = Feature("alarm_input_second_output", bool)
ALARM_INPUT_MAIL = Feature("alarm_input_mail", bool)
ALARM_INPUT_FTP = Feature("alarm_input_ftp", bool)
ALARM_INPUT_TCP = Feature("alarm_input_tcp", bool)
ALARM_INPUT_RECORD = Feature("alarm_input_record", bool)
ALARM_INPUT_TYPE = Feature("alarm_input_type", AlarmInputType)
MOTION_AREA_OUTPUT = Feature("motion_area_output", bool)
MOTION_AREA_ALL_OUTPUTS = Feature("motion_area_all_outputs", bool)
MOTION_AREA_MAIL = Feature("motion_area_mail", bool)
MOTION_AREA_FTP = Feature("motion_area_ftp", bool)
MOTION_AREA_TCP = Feature("motion_area_tcp", bool)
MOTION_AREA_RECORD = Feature("motion_area_record", bool)
ALARM_ACCESS = Feature("alarm_access", AlarmAccess)
ALARM_SCHEDULE = Feature("alarm_schedule", bool)
ALARM_SCHEDULE_START = Feature("alarm_schedule_start", time)
ALARM_SCHEDULE_END = Feature("alarm_schedule_end", time)
ALARM_SCHEDULE_SECOND_START = Feature("alarm_schedule_second_start", time)
ALARM_SCHEDULE_SECOND_END = Feature("alarm_schedule_second_end", time)
ALARM_SERVER = Feature("alarm_server", str)
ALARM_INPUT_NUMBER = Feature("alarm_input_number", int, internal=True)
MOTION_AREA_NUMBER = Feature("motion_area_number", int, internal=True)
NIGHT_MOTION_DETECTION = Feature("night_motion_detection", bool)
NIGHT_MOTION_SENSITIVITY = Feature("night_motion_sensitivity", int)
NIGHT_MOTION_THRESHOLD = Feature("night_motion_threshold", int)
RELAY_MODE = Feature("relay_mode", RelayMode)
RELAY_NAME = Feature("relay_name", str)
ALARM_INPUT_NAME = Feature("alarm_input_name", str)
ALARM_INPUT_SNAPSHOT = Feature("alarm_input_snapshot", bool)
ALARM_INPUT_BEEP = Feature("alarm_input_beep", bool)
ALARM_INPUT_PTZ = Feature("alarm_input_ptz", bool)
ALARM_INPUT_RECORDING_TIME = Feature("alarm_input_recording_time", int)
ALARM_INPUT_ALARM_OUTPUT_TIME = Feature("alarm_input_alarm_output_time", int)
ALARM_INPUT_DEJITTER = Feature("alarm_input_dejitter", int)
ALARM_INPUT_SNAPSHOT_INTERVAL = Feature("alarm_input_snapshot_interval", int)
ALARM_INPUT_SNAPSHOT_COUNT = Feature("alarm_input_snapshot_count", int)
MOTION_MAIL = Feature("motion_mail", bool)
MOTION_BEEP = Feature("motion_beep", bool)
MOTION_PTZ = Feature("motion_ptz", bool)
MOTION_RECORDING_TIME = Feature("motion_recording_time", int)
MOTION_ALARM_OUTPUT_TIME = Feature("motion_alarm_output_time", int)
MOTION_DEJITTER = Feature("motion_dejitter", int)
MOTION_SNAPSHOT_INTERVAL = Feature("motion_snapshot_interval", int)
MOTION_SNAPSHOT_COUNT = Feature("motion_snapshot_count", int)
MOTION_AREA_SENSITIVITY = Feature("motion_area_sensitivity", int)
MOTION_AREA_THRESHOLD = Feature("motion_area_threshold", int)
TAMPER_SENSITIVITY = Feature("tamper_sensitivity", int)
TAMPER_RECORDING = Feature("tamper_recording", bool)
TAMPER_SNAPSHOT = Feature("tamper_snapshot", bool)
TAMPER_MAIL = Feature("tamper_mail", bool)
TAMPER_ALARM_OUTPUTS = Feature("tamper_alarm_outputs", bool)
TAMPER_BEEP = Feature("tamper_beep", bool)
TAMPER_PTZ = Feature("tamper_ptz", bool)
TAMPER_RECORDING_TIME = Feature("tamper_recording_time", int)
TAMPER_ALARM_OUTPUT_TIME = Feature("tamper_alarm_output_time", int)
TAMPER_DEJITTER = Feature("tamper_dejitter", int)
TAMPER_SNAPSHOT_INTERVAL = Feature("tamper_snapshot_interval", int)
TAMPER_SNAPSHOT_COUNT = Feature("tamper_snapshot_count", int)
VIDEO_LOSS_DETECTION = Feature("video_loss_detection", bool)
VIDEO_LOSS_RECORDING = Feature("video_loss_recording", bool)
VIDEO_LOSS_SNAPSHOT = Feature("video_loss_snapshot", bool)
VIDEO_LOSS_MAIL = Feature("video_loss_mail", bool)
VIDEO_LOSS_ALARM_OUTPUT = Feature("video_loss_alarm_output", bool)
VIDEO_LOSS_BEEP = Feature("video_loss_beep", bool)
VIDEO_LOSS_PTZ = Feature("video_loss_ptz", bool)
VIDEO_LOSS_RECORDING_TIME = Feature("video_loss_recording_time", int)
VIDEO_LOSS_ALARM_OUTPUT_TIME = Feature("video_loss_alarm_output_time", int)
VIDEO_LOSS_DEJITTER = Feature("video_loss_dejitter", int)
VIDEO_LOSS_SNAPSHOT_INTERVAL = Feature("video_loss_snapshot_interval", int)
VIDEO_LOSS_SNAPSHOT_COUNT = Feature("video_loss_snapshot_count", int)
SMART_MOTION_DETECTION = Feature("smart_motion_detection", bool)
HUMAN_DETECTION = Feature("human_detection", bool)
VEHICLE_DETECTION = Feature("vehicle_detection", bool)
SMART_MOTION_SENSITIVITY = Feature("smart_motion_sensitivity", SmartSensitivity)
RULE_NAME = Feature("rule_name", str, internal=True)
RULE = Feature("rule", bool, label=RULE_NAME)
RULE_DIRECTION = Feature("rule_direction", RuleDirection, label=RULE_NAME)
RULE_DURATION = Feature("rule_duration", int, label=RULE_NAME)
RULE_SENSITIVITY = Feature("rule_sensitivity", int, label=RULE_NAME)
RULE_ENTERED_LIMIT = Feature("rule_entered_limit", int, label=RULE_NAME)
RULE_EXITED_LIMIT = Feature("rule_exited_limit", int, label=RULE_NAME)
RULE_INSIDE_LIMIT = Feature("rule_inside_limit", int, label=RULE_NAME)
RULE_RECORDING = Feature("rule_recording", bool, label=RULE_NAME)
RULE_SNAPSHOT = Feature("rule_snapshot", bool, label=RULE_NAME)
RULE_MAIL = Feature("rule_mail", bool, label=RULE_NAME)
RULE_ALARM_OUTPUT = Feature("rule_alarm_output", bool, label=RULE_NAME)
AUDIO_MUTATION_DETECTION = Feature("audio_mutation_detection", bool)
AUDIO_ANOMALY_DETECTION = Feature("audio_anomaly_detection", bool)
AUDIO_THRESHOLD = Feature("audio_threshold", int)
DISARMED = Feature("disarmed", bool)
EVENT_NOTIFICATIONS = Feature("event_notifications", bool)
MOTION_NAME = Feature("motion_name", str)
MOTION_DURATION = Feature("motion_duration", int)
ALARM_OUTPUT_ENABLED = Feature("alarm_output_enabled", bool)
ALARM_OUTPUT_CONTINUOUS = Feature("alarm_output_continuous", bool)
ALARM_OUTPUT_DURATION = Feature("alarm_output_duration", int)
INPUT_ALARM_OUTPUT = Feature("input_alarm_output", bool)
TAMPER_ALARM_OUTPUT = Feature("tamper_alarm_output", bool)
