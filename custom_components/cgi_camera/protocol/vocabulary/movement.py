"""Pan, tilt and zoom."""

from enum import StrEnum

from ..model import Feature


class PtzProtocol(StrEnum):
    """What the drive speaks."""

    PELCO_D = "pelco_d"
    PELCO_P = "pelco_p"
    SAMSUNG = "samsung"


class PtzPositioning(StrEnum):
    """How the drive is told to bring a part of the picture to its middle."""

    PELCO_DH = "pelco_dh"
    PELCO_HK = "pelco_hk"


CAN_PAN = Feature("can_pan", bool, internal=True)
CAN_TILT = Feature("can_tilt", bool, internal=True)
CAN_ZOOM = Feature("can_zoom", bool, internal=True)
CAN_FOCUS = Feature("can_focus", bool, internal=True)
CAN_AUTO_FOCUS = Feature("can_auto_focus", bool, internal=True)
CAN_PAN_ROUND = Feature("can_pan_round", bool, internal=True)
PRESET = Feature("preset", str, internal=True)
PRESET_COUNT = Feature("preset_count", int, internal=True)
CURRENT_PRESET = Feature("current_preset", int, internal=True)
TOUR_COUNT = Feature("tour_count", int, internal=True)
PATTERN_COUNT = Feature("pattern_count", int, internal=True)
AUTO_PAN_COUNT = Feature("auto_pan_count", int, internal=True)
AUX_COUNT = Feature("aux_count", int, internal=True)

PAN_POSITION = Feature("pan_position", float)
TILT_POSITION = Feature("tilt_position", float)
PTZ_ZOOM_POSITION = Feature("ptz_zoom_position", float)
PTZ_MOVING = Feature("ptz_moving", bool)
PAN_TILT = Feature("pan_tilt", bool)
ZOOM_FOCUS = Feature("zoom_focus", bool)


class Parity(StrEnum):
    """The parity of a serial line."""

    EVEN = "even"
    MARK = "mark"
    NONE = "none"
    ODD = "odd"
    SPACE = "space"


PAN_SPEED = Feature("pan_speed", int)
TILT_SPEED = Feature("tilt_speed", int)
ZOOM_SPEED = Feature("zoom_speed", int)
FOCUS_SPEED = Feature("focus_speed", int)
PTZ_ADDRESS = Feature("ptz_address", int)
PTZ_PROTOCOL = Feature("ptz_protocol", PtzProtocol)
PTZ_BAUD_RATE = Feature("ptz_baud_rate", str)
PTZ_POSITIONING = Feature("ptz_positioning", PtzPositioning)
PTZ_USER_MODE = Feature("ptz_user_mode", int)
PTZ_DRIVER = Feature("ptz_driver", str)
PTZ_DATA_BITS = Feature("ptz_data_bits", str)
PTZ_PARITY = Feature("ptz_parity", Parity)
PTZ_STOP_BITS = Feature("ptz_stop_bits", str)
PTZ_IDLE_PRESET = Feature("ptz_idle_preset", int)
PTZ_IDLE_TIME = Feature("ptz_idle_time", int)
WIPER = Feature("wiper", bool, internal=True)
