"""The control dialect: its document's examples, and a camera over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.dialects.control import DIALECT
from custom_components.cgi_camera.protocol.errors import AuthFailed, Invalid, Refused, Unsupported
from custom_components.cgi_camera.protocol.events import EventAction, Occurrence, Signal
from custom_components.cgi_camera.protocol.exchange import Answer
from custom_components.cgi_camera.protocol.features import (
    DayNightMode,
    LightSide,
    ShutterMode,
    WdrMode,
    WdrStrength,
    WhiteBalance,
)
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import AnySlot, Change, Reading, Slot, StreamKind
from custom_components.cgi_camera.protocol.probe import probe
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.schema import Match
from tests.conftest import Simulate
from tests.simulator import Fault

from .conftest import Clock, Connect, Meet
from .ear import wait_for
from .examples import Examples

EXAMPLES = Examples(DIALECT)

MOTION = Slot(0, f.MOTION)
TAMPER = Slot(0, f.TAMPER)
INPUT = Slot(0, f.ALARM_INPUT, 1)
RELAY = Slot(0, f.RELAY, 1)
CONTROL = "/cgi-bin/control/"


# The document's examples


@pytest.mark.parametrize("entry", EXAMPLES.entries("values"))
def test_printed_offers(entry: dict[str, Any]) -> None:
    """An answer that tells no value of a thing tells of the thing all the same."""
    known = EXAMPLES.known(entry)
    offered = {str(slot) for slot in known.capabilities} - {str(slot) for slot in known.state}
    assert offered == set(entry.get("offers", ()))


@pytest.mark.parametrize("entry", EXAMPLES.entries("writes"))
def test_printed_requests(entry: dict[str, Any]) -> None:
    """Telling a camera the values of a printed request sends that request, or less of it."""
    told = [e for e in EXAMPLES.index if e["endpoint"] == entry["endpoint"] and "values" in e]
    example = next(e for e in told if e["file"] == entry.get("after", e["file"]))
    path, query = EXAMPLES.spell(entry, EXAMPLES.known(example))
    asked, printed = EXAMPLES.asked(entry)
    assert path == asked
    assert query.items() <= printed.items()
    assert len(query) >= len(entry["writes"]) + 1


def test_every_endpoint_has_an_example() -> None:
    """No row was written without looking; further inputs and masks, and what V1.22 adds, have no print."""
    unprinted = {"servermodel", "versioninfo", "camdnr", "camdefog", "alarmin2", "alarmin3", "alarmin4"}
    unprinted |= {f"privacy{number}" for number in range(2, 17)}
    # Printed as actions only (section 3.2).
    unprinted |= {"camcolor at night"}
    assert {entry["endpoint"] for entry in EXAMPLES.index} >= set(EXAMPLES.endpoints) - unprinted


@pytest.mark.parametrize("text", ["March 8, 2011 12:30:00", "Mar 08, 2011 12:30:00", "3 8, 2011 12:30:0"])
def test_clock(text: str) -> None:
    """Months are names or numbers, days and times may be short."""
    known = Knowledge(DIALECT, 30)
    known.take(Source(EXAMPLES.endpoints["serverdate"], 0), {"serverdate": text}, 0.0)
    assert known.value(f.CLOCK) == datetime(2011, 3, 8, 12, 30)  # noqa: DTZ001


def test_bit_rate_of_mjpeg() -> None:
    """Its `quality` is none; a stream that turns to MJPEG loses the one it had, and gets it back."""
    known = Knowledge(DIALECT, 30)
    source = Source(EXAMPLES.endpoints["videoset"], 0)
    moving = b"encoder1.codec = h264\nencoder1.quality = 512\nencoder1.keyframe = 30\nencoder1.ratectrl = vbr"
    still = b"encoder1.codec = mjpeg\nencoder1.quality = 50"
    known.take(source, DIALECT.decode(moving), 0.0)
    assert Slot(0, f.STREAM_JPEG_QUALITY, 1) not in known.state
    before = known.documents[source]
    for document in (DIALECT.decode(still), {**before, **DIALECT.decode(still)}):
        known.take(source, document, 1.0)
        lost = (f.STREAM_BIT_RATE, f.STREAM_KEY_FRAME_INTERVAL, f.STREAM_RATE_CONTROL)
        assert [known.value(feature, number=1) for feature in lost] == [None, None, None]
        assert known.value(f.STREAM_JPEG_QUALITY, number=1) == 50
    known.take(source, DIALECT.decode(moving), 2.0)
    assert (known.value(f.STREAM_BIT_RATE, number=1), known.value(f.STREAM_JPEG_QUALITY, number=1)) == (512, None)


# Recognition


async def test_sign(simulate: Simulate, connect: Connect) -> None:
    """It is known by how it refuses, without credentials."""
    simulator = await simulate("control")
    session = connect(simulator).transport._session
    found = await probe(session, simulator.host, port=simulator.port)
    assert found.dialects == (DIALECT,)
    assert all("passwd" not in request.query for request in simulator.requests)


@pytest.mark.parametrize(
    ("content_type", "text"),
    [
        ("text/plain", "Error: authentication failed\r\n"),
        ("text/plain", "Error:no permission"),
        ("text/plain", "mac = 00:11:22:aa:bb:cc\n"),
        ("text/plain", "mac=00:11:22:AA:BB:CC"),
    ],
)
def test_own(content_type: str, text: str) -> None:
    """A refusal or the MAC, in plain text."""
    assert DIALECT.sign.match(Answer(200, content_type, text.encode())) is Match.YES


@pytest.mark.parametrize(
    ("status", "content_type", "text"),
    [
        (200, "text/html", "<html><title>Router</title></html>"),
        (200, "text/html", "Error: no such page"),
        (200, "text/plain", "Errors are logged"),
        (200, "text/plain", "Error\r\nBad Request!\r\n"),
        (200, "text/plain", "Error\r\nErrorID=2, Detail=Invalid Request!"),
        (200, "text/plain", "machine = 7"),
        (200, "text/plain", ""),
        (400, "text/plain", "Error\r\nBad Request!\r\n"),
        (400, "text/plain", "Error: bad request"),
        (401, "text/plain", "Error: authentication failed"),
        (404, "text/plain", "Error: not found"),
        (302, "text/plain", ""),
        (500, "text/plain", "Error: crashed"),
    ],
)
def test_foreign(status: int, content_type: str, text: str) -> None:
    """Neither a router nor another make is taken for one."""
    assert DIALECT.sign.match(Answer(status, content_type, text.encode())) is Match.NO


# Getting to know it


async def test_identity(simulate: Simulate, connect: Connect) -> None:
    """MAC and name come first; the model since V1.22 only."""
    simulator = await simulate("control", mac="00:11:22:AA:BB:CC", name="yard")
    identity = await connect(simulator).identify()
    assert (identity.mac, identity.name, identity.model, identity.firmware) == ("00:11:22:aa:bb:cc", "yard", "", "")
    newer = await simulate("control", model={"newer": True, "megapixel": 3})
    identity = await connect(newer).identify()
    assert (identity.model, identity.firmware) == ("SIM-3M", "1.22")


async def test_wrong_password(simulate: Simulate, connect: Connect) -> None:
    """It is tried once."""
    simulator = await simulate("control")
    with pytest.raises(AuthFailed, match="authentication failed") as failed:
        await connect(simulator, password="wrong").identify()
    assert [request.path for request in simulator.requests] == [f"{CONTROL}servermac.cgi"]
    assert "wrong" not in str(failed.value)


STREAMS = {
    *(f"stream_{what}_{n}" for what in ("enabled", "frame_rate") for n in (1, 2, 3)),
    *(f"stream_{what}_{n}" for what in ("bit_rate", "key_frame_interval", "rate_control") for n in (1, 2)),
    *(f"stream_{what}_{n}" for what in ("capture", "codec") for n in (2, 3)),
    *(f"capture_{what}_{n}" for what in ("enabled", "resolution") for n in (1, 2)),
    "stream_jpeg_quality_3",
}
READ_ONLY = {
    *("stream_capture_1", "stream_codec_1", *(f"stream_resolution_{n}" for n in (1, 2, 3))),
    *("reboot_needed", "maximum_resolution", "audio_codec", "minimum_shutter", "rtsp_service_port", "clock_offset"),
    *("dhcp", "ip_address", "subnet_mask", "gateway", "event_link", "motion", "tamper", "alarm_input_1"),
    *("motion_detected", "last_alarm"),
}
COLOURS = ("brightness", "contrast", "saturation", "sharpness", "edge_enhancement")
WRITABLE = STREAMS | {
    *(*COLOURS, *(f"night_{colour}" for colour in COLOURS), "wdr", "wdr_mode", "wdr_strength", "flip", "mirror"),
    *("day_night_mode", "day_night_delay", "night_threshold", "day_threshold", "infrared"),
    *("white_balance", "red_gain", "blue_gain", "color_bar", "monochrome", "negative"),
    *("slow_shutter_enabled", "slow_shutter", "shutter_mode", "shutter_limit", "tv_output", "tv_system"),
    *("audio", "audio_output", "input_volume", "output_volume", "audio_sample_rate"),
    *("osd", "title_osd", "osd_title", "date_osd", "date_osd_order", "time_osd", "osd_font_size", "event_osd"),
    *(f"event_osd_{what}" for what in ("day_night", "motion", "alarm_input", "relay", "tamper")),
    *("motion_detection", "motion_name", "motion_sensitivity", "tamper_detection", "tamper_sensitivity"),
    *("alarm_input_enabled_1", "alarm_input_name_1", "alarm_input_type_1", "relay_1"),
    *("relay_name_1", *(f"alarm_output_{what}_1" for what in ("enabled", "continuous", "duration"))),
    *(f"{what}_alarm_output_1" for what in ("motion", "input", "tamper")),
    *("recording_on_event", "recording_stream", "motion_recording", "input_recording", "tamper_recording"),
    *("recording_ftp", "recording_email", "pre_record", "post_record", "recording_file_size"),
    *("device_name", "language", "dns_server_1", "dns_server_2"),
    *("rtp_ports", "rtcp", "rtsp_time_limit", "rtsp_authentication", "multicast", "multicast_ttl"),
    *(f"multicast_{what}_{where}" for what in ("video", "audio") for where in ("address", "port")),
}
# Written in test_area_dialects.
AREAS = {"motion_area", *(f"privacy_mask{what}_{n}" for what in ("", "_area", "_color") for n in range(1, 7))}
PUSHED = {"motion", "motion_detected", "tamper", "alarm_input_1", "relay_1"}


def offered(camera: Camera) -> set[str]:
    """Return what is somebody's entity; parts of the picture, which all models have alike, are left out."""
    found = {slot.key for slot in camera.capabilities if not slot.feature.internal}
    assert found >= AREAS
    return found - AREAS


