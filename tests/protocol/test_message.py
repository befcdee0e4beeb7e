"""The message dialect: its document's examples, and simulated boards over real sockets."""

from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.dialects.message import DIALECT
from custom_components.cgi_camera.protocol.errors import AuthFailed, Invalid, Refused, Unsupported
from custom_components.cgi_camera.protocol.features import DayNightMode, TimeSource
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Change, Slot, StreamKind
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.schema import Answer, Match, Request
from tests.simulator import Fault

from .conftest import Clock, Connect, Meet, Simulate
from .examples import Examples

EXAMPLES = Examples(DIALECT)
MOTION = Slot(1, f.MOTION)
INPUT = Slot(0, f.ALARM_INPUT, 1)
BRIGHTNESS = Slot(1, f.BRIGHTNESS)

# What the document prints no answer for: any answer of its form makes the rows known.
ANSWERS = {
    "image ImageInfo": "<ImageInfo>{}</ImageInfo>".format(
        "".join(f"<{n}><int>1</int></{n}>" for n in ("Hue", "Brightness", "Sharpness", "Saturation", "Contrast"))
    ),
    "image OSDInfo": "<OSDInfo><TextOSDStatus><int>0</int></TextOSDStatus><TextOSDTitle/></OSDInfo>",
    "camera ExposureInfo": "<ExposureInfo><ICRSwitch><int>1</int></ICRSwitch></ExposureInfo>",
}


@pytest.mark.parametrize("entry", EXAMPLES.entries("values"))
def test_printed_values(entry: dict[str, Any]) -> None:
    """Every answer is read to the values printed beside it, and to nothing else."""
    assert EXAMPLES.read(entry) == EXAMPLES.printed(entry)


@pytest.mark.parametrize("entry", EXAMPLES.entries("writes"))
def test_printed_requests(entry: dict[str, Any]) -> None:
    """Telling a camera the values of a printed request sends that request, or less of it."""
    printed = [e for e in EXAMPLES.index if e["endpoint"] == entry["endpoint"] and "values" in e]
    known = EXAMPLES.known(*printed[:1])
    if not printed:
        body = f"<Message>{ANSWERS[entry['endpoint']]}</Message>".encode()
        known.take(EXAMPLES.source(entry), DIALECT.decode(body), 0.0)
    path, query = EXAMPLES.spell(entry, known)
    assert (path, query.items() <= EXAMPLES.asked(entry)[1].items()) == (EXAMPLES.asked(entry)[0], True)
    assert len(query) > len(entry["writes"])


QUERY = b"""<Message><ImageInfo><Brightness><int>10 ... 90</int></Brightness><Hue><int></int></Hue>
<Contrast><int>strange</int></Contrast></ImageInfo></Message>"""


def test_ranges_follow_the_query() -> None:
    """Section 2.3.1.2, remarks 3 and 4: a range, nothing for read-only; the document's range for anything else."""
    known = Knowledge(DIALECT, 30)
    known.channels = (1,)
    known.take(Source(EXAMPLES.endpoints["image query"], 0), DIALECT.decode(QUERY), 0.0)
    image = f"<Message>{ANSWERS['image ImageInfo']}</Message>".encode()
    known.take(Source(EXAMPLES.endpoints["image ImageInfo"], 1), DIALECT.decode(image), 0.0)
    offers = {slot.feature: offered for slot, offered in known.capabilities.items()}
    assert (offers[f.BRIGHTNESS].minimum, offers[f.BRIGHTNESS].maximum) == (10, 90)
    assert (offers[f.HUE].writable, offers[f.BRIGHTNESS].writable) == (False, True)
    assert (offers[f.CONTRAST].minimum, offers[f.CONTRAST].maximum) == (0, 255)
    assert offers[f.SATURATION].maximum == 255


