"""What an action on camera entities is."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse

if TYPE_CHECKING:
    from .camera import CameraStream

type Run = Callable[[CameraStream, ServiceCall], Coroutine[Any, Any, ServiceResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAction:
    """One action: its name, what it takes, and what it does with a camera entity."""

    name: str
    run: Run
    fields: Mapping[Any, Any] = field(default_factory=dict)
    response: SupportsResponse = SupportsResponse.NONE
