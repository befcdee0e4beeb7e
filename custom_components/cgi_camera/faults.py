"""What went wrong with a camera, in words for the user: the one place that knows which error reads how."""

from typing import Final

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .const import DOMAIN
from .protocol.errors import (
    AccountLocked,
    AuthFailed,
    BadAnswer,
    Busy,
    CameraError,
    ConnectionFailed,
    Forbidden,
    Ignored,
    Invalid,
    NoClip,
    NoStorage,
    OutOfRange,
    Refused,
    Unsupported,
    WrongPreset,
    WrongSize,
)

# The first that fits; the last fits every CameraError.
_TEXTS: Final[tuple[tuple[type[CameraError], str], ...]] = (
    (AccountLocked, "account_locked"),
    (AuthFailed, "invalid_auth"),
    (ConnectionFailed, "cannot_connect"),
    (Forbidden, "forbidden"),
    (Unsupported, "unsupported"),
    (WrongSize, "wrong_grid"),
    (OutOfRange, "ptz_range"),
    (WrongPreset, "ptz_preset_number"),
    (Invalid, "invalid_value"),
    (Ignored, "ignored"),
    (Busy, "busy"),
    (NoStorage, "no_storage"),
    (NoClip, "no_recording"),
    (Refused, "refused"),
    (BadAnswer, "bad_answer"),
    (CameraError, "camera_error"),
)


def told[E: HomeAssistantError](kind: type[E], err: CameraError, camera: str) -> E:
    """Return a translated exception of a kind, with the camera's own reason in it."""
    return kind(
        translation_domain=DOMAIN,
        translation_key=next(key for fault, key in _TEXTS if isinstance(err, fault)),
        translation_placeholders={"camera": camera, "reason": str(err), **err.details},
    )


def for_user(err: CameraError, camera: str) -> HomeAssistantError:
    """Return what an action of the user raises: a validation error where the camera was not to blame."""
    kind = ServiceValidationError if isinstance(err, Unsupported | Invalid | NoClip) else HomeAssistantError
    return told(kind, err, camera)
