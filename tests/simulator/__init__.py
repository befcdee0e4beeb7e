"""Simulated cameras, written from the vendors' documents alone.

``KINDS`` has one kind for each sort of camera that is told apart; tests that go for all cameras run over it. ``MODELS``
adds ready-made devices of these kinds; the command line and fixtures start any of them by name.
"""

from collections.abc import Callable

from . import control, dahua, ipc, message
from .base import Fault, LoggedRequest, OpenStream, SimulatedCamera

KINDS: dict[str, Callable[..., SimulatedCamera]] = {**ipc.KINDS, **message.KINDS, **control.KINDS, **dahua.KINDS}
MODELS: dict[str, Callable[..., SimulatedCamera]] = {**KINDS, **dahua.MODELS}

__all__ = ["KINDS", "MODELS", "Fault", "LoggedRequest", "OpenStream", "SimulatedCamera"]
