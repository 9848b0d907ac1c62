"""What is derived from the logs comes back however it was lost (promise 16), and what nobody does is heard of."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from bot.adapters.alarms import LoudAlarms
from bot.adapters.calendar import LibraryCalendars
from bot.adapters.leases import Leases
from bot.adapters.sweep import Sweep
from bot.domain.duties import next_due
from bot.domain.ids import ConferenceId
from bot.usecases.confirming import Confirming
from bot.usecases.perform_duty import DUTIES_OVERDUE, SUMMARY_LATE
from bot.usecases.ports import EventLog, Recorded, Unmetered
from tests.fakes.builders import ENGLAND, Play
from tests.keeping import WEEK, record
from tests.stores import Stored


class Clock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Counted:
    """EventLog, with the conferences that were read and those that the store will not confirm."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.read_: list[ConferenceId] = []
        self.doubted: set[ConferenceId] = set()

    def __getattr__(self, name: str) -> object:
        return getattr(self._log, name)

    async def read(self, cid: ConferenceId, after: int = 0) -> tuple[Recorded, ...]:
        self.read_.append(cid)
        return await self._log.read(cid, after)

    async def confirm(self, cid: ConferenceId, version: int) -> bool:
        return cid not in self.doubted and await self._log.confirm(cid, version)


def plays() -> dict[str, Play]:
    """At rest, each with something ahead of it; one over and done with, to which nothing is owed."""
    found = {
        "planned": Play().bind().wait(days=-3),
        "gathering": Play().bind().gather(),
        "open": Play().bind().open(),
        "closed": Play().bind().closed(),
        "decided": Play().bind().decided(),
        "ended": Play().bind().decided().wait(minutes=90).end(),
        "done": Play().bind().decided().wait(minutes=90).end().approve(),
    }
    for play in found.values():
        play.perform()
    return found


NOW = max(play.now for play in plays().values())
PLAYS = plays()


