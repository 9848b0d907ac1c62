"""Verbs that belong to no one conference: a list across all of somebody's, or the beginning of a new one.

A card names no conference for these. Who may do what follows from where they are listed, and from the settings.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogs.marks import see
from bot.dialogs.mine import Mine, listed
from bot.dialogs.nonce import Signer
from bot.dialogs.press import Answer, Press, TextAnswer
from bot.domain.calendar import Calendar
from bot.domain.ids import ConferenceId
from bot.usecases.may_begin import MayBegin
from bot.usecases.read_board import ReadBoard
from bot.usecases.read_view import ReadView
from bot.usecases.set_up import SetUp
from bot.words.answers import OLD_TEAMS

NOWHERE = ConferenceId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOffice:
    """A press without a conference. `mine` are all those that the presser is listed in."""

    press: Press
    mine: tuple[Mine, ...]
    now: datetime
    calendar: Calendar
    office: "Office"


Served = Callable[[AtOffice], Awaitable[Answer]]

OFFICE: dict[str, Served] = {}
_FINDS_ITS_OWN: set[str] = set()


def on_office(verb: str, served: Served, *, finds_its_own: bool = False) -> None:
    """`finds_its_own`: it looks for the conferences it needs, and is handed no list: one of years may be long."""
    if verb in OFFICE:
        raise ValueError(f"{verb} is served twice")
    OFFICE[verb] = served
    if finds_its_own:
        _FINDS_ITS_OWN.add(verb)


def see_office(subject: str = "") -> Mapping[str, Any]:
    """The data of a button that opens something of the office."""
    return see(NOWHERE, subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    read: ReadView
    set_up: SetUp
    board: ReadBoard
    may_begin: MayBegin
    signer: Signer

    async def __call__(self, press: Press) -> Answer:
        if not press.in_place:
            return TextAnswer(OLD_TEAMS)
        mine = () if press.verb in _FINDS_ITS_OWN else await listed(self.read, press.actor)
        now, calendar = self.read.clock.now(), self.read.calendars.england()
        return await OFFICE[press.verb](AtOffice(press=press, mine=mine, now=now, calendar=calendar, office=self))
