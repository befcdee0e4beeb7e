"""The simulated dahua devices through python-amcrest, a client that nobody here wrote."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import inspect
from pathlib import Path
import re
from typing import Any

from amcrest import AmcrestCamera, ApiWrapper, CommError, LoginError
import pytest

from tests.simulator import MODELS
from tests.simulator.dahua import DahuaDevice

from .conftest import Starter
from .dahua_client import attached

type Meet = Callable[..., Awaitable[tuple[DahuaDevice, ApiWrapper]]]

IDENTITY = {
    "dahua-camera": ("IPC-HDW5831R-ZE", "IPC", "2.800.0000016.0.R", "2020-06-05"),
    "dahua-recorder": ("31", "NVR", "4.001.0000000.6.R", "2021-11-08"),
    "dahua-doorbell": ("VTO2311R-WP", "VTO", "4.700.0000000.0.R", "2023-05-17"),
}
TIDY = {name for name, attribute in inspect.getmembers(ApiWrapper) if isinstance(attribute, property)}
# Sent as `alarm.cgi?action={alarm_name}`, brackets and all; and what only some devices have.
NO_DEVICE = {f"async_alarm_{what}_channels" for what in ("input", "output", "states_input", "states_output")}
HEAD = {"async_ptz_config", "async_ptz_presets_count"}
DISK = {f"async_storage_{what}" for what in ("all", "device_info", "device_names", "total", "used", "used_percent")}
# 4.9.16 has no such codes; the rest of these tables and CGIs are of no use to anybody who shows a camera.
UNKNOWN = {
    "async_is_human_detected",
    "async_is_vehicle_detected",
    "async_info_all_active_users",
    "async_info_all_groups",
    "async_info_all_users",
    "async_ptz_auto_movement",
    "async_video_out_options",
    "async_wlan_config",
}
REFUSED = {
    "dahua-camera": HEAD,
    "dahua-recorder": HEAD,
    "dahua-dome": set(),
    "dahua-thermal": HEAD,
    "dahua-lights": HEAD,
    "dahua-doorbell": HEAD | DISK,
}


def peer_of(camera: DahuaDevice, password: str = "") -> ApiWrapper:
    """Return the client, impatient."""
    password = password or camera.password
    peer = AmcrestCamera(
        camera.host, camera.port, camera.username, password, retries_connection=0, timeout_protocol=5.0
    )
    return peer.camera


@pytest.fixture
def meet(started: Starter) -> Meet:
    async def meet(kind: str = "dahua-camera", **options: Any) -> tuple[DahuaDevice, ApiWrapper]:
        camera = MODELS[kind](**{"picture_size": (160, 90), **options})
        await started(camera)
        return camera, peer_of(camera)  # type: ignore[arg-type,return-value]

    return meet


# -- who it is


@pytest.mark.parametrize("kind", IDENTITY)
async def test_identity(meet: Meet, kind: str) -> None:
    """What it is, by which it is told apart, and by which firmware it runs."""
    camera, peer = await meet(kind)
    model, device_class, version, build = IDENTITY[kind]
    assert await peer.async_serial_number == camera.serial
    assert await peer.async_machine_name == camera.name
    assert await peer.async_device_type == model
    assert await peer.async_device_class == device_class
    assert await peer.async_vendor_information == "Dahua"
    told = await peer.async_software_information
    assert (told[0], told[1].strip()) == (version, build)
    assert repr(peer) == f"<{camera.name}:{camera.serial}>"


async def test_identity_by_the_other_half_of_the_client(meet: Meet) -> None:
    """The client without asyncio speaks through another library, with another digest."""
    camera, peer = await meet()
    assert await asyncio.to_thread(lambda: peer.serial_number) == camera.serial
    assert await asyncio.to_thread(lambda: peer.machine_name) == camera.name
    assert await asyncio.to_thread(peer.is_motion_detector_on)


@pytest.mark.parametrize(
    "login",
    [
        {"basic_first": True},
        {"scheme": "basic"},
        {"once": True},
        {"connection_close": True},
        {"blanks": False, "opaque": False, "tell_stale": True},
    ],
    ids=str,
)
async def test_log_in(meet: Meet, login: dict[str, Any]) -> None:
    """However the device asks for the password."""
    camera, peer = await meet(**login)
    for _ in range(2):
        assert await peer.async_serial_number == camera.serial
        assert await asyncio.to_thread(lambda: peer.serial_number) == camera.serial


async def test_quotes(meet: Meet) -> None:
    """Where quotes around qop are refused, only the half that sends none gets in."""
    camera, peer = await meet(unquoted=True)
    assert await peer.async_serial_number == camera.serial
    with pytest.raises(LoginError):
        await asyncio.to_thread(lambda: peer.serial_number)


async def test_wrong_password(meet: Meet) -> None:
    """A wrong password is told, and after some the account is locked for whoever comes from there."""
    camera, _ = await meet(lock_login_times=4)
    stranger = peer_of(camera, "wrong")
    with pytest.raises(LoginError):
        await stranger.async_serial_number
    # It tries Basic first, which is a failed log-in of its own.
    assert list(camera.gate.failures.values()) == [2]
    with pytest.raises(LoginError):
        await stranger.async_serial_number
    with pytest.raises(LoginError):
        await peer_of(camera).async_serial_number
    camera.advance(301)
    assert await peer_of(camera).async_serial_number == camera.serial


# -- what is set


@pytest.mark.parametrize("kind", REFUSED)
async def test_everything_that_can_be_read(meet: Meet, kind: str) -> None:
    """All that the client can ask for, but for what such a device refuses."""
    camera, peer = await meet(kind)
    refused = set()
    for name in sorted(each for each in TIDY if each.startswith("async_")):
        try:
            assert await getattr(peer, name) is not None
        except CommError:
            refused.add(name)
        except IndexError:
            # The client knows no device without an infrared lamp.
            assert (kind, name) == ("dahua-doorbell", "async_smart_ir")
    assert refused == NO_DEVICE | UNKNOWN | REFUSED[kind]
    assert {request.status for request in camera.requests} <= {200, 400, 401, 404}


TABLES = {
    "async_motion_detection": "MotionDetect[0]",
    "async_encode_media": "Encode[0]",
    "async_network_config": "Network.eth0",
    "async_video_color_config": "VideoColor[0][0]",
    "async_video_in_options": "VideoInOptions[0]",
    "async_ntp_config": "NTP",
    "async_record_config": "Record[0]",
    "async_alarm_config": "Alarm[0]",
    "async_general_config": "General",
    "async_event_login_failure": "LoginFailureAlarm",
}


@pytest.mark.parametrize("name", TABLES)
async def test_tables(meet: Meet, name: str) -> None:
    """A table is lines of names and values, below its own name."""
    _, peer = await meet()
    lines = (await getattr(peer, name)).splitlines()
    keys = [line.partition("=")[0] for line in lines]
    assert all(re.fullmatch(r"table(\.\w+(\[\d+\])*)+=.*", line) for line in lines)
    assert any(key.startswith(f"table.{TABLES[name]}.") for key in keys)
    assert len(set(keys)) == len(keys)


async def test_numbers_and_units(meet: Meet) -> None:
    """What the client makes more of than text."""
    camera, peer = await meet()
    assert abs(await peer.async_current_time - camera.now().replace(tzinfo=None)) < timedelta(seconds=5)
    assert await peer.async_video_max_extra_streams == 2
    assert await peer.async_storage_all == {
        "used_percent": "13.42",
        "used": ("8589934592.0", "B"),
        "total": ("63989415936.0", "B"),
    }
    assert await peer.async_get_day_night_color(0) == 1


# -- what is changed


@pytest.mark.parametrize("channel", [0, 2])
async def test_motion_detection(meet: Meet, channel: int) -> None:
    """Motion detection and its recording are turned off and on, in one channel alone."""
    camera, peer = await meet("dahua-recorder")
    others = [each for each in range(4) if each != channel]
    assert await peer.async_set_motion_detection(False, channel=channel)
    assert not await peer.async_is_motion_detector_on(channel=channel)
    assert camera.config[f"MotionDetect[{channel}].Enable"] == "false"
    assert [await peer.async_is_motion_detector_on(channel=each) for each in others] == [True] * 3
    assert await peer.async_set_motion_detection(True, channel=channel)
    assert await peer.async_is_motion_detector_on(channel=channel)
    assert await asyncio.to_thread(peer.set_motion_recording, False, channel=channel)
    assert not await peer.async_is_record_on_motion_detection(channel=channel)


async def test_video_and_sound(meet: Meet) -> None:
    """Streams, sound, the infrared lamp and the color of the picture."""
    camera, peer = await meet("dahua-recorder", extra_streams=3)
    assert await peer.async_set_day_night_color(2, 1) == "OK\r\n"
    assert await peer.async_get_day_night_color(1) == 2
    await peer.async_set_video_enabled(False, 0, stream="Extra")
    assert not await peer.async_is_video_enabled(0, stream="Extra", stream_type=2)
    assert await peer.async_is_video_enabled(0)
    assert not await peer.async_is_smart_ir_on(0)
    await peer.async_set_audio_enabled(False, channel=1)
    assert not await peer.async_is_audio_enabled(channel=1)
    assert await peer.async_is_audio_enabled(channel=0)
    assert await peer.async_set_record_mode(2, channel=3) == "OK\r\n"
    assert await peer.async_get_record_mode(channel=3) == "Stop"
    assert camera.config["RecordMode[2].Mode"] == "0"


async def test_privacy(meet: Meet) -> None:
    """The lens is masked."""
    _, peer = await meet("dahua-lights")
    assert await peer.async_set_privacy(True) == "OK\r\n"
    assert "table.LeLensMask[0].Enable=true" in await peer.async_privacy_config()


async def test_clock_and_reboot(meet: Meet) -> None:
    """The clock is set, and the device starts anew."""
    camera, peer = await meet()
    assert await peer.async_set_current_time(datetime(2021, 3, 4, 5, 6, 7))  # noqa: DTZ001 the client's form
    assert (await peer.async_current_time).date().isoformat() == "2021-03-04"
    assert await peer.async_reboot() == "OK\r\n"
    assert camera._reboot is not None
    await camera._reboot
    assert await peer.async_serial_number == camera.serial


async def test_an_account_that_may_only_look(meet: Meet) -> None:
    """Such an account reads, and is refused what it wants to change."""
    _, peer = await meet(read_only=True)
    assert await peer.async_is_motion_detector_on()
    with pytest.raises(CommError, match="403"):
        await peer.async_set_motion_detection(False)


# -- pictures and films


async def test_snapshot(meet: Meet) -> None:
    """A picture of the first channel without a number, of others by theirs, which counts from 1."""
    _, peer = await meet("dahua-recorder", without_snapshot=[2])
    for options in ({}, {"channel": 1}, {"channel": 4}):
        picture = await peer.async_snapshot(**options)
        assert picture.startswith(b"\xff\xd8")
        assert picture.endswith(b"\xff\xd9")
    for channel in (0, 2, 5):
        with pytest.raises(CommError, match="400"):
            await peer.async_snapshot(channel=channel)


async def test_snapshot_into_a_file(meet: Meet, tmp_path: Path) -> None:
    """A picture as a file, as the client's command line makes one."""
    _, peer = await meet()
    await asyncio.to_thread(peer.snapshot, channel=1, path_file=str(tmp_path / "picture.jpg"))
    assert (tmp_path / "picture.jpg").read_bytes().startswith(b"\xff\xd8")


