"""What dies, freezes and changes hands, in the order that the seed deals."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from redis.exceptions import RedisError

from bot.adapters.nursery import Nursery
from chaos.house import House
from chaos.processes import Bot, ChaosError
from chaos.valkeys import Valkey, Watched, kill, pid_of, rewrite, socket_of
from chaos.weather import OUTAGE

_CALMER = 4
"""Once everything has happened: so many times longer between two deeds, or a slow machine is never done."""
REVIVED = 20.0
"""Seconds of ours in which a bot starts its dead store again."""

Deed = Callable[[], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Monkey:
    """`done` counts the deeds by name. Everything is dealt once before anything is dealt again."""

    house: House
    random: Random
    watched: Watched | None = None
    gap: tuple[float, float] = (0.3, 1.2)
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    diary: list[str] = field(default_factory=list)
    _deck: list[str] = field(default_factory=list)
    _nursery: Nursery = field(default_factory=Nursery)
    _mending: set[str] = field(default_factory=set)

    @property
    def deeds(self) -> Mapping[str, Deed]:
        common: dict[str, Deed] = {"Teams gone for three seconds": self._outage, "serve killed": self._kill_serve}
        if self.watched is None:
            return common | {
                "store killed": self._kill_store,
                "store killed while rewriting": self._kill_rewriting,
                "serve and store killed": self._kill_both,
            }
        return common | {
            "worker killed": self._kill_worker,
            "both workers killed": self._kill_workers,
            "primary killed": self._kill_primary,
            "failover asked for": self._fail_over,
            "a replica frozen": self._freeze_one,
            "both replicas frozen": self._freeze_both,
        }

    @property
    def all_dealt(self) -> bool:
        return all(self.done[name] for name in self.deeds)

    async def rampage(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self.random.uniform(*self.gap) * (_CALMER if self.all_dealt else 1))
            if not self._deck:
                self._deck = list(self.deeds)
                self.random.shuffle(self._deck)
            name = self._deck.pop()
            try:
                await self.deeds[name]()
                self.done[name] += 1
                self.diary.append(f"{time.strftime('%H:%M:%S')} {name}")
            except (RedisError, OSError, ChaosError):
                self._deck.insert(0, name)  # not possible just now: it comes later

    async def rest(self) -> None:
        """Everything is up again."""
        while self._mending:
            await asyncio.sleep(0.05)
        if self.watched is not None:
            await self.watched.whole()

    # Processes

    def _bots(self, kind: str) -> list[Bot]:
        return [bot for bot in self.house.bots if bot.command[0] == kind]

    async def _kill_serve(self) -> None:
        self._fell(self.random.choice(self._bots("serve")))

    async def _kill_worker(self) -> None:
        self._fell(self.random.choice(self._bots("worker")))

    async def _kill_workers(self) -> None:
        self._fell(*self._bots("worker"))

    def _fell(self, *bots: Bot) -> None:
        """On a slow machine the monkey waits: a process that never comes up proves nothing."""
        if any(bot.name in self._mending or not bot.up for bot in self.house.bots):
            raise ChaosError("not everything is up again yet")
        for bot in bots:
            bot.kill()
            self._mend(bot.name, self._start(bot))

    async def _start(self, bot: Bot) -> None:
        await asyncio.sleep(self.random.uniform(0, 1))
        await bot.start()

    def _mend(self, name: str, work: Awaitable[None]) -> None:
        self._mending.add(name)
        self._nursery.spawn(self._mended(name, work), "mend")

    async def _mended(self, name: str, work: Awaitable[None]) -> None:
        try:
            await work
        except ChaosError as error:
            self.faults.append(str(error))
        finally:
            self._mending.discard(name)

    # Teams

    async def _outage(self) -> None:
        self.house.weather.outage = True
        self._mend("outage", self._come_back())

    async def _come_back(self) -> None:
        await asyncio.sleep(OUTAGE)
        self.house.weather.outage = False

    # The embedded store

    async def _kill_store(self) -> None:
        kill(await pid_of(socket_of(self._data)))
        await self._revived()

    async def _kill_rewriting(self) -> None:
        socket = socket_of(self._data)
        pid = await pid_of(socket)
        await rewrite(socket)
        await asyncio.sleep(self.random.uniform(0, 0.01))
        kill(pid)
        await self._revived()

    async def _kill_both(self) -> None:
        pid = await pid_of(socket_of(self._data))
        self._fell(*self._bots("serve"))
        kill(pid)

    async def _revived(self) -> None:
        """The bot starts its dead store again by itself, within ten seconds."""
        until = time.monotonic() + REVIVED
        while time.monotonic() < until:
            with suppress(RedisError, OSError):
                await pid_of(socket_of(self._data))
                return
            await asyncio.sleep(0.1)
        self.faults.append(f"the bot did not start its dead store again within {REVIVED:.0f} s")
        self._bots("serve")[0].kill()
        await self._bots("serve")[0].start()

    @property
    def _data(self) -> Path:
        return self.house.folder / "data"

    # The watched stores

    @property
    def _stores(self) -> Watched:
        if self.watched is None:
            raise ChaosError("there are no Sentinels here")
        return self.watched

    async def _kill_primary(self) -> None:
        primary = await self._stores.able()
        primary.kill()
        self._mend(primary.name, self._restart(primary))

    async def _restart(self, store: Valkey) -> None:
        await asyncio.sleep(self.random.uniform(1.5, 4))
        store.start()

    async def _fail_over(self) -> None:
        await self._stores.able()
        await self._stores.fail_over()

    async def _freeze_one(self) -> None:
        self._freeze([self.random.choice(await self._stores.replicas())])

    async def _freeze_both(self) -> None:
        """Nobody is left to confirm: people read “not yet confirmed”."""
        await self._stores.able()
        self._freeze(await self._stores.replicas())

    def _freeze(self, stores: list[Valkey]) -> None:
        for one in stores:
            one.send(signal.SIGSTOP)
        self._mend(f"thaw {len(stores)}", self._thaw(stores))

    async def _thaw(self, stores: list[Valkey]) -> None:
        await asyncio.sleep(self.random.uniform(1.5, 3))
        for one in stores:
            one.send(signal.SIGCONT)
