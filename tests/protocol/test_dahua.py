"""The dahua dialect: its document's examples, and a camera and a recorder over real sockets."""

from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.codecs import path_of
from custom_components.cgi_camera.protocol.dialects.dahua import DIALECT
from custom_components.cgi_camera.protocol.errors import AuthFailed, BadAnswer, Ignored, Invalid, Refused, Unsupported
from custom_components.cgi_camera.protocol.exchange import Answer
from custom_components.cgi_camera.protocol.features import DayNightMode, InfraredMode, TimeSource
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import AnySlot, Change, Slot, StreamKind
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.schema import Match
from tests.conftest import Simulate
from tests.simulator import Fault

from .conftest import Clock, Connect, Meet
from .examples import Examples

EXAMPLES = Examples(DIALECT)
CAMERA = "dahua-camera"
RECORDER = "dahua-recorder"
BOTH = pytest.mark.parametrize("kind", [CAMERA, RECORDER])


# The document's examples, and real answers


def read(endpoint: str, body: bytes, channels: int = 1) -> dict[str, Any]:
    """Read one answer to the values of its slots."""
    known = Knowledge(DIALECT, 30)
    known.channels = tuple(range(1, channels + 1))
    found = EXAMPLES.endpoints[endpoint]
    for entry in EXAMPLES.index:
        if found.ranges and entry["endpoint"] == found.ranges and "file" in entry:
            known.take(EXAMPLES.source(entry), DIALECT.decode(EXAMPLES.body(entry)), 0.0)
    before = set(known.state)
    known.take(Source(found, 1 if found.per_channel else 0), DIALECT.decode(body), 0.0)
    return {str(slot): known.state.get(slot) for slot in known.state if slot not in before}


@pytest.mark.parametrize("entry", EXAMPLES.entries("writes"))
def test_printed_requests(entry: dict[str, Any]) -> None:
    """Telling a camera the values of a printed request sends that request, or less of it."""
    path, printed = EXAMPLES.asked(entry)
    known = Knowledge(DIALECT, 30)
    known.channels = (1, 2)
    source = EXAMPLES.source(entry)
    ranges = "" if "alone" in entry else source.endpoint.ranges
    for told in (e for e in EXAMPLES.index if e["endpoint"] == ranges and "file" in e):
        here = {**told, "channel": entry.get("channel", 1)}
        known.take(EXAMPLES.source(here), DIALECT.decode(EXAMPLES.body(told)), 0.0)
    known.take(source, {path_of(f"table.{key}"): text for key, text in printed.items()}, 0.0)
    spelt, query = EXAMPLES.spell(entry, known)
    assert spelt == path
    assert query.items() <= printed.items()
    assert len(query) >= 1 + len(entry["writes"])


# Of these the document has nothing.
UNDOCUMENTED = {
    *("VideoInDayNight", "VideoInBacklight", "Lighting", "Lighting_V2", "LightingScheme", "LightGlobal"),
    *("FloodLightMode", "LeLensMask", "coaxialControlIO", "SmartMotionDetect", "AudioDetect"),
    *("DisableLinkage", "DisableEventNotify", "AudioInputVolume", "AudioOutputVolume", "RemoteDevice"),
    "VideoTalkPhoneGeneral",
    # Asked only to see how it is refused.
    "rainBrush",
}


def test_every_endpoint_has_an_example() -> None:
    """No row was written without looking."""
    assert {entry["endpoint"] for entry in EXAMPLES.index} >= set(EXAMPLES.endpoints) - UNDOCUMENTED


RECORD_MODES = {"1/record_mode": "auto", "1/extra_record_mode_1": "off"}
COAXIAL = {"1/siren": False, "1/warning_light": True}
PROFILE = {"1/video_profile": "normal", "1/video_profile_switching": "off", "1/profile": 2}
DISK = {
    "disk_state_1": "error",
    "disk_problem_1": True,
    "disk_size_1": 400.0,
    "disk_used_1": 100.0,
    "disk_used_share_1": 25.0,
}
SICK_DISK = {"disk_state_1": None, "disk_problem_1": True}

