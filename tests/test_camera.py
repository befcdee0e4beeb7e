"""Pictures."""

from http import HTTPStatus

from aiohttp import web
from homeassistant.components.camera import async_get_image, async_get_stream_source
from homeassistant.components.camera.const import DATA_COMPONENT
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from tests.conftest import Add, Simulate
from tests.ha import KINDS, call, entity, main_of, named, set_up, state, toy_entry
from tests.protocol.server import Server
from tests.protocol.toy import Toy
from tests.simulator import Fault

JPEG = b"\xff\xd8"


WITH_SNAPSHOT = [kind for kind in KINDS if kind != "ipc-1.0.1"]


@pytest.mark.parametrize("kind", WITH_SNAPSHOT)
async def test_picture(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """A camera shows what its camera sees."""
    entry = await add(await simulate(kind))
    image = await async_get_image(hass, main_of(hass, entry))
    assert image.content.startswith(JPEG)


@pytest.mark.usefixtures("all_enabled")
async def test_sub_stream(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """The sub stream is another camera with a picture."""
    entry = await add(await simulate("dahua-camera"))
    found = [
        e
        for e in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
        if e.unique_id.endswith("_stream_sub")
    ]
    assert [e.original_name for e in found] == ["Sub stream"]
    image = await async_get_image(hass, found[0].entity_id)
    assert image.content.startswith(JPEG)


@pytest.mark.parametrize("kind", KINDS)
async def test_motion_detection(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """Home Assistant's own actions for it do what its switch does."""
    entry = await add(await simulate(kind))
    camera = main_of(hass, entry)
    switch = named(hass, entry, Platform.SWITCH, "motion_detection")[0]
    assert state(hass, camera).attributes["motion_detection"]
    for action, told in (("disable", "off"), ("enable", "on")):
        await call(hass, Platform.CAMERA, f"{action}_motion_detection", camera)
        assert state(hass, switch).state == told
        assert ("motion_detection" in state(hass, camera).attributes) is (told == "on")


async def test_no_motion_detection(hass: HomeAssistant, toy_camera: MockConfigEntry) -> None:
    """A camera without it says so."""
    with pytest.raises(HomeAssistantError, match="cannot do this"):
        await call(hass, Platform.CAMERA, "enable_motion_detection", main_of(hass, toy_camera))


async def test_no_snapshots(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Where a camera has no snapshots, stills come from its video."""
    entry = await add(await simulate("ipc-1.0.1"))
    camera = hass.data[DATA_COMPONENT].get_entity(main_of(hass, entry))
    assert camera
    assert camera.use_stream_for_stills
    assert await camera.async_camera_image() is None


async def test_only_main_streams_are_enabled(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Further streams are there to be enabled."""
    entry = await add(await simulate("dahua-recorder"))
    cameras = [
        e for e in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id) if e.domain == Platform.CAMERA
    ]
    assert {e.disabled_by is None: e.unique_id.endswith("_main") for e in cameras} == {True: True, False: False}
    assert len(cameras) == 8


async def test_refused_picture(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera that gives no picture says why."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator)
    simulator.refuse["/cgi-bin/snapshot.cgi"] = Fault(status=503)
    with pytest.raises(HomeAssistantError, match="HTTP 503"):
        await async_get_image(hass, main_of(hass, entry))


@pytest.mark.parametrize("kind", ["control", "dahua-camera", "message"])
@pytest.mark.usefixtures("all_enabled")
async def test_mjpeg(
    hass: HomeAssistant, simulate: Simulate, add: Add, hass_client: ClientSessionGenerator, kind: str
) -> None:
    """The camera's own MJPEG reaches the browser, and its account does not."""
    simulator = await simulate(kind)
    entry = await add(simulator)
    sources = {source.kind: source for source in entry.runtime_data.camera.streams() if source.mjpeg}
    assert sources
    channel = next(iter(sources.values())).channel
    key = f"{channel}_stream_{next(iter(sources))}" if channel else f"stream_{next(iter(sources))}"
    camera = entity(hass, entry, Platform.CAMERA, key)
    client = await hass_client()
    async with client.get(f"/api/camera_proxy_stream/{camera}") as response:
        assert response.status == HTTPStatus.OK
        assert response.content_type == "multipart/x-mixed-replace"
        data = b""
        while data.count(JPEG) < 2:
            data += await response.content.readany()
    assert simulator.password.encode() not in data


async def test_mjpeg_refused(
    hass: HomeAssistant, simulate: Simulate, add: Add, hass_client: ClientSessionGenerator
) -> None:
    """A camera that gives no MJPEG leaves the browser with an error, not with a secret."""
    simulator = await simulate("control")
    entry = await add(simulator)
    camera = main_of(hass, entry)
    simulator.refuse["/"] = Fault(status=500)
    client = await hass_client()
    async with client.get(f"/api/camera_proxy_stream/{camera}") as response:
        assert response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        assert simulator.password not in await response.text()


async def test_stills_repeated(
    hass: HomeAssistant, toy_camera: MockConfigEntry, toy: Toy, hass_client: ClientSessionGenerator
) -> None:
    """Where the stream has no MJPEG, snapshots are repeated."""
    toy.bodies["/jpeg"] = web.Response(body=JPEG + b"x", content_type="image/jpeg")
    camera = entity(hass, toy_camera, Platform.CAMERA, "1_stream_main")
    client = await hass_client()
    async with client.get(f"/api/camera_proxy_stream/{camera}") as response:
        assert JPEG in await response.content.readany()


@pytest.mark.parametrize(
    ("path", "sources"),
    [
        ("", (None, None)),
        ("/h264", ("rtsp://admin:pass1234@127.0.0.1:554/h264", "rtsp://admin:pass1234@127.0.0.1:554/h264")),
        (
            "/ch{channel}?a=1",
            ("rtsp://admin:pass1234@127.0.0.1:554/ch1?a=1", "rtsp://admin:pass1234@127.0.0.1:554/ch2?a=1"),
        ),
        ("rtsp://1.2.3.4:88/x", ("rtsp://1.2.3.4:88/x", "rtsp://1.2.3.4:88/x")),
    ],
)
async def test_path_of_the_user(
    hass: HomeAssistant, toy_server: Server, path: str, sources: tuple[str | None, str | None]
) -> None:
    """The user can name another path or address for main streams; only the camera itself gets its account."""
    entry = await set_up(hass, toy_entry(toy_server, options={"rtsp_path": path}))
    cameras = [entity(hass, entry, Platform.CAMERA, f"{n}_stream_main") for n in (1, 2)]
    assert tuple([await async_get_stream_source(hass, camera) for camera in cameras]) == sources
