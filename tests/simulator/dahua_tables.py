"""Picture, title and mode tables of a Dahua device (Amcrest HTTP API 4.5, 5.1, 14.2)."""

from collections.abc import Mapping
import re

from .control_values import Check, choice, integer, matching, number, text
from .dahua_hardware import Hardware

# Key without "table." to its first value and its check; None is read-only.
type Entries = dict[str, tuple[str, Check | None]]
type Rows = dict[str, tuple[str, Check | None]]

BOOL = choice("true", "false")
PERCENT = integer(0, 100)
BYTE = integer(0, 255)
PORT = integer(1, 65535)
CLOCK = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9]"
SECTION = matching(rf"[01] {CLOCK}-{CLOCK}")
MASKED_SECTION = matching(rf"[0-9]{{1,5}} {CLOCK}-{CLOCK}")
COORDINATE = integer(0, 8191)
NAME = text(63)


def under(head: str, rows: Rows) -> Entries:
    return {f"{head}.{name}": row for name, row in rows.items()}


def week(head: str, check: Check, first: str, rest: str, sections: int = 6) -> Entries:
    """Seven days of time sections, Sunday first."""
    return {f"{head}[{day}][{n}]": (rest if n else first, check) for day in range(7) for n in range(sections)}


def colour(channel: int) -> Entries:
    rows: Rows = dict.fromkeys(("Brightness", "Contrast", "Hue", "Saturation"), ("50", PERCENT))
    rows["TimeSection"] = ("1 00:00:00-24:00:00", SECTION)
    return {key: row for p in range(3) for key, row in under(f"VideoColor[{channel}][{p}]", rows).items()}


WHITE_BALANCES = choice("Disable", "Auto", "Custom", "Sunny", "Cloudy", "Home", "Office", "Night", "Outdoor")

# Options that day (the head itself), night and normal have alike.
EXPOSURE: Rows = {
    "AntiFlicker": ("0", integer(0, 2)),
    "Backlight": ("0", integer(0, 2)),
    "DayNightColor": ("1", integer(0, 2)),
    "ExposureMode": ("0", choice("0", "1", "2", "4")),
    "ExposureSpeed": ("0", integer(0, 17)),
    "ExposureValue1": ("0.1", number(0, 80)),
    "ExposureValue2": ("40", number(0, 80)),
    "ExternalSyncPhase": ("125", integer(0, 360)),
    "Flip": ("false", BOOL),
    "Gain": ("50", PERCENT),
    "GainAuto": ("true", BOOL),
    "GainBlue": ("50", PERCENT),
    "GainGreen": ("50", PERCENT),
    "GainMax": ("50", PERCENT),
    "GainMin": ("0", PERCENT),
    "GainRed": ("50", PERCENT),
    "GlareInhibition": ("0", PERCENT),
    "IrisAuto": ("true", BOOL),
    "Mirror": ("false", BOOL),
    "ReferenceLevel": ("50", PERCENT),
    "Rotate90": ("0", integer(0, 2)),
    "WhiteBalance": ("Auto", WHITE_BALANCES),
    "WideDynamicRange": ("0", PERCENT),
    "WideDynamicRangeMode": ("0", integer(0, 2)),
}

DAY_ONLY: Rows = {
    "ExternalSync": ("0", integer(0, 1)),
    "FlashControl.Mode": ("0", integer(0, 2)),
    "FlashControl.Pole": ("0", integer(0, 3)),
    "FlashControl.PreValue": ("0", PERCENT),
    "FlashControl.Value": ("0", integer(0, 15)),
    "InfraRed": ("false", BOOL),
    "ReferenceLevelEnable": ("false", BOOL),
    "SignalFormat": ("Inside", choice("Inside", "BT656", "720p", "1080p", "1080i", "1080sF")),
    "SmartIRExposure": ("false", BOOL),
}

