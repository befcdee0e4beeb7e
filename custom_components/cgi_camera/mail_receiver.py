"""Where cameras send their mails: one receiver for each address and port that cameras use."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv6Address, ip_address
import logging
from typing import Final, override

from .allowance import Allowance
from .smtp import LOGGER, OURS, STRANGE, TOO_MANY, Address, Session, not_ours

MOST_SESSIONS: Final = 32
MOST_SESSIONS_A_CAMERA: Final = 4
BURST: Final = 10.0
"""Mails that a camera may send in a row."""
REFILL: Final = 1 / 3
"""How many more it may send each second."""
LOOK_UP_PAUSE: Final = 60.0
"""Seconds in which strangers do not make us look up the cameras' names again."""
LOOK_UP_SECONDS: Final = 10.0

type LookUp = Callable[[str], Awaitable[Iterable[str]]]


def address_of(text: str) -> Address | None:
    """Return the address that a text is, None for a name; one of the old kind in the clothes of a new one is itself."""
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found


@dataclass(eq=False, slots=True, kw_only=True)
class Mailbox:
    """One camera's: where its mails come from, and who takes them.

    `sender` is in lower case, empty for any. `deliver` takes a mail, or returns False if it cannot now.
    """

    host: str
    sender: str
    deliver: Callable[[bytes], bool]
    addresses: set[Address] = field(default_factory=set)
    allowance: Allowance = field(default_factory=lambda: Allowance(BURST, REFILL))

    def __post_init__(self) -> None:
        """Know the address already if it is one."""
        if address := address_of(self.host):
            self.addresses.add(address)

    @property
    def has_name(self) -> bool:
        """Whether the camera is known by a name, whose address may change."""
        return address_of(self.host) is None


class Receiver:
    """Listens at one address and port for all cameras that send their mails there."""

    def __init__(self, address: str, port: int, look_up: LookUp) -> None:
        """Listen to nobody yet; `look_up` finds the addresses of a name."""
        self.address = address
        self.port = port
        self.boxes: list[Mailbox] = []
        self.sessions: dict[Session, Address] = {}
        self._look_up = look_up
        self._server: asyncio.Server | None = None
        self._looking: asyncio.Task[None] | None = None
        self._looked_at = float("-inf")
        self._waiting: list[asyncio.Transport] = []

    @property
    def listening(self) -> bool:
        """Whether the port is open."""
        return self._server is not None

    async def open(self) -> None:
        """Listen. Raise OSError if the address is not ours or the port is in use."""
        logging.getLogger("mail.log").addFilter(not_ours)
        loop = asyncio.get_running_loop()
        context = copy_context()
        context.run(OURS.set, True)
        opening = loop.create_server(lambda: _Door(self), self.address, self.port)
        self._server = await loop.create_task(opening, context=context)

    def close(self) -> None:
        """Listen no more, and drop what is under way."""
        if self._server:
            self._server.close()
            self._server = None
        if self._looking:
            self._looking.cancel()
            self._looking = None
        for transport in (*self._waiting, *(session.transport for session in self.sessions)):
            if isinstance(transport, asyncio.Transport):
                transport.abort()
        self._waiting.clear()

    def box_of(self, peer: Address, sender: str) -> Mailbox | None:
        """Return whose mail comes from an address; where several cameras share it, their senders tell them apart.

        One of them may be without a sender: what is of no other is its own.
        """
        here = [box for box in self.boxes if peer in box.addresses]
        fitting = [box for box in here if box.sender == sender.casefold()] or [box for box in here if not box.sender]
        return fitting[0] if len(fitting) == 1 else None

    def admit(self, transport: asyncio.Transport, *, looked_up: bool = False) -> None:
        """Talk to a camera; to nobody else, and not to too many at once."""
        told = transport.get_extra_info("peername")
        peer = address_of(told[0]) if told else None
        here = sum(peer in box.addresses for box in self.boxes)
        if peer is None or (not here and (looked_up or not self._wait(transport))):
            LOGGER.debug("A connection from %s was closed: %s", peer, STRANGE)
            transport.abort()
        elif here:
            known = list(self.sessions.values()).count(peer)
            if len(self.sessions) >= MOST_SESSIONS or known >= here * MOST_SESSIONS_A_CAMERA:
                LOGGER.debug("A connection from %s was closed: %s", peer, TOO_MANY)
                transport.abort()
                return
            session = Session(peer, partial(self.box_of, peer), self.sessions)
            transport.set_protocol(session)
            session.connection_made(transport)

    def _wait(self, transport: asyncio.Transport) -> bool:
        """Let a stranger wait until the cameras' names are looked up, if that is due."""
        loop = asyncio.get_running_loop()
        due = any(box.has_name for box in self.boxes) and loop.time() - self._looked_at >= LOOK_UP_PAUSE
        if len(self._waiting) >= MOST_SESSIONS or not (self._looking or due):
            return False
        transport.pause_reading()
        self._waiting.append(transport)
        if self._looking is None:
            self._looked_at = loop.time()
            self._looking = loop.create_task(self._find_all())
        return True

    async def _find_all(self) -> None:
        await asyncio.gather(*(self._find(box) for box in self.boxes if box.has_name))
        self._looking = None
        waiting, self._waiting = self._waiting, []
        for transport in waiting:
            if not transport.is_closing():
                self.admit(transport, looked_up=True)
                transport.resume_reading()

    async def _find(self, box: Mailbox) -> None:
        """Look up a camera's name; it stays where it was while that does not work."""
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                found = await self._look_up(box.host)
        except OSError, TimeoutError:
            return
        box.addresses = {address for text in found if (address := address_of(text))}


class _Door(asyncio.Protocol):
    """What everybody meets first, which costs next to nothing."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._receiver.admit(transport)