@pytest.mark.parametrize(
    ("told", "choices"),
    [
        ("1, 2", ("night", "day")),
        ("7", ("external", "night", "day", "auto")),
        ("0 ... 3", ("external", "night", "day", "auto")),
    ],
)
def test_choices_follow_the_query(told: str, choices: tuple[str, ...]) -> None:
    """Those of the documented words that the camera lists."""
    known = Knowledge(DIALECT, 30)
    query = f"<Message><ExposureInfo><ICRSwitch><int>{told}</int></ICRSwitch></ExposureInfo></Message>"
    known.take(Source(EXAMPLES.endpoints["camera query"], 0), DIALECT.decode(query.encode()), 0.0)
    body = f"<Message>{ANSWERS['camera ExposureInfo']}</Message>".encode()
    known.take(Source(EXAMPLES.endpoints["camera ExposureInfo"], 1), DIALECT.decode(body), 0.0)
    assert known.capabilities[Slot(1, f.DAY_NIGHT_MODE)].choices == choices


@pytest.mark.parametrize(
    ("status", "body", "challenges", "match"),
    [
        (200, "<Message><DeviceInfo></DeviceInfo></Message>", (), Match.YES),
        (401, "", ('Digest realm="x", nonce="1"',), Match.MAYBE),
        (401, "", (), Match.NO),
        (200, "<html>Router</html>", (), Match.NO),
        (404, "<Message><DeviceInfo></DeviceInfo></Message>", (), Match.NO),
    ],
)
def test_sign(status: int, body: str, challenges: tuple[str, ...], match: Match) -> None:
    """A message that tells a device is one; a 401 may be."""
    assert DIALECT.sign.match(Answer(status, "text/html", body.encode(), challenges)) is match


SLOTS = {
    *(
        "brightness",
        "contrast",
        "saturation",
        "sharpness",
        "hue",
        "osd",
        "osd_title",
        "flip",
        "mirror",
        "wdr",
        "wdr_level",
    ),
    *("day_night_mode", "audio", "input_volume", "motion_detection", "motion_sensitivity", "motion"),
    *(f"stream_{what}_{n}" for what in ("codec", "resolution", "frame_rate", "bit_rate") for n in (1, 2)),
}
DEVICE_SLOTS = {"time_source", "time_zone", "relay_1", "alarm_input_1"}
VARIANTS: list[dict[str, Any]] = [
    {},
    {"digest": True},
    {"basic": True},
    {"channel_placement": "beside"},
    {"channel_placement": "absent"},
    {"bom": True},
    {"lower_case": True},
    {"strings_only": True},
    {"ptz": False},
]


@pytest.mark.parametrize("options", VARIANTS, ids=str)
async def test_discover(options: dict[str, Any], meet: Meet) -> None:
    """Whatever the log-in and the form of the answers, all is there and has a value."""
    _, camera = await meet("message", **options)
    assert camera.identity.unique_id == "52:3e:42:02:bc:20"
    assert (camera.identity.model, camera.identity.serial) == ("V6202IR-AR0237", "5509560FBF2D")
    offered = {slot for slot in camera.capabilities if not slot.feature.internal}
    assert {slot.key for slot in offered if slot.channel} == SLOTS
    assert {slot.key for slot in offered if not slot.channel} == DEVICE_SLOTS
    assert all(camera.state.get(slot) is not None for slot in offered)
    assert camera.channels == (1,)


async def test_what_is_not_there(meet: Meet) -> None:
    """Groups and elements that a board lacks are no entities, and are not asked for again."""
    simulator, camera = await meet("message", absent=("audio/AudioInfo",), missing=("Hue",), sd_card=False)
    keys = {slot.key for slot in camera.capabilities}
    assert not keys & {"audio", "input_volume", "hue"}
    await camera.refresh(camera.capabilities)
    assert not any("audio" in request.path for request in simulator.requests)


async def test_channels(meet: Meet) -> None:
    """Those that answer by their own number."""
    _, camera = await meet("message", channels=3)
    assert camera.channels == (1, 2, 3)
    assert camera.state.get(Slot(3, f.BRIGHTNESS)) == 128
    assert len([stream for stream in camera.streams() if stream.kind is StreamKind.MAIN]) == 3
    await camera.write(Change(f.BRIGHTNESS, 7), channel=3)
    assert (camera.state.get(Slot(3, f.BRIGHTNESS)), camera.state.get(BRIGHTNESS)) == (7, 128)
    _, other = await meet("message", channels=3, channel_placement="absent")
    assert other.channels == (1,)


