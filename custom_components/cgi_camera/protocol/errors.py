"""What can go wrong with a camera. Every error text is free of credentials."""

from collections.abc import Mapping


class CameraError(Exception):
    """Anything that keeps a camera from doing what it was asked. `details` are what its text is made of."""

    details: Mapping[str, str] = {}


class ConnectionFailed(CameraError):
    """No usable HTTP exchange: refused, timed out, cut off, TLS failed."""


class Redirected(ConnectionFailed):
    """The address answered with a redirect, which is never followed.

    `location` is the target as the device named it.
    """

    def __init__(self, location: str) -> None:
        """Remember where the device wanted to send us."""
        super().__init__(f"redirected to {location}")
        self.location = location


class Untrusted(ConnectionFailed):
    """The certificate cannot be verified."""


class CutOff(ConnectionFailed):
    """The connection was closed before an answer came."""


class AuthFailed(CameraError):
    """The camera does not accept the account.

    `pause` is after how many seconds it may do so, None where only another account helps.
    """

    pause: float | None = None


class AccountLocked(AuthFailed):
    """The camera refuses every log-in for a while, the right one too."""


class Refused(CameraError):
    """The camera answered, and the answer is no. The text is its own reason."""


class Forbidden(Refused):
    """The account may not do this."""


class Unsupported(Refused):
    """This camera has no such thing (or it cannot be written)."""


class Invalid(Refused):
    """The value is outside what the camera takes; it was not sent."""


class Ignored(Refused):
    """The camera said yes, and did nothing."""


class WrongSize(Invalid):
    """A grid has other rows and columns than the camera's."""

    def __init__(self, rows: int, columns: int) -> None:
        """Remember the right size."""
        super().__init__(f"{rows} rows of {columns} blocks each are needed")
        self.details = {"rows": str(rows), "columns": str(columns)}


class OutOfRange(Invalid):
    """A head cannot look there."""

    def __init__(self, axis: str, least: float, most: float) -> None:
        """Remember what can be."""
        super().__init__(f"{axis} must be between {least:g} and {most:g}")
        self.details = {"axis": axis, "least": f"{least:g}", "most": f"{most:g}"}


class WrongPreset(Invalid):
    """Presets do not have this number."""

    def __init__(self, most: int) -> None:
        """Remember the highest."""
        super().__init__(f"presets have numbers from 1 to {most}")
        self.details = {"most": str(most)}


class Busy(Refused):
    """The camera cannot do it now (5xx, "not available in current mode")."""


class NoStorage(Refused):
    """There is nothing to record on: no memory card, no disk."""


class NoClip(Refused):
    """There is no such recording (any more)."""


class BadAnswer(CameraError):
    """The answer makes no sense in the dialect."""


class TooLong(BadAnswer):
    """The answer is longer than any good one would be, or than was asked for."""
