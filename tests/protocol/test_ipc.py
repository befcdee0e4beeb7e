"""The ipc dialect: its documents' examples, and both firmware levels over real sockets."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.dialects.ipc import DIALECT
from custom_components.cgi_camera.protocol.errors import AuthFailed, Forbidden, Invalid, Unsupported
from custom_components.cgi_camera.protocol.exchange import Answer
from custom_components.cgi_camera.protocol.features import InfraredLampMode, IrCutMode
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import AnySlot, Change, Slot, StreamKind
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.schema import Match
from tests.conftest import Simulate
from tests.simulator import Fault

from .conftest import Clock, Connect, Meet
from .examples import Examples

EXAMPLES = Examples(DIALECT)
BOTH = pytest.mark.parametrize("kind", ["ipc-1.0.1", "ipc-1.0.10"])
NEWER = "ipc-1.0.10"
MOTION = Slot(0, f.MOTION)
INPUT = Slot(0, f.ALARM_INPUT, 1)


# The documents' examples


@pytest.mark.parametrize("entry", EXAMPLES.entries("writes"))
def test_printed_requests(entry: dict[str, Any]) -> None:
    """Telling a camera the values of a printed request sends that request, or less of it."""
    known = Knowledge(DIALECT, 30)
    endpoint = EXAMPLES.endpoints[entry["endpoint"]]
    for key in filter(None, (endpoint.ranges, endpoint.key)):
        example = next((e for e in EXAMPLES.index if e["endpoint"] == key and "values" in e), None)
        document = DIALECT.decode(EXAMPLES.body(example)) if example else {}
        known.take(Source(EXAMPLES.endpoints[key], 0), document, 0.0)
    path, query = EXAMPLES.spell(entry, known)
    asked, printed = EXAMPLES.asked(entry)
    assert path == asked
    assert query.items() <= printed.items()
    assert len(query) >= len(entry["writes"])


def test_every_endpoint_has_an_example() -> None:
    """No row was written without looking."""
    shown = {entry["endpoint"].partition("?")[0] for entry in EXAMPLES.index}
    assert shown >= {key.partition("?")[0] for key in EXAMPLES.endpoints}


# Recognition


@BOTH
async def test_sign(kind: str, simulate: Simulate, connect: Connect) -> None:
    """Both levels are known by what they answer without credentials."""
    simulator = await simulate(kind)
    camera = connect(simulator)
    async with camera.transport._session.get(simulator.url.join(simulator.url / "cgi-bin/getinfo")) as response:
        answer = Answer(response.status, response.content_type, await response.read())
    assert DIALECT.sign.match(answer) is Match.YES
    assert DIALECT.sign.request.path == "/cgi-bin/getinfo"


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (200, "<html><title>Router</title><form action='/cgi-bin/getinfo'></form></html>"),
        (200, "<info>Welcome</info>"),
        (400, "<fault><value>/cgi-bin/other</value><reason>no</reason></fault>"),
        (400, "Bad request: /cgi-bin/getinfo"),
        (401, '<info mac_address="F0:00:00:29:06:9F"/>'),
        (401, ""),
        (404, "<fault>\n<value>/cgi-bin/getinfo</value>\n<reason>Not Found</reason>\n</fault>"),
        (302, ""),
        (500, ""),
    ],
)
def test_foreign(status: int, text: str) -> None:
    """Neither a router nor another make is taken for one."""
    assert DIALECT.sign.match(Answer(status, "text/xml", text.encode())) is Match.NO


# Getting to know it


@BOTH
async def test_identity(kind: str, simulate: Simulate, connect: Connect) -> None:
    """MAC and serial number come from where the level tells them."""
    simulator = await simulate(kind, mac="F0:00:00:AA:BB:CC", serial="EF42", model="MC200J6")
    identity = await connect(simulator).identify()
    assert identity.mac == "f0:00:00:aa:bb:cc"
    assert identity.serial == "EF42"
    assert identity.firmware.startswith("Linux 3.18.30")
    assert identity.model == ("MC200J6" if kind == NEWER else "")


async def test_wrong_password(simulate: Simulate, connect: Connect) -> None:
    """It is tried once."""
    simulator = await simulate(NEWER)
    with pytest.raises(AuthFailed):
        await connect(simulator, password="wrong").identify()
    assert [request.path for request in simulator.requests] == ["/cgi-bin/getuid"]


NETWORK_SLOTS = {"dhcp", "ip_address", "subnet_mask", "gateway", "http_port"}
DEVICE_SLOTS = {"sd_card_1", "sd_card_2", "uptime", "memory_total", "memory_free"}
SERVICE_SLOTS = {f"{name}_service" for name in ("web", "rtsp", "control", "hik")}
ALARM_SLOTS = {"motion", "alarm_input_1", "last_alarm"}
SHOWN_SLOTS = NETWORK_SLOTS | DEVICE_SLOTS | SERVICE_SLOTS | ALARM_SLOTS | {"clock_offset", "firmware"}
STREAM_SLOTS = {
    f"stream_{what}_{n}"
    for what in ("codec", "resolution", "frame_rate", "bit_rate", "rate_control", "key_frame_interval")
    for n in (1, 2)
}
POSITION_SLOTS = {f"{what}_{axis}" for what in ("osd", "time_osd") for axis in ("x", "y", "placement")}
OLDER_SLOTS = {
    "firmware",
    *("brightness", "contrast", "saturation", "sharpness"),
    *("audio", "audio_codec", "audio_sample_rate", "audio_bit_rate", "input_volume", "output_volume", "amplifier"),
    *("motion_detection", "motion_sensitivity", "motion_threshold", "motion_area"),
    *("night_motion_detection", "night_motion_sensitivity", "night_motion_threshold"),
    *("osd", "osd_title", "osd_color", "osd_font_size", "osd_resolution", "osd_bit_rate", "osd_weekday"),
    *("time_zone", "time_source", "ntp_server", "ntp_port", "clock_offset", "time_osd_format"),
    *("dns_server_1", "dns_server_2"),
    *POSITION_SLOTS,
    *STREAM_SLOTS,
    *NETWORK_SLOTS,
}
SHUTTER_SLOTS = {"day_shutter_mode", "day_shutter_speed", "night_shutter_mode", "night_shutter_speed"}
FLIP_SLOTS = {"flip", "mirror"}
RTMP_SLOTS = {"rtmp", "rtmp_server", "rtmp_port", "rtmp_application", "rtmp_stream", "rtmp_mode"}
SCHEDULE_SLOTS = {
    *("recording", "recording_stream", "recording_file_length", "scheduled_snapshots"),
    *("local_storage", "network_storage", "nfs_server", "nfs_path"),
}
EVENT_SLOTS = {
    *("motion_recording", "motion_recording_stream", "motion_recording_ftp", "motion_recording_email"),
    *("motion_snapshot", "motion_snapshot_ftp", "motion_snapshot_email", "motion_alarm_output"),
}
USER_OSD_SLOTS = {
    f"user_osd{what}_{n}"
    for what in ("", "_title", "_color", "_font_size", "_placement", "_x", "_y")
    for n in range(1, 6)
}
TOLD_CONTACT_SLOTS = {f"alarm_input_type_{n}" for n in (2, 3, 4)}
MASK_SLOTS = {f"privacy_mask_area_{n}" for n in (1, 2, 3, 4)}
PROFILE_SLOTS = {"stream_profile_1", "stream_profile_2"}
TOLD_SLOTS = {
    *PROFILE_SLOTS,
    *("ir_cut_mode", "infrared", "infrared_brightness", "white_light", "white_light_brightness"),
    *TOLD_CONTACT_SLOTS,
    *MASK_SLOTS,
}
NEWER_SLOTS = {
    *("highlight_level", "backlight_level", "noise_reduction_2d", "noise_reduction_3d", "tv_system", "anti_flicker"),
    *("wdr", "wdr_level", "infrared_lamp_mode", "relay_1", "device_name", "ntp_interval", "alarm_input_type_1"),
    *("stream_enabled_1", "stream_enabled_2", "rtsp_authentication", "onvif_authentication"),
    *FLIP_SLOTS,
    *SHUTTER_SLOTS,
    *RTMP_SLOTS,
    *SCHEDULE_SLOTS,
    *EVENT_SLOTS,
    *USER_OSD_SLOTS,
    *DEVICE_SLOTS,
    *SERVICE_SLOTS,
}
ALL_SLOTS = OLDER_SLOTS | NEWER_SLOTS | ALARM_SLOTS | TOLD_SLOTS


def offered(camera: Camera) -> set[str]:
    """Return what is somebody's entity."""
    return {slot.key for slot in camera.capabilities if not slot.feature.internal}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("ipc-1.0.1", OLDER_SLOTS), (NEWER, ALL_SLOTS)],
)
async def test_discover(kind: str, expected: set[str], meet: Meet) -> None:
    """Each level offers what it has, with values for all that can be asked."""
    _, camera = await meet(kind)
    assert offered(camera) == expected
    for slot, capability in camera.capabilities.items():
        assert (camera.state.get(slot) is None) is (capability.assumed or capability.kept), slot
        assert capability.assumed is (slot.key in TOLD_SLOTS)
        readable = slot.key in SHOWN_SLOTS or slot.feature.internal
        assert capability.writable is not readable, slot


