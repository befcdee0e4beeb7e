"""What the message dialect records: clips by alarm, by schedule and by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .message import MessageCamera

BYTES_A_SECOND = 125_000
KINDS_OF_ALARM = {"motion": "MD", "alarm_input": "IO"}


@dataclass(slots=True)
class Clip:
    kind: str  # MD, IO, Schedule, Manual
    channel: int
    start: int
    end: int | None


class Clips:
    """The files on the card, oldest first."""

    def __init__(self, camera: MessageCamera) -> None:
        self.camera = camera
        self.items: list[Clip] = []

    def now(self) -> int:
        return int(self.camera.now().timestamp())

    def add(self, kind: str, start: int, seconds: int | None = 60, *, channel: int = 1) -> Clip:
        """Put a clip there as if it had been made; without a length it is running."""
        clip = Clip(kind, channel, start, None if seconds is None else start + seconds)
        self.items.append(clip)
        return clip

    def add_many(
        self, kind: str, start: int, count: int, *, every: int = 60, seconds: int = 30, channel: int = 1
    ) -> None:
        """Clips one after the other; ``every`` and ``seconds`` are their distance and length."""
        for n in range(count):
            self.add(kind, start + n * every, seconds, channel=channel)

    def begin(self, kind: str, channel: int) -> None:
        if not self._running(kind, channel):
            self.add(kind, self.now(), None, channel=channel)

    def finish(self, kind: str, channel: int) -> None:
        for clip in self._running(kind, channel):
            clip.end = self.now()

    def _running(self, kind: str, channel: int) -> list[Clip]:
        return [c for c in self.items if (c.kind, c.channel, c.end) == (kind, channel, None)]

    def alarm(self, kind: str, on: bool, channel: int) -> None:
        """Motion and inputs record while detection and saving to the card are on."""
        name = KINDS_OF_ALARM.get(kind)
        if name is None:
            return
        # An input has no channel of its own; its clips are channel 1's.
        owner = channel if kind == "motion" else 1
        if not on:
            self.finish(name, owner)
        elif self.camera.sd_card and (kind != "motion" or self._detects(channel)):
            self.begin(name, owner)

    def _detects(self, channel: int) -> bool:
        if self.camera.row("alarm", "MDInfo", channel)["MDEnable"] != "1":
            return False
        return any(self.camera.row("alarm", "MDAccessInfo", channel, area)["MS"] == "1" for area in range(1, 5))

    def record_something(self) -> None:
        """A clip by schedule and one by motion for each channel, within the last hours."""
        hour = self.now() // 3600 * 3600 - 7200
        for channel in range(1, self.camera.channels + 1):
            self.add("Schedule", hour, 600, channel=channel)
            self.add("MD", hour + 1200, 34, channel=channel)

    def within(self, channel: int, first: int, last: int) -> list[Clip]:
        return [
            clip for clip in self.items if clip.channel == channel and clip.start <= last and self.ended(clip) >= first
        ]

    def ended(self, clip: Clip) -> int:
        return self.now() if clip.end is None else clip.end

    def path(self, clip: Clip) -> str:
        return f"/mnt/sd/{datetime.fromtimestamp(clip.start, UTC):%Y%m%d/%H%M%S}_{clip.channel}_{clip.kind}.mp4"

    def paths(self) -> set[str]:
        return {self.path(clip) for clip in self.items}

    def elements(self, clip: Clip) -> list[tuple[str, str, str]]:
        """One clip. The answer's form is not printed in the document (3.5.1)."""
        return [
            ("StartTime", "int", str(clip.start)),
            ("EndTime", "int", str(self.ended(clip))),
            ("Type", "string", clip.kind),
            ("FileName", "string", self.path(clip)),
            ("FileSize", "int", str(4096 + (self.ended(clip) - clip.start) * BYTES_A_SECOND)),
        ]

    def listing(self) -> list[dict[str, Any]]:
        return [{name: value for name, _, value in self.elements(clip)} for clip in self.items]
