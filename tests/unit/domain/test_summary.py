"""Approval, who has a copy and how, the end that both clocks run from, and what each copy holds."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.delivery import by_hand, clock_start, expected_clock_start, hands_over, loud_at, outstanding, recipients
from bot.domain.events import CopyGiven, EndCorrected, SummaryApproved, SummaryOpened
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import Particulars, Role
from bot.domain.post_it import LONGEST_TEXT
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.approve_summary import ApproveSummary
from bot.domain.verbs.correct_end import CorrectEnd
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.give_copy import GiveCopy
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.note_stranger import NoteStranger
from bot.domain.verbs.open_summary import OpenSummary
from bot.domain.views.console import Clocks, clocks
from bot.domain.views.summary import copy_view, draft_view, meeting_summary, summary_view
from tests.dates import moment
from tests.fakes.builders import (
    END,
    ENGLAND,
    ROBIN,
    SEATED,
    START,
    WREN,
    Play,
    anonymous,
    changed,
    conference,
    core_group,
    profile,
)

CHAIR, KATYA, LORNA = PersonId("chair"), PersonId("katya"), PersonId("lorna")


def given(to: str, how: str = "in person") -> GiveCopy:
    return GiveCopy(person=PersonId(to), how=how)


# ------------------------------------------------------------------------------------------------------------ approval


@pytest.mark.feature("A1")
def test_the_chair_approves_once_every_child_is_decided_about() -> None:
    play = Play().bind().closed()
    assert play.refused("chair", ApproveSummary()).code == Why.NOT_ALL_DECIDED
    play.decide(WREN)
    assert play.refused("chair", ApproveSummary()).code == Why.NOT_ALL_DECIDED
    play.decide(ROBIN)
    long = ApproveSummary(note="x" * (LONGEST_TEXT + 1))
    assert play.refused("chair", long).fields == {"note": Fault.TOO_LONG}
    (event,) = play.does("chair", ApproveSummary(note=" Thank you all ", in_meeting_chat=True))
    assert event == SummaryApproved(by=CHAIR, note="Thank you all", in_meeting_chat=True)
    assert play.does("chair", ApproveSummary(note="Thank you all", in_meeting_chat=True)) == ()
    assert play.refused("chair", ApproveSummary()).code == Why.ALREADY_APPROVED


@pytest.mark.feature("A1")
def test_nobody_but_the_chair_sees_a_draft_and_nobody_sees_a_summary_before_approval() -> None:
    play = Play().decided()
    for person in play.particulars.people:
        assert isinstance(summary_view(play.state, person.id), Refused)
        assert isinstance(copy_view(play.state, person.id, KATYA), Refused)
        assert isinstance(draft_view(play.state, person.id, play.now, ENGLAND), Refused) is (person.id != CHAIR)
    assert isinstance(meeting_summary(play.state), Refused)


def test_the_draft_says_which_children_are_still_to_be_decided_about() -> None:
    view = draft_view(Play().closed().decide(ROBIN).state, CHAIR, START, ENGLAND)
    assert not isinstance(view, Refused)
    assert (view.draft, view.undecided, [one.called for one in view.children]) == (True, ("Wren",), ["Robin"])


@pytest.mark.feature("A1")
def test_the_summary_holds_decisions_lead_dates_and_how_to_complain() -> None:
    view = summary_view(Play().approved().state, LORNA)
    assert not isinstance(view, Refused)
    assert (view.approved_by, view.draft, view.undecided) == ("Wilhelmina Stonecrop", False, ())
    assert view.complaints
    (wren, robin) = view.children
    assert (wren.called, wren.lead, len(wren.core_group)) == ("Wren", "Ines Ravenscroft", 7)
    assert set(wren.dates) == {"first_core_group", "review"}
    assert set(robin.dates) == {"cin_meeting"}


def test_the_meeting_chat_has_the_whole_of_it_only_where_the_chair_chose_so() -> None:
    assert isinstance(meeting_summary(Play().approved().state), Refused)
    play = Play().bind().decided().approve(in_meeting_chat=True)
    assert not isinstance(meeting_summary(play.state), Refused)


@pytest.mark.feature("A3")
def test_the_meeting_chat_gets_it_only_if_there_is_one_and_everybody_in_it_is_known() -> None:
    wish = ApproveSummary(in_meeting_chat=True)
    assert Play().decided().refused("chair", wish).fields == {"in_meeting_chat": Fault.NO_MEETING_CHAT}
    play = Play().bind().decided()
    play.does(anonymous("Somebody"), NoteStranger())
    assert play.refused("chair", wish).fields == {"in_meeting_chat": Fault.STRANGERS_THERE}


# ------------------------------------------------------------------------------------------------------------- who, how


@pytest.mark.feature("A3")
def test_all_who_came_or_were_invited_and_the_chair() -> None:
    play = Play().open(absent=SEATED[3:], reason="delay would harm").answer(*SEATED[:3]).close("not_here")
    assert set(recipients(play.state)) == {*SEATED, "chair"}


@pytest.mark.feature("A3", "J12")
def test_family_and_observer_have_theirs_from_a_persons_hand() -> None:
    play = Play().approved()
    assert by_hand(play.state) == ("orla", "katya", "desmond")
    for person in play.particulars.people:
        if person.role in (Role.FAMILY, Role.OBSERVER, Role.SUPPORTER):
            assert summary_view(play.state, person.id) == Refused(Why.NOT_YOURS_TO_DO)


def carriers(particulars: Particulars) -> dict[str, str]:
    play = Play(particulars).approved()
    return {who: hands_over(play.state, who) for who in by_hand(play.state)}


@pytest.mark.feature("A3")
def test_the_lead_social_worker_of_their_child_carries_it_or_else_the_administrator() -> None:
    usual = conference()
    assert carriers(usual) == {"orla": "ines", "katya": "ines", "desmond": "ines"}
    assert carriers(changed(usual, "ines", installed=False)) == {
        "orla": "administrator",
        "katya": "administrator",
        "desmond": "administrator",
        "ines": "administrator",
    }
    play = Play().closed().decide(WREN).decide(ROBIN, lead="tomas").approve()
    assert hands_over(play.state, PersonId("desmond")) == "tomas", "the lead that the chair named, for their own child"


@pytest.mark.feature("A6")
def test_a_professional_the_bot_cannot_write_to_has_theirs_by_hand_or_opens_it_at_the_door() -> None:
    play = Play(changed(conference(), "lorna", installed=False)).approved()
    assert "lorna" in by_hand(play.state)
    assert play.does("lorna", OpenSummary()) == (SummaryOpened(person=LORNA),)
    assert play.does("lorna", OpenSummary()) == ()
    assert "lorna" not in outstanding(play.state)


def test_a_summary_cannot_be_opened_before_it_is_approved() -> None:
    assert Play().decided().refused("lorna", OpenSummary()).code == Why.NOT_APPROVED_YET


@pytest.mark.feature("A3", "A6")
def test_a_copy_is_given_by_whoever_was_asked_to_and_how_is_kept() -> None:
    play = Play().decided()
    assert play.refused("ines", given("katya")).code == Why.NOT_APPROVED_YET
    play.end().approve()
    assert play.refused("tomas", given("katya")).code == Why.NOT_A_HAND_COPY
    assert play.refused("administrator", given("katya")).code == Why.NOT_A_HAND_COPY
    assert play.refused("ines", given("harriet")).code == Why.NOT_A_HAND_COPY
    assert play.refused("ines", given("nobody")).code == Why.NOT_A_HAND_COPY
    assert play.refused("ines", given("katya", " ")).fields == {"how": Fault.MISSING}
    (event,) = play.does("ines", given("katya"))
    assert event == CopyGiven(person=KATYA, by=PersonId("ines"), how="in person")
    assert play.does("ines", given("katya", "again")) == ()
    assert play.state.copies[KATYA].how == "in person"


@pytest.mark.feature("A6")
def test_everybody_entitled_is_outstanding_until_they_have_it() -> None:
    play = Play().approved()
    assert set(outstanding(play.state)) == {*SEATED, "chair", "orla", "katya", "desmond"}
    play.perform()
    assert set(outstanding(play.state)) == {"orla", "katya", "desmond"}
    for who in ("orla", "katya", "desmond"):
        play.does("ines", given(who))
    assert outstanding(play.state) == ()


@pytest.mark.feature("A4")
def test_a_copy_names_one_person_and_shows_no_address() -> None:
    particulars = changed(conference(), "katya", address="1 Secret Street")
    play = Play(particulars).approved()
    for who, other in (("katya", "Desmond Fieldfare"), ("desmond", "Katya Redstart")):
        view = copy_view(play.state, PersonId("ines"), PersonId(who))
        assert not isinstance(view, Refused)
        assert view.lay
        assert other not in repr(view)
        assert "Secret" not in repr(view)


@pytest.mark.feature("A4")
def test_a_copy_is_about_their_own_children() -> None:
    play = Play().approved()
    about = {}
    for who in ("katya", "desmond", "orla"):
        view = copy_view(play.state, PersonId("ines"), PersonId(who))
        assert not isinstance(view, Refused)
        about[who] = [one.called for one in view.summary.children]
    assert about == {"katya": ["Wren", "Robin"], "desmond": ["Robin"], "orla": ["Wren", "Robin"]}


# ----------------------------------------------------------------------------------------------------------- two clocks


@pytest.mark.feature("A2")
@pytest.mark.parametrize(
    ("ended", "started"),
    [
        (None, "Mon 7 Dec 2026 14:00"),
        ("Mon 7 Dec 2026 11:40", "Mon 7 Dec 2026 11:40"),
        ("Mon 7 Dec 2026 13:59", "Mon 7 Dec 2026 13:59"),
        ("Mon 7 Dec 2026 15:30", "Mon 7 Dec 2026 14:00"),
        ("Tue 8 Dec 2026 09:00", "Mon 7 Dec 2026 14:00"),
    ],
)
@pytest.mark.parametrize("told_by", ["chair", "bot"])
def test_the_clock_starts_at_the_end_or_two_hours_after_the_planned_one(
    ended: str | None, started: str, told_by: str
) -> None:
    play = Play().gather()
    if ended:
        play.until(ended).does(told_by, EndMeeting())
    begins = moment(started)
    assert expected_clock_start(play.state) == begins
    assert clock_start(play.state, begins) == begins
    assert clock_start(play.state, begins - timedelta(seconds=1)) is None


def correction(text: str | None, reason: str = "Teams cut us off at noon") -> CorrectEnd:
    return CorrectEnd(ended_at=moment(text) if text else None, reason=reason)


@pytest.mark.feature("A2")
@pytest.mark.parametrize("by", ["chair", "manager"])
def test_a_wrong_end_is_put_right_with_a_reason(by: str) -> None:
    play = Play().gather().until("Mon 7 Dec 2026 11:00").end().until("Mon 7 Dec 2026 13:00")
    (event,) = play.does(by, correction("Mon 7 Dec 2026 12:15"))
    assert isinstance(event, EndCorrected)
    assert expected_clock_start(play.state) == moment("Mon 7 Dec 2026 12:15")
    assert play.state.ended_at == moment("Mon 7 Dec 2026 11:00"), "what was said first is kept"


@pytest.mark.feature("A2")
@pytest.mark.parametrize(
    ("wish", "faults"),
    [
        (correction(None), {"ended_at": Fault.NOT_A_TIME}),
        (correction("Mon 7 Dec 2026 09:59"), {"ended_at": Fault.NOT_A_TIME}),
        (correction("Mon 7 Dec 2026 13:01"), {"ended_at": Fault.TIME_IN_FUTURE}),
        (correction("Mon 7 Dec 2026 12:00", " "), {"reason": Fault.MISSING}),
        (correction(None, ""), {"ended_at": Fault.NOT_A_TIME, "reason": Fault.MISSING}),
    ],
)
def test_an_end_that_cannot_be(wish: CorrectEnd, faults: dict[str, Fault]) -> None:
    play = Play().gather().until("Mon 7 Dec 2026 13:00")
    assert play.refused("chair", wish) == Refused(Why.FIELDS, faults)


def shown(play: Play) -> Clocks:
    found = clocks(play.state, play.now, ENGLAND)
    assert found
    return found


@pytest.mark.feature("A2", "M3")
@pytest.mark.parametrize(
    ("start", "end", "by_hours", "by_working_day"),
    [
        ("Mon 7 Dec 2026 10:00", "Mon 7 Dec 2026 12:00", "Tue 8 Dec 2026 12:00", "Tue 8 Dec 2026 17:00"),
        ("Fri 11 Dec 2026 14:00", "Fri 11 Dec 2026 16:00", "Sat 12 Dec 2026 16:00", "Mon 14 Dec 2026 17:00"),
        ("Thu 24 Dec 2026 10:00", "Thu 24 Dec 2026 12:00", "Fri 25 Dec 2026 12:00", "Tue 29 Dec 2026 17:00"),
        # The clocks go back on Sunday 25 October 2026 and forward on Sunday 28 March 2027, which is Easter.
        ("Sat 24 Oct 2026 14:00", "Sat 24 Oct 2026 15:00", "Sun 25 Oct 2026 14:00", "Mon 26 Oct 2026 17:00"),
        ("Sat 27 Mar 2027 14:00", "Sat 27 Mar 2027 15:00", "Sun 28 Mar 2027 16:00", "Tue 30 Mar 2027 17:00"),
    ],
)
@pytest.mark.parametrize("told", ["ended", "corrected"])
def test_both_clocks(start: str, end: str, by_hours: str, by_working_day: str, told: str) -> None:
    play = Play(conference(start=moment(start), planned_end=moment(start)), now=moment(start))
    play.gather().until(end).end()
    if told == "corrected":
        play.does("chair", CorrectEnd(ended_at=moment(end), reason="to the minute"))
    found = shown(play)
    assert (found.within_hours, found.within_working_days) == (moment(by_hours), moment(by_working_day))
    assert loud_at(play.state, expected_clock_start(play.state)) == found.within_hours


@pytest.mark.feature("A2")
def test_a_planned_end_on_londons_clock_is_still_counted_in_elapsed_hours() -> None:
    """The two hours after a planned end, and the 24 after them, across the night on which the clocks go back."""
    end = moment("Sun 25 Oct 2026 00:30")
    play = Play(conference(start=end - timedelta(hours=1), planned_end=end), now=end)
    begins = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert expected_clock_start(play.state) == begins
    assert loud_at(play.state, begins) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_no_clock_runs_before_the_end_or_for_a_core_group() -> None:
    play = Play().gather()
    assert clocks(play.state, END, ENGLAND) is None
    assert clocks(Play(core_group()).gather().end().state, END, ENGLAND) is None


@pytest.mark.feature("A2")
def test_how_many_are_still_without_their_copy_is_counted() -> None:
    play = Play().approved()
    assert shown(play).outstanding == 11
    play.perform()
    assert shown(play).outstanding == 3


def test_a_chair_who_took_over_has_a_copy_too() -> None:
    play = Play().decided()
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    play.approve()
    assert "stand_in" in recipients(play.state)


def test_every_borough_has_the_same_ladder() -> None:
    for code in ("london", "lewisham", "lbh", "redbridge", "city_of_london"):
        rule = profile(code).summary
        assert (rule.hours, rule.loud, rule.chase_chair, rule.chase_manager) == (24, 24, (1, 4, 12, 20), (20,))
