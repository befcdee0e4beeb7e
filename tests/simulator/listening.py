"""How servers stop without a client that is half let in, over which asyncio stumbles."""

import asyncio

from aiohttp import web


async def accept_no_more(*servers: asyncio.Server) -> None:
    """Leave new clients to the kernel, which resets them when the server closes, and let those in that have knocked."""
    loop = asyncio.get_running_loop()
    for server in servers:
        for listening in server.sockets:
            loop.remove_reader(listening.fileno())
    await asyncio.sleep(0)


async def shut(runner: web.AppRunner) -> None:
    """Accept no more clients, and close the listening sockets."""
    servers = (getattr(site, "_server", None) for site in runner.sites)
    await accept_no_more(*(server for server in servers if isinstance(server, asyncio.Server)))
    for site in list(runner.sites):
        await site.stop()
