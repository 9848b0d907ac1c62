"""The stage of one play: a loopback Teams, the bot itself behind its real doors, and one clock for both."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
from pydantic import SecretStr

from bot.bootstrap import MovableClock, Overrides, Running, running
from bot.config import Settings
from bot.rehearsal.teams import LoopbackTeams

APP_ID = "c4a15de0-0000-4000-8000-0000000000b0"
SECRET = "a rehearsal's secret, of no use anywhere"  # noqa: S105 - known to the loopback Teams alone
SOON = timedelta(seconds=100)
"""The bot's own retries come within this time; a play waits them out before anybody does the next thing."""


@dataclass(slots=True, kw_only=True)
class Stage:
    teams: LoopbackTeams
    bot: Running
    http: aiohttp.ClientSession
    clock: MovableClock

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def at(self, moment: datetime) -> None:
        """Let time pass until then, and everything be done that falls due on the way. A moment passed is now."""
        while True:
            due = await self._settle("/settle", {})
            if due is None or due > moment:
                break
            await self._settle("/clock", {"now": max(due, self.now).isoformat()})
        if moment > self.now:
            await self._settle("/clock", {"now": moment.isoformat()})
        await self.settled()

    async def settled(self) -> None:
        """Everything that follows from what was just done has been done, the bot's own short retries included."""
        while True:
            due = await self._settle("/settle", {})
            if due is None or due - self.now > SOON:
                return
            await self._settle("/clock", {"now": max(due, self.now).isoformat()})

    async def due(self) -> datetime | None:
        """When the bot next owes something, once what was just done has been done."""
        return await self._settle("/settle", {})

    async def moved(self, moment: datetime) -> datetime | None:
        """Let it be that moment, and no later; when the bot next owes something."""
        return await self._settle("/clock", {"now": moment.isoformat()})

    async def _settle(self, path: str, body: dict[str, str]) -> datetime | None:
        """When the bot next owes something, once neither it nor Teams has anything left to say to the other."""
        while True:
            await self.teams.settled()
            before = self.teams.background.started
            due = await self._asked(path, body)
            await self.teams.settled()
            if self.teams.background.started == before:
                return due
            path, body = "/settle", {}

    async def _asked(self, path: str, body: dict[str, str]) -> datetime | None:
        async with self.http.post(f"{self.bot.rehearsal}{path}", json=body) as answer:
            answer.raise_for_status()
            found = (await answer.json())["next"]
        return datetime.fromisoformat(found) if found else None


@asynccontextmanager
async def staged(
    folder: Path, opens: datetime, tenant: str, overrides: Overrides | None = None, **changed: object
) -> AsyncIterator[Stage]:
    """`folder` is empty and private: the bot's store and key go there. `opens`: when the clock begins. `changed` are settings."""
    async with AsyncExitStack() as stack:
        clock = MovableClock(opens)
        teams = await stack.enter_async_context(
            LoopbackTeams(now=clock.now, app_id=APP_ID, secret=SECRET, tenant=tenant)
        )
        settings = _settings(folder, teams, tenant).model_copy(update=changed)
        given = replace(overrides or Overrides(), clock=clock)
        bot = await stack.enter_async_context(running(settings, given))
        teams.bot_url = bot.address
        http = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        yield Stage(teams=teams, bot=bot, http=http, clock=clock)


def _settings(folder: Path, teams: LoopbackTeams, tenant: str) -> Settings:
    """As a deployment would be set, with every outside address on this machine. The token checks are all on."""
    return Settings(
        host="127.0.0.1",
        port=0,
        data_dir=folder / "store",
        app_id=APP_ID,
        app_secret=SecretStr(SECRET),
        tenant=tenant,
        issuer=teams.issuer,
        openid_metadata=teams.openid_url,
        service_urls=(teams.service_url,),
        service_url=teams.service_url,
        authority=teams.authority_url.rsplit("/", 1)[0],
        graph_base=teams.graph_url,
        ca_file=teams.ca_path,
        rehearsal_port=0,
        sends_per_second=0,  # a day passes in seconds: Teams' rates are by the clock on the wall
    )
