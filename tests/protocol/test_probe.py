"""Who answers at an address, found out without an account, and one log-in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
import socket
import ssl
import time
from typing import Any

import aiohttp
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
import pytest
from yarl import URL

from custom_components.cgi_camera.protocol import stranger
from custom_components.cgi_camera.protocol.auth import Credentials
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.errors import (
    AccountLocked,
    AuthFailed,
    Busy,
    ConnectionFailed,
    Untrusted,
)
from custom_components.cgi_camera.protocol.exchange import Answer
from custom_components.cgi_camera.protocol.probe import Found, NotSupported, log_in, probe
from tests.conftest import Simulate
from tests.protocol.server import Handler, Server, never, serving, text
from tests.simulator import KINDS, Fault, SimulatedCamera

pytestmark = pytest.mark.usefixtures("socket_enabled")

ACCOUNT = {"uid", "username", "password", "id", "passwd", "user", "pwd"}
EVERY: list[tuple[str, dict[str, Any]]] = [*((kind, {}) for kind in KINDS), ("message", {"digest": True})]


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Verify certificates."""
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.fixture
async def trusting() -> AsyncIterator[aiohttp.ClientSession]:
    """Verify no certificates."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as client:
        yield client


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """Sign a certificate of one's own, as cameras do."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "camera")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "both.pem").write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    return context


@asynccontextmanager
async def behind_tls(simulator: SimulatedCamera, context: ssl.SSLContext) -> AsyncIterator[int]:
    """Serve a simulated camera by https; yield the port."""
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", simulator._handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def free_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def with_account(simulator: SimulatedCamera) -> list[str]:
    """Return the requests that held any part of an account."""
    return [
        logged.target
        for logged in simulator.requests
        if "Authorization" in logged.headers or ACCOUNT & {name.casefold() for name in logged.query}
    ]


def account(simulator: SimulatedCamera, password: str | None = None) -> Credentials:
    """Return the account of a simulated camera, or one with a wrong password."""
    return Credentials(simulator.username, password or simulator.password)


# Cameras


@pytest.mark.parametrize(("kind", "options"), EVERY)
async def test_each_kind_is_known_without_an_account(
    simulate: Simulate, session: aiohttp.ClientSession, kind: str, options: dict[str, Any]
) -> None:
    """By at most one request a dialect."""
    simulator = await simulate(kind, **options)
    found = await probe(session, simulator.host, port=simulator.port)
    assert kind.partition("-")[0] in [dialect.name for dialect in found.dialects]
    assert found.base == simulator.url
    assert with_account(simulator) == []
    assert len(simulator.requests) <= len(DIALECTS)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("ipc-1.0.10", {"bom": True, "crlf": True, "stray_spaces": True}),
        ("ipc-1.0.1", {"legacy_content_type": True}),
        ("control", {"blanks": False, "comments": True}),
    ],
)
async def test_one_that_says_who_it_is_is_certain(
    simulate: Simulate, session: aiohttp.ClientSession, kind: str, options: dict[str, Any]
) -> None:
    """In all its spellings."""
    simulator = await simulate(kind, **options)
    found = await probe(session, simulator.host, port=simulator.port)
    assert found.dialects == (DIALECTS[kind.partition("-")[0]],)
    assert found.dialect is found.dialects[0]


@pytest.mark.parametrize(
    ("kind", "options", "tells"),
    [
        ("ipc-1.0.10", {}, True),
        ("message", {}, True),
        ("ipc-1.0.1", {}, False),
        ("control", {}, False),
        ("dahua-camera", {}, False),
        ("message", {"digest": True}, False),
    ],
)
async def test_what_everybody_is_told(
    simulate: Simulate, session: aiohttp.ClientSession, kind: str, options: dict[str, Any], tells: bool
) -> None:
    """A camera that says who it is without an account is told from others at once."""
    simulator = await simulate(kind, **options)
    found = await probe(session, simulator.host, port=simulator.port)
    assert bool(found.identity.model) is tells
    assert found.identity.unique_id in ({simulator.mac.replace("-", ":").lower(), simulator.serial} if tells else {""})


