"""Recordings for browsers and players: passed on from the camera, which they never see."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView

from . import recordings, remux
from .coordinator import LOGGER
from .protocol.download import Download
from .protocol.errors import AuthFailed, CameraError
from .protocol.media import Clip
from .recordings import Source

STALLED: Final = 120.0
"""Seconds without a byte taken after which a client loses its place, as a player that was left on pause."""


@callback
def async_setup_views(hass: HomeAssistant) -> None:
    """Serve recordings."""
    hass.http.register_view(RecordingView())


class RecordingView(HomeAssistantView):
    """Passes a clip or picture on."""

    url = recordings.VIEW_URL
    name = "api:cgi_camera:recordings"

    async def get(self, request: web.Request, entry_id: str, channel: str, clip_id: str) -> web.StreamResponse:
        """Answer with a clip, whole or in part."""
        try:
            source = recordings.source(request.app[KEY_HASS], entry_id, channel)
        except CameraError as err:
            return _refusal(err)
        if source.coordinator.rejected:
            return _refusal(AuthFailed("the camera does not accept the account"))
        try:
            return await _send(request, source, clip_id)
        except CameraError as err:
            await source.coordinator.explained(err)
            return _refusal(err)


def _refusal(err: CameraError) -> web.Response:
    return web.Response(status=recordings.status_of(err), text=str(err))


async def _send(request: web.Request, source: Source, clip_id: str) -> web.StreamResponse:
    clip = await source.archive.clip(source.channel, clip_id)
    # What is made into something else on its way has no parts that could be asked for.
    part = None if clip.form == "dav" else _part(request)
    async with source.archive.open(clip, part) as download:
        if download.unsatisfiable:
            total = "*" if download.total is None else download.total
            headers = {"Content-Range": f"bytes */{total}"}
            return web.Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
        remade = remux.AVAILABLE and not download.first and remux.is_dav(await download.begin())
        response = _head(clip, download, remade=remade)
        await response.prepare(request)
        async with aclosing(aiter(download)) as bytes_:
            if remade:
                async with aclosing(remux.remuxed(bytes_)) as film:
                    return await _pass_on(request, response, film)
            return await _pass_on(request, response, bytes_)


def _part(request: web.Request) -> slice | None:
    """Return which bytes are asked for; None where that is all of them, or makes no sense."""
    try:
        part = request.http_range
    except ValueError:
        return None
    return None if part.start is None and part.stop is None else part


def _head(clip: Clip, download: Download, *, remade: bool) -> web.StreamResponse:
    kind = recordings.content_type(clip)
    name = f"{clip.start:%Y-%m-%d %H.%M.%S}.{'mp4' if kind == recordings.MP4 else clip.form or 'bin'}"
    headers = {"Content-Type": kind, "Content-Disposition": f'inline; filename="{name}"'}
    if remade:
        return web.StreamResponse(headers=headers)
    if download.total is not None and clip.form != "dav":
        headers["Accept-Ranges"] = "bytes"
    if download.length is not None:
        headers["Content-Length"] = str(download.length)
    if not download.part or download.length is None:
        return web.StreamResponse(headers=headers)
    total = "*" if download.total is None else download.total
    headers["Content-Range"] = f"bytes {download.first}-{download.first + download.length - 1}/{total}"
    return web.StreamResponse(status=HTTPStatus.PARTIAL_CONTENT, headers=headers)


async def _pass_on(
    request: web.Request, response: web.StreamResponse, pieces: AsyncIterator[bytes]
) -> web.StreamResponse:
    """Write until the end, or until either side has had enough. The camera's connection closes with ours."""
    try:
        async for piece in pieces:
            async with asyncio.timeout(STALLED):
                await response.write(piece)
    except (CameraError, TimeoutError) as err:
        LOGGER.debug("A recording ends early: %s", str(err) or "nobody takes it")
        # An orderly end would pass for that of the film.
        if request.transport:
            request.transport.abort()
    except ConnectionError:
        LOGGER.debug("A recording ends early: the client has left")
    else:
        await response.write_eof()
    return response
