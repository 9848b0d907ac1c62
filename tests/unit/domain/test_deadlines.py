from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.boroughs import TomlBoroughs
from bot.adapters.calendar import ANNOUNCED_TO, LibraryCalendars
from bot.domain.deadlines import (
    Deadline,
    Facts,
    Row,
    Unknown,
    Unnumbered,
    conditions,
    due_at,
    facts_of,
    next_dates,
    propose,
    record_due,
    summary_deadlines,
    timetable,
)
from bot.domain.decision import Date, Status
from bot.domain.ids import ChildId, PersonId
from bot.domain.particulars import Child, Kind, Mode, Particulars
from bot.domain.profile import Condition, Limit, Profile, Trigger
from tests.dates import day, moment

ENGLAND = LibraryCalendars().england()
BOROUGHS = TomlBoroughs()
LONDON = BOROUGHS.profile("london")
INITIAL, REVIEW, PRE_BIRTH, CORE_GROUP = Kind.INITIAL, Kind.REVIEW, Kind.PRE_BIRTH, Kind.CORE_GROUP


def limit(code: str, kind: Kind, borough: str = "london") -> Limit:
    found = BOROUGHS.profile(borough).limit(code, kind)
    assert found, f"{borough} has no {code} for {kind}"
    return found


def facts(kind: Kind, start: str = "Mon 7 Dec 2026 10:00", **change: Any) -> Facts:
    begin = moment(start)
    return replace(Facts(kind=kind, start=begin, planned_end=begin + timedelta(hours=2)), **change)


def rows(given: Facts, code: str, profile: Profile = LONDON) -> tuple[Row, ...]:
    return tuple(row for row in timetable(given, profile, ENGLAND) if row.limit.code == code)


def when(text: str) -> date:
    return moment(text) if ":" in text else day(text)


# --------------------------------------------------------------------------------------------------------- one limit


