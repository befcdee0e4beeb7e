"""Has cameras mail their alarms to us where the user wants it, and undoes that as soon as he does not."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from homeassistant.components import network
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .alarm_mails import options_of, place_of
from .connection import camera_of
from .const import CONF_MAIL_SETTINGS, CONF_MAILS_SENDER, CONF_MAILS_SERVER, CONF_MAILS_SET_UP, DOMAIN
from .coordinator import CameraConfigEntry, CameraCoordinator
from .issues import HELP
from .mail_receiver import address_of
from .protocol.errors import AuthFailed, CameraError
from .protocol.mail_settings import LATER, Setting, direct, needs_server, recalled, restore, stored, wishes
from .receivers import receivers
from .smtp import LOGGER

if TYPE_CHECKING:
    from .protocol.camera import Camera
    from .protocol.model import AnySlot

RETRY: Final = 60.0
"""The least seconds between two attempts, each after the camera has answered something else."""
ENOUGH: Final = 2
"""Attempts in a row that come to nothing before the user is told: a camera that starts up is busy."""
PAUSES: Final = (0.0, 30.0, 60.0, 120.0, 240.0, 480.0, 960.0, 1800.0)
"""Seconds before the attempts to undo the settings of a camera that was removed."""
_NOWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104


class MailSetup:
    """Sets one camera up, or back, while its entry is loaded."""

    def __init__(self, coordinator: CameraCoordinator) -> None:
        """Belong to a camera; nothing is sent yet."""
        self._hass = coordinator.hass
        self._coordinator = coordinator
        self._entry = coordinator.config_entry
        options = options_of(self._entry)
        self._options = options if options and options.get(CONF_MAILS_SET_UP) else None
        self._done = self._options is None and not self._made
        self._tried_at = float("-inf")
        self._vain = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def _made(self) -> list[Setting]:
        return recalled(self._entry.data.get(CONF_MAIL_SETTINGS, ()))

    @callback
    def begin(self) -> None:
        """Do it now, or when the camera answers again."""
        if not self._done:
            self._entry.async_on_unload(self._coordinator.async_add_listener(self._try))
            self._try()

    @callback
    def _try(self) -> None:
        now = self._hass.loop.time()
        waits = self._done or self._task or not self._coordinator.last_update_success
        if not waits and now - self._tried_at >= RETRY:
            self._tried_at = now
            self._task = self._entry.async_create_background_task(
                self._hass, self._run(), f"{DOMAIN} mail settings of {self._coordinator.name}"
            )

    async def _run(self) -> None:
        camera = self._coordinator.camera
        try:
            if self._options is None:
                tell_refused(self._hass, self._entry, await restore(camera, self._made, self._keep))
            else:
                await direct(camera, await self._wishes(camera, self._options), self._made, self._keep)
                self._tell("")
                tell_refused(self._hass, self._entry, {})
        except (OSError, *LATER) as err:
            LOGGER.debug("%s could not be set up for alarm mails yet: %s", self._coordinator.name, err)
            self._vain += 1
            if self._vain >= ENOUGH:
                self._tell(str(err))
            return
        except CameraError as err:
            self._tell(str(err))
        finally:
            self._task = None
        self._done = True
        self._coordinator.async_update_listeners()

    @callback
    def _tell(self, reason: str) -> None:
        """Let the user know why it does not work, or nothing more of that."""
        if self._options is not None and self._coordinator.mails:
            self._coordinator.mails.refused = reason
        else:
            _warn_left(self._hass, self._entry, self._made, reason)

    async def _wishes(self, camera: Camera, options: Mapping[str, Any]) -> dict[AnySlot, str | float]:
        place = place_of(options)
        server = options.get(CONF_MAILS_SERVER) or place.address
        if needs_server(camera) and server in _NOWHERE:
            server = await self._own_address()
        return wishes(camera, server, place.port, options.get(CONF_MAILS_SENDER, ""))

    async def _own_address(self) -> str:
        """Return the address under which the camera sees us. Raise OSError if nobody knows where it is."""
        host = self._entry.data[CONF_HOST]
        target = host if address_of(host) else (await receivers(self._hass).look_up(host))[0]
        return await network.async_get_source_ip(self._hass, target)

    @callback
    def _keep(self, settings: list[Setting]) -> None:
        """Remember what is to be undone, and where nothing is, that."""
        data = {key: value for key, value in self._entry.data.items() if key != CONF_MAIL_SETTINGS}
        if settings:
            data[CONF_MAIL_SETTINGS] = stored(settings)
        self._hass.config_entries.async_update_entry(self._entry, data=data)


@callback
def undo_removed(hass: HomeAssistant, entry: CameraConfigEntry) -> None:
    """Set back what was set at a camera that is removed, be it there or not."""
    if settings := recalled(entry.data.get(CONF_MAIL_SETTINGS, ())):
        hass.async_create_background_task(_undo(hass, entry, settings), f"{DOMAIN} mail settings of {entry.title}")


async def _undo(hass: HomeAssistant, entry: CameraConfigEntry, settings: list[Setting]) -> None:
    """Try for an hour, then leave it to the user; an account that is refused is not tried again."""
    for pause in PAUSES:
        await asyncio.sleep(pause)
        camera = camera_of(hass, entry)
        try:
            await camera.identify()
            await camera.discover()
            refused = await restore(camera, settings, lambda left: None)
        except CameraError as err:
            _warn_left(hass, entry, settings, str(err))
            if isinstance(err, AuthFailed) or not isinstance(err, LATER):
                return
        else:
            tell_refused(hass, entry, refused)
            return


@callback
def tell_refused(hass: HomeAssistant, entry: CameraConfigEntry, refused: dict[Setting, str]) -> None:
    """Tell the user what he has to set back himself, if there is anything."""
    if refused:
        _warn_left(hass, entry, list(refused), next(iter(refused.values())))
    else:
        ir.async_delete_issue(hass, DOMAIN, f"mail_settings_left_{entry.entry_id}")


def _warn_left(hass: HomeAssistant, entry: CameraConfigEntry, settings: list[Setting], reason: str) -> None:
    listed = ", ".join(f"{str(each.slot).replace('_', ' ')}: {each.was}" for each in settings)
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"mail_settings_left_{entry.entry_id}",
        is_fixable=False,
        is_persistent=True,
        learn_more_url=f"{HELP}#mail-settings-left",
        severity=ir.IssueSeverity.WARNING,
        translation_key="mail_settings_left",
        translation_placeholders={"camera": entry.title, "reason": reason, "settings": listed},
    )
