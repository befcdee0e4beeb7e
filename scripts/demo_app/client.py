"""Home Assistant's REST and websocket interfaces, as far as the demo uses them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from .errors import DemoFailed
from .processes import shown

LIMIT = aiohttp.ClientTimeout(total=60)


class HomeAssistant:
    """One running Home Assistant, logged in to once it is onboarded."""

    def __init__(
        self, session: aiohttp.ClientSession, base: URL, process: asyncio.subprocess.Process, log: Path
    ) -> None:
        self.session = session
        self.base = base.origin()
        self.process = process
        self.log = log
        self._headers: dict[str, str] = {}
        self._numbers = count(1)
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._lock = asyncio.Lock()

    async def answers(self) -> bool:
        """Tell whether the onboarding is there to be asked."""
        try:
            async with self.session.get(self.base.with_path("/api/onboarding"), timeout=LIMIT) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def get(self, path: str) -> Any:
        return await self._request("GET", path)

    async def post(self, path: str, data: Mapping[str, Any]) -> Any:
        return await self._request("POST", path, json=data)

    async def call(self, domain: str, service: str, entity_id: str, **data: Any) -> None:
        """Call a service as the frontend does."""
        await self.post(f"/api/services/{domain}/{service}", {"entity_id": entity_id, **data})

    async def _request(self, method: str, path: str, **data: Any) -> Any:
        url = self.base.join(URL(path))
        async with self.session.request(method, url, headers=self._headers, timeout=LIMIT, **data) as answer:
            if not answer.ok:
                said = (await answer.text()).strip().partition("\n")[0][:300]
                raise DemoFailed(f"{method} {path} answered {answer.status}: {said}; see {shown(self.log)}")
            return await answer.json()

    async def read(self, path: str) -> tuple[str, bytes]:
        """Return content type and body of what need not be JSON."""
        url = self.base.join(URL(path))
        async with self.session.get(url, headers=self._headers, timeout=LIMIT) as answer:
            body = await answer.read()
            if not answer.ok:
                raise DemoFailed(f"GET {path.partition('?')[0]} answered {answer.status}: {body[:100]!r}")
            return answer.content_type, body

    async def log_in(self, client_id: str, code: str) -> None:
        """Exchange the code of the onboarding for a token."""
        form = {"grant_type": "authorization_code", "code": code, "client_id": client_id}
        token = await self._request("POST", "/auth/token", data=form)
        self._headers = {"Authorization": f"Bearer {token['access_token']}"}

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Keep a websocket open while the block lasts."""
        async with self.session.ws_connect(self.base.with_path("/api/websocket"), max_msg_size=0) as socket:
            await socket.receive_json(timeout=30)
            token = self._headers["Authorization"].removeprefix("Bearer ")
            await socket.send_json({"type": "auth", "access_token": token})
            if (answer := await socket.receive_json(timeout=30))["type"] != "auth_ok":
                raise DemoFailed(f"the websocket answered {answer}")
            self._socket = socket
            yield

    async def ask(self, command: str, **data: Any) -> Any:
        """Send one websocket command and return its result."""
        if self._socket is None:
            raise DemoFailed("the websocket is not open")
        async with self._lock:
            number = next(self._numbers)
            await self._socket.send_json({"id": number, "type": command, **data})
            while (answer := await self._socket.receive_json(timeout=60)).get("id") != number:
                pass
        if not answer["success"]:
            raise DemoFailed(f"{command} was refused: {answer['error']['message']}")
        return answer["result"]
