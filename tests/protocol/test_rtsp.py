"""Looking for streams: what is served where, and what a camera may answer instead."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import rtsp
from custom_components.cgi_camera.protocol.auth import Credentials
from custom_components.cgi_camera.protocol.errors import (
    AccountLocked,
    AuthFailed,
    BadAnswer,
    Busy,
    CameraError,
    ConnectionFailed,
    CutOff,
    Unsupported,
)
from custom_components.cgi_camera.protocol.rtsp import describe, find
from tests.conftest import Simulate
from tests.simulator import SimulatedCamera

from .conftest import Meet
from .server import ACCOUNT

SDP = b"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
VIDEO = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s" % (len(SDP), SDP)


def there(simulator: SimulatedCamera, path: str) -> str:
    """Return the address of a path at a simulated camera."""
    assert simulator.rtsp
    return f"rtsp://127.0.0.1:{simulator.rtsp.port}{path}"


def asked(simulator: SimulatedCamera) -> list[tuple[str, int]]:
    """Return what a simulated camera was asked for, and how it answered."""
    assert simulator.rtsp
    assert {request.method for request in simulator.rtsp.requests} <= {"DESCRIBE"}
    return [(request.target, request.status) for request in simulator.rtsp.requests]


def account(simulator: SimulatedCamera, password: str | None = None) -> Credentials:
    """Return the account of a simulated camera."""
    return Credentials(simulator.username, simulator.password if password is None else password)


@dataclass
class Wire:
    """A server that answers each request with the next text, on one connection or on one for each."""

    answers: list[bytes]
    close: bool = True
    heads: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        """Where it is."""
        return f"rtsp://127.0.0.1:{self.port}/live?ch=1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer what comes over one connection."""
        while True:
            try:
                self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
            except asyncio.IncompleteReadError, ConnectionError:
                break
            writer.write(self.answers.pop(0))
            if self.close:
                break
        writer.close()


