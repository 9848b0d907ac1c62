"""The checklist, each stay, who is here, who nobody knows, and where each may be written to."""

from dataclasses import replace

import pytest

from bot.domain.actor import Actor, Standing
from bot.domain.conference import Reach
from bot.domain.delivery import reachable
from bot.domain.duties import Step
from bot.domain.events import (
    AccountBound,
    ChatBound,
    ChatRefused,
    ChecklistAcknowledged,
    MeetingEnded,
    MeetingStarted,
    PersonReached,
    Source,
    StrangerSeen,
    StrangerSettled,
)
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Refused
from bot.domain.powers import person_of
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.admit_stranger import AdmitStranger
from bot.domain.verbs.bind_chat import BindChat
from bot.domain.verbs.claim_place import ClaimPlace
from bot.domain.verbs.confirm_chat import ConfirmChat
from bot.domain.verbs.decline_checklist import DeclineChecklist
from bot.domain.verbs.dismiss_stranger import DismissStranger
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.hand_in_post_it import HandInPostIt
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.note_stranger import MOST, NoteStranger
from bot.domain.verbs.override_checklist import OverrideChecklist
from bot.domain.verbs.propose_chat import ProposeChat
from bot.domain.verbs.reach_person import ReachPerson
from bot.domain.verbs.record_send import RecordFailed
from bot.domain.verbs.start_meeting import StartMeeting
from tests.fakes.builders import (
    CHAT,
    SERVICE,
    Play,
    account,
    actor,
    anonymous,
    both,
    changed,
    conference,
    profile,
    typed,
)

HARRIET = PersonId("harriet")
ITEMS = tuple(profile().checklist)
PROMISE = AcknowledgeChecklist(items=ITEMS)
ANSWER = HandInPostIt(views=both(typed()))


def joins(who: str) -> NoteAttendance:
    return NoteAttendance(person=PersonId(who), here=True)


def leaves(who: str) -> NoteAttendance:
    return NoteAttendance(person=PersonId(who), here=False)


# ------------------------------------------------------------------------------------------------------ the checklist


@pytest.mark.feature("J2")
@pytest.mark.parametrize("left_out", ITEMS)
def test_every_item_must_be_ticked(left_out: str) -> None:
    ticked = tuple(code for code in ITEMS if code != left_out)
    refused = Play().refused("harriet", AcknowledgeChecklist(items=ticked))
    assert refused == Refused(Why.CHECKLIST_INCOMPLETE, {left_out: Fault.NOT_TICKED})


@pytest.mark.feature("J2")
def test_all_that_is_missing_is_said_at_once() -> None:
    refused = Play().refused("katya", AcknowledgeChecklist(items=("no_such_item",)))
    assert refused == Refused(Why.CHECKLIST_INCOMPLETE, dict.fromkeys(ITEMS, Fault.NOT_TICKED))


@pytest.mark.feature("J2")
def test_what_is_kept_is_each_item_and_the_time() -> None:
    play = Play()
    assert play.does("harriet", PROMISE) == (ChecklistAcknowledged(person=HARRIET, session=1, items=ITEMS),)
    assert play.state.attendance_of(HARRIET).arrived_at == play.now
    assert play.does("harriet", PROMISE) == ()


@pytest.mark.parametrize(
    ("minutes", "started", "may"),
    [(-31, False, False), (-30, False, True), (0, False, True), (-31, True, True)],
)
def test_a_promise_made_too_early_says_nothing_of_the_room_they_will_sit_in(
    minutes: int, started: bool, may: bool
) -> None:
    play = Play().wait(minutes=minutes)
    if started:
        play.does("chair", StartMeeting())
    if may:
        play.does("harriet", PROMISE)
    else:
        assert play.refused("harriet", PROMISE).code == Why.MEETING_NOT_STARTED
    assert play.state.present(HARRIET) is may


@pytest.mark.feature("J3")
def test_who_cannot_promise_says_why_and_the_chair_alone_decides() -> None:
    play = Play().open(absent=("harriet",))
    assert play.refused("harriet", DeclineChecklist(reason="  ")).fields == {"reason": Fault.MISSING}
    play.does("harriet", DeclineChecklist(reason="I share an office"))
    assert play.refused("harriet", ANSWER).code == Why.CHECKLIST_FIRST
    assert play.refused("chair", OverrideChecklist(person=HARRIET, reason=" ")).fields == {"reason": Fault.MISSING}
    play.does("chair", OverrideChecklist(person=HARRIET, reason="her colleagues are bound by the same rules"))
    one = play.state.attendance_of(HARRIET)
    assert (one.waived, one.declined) == ("her colleagues are bound by the same rules", "")
    play.does("harriet", ANSWER)


