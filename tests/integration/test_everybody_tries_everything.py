"""Every button that there is, pressed by everybody, about everything: nobody sees or changes what is not theirs (promises 9, 32)."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.dialogs.doors import NEXT
from bot.dialogs.flow import CHANGES, SHOWS
from bot.dialogs.office import OFFICE
from bot.domain.conference import Conference as State
from bot.rehearsal.teams import Json, Person
from tests.integration.conference import (
    BARNABY,
    CANARY,
    EVERYBODY,
    MARIGOLD,
    SECRETS,
    Conference,
    data_of,
    set_up,
    view,
    words_of,
)
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

ABOUT = ("", MARIGOLD, BARNABY, "seat_school", "school", "mother", f"{MARIGOLD}/seat_school", "x" * 300)
OTHERS = ("standin", "manager", "admin", "worker", "health", "observer", "mother", "interpreter")
"""Everybody but the chair, and the one who wrote what is looked for."""


async def _case(one: Conference) -> State:
    """All that the record says of the case, leaving out where people can be written to and what was."""
    return replace(await one.state(), version=0, reached={}, sends={})


async def _answers(house: Theatre, one: Conference, who: str, verbs: Iterable[str]) -> str:
    """All that comes back to somebody who presses each of these about each thing there is."""
    presses = [one.made_up(who, verb, about) for verb in verbs for about in ABOUT]
    shown = await asyncio.gather(*(house.bring(press) for press in presses))
    return " ".join(words_of(each.card) + str(each.card) + each.text for each in shown)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def written(standing_house: Theatre) -> Conference:
    """One has handed in and half written a change, and the round is open."""
    one = await set_up(standing_house, EVERYBODY)
    await one.gather()
    await one.open_round()
    await one.hand_in("school", view(3))
    await one.press("school", "post_it.change")
    await one.press("school", "post_it.save", {"marigold.reason": f"{CANARY} on second thoughts."})
    return one


@pytest.mark.feature("V5", "V13", "S-1")
@pytest.mark.parametrize("who", [*OTHERS, "chair"])
async def test_nobody_else_sees_what_was_written_while_the_round_is_open(
    house: Theatre, written: Conference, who: str
) -> None:
    assert CANARY not in await _answers(house, written, who, [*SHOWS, *OFFICE, NEXT])
    assert CANARY not in written.ever_saw(who)


@pytest.mark.feature("S-1")
@pytest.mark.parametrize("who", OTHERS)
async def test_a_change_without_its_mark_is_no_change(house: Theatre, written: Conference, who: str) -> None:
    before = await _case(written)
    signed = [verb for verb, change in CHANGES.items() if change.scope]
    assert CANARY not in await _answers(house, written, who, signed)
    assert await _case(written) == before


@pytest.mark.feature("S-1")
@pytest.mark.parametrize("who", OTHERS)
async def test_what_the_chair_can_press_nobody_else_can(house: Theatre, written: Conference, who: str) -> None:
    before = await _case(written)
    for verb in [verb for verb, change in CHANGES.items() if change.scope == "console"]:
        forms = {"round.close": "console.close_round", "person.mark": "console.mark"}
        card = (await house.bring(written.made_up("chair", forms.get(verb, "console.show")))).card
        press = written.made_up("chair", verb, **_marks(card, "console"))
        data_of(press)["reason"] = "I say so."
        await house.bring(written.as_if_by(who, press))
    assert await _case(written) == before


@pytest.mark.feature("S-1", "M1")
@pytest.mark.parametrize("who", ["standin", "worker", "health", "observer", "mother", "interpreter"])
async def test_what_whoever_arranges_can_press_nobody_else_can(house: Theatre, who: str) -> None:
    one = await set_up(house, EVERYBODY, starts=timedelta(days=20))
    before = await _case(one)
    card = (await house.bring(one.made_up("admin", "sheet.household"))).card
    marks = _marks(card, "sheet/")
    assert marks
    for verb in [verb for verb, change in CHANGES.items() if change.scope == "sheet"]:
        press = one.made_up("admin", verb, **marks)
        data_of(press).update({"reason": "I say so.", "nobody": "true", "mode": "virtual"})
        await house.bring(one.as_if_by(who, press))
        assert await _case(one) == before, verb
    await house.bring(one.made_up("admin", "conference.convene", **marks))
    assert await _case(one) != before


def _marks(node: object, scope: str) -> Json:
    """The first signed data of that scope anywhere on a card."""
    if isinstance(node, dict):
        if node.get("s") == scope:
            return dict(node)
        node = list(node.values())
    if isinstance(node, list):
        return next((found for each in node if (found := _marks(each, scope))), {})
    return {}


@pytest.mark.feature("S-1", "J13")
@pytest.mark.parametrize("who", ["their chair", "nobody"])
async def test_people_of_another_conference_are_strangers_here(house: Theatre, written: Conference, who: str) -> None:
    other = await set_up(house)
    people = written.scene.people.here
    stranger = house.teams.add_person(Person(id=f"prowler-{other.cid}", name="A Prowler"))
    people["outsider"] = other.person("chair") if who == "their chair" else stranger  # type: ignore[index]
    before = (await written.state()).rounds
    found = await _answers(house, written, "outsider", [*SHOWS, *CHANGES, NEXT])
    assert not [secret for secret in SECRETS if secret in found]
    assert written.reference not in found
    assert set(found.split("I do not know this account")[1:])
    assert (await written.state()).rounds == before


@pytest.mark.parametrize(
    "cid", ["", "0" * 16, "../" * 5, "F" * 16, "0123456789abcdeg", None, 7, ["0" * 16], "\x00" * 16], ids=repr
)
async def test_a_conference_that_there_is_not_answers_like_one_that_is_not_yours(
    house: Theatre, written: Conference, cid: object
) -> None:
    press = written.made_up("school", "status.show")
    data_of(press)["c"] = cid
    answer = await house.bring(press)
    assert "I do not know this account" in answer.text
    assert answer.card is None


@pytest.mark.parametrize("verb", ["", "no.such", "post_it", "post_it.hand_in ", "__class__", "x" * 5000])
async def test_a_button_that_there_is_not_says_so(house: Theatre, written: Conference, verb: str) -> None:
    answer = await house.bring(written.made_up("school", verb))
    assert answer.card is None
    if verb:
        assert "I do not know that button" in answer.text


@pytest.mark.parametrize(
    "data",
    [
        {"marigold.scale": 7},
        {"marigold.scale": ["7"]},
        {"marigold.scale": {"id": "7"}},
        {"marigold.scale": "10.5"},
        {"marigold.scale": "11"},
        {"marigold.scale": "-1"},
        {"marigold.scale": "\N{ARABIC-INDIC DIGIT SEVEN}"},
        {"marigold.recommendation": "plan"},
        {"marigold.reason": "x" * 20_000},
        {"marigold.reason": "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace")},
        {"marigold.cannot": True},
        {"of": {"a": 1}},
    ],
    ids=lambda data: str(data)[:40],
)
async def test_nonsense_in_a_field_is_a_fault_beside_it_and_never_a_failure(
    house: Theatre, written: Conference, data: dict[str, object]
) -> None:
    card = (await house.bring(written.made_up("health", "post_it.show"))).card
    answer = await house.bring(
        written.made_up("health", "post_it.hand_in", **_marks(card, "post_it/seat_health") | data)
    )
    assert "put right" in words_of(answer.card)
    state = await written.state()
    assert state.round is not None
    assert list(state.round.post_its) == ["seat_school"]
