"""What alarm mails say. No document prints one, so the words are those of the documents' settings, and common ones."""

import re
from typing import Any

from .. import features as f
from ..events import By, Event
from ..mail import Mails, Wording
from ..model import Feature

_MOTION = "mail_motion"
_INPUT = "mail_alarm_input"


def _words(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _number(words: str) -> re.Pattern[str]:
    """Return what finds a number after a word, which is none of a date or time."""
    return _words(rf"(?:{words})[\s:#=_.-]{{0,3}}(\d{{1,2}})(?![\d:./-]*\d)")


_CHANNEL = _number(r"channel|\bch|video|通道")

_WORDINGS = (
    Wording(_MOTION, _words(r"motion|movement|moving|\bmoved?\b|\bmd\b|移动|运动"), _CHANNEL),
    Wording(
        _INPUT,
        _words(r"\binputs?\b|\bi/?o\s?\d*\b|\bdi\s?\d*\b|alarm.?in\b|\bsensor|external|输入|外部"),
        _number(r"inputs?|\bi/?o|\bdi|\bin|sensor|输入|外部"),
    ),
)
# The picture of the user's own wish, or the camera's web page trying whether mail works.
_HARMLESS = _words(r"\A(?s:(?!.*(?:alarm|alert|detect|event|报警|告警)).*(?:\btest|snapshot|测试|抓图))")


def mails(motion: Feature[Any], alarm_input: Feature[Any]) -> Mails:
    """Return how a dialect mails alarms; cameras that have these settings are known to mail of what they are for."""
    return Mails(
        events=(
            Event(_MOTION, f.MOTION, needs=motion),
            Event(_MOTION, f.MOTION_DETECTED, needs=motion, kind=lambda detail, signal: f.Detection.TRIGGERED),
            Event(_INPUT, f.ALARM_INPUT, By.NUMBER, needs=alarm_input),
        ),
        wordings=_WORDINGS,
        harmless=_HARMLESS,
    )
