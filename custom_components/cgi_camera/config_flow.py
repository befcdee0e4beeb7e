"""Adding a camera, and changing what is known about it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, override

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult, OptionsFlowWithReload
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_SSL, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import callback
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
from yarl import URL

from .alarm_mails import proposal, refusal_of
from .const import (
    CONF_ALARM_HOLD,
    CONF_ALARM_MAILS,
    CONF_DIALECT,
    CONF_EVENTS,
    CONF_MAILS_ADDRESS,
    CONF_MAILS_ENABLED,
    CONF_MAILS_PORT,
    CONF_MAILS_SENDER,
    CONF_MAILS_SERVER,
    CONF_MAILS_SET_UP,
    CONF_PRESET_COUNT,
    CONF_READ_ONLY,
    CONF_RTSP_PATH,
    DEFAULT_ALARM_HOLD,
    DEFAULT_EVENTS,
    DEFAULT_MAILS_ADDRESS,
    DEFAULT_MAILS_PORT,
    DEFAULT_PRESET_COUNT,
    DOMAIN,
)
from .coordinator import LOGGER, CameraConfigEntry, base_of, session_for
from .protocol.auth import Credentials
from .protocol.camera import Camera
from .protocol.dialects import DIALECTS
from .protocol.errors import AccountLocked, AuthFailed, CameraError
from .protocol.probe import Found, NotSupported, log_in, probe

if TYPE_CHECKING:
    import probatio as vol
else:
    # Home Assistant resolves this name to the library whose types its own signatures name.
    import voluptuous as vol

CONNECTION: Final = "connection"

_ACCOUNT: Final[dict[Any, Any]] = {
    vol.Required(CONF_USERNAME): TextSelector(TextSelectorConfig(autocomplete="username")),
    vol.Required(CONF_PASSWORD): TextSelector(
        TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
    ),
}
_UNTRIED: Final[dict[str, Any]] = {CONF_READ_ONLY: []}
"""Nothing is known yet of what an account may not do."""
ACCOUNT_SCHEMA: Final = vol.Schema(_ACCOUNT)
PORT: Final = vol.All(
    NumberSelector(NumberSelectorConfig(min=1, max=65535, mode=NumberSelectorMode.BOX)), vol.Coerce(int)
)
CAMERA_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_HOST): TextSelector(),
        vol.Optional(CONF_PORT): PORT,
        **_ACCOUNT,
        vol.Required(CONNECTION): section(
            vol.Schema(
                {
                    vol.Required(CONF_SSL, default=False): BooleanSelector(),
                    vol.Required(CONF_VERIFY_SSL, default=True): BooleanSelector(),
                }
            ),
            {"collapsed": True},
        ),
    }
)
OPTIONS_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_RTSP_PATH): TextSelector(),
        vol.Required(CONF_PRESET_COUNT, default=DEFAULT_PRESET_COUNT): vol.All(
            NumberSelector(NumberSelectorConfig(min=0, max=255, mode=NumberSelectorMode.BOX)), vol.Coerce(int)
        ),
        vol.Required(CONF_ALARM_HOLD, default=DEFAULT_ALARM_HOLD): vol.All(
            NumberSelector(NumberSelectorConfig(min=5, max=600, mode=NumberSelectorMode.BOX, unit_of_measurement="s")),
            vol.Coerce(int),
        ),
        vol.Required(CONF_EVENTS, default=DEFAULT_EVENTS): BooleanSelector(),
    }
)
MAILS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_MAILS_ENABLED, default=False): BooleanSelector(),
        vol.Required(CONF_MAILS_ADDRESS, default=DEFAULT_MAILS_ADDRESS): TextSelector(),
        vol.Required(CONF_MAILS_PORT, default=DEFAULT_MAILS_PORT): PORT,
        vol.Optional(CONF_MAILS_SENDER): TextSelector(TextSelectorConfig(type=TextSelectorType.EMAIL)),
        vol.Required(CONF_MAILS_SET_UP, default=False): BooleanSelector(),
        vol.Optional(CONF_MAILS_SERVER): TextSelector(),
    }
)


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


class CameraConfigFlow(ConfigFlow, domain=DOMAIN):
    """Adds a camera: finds out what it is without credentials, then logs in exactly once."""

    VERSION = 1
    MINOR_VERSION = 1

    _reason = ""

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: CameraConfigEntry) -> CameraOptionsFlow:
        return CameraOptionsFlow()

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask where the camera is."""
        errors: dict[str, str] = {}
        if user_input is not None and (camera := await self._meet(user_input, errors)):
            data = _data(user_input, camera)
            await self.async_set_unique_id(camera.identity.unique_id, raise_on_progress=False)
            self._abort_if_unique_id_configured(updates=data)
            identity = camera.identity
            title = identity.name or identity.model or camera.dialect.title
            return self.async_create_entry(title=title, data=data)
        return self._form("user", CAMERA_SCHEMA, user_input, errors)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask where the camera is now."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None and (camera := await self._meet(user_input, errors)):
            await self.async_set_unique_id(camera.identity.unique_id)
            self._abort_if_unique_id_mismatch(reason="another_camera")
            return self.async_update_reload_and_abort(entry, data_updates=_data(user_input, camera) | _UNTRIED)
        connection = {key: entry.data[key] for key in (CONF_SSL, CONF_VERIFY_SSL)}
        return self._form("reconfigure", CAMERA_SCHEMA, user_input or {**entry.data, CONNECTION: connection}, errors)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """The camera refuses the account that it took before."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the account."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            found = Found(base_of(entry), (DIALECTS[entry.data[CONF_DIALECT]],))
            told = {**user_input, CONNECTION: {CONF_VERIFY_SSL: entry.data[CONF_VERIFY_SSL]}}
            if camera := await self._meet(told, errors, found):
                await self.async_set_unique_id(camera.identity.unique_id)
                self._abort_if_unique_id_mismatch(reason="another_camera")
                return self.async_update_reload_and_abort(entry, data_updates=user_input | _UNTRIED)
        told = user_input or {CONF_USERNAME: entry.data[CONF_USERNAME]}
        return self._form("reauth_confirm", ACCOUNT_SCHEMA, told, errors, camera=entry.title)

    def _form(
        self,
        step: str,
        schema: vol.Schema,
        told: Mapping[str, Any] | None,
        errors: dict[str, str],
        **placeholders: str,
    ) -> ConfigFlowResult:
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(schema, told),
            errors=errors,
            description_placeholders={"reason": self._reason, **placeholders},
        )

    async def _meet(self, told: Mapping[str, Any], errors: dict[str, str], found: Found | None = None) -> Camera | None:
        """Log in to a camera, which is looked for unless it was found already; None with the error noted."""
        session = session_for(self.hass, verify_ssl=told[CONNECTION][CONF_VERIFY_SSL])
        self._reason = ""
        try:
            if found is None:
                host, port, ssl = address_of(told)
                found = await probe(session, host, port=port, ssl=ssl)
            camera = await log_in(session, found, Credentials(told[CONF_USERNAME], told[CONF_PASSWORD]))
        except InvalidAddress:
            errors[CONF_HOST] = "invalid_host"
        except CameraError as err:
            errors["base"] = _error_of(err)
            self._reason = str(err)
        except Exception:  # noqa: BLE001
            LOGGER.exception("Unexpected error while meeting a camera")
            errors["base"] = "unknown"
        else:
            if camera.identity.unique_id:
                return camera
            errors["base"] = "no_identity"
        return None


def _stripped(told: Any) -> Any:
    """Return what the user told without blanks around texts."""
    if isinstance(told, dict):
        return {key: _stripped(value) for key, value in told.items()}
    return told.strip() if isinstance(told, str) else told


def _error_of(err: CameraError) -> str:
    match err:
        case AccountLocked():
            return "account_locked"
        case AuthFailed():
            return "invalid_auth"
        case NotSupported():
            return "not_supported"
    return "cannot_connect"


def _data(told: Mapping[str, Any], camera: Camera) -> dict[str, Any]:
    """Return what an entry keeps of a camera: where it really answered, not where it was looked for."""
    base = camera.transport.base
    return {
        CONF_HOST: base.host,
        CONF_PORT: base.port,
        CONF_SSL: base.scheme == "https",
        CONF_VERIFY_SSL: told[CONNECTION][CONF_VERIFY_SSL],
        CONF_USERNAME: told[CONF_USERNAME],
        CONF_PASSWORD: told[CONF_PASSWORD],
        CONF_DIALECT: camera.dialect.name,
    }


class CameraOptionsFlow(OptionsFlowWithReload):
    """What the user can say about a camera that it does not tell itself."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for all options."""
        errors: dict[str, str] = {}
        if user_input is not None:
            user_input = _stripped(user_input)
            path = user_input.get(CONF_RTSP_PATH, "")
            if path and not path.startswith(("/", "rtsp://")):
                errors[CONF_RTSP_PATH] = "invalid_rtsp_path"
            elif refusal := await refusal_of(self.hass, self.config_entry, user_input.get(CONF_ALARM_MAILS, {})):
                errors["base"] = refusal
            else:
                return self.async_create_entry(data={**user_input, CONF_RTSP_PATH: path})
        schema = OPTIONS_SCHEMA
        if DIALECTS[self.config_entry.data[CONF_DIALECT]].mails:
            schema = schema.extend({vol.Required(CONF_ALARM_MAILS): section(MAILS_SCHEMA, {"collapsed": True})})
        proposed = {CONF_ALARM_MAILS: proposal(self.hass), **self.config_entry.options}
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(schema, user_input or proposed),
            errors=errors,
            description_placeholders={"placeholder": "{channel}"},
        )
