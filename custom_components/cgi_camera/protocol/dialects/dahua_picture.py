"""The picture in the dahua dialect: colors, focus, profiles (Amcrest HTTP API, sections 4.5.2, 4.5.14 and 5.1)."""

from collections.abc import Callable, Iterator
from typing import Any

from .. import features as f
from ..converters import FLOAT, span, whole
from ..exchange import Place, Request
from ..model import AnyReading, Command, Domain, Reading, Slot
from ..schema import STATUS, Action, AnyField, Converter, Document, Endpoint, Field, Glimpse
from .dahua_caps import CAPABILITIES, allowed
from .dahua_rows import asked, number, switch, table, word
from .dahua_values import SWITCH
from .dahua_words import (
    DAY_NIGHT,
    FOCUS_LIMIT,
    FOCUS_LIMIT_MODE,
    FOCUS_MODE,
    FOCUS_SENSITIVITY,
    IR_CORRECTION,
    PROFILE_SWITCHING,
    VIDEO_PROFILE,
    VIDEO_PROFILE_NAME,
)

PROFILES = "VideoInMode"


def profiled(name: str, *fields: Callable[[str], AnyField]) -> tuple[AnyField, ...]:
    """Return the fields of a table that has a row for each picture profile: of the one in use, else of the first."""
    heads = (f"{name}[{{ch0}}][{{profile}}]", f"{name}[{{ch0}}][0]")
    return tuple(field(head) for head in heads for field in fields)


def _sharpness(document: Document, ranges: Document, place: Place) -> Domain:
    """Return 0 to 15 (section 5.1.3), or 0 to 100 where a value shows that the firmware counts so."""
    told = (text for path, text in document.items() if path.endswith((".sharpness", "].level")))
    return span(0, 100) if any((whole(text) or 0) > 15 for text in told) else span(0, 15)


_PROFILE_ROWS = {"Day": 0, "Night": 1, "General": 2}