ABSENT = [
    ("set_wdr", {"wdr", "wdr_level"}),
    ("set_flip", FLIP_SLOTS),
    ("set_ircut", {"ir_cut_mode"}),
    ("set_led", {"infrared", "white_light", "white_light_brightness"}),
    ("setBrightness_InfraredLamp", {"infrared_lamp_mode"}),
    ("getmodel", {"device_name"}),
    ("get_record_query", ALARM_SLOTS),
    ("motion", {slot for slot in OLDER_SLOTS if "motion" in slot}),
    ("setShutterSpeed", SHUTTER_SLOTS),
    ("set_noise_reduction", set()),
    ("set_start_codec", {"stream_enabled_1", "stream_enabled_2"}),
    ("setScheduleStorage", SCHEDULE_SLOTS),
    ("setEventStorage", EVENT_SLOTS),
    ("setAlarmState", TOLD_CONTACT_SLOTS | {"alarm_input_type_1"}),
    ("getDevState", DEVICE_SLOTS),
    ("set_service_port", SERVICE_SLOTS),
    ("rtmp", RTMP_SLOTS),
    ("rtsp", {"rtsp_authentication"} | PROFILE_SLOTS),
    ("onvif", {"onvif_authentication"}),
    ("userosd", USER_OSD_SLOTS),
    ("set_privacy_zone", MASK_SLOTS),
]


