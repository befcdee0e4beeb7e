"""Writes docs/dialects/<name>.md: what became of everything that a dialect's document names.

The inventory docs/dialects/<name>.toml lists the document: every endpoint with its section, path, and the names of its
parameters and of what its answer holds. The dialect's tables say which of them are used and for what; for the others
the inventory says why they are left out (`left_out`), that they are still to come (a reason that begins with `later`),
or what else uses them (`used`). A `#` in a name stands for any number; `action=getlang` is a request by one value of a
parameter. Where one path stands for many endpoints, a query behind it tells which it is: `?name=Encode`.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from pathlib import Path
import re
import sys
import tomllib
from typing import Any
from urllib.parse import parse_qsl

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from homeassistant.const import Platform  # noqa: E402

from custom_components.cgi_camera.defaults import DISABLED  # noqa: E402
from custom_components.cgi_camera.platforms import platform_of, platform_of_command  # noqa: E402
from custom_components.cgi_camera.protocol.areas import Grid, Rectangle  # noqa: E402
from custom_components.cgi_camera.protocol.codecs import path_of  # noqa: E402
from custom_components.cgi_camera.protocol.dialects import DIALECTS  # noqa: E402
from custom_components.cgi_camera.protocol.exchange import Request  # noqa: E402
from custom_components.cgi_camera.protocol.login import QueryLogin, UidLogin  # noqa: E402
from custom_components.cgi_camera.protocol.model import Capability, Command, Slot  # noqa: E402
from custom_components.cgi_camera.protocol.movement import STILL, Area, Move, Movement, Position  # noqa: E402
from custom_components.cgi_camera.protocol.schema import AnyField, Dialect, Endpoint  # noqa: E402

FOLDER = ROOT / "docs" / "dialects"


@dataclass
class Use:
    """What one name of the document has become."""

    key: str
    becomes: str
    writable: bool = False
    ranges: str = ""


@dataclass
class Entry:
    """One endpoint of the inventory."""

    section: str
    path: str
    names: tuple[str, ...]
    left_out: Mapping[str, str]
    used: Mapping[str, str]
    reason: str = ""
    uses: dict[str, list[Use]] = field(default_factory=dict)

    def fate(self, name: str) -> str:
        """Return what became of a name: row, used, left out, later; empty if nobody says."""
        if self.uses.get(name):
            return "row"
        if name in self.used:
            return "used"
        reason = self.left_out.get(name, self.reason)
        return "" if not reason else "later" if reason.startswith("later") else "left out"


def inventory(name: str) -> tuple[dict[str, Any], list[Entry]]:
    """Read the inventory of a dialect."""
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    entries = [
        Entry(
            each["section"],
            each["path"],
            tuple(each.get("names", ())),
            each.get("left_out", {}),
            each.get("used", {}),
            each.get("reason", ""),
        )
        for each in data.pop("endpoint")
    ]
    return data, entries


# The tables


def _pattern(template: str) -> re.Pattern[str]:
    """Return what matches every filling of a template."""
    parts = re.split(r"(\{[^}]*\})", path_of(template))
    return re.compile("".join(r"(\[\d+\])?\d*" if part.startswith("{") else re.escape(part) for part in parts))


def _same_path(template: str, documented: str) -> bool:
    return template == documented or _pattern(template).fullmatch(path_of(documented)) is not None


def _same_request(request: Request, documented: str) -> bool:
    path, _, query = documented.partition("?")
    return _same_path(request.path, path) and all(
        _same_path(request.query.get(name, ""), value) for name, value in parse_qsl(query)
    )


def _set(endpoint: Endpoint, row: AnyField) -> Request | None:
    """Return the request that sets a row."""
    return row.set or endpoint.set


def spellings(dialect: Dialect, endpoint: Endpoint, row: AnyField) -> Iterator[str]:
    """Yield the templates under which a row's value may be documented: path, last part of it, parameter, companions."""
    yield row.path
    yield dialect.parameter(row.path)
    yield re.split(r"[/.]", row.path)[-1]
    if _set(endpoint, row) and row.write != "":
        yield row.write or dialect.parameter(row.path)
    if row.presence:
        yield row.presence
    for part in row.parts:
        yield part
        yield dialect.parameter(part)
    if issubclass(row.feature.kind, StrEnum):
        for member in row.feature.kind:
            yield from row.also(member)
    elif row.feature.kind is bool:
        yield from row.also(True)


