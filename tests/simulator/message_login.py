"""HTTP authentication of the message dialect: digest with qop=auth, or basic."""

from base64 import b64decode
from binascii import Error as Base64Error
from hashlib import md5
import re
import secrets

from aiohttp import web


class Login:
    """Lets a request pass or answers 401; nonces are lost by ``forget``."""

    def __init__(self, username: str, password: str, *, realm: str = "IPCamera", basic: bool = False) -> None:
        self.users = {username: password}
        self.realm = realm
        self.basic = basic
        self.nonces: set[str] = set()

    def forget(self) -> None:
        self.nonces.clear()

    def refusal(self, request: web.Request) -> web.Response | None:
        """None where the request may pass."""
        scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
        passes = self._basic(rest) if self.basic else self._digest(request, rest)
        if scheme.lower() == ("basic" if self.basic else "digest") and passes:
            return None
        if self.basic:
            challenge = f'Basic realm="{self.realm}"'
        else:
            nonce = secrets.token_hex(16)
            self.nonces.add(nonce)
            challenge = f'Digest realm="{self.realm}", qop="auth", nonce="{nonce}", opaque="{secrets.token_hex(8)}"'
        return web.Response(
            status=401, text="401 Unauthorized", content_type="text/html", headers={"WWW-Authenticate": challenge}
        )

    def _basic(self, token: str) -> bool:
        try:
            name, _, password = b64decode(token, validate=True).decode().partition(":")
        except Base64Error, UnicodeDecodeError:
            return False
        return self.users.get(name) == password

    def _digest(self, request: web.Request, rest: str) -> bool:
        said = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in FIELDS.finditer(rest)}
        password = self.users.get(said.get("username", ""))
        if password is None or said.get("nonce") not in self.nonces or said.get("uri") != request.raw_path:
            return False
        first = _hash(said["username"], self.realm, password)
        second = _hash(request.method, said["uri"])
        if said.get("qop") == "auth":
            expected = _hash(first, said["nonce"], said.get("nc", ""), said.get("cnonce", ""), "auth", second)
        else:
            expected = _hash(first, said["nonce"], second)
        return said.get("realm") == self.realm and said.get("response") == expected


FIELDS = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')


def _hash(*parts: str) -> str:
    return md5(":".join(parts).encode()).hexdigest()
