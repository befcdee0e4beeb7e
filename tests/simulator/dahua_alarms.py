"""Which alarms of a Dahua device are on, and what its event streams are told (4.9)."""

import asyncio
from collections.abc import Mapping
import json
from typing import Any

from .base import OpenStream, SimulatedCamera
from .dahua_config import Config
from .dahua_events import ALARMS, PULSES, STATES, Framing, action_of
from .dahua_extra_tables import SLOT
from .dahua_hardware import Hardware, Manners
from .dahua_slots import Slots

DOOR_SECONDS = 5.0
# Which switch arms an event.
ARMED = {
    "VideoMotion": "MotionDetect[{}].Enable",
    "VideoBlind": "BlindDetect[{}].Enable",
    "VideoLoss": "LossDetect[{}].Enable",
    "AlarmLocal": "Alarm[{}].Enable",
    "SmartMotionHuman": "SmartMotionDetect[{}].Enable",
    "SmartMotionVehicle": "SmartMotionDetect[{}].Enable",
    "StorageNotExist": "StorageNotExist.Enable",
    "StorageFailure": "StorageFailure.Enable",
    "StorageLowSpace": "StorageLowSpace.Enable",
    "NetAbort": "NetAbort.Enable",
    "IPConflict": "IPConflict.Enable",
    "HeatImagingTemper": "HeatImagingTemper[{}].Enable",
}
HANDLERS = {
    "VideoMotion": "MotionDetect[{}]",
    "VideoBlind": "BlindDetect[{}]",
    "VideoLoss": "LossDetect[{}]",
    "AlarmLocal": "Alarm[{}]",
}


