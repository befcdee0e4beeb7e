"""What the engine makes of an event stream, with a dialect made up for it and a real server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.model import Capability, Slot

from .ear import LINK, Ear, listening, wait_for
from .toy import INPUT_1, MOTION, TAMPER, Scene, Toy, playing

pytestmark = pytest.mark.usefixtures("socket_enabled")

FACE = Slot(1, f.FACE)
LAST = Slot(1, f.LAST_ALARM)


@asynccontextmanager
async def heard(toy: Toy | None = None, hold: float = 30) -> AsyncIterator[tuple[Scene, Ear]]:
    """Set the scene with a camera that is listened to."""
    async with playing(toy, hold=hold) as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        async with listening(scene.camera) as ear:
            await wait_for(lambda: scene.toy.streams)
            scene.asked()
            yield scene, ear


async def test_on_and_off_at_once() -> None:
    """Each is published, though both came in one piece."""
    async with heard() as (scene, ear):
        scene.toy.push("motion=on@1 motion=off@1 motion=on@1 motion=off@1")
        await ear.becomes(MOTION, True, False, True, False)
        assert [each.action for each in ear.occurrences] == ["start", "stop", "start", "stop"]
        assert all(each.time.tzinfo for each in ear.occurrences)


async def test_a_flood() -> None:
    """Thousands of signals are taken, and leave nothing behind."""
    async with heard(hold=0.2) as (scene, ear):
        offers = len(scene.camera.capabilities)
        line = " ".join(f"code{n}=on@{n} motion=on@{n + 3} input=on@{n + 70} motion=pulse@1" for n in range(1000))
        for part in range(3):
            scene.toy.push(line)
            await wait_for(lambda part=part: len(ear.occurrences) == (part + 1) * 4000)
        assert len(scene.camera.capabilities) == offers
        listener = scene.camera._listener
        assert {slot: len(causes) for slot, causes in listener._causes.items()} == {MOTION: 1}
        await ear.until(MOTION, False)
        assert scene.camera.linked


async def test_what_shows_for_the_first_time() -> None:
    """Is there from then on, at a channel that there is, and nothing that only ends."""
    async with heard() as (scene, ear):
        scene.toy.push("face=off@2 face=on@9 face=on@1")
        await ear.until(FACE, True)
        assert scene.camera.capabilities[FACE] == Capability(pushed=True)
        assert not {slot for slot in scene.camera.capabilities if slot.feature is f.FACE} - {FACE}
        scene.toy.cut()
        await ear.until(LINK, False)
        assert scene.camera.state.get(FACE) is None
        await ear.until(LINK, True)
        assert scene.camera.state.get(FACE) is False


async def test_what_was_told_of_in_former_times() -> None:
    """Is there again, by the name of its slot; what could not be told of is not."""
    async with playing() as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        offers = set(scene.camera.capabilities)
        for key in (
            "2_face",
            "alarm_input_9",
            "doorbell_rung",
            "9_face",
            "face",
            "1_face_2",
            "x_face",
            "alarm_input_99",
        ):
            scene.camera.recall(key)
        scene.camera.recall("1_motion")
        found = {str(slot) for slot in set(scene.camera.capabilities) - offers}
        assert found == {"2/face", "alarm_input_9", "doorbell_rung"}


async def test_moments() -> None:
    """Come with what happened; they have no state."""
    async with heard() as (scene, ear):
        scene.toy.push("ring=pulse ring=on ring=on ring=off ring=on")
        await ear.heard("ring", 5)
        assert ear.moments() == [("doorbell_rung", "ring")] * 3
        assert [each.action for each in ear.occurrences] == ["pulse", "start", "start", "stop", "start"]
        assert Slot(0, f.DOORBELL_RUNG) not in scene.camera.state


async def test_alarms_are_heard_while_the_present_state_is_read() -> None:
    """What was read is older than what is told meanwhile, though its answer comes later."""
    reading, told = asyncio.Event(), asyncio.Event()
    async with playing() as scene:
        await scene.camera.identify()
        await scene.camera.discover()

        async def handler(request: web.Request) -> web.StreamResponse:
            if request.path == "/moving":
                reading.set()
                await told.wait()
                return web.Response(text="channels[0]=1")
            return await scene.toy.handle(request)

        scene.server.handler = handler
        ear = Ear(scene.camera)
        task = asyncio.create_task(scene.camera.listen(ear.publish, ear.occurred))
        await reading.wait()
        await wait_for(lambda: scene.toy.streams)
        scene.clock.now += 1
        scene.toy.push("motion=on@1")
        await ear.until(MOTION, True)
        assert not scene.camera.linked
        told.set()
        await ear.until(LINK, True)
        assert (scene.camera.state.get(MOTION), scene.camera.state.get(Slot(2, f.MOTION))) == (True, True)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_stream_lost_while_the_present_state_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it has told is forgotten, and the reading is given up."""
    monkeypatch.setattr("custom_components.cgi_camera.protocol.link._FIRST", 0.01)
    never = asyncio.Event()
    async with playing() as scene:
        await scene.camera.identify()
        await scene.camera.discover()

        async def handler(request: web.Request) -> web.StreamResponse:
            if request.path == "/moving" and len(scene.toy.streams) < 2:
                await never.wait()
            return await scene.toy.handle(request)

        scene.server.handler = handler
        async with listening_unlinked(scene) as ear:
            scene.toy.push("tamper=on@1")
            await ear.until(TAMPER, True)
            assert not scene.camera.linked
            scene.toy.streams[0].put_nowait(None)
            await ear.until(TAMPER, None)
            await ear.until(LINK, True)
        assert scene.camera._listener._reading is None


