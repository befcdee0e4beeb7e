"""Recording at the camera, and what it is stored on."""

from enum import StrEnum

from ..model import Feature


class RecordedStream(StrEnum):
    """Which stream is recorded."""

    MAIN = "main"
    SUB = "sub"
    BOTH = "both"
    THIRD = "third"


class StorageState(StrEnum):
    """What has become of the memory card."""

    OFF = "off"
    ON = "on"
    REMOVED = "removed"
    FORMATTING = "formatting"
    MOUNTED = "mounted"
    UNMOUNTED = "unmounted"
    WRITE_PROTECTED = "write_protected"
    UNINITIALIZED = "uninitialized"
    MOUNTING = "mounting"
    UNMOUNTING = "unmounting"
    NORMAL = "normal"
    ERROR = "error"
    INITIALIZING = "initializing"


class RecordMode(StrEnum):
    """When a channel is recorded."""

    AUTO = "auto"
    MANUAL = "manual"
    OFF = "off"


class NasProtocol(StrEnum):
    """How a network storage is reached."""

    FTP = "ftp"
    SMB = "smb"


RECORDING = Feature("recording", bool)
RECORDING_LOOP = Feature("recording_loop", bool)
RECORDING_ON_EVENT = Feature("recording_on_event", bool)
RECORDING_STREAM = Feature("recording_stream", RecordedStream)
RECORDING_LENGTH = Feature("recording_length", int)
STORAGE_STATE = Feature("storage_state", StorageState)
STORAGE_TOTAL = Feature("storage_total", int)
STORAGE_USED = Feature("storage_used", int)
STORAGE_WRITE_PROTECTED = Feature("storage_write_protected", bool)
SCHEDULED_SNAPSHOTS = Feature("scheduled_snapshots", bool)
RECORDING_FILE_LENGTH = Feature("recording_file_length", str)
LOCAL_STORAGE = Feature("local_storage", bool)
NETWORK_STORAGE = Feature("network_storage", bool)
NFS_SERVER = Feature("nfs_server", str)
NFS_PATH = Feature("nfs_path", str)
MOTION_RECORDING = Feature("motion_recording", bool)
MOTION_RECORDING_STREAM = Feature("motion_recording_stream", RecordedStream)
MOTION_RECORDING_FTP = Feature("motion_recording_ftp", bool)
MOTION_RECORDING_EMAIL = Feature("motion_recording_email", bool)
MOTION_SNAPSHOT = Feature("motion_snapshot", bool)
MOTION_SNAPSHOT_FTP = Feature("motion_snapshot_ftp", bool)
MOTION_SNAPSHOT_EMAIL = Feature("motion_snapshot_email", bool)
MOTION_ALARM_OUTPUT = Feature("motion_alarm_output", bool)
MOTION_ALARM_OUTPUTS = Feature("motion_alarm_outputs", bool)
RECORD_MODE = Feature("record_mode", RecordMode)
EXTRA_RECORD_MODE = Feature("extra_record_mode", RecordMode)
PRE_RECORD = Feature("pre_record", int)
HOLIDAY_SNAPSHOTS = Feature("holiday_snapshots", bool)
RECORDING_DAYS = Feature("recording_days", int)
NAS_PROTOCOL = Feature("nas_protocol", NasProtocol)
DISK_STATE = Feature("disk_state", StorageState)
DISK_PROBLEM = Feature("disk_problem", bool)
DISK_SIZE = Feature("disk_size", float)
DISK_USED = Feature("disk_used", float)
DISK_USED_SHARE = Feature("disk_used_share", float)
SNAPSHOT_STREAM = Feature("snapshot_stream", RecordedStream)
INPUT_RECORDING = Feature("input_recording", bool)
RECORDING_FTP = Feature("recording_ftp", bool)
RECORDING_EMAIL = Feature("recording_email", bool)
POST_RECORD = Feature("post_record", int)
RECORDING_FILE_SIZE = Feature("recording_file_size", int)
