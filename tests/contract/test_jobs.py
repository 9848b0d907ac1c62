"""Duties by workers, on every kind of store: whoever is sent for comes, one at a time, and nothing but ids is on the way."""

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

import pytest
import taskiq
from taskiq.serializers import JSONSerializer

from bot.adapters import jobs, stream
from bot.adapters.hands import Hands
from bot.adapters.jobs import Sender, Worker
from bot.adapters.leases import Leases
from bot.adapters.stream import GROUP, STREAM, StreamBroker
from bot.domain.ids import ConferenceId
from bot.usecases.perform_duty import Rest
from bot.usecases.ports import StoreDownError
from tests.stores import CID, NOON, Stored, wish

MANY = [ConferenceId(f"conference-{number}") for number in range(40)]


class Clock:
    at = NOON

    def now(self) -> datetime:
        return self.at


class Doing:
    """Perform. Notes who was at what, and whether two ever were at the same."""

    def __init__(self, store: Stored | None = None) -> None:
        self._store = store
        self.done: list[ConferenceId] = []
        self.busy: set[ConferenceId] = set()
        self.twice: list[ConferenceId] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.errors: list[Exception] = []

    async def __call__(self, cid: ConferenceId, version: int | None = None) -> Rest:
        if cid in self.busy:
            self.twice.append(cid)
        self.busy.add(cid)
        await asyncio.sleep(0.002)
        await self.gate.wait()
        self.busy.discard(cid)
        if self.errors:
            raise self.errors.pop()
        self.done.append(cid)
        if version is None and self._store is not None:
            head = self._store.key("head", cid)
            (version,) = await self._store.server.batch(head, [("HGET", head, "version")])
        return Rest(None, int(version or 0))


@asynccontextmanager
async def working(store: Stored, *doing: Doing, seconds: float = 60) -> AsyncIterator[list[Worker]]:
    """Workers as each would be in a process of its own."""
    async with AsyncExitStack() as stack:
        found = []
        for one in doing:
            leases = Leases(store.server, store.opened.keyspace, seconds)
            worker = Worker(StreamBroker(store.server), leases, store.agenda, Clock())
            stack.push_async_callback(worker.stop)
            await worker.begin(Hands(leases, one, ()))
            found.append(worker)
        yield found


