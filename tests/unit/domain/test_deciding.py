"""The chair's decision for each child, who formally does not agree, and whose the chair is."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest

from bot.domain.conference import Stage
from bot.domain.decision import Date, Status
from bot.domain.events import ChairHandedOver, ChildDecided, DissentDeclared
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.next_dates import proposals
from bot.domain.outcome import Refused
from bot.domain.particulars import Kind
from bot.domain.post_it import LONGEST_TEXT, Category
from bot.domain.refusals import Fault, Why
from bot.domain.scopes import revision
from bot.domain.verbs.approve_summary import ApproveSummary
from bot.domain.verbs.decide_child import DecideChild
from bot.domain.verbs.declare_dissent import DeclareDissent
from bot.domain.verbs.hand_over_chair import HandOverChair, successors
from bot.domain.views.console import console_view
from bot.domain.views.decision import decision_view, decisions_view
from bot.domain.views.summary import draft_view, summary_view
from tests.dates import day
from tests.fakes.builders import ENGLAND, ROBIN, SEATED, WREN, Play, conference, core_group, profile

CHAIR, HARRIET, STAND_IN = PersonId("chair"), PersonId("harriet"), PersonId("stand_in")


def dates(play: Play, status: str) -> Mapping[Date, str]:
    event = play.decide(WREN, status).happened[-1][0]
    assert isinstance(event, ChildDecided)
    return {which: f"{when:%a %-d %b %Y}" for which, when in event.dates.items()}


# ------------------------------------------------------------------------------------------------------- the decision


@pytest.mark.feature("V20")
def test_a_decision_is_the_chairs_and_holds_what_the_chair_said() -> None:
    play = Play().closed()
    (event,) = play.does("chair", play.decision(WREN, outline=" Grandmother collects from school ", lead="tomas"))
    assert isinstance(event, ChildDecided)
    assert (event.status, event.category, event.by, event.rev) == (Status.PLAN, Category.NEGLECT, "chair", 1)
    assert (event.lead, event.outline) == ("tomas", "Grandmother collects from school")
    assert set(event.core_group) == {seat.id for seat in play.particulars.seats}


@pytest.mark.feature("V20")
@pytest.mark.parametrize("stage", ["gathering", "round_open"])
def test_no_decision_before_every_view_was_asked_for(stage: str) -> None:
    play = Play().gather() if stage == "gathering" else Play().open()
    why = Why.ROUND_NOT_OPEN if stage == "gathering" else Why.ROUND_STILL_OPEN
    assert play.refused("chair", play.decision(WREN)).code == why


def test_which_child() -> None:
    refused = Play().closed().refused("chair", DecideChild(child=ChildId("a_neighbour")))
    assert refused == Refused(Why.NO_SUCH_CHILD, {"child": Fault.UNKNOWN_CHOICE})


@pytest.mark.feature("V26")
def test_a_core_group_decides_nothing() -> None:
    play = Play(core_group())
    assert play.refused("ines", DecideChild(child=WREN)).code == Why.NO_DECISIONS_HERE
    assert play.refused("ines", ApproveSummary()).code == Why.NO_DECISIONS_HERE


LONG = "x" * (LONGEST_TEXT + 1)
NO_DATES: Mapping[Date, str] = {}
# status | what is changed in a complete decision | faults
FAULTS: list[tuple[str, dict[str, Any], dict[str, Fault]]] = [
    ("", {"category": ""}, {"status": Fault.STATUS_MISSING}),
    ("care_order", {"category": "neglect"}, {"status": Fault.STATUS_MISSING}),
    ("child_protection_plan", {"category": ""}, {"category": Fault.CATEGORY_MISSING}),
    ("child_protection_plan", {"category": "unkindness"}, {"category": Fault.CATEGORY_MISSING}),
    ("child_in_need_plan", {"category": "neglect"}, {"category": Fault.CATEGORY_NOT_ASKED}),
    ("no_plan", {"category": "neglect"}, {"category": Fault.CATEGORY_NOT_ASKED}),
    ("no_plan", {"reasons": "  "}, {"reasons": Fault.REASON_MISSING}),
    ("no_plan", {"reasons": LONG}, {"reasons": Fault.TOO_LONG}),
    ("no_plan", {"outline": LONG, "late_reason": LONG}, {"outline": Fault.TOO_LONG, "late_reason": Fault.TOO_LONG}),
    ("no_plan", {"lead": ""}, {"lead": Fault.LEAD_MISSING}),
    ("no_plan", {"lead": "harriet"}, {"lead": Fault.LEAD_MISSING}),
    ("child_protection_plan", {"core_group": ()}, {"core_group": Fault.MISSING}),
    ("child_protection_plan", {"core_group": ("nowhere",)}, {"core_group": Fault.MISSING}),
    ("child_protection_plan", {"dates": NO_DATES}, {"first_core_group": Fault.MISSING, "review": Fault.MISSING}),
    ("child_in_need_plan", {"dates": NO_DATES}, {"cin_meeting": Fault.MISSING}),
    (
        "",
        {"category": "", "reasons": "", "lead": "", "dates": NO_DATES},
        {"status": Fault.STATUS_MISSING, "reasons": Fault.REASON_MISSING, "lead": Fault.LEAD_MISSING},
    ),
]


@pytest.mark.feature("V20")
@pytest.mark.parametrize(("status", "change", "faults"), FAULTS)
def test_every_fault_of_a_decision_at_once(status: str, change: dict[str, Any], faults: dict[str, Fault]) -> None:
    play = Play().closed()
    assert play.refused("chair", play.decision(WREN, status, **change)) == Refused(Why.DECISION_INCOMPLETE, faults)


@pytest.mark.feature("V20")
def test_without_a_plan_there_is_no_category_no_core_group_and_no_date_for_one() -> None:
    play = Play().closed()
    given = play.decision(WREN, "no_plan", core_group=("school",), dates={Date.REVIEW: "not even a date"})
    (event,) = play.does("chair", given)
    assert isinstance(event, ChildDecided)
    assert (event.category, event.core_group, event.dates) == (None, (), {})


# --------------------------------------------------------------------------------------------------------------- dates

PROPOSED = [  # kind | status | what the borough proposes, counted from Monday 7 December 2026
    (
        Kind.INITIAL,
        "child_protection_plan",
        {"first_core_group": "Mon 21 Dec 2026", "review": "Fri 5 Mar 2027"},
    ),
    (Kind.INITIAL, "child_in_need_plan", {"cin_meeting": "Mon 4 Jan 2027"}),
    (Kind.INITIAL, "no_plan", {}),
    (Kind.TRANSFER_IN, "child_in_need_plan", {"cin_meeting": "Mon 4 Jan 2027"}),
    (
        Kind.REVIEW,
        "child_protection_plan",
        {"next_core_group": "Fri 8 Jan 2027", "review": "Mon 7 Jun 2027"},
    ),
    (Kind.REVIEW, "child_in_need_plan", {"cin_meeting": "Mon 1 Mar 2027"}),
]


@pytest.mark.feature("A7")
@pytest.mark.parametrize(("kind", "status", "proposed"), PROPOSED)
def test_the_dates_a_decision_needs_are_proposed_by_the_boroughs_rules(
    kind: Kind, status: str, proposed: Mapping[str, str]
) -> None:
    play = Play(conference(kind, dates={"previous_core_group": day("Fri 27 Nov 2026")})).closed()
    assert dates(play, status) == proposed


@pytest.mark.feature("A7")
def test_a_limit_whose_trigger_nobody_knows_proposes_nothing_and_refuses_no_day() -> None:
    play = Play(conference(Kind.REVIEW)).closed()
    offered = proposals(play.state, ENGLAND)[Date.NEXT_CORE_GROUP]
    assert (offered.latest, offered.proposed, offered.source) == (None, None, "S0; S3")
    assert play.refused("chair", play.decision(WREN)).fields == {"next_core_group": Fault.MISSING}
    far = {Date.NEXT_CORE_GROUP: "2027-05-04", Date.REVIEW: "2027-06-07"}
    play.does("chair", play.decision(WREN, dates=far))


# What the chair types for the first core group, on Monday 7 December 2026 at 10:00, and what is said of it.
TYPED = [
    ("Mon 7 Dec 2026", Fault.DATE_PAST),
    ("Fri 4 Dec 2026", Fault.DATE_PAST),
    ("Tue 8 Dec 2026", None),
    ("Sat 12 Dec 2026", Fault.NOT_A_WORKING_DAY),
    ("Mon 21 Dec 2026", None),
    ("Tue 22 Dec 2026", Fault.DATE_LATE),
    ("Fri 25 Dec 2026", Fault.NOT_A_WORKING_DAY),
    ("Mon 28 Dec 2026", Fault.NOT_A_WORKING_DAY),
]


@pytest.mark.feature("V20", "M2")
@pytest.mark.parametrize(("when", "fault"), TYPED)
def test_a_date_is_a_working_day_to_come_and_not_past_its_limit(when: str, fault: Fault | None) -> None:
    play = Play().closed()
    given = {Date.FIRST_CORE_GROUP: day(when).isoformat(), Date.REVIEW: "2027-03-05"}
    if fault:
        refused = play.refused("chair", play.decision(WREN, dates=given))
        assert refused.fields == {"first_core_group": fault}
    else:
        play.does("chair", play.decision(WREN, dates=given))


def test_today_is_londons_today() -> None:
    play = Play().closed().until("Mon 7 Dec 2026 23:59")
    given = play.decision(WREN, "child_in_need_plan", dates={Date.CHILD_IN_NEED_MEETING: "2026-12-08"})
    assert play.until("Tue 8 Dec 2026 00:01").refused("chair", given).fields == {"cin_meeting": Fault.DATE_PAST}
    play.until("Mon 7 Dec 2026 23:59").does("chair", given)


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "21/12/2026"])
def test_what_is_no_date(text: str) -> None:
    play = Play().closed()
    given = play.decision(WREN, "child_in_need_plan", dates={Date.CHILD_IN_NEED_MEETING: text})
    assert play.refused("chair", given).fields == {"cin_meeting": Fault.NOT_A_DATE}


@pytest.mark.feature("V20")
def test_a_late_date_needs_a_reason_which_is_kept() -> None:
    play = Play().closed()
    late = {Date.FIRST_CORE_GROUP: "2026-12-22", Date.REVIEW: "2027-03-05"}
    assert play.refused("chair", play.decision(WREN, dates=late, late_reason=" ")).fields == {
        "first_core_group": Fault.DATE_LATE
    }
    (event,) = play.does("chair", play.decision(WREN, dates=late, late_reason="The nursery is closed until then"))
    assert isinstance(event, ChildDecided)
    assert event.late_reason == "The nursery is closed until then"


@pytest.mark.feature("M2")
def test_a_day_on_which_the_council_is_closed_is_no_working_day() -> None:
    play = Play(profile=replace(profile(), closure_days=("2026-12-09",))).closed()
    given = {Date.CHILD_IN_NEED_MEETING: "2026-12-09"}
    refused = play.refused("chair", play.decision(WREN, "child_in_need_plan", dates=given))
    assert refused.fields == {"cin_meeting": Fault.NOT_A_WORKING_DAY}


# ------------------------------------------------------------------------------------------------- changed, until approved


@pytest.mark.feature("V20")
def test_a_decision_may_change_until_the_summary_is_approved_and_each_change_is_kept() -> None:
    play = Play().decided()
    play.decide(WREN, "no_plan")
    assert [event.status for event, _ in play.happened if isinstance(event, ChildDecided) and event.child == WREN] == [
        Status.PLAN,
        Status.NO_PLAN,
    ]
    assert play.state.decisions[WREN].rev == 2
    play.approve()
    assert play.refused("chair", play.decision(WREN)).code == Why.ALREADY_APPROVED


@pytest.mark.feature("V20")
def test_the_form_is_empty_but_for_the_boroughs_dates_and_the_lead_already_named() -> None:
    play = Play().open().answer(recommendation="no_plan", category="").close()
    view = decision_view(play.state, CHAIR, WREN, ENGLAND)
    assert not isinstance(view, Refused)
    filled = {one.name: getattr(view.form, one.name) for one in fields(view.form) if getattr(view.form, one.name)}
    assert set(filled) == {"lead", "dates"}
    assert filled["lead"] == "ines"


def test_stages_follow_what_has_happened() -> None:
    play = Play()
    assert play.state.stage is Stage.PLANNED
    assert play.gather().state.stage is Stage.GATHERING
    assert play.open().state.stage is Stage.ROUND_OPEN
    assert play.answer().close().state.stage is Stage.ROUND_CLOSED
    assert play.decide(WREN).state.stage is Stage.ROUND_CLOSED
    assert play.decide(ROBIN).state.stage is Stage.DECIDED
    assert play.approve().state.stage is Stage.APPROVED


# --------------------------------------------------------------------------------------------------------------- dissent

TOO_SOON = DeclareDissent(child=WREN, reason="It is too soon to do without a plan")


@pytest.mark.feature("V22")
def test_dissent_is_declared_against_a_decision_by_a_seat() -> None:
    play = Play().closed()
    assert play.refused("harriet", TOO_SOON).code == Why.NOT_DECIDED_YET
    play.decide(WREN)
    assert play.refused("harriet", replace(TOO_SOON, child=ChildId("x"))).code == Why.NO_SUCH_CHILD
    assert play.refused("harriet", replace(TOO_SOON, reason=" ")).fields == {"reason": Fault.MISSING}
    assert play.refused("harriet", replace(TOO_SOON, reason=LONG)).fields == {"reason": Fault.TOO_LONG}
    (event,) = play.does("harriet", TOO_SOON)
    assert event == DissentDeclared(child=WREN, seat=SeatId("school"), by=HARRIET, reason=TOO_SOON.reason)
    assert play.does("harriet", TOO_SOON) == ()


@pytest.mark.feature("V22")
def test_an_agency_dissents_once_in_its_last_words_and_an_older_card_is_too_old() -> None:
    play = Play().decided()
    revisions = [revision(play.state, "dissent/wren/school")]
    for reason in ("first", "second", "third"):
        play.does("harriet", replace(TOO_SOON, reason=reason))
        revisions.append(revision(play.state, "dissent/wren/school"))
    (one,) = play.state.dissents
    assert one.reason == "third"
    assert len(set(revisions)) == 4


@pytest.mark.feature("V22")
def test_a_dissent_is_not_carried_over_to_a_decision_that_nobody_dissented_from() -> None:
    play = Play().closed().decide(WREN, "no_plan").decide(ROBIN)
    play.does("harriet", TOO_SOON)
    assert dissenting(play) == ("school title",)
    play.decide(WREN, "no_plan", reasons="The same, in better words")
    assert dissenting(play) == ("school title",)
    play.decide(WREN)
    assert dissenting(play) == ()
    view = decisions_view(play.state, HARRIET)
    assert not isinstance(view, Refused)
    assert view.mine == {}
    play.does("harriet", TOO_SOON)
    assert dissenting(play) == ("school title",)


def dissenting(play: Play) -> tuple[str, ...]:
    view = draft_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(view, Refused)
    console = console_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(console, Refused)
    found = {one.child: one.dissents for one in view.children}
    assert tuple(agency for called, agency in console.dissents if called == "Wren") == found[WREN]
    return found[WREN]


@pytest.mark.feature("V22", "A1")
def test_what_the_chair_approved_stays_as_approved() -> None:
    play = Play().decided()
    play.does("harriet", TOO_SOON)
    play.wait(minutes=5).approve().wait(minutes=5)
    play.does("renuka", replace(TOO_SOON, child=ROBIN))
    view = summary_view(play.state, HARRIET)
    assert not isinstance(view, Refused)
    assert [one.dissents for one in view.children] == [("school title",), ()]
    console = console_view(play.state, CHAIR, play.now, ENGLAND)
    assert not isinstance(console, Refused)
    assert console.dissents == (("Wren", "school title"), ("Robin", "police title"))


@pytest.mark.feature("V22")
def test_the_decisions_are_shown_to_those_who_took_part_and_to_the_rest_once_approved() -> None:
    play = Play().open(absent=("patrick",)).answer(*SEATED[:6]).close()
    assert decisions_view(play.state, HARRIET) == Refused(Why.NOT_DECIDED_YET)
    play.decide(WREN).decide(ROBIN)
    assert not isinstance(decisions_view(play.state, HARRIET), Refused)
    assert decisions_view(play.state, PersonId("patrick")) == Refused(Why.NOT_APPROVED_YET)
    play.approve()
    assert not isinstance(decisions_view(play.state, PersonId("patrick")), Refused)


# ------------------------------------------------------------------------------------------------------- whose chair it is


def hand_to(who: str, reason: str = "lost the line") -> HandOverChair:
    return HandOverChair(to=PersonId(who), reason=reason)


@pytest.mark.parametrize("by", ["chair", "manager"])
def test_the_chair_is_handed_to_somebody_named(by: str) -> None:
    play = Play().open()
    (event,) = play.does(by, hand_to("stand_in"))
    assert event == ChairHandedOver(chair_from=CHAIR, chair_to=STAND_IN, by=PersonId(by), reason="lost the line")
    play.answer().close().decide(WREN)
    assert play.state.decisions[WREN].by == "stand_in"
    play.does("stand_in", hand_to("chair"))
    play.decide(ROBIN).approve()


def test_a_manager_may_take_the_chair_when_nobody_is_there_to_give_it() -> None:
    play = Play().open()
    play.does("manager", hand_to("manager"))
    play.answer().close()
    assert play.does("manager", hand_to("manager")) == ()


@pytest.mark.parametrize("to", [*SEATED, "katya", "orla", "ivo", "administrator", "nobody"])
def test_who_can_never_take_the_chair(to: str) -> None:
    refused = Play().open().refused("chair", hand_to(to))
    assert refused == Refused(Why.CANNOT_TAKE_THE_CHAIR, {"to": Fault.UNKNOWN_CHOICE})


def test_a_stand_in_with_a_seat_would_chair_their_own_case() -> None:
    given = conference()
    seats = tuple(replace(seat, holder=STAND_IN) if seat.id == "housing" else seat for seat in given.seats)
    play = Play(replace(given, seats=seats))
    assert successors(play.state) == ("manager",)
    assert play.refused("manager", hand_to("stand_in")).code == Why.CANNOT_TAKE_THE_CHAIR


def test_handing_over_says_why() -> None:
    assert Play().refused("chair", hand_to("stand_in", " ")).fields == {"reason": Fault.MISSING}
