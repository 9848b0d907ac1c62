"""One reminder a day for each person, whoever keeps count of it: in memory, and on real servers of every kind."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.adapters import daily as module
from bot.adapters.daily import ValkeyDaily
from bot.domain.ids import ConferenceId
from bot.usecases.once_a_day import Daily, Turn
from tests.fakes.daily import Days
from tests.stores import Stored, emptied, open_at

pytestmark = pytest.mark.feature("B11")

ONE, TWO, THREE = ConferenceId("c1"), ConferenceId("c2"), ConferenceId("c3")
MONDAY = date(2026, 11, 30)
TUESDAY = MONDAY + timedelta(days=1)
CORA = frozenset({"tenant-1:oid-cora", "cora@school.example"})
BY_ADDRESS = frozenset({"cora@school.example"})
BY_ACCOUNT = frozenset({"tenant-1:oid-cora"})
BEN = frozenset({"tenant-1:oid-ben"})


@pytest.fixture(params=["memory", "embedded", "redis", "valkey", "sentinel", "cluster"])
async def daily(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Daily]:
    if request.param == "memory":
        yield Days()
        return
    address = str(request.getfixturevalue({"valkey": "valkey_"}.get(request.param, request.param)))
    await emptied(address)
    opened = await open_at(address, tmp_path)
    yield ValkeyDaily(opened.server, opened.opened.keys)
    await opened.aclose()


async def sent(daily: Daily, names: frozenset[str], day: date, cid: ConferenceId) -> Turn:
    turn = await daily.claim(names, day, cid)
    if turn is Turn.OURS:
        await daily.settle(names, day, cid, sent=True)
    return turn


async def test_the_first_conference_of_the_day_has_the_turn_and_the_others_know(daily: Daily) -> None:
    assert await sent(daily, CORA, MONDAY, ONE) is Turn.OURS
    assert await daily.claim(CORA, MONDAY, TWO) is Turn.ELSEWHERE
    assert await daily.claim(CORA, MONDAY, THREE) is Turn.ELSEWHERE


async def test_each_person_and_each_day_has_one_of_its_own(daily: Daily) -> None:
    assert await sent(daily, CORA, MONDAY, ONE) is Turn.OURS
    assert await sent(daily, BEN, MONDAY, TWO) is Turn.OURS
    assert await sent(daily, CORA, TUESDAY, TWO) is Turn.OURS


@pytest.mark.parametrize(
    ("first", "then"), [(CORA, BY_ADDRESS), (BY_ADDRESS, CORA), (CORA, BY_ACCOUNT), (BY_ACCOUNT, CORA)]
)
async def test_whoever_is_known_by_more_than_one_name_is_one_person(
    daily: Daily, first: frozenset[str], then: frozenset[str]
) -> None:
    await sent(daily, first, MONDAY, ONE)
    assert await daily.claim(then, MONDAY, TWO) is Turn.ELSEWHERE


async def test_while_one_is_on_its_way_the_others_wait(daily: Daily) -> None:
    assert await daily.claim(CORA, MONDAY, ONE) is Turn.OURS
    assert await daily.claim(CORA, MONDAY, TWO) is Turn.WAIT
    await daily.settle(CORA, MONDAY, ONE, sent=True)
    assert await daily.claim(CORA, MONDAY, TWO) is Turn.ELSEWHERE


async def test_what_did_not_go_leaves_the_turn_to_anybody(daily: Daily) -> None:
    await daily.claim(CORA, MONDAY, ONE)
    await daily.settle(CORA, MONDAY, ONE, sent=False)
    assert await sent(daily, CORA, MONDAY, TWO) is Turn.OURS
    assert await daily.claim(CORA, MONDAY, ONE) is Turn.ELSEWHERE


async def test_giving_a_turn_back_takes_nobody_elses(daily: Daily) -> None:
    await sent(daily, CORA, MONDAY, ONE)
    await daily.settle(CORA, MONDAY, TWO, sent=False)
    await daily.settle(CORA, MONDAY, ONE, sent=False)
    assert await daily.claim(CORA, MONDAY, TWO) is Turn.ELSEWHERE


async def test_whoever_died_between_sending_and_recording_may_send_again_and_others_still_may_not(daily: Daily) -> None:
    """One more at most, as with every message."""
    await sent(daily, CORA, MONDAY, ONE)
    assert await daily.claim(CORA, MONDAY, ONE) is Turn.OURS
    assert await daily.claim(CORA, MONDAY, TWO) is Turn.ELSEWHERE, "trying again did not open it to others"


async def test_of_many_at_once_one_has_it(daily: Daily) -> None:
    cids = [ConferenceId(f"c{number}") for number in range(40)]
    turns = await asyncio.gather(*(daily.claim(CORA, MONDAY, cid) for cid in cids))
    assert sorted(turns) == [Turn.OURS, *[Turn.WAIT] * 39]


# --------------------------------------------------------------------------------------------- what only a store has to keep to


async def test_another_process_knows_it(store: Stored) -> None:
    here, there = (ValkeyDaily(store.server, store.opened.keys) for _ in range(2))
    await sent(here, CORA, MONDAY, ONE)
    assert await there.claim(CORA, MONDAY, TWO) is Turn.ELSEWHERE


async def test_a_turn_whose_holder_died_ends(store: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELD", 50)
    daily = ValkeyDaily(store.server, store.opened.keys)
    assert await daily.claim(CORA, MONDAY, ONE) is Turn.OURS
    assert await daily.claim(CORA, MONDAY, TWO) is Turn.WAIT
    await asyncio.sleep(0.1)
    assert await sent(daily, CORA, MONDAY, TWO) is Turn.OURS
    assert await daily.claim(CORA, MONDAY, ONE) is Turn.ELSEWHERE, "whoever comes back late finds it gone"


async def test_nothing_is_kept_by_a_name_nor_for_ever(store: Stored) -> None:
    daily = ValkeyDaily(store.server, store.opened.keys)
    await daily.claim(CORA, MONDAY, ONE)
    await sent(daily, BEN, MONDAY, ONE)
    found = [key async for key in store.client.scan_iter(match="{cpc}:daily:*")]
    assert len(found) == 3
    for key in found:
        assert b"cora" not in key
        assert b"oid" not in key
        assert 0 < await store.client.pttl(key) <= module.KEPT
