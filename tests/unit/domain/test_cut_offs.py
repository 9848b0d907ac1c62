"""One second either side of every hour at which something changes, at both changes of the clocks, Christmas, Easter and closures."""

from dataclasses import replace
from datetime import UTC

import pytest

from bot.adapters.boroughs import TomlBoroughs
from bot.adapters.calendar import LibraryCalendars
from bot.domain.deadlines import due_at, summary_deadlines
from bot.domain.delivery import late
from bot.domain.duties.before import invitation_duties, reminder_duties
from bot.domain.ids import PersonId
from bot.domain.particulars import Kind
from bot.domain.profile import Reminders
from bot.domain.quiet import by_day
from tests.dates import day, moment
from tests.fakes.builders import Play, conference

ENGLAND = LibraryCalendars().england()
CLOSED = ENGLAND.with_closures([day("Tue 29 Dec 2026"), day("Wed 30 Dec 2026"), day("Thu 31 Dec 2026")])
LONDON = TomlBoroughs().profile("london")

# what happens | the first moment at which somebody may be written to about what can wait
QUIET = """
An ordinary week
Mon 7 Dec 2026 00:00:00  | Mon 7 Dec 2026 08:00:00
Mon 7 Dec 2026 07:59:59  | Mon 7 Dec 2026 08:00:00
Mon 7 Dec 2026 08:00:00  | Mon 7 Dec 2026 08:00:00
Mon 7 Dec 2026 08:00:01  | Mon 7 Dec 2026 08:00:01
Mon 7 Dec 2026 17:59:59  | Mon 7 Dec 2026 17:59:59
Mon 7 Dec 2026 18:00:00  | Tue 8 Dec 2026 08:00:00
Mon 7 Dec 2026 18:00:01  | Tue 8 Dec 2026 08:00:00
Mon 7 Dec 2026 23:59:59  | Tue 8 Dec 2026 08:00:00

A weekend
Fri 4 Dec 2026 17:59:59  | Fri 4 Dec 2026 17:59:59
Fri 4 Dec 2026 18:00:00  | Mon 7 Dec 2026 08:00:00
Sat 5 Dec 2026 12:00:00  | Mon 7 Dec 2026 08:00:00
Sun 6 Dec 2026 23:59:59  | Mon 7 Dec 2026 08:00:00

The clocks go back on Sunday 25 October 2026, and forward on Sunday 29 March 2026
Fri 23 Oct 2026 17:59:59 | Fri 23 Oct 2026 17:59:59
Fri 23 Oct 2026 18:00:00 | Mon 26 Oct 2026 08:00:00
Mon 26 Oct 2026 07:59:59 | Mon 26 Oct 2026 08:00:00
Fri 27 Mar 2026 17:59:59 | Fri 27 Mar 2026 17:59:59
Fri 27 Mar 2026 18:00:00 | Mon 30 Mar 2026 08:00:00
Mon 30 Mar 2026 07:59:59 | Mon 30 Mar 2026 08:00:00
Mon 30 Mar 2026 17:59:59 | Mon 30 Mar 2026 17:59:59
Mon 30 Mar 2026 18:00:00 | Tue 31 Mar 2026 08:00:00

Christmas: 26 December 2026 is a Saturday, so Monday 28 is off too
Thu 24 Dec 2026 17:59:59 | Thu 24 Dec 2026 17:59:59
Thu 24 Dec 2026 18:00:00 | Tue 29 Dec 2026 08:00:00
Mon 28 Dec 2026 23:59:59 | Tue 29 Dec 2026 08:00:00
Thu 31 Dec 2026 18:00:00 | Mon 4 Jan 2027 08:00:00

Easter 2027, and with it the clocks
Thu 25 Mar 2027 17:59:59 | Thu 25 Mar 2027 17:59:59
Thu 25 Mar 2027 18:00:00 | Tue 30 Mar 2027 08:00:00
Mon 29 Mar 2027 23:59:59 | Tue 30 Mar 2027 08:00:00
"""


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.splitlines() if "|" in line]


@pytest.mark.feature("B11", "M3")
@pytest.mark.parametrize(("at", "first"), table(QUIET))
def test_what_can_wait_is_said_by_day(at: str, first: str) -> None:
    assert by_day(moment(at), Reminders(), ENGLAND) == moment(first)