# borough | limit | kind | counted from | due | last working day, where that is another day | source
LIMITS = """
When the conference itself is held
london | initial_held              | initial     | Mon 2 Nov 2026        | Mon 23 Nov 2026 17:00 |                 | S4 1.7
london | initial_held              | initial     | Fri 11 Dec 2026       | Wed 6 Jan 2027 17:00  |                 | S4 1.7
london | initial_held              | initial     | Fri 12 Mar 2027       | Tue 6 Apr 2027 17:00  |                 | S4 1.7
london | transfer_in_held          | transfer_in | Wed 4 Nov 2026        | Wed 25 Nov 2026 17:00 |                 | S4 1.18
london | held_after_care_review    | initial     | Mon 2 Nov 2026        | Tue 17 Nov 2026 17:00 |                 | S4 2.2
london | held_before_order_expires | initial     | Mon 7 Dec 2026 11:30  | Mon 7 Dec 2026 11:30  |                 | S4 1.8
london | pre_birth_held            | pre_birth   | Sat 15 May 2027       | Sat 6 Mar 2027 17:00  | Fri 5 Mar 2027  | S4 1.16
london | first_review_held         | review      | Mon 7 Sep 2026        | Mon 7 Dec 2026 17:00  |                 | S4 1.20
london | later_review_held         | review      | Mon 7 Dec 2026        | Mon 7 Jun 2027 17:00  |                 | S4 1.20
london | long_plan_review          | review      | Thu 29 Feb 2024       | Sat 28 Feb 2026 17:00 | Fri 27 Feb 2026 | S4 1.22

Before it: two working days before a Monday is the Thursday
london | sw_report_family          | initial     | Mon 7 Dec 2026 10:00  | Thu 3 Dec 2026 17:00  |                 | S4 7.7
london | sw_report_chair           | review      | Mon 7 Dec 2026 10:00  | Mon 30 Nov 2026 17:00 |                 | S4 7.8
london | agency_report_others      | review      | Tue 29 Dec 2026 10:00 | Fri 18 Dec 2026 17:00 |                 | S4 7.9
london | agency_report_family      | initial     | Mon 7 Dec 2026 10:00  | Mon 7 Dec 2026 10:00  |                 | S4 7.9
london | exclusion_request         | initial     | Tue 29 Dec 2026 10:00 | Tue 22 Dec 2026 17:00 |                 | S4 5.2
london | observer_consent          | initial     | Mon 7 Dec 2026 10:00  | Mon 7 Dec 2026 10:00  |                 | S4 3.3
lewisham | agency_report_chair     | initial     | Mon 7 Dec 2026 10:00  | Thu 3 Dec 2026 17:00  |                 | S0
lewisham | agency_report_chair     | review      | Tue 7 Apr 2026 10:00  | Fri 27 Mar 2026 17:00 |                 | S0
city_of_london | agency_report_family | initial  | Mon 7 Dec 2026 10:00  | Thu 3 Dec 2026 17:00  |                 | S3
city_of_london | sw_report_others  | review      | Mon 7 Dec 2026 10:00  | Mon 30 Nov 2026 17:00 |                 | S3

LBH's 48 hours are hours: over a weekend, and over both changes of the clocks
lbh | sw_report_family             | initial     | Mon 7 Dec 2026 10:00  | Sat 5 Dec 2026 10:00  | Fri 4 Dec 2026  | S1
lbh | sw_report_family             | initial     | Mon 26 Oct 2026 10:00 | Sat 24 Oct 2026 11:00 | Fri 23 Oct 2026 | S1
lbh | agency_report_family         | initial     | Mon 30 Mar 2026 10:00 | Sat 28 Mar 2026 09:00 | Fri 27 Mar 2026 | S1
lbh | agency_report_family         | review      | Mon 7 Dec 2026 10:00  | Wed 2 Dec 2026 17:00  |                 | S1
lbh | sw_report_chair              | initial     | Mon 7 Dec 2026 10:00  | Wed 2 Dec 2026 17:00  |                 | S1
lbh | reading_time                 | initial     | Mon 7 Dec 2026 10:00  | Mon 7 Dec 2026 09:30  |                 | S1

After it
london | summary                   | initial     | Fri 4 Dec 2026 16:00  | Sat 5 Dec 2026 16:00  | Fri 4 Dec 2026  | S4 14.5
london | decision_letter           | initial     | Fri 4 Dec 2026 16:00  | Mon 7 Dec 2026 17:00  |                 | S4 14.13
london | record                    | initial     | Tue 1 Dec 2026 10:00  | Thu 31 Dec 2026 17:00 |                 | S4 14.4
london | record_parents            | initial     | Tue 1 Dec 2026 10:00  | Thu 31 Dec 2026 17:00 |                 | S4 14.5
city_of_london | record            | initial     | Tue 1 Dec 2026 10:00  | Tue 22 Dec 2026 17:00 |                 | S3
london | amendments                | initial     | Wed 23 Dec 2026       | Wed 30 Dec 2026 17:00 |                 | S4 14.4
lbh | first_core_group             | initial     | Fri 11 Dec 2026 10:00 | Tue 29 Dec 2026 17:00 |                 | S1
lewisham | next_core_group         | core_group  | Thu 12 Nov 2026 10:00 | Thu 24 Dec 2026 17:00 |                 | S0
lbh | cin_meeting                  | initial     | Fri 27 Nov 2026 10:00 | Fri 25 Dec 2026 17:00 | Thu 24 Dec 2026 | S1
london | cin_plan_review           | review      | Mon 7 Dec 2026 10:00  | Mon 1 Mar 2027 17:00  |                 | S4 10.10
london | supervision_order_review  | review      | Sun 31 May 2026       | Sun 28 Feb 2027 17:00 | Fri 26 Feb 2027 | S4 10.8
london | after_birth               | pre_birth   | Wed 16 Dec 2026       | Sat 26 Dec 2026 17:00 | Thu 24 Dec 2026 | S4 1.21
london | after_birth_unfit         | pre_birth   | Wed 16 Dec 2026       | Tue 5 Jan 2027 17:00  |                 | S4 1.21

A month is a calendar month and ends where the other month does; a maximum on a day off is kept on the working day before
london | review                    | initial     | Mon 30 Nov 2026 10:00 | Sun 28 Feb 2027 17:00 | Fri 26 Feb 2027 | S4 1.20
london | review                    | initial     | Tue 30 Nov 2027 10:00 | Tue 29 Feb 2028 17:00 |                 | S4 1.20
london | review                    | initial     | Thu 24 Dec 2026 10:00 | Wed 24 Mar 2027 17:00 |                 | S4 1.20
london | review                    | review      | Mon 30 Nov 2026 10:00 | Sun 30 May 2027 17:00 | Fri 28 May 2027 | S4 1.20
"""


