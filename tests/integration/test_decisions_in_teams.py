"""The chair decides about each child; who does not agree says so privately; and the chair can be handed on (V20, V22)."""

import pytest

from bot.domain.decision import Status
from bot.domain.ids import PersonId
from bot.rehearsal import chairing
from bot.rehearsal.teams import Seen
from tests.integration.conference import (
    BARNABY,
    CANARY,
    EVERYBODY,
    MARIGOLD,
    SMALL,
    Conference,
    Part,
    set_up,
    view,
    words_of,
)
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _closed(house: Theatre, parts: tuple[Part, ...] = SMALL) -> Conference:
    """All have answered and the round is closed."""
    one = await set_up(house, parts)
    await one.gather()
    await one.open_round()
    for seat in one.scene.about.seats:
        await one.hand_in(seat.holder, view(3, "child_protection_plan", category="neglect"))
    await one.close_round()
    return one


async def _form(one: Conference, child: str = MARIGOLD) -> Seen:
    await one.console()
    return await one.press("chair", "decision.show", about=child)


def _plan(**more: object) -> dict[str, object]:
    decided = {"status": "child_protection_plan", "category": "neglect", "reasons": f"{CANARY} I decide."}
    return decided | {"core_group": ["seat_worker", "seat_school"]} | more


@pytest.mark.feature("V20")
async def test_nothing_of_the_tally_is_in_the_form(house: Theatre) -> None:
    one = await _closed(house)
    seen = await _form(one)
    typed = one.typed("chair", seen)
    assert not any(typed[name] for name in ("status", "category", "reasons", "outline"))
    assert typed["review"]
    assert CANARY not in str(seen.card)


@pytest.mark.feature("V20")
async def test_a_plan_needs_its_category_and_nothing_else_has_one(house: Theatre) -> None:
    one = await _closed(house)
    await _form(one)
    answer = await one.press("chair", "child.decide", _plan(category="none"))
    assert "A Child Protection Plan needs a category" in one.said("chair", answer)
    assert one.typed("chair", answer)["reasons"] == f"{CANARY} I decide."
    answer = await one.press("chair", "child.decide", _plan(status="child_in_need_plan"), on=answer)
    assert "Only a Child Protection Plan has a category" in one.said("chair", answer)
    assert not (await one.state()).decisions
    await one.press("chair", "child.decide", _plan(), on=answer)
    assert (await one.state()).decisions[MARIGOLD].status is Status.PLAN


@pytest.mark.feature("V20")
async def test_what_is_missing_is_said_beside_each_field_and_what_was_written_stays(house: Theatre) -> None:
    one = await _closed(house)
    await _form(one)
    answer = await one.press("chair", "child.decide", {"outline": f"{CANARY} who does what", "review": "2027-12-25"})
    said, typed = one.said("chair", answer), one.typed("chair", answer)
    assert "Choose what you decide." in said
    assert "Give your reason." in said
    assert (typed["outline"], typed["review"]) == (f"{CANARY} who does what", "2027-12-25")
    answer = await one.press("chair", "child.decide", _plan(review="2027-12-25"), on=answer)
    assert "That is not a working day." in one.said("chair", answer)
    answer = await one.press("chair", "child.decide", _plan(review="2028-03-01"), on=answer)
    assert "That is later than the limit." in one.said("chair", answer)
    await one.press("chair", "child.decide", _plan(review="2028-03-01", late_reason=f"{CANARY} no room."), on=answer)
    assert (await one.state()).decisions[MARIGOLD].late_reason == f"{CANARY} no room."


@pytest.mark.feature("V20")
async def test_each_child_is_decided_on_their_own_and_a_decision_can_be_changed(house: Theatre) -> None:
    one = await _closed(house)
    await _form(one)
    old = await one.press("chair", "child.decide", _plan())
    await _form(one, BARNABY)
    await one.press("chair", "child.decide", {"status": "no_plan", "reasons": f"{CANARY} safe."})
    await _form(one)
    await one.press("chair", "child.decide", _plan(category="emotional_abuse"))
    stale = await one.press("chair", "child.decide", _plan(category="sexual_abuse"), on=old)
    assert "That card was out of date" in one.said("chair", stale)
    decided = (await one.state()).decisions
    assert (decided[MARIGOLD].category, decided[MARIGOLD].rev) == ("emotional_abuse", 2)
    assert (decided[BARNABY].status, decided[BARNABY].category) == (Status.NO_PLAN, None)
    assert not one.leaked()


