"""Keeps the embedded store running: a server that died alone is started again, and looked at before anybody uses it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.adapters.embedded import EmbeddedStore, NotStartedError
from bot.adapters.keys import KeyRefusedError
from bot.adapters.private_file import TooOpenError
from bot.adapters.refusals import StoreRefusedError
from bot.usecases.ports import StoreDownError

log = structlog.get_logger(__name__)

EVERY = 0.2
"""Seconds between looks at the process."""

MOST = 30.0
"""Seconds between tries, at most: a full disk lets the server start and die at its first write, for hours."""

STORE_REFUSED = "store_refused"


class Revival:
    """`judge` looks at the store behind an address, and raises StoreRefusedError when it is not the one that died."""

    def __init__(self, embedded: EmbeddedStore, judge: Callable[[str], Awaitable[object]]) -> None:
        self._embedded = embedded
        self._judge = judge
        self._refused = False

    async def codes(self) -> tuple[str, ...]:
        """For the readiness. That the server is away shows by itself."""
        return (STORE_REFUSED,) if self._refused else ()

    async def run(self) -> None:
        """Until it is cancelled, or a store came back that is not ours: that is for people to settle."""
        pause = EVERY
        while not self._refused:
            await asyncio.sleep(EVERY)
            if self._embedded.alive:
                pause = max(EVERY, pause - EVERY / 10)
                continue
            log.error("alarm", code="store_died")
            await asyncio.sleep(pause)
            pause = min(MOST, pause * 2)
            await self._revive()

    async def _revive(self) -> None:
        """What may pass is tried again: its file cannot be written, or it died while it was looked at."""
        try:
            address = await asyncio.to_thread(self._embedded.relaunch)
            await self._judge(address)
            await asyncio.to_thread(self._embedded.admit)
        except (NotStartedError, StoreDownError, OSError) as error:
            code, why = "store_not_started", type(error).__name__
        except (StoreRefusedError, KeyRefusedError, TooOpenError) as error:
            self._refused = True
            code, why = STORE_REFUSED, str(error)
        else:
            log.warning("store_started_again")
            return
        log.error("alarm", code=code, why=why)
        await asyncio.to_thread(self._embedded.refuse)
