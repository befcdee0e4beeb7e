"""The cameras of the demo."""

from dataclasses import dataclass, field
import json

USER = "admin"
PASSWORD = "pass1234"

type Size = tuple[int, int]

FULL, SMALL, TINY = (960, 540), (640, 360), (320, 180)
CHANNEL = "/cam/realmonitor?channel={}&subtype={}"


CHANNEL_COLOURS = (
    ("0xff1d3338", "0xff4f8f96"),
    ("0xff23301f", "0xff7d9a52"),
    ("0xff33281d", "0xffa88250"),
    ("0xff25253a", "0xff6a6fa8"),
)


def channels(count: int, *sizes: Size) -> dict[str, Size]:
    return {CHANNEL.format(n, sub): size for n in range(1, count + 1) for sub, size in enumerate(sizes)}


@dataclass(frozen=True)
class DemoCamera:
    """A simulated camera: how it is started, and what its RTSP server shows."""

    kind: str
    dialect: str
    name: str
    icon: str
    mac: str
    serial: str
    colours: tuple[str, str]
    streams: dict[str, Size]
    # False where the camera does not say on which port it serves RTSP, so that 554 is taken.
    tells_rtsp_port: bool = True
    # False where the document knows neither snapshots nor alarms: then stills come from the video.
    stills: bool = True
    alarms: bool = True
    # Who it says its alarm mails are from, which tells apart cameras at one address; empty where it sends none.
    sender: str = ""
    # Whether it is told on its own page only where to send them.
    mails_by_hand: bool = False
    # What its owner would write into its options in Home Assistant.
    wishes: dict[str, object] = field(default_factory=dict)
    # What its simulator is made with.
    options: dict[str, object] = field(default_factory=dict)
    channels: int = 1
    # True where its head is at a preset that it tells.
    tells_preset: bool = False

    def mail_wishes(self, port: int) -> dict[str, object]:
        """Return the options with which Home Assistant takes its mails."""
        if not self.sender:
            return {}
        told = {"mails_address": "127.0.0.1", "mails_server": "127.0.0.1", "mails_port": port}
        return {"receive_mails": True, "mails_set_up_camera": True, "mails_sender": self.sender, **told}

    def arguments(self, rtsp_port: int | None, mail_port: int) -> list[str]:
        """Return the command line of its simulator."""
        spoken = {"--port": 0, "--control": 0, "--name": self.name, "--mac": self.mac, "--serial": self.serial}
        spoken |= {"--user": USER, "--password": PASSWORD}
        if rtsp_port is not None:
            spoken["--rtsp-port"] = rtsp_port
        words = [str(word) for item in spoken.items() for word in item]
        mail = {"mail": {"host": "127.0.0.1", "port": mail_port, "sender": self.sender}} if self.mails_by_hand else {}
        for key, value in (self.options | mail).items():
            words += ["--option", f"{key}={json.dumps(value)}"]
        return [self.kind, *words]

    def rtsp_argument(self) -> str:
        """Return what the RTSP server is told of it."""
        shown = {}
        for n, (path, size) in enumerate(self.streams.items()):
            channel = n * self.channels // len(self.streams)
            several = self.channels > 1
            shown[path] = {
                "size": size,
                "font": 20 if several else 13,
                "label": f"{self.name} {channel + 1}" if several else self.name,
                "colours": CHANNEL_COLOURS[channel % len(CHANNEL_COLOURS)] if several else self.colours,
            }
        return json.dumps({"name": self.name, "user": USER, "password": PASSWORD, "streams": shown})


CAMERAS = (
    DemoCamera(
        kind="ipc-1.0.1",
        dialect="ipc",
        name="Garage",
        icon="mdi:garage",
        mac="F0:00:00:29:06:01",
        serial="EF00000000290601",
        colours=("0xff2a2320", "0xff8a6a48"),
        streams={"/stream0": FULL, "/stream1": SMALL},
        tells_rtsp_port=False,
        stills=False,
        alarms=False,
    ),
    DemoCamera(
        kind="ipc-1.0.10",
        dialect="ipc",
        name="Garden",
        icon="mdi:flower",
        mac="F0:00:00:29:06:10",
        serial="EF00000000290610",
        colours=("0xff87b5d6", "0xff3d7a45"),
        streams={"/stream0": FULL, "/stream1": SMALL},
        options={"tells_ports": True, "recorded": True},
        sender="garden@home.example",
        mails_by_hand=True,
        wishes={"alarm_hold": 10, "preset_count": 2},
    ),
    DemoCamera(
        kind="control",
        dialect="control",
        name="Front door",
        icon="mdi:door",
        mac="F0:00:00:29:06:20",
        serial="EF00000000290620",
        colours=("0xff3a1f24", "0xffa65a48"),
        streams={"/stream1": FULL, "/stream2": SMALL, "/stream3": SMALL},
    ),
    DemoCamera(
        kind="dahua-camera",
        dialect="dahua",
        name="Driveway",
        icon="mdi:car",
        mac="F0:00:00:29:06:30",
        serial="2J01234PAZ00630",
        colours=("0xff9ab4c8", "0xff4a5560"),
        streams=channels(1, FULL, SMALL),
        options={"ptz": True},
        tells_preset=True,
    ),
    DemoCamera(
        kind="message",
        dialect="message",
        name="Workshop",
        icon="mdi:hammer-wrench",
        mac="F0:00:00:29:06:50",
        serial="EF00000000290650",
        colours=("0xff2c2238", "0xff7d5a9a"),
        streams={"/1/h264major": FULL, "/1/h264minor": SMALL},
        options={"recorded": True, "hands_out": True},
        sender="workshop@home.example",
        wishes={"alarm_hold": 10},
    ),
    DemoCamera(
        kind="dahua-recorder",
        dialect="dahua",
        name="Recorder",
        icon="mdi:server-network",
        mac="F0:00:00:29:06:40",
        serial="2J01234PAZ00640",
        colours=("0xff1d3338", "0xff4f8f96"),
        streams=channels(4, SMALL, TINY),
        options={"channels": 4},
        channels=4,
    ),
)
