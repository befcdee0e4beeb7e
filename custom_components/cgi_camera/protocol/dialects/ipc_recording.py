"""Motion, contacts and recording of the ipc dialect (sections 3.16, 3.20, 3.23, 3.24, 3.26 and 3.43)."""

from .. import features as f
from ..converters import BIT, INT
from ..exchange import Request
from ..schema import ALARM, STATUS, Converter, Endpoint, Field
from .ipc_alarms import alarms
from .ipc_areas import MOTION_AREA
from .ipc_values import CONTACT, EVENT_STREAM, FILE_LENGTH, PERCENT, RELAY, SCHEDULE_STREAM, settings

_CONTACT = "setAlarmState"


def _told_contact(position: int) -> Endpoint:
    """Return a further alarm input: only the first can be asked (section 3.26)."""
    request = Request(f"/cgi-bin/{_CONTACT}", {"position": str(position)})
    return Endpoint(
        key=f"{_CONTACT}?position={position}",
        read=request,
        set=request,
        write_only=True,
        follows=_CONTACT,
        fields=(Field(f.ALARM_INPUT_TYPE, "logicalstate", CONTACT, number=str(position + 1)),),
    )


ALARMS = (
    settings(
        "motion",
        Field(f.MOTION_DETECTION, "motion/enable", BIT),
        Field(f.MOTION_SENSITIVITY, "motion/sensitivity", INT, PERCENT),
        Field(f.MOTION_THRESHOLD, "motion/alarmthreshold", INT, PERCENT),
        Field(f.NIGHT_MOTION_DETECTION, "motion/enable_nighttime", BIT),
        Field(f.NIGHT_MOTION_SENSITIVITY, "motion/night_sensitivity", INT, PERCENT),
        Field(f.NIGHT_MOTION_THRESHOLD, "motion/night_alarmthreshold", INT, PERCENT),
        MOTION_AREA,
    ),
    Endpoint(
        key=_CONTACT,
        read=Request(f"/cgi-bin/{_CONTACT}"),
        set=Request(f"/cgi-bin/{_CONTACT}", {"position": "0"}),
        fields=(Field(f.ALARM_INPUT_TYPE, "setalarmstate/logicalstate", CONTACT, number="1"),),
    ),
    *(_told_contact(position) for position in (1, 2, 3)),
    Endpoint(
        key="getRelayStatus",
        read=Request("/cgi-bin/getRelayStatus"),
        set=Request("/cgi-bin/setRelayStatus"),
        period=STATUS,
        fields=(Field(f.RELAY, "relaystatus", RELAY, write="status", number="1"),),
    ),
    Endpoint(
        key="get_record_query",
        read=Request("/cgi-bin/get_record_query", {"year": "{now.year}", "month": "{now.month}", "day": "{now.day}"}),
        period=ALARM,
        needs=("time",),
        derive=alarms,
    ),
)

# Both halves are told in one parameter, as a mount takes them.
_NFS_SERVER = Converter[str](lambda text: text.partition(":")[0], lambda value, _: value)
_NFS_PATH = Converter[str](lambda text: text.partition(":")[2], lambda value, _: value)
_COMMON, _SCHEDULE = "recordconfig/common", "recordconfig/schedulerecord"
_RECORD, _CAPTURE = "recordconfig/motiondetectrecord", "recordconfig/motiondetectcapture"

RECORDING = (
    settings(
        "setScheduleStorage",
        Field(f.RECORDING, f"{_SCHEDULE}/enable", BIT),
        Field(f.RECORDING_STREAM, f"{_SCHEDULE}/stream", SCHEDULE_STREAM),
        Field(f.RECORDING_FILE_LENGTH, f"{_COMMON}/recordfilesize", FILE_LENGTH, write="recordFileSize"),
        Field(f.SCHEDULED_SNAPSHOTS, f"{_SCHEDULE}/jpeginterval", BIT, write="JpegInterval"),
        Field(f.LOCAL_STORAGE, f"{_COMMON}/localenable", BIT, write="localEnable"),
        Field(f.NETWORK_STORAGE, f"{_COMMON}/remoteenable", BIT, write="remoteEnable"),
        Field(f.NFS_SERVER, f"{_COMMON}/mountparam", _NFS_SERVER, write="remote_nfs_server"),
        Field(f.NFS_PATH, f"{_COMMON}/mountparam", _NFS_PATH, write="nfs_server_path"),
    ),
    settings(
        "setEventStorage",
        Field(f.MOTION_RECORDING, f"{_RECORD}/trigger", BIT, write="trigger_recording"),
        Field(f.MOTION_RECORDING_STREAM, f"{_RECORD}/stream", EVENT_STREAM),
        Field(f.MOTION_RECORDING_FTP, f"{_RECORD}/ftpupload", BIT, write="record_ftp_upload"),
        Field(f.MOTION_RECORDING_EMAIL, f"{_RECORD}/emailupload", BIT, write="record_email_upload"),
        Field(f.MOTION_SNAPSHOT, f"{_CAPTURE}/trigger", BIT, write="trigger_capture"),
        Field(f.MOTION_SNAPSHOT_FTP, f"{_CAPTURE}/ftpupload", BIT, write="capture_ftp_upload"),
        Field(f.MOTION_SNAPSHOT_EMAIL, f"{_CAPTURE}/emailupload", BIT, write="capture_email_upload"),
        Field(
            f.MOTION_ALARM_OUTPUT,
            f"{_CAPTURE}/outputchannelaction_enable",
            BIT,
            write="capture_motionDetectAlarm",
        ),
    ),
)
