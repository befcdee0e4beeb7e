"""The event stream of the dahua dialect: its document's codes, and what real devices make of it."""

from collections.abc import Iterable, Mapping
import json
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.dialects.dahua_events import EVENTS, PUSH
from custom_components.cgi_camera.protocol.events import NO_DETAIL, Detail, EventAction, Signal
from custom_components.cgi_camera.protocol.features import AccessMethod, Direction, Target
from custom_components.cgi_camera.protocol.model import AnySlot, Slot
from tests.conftest import Simulate
from tests.simulator import Fault

from .conftest import Clock, Connect, Meet
from .ear import LINK, listening, wait_for

CAMERA = "dahua-camera"
RECORDER = "dahua-recorder"
ATTACH = "/cgi-bin/eventManager.cgi?action=attach"
MOTION = Slot(1, f.MOTION)
INPUT = Slot(0, f.ALARM_INPUT, 1)
OUTPUT = Slot(0, f.ALARM_OUTPUT, 1)
DOORBELL = Slot(1, f.DOORBELL)
RUNG = ("1/doorbell_rung", "ring")
START, STOP, PULSE, STATE = EventAction

# Where a camera can be asked, the code and what becomes of it.
ALARMS: list[tuple[str, AnySlot]] = [
    ("motion", MOTION),
    ("tamper", Slot(1, f.TAMPER)),
    ("video_loss", Slot(1, f.VIDEO_LOSS)),
    ("alarm_input", INPUT),
    ("alarm_output", OUTPUT),
    ("StorageNotExist", Slot(0, f.STORAGE_MISSING)),
    ("StorageFailure", Slot(0, f.STORAGE_FAILURE)),
    ("StorageLowSpace", Slot(0, f.STORAGE_LOW)),
]
# What only the event stream tells.
TOLD: list[tuple[str, AnySlot]] = [
    ("SmartMotionHuman", Slot(1, f.HUMAN)),
    ("CrossLineDetection", Slot(1, f.LINE_CROSSING)),
    ("CrossRegionDetection", Slot(1, f.AREA_CROSSING)),
    ("LeftDetection", Slot(1, f.LEFT_OBJECT)),
    ("TakenAwayDetection", Slot(1, f.MISSING_OBJECT)),
    ("VideoAbnormalDetection", Slot(1, f.ABNORMAL_PICTURE)),
    ("FaceDetection", Slot(1, f.FACE)),
    ("AudioMutation", Slot(1, f.LOUDNESS_CHANGE)),
    ("AudioAnomaly", Slot(1, f.ABNORMAL_SOUND)),
    ("VideoUnFocus", Slot(1, f.DEFOCUS)),
    ("WanderDetection", Slot(1, f.LOITERING)),
    ("RioterDetection", Slot(1, f.CROWD)),
    ("ParkingDetection", Slot(1, f.PARKING)),
    ("MoveDetection", Slot(1, f.FAST_MOVING)),
    ("NumberStat", Slot(1, f.PEOPLE_COUNT)),
    ("SceneChange", Slot(1, f.SCENE_CHANGE)),
    ("NetAbort", Slot(0, f.NETWORK_ABORT)),
    ("IPConflict", Slot(0, f.IP_CONFLICT)),
    ("HeatImagingTemper", Slot(1, f.HEAT)),
    ("ProfileAlarmTransmit", Slot(1, f.PIR)),
    ("AudioIntensity", Slot(1, f.LOUDNESS_CHANGE)),
    ("CrowdDetection", Slot(1, f.CROWD)),
    ("FireWarning", Slot(1, f.FIRE)),
    ("ObjectPlacementDetection", Slot(1, f.LEFT_OBJECT)),
    ("ObjectRemovalDetection", Slot(1, f.MISSING_OBJECT)),
]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connect again without a pause."""
    monkeypatch.setattr("custom_components.cgi_camera.protocol.link._FIRST", 0.01)


# Which there are


@pytest.mark.parametrize(("alarm", "slot"), ALARMS)
async def test_polled_alarm(alarm: str, slot: Slot[bool], meet: Meet, clock: Clock) -> None:
    """Without the event stream alarms are asked for."""
    simulator, camera = await meet(CAMERA, engine={"clock": clock})
    assert camera.interval([slot]) == (30 if alarm.startswith("Storage") else 10)
    for on in (True, False):
        simulator.raise_alarm(alarm, on)
        clock.ahead += camera.interval([slot])
        await camera.refresh([slot])
        assert camera.state.get(slot) is on


def offered(camera: Camera) -> set[str]:
    """Return what is pushed, by the slots' names."""
    return {str(slot) for slot, capability in camera.capabilities.items() if capability.pushed}


