"""When and how a conference is held, changed afterwards (B1, B15, B28)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.domain.arranging import dates_asked
from bot.domain.beginning import CHAIR
from bot.domain.checks import Gap, gaps
from bot.domain.duties import duties
from bot.domain.evolve import fold
from bot.domain.outcome import Accepted, Refused
from bot.domain.outstanding import Item, outstanding
from bot.domain.particulars import Kind, Mode
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.cancel_conference import CancelConference
from bot.domain.verbs.convene_conference import ConveneConference
from bot.domain.verbs.explain_delay import ExplainDelay
from bot.domain.verbs.set_dates import SetDates
from bot.domain.verbs.set_details import SetDetails
from bot.domain.verbs.set_household import SetHousehold
from bot.domain.verbs.set_parts import SetPart
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.views.sheet import Phase
from tests.dates import moment
from tests.fakes.arranging import (
    CHAIR_ACTOR,
    CHILD,
    MOVE,
    NOW,
    SOCIAL_WORKER,
    convened,
    draft,
    particulars,
    person,
    sheet,
    whole,
)
from tests.fakes.builders import ENGLAND, Play, conference

# ---------------------------------------------------------------------------------------------------------- when and how


@pytest.mark.feature("B1")
def test_a_draft_is_changed_and_what_is_convened_is_moved() -> None:
    typed = SetDetails(
        mode="blended", place="Room 4", kind="review", day="2026-11-27", start="13:00", end="14:30", join_link=""
    )
    play = draft()
    play.does("administrator", typed)
    given = play.state.particulars
    assert (given.kind, given.mode, given.place) == (Kind.REVIEW, Mode.BLENDED, "Room 4")
    assert given.start == moment("Fri 27 Nov 2026 13:00")
    later = convened()
    later.does("administrator", typed)
    given = later.state.particulars
    assert (given.kind, given.mode, given.place) == (Kind.INITIAL, Mode.BLENDED, "Room 4")
    assert given.start == moment("Thu 26 Nov 2026 10:00")


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("http://teams.example", Fault.NOT_A_LINK),
        ("https://teams.example/a b", Fault.NOT_A_LINK),
        ("https://teams.example/meet/12345", Fault.NO_CHAT_IN_LINK),
        ("https://teams.example/19%3ameeting_other%40thread.v2/0", Fault.OTHER_CHAT),
    ],
)
def test_a_link_that_leads_elsewhere_is_no_link(link: str, fault: Fault) -> None:
    play = whole().bind()
    typed = SetDetails(mode="virtual", kind="initial", day="2026-11-26", start="10:00", end="12:00", join_link=link)
    assert play.refused("administrator", typed) == Refused(Why.FIELDS, {"join_link": fault})


def test_dates_are_held_against_the_day_of_the_conference_and_one_another() -> None:
    play = draft(particulars(kind="review"))
    typed = SetDates(dates={"initial_conference": "2026-08-26", "previous_review": "2026-07-01"})
    assert play.refused("administrator", typed) == Refused(Why.FIELDS, {"previous_review": Fault.BEFORE_INITIAL})
    late = SetDates(dates={"initial_conference": "2026-12-26"})
    assert play.refused("administrator", late) == Refused(Why.FIELDS, {"initial_conference": Fault.AFTER_CONFERENCE})
    play.does("administrator", SetDates(dates={"initial_conference": "2026-08-26"}))
    assert play.state.particulars.dates == {"initial_conference": date(2026, 8, 26)}
    play.does("administrator", SetDates())
    assert play.state.particulars.dates == {}


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (Kind.INITIAL, "strategy_discussion care_review_decision emergency_order_expiry examinations_end"),
        (Kind.PRE_BIRTH, "strategy_discussion"),
        (Kind.TRANSFER_IN, "move_notification"),
        (Kind.REVIEW, "initial_conference previous_review plan_start supervision_order previous_core_group"),
        (Kind.CORE_GROUP, ""),
    ],
)
def test_only_those_dates_are_asked_for_on_which_something_depends(kind: Kind, asked: str) -> None:
    assert [one.value for one in dates_asked(Play(conference(kind)).state)] == asked.split()


# ------------------------------------------------------------------------------------------------------- move and cancel


@pytest.mark.feature("B28")
def test_everybody_is_asked_again_once_when_it_is_moved() -> None:
    play = convened()
    first = play.perform(kinds=["invitation"])
    play.wait(hours=1)
    play.does("administrator", MOVE)
    again = play.perform(kinds=["invitation"])
    assert {key.split("/")[1] for key in first} == {key.split("/")[1] for key in again}
    assert len(set(again)) == len(again) == len(first)
    assert not play.keys("invitation")
    assert play.state.particulars.start == moment("Thu 3 Dec 2026 10:00")
    assert fold(None, play.happened) == play.state


@pytest.mark.feature("B28", "B11")
def test_reminders_move_with_the_meeting_and_stop_with_it() -> None:
    play = convened()
    play.perform(kinds=["invitation"])
    assert _last_reminder(play) == moment("Wed 25 Nov 2026 08:30")
    play.does("administrator", MOVE)
    play.perform(kinds=["invitation"])
    assert _last_reminder(play) == moment("Wed 2 Dec 2026 08:30")
    play.does("administrator", CancelConference(reason="moved away"))
    assert outstanding(play.state, CHAIR, ENGLAND) == ()


def _last_reminder(play: Play) -> datetime:
    found = [one for one in outstanding(play.state, CHAIR, ENGLAND) if one.item is Item.MEETING]
    return max(found[0].rungs)


@pytest.mark.feature("B28")
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"reason": ""}, {"reason": Fault.MISSING}),
        ({"day": "2026-11-26"}, {"day": Fault.SAME_TIME}),
        ({"day": "2026-10-26"}, {"day": Fault.TIME_PAST}),
        ({"end": "09:00"}, {"end": Fault.END_NOT_AFTER}),
    ],
)
def test_it_is_moved_to_another_time_with_a_reason(change: dict[str, str], fault: dict[str, Fault]) -> None:
    assert convened().refused("administrator", replace(MOVE, **change)) == Refused(Why.FIELDS, fault)


def test_a_draft_is_not_moved() -> None:
    assert whole().refused("administrator", MOVE).code is Why.NOT_CONVENED


@pytest.mark.feature("B15", "B28")
def test_parents_who_are_kept_apart_stay_so_when_it_is_moved() -> None:
    """Over the change of the clocks too: by the clock on the wall."""
    play = convened()
    cora = person(play, "Cora Sampleton")
    play.does("administrator", SetPart(title="first", start="10:00", end="10:45", people=cora))
    play.does("administrator", replace(MOVE, day="2027-04-08", start="13:00", end="15:00"))
    part = play.state.particulars.parts[0]
    assert (part.start, part.end) == (moment("Thu 8 Apr 2027 13:00"), moment("Thu 8 Apr 2027 13:45"))
    assert part.people == {cora}
    short = replace(MOVE, end="10:30")
    assert play.refused("administrator", short) == Refused(Why.FIELDS, {"end": Fault.PARTS_DO_NOT_FIT})


@pytest.mark.feature("B28")
def test_everybody_who_was_asked_is_told_once_when_it_is_cancelled() -> None:
    play = convened()
    asked = {key.split("/")[1] for key in play.perform(kinds=["invitation"])}
    assert play.refused("administrator", CancelConference(reason="")).fields == {"reason": Fault.MISSING}
    play.does("administrator", CancelConference(reason="The family has moved away"))
    told = play.perform(kinds=["cancelled"])
    assert {key.split("/")[1] for key in told} == asked
    play.wait(days=30)
    assert not [key for key in play.owed() if key.startswith(("invitation", "cancelled", "reminder"))]
    assert play.asks("administrator", CancelConference(reason="again")) == Accepted()


@pytest.mark.feature("B28")
def test_nothing_of_what_is_cancelled_changes_any_more_but_why_it_was_late() -> None:
    play = convened()
    play.does("administrator", CancelConference(reason="moved away"))
    for command in (MOVE, ConveneConference(), CHILD, SOCIAL_WORKER, SetHousehold(household="x"), SetDates()):
        assert play.refused("administrator", command).code is Why.CANCELLED
    play.does("administrator", ExplainDelay(reason="the school was closed"))
    assert sheet(play).phase is Phase.CANCELLED


def test_a_draft_does_not_begin_and_neither_does_what_is_cancelled() -> None:
    """Of a draft nothing is owed: a meeting that began all the same would be one in which nobody is given anything."""
    play = whole()
    play.now = play.state.particulars.start
    for who in (CHAIR_ACTOR, "bot"):
        assert play.refused(who, StartMeeting()).code is Why.NOT_CONVENED
    play.does("administrator", ConveneConference())
    play.does(CHAIR_ACTOR, StartMeeting())
    assert play.state.started_at
    over = convened()
    over.does("administrator", CancelConference(reason="moved away"))
    assert over.refused("bot", StartMeeting()).code is Why.CANCELLED


def test_it_is_convened_until_its_planned_end() -> None:
    play = whole()
    play.now = play.state.particulars.planned_end
    assert [one.code for one in gaps(play.state, play.now)] == [Gap.TIME_PAST]
    play.wait(minutes=-1).does("administrator", ConveneConference())


def test_a_draft_may_be_given_up_and_nobody_is_told() -> None:
    play = whole()
    play.does("administrator", CancelConference(reason="not needed"))
    assert duties(play.state, NOW, ENGLAND) == ()


def test_nothing_is_arranged_any_more_once_it_is_under_way() -> None:
    play = Play().gather()
    for command in (MOVE, CancelConference(reason="x"), ConveneConference(), SetHousehold(household="x")):
        assert play.refused("administrator", command).code is Why.UNDER_WAY
    assert isinstance(play.asks("administrator", replace(SOCIAL_WORKER, address="")), Accepted)


# ----------------------------------------------------------------------------------------------------------------- parts


@pytest.mark.feature("B15")
def test_parts_lie_in_the_meeting_and_not_upon_one_another() -> None:
    play = whole()
    cora = person(play, "Cora Sampleton")
    play.does("administrator", SetPart(title="first", start="10:00", end="10:45", people=cora))
    for change, fault in (
        ({"start": "09:30", "end": "09:45"}, {"start": Fault.OUTSIDE_MEETING}),
        ({"start": "11:30", "end": "12:30"}, {"start": Fault.OUTSIDE_MEETING}),
        ({"start": "10:30", "end": "11:00"}, {"start": Fault.PARTS_OVERLAP}),
        ({"start": "11:00", "end": "11:00"}, {"end": Fault.END_NOT_AFTER}),
        ({"title": ""}, {"title": Fault.MISSING}),
        ({"people": "nobody"}, {"people": Fault.MISSING}),
    ):
        typed = SetPart(**{"title": "second", "start": "11:00", "end": "11:30", "people": cora, **change})  # type: ignore[arg-type]
        assert play.refused("administrator", typed) == Refused(Why.FIELDS, fault)
    play.does("administrator", SetPart(number="1", title="first", start="10:15", end="10:45", people=cora))
    assert [one.title for one in play.state.particulars.parts] == ["first"]
    play.does("administrator", SetPart(number="1", gone=True))
    assert play.state.particulars.parts == ()
