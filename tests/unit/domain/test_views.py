"""Who may look at what, and what they are shown: every view, every person, every stage."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from bot.domain.actor import Standing
from bot.domain.conference import Conference, Stage
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.particulars import Part, Role
from bot.domain.post_it import Category, Draft, Recommendation, View
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.scopes import revision
from bot.domain.verbs.admit_stranger import AdmitStranger
from bot.domain.verbs.cancel_conference import CancelConference
from bot.domain.verbs.decline_checklist import DeclineChecklist
from bot.domain.verbs.hand_in_post_it import SavePostIt
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.note_stranger import NoteStranger
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.read_out import ConfirmReadBack, EnterPostIt
from bot.domain.views.checklist import checklist_view
from bot.domain.views.console import Answered, Deed, Presence, console_view
from bot.domain.views.decision import decision_view, decisions_view
from bot.domain.views.ending import ending_view
from bot.domain.views.handover import handover_view
from bot.domain.views.plain import Next, next_for, status_view
from bot.domain.views.post_it import post_it_view, read_out_view
from bot.domain.views.summary import copy_view, draft_view, summary_view
from bot.domain.views.tally import tally_view
from tests.fakes.builders import (
    END,
    ENGLAND,
    SEATED,
    START,
    WREN,
    Play,
    actor,
    anonymous,
    both,
    changed,
    conference,
    core_group,
    profile,
    typed,
)

CHAIR, HARRIET, INES = PersonId("chair"), PersonId("harriet"), PersonId("ines")
SCHOOL = SeatId("school")
STAGES: Mapping[str, Callable[[], Play]] = {
    "planned": Play,
    "gathering": lambda: Play().gather(),
    "open": lambda: Play().open().answer(),
    "closed": lambda: Play().closed(),
    "decided": lambda: Play().decided(),
    "approved": lambda: Play().approved(),
}
Look = Callable[[Conference, PersonId], Any]
VIEWS: Mapping[str, Look] = {
    "console": lambda state, who: console_view(state, who, START, ENGLAND),
    "post_it": lambda state, who: post_it_view(state, who, START),
    "read_out": lambda state, who: read_out_view(state, who, SCHOOL, START),
    "tally": lambda state, who: tally_view(state, who, WREN),
    "decision": lambda state, who: decision_view(state, who, WREN, ENGLAND),
    "decisions": decisions_view,
    "draft": lambda state, who: draft_view(state, who, START, ENGLAND),
    "summary": summary_view,
    "katya's copy": lambda state, who: copy_view(state, who, PersonId("katya")),
    "handover": handover_view,
    "ending": lambda state, who: ending_view(state, who, START, ENGLAND),
}
SEATS = " ".join(SEATED)
# view | stages at which anybody may look | and who
TABLE = f"""
console      | planned gathering open closed decided approved | chair
post_it      | open                                           | {SEATS}
read_out     | open                                           | chair administrator
tally        | closed decided approved                        | chair
decision     | closed decided approved                        | chair
decisions    | decided approved                               | {SEATS}
draft        | planned gathering open closed decided approved | chair
summary      | approved                                       | chair {SEATS}
katya's copy | approved                                       | ines
handover     | planned gathering open closed decided approved | chair manager
ending       | planned gathering open closed decided approved | chair manager
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


@cache
def at(stage: str) -> Conference:
    return STAGES[stage]().state


@pytest.mark.feature("V13", "J12", "J13", "S-1")
@pytest.mark.parametrize(("view", "stages", "who"), ROWS)
def test_each_view_is_for_those_of_its_row_and_for_nobody_else(view: str, stages: str, who: str) -> None:
    for stage in STAGES:
        state = at(stage)
        found = {one.id for one in state.particulars.people if not isinstance(VIEWS[view](state, one.id), Refused)}
        assert found == (set(who.split()) if stage in stages.split() else set()), stage


def test_no_view_is_forgotten() -> None:
    assert {row[0] for row in ROWS} == set(VIEWS)


@pytest.mark.feature("V13")
def test_whoever_gave_the_chair_away_sees_none_of_it_any_more() -> None:
    play = Play().closed()
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    for view in ("console", "tally", "decision", "draft", "handover", "read_out"):
        assert isinstance(VIEWS[view](play.state, CHAIR), Refused)
    for view in ("console", "tally", "decision", "draft", "handover"):
        assert not isinstance(VIEWS[view](play.state, PersonId("stand_in")), Refused)


