"""Does duties as they fall due, in this process. The agenda in the store is the truth; waking only saves a wait.

A claim is a lease: whoever dies holding one loses it by the store's clock, and what was owed is still owed.
"""

import asyncio
from contextlib import suppress
from datetime import datetime

import structlog

from bot.adapters.hands import Hands
from bot.adapters.leases import Leases
from bot.adapters.nursery import Nursery
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Agenda, Clock

log = structlog.get_logger(__name__)

EVERY = 1.0
"""Seconds between looks at the agenda. What falls due in between waits no longer than that."""

APART = 0.1
"""Seconds at least between two looks, however often we are woken: presses that come together are looked at together."""

MOST = 64
"""Conferences claimed in one look."""


class Engine:
    def __init__(self, leases: Leases, agenda: Agenda, clock: Clock) -> None:
        self._leases = leases
        self._agenda = agenda
        self._clock = clock
        self._nursery = Nursery()
        self._woken = asyncio.Event()
        self._stopping = False
        self._loop: asyncio.Task[None] | None = None
        self._hands: Hands | None = None

    async def begin(self, hands: Hands) -> None:
        self._hands = hands
        hands.freed = self._woken
        self._loop = self._nursery.spawn(self._run(), "engine")

    async def stop(self) -> None:
        """Take on nothing more, and finish what is under way. A look is not broken off: what it claims must have a holder."""
        self._stopping = True
        self._woken.set()
        if self._loop is not None:
            await asyncio.wait((self._loop,))
        if self._hands is not None:
            await self._hands.stop()

    def wake(self, cid: ConferenceId) -> None:
        """Look now: what was recorded has put the conference on the agenda."""
        self._woken.set()

    async def settled(self) -> datetime | None:
        """Wait until nothing is owed at this moment of our clock, which rehearsals move; the moment something next is.

        Raises RuntimeError when duties fail: they will not be settled by waiting.
        """
        while True:
            await self._look()
            hands = self._hands
            if hands is None or hands.failed:
                raise RuntimeError("duties failed: the log says why")
            if hands.idle:
                due = await self._agenda.next_due()
                if due is None or due > self._clock.now():
                    return due
            await hands.rested()
            await asyncio.sleep(0)

    async def _run(self) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                await self._look()
            except Exception:
                log.exception("engine_look_failed")
            await asyncio.sleep(APART)
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY - APART):
                    await self._woken.wait()

    async def _look(self) -> None:
        hands = self._hands
        if hands is None or not hands.room:
            return
        for lease in await self._leases.claim(self._clock.now(), min(MOST, hands.room)):
            hands.take_on(lease)
