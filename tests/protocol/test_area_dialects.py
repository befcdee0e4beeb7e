"""How every dialect spells motion areas and privacy masks: round trips, the documents' examples, and real sockets."""

from dataclasses import dataclass
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.areas import NOTHING, Grid, Rectangle
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.dialects import (
    DIALECTS,
    control_areas,
    dahua_areas,
    ipc_areas,
    message_areas,
)
from custom_components.cgi_camera.protocol.errors import Unsupported, WrongSize
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Change, Slot
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.schema import Converter
from tests.conftest import Simulate

from .conftest import Connect, Meet
from .test_areas import grids

# Grids

OLD, NEW, WIDE = (6, 8), (18, 24), (18, 22)


@pytest.mark.parametrize(
    ("converter", "size", "current"),
    [
        (ipc_areas.BLOCKS, (18, 22), "\n22x18 "),
        (ipc_areas.BLOCKS, (3, 5), "\n5x3"),
        (ipc_areas.BLOCKS, (4, 4), "\n4x4"),
        (control_areas.LINES, OLD, "0\n0\n0\n0\n0\n0\n"),
        (control_areas.LINES, OLD, "0\n0\n0\n0\n0\n0\n24x18"),
        (control_areas.LINES, NEW, "0\n0\n0\n0\n0\n0\n8x6"),
        (dahua_areas.LINES, WIDE, ""),
        (dahua_areas.LINES, (9, 22), ""),
        (message_areas.LINES, WIDE, ""),
    ],
)
@given(data=st.data())
def test_grids_come_back(converter: Converter[Grid], size: tuple[int, int], current: str, data: st.DataObject) -> None:
    """What is written is read as the same grid, and written so again."""
    grid = data.draw(grids(*size))
    told = converter.write(grid, current)
    assert converter.read(told) == grid
    assert converter.write(converter.read(told), told) == told


LEFT, RIGHT = "#" + "." * 21, "." * 21 + "#"


@pytest.mark.parametrize(
    ("converter", "told", "rows"),
    [
        # The printed ones (ipc 3.16), and that eight blocks fill a byte without a break at a row's end.
        (ipc_areas.BLOCKS, "ffff\n4x4", ["####"] * 4),
        (ipc_areas.BLOCKS, "0000\n4x4", ["...."] * 4),
        (ipc_areas.BLOCKS, "FF0F\n4 X 3 ", ["####"] * 3),
        (ipc_areas.BLOCKS, "0102\n4x4", ["#...", "....", ".#..", "...."]),
        (ipc_areas.BLOCKS, "a1fe\n3x3", ["#..", "..#", ".#."]),
        # The printed requests (control 2.3) and what they mean.
        (control_areas.LINES, "0\n15\n15\n15\n15\n0\n", ["." * 8, *["####...."] * 4, "." * 8]),
        (control_areas.LINES, "1\n128\n0\n0\n0\n255\n8x6", ["#" + "." * 7, "." * 7 + "#", *["." * 8] * 3, "#" * 8]),
        (
            control_areas.LINES,
            "\n".join(str(1 << line) for line in range(18)) + "\n24x18",
            ["." * line + "#" + "." * (23 - line) for line in range(18)],
        ),
        # Further lines are of the other division.
        (control_areas.LINES, "1\n1\n1\n1\n1\n1\n9\n9\n8x6", ["#" + "." * 7] * 6),
        # 4194303 is the 22 blocks, 0 none, 3 the left two (dahua 4.8.1).
        (dahua_areas.LINES, "4194303\n0\n3", ["#" * 22, "." * 22, "##" + "." * 20]),
    ],
)
def test_documented_texts(converter: Converter[Grid], told: str, rows: list[str]) -> None:
    """Each document says which block a bit is."""
    assert converter.read(told).lines() == rows


@pytest.mark.parametrize(
    "told",
    [
        "1/;f/;;;f/0008/" + "0/" * 14,
        "1/;f/;;;f/0008/" + "0/" * 13 + "0",
        " 1/;f/;;;f/0008/" + "0/" * 14 + " ",
        "1000;f00;;;f0008" + "0000" * 14,
    ],
)
def test_digits_of_64(told: str) -> None:
    """1 is the leftmost, `;f` the leftmost ten, `;;;f` all (message 3.13.2.2); a get is printed without slashes."""
    grid = message_areas.LINES.read(told)
    assert grid.lines() == [LEFT, "#" * 10 + "." * 12, "#" * 22, RIGHT, *["." * 22] * 14]
    assert message_areas.LINES.write(grid, told) == "1/;f/;;;f/0008/" + "/".join("0" * 14)


