"""Everything that a conference is owed: messages first, and what is to be done in Microsoft 365 beside them.

Microsoft 365 may take its time, or be away for a day. Nobody's card waits for that.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from bot.domain.conference import Conference
from bot.domain.duties import outlook
from bot.domain.errands import Errand
from bot.domain.ids import ConferenceId
from bot.usecases.conferences import Conferences
from bot.usecases.confirming import Confirming
from bot.usecases.errands import RunErrand
from bot.usecases.microsoft import Microsoft365
from bot.usecases.perform_duty import PerformDuty, Rest
from bot.usecases.ports import Calendars, Clock

ROUNDS = 12
"""Errands in one go. The agenda brings back the rest."""

BESIDE = 1.0
"""Seconds between two looks at what is owed by message while an errand is under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Perform:
    duties: PerformDuty
    errand: RunErrand
    conferences: Conferences
    confirming: Confirming
    calendars: Calendars
    clock: Clock
    _enough: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        """Begin nothing more."""
        self._enough.set()
        self.duties.stop()

    async def __call__(self, cid: ConferenceId, version: int | None = None) -> Rest:
        """As PerformDuty."""
        rest = await self.duties(cid, version)
        for _ in range(ROUNDS):
            found = await self._next(cid)
            if found is None:
                return rest
            rest = await self._beside(cid, *found)
        return Rest(self.clock.now(), rest.version)

    async def _next(self, cid: ConferenceId) -> tuple[Conference, Errand] | None:
        """Nothing is done for what the store has not confirmed: it might never have been."""
        folded = await self.conferences.kept(cid)
        state = folded.state
        if state is None or not state.before.microsoft or self._enough.is_set():
            return None
        errands = outlook(state, self.clock.now(), self.calendars.england()).errands
        if not errands or not await self.confirming(cid, folded.version):
            return None
        return state, errands[0]

    async def _beside(self, cid: ConferenceId, state: Conference, errand: Errand) -> Rest:
        over = asyncio.Event()
        done, rest = await asyncio.gather(
            self._done(cid, state, errand, over), self._messages(cid, over), return_exceptions=True
        )
        if isinstance(done, BaseException):
            raise done
        if isinstance(rest, BaseException):
            raise rest
        return rest

    async def _done(self, cid: ConferenceId, state: Conference, errand: Errand, over: asyncio.Event) -> None:
        try:
            await self.errand(cid, state, errand)
        finally:
            over.set()

    async def _messages(self, cid: ConferenceId, over: asyncio.Event) -> Rest:
        """Until the errand is over, and once after it: what it led to may be owed by then."""
        while not over.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(BESIDE):
                    await over.wait()
            rest = await self.duties(cid)
        return rest


def with_errands(duties: PerformDuty, microsoft: Microsoft365 | None) -> Perform:
    """All of it, over the same record."""
    errand = RunErrand(
        microsoft=microsoft,
        press=duties.press,
        clock=duties.clock,
        ids=duties.ids,
        meter=duties.meter,
        spread=duties.spread,
    )
    return Perform(
        duties=duties,
        errand=errand,
        conferences=duties.conferences,
        confirming=duties.confirming,
        calendars=duties.calendars,
        clock=duties.clock,
    )
