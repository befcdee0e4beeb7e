"""What the tests of recordings share: the media browser and the view, as a browser uses them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera.const import DOMAIN

ROOT = f"media-source://{DOMAIN}"


class Browser:
    """A logged-in browser: one websocket, and requests with the log-in."""

    def __init__(self, client: TestClient[Any, Any], token: str) -> None:
        """Use a client and the token of a user."""
        self._client = client
        self._socket: Any = None
        self._token = token
        self._last = 0

    async def connect(self) -> None:
        """Open the websocket."""
        self._socket = await self._client.ws_connect("/api/websocket")
        await self._socket.receive_json()
        await self._socket.send_json({"type": "auth", "access_token": self._token})
        assert (await self._socket.receive_json())["type"] == "auth_ok"

    async def command(self, kind: str, **more: Any) -> dict[str, Any]:
        """Send a command and return its whole answer."""
        self._last += 1
        await self._socket.send_json({"id": self._last, "type": kind, **more})
        answer: dict[str, Any] = await self._socket.receive_json()
        return answer

    async def browse(self, *path: str) -> dict[str, Any]:
        """Return a list of the media browser."""
        answer = await self.command("media_source/browse_media", media_content_id="/".join((ROOT, *path)))
        assert answer["success"], answer
        result: dict[str, Any] = answer["result"]
        return result

    async def refused(self, kind: str, *path: str) -> str:
        """Return why something cannot be browsed or resolved."""
        answer = await self.command(f"media_source/{kind}_media", media_content_id="/".join((ROOT, *path)))
        assert not answer["success"], answer
        message: str = answer["error"]["message"]
        return message

    async def resolve(self, media_id: str) -> dict[str, Any]:
        """Return where something plays, and what it is."""
        answer = await self.command("media_source/resolve_media", media_content_id=media_id)
        assert answer["success"], answer
        result: dict[str, Any] = answer["result"]
        return result

    @asynccontextmanager
    async def get(self, url: str, *, known: bool = True, **headers: str) -> AsyncIterator[ClientResponse]:
        """Ask for something, with the log-in or without."""
        login = {"Authorization": f"Bearer {self._token}"} if known else {}
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._client.get(url, headers=login | headers) as response:
            yield response


@asynccontextmanager
async def browsing(hass: HomeAssistant, token: str) -> AsyncIterator[Browser]:
    """Serve Home Assistant as it serves itself, and log a browser in."""
    for component in ("websocket_api", "media_source", "camera", DOMAIN):
        assert await async_setup_component(hass, component, {})
    async with TestClient(TestServer(hass.http.app)) as client:
        browser = Browser(client, token)
        await browser.connect()
        yield browser


def titles(listed: dict[str, Any]) -> list[str]:
    """Return what a list shows."""
    return [child["title"] for child in listed["children"]]


def ids(listed: dict[str, Any]) -> dict[str, str]:
    """Return the ids of what a list shows, by title."""
    return {child["title"]: child["media_content_id"] for child in listed["children"]}


def inside(media_id: str) -> str:
    """Return the part of an id that belongs to the media source."""
    return media_id.removeprefix(f"{ROOT}/")


def place(entry: MockConfigEntry, *path: str) -> str:
    """Return what stands at a path of an entry."""
    return "/".join((entry.entry_id, *path))