async def test_discover(meet: Meet) -> None:
    """All that the document has is offered, with values for all that can be asked."""
    _, camera = await meet("control")
    assert offered(camera) == READ_ONLY | WRITABLE
    for slot, capability in camera.capabilities.items():
        assert (camera.state.get(slot) is None) is (capability.pushed or capability.kept), slot
        assert capability.pushed is (slot.key in PUSHED)
        assert capability.writable is (slot.key in WRITABLE | AREAS), slot
        assert not capability.assumed
    assert camera.streams()[0].addresses[0] == "rtsp://127.0.0.1:554/stream1"


@pytest.mark.parametrize(
    ("model", "missing", "more"),
    [
        (
            {"shock": False},
            {key for key in READ_ONLY | WRITABLE if "tamper" in key},
            set(),
        ),
        ({"alarm_inputs": 0}, {key for key in READ_ONLY | WRITABLE if key.startswith("alarm_input")}, set()),
        (
            {"alarm_outputs": 0},
            {"relay_1", "relay_name_1", *(key for key in WRITABLE if key.endswith("_1") and "alarm_output" in key)},
            set(),
        ),
        ({"hue": True}, set(), {"hue", "night_hue"}),
        ({"night_colour": False}, {f"night_{colour}" for colour in COLOURS}, set()),
        ({"edge": False}, {"edge_enhancement", "night_edge_enhancement"}, set()),
        ({"max_exposure": False}, {"shutter_limit"}, set()),
        ({"captures": 3}, set(), {"capture_enabled_3", "capture_resolution_3"}),
        ({"newer": True}, set(), {"firmware", "noise_reduction", "denoise", "defog", "defog_level", "motion_duration"}),
        (
            {"alarm_inputs": 2, "alarm_outputs": 2},
            set(),
            {
                *("alarm_input_2", "alarm_input_enabled_2", "alarm_input_name_2", "alarm_input_type_2", "relay_2"),
                *("relay_name_2", *(f"alarm_output_{what}_2" for what in ("enabled", "continuous", "duration"))),
                *(f"{what}_alarm_output_2" for what in ("motion", "input", "tamper")),
            },
        ),
    ],
)
async def test_models(model: dict[str, Any], missing: set[str], more: set[str], meet: Meet) -> None:
    """What a model lacks is not offered, what it has more is."""
    _, camera = await meet("control", model=model)
    assert offered(camera) == (READ_ONLY | WRITABLE | more) - missing