@pytest.mark.parametrize(
    ("converter", "told"),
    [
        *((ipc_areas.BLOCKS, told) for told in ("", "\n", "ffff\n", "ffff", "\n4x4", "fff\n4x4", "ffffff\n4x4")),
        *((ipc_areas.BLOCKS, told) for told in ("xxxx\n4x4", "ffff\n4", "ffff\n0x4", "ffff\nx", "ff\n99999x1")),
        *((control_areas.LINES, told) for told in ("", "1\n", "1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n24x18")),
        *((control_areas.LINES, told) for told in ("1\n2\n3\n4\n5\n6\n16x12", "1\n2\n3\n4\n5\n256\n8x6")),
        *((control_areas.LINES, told) for told in ("1\n2\n3\n4\n5\n-1\n", "1\n2\n3\n4\n5\nx\n", "1\n2\n3\n4\n5\n\n")),
        *((dahua_areas.LINES, told) for told in ("", "4194304", "-1", "0\nx", "0\n\n0")),
        *((message_areas.LINES, told) for told in ("", ";;;f", "string", ";;;f/" * 15, ";;;f" * 13, "0/" * 19)),
        *(
            (message_areas.LINES, told)
            for told in ("0/" * 17 + ";;;g", "0/" * 17 + "00000", "0/" * 17 + "-", "0//" * 9)
        ),
    ],
)
def test_unreadable_grids(converter: Converter[Grid], told: str) -> None:
    """What is no grid, or one of another size, is an error that makes a slot unknown."""
    with pytest.raises((ValueError, LookupError)):
        converter.read(told)


# Rectangles


def _inside(most: int, least: int = 0) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(0, most - least).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(least, most - start))
    )


@given(_inside(8191), _inside(8191))
def test_corners_come_back(across: tuple[int, int], down: tuple[int, int]) -> None:
    """Dahua tells opposite corners."""
    told = f"{across[0]}\n{down[0]}\n{sum(across)}\n{sum(down)}"
    assert dahua_areas.CORNERS.write(dahua_areas.CORNERS.read(told), "") == told


@given(_inside(320, 1), _inside(240, 1))
def test_extents_come_back(across: tuple[int, int], down: tuple[int, int]) -> None:
    """Control calls an extent an end."""
    told = f"{across[0]}\n{down[0]}\n{across[1]}\n{down[1]}"
    assert control_areas.PLACED.write(control_areas.PLACED.read(told), "") == told


@given(st.sampled_from([("1080P", 1920, 1080), ("2592X1944", 2592, 1944), ("vga", 640, 480)]), st.data())
def test_pixels_come_back(size: tuple[str, int, int], data: st.DataObject) -> None:
    """Ipc counts pixels of the main stream."""
    name, wide, high = size
    (x, width), (y, height) = data.draw(_inside(wide)), data.draw(_inside(high))
    told = f"{x}\n{y}\n{width}\n{height}\n"
    assert ipc_areas.PLACED.write(ipc_areas.PLACED.read(told + name), f"\n\n\n\n{name}") == told


_SHARES = st.floats(0, 100).flatmap(lambda start: st.tuples(st.just(start), st.floats(0, 100 - start)))


@given(_SHARES, _SHARES)
def test_control_takes_no_rectangle_without_an_extent(across: tuple[float, float], down: tuple[float, float]) -> None:
    """However small it is, what is sent is allowed (section 4.3)."""
    area = Rectangle(across[0], down[0], across[1], down[1])
    x, y, width, height = map(int, control_areas.PLACED.write(area, "").split("\n"))
    assert 0 <= x <= 319
    assert 0 <= y <= 239
    assert 1 <= width <= 320 - x
    assert 1 <= height <= 240 - y