def test_a_child_nobody_spoke_of() -> None:
    state, other = at("closed"), ChildId("a_neighbour")
    assert tally_view(state, CHAIR, other) == Refused(Why.NO_SUCH_CHILD)
    assert decision_view(state, CHAIR, other, ENGLAND) == Refused(Why.NO_SUCH_CHILD)
    assert read_out_view(at("open"), CHAIR, SeatId("nowhere"), START) == Refused(Why.NO_SEAT)


@pytest.mark.feature("V26")
def test_a_core_group_has_no_decisions_to_look_at() -> None:
    play = Play(core_group()).gather().explain()
    play.does("ines", OpenRound())
    play.answer(recommendation="", category="").close()
    assert decision_view(play.state, INES, WREN, ENGLAND) == Refused(Why.NO_DECISIONS_HERE)
    assert draft_view(play.state, INES, START, ENGLAND) == Refused(Why.NO_DECISIONS_HERE)
    assert isinstance(decisions_view(play.state, HARRIET), Refused)
    found = tally_view(play.state, INES, WREN)
    assert not isinstance(found, Refused)
    assert found.scales_only
    console = console_view(play.state, INES, START, ENGLAND)
    assert not isinstance(console, Refused)
    assert not {Deed.SHOW_THRESHOLD, Deed.DECIDE, Deed.SEE_SUMMARY} & set(console.deeds)
    assert (console.threshold, [one.quorum for one in console.children]) == ((), [None, None])


# -------------------------------------------------------------------------------------------------------- the checklist


@pytest.mark.feature("J2", "J12")
@pytest.mark.parametrize(("who", "lay"), [("harriet", False), ("katya", True), ("solomon", True), ("orla", False)])
def test_family_and_supporters_have_it_in_their_own_words(who: str, lay: bool) -> None:
    play = Play()
    view = checklist_view(play.state, PersonId(who), START)
    words = profile().family_checklist if lay else profile().checklist
    assert (view.lay, view.items, view.done, view.again) == (lay, words, False, False)
    assert list(profile().family_checklist) == list(profile().checklist)


def test_a_checklist_knows_that_it_is_asked_again() -> None:
    play = Play().gather()
    play.does("bot", NoteAttendance(person=HARRIET, here=False))
    view = checklist_view(play.state, HARRIET, play.wait(minutes=6).now)
    assert (view.again, view.done) == (True, False)


@pytest.mark.feature("J2")
def test_every_answer_to_a_checklist_makes_the_card_before_it_an_old_one() -> None:
    play, seen = Play(), []
    for step in (
        lambda: play.arrive("harriet"),
        lambda: play.does("harriet", DeclineChecklist(reason="somebody came in")),
        lambda: play.arrive("harriet"),
        lambda: play.does("bot", NoteAttendance(person=HARRIET, here=False)),
        lambda: play.wait(minutes=6).does("bot", NoteAttendance(person=HARRIET, here=True)),
        lambda: play.does("harriet", DeclineChecklist(reason="somebody came in")),
        lambda: play.arrive("harriet"),
    ):
        seen.append(revision(play.state, "checklist/harriet"))
        step()
    seen.append(revision(play.state, "checklist/harriet"))
    assert seen == sorted(seen, key=lambda one: one or 0)
    assert len(set(seen)) == len(seen) - 1, "only leaving for a moment changes nothing"


# ----------------------------------------------------------------------------------------------------------- the post-it


@pytest.mark.feature("V2", "V3", "D4")
def test_a_post_it_begins_empty_with_the_chairs_words_on_it() -> None:
    view = post_it_view(Play().open().state, HARRIET, START)
    assert not isinstance(view, Refused)
    assert [child.typed for child in view.children] == [Draft(), Draft()]
    assert (view.zero, view.ten, view.ten_is_safe) == ("Cannot be at home tonight", "Safe, we can close", True)
    assert (view.handed_in, view.saved, view.chair_sees_now) == (False, False, False)