# Real devices: request, answer and what is read.
REAL = [
    ("getSystemInfo", "deviceType=31\nserialNumber=ND02\nupdateSerial=NVR4108", {"serial": "ND02", "model": "NVR4108"}),
    ("getSystemInfo", "deviceType=IP Camera\nupdateSerial=IPC-1", {"model": "IPC-1"}),
    ("getSystemInfo", "serialNumber=A\nupdateSerial=IPC-1", {"serial": "A", "model": "IPC-1"}),
    (
        "getSystemInfo",
        "deviceType=IPC-2\nhardwareVersion=1.00\nupdateSerial=IPC-1\nupdateSerialCloudUpgrade=IPC-1:07:01",
        {"model": "IPC-2", "hardware": "1.00"},
    ),
    ("getDeviceType", "type=31", {}),
    (
        "getSoftwareVersion",
        "version=2.420.AC00.15.R\nBuildDate=2016-09-08",
        {"firmware": "2.420.AC00.15.R (2016-09-08)"},
    ),
    ("getSoftwareVersion", "version=2.420", {"firmware": "2.420"}),
    (
        "Network",
        "table.Network.DefaultInterface=eth2\ntable.Network.eth0.PhysicalAddress=a\ntable.Network.eth2.PhysicalAddress=b",
        {"mac": "b"},
    ),
    ("Network", "table.Network.DefaultInterface=3G\ntable.Network.eth0.PhysicalAddress=a", {"mac": "a"}),
    (
        "ChannelTitle",
        "table.ChannelTitle[0].Name=A *B; c=d",
        {"1/channel_name": "A *B; c=d", "1/osd_title": "A *B; c=d"},
    ),
    ("NTP", "table.NTP.TimeZone=13", {"time_zone": "UTC+08:00"}),
    ("NTP", "table.NTP.TimeZone=23", {"time_zone": "UTC-03:30"}),
    ("NTP", "table.NTP.TimeZone=38", {"time_zone": "UTC+08:45"}),
    ("NTP", "table.NTP.TimeZone=99", {"time_zone": None}),
    (
        "MotionDetect",
        "table.MotionDetect[0].DetectVersion=V3.0\ntable.MotionDetect[0].Enable=true",
        {"1/motion_detection": True},
    ),
    (
        "Lighting",
        "table.Lighting[0][0].MiddleLight[0].Light=50\ntable.Lighting[0][0].Mode=Auto",
        {"1/infrared_mode": "auto", "1/infrared_brightness": 50},
    ),
    (
        "Lighting_V2",
        "table.Lighting_V2[0][0][0].LightType=WhiteLight\ntable.Lighting_V2[0][0][0].Mode=Manual",
        {"1/white_light": True, "1/white_light_mode": "on"},
    ),
    (
        "Lighting_V2",
        """table.Lighting_V2[0][0][1].LightType=WhiteLight
        table.Lighting_V2[0][0][1].Mode=ForceOn
        table.Lighting_V2[0][0][1].State=Flicker""",
        {"1/white_light": True, "1/white_light_mode": "forced", "1/white_light_flicker": True},
    ),
    (
        "Lighting_V2",
        """table.Lighting_V2[0][0][0].LightType=WhiteLight
        table.Lighting_V2[0][0][0].Mode=Manual
        table.Lighting_V2[0][0][1].LightType=InfraredLight
        table.Lighting_V2[0][0][1].Mode=Off
        table.Lighting_V2[0][0][1].NearLight[0].Light=7""",
        {
            "1/white_light": True,
            "1/white_light_mode": "on",
            "1/infrared_mode": "off",
            "1/infrared_brightness": 7,
        },
    ),
    ("VideoInBacklight", "table.VideoInBacklight[0][0].Mode=GlareInhibition", {"1/wdr": False}),
    (
        "VideoInBacklight",
        "table.VideoInBacklight[0][0].Mode=WideDynamic\ntable.VideoInBacklight[0][0].WideDynamicRange=20",
        {"1/wdr": True, "1/wdr_level": 20},
    ),
    ("VideoInDayNight", "table.VideoInDayNight[0][0].Mode=BlackWhite", {"1/day_night_mode": "night"}),
    ("VideoInDayNight", "table.VideoInDayNight[0][0].Mode=Auto", {"1/day_night_mode": "auto"}),
    *(
        ("Lighting", f"table.Lighting[0][0].Mode={word}", {"1/infrared_mode": mode})
        for word, mode in (
            ("On", "on"),
            ("Manual", "on"),
            ("Off", "off"),
            ("Auto", "auto"),
            ("ForceOn", "forced"),
            ("SmartLight", "smart"),
            ("ZoomPrio", "zoom"),
        )
    ),
    ("getInState", "result=2", {"alarm_input_1": False, "alarm_input_2": True}),
    ("getInState", "result=", {"alarm_input_1": None, "alarm_input_2": None}),
    ("getInState", "", {}),
    ("MaxExtraStream", "table.MaxExtraStream=", {}),
    ("AudioOutputVolume", "table.AudioOutputVolume[0]=80", {"output_volume": 80}),
    (
        "AlarmOut",
        "table.AlarmOut[0].Mode=2\ntable.AlarmOut[1].Mode=1",
        {"relay_1": False, "relay_2": True, "relay_mode_1": "off", "relay_mode_2": "on"},
    ),
    ("RecordMode", "table.RecordMode[0].Mode=0\ntable.RecordMode[0].ModeExtra1=2", RECORD_MODES),
    ("coaxialControlIO", "status.status.Speaker=Off\nstatus.status.WhiteLight=On", COAXIAL),
    ("coaxialControlIO", "status.Speaker=Off\nstatus.WhiteLight=On", COAXIAL),
    ("SmartMotionDetect", "table.SmartMotionDetect[0].Enable=true", {"1/smart_motion_detection": True}),
    ("MotionDetect", "table.MotionDetect[0].Level=3", {"1/motion_sensitivity": 3}),
    ("VideoInMode", "table.VideoInMode[0].Config[0]=2\ntable.VideoInMode[0].Mode=0", PROFILE),
    (
        "VideoInMode",
        "table.VideoInMode[0].Config[0]=0\ntable.VideoInMode[0].ConfigEx=Night\ntable.VideoInMode[0].Mode=4",
        {"1/video_profile": "night", "1/video_profile_switching": "camera", "1/profile": 1},
    ),
    ("VideoInMode", "table.VideoInMode[0].Mode=2", {"1/video_profile_switching": None}),
    ("DisableLinkage", "table.DisableLinkage.Enable=false", {"disarmed": False}),
    ("DisableLinkage", "table.DisableLinkage[0].Enable=true", {"1/disarmed": True}),
    ("DisableEventNotify", "table.DisableEventNotify[0].Enable=false", {"1/event_notifications": True}),
    (
        "getDeviceAllInfo",
        """list.info[0].Name=/dev/md0
        list.info[0].State=Error
        list.info[0].Detail[0].TotalBytes=300.000000
        list.info[0].Detail[0].UsedBytes=100.000000
        list.info[0].Detail[1].TotalBytes=100.000000
        list.info[0].Detail[1].UsedBytes=0.000000
        list.info[0].Detail[1].IsError=false""",
        DISK,
    ),
    ("getDeviceAllInfo", "list.info[0].State=Asleep\nlist.info[0].Detail[0].IsError=true", SICK_DISK),
    ("getDeviceAllInfo", "", {}),
    ("RemoteDevice", "table.RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_0.Enable=true", {}),
    ("WLan", "", {}),
    ("Network", "table.Network.eth0.PhysicalAddress=a\ntable.Network.eth0.MTU=", {"mac": "a"}),
    ("getDoorStatus 1", "Info.status=Break", {"door_1": True, "doors_1": True}),
    ("getRandomPointTemper", "TempInfo.Type=Spot", {}),
    ("getPresets", "presets[0].Index=4\npresets[0].Name=Gate", {"1/preset_4": "Gate", "1/ptz": True}),
    ("getPresets", "", {}),
    (
        "ptz getStatus",
        "status.MoveStatus=Idle\nstatus.ZoomStatus=Moving\nstatus.PresetID=2\n"
        + "".join(f"status.Postion[{n}]={place}\n" for n, place in enumerate(("91.600000", "-2.600000", "1.000000"))),
        {
            "1/pan_position": 91.6,
            "1/tilt_position": -2.6,
            "1/ptz_zoom_position": 1.0,
            "1/current_preset": 2,
            "1/ptz_moving": True,
        },
    ),
    ("getEventIndexes VideoMotion", "", {"1/motion": False}),
    ("VideoColor", "", {}),
]


