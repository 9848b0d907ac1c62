"""The whole bot on loopback, behind its real doors, with a Teams and a clock of its own; it can be stopped and started again."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.adapters.clock import MovableClock
from bot.bootstrap import Overrides, running
from bot.rehearsal.stage import APP_ID, SECRET, Stage, _settings
from bot.rehearsal.teams import Json, LoopbackTeams
from bot.rehearsal.teams.activities import press_id
from bot.rehearsal.teams.answers import Outcome, read

HOME = "11111111-1111-4111-8111-111111111111"
TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)


@dataclass(kw_only=True)
class Theatre:
    """`stage` is what the rehearsal's own people act on."""

    stage: Stage
    folder: Path
    _bot: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def teams(self) -> LoopbackTeams:
        return self.stage.teams

    async def start_bot(self, over: Overrides | None = None, **changed: Any) -> None:
        """On whatever an earlier one left in the folder; `changed` are settings."""
        stage = self.stage
        settings = _settings(self.folder, stage.teams, HOME).model_copy(update=changed)
        bot = running(settings, replace(over or Overrides(), clock=stage.clock))
        stage.bot = await self._bot.enter_async_context(bot)
        stage.teams.bot_url = stage.bot.address

    async def stop_bot(self) -> None:
        await self._bot.aclose()

    async def ready(self) -> tuple[int, tuple[str, ...]]:
        """Status and codes of /readyz."""
        async with self.stage.http.get(self.stage.bot.address.replace("/api/messages", "/readyz")) as answer:
            body = await answer.json()
            return answer.status, tuple(body.get("codes", ()))

    async def bring(self, activity: Json, **changes: Any) -> Outcome:
        """Teams brings this activity, under a new id as it does when it tries again; what the presser then sees."""
        return read(await self.teams.deliver(activity | {"id": press_id()} | changes))


@asynccontextmanager
async def theatre(folder: Path, at: datetime = TUESDAY) -> AsyncIterator[Theatre]:
    """`folder` is empty and private. Whatever the play did, Teams has found no fault with the bot's cards or answers."""
    async with AsyncExitStack() as stack:
        clock = MovableClock(at)
        teams = LoopbackTeams(now=clock.now, app_id=APP_ID, secret=SECRET, tenant=HOME)
        await stack.enter_async_context(teams)
        http = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        house = Theatre(stage=Stage(teams=teams, bot=_NOT_YET, http=http, clock=clock), folder=folder)
        stack.push_async_callback(house.stop_bot)
        await house.start_bot()
        yield house
        assert not teams.card_faults
        assert not teams.bot_faults


_NOT_YET: Any = None
"""A bot needs the address of its Teams, and is there before anybody acts."""