def _covers(templates: Iterable[str], name: str) -> bool:
    if "#" in name:
        return any(_numberless(template) == _numberless(name) for template in templates)
    return any(_pattern(template).fullmatch(path_of(name)) for template in templates)


def _numberless(text: str) -> str:
    return re.sub(r"\{[^}]*\}|\d+", "#", path_of(text))


def _asked(request: Request) -> Iterator[str]:
    """Yield the names under which a request may be documented: its parameters, each with its value, or its group."""
    group = request.query.get("Group")
    for name, value in request.query.items():
        yield name
        yield f"{name}={value}"
        if group:
            yield f"{group}/{name}"


def _domain(row: AnyField) -> Any:
    """Return a row's own domain, or what tells it, also of what a camera may say that it lacks."""
    domain: Any = row.domain
    while hasattr(domain, "own"):
        domain = domain.own
    return domain


def _range(endpoint: Endpoint, row: AnyField) -> str:
    domain = _domain(row) or row.converter.domain
    if issubclass(row.feature.kind, Grid):
        return "the camera's rows and columns"
    if issubclass(row.feature.kind, Rectangle):
        return "0 to 100 %"
    if spans := getattr(domain, "spans", None):
        low, high = min(each.minimum for each in spans.values()), max(each.maximum for each in spans.values())
        return f"{low:g} to {high:g}, by its kind"
    if callable(domain):
        return f"camera (`{endpoint.ranges}`)" if endpoint.ranges else "by another setting"
    if domain.choices:
        return "choices"
    if domain.minimum is None:
        return "" if domain.maximum is None else f"{domain.maximum:g} characters"
    return f"{domain.minimum:g} to {domain.maximum:g}"


def _becomes(endpoint: Endpoint, row: AnyField) -> Use:
    writable = _set(endpoint, row) is not None and row.write != ""
    domain = _domain(row)
    # What a function returns depends on the camera, save for those that say that they never have choices.
    choosable = getattr(domain, "chooses", True) if callable(domain) else bool((domain or row.converter.domain).choices)
    offered = Capability(writable, choices=("…",) if choosable else ())
    # What is part of a lamp is the lamp's.
    platform = platform_of(Slot(0, row.feature.part_of if row.feature.part_of and writable else row.feature), offered)
    kind = str(platform) if platform else "the engine" if row.feature.internal else "actions"
    if row.feature.key in DISABLED or (platform is Platform.LIGHT and endpoint.write_only):
        kind += " (off)"
    shown = platform is not None or not row.feature.internal
    return Use(row.feature.key, kind, writable and shown, _range(endpoint, row) if writable else "")


def _requests(dialect: Dialect) -> Iterator[tuple[Request, Use]]:
    """Yield the requests that are no rows, with what they are for."""
    for endpoint in dialect.endpoints:
        for request in filter(None, (endpoint.read, endpoint.set, *(row.set for row in endpoint.fields))):
            yield request, Use("", "part of the request")
    for bundle in dialect.bundles:
        yield bundle.request, Use("", "asked in place of several")
    yield from _commands(dialect)
    for stream in dialect.streams:
        for request in filter(None, (stream.snapshot, stream.snapshot_alone, stream.mjpeg)):
            yield request, Use(f"stream {stream.number}", "camera")
    if dialect.movement:
        yield from _movements(dialect.movement)
    if dialect.push:
        for request in dialect.push.requests:
            yield request, Use("", "event stream")
    if isinstance(dialect.login, UidLogin):
        yield dialect.login.request, Use("", "log-in")


def _commands(dialect: Dialect) -> Iterator[tuple[Request, Use]]:
    """Yield the requests that make a camera do something."""
    for action in dialect.actions:
        kind = str(platform_of_command(action.command)) + (" (off)" if action.command.key in DISABLED else "")
        yield action.request, Use(action.command.key, kind)
    if dialect.serial:
        for request in (dialect.serial.send, dialect.serial.exchange):
            yield request.plus({dialect.serial.parameter: ""}), Use("send_serial", "action")


