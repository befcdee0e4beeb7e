"""The control simulator against the examples of Control CGI 1.20."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
import time
from typing import Any
from urllib.parse import quote

from aiohttp import ClientError, ClientSession, ClientTimeout
import pytest
from yarl import URL

from tests.simulator import KINDS
from tests.simulator.control import ControlCamera

from .conftest import Starter

LOGIN = "id=admin&passwd=pass1234"


class Client:
    """Asks as the document's examples do: text in, text out."""

    def __init__(self, camera: ControlCamera, session: ClientSession) -> None:
        self.camera = camera
        self.session = session

    async def get(self, cgi: str, query: str = "", login: str = LOGIN, folder: str = "control") -> str:
        target = f"{self.camera.url}/cgi-bin/{folder}/{cgi}.cgi?{login}&{quote(query, safe='&=')}"
        async with self.session.get(URL(target, encoded=True)) as answer:
            assert answer.status == 200
            assert answer.content_type == "text/plain"
            return await answer.text()

    async def values(self, cgi: str, query: str) -> dict[str, str]:
        body = await self.get(cgi, query)
        assert not body.startswith("Error"), body
        assert body.endswith("\r\n")
        return dict(line.split(" = ", 1) for line in body.splitlines() if " = " in line)

    async def refused(self, cgi: str, query: str, login: str = LOGIN) -> None:
        body = await self.get(cgi, query, login)
        assert body.startswith("Error: "), body
        assert len(body) > len("Error: \r\n")


type Make = Callable[..., Any]


@pytest.fixture
def make(started: Starter, session: ClientSession) -> Make:
    async def make(**options: Any) -> Client:
        camera = ControlCamera(**options)
        await started(camera)
        return Client(camera, session)

    return make


def test_registered() -> None:
    assert KINDS["control"] is ControlCamera


