"""Picture and light of the ipc dialect (sections 3.14, 3.27, 3.28, 3.30, 3.33, 3.36, 3.37 and 3.44)."""

from dataclasses import replace
from typing import Any

from .. import features as f
from ..converters import BIT, INT, span
from ..exchange import Request
from ..model import Feature
from ..schema import AnyField, Endpoint, Field
from .ipc_values import BYTE, IR_CUT, LAMP_MODE, SHUTTER_MODE, TV_SYSTEM, ir_cut_time, settings

_IMAGE = settings(
    "image",
    Field(f.BRIGHTNESS, "image/brightness", INT, BYTE),
    Field(f.CONTRAST, "image/contrast", INT, BYTE),
    Field(f.SATURATION, "image/saturation", INT, BYTE),
    Field(f.SHARPNESS, "image/sharpness", INT, BYTE),
    Field(f.HIGHLIGHT_LEVEL, "image/hlc", INT, BYTE),
    Field(f.BACKLIGHT_LEVEL, "image/blc", INT, BYTE),
    Field(f.NOISE_REDUCTION_2D, "image/nr2d", INT, BYTE),
    Field(f.NOISE_REDUCTION_3D, "image/nr3d", INT, BYTE),
    Field(f.TV_SYSTEM, "image/tvsystem", TV_SYSTEM),
    Field(f.ANTI_FLICKER, "image/antificker", BIT),
)

# Not said which of them is which; spatial noise is what a filter within one picture reduces.
_NOISE = settings(
    "set_noise_reduction",
    Field(f.NOISE_REDUCTION_2D, "capture/snf", INT, BYTE, write="y_2D_value", companions=(f.NOISE_REDUCTION_3D,)),
    Field(f.NOISE_REDUCTION_3D, "capture/tnf", INT, BYTE, write="y_3D_value", companions=(f.NOISE_REDUCTION_2D,)),
)

_SHUTTER = (f.DAY_SHUTTER_MODE, f.DAY_SHUTTER_SPEED, f.NIGHT_SHUTTER_MODE, f.NIGHT_SHUTTER_SPEED)


def _shutter(half: str, mode: Feature[Any], speed: Feature[int]) -> tuple[AnyField, AnyField]:
    """Return mode and speed by day or by night; the printed request holds all four (section 3.44)."""
    name, at = f"{half}Shutter", f"setshutterspeed/{half}shutter"
    others = tuple(feature for feature in _SHUTTER if feature is not mode)
    rest = tuple(feature for feature in _SHUTTER if feature is not speed)
    return (
        Field(mode, f"{at}mode", SHUTTER_MODE, write=f"{name}Mode", companions=others, default="0"),
        Field(speed, f"{at}speed", INT, span(10, 10000), write=f"{name}Speed", companions=rest, default="100"),
    )


_SHUTTERS = settings(
    "setShutterSpeed",
    *_shutter("day", f.DAY_SHUTTER_MODE, f.DAY_SHUTTER_SPEED),
    *_shutter("night", f.NIGHT_SHUTTER_MODE, f.NIGHT_SHUTTER_SPEED),
)
# Only the answer to a set is printed: for firmware that cannot be asked. A mode of 2 is refused by every one.
_TOLD_SHUTTERS = replace(
    _SHUTTERS,
    key="setShutterSpeed?dayShutterMode",
    read=Request("/cgi-bin/setShutterSpeed", {"dayShutterMode": "2"}),
    write_only=True,
)


def _lamp(mode: str, on: Feature[bool], brightness: Feature[int], follows: str = "") -> Endpoint:
    """Return one of the two lamps; its answer is not printed, so it can be told and not asked (section 3.36).

    What is missing in the request is refused whatever the mode, so that one question tells as much as two.
    """
    return Endpoint(
        key=f"set_led?ledmode={mode}",
        read=Request("/cgi-bin/set_led", {"ledmode": mode}),
        set=Request("/cgi-bin/set_led", {"ledmode": mode}),
        write_only=True,
        follows=follows,
        fields=(
            Field(on, "ledstatus", BIT, companions=(brightness,), default="1"),
            Field(brightness, "brightness", INT, span(0, 100), companions=(on,), default="50"),
        ),
    )


PICTURE = (
    _IMAGE,
    _NOISE,
    settings(
        "set_wdr",
        Field(f.WDR, "capture/wdrmode", BIT, write="enable", companions=(f.WDR_LEVEL,)),
        Field(f.WDR_LEVEL, "capture/wdrvalue", INT, BYTE, write="wdr_value", companions=(f.WDR,)),
    ),
    settings(
        "set_flip",
        Field(f.FLIP, "capture/vertical_flip", BIT, companions=(f.MIRROR,)),
        Field(f.MIRROR, "capture/horizon_flip", BIT, companions=(f.FLIP,)),
    ),
    Endpoint(
        key="set_ircut",
        read=Request("/cgi-bin/set_ircut"),
        set=Request("/cgi-bin/set_ircut"),
        write_only=True,
        fields=(Field(f.IR_CUT_MODE, "ircutmode", IR_CUT, also=ir_cut_time),),
    ),
    _SHUTTERS,
    _TOLD_SHUTTERS,
)

LIGHT = (
    _lamp("1", f.INFRARED, f.INFRARED_BRIGHTNESS),
    _lamp("2", f.WHITE_LIGHT, f.WHITE_LIGHT_BRIGHTNESS, "set_led?ledmode=1"),
    settings(
        "setBrightness_InfraredLamp",
        Field(
            f.INFRARED_BRIGHTNESS,
            "capture/brightness",
            INT,
            BYTE,
            write="setbrightness",
            companions=(f.INFRARED_LAMP_MODE,),
        ),
        Field(
            f.INFRARED_LAMP_MODE,
            "capture/led_mode",
            LAMP_MODE,
            write="infrared_lamp",
            companions=(f.INFRARED_BRIGHTNESS,),
        ),
    ),
)