@pytest.mark.parametrize(("kind", "options"), EVERY)
async def test_one_log_in(
    simulate: Simulate, session: aiohttp.ClientSession, kind: str, options: dict[str, Any]
) -> None:
    """The camera comes back identified, and every session was begun once."""
    simulator = await simulate(kind, **options)
    found = await probe(session, simulator.host, port=simulator.port)
    simulator.requests.clear()
    camera = await log_in(session, found, account(simulator), hold=5, presets=3)
    assert camera.dialect.name == kind.partition("-")[0]
    assert camera.identity.unique_id
    if kind.startswith("ipc"):
        assert [logged.path for logged in simulator.requests].count("/cgi-bin/getuid") == 1
    refused = [logged for logged in simulator.requests if logged.status == 401]
    # The challenge itself is asked for once by each dialect that may be meant.
    assert len(refused) <= len(found.dialects)
    assert all("Authorization" not in logged.headers for logged in refused)


@pytest.mark.parametrize(("kind", "options"), [each for each in EVERY if each != ("message", {})])
async def test_a_wrong_password_is_tried_once(
    simulate: Simulate, session: aiohttp.ClientSession, kind: str, options: dict[str, Any]
) -> None:
    """Whatever the number of dialects that may be meant: cameras lock accounts."""
    simulator = await simulate(kind, **options)
    found = await probe(session, simulator.host, port=simulator.port)
    with pytest.raises(AuthFailed) as failed:
        await log_in(session, found, account(simulator, "wr0ng"))
    assert type(failed.value) is AuthFailed
    assert "wr0ng" not in str(failed.value)
    assert len(with_account(simulator)) == 1
    assert (await log_in(session, found, account(simulator))).identity.unique_id


async def test_a_locked_account(simulate: Simulate, session: aiohttp.ClientSession) -> None:
    """Is told from a wrong one; the probe itself never adds to the lock."""
    simulator = await simulate("dahua-camera")
    found = await probe(session, simulator.host, port=simulator.port)
    for _ in range(simulator.login.lock_login_times - 1):
        with pytest.raises(AuthFailed):
            await log_in(session, found, account(simulator, "wr0ng"))
        await probe(session, simulator.host, port=simulator.port)
    with pytest.raises(AccountLocked):
        await log_in(session, found, account(simulator, "wr0ng"))


async def test_a_camera_that_starts_up(simulate: Simulate, session: aiohttp.ClientSession) -> None:
    """Is busy, and not another make."""
    simulator = await simulate("dahua-camera")
    found = await probe(session, simulator.host, port=simulator.port)
    simulator.refuse["/cgi-bin/"] = Fault(status=503)
    with pytest.raises(Busy):
        await log_in(session, found, account(simulator))


@pytest.mark.parametrize(("kind", "options"), [("dahua-camera", {}), ("message", {"digest": True})])
async def test_where_only_the_log_in_can_tell_every_dialect_gets_its_turn(
    simulate: Simulate, session: aiohttp.ClientSession, kind: str, options: dict[str, Any]
) -> None:
    """With the right account, each dialect that is not meant is refused once and left."""
    simulator = await simulate(kind, **options)
    meant = DIALECTS[kind.partition("-")[0]]
    others = tuple(d for d in DIALECTS.values() if d.name in ("dahua", "message") and d is not meant)
    camera = await log_in(session, Found(simulator.url, (*others, meant)), account(simulator))
    assert camera.dialect is meant
    refused = [logged for logged in simulator.requests if logged.status == 401 and "Authorization" in logged.headers]
    assert refused == []


