"""One camera's HTTP, over real sockets."""

import asyncio
import contextlib
from contextlib import nullcontext
import socket

from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol.auth import Credentials
from custom_components.cgi_camera.protocol.errors import (
    AccountLocked,
    AuthFailed,
    BadAnswer,
    Busy,
    CameraError,
    ConnectionFailed,
    Forbidden,
    Redirected,
    Refused,
    Unsupported,
)
from custom_components.cgi_camera.protocol.exchange import PASSWORD, USERNAME, Request
from custom_components.cgi_camera.protocol.login import QueryLogin, UidLogin
from custom_components.cgi_camera.protocol.transport import Transport

from .server import ACCOUNT, DigestGate, talking, text

pytestmark = pytest.mark.usefixtures("socket_enabled")

GET = Request("/cgi-bin/a", {"name": "Table[0]", "time": "2011-7-3 21:02:32", "zone": "GMT+08:00", "t": "a#b&c=ü"})
TARGET = "/cgi-bin/a?name=Table%5B0%5D&time=2011-7-3%2021:02:32&zone=GMT%2B08:00&t=a%23b%26c%3D%C3%BC"


async def test_a_request_as_it_goes_over_the_wire() -> None:
    """A blank is %20, never +; + # & = in values are escaped."""

    async def handler(_: web.Request) -> web.Response:
        return text("ok")

    async with talking(handler) as (transport, server):
        assert (await transport.send(GET)).body == b"ok"
        assert server.targets == [TARGET]


@pytest.mark.parametrize(
    "challenge",
    [
        'Digest realm="R", qop="auth", nonce="{nonce}", opaque="o"',
        'Digest realm="R",qop="auth",nonce="{nonce}"',
        'Digest realm="R", nonce="{nonce}"',
        'digest realm="R", nonce="{nonce}", algorithm=MD5, qop="auth,auth-int", stale=FALSE',
        'Basic realm="R", Digest realm="R", nonce="{nonce}", qop="auth"',
    ],
)
async def test_digest_is_signed_ahead_after_the_first_challenge(challenge: str) -> None:
    """Three requests need one challenge; the count grows by one each time."""
    gate = DigestGate(challenge=challenge)

    async def handler(request: web.Request) -> web.Response:
        return text("ok") if gate.passes(request) else gate.refuse()

    async with talking(handler) as (transport, server):
        for _ in range(3):
            await transport.send(GET)
        assert len(server.targets) == 4
        assert gate.wrong == 0


async def test_digest_is_chosen_where_basic_stands_first() -> None:
    """In a header of its own, before the digest's."""
    gate = DigestGate()
    seen: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        seen.append(request.headers.get("Authorization", "").partition(" ")[0])
        return text("ok") if gate.passes(request) else gate.refuse('Basic realm="R"')

    async with talking(handler) as (transport, _):
        await transport.send(GET)
    assert seen == ["", "Digest"]


async def test_a_lost_nonce_is_no_wrong_password() -> None:
    """After a reboot the old nonce is unknown: it is answered with the new one, once."""
    gate = DigestGate()

    async def handler(request: web.Request) -> web.Response:
        return text("ok") if gate.passes(request) else gate.refuse()

    async with talking(handler) as (transport, server):
        await transport.send(GET)
        gate.renew()
        await transport.send(GET)
        assert len(server.targets) == 4


async def test_requests_of_one_nonce_stay_in_order() -> None:
    """Twenty at once, and no count out of order."""
    gate = DigestGate()

    async def handler(request: web.Request) -> web.Response:
        if not gate.passes(request):
            return gate.refuse()
        await asyncio.sleep(0.001)
        return text("ok")

    async with talking(handler) as (transport, server):
        await transport.send(GET)
        await asyncio.gather(*(transport.send(GET) for _ in range(20)))
        assert len(server.targets) == 22


@pytest.mark.parametrize("challenge", ['Digest realm="R", nonce="n", qop="auth"', 'Basic realm="R"'])
async def test_a_wrong_password_is_tried_once(challenge: str) -> None:
    """One request without and one with the account, then it is over."""
    signed = 0

    async def handler(request: web.Request) -> web.Response:
        nonlocal signed
        signed += "Authorization" in request.headers
        return web.Response(status=401, headers={"WWW-Authenticate": challenge})

    async with talking(handler) as (transport, _):
        with pytest.raises(AuthFailed):
            await transport.send(GET)
    assert signed == 1