async def test_ranges(meet: Meet) -> None:
    """They are the camera's own; without them the document's; what it does not support is not set."""
    _, camera = await meet("control", model={"colour_range": (0, 255)})
    capability = camera.capabilities[Slot(0, f.CONTRAST)]
    assert (capability.minimum, capability.maximum) == (0, 255)
    known = Knowledge(DIALECT, 30)
    known.take(Source(EXAMPLES.endpoints["camcolor"], 0), {"bright": "5", "hue": "5"}, 0.0)
    assert known.capabilities[Slot(0, f.BRIGHTNESS)].maximum == 100
    known.take(Source(EXAMPLES.endpoints["capabilitiesimage"], 0), {"hue": "No"}, 0.0)
    known.take(Source(EXAMPLES.endpoints["camcolor"], 0), {"bright": "5", "hue": "5"}, 0.0)
    assert known.value(f.HUE) == 5
    known = Knowledge(DIALECT, 30)
    known.take(Source(EXAMPLES.endpoints["capabilitiesimage"], 0), {"hue": "No"}, 0.0)
    known.take(Source(EXAMPLES.endpoints["camcolor"], 0), {"bright": "5", "hue": "5"}, 0.0)
    assert Slot(0, f.HUE) not in known.capabilities
    assert camera.capabilities[Slot(0, f.OSD_TITLE)].maximum == 10


def sound(capabilities: str) -> dict[str, Any]:
    """Return what is offered for sound, by key, where the capabilities say so."""
    known = Knowledge(DIALECT, 30)
    known.take(Source(EXAMPLES.endpoints["capabilityaudio"], 0), DIALECT.decode(capabilities.encode()), 0.0)
    answer = (EXAMPLES.folder / "audioset.txt").read_bytes()
    known.take(Source(EXAMPLES.endpoints["audioset"], 0), DIALECT.decode(answer), 0.0)
    return {slot.key: capability for slot, capability in known.capabilities.items()}