@pytest.mark.parametrize("option", ["digest", "basic"])
async def test_wrong_password(option: str, simulate: Simulate, connect: Connect) -> None:
    """It is tried once."""
    simulator = await simulate("message", **{option: True})
    with pytest.raises(AuthFailed):
        await connect(simulator, password="wrong").identify()
    assert len(simulator.requests) == 2


WRITES: list[tuple[Change[Any], int, str, dict[str, str]]] = [
    (Change(f.BRIGHTNESS, 200), 1, "image", {"Group": "ImageInfo", "Brightness": "200"}),
    (Change(f.CONTRAST, 0), 1, "image", {"Group": "ImageInfo", "Contrast": "0"}),
    (Change(f.SATURATION, 255), 1, "image", {"Group": "ImageInfo", "Saturation": "255"}),
    (Change(f.SHARPNESS, 1), 1, "image", {"Group": "ImageInfo", "Sharpness": "1"}),
    (Change(f.HUE, 2), 1, "image", {"Group": "ImageInfo", "Hue": "2"}),
    (Change(f.OSD, False), 1, "image", {"Group": "OSDInfo", "TextOSDStatus": "0"}),
    (Change(f.OSD_TITLE, "Tür <1> & 你好"), 1, "image", {"Group": "OSDInfo", "TextOSDTitle": "Tür <1> & 你好"}),
    (Change(f.FLIP, True), 1, "camera", {"Group": "BasicInfo", "MirrorVer": "1"}),
    (Change(f.MIRROR, True), 1, "camera", {"Group": "BasicInfo", "MirrorHor": "1"}),
    (Change(f.WDR, True), 1, "camera", {"Group": "BasicInfo", "WDRSwitch": "1"}),
    (Change(f.WDR_LEVEL, 77), 1, "camera", {"Group": "BasicInfo", "WDRLevel": "77"}),
    *(
        (Change(f.DAY_NIGHT_MODE, mode), 1, "camera", {"Group": "ExposureInfo", "ICRSwitch": text})
        for mode, text in zip(
            (DayNightMode.EXTERNAL, DayNightMode.NIGHT, DayNightMode.DAY, DayNightMode.AUTO), "0123", strict=True
        )
    ),
    (Change(f.AUDIO, True), 1, "audio", {"Group": "AudioInfo", "AudioEnable": "1"}),
    (Change(f.INPUT_VOLUME, 9), 1, "audio", {"Group": "AudioInfo", "AudioVolume": "9"}),
    (Change(f.MOTION_DETECTION, False), 1, "alarm", {"Group": "MDInfo", "MDEnable": "0"}),
    (Change(f.MOTION_SENSITIVITY, 33), 1, "alarm", {"Group": "MDInfo", "MDSensitivity": "33"}),
    (Change(f.TIME_ZONE, "UTC-03:30"), 0, "sys", {"Group": "TimeInfo", "TimeZone": "-210", "TimeMethod": "0"}),
    (Change(f.TIME_SOURCE, TimeSource.NTP), 0, "sys", {"Group": "TimeInfo", "TimeMethod": "1"}),
    (Change(f.RELAY, True, 1), 0, "alarm", {"Group": "IOAccessInfo", "IOTrigNum": "1", "IA1": "1"}),
    (Change(f.RELAY, False, 1), 0, "alarm", {"Group": "IOAccessInfo", "IOTrigNum": "1", "IA1": "2"}),
]


async def test_write(meet: Meet) -> None:
    """Every setting is sent in one exact request, and the state follows the echo of it."""
    simulator, camera = await meet("message")
    for change, channel, cgi, query in WRITES:
        simulator.requests.clear()
        await camera.write(change, channel=channel)
        (request,) = simulator.requests
        assert request.path == f"/cgi/{cgi}_set"
        assert request.query == query | ({"Channel": str(channel)} if channel else {})
        assert camera.state.get(Slot(channel, change.feature, change.number)) == change.value
    writable = {(slot.feature, slot.number) for slot, offered in camera.capabilities.items() if offered.writable}
    assert writable == {(change.feature, change.number) for change, *_ in WRITES}


