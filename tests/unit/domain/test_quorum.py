"""Quorum, child by child, at opening and at the decision (S4 3.10-3.12)."""

from dataclasses import replace

import pytest

from bot.domain.events import ChildDecided, RoundOpened
from bot.domain.ids import PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.profile import QuorumRule
from bot.domain.quorum import Quorum, quorum
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.override_checklist import OverrideChecklist
from bot.domain.views.decision import decision_view
from tests.fakes.builders import ENGLAND, ROBIN, SEATED, WREN, Play, conference, core_group, profile

HEALTH = {"health_visiting": "health", "school_nursing": "health"}
ON = "social_work school police school_nurse"

# who is there | agencies that count as one | Wren | Robin
TABLE = """
Everybody
social_work social_work_2 school health_visitor school_nurse police housing |        | met | met
The fewest there can be
social_work school police                                                   |        | met | met
social_work_2 school school_nurse                                           |        | met | met
No children's social care, however many others
school health_visitor school_nurse police housing                           |        | no  | no
Two people of one agency are one agency
social_work social_work_2 school                                            |        | no  | no
An agency that has met one child counts for that child alone
social_work school health_visitor                                           |        | no  | met
Experts who have met nobody are welcome and do not count
social_work school housing                                                  |        | no  | no
What counts as one agency is the borough's to say
social_work health_visitor school_nurse                                     |        | no  | met
social_work health_visitor school_nurse                                     | health | no  | no
social_work health_visitor school_nurse police                              | health | met | met
Nobody
                                                                            |        | no  | no
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.splitlines() if "|" in line]


@pytest.mark.feature("V23", "J6")
@pytest.mark.parametrize(("here", "grouped", "wren", "robin"), ROWS)
def test_quorum(here: str, grouped: str, wren: str, robin: str) -> None:
    rule = QuorumRule(others=2, groups=HEALTH if grouped else {}, source="S4 3.10")
    found = quorum(conference(), [SeatId(seat) for seat in here.split()], rule)
    assert {WREN: found[WREN].met, ROBIN: found[ROBIN].met} == {WREN: wren == "met", ROBIN: robin == "met"}


def test_an_agency_counted_as_social_care_is_social_care_and_no_other() -> None:
    rule = QuorumRule(others=2, groups={"housing": "childrens_social_care"}, source="a borough")
    given = conference()
    knows = tuple(replace(seat, contact=frozenset({WREN, ROBIN})) for seat in given.seats)
    found = quorum(replace(given, seats=knows), [SeatId("housing"), SeatId("school")], rule)
    assert found[WREN] == Quorum(social_care=True, groups=("school",), needed=2)


@pytest.mark.parametrize("who", ["orla", "katya", "solomon", "ivo", "mina", "chair"])
def test_nobody_without_a_seat_ever_counts(who: str) -> None:
    absent = {"school", "health_visitor", "school_nurse", "police"}
    play = Play().gather(absent=[seat.holder for seat in conference().seats if seat.id in absent]).explain()
    before = quorum(play.particulars, play.state.present_seats(), play.profile.quorum)
    assert not any(one.met for one in before.values())
    play.does("chair", MarkPresent(person=PersonId(who), here=False))
    assert quorum(play.particulars, play.state.present_seats(), play.profile.quorum) == before


# --------------------------------------------------------------------------------------------------------- at opening


@pytest.mark.feature("V23", "V1")
def test_opening_without_quorum_needs_a_reason_which_is_kept() -> None:
    play = Play().gather(absent=("renuka", "lorna", "anand")).explain()
    refused = play.refused("chair", OpenRound(inquorate_reason="  "))
    assert refused == Refused(Why.NOT_QUORATE, {"inquorate_reason": Fault.QUORUM_REASON_MISSING})
    (opened,) = play.does("chair", OpenRound(inquorate_reason=" Delay would harm "))
    assert isinstance(opened, RoundOpened)
    assert opened.inquorate_reason == "Delay would harm"
    assert not opened.quorum[WREN].met


@pytest.mark.feature("V23")
def test_one_child_short_is_enough_to_be_asked_why() -> None:
    play = Play().gather(absent=("renuka", "lorna")).explain()
    found = quorum(play.particulars, play.state.present_seats(), play.profile.quorum)
    assert (found[WREN].met, found[ROBIN].met) == (False, True)
    assert play.refused("chair", OpenRound()).code == Why.NOT_QUORATE


def test_a_quorate_conference_is_asked_nothing() -> None:
    (opened,) = Play().gather().explain().does("chair", OpenRound())
    assert isinstance(opened, RoundOpened)
    assert opened.quorum[ROBIN].groups == ("health_visiting", "police", "school", "school_nursing")


@pytest.mark.feature("V26")
def test_a_core_group_has_no_quorum_to_meet() -> None:
    play = Play(core_group()).arrive("ines")
    play.gather(absent=SEATED).explain()
    (opened,) = play.does("ines", OpenRound())
    assert isinstance(opened, RoundOpened)
    assert opened.quorum == {}


@pytest.mark.parametrize("how", ["promised", "waived", "read_aloud"])
def test_only_who_has_done_the_checklist_one_way_or_another_is_present(how: str) -> None:
    play = Play().gather(absent=("renuka", "lorna"))
    police = PersonId("renuka")
    play.does("bot", NoteAttendance(person=police, here=True))
    assert not quorum(play.particulars, play.state.present_seats(), play.profile.quorum)[WREN].met
    if how == "promised":
        play.arrive("renuka")
    elif how == "waived":
        play.does("chair", OverrideChecklist(person=police, reason="in a police car"))
    else:
        play.does("chair", MarkPresent(person=police, read_aloud=True))
    assert quorum(play.particulars, play.state.present_seats(), play.profile.quorum)[WREN].met


# ------------------------------------------------------------------------------------------------------ at the decision


@pytest.mark.feature("V23", "J6")
def test_quorum_is_looked_at_again_when_the_chair_decides() -> None:
    play = Play().closed()
    for who in ("harriet", "lorna", "anand"):
        play.does("bot", NoteAttendance(person=PersonId(who), here=False))
    refused = play.refused("chair", play.decision(WREN))
    assert refused == Refused(Why.DECISION_INCOMPLETE, {"inquorate_reason": Fault.QUORUM_REASON_MISSING})
    (decided,) = play.does("chair", play.decision(WREN, inquorate_reason="They had given their views"))
    assert isinstance(decided, ChildDecided)
    assert (decided.quorum.met, decided.inquorate_reason) == (False, "They had given their views")


@pytest.mark.feature("V23")
def test_going_when_everybody_goes_breaks_no_quorum() -> None:
    """The chair ends the meeting and writes the decisions down afterwards. Teams tells of the end before or after."""
    play = Play().closed().wait(minutes=90)
    leaving = [NoteAttendance(person=PersonId(who), here=False) for who in SEATED]
    play.does("bot", *leaving[:4])
    play.wait(seconds=20).does("bot", EndMeeting(), *leaving[4:])
    play.wait(minutes=25).decide(WREN)


@pytest.mark.feature("V23")
def test_whoever_had_left_before_the_round_closed_is_not_counted_afterwards() -> None:
    play = Play().open().answer()
    for who in ("harriet", "lorna", "anand"):
        play.does("bot", NoteAttendance(person=PersonId(who), here=False))
    play.wait(minutes=10).does("chair", CloseRound(missing={}), EndMeeting())
    assert play.refused("chair", play.decision(WREN)).fields == {"inquorate_reason": Fault.QUORUM_REASON_MISSING}
    view = decision_view(play.state, PersonId("chair"), WREN, ENGLAND)
    assert not isinstance(view, Refused)
    assert view.quorum.groups == ("police",)


def test_every_borough_counts_at_least_two_others() -> None:
    for code in ("london", "lewisham", "lbh", "redbridge", "city_of_london"):
        assert profile(code).quorum.others == 2
