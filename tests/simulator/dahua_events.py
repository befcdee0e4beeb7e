"""The event stream of a Dahua device: codes, parts and the ways firmware frames them (4.9.17)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import json
from typing import Any

from .dahua_event_tables import RULES

# How the simulator's kinds of alarm are called here.
ALARMS = {
    "motion": "VideoMotion",
    "alarm_input": "AlarmLocal",
    "tamper": "VideoBlind",
    "video_loss": "VideoLoss",
    "alarm_output": "AlarmOutput",
}
# 4.9.16: only these can be asked for with getEventIndexes.
INDEXED = {
    "VideoMotion",
    "VideoLoss",
    "VideoBlind",
    "AlarmLocal",
    "StorageNotExist",
    "StorageFailure",
    "StorageLowSpace",
    "AlarmOutput",
}
PULSES = {
    "TimeChange",
    "NTPAdjustTime",
    "SIPRegis",
    "SIPRegisterResult",
    "NewFile",
    "DoorStatus",
    "BackKeyLight",
    "AccessControl",
    "DoorCard",
    "_DoTalkAction_",
    "_CallNoAnswer_",
    "HungupPhone",
    "MDResult",
    "Invite",
    "IgnoreInvite",
    "PassiveHungup",
    "CallSnap",
    "FingerPrintCheck",
    "LensMaskOpen",
    "LensMaskClose",
    "AlarmIPC",
    "Reboot",
    "LoginFailure",
    # Printed of pictures that are told of (4.4.3), and sent as an event, too.
    "TrafficJunction",
}
STATES = {"VideoMotionInfo"}
SPANS = {
    "SmartMotionHuman",
    "SmartMotionVehicle",
    *RULES,
    "SceneChange",
    "NetAbort",
    "IPConflict",
    "HeatImagingTemper",
    "CallNoAnswered",
    "PhoneCallDetect",
    "ProfileAlarmTransmit",
    "RtspSessionDisconnect",
    "KeepLightOn",
    "StorageFormat",
    "DoorNotClosed",
    "BreakIn",
    "Duress",
    "AlarmExtended",
    "APConnect",
    # Of newer devices.
    "AudioIntensity",
    "CrowdDetection",
    "FireWarning",
    "ObjectPlacementDetection",
    "ObjectRemovalDetection",
}
CODES = INDEXED | PULSES | STATES | SPANS


@dataclass(frozen=True, slots=True)
class Framing:
    """How parts are put on the wire.

    ``length``: "right", "absent", "short" or "long", ``spaced``: with a blank before it. ``blank_line`` off is the
    document's own form. ``boundary`` is what stands in the body, ``declared`` what the header says. ``chunk`` cuts
    parts into pieces of so many bytes, ``coalesce`` sends so many parts at once. ``final``: the stream ends with a
    closing boundary. ``inline``: an HTTP head stands before each part.
    """

    newline: str = "\r\n"
    length: str = "right"
    spaced: bool = False
    blank_line: bool = True
    boundary: str = "--myboundary"
    declared: str = "myboundary"
    blanks: bool = False
    extra_header: bool = False
    header_gap: bool = False
    chunk: int = 0
    coalesce: int = 1
    final: bool = False
    inline: bool = False

    def part(self, body: str) -> bytes:
        new = self.newline
        lines = [self.boundary, "Content-Type: text/plain"]
        if self.header_gap:
            lines.append("")
        if self.extra_header:
            lines.append("X-Source: eventManager")
        if self.length != "absent":
            wrong = {"short": -4, "long": 9}.get(self.length, 0)
            lines.append(f"Content-Length:{' ' if self.spaced else ''}{len(body.encode()) + wrong}")
        head = new.join(lines) + new + (new if self.blank_line else "")
        if self.inline:
            head = new.join(("HTTP/1.1 200 OK", "Server: httpd", "", head))
        return f"{head}{body}{new}{new}".encode()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        size = self.chunk or len(data) or 1
        for start in range(0, len(data), size):
            yield data[start : start + size]

    def closing(self) -> bytes:
        return f"{self.boundary}--{self.newline}".encode() if self.final else b""

    def event(self, code: str, action: str, index: int | None, data: Mapping[str, Any] | str | None) -> str:
        fields = [f"Code={code}", f"action={action}"]
        if index is not None:
            fields.append(f"index={index}")
        if data:
            # Several lines of JSON, or bare text (MDResult).
            written = data if isinstance(data, str) else json.dumps(data, indent=3).replace("\n", self.newline)
            fields.append(f"data={written}")
        return ("; " if self.blanks else ";").join(fields)


def asked(codes: str) -> set[str] | None:
    """The codes of an attach request; None where they are not written right."""
    if not (codes.startswith("[") and codes.endswith("]")):
        return None
    found = {code.strip() for code in codes[1:-1].split(",")}
    return found if found and found <= CODES | {"All"} else None


def action_of(code: str, on: bool) -> str:
    if code in PULSES:
        return "Pulse"
    if code in STATES:
        return "State"
    return "Start" if on else "Stop"
