"""The noun in which actions on camera entities are written."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
import probatio as vol

from .const import DOMAIN

if TYPE_CHECKING:
    from .camera import CameraStream

ATTR_ENABLED: Final = "enabled"
ATTR_NUMBER: Final = "number"

type Run = Callable[[CameraStream, ServiceCall], Coroutine[Any, Any, ServiceResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAction:
    """One action: its name, what it takes, and what it does with a camera entity."""

    name: str
    run: Run
    fields: Mapping[Any, Any] = field(default_factory=dict)
    response: SupportsResponse = SupportsResponse.NONE


def mistake(entity: CameraStream, key: str, **placeholders: object) -> ServiceValidationError:
    """Return what an action raises that was asked for what a camera does not have."""
    texts = {name: str(value) for name, value in placeholders.items()}
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"camera": entity.coordinator.name, **texts},
    )


def between(least: float, most: float) -> Any:
    """Return what takes a number from one to another."""
    return vol.All(vol.Coerce(float), vol.Range(min=least, max=most))


def whole(least: int, most: int | None = None) -> Any:
    """Return what takes a whole number from one to another, or to any."""
    return vol.All(vol.Coerce(int), vol.Range(min=least, max=most))
