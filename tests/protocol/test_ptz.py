"""Moving heads: how every dialect spells it, and that whatever is set going comes to an end."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f, head as head_module, ptz as ptz_module
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.errors import (
    AuthFailed,
    Busy,
    CameraError,
    ConnectionFailed,
    Invalid,
    OutOfRange,
    Refused,
    Unsupported,
)
from custom_components.cgi_camera.protocol.model import Change, Command, Slot
from custom_components.cgi_camera.protocol.movement import Area, Axis, Move, Position
from tests.conftest import Simulate
from tests.heads import (
    CONTROL,
    DAHUA,
    EVERY,
    GOING,
    HALT,
    IPC,
    MESSAGE,
    STOP,
    Asked,
    control,
    dahua,
    ipc,
    message,
    sent,
)
from tests.simulator import Fault

from .conftest import Connect, Meet

CODE = "/cgi-bin/ptz.cgi?action=start&channel=0&code="
RIGHT, UP, IN = Move(pan=1), Move(tilt=1), Move(zoom=1)


async def wait_for(condition: Callable[[], object]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


async def head(meet: Meet, kind: str, **options: Any) -> tuple[Any, Camera, int]:
    """Meet a camera with a head, and return the channel of that, too."""
    simulator, camera = await meet(kind, ptz=True, **options)
    return simulator, camera, camera.channels[0]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a stop that failed be tried again at once."""
    monkeypatch.setattr(head_module, "PAUSES", (0.0, 0.01, 0.01, 0.01))


# How it is spelt

MOVES: list[tuple[str, Move, list[Asked], list[Asked]]] = [
    (IPC, Move(pan=-1), [ipc(move_x="-1", move_y="0", speed="10")], [STOP]),
    (IPC, Move(pan=0.2, tilt=-0.5), [ipc(move_x="1", move_y="-1", speed="5")], [STOP]),
    (IPC, Move(tilt=0.01), [ipc(move_x="0", move_y="1", speed="1")], [STOP]),
    (IPC, Move(zoom=0.3, focus=1, iris=-1), [ipc(zoom="1"), ipc(focus="-1"), ipc(iris="-1")], [STOP]),
    (IPC, Move(zoom=-1, focus=-1, iris=1), [ipc(zoom="-1"), ipc(focus="1"), ipc(iris="1")], [STOP]),
    (
        CONTROL,
        Move(pan=1, tilt=-0.5),
        [control("pt_control", "setptmove", pan="right", panspeed="100", tilt="down", tiltspeed="50")],
        [control("pt_control", "setptmove", pan="stop", tilt="stop")],
    ),
    (
        CONTROL,
        Move(pan=-0.001, zoom=0.3),
        [
            control("pt_control", "setptmove", pan="left", panspeed="1"),
            control("zf_control", "setzfmove", zoom="in", zoomspeed="30"),
        ],
        [control("pt_control", "setptmove", pan="stop"), control("zf_control", "setzfmove", zoom="stop")],
    ),
    (
        CONTROL,
        Move(zoom=-1, focus=-0.4),
        [control("zf_control", "setzfmove", zoom="out", zoomspeed="100", focus="in", focusspeed="40")],
        [control("zf_control", "setzfmove", zoom="stop", focus="stop")],
    ),
    (DAHUA, Move(tilt=0.5), [dahua("Up", "0", "4")], [dahua("Up", "0", "4", action="stop")]),
    (DAHUA, Move(pan=-0.01), [dahua("Left", "0", "1")], [dahua("Left", "0", "1", action="stop")]),
    (DAHUA, Move(pan=1, tilt=-0.5), [dahua("RightDown", "4", "8")], [dahua("RightDown", "4", "8", action="stop")]),
    (DAHUA, Move(zoom=-0.5), [dahua("ZoomWide")], [dahua("ZoomWide", action="stop")]),
    (
        DAHUA,
        Move(focus=1, iris=-1),
        [dahua("FocusFar"), dahua("IrisSmall")],
        [dahua("FocusFar", action="stop"), dahua("IrisSmall", action="stop")],
    ),
    (
        DAHUA,
        Move(pan=-1, zoom=0.01),
        [dahua("Continuously", "-8", "0", "1")],
        [dahua("Continuously", "-8", "0", "1", action="stop")],
    ),
    (MESSAGE, Move(pan=1, tilt=-0.5), [message(Direction="8", PanSpeed="63", TiltSpeed="32")], [HALT]),
    (MESSAGE, Move(pan=-0.001), [message(Direction="3", PanSpeed="1", TiltSpeed="1")], [HALT]),
    (MESSAGE, Move(zoom=1, focus=1, iris=1), [message(Zoom="1"), message(Focus="0"), message(Iris="1")], [HALT]),
    (MESSAGE, Move(zoom=-1, focus=-1, iris=-1), [message(Zoom="0"), message(Focus="1"), message(Iris="0")], [HALT]),
]


