"""Time, restart, reset and the serial line in the message dialect (Message HTTP API 3.1, sections 3.1 and 3.7)."""

from dataclasses import replace

from .. import features as f
from ..converters import BIT, INT, TEXT
from ..exchange import Request
from ..schema import ONCE, Action, Endpoint, Field, Serial
from .message_ranges import one_of, setting, shown
from .message_rows import group
from .message_values import HARDWARE, TIME_SOURCE, ZONE, clock

# The method must be sent with everything else of the group (section 3.1.2.3).
_METHOD = (f.TIME_SOURCE,)

_TIME = replace(
    group(
        "sys",
        "TimeInfo",
        one_of(f.TIME_SOURCE, "TimeInfo/TimeMethod", TIME_SOURCE),
        one_of(f.TIME_ZONE, "TimeInfo/TimeZone", ZONE, companions=_METHOD),
        setting(f.DAYLIGHT_SAVING, "TimeInfo/DaylightEnable", BIT, companions=_METHOD),
        setting(f.NTP_SERVER, "TimeInfo/NTPServerIP", TEXT, companions=_METHOD),
        shown(f.UPTIME, "TimeInfo/UpTime", INT),
        channel=False,
    ),
    derive=clock,
)

SYSTEM = (
    _TIME,
    Endpoint(
        key="sys HardwareV",
        read=Request("/cgi/sys_get", {"Group": "HardwareV"}),
        period=ONCE,
        fields=(Field(f.HARDWARE, "HardwareV/HwdVersion", HARDWARE),),
    ),
    Endpoint(
        key="sys FactoryCheck",
        read=Request("/cgi/sys_get", {"Group": "FactoryCheck"}),
        period=ONCE,
        # Printed without the name of the element (section 3.1.1).
        fields=tuple(Field(f.FACTORY_RESET_DONE, f"FactoryCheck/{name}", BIT) for name in ("Reset", "FactoryCheck")),
    ),
)


def _system(reset: str, keep: str) -> Request:
    return Request("/cgi/sys_set", {"Group": "SystemInfo", "ResetFlag": reset, "IPkeep": keep})


# The time is told with the method that turns the time server off (section 3.1.2.3, example 1).
_SET_CLOCK = Request("/cgi/sys_set", {"Group": "TimeInfo", "TimeMethod": "0", "CameraTime": "{epoch}"})

SYSTEM_ACTIONS = (
    Action(f.SET_CLOCK, _SET_CLOCK, beside=f.TIME_SOURCE, keeps=(f.TIME_SOURCE, f.NTP_SERVER)),
    # 0 is a reboot without a reset (section 3.1.4).
    Action(f.REBOOT, _system("0", "1")),
    Action(f.FACTORY_RESET, _system("1", "0")),
    Action(f.FACTORY_RESET_KEEP_NETWORK, _system("1", "1")),
)

_LINE = {"Channel": "{ch}", "Group": "RS485Data"}
SERIAL = Serial(
    send=Request("/cgi/rs485_set", _LINE),
    exchange=Request("/cgi/rs485_get", _LINE),
    parameter="Data",
    path="RS485Data/Data",
)
