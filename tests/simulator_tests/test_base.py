"""The parts all simulated cameras share."""

import asyncio
import socket
from typing import Any

from aiohttp import ClientError, ClientSession, web
import pytest

from tests.simulator import Fault, SimulatedCamera
from tests.simulator.__main__ import keywords, parse_arguments
from tests.simulator.base import parse_query
from tests.simulator.control_port import ControlPort
from tests.simulator.picture import draw

from .conftest import Starter


class Plain(SimulatedCamera):
    """A camera of no dialect."""

    kind = "plain"

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.heard: list[tuple[str, bool, int, dict[str, Any]]] = []
        self.sessions = 1

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/events":
            return await self.stream(request, "multipart/x-mixed-replace; boundary=b", first=b"first;")
        if request.path == "/mjpeg":
            return await self.mjpeg(request, lambda: b"JPEG", boundary="b", rate=50)
        if request.path == "/reboot":
            self.reboot()
        return web.Response(text="fine")

    def alarm_changed(self, kind: str, on: bool, channel: int, data: dict[str, Any]) -> None:
        self.heard.append((kind, on, channel, data))
        for stream in self.streams:
            stream.send(f"{kind}={on};".encode())

    def forget_sessions(self) -> None:
        self.sessions = 0


@pytest.fixture
async def camera(started: Starter) -> Plain:
    camera = Plain()
    await started(camera)
    return camera


async def test_logs_requests_as_sent(camera: Plain, session: ClientSession) -> None:
    async with session.get(camera.url.with_path("/a").with_query({"zone": "GMT+08:00"})) as answer:
        assert await answer.text() == "fine"
    logged = camera.requests[0]
    assert (logged.method, logged.path, logged.status) == ("GET", "/a", 200)
    assert logged.query == {"zone": "GMT+08:00"}


def test_query_keeps_a_plus_and_decodes_percent() -> None:
    assert parse_query("a=GMT+08:00&b=%20x&c&d=1=2") == {
        "a": "GMT+08:00",
        "b": " x",
        "c": "",
        "d": "1=2",
    }


async def test_fault_with_status_strikes_by_prefix_until_removed(camera: Plain, session: ClientSession) -> None:
    camera.refuse["/a"] = Fault(status=500, body=b"broken")
    async with session.get(camera.url / "a/b") as answer:
        assert answer.status == 500
        assert await answer.read() == b"broken"
    async with session.get(camera.url / "c") as answer:
        assert answer.status == 200
    camera.refuse.clear()
    async with session.get(camera.url / "a/b") as answer:
        assert answer.status == 200
    assert [row.status for row in camera.requests] == [500, 200, 200]


@pytest.mark.parametrize("fault", [Fault(drop=True), Fault(garbage=b"\x00\x01 nonsense\r\n\r\n")])
async def test_fault_that_breaks_the_connection(camera: Plain, session: ClientSession, fault: Fault) -> None:
    camera.refuse["/"] = fault
    with pytest.raises(ClientError):
        async with session.get(camera.url / "a") as answer:
            await answer.read()
    assert camera.requests[-1].status == 0


async def test_fault_may_delay_and_strike_once(camera: Plain, session: ClientSession) -> None:
    camera.refuse["/"] = Fault(delay=0.05, times=1)
    async with session.get(camera.url / "a") as answer:
        assert answer.status == 200
    assert camera.refuse == {}


async def test_stream_carries_alarms_and_can_be_cut(camera: Plain, session: ClientSession) -> None:
    async with session.get(camera.url / "events") as answer:
        assert "Transfer-Encoding" not in answer.headers
        assert await answer.content.readuntil(b";") == b"first;"
        camera.raise_alarm("motion", channel=2, code=5)
        assert await answer.content.readuntil(b";") == b"motion=True;"
        camera.cut_events()
        assert await answer.content.read() == b""
    assert camera.heard == [("motion", True, 2, {"code": 5})]
    assert camera.alarms == {("motion", 2): True}