def _movements(movement: Movement) -> Iterator[tuple[Request, Use]]:
    """Yield the requests that actions are made of which move a head."""
    for drive in movement.drives:
        for shares in product((1.0, -1.0, 0.0), repeat=len(drive.axes)):
            move = Move(**dict(zip(drive.axes, shares, strict=True)))
            if move.axes and (drive.joint is None or drive.joint(move)):
                yield drive.start(move, STILL), Use("ptz_move", "action")
                yield drive.stop(move), Use("ptz_stop", "action")
    titled = {movement.title: ""} if movement.title else {}
    yield movement.save.plus(titled), Use("ptz_set_preset", "action")
    if movement.delete:
        yield movement.delete, Use("ptz_delete_preset", "action")
    if movement.absolute:
        yield movement.absolute(Position(0, 0, 0)), Use("ptz_absolute", "action")
    if movement.area:
        yield movement.area(Area(0, 0, 1, 1)), Use("ptz_look_at", "action")
    for change in filter(None, (movement.extend, movement.shorten)):
        yield change(1, 1), Use("ptz_tour", "action")
    if movement.pan_round:
        for clockwise in (True, False):
            yield movement.pan_round(clockwise, 1), Use("ptz_auto_pan", "action")


def _account(dialect: Dialect) -> set[str]:
    """Return the parameters that every request carries."""
    if isinstance(dialect.login, UidLogin):
        return {dialect.login.parameter}
    return set(dialect.login.query) if isinstance(dialect.login, QueryLogin) else set()


def match(dialect: Dialect, entries: list[Entry]) -> list[str]:
    """Find out what became of every name; return what is wrong with inventory or tables."""
    return [*_match_rows(dialect, entries), *_match_requests(dialect, entries), *_gaps(entries)]


def _match_rows(dialect: Dialect, entries: list[Entry]) -> Iterator[str]:
    for endpoint in dialect.endpoints:
        for row in endpoint.fields:
            requests = [request for request in (endpoint.read, endpoint.set, row.set) if request]
            here = [entry for entry in entries if any(_same_request(request, entry.path) for request in requests)]
            templates = list(spellings(dialect, endpoint, row))
            found = [(entry, name) for entry in here for name in entry.names if _covers(templates, name)]
            for entry, name in found:
                uses = entry.uses.setdefault(name, [])
                if (use := _becomes(endpoint, row)) not in uses:
                    uses.append(use)
            if not found:
                yield f"{endpoint.key}: {row.feature.key} at {row.path} stands in no inventory"


def _match_requests(dialect: Dialect, entries: list[Entry]) -> Iterator[str]:
    account = _account(dialect)
    for request, use in _requests(dialect):
        here = [entry for entry in entries if _same_request(request, entry.path)]
        if not here:
            yield f"{request.path} ({use.key or use.becomes}) stands in no inventory"
        for entry, name in ((each, name) for each in here for name in each.names):
            uses = entry.uses.setdefault(name, [])
            if name in account and not uses:
                uses.append(Use("", "session"))
            elif _covers(_asked(request), name) and use not in uses and (use.key or not uses):
                uses.append(use)