def _profiles(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Tell which profile each channel uses: models with two lights name it, while their mode is 4."""
    for channel in glimpse.channels:
        head = f"table.videoinmode[{channel - 1}]"
        row = glimpse.document.get(f"{head}.config[0]", "")
        if glimpse.document.get(f"{head}.mode") == "4":
            row = str(_PROFILE_ROWS.get(glimpse.document.get(f"{head}.configex", ""), row))
        if (profile := whole(row)) is not None:
            yield Reading(Slot(channel, f.PROFILE), profile)


_MODE = f"{PROFILES}[{{ch0}}]"
# Newer firmware: one table for all kinds of backlight.
_BACKLIGHT_WDR = Converter[bool](
    lambda text: text.strip().casefold() == "widedynamic",
    lambda value, _: "WideDynamic" if value else "Off",
)

# Who has no motors has no settings of them either, though some answer with the table (section 4.5.13).
_MOTORIZED: dict[str, Any] = {
    "ranges": CAPABILITIES.key,
    "offered": lambda told: told.get("caps.electricfocus", "").casefold() == "true",
}


def _with_motors(field: AnyField) -> AnyField:
    """Return a field that is there for those channels that have motors."""
    return allowed(field, "ElectricFocus")


def _switching(document: Document, _: Document, place: Place) -> Domain:
    """Return off and by schedule (section 5.1.4), and the camera's own choice where it has names for its profiles."""
    told = place.fill(f"table.{_MODE}").casefold()
    choices = PROFILE_SWITCHING.domain.choices
    known = f"{told}.configex" in document or document.get(f"{told}.mode") == "4"
    return Domain(choices=choices if known else tuple(each for each in choices if each != f.ProfileSwitching.CAMERA))


PICTURE = (
    table(
        PROFILES,
        # Config[0] is not the profile in use where there is a name.
        word(f.VIDEO_PROFILE, f"{_MODE}.ConfigEx", VIDEO_PROFILE_NAME),
        word(f.VIDEO_PROFILE, f"{_MODE}.Config[0]", VIDEO_PROFILE),
        Field(f.VIDEO_PROFILE_SWITCHING, f"table.{_MODE}.Mode", PROFILE_SWITCHING, _switching),
        derive=_profiles,
    ),
    table(
        "VideoColor",
        *profiled(
            "VideoColor",
            lambda head: allowed(number(f.BRIGHTNESS, f"{head}.Brightness"), "SetColor"),
            lambda head: allowed(number(f.CONTRAST, f"{head}.Contrast"), "SetColor"),
            lambda head: allowed(number(f.SATURATION, f"{head}.Saturation"), "SetColor"),
            lambda head: allowed(number(f.HUE, f"{head}.Hue"), "SetColor"),
        ),
        ranges=CAPABILITIES.key,
        needs=(PROFILES,),
    ),
    table(
        "VideoInSharpness",
        *profiled(
            "VideoInSharpness",
            lambda head: number(f.SHARPNESS, f"{head}.Sharpness", _sharpness),
            lambda head: number(f.SHARPNESS_LEVEL, f"{head}.Level", _sharpness),
        ),
        needs=(PROFILES,),
    ),
    # Newer firmware than the document's keeps these two apart from VideoInOptions.
    table(
        "VideoInDayNight",
        *profiled(
            "VideoInDayNight",
            lambda head: allowed(word(f.DAY_NIGHT_MODE, f"{head}.Mode", DAY_NIGHT), "DayNightColor"),
        ),
        ranges=CAPABILITIES.key,
        needs=(PROFILES,),
    ),
    table(
        "VideoInBacklight",
        *profiled(
            "VideoInBacklight",
            lambda head: allowed(switch(f.WDR, f"{head}.Mode", _BACKLIGHT_WDR), "WideDynamicRange"),
            lambda head: allowed(number(f.WDR_LEVEL, f"{head}.WideDynamicRange"), "WideDynamicRange"),
        ),
        ranges=CAPABILITIES.key,
        needs=(PROFILES,),
    ),
    table(
        "VideoInFocus",
        *profiled(
            "VideoInFocus",
            lambda head: _with_motors(word(f.FOCUS_MODE, f"{head}.Mode", FOCUS_MODE)),
            lambda head: _with_motors(word(f.FOCUS_LIMIT, f"{head}.FocusLimit", FOCUS_LIMIT)),
            lambda head: _with_motors(word(f.FOCUS_LIMIT_MODE, f"{head}.FocusLimitSelectMode", FOCUS_LIMIT_MODE)),
            lambda head: _with_motors(word(f.FOCUS_SENSITIVITY, f"{head}.Sensitivity", FOCUS_SENSITIVITY)),
            lambda head: _with_motors(word(f.IR_CORRECTION, f"{head}.IRCorrection", IR_CORRECTION)),
        ),
        needs=(PROFILES,),
        **_MOTORIZED,
    ),
    table(
        "VideoInZoom",
        *profiled(
            "VideoInZoom",
            lambda head: _with_motors(switch(f.DIGITAL_ZOOM, f"{head}.DigitalZoom")),
            lambda head: _with_motors(number(f.ZOOM_SPEED, f"{head}.Speed", span(0, 7))),
        ),
        needs=(PROFILES,),
        **_MOTORIZED,
    ),
)

_LENS = "/cgi-bin/devVideoInput.cgi"
_SHARE = Domain(0, 1, 0.01)
_BOTH = (f.FOCUS_POSITION, f.ZOOM_POSITION)

# Both motors are told where to go in one request, and take a while (section 4.5.14).
FOCUS = asked(
    "devVideoInput",
    "getFocusStatus",
    Field(f.FOCUS_POSITION, "status.Focus", FLOAT, _SHARE, write="focus", companions=_BOTH),
    Field(f.ZOOM_POSITION, "status.Zoom", FLOAT, _SHARE, write="zoom", companions=_BOTH),
    period=STATUS,
    per_channel=True,
    set=Request(_LENS, {"action": "adjustFocus", "channel": "{ch}"}),
    settles=True,
    **_MOTORIZED,
)


def _lens(action: str, **more: str) -> Request:
    return Request(_LENS, {"action": action, **more, "channel": "{ch}"})


PICTURE_ACTIONS = (
    Action(f.AUTO_FOCUS, _lens("autoFocus"), beside=f.FOCUS_POSITION, per_channel=True),
    # -1 is where the motors begin to count.
    Action(f.LENS_RESET, _lens("adjustFocus", focus="-1", zoom="-1"), beside=f.FOCUS_POSITION, per_channel=True),
    Action(
        f.RESET_PICTURE,
        Request(
            "/cgi-bin/configManager.cgi",
            {"action": "restore", "names[0]": "VideoColor", "names[1]": "VideoInOptions"},
        ),
        beside=f.BRIGHTNESS,
    ),
)

# No answer shows a wiper, but its CGI refuses what it does not know in another way than one that is not there.
WIPER = Endpoint(
    key="rainBrush",
    read=Request("/cgi-bin/rainBrush.cgi", {"action": "getCaps", "channel": "{ch}"}),
    fields=(Field(f.WIPER, "caps", SWITCH, write=""),),
    per_channel=True,
    write_only=True,
)


def _wiper(command: Command, action: str, **more: str) -> Action:
    request = Request("/cgi-bin/rainBrush.cgi", {"action": action, **more, "channel": "{ch}"})
    return Action(command, request, beside=f.WIPER, per_channel=True)


WIPER_ACTIONS = (
    _wiper(f.WIPE, "moveOnce"),
    _wiper(f.START_WIPER, "moveContinuously", interval="5"),
    _wiper(f.STOP_WIPER, "stopMove"),
)
