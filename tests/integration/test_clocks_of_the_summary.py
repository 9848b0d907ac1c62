"""From the end of the meeting the clock runs: who is told when, and what is still done after hours of silence (A2, A6)."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.delivery import outstanding
from bot.domain.ids import SeatId
from bot.rehearsal.teams import Crossing, Route, Rule, lost_reply, refused
from tests.integration.conference import (
    ADMIN,
    CHAIR,
    MANAGER,
    MARIGOLD,
    MOTHER,
    SCHOOL,
    SMALL,
    WORKER,
    Conference,
    set_up,
    words_of,
)
from tests.integration.theatre import TUESDAY, Theatre, theatre

CONTENT = "Having heard everybody"
START = "meeting.start"
FEW = (CHAIR, MANAGER, ADMIN, WORKER, SCHOOL)
"""Two seats: enough for a conference that is not quorate and says why."""


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[Theatre]:
    """A bot of one's own, for tests that let days pass."""
    async with theatre(tmp_path) as house:
        yield house


async def _held(house: Theatre) -> Conference:
    """Decided, and over at eleven."""
    one = await set_up(house, FEW)
    await one.hold()
    await one.stage.at(TUESDAY + timedelta(hours=1))
    await one.end()
    return one


def _told(one: Conference, who: str, words: str) -> list[datetime]:
    """When each message that now says so was posted to them."""
    return [each.versions[0].at for each in one.privately(who) if words in words_of(each.versions[0].card)]


@pytest.mark.feature("A2")
async def test_the_chair_is_chased_and_then_the_manager_and_after_a_day_it_is_loud(alone: Theatre) -> None:
    one = await _held(alone)
    end = alone.stage.now
    assert await alone.ready() == (200, ())
    await one.stage.at(end + timedelta(hours=26))

    def hours(who: str, words: str) -> list[float]:
        return [(at - end) / timedelta(hours=1) for at in _told(one, who, words)]

    chased, late = "The decision summary is not approved yet.", "LATE: the decision summary is not approved."
    assert hours("chair", chased) == [1, 4, 12, 20]
    assert hours("manager", chased) == [20]
    assert all(hours(who, late) == [24] for who in ("chair", "manager", "admin"))
    assert hours("worker", chased) == hours("worker", late) == []
    assert await alone.ready() == (503, ("summary_late",))
    assert not any(CONTENT in str(entry.body) for entry in one.kept())
    assert not one.leaked()

    await one.approve()
    await one.settled()
    assert not outstanding(await one.state())
    assert await alone.ready() == (200, ())


@pytest.mark.feature("A6")
async def test_whoever_carries_copies_is_chased_for_them_and_it_is_late_until_they_are_given(alone: Theatre) -> None:
    one = await set_up(alone, (*FEW, MOTHER))
    await one.hold()
    await one.end()
    end = (await one.state()).ended_at
    assert end is not None
    await one.stage.at(end + timedelta(hours=2))
    await one.approve()
    await one.stage.at(end + timedelta(hours=25))
    chased, late = "Copies of the decision summary still have to be given.", "LATE: not everybody entitled has"
    assert _told(one, "worker", chased) == [end + timedelta(hours=hour) for hour in (4, 12, 20)]
    assert _told(one, "manager", chased) == [end + timedelta(hours=20)]
    assert not _told(one, "chair", chased)
    assert all(_told(one, who, late) == [end + timedelta(hours=24)] for who in ("worker", "manager", "admin"))
    assert await alone.ready() == (503, ("summary_late",))
    await one.press("worker", "copy.show", about="mother")
    await one.press("worker", "copy.give", {"how": "by post"})
    await one.settled()
    assert await alone.ready() == (200, ())


async def test_nobody_is_chased_for_what_is_done(alone: Theatre) -> None:
    one = await _held(alone)
    await one.approve()
    await one.settled()
    before = {who: len(one.privately(who)) for who in ("chair", "manager", "admin", "worker")}
    await one.stage.at(alone.stage.now + timedelta(hours=30))
    assert {who: len(one.privately(who)) for who in before} == before
    assert await alone.ready() == (200, ())


