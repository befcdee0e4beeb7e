"""Picture, light and texts on the picture of the control dialect (Control CGI 1.20, sections 3, 4.2 and 4.4)."""

from collections.abc import Iterator

from .. import features as f
from ..converters import ENABLE, INT, TEXT, span
from ..model import Feature
from ..schema import AnyField, Field
from .control_rows import bring, settings, told
from .control_values import (
    DATE_ORDER,
    DAY_NIGHT,
    FLICKER,
    LPR_SHUTTER,
    NAME,
    OSD_SIZE,
    PERCENT,
    SHUTTER_LIMIT,
    SHUTTER_MODE,
    SHUTTER_SPEED,
    TV_SYSTEM,
    WDR_COMPENSATION,
    WDR_MODE,
    WDR_STRENGTH,
    WHITE_BALANCE,
    colour,
    wdr_light,
)

_THRESHOLD = span(1, 990)
_DAY_AND_NIGHT = (f.DAY_NIGHT_LEVEL, f.DAY_NIGHT_DELAY, f.NIGHT_THRESHOLD, f.DAY_THRESHOLD)

_LIGHT = settings(
    "camdaynight",
    "daynight",
    Field(f.DAY_NIGHT_MODE, "daynightmode", DAY_NIGHT, write="mode", companions=_DAY_AND_NIGHT),
    # Older firmware has a level (annex A3.2) where newer has a delay and two thresholds.
    Field(f.DAY_NIGHT_LEVEL, "autolevel", INT, PERCENT),
    Field(f.DAY_NIGHT_DELAY, "interval", INT, span(1, 200)),
    Field(f.NIGHT_THRESHOLD, "ptn", INT, _THRESHOLD, companions=(f.DAY_THRESHOLD,)),
    Field(f.DAY_THRESHOLD, "ptd", INT, _THRESHOLD, companions=(f.NIGHT_THRESHOLD,)),
    Field(f.INFRARED, "irlink", ENABLE),
    # Told in that mode only.
    Field(f.LPR_DAY_SHUTTER, "lprdayspeed", LPR_SHUTTER),
    Field(f.LPR_NIGHT_SHUTTER, "lprnightspeed", LPR_SHUTTER),
)


def _colours(*features: Feature[int]) -> Iterator[AnyField]:
    """Yield the rows of one set of colours, by day or at night (section 3.2)."""
    names = ("bright", "contrast", "saturation", "sharp", "edge", "hue")
    capabilities = ("brightness", "contrast", "saturation", "sharpness", "edgeenhance", "hue")
    for feature, name, capability in zip(features, names, capabilities, strict=True):
        yield Field(feature, name, INT, colour(capability))


_COLOURS = (
    told("camcolor", "getCapabilitiesImage", key="capabilitiesimage"),
    settings(
        "camcolor",
        "color",
        *_colours(f.BRIGHTNESS, f.CONTRAST, f.SATURATION, f.SHARPNESS, f.EDGE_ENHANCEMENT, f.HUE),
        ranges="capabilitiesimage",
    ),
    settings(
        "camcolor",
        "ncolor",
        *_colours(
            f.NIGHT_BRIGHTNESS,
            f.NIGHT_CONTRAST,
            f.NIGHT_SATURATION,
            f.NIGHT_SHARPNESS,
            f.NIGHT_EDGE_ENHANCEMENT,
            f.NIGHT_HUE,
        ),
        key="camcolor at night",
        ranges="capabilitiesimage",
    ),
)

_WHITE_BALANCE = settings(
    "camwhitebal",
    "wb",
    Field(
        f.WHITE_BALANCE,
        "wbmode",
        WHITE_BALANCE,
        write="mode",
        adjust=bring({"user": {"userred": "50", "userblue": "50"}}),
    ),
    Field(
        f.RED_GAIN,
        "userred",
        INT,
        PERCENT,
        companions=(f.BLUE_GAIN,),
        default="50",
        also=lambda value: {"mode": "user"},
    ),
    Field(
        f.BLUE_GAIN,
        "userblue",
        INT,
        PERCENT,
        companions=(f.RED_GAIN,),
        default="50",
        also=lambda value: {"mode": "user"},
    ),
)

