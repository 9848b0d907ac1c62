"""Promise 1: what was said to be recorded survives a store, or a bot and its store, killed at any moment of a burst.

A kill -9 does not lose the page cache: nothing here proves what a power cut does.
"""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from pydantic import SecretStr
from redis.exceptions import RedisError

from bot.adapters.entries import TamperedError
from bot.adapters.opening import StoreRefusedError
from bot.bootstrap import Store, opened_store, verify
from bot.config import Settings
from bot.domain.events import PostItHandedIn
from bot.domain.ids import ChildId, ConferenceId, OpId, PersonId, SeatId
from bot.domain.post_it import View
from bot.usecases.ports import Append, Appended, Links, Operation, RewoundError, StoreDownError
from chaos import sabotage
from chaos.processes import ROOT, ChaosError
from chaos.valkeys import kill, pid_of, rewrite, socket_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CID = ConferenceId("control")
WRITERS = 8
"""Conferences written to at once."""
_LONGEST = 0.25
"""Seconds of a burst before the blow, at most."""
_AFTERWARDS = 0.15
"""Seconds for answers that were on their way."""
_WITH_BOT = 0.1
"""Of the runs: the bot is a process of its own and is killed with its store."""
_REWRITING = 0.3
"""Of the runs: while the store is rewriting its file."""


@dataclass(slots=True, kw_only=True)
class Crashes:
    runs: int = 0
    with_bot: int = 0
    rewriting: int = 0
    acknowledged: int = 0
    lost: int = 0

    def __str__(self) -> str:
        return (
            f"{self.runs} kills -9 in a burst ({self.rewriting} while rewriting, {self.with_bot} of bot and store): "
            f"acknowledged {self.acknowledged}, lost {self.lost}"
        )


def settings(folder: Path) -> Settings:
    return Settings(
        data_dir=folder / "data",
        app_id="c4a15de0-0000-4000-8000-0000000000b0",
        app_secret=SecretStr("of no use anywhere"),
        tenant="11111111-1111-4111-8111-111111111111",
    )


def wish(cid: ConferenceId, expected: int) -> Append:
    views = {ChildId("a"): View(scale=expected % 11, reason=f"{cid}/{expected + 1}")}
    event = PostItHandedIn(round=1, seat=SeatId("school"), rev=expected + 1, by=PersonId("p1"), views=views)
    one = Operation(
        op=OpId(f"{cid}-{expected}"), actor="tenant:oid", at=NOON + timedelta(seconds=expected), events=(event,)
    )
    return Append(cid=cid, expected=expected, operations=(one,), next_due=None, links=Links())


async def burst(store: Store, run: str) -> AsyncGenerator[tuple[ConferenceId, int], None]:
    """Everything acknowledged, as soon as it is: conference and version. Ends when the store is gone."""
    said: asyncio.Queue[tuple[ConferenceId, int] | None] = asyncio.Queue()

    async def write(cid: ConferenceId) -> None:
        version = 0
        with suppress(
            StoreDownError, RewoundError, TamperedError
        ):  # the last: what was confirmed is gone, and it shows
            while True:
                answer = await store.log.append(wish(cid, version))
                if not isinstance(answer, Appended):
                    break
                version = answer.version
                if answer.durable:
                    said.put_nowait((cid, version))
        said.put_nowait(None)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(write(ConferenceId(f"{run}-{number}"))) for number in range(WRITERS)]
        left = WRITERS
        try:
            while left:
                one = await said.get()
                if one is None:
                    left -= 1
                else:
                    yield one
        finally:
            for task in tasks:
                task.cancel()


async def crash(folder: Path, runs: int, seed: str) -> Crashes:
    """So many blows to the store of this folder, and after each a look at all that was acknowledged before it."""
    random, found = Random(f"crashes {seed}"), Crashes()
    for number in range(runs):
        run = f"{seed}-{number}"
        if random.random() < _WITH_BOT:
            acknowledged = await _with_bot(folder, run, random)
            found.with_bot += 1
        else:
            rewriting = random.random() < _REWRITING
            acknowledged = await _store_alone(folder, run, random, rewriting=rewriting)
            found.rewriting += rewriting
        found.runs += 1
        found.acknowledged += sum(acknowledged.values())
        found.lost += await lost(folder, acknowledged)
    return found


async def _store_alone(folder: Path, run: str, random: Random, *, rewriting: bool) -> dict[ConferenceId, int]:
    acknowledged: dict[ConferenceId, int] = {}
    async with opened_store(settings(folder)) as store:
        socket = socket_of(folder / "data")
        pid = await pid_of(socket)
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST + _AFTERWARDS), asyncio.TaskGroup() as group:
                group.create_task(_strike(pid, socket if rewriting else None, random))
                async with aclosing(burst(store, run)) as said:
                    async for cid, version in said:  # what came before the blow counts, however this ends
                        acknowledged[cid] = version  # noqa: PERF403
    return acknowledged


async def _strike(pid: int, rewriting: Path | None, random: Random) -> None:
    await asyncio.sleep(random.uniform(0.02, _LONGEST))
    if rewriting is not None:
        await rewrite(rewriting)
        await asyncio.sleep(random.uniform(0, 0.004))
    kill(pid)


_BOT = """
import asyncio, sys
from pathlib import Path
from bot.bootstrap import opened_store
from chaos.crashes import burst, settings

async def main():
    async with opened_store(settings(Path(sys.argv[1]))) as store:
        async for cid, version in burst(store, sys.argv[2]):
            print(cid, version, flush=True)

asyncio.run(main())
"""


async def _with_bot(folder: Path, run: str, random: Random) -> dict[ConferenceId, int]:
    """What it managed to say before it died."""
    acknowledged: dict[ConferenceId, int] = {}
    with subprocess.Popen(
        [sys.executable, "-c", _BOT, str(folder), run], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as bot:
        if bot.stdout is None:
            raise ChaosError("a bot without a voice")
        first = await asyncio.to_thread(bot.stdout.readline)
        await asyncio.sleep(random.uniform(0, _LONGEST))
        with suppress(RedisError, OSError):
            pid = await pid_of(socket_of(folder / "data"))
            if random.random() < 0.5:  # noqa: PLR2004 - a coin: the store first, or left an orphan
                kill(pid)
        bot.kill()
        for line in (first + bot.stdout.read()).splitlines():
            cid, _, version = line.partition(" ")
            if version.isdigit():
                acknowledged[ConferenceId(cid)] = int(version)
    return acknowledged


async def lost(folder: Path, acknowledged: dict[ConferenceId, int]) -> int:
    """Of those, how many the store does not have when it is opened again, in their order and as they were written."""
    missing = 0
    async with opened_store(settings(folder)) as store:
        for cid, version in acknowledged.items():
            read = await store.log.read(cid)
            whole = (await verify(store.log, cid)).whole
            same = [one.event == wish(cid, one.seq - 1).operations[0].events[0] for one in read]
            missing += max(0, version - len(read)) + same.count(False) + (not whole)
    return missing


def main(name: str, runs: int) -> None:
    """With a protection taken away: prints what was lost, or that the store is refused as not the one it was."""
    sabotage.KINDS[name]()
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        try:
            print(asyncio.run(crash(Path(folder), runs, name)).lost)
        except StoreRefusedError as error:
            print(error)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

__all__ = ["Crashes", "burst", "crash", "lost", "settings"]
