"""The engine, with a dialect made up for it and a real server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
import dataclasses
from datetime import UTC, datetime
from typing import Self

from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.absence import LONGEST
from custom_components.cgi_camera.protocol.errors import (
    AuthFailed,
    Busy,
    ConnectionFailed,
    Invalid,
    Refused,
    Unsupported,
)
from custom_components.cgi_camera.protocol.exchange import Request
from custom_components.cgi_camera.protocol.model import AnySlot, Capability, Change, Slot

from .server import text
from .toy import (
    BRIGHTNESS,
    CONTRAST,
    DIALECT,
    INFRARED,
    INFRARED_BRIGHTNESS,
    INPUT_1,
    LINK,
    MOTION,
    RELAY_2,
    TAMPER,
    WDR,
    WDR_LEVEL,
    Scene,
    Toy,
    playing,
)

pytestmark = pytest.mark.usefixtures("socket_enabled")


@asynccontextmanager
async def known(toy: Toy | None = None, **options: float) -> AsyncIterator[Scene]:
    """Set the scene with a camera that was met already."""
    async with playing(toy, **options) as scene:  # type: ignore[arg-type]
        await scene.camera.identify()
        await scene.camera.discover()
        scene.asked()
        yield scene


async def wait_for(condition: Callable[[], object]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def test_identity() -> None:
    """The first identity endpoint must answer, the others may."""
    async with playing() as scene:
        identity = await scene.camera.identify()
        assert (identity.mac, identity.model, identity.serial) == ("02:00:00:ab:cd:ef", "T1", "")
        assert identity.unique_id == "02:00:00:ab:cd:ef"
        assert scene.camera.channels == (1, 2)
        assert scene.asked() == ["/who", "/nothing"]


async def test_no_such_camera() -> None:
    """What refuses the first identity endpoint is another kind of device."""
    toy = Toy()
    del toy.texts["/who"]
    async with playing(toy) as scene:
        with pytest.raises(Unsupported):
            await scene.camera.identify()


async def test_discovery_is_the_first_poll() -> None:
    """Each endpoint is asked once; what is there has a value and a capability, what is not is absent."""
    async with playing() as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        asked = scene.asked()
        assert len(asked) == len(set(asked))
        state, offers = scene.camera.state, scene.camera.capabilities
        assert (state.get(BRIGHTNESS), state.get(Slot(2, f.BRIGHTNESS)), state.get(CONTRAST)) == (60, 40, 5)
        assert offers[BRIGHTNESS] == Capability(True, 0, 100)
        assert offers[Slot(2, f.BRIGHTNESS)].maximum == 50
        assert not offers[CONTRAST].writable
        assert state.get(RELAY_2) is True
        assert Slot(0, f.RELAY, 3) not in offers
        assert Slot(0, f.INFRARED_MODE) not in offers


async def test_the_first_row_that_answers_wins() -> None:
    """Channel 1 has /wdr, channel 2 only /wdr2."""
    async with known() as scene:
        assert scene.camera.state.get(WDR) is False
        assert scene.camera.state.get(Slot(2, f.WDR)) is True
        assert Slot(2, f.WDR_LEVEL) not in scene.camera.capabilities


async def test_what_is_refused_once_is_not_asked_again() -> None:
    """Neither by a refresh of everything nor by waiting."""
    async with known() as scene:
        scene.clock.now += 100_000
        await scene.camera.refresh(scene.camera.capabilities)
        asked = scene.asked()
        assert "/nothing" not in asked
        assert "/wdr?channel=2" not in asked
        assert not any(target.startswith(("/mode", "/lamp")) for target in asked)


async def test_a_refresh_asks_for_what_is_wanted_and_due() -> None:
    """Settings rest for longer than status."""
    async with known() as scene:
        scene.clock.now += 31
        await scene.camera.refresh([BRIGHTNESS, CONTRAST, RELAY_2])
        assert scene.asked() == ["/relays"]
        scene.clock.now += 300
        await scene.camera.refresh([BRIGHTNESS, CONTRAST])
        assert scene.asked() == ["/picture"]


async def test_where_nothing_is_due_one_request_shows_that_the_camera_lives() -> None:
    """The endpoint that was read longest ago; nothing at all where nothing is wanted."""
    async with known() as scene:
        await scene.camera.refresh([BRIGHTNESS, WDR])
        assert len(scene.asked()) == 1
        await scene.camera.refresh([])
        assert scene.asked() == []


async def test_intervals() -> None:
    """Follow what is wanted."""
    async with known() as scene:
        assert scene.camera.interval([BRIGHTNESS]) == 30
        assert scene.camera.interval([BRIGHTNESS, MOTION]) == 10
        assert scene.camera.interval([]) == 30


async def test_expired_slots_are_read_at_once() -> None:
    """As when a user asks for an update."""
    async with known() as scene:
        scene.camera.expire([BRIGHTNESS])
        await scene.camera.refresh([BRIGHTNESS, WDR])
        assert scene.asked() == ["/picture"]


async def test_a_write_reads_back_where_the_answer_tells_nothing() -> None:
    """And the state is what the camera says."""
    async with known() as scene:
        assert await scene.camera.write(Change(f.BRIGHTNESS, 70), channel=1) == {BRIGHTNESS}
        assert scene.asked() == ["/picture?action=set&b0=70", "/picture"]
        assert scene.camera.state.get(BRIGHTNESS) == 70


async def test_a_write_with_another_name_a_companion_and_an_echo() -> None:
    """The level is sent along; the camera corrects it, and nothing is read again."""
    async with known() as scene:
        changed = await scene.camera.write(Change(f.WDR, True), channel=1)
        assert changed == {WDR}
        assert scene.asked() == ["/setwdr?channel=1&enable=1&level1=3"]
        changed = await scene.camera.write(Change(f.WDR_LEVEL, 9), Change(f.WDR, False), channel=1)
        assert changed == {WDR, WDR_LEVEL}
        assert scene.asked() == ["/setwdr?channel=1&level1=9&enable=0"]
        assert scene.camera.state.get(WDR_LEVEL) == 7


async def test_writes_at_the_same_time_see_each_other() -> None:
    """The companion of the second has the value that the first has set, as when a scene sets both."""
    async with known() as scene:
        level, switch = Change(f.WDR_LEVEL, 6), Change(f.WDR, True)
        await asyncio.gather(scene.camera.write(level, channel=1), scene.camera.write(switch, channel=1))
        assert scene.asked() == ["/setwdr?channel=1&level1=6", "/setwdr?channel=1&enable=1&level1=6"]
        assert (scene.camera.state.get(WDR), scene.camera.state.get(WDR_LEVEL)) == (True, 6)


async def test_an_endpoint_that_only_drops_the_connection() -> None:
    """Is unknown in the end, while the others go on."""

    async def handler(request: web.Request) -> web.StreamResponse:
        if request.path == "/relays":
            assert request.transport
            request.transport.abort()
        return await scene.toy.handle(request)

    async with known() as scene:
        scene.server.handler = handler
        for expected in (True, True, None):
            scene.clock.now += 400
            await scene.camera.refresh([BRIGHTNESS, RELAY_2])
            assert scene.camera.state.get(RELAY_2) is expected
            assert scene.camera.state.get(BRIGHTNESS) == 60


async def test_a_busy_identity_endpoint() -> None:
    """Must not make it look like another camera."""
    toy = Toy()
    toy.bodies["/nothing"] = web.Response(status=503)
    async with playing(toy) as scene:
        with pytest.raises(Busy):
            await scene.camera.identify()


async def test_changes_of_several_endpoints() -> None:
    """One request each."""
    async with known() as scene:
        await scene.camera.write(Change(f.BRIGHTNESS, 1), Change(f.WDR_LEVEL, 2), channel=1)
        assert [target for target in scene.asked() if "set" in target] == [
            "/picture?action=set&b0=1",
            "/setwdr?channel=1&level1=2",
        ]


async def test_what_can_be_told_but_not_asked() -> None:
    """Defaults for companions at first, then what was told last."""
    async with known() as scene:
        assert scene.camera.capabilities[INFRARED] == Capability(True, assumed=True)
        assert scene.camera.state.get(INFRARED) is None
        await scene.camera.write(Change(f.INFRARED_BRIGHTNESS, 80))
        await scene.camera.write(Change(f.INFRARED, False))
        assert scene.asked() == ["/lamp?kind=1&level=80&on=1", "/lamp?kind=1&on=0&level=80"]
        assert (scene.camera.state.get(INFRARED), scene.camera.state.get(INFRARED_BRIGHTNESS)) == (False, 80)
        await scene.camera.refresh([INFRARED])
        assert scene.asked() == []


@pytest.mark.parametrize(
    ("change", "error", "reason"),
    [
        (Change(f.BRIGHTNESS, 101), Invalid, "101 is above 100"),
        (Change(f.BRIGHTNESS, -1), Invalid, "-1 is below 0"),
        (Change(f.BRIGHTNESS, True), Invalid, "takes no bool"),
        (Change(f.WDR, 1), Invalid, "takes no int"),
        (Change(f.CONTRAST, 5), Unsupported, "1/contrast cannot be set"),
        (Change(f.HUE, 5), Unsupported, "1/hue cannot be set"),
        (Change(f.RELAY, True, 9), Unsupported, "1/relay_9 cannot be set"),
    ],
)
async def test_what_is_refused_before_it_is_sent(change: Change[object], error: type, reason: str) -> None:
    """Nothing goes out, not even the good half."""
    async with known() as scene:
        with pytest.raises(error, match=reason):
            await scene.camera.write(Change(f.BRIGHTNESS, 1), change, channel=1)
        assert scene.asked() == []


async def test_choices() -> None:
    """Only what the camera has words for."""
    toy = Toy()
    toy.texts["/mode"] = {"mode": "A"}
    async with known(toy) as scene:
        mode = Slot(0, f.INFRARED_MODE)
        assert scene.camera.state.get(mode) is f.InfraredMode.AUTO
        assert scene.camera.capabilities[mode].choices == ("auto", "off")
        with pytest.raises(Invalid, match="smart is none of auto, off"):
            await scene.camera.write(Change(f.INFRARED_MODE, f.InfraredMode.SMART))
        toy.texts["/mode"] = {"mode": "new"}
        scene.camera.expire([mode])
        await scene.camera.refresh([mode])
        assert scene.camera.state.get(mode) is None


async def test_a_refused_write_keeps_the_true_value() -> None:
    """With the camera's own reason."""
    async with known() as scene:
        scene.toy.bodies["/setwdr"] = text("Error: not now")
        with pytest.raises(Refused, match=r"^not now$"):
            await scene.camera.write(Change(f.WDR, True), channel=1)
        assert scene.camera.state.get(WDR) is False


