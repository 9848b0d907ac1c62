"""The use cases of the product over a world in memory: the duties of forty conferences, done as they fall due."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.bootstrap import MovableClock, calendars
from bot.domain import links
from bot.domain.duties import next_due
from bot.domain.events import ConferenceSetUp, Event
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId, OpId
from bot.domain.notice import Notice
from bot.usecases.conferences import Conferences
from bot.usecases.confirming import Confirming
from bot.usecases.once_a_day import OnceADay
from bot.usecases.perform_duty import PerformDuty
from bot.usecases.ports import Append, Appended, Links, Operation, Unmetered
from bot.usecases.press import Press
from month.council import Human, Planned
from month.journal import Journal
from month.ports import Daily, Ids, Log, Quiet, Roads, no_pace

TURNS = 50
"""Looks at one conference at one moment. More is a bot that never comes to rest."""


@dataclass(slots=True)
class Known:
    planned: Planned
    humans: dict[str, Human] = field(default_factory=dict)


class House:
    def __init__(self, opens: datetime, journal: Journal) -> None:
        self.journal = journal
        self.clock = MovableClock(opens)
        self._known: dict[ConferenceId, Known] = {}
        self._ids = Ids()
        self._log = Log()
        self._conferences = Conferences(self._log)
        self._calendars = calendars()
        alarms = Quiet()
        self.press = Press(
            log=self._log,
            conferences=self._conferences,
            calendars=self._calendars,
            clock=self.clock,
            wake=self._wake,
        )
        self._perform = PerformDuty(
            press=self.press,
            conferences=self._conferences,
            messenger=Roads(journal, self.clock.now, self._finds),
            pace=no_pace,
            alarms=alarms,
            confirming=Confirming(log=self._log, alarms=alarms, seconds=lambda: 0.0),
            once=OnceADay(daily=Daily(), clock=self.clock),
            calendars=self._calendars,
            clock=self.clock,
            ids=self._ids,
            meter=Unmetered(),
            spread=lambda: 1.0,  # the longest waits, and one look for all that failed together
        )

    # ------------------------------------------------------------------------------------------------------------ time

    async def due(self) -> datetime | None:
        """When the bot next owes anything."""
        return min(self._log.agenda.values(), default=None)

    async def move(self, to: datetime) -> None:
        """Let it be that time, and everything be done that is owed by then."""
        self.clock.move(max(to, self.clock.now()))
        now = self.clock.now()
        for cid in [cid for cid, due in self._log.agenda.items() if due <= now]:
            await self._rested(cid)

    async def _rested(self, cid: ConferenceId) -> None:
        for _ in range(TURNS):
            rest = await self._perform(cid)
            if rest.due is None:
                self._log.agenda.pop(cid, None)
                return
            self._log.agenda[cid] = rest.due
            if rest.due > self.clock.now():
                return
        raise RuntimeError(f"conference {self._known[cid].planned.number} never comes to rest")

    def _wake(self, cid: ConferenceId) -> None:
        self._log.agenda[cid] = self.clock.now()

    # ----------------------------------------------------------------------------------------------------- conferences

    async def set_up(self, planned: Planned) -> ConferenceId:
        cid = self._ids.conference()
        self._known[cid] = Known(planned, {str(who): human for who, human in planned.humans.items()})
        await self.happens(cid, ConferenceSetUp(particulars=planned.about, profile=planned.profile))
        return cid

    def joins(self, cid: ConferenceId, who: str, human: Human) -> None:
        self._known[cid].humans[who] = human

    def forget(self, cid: ConferenceId) -> None:
        """What follows from a meeting is not this play's."""
        self._log.agenda.pop(cid, None)

    async def happens(self, cid: ConferenceId, *events: Event) -> None:
        folded = await self._conferences.fresh(cid)
        state, now = folded.state, self.clock.now()
        for event in events:
            state = evolve(state, event, now)
        if state is None:
            raise ValueError("nothing happened")
        found = await self._log.append(
            Append(
                cid=cid,
                expected=folded.version,
                operations=(Operation(op=OpId(self._ids.op()), actor="somebody", at=now, events=events),),
                next_due=next_due(state, now, self._calendars.england()),
                links=Links(chats=links.chats(state), people=links.people(state)),
            )
        )
        if not isinstance(found, Appended):
            raise RuntimeError("somebody else was first")
        await self._conferences.fresh(cid)

    def _finds(self, notice: Notice) -> tuple[int, Human]:
        known = self._known[notice.cid]
        return known.planned.number, known.humans[notice.person]
