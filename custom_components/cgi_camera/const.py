"""Names, defaults and limits of what the user can set."""

from typing import Final

DOMAIN: Final = "cgi_camera"

CONF_DIALECT: Final = "dialect"
CONF_READ_ONLY: Final = "read_only"
CONF_STREAMS: Final = "streams"

CONF_ALARM_HOLD: Final = "alarm_hold"
CONF_EVENTS: Final = "events"
CONF_PRESET_COUNT: Final = "preset_count"
CONF_RTSP_PATH: Final = "rtsp_path"

DEFAULT_ALARM_HOLD: Final = 30
DEFAULT_EVENTS: Final = True
DEFAULT_PRESET_COUNT: Final = 0
