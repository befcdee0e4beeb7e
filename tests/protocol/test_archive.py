"""Recordings: how each dialect lists them, what stays open, what is fetched."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.archive import PAGES, Archive, Found
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.errors import (
    AuthFailed,
    BadAnswer,
    Busy,
    ConnectionFailed,
    NoClip,
    NoStorage,
    Refused,
    TooLong,
    Unsupported,
)
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.media import DIVIDED, Clip, ClipKind, Span
from custom_components.cgi_camera.protocol.model import Reading, Slot, StreamKind
from custom_components.cgi_camera.protocol.transport import Transport
from tests.ha import wait_for
from tests.recorded import by_the_clock, empty, finders, record
from tests.simulator import Fault

from .conftest import Clock, Meet
from .server import ACCOUNT, Handler, Server, serving, text

pytestmark = pytest.mark.usefixtures("socket_enabled")

DAY = date(2024, 5, 2)
NOON = datetime(2024, 5, 2, 12)  # noqa: DTZ001
WHOLE = Span.of(DAY)
KINDS = ("ipc-1.0.10", "dahua-camera", "message")
HANDS_OUT = {"message": {"hands_out": True}}


def archive_of(camera: Camera) -> Archive:
    """Return a camera's recordings, which it has."""
    assert camera.archive.offered
    return camera.archive


def channel_of(camera: Camera) -> int:
    """Return the camera's only channel."""
    (channel,) = camera.channels
    return channel


async def every(archive: Archive, channel: int, span: Span, kind: ClipKind | None = None) -> list[Clip]:
    """List all clips of a span."""
    clips: list[Clip] = []
    async with aclosing(archive.pages(channel, span, kind)) as pages:
        async for page in pages:
            clips += page
    return clips


@asynccontextmanager
async def strange(dialect: str, handler: Handler, home: Any = UTC) -> AsyncIterator[tuple[Archive, Server]]:
    """Serve answers that a test writes down, to the recordings of a dialect's camera."""
    async with serving(handler) as server, aiohttp.ClientSession() as session:
        spoken = DIALECTS[dialect]
        transport = Transport(session, server.base, spoken.login, ACCOUNT)
        camera = Camera(transport, spoken, local=lambda: datetime.now(home))
        yield archive_of(camera), server


# What is listed


async def test_ipc(meet: Meet) -> None:
    """Kind, size and stream as the list tells them; no end, since it tells none (3.20)."""
    simulator, camera = await meet("ipc-1.0.10")
    for mode, stream in ((2, 1), (4, 1), (8, 2)):
        simulator.recordings.add(mode, NOON + timedelta(minutes=mode), 10, stream=stream)
    archive = archive_of(camera)
    clips = await every(archive, 0, WHOLE)
    assert [(c.kind, c.start, c.end, c.stream) for c in clips] == [
        (ClipKind.SCHEDULE, NOON.replace(minute=2), None, StreamKind.MAIN),
        (ClipKind.MOTION, NOON.replace(minute=4), None, StreamKind.MAIN),
        (ClipKind.ALARM, NOON.replace(minute=8), None, StreamKind.SUB),
    ]
    assert {c.size for c in clips} == {4096 + 10 * 312_500}
    assert {c.form for c in clips} == {"mp4"}
    assert "mnt" not in repr(clips)
    simulator.requests.clear()
    assert await every(archive, 0, WHOLE, ClipKind.ALARM) == clips[2:]
    (request,) = simulator.requests
    assert request.target.startswith(
        "/cgi-bin/get_record_query?year=2024&month=05&day=02&stream=-1&record_mode=8&media_type=3"
        "&start_hour=0&start_min=0&start_sec=0&end_hour=23&end_min=59&end_sec=59&uid="
    )


async def test_dahua(meet: Meet) -> None:
    """Kinds by event, flag or name; every stream; pictures apart (4.11.5)."""
    simulator, camera = await meet("dahua-recorder")
    disk = simulator.disk
    disk.files.clear()
    noon = NOON.replace(tzinfo=UTC)
    disk.add(noon, 480, event="VideoMotion", kind="mp4", size=4711)
    disk.add(noon + timedelta(minutes=1), 480, event="AlarmLocal")
    disk.add(noon + timedelta(minutes=2), 480, stream="Extra1")
    disk.add(noon + timedelta(minutes=3), 480, flag="Manual")
    disk.add(noon + timedelta(minutes=4), 480, flag="Cutout", stream="Extra2")
    disk.add(noon, 0, event="VideoMotion", kind="jpg")
    disk.add(noon, 480, channel=2)
    archive = archive_of(camera)
    clips = await every(archive, 1, WHOLE)
    assert [(c.kind, c.stream) for c in clips] == [
        (ClipKind.MOTION, StreamKind.MAIN),
        (ClipKind.ALARM, StreamKind.MAIN),
        (ClipKind.SCHEDULE, StreamKind.SUB),
        (ClipKind.MANUAL, StreamKind.MAIN),
        (ClipKind.SCHEDULE, StreamKind.THIRD),
    ]
    assert (clips[0].size, clips[0].end, clips[0].form) == (4711, NOON.replace(minute=8), "mp4")
    (picture,) = await archive.pictures(1, WHOLE)
    assert (picture.form, picture.start) == ("jpg", NOON)
    assert [c.channel for c in await every(archive, 2, WHOLE)] == [2]
    assert await every(archive, 1, WHOLE, ClipKind.MANUAL) == [clips[3]]


