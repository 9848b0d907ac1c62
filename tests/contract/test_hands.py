"""What a lease that was given back says of the next one: nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.adapters.hands import Hands
from bot.adapters.leases import Lease, Leases
from bot.domain.ids import ConferenceId
from tests.stores import CID, NOON, Stored


@dataclass
class Rest:
    due: datetime | None
    version: int


class LateAnswer(Leases):
    """The store's answer to a renewal is under way while the lease is given back, and another one taken."""

    asked: asyncio.Event
    answer: asyncio.Event

    async def renew(self, leases: Sequence[Lease]) -> frozenset[ConferenceId]:
        if not leases or self.asked.is_set():
            return await super().renew(leases)
        self.asked.set()
        await self.answer.wait()
        return await super().renew(leases)


async def test_a_lease_given_back_while_it_was_renewed_is_not_taken_for_a_lost_one(store: Stored) -> None:
    leases = LateAnswer(store.server, store.opened.keyspace, seconds=0.3)
    leases.asked, leases.answer = asyncio.Event(), asyncio.Event()
    gates = [asyncio.Event(), asyncio.Event()]
    begun = iter(gates)

    async def perform(cid: ConferenceId, version: int | None = None) -> Rest:
        await next(begun).wait()
        return Rest(None, 0)

    hands = Hands(leases, perform, ())
    await store.agenda.put(CID, NOON)
    (first,) = await leases.claim(NOON, 10)
    done = hands.take_on(first)
    await leases.asked.wait()
    gates[0].set()
    await done
    await store.agenda.put(CID, NOON)
    (second,) = await leases.claim(NOON, 10)
    working = hands.take_on(second)
    leases.answer.set()
    await asyncio.sleep(0.05)
    assert not working.done(), "nobody has taken the second one away"
    gates[1].set()
    await working
    assert not working.cancelled()
    await hands.stop()
