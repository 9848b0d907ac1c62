"""Two workers never perform one conference at once, on any store; and what a dead one held is somebody else's in a while."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.leases import Leases
from bot.domain.ids import ConferenceId
from tests.stores import CID, NOON, Stored, wish

MANY = [ConferenceId(f"conference-{number}") for number in range(150)]
FAR = datetime(2041, 1, 1, tzinfo=UTC)


@pytest.fixture
def leases(store: Stored) -> Leases:
    return Leases(store.server, store.opened.keyspace)


def brief(store: Stored) -> Leases:
    return Leases(store.server, store.opened.keyspace, seconds=0.05)


async def test_only_what_is_due_is_claimed_with_where_its_log_stands(store: Stored, leases: Leases) -> None:
    await store.log.append(wish(0, due=NOON))
    assert await leases.claim(NOON - timedelta(milliseconds=1), 10) == ()
    (lease,) = await leases.claim(NOON, 10)
    assert (lease.cid, lease.version) == (CID, 1)


async def test_what_is_held_is_nobody_elses_whichever_way_they_ask(store: Stored, leases: Leases) -> None:
    await store.agenda.put(CID, NOON)
    (lease,) = await leases.claim(NOON, 10)
    assert await leases.claim(FAR, 10) == ()
    assert await leases.send_for(FAR, 10) == ()
    assert await leases.take(CID) is None
    await leases.release(lease)
    again = await leases.take(CID)
    assert again is not None
    assert again.fence > lease.fence


async def test_one_is_sent_for_once_and_heard(store: Stored, leases: Leases) -> None:
    await store.agenda.put(CID, NOON)
    (wanted,) = await leases.send_for(NOON, 10)
    assert (wanted.cid, wanted.due) == (CID, round(NOON.timestamp() * 1000))
    assert await leases.send_for(NOON, 10) == ()
    lease = await leases.take(CID)
    assert lease is not None
    await leases.release(lease)
    assert len(await leases.send_for(NOON, 10)) == 1


async def test_a_dead_holders_conference_is_claimed_by_the_stores_clock_and_no_other(store: Stored) -> None:
    await store.agenda.put(CID, NOON)
    (dead,) = await brief(store).claim(NOON, 10)
    assert await brief(store).claim(FAR, 10) == ()
    await asyncio.sleep(0.08)
    (holder,) = await Leases(store.server, store.opened.keyspace).claim(NOON, 10)
    assert await brief(store).renew([dead]) == {CID}
    assert await brief(store).finish(dead, None, 0), "there is nothing for it to do"
    assert await store.agenda.next_due() == NOON, "and nothing that it may say"
    assert await brief(store).renew([holder]) == frozenset()


async def test_whoever_renews_keeps_it(store: Stored) -> None:
    await store.agenda.put(CID, NOON)
    short = Leases(store.server, store.opened.keyspace, seconds=0.5)
    (lease,) = await short.claim(NOON, 10)
    for _ in range(4):
        await asyncio.sleep(0.2)
        assert await short.renew([lease]) == frozenset()
    assert await short.claim(NOON, 10) == ()
    assert await short.held() == 1


async def test_what_was_worked_out_from_an_older_log_is_not_said(store: Stored, leases: Leases) -> None:
    await store.log.append(wish(0, due=NOON))
    (lease,) = await leases.claim(NOON, 10)
    await store.log.append(wish(1, due=NOON))
    assert not await leases.finish(lease, None, 1)
    assert await leases.take(CID) is None, "and it is still held: there is more to look at"
    assert await leases.finish(lease, NOON + timedelta(hours=1), 2)
    assert await store.agenda.next_due() == NOON + timedelta(hours=1)
    assert await leases.held() == 0


async def test_any_number_share_without_overlap(store: Stored, leases: Leases) -> None:
    for cid in MANY:
        await store.agenda.put(cid, NOON)
    shares = await asyncio.gather(*(Leases(store.server, store.opened.keyspace).claim(NOON, 40) for _ in range(10)))
    claims = [lease for share in shares for lease in share]
    assert sorted(lease.cid for lease in claims) == sorted(MANY)
    taken = await asyncio.gather(*(leases.take(cid) for cid in MANY))
    assert set(taken) == {None}


async def test_no_more_than_asked_for(store: Stored, leases: Leases) -> None:
    for cid in MANY:
        await store.agenda.put(cid, NOON)
    found: list[ConferenceId] = []
    while share := await leases.send_for(NOON, 40):
        assert len(share) <= 40
        found += (one.cid for one in share)
    assert sorted(found) == sorted(MANY)