@pytest.mark.parametrize(("name", "missing"), ABSENT)
async def test_absent_endpoint(name: str, missing: set[str], meet: Meet) -> None:
    """Firmware between the levels offers everything else."""
    _, camera = await meet(NEWER, absent=(name,))
    assert offered(camera) == ALL_SLOTS - missing


@pytest.mark.parametrize("slow", ["set_led", "setBrightness_InfraredLamp"])
async def test_first_in_the_table_wins(slow: str, simulate: Simulate, connect: Connect) -> None:
    """Two endpoints tell a brightness of the lamp; which one answers faster does not decide."""
    simulator = await simulate(NEWER)
    simulator.refuse[f"/cgi-bin/{slow}"] = Fault(delay=0.1)
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    capability = camera.capabilities[Slot(0, f.INFRARED_BRIGHTNESS)]
    assert (capability.assumed, capability.maximum) == (True, 100)
    assert camera.value(f.INFRARED_BRIGHTNESS) is None


@pytest.mark.parametrize(
    ("path", "slots"),
    [
        ("/cgi-bin/set_led", {"infrared", "white_light", "white_light_brightness"}),
        ("/cgi-bin/userosd?title_index=0", USER_OSD_SLOTS),
        ("/cgi-bin/setAlarmState", TOLD_CONTACT_SLOTS | {"alarm_input_type_1"}),
    ],
)
async def test_late_answer(path: str, slots: set[str], simulate: Simulate, connect: Connect) -> None:
    """What stands or falls with an endpoint that cannot answer at first is there as soon as that is."""
    simulator = await simulate(NEWER)
    simulator.refuse[path] = Fault(status=503)
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    assert not offered(camera) & slots
    simulator.refuse.clear()
    # What follows is found out by the poll after the one that finds the first.
    await camera.refresh([])
    await camera.refresh([])
    assert offered(camera) == ALL_SLOTS
    simulator.requests.clear()
    await camera.refresh([])
    assert simulator.requests == []


