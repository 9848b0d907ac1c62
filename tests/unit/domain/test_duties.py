"""What the bot owes whom: around the meeting, in the round, after it; done once, tried again, left to the next way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.duties import CONTENT, MEETING, Duty, DutyKind, Step, next_due
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import Role
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.confirm_chat import ConfirmChat
from bot.domain.verbs.declare_dissent import DeclareDissent
from bot.domain.verbs.decline_checklist import DeclineChecklist
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.note_stranger import NoteStranger
from bot.domain.verbs.nudge_round import NudgeRound
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.propose_chat import ProposeChat
from bot.domain.verbs.reach_person import ReachPerson
from bot.domain.verbs.record_send import RecordFailed, RecordPosted
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.views.summary import summary_view
from tests.fakes.builders import (
    CHAT,
    END,
    ENGLAND,
    ROBIN,
    SEATED,
    SERVICE,
    START,
    WREN,
    Play,
    anonymous,
    changed,
    conference,
)

HARRIET = PersonId("harriet")
ATTENDS = {"chair", *SEATED, "orla", "katya", "desmond", "solomon", "ivo", "mina"}


def everybody_unreached() -> Play:
    given = conference()
    return Play(replace(given, people=tuple(replace(one, installed=False) for one in given.people)))


def face(play: Play, key: str) -> str:
    return play.owed()[key].duty.face


def shown(play: Play, key: str) -> str:
    return play.state.sends[key].face


# ------------------------------------------------------------------------------------------------- a duty's own identity


def test_identity_is_kind_recipient_subject_and_number_and_never_a_date() -> None:
    duty = Duty(kind=DutyKind.COPY, to=HARRIET, face="ask", since=START, subject="katya", number=2)
    assert duty.key == "copy/harriet/katya/2"
    assert replace(duty, since=END, by=END, face="given", edit_only=True).key == duty.key
    assert replace(duty, to=None, subject="").key == f"copy/{MEETING}//2"


@pytest.mark.feature("M8")
def test_a_duty_done_is_not_owed_again_and_a_face_that_changes_is_put_right() -> None:
    play = Play()
    assert play.owed()["checklist/harriet//1"].step is Step.POST
    play.perform()
    assert play.owed() == {}
    play.arrive("harriet")
    assert play.owed()["checklist/harriet//1"].step is Step.FILL
    play.perform()
    assert shown(play, "checklist/harriet//1") == "done"
    assert play.owed() == {}


@pytest.mark.feature("M8")
def test_a_message_that_did_not_go_is_tried_again_when_it_may_be() -> None:
    play = Play()
    again = play.now + timedelta(seconds=90)
    play.does("bot", RecordFailed(duty="checklist/harriet//1", code="throttled", final=False, retry_at=again))
    assert "checklist/harriet//1" not in play.owed()
    play.perform()
    assert next_due(play.state, play.now, ENGLAND) == again
    play.now = again
    assert set(play.owed()) == {"checklist/harriet//1"}
    play.perform()
    assert (play.state.sends["checklist/harriet//1"].attempts, play.owed()) == (0, {})


def test_an_edit_that_did_not_go_is_tried_again_too_and_one_that_never_will_is_left() -> None:
    play = Play().bind()
    play.perform()
    play.arrive("harriet")
    again = play.now + timedelta(seconds=5)
    play.does("bot", RecordFailed(duty="checklist/harriet//1", code="busy", final=False, retry_at=again))
    assert "checklist/harriet//1" not in play.owed()
    assert "checklist/harriet//1" in play.wait(seconds=5).owed()
    play.does("bot", RecordFailed(duty="checklist/harriet//1", code="deleted", final=True))
    assert "checklist/harriet//1" not in play.owed()


# --------------------------------------------------------------------------------------------------- before and at joining


@pytest.mark.feature("J1")
def test_the_bot_says_what_it_is_as_soon_as_it_is_in_the_chat() -> None:
    play = Play().wait(days=-2)
    assert play.owed() == {}
    assert play.bind().perform() == ["introduction/meeting//0"]


def test_the_chair_is_asked_about_a_chat_until_one_is_bound() -> None:
    play = Play().wait(days=-1)
    for chat in ("19:one", "19:two"):
        play.does("bot", ProposeChat(chat=chat, service_url=SERVICE))
    assert set(play.owed()) == {"confirm_chat/chair/19:one/0", "confirm_chat/chair/19:two/0"}
    play.does("chair", ConfirmChat(chat="19:one", ours=False), ConfirmChat(chat="19:two", ours=True))
    assert set(play.owed()) == {"introduction/meeting//0"}


def test_a_chair_who_cannot_be_written_to_is_not_asked() -> None:
    play = Play(changed(conference(), "chair", installed=False)).wait(days=-1)
    play.does("bot", ProposeChat(chat="19:one", service_url=SERVICE))
    assert play.owed() == {}


@pytest.mark.feature("J2", "J5")
def test_at_the_planned_start_everybody_has_their_checklist_without_a_word_from_teams() -> None:
    play = Play().bind().wait(minutes=-31)
    play.perform()
    assert next_due(play.state, play.now, ENGLAND) == START - timedelta(minutes=30)
    play.now = START - timedelta(minutes=30)
    assert play.perform() == ["console/chair//0"]
    assert next_due(play.state, play.now, ENGLAND) == START
    play.now = START
    assert set(play.perform()) == {"door/meeting//0", *(f"checklist/{who}//1" for who in ATTENDS)}


@pytest.mark.feature("J2")
@pytest.mark.parametrize("told", ["start", "join"])
def test_or_before_if_teams_tells_of_a_start_or_somebody_joins(told: str) -> None:
    play = Play().wait(minutes=-20)
    play.perform()
    if told == "start":
        play.does("bot", StartMeeting())
        assert play.keys("checklist") == {f"checklist/{who}//1" for who in ATTENDS}
    else:
        play.does("bot", NoteAttendance(person=HARRIET, here=True))
        assert play.keys("checklist") == {"checklist/harriet//1"}


@pytest.mark.feature("J2")
def test_whoever_was_not_expected_and_comes_has_one_too() -> None:
    play = Play()
    assert not {"checklist/manager//1", "checklist/administrator//1", "checklist/stand_in//1"} & set(play.owed())
    play.does("bot", NoteAttendance(person=PersonId("administrator"), here=True))
    assert "checklist/administrator//1" in play.owed()
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    assert "checklist/stand_in//1" in play.owed()


@pytest.mark.feature("J2", "J9")
def test_each_stay_has_its_own_checklist() -> None:
    play = Play().gather()
    play.perform()
    play.does("bot", NoteAttendance(person=HARRIET, here=False))
    play.wait(minutes=6).does("bot", NoteAttendance(person=HARRIET, here=True))
    assert play.perform(kinds=["checklist"]) == ["checklist/harriet//2"]
    play.arrive("harriet")
    play.perform()
    assert (shown(play, "checklist/harriet//1"), shown(play, "checklist/harriet//2")) == ("done", "done")


def test_a_checklist_says_what_became_of_it() -> None:
    play = Play()
    play.perform()
    play.does("harriet", DeclineChecklist(reason="an open office"))
    assert face(play, "checklist/harriet//1") == "declined"
    play.perform()
    play.does("chair", MarkPresent(person=HARRIET, read_aloud=True))
    assert face(play, "checklist/harriet//1") == "done"


def test_when_it_is_over_no_new_checklist_goes_out() -> None:
    play = Play(changed(conference(), "harriet", installed=False)).closed().end()
    play.perform()
    play.does("harriet", ReachPerson(mri="29:h", conversation="a:1", service_url=SERVICE))
    assert "checklist/harriet//1" not in play.owed()


def test_nobody_unlisted_is_owed_anything() -> None:
    play = Play().bind().gather()
    play.perform()
    assert {key.split("/")[1] for key in play.state.sends} == {MEETING, *ATTENDS}


# ---------------------------------------------------------------------------------------------------------- the console


CONSOLE, PULSE = "console/chair//0", "pulse/chair//0"
COMES_IN: dict[str, Callable[[Play], object]] = {
    "an arrival": lambda play: play.arrive("patrick"),
    "somebody leaves": lambda play: play.does("bot", NoteAttendance(person=HARRIET, here=False)),
    "a post-it handed in": lambda play: play.answer("harriet"),
    "a stranger": lambda play: play.does(anonymous(), NoteStranger()),
    "somebody who cannot do the checklist": lambda play: play.does(
        "lorna", DeclineChecklist(reason="my child is home")
    ),
}
COMES = pytest.mark.parametrize("change", COMES_IN.values(), ids=COMES_IN)


@COMES
def test_opening_a_form_is_safe_while_the_stage_stays(change: Callable[[Play], object]) -> None:
    """In Teams an edit replaces the form that the chair has open in that message, and what is typed in it is lost."""
    play = Play().open(absent=("patrick",))
    play.perform()
    change(play)
    assert CONSOLE not in play.owed()
    assert play.owed()[PULSE].step is Step.FILL


def test_a_dissent_leaves_the_console_alone_too() -> None:
    play = Play().decided()
    play.perform()
    play.does("harriet", DeclareDissent(child=WREN, reason="The risk has not gone."))
    assert CONSOLE not in play.owed()
    assert play.owed()[PULSE].step is Step.FILL


def test_one_decision_of_several_leaves_the_console_alone() -> None:
    play = Play().closed()
    play.perform()
    play.decide(WREN)
    assert not {CONSOLE, PULSE} & set(play.owed())


@pytest.mark.feature("V7")
def test_the_console_moves_with_the_stage_and_the_end() -> None:
    play = Play()
    play.perform()
    seen = {shown(play, CONSOLE)}
    changes = (
        lambda: play.does("bot", StartMeeting()),
        lambda: play.arrive(*SEATED).explain().does("chair", OpenRound()),
        lambda: play.answer().close(),
        lambda: play.decide(WREN).decide(ROBIN),
        play.end,
        play.approve,
    )
    for change in changes:
        change()
        assert play.owed()[CONSOLE].step is Step.FILL
        play.perform()
        seen.add(shown(play, CONSOLE))
    assert len(seen) == len(changes) + 1


@pytest.mark.feature("V7")
@pytest.mark.parametrize("what", ["an arrival", "a stranger", "somebody who cannot do the checklist"])
def test_the_pulse_is_posted_once_there_is_something_to_count(what: str) -> None:
    play = Play().arrive("chair", "katya")
    play.perform()
    assert PULSE not in play.state.sends
    COMES_IN[what](play)
    assert play.perform(kinds=["pulse"]) == [PULSE]
    assert play.owed().get(PULSE) is None


@pytest.mark.feature("V7")
def test_the_pulse_moves_with_what_the_chair_should_notice() -> None:
    play = Play().open(absent=("patrick",))
    play.perform()
    seen = [shown(play, PULSE)]
    for change in COMES_IN.values():
        change(play)
        play.perform()
        seen.append(shown(play, PULSE))
    assert seen == ["0/7:6:0:0:0", "0/7:7:0:0:0", "0/7:6:0:0:0", "1/7:6:0:0:0", "1/7:6:1:0:0", "1/7:5:1:1:0"]


def test_once_approved_no_pulse_is_posted_and_one_that_is_there_is_put_right() -> None:
    late = Play(changed(conference(), "chair", installed=False)).approved()
    late.does("chair", ReachPerson(mri="29:c", conversation="a:1", service_url=SERVICE))
    assert CONSOLE in late.owed()
    assert PULSE not in late.owed()
    play = Play().approved()
    assert PULSE not in play.owed()
    posted = Play().decided()
    posted.perform()
    posted.end().approve().does("bot", NoteAttendance(person=HARRIET, here=False))
    assert posted.owed()[PULSE].step is Step.FILL


@pytest.mark.feature("V5")
def test_the_faces_of_the_chairs_messages_are_the_same_whatever_was_answered() -> None:
    faces = set()
    for scale, recommendation, category in (("0", "child_protection_plan", "neglect"), ("10", "no_plan", "")):
        play = Play().open().answer("harriet", scale=scale, recommendation=recommendation, category=category)
        faces.add((face(play, CONSOLE), face(play, PULSE)))
    assert len(faces) == 1


def test_whoever_gave_the_chair_away_is_shown_that_they_did() -> None:
    play = Play().gather()
    play.perform()
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    play.perform()
    assert {shown(play, CONSOLE), shown(play, PULSE)} == {"handed_over"}
    play.does("stand_in", HandOverChair(to=PersonId("chair"), reason="better"))
    play.perform()
    for kind in ("console", "pulse"):
        assert shown(play, f"{kind}/stand_in//0") == "handed_over"
        assert shown(play, f"{kind}/chair//0") != "handed_over"


# ------------------------------------------------------------------------------------------------------------ the round


@pytest.mark.feature("V2", "J9")
def test_a_post_it_each_for_those_who_have_done_the_checklist() -> None:
    play = Play().open(absent=("renuka", "katya"))
    assert play.keys("post_it") == {f"post_it/{who}//1" for who in SEATED if who != "renuka"}
    play.perform()
    play.wait(minutes=20).arrive("renuka", "katya")
    assert play.keys("post_it") == {"post_it/renuka//1"}


@pytest.mark.feature("J12", "V13")
def test_nobody_without_a_seat_is_ever_owed_a_post_it_a_tally_or_the_decisions() -> None:
    play = Play().bind().decided()
    play.perform()
    owed = {tuple(key.split("/")[:2]) for key in play.state.sends}
    seatless = {one.id for one in play.particulars.people if one.role is not Role.PROFESSIONAL} - {"chair"}
    assert not [pair for pair in owed if pair[1] in seatless and pair[0] != "checklist"]
    assert {who for kind, who in owed if kind == "tally"} == {"chair"}


def test_a_post_it_shows_where_it_stands_and_never_more() -> None:
    play = Play().open()
    play.perform()
    assert shown(play, "post_it/harriet//1") == "open"
    play.answer("harriet").perform()
    assert shown(play, "post_it/harriet//1") == "handed_in"
    play.close().perform()
    assert {shown(play, f"post_it/{who}//1") for who in SEATED} == {"closed"}


def test_after_closing_no_post_it_is_sent_to_who_had_none() -> None:
    play = Play().open(absent=("renuka",)).answer("harriet").close().arrive("renuka")
    assert "post_it/renuka//1" not in play.owed()


@pytest.mark.feature("V7")
def test_a_nudge_is_put_right_when_they_answer_or_the_round_closes() -> None:
    play = Play().open()
    play.perform()
    play.does("chair", NudgeRound())
    assert play.keys("nudge") == {f"nudge/{who}/1/1" for who in SEATED}
    play.answer("ines")
    assert play.keys("nudge") == {f"nudge/{who}/1/1" for who in SEATED if who != "ines"}
    play.perform()
    play.answer("harriet").perform()
    assert (shown(play, "nudge/harriet/1/1"), shown(play, "nudge/tomas/1/1")) == ("done", "ask")
    play.close().perform()
    assert shown(play, "nudge/tomas/1/1") == "done"


@pytest.mark.feature("V2")
def test_those_no_private_chat_reaches_have_the_door_in_the_meeting_chat() -> None:
    play = Play(changed(conference(), "harriet", installed=False)).bind().open(absent=("harriet",))
    play.perform()
    assert "door/meeting//1" not in play.state.sends
    play.arrive("harriet")
    assert play.perform() == ["door/meeting//1"]
    play.answer().close().perform()
    assert shown(play, "door/meeting//1") == "closed"


@pytest.mark.feature("V2", "A6")
def test_a_post_it_that_fails_for_good_leaves_the_door() -> None:
    play = Play().bind().open()
    play.perform(failing={"post_it/harriet//1"})
    assert "door/meeting//1" in play.state.sends
    assert "post_it/harriet//1" not in play.owed()


def test_without_a_chat_there_is_no_door() -> None:
    play = everybody_unreached().open()
    assert play.owed() == {}


# ---------------------------------------------------------------------------------------------------------- afterwards


@pytest.mark.feature("V14")
def test_the_chair_has_a_tally_of_each_child_when_the_round_has_closed_and_not_before() -> None:
    play = Play().open().answer()
    assert play.keys("tally") == set()
    play.close()
    assert play.keys("tally") == {"tally/chair/wren/1", "tally/chair/robin/1"}


@pytest.mark.feature("V22")
def test_who_took_part_is_shown_the_decisions_so_that_they_may_dissent() -> None:
    play = Play().open(absent=("patrick",)).answer(*SEATED[:6]).close()
    play.does("bot", NoteAttendance(person=HARRIET, here=False))
    play.wait(minutes=9).does("bot", NoteAttendance(person=HARRIET, here=True))
    play.decide(WREN)
    assert play.keys("decisions") == set()
    play.decide(ROBIN)
    assert play.keys("decisions") == {f"decisions/{who}//0" for who in SEATED[:6]}, "one of them is just back"


@pytest.mark.feature("A1")
def test_the_draft_is_the_chairs_and_then_says_that_it_is_approved() -> None:
    play = Play().decided()
    assert face(play, "summary_draft/chair//0") == "ready"
    play.perform()
    play.approve().perform()
    assert shown(play, "summary_draft/chair//0") == "approved"


@pytest.mark.feature("A1", "A3", "S-5")
def test_the_summary_is_the_only_content_and_goes_privately_to_those_entitled() -> None:
    play = Play().bind().approved()
    with_content = {one.duty.key for one in play.owed().values() if one.duty.face == CONTENT}
    assert with_content == {f"summary/{who}//0" for who in (*SEATED, "chair")}
    for key in with_content:
        assert not isinstance(summary_view(play.state, PersonId(key.split("/")[1])), Refused)
    assert face(play, "summary_notice/meeting//0") == "notice"
    play.perform()
    assert {shown(play, key) for key in with_content} == {CONTENT}


def test_the_meeting_chat_has_the_content_only_by_the_chairs_choice() -> None:
    play = Play().bind().decided().approve(in_meeting_chat=True)
    assert face(play, "summary_notice/meeting//0") == CONTENT


@pytest.mark.feature("A3", "J12")
def test_a_copy_to_carry_is_owed_to_whoever_carries_it_a_card_for_each_person() -> None:
    play = Play().approved()
    assert play.keys("copy") == {f"copy/ines/{who}/0" for who in ("katya", "desmond", "orla")}


@pytest.mark.feature("A6")
def test_somebody_reached_after_all_has_theirs_and_the_carrier_is_told() -> None:
    play = Play(changed(conference(), "lorna", installed=False)).approved()
    play.perform()
    assert shown(play, "copy/ines/lorna/0") == "ask"
    play.does("lorna", ReachPerson(mri="29:l", conversation="a:l", service_url=SERVICE))
    assert "summary/lorna//0" in play.owed()
    play.perform()
    assert (shown(play, "summary/lorna//0"), shown(play, "copy/ines/lorna/0")) == (CONTENT, "given")


@pytest.mark.feature("A1")
@pytest.mark.parametrize("stage", ["set_up", "opened", "closed", "decided", "ended"])
@pytest.mark.parametrize("hours", [0, 24, 240])
def test_no_summary_is_ever_owed_before_it_is_approved(stage: str, hours: float) -> None:
    play = Play().bind()
    if stage in ("opened", "closed", "decided", "ended"):
        play.open().answer()
    if stage in ("closed", "decided", "ended"):
        play.close()
    if stage in ("decided", "ended"):
        play.does("chair", *(play.decision(child.id) for child in play.particulars.children))
    if stage == "ended":
        play.end()
    play.wait(hours=hours).perform()
    forbidden = (DutyKind.SUMMARY, DutyKind.SUMMARY_NOTICE, DutyKind.COPY)
    assert not [key for key in play.state.sends if key.split("/")[0] in set(forbidden)]
    assert not [send for send in play.state.sends.values() if send.face == CONTENT]


def test_early_and_late_words_of_the_bots_own_are_harmless() -> None:
    """A worker that comes late with the answer to a message nobody is owed any more."""
    play = Play().gather()
    play.does("bot", RecordPosted(duty="no/such/duty", face="x", conversation="c", message="m"))
    play.does("bot", RecordFailed(duty="unheard-of", code="x", final=True))
    play.does("harriet", AcknowledgeChecklist(items=tuple(play.profile.checklist)))
    play.does("harriet", ReachPerson(mri="29:h", conversation="a:1", service_url=SERVICE))
    assert CHAT not in play.state.sends
