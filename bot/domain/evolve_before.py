"""What the events before a conference make of its state. As bot/domain/evolve.py, whose table these are part of."""

from collections.abc import Callable, Mapping
from dataclasses import replace as slots_replaced
from datetime import datetime
from typing import Any, TypeVar

from bot.domain import events_before as e
from bot.domain.actor import account_key
from bot.domain.conference import ELSEWHERE, Conference, Send, is_mail, to_whom
from bot.domain.evolve_errands import ERRANDS, afresh, begun, relinked, told
from bot.domain.ids import PersonId, SeatId
from bot.domain.particulars import Person, Seat
from bot.domain.preparations import (
    BLANK_REPORT,
    Cancelled,
    Consent,
    Exclusion,
    Flag,
    Independence,
    Move,
    Participation,
    Recording,
    Reply,
    Told,
)
from bot.domain.value import replaced as replace

T = TypeVar("T")


def _before(state: Conference, **change: Any) -> Conference:
    return replace(state, before=replace(state.before, **change))


def _arranged(state: Conference, **change: Any) -> Conference:
    """Something on the sheet of what was arranged is other than it was."""
    return _before(state, sheet_rev=state.before.sheet_rev + 1, **change)


def _touched(state: Conference, scope: str, **change: Any) -> Conference:
    """Something that a card is about is other than it was (bot/domain/scopes.py)."""
    revs = state.before.revs
    return _before(state, revs={**revs, scope: revs.get(scope, 0) + 1}, **change)


def _about(state: Conference, **change: Any) -> Conference:
    return _arranged(replace(state, particulars=told(state.particulars, **change)))


def _convened(state: Conference, event: e.ConferenceConvened, at: datetime) -> Conference:
    before = state.before
    convened = _arranged(
        state,
        draft=False,
        convened_at=before.convened_at or at,
        convened_by=event.by,
        first_start=before.first_start or state.particulars.start,
        microsoft=event.microsoft,
        calendar=event.calendar,
    )
    return begun(convened)


def _moved(state: Conference, event: e.ConferenceMoved, at: datetime) -> Conference:
    move = Move(start=state.particulars.start, reason=event.reason, at=at, by=event.by)
    moved = _about(state, start=event.start, planned_end=event.planned_end, parts=event.parts)
    return _before(moved, moves=(*state.before.moves, move))


def _cancelled(state: Conference, event: e.ConferenceCancelled, at: datetime) -> Conference:
    return _arranged(state, cancelled=Cancelled(reason=event.reason, at=at, by=event.by))


def _details(state: Conference, event: e.DetailsSet, _at: datetime) -> Conference:
    named = {"kind": event.kind, "start": event.start, "planned_end": event.planned_end}
    given = {name: value for name, value in named.items() if value is not None}
    return relinked(state, _about(state, mode=event.mode, join_link=event.join_link, place=event.place, **given))


def _dates(state: Conference, event: e.DatesSet, _at: datetime) -> Conference:
    return _about(state, dates=event.dates, moments=event.moments)


def _delay(state: Conference, event: e.DelayExplained, at: datetime) -> Conference:
    return _arranged(state, delay=event.reason, delay_at=at)


def _parts(state: Conference, event: e.PartsSet, _at: datetime) -> Conference:
    return _about(state, parts=event.parts)


def _put(items: tuple[T, ...], one: T, same: Callable[[T], bool]) -> tuple[T, ...]:
    """In the place of the one that is the same, or at the end."""
    if any(same(old) for old in items):
        return tuple(one if same(old) else old for old in items)
    return (*items, one)


def _child(state: Conference, event: e.ChildPut, _at: datetime) -> Conference:
    children = _put(state.particulars.children, event.details, lambda old: old.id == event.child)
    return _about(state, children=children)


def _child_off(state: Conference, event: e.ChildTakenOff, _at: datetime) -> Conference:
    """Nobody is known to have dealt with a child that is not there."""
    about, child = state.particulars, event.child
    return _about(
        state,
        children=tuple(one for one in about.children if one.id != child),
        people=tuple(
            slots_replaced(one, children=tuple(c for c in one.children if c != child)) for one in about.people
        ),
        seats=tuple(slots_replaced(one, contact=one.contact - {child}) for one in about.seats),
    )


