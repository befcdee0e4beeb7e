"""The groups of the message dialect that do more than keep values."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .message_values import WRONG_NAME, WRONG_VALUE, Parameter, Refused, Row, Span, Values

if TYPE_CHECKING:
    from .message import MessageCamera

type Special = Callable[[MessageCamera, int, Values], list[Row]]

GETTERS: dict[tuple[str, str], Special] = {}
SETTERS: dict[tuple[str, str], Special] = {}


def getter(cgi: str, group: str) -> Callable[[Special], Special]:
    def register(special: Special) -> Special:
        GETTERS[cgi, group] = special
        return special

    return register


def setter(cgi: str, group: str) -> Callable[[Special], Special]:
    def register(special: Special) -> Special:
        SETTERS[cgi, group] = special
        return special

    return register


def _row(group: str, channel: int | None, *elements: tuple[str, str, str]) -> Row:
    return Row(group, channel, list(elements))


def _nothing_else(params: Values) -> None:
    if params:
        raise Refused(402, WRONG_NAME)


def _kept(params: Values, name: str, allowed: Span) -> int:
    if name not in params:
        raise Refused(402, WRONG_NAME)
    return int(Parameter(name, "int", "", allowed).keep(params.pop(name)))


@getter("sys", "TimeInfo")
def get_time(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    row = camera.row("sys", "TimeInfo")
    row["CameraTime"] = str(int(camera.now().timestamp()))
    row["UpTime"] = str(int(camera.uptime()))
    return camera.get_rows("sys", camera.groups["sys"]["TimeInfo"], channel, params)


@setter("sys", "TimeInfo")
def set_time(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    if "CameraTime" in params and params.get("TimeMethod") == "1":
        raise Refused(502)
    rows = camera.set_rows("sys", camera.groups["sys"]["TimeInfo"], channel, params)
    if "CameraTime" in params:
        camera.set_clock(datetime.fromtimestamp(int(params["CameraTime"]), UTC))
    return rows


@setter("sys", "SystemInfo")
def set_system(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    rows = camera.set_rows("sys", camera.groups["sys"]["SystemInfo"], channel, params)
    if "ResetFlag" in params:
        if params["ResetFlag"] == "1":
            kept = dict(camera.row("net", "AddressInfo"))
            camera.restore()
            if params.get("IPkeep") == "1":
                camera.row("net", "AddressInfo").update(kept)
        camera.reboot()
    return rows


@setter("sys", "Reboot")
def set_reboot(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    _nothing_else(params)
    camera.reboot()
    return []


@setter("camera", "ResetInfo")
def reset_camera(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    _nothing_else(params)
    for name in ("BasicInfo", "ExposureInfo"):
        camera.values.pop(("camera", name, channel, 0), None)
    return []


@getter("record", "RecordSearch")
def search(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """One RecordSearch group a clip: the answer's form is not printed in the document (3.5.1)."""
    first, last = (_kept(params, name, Span(0, 2**31 - 1)) for name in ("StartTime", "EndTime"))
    _nothing_else(params)
    if first > last:
        raise Refused(402, WRONG_VALUE)
    clips = camera.clips.within(channel, first, last)
    return [_row("RecordSearch", channel, *camera.clips.elements(clip)) for clip in clips]