async def test_cut_leaves_pictures_running(camera: Plain, session: ClientSession) -> None:
    async with session.get(camera.url / "mjpeg") as answer:
        await answer.content.readuntil(b"JPEG\r\n--b")
        camera.cut_events()
        assert await answer.content.readuntil(b"JPEG\r\n")


async def test_reboot_answers_then_is_away_and_back_on_the_same_port(camera: Plain, session: ClientSession) -> None:
    camera.reboot_seconds = 0.1
    async with session.get(camera.url / "events") as events:
        async with session.get(camera.url / "reboot") as answer:
            assert await answer.text() == "fine"
        assert await events.content.read() == b"first;"
    await asyncio.sleep(0.05)
    with pytest.raises(ClientError):
        await session.get(camera.url / "a")
    await asyncio.sleep(0.15)
    async with session.get(camera.url / "a") as answer:
        assert answer.status == 200
    assert camera.sessions == 0
    assert camera.uptime() < 1


async def test_stop_during_a_reboot_stays_stopped(camera: Plain, session: ClientSession) -> None:
    camera.reboot_seconds = 0.05
    camera.reboot()
    await camera.stop()
    await asyncio.sleep(0.1)
    with pytest.raises(ClientError):
        await session.get(camera.url / "a")
    await camera.start()
    async with session.get(camera.url / "a") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("turns", range(4))
async def test_stop_while_a_client_knocks(camera: Plain, turns: int) -> None:
    """A client that is half let in when the camera goes is no error of the camera's."""
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    told: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: told.append(context))
    with socket.create_connection((camera.host, camera.port)):
        for _ in range(turns):
            await asyncio.sleep(0)
        await camera.stop()
        await asyncio.sleep(0)
    assert told == []


def test_clock_moves_and_can_be_set() -> None:
    camera = Plain()
    before, steady = camera.now(), camera.seconds()
    camera.advance(3600)
    assert 3599 < (camera.now() - before).total_seconds() < 3601
    assert camera.seconds() - steady >= 3600
    camera.set_clock(before)
    assert abs((camera.now() - before).total_seconds()) < 1
    assert camera.seconds() - steady >= 3600


async def test_control_port_steers(camera: Plain, session: ClientSession) -> None:
    control = ControlPort(camera)
    await control.start()
    url = f"http://127.0.0.1:{control.port}"
    try:
        await session.post(f"{url}/alarm?kind=tamper&on=0&channel=3&area=4")
        assert camera.heard == [("tamper", False, 3, {"area": "4"})]
        await session.post(f"{url}/fault?path=/x&status=503")
        async with session.get(camera.url / "x") as answer:
            assert answer.status == 503
        await session.delete(f"{url}/fault?path=/x")
        async with session.get(camera.url / "x") as answer:
            assert answer.status == 200
        await session.post(f"{url}/advance?seconds=100")
        async with session.get(f"{url}/state") as answer:
            state = await answer.json()
        assert (state["kind"], state["alarms"]) == ("plain", {"tamper:3": False})
        assert state["uptime"] >= 100
        async with session.get(f"{url}/log") as answer:
            assert [row["status"] for row in await answer.json()] == [503, 200]
        await session.post(f"{url}/cut")
    finally:
        await control.stop()


def test_command_line_passes_only_what_was_said() -> None:
    options = parse_arguments(["ipc-1.0.10", "--port", "8080", "--user", "u", "--option", "read_only=true"])
    assert keywords(options) == {
        "host": "127.0.0.1",
        "port": 8080,
        "username": "u",
        "read_only": True,
    }


def test_picture_shows_time_and_brightness() -> None:
    camera = Plain()
    moment = camera.now()
    first = draw("Porch 你好", moment)
    assert first.startswith(b"\xff\xd8")
    assert first.endswith(b"\xff\xd9")
    assert draw("Porch 你好", moment, brightness=0.9) != first
    assert draw("Porch", moment, flip=True, mirror=True, text=False, size=(64, 36)) != first
