"""One reminder a day for each person, though several conferences may have something to remind them of (B11)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.domain.calendar import LONDON
from bot.domain.conference import Conference
from bot.domain.ids import ConferenceId, PersonId
from bot.usecases.ports import Clock, StoreDownError, TooSoonError

WAIT = 60.0
"""Seconds after which it is looked again whether another conference's reminder went. Nothing is late by it."""


class Turn(StrEnum):
    """Of a conference's reminder to somebody. WAIT: another one's is on its way to them, and may yet fail."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    WAIT = "wait"


class Daily(Protocol):
    """One reminder a day for each person, whichever of their conferences it comes from and whichever process sends it (B11).

    `names` are all that the person is known by: accounts and addresses. Both raise StoreDownError.
    """

    async def claim(self, names: frozenset[str], day: date, cid: ConferenceId) -> Turn:
        """OURS holds for a while, in which nobody else's turn comes."""
        ...

    async def settle(self, names: frozenset[str], day: date, cid: ConferenceId, *, sent: bool) -> None:
        """They have had it; or it did not go, and the turn is anybody's again."""
        ...


def names_of(state: Conference, who: PersonId) -> frozenset[str]:
    """By which somebody is the same person in another conference."""
    address = state.person(who).address.lower()
    return frozenset((*(key for key, one in state.bound.items() if one == who), *([address] if address else [])))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnceADay:
    daily: Daily
    clock: Clock

    async def elsewhere(self, cid: ConferenceId, state: Conference, who: PersonId) -> bool:
        """Whether they have had one today from another conference: it leads to this one too.

        Raises TooSoonError while another one is on its way, or the store is: what is sent could not be recorded.
        """
        try:
            turn = await self.daily.claim(names_of(state, who), self._today(), cid)
        except StoreDownError:
            raise TooSoonError(1.0) from None
        if turn is Turn.WAIT:
            raise TooSoonError(WAIT)
        return turn is Turn.ELSEWHERE

    async def settle(self, cid: ConferenceId, state: Conference, who: PersonId, *, sent: bool) -> None:
        """A store that is away is told nothing: it has what was claimed, until that runs out."""
        with suppress(StoreDownError):
            await self.daily.settle(names_of(state, who), self._today(), cid, sent=sent)

    def _today(self) -> date:
        return self.clock.now().astimezone(LONDON).date()