def test_sound_capabilities() -> None:
    """Annex B2: what is not supported is not offered; what is listed is a choice, unless it is alone."""
    without = sound("[A]\nAudioInputSupported = No\nAudioOutputSupported = Yes\n")
    assert set(without) == {"audio_output", "output_volume", "audio_codec", "audio_sample_rate"}
    assert without["audio_codec"].choices == ("ulaw", "alaw")
    assert without["audio_sample_rate"].choices == ("8000", "16000")
    listed = sound("[A]\nCompress = ulaw; alaw;g726\nSamplingAll = 16K\n")
    assert (listed["audio_codec"].choices, listed["audio_codec"].writable) == (("ulaw", "alaw", "g726"), True)
    assert (listed["audio_sample_rate"].choices, listed["audio_sample_rate"].writable) == (("16000",), False)
    assert {"audio", "input_volume"} <= set(listed)


async def test_output_without_time_limit(meet: Meet) -> None:
    """A time of 1 has no end (section 2.2): a switch tells it, and the seconds are unknown."""
    simulator, camera = await meet("control")
    endless, seconds = Slot(0, f.ALARM_OUTPUT_CONTINUOUS, 1), Slot(0, f.ALARM_OUTPUT_DURATION, 1)
    await camera.write(Change(f.ALARM_OUTPUT_CONTINUOUS, True, 1))
    assert simulator.pages["setalarmout"]["alarmout1.time"] == "1"
    assert (camera.state.get(endless), camera.state.get(seconds)) == (True, None)
    await camera.write(Change(f.ALARM_OUTPUT_CONTINUOUS, False, 1))
    assert (camera.state.get(endless), camera.state.get(seconds)) == (False, 5)
    await camera.write(Change(f.ALARM_OUTPUT_DURATION, 99, 1))
    await camera.write(Change(f.ALARM_OUTPUT_CONTINUOUS, False, 1))
    assert (camera.state.get(endless), camera.state.get(seconds)) == (False, 99)


async def test_links_without_shock(meet: Meet) -> None:
    """Of what sets off an output, a camera that feels no shocks has two; the others are left as they are."""
    simulator, camera = await meet("control", model={"shock": False})
    await camera.write(Change(f.MOTION_ALARM_OUTPUT, True, 1), Change(f.INPUT_ALARM_OUTPUT, True, 1))
    assert [request.query["alarmout1.link"] for request in simulator.requests] == ["3"]
    await camera.write(Change(f.MOTION_ALARM_OUTPUT, False, 1))
    assert simulator.pages["setalarmout"]["alarmout1.link"] == "2"
    with pytest.raises(Unsupported):
        await camera.write(Change(f.TAMPER_ALARM_OUTPUT, True, 1))


async def test_modes_bring_what_they_need(meet: Meet) -> None:
    """A mode that needs values (sections 3.3 and 3.7) is set with those that are known, else with usual ones."""
    simulator, camera = await meet("control")
    await camera.write(Change(f.WHITE_BALANCE, WhiteBalance.INDOOR))
    await camera.write(Change(f.RED_GAIN, 7))
    await camera.write(Change(f.WHITE_BALANCE, WhiteBalance.AUTO))
    await camera.write(Change(f.WHITE_BALANCE, WhiteBalance.MANUAL))
    told = [request.query for request in simulator.requests]
    assert [query.get("userred") for query in told] == [None, "7", None, "7"]
    assert [query["mode"] for query in told] == ["indoor", "user", "auto", "user"]
    simulator.requests.clear()
    await camera.write(Change(f.SHUTTER_MODE, ShutterMode.ANTI_FLICKER))
    await camera.write(Change(f.SHUTTER_MODE, ShutterMode.MANUAL))
    await camera.write(Change(f.GAIN, 9))
    told = [request.query for request in simulator.requests]
    assert [query.get("suppress") for query in told] == ["week", None, None]
    assert [(query.get("shutspeed"), query.get("agcvalue")) for query in told] == [
        (None, None),
        ("3", "50"),
        ("3", "9"),
    ]


@pytest.mark.parametrize("habits", [{"comments": True}, {"blanks": False}, {"date_format": "%m %d, %Y %H:%M:%S"}])
async def test_habits(habits: dict[str, Any], meet: Meet) -> None:
    """Comments behind values, missing blanks and another spelling of months do not matter."""
    _, camera = await meet("control", **habits)
    assert offered(camera) == READ_ONLY | WRITABLE
    assert camera.value(f.SHARPNESS) == 50
    assert camera.identity.mac == "f0:00:00:29:06:9f"
    clock = camera.value(f.CLOCK)
    assert clock is not None
    assert abs((clock - datetime.now(UTC).replace(tzinfo=None)).total_seconds()) < 5


# Streams and presets


async def test_streams(meet: Meet) -> None:
    """Addresses are the camera's own, pictures the main stream's."""
    simulator, camera = await meet("control", rtsp_port=8554)
    main, sub, third = camera.streams()
    assert [each.kind for each in (main, sub, third)] == [StreamKind.MAIN, StreamKind.SUB, StreamKind.THIRD]
    assert [each.addresses[0] for each in (main, sub, third)] == [f"rtsp://127.0.0.1:8554/stream{n}" for n in (1, 2, 3)]
    assert (main.snapshot, main.mjpeg, sub.snapshot, third.mjpeg) == (True, True, False, False)
    assert (await camera.snapshot(main))[:2] == b"\xff\xd8"
    async with camera.mjpeg(main) as response:
        assert b"\xff\xd8" in await response.content.readuntil(b"\xff\xd8")
    assert [request.path for request in simulator.requests] == ["/cgi-bin/image/jpeg.cgi", "/cgi-bin/image/mjpeg.cgi"]
    assert camera.value(f.STREAM_CODEC, number=2) == "MPEG4"