async def test_recordings(meet: Meet) -> None:
    """What was recorded is found, page by page, fetched, and the finder is closed."""
    camera, peer = await meet(find_page=1)
    span = camera.now().replace(tzinfo=None) - timedelta(hours=6), camera.now().replace(tzinfo=None)

    def found() -> list[str]:
        return list(peer.find_files(*span, channel=1, types=["dav"]))

    pages = await asyncio.to_thread(found)
    assert len(pages) == 2
    (path,) = re.findall("FilePath=(.+)\r", pages[1])
    (size,) = re.findall("Length=(.+)\r", pages[1])
    assert len(await asyncio.to_thread(peer.download_file, path.lstrip("/"))) == int(size)
    # The client closes with `factory.close`, which devices refuse, and `factory.destroy`.
    assert [request.query["action"] for request in camera.requests if "mediaFileFind" in request.path][-2:] == [
        "factory.close",
        "factory.destroy",
    ]


# -- what moves


async def test_presets(meet: Meet) -> None:
    """Presets are counted, listed, made and gone to; control counts channels from 0."""
    camera, peer = await meet("dahua-dome")
    head = camera.heads[0]
    assert await peer.async_ptz_presets_count == 2
    assert await peer.async_set_preset(preset_point_number=7)
    assert "presets[2].Index=7\r\n" in await peer.async_ptz_presets_list(channel=1)
    for number in (1, 7):
        assert await peer.async_go_to_preset(preset_point_number=number)
        assert head.preset == number
        assert f"status.PresetID={number}\r\n" in await peer.async_ptz_status(channel=1)
    with pytest.raises(CommError):
        await peer.async_go_to_preset(preset_point_number=256)