async def test_none_of_the_dialects_after_all(session: aiohttp.ClientSession) -> None:
    """Something that takes the account, and knows no path."""

    async def handler(request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            return web.Response(status=404)
        return web.Response(status=401, headers={"WWW-Authenticate": 'Digest realm="x", nonce="1", qop="auth"'})

    async with serving(handler) as server:
        found = await probe(session, "127.0.0.1", port=server.base.port)
        assert len(found.dialects) > 1
        with pytest.raises(NotSupported):
            await log_in(session, found, Credentials("admin", "pass1234"))


# http and https


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("kind", KINDS)
async def test_https(
    simulate: Simulate, trusting: aiohttp.ClientSession, certificate: ssl.SSLContext, kind: str, asked: bool
) -> None:
    """Is found, asked for or not, and used for the log-in."""
    simulator = await simulate(kind)
    async with behind_tls(simulator, certificate) as port:
        found = await probe(trusting, "127.0.0.1", port=port, ssl=asked)
        assert found.base == URL(f"https://127.0.0.1:{port}")
        camera = await log_in(trusting, found, account(simulator))
        assert camera.transport.base.scheme == "https"


async def test_http_where_https_was_asked_for(simulate: Simulate, session: aiohttp.ClientSession) -> None:
    """A camera that has no TLS is found all the same."""
    simulator = await simulate("ipc-1.0.10")
    found = await probe(session, simulator.host, port=simulator.port, ssl=True)
    assert found.base == simulator.url


@pytest.mark.parametrize("asked", [True, False])
async def test_a_certificate_of_its_own_is_refused(
    simulate: Simulate, session: aiohttp.ClientSession, certificate: ssl.SSLContext, asked: bool
) -> None:
    """Unless the user wants it so; the error says what it is."""
    simulator = await simulate("ipc-1.0.10")
    async with behind_tls(simulator, certificate) as port:
        with pytest.raises(Untrusted, match="certificate"):
            await probe(session, "127.0.0.1", port=port, ssl=asked)
    assert simulator.requests == []


async def test_no_way_back_from_https(
    simulate: Simulate, session: aiohttp.ClientSession, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asked for https is not led to http by a certificate that may be anybody's."""
    asked: list[URL] = []
    knock = stranger.knock

    async def noted(session: aiohttp.ClientSession, base: URL, request: Any) -> Any:
        asked.append(base)
        return await knock(session, base, request)

    monkeypatch.setattr("custom_components.cgi_camera.protocol.probe.knock", noted)
    simulator = await simulate("ipc-1.0.10")
    async with behind_tls(simulator, certificate) as port:
        with pytest.raises(Untrusted):
            await probe(session, "127.0.0.1", port=port, ssl=True)
    assert {base.scheme for base in asked} == {"https"}


@pytest.mark.parametrize(("ssl_first", "schemes"), [(False, ["http", "https"]), (True, ["https", "http"])])
async def test_without_a_port_each_scheme_has_its_own(
    session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch, ssl_first: bool, schemes: list[str]
) -> None:
    """80 and 443, the one asked for first."""
    asked: list[URL] = []

    async def refuse(session: aiohttp.ClientSession, base: URL, request: Any) -> Any:
        asked.append(base)
        raise ConnectionFailed("connection refused")

    monkeypatch.setattr("custom_components.cgi_camera.protocol.probe.knock", refuse)
    with pytest.raises(ConnectionFailed, match="refused"):
        await probe(session, "camera.invalid", ssl=ssl_first)
    assert [(base.scheme, base.port) for base in asked] == [(s, {"http": 80, "https": 443}[s]) for s in schemes]


# Redirects


def to(address: str) -> Handler:
    """Redirect everything."""

    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": address.replace("{path}", request.raw_path)})

    return handler


async def test_a_redirect_to_https_of_the_same_host_is_followed(
    simulate: Simulate, trusting: aiohttp.ClientSession, certificate: ssl.SSLContext
) -> None:
    """And the camera is used there, at its other port."""
    simulator = await simulate("dahua-camera")
    async with behind_tls(simulator, certificate) as port, serving(to(f"https://127.0.0.1:{port}{{path}}")) as server:
        found = await probe(trusting, "127.0.0.1", port=server.base.port)
        assert found.base == URL(f"https://127.0.0.1:{port}")
        assert (await log_in(trusting, found, account(simulator))).identity.unique_id
    assert not any("Authorization" in target for target in server.targets)


async def test_a_redirect_to_an_unknown_certificate(
    simulate: Simulate, session: aiohttp.ClientSession, certificate: ssl.SSLContext
) -> None:
    """The certificate is what is wrong, and not the camera."""
    simulator = await simulate("dahua-camera")
    async with behind_tls(simulator, certificate) as port, serving(to(f"https://127.0.0.1:{port}/")) as server:
        with pytest.raises(Untrusted):
            await probe(session, "127.0.0.1", port=server.base.port)


async def test_a_redirect_to_another_host_is_not_followed(
    simulate: Simulate, trusting: aiohttp.ClientSession, certificate: ssl.SSLContext
) -> None:
    """Nor to another name of the same host, which nobody can know to be the same."""
    simulator = await simulate("ipc-1.0.10")
    async with behind_tls(simulator, certificate) as port:
        for elsewhere in (f"https://localhost:{port}/", f"//localhost:{port}/", f"http://localhost:{simulator.port}/"):
            async with serving(to(elsewhere)) as server:
                with pytest.raises(NotSupported):
                    await probe(trusting, "127.0.0.1", port=server.base.port)
    assert simulator.requests == []


@pytest.mark.parametrize(
    "address", ["/login.htm", "", "http://[", "https://", "javascript:alert()", "https://127.0.0.1:99999/"]
)
async def test_a_redirect_to_nowhere(session: aiohttp.ClientSession, address: str) -> None:
    """Is an answer like any other."""
    async with serving(to(address)) as server:
        with pytest.raises(NotSupported):
            await probe(session, "127.0.0.1", port=server.base.port)


async def test_a_redirect_in_a_circle(trusting: aiohttp.ClientSession, certificate: ssl.SSLContext) -> None:
    """Ends."""
    app = web.Application()
    ports: list[int] = []

    async def back(request: web.Request) -> web.Response:
        return web.Response(status=301, headers={"Location": f"https://127.0.0.1:{ports[0]}/"})

    app.router.add_get("/{tail:.*}", back)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=certificate).start()
    ports.append(runner.addresses[0][1])
    try:
        async with serving(to(f"https://127.0.0.1:{ports[0]}/")) as server:
            with pytest.raises((NotSupported, ConnectionFailed)):
                await probe(trusting, "127.0.0.1", port=server.base.port)
    finally:
        await runner.cleanup()


# Others


def says(body: str, status: int = 200, content_type: str = "text/html", **headers: str) -> Handler:
    """Answer everything alike."""

    async def handler(request: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=body, content_type=content_type, headers=named)

    return handler


ROUTER = """<!DOCTYPE html><html><head><title>Router</title></head><body>
<form action="/cgi-bin/login" method="post"><input name="username"><input name="password" type="password"></form>
<script>var mac = "F0:00:00:29:06:9F"; var info = {type: 1}; // Error: none
</script></body></html>"""
SOAP = """<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"><SOAP-ENV:Body><SOAP-ENV:Fault>
<SOAP-ENV:Reason><SOAP-ENV:Text>Method Not Allowed</SOAP-ENV:Text></SOAP-ENV:Reason></SOAP-ENV:Fault></SOAP-ENV:Body>
</SOAP-ENV:Envelope>"""
ISAPI = """<?xml version="1.0" encoding="UTF-8"?><ResponseStatus version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
<requestURL>/cgi-bin/getinfo</requestURL><statusCode>4</statusCode><statusString>Invalid Operation</statusString>
</ResponseStatus>"""  # fmt: skip


async def echoing(request: web.Request) -> web.Response:
    """Repeat what was asked for, as many error pages do."""
    page = f"<html><body>Not found: {request.path_qs} <fault>/cgi-bin/other</fault></body></html>"
    return web.Response(text=page, content_type="text/html")


STRANGERS: dict[str, Handler] = {
    "plain web server": says("<html><body><h1>It works!</h1></body></html>"),
    "router page": says(ROUTER),
    "router page as text": says(ROUTER, content_type="text/plain"),
    "router log-in": says("<h1>401</h1>", 401, WWW_Authenticate='Basic realm="TP-LINK Router"'),
    "router log-in, digest": says("", 401, WWW_Authenticate='Digest realm="NETGEAR R7000", nonce="1", qop="auth"'),
    "nothing anywhere": says("404 Not Found", 404, Server="App-webs/"),
    "empty": says("", 200, "text/plain"),
    "forbidden": says("Forbidden", 403),
    "401 without a challenge": says("Unauthorized", 401),
    "error of no type": says("Error: unknown command\n", 200, "application/octet-stream"),
    "page of no type": says("<html>Error: log in</html>", 200, "application/octet-stream"),
    "error in a page": says("Error: authentication failed\n"),
    "binary": says("\0Error: user", 200, "application/octet-stream"),
    "401 with a form": says("<html>log in</html>", 401, WWW_Authenticate='Form realm="x"'),
    "token": says('{"error": "unauthorized"}', 401, "application/json", WWW_Authenticate='Bearer realm="api"'),
    "ONVIF": says(SOAP, 405, "application/soap+xml"),
    "ISAPI": says(ISAPI, 403, "application/xml"),
    "ISAPI with 200": says(ISAPI, 200, "application/xml"),
    "Hikvision log-in": says("", 401, WWW_Authenticate='Digest qop="auth", realm="IP Camera(C1234)", nonce="1"'),
    "Axis": says("", 401, WWW_Authenticate='Digest realm="AXIS_ACCC8E000000", nonce="1", qop="auth"'),
    "Axis parameters": says("root.Brand.Brand=AXIS\nroot.Network.MAC=F0\n", 200, "text/plain"),
    "key=value of a printer": says("status=ready\nmodel=LP\n", 200, "text/plain"),
    "VAPIX error": says("# Error: unknown CGI\n", 200, "text/plain"),
    "Foscam": says("<CGI_Result>\n<result>-3</result>\n</CGI_Result>", 200, "text/plain"),
    "JSON": says('{"error": {"code": 404}}', 200, "application/json"),
    "echo": echoing,
}


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_others_are_not_supported(session: aiohttp.ClientSession, stranger: str) -> None:
    """And named as such."""
    async with serving(STRANGERS[stranger]) as server:
        with pytest.raises(NotSupported, match="no camera of a known kind"):
            await probe(session, "127.0.0.1", port=server.base.port)
        # A 401 that asks for nothing may be a mistake, once.
        assert 0 < len(server.targets) <= len(DIALECTS) + (stranger == "401 without a challenge")
        assert not any(word in target for target in server.targets for word in ("admin", "pass", "user"))


@pytest.mark.parametrize("status", [500, 503])
async def test_what_cannot_answer_yet_is_no_stranger(session: aiohttp.ClientSession, status: int) -> None:
    """A camera that starts up says so, too."""
    async with serving(says("", status)) as server:
        with pytest.raises(ConnectionFailed, match="cannot answer yet"):
            await probe(session, "127.0.0.1", port=server.base.port)


async def test_a_certificate_behind_a_router_page(
    session: aiohttp.ClientSession, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Does not hide that the page is no camera's."""

    async def knock(session: aiohttp.ClientSession, base: URL, request: Any) -> Any:
        if base.scheme == "https":
            raise Untrusted("the certificate cannot be verified")
        return Answer(200, "text/html", ROUTER.encode())

    monkeypatch.setattr("custom_components.cgi_camera.protocol.probe.knock", knock)
    with pytest.raises(NotSupported):
        await probe(session, "192.0.2.1")


# Nobody


async def test_nothing_there(session: aiohttp.ClientSession) -> None:
    """Is no camera that is not supported."""
    with pytest.raises(ConnectionFailed, match="refused"):
        await probe(session, "127.0.0.1", port=free_port())


async def test_no_such_host(session: aiohttp.ClientSession) -> None:
    """A name that nobody has."""
    with pytest.raises(ConnectionFailed):
        await probe(session, "camera.invalid")


async def test_a_server_that_hangs(session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Costs one wait for http and one for https, not one a dialect."""
    monkeypatch.setattr(stranger, "TOTAL", 0.6)
    monkeypatch.setattr(stranger, "CONNECT", 0.6)

    async def hang(request: web.Request) -> web.StreamResponse:
        await never()
        return web.Response()

    async with serving(hang) as server:
        began = time.monotonic()
        with pytest.raises(ConnectionFailed, match="in time"):
            await probe(session, "127.0.0.1", port=server.base.port)
        assert time.monotonic() - began < 1.3
        assert len(server.targets) == 1


async def test_an_answer_that_never_ends(session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is bounded in time."""
    monkeypatch.setattr(stranger, "TOTAL", 0.2)

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.01)

    async with serving(drip) as server:
        with pytest.raises(ConnectionFailed):
            await probe(session, "127.0.0.1", port=server.base.port)


async def test_an_answer_without_bounds(session: aiohttp.ClientSession) -> None:
    """Is no camera's."""

    async def flood(request: web.Request) -> web.Response:
        return web.Response(body=b"x" * (stranger.SETTINGS_LIMIT + 1))

    async with serving(flood) as server:
        with pytest.raises(NotSupported):
            await probe(session, "127.0.0.1", port=server.base.port)


def raw(*answers: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """Answer anything with some bytes, and close."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.writelines(answers)
        writer.close()

    return handle


@pytest.mark.parametrize(
    "greeting", [(), (b"SSH-2.0-dropbear\r\n",), (b"RTSP/1.0 400 Bad Request\r\n\r\n",), (b"\x00" * 64,)]
)
async def test_no_web_server(session: aiohttp.ClientSession, greeting: tuple[bytes, ...]) -> None:
    """Whatever else may listen there."""
    server = await asyncio.start_server(raw(*greeting), "127.0.0.1", 0)
    async with server:
        with pytest.raises((ConnectionFailed, NotSupported)):
            await probe(session, "127.0.0.1", port=server.sockets[0].getsockname()[1])


async def test_one_that_closes_on_unknown_paths(simulate: Simulate, session: aiohttp.ClientSession) -> None:
    """Is found all the same."""
    simulator = await simulate("dahua-camera")
    for dialect in DIALECTS.values():
        if dialect.name != "dahua":
            simulator.refuse[dialect.sign.request.path] = Fault(drop=True)
    found = await probe(session, simulator.host, port=simulator.port)
    assert found.dialects == (DIALECTS["dahua"],)


async def test_one_that_hangs_on_unknown_paths(
    simulate: Simulate, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it has answered, each dialect gets its wait."""
    monkeypatch.setattr(stranger, "TOTAL", 1)
    simulator: SimulatedCamera = await simulate("dahua-camera")

    async def hanging(request: web.Request) -> web.StreamResponse:
        if request.path == DIALECTS["message"].sign.request.path:
            await never()
        return await simulator._handle(request)

    async with serving(hanging) as server:
        found = await probe(session, "127.0.0.1", port=server.base.port)
    assert found.dialects == (DIALECTS["dahua"],)


async def test_in_the_order_of_the_table(session: aiohttp.ClientSession) -> None:
    """One request a dialect, as its sign says."""

    async def nothing(request: web.Request) -> web.Response:
        return text("", 404)

    server: Server
    async with serving(nothing) as server:
        with pytest.raises(NotSupported):
            await probe(session, "127.0.0.1", port=server.base.port)
        signs = [dialect.sign.request for dialect in DIALECTS.values()]
        assert [target.partition("?")[0] for target in server.targets] == [sign.path for sign in signs]
