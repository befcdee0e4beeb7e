"""The documents' examples in `tests/fixtures/<dialect>/index.json`: how every dialect is held to them.

An entry names its endpoint and its source and has one of `values` (what an answer is read to, by slot), `document`
(paths of an answer without values), `refused` (the reason of a refusal) or `writes` (values that spell a request).
"""

from collections.abc import Iterable
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.knowledge import Knowledge
from custom_components.cgi_camera.protocol.model import Change, Feature
from custom_components.cgi_camera.protocol.reading import Source
from custom_components.cgi_camera.protocol.schema import Dialect
from custom_components.cgi_camera.protocol.writing import orders

FIXTURES = Path(__file__).parent.parent / "fixtures"
FEATURES = {each.key: each for each in vars(f).values() if isinstance(each, Feature)}


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

    def body(self, entry: dict[str, Any]) -> bytes:
        """Return an answer as the document prints it."""
        return (self.folder / entry["file"]).read_bytes()

    def source(self, entry: dict[str, Any]) -> Source:
        """Return the source that an example belongs to."""
        return Source(self.endpoints[entry["endpoint"]], entry.get("channel", 0))

    def known(self, *entries: dict[str, Any], channels: tuple[int, ...] = (0,)) -> Knowledge:
        """Return what these answers tell."""
        known = Knowledge(self.dialect, 30)
        known.channels = channels
        for entry in entries:
            known.take(self.source(entry), self.dialect.decode(self.body(entry)), 0.0)
        return known

    def read(self, entry: dict[str, Any]) -> dict[str, str]:
        """Return the values of an answer by slot; as texts, since True equals 1."""
        state = self.known(entry, channels=(entry["channel"],) if "channel" in entry else (0,)).state
        return {str(slot): str(state.get(slot)) for slot in state}

    def printed(self, entry: dict[str, Any]) -> dict[str, str]:
        """Return the values that are printed beside it."""
        return {slot: str(value) for slot, value in entry["values"].items()}

    def spell(self, entry: dict[str, Any], known: Knowledge) -> tuple[str, dict[str, str]]:
        """Return path and query of the request that tells a camera the values of an example."""
        changes = [Change(*_typed(key, value)) for key, value in entry["writes"].items()]
        found = orders(known, changes, entry.get("channel", 0))
        assert len(found) == 1
        request = found[0].request(known)
        return request.path, dict(request.query)

    def asked(self, entry: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """Return path and query of the request as printed."""
        path, _, query = entry["request"].partition("?")
        return path, dict(parse_qsl(query.replace("+", "%2B"), keep_blank_values=True))


def _typed(key: str, value: Any) -> tuple[Feature[Any], Any, int]:
    name, _, number = key.rpartition("_")
    feature, count = (FEATURES[name], int(number)) if number.isdigit() else (FEATURES[key], 0)
    return feature, feature.kind(value), count
