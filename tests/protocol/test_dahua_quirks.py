"""What real dahua devices do that their document does not tell, where no other test is about it.

Which test holds which habit stands in `docs/quirks.md`.
"""

from typing import Any

import aiohttp
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.dialects.dahua_events import PUSH
from custom_components.cgi_camera.protocol.errors import BadAnswer, CameraError, ConnectionFailed
from custom_components.cgi_camera.protocol.link import Link, signals
from custom_components.cgi_camera.protocol.model import Change, Slot
from custom_components.cgi_camera.protocol.probe import NotSupported, probe
from tests.conftest import Simulate
from tests.simulator import Fault

from .conftest import Clock, Connect, Meet
from .ear import listening

CAMERA, RECORDER = "dahua-camera", "dahua-recorder"
MOTION = Slot(1, f.MOTION)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connect again without a pause."""
    monkeypatch.setattr("custom_components.cgi_camera.protocol.link._FIRST", 0.01)


# Events


@pytest.mark.parametrize("status", ["404", "501"])
async def test_no_event_stream(status: str, meet: Meet, clock: Clock) -> None:
    """A device without events is asked for them once, and for its alarms from then on."""
    simulator, camera = await meet(CAMERA, no_events=status, events_enabled=False, engine={"clock": clock})
    await camera.listen(lambda changed: None)
    assert [request.status for request in simulator.requests] == [int(status)]
    simulator.raise_alarm("motion")
    clock.ahead += camera.interval([MOTION])
    await camera.refresh([MOTION])
    assert camera.state.get(MOTION) is True


async def test_nothing_in_place_of_the_event_stream(meet: Meet) -> None:
    """An empty answer is no stream and no refusal for good: it is asked again, and heard once there is one."""
    simulator, camera = await meet(CAMERA, no_events="empty", events_enabled=False)
    told = signals(camera.transport, PUSH)
    assert [await anext(told) for _ in range(3)] == [Link.DOWN] * 3
    assert [request.query["codes"] for request in simulator.requests if "Authorization" in request.headers].count(
        "[All]"
    ) == 3
    simulator.manners.events_enabled = True
    assert await anext(told) is Link.UP
    await told.aclose()


# Connections


async def test_two_requests_at_a_time(meet: Meet) -> None:
    """A device that bears no more loses none, where no nonce keeps requests in order."""
    _, plain = await meet(RECORDER, scheme="basic")
    simulator, camera = await meet(RECORDER, scheme="basic", most_at_once=2)
    assert simulator.busiest <= 2
    assert camera.capabilities == plain.capabilities
    assert camera.value(f.BRIGHTNESS, 4) == 50


@pytest.mark.parametrize(
    ("options", "error"),
    [({"scheme": "off"}, ConnectionFailed), ({"cgi_enabled": False}, NotSupported)],
)
async def test_nobody_gets_in(options: dict[str, Any], error: type[CameraError], simulate: Simulate) -> None:
    """With MD5 turned off a device answers 500 to everything, with CGI turned off 404."""
    simulator = await simulate(CAMERA, **options)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(error):
            await probe(session, simulator.host, port=simulator.port)


@pytest.mark.parametrize("status", [400, 500, 503])
async def test_while_it_comes_up(status: int, meet: Meet, clock: Clock) -> None:
    """What a device refuses then it refuses for the moment: everything is there afterwards, with other nonces."""
    simulator, camera = await meet(CAMERA, engine={"clock": clock})
    offered = dict(camera.capabilities)
    slots = list(offered)
    simulator.reboot_seconds, simulator.booting_status, simulator.booting_seconds = 0.01, status, 1000
    await camera.act(f.REBOOT)
    await simulator._reboot
    for _ in range(4):
        clock.ahead += 301
        await camera.refresh(slots)
    assert camera.value(f.BRIGHTNESS, 1) is None
    simulator.advance(1001)
    clock.ahead += 301
    await camera.refresh(slots)
    assert camera.capabilities == offered
    assert camera.value(f.BRIGHTNESS, 1) == 50
    async with listening(camera) as ear:
        simulator.raise_alarm("motion")
        await ear.until(MOTION, True)


# Channels and streams


@pytest.mark.parametrize("collect", ["slots", "fitted"])
async def test_counted_inputs(collect: str, meet: Meet) -> None:
    """A recorder counts all its slots as inputs, or those with a camera."""
    _, camera = await meet(RECORDER, collect=collect, empty=(2,))
    assert camera.channels == (1, 3, 4)


async def test_settings_for_alarms_are_no_streams(meet: Meet) -> None:
    """A main stream has settings for movement and alarm, too, which are no further streams."""
    simulator, camera = await meet(CAMERA)
    assert "Encode[0].MainFormat[1].Video.Compression" in simulator.config.values
    assert [stream.number for stream in camera.streams()] == [1, 2, 3]
    codecs = {slot.number for slot in camera.capabilities if slot.feature is f.STREAM_CODEC}
    assert codecs == {1, 2, 3}


async def test_capabilities_with_blanks(meet: Meet) -> None:
    """Some lists have blanks behind their commas."""
    _, camera = await meet(CAMERA, caps_blank=True)
    choices = camera.capabilities[Slot(1, f.STREAM_CODEC, 1)].choices
    assert len(choices) > 1
    assert all(choice == choice.strip() for choice in choices)


@pytest.mark.parametrize("odd", [{"snapshot_tail": "dhav0000"}, {"odd_comment": True}], ids=str)
async def test_odd_pictures(odd: dict[str, Any], meet: Meet) -> None:
    """Something behind the end, or a comment that lies about its length, makes it no other picture."""
    _, camera = await meet(CAMERA, **odd)
    picture = await camera.snapshot(camera.streams()[0])
    assert picture.startswith(b"\xff\xd8")
    assert b"\xff\xd9" in picture


async def test_channel_without_a_picture(meet: Meet) -> None:
    """A channel that came by ONVIF has no snapshot; a recorder has none without a channel's number, either."""
    simulator, camera = await meet(RECORDER, without_snapshot=[2])
    first, second = (next(stream for stream in camera.streams() if stream.channel == channel) for channel in (1, 2))
    assert (await camera.snapshot(first)).startswith(b"\xff\xd8")
    assert simulator.requests[-1].target == "/cgi-bin/snapshot.cgi?channel=1"
    with pytest.raises(BadAnswer):
        await camera.snapshot(second)


