"""Commands of a control camera that are no settings: what they take."""

from collections.abc import Callable, Mapping
import re

from aiohttp import web

from .control_pages import Pages
from .control_tables import Row
from .control_values import Check, NotAllowed

type Handler = Callable[[web.Request, Mapping[str, str]], web.StreamResponse]

# Annex A: sections of the three commands that read much at once.
UNIFIED = {
    "getsysinfo1": (
        ("ColorInfo", "setcolor"),
        ("VideoInfo", "setvideo"),
        ("AudioInfo", "setaudio"),
        ("RTSPInfo", "setrtsp"),
    ),
    "getsysinfo2": (
        ("AlarmMotion", "setmotion"),
        ("AlarmIput", "setalarmin"),
        ("AlarmOutput", "setalarmout"),
        ("EventRecord", "setrecevent"),
    ),
    "getsysinfo3": (
        ("CamDNF", "setdaynight"),
        ("CamColor", "setcolor"),
        ("CamWhiteBalance", "setwb"),
        ("CamWDR", "setwdr"),
        ("CamEffect", "seteffect"),
        ("CamSlowShutter", "setslowsh"),
        ("CamShutterSpeed", "setshutterspd"),
    ),
}


# What annex A prints of the sections that are shorter there than the single answer.
PRINTED = {
    "VideoInfo": re.compile(r"videoflip|capture[12]\..*|encoder.*"),
    "AudioInfo": re.compile(r"audiocodec|audioout|audioin"),
    "AlarmMotion": re.compile(r"(?!motion1\.size|motion1\.area([7-9]|\d\d)).*"),
    "CamDNF": re.compile(r"daynightmode|autolevel|irlink|lpr.*"),
    "CamColor": re.compile(r"(?!hue).*"),
    "CamSlowShutter": re.compile(r"slowshutter"),
}


def section(pages: Pages, title: str, page: str, *, whole: bool) -> list[tuple[Row, str]]:
    """One section as annex A prints it, or ``whole``: all that the single command tells."""
    if whole:
        return pages.rows(page)
    values = pages[page]
    printed = PRINTED.get(title, re.compile(".*"))
    rows = [row for row in pages.pages[page].rows if row.shown(values) or row.key == "autolevel"]
    # A1.2 writes the codec so, and 4.5.2 does not.
    return [
        (row, values[row.key].replace("mjpeg", "jpeg") if row.key.endswith(".codec") else values[row.key])
        for row in rows
        if printed.fullmatch(row.key)
    ]


def taking(checks: Mapping[str, Check], handler: Handler, optional: tuple[str, ...] = ()) -> Handler:
    """Exactly these parameters, each as its check wants it."""

    def checked(request: web.Request, query: Mapping[str, str]) -> web.StreamResponse:
        if unknown := query.keys() - checks.keys():
            raise NotAllowed(f"unknown parameter {', '.join(sorted(unknown))}")
        if missing := checks.keys() - query.keys() - set(optional):
            raise NotAllowed(f"missing parameter {', '.join(sorted(missing))}")
        return handler(request, {name: checks[name](value) for name, value in query.items()})

    return checked
