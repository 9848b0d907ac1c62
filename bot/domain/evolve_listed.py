"""What putting people and children on a conference's lists, and taking them off, makes of its state. As bot/domain/evolve.py."""

from collections.abc import Callable, Mapping
from dataclasses import replace as slots_replaced
from datetime import datetime
from typing import Any, TypeVar

from bot.domain import events_before as e
from bot.domain.actor import account_key
from bot.domain.changes import amended, prepared
from bot.domain.conference import Conference, Send, is_mail, to_whom
from bot.domain.evolve_errands import afresh
from bot.domain.ids import PersonId
from bot.domain.particulars import Person, Seat
from bot.domain.value import replaced as replace

T = TypeVar("T")


def _put(items: tuple[T, ...], one: T, same: Callable[[T], bool]) -> tuple[T, ...]:
    """In the place of the one that is the same, or at the end."""
    if any(same(old) for old in items):
        return tuple(one if same(old) else old for old in items)
    return (*items, one)


def _child(state: Conference, event: e.ChildPut, _at: datetime) -> Conference:
    children = _put(state.particulars.children, event.details, lambda old: old.id == event.child)
    return amended(state, children=children)


def _child_off(state: Conference, event: e.ChildTakenOff, _at: datetime) -> Conference:
    """Nobody is known to have dealt with a child that is not there."""
    about, child = state.particulars, event.child
    return amended(
        state,
        children=tuple(one for one in about.children if one.id != child),
        people=tuple(
            slots_replaced(one, children=tuple(c for c in one.children if c != child)) for one in about.people
        ),
        seats=tuple(slots_replaced(one, contact=one.contact - {child}) for one in about.seats),
    )


def _household(state: Conference, event: e.HouseholdSet, _at: datetime) -> Conference:
    return prepared(amended(state, household=event.household), household_said=True)


def _listed(state: Conference, one: Person) -> Conference:
    """On the list, and known by the account that they now have. An account that they had before is answered and given nothing."""
    own = account_key(one.account) if one.account else ""
    before = next((old for old in state.particulars.people if old.id == one.id), None)
    other = before is not None and _is_somebody_else(before, one, state)
    old = {key for key, who in state.bound.items() if who == one.id and key != own and (one.account or other)}
    bound = {key: who for key, who in state.bound.items() if key not in old} | ({own: one.id} if own else {})
    gone = {who: person for who, person in state.before.gone.items() if who != one.id}
    people = _put(state.particulars.people, one, lambda old: old.id == one.id)
    put = replace(
        amended(state, people=people),
        bound=bound,
        replaced=(state.replaced | old) - {own},
        sends=_still_sent(state, one),
    )
    put = prepared(afresh(put, before, one), gone=gone, unmailed=state.before.unmailed - {one.id})
    return _forgotten(put, one.id) if other else put


def _is_somebody_else(before: Person, now: Person, state: Conference) -> bool:
    """Another account, or another address in the place of one: what was sent to the old one did not reach this one."""
    keys = {key for key, who in state.bound.items() if who == now.id}
    if now.account and keys:
        return account_key(now.account) not in keys
    return bool(before.address and before.address.lower() != now.address.lower())


def _forgotten(state: Conference, who: PersonId) -> Conference:
    """Where they were written to in Teams, what was sent there, and what was answered from there. Letters went elsewhere."""
    free = replace(
        state,
        reached={one: reach for one, reach in state.reached.items() if one != who},
        sends={key: send for key, send in state.sends.items() if to_whom(key) != who or is_mail(key)},
        lost=state.lost - {who},
        refused=state.refused - {who},
    )
    before = state.before
    return prepared(
        free,
        replies={one: reply for one, reply in before.replies.items() if one != who},
        told={one: told for one, told in before.told.items() if one != who},
    )


def _still_sent(state: Conference, one: Person) -> Mapping[str, Send]:
    """What went to another address did not go to this one; what did not go at all is tried again."""
    before = next((old.address for old in state.particulars.people if old.id == one.id), "")
    moved = before.lower() != one.address.lower()

    def theirs(key: str, send: Send) -> bool:
        return to_whom(key) == one.id and is_mail(key) and (moved or bool(send.failed))

    return {key: send for key, send in state.sends.items() if not theirs(key, send)}


def _unlisted(state: Conference, who: PersonId) -> Conference:
    """Off the list. What they said and did is still theirs by name."""
    person = state.particulars.person(who)
    keys = {key for key, one in state.bound.items() if one == who}
    left = amended(
        state,
        people=tuple(one for one in state.particulars.people if one.id != who),
        parts=tuple(slots_replaced(one, people=one.people - {who}) for one in state.particulars.parts),
    )
    kept = replace(
        left,
        bound={key: one for key, one in state.bound.items() if key not in keys},
        replaced=state.replaced | keys,
        reached={one: reach for one, reach in state.reached.items() if one != who},
    )
    return prepared(kept, gone={**state.before.gone, who: person})


def _person(state: Conference, event: e.PersonPut, _at: datetime) -> Conference:
    put = _listed(state, event.details)
    seats = tuple(one for one in state.particulars.seats if one.holder != event.person or one.id == _id(event.seat))
    if event.seat:
        seat = event.seat
        seats = _put(seats, seat, lambda old: old.id == seat.id)
    return amended(put, seats=seats)


def _id(seat: Seat | None) -> str:
    return seat.id if seat else ""


def _person_off(state: Conference, event: e.PersonTakenOff, _at: datetime) -> Conference:
    seats = tuple(one for one in state.particulars.seats if one.holder != event.person)
    return amended(_unlisted(state, event.person), seats=seats)


def _passed_on(state: Conference, event: e.SeatPassedOn, _at: datetime) -> Conference:
    """One seat, one holder: whoever had it is off the list, and it keeps what its agency has already sent. Where they were
    written to is still known, so that what they were sent can be told to be settled.
    """
    left = replace(_unlisted(state, event.from_), reached=state.reached)
    put = _listed(left, event.to)
    old = put.particulars.seat(event.seat)
    new = slots_replaced(old, holder=event.to.id, title=event.title or old.title)
    return amended(put, seats=_put(put.particulars.seats, new, lambda one: one.id == new.id))


LISTED: Mapping[type[Any], Callable[[Conference, Any, datetime], Conference]] = {
    e.ChildPut: _child,
    e.ChildTakenOff: _child_off,
    e.HouseholdSet: _household,
    e.PersonPut: _person,
    e.PersonTakenOff: _person_off,
    e.SeatPassedOn: _passed_on,
}