async def test_message(meet: Meet) -> None:
    """Start, end, size and kind, by the camera's zone."""
    simulator, camera = await meet("message")
    start = by_the_clock(simulator, NOON)
    for number, kind in enumerate(("MD", "IO", "Schedule", "Manual", "XX")):
        simulator.clips.add(kind, start + number, 60)
    clips = await every(archive_of(camera), 1, WHOLE)
    assert [c.kind for c in clips] == [
        ClipKind.MOTION,
        ClipKind.ALARM,
        ClipKind.SCHEDULE,
        ClipKind.MANUAL,
        ClipKind.OTHER,
    ]
    assert (clips[0].start, clips[0].end) == (NOON, NOON.replace(minute=1))
    assert clips[0].size == 4096 + 60 * 125_000


@pytest.mark.parametrize("kind", KINDS)
async def test_days(meet: Meet, kind: str) -> None:
    """A clip belongs to the day on which it began, by the camera's clock, also when it lasts past midnight."""
    simulator, camera = await meet(kind)
    empty(simulator)
    late = datetime(2024, 5, 2, 23, 59, 50)  # noqa: DTZ001
    for start in (late, late + timedelta(seconds=10), late + timedelta(days=3)):
        record(simulator, start)
    archive, channel = archive_of(camera), channel_of(camera)
    assert [c.start for c in await every(archive, channel, WHOLE)] == [late]
    following = Span.of(DAY + timedelta(days=1))
    assert [c.start for c in await every(archive, channel, following)] == [late + timedelta(seconds=10)]
    days = await archive.days(channel, date(2024, 4, 22), date(2024, 5, 5))
    assert days == [date(2024, 5, 2), date(2024, 5, 3), date(2024, 5, 5)]
    assert not await archive.days(channel, date(2023, 4, 22), date(2023, 5, 5))
    assert finders(simulator) == 0


@pytest.mark.parametrize(("zone", "minutes"), [("480", 480), ("-210", -210)])
async def test_days_of_another_zone(meet: Meet, zone: str, minutes: int) -> None:
    """Where recordings are told in seconds since 1970, the camera's zone tells their day."""
    simulator, camera = await meet("message")
    simulator.row("sys", "TimeInfo")["TimeZone"] = zone
    camera.expire([Slot(0, f.CLOCK)])
    archive = archive_of(camera)
    await archive.today()
    late = datetime(2024, 5, 2, 23, 59, 50, tzinfo=timezone(timedelta(minutes=minutes)))
    for ahead in (0, 10):
        simulator.clips.add("MD", int(late.timestamp()) + ahead, 60)
    assert [c.start for c in await every(archive, 1, WHOLE)] == [late.replace(tzinfo=None)]
    assert await archive.days(1, date(2024, 4, 30), date(2024, 5, 5)) == [DAY, date(2024, 5, 3)]


@pytest.mark.parametrize(
    ("ahead", "home", "seconds", "day"),
    [
        (0, "Europe/Berlin", 1_711_846_790, "2024-03-31 01:59:50"),
        (1, "Europe/Berlin", 1_711_846_810, "2024-03-31 03:00:10"),
        (0, "Asia/Tokyo", 1_711_846_790, "2024-03-31 09:59:50"),
    ],
)
async def test_summer_time(ahead: int, home: str, seconds: int, day: str) -> None:
    """A camera whose clock agrees with ours changes to summer time when we do."""
    zone = ZoneInfo(home)

    async def search(_: web.Request) -> web.Response:
        clips = f"<RecordSearch><StartTime>{seconds}</StartTime><Type>MD</Type></RecordSearch>"
        return text(f'<Message><result code="200">x</result>{clips}</Message>')

    async with strange("message", search, zone) as (archive, _):
        (clip,) = await every(archive, 1, Span.of(date(2024, 3, 31)))
        assert str(clip.start) == day
        assert archive.wall.seconds(clip.start) == seconds


@pytest.mark.parametrize(
    ("minutes", "offset"), [(0, 0), (12, 0), (-18, 0), (60, 60), (333, 330), (-600, -600), (60 * 24 * 400, 0)]
)
def test_zone(minutes: int, offset: int) -> None:
    """A clock is wrong, of another zone, or not set."""
    known = Knowledge(DIALECTS["dahua"], 30, local=lambda: datetime.now(UTC))
    assert known.zone() is UTC
    moment = datetime.now(UTC).replace(tzinfo=None) + timedelta(minutes=minutes)
    known._set_clock([Reading(Slot(0, f.CLOCK), moment)])
    assert known.zone().utcoffset(NOON) == timedelta(minutes=offset)


