"""The plain endpoints of the ipc dialect that only IPC HTTP CGI 1.0.10 knows."""

from .ipc_tables import position_error, positions
from .ipc_values import (
    Element,
    Matching,
    Numbers,
    Options,
    Setting,
    Table,
    Text,
    Values,
    numbers,
    switch,
    tilde,
)


def _schedule(element: Element, values: Values) -> str:
    remote = values["remoteEnable"] == "1"
    mount = f"{values['remote_nfs_server']}:{values['nfs_server_path']}" if remote else ""
    stores = values["enable"] == "1"
    common = {
        "LocalEnable": values["localEnable"],
        "RemoteEnable": values["remoteEnable"],
        "MountParam": "" if mount == ":" else mount,
        "RecordFileSize": values["recordFileSize"],
    }
    record = {
        "Stream": values["stream"],
        "LocalStore": values["localEnable"] if stores else "0",
        "RemoteStore": values["remoteEnable"] if stores else "0",
        "JpegInterval": values["JpegInterval"],
    }
    inner = element("Common", common) + "\n" + element("ScheduleRecord", record)
    return f"<RecordConfig>\n{inner}\n</RecordConfig>"


def _event(element: Element, values: Values) -> str:
    record = {
        "Stream": values["stream"],
        "LocalStore": values["trigger_recording"],
        "RemoteStore": values["trigger_recording"],
        "FtpUpload": values["record_ftp_upload"],
        "EmailUpload": values["record_email_upload"],
    }
    capture = {
        "LocalStore": values["trigger_capture"],
        "RemoteStore": values["trigger_capture"],
        "FtpUpload": values["capture_ftp_upload"],
        "EmailUpload": values["capture_email_upload"],
        "OutputChannelAction_enable": values["capture_motionDetectAlarm"],
    }
    inner = element("MotionDetectRecord", record) + "\n" + element("MotionDetectCapture", capture)
    return f"<RecordConfig>\n{inner}\n</RecordConfig>"


def _codec(element: Element, values: Values) -> str:
    rows = [element("EncodeConfig", {"Stream": str(n + 1), "Enable": values[f"stream{n}_enable"]}) for n in (0, 1)]
    return f"<Encode>{' '.join(rows)}</Encode>"


def _ports(element: Element, values: Values) -> str:
    shown = {
        "enable_web": values["enable_web"],
        "enable_rtsp": values["enable_rtsp"],
        # Set as enable_control, answered as enable_comm (3.31).
        "enable_comm": values["enable_control"],
        "enable_hik": values["enable_hik"],
    }
    # The printed answer holds no port; `tells_ports` makes a firmware that does.
    if "tells_ports" in values:
        shown |= {key: values[key] for key in ("webport", "rtspport", "controlport", "hikport")}
    return f"<MediaStreamConfig>\n{element('StreamAccess', shown)}\n</MediaStreamConfig>"


def _shutter(element: Element, values: Values) -> str:
    names = ("dayShutterMode", "dayShutterSpeed", "nightShutterMode", "nightShutterSpeed")
    text = ", ".join(f"{name}={values[name]}" for name in names)
    return f"<setShutterSpeed>Set {text}</setShutterSpeed>"


def _mask(element: Element, values: Values) -> str:
    return "<Mask>OK</Mask>"


def _masks() -> tuple[Setting, ...]:
    sides = (("Height", "Height"), ("width", "Width"), ("xPos", "xPos"), ("yPos", "yPos"))
    return tuple(
        Setting(f"Mask{zone}{side}", "0", Numbers(0, 2592), f"mainStreamMask_{told} is none")
        for zone in range(1, 5)
        for side, told in sides
    )


def mask_error(new: Values, values: Values, size: tuple[int, int]) -> str | None:
    """3.32: a side is refused whose value is illegal; taken for pixels of the main stream, as its fault says."""
    for zone in sorted({name[4] for name in new}):
        for at, side, told, most in (("xPos", "width", "Width", size[0]), ("yPos", "Height", "Height", size[1])):
            start, extent = (int((values | new)[f"Mask{zone}{name}"]) for name in (at, side))
            if start > most:
                return f"mainStreamMask_{at} is none"
            if start + extent > most:
                return f"mainStreamMask_{told} is none"
    return None


def _ircut_error(values: Values) -> str | None:
    if values["ircutmode"] == "3" and not values["time"]:
        return "not find param time"
    return None


