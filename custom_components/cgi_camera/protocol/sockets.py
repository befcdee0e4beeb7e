"""What the system and aiohttp are told about a connection."""

from asyncio.trsock import TransportSocket
from functools import lru_cache
import socket
from typing import Final

import aiohttp

CONNECT: Final = 10.0
"""Seconds that a connection may take."""
_PATIENCE: Final = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}


def keep_alive(response: aiohttp.ClientResponse) -> None:
    """Let the system notice within a minute that the other end is gone, where silence tells nothing."""
    wire = response.connection and response.connection.transport
    if wire and isinstance(link := wire.get_extra_info("socket"), TransportSocket):
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # Not every system knows all of them.
        for option in _PATIENCE.keys() & vars(socket).keys():
            link.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), _PATIENCE[option])


@lru_cache
def within(total: float | None, silence: float | None = None) -> aiohttp.ClientTimeout:
    """Return that a request may take so many seconds in all, and for how many nothing may come."""
    return aiohttp.ClientTimeout(total=total, sock_connect=CONNECT, sock_read=silence)
