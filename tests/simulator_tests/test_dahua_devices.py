"""Special dahua devices and habits of theirs: recorders whose cameras come and go, doorbells, domes, lamps, heat."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
import io
from typing import Any

from aiohttp import ClientError, ClientSession, TCPConnector
import av
import pytest

from tests.simulator import KINDS, MODELS
from tests.simulator.dahua import DahuaCamera, DahuaRecorder

from .conftest import Starter
from .dahua_client import BAD, CONFIG, Client, attached, read

type Make = Callable[..., Awaitable[Client]]


@pytest.fixture
def make(started: Starter, session: ClientSession) -> Make:
    async def make(kind: str = "dahua-camera", **options: Any) -> Client:
        return Client(await started(MODELS[kind](**{"picture_size": (160, 90), **options})), session)  # type: ignore[arg-type]

    return make


def test_models_are_there_for_the_command_line_and_not_for_tests_of_all_kinds() -> None:
    assert KINDS.items() < MODELS.items()
    assert {"dahua-doorbell", "dahua-dome", "dahua-thermal", "dahua-lights", "dahua-big-recorder"} < MODELS.keys()
    assert MODELS["dahua-doorbell"]().kind == "dahua-doorbell"


# -- recorders


async def test_an_empty_slot(make: Make) -> None:
    client = await make("dahua-recorder", empty=[3], rtsp={"schemes": []})
    camera = client.camera
    assert await client.get("devVideoInput.cgi?action=getCollect") == (200, "result=4\r\n")
    titles = await client.config("ChannelTitle")
    assert titles["table.ChannelTitle[2].Name"] == "Channel3"
    for table in ("VideoColor", "Encode", "VideoInOptions", "VideoWidget"):
        keys = await client.config(table)
        assert any(f"{table}[3]" in key for key in keys)
        assert not any(f"{table}[2]" in key for key in keys)
    assert "table.MotionDetect[2].Enable" in await client.config("MotionDetect")
    for what in (
        "snapshot.cgi?channel=3",
        "devVideoInput.cgi?action=getCaps&channel=3",
        "encode.cgi?action=getConfigCaps&channel=3",
        "mjpg/video.cgi?channel=3",
        f"{CONFIG}setConfig&VideoColor[2][0].Hue=3",
        f"{CONFIG}getConfig&name=VideoColor[2]",
    ):
        assert (await client.get(what))[0] == 400
    assert camera.rtsp_media("/cam/realmonitor?channel=3&subtype=0") is None
    camera.raise_alarm("motion", channel=3)
    assert not camera.active("VideoMotion")


@pytest.mark.parametrize(
    ("wording", "collected", "titles"),
    [
        ({}, "4", ["Driveway", "Channel2", "Back door", "Workshop"]),
        ({"collect": "fitted", "empty_titles": "blank"}, "3", ["Driveway", "", "Back door", "Workshop"]),
        ({"empty_titles": "absent"}, "4", ["Driveway", "Back door", "Workshop"]),
    ],
)
async def test_how_an_empty_slot_is_told(
    make: Make, wording: dict[str, str], collected: str, titles: list[str]
) -> None:
    client = await make("dahua-recorder", empty=[2], **wording)
    assert await client.get("devVideoInput.cgi?action=getCollect") == (200, f"result={collected}\r\n")
    assert list((await client.config("ChannelTitle")).values()) == titles


async def test_cameras_come_and_go(make: Make) -> None:
    client = await make("dahua-recorder", empty=[4])
    camera = client.camera
    snapshot = "snapshot.cgi?channel=4"
    assert (await client.get(snapshot))[0] == 400
    camera.plug(4, "Attic")
    async with client.open(snapshot) as answer:
        assert answer.status == 200
    assert (await client.config("ChannelTitle[3].Name")) == {"table.ChannelTitle[3].Name": "Attic"}
    await client.set("VideoColor[3][0].Hue=3")
    camera.raise_alarm("motion", channel=4)
    seen = await read(client, "codes=[All]", "VideoLoss", lambda: camera.unplug(4, lost=True))
    assert "Code=VideoMotion;action=Stop;index=3" in seen
    assert "Code=VideoLoss;action=Start;index=3" in seen
    assert await client.get(f"{CONFIG}setConfig&VideoColor[3][0].Hue=4") == BAD
    assert camera.settings()["fitted"] == [1, 2, 3]
    slot = "RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_3.Enable"
    assert await client.config(slot) == {f"table.{slot}": "true"}
    seen = await read(client, "codes=[VideoLoss]", "action=Stop;index=3", lambda: camera.plug(4))
    assert (await client.config("VideoColor[3][0].Hue")) == {"table.VideoColor[3][0].Hue": "3"}


async def test_a_big_recorder(make: Make) -> None:
    client = await make("dahua-big-recorder")
    for table in ("MotionDetect", "VideoInOptions", "Encode"):
        status, body = await client.get(f"{CONFIG}getConfig&name={table}")
        assert status == 200
        assert len(body) > 100_000
    assert len(await client.config("ChannelTitle")) == 32
    assert await client.get("devVideoInput.cgi?action=getCaps&channel=32") == BAD
    client.camera.raise_alarm("motion", channel=29)
    index = await client.get("eventManager.cgi?action=getEventIndexes&code=VideoMotion")
    assert index == (200, "channels[0]=28\r\n")


# -- doorbells


@pytest.mark.parametrize(
    ("rings", "pressed", "over"),
    [
        (
            "vto",
            ["BackKeyLight;action=Pulse", "Invite;action=Pulse", "CallNoAnswered;action=Start"],
            ["PassiveHungup;action=Pulse", "CallNoAnswered;action=Stop", "BackKeyLight;action=Pulse"],
        ),
        ("talk", ["_DoTalkAction_;action=Pulse"], ["_DoTalkAction_;action=Pulse"]),
        ("phone", ["PhoneCallDetect;action=Start"], ["PhoneCallDetect;action=Stop"]),
    ],
)
async def test_somebody_rings(make: Make, rings: str, pressed: list[str], over: list[str]) -> None:
    client = await make("dahua-doorbell", rings=rings)
    camera = client.camera
    seen = await read(
        client,
        "codes=[All]",
        "DoorStatus",
        lambda: camera.raise_alarm("ring"),
        lambda: camera.raise_alarm("ring", on=False),
        lambda: camera.open_door(1),
    )
    codes = [part.partition("Code=")[2].partition(";index=0")[0] for part in seen.split("--myboundary")[1:]]
    assert codes[: len(pressed)] == pressed
    assert codes[len(pressed) : -2] == over
    assert camera.alarms == {}
    assert camera.settings()["call"] == "idle"


async def test_a_call_is_answered_and_ended(make: Make) -> None:
    client = await make("dahua-doorbell")
    camera = client.camera
    assert (await client.table("magicBox.cgi?action=getSystemInfo")).keys() == {
        "deviceType",
        "processor",
        "serialNumber",
    }
    camera.answer_call()
    camera.hang_up()
    assert camera.settings()["call"] == "idle"
    camera.press()
    task = asyncio.create_task(read(client, "codes=[IgnoreInvite,PassiveHungup]", "PassiveHungup"))
    await attached(camera)
    other = Client(camera, client.session)
    assert await other.get("VideoTalkPeer.cgi?action=answer&Talkback.Protocol=UDP") == (200, "OK\r\n")
    assert camera.settings()["call"] == "talking"
    assert await other.get("VideoTalkPeer.cgi?action=hangup") == (200, "OK\r\n")
    assert await other.get("VideoTalkPeer.cgi?action=hangup&now=1") == BAD
    assert (await task).index("Code=IgnoreInvite") < (await task).index("Code=PassiveHungup")
    camera.press()
    camera.forget_sessions()
    assert camera.settings()["call"] == "idle"


async def test_cards(make: Make) -> None:
    client = await make("dahua-doorbell")
    camera = client.camera
    seen = await read(
        client, "codes=[AccessControl]", '"Status": 1', lambda: camera.show_card("00FF", known=False),
        lambda: camera.show_card("1234"),
    )  # fmt: skip
    assert '"CardNo": "00FF"' in seen
    assert '"Method": 1' in seen
    assert await client.get("accessControl.cgi?action=getDoorStatus&channel=1") == (200, "Info.status=Open\r\n")
    assert await client.get("mediaFileFind.cgi?action=factory.create") == BAD


# -- domes


async def test_a_dome_travels_to_its_presets(make: Make) -> None:
    client = await make("dahua-dome", travel_seconds=2.0)
    camera = client.camera
    go = "ptz.cgi?action=start&channel=0&code={}&arg1={}&arg2={}&arg3={}"
    assert await client.get(go.format("GotoPreset", 0, 2, 0)) == (200, "OK\r\n")
    status = await client.table("ptz.cgi?action=getStatus&channel=1")
    assert (status["status.MoveStatus"], status["status.PresetID"]) == ("Moving", "2")
    camera.advance(1)
    halfway = float((await client.table("ptz.cgi?action=getStatus&channel=1"))["status.Postion[0]"])
    assert 45 < halfway < 91
    camera.advance(1)
    status = await client.table("ptz.cgi?action=getStatus&channel=1")
    assert (status["status.MoveStatus"], status["status.Postion[0]"]) == ("Idle", "91.600000")
    camera.heads[0].travel_seconds = 0
    assert await client.get(go.format("Position", 10, 5, 0)) == (200, "OK\r\n")
    status = await client.table("ptz.cgi?action=getStatus&channel=1")
    assert (status["status.Postion[0]"], status["status.Postion[1]"]) == ("101.600000", "7.600000")
    assert await client.get(go.format("GotoPreset", 0, 9, 0)) == (200, "OK\r\n")
    assert camera.heads[0].state()["place"][0] == pytest.approx(101.6)
    assert await client.get("rainBrush.cgi?action=moveOnce&channel=1") == (200, "OK\r\n")


async def test_a_timed_move_ends_by_itself(make: Make) -> None:
    client = await make("dahua-dome")
    assert await client.get("ptz.cgi?action=start&channel=0&code=Continuously&arg1=4&arg2=0&arg3=0&arg4=3") == (
        200,
        "OK\r\n",
    )
    client.camera.advance(60)
    state = client.camera.heads[0].state()
    assert state["running"] == ""
    assert state["place"][0] == pytest.approx(12, abs=0.5)


async def test_tours(make: Make) -> None:
    client = await make("dahua-dome")
    tour = "ptz.cgi?action=start&channel=0&code={}&arg1=1&arg2={}&arg3=0"
    assert await client.get("ptz.cgi?action=getTours&channel=1") == (200, "")
    for code, preset in (("AddTour", 1), ("AddTour", 2), ("DelTour", 1), ("DelTour", 9), ("StartTour", 0)):
        assert await client.get(tour.format(code, preset or 1)) == (200, "OK\r\n")
    assert await client.table("ptz.cgi?action=getTours&channel=1") == {
        "tours[0].Index": "1",
        "tours[0].Name": "tour1",
    }
    state = client.camera.heads[0].state()
    assert (state["running"], state["tours"]) == ("Tour 1", {1: [2]})
    await client.get(tour.format("StopTour", 1))
    await client.get(tour.format("ClearTour", 1))
    assert client.camera.heads[0].state()["running"] == ""
    assert await client.get("ptz.cgi?action=getTours&channel=1") == (200, "")


# -- lamps, masks, rules


async def test_a_white_light_wants_its_scheme_too(make: Make) -> None:
    client = await make("dahua-lights", lamp="NearLight")
    rows = await client.config("Lighting_V2[0][0][0]")
    assert rows["table.Lighting_V2[0][0][0].LightType"] == "WhiteLight"
    assert "table.Lighting_V2[0][0][0].NearLight[0].Light" in rows
    await client.set("Lighting_V2[0][0][0].Mode=Manual&Lighting_V2[0][0][0].NearLight[0].Light=80")
    assert client.camera.settings()["lit"] == []
    await client.set("LightingScheme[0][0].LightingMode=WhiteMode")
    assert client.camera.settings()["lit"] == ["0.0.WhiteLight"]
    await client.set("Lighting_V2[0][0][1].Mode=ForceOn")
    assert client.camera.settings()["lit"] == ["0.0.WhiteLight", "0.0.InfraredLight"]
    siren = "coaxialControlIO.cgi?action=control&channel=1&info[0].Type=2&info[0].IO="
    assert await client.get(f"{siren}1") == (200, "OK\r\n")
    assert "Speaker" in client.camera.settings()["lit"]
    assert await client.get(f"{siren}2") == (200, "OK\r\n")
    assert "Speaker" not in client.camera.settings()["lit"]


async def test_the_lens_is_masked(make: Make) -> None:
    client = await make("dahua-lights")
    async with client.open("snapshot.cgi") as answer:
        plain = await answer.read()
    task = asyncio.create_task(read(client, "codes=[LensMaskOpen,LensMaskClose]", "LensMaskOpen"))
    await attached(client.camera)
    other = Client(client.camera, client.session)
    await other.set("LeLensMask[0].Enable=true")
    async with other.open("snapshot.cgi") as answer:
        assert len(await answer.read()) < len(plain) / 2
    await other.set("LeLensMask[0].Enable=true")
    await other.set("LeLensMask[0].Enable=false")
    assert (await task).count("LensMaskClose;action=Pulse") == 1


async def test_rules_tell_who_and_where(make: Make) -> None:
    client = await make()
    camera = client.camera
    camera.rule_event("line1")
    assert not camera.active("CrossLineDetection")
    await client.set("VideoAnalyseRule[0][0].Enable=true&VideoAnalyseRule[0][1].Enable=true")
    seen = await read(
        client,
        "codes=[CrossLineDetection,CrossRegionDetection]",
        "CrossRegionDetection",
        lambda: camera.rule_event("line1", object_type="Vehicle"),
        lambda: camera.rule_event("line1", on=False),
        lambda: camera.rule_event("area1", direction="Enter"),
    )
    assert "Code=CrossLineDetection;action=Start;index=0;data={" in seen
    assert '"ObjectType": "Vehicle"' in seen
    assert '"Name": "line1"' in seen
    assert "Code=CrossLineDetection;action=Stop;index=0" in seen
    assert '"Direction": "Enter"' in seen


# -- heat


async def test_a_thermal_camera(make: Make) -> None:
    client = await make("dahua-thermal")
    camera = client.camera
    caps = await client.table("ThermographyManager.cgi?action=getCaps&channel=1")
    assert (caps["caps.EZoom.Max"], caps["caps.PresetColorization[5]"]) == ("24", "Ironbow2")
    assert (await client.table("RadiometryManager.cgi?action=getCaps"))["caps.TotalNum.MaxNum"] == "8"
    rules = await client.config("ThermometryRule")
    assert rules["table.ThermometryRule[0][1].Name"] == "Area1"
    ask = "RadiometryManager.cgi?action=getTemper&condition.PresetId=0&condition.RuleId={}&condition.Type={}"
    ask += "&condition.Name={}&condition.channel=1"
    assert await client.get(ask.format(0, "Spot", "Boiler")) == (
        200,
        "TempInfo.Type=Spot\r\nTempInfo.TemperAver=27.5\r\n",
    )
    area = await client.table(ask.format(1, "Area", "Area1"))
    assert (area["TempInfo.TemperAver"], area["TempInfo.TemperMax"]) == ("32.0", "33.0")
    assert await client.get(ask.format(1, "Spot", "Area1")) == BAD
    await client.set("HeatImagingThermometry.TemperatureUnit=Fahrenheit")
    assert (await client.table(ask.format(0, "Spot", "Boiler")))["TempInfo.TemperAver"] == "81.5"
    await client.set("ThermographyOptions[0][0].Colorization=Black Hot&ThermographyOptions[0][0].EZoom=24")
    assert await client.get(f"{CONFIG}setConfig&ThermographyOptions[0][0].EZoom=25") == BAD
    region = await client.table("ThermographyManager.cgi?action=getOptimizedRegion&channel=1")
    assert region["optimizedRegion.Type"] == "Custom"
    for what in (
        "getExternSystemInfo&channel=1",
        "getPresetParam&channel=1&mode=Default",
        "fixFocus&linkVideoChannel[0]=1&linkVideoChannel[1]=2&speed=0.5",
        "enableShutter&channel=1&enable=true",
    ):
        assert (await client.get(f"ThermographyManager.cgi?action={what}"))[0] == 200
    assert await client.get("ThermographyManager.cgi?action=doFFC&channel=2") == BAD
    await client.set("HeatImagingThermometry.TemperatureUnit=Centigrade")
    camera.set_temperature(20)
    seen = await read(
        client,
        "codes=[HeatImagingTemper]",
        "action=Stop",
        lambda: camera.set_temperature(61),
        lambda: camera.set_temperature(30),
    )
    assert "Code=HeatImagingTemper;action=Start;index=0" in seen
    await client.set("ThermometryRule[0][0].Enable=false&ThermometryRule[0][1].AlarmSetting[0].Enable=false")
    camera.set_temperature(90)
    assert not camera.active("HeatImagingTemper")


# -- habits


async def test_a_locked_account_is_locked_everywhere(make: Make) -> None:
    client = await make(lock_by="account", lock_login_times=2, lock_seconds=30, viewer="guest")
    what = "magicBox.cgi?action=getSerialNo"
    async with ClientSession(connector=TCPConnector(local_addr=("127.0.0.2", 0))) as elsewhere:
        away = Client(client.camera, elsewhere)
        away.password = "wrong"
        for _ in range(2):
            assert (await away.get(what))[0] == 401
        assert await client.get(what) == (401, "Error\r\nAuthorization Failed!\r\n")
        guest = Client(client.camera, elsewhere)
        guest.name, guest.password = "guest", "look1234"
        assert (await guest.get(what))[0] == 200
    client.camera.advance(31)
    assert (await client.get(what))[0] == 200


async def test_a_locked_address_is_locked_for_all_accounts_and_no_other_address(make: Make) -> None:
    client = await make(lock_login_times=1, lock_seconds=30)
    what = "magicBox.cgi?action=getSerialNo"
    async with ClientSession(connector=TCPConnector(local_addr=("127.0.0.2", 0))) as elsewhere:
        away = Client(client.camera, elsewhere)
        away.password = "wrong"
        assert (await away.get(what))[0] == 401
        away.password = "pass1234"
        assert (await away.get(what))[0] == 401
        assert (await client.get(what))[0] == 200
        client.camera.advance(31)
        assert (await away.get(what))[0] == 200


async def test_a_lock_out_is_an_event_each_time(make: Make) -> None:
    client = await make(lock_login_times=1, lock_seconds=30)
    await client.set("LoginFailureAlarm.Enable=true")
    task = asyncio.create_task(read(client, "codes=[LoginFailure]", "never"))
    await attached(client.camera)
    other = Client(client.camera, client.session)
    for _ in range(2):
        other.password = "wrong"
        assert (await other.get("magicBox.cgi?action=getSerialNo"))[0] == 401
        client.camera.advance(31)
    client.camera.end_events()
    with pytest.raises(ConnectionResetError) as seen:
        await task
    assert str(seen.value).count("Code=LoginFailure;action=Pulse") == 2


@pytest.mark.parametrize(("no_events", "expected"), [("404", 404), ("501", 501), ("empty", 200)])
async def test_a_camera_without_events(make: Make, no_events: str, expected: int) -> None:
    client = await make(events_enabled=False, no_events=no_events)
    status, body = await client.get("eventManager.cgi?action=attach&codes=[All]")
    assert status == expected
    assert bool(body) is (no_events != "empty")


async def test_no_way_to_log_in(make: Make) -> None:
    client = await make(scheme="off")
    async with client.session.get(client.url("magicBox.cgi?action=getSerialNo")) as answer:
        assert answer.status == 500


async def test_writes_that_are_lost(make: Make) -> None:
    client = await make(reverted=["VideoAnalyseRule[0][0].Enable=false", "MotionDetect[0].Enable"])
    await client.set("VideoAnalyseRule[0][0].Enable=true")
    await client.set("VideoAnalyseRule[0][0].Enable=false&MotionDetect[0].Enable=false&NTP.Port=99")
    for key in ("VideoAnalyseRule[0][0].Enable", "MotionDetect[0].Enable"):
        assert await client.config(key) == {f"table.{key}": "true"}
    assert await client.config("NTP.Port") == {"table.NTP.Port": "99"}


@pytest.mark.parametrize(
    ("refused_write", "expected"), [("400", BAD), ("200", (200, "Error\r\n")), ("empty", (200, ""))]
)
async def test_refused_writes(make: Make, refused_write: str, expected: tuple[int, str]) -> None:
    client = await make(refused_write=refused_write)
    assert await client.get(f"{CONFIG}setConfig&NTP.Port=none") == expected
    await client.set("NTP.Port=99")


async def test_headers_and_pictures_of_their_own(make: Make) -> None:
    client = await make(odd_headers=True, odd_comment=True)
    async with client.open("magicBox.cgi?action=getSerialNo") as answer:
        names = [name.decode() for name, _ in answer.raw_headers]
    assert {"Content-type", "CONTENT-LENGTH", "Set-Cookie"} <= set(names)
    async with client.open("snapshot.cgi") as answer:
        assert (await answer.read()).startswith(b"\xff\xd8\xff\xfe\x00\x40dahua")


async def test_more_requests_than_it_bears(make: Make) -> None:
    client = await make(most_at_once=1)
    assert (await client.get("magicBox.cgi?action=getSerialNo"))[0] == 200
    client.camera._busy = 1
    with pytest.raises(ClientError):
        await client.get("magicBox.cgi?action=getSerialNo")


async def test_pieces_come_in_pieces_under_a_boundary_that_was_not_declared(make: Make) -> None:
    client = await make(framing={"chunk": 5, "declared": "another"})
    async with client.open("eventManager.cgi?action=attach&codes=[All]") as answer:
        assert answer.headers["Content-Type"] == "multipart/x-mixed-replace; boundary=another"
        await attached(client.camera)
        client.camera.raise_alarm("motion")
        pieces = [await answer.content.readany() for _ in range(8)]
    assert max(len(piece) for piece in pieces) <= 10
    assert b"".join(pieces).startswith(b"--myboundary")


async def test_something_of_no_sense_in_the_stream(make: Make) -> None:
    client = await make()
    camera = client.camera
    junk = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
    seen = await read(
        client, "codes=[All]", "Code=VideoMotion", lambda: camera.inject(junk), lambda: camera.raise_alarm("motion")
    )
    assert seen.startswith(junk.decode())


# -- recordings


async def test_thousands_of_clips(make: Make) -> None:
    client = await make("dahua-recorder", find_page=100)
    day = datetime(2020, 1, 6, tzinfo=UTC)
    client.camera.disk.files.clear()
    client.camera.disk.add_many(day, 10_000, every=8, seconds=5, event="VideoMotion", kind="mp4")
    finder = f"object={(await client.table('mediaFileFind.cgi?action=factory.create'))['result']}"
    find = f"mediaFileFind.cgi?action=findFile&{finder}&condition.Channel=1&condition.StartTime=2020-01-06 00:00:00"
    assert (await client.get(f"{find}&condition.EndTime=2020-01-06 23:59:59"))[0] == 200
    page = await client.table(f"mediaFileFind.cgi?action=findNextFile&{finder}&count=100")
    assert (page["found"], page["items[99].StartTime"]) == ("100", "2020-01-06 00:13:12")
    async with client.open(f"RPC_Loadfile{page['items[99].FilePath']}") as answer:
        data = await answer.read()
    assert len(data) == int(page["items[99].Length"])
    with av.open(io.BytesIO(data)) as film:
        assert len(list(film.decode(video=0))) == 10


async def test_downloads(make: Make) -> None:
    client = await make()
    camera = client.camera
    camera.delivery.ranges = True
    camera.disk.files.clear()
    clip = camera.disk.add(datetime(2020, 1, 6, 6, tzinfo=UTC), 60, size=1_000_000)
    picture = camera.disk.add(datetime(2020, 1, 6, 6, tzinfo=UTC), 0, kind="jpg")
    async with client.open(f"RPC_Loadfile{clip.path}", headers={"Range": "bytes=999990-"}) as answer:
        assert (answer.status, answer.headers["Content-Range"]) == (206, "bytes 999990-999999/1000000")
        assert len(await answer.read()) == 10
    async with client.open(f"RPC_Loadfile{picture.path}") as answer:
        assert (await answer.read()).startswith(b"\xff\xd8")
    assert await client.get("loadfile.cgi?action=startLoad&channel=1") == BAD


def test_kinds_can_be_told_how_many_channels_and_names() -> None:
    assert DahuaRecorder(channels=5).hardware.names[3:] == ("Workshop", "CAM5")
    assert DahuaCamera(names=["A", "B"]).hardware.channels == 2
    with pytest.raises(ValueError, match="one name a channel"):
        DahuaCamera(names=["A", "B"], channels=3)