@pytest.mark.feature("M2")
@pytest.mark.parametrize(
    ("at", "first"),
    [
        ("Thu 24 Dec 2026 17:59:59", "Thu 24 Dec 2026 17:59:59"),
        ("Thu 24 Dec 2026 18:00:00", "Mon 4 Jan 2027 08:00:00"),
        ("Tue 29 Dec 2026 12:00:00", "Mon 4 Jan 2027 08:00:00"),
    ],
)
def test_while_the_council_is_closed_nobody_is_written_to(at: str, first: str) -> None:
    assert by_day(moment(at), Reminders(), CLOSED) == moment(first)


# the conference begins | two working days before, the day it begins being day 0
DAY_NOUGHT = """
Mon 7 Dec 2026 23:59:59  | Thu 3 Dec 2026 17:00
Tue 8 Dec 2026 00:00:00  | Fri 4 Dec 2026 17:00

Summer time: midnight in London is 23:00 of the day before in UTC
Mon 22 Jun 2026 23:59:59 | Thu 18 Jun 2026 17:00
Tue 23 Jun 2026 00:00:00 | Fri 19 Jun 2026 17:00

Over each change of the clocks 17:00 stays 17:00
Mon 26 Oct 2026 10:00:00 | Thu 22 Oct 2026 17:00
Tue 27 Oct 2026 00:00:00 | Fri 23 Oct 2026 17:00
Mon 30 Mar 2026 23:59:59 | Thu 26 Mar 2026 17:00
Tue 31 Mar 2026 00:00:00 | Fri 27 Mar 2026 17:00

Christmas and Easter
Tue 29 Dec 2026 23:59:59 | Wed 23 Dec 2026 17:00
Wed 30 Dec 2026 00:00:00 | Thu 24 Dec 2026 17:00
Tue 30 Mar 2027 23:59:59 | Wed 24 Mar 2027 17:00
Wed 31 Mar 2027 00:00:00 | Thu 25 Mar 2027 17:00
"""


@pytest.mark.feature("M2", "M3")
@pytest.mark.parametrize(("start", "due"), table(DAY_NOUGHT))
def test_the_day_it_begins_is_londons(start: str, due: str) -> None:
    limit = LONDON.limit("sw_report_chair", Kind.INITIAL)
    assert limit
    assert due_at(limit, moment(start).astimezone(UTC), ENGLAND) == moment(due)


@pytest.mark.feature("M2")
def test_closure_days_are_passed_over_on_the_way_back_too() -> None:
    limit = LONDON.limit("sw_report_chair", Kind.INITIAL)
    assert limit
    assert due_at(limit, moment("Mon 4 Jan 2027 23:59:59"), CLOSED) == moment("Wed 23 Dec 2026 17:00")
    assert due_at(limit, moment("Tue 5 Jan 2027 00:00:00"), CLOSED) == moment("Thu 24 Dec 2026 17:00")


# the conference ends | 24 hours on the clock | the close of one working day
TWO_CLOCKS = """
Mon 7 Dec 2026 23:59:59  | Tue 8 Dec 2026 23:59:59  | Tue 8 Dec 2026 17:00
Tue 8 Dec 2026 00:00:00  | Wed 9 Dec 2026 00:00:00  | Wed 9 Dec 2026 17:00
Fri 4 Dec 2026 17:00:00  | Sat 5 Dec 2026 17:00:00  | Mon 7 Dec 2026 17:00
Fri 4 Dec 2026 17:00:01  | Sat 5 Dec 2026 17:00:01  | Mon 7 Dec 2026 17:00
Sun 6 Dec 2026 23:59:59  | Mon 7 Dec 2026 23:59:59  | Mon 7 Dec 2026 17:00
Mon 7 Dec 2026 00:00:00  | Tue 8 Dec 2026 00:00:00  | Tue 8 Dec 2026 17:00

The clocks go back on Sunday 25 October at 2, and forward on Sunday 29 March at 1
Sat 24 Oct 2026 01:59:59 | Sun 25 Oct 2026 01:59:59 | Mon 26 Oct 2026 17:00
Sat 24 Oct 2026 12:00:00 | Sun 25 Oct 2026 11:00:00 | Mon 26 Oct 2026 17:00
Sat 28 Mar 2026 00:59:59 | Sun 29 Mar 2026 00:59:59 | Mon 30 Mar 2026 17:00
Sat 28 Mar 2026 01:00:00 | Sun 29 Mar 2026 02:00:00 | Mon 30 Mar 2026 17:00
Sat 28 Mar 2026 12:00:00 | Sun 29 Mar 2026 13:00:00 | Mon 30 Mar 2026 17:00

Christmas and Easter
Thu 24 Dec 2026 23:59:59 | Fri 25 Dec 2026 23:59:59 | Tue 29 Dec 2026 17:00
Mon 28 Dec 2026 23:59:59 | Tue 29 Dec 2026 23:59:59 | Tue 29 Dec 2026 17:00
Tue 29 Dec 2026 00:00:00 | Wed 30 Dec 2026 00:00:00 | Wed 30 Dec 2026 17:00
Thu 2 Apr 2026 23:59:59  | Fri 3 Apr 2026 23:59:59  | Tue 7 Apr 2026 17:00
Mon 6 Apr 2026 23:59:59  | Tue 7 Apr 2026 23:59:59  | Tue 7 Apr 2026 17:00
Tue 7 Apr 2026 00:00:00  | Wed 8 Apr 2026 00:00:00  | Wed 8 Apr 2026 17:00
"""