@pytest.mark.parametrize(
    ("day", "daylight", "offset"),
    [("2026-07-01", True, 2), ("2026-07-01", False, 1), ("2026-12-01", True, 2), ("2026-12-01", False, 2)],
)
def test_zone_with_summer_time(freezer: FrozenDateTimeFactory, day: str, daylight: bool, offset: int) -> None:
    """A clock that tells the time of winter all year, and says whether that is all there is."""
    freezer.move_to(day)
    known = Knowledge(DIALECTS["message"], 30, local=lambda: datetime.now(ZoneInfo("Europe/Berlin")))
    known._set_clock([Reading(Slot(0, f.CLOCK), datetime.now(timezone(timedelta(hours=1))))])
    known.state.apply([Reading(Slot(0, f.DAYLIGHT_SAVING), daylight)], 1)
    summer = datetime(2026, 8, 1)  # noqa: DTZ001
    assert known.zone().utcoffset(summer) == timedelta(hours=offset)


async def test_today_follows_the_clock(meet: Meet, clock: Clock) -> None:
    """The camera's clock is asked again when that was done long ago."""
    simulator, camera = await meet("dahua-camera", engine={"clock": clock})
    archive = archive_of(camera)
    today = await archive.today()
    simulator.advance(3 * 86400)
    assert not simulator.requests
    assert await archive.today() == today
    clock.ahead += 600
    assert await archive.today() == today + timedelta(days=3)
    simulator.refuse["/cgi-bin/global.cgi"] = Fault(status=503)
    clock.ahead += 600
    assert await archive.today() == today + timedelta(days=3)


# Where there is much, little or nothing


def fill(simulator: Any, count: int, step: int = 8) -> None:
    """Let a simulated camera have recorded very much on a day."""
    for number in range(count):
        record(simulator, WHOLE.start + timedelta(seconds=number * step), 5)


@pytest.mark.parametrize("kind", KINDS)
async def test_ten_thousand(meet: Meet, kind: str) -> None:
    """A page costs no more than a page, however much there is; and all of it can be had."""
    simulator, camera = await meet(kind)
    empty(simulator)
    fill(simulator, 10_000)
    archive, channel = archive_of(camera), channel_of(camera)
    longest = 0

    def observe(_: Any, answer: Any) -> None:
        nonlocal longest
        longest = max(longest, len(answer.body))

    camera.transport.observers.append(observe)
    found = await archive.find(channel, WHOLE, limit=200)
    assert (len(found.clips), found.complete) == (200, False)
    assert [c.start for c in found.clips[:2]] == [NOON.replace(hour=0), NOON.replace(hour=0, second=8)]
    assert len(simulator.requests) <= 12
    assert 0 < longest <= DIVIDED
    assert finders(simulator) == 0
    clips = await every(archive, channel, WHOLE)
    assert len({c.id for c in clips}) == 10_000
    assert len(archive._seen) < 5000
    assert finders(simulator) == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_busy_days(meet: Meet, kind: str) -> None:
    """Where looking through takes too long, the days behind count as busy, too."""
    simulator, camera = await meet(kind)
    empty(simulator)
    record(simulator, datetime(2024, 4, 25, 8))  # noqa: DTZ001
    fill(simulator, 3000)
    archive, channel = archive_of(camera), channel_of(camera)
    simulator.requests.clear()
    days = await archive.days(channel, date(2024, 4, 22), date(2024, 5, 5))
    assert days == [date(2024, 4, 25), *(date(2024, 5, day) for day in range(2, 6))]
    assert len(simulator.requests) <= PAGES + 10


async def test_too_much_in_a_second(meet: Meet) -> None:
    """What cannot be divided any further is told as it is."""
    simulator, camera = await meet("ipc-1.0.10")
    fill(simulator, 3000, step=0)
    with pytest.raises(TooLong):
        await archive_of(camera).find(0, WHOLE, limit=10)
    simulator, camera = await meet("message")
    fill(simulator, 3000, step=0)
    with pytest.raises(TooLong):
        await archive_of(camera).find(1, WHOLE, limit=10)


async def test_pages_are_bounded(meet: Meet) -> None:
    """Devices with short pages cost no more requests than others."""
    simulator, camera = await meet("dahua-camera", find_page=1)
    empty(simulator)
    fill(simulator, 100)
    found = await archive_of(camera).find(1, WHOLE, limit=1000)
    assert (len(found.clips), found.complete) == (PAGES, False)
    assert len(simulator.requests) == PAGES + 4
    assert finders(simulator) == 0


async def test_many_pictures(meet: Meet) -> None:
    """Of pictures, which may be taken every second, only the first pages are read."""
    simulator, camera = await meet("dahua-camera", find_page=2)
    empty(simulator)
    for second in range(20):
        simulator.disk.add(NOON.replace(second=second, tzinfo=UTC), 0, kind="jpg")
    assert len(await archive_of(camera).pictures(1, WHOLE)) == 6
    assert finders(simulator) == 0


@pytest.mark.parametrize(
    ("kind", "without"), [("ipc-1.0.10", "sd_card"), ("dahua-camera", "storage"), ("message", "sd_card")]
)
async def test_no_card(meet: Meet, kind: str, without: str) -> None:
    """A camera without anything to record on says so."""
    _, camera = await meet(kind, **{without: False})
    with pytest.raises(NoStorage):
        await archive_of(camera).days(channel_of(camera), date(2024, 4, 22), date(2024, 5, 5))


