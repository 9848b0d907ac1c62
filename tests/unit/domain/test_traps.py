"""The traps of docs/traps.md that the rules themselves keep out of, one test each, by number."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from bot.domain.actor import Account
from bot.domain.decision import Date, Status
from bot.domain.duties import MEETING, DutyKind
from bot.domain.events import Missing
from bot.domain.ids import PersonId
from bot.domain.next_dates import proposals
from bot.domain.outcome import Refused
from bot.domain.particulars import Child, Kind, Role
from bot.domain.powers import Power, powers
from bot.domain.quorum import quorum
from bot.domain.refusals import Why
from bot.domain.tally import tally
from bot.domain.verbs.admit_stranger import AdmitStranger
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.hand_in_post_it import HandInPostIt
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.note_stranger import NoteStranger
from bot.domain.verbs.nudge_round import NudgeRound
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.set_anchors import SetAnchors
from bot.domain.views.console import clocks, console_view
from bot.domain.views.decision import decision_view, decisions_view
from bot.domain.views.plain import status_view
from bot.domain.views.post_it import PostItChild, PostItView, post_it_view
from bot.domain.views.summary import copy_view, draft_view, summary_view
from bot.domain.views.tally import tally_view
from tests.dates import day, moment
from tests.fakes.builders import (
    ENGLAND,
    ROBIN,
    SEATED,
    WREN,
    Play,
    actor,
    anonymous,
    both,
    conference,
    core_group,
    profile,
    typed,
)

CHAIR, HARRIET, INES = PersonId("chair"), PersonId("harriet"), PersonId("ines")
ANSWER = HandInPostIt(views=both(typed()))


def reasons(view: object) -> bool:
    """Whether any post-it's reason can be read in it."""
    return "half term" in repr(view)


@pytest.mark.feature("B2", "V20")
def test_trap_01_each_child_is_asked_about_and_decided_about_alone() -> None:
    play = Play().open()
    play.does("harriet", HandInPostIt(views={WREN: typed(scale="1"), ROBIN: typed(scale="9")}))
    play.close().decide(WREN)
    assert set(play.state.decisions) == {WREN}
    play.decide(ROBIN, "no_plan")
    assert [one.status for one in play.state.decisions.values()] == [Status.PLAN, Status.NO_PLAN]
    assert play.state.round
    scales = [tally(play.state, play.state.round, child).spread for child in (WREN, ROBIN)]
    assert [one.median for one in scales if one] == [1, 9]


@pytest.mark.feature("V20")
def test_trap_02_the_chair_may_decide_against_everybody_and_is_asked_nothing_more() -> None:
    play = Play().closed()
    play.does("chair", play.decision(WREN, "no_plan"))
    form = decision_view(play.state, CHAIR, ROBIN, ENGLAND)
    assert not isinstance(form, Refused)
    assert (form.form.status, form.form.category, form.form.reasons) == ("", "", "")


@pytest.mark.feature("V14")
def test_trap_03_every_view_is_shown_and_no_average_is_made_of_them() -> None:
    play = Play().open()
    for who, scale in zip(SEATED, ("0", "0", "0", "9", "10", "10", "10"), strict=True):
        play.answer(who, scale=scale)
    view = tally_view(play.close().state, CHAIR, WREN)
    assert not isinstance(view, Refused)
    assert view.spread
    assert (view.spread.lowest, view.spread.median, view.spread.highest) == (0, 9, 10)
    assert [row.view.scale for row in view.rows if row.view] == [0, 0, 0, 9, 10, 10, 10]
    assert "39" not in repr(view), "not even their sum"


@pytest.mark.feature("B3")
def test_trap_04_the_direction_of_the_scale_is_the_boroughs_and_is_kept_with_the_round() -> None:
    worried = replace(profile(), scale=replace(profile().scale, ten_is_safe=False))
    play = Play(profile=worried).open()
    view = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(view, Refused)
    tallied = tally_view(play.answer().close().state, CHAIR, WREN)
    assert not isinstance(tallied, Refused)
    assert (view.ten_is_safe, tallied.ten_is_safe) == (False, False)