@pytest.mark.parametrize(("kind", "move", "starts", "stops"), MOVES)
async def test_move_and_stop(meet: Meet, kind: str, move: Move, starts: list[Asked], stops: list[Asked]) -> None:
    """A movement begins in exactly these requests, and ends in these."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.move(move, channel=channel)
    assert sent(simulator) == starts
    assert GOING[kind](simulator)
    assert camera.ptz.moving(channel)
    await camera.ptz.stop(channel=channel)
    assert sent(simulator) == stops
    assert not GOING[kind](simulator)
    assert not camera.ptz.moving(channel)


@pytest.mark.parametrize("pan", [-1, 0, 1])
@pytest.mark.parametrize("tilt", [-1, 1])
@EVERY
async def test_every_direction(meet: Meet, kind: str, pan: int, tilt: int) -> None:
    """No camera refuses any of them."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.move(Move(pan=pan, tilt=tilt), channel=channel)
    await camera.ptz.stop(channel=channel)
    assert {request.status for request in simulator.requests} == {200}


REPLACED: list[tuple[str, Move, Move, list[Asked]]] = [
    (IPC, RIGHT, UP, [ipc(move_x="0", move_y="1", speed="10")]),
    (IPC, RIGHT, IN, [STOP, ipc(zoom="1")]),
    (IPC, Move(pan=1, zoom=1), RIGHT, [STOP, ipc(move_x="1", move_y="0", speed="10")]),
    (CONTROL, RIGHT, UP, [control("pt_control", "setptmove", pan="stop", tilt="up", tiltspeed="100")]),
    (CONTROL, IN, Move(focus=1), [control("zf_control", "setzfmove", zoom="stop", focus="out", focusspeed="100")]),
    (
        CONTROL,
        RIGHT,
        IN,
        [
            control("pt_control", "setptmove", pan="stop"),
            control("zf_control", "setzfmove", zoom="in", zoomspeed="100"),
        ],
    ),
    (DAHUA, RIGHT, UP, [dahua("Up", "0", "8")]),
    (DAHUA, RIGHT, IN, [dahua("Right", "0", "8", action="stop"), dahua("ZoomTele")]),
    (
        DAHUA,
        RIGHT,
        Move(pan=1, zoom=1),
        [dahua("Right", "0", "8", action="stop"), dahua("Continuously", "8", "0", "8")],
    ),
    (MESSAGE, RIGHT, UP, [message(Direction="1", PanSpeed="63", TiltSpeed="63")]),
    (MESSAGE, IN, RIGHT, [HALT, message(Direction="4", PanSpeed="63", TiltSpeed="63")]),
]


@pytest.mark.parametrize(("kind", "first", "second", "requests"), REPLACED)
async def test_replaced(meet: Meet, kind: str, first: Move, second: Move, requests: list[Asked]) -> None:
    """A newer movement replaces an older one: what goes on moving does not stop in between, the rest does."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.move(first, channel=channel)
    sent(simulator)
    await camera.ptz.move(second, channel=channel)
    assert sent(simulator) == requests
    await camera.ptz.stop(channel=channel)
    assert not GOING[kind](simulator)


OTHERS: list[tuple[str, list[Asked]]] = [
    (IPC, [STOP]),
    (
        CONTROL,
        [
            control("pt_control", "setptmove", pan="stop", tilt="stop"),
            control("zf_control", "setzfmove", zoom="stop", focus="stop"),
        ],
    ),
    (
        DAHUA,
        [
            dahua("RightUp", "8", "8", action="stop"),
            *(dahua(code, action="stop") for code in ("ZoomTele", "FocusFar", "IrisLarge")),
        ],
    ),
    (MESSAGE, [HALT]),
]


@pytest.mark.parametrize(("kind", "requests"), OTHERS)
async def test_stop_what_others_have_moved(meet: Meet, kind: str, requests: list[Asked]) -> None:
    """Where nothing of ours moves, everything is told to stop."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.stop(channel=channel)
    assert sent(simulator) == requests


PRESETS: list[tuple[str, Asked]] = [
    (IPC, ipc(add_preset="7")),
    (CONTROL, control("preset_control", "setpreset", number="7")),
    (DAHUA, dahua("SetPreset", "0", "7")),
    (MESSAGE, message(PresetNumber="7", Preset="0")),
]


@pytest.mark.parametrize(("kind", "save"), PRESETS)
async def test_set_preset(meet: Meet, kind: str, save: Asked) -> None:
    """Where the head comes to rest becomes a preset."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.move(RIGHT, channel=channel)
    sent(simulator)
    await camera.ptz.set_preset(7, channel=channel)
    assert not GOING[kind](simulator)
    stop, told, *_ = sent(simulator)
    assert (told, stop != told) == (save, True)


DELETIONS: list[tuple[str, Asked]] = [
    (IPC, ipc(delete_preset="7")),
    (CONTROL, control("preset_control", "clearpreset", number="7")),
    (DAHUA, dahua("ClearPreset", "0", "7")),
]


@pytest.mark.parametrize(("kind", "delete"), DELETIONS)
async def test_delete_preset(meet: Meet, kind: str, delete: Asked) -> None:
    """A preset goes."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.delete_preset(7, channel=channel)
    assert sent(simulator)[0] == delete


