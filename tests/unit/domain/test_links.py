"""By what a conference is found: the week it is held in, as London counts days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.links import week_of, weeks, weeks_between
from tests.dates import moment
from tests.fakes.builders import Play, conference


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("Mon 7 Dec 2026", "2026-W50"),
        ("Sun 13 Dec 2026", "2026-W50"),
        ("Mon 14 Dec 2026", "2026-W51"),
        ("Thu 31 Dec 2026", "2026-W53"),
        ("Fri 1 Jan 2027", "2026-W53"),
        ("Mon 4 Jan 2027", "2027-W01"),
    ],
)
def test_a_week_runs_from_monday_to_sunday_whatever_the_year(day: str, week: str) -> None:
    assert week_of(moment(f"{day} 00:00")) == week_of(moment(f"{day} 23:59")) == week


def test_the_day_is_londons() -> None:
    assert week_of(datetime(2026, 6, 14, 22, 59, tzinfo=UTC)) == "2026-W24"
    assert week_of(datetime(2026, 6, 14, 23, 0, tzinfo=UTC)) == "2026-W25", "summer has begun Monday in London"


def test_a_conference_is_found_in_the_week_in_which_it_starts() -> None:
    assert weeks(Play(conference(start=moment("Sun 13 Dec 2026 23:00"))).state) == {"2026-W50"}


@given(st.dates(date(2018, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_weeks_between_two_days_are_those_of_each_day(first: date, days: int) -> None:
    one_by_one = {week_of(first + timedelta(days=each)) for each in range(days + 1)}
    assert weeks_between(first, first + timedelta(days=days)) == one_by_one
