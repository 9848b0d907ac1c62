"""A server that dies, or that nobody hears, takes nothing with it that was called recorded (promises 2, 3, 4).

Nothing here proves more than WAIT gives: it is no consensus, and a replica without a write can still be elected.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.durability import Durability
from bot.adapters.nursery import Nursery
from bot.adapters.verify import verify
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Appended, Conflict, EventLog, Known, Recorded, RewoundError, StoreDownError
from tests.stores import CID, FSYNC, Stored, joined, open_at, raw, wish
from tests.topologies import SERVICE, Clustered, Process, Servers, Watched

SILENCE = 1000
"""Milliseconds after which a server that says nothing is given up."""
WRITERS = 8
OFTEN = 20
"""Presses of each writer before the fault, and again after it, before we look what is left."""

IMPATIENT = Durability("replicas", 1, patience_ms=50)

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def servers() -> Iterator[Servers]:
    with Servers() as started:
        yield started


class Writer:
    """Presses on one conference as fast as it can, and remembers what it was told is recorded."""

    def __init__(self, log: EventLog, cid: ConferenceId) -> None:
        self.log, self.cid = log, cid
        self.told: list[str] = []
        self.rewound = 0
        self._version = 0

    async def press(self) -> None:
        op = f"{self.cid}-{len(self.told)}"
        while True:
            try:
                if await self._confirmed(op):
                    self.told.append(op)
                    return
            except RewoundError:
                self.rewound += 1
                self._version = len(await self.log.read(self.cid))
            except StoreDownError:
                await asyncio.sleep(0.05)

    async def press_often(self) -> None:
        for _ in range(OFTEN):
            await self.press()

    async def _confirmed(self, op: str) -> bool:
        """As a person would who is told "not yet confirmed", and presses again."""
        answer = await self.log.append(wish(self._version, joined(op), cid=self.cid, op=op))
        if isinstance(answer, Conflict):
            self._version = answer.tail[-1].seq
            return False
        self._version = answer.version
        return answer.durable or await self.log.confirm(self.cid, answer.version)

    async def kept(self, log: EventLog) -> list[str]:
        return [line.op for line in await log.read(self.cid)]


async def _through(store: Stored, fault: Callable[[], Awaitable[object]], *, afterwards: bool = True) -> list[Writer]:
    """Writers at work while it happens, and until each has got on with its work afterwards, where that can be soon."""
    writers = [Writer(store.log, ConferenceId(f"conference-{number}")) for number in range(WRITERS)]
    over = asyncio.Event()

    async def work(writer: Writer) -> None:
        while not over.is_set():
            await writer.press()
        await writer.press_often()

    await asyncio.gather(*(writer.press_often() for writer in writers))
    nursery = Nursery()
    at_work = [nursery.spawn(work(writer), "writer") for writer in writers]
    await fault()
    over.set()
    await (asyncio.gather(*at_work) if afterwards else nursery.stop())
    return writers


async def _nothing_is_lost(store: Stored, writers: list[Writer]) -> None:
    log = store.another_log()
    for writer in writers:
        kept = await writer.kept(log)
        assert set(writer.told) <= set(kept)
        assert len(set(kept)) == len(kept), "nothing is there twice"
        assert (await verify(log, writer.cid)).whole


async def test_a_killed_primary_takes_nothing_with_it_that_was_called_recorded(
    servers: Servers, tmp_path: Path
) -> None:
    watched = Watched(servers, SILENCE)
    store = await open_at(watched.address, tmp_path)

    async def strike() -> None:
        watched.primary.kill()
        await _followed(watched)

    writers = await _through(store, strike)
    await _nothing_is_lost(store, writers)
    await store.aclose()


@pytest.mark.parametrize(
    ("replicas", "how"),
    [(1, ["COORDINATED"]), (2, [])],
    ids=["in agreement, one replica asked", "ordered, all replicas asked"],
)
async def test_a_planned_change_of_primary_loses_nothing_that_was_called_recorded(
    servers: Servers, tmp_path: Path, replicas: int, how: list[str]
) -> None:
    """Merely ordered, the old primary goes on for a while with the other replica: asking one alone would not do."""
    watched = Watched(servers, SILENCE)
    store = await open_at(watched.address, tmp_path, Durability("replicas", replicas, patience_ms=100))

    async def strike() -> None:
        watched.sentinels[0].ask.execute_command("SENTINEL", "FAILOVER", SERVICE, *how)  # type: ignore[no-untyped-call]
        await _followed(watched)
        await asyncio.sleep(1)  # in which the old one would still take everything

    writers = await _through(store, strike, afterwards=replicas == 1)
    await _nothing_is_lost(store, writers)
    await store.aclose()


async def _followed(watched: Watched) -> None:
    """Until the Sentinels name another primary."""
    while _named(watched.sentinels[0]) == watched.primary.port:  # noqa: ASYNC110 - servers tell nobody
        await asyncio.sleep(0.05)


def _named(sentinel: Process) -> int:
    found: Any = sentinel.ask.sentinel_master(SERVICE)
    return int(found["port"])


@pytest.mark.parametrize("durability", ["as it is", "without asking"])
async def test_what_no_replica_got_is_never_called_recorded(servers: Servers, tmp_path: Path, durability: str) -> None:
    """The control does not ask the replicas: all of what it was told is recorded is then lost."""
    watched = Watched(servers, SILENCE)
    store = await open_at(watched.address, tmp_path, IMPATIENT)
    await store.log.append(wish(0, op="before"))
    assert await _confirmed(store, 1)
    log = store.log if durability == "as it is" else store.another_log(FSYNC)
    told = []
    with ExitStack() as frozen:
        for replica in watched.replicas:
            frozen.enter_context(replica.frozen())
        await store.client.client_kill_filter(_type="replica")  # or what lies in their sockets would still arrive
        for version in range(1, 4):
            answer = await log.append(wish(version, op=f"{version}"))
            told += [f"{version}"] * (isinstance(answer, Appended) and answer.durable)
        watched.primary.kill()
    kept = {line.op for line in await _when_it_answers(store)}
    assert kept == {"before"}
    assert told == ([] if durability == "as it is" else ["1", "2", "3"])
    await store.aclose()


async def _confirmed(store: Stored, version: int) -> bool:
    while not await store.log.confirm(CID, version):  # noqa: ASYNC110 - servers tell nobody
        await asyncio.sleep(0.01)
    return True


async def _when_it_answers(store: Stored) -> tuple[Recorded, ...]:
    while True:
        try:
            return await store.another_log().read(CID)
        except StoreDownError:
            await asyncio.sleep(0.05)


@pytest.fixture(params=["sentinel", "cluster"])
async def calm(request: pytest.FixtureRequest, servers: Servers, tmp_path: Path) -> tuple[str, list[Process]]:
    """A store in which nobody is given up, and all the replicas of the conference's server."""
    if request.param == "sentinel":
        watched = Watched(servers)
        return watched.address, watched.replicas
    clustered = Clustered(servers)
    store = await open_at(clustered.address, tmp_path)
    await store.aclose()
    return clustered.address, [clustered.owner(store.key("head"))[1]]


