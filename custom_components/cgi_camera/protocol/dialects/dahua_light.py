"""Lamps, siren and lens cover of the dahua dialect: mostly beyond the document, as real devices have them."""

from collections.abc import Mapping
from dataclasses import replace

from .. import features as f
from ..converters import INT, boolean
from ..exchange import Place, Request
from ..model import Feature
from ..schema import STATUS, AnyField, Converter, Document, Field
from .dahua_picture import PROFILES, profiled
from .dahua_rows import PERCENT, asked, number, switch, table, word
from .dahua_words import FLOOD_LIGHT_MODE, LIGHT_MODE, LIGHTING_SCHEME

_BANKS = ("MiddleLight", "NearLight", "FarLight")
_SHINING = frozenset({"manual", "on", "forceon"})


def _shines(text: str) -> bool:
    """Tell whether somebody has turned a lamp on; what the camera decides by itself is no being on."""
    return text.strip().casefold() in _SHINING


_LAMP = Converter(_shines, lambda value, _: "Manual" if value else "Off")
_STROBE = Converter(_shines, lambda value, _: "ForceOn" if value else "Off")
_FLICKER = Converter(lambda text: text.strip() == "Flicker", lambda value, _: "Flicker" if value else "On")


def _white_scheme(text: str, document: Document, ranges: Document, place: Place) -> Mapping[str, str]:
    """Let a camera with two kinds of lamps use the white one, without which it stays dark."""
    if not _shines(text):
        return {}
    heads = [f"LightingScheme[{place.channel - 1}][{row}]" for row in dict.fromkeys((place.profile, 0))]
    told = {head: ranges.get(f"table.{head.casefold()}.lightingmode") for head in heads}
    head = next((head for head in heads if told[head]), None)
    return {} if head is None or told[head] == "WhiteMode" else {f"{head}.LightingMode": "WhiteMode"}


def _lamps(head: str) -> tuple[AnyField, ...]:
    """Return the fields of one row of Lighting_V2, there if the row is the lamp's for which they are."""

    def found(kind: str, field: AnyField) -> AnyField:
        return replace(field, path=f"table.{head}.{kind}.{field.path}", write=f"{head}.{field.path}")

    def bright(kind: str, feature: Feature[int]) -> tuple[AnyField, ...]:
        return tuple(found(kind, Field(feature, f"{bank}[0].Light", INT, PERCENT)) for bank in _BANKS)

    white = Field(f.WHITE_LIGHT, "Mode", _LAMP, adjust=_white_scheme)
    mode = Field(f.WHITE_LIGHT_MODE, "Mode", LIGHT_MODE, adjust=_white_scheme)
    return (
        found("InfraredLight", Field(f.INFRARED_MODE, "Mode", LIGHT_MODE)),
        *bright("InfraredLight", f.INFRARED_BRIGHTNESS),
        found("WhiteLight", white),
        found("WhiteLight", mode),
        *bright("WhiteLight", f.WHITE_LIGHT_BRIGHTNESS),
        found("WhiteLightState", replace(white, converter=_STROBE)),
        found("WhiteLightState", mode),
        found("WhiteLightState", Field(f.WHITE_LIGHT_FLICKER, "State", _FLICKER)),
        *bright("WhiteLightState", f.WHITE_LIGHT_BRIGHTNESS),
    )


_FLASH = "FlashLight"

LIGHT = (
    table(
        "LightingScheme",
        *profiled("LightingScheme", lambda head: word(f.LIGHTING_SCHEME, f"{head}.LightingMode", LIGHTING_SCHEME)),
        needs=(PROFILES,),
    ),
    table(
        "Lighting_V2",
        *(
            field
            for profile in ("{profile}", "0")
            for row in range(4)
            for field in _lamps(f"Lighting_V2[{{ch0}}][{profile}][{row}]")
        ),
        ranges="LightingScheme",
        needs=(PROFILES,),
    ),
    table(
        "Lighting",
        *profiled(
            "Lighting",
            lambda head: word(f.INFRARED_MODE, f"{head}.Mode", LIGHT_MODE),
            *(lambda head, bank=bank: number(f.INFRARED_BRIGHTNESS, f"{head}.{bank}[0].Light") for bank in _BANKS),
        ),
        needs=(PROFILES,),
    ),
    # The document's own, of which it says that it should not be used (section 14.2.1).
    table(
        _FLASH,
        switch(f.WHITE_LIGHT, f"{_FLASH}.Enable"),
        number(f.WHITE_LIGHT_BRIGHTNESS, f"{_FLASH}.Brightness"),
    ),
    table("LightGlobal", switch(f.INDICATOR_LIGHT, "LightGlobal[{ch0}].Enable")),
    table("FloodLightMode", word(f.FLOOD_LIGHT_MODE, "FloodLightMode.Mode", FLOOD_LIGHT_MODE)),
    table("LeLensMask", switch(f.PRIVACY_MODE, "LeLensMask[{ch0}].Enable")),
)

_IO = Converter(boolean, lambda value, _: "1" if value else "2")


def _coaxial(kind: str, feature: Feature[bool], name: str) -> tuple[AnyField, ...]:
    """Return the fields of one of the things that turn themselves off after some seconds."""
    row = Field(feature, "", _IO, write="info[0].IO", also=lambda _: {"info[0].Type": kind})
    # Firmware has it either way.
    return tuple(replace(row, path=f"{head}.{name}") for head in ("status.status", "status"))


# It answers also where there is neither, so that both are disabled until somebody wants them.
COAXIAL = asked(
    "coaxialControlIO",
    "getStatus",
    *_coaxial("1", f.WARNING_LIGHT, "WhiteLight"),
    *_coaxial("2", f.SIREN, "Speaker"),
    key="coaxialControlIO",
    period=STATUS,
    per_channel=True,
    set=Request("/cgi-bin/coaxialControlIO.cgi", {"action": "control", "channel": "{ch}"}),
)
