"""The documents' examples in `tests/fixtures/<dialect>/index.json`: how every dialect is held to them.

An entry names its endpoint and its source. What it shows is told by

- `values`: what an answer is read to, by slot; `offers` are the slots it tells of without a value,
- `document`: the paths of an answer without values,
- `refused`: the reason of a refusal,
- `signals`: code, state and index of what an event stream tells,
- `ranges`: least and greatest value, by slot, that the answer to a query allows,
- `writes`: values that spell a request; `after` names the answer known before, where it is not the first one,
- `spells`: the same, where no printed answer has all of it or the camera first tells what it takes,
- `acts`: the command that sends a request, with its `channel` and `number`, or with the time that is `due`,
- `moves`: the movement that a request starts or stops, the part of the picture to look at, the preset to save,
- `pictures`: the stream and the way (`snapshot`, `snapshot_alone`, `mjpeg`, `rtsp`) that a request or address is for,
- `unset`: why no setting spells a request to an endpoint in use.

`alone` tells why the printed ranges are not of the device that such an example is printed of.

A request with none of them, or beside values, is the one that the endpoint is read by, or that of a bundle. `differs`
tells, by parameter, why ours is not the printed one, or as a text why there is none like it.
"""

from collections.abc import Iterable, Iterator
from itertools import product
import json
from pathlib import Path
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.areas import Grid, Rectangle
from custom_components.cgi_camera.protocol.exchange import Place, Request
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Change, Feature
from custom_components.cgi_camera.protocol.movement import STILL, Area, Move, parts
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.schema import Bundle, Dialect, Document
from custom_components.cgi_camera.protocol.writing import orders

FIXTURES = Path(__file__).parent.parent / "fixtures"
FEATURES = {each.key: each for each in vars(f).values() if isinstance(each, Feature)}
ACCOUNT = frozenset({"id", "passwd", "uid", "username", "password"})

type Asked = tuple[str, dict[str, str]]
"""Path and query of a request."""