@pytest.mark.feature("A2")
async def test_a_meeting_that_nobody_ends_is_over_two_hours_after_its_planned_end(alone: Theatre) -> None:
    alone.teams.meetings.start_and_end_events = False
    one = await set_up(alone, FEW)
    await one.bring_bot()
    await one.console()
    await one.press("chair", "meeting.start")
    await one.arrive("worker", "school")
    await one.open_round()
    await one.close_round()
    planned = one.scene.about.planned_end
    await one.stage.at(planned + timedelta(hours=4))
    assert _told(one, "chair", "The decision summary is not approved yet.") == [planned + timedelta(hours=3)]


@pytest.mark.feature("J5")
async def test_where_teams_says_nothing_the_chair_starts_and_ends_it(alone: Theatre) -> None:
    alone.teams.meetings.start_and_end_events = alone.teams.meetings.join_events = False
    one = await set_up(alone, FEW)
    await one.bring_bot()
    early = await alone.bring(one.made_up("chair", "meeting.end", **one.data_on("chair", await one.console(), START)))
    assert "First start the conference" in words_of(early.card)
    await one.press("chair", START)
    await one.arrive("worker", "school")
    await one.stage.at(TUESDAY + timedelta(minutes=40))
    await one.console()
    await one.press("chair", "meeting.end")
    again = await one.client("chair").press_again()
    assert "Already recorded" in one.said("chair", again)
    state = await one.state()
    assert (state.started_at, state.ended_at) == (TUESDAY, TUESDAY + timedelta(minutes=40))
    await one.stage.at(TUESDAY + timedelta(hours=2))
    assert _told(one, "chair", "not approved yet") == [TUESDAY + timedelta(hours=1, minutes=40)]


async def test_a_wrong_end_is_put_right_with_a_reason_and_the_clock_with_it(alone: Theatre) -> None:
    one = await _held(alone)
    await one.stage.at(TUESDAY + timedelta(hours=3))
    await one.console()
    await one.press("chair", "console.correct_end")
    day = {"date": "2027-03-09", "time": "10:30"}
    without = await one.press("chair", "meeting.correct_end", day)
    assert "Error: This is still empty." in one.said("chair", without)
    await one.press("chair", "meeting.correct_end", day | {"reason": "It ended early."}, on=without)
    state = await one.state()
    assert state.corrected_end == TUESDAY + timedelta(minutes=30)
    assert state.ended_at == TUESDAY + timedelta(hours=1)
    await one.stage.at(TUESDAY + timedelta(hours=5))
    assert TUESDAY + timedelta(hours=4, minutes=30) in _told(one, "chair", "not approved yet")


async def test_an_expired_card_changes_nothing_and_gets_the_present_one(alone: Theatre) -> None:
    one = await set_up(alone, SMALL)
    await one.gather()
    await one.open_round()
    old = await one.post_it("school")
    await one.stage.at(alone.stage.now + timedelta(hours=47))
    saved = await one.press("school", "post_it.save", {"marigold.scale": "4"}, on=old)
    assert "Saved for you alone" in one.said("school", saved)
    await one.stage.at(alone.stage.now + timedelta(hours=49))
    answer = await one.press("school", "post_it.save", {"marigold.scale": "5"}, on=saved)
    assert "That card was out of date and changed nothing" in one.said("school", answer)
    state = await one.state()
    assert state.round is not None
    assert (state.round.post_it(SeatId("seat_school")).draft or {})[MARIGOLD].scale == "4"


# -------------------------------------------------------------------------------------------------- when Teams does not answer


