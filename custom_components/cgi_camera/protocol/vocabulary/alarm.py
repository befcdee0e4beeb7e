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
