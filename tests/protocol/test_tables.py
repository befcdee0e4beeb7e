"""What tables can say, with a dialect made up for each case: parts of values, profiles, lists, what is asked at all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.codecs import key_value
from custom_components.cgi_camera.protocol.converters import INT, TEXT, span
from custom_components.cgi_camera.protocol.errors import Ignored, Refused, Unsupported
from custom_components.cgi_camera.protocol.exchange import Request
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Change, Reading, Slot
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.schema import ONCE, Converter, Dialect, Endpoint, Field, Glimpse
from custom_components.cgi_camera.protocol.writing import orders

from .server import talking, text
from .toy import DIALECT, Clock

PLACE: Converter[str] = Converter(lambda given: given.replace("\n", "x"), lambda value, _: value.replace("x", "\n"))
SIZE = Slot(1, f.STREAM_RESOLUTION)
BRIGHTNESS = Slot(1, f.BRIGHTNESS)


def made(*endpoints: Endpoint, **more: Any) -> Dialect:
    """Return a dialect of these endpoints, whose identity is `who`."""
    who = Endpoint(key="who", read=Request("/who"), period=ONCE, fields=(Field(f.MAC, "mac", TEXT),))
    changes = {"endpoints": (who, *endpoints), "identity": ("who",), "push": None, "actions": (), "streams": (), **more}
    return replace(DIALECT, **changes)


def met(dialect: Dialect, *channels: int) -> Knowledge:
    """Return what is known of a camera with these channels: nothing yet."""
    known = Knowledge(dialect, 30)
    known.channels = channels
    return known


def table(*fields: Field[Any], **more: Any) -> Endpoint:
    """Return an endpoint that is read and set at one path."""
    return Endpoint(key="table", read=Request("/table"), set=Request("/table", {"do": "set"}), fields=fields, **more)


def told(known: Knowledge, endpoint: Endpoint, body: str, channel: int = 0) -> set[Any]:
    """Let a camera tell something."""
    return known.take(Source(endpoint, channel), key_value(body.encode()), 0.0)


def spelt(known: Knowledge, *changes: Change[Any], channel: int = 1) -> Mapping[str, str]:
    """Return the parameters by which a camera is told changes."""
    (order,) = orders(known, changes, channel)
    return order.texts


# Values in parts


def test_parts_as_companions() -> None:
    """A value that goes along goes along whole, and once where two rows tell it."""
    x: Field[int] = Field(f.OSD_X, "x", INT, span(0, 9), companions=(f.STREAM_RESOLUTION,))
    rows = [Field(f.STREAM_RESOLUTION, path, PLACE, parts=("h",)) for path in ("w", "v")]
    endpoint = table(x, *rows)
    known = met(made(endpoint), 1)
    told(known, endpoint, "x=1\nw=2\nv=2\nh=3")
    assert spelt(known, Change(f.OSD_X, 5), channel=0) == {"x": "5", "w": "2", "h": "3"}


# Picture profiles


def _profile(glimpse: Glimpse) -> Iterator[Reading[int]]:
    yield Reading(Slot(1, f.PROFILE), int(glimpse.document["profile"]))


def test_profile_in_use() -> None:
    """Rows of the profile in use are read and set; when it changes, so do they."""
    mode = Endpoint(key="mode", read=Request("/mode"), derive=_profile)
    paths = ("b[{ch0}][{profile}]", "b[{ch0}][0]")
    endpoint = table(*(Field(f.BRIGHTNESS, path, INT, span(0, 100)) for path in paths), needs=("mode",))
    known = met(made(mode, endpoint), 1)
    told(known, mode, "profile=1")
    told(known, endpoint, "b[0][0]=10\nb[0][1]=20")
    assert known.state.get(BRIGHTNESS) == 20
    assert told(known, mode, "profile=0") >= {BRIGHTNESS}
    assert known.state.get(BRIGHTNESS) == 10
    assert spelt(known, Change(f.BRIGHTNESS, 7)) == {"b[0][0]": "7"}


def test_profile_without_a_row() -> None:
    """Where the profile in use has no row, the first stands for it."""
    mode = Endpoint(key="mode", read=Request("/mode"), derive=_profile)
    endpoint = table(*(Field(f.BRIGHTNESS, path, INT, span(0, 100)) for path in ("b[{profile}]{ch}", "b[0]{ch}")))
    known = met(made(mode, endpoint), 1)
    told(known, mode, "profile=2")
    told(known, endpoint, "b[0]1=10")
    assert known.state.get(BRIGHTNESS) == 10


# Lists


def test_list_that_shrinks() -> None:
    """What a list does not hold any more is unknown, and cannot be set: another may stand at its place."""
    endpoint = table(
        Field(f.RELAY, "r[{i}].on", Converter(lambda on: on == "1", lambda on, _: str(int(on))), number="r[{i}].id")
    )
    known = met(made(endpoint), 1)
    told(known, endpoint, "r[0].id=4\nr[0].on=1\nr[1].id=7\nr[1].on=0")
    fourth, seventh = Slot(0, f.RELAY, 4), Slot(0, f.RELAY, 7)
    assert (known.state.get(fourth), known.state.get(seventh)) == (True, False)
    assert fourth in told(known, endpoint, "r[0].id=7\nr[0].on=0")
    assert (known.state.get(fourth), known.state.get(seventh)) == (None, False)
    with pytest.raises(Unsupported):
        spelt(known, Change(f.RELAY, True, 4), channel=0)
    assert spelt(known, Change(f.RELAY, True, 7), channel=0) == {"r[0].on": "1"}
    told(known, endpoint, "r[0].id=4\nr[0].on=1")
    assert known.state.get(fourth) is True


def test_list_with_gaps() -> None:
    """A list goes on behind one of its things that lacks a trait, as long as it tells their numbers."""
    endpoint = table(Field(f.BRIGHTNESS, "r[{i}].level", INT, span(0, 9), number="r[{i}].id"))
    known = met(made(endpoint), 1)
    told(known, endpoint, "r[0].id=4\nr[1].id=7\nr[1].level=3\nr[3].id=8\nr[3].level=1")
    assert set(known.rows) == {Slot(0, f.BRIGHTNESS, 7)}


# Ranges


def test_ranges_of_a_channel() -> None:
    """A table of all channels has its ranges from what each channel was asked for, and from what it needs besides."""

    def widest(document: Any, ranges: Any, place: Any) -> Any:
        return span(0, float(ranges[f"most{place.channel}"]) * float(ranges["factor"]))

    limits = Endpoint(key="limits", read=Request("/limits", {"ch": "{ch}"}), per_channel=True)
    factor = Endpoint(key="factor", read=Request("/factor"))
    endpoint = table(Field(f.BRIGHTNESS, "b{ch}", INT, widest), ranges="limits", needs=("factor",))
    known = met(made(limits, factor, endpoint), 1, 2)
    for channel, most in ((1, 10), (2, 20)):
        told(known, limits, f"most{channel}={most}", channel)
    told(known, factor, "factor=2")
    told(known, endpoint, "b1=1\nb2=2")
    offers = known.capabilities
    assert [offers[Slot(channel, f.BRIGHTNESS)].maximum for channel in (1, 2)] == [20, 40]


# What is asked, and what answers count


class Made:
    """A camera that answers what a test has written down."""

    def __init__(self, **bodies: str | tuple[str, int]) -> None:
        """Answer these bodies, by path."""
        self.bodies: dict[str, str | tuple[str, int]] = {"who": "mac=02-00-00-AB-CD-EF", **bodies}
        self.clock = Clock()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        path = request.path_qs.strip("/")
        body = self.bodies.get(path, self.bodies.get(path.partition("?")[0], ("", 404)))
        return text(*body) if isinstance(body, tuple) else text(body)


pytestmark = pytest.mark.usefixtures("socket_enabled")


async def asked(dialect: Dialect, made: Made) -> list[str]:
    """Return what is asked when a camera is met, but for who it is."""
    async with talking(made.handle) as (transport, server):
        camera = Camera(transport, dialect, clock=made.clock)
        await camera.identify()
        await camera.discover()
        return server.targets[1:]


def per_channel(key: str, *fields: Field[Any], **more: Any) -> Endpoint:
    """Return an endpoint that is asked for each channel."""
    return Endpoint(key=key, read=Request(f"/{key}", {"ch": "{ch}"}), fields=fields, per_channel=True, **more)


THREE = {"channels": lambda documents: (1, 2, 3)}


async def test_missing_cgi_is_asked_for_once() -> None:
    """A CGI that is not there for the first channel is not there for the others; a channel may lack something."""
    dialect = made(per_channel("gone"), per_channel("there", Field(f.HUE, "hue", INT)), **THREE)
    camera = Made(**{"there?ch=1": ("Error", 400), "there?ch=2": "hue=1", "there?ch=3": "hue=1"})
    assert sorted(await asked(dialect, camera)) == ["/gone?ch=1", "/there?ch=1", "/there?ch=2", "/there?ch=3"]


async def test_asked_only_where_it_is_offered() -> None:
    """What another answer has to show first is asked only for the channels where it does."""
    more = per_channel("list", ranges="head", offered=lambda head: head.get("ptz") == "1")
    dialect = made(more, per_channel("head"), **THREE)
    camera = Made(list="", **{"head?ch=1": "ptz=0", "head?ch=2": "ptz=1", "head?ch=3": ("Error", 400)})
    found = await asked(dialect, camera)
    assert [target for target in found if "list" in target] == ["/list?ch=2"]


async def test_no_channels() -> None:
    """A recorder without a single camera is asked for itself."""
    dialect = made(per_channel("head"), table(), channels=lambda documents: ())
    assert await asked(dialect, Made(table="a=1")) == ["/table"]


async def test_channels_that_come_and_go() -> None:
    """The list of channels is read from time to time, and shows others than there were; an empty one shows nothing."""
    titles = Endpoint(key="titles", read=Request("/titles"))
    dialect = made(
        titles,
        identity=("who", "titles"),
        channels=lambda documents: tuple(range(1, len(documents.get("titles", {})) + 1)),
        roster=lambda documents: ("titles",),
    )
    camera = Made(titles="a=1\nb=2")
    async with talking(camera.handle) as (transport, server):
        engine = Camera(transport, dialect, clock=camera.clock)
        await engine.identify()
        await engine.discover()
        assert engine.channels == engine.channels_told == (1, 2)
        server.targets.clear()
        for titles_now, channels in (("a=1\nb=2", (1, 2)), ("", None), ("a=1\nb=2\nc=3", (1, 2, 3))):
            camera.bodies["titles"] = titles_now
            camera.clock.now += 301
            await engine.refresh(())
            assert engine.channels_told == channels
        assert server.targets == ["/titles"] * 3
        assert engine.channels == (1, 2)


async def written(dialect: Dialect, camera: Made, change: Change[Any]) -> tuple[Any, list[str]]:
    """Tell a camera something; return what is known then and what was asked."""
    async with talking(camera.handle) as (transport, server):
        engine = Camera(transport, dialect, clock=camera.clock)
        await engine.identify()
        await engine.discover()
        server.targets.clear()
        await engine.write(change)
        return engine.value(change.feature), server.targets


HUE: Field[int] = Field(f.HUE, "hue", INT, span(0, 9))
SET = "table?do=set&hue=5"


async def test_unconfirmed() -> None:
    """Where a dialect has a word for done, an answer without it is a refusal."""
    dialect = made(table(HUE), confirms=lambda body: b"OK" in body)
    for answer in ("", "hue=5"):
        with pytest.raises(Refused, match="not confirmed"):
            await written(dialect, Made(table="hue=1", **{SET: answer}), Change(f.HUE, 5))


async def test_ignored() -> None:
    """What is said to be done and is not is a failure; what came out otherwise is what is shown."""
    with pytest.raises(Ignored, match="hue is still 1"):
        await written(made(table(HUE)), Made(table="hue=1", **{SET: "OK"}), Change(f.HUE, 5))
    value, _ = await written(made(table(HUE)), Made(table="hue=5", **{SET: "OK"}), Change(f.HUE, 5))
    assert value == 5


async def test_settling() -> None:
    """What takes a while counts as done until the next poll."""
    value, targets = await written(made(table(HUE, settles=True)), Made(table="hue=1", **{SET: "OK"}), Change(f.HUE, 5))
    assert (value, targets) == (5, [f"/{SET}"])


async def test_settings_that_change_along() -> None:
    """A setting of another table that has to change along is read, too."""
    scheme = Endpoint(
        key="scheme", read=Request("/scheme"), set=Request("/scheme"), fields=(Field(f.SHARPNESS, "s", INT),)
    )
    row = replace(HUE, adjust=lambda text, document, ranges, place: {"s": "1"})
    dialect = made(scheme, table(row, ranges="scheme"))
    _, targets = await written(dialect, Made(scheme="s=0", table="hue=5", **{f"{SET}&s=1": "OK"}), Change(f.HUE, 5))
    assert targets == [f"/{SET}&s=1", "/table", "/scheme"]