def test_a_promise_taken_back_takes_them_out_again() -> None:
    play = Play().open()
    play.does("harriet", DeclineChecklist(reason="somebody has come in"))
    assert not play.state.present(HARRIET)
    assert play.refused("harriet", ANSWER).code == Why.CHECKLIST_FIRST


def test_a_waiver_is_for_somebody_listed_and_only_where_it_is_needed() -> None:
    play = Play().gather()
    unknown = OverrideChecklist(person=PersonId("nobody"), reason="x")
    assert play.refused("chair", unknown).fields == {"person": Fault.UNKNOWN_CHOICE}
    assert play.does("chair", OverrideChecklist(person=HARRIET, reason="x")) == ()


# ------------------------------------------------------------------------------------------------------- coming, going

AWAY = [  # gone for (s) | the checklist is asked again
    (4 * 60 + 59, False),
    (5 * 60, False),
    (5 * 60 + 1, True),
    (40 * 60, True),
]


@pytest.mark.feature("J2", "J5", "J9")
@pytest.mark.parametrize(("seconds", "again"), AWAY)
@pytest.mark.parametrize("told", ["teams", "nobody"])
def test_after_five_minutes_away_it_is_another_stay(seconds: int, again: bool, told: str) -> None:
    play = Play().open()
    play.does("bot", leaves("harriet"))
    assert not play.state.present(HARRIET)
    play.wait(seconds=seconds)
    if told == "teams":
        play.does("bot", joins("harriet"))
    assert play.state.session(HARRIET, play.now) == (2 if again else 1)
    assert play.state.cleared(HARRIET, play.now) is not again
    if again:
        assert play.refused("harriet", ANSWER).code == Why.CHECKLIST_FIRST
        assert play.does("harriet", PROMISE) == (ChecklistAcknowledged(person=HARRIET, session=2, items=ITEMS),)
    play.does("harriet", ANSWER)


def test_a_line_lost_for_a_moment_is_not_another_stay_and_back_is_back() -> None:
    play = Play().open()
    play.does("bot", leaves("harriet"))
    play.wait(minutes=2).does("bot", joins("harriet"))
    assert play.state.present(HARRIET)
    assert play.state.attendance_of(HARRIET).session == 1


def test_the_first_arrival_is_kept_through_every_stay() -> None:
    play = Play().open()
    arrived = play.state.attendance_of(HARRIET).arrived_at
    play.does("bot", leaves("harriet"))
    play.wait(minutes=9).does("bot", joins("harriet"))
    assert play.state.attendance_of(HARRIET).arrived_at == arrived
    play.does("harriet", DeclineChecklist(reason="no headphones"), PROMISE)
    assert play.state.attendance_of(HARRIET).arrived_at == arrived


def test_what_teams_says_twice_is_recorded_once() -> None:
    play = Play()
    assert play.does("bot", joins("harriet"))
    assert play.does("bot", joins("harriet")) == ()
    assert play.does("bot", leaves("harriet"))
    assert play.does("bot", leaves("harriet")) == ()


@pytest.mark.feature("J5")
def test_the_chairs_own_eyes_do_where_teams_says_nothing() -> None:
    play = Play().open(absent=("harriet",))
    unread = play.refused("chair", MarkPresent(person=HARRIET))
    assert unread == Refused(Why.CHECKLIST_FIRST, {"read_aloud": Fault.NOT_TICKED})
    play.does("chair", MarkPresent(person=HARRIET, read_aloud=True))
    assert play.state.present(HARRIET)
    assert play.does("chair", MarkPresent(person=HARRIET)) == ()
    play.does("chair", MarkPresent(person=HARRIET, here=False))
    assert play.does("chair", MarkPresent(person=HARRIET, here=False)) == ()
    assert not play.state.present(HARRIET)
    play.wait(minutes=3).does("chair", MarkPresent(person=HARRIET))
    assert play.state.present(HARRIET)
    play.does("chair", MarkPresent(person=HARRIET, here=False))
    assert play.wait(minutes=6).refused("chair", MarkPresent(person=HARRIET)).code == Why.CHECKLIST_FIRST
    assert play.refused("chair", MarkPresent(person=PersonId("nobody"))).code == Why.NO_SUCH_PERSON


