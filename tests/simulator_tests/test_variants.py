"""Accounts that may only look, firmware that lacks things, and ways to write an answer: alike for all dialects."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from typing import Any

from aiohttp import ClientSession, DigestAuthMiddleware, encode_basic_auth
import pytest
from yarl import URL

from tests.simulator import KINDS
from tests.simulator.base import SimulatedCamera

from .conftest import Starter

CONTROL = "/cgi-bin/control"
CONFIG = "/cgi-bin/configManager.cgi?action"


class Client:
    """Asks any camera, as one of its accounts; the answers are bytes."""

    def __init__(self, camera: SimulatedCamera, session: ClientSession) -> None:
        self.camera = camera
        self.session = session
        self.account = ("admin", "pass1234")
        self.uid = ""

    async def log_in(self, name: str = "admin", password: str = "pass1234") -> None:
        self.account = (name, password)
        if self.camera.kind.startswith("ipc"):
            _, body = await self.raw(f"/cgi-bin/getuid?username={name}&password={password}")
            self.uid = body.decode().lower().partition("<uid>")[2][:8]

    async def raw(self, target: str, **keywords: Any) -> tuple[int, bytes]:
        async with self.session.get(URL(f"{self.camera.url}".rstrip("/") + target, encoded=True), **keywords) as answer:
            self.type = answer.headers["Content-Type"]
            return answer.status, await answer.read()

    async def get(self, target: str) -> tuple[int, bytes]:
        name, password = self.account
        mark = "&" if "?" in target else "?"
        match self.camera.kind.partition("-")[0]:
            case "ipc":
                return await self.raw(f"{target}{mark}uid={self.uid}")
            case "control":
                return await self.raw(f"{target}{mark}id={name}&passwd={password}")
            case _:
                return await self.raw(target, middlewares=(DigestAuthMiddleware(name, password),))


type Make = Callable[..., Awaitable[Client]]


@pytest.fixture
def make(started: Starter, session: ClientSession) -> Make:
    async def make(kind: str, **options: Any) -> Client:
        client = Client(await started(KINDS[kind](**options)), session)
        await client.log_in()
        return client

    return make


# A question, a change, and how the change is refused.
DENIED = [
    ("ipc-1.0.1", "/cgi-bin/image", "/cgi-bin/image?brightness=7", 400, b"<reason>no permission</reason>"),
    ("ipc-1.0.10", "/cgi-bin/getDevState", "/cgi-bin/reboot", 400, b"<reason>no permission</reason>"),
    (
        "control",
        f"{CONTROL}/camcolor.cgi?action=getcolor",
        f"{CONTROL}/camcolor.cgi?action=setcolor&bright=7",
        200,
        b"Error: permission denied\r\n",
    ),
    (
        "control",
        f"{CONTROL}/servermac.cgi?action=getmac",
        f"{CONTROL}/ctrl_alarmout.cgi?action=setalarmout&alarmout1=on",
        200,
        b"Error: permission denied\r\n",
    ),
    ("dahua-camera", f"{CONFIG}=getConfig&name=NTP", f"{CONFIG}=setConfig&NTP.Port=124", 403, b"Authority:check fail"),
    (
        "dahua-recorder",
        "/cgi-bin/magicBox.cgi?action=getSerialNo",
        "/cgi-bin/magicBox.cgi?action=reboot",
        403,
        b"Authority:check failure.\r\n",
    ),
    (
        "message",
        "/cgi/image_get?Channel=1&Group=ImageInfo",
        "/cgi/image_set?Channel=1&Group=ImageInfo&Hue=7",
        401,
        b"401 Unauthorized",
    ),
]


@pytest.mark.parametrize(("kind", "question", "change", "status", "refusal"), DENIED)
async def test_an_account_that_may_only_look(  # noqa: PLR0917
    make: Make, kind: str, question: str, change: str, status: int, refusal: bytes
) -> None:
    client = await make(kind, read_only=True)
    answer = await client.get(question)
    assert answer[0] == 200
    assert b"rror" not in answer[1]
    before = deepcopy(client.camera.settings())
    answer = await client.get(change)
    assert answer[0] == status
    assert refusal in answer[1]
    assert client.camera.settings() == before
    client.camera.read_only = False
    assert refusal not in (await client.get(change))[1]


@pytest.mark.parametrize(("kind", "question", "change", "status", "refusal"), DENIED)
async def test_a_second_account_that_may_only_look(  # noqa: PLR0917
    make: Make, kind: str, question: str, change: str, status: int, refusal: bytes
) -> None:
    options = {"digest": True} if kind == "message" else {}
    client = await make(kind, viewer="guest", **options)
    first = await client.get(question)
    await client.log_in("guest", "look1234")
    assert (await client.get(question))[0] == first[0] == 200
    answer = await client.get(change)
    assert answer[0] == status
    assert refusal in answer[1]
    await client.log_in()
    assert refusal not in (await client.get(change))[1]


async def test_accounts_are_listed_with_what_they_may(make: Make) -> None:
    ipc = await make("ipc-1.0.10", viewer="guest")
    _, body = await ipc.get("/cgi-bin/user_management?action=get_user")
    assert b'name="admin" privilege="Administrator"' in body
    assert b'name="guest" privilege="User"' in body
    message = await make("message", viewer="guest")
    _, body = await message.get("/cgi/user_get?Group=UserList")
    assert b"<string>guest</string>" in body


async def test_guests_by_basic_authentication(make: Make) -> None:
    dahua = await make("dahua-camera", scheme="basic", viewer="guest")
    message = await make("message", basic=True, viewer="guest")
    guest = {"Authorization": encode_basic_auth("guest", "look1234")}
    assert (await dahua.raw(f"{CONFIG}=getConfig&name=NTP", headers=guest))[0] == 200
    assert (await dahua.raw(f"{CONFIG}=setConfig&NTP.Port=124", headers=guest))[0] == 403
    assert (await message.raw("/cgi/sys_set?Group=Reboot", headers=guest))[0] == 401
    nobody = {"Authorization": encode_basic_auth("guest", "")}
    assert (await message.raw("/cgi/sys_get?Group=DeviceInfo", headers=nobody))[0] == 401


IMAGE = "/cgi-bin/image"
MESSAGE = "/cgi/image_get?Channel=1&Group=ImageInfo"


async def test_ipc_firmware_lacks_endpoints_and_attributes(make: Make) -> None:
    client = await make("ipc-1.0.10", lacks=["set_led", "snapshot.cgi", "hlc", "network.port", "/cgi-bin/getmodel"])
    for path in ("set_led", "snapshot.cgi", "getmodel"):
        assert (await client.get(f"/cgi-bin/{path}"))[0] == 404
    _, body = await client.get(IMAGE)
    assert b"brightness=" in body
    assert b"hlc" not in body
    assert (await client.get(f"{IMAGE}?hlc=1"))[0] == 400
    assert b" port=" not in (await client.get("/cgi-bin/network"))[1]
    assert b" port=" in (await client.get("/cgi-bin/time"))[1]


async def test_message_firmware_lacks_groups_and_elements(make: Make) -> None:
    client = await make("message", lacks=["wifi", "image/OSDInfo", "Gamma", "BasicInfo.LDCLevel"])
    assert b'code="501"' in (await client.get("/cgi/wifi_get?Group=WifiInfo"))[1]
    assert b'code="501"' in (await client.get("/cgi/wifi_query"))[1]
    assert b'code="501"' in (await client.get("/cgi/image_get?Channel=1&Group=OSDInfo"))[1]
    for target in (MESSAGE, "/cgi/image_query?Group=All"):
        body = (await client.get(target))[1]
        assert b"<Hue>" in body
        assert b"Gamma" not in body
        assert b"OSDInfo" not in body
    assert b"parameter name" in (await client.get("/cgi/image_set?Channel=1&Group=ImageInfo&Gamma=1"))[1]
    assert b"LDCLevel" not in (await client.get("/cgi/camera_get?Channel=1&Group=BasicInfo"))[1]
    assert b"parameter name" in (await client.get("/cgi/camera_set?Channel=1&Group=BasicInfo&LDCLevel=1"))[1]


async def test_control_firmware_lacks_cgis_actions_and_values(make: Make) -> None:
    client = await make("control", lacks=["camwdr", "jpeg", "camcolor.getncolor", "edge", "motion1.level"])
    assert (await client.get(f"{CONTROL}/camwdr.cgi?action=getwdr"))[0] == 404
    assert (await client.get("/cgi-bin/image/jpeg.cgi"))[0] == 404
    assert b"Error: unknown action" in (await client.get(f"{CONTROL}/camcolor.cgi?action=getncolor"))[1]
    _, body = await client.get(f"{CONTROL}/camcolor.cgi?action=getcolor")
    assert b"bright = 50" in body
    assert b"edge" not in body
    assert b"Error: " in (await client.get(f"{CONTROL}/camcolor.cgi?action=setcolor&edge=5"))[1]
    assert b"level" not in (await client.get(f"{CONTROL}/motion.cgi?action=getmotion1&motion1.size=8x6"))[1]
    _, body = await client.get(f"{CONTROL}/serverinfo3.cgi?action=getsysinfo3")
    assert b"[CamColor]" in body
    assert b"CamWDR" not in body
    assert b"edge" not in body


async def test_dahua_firmware_lacks_tables_rows_and_cgis(make: Make) -> None:
    lacks = ["SmartMotionDetect", "VideoInOptions.InfraRed", "MotionDetect[1]", "coaxialControlIO", "alarm.getInState"]
    client = await make("dahua-camera", channels=2, lacks=lacks)
    for name in ("SmartMotionDetect", "SmartMotionDetect[0].Enable", "VideoInOptions[1].InfraRed", "MotionDetect[1]"):
        assert (await client.get(f"{CONFIG}=getConfig&name={name}"))[0] == 400
    _, body = await client.get(f"{CONFIG}=getConfig&name=VideoInOptions")
    assert b"table.VideoInOptions[1].Mirror=false" in body
    assert b"InfraRed" not in body
    _, body = await client.get(f"{CONFIG}=getConfig&name=MotionDetect")
    assert b"table.MotionDetect[0].Enable=true" in body
    assert b"MotionDetect[1]" not in body
    assert (await client.get(f"{CONFIG}=setConfig&VideoInOptions[0].InfraRed=true"))[0] == 400
    assert (await client.get("/cgi-bin/coaxialControlIO.cgi?action=getStatus&channel=1"))[0] == 404
    assert (await client.get("/cgi-bin/alarm.cgi?action=getInState"))[0] == 400
    assert (await client.get("/cgi-bin/alarm.cgi?action=getOutState"))[0] == 200


async def test_ways_to_write(make: Make) -> None:
    client = await make(
        "ipc-1.0.10", habits={"tags": "odd", "bom": True, "newline": "\r\n", "content_type": "text/html"}
    )
    client.camera.values["osd"]["title_utf8"] = "Höhe"
    _, body = await client.get("/cgi-bin/getcapabilities")
    assert body.startswith(b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\r\n<cApAbIlItIeS video=')
    assert client.type == "text/html"
    client.camera.habits.encoding = "latin-1"
    assert "Höhe".encode("latin-1") in (await client.get("/cgi-bin/osd"))[1]
    assert (await client.get("/cgi-bin/snapshot.cgi"))[1].startswith(b"\xff\xd8")
    upper = await make("message", habits={"tags": "upper", "encoding": "gb2312"})
    upper.camera.row("image", "OSDInfo", 1)["TextOSDTitle"] = "前门"
    _, body = await upper.get("/cgi/image_get?Channel=1&Group=OSDInfo")
    assert b"<TEXTOSDTITLE><STRING>" + "前门".encode("gb2312") + b"</STRING>" in body
    control = await make("control", habits={"newline": "\n"})
    assert (await control.get(f"{CONTROL}/servermac.cgi?action=getmac"))[1].endswith(b"9F\n")
    dahua = await make("dahua-camera", habits={"content_type": "text/html; charset=gb2312"}, names=["大门"])
    assert (await dahua.get(f"{CONFIG}=getConfig&name=ChannelTitle"))[1].endswith("=大门\r\n".encode())
    assert dahua.type == "text/html; charset=gb2312"
    with pytest.raises(ValueError, match="tags are"):
        KINDS["control"](habits={"tags": "camel"})
    with pytest.raises(LookupError):
        KINDS["control"](habits={"encoding": "utf-7000"})
