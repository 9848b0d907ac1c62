"""`serve` and workers as processes of their own on one store: they come and go, are asked to stop and are killed; nothing owed
is lost, and none of it is a second summary (promises 10, 11, 15).
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.adapters.embedded import EmbeddedStore
from bot.adapters.nursery import Nursery
from bot.config import PREFIX
from bot.rehearsal.stage import _settings
from bot.rehearsal.teams.faults import Route, Rule, slow
from tests.integration.conference import SMALL, Conference, set_up, words_of
from tests.integration.theatre import HOME, Theatre, theatre

ROOT = Path(__file__).parents[2]
SLACK = 10
"""Seconds for a busy machine."""

BRIEF = """
import bot.adapters.leases
bot.adapters.leases.Leases.__init__.__defaults__ = (2.0,)
from bot.__main__ import app
app(["worker"])
"""
"""The product's worker with a lease of two seconds: a killed one is followed within a test's patience."""


@dataclass
class Worker:
    process: asyncio.subprocess.Process
    clock: str
    said: list[str] = field(default_factory=list)

    @property
    def there(self) -> bool:
        return self.process.returncode is None

    async def ended(self, name: signal.Signals) -> int:
        self.process.send_signal(name)
        async with asyncio.timeout(20):
            return await self.process.wait()


@dataclass
class Office:
    """A house whose duties are done by workers, who can be hired and let go. Their clocks are moved with the house's."""

    house: Theatre
    store: str
    workers: list[Worker] = field(default_factory=list)
    nursery: Nursery = field(default_factory=Nursery)

    async def hire(self) -> Worker:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", BRIEF),
            env={**os.environ, **_environment(self.house, self.store)},
            cwd=ROOT,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        said: list[str] = []
        async with asyncio.timeout(40):
            async for line in process.stderr:
                said.append(line.decode())
                if b"Chairside works" in line:
                    break
        assert "Chairside works" in said[-1], said
        worker = Worker(process, said[-1].split()[-1], said)
        self.nursery.spawn(_read(process.stderr, said), "what it says")
        self.workers.append(worker)
        await self._move(worker, self.house.stage.now)
        return worker

    def moved(self, to: datetime) -> None:
        for worker in self.workers:
            if worker.there:
                self.nursery.spawn(self._move(worker, to), "a worker's clock")

    async def _move(self, worker: Worker, to: datetime) -> None:
        async with self.house.stage.http.post(f"{worker.clock}/clock", json={"now": to.isoformat()}):
            return


async def _read(stream: asyncio.StreamReader, into: list[str]) -> None:
    async for line in stream:
        into.append(line.decode())  # noqa: PERF401 - as they come


def _environment(house: Theatre, store: str) -> dict[str, str]:
    settings = _settings(house.folder, house.teams, HOME)
    given: dict[str, Any] = {
        "store_url": store,
        "data_dir": settings.data_dir,
        "app_id": settings.app_id,
        "app_secret": settings.app_secret.get_secret_value(),
        "tenant": settings.tenant,
        "service_urls": ",".join(settings.service_urls),
        "service_url": settings.service_url,
        "authority": settings.authority,
        "openid_metadata": settings.openid_metadata,
        "ca_file": settings.ca_file,
        "sends_per_second": 0,
        "rehearsal_port": 0,
    }
    return {f"{PREFIX}{name.upper()}": str(value) for name, value in given.items()}


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    """`serve` is in this process, behind its real doors; the store is everybody's."""
    (folder / "shared").mkdir(mode=0o700)
    (folder / "house").mkdir(mode=0o700)
    async with AsyncExitStack() as stack:
        embedded = EmbeddedStore(folder / "shared" / "data")
        await asyncio.to_thread(embedded.start)
        stack.push_async_callback(asyncio.to_thread, embedded.stop)
        house = await stack.enter_async_context(theatre(folder / "house"))
        await house.stop_bot()
        found = Office(house, embedded.address)
        clock = house.stage.clock
        move = clock.move

        def everywhere(to: datetime) -> None:
            move(to)
            found.moved(to)

        clock.move = everywhere  # type: ignore[method-assign]  # every clock there is
        house.folder = folder / "shared"
        await house.start_bot(store_url=embedded.address)
        try:
            yield found
        finally:
            for worker in found.workers:
                if worker.there:
                    await worker.ended(signal.SIGKILL)
            await found.nursery.stop()