@asynccontextmanager
async def wired(*answers: bytes, close: bool = True) -> AsyncIterator[Wire]:
    """Serve these answers."""
    wire = Wire(list(answers), close)
    server = await asyncio.start_server(wire.serve, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()
        server.close_clients()
        await server.wait_closed()


@pytest.mark.parametrize("schemes", [("Digest",), ("Basic",), ("Basic", "Digest"), ("Digest", "Basic")])
async def test_account(simulate: Simulate, schemes: tuple[str, ...]) -> None:
    """The account is told when it is asked for, by digest where that is possible."""
    simulator = await simulate("message", digest=True, password='p@ss "w:rd', rtsp={"schemes": schemes})
    await describe(there(simulator, "/1/h264major"), account(simulator))
    assert asked(simulator) == [("/1/h264major", 401), ("/1/h264major", 200)]
    assert simulator.rtsp.requests[0].headers.get("authorization") is None
    scheme = "Digest" if "Digest" in schemes else "Basic"
    assert simulator.rtsp.requests[1].headers["authorization"].startswith(scheme)


async def test_open_to_all(simulate: Simulate) -> None:
    """A camera that asks for no account gets none."""
    simulator = await simulate("message", rtsp={"schemes": ()})
    await describe(there(simulator, "/1/h264major"), account(simulator))
    assert asked(simulator) == [("/1/h264major", 200)]
    assert "authorization" not in simulator.rtsp.requests[0].headers


async def test_query(simulate: Simulate) -> None:
    """Path and query are asked for as they stand in the address, signed as such."""
    simulator = await simulate("dahua-camera", rtsp=True)
    await describe(there(simulator, "/cam/realmonitor?channel=1&subtype=0"), account(simulator))
    assert asked(simulator)[1] == ("/cam/realmonitor?channel=1&subtype=0", 200)


async def test_first_that_answers(simulate: Simulate) -> None:
    """The addresses are tried in their order until one has video."""
    simulator = await simulate("message", rtsp={"paths": ["/mpeg4"]})
    addresses = [there(simulator, path) for path in ("/1/h264major", "/mpeg4", "/never")]
    assert await find(addresses, account(simulator)) == addresses[1]
    assert [target for target, status in asked(simulator) if status == 200] == ["/mpeg4"]
    assert "/never" not in dict(asked(simulator))


async def test_nowhere(simulate: Simulate) -> None:
    """No address answers, or none is known."""
    simulator = await simulate("message", rtsp={"paths": []})
    with pytest.raises(Unsupported, match="RTSP 404"):
        await find([there(simulator, "/a"), there(simulator, "/b")], account(simulator))
    with pytest.raises(Unsupported, match="no RTSP address"):
        await find([], account(simulator))


async def test_wrong_account_is_tried_once(simulate: Simulate) -> None:
    """Further addresses would only lock the account."""
    simulator = await simulate("message", digest=True, rtsp=True)
    with pytest.raises(AuthFailed):
        await find([there(simulator, "/a"), there(simulator, "/b")], account(simulator, "wrong"))
    assert asked(simulator) == [("/a", 401), ("/a", 401)]


async def test_closed_port_is_knocked_at_once(simulate: Simulate) -> None:
    """What is not reached is not asked for another path, but another port is."""
    simulator = await simulate("message", digest=True, rtsp={"drop": True})
    async with wired(VIDEO) as wire:
        addresses = [there(simulator, "/a"), there(simulator, "/b"), wire.address]
        assert await find(addresses, ACCOUNT) == wire.address
    assert {target for target, _ in asked(simulator)} == {"/a"}


async def test_nobody_listens(simulate: Simulate, unused_tcp_port: int) -> None:
    """A camera without RTSP refuses the connection."""
    with pytest.raises(ConnectionFailed):
        await find([f"rtsp://127.0.0.1:{unused_tcp_port}/a"], ACCOUNT)


@pytest.mark.usefixtures("socket_enabled")
async def test_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera that accepts and says nothing is not waited for."""
    monkeypatch.setattr(rtsp, "PATIENCE", 0.05)
    async with wired(b"", close=False) as wire:
        with pytest.raises(ConnectionFailed, match="no answer in time"):
            await describe(wire.address, ACCOUNT)


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"RTSP/1.0 454 Session Not Found\r\n\r\n", Unsupported),
        (b"RTSP/1.0 400 Bad Request\n\n", Unsupported),
        (b"RTSP/1.0 403 Forbidden\r\n\r\n", AuthFailed),
        (b"RTSP/1.0 453 Not Enough Bandwidth\r\n\r\n", Busy),
        (b"RTSP/1.0 503 Service Unavailable\r\n\r\n", Busy),
        (b"RTSP/1.0 302 Moved\r\nLocation: rtsp://192.0.2.1/\r\n\r\n", BadAnswer),
        (b"RTSP/1.0 200 OK\r\n\r\n", BadAnswer),
        (b"RTSP/1.0 200 OK\r\nContent-Length: 20\r\n\r\nm=audio 0 RTP/AVP 0\n", BadAnswer),
        (b"RTSP/1.0 401 Unauthorized\r\n\r\n", AuthFailed),
        (b"RTSP/1.0 401 account locked\r\n\r\n", AccountLocked),
        (b"RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n\r\n", BadAnswer),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", BadAnswer),
        (b"RTSP/1.0 200 OK\r\nContent-Length: many\r\n\r\n", BadAnswer),
        (b"RTSP/1.0 200 OK\r\nContent-Length: 999999999\r\n\r\n", BadAnswer),
        (b"RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n", BadAnswer),
        (b"RTSP/1.0 200 OK\r\n" + b"X: y\r\n" * 100 + b"\r\n", BadAnswer),
        (b"x" * 100_000, BadAnswer),
        (b"RTSP/1.0 200 OK\r\nContent-Length: 10\r\n\r\nshort", CutOff),
        (b"RTSP/1.0 200 OK\r\nConten", CutOff),
        (b"", CutOff),
    ],
)
async def test_answers(answer: bytes, error: type[CameraError]) -> None:
    """Whatever a camera says instead of describing a video."""
    async with wired(answer) as wire:
        with pytest.raises(error) as raised:
            await describe(wire.address, ACCOUNT)
    assert raised.type is error
    assert ACCOUNT.password not in str(raised.value)


@pytest.mark.usefixtures("socket_enabled")
async def test_lines_end_as_they_like() -> None:
    """A head may have bare line feeds, odd capitals and blanks."""
    body = SDP.replace(b"\r\n", b"\r")
    async with wired(b"rtsp/1.0 200\ncseq:1\nCONTENT-LENGTH :%d\n\n%s" % (len(body), body)) as wire:
        await describe(wire.address, ACCOUNT)
        assert len(wire.heads) == 1


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("close", [True, False])
async def test_connection_closed_after_each_answer(*, close: bool) -> None:
    """The second request goes over the first connection, or over a new one where the camera has closed that."""
    challenge = b'RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n'
    async with wired(challenge, VIDEO, close=close) as wire:
        await describe(wire.address, ACCOUNT)
    first, second = wire.heads
    assert first.startswith(f"DESCRIBE {wire.address} RTSP/1.0\r\nCSeq: 1\r\n")
    assert "Authorization" not in first
    assert "Authorization: Basic " in second


@pytest.mark.parametrize("address", ["rtsp://127.0.0.1:1/a b", "rtsp://127.0.0.1:1/a\r\nX: y", "rtsp://127.0.0.1:1/ä"])
async def test_no_address(address: str) -> None:
    """What cannot stand in a request line is not asked for."""
    with pytest.raises(Unsupported, match="no address"):
        await describe(address, ACCOUNT)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("ipc-1.0.10", {"tells_ports": True}),
        ("control", {}),
        ("dahua-camera", {}),
        ("dahua-recorder", {}),
        (("message", {"channels": 2, "digest": True})),
    ],
)
async def test_every_stream_is_found(meet: Meet, kind: str, options: dict[str, Any]) -> None:
    """All streams of all dialects, at the port that the camera tells."""
    simulator, camera = await meet(kind, rtsp=True, **options)
    found = [await find(source.addresses, account(simulator)) for source in camera.streams()]
    assert len(set(found)) == len(found) >= 2
    assert [status for _, status in asked(simulator)] == [401, 200] * len(found)


async def test_other_paths_of_the_dialect(meet: Meet) -> None:
    """Where the likeliest address is not served, the next one is asked for."""
    simulator, camera = await meet("ipc-1.0.10", tells_ports=True, rtsp={"paths": ["/video1"]})
    main, sub = camera.streams()
    assert await find(main.addresses, account(simulator)) == there(simulator, "/video1")
    with pytest.raises(Unsupported):
        await find(sub.addresses, account(simulator))