@pytest.mark.parametrize(("endpoint", "text", "expected"), REAL)
def test_real_answers(endpoint: str, text: str, expected: dict[str, Any]) -> None:
    """Firmware answers more and less than the document."""
    assert read(endpoint, text.encode()) == expected


@pytest.mark.parametrize(
    ("text", "maximum"),
    [
        ("Level=4\ntable.VideoInSharpness[0][0].Sharpness=8", 15),
        ("Level=50\ntable.VideoInSharpness[0][0].Sharpness=8", 100),
        ("Mode=1\ntable.VideoInSharpness[0][0].Sharpness=50", 100),
    ],
)
def test_sharpness(text: str, maximum: int) -> None:
    """Newer firmware counts further than the document's."""
    known = Knowledge(DIALECT, 30)
    known.channels = (1,)
    body = f"table.VideoInSharpness[0][0].{text}".encode()
    known.take(Source(EXAMPLES.endpoints["VideoInSharpness"], 0), DIALECT.decode(body), 0.0)
    assert known.capabilities[Slot(1, f.SHARPNESS)].maximum == maximum


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Error\r\nBad Request!\r\n", "Bad Request!"),
        ("Error: Error -1 getting param in name=VideoInOptions[4].NightOptions.SwitchMode", "getting param"),
        ("Error\r\nAuthorization Failed!\r\n", "Authorization Failed!"),
    ],
)
def test_real_errors(text: str, reason: str) -> None:
    """Errors come in several forms."""
    with pytest.raises(Refused, match=reason):
        DIALECT.decode(text.encode())


def test_web_page() -> None:
    """What another device shows in place of an answer is none."""
    with pytest.raises(BadAnswer):
        DIALECT.decode(b'<html lang="en"><body class="x">log in</body></html>')


def count(**texts: str) -> tuple[int, ...]:
    """Count the channels that answers tell of, by endpoint."""
    return DIALECT.channels({key: DIALECT.decode(text.encode()) for key, text in texts.items()})


def test_channels() -> None:
    """A camera has what it takes pictures of, a recorder what it has titles for."""
    two = "table.ChannelTitle[0].Name=A\ntable.ChannelTitle[1].Name=B"
    sixteen = "table.MaxRemoteInputChannels=16"
    assert count() == (1,)
    assert count(getCollect="result=1", ChannelTitle=two) == (1,)
    assert count(getCollect="result=2") == (1, 2)
    assert count(ChannelTitle=two) == (1, 2)
    assert count(ChannelTitle=two, getCollect="result=0", MaxRemoteInputChannels=sixteen) == (1, 2)
    assert count(ChannelTitle=two, getCollect="result=1", MaxRemoteInputChannels="table.MaxRemoteInputChannels=0") == (
        1,
    )
    assert len(count(MaxRemoteInputChannels=sixteen)) == 16


SLOTS = "table.RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_{}.Enable={}"


