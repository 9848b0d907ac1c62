"""Where a run happens: a Teams, the bot's processes before it, their store, and one clock for all."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

import aiohttp
from pydantic import SecretStr

from bot.adapters.nursery import Nursery
from bot.bootstrap import MovableClock, opened_store, setter_up
from bot.config import Settings
from bot.domain.ids import ConferenceId
from bot.rehearsal.stage import APP_ID, SECRET
from bot.rehearsal.teams import LoopbackTeams
from chaos.case import Case
from chaos.doors import Doors, put_before
from chaos.processes import Bot
from chaos.times import Times
from chaos.weather import Weather, over

HOME = "11111111-1111-4111-8111-111111111111"
_LOOK = 0.2
"""Seconds of ours between two looks at the processes."""


@dataclass(slots=True, kw_only=True)
class House:
    folder: Path
    teams: LoopbackTeams
    weather: Weather
    times: Times
    http: aiohttp.ClientSession
    random: Random
    store_url: str = ""
    durability: str = "fsync"
    bots: list[Bot] = field(default_factory=list)
    doors: Doors = field(init=False)
    _nursery: Nursery = field(default_factory=Nursery)

    def settings(self, name: str) -> Settings:
        """As a deployment would be set, with every outside address on this machine. The token checks are all on."""
        return Settings(
            host="127.0.0.1",
            data_dir=self.folder / name,
            store_url=self.store_url,
            durability=self.durability,
            key_file=self.folder / "master.key",
            app_id=APP_ID,
            app_secret=SecretStr(SECRET),
            tenant=HOME,
            issuer=self.teams.issuer,
            openid_metadata=self.teams.openid_url,
            service_urls=(self.teams.service_url,),
            service_url=self.teams.service_url,
            authority=self.teams.authority_url.rsplit("/", 1)[0],
            ca_file=self.teams.ca_path,
            rehearsal_port=0,
        )

    def env(self, **more: str) -> Mapping[str, str]:
        given = self.settings("unused").model_dump(exclude={"data_dir", "port", "rehearsal_port", "boroughs_dir"})
        given |= {"app_secret": SECRET, "service_urls": self.teams.service_url, "tenants": ""}
        return {
            f"CHAIRSIDE_{name.upper()}": str(value) for name, value in given.items() if value not in (None, ())
        } | more

    def bot(self, name: str, *command: str, sabotage: str = "", **env: str) -> Bot:
        one = Bot(
            name=name,
            command=command,
            folder=self.folder,
            env=self.env(**env),
            http=self.http,
            times=self.times,
            sabotage=sabotage,
        )
        self.bots.append(one)
        return one

    async def set_up(self, name: str, cases: Sequence[Case]) -> dict[str, ConferenceId]:
        """Before the processes are there: the conferences in the store. Reference -> its id."""
        settings, clock = self.settings(name), MovableClock(self.times.now())
        async with opened_store(settings) as store:
            set_up = setter_up(settings, store, clock)
            return {one.about.reference: (await set_up(one.about, "london", by="chaos")).cid for one in cases}

    def watch(self) -> None:
        """From now on whatever ends by itself is started again, as a supervisor does, and noted."""
        self._nursery.spawn(self._watching(), "supervisor")

    async def _watching(self) -> None:
        while True:
            for bot in self.bots:
                if bot.ended_alone:
                    bot.up = False
                    bot.fell += 1
                    self._nursery.spawn(bot.start(), "restart")
            await asyncio.sleep(_LOOK)

    async def leap(self, to: datetime) -> None:
        """To that moment, in every process."""
        self.times.leap(to)
        await asyncio.gather(*(bot.tell(self.times.now()) for bot in self.bots if bot.up))

    async def stop(self) -> None:
        await self._nursery.stop()
        await asyncio.gather(*(bot.stop() for bot in self.bots))


@asynccontextmanager
async def house(folder: Path, seed: str, *, store_url: str = "", durability: str = "fsync") -> AsyncIterator[House]:
    """`folder` is empty and private."""
    async with AsyncExitStack() as stack:
        times = Times()
        teams = LoopbackTeams(now=times.now, app_id=APP_ID, secret=SECRET, tenant=HOME)
        weather = over(teams, Random(f"weather {seed}"))
        http = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        built = House(
            folder=folder,
            teams=teams,
            weather=weather,
            times=times,
            http=http,
            random=Random(f"house {seed}"),
            store_url=store_url,
            durability=durability,
        )
        built.doors = put_before(teams, Doors(teams, built.bots, Random(f"doors {seed}"), times.now))
        await stack.enter_async_context(teams)
        stack.push_async_callback(built.stop)
        yield built
