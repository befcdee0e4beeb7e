"""Whatever a camera sends, the engine says BadAnswer or Refused and nothing else, in time that grows as what came."""

import asyncio
from dataclasses import replace
import random

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.codecs import attribute_xml, key_value, message_xml
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.errors import BadAnswer, Invalid
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Change, Slot
from custom_components.cgi_camera.protocol.parts import PartReader
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.writing import orders

from .mangled import digest, run, swollen

LONG = "9" * 5000
"""More digits than Python makes a number of."""


def known(dialect: str, **documents: dict[str, str]) -> Knowledge:
    """Return what is known of a camera that answered its endpoints so."""
    found = Knowledge(DIALECTS[dialect], 30)
    for endpoint in found.dialect.endpoints:
        if endpoint.key in documents:
            found.take(Source(endpoint, 0), documents[endpoint.key], 0.0)
    return found


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_nonsense_of_every_kind(dialect: str, seed: int) -> None:
    """Answers, searches, challenges and event streams; `scripts/fuzz` does the same for longer."""
    session = asyncio.run(run(random.Random(seed), dialect, 12))
    assert session.camera.close() == set()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_time_grows_as_the_answer_does(dialect: str) -> None:
    """What took ten times as long with each part of an answer would not end within the time that tests have."""
    for body in swollen(48_000):
        digest(DIALECTS[dialect], body)


def looked_at(stream: bytes, piece: int) -> tuple[int, list[str]]:
    """Return how many characters of unfinished parts were looked at, and what was told."""
    seen = 0

    def complete(text: str) -> bool:
        nonlocal seen
        seen += len(text)
        return False

    parts = PartReader(complete)
    told = [text for at in range(0, len(stream), piece) for text in parts.feed(stream[at : at + piece])]
    return seen, told


@pytest.mark.parametrize("line", [b"}\n", b"a: b\n", b'   "Name" : "x",\n', b"\n"])
def test_a_part_without_an_end_is_not_looked_at_for_ever(line: bytes) -> None:
    """Four times the text costs four times the work, not sixteen times, and is told when its boundary comes."""
    small, large = (b"--myboundary\r\n\r\nCode=X;data={\n" + line * (size // len(line)) for size in (60_000, 240_000))
    assert looked_at(large, len(line))[0] < 8 * max(looked_at(small, len(line))[0], 60_000)
    assert looked_at(large + b"\r\n--myboundary\r\n", len(line))[1][-1].startswith("Code=X")


def test_a_part_in_many_pieces_is_told_at_once() -> None:
    """Patience is long enough for what cameras send."""
    parts = PartReader(lambda text: text.count("{") == text.count("}"))
    event = "Code=X;action=Start;index=0;data={\n" + '  "Name" : "x",\n' * 100 + "}\n"
    told = [text for byte in f"--myboundary\r\n\r\n{event}".encode() for text in parts.feed(bytes([byte]))]
    assert told == [event.strip()]


@pytest.mark.parametrize(
    "body",
    [
        b"<" + b"a" * 600 + b"/>",
        b"<" + b"a" * 500 + b">" + b"<b/>" * 5000 + b"</" + b"a" * 500 + b">",
    ],
)
def test_names_that_would_fill_the_memory(body: bytes) -> None:
    """A name stands in the path of all that it holds."""
    with pytest.raises(BadAnswer):
        attribute_xml(body)
    with pytest.raises(BadAnswer):
        message_xml(b"<Message>" + body + b"</Message>")


def test_a_section_with_a_long_name() -> None:
    """Stands in the path of every line of it, too."""
    assert max(map(len, key_value(b"[" + b"a" * 5000 + b"]\nx\ny\n"))) < 80


@pytest.mark.parametrize(
    ("dialect", "documents"),
    [
        ("dahua", {"MaxRemoteInputChannels": {"table.maxremoteinputchannels": "99999999"}, "getCollect": {}}),
        ("dahua", {"MaxRemoteInputChannels": {"table.maxremoteinputchannels": LONG}}),
        ("dahua", {"ChannelTitle": {f"table.channeltitle[{LONG}].name": "x"}}),
        ("dahua", {"RemoteDevice": {f"table.remotedevice.a_{LONG}.enable": "true"}}),
        ("message", {"image query": {"imageinfo/channel": f"1 ... {LONG}"}}),
    ],
)
def test_more_channels_than_there_can_be(dialect: str, documents: dict[str, dict[str, str]]) -> None:
    """Are not made."""
    found = known(dialect, **documents)
    found.settle_channels()
    assert 1 <= len(found.channels) <= 256


def test_more_streams_than_there_can_be() -> None:
    """Are not made, either."""
    found = known("dahua", MaxExtraStream={"table.maxextrastream": "99999999"})
    assert len([slot for slot in found.capabilities if slot.feature is f.STREAM]) == 9


def test_what_is_derived_from_what_cannot_be_read() -> None:
    """Is told as far as it can be read, and the poll goes on."""
    disks = {"list.info[0].state": "Success", "list.info[0].detail[0].iserror": "perhaps"}
    found = known("dahua", getDeviceAllInfo=disks)
    assert found.value(f.DISK_SIZE, number=1) is None


def test_a_text_that_does_not_fill_the_lines_of_a_value() -> None:
    """Is refused before anything is sent."""
    head = "table.encode[0].mainformat[0].video"
    found = known("dahua", Encode={f"{head}.width": "1920", f"{head}.height": "1080"})
    found.channels = (1,)
    endpoint = next(each for each in found.dialect.endpoints if each.key == "Encode")
    found.take(Source(endpoint, 0), {f"{head}.width": "1920", f"{head}.height": "1080"}, 0.0)
    slot = Slot(1, f.STREAM_RESOLUTION, 1)
    found.capabilities[slot] = replace(found.capabilities[slot], writable=True, choices=())
    with pytest.raises(Invalid):
        orders(found, [Change(f.STREAM_RESOLUTION, "wide", 1)], 1)


@pytest.mark.parametrize("text", ["²", LONG])
def test_a_position_that_only_looks_like_a_number(text: str) -> None:
    """Is left as it is when its unit is changed."""
    found = known("ipc", osd={"osd/title_pos_type": "1", "osd/title_pos_x": text, "osd/title_pos_y": "999"})
    choices = found.capabilities[Slot(0, f.OSD_PLACEMENT)].choices
    sent = [orders(found, [Change(f.OSD_PLACEMENT, choice)], 0)[0].request(found) for choice in choices]
    assert not any(text in request.query.values() for request in sent)
    assert any("999" not in request.query.values() for request in sent)