RULES = {"1/line_crossing", "1/area_crossing", "1/left_object", "1/line_crossed", "1/area_crossed"}
SMART = {"1/human", "1/vehicle", *RULES}
DOORS = {"1/doorbell", "1/doorbell_rung", "door_1", "door_access_1"}


@pytest.mark.parametrize(
    ("options", "more", "less"),
    [
        ({}, SMART, {*DOORS, "1/heat"}),
        ({"smart": False}, set(), SMART),
        ({"thermal": True}, {"1/heat"}, set()),
        ({"doors": 1}, DOORS, set()),
    ],
)
async def test_what_tables_show(options: dict[str, Any], more: set[str], less: set[str], meet: Meet) -> None:
    """Rules by their type, and what other tables arm, is there before it is ever told of; the rest is not."""
    _, camera = await meet(CAMERA, **options)
    found = offered(camera)
    assert found >= more | {"1/motion", "1/motion_detected", "network_abort", "ip_conflict", "login_failure"}
    assert found.isdisjoint(less | {"1/face", "1/pir", "privacy_mode"})


async def test_rules_of_a_recorder(meet: Meet) -> None:
    """Each channel has its own."""
    _, camera = await meet(RECORDER)
    assert {"1/line_crossing", "4/line_crossing", "4/human"} <= offered(camera)
    assert {slot.channel for slot in camera.capabilities if slot.feature is f.LAST_ALARM} == {0, 1, 2, 3, 4}


async def test_storage_without_its_table(simulate: Simulate, connect: Connect) -> None:
    """A device without storage may answer when it is asked whether there is something wrong with it."""
    simulator = await simulate(CAMERA)
    for name in ("StorageNotExist", "StorageFailure", "StorageLowSpace"):
        simulator.refuse[f"/cgi-bin/configManager.cgi?action=getConfig&name={name}"] = Fault(status=400)
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    assert not any(slot.key.startswith("storage") for slot in camera.capabilities)


# Pushed

FRAMINGS: list[dict[str, Any]] = [
    {},
    {"newline": "\n"},
    {"length": "absent"},
    {"length": "short"},
    {"length": "long"},
    {"blank_line": False, "boundary": "-- myboundary ", "blanks": True},
    {"boundary": "--eventlist"},
    {"boundary": "myboundary"},
    {"extra_header": True, "header_gap": True},
    {"chunk": 7},
    {"coalesce": 2},
    {"inline": True},
]


@pytest.mark.parametrize("framing", FRAMINGS)
async def test_pushed_alarms(framing: dict[str, Any], meet: Meet) -> None:
    """Alarms come and go as they happen, however their parts are framed; nothing is asked meanwhile."""
    simulator, camera = await meet(CAMERA, framing=framing, heartbeat_scale=0.02)
    async with listening(camera) as ear:
        attached = next(request for request in simulator.requests if "codes" in request.query)
        assert (attached.query["codes"], attached.query["heartbeat"]) == ("[All]", "5")
        asked = len(simulator.requests)
        for alarm, slot in ALARMS:
            for on in (True, False):
                simulator.raise_alarm(alarm, on, data={"Name": "a;b=c", "Object": {"Id": 7}})
            await ear.becomes(slot, True, False)
        assert len(simulator.requests) == asked


async def test_heartbeats(meet: Meet) -> None:
    """They are heard, so that silence means something."""
    _, camera = await meet(CAMERA, heartbeat_scale=0.002)
    assert not camera.beats
    async with listening(camera):
        await wait_for(lambda: camera.beats)
    assert not camera.beats


@pytest.mark.parametrize(("code", "slot"), TOLD, ids=[code for code, _ in TOLD])
async def test_told_alarms(code: str, slot: Slot[bool], meet: Meet) -> None:
    """What cannot be asked is off until it is told; what no table shows is there from its first signal."""
    simulator, camera = await meet(CAMERA, thermal=True)
    async with listening(camera) as ear:
        assert camera.state.get(slot) is (False if slot in camera.capabilities else None)
        simulator.raise_alarm(code)
        await ear.until(slot, True)
        assert camera.capabilities[slot].pushed
        simulator.raise_alarm(code, False)
        await ear.until(slot, False)
        last = camera.value(f.LAST_ALARM, 1)
        assert (last is not None) is slot.feature.alarm
        assert [each.action for each in ear.occurrences if each.code == code] == [START, STOP]


