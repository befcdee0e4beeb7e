"""Files that are whole or not there."""

from collections.abc import AsyncIterator
import os
from pathlib import Path
import secrets
from typing import BinaryIO

from homeassistant.core import HomeAssistant


async def keep(hass: HomeAssistant, path: Path, pieces: AsyncIterator[bytes], *, overwrite: bool) -> int:
    """Write what comes to a file, which gets its name only when all is there, and return its size.

    Whatever fails leaves nothing behind. Raise FileExistsError for a name that is taken, unless it may be overwritten,
    OSError for what the system refuses, and what the source raises.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    size = 0
    try:
        file = await hass.async_add_executor_job(_create, part)
        try:
            async for piece in pieces:
                size += await hass.async_add_executor_job(file.write, piece)
        finally:
            await hass.async_add_executor_job(file.close)
        await hass.async_add_executor_job(_name, part, path, overwrite)
    except BaseException:
        await hass.async_add_executor_job(_remove, part)
        raise
    return size


def _create(part: Path) -> BinaryIO:
    part.parent.mkdir(parents=True, exist_ok=True)
    return part.open("xb")


def _name(part: Path, path: Path, overwrite: bool) -> None:
    """Give a file its name in one step."""
    if overwrite:
        part.replace(path)
        return
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # Network shares and memory sticks may know no second name for a file.
        if path.exists():
            raise FileExistsError(path) from None
        part.rename(path)
    else:
        part.unlink()


def _remove(part: Path) -> None:
    part.unlink(missing_ok=True)
