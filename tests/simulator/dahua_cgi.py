"""The CGIs of a Dahua device that answer a few lines: what each takes and tells."""

from datetime import datetime
from typing import TYPE_CHECKING

from .control_values import NotAllowed, choice, integer, number
from .dahua_caps import ANALYSE_CAPS, EVENT_CAPS, RECORD_CAPS, lines, software, system_info, told, video_inputs
from .dahua_encode import config_caps, encode_caps
from .dahua_endpoint import ANYTHING, OK, Answer, Endpoint, Endpoints, Query, says
from .dahua_events import INDEXED
from .dahua_extra import extra_endpoints
from .dahua_hardware import Wording
from .dahua_media import moment
from .dahua_ptz import caps as ptz_caps, inside
from .dahua_system_tables import LANGUAGES
from .dahua_thermal import thermal_endpoints

if TYPE_CHECKING:
    from .dahua_device import DahuaDevice

CORNERS = ("startPoint[0]", "startPoint[1]", "endPoint[0]", "endPoint[1]")


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

    info = system_info(device.device_type, device.update_serial, device.serial, device.device_class)
    magic: dict[str, Endpoint] = {
        "getDeviceType": says(f"type={device.device_type}"),
        "getHardwareVersion": says("version=1.00"),
        "getSerialNo": says(f"sn={device.serial}"),
        "getMachineName": Endpoint(lambda query: [f"name={device.config['General.MachineName']}"]),
        "getSystemInfo": says(*info),
        "getVendor": says(f"vendor={device.vendor}"),
        "getSoftwareVersion": Endpoint(lambda query: software(device.wording, device.version, device.build)),
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
    channel = {"channel": device.slots.number}

    def of_encoder(query: Query) -> Answer:
        standard = device.config["VideoStandard"]
        return config_caps(hardware, device.wording, int(query["channel"]) - 1, standard)

    def of_input(query: Query) -> Answer:
        return lines(told(hardware, video_inputs(hardware), int(query["channel"])), device.wording)

    endpoints: Endpoints = {
        ("devVideoInput", "getCollect"): Endpoint(lambda query: [f"result={device.slots.counted()}"]),
        ("devVideoOutput", "getCollect"): says("result=1"),
        ("devAudioInput", "getCollect"): says("result=1"),
        ("devAudioOutput", "getCollect"): says("result=1"),
        ("devVideoInput", "getCaps"): Endpoint(of_input, channel),
        ("encode", "getCaps"): Endpoint(lambda query: encode_caps(hardware)),
        ("encode", "getConfigCaps"): Endpoint(of_encoder, channel),
        ("recordManager", "getCaps"): says(*lines(told(hardware, RECORD_CAPS), Wording())),
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
        ("eventManager", "getCaps"): says(*lines(told(device.hardware, EVENT_CAPS), Wording())),
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
        ("ptz", "getTours"): Endpoint(
            lambda query: device.heads[head(query)].tour_lines(printed=wording.printed_ptz), {}, reading
        ),
        ("ptz", "getStatus"): Endpoint(status, {}, reading),
        ("ptz", "getCurrentProtocolCaps"): Endpoint(lambda query: ptz_caps(hardware.presets), {}, reading),
        ("ptz", "getProtocolList"): Endpoint(lambda query: ["info.RS[0]=DH-SD1", "info.RS[1]=Pelco"], {}, reading),
        ("ptzBase", "moveDirectly"): Endpoint(
            directly, {"channel": integer(1, hardware.channels), **dict.fromkeys(CORNERS, ANYTHING)}
        ),
    }


def all_endpoints(device: DahuaDevice) -> Endpoints:
    endpoints: Endpoints = {}
    for some in (device_endpoints, video_endpoints, event_endpoints, ptz_endpoints, extra_endpoints, thermal_endpoints):
        endpoints |= some(device)
    return endpoints
