from datetime import UTC, date, time

import pytest

from bot.adapters.calendar import ANNOUNCED_TO, LibraryCalendars
from bot.domain.calendar import add_working_days, at_london
from tests.dates import day

ENGLAND = LibraryCalendars().england()


@pytest.mark.feature("M2")
@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        # An ordinary week
        ("Mon 7 Dec 2026", 1, "Tue 8 Dec 2026"),
        ("Fri 4 Dec 2026", 1, "Mon 7 Dec 2026"),
        ("Mon 7 Dec 2026", -2, "Thu 3 Dec 2026"),
        ("Mon 7 Dec 2026", 0, "Mon 7 Dec 2026"),
        # From a day that is itself not a working day
        ("Sat 5 Dec 2026", 1, "Mon 7 Dec 2026"),
        ("Sun 6 Dec 2026", -1, "Fri 4 Dec 2026"),
        # Christmas: 26 December 2026 is a Saturday, so Monday 28 is off too
        ("Thu 24 Dec 2026", 1, "Tue 29 Dec 2026"),
        ("Tue 29 Dec 2026", -1, "Thu 24 Dec 2026"),
        ("Thu 31 Dec 2026", 1, "Mon 4 Jan 2027"),
        # Easter
        ("Thu 25 Mar 2027", 1, "Tue 30 Mar 2027"),
        # May, moved for VE Day
        ("Thu 7 May 2020", 1, "Mon 11 May 2020"),
        ("Fri 1 May 2020", 1, "Mon 4 May 2020"),
        # Once only: the Queen's funeral, the King's coronation
        ("Fri 16 Sep 2022", 1, "Tue 20 Sep 2022"),
        ("Fri 5 May 2023", 1, "Tue 9 May 2023"),
        # Scotland's and Northern Ireland's days are not England's
        ("Tue 1 Dec 2026", -2, "Fri 27 Nov 2026"),  # St Andrew's Day is Monday 30 November
        ("Tue 16 Mar 2027", 1, "Wed 17 Mar 2027"),
    ],
)
def test_working_days_of_england(start: str, count: int, expected: str) -> None:
    assert add_working_days(day(start), count, ENGLAND) == day(expected)


@pytest.mark.feature("M2")
def test_a_council_adds_its_own_closure_days() -> None:
    closed = ENGLAND.with_closures([day("Tue 29 Dec 2026"), day("Wed 30 Dec 2026")])
    assert add_working_days(day("Thu 24 Dec 2026"), 1, closed) == day("Thu 31 Dec 2026")
    assert add_working_days(day("Thu 24 Dec 2026"), 1, ENGLAND) == day("Tue 29 Dec 2026")


def test_the_calendar_says_how_far_it_is_known() -> None:
    assert ENGLAND.known_from == date(2015, 1, 1)
    assert ENGLAND.known_to == ANNOUNCED_TO
    assert date(2035, 12, 25) in ENGLAND.days_off, "later years follow the usual rules, and are not called known"


@pytest.mark.feature("M3")
@pytest.mark.parametrize(
    ("when", "utc"), [("Fri 23 Oct 2026", "16:00"), ("Mon 26 Oct 2026", "17:00"), ("Mon 29 Mar 2027", "16:00")]
)
def test_five_o_clock_is_londons(when: str, utc: str) -> None:
    assert f"{at_london(day(when), time(17)).astimezone(UTC):%H:%M}" == utc
