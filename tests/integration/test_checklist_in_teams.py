"""The confidentiality checklist at each joining, pressed in Teams (J2, J3, J5, J9, J12)."""

from datetime import timedelta

import pytest

from bot.domain.ids import PersonId
from bot.rehearsal.hands import fields
from bot.rehearsal.people import Client
from bot.rehearsal.teams import Seen
from bot.words import checklist as words
from tests.integration.conference import CANARY, EVERYBODY, MOTHER, SMALL, Conference, Part, set_up
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADDRESSED = Part(who="mother", role=MOTHER.role, relation="mother", account=False, installed=False, app=True)


async def _asked(house: Theatre, who: str, parts: tuple[Part, ...] = SMALL) -> tuple[Conference, Seen]:
    """Somebody's checklist, opened from the message they were sent when the meeting started."""
    one = await set_up(house, parts)
    await one.bring_bot()
    await one.start()
    return one, await one.press(who, "checklist.show")


def _ticks(one: Conference, who: str, seen: Seen) -> dict[str, bool]:
    return {name: True for name, node in fields(one.client(who), seen).items() if node["type"] == "Input.Toggle"}


async def _arrived(one: Conference, who: str) -> bool:
    return (await one.state()).present(PersonId(who))


@pytest.mark.feature("J2")
async def test_each_item_is_ticked_on_its_own_and_none_beforehand(house: Theatre) -> None:
    one, seen = await _asked(house, "worker")
    typed = one.typed("worker", seen)
    assert set(typed) == set(one.scene.profile.checklist)
    assert not any(typed.values())


async def test_the_items_stand_in_the_order_of_the_borough_s_list(house: Theatre) -> None:
    one, seen = await _asked(house, "worker")
    assert list(one.typed("worker", seen)) == list(one.scene.profile.checklist)


@pytest.mark.feature("J12")
async def test_family_are_asked_in_their_own_words(house: Theatre) -> None:
    one, seen = await _asked(house, "mother", EVERYBODY)
    profile, said = one.scene.profile, str(seen.card)
    assert words.LAY.title in said
    assert all(text in said for text in profile.family_checklist.values())
    assert not [text for text in profile.checklist.values() if text in said]


@pytest.mark.feature("J2")
async def test_what_is_not_ticked_is_said_beside_it_and_the_other_ticks_stay(house: Theatre) -> None:
    one, seen = await _asked(house, "worker")
    ticks = _ticks(one, "worker", seen) | {"headphones": False, "muted": False}
    answer = await one.press("worker", "checklist.acknowledge", ticks)
    said, kept = one.said("worker", answer), one.typed("worker", answer)
    assert "There are 2 things to put right." in said
    assert said.count("Error: This is not ticked yet.") == 2
    assert {name for name, value in kept.items() if value == "true"} == {name for name, on in ticks.items() if on}
    assert not await _arrived(one, "worker")


@pytest.mark.feature("J5")
async def test_acknowledging_is_arriving_though_teams_says_nothing_of_who_joins(house: Theatre) -> None:
    house.teams.meetings.join_events = False
    one = await set_up(house)
    await one.gather("worker")
    assert await _arrived(one, "worker")
    assert "Here (1): Worker Fictional" in one.said("chair", await one.console())


async def test_nothing_waits_for_a_start_that_teams_never_tells(house: Theatre) -> None:
    """From the hour on the list is there, whether or not anybody said that the meeting began."""
    house.teams.meetings.start_and_end_events = house.teams.meetings.join_events = False
    one = await set_up(house, starts=timedelta(minutes=5))
    await one.bring_bot()
    assert not one.sees("worker", "checklist.show")
    await one.stage.at(one.scene.about.start)
    await one.arrive("worker")
    assert await _arrived(one, "worker")


async def test_a_second_press_is_told_that_it_is_already_recorded(house: Theatre) -> None:
    one, seen = await _asked(house, "worker")
    await one.press("worker", "checklist.acknowledge", _ticks(one, "worker", seen))
    before = (await one.state()).version
    again = await one.client("worker").press_again()
    assert "Already recorded" in one.said("worker", again)
    assert (await one.state()).attendance_of(PersonId("worker")).answers == 1
    await one.settled()
    assert (await one.state()).version - before <= 4  # what was sent of it, and nothing said twice


