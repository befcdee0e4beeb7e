"""Asks and tells a camera one thing at a time, and says what is meant by a refusal."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from .answers import SETTINGS_LIMIT
from .errors import AccountLocked, AuthFailed, Busy, CameraError, Forbidden, Refused, Unsupported
from .exchange import Request
from .knowledge import Knowledge
from .login import QueryLogin
from .schema import Document
from .transport import Transport


class Asker:
    """Sends requests to a camera and decodes what it answers."""

    def __init__(self, transport: Transport, known: Knowledge) -> None:
        """Ask over a transport, in the dialect of what is known."""
        self._transport = transport
        self._known = known
        first = known.dialect.identity[0]
        self._first = next(endpoint.read for endpoint in known.dialect.endpoints if endpoint.key == first)

    async def ask(
        self, request: Request, limit: int = SETTINGS_LIMIT, *, confirmed: bool = False, urgent: bool = False
    ) -> Document:
        """Send one request and decode its answer of up to `limit` bytes.

        Raise any CameraError, its text free of secrets; TooLong for a longer answer. Where it is to be `confirmed`, an
        answer that does not say that something was done is a refusal.
        """
        decode = self._confirmed if confirmed else self._known.dialect.decode
        return await self.answer(request, decode, limit, urgent=urgent)

    def _confirmed(self, body: bytes) -> Document:
        document = self._known.dialect.decode(body)
        if not self._known.dialect.confirms(body):
            raise Refused("not confirmed")
        return document

    async def answer[T](
        self,
        request: Request,
        decode: Callable[[bytes], Mapping[str, T]],
        limit: int = SETTINGS_LIMIT,
        *,
        urgent: bool = False,
    ) -> Mapping[str, T]:
        """Do what `ask` does with a decoder of one's own."""
        answer = await self._transport.send(request, limit=limit, urgent=urgent)
        if answer.status == 204:
            return {}
        try:
            found = decode(answer.body)
        except CameraError as err:
            raise self._transport.discreet(err) from None
        if answer.status != 200:
            raise Refused(f"HTTP {answer.status}")
        return found

    async def tell(self, request: Request, *, confirmed: bool = False, urgent: bool = False) -> Document:
        """Send a request that changes something, as `ask` does; raise Forbidden if the account is what is refused."""
        try:
            return await self.ask(request, confirmed=confirmed, urgent=urgent)
        except Forbidden, Unsupported, Busy, AccountLocked:
            raise
        except AuthFailed as err:
            # The account is wrong only if the camera does not answer its questions any more, either.
            with suppress(Refused):
                await self.ask(self._first, urgent=urgent)
            raise Forbidden(str(err)) from None
        except Refused as err:
            if self._known.dialect.authority.refusal.search(str(err)):
                raise Forbidden(str(err)) from None
            raise

    async def check_account(self) -> None:
        """Raise AuthFailed if the camera refuses even what it never refuses to a known account.

        For those that have no other word for a wrong one.
        """
        if not isinstance(self._known.dialect.login, QueryLogin):
            return
        try:
            await self.ask(self._first)
        except Unsupported, Busy:
            return
        except Refused as err:
            raise AuthFailed(str(err)) from None
