"""The RTSP side of the simulated cameras, spoken to by hand."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import md5
import re
from typing import Any

from aiohttp import ClientSession
import pytest

from tests.simulator import KINDS
from tests.simulator.control_port import ControlPort

from .conftest import Starter


class Client:
    """One RTSP connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
        self.reader = reader
        self.writer = writer
        self.base = f"rtsp://127.0.0.1:{port}"

    async def ask(self, path: str, method: str = "DESCRIBE", **headers: str) -> tuple[int, dict[str, str], str]:
        lines = [f"{method} {self.base}{path} RTSP/1.0", "CSeq: 7", *(f"{k}: {v}" for k, v in headers.items())]
        return await self.send("\r\n".join((*lines, "", "")))

    async def send(self, text: str) -> tuple[int, dict[str, str], str]:
        self.writer.write(text.encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        first, *rest = head.strip().split("\r\n")
        found = dict(line.split(": ", 1) for line in rest)
        body = await self.reader.readexactly(int(found.get("Content-Length", "0")))
        return int(first.split(" ")[1]), found, body.decode()

    async def digest(self, path: str, challenge: str, password: str = "pass1234") -> tuple[int, dict[str, str], str]:
        realm, nonce = re.findall('"([^"]+)"', challenge)
        uri = f"{self.base}{path}"
        first = md5(f"admin:{realm}:{password}".encode()).hexdigest()
        second = md5(f"DESCRIBE:{uri}".encode()).hexdigest()
        response = md5(f"{first}:{nonce}:{second}".encode()).hexdigest()
        said = f'username="admin", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{response}"'
        return await self.ask(path, Authorization=f"Digest {said}")


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Client(reader, writer, port)
    finally:
        writer.close()


type Start = Callable[..., Awaitable[Any]]


@pytest.fixture
def start(started: Starter) -> Start:
    async def make(kind: str, **options: Any) -> Any:
        return await started(KINDS[kind](**{"rtsp": True, **options}))

    return make


@pytest.mark.parametrize(
    ("kind", "options", "path", "codec"),
    [
        ("ipc-1.0.1", {}, "/stream0", "H265"),
        ("ipc-1.0.10", {}, "/video2", "H265"),
        ("control", {}, "/stream1", "H264"),
        ("control", {}, "/stream3", "JPEG"),
        ("dahua-camera", {}, "/cam/realmonitor?channel=1&subtype=0", "H264"),
        ("dahua-recorder", {}, "/cam/realmonitor?channel=4&subtype=1&unicast=true&proto=Onvif", "H264"),
        ("message", {"digest": True}, "/1/h264major", "H264"),
        ("message", {"digest": True, "channels": 2}, "/2/h264minor", "H264"),
        ("message", {"digest": True}, "/mpeg4", "H264"),
    ],
)
async def test_described_to_who_knows_the_password(
    start: Start, kind: str, options: dict[str, Any], path: str, codec: str
) -> None:
    camera = await start(kind, **options)
    async with connected(camera.rtsp.port) as client:
        status, headers, body = await client.ask(path)
        assert (status, body) == (401, "")
        challenge = headers["WWW-Authenticate"]
        assert challenge.startswith("Digest realm=")
        assert (await client.digest(path, challenge, "wrong"))[0] == 401
        status, headers, body = await client.digest(path, challenge)
        assert (status, headers["Content-Type"], headers["CSeq"]) == (200, "application/sdp", "7")
        assert f" {codec}/90000\r\n" in body
        assert "m=video 0 RTP/AVP " in body
    assert [(row.method, row.target, row.status) for row in camera.rtsp.requests] == [
        ("DESCRIBE", path, status) for status in (401, 401, 200)
    ]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("ipc-1.0.10", "/stream9"),
        ("ipc-1.0.10", "/"),
        ("control", "/stream4"),
        ("control", "/stream"),
        ("control", "/1"),
        ("dahua-camera", "/cam/realmonitor?channel=2&subtype=0"),
        ("dahua-camera", "/cam/realmonitor?channel=0&subtype=0"),
        ("dahua-camera", "/cam/realmonitor?channel=1&subtype=3"),
        ("dahua-camera", "/cam/realmonitor?channel=one"),
        ("dahua-camera", "/cam/playback?channel=1&starttime=yesterday"),
        ("message", "/2/h264major"),
        ("message", "/1/h264"),
    ],
)
async def test_other_paths_are_not_found(start: Start, kind: str, path: str) -> None:
    camera = await start(kind, rtsp={"schemes": []})
    async with connected(camera.rtsp.port) as client:
        assert (await client.ask(path))[0] == 404


