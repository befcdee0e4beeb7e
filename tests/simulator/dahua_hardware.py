"""What a Dahua device was built with, and how its firmware writes answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hardware:
    """Keywords of the two kinds that decide which tables and CGIs there are.

    ``empty`` are the channels of a recorder without a camera, ``rule_ids`` the numbers that newer firmware gives its
    rules; ``strobe`` is a white light that can flicker, and ``ring`` the one around a door station's button.
    """

    channels: int = 1
    names: tuple[str, ...] = ("CAM1",)
    recorder: bool = False
    ptz: bool = False
    presets: int = 80
    inputs: int = 1
    outputs: int = 1
    extra_streams: int = 2
    infrared: bool = True
    lighting_v2: bool = False
    lighting_v2_writes: bool = True
    white_light: bool = False
    siren: bool = False
    smart: bool = True
    storage: bool = True
    doors: int = 0
    people: bool = False
    thermal: bool = False
    wiper: bool = False
    # What only real devices have.
    empty: tuple[int, ...] = ()
    overlays: int = 0
    sound: bool = False
    backlight_table: bool = False
    lens_mask: bool = False
    ring: bool = False
    floodlight: bool = False
    strobe: bool = False
    rule_ids: tuple[int, ...] = ()
    wifi: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """Habits of firmware that a client has to live with.

    ``unknown``: a table it lacks draws "400", "200" (both with the error line) or "empty".
    ``caps``: getConfigCaps keys as "indexed" (``caps[0].MainFormat[0]``), "plain" (``caps.MainFormat[0]``) or
    "printed" (``headMain``). ``no_index``: no event active reads as "empty", "error" or "400".
    """

    newline: str = "\r\n"
    unknown: str = "400"
    caps: str = "indexed"
    caps_of_all: bool = False
    caps_blank: bool = False
    no_index: str = "empty"
    version_lines: int = 1
    fps_decimals: bool = False
    printed_time: bool = False
    printed_ptz: bool = False
    storage_info: bool = False
    flat_status: bool = False
    missing_status: int = 404
