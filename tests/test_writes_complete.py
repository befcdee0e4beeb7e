"""Every row of every dialect's table that can be set is written by a test, whatever the simulated cameras offer."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
import re

import pytest

from custom_components.cgi_camera.protocol.areas import Grid, Rectangle
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.exchange import Place
from custom_components.cgi_camera.protocol.schema import AnyField, Dialect
from tests import test_writes, test_writes_control, test_writes_dahua, test_writes_message

type Pair = tuple[str, str]
"""A feature and a parameter that sets it, each without its numbers."""


def numberless(text: str) -> str:
    """Put the same in place of every number."""
    return re.sub(r"\d+", "#", text)


def written(cases: Iterable[tuple[str, Mapping[str, str]]]) -> set[Pair]:
    """Return what cases set; their keys may name a channel."""
    return {
        (re.sub("(_#)?$", "", numberless(key.rpartition("/")[2])), numberless(name))
        for key, query in cases
        for name in query
    }


def cases_of(*lists: Iterable[object]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the key and the query of every case."""
    for cases in lists:
        for case in cases:
            yield case.key, case.query  # type: ignore[attr-defined]


IPC = cases_of(
    test_writes.IPC,
    test_writes.IPC_REMOTE,
    *(cases for _, cases in test_writes.VARIANTS),
)
DAHUA = cases_of(
    *test_writes_dahua.WRITES.values(),
    *(cases for _, cases in test_writes_dahua.VARIANTS),
)
WRITTEN = {
    "ipc": written(IPC),
    "control": written(cases_of(test_writes_control.WRITES, (case for _, case in test_writes_control.OTHERS))),
    "dahua": written(DAHUA),
    "message": written(
        cases_of(*test_writes_message.WRITES.values(), *(cases for *_, cases in test_writes_message.OTHERS))
    ),
}
# Written by tests of their own, for what comes beside or after it; parts of a lamp by those of lamps.
LAMP = {"white_light_brightness"}
APART = {
    "ipc": LAMP,
    "dahua": {numberless(key.rpartition("/")[2]) for _, keys in test_writes_dahua.SPECIAL.values() for key in keys}
    | LAMP,
}


def settable(dialect: Dialect) -> Iterator[AnyField]:
    """Yield the rows that become entities with which something can be set."""
    for endpoint in dialect.endpoints:
        for field in endpoint.fields:
            shown = not field.feature.internal and not issubclass(field.feature.kind, Grid | Rectangle | datetime)
            if shown and field.write != "" and (field.set or endpoint.set):
                yield field


def parameter(dialect: Dialect, field: AnyField) -> str:
    """Return the first parameter that sets a row."""
    place = Place(channel=1, number=1, index=1)
    return place.fill(field.write) if field.write else dialect.parameter(place.fill(field.path))


@pytest.mark.parametrize("name", DIALECTS)
def test_every_row(name: str) -> None:
    """One that is missing here is to be added to the dialect's cases, and to the simulated camera if that lacks it."""
    dialect = DIALECTS[name]
    rows = {(numberless(field.feature.key), numberless(parameter(dialect, field))) for field in settable(dialect)}
    assert rows
    missing = {row for row in rows - WRITTEN[name] if row[0] not in APART.get(name, ())}
    assert missing == set()
