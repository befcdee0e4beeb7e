"""Video: found in the background, remembered, and looked for again when it is gone."""

import logging
from typing import Any

from homeassistant.components.camera import async_get_image, async_get_stream_source
from homeassistant.components.camera.const import DATA_COMPONENT, CameraEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera.protocol import streams
from custom_components.cgi_camera.protocol.model import StreamKind
from custom_components.cgi_camera.rtsp import Outcome, StreamKey
from tests.conftest import Add, Simulate
from tests.ha import KINDS, Clock, entry_of, main_of, pass_time, reload, set_up, state, wait_for
from tests.protocol.test_rtsp import asked, wired
from tests.simulator import Fault, SimulatedCamera
from tests.simulator.rtsp import RtspHabits

PASSWORD = "p@ss/w:rd"
MAIN: StreamKey = (1, StreamKind.MAIN)
SUB: StreamKey = (1, StreamKind.SUB)
OPTIONS: dict[str, dict[str, Any]] = {"ipc-1.0.10": {"tells_ports": True}, "message": {"digest": True}}


def outcomes(entry: MockConfigEntry) -> dict[StreamKey, Outcome]:
    """Return what came of looking for streams."""
    found: dict[StreamKey, Outcome] = entry.runtime_data.rtsp.outcomes
    return found


def streams_video(hass: HomeAssistant, camera: str) -> bool:
    """Tell whether a camera entity offers video."""
    return bool(state(hass, camera).attributes["supported_features"] & CameraEntityFeature.STREAM)


async def searched(simulator: SimulatedCamera, entry: MockConfigEntry, outcome: Outcome, key: StreamKey = MAIN) -> None:
    """Wait until a search ends, and forget what was asked for."""
    await wait_for(lambda: outcomes(entry).get(key) is outcome and entry.runtime_data.rtsp._task.done())
    if simulator.rtsp:
        simulator.rtsp.requests.clear()


