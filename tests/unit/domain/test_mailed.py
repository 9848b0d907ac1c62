"""What is owed by letter: each once, none edited, and what no longer holds put right by another (B6, B28, promise 12)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.duties import Step
from bot.domain.events import AccountBound
from bot.domain.events_before import (
    ConferenceCancelled,
    ConferenceMoved,
    DetailsSet,
    PartsSet,
    PersonPut,
    PersonTakenOff,
    Replied,
    ReportSent,
)
from bot.domain.events_errands import ErrandDone
from bot.domain.ids import PersonId
from bot.domain.inviting import Road, hours_of, road
from bot.domain.mailed import CANCELLED, facts, holds, sequence
from bot.domain.microsoft import Held
from bot.domain.particulars import Mode, Part
from bot.domain.preparations import Coming
from bot.domain.verbs.record_send import RecordFailed, RecordToldElsewhere
from bot.domain.views.letter import letter_view
from bot.words.letters import report_due
from tests.fakes.builders import END, ENGLAND, START, Play, account
from tests.fakes.letters import ADMIN, LINK, convened

pytestmark = pytest.mark.feature("B6")

LETTERS = ("invitation", "calendar", "cancelled", "reminder", "by_hand")
KATYA, PATRICK = PersonId("katya"), PersonId("patrick")


def letters(play: Play) -> list[str]:
    """What is sent by mail from here on until nothing is owed now."""
    return [key.removesuffix("/mail") for key in play.perform(kinds=LETTERS) if key.endswith("/mail")]


def move(play: Play, days: int = 7) -> Play:
    by = timedelta(days=days)
    event = ConferenceMoved(
        start=play.state.particulars.start + by,
        planned_end=play.state.particulars.planned_end + by,
        reason="ill",
        by=ADMIN,
    )
    return play.happens(event)


def details(play: Play, **change: Any) -> Play:
    given: dict[str, Any] = {"mode": Mode.VIRTUAL, "join_link": LINK, "place": ""} | change
    return play.happens(DetailsSet(by=ADMIN, **given))


def cancel(play: Play) -> Play:
    return play.happens(ConferenceCancelled(reason="none needed", by=ADMIN))


def put(play: Play, who: str, **change: Any) -> Play:
    return play.happens(
        PersonPut(person=PersonId(who), details=replace(play.state.person(PersonId(who)), **change), by=ADMIN)
    )


# -------------------------------------------------------------------------------------------------------------------- inviting


def test_whom_teams_cannot_reach_is_invited_by_letter_once_and_nobody_else_is() -> None:
    play = convened("katya", "patrick", calendar=False)
    assert sorted(letters(play)) == ["invitation/katya//0", "invitation/patrick//0"]
    assert not play.wait(days=1).keys("invitation")
    assert play.state.sends["invitation/ines//0"].posted
    assert "invitation/katya//0" not in play.state.sends


def test_a_letter_is_never_edited_whatever_becomes_of_what_it_says() -> None:
    play = convened("patrick")
    letters(play)
    play.happens(Replied(person=PATRICK, coming=Coming.ATTENDING, by=ADMIN, time=0))
    move(play)
    assert not [key for key, one in play.owed().items() if key.endswith("/mail") and one.step is Step.FILL]


def test_whoever_can_be_written_to_in_teams_after_all_gets_no_letter_and_no_second_invitation() -> None:
    play = convened("patrick")
    letters(play)
    put(play, "patrick", account=account("patrick"), installed=True)
    assert road(play.state, PATRICK) is Road.TEAMS
    assert not play.keys("invitation")


# ---------------------------------------------------------------------------------------------------------- moved and cancelled


@pytest.mark.feature("B28")
def test_moved_is_one_letter_more_to_each_and_cancelled_another() -> None:
    play = convened("katya", "patrick", calendar=False)
    letters(play)
    move(play.wait(hours=1))
    assert sorted(letters(play)) == ["invitation/katya//1", "invitation/patrick//1"]
    cancel(play.wait(hours=1))
    assert sorted(letters(play)) == ["cancelled/katya//0", "cancelled/patrick//0"]
    play.wait(days=30)
    assert letters(play) == []


@pytest.mark.feature("B28")
def test_moved_twice_before_anybody_was_told_is_one_letter() -> None:
    play = convened("patrick", calendar=False)
    letters(play)
    move(move(play.wait(hours=1)))
    assert letters(play) == ["invitation/patrick//2"]


@pytest.mark.feature("B28")
def test_nobody_is_told_of_the_end_of_what_they_were_never_asked_to() -> None:
    play = cancel(convened("patrick"))
    assert letters(play) == []


@pytest.mark.parametrize("what", ["link", "room", "hours"])
def test_what_no_longer_holds_in_a_letter_is_put_right_by_another(what: str) -> None:
    """The hours of a family member's own part: a professional is asked to all of it (S3)."""
    who = KATYA if what == "hours" else PATRICK
    play = convened(who)
    letters(play)
    before = sequence(play.state)
    play.wait(hours=1)
    if what == "link":
        details(play, join_link=f"{LINK}?new")
    elif what == "room":
        details(play, mode=Mode.BLENDED, place="Room 2")
    else:
        part = Part(title="Second", start=START + timedelta(hours=1), end=END, people=frozenset({KATYA}))
        play.happens(PartsSet(parts=(part,), by=ADMIN))
    assert f"calendar/{who}//0" in letters(play)
    assert holds(play.state, who) == facts(play.state, who)
    assert sequence(play.state) > before
    assert letters(play.wait(days=1)) == []