@pytest.mark.feature("V23")
async def test_quorum_is_counted_again_at_the_decision(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather()
    await one.open_round()
    await one.leave("health")
    await one.console()
    card = await one.press("chair", "console.close_round")
    seats = [name for name in one.typed("chair", card) if name.startswith("seat_")]
    await one.press("chair", "round.close", dict.fromkeys(seats, "technical"))
    await _form(one)
    answer = await one.press("chair", "child.decide", _plan())
    assert "Say why you go on all the same" in one.said("chair", answer)
    await one.press("chair", "child.decide", _plan(inquorate_reason=f"{CANARY} cannot wait."), on=answer)
    assert not (await one.state()).decisions[MARIGOLD].quorum.met


async def test_nobody_but_the_chair_decides(house: Theatre) -> None:
    one = await _closed(house, EVERYBODY)
    press = one.made_up("chair", "child.decide", **one.data_on("chair", await _form(one), "child.decide"))
    for who in ("standin", "manager", "admin", "worker", "mother"):
        for verb in ("decision.show", "summary.draft"):
            answer = await house.bring(one.made_up(who, verb, MARIGOLD))
            assert CANARY not in str(answer.card)
            assert "not" in words_of(answer.card)
        await house.bring(one.as_if_by(who, press))
    assert not (await one.state()).decisions


# -------------------------------------------------------------------------------------------------------------------- dissent


@pytest.mark.feature("V22")
async def test_dissent_is_declared_privately_and_never_drawn_from_a_post_it(house: Theatre) -> None:
    one = await _closed(house)
    for child in (MARIGOLD, BARNABY):
        await _form(one, child)
        await one.press("chair", "child.decide", {"status": "no_plan", "reasons": f"{CANARY} I see it so."})
    await one.settled()
    assert not (await one.state()).dissents
    await one.press("school", "decisions.show")
    form = await one.press("school", "dissent.form", about=MARIGOLD)
    empty = await one.press("school", "dissent.declare", {"reason": ""}, on=form)
    assert "Error: This is still empty." in one.said("school", empty)
    await one.press("school", "dissent.declare", {"reason": f"{CANARY} it will happen again."}, on=empty)
    await one.settled()
    (dissent,) = (await one.state()).dissents
    assert (dissent.child, dissent.by) == (MARIGOLD, "school")
    console = one.said("chair", await one.console())
    assert "Dissent declared Marigold: Agency of school" in console
    assert "it will happen again" not in one.ever_saw("worker")
    assert not one.leaked()


@pytest.mark.feature("V22")
async def test_whoever_has_no_seat_cannot_dissent(house: Theatre) -> None:
    one = await set_up(house, EVERYBODY)
    await one.hold()
    for who in ("mother", "observer", "manager", "interpreter"):
        for verb in ("decisions.show", "dissent.form"):
            answer = await house.bring(one.made_up(who, verb, MARIGOLD))
            assert CANARY not in str(answer.card)
            assert "Marigold" not in str(answer.card)


# -------------------------------------------------------------------------------------------------------------- another chair


async def _hand_over(one: Conference, by: str, to: str = "standin") -> None:
    await one.press(by, "console.hand_over")
    without = await one.press(by, "chair.hand_over", {"to": to})
    assert "Error: This is still empty." in one.said(by, without)
    await one.press(by, "chair.hand_over", {"to": to, "reason": f"{CANARY} taken ill."})
    one.scene.chair = PersonId(to)
    await one.settled()


async def test_the_chair_hands_over_and_the_old_console_is_closed(house: Theatre) -> None:
    one = await _closed(house)
    form = await _form(one)
    await one.console()
    await _hand_over(one, "chair")
    lines = [words_of(message.latest.card) for message in one.privately("chair")]
    assert any("You have handed the chair over. This console is closed." in line for line in lines)
    marks = one.data_on("chair", form, "child.decide")
    for verb in ("child.decide", "decision.show", "tally.show", "console.show", "summary.draft"):
        answer = await house.bring(one.made_up("chair", verb, MARIGOLD, **marks))
        assert "not yours to do" in words_of(answer.card), verb
        assert CANARY not in str(answer.card)
    assert not (await one.state()).decisions
    await one.press("standin", "console.show")
    assert f"{CANARY} reason 3." in one.said("standin", await one.press("standin", "tally.show", about=MARIGOLD))
    await chairing.decide(one.scene, MARIGOLD)
    assert (await one.state()).decisions[MARIGOLD].by == "standin"
    assert not one.leaked()


async def test_the_manager_hands_over_when_the_chair_can_press_nothing_any_more(house: Theatre) -> None:
    """3 a.m.: the chair's machine dies in the middle of the round."""
    one = await set_up(house)
    await one.gather()
    await one.open_round()
    await one.hand_in("school")
    one.client("chair").close()
    await one.type("manager", "hand over")
    await _hand_over(one, "manager")
    await chairing.close_round(one.scene)
    await one.press("standin", "tally.show", about=MARIGOLD)
    assert CANARY in one.ever_saw("standin")
    assert CANARY not in one.ever_saw("manager")
    assert CANARY not in one.ever_saw("chair")


@pytest.mark.parametrize("who", ["standin", "admin", "worker", "mother"])
async def test_nobody_else_hands_the_chair_over(house: Theatre, who: str) -> None:
    one = await set_up(house, EVERYBODY)
    await one.bring_bot()
    await one.type(who, "hand over")
    assert not one.sees(who, "console.hand_over")
    answer = await house.bring(one.made_up(who, "console.hand_over"))
    assert "not" in words_of(answer.card)
    await house.bring(one.made_up(who, "chair.hand_over", to=who, reason="I want it."))
    assert (await one.state()).chair == "chair"


async def test_the_chair_is_handed_to_nobody_who_holds_a_seat(house: Theatre) -> None:
    one = await set_up(house)
    await one.bring_bot()
    await one.start()
    card = await one.press("chair", "console.hand_over", on=await one.console())
    forged = one.made_up("chair", "chair.hand_over", **one.data_on("chair", card, "chair.hand_over"), to="worker")
    forged["value"]["action"]["data"]["reason"] = "She knows the family."
    answer = await house.bring(forged)
    assert "The chair cannot be handed to that person" in words_of(answer.card)
    assert (await one.state()).chair == "chair"
