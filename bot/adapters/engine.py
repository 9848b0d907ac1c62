"""Does duties as they fall due, in this process. The agenda in the store is the truth; waking only saves a wait.

A claim is a lease: whoever dies holding one loses it by the store's clock, and what was owed is still owed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime

import structlog

from bot.adapters.nursery import Nursery
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Agenda, Claim, Clock

log = structlog.get_logger(__name__)

LEASE = 60.0
"""Seconds; several times what sending to one conference can take."""

EVERY = 1.0
"""Seconds between looks at the agenda. What falls due in between waits no longer than that."""

MOST = 64
"""Conferences claimed in one look."""

Perform = Callable[[ConferenceId], Awaitable[object]]


class Engine:
    def __init__(self, agenda: Agenda, clock: Clock) -> None:
        self._agenda = agenda
        self._clock = clock
        self._nursery = Nursery()
        self._woken = asyncio.Event()
        self._busy: dict[ConferenceId, asyncio.Task[None]] = {}
        self._again: set[ConferenceId] = set()
        self._claims: dict[ConferenceId, Claim] = {}
        self._failed: set[ConferenceId] = set()
        self._loop: asyncio.Task[None] | None = None
        self._perform: Perform | None = None

    def start(self, perform: Perform) -> None:
        self._perform = perform
        self._loop = self._nursery.spawn(self._run(), "engine")

    async def stop(self) -> None:
        """Take on nothing more, and finish what is under way."""
        if self._loop is not None:
            self._loop.cancel()
            with suppress(asyncio.CancelledError):
                await self._loop
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def sweep(self, conferences: Iterable[ConferenceId]) -> None:
        """Look at each of these now, whatever the agenda says: it is re-derived from the logs (promise 16)."""
        for cid in conferences:
            await self._agenda.put(cid, self._clock.now())
        self._woken.set()

    def wake(self, cid: ConferenceId) -> None:
        """Look now. A conference being worked on is looked at once more afterwards."""
        if cid in self._busy:
            self._again.add(cid)
        self._woken.set()

    async def settled(self) -> datetime | None:
        """Wait until nothing is owed at this moment of our clock, which rehearsals move; the moment something next is.

        Raises RuntimeError when duties fail: they will not be settled by waiting.
        """
        while True:
            await self._look()
            if not self._busy:
                if self._failed:
                    raise RuntimeError("duties failed: the log says why")
                due = await self._agenda.next_due()
                if due is None or due > self._clock.now():
                    return due
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._look()
            except Exception:
                log.exception("engine_look_failed")
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY):
                    await self._woken.wait()
            self._woken.clear()

    async def _look(self) -> None:
        for claim in await self._agenda.claim(self._clock.now(), LEASE, MOST):
            self._claims[claim.cid] = claim
            if claim.cid in self._busy:
                self._again.add(claim.cid)
                continue
            self._busy[claim.cid] = self._nursery.spawn(self._work(claim), "duties")

    async def _work(self, claim: Claim) -> None:
        """A failure keeps the lease: the next try comes when it runs out, not at once and for ever."""
        cid = claim.cid
        try:
            await self._until_quiet(cid)
        except Exception:
            self._failed.add(cid)
            log.exception("duties_failed", conference=cid)
            del self._busy[cid]
        else:
            self._failed.discard(cid)
            del self._busy[cid]  # before the release: a claim made while this stood here would be nobody's
            await self._agenda.release(self._claims.pop(cid, claim))
            self._woken.set()

    async def _until_quiet(self, cid: ConferenceId) -> None:
        """Once, and once more for as long as somebody woke us meanwhile."""
        self._again.add(cid)
        while cid in self._again:
            self._again.discard(cid)
            if self._perform is not None:
                await self._perform(cid)
