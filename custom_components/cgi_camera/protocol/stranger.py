"""Asks a camera as somebody whom it does not know."""

import aiohttp
from yarl import URL

from .answers import SETTINGS_LIMIT, failed, get, read
from .exchange import Answer, Request, address
from .sockets import CONNECT
from .transport import TOTAL


async def knock(session: aiohttp.ClientSession, base: URL, request: Request) -> Answer:
    """Ask without an account, and return whatever comes, whatever its status.

    Raise ConnectionFailed, or BadAnswer for an endless body.
    """
    timeout = aiohttp.ClientTimeout(total=TOTAL / 2, sock_connect=CONNECT / 2)
    try:
        async with await get(session, address(base.origin(), request), {}, timeout) as response:
            return await read(response, SETTINGS_LIMIT)
    except (aiohttp.ClientError, TimeoutError, OSError) as err:
        raise failed(err) from None