# ---------------------------------------------------------------------------------------------------- start and end


@pytest.mark.feature("J5")
def test_the_first_word_of_a_start_counts_and_the_source_is_kept() -> None:
    play = Play().wait(minutes=-10)
    assert play.does("bot", StartMeeting()) == (MeetingStarted(source=Source.TEAMS),)
    assert play.wait(minutes=9).does("chair", StartMeeting()) == ()
    assert Play().does("chair", StartMeeting()) == (MeetingStarted(source=Source.CHAIR),)


@pytest.mark.parametrize(("minutes", "heard"), [(-300, False), (-31, False), (-30, True), (0, True)])
def test_a_meeting_that_teams_sees_begin_hours_before_is_somebody_trying_it_out(minutes: int, heard: bool) -> None:
    play = Play().wait(minutes=minutes)
    play.does("bot", StartMeeting())
    assert bool(play.state.started_at) is heard


def test_the_chairs_talk_with_the_family_beforehand_is_not_the_conference() -> None:
    """S1: the chair meets the family before; in the same call, Teams tells of a start and of an end."""
    play = Play().wait(minutes=-25)
    play.does("bot", StartMeeting())
    play.wait(minutes=15).does("bot", EndMeeting())
    assert play.state.ended_at is None
    play.wait(minutes=130).does("bot", EndMeeting())
    assert play.state.ended_at == play.now


def test_the_first_word_of_an_end_counts() -> None:
    play = Play()
    assert play.refused("chair", EndMeeting()).code == Why.MEETING_NOT_STARTED
    play.gather().wait(hours=1)
    assert play.does("chair", EndMeeting()) == (MeetingEnded(source=Source.CHAIR),)
    ended = play.now
    assert play.wait(minutes=1).does("bot", EndMeeting()) == ()
    assert play.state.ended_at == ended


# -------------------------------------------------------------------------------------------------- who nobody knows

OWN_LAPTOP = Actor(standing=Standing.GUEST, account=account("own-laptop"), mri="29:laptop", shown_name="Harriet?")


@pytest.mark.feature("J4", "J13")
def test_somebody_unlisted_is_noted_once_and_has_nothing() -> None:
    play = Play().gather()
    seen = StrangerSeen(
        stranger=OWN_LAPTOP.key, standing=Standing.GUEST, shown_name="Harriet?", account=OWN_LAPTOP.account
    )
    assert play.does(OWN_LAPTOP, NoteStranger()) == (seen,)
    assert play.does(OWN_LAPTOP, NoteStranger()) == ()
    assert play.refused(OWN_LAPTOP, PROMISE).code == Why.NOT_ON_THE_LIST


def test_a_crowd_of_strangers_does_not_fill_the_log() -> None:
    play = Play()
    for number in range(MOST + 5):
        play.does(anonymous(str(number)), NoteStranger())
    assert len(play.state.strangers) == MOST


@pytest.mark.feature("J4")
def test_the_chair_says_who_an_account_is_and_the_listed_one_then_has_no_hold() -> None:
    play = Play().open()
    play.perform()
    play.does(OWN_LAPTOP, NoteStranger())
    no_reason = AdmitStranger(stranger=OWN_LAPTOP.key, person=HARRIET, reason=" ")
    assert play.refused("chair", no_reason).fields == {"reason": Fault.MISSING}
    play.does("chair", AdmitStranger(stranger=OWN_LAPTOP.key, person=HARRIET, reason="that is her face"))
    assert play.state.strangers == {}
    assert play.refused("harriet", ANSWER).code == Why.NOT_ON_THE_LIST
    assert play.refused(OWN_LAPTOP, ANSWER).code == Why.CHECKLIST_FIRST
    play.does(OWN_LAPTOP, PROMISE, ANSWER)
    # What went to the other account's chat did not go to this one.
    anew = [play.owed()[key].step for key in ("checklist/harriet//2", "post_it/harriet//1")]
    assert anew == [Step.POST, Step.POST]


