"""One private post-it for each professional, from Teams to the record: once, by nobody else, and the last one counts."""

import asyncio

import pytest
import pytest_asyncio

from bot.domain.conference import Round
from bot.domain.ids import SeatId
from bot.domain.post_it import PostIt
from bot.rehearsal.people import Client
from bot.rehearsal.teams import Person, Route, Twice, doubled, lost_reply
from tests.integration.conference import (
    BARNABY,
    CANARY,
    EVERYBODY,
    MARIGOLD,
    SMALL,
    UNABLE,
    Conference,
    Part,
    a_plan,
    data_of,
    set_up,
    view,
    words_of,
)
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _asked(house: Theatre, parts: tuple[Part, ...] = SMALL) -> Conference:
    """Everybody is there, and the round is open."""
    one = await set_up(house, parts)
    await one.gather()
    await one.open_round()
    return one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def saved(standing_house: Theatre) -> Conference:
    """For what is to be refused: everybody is there, the round is open, and the school has saved half a post-it."""
    one = await _asked(standing_house, EVERYBODY)
    await one.press("school", "post_it.save", {"marigold.scale": "4", "marigold.reason": f"{CANARY} half."})
    return one


async def _round(one: Conference) -> Round:
    state = await one.state()
    assert state.round is not None
    return state.round


async def _written(one: Conference, who: str = "school") -> PostIt:
    return (await _round(one)).post_it(SeatId(f"seat_{who}"))


async def _scales(one: Conference, who: str = "school") -> list[int | None]:
    views = (await _written(one, who)).views or {}
    return [each.scale for each in views.values()]


# ----------------------------------------------------------------------------------------------------- writing and handing in


@pytest.mark.feature("V2", "V3")
async def test_one_card_has_every_child_on_it_and_nothing_chosen_beforehand(house: Theatre) -> None:
    one = await _asked(house)
    seen = await one.post_it("school")
    typed = one.typed("school", seen)
    assert {name.partition(".")[0] for name in typed} == {MARIGOLD, BARNABY}
    assert {value for name, value in typed.items() if not name.endswith(".cannot")} == {""}
    assert "You and the chair, nobody else." in one.said("school", seen)
    assert seen.private
    assert not one.leaked()


