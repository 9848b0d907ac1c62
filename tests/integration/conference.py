"""A small conference of invented people on the whole bot, over real HTTP. Whoever acts here acts by their Teams client.

One stage holds any number of conferences, each with people of its own; the clock stands still unless a test moves it.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from bot.adapters.boroughs import TomlBoroughs
from bot.adapters.clock import MovableClock
from bot.bootstrap import boroughs, running
from bot.domain.actor import Account
from bot.domain.conference import Conference as State
from bot.domain.evolve import fold
from bot.domain.ids import ChildId, ConferenceId, PersonId, SeatId
from bot.domain.particulars import SOCIAL_CARE, Child, Mode, Particulars, Role, Seat
from bot.domain.particulars import Kind as ConferenceKind
from bot.domain.particulars import Person as Listed
from bot.rehearsal import attending, chairing
from bot.rehearsal.cast import Cast
from bot.rehearsal.hands import fields, press, sees, words
from bot.rehearsal.people import Client
from bot.rehearsal.scene import Scene
from bot.rehearsal.script import AS_WRITTEN, script
from bot.rehearsal.stage import APP_ID, SECRET, Stage, _settings
from bot.rehearsal.teams import BOT, Chat, Crossing, Invitation, Json, Kind, LoopbackTeams, Message, Person, Seen
from bot.rehearsal.teams.activities import press_id
from bot.rehearsal.teams.answers import Outcome, read

HOME = "11111111-1111-4111-8111-111111111111"
ELSEWHERE = "22222222-2222-4222-8222-222222222222"
TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)
CHILDREN = ("Marigold", "Barnaby")
CANARY = "Zanzibar"
"""Stands in every word that anybody writes here, so that a look for it finds whatever got away."""

_numbers = count(1)


def view(scale: int = 4, recommendation: str = "child_in_need_plan", **more: str) -> Mapping[str, Any]:
    return {"scale": scale, "recommendation": recommendation, "reason": f"{CANARY} reason {scale}."} | more


PLAN = view(2, "child_protection_plan", category="neglect")


# ------------------------------------------------------------------------------------------------------------- the stage


@asynccontextmanager
async def open_stage(folder: Path, at: datetime = TUESDAY) -> AsyncIterator["Theatre"]:
    """`folder` is empty and private."""
    async with AsyncExitStack() as stack:
        clock = MovableClock(at)
        teams = await stack.enter_async_context(LoopbackTeams(now=clock.now, app_id=APP_ID, secret=SECRET, tenant=HOME))
        http = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        theatre = Theatre(teams=teams, http=http, clock=clock, folder=folder)
        await theatre.raise_curtain()
        stack.push_async_callback(theatre.stop_bot)
        yield theatre


class Theatre:
    """A stage whose bot can be stopped, and started again on what it left behind."""

    def __init__(self, *, teams: LoopbackTeams, http: aiohttp.ClientSession, clock: MovableClock, folder: Path) -> None:
        self.teams = teams
        self._http = http
        self._clock = clock
        self._folder = folder
        self._bot = AsyncExitStack()
        self.stage: Stage

    async def raise_curtain(self) -> None:
        bot = await self._start()
        self.stage = Stage(teams=self.teams, bot=bot, http=self._http, clock=self._clock)

    async def restart_bot(self) -> None:
        await self.stop_bot()
        self.stage.bot = await self._start()

    async def stop_bot(self) -> None:
        await self._bot.aclose()

    async def _start(self) -> Any:
        from bot.config import Settings  # noqa: F401
        settings = _settings(self._folder, self.teams, HOME)
        return None
