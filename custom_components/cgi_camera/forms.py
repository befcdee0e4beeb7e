"""The forms of the flows: which fields they have, and what is made of what the user types."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_SSL, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio as vol
from yarl import URL

from .const import (
    CONF_ALARM_HOLD,
    CONF_EVENTS,
    CONF_MAILS_ADDRESS,
    CONF_MAILS_ENABLED,
    CONF_MAILS_PORT,
    CONF_MAILS_SENDER,
    CONF_MAILS_SERVER,
    CONF_MAILS_SET_UP,
    CONF_PRESET_COUNT,
    CONF_RTSP_PATH,
    DEFAULT_ALARM_HOLD,
    DEFAULT_EVENTS,
    DEFAULT_MAILS_ADDRESS,
    DEFAULT_MAILS_PORT,
    DEFAULT_PRESET_COUNT,
)

CONNECTION: Final = "connection"
MAILS: Final = "alarm_mails"

_HOST: Final[dict[Any, Any]] = {vol.Required(CONF_HOST): TextSelector()}
_USERNAME: Final[dict[Any, Any]] = {
    vol.Required(CONF_USERNAME): TextSelector(TextSelectorConfig(autocomplete="username"))
}
_PASSWORD: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password"))
_SSL: Final[dict[Any, Any]] = {vol.Required(CONF_SSL, default=False): BooleanSelector()}
_VERIFY_SSL: Final[dict[Any, Any]] = {vol.Required(CONF_VERIFY_SSL, default=True): BooleanSelector()}


def _whole(minimum: int, maximum: int, unit: str = "") -> Any:
    """Return a field for a whole number."""
    config = NumberSelectorConfig(min=minimum, max=maximum, mode=NumberSelectorMode.BOX)
    if unit:
        config["unit_of_measurement"] = unit
    return vol.All(NumberSelector(config), vol.Coerce(int))


def _collapsed(fields: Mapping[Any, Any]) -> dict[Any, Any]:
    return {vol.Required(CONNECTION): section(vol.Schema(fields), {"collapsed": True})}


_ADDRESS: Final[dict[Any, Any]] = {**_HOST, vol.Optional(CONF_PORT): _whole(1, 65535)}
# A form does not let an empty field pass that is required, and boards are sold without a password.
_ACCOUNT: Final[dict[Any, Any]] = {**_USERNAME, vol.Optional(CONF_PASSWORD, default=""): _PASSWORD}

ACCOUNT_SCHEMA: Final = vol.Schema(_ACCOUNT)
CAMERA_SCHEMA: Final = vol.Schema({**_ADDRESS, **_ACCOUNT, **_collapsed({**_SSL, **_VERIFY_SSL})})
DISCOVERED_SCHEMA: Final = vol.Schema({**_ACCOUNT, **_collapsed(_VERIFY_SSL)})
"""For a camera whose address is known, and whether it speaks HTTPS."""
KNOWN_CAMERA_SCHEMA: Final = vol.Schema(
    {**_ADDRESS, **_USERNAME, vol.Optional(CONF_PASSWORD): _PASSWORD, **_collapsed({**_SSL, **_VERIFY_SSL})}
)
"""For a camera whose password is known, and is not shown to anybody."""

OPTIONS: Final[Mapping[str, Mapping[Any, Any]]] = {
    "video": {vol.Optional(CONF_RTSP_PATH): TextSelector()},
    "alarms": {
        vol.Required(CONF_EVENTS, default=DEFAULT_EVENTS): BooleanSelector(),
        vol.Required(CONF_ALARM_HOLD, default=DEFAULT_ALARM_HOLD): _whole(5, 600, "s"),
    },
    "ptz": {vol.Required(CONF_PRESET_COUNT, default=DEFAULT_PRESET_COUNT): _whole(0, 256)},
    MAILS: {
        vol.Required(CONF_MAILS_ENABLED, default=False): BooleanSelector(),
        vol.Required(CONF_MAILS_ADDRESS, default=DEFAULT_MAILS_ADDRESS): TextSelector(),
        vol.Required(CONF_MAILS_PORT, default=DEFAULT_MAILS_PORT): _whole(1, 65535),
        vol.Optional(CONF_MAILS_SENDER): TextSelector(TextSelectorConfig(type=TextSelectorType.EMAIL)),
        vol.Required(CONF_MAILS_SET_UP, default=False): BooleanSelector(),
        vol.Optional(CONF_MAILS_SERVER): TextSelector(),
    },
}
"""The options by section. They are kept without the sections, so that one can move to another."""


def options_schema(*, push: bool, mails: bool) -> vol.Schema:
    """Return the form of the options, without event stream or alarm mails for cameras that have no such thing."""
    left_out = {name for name, there in ((CONF_EVENTS, push), (MAILS, mails)) if not there}
    sections: dict[Any, Any] = {}
    for name, fields in OPTIONS.items():
        if name not in left_out:
            shown = {key: field for key, field in fields.items() if str(key) not in left_out}
            sections[vol.Required(name)] = section(vol.Schema(shown), {"collapsed": name == MAILS})
    return vol.Schema(sections)


class InvalidAddress(ValueError):
    """What the user gave as host is no address."""


def address_of(told: Mapping[str, Any]) -> tuple[str, int | None, bool]:
    """Return host, port and whether to use https. A URL is taken as host, too. Raise InvalidAddress."""
    text, port, ssl = told[CONF_HOST].strip(), told.get(CONF_PORT), told[CONNECTION][CONF_SSL]
    scheme, separator, _ = text.partition("://")
    if not separator:
        bare_ipv6 = text.count(":") > 1 and not text.startswith("[")
        text = f"//[{text}]" if bare_ipv6 else f"//{text}"
    try:
        url = URL(text)
        URL.build(scheme="http", host=url.host or "", port=url.port)
    except ValueError as err:
        raise InvalidAddress(text) from err
    if not url.host or (separator and scheme not in {"http", "https"}):
        raise InvalidAddress(text)
    return url.host, url.explicit_port or port, url.scheme == "https" or ssl


def told_at(base: URL, told: Mapping[str, Any]) -> dict[str, Any]:
    """Add to what the user told of an account where the camera is, as if that had been told, too."""
    verify: bool = told.get(CONNECTION, {}).get(CONF_VERIFY_SSL, True)
    connection = {CONF_SSL: base.scheme == "https", CONF_VERIFY_SSL: verify}
    return {**told, CONF_HOST: base.host, CONF_PORT: base.port, CONNECTION: connection}


def flat(sections: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the options of all sections, without blanks around texts."""
    options = {name: value for told in sections for name, value in told.items()}
    return {name: value.strip() if isinstance(value, str) else value for name, value in options.items()}
