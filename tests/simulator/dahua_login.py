"""Who may in: digest and basic authentication, stale nonces, lock-out (3.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import re
import secrets

from aiohttp import web

from .authorization import basic, expected, fields
from .wire import USER

OPAQUE = "9a206a55e922ee7900769ec61ae49bf0c1f30242"


@dataclass(frozen=True, slots=True)
class Login:
    """How this firmware asks for a password.

    ``scheme``: "digest", "basic" (2014 firmware), "basic_first" (both challenges, Basic before Digest) or "off" (no
    way to log in at all: 500). ``once``: a nonce serves one request only. ``unquoted``: qop and nc in quotes are
    refused. ``lock_by``: the "address" that failed is locked, or the "account" from wherever.
    """

    scheme: str = "digest"
    blanks: bool = True
    opaque: bool = True
    tell_stale: bool = False
    once: bool = False
    unquoted: bool = False
    nonce_seconds: float = 300.0
    lock_by: str = "address"
    lock_login_times: int = 5
    lock_seconds: int = 300
    locked_status: int = 401


class Gate:
    """Lets a request in or answers why not."""

    def __init__(
        self, login: Login, realm: str, accounts: Callable[[], Mapping[str, str]], seconds: Callable[[], float]
    ) -> None:
        self.login = login
        self.realm = realm
        self.accounts = accounts
        self.seconds = seconds
        self.nonces: dict[str, tuple[float, int]] = {}
        self.failures: dict[str, int] = {}
        self.locked_until: dict[str, float] = {}
        self.locks = 0

    def forget(self) -> None:
        self.nonces.clear()

    def locked(self, key: str) -> bool:
        return self.locked_until.get(key, 0.0) > self.seconds()

    def refusal(self, request: web.Request, times: int, lock_seconds: float) -> web.Response | None:
        """None where the credentials are right; ``times`` and ``lock_seconds`` are the General table's."""
        if self.login.scheme == "off":
            return web.Response(status=500, body=b"Error\r\nInternal Server Error!\r\n", content_type="text/plain")
        given = request.headers.get("Authorization")
        if given is None:
            return self._challenge()
        verdict = self._judge(request, given)
        key = (request.remote or "") if self.login.lock_by == "address" else request.get(USER, "")
        if self.locked(key):
            # An attempt while locked begins the time anew.
            self.locked_until[key] = self.seconds() + lock_seconds
            return self.refused_for_good()
        if verdict == "stale":
            return self._challenge(stale=True)
        if verdict == "right":
            self.failures.pop(key, None)
            return None
        self.failures[key] = self.failures.get(key, 0) + 1
        if self.failures[key] >= times:
            self.failures.pop(key)
            self.locked_until[key] = self.seconds() + lock_seconds
            self.locks += 1
            return self.refused_for_good()
        return self._challenge()

    def refused_for_good(self) -> web.Response:
        return web.Response(
            status=self.login.locked_status, body=b"Error\r\nAuthorization Failed!\r\n", content_type="text/plain"
        )

    def _judge(self, request: web.Request, given: str) -> str:
        scheme, _, rest = given.partition(" ")
        if scheme.lower() == "basic":
            if self.login.scheme == "digest":
                return "wrong"
            user, password = basic(rest) or ("", "")
            request[USER] = user
            return "right" if user and self.accounts().get(user) == password else "wrong"
        if scheme.lower() != "digest" or self.login.scheme == "basic":
            return "wrong"
        return self._judge_digest(request, rest)

    def _judge_digest(self, request: web.Request, rest: str) -> str:
        if self.login.unquoted and re.search(r'\b(qop|nc)\s*=\s*"', rest):
            return "wrong"
        said = fields(rest)
        nonce = said.get("nonce", "")
        user = said.get("username", "")
        password = self.accounts().get(user)
        request[USER] = user
        right = (
            password is not None
            and said.get("realm") == self.realm
            # Query included, and written exactly as it was sent.
            and said.get("uri") == request.raw_path
            and said.get("qop", "auth") == "auth"
            and said.get("response") == expected(said, request.method, password)
        )
        if not right:
            return "wrong" if nonce in self.nonces else "stale"
        return self._use(nonce, said.get("nc", ""))

    def _use(self, nonce: str, count: str) -> str:
        """A nonce is good for a while, and its count must grow."""
        born, last = self.nonces.get(nonce, (float("-inf"), 0))
        number = int(count, 16) if re.fullmatch("[0-9a-fA-F]{8}", count) else last + 1
        if self.seconds() - born > self.login.nonce_seconds or number <= last:
            self.nonces.pop(nonce, None)
            return "stale"
        if self.login.once:
            del self.nonces[nonce]
        else:
            self.nonces[nonce] = born, number
        return "right"

    def _challenge(self, *, stale: bool = False) -> web.Response:
        response = web.Response(
            status=401, body=b"Error\r\nErrorID=0, Detail=Invalid Authority!\r\n", content_type="text/plain"
        )
        if self.login.scheme != "digest":
            response.headers.add("WWW-Authenticate", 'Basic realm="Device_CGI"')
        if self.login.scheme != "basic":
            nonce = str(secrets.randbelow(9 * 10**9) + 10**9)
            self.nonces[nonce] = self.seconds(), 0
            told = [f'realm="{self.realm}"', 'qop="auth"', f'nonce="{nonce}"']
            told += [f'opaque="{OPAQUE}"'] if self.login.opaque else []
            told += [f"stale={'TRUE' if stale else 'FALSE'}"] if self.login.tell_stale else []
            response.headers.add("WWW-Authenticate", "Digest " + (", " if self.login.blanks else ",").join(told))
        return response
