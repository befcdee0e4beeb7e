"""Asks and tells a camera one thing at a time, and says what is meant by a refusal."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from .absence import Absence
from .answers import SETTINGS_LIMIT, rejected
from .errors import (
    AccountLocked,
    AuthFailed,
    BadAnswer,
    Busy,
    CameraError,
    ConnectionFailed,
    Forbidden,
    Refused,
    Unsupported,
)
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
        self.absence = Absence()
        first = known.dialect.identity[0]
        self._first = next(endpoint.read for endpoint in known.dialect.endpoints if endpoint.key == first)

    async def ask(
        self,
        request: Request,
        limit: int = SETTINGS_LIMIT,
        *,
        confirmed: bool = False,
        rights: bool = False,
        urgent: bool = False,
    ) -> Document:
        """Send one request and decode its answer of up to `limit` bytes.

        Raise any CameraError, its text free of secrets; TooLong for a longer answer. Where it is to be `confirmed`, an
        answer that does not say that something was done is a refusal. `rights` is explained at `Transport.send`.
        """
        decode = self._confirmed if confirmed else self._known.dialect.decode
        return await self.answer(request, decode, limit, rights=rights, urgent=urgent)

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
        rights: bool = False,
        urgent: bool = False,
    ) -> Mapping[str, T]:
        """Do what `ask` does with a decoder of one's own."""
        answer = await self._transport.send(request, limit=limit, rights=rights, urgent=urgent)
        if answer.status == 204:
            return {}
        try:
            found = decode(answer.body)
        except CameraError as err:
            raise self._transport.discreet(err) from None
        if answer.status != 200:
            raise Refused(f"HTTP {answer.status}")
        if isinstance(self._known.dialect.login, QueryLogin):
            self._transport.account.accept()
        return found

    async def tell(self, request: Request, *, confirmed: bool = False, urgent: bool = False) -> Document:
        """Send a request that changes something, as `ask` does; raise Forbidden if the account is what is refused."""
        try:
            return await self.ask(request, confirmed=confirmed, rights=True, urgent=urgent)
        except Forbidden, Unsupported, Busy, AccountLocked:
            raise
        except AuthFailed:
            return await self._tell_again(request, confirmed=confirmed, urgent=urgent)
        except Refused as err:
            if self._known.dialect.authority.refusal.search(str(err)):
                raise Forbidden(str(err)) from None
            await self.check_account()
            raise

    async def _tell_again(self, request: Request, *, confirmed: bool, urgent: bool) -> Document:
        """Tell a camera that has refused the account once more, if it still answers its questions."""
        with suppress(Refused):
            await self.ask(self._first, urgent=urgent)
        try:
            return await self.ask(request, confirmed=confirmed, urgent=urgent)
        except AccountLocked:
            raise
        except AuthFailed as err:
            # What the account may not do says nothing against the account.
            self._transport.account.accept()
            raise Forbidden(str(err)) from None

    async def life(self) -> None:
        """Raise ConnectionFailed if the camera does not answer the first of all questions, AuthFailed as ever."""
        try:
            await self.ask(self._first)
        except Refused, BadAnswer:
            return
        except ConnectionFailed:
            self._transport.been_away()
            self.absence.miss()
            raise

    async def picture(self, request: Request) -> bytes:
        """Fetch a JPEG. Raise as `Transport.picture` does; what comes in its place may be a refusal of the account."""
        try:
            return await self._transport.picture(request)
        except BadAnswer:
            await self.check_account()
            raise

    async def vouch(self, err: CameraError) -> None:
        """Raise AuthFailed if what something was refused with means the account, and not what was asked."""
        if not isinstance(err, AuthFailed):
            await self.check_account()
        elif isinstance(err, AccountLocked):
            raise err
        else:
            with suppress(Refused, BadAnswer):
                await self.ask(self._first)

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
            raise self._transport.account.refuse(rejected(str(err))) from None
