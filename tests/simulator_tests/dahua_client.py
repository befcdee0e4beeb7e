"""A client of the simulated dahua devices that answers one digest challenge, by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import md5
import re
import time
from typing import Any
from urllib.parse import quote

from aiohttp import ClientResponse, ClientSession, ClientTimeout
from yarl import URL

from tests.simulator.dahua import DahuaDevice

BAD = (400, "Error\r\nBad Request!\r\n")
CONFIG = "configManager.cgi?action="


def hashed(*parts: str) -> str:
    return md5(":".join(parts).encode()).hexdigest()


class Client:
    """One that knows its nonce and counts; ``name`` and ``password`` are whose it is."""

    def __init__(self, camera: DahuaDevice, session: ClientSession) -> None:
        self.camera = camera
        self.session = session
        self.name = "admin"
        self.password = "pass1234"
        self.nonce = ""
        self.count = 0

    def url(self, what: str) -> URL:
        return URL(f"{self.camera.url}/cgi-bin/{quote(what, safe='/?&=[],:.')}", encoded=True)

    async def challenge(self, answer: ClientResponse) -> None:
        self.realm = re.findall('realm="([^"]+)"', ", ".join(answer.headers.getall("WWW-Authenticate")))[-1]
        self.nonce = re.findall('nonce="([^"]+)"', answer.headers.getall("WWW-Authenticate")[-1])[0]
        self.count = 0

    def authorization(self, url: URL, *, count: int | None = None, uri: str | None = None, quoted: str = "") -> str:
        self.count = self.count + 1 if count is None else count
        nc, path = f"{self.count:08x}", uri or url.raw_path_qs
        secret = hashed(self.name, self.realm, self.password)
        response = hashed(secret, self.nonce, nc, "0a4f113b", "auth", hashed("GET", path))
        return (
            f'Digest username="{self.name}", realm="{self.realm}", nonce="{self.nonce}", uri="{path}", '
            f'qop={quoted}auth{quoted}, nc={quoted}{nc}{quoted}, cnonce="0a4f113b", response="{response}"'
        )

    @asynccontextmanager
    async def open(self, what: str, **options: Any) -> AsyncIterator[ClientResponse]:
        url = self.url(what)
        headers = options.pop("headers", {})
        if not self.nonce:
            async with self.session.get(url) as answer:
                assert answer.status == 401
                await self.challenge(answer)
        headers = {**headers, "Authorization": self.authorization(url, **options)}
        async with self.session.get(
            url, headers=headers, timeout=ClientTimeout(total=5), allow_redirects=False
        ) as answer:
            yield answer

    async def get(self, what: str, **options: Any) -> tuple[int, str]:
        async with self.open(what, **options) as answer:
            return answer.status, await answer.text()

    async def table(self, what: str) -> dict[str, str]:
        status, body = await self.get(what)
        assert status == 200, body
        assert not body.startswith("Error"), body
        return dict(line.split("=", 1) for line in body.splitlines())

    async def config(self, name: str) -> dict[str, str]:
        return await self.table(f"{CONFIG}getConfig&name={name}")

    async def set(self, what: str) -> None:
        assert await self.get(f"{CONFIG}setConfig&{what}") == (200, "OK\r\n")


async def attached(camera: DahuaDevice) -> None:
    deadline = time.monotonic() + 5
    while not camera.streams:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


async def read(client: Client, query: str, enough: str, *acts: Callable[[], Any]) -> str:
    """Attach, act once the stream is open, read until the text was seen."""
    seen = ""
    async with client.open(f"eventManager.cgi?action=attach&{query}") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "multipart/x-mixed-replace; boundary=myboundary"
        await attached(client.camera)
        for act in acts:
            act()
        while enough not in seen:
            if not (chunk := await answer.content.readany()):
                raise ConnectionResetError(seen)
            seen += chunk.decode()
    return seen