async def test_presets_that_cannot_be_deleted(meet: Meet) -> None:
    """The document of the message dialect knows no way."""
    simulator, camera, channel = await head(meet, MESSAGE)
    with pytest.raises(Unsupported, match="delete"):
        await camera.ptz.delete_preset(7, channel=channel)
    assert not simulator.requests


async def test_list_of_presets_follows(meet: Meet) -> None:
    """What is set is listed at once, what is deleted is gone without a trace."""
    _, camera, channel = await head(meet, DAHUA)
    slot = Slot(channel, f.PRESET, 7)
    assert slot in await camera.ptz.set_preset(7, channel=channel)
    assert camera.presets(channel) == {1: "preset1", 2: "preset2", 7: "preset7"}
    assert slot in await camera.ptz.delete_preset(7, channel=channel)
    assert camera.presets(channel) == {1: "preset1", 2: "preset2"}
    assert slot not in camera.capabilities
    await camera.ptz.set_preset(7, channel=channel)
    assert camera.presets(channel)[7] == "preset7"


async def test_titles(meet: Meet) -> None:
    """A title is kept where the camera keeps titles, whatever it is made of."""
    simulator, camera, channel = await head(meet, MESSAGE)
    await camera.ptz.set_preset(3, "Gate {n} & Tür", channel=channel)
    assert sent(simulator)[0] == message(PresetNumber="3", Preset="0", PresetTitle="Gate {n} & Tür")
    assert camera.presets(channel) == {3: "Gate {n} & Tür"}
    await camera.ptz.set_preset(3, "Yard", channel=channel)
    assert camera.presets(channel) == {3: "Yard"}


async def test_list_that_cannot_be_read(meet: Meet) -> None:
    """A preset is set all the same."""
    simulator, camera, channel = await head(meet, DAHUA)
    simulator.refuse["/cgi-bin/ptz.cgi?action=getPresets"] = Fault(status=503)
    assert await camera.ptz.set_preset(7, channel=channel) == set()
    assert 7 in simulator.heads[0].places


# What a camera cannot do


@EVERY
async def test_fixed_camera(meet: Meet, kind: str) -> None:
    """Without a head nothing is offered, and nothing sent."""
    simulator, camera = await meet(kind, ptz=False)
    channel = camera.channels[0]
    ptz = camera.ptz
    assert ptz.axes(channel) == frozenset()
    assert not {f.MOVE_UP, f.PTZ_STOP} & set(camera.commands(channel))
    for impossible in (
        lambda: ptz.move(UP, channel=channel),
        lambda: ptz.stop(channel=channel),
        lambda: ptz.set_preset(1, channel=channel),
        lambda: ptz.delete_preset(1, channel=channel),
        lambda: ptz.absolute(Position(1, 1, 1), channel=channel),
        lambda: ptz.relative(Position(1, 1, 1), channel=channel),
        lambda: ptz.look_at(Area(0, 0, 1, 1), channel=channel),
        lambda: ptz.change_tour(1, 1, add=True, channel=channel),
        lambda: ptz.pan_round(clockwise=True, share=1, channel=channel),
        lambda: camera.act(f.MOVE_UP, channel=channel),
        lambda: camera.act(f.PTZ_STOP, channel=channel),
    ):
        with pytest.raises(Unsupported):
            await impossible()
    assert not simulator.requests


async def test_axes(meet: Meet) -> None:
    """A camera that has no iris is not told to open it; a lens without a head has buttons for the lens."""
    simulator, camera = await meet(CONTROL, ptz=True)
    assert camera.ptz.axes() == {Axis.PAN, Axis.TILT, Axis.ZOOM, Axis.FOCUS}
    with pytest.raises(Unsupported, match="no iris"):
        await camera.ptz.move(Move(pan=1, iris=1))
    assert not simulator.requests
    assert f.OPEN_IRIS not in camera.commands(0)
    assert {f.MOVE_UP, f.FOCUS_FAR, f.PTZ_STOP, f.AUTO_FOCUS, f.LENS_RESET} <= set(camera.commands(0))


@pytest.mark.parametrize(("kind", "most"), [(IPC, 255), (CONTROL, 5), (DAHUA, 80), (MESSAGE, 255)])
async def test_numbers(meet: Meet, kind: str, most: int) -> None:
    """A number that the camera does not have is not sent."""
    options: dict[str, Any] = {"model": {"presets": 5}} if kind == CONTROL else {}
    simulator, camera, channel = await head(meet, kind, **options)
    for number in (0, most + 1):
        with pytest.raises(Invalid, match=f"from 1 to {most}"):
            await camera.ptz.set_preset(number, channel=channel)
    assert not simulator.requests
    await camera.ptz.set_preset(most, channel=channel)


async def test_title_that_cannot_be_kept(meet: Meet) -> None:
    """Nothing is set under a name that nobody would see."""
    simulator, camera, channel = await head(meet, DAHUA)
    with pytest.raises(Unsupported, match="titles"):
        await camera.ptz.set_preset(1, "Gate", channel=channel)
    assert not simulator.requests


# Positions