SWITCHING: Rows = {
    **{f"BacklightRegion[{n}]": (value, COORDINATE) for n, value in enumerate(("3096", "3096", "5096", "5096"))},
    "BrightnessThreshold": ("50", PERCENT),
    "Profile": ("0", integer(0, 3)),
    "SunriseHour": ("0", integer(0, 23)),
    "SunriseMinute": ("0", integer(0, 59)),
    "SunriseSecond": ("0", integer(0, 59)),
    "SunsetHour": ("23", integer(0, 23)),
    "SunsetMinute": ("59", integer(0, 59)),
    "SunsetSecond": ("59", integer(0, 59)),
    "SwitchMode": ("4", integer(0, 4)),
}


def options(hardware: Hardware, channel: int) -> Entries:
    head = f"VideoInOptions[{channel}]"
    day = {**EXPOSURE, **DAY_ONLY}
    if not hardware.infrared:
        day.pop("InfraRed")
    nested = dict(sorted({**EXPOSURE, **SWITCHING}.items()))
    entries = under(head, dict(sorted(day.items())))
    for name in ("NightOptions", "NormalOptions"):
        entries |= under(f"{head}.{name}", nested)
    return entries


def profiles(hardware: Hardware, channel: int) -> Entries:
    """Tables with a row each for the normal, day and night profile."""
    entries: Entries = {}
    for p in range(3):
        sharp: Rows = {
            "Level": ("4", integer(0, 15)),
            "Mode": ("1", integer(0, 1)),
            "Sharpness": ("8", integer(0, 15)),
        }
        entries |= under(f"VideoInSharpness[{channel}][{p}]", sharp)
        if not hardware.recorder and not hardware.doors:
            # Not in the document; recorders and door stations lack it.
            day_night: Rows = {
                "Delay": ("10", integer(2, 10)),
                "Mode": ("Brightness", choice("Color", "Brightness", "BlackWhite")),
                "Sensitivity": ("2", integer(1, 3)),
                "Type": ("Mechanism", choice("Mechanism", "Electron")),
            }
            entries |= under(f"VideoInDayNight[{channel}][{p}]", day_night)
        if hardware.ptz:
            entries |= under(
                f"VideoInFocus[{channel}][{p}]",
                {
                    "FocusLimit": ("100", choice("100", "1000", "2000", "3000", "5000")),
                    "FocusLimitSelectMode": ("Manual", choice("Manual", "Auto")),
                    "IRCorrection": ("0", integer(0, 2)),
                    "Mode": ("3", integer(2, 4)),
                    "Sensitivity": ("1", integer(0, 2)),
                },
            )
            zoom: Rows = {"DigitalZoom": ("true", BOOL), "Speed": ("7", integer(0, 7)), "ZoomLimit": ("4", None)}
            entries |= under(f"VideoInZoom[{channel}][{p}]", zoom)
    return dict(sorted(entries.items()))


def mode(hardware: Hardware, channel: int) -> Entries:
    head = f"VideoInMode[{channel}]"
    entries: Entries = {f"{head}.Config[{n}]": (str(n), integer(0, 2)) for n in range(3)}
    if hardware.lighting_v2:
        # Models with two lights choose the profile by ConfigEx and mode 4; Config[0] is not the one in use.
        entries[f"{head}.ConfigEx"] = ("Night", choice("General", "Day", "Night"))
    entries[f"{head}.Mode"] = ("4", integer(0, 4)) if hardware.lighting_v2 else ("0", integer(0, 1))
    return entries | week(f"{head}.TimeSection", MASKED_SECTION, "0 00:00:00-23:59:59", "0 00:00:00-23:59:59")


LIGHT_MODES = choice("Manual", "Off", "Auto", "ForceOn", "SmartLight", "ZoomPrio")


def lamp(light: str, *, writes: bool) -> Rows:
    rows: Rows = {
        "Correction": ("50", PERCENT),
        f"{light}[0].Angle": ("50", PERCENT),
        f"{light}[0].Light": ("50", PERCENT),
        "Mode": ("Auto", LIGHT_MODES),
        "Sensitive": ("3", integer(0, 5)),
    }
    return rows if writes else {name: (value, None) for name, (value, _) in rows.items()}


