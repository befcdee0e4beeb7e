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