def test_no_code_is_forgotten() -> None:
    """Every code that has a row is raised in a test here."""
    tried = {
        "VideoMotion",
        "VideoBlind",
        "VideoLoss",
        "AlarmLocal",
        "AlarmOutput",
        "SmartMotionVehicle",
        "LoginFailure",
    }
    tried |= {code for code, _ in ALARMS} | {code for code, _ in TOLD} | {case[0] for case in RINGS}
    tried |= {"IgnoreInvite", "PassiveHungup", "HungupPhone", "DoorStatus", "AccessControl", "DoorCard"}
    tried |= {"TrafficJunction"}
    assert {event.code for event in EVENTS} == tried - {each for each, _ in ALARMS[:5]} | {
        "LensMaskOpen",
        "LensMaskClose",
    }


async def test_pushed_to_channels(meet: Meet) -> None:
    """One stream tells of all channels; the index counts channels, inputs or nothing, as the code has it."""
    simulator, camera = await meet(RECORDER)
    async with listening(camera) as ear:
        simulator.raise_alarm("motion", channel=3)
        await ear.until(Slot(3, f.MOTION), True)
        simulator.raise_alarm("alarm_input", channel=4)
        await ear.until(Slot(0, f.ALARM_INPUT, 4), True)
        simulator.raise_alarm("CrossLineDetection", channel=2)
        await ear.until(Slot(2, f.LINE_CROSSING), True)
        simulator.send_event("NetAbort", "Start", 0)
        await ear.until(Slot(0, f.NETWORK_ABORT), True)
        # A slot of the recorder that is empty, and an input that nobody has.
        simulator.send_event("VideoMotion", "Start", 30)
        simulator.send_event("AlarmLocal", "Start", 3000)
        simulator.send_event("Unheard", "Start", 1)
        await ear.heard("Unheard")
        assert [camera.value(f.MOTION, channel) for channel in camera.channels] == [False, False, True, False]
        assert [(each.code, each.channel, each.index) for each in ear.occurrences] == [
            ("VideoMotion", 3, 3),
            ("AlarmLocal", 0, 4),
            ("CrossLineDetection", 2, 2),
            ("NetAbort", 0, 1),
            ("VideoMotion", 0, 31),
            ("AlarmLocal", 0, 3001),
            ("Unheard", 2, 2),
        ]
        assert Slot(0, f.ALARM_INPUT, 3001) not in camera.capabilities
        assert len(simulator.streams) == 1
        last = {channel: camera.state.get(Slot(channel, f.LAST_ALARM)) for channel in range(5)}
        assert [channel for channel, time in last.items() if time] == [0, 2, 3]


async def test_alarms_after_a_cut(meet: Meet) -> None:
    """What is unknown while the stream is away is read when it is back, and can end then."""
    simulator, camera = await meet(CAMERA)
    simulator.raise_alarm("motion")
    async with listening(camera) as ear:
        await ear.until(MOTION, True)
        simulator.raise_alarm("FaceDetection")
        await ear.until(Slot(1, f.FACE), True)
        simulator.cut_events()
        await ear.until(LINK, False)
        assert all(camera.state.get(slot) is None for _, slot in (*ALARMS, TOLD[6]))
        simulator.raise_alarm("motion", False)
        simulator.raise_alarm("alarm_input")
        await ear.until(INPUT, True)
        await ear.until(LINK, True)
        assert (camera.state.get(MOTION), camera.state.get(Slot(1, f.FACE))) == (False, False)
        simulator.raise_alarm("alarm_input", False)
        await ear.until(INPUT, False)


async def test_what_was_on_already_is_no_news(simulate: Simulate, connect: Connect) -> None:
    """Neither what is on at the start nor what the camera tells again after a connect; the next time is."""
    simulator = await simulate(CAMERA)
    simulator.raise_alarm("motion")
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    async with listening(camera) as ear:
        assert camera.state.get(MOTION) is True
        simulator.send_event("VideoMotion", "Start", 0)
        await ear.heard("VideoMotion")
        assert (ear.moments(), camera.value(f.LAST_ALARM, 1)) == ([], None)
        simulator.raise_alarm("motion", False)
        simulator.raise_alarm("motion")
        await ear.wait(ear.moments)
        assert ear.moments() == [("1/motion_detected", "triggered")]
        assert camera.value(f.LAST_ALARM, 1) is not None


