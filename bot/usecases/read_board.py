"""The conferences of some days as they stand, worked out afresh at each look. How many there are in all costs nothing."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import structlog

from bot.domain.board import Line, line
from bot.domain.calendar import LONDON
from bot.domain.conference import Conference
from bot.domain.deadlines import borough_calendar
from bot.domain.ids import ConferenceId
from bot.domain.links import weeks_between
from bot.usecases.ports import StoreDownError
from bot.usecases.read_view import ReadView

log = structlog.get_logger(__name__)

_AT_ONCE = 32
"""Logs read at a time: so many that the store's trips overlap, so few that presses get in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One conference. `line` is all that may be shown of it in a list."""

    cid: ConferenceId
    state: Conference
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """In no order. `unreadable`: conferences of those weeks whose log could not be read, which is never kept quiet."""

    found: tuple[Found, ...]
    unreadable: int


def anybodys(_: Conference) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBoard:
    read: ReadView

    async def __call__(
        self,
        first: date,
        last: date,
        *,
        among: Collection[ConferenceId] | None = None,
        wanted: Callable[[Conference], bool] = anybodys,
    ) -> Board:
        """Those that start on these days in London. `among`: none but these are opened."""
        named = await self.read.in_weeks(weeks_between(first, last))
        cids = [cid for cid in named if among is None or cid in among]
        gate = asyncio.Semaphore(_AT_ONCE)

        async def look(cid: ConferenceId) -> Found | None:
            async with gate:
                state = await self.read.state(cid)
                await asyncio.sleep(0)
            inside = state is not None and first <= state.particulars.start.astimezone(LONDON).date() <= last
            return self._found(cid, state) if state is not None and inside and wanted(state) else None

        looked = await asyncio.gather(*map(look, cids), return_exceptions=True)
        return Board(
            found=tuple(one for one in looked if isinstance(one, Found)),
            unreadable=sum(_unreadable(cid, one) for cid, one in zip(cids, looked, strict=True)),
        )

    async def one(self, cid: ConferenceId) -> Found | None:
        state = await self.read.state(cid)
        return self._found(cid, state) if state else None

    def _found(self, cid: ConferenceId, state: Conference) -> Found:
        days = borough_calendar(state.profile, self.read.calendars.england())
        return Found(cid=cid, state=state, line=line(state, self.read.clock.now(), days))


def _unreadable(cid: ConferenceId, looked: Found | BaseException | None) -> bool:
    """One log that cannot be read keeps no other from the board. A store that is away does."""
    if not isinstance(looked, BaseException):
        return False
    if isinstance(looked, StoreDownError) or not isinstance(looked, Exception):
        raise looked
    log.error("conference_unreadable", conference=cid, kind=type(looked).__name__)
    return True