def lighting(hardware: Hardware, channel: int) -> Entries:
    entries: Entries = {}
    for p in range(3):
        if hardware.infrared and not hardware.recorder:
            entries |= under(f"Lighting[{channel}][{p}]", lamp(hardware.lamp, writes=True))
        if hardware.lighting_v2:
            for n, kind in enumerate(hardware.lights):
                rows = {"LightType": (kind, None), "PercentOfMaxBrightness": ("100", PERCENT)}
                rows |= lamp(hardware.lamp, writes=hardware.lighting_v2_writes)
                if hardware.strobe and kind == "WhiteLight":
                    rows["State"] = ("On", choice("On", "Flicker"))
                entries |= under(f"Lighting_V2[{channel}][{p}][{n}]", dict(sorted(rows.items())))
            modes = choice("AIMode", "InfraredMode", "WhiteMode")
            entries |= under(f"LightingScheme[{channel}][{p}]", {"LightingMode": ("InfraredMode", modes)})
    return dict(sorted(entries.items()))


def lamps(values: Mapping[str, str]) -> list[str]:
    """Which lamps of Lighting_V2 burn by hand, as channel and profile have it: ``0.2.WhiteLight``.

    A white light needs its scheme too, whatever its own row says.
    """
    burning = []
    for key, kind in values.items():
        found = re.fullmatch(r"(Lighting_V2\[(\d+)\]\[(\d+)\]\[\d+\])\.LightType", key)
        if found is None or values[f"{found[1]}.Mode"] not in ("Manual", "ForceOn"):
            continue
        scheme = values[f"LightingScheme[{found[2]}][{found[3]}].LightingMode"]
        if kind != "WhiteLight" or scheme == "WhiteMode":
            burning.append(f"{found[2]}.{found[3]}.{kind}")
    return burning


def blended(text_rect: str = "0") -> Rows:
    rows: Rows = {}
    for name, colours in (("BackColor", ("0", "0", "0", "128")), ("FrontColor", ("255", "255", "255", "0"))):
        rows |= {f"{name}[{n}]": (value, BYTE) for n, value in enumerate(colours)}
    rows["EncodeBlend"] = ("true", BOOL)
    rows["PreviewBlend"] = ("true", BOOL)
    rows |= {f"Rect[{n}]": (text_rect if n % 2 == 0 else "8191", COORDINATE) for n in range(4)}
    return dict(sorted(rows.items()))


def widget(hardware: Hardware, channel: int) -> Entries:
    head = f"VideoWidget[{channel}]"
    entries = under(f"{head}.ChannelTitle", blended())
    for n in range(4):
        entries |= under(f"{head}.Covers[{n}]", {**blended(), "EncodeBlend": ("false", BOOL)})
    entries |= under(f"{head}.TimeTitle", {**blended(), "ShowWeek": ("false", BOOL)})
    entries[f"ChannelTitle[{channel}].Name"] = (hardware.names[channel], NAME)
    entries[f"VideoEncodeROI[{channel}].DynamicTrack"] = ("false", BOOL)
    return entries


def flash_light() -> Entries:
    rows: Entries = {"FlashLight.Brightness": ("50", PERCENT), "FlashLight.Enable": ("false", BOOL)}
    return rows | week("FlashLight.TimeSection", SECTION, "1 00:00:00-23:59:59", "0 00:00:00-23:59:59")


def picture_tables(hardware: Hardware) -> Entries:
    entries: Entries = {}
    for channel in range(hardware.channels):
        entries |= colour(channel)
        entries |= options(hardware, channel)
        entries |= profiles(hardware, channel)
        if not hardware.recorder:
            entries |= mode(hardware, channel)
        entries |= lighting(hardware, channel)
        entries |= widget(hardware, channel)
    if hardware.white_light:
        entries |= flash_light()
    return entries
