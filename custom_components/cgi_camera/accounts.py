"""Locked accounts, for the set-ups that Home Assistant tries meanwhile: asking sooner begins a lock anew."""

from typing import TYPE_CHECKING, Final

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_SSL, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .protocol.account import Account

if TYPE_CHECKING:
    from .coordinator import CameraConfigEntry

_THEIRS: Final = (CONF_HOST, CONF_PORT, CONF_SSL, CONF_VERIFY_SSL, CONF_USERNAME, CONF_PASSWORD)
_LOCKED: HassKey[dict[str, tuple[int, Account]]] = HassKey(f"{DOMAIN}_accounts")


def _account_of(entry: CameraConfigEntry) -> int:
    """Return what is another as soon as the user changes anything, and tells nothing of it."""
    return hash(tuple(entry.data.get(name) for name in _THEIRS))


def keep(hass: HomeAssistant, entry: CameraConfigEntry, account: Account) -> None:
    """Remember that an entry's account is locked, and until when."""
    hass.data.setdefault(_LOCKED, {})[entry.entry_id] = (_account_of(entry), account)


def take(hass: HomeAssistant, entry: CameraConfigEntry) -> Account | None:
    """Return what was kept of the account that an entry has now, and forget it."""
    known, account = hass.data.get(_LOCKED, {}).pop(entry.entry_id, (None, None))
    return account if known == _account_of(entry) else None
