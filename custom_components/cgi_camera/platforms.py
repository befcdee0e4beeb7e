"""Which platform shows what: the type of a value and whether it can be set decide, with few exceptions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from homeassistant.const import Platform

from .protocol import features as f
from .protocol.areas import Grid, Rectangle
from .protocol.model import AnySlot, Capability, Command, Offers

_SHOWN: Final[Mapping[str, Platform]] = {f.FIRMWARE.key: Platform.UPDATE}
"""Where Home Assistant has a platform of its own for what could be any sensor."""
_TURNED: Final[Mapping[str, Platform]] = {
    f.SIREN.key: Platform.SIREN,
    f.WARNING_LIGHT.key: Platform.LIGHT,
    f.WHITE_LIGHT.key: Platform.LIGHT,
}
"""Likewise for what could be any switch."""


def platform_of(slot: AnySlot, offered: Capability) -> Platform | None:
    """Return the platform that shows a slot.

    What can neither be asked nor set is not shown, parts of the picture are for actions, and traits that can be set are
    in the hands of the entity that they are part of.
    """
    feature, kind = slot.feature, slot.feature.kind
    if feature.internal or issubclass(kind, Grid | Rectangle) or (offered.assumed and not offered.writable):
        return None
    if feature.part_of and offered.writable:
        return None
    if feature.momentary:
        return Platform.EVENT
    if feature.key in _SHOWN:
        return _SHOWN[feature.key]
    if kind is bool:
        return _TURNED.get(feature.key, Platform.SWITCH) if offered.writable else Platform.BINARY_SENSOR
    if not offered.writable or issubclass(kind, datetime):
        return Platform.SENSOR
    if issubclass(kind, int | float):
        return Platform.NUMBER
    if issubclass(kind, time):
        return Platform.TIME
    if issubclass(kind, StrEnum) or offered.choices:
        return Platform.SELECT
    return Platform.TEXT


class Placement:
    """Where all that a camera offers is shown, worked out anew for all platforms at once when that has changed."""

    def __init__(self, offers: Offers) -> None:
        """Place what is offered."""
        self._offers = offers
        self._changes = -1
        self._slots: dict[Platform | None, list[AnySlot]] = {}

    def on(self, platform: Platform) -> Sequence[AnySlot]:
        """Return the slots that a platform shows."""
        if self._changes != self._offers.changes:
            self._changes = self._offers.changes
            self._slots = {}
            for slot, offered in self._offers.items():
                self._slots.setdefault(platform_of(slot, offered), []).append(slot)
        return self._slots.get(platform, ())


def platform_of_command(command: Command) -> Platform:
    """Return the platform whose entities give a command: a lock where it is known what has become of a door."""
    return Platform.LOCK if command.changes is f.DOOR else Platform.BUTTON