async def test_basic_alone() -> None:
    """Firmware of 2014."""

    async def handler(request: web.Request) -> web.Response:
        if request.headers.get("Authorization", "").startswith("Basic "):
            return text("ok")
        return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="Device_CGI"'})

    async with talking(handler) as (transport, server):
        await transport.send(GET)
        await transport.send(GET)
        assert len(server.targets) == 3


@pytest.mark.parametrize("challenge", ["Negotiate", 'Digest realm="R", nonce="n", algorithm=WHAT, qop="auth"'])
async def test_a_challenge_that_nobody_can_meet(challenge: str) -> None:
    """It is an answer that makes no sense, not a wrong password."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=401, headers={"WWW-Authenticate": challenge})

    async with talking(handler) as (transport, _):
        with pytest.raises(BadAnswer):
            await transport.send(GET)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (302, "", Redirected),
        (403, "Authority:check failure.", Forbidden),
        (403, "Error: the account is locked", AccountLocked),
        (404, "", Unsupported),
        (501, "", Unsupported),
        (500, "", Busy),
        (503, "", Busy),
    ],
)
async def test_what_a_status_means(status: int, body: str, error: type[CameraError]) -> None:
    """Errors are named by what they mean to the caller."""

    async def handler(_: web.Request) -> web.Response:
        headers = {"Location": "https://example.com/?password=hunter2"} if status == 302 else {}
        return web.Response(status=status, text=body, headers=headers)

    async with talking(handler) as (transport, server):
        with pytest.raises(error) as caught:
            await transport.send(GET)
        assert type(caught.value) is error
        assert "hunter2" not in str(caught.value)
        assert len(server.targets) == 1


@pytest.mark.parametrize(
    ("body", "headers"),
    [("Account LOCKED", {"WWW-Authenticate": 'Basic realm="R"'}), ("Error\r\nAuthorization Failed!", {}), ("", {})],
)
async def test_a_lock_is_told_apart_from_a_wrong_password(body: str, headers: dict[str, str]) -> None:
    """The body of the 401 says so, or that it asks for no log-in at all."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=401, text=body, headers=headers)

    async with talking(handler) as (transport, _):
        with pytest.raises(AccountLocked):
            await transport.send(GET)


async def test_requests_are_counted() -> None:
    """By what came of them."""
    statuses = iter((200, 400, 404, 503, 404))

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=next(statuses))

    async with talking(handler) as (transport, _):
        for expected in (nullcontext(), nullcontext(), *[pytest.raises(CameraError)] * 3):
            with expected:
                await transport.send(GET)
        assert transport.counts == {"answered": 2, "Unsupported": 2, "Busy": 1}


async def test_a_huge_body_is_cut_off() -> None:
    """Settings are read up to 8 MiB."""

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                await response.write(b"x" * 100_000)
        return response

    async with talking(handler) as (transport, _):
        with pytest.raises(BadAnswer, match="8388608"):
            await transport.send(GET)


async def test_two_requests_at_a_time() -> None:
    """However many are asked for."""

    async def handler(_: web.Request) -> web.Response:
        await asyncio.sleep(0.01)
        return text("ok")

    async with talking(handler) as (transport, server):
        await asyncio.gather(*(transport.send(GET) for _ in range(9)))
        assert server.most_at_once == 2


async def test_urgent_requests_overtake_slow_ones() -> None:
    """A stop does not wait until two polls have their answers, and goes beside them with the same nonce."""
    gate, open_gate = DigestGate(), asyncio.Event()

    async def handler(request: web.Request) -> web.Response:
        if not gate.passes(request):
            return gate.refuse()
        if request.path == "/poll":
            await open_gate.wait()
        return text(request.path)

    async with talking(handler) as (transport, server):
        assert (await transport.send(Request("/first"))).body == b"/first"
        polls = [asyncio.create_task(transport.send(Request("/poll"))) for _ in range(3)]
        while len(server.targets) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        assert (await transport.send(Request("/stop"), urgent=True)).body == b"/stop"
        assert not any(poll.done() for poll in polls)
        open_gate.set()
        assert [answer.body for answer in await asyncio.gather(*polls)] == [b"/poll"] * 3
        # One 401 at the very beginning, none for a count out of order.
        assert gate.nonce == 1


async def test_urgent_requests_wait_for_quick_ones() -> None:
    """A camera that answers at once sees no more than two."""

    async def handler(_: web.Request) -> web.Response:
        await asyncio.sleep(0.01)
        return text("ok")

    async with talking(handler) as (transport, server):
        await asyncio.gather(*(transport.send(GET, urgent=n == 5) for n in range(6)))
        assert server.most_at_once == 2