async def test_dahua_position(meet: Meet) -> None:
    """What is left out stays as the camera says it is."""
    simulator, camera, channel = await head(meet, DAHUA)
    await camera.ptz.absolute(Position(180, 45.5, 4), channel=channel)
    assert sent(simulator) == [dahua("PositionABS", "180", "45.5", "4")]
    await camera.ptz.absolute(Position(pan=90), channel=channel)
    assert sent(simulator)[-1] == dahua("PositionABS", "90", "45.5", "4")
    await camera.ptz.relative(Position(pan=-100, tilt=-5), channel=channel)
    assert sent(simulator)[-1] == dahua("PositionABS", "350", "40.5", "4")
    await camera.ptz.relative(Position(tilt=80, zoom=-9), channel=channel)
    assert sent(simulator)[-1] == dahua("PositionABS", "350", "90", "0")
    await camera.ptz.locate(channel)
    assert camera.ptz.position(channel) == Position(350, 90, 0)


async def test_message_position(meet: Meet) -> None:
    """Hundredths of degrees, and only what is told."""
    simulator, camera, channel = await head(meet, MESSAGE)
    await camera.ptz.absolute(Position(pan=180.25), channel=channel)
    assert sent(simulator) == [message(Model="0", Pan="18025")]
    await camera.ptz.relative(Position(pan=-0.25, zoom=100), channel=channel)
    assert sent(simulator)[-1] == message(Model="0", Pan="18000", Tilt="0", ZoomPosition="100")
    await camera.ptz.locate(channel)
    assert camera.ptz.position(channel) == Position(180, 0, 100)


async def test_message_board_that_does_not_tell_where_it_looks(meet: Meet) -> None:
    """It can be told to go on, not back."""
    simulator, camera, channel = await head(meet, MESSAGE, missing=("Pan", "Tilt"))
    await camera.ptz.relative(Position(pan=10), channel=channel)
    assert sent(simulator)[-1] == message(Model="1", Pan="1000")
    with pytest.raises(Invalid, match="does not tell"):
        await camera.ptz.relative(Position(tilt=-10), channel=channel)


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (DAHUA, Position(361, 0, 0)),
        (DAHUA, Position(0, -1, 0)),
        (DAHUA, Position(0, 0, 129)),
        (MESSAGE, Position(pan=-0.5)),
        (MESSAGE, Position(zoom=65536)),
    ],
)
async def test_position_out_of_range(meet: Meet, kind: str, place: Position) -> None:
    """It is not sent."""
    simulator, camera, channel = await head(meet, kind)
    with pytest.raises(OutOfRange):
        await camera.ptz.absolute(place, channel=channel)
    assert not simulator.requests


@pytest.mark.parametrize("kind", [IPC, CONTROL])
async def test_no_positions(meet: Meet, kind: str) -> None:
    """Two dialects have none."""
    simulator, camera, channel = await head(meet, kind)
    for impossible in (camera.ptz.absolute, camera.ptz.relative):
        with pytest.raises(Unsupported):
            await impossible(Position(1, 1, 1), channel=channel)
    with pytest.raises(Unsupported):
        await camera.ptz.look_at(Area(0, 0, 1, 1), channel=channel)
    with pytest.raises(Unsupported):
        await camera.ptz.change_tour(1, 1, add=True, channel=channel)
    assert not simulator.requests


async def test_dahua_that_does_not_tell_where_it_looks(simulate: Simulate, connect: Connect) -> None:
    """It wants all of a position."""
    simulator = await simulate(DAHUA, ptz=True)
    simulator.refuse["/cgi-bin/ptz.cgi?action=getStatus"] = Fault(status=400)
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    sent(simulator)
    for impossible in (camera.ptz.absolute, camera.ptz.relative):
        with pytest.raises(Invalid, match="does not tell"):
            await impossible(Position(pan=10), channel=1)
    assert not simulator.requests
    assert await camera.ptz.locate(1) == set()
    assert camera.ptz.place_slots(1) == frozenset()
    await camera.ptz.absolute(Position(10, 20, 3), channel=1)
    assert sent(simulator) == [dahua("PositionABS", "10", "20", "3")]


async def test_position_that_cannot_be_asked_now(meet: Meet) -> None:
    """What was told some time ago is no place to start from."""
    simulator, camera, channel = await head(meet, DAHUA)
    simulator.refuse["/cgi-bin/ptz.cgi?action=getStatus"] = Fault(status=503)
    with pytest.raises(Busy):
        await camera.ptz.relative(Position(pan=10), channel=channel)
    assert len(sent(simulator)) == 1


async def test_part_of_the_picture(meet: Meet) -> None:
    """Dahua only."""
    simulator, camera, channel = await head(meet, DAHUA)
    await camera.ptz.look_at(Area(0.25, 0, 0.5, 1), channel=channel)
    query = {"startPoint[0]": "2048", "startPoint[1]": "0", "endPoint[0]": "4096", "endPoint[1]": "8192"}
    assert sent(simulator) == [("/cgi-bin/ptzBase.cgi", {"action": "moveDirectly", "channel": "1", **query})]


# What the head does by itself

