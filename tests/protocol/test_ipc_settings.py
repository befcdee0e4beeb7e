"""Settings of the ipc dialect that depend on each other, that cannot be asked, and what cameras do once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.dialects.ipc import DIALECT
from custom_components.cgi_camera.protocol.errors import Invalid, Refused, Unsupported
from custom_components.cgi_camera.protocol.features import AlarmInputType, OsdPlacement, ShutterMode
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Change, Command, Feature, Slot
from custom_components.cgi_camera.protocol.movement import NUDGES
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.writing import orders
from tests.simulator import Fault

from .conftest import Clock, Meet

BOTH = pytest.mark.parametrize("kind", ["ipc-1.0.1", "ipc-1.0.10"])
NEWER = "ipc-1.0.10"


def limits(camera: Camera, feature: Feature[Any], number: int = 0) -> tuple[float | None, float | None]:
    """Return the range of a number."""
    offered = camera.capabilities[Slot(0, feature, number)]
    return offered.minimum, offered.maximum


def choices(camera: Camera, feature: Feature[Any], number: int = 0) -> tuple[str, ...]:
    """Return what can be chosen."""
    return camera.capabilities[Slot(0, feature, number)].choices


def sent(simulator: Any) -> dict[str, str]:
    """Return the parameters of the last request, less the session."""
    query: dict[str, str] = simulator.requests[-1].query
    return {name: value for name, value in query.items() if name != "uid"}


# What depends on another setting


@BOTH
async def test_rates_follow_codec_and_resolution(kind: str, meet: Meet) -> None:
    """The ranges of frame and bit rate are those of what is set, and change with it at once."""
    simulator, camera = await meet(kind)
    assert choices(camera, f.STREAM_CODEC, 1) == ("H264", "H265")
    assert choices(camera, f.STREAM_RESOLUTION, 1) == ("2592X1944", "1080P")
    assert choices(camera, f.STREAM_RESOLUTION, 2) == ("VGA", "480X360")
    assert limits(camera, f.STREAM_BIT_RATE, 1) == (500, 4000)
    assert limits(camera, f.STREAM_FRAME_RATE, 1) == (1, 30)
    await camera.write(Change(f.STREAM_CODEC, "H264", 1))
    assert limits(camera, f.STREAM_BIT_RATE, 1) == (500, 6000)
    await camera.write(Change(f.STREAM_RESOLUTION, "2592X1944", 1))
    assert limits(camera, f.STREAM_BIT_RATE, 1) == (500, 8000)
    assert limits(camera, f.STREAM_FRAME_RATE, 1) == (1, 15)
    assert limits(camera, f.STREAM_BIT_RATE, 2) == (50, 2000)
    await camera.write(Change(f.STREAM_BIT_RATE, 8000, 1))
    await camera.write(Change(f.STREAM_CODEC, "H265", 1))
    assert sent(simulator) == {"encode_mode": "H265", "bitrate": "6000"}
    assert camera.value(f.STREAM_BIT_RATE, number=1) == 6000
    with pytest.raises(Invalid):
        await camera.write(Change(f.STREAM_BIT_RATE, 6001, 1))


async def test_told_values_stay_in_the_range_of_a_new_resolution(meet: Meet) -> None:
    """A rate that is told together with the resolution is sent as told."""
    simulator, camera = await meet(NEWER)
    await camera.write(Change(f.STREAM_RESOLUTION, "2592X1944", 1), Change(f.STREAM_FRAME_RATE, 10, 1))
    assert sent(simulator) == {"resolution": "2592X1944", "framerate": "10"}


async def test_streams_one_by_one(meet: Meet) -> None:
    """Each stream is set at its own path."""
    simulator, camera = await meet(NEWER)
    await camera.write(Change(f.STREAM_FRAME_RATE, 10, 1), Change(f.STREAM_FRAME_RATE, 11, 2))
    paths = [(request.path, request.query["framerate"]) for request in simulator.requests]
    assert paths == [("/cgi-bin/videoencoder/stream1", "10"), ("/cgi-bin/videoencoder/stream2", "11")]


async def test_foreign_resolution(meet: Meet) -> None:
    """At a resolution that the camera does not list there is no range, so the rates are shown only."""
    simulator, camera = await meet(NEWER)
    simulator.video.streams["stream1"]["resolution"] = "4K"
    camera.expire([Slot(0, f.STREAM_BIT_RATE, 1)])
    await camera.refresh([Slot(0, f.STREAM_BIT_RATE, 1)])
    assert not camera.capabilities[Slot(0, f.STREAM_BIT_RATE, 1)].writable
    await camera.write(Change(f.STREAM_CODEC, "H264", 1))
    assert sent(simulator) == {"encode_mode": "H264", "resolution": "2592X1944", "framerate": "15"}


@pytest.mark.parametrize("absent", ["videoencoder/getcapabilities", "audioencoder/getcapabilities"])
async def test_without_capabilities(absent: str, meet: Meet) -> None:
    """Firmware that tells no choices offers none."""
    _, camera = await meet(NEWER, absent=(absent,))
    video = camera.capabilities[Slot(0, f.STREAM_CODEC, 1)].writable
    audio = camera.capabilities[Slot(0, f.AUDIO_CODEC)].writable
    assert (video, audio) == (absent.startswith("audio"), absent.startswith("video"))


SPARSE = {
    "videoencoder/getcapabilities": '<video_capabilities><stream1><encode_mode name="H264"/></stream1>'
    "</video_capabilities>",
    "videoencoder": '<videoencoder><stream1 encode_mode="H265" resolution="VGA" framerate="x"/></videoencoder>',
    "audioencoder/getcapabilities": '<audio_capabilities><encode_type name="AAC"/></audio_capabilities>',
    "audioencoder": '<audioencoder encode_type="G.711" samplerate="8000"/>',
}


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (Change(f.STREAM_CODEC, "H264", 1), {"encode_mode": "H264"}),
        (Change(f.AUDIO_CODEC, "AAC"), {"encode_type": "AAC"}),
    ],
)
def test_capabilities_that_tell_little(change: Change[str], texts: dict[str, str]) -> None:
    """Codecs without sizes and rates: a new codec is told by itself."""
    known = Knowledge(DIALECT, 30)
    for endpoint in DIALECT.endpoints:
        if body := SPARSE.get(endpoint.key):
            known.take(Source(endpoint, 0), DIALECT.decode(body.encode()), 0.0)
    (order,) = orders(known, [change], 0)
    assert order.texts == texts


async def test_audio_follows_codec(meet: Meet) -> None:
    """Sample and bit rate go along with a codec that has others."""
    simulator, camera = await meet(NEWER)
    assert choices(camera, f.AUDIO_CODEC) == ("G.711", "G.711A", "AAC")
    assert choices(camera, f.AUDIO_SAMPLE_RATE) == ("8000",)
    await camera.write(Change(f.AUDIO_CODEC, "AAC"))
    assert sent(simulator) == {"encode_type": "AAC", "samplerate": "16000", "bitrate": "16000"}
    assert choices(camera, f.AUDIO_SAMPLE_RATE) == ("16000",)
    assert choices(camera, f.AUDIO_BIT_RATE) == ("16000",)


async def test_positions_in_thirds(meet: Meet) -> None:
    """Counted in thirds a position ends at 2, and what is beyond is taken there."""
    simulator, camera = await meet(NEWER)
    assert limits(camera, f.OSD_X) == (0, 100)
    await camera.write(Change(f.OSD_X, 90), Change(f.OSD_Y, 1))
    await camera.write(Change(f.OSD_PLACEMENT, OsdPlacement.DIRECTION))
    assert sent(simulator) == {"title_pos_type": "0", "title_pos_x": "2"}
    assert limits(camera, f.OSD_X) == (0, 2)
    assert limits(camera, f.TIME_OSD_X) == (0, 100)


async def test_two_switches_in_one_number(meet: Meet) -> None:
    """Resolution and bit rate on the picture do not disturb each other."""
    simulator, camera = await meet(NEWER)
    await camera.write(Change(f.OSD_RESOLUTION, True), Change(f.OSD_BIT_RATE, True))
    assert sent(simulator) == {"show_res_bit": "3"}
    await camera.write(Change(f.OSD_RESOLUTION, False))
    assert simulator.values["osd"]["show_res_bit"] == "2"
    assert (camera.value(f.OSD_RESOLUTION), camera.value(f.OSD_BIT_RATE)) == (False, True)


# What is told by two, or by none


@pytest.mark.parametrize(("local", "remote"), [("1", "0"), ("0", "1"), ("0", "0")])
async def test_recording_is_told_by_its_stores(local: str, remote: str, meet: Meet) -> None:
    """Recording is on where anything is stored, wherever that is."""
    simulator, camera = await meet(NEWER)
    simulator.values["setScheduleStorage"] |= {"localEnable": local, "remoteEnable": remote}
    camera.expire([Slot(0, f.RECORDING)])
    await camera.refresh([Slot(0, f.RECORDING)])
    assert camera.value(f.RECORDING) is ("1" in local + remote)


async def test_shutter_that_cannot_be_asked(meet: Meet) -> None:
    """Where only the answer to a set tells it, what was told is remembered."""
    simulator, camera = await meet(NEWER)
    simulator.refuse["/cgi-bin/setShutterSpeed?uid"] = Fault(
        status=400, body=b"<fault><value>x</value><reason>not find param dayShutterMode</reason></fault>"
    )
    fresh = Camera(camera.transport, camera.dialect)
    await fresh.identify()
    await fresh.discover()
    assert fresh.capabilities[Slot(0, f.DAY_SHUTTER_MODE)].assumed
    await fresh.write(Change(f.DAY_SHUTTER_MODE, ShutterMode.MANUAL))
    assert sent(simulator) == {
        "dayShutterMode": "1",
        "dayShutterSpeed": "100",
        "nightShutterMode": "0",
        "nightShutterSpeed": "100",
    }
    await fresh.write(Change(f.NIGHT_SHUTTER_SPEED, 500))
    assert sent(simulator)["dayShutterMode"] == "1"
    assert fresh.value(f.NIGHT_SHUTTER_SPEED) == 500


async def test_contacts(meet: Meet) -> None:
    """The first alarm input is asked, the others are told only, and asking changes none of them."""
    simulator, camera = await meet(NEWER)
    assert simulator.indexed.get(("setAlarmState", "1")) in (None, {"logicalstate": "1"})
    kinds = [camera.capabilities[Slot(0, f.ALARM_INPUT_TYPE, n)].assumed for n in (1, 2, 3, 4)]
    assert kinds == [False, True, True, True]
    await camera.write(Change(f.ALARM_INPUT_TYPE, AlarmInputType.NORMALLY_CLOSED, 4))
    assert sent(simulator) == {"position": "3", "logicalstate": "0"}
    assert simulator.indexed["setAlarmState", "3"]["logicalstate"] == "0"


# Condition


async def test_condition(meet: Meet) -> None:
    """Cards, uptime and memory are told, and how fast the clock is."""
    simulator, camera = await meet(NEWER)
    assert (camera.value(f.SD_CARD, number=1), camera.value(f.SD_CARD, number=2)) == (True, False)
    assert (camera.value(f.MEMORY_TOTAL), camera.value(f.MEMORY_FREE)) == (125620, 24384)
    uptime, offset = Slot(0, f.UPTIME), Slot(0, f.CLOCK_OFFSET)
    simulator.advance(90061)
    camera.expire([uptime, offset])
    await camera.refresh([uptime, offset])
    assert (camera.state.get(uptime) or 0) >= 90061
    simulator.set_clock(datetime.now(UTC) + timedelta(seconds=120))
    camera.expire([offset])
    await camera.refresh([offset])
    assert camera.state.get(offset) in range(117, 122)


async def test_clock_without_zone(meet: Meet) -> None:
    """A clock without a zone is compared with the local time here."""
    simulator, camera = await meet(NEWER, missing=("timezone",))
    simulator.set_clock(datetime.now(UTC) + timedelta(seconds=120))
    await camera.read([Slot(0, f.CLOCK_OFFSET)])
    expected = (simulator.local_now() - datetime.now()).total_seconds()  # noqa: DTZ005
    assert camera.value(f.CLOCK_OFFSET) == pytest.approx(expected, abs=3)


# What is done once


@BOTH
async def test_commands(kind: str, meet: Meet) -> None:
    """Each level offers what it has, and one with a head to move it."""
    _, camera = await meet(kind, ptz=False)
    older = {f.REBOOT, f.SET_CLOCK, f.FACTORY_RESET}
    newer = {
        *(f.FACTORY_RESET_KEEP_NETWORK, f.MANUAL_ALARM, f.UPLOAD_SNAPSHOT_SD_CARD),
        *(f.UPLOAD_SNAPSHOT_FTP, f.UPLOAD_SNAPSHOT_EMAIL, f.UPLOAD_SNAPSHOT_NFS),
    }
    fixed = older | (newer if kind == NEWER else set())
    assert set(camera.commands(0)) == fixed
    _, moved = await meet(kind)
    assert set(moved.commands(0)) == fixed | {*NUDGES, f.PTZ_STOP}


@pytest.mark.parametrize(
    ("command", "path", "query"),
    [
        (f.MANUAL_ALARM, "setManualInputAlarm", {}),
        (f.FACTORY_RESET, "factory_reset", {}),
        (f.FACTORY_RESET_KEEP_NETWORK, "factory_reset", {"retain_network": "1"}),
        (f.UPLOAD_SNAPSHOT_SD_CARD, "snapshot.cgi", {"stream": "1", "upload": "0"}),
        (f.UPLOAD_SNAPSHOT_EMAIL, "snapshot.cgi", {"stream": "1", "upload": "2"}),
    ],
)
async def test_act(command: Command, path: str, query: dict[str, str], meet: Meet) -> None:
    """A command is one request, which the camera accepts."""
    simulator, camera = await meet(NEWER)
    await camera.act(command)
    (request,) = simulator.requests
    told = {name: value for name, value in request.query.items() if name not in {"uid", "username", "password"}}
    assert (request.path, told, request.status) == (f"/cgi-bin/{path}", query, 200)


async def test_manual_alarm_is_an_alarm(meet: Meet, clock: Clock) -> None:
    """What it triggers is seen."""
    simulator, camera = await meet(NEWER, engine={"clock": clock})
    await camera.act(f.MANUAL_ALARM)
    clock.ahead += 10
    simulator.advance(1)
    await camera.refresh([Slot(0, f.ALARM_INPUT, 1)])
    assert camera.value(f.ALARM_INPUT, number=1) is True


@pytest.mark.parametrize(
    ("command", "reason"),
    [(f.UPLOAD_SNAPSHOT_FTP, "Ftp not deploy"), (f.UPLOAD_SNAPSHOT_NFS, "NFS Server not mounted")],
)
async def test_upload_refused(command: Command, reason: str, meet: Meet) -> None:
    """The camera says why it cannot."""
    _, camera = await meet(NEWER)
    with pytest.raises(Refused, match=reason):
        await camera.act(command)


@BOTH
async def test_set_clock(kind: str, meet: Meet) -> None:
    """The clock is set to the time that it is where the camera's time zone is."""
    simulator, camera = await meet(kind)
    await camera.write(Change(f.TIME_ZONE, "UTC+05:45"))
    simulator.set_clock(datetime(2001, 2, 3, tzinfo=UTC))
    simulator.requests.clear()
    assert await camera.act(f.SET_CLOCK)
    told, read, back = ({k: v for k, v in r.query.items() if k != "uid"} for r in simulator.requests)
    assert (read, back) == ({}, {"update_method": "ntp", "ntpaddr": "pool.ntp.org", "port": "123"})
    assert camera.value(f.TIME_SOURCE) is f.TimeSource.NTP
    query = dict(told)
    assert query.pop("update_method") == "MANUAL"
    moment = datetime(*(int(query[name]) for name in ("year", "month", "day", "hour", "min", "sec")))  # type: ignore[arg-type,misc]  # noqa: DTZ001
    expected = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=5, minutes=45)
    assert abs(moment - expected) < timedelta(seconds=3)
    assert abs(simulator.local_now() - expected) < timedelta(seconds=5)


async def test_older_has_no_manual_alarm(meet: Meet) -> None:
    """What is not offered is not sent."""
    simulator, camera = await meet("ipc-1.0.1")
    with pytest.raises(Unsupported):
        await camera.act(f.MANUAL_ALARM)
    assert simulator.requests == []