async def test_a_poll_that_began_before_a_write_cannot_undo_it() -> None:
    """Older readings never overwrite newer ones."""
    async with known() as scene:
        state = scene.camera.state
        await scene.camera.write(Change(f.BRIGHTNESS, 70), channel=1)
        from custom_components.cgi_camera.protocol.model import Reading  # noqa: PLC0415

        assert state.apply([Reading(BRIGHTNESS, 60)], scene.clock.now - 1) == set()
        assert state.get(BRIGHTNESS) == 70


async def test_one_failing_endpoint_disturbs_nothing_else() -> None:
    """Its values stay for a while, are then unknown, and come back with it."""
    async with known() as scene:
        slots = [BRIGHTNESS, RELAY_2]
        scene.toy.bodies["/relays"] = web.Response(status=500)
        for expected in (True, True, None):
            scene.clock.now += 31
            scene.toy.texts["/picture"]["b0"] = str(scene.clock.now % 50 // 1).partition(".")[0]
            scene.camera.expire([BRIGHTNESS])
            await scene.camera.refresh(slots)
            assert scene.camera.state.get(RELAY_2) is expected
            assert scene.camera.state.get(BRIGHTNESS) == int(scene.toy.texts["/picture"]["b0"])
        del scene.toy.bodies["/relays"]
        assert RELAY_2 in await scene.camera.refresh(slots)
        assert scene.camera.state.get(RELAY_2) is True


async def test_garbage_makes_the_endpoint_unknown_at_once() -> None:
    """And unreadable text only its own slot."""
    async with known() as scene:
        scene.toy.texts["/picture"]["b0"] = "bright"
        scene.camera.expire([BRIGHTNESS])
        assert await scene.camera.refresh([BRIGHTNESS]) == {BRIGHTNESS}
        assert (scene.camera.state.get(BRIGHTNESS), scene.camera.state.get(CONTRAST)) == (None, 5)
        scene.toy.bodies["/relays"] = text("<html>\nbusy</html>")
        scene.camera.expire([RELAY_2])
        assert RELAY_2 in await scene.camera.refresh([RELAY_2])
        assert scene.camera.state.get(RELAY_2) is None


async def test_what_was_read_before_a_failure_is_told() -> None:
    """It may have gone with the error of another endpoint; the next refresh tells it."""
    async with known() as scene:
        scene.toy.texts["/picture"]["b0"] = "77"
        scene.toy.bodies["/relays"] = web.Response(status=500)
        with pytest.raises(Refused):
            await scene.camera.read([BRIGHTNESS, RELAY_2])
        assert scene.camera.state.get(BRIGHTNESS) == 77
        assert BRIGHTNESS in await scene.camera.refresh([CONTRAST])
        assert BRIGHTNESS not in await scene.camera.refresh([CONTRAST])


async def test_what_failed_at_discovery_is_asked_again() -> None:
    """A camera that starts up gives what it has when it has it."""
    toy = Toy()
    toy.bodies["/relays"] = web.Response(status=503)
    async with known(toy) as scene:
        assert RELAY_2 not in scene.camera.capabilities
        # Also after something else was to be read anew.
        scene.camera.expire([BRIGHTNESS])
        del toy.bodies["/relays"]
        await scene.camera.refresh([BRIGHTNESS])
        assert RELAY_2 in scene.camera.capabilities


async def test_a_camera_that_is_gone_is_asked_ever_less() -> None:
    """As usual after the first miss, then up to twice as late each time; as usual as soon as it answers or is heard."""

    async def handler(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.abort()
        return web.Response()

    async def pauses(scene: Scene, polls: int) -> list[float]:
        found = []
        for _ in range(polls):
            with pytest.raises(ConnectionFailed):
                await scene.camera.refresh([BRIGHTNESS])
            found.append(scene.camera.interval([BRIGHTNESS]))
        assert scene.camera.interval([BRIGHTNESS]) == found[-1]
        return found

    async with known() as scene, known() as other:
        for each in (scene, other):
            each.server.handler = handler
        found = [await pauses(each, 12) for each in (scene, other)]
        for first, *later in found:
            assert first == 30
            most = [60.0, *[LONGEST] * 10]
            assert all(longest / 2 <= pause <= longest for pause, longest in zip(later, most, strict=True))
        assert len({*found[0][1:], *found[1][1:]}) == 22
        scene.camera.heard()
        assert scene.camera.interval([BRIGHTNESS]) == 30
        assert (await pauses(scene, 2))[0] == 30
        scene.server.handler = scene.toy.handle
        await scene.camera.refresh([BRIGHTNESS])
        assert scene.camera.interval([BRIGHTNESS]) == 30


async def test_a_camera_that_is_gone_costs_few_requests() -> None:
    """Two, and one error."""

    async def handler(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.abort()
        return web.Response()

    async with known() as scene:
        scene.server.handler = handler
        scene.clock.now += 1000
        with pytest.raises(ConnectionFailed):
            await scene.camera.refresh(scene.camera.capabilities)
        assert len(set(scene.asked())) == 2
        with pytest.raises(ConnectionFailed):
            await scene.camera.refresh([BRIGHTNESS])
        assert scene.camera.state.get(BRIGHTNESS) == 60


async def test_an_account_that_was_changed() -> None:
    """Ends the refresh."""
    async with known() as scene:
        scene.toy.bodies["/relays"] = web.Response(status=401)
        scene.clock.now += 1000
        with pytest.raises(AuthFailed):
            await scene.camera.refresh([BRIGHTNESS, RELAY_2])
        assert scene.camera.state.get(RELAY_2) is True


async def test_commands() -> None:
    """Those of the device and those of its channels."""
    async with known() as scene:
        assert scene.camera.commands(0) == [f.REBOOT]
        assert scene.camera.commands(1) == []
        await scene.camera.act(f.REBOOT)
        await scene.camera.act(f.GOTO_PRESET, channel=1, number=7)
        assert scene.asked() == ["/reboot", "/goto?ch=1&n=7"]
        with pytest.raises(Unsupported):
            await scene.camera.act(f.GOTO_PRESET, channel=1, number=8)


async def test_dialect_without_movement() -> None:
    """Nothing moves, and it is said so."""
    async with known() as scene:
        assert scene.camera.ptz.place_slots(1) == frozenset()
        for impossible in (scene.camera.ptz.list_presets, scene.camera.ptz.locate):
            with pytest.raises(Unsupported, match="cannot be moved"):
                await impossible(1)


async def test_presets_are_listed_by_the_camera() -> None:
    """By number and name; an entry without a number is none."""
    async with known() as scene:
        assert scene.camera.presets(0) == {7: "Door"}
        assert scene.camera.presets(1) == {}


async def test_presets_that_cannot_be_listed_are_counted() -> None:
    """As many as the options say, where the camera moves at all."""
    toy = Toy()
    del toy.texts["/relays"]
    async with known(toy, presets=2) as scene:
        assert scene.camera.presets(1) == {1: "", 2: ""}
        toy.texts["/who"]["ptz"] = "0"
        await scene.camera.identify()
        assert scene.camera.presets(1) == {}
        with pytest.raises(Unsupported):
            await scene.camera.act(f.GOTO_PRESET, channel=1, number=1)


async def test_streams() -> None:
    """Addresses without credentials; a stream whose settings were not read is not there."""
    async with known() as scene:
        sources = scene.camera.streams()
        assert [source.addresses[0] for source in sources] == [
            "rtsp://127.0.0.1:554/live?ch=1&q=1",
            "rtsp://127.0.0.1:554/live?ch=2&q=1",
        ]
        scene.toy.bodies["/jpeg"] = web.Response(body=b"\xff\xd8\xff", content_type="image/jpeg")
        assert await scene.camera.snapshot(sources[1]) == b"\xff\xd8\xff"
        assert scene.asked() == ["/jpeg?ch=2"]
        with pytest.raises(Unsupported):
            scene.camera.mjpeg(sources[0])
        sub = dataclasses.replace(sources[0], kind=scene.camera.dialect.streams[1].kind)
        with pytest.raises(Unsupported):
            await scene.camera.snapshot(sub)
        scene.toy.bodies["/mjpeg"] = web.Response(body=b"frames", content_type="multipart/x-mixed-replace")
        async with scene.camera.mjpeg(sub) as response:
            assert await response.read() == b"frames"


async def test_the_cameras_own_clock_fills_requests() -> None:
    """Ours where it does not tell its own."""
    async with playing() as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        assert f"/mode?day={datetime.now(UTC).astimezone().day}" in scene.asked()


async def test_a_row_with_a_set_request_of_its_own() -> None:
    """It goes there, and what belongs elsewhere goes in a request of its own."""
    (picture,) = (endpoint for endpoint in DIALECT.endpoints if endpoint.key == "picture")
    brightness, contrast = picture.fields
    other = dataclasses.replace(contrast, write="contrast{ch}", set=Request("/setcontrast"))
    changed = dataclasses.replace(picture, fields=(brightness, other))
    dialect = dataclasses.replace(DIALECT, endpoints=tuple(changed if e is picture else e for e in DIALECT.endpoints))
    toy = Toy()
    toy.bodies["/setcontrast"] = web.Response(text="OK")
    async with playing(toy, dialect=dialect) as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        scene.asked()
        toy.texts["/picture"]["c1"] = "7"
        await scene.camera.write(Change(f.CONTRAST, 7), Change(f.BRIGHTNESS, 8), channel=2)
        assert scene.asked() == [
            "/setcontrast?contrast2=7",
            "/picture",
            "/picture?action=set&b1=8",
            "/picture",
        ]


def test_requests_are_told_apart() -> None:
    """By path and query, in whatever order."""
    one = Request("/a", {"x": "1", "y": "2"})
    assert {one, Request("/a", {"y": "2", "x": "1"}), Request("/a", {"x": "1"})} == {one, Request("/a", {"x": "1"})}


class Listening:
    """A running listener and what it published."""

    def __init__(self, scene: Scene) -> None:
        """Start to listen."""
        self.scene = scene
        self.changes: list[set[AnySlot]] = []
        self.task = asyncio.create_task(scene.camera.listen(self.changes.append))

    async def __aenter__(self) -> Self:
        """Wait for the link."""
        await wait_for(lambda: self.scene.camera.linked)
        await wait_for(lambda: self.scene.toy.streams)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def test_events() -> None:
    """By channel, by number, and for what only events tell."""
    async with known() as scene, Listening(scene) as listening:
        assert scene.camera.capabilities[TAMPER] == Capability(pushed=True)
        scene.toy.push("motion=on@1 input=on@1 tamper=on@2 unknown=on@1 motion=on@9")
        await wait_for(lambda: scene.camera.state.get(Slot(2, f.TAMPER)))
        assert (scene.camera.state.get(MOTION), scene.camera.state.get(INPUT_1)) == (True, True)
        scene.toy.push("motion=off@1")
        await wait_for(lambda: scene.camera.state.get(MOTION) is False)
        assert {MOTION} in listening.changes


async def test_a_pulse_ends_by_itself() -> None:
    """After the hold; a second one prolongs it."""
    async with known(hold=0.05) as scene, Listening(scene):
        scene.toy.push("motion=pulse@1")
        await wait_for(lambda: scene.camera.state.get(MOTION))
        scene.toy.push("motion=pulse@1")
        await wait_for(lambda: scene.camera.state.get(MOTION) is False)
        assert scene.camera.linked


async def test_a_pulse_that_was_on_when_the_stream_was_lost() -> None:
    """Is unknown then, and its end does not make it known; nor does it stay on when nobody listens any more."""
    async with known(hold=0.1) as scene:
        async with Listening(scene):
            scene.toy.push("tamper=pulse@1")
            await wait_for(lambda: scene.camera.state.get(TAMPER))
            scene.toy.bodies["/events"] = web.Response(status=500)
            scene.server.handler = _with_bodies_first(scene.toy)
            scene.toy.cut()
            await wait_for(lambda: not scene.camera.linked)
            await asyncio.sleep(0.2)
            assert scene.camera.state.get(TAMPER) is None
        scene.server.handler = scene.toy.handle
        async with Listening(scene):
            scene.toy.push("tamper=on@1")
            await wait_for(lambda: scene.camera.state.get(TAMPER))
        assert scene.camera.state.get(TAMPER) is None
        assert scene.camera.state.get(LINK) is False


async def test_pushed_slots_are_not_polled_while_the_link_is_up() -> None:
    """And cost no wake-up."""
    async with known() as scene, Listening(scene):
        scene.asked()
        scene.clock.now += 1000
        await scene.camera.refresh([MOTION])
        assert scene.asked() == []
        assert scene.camera.interval([MOTION, BRIGHTNESS]) == 300


async def test_a_lost_stream_and_its_return(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown at once, polled where that goes, and read again after the reconnect: never assumed."""
    monkeypatch.setattr("custom_components.cgi_camera.protocol.link._FIRST", 0.2)
    async with known() as scene, Listening(scene):
        scene.toy.push("motion=on@1 tamper=on@1")
        await wait_for(lambda: scene.camera.state.get(TAMPER))
        scene.toy.texts["/moving"] = {"channels[0]": "0"}
        scene.toy.cut()
        await wait_for(lambda: not scene.camera.linked)
        assert (scene.camera.state.get(MOTION), scene.camera.state.get(TAMPER)) == (None, None)
        await scene.camera.refresh([MOTION])
        assert scene.camera.state.get(MOTION) is True
        scene.toy.texts["/moving"] = {}
        await wait_for(lambda: scene.camera.linked)
        await wait_for(lambda: scene.camera.state.get(MOTION) is False)
        assert scene.camera.state.get(TAMPER) is None


async def test_failed_reconnects_leave_what_was_polled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the loss itself makes pushed slots unknown."""
    monkeypatch.setattr("custom_components.cgi_camera.protocol.link._FIRST", 0.01)
    async with known() as scene, Listening(scene):
        scene.toy.bodies["/events"] = web.Response(status=500)
        scene.toy.texts["/moving"] = {"channels[0]": "0"}
        scene.server.handler = _with_bodies_first(scene.toy)
        scene.toy.cut()
        await wait_for(lambda: not scene.camera.linked)
        await scene.camera.refresh([MOTION])
        scene.asked()
        await wait_for(lambda: scene.server.targets.count("/events?codes=some") > 2)
        assert scene.camera.state.get(MOTION) is True


def _with_bodies_first(toy: Toy) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        if request.path in toy.bodies:
            return web.Response(status=toy.bodies[request.path].status)
        return await toy.handle(request)

    return handler


async def test_a_part_that_makes_no_sense() -> None:
    """Says nothing, and ends nothing."""
    async with known() as scene, Listening(scene):
        scene.toy.push("motion=on@one")
        scene.toy.push("motion=on@1")
        await wait_for(lambda: scene.camera.state.get(MOTION))
        assert len(scene.toy.streams) == 1


async def test_an_account_that_the_event_stream_refuses() -> None:
    """Is left alone for long, so as not to lock it, once the camera has shown that it knows it; the rest is polled."""
    async with known() as scene:

        async def handler(request: web.Request) -> web.StreamResponse:
            if request.path == "/events":
                return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="R"'})
            return await scene.toy.handle(request)

        scene.server.handler = handler
        changes: list[set[AnySlot]] = []
        task = asyncio.create_task(scene.camera.listen(changes.append))
        await wait_for(lambda: scene.server.targets.count("/events?codes=some") == 3)
        await asyncio.sleep(0.1)
        assert scene.server.targets.count("/events?codes=some") == 3
        assert not scene.camera.linked
        await scene.camera.refresh([MOTION])
        assert "/moving" in scene.asked()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_refused_list_of_codes() -> None:
    """Is followed by the request for all."""
    toy = Toy(refuse_codes="some")
    async with known(toy) as scene, Listening(scene):
        assert [t for t in scene.asked() if "events" in t] == ["/events?codes=some", "/events?codes=all"]


async def test_a_camera_without_events() -> None:
    """Everything is polled, and the stream is not asked for again."""
    toy = Toy(refuse_codes="some all")
    async with known(toy) as scene:
        changes: list[set[AnySlot]] = []
        assert not scene.camera.refuses_push
        await scene.camera.listen(changes.append)
        assert scene.camera.refuses_push
        assert set().union(*changes) >= {MOTION}
        assert scene.camera.state.get(LINK) is False
        assert not scene.camera.capabilities[MOTION].pushed
        scene.asked()
        await scene.camera.refresh([MOTION])
        assert scene.asked() == ["/moving"]


async def test_the_state_cannot_be_asked_after_a_connect() -> None:
    """Then it is unknown, not what it was."""
    async with known() as scene:
        scene.toy.bodies["/moving"] = text("Error: no", 400)
        async with Listening(scene):
            await wait_for(lambda: scene.camera.state.get(Slot(2, f.MOTION)) is None)
            assert scene.camera.linked


async def test_busy_is_no_other_camera() -> None:
    """While it starts up."""
    toy = Toy()
    toy.bodies["/who"] = web.Response(status=500)
    async with playing(toy) as scene:
        with pytest.raises(Busy):
            await scene.camera.identify()


async def test_wrong_account_at_discovery() -> None:
    """Stops it."""
    toy = Toy()
    challenge = {"WWW-Authenticate": 'Basic realm="x"'}

    async def handler(request: web.Request) -> web.StreamResponse:
        if request.path in {"/who", "/nothing"}:
            return await toy.handle(request)
        return web.Response(status=401, headers=challenge)

    async with playing(toy) as scene:
        await scene.camera.identify()
        scene.server.handler = handler
        with pytest.raises(AuthFailed):
            await scene.camera.discover()
