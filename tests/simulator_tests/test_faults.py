"""Every fault at every dialect: what comes over the wire while it strikes, and that all is well after it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
import time
from typing import Any
from xml.etree import ElementTree as ET

from aiohttp import ClientError, ClientPayloadError, ClientSession, ClientTimeout, DigestAuthMiddleware
import pytest
from yarl import URL

from tests.simulator import MODELS, Fault
from tests.simulator.bombs import bomb
from tests.simulator.control_port import ControlPort
from tests.simulator.faults import CATALOGUE, Faults

from .conftest import Starter

LOGIN = "id=admin&passwd=pass1234"
# A question with the beginning of its right answer, and where events come from (ipc and message push none).
DIALECTS = {
    "ipc-1.0.10": ("/cgi-bin/image?uid={uid}", b"<?xml", ""),
    "control": (
        f"/cgi-bin/control/osd.cgi?{LOGIN}&action=getosd",
        b"osdstatus",
        f"/cgi-bin/control/requestevent.cgi?{LOGIN}&action=getevent&eventtype=motion",
    ),
    "dahua-camera": (
        "/cgi-bin/configManager.cgi?action=getConfig&name=NTP",
        b"table.NTP",
        "/cgi-bin/eventManager.cgi?action=attach&codes=[VideoMotion]&heartbeat=1",
    ),
    "message": ("/cgi/image_get?Channel=1&Group=ImageInfo", b"<?xml", ""),
}


class Client:
    """Asks a camera of any dialect."""

    def __init__(self, camera: Any, session: ClientSession) -> None:
        self.camera = camera
        self.session = session
        self.question, self.beginning, self.events = DIALECTS[camera.kind]
        self.digest = DigestAuthMiddleware("admin", "pass1234")
        self.uid = ""

    def url(self, target: str) -> URL:
        return URL(f"{self.camera.url}".rstrip("/") + target.format(uid=self.uid), encoded=True)

    async def log_in(self) -> None:
        if self.camera.kind.startswith("ipc"):
            async with self.session.get(self.url("/cgi-bin/getuid?username=admin&password=pass1234")) as answer:
                self.uid = (await answer.text()).partition("<uid>")[2][:8]

    def open(self, target: str, **keywords: Any) -> Any:
        middlewares = (self.digest,) if self.camera.kind.startswith("dahua") else ()
        keywords.setdefault("timeout", ClientTimeout(total=5))
        return self.session.get(self.url(target), middlewares=middlewares, allow_redirects=False, **keywords)

    async def ask(self, **keywords: Any) -> tuple[int, bytes]:
        async with self.open(self.question, **keywords) as answer:
            self.headers = answer.headers
            return answer.status, await answer.read()

    async def whole(self) -> bytes:
        """The right answer."""
        self.camera.refuse.clear()
        return (await self.ask())[1]

    async def is_well(self) -> None:
        status, body = await self.ask()
        assert status == 200
        assert body.startswith(self.beginning)
        assert b"rror" not in body


type Make = Callable[..., Awaitable[Client]]


@pytest.fixture
def make(started: Starter, session: ClientSession) -> Make:
    async def make(kind: str, **options: Any) -> Client:
        client = Client(await started(MODELS[kind](**options)), session)
        await client.log_in()
        await client.is_well()
        return client

    return make


@pytest.fixture(params=DIALECTS)
async def client(make: Make, request: pytest.FixtureRequest) -> Client:
    return await make(request.param)


def strike(client: Client, name: str, **changes: Any) -> Fault:
    fault = CATALOGUE[name]()
    for key, value in changes.items():
        setattr(fault, key, value)
    client.camera.refuse["/"] = fault
    return fault


@pytest.mark.parametrize(
    ("name", "status", "length"),
    [
        ("garbage body", 200, 1024),
        ("empty", 200, 0),
        ("500", 500, 21),
        ("503", 503, 19),
        ("redirect to another host", 302, 0),
        ("redirect to https", 302, 0),
    ],
)
async def test_other_answers(client: Client, name: str, status: int, length: int) -> None:
    fault = strike(client, name)
    assert await client.ask() == (status, fault.body)
    assert len(fault.body) == length
    assert client.camera.requests[-1].status == status
    client.camera.refuse.clear()
    await client.is_well()


async def test_a_redirect_keeps_the_target(client: Client) -> None:
    strike(client, "redirect to another host")
    await client.ask()
    location = client.headers["Location"]
    assert location.startswith("http://127.0.0.9:9/cgi")
    assert location.endswith(client.url(client.question).raw_path_qs)


@pytest.mark.parametrize("name", ["drop", "garbage", "drop mid-body"])
async def test_broken_connections(client: Client, name: str) -> None:
    fault = strike(client, name)
    with pytest.raises(ClientError):
        await client.ask()
    assert fault.struck
    assert client.camera.requests[-1].status == 0
    client.camera.refuse.clear()
    await client.is_well()


async def test_half_an_answer_comes_before_the_drop(client: Client) -> None:
    strike(client, "drop mid-body", cut_after=10)
    async with client.open(client.question) as answer:
        assert int(answer.headers["Content-Length"]) > 10
        seen = await answer.content.readexactly(10)
        with pytest.raises(ClientPayloadError):
            await answer.content.readexactly(1)
    assert seen == (await client.whole())[:10]


async def test_slow_and_never(client: Client) -> None:
    strike(client, "slow", delay=0.05)
    before = time.monotonic()
    await client.is_well()
    assert time.monotonic() - before >= 0.05
    strike(client, "hang")
    with pytest.raises(TimeoutError):
        await client.ask(timeout=ClientTimeout(total=0.1))
    client.camera.refuse.clear()
    await client.is_well()


async def test_truncated(client: Client) -> None:
    whole = await client.whole()
    strike(client, "truncated")
    status, body = await client.ask()
    assert (status, body) == (200, whole[:60])
    assert int(client.headers["Content-Length"]) == 60


async def test_wrong_content_type(client: Client) -> None:
    whole = await client.whole()
    strike(client, "wrong content type")
    assert await client.ask() == (200, whole)
    assert client.headers["Content-Type"] == "application/octet-stream"


async def test_huge(client: Client) -> None:
    fault = strike(client, "huge", body=b"start")
    async with client.open(client.question) as answer:
        assert answer.content_length == fault.huge == 200 * 1024**2
        seen = await answer.content.readexactly(1_000_000)
    assert seen.startswith(b"start  ")
    strike(client, "huge", no_length=True, huge=100_000)
    async with client.open(client.question) as answer:
        assert answer.content_length is None
        assert len(await answer.read()) == 100_000
    client.camera.refuse.clear()
    await client.is_well()


async def test_drip(client: Client) -> None:
    whole = await client.whole()
    strike(client, "drip", drip=0.0001)
    async with client.open(client.question) as answer:
        assert answer.content_length is None
        seen = await answer.content.readexactly(len(whole) + 5)
    assert seen == whole + b"     "
    client.camera.refuse.clear()
    await client.is_well()


async def test_one_401(client: Client) -> None:
    strike(client, "one 401")
    async with client.session.get(client.url(client.question)) as answer:
        assert answer.status == 401
    assert client.camera.refuse == {}
    await client.is_well()


async def test_expired(make: Make) -> None:
    ipc = await make("ipc-1.0.10")
    strike(ipc, "expired")
    assert b"uid error" in (await ipc.ask())[1]
    await ipc.log_in()
    await ipc.is_well()
    dahua = await make("dahua-camera", tell_stale=True)
    before = len(dahua.camera.requests)
    strike(dahua, "expired")
    await dahua.is_well()
    assert [row.status for row in dahua.camera.requests[before:]] == [401, 200]
    for kind in ("message", "control"):
        other = await make(kind)
        strike(other, "expired")
        await other.is_well()


@pytest.mark.parametrize("name", ["bomb", "quadratic bomb", "external entity"])
async def test_bombs(client: Client, name: str) -> None:
    strike(client, name)
    status, body = await client.ask()
    assert status == 200
    assert b"<!DOCTYPE" in body
    assert b"&bomb;" in body
    assert len(body) < 200_000


@pytest.mark.parametrize(
    "document",
    [b'<?xml version="1.0"?>\n<image brightness="128" hue="1"/>', b"<uid>abc</uid>", b"<a/>", b"key = value", b""],
)
def test_a_bomb_is_an_xml_document(document: bytes) -> None:
    safe = bomb("external", document).decode().replace('<!ENTITY bomb SYSTEM "file:///etc/passwd">', "")
    assert ET.fromstring(safe.replace("&bomb;", "0")) is not None
    armed = bomb("laughs", document).decode()
    armed = armed.replace("&e8;" * 10, "small")
    root = ET.fromstring(armed)
    assert "small" in (root.text or "") + "".join(root.attrib.values())


def test_there_is_no_other_bomb() -> None:
    with pytest.raises(ValueError, match="no bomb"):
        bomb("loud", b"<a/>")


# -- what limits a fault


def test_the_longest_beginning_counts_and_a_time_runs_from_the_first_strike() -> None:
    faults = Faults({"/a": Fault(status=1), "/a/b": Fault(status=2, seconds=10)})
    assert faults.strike("/c", 0) is None
    for moment, status in ((100.0, 2), (109.0, 2), (111.0, 1)):
        fault = faults.strike("/a/b?x=%5B", moment)
        assert fault is not None
        assert fault.status == status
    assert list(faults) == ["/a"]
    assert faults["/a"].struck == 1


async def test_a_fault_for_a_while(client: Client) -> None:
    client.camera.refuse["/"] = Fault(status=503, seconds=60)
    assert (await client.ask())[0] == 503
    client.camera.advance(59)
    assert (await client.ask())[0] == 503
    client.camera.advance(2)
    await client.log_in()
    await client.is_well()


async def test_a_fault_at_one_endpoint_only(client: Client) -> None:
    fault = Fault(status=503)
    client.camera.refuse["/elsewhere"] = fault
    await client.is_well()
    assert fault.struck == 0
    async with client.session.get(client.camera.url / "elsewhere") as answer:
        assert (answer.status, fault.struck) == (503, 1)


# -- event streams


PUSHING = [kind for kind, (_, _, events) in DIALECTS.items() if events]


@pytest.fixture(params=PUSHING)
async def pushing(make: Make, request: pytest.FixtureRequest) -> Client:
    return await make(request.param)


async def opened(client: Client) -> None:
    deadline = time.monotonic() + 5
    while not client.camera.streams:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


async def events(client: Client, enough: bytes) -> list[bytes]:
    """What comes, piece by piece, when something moves, until there was enough."""
    chunks: list[bytes] = []
    async with client.open(client.events) as answer:
        await opened(client)
        client.camera.raise_alarm("motion")
        while enough not in b"".join(chunks):
            if not (chunk := await answer.content.readany()):
                break
            chunks.append(chunk)
    return chunks


ON = {"control": b"motion1 = on", "dahua-camera": b"action=Start"}


async def test_an_event_in_single_bytes(pushing: Client) -> None:
    strike(pushing, "split")
    chunks = await events(pushing, ON[pushing.camera.kind])
    assert len(chunks) > 20
    assert max(len(chunk) for chunk in chunks) < 10


async def test_an_event_without_length(pushing: Client) -> None:
    strike(pushing, "without length")
    seen = b"".join(await events(pushing, ON[pushing.camera.kind]))
    assert b"ontent-type: text/plain" in seen.lower()
    assert b"length" not in seen.lower()


async def test_an_event_with_line_feeds_only(pushing: Client) -> None:
    strike(pushing, "line feeds")
    seen = b"".join(await events(pushing, ON[pushing.camera.kind]))
    assert b"\n" in seen
    assert b"\r" not in seen


async def test_a_silent_stream(pushing: Client) -> None:
    pushing.camera.refuse["/"] = Fault(silent=True)
    async with pushing.open(pushing.events) as answer:
        assert answer.status == 200
        await opened(pushing)
        pushing.camera.raise_alarm("motion")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await answer.content.readany()


async def test_a_stream_that_closes(pushing: Client) -> None:
    strike(pushing, "closed each second", closes_after=0.05)
    for _ in range(2):
        async with pushing.open(pushing.events) as answer:
            await answer.read()
        assert not pushing.camera.streams


async def test_a_stream_that_is_cut_and_one_of_another_type(pushing: Client) -> None:
    pushing.camera.refuse["/"] = Fault(cut_after=30, content_type="text/html")
    assert len(b"".join(await events(pushing, b"never"))) == 30
    async with pushing.open(pushing.events) as answer:
        assert answer.headers["Content-Type"] == "text/html"
    pushing.camera.refuse.clear()
    await pushing.is_well()


async def test_downloads_are_cut_and_slow(make: Make) -> None:
    client = await make("dahua-camera")
    path = client.camera.disk.files[0].path
    target = f"/cgi-bin/RPC_Loadfile{path}".replace("[", "%5B").replace("]", "%5D")
    client.camera.refuse["/cgi-bin/RPC_Loadfile"] = Fault(cut_after=1000, content_type="text/html")
    async with client.open(target) as answer:
        assert answer.headers["Content-Type"] == "text/html"
        assert len(await answer.content.readexactly(1000)) == 1000
        with pytest.raises(ClientPayloadError):
            await answer.content.readexactly(1)
    client.camera.refuse["/cgi-bin/RPC_Loadfile"] = Fault(drip=0.001)
    async with client.open(target) as answer:
        assert await answer.content.readexactly(4) == b"DHAV"


# -- the whole camera


async def test_back_from_a_reboot_it_needs_a_while(client: Client) -> None:
    camera = client.camera
    camera.reboot_seconds, camera.booting_seconds, camera.booting_status = 0.01, 60.0, 500
    camera.reboot(0)
    await camera._reboot
    assert (await client.ask())[0] == 500
    camera.advance(61)
    await client.log_in()
    await client.is_well()
    assert camera.uptime() < 120


async def test_a_clock_that_jumps(client: Client) -> None:
    before, steady = client.camera.now(), client.camera.seconds()
    client.camera.jump(-86400)
    assert timedelta(hours=-25) < client.camera.now() - before < timedelta(hours=-23)
    assert client.camera.seconds() - steady < 60
    await client.is_well()


async def test_a_locked_account(make: Make) -> None:
    for kind, options, status, body in (
        ("ipc-1.0.10", {}, 400, b"uid error"),
        ("control", {}, 200, b"Error: account locked"),
        ("dahua-camera", {}, 401, b"Authorization Failed!"),
    ):
        client = await make(kind, **options)
        client.camera.lock(60)
        answer = await client.ask()
        assert answer[0] == status
        assert body in answer[1]
        client.camera.advance(61)
        await client.log_in()
        await client.is_well()
    ipc = await make("ipc-1.0.10")
    ipc.camera.lock(60)
    async with ipc.session.get(ipc.url("/cgi-bin/getuid?username=admin&password=pass1234")) as refused:
        assert "user locked" in await refused.text()


async def test_a_locked_message_camera_does_not_challenge(started: Starter, session: ClientSession) -> None:
    camera: Any = await started(MODELS["message"](digest=True))
    target = camera.url.join(URL("/cgi/sys_get?Group=DeviceInfo"))
    camera.lock(60)
    async with session.get(target) as answer:
        assert (answer.status, "WWW-Authenticate" in answer.headers) == (401, True)
    async with session.get(target, middlewares=(DigestAuthMiddleware("admin", "pass1234"),)) as answer:
        assert (answer.status, "WWW-Authenticate" in answer.headers) == (401, False)


# -- from outside


async def test_the_control_port_strikes(make: Make, session: ClientSession) -> None:
    client = await make("dahua-camera")
    control = ControlPort(client.camera)
    await control.start()
    url = f"http://127.0.0.1:{control.port}"
    try:
        await session.post(f"{url}/fault?path=/&name=redirect to https&times=2")
        assert (await client.ask())[0] == 302
        assert client.camera.refuse["/"].times == 1
        await session.post(f'{url}/fault?status=401&headers={{"X-Odd":"1"}}&seconds=60&drop=0', data=b"no")
        assert await client.ask() == (401, b"no")
        assert client.headers["X-Odd"] == "1"
        async with session.post(f"{url}/fault?name=earthquake") as answer:
            assert answer.status == 400
        async with session.post(f"{url}/fault?colour=red") as answer:
            assert answer.status == 400
        await session.delete(f"{url}/fault")
        await client.is_well()
        await session.post(f"{url}/lock?seconds=60")
        assert (await client.ask())[0] == 401
        await session.post(f"{url}/advance?seconds=61")
        await session.post(f"{url}/jump?seconds=3600")
        await session.post(f"{url}/expire")
        await client.is_well()
        await session.post(f"{url}/reboot?seconds=0.01&booting=30&status=500")
        await client.camera._reboot
        assert (await client.ask())[0] == 500
        await session.post(f"{url}/advance?seconds=31")
        await client.is_well()
        async with client.open(client.events) as stream:
            await opened(client)
            await session.post(f"{url}/inject", data=b"junk")
            assert await stream.content.readany() == b"junk"
    finally:
        await control.stop()
