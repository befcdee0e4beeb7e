"""The command line, as people run it."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from importlib.util import module_from_spec, spec_from_file_location
import os
from pathlib import Path
import re
import signal
import sys
from typing import Any, Protocol

import aiohttp
import pytest

from custom_components.cgi_camera.protocol.auth import Credentials
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.probe import log_in, probe
from custom_components.cgi_camera.protocol.transport import Transport
from tests.conftest import Simulate
from tests.ha import KINDS
from tests.protocol.server import serving, text
from tests.replay import Replay, load
from tests.simulator import SimulatedCamera

SCRIPT = Path(__file__).parent.parent / "scripts" / "camera_cli.py"
PASSWORD = "pa ss&w%rd=#1"


class Run(Protocol):
    """Run the command line to its end; return status, output and errors. The password is in neither."""

    def __call__(self, *arguments: object, password: str | None = PASSWORD) -> Awaitable[tuple[int, str, str]]: ...


@pytest.fixture(scope="module")
def main() -> Callable[[], int]:
    """Load the command line once: a process takes a second to begin."""
    spec = spec_from_file_location("camera_cli", SCRIPT)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[], int] = module.main
    return found


@pytest.fixture
def run(main: Callable[[], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in a thread that has its own event loop."""

    async def finish(*arguments: object, password: str | None = PASSWORD) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", [str(SCRIPT), *map(str, arguments)])
        monkeypatch.setenv("CGI_CAMERA_PASSWORD", password or "")
        capsys.readouterr()
        with ThreadPoolExecutor(1) as thread:
            status = await asyncio.get_running_loop().run_in_executor(thread, main)
        out, err = capsys.readouterr()
        assert PASSWORD not in out + err
        return status, out, err

    return finish


class OneLine(Protocol):
    """Run what fails; return the one line that it says about it."""

    def __call__(self, *arguments: object, password: str | None = PASSWORD) -> Awaitable[str]: ...


@pytest.fixture
def one_line(run: Run) -> OneLine:
    """Run what fails."""

    async def fail(*arguments: object, password: str | None = PASSWORD) -> str:
        status, out, err = await run(*arguments, password=password)
        assert (status, out) == (1, ""), err
        assert err.count("\n") == 1, err
        return err

    return fail