async def test_nothing_is_asked_in_vain(simulate: Simulate, connect: Connect) -> None:
    """What is told already, what stands or falls with another endpoint, and paths that are not there: no requests."""
    for kind, spared in (
        (NEWER, {"set_noise_reduction", "setShutterSpeed?dayShutterMode=2", "set_led?ledmode=2"}),
        ("ipc-1.0.1", {"userosd?title_index=1", "setShutterSpeed?dayShutterMode=2", "setAlarmState?position=1"}),
    ):
        simulator = await simulate(kind)
        camera = connect(simulator)
        await camera.identify()
        await camera.discover()
        targets = [request.target for request in simulator.requests]
        assert not [target for target in targets for path in spared if target.startswith(f"/cgi-bin/{path}")]


async def test_absent_attribute(meet: Meet) -> None:
    """So does one that tells less within an answer."""
    _, camera = await meet(NEWER, missing=("sharpness",), has_relay=False)
    assert {"sharpness", "relay_1"}.isdisjoint(offered(camera))
    assert camera.value(f.BRIGHTNESS) == 128


@pytest.mark.parametrize(
    "habits",
    [
        {"bom": True},
        {"crlf": True},
        {"stray_spaces": True},
        {"legacy_content_type": True},
        {"gov_attribute": "govlength"},
    ],
)
async def test_habits(habits: dict[str, Any], meet: Meet) -> None:
    """Marks, line ends, stray blanks and content types do not matter."""
    _, camera = await meet(NEWER, **habits)
    assert camera.value(f.BRIGHTNESS) == 128
    assert camera.value(f.TIME_ZONE) == "UTC+08:00"
    assert camera.value(f.STREAM_RESOLUTION, number=2) == "480X360"
    assert camera.identity.mac == "f0:00:00:29:06:9f"
    assert camera.value(f.MOTION) is False


# Streams


@BOTH
async def test_streams(kind: str, meet: Meet) -> None:
    """Addresses are the documented ones; pictures are there where the firmware has them."""
    simulator, camera = await meet(kind)
    main, sub = camera.streams()
    assert (main.kind, sub.kind) == (StreamKind.MAIN, StreamKind.SUB)
    assert (main.addresses[0], sub.addresses[0]) == ("rtsp://127.0.0.1:554/stream0", "rtsp://127.0.0.1:554/stream1")
    assert main.snapshot is sub.snapshot is (kind == NEWER)
    assert not main.mjpeg
    if main.snapshot:
        large, small = await camera.snapshot(main), await camera.snapshot(sub)
        assert large[:2] == small[:2] == b"\xff\xd8"
        assert len(large) > len(small)
        assert [request.query["stream"] for request in simulator.requests] == ["1", "0"]
        assert "uid" not in simulator.requests[0].query