async def test_server_name_and_credentials(make: Make) -> None:
    client = await make()
    assert await client.get("servername", "action=getservername") == "servername = welcome\r\n"
    assert await client.get("servername", "action=setservername&servername=yard") == "servername = yard\r\n"
    for login in ("", "id=admin", "id=admin&passwd=wrong", "id=root&passwd=pass1234"):
        await client.refused("servername", "action=getservername", login)
    await client.refused("servername", "action=setservername&servername=elevenchars")
    await client.refused("servername", "action=setservername&name=yard")
    await client.refused("servername", "action=setservername")
    await client.refused("servername", "action=getname")
    await client.refused("servername", "action=getservername&unit=1")
    async with client.session.get(client.camera.url / "cgi-bin/control/nothing.cgi") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("cgi", "query", "expected"),
    [
        (
            "alarmin",
            "action=setalarmin1&allstatus=enable&alarmin1.enable=enable&alarmin1.name=door&alarmin1.type=nc",
            {"allstatus": "enable", "maxno": "1", "alarmin1.name": "door", "alarmin1.type": "nc"},
        ),
        ("alarmout", "action=getalarmout0", {"maxno": "1", "alarmout1.time": "5"}),
        ("alarmout", "action=setalarmout1&alarmout1.link=3&alarmout1.time=1", {"alarmout1.link": "3"}),
        ("recordevent", "action=setrecevent&record.status=disable&record.maxsize=2048", {"record.status": "disable"}),
        ("shock", "action=setshock&shock.enable=enable&shock.level=9", {"shock.level": "9"}),
        (
            "camdaynight",
            "action=setdaynight&mode=auto&interval=5&irlink=enable&ptn=500&ptd=270",
            {"daynightmode": "auto", "interval": "5", "ptn": "500", "ptd": "270", "irlink": "enable"},
        ),
        ("camcolor", "action=setcolor&bright=52&contrast=5&saturation=100&sharp=100&edge=68", {"bright": "52"}),
        ("camcolor", "action=getncolor", {"bright": "50"}),
        ("camwhitebal", "action=setwb&mode=auto", {"wbmode": "auto"}),
        ("camwdr", "action=setwdr&wdrstatus=enable&mode=dwdr&dwdrmode=step1", {"dwdrmode": "step1"}),
        ("cameffect", "action=seteffect&monoimg=enable", {"colorbar": "disable", "monoimg": "enable"}),
        ("camslowshut", "action=setslowsh&slowshutstatus=enable&slowshutter=14", {"slowshutter": "14"}),
        ("camshutspeed", "action=setshutterspd&shutmode=user&shutspeed=9&agcvalue=60", {"shutspeed": "9"}),
        ("osd", "action=setosd&osdstatus=enable&texton=enable&textstr=camera&osdfont=English", {"osdfont": "english"}),
        (
            "privacy",
            "action=setprivacy2&allstatus=enable&privacy.enable=enable&privacy.startx=0&privacy.endx=30",
            {"allstatus": "enable", "maxno": "6", "privacy2.enable": "enable", "privacy2.endx": "30"},
        ),
        ("tvout", "action=settvout&tvtype=pal", {"tvoutstatus": "enable", "tvtype": "pal"}),
        (
            "audioset",
            "action=setaudio&audiocodec=ulaw&audioinenable=disable&audiooutenable=enable",
            {"audioin": "disable", "audioout": "enable", "audioingain": "50", "audiosampling": "8000"},
        ),
        (
            "rtspset",
            "action=setrtsp&rtspport=3554&rtpport=5000,5999&multicastvideoip=239.1.1.1",
            {
                "rtspport": "3554",
                "rtpport": "5000,5999",
                "multicastvidioip": "239.1.1.1",
                "multicastvidioport": "40000",
            },
        ),
        ("language", "action=setlang&language=polish", {"language": "polish"}),
        ("netset", "action=setip&mode=dhcp", {"mode": "dhcp"}),
        ("dnsset", "action=setdns&firstdns=168.126.63.1", {"firstdns": "168.126.63.1", "seconddns": ""}),
        ("webport", "action=setwebport&webport=80", {"webport": "80"}),
        ("servermac", "action=getmac", {"mac": "F0:00:00:29:06:9F"}),
        (
            "videoset",
            "action=setvideo1&encoder1.enable=enable&encoder1.source=capture1&encoder1.framerate=15&encoder1.ratectrl=vbr",
            {
                "encoder1.framerate": "15",
                "encoder3.codec": "mjpeg",
                "videoflip": "normal",
                "max_video_size": "1920x1080",
            },
        ),
        ("videoset", "action=getmaxsize", {"max_video_size": "1920x1080"}),
        ("capabilityptz", "action=getPTZ", {"PresetSupported": "No", "EndlessPanSupported": "No"}),
        ("capabilityaudio", "action=getAudio", {"AudioUploadStream": "RTSP"}),
        ("capabilityvideo", "action=getVideoCodec", {"CodecH.264Maxuse": "3"}),
        ("camcolor", "action=getCapabilitiesImage", {"hue": "min:1;max:100;default:50"}),
    ],
)
async def test_answers(make: Make, cgi: str, query: str, expected: dict[str, str]) -> None:
    client = await make()
    values = await client.values(cgi, query)
    assert values.items() >= expected.items()