@pytest.mark.feature("V5", "V7")
def test_trap_05_what_others_answered_cannot_be_told_from_anything_seen_before_closing() -> None:
    def everything(play: Play) -> str:
        state = play.state
        seen = [console_view(state, CHAIR, play.now, ENGLAND), tally_view(state, CHAIR, WREN)]
        seen += [post_it_view(state, PersonId(who), play.now) for who in SEATED if who != "harriet"]  # type: ignore[misc]
        return repr([*seen, *play.owed().values()])

    one = Play().open().answer("harriet", scale="0")
    other = Play().open().answer("harriet", scale="10", recommendation="no_plan", category="", reason="They are well.")
    assert everything(one) == everything(other)


@pytest.mark.feature("V13", "J12")
def test_trap_07_family_read_no_professionals_view() -> None:
    play = Play().approved()
    for person in play.particulars.with_role(Role.FAMILY, Role.SUPPORTER, Role.OBSERVER):
        for view in (
            tally_view(play.state, person.id, WREN),
            decisions_view(play.state, person.id),
            summary_view(play.state, person.id),
            post_it_view(play.state, person.id, play.now),
            draft_view(play.state, person.id, play.now, ENGLAND),
        ):
            assert isinstance(view, Refused)
        assert not reasons(status_view(play.state, person.id))
        assert not reasons(copy_view(play.state, INES, person.id))


@pytest.mark.feature("A4", "J12")
def test_trap_08_each_parent_is_a_copy_and_a_duty_of_their_own() -> None:
    play = Play().approved()
    assert {"copy/ines/katya/0", "copy/ines/desmond/0"} <= set(play.owed())


@pytest.mark.feature("A3")
def test_trap_09_the_meeting_chat_has_a_notice_unless_the_chair_chose_otherwise() -> None:
    play = Play().bind().approved()
    to_all = {one.duty.face for one in play.owed().values() if one.duty.to is None}
    assert "notice" in to_all
    assert "content" not in to_all


@pytest.mark.feature("V7", "V23")
def test_trap_11_an_observer_is_in_no_quorum_no_round_and_no_list_of_the_missing() -> None:
    play = Play().open()
    orla = actor("orla")
    assert powers(play.state, orla) == {Power.OBSERVER}
    assert play.refused(orla, ANSWER).code == Why.NOT_YOURS_TO_DO
    view = console_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(view, Refused)
    assert not [line for line in view.seats if "Orla" in line.name]
    play.answer()
    play.does("chair", CloseRound(missing={}))


@pytest.mark.feature("V23")
def test_trap_13_quorum_counts_agencies_and_not_heads() -> None:
    play = Play().gather(absent=("renuka", "lorna", "anand"))
    found = quorum(play.particulars, play.state.present_seats(), play.profile.quorum)
    assert (len(play.state.present_seats()), found[WREN].groups, found[WREN].met) == (4, ("school",), False)


@pytest.mark.feature("V10", "V11")
def test_trap_15_each_kind_of_silence_is_its_own() -> None:
    play = Play().open(absent=("tomas",))
    play.does(
        "ines",
        HandInPostIt(
            views={
                WREN: typed(),
                ROBIN: typed(cannot="true", unable="never met", scale="", recommendation="", category=""),
            }
        ),
    )
    said = {seat.id: reason for seat, reason in zip(play.particulars.seats[1:], Missing, strict=True)}
    play.does("chair", CloseRound(missing={seat: reason.value for seat, reason in said.items()}))
    view = tally_view(play.state, CHAIR, ROBIN)
    assert not isinstance(view, Refused)
    assert view.unable == 1
    assert [row.missing for row in view.rows] == [None, *Missing]


@pytest.mark.feature("V12", "J4")
def test_trap_16_whoever_takes_somebodys_place_takes_the_seat_with_it() -> None:
    play = Play().open().answer("harriet", scale="2")
    substitute = actor("somebody_else")
    play.does(substitute, NoteStranger())
    play.does("chair", AdmitStranger(stranger=substitute.key, person=HARRIET, reason="sent by the school"))
    play.arrive(substitute)
    play.does(substitute, HandInPostIt(views=both(typed(scale="6"))))
    assert play.refused("harriet", ANSWER).code == Why.NOT_ON_THE_LIST
    assert play.state.round
    found = tally(play.state, play.state.round, WREN)
    assert [row.view.scale for row in found.rows if row.view] == [6]


