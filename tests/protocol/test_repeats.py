"""Answers that come again: what was read of them is taken as it was, and only where it would be read so now."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.codecs import key_value
from custom_components.cgi_camera.protocol.converters import INT, span
from custom_components.cgi_camera.protocol.errors import BadAnswer
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import AnySlot, Capability, Slot
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.repeats import Repeats
from custom_components.cgi_camera.protocol.schema import Document, Field

from .toy import DIALECT, RELAY_2

LEVEL = Slot(0, f.BRIGHTNESS)
ENDPOINTS = {endpoint.key: endpoint for endpoint in DIALECT.endpoints}
LIMITS = ENDPOINTS["limits"]
PICTURE = replace(
    ENDPOINTS["picture"],
    fields=(Field(f.BRIGHTNESS, "b", INT, domain=lambda own, ranges, _: span(0, float(own.get("most", ranges["b"])))),),
)
OTHERS = (ENDPOINTS["relays"], LIMITS)


@pytest.fixture
def known() -> Knowledge:
    """Return what is known of a camera whose brightness goes to 100, unless its own answer says otherwise."""
    known = Knowledge(replace(DIALECT, endpoints=(*OTHERS, PICTURE)), 30)
    known.take(Source(LIMITS, 0), {"b": "100"}, 0)
    return known


@pytest.fixture
def told(known: Knowledge) -> Callable[..., tuple[int | None, float | None]]:
    """Return what takes an answer of the picture, and tells what its brightness is then and how high it may be."""

    def take(**document: str) -> tuple[int | None, float | None]:
        known.take(Source(PICTURE, 0), document, 1)
        return known.state.get(LEVEL), known.capabilities[LEVEL].maximum

    return take


def test_the_last_two_answers_are_decoded_once() -> None:
    """What is switched on and off is known both ways; an older answer is not."""
    decoded = []

    def decode(body: bytes) -> Document:
        decoded.append(body)
        return key_value(body)

    decoder = Repeats(decode).decoder(Source(PICTURE, 0))
    found = [decoder(body) for body in (b"b=1", b"b=2", b"b=1", b"b=1", b"b=2", b"b=3", b"b=2", b"b=1")]
    assert found == [{"b": number} for number in "12112321"]
    assert decoded == [b"b=1", b"b=2", b"b=3", b"b=1"]


def test_what_cannot_be_decoded_is_not_remembered() -> None:
    """Garbage is garbage each time, and forgets nothing."""
    decoder = Repeats(key_value).decoder(Source(PICTURE, 0))
    known = decoder(b"b=1")
    for _ in range(2):
        with pytest.raises(BadAnswer):
            decoder(b"garbage")
    assert decoder(b"b=1") is known


def test_values_that_go_back_and_forth(told: Callable[..., tuple[int | None, float | None]]) -> None:
    """Each has its value, as often as it comes."""
    assert [told(b=text) for text in ("1", "2", "1", "2", "3", "1")] == [(int(n), 100) for n in "121231"]


def test_an_answer_is_read_row_by_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as it alternates with one other."""
    read = []
    counting = replace(INT, read=lambda text: read.append(text) or int(text))  # type: ignore[func-returns-value]
    endpoint = replace(PICTURE, fields=(Field(f.BRIGHTNESS, "b", counting),))
    known = Knowledge(replace(DIALECT, endpoints=(endpoint,)), 30)
    for number in "12121":
        known.take(Source(endpoint, 0), {"b": number}, 1)
        assert known.state.get(LEVEL) == int(number)
    assert read == ["1", "2"]


def test_what_is_offered_goes_back_and_forth_too(told: Callable[..., tuple[int | None, float | None]]) -> None:
    """An answer that changes it has not the same outcome as the one before it, but for its values."""
    answers: list[dict[str, str]] = [{"b": "1", "most": "9"}, {"b": "2", "most": "5"}]
    assert [told(**answer) for answer in answers * 2] == [(1, 9), (2, 5)] * 2


def test_other_ranges_for_an_old_answer(known: Knowledge, told: Callable[..., tuple[int | None, float | None]]) -> None:
    """It is read anew by them."""
    assert [told(b="1"), told(b="2")] == [(1, 100), (2, 100)]
    known.take(Source(LIMITS, 0), {"b": "50"}, 1)
    assert [told(b="1"), told(b="2")] == [(1, 50), (2, 50)]


def test_a_list_that_goes_back_and_forth(known: Knowledge) -> None:
    """What is not in it is gone, and comes again."""
    source = Source(ENDPOINTS["relays"], 0)
    second: AnySlot = RELAY_2
    for count in (1, 2, 1, 2):
        known.take(source, {f"relay[{n}]": "1" for n in range(count)}, 1)
        assert (second in known.state) is (count == 2)


def test_ranges_that_become_known_later() -> None:
    """Without them there is no limit; with them there is, for the same answer."""
    known = Knowledge(replace(DIALECT, endpoints=(*OTHERS, PICTURE)), 30)
    picture = Source(PICTURE, 0)
    known.take(picture, {"b": "1"}, 1)
    assert known.capabilities[LEVEL].maximum is None
    known.take(Source(LIMITS, 0), {"b": "30"}, 1)
    known.take(picture, {"b": "1"}, 1)
    assert known.capabilities[LEVEL].maximum == 30


def test_what_is_offered_alike_is_one_object() -> None:
    """Of all cameras; but numbers of another type are shown in another way."""
    found: list[Capability] = []
    for most in (7, 7.0, 7):
        endpoint = replace(PICTURE, fields=(Field(f.BRIGHTNESS, "b", INT, span(0, most)),))
        known = Knowledge(replace(DIALECT, endpoints=(endpoint,)), 30)
        known.take(Source(endpoint, 0), {"b": "1"}, 1)
        found.append(known.capabilities[LEVEL])
    assert found[0] is found[2]
    assert [repr(offered.maximum) for offered in found] == ["7", "7.0", "7"]