@pytest.mark.parametrize(
    ("cgi", "query"),
    [
        ("alarmin", "action=getalarmin2"),
        ("alarmin", "action=getalarmin0"),
        ("alarmin", "action=setalarmin1&alarmin1.type=open"),
        ("alarmin", "action=setalarmin1&alarmin2.type=no"),
        ("alarmout", "action=setalarmout1&alarmout1.time=4"),
        ("alarmout", "action=setalarmout1&maxno=2"),
        ("camcolor", "action=setcolor&bright=0"),
        ("camcolor", "action=setcolor&bright=101"),
        ("camcolor", "action=setcolor&bright=five"),
        ("camcolor", "action=setcolor&brightness=50"),
        ("camcolor", "action=setcolor&hue=50"),
        ("camcolor", "action=setcolor&bright=60&hue=50"),
        ("camdaynight", "action=setdaynight&daynightmode=day"),
        ("camdaynight", "action=setdaynight&mode=lpr"),
        ("camdaynight", "action=setdaynight&ptn=100&ptd=200"),
        ("camwhitebal", "action=setwb&mode=user"),
        ("camwdr", "action=setwdr&mode=compensation"),
        ("camshutspeed", "action=setshutterspd&shutmode=user&shutspeed=9"),
        ("osd", "action=setosd&textstr=elevenchars"),
        ("privacy", "action=setprivacy7&privacy.enable=enable"),
        ("privacy", "action=setprivacy1&privacy1.enable=enable"),
        ("privacy", "action=setprivacy1&privacy.startx=300&privacy.endx=30"),
        ("audioset", "action=setaudio&audioin=enable"),
        ("audioset", "action=setaudio&audiocodec=alaw"),
        ("rtspset", "action=setrtsp&multicastvidioip=239.1.1.1"),
        ("rtspset", "action=setrtsp&multicastvideoip=192.168.1.1"),
        ("rtspset", "action=setrtsp&rtsptimelimit=30"),
        ("videoset", "action=setvideo4&videoflip=flip"),
        ("videoset", "action=setvideo&videoflip=flip"),
        ("videoset", "action=setvideo1&encoder2.framerate=10"),
        ("videoset", "action=setvideo1&encoder1.source=capture2"),
        ("videoset", "action=setvideo3&encoder3.quality=4000"),
        ("videoset", "action=setvideo1&capture1.size=2048x1536"),
        ("connectinfo", "action=getconnect"),
        ("ctrl_alarmout", "action=setalarmout&alarmout2=on"),
        ("ctrl_alarmout", "action=setalarmout&alarmout1=enable"),
        ("requestevent", "action=getevent&eventtype=door"),
        ("ptzf_status", "action=getptzstatus"),
        ("pt_control", "action=setptmove&pan=right&panspeed=50"),
        ("serverdate", "action=setdate&year=2011&month=2&day=30&hour=1&minute=2"),
        ("serverdate", "action=setdate&year=2011&month=3&day=8"),
    ],
)
async def test_refusals(make: Make, cgi: str, query: str) -> None:
    client = await make()
    before = client.camera.snapshot_state()["settings"]["pages"]["setcolor"].copy()
    await client.refused(cgi, query)
    assert client.camera.snapshot_state()["settings"]["pages"]["setcolor"] == before


async def test_values_in_force_only(make: Make) -> None:
    client = await make()
    assert "compensationmode" not in await client.values("camwdr", "action=getwdr")
    values = await client.values("camwdr", "action=setwdr&mode=compensation&compensationmode=back")
    assert values["compensationmode"] == "back"
    assert "dwdrmode" not in values
    assert "encoder3.keyframe" not in await client.values("videoset", "action=getvideo")
    values = await client.values("videoset", "action=setvideo3&encoder3.codec=h264")
    assert (values["encoder3.quality"], values["encoder3.keyframe"]) == ("512", "30")


async def test_motion_areas(make: Make) -> None:
    client = await make()
    values = await client.values("motion", "action=getmotion1")
    assert values["motion1.area18"] == "16777215"
    assert "motion1.area18" not in await client.values("motion", "action=getmotion1&motion1.size=8x6")
    assert (await client.values("motion", "action=getmotion1&motion1.size=8x6"))["motion1.area6"] == "255"
    await client.refused("motion", "action=setmotion1&motion1.area1=256")
    await client.refused("motion", "action=setmotion1&motion1.area18=1")
    values = await client.values("motion", "action=setmotion1&motion1.level=5")
    assert (values["motion1.level"], values["motion1.size"]) == ("5", "24x18")
    values = await client.values("motion", "action=setmotion1&motion1.size=24x18&motion1.area18=131072")
    assert (values["motion1.area18"], values["motion1.area17"]) == ("131072", "16777215")
    areas = "&".join(f"motion1.area{n}={value}" for n, value in enumerate((0, 15, 15, 15, 15, 0), 1))
    values = await client.values("motion", f"action=setmotion1&{areas}")
    assert (values["motion1.size"], values["motion1.area2"]) == ("8x6", "15")
    fine = await client.values("motion", "action=getmotion1&motion1.size=24x18")
    assert (fine["motion1.area3"], fine["motion1.area4"]) == ("0", "4095")