@pytest.mark.feature("A2")
def test_trap_17_a_day_on_the_clock_is_not_a_working_day() -> None:
    start = moment("Fri 11 Dec 2026 14:00")
    play = Play(conference(start=start, planned_end=start + timedelta(hours=3)), now=start).gather()
    play.until("Fri 11 Dec 2026 17:00").end()
    found = clocks(play.state, play.now, ENGLAND)
    assert found
    assert found.within_hours == moment("Sat 12 Dec 2026 17:00")
    assert found.within_working_days == moment("Mon 14 Dec 2026 17:00")


@pytest.mark.feature("A7")
def test_trap_18_the_review_runs_from_the_conference_and_not_from_the_day_it_is_written_down() -> None:
    play = Play().closed()
    at_once = proposals(play.state, ENGLAND)[Date.REVIEW]
    play.until("Mon 14 Dec 2026 10:00")
    assert proposals(play.state, ENGLAND)[Date.REVIEW] == at_once
    assert at_once.latest == day("Sun 7 Mar 2027"), "the most, not the norm"
    play.does("chair", play.decision(WREN, dates={Date.FIRST_CORE_GROUP: "2026-12-15", Date.REVIEW: "2027-01-20"}))


@pytest.mark.feature("B2")
def test_trap_19_a_child_not_yet_born_has_a_conference_like_any_other() -> None:
    unborn = Child(id=WREN, called="Baby Quill", lead=INES, expected=date(2027, 2, 14))
    given = conference(Kind.PRE_BIRTH)
    play = Play(replace(given, children=(unborn,))).open()
    view = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(view, Refused)
    assert (view.children[0].born, view.children[0].expected) == (None, date(2027, 2, 14))
    play.answer().close().decide(WREN).end().approve()
    found = summary_view(play.state, HARRIET)
    assert not isinstance(found, Refused)
    assert found.children[0].called == "Baby Quill"


@pytest.mark.feature("V20")
@pytest.mark.parametrize("status", ["child_in_need_plan", "no_plan"])
def test_trap_20_only_a_protection_plan_has_a_category(status: str) -> None:
    play = Play().closed()
    assert set(play.refused("chair", play.decision(WREN, status, category="neglect")).fields) == {"category"}
    assert set(play.refused("chair", play.decision(WREN, category="")).fields) == {"category"}


@pytest.mark.feature("V20")
def test_trap_21_no_plan_still_says_why_who_and_what_help_follows() -> None:
    play = Play().closed()
    refused = play.refused("chair", play.decision(WREN, "no_plan", reasons="", lead=""))
    assert set(refused.fields) == {"reasons", "lead"}
    play.decide(WREN, "no_plan", outline="Early help keeps visiting").decide(ROBIN).approve()
    view = summary_view(play.state, HARRIET)
    assert not isinstance(view, Refused)
    assert view.children[0].outline == "Early help keeps visiting"


@pytest.mark.feature("V22")
def test_trap_22_differing_is_not_dissenting() -> None:
    play = Play().open().answer(recommendation="no_plan", category="").close().decide(WREN).decide(ROBIN)
    assert play.state.dissents == ()
    view = draft_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(view, Refused)
    assert [one.dissents for one in view.children] == [(), ()]


@pytest.mark.feature("A1")
def test_trap_23_time_running_out_alarms_people_and_publishes_nothing() -> None:
    play = Play().bind().decided().end()
    play.perform()
    play.wait(hours=72).perform()
    kinds = {key.split("/")[0] for key in play.state.sends}
    assert DutyKind.LATE in kinds
    assert not kinds & {DutyKind.SUMMARY, DutyKind.SUMMARY_NOTICE, DutyKind.COPY}


@pytest.mark.feature("A1", "A4")
def test_trap_24_no_version_of_the_summary_holds_a_view() -> None:
    play = Play().approved()
    seen = [summary_view(play.state, HARRIET), draft_view(play.state, CHAIR, play.now, ENGLAND)]
    seen += [copy_view(play.state, INES, PersonId(who)) for who in ("katya", "desmond", "orla")]  # type: ignore[misc]
    assert not [view for view in seen if isinstance(view, Refused) or reasons(view)]


@pytest.mark.feature("A3")
def test_trap_25_whoever_was_invited_and_did_not_come_is_told_too() -> None:
    play = Play().open(absent=("patrick", "desmond")).answer(*SEATED[:6]).close("apologies")
    play.decide(WREN).decide(ROBIN).end().approve()
    assert {"summary/patrick//0", "copy/ines/desmond/0"} <= set(play.owed())