async def test_nothing_is_called_recorded_while_the_replicas_are_silent(
    calm: tuple[str, list[Process]], tmp_path: Path
) -> None:
    address, replicas = calm
    store = await open_at(address, tmp_path, IMPATIENT)
    await store.log.append(wish(0))
    assert await _confirmed(store, 1)
    primary = await raw(f"redis://127.0.0.1:{replicas[0].info('replication')['master_port']}")
    with ExitStack() as frozen:
        for replica in replicas:
            frozen.enter_context(replica.frozen())
        for version in (1, 2):
            op = f"press-{version}"
            assert await store.log.append(wish(version, op=op)) == Appended(version=version + 1, durable=False)
            again = await store.another_log().append(wish(version + 1, op=op))
            assert again == Known(version=version + 1, tail=(), durable=False)
            assert not await store.log.confirm(CID, version + 1)
        # The control: asked on any other connection, WAIT says what is not so (finding 4).
        assert await primary.wait(1, 50) >= 1
    assert await _confirmed(store, 3)
    await primary.aclose()
    await store.aclose()


@pytest.mark.parametrize("fault", ["killed", "planned"])
async def test_a_clusters_master_that_goes_takes_nothing_with_it_that_was_called_recorded(
    servers: Servers, tmp_path: Path, fault: str
) -> None:
    clustered = Clustered(servers, SILENCE)
    store = await open_at(clustered.address, tmp_path)
    master, replica = clustered.owner(store.key("head", ConferenceId("conference-0")))

    async def strike() -> None:
        if fault == "killed":
            master.kill()
        else:
            replica.cluster("FAILOVER")
        while not _is_master(replica):  # noqa: ASYNC110 - servers tell nobody
            await asyncio.sleep(0.05)
        if fault == "killed":
            master.revive()  # whoever took over had no second replica: without one nothing new could be confirmed

    writers = await _through(store, strike)
    await _nothing_is_lost(store, writers)
    assert set(await store.log.all()) == {writer.cid for writer in writers}
    await store.aclose()


def _is_master(one: Process) -> bool:
    return bool(one.info("replication")["role"] == "master")


async def test_a_slot_may_move_to_another_master_meanwhile(servers: Servers, tmp_path: Path) -> None:
    """Neither a move half done (ASK, TRYAGAIN) nor a map that is out of date (MOVED) is an error to anybody."""
    clustered = Clustered(servers)
    store = await open_at(clustered.address, tmp_path)
    head = store.key("head")
    source, _ = clustered.owner(head)
    target = next(one for one in clustered.masters if one is not source)
    slot = source.cluster("KEYSLOT", head)
    names = {one: one.cluster("MYID").decode() for one in (source, target)}

    async def finish() -> None:
        await asyncio.sleep(0.3)
        for one in (target, source, *(set(clustered.masters) - {source, target})):
            one.cluster("SETSLOT", slot, "NODE", names[target])

    target.cluster("SETSLOT", slot, "IMPORTING", names[source])
    source.cluster("SETSLOT", slot, "MIGRATING", names[target])
    answer, _ = await asyncio.gather(store.log.append(wish(0)), finish())
    assert answer == Appended(version=1)
    assert len(await store.another_log().read(CID)) == 1
    assert target.ask.exists(head) == 1
    await store.aclose()
