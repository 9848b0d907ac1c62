"""Everything but a press: through the SDK's turn pipeline, once that is loaded.

The SDK takes a quarter of a second to load, and no press needs it. So it is loaded in a thread: soon after the bot
listens, or when the first thing comes that wants it, and that waits for it; the loop never does.
"""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.dialogs.desk import Desk
from bot.teams.activity import Activity
from bot.teams.chats import PrivateChats
from bot.teams.connector import Connector
from bot.teams.inbound import Inbound

if TYPE_CHECKING:
    from bot.teams.pipeline import Pipeline


@dataclass(slots=True, kw_only=True)
class Turns:
    connector: Connector
    desk: Desk
    inbound: Inbound
    chats: PrivateChats
    _pipeline: "Pipeline | None" = None
    _loading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, activity: Activity) -> None:
        """One turn for a verified activity. Whatever the turn raises comes out of here."""
        pipeline = self._pipeline or await self._loaded()
        await pipeline.run(activity)

    async def warm(self) -> None:
        await self._loaded()

    async def _loaded(self) -> "Pipeline":
        async with self._loading:
            if self._pipeline is None:
                self._pipeline = await asyncio.to_thread(self._load)
            return self._pipeline

    def _load(self) -> "Pipeline":
        from bot.teams.pipeline import Pipeline  # noqa: PLC0415 - this is the thread

        return Pipeline(self.connector, self.desk, self.inbound, self.chats)