@pytest.mark.parametrize(
    ("converter", "told", "area"),
    [
        (dahua_areas.CORNERS, "0\n0\n8191\n8191", Rectangle(0, 0, 100, 100)),
        (dahua_areas.CORNERS, "0\n8191\n0\n8191", Rectangle(0, 100, 0, 0)),
        (control_areas.PLACED, "0\n0\n30\n30", Rectangle(0, 0, 9.375, 12.5)),
        (control_areas.PLACED, "0\n0\n320\n240", Rectangle(0, 0, 100, 100)),
        (ipc_areas.PLACED, "960\n0\n960\n270\n1080P", Rectangle(50, 0, 50, 25)),
        (ipc_areas.PLACED, "0\n0\n0\n0\n480X360", NOTHING),
    ],
)
def test_documented_rectangles(converter: Converter[Rectangle], told: str, area: Rectangle) -> None:
    """In percent."""
    assert converter.read(told) == area


@pytest.mark.parametrize(
    ("converter", "told"),
    [
        *((dahua_areas.CORNERS, told) for told in ("5\n0\n4\n0", "0\n0\n8192\n5", "0\n0\n\n5", "a\n0\n0\n0")),
        *((control_areas.PLACED, told) for told in ("300\n0\n30\n30", "0\n0\n30", "-1\n0\n30\n30")),
        *((ipc_areas.PLACED, told) for told in ("0\n0\n1\n1\n", "0\n0\n1\n1\nlarge", "1900\n0\n30\n1\n1080P")),
    ],
)
def test_unreadable_rectangles(converter: Converter[Rectangle], told: str) -> None:
    """What lies outside, or in a picture of unknown size, is none."""
    with pytest.raises(ValueError, match=r".*"):
        converter.read(told)


# What a camera tells


def learn(dialect: str, endpoint: str, channel: int = 0, **texts: str) -> Knowledge:
    """Return what an answer tells."""
    tables = DIALECTS[dialect]
    known = Knowledge(tables, 30)
    known.channels = (channel,)
    (found,) = (each for each in tables.endpoints if each.key == endpoint)
    source = Source(found, channel if found.per_channel else 0)
    known.take(source, {name.replace("__", "/"): text for name, text in texts.items()}, 0.0)
    return known


@pytest.mark.parametrize(
    ("dialect", "endpoint", "texts", "sizes"),
    [
        ("ipc", "motion", {"motion__areavalue": "ff", "motion__blockcount": "22x18 "}, ((18, 22),)),
        ("ipc", "motion", {"motion__areavalue": "ff", "motion__blockcount": "many"}, ()),
        ("ipc", "motion", {"motion__areavalue": "ff"}, ()),
        ("control", "motion", {"motion1.area1": "1", "motion1.size": "24x18"}, (NEW, OLD)),
        ("control", "motion", {"motion1.area1": "1", "motion1.size": "8x6"}, (OLD, NEW)),
        ("control", "motion", {"motion1.area1": "1", "motion1.size": "4x4"}, ()),
        ("control", "motion", {"motion1.area1": "1"}, (OLD,)),
        ("dahua", "MotionDetect", {"table.motiondetect[0].region[0]": "-1"}, ((1, 22),)),
        ("message", "alarm MDInfo", {"mdinfo__mdarea": ";;;f"}, (WIDE,)),
    ],
)
def test_an_unreadable_grid(
    dialect: str, endpoint: str, texts: dict[str, str], sizes: tuple[tuple[int, int], ...]
) -> None:
    """Its slot is unknown, and its size may be known all the same."""
    known = learn(dialect, endpoint, int(dialect in ("dahua", "message")), **texts)
    (slot,) = (slot for slot in known.capabilities if slot.feature is f.MOTION_AREA)
    assert slot in known.state
    assert known.state.get(slot) is None
    assert known.capabilities[slot].grids == sizes


def test_a_device_without_windows() -> None:
    """Has one motion area (the old form of section 4.8.1); where there are windows, theirs count."""
    old = {"table.motiondetect[0].region[0]": "1", "table.motiondetect[0].region[1]": "2"}
    known = learn("dahua", "MotionDetect", 1, **old)
    assert known.value(f.MOTION_AREA, 1, 1).lines() == [LEFT, ".#" + "." * 20]
    window = "table.motiondetect[0].motiondetectwindow"
    known = learn("dahua", "MotionDetect", 1, **old, **{f"{window}[0].region[0]": "3", f"{window}[1].region[0]": "0"})
    assert [known.value(f.MOTION_AREA, 1, number) for number in (1, 2)] == [
        Grid.of(["##" + "." * 20]),
        Grid.of(["." * 22]),
    ]