@pytest.mark.parametrize(
    ("slots", "remote", "expected"),
    [
        ({0: "true", 1: "false", 2: "true"}, 4, (1, 3)),
        ({0: "true", 1: "false", 2: "true", 3: "true"}, 4, (1, 3, 4)),
        # A recorder with two inputs of its own, which are in no slot.
        ({2: "true", 3: "false"}, 2, (1, 2, 3)),
        ({0: "false"}, 4, ()),
        ({}, 4, (1, 2, 3, 4)),
    ],
)
def test_slots_of_a_recorder(slots: dict[int, str], remote: int, expected: tuple[int, ...]) -> None:
    """A slot without a camera is no channel."""
    found = count(
        ChannelTitle="\n".join(f"table.ChannelTitle[{n}].Name=Channel{n + 1}" for n in range(4)),
        getCollect="result=4",
        MaxRemoteInputChannels=f"table.MaxRemoteInputChannels={remote}",
        RemoteDevice="\n".join(SLOTS.format(*slot) for slot in slots.items()),
    )
    assert found == expected


# Recognition


def answer(status: int, text: str = "", *challenges: str) -> Answer:
    """Return an answer to the sign's request."""
    return Answer(status, "text/plain", text.encode(), challenges)


DIGEST = 'Digest realm="Login to ND021811019863",qop="auth",nonce="211955164",opaque="9a20"'


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer(200, "type=IPC-HDW5831R-ZE\r\n"), Match.YES),
        (answer(200, "type=31"), Match.YES),
        (answer(401, "", DIGEST), Match.MAYBE),
        (answer(401, "", 'Digest realm="DH_00408CA5EA04", nonce="1", stale=FALSE, qop="auth"'), Match.MAYBE),
        (answer(401, "", 'Digest realm="4419b66d", nonce="1"'), Match.MAYBE),
        (answer(401, "", 'Basic realm="Device_CGI"'), Match.MAYBE),
        (answer(401, "", 'Basic realm="Device_CGI"', DIGEST), Match.MAYBE),
        (answer(401, "Error\r\nErrorID=0, Detail=Invalid Authority!", 'Basic realm="XXXXXX"'), Match.MAYBE),
        (answer(400, "Error\r\nErrorID=1, Detail=Request parses error!"), Match.MAYBE),
        (answer(401, "", 'Basic realm="TP-LINK Router"'), Match.NO),
        (answer(401), Match.NO),
        (answer(200, "<html><title>Router</title></html>"), Match.NO),
        (answer(200, '<meta type="x">'), Match.NO),
        (answer(200, "<html>\ntype=camera\n</html>"), Match.NO),
        (answer(200, ""), Match.NO),
        (answer(200, "Error: unknown"), Match.NO),
        (answer(302), Match.NO),
        (answer(404, "Error\r\nNot Found!"), Match.NO),
        (answer(404, "type=IPC"), Match.NO),
        (answer(500), Match.NO),
    ],
)
def test_sign(given: Answer, expected: Match) -> None:
    """A challenge that fits may be one; a router, a web server and another make are none."""
    assert DIALECT.sign.match(given) is expected


# Getting to know it


@BOTH
async def test_identity(kind: str, simulate: Simulate, connect: Connect) -> None:
    """A device tells who it is, and how many channels it has."""
    simulator = await simulate(kind, mac="F0:00:00:AA:BB:CC", serial="4X7C", name="Porch")
    camera = connect(simulator)
    identity = await camera.identify()
    assert (identity.mac, identity.serial, identity.name) == ("f0:00:00:aa:bb:cc", "4X7C", "Porch")
    assert (identity.vendor, identity.hardware) == ("Dahua", "1.00")
    expected = {CAMERA: "IPC-HDW5831R-ZE", RECORDER: "DH-NVR5232-4KS3/I"}
    assert identity.model == expected[kind]
    assert identity.firmware.startswith({CAMERA: "2.800", RECORDER: "4.001"}[kind])
    assert camera.channels == ((1,) if kind == CAMERA else (1, 2, 3, 4))


async def test_wrong_password(simulate: Simulate, connect: Connect) -> None:
    """It is tried once."""
    simulator = await simulate(CAMERA)
    with pytest.raises(AuthFailed):
        await connect(simulator, password="wrong").identify()
    assert sum("Authorization" in request.headers for request in simulator.requests) == 1


# What only the event stream tells, so that it is unknown at first.
TOLD = {
    *("human", "vehicle", "line_crossing", "area_crossing", "left_object"),
    *("motion_detected", "line_crossed", "area_crossed"),
}
TOLD_OF_DEVICE = {"network_abort", "ip_conflict", "login_failure"}
UNKNOWN = TOLD | TOLD_OF_DEVICE | {"last_alarm"}
STORAGE = {"storage_missing", "storage_failure", "storage_low"}
# Some of what there is. That everything that can be set is there is held by the tests of its writing.
OF_CHANNEL = {
    *TOLD,
    "last_alarm",
    *("brightness", "sharpness", "flip", "wdr", "day_night_mode", "night_gain", "normal_gain", "night_begin"),
    *("audio", "audio_codec", "audio_sample_rate", "osd", "osd_title", "time_osd", "record_mode", "pre_record"),
    *("motion_detection", "motion_area_sensitivity_4", "tamper_detection", "video_loss_detection", "rule_1", "rule_3"),
    *("motion", "tamper", "video_loss", "smart_motion_detection"),
    *(f"stream_{what}_{n}" for what in ("codec", "resolution", "frame_rate", "bit_rate") for n in (1, 2)),
}
OF_DEVICE = {
    *STORAGE,
    *TOLD_OF_DEVICE,
    *(
        "firmware",
        "device_name",
        "time_zone",
        "time_source",
        "event_link",
        "clock_offset",
        "language",
        "ip_address",
        "dns_server_2",
    ),
    *(
        "mail_server",
        "ddns",
        "telnet",
        "storage_missing_alarm",
        "login_failure_alarm",
        "disk_state_1",
        "disk_problem_1",
    ),
}
OF_LAMP = {"infrared_mode", "infrared_brightness"}
NUMBERED = {"alarm_input_enabled": "inputs", "alarm_input": "inputs", "relay": "outputs", "alarm_output": "outputs"}
PUSHED = {"motion", "tamper", "video_loss", "alarm_input", "alarm_output", *STORAGE, *TOLD, *TOLD_OF_DEVICE}
SHOWN = {
    "firmware",
    *("event_link", "last_alarm", "clock_offset", "audio_sample_rate", "audio_bit_rate", "recording_days"),
    *("ip_address", "subnet_mask", "gateway", "dhcp", "mtu", "rtsp_service", "rtsp_service_port"),
    *("disk_state", "disk_problem", "disk_size", "disk_used", "disk_used_share"),
}


