"""Recordings and storage of a Dahua device (4.11.5 to 4.11.7, 6.1)."""

from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import re
from typing import Any

from .control_values import NotAllowed, integer
from .film import dav, film

TYPES = {"dav", "jpg", "mp4"}
FLAGS = {"Timing", "Manual", "Marker", "Event", "Mosaic", "Cutout"}
STREAMS = {"Main", "Extra1", "Extra2", "Extra3"}
EVENTS = {"AlarmLocal", "VideoMotion", "VideoLoss", "VideoBlind"}


def moment(value: str) -> datetime:
    """``2011-7-3 21:02:32``: no zero is needed before a month, a day or an hour."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})", value)
    if found is None:
        raise NotAllowed(f"{value!r} is no time")
    try:
        year, month, day, hour, minute, second = (int(part) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise NotAllowed(f"{value!r} is no time") from error


@dataclass(frozen=True, slots=True)
class Recording:
    channel: int
    start: datetime
    end: datetime
    kind: str
    event: str
    root: str
    size: int
    # By what it was made where no event did it: "Timing" or "Manual".
    flag: str = "Timing"
    stream: str = "Main"

    @property
    def path(self) -> str:
        flag = "M" if self.event == "VideoMotion" else "A" if self.event else "R"
        if self.kind == "jpg":
            name = f"{self.start:%H.%M.%S}[{flag}][0@0][0].jpg"
        else:
            name = f"{self.start:%H.%M.%S}-{self.end:%H.%M.%S}[{flag}][0@0][0].{self.kind}"
        folder = "jpg" if self.kind == "jpg" else "dav"
        return f"{self.root}/{self.start:%Y-%m-%d}/{self.channel:03}/{folder}/{self.start:%H}/{name}"

    def lines(self, n: int) -> list[str]:
        head = f"items[{n}]."
        lines = [
            # 0-based here, 1-based in the condition.
            f"{head}Channel={self.channel - 1}",
            f"{head}Cluster=0",
            f"{head}Disk=0",
            f"{head}Duration={int((self.end - self.start).total_seconds())}",
            f"{head}EndTime={self.end:%Y-%m-%d %H:%M:%S}",
        ]
        lines += [f"{head}Events[0]={self.event}"] if self.event else []
        return [
            *lines,
            f"{head}FilePath={self.path}",
            f"{head}Flags[0]={'Event' if self.event else self.flag}",
            f"{head}Length={self.size}",
            f"{head}Partition=0",
            f"{head}StartTime={self.start:%Y-%m-%d %H:%M:%S}",
            f"{head}Type={self.kind}",
            f"{head}VideoStream={self.stream}",
            f"{head}WorkDir={self.root}",
        ]


@dataclass(slots=True)
class Finder:
    found: list[Recording] = field(default_factory=list)
    shown: int = 0


class Disk:
    """Files of the card or the disks, and the finders that are open on them."""

    def __init__(self, *, recorder: bool, page: int) -> None:
        self.root = "/mnt/dvr/sda0" if recorder else "/mnt/sd"
        self.page = page
        self.files: list[Recording] = []
        self.finders: dict[str, Finder] = {}
        self._last = 2086170840

    def add(
        self,
        start: datetime,
        seconds: int,
        *,
        channel: int = 1,
        kind: str = "dav",
        event: str = "",
        size: int | None = None,
        **more: str,
    ) -> Recording:
        """Put a file there; without a size it has that of a film of two seconds."""
        start = start.replace(microsecond=0)
        if size is None:
            size = 2048 if kind == "jpg" else len(film() if kind == "mp4" else dav(start))
        made = Recording(channel, start, start + timedelta(seconds=seconds), kind, event, self.root, size, **more)
        insort(self.files, made, key=lambda recording: (recording.start, recording.channel))
        return made

    def add_many(self, start: datetime, count: int, *, every: int = 60, seconds: int = 30, **recording: Any) -> None:
        """Files one after the other; ``every`` and ``seconds`` are their distance and length."""
        first = self.add(start, seconds, **recording)
        for n in range(1, count):
            self.add(start + timedelta(seconds=n * every), seconds, **{**recording, "size": first.size})

    def create(self) -> str:
        self._last += 8
        self.finders[str(self._last)] = Finder()
        return str(self._last)

    def finder(self, name: str) -> Finder:
        if name not in self.finders:
            raise NotAllowed(f"no finder {name}")
        return self.finders[name]

    def find(self, query: Mapping[str, str], channels: int) -> bool:
        finder = self.finder(query.get("object", ""))
        wanted: dict[str, set[str]] = {"Types": set(), "Flags": set(), "Events": set(), "Dirs": set()}
        single = {"Channel": "", "StartTime": "", "EndTime": "", "VideoStream": "Main"}
        for name, value in query.items():
            matched = re.fullmatch(r"condition\.(Types|Flags?|Events|Dirs)\[\d+\]", name)
            if matched:
                # The document writes Flag[0], devices Flags[0].
                wanted["Flags" if matched[1] == "Flag" else matched[1]].add(value)
            elif name.removeprefix("condition.") in single:
                single[name.removeprefix("condition.")] = value
            elif name != "object":
                raise NotAllowed(f"unknown parameter {name}")
        bad = wanted["Types"] - TYPES | wanted["Flags"] - FLAGS | wanted["Events"] - EVENTS - {"*"}
        if bad or single["VideoStream"] not in STREAMS:
            raise NotAllowed("no such condition")
        channel = int(integer(1, channels)(single["Channel"]))
        begin, end = moment(single["StartTime"]), moment(single["EndTime"])
        finder.shown = 0
        finder.found = [
            recording
            for recording in self.within(channel, begin, end)
            if (not wanted["Types"] or recording.kind in wanted["Types"])
            and (not wanted["Events"] or recording.event in wanted["Events"] or "*" in wanted["Events"])
            and (not wanted["Flags"] or ("Event" if recording.event else recording.flag) in wanted["Flags"])
            and (not wanted["Dirs"] or recording.root in wanted["Dirs"])
        ]
        return bool(finder.found)

    def next(self, name: str, count: str) -> list[str]:
        finder = self.finder(name)
        most = min(int(integer(1, 100)(count)), self.page)
        items = finder.found[finder.shown : finder.shown + most]
        finder.shown += len(items)
        return [f"found={len(items)}", *(line for n, item in enumerate(items) for line in item.lines(n))]

    def behind(self, path: str) -> Recording | None:
        return next((file for file in self.files if file.path == path), None)

    def within(self, channel: int, begin: datetime, end: datetime) -> list[Recording]:
        return [file for file in self.files if file.channel == channel and file.start < end and file.end > begin]

    def content(self, recording: Recording, picture: bytes) -> tuple[bytes, int]:
        """A file as something that is in it so many times."""
        if recording.kind == "jpg":
            return picture, 1
        shown = film() if recording.kind == "mp4" else dav(recording.start)
        copies, rest = divmod(recording.size, len(shown))
        return (shown, copies) if not rest else ((shown * (copies + 1))[: recording.size], 1)

    def between(self, query: Mapping[str, str], channels: int) -> bytes:
        """What loadfile.cgi puts together of the files of a time (4.11.7)."""
        if query.keys() - {"channel", "startTime", "endTime", "subtype"}:
            raise NotAllowed("unknown parameter")
        channel = int(integer(1, channels)(query.get("channel", "")))
        stream = ("Main", "Extra1", "Extra2")[int(integer(0, 2)(query.get("subtype", "0")))]
        begin, end = (moment(query.get(name, "")) for name in ("startTime", "endTime"))
        found = [file for file in self.within(channel, begin, end) if file.stream == stream and file.kind != "jpg"]
        if not found:
            raise NotAllowed("nothing is recorded there")
        return b"".join(dav(recording.start) for recording in found)


def device_info(*, recorder: bool, info: bool) -> list[str]:
    """6.1.3; some firmware puts ``info`` in between, and the sizes have decimals."""
    disk, partitions = ("/dev/md0", 2) if recorder else ("/dev/mmc0", 1)
    head = "list.info[0]" if info else "list[0]"
    lines = []
    for n in range(partitions):
        detail = f"{head}.Detail[{n}]"
        lines += [
            f"{detail}.IsError=false",
            f"{detail}.Path={'/mnt/dvr/sda' + str(n) if recorder else '/mnt/sd'}",
            f"{detail}.Pointer=27023434",
            f"{detail}.TotalBytes=63989415936.000000",
            f"{detail}.Type=ReadWrite",
            f"{detail}.UsedBytes=8589934592.000000",
        ]
    return [*lines, f"{head}.Name={disk}", f"{head}.Pointer=22347602", f"{head}.State=Success"]