async def test_card_that_has_come(meet: Meet, clock: Clock) -> None:
    """What was missing at first may have come meanwhile; storage in the network does as well."""
    simulator, camera = await meet("ipc-1.0.10", sd_card=False, engine={"clock": clock})
    archive = archive_of(camera)
    simulator.sd_card = True
    clock.ahead += 600
    assert await archive.days(0, DAY, DAY) == []
    simulator.sd_card = False
    clock.ahead += 600
    simulator.values["setScheduleStorage"]["remoteEnable"] = "1"
    camera.expire([Slot(0, f.NETWORK_STORAGE)])
    await camera.refresh([Slot(0, f.NETWORK_STORAGE)])
    assert await archive.days(0, DAY, DAY) == []


@pytest.mark.parametrize("kind", ["ipc-1.0.1", "control"])
async def test_no_recordings(meet: Meet, kind: str) -> None:
    """Firmware and dialects that know none have no archive."""
    _, camera = await meet(kind)
    assert not camera.archive.offered


async def test_dialect_without_recordings(meet: Meet) -> None:
    """A dialect that says nothing about recordings lists none, and asks nothing."""
    simulator, camera = await meet("control")
    assert await every(camera.archive, 0, WHOLE) == []
    assert not simulator.requests


# Answers of odd cameras

PATH = "/mnt/sd/a/001/dav/08/08.02.03-08.03.00"
ITEM = f"items[0].StartTime=2024-5-2 8:2:3\r\nitems[0].FilePath={PATH}[{{}}][0@0][0].{{}}\r\n"


def finder(*pages: str, find: str = "OK\r\n") -> Callable[[web.Request], Any]:
    """Answer as a device does to whom nothing can be said wrongly, with these pages."""
    left = list(pages)

    async def answer(request: web.Request) -> web.Response:
        match request.query.get("action"):
            case "factory.create":
                return text("result= 7\r\n")
            case "findFile":
                return text(find)
            case "findNextFile":
                return text(left.pop(0) if left else "found=0\r\n")
        return text("OK\r\n")

    return answer


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (ITEM.format("M", "dav"), ClipKind.MOTION),
        (ITEM.format("A", "mp4"), ClipKind.ALARM),
        (ITEM.format("R", "dav"), ClipKind.SCHEDULE),
        (ITEM.format("X", "dav"), ClipKind.OTHER),
        (ITEM.format("R", "dav") + "items[0].Events[0]=SmartMotionHuman\r\n", ClipKind.MOTION),
        (ITEM.format("R", "dav") + "items[0].Events[0]=CrossLineDetection\r\n", ClipKind.ALARM),
        (ITEM.format("R", "dav") + "items[0]. Flags[0] =Manual\r\n", ClipKind.MANUAL),
        (ITEM.format("M", "dav") + "items[0].Flags[0]=Event\r\n", ClipKind.MOTION),
    ],
)
async def test_dahua_kinds(item: str, kind: ClipKind) -> None:
    """Times without zeros, names that tell the kind, and an end from the duration."""
    async with strange("dahua", finder(f"found=1\r\n{item}")) as (archive, _):
        (clip,) = await every(archive, 1, WHOLE)
    assert (clip.kind, clip.start, clip.end) == (kind, datetime(2024, 5, 2, 8, 2, 3), None)  # noqa: DTZ001


@pytest.mark.parametrize("end", ["Duration=57", "EndTime=2024-5-2 8:3:0", "EndTime=soon\r\nitems[0].Duration=57"])
async def test_dahua_end(end: str) -> None:
    """The end stands there, or follows from the duration."""
    async with strange("dahua", finder(f"found=1\r\n{ITEM.format('M', 'dav')}items[0].{end}\r\n")) as (archive, _):
        (clip,) = await every(archive, 1, WHOLE)
    assert clip.end == datetime(2024, 5, 2, 8, 3)  # noqa: DTZ001


@pytest.mark.parametrize(
    "item",
    [
        "items[0].StartTime=yesterday\r\nitems[0].FilePath=/mnt/sd/a.dav\r\n",
        "items[0].StartTime=2024-05-02 08:00:00\r\n",
        "items[0].StartTime=2024-05-02 08:00:00\r\nitems[0].FilePath=/mnt/sd/../../etc/passwd\r\n",
        "items[0].StartTime=2024-05-02 08:00:00\r\nitems[0].FilePath=mnt/sd/a.dav\r\n",
        "items[0].StartTime=2024-05-02 08:00:00\r\nitems[0].FilePath=/mnt/\x07.dav\r\n",
        "",
    ],
)
async def test_dahua_nonsense(item: str) -> None:
    """What makes no sense is left out; the pages behind it are read."""
    good = "found=1\r\n" + ITEM.format("M", "dav")
    async with strange("dahua", finder(f"found=2\r\n{item}", good)) as (archive, server):
        assert len(await every(archive, 1, WHOLE)) == 1
    assert [t.partition("=")[2].partition("&")[0] for t in server.targets] == [
        "factory.create",
        "findFile",
        *["findNextFile"] * 3,
        "close",
        "destroy",
    ]


@pytest.mark.parametrize("find", ["Error\r\nBad Request!\r\n", "Error\r\nErrorID=2, Detail=Invalid Request!\r\n"])
async def test_dahua_nothing(find: str) -> None:
    """An error is how devices say that there is nothing."""
    async with strange("dahua", finder(find=find)) as (archive, server):
        assert await every(archive, 1, WHOLE) == []
    assert len(server.targets) == 4