async def test_refused_write(meet: Meet) -> None:
    """The true value stays, with the camera's reason; what is out of range is not sent."""
    simulator, camera = await meet("message")
    body = b'<Message><result code="402">Invalid parameter value.</result></Message>'
    simulator.refuse["/cgi/image_set"] = Fault(status=200, body=body)
    with pytest.raises(Refused, match=r"^Invalid parameter value\.$"):
        await camera.write(Change(f.BRIGHTNESS, 1), channel=1)
    assert camera.state.get(BRIGHTNESS) == 128
    simulator.requests.clear()
    with pytest.raises(Invalid):
        await camera.write(Change(f.BRIGHTNESS, 256), channel=1)
    assert not simulator.requests


async def test_streams(meet: Meet) -> None:
    """The port is the camera's; pictures and MJPEG are the main stream's."""
    _, camera = await meet("message", rtsp_port=8554)
    main, sub = camera.streams()
    assert (main.rtsp, sub.rtsp) == ("rtsp://127.0.0.1:8554/1/h264major", "rtsp://127.0.0.1:8554/1/h264minor")
    assert (await camera.snapshot(main))[:2] == b"\xff\xd8"
    async with camera.mjpeg(main) as response:
        assert b"\xff\xd8" in await response.content.read(4096)


async def test_listed_presets(simulate: Simulate, connect: Connect) -> None:
    """With their titles."""
    simulator = await simulate("message")
    camera = connect(simulator)
    for number, title in ((3, "Door"), (7, "Gate & Tür")):
        query = {"Channel": "1", "Group": "PTZCtrlInfo", "Preset": "0", "PresetNumber": str(number)}
        await camera.transport.send(Request("/cgi/ptz_set", {**query, "PresetTitle": title}))
    await camera.identify()
    await camera.discover()
    assert camera.presets(1) == {3: "Door", 7: "Gate & Tür"}


async def test_presets(meet: Meet) -> None:
    """As many as the options say where the camera lists none; there is none without a drive."""
    _, camera = await meet("message")
    assert camera.presets(1) == {}
    simulator, camera = await meet("message", engine={"presets": 2})
    assert camera.presets(1) == {1: "", 2: ""}
    await camera.act(f.GOTO_PRESET, channel=1, number=2)
    assert simulator.requests[-1].query == {
        "Channel": "1",
        "Group": "PTZCtrlInfo",
        "PresetNumber": "2",
        "Preset": "1",
    }
    _, fixed = await meet("message", ptz=False, engine={"presets": 2})
    assert fixed.presets(1) == {}
    with pytest.raises(Unsupported):
        await fixed.act(f.GOTO_PRESET, channel=1, number=1)


async def test_reboot(meet: Meet) -> None:
    """It is asked for without a reset."""
    simulator, camera = await meet("message")
    await camera.act(f.REBOOT)
    assert simulator.requests[-1].query == {"Group": "SystemInfo", "ResetFlag": "0", "IPkeep": "1"}


async def test_alarms(meet: Meet, clock: Clock) -> None:
    """On while a clip runs, off when it ended and the hold is over."""
    simulator, camera = await meet("message", engine={"clock": clock, "hold": 5})
    for kind, slot in (("motion", MOTION), ("alarm_input", INPUT)):
        simulator.raise_alarm(kind)
        clock.ahead += 10
        assert slot in await camera.refresh([slot])
        assert camera.state.get(slot) is True
        simulator.raise_alarm(kind, on=False)
        simulator.advance(60)
        camera.expire([Slot(0, f.CLOCK)])
        clock.ahead += 10
        await camera.refresh([slot])
        assert camera.state.get(slot) is False


async def test_one_refresh_asks_for_what_two_slots_need(meet: Meet, clock: Clock) -> None:
    """And for nothing else."""
    simulator, camera = await meet("message", engine={"clock": clock})
    clock.ahead += 400
    await camera.refresh([BRIGHTNESS, Slot(1, f.AUDIO)])
    assert [(r.path, r.query) for r in simulator.requests] == [
        ("/cgi/image_get", {"Channel": "1", "Group": "ImageInfo"}),
        ("/cgi/audio_get", {"Channel": "1", "Group": "AudioInfo"}),
    ]
