"""The endpoints of the ipc dialect that do more than keep values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .ipc_ptz import ptz_ctrl
from .ipc_recordings import query_records
from .ipc_values import Failed, Numbers, Refused, Values, zone_offset

if TYPE_CHECKING:
    from .ipc import IpcCamera

EAST = "00:00 01:00 02:00 03:00 03:30 04:00 04:30 05:00 05:30 05:45 06:00 06:30 07:00 08:00 09:00 09:30"
FAR_EAST = "10:00 11:00 12:00 13:00"
WEST = "01:00 02:00 03:00 03:30 04:00 04:30 05:00 06:00 07:00 08:00 09:00 10:00 11:00 12:00"
ZONES = tuple([f"GMT+{zone}" for zone in f"{EAST} {FAR_EAST}".split()] + [f"GMT-{zone}" for zone in WEST.split()])
# Only "ntp" is printed in an answer, in small letters though the options are in capitals (3.8).
METHODS = {"manual": "MANUAL", "ntp": "ntp", "p2p": "P2P"}
MOMENT = ("year", "month", "day", "hour", "min", "sec")


@dataclass(frozen=True, slots=True)
class Handler:
    answer: Callable[[IpcCamera, Values, str | None], str]
    newer: bool


HANDLERS: dict[str, Handler] = {}
# Paths that do something even without a parameter, and paths whose parameters change nothing.
ACTIONS = {"reboot", "factory_reset", "setManualInputAlarm"}
QUERIES = {"get_record_query", "user_management", "setUidValidTime"}

type Answer = Callable[[IpcCamera, Values, str | None], str]


def endpoint(name: str, *, newer: bool = False) -> Callable[[Answer], Answer]:
    def register(answer: Answer) -> Answer:
        HANDLERS[name] = Handler(answer, newer)
        return answer

    return register


@endpoint("keep_alive")
def keep_alive(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params)
    return "<keep_alive>true</keep_alive>"


@endpoint("getinfo")
def getinfo(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params)
    shown = {
        "kernel": "Linux 3.18.30 #15 PREEMPT Fri Mar 30 15:27:46 CST 2018 armv7l",
        "filesystem": camera.model,
        "sn": camera.serial,
    }
    if camera.newer:
        shown |= {"oem": camera.model, "mac_address": camera.mac}
    return camera.element("info", shown)


@endpoint("getcapabilities")
def getcapabilities(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params)
    return camera.element("capabilities", {"video": "1", "audio": "1", "ptz": str(int(camera.ptz))})


@endpoint("getmodel", newer=True)
def getmodel(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params)
    return f"<model>{camera.model}</model>"


@endpoint("reboot")
def reboot(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params)
    camera.reboot()
    return "<reboot>true</reboot>"


@endpoint("factory_reset")
def factory_reset(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params, *(["retain_network"] if camera.newer else []))
    retain = params.get("retain_network")
    if retain == "":
        raise Refused("retain_network: NULL")
    if retain not in (None, "1"):
        raise Refused("retain_network 0 or 1")
    camera.restore(keep_network=retain == "1")
    camera.reboot()
    return "<factory_reset>true</factory_reset>"


@endpoint("time")
def time(camera: IpcCamera, params: Values, uid: str | None) -> str:
    kept = ("timezone", "update_method", "ntpaddr", "port")
    camera.expect(params, *kept, *MOMENT, *(["update_period"] if camera.newer else []))
    new = {name: value for name, value in params.items() if name not in MOMENT}
    if new.get("timezone", ZONES[0]) not in ZONES:
        raise Refused("timezone error")
    if "update_method" in new:
        method = METHODS.get(new["update_method"].lower())
        if method is None:
            raise Refused("update_method error")
        new["update_method"] = method
    for name, allowed, told in (
        ("port", Numbers(1000, 65535, (80, 123)), "80 or 1000-65535"),
        ("update_period", Numbers(60, 999999), "60-999999"),
    ):
        if name in new and allowed.keep(new[name]) is None:
            raise Refused(f"{name} range: {told}")
    merged = camera.clock | new
    if any(name in params for name in MOMENT):
        _set_clock(camera, params, merged)
    camera.clock = merged
    shown = {name: merged[name] for name in kept}
    shown["current_time"] = f"{camera.local_now():%Y-%m-%d %H:%M:%S}"
    if "update_period" in merged:
        shown["update_period"] = merged["update_period"]
    return camera.element("time", shown)


def _set_clock(camera: IpcCamera, params: Values, merged: Values) -> None:
    if merged["update_method"] != "MANUAL":
        raise Refused("update_method error")
    for name in MOMENT:
        if Numbers(0, 9999).keep(params.get(name, "")) is None:
            raise Refused(f"{name} error")
    try:
        moment = datetime(*(int(params[name]) for name in MOMENT), tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError as error:
        raise Refused("day error") from error
    camera.set_clock(moment - zone_offset(merged["timezone"]))


@endpoint("audioencoder/getcapabilities")
def audio_capabilities(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params)
    return camera.audio.capabilities()


@endpoint("audioencoder")
def audioencoder(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params, *camera.audio.values)
    camera.audio.set(params)
    return camera.element("audioencoder", camera.audio.values)


@endpoint("user_management", newer=True)
def user_management(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params, "action", "name", "newpasswd", "privilege", "enable")
    action = params.get("action")
    if action in ("add", "delete", "edit"):
        raise Refused("Non-administrators cannot edit users")
    if action != "get_user":
        raise Refused("action: add or edit or delete")
    # The answer's form is not printed (3.18); the words are those of its parameters.
    rows = []
    for name in camera.accounts():
        privilege = "Administrator" if camera.may_write(name) else "User"
        rows.append(camera.element("user", {"name": name, "privilege": privilege, "enable": "Enable"}))
    return "\n".join(["<user_management>", *rows, "</user_management>"])


@endpoint("getDevState", newer=True)
def get_dev_state(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params)
    now, up = camera.local_now(), int(camera.uptime())
    run = f"{up // 86400}-{up // 3600 % 24}-{up // 60 % 60}-{up % 60}"
    moment = f"{now.year}-{now.month}-{now.day}-{now.hour}-{now.minute}-{now.second}"
    # The blank behind MemTotal is printed (3.25).
    shown = {
        "sd1": str(int(camera.sd_card)),
        "sd2": "0",
        "system_time": moment,
        "run_time": run,
        "MemTotal": "125620 kB ",
        "MemFree": "24384 kB",
    }
    return camera.element("DevState", shown)


@endpoint("setUidValidTime", newer=True)
def set_uid_valid_time(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params, "validTime")
    seconds = Numbers(1, 999999).keep(params.get("validTime", ""))
    if seconds is None or uid is None:
        raise Refused("validTime error")
    camera.sessions[uid] = (camera.seconds() + float(seconds), float(seconds))
    return f"<SetUidValidTime>Uid valid time is {seconds} sec</SetUidValidTime>"


@endpoint("setManualInputAlarm", newer=True)
def set_manual_input_alarm(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params)
    camera.raise_alarm("alarm_input", True)
    camera.raise_alarm("alarm_input", False)
    return "<ManualInputAlarm>successful</ManualInputAlarm>"


@endpoint("getRelayStatus", newer=True)
def get_relay_status(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params)
    if not camera.has_relay:
        raise Failed("<RelayStatus>Get status(0) fail</RelayStatus>")
    return f"<RelayStatus>status={camera.relay}</RelayStatus>"


@endpoint("setRelayStatus", newer=True)
def set_relay_status(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params, "status")
    if params.get("status") not in ("0", "1"):
        raise Refused("status: 0 or 1")
    camera.relay = params["status"]
    return f"<RelayStatus> set status={camera.relay}</RelayStatus>"


@endpoint("setDeviceName", newer=True)
def set_device_name(camera: IpcCamera, params: Values, uid: str | None) -> str:
    camera.expect(params, "deviceName")
    name = params.get("deviceName", "")
    if not name:
        raise Refused("set device name failed! ")
    camera.model = name
    return f"<setDeviceName>Set device name({name}) successful!</setDeviceName>"


HANDLERS["get_record_query"] = Handler(query_records, newer=True)
HANDLERS["ptz_ctrl"] = Handler(ptz_ctrl, newer=False)
