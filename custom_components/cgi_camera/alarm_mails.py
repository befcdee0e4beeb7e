"""The alarm mails of one camera: received, read, and handed on as alarms and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Any, Final

from homeassistant.const import CONF_HOST
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .const import (
    CONF_DIALECT,
    CONF_MAILS_ADDRESS,
    CONF_MAILS_ENABLED,
    CONF_MAILS_PORT,
    CONF_MAILS_SENDER,
    CONF_MAILS_SERVER,
    DOMAIN,
)
from .mail_receiver import Mailbox, address_of
from .protocol.dialects import DIALECTS
from .protocol.mail import BadMail, Letter, read
from .receivers import Place, receivers
from .smtp import LOGGER

if TYPE_CHECKING:
    from .coordinator import CameraConfigEntry, CameraCoordinator

MOST_UNREAD: Final = 3
"""Mails of one camera that may wait to be read; more are not taken for the moment."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a camera showed of its last alarm, and when it came."""

    content: bytes
    kind: str
    time: datetime


@callback
def options_of(entry: CameraConfigEntry) -> Mapping[str, Any] | None:
    """Return the options of a camera whose alarm mails are taken; None where that is off, or where it mails none."""
    mails = DIALECTS[entry.data[CONF_DIALECT]].mails
    return entry.options if mails and entry.options.get(CONF_MAILS_ENABLED) else None


@callback
def place_of(options: Mapping[str, Any]) -> Place:
    """Return where a camera's mails are received."""
    return Place(options[CONF_MAILS_ADDRESS], options[CONF_MAILS_PORT])


@callback
def proposal(hass: HomeAssistant) -> dict[str, Any]:
    """Return where the other cameras send their mails, so that one receiver does for all."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        if options := options_of(entry):
            return {key: options[key] for key in (CONF_MAILS_ADDRESS, CONF_MAILS_PORT)}
    return {}


async def refusal_of(hass: HomeAssistant, entry: CameraConfigEntry, options: Mapping[str, Any]) -> str | None:
    """Return why a camera's mails cannot be taken with these options, as the key of an error; None if they can."""
    if not options.get(CONF_MAILS_ENABLED):
        return None
    if not address_of(options[CONF_MAILS_ADDRESS]):
        return "invalid_listen_address"
    server = options.get(CONF_MAILS_SERVER, "")
    if server and not isinstance(address_of(server), IPv4Address):
        return "invalid_server_address"
    sender = options.get(CONF_MAILS_SENDER, "").casefold()
    for other in hass.config_entries.async_entries(DOMAIN):
        shares = other is not entry and other.data[CONF_HOST] == entry.data[CONF_HOST]
        theirs = options_of(other) if shares else None
        if theirs is not None and sender == theirs.get(CONF_MAILS_SENDER, "").casefold():
            return "sender_needed"
    before = options_of(entry)
    if before and place_of(before) == place_of(options):
        # Whether it works there stands among the repairs, and other options can be set all the same.
        return None
    return await receivers(hass).refusal(place_of(options))


class AlarmMails:
    """Takes one camera's mails while its entry is loaded."""

    def __init__(self, coordinator: CameraCoordinator, options: Mapping[str, Any]) -> None:
        """Be ready; nothing is received yet."""
        self._hass = coordinator.hass
        self._coordinator = coordinator
        self._options = options
        self._unread = self._taken = self._unreadable = 0
        self._followers: dict[int, CALLBACK_TYPE] = {}
        self.pictures: dict[int, Picture] = {}
        """The last picture of each channel: nothing else is kept, and nothing after a restart."""
        self.refused = ""
        """Why the camera did not let itself be set up to send them; empty where it did."""

    @property
    def condition(self) -> dict[str, Any]:
        """Whether mails can come, and what became of them: nothing of what they say."""
        return {
            "listening": receivers(self._hass).listens(place_of(self._options)),
            "taken": self._taken,
            "unreadable": self._unreadable,
            "set_up_refused": bool(self.refused),
        }

    async def receive(self) -> None:
        """Receive mails until the entry is unloaded."""
        entry = self._coordinator.config_entry
        place = place_of(self._options)
        sender = self._options.get(CONF_MAILS_SENDER, "").casefold()
        box = Mailbox(host=entry.data[CONF_HOST], sender=sender, deliver=self._deliver)
        entry.async_on_unload(lambda: receivers(self._hass).leave(place, box))
        await receivers(self._hass).join(place, box)

    @callback
    def follow(self, channel: int, came: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Be told when a channel has another picture."""
        self._followers[channel] = came
        return lambda: self._followers.pop(channel, None) and None

    @callback
    def _deliver(self, data: bytes) -> bool:
        if self._unread >= MOST_UNREAD:
            return False
        self._unread += 1
        coordinator = self._coordinator
        coordinator.config_entry.async_create_background_task(
            self._hass, self._take(data), f"{DOMAIN} mail of {coordinator.name}"
        )
        return True

    async def _take(self, data: bytes) -> None:
        try:
            letter = await self._hass.async_add_executor_job(read, data)
        except BadMail as err:
            self._unreadable += 1
            LOGGER.debug("A mail of %s was not taken: %s", self._coordinator.name, err)
            return
        finally:
            self._unread -= 1
        self._taken += 1
        # Whoever is woken by the alarm finds its picture.
        coordinator = self._coordinator
        coordinator.heard()
        coordinator.camera.take_mail(
            letter, coordinator.pushed, coordinator.occurrences, lambda channel: self._show(letter, channel)
        )

    @callback
    def _show(self, letter: Letter, channel: int) -> None:
        """Keep a picture; that of an alarm which is no channel's belongs to the first."""
        channels = self._coordinator.camera.channels
        if letter.picture:
            shown = channel if channel in channels else channels[0]
            self.pictures[shown] = Picture(letter.picture, letter.picture_type, dt_util.utcnow())
            if came := self._followers.get(shown):
                came()
