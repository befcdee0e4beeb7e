"""Every dialect against the examples that its documents print."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.codecs import path_of
from custom_components.cgi_camera.protocol.dialects import control, dahua, ipc, message
from custom_components.cgi_camera.protocol.errors import Refused
from custom_components.cgi_camera.protocol.exchange import Place, Request
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.parts import PartReader

from .examples import Examples

ALL = [Examples(module.DIALECT) for module in (control, dahua, ipc, message)]


def of(kind: str) -> pytest.MarkDecorator:
    """Run a test for all examples of a kind."""
    return _each((examples, each) for examples in ALL for each in examples.entries(kind))


def _each(found: Iterable[tuple[Examples, Any]]) -> pytest.MarkDecorator:
    named = [pytest.param(e, each.values[0], id=f"{e.dialect.name} {each.id}") for e, each in found]
    return pytest.mark.parametrize(("examples", "entry"), named)


def learn(examples: Examples, entry: dict[str, Any], end: bytes = b"\n") -> Knowledge:
    """Return what an answer tells; where its endpoint has another for the ranges, that is read before."""
    known = Knowledge(examples.dialect, 30)
    count = entry.get("channels", entry.get("channel"))
    known.channels = tuple(range(1, count + 1)) if count else examples.dialect.channels({})
    ranges = "" if "alone" in entry else examples.endpoints[entry["endpoint"]].ranges
    told = next((e for e in examples.index if e["endpoint"] == ranges and "values" in e), None)
    for each in (told, entry):
        if each:
            body = examples.body(each).replace(b"\r\n", b"\n").replace(b"\n", end)
            known.take(examples.source(each), examples.decode(each, body), 0.0)
    return known


@of("values")
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_values(examples: Examples, entry: dict[str, Any], end: bytes) -> None:
    """Every answer is read to the values printed beside it, and to nothing else."""
    known = learn(examples, entry, end)
    told = [slot for slot in known.slots_of(examples.source(entry)) if slot in known.state]
    # As texts, since True equals 1; how far the camera's clock is from ours is not printed.
    found = {str(slot): str(known.state.get(slot)) for slot in told if slot.feature is not f.CLOCK_OFFSET}
    assert found == examples.printed(entry)


@of("ranges")
def test_ranges(examples: Examples, entry: dict[str, Any]) -> None:
    """What a query allows is what can be set."""
    first = next(
        e
        for e in examples.index
        if "values" in e
        and examples.endpoints[e["endpoint"]].ranges == entry["endpoint"]
        and set(e["values"]) >= set(entry["ranges"])
    )
    known = learn(examples, first)
    known.take(examples.source(entry), examples.dialect.decode(examples.body(entry)), 0.0)
    known.take(examples.source(first), examples.dialect.decode(examples.body(first)), 1.0)
    found = {str(slot): [offered.minimum, offered.maximum] for slot, offered in known.capabilities.items()}
    assert entry["ranges"].items() <= found.items()


@of("document")
def test_documents(examples: Examples, entry: dict[str, Any]) -> None:
    """Answers without values are understood."""
    assert examples.dialect.decode(examples.body(entry)) == entry["document"]


@of("refused")
def test_refusals(examples: Examples, entry: dict[str, Any]) -> None:
    """An error is refused with its own reason, also in an answer with status 200."""
    with pytest.raises(Refused) as refused:
        examples.dialect.decode(examples.body(entry))
    assert str(refused.value) == entry["refused"]


@of("signals")
def test_signals(examples: Examples, entry: dict[str, Any]) -> None:
    """An event stream is read as it is printed: without blank lines or with more of them, with wrong lengths."""
    push = examples.dialect.push
    assert push is not None
    parts = PartReader(push.complete)
    told = [signal for text in parts.feed(examples.body(entry)) for signal in push.signals(text)]
    assert [[signal.code, signal.action, signal.index] for signal in told] == entry["signals"]
    assert any(examples.alike(entry, request) for request in push.requests)


@_each((examples, each) for examples in ALL for each in examples.questions())
def test_questions(examples: Examples, entry: dict[str, Any]) -> None:
    """Every endpoint is asked as printed, unless there is a reason not to."""
    if isinstance(entry.get("differs"), str):
        assert not examples.asks({**entry, "differs": {}}), "that is how it is asked"
    else:
        assert examples.asks(entry)


@of("spells")
def test_spelt(examples: Examples, entry: dict[str, Any]) -> None:
    """Telling a camera that has all of a printed request, and allows it, sends that request, or less of it."""
    path, printed = examples.asked(entry)
    known = Knowledge(examples.dialect, 30)
    known.channels = examples.dialect.channels({})
    source = examples.source(entry)
    for told in (e for e in examples.index if e["endpoint"] == source.endpoint.ranges and "ranges" in e):
        known.take(examples.source(told), examples.dialect.decode(examples.body(told)), 0.0)
    known.take(source, {path_of(f"{printed['Group']}/{name}"): text for name, text in printed.items()}, 0.0)
    spelt, query = examples.spell({**entry, "writes": entry["spells"]}, known)
    assert spelt == path
    assert query.items() <= printed.items()
    assert len(query) > len(entry["spells"])


@of("acts")
def test_actions(examples: Examples, entry: dict[str, Any]) -> None:
    """A command sends the printed request."""
    due = datetime.fromisoformat(entry.get("due", "1970-01-01"))
    epoch = int(due.replace(tzinfo=UTC).timestamp())
    place = Place(entry.get("channel", 0), entry.get("number", 0), due=due, epoch=epoch)
    found = [action.request for action in examples.dialect.actions if action.command.key == entry["acts"]]
    assert any(examples.alike(entry, request.at(place)) for request in found)


@of("moves")
def test_movements(examples: Examples, entry: dict[str, Any]) -> None:
    """A movement is spelt as printed, in one request."""
    number = next((what for kind, what in entry["moves"].items() if kind in ("save", "delete")), 0)
    (request,) = examples.moves(entry)
    assert request
    assert examples.alike(entry, request.at(Place(entry.get("channel", 0), number)))


@of("pictures")
def test_pictures(examples: Examples, entry: dict[str, Any]) -> None:
    """Pictures and streams are asked for at the printed address."""
    kind, way = entry["pictures"]
    stream = next(stream for stream in examples.dialect.streams if stream.kind.value == kind)
    found = stream.rtsp if way == "rtsp" else (getattr(stream, way),)
    templates = [Request(*examples.asked({"request": each})) if way == "rtsp" else each for each in found]
    place = Place(entry.get("channel", 1), stream.number)
    assert any(examples.alike(entry, template.at(place)) for template in templates)


@of("unset")
def test_not_set(examples: Examples, entry: dict[str, Any]) -> None:
    """No setting spells such a request, not even in part: one that does is an example of what is written."""
    assert not set(examples.asked(entry)[1]) & set(examples.names(entry))
