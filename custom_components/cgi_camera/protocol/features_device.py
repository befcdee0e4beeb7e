"""More of the vocabulary: details of the picture, what is written on it, recorded, served, and the condition."""

from .choices import OsdColor, OsdFontSize, OsdPlacement, RecordedStream, RtmpMode, ShutterMode
from .model import Command, Feature

# Picture
HIGHLIGHT_LEVEL = Feature("highlight_level", int)
NOISE_REDUCTION_2D = Feature("noise_reduction_2d", int)
NOISE_REDUCTION_3D = Feature("noise_reduction_3d", int)
ANTI_FLICKER = Feature("anti_flicker", bool)
DAY_SHUTTER_MODE = Feature("day_shutter_mode", ShutterMode)
DAY_SHUTTER_SPEED = Feature("day_shutter_speed", int)
NIGHT_SHUTTER_MODE = Feature("night_shutter_mode", ShutterMode)
NIGHT_SHUTTER_SPEED = Feature("night_shutter_speed", int)

# Light
WHITE_LIGHT = Feature("white_light", bool)
WHITE_LIGHT_BRIGHTNESS = Feature("white_light_brightness", int)

# Sound
AMPLIFIER = Feature("amplifier", bool)
AUDIO_BIT_RATE = Feature("audio_bit_rate", str)

# Alarms and outputs
NIGHT_MOTION_DETECTION = Feature("night_motion_detection", bool)
NIGHT_MOTION_SENSITIVITY = Feature("night_motion_sensitivity", int)
NIGHT_MOTION_THRESHOLD = Feature("night_motion_threshold", int)

# Text and time
OSD_COLOR = Feature("osd_color", OsdColor)
OSD_FONT_SIZE = Feature("osd_font_size", OsdFontSize)
OSD_PLACEMENT = Feature("osd_placement", OsdPlacement)
TIME_OSD_PLACEMENT = Feature("time_osd_placement", OsdPlacement)
TIME_OSD_FORMAT = Feature("time_osd_format", str)
OSD_WEEKDAY = Feature("osd_weekday", bool)
OSD_RESOLUTION = Feature("osd_resolution", bool)
OSD_BIT_RATE = Feature("osd_bit_rate", bool)
USER_OSD_COLOR = Feature("user_osd_color", str)
USER_OSD_FONT_SIZE = Feature("user_osd_font_size", OsdFontSize)
USER_OSD_PLACEMENT = Feature("user_osd_placement", OsdPlacement)
NTP_PORT = Feature("ntp_port", int)
NTP_INTERVAL = Feature("ntp_interval", int)
CLOCK_OFFSET = Feature("clock_offset", int)

# Streams, counted from 1 (main)
STREAM_ENABLED = Feature("stream_enabled", bool)

# Recording at the camera
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

# Network and services
RTSP_AUTHENTICATION = Feature("rtsp_authentication", bool)
ONVIF_AUTHENTICATION = Feature("onvif_authentication", bool)
RTMP = Feature("rtmp", bool)
RTMP_SERVER = Feature("rtmp_server", str)
RTMP_PORT = Feature("rtmp_port", int)
RTMP_APPLICATION = Feature("rtmp_application", str)
RTMP_STREAM = Feature("rtmp_stream", RecordedStream)
RTMP_MODE = Feature("rtmp_mode", RtmpMode)
WEB_SERVICE = Feature("web_service", bool)
RTSP_SERVICE = Feature("rtsp_service", bool)
CONTROL_SERVICE = Feature("control_service", bool)
HIK_SERVICE = Feature("hik_service", bool)
CONTROL_PORT = Feature("control_port", int)
HIK_PORT = Feature("hik_port", int)

# Condition
SD_CARD = Feature("sd_card", bool)
MEMORY_TOTAL = Feature("memory_total", int)
MEMORY_FREE = Feature("memory_free", int)

# Commands
SET_CLOCK = Command("set_clock")
MANUAL_ALARM = Command("manual_alarm")
UPLOAD_SNAPSHOT_SD_CARD = Command("upload_snapshot_sd_card")
UPLOAD_SNAPSHOT_FTP = Command("upload_snapshot_ftp")
UPLOAD_SNAPSHOT_EMAIL = Command("upload_snapshot_email")
UPLOAD_SNAPSHOT_NFS = Command("upload_snapshot_nfs")