@pytest.mark.parametrize("kind", KINDS)
async def test_found(
    hass: HomeAssistant,
    simulate: Simulate,
    add: Add,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    """A camera's video is found by itself; its address has the account, which nothing else ever shows."""
    simulator = await simulate(kind, password=PASSWORD, rtsp=True, **OPTIONS.get(kind, {}))
    # What the older ipc firmware does not tell.
    monkeypatch.setattr(streams, "PORT", simulator.rtsp.port)
    entry = await add(simulator)
    coordinator, camera = entry.runtime_data, main_of(hass, entry)
    await wait_for(lambda: streams_video(hass, camera))
    source = await async_get_stream_source(hass, camera)
    assert source
    assert source.startswith(f"rtsp://admin:p%40ss%2Fw%3Ard@127.0.0.1:{simulator.rtsp.port}/")
    assert entry.runtime_data is coordinator
    await wait_for(coordinator.rtsp._task.done)
    shown = f"{state(hass, camera).attributes} {entry.data['streams']}"
    assert "p@ss" not in shown
    assert "p%40ss" not in shown


async def test_nothing_is_logged(
    hass: HomeAssistant, simulate: Simulate, add: Add, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the address, for those who look for it, and never the account."""
    caplog.set_level(logging.DEBUG)
    simulator = await simulate("dahua-camera", password=PASSWORD, rtsp={"schemes": ["Basic"]})
    entry = await add(simulator)
    await searched(simulator, entry, Outcome.FOUND)
    assert await async_get_stream_source(hass, main_of(hass, entry))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("custom_components")]
    assert any(f"rtsp://127.0.0.1:{simulator.rtsp.port}/cam" in text for text in ours)
    assert not [text for text in ours if "p@ss" in text or "p%40ss" in text]


@pytest.mark.usefixtures("all_enabled")
async def test_remembered(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """What was found is there at once the next time, and nothing is asked."""
    simulator = await simulate("message", rtsp=True)
    entry = await add(simulator)
    await searched(simulator, entry, Outcome.FOUND)
    await searched(simulator, entry, Outcome.FOUND, SUB)
    port = simulator.rtsp.port
    assert entry.data["streams"] == {
        "1_main": f"rtsp://127.0.0.1:{port}/1/h264major",
        "1_sub": f"rtsp://127.0.0.1:{port}/1/h264minor",
    }
    await reload(hass, entry)
    assert streams_video(hass, main_of(hass, entry))
    assert outcomes(entry) == {}
    assert asked(simulator) == []


async def test_only_what_is_enabled(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Streams without an entity in use are not looked for."""
    simulator = await simulate("dahua-camera", rtsp=True)
    entry = await add(simulator)
    await wait_for(lambda: outcomes(entry))
    assert outcomes(entry) == {MAIN: Outcome.FOUND}
    assert {target for target, _ in asked(simulator)} == {"/cam/realmonitor?channel=1&subtype=0"}


async def test_without_rtsp(hass: HomeAssistant, simulate: Simulate, add: Add, unused_tcp_port: int) -> None:
    """A camera without RTSP has pictures all the same. It is looked again three times, and then no more."""
    simulator = await simulate("message", rtsp_port=unused_tcp_port)
    entry = await add(simulator)
    await searched(simulator, entry, Outcome.UNREACHABLE)
    camera = main_of(hass, entry)
    assert not streams_video(hass, camera)
    assert await async_get_stream_source(hass, camera) is None
    assert (await async_get_image(hass, camera)).content.startswith(b"\xff\xd8")
    async with wired(b"", b"", b"", b"") as wire:
        simulator.row("netport", "NetPortInfo", 1)["RtspPort"] = str(wire.port)
        await reload(hass, entry)
        await searched(simulator, entry, Outcome.UNREACHABLE)
        for looked, seconds in ((1, 50), (2, 61), (3, 601), (4, 3601), (4, 90000)):
            await pass_time(hass, seconds)
            await wait_for(entry.runtime_data.rtsp._task.done)
            # Each time once, though there are two paths: the first does not answer.
            assert len(wire.heads) == looked


async def test_set_up_does_not_wait(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera whose RTSP accepts and says nothing is as soon there as any other; unloading ends the search."""
    simulator = await simulate("message")
    async with wired(b"", close=False) as wire:
        simulator.row("netport", "NetPortInfo", 1)["RtspPort"] = str(wire.port)
        entry = await add(simulator)
        search = entry.runtime_data.rtsp
        await wait_for(lambda: wire.heads)
        assert search.outcomes == {}
        assert await hass.config_entries.async_unload(entry.entry_id)
        await hass.async_block_till_done()
        assert search._task.cancelled()


@pytest.mark.usefixtures("all_enabled")
async def test_refused_account(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """RTSP that refuses the account is asked once, for all streams of all channels; pictures are there."""
    simulator = await simulate("dahua-recorder", rtsp={"status": 401})
    entry = await add(simulator)
    await wait_for(lambda: outcomes(entry))
    assert set(outcomes(entry).values()) == {Outcome.REFUSED}
    await pass_time(hass, 90000)
    assert len(simulator.rtsp.requests) == 1
    camera = main_of(hass, entry)
    assert not streams_video(hass, camera)
    assert (await async_get_image(hass, camera)).content.startswith(b"\xff\xd8")
    simulator.rtsp.habits.status = 0
    await reload(hass, entry)
    await wait_for(lambda: streams_video(hass, camera))


async def test_found_later(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Video that comes later than the camera's pages is found when it is looked for again."""
    simulator = await simulate("message", rtsp={"status": 503})
    entry = await add(simulator)
    await searched(simulator, entry, Outcome.UNREACHABLE)
    simulator.rtsp.habits.status = 0
    camera = main_of(hass, entry)
    await pass_time(hass, 61)
    await wait_for(lambda: streams_video(hass, camera))
    await pass_time(hass, 90000)
    assert [status for _, status in asked(simulator)] == [200]


async def test_moved(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Whoever opens a stream has it checked; where it has moved, the next one finds it."""
    simulator = await simulate("message", rtsp=True)
    entry = await add(simulator)
    await searched(simulator, entry, Outcome.FOUND)
    camera = main_of(hass, entry)
    assert await async_get_stream_source(hass, camera)
    await searched(simulator, entry, Outcome.FOUND)
    simulator.rtsp.habits.paths = ("/mpeg4",)
    old = await async_get_stream_source(hass, camera)
    await wait_for(lambda: entry.data["streams"]["1_main"].endswith("/mpeg4"))
    assert [target for target, _ in asked(simulator)] == ["/1/h264major", "/mpeg4"]
    new = await async_get_stream_source(hass, camera)
    assert (old, new) == tuple(
        f"rtsp://admin:pass1234@127.0.0.1:{simulator.rtsp.port}{path}" for path in ("/1/h264major", "/mpeg4")
    )
    await searched(simulator, entry, Outcome.FOUND)
    simulator.rtsp.habits.paths = ()
    await async_get_stream_source(hass, camera)
    await searched(simulator, entry, Outcome.MISSING)
    assert not streams_video(hass, camera)
    assert entry.data["streams"] == {}


async def test_unreachable_for_a_while(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A stream that does not answer for once stays where it was."""
    simulator = await simulate("message", rtsp=True)
    entry = await add(simulator)
    await searched(simulator, entry, Outcome.FOUND)
    simulator.rtsp.habits.drop = True
    camera = main_of(hass, entry)
    await async_get_stream_source(hass, camera)
    await searched(simulator, entry, Outcome.UNREACHABLE)
    simulator.rtsp.habits = RtspHabits(status=401)
    await async_get_stream_source(hass, camera)
    await searched(simulator, entry, Outcome.REFUSED)
    assert streams_video(hass, camera)
    assert entry.data["streams"]["1_main"].endswith("/1/h264major")
    await async_get_stream_source(hass, camera)
    assert entry.runtime_data.rtsp._task.done()


async def test_open_video_follows(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """When the video that is open stops, it is looked for, and goes on from where it is now."""
    simulator = await simulate("message", rtsp=True)
    entry = await add(simulator)
    assert await async_setup_component(hass, "stream", {})
    await searched(simulator, entry, Outcome.FOUND)
    camera = hass.data[DATA_COMPONENT].get_entity(main_of(hass, entry))
    assert camera
    video = await camera.async_create_stream()
    assert video
    assert await camera.async_create_stream() is video
    await searched(simulator, entry, Outcome.FOUND)
    simulator.rtsp.habits.paths = ("/mpeg4",)
    # What Home Assistant's player does when it comes and goes.
    video._async_update_state(available=True)
    assert entry.runtime_data.rtsp._task.done()
    video._async_update_state(available=False)
    await searched(simulator, entry, Outcome.FOUND)
    assert video.source.endswith("/mpeg4")


async def test_no_stream_no_player(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Without an address there is nothing to open."""
    simulator = await simulate("message", rtsp={"paths": []})
    entry = await add(simulator)
    assert await async_setup_component(hass, "stream", {})
    camera = hass.data[DATA_COMPONENT].get_entity(main_of(hass, entry))
    assert camera
    assert await camera.async_create_stream() is None


@pytest.mark.usefixtures("all_enabled")
async def test_port_changes(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """What the camera says of its port is followed, without a reload."""
    simulator = await simulate("ipc-1.0.10", tells_ports=True, rtsp=True)
    entry = await add(simulator)
    port, key, coordinator = simulator.rtsp.port, (0, StreamKind.MAIN), entry.runtime_data
    await searched(simulator, entry, Outcome.FOUND, key)
    simulator.values["set_service_port"]["rtspport"] = "1"
    await pass_time(hass, 301, clock)
    await searched(simulator, entry, Outcome.UNREACHABLE, key)
    assert not streams_video(hass, main_of(hass, entry))
    simulator.values["set_service_port"]["rtspport"] = str(port)
    await pass_time(hass, 301, clock)
    await searched(simulator, entry, Outcome.FOUND, key)
    assert entry.data["streams"]["0_main"] == f"rtsp://127.0.0.1:{port}/stream0"
    assert entry.runtime_data is coordinator


async def test_back_from_far(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock) -> None:
    """A camera that was away, maybe for an update, may have video now."""
    simulator = await simulate("message", rtsp={"paths": []})
    entry = await add(simulator)
    await searched(simulator, entry, Outcome.MISSING)
    simulator.refuse["/"] = Fault(drop=True)
    await pass_time(hass, 31, clock)
    assert not entry.runtime_data.last_update_success
    simulator.rtsp.habits.paths = None
    simulator.refuse.clear()
    await pass_time(hass, 31, clock)
    await wait_for(lambda: streams_video(hass, main_of(hass, entry)))


@pytest.mark.usefixtures("all_enabled")
async def test_path_of_the_user(hass: HomeAssistant, simulate: Simulate) -> None:
    """What the user says is not asked for at the camera; further streams are."""
    simulator = await simulate("message", rtsp={"paths": ["/1/h264minor"]})
    entry = await set_up(hass, entry_of(simulator, options={"rtsp_path": "/mine"}))
    camera = main_of(hass, entry)
    assert streams_video(hass, camera)
    assert await async_get_stream_source(hass, camera) == (
        f"rtsp://admin:pass1234@127.0.0.1:{simulator.rtsp.port}/mine"
    )
    await searched(simulator, entry, Outcome.FOUND, SUB)
    assert MAIN not in outcomes(entry)
