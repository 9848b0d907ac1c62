"""Promise 5: sixty people and three closes at one conference in one moment, through two replicas; the tally is what was accepted."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from bot.bootstrap import MovableClock, Store, boroughs, calendars
from bot.domain.actor import Account, Actor, Standing
from bot.domain.conference import Conference
from bot.domain.decide import Policy, decide
from bot.domain.events import ConferenceSetUp, Event
from bot.domain.evolve import evolve
from bot.domain.ids import ChildId, ConferenceId, OpId, PersonId, SeatId
from bot.domain.outcome import Accepted
from bot.domain.particulars import SOCIAL_CARE, Child, Kind, Mode, Particulars, Person, Role, Seat
from bot.domain.post_it import Draft
from bot.domain.scopes import revision
from bot.domain.tally import tally
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.hand_in_post_it import HandInPostIt
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.set_anchors import SetAnchors
from bot.domain.verbs.show_threshold import ShowThreshold
from bot.domain.verbs.start_meeting import StartMeeting
from bot.usecases.conferences import Conferences
from bot.usecases.ports import Append, EventLog, Links, Operation
from bot.usecases.press import Done, Press, Record, Wish

SEATS, TWICE, CLOSES = 60, 20, 3
CHILD = ChildId("wren")
START = datetime(2026, 11, 23, 12, tzinfo=UTC)
_ACCEPTED = frozenset({Record.RECORDED, Record.ALREADY, Record.UNCONFIRMED})


@dataclass(slots=True, kw_only=True)
class Rounds:
    held: int = 0
    presses: int = 0
    accepted: int = 0
    refused: int = 0
    closes: int = 0
    mismatches: int = 0

    def __str__(self) -> str:
        return (
            f"{self.held} rounds of {SEATS} at once, {TWICE} of them twice, against {CLOSES} closes: "
            f"{self.presses} presses, {self.accepted} accepted, {self.refused} refused, mismatches {self.mismatches}"
        )


def actor(who: str) -> Actor:
    return Actor(standing=Standing.MEMBER, account=Account(tenant="council", oid=who), mri=f"29:{who}", shown_name=who)


def particulars(number: int, seats: int = SEATS) -> Particulars:
    who = ["chair", *(f"p{seat:02}" for seat in range(seats))]
    return Particulars(
        reference=f"CHAOS-{number}",
        kind=Kind.INITIAL,
        mode=Mode.VIRTUAL,
        start=START,
        planned_end=START + timedelta(hours=2),
        chair=PersonId("chair"),
        children=(Child(id=CHILD, called="Wren", lead=PersonId("p00"), born=START.date()),),
        people=tuple(
            Person(
                id=PersonId(one),
                name=one,
                role=Role.CHAIR if one == "chair" else Role.PROFESSIONAL,
                account=Account(tenant="council", oid=one),
            )
            for one in who
        ),
        seats=tuple(
            Seat(
                id=SeatId(one),
                agency=SOCIAL_CARE if one == "p00" else f"agency_{one}",
                title=one,
                holder=PersonId(one),
                contact=frozenset({CHILD}),
            )
            for one in who[1:]
        ),
    )


def opened(number: int, seats: int = SEATS) -> tuple[Conference, list[Event]]:
    """A conference whose round is open, and all that led there."""
    policy = Policy(calendar=calendars().england())
    first = ConferenceSetUp(particulars=particulars(number, seats), profile=boroughs().profile("london"))
    state = evolve(None, first, START)
    events: list[Event] = [first]
    promise = AcknowledgeChecklist(items=tuple(state.profile.checklist))
    deeds: list[tuple[str, object]] = [("chair", StartMeeting()), ("chair", promise)]
    deeds += [(seat.holder, promise) for seat in state.particulars.seats]
    deeds += [("chair", SetAnchors(zero="Worst.", ten="Best.")), ("chair", ShowThreshold())]
    deeds += [("chair", OpenRound(inquorate_reason=""))]
    for who, command in deeds:
        outcome = decide(state, command, actor(who), START, policy)
        if not isinstance(outcome, Accepted):
            raise TypeError(f"{who}: {command}: {outcome}")
        for event in outcome.events:
            events.append(event)
            state = evolve(state, event, START)
    return state, events


def replica(log: EventLog) -> Press:
    """As one process has it: its own idea of the conference, the one log."""
    return Press(
        log=log,
        conferences=Conferences(log),
        calendars=calendars(),
        clock=MovableClock(START),
        wake=lambda _cid: None,
    )


async def hold(store: Store, rounds: int, seed: str) -> Rounds:
    random, found = Random(f"rounds {seed}"), Rounds()
    state, events = opened(0)
    for number in range(rounds):
        cid = ConferenceId(f"round-{seed}-{number}")
        set_up = Operation(op=OpId(f"set-up-{cid}"), actor="chaos", at=START, events=events)
        await store.log.append(Append(cid=cid, expected=0, operations=(set_up,), next_due=None, links=Links()))
        await _one(store.log, cid, state, random, found)
    return found


def _wishes(cid: ConferenceId, state: Conference, random: Random) -> list[Wish]:
    """Everybody's press, some of them twice under the same name, and the closes, in no order."""
    presses = []
    for number, seat in enumerate(state.particulars.seats):
        draft = Draft(scale=str(number % 11), recommendation="no_plan", reason=f"{cid}: {seat.id}")
        scope = f"post_it/{seat.id}"
        one = Wish(
            cid=cid,
            actor=actor(seat.holder),
            command=HandInPostIt(views={CHILD: draft}),
            op=OpId(f"{cid}:{seat.id}"),
            scope=scope,
            rev=revision(state, scope) or 0,
        )
        presses.append(one)
    presses += random.sample(presses, min(TWICE, len(presses)))
    missing = CloseRound(missing={seat.id: "technical" for seat in state.particulars.seats})
    closes = [Wish(cid=cid, actor=actor("chair"), command=missing, op=OpId(f"{cid}:close-{n}")) for n in range(CLOSES)]
    random.shuffle(presses)
    late = random.randrange(len(presses) // 2, len(presses))
    return [*presses[:late], *closes, *presses[late:]]


async def _one(log: EventLog, cid: ConferenceId, state: Conference, random: Random, found: Rounds) -> None:
    replicas = [replica(log), replica(log)]
    wishes = _wishes(cid, state, random)
    done = await asyncio.gather(*(_pressed(random.choice(replicas), wish, _after(wish, random)) for wish in wishes))
    folded = (await Conferences(log).fresh(cid)).state
    found.held += 1
    found.mismatches += _mismatches(folded, wishes, done, found)


def _after(wish: Wish, random: Random) -> float:
    """Seconds. The closes come anywhere from the first press to long after the last."""
    return random.random() * (0.02 if _seat(wish) else 0.08)


async def _pressed(press: Press, wish: Wish, after: float) -> Done:
    await asyncio.sleep(after)
    return await press(wish)


def _mismatches(state: Conference | None, wishes: Sequence[Wish], done: Sequence[Done], found: Rounds) -> int:
    accepted = {_seat(wish) for wish, one in zip(wishes, done, strict=True) if _seat(wish) and one.record in _ACCEPTED}
    refused = {_seat(wish) for wish, one in zip(wishes, done, strict=True) if _seat(wish) and one.record is None}
    closes = sum(not _seat(wish) and one.record in _ACCEPTED for wish, one in zip(wishes, done, strict=True))
    found.presses += len(wishes)
    found.accepted += len(accepted)
    found.refused += len(refused - accepted)
    found.closes += closes
    if state is None or state.round is None or state.round.open:
        return len(wishes)
    rows = tally(state, state.round, CHILD).rows
    counted = {str(row.seat) for row in rows if row.view is not None}
    reasons = {str(row.seat) for row in rows if row.view is not None and not row.view.reason.endswith(f": {row.seat}")}
    unexplained = {str(row.seat) for row in rows if row.view is None and row.missing is None}
    return len(accepted ^ counted) + len(accepted & refused) + len(reasons) + len(unexplained) + (closes != 1)


def _seat(wish: Wish) -> str:
    return wish.scope.partition("/")[2]


__all__ = ["Rounds", "hold", "opened", "particulars", "replica"]