@pytest.mark.feature("A7", "B4")
@pytest.mark.parametrize("row", [" ".join(line.split()) for line in LIMITS.splitlines() if "|" in line])
def test_a_limit_ends_when_its_source_says(row: str) -> None:
    borough, code, kind, trigger, due, proposed, source = (cell.strip() for cell in row.split("|"))
    one = limit(code, Kind(kind), borough)
    assert due_at(one, when(trigger), ENGLAND) == moment(due)
    assert propose(one, when(trigger), ENGLAND) == day(proposed or due.rpartition(" ")[0])
    assert one.source.split(";")[0] == source


@pytest.mark.feature("M3")
def test_times_are_utc_and_a_late_summer_evening_is_londons_day() -> None:
    summer = datetime(2026, 7, 6, 23, 30, tzinfo=UTC)  # already Tuesday in London
    due = due_at(limit("record", INITIAL), summer, ENGLAND)
    assert due.tzinfo is UTC
    assert due == moment("Tue 4 Aug 2026 17:00")


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        due_at(limit("summary", INITIAL), datetime(2026, 12, 7, 10), ENGLAND)  # noqa: DTZ001 - the fault itself


@pytest.mark.parametrize("code", ["held_after_examinations", "held_before_order_expires"])
def test_no_moment_is_made_up(code: str) -> None:
    with pytest.raises(ValueError, match=r"number|moment"):
        due_at(limit(code, INITIAL), day("Mon 7 Dec 2026"), ENGLAND)


# ------------------------------------------------------------------------------------------- the summary's two clocks


@pytest.mark.feature("A7")
@pytest.mark.parametrize(
    ("end", "hours", "working_day", "first"),
    [
        # 24 hours and one working day part before a weekend or holiday (S4 14.5 against 14.13, trap 17)
        ("Mon 7 Dec 2026 12:00", "Tue 8 Dec 2026 12:00", "Tue 8 Dec 2026 17:00", "Tue 8 Dec 2026 12:00"),
        ("Mon 7 Dec 2026 18:30", "Tue 8 Dec 2026 18:30", "Tue 8 Dec 2026 17:00", "Tue 8 Dec 2026 17:00"),
        ("Fri 4 Dec 2026 16:00", "Sat 5 Dec 2026 16:00", "Mon 7 Dec 2026 17:00", "Sat 5 Dec 2026 16:00"),
        ("Thu 24 Dec 2026 12:00", "Fri 25 Dec 2026 12:00", "Tue 29 Dec 2026 17:00", "Fri 25 Dec 2026 12:00"),
        ("Thu 25 Mar 2027 15:00", "Fri 26 Mar 2027 15:00", "Tue 30 Mar 2027 17:00", "Fri 26 Mar 2027 15:00"),
        # The clocks change: 24 hours are elapsed hours
        ("Sat 24 Oct 2026 15:00", "Sun 25 Oct 2026 14:00", "Mon 26 Oct 2026 17:00", "Sun 25 Oct 2026 14:00"),
        ("Sat 27 Mar 2027 15:00", "Sun 28 Mar 2027 16:00", "Tue 30 Mar 2027 17:00", "Sun 28 Mar 2027 16:00"),
    ],
)
def test_the_summary_has_two_clocks(end: str, hours: str, working_day: str, first: str) -> None:
    due = summary_deadlines(moment(end), LONDON, ENGLAND)
    assert (due.by_hours, due.by_working_day, due.first) == (moment(hours), moment(working_day), moment(first))


@pytest.mark.feature("M2")
def test_a_closure_day_moves_the_working_day_and_not_the_hours() -> None:
    closed = replace(LONDON, closure_days=("2026-12-29", "2026-12-30"))
    due = summary_deadlines(moment("Thu 24 Dec 2026 12:00"), closed, ENGLAND)
    assert (due.by_hours, due.by_working_day) == (moment("Fri 25 Dec 2026 12:00"), moment("Thu 31 Dec 2026 17:00"))
    assert record_due(facts(INITIAL, "Tue 1 Dec 2026 10:00"), closed, ENGLAND) == moment("Tue 5 Jan 2027 17:00")


# -------------------------------------------------------------------------------------------------- the whole timetable


@pytest.mark.feature("A7")
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("code", BOROUGHS.codes())
def test_every_limit_of_that_kind_has_a_row_with_its_source(code: str, kind: Kind) -> None:
    profile = BOROUGHS.profile(code)
    table = timetable(facts(kind), profile, ENGLAND)
    assert {row.limit.code for row in table} == {one.code for one in profile.limits if kind in one.kinds}
    assert all(row.limit.source for row in table)