MOVES = ("up", "down", "left", "right", "left_up", "left_down", "right_up", "right_down")
LENS = ("zoom_in", "zoom_out", "focus_near", "focus_far", "iris_large", "iris_small")


@pytest.mark.parametrize("move", [*(f"async_move_{way}" for way in MOVES), *(f"async_{way}" for way in LENS)])
async def test_moves(meet: Meet, move: str) -> None:
    """The head runs from start to stop."""
    camera, peer = await meet("dahua-dome")
    assert await getattr(peer, move)(True)
    assert camera.heads[0].running
    assert await getattr(peer, move)(False)
    assert not camera.heads[0].running


async def test_positions_and_tours(meet: Meet) -> None:
    """A place by its angles, one by its corners in the picture, and a tour."""
    camera, peer = await meet("dahua-dome")
    assert await peer.async_position_abs(True, horizontal_angle=180, vertical_angle=45)
    assert camera.heads[0].place[:2] == (180, 45)
    assert await peer.async_move_directly(0, 0, 4096, 4096) == "OK\r\n"
    assert await peer.async_tour(True, tour_path_number=2)
    assert camera.heads[0].running == "Tour 2"
    assert await peer.async_tour(False, tour_path_number=2)


# -- what happens

# The client needs a length that is right, and lines that end as in HTTP.
FRAMINGS: list[dict[str, Any]] = [
    {},
    {"spaced": True},
    {"extra_header": True},
    {"chunk": 7},
    {"coalesce": 2},
    {"boundary": "-- myboundary"},
    {"inline": True},
]