def test_what_was_changed_and_changed_back_needs_no_letter() -> None:
    play = convened("patrick")
    letters(play)
    details(details(play.wait(hours=1), join_link="https://teams.example/other"))
    assert "calendar/patrick//0" not in letters(play)


def test_each_is_asked_for_their_own_hours() -> None:
    """Parents attend separately (S3, S4 4.2, trap 12): neither letter says when the other's part is."""
    play = convened("katya", "desmond")
    middle = START + timedelta(hours=1)
    play.happens(
        PartsSet(
            parts=(
                Part(title="First", start=START, end=middle, people=frozenset({KATYA})),
                Part(title="Second", start=middle, end=END, people=frozenset({PersonId("desmond")})),
            ),
            by=ADMIN,
        ),
    )
    assert hours_of(play.state, KATYA) == (START, middle)
    assert hours_of(play.state, PersonId("desmond")) == (middle, END)
    assert hours_of(play.state, PersonId("ines")) == (START, END)


# ------------------------------------------------------------------------------------------------------------- calendar entries


def test_whoever_is_asked_in_teams_gets_an_entry_by_mail_after_that() -> None:
    play = convened(also=["patrick"])
    assert letters(play) == ["calendar/patrick//0"]
    assert play.state.sends["calendar/patrick//0/mail"].face.startswith("entry:")
    cancel(play.wait(hours=1))
    assert letters(play) == ["calendar/patrick//1"]
    assert holds(play.state, PATRICK) == CANCELLED
    assert letters(play.wait(days=1)) == []


@pytest.mark.parametrize("why", ["no files", "microsoft", "cannot come"])
def test_no_entry_for_whom_it_is_not(why: str) -> None:
    play = convened(also=["patrick"], calendar=why != "no files")
    if why == "microsoft":
        held = Held(organiser="oid-organiser", join_link=LINK, chat="19:chat", event="event-1", meeting="meeting-1")
        play.happens(ErrandDone(errand="hold//0", meeting=held))
    if why == "cannot come":
        play.happens(Replied(person=PATRICK, coming=Coming.CANNOT, by=PATRICK, time=0))
    assert letters(play) == []


def test_what_microsoft_puts_into_nobodys_calendar_a_letter_does() -> None:
    """Family are put into no entry of Microsoft's, whose hours are those of all of it; nor is whoever had a letter (trap 12)."""
    play = convened("patrick", also=["katya", "harriet"])
    held = Held(organiser="oid-organiser", join_link=LINK, chat="19:chat", event="event-1", meeting="meeting-1")
    play.happens(ErrandDone(errand="hold//0", meeting=held))
    assert sorted(letters(play)) == ["calendar/katya//0", "invitation/patrick//0"]
    assert letter_view(play.state, KATYA, ENGLAND).calendar
    assert letter_view(play.state, PATRICK, ENGLAND).calendar
    assert not letter_view(play.state, PersonId("harriet"), ENGLAND).calendar


@pytest.mark.feature("B10", "S-3")
def test_a_letter_says_when_their_own_report_is_due_and_nobody_elses() -> None:
    play = convened("patrick", "renuka", "katya")
    own = {who.id: letter_view(play.state, who.id, ENGLAND).report_due for who in play.state.particulars.people}
    said = {who: report_due(letter_view(play.state, PersonId(who), ENGLAND)) for who in ("patrick", "renuka", "katya")}
    assert said == {"patrick": "Thu 3 Dec 2026, 17:00", "renuka": "Thu 3 Dec 2026, 17:00", "katya": ""}
    assert {who for who, due in own.items() if due} == {one.holder for one in play.state.particulars.seats}
    again = convened("patrick")
    again.happens(ReportSent(seat=again.state.seat_of(PATRICK).id, by=PATRICK))  # type: ignore[union-attr]
    assert letter_view(again.state, PATRICK, ENGLAND).report_due is None
    assert letter_view(move(again).state, PATRICK, ENGLAND).report_due is None