async def test_one_picture_at_a_time() -> None:
    """And only a picture is one."""
    body = b"\xff\xd8picture"

    async def handler(_: web.Request) -> web.Response:
        await asyncio.sleep(0.01)
        return web.Response(body=body, content_type="image/jpeg")

    async with talking(handler) as (transport, server):
        assert await asyncio.gather(*(transport.picture(GET) for _ in range(3))) == [body] * 3
        assert server.most_at_once == 1
        body = b"Error"
        with pytest.raises(BadAnswer):
            await transport.picture(GET)


async def test_nobody_there() -> None:
    """The text of the error holds no address."""

    async def handler(_: web.Request) -> web.Response:
        return text("")

    async with talking(handler) as (_, server):
        pass
    async with talking(handler) as (other, _):
        gone = Transport(other._session, server.base, QueryLogin({"id": USERNAME, "passwd": PASSWORD}), ACCOUNT)
        with pytest.raises(ConnectionFailed) as caught:
            await gone.send(GET)
    assert str(server.base.port) not in str(caught.value)
    assert ACCOUNT.password not in str(caught.value)


async def test_a_dropped_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of the body, and by silence."""
    monkeypatch.setattr("custom_components.cgi_camera.protocol.transport.TOTAL", 0.2)

    async def handler(request: web.Request) -> web.StreamResponse:
        if "silent" in request.path:
            await asyncio.sleep(1)
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport
        request.transport.abort()
        return response

    async with talking(handler) as (transport, _):
        with pytest.raises(ConnectionFailed):
            await transport.send(GET)
        with pytest.raises(ConnectionFailed, match="no answer in time"):
            await transport.send(Request("/silent"))


LOGIN = UidLogin(
    Request("/cgi-bin/getuid", {"username": USERNAME, "password": PASSWORD}),
    path="uid",
    parameter="uid",
    expired="uid error",
    wrong="password error",
)
UID_ERROR = "<fault><value>/cgi-bin/x</value><reason>uid error</reason></fault>"


async def test_a_session_number_is_fetched_once_and_again_when_it_died() -> None:
    """IPC HTTP CGI 1.0.1, sections 3.1 and 3.2."""
    alive = 0

    async def handler(request: web.Request) -> web.Response:
        nonlocal alive
        if request.path.endswith("getuid"):
            assert request.query == {"username": ACCOUNT.username, "password": ACCOUNT.password}
            alive += 1
            return text(f"<uid>{alive:08}</uid>")
        return text("ok") if request.query["uid"] == f"{alive:08}" else text(UID_ERROR, 400)

    async with talking(handler, LOGIN) as (transport, server):
        await asyncio.gather(*(transport.send(GET) for _ in range(4)))
        assert sum("getuid" in target for target in server.targets) == 1
        alive += 1
        await asyncio.gather(*(transport.send(GET) for _ in range(4)))
        assert sum("getuid" in target for target in server.targets) == 2


async def test_a_camera_that_forgets_its_session_at_once() -> None:
    """Is logged in to twice, not for ever."""

    async def handler(request: web.Request) -> web.Response:
        return text("<uid>1</uid>") if request.path.endswith("getuid") else text(UID_ERROR, 400)

    async with talking(handler, LOGIN) as (transport, server):
        with pytest.raises(AuthFailed):
            await transport.send(GET)
        assert len(server.targets) == 4


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<fault><reason>password error</reason></fault>", AuthFailed),
        ("<fault><reason>user locked</reason></fault>", AccountLocked),
        ("<other/>", BadAnswer),
    ],
)
async def test_a_refused_log_in(body: str, error: type[CameraError]) -> None:
    """Once, and with the camera's reason."""

    async def handler(_: web.Request) -> web.Response:
        return text(body, 400)

    async with talking(handler, LOGIN) as (transport, server):
        with pytest.raises(error):
            await transport.send(GET)
        assert len(server.targets) == 1


async def test_an_account_in_the_query() -> None:
    """Control CGI 1.20: before everything else; a request that carries it by itself gets no session number."""

    async def handler(_: web.Request) -> web.Response:
        return text("ok")

    credentials = Credentials("a b", "p&q")
    async with talking(handler, QueryLogin({"id": USERNAME, "passwd": PASSWORD}), credentials) as (transport, server):
        await transport.send(Request("/x", {"action": "get"}))
        assert server.targets == ["/x?id=a%20b&passwd=p%26q&action=get"]
    async with talking(handler, LOGIN, credentials) as (transport, server):
        await transport.send(Request("/snapshot.cgi", {"username": USERNAME, "password": PASSWORD}))
        assert server.targets == ["/snapshot.cgi?username=a%20b&password=p%26q"]


