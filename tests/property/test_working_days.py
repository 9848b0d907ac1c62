"""Working days against an oracle that shares nothing with them: GOV.UK's own list, and a list of days instead of steps."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.calendar import ANNOUNCED_TO, LibraryCalendars
from bot.domain.calendar import add_working_days

ENGLAND = LibraryCalendars().england()
FIRST, LAST = date(2018, 1, 1), date(2028, 12, 31)


def bank_holidays() -> set[date]:
    """The list bundled with the library: nothing is fetched."""
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {one["date"] for one in listed}


def every_working_day(off: set[date]) -> list[date]:
    days = (date(2017, 1, 1) + timedelta(days=count) for count in range(365 * 13))
    return [one for one in days if one.isoweekday() <= 5 and one not in off]


LIBRARY = every_working_day(set(holidays.country_holidays("GB", "ENG", years=range(2017, 2031))))


def naive(start: date, count: int, working: list[date]) -> date:
    if count > 0:
        return working[bisect_right(working, start) + count - 1]
    return working[bisect_left(working, start) + count] if count else start


@pytest.mark.feature("M2")
def test_every_weekday_off_is_one_that_gov_uk_lists() -> None:
    listed = bank_holidays()
    ours = {one for one in ENGLAND.days_off if FIRST <= one <= LAST and one.isoweekday() <= 5}
    assert ours == {one for one in listed if FIRST <= one <= LAST}
    assert max(listed) <= ANNOUNCED_TO, "GOV.UK has announced a further year: move ANNOUNCED_TO"
    assert max(listed).year == ANNOUNCED_TO.year, "ANNOUNCED_TO promises a year that GOV.UK has not announced"


@pytest.mark.feature("M2")
def test_every_day_of_eleven_years_by_one_to_thirty_either_way() -> None:
    start = FIRST
    while start <= LAST:
        for count in range(-30, 31):
            assert add_working_days(start, count, ENGLAND) == naive(start, count, LIBRARY), (start, count)
        start += timedelta(days=1)


DAYS = st.dates(FIRST, LAST)
COUNTS = st.integers(-30, 30)


@pytest.mark.feature("M2")
@given(start=DAYS, count=COUNTS)
def test_any_count_agrees_with_the_list_of_days(start: date, count: int) -> None:
    assert add_working_days(start, count, ENGLAND) == naive(start, count, LIBRARY)


@given(start=DAYS, count=st.integers(1, 30), closed=st.sets(st.dates(FIRST, LAST), max_size=20))
def test_closure_days_are_never_counted_and_never_landed_on(start: date, count: int, closed: set[date]) -> None:
    calendar = ENGLAND.with_closures(closed)
    end = add_working_days(start, count, calendar)
    assert calendar.is_working_day(end)
    assert end not in closed
    assert end >= add_working_days(start, count, ENGLAND)


@given(start=DAYS, count=st.integers(1, 30))
def test_from_a_working_day_there_and_back_is_home(start: date, count: int) -> None:
    there = add_working_days(start, count, ENGLAND)
    back = add_working_days(there, -count, ENGLAND)
    assert back == (start if ENGLAND.is_working_day(start) else add_working_days(start, -1, ENGLAND))
