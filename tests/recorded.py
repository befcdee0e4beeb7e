"""What simulated cameras have recorded."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any


def record(simulator: Any, start: datetime, seconds: int = 60) -> None:
    """Let a simulated camera have recorded something because of motion, at a time of its own clock."""
    match simulator.kind:
        case "ipc-1.0.10":
            simulator.recordings.add(4, start, seconds)
        case "message":
            simulator.clips.add("MD", by_the_clock(simulator, start), seconds)
        case _:
            simulator.disk.add(start.replace(tzinfo=UTC), seconds, event="VideoMotion")


def by_the_clock(simulator: Any, moment: datetime) -> int:
    """Return the seconds since 1970 of a moment by a simulated camera's clock."""
    minutes = int(simulator.row("sys", "TimeInfo")["TimeZone"])
    return int(moment.replace(tzinfo=timezone(timedelta(minutes=minutes))).timestamp())


def empty(simulator: Any) -> None:
    """Let a simulated camera have recorded nothing."""
    if simulator.kind.startswith("dahua"):
        simulator.disk.files.clear()


def finders(simulator: Any) -> int:
    """Return how many finders are open at a simulated device; other cameras have none."""
    return len(simulator.disk.finders) if simulator.kind.startswith("dahua") else 0