async def test_dahua_error_ends_a_list() -> None:
    """An error instead of a page is the end, too."""
    pages = ("found=1\r\n" + ITEM.format("M", "dav"), "Error\r\nBad Request!\r\n")
    async with strange("dahua", finder(*pages)) as (archive, _):
        assert len(await every(archive, 1, WHOLE)) == 1


async def test_dahua_finder_without_number() -> None:
    """Nothing is closed that was never there."""

    async def answer(_: web.Request) -> web.Response:
        return text("OK\r\n")

    async with strange("dahua", answer) as (archive, server):
        with pytest.raises(BadAnswer):
            await every(archive, 1, WHOLE)
    assert len(server.targets) == 1


IPC_ITEM = '<items filepath="{}" filesize="{}" record_mode="{}" stream_index="{}" start_time="{}"/>'


async def test_ipc_nonsense() -> None:
    """Unknown modes and streams are told apart from known ones; what has no time or leads elsewhere is left out."""
    good = IPC_ITEM.format("/mnt/mmc0/manual/a-av-1.mp4 ", "?", "16", "3", "2024-5-2 8:00:00")
    rows = (
        good,
        IPC_ITEM.format("/mnt/mmc0/b.mp4", "1", "2", "1", "soon"),
        IPC_ITEM.format("/mnt/../etc/passwd", "1", "2", "1", "2024-05-02 08:00:00"),
        IPC_ITEM.format("mnt/mmc0/b.mp4", "1", "2", "1", "2024-05-02 08:00:00"),
    )

    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("getuid"):
            return text("<uid>1</uid>")
        return text(f"<RecordQueryInfo>{''.join(rows)}</RecordQueryInfo>")

    async with strange("ipc", answer) as (archive, _):
        (clip,) = await every(archive, 0, WHOLE)
    assert (clip.kind, clip.size, clip.stream) == (ClipKind.OTHER, None, StreamKind.MAIN)


async def test_ipc_refusals(meet: Meet) -> None:
    """A refused day is an empty one; only if there is nothing else is the refusal told."""
    simulator, camera = await meet("ipc-1.0.10")
    record(simulator, NOON)
    fault = b"<fault><value>/cgi-bin/get_record_query</value><reason>no record</reason></fault>"
    simulator.refuse["/cgi-bin/get_record_query?year=2024&month=05&day=01"] = Fault(status=400, body=fault)
    assert await archive_of(camera).days(0, date(2024, 5, 1), DAY) == [DAY]
    with pytest.raises(Refused, match="no record"):
        await archive_of(camera).days(0, date(2024, 5, 1), date(2024, 5, 1))
    simulator.refuse["/cgi-bin/get_record_query"] = Fault(status=503)
    with pytest.raises(Busy):
        await archive_of(camera).days(0, DAY, DAY)


def message(body: str) -> Handler:
    """Answer a search."""

    async def answer(_: web.Request) -> web.Response:
        return text(f'<Message><result code="200">Successfully</result>{body}</Message>')

    return answer


MESSAGE_FORMS = [
    """<RecordSearch><StartTime><int>1714636800</int></StartTime><EndTime><int>1714636860</int></EndTime>
    <Type><string>MD</string></Type><FileName><string>/sd/a.mp4</string></FileName></RecordSearch>""",
    """<RecordSearch><BeginTime1>2024-05-02 08:00:00</BeginTime1><StopTime1>2024/05/02 08:01:00</StopTime1>
    <Event1>Motion</Event1><FilePath1>/sd/a.mp4</FilePath1></RecordSearch>""",
    "<RecordSearch><Start>1714636800</Start><End>1714636860</End><Url>/sd/motion/a.mp4</Url></RecordSearch>",
]


@pytest.mark.parametrize("body", MESSAGE_FORMS)
async def test_message_forms(body: str) -> None:
    """The document prints no answer: several forms are read."""
    async with strange("message", message(body)) as (archive, _):
        (clip,) = await every(archive, 1, WHOLE)
        assert archive.fetchable(clip)
    start = datetime(2024, 5, 2, 8)  # noqa: DTZ001
    assert (clip.start, clip.end, clip.kind) == (start, start.replace(minute=1), ClipKind.MOTION)


@pytest.mark.parametrize(
    "file", ["a.mp4", "/cgi/sys_set.mp4?x=1", "/sd/../a.mp4", "/cgi/sys_get", "//evil.example/a.mp4", "http://x/a.mp4"]
)
async def test_message_paths(file: str) -> None:
    """Only what looks like a film in a folder is ever asked for."""
    body = f"<RecordSearch><Start>1714636800</Start><End>0</End><File>{file}</File></RecordSearch>"
    async with strange("message", message(body)) as (archive, server):
        (clip,) = await every(archive, 1, WHOLE)
        assert (archive.fetchable(clip), clip.end) == (False, None)
        server.targets.clear()
        with pytest.raises(NoClip):
            async with archive.open(clip):
                pass
    assert not server.targets


@pytest.mark.parametrize("start", ["soon", "99999999999999999999", ""])
async def test_message_nonsense(start: str) -> None:
    """A recording without a beginning is none."""
    async with strange("message", message(f"<RecordSearch><Start>{start}</Start></RecordSearch>")) as (archive, _):
        assert await every(archive, 1, WHOLE) == []


