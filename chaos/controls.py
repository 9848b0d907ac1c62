"""Each protection taken away in its turn: a harness that does not find that has proved nothing (negative controls).

A control answers with what it found, "" for nothing. `kept` runs the same with the protection in place, and must find nothing.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from random import Random

from redis.asyncio import Redis

from bot.bootstrap import opened_store
from bot.domain.duties import DutyKind
from bot.domain.ids import ConferenceId
from bot.rehearsal.judging.furniture import summary_title
from bot.rehearsal.teams import Call, Route, Rule, lost_reply
from bot.rehearsal.teams.faults import Faults
from chaos import audit, deliveries
from chaos.case import case
from chaos.conference import Conference
from chaos.crashes import CID, burst, settings, wish
from chaos.house import House, house
from chaos.ledger import Ledger, Told
from chaos.play import place, start_two_of_each, watched
from chaos.processes import ROOT
from chaos.valkeys import Valkey, socket_of, until, waited

_SEATS = 3
_QUIET = 2.0
"""Seconds of ours after which whoever does duties has put down when to look next."""
_LEASES = 8.0
"""Seconds of ours after which whatever a dead process held is free again, and looked at."""
_SOON = timedelta(minutes=1)
_BURST = 5.0
_DAY = timedelta(hours=24)


@asynccontextmanager
async def _small(sabotage: str, *, seats: int = _SEATS) -> AsyncIterator[tuple[House, Conference, ConferenceId]]:
    """A conference on a calm day, with one `serve` on its own store."""
    async with place() as folder, house(folder, "control") as here:
        calm(here)
        one = Conference(here.teams, case(here.teams, "control", seats, here.times.now() + _SOON), Ledger(), Random(1))
        cids = await here.set_up("data", [one.case])
        await here.bot("serve", "serve", sabotage=sabotage, CHAOS_DATA="data").start()
        here.watch()
        yield here, one, cids[one.name]


def calm(here: House) -> None:
    """Nothing goes wrong but what a control asks for, by the loopback's own rules."""
    here.doors.calm = True
    here.teams.faults = here.teams.world.faults = Faults()


async def _books(here: House, one: Conference, cid: ConferenceId) -> list[str]:
    """What the audit finds wrong once everything is stopped."""
    await asyncio.gather(*(bot.stop() for bot in here.bots))
    async with opened_store(here.settings("data")) as store:
        return audit.faults(one.ledger, one.name, await audit.recorded(store, cid)).all


async def wait_left_out(sabotage: str = "no_wait") -> str:
    """Both replicas freeze, people press, all three are killed, and a replica without their words takes over."""
    async with (
        place() as folder,
        watched(folder / "stores") as stores,
        house(folder, "control", store_url=stores.url, durability="replicas=1") as here,
    ):
        calm(here)
        one = Conference(here.teams, case(here.teams, "control", 6, here.times.now() + _SOON), Ledger(), Random(1))
        cids = await here.set_up("harness", [one.case])
        await here.bot("serve", "serve", "--join", sabotage=sabotage).start()
        here.watch()
        await one.gather()
        await one.open_round()
        replicas, primary = await stores.replicas(), await stores.primary()
        for each in replicas:
            each.send(signal.SIGSTOP)
        presses = asyncio.gather(*(one.hands[who].hand_in() for who in one.case.seated))
        await asyncio.sleep(1.5)
        primary.kill()
        for each in replicas:
            each.kill()  # what stood in its socket's buffer would still be read by a process that only woke up
            each.start()
        await presses
        await asyncio.gather(*(bot.stop() for bot in here.bots))
        async with opened_store(here.settings("harness")) as store:
            kept = (await audit.recorded(store, cids[one.name])).times
        lost = [each for each in one.ledger.pressed if each.told is Told.RECORDED and each.number not in kept]
        return f"{len(lost)} of {one.ledger.acknowledged} acknowledged post-its lost" if lost else ""