async def test_stream_that_is_off(simulate: Simulate, connect: Connect) -> None:
    """It is left out, and the one behind it is not."""
    simulator = await simulate("control")
    simulator.pages["setvideo"]["encoder2.enable"] = "disable"
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    assert [source.number for source in camera.streams()] == [1, 3]


async def test_mjpeg_refused(meet: Meet) -> None:
    """An error in place of a picture is told as one."""
    simulator, camera = await meet("control")
    simulator.refuse["/cgi-bin/image/mjpeg.cgi"] = Fault(status=200, body=b"Error: busy", content_type="text/plain")
    with pytest.raises(Refused, match="busy"):
        async with camera.mjpeg(camera.streams()[0]):
            pass


async def test_presets(meet: Meet) -> None:
    """There are as many as the camera says, unless the options say otherwise."""
    simulator, camera = await meet("control", ptz=True, model={"presets": 5})
    assert list(camera.presets(0)) == [1, 2, 3, 4, 5]
    await camera.act(f.GOTO_PRESET, number=3)
    assert simulator.head.preset == 3
    assert simulator.requests[-1].path == f"{CONTROL}preset_control.cgi"
    _, camera = await meet("control", ptz=True, engine={"presets": 2})
    assert list(camera.presets(0)) == [1, 2]


async def test_no_ptz(meet: Meet) -> None:
    """A fixed camera has none."""
    _, camera = await meet("control", engine={"presets": 3})
    assert camera.presets(0) == {}
    with pytest.raises(Unsupported):
        await camera.act(f.GOTO_PRESET, number=1)


async def test_reboot(meet: Meet) -> None:
    """It is asked for with one request, and forgets nothing that it stores."""
    simulator, camera = await meet("control")
    assert camera.commands(0) == [f.REBOOT, f.FACTORY_RESET, f.FACTORY_RESET_KEEP_NETWORK, f.SET_CLOCK]
    simulator.reboot_seconds = 0.01
    await camera.act(f.REBOOT)
    assert simulator.requests[0].target.endswith("reboot.cgi?id=admin&passwd=pass1234&action=setreboot")
    await simulator._reboot
    await camera.write(Change(f.BRIGHTNESS, 9))
    assert camera.value(f.BRIGHTNESS) == 9


# Telling it

