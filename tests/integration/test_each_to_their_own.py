"""Two conferences side by side, with everything signed in one tried in the other; a twin in another directory; and sixty people
who refresh every card there is: nobody sees or changes what is not theirs (promises 9, 32).
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.dialogs.doors import NEXT
from bot.dialogs.flow import CHANGES, SHOWS
from bot.domain.conference import Conference as State
from bot.rehearsal.teams import Json, Kind, Person
from tests.integration.conference import (
    CANARY,
    EVERYBODY,
    SECRETS,
    SMALL,
    Conference,
    Part,
    data_of,
    set_up,
    view,
    words_of,
)
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

VERBS = (*SHOWS, *CHANGES, NEXT)
CROWD = [Part(who=f"observer{number}", seat=f"agency_{number}") for number in range(60)]


async def _case(one: Conference) -> State:
    """All that the record says of the case, leaving out where people can be written to, what was, and who tried to get in:
    the chair is told of each, which is meant.
    """
    return replace(await one.state(), version=0, reached={}, sends={}, strangers={})


def _signed(node: object) -> Iterator[Json]:
    """All data on a card that bears a mark."""
    if isinstance(node, dict):
        if node.get("n") and node.get("s"):
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _signed(each)


async def _marks(house: Theatre, one: Conference, who: str) -> list[Json]:
    """Every mark that this person's cards bear, one for each scope."""
    found: dict[str, Json] = {}
    for verb in (*SHOWS, NEXT):
        for about in ("", "marigold", f"seat_{who}"):
            for data in _signed((await house.bring(one.made_up(who, verb, about))).card):
                found.setdefault(data["s"], dict(data))
    return list(found.values())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def two(standing_house: Theatre) -> tuple[Conference, Conference]:
    """One with a round open in which a post-it was handed in; one quite like it with other people."""
    made = []
    for _ in range(2):
        one = await set_up(standing_house, EVERYBODY)
        await one.gather()
        await one.open_round()
        await one.hand_in("school", view(3))
        made.append(one)
    return made[0], made[1]


def _ids(one: Conference) -> Iterable[str]:
    return ("", "marigold", "seat_school", "school", "marigold/seat_school", one.cid, one.reference)


@pytest.mark.feature("S-1")
@pytest.mark.parametrize("who", ["chair", "school", "admin", "mother"])
async def test_every_verb_about_every_id_of_another_conference_is_a_strangers(
    house: Theatre, two: tuple[Conference, Conference], who: str
) -> None:
    """Whoever belongs to one, the chair too, and whatever they name of the other."""
    mine, theirs = two
    before = await _case(theirs)
    presses = []
    for verb in VERBS:
        for about in _ids(theirs):
            press = mine.made_up(who, verb, about)
            data_of(press)["c"] = theirs.cid
            presses.append(press)
    for answer in await asyncio.gather(*(house.bring(press) for press in presses)):
        assert answer.card is None
        assert not [secret for secret in SECRETS if secret in answer.text]
    assert await _case(theirs) == before


@pytest.mark.feature("S-1")
@pytest.mark.parametrize("who", ["chair", "school", "worker"])
async def test_a_mark_made_for_one_conference_is_none_in_another(
    house: Theatre, two: tuple[Conference, Conference], who: str
) -> None:
    """Signed in mine and sent to theirs, by me and by its own people; and theirs, out of my hands, in mine."""
    mine, theirs = two
    marks = await _marks(house, mine, who)
    assert len(marks) >= 1
    before = await _case(mine), await _case(theirs)
    for verb in [verb for verb, change in CHANGES.items() if change.scope]:
        for mark in marks:
            for press in (
                mine.made_up(who, verb, **(mark | {"c": theirs.cid})),
                theirs.made_up(who, verb, **(mark | {"c": theirs.cid})),
                theirs.made_up(who, verb, **mark),
            ):
                data_of(press).update({"reason": "x", "marigold.scale": "9", "marigold.reason": "x", "outcome": "plan"})
                answer = await house.bring(press)
                assert "Recorded" not in answer.text
    assert (await _case(mine), await _case(theirs)) == before


@pytest.mark.feature("S-1")
@pytest.mark.parametrize("who", ["chair", "school"])
async def test_a_twin_in_another_directory_is_somebody_else(
    house: Theatre, two: tuple[Conference, Conference], who: str
) -> None:
    """The same object id, name and address, vouched for by another organisation."""
    mine, _ = two
    real = mine.person(who)
    twin = house.teams.add_person(
        Person(
            id=f"twin-of-{real.id}",
            name=real.name,
            kind=Kind.OTHER_TENANT,
            tenant="99999999-9999-4999-8999-999999999999",
            oid=real.oid,
        )
    )
    await house.teams.meetings.join(mine.chat, twin)
    mine.scene.people.here["twin"] = twin  # type: ignore[index]
    before = await _case(mine)
    marks = [{}, *await _marks(house, mine, who)]
    for verb in VERBS:
        for mark in marks:
            answer = await house.bring(mine.made_up("twin", verb, "marigold", **mark))
            found = words_of(answer.card) + answer.text
            assert not [secret for secret in SECRETS if secret in found]
    assert await _case(mine) == before


@pytest.mark.feature("S-1", "V13")
async def test_sixty_people_refresh_every_card_and_see_nobody_elses_post_it(house: Theatre) -> None:
    """Teams asks for everybody when a card is shown; and one card is forwarded to all of them."""
    one = await set_up(house, (*SMALL, *CROWD))
    await one.gather("chair", "worker", "school", "health", "observer0")
    await one.open_round()
    await one.hand_in("school", view(3))
    handed_in = one.sent("school", "post_it.hand_in")
    presses = []
    for number, part in enumerate(CROWD):
        for verb in (*SHOWS, NEXT) if number < 6 else ("post_it.show", NEXT):
            press = one.made_up(part.who, verb, "seat_school")
            press["value"]["trigger"] = "automatic"
            presses.append(press)
        presses.append(one.as_if_by(part.who, handed_in))
    before = await _case(one)
    answers = await asyncio.gather(*(house.bring(press) for press in presses))
    assert len(answers) == len(presses)
    for answer in answers:
        assert CANARY not in str(answer.card) + answer.text
    after = await _case(one)
    assert after.rounds == before.rounds
    for part in CROWD:
        assert CANARY not in one.ever_saw(part.who)


async def test_the_one_who_wrote_it_does_see_it(house: Theatre, two: tuple[Conference, Conference]) -> None:
    """The control: what is looked for is there to be seen, by them."""
    mine, _ = two
    shown: list[Any] = [(await house.bring(mine.made_up("school", verb))).card for verb in SHOWS]
    assert CANARY in str(shown)