@pytest.mark.feature("J4")
def test_an_account_let_go_may_be_let_in_again() -> None:
    play = Play().gather()
    play.does(OWN_LAPTOP, NoteStranger())
    play.does("chair", AdmitStranger(stranger=OWN_LAPTOP.key, person=HARRIET, reason="her own"))
    play.does("harriet", NoteStranger())
    play.does("chair", AdmitStranger(stranger=actor("harriet").key, person=HARRIET, reason="the first was right"))
    assert person_of(play.state, actor("harriet")) == HARRIET
    assert person_of(play.state, OWN_LAPTOP) is None


@pytest.mark.feature("J4")
@pytest.mark.parametrize(
    ("stranger", "person", "code"),
    [
        ("nobody", "harriet", Why.NO_SUCH_STRANGER),
        (OWN_LAPTOP.key, "chair", Why.NO_SUCH_PERSON),
        (OWN_LAPTOP.key, "nobody", Why.NO_SUCH_PERSON),
    ],
)
def test_who_cannot_be_let_in(stranger: str, person: str, code: Why) -> None:
    play = Play().gather()
    play.does(OWN_LAPTOP, NoteStranger())
    play.does(anonymous("Lorna"), NoteStranger())
    wish = AdmitStranger(stranger=stranger, person=PersonId(person), reason="says so")
    assert play.refused("chair", wish).code == code


@pytest.mark.feature("J4", "J13")
def test_recognising_somebody_without_an_account_ends_the_question_and_gives_them_nothing() -> None:
    play, aunt = Play().gather(absent=("katya",)), anonymous("Katya")
    play.does(aunt, NoteStranger())
    (settled,) = play.does("chair", AdmitStranger(stranger=aunt.key, person=PersonId("katya"), reason="her voice"))
    assert isinstance(settled, StrangerSettled)
    assert (play.state.strangers, person_of(play.state, aunt)) == ({}, None)
    assert play.refused(aunt, PROMISE).code == Why.NOT_ON_THE_LIST
    assert play.does(aunt, NoteStranger()) == ()
    assert not play.state.present(PersonId("katya"))


@pytest.mark.feature("J13")
def test_somebody_sent_away_is_a_question_again_when_they_come_back() -> None:
    play, somebody = Play().gather(), anonymous("Nobody")
    away = DismissStranger(stranger=somebody.key, reason="she left when asked")
    assert play.refused("chair", away).code == Why.NO_SUCH_STRANGER
    play.does(somebody, NoteStranger())
    assert play.refused("chair", replace(away, reason=" ")).fields == {"reason": Fault.MISSING}
    play.does("chair", away)
    assert play.state.strangers == {}
    play.does(somebody, NoteStranger())
    assert set(play.state.strangers) == {somebody.key}


# ------------------------------------------------------------------------------------------------ known by an address

ADDRESS = "harriet@neverland.example"


def by_address() -> Play:
    return Play(changed(conference(), "harriet", account=None, address="Harriet@Neverland.example", installed=False))


@pytest.mark.feature("J4")
def test_an_address_is_believed_only_from_teams_own_roster_and_of_one_account() -> None:
    play = by_address()
    hers = replace(OWN_LAPTOP, address=ADDRESS)
    again = replace(actor("nobody"), address=ADDRESS)
    assert person_of(play.state, OWN_LAPTOP) is None
    assert person_of(play.state, replace(anonymous(), address=ADDRESS)) is None
    assert person_of(play.state, hers) == HARRIET
    (bound,) = play.does(hers, ClaimPlace())
    assert isinstance(bound, AccountBound)
    assert play.does(hers, ClaimPlace()) == ()
    assert person_of(play.state, again) is None
    assert person_of(play.state, OWN_LAPTOP) == HARRIET


def test_an_account_that_was_replaced_does_not_come_back_by_its_address() -> None:
    play = by_address().gather(absent=("harriet",))
    hers = replace(OWN_LAPTOP, address=ADDRESS)
    play.does(hers, ClaimPlace())
    play.does(actor("nobody"), NoteStranger())
    play.does("chair", AdmitStranger(stranger=actor("nobody").key, person=HARRIET, reason="I see her"))
    assert person_of(play.state, hers) is None


