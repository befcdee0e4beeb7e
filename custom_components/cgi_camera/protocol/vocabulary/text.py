"""What is written on the picture, and the clock."""

from enum import StrEnum

from ..model import Feature


class TimeSource(StrEnum):
    """Where the camera's clock is set from."""

    MANUAL = "manual"
    NTP = "ntp"
    P2P = "p2p"


class OsdColor(StrEnum):
    """Text and background of the on-screen display."""

    BLACK_ON_WHITE = "black_on_white"
    WHITE_ON_BLACK = "white_on_black"
    BLACK_OUTLINED = "black_outlined"
    WHITE_OUTLINED = "white_outlined"


class OsdFontSize(StrEnum):
    """How large on-screen text is."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class DateOrder(StrEnum):
    """In which order a date is written."""

    YEAR_MONTH_DAY = "year_month_day"
    DAY_MONTH_YEAR = "day_month_year"
    MONTH_DAY_YEAR = "month_day_year"


class OsdPlacement(StrEnum):
    """What the position of on-screen text counts."""

    DIRECTION = "direction"
    COORDINATES = "coordinates"


class TextAlignment(StrEnum):
    """Where on-screen text is aligned."""

    LEFT = "left"
    RIGHT = "right"


OSD_TITLE = Feature("osd_title", str)
OSD = Feature("osd", bool)
DEVICE_NAME = Feature("device_name", str)
TIME_ZONE = Feature("time_zone", str)
TIME_SOURCE = Feature("time_source", TimeSource)
OSD_SIZE = Feature("osd_size", int)
OSD_X = Feature("osd_x", int)
OSD_Y = Feature("osd_y", int)
USER_OSD = Feature("user_osd", bool)
USER_OSD_TITLE = Feature("user_osd_title", str)
USER_OSD_SIZE = Feature("user_osd_size", int)
USER_OSD_X = Feature("user_osd_x", int)
USER_OSD_Y = Feature("user_osd_y", int)
MULTIPLE_OSD = Feature("multiple_osd", bool)
MULTIPLE_OSD_SIZE = Feature("multiple_osd_size", int)
MULTIPLE_OSD_X = Feature("multiple_osd_x", int)
MULTIPLE_OSD_Y = Feature("multiple_osd_y", int)
DATE_OSD = Feature("date_osd", bool)
DATE_OSD_FORMAT = Feature("date_osd_format", int)
DATE_OSD_X = Feature("date_osd_x", int)
DATE_OSD_Y = Feature("date_osd_y", int)
TIME_OSD = Feature("time_osd", bool)
TIME_OSD_SIZE = Feature("time_osd_size", int)
TIME_OSD_X = Feature("time_osd_x", int)
TIME_OSD_Y = Feature("time_osd_y", int)
NTP_SERVER = Feature("ntp_server", str)
DAYLIGHT_SAVING = Feature("daylight_saving", bool)
OSD_COLOR = Feature("osd_color", OsdColor)
OSD_FONT_SIZE = Feature("osd_font_size", OsdFontSize)
OSD_PLACEMENT = Feature("osd_placement", OsdPlacement)
TIME_OSD_PLACEMENT = Feature("time_osd_placement", OsdPlacement)
TIME_OSD_FORMAT = Feature("time_osd_format", str)
OSD_WEEKDAY = Feature("osd_weekday", bool)
OSD_RESOLUTION = Feature("osd_resolution", bool)
OSD_BIT_RATE = Feature("osd_bit_rate", bool)
USER_OSD_COLOR = Feature("user_osd_color", str)
USER_OSD_FONT_SIZE = Feature("user_osd_font_size", OsdFontSize)
USER_OSD_PLACEMENT = Feature("user_osd_placement", OsdPlacement)
NTP_PORT = Feature("ntp_port", int)
NTP_INTERVAL = Feature("ntp_interval", int)
CLOCK_OFFSET = Feature("clock_offset", int)
OSD_TEXT_COLOR = Feature("osd_text_color", str)
OSD_BACK_COLOR = Feature("osd_back_color", str)
TIME_OSD_TEXT_COLOR = Feature("time_osd_text_color", str)
TIME_OSD_BACK_COLOR = Feature("time_osd_back_color", str)
EXTRA_OSD = Feature("extra_osd", bool)
EXTRA_OSD_TITLE = Feature("extra_osd_title", str)
PEOPLE_OSD = Feature("people_osd", bool)
PEOPLE_OSD_ENTERED = Feature("people_osd_entered", bool)
PEOPLE_OSD_EXITED = Feature("people_osd_exited", bool)
PEOPLE_OSD_ALIGNMENT = Feature("people_osd_alignment", TextAlignment)
LANGUAGE = Feature("language", str)
TITLE_OSD = Feature("title_osd", bool)
DATE_OSD_ORDER = Feature("date_osd_order", DateOrder)
EVENT_OSD = Feature("event_osd", bool)
EVENT_OSD_DAY_NIGHT = Feature("event_osd_day_night", bool)
EVENT_OSD_MOTION = Feature("event_osd_motion", bool)
EVENT_OSD_ALARM_INPUT = Feature("event_osd_alarm_input", bool)
EVENT_OSD_RELAY = Feature("event_osd_relay", bool)
EVENT_OSD_TAMPER = Feature("event_osd_tamper", bool)
