"""The board, typed and pressed in Teams: whose conferences are on it, and what of them is not (M5, V5, S-3)."""

import asyncio
import csv
from datetime import timedelta
from pathlib import Path

import pytest

from bot.letters.board_csv import guarded
from bot.rehearsal.teams.drawing import Drawn
from bot.words import board as words
from tests.integration.conference import CANARY, EVERYBODY, SECRETS, SMALL, Conference, set_up, view, words_of
from tests.integration.theatre import Theatre, theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def board(one: Conference, who: str, of: str = "") -> str:
    """What they read on it."""
    answer = await one.house.bring(one.made_up(who, "board.show", of, c=""))
    return words_of(answer.card) + answer.text


@pytest.mark.feature("M5")
async def test_it_is_opened_by_typing_and_leads_to_each_conference(house: Theatre) -> None:
    one = await set_up(house, EVERYBODY)
    await one.settled()
    seen = await one.open("admin", "board", "board.show")
    said = one.said("admin", seen)
    assert "This week: Mon 8 Mar 2027 to Fri 12 Mar 2027" in said
    assert one.reference in said
    assert "Nobody has been invited yet." in said
    assert f"Open {one.reference}" in one.client("admin").buttons(seen)
    assert "Next week" in one.client("admin").buttons(seen)
    assert not one.leaked()


@pytest.mark.parametrize("who", ["chair", "manager", "admin"])
async def test_whoever_arranges_it_has_it_on_their_board(house: Theatre, who: str) -> None:
    one = await set_up(house, EVERYBODY)
    assert one.reference in await board(one, who)


@pytest.mark.feature("S-1")
@pytest.mark.parametrize("who", ["standin", "worker", "school", "observer", "mother", "interpreter"])
async def test_nobody_else_has(house: Theatre, who: str) -> None:
    one = await set_up(house, EVERYBODY)
    said = await board(one, who)
    assert "You look after no conference in this week." in said
    assert one.reference not in said


@pytest.mark.feature("M1", "M5")
async def test_the_councils_administrators_have_all_of_it_and_open_their_own(tmp_path: Path) -> None:
    async with theatre(tmp_path) as house:
        one = await set_up(house)
        other = await set_up(house, same={"school": one.person("school")})
        await house.stop_bot()
        await house.start_bot(administrators=(one.person("school").oid, one.person("admin").oid))
        for who, opens in (("admin", {one.reference}), ("school", set[str]())):
            answer = await house.bring(one.made_up(who, "board.show", c=""))
            assert answer.card is not None
            assert {one.reference, other.reference} <= set(words_of(answer.card).replace(".", "").split())
            titles = {each.title for each in Drawn(answer.card).buttons}
            assert {title.removeprefix("Open ") for title in titles if title.startswith("Open ")} == opens
            _, (_, *rows) = await table(one, who)
            assert {row[0] for row in rows} == {one.reference, other.reference}
        assert one.reference not in await board(one, "worker")


@pytest.mark.feature("V5", "S-3")
async def test_nothing_that_anybody_wrote_is_on_it(house: Theatre) -> None:
    one = await set_up(house, EVERYBODY)
    await one.gather()
    await one.open_round()
    await one.hand_in("school", view(3))
    for who in ("chair", "manager", "admin"):
        said = await board(one, who)
        assert "Under way" in said
        assert not [secret for secret in (CANARY, *SECRETS) if secret in said]


@pytest.mark.feature("M5")
async def test_each_week_has_its_own_and_what_is_no_week_is_this_one(house: Theatre) -> None:
    one = await set_up(house)
    same = {"admin": one.person("admin")}
    later = await set_up(house, same=same, starts=timedelta(days=7))
    far = await set_up(house, same=same, starts=timedelta(days=70))
    for of in ("", "0", "9", "-1", "x", "1x", "²", "0#99", "[]"):
        assert one.reference in await board(one, "admin", of)
    said = await board(one, "admin", "1")
    assert later.reference in said
    assert one.reference not in said
    for week in range(9):
        assert far.reference not in await board(one, "admin", str(week))


@pytest.mark.feature("M5")
async def test_forty_conferences_are_found_among_all_that_there_are_and_fit(house: Theatre) -> None:
    one = await set_up(house)
    same = {"admin": one.person("admin")}
    more = [await set_up(house, SMALL[:5], same=same, starts=timedelta(hours=hour / 2)) for hour in range(39)]
    first = await board(one, "admin")
    assert "40 conferences." in first
    pages = await asyncio.gather(*(board(one, "admin", f"0#{page}") for page in range(1, 5)))
    for each in (one, *more):
        assert each.reference in " ".join(pages)


async def table(one: Conference, who: str, of: str = "") -> tuple[str, list[list[str]]]:
    """All of what they read on it, and the lines of it that are the file's."""
    answer = await one.house.bring(one.made_up(who, "board.table", of, c=""))
    assert answer.card is not None
    runs = ["".join(run["text"] for run in each["inlines"]) for each in answer.card["body"] if "inlines" in each]
    return words_of(answer.card) + answer.text, list(csv.reader(runs))


@pytest.mark.feature("M5", "S-1")
async def test_it_is_had_as_a_table_by_whoever_has_it_on_their_board_and_nothing_more(house: Theatre) -> None:
    one = await set_up(house, EVERYBODY)
    await one.gather()
    await one.open_round()
    await one.hand_in("school", view(3))
    seen = await one.open("admin", "board", "board.show")
    assert words.TABLE in one.client("admin").buttons(seen)
    for who in ("chair", "manager", "admin"):
        said, (head, *rows) = await table(one, who)
        assert tuple(head) == words.COLUMNS
        assert [row[0] for row in rows] == [one.reference]
        assert all(guarded(cell) == cell for row in rows for cell in row)
        assert not [secret for secret in (CANARY, *SECRETS) if secret in said]
        assert "olice" not in said
    for who in ("standin", "worker", "school", "observer", "mother", "interpreter"):
        said, (_, *rows) = await table(one, who)
        assert not rows
        assert one.reference not in said
