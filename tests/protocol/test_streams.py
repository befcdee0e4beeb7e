"""Which streams a camera has, and where."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from yarl import URL

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.auth import Credentials
from custom_components.cgi_camera.protocol.exchange import Request
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Reading, Slot, StreamKind, StreamSource
from custom_components.cgi_camera.protocol.schema import Stream
from custom_components.cgi_camera.protocol.streams import Streams, with_account

from .toy import DIALECT

BASE = URL("http://192.0.2.7:8080")
MAIN = Stream(kind=StreamKind.MAIN, number=1, rtsp=("/live?ch={ch}&q={n0}",))
SUB = Stream(kind=StreamKind.SUB, number=2, rtsp=("/live?ch={ch}&q={n0}",), needs=f.STREAM_CODEC)


def known(streams: Iterable[Stream], *told: tuple[Slot[Any], Any], channels: tuple[int, ...] = (1,)) -> Knowledge:
    """Know some values of a camera with these streams."""
    knowledge = Knowledge(replace(DIALECT, streams=tuple(streams)), 30)
    knowledge.channels = channels
    knowledge.state.apply([Reading(slot, value) for slot, value in told], 0)
    return knowledge


def offered(knowledge: Knowledge, base: URL = BASE) -> list[StreamSource]:
    """Return the sources alone."""
    return Streams(knowledge, base).sources()


def test_every_stream_of_every_channel() -> None:
    """In order, with the template's places filled, at the port that is usual."""
    told = [(Slot(channel, f.STREAM_CODEC, 2), "H.264") for channel in (1, 2)]
    assert offered(known([MAIN, SUB], *told, channels=(1, 2))) == [
        StreamSource(1, StreamKind.MAIN, 1, ("rtsp://192.0.2.7:554/live?ch=1&q=0",)),
        StreamSource(1, StreamKind.SUB, 2, ("rtsp://192.0.2.7:554/live?ch=1&q=1",)),
        StreamSource(2, StreamKind.MAIN, 1, ("rtsp://192.0.2.7:554/live?ch=2&q=0",)),
        StreamSource(2, StreamKind.SUB, 2, ("rtsp://192.0.2.7:554/live?ch=2&q=1",)),
    ]


def test_a_stream_that_a_channel_lacks() -> None:
    """Is told by the settings of that stream of that channel."""
    found = offered(known([MAIN, SUB], (Slot(2, f.STREAM_CODEC, 2), "H.264"), channels=(1, 2)))
    assert [(source.channel, source.kind) for source in found] == [
        (1, StreamKind.MAIN),
        (2, StreamKind.MAIN),
        (2, StreamKind.SUB),
    ]


def test_the_port_that_the_camera_tells() -> None:
    """Wherever it is the camera's own and not the channel's."""
    (source,) = offered(known([MAIN], (Slot(0, f.RTSP_PORT), 5554)))
    assert source.addresses[0] == "rtsp://192.0.2.7:5554/live?ch=1&q=0"


@pytest.mark.parametrize(
    "told", ["rtsp://192.168.1.30:555/stream1?x=%2F&y", "rtsp://admin:pw@10.0.0.1:555/stream1?x=%2F&y"]
)
def test_the_address_that_the_camera_tells(told: str) -> None:
    """Path and port are the camera's word; the host is where we reach it, and an account never stays in it."""
    (source,) = offered(known([MAIN], (Slot(1, f.STREAM_ADDRESS, 1), told), (Slot(0, f.RTSP_PORT), 5554)))
    assert source.addresses[0] == "rtsp://192.0.2.7:555/stream1?x=%2F&y"


@pytest.mark.parametrize(
    ("told", "rtsp"),
    [
        # No port in it: the one that the camera tells elsewhere.
        ("rtsp://192.168.1.30/stream1", "rtsp://192.0.2.7:5554/stream1"),
        ("rtsp://192.168.1.30", "rtsp://192.0.2.7:5554/"),
        # What is no address at all leaves the documented one.
        ("rtsp://[bad/stream1", "rtsp://192.0.2.7:5554/live?ch=1&q=0"),
        ("rtsp://192.168.1.30:x/stream1", "rtsp://192.0.2.7:5554/live?ch=1&q=0"),
        ("none", "rtsp://192.0.2.7:5554/live?ch=1&q=0"),
        ("http://192.168.1.30/mjpeg", "rtsp://192.0.2.7:5554/live?ch=1&q=0"),
        ("", "rtsp://192.0.2.7:5554/live?ch=1&q=0"),
    ],
)
def test_addresses_that_lack_something(told: str, rtsp: str) -> None:
    """Are completed, or passed over."""
    (source,) = offered(known([MAIN], (Slot(1, f.STREAM_ADDRESS, 1), told), (Slot(0, f.RTSP_PORT), 5554)))
    assert source.addresses[0] == rtsp