NEWER = (
    Table(
        "rtmp",
        (
            switch("enable", "0"),
            numbers("streamno", 0, 0, 1),
            Setting("server", "192.168.2.12", Text(empty=False), "server is NULL"),
            numbers("port", 1935, 0, 65535),
            Setting("appname", "live5", Text(empty=False), "appname is NULL"),
            Setting("streamid", "55", Text(empty=False), "streamid is NULL"),
            numbers("type", 1, 0, 1),
        ),
        "RtmpConfig",
        {n.capitalize(): n for n in ("enable", "streamno", "server", "port", "appname", "streamid", "type")},
    ),
    Table(
        "setScheduleStorage",
        (
            switch("enable", "1", "{}: 0,1 "),
            switch("localEnable", "1"),
            switch("remoteEnable", "0"),
            Setting(
                "recordFileSize",
                "10",
                Options(("2", "5", "10", "20", "30")),
                "recordFileSize: 2,5,10,20,30",
            ),
            Setting("remote_nfs_server", "", Text(), "remote_nfs_server error"),
            Setting("nfs_server_path", "", Text(), "nfs_server_path error"),
            Setting("stream", "1", Options(("0", "1", "2")), "stream: 0,1,2 "),
            switch("JpegInterval", "1", "{}: 0,1 "),
        ),
        render=_schedule,
        by_password=True,
    ),
    Table(
        "setEventStorage",
        (
            switch("trigger_recording", "1"),
            Setting("stream", "1", Options(("1", "2")), "stream: 1 or 2"),
            switch("record_ftp_upload", "0", "{}: 0 or 1 "),
            switch("record_email_upload", "0", "{}: 0 or 1 "),
            switch("trigger_capture", "1", "{}: 0 or 1 "),
            switch("capture_ftp_upload", "1", "{}: 0 or 1 "),
            switch("capture_email_upload", "0", "{}: 0 or 1 "),
            switch("capture_motionDetectAlarm", "1", "{}: 0 or 1 "),
        ),
        render=_event,
        by_password=True,
    ),
    Table(
        "setAlarmState",
        (numbers("logicalstate", 1, 0, 1, "{}: {} ~ {}"),),
        "setAlarmState",
        {"position": "position", "logicalstate": "logicalstate"},
        index=tilde("position", 0, 0, 3),
    ),
    Table(
        "set_wdr",
        (switch("enable", "1"), tilde("wdr_value", 53, 0, 255)),
        "Capture",
        {"WDRMode": "enable", "WDRValue": "wdr_value"},
        paired=True,
    ),
    Table(
        "set_noise_reduction",
        (
            Setting("y_2D_value", "128", Numbers(0, 255), "2D_value: 0 ~ 255"),
            Setting("y_3D_value", "128", Numbers(0, 255), "3D_value: 0 ~ 255"),
        ),
        "Capture",
        # Temporal noise is the 3D filter's, spatial the 2D one's.
        {"TNF": "y_3D_value", "SNF": "y_2D_value"},
        paired=True,
    ),
    Table(
        "set_start_codec",
        (switch("stream0_enable", "1"), switch("stream1_enable", "1")),
        render=_codec,
    ),
    Table(
        "setBrightness_InfraredLamp",
        (
            Setting("setbrightness", "191", Numbers(0, 255), "brightness: 0 ~ 255"),
            tilde("infrared_lamp", 1, 0, 3),
        ),
        "Capture",
        {"Brightness": "setbrightness", "led_mode": "infrared_lamp"},
        paired=True,
    ),
    Table(
        "set_service_port",
        (
            *(tilde(f"enable_{n}", 1, 0, 1) for n in ("web", "control", "rtsp", "hik")),
            tilde("webport", 80, 1, 65535),
            tilde("controlport", 8091, 1, 65535),
            tilde("rtspport", 554, 1, 65535),
            tilde("hikport", 8000, 1, 65535),
        ),
        render=_ports,
    ),
    Table("set_privacy_zone", _masks(), render=_mask),
    Table("set_flip", (switch("vertical_flip"), switch("horizon_flip")), "Capture", paired=True),
    Table(
        "userosd",
        (
            switch("enable", "0"),
            Setting("color", "0xffffff", Matching(r"(0[xX])?[0-9a-fA-F]{1,8}"), "color error"),
            numbers("fontsize", 1, 0, 2),
            *positions("title"),
            Setting("title_utf8", "", Text(), "title_utf8 error"),
        ),
        # The answer's form is not printed (3.35); this is osd's, with the index.
        "userosd",
        {
            n: n
            for n in (
                "title_index",
                "enable",
                "color",
                "fontsize",
                "title_pos_type",
                "title_pos_x",
                "title_pos_y",
                "title_utf8",
            )
        },
        index=tilde("title_index", 0, 0, 4),
        required=("title_index",),
        check=position_error,
    ),
    Table(
        "set_led",
        (
            tilde("brightness", 50, 0, 100),
            tilde("ledstatus", 0, 0, 1),
            tilde("ledmode", 1, 1, 2),
        ),
        # The answer's form is not printed (3.36 repeats the OSD text).
        "set_led",
        write_only=True,
        required=("brightness", "ledstatus", "ledmode"),
    ),
    Table(
        "set_ircut",
        (
            tilde("ircutmode", 0, 0, 5),
            Setting("time", "", Options(("day", "night")), "error param time"),
        ),
        # The answer's form is not printed (3.37); its faults name set_led.
        "set_ircut",
        write_only=True,
        required=("ircutmode",),
        check=_ircut_error,
        fault_path="set_led",
    ),
    Table("onvif", (switch("onvif_auth", "1", "{}: 0 or 1 "),), "OnvifConfig"),
    Table("rtsp", (switch("rtsp_auth", "1", " {}: 0 or 1 "),), "RtspConfig"),
    Table(
        "setShutterSpeed",
        (
            switch("dayShutterMode", "0", " {}: 0 or 1 "),
            numbers("dayShutterSpeed", 100, 10, 10000, "{}: {} or {}"),
            switch("nightShutterMode", "0", "{}: 0 or 1 "),
            numbers("nightShutterSpeed", 100, 10, 10000, " {}: : {} or {} "),
        ),
        render=_shutter,
    ),
)