@pytest.mark.parametrize("framing", FRAMINGS, ids=str)
async def test_events(meet: Meet, framing: dict[str, Any]) -> None:
    """What begins and ends, in which channel, with its data."""
    camera, peer = await meet("dahua-recorder", framing=framing)
    asking = asyncio.create_task(asyncio.to_thread(happened, peer, 4))
    await attached(camera)
    camera.raise_alarm("motion", channel=3, Id=[0], RegionName=["Region1"])
    camera.raise_alarm("tamper", channel=2)
    camera.raise_alarm("motion", on=False, channel=3)
    camera.raise_alarm("CrossLineDetection", Name="Gate", Object={"ObjectType": "Human"})
    told = await asking
    assert [(code, payload["action"], payload["index"]) for code, payload in told] == [
        ("VideoMotion", "Start", "2"),
        ("VideoBlind", "Start", "1"),
        ("VideoMotion", "Stop", "2"),
        ("CrossLineDetection", "Start", "0"),
    ]
    assert told[0][1]["data"]["RegionName"] == ["Region1"]


def happened(peer: ApiWrapper, count: int) -> list[tuple[str, dict[str, Any]]]:
    """Return so many events, heard in a loop of its own, as the client leaves its generators to whoever ends that."""

    async def listen() -> list[tuple[str, dict[str, Any]]]:
        events = peer.async_event_actions("All")
        return [await anext(events) for _ in range(count)]

    return asyncio.run(listen())


async def test_events_by_the_other_half_of_the_client(meet: Meet) -> None:
    """Only what was asked for is told."""
    camera, peer = await meet()
    events = peer.event_actions("AlarmLocal,VideoLoss")
    asking = asyncio.create_task(asyncio.to_thread(next, events))
    await attached(camera)
    camera.raise_alarm("motion")
    camera.raise_alarm("alarm_input")
    code, payload = await asking
    assert (code, payload["action"], payload["index"]) == ("AlarmLocal", "Start", "0")
    camera.cut_events()
    await asyncio.to_thread(events.close)


async def test_what_is_going_on(meet: Meet) -> None:
    """What is on at this moment can be asked for."""
    camera, peer = await meet("dahua-recorder")
    assert await peer.async_is_motion_detected == []
    camera.raise_alarm("motion", channel=1)
    camera.raise_alarm("motion", channel=3)
    camera.raise_alarm("alarm_input", channel=2)
    assert await peer.async_is_motion_detected == [0, 2]
    assert await peer.async_is_alarm_triggered == [1]


async def test_no_events(meet: Meet) -> None:
    """A device without events says so at once."""
    _, peer = await meet(events_enabled=False)
    with pytest.raises(CommError, match="501"):
        await asyncio.to_thread(happened, peer, 1)
