"""One wish of one person, or of the bot itself: decided by the rules, recorded once, answered from the record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain import links
from bot.domain.actor import Actor
from bot.domain.conference import Conference
from bot.domain.decide import Policy, decide
from bot.domain.duties import next_due
from bot.domain.events import Event
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId, OpId
from bot.domain.outcome import Accepted, BugError, Refused, Stale
from bot.domain.scopes import revision
from bot.usecases.conferences import Conferences, Folded
from bot.usecases.ports import Append, Appended, Calendars, Clock, Conflict, EventLog, Known, Links, Recorded, Wake


class Record(StrEnum):
    """What became of it. UNCONFIRMED: recorded, but the store has not yet said that it would survive (promise 4)."""

    RECORDED = "recorded"
    UNCONFIRMED = "unconfirmed"
    ALREADY = "already"
    NOTHING_NEW = "nothing_new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`state` is the conference as it now is. Exactly one of `record`, `refused` and `stale` is set."""

    state: Conference | None
    record: Record | None = None
    refused: Refused | None = None
    stale: Stale | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`scope` and `rev`: what the card was about and how old it is; "" where age does not matter."""

    cid: ConferenceId
    actor: Actor
    command: object
    op: OpId
    scope: str = ""
    rev: int = 0


MOST_DOUBTED = 1000
"""Operations remembered as not yet confirmed. Beyond that the oldest is forgotten: a repeat of it counts as recorded."""

MOST_CONFLICTS = 100
"""Tries against other writers before we call it our fault. Each loss means that somebody else's press got through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    log: EventLog
    conferences: Conferences
    calendars: Calendars
    clock: Clock
    wake: Wake
    _doubted: dict[OpId, Append] = field(default_factory=dict, repr=False)

    async def __call__(self, wish: Wish) -> Done:
        """Raises BugError when we are wrong, and whatever the store raises when it cannot be reached."""
        async with self.conferences.lock(wish.cid):
            return await self._decided(wish)

    async def _decided(self, wish: Wish) -> Done:
        folded = await self.conferences.kept(wish.cid)
        for _ in range(MOST_CONFLICTS):
            if wish.op in folded.ops:
                return Done(state=folded.state, record=await self._repeated(wish.op))
            if self._older(folded, wish):
                newest = await self.conferences.fresh(wish.cid)
                if newest.version > folded.version:
                    folded = newest
                    continue
                return Done(state=folded.state, stale=Stale(wish.scope))
            found = await self._once(folded, wish)
            if isinstance(found, Done):
                return found
            folded = found
        raise BugError("too many conflicts on one conference")

    async def _repeated(self, op: OpId) -> Record:
        """What was never confirmed to survive is asked about again, and not taken for settled (promise 4)."""
        asked = self._doubted.get(op)
        return Record.ALREADY if asked is None else self._settled(asked, await self.log.append(asked), Record.ALREADY)

    def _settled(self, asked: Append, answer: Appended | Conflict | Known, record: Record) -> Record:
        if not isinstance(answer, Conflict) and answer.durable:
            self._doubted.pop(asked.op, None)
            return record
        self._doubted[asked.op] = asked
        if len(self._doubted) > MOST_DOUBTED:
            del self._doubted[next(iter(self._doubted))]
        return Record.UNCONFIRMED

    def _older(self, folded: Folded, wish: Wish) -> bool:
        return bool(wish.scope) and folded.state is not None and revision(folded.state, wish.scope) != wish.rev

    async def _once(self, folded: Folded, wish: Wish) -> Done | Folded:
        """Done, or the newer fold to decide on again."""
        now = self.clock.now()
        policy = Policy(calendar=self.calendars.england())
        outcome = decide(folded.state, wish.command, wish.actor, now, policy)
        if isinstance(outcome, Refused):
            return Done(state=folded.state, refused=outcome)
        if isinstance(outcome, Stale):
            return Done(state=folded.state, stale=outcome)
        if not outcome.events:
            return Done(state=folded.state, record=Record.NOTHING_NEW)
        return await self._append(folded, wish, outcome, now)

    async def _append(self, folded: Folded, wish: Wish, outcome: Accepted, now: datetime) -> Done | Folded:
        state = _after(folded.state, outcome.events, now)
        due = next_due(state, now)
        asked = Append(
            cid=wish.cid,
            expected=folded.version,
            op=wish.op,
            actor=wish.actor.key,
            at=now,
            events=outcome.events,
            next_due=due,
            links=_links(state),
        )
        answer = await self.log.append(asked)
        if isinstance(answer, Conflict):
            return self.conferences.caught_up(wish.cid, answer.tail)
        if isinstance(answer, Known):
            record = self._settled(asked, answer, Record.ALREADY)
            return Done(state=self.conferences.caught_up(wish.cid, answer.tail).state, record=record)
        self.conferences.caught_up(wish.cid, _recorded(folded.version, wish, outcome.events, now))
        if due is not None and due <= now:
            self.wake(wish.cid)
        return Done(state=state, record=self._settled(asked, answer, Record.RECORDED))


def _after(state: Conference | None, events: Sequence[Event], now: datetime) -> Conference:
    for event in events:
        state = evolve(state, event, now)
    if state is None:
        raise BugError("an accepted command recorded nothing")
    return state


def _links(state: Conference) -> Links:
    return Links(chats=links.chats(state), people=links.people(state))


def _recorded(version: int, wish: Wish, events: Sequence[Event], now: datetime) -> list[Recorded]:
    return [
        Recorded(seq=version + number, at=now, actor="", op=wish.op, event=event)
        for number, event in enumerate(events, start=1)
    ]
