"""Accounts that may look and not touch: how cameras say so, and what the engine makes of it."""

from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.answers import checked
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.errors import AuthFailed, Busy, Forbidden, Refused, Unsupported
from custom_components.cgi_camera.protocol.exchange import Answer
from custom_components.cgi_camera.protocol.login import BY_ENDPOINT
from custom_components.cgi_camera.protocol.model import Change

from .server import DigestGate, talking, text
from .toy import BRIGHTNESS, DIALECT, INFRARED, RELAY_2, WDR, Toy, playing

pytestmark = pytest.mark.usefixtures("socket_enabled")

BRIGHTER = Change(f.BRIGHTNESS, 70)


class Strict(Toy):
    """A toy camera that refuses everything that changes something, in its own way."""

    def __init__(self, refusal: web.Response) -> None:
        """Refuse with this answer."""
        super().__init__()
        self.refusal = refusal

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer what only asks."""
        told = {"action", "on", "enable", "relay[1]"} & request.query.keys()
        if told or request.path in {"/reboot", "/setwdr"}:
            body = self.refusal
            return web.Response(status=body.status, body=body.body, content_type=body.content_type)
        return await super().handle(request)


@pytest.mark.parametrize(
    "refusal",
    [
        text("Authority:check failure.\r\n", 403),
        text("", 403),
        text("Error\r\nErrorID=0, Detail=Invalid Authority!"),
        text("Error: permission denied"),
        text("Error: only Administrator can control", 400),
        text("Error: not authorized"),
    ],
)
async def test_refusals(refusal: web.Response) -> None:
    """Whatever the words: the setting is not written again, the others are."""
    async with playing(Strict(refusal)) as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        with pytest.raises(Forbidden):
            await scene.camera.write(BRIGHTER, channel=1)
        assert scene.camera.read_only == {"picture"}
        scene.asked()
        with pytest.raises(Forbidden, match="before"):
            await scene.camera.write(BRIGHTER, channel=2)
        assert scene.asked() == []
        with pytest.raises(Forbidden):
            await scene.camera.write(Change(f.RELAY, False, 2))
        assert len(scene.asked()) == 1
        assert scene.camera.read_only == {"picture", "relays"}
        # What is offered does not change under way.
        assert scene.camera.capabilities[BRIGHTNESS].writable
        with pytest.raises(Forbidden):
            await scene.camera.act(f.REBOOT)
        assert scene.camera.read_only == {"picture", "relays"}


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (text("Error: brightness 70 is out of range"), Refused),
        (text("Error: authorityenable must be enable or disable"), Refused),
        (text("later", 503), Busy),
        (text("no such thing", 404), Unsupported),
    ],
)
async def test_other_refusals(refusal: web.Response, error: type[Refused]) -> None:
    """What the camera does not take has nothing to do with the account."""
    async with playing(Strict(refusal)) as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        with pytest.raises(error) as raised:
            await scene.camera.write(BRIGHTER, channel=1)
        assert raised.type is error
        assert scene.camera.read_only == frozenset()


async def test_the_next_start() -> None:
    """What the account may only read is offered as such."""
    async with playing(Strict(text("", 403))) as scene:
        camera = Camera(scene.camera.transport, DIALECT, read_only=("picture", "lamp"))
        await camera.identify()
        await camera.discover()
        offers = camera.capabilities
        assert (offers[BRIGHTNESS].writable, offers[RELAY_2].writable, offers[WDR].writable) == (False, True, True)
        assert offers[BRIGHTNESS].maximum == 100
        assert (offers[INFRARED].writable, offers[INFRARED].assumed) == (False, True)
        with pytest.raises(Unsupported):
            await camera.write(BRIGHTER, channel=1)
        every = Camera(scene.camera.transport, DIALECT, read_only=("*",))
        await every.identify()
        await every.discover()
        assert not any(offered.writable for offered in every.capabilities.values())


@pytest.mark.parametrize(("knows", "error"), [(True, Forbidden), (False, AuthFailed)])
async def test_401(*, knows: bool, error: type[Exception]) -> None:
    """A 401 for what changes something is about rights if the camera still answers the account (HTTP API 3.1, 2.2)."""
    gate, toy = DigestGate(), Toy()
    rebooted = False

    async def handle(request: web.Request) -> web.StreamResponse:
        if not gate.passes(request) or rebooted or request.query.get("action") == "set":
            return gate.refuse()
        return await toy.handle(request)

    async with talking(handle) as (transport, _):
        camera = Camera(transport, DIALECT)
        await camera.identify()
        await camera.discover()
        rebooted = not knows
        with pytest.raises(error) as raised:
            await camera.write(BRIGHTER, channel=1)
        assert raised.type is error
        assert camera.read_only == ({"picture"} if knows else set())


@pytest.mark.parametrize(
    ("words", "about_rights"),
    [
        ("Authority:check failure.", True),
        ("Invalid Authority!", True),
        ("no permission", True),
        ("Non-administrators cannot edit users", True),
        ("not enough privileges", True),
        ("Access denied", True),
        ("brightness range: 0-255", False),
        ("Invalid parameter value.", False),
        ("not available in current mode", False),
        ("authorityenable error", False),
    ],
)
def test_words(words: str, *, about_rights: bool) -> None:
    """The words of documents and cameras."""
    assert bool(BY_ENDPOINT.refusal.search(words)) is about_rights


def test_403_of_an_answer() -> None:
    """Its reason is the camera's own."""
    with pytest.raises(Forbidden, match="Authority:check failure"):
        checked(Answer(403, "text/plain", b"Authority:check failure.\r\n"))