async def held(found: Office) -> Conference:
    """To the last decision, by one process; from then on `serve` sends nothing itself."""
    house = found.house
    one = await set_up(house, SMALL)
    await one.hold()
    await house.stop_bot()
    await house.start_bot(store_url=found.store, duties="workers")
    return one


async def approved(one: Conference) -> None:
    """The chair's press, whatever then becomes of the copies."""
    await one.client("chair").type("draft", None)
    await one.settled()
    await one.press("chair", "summary.draft")
    await one.press("chair", "summary.approve")


def summaries(one: Conference, who: str) -> int:
    """Messages before them that hold the summary, told by a child's name, which no other message may hold."""
    return sum("Marigold" in words_of(message.latest.card) for message in one.privately(who))


async def begun(one: Conference) -> None:
    """Until the first shell of a summary has been posted, and none can have been filled and recorded yet."""
    async with asyncio.timeout(30):
        while "summary/" not in "".join((await one.state()).sends):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.01)


ENTITLED = ("chair", "worker", "school", "health")


async def test_told_to_stop_in_the_middle_a_worker_finishes_and_another_goes_on(tmp_path: Path) -> None:
    async with office(tmp_path) as found:
        first = await found.hire()
        one = await held(found)
        found.house.teams.faults.rule(Rule(route=Route.EDIT, fault=slow(0.4)))
        found.house.teams.faults.rule(Rule(route=Route.POST, fault=slow(0.4)))
        await approved(one)
        await begun(one)
        assert sum(summaries(one, who) for who in ENTITLED) == 0
        began = time.monotonic()
        assert await first.ended(signal.SIGTERM) == 0
        assert time.monotonic() - began < 10 + SLACK
        await found.hire()
        await one.settled()
        assert {who: summaries(one, who) for who in ENTITLED} == dict.fromkeys(ENTITLED, 1)
        shells = [message for who in ENTITLED for message in one.privately(who)]
        assert len({message.id for message in shells}) == len(shells)
        state = await one.state()
        assert not [key for key, send in state.sends.items() if key.startswith("summary/") and send.face != "content"]


async def test_killed_in_the_middle_it_is_followed_when_its_lease_runs_out(tmp_path: Path) -> None:
    async with office(tmp_path) as found:
        first = await found.hire()
        one = await held(found)
        found.house.teams.faults.rule(Rule(route=Route.EDIT, fault=slow(0.4)))
        await approved(one)
        await begun(one)
        await first.ended(signal.SIGKILL)
        await found.hire()
        await found.hire()
        await one.settled()
        assert {who: summaries(one, who) for who in ENTITLED} == dict.fromkeys(ENTITLED, 1), "and a shell holds nothing"


async def test_two_days_without_workers_and_everything_comes_once_on_their_return(tmp_path: Path) -> None:
    """Promise 15: late, in order, collapsed to one each; and serve says meanwhile that nobody does it."""
    async with office(tmp_path) as found:
        first = await found.hire()
        one = await held(found)
        await one.settled()
        await first.ended(signal.SIGTERM)
        before = {who: len(one.privately(who)) for who in ("chair", "manager")}
        found.house.stage.clock.move(found.house.stage.now + timedelta(hours=48))
        await asyncio.sleep(0)
        assert len(one.privately("chair")) == before["chair"]
        await found.hire()
        await one.settled()
        chased = {key: send for key, send in (await one.state()).sends.items() if key.startswith(("chase/", "late/"))}
        assert sorted(chased) == sorted(set(chased))
        for who in ("chair", "manager"):
            mine = [key for key in chased if key.split("/")[1] == who]
            assert len([key for key in mine if key.startswith("late/")]) == 1
            assert len([key for key in mine if key.startswith("chase/")]) <= 1, "one word after a silence, not four"
            assert len(one.privately(who)) == before[who] + len(mine)