@pytest.mark.parametrize("status", [400, 403, 500])
async def test_codes_that_are_refused(status: int, meet: Meet) -> None:
    """Where everything cannot be had, the most common codes are asked for."""
    simulator, camera = await meet(CAMERA)
    simulator.refuse[f"{ATTACH}&codes=[All]"] = Fault(status=status, body=b"Error\r\nBad Request!\r\n")
    async with listening(camera) as ear:
        codes = [request.query["codes"] for request in simulator.requests if "codes" in request.query]
        assert codes == ["[All]", "[VideoMotion,AlarmLocal,VideoBlind,VideoLoss,AlarmOutput]"]
        simulator.raise_alarm("motion")
        await ear.until(MOTION, True)


@pytest.mark.parametrize("status", [400, 500])
async def test_short_lists(status: int, meet: Meet) -> None:
    """Models that take one code at a time take the one for all."""
    simulator, camera = await meet(CAMERA, max_codes=1, max_codes_status=status)
    async with listening(camera) as ear:
        simulator.raise_alarm("FaceDetection")
        await ear.until(Slot(1, f.FACE), True)


async def test_no_events(meet: Meet) -> None:
    """Without an event stream nothing is pushed, and alarms are asked for."""
    simulator, camera = await meet(CAMERA, events_enabled=False)
    await camera.listen(lambda changed: None)
    assert offered(camera) == set()
    assert len(simulator.requests) == 1


async def test_states_that_cannot_be_asked(simulate: Simulate, connect: Connect) -> None:
    """Firmware that only pushes has the alarms whose settings it has; what they are is not known before they change."""
    simulator = await simulate(CAMERA, smart=False)
    for path in ("/cgi-bin/eventManager.cgi?action=getEventIndexes", "/cgi-bin/alarm.cgi"):
        simulator.refuse[path] = Fault(status=404)
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    asked = {"1/motion", "1/motion_detected", "1/tamper", "alarm_input_1", "alarm_output_1"}
    assert offered(camera) >= asked
    async with listening(camera) as ear:
        assert camera.state.get(MOTION) is None
        simulator.raise_alarm("motion")
        await ear.until(MOTION, True)
        simulator.raise_alarm("motion", False)
        await ear.until(MOTION, False)


@pytest.mark.parametrize("no_index", ["empty", "error", "400"])
async def test_nothing_going_on(no_index: str, meet: Meet) -> None:
    """Devices say so with nothing, with an error, or with a refusal."""
    _, camera = await meet(CAMERA, no_index=no_index)
    async with listening(camera):
        assert all(camera.state.get(slot) is False for _, slot in ALARMS)


async def test_input_without_index(meet: Meet) -> None:
    """A model with one alarm input does not number it."""
    simulator, camera = await meet(CAMERA, local_without_index=True)
    async with listening(camera) as ear:
        simulator.raise_alarm("alarm_input")
        await ear.until(INPUT, True)
        assert camera.state.get(Slot(0, f.ALARM_INPUT, 2)) is not True
        assert ear.occurrences[0].index == 0


# What a signal carries

LINE = {
    "Name": "Drive",
    "Direction": "LeftToRight",
    "Object": {"ObjectID": 7, "ObjectType": "Human", "BoundingBox": [1, 2, 3, 4]},
    "UTC": 1700000000,
}


async def test_a_crossed_line(meet: Meet) -> None:
    """Rule, class and direction come along, and stay when it is over; who crossed it counts as detected, too."""
    simulator, camera = await meet(CAMERA)
    line, human = Slot(1, f.LINE_CROSSING), Slot(1, f.HUMAN)
    async with listening(camera) as ear:
        assert camera.detail(line) == NO_DETAIL
        simulator.raise_alarm("CrossLineDetection", data=LINE)
        await ear.until(human, True)
        detail = Detail(rule="Drive", thing="7", target=Target.HUMAN, direction=Direction.LEFT_TO_RIGHT)
        assert camera.detail(line) == camera.detail(human) == detail
        assert ear.moments() == [("1/line_crossed", "human")]
        occurrence = await ear.heard("CrossLineDetection")
        assert (occurrence.detail, occurrence.data, occurrence.known) == (detail, LINE, True)
        simulator.raise_alarm("CrossLineDetection", False)
        await ear.until(human, False)
        assert camera.state.get(line) is False
        assert camera.detail(line) == detail
        assert len(ear.moments()) == 1


