"""Which endpoints must be read for what somebody wants to know."""

from collections.abc import Iterable

from .knowledge import Knowledge
from .model import AnySlot
from .reading import Source


class Needs:
    """The sources of slots, worked out anew only when something has changed that they depend on."""

    def __init__(self, known: Knowledge) -> None:
        """Look into what is known."""
        self._known = known
        self._endpoints = {endpoint.key: endpoint for endpoint in known.dialect.endpoints}
        self._basis: tuple[object, ...] = ()
        self._found: frozenset[Source] = frozenset()

    def behind(self, slots: Iterable[AnySlot]) -> set[Source]:
        """Return the sources of slots, as far as they can be asked, and what those need."""
        found: set[Source] = set()
        for source in filter(None, map(self._known.sources.get, slots)):
            found.update(self._named(source.endpoint.needs))
            if not source.endpoint.write_only:
                found.add(source)
        return found

    def of(self, slots: frozenset[AnySlot], failing: Iterable[Source], *, linked: bool) -> frozenset[Source]:
        """Return what is to be kept current for slots: not what the open event stream does, unless it fails.

        What tells of a recorder's channels is always among them.
        """
        known, failed = self._known, frozenset(failing)
        basis = (slots, failed, linked, known.roster, known.bindings, len(known.sources), known.capabilities.changes)
        if basis != self._basis:
            asked = [slot for slot in known.alarms.sources(slots) if not (linked and self._is_told(slot, failed))]
            self._basis, self._found = basis, frozenset(self.behind(asked) | self._named(known.roster))
        return self._found

    def _named(self, keys: Iterable[str]) -> set[Source]:
        return {Source(self._endpoints[key], 0) for key in keys}

    def _is_told(self, slot: AnySlot, failed: frozenset[Source]) -> bool:
        """Tell whether the event stream keeps a slot current; what was missed after the connect is to be read first."""
        offered = self._known.capabilities.get(slot)
        return offered is not None and offered.pushed and self._known.sources.get(slot) not in failed