@pytest.mark.feature("J3")
async def test_who_cannot_do_it_is_shown_to_the_chair_who_may_let_them_take_part(house: Theatre) -> None:
    one, _ = await _asked(house, "school")
    await one.arrive("worker", "health")
    await one.press("school", "checklist.decline_form")
    empty = await one.press("school", "checklist.decline", {"reason": " "})
    assert "Error: This is still empty." in one.said("school", empty)
    await one.press("school", "checklist.decline", {"reason": f"{CANARY} a colleague sits beside me."})
    await one.settled()
    assert f"{CANARY} a colleague sits beside me." in one.said("chair", await one.console())
    await one.open_round()
    refused = await one.open("school", "post-it", "post_it.show")
    assert "Please do the confidentiality checklist first" in one.said("school", refused)

    await one.press("chair", "console.override", about="")
    without = await one.press("chair", "checklist.override", {"person": "school"})
    assert "Error: This is still empty." in one.said("chair", without)
    await one.press("chair", "checklist.override", {"person": "school", "reason": f"{CANARY} she has moved."})
    await one.settled()
    assert await _arrived(one, "school")
    await one.hand_in("school")
    assert not one.leaked()


async def test_who_said_they_cannot_may_still_tick_every_line(house: Theatre) -> None:
    one, _ = await _asked(house, "worker")
    await one.press("worker", "checklist.decline_form")
    declined = await one.press("worker", "checklist.decline", {"reason": "The door does not close."})
    assert "The chair knows that you cannot do this" in one.said("worker", declined)
    done = await one.press("worker", "checklist.acknowledge", _ticks(one, "worker", declined))
    assert "Your checklist is done" in one.said("worker", done)
    assert await _arrived(one, "worker")


@pytest.mark.parametrize(("minutes", "again"), [(4, False), (5, False), (6, True)])
async def test_it_is_asked_again_after_more_than_five_minutes_away(house: Theatre, minutes: int, again: bool) -> None:
    one = await set_up(house)
    await one.gather("worker")
    await one.leave("worker")
    left = (await one.state()).attendance_of(PersonId("worker")).left_at
    assert left is not None
    await one.stage.at(left + timedelta(minutes=minutes))
    await house.teams.meetings.join(one.chat, one.person("worker"))
    await one.settled()
    seen = await one.open("worker", "checklist", "checklist.show")
    assert (words.PROFESSIONAL.again in one.said("worker", seen)) is again
    assert await _arrived(one, "worker") is not again


@pytest.mark.feature("J9")
async def test_whoever_comes_back_does_the_list_before_their_post_it(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather()
    await one.open_round()
    assert one.sees("school", "post_it.hand_in")
    await one.leave("school")
    await one.stage.at(house.stage.now + timedelta(minutes=7))
    await house.teams.meetings.join(one.chat, one.person("school"))
    await one.settled()
    refused = await one.hand_in("school")
    assert "Please do the confidentiality checklist first" in one.said("school", refused)
    post_it = await one.press("school", "checklist.acknowledge", _ticks(one, "school", refused))
    assert "Your post-it" in one.said("school", post_it)


async def test_a_promise_made_at_breakfast_does_not_hold(house: Theatre) -> None:
    one = await set_up(house, starts=timedelta(hours=1))
    await one.bring_bot()
    seen = await one.open("worker", "checklist", "checklist.show")
    answer = await one.press("worker", "checklist.acknowledge", _ticks(one, "worker", seen))
    assert "The meeting has not started yet" in one.said("worker", answer)
    assert not await _arrived(one, "worker")


async def test_the_message_shows_where_things_stand_and_the_list_only_to_whom_it_was_sent(house: Theatre) -> None:
    one = await set_up(house)
    await one.gather("worker")
    lines = [str(version.activity) for version in one.privately("worker")[0].versions]
    assert "Please do your checklist before you take part." in lines[0]
    assert "Your checklist is done." in lines[-1]
    assert not one.leaked()


@pytest.mark.feature("J4")
async def test_somebody_invited_by_address_is_known_by_the_account_that_teams_says_has_it(house: Theatre) -> None:
    one = await set_up(house, (*SMALL, ADDRESSED))
    await one.bring_bot()
    await one.start()
    assert not one.privately("mother")
    await house.teams.meetings.join(one.chat, one.person("mother"))
    await one.settled()
    Client(house.teams, one.person("mother"))
    seen = await one.press("mother", "next.show")
    await one.press("mother", "checklist.acknowledge", _ticks(one, "mother", seen))
    await one.settled()
    assert await _arrived(one, "mother")
    key = f"{one.person('mother').tenant}:{one.person('mother').oid}"
    assert (await one.state()).bound[key] == "mother"
    assert not (await one.state()).strangers