async def test_only_questions_are_answered(start: Start) -> None:
    camera = await start("control", rtsp={"schemes": []})
    async with connected(camera.rtsp.port) as client:
        status, headers, _ = await client.ask("/stream1", "OPTIONS")
        assert (status, "DESCRIBE" in headers["Public"]) == (200, True)
        assert (await client.ask("/stream1", "GET_PARAMETER"))[0] == 200
        for method in ("SETUP", "PLAY", "PAUSE"):
            status, headers, _ = await client.ask("/stream1", method)
            assert (status, "OPTIONS" in headers["Allow"]) == (405, True)
        assert (await client.ask("/stream1", "BREW"))[0] == 501
        assert (await client.send(f"DESCRIBE {client.base}/stream1 RTSP/1.0\r\n\r\n"))[0] == 400
        assert (await client.send(f"DESCRIBE {client.base}/stream1 RTSP/2.0\r\nCSeq: 1\r\n\r\n"))[0] == 505
        assert (await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))[0] == 400
        text = f"GET_PARAMETER {client.base}/ RTSP/1.0\r\nCSeq: 8\r\nContent-Length: 4\r\n\r\nping"
        assert (await client.send(text))[0] == 200


async def test_basic_and_both(start: Start) -> None:
    camera = await start("ipc-1.0.10", rtsp={"schemes": ["Basic", "Digest"]}, name="Hall")
    right, wrong = (b64encode(f"admin:{word}".encode()).decode() for word in ("pass1234", "no"))
    async with connected(camera.rtsp.port) as client:
        await client.ask("/stream0", "OPTIONS")
        client.writer.write(f"DESCRIBE {client.base}/stream0 RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())
        head = (await client.reader.readuntil(b"\r\n\r\n")).decode()
        assert re.findall(r"WWW-Authenticate: (\w+) realm=\"Hall\"", head) == ["Basic", "Digest"]
        assert (await client.ask("/stream0", Authorization=f"Basic {wrong}"))[0] == 401
        assert (await client.ask("/stream0", Authorization="Basic ***"))[0] == 401
        assert (await client.ask("/stream0", Authorization=f"Basic {right}"))[0] == 200
        camera.rtsp.habits.schemes = ("Digest",)
        assert (await client.ask("/stream0", Authorization=f"Basic {right}"))[0] == 401


async def test_the_camera_decides_whether_a_password_is_wanted(start: Start) -> None:
    ipc = await start("ipc-1.0.10")
    ipc.values["rtsp"]["rtsp_auth"] = "0"
    control = await start("control")
    control.pages["setrtsp"]["authorityenable"] = "disable"
    message = await start("message")
    for camera, path in ((ipc, "/stream0"), (control, "/stream2"), (message, "/1/h264minor")):
        async with connected(camera.rtsp.port) as client:
            assert (await client.ask(path))[0] == 200
    ipc.values["set_start_codec"]["stream0_enable"] = "0"
    control.pages["setvideo"]["encoder2.enable"] = "disable"
    message.row("minor_stream", "StreamInfo", 1)["Payload"] = "1"
    for camera, path, status in ((ipc, "/video1", 404), (control, "/stream2", 404), (message, "/1/h264minor", 200)):
        async with connected(camera.rtsp.port) as client:
            answer = await client.ask(path)
            assert answer[0] == status
    assert "H265/90000" in answer[2]


async def test_switched_off(start: Start) -> None:
    ipc = await start("ipc-1.0.10")
    ipc.values["set_service_port"]["enable_rtsp"] = "0"
    dahua = await start("dahua-camera")
    dahua.config.values["RTSP.Enable"] = "false"
    for camera in (ipc, dahua):
        async with connected(camera.rtsp.port) as client:
            assert await client.reader.read() == b""


async def test_recordings_of_a_dahua_device(start: Start) -> None:
    camera = await start("dahua-camera", rtsp={"schemes": []})
    clip = camera.disk.files[0]
    span = f"starttime={clip.start:%Y_%m_%d_%H_%M_%S}&endtime={clip.end:%Y_%m_%d_%H_%M_%S}"
    camera.config.values["Encode[0].ExtraFormat[0].VideoEnable"] = "false"
    async with connected(camera.rtsp.port) as client:
        assert (await client.ask(f"/cam/playback?channel=1&{span}"))[0] == 200
        assert (await client.ask(f"/cam/playback?channel=2&{span}"))[0] == 404
        assert (await client.ask(f"/{clip.path}"))[0] == 200
        assert (await client.ask("//mnt/sd/none.dav"))[0] == 404
        assert (await client.ask("/cam/realmonitor?channel=1&subtype=1"))[0] == 404


async def test_ports(start: Start) -> None:
    picked = await start("control")
    assert picked.rtsp.port == picked.rtsp_port == int(picked.pages["setrtsp"]["rtspport"])
    told = await start("dahua-camera", rtsp_port=8554, rtsp={"port": 0})
    assert told.config["RTSP.Port"] == "8554"
    assert told.rtsp.port != 8554
    without = KINDS["message"]()
    assert (without.rtsp, without.rtsp_port) == (None, 554)


async def test_variants(start: Start) -> None:
    camera = await start("message", rtsp={"paths": ["/live"], "delay": 0.01})
    async with connected(camera.rtsp.port) as client:
        assert (await client.ask("/live"))[0] == 200
        assert (await client.ask("/1/h264major"))[0] == 404
        camera.rtsp.habits.status = 503
        assert (await client.ask("/live", "OPTIONS"))[0] == 503
        camera.rtsp.habits.drop = True
        with pytest.raises(asyncio.IncompleteReadError):
            await client.ask("/live")
    assert camera.rtsp.requests[-1].status == 0
    async with connected(camera.rtsp.port) as client:
        client.writer.write(b"x" * 20000 + b"\r\n\r\n")
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await client.reader.readexactly(1)


async def test_gone_while_the_camera_reboots(start: Start) -> None:
    camera = await start("ipc-1.0.10")
    async with connected(camera.rtsp.port) as client:
        await client.ask("/stream0")
        await camera._close()
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await client.ask("/stream0")
    with pytest.raises(ConnectionError):
        await asyncio.open_connection("127.0.0.1", camera.rtsp.port)
    await camera.start()
    async with connected(camera.rtsp.port) as client:
        assert (await client.ask("/stream0"))[0] == 401


async def test_control_port(start: Start, session: ClientSession) -> None:
    camera = await start("message", rtsp={"schemes": []})
    control = ControlPort(camera)
    await control.start()
    url = f"http://127.0.0.1:{control.port}"
    try:
        await session.post(f"{url}/rtsp?status=503")
        async with connected(camera.rtsp.port) as client:
            assert (await client.ask("/mpeg4"))[0] == 503
        await session.post(f"{url}/rtsp?status=0&schemes=Basic,Digest&delay=0.01")
        async with connected(camera.rtsp.port) as client:
            assert (await client.ask("/mpeg4"))[0] == 200
        async with session.get(f"{url}/rtsp") as answer:
            told = await answer.json()
        assert told["requests"] == [["DESCRIBE", "/mpeg4", 503], ["DESCRIBE", "/mpeg4", 200]]
    finally:
        await control.stop()