async def plain_failover(replicas: int = 1) -> str:
    """A planned failover by the plain command, in the middle of a burst."""
    acknowledged: dict[ConferenceId, int] = {}
    async with place() as folder, watched(folder / "stores") as stores:
        given = settings(folder).model_copy(
            update={"store_url": stores.url, "durability": f"replicas={replicas}", "key_file": folder / "master.key"}
        )
        async with opened_store(given) as store:
            with suppress(TimeoutError):
                async with asyncio.timeout(_BURST), aclosing(burst(store, "failover")) as said:
                    async for cid, version in said:
                        if not acknowledged:
                            await stores.fail_over(plain=True)
                        acknowledged[cid] = version
        await until(stores.settled, "the store did not come together again")
        async with opened_store(given) as store:
            missing = sum([max(0, version - len(await store.log.read(cid))) for cid, version in acknowledged.items()])
    return f"{missing} of {sum(acknowledged.values())} acknowledged writes lost" if missing else ""


async def content_at_once(sabotage: str = "content_at_once") -> str:
    """Teams takes a message and loses its reply, so that it is sent again."""
    async with _small(sabotage) as (here, one, _):
        await one.hold()
        await one.end()
        here.teams.faults.rule(Rule(route=Route.POST, fault=lost_reply(), times=4, when=_brings_summary))
        await one.approve()
        await waited(lambda: deliveries.all_there(one), 30)
        await waited(lambda: deliveries.with_content(one) > 0, 5)
        twice = deliveries.with_content(one)
        return f"{twice} messages with content came twice" if twice else ""


def _brings_summary(call: Call) -> bool:
    said = str(call.body)
    return summary_title() in said or "summary is here" in said


async def op_from_activity(sabotage: str = "op_from_activity") -> str:
    """The answer to a press is lost, and the person presses again."""
    async with _small(sabotage) as (here, one, cid):
        await one.gather()
        await one.open_round()
        for who in one.case.seated:
            here.teams.faults.rule(
                Rule(route=Route.INVOKE, fault=lost_reply(), times=1, when=_hands_in(one.case.people[who].id))
            )
        await asyncio.gather(*(one.hands[who].hand_in() for who in one.case.seated))
        await one.close()
        await one.read_tally()
        return next(iter(await _books(here, one, cid)), "")


def _hands_in(person: str) -> Callable[[Call], bool]:
    def fits(call: Call) -> bool:
        action = call.body.get("value", {}).get("action", {})
        return call.person == person and action.get("verb") == "post_it.hand_in"

    return fits


async def agenda_apart(sabotage: str = "agenda_apart") -> str:
    """The bot dies right after the approval is recorded, on a day when nothing else would bring it to look."""
    async with _small(sabotage) as (here, one, _):
        await one.hold()
        await one.end()
        await here.leap(here.times.now() + 2 * _DAY)
        await waited(
            lambda: all(any(deliveries.rung(one, DutyKind.LATE, who)) for who in ("chair", "manager", "admin")), 20
        )
        await asyncio.sleep(_QUIET)
        await one.approve()
        for _ in range(2):
            await here.leap(here.times.now() + _DAY)
            if await waited(lambda: deliveries.all_there(one), _LEASES):
                return ""
        missing = [who for who in deliveries.owed(one) if deliveries.came(one, who) is None]
        return f"{len(missing)} of {len(deliveries.owed(one))} summaries forgotten, two days after the approval"


async def unsealed(sabotage: str = "unsealed") -> str:
    async with _small(sabotage) as (here, one, _):
        await one.gather()
        await one.open_round()
        await asyncio.gather(*(one.hands[who].hand_in() for who in one.case.seated))
        await asyncio.gather(*(bot.stop() for bot in here.bots))
        return "; ".join(audit.in_files(here.folder)[:2])


