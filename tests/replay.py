"""A real server that answers as a camera once did.

It serves a folder that `scripts/camera record` has written, or a file of diagnostics as downloaded from Home Assistant.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from yarl import URL

from tests.simulator.listening import shut
from tests.simulator.wire import parse_query

ACCOUNT = frozenset({"uid", "username", "password", "id", "passwd"})
SESSION = {"/cgi-bin/getuid": b"<uid>00000000</uid>"}
"""The log-in itself is never recorded."""


@dataclass(slots=True)
class Recorded:
    """One recorded answer."""

    path: str
    query: dict[str, str]
    body: bytes
    status: int = 200
    content_type: str = "text/plain"
    account: bool = True
    challenges: tuple[str, ...] = ()

    def response(self) -> web.Response:
        """Answer."""
        response = web.Response(status=self.status, body=self.body, content_type=self.content_type)
        for challenge in self.challenges:
            response.headers.add("WWW-Authenticate", challenge)
        return response


def _without_account(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if name not in ACCOUNT}


def load(source: Path) -> list[Recorded]:
    """Read a recording, a folder of documented answers, or downloaded diagnostics."""
    if source.is_dir():
        index: list[dict[str, Any]] = json.loads((source / "index.json").read_text(encoding="utf-8"))
        entries = [(entry, (source / entry["file"]).read_bytes()) for entry in index]
    else:
        told: list[dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))["data"]["recording"]["answers"]
        entries = [(entry, entry["body"].encode(entry["encoding"])) for entry in told]
    found = []
    for entry, body in entries:
        path, _, query = entry["request"].partition("?")
        known = {key: entry[key] for key in ("status", "content_type", "account") if key in entry}
        challenges = tuple(entry.get("challenges", ()))
        found.append(Recorded(path, _without_account(parse_query(query)), body, challenges=challenges, **known))
    return found


@dataclass
class Replay:
    """Serves recorded answers on a free port of the loopback: `async with Replay(load(folder)) as replay`.

    Any account is the right one. What was not asked when it was recorded is a 404, and is noted in `missed`.
    """

    answers: Iterable[Recorded]
    missed: list[str] = field(default_factory=list)
    url: URL = field(default_factory=URL)

    async def __aenter__(self) -> Self:
        """Start."""
        self.answers = list(self.answers)
        app = web.Application()
        app.router.add_get("/{tail:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = URL.build(scheme="http", host="127.0.0.1", port=self._runner.addresses[0][1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await shut(self._runner)
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        query = parse_query(request.raw_path.partition("?")[2])
        known = "Authorization" in request.headers or not ACCOUNT.isdisjoint(query)
        if not known and (asking := self._asking()):
            return asking.response()
        if request.path in SESSION:
            return web.Response(body=SESSION[request.path], content_type="text/xml")
        found = [a for a in self.answers if (a.path, a.query) == (request.path, _without_account(query))]
        if found:
            return min(found, key=lambda answer: answer.account is not known).response()
        self.missed.append(request.raw_path)
        return web.Response(status=404)

    def _asking(self) -> Recorded | None:
        """Return what the camera said to everybody without an account, if it asked for one by HTTP."""
        return next((answer for answer in self.answers if answer.status == 401), None)