class AlarmingDevice(SimulatedCamera):
    """The part of a device that watches; what it is made of comes from ``DahuaDevice``."""

    hardware: Hardware
    config: Config
    framing: Framing
    manners: Manners
    slots: Slots
    timers: dict[str, float]
    _told: set[tuple[str, int]]
    _held: dict[OpenStream, list[bytes]]
    _shutting: dict[int, asyncio.TimerHandle]

    def lit(self, name: str) -> bool:
        """Light, siren and doors fall back by themselves."""
        return self.timers.get(name, 0.0) > self.seconds()

    def active(self, code: str) -> set[int]:
        return {index for found, index in self._all_active() if found == code}

    def _all_active(self) -> set[tuple[str, int]]:
        active: set[tuple[str, int]] = set()
        linked = False
        driven = {channel - 1 for (kind, channel), on in self.alarms.items() if on and kind == "alarm_output"}
        for (kind, channel), on in self.alarms.items():
            code = ALARMS.get(kind, kind)
            index = channel - 1
            if not on or code in PULSES | STATES | {"AlarmOutput"} or not self._armed(code, index):
                continue
            if code in ("VideoMotion", "VideoBlind") and channel not in self.slots.fitted:
                continue
            active.add((code, index))
            if code in HANDLERS:
                handler = HANDLERS[code].format(index)
                linked |= self.config[f"{handler}.EventHandler.AlarmOutEnable"] == "true"
        for n in range(self.hardware.outputs):
            mode = self.config[f"AlarmOut[{n}].Mode"]
            if mode == "1" or (mode == "0" and (n in driven or (linked and n == 0))):
                active.add(("AlarmOutput", n))
        return active

    def _armed(self, code: str, index: int) -> bool:
        key = ARMED.get(code, "").format(index)
        return not key or self.config.values.get(key) == "true"

    def alarm_changed(self, kind: str, on: bool, channel: int, data: dict[str, Any]) -> None:
        code, index = ALARMS.get(kind, kind), channel - 1
        action = data.pop("action", None)
        payload = data.pop("data", None)
        if isinstance(payload, str):
            try:
                payload = json.loads(payload)
            except json.JSONDecodeError:
                data = {}
        told: dict[str, Any] | str | None = payload if isinstance(payload, str) else {**(payload or {}), **data}
        if action or code in PULSES | STATES:
            if self._armed(code, index):
                self.send_event(code, action or action_of(code, on), index, told)
            return
        self.tell((code, index), told)

    def tell(self, source: tuple[str, int] | None = None, data: Mapping[str, Any] | str | None = None) -> None:
        """Send what began or ended since the last time."""
        active = self._all_active()
        before, self._told = self._told, active
        changed = sorted(active ^ before, key=lambda event: (event != source, event))
        for code, index in changed:
            on = (code, index) in active
            self.send_event(code, action_of(code, on), index, data if (code, index) == source else None)

    def send_event(
        self, code: str, action: str, index: int | None, data: Mapping[str, Any] | str | None = None
    ) -> None:
        if code == "AlarmLocal" and self.manners.local_without_index:
            index = None
        part = self.framing.part(self.framing.event(code, action, index, data))
        for stream in list(self.streams):
            if stream.events and isinstance(stream.topics, set) and stream.topics & {code, "All"}:
                held = self._held.setdefault(stream, [])
                held.append(part)
                if len(held) >= self.framing.coalesce:
                    for piece in self.framing.pieces(b"".join(self._held.pop(stream))):
                        stream.send(piece)

    def rule_event(
        self,
        rule: str,
        on: bool = True,
        *,
        channel: int = 1,
        object_type: str = "Human",
        direction: str = "LeftToRight",
    ) -> None:
        """Something crosses the line or comes into the area of a named rule, if that is switched on."""
        heads = (f"VideoAnalyseRule[{channel - 1}][{n}]" for n in range(10))
        head = next(head for head in heads if self.config[f"{head}.Name"] == rule)
        if self.config[f"{head}.Enable"] != "true":
            return
        code = self.config[f"{head}.Type"]
        area = {"Action": "Appear"} if "Region" in code else {}
        data = {
            "Class": "Normal",
            "Name": rule,
            "RuleId": int(head[-2]),
            "Direction": direction,
            "Object": {"ObjectID": 7, "ObjectType": object_type, "BoundingBox": [1000, 2000, 3000, 4000]},
            **area,
        }
        self.raise_alarm(code, on, channel=channel, data=json.dumps(data))

    def plug(self, channel: int, name: str = "", *, there: bool = True) -> None:
        """A camera comes into a slot of the recorder, or goes."""
        if not there:
            self.unplug(channel)
            return
        self.slots.fitted.add(channel)
        self.config.values[f"{SLOT.format(channel - 1)}.Enable"] = "true"
        if name:
            self.config.values[f"ChannelTitle[{channel - 1}].Name"] = name
        self.raise_alarm("video_loss", on=False, channel=channel)

    def unplug(self, channel: int, *, lost: bool = False) -> None:
        """A camera goes: taken off the recorder, or with ``lost`` out of reach."""
        for kind in ("motion", "tamper"):
            self.raise_alarm(kind, on=False, channel=channel)
        if lost:
            self.raise_alarm("video_loss", channel=channel)
        self.slots.fitted.discard(channel)
        if not lost:
            self.config.values[f"{SLOT.format(channel - 1)}.Enable"] = "false"

    def open_door(self, door: int, **data: Any) -> None:
        self.timers[f"Door{door}"] = self.seconds() + DOOR_SECONDS
        told = {"CardNo": "", "Method": 4, "Name": "OpenDoor", "Status": 1, "UserID": ""}
        self.send_event("AccessControl", "Pulse", door - 1, told | data)
        self.send_event("DoorStatus", "Pulse", door - 1, {"Status": "Open"})
        self._forget_shutting(door)
        self._shutting[door] = asyncio.get_running_loop().call_later(DOOR_SECONDS, self.shut_door, door)

    def shut_door(self, door: int) -> None:
        """A door falls shut by itself after a while; a client can lock one that is held open."""
        self._forget_shutting(door)
        self.timers.pop(f"Door{door}", None)
        self.send_event("DoorStatus", "Pulse", door - 1, {"Status": "Close"})

    def _forget_shutting(self, *doors: int) -> None:
        for door in doors or list(self._shutting):
            if timer := self._shutting.pop(door, None):
                timer.cancel()

    def forget_sessions(self) -> None:
        super().forget_sessions()
        self._forget_shutting()

    async def stop(self) -> None:
        self._forget_shutting()
        await super().stop()

    def end_events(self) -> None:
        """Close the event streams in order, with the closing boundary if the firmware writes one."""
        for stream in list(self.streams):
            if stream.events:
                stream.send(self.framing.closing())
                stream.end()