def offered(camera: Camera, channel: int) -> set[str]:
    """Return what is somebody's entity."""
    return {slot.key for slot in camera.capabilities if not slot.feature.internal and slot.channel == channel}


@BOTH
async def test_discover(kind: str, meet: Meet) -> None:
    """A device offers what it has, with values for all of it."""
    simulator, camera = await meet(kind)
    for channel in camera.channels:
        assert offered(camera, channel) >= OF_CHANNEL
        assert (offered(camera, channel) >= OF_LAMP) is (kind == CAMERA)
        assert ("stream_codec_3" in offered(camera, channel)) is (kind == CAMERA)
    numbered = {f"{k}_{n}" for k, v in NUMBERED.items() for n in range(1, getattr(simulator.hardware, v) + 1)}
    assert offered(camera, 0) >= OF_DEVICE | numbered
    for slot, capability in camera.capabilities.items():
        assert (camera.state.get(slot) is None) is (slot.key in UNKNOWN), slot
        read_only = slot.feature.internal or slot.feature.key in SHOWN | PUSHED
        assert capability.writable is not read_only, slot
        assert capability.pushed is (slot.feature.key in PUSHED), slot


@pytest.mark.parametrize(
    "habits",
    [
        {"newline": "\n"},
        {"unknown": "200"},
        {"unknown": "empty"},
        {"no_index": "error"},
        {"no_index": "400"},
        {"version_lines": 2},
        {"fps_decimals": True},
        {"printed_time": True},
        {"missing_status": 501},
        {"scheme": "basic"},
        {"basic_first": True},
        {"connection_close": True},
        {"odd_headers": True},
        {"once": True},
        {"unquoted": True, "blanks": False, "opaque": False},
    ],
)
async def test_habits(habits: dict[str, Any], meet: Meet) -> None:
    """Neither the wording of answers nor the way to log in matters."""
    _, plain = await meet(CAMERA)
    _, camera = await meet(CAMERA, **habits)
    assert set(camera.capabilities) == set(plain.capabilities)
    assert {slot.key for slot in camera.capabilities if camera.state.get(slot) is None} == UNKNOWN
    assert camera.identity.firmware == "2.800.0000016.0.R (2020-06-05)"


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({"infrared": False}, {"infrared", *OF_LAMP}),
        (
            {"smart": False},
            {"rule_1", "rule_3", "smart_motion_detection", "human_detection", *TOLD - {"motion_detected"}},
        ),
        ({"storage": False}, {"disk_state_1", "disk_size_1", "recording_loop", "recording_days"}),
        ({"inputs": 0, "outputs": 0}, {"alarm_input_1", "alarm_input_name_1", "relay_1", "relay_mode_1"}),
    ],
)
async def test_absent(options: dict[str, Any], missing: set[str], meet: Meet) -> None:
    """Nothing is offered that the firmware lacks, and nothing else goes with it."""
    _, plain = await meet(CAMERA)
    _, camera = await meet(CAMERA, **options)
    gone = {slot.key for slot in plain.capabilities} - {slot.key for slot in camera.capabilities}
    heads = {key.partition("_")[0] for key in missing}
    assert gone >= missing
    assert {key.partition("_")[0] for key in gone} <= heads | {"vehicle", "alarm"}
    assert set(camera.capabilities) <= set(plain.capabilities)


# Streams


async def test_streams_of_a_camera(meet: Meet) -> None:
    """Three streams, whose addresses count from the main one."""
    simulator, camera = await meet(CAMERA, rtsp_port=8554)
    main, sub, third = camera.streams()
    assert [stream.kind for stream in (main, sub, third)] == [StreamKind.MAIN, StreamKind.SUB, StreamKind.THIRD]
    assert [stream.addresses[0] for stream in (main, sub, third)] == [
        f"rtsp://127.0.0.1:8554/cam/realmonitor?channel=1&subtype={subtype}" for subtype in range(3)
    ]
    assert (await camera.snapshot(main)).startswith(b"\xff\xd8")
    assert [request.target for request in simulator.requests] == ["/cgi-bin/snapshot.cgi"]
    async with camera.mjpeg(sub) as response:
        assert response.content_type == "multipart/x-mixed-replace"
    assert simulator.requests[-1].target == "/cgi-bin/mjpg/video.cgi?channel=1&subtype=1"