@pytest.mark.feature("V4", "V8")
def test_a_post_it_shows_its_writer_their_newest_words() -> None:
    play = Play().open().answer("harriet", scale="4")
    view = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(view, Refused)
    assert [child.typed.scale for child in view.children] == ["4", "4"]
    play.does("harriet", SavePostIt(views={WREN: Draft(scale="7", reason="on second")}))
    view = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(view, Refused)
    assert [child.typed for child in view.children] == [Draft(scale="7", reason="on second"), Draft()]
    assert (view.handed_in, view.saved) == (True, True)


@pytest.mark.feature("V6")
@pytest.mark.parametrize(("borough", "at_once"), [("london", False), ("lewisham", False), ("lbh", True)])
def test_the_post_it_says_when_the_chair_will_read_it_and_so_it_is(borough: str, at_once: bool) -> None:
    play = Play(profile=profile(borough)).open().answer("harriet", likelihood="likely")
    view = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(view, Refused)
    assert view.chair_sees_now is at_once
    tally = tally_view(play.state, CHAIR, WREN)
    if at_once:
        assert not isinstance(tally, Refused)
        assert (tally.open, sum(row.view is not None for row in tally.rows)) == (True, 1)
    else:
        assert tally == Refused(Why.ROUND_STILL_OPEN)
    console = console_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(console, Refused)
    assert (Deed.SEE_TALLY in console.deeds) is at_once


@pytest.mark.feature("J10", "V5")
def test_whoever_writes_a_view_down_sees_what_they_wrote_and_nothing_of_the_holders_own() -> None:
    play = Play().open()
    play.does("harriet", SavePostIt(views=both(typed(reason="SEALED"))))
    for who in ("chair", "administrator"):
        assert "SEALED" not in repr(read_out_view(play.state, PersonId(who), SCHOOL, play.now))
    play.does("administrator", EnterPostIt(seat=SCHOOL, views=both(typed(reason="AS HEARD"))))
    view = read_out_view(play.state, PersonId("administrator"), SCHOOL, play.now)
    assert not isinstance(view, Refused)
    assert (view.entered_for, view.read_back, view.children[0].typed.reason) == ("Harriet Osprey", True, "AS HEARD")
    assert "AS HEARD" not in repr(read_out_view(play.state, CHAIR, SCHOOL, play.now))
    assert "AS HEARD" not in repr(post_it_view(play.state, HARRIET, play.now))
    play.does("administrator", ConfirmReadBack(seat=SCHOOL))
    assert "AS HEARD" not in repr(read_out_view(play.state, PersonId("administrator"), SCHOOL, play.now))
    own = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(own, Refused)
    assert own.children[0].typed.reason == "AS HEARD"


# ---------------------------------------------------------------------------------------------------------- the console


@pytest.mark.feature("V7", "J5")
def test_the_console_says_who_is_here_and_who_has_answered_and_not_what() -> None:
    given = changed(changed(conference(), "patrick", installed=False), "lorna", installed=False)
    play = Play(given).open(absent=("renuka", "anand")).answer("harriet", scale="9")
    play.does("tomas", SavePostIt(views=both(typed(scale="8"))))
    play.does("bot", NoteAttendance(person=INES, here=False))
    play.does("renuka", DeclineChecklist(reason="a shared car"))
    play.does("chair", EnterPostIt(seat=SeatId("school_nurse"), views=both(typed())))
    view = console_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(view, Refused)
    assert {one.seat: one.answered for one in view.seats} == {
        "social_work": Answered.NOT_HERE,
        "social_work_2": Answered.AWAITED,
        "school": Answered.HANDED_IN,
        "health_visitor": Answered.NOT_HERE,
        "school_nurse": Answered.READ_BACK,
        "police": Answered.NOT_HERE,
        "housing": Answered.BY_VOICE,
    }
    presence = {str(one.person): one.presence for one in view.people}
    assert presence["ines"] is Presence.AWAY
    assert presence["renuka"] is Presence.CANNOT
    assert presence["anand"] is Presence.NOT_ARRIVED
    assert presence["harriet"] is Presence.HERE
    assert {one.person: one.reason for one in view.people if one.reason} == {"renuka": "a shared car"}


