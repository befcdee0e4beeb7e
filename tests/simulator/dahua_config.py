"""The configuration store of a Dahua device: getConfig, setConfig, restore (4.6.21 to 4.6.23 and every table)."""

from collections.abc import Callable, Iterable, Mapping
import re

from .control_values import NotAllowed
from .dahua_caps import Denials
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


def first_index(key: str) -> int:
    """``VideoColor[2][0].Hue``: 2; 0 where there is none."""
    found = re.search(r"\[(\d+)\]", key)
    return int(found[1]) if found else 0


class Config:
    """Every table, flat: ``VideoColor[0][0].Brightness`` to its value."""

    def __init__(self, entries: Entries, reverted: Iterable[str] = (), lacks: Iterable[str] = ()) -> None:
        self._lacks = tuple(lacks)
        had = [key for key in entries if not self._lacking(key)]
        self.checks = {key: entries[key][1] for key in had}
        self.initial = {key: value for key, (value, _) in entries.items()}
        # What the firmware lacks still has a value, by which the device works.
        self.values = dict(self.initial)
        self._of_table: dict[str, list[str]] = {}
        for key in had:
            self._of_table.setdefault(table_of(key), []).append(key)
        # What is there, and not just now.
        self.hides: Callable[[str], bool] = lambda key: False
        # Writes below these are answered OK and then lost, as some firmware does.
        self.reverted = tuple(reverted)

    def __getitem__(self, key: str) -> str:
        return self.values[key]

    def under(self, name: str) -> dict[str, str]:
        """The key itself or what begins with it; ``Mode`` is not the beginning of ``ModeExtra1``."""
        heads = (f"{name}.", f"{name}[")
        keys = (key for key in self._of_table.get(table_of(name), ()) if key == name or key.startswith(heads))
        return {key: self.values[key] for key in keys if not self.hides(key)}

    def _lacking(self, key: str) -> bool:
        """``VideoInOptions.InfraRed`` stands for that of every channel."""
        bare = re.sub(r"\[\d+\]", "", key)
        heads = tuple(head for name in self._lacks for head in (f"{name}.", f"{name}["))
        return any(known in self._lacks or known.startswith(heads) for known in (key, bare))

    def write(self, given: Mapping[str, str]) -> dict[str, str]:
        """All or nothing; gives what really changed."""
        if not given:
            raise NotAllowed("nothing to set")
        checked = {}
        for key, value in given.items():
            check = self.checks.get(key)
            if check is None or self.hides(key):
                raise NotAllowed(f"{key} cannot be set")
            checked[key] = check(value)
        self._regions_with_version(checked)
        stored = {key: value for key, value in checked.items() if not self._lost(key, value)}
        values = self.values | stored
        fit(values, checked)
        self._corners_in_order(values, checked)
        changed = {key: value for key, value in values.items() if self.values[key] != value}
        self.values = values
        return changed

    def _lost(self, key: str, value: str) -> bool:
        """Lost for good, or one way only: ``key=value`` names the way that is lost."""
        ways = (one.partition("=") for one in self.reverted)
        return any(key.startswith(name) and (not marked or value == lost) for name, marked, lost in ways)

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
        if not chosen or not chosen <= self._of_table.keys():
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
    entries = (
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
    denied = Denials(hardware)
    return {key: (value, None if denied(key) else check) for key, (value, check) in entries.items()}