def test_hosts_of_every_kind() -> None:
    """Names, and IPv6 in brackets."""
    for base, host in (
        ("http://cam.home.arpa", "cam.home.arpa"),
        ("https://[2001:db8::7]:8443", "[2001:db8::7]"),
    ):
        (source,) = offered(known([MAIN]), URL(base))
        assert source.addresses[0] == f"rtsp://{host}:554/live?ch=1&q=0"
        told = (Slot(1, f.STREAM_ADDRESS, 1), "rtsp://10.0.0.1:555/a")
        assert offered(known([MAIN], told), URL(base))[0].addresses[0] == f"rtsp://{host}:555/a"


def test_snapshot_and_mjpeg() -> None:
    """A stream may have either, or neither, or only on some firmware."""
    bare = Stream(kind=StreamKind.MAIN, number=1)
    full = Stream(kind=StreamKind.SUB, number=2, snapshot=Request("/jpeg"), mjpeg=Request("/mjpeg"))
    some = Stream(kind=StreamKind.THIRD, number=3, snapshot=Request("/jpeg"), snapshot_needs=f.SNAPSHOT)
    found = offered(known([bare, full, some]))
    assert [(s.addresses, s.snapshot, s.mjpeg) for s in found] == [
        ((), False, False),
        ((), True, True),
        ((), False, False),
    ]
    assert offered(known([some], (Slot(0, f.SNAPSHOT), True)))[0].snapshot


@pytest.mark.parametrize(
    ("username", "password", "address"),
    [
        ("admin", "pass1234", "rtsp://admin:pass1234@192.0.2.7:554/a?x=%2F&y=b%20c"),
        ("me@home", "p:a/s?s#w%o r&d", "rtsp://me%40home:p%3Aa%2Fs%3Fs%23w%25o%20r&d@192.0.2.7:554/a?x=%2F&y=b%20c"),
        ("ü", "ß", "rtsp://%C3%BC:%C3%9F@192.0.2.7:554/a?x=%2F&y=b%20c"),
        ("admin", "", "rtsp://admin@192.0.2.7:554/a?x=%2F&y=b%20c"),
    ],
)
def test_with_account(username: str, password: str, address: str) -> None:
    """Whatever stands in it; path and query stay as they were."""
    base = URL("http://192.0.2.7:8080")
    told = with_account("rtsp://192.0.2.7:554/a?x=%2F&y=b%20c", base, Credentials(username, password))
    assert told == address
    assert (URL(told).user, URL(told).password) == (username, password or None)


@pytest.mark.parametrize(
    "address", ["rtsp://viewer:own@192.0.2.7/x", "rtsp://nvr.example/x", "rtsp://viewer@192.0.2.7/"]
)
def test_another_account_or_another_host(address: str) -> None:
    """Gets neither the camera's name nor its password."""
    assert with_account(address, URL("http://192.0.2.7"), Credentials("admin", "pass1234")) == address


def test_streams_are_worked_out_anew_for_what_tells_of_them_alone() -> None:
    """The same list comes again until a port, an address or a stream is told or gone."""
    knowledge = known([MAIN, SUB], (Slot(1, f.BRIGHTNESS), 1))
    streams = Streams(knowledge, BASE)
    codec = Slot(1, f.STREAM_CODEC, 2)

    def told(slot: Slot[Any], value: Any) -> list[tuple[StreamKind, str]]:
        knowledge.state.apply([Reading(slot, value)], 0)
        return [(source.kind, source.addresses[0].removeprefix("rtsp://192.0.2.7")) for source in streams.sources()]

    before = streams.sources()
    assert told(Slot(1, f.BRIGHTNESS), 2) == [(StreamKind.MAIN, ":554/live?ch=1&q=0")]
    assert streams.sources() is before
    assert told(Slot(0, f.RTSP_PORT), 8554) == [(StreamKind.MAIN, ":8554/live?ch=1&q=0")]
    assert told(codec, "H.264") == [
        (StreamKind.MAIN, ":8554/live?ch=1&q=0"),
        (StreamKind.SUB, ":8554/live?ch=1&q=1"),
    ]
    knowledge.state.drop(codec)
    assert told(Slot(1, f.STREAM_ADDRESS, 1), "rtsp://x:5544/own") == [(StreamKind.MAIN, ":5544/own")]
    knowledge.channels = (1, 2)
    assert [source.channel for source in streams.sources()] == [1, 2]