async def test_third_stream_and_port(meet: Meet) -> None:
    """A third stream and the RTSP port are taken from firmware that tells them."""
    _, camera = await meet(NEWER, streams=3, tells_ports=True, rtsp_port=8554)
    assert [stream.addresses[0] for stream in camera.streams()] == [
        f"rtsp://127.0.0.1:8554/stream{number}" for number in range(3)
    ]


# Telling it

# One after the other at one camera: companions have the values that were told before.
WRITES: list[tuple[Change[Any], str, dict[str, str]]] = [
    (Change(f.BRIGHTNESS, 200), "image", {"brightness": "200"}),
    (Change(f.CONTRAST, 0), "image", {"contrast": "0"}),
    (Change(f.SATURATION, 255), "image", {"saturation": "255"}),
    (Change(f.SHARPNESS, 1), "image", {"sharpness": "1"}),
    (Change(f.AUDIO, False), "audioencoder", {"enable": "0"}),
    (Change(f.INPUT_VOLUME, 100), "audioencoder", {"input_volume": "100"}),
    (Change(f.OUTPUT_VOLUME, 1), "audioencoder", {"output_volume": "1"}),
    (Change(f.MOTION_DETECTION, False), "motion", {"enable": "0"}),
    (Change(f.MOTION_SENSITIVITY, 33), "motion", {"sensitivity": "33"}),
    (Change(f.MOTION_THRESHOLD, 44), "motion", {"alarmthreshold": "44"}),
    (Change(f.OSD, False), "osd", {"enable": "0"}),
    (Change(f.OSD_TITLE, "Tür & Tor + 你好"), "osd", {"title_utf8": "Tür & Tor + 你好"}),
    (Change(f.TIME_ZONE, "UTC-03:30"), "time", {"timezone": "GMT-03:30"}),
    (Change(f.TIME_ZONE, "UTC+05:45"), "time", {"timezone": "GMT+05:45"}),
    (Change(f.WDR, False), "set_wdr", {"enable": "0", "wdr_value": "53"}),
    (Change(f.WDR_LEVEL, 99), "set_wdr", {"enable": "0", "wdr_value": "99"}),
    (Change(f.FLIP, True), "set_flip", {"vertical_flip": "1", "horizon_flip": "0"}),
    (Change(f.MIRROR, True), "set_flip", {"vertical_flip": "1", "horizon_flip": "1"}),
    (Change(f.RELAY, True, 1), "setRelayStatus", {"status": "1"}),
    (
        Change(f.INFRARED_LAMP_MODE, InfraredLampMode.INFRARED_THEN_WHITE),
        "setBrightness_InfraredLamp",
        {"infrared_lamp": "2", "setbrightness": "191"},
    ),
    (Change(f.INFRARED, True), "set_led", {"ledmode": "1", "ledstatus": "1", "brightness": "50"}),
    (Change(f.INFRARED_BRIGHTNESS, 80), "set_led", {"ledmode": "1", "ledstatus": "1", "brightness": "80"}),
    *(
        (Change(f.IR_CUT_MODE, mode), "set_ircut", {"ircutmode": text} | time)
        for mode, text, time in (
            (IrCutMode.MODE_0, "0", {}),
            (IrCutMode.MODE_1, "1", {}),
            (IrCutMode.MODE_2, "2", {}),
            (IrCutMode.MANUAL_DAY, "3", {"time": "day"}),
            (IrCutMode.MANUAL_NIGHT, "3", {"time": "night"}),
            (IrCutMode.MODE_4, "4", {}),
            (IrCutMode.MODE_5, "5", {}),
        )
    ),
]


@BOTH
async def test_write(kind: str, meet: Meet) -> None:
    """Every setting is sent in one exact request, and the state follows the echo of it."""
    simulator, camera = await meet(kind)
    for change, name, query in WRITES:
        slot = Slot(0, change.feature, change.number)
        if kind != NEWER and slot.key in NEWER_SLOTS | TOLD_SLOTS:
            with pytest.raises(Unsupported):
                await camera.write(change)
            continue
        simulator.requests.clear()
        await camera.write(change)
        (sent,) = simulator.requests
        assert (sent.path, sent.query) == (f"/cgi-bin/{name}", query | {"uid": sent.query["uid"]})
        assert sent.status == 200
        assert camera.state.get(slot) == change.value