def test_what_is_missing_is_named_and_never_guessed() -> None:
    table = timetable(facts(INITIAL), LONDON, ENGLAND)
    assert {row.needs for row in table if isinstance(row, Unknown)} == {
        Trigger.STRATEGY_DISCUSSION,
        Trigger.CARE_REVIEW_DECISION,
        Trigger.EMERGENCY_ORDER_EXPIRY,
        Trigger.EXAMINATIONS_END,
        Trigger.RECORD_RECEIVED,
        Trigger.PREVIOUS_CORE_GROUP,
    }
    known = [row for row in table if isinstance(row, Deadline)]
    assert {row.limit.trigger for row in known} <= {Trigger.CONFERENCE, Trigger.CONFERENCE_END}


def test_an_order_whose_hour_is_not_known_asks_for_the_hour() -> None:
    order = {Trigger.EMERGENCY_ORDER_EXPIRY: day("Mon 7 Dec 2026")}
    (row,) = rows(facts(INITIAL, dates=order), "held_before_order_expires")
    assert isinstance(row, Unknown)
    assert row.hour


def test_a_source_without_a_number_gives_its_words() -> None:
    ended = {Trigger.EXAMINATIONS_END: day("Fri 4 Dec 2026")}
    (row,) = rows(facts(INITIAL, dates=ended), "held_after_examinations")
    assert isinstance(row, Unnumbered)
    assert (row.limit.words, row.start) == ("immediately", day("Fri 4 Dec 2026"))


def test_known_dates_come_first_and_in_order() -> None:
    table = timetable(facts(INITIAL, dates={Trigger.STRATEGY_DISCUSSION: day("Mon 16 Nov 2026")}), LONDON, ENGLAND)
    dues = [row.due for row in table if isinstance(row, Deadline)]
    assert dues == sorted(dues)
    shapes = [type(row) for row in table]
    assert shapes == sorted(shapes, key=[Deadline, Unnumbered, Unknown].index)


def test_a_review_is_counted_from_the_review_before_once_there_was_one() -> None:  # trap 18
    first = {Trigger.INITIAL_CONFERENCE: day("Mon 7 Sep 2026"), Trigger.PLAN_START: day("Mon 14 Sep 2026")}
    (row,) = rows(facts(REVIEW, dates=first), "first_review_held")
    assert isinstance(row, Deadline)
    assert row.due == moment("Mon 7 Dec 2026 17:00")
    later = {**first, Trigger.PREVIOUS_REVIEW: day("Mon 7 Dec 2026")}
    assert rows(facts(REVIEW, dates=later), "first_review_held") == ()
    (row,) = rows(facts(REVIEW, dates=later), "later_review_held")
    assert isinstance(row, Deadline)
    assert row.due == moment("Mon 7 Jun 2027 17:00")


@pytest.mark.parametrize(
    ("known", "shown", "condition"),
    [({}, True, Condition.PLAN), ({Condition.PLAN: True}, True, None), ({Condition.PLAN: False}, False, None)],
)
def test_a_limit_waits_for_the_outcome_it_depends_on(
    known: Mapping[Condition, bool], shown: bool, condition: Condition | None
) -> None:
    found = rows(facts(INITIAL, known=known), "first_core_group")
    assert [row.condition for row in found] == ([condition] if shown else [])


@pytest.mark.parametrize(
    ("kind", "statuses", "expected"),
    [
        (INITIAL, [Status.PLAN, Status.CHILD_IN_NEED], {Condition.PLAN, Condition.CHILD_IN_NEED}),
        (INITIAL, [Status.NO_PLAN], set()),
        (REVIEW, [Status.PLAN, Status.NO_PLAN], {Condition.PLAN, Condition.PLAN_ENDED}),
        (REVIEW, [Status.CHILD_IN_NEED], {Condition.CHILD_IN_NEED, Condition.PLAN_ENDED}),
    ],
)
def test_decisions_settle_conditions(kind: Kind, statuses: list[Status], expected: set[Condition]) -> None:
    settled = conditions(kind, statuses, inquorate=False)
    assert {one for one, so in settled.items() if so} == expected
    assert settled[Condition.INQUORATE] is False
    assert conditions(kind, statuses, inquorate=True)[Condition.INQUORATE] is True