# Finders


@pytest.mark.parametrize("action", ["findFile", "findNextFile", "close", "destroy"])
@pytest.mark.parametrize("fault", [Fault(status=503), Fault(drop=True), Fault(status=200, body=b"<html>")])
async def test_failing_device_keeps_no_finder(meet: Meet, action: str, fault: Fault) -> None:
    """Whatever fails once, the finder is closed and destroyed."""
    simulator, camera = await meet("dahua-camera")
    record(simulator, NOON)
    target = f"/cgi-bin/mediaFileFind.cgi?action={action}"
    simulator.refuse[target] = Fault(status=fault.status, body=fault.body, drop=fault.drop, times=1)
    with suppress(Busy, ConnectionFailed, BadAnswer):
        await archive_of(camera).find(1, WHOLE, limit=10)
    assert {"close", "destroy"} <= {r.query["action"] for r in simulator.requests}
    assert finders(simulator) == 0


async def test_refused_close(meet: Meet) -> None:
    """A device that will not close a finder is still told to destroy it, and nothing is said twice."""
    simulator, camera = await meet("dahua-camera")
    refusal = Fault(status=400, body=b"Error\r\nBad Request!\r\n")
    simulator.refuse["/cgi-bin/mediaFileFind.cgi?action=close"] = refusal
    await archive_of(camera).find(1, WHOLE, limit=10)
    assert [r.query["action"] for r in simulator.requests] == ["factory.create", "findFile", "close", "destroy"]
    assert finders(simulator) == 0


@pytest.mark.parametrize("action", ["factory.create", "findFile", "findNextFile", "close"])
async def test_cancelled_search_keeps_no_finder(meet: Meet, action: str) -> None:
    """Whoever stops waiting leaves nothing open, not even a finder whose number never came."""
    simulator, camera = await meet("dahua-camera")
    record(simulator, NOON)
    simulator.refuse[f"/cgi-bin/mediaFileFind.cgi?action={action}"] = Fault(delay=0.1)
    search = asyncio.create_task(archive_of(camera).find(1, WHOLE, limit=10))
    await wait_for(lambda: any(r.query.get("action") == action for r in simulator.requests))
    search.cancel()
    with pytest.raises(asyncio.CancelledError):
        await search
    await wait_for(lambda: simulator.requests[-1].query["action"] == "destroy")
    await wait_for(lambda: all(r.status for r in simulator.requests))
    assert finders(simulator) == 0


async def test_twice_cancelled_search_keeps_no_finder(meet: Meet) -> None:
    """Impatience does not help: the finder is destroyed all the same."""
    simulator, camera = await meet("dahua-camera")
    simulator.refuse["/cgi-bin/mediaFileFind.cgi?action=close"] = Fault(delay=0.1)
    search = asyncio.create_task(archive_of(camera).find(1, WHOLE, limit=10))
    await wait_for(lambda: any(r.query.get("action") == "close" for r in simulator.requests))
    for _ in range(2):
        search.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await search
    await wait_for(lambda: finders(simulator) == 0)


async def test_abandoned_list_keeps_no_finder(meet: Meet) -> None:
    """A list that is left after its first page."""
    simulator, camera = await meet("dahua-camera", find_page=1)
    async with aclosing(archive_of(camera).pages(1, Span.of(date(2000, 1, 1), date(2099, 1, 1)))) as pages:
        assert await anext(pages)
        assert finders(simulator) == 1
    assert finders(simulator) == 0


async def test_device_without_finders(meet: Meet) -> None:
    """A device that knows no such CGI, or cannot just now, is not taken for one without a disk."""
    simulator, camera = await meet("dahua-camera")
    for status, error in ((404, Unsupported), (503, Busy)):
        simulator.refuse["/cgi-bin/mediaFileFind.cgi"] = Fault(status=status)
        with pytest.raises(error):
            await archive_of(camera).find(1, WHOLE, limit=10)


# By id


@pytest.mark.parametrize("kind", KINDS)
async def test_clip_by_id(meet: Meet, kind: str) -> None:
    """A clip is found again by its id, without a request if it was listed lately, else by asking for its second."""
    simulator, camera = await meet(kind)
    empty(simulator)
    record(simulator, NOON)
    record(simulator, NOON + timedelta(seconds=1))
    archive, channel = archive_of(camera), channel_of(camera)
    first, second = (await archive.find(channel, WHOLE, limit=10)).clips
    assert first.id != second.id
    simulator.requests.clear()
    assert await archive.clip(channel, first.id) == first
    assert not simulator.requests
    archive._seen.clear()
    assert await archive.clip(channel, second.id) == second
    assert simulator.requests
    empty(simulator)
    archive._seen.clear()
    with pytest.raises(NoClip):
        await archive.clip(channel, first.id[:-1] + "x")


async def test_picture_by_id(meet: Meet) -> None:
    """So is a picture."""
    simulator, camera = await meet("dahua-camera")
    simulator.disk.add(NOON.replace(tzinfo=UTC), 0, kind="jpg")
    archive = archive_of(camera)
    (picture,) = await archive.pictures(1, WHOLE)
    archive._seen.clear()
    assert await archive.clip(1, picture.id) == picture
    assert finders(simulator) == 0