async def test_two_rules_at_once(meet: Meet) -> None:
    """The end of one does not end the other; what is told again without an end between is told once."""
    simulator, camera = await meet(CAMERA)
    area = Slot(1, f.AREA_CROSSING)

    def send(action: str, **data: Any) -> None:
        simulator.send_event("CrossRegionDetection", action, 0, data)

    async with listening(camera) as ear:
        send("Start", Name="Lawn")
        send("Start", Name="Lawn")
        send("Start", Name="Lawn", Object={"ObjectID": 2, "ObjectType": "Vehicle"})
        send("Start", Name="Pond")
        send("Stop", Name="Lawn")
        send("Stop", Name="Pond")
        await ear.wait(lambda: len(ear.occurrences) == 6)
        assert ear.values(area)[0] is True
        assert ear.values(area)[-1] is False
        assert ear.values(area).count(False) == 1
        assert [kind for _, kind in ear.moments()] == ["triggered", "vehicle", "triggered"]
        assert camera.value(f.VEHICLE, 1) is False
        # An end that does not name what ends.
        send("Start", Name="Lawn")
        send("Start", Name="Pond")
        send("Stop")
        await ear.wait(lambda: len(ear.occurrences) == 9)
        assert camera.state.get(area) is False


@pytest.mark.parametrize(
    ("data", "target"),
    [
        ({"Object": {"ObjectType": "Human"}}, Target.HUMAN),
        ({"Object": {"ObjectType": "Vehicle"}}, Target.VEHICLE),
        ({"Object": {"ObjectType": "NonMotor"}}, Target.VEHICLE),
        ({"Object": {"ObjectType": "Unknown"}}, Target.UNKNOWN),
        ({"Object": {"ObjectType": "Dragon"}}, Target.UNKNOWN),
        ({"Objects": [{"ObjectType": "Unknown"}, {"ObjectType": "HumanFace"}]}, Target.HUMAN),
        ({"object": [{"HumamID": 57, "Rect": [1, 2, 3, 4]}], "RegionName": ["1"]}, Target.HUMAN),
        ({"object": [{"VehicleID": 57}]}, Target.VEHICLE),
        ({"Object": "Human"}, None),
        ({"Object": {"ObjectType": None}}, None),
        ({}, None),
    ],
)
def test_classes(data: dict[str, Any], target: Target | None) -> None:
    """The class of what was seen, in all the ways in which devices spell it."""
    (event,) = (event for event in EVENTS if event.feature is f.LINE_CROSSING)
    assert event.detail(Signal("CrossLineDetection", START, 1, data)).target is target


@pytest.mark.parametrize(
    ("code", "data", "kinds"),
    [
        ("VideoMotion", {"SmartMotionEnable": True, "RegionName": ["Gate", "Path"]}, ["triggered"]),
        ("VideoMotion", {"SmartMotionEnable": True, "Object": {"ObjectType": "Human"}}, ["human"]),
        ("SmartMotionHuman", {"object": [{"HumamID": 1}], "RegionName": ["Gate"]}, ["human"]),
        ("SmartMotionVehicle", {}, ["vehicle"]),
    ],
)
async def test_motion_with_a_class(code: str, data: dict[str, Any], kinds: list[str], meet: Meet) -> None:
    """Cameras have codes of their own for it, recorders may say it in the data."""
    simulator, camera = await meet(CAMERA)
    async with listening(camera) as ear:
        simulator.send_event(code, "Start", 0, data)
        await ear.heard(code)
        assert ear.moments() == [("1/motion_detected", kind) for kind in kinds]
        assert camera.value(f.HUMAN, 1) is (kinds == ["human"])
        assert camera.value(f.VEHICLE, 1) is (kinds == ["vehicle"])
        simulator.send_event(code, "Stop", 0)
        await ear.wait(lambda: len(ear.occurrences) == 2)
        assert (camera.value(f.HUMAN, 1), camera.value(f.VEHICLE, 1)) == (False, False)


async def test_sensor(meet: Meet) -> None:
    """An alarm that names another sensor than infrared is none of movement."""
    simulator, camera = await meet(CAMERA)
    pir = Slot(1, f.PIR)
    async with listening(camera) as ear:
        simulator.send_event("ProfileAlarmTransmit", "Start", 0, {"SenseMethod": "GasSensor"})
        await ear.heard("ProfileAlarmTransmit")
        assert pir not in camera.capabilities
        simulator.send_event("ProfileAlarmTransmit", "Start", 0, {"SenseMethod": "PassiveInfrared"})
        await ear.until(pir, True)