async def test_no_more_streams_than_there_are(simulate: Simulate, connect: Connect) -> None:
    """Some devices list the settings of a stream that they do not have."""
    simulator = await simulate(CAMERA)
    path = "/cgi-bin/magicBox.cgi?action=getProductDefinition&name=MaxExtraStream"
    simulator.refuse[path] = Fault(status=200, body=b"table.MaxExtraStream=1\r\n")
    camera = connect(simulator)
    await camera.identify()
    await camera.discover()
    assert [stream.kind for stream in camera.streams()] == [StreamKind.MAIN, StreamKind.SUB]
    assert Slot(1, f.STREAM_CODEC, 2) in camera.capabilities
    assert not [slot for slot in camera.capabilities if slot.number == 3 and slot.key.startswith("stream_")]


async def test_as_many_streams_as_there_are(meet: Meet) -> None:
    """Three further streams are the most that there can be; each has its address and its settings."""
    simulator, camera = await meet(CAMERA, extra_streams=3)
    last = camera.streams()[-1]
    assert [stream.kind for stream in camera.streams()] == list(StreamKind)
    assert last.addresses[0].endswith("/cam/realmonitor?channel=1&subtype=3")
    assert camera.value(f.STREAM_RESOLUTION, 1, 4) == "704x576"
    async with camera.mjpeg(last):
        assert simulator.requests[-1].target == "/cgi-bin/mjpg/video.cgi?channel=1&subtype=3"


async def test_streams_of_a_recorder(meet: Meet) -> None:
    """Two streams of each channel."""
    simulator, camera = await meet(RECORDER)
    streams = camera.streams()
    assert [(stream.channel, stream.number) for stream in streams] == [(c, n) for c in range(1, 5) for n in (1, 2)]
    assert streams[5].addresses[0] == "rtsp://127.0.0.1:554/cam/realmonitor?channel=3&subtype=1"
    assert (await camera.snapshot(streams[4])).startswith(b"\xff\xd8")
    assert simulator.requests[-1].target == "/cgi-bin/snapshot.cgi?channel=3"
    assert [camera.value(f.CHANNEL_NAME, n) for n in camera.channels] == ["Driveway", "Garden", "Back door", "Workshop"]


# Telling it

# One after the other at one camera; the names are those of the request, the slots those of channel 1 or the device.
WRITES: list[tuple[int, Change[Any], dict[str, str]]] = [
    (1, Change(f.BRIGHTNESS, 0), {"VideoColor[0][0].Brightness": "0"}),
    (1, Change(f.CONTRAST, 100), {"VideoColor[0][0].Contrast": "100"}),
    (1, Change(f.SATURATION, 1), {"VideoColor[0][0].Saturation": "1"}),
    (1, Change(f.HUE, 99), {"VideoColor[0][0].Hue": "99"}),
    (1, Change(f.SHARPNESS, 15), {"VideoInSharpness[0][0].Sharpness": "15"}),
    (1, Change(f.FLIP, True), {"VideoInOptions[0].Flip": "true"}),
    (1, Change(f.MIRROR, True), {"VideoInOptions[0].Mirror": "true"}),
    (1, Change(f.WDR, True), {"VideoInOptions[0].WideDynamicRange": "50"}),
    (1, Change(f.WDR_LEVEL, 60), {"VideoInOptions[0].WideDynamicRange": "60"}),
    (1, Change(f.WDR, True), {"VideoInOptions[0].WideDynamicRange": "60"}),
    (1, Change(f.WDR, False), {"VideoInOptions[0].WideDynamicRange": "0"}),
    (1, Change(f.INFRARED, True), {"VideoInOptions[0].InfraRed": "true"}),
    *(
        (1, Change(f.DAY_NIGHT_MODE, mode), {"VideoInDayNight[0][0].Mode": text})
        for mode, text in (
            (DayNightMode.NIGHT, "BlackWhite"),
            (DayNightMode.DAY, "Color"),
            (DayNightMode.AUTO, "Brightness"),
        )
    ),
    *(
        (1, Change(f.INFRARED_MODE, mode), {"Lighting[0][0].Mode": text})
        for mode, text in (
            (InfraredMode.ON, "Manual"),
            (InfraredMode.OFF, "Off"),
            (InfraredMode.FORCED, "ForceOn"),
            (InfraredMode.SMART, "SmartLight"),
            (InfraredMode.ZOOM, "ZoomPrio"),
            (InfraredMode.AUTO, "Auto"),
        )
    ),
    (1, Change(f.INFRARED_BRIGHTNESS, 7), {"Lighting[0][0].MiddleLight[0].Light": "7"}),
    (1, Change(f.AUDIO, False), {"Encode[0].MainFormat[0].AudioEnable": "false"}),
    (1, Change(f.OSD, False), {"VideoWidget[0].ChannelTitle.EncodeBlend": "false"}),
    (1, Change(f.OSD_TITLE, "Gate #1 + *yard* ü"), {"ChannelTitle[0].Name": "Gate #1 + *yard* ü"}),
    (1, Change(f.MOTION_DETECTION, False), {"MotionDetect[0].Enable": "false"}),
    (1, Change(f.MOTION_SENSITIVITY, 100), {"MotionDetect[0].MotionDetectWindow[0].Sensitive": "100"}),
    (1, Change(f.MOTION_THRESHOLD, 0), {"MotionDetect[0].MotionDetectWindow[0].Threshold": "0"}),
    (1, Change(f.TAMPER_DETECTION, False), {"BlindDetect[0].Enable": "false"}),
    (0, Change(f.ALARM_INPUT_ENABLED, False, 1), {"Alarm[0].Enable": "false"}),
    (0, Change(f.RELAY, True, 1), {"AlarmOut[0].Mode": "1"}),
    (0, Change(f.RELAY, False, 1), {"AlarmOut[0].Mode": "0"}),
    (0, Change(f.TIME_ZONE, "UTC+05:45"), {"NTP.TimeZone": "9"}),
    (0, Change(f.TIME_SOURCE, TimeSource.NTP), {"NTP.Enable": "true"}),
    (0, Change(f.DEVICE_NAME, "Yard"), {"General.MachineName": "Yard"}),
]


