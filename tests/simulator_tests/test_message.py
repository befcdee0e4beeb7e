"""The simulated message camera against the examples and refusals of its document."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from aiohttp import ClientError, ClientSession, DigestAuthMiddleware, encode_basic_auth
import pytest
from yarl import URL

from tests.simulator.message import MessageCamera
from tests.simulator.message_values import Area

from .conftest import Starter


class Client:
    """Asks one camera."""

    def __init__(self, camera: MessageCamera, session: ClientSession) -> None:
        self.camera = camera
        self.session = session

    def at(self, target: str) -> URL:
        return URL(str(self.camera.url).rstrip("/") + target, encoded=True)

    async def raw(self, target: str, **keywords: Any) -> tuple[int, bytes]:
        async with self.session.get(self.at(target), **keywords) as answer:
            return answer.status, await answer.read()

    async def message(self, target: str) -> ET.Element:
        status, body = await self.raw(f"/cgi/{target}")
        assert status == 200, body
        return ET.fromstring(body)

    async def ask(self, target: str) -> list[dict[str, str]]:
        """The groups of a good answer, each as name -> value."""
        root = await self.message(target)
        result = root.find("result")
        assert result is not None
        assert (result.get("code"), result.text) == ("200", "Successfully"), target
        return [
            {row.tag: row[0].text or "" for row in group} for group in root if group.tag not in ("Header", "result")
        ]

    async def one(self, target: str) -> dict[str, str]:
        (group,) = await self.ask(target)
        return group

    async def refusal(self, target: str) -> tuple[str, str]:
        result = (await self.message(target)).find("result")
        assert result is not None
        return result.get("code", ""), result.text or ""


type Connect = Callable[..., Awaitable[Client]]

NAME = ("402", "Invalid parameter name.")
VALUE = ("402", "Invalid parameter value.")
CHANNEL = ("401", "Invalid Channel number.")
UNKNOWN = ("501", "Feature does not support by server.")
NOT_NOW = ("502", "Feature supported by server but not available in current mode.")


@pytest.fixture
async def connect(started: Starter, session: ClientSession) -> Connect:
    async def make(**keywords: Any) -> Client:
        camera = MessageCamera(**keywords)
        await started(camera)
        return Client(camera, session)

    return make


@pytest.fixture
async def client(connect: Connect) -> Client:
    return await connect()


async def test_answer_is_written_as_printed(connect: Connect) -> None:
    client = await connect(channel_placement="absent")
    async with client.session.get(client.at("/cgi/major_stream_get?Channel=1&Group=StreamInfo")) as answer:
        assert answer.headers["Content-Type"] == "text/html"
        lines = (await answer.text()).splitlines()
    assert lines[:7] == [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<Message>",
        '<Header class="major_stream_get"></Header>',
        '<result code="200">Successfully</result>',
        "<StreamInfo>",
        "<Resolution><string>1920x1080</string></Resolution>",
        "<BitRate><int>512</int></BitRate>",
    ]


@pytest.mark.parametrize(
    ("placement", "parents"), [("inside", ["StreamInfo"]), ("beside", ["Message"]), ("absent", [])]
)
async def test_channel_stands_where_told(connect: Connect, placement: str, parents: list[str]) -> None:
    client = await connect(channel_placement=placement)
    root = await client.message("minor_stream_get?Channel=1&Group=StreamInfo")
    assert [parent.tag for parent in root.iter() if parent.find("Channel") is not None] == parents


async def test_identity_and_time(client: Client) -> None:
    assert await client.one("sys_get?Group=DeviceInfo") == {
        "DeviceID": "V6202IR-AR0237",
        "SoftwareVersion": "V1.04.10-161208",
        "SerialNum": "5509560FBF2D",
        "Mac": "52:3e:42:02:bc:20",
    }
    client.camera.set_clock(datetime.fromtimestamp(1488005407, UTC))
    client.camera.advance(661)
    time = await client.one("sys_get?Group=TimeInfo")
    assert list(time) == ["TimeMethod", "CameraTime", "UpTime", "DaylightEnable", "TimeZone", "NTPServerIP"]
    assert 0 <= int(time["CameraTime"]) - 1488006068 <= 2
    assert 661 <= int(time["UpTime"]) <= 663
    assert (await client.one("sys_get?Group=HardwareV"))["HwdVersion"] == "1"
    assert (await client.one("sys_get?Group=FactoryCheck"))["Reset"] == "0"


async def test_time_is_set(client: Client) -> None:
    assert await client.one("sys_set?Group=TimeInfo&TimeMethod=0&CameraTime=1000") == {
        "TimeMethod": "0",
        "CameraTime": "1000",
    }
    assert client.camera.now().year == 1970
    await client.one("sys_set?Group=TimeInfo&TimeMethod=1&NTPServerIP=192.168.1.2&TimeZone=-210")
    assert await client.refusal("sys_set?Group=TimeInfo&TimeZone=0") == NAME
    assert await client.refusal("sys_set?Group=TimeInfo&TimeMethod=0&TimeZone=30") == VALUE
    assert await client.refusal("sys_set?Group=TimeInfo&TimeMethod=1&CameraTime=5") == NOT_NOW


SETTABLE = [
    ("major_stream", "Channel=1&Group=StreamInfo", "Resolution=720x576&IPRate=20", "Resolution=1080P"),
    ("major_stream", "Channel=1&Group=StreamInfo", "FrameRate=10", "FrameRate=11"),
    ("minor_stream", "Channel=1&Group=StreamInfo", "BitRate=256&BitType=1", "BitRate=255"),
    ("mjpeg", "Channel=1&Group=StreamInfo", "Resolution=CLOSED&FrameRate=1", "FrameRate=6"),
    ("image", "Channel=1&Group=ImageInfo", "Hue=0&Brightness=255&Gamma=4", "Contrast=256"),
    ("image", "Channel=1&Group=OSDInfo", "TextOSDStatus=1&TextOSDTitle=Hello&TextOSDX=20", "TextOSDY=100"),
    ("image", "Channel=1&Group=OSDInfo", "TextOSDTitle4=%E4%BD%A0&TimeOSDSize=8", "TimeOSDSize=9"),
    ("audio", "Channel=1&Group=AudioInfo", "AudioCodec=G711U&AudioEnable=1&AudioVolume=9", "AudioVolume=10"),
    ("record", "Channel=1&Group=RecordControl", "Loop=0&Lenght=3600&Event=1", "Lenght=9"),
    ("camera", "Channel=1&Group=BasicInfo", "WBMode=1&WBRGain=255&WBBGain=255", "WDRLevel=256"),
    ("camera", "Channel=1&Group=ExposureInfo", "ExposureMode=1&AGCMax=16&ShutterMax=100", "AGCMax=3"),
    ("camera", "Channel=1&Group=ExposureInfo", "ICRSwitch=3&ICRTimer=5", "ICRTimer=4"),
    ("ptz", "Channel=1&Group=SpeedInfo", "PanSpeed=8&ZoomSpeed=0", "TiltSpeed=0"),
    ("net", "Group=AddressInfo", "SubnetMask=255.255.240.0&Gateway=192.168.1.1", "IPAddress=1.2.3"),
    ("net", "Group=SMTPInfo", "SMTPServerIP=192.168.1.100&ToMail=t@x.com&SMTPAuth=0", "SMTPPort=0"),
    ("net", "Group=FTPInfo", "FTPServerIP=192.168.1.110&FTPPath=/x", "FTPInterval=16"),
    ("net", "Group=NetProtocolInfo", "ONVIF=0&HK=1", "ONVIF=2"),
    ("netport", "Channel=1&Group=NetPortInfo", "HttpPort=8001", "RtspPort=0"),
    ("wifi", "Group=WifiInfo", "enable=1&SSID=aWifi&password=password", "Protocol=n"),
    ("alarm", "Channel=1&Group=MDInfo", "MDEnable=1&MDSensitivity=15", "MDSensitivity=0"),
    ("alarm", "Group=AccessScopeInfo", "AlarmAccessScope=1", "AlarmAccessScope=2"),
    ("alarm", "Group=ScheduleInfo", "enable1=1&start1H=0&end1H=8&start9H=18&end9M=59", "end9H=24"),
]


@pytest.mark.parametrize(("cgi", "group", "good", "wrong"), SETTABLE)
async def test_set_is_kept_and_wrong_is_refused(client: Client, cgi: str, group: str, good: str, wrong: str) -> None:
    answer = await client.one(f"{cgi}_set?{group}&{good}")
    answer.pop("Channel", None)
    expected = {key: value.replace("%E4%BD%A0", "你") for key, value in (p.split("=") for p in good.split("&"))}
    assert answer == expected
    kept = await client.one(f"{cgi}_get?{group}")
    hidden = {"SMTPPassword", "password"}
    assert {k: v for k, v in expected.items() if k not in hidden}.items() <= kept.items()
    assert await client.refusal(f"{cgi}_set?{group}&{wrong}") == VALUE
    assert await client.refusal(f"{cgi}_set?{group}&Brihgtness=1") == NAME
    assert await client.refusal(f"{cgi}_set?{group}") == NAME
    assert await client.one(f"{cgi}_get?{group}") == kept


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("major_stream_get?Group=StreamInfo", CHANNEL),
        ("major_stream_get?Channel=0&Group=StreamInfo", CHANNEL),
        ("major_stream_get?Channel=2&Group=StreamInfo", CHANNEL),
        ("major_stream_get?Channel=1", NAME),
        ("image_get?Channel=1&Group=ROIInfo", UNKNOWN),
        ("image_get?Channel=1&Group=imageinfo", UNKNOWN),
        ("net_query?Group=UluInfo", UNKNOWN),
        ("sys_get?Group=SystemInfo", UNKNOWN),
        ("sys_set?Group=DeviceInfo&Mac=0", NAME),
        ("sys_set?Group=DeviceInfo&SerialNum=0123", VALUE),
        ("sys_get?Group=DeviceInfo&Model=1", NAME),
    ],
)
async def test_error_codes_come_in_an_http_200(client: Client, target: str, expected: tuple[str, str]) -> None:
    assert await client.refusal(target) == expected


async def test_unknown_paths_are_not_found(client: Client) -> None:
    for path in ("/cgi/zoom_get?Group=A", "/cgi/sys_put?Group=A", "/", "/jpgimage/2/image.jpg", "/jpgimage/1/x.jpg"):
        assert (await client.raw(path))[0] == 404


async def test_query_tells_ranges(client: Client) -> None:
    image = await client.one("image_query?Group=ImageInfo")
    assert (image["Brightness"], image["Format"]) == ("0 ... 255", "0, 1")
    assert (await client.one("sys_query?Group=DeviceInfo"))["DeviceID"] == ""
    assert (await client.one("net_query?Group=AddressInfo"))["IPAddress"] == "valid string"
    assert (await client.one("mjpeg_query?Group=All"))["Resolution"] == "1280x720, CLOSED"
    assert (await client.one("netport_query"))["RtspPort"] == "1 ... 65535"
    assert len(await client.ask("alarm_query?Group=All")) == 5


async def test_query_repeats_a_stream_for_each_resolution(client: Client) -> None:
    streams = await client.ask("major_stream_query?Group=All")
    assert [row["Resolution"] for row in streams] == [
        "1920x1080",
        "1280x960",
        "1280x720",
        "720x576",
        "720x480",
        "640x480",
    ]
    # The printed return of 3.2.1.3, value by value.
    assert list(streams[0].values()) == [
        "1",
        "1920x1080",
        "256 ... 10000",
        "0, 1",
        "3, 5, 10, 15, 20, 25, 30",
        "5, 10, 15, 20, 25, 30, 40, 50, 60, 100, 120",
        "0, 1",
        "0 ... 4",
    ]


async def test_post_works_too(client: Client) -> None:
    body = "Channel=1&Group=ImageInfo&Contrast=5"
    async with client.session.post(client.at("/cgi/image_set"), data=body) as answer:
        assert b"<Contrast><int>5</int></Contrast>" in await answer.read()


async def test_other_spellings_of_the_document(client: Client) -> None:
    exposure = await client.one("camera_set?Channel=1&Group=ExposureInfo&BLCSwitch=1&BLCLLevel=0")
    assert exposure["BLCLevel"] == "0"
    access = await client.one("alarm_set?Group=IOAccessInfo&IOTrigNum=1&IO1=1&IM=0&IF1=1&IT1=1")
    assert access == {"IOTrigNum": "1", "IO11": "1", "IM1": "0", "IF1": "1", "IT1": "1"}
    motion = await client.one("alarm_set?Channel=1&Group=MDAccessInfo&MDArea=2&MO=1&MM=0&MF=1&MT=1")
    assert (motion["MDArea"], motion["MO1"]) == ("2", "1")
    assert (await client.one("wifi_set?Group=WifiInfo&WifiChannel=3"))["WifiChanel"] == "3"


async def test_rows_are_chosen_by_their_key(connect: Connect) -> None:
    client = await connect(inputs=2)
    rows = await client.ask("alarm_get?Group=IOAccessInfo")
    assert [list(row)[:2] for row in rows] == [["IOTrigNum", "IO11"], ["IOTrigNum", "IO21"]]
    await client.one("alarm_set?Group=IOTrigInfo&IOTrigNum=2&IOTrig=0")
    assert [row["IOTrig"] for row in await client.ask("alarm_get?Group=IOTrigInfo")] == ["1", "0"]
    assert await client.refusal("alarm_set?Group=IOTrigInfo&IOTrig=0") == NAME
    assert await client.refusal("alarm_set?Group=IOTrigInfo&IOTrigNum=3&IOTrig=0") == VALUE
    assert not client.camera.relay
    await client.one("alarm_set?Group=IOAccessInfo&IOTrigNum=2&IA2=1")
    assert client.camera.relay


async def test_motion_area_digits(client: Client) -> None:
    assert Area.columns("1") == 0b1
    assert Area.columns(";f") == (1 << 10) - 1
    assert Area.columns(";;;f") == (1 << 22) - 1
    area = "/".join([";f", *["0"] * 17])
    assert (await client.one(f"alarm_set?Channel=1&Group=MDInfo&MDArea={area}"))["MDArea"] == area
    for wrong in (";;;f", ";;;f/" * 17, "/".join([";;;;", *["0"] * 17]), "/".join(["-", *["0"] * 17])):
        assert await client.refusal(f"alarm_set?Channel=1&Group=MDInfo&MDArea={wrong}") == VALUE


async def test_ptz_moves_until_stopped(client: Client) -> None:
    base = "ptz_set?Channel=1&Group=PTZCtrlInfo"
    assert await client.one(f"{base}&Direction=1&PanSpeed=2&TiltSpeed=3") == {
        "Channel": "1",
        "Direction": "1",
        "PanSpeed": "2",
        "TiltSpeed": "3",
    }
    assert (await client.one(f"{base}&Direction=upright"))["Direction"] == "7"
    assert client.camera.moving[1] == {"Direction": "7", "PanSpeed": "2", "TiltSpeed": "3"}
    await client.one(f"{base}&Stop=0")
    assert client.camera.moving[1] == {}
    await client.one(f"{base}&Zoom=1")
    await client.one(f"{base}&AutoScan=1")
    assert [list(row)[1] for row in client.camera.ptz_log] == ["Direction", "Direction", "Stop", "Zoom", "AutoScan"]
    for wrong in ("Direction=9", "Direction=1&PanSpeed=64", "Stop=1", "AutoScan=0"):
        assert await client.refusal(f"{base}&{wrong}") == VALUE
    for wrong in ("Preset=1", "PresetNumber=1", "Pattern=2", "Pan=1", "PanSpeed=1", ""):
        assert await client.refusal(f"{base}&{wrong}") == NAME


async def test_ptz_presets_and_position(client: Client) -> None:
    base = "ptz_set?Channel=1&Group=PTZCtrlInfo"
    assert await client.ask("ptz_get?Channel=1&Group=PresetNameInfo") == []
    await client.one(f"{base}&PresetNumber=3&Preset=0&PresetTitle=Gate")
    await client.one(f"{base}&PresetNumber=1&Preset=0")
    await client.one("ptz_set?Channel=1&Group=PresetNameInfo&PresetNumber=1&PresetTitle=Door")
    listed = await client.ask("ptz_get?Channel=1&Group=PresetNameInfo")
    assert [(row["PresetNumber"], row["PresetTitle"]) for row in listed] == [("1", "Door"), ("3", "Gate")]
    await client.one(f"{base}&Model=0&Pan=100&Tilt=5&ZoomPosition=4681")
    await client.one(f"{base}&Model=1&Pan=50")
    assert (await client.one("ptz_get?Channel=1&Group=PTZCtrlInfo"))["Pan"] == "150"
    assert (await client.one("ptz_query?Group=PTZCtrlInfo"))["Pan"] == "0 ... 36000"


async def test_ptz_routines(client: Client) -> None:
    base = "ptz_set?Channel=1&Group="
    await client.one(f"{base}TourInfo&TourNum=2&PresetNumber=7")
    await client.one(f"{base}TourInfo&TourNum=2&TourAct=1")
    await client.one(f"{base}PTZCtrlInfo&PatternNumber=3&Pattern=2")
    await client.one(f"{base}PTZCtrlInfo&AutoPanNumber=4&AutoPan=0")
    assert client.camera.tours[1] == {2: [7]}
    assert client.camera.moving[1] == {"Tour": "2", "Pattern": "3"}
    await client.one(f"{base}TourInfo&TourNum=2&TourAct=0")
    assert client.camera.moving[1] == {"Pattern": "3"}
    await client.one(f"{base}PTZCtrlInfo&PresetNumber=5&Preset=1")
    assert (client.camera.moving[1], client.camera.preset) == ({}, {1: 5})
    for wrong in ("TourAct=1", "TourNum=1"):
        assert await client.refusal(f"{base}TourInfo&{wrong}") == NAME
    assert await client.refusal(f"{base}TourInfo&TourNum=5&TourAct=1") == VALUE


async def test_a_camera_may_lack_ptz_and_wifi(connect: Connect) -> None:
    client = await connect(ptz=False, wifi=False)
    assert await client.refusal("ptz_get?Channel=1&Group=SpeedInfo") == UNKNOWN
    assert await client.refusal("wifi_get?Group=WifiInfo") == UNKNOWN
    client = await connect(absent={"image/OSDInfo"})
    assert await client.refusal("image_get?Channel=1&Group=OSDInfo") == UNKNOWN
    assert len(await client.ask("image_query?Group=All")) == 1


async def test_serial_line(client: Client) -> None:
    sent = await client.one("rs485_set?Channel=1&Group=RS485Data&Data=1234567890abcdef")
    assert sent["Data"] == "12 34 56 78 90 AB CD EF"
    assert (await client.one("rs485_get?Channel=1&Group=RS485Data"))["Data"] == sent["Data"]
    assert await client.refusal("rs485_set?Channel=1&Group=RS485Data&Data=123") == VALUE


async def test_motion_is_found_by_search(client: Client) -> None:
    camera = client.camera
    now = int(camera.now().timestamp())
    search = f"record_get?Channel=1&Group=RecordSearch&StartTime={now - 60}&EndTime={now + 60}"
    assert await client.ask(search) == []
    camera.raise_alarm("motion")
    camera.advance(5)
    camera.raise_alarm("motion", False)
    camera.raise_alarm("alarm_input")
    motion, other = await client.ask(search)
    assert (motion["Type"], other["Type"]) == ("MD", "IO")
    assert int(motion["EndTime"]) - int(motion["StartTime"]) >= 5
    assert await client.ask(search.replace(f"EndTime={now + 60}", f"EndTime={now - 30}")) == []
    assert await client.refusal("record_get?Channel=1&Group=RecordSearch&StartTime=0") == NAME
    assert await client.refusal("record_get?Channel=1&Group=RecordSearch&StartTime=2&EndTime=1") == VALUE


async def test_no_clip_while_detection_is_off(client: Client) -> None:
    await client.one("alarm_set?Channel=1&Group=MDInfo&MDEnable=0")
    client.camera.raise_alarm("motion")
    assert client.camera.clips.items == []


async def test_recording_by_hand_and_the_card(client: Client, connect: Connect) -> None:
    await client.one("record_set?Channel=1&Group=RecordControl&Mode=1")
    assert [clip.kind for clip in client.camera.clips.items] == ["Manual"]
    device = await client.one("record_get?Channel=1&Group=RecordDevice")
    assert (device["Status"], device["WriteProtect"]) == ("4", "0")
    await client.one("record_set?Channel=1&Group=RecordDevice&Operate=0")
    assert (await client.one("record_get?Channel=1&Group=RecordDevice"))["Status"] == "5"
    await client.one("record_set?Channel=1&Group=RecordDevice&OperateRate=2")
    assert (await client.one("record_get?Channel=1&Group=RecordDevice"))["UsedSpace"] == "0"
    bare = await connect(sd_card=False)
    assert (await bare.one("record_get?Channel=1&Group=RecordDevice"))["Status"] == "7"
    assert await bare.refusal("record_set?Channel=1&Group=RecordControl&Mode=1") == NOT_NOW


async def test_channels_are_apart(connect: Connect) -> None:
    client = await connect(channels=2)
    await client.one("image_set?Channel=2&Group=ImageInfo&Hue=1")
    assert (await client.one("image_get?Channel=1&Group=ImageInfo"))["Hue"] == "128"
    assert (await client.one("image_query?Group=ImageInfo"))["Channel"] == "2"
    client.camera.raise_alarm("motion", channel=2)
    now = int(client.camera.now().timestamp())
    search = f"Group=RecordSearch&StartTime={now - 5}&EndTime={now + 5}"
    assert len(await client.ask(f"record_get?Channel=2&{search}")) == 1
    assert await client.ask(f"record_get?Channel=1&{search}") == []


async def test_pictures(client: Client) -> None:
    status, picture = await client.raw("/jpgimage/1/image.jpg")
    assert (status, picture[:2]) == (200, b"\xff\xd8")
    async with client.session.get(client.at("/mjpgstreamreq/1/image.jpg")) as answer:
        assert answer.headers["Content-Type"] == "multipart/x-mixed-replace; boundary=myboundary"
        head = await answer.content.readuntil(b"\r\n\r\n")
        assert head.startswith(b"--myboundary\r\nContent-Type: image/jpeg\r\n")
        for _ in range(2):
            await answer.content.readuntil(b"\r\n\r\n")
    await client.one("mjpeg_set?Channel=1&Group=StreamInfo&Resolution=CLOSED")
    assert (await client.raw("/mjpgstreamreq/1/image.jpg"))[0] == 503


async def test_digest_login(connect: Connect) -> None:
    client = await connect(digest=True)
    async with client.session.get(client.at("/cgi/sys_get?Group=DeviceInfo")) as answer:
        assert answer.status == 401
        assert 'qop="auth"' in answer.headers["WWW-Authenticate"]
    for password, expected in (("wrong", 401), ("pass1234", 200)):
        digest = DigestAuthMiddleware("admin", password)
        for target in ("/cgi/sys_get?Group=DeviceInfo", "/jpgimage/1/image.jpg"):
            status, _ = await client.raw(target, middlewares=(digest,))
            assert status == expected


async def test_login_is_turned_on_by_setting_and_basic_is_possible(client: Client, connect: Connect) -> None:
    await client.one("net_set?Group=DigestLoginInfo&AuthenticationEnable=1")
    assert (await client.raw("/cgi/sys_get?Group=DeviceInfo"))[0] == 401
    basic = await connect(basic=True)
    for password, expected in (("wrong", 401), ("pass1234", 200)):
        status, _ = await basic.raw(
            "/cgi/sys_get?Group=TimeInfo", headers={"Authorization": encode_basic_auth("admin", password)}
        )
        assert status == expected


async def test_reboot_and_reset(client: Client) -> None:
    client.camera.reboot_seconds = 0.05
    await client.one("net_set?Group=AddressInfo&IPAddress=192.168.1.67")
    await client.one("image_set?Channel=1&Group=ImageInfo&Hue=1")
    assert await client.one("sys_set?Group=SystemInfo&ResetFlag=1&IPkeep=1") == {"ResetFlag": "1", "IPkeep": "1"}
    await asyncio.sleep(0.05)
    with pytest.raises(ClientError):
        await client.raw("/cgi/sys_get?Group=DeviceInfo")
    await asyncio.sleep(0.1)
    assert (await client.one("net_get?Group=AddressInfo"))["IPAddress"] == "192.168.1.67"
    assert (await client.one("image_get?Channel=1&Group=ImageInfo"))["Hue"] == "128"


async def test_lens_settings_can_be_reset(client: Client) -> None:
    await client.one("camera_set?Channel=1&Group=BasicInfo&DISSwitch=1")
    await client.ask("camera_set?Channel=1&Group=ResetInfo")
    assert (await client.one("camera_get?Channel=1&Group=BasicInfo"))["DISSwitch"] == "0"


async def test_users(client: Client) -> None:
    await client.ask("user_set?Group=AddUser&UserName=guest&Password=x&Privilege=6")
    assert [row["UserName"] for row in await client.ask("user_get?Group=UserList")] == ["admin", "guest"]
    await client.ask("user_set?Group=ChangePassword&UserName=guest&Password=x&NewPassword=y")
    assert await client.refusal("user_set?Group=ChangePassword&UserName=guest&Password=x&NewPassword=z") == VALUE
    await client.ask("user_set?Group=DeleteUser&UserName=guest")
    assert await client.refusal("user_set?Group=DeleteUser&UserName=guest") == VALUE


async def test_ports_and_hotspots(connect: Connect) -> None:
    client = await connect(rtsp_port=8554)
    assert list((await client.one("netport_get?Channel=1&Group=NetPortInfo")).values()) == [
        "1",
        "80",
        "90",
        "8554",
        "8999",
        "8088",
    ]
    assert (await client.one("wifi_get?Group=HotspotList"))["SSID"] == "samplewifi"


async def test_firmware_may_write_oddly(connect: Connect) -> None:
    client = await connect(
        lower_case=True, strings_only=True, bom=True, missing={"Hue"}, renamed={"Gamma": "GammaLevel"}
    )
    _, body = await client.raw("/cgi/image_get?Channel=1&Group=ImageInfo")
    assert body.startswith(b"\xef\xbb\xbf<?xml")
    assert b"<brightness><string>128</string></brightness>" in body
    assert b"<gammalevel>" in body
    assert b"hue" not in body
    slow = await connect(slow_shutter=True)
    assert "SlowShutter" in await slow.one("camera_get?Channel=1&Group=ExposureInfo")


async def test_state_is_told(client: Client) -> None:
    await client.one("image_set?Channel=1&Group=ImageInfo&Hue=7")
    state = client.camera.snapshot_state()
    assert state["settings"]["image/ImageInfo/1/0"]["Hue"] == "7"