async def test_region(meet: Meet) -> None:
    """Motion tells in which region it was."""
    simulator, camera = await meet(CAMERA)
    async with listening(camera) as ear:
        simulator.send_event("VideoMotion", "Start", 0, {"RegionName": ["Gate", "Path"]})
        await ear.until(MOTION, True)
        assert camera.detail(MOTION).region == "Gate, Path"


CARS = [
    ({"TrafficCar": {"PlateNumber": " B AB 123 ", "Speed": 30}}, "B AB 123"),
    ({"TrafficCar": {"PlateNumber": "浙A12345"}, "Object": {"ObjectType": "Vehicle", "Text": "Audi"}}, "浙A12345"),
    ({"Object": {"ObjectType": "Plate", "Text": "BAB123"}, "TrafficCar": {"PlateNumber": ""}}, "BAB123"),
]


@pytest.mark.parametrize(("data", "plate"), CARS)
async def test_license_plate(data: dict[str, Any], plate: str, meet: Meet) -> None:
    """A car that passes has a plate, as the car's or as the object's; one that could not be read is no moment."""
    simulator, camera = await meet(CAMERA)
    async with listening(camera) as ear:
        for unread in ({}, {"TrafficCar": {"PlateNumber": "unknown"}}, {"TrafficCar": "none"}):
            simulator.send_event("TrafficJunction", "Pulse", 0, unread)
        await ear.heard("TrafficJunction", 3)
        assert Slot(1, f.PLATE_READ) not in camera.capabilities
        for _ in range(2):
            simulator.send_event("TrafficJunction", "Pulse", 0, data)
        await ear.heard("TrafficJunction", 5)
        assert ear.moments() == [("1/plate_read", "read")] * 2
        assert ear.occurrences[-1].detail == Detail(plate=plate, target=Target.VEHICLE)


# Doors and bells

RINGS: list[tuple[str, str, Mapping[str, Any]]] = [
    ("CallNoAnswered", "Start", {"CallID": "1"}),
    ("PhoneCallDetect", "Start", {}),
    ("Invite", "Pulse", {"CallID": "1"}),
    ("_DoTalkAction_", "Pulse", {"Action": "Invite"}),
    ("BackKeyLight", "Pulse", {"State": 1}),
    ("BackKeyLight", "Pulse", {"State": 2}),
    ("AlarmIPC", "Pulse", {}),
]
ENDS: list[tuple[str, str, Mapping[str, Any]]] = [
    ("CallNoAnswered", "Stop", {}),
    ("_DoTalkAction_", "Pulse", {"Action": "Hangup"}),
    ("IgnoreInvite", "Pulse", {}),
    ("PassiveHungup", "Pulse", {}),
    ("HungupPhone", "Pulse", {}),
]


@pytest.mark.parametrize(("code", "action", "data"), RINGS)
async def test_rings(code: str, action: str, data: Mapping[str, Any], meet: Meet) -> None:
    """Door stations have many words for it; it is over by itself, as some never tell its end."""
    simulator, camera = await meet(CAMERA, doors=1, engine={"hold": 0.05})
    async with listening(camera) as ear:
        assert camera.state.get(DOORBELL) is False
        simulator.send_event(code, action, 0, data)
        await ear.until(DOORBELL, True)
        await ear.until(DOORBELL, False)
        assert ear.moments() == [RUNG]


@pytest.mark.parametrize(("code", "action", "data"), ENDS)
async def test_the_end_of_a_call(code: str, action: str, data: Mapping[str, Any], meet: Meet) -> None:
    """Whatever word the call began with."""
    simulator, camera = await meet(CAMERA, doors=1)
    async with listening(camera) as ear:
        simulator.send_event("Invite", "Pulse", 0)
        await ear.until(DOORBELL, True)
        simulator.send_event(code, action, 0, data)
        await ear.until(DOORBELL, False)


async def test_one_ring_in_many_words(meet: Meet, clock: Clock) -> None:
    """Is one; a second one is another, though the first had no end."""
    simulator, camera = await meet(CAMERA, doors=1, engine={"clock": clock})
    async with listening(camera) as ear:
        for count in (1, 2):
            for code, action, data in RINGS:
                simulator.send_event(code, action, 0, data)
            await ear.heard(RINGS[-1][0], count)
            assert ear.moments() == [RUNG] * count
            clock.ahead += 6