COMMANDS: list[tuple[str, Command, int, Asked]] = [
    (IPC, f.GOTO_PRESET, 7, ipc(call_preset="7")),
    (CONTROL, f.GOTO_PRESET, 7, control("preset_control", "gopreset", number="7")),
    (CONTROL, f.RUN_AUTO_PAN, 4, control("preset_control", "autopan", number="4")),
    (CONTROL, f.STOP_AUTO_PAN, 0, control("preset_control", "autopan", number="255")),
    (CONTROL, f.START_TOUR, 2, control("preset_control", "tour", number="2")),
    (CONTROL, f.STOP_TOURS, 0, control("preset_control", "tour", number="255")),
    (CONTROL, f.AUTO_FOCUS, 0, control("zf_control", "onepush")),
    (CONTROL, f.LENS_RESET, 0, control("ptzf_status", "lensreset")),
    (DAHUA, f.GOTO_PRESET, 2, dahua("GotoPreset", "0", "2")),
    (DAHUA, f.START_TOUR, 7, dahua("StartTour", "7")),
    (DAHUA, f.STOP_TOUR, 1, dahua("StopTour", "1")),
    (DAHUA, f.CLEAR_TOUR, 1, dahua("ClearTour", "1")),
    (DAHUA, f.RUN_PATTERN, 5, dahua("StartPattern", "5")),
    (DAHUA, f.STOP_PATTERN, 1, dahua("StopPattern", "1")),
    (DAHUA, f.BEGIN_PATTERN, 1, dahua("SetPatternBegin", "1")),
    (DAHUA, f.END_PATTERN, 1, dahua("SetPatternEnd", "1")),
    (DAHUA, f.CLEAR_PATTERN, 1, dahua("ClearPattern", "1")),
    (DAHUA, f.AUTO_PAN, 0, dahua("AutoPanOn")),
    (DAHUA, f.STOP_AUTO_PAN, 0, dahua("AutoPanOff")),
    (DAHUA, f.AUTO_SCAN, 0, dahua("AutoScanOn")),
    (DAHUA, f.STOP_AUTO_SCAN, 0, dahua("AutoScanOff")),
    (DAHUA, f.SET_LEFT_LIMIT, 0, dahua("SetLeftLimit")),
    (DAHUA, f.SET_RIGHT_LIMIT, 0, dahua("SetRightLimit")),
    (DAHUA, f.AUX_ON, 8, dahua("AuxOn", "8")),
    (DAHUA, f.AUX_OFF, 1, dahua("AuxOff", "1")),
    (MESSAGE, f.GOTO_PRESET, 7, message(PresetNumber="7", Preset="1")),
    (MESSAGE, f.RUN_PATTERN, 4, message(PatternNumber="4", Pattern="2")),
    (MESSAGE, f.START_TOUR, 4, message("TourInfo", TourNum="4", TourAct="1")),
]


@pytest.mark.parametrize(("kind", "command", "number", "request_"), COMMANDS)
async def test_commands(meet: Meet, kind: str, command: Command, number: int, request_: Asked) -> None:
    """Each is offered and accepted, in this very request."""
    simulator, camera, channel = await head(meet, kind)
    offered = [*((each, 0) for each in camera.commands(channel)), *camera.counted(channel)]
    assert command is f.GOTO_PRESET or (command, number) in offered
    await camera.act(command, channel=channel, number=number)
    assert (simulator.requests[-1].status, sent(simulator)) == (200, [request_])


async def test_number_that_is_not_there(meet: Meet) -> None:
    """It is not sent."""
    simulator, camera, channel = await head(meet, DAHUA)
    for number in (0, 8):
        with pytest.raises(Invalid, match="start_tour has numbers from 1 to 7"):
            await camera.act(f.START_TOUR, channel=channel, number=number)
    assert not simulator.requests


