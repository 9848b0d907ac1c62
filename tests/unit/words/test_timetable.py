import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.boroughs import TomlBoroughs
from bot.adapters.calendar import LibraryCalendars
from bot.domain.deadlines import Facts, timetable
from bot.domain.ids import ChildId
from bot.domain.particulars import Kind
from bot.domain.profile import Condition, Trigger
from bot.words.deadlines import CONDITIONS, TRIGGERS
from bot.words.timetable import Line, entries, in_london, lines
from tests.dates import day, moment

ENGLAND = LibraryCalendars().england()
LONDON = TomlBoroughs().profile("london")
START = moment("Fri 4 Dec 2026 14:00")
FACTS = Facts(kind=Kind.INITIAL, start=START, planned_end=START + timedelta(hours=2))


def line(facts: Facts, title: str, called: dict[ChildId, str] | None = None) -> Line:
    (found,) = [one for one in lines(timetable(facts, LONDON, ENGLAND), called) if one.title.startswith(title)]
    return found


@pytest.mark.feature("M3")
def test_times_are_shown_in_london() -> None:
    assert in_london(datetime(2026, 7, 1, 16, tzinfo=UTC)) == "Wed 1 Jul 2026, 17:00"
    assert in_london(day("Thu 3 Dec 2026")) == "Thu 3 Dec 2026"


def test_everything_a_limit_can_name_has_words() -> None:
    assert set(TRIGGERS) == set(Trigger)
    assert set(CONDITIONS) == set(Condition)


@pytest.mark.parametrize(
    ("title", "when", "source", "note"),
    [
        ("Social worker's report, to the chair", "Wed 2 Dec 2026, 17:00", "S4 7.8", ""),
        ("Initial conference held", "needs the date of the strategy discussion", "S4 1.7", "section 47"),
        ("Conference held before the emergency", "needs the date of the expiry of the emergency", "S4 1.8", "Whenever"),
        ("First core group", "Fri 18 Dec 2026, 17:00", "S1", "Only if a child is on a child protection plan."),
        ("Early review", "early, after Fri 4 Dec 2026", "S4 3.12", "Only if the conference was not quorate."),
        ("Decisions in writing, to the parents", "Sat 5 Dec 2026, 16:00", "S4 14.5", "Not a working day: the last one before it is Fri 4 Dec 2026. Counted from the planned end."),
        ("First review", "Thu 4 Mar 2027, 17:00", "S4 1.20", "A maximum"),
    ],
)  # fmt: skip
def test_a_line_says_what_when_why_and_what_is_open(title: str, when: str, source: str, note: str) -> None:
    found = line(FACTS, title)
    assert found.when.startswith(when)
    assert found.source == source
    assert note in found.note


def test_an_hour_that_is_missing_is_asked_for() -> None:
    facts = replace(FACTS, dates={Trigger.EMERGENCY_ORDER_EXPIRY: day("Mon 7 Dec 2026")})
    assert line(facts, "Conference held before").when.startswith("needs the hour of the expiry")


def test_a_date_beyond_the_announced_holidays_is_said_to_be_so() -> None:
    late = moment("Mon 11 Dec 2028 10:00")
    facts = replace(FACTS, start=late, planned_end=late + timedelta(hours=2))
    assert "not announced" in line(facts, "Conference record, signed").note


def test_a_child_is_called_by_name_to_people_and_by_id_to_programs() -> None:
    facts = replace(
        FACTS, kind=Kind.PRE_BIRTH, children={ChildId("c1"): {Trigger.EXPECTED_BIRTH: day("Sat 15 May 2027")}}
    )
    assert line(facts, "Pre-birth conference held (", {ChildId("c1"): "Baby X"}).title.endswith("(Baby X)")
    assert line(facts, "Pre-birth conference held (").title.endswith("(c1)")
    (entry,) = [one for one in entries(timetable(facts, LONDON, ENGLAND)) if one["code"] == "pre_birth_held"]
    assert entry["child"] == "c1"
    assert "Baby X" not in json.dumps(entry)


def test_entries_are_json_and_say_what_is_needed_by_code() -> None:
    found = {one["code"]: one for one in json.loads(json.dumps(entries(timetable(FACTS, LONDON, ENGLAND))))}
    assert found["initial_held"]["needs"] == "strategy_discussion"
    assert found["initial_held"]["due"] is None
    assert found["summary"]["due"] == "2026-12-05T16:00:00+00:00"
    assert found["summary"]["proposed"] == "2026-12-04"
    assert found["first_core_group"]["condition"] == "plan"