@pytest.mark.feature("J9")
async def test_whoever_comes_late_does_the_checklist_first_and_goes_straight_on_to_the_post_it(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather("worker", "health")
    await one.open_round()
    for verb in ("post_it.show", "post_it.change"):
        answer = await house.bring(one.made_up("school", verb))
        assert "Please do the confidentiality checklist first" in words_of(answer.card)
    await one.arrive("school")
    assert one.sees("school", "post_it.hand_in")


@pytest.mark.feature("V2", "V10")
async def test_every_fault_is_said_beside_its_field_and_what_was_typed_stays(house: Theatre) -> None:
    one = await _asked(house)
    answer = await one.hand_in(
        "school",
        marigold={"scale": "3", "recommendation": "child_protection_plan", "reason": f"{CANARY} thin."},
        barnaby={"scale": "4", "recommendation": "no_plan", "category": "neglect"},
    )
    said, typed = one.said("school", answer), one.typed("school", answer)
    for words in (
        "3 things to put right",
        "needs a category",
        "Only a Child Protection Plan has a category",
        "Give your",
    ):
        assert words in said
    assert typed["marigold.reason"] == f"{CANARY} thin."
    assert (typed["marigold.scale"], typed["barnaby.category"]) == ("3", "neglect")
    assert not (await _written(one)).handed_in
    assert not one.leaked()


@pytest.mark.feature("V10")
async def test_giving_no_view_is_a_reply_too_and_says_why(house: Theatre) -> None:
    one = await _asked(house)
    answer = await one.hand_in("school", marigold={"unable": " "}, barnaby=view(5))
    assert "Say why you cannot give a view" in one.said("school", answer)
    await one.hand_in("school", marigold=UNABLE, barnaby=view(5))
    assert await _scales(one) == [None, 5]
    await one.close_round()
    assert "I have never met her." in await one.tally()


@pytest.mark.feature("V4")
async def test_half_of_it_is_saved_and_opened_again_on_another_device(house: Theatre) -> None:
    one = await _asked(house)
    await one.press("school", "post_it.save", {"marigold.scale": "6", "marigold.reason": f"{CANARY} so far."})
    await one.settled()
    phone = one.scene.people.clients[one.scene.about.seats[1].holder] = Client(house.teams, one.person("school"))
    await phone.type("post-it")
    await one.settled()
    seen = await one.press("school", "post_it.show")
    assert "Saved for you alone. It is not handed in yet." in one.said("school", seen)
    assert one.typed("school", seen)["marigold.reason"] == f"{CANARY} so far."
    assert CANARY not in one.ever_saw("chair")
    await one.hand_in("school", view(7))
    assert await _scales(one) == [7, 7]


@pytest.mark.feature("V8", "V12")
async def test_it_can_be_changed_and_the_last_one_counts(house: Theatre) -> None:
    one = await _asked(house)
    await one.hand_in("school", view(3))
    await one.hand_in("school", a_plan(1))
    assert await _scales(one) == [1, 1]
    assert sum(post_it.handed_in for post_it in (await _round(one)).post_its.values()) == 1


async def test_what_was_handed_in_counts_while_a_change_of_it_is_only_saved(house: Theatre) -> None:
    one = await _asked(house)
    await one.hand_in("school", view(3))
    await one.press("school", "post_it.change")
    await one.press("school", "post_it.save", {"marigold.scale": "9"})
    assert await _scales(one) == [3, 3]
    await one.close_round()
    assert await _scales(one) == [3, 3]


@pytest.mark.feature("V29")
async def test_the_receipt_says_nothing_of_what_was_written(house: Theatre) -> None:
    one = await _asked(house)
    receipt = await one.hand_in("school", a_plan())
    assert "is handed in" in one.said("school", receipt)
    assert CANARY not in str(receipt.card)


# ---------------------------------------------------------------------------------------------- old cards, retries, two at once


@pytest.mark.feature("V12")
async def test_an_old_card_changes_nothing_and_gets_the_fresh_one_with_its_words_kept(house: Theatre) -> None:
    one = await _asked(house)
    old = await one.post_it("school")
    await one.hand_in("school", view(3))
    answer = await one.press("school", "post_it.hand_in", {"marigold.scale": "9"}, on=old)
    assert "That card was out of date and changed nothing" in one.said("school", answer)
    assert one.typed("school", answer)["marigold.scale"] == "9"
    assert await _scales(one) == [3, 3]
    await one.press("school", "post_it.hand_in", on=answer)
    assert await _scales(one) == [9, 3]


@pytest.mark.feature("V12")
@pytest.mark.parametrize("twice", [Twice.NEW_ID, Twice.SAME_ID])
async def test_a_press_that_teams_delivers_twice_counts_once(house: Theatre, twice: Twice) -> None:
    one = await _asked(house)
    await one.post_it("school")
    house.teams.faults.next(Route.INVOKE, doubled(twice))
    answer = await one.hand_in("school", view(3))
    assert (await _written(one)).rev == 1
    assert "is handed in" in one.said("school", answer)


async def test_a_press_whose_answer_was_lost_is_answered_with_the_present_state(house: Theatre) -> None:
    one = await _asked(house)
    await one.post_it("school")
    house.teams.faults.next(Route.INVOKE, lost_reply())
    lost = await one.hand_in("school", view(3))
    assert lost.card is None
    again = await one.client("school").press_again()
    assert "Already recorded" in one.said("school", again)
    assert (await _written(one)).rev == 1


@pytest.mark.feature("V8", "V9")
async def test_a_press_repeated_after_the_close_is_told_that_it_was_recorded(house: Theatre) -> None:
    """Its answer was lost on the way, and the chair closed meanwhile: a no would be untrue."""
    one = await _asked(house)
    await one.post_it("school")
    house.teams.faults.next(Route.INVOKE, lost_reply())
    await one.hand_in("school", view(3))
    await one.close_round()
    again = await one.client("school").press_again()
    assert "it counts" in one.said("school", again)
    assert "Not now" not in one.said("school", again)


@pytest.mark.feature("V8", "V12")
async def test_a_retry_that_comes_after_a_later_change_does_not_overwrite_it(house: Theatre) -> None:
    one = await _asked(house)
    await one.hand_in("school", view(3))
    first = one.sent("school", "post_it.hand_in")
    await one.hand_in("school", view(8))
    for _ in range(5):
        answer = await house.bring(first)
        assert "Already recorded" in words_of(answer.card)
        assert await _scales(one) == [8, 8]
    assert (await _written(one)).rev == 2


@pytest.mark.feature("V9")
async def test_after_the_round_is_closed_nothing_changes(house: Theatre) -> None:
    one = await _asked(house)
    unsent = await one.post_it("health")
    await one.hand_in("school", view(3))
    await one.press("school", "post_it.change")
    changing = await one.post_it("school")
    await one.close_round()
    before = (await one.state()).rounds
    for who, card in (("school", changing), ("health", unsent)):
        answer = await one.press(who, "post_it.hand_in", {"marigold.scale": "9"}, on=card)
        assert "not asking for views" in one.said(who, answer)
        saved = await one.press(who, "post_it.save", {"marigold.scale": "9"}, on=card)
        assert "not asking for views" in one.said(who, saved)
    assert (await one.state()).rounds == before


async def test_two_devices_at_once_leave_one_whole_answer(house: Theatre) -> None:
    one = await _asked(house)
    await one.hand_in("school", view(3))
    press = one.sent("school", "post_it.hand_in")
    await one.press("school", "post_it.change")
    await one.press("school", "post_it.hand_in", {"marigold.scale": "5"})
    fresh = one.sent("school", "post_it.hand_in")
    other = one.sent("school", "post_it.hand_in")
    data_of(other)["marigold.scale"] = "6"
    assert data_of(press)["n"] != data_of(fresh)["n"]
    await asyncio.gather(*(house.bring(activity) for activity in (other, press, fresh)))
    assert (await _scales(one))[0] == 5


# --------------------------------------------------------------------------------------------------------------- who gets none


@pytest.mark.feature("J12", "J13", "V13")
@pytest.mark.parametrize("who", ["observer", "mother", "interpreter", "admin", "manager", "standin", "chair"])
async def test_nobody_without_a_seat_gets_one(house: Theatre, saved: Conference, who: str) -> None:
    before = (await saved.state()).rounds
    await saved.type(who, "post-it")
    assert not saved.sees(who, "post_it.show")
    for verb in ("post_it.show", "post_it.change"):
        answer = await house.bring(saved.made_up(who, verb))
        assert "no post-it for you" in words_of(answer.card) or "nothing for you to fill in" in words_of(answer.card)
    await house.bring(saved.made_up(who, "post_it.hand_in", "seat_school"))
    assert (await saved.state()).rounds == before


@pytest.mark.feature("J13", "S-1")
async def test_a_stranger_gets_a_line_of_words_and_is_shown_to_the_chair(house: Theatre) -> None:
    one = await _asked(house)
    stranger = house.teams.add_person(Person(id=f"stranger-{one.cid}", name="Nobody Inparticular"))
    one.scene.people.here["stranger"] = stranger  # type: ignore[index]
    await house.teams.meetings.join(one.chat, stranger)
    for verb in ("next.show", "post_it.show", "console.show", "tally.show", "summary.show", "status.show"):
        answer = await house.bring(one.made_up("stranger", verb, MARIGOLD))
        assert answer.card is None
        assert "I do not know this account" in answer.text
    await one.settled()
    assert "Nobody Inparticular" in one.said("chair", await one.console())


# ------------------------------------------------------------------------------------------------------------ forged and stolen


@pytest.mark.feature("S-1")
@pytest.mark.parametrize("thief", ["health", "chair", "mother"])
async def test_a_card_pressed_by_somebody_else_is_refused(house: Theatre, saved: Conference, thief: str) -> None:
    before = (await saved.state()).rounds
    stolen = saved.as_if_by(thief, saved.sent("school", "post_it.save"))
    data_of(stolen)["marigold.scale"] = "9"
    answer = await house.bring(stolen)
    assert "not" in words_of(answer.card)
    assert CANARY not in str(answer.card)
    assert (await saved.state()).rounds == before


@pytest.mark.feature("S-1")
@pytest.mark.parametrize(
    "change",
    [
        {"s": "post_it/seat_health"},
        {"s": "console"},
        {"s": ""},
        {"r": 1001},
        {"r": 7},
        {"r": "0"},
        {"x": 4_000_000_000},
        {"x": -1},
        {"v": 2},
        {"n": ""},
        {"n": "A" * 32},
        {"n": None},
        {"n": ["x"]},
    ],
    ids=str,
)
async def test_a_card_tampered_with_is_refused(house: Theatre, saved: Conference, change: dict[str, object]) -> None:
    before = (await saved.state()).rounds
    forged = saved.sent("school", "post_it.save")
    data_of(forged).update({"marigold.scale": "9"} | change)
    answer = await house.bring(forged)
    assert "not yours to do" in words_of(answer.card)
    assert (await saved.state()).rounds == before


async def test_children_who_are_not_of_this_conference_are_passed_over(house: Theatre) -> None:
    one = await _asked(house)
    marks = one.data_on("school", await one.post_it("school"), "post_it.save")
    typed = {"marigold.scale": "5", "someone.scale": "1", "../barnaby.scale": "2", "marigold.unheard": "x"}
    await house.bring(one.made_up("school", "post_it.save", **marks, **typed))
    draft = (await _written(one)).draft
    assert draft is not None
    assert {child: one.scale for child, one in draft.items()} == {MARIGOLD: "5", BARNABY: ""}


async def test_a_card_of_another_conference_is_refused_in_this_one(house: Theatre) -> None:
    one = await _asked(house)
    await one.hand_in("school", view(3))
    stray = one.sent("school", "post_it.hand_in")
    other = await set_up(house, same={who: one.person(who) for who in ("chair", "worker", "school", "health")})
    await other.gather()
    await other.open_round()
    data_of(stray)["c"] = other.cid
    answer = await house.bring(stray)
    assert "not yours to do" in words_of(answer.card)
    assert not (await _round(other)).post_its
    assert await _scales(one) == [3, 3]


async def test_a_card_pressed_in_some_other_chat_is_refused(house: Theatre) -> None:
    """A forwarded card: the same person, the same button, among people who have nothing to do with the conference."""
    one, other = await _asked(house), await set_up(house)
    await one.hand_in("school", view(3))
    for press in (one.sent("school", "post_it.hand_in"), one.made_up("school", "post_it.change")):
        answer = await house.bring(press | {"conversation": press["conversation"] | {"id": other.chat.id}})
        assert answer.card is None
        assert "private chat" in answer.text