@EVERY
async def test_moving_head_goes_to_a_preset(meet: Meet, kind: str) -> None:
    """What ran before ends first, so that its end does not fall into the way."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.move(RIGHT, channel=channel)
    await camera.act(f.GOTO_PRESET, channel=channel, number=2)
    assert len(sent(simulator)) == 3
    assert not GOING[kind](simulator)
    assert not camera.ptz.moving(channel)


UNDONE: list[tuple[str, Command, int, Asked]] = [
    (CONTROL, f.RUN_AUTO_PAN, 3, control("preset_control", "autopan", number="255")),
    (CONTROL, f.START_TOUR, 3, control("preset_control", "tour", number="255")),
    (DAHUA, f.START_TOUR, 3, dahua("StopTour", "3")),
    (DAHUA, f.RUN_PATTERN, 3, dahua("StopPattern", "3")),
    (DAHUA, f.AUTO_PAN, 0, dahua("AutoPanOff")),
    (DAHUA, f.AUTO_SCAN, 0, dahua("AutoScanOff")),
    (MESSAGE, f.START_TOUR, 3, message("TourInfo", TourNum="3", TourAct="0")),
    (MESSAGE, f.RUN_PATTERN, 3, HALT),
]


@pytest.mark.parametrize(("kind", "command", "number", "end"), UNDONE)
async def test_stop_ends_what_was_started(meet: Meet, kind: str, command: Command, number: int, end: Asked) -> None:
    """A tour ends when told to stop, as a movement does; the next stop does not stop it again."""
    simulator, camera, channel = await head(meet, kind)
    await camera.act(command, channel=channel, number=number)
    sent(simulator)
    await camera.ptz.stop(channel=channel)
    first = sent(simulator)
    assert end in first
    await camera.ptz.stop(channel=channel)
    assert sent(simulator) == [each for each in first if each != end or end == HALT]


@pytest.mark.parametrize(("kind", "command", "number", "end"), [each for each in UNDONE if each[3] != HALT])
async def test_newer_order_ends_what_was_started(
    meet: Meet, kind: str, command: Command, number: int, end: Asked
) -> None:
    """A tour does not go on when a movement that took its place has ended."""
    simulator, camera, channel = await head(meet, kind)
    await camera.act(command, channel=channel, number=number)
    sent(simulator)
    await camera.ptz.move(RIGHT, channel=channel)
    first, _ = sent(simulator)
    assert first == end
    assert GOING[kind](simulator)
    await camera.ptz.stop(channel=channel)
    assert end not in sent(simulator)
    await camera.act(command, channel=channel, number=number)
    sent(simulator)
    await camera.act(f.GOTO_PRESET, channel=channel, number=1)
    assert sent(simulator)[0] == end


async def test_tour_that_is_stopped_by_its_button(meet: Meet) -> None:
    """It is told to stop once."""
    simulator, camera, channel = await head(meet, DAHUA)
    await camera.act(f.START_TOUR, channel=channel, number=3)
    sent(simulator)
    await camera.act(f.STOP_TOUR, channel=channel, number=3)
    assert sent(simulator) == [dahua("StopTour", "3")]


async def test_tour_that_has_ended_long_ago(meet: Meet) -> None:
    """A camera that has nothing to stop moves all the same; one that has no time for it is asked again."""
    simulator, camera, channel = await head(meet, DAHUA)
    simulator.refuse[CODE + "StopTour"] = Fault(status=400, body=b"Error\nErrorID=2, Detail=Not running!\n")
    await camera.act(f.START_TOUR, channel=channel, number=3)
    await camera.ptz.move(RIGHT, channel=channel)
    assert simulator.heads[0].running == "Right"
    await camera.act(f.START_TOUR, channel=channel, number=3)
    simulator.refuse[CODE + "StopTour"] = Fault(status=503, times=1)
    with pytest.raises(Busy):
        await camera.ptz.move(RIGHT, channel=channel)
    sent(simulator)
    await camera.ptz.move(RIGHT, channel=channel)
    assert sent(simulator)[0] == dahua("StopTour", "3")


async def test_tour_that_is_refused(meet: Meet) -> None:
    """There is nothing to end then."""
    simulator, camera, channel = await head(meet, DAHUA)
    simulator.refuse[CODE + "StartTour"] = Fault(status=400, body=b"Error\nErrorID=2, Detail=No such tour!\n")
    with pytest.raises(Refused, match="No such tour"):
        await camera.act(f.START_TOUR, channel=channel, number=3)
    sent(simulator)
    await camera.ptz.stop(channel=channel)
    assert dahua("StopTour", "3") not in sent(simulator)


@pytest.mark.parametrize(("clockwise", "action"), [(True, "autopan_cw"), (False, "autopan_ccw")])
async def test_pan_round(meet: Meet, clockwise: bool, action: str) -> None:
    """Control only, until told to stop."""
    simulator, camera, _ = await head(meet, CONTROL)
    await camera.ptz.pan_round(clockwise=clockwise, share=0.3)
    assert sent(simulator) == [control("preset_control", action, speed="30")]
    await camera.ptz.stop()
    assert sent(simulator)[-1] == control("preset_control", action, speed="255")
    assert not simulator.head.running


async def test_tours(meet: Meet) -> None:
    """Presets are put into tours, and taken out where the dialect can."""
    simulator, camera, channel = await head(meet, DAHUA)
    await camera.ptz.change_tour(3, 2, add=True, channel=channel)
    await camera.ptz.change_tour(3, 2, add=False, channel=channel)
    assert sent(simulator) == [dahua("AddTour", "3", "2"), dahua("DelTour", "3", "2")]
    simulator, camera, channel = await head(meet, MESSAGE)
    await camera.ptz.change_tour(3, 2, add=True, channel=channel)
    assert simulator.tours[1] == {3: [2]}
    with pytest.raises(Unsupported):
        await camera.ptz.change_tour(3, 2, add=False, channel=channel)


async def test_control_status(meet: Meet) -> None:
    """Head and lens can be switched off."""
    simulator, camera, _ = await head(meet, CONTROL)
    await camera.write(Change(f.PAN_TILT, False))
    assert camera.value(f.PAN_TILT) is False
    assert camera.value(f.ZOOM_FOCUS) is True
    assert sent(simulator)[0] == control("ptzf_status", "setptzstatus", ptstatus="disable")


# That it ends


@EVERY
async def test_ends_in_time(meet: Meet, kind: str) -> None:
    """A movement ends by itself."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.move(RIGHT, channel=channel, seconds=0.02)
    await wait_for(lambda: not camera.ptz.moving(channel))
    assert not GOING[kind](simulator)
    assert len(sent(simulator)) == 2


