"""Working days and the hours at which they end. Pure: the days off are an argument, London's clock is a rule."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """England's days off and a borough's closure days, known from `known_from` to `known_to` inclusive."""

    days_off: frozenset[date]
    known_from: date
    known_to: date

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.days_off

    def with_closures(self, closures: Collection[date]) -> "Calendar":
        """This calendar with a borough's own closure days added."""
        if not closures:
            return self
        return Calendar(
            days_off=self.days_off | frozenset(closures), known_from=self.known_from, known_to=self.known_to
        )


@lru_cache(maxsize=4096)
def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The working day `count` working days after `day` (before it when negative). `day` itself is day 0 (rules c1 note 2)."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        if calendar.is_working_day(day):
            left -= 1
    return day


def at_london(day: date, hour: time) -> datetime:
    """That hour of that day on London's clock, as an aware datetime."""
    return datetime.combine(day, hour, tzinfo=LONDON)
