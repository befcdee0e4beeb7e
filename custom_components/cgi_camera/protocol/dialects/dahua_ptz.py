"""The line to a PTZ drive in the dahua dialect, and what its drive can do (Amcrest HTTP API, section 4.10)."""

from .. import features as f
from ..converters import INT, TEXT, span
from ..exchange import Request
from ..model import Reading, Slot
from ..schema import Action, Field
from .dahua_rows import asked, number, shown, table, word
from .dahua_values import POSITIVE
from .dahua_words import BAUD_RATE, DATA_BITS, PARITY, STOP_BITS

_PORT = "Ptz[{ch0}]"

PTZ = (
    table(
        "Ptz",
        number(f.PTZ_ADDRESS, f"{_PORT}.Address", span(0, 255)),
        word(f.PTZ_BAUD_RATE, f"{_PORT}.Attribute[0]", BAUD_RATE),
        word(f.PTZ_DATA_BITS, f"{_PORT}.Attribute[1]", DATA_BITS),
        word(f.PTZ_PARITY, f"{_PORT}.Attribute[2]", PARITY),
        word(f.PTZ_STOP_BITS, f"{_PORT}.Attribute[3]", STOP_BITS),
        # -1 is none.
        number(f.PTZ_IDLE_PRESET, f"{_PORT}.Homing[0]", span(-1, 255)),
        number(f.PTZ_IDLE_TIME, f"{_PORT}.Homing[1]", span(0, 65535)),
        # The list of those that there are is not supported, says the document (section 4.10.3).
        shown(f.PTZ_DRIVER, f"{_PORT}.ProtocolName", TEXT),
    ),
    asked(
        "ptz",
        "getCurrentProtocolCaps",
        Field(f.PTZ, "caps.PresetMax", POSITIVE),
        Field(f.PRESET_COUNT, "caps.PresetMax", INT),
        per_channel=True,
    ),
    asked(
        "ptz",
        "getPresets",
        Field(f.PRESET, "presets[{i}].Name", TEXT, number="presets[{i}].Index"),
        # As section 4.10.5 prints it.
        Field(f.PRESET, "presets.presets[{i}].Name", TEXT, number="presets.presets[{i}].Index"),
        per_channel=True,
        derive=lambda glimpse: [Reading(Slot(glimpse.place.channel, f.PTZ), True)] if glimpse.document else [],
    ),
)

PTZ_ACTIONS = (
    # The channel counts from 0 here, and from 1 where presets are listed.
    Action(
        f.GOTO_PRESET,
        Request(
            "/cgi-bin/ptz.cgi",
            {"action": "start", "channel": "{ch0}", "code": "GotoPreset", "arg1": "0", "arg2": "{n}", "arg3": "0"},
        ),
        needs=f.PTZ,
        per_channel=True,
        numbered=True,
    ),
)
