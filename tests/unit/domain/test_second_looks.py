"""Faults that a second pair of eyes found, each of which would come back unseen."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.actor import Account
from bot.domain.delivery import late, reachable
from bot.domain.duties import next_due
from bot.domain.ids import PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.scopes import revision
from bot.domain.verbs.admit_stranger import AdmitStranger
from bot.domain.verbs.correct_end import CorrectEnd
from bot.domain.verbs.declare_dissent import DeclareDissent
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.hand_in_post_it import SavePostIt
from bot.domain.verbs.note_stranger import NoteStranger
from bot.domain.verbs.read_out import ConfirmReadBack, EnterPostIt
from bot.domain.verbs.record_send import RecordFailed, RecordPosted
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.views.plain import Next, next_for
from bot.domain.views.post_it import post_it_view, read_out_view
from tests.fakes.builders import END, ENGLAND, WREN, Play, actor, both, typed

HARRIET, SCHOOL = PersonId("harriet"), SeatId("school")
LAPTOP = replace(
    actor("harriet"), account=Account(tenant="elsewhere", oid="99999999-9999-4999-8999-999999999999"), mri="29:laptop"
)


def test_a_meeting_that_goes_on_after_a_false_end_has_not_ended() -> None:
    """Teams ends the call when everybody drops out of it, and an End is one press away from a tired chair."""
    play = Play().gather(absent=("harriet",))
    play.does("bot", EndMeeting())
    assert next_for(play.state, HARRIET, play.now) is Next.CHECKLIST
    play.wait(minutes=2).does("bot", StartMeeting())
    assert play.state.ended_at is None


def test_what_ended_after_everybody_was_asked_has_ended() -> None:
    play = Play().closed().end()
    assert play.does("chair", StartMeeting()) == ()
    assert play.state.ended_at is not None


def test_a_view_taken_down_leaves_the_holders_own_draft_alone() -> None:
    play = Play().open()
    play.does("harriet", SavePostIt(views=both(typed(reason="my own words"))))
    play.does("chair", EnterPostIt(seat=SCHOOL, views=both(typed(reason="as heard"))))
    own = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(own, Refused)
    assert own.children[0].typed.reason == "my own words"


def test_the_holder_is_told_who_wrote_it_down() -> None:
    play = Play().open()
    play.does("chair", EnterPostIt(seat=SCHOOL, views=both(typed())))
    play.does("chair", ConfirmReadBack(seat=SCHOOL))
    own = post_it_view(play.state, HARRIET, play.now)
    assert not isinstance(own, Refused)
    assert own.written_by == play.state.person(play.state.chair).name


def test_late_after_a_correction_is_loud_again() -> None:
    play = Play().decided()
    play.now = END
    play.end()
    play.now = END + timedelta(hours=25)
    play.perform()
    play.does("chair", CorrectEnd(ended_at=END + timedelta(hours=2), reason="we went on by telephone"))
    play.perform()
    again = next_due(play.state, play.now, ENGLAND)
    assert again == END + timedelta(hours=26)
    play.now = again
    assert late(play.state, play.now)
    assert any(key.startswith("late/") for key in play.owed())


def test_somebody_teams_refuses_is_out_of_reach_until_they_are_heard_again() -> None:
    play = Play().gather()
    assert reachable(play.state, HARRIET)
    play.does("bot", RecordFailed(duty="checklist/harriet//1", code="ConversationBlockedByUser", final=True))
    assert not reachable(play.state, HARRIET)


def test_a_dissent_makes_the_draft_an_older_one() -> None:
    play = Play().decided()
    before = revision(play.state, "summary")
    play.does("harriet", DeclareDissent(child=WREN, reason="our agency does not agree"))
    assert revision(play.state, "summary") != before


def test_what_went_to_the_old_account_is_still_owed_to_the_new_one() -> None:
    play = Play().gather()
    play.does(LAPTOP, NoteStranger())
    old = actor("harriet").key
    play.does("chair", AdmitStranger(stranger=LAPTOP.key, person=HARRIET, reason="I see her"))
    posted = RecordPosted(duty="checklist/harriet//2", face="ask", conversation="a:old", message="1", account=old)
    assert play.does("bot", posted) == ()


def test_a_new_account_is_not_shown_what_the_old_one_wrote() -> None:
    play = Play().open().answer("harriet", reason="SEALED")
    play.does(LAPTOP, NoteStranger())
    play.does("chair", AdmitStranger(stranger=LAPTOP.key, person=HARRIET, reason="I think it is her"))
    assert "SEALED" not in repr(post_it_view(play.state, HARRIET, play.now))
    one = play.state.round
    assert one is not None
    assert one.post_it(SCHOOL).handed_in


def test_what_one_took_down_is_not_put_before_another_who_did_so_before() -> None:
    play = Play().open()
    play.does("administrator", EnterPostIt(seat=SCHOOL, views=both(typed(reason="first"))))
    play.does("administrator", ConfirmReadBack(seat=SCHOOL))
    play.does("chair", EnterPostIt(seat=SCHOOL, views=both(typed(reason="SEALED"))))
    assert "SEALED" not in repr(read_out_view(play.state, PersonId("administrator"), SCHOOL, play.now))