async def test_a_door_station_is_met_by_its_ring(meet: Meet) -> None:
    """One that no table shows is known from its first ring, not from words that others have for other things."""
    simulator, camera = await meet(CAMERA)
    async with listening(camera) as ear:
        simulator.send_event("AlarmIPC", "Start", 0)
        simulator.send_event("BackKeyLight", "Pulse", 0, {"State": 8})
        simulator.send_event("IgnoreInvite", "Pulse", 0)
        await ear.heard("IgnoreInvite")
        assert DOORBELL not in camera.capabilities
        simulator.send_event("CallNoAnswered", "Start", 0)
        await ear.until(DOORBELL, True)
        assert ear.moments() == [RUNG]


async def test_doors(meet: Meet, clock: Clock) -> None:
    """Open and closed is told in the data, and can be asked."""
    simulator, camera = await meet(CAMERA, doors=1)
    door = Slot(0, f.DOOR, 1)
    async with listening(camera) as ear:
        assert camera.state.get(door) is False
        for status, on in (("Open", True), ("Close", False), ("Break", True), ("Elsewhere", True), ("Close", False)):
            simulator.send_event("DoorStatus", "Pulse", 0, {"Status": status})
            await ear.until(door, on)
        simulator.send_event("DoorStatus", "Pulse", 1, {"Status": "Open"})
        await ear.until(Slot(0, f.DOOR, 2), True)
        simulator.timers["Door1"] = simulator.seconds() + 1000
        simulator.cut_events()
        await ear.until(door, True)


ACCESS = {
    "CardNo": "0123456789",
    "Method": 1,
    "Name": "OpenDoor",
    "Password": "4711",
    "Status": 1,
    "UserID": "101",
}


@pytest.mark.parametrize(
    ("code", "data", "moment", "detail"),
    [
        (
            "AccessControl",
            ACCESS,
            ("door_access_1", "granted"),
            Detail(method=AccessMethod.CARD, user="101", card="6789"),
        ),
        (
            "AccessControl",
            {"CardNo": "", "Method": 5, "Name": "OpenDoor", "Status": 0},
            ("door_access_1", "denied"),
            Detail(method=AccessMethod.BUTTON),
        ),
        ("DoorCard", {"CardNo": "0123456789"}, ("card_read_1", "read"), Detail(card="6789")),
    ],
)
async def test_access(code: str, data: dict[str, Any], moment: tuple[str, str], detail: Detail, meet: Meet) -> None:
    """Who opened a door, and how; never what it takes to open it."""
    simulator, camera = await meet(CAMERA, doors=1)
    async with listening(camera) as ear:
        simulator.send_event(code, "Pulse", 0, data)
        occurrence = await ear.heard(code)
        assert (ear.moments(), occurrence.detail) == ([moment], detail)
        assert (occurrence.channel, occurrence.index) == (0, 1)
        assert "0123456789" not in json.dumps(occurrence.data)
        assert "4711" not in json.dumps(occurrence.data)


async def test_lens_mask(meet: Meet) -> None:
    """Two codes, one thing."""
    simulator, camera = await meet(CAMERA)
    mask = Slot(1, f.PRIVACY_MODE)
    async with listening(camera) as ear:
        for _ in range(2):
            for code, on in (("LensMaskOpen", True), ("LensMaskClose", False)):
                simulator.raise_alarm(code)
                await ear.until(mask, on)


async def test_failed_login(meet: Meet) -> None:
    """A pulse; our own user name is not told."""
    simulator, camera = await meet(CAMERA, engine={"hold": 0.05})
    slot = Slot(0, f.LOGIN_FAILURE)
    async with listening(camera) as ear:
        simulator.send_event("LoginFailure", "Pulse", 0, {"Address": "192.0.2.7", "Name": "admin", "Type": "Web"})
        await ear.until(slot, True)
        await ear.until(slot, False)
        data = (await ear.heard("LoginFailure")).data
        assert data == {"Address": "192.0.2.7", "Name": "**REDACTED**", "Type": "Web"}
        assert camera.value(f.LAST_ALARM, 1) is None


