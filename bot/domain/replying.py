"""What an answer to an invitation may be, whoever enters it; and how a seat passes to a well-briefed colleague (S1, S4 3.4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from bot.domain.answers import choice
from bot.domain.conference import Conference
from bot.domain.events_before import Replied, SeatPassedOn
from bot.domain.ids import PersonId
from bot.domain.inviting import invited, reply_of
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Mode, Person, Role, Seat
from bot.domain.preparations import Coming, Need, Reply
from bot.domain.refusals import Fault, Why

LONGEST_LINE = 120
LONGEST_ADDRESS = 254
HERE, ONLINE = "here", "online"
_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"().]+(\.[^\s@<>,;:\"().]+)+")


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
    """`work`: what they are, in words ("Deputy head")."""

    name: str
    address: str = ""
    work: str = ""


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
    name, work = " ".join(colleague.name.split()), " ".join(colleague.work.split())
    address = colleague.address.strip()
    faults = {
        key: found
        for key, found in (
            ("name", _line(name, needed=True)),
            ("work", _line(work, needed=False)),
            ("address", _address(state, person, address, needed=known)),
        )
        if found
    }
    if faults:
        return Refused(Why.FIELDS, faults)
    to = Person(id=_new(state), name=name, role=Role.PROFESSIONAL, address=address, relation=work)
    return Accepted(
        (
            Replied(person=person, coming=Coming.COLLEAGUE, by=by, time=state.before.time),
            SeatPassedOn(seat=seat.id, from_=person, to=to, by=by),
        )
    )


def _line(text: str, *, needed: bool) -> Fault | None:
    if not text:
        return Fault.MISSING if needed else None
    return Fault.LINE_TOO_LONG if len(text) > LONGEST_LINE else None


def _address(state: Conference, person: PersonId, address: str, *, needed: bool) -> Fault | None:
    """Not one of anybody's here: one person would hold two seats, or the same one be asked twice."""
    if not address:
        return Fault.MISSING if needed else None
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return Fault.NOT_AN_ADDRESS
    own = state.person(person).address
    taken = {one.address.lower() for one in state.particulars.people if one.address} | ({own.lower()} if own else set())
    return Fault.SOMEBODY_ELSES if address.lower() in taken else None


def _new(state: Conference) -> PersonId:
    """Says nothing of who it is, for it stands on posted cards; and was nobody's before."""
    taken = {*(one.id for one in state.particulars.people), *state.before.gone}
    return next(PersonId(name) for number in count(1) if (name := f"colleague-{number}") not in taken)
