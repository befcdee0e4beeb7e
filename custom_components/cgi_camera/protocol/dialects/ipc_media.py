"""Recordings of the ipc dialect (IPC HTTP CGI 1.0.10, section 3.20)."""

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from ..converters import whole
from ..errors import Busy, Forbidden, Refused, TooLong, Unsupported
from ..exchange import Request
from ..media import DIVIDED, Ask, Clip, ClipKind, Recordings, Search, Span
from ..model import StreamKind
from .ipc_values import moment

_MODES: Final = {"2": ClipKind.SCHEDULE, "4": ClipKind.MOTION, "8": ClipKind.ALARM}
_STREAMS: Final = {"1": StreamKind.MAIN, "2": StreamKind.SUB}


def _query(search: Search, span: Span) -> Request:
    """Return the question for a part of a day, with all parameters as the document prints them."""
    first, last = span.start, span.end - timedelta(seconds=1)
    mode = next((mode for mode, kind in _MODES.items() if kind is search.kind), "-1")
    query = {"year": f"{first:%Y}", "month": f"{first:%m}", "day": f"{first:%d}"}
    query |= {"stream": "-1", "record_mode": mode, "media_type": "3"}
    query |= {"start_hour": str(first.hour), "start_min": str(first.minute), "start_sec": str(first.second)}
    query |= {"end_hour": str(last.hour), "end_min": str(last.minute), "end_sec": str(last.second)}
    return Request("/cgi-bin/get_record_query", query)


async def _find(ask: Ask, search: Search) -> AsyncGenerator[Sequence[Clip]]:
    """Ask for each day on its own, and for shorter times where a day has too many.

    The document does not say how a day without recordings is told: a refusal is one, unless nothing else comes.
    """
    spans = list(search.span.days())
    refusal: Refused | None = None
    answered = False
    while spans:
        span = spans.pop(0)
        try:
            document = await ask(_query(search, span))
        except TooLong:
            if not (halves := span.halves()):
                raise
            spans[:0] = halves
        except Unsupported, Busy, Forbidden:
            raise
        except Refused as err:
            refusal = err
            yield ()
        else:
            answered = True
            yield list(_clips(document, search.channel))
    if refusal and not answered:
        raise refusal


def _clips(document: Mapping[str, str], channel: int) -> Iterator[Clip]:
    for path, file in document.items():
        if not path.endswith("/filepath") or not _is_film(file):
            continue
        told = {name: document.get(path.removesuffix("filepath") + name, "") for name in _ATTRIBUTES}
        try:
            start = moment(told["start_time"])
        except ValueError:
            continue
        yield Clip(
            channel,
            start,
            None,
            _MODES.get(told["record_mode"], ClipKind.OTHER),
            whole(told["filesize"]),
            _STREAMS.get(told["stream_index"], StreamKind.MAIN),
            file,
        )


_ATTRIBUTES: Final = ("start_time", "record_mode", "filesize", "stream_index")


def _is_film(file: str) -> bool:
    """Tell a path from what would lead out of the folder of recordings."""
    return file.startswith("/") and ".." not in file.split("/") and file.isprintable()


def _files(clip: Clip) -> tuple[Request, ...]:
    """Return the address as the document prints it, and with the session that other requests need (section 3.20)."""
    path = f"/playback{quote(clip.file)}"
    return Request(path, bare=True), Request(path)


RECORDINGS = Recordings(
    kinds=(ClipKind.MOTION, ClipKind.ALARM, ClipKind.SCHEDULE),
    find=_find,
    files=_files,
    endpoint="get_record_query",
    limit=DIVIDED,
)
