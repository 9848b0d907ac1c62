"""The hands of one process: they do the duties of many conferences at once, each under a lease of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import structlog

from bot.adapters.leases import Lease, Leases
from bot.adapters.nursery import Nursery
from bot.domain.ids import ConferenceId
from bot.usecases.ports import StoreDownError

log = structlog.get_logger(__name__)

MOST = 128
"""Conferences at once. How many messages are under way at once is the use case's to say."""

GROWN = 8
"""Looks at one conference in a row because its log has grown meanwhile. The agenda brings it back after that."""

DRAIN = 9.0
"""Seconds for what is under way when we are told to stop; the process is given ten."""

_PAUSES = (1.0, 3.0, 8.0)
"""Seconds before each new try while the store is away."""


class Rest(Protocol):
    """How a conference was left: when it is next owed something, worked out at that version of its log."""

    @property
    def due(self) -> datetime | None: ...

    @property
    def version(self) -> int: ...


class Perform(Protocol):
    def __call__(self, cid: ConferenceId, version: int | None = None) -> Awaitable[Rest]:
        """Do what is owed now. `version`: where the log is known to stand; None: look."""
        ...


class Hands:
    def __init__(self, leases: Leases, perform: Perform, enough: Sequence[Callable[[], None]]) -> None:
        """`enough` tells whoever performs to begin nothing new."""
        self._leases = leases
        self._perform = perform
        self._enough = enough
        self._nursery = Nursery()
        self._held: dict[ConferenceId, Lease] = {}
        self._busy: dict[ConferenceId, asyncio.Task[None]] = {}
        self._renewing: asyncio.Task[None] | None = None
        self.failed: set[ConferenceId] = set()
        self.freed = asyncio.Event()

    @property
    def room(self) -> int:
        """How many conferences more may be taken on."""
        return max(0, MOST - len(self._busy))

    @property
    def idle(self) -> bool:
        return not self._busy

    def take_on(self, lease: Lease) -> asyncio.Task[None]:
        """Its end is the end of the work, well or badly; it raises nothing."""
        if self._renewing is None:
            self._renewing = self._nursery.spawn(self._renew(), "leases")
        before = self._busy.get(lease.cid)
        self._held[lease.cid] = lease
        self._busy[lease.cid] = task = self._nursery.spawn(self._work(lease, before), "duties")
        return task

    async def rested(self) -> None:
        """Until what is under way now has ended."""
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def stop(self, seconds: float = DRAIN) -> None:
        """Finish what is under way, leave the rest owed, and give every lease back."""
        for tell in self._enough:
            tell()
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)
        left = list(self._held.values())
        await self._nursery.stop()
        for lease in left:
            with suppress(StoreDownError):
                await self._leases.release(lease)

    async def _work(self, lease: Lease, before: asyncio.Task[None] | None) -> None:
        """A failure keeps the lease: the next try comes when it runs out, not at once and for ever.

        `before`: what this process still does under a lease that ran out. It ends first.
        """
        cid, full = lease.cid, not self.room
        try:
            if before is not None:
                await asyncio.wait((before,))
            await self._until_rest(lease)
        except Exception:
            self.failed.add(cid)
            log.exception("duties_failed", conference=cid)
        else:
            self.failed.discard(cid)
        finally:
            if self._busy.get(cid) is asyncio.current_task():
                del self._busy[cid]
            if full:
                self.freed.set()
        if self._held.get(cid) is lease:
            del self._held[cid]

    async def _until_rest(self, lease: Lease) -> None:
        version: int | None = lease.version
        for _ in range(GROWN):
            rest = await self._done(lease.cid, version)
            if await self._leases.finish(lease, rest.due, rest.version):
                return
            version = None
        await self._leases.release(lease)

    async def _done(self, cid: ConferenceId, version: int | None) -> Rest:
        """A store that is away comes back sooner than the lease runs out."""
        for pause in _PAUSES:
            try:
                return await self._perform(cid, version)
            except StoreDownError:
                log.warning("duties_wait_for_store", conference=cid)
                await asyncio.sleep(pause)
                version = None
        return await self._perform(cid, version)

    async def _renew(self) -> None:
        """Whoever has lost a lease all the same stops: somebody else is doing it by now."""
        while True:
            await asyncio.sleep(self._leases.seconds / 3)
            held = dict(self._held)
            try:
                lost = await self._leases.renew(tuple(held.values()))
            except StoreDownError:
                continue
            for cid in lost:
                if self._held.get(cid) is not held[cid]:
                    continue  # given back meanwhile, and perhaps taken on again
                log.warning("lease_lost", conference=cid)
                if cid in self._busy:
                    self._busy[cid].cancel()
                self._held.pop(cid, None)