@setter("record", "RecordControl")
def set_record_control(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    if params.get("Mode") == "1" and not camera.sd_card:
        raise Refused(502)
    rows = camera.set_rows("record", camera.groups["record"]["RecordControl"], channel, params)
    if "Mode" in params:
        (camera.clips.begin if params["Mode"] == "1" else camera.clips.finish)("Manual", channel)
    return rows


@getter("record", "RecordDevice")
def get_record_device(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    if not camera.sd_card:
        camera.row("record", "RecordDevice", channel).update(TotalSpace="0", UsedSpace="0", Status="7")
    return camera.get_rows("record", camera.groups["record"]["RecordDevice"], channel, params)


@setter("record", "RecordDevice")
def set_record_device(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    if not camera.sd_card:
        raise Refused(502)
    rows = camera.set_rows("record", camera.groups["record"]["RecordDevice"], channel, params)
    row = camera.row("record", "RecordDevice", channel)
    row["Status"] = "5" if row["Operate"] == "0" else "4"
    if row["Operate"] == "2":
        row["UsedSpace"] = "0"
        camera.clips.items.clear()
    return rows


# The example writes the word, the table the number (3.6.2.2).
DIRECTIONS = ("up", "down", "left", "right", "upleft", "downleft", "upright", "downright")
# What cannot be said without the other.
PAIRS = (
    ("Preset", "PresetNumber"),
    ("PresetNumber", "Preset"),
    ("PresetTitle", "Preset"),
    ("Pattern", "PatternNumber"),
    ("PatternNumber", "Pattern"),
    ("AutoPan", "AutoPanNumber"),
    ("AutoPanNumber", "AutoPan"),
    ("Pan", "Model"),
    ("Tilt", "Model"),
    ("ZoomPosition", "Model"),
    ("PanSpeed", "Direction"),
    ("TiltSpeed", "Direction"),
)


@getter("ptz", "PTZCtrlInfo")
def get_position(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    _nothing_else(params)
    elements = [(name, "int", value) for name, value in camera.position[channel].items()]
    return [_row("PTZCtrlInfo", channel, *elements)]


@setter("ptz", "PTZCtrlInfo")
def set_ptz(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    if params.get("Direction") in DIRECTIONS:
        params["Direction"] = str(DIRECTIONS.index(params["Direction"]) + 1)
    if not params or any(name in params and other not in params for name, other in PAIRS):
        raise Refused(402, WRONG_NAME)
    named = camera.groups["ptz"]["PTZCtrlInfo"].named(0)
    new = camera.checked(named, params)
    if new.get("Preset") == "0":
        number = int(new["PresetNumber"])
        camera.presets[channel][number] = new.get("PresetTitle", f"Preset{number}")
    if "Model" in new:
        _position(camera.position[channel], new)
    _set_going(camera, channel, new)
    camera.ptz_log.append({"Channel": str(channel), **new})
    return [_row("PTZCtrlInfo", channel, *((n, named[n].type, v) for n, v in new.items()))]


ENDLESS = ("Direction", "PanSpeed", "TiltSpeed", "Iris", "Zoom", "Focus", "AutoScan")


def _set_going(camera: MessageCamera, channel: int, new: Values) -> None:
    """Only "Stop" ends what is set going (3.6.4), and what takes the head elsewhere."""
    moving = camera.moving[channel]
    if "Stop" in new or "Model" in new or new.get("Preset") == "1":
        moving.clear()
    if new.get("Preset") == "1":
        camera.preset[channel] = int(new["PresetNumber"])
    moving.update({name: value for name, value in new.items() if name in ENDLESS})
    for name in ("Pattern", "AutoPan"):
        if new.get(name) == "2":
            moving[name] = new[f"{name}Number"]


@setter("ptz", "TourInfo")
def set_tour(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """The section gives names and ranges only (3.6.4): a preset is added, an act starts or stops."""
    if "TourNum" not in params or len(params) == 1:
        raise Refused(402, WRONG_NAME)
    rows = camera.set_rows("ptz", camera.groups["ptz"]["TourInfo"], channel, params)
    if "PresetNumber" in params:
        camera.tours[channel].setdefault(int(params["TourNum"]), []).append(int(params["PresetNumber"]))
    if params.get("TourAct") == "1":
        camera.moving[channel]["Tour"] = params["TourNum"]
    elif params.get("TourAct") == "0":
        camera.moving[channel].pop("Tour", None)
    return rows


def _position(position: Values, new: Values) -> None:
    for name, highest in (("Pan", 36000), ("Tilt", 36000), ("ZoomPosition", 65535)):
        if name in new:
            start = int(position[name]) if new["Model"] == "1" else 0
            position[name] = str(min(start + int(new[name]), highest))


@getter("ptz", "PresetNameInfo")
def get_presets(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """One group a preset, as queries repeat groups; the answer is not printed (3.6.1.1)."""
    _nothing_else(params)
    return [
        _row("PresetNameInfo", channel, ("PresetNumber", "int", str(number)), ("PresetTitle", "string", title))
        for number, title in sorted(camera.presets[channel].items())
    ]


@setter("ptz", "PresetNameInfo")
def name_preset(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    rows = camera.set_rows("ptz", camera.groups["ptz"]["PresetNameInfo"], channel, params)
    number = int(params["PresetNumber"])
    if number not in camera.presets[channel]:
        raise Refused(402, WRONG_VALUE)
    camera.presets[channel][number] = params.get("PresetTitle", "")
    return rows


@setter("rs485", "RS485Data")
@getter("rs485", "RS485Data")
def serial_data(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """Send, and answer what is on the line: the simulated device echoes."""
    named = camera.groups["rs485"]["RS485Data"].named(0)
    row = camera.row("rs485", "RS485Data", channel)
    row.update(camera.checked(named, params))
    data = bytes.fromhex(row["Data"])
    return [_row("RS485Data", channel, ("Data", "string", data.hex(" ").upper()))]


@getter("wifi", "HotspotList")
def hotspots(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """The printed values in their order; but for SSID and channel no table names them (3.12.2)."""
    _nothing_else(params)
    return [
        _row(
            "HotspotList",
            None,
            ("Num", "int", "1"),
            ("SSID", "string", "samplewifi"),
            ("Encryption", "int", "3"),
            ("Authentication", "int", "3"),
            ("WifiChanel", "int", "14"),
            ("Mode", "int", "0"),
        )
    ]


@getter("user", "UserList")
def users(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """The names are those of user_set; the answer is not printed (3.13.8)."""
    _nothing_else(params)
    return [
        _row("UserList", None, ("UserName", "string", name), ("Privilege", "int", "6")) for name in camera.login.users
    ]


@setter("user", "AddUser")
def add_user(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    name, password = _credentials(params, "UserName", "Password", "Privilege")[:2]
    if name in camera.login.users:
        raise Refused(402, WRONG_VALUE)
    camera.login.users[name] = password
    return []


@setter("user", "DeleteUser")
def delete_user(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    (name,) = _credentials(params, "UserName")
    if name == camera.username or camera.login.users.pop(name, None) is None:
        raise Refused(402, WRONG_VALUE)
    return []


@setter("user", "ChangePassword")
def change_password(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    name, old, new = _credentials(params, "UserName", "Password", "NewPassword")
    if camera.login.users.get(name) != old:
        raise Refused(402, WRONG_VALUE)
    camera.login.users[name] = new
    return []


def _credentials(params: Values, *names: str) -> list[str]:
    if set(params) != set(names):
        raise Refused(402, WRONG_NAME)
    return [params[name] for name in names]