async def test_device_name(meet: Meet) -> None:
    """It is set elsewhere than read, and read back since the answer does not tell it."""
    simulator, camera = await meet(NEWER)
    await camera.write(Change(f.DEVICE_NAME, "Yard"))
    assert [request.path for request in simulator.requests] == ["/cgi-bin/setDeviceName", "/cgi-bin/getmodel"]
    assert simulator.requests[0].query["deviceName"] == "Yard"
    assert camera.value(f.DEVICE_NAME) == "Yard"


async def test_together(meet: Meet) -> None:
    """Settings of one endpoint go in one request."""
    simulator, camera = await meet(NEWER)
    await camera.write(Change(f.WDR, False), Change(f.WDR_LEVEL, 60), Change(f.BRIGHTNESS, 1), Change(f.CONTRAST, 2))
    wdr, image = simulator.requests
    assert (wdr.query["enable"], wdr.query["wdr_value"]) == ("0", "60")
    assert (image.query["brightness"], image.query["contrast"]) == ("1", "2")
    assert simulator.values["set_wdr"] == {"enable": "0", "wdr_value": "60"}


async def test_told_lamp_remembers(meet: Meet) -> None:
    """What was told of a lamp that cannot be asked is told again with the switch, and is its state."""
    simulator, camera = await meet(NEWER)
    await camera.write(Change(f.INFRARED_BRIGHTNESS, 30))
    assert camera.value(f.INFRARED) is True
    await camera.write(Change(f.INFRARED, False))
    assert simulator.requests[-1].query["brightness"] == "30"
    assert simulator.values["set_led"] == {"brightness": "30", "ledstatus": "0", "ledmode": "1"}
    assert camera.value(f.INFRARED) is False
    assert camera.value(f.INFRARED_BRIGHTNESS) == 30


async def test_lamp_brightness_without_led(meet: Meet) -> None:
    """Firmware without the lamp's switch has the brightness of the automatic lamp, which can be asked."""
    simulator, camera = await meet(NEWER, absent=("set_led",))
    assert camera.value(f.INFRARED_BRIGHTNESS) == 191
    await camera.write(Change(f.INFRARED_BRIGHTNESS, 255))
    (sent,) = simulator.requests
    assert (sent.query["setbrightness"], sent.query["infrared_lamp"]) == ("255", "1")


@pytest.mark.parametrize(
    "change",
    [
        Change(f.BRIGHTNESS, 256),
        Change(f.INPUT_VOLUME, 0),
        Change(f.MOTION_SENSITIVITY, 101),
        Change(f.TIME_ZONE, "UTC+14:00"),
    ],
)
async def test_invalid(change: Change[Any], meet: Meet) -> None:
    """What the document rules out is not sent."""
    simulator, camera = await meet(NEWER)
    with pytest.raises(Invalid):
        await camera.write(change)
    assert simulator.requests == []


async def test_refused_write(meet: Meet) -> None:
    """The camera's own reason is told, and the true value stays; who may not set one thing may set nothing (3.18)."""
    simulator, camera = await meet(NEWER)
    simulator.read_only = True
    with pytest.raises(Forbidden, match="no permission"):
        await camera.write(Change(f.INFRARED, True))
    with pytest.raises(Forbidden, match="refused before"):
        await camera.write(Change(f.BRIGHTNESS, 1))
    assert len(simulator.requests) == 1
    assert camera.value(f.BRIGHTNESS) == 128
    assert camera.value(f.INFRARED) is None


