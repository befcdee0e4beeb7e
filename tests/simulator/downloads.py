"""Sending a recording: made while it is read, never held, with ranges where the camera has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import re

from aiohttp import web

from .faults import STRUCK, put
from .film import film_part

CHUNK = 65536


@dataclass(frozen=True, slots=True)
class File:
    """``part`` gives the bytes from the first to before the last."""

    size: int
    content_type: str
    part: Callable[[int, int], bytes]


def mp4(size: int) -> File:
    return File(size, "video/mp4", lambda first, last: film_part(size, first, last))


def pattern(text: str, size: int, content_type: str) -> File:
    """Something of no format: the text over and over."""
    block = text.encode()

    def part(first: int, last: int) -> bytes:
        last = min(last, size)
        start = first % len(block)
        return (block * ((last - first) // len(block) + 2))[start : start + last - first]

    return File(size, content_type, part)


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """``bytes=4-7`` as first and end; None where it cannot be had. Only one range, as firmware has it."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if found is None or not (found[1] or found[2]):
        return 0, size
    if not found[1]:
        return (max(size - int(found[2]), 0), size) if int(found[2]) else None
    first, last = int(found[1]), int(found[2] or size - 1)
    return (first, min(last + 1, size)) if first < size and first <= last else None


async def send(
    request: web.Request, file: File, *, ranges: bool = True, headers: Mapping[str, str] | None = None
) -> web.StreamResponse:
    """The file, or the part of it that is asked for."""
    asked = request.headers.get("Range", "") if ranges else ""
    span = wanted(asked, file.size)
    if span is None:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    first, last = span
    response = web.StreamResponse(status=206 if asked else 200, headers=headers)
    struck = request.get(STRUCK)
    response.headers["Content-Type"] = (struck and struck.fault.content_type) or file.content_type
    response.content_length = last - first
    if ranges:
        response.headers["Accept-Ranges"] = "bytes"
    if asked:
        response.headers["Content-Range"] = f"bytes {first}-{last - 1}/{file.size}"
    await response.prepare(request)
    if request.method == "HEAD":
        return response
    try:
        for start in range(first, last, CHUNK):
            await put(request, response, file.part(start, min(start + CHUNK, last)))
    except ConnectionError:
        # The client has seen enough.
        pass
    return response
