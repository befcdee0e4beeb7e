"""The groups of the message dialect that do more than keep values."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .message_registry import GETTERS, SETTERS, getter, kept, nothing_else, setter, told
from .message_values import WRONG_NAME, WRONG_VALUE, Refused, Row, Span, Values

if TYPE_CHECKING:
    from .message import MessageCamera

__all__ = ["GETTERS", "SETTERS"]


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
    nothing_else(params)
    camera.reboot()
    return []


@setter("camera", "ResetInfo")
def reset_camera(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    nothing_else(params)
    for name in ("BasicInfo", "ExposureInfo"):
        camera.values.pop(("camera", name, channel, 0), None)
    return []


@getter("record", "RecordSearch")
def search(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """One RecordSearch group a clip: the answer's form is not printed in the document (3.5.1)."""
    first, last = (kept(params, name, Span(0, 2**31 - 1)) for name in ("StartTime", "EndTime"))
    nothing_else(params)
    if first > last:
        raise Refused(402, WRONG_VALUE)
    clips = camera.clips.within(channel, first, last)
    return [told("RecordSearch", channel, *camera.clips.elements(clip)) for clip in clips]


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


@setter("rs485", "RS485Data")
@getter("rs485", "RS485Data")
def serial_data(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """Send, and answer what is on the line: the simulated device echoes."""
    named = camera.groups["rs485"]["RS485Data"].named(0)
    row = camera.row("rs485", "RS485Data", channel)
    row.update(camera.checked(named, params))
    data = bytes.fromhex(row["Data"])
    return [told("RS485Data", channel, ("Data", "string", data.hex(" ").upper()))]


@getter("wifi", "HotspotList")
def hotspots(camera: MessageCamera, channel: int, params: Values) -> list[Row]:
    """The printed values in their order; but for SSID and channel no table names them (3.12.2)."""
    nothing_else(params)
    return [
        told(
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
    nothing_else(params)
    return [
        told("UserList", None, ("UserName", "string", name), ("Privilege", "int", "6")) for name in camera.login.users
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
