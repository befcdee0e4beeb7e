"""The CGIs of a Dahua device that answer a few lines: what each takes and tells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from aiohttp import web

from .control_values import Check, NotAllowed, choice, integer, number, text
from .dahua_caps import (
    ANALYSE_CAPS,
    EVENT_CAPS,
    RECORD_CAPS,
    software,
    system_info,
    video_input_caps,
)
from .dahua_encode import config_caps, encode_caps
from .dahua_events import INDEXED
from .dahua_media import device_info, moment
from .dahua_ptz import caps as ptz_caps, inside
from .dahua_system_tables import LANGUAGES
from .dahua_thermal import METER_CAPS, PICTURE_CAPS

if TYPE_CHECKING:
    from .dahua import DahuaDevice

OK = ["OK"]
ANYTHING = text(4096)
CORNERS = ("startPoint[0]", "startPoint[1]", "endPoint[0]", "endPoint[1]")
# How long white light and siren stay on (they switch off alone).
COAXIAL_SECONDS, DOOR_SECONDS = 15.0, 5.0
COAXIAL = {"1": "WhiteLight", "2": "Speaker"}

type Query = dict[str, str]
type Answer = list[str] | web.StreamResponse


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One action of a CGI; parameters beyond these are refused."""

    answer: Callable[[Query], Answer]
    needs: Mapping[str, Check] = field(default_factory=dict)
    takes: Mapping[str, Check] = field(default_factory=dict)

    def __call__(self, query: Query) -> Answer:
        known = {**self.needs, **self.takes}
        if unknown := query.keys() - known.keys():
            raise NotAllowed(f"unknown parameter {', '.join(sorted(unknown))}")
        if missing := self.needs.keys() - query.keys():
            raise NotAllowed(f"missing parameter {', '.join(sorted(missing))}")
        return self.answer({name: known[name](value) for name, value in query.items()})


def says(*lines: str) -> Endpoint:
    return Endpoint(lambda query: list(lines))


type Endpoints = dict[tuple[str, str], Endpoint]


def device_endpoints(device: DahuaDevice) -> Endpoints:
    """magicBox, global, netApp and their like."""

    def definition(query: Query) -> Answer:
        remote = device.hardware.channels if device.hardware.recorder else 0
        known = {"MaxExtraStream": device.hardware.extra_streams, "MaxRemoteInputChannels": remote}
        if query["name"] not in known:
            raise NotAllowed("no such definition")
        return [f"table.{query['name']}={known[query['name']]}"]

    def reboot(query: Query) -> Answer:
        device.reboot()
        return OK

    def time(query: Query) -> Answer:
        now = device.now()
        if device.wording.printed_time:
            return [f"result = {now.year}-{now.month}-{now.day} {now:%H:%M:%S}"]
        return [f"result={now:%Y-%m-%d %H:%M:%S}"]

    def set_time(query: Query) -> Answer:
        before: datetime = device.now()
        device.set_clock(moment(query["time"]))
        times = {"BeforeModifyTime": f"{before:%d-%m-%Y %H:%M:%S}", "ModifiedTime": f"{device.now():%d-%m-%Y %H:%M:%S}"}
        device.send_event("TimeChange", "Pulse", 0, times)
        return OK

    info = system_info(device.device_type, device.update_serial, device.serial)
    magic: dict[str, Endpoint] = {
        "getDeviceType": says(f"type={device.device_type}"),
        "getHardwareVersion": says("version=1.00"),
        "getSerialNo": says(f"sn={device.serial}"),
        "getMachineName": Endpoint(lambda query: [f"name={device.config['General.MachineName']}"]),
        "getSystemInfo": says(*info),
        "getVendor": says(f"vendor={device.vendor}"),
        "getSoftwareVersion": says(*software(device.wording, device.version, device.build)),
        "getDeviceClass": says(f"class={device.device_class}"),
        "getLanguageCaps": says(f"Languages={','.join(LANGUAGES)}"),
        "getProductDefinition": Endpoint(definition, {"name": ANYTHING}),
        "reboot": Endpoint(reboot, {}, {"delay": integer(0, 3600)}),
    }
    return {
        **{("magicBox", action): endpoint for action, endpoint in magic.items()},
        ("global", "getCurrentTime"): Endpoint(time),
        ("global", "setCurrentTime"): Endpoint(set_time, {"time": ANYTHING}),
        # 13.4
        ("global", "getDST"): says("result=0"),
        ("IntervideoManager", "getVersion"): Endpoint(
            lambda query: ["version=2.4.2" if query["Name"] == "Onvif" else "version=2.0.0"],
            {"Name": choice("Onvif", "CGI")},
        ),
        ("netApp", "getInterfaces"): says(
            "netInterface[0].Name=eth0", "netInterface[0].Type=Normal", "netInterface[0].Valid=true"
        ),
        ("netApp", "getUPnPStatus"): says(
            "status.InnerAddress=0.0.0.0",
            "status.OuterAddress=0.0.0.0",
            "status.PortMapStatus[0]=Failed",
            "status.Status=Unknown",
            "status.Working=false",
        ),
    }