async def test_echo_tells_what_took_effect(meet: Meet) -> None:
    """Not what was asked for counts, but what the camera answers."""
    simulator, camera = await meet(NEWER)
    echo = b'<image brightness="120" contrast="128" saturation="128" sharpness="99"/>'
    simulator.refuse["/cgi-bin/image"] = Fault(status=200, body=echo, content_type="text/xml", times=1)
    changed = await camera.write(Change(f.BRIGHTNESS, 127))
    assert changed == {Slot(0, f.BRIGHTNESS), Slot(0, f.SHARPNESS)}
    assert camera.value(f.BRIGHTNESS) == 120


@BOTH
async def test_reboot(kind: str, meet: Meet) -> None:
    """Rebooting is offered; sessions are got anew afterwards."""
    simulator, camera = await meet(kind)
    assert f.REBOOT in camera.commands(0)
    simulator.reboot_seconds = 0.01
    await camera.act(f.REBOOT)
    await simulator._reboot
    await camera.write(Change(f.BRIGHTNESS, 9))
    names = [request.path.removeprefix("/cgi-bin/") for request in simulator.requests]
    assert names == ["reboot", "image", "getuid", "image"]


@BOTH
async def test_presets(kind: str, meet: Meet) -> None:
    """Presets cannot be listed, so they are numbered as the options say."""
    simulator, camera = await meet(kind, engine={"presets": 3})
    assert camera.presets(0) == {1: "", 2: "", 3: ""}
    await camera.act(f.GOTO_PRESET, number=3)
    assert simulator.ptz_log == [{"call_preset": "3"}]


async def test_no_ptz(meet: Meet) -> None:
    """A fixed camera has none."""
    _, camera = await meet(NEWER, ptz=False, engine={"presets": 3})
    assert camera.presets(0) == {}
    with pytest.raises(Unsupported):
        await camera.act(f.GOTO_PRESET, number=1)


# Asking it


@pytest.mark.parametrize(
    ("slots", "paths"),
    [
        ([Slot(0, f.BRIGHTNESS), Slot(0, f.CONTRAST)], {"image"}),
        ([Slot(0, f.BRIGHTNESS), Slot(0, f.WDR)], {"image", "set_wdr"}),
        ([MOTION, INPUT], {"time", "get_record_query"}),
        ([Slot(0, f.INFRARED), Slot(0, f.RELAY, 1)], {"getRelayStatus"}),
    ],
)
async def test_refresh_asks_no_more(slots: list[AnySlot], paths: set[str], meet: Meet, clock: Clock) -> None:
    """One refresh sends exactly the requests that two slots need."""
    simulator, camera = await meet(NEWER, engine={"clock": clock})
    clock.ahead = 301
    await camera.refresh(slots)
    assert sorted(request.path for request in simulator.requests) == sorted(f"/cgi-bin/{path}" for path in paths)


async def test_changes_elsewhere(meet: Meet, clock: Clock) -> None:
    """What somebody else sets is seen at the next refresh."""
    simulator, camera = await meet(NEWER, engine={"clock": clock})
    simulator.values["image"]["brightness"] = "7"
    simulator.relay = "1"
    clock.ahead = 301
    brightness, relay = Slot(0, f.BRIGHTNESS), Slot(0, f.RELAY, 1)
    assert await camera.refresh([brightness, relay]) == {brightness, relay}
    assert (camera.value(f.BRIGHTNESS), camera.value(f.RELAY, number=1)) == (7, True)


async def test_expired_session(meet: Meet) -> None:
    """A session dies after a minute without requests; the engine logs in once more and goes on."""
    simulator, camera = await meet(NEWER)
    simulator.advance(61)
    await camera.write(Change(f.BRIGHTNESS, 9))
    assert [request.path for request in simulator.requests] == ["/cgi-bin/image", "/cgi-bin/getuid", "/cgi-bin/image"]
    assert camera.value(f.BRIGHTNESS) == 9


# Alarms

ALARMS = pytest.mark.parametrize(("kind", "slot"), [("motion", MOTION), ("alarm_input", INPUT)])