def test_until_the_end_is_known_its_dates_are_provisional() -> None:
    (planned,) = rows(facts(INITIAL), "summary")
    (known,) = rows(facts(INITIAL, ended=moment("Mon 7 Dec 2026 12:40")), "summary")
    assert isinstance(planned, Deadline)
    assert isinstance(known, Deadline)
    assert (planned.provisional, planned.due) == (True, moment("Tue 8 Dec 2026 12:00"))
    assert (known.provisional, known.due) == (False, moment("Tue 8 Dec 2026 12:40"))


@pytest.mark.parametrize(
    ("held", "announced"),
    [("Mon 4 Dec 2028 10:00", False), ("Mon 2 Oct 2028 10:00", True), ("Mon 7 Dec 2026 10:00", True)],
)
def test_a_date_beyond_the_announced_bank_holidays_says_so(held: str, announced: bool) -> None:
    (row,) = rows(facts(INITIAL, held), "record")
    assert isinstance(row, Deadline)
    assert row.announced is announced
    assert (row.due.date() <= ANNOUNCED_TO) is announced


# ------------------------------------------------------------------------------------------- particulars, next dates


def particulars(kind: Kind, *children: Child, dates: Mapping[str, date] | None = None) -> Particulars:
    return Particulars(
        reference="Example 1",
        kind=kind,
        mode=Mode.VIRTUAL,
        start=moment("Mon 7 Dec 2026 10:00"),
        planned_end=moment("Mon 7 Dec 2026 12:00"),
        chair=PersonId("chair"),
        children=children,
        people=(),
        seats=(),
        dates=dates or {},
    )


def child(name: str, born: date | None = None, expected: date | None = None) -> Child:
    return Child(id=ChildId(name), called=name, lead=PersonId("lead"), born=born, expected=expected)


def test_an_unborn_child_and_an_older_sibling_are_not_confused() -> None:  # trap 19
    baby, sibling = child("baby", expected=day("Sat 15 May 2027")), child("sibling", born=day("Mon 6 Jul 2020"))
    given = facts_of(particulars(PRE_BIRTH, baby, sibling))
    (held,) = rows(given, "pre_birth_held")
    (after,) = rows(given, "after_birth")
    assert isinstance(held, Deadline)
    assert held.child == "baby"
    assert isinstance(after, Unknown), "the sibling's birthday is not the birth waited for"
    born = facts_of(particulars(PRE_BIRTH, replace(baby, born=day("Wed 12 May 2027")), sibling))
    (after,) = rows(born, "after_birth")
    assert isinstance(after, Deadline)
    assert (after.child, after.due) == ("baby", moment("Sat 22 May 2027 17:00"))


def test_the_dates_in_the_particulars_are_the_triggers() -> None:
    given = facts_of(particulars(INITIAL, child("a"), dates={"strategy_discussion": day("Mon 16 Nov 2026")}))
    (row,) = rows(given, "initial_held")
    assert isinstance(row, Deadline)
    assert row.due == moment("Mon 7 Dec 2026 17:00")


@pytest.mark.parametrize(
    ("kind", "dates", "expected"),
    [
        (
            INITIAL,
            {},
            {
                Date.FIRST_CORE_GROUP: "Mon 21 Dec 2026",
                Date.CHILD_IN_NEED_MEETING: "Mon 4 Jan 2027",
                Date.REVIEW: "Fri 5 Mar 2027",
            },
        ),
        (REVIEW, {}, {Date.REVIEW: "Mon 7 Jun 2027"}),
        (
            REVIEW,
            {Trigger.PREVIOUS_CORE_GROUP: "Mon 23 Nov 2026"},
            {Date.NEXT_CORE_GROUP: "Mon 4 Jan 2027", Date.REVIEW: "Mon 7 Jun 2027"},
        ),
        (CORE_GROUP, {}, {Date.NEXT_CORE_GROUP: "Mon 18 Jan 2027"}),
    ],
)
def test_the_chair_is_offered_the_last_working_day_that_keeps_each_limit(
    kind: Kind, dates: Mapping[Trigger, str], expected: Mapping[Date, str]
) -> None:
    given = facts(kind, dates={trigger: day(text) for trigger, text in dates.items()})
    offered = {one: row.proposed for one, row in next_dates(given, LONDON, ENGLAND).items()}
    assert offered == {one: day(text) for one, text in expected.items()}


def test_a_core_group_has_no_record_of_a_conference() -> None:
    assert record_due(facts(CORE_GROUP), LONDON, ENGLAND) is None
    assert record_due(facts(INITIAL, "Tue 1 Dec 2026 10:00"), LONDON, ENGLAND) == moment("Thu 31 Dec 2026 17:00")
