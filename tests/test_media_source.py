"""Recordings in the media browser."""

from datetime import UTC, date, datetime, timedelta
import io
import json
from typing import Any

import av
from homeassistant.core import HomeAssistant
import pytest

from custom_components.cgi_camera.protocol.media import ClipKind
from custom_components.cgi_camera.protocol.model import StreamKind
from tests.conftest import Add, Simulate
from tests.ha import Clock, pass_time, set_up, toy_entry
from tests.media import ROOT, Browser, ids, inside, titles
from tests.protocol.server import Server
from tests.recorded import empty, finders, record
from tests.simulator import Fault
from tests.simulator.film import FRAMES
from tests.test_translations import TEXTS

KINDS = ("ipc-1.0.10", "dahua-camera", "message")
OPTIONS = {"message": {"hands_out": True}}
CHANNELS = {"ipc-1.0.10": "0"}
QUIET = {"events": False}
NOT_THERE = "There is no such recording or list, or not any more"


async def recorded(simulate: Simulate, kind: str) -> tuple[Any, datetime]:
    """Start a camera that recorded something just after noon of the day before, by its own clock."""
    simulator = await simulate(kind, **OPTIONS.get(kind, {}))
    empty(simulator)
    noon = (simulator.now().replace(tzinfo=None) - timedelta(days=2)).replace(hour=12, minute=0, second=5)
    record(simulator, noon, 95)
    return simulator, noon.replace(microsecond=0)


@pytest.mark.parametrize("kind", KINDS)
async def test_from_camera_to_film(
    hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser, kind: str
) -> None:
    """Camera, day, kind, clip; what is found plays, and nobody learns where it came from."""
    simulator, noon = await recorded(simulate, kind)
    entry = await add(simulator)
    root = await browser.browse()
    assert (root["title"], titles(root)) == ("CGI Camera", [entry.title if kind == "message" else simulator_name(kind)])
    camera = await browser.browse(inside(next(iter(ids(root).values()))))
    assert titles(camera) == [f"{noon:%Y-%m-%d}", "Earlier"]
    day = await browser.browse(inside(ids(camera)[f"{noon:%Y-%m-%d}"]))
    assert titles(day) == ["Motion (1)"]
    clips = await browser.browse(inside(ids(day)["Motion (1)"]))
    (clip,) = clips["children"]
    assert clip["title"] == {"ipc-1.0.10": "12:00:05"}.get(kind, "12:00:05 (1:35)")
    assert (clip["can_play"], clip["media_class"], clip["media_content_type"]) == (True, "video", "video/mp4")
    media = await browser.resolve(clip["media_content_id"])
    assert media["mime_type"] == "video/mp4"
    async with browser.get(media["url"], known=False) as response:
        assert (response.status, response.content_type) == (200, "video/mp4")
        film = await response.read()
    with av.open(io.BytesIO(film)) as container:
        assert "mp4" in container.format.name
        assert sum(1 for _ in container.decode(video=0)) == FRAMES
    assert finders(simulator) == 0
    told = json.dumps([root, camera, day, clips, media])
    for secret in (simulator.password, simulator.host, str(simulator.port), "mnt", "cgi-bin", "playback"):
        assert secret not in told


def test_words() -> None:
    """Everything that a list may say has a text."""
    streams = {f"stream_{kind}" for kind in StreamKind if kind is not StreamKind.MAIN}
    assert set(TEXTS["common"]) == {*ClipKind, *streams, "earlier"}


def simulator_name(kind: str) -> str:
    """Return what a camera's device is called."""
    return {"ipc-1.0.10": "MC400L", "dahua-camera": "Simulated Dahua"}[kind]