@pytest.mark.feature("A2", "M3")
@pytest.mark.parametrize(("end", "by_hours", "by_working_day"), table(TWO_CLOCKS))
def test_the_summarys_clocks_to_the_second(end: str, by_hours: str, by_working_day: str) -> None:
    found = summary_deadlines(moment(end), LONDON, ENGLAND)
    assert found == (moment(by_hours).astimezone(UTC), moment(by_working_day).astimezone(UTC))


@pytest.mark.feature("A2")
@pytest.mark.parametrize(
    ("now", "is_late"),
    [
        (
            "Sun 25 Oct 2026 14:59:59",
            False,
        ),  # the conference ended on Saturday at 16:00, and 24 hours later the clocks say 15:00
        ("Sun 25 Oct 2026 15:00:00", True),
    ],
)
def test_the_summary_is_late_from_that_very_second(now: str, is_late: bool) -> None:
    start = moment("Sat 24 Oct 2026 12:00")
    planned = conference(
        start=start, planned_end=moment("Sat 24 Oct 2026 14:00")
    )  # nobody ends it: taken to end at 16:00
    assert late(Play(particulars=planned, now=start).state, moment(now)) is is_late


def _reminded(now: str) -> list[str]:
    """When somebody who was invited on Thursday 10 December, and has not replied, is reminded next, seen from `now`."""
    start = moment("Mon 11 Jan 2027 10:00")
    play = Play(particulars=conference(start=start, planned_end=start), now=moment("Thu 10 Dec 2026 10:00"))
    play.state = replace(play.state, before=replace(play.state.before, convened_at=play.now))
    play.perform(kinds=["invitation"])
    owed = reminder_duties(play.state, moment(now), ENGLAND)
    return [f"{one.since.astimezone(moment(now).tzinfo):%a %H:%M:%S}" for one in owed if one.to == "katya"]


@pytest.mark.feature("B11", "M8")
@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("Mon 14 Dec 2026 08:29:59", "Mon 08:30:00"),  # two working days after: still ahead
        ("Mon 14 Dec 2026 08:30:00", "Mon 08:30:00"),  # and now
    ],
)
def test_a_reminder_is_due_at_that_very_second(now: str, since: str) -> None:
    assert _reminded(now) == [since]


# convened | the conference begins | people are asked
INVITED = """
By day, where a whole day is left then
Mon 7 Dec 2026 17:59:59  | Wed 9 Dec 2026 10:00:00  | Mon 7 Dec 2026 17:59:59
Mon 7 Dec 2026 18:00:00  | Wed 9 Dec 2026 10:00:00  | Tue 8 Dec 2026 08:00:00
Fri 4 Dec 2026 18:00:00  | Tue 8 Dec 2026 10:00:00  | Mon 7 Dec 2026 08:00:00

And at once on the evening before
Mon 7 Dec 2026 19:00:00  | Tue 8 Dec 2026 10:00:00  | Mon 7 Dec 2026 19:00:00
Mon 7 Dec 2026 23:59:59  | Tue 8 Dec 2026 10:00:00  | Mon 7 Dec 2026 23:59:59
"""


@pytest.mark.feature("B6", "B28")
@pytest.mark.parametrize(("convened", "start", "asked"), table(INVITED))
def test_close_to_the_meeting_people_are_asked_at_once(convened: str, start: str, asked: str) -> None:
    begins = moment(start).astimezone(UTC)
    play = Play(particulars=conference(start=begins, planned_end=begins), now=moment(convened))
    state = replace(play.state, before=replace(play.state.before, convened_at=moment(convened).astimezone(UTC)))
    owed = invitation_duties(state, moment(convened).astimezone(UTC), ENGLAND)
    assert {one.since for one in owed if one.to == PersonId("katya")} == {moment(asked)}