def video_endpoints(device: DahuaDevice) -> Endpoints:
    """Inputs, outputs, encoders, focus."""
    hardware = device.hardware
    channel = {"channel": integer(1, hardware.channels)}

    def of_encoder(query: Query) -> Answer:
        standard = device.config["VideoStandard"]
        return config_caps(hardware, device.wording, int(query["channel"]) - 1, standard)

    endpoints: Endpoints = {
        ("devVideoInput", "getCollect"): says(f"result={hardware.channels}"),
        ("devVideoOutput", "getCollect"): says("result=1"),
        ("devAudioInput", "getCollect"): says("result=1"),
        ("devAudioOutput", "getCollect"): says("result=1"),
        ("devVideoInput", "getCaps"): Endpoint(lambda query: video_input_caps(hardware, device.wording), channel),
        ("encode", "getCaps"): Endpoint(lambda query: encode_caps(hardware)),
        ("encode", "getConfigCaps"): Endpoint(of_encoder, channel),
        ("recordManager", "getCaps"): says(*RECORD_CAPS),
    }
    if hardware.smart:
        endpoints["devVideoAnalyse", "getcaps"] = Endpoint(lambda query: ANALYSE_CAPS, channel)

    def adjust(query: Query) -> Answer:
        # -1 is where the motors begin to count.
        device.lens[int(query.get("channel", "1"))] = {name: max(float(query[name]), 0.0) for name in ("focus", "zoom")}
        return OK

    def lens(query: Query) -> Answer:
        at = device.lens.get(int(query.get("channel", "1")), {"focus": 0.5, "zoom": 0.5})
        return [f"status.Focus={at['focus']}", f"status.Zoom={at['zoom']}", "status.Status=Normal"]

    if hardware.ptz:
        position, speed = number(-1, 1), number(-1, 1)
        focus = {"focus": position, "zoom": position}
        endpoints |= {
            ("devVideoInput", "adjustFocus"): Endpoint(adjust, focus, channel),
            ("devVideoInput", "adjustFocusContinuously"): Endpoint(
                lambda query: OK, {"focus": speed, "zoom": speed}, channel
            ),
            ("devVideoInput", "autoFocus"): Endpoint(lambda query: OK, {}, channel),
            ("devVideoInput", "getFocusStatus"): Endpoint(lens, {}, channel),
        }
    if hardware.wiper:
        endpoints |= {
            ("rainBrush", "moveContinuously"): Endpoint(lambda query: OK, {"interval": integer(1, 3600)}, channel),
            ("rainBrush", "stopMove"): Endpoint(lambda query: OK, {}, channel),
            ("rainBrush", "moveOnce"): Endpoint(lambda query: OK, {}, channel),
        }
    return endpoints