@EVERY
async def test_button(meet: Meet, kind: str) -> None:
    """A press moves a little."""
    simulator, camera, channel = await head(meet, kind)
    await camera.act(f.ZOOM_IN, channel=channel)
    assert GOING[kind](simulator)
    await wait_for(lambda: not camera.ptz.moving(channel))
    assert not GOING[kind](simulator)
    await camera.act(f.ZOOM_IN, channel=channel)
    await camera.act(f.PTZ_STOP, channel=channel)
    assert not GOING[kind](simulator)


async def test_newer_movement_has_its_own_time(meet: Meet) -> None:
    """The end of the older one does not end it."""
    simulator, camera, _ = await head(meet, IPC)
    await camera.ptz.move(RIGHT, seconds=0.05)
    await camera.ptz.move(UP)
    await camera.ptz.move(IN, seconds=0.1)
    await wait_for(lambda: not camera.ptz.moving())
    assert [next(iter(query)) for _, query in sent(simulator)] == ["move_x", "move_x", "stop", "zoom", "stop"]


async def test_orders_that_come_too_fast(meet: Meet) -> None:
    """Of movements that wait to be sent, the newest only is."""
    simulator, camera, _ = await head(meet, IPC)
    simulator.refuse["/cgi-bin/ptz_ctrl"] = Fault(delay=0.05)
    orders = [camera.ptz.move(Move(pan=share)) for share in (0.1, 0.2, 0.3, 0.4)]
    await asyncio.gather(*orders)
    assert [query["speed"] for _, query in sent(simulator)] == ["1", "4"]
    await asyncio.gather(camera.ptz.move(UP), camera.ptz.stop())
    assert not simulator.moving
    await asyncio.gather(camera.ptz.move(UP), camera.ptz.stop(), camera.ptz.move(RIGHT))
    assert simulator.moving["move_x"] == "1"
    assert camera.ptz.moving()
    await camera.ptz.close()


async def test_stop_overtakes_goto(meet: Meet) -> None:
    """A head that was told to stop meanwhile goes nowhere."""
    simulator, camera, _ = await head(meet, IPC)
    simulator.refuse["/cgi-bin/ptz_ctrl"] = Fault(delay=0.05)
    await asyncio.gather(camera.ptz.move(UP), camera.act(f.GOTO_PRESET, number=1), camera.ptz.stop())
    assert simulator.preset is None
    assert not simulator.moving


async def test_start_without_an_answer(meet: Meet) -> None:
    """It may have begun: it is stopped."""
    simulator, camera, _ = await head(meet, CONTROL)
    simulator.refuse["/cgi-bin/control/pt_control.cgi"] = Fault(drop=True, times=2)
    with pytest.raises(ConnectionFailed):
        await camera.ptz.move(RIGHT)
    await wait_for(lambda: not camera.ptz.moving())
    assert sent(simulator)[-1] == control("pt_control", "setptmove", pan="stop")


async def test_start_that_is_refused_while_another_runs(meet: Meet) -> None:
    """What ran before does not run on."""
    simulator, camera, _ = await head(meet, IPC)
    await camera.ptz.move(RIGHT)
    simulator.refuse["/cgi-bin/ptz_ctrl?zoom"] = Fault(status=503)
    with pytest.raises(Busy):
        await camera.ptz.move(Move(pan=-1, zoom=1))
    assert simulator.moving
    await wait_for(lambda: not simulator.moving)


async def test_nobody_waits_for_the_start(meet: Meet) -> None:
    """A movement whose caller is gone is stopped, and so is one that ran before."""
    simulator, camera, _ = await head(meet, IPC)
    simulator.refuse["/cgi-bin/ptz_ctrl?move"] = Fault(delay=0.05)
    first = asyncio.create_task(camera.ptz.move(RIGHT))
    await wait_for(lambda: simulator.requests)
    second = asyncio.create_task(camera.ptz.move(UP))
    await asyncio.sleep(0)
    second.cancel()
    await first
    await wait_for(lambda: not camera.ptz.moving())
    assert not simulator.moving
    third = asyncio.create_task(camera.ptz.move(UP))
    await wait_for(lambda: len(simulator.requests) == 3)
    third.cancel()
    await wait_for(lambda: len(simulator.requests) == 4)
    await wait_for(lambda: not camera.ptz.moving())
    assert sent(simulator)[-1] == STOP


async def test_nobody_waits_for_the_stop(meet: Meet) -> None:
    """It is stopped all the same."""
    simulator, camera, _ = await head(meet, IPC)
    await camera.ptz.move(RIGHT)
    simulator.refuse["/cgi-bin/ptz_ctrl?stop"] = Fault(delay=0.05)
    stop = asyncio.create_task(camera.ptz.stop())
    await wait_for(lambda: len(simulator.requests) == 2)
    stop.cancel()
    await wait_for(lambda: not camera.ptz.moving())
    assert not simulator.moving