def test_the_console_lists_whoever_is_expected_and_whoever_else_came() -> None:
    play = Play().gather()
    view = console_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(view, Refused)
    assert "administrator" not in {one.person for one in view.people}
    play.arrive("administrator")
    view = console_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(view, Refused)
    assert "administrator" in {one.person for one in view.people}


@pytest.mark.feature("J4", "J13")
def test_strangers_are_shown_to_the_chair_by_the_name_they_gave_themselves() -> None:
    play = Play().gather()
    play.does(anonymous("Aunt"), NoteStranger())
    play.does(replace(actor("nobody"), standing=Standing.GUEST), NoteStranger())
    view = console_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(view, Refused)
    assert [(one.shown_name, one.can_be_admitted) for one in view.strangers] == [
        ("Aunt", False),
        ("Shown nobody", True),
    ]


@pytest.mark.feature("J6")
def test_the_console_shows_quorum_per_child_as_people_come_and_go() -> None:
    play = Play().gather(absent=("renuka", "lorna"))

    def met() -> list[bool]:
        view = console_view(play.state, CHAIR, play.now, ENGLAND)
        assert not isinstance(view, Refused)
        return [bool(one.quorum and one.quorum.met) for one in view.children]

    assert met() == [False, True]
    assert (play.arrive("renuka"), met()) == (play, [True, True])
    play.does("chair", MarkPresent(person=HARRIET, here=False))
    assert met() == [False, True]


DEEDS = {
    Stage.PLANNED: "start set_anchors hand_over",
    Stage.GATHERING: "set_anchors show_threshold open_round mark end hand_over",
    Stage.ROUND_OPEN: "nudge close_round mark hand_over end",
    Stage.ROUND_CLOSED: "see_tally decide mark hand_over end",
    Stage.DECIDED: "see_tally decide see_summary mark hand_over end",
    Stage.APPROVED: "see_tally see_summary hand_over correct_end",
}


@pytest.mark.parametrize(("stage", "expected"), list(zip(STAGES, DEEDS.items(), strict=True)))
def test_what_the_chair_may_do_next(stage: str, expected: tuple[Stage, str]) -> None:
    view = console_view(at(stage), CHAIR, START, ENGLAND)
    assert not isinstance(view, Refused)
    assert (view.stage, {deed.value for deed in view.deeds}) == (expected[0], set(expected[1].split()))


# ------------------------------------------------------------------------------------------------- where things stand


@pytest.mark.feature("J12", "J13")
def test_everybody_listed_may_see_where_things_stand_and_nothing_said_there_is_content() -> None:
    for stage in STAGES:
        state = at(stage)
        for person in state.particulars.people:
            view = status_view(state, person.id)
            assert view.lay is (person.role in (Role.FAMILY, Role.SUPPORTER))
            for word in ("Wren", "Robin", "neglect", "likely", "school since"):
                assert word not in repr(view)


@pytest.mark.feature("J10")
def test_the_administrator_is_told_whose_view_can_only_be_heard() -> None:
    play = Play(changed(conference(), "lorna", installed=False)).open()
    for person in play.particulars.people:
        expected = (("school_nurse", "Lorna Goosander"),) if person.id == "administrator" else ()
        assert status_view(play.state, person.id).to_write_down == expected
    assert status_view(play.close("technical").state, PersonId("administrator")).to_write_down == ()


def test_powers_choose_the_words() -> None:
    assert status_view(at("gathering"), INES).powers == {Power.PROFESSIONAL, Power.LEAD_SOCIAL_WORKER}


def door(play: Play, who: str) -> Next:
    return next_for(play.state, PersonId(who), play.now)


@pytest.mark.feature("J9", "J12")
def test_the_door_opens_on_the_first_unfinished_thing() -> None:
    play = Play()
    for who in ("chair", "harriet", "katya", "orla"):
        assert door(play, who) is Next.CHECKLIST
    assert door(play, "manager") is Next.STATUS
    play.open(absent=("renuka",))
    assert (door(play, "renuka"), door(play, "harriet")) == (Next.CHECKLIST, Next.POST_IT)
    assert (door(play, "chair"), door(play, "katya")) == (Next.CONSOLE, Next.STATUS)
    play.answer("harriet")
    assert door(play, "harriet") is Next.POST_IT, "an answer may change"
    play.close()
    assert door(play, "harriet") is Next.STATUS
    play.does("chair", *(play.decision(child.id) for child in play.particulars.children))
    assert door(play, "harriet") is Next.DECISIONS
    play.end()
    assert (door(play, "renuka"), door(play, "harriet")) == (Next.STATUS, Next.DECISIONS)
    play.approve()
    assert {door(play, who) for who in ("chair", *SEATED)} == {Next.SUMMARY}
    assert {door(play, who) for who in ("katya", "orla", "manager")} == {Next.STATUS}


