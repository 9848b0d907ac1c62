"""The one place that reads the time."""

from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """For rehearsals: it stands still until it is moved, so that a day passes when the play says so and not before."""

    def __init__(self, at: datetime | None = None) -> None:
        self._at = at or datetime.now(UTC)

    def now(self) -> datetime:
        return self._at

    def move(self, to: datetime) -> None:
        """Forwards only: raises ValueError for a moment that has passed."""
        if to < self._at:
            raise ValueError("a rehearsal's clock does not go back")
        self._at = to