# ------------------------------------------------------------------------------------------------------------- what does not go


def fail(play: Play, key: str, *, final: bool) -> Play:
    retry = None if final else play.now + timedelta(seconds=5)
    play.does("bot", RecordFailed(duty=key, code="smtp_550" if final else "timeout", final=final, retry_at=retry))
    return play


def test_a_letter_refused_for_good_goes_by_hand_at_once_and_is_not_written_again() -> None:
    play = convened("katya", "patrick")
    fail(play, "invitation/katya//0/mail", final=True)
    fail(play, "invitation/patrick//0/mail", final=True)
    assert road(play.state, KATYA) is Road.HAND
    owed = play.keys("by_hand")
    assert owed == {"by_hand/ines/katya/0", f"by_hand/{ADMIN}/patrick/0"}, "family by their lead social worker"
    assert not play.keys("invitation") & {"invitation/katya//0/mail", "invitation/patrick//0/mail"}


def test_a_letter_that_may_yet_go_is_owed_when_it_may() -> None:
    play = convened("patrick", calendar=False)
    fail(play, "invitation/patrick//0/mail", final=False)
    assert "invitation/patrick//0/mail" not in play.owed()
    play.wait(seconds=5)
    assert "invitation/patrick//0/mail" in play.owed()
    assert not play.keys("by_hand")


def test_another_address_is_written_to_anew() -> None:
    play = convened("patrick", calendar=False)
    fail(play, "invitation/patrick//0/mail", final=True)
    put(play, "patrick", address="patrick@other.example")
    assert letters(play) == ["invitation/patrick//0"]


def test_the_same_address_is_not_written_to_twice_because_something_else_was_put_right() -> None:
    play = convened("patrick", calendar=False)
    letters(play)
    put(play, "patrick", name="Patrick Hearthstone-Vale", address="PATRICK@post.example")
    assert letters(play) == []


def test_put_right_without_another_address_it_is_tried_once_more() -> None:
    """The mailbox was full, or there is one now: whoever put them on the list again has looked into it."""
    play = convened("patrick", calendar=False)
    fail(play, "invitation/patrick//0/mail", final=True)
    put(play, "patrick", name="Patrick Hearthstone-Vale")
    assert letters(play) == ["invitation/patrick//0"]


def test_an_account_that_turns_out_to_be_theirs_had_no_letter_and_they_have_had_theirs() -> None:
    play = convened("patrick", calendar=False)
    letters(play)
    play.happens(AccountBound(person=PATRICK, account=account("found"), stranger="", by=PersonId("chair"), reason=""))
    assert road(play.state, PATRICK) is Road.MAIL, "the bot cannot write to it yet"
    assert letters(play) == []


def test_whoever_has_to_tell_somebody_and_is_not_in_teams_is_written_to_themself() -> None:
    play = convened(ADMIN)
    put(play, "patrick", account=None, installed=False, address="")
    assert f"by_hand/{ADMIN}/patrick/0" in letters(play)


def test_a_letter_that_went_does_not_open_teams_to_anybody() -> None:
    """Refused in Teams for good, they are reached by mail: that says nothing of Teams."""
    play = convened(also=["patrick"])
    fail(play, "invitation/patrick//0", final=True)
    assert "invitation/patrick//0" in letters(play)
    assert road(play.state, PATRICK) is Road.MAIL


# ------------------------------------------------------------------------------------------------------------------ once a day


@pytest.mark.feature("B11")
def test_told_elsewhere_today_they_are_told_nothing_more_today_and_the_next_thing_tomorrow() -> None:
    play = convened("patrick")
    letters(play)
    play.until("Wed 25 Nov 2026 08:30")
    (key,) = (key for key in play.keys("reminder") if "/patrick/" in key)
    play.does("bot", RecordToldElsewhere(duty=key))
    assert not [key for key in play.keys("reminder") if "/patrick/" in key]
    play.until("Wed 25 Nov 2026 23:00")
    assert not [key for key in play.keys("reminder") if "/patrick/" in key]
    play.until("Fri 27 Nov 2026 08:30")
    assert [key for key in play.keys("reminder") if "/patrick/" in key]


def test_taken_off_the_list_nobody_is_written_to() -> None:
    play = convened("patrick")
    letters(play)
    play.happens(PersonTakenOff(person=PATRICK, reason="mistake", by=ADMIN))
    move(play.wait(hours=1))
    assert not [key for key in letters(play) if "/patrick/" in key]