async def test_teams_is_away_for_ten_hours_and_everything_still_arrives(alone: Theatre) -> None:
    one = await _held(alone)
    away = [alone.teams.faults.rule(Rule(route=route, fault=refused(503))) for route in (Route.POST, Route.EDIT)]
    await one.approve()
    alone.teams.faults.outage = True
    await one.stage.at(alone.stage.now + timedelta(hours=10))
    assert len(outstanding(await one.state())) == 3
    for rule in away:
        rule.stop()
    alone.teams.faults.outage = False
    back = alone.stage.now
    await one.stage.at(back + timedelta(minutes=20))
    assert not outstanding(await one.state())
    for who in ("chair", "worker", "school"):
        (message,) = (each for each in one.privately(who) if CONTENT in words_of(each.latest.card))
        assert len(message.versions) == 2
    assert "has approved the decision summary" in words_of(one.in_chat()[-1].latest.card)


async def test_it_waits_as_long_as_teams_asks_it_to(alone: Theatre) -> None:
    one = await _held(alone)
    chat = alone.teams.world.personal_chat(one.person("school"))
    alone.teams.faults.rule(
        Rule(route=Route.POST, fault=refused(429, retry_after=240), when=lambda call: call.thread == chat.id, times=1)
    )
    await one.approve()
    now = alone.stage.now
    await one.stage.at(now + timedelta(minutes=10))
    asked = [
        entry.at - now
        for entry in alone.teams.wire
        if entry.conversation == chat.id and entry.at >= now and entry.path.endswith("/activities")
    ]
    assert asked[0] == timedelta(0)
    assert timedelta(minutes=4) <= asked[1] <= timedelta(minutes=5, seconds=1)
    assert not outstanding(await one.state())


async def test_a_lost_answer_doubles_an_empty_message_and_never_the_content(alone: Theatre) -> None:
    one = await _held(alone)
    lost = alone.teams.faults
    for route in (Route.POST, Route.EDIT):
        lost.rule(Rule(route=route, fault=lost_reply(), times=6))
    await one.approve()
    await one.settled()
    assert not outstanding(await one.state())
    for who in ("chair", "worker", "school"):
        shown = [each for each in one.privately(who) if "summary" in words_of(each.versions[0].card)]
        assert sum(CONTENT in words_of(each.latest.card) for each in shown) == 1
        assert not any(CONTENT in words_of(each.versions[0].card) for each in shown)
    posted = alone.teams.wire.of(Crossing.POSTED)
    assert not any(CONTENT in str(entry.body) for entry in posted)


# ----------------------------------------------------------------------------------------------------------- when the bot stops


async def test_a_bot_restarted_in_the_middle_of_the_round_has_lost_nothing(alone: Theatre) -> None:
    one = await set_up(alone, SMALL)
    await one.gather()
    await one.open_round()
    await one.hand_in("school")
    await one.press("health", "post_it.save", {"marigold.scale": "7"})
    card = await one.post_it("worker")
    before = await one.state()
    await alone.stop_bot()
    nothing = await one.press("worker", "post_it.save", {"marigold.scale": "5"}, on=card)
    assert nothing.card is None
    await alone.start_bot()
    assert await one.state() == before
    await one.press("worker", "post_it.save", {"marigold.scale": "5"}, on=card)
    again = await alone.bring(one.sent("school", "post_it.hand_in"))
    assert "Already recorded" in words_of(again.card)
    health = await one.open("health", "post-it", "post_it.show")
    assert one.typed("health", health)["marigold.scale"] == "7"
    await one.hand_in("health")
    await one.close_round()
    assert "School Fictional" in await one.tally()
    assert len(one.in_chat()) == 2


async def test_what_fell_due_while_no_bot_ran_is_done_by_the_next_one(alone: Theatre) -> None:
    one = await _held(alone)
    end = alone.stage.now
    await alone.stop_bot()
    alone.stage.clock.move(end + timedelta(hours=13))
    await alone.start_bot()
    await one.settled()
    assert _told(one, "chair", "The decision summary is not approved yet.") == [alone.stage.now]
    await one.stage.at(end + timedelta(hours=25))
    assert await alone.ready() == (503, ("summary_late",))
    await alone.stop_bot()
    await alone.start_bot()
    await one.settled()
    assert await alone.ready() == (503, ("summary_late",))
    await one.approve()
    await one.settled()
    assert not outstanding(await one.state())
    assert await alone.ready() == (200, ())