@pytest.mark.parametrize(
    "clip_id",
    [
        "",
        "..",
        "/mnt/mmc0/a.mp4",
        "20240502T120000-0123456789abcdef/..",
        "99999999T999999-0123456789abcdef",
        "00010101T000000-0123456789abcdef",
        "20240502T120000",
    ],
)
async def test_senseless_ids(meet: Meet, clip_id: str) -> None:
    """What no list ever told is not there, and the camera is not bothered."""
    simulator, camera = await meet("ipc-1.0.10")
    with pytest.raises(NoClip):
        await archive_of(camera).clip(0, clip_id)
    with pytest.raises(NoClip):
        await archive_of(camera).clip(3, "20240502T120000-0123456789abcdef")
    assert not simulator.requests


# Fetching


async def fetched(archive: Archive, clip: Clip, part: slice | None = None) -> bytes:
    """Fetch a clip."""
    async with archive.open(clip, part) as download:
        return b"".join([piece async for piece in download])


async def first_clip(camera: Camera, simulator: Any) -> Clip:
    """Record a clip and list it."""
    empty(simulator)
    record(simulator, NOON)
    (clip,) = await every(archive_of(camera), channel_of(camera), WHOLE)
    simulator.requests.clear()
    return clip


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize("kind", KINDS)
async def test_parts(meet: Meet, kind: str, ranges: bool) -> None:
    """Any part, whether the camera can send parts itself or not."""
    simulator, camera = await meet(kind, **HANDS_OUT.get(kind, {}))
    simulator.delivery.ranges = ranges
    archive = archive_of(camera)
    clip = await first_clip(camera, simulator)
    whole = await fetched(archive, clip)
    assert len(whole) > 200_000
    for part in (slice(0, 2), slice(5, None), slice(200_000, 200_010), slice(-7, None)):
        async with archive.open(clip, part) as download:
            assert (download.part, download.total) == (True, len(whole))
            assert download.length == len(whole[part])
            assert download.first == part.indices(len(whole))[0]
            assert b"".join([piece async for piece in download]) == whole[part]
    async with archive.open(clip, slice(len(whole), None)) as download:
        assert download.unsatisfiable
    await wait_for(lambda: simulator.delivery.open == 0)


async def test_uncounted(meet: Meet) -> None:
    """Without a length there are no parts; and what is shorter than the list says was cut off."""
    simulator, camera = await meet("dahua-camera")
    archive = archive_of(camera)
    clip = await first_clip(camera, simulator)
    simulator.delivery.counted = False
    async with archive.open(clip, slice(5, 9)) as download:
        assert (download.part, download.length) == (False, None)
        assert len(b"".join([piece async for piece in download])) == clip.size
    simulator.disk.files[0] = type(simulator.disk.files[0])(*_fields(simulator.disk.files[0], size=1000))
    with pytest.raises(ConnectionFailed):
        await fetched(archive, clip)


def _fields(recording: Any, **changes: Any) -> list[Any]:
    return [changes.get(name, getattr(recording, name)) for name in type(recording).__dataclass_fields__]


async def test_cut(meet: Meet) -> None:
    """A connection that is lost is no end."""
    simulator, camera = await meet("ipc-1.0.10")
    clip = await first_clip(camera, simulator)
    simulator.delivery.cut_after = 50_000
    with pytest.raises(ConnectionFailed):
        await fetched(archive_of(camera), clip)


async def test_address_as_printed(meet: Meet) -> None:
    """The recordings of ipc cameras are asked for as the document prints it, without a session; with one if need be."""
    simulator, camera = await meet("ipc-1.0.10")
    archive = archive_of(camera)
    clip = await first_clip(camera, simulator)
    await fetched(archive, clip)
    (request,) = simulator.requests
    assert request.target == "/playback/mnt/mmc0/motion/20240502/120000-av-1.mp4"
    fault = b"<fault><value>/playback</value><reason>error, parse uid</reason></fault>"
    simulator.refuse["/playback"] = Fault(status=400, body=fault, times=1)
    await fetched(archive, clip)
    assert [bool(r.query) for r in simulator.requests] == [False, False, True]