@pytest.mark.feature("J2")
def test_trap_26_the_checklist_is_for_this_stay_on_this_account() -> None:
    play = Play().wait(hours=-3)
    assert play.refused("harriet", play.promise()).code == Why.MEETING_NOT_STARTED
    play.wait(hours=3).open()
    play.does("bot", NoteAttendance(person=HARRIET, here=False))
    play.wait(minutes=7)
    assert play.refused("harriet", ANSWER).code == Why.CHECKLIST_FIRST
    play.arrive("harriet")
    other = actor("her_tablet")
    play.does(other, NoteStranger())
    play.does("chair", AdmitStranger(stranger=other.key, person=HARRIET, reason="her tablet"))
    assert play.refused(other, ANSWER).code == Why.CHECKLIST_FIRST


@pytest.mark.feature("J9")
def test_trap_27_whoever_comes_late_has_the_checklist_and_then_the_post_it() -> None:
    play = Play().open(absent=("renuka",)).answer(*SEATED[:5])
    play.perform()
    play.wait(minutes=40).does("bot", NoteAttendance(person=PersonId("renuka"), here=True))
    assert isinstance(post_it_view(play.state, PersonId("renuka"), play.now), Refused)
    assert play.refused("renuka", ANSWER).code == Why.CHECKLIST_FIRST
    play.arrive("renuka")
    assert "post_it/renuka//1" in play.owed()
    play.answer("renuka")


@pytest.mark.feature("J4", "J13")
def test_trap_28_a_name_opens_nothing() -> None:
    play = Play().open()
    for one in (
        anonymous("Harriet Osprey"),
        replace(actor("nobody"), shown_name="Harriet Osprey"),
        replace(actor("harriet"), account=Account(tenant="elsewhere", oid="oid-harriet")),
    ):
        assert powers(play.state, one) == {Power.STRANGER}
        assert play.refused(one, ANSWER).code == Why.NOT_ON_THE_LIST


@pytest.mark.feature("D4")
def test_trap_29_the_question_does_not_change_while_it_is_asked() -> None:
    play = Play().open()
    assert play.refused("chair", SetAnchors(zero="other", ten="words")).code == Why.ROUND_ALREADY_HELD
    view = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(view, Refused)
    assert (view.zero, view.ten) == ("Cannot be at home tonight", "Safe, we can close")


@pytest.mark.feature("V7")
def test_trap_30_nobody_is_reminded_in_front_of_everybody() -> None:
    play = Play().bind().open().answer("harriet")
    play.does("chair", NudgeRound())
    play.perform()
    play.wait(hours=30).perform()
    to_all = {key.split("/")[0] for key in play.state.sends if key.split("/")[1] == MEETING}
    assert to_all == {DutyKind.INTRODUCTION, DutyKind.DOOR}


@pytest.mark.feature("M1")
def test_trap_31_a_manager_or_a_social_worker_may_hold_the_chair() -> None:
    given = conference()
    people = tuple(replace(one, role=Role.MANAGER) if one.id == "chair" else one for one in given.people)
    Play(replace(given, people=people)).approved()
    play = Play().open()
    play.does("manager", HandOverChair(to=PersonId("manager"), reason="nobody else"))
    play.answer().close()


@pytest.mark.feature("V26")
def test_trap_33_a_core_group_is_asked_for_a_scale_alone() -> None:
    play = Play(core_group()).gather().explain()
    play.does("ines", OpenRound())
    view = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(view, Refused)
    assert (view.scales_only, view.asks_likelihood) == (True, False)


@pytest.mark.feature("V13")
def test_trap_35_the_post_it_says_whether_the_chair_reads_it_at_once() -> None:
    for borough, at_once in (("london", False), ("lbh", True)):
        play = Play(profile=profile(borough)).open()
        view = post_it_view(play.state, HARRIET, play.now)
        assert not isinstance(view, Refused)
        assert view.chair_sees_now is at_once


def test_trap_36_no_earlier_scale_stands_on_a_post_it() -> None:
    names = {one.name for kind in (PostItView, PostItChild) for one in fields(kind)}
    for word in ("previous", "last", "before", "prior", "earlier"):
        assert not [name for name in names if word in name]