async def test_old_motion_blocks(make: Make) -> None:
    client = await make(model={"motion_blocks": "8x6"})
    values = await client.values("motion", "action=getmotion1")
    assert "motion1.size" not in values
    assert values["motion1.area6"] == "255"
    await client.refused("motion", "action=getmotion1&motion1.size=8x6")


async def test_clock(make: Make) -> None:
    client = await make()
    query = "action=setdate&year=2011&month=3&day=8&hour=12&minute=30"
    assert await client.get("serverdate", query) == "serverdate = March 08, 2011 12:30:00\r\n"
    assert abs((client.camera.now() - datetime(2011, 3, 8, 12, 30, tzinfo=UTC)).total_seconds()) < 5


async def test_streams_and_reboot(make: Make) -> None:
    client = await make(rtsp_port=8554)
    values = await client.values("connectinfo", "action=getconnect&stream=all")
    assert values["stream1.address"] == "rtsp://127.0.0.1:8554/stream1"
    assert (values["stream2.codec"], values["stream3.size"]) == ("mpeg4", "640x480")
    values = await client.values("videoset", "action=setvideo1&capture1.size=1280x720")
    assert values["need_reboot"] == "yes"
    values = await client.values("connectinfo", "action=getconnect&stream=all")
    assert values["stream1.size"] == "1920x1080"
    assert await client.get("reboot", "action=setreboot") == "reboot = rebooting\r\n"
    deadline = time.monotonic() + 5
    while client.camera._reboot is not None and not client.camera._reboot.done():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
    values = await client.values("connectinfo", "action=getconnect&stream=all")
    assert values["stream1.size"] == "1280x720"
    assert (await client.values("videoset", "action=getvideo"))["need_reboot"] == "no"


async def test_factory_reset_keeps_the_network(make: Make) -> None:
    client = await make()
    await client.values("dnsset", "action=setdns&firstdns=9.9.9.9")
    await client.values("camcolor", "action=setcolor&bright=90")
    assert await client.get("reboot", "action=setfactoryexip") == "factorysetexip = rebooting\r\n"
    assert client.camera.pages["setdns"]["firstdns"] == "9.9.9.9"
    assert client.camera.pages["setcolor"]["bright"] == "50"


async def test_switched_off_api(make: Make) -> None:
    client = await make()
    assert await client.get("httpapi", "action=setapi&apictrlstatus=disable") == "apictrlstatus = disable\r\n"
    await client.refused("servername", "action=getservername")


async def test_comments_and_spelling(make: Make) -> None:
    client = await make(comments=True, misspelt_osd=True)
    body = await client.get("alarmin", "action=getalarmin1")
    assert "maxno = 1          * Max supported number of alarm input\r\n" in body
    assert "tsxton" in await client.values("osd", "action=getosd")
    client = await make(blanks=False)
    assert "bright=50\r\n" in await client.get("camcolor", "action=getcolor")


