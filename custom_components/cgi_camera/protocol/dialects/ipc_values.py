"""How the ipc dialect spells what is neither number nor switch."""

from datetime import datetime

from ..converters import boolean, choice
from ..features import InfraredLampMode, IrCutMode
from ..model import Domain
from ..schema import Converter

# East and west of Greenwich, as section 3.8 lists them.
_EAST = """00:00 01:00 02:00 03:00 03:30 04:00 04:30 05:00 05:30 05:45 06:00 06:30 07:00 08:00 09:00 09:30 10:00 11:00
    12:00 13:00"""
_WEST = "01:00 02:00 03:00 03:30 04:00 04:30 05:00 06:00 07:00 08:00 09:00 10:00 11:00 12:00"
ZONE = choice(
    {f"GMT+{offset}": f"UTC+{offset}" for offset in _EAST.split()}
    | {f"GMT-{offset}": f"UTC-{offset}" for offset in _WEST.split()}
)


def moment(text: str) -> datetime:
    """Read a time of day at the camera, with or without leading zeros. Raise ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007


MOMENT = Converter(moment, lambda value, _: f"{value:%Y-%m-%d %H:%M:%S}")

# Read as `status=1`, after a set as `set status=1` (sections 3.43 and 3.44).
RELAY = Converter[bool](lambda text: boolean(text.rpartition("=")[2]), lambda value, _: "1" if value else "0")

LAMP_MODE = choice(
    {
        "0": InfraredLampMode.INFRARED,
        "1": InfraredLampMode.WHITE,
        "2": InfraredLampMode.INFRARED_THEN_WHITE,
        "3": InfraredLampMode.WHITE_THEN_INFRARED,
    }
)

_IR_CUT_MODES = {
    IrCutMode.MODE_0: "0",
    IrCutMode.MODE_1: "1",
    IrCutMode.MODE_2: "2",
    IrCutMode.MANUAL_DAY: "3",
    IrCutMode.MANUAL_NIGHT: "3",
    IrCutMode.MODE_4: "4",
    IrCutMode.MODE_5: "5",
}
IR_CUT = Converter(IrCutMode, lambda value, _: _IR_CUT_MODES[value], Domain(choices=tuple(IrCutMode)))


def ir_cut_time(mode: IrCutMode) -> dict[str, str]:
    """Return the parameter that the manual mode wants besides its number (section 3.37)."""
    return {
        IrCutMode.MANUAL_DAY: {"time": "day"},
        IrCutMode.MANUAL_NIGHT: {"time": "night"},
    }.get(mode, {})
