"""configManager.cgi of a Dahua device: reading, writing and restoring tables (4.6.21 to 4.6.23)."""

from typing import TYPE_CHECKING
from urllib.parse import unquote

from aiohttp import web

from .control_values import NotAllowed
from .dahua_config import first_index

if TYPE_CHECKING:
    from .dahua_device import DahuaDevice


def configure(device: DahuaDevice, action: str, pairs: list[str]) -> web.Response:
    given = [(unquote(key), unquote(value)) for key, _, value in (pair.partition("=") for pair in pairs)]
    given = [(key, value) for key, value in given if key != "action"]
    if action == "getConfig":
        return _read(device, given)
    if action == "setConfig":
        # A parameter twice over is as wrong as an unknown one.
        if len({key for key, _ in given}) != len(given):
            raise NotAllowed("a parameter twice")
        return _write(device, dict(given))
    if action in ("restore", "restoreExcept") and all(key == f"names[{n}]" for n, (key, _) in enumerate(given)):
        device.config.restore((name for _, name in given), others=action == "restoreExcept")
        device.tell()
        return device.lines(["OK"])
    raise NotAllowed("no such action")


def _read(device: DahuaDevice, given: list[tuple[str, str]]) -> web.Response:
    if not given or any(key != "name" or not value for key, value in given):
        raise NotAllowed("no name")
    lines = []
    for _, name in given:
        found = device.config.under(name)
        if not found and device.wording.unknown == "empty":
            return device.text("")
        if not found:
            return device.text(f"Error: Error -1 getting param in name={name}\r\n", int(device.wording.unknown))
        lines += [f"table.{key}={value}" for key, value in found.items()]
    return device.lines(lines)


def _write(device: DahuaDevice, given: dict[str, str]) -> web.Response:
    try:
        changed = device.config.write(given)
    except NotAllowed:
        if device.wording.refused_write == "400":
            raise
        return device.text("" if device.wording.refused_write == "empty" else "Error\r\n")
    device.tell()
    for key in changed:
        if key.startswith("LeLensMask[") and key.endswith(".Enable"):
            code = "LensMaskClose" if changed[key] == "true" else "LensMaskOpen"
            device.send_event(code, "Pulse", first_index(key))
    if "Language" in changed:
        # 4.6.6: it reboots by itdevice.
        device.reboot()
    return device.lines(["OK"])
