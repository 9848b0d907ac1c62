"""The bot comes into a meeting's chat: it introduces itself once, and works nowhere that nobody told it to."""

from datetime import timedelta

import pytest

from bot.domain.join_link import thread_of
from bot.rehearsal.teams import Invitation, Route, doubled
from tests.integration.conference import MOTHER, SMALL, Conference, set_up, words_of
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")
_HOUR = timedelta(hours=1)


def _lines(one: Conference) -> list[str]:
    return [words_of(message.latest.card) for message in one.in_chat()]


@pytest.mark.feature("J1")
async def test_it_says_what_it_does_and_keeps_and_that_it_neither_records_nor_decides(house: Theatre) -> None:
    one = await set_up(house, starts=_HOUR)
    await one.bring_bot()
    (said,) = _lines(one)
    for words in ("What I do:", "What I keep:", "I do not record", "I do not decide", "The chair decides"):
        assert words in said
    assert not one.leaked()


@pytest.mark.feature("J1")
async def test_it_introduces_itself_once_however_often_teams_says_that_it_was_added(house: Theatre) -> None:
    one = await set_up(house, starts=_HOUR)
    house.teams.faults.next(Route.DELIVER, doubled(), doubled())
    await one.bring_bot()
    await one.bring_bot(by="worker")
    assert len(_lines(one)) == 1


async def test_when_the_meeting_starts_there_is_one_door_in_the_chat(house: Theatre) -> None:
    one = await set_up(house)
    house.teams.faults.next(Route.DELIVER, doubled())
    await one.bring_bot()
    await one.start()
    await one.start()
    assert [said for said in _lines(one) if "There is a card for you to open." in said]
    assert len(_lines(one)) == 2


@pytest.mark.parametrize("who", ["chair", "admin", "worker"])
async def test_without_a_joining_link_the_chair_is_asked_privately_whose_chat_it_is(house: Theatre, who: str) -> None:
    one = await set_up(house, link=False, starts=_HOUR)
    await one.bring_bot(by=who)
    assert not one.in_chat()
    assert "Is it the chat of this conference?" in one.said("chair")
    await one.press("chair", "chat.confirm")
    await one.settled()
    assert "I am Chairside" in _lines(one)[0]


async def test_the_chair_confirms_twice_and_it_introduces_itself_once(house: Theatre) -> None:
    one = await set_up(house, link=False, starts=_HOUR)
    await one.bring_bot()
    await one.press("chair", "chat.confirm")
    again = await one.client("chair").press_again()
    await one.settled()
    assert "Thank you" in one.said("chair", again)
    assert len(_lines(one)) == 1


async def test_a_chat_that_the_chair_refuses_is_left_alone_for_good(house: Theatre) -> None:
    one = await set_up(house, link=False)
    await one.bring_bot()
    await one.press("chair", "chat.refuse")
    await one.settled()
    await one.bring_bot()
    await one.start()
    assert not one.in_chat()
    assert len([said for said in one.privately("chair") if "Is it the chat" in words_of(said.latest.card)]) == 1


async def test_family_can_bring_it_where_they_like_and_nobody_is_asked(house: Theatre) -> None:
    one = await set_up(house, (*SMALL, MOTHER), link=False, starts=_HOUR)
    await one.bring_bot(by="mother")
    assert not one.privately("chair")
    assert not one.in_chat()


async def test_nobody_but_the_chair_says_whose_chat_it_is(house: Theatre) -> None:
    one = await set_up(house, link=False, starts=_HOUR)
    await one.bring_bot(by="worker")
    for who in ("worker", "manager", "admin"):
        answer = await house.bring(one.made_up(who, "chat.confirm", one.chat.id))
        assert "not yours to do" in words_of(answer.card)
    assert not (await one.state()).chat


async def test_a_chat_of_a_conference_that_is_far_off_is_not_asked_about(house: Theatre) -> None:
    one = await set_up(house, link=False, starts=_HOUR * 13)
    await one.bring_bot()
    assert not one.privately("chair")


async def test_what_teams_says_of_a_chat_that_is_not_ours_changes_nothing(house: Theatre) -> None:
    """The same people meet elsewhere: that meeting's beginning is not this conference's."""
    one = await set_up(house)
    await one.bring_bot()
    now = house.stage.now
    elsewhere = house.teams.meetings.create(
        Invitation(title="Lunch", organiser=one.person("chair"), start=now, end=now + _HOUR)
    )
    assert thread_of(elsewhere.meeting.join_url if elsewhere.meeting else "") == elsewhere.id
    await house.teams.add_bot(elsewhere, one.person("chair"))
    await house.teams.meetings.start(elsewhere)
    await house.teams.meetings.join(elsewhere, one.person("worker"))
    await one.settled()
    state = await one.state()
    assert state.started_at is None
    assert not state.attendance_of(state.particulars.leads[0]).joined
    assert not [message for message in elsewhere.messages.values() if message.sender == "bot"]