def test_a_claim_does_not_undo_the_checklist_that_the_chair_read_aloud() -> None:
    play = by_address().open(absent=("harriet",))
    play.does("chair", MarkPresent(person=HARRIET, read_aloud=True))
    hers = replace(OWN_LAPTOP, address=ADDRESS)
    play.does(hers, ClaimPlace(), ANSWER)


# --------------------------------------------------------------------------------------------- where they are written


def test_a_private_chat_is_where_they_last_spoke_until_the_app_is_taken_away() -> None:
    play = Play(changed(conference(), "harriet", installed=False))
    assert not reachable(play.state, HARRIET)
    here = ReachPerson(mri="29:h", conversation="a:1", service_url=SERVICE)
    (event,) = play.does("harriet", here)
    assert isinstance(event, PersonReached)
    assert play.state.reached[HARRIET] == Reach(mri="29:h", conversation="a:1", service_url=SERVICE)
    assert reachable(play.state, HARRIET)
    assert play.does("harriet", here) == ()
    gone = ReachPerson(mri="", conversation="", service_url="")
    assert play.does("harriet", gone)
    assert play.does("harriet", gone) == ()
    assert not reachable(play.state, HARRIET)
    assert play.does("harriet", here)
    assert reachable(play.state, HARRIET)


def test_a_shared_chat_is_nobodys_private_one() -> None:
    play = Play()
    assert play.does("harriet", ReachPerson(mri="29:h", conversation=CHAT, service_url=SERVICE)) == ()


@pytest.mark.feature("A6")
def test_whoever_is_heard_again_is_owed_again_what_did_not_get_through() -> None:
    play = Play().wait(minutes=-5)
    here = ReachPerson(mri="29:h", conversation="a:1", service_url=SERVICE)
    play.does("harriet", here)
    play.wait(minutes=5).does("bot", RecordFailed(duty="checklist/harriet//1", code="blocked", final=True))
    assert "checklist/harriet//1" not in play.owed()
    play.does("harriet", here)
    assert "checklist/harriet//1" in play.owed()
    assert play.does("harriet", here) == ()


# -------------------------------------------------------------------------------------------------- the meeting's chat


@pytest.mark.feature("J1")
def test_the_chat_of_the_joining_link_is_bound_once() -> None:
    play = Play()
    assert play.does("bot", BindChat(chat=CHAT, service_url=SERVICE)) == (ChatBound(chat=CHAT, service_url=SERVICE),)
    assert play.does("bot", BindChat(chat=CHAT, service_url=SERVICE)) == ()
    assert play.does("bot", BindChat(chat=CHAT, service_url="https://moved.example"))
    assert play.refused("bot", BindChat(chat="19:other", service_url=SERVICE)).code == Why.CHAT_ALREADY_BOUND
    assert play.refused("bot", ProposeChat(chat="19:other", service_url=SERVICE)).code == Why.CHAT_ALREADY_BOUND


def test_without_a_link_the_chair_says_which_chat_it_is() -> None:
    play = Play()
    one, other = ProposeChat(chat="19:one", service_url=SERVICE), ProposeChat(chat="19:other", service_url=SERVICE)
    play.does("bot", one, other)
    assert play.does("bot", one) == ()
    assert play.refused("chair", ConfirmChat(chat="19:third", ours=True)).code == Why.NO_SUCH_CHAT
    assert play.does("chair", ConfirmChat(chat="19:one", ours=False)) == (ChatRefused(chat="19:one"),)
    assert play.does("chair", ConfirmChat(chat="19:one", ours=False)) == ()
    assert play.does("bot", one) == (), "a chat refused is not proposed again"
    assert play.refused("chair", ConfirmChat(chat="19:one", ours=True)).code == Why.NO_SUCH_CHAT
    play.does("chair", ConfirmChat(chat="19:other", ours=True))
    assert play.state.chat == "19:other"
    assert play.does("chair", ConfirmChat(chat="19:other", ours=True)) == ()


def test_no_cannot_be_said_of_a_chat_after_yes() -> None:
    play = Play()
    play.does("bot", ProposeChat(chat="19:one", service_url=SERVICE))
    play.does("chair", ConfirmChat(chat="19:one", ours=True))
    assert play.refused("chair", ConfirmChat(chat="19:one", ours=False)).code == Why.CHAT_ALREADY_BOUND


def test_accepting_what_is_already_so_records_nothing() -> None:
    assert Play().gather().asks("chair", StartMeeting()) == Accepted()