@pytest.mark.usefixtures("quick")
@EVERY
async def test_stop_is_tried_again(meet: Meet, kind: str) -> None:
    """A stop that fails twice succeeds the third time."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.move(RIGHT, channel=channel)
    simulator.refuse["/"] = Fault(status=503, times=2)
    sent(simulator)
    await camera.ptz.stop(channel=channel)
    stops = sent(simulator)
    assert len(stops) == 3
    assert stops[0] == stops[1] == stops[2]
    assert not GOING[kind](simulator)


@pytest.mark.usefixtures("quick")
async def test_stop_that_never_works(meet: Meet) -> None:
    """It is tried four times; then the caller is told, or whoever looks after runaways."""
    simulator, camera, _ = await head(meet, IPC)
    lost: list[tuple[int, CameraError]] = []
    camera.ptz.on_runaway = lambda channel, err: lost.append((channel, err))
    await camera.ptz.move(RIGHT)
    simulator.refuse["/cgi-bin/ptz_ctrl?stop"] = Fault(status=503)
    sent(simulator)
    with pytest.raises(Busy):
        await camera.ptz.stop()
    assert sent(simulator) == [STOP] * 4
    assert not lost
    await camera.ptz.move(RIGHT, seconds=0.01)
    await wait_for(lambda: lost)
    ((channel, err),) = lost
    assert channel == 0
    assert isinstance(err, Busy)
    assert not camera.ptz.moving()


async def test_account_that_is_refused(meet: Meet) -> None:
    """It is not tried again: that would lock it."""
    simulator, camera, channel = await head(meet, DAHUA)
    await camera.ptz.move(RIGHT, channel=channel)
    simulator.password = "another"
    simulator.forget_sessions()
    sent(simulator)
    with pytest.raises(AuthFailed):
        await camera.ptz.stop(channel=channel)
    assert len({request for request, _ in sent(simulator)}) == 1


async def test_newer_order_while_a_stop_is_tried_again(meet: Meet) -> None:
    """The head obeys the newer one; no late stop ends it."""
    simulator, camera, _ = await head(meet, IPC)
    await camera.ptz.move(RIGHT)
    simulator.refuse["/cgi-bin/ptz_ctrl?stop"] = Fault(status=503, times=1)
    stop = asyncio.create_task(camera.ptz.stop())
    await wait_for(lambda: any("stop" in r.query and r.status == 503 for r in simulator.requests))
    await camera.ptz.move(UP)
    await stop
    assert simulator.moving["move_y"] == "1"
    await camera.ptz.close()


@EVERY
async def test_close(meet: Meet, kind: str) -> None:
    """Whoever leaves stops what moves, and moves nothing any more."""
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.close()
    assert not simulator.requests
    simulator, camera, channel = await head(meet, kind)
    await camera.ptz.move(RIGHT, channel=channel)
    await camera.ptz.close()
    assert not GOING[kind](simulator)
    with pytest.raises(Busy):
        await camera.ptz.move(RIGHT, channel=channel)
    await camera.act(f.GOTO_PRESET, channel=channel, number=1)


async def test_close_while_a_start_is_on_its_way(meet: Meet) -> None:
    """It is stopped as soon as it has begun."""
    simulator, camera, _ = await head(meet, IPC)
    simulator.refuse["/cgi-bin/ptz_ctrl?move"] = Fault(delay=0.05)
    start = asyncio.create_task(camera.ptz.move(RIGHT))
    await wait_for(lambda: simulator.requests)
    await camera.ptz.close()
    await start
    assert not simulator.moving


async def test_close_takes_no_more_than_some_seconds(meet: Meet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera that is gone holds nobody up."""
    monkeypatch.setattr(ptz_module, "_CLOSING", 0.05)
    simulator, camera, _ = await head(meet, IPC)
    await camera.ptz.move(RIGHT)
    simulator.refuse["/cgi-bin/ptz_ctrl?stop"] = Fault(status=503)
    await camera.ptz.close()
    assert simulator.moving
    simulator.refuse.clear()
    await wait_for(lambda: not simulator.moving)


async def test_refused_goto_while_moving(meet: Meet) -> None:
    """The camera's own reason is told, and nothing runs on."""
    simulator, camera, _ = await head(meet, IPC)
    await camera.ptz.move(RIGHT)
    with pytest.raises(Refused, match="call_preset range"):
        await camera.act(f.GOTO_PRESET, number=300)
    assert not simulator.moving


async def test_heads_of_a_recorder(meet: Meet) -> None:
    """Each moves by itself."""
    simulator, camera = await meet("dahua-recorder", ptz=True)
    first, last = camera.channels[0], camera.channels[-1]
    await camera.ptz.move(RIGHT, channel=first)
    await camera.ptz.move(UP, channel=last)
    await camera.ptz.stop(channel=first)
    assert (simulator.heads[0].running, simulator.heads[-1].running) == ("", "Up")
    assert (camera.ptz.moving(first), camera.ptz.moving(last)) == (False, True)
    await camera.ptz.close()
    assert not simulator.heads[-1].running
    assert f.MOVE_UP in camera.commands(last)
    assert f.MOVE_UP not in camera.commands(0)
