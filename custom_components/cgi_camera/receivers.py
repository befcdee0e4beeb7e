"""All receivers of alarm mails of one Home Assistant; none listens without a camera that sends there."""

import asyncio
import errno
import socket
from typing import Final, NamedTuple

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .issues import HELP
from .mail_receiver import Mailbox, Receiver

RETRY: Final = 60.0
"""Seconds until a port that could not be opened is tried again."""
_REFUSALS: Final = {
    errno.EADDRINUSE: "port_in_use",
    errno.EADDRNOTAVAIL: "address_not_here",
    errno.EACCES: "port_forbidden",
}


class Place(NamedTuple):
    """Where mails are received."""

    address: str
    port: int


class Receivers:
    """The receivers by their places, each there as long as there is a mailbox in it."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Listen nowhere, and never again once Home Assistant stops."""
        self._hass = hass
        self._receivers: dict[Place, Receiver] = {}
        self._retries: dict[Place, CALLBACK_TYPE] = {}
        self._opening = asyncio.Lock()
        self._stopped = False
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, self._stop)

    def listens(self, place: Place) -> bool:
        """Tell whether mails are received at a place."""
        return place in self._receivers and self._receivers[place].listening

    async def join(self, place: Place, box: Mailbox) -> None:
        """Receive a camera's mails; an issue tells where that does not work, and it is tried again."""
        receiver = self._receivers.setdefault(place, Receiver(*place, self.look_up))
        receiver.boxes.append(box)
        await self._open(place)

    @callback
    def leave(self, place: Place, box: Mailbox) -> None:
        """Receive a camera's mails no more."""
        receiver = self._receivers[place]
        receiver.boxes.remove(box)
        if not receiver.boxes:
            del self._receivers[place]
            receiver.close()
            self._forget_trouble(place)

    async def refusal(self, place: Place) -> str | None:
        """Return why mails cannot be received at a place, as the key of an error; None if they can."""
        if self.listens(place):
            return None
        try:
            server = await self._hass.loop.create_server(asyncio.Protocol, *place)
        except OSError as err:
            # Without a number where none of the addresses could be had.
            return _REFUSALS.get(err.errno or errno.EADDRNOTAVAIL, "cannot_listen")
        server.close()
        return None

    async def _open(self, place: Place) -> None:
        async with self._opening:
            receiver = self._receivers.get(place)
            if receiver is None or receiver.listening or self._stopped:
                return
            try:
                await receiver.open()
            except OSError as err:
                self._tell_trouble(place, err)
                return
            self._forget_trouble(place)
            if self._receivers.get(place) is not receiver or self._stopped:
                receiver.close()

    def _tell_trouble(self, place: Place, err: OSError) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            _issue(place),
            is_fixable=False,
            learn_more_url=f"{HELP}#cannot-receive-mails",
            severity=ir.IssueSeverity.ERROR,
            translation_key="cannot_receive_mails",
            translation_placeholders={**place._asdict(), "port": str(place.port), "reason": err.strerror or str(err)},
        )

        async def again(now: object) -> None:
            self._retries.pop(place, None)
            await self._open(place)

        self._cancel(place)
        self._retries[place] = async_call_later(self._hass, RETRY, again)

    def _forget_trouble(self, place: Place) -> None:
        self._cancel(place)
        ir.async_delete_issue(self._hass, DOMAIN, _issue(place))

    def _cancel(self, place: Place) -> None:
        if cancel := self._retries.pop(place, None):
            cancel()

    async def look_up(self, host: str) -> list[str]:
        """Return the addresses of a name, also of one that only mDNS knows. Raise OSError if there are none."""
        found = await self._hass.data[DATA_RESOLVER].resolve(host, 0, socket.AF_UNSPEC)
        return [each["host"] for each in found]

    @callback
    def _stop(self, event: Event) -> None:
        self._stopped = True
        for place in list(self._retries):
            self._cancel(place)
        for receiver in self._receivers.values():
            receiver.close()


def _issue(place: Place) -> str:
    return f"cannot_receive_mails_{place.address}_{place.port}"


_RECEIVERS: HassKey[Receivers] = HassKey(f"{DOMAIN}_receivers")


@callback
def receivers(hass: HomeAssistant) -> Receivers:
    """Return the receivers of this Home Assistant."""
    if _RECEIVERS not in hass.data:
        hass.data[_RECEIVERS] = Receivers(hass)
    return hass.data[_RECEIVERS]
