"""The dahua simulators against the examples of the Amcrest HTTP API and the known habits of devices."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
import re
import time
from typing import Any

from aiohttp import ClientError, ClientSession, DigestAuthMiddleware, encode_basic_auth
import pytest

from tests.simulator import KINDS
from tests.simulator.dahua import DahuaCamera, DahuaDevice, DahuaRecorder

from .conftest import Starter
from .dahua_client import BAD, CONFIG, Client, attached, read

BASIC = {"Authorization": encode_basic_auth("admin", "pass1234")}

type Make = Callable[..., Awaitable[Client]]


@pytest.fixture
def make(started: Starter, session: ClientSession) -> Make:
    async def make(kind: type[DahuaDevice] = DahuaCamera, **options: Any) -> Client:
        camera = kind(**{"picture_size": (160, 90), **options})
        await started(camera)
        return Client(camera, session)

    return make


def test_registered() -> None:
    assert KINDS["dahua-camera"] is DahuaCamera
    assert KINDS["dahua-recorder"] is DahuaRecorder


# -- authentication


async def test_digest_by_the_client_library(make: Make) -> None:
    client = await make()
    digest = DigestAuthMiddleware("admin", "pass1234")
    for name in ("VideoColor[0][0]", "Language"):
        url = client.url(f"{CONFIG}getConfig&name={name}")
        async with client.session.get(url, middlewares=(digest,)) as answer:
            assert answer.status == 200
            assert (await answer.text()).startswith(f"table.{name}")


async def test_challenge(make: Make) -> None:
    client = await make(blanks=False, tell_stale=True)
    async with client.session.get(client.url("magicBox.cgi?action=getSerialNo")) as answer:
        assert answer.status == 401
        (challenge,) = answer.headers.getall("WWW-Authenticate")
    assert re.fullmatch(
        r'Digest realm="Login to 4X7C5A1ZAG21L3F",qop="auth",nonce="\d+",opaque="[0-9a-f]+",stale=FALSE', challenge
    )


async def test_nonce_counts_must_grow(make: Make) -> None:
    client = await make(tell_stale=True)
    what = "magicBox.cgi?action=getSerialNo"
    assert await client.get(what) == (200, "sn=4X7C5A1ZAG21L3F\r\n")
    assert (await client.get(what))[0] == 200
    async with client.open(what, count=2) as answer:
        assert answer.status == 401
        assert "stale=TRUE" in answer.headers["WWW-Authenticate"]
        await client.challenge(answer)
    assert (await client.get(what))[0] == 200
    client.camera.advance(301)
    assert (await client.get(what))[0] == 401
    assert not client.camera.gate.failures


async def test_nonce_for_one_request_only(make: Make) -> None:
    client = await make(once=True)
    what = "magicBox.cgi?action=getSerialNo"
    assert (await client.get(what))[0] == 200
    assert (await client.get(what))[0] == 401


async def test_the_uri_is_the_target_as_sent(make: Make) -> None:
    client = await make(unquoted=True)
    what = f"{CONFIG}getConfig&name=Language"
    assert (await client.get(what))[0] == 200
    assert (await client.get(what, uri="/cgi-bin/configManager.cgi"))[0] == 401
    assert (await client.get(what, quoted='"'))[0] == 401


async def test_basic(make: Make) -> None:
    old = await make(scheme="basic")
    url = old.url("magicBox.cgi?action=getMachineName")
    async with old.session.get(url) as answer:
        assert answer.headers.getall("WWW-Authenticate") == ['Basic realm="Device_CGI"']
    async with old.session.get(url, headers=BASIC) as answer:
        assert await answer.text() == "name=Simulated Dahua\r\n"
    both = await make(basic_first=True)
    async with both.session.get(both.url("magicBox.cgi?action=getSerialNo")) as answer:
        challenges = answer.headers.getall("WWW-Authenticate")
        assert [challenge.partition(" ")[0] for challenge in challenges] == ["Basic", "Digest"]
    assert (await both.get("magicBox.cgi?action=getSerialNo"))[0] == 200
    new = await make()
    async with new.session.get(new.url("snapshot.cgi"), headers=BASIC) as answer:
        assert answer.status == 401
    assert list(new.camera.gate.failures.values()) == [1]


async def test_lock_out(make: Make) -> None:
    client = await make(lock_login_times=3, lock_seconds=60)
    what = "magicBox.cgi?action=getSerialNo"
    assert (await client.table(f"{CONFIG}getConfig&name=General"))["table.General.LockLoginTimes"] == "3"
    client.password = "wrong"
    for attempt in range(3):
        async with client.open(what) as answer:
            assert answer.status == 401
            assert ("WWW-Authenticate" in answer.headers) == (attempt < 2)
    client.password = "pass1234"
    locked = (401, "Error\r\nAuthorization Failed!\r\n")
    assert await client.get(what) == locked
    client.camera.advance(40)
    assert await client.get(what) == locked
    client.camera.advance(40)
    assert await client.get(what) == locked, "trying again keeps the lock"
    client.camera.advance(61)
    assert (await client.get(what))[0] == 200


# -- configuration


async def test_get_config(make: Make) -> None:
    client = await make()
    table = await client.table(f"{CONFIG}getConfig&name=VideoColor")
    assert list(table)[:2] == ["table.VideoColor[0][0].Brightness", "table.VideoColor[0][0].Contrast"]
    assert len(table) == 15
    assert len(await client.table(f"{CONFIG}getConfig&name=VideoColor[0][1]")) == 5
    assert await client.table(f"{CONFIG}getConfig&name=RecordMode[0].Mode") == {"table.RecordMode[0].Mode": "0"}
    two = await client.table(f"{CONFIG}getConfig&name=Language&name=VideoStandard")
    assert two == {"table.Language": "English", "table.VideoStandard": "PAL"}
    network = await client.table(f"{CONFIG}getConfig&name=Network")
    assert network["table.Network.eth0.PhysicalAddress"] == "f0:00:00:29:06:9f"
    assert len(await client.table(f"{CONFIG}getConfig&name=Alarm[0].EventHandler.TimeSection")) == 42


@pytest.mark.parametrize(("unknown", "status"), [("400", 400), ("200", 200)])
async def test_unknown_tables(make: Make, unknown: str, status: int) -> None:
    client = await make(unknown=unknown)
    name = "VideoInOptions[4].NightOptions.SwitchMode"
    expected = f"Error: Error -1 getting param in name={name}\r\n"
    assert await client.get(f"{CONFIG}getConfig&name={name}") == (status, expected)


async def test_empty_answer_and_line_feeds(make: Make) -> None:
    client = await make(unknown="empty", newline="\n")
    assert await client.get(f"{CONFIG}getConfig&name=Nothing") == (200, "")
    assert await client.get(f"{CONFIG}getConfig&name=Language") == (200, "table.Language=English\n")


@pytest.mark.parametrize(
    "what",
    [
        "VideoColor[0][0].Brightness=70&VideoColor[0][0].Contrast=0",
        "VideoColor[0][0].TimeSection=0 01:00:00-02:00:00",
        "VideoInOptions[0].ExposureMode=4&VideoInOptions[0].ExposureSpeed=16&VideoInOptions[0].ExposureValue1=40",
        "VideoInOptions[0].WhiteBalance=Custom&VideoInOptions[0].GainRed=50",
        "VideoInOptions[0].NightOptions.SwitchMode=3&VideoInOptions[0].InfraRed=true",
        "VideoInSharpness[0][0].Level=10&VideoInSharpness[0][0].Sharpness=0",
        "VideoInMode[0].Mode=1&VideoInMode[0].Config[0]=2",
        "VideoInDayNight[0][2].Mode=BlackWhite",
        "Lighting[0][0].Mode=Manual&Lighting[0][0].MiddleLight[0].Light=100",
        "Encode[0].MainFormat[0].Video.Width=1280&Encode[0].MainFormat[0].Video.Height=720",
        "Encode[0].ExtraFormat[1].VideoEnable=false&Encode[0].MainFormat[0].Video.FPS=12.5",
        "VideoWidget[0].TimeTitle.ShowWeek=true&VideoWidget[0].Covers[3].Rect[2]=8191",
        "VideoWidget[0].Covers[0].Rect[0]=10&VideoWidget[0].Covers[0].Rect[2]=10",
        "ChannelTitle[0].Name=Front door #2",
        "MotionDetect[0].MotionDetectWindow[0].Region[0]=1&MotionDetect[0].DetectVersion=V3.0",
        "MotionDetect[0].EventHandler.TimeSection[6][5]=1 12:00:00-18:00:00",
        "Alarm[0].SensorType=NO&Alarm[0].EventHandler.AlarmOutLatch=300",
        "BlindDetect[0].Level=6",
        "Record[0].TimeSection[0][0]=6 00:00:00-23:59:59",
        "AutoMaintain.AutoRebootDay=7",
        "NTP.Address=time.example&NTP.Enable=true",
        "Locales.TimeFormat=dd-M-yy hh:mm:ss&Locales.DSTEnd.Week=-1",
        "VideoAnalyseRule[0][0].Name=mine&VideoAnalyseRule[0][0].Type=CrossLineDetection",
    ],
)
async def test_set_config(make: Make, what: str) -> None:
    client = await make()
    await client.set(what)
    for pair in what.split("&"):
        key, _, value = pair.partition("=")
        assert await client.table(f"{CONFIG}getConfig&name={key}") == {f"table.{key}": value}


@pytest.mark.parametrize(
    "what",
    [
        "",
        "VideoColor[0][0].Brightness=101",
        "VideoColor[0][0].Brightness=bright",
        "VideoColor[0][0].Bright=50",
        "VideoColor[1][0].Brightness=50",
        "VideoColor[0][0].Brightness=60&VideoColor[0][0].Hue=200",
        "table.VideoColor[0][0].Brightness=50",
        "VideoInOptions[0].DayNightColor=3",
        "VideoInOptions[0].ExposureMode=3",
        "VideoInOptions[0].Flip=1",
        "VideoInOptions[0].NightOptions=0",
        "Encode[0].MainFormat[0].Video.Width=1280",
        "Encode[0].MainFormat[0].Video.Width=1234&Encode[0].MainFormat[0].Video.Height=567",
        "Encode[0].MainFormat[0].Video.FPS=26",
        "Encode[0].ExtraFormat[2].VideoEnable=true",
        "Encode[0].MainFormat[0].Video.Compression=MPEG2",
        "Encode[0].ExtraFormat[0].Video.Width=1920&Encode[0].ExtraFormat[0].Video.Height=1080",
        "MotionDetect[0].MotionDetectWindow[0].Region[0]=1",
        "MotionDetect[0].MotionDetectWindow[0].Region[0]=4194304&MotionDetect[0].DetectVersion=V3.0",
        "MotionDetect[0].MotionDetectWindow[0].Region[18]=1&MotionDetect[0].DetectVersion=V3.0",
        "MotionDetect[0].MotionDetectWindow[4].Region[0]=1&MotionDetect[0].DetectVersion=V3.0",
        "VideoWidget[0].Covers[0].Rect[0]=8192",
        "VideoWidget[0].Covers[0].Rect[0]=11&VideoWidget[0].Covers[0].Rect[2]=10",
        "VideoWidget[0].Covers[1].Rect[3]=8190",
        "MotionDetect[0].MotionDetectWindow[0].Sensitive=101",
        "MotionDetect[0].EventHandler.TimeSection[0][0]=1+12:00:00-18:00:00",
        "MotionDetect[0].EventHandler.TimeSection[0][6]=1 12:00:00-18:00:00",
        "AlarmOut[0].Mode=3",
        "Language=Klingon",
        "VideoStandard=SECAM",
        "Network.eth0.PhysicalAddress=00:10:5c:f2:1c:b4",
        "NTP.Port=0",
        "VideoColor[0][0].Hue=50&VideoColor[0][0].Hue=60",
    ],
)
async def test_set_config_refusals(make: Make, what: str) -> None:
    client = await make()
    before = dict(client.camera.config.values)
    assert await client.get(f"{CONFIG}setConfig&{what}") == BAD
    assert client.camera.config.values == before


async def test_effects_of_settings(make: Make) -> None:
    client = await make(fps_decimals=True, reverted=("VideoAnalyseRule[0][0].Enable",))
    await client.set("Encode[0].MainFormat[0].Video.resolution=704x576&Encode[0].MainFormat[0].Video.FPS=15")
    video = await client.table(f"{CONFIG}getConfig&name=Encode[0].MainFormat[0].Video")
    assert video["table.Encode[0].MainFormat[0].Video.CustomResolutionName"] == "D1"
    assert video["table.Encode[0].MainFormat[0].Video.Width"] == "704"
    assert video["table.Encode[0].MainFormat[0].Video.FPS"] == "15.000000"
    await client.set("VideoStandard=NTSC")
    assert await client.get(f"{CONFIG}setConfig&Encode[0].MainFormat[0].Video.resolution=704x576") == BAD
    await client.set("Encode[0].MainFormat[0].Video.resolution=704x480&Encode[0].MainFormat[0].Video.FPS=30")
    await client.set("VideoAnalyseRule[0][0].Enable=true")
    assert client.camera.config["VideoAnalyseRule[0][0].Enable"] == "false"
    await client.set("General.MachineName=Yard")
    assert await client.get("magicBox.cgi?action=getMachineName") == (200, "name=Yard\r\n")
    assert await client.get(f"{CONFIG}restore&names[0]=General") == (200, "OK\r\n")
    assert client.camera.config["General.MachineName"] == "Simulated Dahua"
    assert await client.get(f"{CONFIG}restoreExcept&names[0]=VideoStandard") == (200, "OK\r\n")
    assert client.camera.config["Encode[0].MainFormat[0].Video.Width"] == "1920"
    assert await client.get(f"{CONFIG}restore&names[0]=Nothing") == BAD


async def test_lights(make: Make) -> None:
    client = await make(lighting_v2=True, lighting_v2_writes=False, white_light=True)
    rows = await client.table(f"{CONFIG}getConfig&name=Lighting_V2[0][2][1]")
    assert rows["table.Lighting_V2[0][2][1].LightType"] == "WhiteLight"
    assert await client.get(f"{CONFIG}setConfig&Lighting_V2[0][2][1].Mode=Manual") == BAD
    await client.set("LightingScheme[0][2].LightingMode=WhiteMode")
    await client.set("FlashLight.Brightness=80")
    on = "coaxialControlIO.cgi?action=control&channel=1&info[0].Type=1&info[0].IO=1"
    assert await client.get(on) == (200, "OK\r\n")
    status = "coaxialControlIO.cgi?action=getStatus&channel=1"
    assert (await client.table(status))["status.status.WhiteLight"] == "On"
    client.camera.advance(16)
    assert (await client.table(status))["status.status.WhiteLight"] == "Off"
    assert await client.get(on.replace("Type=1", "Type=2")) == BAD


# -- about the device


async def test_about_a_camera(make: Make) -> None:
    client = await make()
    for what, expected in (
        ("getDeviceType", "type=IPC-HDW5831R-ZE"),
        ("getSoftwareVersion", "version=2.800.0000016.0.R,build:2020-06-05"),
        ("getDeviceClass", "class=IPC"),
        ("getProductDefinition&name=MaxExtraStream", "table.MaxExtraStream=2"),
        ("getProductDefinition&name=MaxRemoteInputChannels", "table.MaxRemoteInputChannels=0"),
    ):
        assert await client.get(f"magicBox.cgi?action={what}") == (200, f"{expected}\r\n")
    info = await client.table("magicBox.cgi?action=getSystemInfo")
    assert (info["deviceType"], info["serialNumber"]) == ("IPC-HDW5831R-ZE", "4X7C5A1ZAG21L3F")
    assert (await client.table("devVideoInput.cgi?action=getCaps&channel=1"))["caps.InfraRed"] == "true"
    caps = await client.table("encode.cgi?action=getConfigCaps&channel=1")
    assert caps["caps[0].MainFormat[0].Video.BitRateOptions"] == "448,8192"
    assert caps["caps[0].ExtraFormat[1].Video.ResolutionTypes"] == "D1,VGA,CIF"
    for what in (
        "magicBox.cgi?action=getProductDefinition&name=Wheels",
        "magicBox.cgi?action=getSerial",
        "magicBox.cgi",
        "magicBox.cgi?action=getSerialNo&unit=1",
        "devVideoInput.cgi?action=getCaps&channel=0",
        "encode.cgi?action=getConfigCaps",
        "coaxialControlIO.cgi?action=control&channel=1&info[0].Type=1&info[0].IO=1",
    ):
        assert await client.get(what) == BAD
    for missing in ("ptz.cgi?action=getStatus", "accessControl.cgi?action=getDoorStatus&channel=1", "nothing.cgi"):
        assert (await client.get(missing))[0] == 404


async def test_about_a_recorder(make: Make) -> None:
    client = await make(DahuaRecorder, version_lines=2, caps="plain")
    info = await client.table("magicBox.cgi?action=getSystemInfo")
    assert (info["deviceType"], info["updateSerial"]) == ("31", "DH-NVR5232-4KS3/I")
    assert await client.get("devVideoInput.cgi?action=getCollect") == (200, "result=4\r\n")
    version = await client.get("magicBox.cgi?action=getSoftwareVersion")
    assert version == (200, "version=4.001.0000000.6.R\r\nBuildDate=2021-11-08\r\n")
    titles = await client.table(f"{CONFIG}getConfig&name=ChannelTitle")
    assert list(titles.values()) == ["Driveway", "Garden", "Back door", "Workshop"]
    status, body = await client.get(f"{CONFIG}getConfig&name=MotionDetect")
    assert status == 200
    assert len(body) > 100_000
    assert (await client.get(f"{CONFIG}getConfig&name=VideoInDayNight"))[0] == 400
    caps = await client.table("encode.cgi?action=getConfigCaps&channel=4")
    assert caps["caps.MainFormat[0].Video.FPSMax"] == "25"
    assert await client.get("encode.cgi?action=getConfigCaps&channel=5") == BAD
    await client.set("ChannelTitle[3].Name=Shed")
    assert await client.get(f"{CONFIG}setConfig&ChannelTitle[4].Name=Shed") == BAD


async def test_clock(make: Make) -> None:
    client = await make(printed_time=True)
    assert await client.get("global.cgi?action=setCurrentTime&time=2011-7-3 21:02:32") == (200, "OK\r\n")
    status, body = await client.get("global.cgi?action=getCurrentTime")
    assert (status, body[:25]) == (200, "result = 2011-7-3 21:02:3")
    assert (client.camera.now() - datetime(2011, 7, 3, 21, 2, 32, tzinfo=UTC)).total_seconds() < 5
    assert await client.get("global.cgi?action=setCurrentTime&time=2011-7-3T21:02:32") == BAD


async def test_reboot(make: Make) -> None:
    client = await make()
    assert await client.get("magicBox.cgi?action=reboot") == (200, "OK\r\n")
    deadline = time.monotonic() + 5
    refused = False
    while client.camera._reboot is not None and not client.camera._reboot.done():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.03)
        if client.camera._runner is None:
            with pytest.raises((ClientError, ConnectionError)):
                await client.get("magicBox.cgi?action=getSerialNo")
            refused = True
    assert refused
    assert (await client.get("magicBox.cgi?action=getSerialNo"))[0] == 401, "the old nonce is gone"


# -- events


async def test_events(make: Make) -> None:
    client = await make()
    camera = client.camera
    seen = await read(
        client,
        "codes=[VideoMotion,AlarmLocal]",
        "Code=AlarmLocal",
        lambda: camera.raise_alarm("motion", Id=[0], RegionName=["Region1"]),
        lambda: camera.raise_alarm("motion"),
        lambda: camera.raise_alarm("tamper"),
        lambda: camera.raise_alarm("motion", on=False),
        lambda: camera.raise_alarm("alarm_input"),
    )
    motion = 'Code=VideoMotion;action=Start;index=0;data={\r\n   "Id": [\r\n      0\r\n   ],'
    assert seen.startswith("--myboundary\r\nContent-Type: text/plain\r\nContent-Length:")
    assert motion in seen
    assert seen.count("action=Start") == 2
    assert "Code=VideoMotion;action=Stop;index=0\r\n\r\n" in seen
    assert "VideoBlind" not in seen
    assert await client.get("alarm.cgi?action=getInState") == (200, "result=1\r\n")
    assert await client.get("eventManager.cgi?action=getEventIndexes&code=VideoBlind") == (200, "channels[0]=0\r\n")
    assert await client.get("eventManager.cgi?action=getEventIndexes&code=VideoMotion") == (200, "")
    assert await client.get("eventManager.cgi?action=getEventIndexes&code=CrossLineDetection") == BAD


async def test_channels_of_one_stream(make: Make) -> None:
    client = await make(DahuaRecorder, no_index="error")
    camera = client.camera
    seen = await read(
        client,
        "codes=[All]",
        "AccessControl",
        lambda: camera.raise_alarm("motion", channel=3),
        lambda: camera.raise_alarm("alarm_input", channel=4),
        lambda: camera.raise_alarm("AccessControl", data='{"Method": 5}'),
    )
    assert "Code=VideoMotion;action=Start;index=2\r\n" in seen
    assert "Code=AlarmLocal;action=Start;index=3\r\n" in seen
    assert "Code=AccessControl;action=Pulse;index=0;data={" in seen
    assert await client.get("alarm.cgi?action=getInState") == (200, "result=8\r\n")
    status = await client.get("eventManager.cgi?action=getEventIndexes&code=VideoLoss")
    assert status == (200, "Error: No Events\r\n")


async def test_disarmed_and_linked(make: Make) -> None:
    client = await make()
    await client.set("MotionDetect[0].Enable=false")
    client.camera.raise_alarm("motion")
    assert not client.camera.active("VideoMotion")
    await client.set("MotionDetect[0].EventHandler.AlarmOutEnable=true&MotionDetect[0].Enable=true")
    assert await client.get("alarm.cgi?action=getOutState") == (200, "result=1\r\n")
    await client.set("AlarmOut[0].Mode=2")
    assert await client.get("alarm.cgi?action=getOutState") == (200, "result=0\r\n")
    task = asyncio.create_task(read(client, "codes=[AlarmOutput]", "action=Stop"))
    await attached(client.camera)
    other = Client(client.camera, client.session)
    await other.set("AlarmOut[0].Mode=1")
    await other.set("AlarmOut[0].Mode=2")
    seen = await task
    assert "Code=AlarmOutput;action=Start;index=0" in seen
    assert "Code=AlarmOutput;action=Stop;index=0" in seen


async def test_heartbeat_only_for_who_asks(make: Make) -> None:
    client = await make(heartbeat_scale=0.01)
    seen = await read(client, "codes=[All]&heartbeat=5", "Heartbeat")
    assert seen == "--myboundary\r\nContent-Type: text/plain\r\nContent-Length:9\r\n\r\nHeartbeat\r\n\r\n"
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await read(client, "codes=[All]", "Heartbeat")


@pytest.mark.parametrize(
    "query",
    ["", "codes=VideoMotion", "codes=[]", "codes=[VideoMotoin]", "codes=[All]&heartbeat=0", "codes=[All]&beat=5"],
)
async def test_attach_refusals(make: Make, query: str) -> None:
    client = await make()
    assert await client.get(f"eventManager.cgi?action=attach&{query}") == BAD


async def test_too_many_codes(make: Make) -> None:
    codes = "VideoMotion,VideoLoss,VideoBlind,AlarmLocal,StorageNotExist,StorageFailure,NetAbort,IPConflict"
    client = await make(max_codes=8)
    assert await client.get(f"eventManager.cgi?action=attach&codes=[{codes},AlarmOutput]") == BAD
    assert "Code=VideoMotion" in await read(
        client, f"codes=[{codes}]", "VideoMotion", lambda: client.camera.raise_alarm("motion")
    )
    client = await make(events_enabled=False)
    assert (await client.get("eventManager.cgi?action=attach&codes=[All]"))[0] == 501


@pytest.mark.parametrize(
    ("framing", "expected"),
    [
        (
            {"newline": "\n", "boundary": "-- myboundary", "length": "absent", "blank_line": False},
            "-- myboundary\nContent-Type: text/plain\nCode=VideoMotion;action=Start;index=0\n\n",
        ),
        (
            {"length": "long", "blanks": True, "spaced": True},
            (
                "--myboundary\r\nContent-Type: text/plain\r\nContent-Length: 48\r\n\r\n"
                "Code=VideoMotion; action=Start; index=0\r\n\r\n"
            ),
        ),
        (
            {"length": "short", "header_gap": True, "extra_header": True, "chunk": 7},
            (
                "--myboundary\r\nContent-Type: text/plain\r\n\r\nX-Source: eventManager\r\nContent-Length:33\r\n\r\n"
                "Code=VideoMotion;action=Start;index=0\r\n\r\n"
            ),
        ),
    ],
)
async def test_framing(make: Make, framing: dict[str, Any], expected: str) -> None:
    client = await make(framing=framing)
    assert await read(client, "codes=[All]", expected, lambda: client.camera.raise_alarm("motion")) == expected


async def test_coalesced_parts_and_closing_boundary(make: Make) -> None:
    client = await make(framing={"coalesce": 2, "final": True, "inline": True})
    camera = client.camera
    seen = await read(
        client,
        "codes=[All]",
        "--myboundary--\r\n",
        lambda: camera.raise_alarm("motion"),
        lambda: camera.raise_alarm("tamper"),
        camera.end_events,
    )
    assert seen.startswith("HTTP/1.1 200 OK\r\n")
    assert seen.count("--myboundary\r\n") == 2


async def test_cut_events(make: Make) -> None:
    client = await make()
    with pytest.raises((ClientError, ConnectionError)):
        await read(client, "codes=[All]", "never", client.camera.cut_events)


# -- pictures, PTZ, doors, storage


async def test_pictures(make: Make) -> None:
    client = await make(DahuaRecorder, without_snapshot=[2], snapshot_tail="dhav0000", connection_close=True)
    async with client.open("snapshot.cgi?channel=4") as answer:
        assert answer.content_type == "image/jpeg"
        assert answer.headers["Connection"] == "close"
        assert (await answer.read()).endswith(b"\xff\xd9dhav0000")
    async with client.open("snapshot.cgi") as answer:
        assert answer.status == 200
    for what in ("snapshot.cgi?channel=0", "snapshot.cgi?channel=5", "snapshot.cgi?channel=2", "snapshot.cgi?ch=1"):
        assert await client.get(what) == BAD
    assert await client.get("mjpg/video.cgi?channel=1&subtype=2") == BAD
    async with client.open("mjpg/video.cgi?channel=1&subtype=1") as answer:
        seen = b""
        while seen.count(b"--myboundary\r\n") < 2:
            seen += await answer.content.readany()


async def test_ptz(make: Make) -> None:
    client = await make(ptz=True)
    move = "ptz.cgi?action=start&channel=0&code={}&arg1={}&arg2={}&arg3=0"
    assert await client.get(move.format("Up", 0, 4)) == (200, "OK\r\n")
    assert (await client.table("ptz.cgi?action=getStatus&channel=1"))["status.MoveStatus"] == "Moving"
    client.camera.advance(2)
    assert await client.get(move.format("Up", 0, 0).replace("start", "stop")) == (200, "OK\r\n")
    status = await client.table("ptz.cgi?action=getStatus")
    assert status["status.MoveStatus"] == "Idle"
    assert 7.9 < float(status["status.Postion[1]"]) < 9
    for code, arg1, arg2 in (
        ("SetPreset", 0, 7),
        ("ClearPreset", 0, 1),
        ("PositionABS", 180, 45),
        ("GotoPreset", 0, 2),
    ):
        assert await client.get(move.format(code, arg1, arg2)) == (200, "OK\r\n")
    assert (await client.table("ptz.cgi?action=getStatus"))["status.PresetID"] == "2"
    presets = await client.table("ptz.cgi?action=getPresets&channel=1")
    assert presets["presets[1].Index"] == "7"
    assert presets["presets[1].Name"] == "preset7"
    assert (await client.table("ptz.cgi?action=getCurrentProtocolCaps&channel=1"))["caps.PresetMax"] == "80"
    for what in (
        move.format("Up", 0, 9),
        move.format("Upwards", 0, 1),
        move.format("GotoPreset", 0, 81),
        move.format("Up", 0, 1).replace("channel=0", "channel=1"),
        "ptz.cgi?action=start&channel=0&code=Up",
        "ptz.cgi?action=getStatus&channel=2",
        "ptzBase.cgi?action=moveDirectly&channel=1&startPoint[0]=9000&startPoint[1]=0&endPoint[0]=1&endPoint[1]=1",
    ):
        assert await client.get(what) == BAD


async def test_empty_presets(make: Make) -> None:
    client = await make(ptz=True)
    client.camera.heads[0].places.clear()
    assert await client.get("ptz.cgi?action=getPresets&channel=1") == (200, "")


async def test_door_people_temperature(make: Make) -> None:
    client = await make(doors=1, people=True, thermal=True, extra_streams=1)
    status = "accessControl.cgi?action=getDoorStatus&channel=1"
    assert await client.get(status) == (200, "Info.status=Close\r\n")
    opening = "accessControl.cgi?action=openDoor&channel=1&UserID=101&Type=Remote"
    assert await client.get(opening) == (200, "OK\r\n")
    assert await client.get(status) == (200, "Info.status=Open\r\n")
    assert await client.get(opening.replace("open", "close")) == (200, "OK\r\n")
    assert await client.get(status) == (200, "Info.status=Close\r\n")
    assert await client.get(opening.replace("channel=1", "channel=2")) == BAD
    people = await client.table("videoStatServer.cgi?action=getSummary&channel=1")
    assert people["summary.EnteredSubtotal.Total"] == "14"
    spot = "RadiometryManager.cgi?action=getRandomPointTemper&channel=1&coordinate[0]=1024&coordinate[1]=1024"
    assert (await client.table(spot))["TempInfo.TemperAver"] == "27.5"
    assert await client.get("ThermographyManager.cgi?action=doFFC&channel=1") == (200, "OK\r\n")


async def test_storage(make: Make) -> None:
    client = await make(storage_info=True)
    disk = await client.table("storageDevice.cgi?action=getDeviceAllInfo")
    assert disk["list.info[0].Detail[0].TotalBytes"] == "63989415936.000000"
    bare = await make(storage=False)
    assert await bare.get("storageDevice.cgi?action=getDeviceAllInfo") == BAD
    assert await bare.get("mediaFileFind.cgi?action=factory.create") == BAD


async def test_recordings(make: Make) -> None:
    client = await make(DahuaRecorder, find_page=1)
    camera = client.camera
    camera.disk.files.clear()
    first = camera.disk.add(datetime(2020, 1, 6, 6, 5, tzinfo=UTC), 480, event="VideoMotion", kind="mp4")
    camera.disk.add(datetime(2020, 1, 6, 6, 13, tzinfo=UTC), 480, event="VideoMotion")
    camera.disk.add(datetime(2020, 1, 6, 6, 13, tzinfo=UTC), 480, channel=2)
    made = await client.table("mediaFileFind.cgi?action=factory.create")
    finder = f"object={made['result']}"
    find = f"mediaFileFind.cgi?action=findFile&{finder}&condition.Channel=1&condition.StartTime=2020-1-6 6:0:0"
    assert await client.get(f"{find}&condition.EndTime=2020-1-5 12:00:00") == BAD
    assert await client.get(f"{find}&condition.EndTime=2020-01-06 12:00:00&condition.Types[0]=avi") == BAD
    until = "&condition.EndTime=2020-01-06 12:00:00&condition.Events[0]=VideoMotion&condition.VideoStream=Main"
    assert await client.get(f"{find}{until}") == (200, "OK\r\n")
    more = f"mediaFileFind.cgi?action=findNextFile&{finder}&count=100"
    items = await client.table(more)
    assert (items["found"], items["items[0].Channel"], items["items[0].Duration"]) == ("1", "0", "480")
    path = items["items[0].FilePath"]
    assert path == "/mnt/dvr/sda0/2020-01-06/001/dav/06/06.05.00-06.13.00[M][0@0][0].mp4"
    assert (await client.table(more))["found"] == "1"
    assert (await client.table(more))["found"] == "0"
    async with client.open(f"RPC_Loadfile{path}") as answer:
        assert answer.status == 200
        assert len(await answer.read()) == first.size == int(items["items[0].Length"])
    assert (await client.get("RPC_Loadfile/mnt/dvr/sda0/none.dav"))[0] == 404
    assert "ErrorID=2" in (await client.get(f"mediaFileFind.cgi?action=factory.close&{finder}"))[1]
    for action in ("close", "destroy"):
        assert await client.get(f"mediaFileFind.cgi?action={action}&{finder}") == (200, "OK\r\n")
    assert not camera.disk.finders
    assert await client.get(more) == BAD


async def test_switched_off_and_redirected(make: Make) -> None:
    off = await make(cgi_enabled=False)
    async with off.session.get(off.url("magicBox.cgi?action=getSerialNo")) as answer:
        assert answer.status == 404
    moved = await make(redirect="https://127.0.0.1")
    async with moved.session.get(moved.url("snapshot.cgi"), allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "https://127.0.0.1/cgi-bin/snapshot.cgi")


async def test_slots_of_a_recorder(make: Make) -> None:
    """A slot without a camera is listed and off; plugging one in shows at once."""
    client = await make(DahuaRecorder, empty=(3,))
    head = "table.RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_"
    told = await client.table(f"{CONFIG}getConfig&name=RemoteDevice")
    assert [told[f"{head}{n}.Enable"] for n in range(4)] == ["true", "true", "false", "true"]
    assert told[f"{head}2.Address"] == "192.168.0.0"
    client.camera.plug(3, there=True)
    client.camera.plug(1, there=False)
    told = await client.table(f"{CONFIG}getConfig&name=RemoteDevice")
    assert [told[f"{head}{n}.Enable"] for n in range(4)] == ["false", "true", "true", "true"]
    camera = await make()
    assert (await camera.get(f"{CONFIG}getConfig&name=RemoteDevice"))[0] == 400


async def test_lens(make: Make) -> None:
    """The motors go where they are told to, and back to where they begin to count (4.5.14)."""
    client = await make(ptz=True)
    lens = "devVideoInput.cgi?action="
    for focus, zoom, expected in (("0.25", "0.75", ("0.25", "0.75")), ("-1", "-1", ("0.0", "0.0"))):
        assert await client.get(f"{lens}adjustFocus&focus={focus}&zoom={zoom}") == (200, "OK\r\n")
        status = await client.table(f"{lens}getFocusStatus&channel=1")
        assert (status["status.Focus"], status["status.Zoom"]) == expected


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"overlays": 2}, "VideoWidget[0].CustomTitle[1].Text"),
        ({"sound": True}, "AudioDetect[0].MutationThreold"),
        ({"backlight_table": True}, "VideoInBacklight[0][2].Mode"),
        ({"lens_mask": True}, "LeLensMask[0].Enable"),
        ({"ring": True}, "LightGlobal[0].Enable"),
        ({"floodlight": True}, "FloodLightMode.Mode"),
        ({"wifi": True}, "WLan.eth2.SSID"),
        ({"thermal": True}, "ThermographyOptions[0][0].Colorization"),
        ({"rule_ids": (4, 7, 9)}, "VideoAnalyseRule[0][1].Id"),
        ({"lighting_v2": True, "strobe": True}, "Lighting_V2[0][0][1].State"),
    ],
)
async def test_what_only_some_have(make: Make, options: dict[str, Any], key: str) -> None:
    """Tables are there where the hardware is, and refused elsewhere."""
    for chosen, there in (({}, False), (options, True)):
        client = await make(**chosen)
        status, body = await client.get(f"{CONFIG}getConfig&name={key.partition('.')[0].partition('[')[0]}")
        assert (status == 200 and f"table.{key}=" in body) is there
