"""What a Dahua device was built with, and how its firmware writes answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Hardware:
    """Keywords that decide which tables and CGIs there are.

    ``lights`` are the rows of Lighting_V2 in their order, ``lamp`` the name of the lamp in them and in Lighting.
    ``empty`` are the channels of a recorder without a camera, ``rules`` the kinds of rules that somebody has made,
    ``rule_ids`` the numbers that newer firmware gives them; ``motion_level``: one sensitivity a channel where others
    have four windows. ``strobe`` is a white light that can flicker, and ``ring`` the one around a door station's
    button. ``capabilities`` is told in place of what its getCaps of video inputs, events and records usually say,
    ``2.Flip`` of the second channel alone: what is "false" or "0" stands in its tables all the same, and is not taken.
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
    lights: tuple[str, ...] = ("InfraredLight", "WhiteLight")
    lamp: str = "MiddleLight"
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
    rules: tuple[str, ...] = ("CrossLineDetection", "CrossRegionDetection", "LeftDetection")
    rule_ids: tuple[int, ...] = ()
    motion_level: bool = False
    wifi: bool = False
    capabilities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """Habits of firmware that a client has to live with.

    ``unknown``: a table it lacks draws "400", "200" (both with the error line) or "empty". ``caps``: getConfigCaps
    keys as "indexed" (``caps[0].MainFormat[0]``), "plain" (``caps.MainFormat[0]``) or "printed" (``headMain``),
    ``caps_of_all``: of every channel, whichever is asked for. ``no_index``: no event active reads as "empty", "error"
    or "400". ``refused_write``: a setConfig it does not take draws "400", "200" (with Error) or "empty". ``collect``:
    devVideoInput counts all "slots" of a recorder or the "fitted" ones. ``empty_titles``: ChannelTitle of an empty
    slot is "named", "blank" or "absent".
    """

    newline: str = "\r\n"
    unknown: str = "400"
    caps: str = "indexed"
    caps_of_all: bool = False
    caps_blank: bool = False
    no_index: str = "empty"
    refused_write: str = "400"
    collect: str = "slots"
    empty_titles: str = "named"
    version_lines: int = 1
    fps_decimals: bool = False
    printed_time: bool = False
    printed_ptz: bool = False
    storage_info: bool = False
    flat_status: bool = False
    missing_status: int = 404


@dataclass(slots=True)
class Manners:
    """How it behaves on the wire; each can be changed while it runs.

    ``no_events``: what attach draws where there are no events by CGI: "404", "501" or "empty" (a 200 without a body).
    ``max_codes``: more codes than these draw ``max_codes_status``. ``most_at_once``: a further request beside so many
    is dropped. ``snapshot_tail``: text behind the picture's end. ``odd_comment``: a JPEG comment that lies about its
    length. ``heartbeat_scale`` shortens heartbeats for tests.
    """

    connection_close: bool = False
    odd_headers: bool = False
    cgi_enabled: bool = True
    events_enabled: bool = True
    no_events: str = "501"
    max_codes: int | None = None
    max_codes_status: int = 400
    heartbeat_scale: float = 1.0
    local_without_index: bool = False
    most_at_once: int = 0
    snapshot_tail: str = ""
    odd_comment: bool = False
    redirect: str = ""


def picked[T](kind: type[T], options: dict[str, Any], **fixed: Any) -> T:
    """Take the keywords of a record out of the options."""
    names = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    return kind(**{**fixed, **{name: options.pop(name) for name in names & options.keys()}})
