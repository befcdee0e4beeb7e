"""Identity and layout, for the engine itself."""

from datetime import datetime

from ..model import Feature

MAC = Feature("mac", str, internal=True)
SERIAL = Feature("serial", str, internal=True)
MODEL = Feature("model", str, internal=True)
FIRMWARE = Feature("firmware", str)
HARDWARE = Feature("hardware", str, internal=True)
VENDOR = Feature("vendor", str, internal=True)
CHANNEL_NAME = Feature("channel_name", str, internal=True)
CLOCK = Feature("clock", datetime, internal=True)
RTSP_PORT = Feature("rtsp_port", int, internal=True)
STREAM_ADDRESS = Feature("stream_address", str, internal=True)
STREAM = Feature("stream", bool, internal=True)
PTZ = Feature("ptz", bool, internal=True)
SNAPSHOT = Feature("snapshot", bool, internal=True)
PROFILE = Feature("profile", int, internal=True)
ELECTRIC_FOCUS = Feature("electric_focus", bool, internal=True)
PEOPLE = Feature("people", bool, internal=True)
DOORS = Feature("doors", bool, internal=True)