async def test_unified_and_capabilities(make: Make) -> None:
    client = await make(model={"megapixel": 3, "newer": True, "lpr": True, "colour_range": (0, 20)})
    body = await client.get("serverinfo1", "action=getsysinfo1")
    assert "[RTSPInfo]\r\nrtspport = 554\r\n" in body
    assert "[AlarmIput]" in await client.get("serverinfo2", "action=getsysinfo2")
    assert "[CamDNF]\r\ndaynightmode = auto\r\n" in await client.get("serverinfo3", "action=getsysinfo3")
    assert "slowshutstatus" not in await client.get("serverinfo3", "action=getsysinfo3")
    await client.refused("serverinfo3", "action=getsysinfo2")
    body = await client.get("capabilityvideo", "action=getCapabilitiesVideoAll")
    assert "Capture1 = 2048x1536;1600x1200;" in body
    assert "MaxVideosizeH264 = 2048x1536" in body
    values = await client.values("camcolor", "action=getCapabilitiesImage")
    assert values["saturation"] == "min:0;max:20;default:10"
    await client.refused("camcolor", "action=setcolor&bright=21")
    values = await client.values("camdaynight", "action=setdaynight&mode=lpr&lprdayspeed=10")
    assert values["lprnightspeed"] == "7"
    assert await client.get("servermodel", "action=getservermodel") == "servermodel = SIM-3M\r\n"
    assert (await client.values("camdefog", "action=getdefog"))["defoglevel"] == "50"


async def test_whole_unified(make: Make) -> None:
    """Annex A prints less than the single commands do; firmware may tell all."""
    printed, whole = await make(), await make(model={"whole_unified": True, "captures": 3})
    for client, count in ((printed, "0"), (whole, "1")):
        video = await client.get("serverinfo1", "action=getsysinfo1")
        light = await client.get("serverinfo3", "action=getsysinfo3")
        names = [f"{video.count(name)}" for name in ("need_reboot", "capture3.size", "audioingain")]
        assert names + [f"{light.count(name)}" for name in ("ptn", "slowshutstatus")] == [count] * 5
    assert "encoder3.codec = jpeg\r\n" in await printed.get("serverinfo1", "action=getsysinfo1")
    assert "[CamDNF]\r\ndaynightmode = auto\r\nautolevel = 50\r\nirlink" in await printed.get(
        "serverinfo3", "action=getsysinfo3"
    )
    values = await whole.values("videoset", "action=setvideo3&encoder3.source=capture3&capture3.size=640x480")
    assert (values["encoder3.source"], values["capture3.size"]) == ("capture3", "640x480")


async def test_ptz(make: Make) -> None:
    client = await make(ptz=True)
    values = await client.values("capabilityptz", "action=getPTZ")
    assert (values["PresetSupported"], values["PanSupported"]) == ("128", "Yes")
    for cgi, query in (
        ("pt_control", "action=setptmove&pan=right&panspeed=50&tilt=down&tiltspeed=50"),
        ("zf_control", "action=setzfmove&zoom=in&zoomspeed=50"),
        ("zf_control", "action=onepush"),
        ("ptzf_status", "action=lensreset"),
        ("preset_control", "action=setpreset&number=128"),
        ("preset_control", "action=gopreset&number=1"),
        ("preset_control", "action=tour&number=255"),
        ("preset_control", "action=autopan_cw&speed=100"),
    ):
        assert await client.get(cgi, query) == ""
    assert client.camera.head.moving == {"pan": ("right", 50), "tilt": ("down", 50), "zoom": ("in", 50)}
    assert await client.get("pt_control", "action=setptmove&pan=stop&tilt=stop") == ""
    assert client.camera.head.moving == {"zoom": ("in", 50)}
    assert (client.camera.head.presets, client.camera.head.preset) == ({128}, 1)
    for cgi, query in (
        ("pt_control", "action=setptmove&pan=east&panspeed=50"),
        ("pt_control", "action=setptmove&pan=left"),
        ("pt_control", "action=setptmove&pan=left&panspeed=101"),
        ("preset_control", "action=gopreset&number=129"),
        ("preset_control", "action=gopreset"),
    ):
        await client.refused(cgi, query)
    values = await client.values("ptzf_status", "action=setptzstatus&ptstatus=disable")
    assert values == {"ptstatus": "disable", "zfstatus": "enable"}


