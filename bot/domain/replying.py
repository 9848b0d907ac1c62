"""What an answer to an invitation may be, whoever enters it; and how a seat passes to a well-briefed colleague (S1, S4 3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.answers import choice
from bot.domain.arranging import new_person, same_address
from bot.domain.conference import Conference
from bot.domain.events_before import Replied, SeatPassedOn
from bot.domain.ids import PersonId
from bot.domain.inviting import invited, reply_of
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Mode, Person, Role, Seat
from bot.domain.preparations import Coming, Need, Reply
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.typed import address, line

HERE, ONLINE = "here", "online"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """As it was typed. `needs` None: nothing was asked, so what was said before stands. `where`: HERE, ONLINE or ""."""

    coming: str
    reason: str = ""
    needs: Sequence[str] | None = None
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """`title`: what they are and where, in words ("Deputy head, Elm School"); "": as whoever had the seat."""

    name: str
    address: str = ""
    title: str = ""


def closed(state: Conference, person: PersonId) -> Refused | None:
    """Why nobody can answer for them now."""
    if state.before.cancelled:
        return Refused(Why.CANCELLED)
    if state.before.convened_at is None:
        return Refused(Why.NOT_ASKED_YET)
    if state.started_at:
        return Refused(Why.UNDER_WAY)
    return None if person in invited(state) else Refused(Why.NOT_INVITED)


def passing_on(state: Conference, person: PersonId) -> Seat | Refused:
    """Their seat, if it can go to a colleague. A chair hands over the chair; a child's lead social worker stays, since a child
    is never without one.
    """
    if person == state.chair:
        return Refused(Why.CHAIR_PASSES_ON)
    if person in state.particulars.leads:
        return Refused(Why.LEAD_STAYS)
    return state.seat_of(person) or Refused(Why.NO_SEAT_TO_GIVE)


def replied(state: Conference, person: PersonId, by: PersonId, answer: Answer) -> Outcome:
    """Attending, or not. A colleague takes the seat (`passed_on`), which is more than an answer."""
    shut = closed(state, person)
    if shut:
        return shut
    coming = choice(Coming, answer.coming)
    if coming is None or coming is Coming.COLLEAGUE:
        return Refused(Why.FIELDS, {"coming": Fault.UNKNOWN_CHOICE if answer.coming else Fault.COMING_MISSING})
    before = state.before.replies.get(person)
    event = Replied(
        person=person,
        coming=coming,
        by=by,
        time=state.before.time,
        reason=answer.reason.strip() if coming is Coming.CANNOT else "",
        needs=_needs(answer, before),
        note=answer.note.strip() if answer.needs is not None else (before.note if before else ""),
        in_person=_where(state, answer, before),
    )
    return Accepted() if _says_the_same(reply_of(state, person), event) else Accepted((event,))


def _needs(answer: Answer, before: Reply | None) -> frozenset[Need]:
    """What somebody needs does not change because the meeting is moved."""
    if answer.needs is None:
        return before.needs if before else frozenset()
    return frozenset(one for one in Need if one.value in answer.needs)


def _where(state: Conference, answer: Answer, before: Reply | None) -> bool | None:
    """Only where some meet in one room is there a choice (S3)."""
    if state.particulars.mode is not Mode.BLENDED:
        return None
    if answer.where in (HERE, ONLINE):
        return answer.where == HERE
    return before.in_person if before else None


def _says_the_same(old: Reply | None, new: Replied) -> bool:
    if old is None:
        return False
    said = (old.coming, old.reason, old.needs, old.note, old.in_person)
    return said == (new.coming, new.reason, new.needs, new.note, new.in_person)


def passed_on(state: Conference, person: PersonId, by: PersonId, colleague: Colleague, *, known: bool) -> Outcome:
    """One seat, one answer: whoever had it has none from now on (B9, trap 16). `known`: their address has to be."""
    shut = closed(state, person)
    if shut:
        return shut
    seat = passing_on(state, person)
    if isinstance(seat, Refused):
        return seat
    faults: Faults = {}
    name = line("name", colleague.name, faults)
    title = line("title", colleague.title, faults, needed=False)
    written = address("address", colleague.address, faults, needed=known)
    if _taken(state, written):
        faults["address"] = Fault.SOMEBODY_ELSES
    if faults:
        return Refused(Why.FIELDS, faults)
    to = Person(id=new_person(state), name=name, role=Role.PROFESSIONAL, address=written)
    return Accepted(
        (
            Replied(person=person, coming=Coming.COLLEAGUE, by=by, time=state.before.time),
            SeatPassedOn(seat=seat.id, from_=person, to=to, by=by, title=title),
        )
    )


def _taken(state: Conference, written: str) -> bool:
    """By anybody here: one person would hold two seats, or the same one be asked twice."""
    return any(same_address(one, written) for one in state.particulars.people)
