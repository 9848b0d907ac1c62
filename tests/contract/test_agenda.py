"""What every agenda keeps to, tried on real servers of every kind."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.agenda import ValkeyAgenda, due_ms
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Agenda, Claim
from tests.stores import CID, NOON, Stored, wish

LONG = 60.0
MANY = [ConferenceId(f"conference-{number}") for number in range(250)]


@pytest.fixture
def agenda(store: Stored) -> Agenda:
    return store.agenda


async def test_only_what_is_due_is_claimed(agenda: Agenda) -> None:
    await agenda.put(CID, NOON)
    assert await agenda.claim(NOON - timedelta(milliseconds=1), LONG, 10) == ()
    (claim,) = await agenda.claim(NOON, LONG, 10)
    assert claim.cid == CID


async def test_what_is_held_is_not_claimed_again_until_given_back(agenda: Agenda) -> None:
    await agenda.put(CID, NOON)
    (first,) = await agenda.claim(NOON, LONG, 10)
    assert await agenda.claim(NOON + timedelta(days=1), LONG, 10) == ()
    await agenda.release(first)
    (second,) = await agenda.claim(NOON, LONG, 10)
    assert second.fence > first.fence


async def test_a_holder_who_died_is_followed_and_cannot_let_go_for_the_next(agenda: Agenda) -> None:
    await agenda.put(CID, NOON)
    (late,) = await agenda.claim(NOON, 0.03, 10)
    await asyncio.sleep(0.05)
    (holder,) = await agenda.claim(NOON, LONG, 10)
    assert holder.fence > late.fence
    await agenda.release(late)
    assert await agenda.claim(NOON, LONG, 10) == ()


async def test_our_clock_may_be_anywhere_and_leases_still_run_on_the_stores(agenda: Agenda) -> None:
    far = datetime(2041, 1, 1, tzinfo=UTC)
    await agenda.put(CID, far)
    assert await agenda.claim(far - timedelta(days=1), 0.03, 10) == ()
    assert len(await agenda.claim(far, 0.03, 10)) == 1
    assert await agenda.claim(far + timedelta(days=9), 0.03, 10) == ()
    await asyncio.sleep(0.05)
    assert len(await agenda.claim(far, 0.03, 10)) == 1


async def test_no_more_than_asked_for_and_the_rest_to_the_next(agenda: Agenda) -> None:
    for number, cid in enumerate(MANY):
        await agenda.put(cid, NOON + timedelta(seconds=number))
    later = NOON + timedelta(hours=1)
    claims: list[Claim] = []
    while found := await agenda.claim(later, LONG, 120):
        assert len(found) <= 120
        claims += found
    assert sorted(claim.cid for claim in claims) == sorted(MANY)


async def test_the_oldest_debt_comes_first(store: Stored) -> None:
    for number, cid in enumerate(MANY[:9]):
        await store.agenda.put(cid, NOON - timedelta(seconds=number))
    claims = await store.agenda.claim(NOON, LONG, 9)
    if len(store.opened.keyspace.partitions) == 1:
        assert [claim.cid for claim in claims] == MANY[8::-1]


async def test_any_number_of_claimants_share_without_overlap(store: Stored) -> None:
    for cid in MANY:
        await store.agenda.put(cid, NOON)
    claimants = [ValkeyAgenda(store.server, store.opened.keyspace) for _ in range(10)]
    shares = await asyncio.gather(*(each.claim(NOON, LONG, 40) for each in claimants))
    claims = [claim for share in shares for claim in share]
    assert sorted(claim.cid for claim in claims) == sorted(MANY)
    fences = {(store.opened.keyspace.of(claim.cid), claim.fence) for claim in claims}
    assert len(fences) == len(MANY)


async def test_an_append_sets_what_is_owed_next(store: Stored) -> None:
    assert await store.agenda.next_due() is None
    await store.log.append(wish(0, due=NOON))
    assert await store.agenda.next_due() == NOON
    await store.log.append(wish(1, due=NOON - timedelta(hours=1)))
    assert await store.agenda.next_due() == NOON - timedelta(hours=1)
    await store.log.append(wish(2))
    assert await store.agenda.next_due() is None


async def test_a_refused_append_leaves_the_agenda_alone(store: Stored) -> None:
    await store.log.append(wish(0, due=NOON, op="press"))
    await store.another_log().append(wish(0))
    await store.another_log().append(wish(1, op="press"))
    assert await store.agenda.next_due() == NOON


async def test_next_due_is_the_first_of_all(agenda: Agenda) -> None:
    for number, cid in enumerate(MANY[:20]):
        await agenda.put(cid, NOON + timedelta(minutes=number))
    assert await agenda.next_due() == NOON
    await agenda.put(MANY[0], None)
    assert await agenda.next_due() == NOON + timedelta(minutes=1)


async def test_what_was_worked_out_from_an_older_log_is_not_put(store: Stored) -> None:
    await store.log.append(wish(0, due=NOON))
    await store.log.append(wish(1, due=NOON + timedelta(hours=1)))
    await store.agenda.put(CID, None, version=1)
    assert await store.agenda.next_due() == NOON + timedelta(hours=1)
    await store.agenda.put(CID, None, version=2)
    assert await store.agenda.next_due() is None


@pytest.mark.parametrize("microseconds", [0, 1, 999, 1000])
async def test_nothing_is_claimed_before_its_microsecond(agenda: Agenda, microseconds: int) -> None:
    due = NOON + timedelta(microseconds=microseconds)
    await agenda.put(CID, due)
    found = await agenda.next_due()
    assert found is not None
    assert due <= found < due + timedelta(milliseconds=1)
    assert bool(await agenda.claim(due, LONG, 1)) is (due == found)
    assert due_ms(due) * 1000 >= microseconds
