"""The simulated ipc camera against the examples and refusals of its documents."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from aiohttp import ClientError, ClientSession
import pytest
from yarl import URL

from tests.simulator.ipc import IpcCamera
from tests.simulator.ipc_tables import AREA_DIGITS

from .conftest import Starter


class Client:
    """Asks one camera, with a session id of its own."""

    def __init__(self, camera: IpcCamera, session: ClientSession) -> None:
        self.camera = camera
        self.session = session
        self.uid = ""

    async def raw(self, target: str, **keywords: Any) -> tuple[int, bytes, str]:
        url = URL(f"{self.camera.url}".rstrip("/") + target, encoded=True)
        async with self.session.get(url, **keywords) as answer:
            return answer.status, await answer.read(), answer.headers.get("Content-Type", "")

    async def log_in(self) -> str:
        query = f"username={self.camera.username}&password={self.camera.password}"
        _, body, _ = await self.raw(f"/cgi-bin/getuid?{query}")
        self.uid = ET.fromstring(body).text or ""
        return self.uid

    async def ask(self, path: str, query: str = "") -> ET.Element:
        """An answer that must be good."""
        status, body, _ = await self.raw(self._target(path, query))
        assert status == 200, body
        return ET.fromstring(body)

    async def fault(self, path: str, query: str = "") -> str:
        """The reason of an answer that must be a fault."""
        status, body, _ = await self.raw(self._target(path, query))
        assert status == 400, body
        root = ET.fromstring(body)
        assert root.tag == "fault"
        return root.findtext("reason") or ""

    def _target(self, path: str, query: str) -> str:
        return f"/cgi-bin/{path}?{query}{'&' if query else ''}uid={self.uid}"


type Connect = Callable[..., Awaitable[Client]]


@pytest.fixture
async def connect(started: Starter, session: ClientSession) -> Connect:
    async def make(**keywords: Any) -> Client:
        camera = IpcCamera(**keywords)
        await started(camera)
        client = Client(camera, session)
        await client.log_in()
        return client

    return make


@pytest.fixture
async def client(connect: Connect) -> Client:
    return await connect()


@pytest.fixture
async def old(connect: Connect) -> Client:
    return await connect(level="1.0.1")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "error, parse parameters"),
        ("password=pass1234", "error, parse username"),
        ("username=admin", "error, parse password"),
        ("username=admin&password=wrong", "password error"),
    ],
)
async def test_getuid_refuses(client: Client, query: str, reason: str) -> None:
    status, body, _ = await client.raw(f"/cgi-bin/getuid?{query}")
    assert status == 400
    root = ET.fromstring(body)
    assert (root.findtext("value"), root.findtext("reason")) == ("/cgi-bin/getuid", reason)


async def test_uid_looks_like_the_document_and_several_live(client: Client) -> None:
    first = client.uid
    second = await client.log_in()
    assert first != second
    assert len(second) == 8
    for uid in (first, second):
        client.uid = uid
        assert (await client.ask("keep_alive")).text == "true"


async def test_uid_expires_unless_used(client: Client) -> None:
    client.camera.advance(59)
    await client.ask("keep_alive")
    client.camera.advance(59)
    await client.ask("image")
    client.camera.advance(61)
    assert await client.fault("image") == "uid error"
    await client.log_in()
    await client.ask("image")


async def test_a_refused_request_does_not_renew(client: Client) -> None:
    client.camera.advance(40)
    await client.fault("image", "brightness=900")
    client.camera.advance(30)
    assert await client.fault("image") == "uid error"


async def test_valid_time_of_a_uid_can_be_set(client: Client) -> None:
    assert (await client.ask("setUidValidTime", "validTime=600")).text == "Uid valid time is 600 sec"
    client.camera.advance(500)
    await client.ask("image")
    client.camera.advance(500)
    await client.ask("image")
    await client.fault("setUidValidTime", "validTime=0")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/cgi-bin/image", "error, parse parameters"),
        ("/cgi-bin/image?brightness=1", "error, parse uid"),
        ("/cgi-bin/image?uid=00000000", "uid error"),
        ("/cgi-bin/keep_alive?", "error, parse parameters"),
    ],
)
async def test_requests_without_a_session(client: Client, target: str, reason: str) -> None:
    status, body, _ = await client.raw(target)
    assert status == 400
    assert ET.fromstring(body).findtext("reason") == reason


async def test_unknown_path_and_post_are_not_found(client: Client) -> None:
    assert (await client.raw("/cgi-bin/set_Wdr?uid=1"))[0] == 404
    assert (await client.raw("/"))[0] == 404
    async with client.session.post(client.camera.url / "cgi-bin/getinfo") as answer:
        assert answer.status == 404


async def test_getinfo_with_and_without_session(client: Client) -> None:
    for target in ("/cgi-bin/getinfo", "/cgi-bin/getinfo?"):
        status, body, _ = await client.raw(target)
        assert status == 200
        assert ET.fromstring(body).attrib == {"oem": "MC400L", "mac_address": "F0:00:00:29:06:9F"}
    info = await client.ask("getinfo")
    assert set(info.attrib) == {"kernel", "filesystem", "sn", "oem", "mac_address"}
    assert info.attrib["sn"] == "EF0000000029069F"
    assert (await client.ask("getmodel")).text == "MC400L"


async def test_device_name_is_the_model(client: Client) -> None:
    assert (await client.ask("setDeviceName", "deviceName=Yard")).text == "Set device name(Yard) successful!"
    assert (await client.ask("getmodel")).text == "Yard"
    assert await client.fault("setDeviceName", "deviceName=") == "set device name failed! "


async def test_old_level_has_less(old: Client) -> None:
    status, body, _ = await old.raw("/cgi-bin/getinfo?")
    assert (status, ET.fromstring(body).findtext("value")) == (400, "/cgi-bin/getinfo")
    assert set((await old.ask("getinfo")).attrib) == {"kernel", "filesystem", "sn"}
    assert (await old.ask("network")).attrib["macaddr"] == "F0-00-00-29-06-9F"
    assert set((await old.ask("image")).attrib) == {"brightness", "contrast", "saturation", "sharpness"}
    assert await old.fault("image", "hlc=1") == "error, parse parameters"
    assert await old.fault("time", "update_period=60") == "error, parse parameters"
    assert "govlength" in (await old.ask("videoencoder"))[0].attrib
    for path in ("getmodel", "set_wdr", "getDevState", "snapshot.cgi", "userosd", "setEventStorage", "rtmp"):
        assert (await old.raw(f"/cgi-bin/{path}?uid={old.uid}"))[0] == 404


SETTABLE = [
    ("image", "brightness=0&hlc=255", {"brightness": "0", "hlc": "255"}, "brightness=256", "brightness range: 0-255"),
    ("image", "tvsystem=60&antificker=1", {"tvsystem": "60", "antificker": "1"}, "tvsystem=55", "tvsystem: 50 or 60"),
    ("osd", "enable=0", {"enable": "0"}, "enable=2", "enable: 0 or 1"),
    (
        "osd",
        "time_format=hh:mm:ss_dd/mm/yyyy&title_utf8=%E4%BD%A0%E5%A5%BD%20x",
        {"time_format": "hh:mm:ss dd/mm/yyyy", "title_utf8": "你好 x"},
        "time_format=hh:mm:ss%20dd/mm/yyyy",
        "time_format error",
    ),
    ("osd", "title_pos_type=0&title_pos_x=2", {"title_pos_x": "2"}, "title_pos_x=3", "title_pos_x range: 0-2"),
    ("network", "dhcp=1", {"dhcp": "1"}, "dhcp=yes", "dhcp: 0 or 1"),
    ("network", "port=8080", {"port": "8080"}, "port=81", "port range: 80 or 1000-65535"),
    ("network", "dns1=1.1.1.1", {"dns1": "1.1.1.1"}, "gateway=nowhere", "gateway error"),
    ("motion", "enable=0&sensitivity=1", {"enable": "0"}, "sensitivity=0", "sensitivity range: 1-100"),
    ("audioencoder", "input_volume=1", {"input_volume": "1"}, "output_volume=101", "output_volume range: 1-100"),
    ("audioencoder", "enable=0", {"enable": "0"}, "enable=on", "enable: 0 or 1"),
    ("rtmp", "enable=1&server=a.b", {"Enable": "1", "Server": "a.b"}, "server=", "server is NULL"),
    ("rtmp", "port=65535", {"Port": "65535"}, "port=65536", "port range: 0-65535"),
    (
        "setAlarmState",
        "position=3&logicalstate=0",
        {"position": "3", "logicalstate": "0"},
        "position=4",
        "position: 0 ~ 3",
    ),
    ("set_wdr", "enable=0&wdr_value=255", {"WDRMode": "0", "WDRValue": "255"}, "wdr_value=256", "wdr_value: 0 ~ 255"),
    ("set_wdr", "enable=1", {"WDRMode": "1"}, "WDRMode=1", "error, parse parameters"),
    ("set_noise_reduction", "y_2D_value=1&y_3D_value=2", {"SNF": "1", "TNF": "2"}, "y_2D_value=x", "2D_value: 0 ~ 255"),
    (
        "setBrightness_InfraredLamp",
        "setbrightness=7&infrared_lamp=3",
        {"Brightness": "7", "led_mode": "3"},
        "infrared_lamp=4",
        "infrared_lamp: 0 ~ 3",
    ),
    (
        "set_flip",
        "vertical_flip=1",
        {"vertical_flip": "1", "horizon_flip": "0"},
        "horizon_flip=2",
        "horizon_flip: 0 or 1",
    ),
    (
        "userosd",
        "title_index=4&title_utf8=Hi",
        {"title_index": "4", "title_utf8": "Hi"},
        "title_index=5",
        "title_index: 0 ~ 4",
    ),
    ("onvif", "onvif_auth=0", {"onvif_auth": "0"}, "onvif_auth=2", "onvif_auth: 0 or 1 "),
    ("rtsp", "rtsp_auth=0", {"rtsp_auth": "0"}, "enable=0", "error, parse parameters"),
    ("set_led", "brightness=1&ledstatus=1&ledmode=2", {"ledmode": "2"}, "brightness=1", "not find param ledstatus"),
    ("set_ircut", "ircutmode=3&time=day", {"time": "day"}, "ircutmode=3", "not find param time"),
    ("set_ircut", "ircutmode=5", {"ircutmode": "5"}, "ircutmode=3&time=noon", "error param time"),
    ("time", "timezone=GMT-03:30", {"timezone": "GMT-03:30"}, "timezone=GMT-13:00", "timezone error"),
    ("time", "timezone=GMT+08:00", {"timezone": "GMT+08:00"}, "timezone=GMT%2008:00", "timezone error"),
    ("time", "update_method=ntp&ntpaddr=a.b&port=123", {"ntpaddr": "a.b"}, "update_method=GPS", "update_method error"),
    ("time", "update_period=999999", {"update_period": "999999"}, "update_period=59", "update_period range: 60-999999"),
]


@pytest.mark.parametrize(("path", "query", "expected", "wrong", "reason"), SETTABLE)
async def test_set_is_kept_and_wrong_is_refused(  # noqa: PLR0917
    client: Client, path: str, query: str, expected: dict[str, str], wrong: str, reason: str
) -> None:
    answer = await client.ask(path, query)
    assert expected.items() <= answer.attrib.items()
    assert await client.fault(path, wrong) == reason
    index = "&".join(part for part in query.split("&") if part.startswith(("position", "title_index")))
    if path not in ("set_led", "set_ircut"):
        assert expected.items() <= (await client.ask(path, index)).attrib.items()


@pytest.mark.parametrize("path", ["image", "osd", "motion", "set_wdr", "time", "network", "ptz_ctrl", "getDevState"])
async def test_unknown_parameter_is_refused(client: Client, path: str) -> None:
    assert await client.fault(path, "brihgtness=1") == "error, parse parameters"


async def test_a_refused_request_changes_nothing(client: Client) -> None:
    await client.fault("image", "contrast=1&brightness=999")
    assert (await client.ask("image")).attrib["contrast"] == "128"


async def test_write_only_endpoints_refuse_a_query(client: Client) -> None:
    assert await client.fault("set_led") == "not find param brightness"
    assert await client.fault("set_ircut") == "not find param ircutmode"
    assert await client.fault("userosd") == "not find param title_index"


async def test_motion_area(client: Client) -> None:
    motion = await client.ask("motion", f"blockcount=22x18&areavalue={'0' * AREA_DIGITS}")
    assert motion.attrib["blockcount"] == "22x18 "
    assert motion.attrib["areavalue"] == "0" * AREA_DIGITS
    motion = await client.ask("motion", f"areavalue={'F' * AREA_DIGITS}")
    assert motion.attrib["areavalue"] == "f" * (AREA_DIGITS - 2) + "0f"
    assert await client.fault("motion", "areavalue=ffff") == "areavalue error"
    assert await client.fault("motion", f"areavalue={'x' * AREA_DIGITS}") == "areavalue error"
    assert await client.fault("motion", "blockcount=4x4") == "blockcount error"


async def test_nested_answers(client: Client) -> None:
    schedule = await client.ask("setScheduleStorage", "localEnable=1&enable=0&recordFileSize=30&stream=2")
    assert schedule.find("Common").attrib == {  # type: ignore[union-attr]
        "LocalEnable": "1",
        "RemoteEnable": "0",
        "MountParam": "",
        "RecordFileSize": "30",
    }
    assert schedule.find("ScheduleRecord").attrib["LocalStore"] == "0"  # type: ignore[union-attr]
    event = await client.ask("setEventStorage", "trigger_recording=0&capture_motionDetectAlarm=0&stream=2")
    assert event.find("MotionDetectRecord").attrib["LocalStore"] == "0"  # type: ignore[union-attr]
    assert event.find("MotionDetectCapture").attrib["OutputChannelAction_enable"] == "0"  # type: ignore[union-attr]
    codec = await client.ask("set_start_codec", "stream1_enable=0")
    assert [row.attrib for row in codec] == [{"Stream": "1", "Enable": "1"}, {"Stream": "2", "Enable": "0"}]
    ports = await client.ask("set_service_port", "enable_control=0&rtspport=8554")
    assert ports[0].attrib == {"enable_web": "1", "enable_rtsp": "1", "enable_comm": "0", "enable_hik": "1"}
    assert (await client.ask("set_privacy_zone", "Mask4Height=1&Mask4width=2&Mask4xPos=3&Mask4yPos=4")).text == "OK"
    assert await client.fault("set_privacy_zone", "Mask1width=wide") == "mainStreamMask_Width is none"
    for outside, told in (("xPos=1921", "xPos"), ("xPos=1920&Mask1width=1", "Width"), ("Height=1081", "Height")):
        assert await client.fault("set_privacy_zone", f"Mask1{outside}") == f"mainStreamMask_{told} is none"
    shutter = await client.ask("setShutterSpeed", "dayShutterMode=1&dayShutterSpeed=10000")
    assert shutter.text == ("Set dayShutterMode=1, dayShutterSpeed=10000, nightShutterMode=0, nightShutterSpeed=100")


async def test_storage_takes_name_and_password(client: Client) -> None:
    credentials = "username=admin&password=pass1234"
    assert (await client.raw(f"/cgi-bin/setEventStorage?{credentials}"))[0] == 200
    status, body, _ = await client.raw("/cgi-bin/setScheduleStorage?username=admin&password=no")
    assert (status, ET.fromstring(body).findtext("reason")) == (400, "password error")


async def test_relay(client: Client) -> None:
    assert (await client.ask("getRelayStatus")).text == "status=0"
    assert (await client.ask("setRelayStatus", "status=1")).text == " set status=1"
    assert (await client.ask("getRelayStatus")).text == "status=1"
    await client.fault("setRelayStatus", "status=2")


async def test_clock_is_set_in_the_cameras_zone(client: Client) -> None:
    moment = "update_method=MANUAL&year=2017&month=11&day=30&hour=8&min=0&sec=0"
    answer = await client.ask("time", moment)
    assert answer.attrib["current_time"].startswith("2017-11-30 08:00:0")
    assert 0 <= (client.camera.now() - datetime(2017, 11, 30, tzinfo=UTC)).total_seconds() < 5
    state = await client.ask("getDevState")
    assert state.attrib["system_time"].startswith("2017-11-30-8-0-")
    assert state.attrib["run_time"].startswith("0-0-0-")
    assert await client.fault("time", moment.replace("MANUAL", "NTP")) == "update_method error"
    assert await client.fault("time", moment.replace("day=30", "day=31")) == "day error"
    assert await client.fault("time", "update_method=MANUAL&year=2017") == "month error"


async def test_video_encoder_follows_its_capabilities(client: Client) -> None:
    capabilities = await client.ask("videoencoder/getcapabilities")
    modes = capabilities.findall("stream1/encode_mode")
    assert [mode.attrib["name"] for mode in modes] == ["H264", "H265"]
    assert modes[0].findtext("resolution/bitrate_range") == "500-8000"
    encoder = await client.ask("videoencoder")
    assert encoder[0].attrib == {
        "encode_mode": "H265",
        "resolution": "1080P",
        "framerate": "25",
        "govlenth": "100",
        "bitrate": "2500",
        "bitrate_control": "CBR",
    }
    changed = await client.ask("videoencoder/stream1", "encode_mode=H264&bitrate=6000&govlength=50")
    assert (changed[0].attrib["bitrate"], changed[0].attrib["govlenth"]) == ("6000", "50")
    # The rate that was not named follows into the new range.
    changed = await client.ask("videoencoder/stream1", "resolution=2592X1944")
    assert changed[0].attrib["framerate"] == "15"
    for wrong, reason in (
        ("encode_mode=MJPEG", "encode_mode error"),
        ("resolution=VGA", "resolution error"),
        ("framerate=16", "framerate error"),
        ("bitrate=499", "bitrate error"),
        ("bitrate_control=ABR", "bitrate_control error"),
        ("govlenth=100", "error, parse parameters"),
        ("AdvanceEncodeConfig/profile=2", "AdvanceEncodeConfig/profile: 0 ~ 1"),
    ):
        assert await client.fault("videoencoder/stream1", wrong) == reason
    assert await client.fault("videoencoder", "framerate=5") == "error, parse parameters"
    assert (await client.raw(f"/cgi-bin/videoencoder/stream3?uid={client.uid}"))[0] == 404


async def test_third_stream_where_there_is_one(connect: Connect) -> None:
    client = await connect(streams=3, gov_attribute="govlength")
    encoder = await client.ask("videoencoder/stream3", "resolution=CIF&framerate=10&govlength=40")
    assert [row.tag for row in encoder] == ["stream1", "stream2", "stream3"]
    assert encoder[2].attrib["govlength"] == "40"


async def test_audio_encoder_follows_its_capabilities(client: Client) -> None:
    capabilities = await client.ask("audioencoder/getcapabilities")
    assert [row.attrib["name"] for row in capabilities] == ["G.711", "G.711A", "AAC"]
    changed = await client.ask("audioencoder", "encode_type=AAC")
    assert (changed.attrib["samplerate"], changed.attrib["bitrate"]) == ("16000", "16000")
    assert await client.fault("audioencoder", "samplerate=8000") == "samplerate error"
    assert await client.fault("audioencoder", "encode_type=MP3") == "encode_type error"


@pytest.mark.parametrize(
    "query",
    ["stop=1", "move_x=-1&move_y=0&speed=5", "zoom=1", "focus=-1", "iris=1", "call_preset=1", "add_preset=255"],
)
async def test_ptz_operations(client: Client, query: str) -> None:
    assert (await client.ask("ptz_ctrl", query)).text == "true"
    assert "&".join(f"{k}={v}" for k, v in client.camera.ptz_log[-1].items()) == query


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "error, parse parameters"),
        ("stop=0", "stop range: 1"),
        ("move_x=2&move_y=0", "move_x range: -1,0,1"),
        ("move_x=1", "move_y range: -1,0,1"),
        ("move_x=1&move_y=1&speed=11", "speed range: 1-10"),
        ("zoom=0", "zoom range: 1,-1"),
        ("zoom=1&stop=1", "error, parse parameters"),
        ("call_preset=0", "call_preset range: 1-255"),
    ],
)
async def test_ptz_refuses(client: Client, query: str, reason: str) -> None:
    assert await client.fault("ptz_ctrl", query) == reason


async def test_ptz_moves_until_stopped(client: Client) -> None:
    camera = client.camera
    await client.ask("ptz_ctrl", "move_x=-1&move_y=0&speed=5")
    await client.ask("ptz_ctrl", "zoom=1")
    assert camera.moving == {"move_x": "-1", "move_y": "0", "speed": "5", "zoom": "1"}
    await client.ask("ptz_ctrl", "add_preset=3")
    assert camera.moving
    await client.ask("ptz_ctrl", "stop=1")
    assert camera.moving == {}
    await client.ask("ptz_ctrl", "focus=1")
    await client.ask("ptz_ctrl", "call_preset=3")
    assert (camera.moving, camera.preset, camera.presets) == ({}, 3, {3})


async def test_a_fixed_camera_has_no_ptz(connect: Connect) -> None:
    client = await connect(ptz=False)
    assert (await client.ask("getcapabilities")).attrib["ptz"] == "0"
    assert (await client.raw(f"/cgi-bin/ptz_ctrl?stop=1&uid={client.uid}"))[0] == 404


async def test_snapshot_is_a_picture(client: Client) -> None:
    credentials = "username=admin&password=pass1234"
    for target in (f"?stream=1&{credentials}", f"&{credentials}", f"?stream=0&uid={client.uid}"):
        status, body, kind = await client.raw(f"/cgi-bin/snapshot.cgi{target}")
        assert (status, kind) == (200, "image/jpeg")
        assert body.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("stream=0", "error, parse username"),
        ("stream=0&username=admin&password=x", "password error"),
        ("stream=2&username=admin&password=pass1234", "stream 0 or 1"),
        ("stream=0&upload=4&username=admin&password=pass1234", "upload 0 or 1 or 2 or 3"),
        ("stream=0&upload=1&username=admin&password=pass1234", "Ftp not deploy"),
        ("stream=0&upload=3&username=admin&password=pass1234", "NFS Server not mounted"),
    ],
)
async def test_snapshot_refuses(client: Client, query: str, reason: str) -> None:
    status, body, _ = await client.raw(f"/cgi-bin/snapshot.cgi?{query}")
    assert status == 400
    root = ET.fromstring(body)
    assert (root.findtext("value"), root.findtext("reason")) == ("/cgi-bin/snapshot", reason)


async def test_snapshot_upload_and_brightness(client: Client) -> None:
    assert (await client.ask("snapshot.cgi", "stream=0&upload=0")).text == "OK"
    _, before, _ = await client.raw(f"/cgi-bin/snapshot.cgi?stream=0&uid={client.uid}")
    await client.ask("image", "brightness=255")
    _, after, _ = await client.raw(f"/cgi-bin/snapshot.cgi?stream=0&uid={client.uid}")
    assert len(before) != len(after)


def today(camera: IpcCamera) -> str:
    now = camera.local_now()
    return f"year={now.year}&month={now.month}&day={now.day}"


async def test_motion_makes_a_growing_recording(client: Client) -> None:
    camera = client.camera
    camera.set_clock(datetime(2024, 5, 1, 20, 30, tzinfo=UTC))  # the 2nd, 04:30, in the camera's zone
    assert list(await client.ask("get_record_query", today(camera))) == []
    camera.raise_alarm("motion")
    camera.raise_alarm("motion")
    (item,) = await client.ask("get_record_query", "year=2024&month=5&day=2")
    assert item.attrib["record_mode"] == "4"
    assert item.attrib["start_time"].startswith("2024-05-02 04:30:0")
    assert item.attrib["filepath"].startswith("/mnt/mmc0/motion/20240502/04300")
    size = int(item.attrib["filesize"])
    camera.advance(10)
    (item,) = await client.ask("get_record_query", "year=2024&month=5&day=2")
    grown = int(item.attrib["filesize"])
    assert grown > size
    camera.raise_alarm("motion", False)
    camera.advance(10)
    (item,) = await client.ask("get_record_query", "year=2024&month=5&day=2")
    assert int(item.attrib["filesize"]) < grown + 1_000_000


async def test_recordings_are_filtered(client: Client) -> None:
    camera = client.camera
    day = datetime(2024, 5, 2, tzinfo=UTC)
    camera.recordings.add(2, day.replace(hour=1))
    camera.recordings.add(4, day.replace(hour=2), stream=2)
    await client.ask("setManualInputAlarm")
    asked = "year=2024&month=5&day=2"
    for query, count in (
        ("", 2),
        ("&record_mode=4", 1),
        ("&record_mode=8", 0),
        ("&stream=2", 1),
        ("&start_hour=2&start_min=0&start_sec=0", 1),
        ("&end_hour=0", 0),
        ("&media_type=2", 0),
    ):
        assert len(await client.ask("get_record_query", asked + query)) == count
    (manual,) = await client.ask("get_record_query", f"{today(camera)}&record_mode=8")
    assert manual.attrib["filepath"].startswith("/mnt/mmc0/alarm/")
    for query, reason in (
        ("year=2024&month=5", "error, parse parameters"),
        ("year=2024&month=13&day=1", "record_month must between 1-12"),
        ("year=2024&month=1&day=32", "record_day must between 1-31"),
        (f"{asked}&start_hour=24", "start_hour must between 0-23"),
        (f"{asked}&end_sec=60", "end_sec must between 0-59"),
        (f"{asked}&stream=0", "stream must -1,1,2"),
    ):
        assert await client.fault("get_record_query", query) == reason


async def test_nothing_is_recorded_while_detection_is_off(client: Client) -> None:
    await client.ask("motion", "enable=0")
    client.camera.raise_alarm("motion")
    await client.ask("setEventStorage", "trigger_recording=0")
    client.camera.raise_alarm("alarm_input")
    assert len(await client.ask("get_record_query", today(client.camera))) == 0


async def test_playback_serves_ranges(client: Client) -> None:
    item = client.camera.recordings.add(2, datetime(2024, 5, 2, 1, tzinfo=UTC))
    status, film, kind = await client.raw(f"/playback{item.path}")
    assert (status, kind) == (200, "video/mp4")
    assert film[4:8] == b"ftyp"
    status, part, _ = await client.raw(f"/playback{item.path}", headers={"Range": "bytes=4-7"})
    assert (status, part) == (206, b"ftyp")
    status, _, _ = await client.raw(f"/playback{item.path}", headers={"Range": "bytes=99999999-"})
    assert status == 416
    assert (await client.raw("/playback/mnt/none.mp4"))[0] == 404


async def test_users_can_only_be_listed(client: Client) -> None:
    users = await client.ask("user_management", "action=get_user")
    assert users[0].attrib == {"name": "admin", "privilege": "Administrator", "enable": "Enable"}
    reason = "Non-administrators cannot edit users"
    assert await client.fault("user_management", "action=delete&name=x") == reason
    assert await client.fault("user_management", "action=drop") == "action: add or edit or delete"


async def test_read_only_account(connect: Connect) -> None:
    client = await connect(read_only=True)
    await client.ask("image")
    await client.ask("get_record_query", today(client.camera))
    for path, query in (
        ("image", "brightness=1"),
        ("reboot", ""),
        ("setRelayStatus", "status=1"),
        ("set_led", "ledmode=1"),
    ):
        assert await client.fault(path, query) == "no permission"


async def test_reboot_forgets_sessions(client: Client) -> None:
    client.camera.reboot_seconds = 0.05
    assert (await client.ask("reboot")).text == "true"
    await asyncio.sleep(0.05)
    with pytest.raises(ClientError):
        await client.ask("keep_alive")
    await asyncio.sleep(0.1)
    assert await client.fault("keep_alive") == "uid error"


async def test_factory_reset_may_keep_the_network(client: Client) -> None:
    client.camera.reboot_seconds = 0.01
    await client.ask("network", "dhcp=1")
    await client.ask("image", "brightness=1")
    assert await client.fault("factory_reset", "retain_network=0") == "retain_network 0 or 1"
    assert await client.fault("factory_reset", "retain_network=") == "retain_network: NULL"
    await client.ask("factory_reset", "retain_network=1")
    await asyncio.sleep(0.15)
    await client.log_in()
    assert (await client.ask("network")).attrib["dhcp"] == "1"
    assert (await client.ask("image")).attrib["brightness"] == "128"


async def test_firmware_may_leave_attributes_out_and_write_oddly(connect: Connect) -> None:
    client = await connect(missing={"hlc", "nr3d"}, legacy_content_type=True, bom=True, crlf=True, stray_spaces=True)
    status, body, kind = await client.raw(f"/cgi-bin/image?uid={client.uid}")
    assert (status, kind) == (200, "text/html")
    assert body.startswith(b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\r\n<image brightness="128 "')
    assert b"hlc" not in body


async def test_firmware_may_lack_endpoints_and_the_relay(connect: Connect) -> None:
    client = await connect(absent={"set_led", "snapshot.cgi"}, has_relay=False)
    for path in ("set_led", "snapshot.cgi"):
        assert (await client.raw(f"/cgi-bin/{path}?uid={client.uid}"))[0] == 404
    status, body, _ = await client.raw(f"/cgi-bin/getRelayStatus?uid={client.uid}")
    assert status == 400
    assert body.endswith(b"<RelayStatus>Get status(0) fail</RelayStatus>")


async def test_state_is_told(client: Client) -> None:
    await client.ask("image", "brightness=3")
    state = client.camera.snapshot_state()
    assert state["kind"] == "ipc-1.0.10"
    assert state["settings"]["image"]["brightness"] == "3"