class Examples:
    """One dialect's examples."""

    def __init__(self, dialect: Dialect) -> None:
        """Read the index."""
        self.dialect = dialect
        self.folder = FIXTURES / dialect.name
        self.index: list[dict[str, Any]] = json.loads((self.folder / "index.json").read_text(encoding="utf-8"))
        self.endpoints = {endpoint.key: endpoint for endpoint in dialect.endpoints}

    def entries(self, kind: str) -> Iterable[Any]:
        """Return the examples of a kind, each named by its file or request and its source."""
        return [
            pytest.param(entry, id=f"{entry.get('file', entry.get('request'))} {entry['source']}")
            for entry in self.index
            if kind in entry
        ]

    def questions(self) -> Iterable[Any]:
        """Return the requests that endpoints are read by."""
        others = {"document", "refused", "writes", "spells", "acts", "moves", "pictures", "signals", "unset"}
        return [
            pytest.param(entry, id=f"{entry['request']} {entry['source']}")
            for entry in self.index
            if "request" in entry and not others & set(entry) and entry["endpoint"] in self.endpoints
        ]

    def body(self, entry: dict[str, Any]) -> bytes:
        """Return an answer as the document prints it."""
        name: str = entry["file"]
        return (self.folder / name).read_bytes()

    def source(self, entry: dict[str, Any]) -> Source:
        """Return the source that an example belongs to."""
        endpoint = self.endpoints[entry["endpoint"]]
        return Source(endpoint, entry.get("channel", 1) if endpoint.per_channel else 0)

    def known(self, *entries: dict[str, Any], channels: tuple[int, ...] = (0,)) -> Knowledge:
        """Return what these answers tell."""
        known = Knowledge(self.dialect, 30)
        known.channels = channels
        for entry in entries:
            known.take(self.source(entry), self.decode(entry, self.body(entry)), 0.0)
        return known

    def decode(self, entry: dict[str, Any], body: bytes) -> Document:
        """Return the document of an answer, or of the endpoint's part in the answer to a bundle."""
        parts = [bundle.split(body) for bundle in self.bundles(entry)]
        return next((part[entry["endpoint"]] for part in parts), None) or self.dialect.decode(body)

    def bundles(self, entry: dict[str, Any]) -> list[Bundle]:
        """Return the bundles that are asked for by the printed request and cover the endpoint."""
        if "request" not in entry:
            return []
        found = [bundle for bundle in self.dialect.bundles if self.alike({**entry, "differs": {}}, bundle.request)]
        return [bundle for bundle in found if entry["endpoint"] in bundle.covers]

    def read(self, entry: dict[str, Any]) -> dict[str, str]:
        """Return the values of an answer by slot; as texts, since True equals 1."""
        state = self.known(entry, channels=(entry["channel"],) if "channel" in entry else (0,)).state
        return {str(slot): str(state.get(slot)) for slot in state}

    def printed(self, entry: dict[str, Any]) -> dict[str, str]:
        """Return the values that are printed beside it."""
        return {slot: str(value) for slot, value in entry["values"].items()}

    def spell(self, entry: dict[str, Any], known: Knowledge) -> Asked:
        """Return path and query of the request that tells a camera the values of an example."""
        changes = [Change(*_typed(key, value)) for key, value in entry["writes"].items()]
        found = orders(known, changes, entry.get("channel", 0))
        assert len(found) == 1
        request = found[0].request(known)
        return request.path, dict(request.query)

    def asked(self, entry: dict[str, Any]) -> Asked:
        """Return path and query of the request as printed."""
        split = urlsplit(entry["request"])
        return split.path, dict(parse_qsl(split.query.replace("+", "%2B"), keep_blank_values=True))

    def alike(self, entry: dict[str, Any], ours: Request) -> bool:
        """Tell whether a request is the printed one, but for the account and for what differs for a reason."""
        differs = entry.get("differs", {})
        assert not isinstance(differs, str)
        aside = ACCOUNT | set(differs)
        path, query = self.asked(entry)
        here, there = ({k: v for k, v in each.items() if k not in aside} for each in (query, dict(ours.query)))
        return path == ours.path and here == there

    def asks(self, entry: dict[str, Any]) -> bool:
        """Tell whether an endpoint is read, or set, by the printed request; what is filled in may be anything."""
        endpoint = self.endpoints[entry["endpoint"]]
        path, printed = self.asked(entry)
        read = Request(endpoint.read.path, _filled(endpoint.read, printed))
        if self.alike(entry, read) or self.bundles(entry):
            return True
        templates = [template for template in (endpoint.set, *(field.set for field in endpoint.fields)) if template]
        return any(each.path == path and _filled(each, printed).items() <= printed.items() for each in templates)

    def moves(self, entry: dict[str, Any]) -> Iterator[Request | None]:
        """Yield the requests that movements of an example are made of."""
        movement = self.dialect.movement
        assert movement is not None
        for kind, what in entry["moves"].items():
            if kind in ("start", "stop"):
                move = Move(**what)
                for drive, part in parts(movement.drives, move).items():
                    yield drive.start(part, STILL) if kind == "start" else drive.stop(part)
            elif kind == "area" and movement.area:
                yield movement.area(Area(*(share / 8192 for share in what)))
            else:
                yield movement.save if kind == "save" else movement.delete

    def names(self, entry: dict[str, Any]) -> Iterator[str]:
        """Yield the parameters by which the settings of an example's endpoint are told."""
        endpoint = self.endpoints[entry["endpoint"]]
        counts = list(product(range(1, 5), repeat=3))
        places = [Place(channel, number, index, line=line) for channel, number, index in counts for line in range(1, 5)]
        for field in endpoint.fields:
            for place in places if field.write != "" and (field.set or endpoint.set) else ():
                yield place.fill(field.write or self.dialect.parameter(field.path))
                yield from (self.dialect.parameter(place.fill(part)) for part in field.parts)


def _filled(request: Request, printed: dict[str, str]) -> dict[str, str]:
    """Return a query whose templates are filled in as printed, where that fits."""

    def fill(name: str, template: str) -> str:
        text = printed.get(name, "")
        parts = re.split(r"\{[^}]*\}", template)
        return text if re.fullmatch(".+".join(map(re.escape, parts)), text) else template

    return {name: fill(name, template) for name, template in request.query.items()}


def _typed(key: str, value: Any) -> tuple[Feature[Any], Any, int]:
    name, _, number = key.rpartition("_")
    feature, count = (FEATURES[name], int(number)) if number.isdigit() else (FEATURES[key], 0)
    return feature, _value(feature.kind, value), count


def _value(kind: type, value: Any) -> Any:
    if kind is Grid:
        return Grid.of(value.split("/"))
    return Rectangle(*map(float, value.split(","))) if kind is Rectangle else kind(value)