async def test_write(meet: Meet) -> None:
    """Every setting is sent alone, in one exact request, and read back."""
    simulator, camera = await meet(CAMERA)
    for channel, change, query in WRITES:
        simulator.requests.clear()
        await camera.write(change, channel=channel)
        sent, *rest = simulator.requests
        assert (sent.path, sent.query, sent.status) == (
            "/cgi-bin/configManager.cgi",
            {"action": "setConfig", **query},
            200,
        )
        name = next(iter(query)).partition(".")[0].partition("[")[0]
        assert [request.query for request in rest] == [{"action": "getConfig", "name": name}]
        assert camera.state.get(Slot(channel, change.feature, change.number)) == change.value
        assert all(simulator.config[name] == value for name, value in query.items())


async def test_write_to_a_channel(meet: Meet) -> None:
    """Settings of one table go in one request; other channels keep theirs."""
    simulator, camera = await meet(RECORDER)
    await camera.write(Change(f.BRIGHTNESS, 1), Change(f.CONTRAST, 2), channel=3)
    sent, _ = simulator.requests
    expected = {"VideoColor[2][0].Brightness": "1", "VideoColor[2][0].Contrast": "2"}
    assert sent.query == {"action": "setConfig", **expected}
    assert [camera.value(f.BRIGHTNESS, channel) for channel in camera.channels] == [50, 50, 1, 50]
    simulator.requests.clear()
    await camera.write(Change(f.DAY_NIGHT_MODE, DayNightMode.NIGHT), channel=4)
    assert simulator.requests[0].query == {"action": "setConfig", "VideoInOptions[3].DayNightColor": "2"}
    assert camera.value(f.DAY_NIGHT_MODE, 4) is DayNightMode.NIGHT


async def test_lamps_by_kind(meet: Meet) -> None:
    """Newer firmware lists lamps by kind; each is set where it stands, in the profile in use, here the night's."""
    simulator, camera = await meet(CAMERA, lighting_v2=True)
    await camera.write(Change(f.INFRARED_MODE, InfraredMode.OFF), Change(f.INFRARED_BRIGHTNESS, 3), channel=1)
    expected = {"Lighting_V2[0][1][0].Mode": "Off", "Lighting_V2[0][1][0].MiddleLight[0].Light": "3"}
    assert simulator.requests[0].query == {"action": "setConfig", **expected}
    assert camera.value(f.INFRARED_MODE, 1) is InfraredMode.OFF


async def test_white_lamp_of_two_kinds(meet: Meet) -> None:
    """A lamp stays dark while the camera uses the other kind, so turning it on chooses; turning it off does not."""
    simulator, camera = await meet("dahua-lights")
    row, scheme = {"Lighting_V2[0][1][0].Mode": "Manual"}, {"LightingScheme[0][1].LightingMode": "WhiteMode"}
    await camera.write(Change(f.WHITE_LIGHT, True), channel=1)
    assert simulator.requests[0].query == {"action": "setConfig", **row, **scheme}
    assert simulator.settings()["lit"] == ["0.1.WhiteLight"]
    await camera.read([Slot(1, f.LIGHTING_SCHEME), Slot(1, f.WHITE_LIGHT)])
    simulator.requests.clear()
    await camera.write(Change(f.WHITE_LIGHT, False), channel=1)
    assert simulator.requests[0].query == {"action": "setConfig", "Lighting_V2[0][1][0].Mode": "Off"}
    assert simulator.settings()["lit"] == []
    simulator.requests.clear()
    await camera.write(Change(f.WHITE_LIGHT, True), channel=1)
    assert simulator.requests[0].query == {"action": "setConfig", **row}


async def test_who_switches_profiles(meet: Meet) -> None:
    """Only a camera that has names for its profiles can choose one by itself."""
    simulator, plain = await meet(CAMERA)
    assert plain.capabilities[Slot(1, f.VIDEO_PROFILE_SWITCHING)].choices == ("off", "schedule")
    with pytest.raises(Invalid):
        await plain.write(Change(f.VIDEO_PROFILE_SWITCHING, f.ProfileSwitching.CAMERA), channel=1)
    assert simulator.requests == []
    simulator, named = await meet(CAMERA, lighting_v2=True)
    await named.write(Change(f.VIDEO_PROFILE_SWITCHING, f.ProfileSwitching.SCHEDULE), channel=1)
    await named.write(Change(f.VIDEO_PROFILE_SWITCHING, f.ProfileSwitching.CAMERA), channel=1)
    assert simulator.config["VideoInMode[0].Mode"] == "4"


