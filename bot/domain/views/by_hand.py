"""One person whom no message reaches: who they are, and what whoever tells them has to say (B6, B28)."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.inviting import hours_of, reply_of
from bot.domain.outcome import Refused
from bot.domain.particulars import Kind, Mode, Role
from bot.domain.preparations import Coming
from bot.domain.refusals import Why
from bot.domain.telling import is_by_hand, may_tell, told_of_it


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHandView:
    """`again`: they had been told of an earlier time. `told_by` "" until they have been told of what stands now."""

    reference: str
    person: PersonId
    name: str
    role: Role
    agency: str
    kind: Kind
    start: datetime
    end: datetime
    mode: Mode
    join_link: str
    place: str
    asked_in_person: bool
    cancelled: bool
    again: bool
    told_by: str
    how: str
    on: date | None
    coming: Coming | None


def by_hand_view(state: Conference, who: PersonId, person: PersonId) -> ByHandView | Refused:
    if not is_by_hand(state, person) or not may_tell(state, who, person):
        return Refused(Why.NOT_YOURS_TO_TELL)
    about, one, seat = state.particulars, state.person(person), state.seat_of(person)
    told, reply = told_of_it(state, person), reply_of(state, person)
    start, end = hours_of(state, person)
    return ByHandView(
        reference=about.reference,
        person=person,
        name=one.name,
        role=one.role,
        agency=seat.title if seat else one.relation,
        kind=about.kind,
        start=start,
        end=end,
        mode=about.mode,
        join_link=about.join_link,
        place=about.place,
        asked_in_person=one.in_person,
        cancelled=state.before.cancelled is not None,
        again=told is None and person in state.before.told,
        told_by=state.person(told.by).name if told else "",
        how=told.how if told else "",
        on=told.on if told else None,
        coming=reply.coming if reply else None,
    )
