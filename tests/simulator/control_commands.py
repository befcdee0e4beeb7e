"""Commands of a control camera that are no settings: what they take."""

from collections.abc import Callable, Mapping

from aiohttp import web

from .control_values import Check, NotAllowed

type Handler = Callable[[web.Request, Mapping[str, str]], web.StreamResponse]

# Annex A: sections of the three commands that read everything.
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


def taking(checks: Mapping[str, Check], handler: Handler, optional: tuple[str, ...] = ()) -> Handler:
    """Exactly these parameters, each as its check wants it."""

    def checked(request: web.Request, query: Mapping[str, str]) -> web.StreamResponse:
        if unknown := query.keys() - checks.keys():
            raise NotAllowed(f"unknown parameter {', '.join(sorted(unknown))}")
        if missing := checks.keys() - query.keys() - set(optional):
            raise NotAllowed(f"missing parameter {', '.join(sorted(missing))}")
        return handler(request, {name: checks[name](value) for name, value in query.items()})

    return checked
