"""Bundles: what they spare, and that they never make anybody believe what an endpoint does not tell."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.codecs import key_value
from custom_components.cgi_camera.protocol.errors import AuthFailed, ConnectionFailed
from custom_components.cgi_camera.protocol.exchange import Request
from custom_components.cgi_camera.protocol.model import Change, Slot
from custom_components.cgi_camera.protocol.schema import Bundle, Document
from tests.conftest import Simulate
from tests.simulator import Fault

from .conftest import Clock, Connect
from .server import text
from .toy import BRIGHTNESS, CONTRAST, DIALECT, RELAY_2, Scene, Toy, playing

pytestmark = pytest.mark.usefixtures("socket_enabled")

MODE = Slot(0, f.INFRARED_MODE)
ALL = [BRIGHTNESS, CONTRAST, RELAY_2, MODE]
COVERED = ("/picture", "/relays", "/mode")


def _split(body: bytes) -> Mapping[str, Document]:
    """Read `picture/b0=60`."""
    found: dict[str, dict[str, str]] = {}
    for path, value in key_value(body).items():
        key, _, name = path.partition("/")
        found.setdefault(key, {})[name] = value
    return found


BUNDLED = replace(
    DIALECT, bundles=(Bundle(request=Request("/all"), covers=("picture", "relays", "mode"), split=_split),)
)


@dataclass
class Bundling:
    """A toy camera that tells three of its endpoints in one answer."""

    scene: Scene
    toy: Toy

    async def poll(self, slots: list[Slot[object]] | None = None) -> list[str]:
        """Poll when everything is due; return what was asked, without the day of the month."""
        self.scene.clock.now += 400
        await self.scene.camera.refresh(slots or ALL)
        return sorted(target.partition("?")[0] for target in self.scene.asked())

    def tell(self, **texts: str) -> None:
        """Have the bundle tell something besides what the endpoints tell, or something else."""
        told = {f"{path[1:]}/{name}": value for path in COVERED for name, value in self.toy.texts[path].items()}
        self.toy.texts["/all"] = {**told, **{name.replace("__", "/"): value for name, value in texts.items()}}


@asynccontextmanager
async def bundling(toy: Toy | None = None) -> AsyncIterator[Bundling]:
    """Meet a toy camera that has a bundle."""
    toy = toy or Toy()
    toy.texts["/mode"] = {"mode": "a"}
    async with playing(toy, dialect=BUNDLED) as scene:
        await scene.camera.identify()
        await scene.camera.discover()
        assert "/all" not in scene.asked()
        there = Bundling(scene, toy)
        there.tell()
        yield there


async def test_in_place_of_two() -> None:
    """It is asked when two or more of its endpoints are due, never for one."""
    async with bundling() as there:
        assert await there.poll() == ["/all"]
        assert await there.poll([BRIGHTNESS, CONTRAST]) == ["/picture"]
        assert await there.poll([BRIGHTNESS, MODE]) == ["/all"]
        # Relays are asked for every thirty seconds.
        there.scene.clock.now += 31
        await there.scene.camera.refresh(ALL)
        assert there.scene.asked() == ["/relays"]


async def test_what_changed_is_read() -> None:
    """Its own endpoint tells what is new; the others are known to be as they were, and are not due."""
    async with bundling() as there:
        there.toy.texts["/picture"]["b0"] = "61"
        there.tell()
        assert await there.poll() == ["/all", "/picture"]
        assert there.scene.camera.state.get(BRIGHTNESS) == 61
        assert await there.poll() == ["/all"]


async def test_not_all_told() -> None:
    """An endpoint of which it does not tell all is read itself, and no more expected there."""
    async with bundling() as there:
        there.tell()
        for path in ("picture/c0", "relays/relay[1]"):
            del there.toy.texts["/all"][path]
        assert await there.poll() == ["/all", "/picture", "/relays"]
        assert await there.poll() == ["/mode", "/picture", "/relays"]


async def test_other_words() -> None:
    """Where it has another word for the same thing, that is learned by one reading."""
    async with bundling() as there:
        there.tell(mode__mode="automatic")
        assert await there.poll() == ["/all", "/mode"]
        assert await there.poll() == ["/all"]
        there.toy.texts["/mode"]["mode"] = "0"
        there.tell(mode__mode="none")
        assert await there.poll() == ["/all", "/mode"]
        assert there.scene.camera.state.get(MODE) is f.InfraredMode.OFF


async def test_back_to_what_it_was() -> None:
    """A value that was told and did not last is not believed because the bundle tells what it told before."""
    async with bundling() as there:
        there.tell(mode__mode="automatic")
        await there.poll()
        there.toy.texts["/mode"]["mode"] = "0"
        await there.scene.camera.write(Change(f.INFRARED_MODE, f.InfraredMode.OFF))
        assert there.scene.camera.state.get(MODE) is f.InfraredMode.OFF
        there.scene.asked()
        there.toy.texts["/mode"]["mode"] = "a"
        assert await there.poll() == ["/all", "/mode"]
        assert there.scene.camera.state.get(MODE) is f.InfraredMode.AUTO


async def test_not_compared_with_what_failed() -> None:
    """When the endpoint itself fails, its old values are not taken for what the bundle tells."""
    async with bundling() as there:
        there.tell(picture__b0="99")
        there.toy.bodies["/picture"] = text("busy", 500)
        assert await there.poll() == ["/all", "/picture"]
        there.toy.texts["/picture"]["b0"] = "99"
        del there.toy.bodies["/picture"]
        assert await there.poll() == ["/all", "/picture"]
        assert there.scene.camera.state.get(BRIGHTNESS) == 99


@pytest.mark.parametrize(
    "refusal",
    [text("no such thing", 404), text("Error: unknown"), text("<html>hello</html>")],
    ids=["404", "error", "page"],
)
async def test_refused(refusal: web.Response) -> None:
    """A firmware without it is asked for each endpoint, and never again for all."""
    async with bundling() as there:
        there.toy.bodies["/all"] = refusal
        assert await there.poll() == ["/all", *sorted(COVERED)]
        del there.toy.bodies["/all"]
        assert await there.poll() == sorted(COVERED)


async def test_busy() -> None:
    """One that cannot answer now is asked the next time."""
    async with bundling() as there:
        there.toy.bodies["/all"] = text("", 500)
        assert await there.poll() == ["/all", *sorted(COVERED)]
        del there.toy.bodies["/all"]
        assert await there.poll() == ["/all"]


async def test_nothing_told() -> None:
    """An answer without content covers nothing."""
    async with bundling() as there:
        there.toy.bodies["/all"] = web.Response(status=204)
        assert await there.poll() == ["/all", *sorted(COVERED)]
        assert await there.poll() == sorted(COVERED)


async def test_after_a_failure() -> None:
    """An endpoint whose values were lost has them again when the bundle shows it as it was."""
    async with bundling() as there:
        there.toy.bodies["/picture"] = text("<html>hello</html>")
        await there.poll([BRIGHTNESS])
        assert there.scene.camera.state.get(BRIGHTNESS) is None
        assert await there.poll() == ["/all"]
        assert there.scene.camera.state.get(BRIGHTNESS) == 60


# With a camera that it was made for


CONTROL = "/cgi-bin/control/"
EVERY = (
    ("setcolor", "bright", "7"),
    ("setwdr", "wdrstatus", "disable"),
    ("setshutterspd", "shutmode", "user"),
    ("setwb", "wbmode", "auto"),
    ("setvideo", "encoder3.codec", "h264"),
    ("setvideo", "capture2.size", "320x240"),
    ("setaudio", "audioin", "disable"),
    ("setrtsp", "multicastttl", "9"),
    ("setservername", "servername", "gate"),
    ("setmotion", "allstatus", "disable"),
    ("setalarmin", "alarmin2.name", "door"),
    ("setalarmout", "alarmout2.link", "5"),
    ("setrecevent", "record.save", "2"),
    ("setdaynight", "daynightmode", "lpr"),
    ("setslowsh", "slowshutter", "50"),
    ("seteffect", "negative", "enable"),
)


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "printed"])
async def test_exactly_as_read_one_by_one(simulate: Simulate, connect: Connect, clock: Clock, *, whole: bool) -> None:
    """Whatever is changed at a camera, polling it finds what a camera met afterwards tells."""
    model = {"alarm_inputs": 2, "alarm_outputs": 2, "lpr": True, "whole_unified": whole}
    simulator = await simulate("control", model=model)
    camera = connect(simulator, clock=clock)
    await camera.identify()
    await camera.discover()
    for page, name, value in EVERY:
        simulator.pages[page][name] = value
        clock.ahead += 301
        await camera.refresh(list(camera.capabilities))
        fresh = connect(simulator)
        await fresh.identify()
        await fresh.discover()
        told = {slot for slot in fresh.state if slot.feature not in (f.CLOCK, f.CLOCK_OFFSET, f.EVENT_LINK)}
        assert {str(slot): camera.state.get(slot) for slot in told} == {
            str(slot): fresh.state.get(slot) for slot in told
        }


@pytest.mark.parametrize(("whole", "asked"), [(True, 18), (False, 23)])
async def test_cost(simulate: Simulate, connect: Connect, clock: Clock, *, whole: bool, asked: int) -> None:
    """Three requests stand in for 15 of 30, or for 10 where the sections are as short as the document prints them."""
    simulator = await simulate("control", model={"whole_unified": whole})
    camera = connect(simulator, clock=clock)
    await camera.identify()
    await camera.discover()
    costs = []
    for _ in range(3):
        simulator.requests.clear()
        clock.ahead += 301
        await camera.refresh(list(camera.capabilities))
        costs.append(len(simulator.requests))
    assert costs[1:] == [asked, asked]
    simulator.refuse[f"{CONTROL}serverinfo"] = Fault(status=404)
    clock.ahead += 301
    await camera.refresh(list(camera.capabilities))
    simulator.requests.clear()
    clock.ahead += 301
    await camera.refresh(list(camera.capabilities))
    assert len(simulator.requests) == 30


async def test_mode_set_meanwhile(simulate: Simulate, connect: Connect, clock: Clock) -> None:
    """What a mode does not tell any more does not make the bundle look incomplete."""
    simulator = await simulate("control")
    camera = connect(simulator, clock=clock)
    await camera.identify()
    await camera.discover()
    wanted = [Slot(0, f.WDR), Slot(0, f.COLOR_BAR), Slot(0, f.WHITE_BALANCE)]
    await camera.write(Change(f.WDR_MODE, f.WdrMode.COMPENSATION))
    for cgis in (["serverinfo3", "camwdr"], ["serverinfo3"]):
        simulator.requests.clear()
        clock.ahead += 301
        await camera.refresh(wanted)
        assert [request.path for request in simulator.requests] == [f"{CONTROL}{cgi}.cgi" for cgi in cgis]


async def test_changed_password(simulate: Simulate, connect: Connect, clock: Clock) -> None:
    """A bundle that is refused for the account is asked again with another one."""
    simulator = await simulate("control")
    camera = connect(simulator, clock=clock)
    await camera.identify()
    await camera.discover()
    wanted = [Slot(0, f.WDR), Slot(0, f.COLOR_BAR)]
    simulator.password = "another"
    clock.ahead += 301
    with pytest.raises(AuthFailed):
        await camera.refresh(wanted)
    simulator.password = camera.transport.credentials.password
    camera = connect(simulator, clock=clock)
    await camera.identify()
    await camera.discover()
    clock.ahead += 301
    simulator.requests.clear()
    await camera.refresh(wanted)
    assert [request.path for request in simulator.requests] == [f"{CONTROL}serverinfo3.cgi"]


async def test_gone(simulate: Simulate, connect: Connect, clock: Clock) -> None:
    """A camera that is away costs no more than two requests a poll; its values are unknown after three."""
    simulator = await simulate("control")
    camera = connect(simulator, clock=clock)
    await camera.identify()
    await camera.discover()
    wanted = [Slot(0, f.WDR), Slot(0, f.COLOR_BAR)]
    simulator.refuse["/"] = Fault(drop=True)
    for known in (True, True, None):
        clock.ahead += 301
        simulator.requests.clear()
        with pytest.raises(ConnectionFailed):
            await camera.refresh(wanted)
        assert len({request.target for request in simulator.requests}) <= 2
        assert camera.state.get(Slot(0, f.WDR)) is known
    simulator.refuse.clear()
    await camera.refresh(wanted)
    assert camera.state.get(Slot(0, f.WDR)) is True
