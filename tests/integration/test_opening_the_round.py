"""What has to be so before anybody is asked, and what is asked of a core group (V1, V23, V26, D4, J6)."""

import asyncio
from datetime import date

import pytest

from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import SOCIAL_CARE, Child, Role
from bot.domain.particulars import Kind as ConferenceKind
from bot.rehearsal import attending
from tests.integration.conference import (
    ADMIN,
    CANARY,
    HEALTH,
    MANAGER,
    MARIGOLD,
    SCHOOL,
    SMALL,
    Conference,
    Part,
    set_up,
    view,
    words_of,
)
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

LEAD = Part(who="worker", role=Role.CHAIR, seat=SOCIAL_CARE)
CORE_GROUP = (LEAD, MANAGER, ADMIN, SCHOOL, HEALTH)
ANCHORS = {"zero": f"{CANARY} left alone at night.", "ten": f"{CANARY} nobody worries."}


async def _try_to_open(one: Conference) -> str:
    """With a good mark, as a program could, whatever the console offers."""
    marks = one.data_on("chair", await one.console(), "meeting.end")
    return words_of((await one.house.bring(one.made_up("chair", "round.open", **marks))).card)


@pytest.mark.feature("V1", "D4")
async def test_nobody_is_asked_before_0_and_10_have_words_and_the_threshold_was_put(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather()
    assert "First say what 0 and 10 mean for this family." in await _try_to_open(one)
    await one.press("chair", "console.anchors")
    half = await one.press("chair", "anchors.set", {"zero": ANCHORS["zero"]})
    assert "Error: This is still empty." in one.said("chair", half)
    assert one.typed("chair", half)["zero"] == ANCHORS["zero"]
    await one.press("chair", "anchors.set", ANCHORS, on=half)
    assert "First show the threshold test and explain it." in await _try_to_open(one)
    await one.press("chair", "console.threshold", on=await one.console())
    await one.press("chair", "threshold.show")
    await one.press("chair", "console.open_round", on=await one.console())
    await one.press("chair", "round.open")
    await one.settled()
    post_it = one.said("school", await one.post_it("school"))
    assert ANCHORS["zero"] in post_it
    assert ANCHORS["ten"] in post_it
    assert not one.leaked()


@pytest.mark.feature("D4")
async def test_the_words_do_not_change_once_people_were_asked(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather()
    await one.press("chair", "console.anchors", on=await one.console())
    await one.press("chair", "anchors.set", ANCHORS)
    await one.open_round()
    marks = one.data_on("chair", await one.console(), "meeting.end")
    answer = await house.bring(one.made_up("chair", "anchors.set", **marks, zero="Other", ten="Words"))
    assert "You have already asked everybody." in words_of(answer.card)
    state = await one.state()
    assert state.round is not None
    assert state.round.zero == state.zero != "Other"


@pytest.mark.feature("V23", "J6")
async def test_quorum_is_told_child_by_child_and_going_on_without_it_needs_a_reason(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather("worker", "school")
    console = one.said("chair", await one.console())
    assert console.count("Quorum not met: 1 more agency that knows this child must be here. Here now: school.") == 2
    await one.press("chair", "console.anchors")
    await one.press("chair", "anchors.set", ANCHORS)
    await one.press("chair", "console.threshold", on=await one.console())
    await one.press("chair", "threshold.show")
    await one.press("chair", "console.open_round", on=await one.console())
    refused = await one.press("chair", "round.open")
    assert "Say why you go on all the same." in one.said("chair", refused)
    await one.press("chair", "round.open", {"inquorate_reason": f"{CANARY} they cannot wait."}, on=refused)
    state = await one.state()
    assert state.round is not None
    assert state.round.inquorate_reason == f"{CANARY} they cannot wait."
    assert not state.round.quorum[MARIGOLD].met


@pytest.mark.feature("J6")
async def test_the_console_says_so_when_somebody_leaves_and_quorum_goes_with_them(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather()
    assert "Quorum met by children's social care" in one.said("chair", await one.console())
    await one.leave("health")
    console = one.said("chair", await one.console())
    assert "Quorum not met" in console
    assert "Left (1): Health Fictional" in console


# ------------------------------------------------------------------------------------------------------------------ core group


@pytest.mark.feature("V26")
async def test_a_core_group_led_by_the_lead_social_worker_scales_and_is_asked_nothing_else(house: Theatre) -> None:
    one = await set_up(house, CORE_GROUP, kind=ConferenceKind.CORE_GROUP)
    await one.gather()
    await one.open_round()
    typed = one.typed("school", await one.post_it("school"))
    assert {name.partition(".")[2] for name in typed} == {"scale", "reason", "cannot", "unable"}
    for who, scale in (("school", "4"), ("health", "9"), ("worker", "6")):
        fill = {f"{child.id}.scale": scale for child in one.scene.about.children}
        await one.press(who, "post_it.hand_in", fill, on=await one.post_it(who))
    await one.close_round()
    tally = one.said("worker", await one.press("worker", "tally.show", about=MARIGOLD))
    assert "Lowest 4, highest 9, median 6, spread 5." in tally
    assert "Recommendations" not in tally
    for verb in ("decision.show", "summary.draft"):
        answer = await house.bring(one.made_up("worker", verb, MARIGOLD))
        assert "A core group scales and makes no decisions." in words_of(answer.card)


# ------------------------------------------------------------------------------------------------------------ the close itself


@pytest.mark.feature("V9", "V14")
async def test_whatever_was_taken_before_the_close_is_in_the_tally_and_nothing_else(house: Theatre) -> None:
    """Everybody hands in at the moment in which the chair closes: each is told what became of theirs."""
    seats = tuple(Part(who=f"guest{number}", seat=f"agency_{number}") for number in range(9))
    one = await set_up(house, (*SMALL, *seats))
    await one.gather()
    await one.open_round()
    holders = [seat.holder for seat in one.scene.about.seats]
    for who in holders:
        await one.post_it(who)
    form = await one.press("chair", "console.close_round", on=await one.console())
    missing = dict.fromkeys((seat.id for seat in one.scene.about.seats), "technical")
    close = one.made_up("chair", "round.close", **one.data_on("chair", form, "round.close"), **missing)
    fill = attending.typed({child.id: view() for child in one.scene.about.children})

    async def hand_in(who: PersonId) -> bool:
        return "is handed in" in one.said(who, await one.press(who, "post_it.hand_in", fill))

    half = len(holders) // 2
    told = asyncio.gather(
        *(hand_in(who) for who in holders[:half]), house.bring(close), *(hand_in(who) for who in holders[half:])
    )
    answers = [answer for answer in await told if isinstance(answer, bool)]
    state = await one.state()
    assert state.round is not None
    taken = {seat for seat, post_it in state.round.post_its.items() if post_it.handed_in}
    assert not state.round.open
    assert taken == {SeatId(f"seat_{who}") for who, done in zip(holders, answers, strict=True) if done}
    assert set(state.round.missing) == set(missing) - taken


# ---------------------------------------------------------------------------------------------------------------- six children


async def test_six_children_and_all_that_can_be_written_about_them_still_fit_on_cards(house: Theatre) -> None:
    """Teams refuses a card that is too long. The stage finds fault with any that is (tests/integration/conftest.py)."""
    children = tuple(
        Child(id=ChildId(f"child{number}"), called=f"Invented {number}", lead=PersonId("worker"), born=date(2020, 1, 1))
        for number in range(6)
    )
    one = await set_up(house, children=children)
    await one.gather()
    await one.open_round()
    boxes = {name: 1000 for name in one.typed("school", await one.post_it("school")) if name.endswith("reason")}
    long = {name: f"{CANARY} ".ljust(most, "w") for name, most in boxes.items()}
    for who in ("worker", "school", "health"):
        fill = attending.typed({child.id: view() for child in children}) | long
        await one.press(who, "post_it.hand_in", fill, on=await one.post_it(who))
    await one.close_round()
    assert "Health Fictional" in await one.tally(children[0].id)
    for child in children:
        await one.console()
        await one.press("chair", "decision.show", about=child.id)
        words = {
            "reasons": "r" * 2000,
            "outline": "o" * 2000,
            "late_reason": "l" * 2000,
            "inquorate_reason": "q" * 2000,
        }
        await one.press("chair", "child.decide", {"status": "no_plan"} | words)
    await one.open("chair", "draft", "summary.draft")
    for _ in range(6):
        if one.sees("chair", "summary.approve"):
            break
        page = next(seen for seen in one.client("chair").cards() if "Read on" in one.client("chair").buttons(seen))
        await one.client("chair").press("Read on", on=page)
    await one.press("chair", "summary.approve", {"note": "n" * 2000})
    await one.settled()
    delivered = one.privately("school")[-1].latest
    assert "The decision summary" not in delivered.text
    assert "Invented 0" in words_of(delivered.card)
    await one.client("school").press("Read on")
