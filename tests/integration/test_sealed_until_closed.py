"""Who sees what of the post-its, and when: nobody before the round closes, the chair alone after it (V5, V7, V13, V14)."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.events import Missing
from bot.domain.ids import PersonId, SeatId
from bot.rehearsal import attending
from bot.rehearsal.teams import Kind
from bot.words.answers import ALREADY, OUT_OF_DATE
from tests.integration.conference import (
    CANARY,
    EVERYBODY,
    MARIGOLD,
    SMALL,
    Conference,
    Part,
    a_plan,
    set_up,
    view,
    words_of,
)
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

BY_PHONE = Part(who="police", seat="police", kind=Kind.PHONE, installed=False)
CALLER = PersonId("police")


async def _asked(house: Theatre, parts: tuple[Part, ...] = SMALL, profile: str = "london") -> Conference:
    one = await set_up(house, parts, profile=profile)
    await one.gather()
    await one.open_round()
    return one


async def _with_a_caller(house: Theatre) -> Conference:
    one = await set_up(house, (*SMALL, BY_PHONE))
    await one.gather()
    await one.console()
    await one.press("chair", "console.mark")
    await one.press("chair", "person.mark", {"person": "police", "here": "here", "read_aloud": True})
    await one.open_round()
    return one


def _views(one: Conference, scale: int) -> dict[str, object]:
    return dict(attending.typed({child.id: view(scale) for child in one.scene.about.children}))


# ---------------------------------------------------------------------------------------------------------------------- sealed


@pytest.mark.feature("V5", "V7")
async def test_before_the_close_the_chair_sees_who_has_answered_and_nothing_of_what(house: Theatre) -> None:
    one = await _asked(house)
    await one.hand_in("school", a_plan())
    console = one.said("chair", await one.console())
    assert "1 of 3 post-its handed in" in console
    assert "Handed in (1): School Fictional" in console
    assert "Awaited (2): Worker Fictional (Agency of worker), Health Fictional" in console
    answer = await house.bring(one.made_up("chair", "tally.show", MARIGOLD))
    assert "First close the round" in words_of(answer.card)
    saw = one.ever_saw("chair")
    assert CANARY not in saw
    assert "Neglect" not in saw


@pytest.mark.feature("V7")
async def test_a_reminder_goes_privately_to_those_outstanding_and_to_nobody_else(house: Theatre) -> None:
    one = await _asked(house)
    await one.hand_in("school")
    before, in_chat = len(one.privately("school")), len(one.in_chat())
    await one.console()
    await one.press("chair", "round.nudge")
    await one.settled()
    for who in ("worker", "health"):
        assert "The chair is waiting for your post-it." in words_of(one.privately(who)[-1].latest.card)
    assert len(one.privately("school")) == before
    assert len(one.in_chat()) == in_chat
    await one.hand_in("worker")
    assert "This reminder is settled." in words_of(one.privately("worker")[-1].latest.card)


@pytest.mark.feature("V13", "V14")
async def test_the_tally_is_the_chairs_alone_and_names_every_view(house: Theatre) -> None:
    one = await _asked(house, EVERYBODY)
    for who, scale in (("worker", 2), ("school", 5), ("health", 8)):
        await one.hand_in(who, view(scale))
    await one.close_round()
    said = await one.tally()
    for who, scale in (("Worker", 2), ("School", 5), ("Health", 8)):
        assert f"{who} Fictional" in said
        assert f"{CANARY} reason {scale}." in said
    assert "Lowest 2, highest 8, median 5, spread 6." in said
    for who in ("worker", "school", "manager", "admin", "standin", "observer", "mother", "interpreter"):
        answer = await house.bring(one.made_up(who, "tally.show", MARIGOLD))
        assert CANARY not in str(answer.card)
    assert not one.leaked()


@pytest.mark.feature("V6")
async def test_a_borough_that_hands_them_over_as_written_shows_the_chair_each_at_once(house: Theatre) -> None:
    """S1: the number is written on a note which will be handed to the chair."""
    one = await _asked(house, profile="lbh")
    seen = await one.post_it("school")
    assert "as soon as you hand it in" in one.said("school", seen)
    likely = {"likelihood": "likely"}
    await one.hand_in("school", view(3, **likely))
    assert f"{CANARY} reason 3." in await one.tally()
    assert "The round is still open: these can change." in await one.tally()
    assert CANARY not in one.ever_saw("worker")
    without = await one.hand_in("worker", view(3))
    assert "Choose whether future significant harm is likely" in one.said("worker", without)


@pytest.mark.feature("V11")
async def test_closing_asks_why_each_one_is_missing_and_keeps_the_reason(house: Theatre) -> None:
    one = await _asked(house)
    await one.hand_in("school")
    await one.console()
    await one.press("chair", "console.close_round")
    answer = await one.press("chair", "round.close", {"seat_worker": Missing.TECHNICAL.value})
    assert "There is 1 thing to put right." in one.said("chair", answer)
    assert one.typed("chair", answer)["seat_worker"] == Missing.TECHNICAL.value
    await one.press("chair", "round.close", {"seat_health": Missing.APOLOGIES.value}, on=answer)
    state = await one.state()
    assert state.round is not None
    assert state.round.missing == {
        SeatId("seat_worker"): Missing.TECHNICAL,
        SeatId("seat_health"): Missing.APOLOGIES,
    }


# ------------------------------------------------------------------------------------------------------------------- by voice


@pytest.mark.feature("J10")
async def test_a_view_given_by_voice_counts_once_it_is_read_back(house: Theatre) -> None:
    one = await _with_a_caller(house)
    await one.console()
    await one.press("chair", "post_it.read_out", about="seat_police")
    back = await one.press("chair", "post_it.enter", _views(one, 6))
    assert "Read this back to Police Fictional" in one.said("chair", back)
    assert f"{CANARY} reason 6." in one.said("chair", back)
    state = await one.state()
    assert state.round is not None
    assert not state.round.post_it(SeatId("seat_police")).handed_in
    await one.press("chair", "post_it.confirm_read_back")
    await one.close_round()
    assert f"{CANARY} reason 6." in (said := await one.tally())
    assert "Chair Fictional" in said
    assert not one.leaked()


@pytest.mark.feature("J10")
async def test_the_administrator_writes_a_view_down_and_sees_it_no_more_once_it_is_confirmed(house: Theatre) -> None:
    one = await _with_a_caller(house)
    await one.open("admin", "status", "status.show")
    await one.press("admin", "post_it.read_out")
    wrong = await one.press("admin", "post_it.enter", {"marigold.scale": "6"})
    assert "Give your reason." in one.said("admin", wrong)
    await one.press("admin", "post_it.enter", _views(one, 6), on=wrong)
    done = await one.press("admin", "post_it.confirm_read_back")
    assert "It says that you wrote it down and read it back" in one.said("admin", done)
    again = await house.bring(one.made_up("admin", "post_it.read_out", "seat_police"))
    assert CANARY not in str(again.card)
    await one.close_round()
    assert "Admin Fictional" in await one.tally()


async def test_nobody_writes_down_a_view_of_somebody_who_has_not_done_the_checklist(house: Theatre) -> None:
    one = await set_up(house, (*SMALL, BY_PHONE))
    await one.gather()
    await one.open_round()
    for who in ("chair", "admin"):
        answer = await house.bring(one.made_up(who, "post_it.read_out", "seat_police"))
        assert "checklist first" in words_of(answer.card)
    for who in ("worker", "manager"):
        answer = await house.bring(one.made_up(who, "post_it.read_out", "seat_police"))
        assert "not yours to do" in words_of(answer.card)


async def test_what_somebody_wrote_themselves_is_not_shown_to_whoever_takes_it_down(house: Theatre) -> None:
    one = await _asked(house)
    await one.hand_in("school")
    for who in ("chair", "admin"):
        answer = await house.bring(one.made_up(who, "post_it.read_out", "seat_school"))
        assert answer.card is not None
        assert CANARY not in str(answer.card)


# --------------------------------------------------------------------------------------------------------------- many at once


async def test_two_closes_at_once_close_it_once(house: Theatre) -> None:
    """Whichever comes first. One card pressed twice and another press of it: the repeat of the first is told that it is
    recorded, and whatever else the card brings that it is out of date.
    """
    one = await _asked(house)
    for who in ("worker", "school", "health"):
        await one.hand_in(who)
    await one.console()
    card = await one.press("chair", "console.close_round")
    press = one.made_up("chair", "round.close", **one.data_on("chair", card, "round.close"))
    other = one.made_up("chair", "round.close", **one.data_on("chair", card, "round.close"), seat_worker="apologies")
    answers = await asyncio.gather(*(house.bring(each) for each in (press, other, press)))
    assert all(answer.card for answer in answers)
    recorded = await house.stage.bot.log.read(one.cid)
    assert [type(each.event).__name__ for each in recorded].count("RoundClosed") == 1
    first, second, twin = (words_of(answer.card) for answer in answers)
    repeats = sum(ALREADY in said for said in (first, twin))
    older = sum(OUT_OF_DATE in said for said in (first, second, twin))
    assert ALREADY not in second
    assert (repeats, older) == ((0, 2) if OUT_OF_DATE not in second else (1, 1))


@pytest.mark.feature("V12")
async def test_twenty_hand_in_at_once_and_the_tally_has_each_of_them(house: Theatre) -> None:
    seats = tuple(Part(who=f"guest{number}", seat=f"agency_{number}") for number in range(17))
    one = await set_up(house, (*SMALL, *seats))
    await one.gather()
    await one.open_round()
    holders = [seat.holder for seat in one.scene.about.seats]
    for who in holders:
        await one.post_it(who)
    for who in holders[:5]:
        one.client(who).close()
    scales = {who: number % 11 for number, who in enumerate(holders)}
    await asyncio.gather(*(one.press(who, "post_it.hand_in", _views(one, scales[who])) for who in holders))
    await one.settled()
    await one.close_round()
    state = await one.state()
    assert state.round is not None
    found = {post_it.by: post_it.views[MARIGOLD].scale for post_it in state.round.post_its.values() if post_it.views}
    assert found == scales
    assert not state.round.missing


async def test_the_present_are_asked_whatever_the_hour(house: Theatre) -> None:
    """Nobody's checklist of this stay runs out while they stay."""
    one = await set_up(house)
    await one.gather()
    await one.stage.at(house.stage.now + timedelta(minutes=50))
    await one.open_round()
    await one.hand_in("school")
