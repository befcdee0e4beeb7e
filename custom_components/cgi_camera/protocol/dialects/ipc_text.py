"""Text on the picture and the clock of the ipc dialect (sections 3.8, 3.13 and 3.35)."""

from collections.abc import Iterator
from typing import Any

from .. import features as f
from ..converters import BIT, INT, TEXT, flag, span, whole
from ..exchange import Place, Request
from ..model import Domain, Feature
from ..schema import Adjust, AnyField, Document, DomainSource, Endpoint, Field
from .ipc_values import (
    MOMENT,
    OSD_COLOR,
    OSD_FONT_SIZE,
    OSD_PLACEMENT,
    TIME_FORMAT,
    TIME_SOURCE,
    ZONE,
    settings,
)

_THIRDS = 2


def _range_of(placement: str) -> DomainSource:
    """Return what finds the range of a position: thirds or hundredths of the picture."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        return span(0, _THIRDS if document[placement] == "0" else 100)

    return find


def _into_thirds(at: str) -> Adjust:
    """Return what takes a position along when it is to be counted in thirds."""

    def adjust(text: str, document: Document, ranges: Document, place: Place) -> dict[str, str]:
        found = {}
        for axis in ("x", "y"):
            now = document.get(f"{at}_{axis}", "0")
            if text == "0" and (whole(now) or 0) > _THIRDS:
                found[f"{at}_{axis}".rpartition("/")[2]] = str(_THIRDS)
        return found

    return adjust


def _position(
    at: str, placement: Feature[Any], x: Feature[int], y: Feature[int], number: str = ""
) -> tuple[AnyField, ...]:
    found = _range_of(f"{at}_type")
    return (
        Field(placement, f"{at}_type", OSD_PLACEMENT, number=number, adjust=_into_thirds(at)),
        Field(x, f"{at}_x", INT, found, number=number),
        Field(y, f"{at}_y", INT, found, number=number),
    )


def _user_fields(root: str, number: str) -> Iterator[AnyField]:
    yield Field(f.USER_OSD, f"{root}/enable", BIT, number=number)
    yield Field(f.USER_OSD_TITLE, f"{root}/title_utf8", TEXT, number=number)
    yield Field(f.USER_OSD_COLOR, f"{root}/color", TEXT, number=number)
    yield Field(f.USER_OSD_FONT_SIZE, f"{root}/fontsize", OSD_FONT_SIZE, number=number)
    yield from _position(f"{root}/title_pos", f.USER_OSD_PLACEMENT, f.USER_OSD_X, f.USER_OSD_Y, number)


def _user_osd(index: int) -> Endpoint:
    """Return one of the five texts. The answer is not printed: its element may be named after either endpoint."""
    request = Request("/cgi-bin/userosd", {"title_index": str(index)})
    return Endpoint(
        key=f"userosd?title_index={index}",
        read=request,
        set=request,
        follows="userosd?title_index=0" if index else "",
        fields=tuple(field for root in ("userosd", "osd") for field in _user_fields(root, str(index + 1))),
    )


TEXTS = (
    settings(
        "osd",
        Field(f.OSD, "osd/enable", BIT),
        Field(f.OSD_TITLE, "osd/title_utf8", TEXT),
        Field(f.OSD_COLOR, "osd/color", OSD_COLOR),
        Field(f.OSD_FONT_SIZE, "osd/fontsize", OSD_FONT_SIZE),
        *_position("osd/title_pos", f.OSD_PLACEMENT, f.OSD_X, f.OSD_Y),
        Field(f.OSD_RESOLUTION, "osd/show_res_bit", flag(1)),
        Field(f.OSD_BIT_RATE, "osd/show_res_bit", flag(2)),
        *_position("osd/time_pos", f.TIME_OSD_PLACEMENT, f.TIME_OSD_X, f.TIME_OSD_Y),
        Field(f.OSD_WEEKDAY, "osd/show_week", BIT),
        Field(f.TIME_OSD_FORMAT, "osd/time_format", TIME_FORMAT),
    ),
    *(_user_osd(index) for index in range(5)),
)


# The printed requests tell source, server and port together.
_NTP = (f.TIME_SOURCE, f.NTP_SERVER, f.NTP_PORT)


def _others(feature: Feature[Any]) -> tuple[Feature[Any], ...]:
    return tuple(each for each in _NTP if each is not feature)


TIME = Endpoint(
    key="time",
    read=Request("/cgi-bin/time"),
    set=Request("/cgi-bin/time"),
    fields=(
        Field(f.CLOCK, "time/current_time", MOMENT, write=""),
        Field(f.TIME_ZONE, "time/timezone", ZONE),
        Field(f.TIME_SOURCE, "time/update_method", TIME_SOURCE, companions=_others(f.TIME_SOURCE)),
        Field(f.NTP_SERVER, "time/ntpaddr", TEXT, companions=_others(f.NTP_SERVER)),
        # 80 or from 1000 says the document, and prints 123.
        Field(f.NTP_PORT, "time/port", INT, span(80, 65535), companions=_others(f.NTP_PORT)),
        Field(f.NTP_INTERVAL, "time/update_period", INT, span(60, 999999), companions=_NTP),
    ),
)
TIME_KEPT = _NTP
"""What it takes to set the clock by hand; the time server is turned on again afterwards."""
SET_CLOCK = Request(
    "/cgi-bin/time",
    {
        "update_method": "MANUAL",
        "year": "{due.year}",
        "month": "{due.month}",
        "day": "{due.day}",
        "hour": "{due.hour}",
        "min": "{due.minute}",
        "sec": "{due.second}",
    },
)