def test_a_chair_with_a_seat_finds_the_console_once_their_own_view_is_in() -> None:
    play = Play(core_group()).gather().explain()
    play.does("ines", OpenRound())
    assert door(play, "ines") is Next.POST_IT
    play.answer("ines", recommendation="", category="")
    assert door(play, "ines") is Next.CONSOLE


def test_a_view_handed_in_is_in_the_tally_as_it_was_given() -> None:
    play = Play().open().answer("harriet", scale="2", reason="  As I said  ").close()
    found = tally_view(play.state, CHAIR, WREN)
    assert not isinstance(found, Refused)
    (row,) = (row for row in found.rows if row.view)
    assert (row.name, row.agency, row.entered_by) == ("Harriet Osprey", "school title", "")
    assert row.view == View(scale=2, recommendation=Recommendation.PLAN, category=Category.NEGLECT, reason="As I said")


def test_scopes_that_do_not_exist_have_no_revision() -> None:
    assert revision(at("open"), "tallies/wren") is None
    assert revision(at("planned"), "post_it/school") == 0


def named(play: Play, who: str) -> set[str]:
    return {one.name.split()[0] for one in status_view(play.state, PersonId(who)).who}


@pytest.mark.feature("J12")
@pytest.mark.parametrize("who", ["katya", "desmond", "solomon"])
def test_trap_12_family_do_not_see_who_else_is_asked_until_it_is_under_way(who: str) -> None:
    play = Play()
    assert named(play, who) == set()
    assert "Harriet" in named(play, "ines")
    play.gather()
    assert {"Wilhelmina", "Harriet", "Katya"} <= named(play, who)


@pytest.mark.feature("J7", "J12")
def test_an_observer_whom_nobody_agreed_to_is_not_among_who_is_expected() -> None:
    play = Play().convened()
    assert "Orla" not in named(play, "ines")
    assert "Orla" in named(Play().gather(), "ines"), "who is here is told to everybody"


@pytest.mark.feature("J12", "B15")
def test_trap_12_family_hear_of_no_family_in_another_part() -> None:
    katya, desmond, solomon = PersonId("katya"), PersonId("desmond"), PersonId("solomon")
    hers = Part(title="first", start=START, end=START + timedelta(hours=1), people=frozenset({katya}))
    his = Part(title="second", start=START + timedelta(hours=1), end=END, people=frozenset({desmond, solomon}))
    play = Play(replace(conference(), parts=(hers, his))).gather()
    family = {"Katya", "Desmond", "Solomon"}
    assert named(play, "katya") & family == {"Katya"}
    assert named(play, "desmond") & family == {"Desmond", "Solomon"}
    assert named(play, "ines") & family == family


def cancelled(play: Play) -> Play:
    play.does("administrator", CancelConference(reason="The child has moved."))
    return play


@pytest.mark.feature("B28")
def test_a_cancelled_conference_is_cancelled_wherever_one_looks() -> None:
    for play, opens in ((cancelled(Play().convened()), Next.INVITATION), (cancelled(Play()), Next.STATUS)):
        for one in play.particulars.people:
            assert door(play, one.id) is opens
            view = status_view(play.state, one.id)
            assert (view.cancelled, view.who) == (True, ())


@pytest.mark.feature("B28")
def test_nobody_comes_to_a_cancelled_conference() -> None:
    play = Play().convened()
    stranger = anonymous()
    play.does(stranger, NoteStranger())
    cancelled(play)
    admits = AdmitStranger(stranger=stranger.key, person=HARRIET, reason="I know them.")
    here = MarkPresent(person=HARRIET, read_aloud=True)
    for who, command in (("harriet", play.promise()), ("chair", here), ("chair", admits)):
        assert play.refused(who, command).code is Why.CANCELLED
