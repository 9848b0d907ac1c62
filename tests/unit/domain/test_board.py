"""What the board says of a conference, and in what order (M5, B8, B10, B13, B20)."""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest

from bot.domain import events_before as e
from bot.domain.board import Line, Phase, Replies, Trouble, worst_first
from bot.domain.events_asked import FlagRaised
from bot.domain.events_errands import ErrandDone, ErrandFailed
from bot.domain.forecast import Forecast
from bot.domain.ids import PersonId, SeatId
from bot.domain.microsoft import Option
from bot.domain.particulars import Kind, Person
from bot.domain.preparations import Coming, FlagKind, Need
from bot.domain.reports import ReportState
from tests.dates import moment
from tests.fakes.before import ADMIN, Before
from tests.fakes.builders import ROBIN, WREN, Play, changed, conference, core_group
from tests.fakes.errands import MADE

# The conference is on Monday 7 December 2026 at 10. Reports for an initial one are due two working days before: on Thursday.
EARLY, DUE, PASSED, EVE = (
    "Tue 17 Nov 2026 12:00",
    "Thu 3 Dec 2026 17:00",
    "Thu 3 Dec 2026 17:01",
    "Fri 4 Dec 2026 12:00",
)


def ready() -> Before:
    """Nothing is missing."""
    return Before().convened().invited().everybody_comes().everything_in()


def counts(found: Line) -> dict[Trouble, int]:
    return dict(found.troubles)


def test_where_nothing_is_missing_nothing_is_wrong() -> None:
    found = ready().line(EVE)
    assert counts(found) == {}
    assert (found.phase, found.worst, found.reference) == (Phase.CONVENED, None, "FICT-2026-007")
    assert found.replies.awaited == 0
    assert set(found.quorum.items()) == {(WREN, Forecast.MET), (ROBIN, Forecast.MET)}


# ------------------------------------------------------------------------------------------------------------- replies


@pytest.mark.feature("B8", "M5")
def test_each_reply_counts_once_and_whoever_was_not_asked_does_not() -> None:
    before = Before().convened().invited()
    asked = before.line(EARLY).replies.asked
    assert asked == 13, "an observer without consent, the stand-in, the manager and the administrator are not asked"
    before.says("harriet").says("anand", Coming.COLLEAGUE).says("lorna", Coming.CANNOT)
    assert before.line(EARLY).replies == Replies(asked=asked, coming=1, colleague=1, cannot=1)
    assert before.line(EARLY).replies.awaited == asked - 3


@pytest.mark.feature("B28")
def test_what_was_said_of_an_earlier_time_counts_no_more() -> None:
    before = ready()
    start, end = moment("Tue 8 Dec 2026 10:00"), moment("Tue 8 Dec 2026 12:00")
    before.happens(e.ConferenceMoved(start=start, planned_end=end, reason="Canary", by=ADMIN))
    found = before.line(EARLY)
    assert (found.replies.answered, found.start) == (0, start)


@pytest.mark.parametrize(
    ("now", "late"),
    [("Fri 20 Nov 2026 08:29", 0), ("Fri 20 Nov 2026 08:30", 12), ("Mon 23 Nov 2026 08:30", 12)],
)
def test_a_reply_is_late_from_when_the_administrator_hears_of_it(now: str, late: int) -> None:
    before = Before().convened().invited().says("harriet").everything_in()
    assert counts(before.line(now)).get(Trouble.NO_REPLY, 0) == late


def test_nobody_is_late_who_was_not_asked_yet() -> None:
    assert Trouble.NO_REPLY not in Before().convened().line(EVE).troubles


# ------------------------------------------------------------------------------------------------------------- reports


@pytest.mark.feature("B10", "M5")
def test_reports_are_in_due_or_late_and_one_that_will_not_come_is_neither() -> None:
    before = Before().convened().sends("school", "school_nurse")
    before.happens(e.ReportReceived(seat=SeatId("school_nurse"), by=ADMIN))
    before.happens(e.ReportNotComing(seat=SeatId("housing"), by=ADMIN, reason="Canary"))
    rest = 3
    there = {ReportState.SENT: 1, ReportState.RECEIVED: 1, ReportState.NONE: 1}
    assert before.line(DUE).reports == {**there, ReportState.DUE: rest}
    assert before.line(PASSED).reports == {**there, ReportState.LATE: rest}
    assert before.line(PASSED).troubles[Trouble.REPORT_LATE] == rest
    assert before.line(DUE).wanted == 6


