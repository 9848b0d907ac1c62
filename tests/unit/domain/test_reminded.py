"""When people are told and reminded before a conference: what a month on a moved clock found, each case by itself (B6, B11, B28)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.conference import Send
from bot.domain.duties import DutyKind, duties
from bot.domain.events_before import ConferenceCancelled, ConferenceConvened, Replied, ToldByHand
from bot.domain.ids import PersonId
from bot.domain.inviting import asked_at
from bot.domain.outstanding import Item, outstanding
from bot.domain.preparations import Coming
from bot.domain.verbs.record_send import RecordFailed
from tests.dates import moment
from tests.fakes.builders import ENGLAND, Play

ADMIN, HARRIET = PersonId("administrator"), PersonId("harriet")


def at(text: str) -> datetime:
    return moment(text).astimezone(UTC)


def convened(when: str) -> Play:
    return Play().until(when).happens(ConferenceConvened(by=ADMIN))


def rungs(play: Play, who: PersonId, item: Item, about: str = "") -> list[datetime]:
    found = outstanding(play.state, who, ENGLAND)
    return [rung for one in found if one.item is item and about in ("", one.about) for rung in one.rungs]


def fails(play: Play, key: str, until: str) -> None:
    play.does("bot", RecordFailed(duty=key, code="unreachable", final=False, retry_at=at(until)))


@pytest.mark.feature("B11")
@pytest.mark.parametrize(
    ("ends", "goes"),
    [
        ("Thu 26 Nov 2026 17:59", "Thu 26 Nov 2026 17:59"),
        ("Thu 26 Nov 2026 18:00", "Fri 27 Nov 2026 08:00"),
        ("Fri 27 Nov 2026 03:00", "Fri 27 Nov 2026 08:00"),
        ("Fri 27 Nov 2026 23:00", "Mon 30 Nov 2026 08:00"),
        ("Fri 4 Dec 2026 19:00", "Fri 4 Dec 2026 19:00"),
        ("Sun 6 Dec 2026 22:00", "Sun 6 Dec 2026 22:00"),
    ],
)
def test_an_invitation_that_an_outage_held_up_goes_by_day(ends: str, goes: str) -> None:
    """Where the next working day would be less than a day before the meeting, no hour is too quiet."""
    play = convened("Thu 26 Nov 2026 14:00")
    key = f"invitation/{HARRIET}//0"
    fails(play, key, ends)
    play.until(ends)
    assert (key in play.owed()) is (ends == goes)
    assert key in play.until(goes).owed()


@pytest.mark.feature("B11")
@pytest.mark.parametrize(
    ("ends", "goes"),
    [
        ("Wed 2 Dec 2026 09:40", "Wed 2 Dec 2026 09:40"),
        ("Wed 2 Dec 2026 18:00", "Thu 3 Dec 2026 08:30"),
        ("Thu 3 Dec 2026 08:10", "Thu 3 Dec 2026 08:30"),
    ],
)
def test_a_reminder_that_an_outage_held_up_is_in_the_next_digest(ends: str, goes: str) -> None:
    """Their report is due on Thursday: the working day before it, they are reminded."""
    play = convened("Tue 1 Dec 2026 11:00")
    play.perform()
    key = f"reminder/{HARRIET}//1"
    assert key in play.until("Wed 2 Dec 2026 08:30").owed()
    fails(play, key, ends)
    play.until(ends)
    assert (key in play.owed()) is (ends == goes)
    assert key in play.until(goes).owed()


@pytest.mark.feature("B11")
@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Mon 23 Nov 2026 11:00", "Mon 30 Nov 2026 08:30"),
        ("Wed 2 Dec 2026 08:10", "Wed 2 Dec 2026 08:30"),
        ("Wed 2 Dec 2026 11:00", "Thu 3 Dec 2026 08:30"),
        ("Thu 3 Dec 2026 11:00", "Fri 4 Dec 2026 08:30"),
    ],
)
def test_nobody_is_reminded_of_a_report_before_the_day_after_they_were_asked(asked: str, first: str) -> None:
    play = convened(asked)
    assert rungs(play, HARRIET, Item.REPORT) == []
    play.perform(kinds=("invitation",))
    assert min(rungs(play, HARRIET, Item.REPORT)) == at(first)
    play.until(asked)
    assert f"reminder/{HARRIET}//1" not in play.owed()


@pytest.mark.feature("B8", "B11")
def test_an_edit_does_not_count_as_a_new_message() -> None:
    """Neither of the invitation, whose reminders are counted from the asking, nor of a reminder."""
    play = convened("Thu 26 Nov 2026 11:00")
    play.perform()
    asked = asked_at(play.state, HARRIET)
    play.until("Fri 27 Nov 2026 10:00").happens(
        Replied(person=HARRIET, coming=Coming.ATTENDING, by=HARRIET, time=0),
    ).perform()
    assert asked_at(play.state, HARRIET) == asked
    play.until("Mon 30 Nov 2026 08:30").perform()
    reminder: Send = play.state.sends[f"reminder/{HARRIET}//1"]
    assert reminder.posted_at == at("Mon 30 Nov 2026 08:30")
    play.until("Wed 2 Dec 2026 08:30").perform()
    assert play.state.sends[f"reminder/{HARRIET}//1"].face == "settled"
    assert play.state.sends[f"reminder/{HARRIET}//1"].posted_at == reminder.posted_at


@pytest.mark.feature("B6")
def test_who_cannot_be_reached_in_an_outage_is_the_administrators_from_the_next_working_day() -> None:
    play = convened("Mon 23 Nov 2026 11:00")
    assert rungs(play, ADMIN, Item.TELL, HARRIET) == []
    fails(play.until("Wed 25 Nov 2026 10:00"), f"invitation/{HARRIET}//0", "Wed 25 Nov 2026 10:10")
    assert min(rungs(play, ADMIN, Item.TELL, HARRIET)) == at("Thu 26 Nov 2026 08:30")


@pytest.mark.feature("B28")
def test_a_cancellation_that_an_outage_held_up_goes_by_day() -> None:
    play = convened("Mon 23 Nov 2026 11:00")
    play.perform()
    play.until("Wed 25 Nov 2026 10:00").happens(ConferenceCancelled(reason="They moved away.", by=ADMIN))
    key = f"cancelled/{HARRIET}//0"
    fails(play, key, "Wed 25 Nov 2026 22:00")
    assert key not in play.until("Wed 25 Nov 2026 22:00").owed()
    assert key in play.until("Thu 26 Nov 2026 08:00").owed()


@pytest.mark.feature("B11")
def test_nobody_is_reminded_of_what_they_were_never_asked() -> None:
    """Told by hand, they were asked; before that there is nothing to be reminded of."""
    play = convened("Mon 23 Nov 2026 11:00")
    for _ in range(10):
        play.wait(days=1)
        assert not [one for one in duties(play.state, play.now, ENGLAND) if _is_reminder(one.duty, HARRIET)]
    play.happens(ToldByHand(person=HARRIET, by=ADMIN, how="By telephone", time=0))
    assert rungs(play, HARRIET, Item.REPORT)


def _is_reminder(duty: Any, who: PersonId) -> bool:
    return duty.kind is DutyKind.REMINDER and duty.to == who
