"""What time it is at a camera, and what time it should be there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_HOUR = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)
_WRONG = timedelta(minutes=20)
"""How wrong a clock may be before it is rather one of another zone."""
_DAY = timedelta(hours=23)

type Local = Callable[[], datetime]


class CameraClock:
    """Goes as the camera's does, as far as the camera tells it."""

    def __init__(self, local: Local) -> None:
        """Know nothing but our own time, which `local` gives with or without its zone."""
        self._local = local
        self._offset: timedelta | None = None
        self.lead = timedelta()

    def learn(self, told: datetime) -> None:
        """Learn how far the camera's clock is from ours; how wrong it is, its `lead`, only where it tells its zone."""
        now = datetime.now(UTC)
        self._offset = told.replace(tzinfo=None) - now.replace(tzinfo=None)
        self.lead = told - now if told.tzinfo else timedelta()

    def now(self) -> datetime:
        """Return the camera's local time, without a zone; ours where it does not tell its own."""
        if self._offset is None:
            return self._local().replace(tzinfo=None)
        return datetime.now(UTC).replace(tzinfo=None) + self._offset

    def due(self, zone: str, *, summer_time: bool) -> datetime:
        """Return the time that it is at the camera by our clock and its zone, as in `UTC+01:00`; ours without one.

        A zone does not tell summer time: a camera that knows it and is an hour ahead has it now.
        """
        try:
            due = datetime.now(datetime.strptime(zone, "UTC%z").tzinfo).replace(tzinfo=None)
        except ValueError:
            return self._local().replace(tzinfo=None)
        ahead = self.now() - due if self._offset is not None and summer_time else timedelta()
        return due + _HOUR if abs(ahead - _HOUR) < _HOUR / 2 else due

    def zone(self, *, summer_time: bool) -> tzinfo:
        """Return the time zone of the camera's clock: ours, with its summer time, where that fits, else a fixed one.

        Clocks that are wrong by minutes fit, and those that leave summer time out of what they tell; one that is not
        set at all, or not told, is taken to be ours.
        """
        now = self._local()
        home = now.tzinfo or UTC
        here, summer = now.utcoffset() or timedelta(), now.dst() or timedelta()
        offset = here if self._offset is None else self._offset
        if summer_time and abs(offset + summer - here) < _WRONG:
            return home
        if abs(offset - here) < _WRONG or abs(offset - here) > _DAY:
            return home
        return timezone(round(offset / _QUARTER) * _QUARTER)
