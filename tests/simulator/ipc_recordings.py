"""Recordings of the ipc dialect: what alarms leave on the card, its list, its files."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .film import film
from .ipc_values import Numbers, Options, Refused, Values

if TYPE_CHECKING:
    from .ipc import IpcCamera

BYTES_A_SECOND = 312_500
# record_mode -> folder; only "schedule" is printed in the document (3.20).
FOLDERS = {2: "schedule", 4: "motion", 8: "alarm"}
MODES = {"motion": 4, "alarm_input": 8}


@dataclass(slots=True)
class Recording:
    mode: int
    start: datetime  # camera's local time
    began: float
    ended: float | None = None
    stream: int = 1

    @property
    def path(self) -> str:
        folder = FOLDERS[self.mode]
        return f"/mnt/mmc0/{folder}/{self.start:%Y%m%d/%H%M%S}-av-{self.stream}.mp4"


class Recordings:
    """The files on the card, oldest first."""

    def __init__(self, camera: IpcCamera) -> None:
        self.camera = camera
        self.items: list[Recording] = []
        # How many times over a file holds its film: players stop after the first.
        self.copies = 1

    def add(self, mode: int, start: datetime, seconds: float | None = 60.0, *, stream: int = 1) -> Recording:
        """Put a recording there as if it had been made; without a length it is running."""
        began = self.camera.seconds()
        ended = None if seconds is None else began + seconds
        item = Recording(mode, start.replace(microsecond=0, tzinfo=None), began, ended, stream)
        self.items.append(item)
        return item

    def add_many(
        self, mode: int, start: datetime, count: int, *, every: float = 60.0, seconds: float = 30.0, stream: int = 1
    ) -> None:
        """Recordings one after the other; ``every`` and ``seconds`` are their distance and length."""
        for n in range(count):
            self.add(mode, start + timedelta(seconds=n * every), seconds, stream=stream)

    def record_something(self) -> None:
        """Two recordings by schedule, one by motion and one by an input, within the last hours."""
        hour = self.camera.local_now().replace(minute=0, second=0) - timedelta(hours=2)
        for mode, minute, seconds in ((2, 0, 600.0), (2, 10, 600.0), (4, 20, 34.0), (8, 25, 20.0)):
            self.add(mode, hour + timedelta(minutes=minute), seconds)

    def alarm(self, kind: str, on: bool) -> None:
        mode = MODES.get(kind)
        if mode is None or not self.camera.newer or not self.camera.sd_card:
            return
        running = [item for item in self.items if item.mode == mode and item.ended is None]
        if not on:
            for item in running:
                item.ended = self.camera.seconds()
        elif not running and self._records(kind):
            stream = int(self.camera.values["setEventStorage"]["stream"])
            self.add(mode, self.camera.local_now(), None, stream=stream)

    def _records(self, kind: str) -> bool:
        values = self.camera.values
        if values["setEventStorage"]["trigger_recording"] != "1":
            return False
        return kind != "motion" or values["motion"]["enable"] == "1"

    def size(self, item: Recording) -> int:
        ended = self.camera.seconds() if item.ended is None else item.ended
        return 4096 + int((ended - item.began) * BYTES_A_SECOND)

    def row(self, item: Recording) -> Values:
        return {
            "filepath": item.path,
            "filesize": str(self.size(item)),
            "record_mode": str(item.mode),
            "media_type": "3",
            "stream_index": str(item.stream),
            "start_time": f"{item.start:%Y-%m-%d %H:%M:%S}",
        }

    def listing(self) -> list[dict[str, Any]]:
        return [dict(self.row(item)) for item in self.items]

    async def serve(self, request: web.Request, path: str) -> web.StreamResponse:
        """The file behind /playback; the document names no credentials for it (3.20)."""
        if not any(item.path == path for item in self.items):
            return web.Response(status=404, text="404 Not Found")
        return await self.camera.delivery.send(request, film(), "video/mp4", copies=self.copies)


DAY = (
    ("year", Numbers(1901, 9999), "record_year must > 1900"),
    ("month", Numbers(1, 12), "record_month must between 1-12"),
    ("day", Numbers(1, 31), "record_day must between 1-31"),
)
# Name, allowed, value when left out, reason.
FILTERS = (
    ("stream", Options(("-1", "1", "2")), "-1", "stream must -1,1,2"),
    ("record_mode", Options(("-1", "2", "4", "8")), "-1", "record_mode must -1,2,4,8"),
    ("media_type", Options(("2", "3")), "3", "media_type must 2,3"),
    ("start_hour", Numbers(0, 23), "0", "start_hour must between 0-23"),
    ("start_min", Numbers(0, 59), "0", "start_min must between 0-59"),
    ("start_sec", Numbers(0, 59), "0", "start_sec must between 0-59"),
    ("end_hour", Numbers(0, 23), "23", "end_hour must between 0-23"),
    ("end_min", Numbers(0, 59), "59", "end_min must between 0-59"),
    ("end_sec", Numbers(0, 59), "59", "end_sec must between 0-59"),
)

UNITS = (("hour", "hour"), ("minute", "min"), ("second", "sec"))


def query_records(camera: IpcCamera, params: Values, uid: str | None) -> str:
    """get_record_query: the recordings of one day that began in a span of it."""
    camera.expect(params, *(row[0] for row in DAY), *(row[0] for row in FILTERS))
    asked: Values = {}
    for name, number, reason in DAY:
        if name not in params:
            raise Refused("error, parse parameters")
        asked[name] = _kept(number, params[name], reason)
    for name, allowed, default, reason in FILTERS:
        asked[name] = _kept(allowed, params.get(name, default), reason)
    try:
        day = datetime(int(asked["year"]), int(asked["month"]), int(asked["day"]))  # noqa: DTZ001
    except ValueError:
        return "<RecordQueryInfo>\n</RecordQueryInfo>"
    first, last = (
        day + timedelta(**{f"{unit}s": int(asked[f"{end}_{short}"]) for unit, short in UNITS})
        for end in ("start", "end")
    )
    rows = [
        camera.element("items", camera.recordings.row(item))
        for item in camera.recordings.items
        if first <= item.start <= last
        and asked["stream"] in ("-1", str(item.stream))
        and asked["record_mode"] in ("-1", str(item.mode))
        # Every file here holds sound; asked for bare video it lists none.
        and asked["media_type"] == "3"
    ]
    return "\n".join(["<RecordQueryInfo>", *rows, "</RecordQueryInfo>"])


def _kept(allowed: Numbers | Options, value: str, reason: str) -> str:
    kept = allowed.keep(value)
    if kept is None:
        raise Refused(reason)
    return kept
