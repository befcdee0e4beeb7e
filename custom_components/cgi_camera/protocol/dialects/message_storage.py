"""Recordings and the memory card of the message dialect (Message HTTP API 3.1, section 3.5)."""

from collections.abc import Iterator

from .. import features as f
from ..converters import BIT, INT, span
from ..exchange import Request
from ..model import Command
from ..schema import ALARM, STATUS, Action, Endpoint
from .message_alarms import alarms
from .message_ranges import number, one_of, setting, shown
from .message_rows import group
from .message_values import RECORDED, STORAGE

STORED = (
    group(
        "record",
        "RecordControl",
        setting(f.RECORDING, "RecordControl/Mode", BIT),
        setting(f.RECORDING_LOOP, "RecordControl/Loop", BIT),
        setting(f.RECORDING_ON_EVENT, "RecordControl/Event", BIT),
        one_of(f.RECORDING_STREAM, "RecordControl/StreamType", RECORDED),
        # So spelt throughout.
        number(f.RECORDING_LENGTH, "RecordControl/Lenght", span(10, 3600)),
    ),
    Endpoint(
        key="record RecordDevice",
        read=Request("/cgi/record_get", {"Channel": "{ch}", "Group": "RecordDevice"}),
        per_channel=True,
        period=STATUS,
        # Printed without the names of the elements (section 3.5.1).
        fields=(
            *(shown(f.STORAGE_TOTAL, f"RecordDevice/{name}", INT) for name in ("TotalSpace", "Total")),
            *(shown(f.STORAGE_USED, f"RecordDevice/{name}", INT) for name in ("UsedSpace", "Used")),
            *(shown(f.STORAGE_STATE, f"RecordDevice/{name}", STORAGE) for name in ("Status", "State", "Flag")),
            *(shown(f.STORAGE_WRITE_PROTECTED, f"RecordDevice/{name}", BIT) for name in ("WriteProtect", "Protect")),
        ),
    ),
    Endpoint(
        key="record RecordSearch",
        # Until a minute ahead: the camera tells its time in whole seconds, and a recording may begin within this one.
        read=Request(
            "/cgi/record_get",
            {"Channel": "{ch}", "Group": "RecordSearch", "StartTime": "{since}", "EndTime": "{until}"},
        ),
        per_channel=True,
        period=ALARM,
        needs=("sys TimeInfo",),
        derive=alarms,
    ),
)


def _operations() -> Iterator[Action]:
    """Yield what can be done to the card, by the name of its table; its URL says OperateRate (section 3.5.2.2)."""
    operations: tuple[Command, ...] = (f.UNMOUNT_STORAGE, f.MOUNT_STORAGE, f.FORMAT_STORAGE)
    for code, command in enumerate(operations):
        query = {"Channel": "{ch}", "Group": "RecordDevice", "Operate": str(code)}
        yield Action(command, Request("/cgi/record_set", query), per_channel=True, beside=f.STORAGE_STATE)


STORAGE_ACTIONS = tuple(_operations())