class Watch:
    """Advances the clocks of camera and engine together, and refreshes as the engine wants it."""

    def __init__(self, simulator: Any, camera: Camera, clock: Clock) -> None:
        """Watch a camera."""
        self.simulator, self.camera, self.clock = simulator, camera, clock

    async def after(self, seconds: float) -> tuple[bool | None, bool | None]:
        """Let time pass, and return motion and alarm input."""
        self.simulator.advance(seconds)
        self.clock.ahead += seconds
        # Our wall clock stays, so the camera's is read again for its offset.
        self.camera.expire([MOTION])
        await self.camera.refresh([MOTION, INPUT])
        return self.camera.state.get(MOTION), self.camera.state.get(INPUT)


@pytest.fixture
async def watch(meet: Meet, clock: Clock) -> Watch:
    """Watch a camera whose alarms are held for 20 seconds."""
    simulator, camera = await meet(NEWER, engine={"clock": clock, "hold": 20})
    assert camera.interval([MOTION]) == 10
    return Watch(simulator, camera, clock)


@ALARMS
async def test_alarm(kind: str, slot: Slot[bool], watch: Watch) -> None:
    """On with the new recording, on while it grows, off when it has ended."""
    on = (slot is MOTION, slot is INPUT)
    assert await watch.after(10) == (False, False)
    watch.simulator.raise_alarm(kind)
    assert await watch.after(1) == on
    assert await watch.after(10) == on
    assert await watch.after(30) == on
    watch.simulator.raise_alarm(kind, False)
    await watch.after(10)  # It did grow until a moment after the last look.
    assert await watch.after(10) == (False, False)


@ALARMS
async def test_short_alarm(kind: str, slot: Slot[bool], watch: Watch) -> None:
    """One that came and went between two refreshes is seen, and held."""
    watch.simulator.raise_alarm(kind)
    watch.simulator.raise_alarm(kind, False)
    assert await watch.after(10) == (slot is MOTION, slot is INPUT)
    assert await watch.after(5) == (slot is MOTION, slot is INPUT)
    assert await watch.after(15) == (False, False)


async def test_schedule_is_no_alarm(watch: Watch) -> None:
    """A running scheduled recording means nothing."""
    watch.simulator.recordings.add(2, watch.simulator.local_now(), None)
    assert await watch.after(1) == (False, False)
    assert await watch.after(10) == (False, False)


async def test_late_recording(watch: Watch) -> None:
    """A recording listed only when it is finished is seen once; one from hours ago is none."""
    now = watch.simulator.local_now()
    watch.simulator.recordings.add(4, now - timedelta(minutes=5))
    watch.simulator.recordings.add(8, now - timedelta(hours=3), 0)
    assert await watch.after(1) == (True, False)
    watch.simulator.recordings.items[0].ended = watch.simulator.seconds()
    await watch.after(1)
    assert await watch.after(10) == (False, False)


async def test_midnight(watch: Watch) -> None:
    """With the day the list changes: the camera's day, not ours."""
    watch.simulator.set_clock(datetime.fromisoformat("2026-03-08T23:59:30+08:00"))
    assert await watch.after(1) == (False, False)
    assert await watch.after(50) == (False, False)
    queries = [request.query for request in watch.simulator.requests if "day" in request.query]
    assert [(query["year"], query["month"], query["day"]) for query in queries] == [
        ("2026", "3", "8"),
        ("2026", "3", "9"),
    ]
    watch.simulator.raise_alarm("motion")
    assert await watch.after(10) == (True, False)


async def test_first_look(simulate: Simulate, connect: Connect) -> None:
    """At the start only what has just begun is an alarm: old recordings are none."""
    simulator = await simulate(NEWER)
    simulator.recordings.add(4, simulator.local_now() - timedelta(minutes=2))
    simulator.recordings.add(8, simulator.local_now() - timedelta(seconds=2))
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    assert camera.state.get(MOTION) is False
    assert camera.state.get(INPUT) is True