DAY_NIGHT = {"interval": "5", "ptn": "500", "ptd": "270"}
# One after the other at one camera: companions have the values that were told before.
WRITES: list[tuple[Change[Any], str, str, dict[str, str]]] = [
    (Change(f.DEVICE_NAME, "front door"), "servername", "servername", {"servername": "front door"}),
    (Change(f.BRIGHTNESS, 100), "camcolor", "color", {"bright": "100"}),
    (Change(f.CONTRAST, 1), "camcolor", "color", {"contrast": "1"}),
    (Change(f.SATURATION, 2), "camcolor", "color", {"saturation": "2"}),
    (Change(f.SHARPNESS, 3), "camcolor", "color", {"sharp": "3"}),
    (Change(f.HUE, 4), "camcolor", "color", {"hue": "4"}),
    (Change(f.WDR, False), "camwdr", "wdr", {"wdrstatus": "disable", "mode": "dwdr", "dwdrmode": "step1"}),
    (
        Change(f.WDR_STRENGTH, WdrStrength.STEP_4),
        "camwdr",
        "wdr",
        {"dwdrmode": "step4", "mode": "dwdr", "wdrstatus": "disable"},
    ),
    (
        Change(f.WDR_MODE, WdrMode.COMPENSATION),
        "camwdr",
        "wdr",
        {"mode": "compensation", "compensationmode": "front", "wdrstatus": "disable", "dwdrmode": "step4"},
    ),
    (
        Change(f.WDR_COMPENSATION, LightSide.BACK),
        "camwdr",
        "wdr",
        {"compensationmode": "back", "mode": "compensation", "wdrstatus": "disable"},
    ),
    (
        Change(f.WDR, True),
        "camwdr",
        "wdr",
        {"wdrstatus": "enable", "mode": "compensation", "compensationmode": "back", "dwdrmode": "step4"},
    ),
    (
        Change(f.WDR_MODE, WdrMode.DIGITAL),
        "camwdr",
        "wdr",
        {"mode": "dwdr", "wdrstatus": "enable", "dwdrmode": "step4"},
    ),
    (Change(f.DAY_NIGHT_MODE, DayNightMode.NIGHT), "camdaynight", "daynight", {"mode": "night"} | DAY_NIGHT),
    (Change(f.DAY_NIGHT_MODE, DayNightMode.LPR), "camdaynight", "daynight", {"mode": "lpr"} | DAY_NIGHT),
    (Change(f.DAY_NIGHT_MODE, DayNightMode.AUTO), "camdaynight", "daynight", {"mode": "auto"} | DAY_NIGHT),
    (Change(f.DAY_NIGHT_DELAY, 200), "camdaynight", "daynight", {"interval": "200"}),
    (Change(f.NIGHT_THRESHOLD, 990), "camdaynight", "daynight", {"ptn": "990", "ptd": "270"}),
    (Change(f.DAY_THRESHOLD, 700), "camdaynight", "daynight", {"ptd": "700", "ptn": "990"}),
    (Change(f.INFRARED, False), "camdaynight", "daynight", {"irlink": "disable"}),
    (Change(f.AUDIO, False), "audioset", "audio", {"audioinenable": "disable"}),
    (Change(f.AUDIO_OUTPUT, True), "audioset", "audio", {"audiooutenable": "enable"}),
    (Change(f.INPUT_VOLUME, 100), "audioset", "audio", {"audioingain": "100"}),
    (Change(f.OUTPUT_VOLUME, 1), "audioset", "audio", {"audiooutgain": "1"}),
    (Change(f.MOTION_DETECTION, False), "motion", "motion1", {"motion1.enable": "disable"}),
    (Change(f.MOTION_DETECTION, True), "motion", "motion1", {"motion1.enable": "enable", "allstatus": "enable"}),
    (Change(f.MOTION_SENSITIVITY, 5), "motion", "motion1", {"motion1.level": "5"}),
    (Change(f.TAMPER_DETECTION, False), "shock", "shock", {"shock.enable": "disable"}),
    (Change(f.ALARM_INPUT_ENABLED, False, 1), "alarmin", "alarmin1", {"alarmin1.enable": "disable"}),
    (
        Change(f.ALARM_INPUT_ENABLED, True, 2),
        "alarmin",
        "alarmin2",
        {"alarmin2.enable": "enable", "allstatus": "enable"},
    ),
    (Change(f.RELAY, True, 2), "ctrl_alarmout", "alarmout", {"alarmout2": "on"}),
    (Change(f.RELAY, True, 1), "ctrl_alarmout", "alarmout", {"alarmout1": "on"}),
    (Change(f.RELAY, False, 2), "ctrl_alarmout", "alarmout", {"alarmout2": "off"}),
    (Change(f.OSD, False), "osd", "osd", {"osdstatus": "disable"}),
    (Change(f.OSD_TITLE, "a & b +"), "osd", "osd", {"textstr": "a & b +"}),
    (Change(f.FLIP, True), "videoset", "video1", {"videoflip": "flip"}),
    (Change(f.MIRROR, True), "videoset", "video1", {"videoflip": "both"}),
    (Change(f.FLIP, False), "videoset", "video1", {"videoflip": "mirror"}),
]


async def test_write(meet: Meet) -> None:
    """Every setting is sent in one exact request, and the state follows the echo of it."""
    model = {"hue": True, "lpr": True, "alarm_inputs": 2, "alarm_outputs": 2}
    simulator, camera = await meet("control", model=model)
    for change, cgi, what, query in WRITES:
        slot = Slot(0, change.feature, change.number)
        simulator.requests.clear()
        await camera.write(change)
        (sent,) = simulator.requests
        account = {"id": "admin", "passwd": "pass1234", "action": f"set{what}"}
        assert (sent.path, sent.query) == (f"{CONTROL}{cgi}.cgi", account | query)
        assert camera.state.get(slot) == change.value, slot
    assert simulator.relays == {1: True, 2: False}


async def test_all_alarms_off(simulate: Simulate, connect: Connect) -> None:
    """A detection is off while the switch over all of its kind is, and turning it on turns that on, too."""
    simulator = await simulate("control", model={"alarm_outputs": 2})
    for page in ("setmotion", "setalarmin", "setalarmout"):
        simulator.pages[page]["allstatus"] = "disable"
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    armed = Slot(0, f.ALARM_INPUT_ENABLED, 1)
    assert (camera.value(f.MOTION_DETECTION), camera.state.get(armed)) == (False, False)
    assert Slot(0, f.RELAY, 2) in camera.capabilities
    await camera.write(Change(f.MOTION_DETECTION, True))
    assert simulator.pages["setmotion"]["allstatus"] == "enable"
    assert (camera.value(f.MOTION_DETECTION), camera.state.get(armed)) == (True, False)


async def test_both_flips_at_once(meet: Meet) -> None:
    """Two switches in one value go in one request."""
    simulator, camera = await meet("control")
    await camera.write(Change(f.FLIP, True), Change(f.MIRROR, True))
    assert [request.query["videoflip"] for request in simulator.requests] == ["both"]
    assert (camera.value(f.FLIP), camera.value(f.MIRROR)) == (True, True)


async def test_day_night_level(meet: Meet) -> None:
    """Older firmware wants its level with the mode."""
    simulator, camera = await meet("control")
    old = b"daynightmode = day\r\nautolevel = 50\r\nirlink = enable\r\n"
    simulator.refuse[f"{CONTROL}camdaynight.cgi"] = Fault(status=200, body=old, content_type="text/plain")
    camera.expire([Slot(0, f.INFRARED)])
    await camera.refresh([Slot(0, f.INFRARED)])
    await camera.write(Change(f.DAY_NIGHT_MODE, DayNightMode.AUTO))
    assert (simulator.requests[-1].query["mode"], simulator.requests[-1].query["autolevel"]) == ("auto", "50")