def _gaps(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        if not (entry.names or entry.reason):
            yield f"{entry.path} names nothing and gives no reason"
        for name in entry.names:
            if not entry.fate(name):
                yield f"{entry.path}: {name} has neither row nor reason"
        for name in (*entry.left_out, *entry.used):
            if name not in entry.names:
                yield f"{entry.path}: {name} has a reason and is no name of it"
        for name in entry.left_out:
            if entry.uses.get(name):
                yield f"{entry.path}: {name} has a row and a reason to be left out"


# The document


def _done(dialect: Dialect, entry: Entry) -> list[Use]:
    """Return what a request without parameters of its own is for."""
    named = {use.key for name, uses in entry.uses.items() if "=" in name for use in uses}
    found = [use for request, use in _requests(dialect) if use.key and _same_request(request, entry.path)]
    return [use for index, use in enumerate(found) if use.key not in named and use not in found[:index]]


def _lines(dialect: Dialect, entry: Entry) -> Iterator[str]:
    where = f"{entry.section} | `{entry.path}`"
    if not entry.names:
        told = "" if entry.reason.startswith("later") else "left out: "
        yield f"| {where} | | | {told}{entry.reason} | | |"
    for use in _done(dialect, entry):
        yield f"| {where} | | `{use.key}` | {use.becomes} | | |"
    for name in entry.names:
        for use in entry.uses.get(name, ()):
            key = f"`{use.key}`" if use.key else ""
            yield f"| {where} | `{name}` | {key} | {use.becomes} | {'yes' if use.writable else ''} | {use.ranges} |"
        if name in entry.used:
            yield f"| {where} | `{name}` | | {entry.used[name]} | | |"
        elif not entry.uses.get(name):
            reason = entry.left_out.get(name, entry.reason)
            told = "" if reason.startswith("later") else "left out: "
            yield f"| {where} | `{name}` | | {told}{reason} | | |"


def _coverage(dialect: Dialect, entries: list[Entry]) -> Iterator[str]:
    fates = [entry.fate(name) for entry in entries for name in entry.names]
    idle = [entry for entry in entries if entry.reason]
    rows = [row for endpoint in dialect.endpoints for row in endpoint.fields if not row.feature.internal]
    features = {row.feature.key for row in rows}
    writable = {row.feature.key for e in dialect.endpoints for row in e.fields if _becomes(e, row).writable}
    commands: set[Command] = {action.command for action in dialect.actions}
    yield "| | |"
    yield "|---|---|"
    yield f"| documented endpoints | {len(entries)} |"
    yield f"| of them used | {len(entries) - len(idle)} |"
    yield f"| left out as a whole, or still to come | {len(idle)} |"
    told = [entry for entry in entries if entry.reason or (entry.names and all(map(entry.fate, entry.names)))]
    yield f"| accounted for | {len(told) * 100 // len(entries)} % |"
    yield f"| documented names in requests and answers | {len(fates)} |"
    for fate, text in (
        ("row", "with a row or part of a request"),
        ("used", "used in another way"),
        ("left out", "left out, with a reason"),
        ("later", "still to come"),
    ):
        yield f"| {text} | {fates.count(fate)} |"
    yield f"| features | {len(features)}, {len(writable)} of them can be set |"
    yield f"| actions | {len(commands)} |"


def document(name: str) -> str:
    """Return the document of a dialect. Raise ValueError if inventory and tables do not agree."""
    dialect = DIALECTS[name]
    about, entries = inventory(name)
    if faults := match(dialect, entries):
        raise ValueError("\n".join(faults))
    lines = [
        f"# {about['title']}",
        "",
        f"Generated by `scripts/dialect_docs` from the tables of the {name} dialect and `{name}.toml`; do not edit.",
        "",
        *about.get("about", "").strip().splitlines(),
        "",
        "## Coverage",
        "",
        *_coverage(dialect, entries),
        "",
        "## Every endpoint",
        "",
        "(off): disabled until somebody enables it. A range is the document's, unless the camera tells its own.",
        "",
        "| Section | Endpoint | Name | Feature | Becomes | Can be set | Range |",
        "|---|---|---|---|---|---|---|",
        *(_row(line) for entry in entries for line in _lines(dialect, entry)),
        "",
    ]
    return "\n".join(lines)


def _row(line: str) -> str:
    return re.sub(r" {2,}", " ", line)


def main() -> int:
    """Write the documents, or check that they are up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if a document is stale")
    options = parser.parse_args()
    failed = False
    for path in sorted(FOLDER.glob("*.toml")):
        target = path.with_suffix(".md")
        try:
            text = document(path.stem)
        except ValueError as err:
            print(f"{path.name}:\n{err}", file=sys.stderr)
            failed = True
            continue
        if not options.check:
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            print(f"{target.name} is stale: run scripts/dialect_docs", file=sys.stderr)
            failed = True
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
