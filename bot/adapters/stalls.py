"""How long the event loop was ever held: nobody's press is answered meanwhile, so it is counted and shows in /readyz."""

import asyncio
from collections import deque

from bot.adapters.nursery import Nursery
from bot.usecases.ports import Count, Level, Meter

EVERY = 0.05
"""Seconds between looks. A stall is seen to within this."""

LONG = 0.1
"""Seconds from which a stall counts (promise 29)."""

REMEMBERED = 60.0
"""Seconds for which the longest stall is shown."""

TOO_LONG = 5.0
"""Seconds after which Teams may have given a press up: a process that stalls so is not ready for more."""


class Stalls:
    """Start it in the loop that is to be watched. Measures durations, so a moved clock is no stall."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._nursery = Nursery()
        self._seen: deque[tuple[float, float]] = deque()

    def start(self) -> None:
        self._nursery.spawn(self._watch(), "stalls")

    async def stop(self) -> None:
        await self._nursery.stop()

    @property
    def stalled(self) -> bool:
        return any(held >= TOO_LONG for _, held in self._seen)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(EVERY)
            self.noted(loop.time(), loop.time() - before - EVERY)

    def noted(self, now: float, held: float) -> None:
        """The loop came back to us at `now`, having been away for `held` seconds more than it should."""
        while self._seen and self._seen[0][0] < now - REMEMBERED:
            self._seen.popleft()
        if held > LONG:
            self._meter.count(Count.STALLS)
            self._seen.append((now, held))
        self._meter.level(Level.STALL, max((each for _, each in self._seen), default=0.0))
