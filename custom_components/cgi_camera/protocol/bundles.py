"""Which requests one that covers several endpoints can spare, and whether its answer says that anything changed."""

from collections.abc import Iterable, Iterator

from .knowledge import Knowledge
from .reading import Source, paths_in, rows
from .schema import Bundle, Document

_WORTH = 2
"""Endpoints that must be due for a bundle to be cheaper than they are; with fewer it is not asked."""


class Bundles:
    """Compares what a camera's bundles tell with what its endpoints told. Does no I/O."""

    def __init__(self, known: Knowledge) -> None:
        """Expect every bundle of the dialect to cover all that it may."""
        self._known = known
        self._covered = {bundle: set(bundle.covers) for bundle in known.dialect.bundles}
        self._alike: dict[Source, tuple[Document, Document]] = {}

    def drop(self, bundle: Bundle) -> None:
        """Learn that the camera has no such bundle."""
        self._covered.pop(bundle, None)

    def worth(self, due: Iterable[Source]) -> Iterator[tuple[Bundle, list[Source]]]:
        """Yield the bundles that are cheaper than what is due, each with the endpoints that it stands in for."""
        left = [source for source in due if source in self._known.documents]
        for bundle, covered in self._covered.items():
            found = [source for source in left if source.endpoint.key in covered]
            if len(found) >= _WORTH:
                yield bundle, found
                left = [source for source in left if source not in found]

    def unchanged(self, source: Source, told: Document) -> bool:
        """Tell whether a bundle shows an endpoint as it was when it was read."""
        kept = self._known.documents[source]
        paths = self._paths(source)
        if not paths <= told.keys():
            return False
        now = {path: told[path] for path in paths}
        before, then = self._alike.get(source, (None, None))
        return now == {path: kept[path] for path in paths} or (now == before and then is kept)

    def compare(self, bundle: Bundle, source: Source, told: Document) -> None:
        """Learn what the bundle tells when an endpoint tells what it has told just now: the words may differ.

        A bundle that does not tell all that the endpoint tells does not cover it from then on.
        """
        paths = self._paths(source)
        if paths <= told.keys():
            self._alike[source] = {path: told[path] for path in paths}, self._known.documents[source]
        else:
            self._covered[bundle].discard(source.endpoint.key)

    def _paths(self, source: Source) -> set[str]:
        """Return the paths that mattered in the answer of an endpoint."""
        document = self._known.documents[source]
        found = [row for _, row in rows(source, document, self._known.places())]
        paths = {
            path for row in found for template in row.templates for path in paths_in(template, row.place, document)
        }
        return paths & document.keys()
