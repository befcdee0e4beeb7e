"""The configuration store of a Dahua device: getConfig, setConfig, restore (4.6.21 to 4.6.23 and every table)."""

from collections.abc import Iterable, Mapping
import re

from .control_values import NotAllowed
from .dahua_encode import encode_tables, fit
from .dahua_event_tables import event_tables
from .dahua_extra_tables import extra_tables
from .dahua_hardware import Hardware, Wording
from .dahua_net_tables import net_tables
from .dahua_system_tables import system_tables
from .dahua_tables import Entries, picture_tables
from .dahua_thermal import thermal_tables


def table_of(key: str) -> str:
    return re.split(r"[.\[]", key, maxsplit=1)[0]


class Config:
    """Every table, flat: ``VideoColor[0][0].Brightness`` to its value."""

    def __init__(self, entries: Entries, reverted: Iterable[str] = ()) -> None:
        self.checks = {key: check for key, (_, check) in entries.items()}
        self.initial = {key: value for key, (value, _) in entries.items()}
        self.values = dict(self.initial)
        self.tables = {table_of(key) for key in entries}
        # Writes below these are answered OK and then lost, as some firmware does.
        self.reverted = tuple(reverted)

    def __getitem__(self, key: str) -> str:
        return self.values[key]

    def under(self, name: str) -> dict[str, str]:
        """The key itself or what begins with it; ``Mode`` is not the beginning of ``ModeExtra1``."""
        heads = (f"{name}.", f"{name}[")
        return {key: value for key, value in self.values.items() if key == name or key.startswith(heads)}

    def write(self, given: Mapping[str, str]) -> dict[str, str]:
        """All or nothing; gives what really changed."""
        if not given:
            raise NotAllowed("nothing to set")
        checked = {}
        for key, value in given.items():
            check = self.checks.get(key)
            if check is None:
                raise NotAllowed(f"{key} cannot be set")
            checked[key] = check(value)
        self._regions_with_version(checked)
        stored = {key: value for key, value in checked.items() if not key.startswith(self.reverted or ("\0",))}
        values = self.values | stored
        fit(values, checked)
        self._corners_in_order(values, checked)
        changed = {key: value for key, value in values.items() if self.values[key] != value}
        self.values = values
        return changed

    @staticmethod
    def _regions_with_version(given: Mapping[str, str]) -> None:
        """Section 4.8.1: a region is only taken together with the version of its form."""
        for key in given:
            head, found, _ = key.partition(".MotionDetectWindow[")
            if found and ".Region[" in key and given.get(f"{head}.DetectVersion") != "V3.0":
                raise NotAllowed(f"{key} without {head}.DetectVersion=V3.0")

    @staticmethod
    def _corners_in_order(values: Mapping[str, str], given: Mapping[str, str]) -> None:
        """Section 4.5.12: a cover has its top left corner before its bottom right one."""
        for head in {key.partition(".Rect[")[0] for key in given if ".Covers[" in key and ".Rect[" in key}:
            left, top, right, bottom = (int(values[f"{head}.Rect[{n}]"]) for n in range(4))
            if left > right or top > bottom:
                raise NotAllowed(f"{head}.Rect is upside down")

    def restore(self, names: Iterable[str], *, others: bool) -> None:
        chosen = set(names)
        if not chosen or not chosen <= self.tables:
            raise NotAllowed("no such configuration")
        for key, value in self.initial.items():
            if (table_of(key) in chosen) != others:
                self.values[key] = value


def all_tables(
    hardware: Hardware,
    wording: Wording,
    *,
    name: str,
    mac: str,
    host: str,
    rtsp_port: int,
    lock_times: int,
    lock_seconds: int,
) -> Entries:
    return (
        picture_tables(hardware)
        | encode_tables(hardware, wording)
        | event_tables(hardware)
        | extra_tables(hardware)
        | net_tables(hardware)
        | thermal_tables(hardware)
        | system_tables(
            hardware,
            name=name,
            mac=mac,
            host=host,
            rtsp_port=rtsp_port,
            lock_times=lock_times,
            lock_seconds=lock_seconds,
        )
    )