def event_endpoints(device: DahuaDevice) -> Endpoints:
    def slots(code: str) -> Answer:
        return [f"result={sum(1 << index for index in device.active(code))}"]

    def indexes(query: Query) -> Answer:
        if query["code"] not in INDEXED:
            raise NotAllowed("not for this event")
        found = sorted(device.active(query["code"]))
        if not found and device.wording.no_index == "400":
            raise NotAllowed("no events")
        if not found and device.wording.no_index == "error":
            return ["Error: No Events"]
        return [f"channels[{n}]={index}" for n, index in enumerate(found)]

    return {
        ("alarm", "getInSlots"): says(f"result={device.hardware.inputs}"),
        ("alarm", "getOutSlots"): says(f"result={device.hardware.outputs}"),
        ("alarm", "getInState"): Endpoint(lambda query: slots("AlarmLocal")),
        ("alarm", "getOutState"): Endpoint(lambda query: slots("AlarmOutput")),
        ("eventManager", "getEventIndexes"): Endpoint(indexes, {"code": ANYTHING}),
        ("eventManager", "getCaps"): says(*EVENT_CAPS),
    }


def ptz_endpoints(device: DahuaDevice) -> Endpoints:
    hardware, wording = device.hardware, device.wording
    if not hardware.ptz:
        return {}
    # Control counts channels from 0; reading from 1, and a camera takes 0 for it.
    control = integer(0, hardware.channels - 1)
    reading = {"channel": integer(1 if hardware.recorder else 0, hardware.channels)}

    def head(query: Query) -> int:
        return max(int(query.get("channel", "1")) - 1, 0)

    def command(action: str) -> Endpoint:
        def do(query: Query) -> Answer:
            arguments = [query[f"arg{n}"] for n in range(1, 5) if f"arg{n}" in query]
            device.heads[int(query["channel"])].do(action, query["code"], arguments)
            return OK

        needs = {"channel": control, "code": ANYTHING, **{f"arg{n}": ANYTHING for n in (1, 2, 3)}}
        return Endpoint(do, needs, {"arg4": integer(0, 3600)})

    def directly(query: Query) -> Answer:
        inside(query, CORNERS)
        return OK

    def status(query: Query) -> Answer:
        utc = int(device.now().timestamp())
        return device.heads[head(query)].status(utc, printed=wording.printed_ptz)

    def presets(query: Query) -> Answer:
        return device.heads[head(query)].presets(printed=wording.printed_ptz)

    return {
        ("ptz", "start"): command("start"),
        ("ptz", "stop"): command("stop"),
        ("ptz", "getPresets"): Endpoint(presets, {}, reading),
        ("ptz", "getTours"): Endpoint(lambda query: [], {}, reading),
        ("ptz", "getStatus"): Endpoint(status, {}, reading),
        ("ptz", "getCurrentProtocolCaps"): Endpoint(lambda query: ptz_caps(hardware.presets), {}, reading),
        ("ptz", "getProtocolList"): Endpoint(lambda query: ["info.RS[0]=DH-SD1", "info.RS[1]=Pelco"], {}, reading),
        ("ptzBase", "moveDirectly"): Endpoint(
            directly, {"channel": integer(1, hardware.channels), **dict.fromkeys(CORNERS, ANYTHING)}
        ),
    }


def storage_endpoints(device: DahuaDevice) -> Endpoints:
    hardware = device.hardware
    if not hardware.storage:
        return {}
    disk = device.disk

    def ended(query: Query) -> Answer:
        disk.finder(query["object"])
        return OK

    def destroyed(query: Query) -> Answer:
        disk.finder(query["object"])
        del disk.finders[query["object"]]
        return OK

    finder = {"object": ANYTHING}
    return {
        ("storageDevice", "getDeviceAllInfo"): Endpoint(
            lambda query: device_info(recorder=hardware.recorder, info=device.wording.storage_info)
        ),
        ("storageDevice", "factory.getPortInfo"): says(
            "info.Total=1", "info.Plug=1", "info.Mask=1", "info.Bad=0", "info.IDE=1", "info.Esata=0"
        ),
        ("storageDevice", "factory.getCollect"): says(f"list[0]={'/dev/md0' if hardware.recorder else '/dev/mmc0'}"),
        ("storage", "getCaps"): says("caps.RedundantDisk.Support=false", "caps.SupportRemoteLimit=true"),
        ("mediaFileFind", "factory.create"): Endpoint(lambda query: [f"result={disk.create()}"]),
        ("mediaFileFind", "findNextFile"): Endpoint(
            lambda query: disk.next(query["object"], query["count"]), {**finder, "count": integer(1, 100)}
        ),
        ("mediaFileFind", "close"): Endpoint(ended, finder),
        ("mediaFileFind", "destroy"): Endpoint(destroyed, finder),
    }


