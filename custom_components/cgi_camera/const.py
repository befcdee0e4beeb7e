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

CONF_MAILS_ENABLED: Final = "receive_mails"
CONF_MAILS_ADDRESS: Final = "mails_address"
CONF_MAILS_PORT: Final = "mails_port"
CONF_MAILS_SENDER: Final = "mails_sender"
CONF_MAILS_SET_UP: Final = "mails_set_up_camera"
CONF_MAILS_SERVER: Final = "mails_server"
CONF_MAIL_SETTINGS: Final = "mail_settings"

DEFAULT_MAILS_ADDRESS: Final = "0.0.0.0"  # noqa: S104
DEFAULT_MAILS_PORT: Final = 2525
