"""Adding a camera, and changing what is known about it."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult, OptionsFlowWithReload
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_SSL, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import callback
from homeassistant.helpers.device_registry import format_mac
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.helpers.service_info.ssdp import SsdpServiceInfo
import probatio as vol
from yarl import URL

from .alarm_mails import proposal, refusal_of
from .connection import base_of, session_for
from .const import CONF_DIALECT, CONF_READ_ONLY, CONF_RTSP_PATH, DOMAIN
from .coordinator import LOGGER, CameraConfigEntry
from .forms import (
    ACCOUNT_SCHEMA,
    CAMERA_SCHEMA,
    CONNECTION,
    DISCOVERED_SCHEMA,
    KNOWN_CAMERA_SCHEMA,
    MAILS,
    OPTIONS,
    InvalidAddress,
    address_of,
    flat,
    options_schema,
    told_at,
)
from .protocol.auth import Credentials
from .protocol.camera import Camera
from .protocol.dialects import DIALECTS
from .protocol.errors import AccountLocked, AuthFailed, CameraError
from .protocol.probe import Found, NotSupported, log_in, probe
from .whereabouts import has_moved, heard_of, is_well_at, unique_id_of


class CameraConfigFlow(ConfigFlow, domain=DOMAIN):
    """Adds a camera: finds out what it is without credentials, then logs in exactly once."""

    VERSION = 1
    MINOR_VERSION = 1

    _reason = ""
    _host = ""
    _name = ""
    _found: Found

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: CameraConfigEntry) -> CameraOptionsFlow:
        return CameraOptionsFlow()

    @override
    def is_matching(self, other_flow: CameraConfigFlow) -> bool:
        """Tell whether another flow is about a camera that was discovered at the same address."""
        return bool(self._host) and self._host == other_flow._host

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask where the camera is."""
        errors: dict[str, str] = {}
        if user_input is not None and (camera := await self._meet(user_input, errors)):
            return await self._add(camera, user_input)
        return self._form("user", CAMERA_SCHEMA, user_input, errors)

    async def _add(self, camera: Camera, told: Mapping[str, Any]) -> ConfigFlowResult:
        data = _data(told, camera)
        await self.async_set_unique_id(camera.identity.unique_id, raise_on_progress=False)
        # What another account may do is not known yet.
        self._abort_if_unique_id_configured(updates={**data, CONF_READ_ONLY: []})
        identity = camera.identity
        return self.async_create_entry(title=identity.name or identity.model or camera.dialect.title, data=data)

    # Discovery

    @override
    async def async_step_dhcp(self, discovery_info: DhcpServiceInfo) -> ConfigFlowResult:
        """A camera, or something else of its maker, has got an address."""
        unique_id = format_mac(discovery_info.macaddress)
        return await self._discover(unique_id, discovery_info.ip, discovery_info.hostname)

    @override
    async def async_step_ssdp(self, discovery_info: SsdpServiceInfo) -> ConfigFlowResult:
        """Something of a maker of cameras tells its serial number, as the end of its `uuid`."""
        host = URL(discovery_info.ssdp_location or "").host
        serial = (discovery_info.ssdp_udn or "").rpartition("-")[2]
        if not host or not serial:
            return self.async_abort(reason="not_supported")
        return await self._discover(unique_id_of(self.hass, serial) or serial, host, "")

    async def _discover(self, unique_id: str, host: str, name: str) -> ConfigFlowResult:
        """Follow a camera that we have; ask for the account of one that we have not."""
        entry = await self.async_set_unique_id(unique_id)
        if entry and await has_moved(self.hass, entry, host):
            LOGGER.info("%s has moved to %s", entry.title, host)
            self.hass.config_entries.async_update_entry(entry, data={**entry.data, CONF_HOST: host})
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
            return self.async_abort(reason="already_configured")
        if entry:
            heard_of(entry)
        self._abort_if_unique_id_configured()
        self._host = host
        if self.hass.config_entries.flow.async_has_matching_flow(self):
            return self.async_abort(reason="already_in_progress")
        if is_well_at(self.hass, host):
            return self.async_abort(reason="already_configured")
        try:
            self._found = await probe(session_for(self.hass, verify_ssl=False), host)
        except CameraError as err:
            LOGGER.debug("What was discovered at %s is not for us: %s", host, err)
            return self.async_abort(reason=_error_of(err))
        except Exception:  # noqa: BLE001
            LOGGER.exception("Unexpected error while looking at what was discovered")
            return self.async_abort(reason="unknown")
        self._name = self._found.identity.model or name or self._found.dialect.title
        self.context["title_placeholders"] = {"name": f"{self._name} ({host})"}
        return await self.async_step_discovery_confirm()

    async def async_step_discovery_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Name what was discovered, and ask for its account."""
        errors: dict[str, str] = {}
        if user_input is not None:
            told = told_at(self._found.base, user_input)
            if camera := await self._meet(told, errors):
                return await self._add(camera, told)
        kinds = " / ".join(dialect.title for dialect in self._found.dialects)
        about = {"camera": self._name, "kind": kinds, "address": str(self._found.base)}
        return self._form("discovery_confirm", DISCOVERED_SCHEMA, user_input, errors, **about)

    # Changing what is known

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask where the camera is now, and for another account."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            told = {**user_input, CONF_PASSWORD: user_input.get(CONF_PASSWORD) or entry.data[CONF_PASSWORD]}
            if camera := await self._meet(told, errors):
                return await self._update(entry, camera, _data(told, camera))
        known = {**told_at(base_of(entry), {}), CONF_USERNAME: entry.data[CONF_USERNAME]}
        known[CONNECTION][CONF_VERIFY_SSL] = entry.data[CONF_VERIFY_SSL]
        return self._form("reconfigure", KNOWN_CAMERA_SCHEMA, user_input or known, errors)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """The camera refuses the account that it took before."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the account."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            connection = {CONNECTION: {CONF_VERIFY_SSL: entry.data[CONF_VERIFY_SSL]}}
            if camera := await self._meet(told_at(base_of(entry), {**user_input, **connection}), errors):
                return await self._update(entry, camera, user_input)
        known = {CONF_USERNAME: entry.data[CONF_USERNAME]}
        return self._form("reauth_confirm", ACCOUNT_SCHEMA, user_input or known, errors, camera=entry.title)

    async def _update(self, entry: CameraConfigEntry, camera: Camera, data: Mapping[str, Any]) -> ConfigFlowResult:
        await self.async_set_unique_id(camera.identity.unique_id)
        self._abort_if_unique_id_mismatch(reason="another_camera")
        # What another account may do is not known yet.
        return self.async_update_reload_and_abort(entry, data_updates={**data, CONF_READ_ONLY: []})

    # What all steps share

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

    async def _meet(self, told: Mapping[str, Any], errors: dict[str, str]) -> Camera | None:
        """Log in to a camera once what answers is known to be one; None with the error noted."""
        session = session_for(self.hass, verify_ssl=told[CONNECTION][CONF_VERIFY_SSL])
        self._reason = ""
        try:
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
            options = flat(user_input.values())
            path = options.get(CONF_RTSP_PATH, "")
            if path and not path.startswith(("/", "rtsp://")):
                errors["video"] = "invalid_rtsp_path"
            if refusal := await refusal_of(self.hass, self.config_entry, options):
                errors[MAILS] = refusal
            if not errors:
                return self.async_create_entry(data={**options, CONF_RTSP_PATH: path})
        known = {**proposal(self.hass), **self.config_entry.options}
        told = user_input or dict.fromkeys(OPTIONS, known)
        dialect = DIALECTS[self.config_entry.data[CONF_DIALECT]]
        schema = options_schema(push=dialect.push is not None, mails=dialect.mails is not None)
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(schema, told),
            errors=errors,
            description_placeholders={"placeholder": "{channel}"},
        )
