"""Talks to cameras that bring a mail: within limits, and nothing goes anywhere else.

Encryption is not offered. An account that a camera sends is neither looked at nor kept, since it opens nothing: where a
mail comes from decides.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv6Address
import logging
import re
from typing import TYPE_CHECKING, Any, Final, override

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session as Talk

from .protocol.mail import MOST_BYTES, MOST_LINES

if TYPE_CHECKING:
    from .mail_receiver import Mailbox

LOGGER: Final = logging.getLogger(__package__)

MOST_RECIPIENTS: Final = 5
MOST_CALLS: Final = 20
"""How often a command is taken on one connection, which may bring several mails."""
MOST_HELD: Final = 2 * MOST_BYTES
"""Bytes of unfinished mails from one address."""
SESSION_SECONDS: Final = 120.0
COMMAND_SECONDS: Final = 60.0
"""The longest that one command may take, the mail itself too."""
STRANGE: Final = "not from a camera that is known here"
TOO_MANY: Final = "too many at once"

_SLACK = 2**16
_LONGEST_LINE = 2**16
_BARE_LINE_FEED = re.compile(rb"(?<!\r)\n")
_ROUTED = re.compile(r"[%!:]|@.*@")
"""Recipients by which mails were once passed on; no camera has such a one."""
_REASONS: Final = {
    "450": "too many mails",
    "451": TOO_MANY,
    "452": "too many recipients",
    "550": STRANGE,
    "551": "to be passed on",
    "552": "too large",
}

type Address = IPv4Address | IPv6Address

OURS: ContextVar[bool] = ContextVar("cgi_camera_smtp", default=False)


def not_ours(record: logging.LogRecord) -> bool:
    """Tell whether a record of the SMTP library is of others: it logs all that is sent, and warns of misspellings."""
    return not OURS.get()


class _Clerk:
    """Decides, on one connection, what is taken."""

    def __init__(self, box_of: Callable[[str], Mailbox | None]) -> None:
        self._box_of = box_of

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, talk: Talk, envelope: Envelope, hostname: str, told: list[str]
    ) -> list[str]:
        """Greet, and do not ask for an account, which would come in clear."""
        talk.host_name = hostname
        return [line for line in told if not line.startswith("250-AUTH")]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, talk: Talk, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Begin a mail, if it is of a camera that does not send too many."""
        box = self._box_of(address)
        if box is None:
            return "550 5.7.1 Not from a camera that is known here"
        if not box.allowance.take(asyncio.get_running_loop().time()):
            return "450 4.7.1 Too many mails, wait"
        envelope.mail_from = address
        return "250 2.1.0 Go on"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, talk: Talk, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take any recipient, since all mails stay here."""
        if _ROUTED.search(address):
            return "551 5.7.1 Nothing is passed on"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Stays here"

    async def handle_DATA(self, server: Session, talk: Talk, envelope: Envelope) -> str:  # noqa: N802
        """Hand a mail over."""
        server.begin_anew()
        # Its camera may have been removed meanwhile.
        box = self._box_of(envelope.mail_from or "")
        if box and isinstance(envelope.content, bytes) and box.deliver(envelope.content):
            return "250 2.0.0 Taken"
        return "451 4.3.2 Too many mails at once"

    async def handle_exception(self, error: Exception) -> str:
        """Answer to what the library stumbled over."""
        return "500 5.5.2 Not understood"


class Session(SMTP):
    """One connection of a camera."""

    line_length_limit = _LONGEST_LINE

    def __init__(
        self, peer: Address, box_of: Callable[[str], Mailbox | None], sessions: dict[Session, Address]
    ) -> None:
        """Be ready for a connection, and among `sessions` while it lasts; `box_of` finds the box of a sender."""
        self.command_size_limits: dict[str, int] = defaultdict(lambda: self.command_size_limit)
        super().__init__(
            _Clerk(box_of),
            data_size_limit=MOST_BYTES,
            hostname="home-assistant",
            ident="ready",
            timeout=COMMAND_SECONDS,
            auth_require_tls=False,
            authenticator=lambda *_: AuthResult(success=True),
            command_call_limit=MOST_CALLS,
            loop=asyncio.get_running_loop(),
        )
        self._sessions = sessions
        self._peer = peer
        self.received = 0
        self._lines = 0
        self._ends_in_return = False
        self._told = False
        self._deadline: asyncio.TimerHandle | None = None

    @override
    def _create_session(self) -> Talk:
        """Some cameras do not greet."""
        talk: Talk = super()._create_session()
        talk.host_name = "camera"
        return talk

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._sessions[self] = self._peer
        self._deadline = self.loop.call_later(SESSION_SECONDS, self._cut, "it took too long")
        super().connection_made(transport)

    @override
    def connection_lost(self, error: Exception | None) -> None:
        self._sessions.pop(self, None)
        if self._deadline:
            self._deadline.cancel()
        if self.envelope and self.envelope.mail_from:
            self._tell("it was cut off")
        # Whoever closes the receiver calls this, not the receiver's own tasks.
        with OURS.set(True):
            super().connection_lost(error)

    @override
    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        self._lines += data.count(b"\n")
        if self.received > MOST_BYTES + _SLACK or self._lines > MOST_LINES:
            self._cut(_REASONS["552"])
            return
        if sum(other.received for other, peer in self._sessions.items() if peer == self._peer) > MOST_HELD:
            self._cut(TOO_MANY)
            return
        # Some cameras end lines as they must not; nobody can be cheated by that where nothing is passed on.
        before = b"\r" if self._ends_in_return else b""
        self._ends_in_return = data.endswith(b"\r")
        super().data_received(_BARE_LINE_FEED.sub(b"\r\n", before + data)[len(before) :])

    def begin_anew(self) -> None:
        """Count from here: a mail has come."""
        self.received = self._lines = 0

    @override
    async def push(self, status: Any) -> None:
        if status[:1] in ("4", "5"):
            self._tell(_REASONS.get(status[:3], status[:3]))
        await super().push(status)

    @override
    def _timeout_cb(self) -> None:
        self._cut("it took too long")

    def _cut(self, reason: str) -> None:
        self._tell(reason)
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def _tell(self, reason: str) -> None:
        """Log once why a mail is not taken; nothing of it, since it may be anybody's."""
        if not self._told:
            self._told = True
            LOGGER.debug("A mail from %s was not taken: %s", self._peer, reason)
