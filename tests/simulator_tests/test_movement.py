"""Moves that run until they are stopped, seen in the cameras' state; and what the cameras recorded."""

from datetime import UTC, datetime
import io
from typing import Any

from aiohttp import ClientSession
import av
import pytest
from yarl import URL

from tests.simulator import KINDS
from tests.simulator.movement import Axis, Mover

from .conftest import Starter


class Seconds:
    """A clock that a test puts forward."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_axes_turn_round_or_end(seconds: Seconds) -> None:
    mover = Mover(seconds, {"pan": Axis(0, 360, wraps=True), "tilt": Axis(-10, 90)})
    mover.move(pan=-10.0, tilt=20.0)
    seconds.now = 2
    assert mover.place() == {"pan": 340, "tilt": 40}
    seconds.now = 10
    assert mover.place() == {"pan": 260, "tilt": 90}
    assert mover.moving() == {"pan": -10.0}
    mover.move(tilt=-1.0)
    assert mover.moving() == {"pan": -10.0, "tilt": -1.0}
    mover.stop()
    seconds.now = 20
    assert mover.place() == {"pan": 260, "tilt": 90}
    mover.go({"tilt": -99})
    assert mover.place()["tilt"] == -10


# Kind, what moves it right and in, what stops it, where it stands, presets: set, go, and where its number is.
IPC = "/cgi-bin/ptz_ctrl?uid={uid}&"
CONTROL = "/cgi-bin/control/{}.cgi?id=admin&passwd=pass1234&action="
MESSAGE = "/cgi/ptz_set?Channel=1&Group=PTZCtrlInfo&"
HEADS = [
    (
        "ipc-1.0.1",
        [f"{IPC}move_x=1&move_y=0&speed=10", f"{IPC}zoom=1"],
        [f"{IPC}stop=1"],
        ("pan", "zoom"),
        [f"{IPC}add_preset=3", f"{IPC}call_preset=3"],
    ),
    (
        "control",
        [
            f"{CONTROL.format('pt_control')}setptmove&pan=right&panspeed=100",
            f"{CONTROL.format('zf_control')}setzfmove&zoom=in&zoomspeed=10",
        ],
        [
            f"{CONTROL.format('pt_control')}setptmove&pan=stop&tilt=stop",
            f"{CONTROL.format('zf_control')}setzfmove&zoom=stop",
        ],
        ("pan", "zoom"),
        [f"{CONTROL.format('preset_control')}{what}preset&number=3" for what in ("set", "go")],
    ),
    (
        "message",
        [f"{MESSAGE}Direction=4&PanSpeed=10&TiltSpeed=10", f"{MESSAGE}Zoom=1"],
        [f"{MESSAGE}Stop=0"],
        ("Pan", "ZoomPosition"),
        [f"{MESSAGE}Preset=0&PresetNumber=3&PresetTitle=Gate", f"{MESSAGE}Preset=1&PresetNumber=3"],
    ),
]


def head_of(camera: Any) -> dict[str, Any]:
    settings = camera.settings()
    return settings["heads"]["1"] if "heads" in settings else settings.get("head") or settings["ptz"]


@pytest.mark.parametrize(("kind", "moves", "stops", "axes", "presets"), HEADS)
async def test_a_move_runs_until_it_is_stopped(  # noqa: PLR0917
    started: Starter,
    session: ClientSession,
    kind: str,
    moves: list[str],
    stops: list[str],
    axes: tuple[str, str],
    presets: list[str],
) -> None:
    camera = await started(KINDS[kind](ptz=True))
    uid = ""

    async def get(target: str) -> str:
        url = URL(f"{camera.url}".rstrip("/") + target.format(uid=uid), encoded=True)
        async with session.get(url) as answer:
            assert answer.status == 200
            return await answer.text()

    if kind.startswith("ipc"):
        uid = (await get("/cgi-bin/getuid?username=admin&password=pass1234")).partition("<uid>")[2][:8]
    for move in moves:
        await get(move)
    camera.advance(2)
    before = head_of(camera)
    assert set(before["moving"]) == set(axes)
    camera.advance(2)
    for stop in stops:
        await get(stop)
    stopped = head_of(camera)
    assert stopped["moving"] == {}
    for axis in axes:
        assert stopped["place"][axis] > before["place"][axis] > 0
    camera.advance(10)
    assert head_of(camera)["place"] == stopped["place"]
    await get(presets[0])
    await get(moves[0])
    camera.advance(5)
    assert head_of(camera)["place"][axes[0]] > stopped["place"][axes[0]]
    await get(presets[1])
    assert head_of(camera)["place"] == stopped["place"]
    assert head_of(camera)["moving"] == {}


async def test_message_heads_tell_their_position(started: Starter, session: ClientSession) -> None:
    camera: Any = await started(KINDS["message"](channels=2))

    async def get(target: str) -> str:
        async with session.get(URL(f"{camera.url}".rstrip("/") + target, encoded=True)) as answer:
            return await answer.text()

    await get("/cgi/ptz_set?Channel=2&Group=PTZCtrlInfo&Direction=downright&PanSpeed=10&TiltSpeed=1")
    camera.advance(3)
    body = await get("/cgi/ptz_get?Channel=2&Group=PTZCtrlInfo")
    assert 3000 <= int(body.partition("<Pan><int>")[2].partition("<")[0]) <= 3100
    assert "<Tilt><int>0<" in body
    assert "<Pan><int>0<" in await get("/cgi/ptz_get?Channel=1&Group=PTZCtrlInfo")
    await get("/cgi/ptz_set?Channel=2&Group=PTZCtrlInfo&Stop=0")
    assert camera.settings()["heads"]["2"]["moving"] == {}


async def test_control_heads_turn_by_themselves(started: Starter, session: ClientSession) -> None:
    camera: Any = await started(KINDS["control"](ptz=True))
    base = f"{camera.url}".rstrip("/") + CONTROL.format("preset_control")
    for query, speed in (("autopan_cw&speed=50", 5.0), ("autopan_ccw&speed=10", -1.0)):
        await session.get(URL(base + query))
        assert camera.head.state()["place"].keys() == {"pan", "tilt", "zoom", "focus"}
        assert camera.head.mover.moving() == {"pan": speed}
    await session.get(URL(f"{base}autopan_cw&speed=255"))
    assert camera.head.mover.moving() == {}


# -- recordings


async def test_thousands_of_ipc_recordings(started: Starter, session: ClientSession) -> None:
    camera: Any = await started(KINDS["ipc-1.0.10"]())
    camera.recordings.add_many(4, datetime(2024, 5, 2, tzinfo=UTC), 10_000, every=8, seconds=5)
    query = "/cgi-bin/get_record_query?year=2024&month=5&day=2&username=admin&password=pass1234"
    async with session.get(URL(f"{camera.url}".rstrip("/") + query)) as answer:
        body = await answer.text()
    assert body.count("<items ") == 10_000
    item = camera.recordings.items[9_999]
    size = camera.recordings.size(item)
    assert f'filepath="{item.path}" filesize="{size}"' in body
    async with session.get(camera.url.join(URL(f"/playback{item.path}"))) as answer:
        data = await answer.read()
    with av.open(io.BytesIO(data)) as opened:
        assert len(list(opened.decode(video=0))) == 10
    async with session.head(camera.url.join(URL(f"/playback{item.path}"))) as answer:
        assert (answer.status, answer.content_length) == (200, len(data))


async def test_thousands_of_message_clips(started: Starter, session: ClientSession) -> None:
    camera: Any = await started(KINDS["message"]())
    camera.clips.add_many("MD", 1_700_000_000, 5_000, every=10, seconds=5)
    query = "/cgi/record_get?Channel=1&Group=RecordSearch&StartTime=1700000000&EndTime=1700086400"
    async with session.get(URL(f"{camera.url}".rstrip("/") + query)) as answer:
        assert (await answer.text()).count("<RecordSearch>") == 5_000