@pytest.mark.parametrize(
    "change",
    [
        Change(f.BRIGHTNESS, 0),
        Change(f.BRIGHTNESS, 101),
        Change(f.MOTION_SENSITIVITY, 6),
        Change(f.DAY_NIGHT_DELAY, 0),
        Change(f.DAY_NIGHT_MODE, DayNightMode.EXTERNAL),
    ],
)
async def test_invalid(change: Change[Any], meet: Meet) -> None:
    """What the document rules out is not sent."""
    simulator, camera = await meet("control")
    with pytest.raises(Invalid):
        await camera.write(change)
    assert simulator.requests == []


async def test_refused_write(meet: Meet) -> None:
    """The camera's own reason is told, and the true value stays."""
    _, camera = await meet("control")
    with pytest.raises(Refused, match="lpr"):
        await camera.write(Change(f.DAY_NIGHT_MODE, DayNightMode.LPR))
    with pytest.raises(Refused, match="ptn must not be under ptd"):
        await camera.write(Change(f.DAY_THRESHOLD, 501))
    with pytest.raises(Refused, match="English"):
        await camera.write(Change(f.OSD_TITLE, "Tür"))
    assert camera.value(f.DAY_NIGHT_MODE) is DayNightMode.AUTO
    assert camera.value(f.DAY_THRESHOLD) == 270
    assert camera.value(f.OSD_TITLE) == "camera"


# Asking it


@pytest.mark.parametrize(
    ("slots", "cgis"),
    [
        ([Slot(0, f.BRIGHTNESS), Slot(0, f.CONTRAST)], {"camcolor"}),
        ([Slot(0, f.BRIGHTNESS), Slot(0, f.WDR)], {"serverinfo3"}),
        ([Slot(0, f.INFRARED), Slot(0, f.STREAM_RESOLUTION, 1)], {"camdaynight", "connectinfo"}),
        ([RELAY, Slot(0, f.ALARM_INPUT_ENABLED, 1)], {"alarmin"}),
        ([Slot(0, f.RECORDING_ON_EVENT), Slot(0, f.ALARM_INPUT_ENABLED, 1)], {"serverinfo2"}),
        ([MOTION, RELAY], set()),
    ],
)
async def test_refresh_asks_no_more(slots: list[AnySlot], cgis: set[str], meet: Meet, clock: Clock) -> None:
    """One refresh sends exactly the requests that two slots need."""
    simulator, camera = await meet("control", engine={"clock": clock})
    clock.ahead = 301
    await camera.refresh(slots)
    assert sorted(request.path for request in simulator.requests) == sorted(f"{CONTROL}{cgi}.cgi" for cgi in cgis)


async def test_no_discovery_twice(meet: Meet) -> None:
    """What was refused is not asked again."""
    simulator, camera = await meet("control")
    await camera.discover()
    assert simulator.requests == []


# Hearing from it


class Ear:
    """Waits for what a camera's listener publishes."""

    def __init__(self) -> None:
        """Have heard nothing."""
        self._heard = asyncio.Event()

    def __call__(self, changed: set[AnySlot]) -> None:
        """Be told that slots changed."""
        self._heard.set()

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(5):
            while not reached():
                self._heard.clear()
                await self._heard.wait()


@asynccontextmanager
async def listening(camera: Camera) -> AsyncIterator[Ear]:
    """Listen to a camera until the first part has told the present state."""
    ear = Ear()
    task = asyncio.create_task(camera.listen(ear))
    try:
        await ear.until(lambda: camera.state.get(RELAY) is not None)
        yield ear
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


PUSHES: list[tuple[str, AnySlot]] = [
    ("motion", MOTION),
    ("tamper", TAMPER),
    ("alarm_input", INPUT),
    ("alarm_output", RELAY),
]


def tells(camera: Camera, slot: AnySlot, *, value: bool) -> bool:
    """Tell whether a slot has a value."""
    return camera.state.get(slot) is value


async def test_events(meet: Meet) -> None:
    """Alarms come and go; the connection itself asks for nothing else."""
    simulator, camera = await meet("control")
    async with listening(camera) as ear:
        assert camera.linked
        assert [request.query["action"] for request in simulator.requests] == ["getevent"]
        assert all(camera.state.get(slot) is False for _, slot in PUSHES)
        for kind, slot in PUSHES:
            simulator.raise_alarm(kind)
            await ear.until(partial(tells, camera, slot, value=True))
            simulator.raise_alarm(kind, on=False)
            await ear.until(partial(tells, camera, slot, value=False))


async def test_events_after_a_cut(meet: Meet) -> None:
    """What is unknown while the stream is away is read when it is back, and can end then."""
    simulator, camera = await meet("control")
    simulator.raise_alarm("motion")
    async with listening(camera) as ear:
        assert camera.state.get(MOTION) is True
        simulator.cut_events()
        await ear.until(lambda: not camera.linked)
        assert all(camera.state.get(slot) is None for _, slot in PUSHES)
        simulator.raise_alarm("motion", on=False)
        simulator.raise_alarm("alarm_input")
        await ear.until(lambda: camera.state.get(MOTION) is False and camera.state.get(INPUT) is True)
        simulator.raise_alarm("alarm_input", on=False)
        await ear.until(lambda: camera.state.get(INPUT) is False)


