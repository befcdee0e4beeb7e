"""Connections that are silent for hours."""

import socket

import aiohttp
from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol.sockets import keep_alive

from .server import serving, text


@pytest.mark.usefixtures("socket_enabled")
async def test_keep_alive() -> None:
    """The system looks after an open connection; one that is over needs nothing."""

    async def answer(_: web.Request) -> web.Response:
        return text("x" * 500_000)

    async with serving(answer) as server, aiohttp.ClientSession() as session, session.get(server.base) as response:
        assert response.connection
        assert response.connection.transport
        link = response.connection.transport.get_extra_info("socket")
        keep_alive(response)
        assert link.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert link.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 30
        await response.read()
        keep_alive(response)
