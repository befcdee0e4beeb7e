"""In which order the endpoints of a camera are read for the first time."""

from typing import Any

from .model import Feature
from .reading import Source
from .schema import Dialect, Endpoint

type Stage = tuple[bool, int, bool, bool]


class Stages:
    """Knows which endpoints wait for others."""

    def __init__(self, dialect: Dialect) -> None:
        """Look at a dialect's table once."""
        self._endpoints = {endpoint.key: endpoint for endpoint in dialect.endpoints}
        self._early = {name for each in dialect.endpoints for name in (each.ranges, *each.needs, each.follows)}
        self._late = set(_told_before(dialect))

    def waits(self, source: Source) -> bool:
        """Tell whether nothing else needs an endpoint."""
        return source.endpoint.key not in self._early

    def of(self, source: Source, channels: tuple[int, ...]) -> Stage:
        """Return what sorts first what others need, one after the other; then the rest; then what may be told already.

        What is asked for each channel is asked for the first of them before: it may be no CGI of this camera at all.
        """
        endpoint, waits = source.endpoint, self.waits(source)
        further = endpoint.per_channel and (source.channel,) != channels[:1]
        return waits and endpoint.key in self._late, self._depth(endpoint), waits, further

    def _depth(self, endpoint: Endpoint) -> int:
        """Return how many readings come before, one after the other."""
        before = {endpoint.ranges, *endpoint.needs, endpoint.follows} - {"", endpoint.key}
        return max((self._depth(self._endpoints[name]) + 1 for name in before), default=0)


def _told_before(dialect: Dialect) -> list[str]:
    """Return the endpoints all of whose features stand in the table before them."""
    earlier: set[Feature[Any]] = set()
    found = []
    for endpoint in dialect.endpoints:
        features = {each.feature for each in endpoint.fields}
        if features and features <= earlier:
            found.append(endpoint.key)
        earlier |= features
    return found
