"""One wish of one person, or of the bot itself: decided by the rules, recorded once, answered from the record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

from bot.domain import links
from bot.domain.actor import Actor, Standing
from bot.domain.conference import Conference
from bot.domain.decide import Policy, decide
from bot.domain.events import Event
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId, OpId
from bot.domain.outcome import BugError, Refused, Stale
from bot.domain.scopes import revision
from bot.usecases.conferences import Conferences, Folded
from bot.usecases.ports import (
    Append,
    Appended,
    Calendars,
    Clock,
    Conflict,
    EventLog,
    Known,
    Links,
    Operation,
    RewoundError,
    Wake,
)


class Record(StrEnum):
    """What became of it. UNCONFIRMED: recorded, but the store has not yet said that it would survive (promise 4)."""

    RECORDED = "recorded"
    UNCONFIRMED = "unconfirmed"
    ALREADY = "already"
    NOTHING_NEW = "nothing_new"


class Done(msgspec.Struct, kw_only=True):
    """`state` is the conference as it now is. Exactly one of `record`, `refused` and `stale` is set."""

    state: Conference | None
    record: Record | None = None
    refused: Refused | None = None
    stale: Stale | None = None


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """`scope` and `rev`: what the card was about and how old it is; "" where age does not matter."""

    cid: ConferenceId
    actor: Actor
    command: object
    op: OpId
    scope: str = ""
    rev: int = 0


MOST_CONFLICTS = 100
"""Tries against other writers before we call it our fault. Each loss means that somebody else's press got through."""


_NOWHERE = Links()


@dataclass(slots=True)
class _Plan:
    """What the rules make of the wishes of one turn, each decided on what those before it would bring about.

    `ends` has one entry for each wish: what it will have come to once the operations are recorded, or our fault.
    """

    state: Conference | None
    version: int
    operations: list[Operation] = field(default_factory=list)
    ends: list[Done | Exception] = field(default_factory=list)
    links: Links = _NOWHERE

    def repeats(self, op: OpId) -> bool:
        return any(one.op == op for one in self.operations)

    def add(self, wish: Wish, events: Sequence[Event], now: datetime) -> None:
        state = self.state
        for event in events:
            state = evolve(state, event, now)
        self.state = state
        self.version += len(events)
        self.operations.append(Operation(op=wish.op, actor=wish.actor.key, at=now, events=events))


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Presses waiting on one conference are decided one after the other and recorded together, in one trip."""

    log: EventLog
    conferences: Conferences
    calendars: Calendars
    clock: Clock
    wake: Wake

    async def __call__(self, wish: Wish) -> Done:
        """Raises BugError when we are wrong, and whatever the store raises when it cannot be reached."""
        done: Done = await self.conferences.turns(wish.cid).take(wish, self._turn)
        return done

    async def _turn(self, wishes: Sequence[Wish]) -> Sequence[Done | Exception]:
        cid = wishes[0].cid
        folded = await self.conferences.kept(cid)
        for _ in range(MOST_CONFLICTS):
            plan = self._plan(folded, wishes)
            if plan.operations:
                answer = await self._append(cid, folded, plan)
                if isinstance(answer, Appended):
                    return self._recorded(wishes, plan, durable=answer.durable)
                folded = await self._missed(cid, answer)
                continue
            newest = await self.conferences.fresh(cid)
            if newest.version == folded.version:
                return await self._unchanged(cid, plan)
            folded = newest
        raise BugError("too many conflicts on one conference")

    def _plan(self, folded: Folded, wishes: Sequence[Wish]) -> _Plan:
        plan = _Plan(state=folded.state, version=folded.version)
        now = self.clock.now()
        for wish in wishes:
            try:
                plan.ends.append(self._decided(plan, wish, now))
            except Exception as error:  # noqa: BLE001 - a bug in one wish is that wish's alone
                plan.ends.append(error)
        return plan

    def _decided(self, plan: _Plan, wish: Wish, now: datetime) -> Done:
        """`Done.state` is as this wish leaves it, not as the turn does: who handed in before the round closed is told so."""
        before = plan.state
        if self.conferences.has(wish.cid, wish.op) or plan.repeats(wish.op):
            return Done(state=before, record=Record.ALREADY)
        if before is not None and wish.scope and revision(before, wish.scope) != wish.rev:
            return Done(state=before, stale=Stale(wish.scope))
        outcome = decide(before, wish.command, wish.actor, now, Policy(calendar=self.calendars.england()))
        if isinstance(outcome, Refused):
            return Done(state=before, refused=outcome)
        if isinstance(outcome, Stale):
            return Done(state=before, stale=outcome)
        if not outcome.events:
            return Done(state=before, record=Record.NOTHING_NEW)
        plan.add(wish, outcome.events, now)
        return Done(state=plan.state, record=Record.RECORDED)

    async def _append(self, cid: ConferenceId, folded: Folded, plan: _Plan) -> Appended | Conflict | Known | None:
        """None when what was folded is gone from the store.

        What happened may be worth a look at what is owed, so one is owed now: working out when is the looker's.
        """
        if plan.state is None:
            raise BugError("an accepted command recorded nothing")
        plan.links = _links(folded, plan.state)
        asked = Append(
            cid=cid,
            expected=folded.version,
            operations=plan.operations,
            next_due=plan.operations[-1].at,
            links=plan.links,
        )
        try:
            return await self.log.append(asked)
        except RewoundError:
            return None

    async def _missed(self, cid: ConferenceId, answer: Conflict | Known | None) -> Folded:
        if answer is not None:
            return self.conferences.caught_up(cid, answer.tail)
        self.conferences.rewound(cid)
        return await self.conferences.fresh(cid)

    def _recorded(self, wishes: Sequence[Wish], plan: _Plan, *, durable: bool) -> Sequence[Done | Exception]:
        cid = wishes[0].cid
        folded = Folded(state=plan.state, version=plan.version, links=plan.links)
        self.conferences.recorded(cid, folded, [one.op for one in plan.operations])
        if not durable or any(wish.actor.standing is not Standing.BOT for wish in wishes):
            self.wake(cid)
        return _ends(plan, durable=durable)

    async def _unchanged(self, cid: ConferenceId, plan: _Plan) -> Sequence[Done | Exception]:
        """A repeat of what was never confirmed to survive is asked about again, and not taken for settled (promise 4)."""
        repeats = any(isinstance(one, Done) and one.record is Record.ALREADY for one in plan.ends)
        durable = not repeats or await self.log.confirm(cid, plan.version)
        return _ends(plan, durable=durable)


def _links(before: Folded, now: Conference) -> Links:
    if before.links is not None and before.state is not None and links.same(before.state, now):
        return before.links
    return Links(chats=links.chats(now), people=links.people(now), weeks=links.weeks(now))


_WRITTEN = frozenset({Record.RECORDED, Record.ALREADY})


def _ends(plan: _Plan, *, durable: bool) -> Sequence[Done | Exception]:
    for one in plan.ends:
        if not durable and isinstance(one, Done) and one.record in _WRITTEN:
            one.record = Record.UNCONFIRMED
    return plan.ends