@pytest.mark.parametrize(
    ("code", "action", "data", "told"),
    [
        ("MDResult", "Pulse", "61708863,61708863", {"value": "61708863,61708863"}),
        ("VideoMotionInfo", "State", None, {}),
        ("TimeChange", "Pulse", {"ModifiedTime": "02-03-2020 21:41:39"}, {"ModifiedTime": "02-03-2020 21:41:39"}),
        ("NTPAdjustTime", "Pulse", {"Address": "time.example"}, {"Address": "time.example"}),
        ("SIPRegis", "Pulse", None, {}),
        ("NewFile", "Pulse", {"File": "/mnt/sd/a.mp4"}, {"File": "/mnt/sd/a.mp4"}),
        ("_CallNoAnswer_", "Pulse", None, {}),
        ("RtspSessionDisconnect", "Start", {"Device": "192.0.2.7"}, {"Device": "192.0.2.7"}),
    ],
)
async def test_what_no_row_knows(code: str, action: str, data: Any, told: dict[str, Any], meet: Meet) -> None:
    """Is handed on, turns nothing on, and is no alarm."""
    simulator, camera = await meet(CAMERA)
    async with listening(camera) as ear:
        simulator.send_event(code, action, 0, data)
        occurrence = await ear.heard(code)
        assert (occurrence.action, occurrence.data, occurrence.known) == (action.casefold(), told, False)
        assert (occurrence.channel, occurrence.index) == (1, 1)
        assert ear.published == []


# Reading parts

HOSTILE = {
    "lists": "[" * 150_000,
    "objects": '{"a":' * 150_000,
    "cut": "{",
    "null": "null",
    "text": '"' + "x" * 100_000,
}


@pytest.mark.parametrize("data", HOSTILE)
def test_hostile_data(data: str) -> None:
    """The event counts, whatever its data are; nothing is raised that would end the listener."""
    (signal,) = PUSH.signals(f"Code=VideoMotion;action=Start;index=0;data={HOSTILE[data]}")
    assert (signal.code, signal.action, signal.index) == ("VideoMotion", START, 1)


CROSSED = 'Code=CrossLineDetection;action=Start;index=0;data={\n  "Name" : "a;b=c",\n  "Object" : { "Id" : 7 }\n}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Heartbeat", []),
        ("Code=VideoMotion;action=Start;index=0", [Signal("VideoMotion", START, 1)]),
        ("Code=VideoMotion; action=Stop; index=3", [Signal("VideoMotion", STOP, 4)]),
        ("Code=SIPRegis;action=Pulse;index=0", [Signal("SIPRegis", PULSE, 1)]),
        ("Code=AlarmLocal;action=Start", [Signal("AlarmLocal", START)]),
        ("Code=AlarmLocal;action=Start;index=-1", [Signal("AlarmLocal", START)]),
        ("Code=VideoMotionInfo;action=State;index=0;data={}", [Signal("VideoMotionInfo", STATE, 1)]),
        ("Code=VideoMotion;action=Dance;index=0", []),
        (CROSSED, [Signal("CrossLineDetection", START, 1, {"Name": "a;b=c", "Object": {"Id": 7}})]),
        ('Code=VideoMotion;action=Start;index=0;data={"Id" : [', [Signal("VideoMotion", START, 1)]),
        ("Code=VideoMotion;action=Start;index=0;data=[1, 2]", [Signal("VideoMotion", START, 1, {"value": [1, 2]})]),
        (
            "Code= MDResult; action=Pulse; index=0; data=61708863,61708863",
            [Signal("MDResult", PULSE, 1, {"value": "61708863,61708863"})],
        ),
        ("OK", []),
    ],
)
def test_signals(text: str, expected: Iterable[Signal]) -> None:
    """Only the first three semicolons part a message; data that is cut does not cost the event."""
    assert list(PUSH.signals(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Heartbeat", True),
        ("Heart", False),
        ("Code=VideoMotion;action=Start;index=0", True),
        ("Code=VideoMotionInfo;action=State;index=0", True),
        ("Code=AlarmLocal;action=Start\r\n", True),
        ("Code=AlarmLocal;action=Sta", False),
        ("Code=VideoMotion;action=Start;ind", False),
        ("Code=VideoMotion;action=Start;index=0;data=\n", False),
        ('Code=VideoMotion;action=Start;index=0;data={\n"A" : {\n}\n', False),
        ('Code=VideoMotion;action=Start;index=0;data={\n"A" : {\n}\n}\n', True),
        ('Code=VideoMotion;action=Start;index=0;data={\n"A" : {\n}\n}\n\nmyboundary\n', False),
        ("Code=MDResult;action=Pulse;index=0;data=61708863,61708863\n", True),
    ],
)
def test_complete(text: str, expected: bool) -> None:
    """A part is told as soon as it is there, and not before."""
    assert PUSH.complete(text) is expected