# Lamps


@pytest.mark.parametrize("lighting_v2", [False, True])
@pytest.mark.parametrize("lamp", ["NearLight", "MiddleLight", "FarLight"])
async def test_lamp(lamp: str, lighting_v2: bool, meet: Meet) -> None:
    """A lamp is told as the near, the middle or the far one; it is set as what it is told."""
    simulator, camera = await meet(CAMERA, lamp=lamp, lighting_v2=lighting_v2)
    await camera.write(Change(f.INFRARED_BRIGHTNESS, 33), channel=1)
    (name, value) = list(simulator.requests[0].query.items())[1]
    assert (name.rpartition("]")[0].rpartition(".")[2].partition("[")[0], value) == (lamp, "33")
    assert camera.value(f.INFRARED_BRIGHTNESS, 1) == 33


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("feature", [f.WARNING_LIGHT, f.SIREN])
async def test_what_turns_itself_off(feature: Any, flat: bool, meet: Meet, clock: Clock) -> None:
    """White light and siren go off after some seconds, and are seen to be off at the next reading."""
    simulator, camera = await meet(CAMERA, white_light=True, siren=True, flat_status=flat, engine={"clock": clock})
    slot = Slot(1, feature)
    await camera.write(Change(feature, True), channel=1)
    assert camera.state.get(slot) is True
    simulator.advance(16)
    clock.ahead += camera.interval([slot])
    await camera.refresh([slot])
    assert camera.state.get(slot) is False


@pytest.mark.parametrize("status", [200, 400])
async def test_storage_that_is_not_there(status: int, simulate: Simulate, connect: Connect) -> None:
    """No card is an error of the request for it, and of nothing else."""
    simulator = await simulate(CAMERA)
    simulator.refuse["/cgi-bin/storageDevice.cgi"] = Fault(status=status, body=b"Error\r\nErrorID=2, Detail=Invalid!")
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    assert not any(slot.key.startswith("disk") for slot in camera.capabilities)
    assert camera.value(f.BRIGHTNESS, 1) == 50
