"""What a kind of camera can be made with, told from its own signatures."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import partial
from inspect import Parameter, cleandoc, signature
from typing import Any

from .base import SimulatedCamera


def described(kind: Callable[..., SimulatedCamera]) -> str:
    """Every keyword with what it is without being said, and the docstrings that tell what it means."""
    fixed: dict[str, Any] = {}
    while isinstance(kind, partial):
        fixed = {**kind.keywords, **fixed}
        kind = kind.func
    assert isinstance(kind, type)
    parts = [_block("Made with", None, {name: repr(value) for name, value in fixed.items()})]
    lineage = [one for one in kind.__mro__ if issubclass(one, SimulatedCamera)]
    parts += [_block(one.__name__, one.__doc__, dict(_keywords(one))) for one in lineage]
    for keyword, record in lineage[0].records:
        title = f"{record.__name__}, as {keyword}={{...}}" if keyword else record.__name__
        parts.append(_block(title, record.__doc__, dict(_fields(record))))
    return "\n\n".join(part for part in parts if part)


def _block(title: str, doc: str | None, keywords: dict[str, str]) -> str:
    if not keywords:
        return ""
    lines = [title, *(f"  {line}".rstrip() for line in cleandoc(doc or "").splitlines())]
    return "\n".join([*lines, *(f"    {name}={value}" for name, value in keywords.items())])


def _keywords(kind: type) -> Iterator[tuple[str, str]]:
    if "__init__" not in vars(kind):
        return
    for name, parameter in signature(kind.__init__).parameters.items():  # type: ignore[misc]
        if parameter.kind is Parameter.KEYWORD_ONLY:
            yield name, repr(parameter.default)


def _fields(record: type) -> Iterator[tuple[str, str]]:
    assert is_dataclass(record)
    for field in fields(record):
        if field.default is not MISSING:
            yield field.name, repr(field.default)
        elif field.default_factory is not MISSING:
            yield field.name, repr(field.default_factory())
        else:
            yield field.name, "..."
