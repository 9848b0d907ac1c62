"""Who may do what, at every stage: each verb, each standing, every cell (promise 8, S-1).

The table below is this test's own. A verb that has no row in it fails, and so does one whose row differs from the code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import pytest

from bot.domain.actor import Account, Actor, Standing
from bot.domain.conference import Conference
from bot.domain.decide import decide
from bot.domain.events_errands import ErrandDone
from bot.domain.ids import PersonId, SeatId
from bot.domain.outcome import Outcome, Refused
from bot.domain.powers import Power, powers
from bot.domain.refusals import Why
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.admit_stranger import AdmitStranger
from bot.domain.verbs.approve_summary import ApproveSummary
from bot.domain.verbs.ask_exclusion import AskExclusion
from bot.domain.verbs.ask_recording import AskRecording
from bot.domain.verbs.bind_chat import BindChat
from bot.domain.verbs.cancel_conference import CancelConference
from bot.domain.verbs.check_options import CheckOptions
from bot.domain.verbs.choose_days import ChooseDays
from bot.domain.verbs.claim_place import ClaimPlace
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.confirm_chat import ConfirmChat
from bot.domain.verbs.consent_to_observer import ConsentToObserver
from bot.domain.verbs.convene_conference import ConveneConference
from bot.domain.verbs.correct_end import CorrectEnd
from bot.domain.verbs.decide_child import DecideChild
from bot.domain.verbs.decide_exclusion import DecideExclusion
from bot.domain.verbs.decide_recording import DecideRecording
from bot.domain.verbs.declare_dissent import DeclareDissent
from bot.domain.verbs.declare_independence import DeclareIndependence
from bot.domain.verbs.decline_checklist import DeclineChecklist
from bot.domain.verbs.decline_report import DeclineReport
from bot.domain.verbs.dismiss_stranger import DismissStranger
from bot.domain.verbs.do_errand import DoErrand
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.enter_reply import EnterReply
from bot.domain.verbs.explain_delay import ExplainDelay
from bot.domain.verbs.give_copy import GiveCopy
from bot.domain.verbs.give_exclusion_letter import GiveExclusionLetter
from bot.domain.verbs.hand_in_post_it import HandInPostIt, SavePostIt
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.hear_flag import HearFlag
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.meet_beforehand import MeetBeforehand
from bot.domain.verbs.move_conference import MoveConference
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.note_stranger import NoteStranger
from bot.domain.verbs.nudge_round import NudgeRound
from bot.domain.verbs.offer_days import OfferDays
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.open_summary import OpenSummary
from bot.domain.verbs.override_checklist import OverrideChecklist
from bot.domain.verbs.pass_seat_on import PassSeatOn
from bot.domain.verbs.plan_participation import PlanParticipation
from bot.domain.verbs.propose_chat import ProposeChat
from bot.domain.verbs.put_child import PutChild, TakeOffChild
from bot.domain.verbs.put_person import PutPerson
from bot.domain.verbs.raise_flag import RaiseFlag
from bot.domain.verbs.reach_person import ReachPerson
from bot.domain.verbs.read_out import ConfirmReadBack, EnterPostIt
from bot.domain.verbs.receive_report import ReceiveReport
from bot.domain.verbs.record_errand import RecordErrandDone, RecordErrandFailed
from bot.domain.verbs.record_send import RecordFailed, RecordFilled, RecordPosted, RecordToldElsewhere
from bot.domain.verbs.registry import VERBS
from bot.domain.verbs.reply_to_invitation import ReplyToInvitation
from bot.domain.verbs.send_report import SendReport
from bot.domain.verbs.set_anchors import SetAnchors
from bot.domain.verbs.set_dates import SetDates
from bot.domain.verbs.set_details import SetDetails
from bot.domain.verbs.set_household import SetHousehold
from bot.domain.verbs.set_parts import SetPart
from bot.domain.verbs.share_report import ShareReport
from bot.domain.verbs.show_threshold import ShowThreshold
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.verbs.take_off_person import TakeOffPerson
from bot.domain.verbs.tell_by_hand import TellByHand
from bot.domain.verbs.tell_children_seen import TellChildrenSeen
from bot.domain.verbs.try_again import TryAgain
from tests.fakes.builders import (
    POLICY,
    START,
    WREN,
    Play,
    account,
    actor,
    anonymous,
    both,
    conference,
    core_group,
    typed,
)

LISTED = "chair former_chair stand_in manager administrator lead_social_worker professional observer lay helper"  # J2
ARRANGERS = "administrator chair manager"
HARRIET = PersonId("harriet")
SCHOOL = SeatId("school")
NEW_ACCOUNT = Actor(standing=Standing.MEMBER, account=account("harriet-at-home"), mri="29:home")

ROWS: Mapping[str, tuple[str, object]] = {
    "anchors.set": ("chair", SetAnchors(zero="a", ten="b")),
    "by_hand.told": (
        "chair manager administrator lead_social_worker",
        TellByHand(person=PersonId("katya"), how="by telephone"),
    ),
    "chair.hand_over": ("chair manager", HandOverChair(to=PersonId("manager"), reason="ill")),
    "child.put": (ARRANGERS, PutChild(child=WREN, called="Wren")),
    "child.take_off": (ARRANGERS, TakeOffChild(child=WREN)),
    "conference.cancel": (ARRANGERS, CancelConference(reason="the family moved away")),
    "conference.convene": (f"{ARRANGERS} bot", ConveneConference()),
    "conference.move": (ARRANGERS, MoveConference(day="2026-12-10", start="10:00", end="12:00", reason="ill")),
    "dates.set": (ARRANGERS, SetDates()),
    "delay.explain": (ARRANGERS, ExplainDelay(reason="the school was closed")),
    "details.set": (ARRANGERS, SetDetails(mode="virtual")),
    "household.set": (ARRANGERS, SetHousehold(household="Linnet, 15")),
    "parts.set": (ARRANGERS, SetPart(title="first", start="10:00", end="10:30", people="katya")),
    "person.put": (ARRANGERS, PutPerson(person=HARRIET, name="Harriet Osprey", role="professional")),
    "person.take_off": (ARRANGERS, TakeOffPerson(person=HARRIET, reason="moved to another school")),
    "chat.bind": ("bot", BindChat(chat="19:x", service_url="s")),
    "chat.confirm": ("chair", ConfirmChat(chat="19:x", ours=True)),
    "chat.propose": ("bot", ProposeChat(chat="19:x", service_url="s")),
    "checklist.acknowledge": (LISTED, AcknowledgeChecklist(items=())),
    "checklist.decline": (LISTED, DeclineChecklist(reason="I share a room")),
    "checklist.override": ("chair", OverrideChecklist(person=HARRIET, reason="deaf, needs her interpreter")),
    "child.decide": ("chair", DecideChild(child=WREN)),
    "copy.give": (
        "chair manager administrator lead_social_worker",
        GiveCopy(person=PersonId("katya"), how="in person"),
    ),
    "days.choose": (LISTED, ChooseDays(days=())),
    "days.offer": ("chair manager administrator", OfferDays(days=("2026-12-17",))),
    "dissent.declare": ("professional", DeclareDissent(child=WREN, reason="too soon")),
    "invitation.reply": (LISTED, ReplyToInvitation(coming="attending")),
    "exclusion.ask": (
        "chair professional lead_social_worker",
        AskExclusion(person=PersonId("katya"), ground="welfare", evidence="police record", extent="part"),
    ),
    "exclusion.decide": ("chair", DecideExclusion(person=PersonId("katya"), extent="no", reasons="she helps")),
    "exclusion.letter": (
        "chair manager lead_social_worker administrator",
        GiveExclusionLetter(person=PersonId("katya"), how="in person"),
    ),
    "flag.heard": ("chair", HearFlag(number=1)),
    "flag.raise": ("professional", RaiseFlag(kind="danger")),
    "independence.declare": ("chair", DeclareIndependence(independent="yes", same="first")),
    "errand.again": ("chair manager administrator", TryAgain()),
    "errand.checked": ("chair manager administrator", CheckOptions(options=("lobby",))),
    "errand.done": ("chair manager administrator", DoErrand(kind="chat")),
    "errand.failed": ("bot", RecordErrandFailed(errand="hold//0", code="x", final=True)),
    "errand.recorded": ("bot", RecordErrandDone(done=ErrandDone(errand="check//0"))),
    "meeting.correct_end": ("chair manager", CorrectEnd(ended_at=START, reason="the clock was wrong")),
    "meeting.end": ("chair bot", EndMeeting()),
    "meeting.start": ("chair bot", StartMeeting()),
    "observer.consent": (
        "chair lead_social_worker administrator",
        ConsentToObserver(observer=PersonId("orla"), family="yes"),
    ),
    "participation.plan": (
        "chair lead_social_worker administrator",
        PlanParticipation(child=WREN, how="PN5", note="by her advocate"),
    ),
    "place.claim": (LISTED, ClaimPlace()),
    "person.mark": ("chair", MarkPresent(person=HARRIET, read_aloud=True)),
    "person.note_attendance": ("bot", NoteAttendance(person=HARRIET, here=True)),
    "person.reach": (LISTED, ReachPerson(mri="29:x", conversation="a:1", service_url="s")),
    "post_it.confirm_read_back": ("chair administrator", ConfirmReadBack(seat=SCHOOL)),
    "post_it.enter": ("chair administrator", EnterPostIt(seat=SCHOOL, views=both(typed()))),
    "post_it.hand_in": ("professional", HandInPostIt(views=both(typed()))),
    "post_it.save": ("professional", SavePostIt(views={})),
    "reply.enter": (
        "chair manager administrator lead_social_worker",
        EnterReply(person=HARRIET, coming="attending"),
    ),
    "premeeting.met": ("chair", MeetBeforehand(who="katya")),
    "recording.ask": (
        "chair lead_social_worker administrator lay",
        AskRecording(person=PersonId("katya"), purpose="to listen again"),
    ),
    "recording.decide": ("chair", DecideRecording(person=PersonId("katya"), granted="yes", reasons="it helps")),
    "report.children_seen": (
        "lead_social_worker",
        TellChildrenSeen(typed={"wren.on": "2026-12-01", "wren.alone": "alone"}),
    ),
    "report.not_coming": (
        "chair manager administrator professional",
        DeclineReport(seat=SCHOOL, reason="not at school here"),
    ),
    "report.received": ("chair manager administrator", ReceiveReport(seat=SCHOOL)),
    "report.sent": ("professional", SendReport()),
    "report.shared": ("chair manager administrator professional", ShareReport(seat=SCHOOL, on="2026-12-01")),
    "round.close": ("chair", CloseRound(missing={})),
    "round.nudge": ("chair", NudgeRound()),
    "round.open": ("chair", OpenRound()),
    "seat.pass_on": ("professional", PassSeatOn(name="Nell Linnet", address="nell@school.example")),
    "send.failed": ("bot", RecordFailed(duty="console/chair//0", code="x", final=True)),
    "send.filled": ("bot", RecordFilled(duty="console/chair//0", face="x")),
    "send.posted": ("bot", RecordPosted(duty="console/chair//0", face="x", conversation="c", message="m")),
    "send.told_elsewhere": ("bot", RecordToldElsewhere(duty="reminder/chair//1")),
    "stranger.admit": ("chair", AdmitStranger(stranger="x", person=HARRIET, reason="I know her")),
    "stranger.dismiss": ("chair", DismissStranger(stranger="x", reason="asked to leave")),
    "stranger.note": ("stranger", NoteStranger()),
    "summary.approve": ("chair", ApproveSummary()),
    "summary.open": ("chair professional", OpenSummary()),
    "threshold.show": ("chair", ShowThreshold()),
}

STAGES: Mapping[str, Callable[[Play], Play]] = {
    "planned": lambda play: play,
    "gathering": lambda play: play.gather(),
    "round_open": lambda play: play.open(),
    "answered": lambda play: play.open().answer(),
    "round_closed": lambda play: play.closed(),
    "decided": lambda play: play.decided(),
    "ended": lambda play: play.decided().end(),
    "approved": lambda play: play.approved(),
}


@dataclass(frozen=True)
class Someone:
    """Somebody, and the standings they have in the world they are in."""

    actor: Actor
    held: str


def _handed_over(play: Play) -> Play:
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="lost the line"))
    return play


def _replaced(play: Play) -> Play:
    play.does(NEW_ACCOUNT, NoteStranger())
    play.does("chair", AdmitStranger(stranger=NEW_ACCOUNT.key, person=HARRIET, reason="her own laptop"))
    return play


def _lead_without_a_seat() -> Play:
    given = conference()
    return Play(replace(given, seats=tuple(seat for seat in given.seats if seat.holder != "ines")))


@cache
def worlds(stage: str) -> tuple[tuple[Conference, tuple[Someone, ...]], ...]:
    """The conference at that stage as it usually is, after each thing that changes who somebody is, and a core group."""
    reach = STAGES[stage]
    elsewhere = Account(tenant="another-council", oid="oid-chair")
    nobody = Someone(actor("nobody"), "stranger")
    usual = (
        Someone(actor("chair"), "chair"),
        Someone(actor("stand_in"), "stand_in"),
        Someone(actor("manager"), "manager"),
        Someone(actor("administrator"), "administrator"),
        Someone(actor("ines"), "lead_social_worker professional"),
        Someone(actor("harriet"), "professional"),
        Someone(actor("orla"), "observer"),
        Someone(actor("katya"), "lay"),
        Someone(actor("solomon"), "lay"),
        Someone(actor("ivo"), "helper"),
        Someone(actor("mina"), "helper"),
        Someone(actor("bot"), "bot"),
        nobody,
        Someone(anonymous("Wilhelmina Stonecrop"), "stranger"),
        Someone(replace(actor("chair"), account=elsewhere, standing=Standing.OTHER_TENANT), "stranger"),
        Someone(replace(actor("nobody"), address="harriet@school.example"), "stranger"),
    )
    found = [
        (reach(Play()).state, usual),
        (
            _handed_over(reach(Play())).state,
            (
                Someone(actor("chair"), "former_chair"),
                Someone(actor("stand_in"), "chair"),
                Someone(actor("manager"), "manager"),
                nobody,
            ),
        ),
        (
            _replaced(reach(Play())).state,
            (Someone(actor("harriet"), "stranger"), Someone(NEW_ACCOUNT, "professional"), nobody),
        ),
        (reach(_lead_without_a_seat()).state, (Someone(actor("ines"), "lead_social_worker"), nobody)),
    ]
    if stage not in ("decided", "ended", "approved"):
        both_at_once = Someone(actor("ines"), "chair lead_social_worker professional")
        found.append((reach(Play(core_group())).state, (both_at_once, Someone(actor("harriet"), "professional"))))
    return tuple(found)


def forbidden(outcome: Outcome) -> Why | None:
    """The refusal of somebody, as opposed to the refusal of something."""
    if isinstance(outcome, Refused) and outcome.code in (Why.NOT_ON_THE_LIST, Why.NOT_YOURS_TO_DO):
        return Why(outcome.code)
    return None


def test_every_verb_has_a_row_and_no_row_is_of_nothing() -> None:
    assert set(ROWS) == set(VERBS)
    assert {name: type(command) for name, (_, command) in ROWS.items()} == {
        name: verb.command for name, verb in VERBS.items()
    }


def test_every_standing_is_somebodys() -> None:
    held = {one for stage in STAGES for _, people in worlds(stage) for who in people for one in who.held.split()}
    assert held == {one.value for one in Power}


@pytest.mark.feature("M1", "J13")
@pytest.mark.parametrize("stage", STAGES)
def test_standings_come_from_the_record_and_the_account(stage: str) -> None:
    for state, people in worlds(stage):
        for one in people:
            assert powers(state, one.actor) == {Power(name) for name in one.held.split()}, one


@pytest.mark.feature("S-1", "J13", "V13")
@pytest.mark.parametrize("name", ROWS)
def test_each_verb_is_for_those_of_its_row_and_for_nobody_else(name: str) -> None:
    allowed, command = ROWS[name]
    for stage in STAGES:
        for state, people in worlds(stage):
            for one in people:
                refusal = forbidden(decide(state, command, one.actor, START, POLICY))
                if set(one.held.split()) & set(allowed.split()):
                    assert refusal is None, (stage, one)
                else:
                    stranger = one.held == "stranger"
                    assert refusal is (Why.NOT_ON_THE_LIST if stranger else Why.NOT_YOURS_TO_DO), (stage, one)


def test_nobody_may_do_anything_in_a_conference_that_was_never_set_up() -> None:
    for _, command in ROWS.values():
        for who in ("chair", "bot", "nobody"):
            assert decide(None, command, actor(who), START, POLICY) == Refused(Why.NOT_SET_UP)


@pytest.mark.feature("S-1")
def test_the_role_is_looked_up_at_the_press_and_not_at_the_card() -> None:
    play = Play().open()
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="taken ill"))
    assert play.refused("chair", CloseRound(missing={})).code == Why.NOT_YOURS_TO_DO
    play.close()
    assert play.state.round is not None
    assert play.state.round.closed_at
