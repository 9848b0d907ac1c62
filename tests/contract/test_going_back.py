"""A server without the newest entries takes over: what was never confirmed may be gone; what was confirmed may not."""

import pytest

from bot.adapters.durability import Durability
from bot.adapters.entries import TamperedError
from bot.adapters.store import ValkeyEventLog
from bot.domain.ids import OpId, PersonId
from bot.usecases.conferences import Conferences
from bot.usecases.ports import Appended, RewoundError
from tests.fakes.builders import Play
from tests.stores import CID, Stored, joined, wish

NOBODY_HOLDS_IT = Durability("replicas", 9, patience_ms=10)


async def _kept(store: Stored) -> dict[str, bytes]:
    return {kind: await store.client.dump(store.key(kind)) or b"" for kind in ("ev", "head", "op")}


async def _goes_back(store: Stored, kept: dict[str, bytes]) -> None:
    for kind, held in kept.items():
        await store.client.restore(store.key(kind), 0, held, replace=True)


async def _in_doubt(store: Stored) -> tuple[ValkeyEventLog, dict[str, bytes]]:
    """One entry confirmed, kept by whoever takes over; and one that is not."""
    await store.log.append(wish(0, op="first"))
    log = store.another_log(NOBODY_HOLDS_IT)
    await log.read(CID)
    kept = await _kept(store)
    assert await log.append(wish(1, joined("p2"), op="second")) == Appended(version=2, durable=False)
    assert not await log.confirm(CID, 2)
    return log, kept


async def test_what_was_never_confirmed_may_be_gone_and_is_read_anew(store: Stored) -> None:
    log, kept = await _in_doubt(store)
    await _goes_back(store, kept)
    with pytest.raises(RewoundError):
        await log.read(CID, after=2)
    assert [line.op for line in await log.read(CID)] == ["first"]
    assert (await log.append(wish(1, op="third"))).version == 2  # type: ignore[union-attr]


async def test_another_entry_may_stand_in_its_place(store: Stored) -> None:
    log, kept = await _in_doubt(store)
    await _goes_back(store, kept)
    await store.another_log().append(wish(1, joined("p3"), op="theirs"))
    with pytest.raises(RewoundError):
        await log.append(wish(2, op="third"))
    assert [line.op for line in await log.read(CID)] == ["first", "theirs"]


async def test_the_fold_starts_again_from_what_is_there(store: Stored) -> None:
    begun = Play().happened[0][0]
    await store.log.append(wish(0, begun))
    log = store.another_log(NOBODY_HOLDS_IT)
    conferences = Conferences(log)
    await conferences.fresh(CID)
    kept = await _kept(store)
    await log.append(wish(1, joined("katya"), op="second"))
    before = await conferences.fresh(CID)
    assert before.state is not None
    assert before.state.attendance_of(PersonId("katya")).joined
    await _goes_back(store, kept)
    after = await conferences.fresh(CID)
    assert after.version == 1
    assert after.state is not None
    assert not after.state.attendance_of(PersonId("katya")).joined
    assert not conferences.has(CID, OpId("second"))


async def test_what_was_confirmed_may_never_be_gone(store: Stored) -> None:
    """The control: the same with an entry that the store had confirmed."""
    log = store.another_log()
    await log.append(wish(0, op="first"))
    kept = await _kept(store)
    assert await log.append(wish(1, joined("p2"), op="second")) == Appended(version=2, durable=True)
    await _goes_back(store, kept)
    with pytest.raises(TamperedError):
        await log.read(CID, after=2)
    with pytest.raises(TamperedError):
        await log.append(wish(2, op="third"))


async def test_not_even_when_something_in_doubt_is_gone_with_it(store: Stored) -> None:
    log = store.another_log()
    await log.append(wish(0, op="first"))
    log._wire._durability, log._sure = NOBODY_HOLDS_IT, False
    assert await log.append(wish(1, op="second")) == Appended(version=2, durable=False)
    for kind in ("ev", "head", "op"):
        await store.client.delete(store.key(kind))
    with pytest.raises(RewoundError):
        await log.read(CID, after=2)
    with pytest.raises(TamperedError):
        await log.read(CID)
