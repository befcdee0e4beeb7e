"""A door station of the dahua dialect: who rings, answers, hangs up and opens."""

from typing import Any, ClassVar, Literal

from .dahua_device import DahuaDevice

# What a visitor sets off, by the model's way to say it: when the button is pressed, answered, and when it is over.
type Step = tuple[str, str, dict[str, Any]]
CALL = {"CallID": "1", "IsEncryptedStream": False, "LockNum": 2, "SupportPaas": False, "TCPPort": 37777}

RINGS: dict[str, dict[str, list[Step]]] = {
    "vto": {
        "press": [
            ("BackKeyLight", "Pulse", {"State": 1}),
            ("Invite", "Pulse", CALL),
            ("CallNoAnswered", "Start", CALL),
        ],
        "answer": [("IgnoreInvite", "Pulse", {}), ("CallNoAnswered", "Stop", CALL)],
        "hang_up": [
            ("PassiveHungup", "Pulse", {"Index": 1}),
            ("CallNoAnswered", "Stop", CALL),
            ("BackKeyLight", "Pulse", {"State": 2}),
        ],
    },
    "talk": {
        "press": [("_DoTalkAction_", "Pulse", {"Action": "Invite", "CallID": "1"})],
        "answer": [],
        "hang_up": [("_DoTalkAction_", "Pulse", {"Action": "Hangup", "CallID": "1"})],
    },
    "phone": {
        "press": [("PhoneCallDetect", "Start", {})],
        "answer": [],
        "hang_up": [("PhoneCallDetect", "Stop", {})],
    },
    "alarm": {"press": [("AlarmIPC", "Pulse", {})], "answer": [], "hang_up": []},
}


class DahuaDoorbell(DahuaDevice):
    """One channel, one door. ``rings``: "vto", "talk", "phone" or "alarm", after the codes such models send."""

    kind = "dahua-doorbell"
    hardware_of_kind: ClassVar[dict[str, Any]] = {
        "doors": 1,
        "extra_streams": 1,
        "infrared": False,
        "smart": False,
        "storage": False,
    }
    device_type = "VTO2311R-WP"
    update_serial = ""
    device_class = "VTO"
    version = "4.700.0000000.0.R"
    build = "2023-05-17"

    def __init__(self, *, rings: Literal["vto", "talk", "phone", "alarm"] = "vto", **options: Any) -> None:
        super().__init__(**{"names": ["Front door"], "name": "Simulated doorbell", **options})
        self.rings = rings
        self.state = "idle"

    def press(self) -> None:
        """A visitor presses the button."""
        self.state = "ringing"
        self._tell("press")

    def answer_call(self) -> None:
        """Somebody takes the call, here or on an indoor station."""
        if self.state == "ringing":
            self.state = "talking"
            self._tell("answer")

    def hang_up(self) -> None:
        """The call is over, answered or not."""
        if self.state != "idle":
            self._tell("hang_up")
            self.state = "idle"

    def talk(self, action: str) -> None:
        """12.1: an indoor station's part of the call."""
        if action == "answer":
            self.answer_call()
        elif action != "invite":
            self.hang_up()

    def show_card(self, number: str, *, known: bool = True) -> None:
        """A card is held before the reader; a known one opens the door."""
        if known:
            self.open_door(1, Method=1, CardNo=number, Type="Entry")
        else:
            self.send_event("AccessControl", "Pulse", 0, {"Method": 1, "CardNo": number, "Status": 0, "ErrorCode": 16})

    def _tell(self, moment: str) -> None:
        stamp = {"LocaleTime": f"{self.now():%Y-%m-%d %H:%M:%S}", "UTC": int(self.now().timestamp())}
        for code, action, data in RINGS[self.rings][moment]:
            self.send_event(code, action, 0, data | stamp)

    def alarm_changed(self, kind: str, on: bool, channel: int, data: dict[str, Any]) -> None:
        """``ring`` on is a press, off the end of the call: so the control port can ring too."""
        if kind == "ring":
            del self.alarms[kind, channel]
            (self.press if on else self.hang_up)()
        else:
            super().alarm_changed(kind, on, channel, data)

    def forget_sessions(self) -> None:
        super().forget_sessions()
        self.state = "idle"

    def settings(self) -> dict[str, Any]:
        return {**super().settings(), "call": self.state}
