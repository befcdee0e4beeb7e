"""Asks a camera for what enabled entities need, takes what it pushes, and says what went wrong."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from functools import partial
import logging
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryError, HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from . import accounts
from .alarm_mails import AlarmMails, options_of
from .connection import camera_of
from .const import CONF_EVENTS, CONF_READ_ONLY, DEFAULT_EVENTS, DOMAIN
from .faults import for_user, told
from .issues import check_issues
from .news import News
from .occurrences import Occurrences
from .platforms import Placement
from .protocol.errors import AccountLocked, AuthFailed, BadAnswer, CameraError, ConnectionFailed
from .protocol.model import AnyChange, AnySlot, Command
from .protocol.pushed import LINK
from .rtsp import StreamSearch
from .watchers import Watchers

LOGGER: Final = logging.getLogger(__package__)

type CameraConfigEntry = ConfigEntry[CameraCoordinator]


class CameraCoordinator(DataUpdateCoordinator[set[AnySlot]]):
    """One camera's coordinator; its data is the set of slots that changed last."""

    config_entry: CameraConfigEntry

    def __init__(self, hass: HomeAssistant, entry: CameraConfigEntry) -> None:
        """Prepare for a camera; nothing is sent yet."""
        super().__init__(hass, LOGGER, config_entry=entry, name=entry.title)
        self.camera = camera_of(hass, entry)
        self.placement = Placement(self.camera.capabilities)
        self.rtsp = StreamSearch(self)
        self.rejected = False
        self.locked: bool = False
        self.issues: set[str] = set()
        self._listener: asyncio.Task[None] | None = None
        self._watchers = Watchers(self.camera.afterwards)
        self._standing: object = None
        self._changed = False
        self.occurrences = Occurrences(hass, self)
        self._news = News(self.name)
        self.mails = AlarmMails(self, options) if (options := options_of(entry)) else None

    @property
    def unique_id(self) -> str:
        """The camera's own id, which begins the ids of its devices and entities."""
        return self.config_entry.unique_id or self.config_entry.entry_id

    def identifier(self, channel: int) -> tuple[str, str]:
        """Return the identifier of the device that a channel belongs to: its own in a recorder, else the camera."""
        if channel and len(self.camera.channels) > 1:
            return DOMAIN, f"{self.unique_id}_{channel}"
        return DOMAIN, self.unique_id

    def device(self, channel: int) -> dr.DeviceEntry | None:
        """Return the registered device that a channel belongs to."""
        registry = dr.async_get(self.hass)
        return registry.async_get_device_by_identifier(self.identifier(channel), self.config_entry.entry_id)

    @override
    async def _async_setup(self) -> None:
        """Log in, make sure that it is the camera we know, and find out what it offers."""
        if account := accounts.take(self.hass, self.config_entry):
            self.camera.transport.account = account
        try:
            identity = await self.camera.identify()
            if identity.is_other(self.unique_id):
                raise ConfigEntryError(
                    translation_domain=DOMAIN,
                    translation_key="another_camera",
                    translation_placeholders={"camera": self.name, "address": str(self.camera.transport.base)},
                )
            if self.unique_id not in (identity.mac, identity.serial):
                raise BadAnswer("it does not tell who it is")
            await self.camera.discover()
        except AccountLocked as err:
            accounts.keep(self.hass, self.config_entry, self.camera.transport.account)
            self._note_refusal(err)
            raise told(UpdateFailed, err, self.name) from err
        except AuthFailed as err:
            self._note_refusal(err)
            raise told(ConfigEntryAuthFailed, err, self.name) from err
        except CameraError as err:
            raise told(UpdateFailed, err, self.name) from err

    def _note_refusal(self, err: AuthFailed) -> None:
        """Remember whether the account is locked, which is the user's business at once."""
        self.locked = isinstance(err, AccountLocked)
        check_issues(self)

    # Polling

    def shows(self, slots: Iterable[AnySlot]) -> bool:
        """Tell whether an enabled entity needs any of these slots."""
        return not self._watchers.slots.isdisjoint(slots)

    @override
    async def _async_update_data(self) -> set[AnySlot]:
        wanted = self._watchers.slots
        try:
            changed = await self.camera.refresh(wanted)
        except AuthFailed as err:
            raise self._refused_account(err) from err
        except CameraError as err:
            self._doubt_the_link()
            raise told(UpdateFailed, err, self.name) from err
        finally:
            self.update_interval = timedelta(seconds=self.camera.interval(wanted))
        self.locked = False
        if not self.last_update_success and self._listener and not self.camera.linked:
            # It is back, and need not wait for the pause between two connections.
            self.stop_listening()
            self.listen()
        expected = self._listener and not self.camera.refuses_push
        self._news.tell(self.camera.failing(), linked=self.camera.linked or not expected)
        self._meet_anew()
        self._changed = True
        return changed

    def _meet_anew(self) -> None:
        """Set everything up again where a recorder's channels came or went."""
        told = self.camera.channels_told
        if told not in (None, self.camera.channels) and self.config_entry.state is ConfigEntryState.LOADED:
            self.hass.config_entries.async_schedule_reload(self.config_entry.entry_id)

    def _refused_account(self, err: AuthFailed) -> HomeAssistantError:
        """Wait where that helps; else stop everything that uses the account and ask for another."""
        self._note_refusal(err)
        if err.pause is not None:
            failure = told(UpdateFailed, err, self.name)
            failure.retry_after = err.pause
            return failure
        self.rejected = True
        self.stop_listening()
        # Home Assistant tells entities of the first failure in a row only, when the event stream was still open.
        self.async_update_listeners()
        return told(ConfigEntryAuthFailed, err, self.name)

    # Pushes

    @callback
    def listen(self) -> None:
        """Take what the camera pushes, if it does and the user wants it, until the entry is unloaded; poll the rest."""
        self._hasten()
        if not self.camera.dialect.push or not self.config_entry.options.get(CONF_EVENTS, DEFAULT_EVENTS):
            return
        self._listener = self.config_entry.async_create_background_task(
            self.hass, self.camera.listen(self.pushed, self.occurrences), f"{DOMAIN} events of {self.name}"
        )

    @callback
    @override
    def async_add_listener(self, update_callback: CALLBACK_TYPE, context: Any = None) -> CALLBACK_TYPE:
        """Listen for data updates; a context are the slots that a push must change to be of interest."""
        remove = super().async_add_listener(update_callback, context)
        self._watchers.add(update_callback, context)
        # Of these there are many; a function with all that it sees would be several times as large.
        return partial(self._forget, remove, update_callback, context)

    @callback
    def _forget(self, remove: CALLBACK_TYPE, update: CALLBACK_TYPE, slots: Iterable[AnySlot] | None) -> None:
        remove()
        self._watchers.remove(update, slots)

    def _stands(self) -> tuple[bool, bool, int]:
        """Return what all entities depend on: whether they are available, and what there is."""
        asked = self.last_update_success
        return asked, asked or self.camera.linked, self.camera.capabilities.changes

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Tell all; where there are new values and nothing else is new only those to whom they matter."""
        before, self._standing = self._standing, self._stands()
        news, self._changed = self._changed, False
        if not news or before != self._standing:
            super().async_update_listeners()
        else:
            self._watchers.wake(self.data or ())

    @callback
    def pushed(self, changed: set[AnySlot]) -> None:
        """Tell the entities that show what has changed, and all where availability or what there is has changed."""
        if LINK in changed and self.camera.linked:
            self.heard()
        if LINK in changed or self._standing != self._stands():
            self._publish(changed)
            self._hasten()
            return
        # async_set_updated_data would restart the timer: a chatty camera would never be polled.
        self.data = changed
        self._watchers.tell(changed)

    @callback
    def heard(self) -> None:
        """Poll at once where the camera was away, as there is a sign of it."""
        if not self.last_update_success and not self.rejected:
            self.camera.heard()
            self.config_entry.async_create_background_task(
                self.hass, self.async_request_refresh(), f"{DOMAIN} poll of {self.name}"
            )

    @callback
    def _publish(self, changed: set[AnySlot]) -> None:
        self.data, self._changed = changed, True
        self.async_update_listeners()

    def _hasten(self) -> None:
        """Poll sooner where a lost event stream makes that necessary, or what entities want."""
        interval = timedelta(seconds=self.camera.interval(self._watchers.slots))
        if self.update_interval and interval < self.update_interval and not self.rejected and self.last_update_success:
            self.update_interval = interval
            self._schedule_refresh()

    @callback
    def stop_listening(self) -> None:
        """Close the event stream, and believe no more what it told."""
        if self._listener:
            self._listener.cancel()
            self._listener = None
        self.camera.close()

    def _doubt_the_link(self) -> None:
        """Believe no mail of a camera that is gone, nor an event stream that looks alive as it is silent by nature."""
        if self.last_update_success and not self._listener:
            self.camera.close()
        elif self.last_update_success and self.camera.linked and not self.camera.beats:
            self.stop_listening()
            self.listen()

    # Telling it

    async def command[R](self, run: Callable[[], Awaitable[R]]) -> R:
        """Do something that the user asked for. Raise a translated HomeAssistantError if it does not work."""
        if self.rejected:
            raise for_user(AuthFailed(), self.name)
        try:
            answer = await run()
        except CameraError as err:
            raise await self.explained(err) from err
        self.heard()
        return answer

    async def explained(self, err: CameraError) -> HomeAssistantError:
        """Return what to tell the user of an error. A refused account is left to the next poll to judge."""
        self._remember_rights()
        if isinstance(err, AuthFailed) and not isinstance(err, AccountLocked):
            await self.async_request_refresh()
        elif isinstance(err, ConnectionFailed | BadAnswer) and self.last_update_success:
            # It may have been done all the same.
            self.config_entry.async_create_background_task(
                self.hass, self.async_request_refresh(), f"{DOMAIN} poll of {self.name}"
            )
        return for_user(err, self.name)

    async def change(self, run: Callable[[], Awaitable[set[AnySlot]]]) -> None:
        """Do something that changes what entities show."""
        if changed := await self.command(run):
            self._publish(changed)

    def _remember_rights(self) -> None:
        """Keep what the account may only read, which is shown as sensors after the next start."""
        entry, read_only = self.config_entry, sorted(self.camera.read_only)
        if read_only != entry.data.get(CONF_READ_ONLY, []):
            self.hass.config_entries.async_update_entry(entry, data={**entry.data, CONF_READ_ONLY: read_only})

    async def write(self, *changes: AnyChange, channel: int) -> None:
        """Set values; the entities follow what the camera answers, also where it did not do what it was told."""
        try:
            changed = await self.command(lambda: self.camera.write(*changes, channel=channel))
        except HomeAssistantError:
            self.async_update_listeners()
            raise
        self._publish(changed)

    async def read(self, *slots: AnySlot) -> None:
        """Read slots anew, however fresh they are."""
        self._publish(await self.command(lambda: self.camera.read(slots)))

    async def act(self, command: Command, *, channel: int, number: int = 0) -> None:
        """Make the camera do something once."""
        await self.change(lambda: self.camera.act(command, channel=channel, number=number))