async def lease_left_out(sabotage: str = "no_lease") -> str:
    """Two workers on a calm day: nothing explains a message that comes twice."""
    async with place() as folder:
        server = Valkey("store", folder / "store")
        server.write({"appendonly": "yes", "appendfsync": "always", "save": '""'})
        server.start()
        try:
            await until(lambda: server.ask("PING"), "the store never came up")
            async with house(folder, "control", store_url=f"redis://127.0.0.1:{server.port}/0") as here:
                calm(here)
                one = Conference(
                    here.teams, case(here.teams, "control", 6, here.times.now() + _SOON), Ledger(), Random(1)
                )
                await here.set_up("harness", [one.case])
                await start_two_of_each(here, sabotage)
                await one.hold()
                await one.end()
                await one.approve()
                await waited(lambda: deliveries.all_there(one), 20)
                twice = deliveries.shells_twice(here.teams)
                return f"{twice} messages came twice on a calm day" if twice else ""
        finally:
            server.kill()


async def retries_left_on(sabotage: str = "retries") -> str:
    """The answers to a write are lost: the library's own client repeats it, ours repeats only what bears a name."""
    async with (
        place() as folder,
        opened_store(settings(folder)) as store,
        bad_line(socket_of(folder / "data")) as (line, path),
    ):
        if sabotage:
            return await _library(line, path)
        await store.log.append(wish(CID, 0))
        return ""


class BadLine:
    """Carries bytes to the store and back, and breaks off instead of bringing the next `lose` answers."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self.lose = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_unix_connection(str(self._store))
        with suppress(ConnectionError):
            while request := await reader.read(1 << 20):
                there_writer.write(request)
                answer = await there_reader.read(1 << 20)
                if b"INCR" in request and self.lose:
                    self.lose -= 1
                    break
                writer.write(answer)
        for each in (writer, there_writer):
            each.close()


@asynccontextmanager
async def bad_line(store: Path) -> AsyncIterator[tuple[BadLine, Path]]:
    line, path = BadLine(store), store.with_name("b")
    try:
        async with await asyncio.start_unix_server(line.carry, str(path)):
            yield line, path
    finally:
        with suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - Python 3.13 has already


async def _library(line: BadLine, path: Path) -> str:
    client = Redis(unix_socket_path=str(path))
    try:
        line.lose = 3
        times = await client.incr("{cpc}:control")
        await client.delete("{cpc}:control")
    finally:
        await client.aclose()
    return f"one write ran {times} times" if times > 1 else ""


async def in_memory(sabotage: str = "in_memory") -> str:
    """Five kills of a store that keeps no file."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "chaos.crashes", sabotage, "5"),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    said, _ = await process.communicate()
    found = said.decode().strip().rpartition("\n")[2]
    if found.isdigit():
        return f"{found} acknowledged lost" if int(found) else ""
    return found


Control = Callable[[], Awaitable[str]]

CONTROLS: Mapping[str, Control] = {
    "WAIT left out": wait_left_out,
    "a plain SENTINEL FAILOVER, waiting for one replica of two": plain_failover,
    "the library's retries left on": retries_left_on,
    "content posted at once, without a shell": content_at_once,
    "an operation named by the activity's id": op_from_activity,
    "the agenda written apart from the events, and no sweep": agenda_apart,
    "sealing off": unsealed,
    "no file (fsync off shows nothing: a kill -9 does not lose the page cache)": in_memory,
    "leases left out": lease_left_out,
}

KEPT: Mapping[str, Control] = {
    "WAIT": lambda: wait_left_out(""),
    "a plain SENTINEL FAILOVER, waiting for both replicas": lambda: plain_failover(2),
    "a shell, then its content": lambda: content_at_once(""),
    "an operation named by its card and its words": lambda: op_from_activity(""),
    "the agenda with the events, no sweep needed": lambda: agenda_apart("agenda_together"),
    "leases": lambda: lease_left_out(""),
}
"""The same troubles with the protection in place."""

__all__ = ["CONTROLS", "KEPT", "Control"]