def test_a_device_with_more_blocks_than_documented() -> None:
    """Is left alone: it would lose some."""
    known = learn("dahua", "MotionDetect", 1, **{"table.motiondetect[0].region[0]": str(1 << 22)})
    slot = Slot(1, f.MOTION_AREA, 1)
    assert known.state.get(slot) is None
    assert not known.capabilities[slot].writable


def test_a_motion_area_that_can_only_be_read() -> None:
    """The query of the message dialect says so (section 2.3.1.2)."""
    tables = DIALECTS["message"]
    known = Knowledge(tables, 30)
    known.channels = (1,)
    endpoints = {each.key: each for each in tables.endpoints}
    known.take(Source(endpoints["alarm query"], 0), {"mdinfo/mdarea": ""}, 0.0)
    known.take(Source(endpoints["alarm MDInfo"], 1), {"mdinfo/mdarea": "0/" * 18}, 0.0)
    slot = Slot(1, f.MOTION_AREA)
    assert known.state.get(slot) == Grid.filled(18, 22, on=False)
    assert not known.capabilities[slot].writable


# Over real sockets

PICTURE = ["#" * 22] + ["." * 22] * 16 + [RIGHT]
LINES_22 = ["4194303", *["0"] * 16, str(1 << 21)]
COARSE = ["#" * 8, *["." * 8] * 4, "." * 7 + "#"]
FINE = [LEFT + "..", *["." * 24] * 16, "." * 23 + "#"]


@dataclass(frozen=True)
class Write:
    """Changes at a simulated camera with options, and the request that they make."""

    kind: str
    options: dict[str, Any]
    channel: int
    changes: list[Change[Any]]
    path: str
    query: dict[str, str]


def area(rows: list[str], number: int = 0) -> list[Change[Any]]:
    """Return the change that sets a motion area."""
    return [Change(f.MOTION_AREA, Grid.of(rows), number)]


MOTION = [
    Write(
        "ipc-1.0.10",
        {},
        0,
        area(PICTURE),
        "/cgi-bin/motion",
        {"blockcount": "22x18", "areavalue": "ffff3f" + "00" * 46 + "08"},
    ),
    Write(
        "ipc-1.0.1",
        {},
        0,
        area(["." * 22] * 18),
        "/cgi-bin/motion",
        {"blockcount": "22x18", "areavalue": "00" * 50},
    ),
    Write(
        "control",
        {},
        0,
        area(FINE),
        "/cgi-bin/control/motion.cgi",
        {
            "action": "setmotion1",
            "motion1.size": "24x18",
            "motion1.area1": "1",
            **{f"motion1.area{line}": "0" for line in range(2, 18)},
            "motion1.area18": str(1 << 23),
        },
    ),
    Write(
        "control",
        {},
        0,
        area(COARSE),
        "/cgi-bin/control/motion.cgi",
        {
            "action": "setmotion1",
            "motion1.size": "8x6",
            "motion1.area1": "255",
            **{f"motion1.area{line}": "0" for line in range(2, 6)},
            "motion1.area6": "128",
        },
    ),
    Write(
        "control",
        {"model": {"motion_blocks": "8x6"}},
        0,
        area(COARSE),
        "/cgi-bin/control/motion.cgi",
        {
            "action": "setmotion1",
            "motion1.area1": "255",
            **{f"motion1.area{line}": "0" for line in range(2, 6)},
            "motion1.area6": "128",
        },
    ),
    *(
        Write(
            kind,
            {},
            channel,
            area(PICTURE, number),
            "/cgi-bin/configManager.cgi",
            {
                "action": "setConfig",
                f"MotionDetect[{channel - 1}].DetectVersion": "V3.0",
                **{
                    f"MotionDetect[{channel - 1}].MotionDetectWindow[{number - 1}].Region[{line}]": text
                    for line, text in enumerate(LINES_22)
                },
            },
        )
        for kind, channel, number in (("dahua-camera", 1, 1), ("dahua-camera", 1, 4), ("dahua-recorder", 3, 2))
    ),
    Write(
        "message",
        {},
        1,
        area(PICTURE),
        "/cgi/alarm_set",
        {"Channel": "1", "Group": "MDInfo", "MDArea": ";;;f/" + "0/" * 16 + "0008"},
    ),
    Write(
        "message",
        {"channels": 2},
        2,
        area(["." * 22] * 18),
        "/cgi/alarm_set",
        {"Channel": "2", "Group": "MDInfo", "MDArea": "/".join("0" * 18)},
    ),
]
ACCOUNT = {"uid", "id", "passwd"}


