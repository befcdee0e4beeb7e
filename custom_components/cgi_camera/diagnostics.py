"""What helps to find out what is wrong with a camera, or to support a new model.

The recording is made when it is asked for: kept answers would take memory all the time, up to a megabyte a camera, and
would lack what no enabled entity needs. It costs as many requests as adding the camera did.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from functools import partial
from typing import Any, Final

from homeassistant.components.diagnostics import REDACTED
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.device_registry import AnyDeviceEntry

from .connection import session_for
from .const import CONF_DIALECT, DOMAIN
from .coordinator import CameraConfigEntry, CameraCoordinator
from .issues import ISSUES, issue_id
from .protocol.errors import CameraError
from .protocol.model import AnySlot
from .protocol.recording import Recording, record

RECORDING_TIME: Final = 120.0
"""Seconds after which a recording is told as far as it came."""


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: CameraConfigEntry) -> dict[str, Any]:
    """Tell everything of a camera or recorder."""
    return await _report(hass, entry, None)


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: CameraConfigEntry, device: AnyDeviceEntry
) -> dict[str, Any]:
    """Tell the same, of the values only those of one channel where the device is one."""
    return await _report(hass, entry, device)


async def _report(hass: HomeAssistant, entry: CameraConfigEntry, device: AnyDeviceEntry | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "entry": {
            "data": _harmless(entry.data),
            "options": _harmless(entry.options),
            "state": entry.state.value,
            "reason": entry.error_reason_translation_key,
        },
        "issues": [issue.key for issue in ISSUES if ir.async_get(hass).async_get_issue(DOMAIN, issue_id(issue, entry))],
    }
    if entry.state is not ConfigEntryState.LOADED:
        return told
    coordinator = entry.runtime_data
    channels = (0, *coordinator.camera.channels)
    if device:
        channels = tuple(c for c in channels if coordinator.identifier(c) in device.identifiers)
    told |= _condition(coordinator)
    told["slots"] = {
        str(slot): _shown(coordinator, slot)
        for slot in coordinator.camera.capabilities
        if slot.channel in channels and not slot.feature.internal
    }
    return told | {"recording": await _recording(hass, coordinator)}


def _harmless(data: Mapping[str, Any]) -> dict[str, Any]:
    """Leave numbers and switches as they are; of all else only that it is there."""
    public = {name for name, value in data.items() if not value or isinstance(value, int)} | {CONF_DIALECT}
    return {name: value if name in public else REDACTED for name, value in data.items()}


def _condition(coordinator: CameraCoordinator) -> dict[str, Any]:
    camera = coordinator.camera
    identity = camera.identity
    failure = coordinator.last_exception
    return {
        "camera": {
            "dialect": camera.dialect.name,
            "vendor": identity.vendor,
            "model": identity.model,
            "firmware": identity.firmware,
            "hardware": identity.hardware,
            "channels": camera.channels,
            "streams": [f"{source.channel}/{source.kind}" for source in camera.streams()],
            "commands": {channel: [c.key for c in camera.commands(channel)] for channel in (0, *camera.channels)},
            "clock_wrong_for": camera.clock_wrong_for,
        },
        "link": {
            "offered": camera.dialect.push is not None,
            "open": camera.linked,
            "refused": camera.refuses_push,
        },
        "mails": coordinator.mails.condition if coordinator.mails else None,
        "polling": {
            "interval": coordinator.update_interval and coordinator.update_interval.total_seconds(),
            "succeeded": coordinator.last_update_success,
            "failure": failure and (getattr(failure, "translation_key", None) or type(failure).__name__),
            "account_rejected": coordinator.rejected,
            "account_locked": coordinator.locked,
        },
        "requests": dict(camera.transport.counts),
        "endpoints": camera.outcomes(),
    }


def _shown(coordinator: CameraCoordinator, slot: AnySlot) -> dict[str, Any]:
    """Tell what a slot offers and has. Texts that people write are not told."""
    offered = coordinator.camera.capabilities[slot]
    value: Any = coordinator.camera.state.get(slot)
    if isinstance(value, datetime | time):
        value = value.isoformat()
    elif isinstance(value, str) and value and not (isinstance(value, StrEnum) or offered.choices):
        value = REDACTED
    elif not isinstance(value, bool | int | float | str | None):
        value = str(value)
    traits = {
        "writable": offered.writable or None,
        "minimum": offered.minimum,
        "maximum": offered.maximum,
        "choices": offered.choices or None,
        "assumed": offered.assumed or None,
        "pushed": offered.pushed or None,
    }
    return {"value": value} | {name: trait for name, trait in traits.items() if trait is not None}


async def _recording(hass: HomeAssistant, coordinator: CameraCoordinator) -> dict[str, Any]:
    """Read everything once, and tell it in the form in which `scripts/camera record` writes, the bodies included."""
    camera, recording, failure = coordinator.camera, Recording(), ""
    if coordinator.rejected or coordinator.locked:
        return {"failure": "account", "answers": []}
    session = session_for(hass, verify_ssl=coordinator.config_entry.data[CONF_VERIFY_SSL])
    try:
        async with asyncio.timeout(RECORDING_TIME):
            await record(camera, session, recording)
    except (CameraError, TimeoutError) as err:
        failure = type(err).__name__
    transport = camera.transport
    entries = await hass.async_add_executor_job(
        partial(recording.entries, camera.identity, transport.base.host or "", transport.credentials.password)
    )
    return {"failure": failure, "answers": [{**entry, **_text(body)} for entry, body in entries]}


def _text(body: bytes) -> dict[str, str]:
    """Spell a body as text, so that the same bytes can be made of it again."""
    try:
        return {"body": body.decode(), "encoding": "utf-8"}
    except UnicodeDecodeError:
        return {"body": body.decode("latin-1"), "encoding": "latin-1"}