@pytest.mark.feature("B13")
def test_the_police_report_is_nowhere_whatever_becomes_of_it() -> None:
    police = SeatId("police")
    after: list[Callable[[Before], Before]] = [
        lambda one: one,
        lambda one: one.sends("police"),
        lambda one: one.happens(e.ReportReceived(seat=police, by=PersonId("chair"))),
        lambda one: one.happens(e.ReportNotComing(seat=police, by=PersonId("renuka"), reason="Canary")),
    ]
    for now in (EARLY, PASSED, EVE):
        assert len({repr(become(Before().convened()).line(now)) for become in after}) == 1


@pytest.mark.feature("B10")
def test_what_was_not_gone_through_with_the_family_in_time_is_said_as_well() -> None:
    before = Before().convened().invited().everybody_comes()
    before.sends(*(seat.id for seat in before.particulars.seats))
    assert counts(before.line(EVE)) == {Trouble.SHARE_LATE: 2}, "agencies' own go to the chair alone here"


def test_a_core_group_has_no_reports_and_no_quorum_to_be_forecast() -> None:
    found = Before(core_group()).convened().line(EVE)
    assert (found.kind, found.wanted, dict(found.quorum)) == (Kind.CORE_GROUP, 0, {})


# -------------------------------------------------------------------------------------------------------------- quorum


@pytest.mark.feature("B20")
def test_quorum_is_forecast_for_each_child_apart() -> None:
    before = ready()
    for who in ("harriet", "lorna"):
        before.says(who, Coming.CANNOT)
    found = before.line(EARLY)
    assert dict(found.quorum) == {WREN: Forecast.UNMET, ROBIN: Forecast.MET}, "Wren is left with the police alone"
    assert counts(found) == {Trouble.NO_QUORUM: 1}


# --------------------------------------------------------------------------------------------------------- needs, tasks


@pytest.mark.feature("B16")
def test_needs_are_counted_and_never_quoted() -> None:
    before = ready().says("katya", Coming.ATTENDING, Need.INTERPRETER, Need.CHILDCARE)
    before.says("desmond", Coming.ATTENDING, Need.INTERPRETER)
    found = before.line(EARLY)
    assert dict(found.needs) == {Need.INTERPRETER: 2, Need.CHILDCARE: 1}
    assert "Canary" not in repr(found)


def _by_phone(who: str) -> Before:
    return Before(changed(conference(), who, account=None, installed=False))


def test_whom_no_message_reaches_is_told_by_somebody() -> None:
    before = _by_phone("katya").convened()
    assert before.line(EARLY).troubles[Trouble.TELL] == 1
    before.happens(e.ToldByHand(person=PersonId("katya"), by=ADMIN, how="by telephone", time=0))
    assert Trouble.TELL not in before.line(EARLY).troubles


def test_and_is_told_again_when_it_is_cancelled() -> None:
    told = e.ToldByHand(person=PersonId("katya"), by=ADMIN, how="by telephone", time=0)
    before = _by_phone("katya").convened().happens(told).wait(days=1)
    before.happens(e.ConferenceCancelled(reason="Canary", by=ADMIN))
    found = before.wait(minutes=5).line()
    assert (found.phase, counts(found)) == (Phase.CANCELLED, {Trouble.TELL: 1})
    before.happens(told)
    assert counts(before.line()) == {}


def _with_microsoft() -> Before:
    before = Before(conference(join_link="")).until(EARLY)
    return before.happens(e.ConferenceConvened(by=ADMIN, microsoft=True)).invited().everybody_comes().everything_in()


def test_what_the_bot_cannot_do_in_microsoft_365_is_told_and_what_may_yet_work_is_not() -> None:
    before = _with_microsoft().happens(
        ErrandFailed(errand="hold//0", code="policy_missing", final=True),
        ErrandFailed(errand="install/harriet/0", code="busy", final=False),
    )
    assert counts(before.line()) == {Trouble.ERRAND: 1}


