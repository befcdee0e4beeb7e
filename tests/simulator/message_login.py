"""HTTP authentication of the message dialect: digest with qop=auth, or basic."""

from collections.abc import Mapping
import secrets

from aiohttp import web

from .authorization import basic, expected, fields
from .wire import USER


class Login:
    """Lets a request pass or answers 401; nonces are lost by ``forget``."""

    def __init__(self, users: Mapping[str, str], *, realm: str = "IPCamera", basic: bool = False) -> None:
        self.users = dict(users)
        self.realm = realm
        self.basic = basic
        self.nonces: set[str] = set()

    def forget(self) -> None:
        self.nonces.clear()

    def refusal(self, request: web.Request) -> web.Response | None:
        """None where the request may pass."""
        scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
        user = self._basic(rest) if self.basic else self._digest(request, rest)
        if scheme.lower() == ("basic" if self.basic else "digest") and user:
            request[USER] = user
            return None
        return self.challenge()

    def challenge(self) -> web.Response:
        """What a stranger is answered, and who may not do what he asks for (2.2)."""
        if self.basic:
            challenge = f'Basic realm="{self.realm}"'
        else:
            nonce = secrets.token_hex(16)
            self.nonces.add(nonce)
            challenge = f'Digest realm="{self.realm}", qop="auth", nonce="{nonce}", opaque="{secrets.token_hex(8)}"'
        return web.Response(
            status=401, text="401 Unauthorized", content_type="text/html", headers={"WWW-Authenticate": challenge}
        )

    def _basic(self, token: str) -> str:
        """Who it is; empty where nobody."""
        name, password = basic(token) or ("", "")
        return name if self.users.get(name) == password else ""

    def _digest(self, request: web.Request, rest: str) -> str:
        said = fields(rest)
        name = said.get("username", "")
        password = self.users.get(name)
        if password is None or said.get("nonce") not in self.nonces or said.get("uri") != request.raw_path:
            return ""
        right = said.get("realm") == self.realm and said.get("response") == expected(said, request.method, password)
        return name if right else ""
