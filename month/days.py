"""The calendar as the judge reads it: day by day, from the holidays library alone."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
_SUNDAY, _SATURDAY = 6, 5
_ENGLAND = holidays.country_holidays("GB", subdiv="ENG", years=range(2025, 2030))
_DAY = timedelta(days=1)


class Days:
    def __init__(self, closed: Collection[str] = ()) -> None:
        self._closed = {date.fromisoformat(day) for day in closed}

    def worked(self, day: date) -> bool:
        return day.weekday() not in (_SATURDAY, _SUNDAY) and day not in _ENGLAND and day not in self._closed

    def count(self, day: date, working_days: int) -> date:
        """So many working days after that day, or before it. The day itself is day 0."""
        step = _DAY if working_days >= 0 else -_DAY
        for _ in range(abs(working_days)):
            day += step
            while not self.worked(day):
                day += step
        return day


def day_of(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def hour_of(moment: datetime) -> time:
    return moment.astimezone(LONDON).time()


def at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=LONDON).astimezone(UTC)