@pytest.mark.parametrize(
    ("channel", "change"),
    [
        (1, Change(f.BRIGHTNESS, 101)),
        (1, Change(f.SHARPNESS, 16)),
        (1, Change(f.WDR_LEVEL, -1)),
        (0, Change(f.TIME_ZONE, "UTC+08:45")),
    ],
)
async def test_invalid(channel: int, change: Change[Any], meet: Meet) -> None:
    """What the document rules out is not sent."""
    simulator, camera = await meet(CAMERA)
    with pytest.raises(Invalid):
        await camera.write(change, channel=channel)
    assert simulator.requests == []


async def test_refused_write(meet: Meet) -> None:
    """The camera's reason is told, and the true value stays: this one reads lamps that it does not let be set."""
    _, camera = await meet(CAMERA, lighting_v2=True, lighting_v2_writes=False)
    with pytest.raises(Refused, match="Bad Request"):
        await camera.write(Change(f.INFRARED_MODE, InfraredMode.OFF), channel=1)
    assert camera.value(f.INFRARED_MODE, 1) is InfraredMode.AUTO


async def test_reverted_write(meet: Meet) -> None:
    """Not the OK counts, but what is there afterwards; nothing to change is no failure."""
    _, camera = await meet(CAMERA, reverted=("MotionDetect",))
    with pytest.raises(Ignored, match="1/motion_detection is still True"):
        await camera.write(Change(f.MOTION_DETECTION, False), channel=1)
    assert camera.value(f.MOTION_DETECTION, 1) is True
    await camera.write(Change(f.MOTION_DETECTION, True), channel=1)


@BOTH
async def test_reboot(kind: str, meet: Meet) -> None:
    """Rebooting is offered, and the camera is there again afterwards."""
    simulator, camera = await meet(kind)
    assert camera.commands(0) == [f.REBOOT, f.SET_CLOCK, f.FACTORY_RESET_KEEP_NETWORK, f.RESET_PICTURE]
    simulator.reboot_seconds = 0.01
    await camera.act(f.REBOOT)
    await simulator._reboot
    assert simulator.requests[0].target == "/cgi-bin/magicBox.cgi?action=reboot"
    await camera.write(Change(f.BRIGHTNESS, 9), channel=1)
    assert camera.value(f.BRIGHTNESS, 1) == 9


@pytest.mark.parametrize("printed", [True, False])
@BOTH
async def test_presets(kind: str, printed: bool, meet: Meet) -> None:
    """Presets are those that the camera lists; its channels count from 0 where it is told to move."""
    simulator, camera = await meet(kind, ptz=True, printed_ptz=printed)
    last = camera.channels[-1]
    assert camera.presets(last) == {1: "preset1", 2: "preset2"}
    await camera.act(f.GOTO_PRESET, channel=last, number=2)
    (sent,) = simulator.requests
    assert sent.query == {
        "action": "start",
        "channel": str(last - 1),
        "code": "GotoPreset",
        "arg1": "0",
        "arg2": "2",
        "arg3": "0",
    }
    assert simulator.heads[-1].preset == 2


async def test_no_ptz(meet: Meet) -> None:
    """A fixed camera has none."""
    _, camera = await meet(CAMERA, engine={"presets": 3})
    assert camera.presets(1) == {}
    with pytest.raises(Unsupported):
        await camera.act(f.GOTO_PRESET, channel=1, number=1)


# Asking it


def table(name: str) -> str:
    """Return the request for a table."""
    return f"/cgi-bin/configManager.cgi?action=getConfig&name={name}"


@pytest.mark.parametrize(
    ("slots", "targets"),
    [
        ([Slot(1, f.BRIGHTNESS), Slot(1, f.CONTRAST)], [table("VideoColor"), table("RemoteDevice")]),
        (
            [Slot(1, f.BRIGHTNESS), Slot(4, f.MOTION_DETECTION), Slot(2, f.MOTION_RECORDING)],
            [table("VideoColor"), table("MotionDetect"), table("RemoteDevice")],
        ),
        ([Slot(2, f.OSD_TITLE), Slot(3, f.OSD_TITLE)], [table("ChannelTitle"), table("RemoteDevice")]),
        (
            [Slot(0, f.ALARM_INPUT, 2), Slot(3, f.MOTION)],
            [
                "/cgi-bin/alarm.cgi?action=getInState",
                "/cgi-bin/eventManager.cgi?action=getEventIndexes&code=VideoMotion",
                table("RemoteDevice"),
            ],
        ),
    ],
)
async def test_refresh_asks_no_more(slots: list[AnySlot], targets: list[str], meet: Meet, clock: Clock) -> None:
    """One refresh asks for what slots need, whatever their channels, and which channels there are: no more."""
    simulator, camera = await meet(RECORDER, engine={"clock": clock})
    clock.ahead = 301
    await camera.refresh(slots)
    answered = [request.target for request in simulator.requests if request.status == 200]
    assert sorted(answered) == sorted(targets)
