"""Processes that end with the demo, whatever becomes of it."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
import ctypes
import os
from pathlib import Path
import signal
import socket

from .errors import DemoFailed

ROOT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _end_with_parent() -> None:
    """Have the kernel end the child should the demo itself be killed."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@asynccontextmanager
async def running(
    command: Sequence[str | Path],
    log: Path,
    *,
    read_output: bool = False,
    patience: float = 10,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a command while the block lasts; what it says goes to the log, or to the reader of its output."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE if read_output else errors,
            stderr=errors,
            # Ctrl-C reaches the demo alone, which then stops them one after the other.
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
    try:
        yield process
    finally:
        await _stop(process, patience)


async def _stop(process: asyncio.subprocess.Process, patience: float) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(patience):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def first_line(process: asyncio.subprocess.Process, name: str, log: Path, patience: float = 30) -> str:
    """Return what a process says when it is ready."""
    if process.stdout is None:
        raise ValueError("the output of the process is not read")
    try:
        async with asyncio.timeout(patience):
            line = (await process.stdout.readline()).decode().strip()
    except TimeoutError:
        raise DemoFailed(f"{name} was not ready after {patience:g} s; see {shown(log)}") from None
    if not line:
        raise DemoFailed(f"{name} did not start; see {shown(log)}: {last_line(log)}")
    return line


def last_line(log: Path) -> str:
    """Return the last thing a log says."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1].strip() if lines else "(nothing was said)"


def shown(path: Path) -> str:
    """Return a path as seen from the repository."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