_WDR = settings(
    "camwdr",
    "wdr",
    Field(
        f.WDR,
        "wdrstatus",
        ENABLE,
        companions=(f.WDR_MODE, f.WDR_STRENGTH, f.WDR_COMPENSATION),
    ),
    Field(f.WDR_MODE, "mode", WDR_MODE, companions=(f.WDR, f.WDR_STRENGTH), also=wdr_light),
    Field(
        f.WDR_STRENGTH,
        "dwdrmode",
        WDR_STRENGTH,
        companions=(f.WDR,),
        default="step1",
        also=lambda value: {"mode": "dwdr"},
    ),
    Field(
        f.WDR_COMPENSATION,
        "compensationmode",
        WDR_COMPENSATION,
        companions=(f.WDR,),
        also=lambda value: {"mode": "compensation"},
    ),
)

_SHUTTER = settings(
    "camshutspeed",
    "shutterspd",
    Field(
        f.SHUTTER_MODE,
        "shutmode",
        SHUTTER_MODE,
        adjust=bring({"suppressroll": {"suppress": "week"}, "user": {"shutspeed": "3", "agcvalue": "50"}}),
    ),
    Field(f.SHUTTER_LIMIT, "maxexposure", SHUTTER_LIMIT, also=lambda value: {"shutmode": "auto"}),
    Field(f.FLICKER_SUPPRESSION, "suppress", FLICKER, also=lambda value: {"shutmode": "suppressroll"}),
    Field(
        f.MANUAL_SHUTTER,
        "shutspeed",
        SHUTTER_SPEED,
        companions=(f.GAIN,),
        default="3",
        also=lambda value: {"shutmode": "user"},
    ),
    Field(
        f.GAIN,
        "agcvalue",
        INT,
        PERCENT,
        companions=(f.MANUAL_SHUTTER,),
        default="50",
        also=lambda value: {"shutmode": "user"},
    ),
    Field(f.MINIMUM_SHUTTER, "minshutspd", SHUTTER_SPEED, write=""),
)

_NEWER = (
    # Since V1.22, which names the CGIs only: actions and parameters are those that its neighbours would have.
    settings(
        "camdnr", "dnr", Field(f.NOISE_REDUCTION, "dnrstatus", ENABLE), Field(f.DENOISE, "dnrlevel", INT, PERCENT)
    ),
    settings(
        "camdefog", "defog", Field(f.DEFOG, "defogstatus", ENABLE), Field(f.DEFOG_LEVEL, "defoglevel", INT, PERCENT)
    ),
)

PICTURE = (
    _LIGHT,
    *_COLOURS,
    _WHITE_BALANCE,
    _WDR,
    settings(
        "cameffect",
        "effect",
        Field(f.COLOR_BAR, "colorbar", ENABLE),
        Field(f.MONOCHROME, "monoimg", ENABLE),
        Field(f.NEGATIVE, "negative", ENABLE),
    ),
    settings(
        "camslowshut",
        "slowsh",
        Field(f.SLOW_SHUTTER_ENABLED, "slowshutstatus", ENABLE, companions=(f.SLOW_SHUTTER,)),
        Field(f.SLOW_SHUTTER, "slowshutter", INT, PERCENT, companions=(f.SLOW_SHUTTER_ENABLED,)),
    ),
    _SHUTTER,
    *_NEWER,
    settings("tvout", "tvout", Field(f.TV_OUTPUT, "tvoutstatus", ENABLE), Field(f.TV_SYSTEM, "tvtype", TV_SYSTEM)),
)

TEXTS = settings(
    "osd",
    "osd",
    Field(f.OSD, "osdstatus", ENABLE),
    Field(f.TITLE_OSD, "texton", ENABLE),
    # Answered so before V1.17.
    Field(f.TITLE_OSD, "tsxton", ENABLE, write="texton"),
    Field(f.OSD_TITLE, "textstr", TEXT, NAME),
    Field(f.DATE_OSD, "dateon", ENABLE),
    Field(f.DATE_OSD_ORDER, "datetype", DATE_ORDER),
    Field(f.TIME_OSD, "timeon", ENABLE),
    Field(f.EVENT_OSD, "eventon", ENABLE),
    Field(f.EVENT_OSD_DAY_NIGHT, "eventdnon", ENABLE),
    Field(f.EVENT_OSD_MOTION, "eventmdon", ENABLE),
    Field(f.EVENT_OSD_ALARM_INPUT, "eventsenson", ENABLE),
    Field(f.EVENT_OSD_RELAY, "eventrelayon", ENABLE),
    Field(f.EVENT_OSD_TAMPER, "eventshock", ENABLE),
    Field(f.OSD_FONT_SIZE, "osdsize", OSD_SIZE),
)
