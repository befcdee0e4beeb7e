"""What a config entry says of the way to a camera: session, address, account."""

from typing import TYPE_CHECKING

import aiohttp
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_SSL, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.ssl import SSLCipherList
from yarl import URL

from .const import (
    CONF_ALARM_HOLD,
    CONF_DIALECT,
    CONF_PRESET_COUNT,
    CONF_READ_ONLY,
    DEFAULT_ALARM_HOLD,
    DEFAULT_PRESET_COUNT,
    DOMAIN,
)
from .protocol.afterwards import Afterwards
from .protocol.auth import Credentials
from .protocol.camera import Camera
from .protocol.dialects import DIALECTS
from .protocol.transport import Transport

if TYPE_CHECKING:
    from .coordinator import CameraConfigEntry

_AFTERWARDS: HassKey[Afterwards] = HassKey(f"{DOMAIN}_afterwards")


def session_for(hass: HomeAssistant, *, verify_ssl: bool) -> aiohttp.ClientSession:
    """Return the shared session; without verification it also accepts the ciphers of old cameras."""
    cipher = SSLCipherList.PYTHON_DEFAULT if verify_ssl else SSLCipherList.INSECURE
    return async_get_clientsession(hass, verify_ssl=verify_ssl, ssl_cipher=cipher)


def base_of(entry: CameraConfigEntry) -> URL:
    """Return the address of an entry's camera."""
    scheme = "https" if entry.data[CONF_SSL] else "http"
    return URL.build(scheme=scheme, host=entry.data[CONF_HOST], port=entry.data[CONF_PORT])


def camera_of(hass: HomeAssistant, entry: CameraConfigEntry) -> Camera:
    """Return an entry's camera; nothing is sent yet."""
    dialect = DIALECTS[entry.data[CONF_DIALECT]]
    credentials = Credentials(entry.data[CONF_USERNAME], entry.data[CONF_PASSWORD])
    session = session_for(hass, verify_ssl=entry.data[CONF_VERIFY_SSL])
    return Camera(
        Transport(session, base_of(entry), dialect.login, credentials),
        dialect,
        hold=entry.options.get(CONF_ALARM_HOLD, DEFAULT_ALARM_HOLD),
        presets=entry.options.get(CONF_PRESET_COUNT, DEFAULT_PRESET_COUNT),
        local=dt_util.now,
        read_only=entry.data.get(CONF_READ_ONLY, ()),
        # One for all cameras: the alarms of each come before what else there is to tell of any.
        afterwards=hass.data.setdefault(_AFTERWARDS, Afterwards()),
    )