def test_options_of_the_bots_own_meeting_wait_for_somebody_to_look() -> None:
    before = _with_microsoft().happens(
        ErrandDone(errand="hold//0", meeting=MADE),
        ErrandDone(errand="settle//0", left=(Option.LOBBY, Option.RECORDING)),
    )
    assert counts(before.line()) == {Trouble.OPTION: 2}


# --------------------------------------------------------------------------------------------------------------- phases


def test_what_is_not_convened_has_invited_nobody() -> None:
    before = Before().until(EARLY)
    assert (before.line().phase, counts(before.line())) == (Phase.SET_UP, {Trouble.NOT_INVITED: 1})


def test_what_is_over_is_wrong_only_where_a_copy_is_still_owed() -> None:
    play = Before().bind().decided().wait(minutes=90).end()
    found = play.wait(hours=1).line()
    assert (found.phase, counts(found)) == (Phase.HELD, {})
    assert counts(play.wait(hours=24).line())[Trouble.SUMMARY_LATE] == 1
    play.approve()
    play.perform()
    left = play.line()
    assert left.troubles[Trouble.COPY] == 3, "two parents and the observer"


def test_under_way_nothing_that_was_to_be_done_before_is_asked_for() -> None:
    found = Before().bind().gather().line()
    assert (found.phase, counts(found), dict(found.quorum)) == (Phase.UNDER_WAY, {}, {})


@pytest.mark.feature("V5", "B12", "S-3")
def test_nothing_of_a_round_a_flag_or_anybodys_words_is_on_the_board() -> None:
    quiet = Before().convened().bind().open(absent=("orla",))
    loud = Before().convened().bind().open(absent=("orla",)).answer("harriet", reason="Canary").close()
    loud.happens(FlagRaised(number=1, kind=FlagKind.DANGER, by=PersonId("harriet")))
    now = "Mon 7 Dec 2026 11:00"
    assert quiet.line(now) == loud.line(now)
    for name in (*(child.called for child in conference().children), *(one.name for one in conference().people)):
        assert name not in repr(loud.line(now))


# ---------------------------------------------------------------------------------------------------------------- order


def _line(reference: str, day: str, soon: bool, **troubles: int) -> Line:
    found = {one: troubles[one.value] for one in Trouble if one.value in troubles}
    return replace(ready().line(EARLY), reference=reference, start=moment(day), soon=soon, troubles=found)


@pytest.mark.feature("M5")
def test_the_worst_comes_first_and_what_is_near_before_what_is_far() -> None:
    ordered = [
        _line("tomorrow-uninvited", "Tue 8 Dec 2026 15:00", soon=True, not_invited=1),
        _line("tomorrow-reports", "Tue 8 Dec 2026 10:00", soon=True, report_late=2, no_reply=9),
        _line("tomorrow-replies", "Tue 8 Dec 2026 09:00", soon=True, no_reply=1),
        _line("far-quorum", "Thu 17 Dec 2026 09:00", soon=False, no_quorum=1),
        _line("far-reports", "Wed 16 Dec 2026 09:00", soon=False, report_late=1),
        _line("far-reports-later", "Thu 17 Dec 2026 09:00", soon=False, report_late=5),
        _line("well-now", "Mon 7 Dec 2026 09:00", soon=True),
        _line("well-later", "Wed 16 Dec 2026 09:00", soon=False),
    ]
    for shuffled in list(permutations(ordered))[::997]:
        assert worst_first(shuffled) == ordered


@pytest.mark.parametrize(
    ("now", "soon"),
    [("Thu 3 Dec 2026 23:59", False), ("Fri 4 Dec 2026 00:00", True), ("Sat 5 Dec 2026 10:00", True)],
)
def test_soon_is_before_the_next_working_day_is_over(now: str, soon: bool) -> None:
    assert ready().line(now).soon is soon


def test_somebody_left_out_of_all_of_it_is_neither_asked_nor_counted() -> None:
    before = Before().convened()
    asked = before.line(EARLY).replies.asked
    before.happens(e.PersonTakenOff(person=PersonId("desmond"), reason="Canary", by=ADMIN))
    assert before.line(EARLY).replies.asked == asked - 1


def test_the_builders_know_the_same_people() -> None:
    assert isinstance(Play().particulars.people[0], Person)