async def check(meet: Meet, write: Write) -> tuple[Camera, dict[Any, Any]]:
    """Write: one exact request, accepted; the state follows, and so the camera tells it if it can be asked.

    Return the camera, and what was known before.
    """
    simulator, camera = await meet(write.kind, **write.options)
    before = {slot: camera.state.get(slot) for slot in camera.capabilities}
    slots = {Slot(write.channel, change.feature, change.number): change.value for change in write.changes}
    assert all(before[slot] != value for slot, value in slots.items())
    assert await camera.write(*write.changes, channel=write.channel) == slots.keys()
    sent = simulator.requests[0]
    assert (sent.path, sent.status) == (write.path, 200)
    assert {name: text for name, text in sent.query.items() if name not in ACCOUNT} == write.query
    assert await camera.read(slots) == set()
    assert {slot: camera.state.get(slot) for slot in slots} == slots
    return camera, {slot: value for slot, value in before.items() if slot not in slots}


@pytest.mark.parametrize("write", MOTION, ids=lambda write: write.kind)
async def test_motion_area(meet: Meet, write: Write) -> None:
    """It is told in one request, and no other area changes."""
    camera, before = await check(meet, write)
    assert all(camera.state.get(slot) == value for slot, value in before.items() if slot.feature is f.MOTION_AREA)


@pytest.mark.parametrize(
    ("kind", "options", "slot", "size"),
    [
        ("ipc-1.0.10", {}, Slot(0, f.MOTION_AREA), WIDE),
        ("control", {}, Slot(0, f.MOTION_AREA), NEW),
        ("control", {"model": {"motion_blocks": "8x6"}}, Slot(0, f.MOTION_AREA), OLD),
        ("dahua-camera", {}, Slot(1, f.MOTION_AREA, 2), WIDE),
        ("message", {}, Slot(1, f.MOTION_AREA), WIDE),
    ],
)
async def test_wrong_size(
    meet: Meet, kind: str, options: dict[str, Any], slot: Slot[Grid], size: tuple[int, int]
) -> None:
    """Nothing is sent, and the right size is named."""
    simulator, camera = await meet(kind, **options)
    rows, columns = size
    for wrong in ((rows + 1, columns), (rows, columns - 1), (columns, rows)):
        with pytest.raises(WrongSize, match=f"^{rows} rows of {columns} blocks"):
            await camera.write(Change(f.MOTION_AREA, Grid.filled(*wrong, on=True), slot.number), channel=slot.channel)
    assert simulator.requests == []


async def test_a_coarse_area_at_a_fine_camera(meet: Meet) -> None:
    """What was told in the old division is read in it, and the new one can be told again."""
    _, camera = await meet("control")
    slot = Slot(0, f.MOTION_AREA)
    await camera.write(Change(f.MOTION_AREA, Grid.of(COARSE)))
    assert camera.capabilities[slot].grids == (OLD, NEW)
    await camera.write(Change(f.MOTION_AREA, Grid.of(FINE)))
    assert camera.capabilities[slot].grids == (NEW, OLD)
    assert camera.state.get(slot) == Grid.of(FINE)