async def until(client: Client, kind: str, text: str, act: Callable[[], Any]) -> bytes:
    """Open the event stream, act once it is open, read until the text was seen."""
    target = f"{client.camera.url}/cgi-bin/control/requestevent.cgi?{LOGIN}&action=getevent&eventtype={kind}"
    seen = b""
    async with client.session.get(URL(target), timeout=ClientTimeout(total=5)) as answer:
        assert answer.headers["Content-Type"] == "multipart/x-mixed-replace; boundary=eventlist"
        seen += await answer.content.readany()
        act()
        while text.encode() not in seen:
            if not (chunk := await answer.content.readany()):
                raise ConnectionResetError("the camera closed the stream")
            seen += chunk
    return seen


async def test_events(make: Make) -> None:
    client = await make()
    camera = client.camera

    def act() -> None:
        camera.raise_alarm("motion")
        camera.raise_alarm("motion")
        camera.raise_alarm("alarm_input")

    seen = (await until(client, "all", "alarmin1 = on", act)).decode()
    first = "alarmin1 = off\r\nalarmout1 = off\r\nmotion1 = off\r\nvideotamper = off\r\n"
    head = "--eventlist\r\nContent-type: text/plain\r\nContent-Length: {}\r\n\r\n"
    assert seen == (
        head.format(len(first)) + first + head.format(14) + "motion1 = on\r\n" + head.format(15) + "alarmin1 = on\r\n"
    )
    seen = (await until(client, "motion", "motion1 = off", lambda: camera.raise_alarm("motion", on=False))).decode()
    assert "motion1 = on" in seen
    assert "alarmin1" not in seen


async def test_relay_follows_command_and_link(make: Make) -> None:
    client = await make()
    assert await client.get("ctrl_alarmout", "action=setalarmout&alarmout1=on") == "alarmout1 = on\r\n"
    assert client.camera.event_lines()["alarmout1"]
    await client.get("ctrl_alarmout", "action=setalarmout&alarmout1=off")
    await client.values("alarmout", "action=setalarmout1&alarmout1.link=1")
    client.camera.raise_alarm("motion")
    assert client.camera.event_lines()["alarmout1"]
    await client.values("motion", "action=setmotion1&motion1.enable=disable")
    assert not any(client.camera.event_lines().values())


@pytest.mark.parametrize(
    ("framing", "expected"),
    [
        ({"dashes": False, "length": "absent"}, "eventlist\r\nContent-type: text/plain\r\n\r\nmotion1 = on\r\n"),
        ({"newline": "\n"}, "--eventlist\nContent-type: text/plain\nContent-Length: 13\n\nmotion1 = on\n"),
        ({"length": "long"}, "Content-Length: 21\r\n\r\nmotion1 = on\r\n"),
        (
            {"as_printed": True, "newline": "\n"},
            "--eventlist\nContent-type: text/plain\n\nContent-Length: 13\nmotion1 = on\n",
        ),
    ],
)
async def test_event_framing(make: Make, framing: dict[str, Any], expected: str) -> None:
    client = await make(framing=framing)
    seen = await until(client, "motion", "= on", lambda: client.camera.raise_alarm("motion"))
    assert seen.decode().endswith(expected)


async def test_cut_events(make: Make) -> None:
    client = await make()
    with pytest.raises((ClientError, ConnectionError)):
        await until(client, "all", "never", client.camera.cut_events)


async def test_pictures(make: Make) -> None:
    client = await make(picture_size=(160, 90))
    base = f"{client.camera.url}/cgi-bin/image"
    async with client.session.get(f"{base}/jpeg.cgi?{LOGIN}") as answer:
        assert answer.content_type == "image/jpeg"
        plain = await answer.read()
    assert plain.startswith(b"\xff\xd8")
    assert plain.endswith(b"\xff\xd9")
    assert (await client.get("jpeg", folder="image", login="id=admin&passwd=x")).startswith("Error: ")
    assert (await client.get("mjpeg", "source=input3", folder="image")).startswith("Error: ")
    async with client.session.get(f"{base}/mjpeg.cgi?{LOGIN}&refresh=0") as answer:
        assert answer.headers["Content-Type"].endswith("boundary=image_boundary_at")
        seen = b""
        while seen.count(b"--image_boundary_at\r\n") < 2:
            seen += await answer.content.readany()