async def until(condition: Callable[[], object], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - whatever is waited for is in the store or another task
            await asyncio.sleep(0.01)


async def test_what_is_due_is_done_once_however_many_work(store: Stored) -> None:
    for cid in MANY:
        await store.agenda.put(cid, NOON)
    doing = Doing()
    async with working(store, doing, doing, doing) as (one, *_):
        assert await one.settled() is None
    assert sorted(doing.done) == sorted(MANY)
    assert doing.twice == []


async def test_whoever_is_woken_comes_before_the_next_look(store: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "EVERY", 3600.0)
    doing = Doing()
    leases = Leases(store.server, store.opened.keyspace)
    sender = Sender(StreamBroker(store.server), leases, store.agenda, Clock())
    async with working(store, doing):
        await sender.begin(Hands(leases, doing, ()))
        await store.log.append(wish(0, due=NOON))
        for _ in range(60):
            sender.wake(CID)
        await until(lambda: doing.done)
        assert await sender.settled() is None
        await sender.stop()
    assert len(doing.done) <= 2, "sixty presses that come together are one job, beside the first look at the agenda"


async def test_a_conference_that_is_held_is_left_to_its_holder_who_looks_again(store: Stored) -> None:
    holder, other = Doing(store), Doing(store)
    holder.gate.clear()
    await store.log.append(wish(0, due=NOON))
    async with working(store, holder) as (one,):
        await until(lambda: holder.busy)
        assert holder.done == []
        async with working(store, other) as (two,):
            two.wake(CID)
            await asyncio.sleep(0.3)
            assert other.done == []
            await store.log.append(wish(1, due=NOON))
            holder.gate.set()
            assert await one.settled() is None
    assert len(holder.done) + len(other.done) == 2, "once more for what was recorded meanwhile"


async def test_only_a_conferences_id_is_on_the_stream_and_it_is_json(store: Stored) -> None:
    doing = Doing()
    await store.agenda.put(CID, NOON)
    async with working(store, doing) as (one,):
        await until(lambda: doing.done)
        one.wake(CID)
        await until(lambda: len(doing.done) == 2)
        (entries,) = await store.server.batch(STREAM, [("XRANGE", STREAM, "-", "+")])
        (pending,) = await store.server.batch(STREAM, [("XPENDING", STREAM, GROUP)])
    assert len(entries) == 2
    for _, (name, body) in entries:
        said = json.loads(body)
        assert name == b"data"
        assert set(said) == {"task_id", "task_name", "labels", "labels_types", "args", "kwargs"}
        assert (said["task_name"], said["args"], said["kwargs"]) == ("duties", [CID], {})
        assert set(said["labels"]) <= {"schedule_id"}
        assert said["labels"].get("schedule_id", f"{CID}:").startswith(f"{CID}:")
    assert pending[0] == 0, "nothing stays behind for a reader who died"


async def test_what_anybody_else_puts_on_the_stream_is_only_ever_read_as_json(store: Stored) -> None:
    """A pickle that would run is a line in the log; an unknown task, a job for nobody, an id that is none: nothing."""
    doing = Doing()
    task: dict[str, object] = {"task_id": "1", "labels": {}, "labels_types": None, "kwargs": {}}
    hostile = [
        b"cos\nsystem\n(S'touch owned'\ntR.",
        b"not json",
        json.dumps({**task, "task_name": "os:system", "args": ["true"]}).encode(),
        json.dumps({**task, "task_name": "duties", "args": [{"id": 1}]}).encode(),
        json.dumps({**task, "task_name": "duties", "args": []}).encode(),
    ]
    async with working(store, doing) as (one,):
        for body in hostile:
            await store.server.batch(STREAM, [("XADD", STREAM, "*", "data", body)])
        one.wake(CID)
        await until(lambda: doing.done)
    assert doing.done == [CID]


async def test_what_is_set_up_speaks_json_and_nothing_in_it_could_read_a_pickle(store: Stored) -> None:
    made = StreamBroker(store.server)
    assert type(made.serializer) is JSONSerializer
    assert type(made.result_backend).__name__ == "DummyResultBackend"
    for module in (stream, jobs):
        assert "pickle" not in inspect.getsource(module).lower()
    assert taskiq.__version__.startswith("0.13")


async def test_a_stream_that_is_deleted_costs_a_moment(store: Stored) -> None:
    doing = Doing()
    async with working(store, doing) as (one,):
        await store.server.batch(STREAM, [("DEL", STREAM)])
        await store.agenda.put(CID, NOON)
        await until(lambda: doing.done, seconds=30)
        assert await one.settled() is None


async def test_told_to_stop_it_gives_back_what_it_has_and_others_go_on(store: Stored) -> None:
    slow, other = Doing(), Doing()
    slow.gate.clear()
    await store.agenda.put(CID, NOON)
    leases = Leases(store.server, store.opened.keyspace)
    hands = Hands(leases, slow, (slow.gate.set,))
    worker = Worker(StreamBroker(store.server), leases, store.agenda, Clock())
    await worker.begin(hands)
    await until(lambda: slow.busy)
    await worker.stop()
    assert slow.done == [CID], "what was under way was finished"
    assert await leases.held() == 0
    await store.agenda.put(CID, NOON)
    async with working(store, other):
        await until(lambda: other.done)


async def test_what_cannot_be_finished_in_time_is_given_back(store: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.hands.DRAIN", 0.05)
    stuck = Doing()
    stuck.gate.clear()
    await store.agenda.put(CID, NOON)
    leases = Leases(store.server, store.opened.keyspace)
    hands = Hands(leases, stuck, ())
    lease = await leases.take(CID)
    assert lease is not None
    hands.take_on(lease)
    await until(lambda: stuck.busy)
    await hands.stop(0.05)
    assert stuck.done == []
    assert await leases.take(CID) is not None


async def test_a_store_that_is_away_for_a_moment_is_waited_for(store: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.hands._PAUSES", (0.05, 0.05))
    doing = Doing()
    doing.errors = [StoreDownError(), StoreDownError()]
    await store.agenda.put(CID, NOON)
    async with working(store, doing) as (one,):
        await until(lambda: doing.done)
        assert await one.settled() is None
    assert doing.done == [CID]
