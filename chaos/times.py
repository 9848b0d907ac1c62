"""The time of a run, the same in every process: it passes faster than ours, and leaps when the play says so."""

import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self

from bot.bootstrap import MovableClock

SPEED = 6.0
"""Seconds of the run in one of ours, so that the bot's patience of a minute costs ten seconds."""
VARIABLE = "CHAOS_TIMES"
"""How a process is told the time at its start. Leaps come by its rehearsal port, as in any rehearsal."""


@dataclass(slots=True)
class Times:
    """Starts at the present. Counts by the machine's steady clock, which all its processes share."""

    _begin: datetime = field(default_factory=lambda: datetime.now(UTC))
    _mark: float = field(default_factory=time.monotonic)
    _leapt: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self._begin + timedelta(seconds=(time.monotonic() - self._mark) * SPEED) + self._leapt

    def leap(self, to: datetime) -> None:
        """Forwards only; a moment that has passed is now."""
        self._leapt += max(timedelta(0), to - self.now())

    def written(self) -> str:
        return f"{self._begin.isoformat()} {self._mark!r} {self._leapt.total_seconds()!r}"

    @classmethod
    def read(cls, text: str) -> Self:
        begin, mark, leapt = text.split()
        return cls(datetime.fromisoformat(begin), float(mark), timedelta(seconds=float(leapt)))


class FlowingClock(MovableClock):
    """The product's rehearsal clock, which does not stand still between two leaps."""

    def __init__(self) -> None:
        self._times = Times.read(os.environ[VARIABLE])
        super().__init__(self._times.now())

    def now(self) -> datetime:
        return self._times.now()

    def move(self, to: datetime) -> None:
        self._times.leap(to)
