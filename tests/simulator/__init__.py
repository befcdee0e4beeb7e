"""Simulated cameras, written from the vendors' documents alone.

``KINDS`` names every kind the command line and the tests can start. A dialect
that is not installed beside this module is simply not offered.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from .base import Fault, LoggedRequest, OpenStream, SimulatedCamera

KINDS: dict[str, Callable[..., SimulatedCamera]] = {}

# Each of these modules has its own ``KINDS`` of the same shape.
DIALECTS = ("ipc", "message", "control", "dahua")

for _dialect in DIALECTS:
    if find_spec(f"{__name__}.{_dialect}") is not None:
        KINDS.update(import_module(f"{__name__}.{_dialect}").KINDS)

__all__ = ["KINDS", "Fault", "LoggedRequest", "OpenStream", "SimulatedCamera"]