async def test_only_changes_are_news(meet: Meet) -> None:
    """Parts tell how things are: neither the first after a connect nor what they repeat has happened just then."""
    simulator, camera = await meet("control")
    simulator.raise_alarm("motion")
    occurrences: list[Occurrence] = []
    task = asyncio.create_task(camera.listen(lambda changed: None, occurrences.append))
    await wait_for(lambda: camera.state.get(MOTION) is True)
    (stream,) = simulator.streams
    for motion in (True, False, False, True, True, False):
        stream.send(simulator.framing.part({"motion1": motion, "alarmin1": False, "sound1": motion}))
    await wait_for(lambda: len(occurrences) == 6)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    told = [(each.code, each.action, each.channel, each.index, each.known) for each in occurrences]
    assert told == [
        ("motion", "stop", 0, 1, True),
        ("sound", "stop", 0, 1, False),
        ("motion", "start", 0, 1, True),
        ("sound", "start", 0, 1, False),
        ("motion", "stop", 0, 1, True),
        ("sound", "stop", 0, 1, False),
    ]
    moments = [moment for each in occurrences for moment in each.moments]
    assert moments == [Reading(Slot(0, f.MOTION_DETECTED), f.Detection.TRIGGERED)]


async def test_relay(meet: Meet) -> None:
    """It can be set, follows what the camera does by itself, and is never taken for what it was told long ago."""
    simulator, camera = await meet("control", model={"alarm_outputs": 2})
    second: Slot[bool] = Slot(0, f.RELAY, 2)
    async with listening(camera) as ear:
        await camera.write(Change(f.RELAY, True, 1))
        assert camera.state.get(RELAY) is True
        simulator.raise_alarm("alarm_output", on=False)
        await ear.until(lambda: camera.state.get(RELAY) is False)
        await camera.write(Change(f.RELAY, True, 2))
        assert (camera.state.get(RELAY), camera.state.get(second)) == (False, True)
        simulator.pages["setalarmout"]["alarmout1.link"] = "1"
        simulator.raise_alarm("motion")
        await ear.until(lambda: camera.state.get(RELAY) is True)


async def test_relay_without_events(meet: Meet) -> None:
    """Where no event tells it, its state is what it was told."""
    simulator, camera = await meet("control")
    simulator.refuse[f"{CONTROL}requestevent.cgi"] = Fault(
        status=200, body=b"Error: not supported", content_type="text/plain"
    )
    await camera.listen(lambda changed: None)
    capability = camera.capabilities[RELAY]
    assert (capability.pushed, capability.assumed, capability.writable) == (False, True, True)
    assert not camera.capabilities[MOTION].assumed
    await camera.write(Change(f.RELAY, True, 1))
    assert camera.state.get(RELAY) is True
    simulator.requests.clear()
    await camera.refresh([RELAY])
    assert simulator.requests == []


@pytest.mark.parametrize(
    "framing",
    [
        {"dashes": False},
        {"length": "absent"},
        {"length": "short"},
        {"length": "long"},
        {"newline": "\n"},
        {"as_printed": True},
        {"as_printed": True, "newline": "\n", "length": "absent"},
    ],
)
async def test_framings(framing: dict[str, Any], meet: Meet) -> None:
    """However parts are put on the wire, they are heard at once."""
    simulator, camera = await meet("control", framing=framing)
    async with listening(camera) as ear:
        assert all(camera.state.get(slot) is False for _, slot in PUSHES)
        simulator.raise_alarm("motion")
        await ear.until(lambda: camera.state.get(MOTION) is True)
        simulator.raise_alarm("motion", on=False)
        await ear.until(lambda: camera.state.get(MOTION) is False)


def test_signals() -> None:
    """Numbers may be missing, blanks too; events that the document does not know are told as they are."""
    push = DIALECT.push
    assert push is not None
    told = list(push.signals("motion=on\r\nalarmin2 = OFF\r\nvideotamper = on * comment\r\nsound1 = on\r\nmotion1 = x"))
    assert told == [
        Signal("motion", EventAction.START),
        Signal("alarmin", EventAction.STOP, 2),
        Signal("videotamper", EventAction.START),
        Signal("sound", EventAction.START, 1),
    ]
    assert push.complete("alarmin1 = on\nmotion1 = off\n")
    assert not push.complete("alarmin1 = on\nmotion1 = ")
    assert not push.complete("Content-type: text/plain\n")


async def test_changed_password(meet: Meet, clock: Clock) -> None:
    """Everything is refused then; the one thing that never is tells that it is the account, which is not sent again."""
    simulator, camera = await meet("control", engine={"clock": clock})
    simulator.password = "another"
    clock.ahead += 400
    with pytest.raises(AuthFailed):
        await camera.refresh([Slot(0, f.BRIGHTNESS)])
    simulator.requests.clear()
    with pytest.raises(AuthFailed):
        await camera.refresh([Slot(0, f.BRIGHTNESS)])
    assert simulator.requests == []
