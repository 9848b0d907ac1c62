"""Meetings as the settings say: in the organiser's calendar, or standing alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.adapters.graph.events import Calendar
from bot.adapters.graph.obstacles import RefusedError
from bot.adapters.graph.online import OnlineMeetings
from bot.adapters.graph.organiser import Organiser
from bot.adapters.graph.settling import Settling
from bot.domain.actor import Account
from bot.domain.join_link import thread_of
from bot.domain.microsoft import Held, Obstacle, Option
from bot.usecases.microsoft import Wish
from bot.usecases.ports import SendError

_CLOSED_TO_US = frozenset({Obstacle.POLICY_MISSING, Obstacle.NOT_CONSENTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphMeetings:
    """`alone`: meetings stand alone, and nobody is invited by Microsoft."""

    calendar: Calendar
    online: OnlineMeetings
    settling: Settling
    organiser: Organiser
    alone: bool

    async def hold(self, wish: Wish) -> Held:
        organiser = await self.organiser()
        if self.alone:
            found = await self.online.create_or_get(organiser, wish)
            return Held(organiser=organiser, join_link=found.join_web_url, chat=found.chat, meeting=found.id)
        event = await self.calendar.hold(organiser, wish)
        meeting, chat = await self._behind(organiser, event.join_link)
        return Held(organiser=organiser, join_link=event.join_link, chat=chat, event=event.id, meeting=meeting)

    async def move(self, held: Held, start: datetime, end: datetime) -> None:
        if held.event:
            await self.calendar.move(held.organiser, held.event, start, end)
        else:
            await self.online.move(held.organiser, held.meeting, start, end)

    async def invite(self, held: Held, invited: Sequence[str]) -> None:
        """A stand-alone meeting is in no calendar: nobody is invited to it by Microsoft."""
        if held.event:
            await self.calendar.invite(held.organiser, held.event, invited)

    async def cancel(self, held: Held, comment: str) -> None:
        if held.event:
            await self.calendar.cancel(held.organiser, held.event, comment)
        else:
            await self.online.remove(held.organiser, held.meeting)

    async def undo(self, wish: Wish, comment: str) -> None:
        """Graph does not say whether there is a meeting that stands alone of that key: it gives it, or makes it."""
        organiser = await self.organiser()
        if self.alone:
            await self.online.remove(organiser, (await self.online.create_or_get(organiser, wish)).id)
        else:
            await self.calendar.undo(organiser, wish.key, comment)

    async def settle(self, held: Held, hosts: Sequence[Account]) -> tuple[Option, ...]:
        return await self.settling.settle(held.organiser, await self._meeting(held), hosts)

    async def check(self, held: Held, hosts: Sequence[Account]) -> tuple[Option, ...]:
        return await self.settling.check(held.organiser, await self._meeting(held), hosts)

    async def _meeting(self, held: Held) -> str:
        return held.meeting or (await self.online.by_link(held.organiser, held.join_link)).id

    async def _behind(self, organiser: str, join_link: str) -> tuple[str, str]:
        """The meeting's id and its chat. A long link says which chat it is, so a council may hold meetings and leave their
        options to people; a short link does not.
        """
        known = thread_of(join_link)
        try:
            found = await self.online.by_link(organiser, join_link)
        except RefusedError as error:
            if not known or error.obstacle not in _CLOSED_TO_US:
                raise
            return "", known
        except SendError as error:
            if not known or error.code != Obstacle.NOT_THERE_YET:
                raise
            return "", known
        return found.id, found.chat