def _household(state: Conference, event: e.HouseholdSet, _at: datetime) -> Conference:
    return _before(_about(state, household=event.household), household_said=True)


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
        _about(state, people=people),
        bound=bound,
        replaced=(state.replaced | old) - {own},
        sends=_still_sent(state, one),
    )
    put = _before(afresh(put, before, one), gone=gone, unmailed=state.before.unmailed - {one.id})
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
    return _before(
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
    left = _about(
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
    return _before(kept, gone={**state.before.gone, who: person})


def _person(state: Conference, event: e.PersonPut, _at: datetime) -> Conference:
    put = _listed(state, event.details)
    seats = tuple(one for one in state.particulars.seats if one.holder != event.person or one.id == _id(event.seat))
    if event.seat:
        seat = event.seat
        seats = _put(seats, seat, lambda old: old.id == seat.id)
    return _about(put, seats=seats)


def _id(seat: Seat | None) -> str:
    return seat.id if seat else ""


def _person_off(state: Conference, event: e.PersonTakenOff, _at: datetime) -> Conference:
    seats = tuple(one for one in state.particulars.seats if one.holder != event.person)
    return _about(_unlisted(state, event.person), seats=seats)


def _passed_on(state: Conference, event: e.SeatPassedOn, _at: datetime) -> Conference:
    """One seat, one holder: whoever had it is off the list, and it keeps what its agency has already sent. Where they were
    written to is still known, so that what they were sent can be told to be settled.
    """
    left = replace(_unlisted(state, event.from_), reached=state.reached)
    put = _listed(left, event.to)
    old = put.particulars.seat(event.seat)
    new = slots_replaced(old, holder=event.to.id, title=event.title or old.title)
    return _about(put, seats=_put(put.particulars.seats, new, lambda one: one.id == new.id))


def _replied(state: Conference, event: e.Replied, at: datetime) -> Conference:
    reply = Reply(
        coming=event.coming,
        at=at,
        by=event.by,
        time=event.time,
        reason=event.reason,
        needs=event.needs,
        note=event.note,
        in_person=event.in_person,
    )
    return _touched(state, f"reply/{event.person}", replies={**state.before.replies, event.person: reply})


def _told(state: Conference, event: e.ToldByHand, at: datetime) -> Conference:
    told = Told(at=at, by=event.by, how=event.how, time=event.time, on=event.on)
    return _touched(state, f"told/{event.person}", told={**state.before.told, event.person: told})


def _reported(state: Conference, seat: str, **change: Any) -> Conference:
    one = slots_replaced(state.before.reports.get(SeatId(seat), BLANK_REPORT), **change)
    return _touched(state, f"report/{seat}", reports={**state.before.reports, SeatId(seat): one})


def _report_sent(state: Conference, event: e.ReportSent, at: datetime) -> Conference:
    return _reported(state, event.seat, sent_at=None if event.back else at, none="")


def _report_received(state: Conference, event: e.ReportReceived, at: datetime) -> Conference:
    return _reported(state, event.seat, received_at=None if event.back else at, none="")


def _report_shared(state: Conference, event: e.ReportShared, _at: datetime) -> Conference:
    return _reported(state, event.seat, shared_on=event.on)


def _report_not_coming(state: Conference, event: e.ReportNotComing, _at: datetime) -> Conference:
    return _reported(state, event.seat, none=event.reason)


def _children_seen(state: Conference, event: e.ChildrenSeen, _at: datetime) -> Conference:
    before = state.before.reports.get(event.seat, BLANK_REPORT)
    return _reported(state, event.seat, seen={**before.seen, **event.seen})


def _flag(state: Conference, event: e.FlagRaised, at: datetime) -> Conference:
    flag = Flag(number=event.number, kind=event.kind, by=event.by, at=at)
    return _touched(state, f"flags/{event.by}", flags=(*state.before.flags, flag))


def _flag_heard(state: Conference, event: e.FlagHeard, at: datetime) -> Conference:
    flags = (slots_replaced(one, heard_at=at) if one.number == event.number else one for one in state.before.flags)
    return _touched(state, f"flag/{event.number}", flags=tuple(flags))


def _consented(state: Conference, event: e.ObserverConsented, _at: datetime) -> Conference:
    side = {"family" if event.family else "chair": event.agreed}
    one = slots_replaced(state.before.consents.get(event.observer, Consent()), **side)
    return _touched(state, f"consent/{event.observer}", consents={**state.before.consents, event.observer: one})


def _exclusion(state: Conference, event: e.ExclusionAsked, at: datetime) -> Conference:
    asked = Exclusion(ground=event.ground, evidence=event.evidence, whole=event.whole, asked_by=event.by, asked_at=at)
    return _excluding(state, event.person, asked)


def _excluded(state: Conference, person: PersonId, **change: Any) -> Conference:
    one = slots_replaced(state.before.exclusions[person], **change)
    return _excluding(state, person, one)


def _excluding(state: Conference, person: PersonId, one: Exclusion) -> Conference:
    return _touched(state, f"exclusion/{person}", exclusions={**state.before.exclusions, person: one})


def _exclusion_decided(state: Conference, event: e.ExclusionDecided, at: datetime) -> Conference:
    asked = state.before.exclusions[event.person].whole
    return _excluded(
        state,
        event.person,
        granted=event.granted,
        reasons=event.reasons,
        how_long=event.how_long,
        decided_at=at,
        whole=asked if event.whole is None else event.whole,
    )


def _exclusion_letter(state: Conference, event: e.ExclusionLetterGiven, at: datetime) -> Conference:
    return _excluded(state, event.person, letter_at=at)


def _recording(state: Conference, event: e.RecordingAsked, at: datetime) -> Conference:
    asked = Recording(asked_at=at, asked_by=event.by, purpose=event.purpose)
    return _recordings(state, event.person, asked)


def _recording_decided(state: Conference, event: e.RecordingDecided, at: datetime) -> Conference:
    before = state.before.recordings[event.person]
    one = slots_replaced(before, granted=event.granted, reasons=event.reasons, decided_at=at)
    return _recordings(state, event.person, one)


def _recordings(state: Conference, person: PersonId, one: Recording) -> Conference:
    return _touched(state, f"recording/{person}", recordings={**state.before.recordings, person: one})


def _independence(state: Conference, event: e.IndependenceDeclared, at: datetime) -> Conference:
    said = Independence(at=at, independent=event.independent, same=event.same, reason=event.reason, by=event.by)
    return _arranged(_touched(state, "independence/"), independence=said)


def _met(state: Conference, event: e.MetBeforehand, at: datetime) -> Conference:
    return _touched(state, f"met/{event.who}", met={**state.before.met, event.who: at})


def _participation(state: Conference, event: e.ParticipationPlanned, _at: datetime) -> Conference:
    plan = Participation(how=event.how, note=event.note)
    return _touched(
        state, f"participation/{event.child}", participation={**state.before.participation, event.child: plan}
    )


def _days(state: Conference, event: e.DaysOffered, _at: datetime) -> Conference:
    return _touched(state, "days/", days=event.days, free={})


def _days_chosen(state: Conference, event: e.DaysChosen, _at: datetime) -> Conference:
    free = {**state.before.free, event.person: frozenset(event.days)}
    return _touched(state, f"free/{event.person}", free=free)


def _told_elsewhere(state: Conference, event: e.ToldElsewhere, at: datetime) -> Conference:
    send = Send(face=ELSEWHERE, message=ELSEWHERE, posted_at=at, sent_at=at)
    return replace(state, sends={**state.sends, event.duty: send})


CHANGES: Mapping[type[Any], Callable[[Conference, Any, datetime], Conference]] = {
    e.ConferenceConvened: _convened,
    e.ConferenceMoved: _moved,
    e.ConferenceCancelled: _cancelled,
    e.DetailsSet: _details,
    e.DatesSet: _dates,
    e.DelayExplained: _delay,
    e.PartsSet: _parts,
    e.ChildPut: _child,
    e.ChildTakenOff: _child_off,
    e.HouseholdSet: _household,
    e.PersonPut: _person,
    e.PersonTakenOff: _person_off,
    e.SeatPassedOn: _passed_on,
    e.Replied: _replied,
    e.ToldByHand: _told,
    e.ReportSent: _report_sent,
    e.ReportReceived: _report_received,
    e.ReportShared: _report_shared,
    e.ReportNotComing: _report_not_coming,
    e.ChildrenSeen: _children_seen,
    e.FlagRaised: _flag,
    e.FlagHeard: _flag_heard,
    e.ObserverConsented: _consented,
    e.ExclusionAsked: _exclusion,
    e.ExclusionDecided: _exclusion_decided,
    e.ExclusionLetterGiven: _exclusion_letter,
    e.RecordingAsked: _recording,
    e.RecordingDecided: _recording_decided,
    e.IndependenceDeclared: _independence,
    e.MetBeforehand: _met,
    e.ParticipationPlanned: _participation,
    e.DaysOffered: _days,
    e.DaysChosen: _days_chosen,
    e.ToldElsewhere: _told_elsewhere,
    **ERRANDS,
}
