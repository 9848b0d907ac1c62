"""A conference comes into being: its particulars and the whole of its borough's profile, in one event."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import links
from bot.domain.duties import next_due
from bot.domain.events import ConferenceSetUp
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId, OpId
from bot.domain.particulars import Particulars, Person
from bot.usecases.ports import (
    Append,
    Boroughs,
    Calendars,
    Clock,
    Conflict,
    EventLog,
    Known,
    Links,
    Operation,
    ReferenceIds,
)

TOO_LATE = timedelta(hours=24)


def too_late(particulars: Particulars, now: datetime) -> bool:
    """A day after its end the summary of a conference is late: set up then, it would be an alarm and nothing else."""
    return now > particulars.planned_end + TOO_LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Established:
    """`new` is False where the reference was set up before: then what was brought has not been looked at."""

    cid: ConferenceId
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    log: EventLog
    boroughs: Boroughs
    calendars: Calendars
    clock: Clock
    ids: ReferenceIds
    microsoft: bool = False
    """Whether the settings open the council's Microsoft 365."""
    calendar: bool = False
    """Whether they name a way for mail that carries calendar files."""
    mail: bool = True
    """Whether they name any way for mail."""

    async def known(self, reference: str) -> ConferenceId | None:
        """The conference of that reference, if one was set up."""
        found = await self.log.by_chat(links.by_reference(reference))
        return found[0] if found else None

    async def __call__(
        self,
        particulars: Particulars,
        borough: str,
        by: str,
        *,
        draft: bool = False,
        last_chair: Person | None = None,
    ) -> Established:
        """`by` is whoever set it up (`Actor.key`, or the command line's name). `draft` and `last_chair`: ConferenceSetUp.

        A reference that was set up before gives the conference it is: nothing is doubled, by whatever doors it comes in
        the same moment. Raises KeyError for an unknown borough.
        """
        before = await self.known(particulars.reference)
        if before:
            return Established(cid=before, new=False)
        event = ConferenceSetUp(
            particulars=particulars,
            profile=self.boroughs.profile(borough),
            draft=draft,
            last_chair=last_chair,
            microsoft=self.microsoft,
            calendar=self.calendar,
            mail=self.mail,
        )
        now = self.clock.now()
        state = evolve(None, event, now)
        cid = self.ids.of_reference(particulars.reference)
        answer = await self.log.append(
            Append(
                cid=cid,
                expected=0,
                operations=(Operation(op=OpId(f"set-up:{cid}"), actor=by, at=now, events=(event,)),),
                next_due=next_due(state, now, self.calendars.england()),
                links=Links(chats=links.chats(state), people=links.people(state), weeks=links.weeks(state)),
            )
        )
        return Established(cid=cid, new=not isinstance(answer, Conflict | Known))