async def test_dead_session(meet: Meet) -> None:
    """A session that has died is replaced once."""
    fault = "<fault><value>/playback</value><reason>uid error</reason></fault>"
    alive = False

    async def answer(request: web.Request) -> web.Response:
        nonlocal alive
        if request.path.endswith("getuid"):
            alive = "uid" in request.query or asked["sessions"] == 1
            asked["sessions"] += 1
            return text("<uid>1</uid>")
        if "uid" in request.query and alive:
            return web.Response(body=b"\0\0\0\x18ftypisom")
        return text(fault, 400)

    asked = {"sessions": 0}
    clip = Clip(0, NOON, None, ClipKind.MOTION, file="/mnt/a.mp4")
    async with strange("ipc", answer) as (archive, server):
        assert await fetched(archive, clip)
    assert [unquote(t).partition("?")[0] for t in server.targets] == [
        "/playback/mnt/a.mp4",
        "/cgi-bin/getuid",
        "/playback/mnt/a.mp4",
        "/cgi-bin/getuid",
        "/playback/mnt/a.mp4",
    ]


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (lambda: text("Error\r\nNo permission!\r\n"), Refused),
        (lambda: web.Response(body=b"<html>please log in</html>", content_type="video/mp4"), Refused),
        (lambda: web.Response(body=b""), Refused),
        (lambda: web.Response(status=404), NoClip),
        (lambda: web.Response(status=302, headers={"Location": "http://127.0.0.2/a.mp4"}), ConnectionFailed),
        (lambda: web.Response(status=503), Busy),
        (lambda: web.Response(status=403, text="no"), Refused),
        (lambda: web.Response(status=401, text="locked"), AuthFailed),
        (lambda: web.Response(status=400, text=f"pass={ACCOUNT.password}"), Refused),
    ],
)
async def test_no_film(response: Callable[[], web.Response], error: type[Exception]) -> None:
    """Words instead of a film are the camera's reason; redirects are not followed; no text holds a secret."""

    async def answer(_: web.Request) -> web.Response:
        return response()

    clip = Clip(1, NOON, None, ClipKind.MOTION, file="/mnt/sd/a.dav")
    async with strange("dahua", answer) as (archive, _):
        with pytest.raises(error) as told:
            await fetched(archive, clip)
    assert ACCOUNT.password not in str(told.value)


async def test_nameless_files(meet: Meet) -> None:
    """A device that does not hand a file out by its name may do so by its time."""
    simulator, camera = await meet("dahua-camera")
    clip = await first_clip(camera, simulator)
    simulator.refuse["/cgi-bin/RPC_Loadfile"] = Fault(status=404)
    assert (await fetched(archive_of(camera), clip)).startswith(b"DHAV")
    assert simulator.requests[-1].query == {
        "action": "startLoad",
        "channel": "1",
        "startTime": "2024-05-02 12:00:00",
        "endTime": "2024-05-02 12:01:00",
        "subtype": "0",
    }


async def test_span(meet: Meet) -> None:
    """A time is fetched where the dialect can do that (4.11.7)."""
    simulator, camera = await meet("dahua-camera")
    empty(simulator)
    record(simulator, NOON)
    record(simulator, NOON.replace(minute=2))
    span = Span(NOON.replace(second=10), NOON.replace(minute=3))
    async with archive_of(camera).open_span(1, span, StreamKind.MAIN) as download:
        assert b"".join([piece async for piece in download]).count(b"DHAV") == 40
    with pytest.raises(Refused):
        async with archive_of(camera).open_span(1, span, StreamKind.SUB):
            pass
    _, camera = await meet("ipc-1.0.10")
    with pytest.raises(Unsupported):
        archive_of(camera).open_span(0, span, StreamKind.MAIN)


async def test_places(meet: Meet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two recordings at a time; a third has to wait, and everything else goes on meanwhile."""
    simulator, camera = await meet("dahua-camera")
    monkeypatch.setattr("custom_components.cgi_camera.protocol.transport.TOTAL", 0.2)
    archive = archive_of(camera)
    clip = await first_clip(camera, simulator)
    simulator.delivery.hold_after = 1
    async with archive.open(clip), archive.open(clip):
        with pytest.raises(Busy):
            async with archive.open(clip):
                pass
        camera.expire([Slot(1, f.MOTION_DETECTION)])
        await camera.refresh([Slot(1, f.MOTION_DETECTION)])
        assert "name=MotionDetect" in simulator.requests[-1].target
    await wait_for(lambda: simulator.delivery.open == 0)
    assert simulator.delivery.busiest == 2
    simulator.delivery.go.set()
    assert await fetched(archive, clip)


async def test_slow_beginning(meet: Meet) -> None:
    """A disk that wakes up slowly does not keep anything else waiting, nonces or not."""
    simulator, camera = await meet("dahua-camera")
    clip = await first_clip(camera, simulator)
    simulator.refuse["/cgi-bin/RPC_Loadfile"] = Fault(delay=0.5)
    waiting = asyncio.create_task(fetched(archive_of(camera), clip))
    await wait_for(lambda: simulator.requests)
    camera.expire([Slot(1, f.MOTION_DETECTION)])
    await camera.refresh([Slot(1, f.MOTION_DETECTION)])
    assert not waiting.done()
    assert simulator.requests[-1].status == 200
    assert await waiting


async def test_leaving(meet: Meet) -> None:
    """The camera's connection closes as soon as nobody wants the rest."""
    simulator, camera = await meet("ipc-1.0.10")
    clip = await first_clip(camera, simulator)
    simulator.delivery.hold_after = 1
    async with archive_of(camera).open(clip) as download:
        assert await anext(aiter(download))
        assert simulator.delivery.open == 1
    await wait_for(lambda: simulator.delivery.open == 0)
    assert simulator.delivery.sent <= simulator.delivery.piece


def test_found_is_what_it_says() -> None:
    """A span of a second has no halves, one of more has two without a gap."""
    assert Span(NOON, NOON + timedelta(seconds=1)).halves() == ()
    first, second = Span(NOON, NOON + timedelta(seconds=3)).halves()
    assert (first.start, first.end, second.end) == (NOON, second.start, NOON + timedelta(seconds=3))
    assert Found((), complete=True).complete