async def test_a_stream_that_falls_silent() -> None:
    """Is an error of the connection; a refused one is a refusal."""

    async def handler(request: web.Request) -> web.StreamResponse:
        if request.path == "/refused":
            return text("Error", 400)
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"first")
        await asyncio.sleep(1)
        return response

    async with talking(handler) as (transport, _):
        with pytest.raises(ConnectionFailed):
            await _first_and_silence(transport)
        with pytest.raises(Refused):
            await transport.stream(Request("/refused")).__aenter__()


async def test_no_secret_in_any_repr() -> None:
    """Nor in the transport's, nor in the account's."""

    async def handler(_: web.Request) -> web.Response:
        return text("")

    async with talking(handler) as (transport, _):
        shown = f"{transport!r} {transport.credentials!r}"
        assert ACCOUNT.password not in shown
        assert ACCOUNT.username not in shown


async def test_a_refusal_that_is_cut_off() -> None:
    """Is an error of the connection, also where a stream was asked for."""

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=401, headers={"Content-Length": "100"})
        response.headers["WWW-Authenticate"] = 'Basic realm="R"'
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport
        request.transport.abort()
        return response

    async with talking(handler) as (transport, _):
        with pytest.raises(ConnectionFailed):
            await transport.send(GET)
        with pytest.raises(ConnectionFailed):
            await transport.stream(GET).__aenter__()


async def test_a_challenge_with_an_empty_value() -> None:
    """Is met like any other."""

    async def handler(request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            return text("ok")
        return web.Response(status=401, headers={"WWW-Authenticate": "Digest realm=x, nonce=, qop=auth"})

    async with talking(handler) as (transport, _):
        assert (await transport.send(GET)).body == b"ok"


async def test_the_cameras_own_words_hold_no_secret() -> None:
    """Nor does a redirect that carries what was asked."""

    async def handler(request: web.Request) -> web.Response:
        if request.path == "/moved":
            return web.Response(status=302, headers={"Location": f"https://other.example/?next={request.raw_path}"})
        return web.Response(status=403, text=f"no: {request.raw_path} {request.query['passwd']}")

    credentials = Credentials("admin", "pa ss&word")
    async with talking(handler, QueryLogin({"id": USERNAME, "passwd": PASSWORD}), credentials) as (transport, _):
        for path, error in (("/x", Refused), ("/moved", Redirected)):
            with pytest.raises(error) as caught:
                await transport.send(Request(path))
            assert "pa ss" not in str(caught.value)
            assert "pa%20ss" not in str(caught.value)
        assert str(transport.discreet(Refused("it was pa ss&word"))) == "it was **REDACTED**"


async def test_a_wrong_password_is_tried_once_by_all_who_ask() -> None:
    """Four requests at a time, one log-in; the next request may try again."""

    async def handler(_: web.Request) -> web.Response:
        await asyncio.sleep(0.01)
        return text("<fault><reason>password error</reason></fault>", 400)

    async with talking(handler, LOGIN) as (transport, server):
        results = await asyncio.gather(*(transport.send(GET) for _ in range(4)), return_exceptions=True)
        assert [type(result) for result in results] == [AuthFailed] * 4
        assert len(server.targets) == 1
        with pytest.raises(AuthFailed):
            await transport.send(GET)
        assert len(server.targets) == 2


@pytest.mark.parametrize(("status", "error"), [(500, Busy), (404, Unsupported)])
async def test_a_log_in_that_is_not_there_yet(status: int, error: type[CameraError]) -> None:
    """Is no wrong password."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status)

    async with talking(handler, LOGIN) as (transport, _):
        with pytest.raises(error):
            await transport.send(GET)


async def test_a_stream_that_never_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is given up like any request."""
    monkeypatch.setattr("custom_components.cgi_camera.protocol.transport.TOTAL", 0.1)

    async def handler(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        return text("")

    async with talking(handler) as (transport, _):
        with pytest.raises(ConnectionFailed, match="no answer in time"):
            await transport.stream(GET).__aenter__()


async def test_a_stream_that_may_be_silent_is_kept_alive_by_the_system() -> None:
    """Or nobody would notice that the camera lost its power."""

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await asyncio.sleep(1)
        return response

    async with talking(handler) as (transport, _):
        for idle, kept in ((None, 1), (20, 0)):
            async with transport.stream(GET, idle=idle) as response:
                assert response.connection
                assert response.connection.transport
                wire = response.connection.transport.get_extra_info("socket")
                assert wire.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == kept


async def _first_and_silence(transport: Transport) -> None:
    async with transport.stream(GET, idle=0.05) as response:
        async for chunk in response.content.iter_any():
            assert chunk == b"first"