MASKS = [
    Write(
        "control",
        {},
        0,
        [Change(f.PRIVACY_MASK_AREA, Rectangle(50, 25, 25, 50), 2)],
        "/cgi-bin/control/privacy.cgi",
        {
            "action": "setprivacy2",
            "privacy.startx": "160",
            "privacy.starty": "60",
            "privacy.endx": "80",
            "privacy.endy": "120",
        },
    ),
    Write(
        "control",
        {"model": {"privacy_areas": 16}},
        0,
        [Change(f.PRIVACY_MASK, True, 16), Change(f.PRIVACY_MASK_COLOR, 8, 16)],
        "/cgi-bin/control/privacy.cgi",
        {"action": "setprivacy16", "privacy.enable": "enable", "allstatus": "enable", "privacy.color": "8"},
    ),
    Write(
        "dahua-camera",
        {},
        1,
        [Change(f.PRIVACY_MASK, True, 4), Change(f.PRIVACY_MASK_AREA, Rectangle(0, 0, 100, 100), 4)],
        "/cgi-bin/configManager.cgi",
        {
            "action": "setConfig",
            "VideoWidget[0].Covers[3].EncodeBlend": "true",
            "VideoWidget[0].Covers[3].Rect[0]": "0",
            "VideoWidget[0].Covers[3].Rect[1]": "0",
            "VideoWidget[0].Covers[3].Rect[2]": "8191",
            "VideoWidget[0].Covers[3].Rect[3]": "8191",
        },
    ),
    Write(
        "dahua-recorder",
        {},
        4,
        [Change(f.PRIVACY_MASK, True, 1)],
        "/cgi-bin/configManager.cgi",
        {"action": "setConfig", "VideoWidget[3].Covers[0].EncodeBlend": "true"},
    ),
    Write(
        "ipc-1.0.10",
        {},
        0,
        [Change(f.PRIVACY_MASK_AREA, Rectangle(50, 25, 25, 50), 3)],
        "/cgi-bin/set_privacy_zone",
        {"Mask3xPos": "960", "Mask3yPos": "270", "Mask3width": "480", "Mask3Height": "540"},
    ),
]


@pytest.mark.parametrize("write", MASKS, ids=lambda write: write.kind)
async def test_privacy_mask(meet: Meet, write: Write) -> None:
    """It is told in one request, and no other mask moves."""
    camera, before = await check(meet, write)
    assert all(camera.state.get(slot) == value for slot, value in before.items() if slot.feature is f.PRIVACY_MASK_AREA)


@pytest.mark.parametrize("count", [6, 16])
async def test_as_many_masks_as_there_are(simulate: Simulate, connect: Connect, count: int) -> None:
    """The first tells how many, and no further one is asked for."""
    simulator = await simulate("control", model={"privacy_areas": count})
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    numbers = {slot.number for slot in camera.capabilities if slot.feature is f.PRIVACY_MASK}
    assert numbers == set(range(1, count + 1))
    asked = [request.query["action"] for request in simulator.requests if request.path.endswith("/privacy.cgi")]
    assert sorted(asked) == sorted(f"getprivacy{number}" for number in numbers)


async def test_masks_stay_off_while_all_are(meet: Meet) -> None:
    """Whatever their own switch says, until one is turned on (section 4.3)."""
    simulator, camera = await meet("control")
    simulator.pages["setprivacy"]["privacy1.enable"] = "enable"
    await camera.read([first := Slot(0, f.PRIVACY_MASK, 1)])
    assert camera.state.get(first) is False
    await camera.write(Change(f.PRIVACY_MASK, True, 2))
    await camera.read([first])
    assert camera.state.get(first) is True


async def test_a_mask_follows_the_resolution(meet: Meet) -> None:
    """A percent of the main stream's picture is not always as many pixels."""
    simulator, camera = await meet("ipc-1.0.10")
    slot = Slot(0, f.PRIVACY_MASK_AREA, 1)
    simulator.video.streams["stream1"]["resolution"] = "2592X1944"
    await camera.read([slot])
    assert [request.path for request in simulator.requests] == ["/cgi-bin/videoencoder"]
    await camera.write(Change(f.PRIVACY_MASK_AREA, Rectangle(0, 0, 50, 100), 1))
    assert (simulator.values["set_privacy_zone"]["Mask1width"], camera.state.get(slot)) == (
        "1296",
        Rectangle(0, 0, 50, 100),
    )


async def test_where_the_main_stream_is_of_unknown_size(meet: Meet) -> None:
    """No mask can be told."""
    _, camera = await meet("ipc-1.0.10", absent=("videoencoder",))
    with pytest.raises(Unsupported):
        await camera.write(Change(f.PRIVACY_MASK_AREA, NOTHING, 1))
