"""What makes a camera mail its alarms to us: told to it, and taken back again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from . import features as f
from .camera import Camera
from .errors import AuthFailed, BadAnswer, Busy, CameraError, ConnectionFailed
from .model import AnyChange, AnySlot, Change, Feature, Slot

_SWITCHES: Final = (f.MOTION_AREA_MAIL, f.ALARM_INPUT_MAIL, f.MOTION_SNAPSHOT, f.MOTION_SNAPSHOT_EMAIL)
_FEATURES: Final[Mapping[str, Feature[Any]]] = {
    feature.key: feature
    for feature in (f.MAIL_SERVER, f.MAIL_PORT, f.MAIL_SSL, f.MAIL_SNAPSHOT, f.MAIL_FROM, *_SWITCHES)
}

LATER: Final = (ConnectionFailed, AuthFailed, Busy, BadAnswer)
"""Errors after which it makes sense to try again."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that we changed: what it was before, and what we made of it."""

    channel: int
    key: str
    number: int
    was: str | float
    made: str | float

    @property
    def slot(self) -> AnySlot:
        """Where it is."""
        return Slot(self.channel, _FEATURES[self.key], self.number)


def stored(settings: Iterable[Setting]) -> list[dict[str, Any]]:
    """Return settings as they are kept."""
    return [asdict(setting) for setting in settings]


def recalled(kept: Iterable[Mapping[str, Any]]) -> list[Setting]:
    """Return settings that were kept, as far as there still are such."""
    return [Setting(**each) for each in kept if each["key"] in _FEATURES]


type Keep = Callable[[list[Setting]], None]


def needs_server(camera: Camera) -> bool:
    """Tell whether the camera can be told where to send mails to."""
    return any(slot.feature is f.MAIL_SERVER and offered.writable for slot, offered in camera.capabilities.items())


def wishes(camera: Camera, server: str, port: int, sender: str) -> dict[AnySlot, str | float]:
    """Return what a camera is to be set to, as far as it can be: mail to a server, and do so at every alarm.

    `sender` is left as it is if empty, as are the recipients and an account, which do no harm.
    """
    values: dict[Feature[Any], str | float] = {
        f.MAIL_SERVER: server,
        f.MAIL_PORT: port,
        f.MAIL_SSL: False,
        f.MAIL_SNAPSHOT: True,
        **dict.fromkeys(_SWITCHES, True),
        **({f.MAIL_FROM: sender} if sender else {}),
    }
    offers = camera.capabilities.items()
    return {slot: values[slot.feature] for slot, offered in offers if slot.feature in values and offered.writable}


async def direct(camera: Camera, wanted: Mapping[AnySlot, str | float], made: Iterable[Setting], keep: Keep) -> None:
    """Set a camera to what is wanted, after `keep` was given all that this changes, to be remembered.

    `made` is what was changed before; what of it is not wanted any more is taken back. What the camera does not tell is
    not touched, since it could not be taken back. Raise any CameraError.
    """
    known = {setting.slot: setting for setting in made}
    await camera.read(known.keys() | wanted.keys())
    state = camera.state
    changes = {slot: value for slot, value in wanted.items() if state.get(slot) not in {None, value}}
    for slot, value in changes.items():
        was, before = state.get(slot) or False, known.get(slot)
        was = before.was if before and before.made == was else was
        known[slot] = Setting(slot.channel, slot.feature.key, slot.number, was, value)
    keep(list(known.values()))
    await restore(camera, [setting for slot, setting in known.items() if slot not in wanted], lambda left: None)
    refused = await _write(camera, changes)
    if refused:
        raise next(iter(refused.values()))
    keep([setting for slot, setting in known.items() if slot in wanted])


async def restore(camera: Camera, made: Iterable[Setting], keep: Keep) -> dict[Setting, str]:
    """Set back what we changed and nobody has changed since; `keep` is given what is left to do, after each step.

    Return what the camera refused, with its reasons, which is given up. Raise those of LATER; then try again.
    """
    left = [setting for setting in made if setting.slot in camera.capabilities]
    keep(left)
    if left:
        await camera.read([setting.slot for setting in left])
    left = [setting for setting in left if camera.state.get(setting.slot) == setting.made]
    keep(left)
    refused = await _write(camera, {setting.slot: setting.was for setting in left})
    keep([])
    return {setting: str(refused[setting.slot]) for setting in left if setting.slot in refused}


async def _write(camera: Camera, values: Mapping[AnySlot, Any]) -> dict[AnySlot, CameraError]:
    """Tell a camera all that it takes; return what it refused. Raise those of LATER."""
    refused: dict[AnySlot, CameraError] = {}
    for group in _groups(values):
        (channel,) = {slot.channel for slot in group}
        changes: list[AnyChange] = [Change(slot.feature, value, slot.number) for slot, value in group.items()]
        try:
            await camera.write(*changes, channel=channel)
        except LATER:
            raise
        except CameraError as err:
            refused |= dict.fromkeys(group, err)
    return refused


def _groups(values: Mapping[AnySlot, Any]) -> Iterable[dict[AnySlot, Any]]:
    """Return what is told to the camera in one go: what belongs together, but inputs and areas one by one."""
    groups: dict[tuple[int, str], dict[AnySlot, Any]] = defaultdict(dict)
    for slot, value in values.items():
        groups[slot.channel, str(slot) if slot.number else ""][slot] = value
    return groups.values()