@asynccontextmanager
async def listening_unlinked(scene: Scene) -> AsyncIterator[Ear]:
    """Listen to a camera from when its event stream is open."""
    ear = Ear(scene.camera)
    task = asyncio.create_task(scene.camera.listen(ear.publish, ear.occurred))
    try:
        await wait_for(lambda: scene.toy.streams)
        yield ear
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_indexes_without_end() -> None:
    """What a camera makes up is not remembered for ever, and its alarms are heard all the same."""
    async with playing(Toy()) as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        async with listening(scene.camera) as ear:
            scene.toy.push(" ".join(f"ring=pulse@{n}" for n in range(1, 1400)))
            scene.toy.push("motion=on@1")
            await ear.until(MOTION, True)
            assert len(ear.camera._listener._meanings._plain) < 1000
            assert len(ear.camera._known.pushed._subjects) < 1000
            scene.toy.push("motion=off@1 ring=pulse@2")
            await ear.heard("ring", 1400)
            assert ear.values(MOTION) == [True, False]


async def test_time_of_the_last_alarm() -> None:
    """Whoever told of it; what was on when it was first known is no news."""
    toy = Toy()
    toy.texts["/moving"] = {"channels[0]": "0"}
    async with playing(toy) as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        camera = scene.camera
        assert camera.capabilities[LAST] == Capability(kept=True)
        assert camera.state.get(MOTION) is True
        assert camera.state.get(LAST) is None
        for moving, since in (({}, None), ({"channels[0]": "0"}, LAST), ({"channels[0]": "0"}, None)):
            toy.texts["/moving"] = moving
            scene.clock.now += 11
            changed = await camera.refresh([LAST])
            assert ({slot for slot in changed if slot.feature is f.LAST_ALARM} or {None}) == {since}
        assert scene.asked().count("/moving") == 4
        assert camera.interval([LAST]) == 10
        first = camera.state.get(LAST)
        async with listening(camera) as ear:
            scene.toy.push("motion=on@1 input=pulse@1 input=pulse@1")
            await ear.heard("input", 2)
            assert camera.state.get(LAST) == first
            assert len(ear.values(Slot(0, f.LAST_ALARM))) == 2
            scene.toy.push("motion=off@1 motion=on@1")
            await ear.heard("motion", 3)
            assert camera.state.get(LAST) != first
            scene.toy.cut()
            await ear.until(LINK, False)
            assert camera.state.get(LAST) is not None
            assert camera.state.get(INPUT_1) is None
