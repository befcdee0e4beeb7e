"""Which alarms of the message dialect are mailed, and by whom (3.9.2.2, 3.13.2)."""

from typing import TYPE_CHECKING

from .mail import Account
from .message_pictures import picture

if TYPE_CHECKING:
    from .message import MessageCamera

MAILED = {"motion": "Motion Detection Alarm: Channel", "alarm_input": "IO Alarm: Input"}


def mail_alarm(camera: MessageCamera, kind: str, channel: int) -> None:
    if kind not in MAILED or not _wanted(camera, kind, channel):
        return
    # An input has no channel of its own.
    shown = picture(camera, channel if kind == "motion" else 1)
    with_picture = camera.row("net", "SMTPInfo")["SMTPSnapShot"] == "1"
    camera.mail_alarm(account(camera), f"{MAILED[kind]} {channel}", shown if with_picture else None)


def _wanted(camera: MessageCamera, kind: str, channel: int) -> bool:
    """MM of any area, while motion is detected; IM of the input. The schedule is not looked at."""
    if kind == "alarm_input":
        return channel <= camera.inputs and camera.row("alarm", "IOAccessInfo", 0, channel)[f"IM{channel}"] == "1"
    areas = (camera.row("alarm", "MDAccessInfo", channel, area) for area in range(1, 5))
    return camera.row("alarm", "MDInfo", channel)["MDEnable"] == "1" and any(row["MM"] == "1" for row in areas)


def account(camera: MessageCamera) -> Account | None:
    """What SMTPInfo says; None until it names a server."""
    row = camera.row("net", "SMTPInfo")
    if row["SMTPServerIP"] == "0.0.0.0":
        return None
    tls, login = row["SMTPUseSSL"] == "1", row["SMTPAuth"] == "1"
    return Account(
        row["SMTPServerIP"],
        int(row["SMTPSSLPort" if tls else "SMTPPort"]),
        row["FromMail"],
        tuple(address for address in (row["ToMail"], row["CcMail"]) if address),
        row["SMTPUsername"] if login else "",
        row["SMTPPassword"] if login else "",
        tls,
    )