def extra_endpoints(device: DahuaDevice) -> Endpoints:
    """Lights and sirens, doors, people, temperature: where the device has them."""
    hardware = device.hardware
    channel = {"channel": integer(1, hardware.channels)}
    endpoints: Endpoints = {}

    def coaxial_status(query: Query) -> Answer:
        head = "status" if device.wording.flat_status else "status.status"
        return [f"{head}.{name}={'On' if device.lit(name) else 'Off'}" for name in ("Speaker", "WhiteLight")]

    def coaxial(query: Query) -> Answer:
        name = COAXIAL[query["info[0].Type"]]
        if not (hardware.white_light if name == "WhiteLight" else hardware.siren):
            raise NotAllowed(f"no {name}")
        device.timers[name] = device.seconds() + COAXIAL_SECONDS if query["info[0].IO"] == "1" else 0.0
        return OK

    if not hardware.recorder:
        # The state is told whether there is a light or not.
        endpoints["coaxialControlIO", "getStatus"] = Endpoint(coaxial_status, channel)
        endpoints["coaxialControlIO", "control"] = Endpoint(
            coaxial, {**channel, "info[0].Type": choice(*COAXIAL), "info[0].IO": choice("1", "2")}
        )

    def open_door(query: Query) -> Answer:
        door = int(query["channel"])
        device.timers[f"Door{door}"] = device.seconds() + DOOR_SECONDS
        data = {"CardNo": "", "Method": 4, "Name": "OpenDoor", "Status": 1, "UserID": query.get("UserID", "")}
        device.send_event("AccessControl", "Pulse", door - 1, data)
        device.send_event("DoorStatus", "Pulse", door - 1, {"Status": "Open"})
        return OK

    if hardware.doors:
        door = {"channel": integer(1, hardware.doors)}
        endpoints["accessControl", "openDoor"] = Endpoint(
            open_door, door, {"UserID": text(31), "Type": choice("Remote")}
        )
        endpoints["accessControl", "getDoorStatus"] = Endpoint(
            lambda query: [f"Info.status={'Open' if device.lit('Door' + query['channel']) else 'Close'}"], door
        )

        # 12.1.7
        endpoints["VideoTalkPeer", "hangup"] = says("OK")

    def people(query: Query) -> Answer:
        return [
            f"summary.Channel={int(query.get('channel', '1')) - 1}",
            "summary.RuleName=NumberStat",
            *(
                f"summary.{way}Subtotal.{span}={count}"
                for way, counts in device.people.items()
                for span, count in counts.items()
            ),
        ]

    if hardware.people:
        endpoints["videoStatServer", "getSummary"] = Endpoint(people, {}, channel)

    if hardware.thermal:
        point = {**channel, "coordinate[0]": integer(0, 8191), "coordinate[1]": integer(0, 8191)}
        endpoints |= {
            ("RadiometryManager", "getCaps"): Endpoint(lambda query: METER_CAPS, {}, channel),
            ("ThermographyManager", "getCaps"): Endpoint(lambda query: PICTURE_CAPS, channel),
            ("RadiometryManager", "getRandomPointTemper"): Endpoint(
                lambda query: ["TempInfo.Type=Spot", f"TempInfo.TemperAver={device.temperature}"], point
            ),
            ("ThermographyManager", "doFFC"): Endpoint(lambda query: OK, channel),
            ("ThermographyManager", "enableShutter"): Endpoint(
                lambda query: OK, {**channel, "enable": choice("true", "false")}
            ),
        }
    return endpoints


def all_endpoints(device: DahuaDevice) -> Endpoints:
    endpoints: Endpoints = {}
    for some in (device_endpoints, video_endpoints, event_endpoints, ptz_endpoints, storage_endpoints, extra_endpoints):
        endpoints |= some(device)
    return endpoints