async def test_recorder(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """The channels of a recorder come between it and its days, by their names."""
    simulator = await simulate("dahua-recorder")
    entry = await add(simulator, options=QUIET)
    camera = await browser.browse(entry.entry_id)
    assert titles(camera) == ["Driveway", "Garden", "Back door", "Workshop"]
    assert not simulator.requests
    garden = await browser.browse(inside(ids(camera)["Garden"]))
    assert garden["title"] == "Garden"
    day = await browser.browse(inside(garden["children"][0]["media_content_id"]))
    assert titles(day) == ["Motion (1)", "Schedule (1)"]
    assert simulator.requests[-2].query["action"] == "close"
    assert {r.query["condition.Channel"] for r in simulator.requests if "condition.Channel" in r.query} == {"2"}


async def test_thumbnails(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """A picture that was taken during a clip stands beside it; only who is logged in sees it."""
    simulator, noon = await recorded(simulate, "dahua-camera")
    simulator.disk.add((noon + timedelta(seconds=30)).replace(tzinfo=UTC), 0, kind="jpg", event="VideoMotion")
    record(simulator, noon + timedelta(hours=1))
    entry = await add(simulator)
    with_picture, without = (await browser.browse(entry.entry_id, "1", f"{noon:%Y-%m-%d}", "motion"))["children"]
    assert without["thumbnail"] is None
    async with browser.get(with_picture["thumbnail"]) as response:
        assert (response.status, response.content_type) == (200, "image/jpeg")
        assert (await response.read()).startswith(b"\xff\xd8")
    async with browser.get(with_picture["thumbnail"], known=False) as response:
        assert response.status == 401


async def test_no_thumbnails(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """Clips are listed without pictures if those cannot be had."""
    simulator, noon = await recorded(simulate, "dahua-camera")
    entry = await add(simulator)
    # The finder for pictures is the one after that for clips.
    finder = simulator.disk._last + 16
    fault = Fault(status=503)
    simulator.refuse[f"/cgi-bin/mediaFileFind.cgi?action=findFile&object={finder}"] = fault
    (clip,) = (await browser.browse(entry.entry_id, "1", f"{noon:%Y-%m-%d}", "motion"))["children"]
    assert clip["thumbnail"] is None
    assert simulator.requests[-3].status == fault.status
    assert finders(simulator) == 0


async def test_earlier(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """Two weeks at a time, back as far as one likes."""
    simulator, noon = await recorded(simulate, "ipc-1.0.10")
    record(simulator, noon - timedelta(days=20))
    entry = await add(simulator)
    camera = await browser.browse(entry.entry_id)
    before = await browser.browse(inside(ids(camera)["Earlier"]))
    assert titles(before) == [f"{noon - timedelta(days=20):%Y-%m-%d}", "Earlier"]
    simulator.requests.clear()
    assert titles(await browser.browse(inside(ids(before)["Earlier"]))) == ["Earlier"]
    assert len(simulator.requests) == 14


async def test_day_of_the_camera(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """A camera east of us has its own days: ten seconds before its midnight is still today there."""
    await hass.config.async_set_time_zone("America/Los_Angeles")
    simulator = await simulate("ipc-1.0.10")
    today = simulator.local_now().date()
    late = datetime.combine(today, datetime.min.time()) - timedelta(seconds=10)
    record(simulator, late)
    record(simulator, late + timedelta(seconds=10))
    entry = await add(simulator)
    camera = await browser.browse(entry.entry_id)
    assert titles(camera) == [str(today), str(today - timedelta(days=1)), "Earlier"]
    listed = await browser.browse(entry.entry_id, "0", str(today - timedelta(days=1)), "motion")
    assert titles(listed) == ["23:59:50"]


@pytest.mark.parametrize("kind", KINDS)
async def test_ten_thousand(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser, kind: str) -> None:
    """Whatever a day holds, lists and requests stay few, and every clip can be reached."""
    simulator = await simulate(kind)
    empty(simulator)
    day = datetime.combine(date(2024, 5, 2), datetime.min.time())
    for number in range(10_000):
        record(simulator, day + timedelta(seconds=number * 8), 5)
    for second in range(0, 600, 2):
        record(simulator, day.replace(hour=23) + timedelta(seconds=second), 1)
    entry = await add(simulator)
    channel = CHANNELS.get(kind, "1")

    async def browse(*more: str) -> dict[str, Any]:
        simulator.requests.clear()
        listed = await browser.browse(entry.entry_id, channel, "2024-05-02", *more)
        assert len(simulator.requests) < 60
        assert len(listed["children"]) <= 200
        return listed

    assert "Motion" in titles(await browse())
    hours = await browse("motion")
    assert titles(hours)[:2] == ["00:00-01:00", "01:00-02:00"]
    assert len(hours["children"]) == 24
    tens = await browse("motion", "0000-60")
    assert titles(tens) == [f"00:{ten}0-0{(ten + 1) // 6}:{(ten + 1) % 6}0" for ten in range(6)]
    clips = await browse("motion", "0010-10")
    assert len(clips["children"]) == 75
    assert titles(clips)[0].startswith("00:10:00")
    minutes = await browse("motion", "2300-10")
    assert len(minutes["children"]) == 10
    assert len((await browse("motion", "2303-1"))["children"]) == 30
    assert finders(simulator) == 0


async def test_more_than_fit(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """A minute is divided no further: what does not fit is left out."""
    simulator = await simulate("message")
    for _ in range(250):
        record(simulator, datetime(2024, 5, 2, 12, 0, 7), 1)  # noqa: DTZ001
        simulator.clips.items[-1].kind = f"MD{len(simulator.clips.items)}".replace("MD", "MD ")
    entry = await add(simulator)
    listed = await browser.browse(entry.entry_id, "1", "2024-05-02", "motion", "1200-1")
    assert len(listed["children"]) == 200


async def test_sub_stream(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """Two recordings of the same time are told apart."""
    simulator = await simulate("ipc-1.0.10")
    for stream in (1, 2):
        simulator.recordings.add(2, datetime(2024, 5, 2, 12), stream=stream)  # noqa: DTZ001
    entry = await add(simulator)
    listed = await browser.browse(entry.entry_id, "0", "2024-05-02", "schedule")
    assert titles(listed) == ["12:00:00", "12:00:00 sub stream"]
    assert titles(await browser.browse(entry.entry_id, "0", "2024-05-02", "alarm")) == []


async def test_listed_but_not_handed_out(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """Where nothing says how to fetch a file, it is listed, and played only if the camera answers at its path."""
    simulator = await simulate("message")
    record(simulator, datetime(2024, 5, 2, 12))  # noqa: DTZ001
    entry = await add(simulator)
    (clip,) = (await browser.browse(entry.entry_id, "1", "2024-05-02", "motion"))["children"]
    refusal = await browser.refused("resolve", inside(clip["media_content_id"]))
    assert refusal == "Front does not have this recording: the camera does not hand it out"


# What does not work


async def test_cameras_without_recordings(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """They are not listed."""
    for number, kind in enumerate(("control", "ipc-1.0.1")):
        entry = await add(await simulate(kind, mac=f"02:00:00:00:00:0{number}"))
    assert titles(await browser.browse()) == []
    refusal = await browser.refused("browse", entry.entry_id)
    assert refusal.startswith(NOT_THERE)


@pytest.mark.parametrize(("kind", "without"), [("ipc-1.0.10", "sd_card"), ("dahua-camera", "storage")])
async def test_no_card(simulate: Simulate, add: Add, browser: Browser, kind: str, without: str) -> None:
    """A camera without a card says so."""
    entry = await add(await simulate(kind, **{without: False}))
    assert (await browser.refused("browse", entry.entry_id)).startswith("Front has nothing to record on: ")


@pytest.mark.parametrize("kind", KINDS)
async def test_camera_gone(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser, kind: str) -> None:
    """A camera that does not answer says so, wherever one looks."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    await simulator.stop()
    channel = CHANNELS.get(kind, "1")
    for path in ((), (channel, "2024-05-02"), (channel, "2024-05-02", "motion")):
        refusal = await browser.refused("browse", entry.entry_id, *path)
        assert refusal.startswith("Front cannot be reached. ")
    refusal = await browser.refused("resolve", entry.entry_id, channel, "clip", "20240502T120000-0123456789abcdef")
    assert refusal.startswith("Front cannot be reached. ")


async def test_camera_not_set_up(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """A camera that is not set up is not listed, and says so."""
    entry = await add(await simulate("dahua-camera"))
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert titles(await browser.browse()) == []
    for kind, *path in (("browse",), ("browse", "1"), ("resolve", "1", "clip", "x")):
        assert (await browser.refused(kind, entry.entry_id, *path)).startswith("Front is not set up now")


async def test_account_refused(
    hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser, clock: Clock
) -> None:
    """While the user has to be asked for the account, nothing is sent."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    simulator.password = "another"
    for _ in range(2):
        clock.ahead += 400
        await pass_time(hass, 400)
    assert entry.runtime_data.rejected
    simulator.requests.clear()
    assert (await browser.refused("browse", entry.entry_id)).startswith("Front does not accept the account")
    assert not simulator.requests


@pytest.mark.parametrize(
    "path",
    [
        ("nonsense",),
        ("1", "2024-02-30"),
        ("1", "before", "someday"),
        ("1", "before", "0001-01-02"),
        ("1", "9999-12-31"),
        ("1", "2024-05-02", "love"),
        ("1", "2024-05-02", "motion", "2500-60"),
        ("1", "2024-05-02", "motion", "0000-60", "more"),
        ("2",),
        ("..", "1"),
    ],
)
async def test_senseless_lists(
    hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser, path: tuple[str, ...]
) -> None:
    """There is no such list, and the camera is not bothered."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options=QUIET)
    assert (await browser.refused("browse", entry.entry_id, *path)).startswith(NOT_THERE)
    assert not simulator.requests


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        (("1",), NOT_THERE),
        (("1", "clip", "x"), "Front does not have this recording"),
        (("1", "film", "20240502T120000-0123456789abcdef"), NOT_THERE),
        (("1", "clip", "..", "..", "etc"), NOT_THERE),
        (("5", "clip", "20240502T120000-0123456789abcdef"), NOT_THERE),
    ],
)
async def test_senseless_clips(
    simulate: Simulate, add: Add, browser: Browser, path: tuple[str, ...], refusal: str
) -> None:
    """There is no such clip, and the camera is not bothered."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options=QUIET)
    assert (await browser.refused("resolve", entry.entry_id, *path)).startswith(refusal)
    assert (await browser.refused("resolve", "nobody", *path)).startswith(NOT_THERE)
    assert not simulator.requests


async def test_unknown_camera(hass: HomeAssistant, browser: Browser) -> None:
    """Neither is there a camera that nobody added."""
    assert (await browser.refused("browse", "nobody")).startswith(NOT_THERE)
    assert ROOT not in await browser.refused("browse", "nobody", "1", "2024-05-02")


async def test_dialect_without_recordings(hass: HomeAssistant, toy_server: Server, browser: Browser) -> None:
    """A dialect that says nothing about recordings has none."""
    entry = await set_up(hass, toy_entry(toy_server))
    assert not entry.runtime_data.camera.archive.offered
    assert titles(await browser.browse()) == []
