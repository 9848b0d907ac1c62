"""Working days against oracles that share nothing with them: a list of days instead of steps, made once from `holidays` and once
from GOV.UK's own list, bundled with `govuk-bank-holidays`. The product's own days come from `holidays` too, so for which days are off
it is the government's list that judges; for the counting, both lists do.
"""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.calendar import ANNOUNCED_TO, LibraryCalendars
from bot.domain.calendar import add_working_days
from tests.dates import day

ENGLAND = LibraryCalendars().england()
FIRST, LAST = date(2018, 1, 1), date(2028, 12, 31)


def bank_holidays() -> set[date]:
    """The list bundled with the library: nothing is fetched."""
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {one["date"] for one in listed}


def every_working_day(off: set[date]) -> list[date]:
    days = (date(2017, 1, 1) + timedelta(days=count) for count in range(365 * 13))
    return [one for one in days if one.isoweekday() <= 5 and one not in off]


def library_holidays() -> set[date]:
    return set(holidays.country_holidays("GB", "ENG", years=range(2017, 2031)))


LIBRARY = every_working_day(library_holidays())
GOVERNMENT = [one for one in every_working_day(bank_holidays()) if one <= LAST]
"""Up to the last year that is announced: a count that leads beyond it has no government's answer yet."""


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
def test_the_two_sources_differ_only_in_naming_days_of_weekends() -> None:
    """A holiday on a Saturday or Sunday is in `holidays` beside the weekday off in its place; GOV.UK lists that weekday alone.
    Neither matters to working days, and nothing else differs.
    """
    library = {one for one in library_holidays() if FIRST <= one <= LAST}
    government = {one for one in bank_holidays() if FIRST <= one <= LAST}
    assert not government - library
    assert sorted(library - government) == [
        day(one)
        for one in (
            "Sat 26 Dec 2020",
            "Sat 25 Dec 2021",
            "Sun 26 Dec 2021",
            "Sat 1 Jan 2022",
            "Sun 25 Dec 2022",
            "Sun 1 Jan 2023",
            "Sat 26 Dec 2026",
            "Sat 25 Dec 2027",
            "Sun 26 Dec 2027",
            "Sat 1 Jan 2028",
        )
    ]


@pytest.mark.feature("M2")
def test_every_day_of_eleven_years_by_one_to_thirty_either_way() -> None:
    """Both sources, every day, every count; the few counts from the last weeks that lead into 2029 have one source."""
    start, alone = FIRST, 0
    while start <= LAST:
        for count in range(-30, 31):
            found = add_working_days(start, count, ENGLAND)
            assert found == naive(start, count, LIBRARY), (start, count)
            if found <= LAST:
                assert found == naive(start, count, GOVERNMENT), (start, count)
            else:
                alone += 1
        start += timedelta(days=1)
    assert alone < 31 * 45, "from 17 November 2028 on, at most"


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
