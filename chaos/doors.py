"""How this Teams brings a press: to either replica, sometimes hanging up on the answer, sometimes once more much later."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from yarl import URL

from bot.adapters.nursery import Nursery
from bot.rehearsal.teams import LoopbackTeams, Reply, Route
from bot.rehearsal.teams.activities import press_id
from bot.rehearsal.teams.delivery import MESSAGING_PATH, Delivery, Parcel
from chaos.processes import Bot

HANGS_UP = 0.04
"""Of all presses: the client goes away while the bot is answering."""
AGAIN = 0.25
"""Of all presses: brought again with a new activity id, as Teams does."""
LATEST = 60.0
"""Seconds of the run after which the last of them comes (botbuilder-dotnet#5005 saw half a minute)."""
_TRIES = 200


class Doors(Delivery):
    """`calm`: nothing goes wrong on the way in. `busy` counts presses still to come again."""

    def __init__(self, teams: LoopbackTeams, bots: Sequence[Bot], random: Random, now: Callable[[], datetime]) -> None:
        super().__init__(teams.world)
        self._bots = bots
        self._random = random
        self._now = now
        self._late = Nursery()
        self.calm = False
        self.again = self.hung_up = self.busy = 0

    async def send(self, parcel: Parcel) -> Reply:
        """What Teams has to tell by itself it tells until it is heard; a press that fails is the person's to repeat."""
        if parcel.route is Route.DELIVER:
            return await self._told(parcel)
        patience = self._hang_up()
        reply = await super().send(parcel) if patience is None else await self._cut_short(parcel, patience)
        if not self.calm and self._random.random() < AGAIN:
            self.again += 1
            self._late.spawn(self._once_more(parcel, self._random.uniform(0, LATEST)), "late retry")
        return reply

    async def stop(self) -> None:
        await self._late.stop()
        await super().stop()

    async def _told(self, parcel: Parcel) -> Reply:
        reply = Reply()
        for _ in range(_TRIES):
            reply = await super().send(parcel)
            if reply.ok:
                break
            await asyncio.sleep(0.1)
        return reply

    def _hang_up(self) -> float | None:
        if self.calm or self._random.random() >= HANGS_UP:
            return None
        self.hung_up += 1
        return self._random.uniform(0.001, 0.03)

    async def _cut_short(self, parcel: Parcel, patience: float) -> Reply:
        try:
            async with asyncio.timeout(patience):
                return await super().send(parcel)
        except TimeoutError:
            return Reply()

    async def _once_more(self, parcel: Parcel, after: float) -> None:
        """The same words with a new id: to whichever replica, and nobody is there to be shown the answer."""
        self.busy += 1
        due = self._now() + timedelta(seconds=after)
        while self._now() < due:
            await asyncio.sleep(0.05)
        activity = parcel.activity | {"id": press_id()}
        await super().send(replace(parcel, activity=activity, audience=frozenset()))
        self.busy -= 1

    def _door(self) -> URL:
        """A balancer's choice: any that is up; with none up, any, and nobody answers."""
        serving = [bot for bot in self._bots if bot.command[0] == "serve"]
        up = [bot for bot in serving if bot.up]
        return URL(self._random.choice(up or serving).url).with_path(MESSAGING_PATH)


def put_before(teams: LoopbackTeams, doors: Doors) -> Doors:
    """All that this Teams brings goes by these doors."""
    teams.delivery = teams.presses.delivery = teams.meetings.delivery = doors
    return doors
