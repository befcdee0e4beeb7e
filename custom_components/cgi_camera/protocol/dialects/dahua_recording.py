"""Recording and storage of the dahua dialect (Amcrest HTTP API, sections 4.4.1, 4.11 and 6)."""

from collections.abc import Iterator
from dataclasses import replace
import re

from .. import features as f
from ..converters import INT, TEXT, boolean, span, whole
from ..exchange import Place
from ..model import AnyReading, Domain, Reading, Slot
from ..schema import SETTINGS, Document, Field, Glimpse
from .dahua_caps import allowed
from .dahua_rows import asked, number, shown, switch, table, text, word
from .dahua_words import NAS_PROTOCOL, RECORD_MODE, SNAPSHOT_STREAM

# Real devices have `list.info[0]` for `list[0]`; a disk has several partitions.
_PART = re.compile(r"list(?:\.info)?\[(\d{1,9})\]\.detail\[(\d+)\]\.(iserror|totalbytes|usedbytes)")
_STATE = re.compile(r"list(?:\.info)?\[(\d{1,9})\]\.state")
# The document prints `Success` alone.
_KNOWN = {
    "success": f.StorageState.NORMAL,
    "normal": f.StorageState.NORMAL,
    "error": f.StorageState.ERROR,
    "initializing": f.StorageState.INITIALIZING,
    "formatting": f.StorageState.FORMATTING,
}


def _disks(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Tell what each disk or card holds, all its partitions together (section 6.1.3)."""
    parts: dict[int, dict[str, list[str]]] = {}
    states: dict[int, str] = {}
    for path, text_ in glimpse.document.items():
        if found := _PART.fullmatch(path):
            parts.setdefault(int(found[1]), {}).setdefault(found[3], []).append(text_)
        elif found := _STATE.fullmatch(path):
            states[int(found[1])] = text_
    for index in sorted({*parts, *states}):
        yield from _disk(index + 1, parts.get(index, {}), states.get(index))


def _disk(disk: int, parts: dict[str, list[str]], state: str | None) -> Iterator[AnyReading]:
    failing = any(boolean(text_) for text_ in parts.get("iserror", ()))
    if state is not None:
        known = _KNOWN.get(state.strip().casefold())
        failing = failing or known is f.StorageState.ERROR
        yield Reading(Slot(0, f.DISK_STATE, disk), known)
    yield Reading(Slot(0, f.DISK_PROBLEM, disk), failing)
    if "totalbytes" in parts:
        total, used = (sum(map(float, parts.get(name, ()))) for name in ("totalbytes", "usedbytes"))
        yield Reading(Slot(0, f.DISK_SIZE, disk), total)
        yield Reading(Slot(0, f.DISK_USED, disk), used)
        yield Reading(Slot(0, f.DISK_USED_SHARE, disk), round(used * 100 / total, 1) if total else None)


def _longest_before(document: Document, ranges: Document, place: Place) -> Domain:
    """Return 0 to 300 seconds (section 4.11.2), or less where the capabilities say so."""
    told = whole(ranges.get("caps.maxprerecordtime", ""))
    return span(0, 300 if told is None else min(300, told))


_MODE = "RecordMode[{ch0}]"

RECORDING = (
    asked("recordManager", "getCaps", key="record caps"),
    table(
        "RecordMode",
        word(f.RECORD_MODE, f"{_MODE}.Mode", RECORD_MODE),
        *(
            allowed(
                replace(word(f.EXTRA_RECORD_MODE, f"{_MODE}.ModeExtra{extra}", RECORD_MODE), number=str(extra)),
                "SupportExtraRecordMode",
            )
            for extra in (1, 2)
        ),
        ranges="record caps",
    ),
    table("Record", number(f.PRE_RECORD, "Record[{ch0}].PreRecord", _longest_before), ranges="record caps"),
    table("Snap", switch(f.HOLIDAY_SNAPSHOTS, "Snap[{ch0}].HolidayEnable")),
    table("MediaGlobal", word(f.SNAPSHOT_STREAM, "MediaGlobal.SnapFormatAs", SNAPSHOT_STREAM)),
    # The first group is the one that is read and written.
    table(
        "StorageGroup",
        switch(f.RECORDING_LOOP, "StorageGroup[0].OverWrite"),
        shown(f.RECORDING_DAYS, "StorageGroup[0].FileHoldTime", INT),
    ),
    table(
        "NAS",
        switch(f.NETWORK_STORAGE, "NAS[0].Enable"),
        word(f.NAS_PROTOCOL, "NAS[0].Protocol", NAS_PROTOCOL),
        text(f.FTP_SERVER, "NAS[0].Address"),
        number(f.FTP_PORT, "NAS[0].Port", span(1, 65535)),
        Field(f.FTP_PATH, "table.NAS[0].Directory", TEXT, Domain(maximum=127)),
    ),
    # Refused where there is neither disk nor card.
    asked("storageDevice", "getDeviceAllInfo", period=SETTINGS, derive=_disks),
)