@asynccontextmanager
async def process(*arguments: object, password: str | None = PASSWORD) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the command line as a process, away from any terminal; it is ended with the test."""
    environment = {name: value for name, value in os.environ.items() if name != "CGI_CAMERA_PASSWORD"}
    environment |= {} if password is None else {"CGI_CAMERA_PASSWORD": password}
    # A shell lets what it runs in the background ignore Ctrl-C, these tests among it.
    started = await asyncio.create_subprocess_exec(
        "env", "--default-signal=INT", sys.executable, SCRIPT, *map(str, arguments), stdin=DEVNULL, stdout=PIPE,
        stderr=PIPE, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        yield started
    finally:
        with suppress(ProcessLookupError):
            started.kill()
        await started.wait()


async def end(*arguments: object, password: str | None = PASSWORD) -> tuple[int, str, str]:
    """Run a process to its end."""
    async with process(*arguments, password=password) as started:
        out, err = (data.decode() for data in await started.communicate())
    assert PASSWORD not in out + err
    return started.returncode or 0, out, err


def at(simulator: SimulatedCamera) -> tuple[object, ...]:
    """Return the arguments that lead to a simulated camera."""
    return simulator.host, "--port", simulator.port


async def test_probe(simulate: Simulate, run: Run) -> None:
    """Needs no password and sends none; options may stand on either side."""
    simulator = await simulate("ipc-1.0.10", password=PASSWORD)
    told = f"http://127.0.0.1:{simulator.port} speaks ipc (IPC modules (OEM))\n"
    assert await end("probe", *at(simulator), password=None) == (0, told, "")
    assert await run("--port", simulator.port, "probe", simulator.host, password=None) == (0, told, "")
    assert not any("username" in logged.query for logged in simulator.requests)


async def test_show(simulate: Simulate, run: Run) -> None:
    """Lists who the camera is, its streams, values with their ranges, and what it can do."""
    simulator = await simulate("dahua-recorder", password=PASSWORD, channels=2, rtsp=True)
    status, out, err = await run("show", *at(simulator))
    assert (status, err) == (0, "")
    first, second, *lines = out.splitlines()
    assert first.endswith("(dahua)")
    assert f"MAC {simulator.mac.lower()}, serial number {simulator.serial}, firmware " in second
    assert any(line.startswith(f"stream 2/main: rtsp://127.0.0.1:{simulator.rtsp.port}/") for line in lines)
    assert any(re.fullmatch(r"2/brightness +set +\d+ +0 … 100", line) for line in lines)
    assert any(re.match(r"1/motion +push +unknown|1/motion +push +off", line) for line in lines)
    assert "reboot  press" in lines
    assert not any(line.startswith("mac ") for line in lines)


async def test_show_streams_that_are_not_there(simulate: Simulate, run: Run) -> None:
    """Says why there is no video; an account that is refused is not told again."""
    simulator = await simulate("dahua-recorder", password=PASSWORD, channels=2, rtsp={"status": 404})
    _, out, _ = await run("show", *at(simulator))
    assert "stream 1/main: no RTSP (RTSP 404)" in out
    simulator.rtsp.habits.status = 403
    simulator.rtsp.requests.clear()
    _, out, _ = await run("show", *at(simulator))
    assert out.count("no RTSP (RTSP 403)") == 4
    assert len(simulator.rtsp.requests) == 1


@pytest.mark.parametrize(("kind", "way"), [("ipc-1.0.10", "process"), ("message", "thread")])
async def test_set(simulate: Simulate, run: Run, kind: str, way: str) -> None:
    """Tells what the camera made of it; the camera has it."""
    simulator = await simulate(kind, password=PASSWORD)
    place = "1/" if kind == "message" else ""
    changes = (f"{place}brightness=61", f"{place}contrast=62")
    told = f"{place}brightness = 61\n{place}contrast = 62\n"
    do = end if way == "process" else run
    assert await do("set", *at(simulator), *changes) == (0, told, "")
    async with connected(simulator) as camera:
        values = {str(slot): camera.state.get(slot) for slot in camera.capabilities}
    assert (values[f"{place}brightness"], values[f"{place}contrast"]) == (61, 62)


async def test_set_areas(simulate: Simulate, run: Run, one_line: OneLine) -> None:
    """Grids are told by rows, rectangles by four numbers, and `show` tells them so."""
    simulator = await simulate("control", password=PASSWORD, model={"motion_blocks": "8x6"})
    rows, place = "########/######../######../######../######../.......#", "50,25,12.5,25"
    changes = (f"motion_area={rows}", f"privacy_mask_area_2={place}")
    told = f"motion_area = {rows}\nprivacy_mask_area_2 = {place}\n"
    assert await run("set", *at(simulator), *changes) == (0, told, "")
    assert simulator.pages["setmotion"]["motion1.area6"] == "128"
    _, out, _ = await run("show", *at(simulator))
    assert re.search(rf"motion_area +set +{rows} +6 rows of 8\n", out)
    assert re.search(rf"privacy_mask_area_2 +set +{place}\n", out)
    assert (await one_line("set", *at(simulator), "motion_area=##")).endswith("6 rows of 8 blocks each are needed\n")
    for wrong in ("motion_area=?", "privacy_mask_area_2=1,2,3", "privacy_mask_area_2=60,0,50,1"):
        assert "takes no" in await one_line("set", *at(simulator), wrong)


async def test_set_time_of_day(simulate: Simulate, run: Run) -> None:
    """Hours and minutes are told as people write them."""
    simulator = await simulate("message", password=PASSWORD)
    told = await run("set", *at(simulator), "alarm_schedule_start_2=08:30")
    assert told == (0, "alarm_schedule_start_2 = 08:30:00\n", "")
    assert simulator.row("alarm", "ScheduleInfo")["start1M"] == "30"
    status, _, err = await run("set", *at(simulator), "alarm_schedule_start_2=8")
    assert status
    assert "takes no '8'" in err


@asynccontextmanager
async def connected(simulator: SimulatedCamera) -> AsyncIterator[Camera]:
    """Discover a simulated camera."""
    dialect = DIALECTS[simulator.kind.partition("-")[0]]
    async with aiohttp.ClientSession() as session:
        account = Credentials(simulator.username, simulator.password)
        camera = Camera(Transport(session, simulator.url, dialect.login, account), dialect)
        await camera.identify()
        await camera.discover()
        yield camera
        camera.close()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("nothing=1", "nothing is not offered; `scripts/camera show` lists what is"),
        ("1/brightness=1", "1/brightness is not offered"),
        ("mac=x", "mac is not offered"),
        ("brightness", "brightness: to which value? Write brightness=VALUE"),
        ("brightness=much", "brightness takes no 'much'"),
        ("brightness=300", "127.0.0.1: Invalid: brightness: 300 is above 255\n"),
        ("flip=maybe", "flip takes no 'maybe'"),
        ("motion=on", "127.0.0.1: Unsupported: "),
    ],
)
async def test_set_what_cannot_be_set(simulate: Simulate, one_line: OneLine, change: str, reason: str) -> None:
    """One line says why, and nothing was set."""
    simulator = await simulate("ipc-1.0.10", password=PASSWORD)
    before = simulator.snapshot_state()["settings"]["image"]
    assert (await one_line("set", *at(simulator), "contrast=7", change)).startswith(reason)
    assert simulator.snapshot_state()["settings"]["image"] == before


async def test_press(simulate: Simulate, run: Run) -> None:
    """Is done once, with its number."""
    simulator = await simulate("ipc-1.0.10", password=PASSWORD)
    assert await run("press", *at(simulator), "goto_preset=3") == (0, "done\n", "")
    asked = [logged.query["call_preset"] for logged in simulator.requests if "call_preset" in logged.query]
    assert asked == ["3"]


async def test_press_that_moves(simulate: Simulate, run: Run) -> None:
    """The head moves a little, and is at rest before the command ends."""
    simulator = await simulate("ipc-1.0.10", password=PASSWORD)
    assert await run("press", *at(simulator), "move_left") == (0, "done\n", "")
    assert [next(iter(order)) for order in simulator.ptz_log] == ["move_x", "stop"]
    assert not simulator.moving


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("dance", "dance is none of "),
        ("goto_preset=three", "goto_preset=three: channel and number are counted from 1"),
        ("x/reboot", "x/reboot: channel and number are counted from 1"),
    ],
)
async def test_press_what_is_not_there(simulate: Simulate, one_line: OneLine, action: str, reason: str) -> None:
    """One line says so."""
    simulator = await simulate("ipc-1.0.10", password=PASSWORD)
    assert (await one_line("press", *at(simulator), action)).startswith(reason)


@pytest.mark.timeout(120)
async def test_watch(simulate: Simulate) -> None:
    """Alarms appear as they come, until Ctrl-C."""
    simulator = await simulate("dahua-camera", password=PASSWORD, smart=False, storage=False, extra_streams=1)
    async with process("watch", *at(simulator)) as watch, asyncio.timeout(100):
        assert watch.stdout
        assert watch.stderr

        async def until(words: str) -> str:
            assert watch.stdout
            while line := (await watch.stdout.readline()).decode():
                if words in line:
                    return line
            raise AssertionError(f"no {words}")

        assert re.match(r"\d\d:\d\d:\d\d\.\d{6} ", await until("event_link on"))
        simulator.raise_alarm("motion")
        await until("1/motion on")
        simulator.raise_alarm("motion", on=False)
        await until("1/motion off")
        simulator.send_event("Unheard", "Pulse", 0, {"Key": "value"})
        assert (await until("event Unheard")).endswith(' pulse index 1 {"Key": "value"}\n')
        watch.send_signal(signal.SIGINT)
        assert await watch.wait() == 0
        assert await watch.stderr.read() == b""


async def test_snapshot(simulate: Simulate, run: Run, one_line: OneLine, tmp_path: Path) -> None:
    """Is a JPEG; a place where none can be put is named."""
    simulator = await simulate("control", password=PASSWORD)
    picture = tmp_path / "picture.jpg"
    status, out, err = await run("snapshot", *at(simulator), picture)
    assert (status, err) == (0, "")
    assert out == f"{picture}: {picture.stat().st_size} bytes\n"
    assert picture.read_bytes().startswith(b"\xff\xd8")
    assert "No such file" in await one_line("snapshot", *at(simulator), tmp_path / "no" / "picture.jpg")


EVERY: list[tuple[str, dict[str, Any]]] = [*((kind, {}) for kind in KINDS), ("message", {"digest": True})]


@pytest.mark.parametrize(("kind", "options"), EVERY)
async def test_a_recording_can_be_replayed(
    simulate: Simulate, run: Run, tmp_path: Path, kind: str, options: dict[str, Any]
) -> None:
    """It holds nothing that is private, and a camera with the same capabilities."""
    simulator = await simulate(kind, password=PASSWORD, **options)
    folder = tmp_path / "camera"
    status, out, err = await run("record", *at(simulator), folder)
    assert (status, err) == (0, "")
    assert re.fullmatch(rf"{re.escape(str(folder))}: \d+ answers; look them through before you publish them\n", out)
    everything = b"\0".join(path.read_bytes() for path in folder.iterdir()).lower()
    for private in (
        PASSWORD,
        simulator.mac,
        simulator.mac.replace(":", ""),
        simulator.mac.replace(":", "-"),
        simulator.serial,
    ):
        assert private.lower().encode() not in everything
    assert b"127.0.0.1" not in everything

    async with connected(simulator) as camera, Replay(load(folder)) as replay, aiohttp.ClientSession() as session:
        found = await probe(session, "127.0.0.1", port=replay.url.port)
        assert camera.dialect in found.dialects
        again = await log_in(session, found, Credentials("anybody", "anything"))
        await again.discover()
        assert again.dialect is camera.dialect
        assert again.channels == camera.channels
        assert again.capabilities == camera.capabilities
        assert again.identity.unique_id
        assert [replace_port(s.addresses[0]) for s in again.streams()] == [
            replace_port(s.addresses[0]) for s in camera.streams()
        ]
        assert [again.commands(channel) for channel in again.channels] == [camera.commands(c) for c in camera.channels]
        again.close()


def replace_port(address: str) -> str:
    """Return a stream address without what the transport decides."""
    return re.sub(r"//127\.0\.0\.1:\d+", "//host", address)


async def test_wrong_password(simulate: Simulate, one_line: OneLine) -> None:
    """Is tried once and not told."""
    simulator = await simulate("dahua-camera", password=PASSWORD)
    line = await one_line("show", *at(simulator), password="wr0ng")
    assert line.startswith("127.0.0.1: AuthFailed: ")
    assert "wr0ng" not in line
    assert len([logged for logged in simulator.requests if "Authorization" in logged.headers]) == 1


async def test_no_password(simulate: Simulate) -> None:
    """Nobody is there to be asked."""
    simulator = await simulate("dahua-camera", password=PASSWORD)
    status, out, err = await end("show", *at(simulator), password=None)
    assert (status, out) == (1, "")
    assert err.endswith("no password: put it into CGI_CAMERA_PASSWORD\n")


async def test_nobody_and_others(socket_enabled: None, one_line: OneLine) -> None:
    """Are told apart in one line."""

    async def page(request: Any) -> Any:
        return text("<html>")

    async with serving(page) as server:
        port = server.base.port
        assert await one_line("probe", "127.0.0.1", "--port", port) == (
            "127.0.0.1: NotSupported: what answers there is no camera of a known kind\n"
        )
    assert (await one_line("probe", "127.0.0.1", "--port", port)).startswith("127.0.0.1: ConnectionFailed: ")


async def test_help() -> None:
    """Names every command."""
    status, out, _ = await end("--help")
    assert status == 0
    for command in ("probe", "show", "set", "press", "watch", "snapshot", "record"):
        assert re.search(rf"^    {command} ", out, re.MULTILINE)
