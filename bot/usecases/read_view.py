"""What somebody may see now. Looks at the store, since another process may have recorded meanwhile, but for `kept`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from bot.domain.actor import Actor
from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.outcome import Refused
from bot.domain.powers import person_of, was_listed
from bot.domain.refusals import Why
from bot.usecases.conferences import Conferences
from bot.usecases.ports import Calendars, Clock, EventLog

T = TypeVar("T")


class Looking(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody listed, looking at their conference at one moment."""

    cid: ConferenceId
    state: Conference
    who: PersonId
    now: datetime
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadView:
    log: EventLog
    conferences: Conferences
    calendars: Calendars
    clock: Clock

    async def __call__(self, cid: ConferenceId, actor: Actor, view: Callable[[Looking], T]) -> T | Refused:
        """The view, or why not. Somebody unlisted is told the same whether or not there is such a conference."""
        looking = await self.looking(cid, actor)
        return Refused(Why.NOT_ON_THE_LIST) if looking is None else view(looking)

    async def looking(self, cid: ConferenceId, actor: Actor) -> Looking | None:
        return self._look(cid, (await self.conferences.fresh(cid)).state, actor)

    async def kept(self, cid: ConferenceId, actor: Actor) -> Looking | None:
        """As this process last knew it, for a press that changes something: what it changes is decided on what is recorded."""
        return self._look(cid, (await self.conferences.kept(cid)).state, actor)

    async def confirmed(self, look: Looking) -> bool:
        """Whether all that can be seen in it would survive (promise 4)."""
        return await self.log.confirm(look.cid, look.state.version)

    def _look(self, cid: ConferenceId, state: Conference | None, actor: Actor) -> Looking | None:
        who = person_of(state, actor) if state else None
        if state is None or who is None:
            return None
        return Looking(cid=cid, state=state, who=who, now=self.clock.now(), calendar=self.calendars.england())

    async def left(self, cid: ConferenceId, actor: Actor) -> bool:
        """Whether they were listed, and their seat has gone to a colleague since."""
        state = (await self.conferences.kept(cid)).state
        return state is not None and was_listed(state, actor) is not None

    async def state(self, cid: ConferenceId) -> Conference | None:
        """For the bot's own use: what is owed is drawn from it, nothing is shown of it."""
        return (await self.conferences.fresh(cid)).state

    async def last_known(self, cid: ConferenceId) -> Conference | None:
        """The same without asking the store: whoever performs a duty has just done so, once for all its messages."""
        return (await self.conferences.kept(cid)).state

    async def of_person(self, actor: Actor) -> tuple[ConferenceId, ...]:
        """The conferences this account or address is listed in, each once. Whoever is known by their account in one may
        still be listed by address alone in the next.
        """
        names = [actor.key] if actor.account else []
        names += [actor.address.lower()] if actor.address else []
        return tuple(dict.fromkeys([cid for name in names for cid in await self.log.by_person(name)]))

    async def in_weeks(self, weeks: Collection[str]) -> tuple[ConferenceId, ...]:
        return await self.log.in_weeks(weeks)

    async def of_chat(self, chat: str) -> tuple[ConferenceId, ...]:
        return await self.log.by_chat(chat)
