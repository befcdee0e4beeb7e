"""Picture sources: which streams a camera has, and where."""

from collections.abc import Iterable, Iterator
from typing import Any

from yarl import URL

from . import features as f
from .auth import Credentials
from .exchange import Place
from .knowledge import Knowledge
from .model import AnySlot, Feature, Slot, StreamSource
from .rtsp import PORT
from .schema import Stream


class Streams:
    """The streams of one camera, worked out anew where something has changed."""

    def __init__(self, known: Knowledge, base: URL) -> None:
        """Know a camera at an address."""
        self._known = known
        self._base = base
        self._channels: tuple[int, ...] = ()
        self._telling: list[AnySlot] = []
        self._changes = -1
        self._basis: object = None
        self._sources: list[StreamSource] = []

    def sources(self) -> list[StreamSource]:
        """Return every stream of every channel, the main one first; the same list while nothing of it is new."""
        known = self._known
        if known.channels != self._channels:
            self._channels, self._changes = known.channels, -1
            self._telling = list(_telling(known.dialect.streams, known.channels))
        if known.state.changes != self._changes:
            self._changes = known.state.changes
            basis = known.channels, [known.state.get(slot) for slot in self._telling]
            if basis != self._basis:
                self._basis, self._sources = basis, list(_sources(known, self._base))
        return self._sources


def _telling(streams: Iterable[Stream], channels: tuple[int, ...]) -> Iterator[AnySlot]:
    """Yield the slots that tell of streams."""
    yield Slot(0, f.RTSP_PORT)
    for channel in dict.fromkeys((0, *channels)):
        for stream in streams:
            yield Slot(channel, f.STREAM_ADDRESS, stream.number)
            if stream.needs:
                yield Slot(channel, stream.needs, stream.number)
            if stream.snapshot_needs:
                yield Slot(channel, stream.snapshot_needs)


def _sources(known: Knowledge, base: URL) -> Iterator[StreamSource]:
    for channel in known.channels:
        for stream in known.dialect.streams:
            if not _told(known, stream.needs, channel, stream.number):
                continue
            yield StreamSource(
                channel,
                stream.kind,
                stream.number,
                tuple(dict.fromkeys(_addresses(known, base, channel, stream))),
                snapshot=stream.snapshot is not None and _told(known, stream.snapshot_needs, channel),
                mjpeg=stream.mjpeg is not None,
            )


def _told(known: Knowledge, feature: Feature[Any] | None, channel: int, number: int = 0) -> bool:
    return feature is None or known.value(feature, channel, number) is not None


def _addresses(known: Knowledge, base: URL, channel: int, stream: Stream) -> Iterator[str]:
    """Yield the address as the camera names it, at the host where we reach it; then the known ones."""
    host = f"[{base.host}]" if ":" in (base.host or "") else base.host
    port = known.value(f.RTSP_PORT) or PORT
    if told := _split(known.value(f.STREAM_ADDRESS, channel, stream.number) or ""):
        yield f"rtsp://{host}:{told[0] or port}{told[1]}"
    for path in stream.rtsp:
        if "{ch" in path or len(known.channels) == 1:
            yield f"rtsp://{host}:{port}{Place(channel=channel, number=stream.number).fill(path)}"


def _split(address: str) -> tuple[int | None, str] | None:
    """Return port and path of a stream address as it was written; None for what is none."""
    try:
        url = URL(address, encoded=True)
        return (url.explicit_port, url.raw_path_qs or "/") if url.scheme == "rtsp" and url.raw_host else None
    except ValueError:
        return None


def with_account(address: str, base: URL, credentials: Credentials) -> str:
    """Put the account of the camera at `base` into a stream address, quoted. The result is a secret.

    An address that has an account of its own, or leads elsewhere, is left as it is.
    """
    url = URL(address, encoded=True)
    if url.raw_user is not None or url.host != base.host:
        return address
    return str(url.with_user(credentials.username).with_password(credentials.password or None))