class Scene:
    def __init__(self, store: Stored, at: datetime) -> None:
        self.store = store
        self.log = Counted(store.log)
        self.alarms = LoudAlarms(Unmetered())
        self.clock = Clock(at)
        self.seconds = 0.0

    def sweep(self) -> Sweep:
        """As another process would have it: nothing remembered."""
        log: EventLog = self.log  # type: ignore[assignment]  # the rest of it is the real log's
        return Sweep(
            server=self.store.server,
            keyspace=self.store.opened.keyspace,
            log=log,
            agenda=self.store.agenda,
            confirming=Confirming(log=log, alarms=self.alarms, seconds=lambda: self.seconds),
            alarms=self.alarms,
            meter=Unmetered(),
            calendars=LibraryCalendars(),
            clock=self.clock,
            spread=lambda: 0.5,
        )

    async def agenda(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for at in self.store.opened.keyspace.partitions:
            (flat,) = await self.store.server.batch(at.agenda, [("ZRANGE", at.agenda, 0, -1, "WITHSCORES")])
            found |= {cid.decode(): int(score) for cid, score in zip(flat[::2], flat[1::2], strict=True)}
        return found

    async def indexes(self) -> Mapping[bytes, frozenset[bytes]]:
        return {
            key: frozenset((await self.store.server.batch(key.decode(), [("SMEMBERS", key)]))[0])
            for key in await self.index_keys()
        }

    async def index_keys(self) -> list[bytes]:
        return [
            key for kind in ("chat", "person", "week") async for key in self.store.server.scan(f"{{cpc*}}:{kind}:*")
        ]

    async def delete(self, *keys: str) -> None:
        for key in keys:
            await self.store.server.batch(key, [("DEL", key)])

    async def lose_the_agenda(self) -> None:
        await self.delete(*(at.agenda for at in self.store.opened.keyspace.partitions))


@pytest.fixture
async def scene(store: Stored) -> Scene:
    for name, play in PLAYS.items():
        await record(store, name, play.happened)
    found = Scene(store, NOW)
    await found.lose_the_agenda()
    await found.sweep().once()
    return found


def owed(at: datetime) -> set[str]:
    return {name for name, play in PLAYS.items() if next_due(play.state, at, ENGLAND) is not None}


async def test_an_agenda_deleted_wholly_is_what_it_was(scene: Scene) -> None:
    before, found = await scene.agenda(), await scene.indexes()
    assert set(before) == owed(NOW)
    assert found
    await scene.lose_the_agenda()
    await scene.delete(*(key.decode() for key in await scene.index_keys()))
    assert await scene.agenda() == {}
    await scene.sweep().once()
    assert await scene.agenda() == before
    assert await scene.indexes() == found
    assert await scene.store.log.by_chat("chat-open") == (ConferenceId("open"),)
    assert set(await scene.store.log.in_weeks({WEEK})) == set(map(ConferenceId, PLAYS))


async def test_so_it_is_for_a_process_that_has_swept_before(scene: Scene) -> None:
    sweep = scene.sweep()
    await sweep.once()
    before = await scene.agenda()
    scene.log.read_.clear()
    await scene.lose_the_agenda()
    assert await sweep.once() == len(before)
    assert await scene.agenda() == before
    assert {cid for cid in scene.log.read_ if next_due(PLAYS[cid].state, NOW, ENGLAND) != NOW} <= set(before)


async def test_an_agenda_from_an_old_copy_is_brought_forward_and_never_put_off(scene: Scene) -> None:
    before = await scene.agenda()
    later, sooner = ConferenceId("open"), ConferenceId("closed")
    await scene.store.agenda.put(later, NOW + timedelta(days=900))
    await scene.store.agenda.put(sooner, NOW - timedelta(days=1))
    await scene.sweep().once()
    after = await scene.agenda()
    assert after[later] == before[later]
    assert after[sooner] < before[sooner], "a look too soon finds nothing to do and says when the next is"


async def test_what_has_not_changed_is_not_read_again(scene: Scene) -> None:
    sweep = scene.sweep()
    await sweep.once()
    scene.log.read_.clear()
    await sweep.once()
    assert {cid for cid in scene.log.read_ if next_due(PLAYS[cid].state, NOW, ENGLAND) != NOW} == set()
    play = PLAYS["gathering"]
    extra = Play().bind().gather()
    extra.perform()
    assert extra.happened == play.happened
    extra.end()
    await record(scene.store, "gathering", extra.happened[len(play.happened) :], after=len(play.happened))
    await sweep.once()
    assert ConferenceId("gathering") in scene.log.read_


async def test_what_is_not_confirmed_is_looked_at_until_it_is(scene: Scene) -> None:
    scene.log.doubted.add(ConferenceId("done"))
    sweep = scene.sweep()
    await sweep.once()
    assert "done" in await scene.agenda()
    assert scene.alarms.codes() == ()
    scene.seconds = 31
    await sweep.once()
    assert "not_confirmed" in scene.alarms.codes()
    scene.log.doubted.clear()
    await sweep.once()
    assert "not_confirmed" not in scene.alarms.codes()


async def test_a_process_that_does_no_duties_hears_that_nobody_does(scene: Scene) -> None:
    sweep = scene.sweep()
    await sweep.once()
    assert DUTIES_OVERDUE not in scene.alarms.codes()
    scene.clock.at = NOW + timedelta(days=2)
    await sweep.once()
    assert DUTIES_OVERDUE not in scene.alarms.codes(), "they may be about to be done"
    await sweep.once()
    assert {DUTIES_OVERDUE, SUMMARY_LATE} <= set(scene.alarms.codes())
    leases = Leases(scene.store.server, scene.store.opened.keyspace)
    for lease in await leases.claim(scene.clock.at, 100):
        await leases.finish(lease, scene.clock.at + timedelta(days=1), lease.version)
    await sweep.once()
    assert DUTIES_OVERDUE not in scene.alarms.codes()


async def test_one_log_that_cannot_be_read_keeps_no_other_from_being_looked_at(scene: Scene) -> None:
    before = await scene.agenda()
    at = scene.store.opened.keyspace.of("open")
    await scene.store.server.batch(at.head("open"), [("HSET", at.head("open"), "mac", "not it")])
    await scene.lose_the_agenda()
    another = Scene(scene.store, NOW)
    another.log = Counted(scene.store.another_log())
    await another.sweep().once()
    assert set(await scene.agenda()) == set(before) - {"open"}
    assert "duties_failed" in another.alarms.codes()
