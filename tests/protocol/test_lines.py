"""Values that several texts spell: how they are read and written, and what of them is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.areas import Grid
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.converters import BIT, INT, bits, number_of
from custom_components.cgi_camera.protocol.errors import Busy, Unsupported, WrongSize
from custom_components.cgi_camera.protocol.exchange import Request
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Change, Domain, Feature, Slot
from custom_components.cgi_camera.protocol.reading import Source, paths_in
from custom_components.cgi_camera.protocol.schema import ONCE, Converter, Endpoint, Field
from custom_components.cgi_camera.protocol.writing import orders

from .server import talking, text
from .toy import DIALECT

# A made-up time of day, in minutes: hours and minutes stand in texts of their own, the zone in another answer.
START = Feature("start", int)


def _minutes(told: str) -> int:
    hours, minutes, zone = told.split("\n")
    return int(hours) * 60 + int(minutes or "0") + int(zone or "0") * 60


def _spell(value: int, current: str) -> str:
    hours, minutes = divmod(value, 60)
    _, told, zone = current.split("\n")
    return f"{hours - int(zone or '0')}\n{minutes if told else ''}\n"


LINES = Converter(
    lambda told: Grid(tuple(bits(int(line), 3) for line in told.split("\n"))),
    lambda grid, _: "\n".join(str(number_of(row)) for row in grid.cells),
)
ENDPOINT = Endpoint(
    key="schedule",
    read=Request("/schedule"),
    set=Request("/schedule", {"action": "set"}),
    ranges="zone",
    fields=(
        Field(START, "start{n}H", Converter(_minutes, _spell), parts=("start{n}M", "zone")),
        Field(
            f.MOTION_AREA,
            "line[{line0}]",
            LINES,
            lambda document, _, place: Domain(grids=((len(paths_in("line[{line0}]", place, document)), 3),)),
            also=lambda grid: {"area{ch}": str(len(grid.cells))},
        ),
        Field(f.WDR, "wdr", BIT, companions=(START, f.MOTION_AREA)),
    ),
)
ZONE = Endpoint(key="zone", read=Request("/zone"), period=ONCE)
TABLES = replace(DIALECT, endpoints=(*DIALECT.endpoints[:2], ENDPOINT, ZONE))


def known(zone: str = "", **texts: str) -> Knowledge:
    """Return what an answer tells, after one that tells a zone."""
    found = Knowledge(TABLES, 30)
    found.take(Source(ZONE, 0), {"zone": zone} if zone else {}, 0.0)
    found.take(Source(ENDPOINT, 0), {name.casefold(): value for name, value in texts.items()}, 0.0)
    return found


def spelt(found: Knowledge, *changes: Change[Any]) -> dict[str, str]:
    """Return what is sent to change values."""
    (order,) = orders(found, changes, 0)
    return {name: value for name, value in order.request(found).query.items() if name != "action"}


def test_lines_make_a_value() -> None:
    """Each number has its own, and a part may stand in the other answer."""
    found = known(zone="2", start1H="6", start1M="30", start2H="18", start2M="05")
    assert [found.value(START, number=number) for number in (1, 2, 3)] == [510, 1205, None]
    assert spelt(found, Change(START, 7 * 60 + 15, 1)) == {"start1H": "5", "start1M": "15"}


def test_a_part_that_is_absent_is_empty_and_not_sent() -> None:
    """Firmware that counts in hours only is not told minutes."""
    found = known(start1H="6")
    assert found.value(START, number=1) == 360
    assert spelt(found, Change(START, 7 * 60, 1)) == {"start1H": "7"}


def test_what_cannot_be_read_makes_its_slot_unknown() -> None:
    """And nothing else."""
    found = known(start1H="6", start1M="half", start2H="7", start2M="1")
    assert Slot(0, START, 1) in found.state
    assert found.value(START, number=1) is None
    assert found.value(START, number=2) == 421


def test_lines_of_any_number() -> None:
    """There are as many as the answer holds, and as many are sent, with what goes along."""
    found = known(**{"line[0]": "1", "line[1]": "6", "line[3]": "7"})
    assert str(found.value(f.MOTION_AREA)) == "#../.##"
    sent = spelt(found, Change(f.MOTION_AREA, Grid.of(["###", "..#"])))
    assert sent == {"line[0]": "7", "line[1]": "4", "area0": "2"}


def test_companions_go_along_with_all_their_lines() -> None:
    """As they stand at the camera, or as the same request tells them."""
    found = known(start1H="6", start1M="30", wdr="0", **{"line[0]": "1", "line[1]": "6"})
    sent = spelt(found, Change(f.WDR, True))
    assert sent == {"wdr": "1", "line[0]": "1", "line[1]": "6"}
    sent = spelt(found, Change(f.MOTION_AREA, Grid.of(["###", "#.."])), Change(f.WDR, True))
    assert sent == {"wdr": "1", "line[0]": "7", "line[1]": "1", "area0": "2"}


@pytest.mark.parametrize("rows", [["###"], ["###"] * 3, ["##", "##"]])
def test_a_grid_of_another_size(rows: list[str]) -> None:
    """Is refused, and the right size named."""
    with pytest.raises(WrongSize, match="2 rows of 3 blocks each are needed") as refused:
        spelt(known(**{"line[0]": "1", "line[1]": "6"}), Change(f.MOTION_AREA, Grid.of(rows)))
    assert refused.value.details == {"rows": "2", "columns": "3"}


def test_a_grid_of_unknown_size() -> None:
    """Is not sent."""
    field = Field(f.MOTION_AREA, "line[{line0}]", LINES)
    endpoint = replace(ENDPOINT, fields=(field,))
    found = Knowledge(replace(TABLES, endpoints=(endpoint,)), 30)
    found.take(Source(endpoint, 0), {"line[0]": "1"}, 0.0)
    with pytest.raises(Unsupported, match="how many blocks motion_area has is unknown"):
        orders(found, [Change(f.MOTION_AREA, Grid.of(["###"]))], 0)


# Over a socket


class Scheduler:
    """A camera that keeps what it is told, and answers a set with it or with OK."""

    def __init__(self, *, echoes: bool) -> None:
        """Begin with one time and two lines."""
        self.echoes = echoes
        self.busy = False
        self.texts = {"start1H": "6", "start1M": "30", "line[0]": "1", "line[1]": "2"}

    async def handle(self, request: web.Request) -> web.Response:
        """Answer a request."""
        if request.path in ("/who", "/zone"):
            return text("zone=0" if request.path == "/zone" else "mac=1")
        if request.path != "/schedule":
            return text("no such thing", 404)
        if self.busy:
            return text("busy", 503)
        told = {name: value for name, value in request.query.items() if name != "action"}
        self.texts.update(told)
        shown = told if told and self.echoes else self.texts
        return text("OK" if told and not self.echoes else "\n".join(f"{k}={v}" for k, v in shown.items()))


async def meet(scheduler: Scheduler, run: Callable[[Camera, list[str]], Awaitable[None]]) -> None:
    """Get to know a camera and do something with it."""
    async with talking(scheduler.handle) as (transport, server):
        camera = Camera(transport, TABLES)
        await camera.identify()
        await camera.discover()
        server.targets.clear()
        await run(camera, server.targets)


AREA = Slot(0, f.MOTION_AREA)


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("echoes", [True, False])
async def test_state_after_a_write(echoes: bool) -> None:
    """An answer that tells all the lines is believed, else they are read."""

    async def run(camera: Camera, targets: list[str]) -> None:
        changed = await camera.write(Change(f.MOTION_AREA, Grid.of(["##.", "..#"])))
        assert changed == {AREA}
        assert str(camera.value(f.MOTION_AREA)) == "##./..#"
        assert targets[0] == "/schedule?action=set&line%5B0%5D=3&line%5B1%5D=4&area0=2"
        assert targets[1:] == ([] if echoes else ["/schedule"])

    await meet(Scheduler(echoes=echoes), run)


@pytest.mark.usefixtures("socket_enabled")
async def test_read_at_once() -> None:
    """Slots are read however fresh they are, each endpoint once, and an error is told."""
    scheduler = Scheduler(echoes=False)

    async def run(camera: Camera, targets: list[str]) -> None:
        scheduler.texts["line[1]"] = "7"
        assert await camera.read([AREA, Slot(0, START, 1)]) == {AREA}
        assert targets == ["/schedule"]
        assert await camera.read([Slot(0, f.CONTRAST)]) == set()
        scheduler.busy = True
        with pytest.raises(Busy):
            await camera.read([AREA])
        assert str(camera.value(f.MOTION_AREA)) == "#../###"

    await meet(scheduler, run)


# What only some cameras have

_FIRST = Endpoint(key="one", read=Request("/one"), fields=(Field(f.BRIGHTNESS, "b1", INT),))
_SECOND = Endpoint(
    key="two",
    read=Request("/two"),
    fields=(Field(f.CONTRAST, "b2", INT),),
    ranges="one",
    offered=lambda ranges: int(ranges.get("count", "0")) > 1,
)


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(("count", "asked"), [("1", {"/one"}), ("2", {"/one", "/two"})])
async def test_what_the_camera_has_not_is_not_asked_for(count: str, asked: set[str]) -> None:
    """Another endpoint tells it; where that answers later, so is it asked later."""
    busy = {"/one"}

    async def handle(request: web.Request) -> web.Response:
        if request.path in busy:
            return text("busy", 503)
        return text({"/who": "mac=1", "/one": f"count={count}\nb1=4", "/two": "b2=5"}.get(request.path, "Error"))

    async with talking(handle) as (transport, server):
        camera = Camera(transport, replace(TABLES, endpoints=(*DIALECT.endpoints[:2], _SECOND, _FIRST)))
        await camera.identify()
        await camera.discover()
        assert server.targets[-1:] == ["/one"]
        server.targets.clear()
        busy.clear()
        for _ in range(3):
            await camera.refresh([])
        assert set(server.targets) == asked
        assert len(server.targets) == len(asked)
        assert (camera.value(f.CONTRAST) == 5) is (count == "2")
